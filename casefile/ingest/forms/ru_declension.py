"""How a word of a Russian name gets back to its nominative: by the dictionary, by lists of names, or by its ending."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from casefile.ingest.forms import fold
from casefile.ingest.forms.ru_given import given_names
from casefile.ingest.taggers.ru_people import analyzer

CASES = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
GENDERS = {"masc": "Masc", "femn": "Fem"}
#: Surnames that do not change, whatever their case: the old genitives, Georgian, Ukrainian and vowel endings.
FIXED = re.compile(r"(?:[ыи]х|ару|еску|^\w{1,2}усу|уцу|иу|аго|яго|ово|швили|дзе|ко|[оиеуюэ])$")
#: Endings of surnames by gender and case, with what stands in their place in the nominative; the first that fits
#: counts. "*" is the soft sign or й.
ENDINGS: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
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
        "Ins": (("ской", "ская"), ("цкой", "цкая"), ("ой", "а"), ("ей", "я"), ("ью", "ь")),
        "Loc": (("ской", "ская"), ("цкой", "цкая"), ("ой", "а"), ("ей", "я"), ("е", "а")),
    },
}  # fmt: skip
VOWELS = "аеёиоуыэюя"
#: Words of a name that say whose child its bearer is: "Али кызы", "Ибрагим оглы".
OF_WHOM = {"кызы": "Fem", "оглы": "Masc", "оглу": "Masc", "углы": "Masc", "уулу": "Masc", "гызы": "Fem"}
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
        (r"ича$", (("Gen Acc", "Masc"),)),
        (r"ичу$", (("Dat", "Masc"),)),
        (r"ичем$", (("Ins", "Masc"),)),
        (r"иче$", (("Loc", "Masc"),)),
    )
)


def read_by_ending(word: str) -> frozenset[tuple[str, str]]:
    """The cases and genders in which a surname can stand by its ending; none where it does not tell."""
    lowered = fold(word)
    return next((found for pattern, found in _READ_AS if pattern.search(lowered)), frozenset())


@lru_cache(maxsize=8192)
def name_readings(word: str, mark: str) -> tuple[tuple[str, str, str], ...]:
    """Case, gender and nominative of each way to read `word` as a name of a kind ("Name", "Surn", "Patr")."""
    if mark == "Name" and "-" in word.strip("-"):
        return _joined_readings([name_readings(part, mark) for part in word.strip("-").split("-")])
    found = []
    for parse in analyzer().parse(word):
        tag = parse.tag
        if mark not in tag or "plur" in tag or (mark == "Name" and not parse.is_known):
            continue
        case = next((name for name, grammeme in CASES.items() if grammeme in tag), "")
        nominative = parse.inflect({"nomn", "sing"})
        if case and nominative is not None:
            for grammeme, gender in GENDERS.items():
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
def is_first_name(word: str) -> bool:
    """Whether the dictionary knows it as one."""
    return bool(name_readings(word, "Name"))


def bent_from(stem: str, ending: str) -> str:
    """A nominative of its stem and what stands at its end: "*" is й or a soft sign, and nothing after ж, ц, ч, ш, щ."""
    if ending != "*":
        return stem + ending
    return stem + ("й" if stem[-1:] in VOWELS else "" if stem[-1:] in "жцчшщ" else "ь")


def _of_list(word: str, case: str, gender: str) -> str:
    """The nominative of a first name of the list that rules of endings miss: Назгули is Назгуль, Эмине stays."""
    if word in given_names() and word[-1] in "еиоэ":
        return word
    soft = f"{word.removesuffix('и')}ь" if gender == "Fem" and case in {"Gen", "Dat", "Loc"} else ""
    return soft if soft in given_names() and word.endswith("и") else ""


@lru_cache(maxsize=8192)
def given_readings(word: str) -> frozenset[tuple[str, str]]:
    """The cases and genders in which a word is a first name that only the list has: Гульчехра, Малика."""
    names, own = given_names(), fold(word)
    genders = ("Fem",) if own[-1] in "ая" else ("Masc", "Fem")
    found = {("Nom", gender) for gender in genders if own in names}
    for gender, cases in ENDINGS.items():
        for case in cases:
            made = fold(in_nominative(word, case, gender, first_name=True))
            fits = made[-1] in "аяь" if gender == "Fem" else made[-1] not in "ая"
            if made != own and made in names and fits:
                found.add((case, gender))
    return frozenset(found)


@lru_cache(maxsize=8192)
def in_nominative(word: str, case: str, gender: str, *, first_name: bool) -> str:  # noqa: C901, PLR0912 - a rule a branch
    """`word` of a name, which stands in `case`, in the nominative."""
    if case in {"", "Nom"} or not word[0].isalpha() or re.fullmatch(r"[А-ЯЁA-Z]\.?", word) or fold(word) in OF_WHOM:
        return word
    if "-" in word:
        *leading, last = word.split("-")
        if first_name:  # of Анны-Марии both parts change, of Хаджи-Мурата the second
            leading = [
                in_nominative(part, case, gender, first_name=True) if is_first_name(part) else part for part in leading
            ]
        else:
            leading = [in_nominative(part, case, gender, first_name=False) if part else "" for part in leading]
        return "-".join([*leading, in_nominative(last, case, gender, first_name=first_name) if last else ""])
    lowered = word.lower()
    for mark in ("Name", "Patr") if first_name else ("Patr", "Surn"):
        read = [r[2] for r in name_readings(word, mark) if r[:2] == (case, gender)] if _known(word, mark) else []
        if mark == "Name" and lowered in given_names() and not given_names().intersection(read):
            read = []  # of Фериде, which never changes, the dictionary knows only Феридя
        if read:  # Анне is Анна in another case rather than a name that never changes
            chosen = next((each for each in read if each != lowered), read[0])
            hers = f"{lowered[:-1]}а" if chosen == lowered and case in {"Dat", "Loc"} and lowered.endswith("е") else ""
            return capitalised(hers if hers and mark == "Name" and is_first_name(hers) else chosen, word)
    if first_name and (own := _of_list(fold(word), case, gender)):
        return capitalised(own, word)
    moldovan = not first_name and bool(re.search(r"(?:ару|еску|^\w{1,2}усу|уцу|иу)$", lowered))
    if FIXED.search(lowered) and (moldovan or not lowered.endswith(("и", "у", "ю", "е", "ого", "его"))):
        return word
    moldovan = not first_name and lowered.endswith(("ану", "яну")) and (gender == "Fem" or case == "Acc")
    unbent = first_name and gender == "Masc" and lowered.endswith("е")
    if lowered.endswith(("швили", "дзе", "заде", "оглы", "кызы", "ии")) or moldovan or unbent:
        return word  # Дарину Мокану, Кваме Томпсону
    for ending, new in ENDINGS[gender or "Masc"][case]:
        stem = lowered.removesuffix(ending)
        if stem == lowered or len(stem) < 2:  # noqa: PLR2004 - Цоя
            continue
        if stem[-1] in VOWELS and (new == "" or ending == "у"):
            continue  # Жоау
        if stem[-1] in VOWELS and (ending, new) == ("е", "а"):
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
        if (new, stem[-1] in "кгхжчшщ") == ("ой", True):
            new = "ий"  # noqa: PLW2901 - of Тихого
        return capitalised(bent_from(stem, new), word)
    return word


@lru_cache(maxsize=8192)
def _known(word: str, mark: str) -> bool:
    return any(parse.is_known and mark in parse.tag for parse in analyzer().parse(word))


def sex_of(word: str, case: str) -> str:
    """The gender in which a surname alone can stand in `case`: "Алиевой" is hers, "Алиевым" is his."""
    lowered = fold(word)
    if case in {"Gen", "Dat", "Ins", "Loc"} and re.search(r"(?:[оеё]в|[иы]н|[сц]к)ой$", lowered):
        return "Fem"
    if case == "Acc" and re.search(r"(?:(?:[оеё]в|[иы]н)у|[сц]кую)$", lowered):
        return "Fem"
    return "Masc"


@lru_cache(maxsize=8192)
def nominatives(word: str) -> frozenset[str]:
    """Every nominative that a surname may have."""
    found = {fold(word)}
    for gender, cases in ENDINGS.items():
        found |= {fold(in_nominative(word, case, gender, first_name=False)) for case in cases}
    # of Кавалы is Кавала, though Бабалы never changes
    own = fold(word)
    found |= {own[:-1] + ending for ending in "ая" if own[-1] in "ыиею"} | {own.removesuffix("ей") + "я"}
    # what a case drops: of Лубинцу is Лубинец, of Чэне is Чэнь
    found |= {f"{name[:-1]}ец" for name in found if name.endswith("ц") and name[-2:-1] not in VOWELS}
    found |= {f"{name}ь" for name in found if own == f"{name}е" and name.endswith(("н", "л", "т", "р", "с"))}
    return frozenset(found)


def capitalised(made: str, like: str) -> str:
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
