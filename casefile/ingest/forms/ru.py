"""Russian nominatives: of names, with the gender that the name itself shows; of phrases, with what agrees in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from casefile.ingest.analysis import Token
from casefile.ingest.forms import NameForm, fold, joined
from casefile.ingest.taggers.ru import analyzer

_CASES = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
_GENDERS = {"masc": "Masc", "femn": "Fem"}
#: Surnames that do not change, whatever their case: the old genitives, Georgian, Ukrainian and vowel endings.
_FIXED = re.compile(r"(?:[ыи]х|аго|яго|ово|швили|дзе|ко|[оиеуюэ])$")
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
_VOWELS = "аеёиоуыэюя"
_HERS = re.compile(r"(?:[оеё]в|[иы]н)а$|[сц]кая$")
_HIS = re.compile(r"(?:[оеё]в|[иы]н)$|[сц]кий$")
#: From this number on a noun stands in the genitive plural with a plain numeral.
_MANY = 5
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
        made = []
        for index, token in enumerate(tokens):
            agrees = (
                index < head
                and token.pos in {"ADJ", "DET", "VERB", "NUM"}
                and token.feats.get("Case") == noun.feats.get("Case")
            )
            text = token.text
            if index == head or agrees:
                text = _nominative(token, number, noun.feats.get("Gender", ""))
            made.append(
                Token(token.start, token.stop, text, token.lemma, token.pos, token.head, token.rel, token.feats)
            )
        return joined(made)

    def name(self, tokens: Sequence[Token], *, case: str = "", gender: str = "") -> NameForm:
        """The name in the nominative: the case is that of the first name where one is known, else what the tagger says."""
        words = [token.text for token in tokens]
        first = _first_name(words)
        tagged = case or _tagged_case(tokens)
        if first is not None:
            readings = list(_name_readings(words[first], "Name"))
            fitting = [r for r in readings if (not tagged or r[0] == tagged) and (not gender or r[1] == gender)]
            if not fitting:
                fitting = [r for r in readings if not tagged or r[0] == tagged] or readings
            found_case, found_gender, _ = _agreeing(fitting, words[first + 1 :])
            made = [
                _declined(word, found_case, found_gender, first_name=place <= first) for place, word in enumerate(words)
            ]
            sure = tagged in {"", found_case}
            return NameForm(
                _put(tokens, made), found_gender, found_case, sure=sure, options=frozenset({fold(made[-1])})
            )
        sexes = [gender] if gender else ["Fem", "Masc"] if _HERS.search(fold(words[-1])) else ["Masc", "Fem"]
        tagged = tagged or "Nom"
        if tagged == "Nom":
            his, hers = _HIS.search(fold(words[-1])), _HERS.search(fold(words[-1]))
            sex = gender or ("Masc" if his else "Fem" if hers else "")
            options = frozenset({fold(words[-1])}) | (_options(words[-1]) if not case else frozenset())
            return NameForm(joined(tokens), sex, tagged, sure=bool(case or his), options=options)
        sex = sexes[0] if sexes[0] == gender else _sex_of(words[-1], tagged)
        made = [_declined(word, tagged, sex, first_name=False) for word in words]
        options = frozenset({fold(made[-1])}) | _options(words[-1])
        return NameForm(_put(tokens, made), sex, tagged, sure=False, options=options)

    def counted(self, number: int, tokens: Sequence[Token], head: int) -> str:
        """A numeral and the noun phrase as it stands after one: "восемь россиян", "двое российских граждан"."""
        word = _FEW.get(number) or _NUMBERS.get(number) or str(number)
        made = []
        for index, token in enumerate(tokens):
            text = token.text
            if index == head or (index < head and token.pos in {"ADJ", "DET", "VERB"}):
                text = _inflected(token, "gent", "plur")
            made.append(
                Token(token.start, token.stop, text, token.lemma, token.pos, token.head, token.rel, token.feats)
            )
        return f"{word} {joined(made)}"


def load() -> RussianForms:
    """Word forms of Russian."""
    return RussianForms()


def _put(tokens: Sequence[Token], words: Sequence[str]) -> str:
    made = [
        Token(token.start, token.stop, word, token.lemma, token.pos, token.head, token.rel, token.feats)
        for token, word in zip(tokens, words, strict=True)
    ]
    return joined(made)


def _tagged_case(tokens: Sequence[Token]) -> str:
    cases = [token.feats["Case"] for token in tokens if "Case" in token.feats]
    return max(cases, key=cases.count) if cases else ""


@lru_cache(maxsize=8192)
def _name_readings(word: str, mark: str) -> tuple[tuple[str, str, str], ...]:
    """Case, gender and nominative of each way to read `word` as a name of a kind ("Name", "Surn", "Patr")."""
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


@lru_cache(maxsize=8192)
def _is_first_name(word: str) -> bool:
    return bool(_name_readings(word, "Name"))


def _first_name(words: Sequence[str]) -> int | None:
    """Where the first name stands; None where the name is a surname alone or of a language that is not known."""
    if len(words) == 1:
        return None
    if all(_is_first_name(word) for word in words[:2]) and _name_readings(words[0], "Surn"):
        return 1 if not _name_readings(words[1], "Surn") else 0
    return next((place for place, word in enumerate(words) if _is_first_name(word)), None)


def _agreeing(readings: Sequence[tuple[str, str, str]], others: Sequence[str]) -> tuple[str, str, str]:
    """The reading of a first name with which the words after it agree best; a nominative rather than another."""

    def fit(reading: tuple[str, str, str]) -> tuple[int, bool]:
        case, gender, _ = reading
        score = 0
        for word in others:
            lowered = fold(word)
            if case == "Nom":
                score += (gender == "Masc" and not _HERS.search(lowered)) or (
                    gender == "Fem" and not _HIS.search(lowered)
                )
                score += (gender == "Masc" and bool(_HIS.search(lowered))) or (
                    gender == "Fem" and bool(_HERS.search(lowered))
                )
            else:
                score += any(lowered.endswith(ending) for ending, _new in _ENDINGS[gender][case]) and not (
                    _HIS.search(lowered)
                )
                score += any((case, gender) == found[:2] for found in _name_readings(word, "Surn"))
        return score, case == "Nom"

    return max(readings, key=fit)


@lru_cache(maxsize=8192)
def _declined(word: str, case: str, gender: str, *, first_name: bool) -> str:
    """`word` of a name, which stands in `case`, in the nominative."""
    if case in {"", "Nom"} or not word[0].isalpha() or re.fullmatch(r"[А-ЯЁA-Z]\.?", word):
        return word
    if "-" in word:
        return "-".join(
            _declined(part, case, gender, first_name=first_name) if part else "" for part in word.split("-")
        )
    for mark in ("Name", "Patr") if first_name else ("Patr", "Surn"):
        for found_case, found_gender, nominative in _name_readings(word, mark):
            if found_case == case and found_gender == gender and _known(word, mark):
                return _capitalised(nominative, word)
    lowered = word.lower()
    if _FIXED.search(lowered) and not lowered.endswith(("и", "у", "ю", "е")):
        return word
    if lowered.endswith(("швили", "дзе", "ии")):
        return word
    for ending, new in _ENDINGS[gender or "Masc"][case]:
        stem = lowered.removesuffix(ending)
        if stem == lowered or len(stem) < 2:  # noqa: PLR2004 - Цоя
            continue
        if new == "" and stem[-1] in _VOWELS:
            continue
        if (
            gender == "Fem"
            and new == "а"
            and ending == "ой"
            and not re.search(r"(?:[оеё]в|[иы]н|[^аеёиоуыэюя])$", stem)
        ):
            continue
        if new == "*":
            new = "й" if stem[-1] in _VOWELS else "ь"  # noqa: PLW2901 - the two that hide behind a soft ending
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
    return frozenset(found)


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
