"""Words in scripts that leave short vowels out, compared with each other and with words in scripts that write them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from casefile.names.folding import script_of
from casefile.names.sounds import sounds

#: Scripts that leave short vowels out.
CONSONANTAL = frozenset({"Arab", "Hebr"})
_ARTICLE = "ال"
#: Shapes of one letter, which writers exchange; marks on letters are gone by then.
_SHAPES = str.maketrans({"ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ء": None, "ـ": None})
#: Letters that are heard as vowels, or as nothing: capitals stand for those that have no sound of their own.
_LONG = {"ا": "A", "و": "W", "ي": "Y", "ی": "Y", "ى": "E", "ة": "H", "ו": "W", "י": "Y", "א": "'", "ع": "'", "ע": "'"}
#: Sounds that a letter is heard as, the first one being its own; what is not here is heard as anyascii has it.
_HEARD = {
    "'": "aeiou", "A": "ae", "E": "aiye", "H": "aeht", "W": "uovw", "Y": "iye", "J": "Jgj", "C": "CJ", "T": "Ts",
    "d": "dzt", "t": "ts", "k": "kgh", "b": "bpv", "f": "fvp", "g": "gh", "z": "zs", "s": "sz",
}  # fmt: skip
_VOICELESS = frozenset("'AEHWY")
_VOICELESS_SOUND, _VOWEL = re.compile("['AEHWY]"), re.compile("[aeiou]")
_FAR = 2  # consonants that differ, from which on no more is looked at
_VOWELS = frozenset("aeiou")
_NO = 1.5


def spelled(word: str) -> str:
    """A word without marks and with one shape for each letter, by which words of such a script are compared."""
    apart = unicodedata.normalize("NFKD", word)
    return "".join(part for part in apart if not unicodedata.combining(part)).translate(_SHAPES)


def without_article(word: str) -> str:
    """An Arabic word without "ال"; as it is where too little would be left."""
    bare = word.removeprefix(_ARTICLE)
    return bare if len(bare) > 1 else word


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> float:
    """How likely two words, of which one at least leaves its vowels out, are spellings of one; from 0 to 1."""
    if script_of(one) == script_of(other):
        return _same_script(spelled(one), spelled(other))
    if script_of(one) not in CONSONANTAL:
        one, other = other, one
    letters = _letters(one)
    return max((_fit(letters, heard) for heard in sounds(other)), default=0.0)


def _same_script(one: str, other: str) -> float:
    if one == other:
        return 1.0
    from rapidfuzz.distance import Levenshtein

    return float(Levenshtein.normalized_similarity(one, other))


def _letters(word: str) -> str:
    found: list[str] = []
    for letter in unicodedata.normalize("NFKD", word):
        if letter == "ا" and not found:  # it carries any vowel where a word begins
            found.append("'")
        elif letter in _LONG:
            found.append(_LONG[letter])
        elif not unicodedata.combining(letter):
            found.append(max(sounds(letter), default="'"))
    return "".join(found)


@lru_cache(maxsize=65536)
def _fit(letters: str, heard: str) -> float:
    """How well letters without short vowels fit what is heard: each sound needs its letter, a single vowel none."""
    from rapidfuzz.distance import Levenshtein

    bones, others = _VOICELESS_SOUND.sub("", letters), _VOWEL.sub("", heard)
    if Levenshtein.distance(bones, others) > max(_FAR, len(bones) // 2):
        return 0.0
    width = len(heard) + 1
    row = [0.0]
    for at in range(len(heard)):
        row.append(row[at] + _unwritten(heard, at))
    for place, letter in enumerate(letters):
        above, row = row, [row[0] + _unheard(letters, place)]
        for at in range(1, width):
            row.append(
                min(
                    above[at - 1] + _miss(letter, heard[at - 1]),
                    above[at] + _unheard(letters, place),
                    row[at - 1] + _unwritten(heard, at - 1),
                )
            )
    return max(0.0, 1 - row[-1] / max(3, sum(letter not in "'AEH" for letter in letters)))


def _miss(letter: str, sound: str) -> float:
    heard = _HEARD.get(letter, letter)
    return (0.0 if sound == heard[0] or letter in _VOICELESS else 0.2) if sound in heard else _NO


def _unheard(letters: str, place: int) -> float:
    letter = letters[place]
    if letter in "'H" or (letter == "h" and place == len(letters) - 1):
        return 0.0
    if letter in "AE":
        return 0.1 if place == len(letters) - 1 else 0.6
    if letter == "Y" and (place == 0 or letters[place - 1] == "Y"):
        return 0.2
    return 1.0


def _unwritten(heard: str, at: int) -> float:
    if heard[at] not in _VOWELS:
        return 0.1 if heard[at] == "h" and at == len(heard) - 1 else _NO
    if at and heard[at - 1] in _VOWELS:  # two vowels in a row are written
        return 0.5
    if at == len(heard) - 1:
        return 0.3 if heard[at] == "a" else 0.8
    return 0.0
