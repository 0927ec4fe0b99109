"""Russian nominatives: of names, with the gender that the name itself shows; of phrases, with what agrees in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from casefile.ingest.analysis import Token
from casefile.ingest.forms import NameForm, fold, joined, noun_as
from casefile.ingest.forms.ru_given import given_names
from casefile.ingest.taggers.ru_people import analyzer

_CASES = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
_GENDERS = {"masc": "Masc", "femn": "Fem"}
#: Surnames that do not change, whatever their case: the old genitives, Georgian, Ukrainian and vowel endings.
_FIXED = re.compile(r"(?:[ыи]х|ару|еску|^\w{1,2}усу|уцу|иу|аго|яго|ово|швили|дзе|ко|[оиеуюэ])$")
#: Endings of surnames by gender and case, with what stands in their place in the nominative; the first that fits
#: counts. "*" is the soft sign or й.
_ENDINGS: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
    "Masc": {
        "Gen": (("ского", "ский"), ("цкого", "цкий"), ("ого", "ой"), ("его", "ий"), ("а", ""), ("я", "*"), ("ы", "а"),
        ("и", "а")),
        "Dat": (("скому", "ский"), ("цкому", "цкий"), ("ому", "ой"), ("ему", "ий"), ("у", ""), ("ю", "*"), ("е", "а")),
        "Acc": (("ского", "ский"), ("цкого", "цкий"), ("ого", "ой"), ("его", "ий"), ("а", ""), ("я", "*"), ("у", "а"),
        ("ю", "я")),
        "Ins": (("овым", "ов"), ("евым", "ев"), ("иным", "ин"), ("ыным", "ын"), ("ским", "ский"), ("цким", "цкий"),
                ("ым", "ый"), ("ом", ""), ("ем", "*"), ("ой", "а"), ("ей", "я")),
        "Loc": (("ском", "ский"), ("цком", "цкий"), ("ове", "ов"), ("еве", "ев"), ("ине", "ин"), ("е", ""), ("ом",
        "ой")),
    },
    "Fem": {
        "Gen": (("ской", "ская"), ("цкой", "цкая"), ("ой", "а"), ("ей", "я"), ("ы", "а"), ("и", "а")),
        "Dat": (("ской", "ская"), ("цкой", "цкая"), ("ой", "а"), ("ей", "я"), ("е", "а"), ("и", "я")),
        "Acc": (("скую", "ская"), ("цкую", "цкая"), ("ую", "ая"), ("у", "а"), ("ю", "я")),
        "Ins": (("ской", "ская"), ("цкой", "цкая"), ("ой", "а"), ("ей", "я")),
        "Loc": (("ской", "ская"), ("цкой", "цкая"), ("ой", "а"), ("ей", "я"), ("е", "а")),
    },
}  # fmt: skip
#: How first names end that are a woman's, or a man's in the nominative.
_UNCHANGED = re.compile(r"[бвгджзклмнпрстфхцчшщ]$")
_VOWELS = "аеёиоуыэюя"
#: What a man's first name in another case can end in; of Зулайхо Рахимова it is hers, in the nominative.
_OPEN = "аеиуыюяьй"
_HERS = re.compile(r"(?:[оеё]в|[иы]н)а$|[сц]кая$")
_HIS = re.compile(r"(?:[оеё]в|[иы]н)$|[сц]кий$")
#: Words of a name that say whose child its bearer is: "Али кызы", "Ибрагим оглы".
_OF_WHOM = {"кызы": "Fem", "оглы": "Masc", "оглу": "Masc", "углы": "Masc", "уулу": "Masc", "гызы": "Fem"}
#: What tells one bearer of a surname from another of the same family.
_ELDER = re.compile(r"-(?:старш|младш)\w+$")
#: Surnames in the plural, with their endings.
_PLURAL = re.compile(r"(?:(?<=[сц]к)(?:ие|их|ими?)|(?:(?<=[оеё]в)|(?<=[иы]н))(?:ы|ых|ыми?))$")
#: From this number on a noun stands in the genitive plural with a plain numeral.
_FEW = {2: "двое", 3: "трое", 4: "четверо"}
_NUMBERS = {
    5: "пять", 6: "шесть", 7: "семь", 8: "восемь", 9: "девять", 10: "десять", 11: "одиннадцать", 12: "двенадцать",
    13: "тринадцать", 14: "четырнадцать", 15: "пятнадцать", 16: "шестнадцать", 17: "семнадцать", 18: "восемнадцать",
    19: "девятнадцать", 20: "двадцать", 30: "тридцать", 40: "сорок", 50: "пятьдесят", 100: "сто",
}  # fmt: skip


class RussianForms:
    """Word forms by pymorphy3 where it knows the word, and by endings where it does not."""

    def phrase(self, tokens: Sequence[Token], head: int) -> str:
        """The noun phrase with its head, and what agrees with it, in the nominative."""
        noun = tokens[head]
        if noun.feats.get("Case", "Nom") == "Nom":
            return joined(tokens)
        number = noun.feats.get("Number", "Sing")
        gender = _gender(noun)
        made = []
        for index, token in enumerate(tokens):
            agrees = (
                index < head
                and token.pos in {"ADJ", "DET", "VERB", "NUM"}
                and token.feats.get("Case") == noun.feats.get("Case")
            )
            text = token.text
            if index == head or agrees:
                text = _nominative(token, number, gender)
            made.append(noun_as(token, text))
        return joined(made)

    def family(self, first: Token, last: Token) -> NameForm | None:
        """The name of one of several who share a surname in the plural: "Анжела и Родион Сосновские"."""
        found = _PLURAL.search(fold(last.text))
        if found is None:
            return None
        cases = {"Nom"} if found[0] in {"ие", "ы"} else _CASES.keys() - {"Nom"}
        readings = [reading for reading in _name_readings(first.text, "Name") if reading[0] in cases]
        if not readings:
            return None
        told = first.feats.get("Case", "")
        case, gender, text = max(readings, key=lambda reading: reading[0] == told)
        stem = last.text[: found.start()]
        masculine, feminine = ("ий", "ая") if stem.endswith("к") else ("", "а")
        ending = feminine if gender == "Fem" else masculine
        made = f"{_capitalised(text, first.text)} {stem}{ending}"
        return NameForm(made, gender, case, sure=True, options=frozenset({fold(stem + ending)}))

    def name(self, tokens: Sequence[Token], *, case: str = "", gender: str = "") -> NameForm:
        """The name in the nominative, by the case that its first name, its ending and the tagger agree on best."""
        words = [token.text for token in tokens]
        first = _first_name(words)
        told = case or _tagged(tokens, "Case")
        gender = gender or next((_OF_WHOM[word] for word in map(fold, words) if word in _OF_WHOM), "")
        sex = gender or _tagged(tokens, "Gender")
        by_ending = frozenset() if _ELDER.search(words[-1]) else _by_ending(words[-1])
        if len(words) == 1 and case == "Nom":
            # "его супруга Карине", a first name alone that looks like a surname in another case
            named = frozenset(r[:2] for r in _name_readings(words[0], "Name") if r[0] == "Nom")
            by_ending = named or by_ending
        if len(words) > 1 and first is None and _UNCHANGED.search(fold(words[0])):
            # a man's name that ends so would have changed: "Джерен Атаева" is a woman
            by_ending = frozenset(r for r in by_ending if r[1] != "Masc" or r[0] == "Nom") or by_ending
        readings = _name_readings(words[first], "Name") if first is not None else ()
        by_name = frozenset((reading[0], reading[1]) for reading in readings)
        last_is_first = first is not None and first == len(words) - 1
        nowhere = told == "Nom" and last_is_first and not any(case == "Nom" for case, _ in by_ending or by_name)
        if case == "Nom" and told == "Nom" and not by_ending and not any(reading[0] == "Nom" for reading in by_name):
            nowhere = True
        if not by_ending and (first is None or nowhere):
            return _unknown(tokens, told, gender, given=bool(case))

        closed = first != 0 and len(words) > 1 and words[0][-1:].lower() not in _OPEN

        def worth(reading: tuple[str, str]) -> float:
            return (
                2 * (reading[0] == told)
                + (reading[1] == sex) * (3 if gender else 1)
                + 2 * (reading in by_name)
                + _fit(reading, words[:-1] if first is None else words[first + 1 :]) / 4
                + (reading[0] == "Nom") / 10
                + 3 * (first is None and len(words) > 1 and _is_given(words[0], *reading))
                - 4 * (closed and reading[1] == "Masc" and reading[0] != "Nom")  # a man's name would have an ending
            )

        ranked = sorted(by_ending or by_name, key=worth, reverse=True)
        found_case, found_gender = ranked[0]
        # a man's accusative looks like his genitive, but for names in -а: "журналиста Садуллу Ашурова"
        hidden = ranked[0] == ("Gen", "Masc") and first is None and fold(words[0])[-1] in "ую"
        made = [
            _declined(
                word,
                "Acc" if hidden and place == 0 else found_case,
                found_gender,
                first_name=place <= (first if first is not None else 0) and len(words) > 1,
            )
            for place, word in enumerate(words)
        ]
        sure = worth(ranked[0]) >= 3 or len(ranked) == 1  # noqa: PLR2004 - case and one thing besides
        if len(words) == 1:
            sure = found_case == "Nom" == told and bool(_HIS.search(fold(words[0])))
        options = {fold(made[-1])}
        if len(words) == 1 or (found_case == "Nom" and told not in {"", "Nom"}):
            options |= _options(words[-1])
        return NameForm(_put(tokens, made), found_gender, found_case, sure=sure, options=frozenset(options))

    def singular(self, tokens: Sequence[Token], head: int) -> str:
        """The noun phrase with its head, and what agrees with it, in the nominative of the singular."""
        noun = tokens[head]
        made = [
            noun_as(
                token,
                _inflected(token, "nomn", "sing")
                if index == head or (index < head and token.feats.get("Case") == noun.feats.get("Case"))
                else token.text,
            )
            for index, token in enumerate(tokens)
        ]
        return joined(made)

    def plural_name(self, word: str) -> bool:
        """Whether its ending is one of surnames in the plural."""
        return bool(_PLURAL.search(fold(word)))

    def first_name(self, word: str) -> bool:
        """Whether pymorphy3 knows it as one."""
        return _is_first_name(word)

    def womans_name(self, word: str) -> bool:
        """Whether it is one in the nominative, or ends as one and is nobody's in another case alone."""
        readings = {reading[:2] for reading in _name_readings(word, "Name")}
        return ("Nom", "Fem") in readings or (word.endswith(("а", "я")) and not readings)

    def common_noun(self, word: str) -> bool:
        """Whether pymorphy3 knows it as a noun for a living being and as no name."""
        parses = [parse for parse in analyzer().parse(word) if parse.is_known]
        names = {"Name", "Surn", "Patr", "Geox", "Orgn"}
        return any("anim" in parse.tag for parse in parses) and not any(names & parse.tag.grammemes for parse in parses)

    def counted(self, number: int, tokens: Sequence[Token], head: int) -> str:
        """A numeral and the noun phrase as it stands after one: "восемь россиян", "двое российских граждан"."""
        word = _FEW.get(number) or _NUMBERS.get(number) or str(number)
        made = []
        for index, token in enumerate(tokens):
            text = token.text
            if index == head or (index < head and token.pos in {"ADJ", "DET", "VERB"}):
                text = _inflected(token, "gent", "plur")
            made.append(noun_as(token, text))
        return f"{word} {joined(made)}"


