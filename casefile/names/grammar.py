"""What Russian and Ukrainian grammar does to a name: its cases, its patronymics, and the gender of both."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from casefile.names.folding import latin, script_of

#: Endings of Russian nouns and adjectives in the singular, other than in the nominative.
OBLIQUE = ("ого", "ему", "ому", "ыми", "ым", "им", "ом", "ем", "ой", "ою", "а", "у", "ю", "я", "е", "и", "ы")
#: The endings of names in each case, of men and then of women, with what they may be in the nominative ("-" is no
#: ending). A name stands in one case as a whole, so that "Игоря Белоусова" is a man and "Анны Белоусовой" a woman.
_CASES = tuple(
    tuple((ending, tuple(nominatives.replace("-", "").split(" "))) for ending, nominatives in endings.items())
    for endings in (
        {"а": "- о", "я": "й ь", "ого": "ый ий ой", "его": "ий", "ы": "а", "и": "а я"},
        {"а": "- о", "я": "й ь", "ого": "ый ий ой", "его": "ий", "у": "а", "ю": "я"},
        {"у": "- о", "ю": "й ь", "ому": "ый ий ой", "ему": "ий", "ові": "- о", "еві": "й ь", "е": "а я"},
        {"ым": "- ый ой", "им": "ий", "ом": "- о", "ем": "- й ь", "ём": "ь", "ой": "а", "ей": "а я", "ёй": "я"},
        {"е": "- й ь о а я", "и": "й", "ом": "ый ий ой", "ем": "ий"},
        {"ой": "а ая", "ей": "я а яя", "ы": "а", "и": "а я ь", "е": "а я"},
        {"у": "а", "ю": "я", "ую": "ая", "юю": "яя"},
        {"ой": "а ая", "ей": "я а яя", "ою": "а", "ью": "ь"},
    )
)
_PATRONYMIC = re.compile(
    r"(?:(?P<man>[oe]vich|[mnkl]ich|ovych|[ое]вич|йович|[мнкл]ич)"
    r"|(?P<woman>[oe]vna|ichna|yivna|ivna|[ое]вна|ична|ївна|івна))$"
)
#: Words that make a patronymic of the father's name before them.
_CHILD = re.compile(r"(?P<man>[ou]g(?:h?lu|ly|li))|(?P<woman>[kgq][yi]zy|[kgq]izi|q[iı]z[iı])")
#: Men's names that women bear with one more letter, which is that of the genitive too: "Фарида" by itself is a woman.
_EITHER = re.compile(
    "азиз|айнур|александр|амир|валентин|валерий|владислав|динар|евгений|джамиль|заир|захир|ильмир|камиль|карим|латиф|"
    "мирослав|надир|наиль|руслан|саид|салим|самир|станислав|рашид|фаик|фарид|халид|халим|шариф|эльвир|эльмир|эльнур|"
    "юлиан|юлий|ярослав"
)
#: Endings of the nominative alone; the second of them hide another case where that case has an ending of its own.
_NOMINATIVE = re.compile(r"[сц]к(?:ий|ая)$")
_DECLINED = re.compile(r"(?:ов|ев|ёв|ин|ын|ий|[оеё]ва|[иы]на|яя)$")
_HERS = re.compile(r"(?:ов|ев|ёв|ин|ын|нн)а$")
_LEAST = 3  # letters that a name has at least when its ending is gone
_VOWELS = "аеёиоуыэюяіїє"


class Reading(NamedTuple):
    """A name read as being in some case.

    Attributes:
        words: For each of its words, what it may be in the nominative.
        sure: Whether it can hardly be a nominative; "Фарида Алиева" can.
    """

    words: tuple[tuple[str, ...], ...]
    sure: bool


def nominatives(word: str) -> list[str]:
    """What a Russian word in another case may be in the nominative, whether or not grammar declines such a name."""
    lowered = word.lower()
    if script_of(word) != "Cyrl":
        return []
    found = []
    for ending in OBLIQUE:
        stem = lowered.removesuffix(ending)
        if stem != lowered and len(stem) >= _LEAST:
            found += [stem, f"{stem}ь", f"{stem}й", f"{stem}ий"]
    return found


@lru_cache(maxsize=65536)
def bases(word: str) -> frozenset[str]:
    """Every nominative that a Russian or Ukrainian word may be a case of."""
    if script_of(word) != "Cyrl":
        return frozenset()
    return frozenset(base for endings in _CASES for base in _bases(word.lower(), endings)) | {*nominatives(word)}


def readings(words: tuple[str, ...]) -> list[Reading]:
    """The ways in which a name can be read as being in another case than the nominative."""
    if any(script_of(word) != "Cyrl" or _NOMINATIVE.search(word) for word in words):
        return []
    found = []
    for endings in _CASES:
        options = tuple(_bases(word, endings) for word in words)
        if any(options) and not any(
            _DECLINED.search(word) for option, word in zip(options, words, strict=True) if not option
        ):
            read = tuple(option or (word,) for option, word in zip(options, words, strict=True))
            sure = any(option and not _may_be_hers(word, option) for option, word in zip(options, words, strict=True))
            found.append(Reading(read, sure))
    return found


def patronymic(word: str) -> tuple[str, str]:
    """The father's name that a patronymic is made of, and whose it is ("man", "woman"); empty when it is none."""
    match = _PATRONYMIC.search(word)
    return (word[: match.start()], match.lastgroup or "") if match and match.start() > 1 else ("", "")


def child(word: str) -> str:
    """Whose patronymic ("man", "woman") a word like "oğlu" and "кызы" makes of the name before it; empty for others."""
    match = _CHILD.fullmatch(latin(word))
    return (match.lastgroup or "") if match else ""


@lru_cache(maxsize=65536)
def _bases(word: str, endings: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, ...]:
    found: list[str] = []
    for ending, nominative in endings:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 2:  # noqa: PLR2004 - Льва
            found += [stem + end for end in nominative if end or stem[-1] not in _VOWELS]
            if "" in nominative or "ь" in nominative:
                found += _with_vowel(stem)
    return tuple(base for base in dict.fromkeys(found) if len(base) >= _LEAST)


def _with_vowel(stem: str) -> list[str]:
    """The stem with the vowel that only the nominative has: Павла is of Павел, Льва of Лев."""
    if len(stem) < _LEAST or stem[-1] in _VOWELS or stem[-2] in _VOWELS or stem[-1] in "ьъй":
        return []
    return [f"{stem[:-1].removesuffix('ь')}{vowel}{stem[-1]}" for vowel in "ео"]


def _may_be_hers(word: str, options: tuple[str, ...]) -> bool:
    """Whether a word that may be a case of a man's name is a woman's name as it stands."""
    return word[-1] in "ая" and (bool(_HERS.search(word)) or any(map(_EITHER.fullmatch, options)))
