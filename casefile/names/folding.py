"""A name or a text as letters alone: folded for search, its script, its words, and Latin letters for all others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

LONGEST = 300  # characters of a name that are compared; longer ones are no names, and time must stay bounded
MOST_WORDS = 6  # of a name; those beyond are not compared
_SAME_SIGN = str.maketrans(
    {
        "ı": "i",
        "’": "'",
        "ʼ": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
    }
)


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character.isspace():
        return " "
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(part for part in apart if not unicodedata.combining(part)).translate(_SAME_SIGN)


class Characters(dict[int, str]):
    """What each character becomes, found out when it is first met: `str.translate` reads it at the speed of C."""

    def __init__(self, become: Callable[[str], str]) -> None:
        super().__init__()
        self._become = become

    def __missing__(self, code: int) -> str:
        self[code] = become = self._become(chr(code))
        return become


_FOLDED = Characters(_fold_character)


def fold(text: str) -> str:
    """`text` as a key for search whatever the case, the accents and the shape of quotes, dashes and spaces."""
    return " ".join((text.lower() if text.isascii() else text.translate(_FOLDED)).split())


def fold_spans(text: str) -> tuple[str, list[int]]:
    """`fold(text)`, and for each of its characters the place in `text` that it comes from."""
    folded: list[str] = []
    origin: list[int] = []
    blank = True  # so that leading blanks go
    for place, character in enumerate(text):
        for part in _fold_character(character):
            if part == " " and blank:
                continue
            blank = part == " "
            folded.append(part)
            origin.append(place)
    if folded and folded[-1] == " ":
        folded.pop()
        origin.pop()
    return "".join(folded), origin


#: Scripts by the first word of a letter's Unicode name, as ISO 15924 codes.
_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "ARABIC": "Arab", "ARMENIAN": "Armn", "GEORGIAN": "Geor", "HEBREW": "Hebr",
    "GREEK": "Grek", "CJK": "Hani", "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "HANGUL": "Hang", "DEVANAGARI": "Deva",
    "THAI": "Thai", "ETHIOPIC": "Ethi",
}  # fmt: skip


@lru_cache(maxsize=4096)
def _script_of_letter(letter: str) -> str:
    return _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], "Zzzz")


def script_of(text: str) -> str:
    """The script that most letters of `text` are in, as an ISO 15924 code; "Zyyy" (common) when it has no letters."""
    return _script_of(text[:LONGEST])


@lru_cache(maxsize=65536)
def _script_of(text: str) -> str:
    counts: dict[str, int] = {}
    for character in text:
        if character.isalpha():
            code = "Latn" if character.isascii() else _script_of_letter(character)
            counts[code] = counts.get(code, 0) + 1
    return max(counts, key=lambda code: counts[code]) if counts else "Zyyy"


def transliterate(text: str) -> str:
    """`text` in Latin letters: Cyrillic after BGN/PCGN (through iuliia), other scripts as anyascii has them."""
    script = script_of(text)
    if script == "Latn" or not text.strip():
        return text
    if script == "Cyrl":
        import iuliia

        return str(iuliia.BGN_PCGN.translate(text[:LONGEST]))
    from anyascii import anyascii

    return str(anyascii(text[:LONGEST]))


#: A word: letters, and apostrophes within.
WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")


def _visible(character: str) -> str:
    return "" if unicodedata.combining(character) or unicodedata.category(character) == "Cf" else character


_VISIBLE = Characters(_visible)


def unmarked(text: str) -> str:
    """`text` without marks of their own (vowels in Arabic, stress in Russian) and what is invisible."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_VISIBLE)


def words_in(name: str) -> list[str]:
    """The words of a name, as many as are compared."""
    return WORD.findall(name[:LONGEST].replace("-", " "))[:MOST_WORDS]


@lru_cache(maxsize=65536)
def latin(word: str) -> str:
    """`word` in lower-case ASCII letters, each character by itself; it keeps signs that a transliteration needs."""
    if word.isascii():
        return word.lower()
    from anyascii import anyascii

    return str(anyascii(word)).lower()