def load() -> RussianForms:
    """Word forms of Russian."""
    return RussianForms()


def _put(tokens: Sequence[Token], words: Sequence[str]) -> str:
    made = [noun_as(token, word) for token, word in zip(tokens, words, strict=True)]
    return joined(made)


def _tagged(tokens: Sequence[Token], feature: str) -> str:
    """What the tagger says of a feature for most of the tokens."""
    values = [token.feats[feature] for token in tokens if feature in token.feats]
    return max(values, key=values.count) if values else ""


#: Cases and genders that an ending of a surname leaves open.
_READ_AS = tuple(
    (re.compile(pattern), frozenset((case, gender) for cases, gender in readings for case in cases.split()))
    for pattern, readings in (
        (r"(?:[оеё]в|[иы]н|[сц]кий)$", (("Nom", "Masc"),)),
        (r"(?:[оеё]в|[иы]н)а$", (("Gen Acc", "Masc"), ("Nom", "Fem"))),
        (r"(?:[оеё]в|[иы]н)у$", (("Dat", "Masc"), ("Acc", "Fem"))),
        (r"(?:(?:[оеё]в|[иы]н)ым|[сц]ким)$", (("Ins", "Masc"),)),
        (r"(?:(?:[оеё]в|[иы]н)е|[сц]ком)$", (("Loc", "Masc"),)),
        (r"(?:[оеё]в|[иы]н|[сц]к)ой$", (("Gen Dat Ins Loc", "Fem"),)),
        (r"[сц]кого$", (("Gen Acc", "Masc"),)),
        (r"[сц]кому$", (("Dat", "Masc"),)),
        (r"[сц]кая$", (("Nom", "Fem"),)),
        (r"[сц]кую$", (("Acc", "Fem"),)),
        (r"[ое]вича$", (("Gen Acc", "Masc"),)),
        (r"[ое]вичу$", (("Dat", "Masc"),)),
        (r"[ое]вичем$", (("Ins", "Masc"),)),
        (r"[ое]виче$", (("Loc", "Masc"),)),
    )
)


