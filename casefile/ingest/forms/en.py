"""English noun phrases without their articles, and names, of which a part can stand for the whole."""

from __future__ import annotations

from collections.abc import Sequence

from casefile.ingest.analysis import Token
from casefile.ingest.forms import NameForm, Plain, fold, joined

#: What stands before a title and is no part of it; a possessive pronoun says whose, and another text cannot tell.
_DROPPED = frozenset(["the", "a", "an", "his", "her", "its", "their", "this", "that", "our", "my"])
#: Endings of words before a noun that belong to the person and not to the office: "Moscow-based", "34-year-old".
_EPITHETS = ("-born", "-based", "-year-old")
_ARTICLES = frozenset(["the", "a", "an"])
#: Names of men that end in "a" as most such names of women do.
_HIS = frozenset(
    """
    andrea ilya mikita nikita luca luka joshua mustafa musa isa issa hamza hama joaquima kolya vanya sasha misha
    dima petya kenta shota yuta sota ryota akira kasra reza taha yahya zakaria bhola krishna rama shiva juma
    baba barua
    """.split()  # noqa: SIM905
)
#: Family names that stand first, so that the first word of a name is used alone ("Ms Zhao").
_FIRST = frozenset(
    """
    zhao qian sun li zhou wu zheng wang feng chen chu wei jiang shen han yang zhu qin you xu he lu shi zhang
    kong cao yan hua jin tao qi xie zou yu bai shui dou yun su pan ge xi fan peng lang ma fang ren yuan liu bao
    tang fei lian cen lei ni teng yin luo bi hao wu an chang fu kang bu gu meng huang mu xiao yao shao zhan mao
    di mi bei ming cheng dai tan song pang xiong ji shu qu xiang dong liang du ruan lan min jia lin lai tsai
    hsieh hsu chiang chiu kuo hung chou tseng liao lee kim park choi jung cho yoon jang lim shin ahn song kwon
    hwang nguyen tran pham huynh phan vu dang bui ngo duong ly hoang truong dinh
    """.split()  # noqa: SIM905 - a list of words reads better without their quotes
)


class English(Plain):
    """Nouns and names of a language without cases."""

    def phrase(self, tokens: Sequence[Token], head: int) -> str:
        """As printed, without an article or a possessive before it."""
        start = 0
        while start < head and (fold(tokens[start].text) in _DROPPED or tokens[start].text.endswith(_EPITHETS)):
            start += 1
        return joined(tokens[start:])

    def name(self, tokens: Sequence[Token], *, case: str = "", gender: str = "") -> NameForm:
        """As printed; its last word, and its first where that is a family name, can stand for the whole."""
        words = [fold(token.text) for token in tokens]
        options = {words[-1]}
        if words[0] in _FIRST:
            options.add(words[0])
        guess = "Fem" if words[0].endswith("a") and words[0] not in _HIS and len(words) > 1 else ""
        gender = gender or next((found for token in tokens if (found := token.feats.get("Gender"))), "") or guess
        return NameForm(joined(tokens), gender, case, sure=True, options=frozenset(options))

    def counted(self, number: int, tokens: Sequence[Token], head: int) -> str:  # noqa: ARG002 - what other languages ask
        """A number in digits before the words as printed, without their article."""
        start = 0
        while start < len(tokens) - 1 and fold(tokens[start].text) in _ARTICLES:
            start += 1
        return f"{number} {joined(tokens[start:])}"


def load() -> English:
    """The word forms of English."""
    return English()