def _by_ending(word: str) -> frozenset[tuple[str, str]]:
    """The cases and genders in which a surname can stand by its ending; none where it does not tell."""
    lowered = fold(word)
    return next((found for pattern, found in _READ_AS if pattern.search(lowered)), frozenset())


def _unknown(tokens: Sequence[Token], told: str, gender: str, *, given: bool) -> NameForm:
    """A name of which neither the first word is known nor the ending of the last."""
    words = [token.text for token in tokens]
    if told in {"", "Nom"}:
        options = {fold(words[-1])}
        if len(words) == 1:
            options |= _options(words[-1])
        if "-" in words[-1]:
            options.add(fold(words[-1]).split("-")[0])
        return NameForm(joined(tokens), gender, "Nom", sure=given and len(words) > 1, options=frozenset(options))
    unchanged = len(words) > 1 and re.search(r"[бвгджзклмнпрстфхцчшщ]$", fold(words[-1]))
    hers = unchanged and re.search(r"[ыиуюе]$|[оеа]й$", fold(words[0]))  # "Лиану Саргсян": his would be Саргсяна
    sex = gender or ("Fem" if hers else _sex_of(words[-1], told))
    made = [_declined(word, told, sex, first_name=False) for word in words]
    if elder := _ELDER.search(words[-1]):
        alone = _options(words[-1][: elder.start()])
        return NameForm(_put(tokens, made), gender, told, sure=False, options=alone)
    shown = gender or ("" if made[-1].endswith(("а", "я")) else sex)
    if len(words) > 1 and told in {"Dat", "Loc"} and all(fold(word)[-1] in "еиоэ" for word in words):
        made, shown = words, ""  # Кваме Асанте: nothing shows a case
    return NameForm(
        _put(tokens, made), shown, told, sure=False, options=frozenset({fold(made[-1])}) | _options(words[-1])
    )


@lru_cache(maxsize=8192)
def _name_readings(word: str, mark: str) -> tuple[tuple[str, str, str], ...]:
    """Case, gender and nominative of each way to read `word` as a name of a kind ("Name", "Surn", "Patr")."""
    if mark == "Name" and "-" in word.strip("-"):
        return _joined_readings([_name_readings(part, mark) for part in word.strip("-").split("-")])
    found = []
    for parse in analyzer().parse(word):
        tag = parse.tag
        if mark not in tag or "plur" in tag or (mark == "Name" and not parse.is_known):
            continue
        case = next((name for name, grammeme in _CASES.items() if grammeme in tag), "")
        nominative = parse.inflect({"nomn", "sing"})
        if case and nominative is not None:
            for grammeme, gender in _GENDERS.items():
                if grammeme in tag or "ms-f" in tag or "GNdr" in tag:
                    found.append((case, gender, str(nominative.word)))
    return tuple(found)


def _joined_readings(parts: Sequence[tuple[tuple[str, str, str], ...]]) -> tuple[tuple[str, str, str], ...]:
    """How a double name can be read: in the cases and genders that all of its parts share."""
    first, *others = parts
    found = []
    for case, gender, nominative in first:
        rest = [next((r[2] for r in readings if r[:2] == (case, gender)), "") for readings in others]
        if all(rest):
            found.append((case, gender, "-".join((nominative, *rest))))
    return tuple(found)


@lru_cache(maxsize=8192)
def _is_first_name(word: str) -> bool:
    return bool(_name_readings(word, "Name"))


@lru_cache(maxsize=8192)
def _is_given(word: str, case: str, gender: str) -> bool:
    """Whether a word, read in a case and gender, is a first name that only the list has: Гульчехра, Малика."""
    return fold(_declined(word, case, gender, first_name=True)) in given_names()


def _first_name(words: Sequence[str]) -> int | None:
    """Where the first name stands; None where the name is a surname alone or of a language that is not known."""
    if len(words) == 1:
        return None
    if all(_is_first_name(word) for word in words[:2]) and _name_readings(words[0], "Surn"):
        return 1 if not _name_readings(words[1], "Surn") else 0
    return next((place for place, word in enumerate(words) if _is_first_name(word)), None)


def _fit(reading: tuple[str, str], others: Sequence[str]) -> int:
    """How many of the words after a first name can stand in the case and gender that it is read as."""
    case, gender = reading
    score = 0
    for word in others:
        lowered = fold(word)
        if case == "Nom":
            score += not (_HERS if gender == "Masc" else _HIS).search(lowered)
        else:
            score += any(lowered.endswith(ending) for ending, _new in _ENDINGS[gender][case]) and not _HIS.search(
                lowered
            )
            score += any(reading == found[:2] for found in _name_readings(word, "Surn"))
    return score


@lru_cache(maxsize=8192)
def _declined(word: str, case: str, gender: str, *, first_name: bool) -> str:  # noqa: C901, PLR0912 - a rule a branch
    """`word` of a name, which stands in `case`, in the nominative."""
    if case in {"", "Nom"} or not word[0].isalpha() or re.fullmatch(r"[А-ЯЁA-Z]\.?", word) or fold(word) in _OF_WHOM:
        return word
    if "-" in word:
        *leading, last = word.split("-")
        if first_name:  # of Анны-Марии both parts change, of Хаджи-Мурата the second
            leading = [
                _declined(part, case, gender, first_name=True) if _is_first_name(part) else part for part in leading
            ]
        else:
            leading = [_declined(part, case, gender, first_name=False) if part else "" for part in leading]
        return "-".join([*leading, _declined(last, case, gender, first_name=first_name) if last else ""])
    lowered = word.lower()
    for mark in ("Name", "Patr") if first_name else ("Patr", "Surn"):
        read = [r[2] for r in _name_readings(word, mark) if r[:2] == (case, gender)] if _known(word, mark) else []
        if read:  # Анне is Анна in another case rather than a name that never changes
            return _capitalised(next((each for each in read if each != lowered), read[0]), word)
    moldovan = not first_name and re.search(r"(?:ару|еску|^\w{1,2}усу|уцу|иу)$", lowered)
    if _FIXED.search(lowered) and (moldovan or not lowered.endswith(("и", "у", "ю", "е", "ого", "его"))):
        return word
    if lowered.endswith(("швили", "дзе", "ии")) or (
        gender == "Fem" and not first_name and lowered.endswith(("ану", "яну"))
    ):
        return word  # Дарину Мокану
    for ending, new in _ENDINGS[gender or "Masc"][case]:
        stem = lowered.removesuffix(ending)
        if stem == lowered or len(stem) < 2:  # noqa: PLR2004 - Цоя
            continue
        if stem[-1] in _VOWELS and (new == "" or ending == "у"):
            continue  # Жоау
        if stem[-1] in _VOWELS and (ending, new) == ("е", "а"):
            new = "я"  # noqa: PLW2901 - of Минае
        if not first_name and ((ending == "и" and stem[-1] not in "кгхжшчщ") or (ending == "ы" and stem[-1] == "л")):
            continue  # Гасанли, Бабалы, аль-Масри, which do not change, and not Глинки
        if (
            gender == "Fem"
            and new == "а"
            and ending == "ой"
            and not re.search(r"(?:[оеё]в|[иы]н|[^аеёиоуыэюя])$", stem)
        ):
            continue
        if new == "*":
            # й or ь hides behind a soft ending, and nothing behind that of Миловановичем
            new = "й" if stem[-1] in _VOWELS else "" if stem[-1] in "жцчшщ" else "ь"  # noqa: PLW2901 - as said
        return _capitalised(stem + new, word)
    return word


@lru_cache(maxsize=8192)
def _known(word: str, mark: str) -> bool:
    return any(parse.is_known and mark in parse.tag for parse in analyzer().parse(word))


def _sex_of(word: str, case: str) -> str:
    """The gender in which a surname alone can stand in `case`: "Алиевой" is hers, "Алиевым" is his."""
    lowered = fold(word)
    if case in {"Gen", "Dat", "Ins", "Loc"} and re.search(r"(?:[оеё]в|[иы]н|[сц]к)ой$", lowered):
        return "Fem"
    if case == "Acc" and re.search(r"(?:(?:[оеё]в|[иы]н)у|[сц]кую)$", lowered):
        return "Fem"
    return "Masc"


@lru_cache(maxsize=8192)
def _options(word: str) -> frozenset[str]:
    """Every nominative that a surname may have."""
    found = {fold(word)}
    for gender, cases in _ENDINGS.items():
        found |= {fold(_declined(word, case, gender, first_name=False)) for case in cases}
    # what a case drops: of Лубинцу is Лубинец, of Чэне is Чэнь
    found |= {f"{name[:-1]}ец" for name in found if name.endswith("ц") and name[-2:-1] not in _VOWELS}
    found |= {f"{name}ь" for name in found if fold(word) == f"{name}е" and name.endswith(("н", "л", "т", "р", "с"))}
    return frozenset(found)


def _gender(noun: Token) -> str:
    """The gender of a noun, as the dictionary has it."""
    for parse in analyzer().parse(noun.text):
        for grammeme, gender in (*_GENDERS.items(), ("neut", "Neut")):
            if parse.tag.POS == "NOUN" and grammeme in parse.tag:
                return gender
    return noun.feats.get("Gender", "")


def _nominative(token: Token, number: str, gender: str) -> str:
    if number == "Plur":
        return _inflected(token, "nomn", "plur")
    wanted = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}.get(gender, "")
    return _inflected(token, "nomn", "sing", wanted if token.pos in {"ADJ", "DET", "VERB", "NUM"} else "")


def _inflected(token: Token, case: str, number: str, gender: str = "") -> str:
    """`token` in another case, by the reading of it that fits its own case and number; as printed where none does."""
    if token.text.isupper() and len(token.text) > 1:
        return token.text
    wanted = {
        _CASES.get(token.feats.get("Case", ""), ""),
        {"Sing": "sing", "Plur": "plur"}.get(token.feats.get("Number", ""), ""),
    } - {""}
    parses = [p for p in analyzer().parse(token.text) if wanted & p.tag.grammemes] or analyzer().parse(token.text)
    best: Any = max(parses, key=lambda parse: (len(wanted & parse.tag.grammemes), parse.score))
    made = best.inflect({case, number} | ({gender} if gender else set())) or best.inflect({case, number})
    return _capitalised(str(made.word), token.text) if made is not None else token.text


def _capitalised(made: str, like: str) -> str:
    """`made` with the capitals of `like`: of the whole, of each part of a double word, or none."""
    if like.isupper() and len(like) > 1:
        return made.upper()
    parts = like.split("-")
    pieces = made.split("-")
    if len(parts) == len(pieces):
        return "-".join(
            _first_up(piece) if part[:1].isupper() else piece for piece, part in zip(pieces, parts, strict=True)
        )
    return _first_up(made) if like[:1].isupper() else made


def _first_up(word: str) -> str:
    return word[:1].upper() + word[1:]
