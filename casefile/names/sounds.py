"""How alike two words sound, whatever alphabet and language they were written down in.

anyascii brings a word into Latin letters; what is left are the ways in which English, French, German, Polish,
Azerbaijani and Arabic ears write one sound. rapidfuzz aligns two words, and what differs costs as much as it tells.
"""

from __future__ import annotations

import re
from functools import lru_cache

from casefile.names.folding import latin, script_of

#: Letters of Latin alphabets, and the sounds that their plain letters would hide; the dot is what is left of "İ".
_MARKED = str.maketrans({"ə": "a", "ş": "S", "š": "S", "ç": "C", "č": "C", "ž": "J", "ğ": "g", "̇": None})
#: Where one of these stands, a word is Azerbaijani, and some letters have one sound only.
_AZERBAIJANI = re.compile("[əışğç]")
_IN_AZERBAIJANI = str.maketrans({"x": "h", "c": "J", "j": "J"})
#: What a spelling in Latin letters may stand for.
_READINGS = tuple(
    (re.compile(pattern), sounds)
    for pattern, sounds in (
        (r"(?<![sht])ch(?!t?ch)", ("C", "h", "S")),
        (r"c(?![hkz])", ("k", "J", "T")),
        (r"(?<!d)j", ("J", "y")),
        (r"x", ("h", "ks")),
        (r"q", ("k", "g")),
        (r"ee(?!v)", ("i", "ee")),
        (r"gu(?=[eiy])", ("g", "gu")),
        (r"[iy]o(?!u)", ("io", "e")),
        (r"^i(?=[aou])", ("y",)),
    )
)
_MOST_READINGS = 12
#: Sounds by their spellings in Latin letters, longest first; a capital is a sound that has no letter of its own.
_SPELLED = {
    spelling: sound
    for sound, spellings in {
        "S": "schtsch shch chtch stch sch sh sz", "C": "tsch tch cz ch", "J": "dzh dj dJ zh j", "T": "ts tz", "h": "kh",
        "f": "ph", "g": "gh", "t": "th", "d": "dh", "k": "ck q", "u": "ou oo", "v": "w",
    }.items()
    for spelling in spellings.split(" ")
}  # fmt: skip
_SPELLING = re.compile("|".join(sorted(_SPELLED, key=len, reverse=True)).replace("oo", "oo(?!u)"))
#: What is left to do once the sounds are there: vowels that differ in spelling alone, and doubled letters.
_LEVELLED = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?<=o)ff?$|(?<=e)ff$", "v"),
        (r"[iy]+e", "e"),
        (r"(?<!^)[iy]+|^[iy]+(?![aou])", "i"),
        (r"ei$", "i"),
        (r"(?<=[sT]k)aia$", "a"),
        (r"(.)\1+", r"\1"),
    )
)
_SIGN = re.compile("[^a-zCJST]")
_VOWELS = frozenset("aeiou")
_OTHER_VOWEL, _OTHER_CONSONANT = 1.2, 1.5
#: What it costs that one vowel stands for another: where a word begins, where it ends, and within.
_FIRST = {"ao": 0.3, "ou": 0.25, "ei": 0.25, "ae": 0.65, "eo": 0.6}
_LAST = {"ae": 0.4, "ei": 0.3, "io": 0.5, "ai": 2.0}  # an "a" is what makes a woman's name
_WITHIN = {"ae": 0.25, "ei": 0.65, "ou": 0.25, "ao": 0.25, "eu": 0.45}
_IN_LAST_SYLLABLE = _WITHIN | {"ei": 0.25}  # Khaled, Khalid
#: What it costs that one consonant stands for another within a word, where it begins, and where it ends.
_CONSONANTS = {
    "gh": (0.2, 0.2, 0.2), "dt": (0.5, 1.0, 0.3), "bp": (0.5, 1.0, 0.3), "fv": (0.3, 0.3, 0.3), "sz": (0.5, 0.9, 0.3),
    "Jg": (0.5, 0.5, 0.5), "CJ": (0.4, 0.4, 0.4), "Ss": (0.6, 0.9, 0.6), "Ts": (0.6, 0.9, 0.6), "Tt": (0.6, 0.9, 0.6),
    "CT": (0.6, 0.9, 0.6), "hk": (0.6, 0.6, 0.6), "uv": (0.4, 0.4, 0.4), "iy": (0.3, 0.6, 0.3),
}  # fmt: skip
_SHORT = 4  # sounds up to which a vowel makes another word


@lru_cache(maxsize=65536)
def sounds(word: str) -> frozenset[str]:
    """The ways in which a word may be pronounced, one letter a sound; none for one without letters.

    In Cyrillic, two letters have two sounds: Гасан is Hasan, and Горбачёв Gorbachov.
    """
    lowered = word.lower()
    if script_of(lowered) == "Latn":
        spellings = _readings(lowered)
    else:
        spellings = {latin(spelling) for spelling in (lowered, lowered.replace("г", "х"), lowered.replace("ё", "о"))}
    return frozenset(_sound(spelling) for spelling in spellings) - {""}


def _readings(lowered: str) -> set[str]:
    text = lowered.translate(_IN_AZERBAIJANI) if _AZERBAIJANI.search(lowered) else lowered
    if not text.isascii():
        from anyascii import anyascii

        text = str(anyascii(text.translate(_MARKED)))
    spellings = {text}
    for pattern, readings in _READINGS:
        if pattern.search(text) and len(spellings) * len(readings) <= _MOST_READINGS:
            spellings = {pattern.sub(reading, spelling) for spelling in spellings for reading in readings}
    return spellings


def _sound(text: str) -> str:
    text = text if text.isalpha() else _SIGN.sub("", text)
    text = _SPELLING.sub(lambda match: _SPELLED[match[0]], text)
    for pattern, sound in _LEVELLED:
        text = pattern.sub(sound, text)
    return text


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> float:
    """How likely two words are spellings of one, from 0 to 1."""
    strict = script_of(one) == script_of(other) == "Cyrl"  # one alphabet leaves less to the ear
    return max((_similarity(a, b, strict=strict) for a in sounds(one) for b in sounds(other)), default=0.0)


@lru_cache(maxsize=65536)
def _similarity(a: str, b: str, *, strict: bool) -> float:
    if a == b:
        return 1.0
    from rapidfuzz.distance import Levenshtein

    if Levenshtein.normalized_similarity(a, b) < 0.5:  # noqa: PLR2004 - what follows would not make one word of them
        return 0.0
    if a > b:
        a, b = b, a
    cost = 0.0
    for edit in Levenshtein.editops(a, b):
        if edit.tag == "replace":
            cost += _replaced(a, b, edit.src_pos, edit.dest_pos, strict=strict)
        else:
            cost += _added(a, edit.src_pos) if edit.tag == "delete" else _added(b, edit.dest_pos)
    return max(0.0, 1 - cost / max(len(a), len(b)))


def _replaced(a: str, b: str, at: int, to: int, *, strict: bool) -> float:
    pair = "".join(sorted((a[at], b[to])))
    first, last = at == to == 0, at == len(a) - 1 and to == len(b) - 1
    if not set(pair) <= _VOWELS:
        within, begins, ends = _CONSONANTS.get(pair, (_OTHER_CONSONANT,) * 3)
        return begins if first else ends if last else within
    if last and not first:
        return _LAST.get(pair, _OTHER_VOWEL)
    closing = at == len(a) - 2 and to == len(b) - 2 and a[-1] not in _VOWELS
    costs = _FIRST if first else _IN_LAST_SYLLABLE if closing else _WITHIN
    least = 0.6 if max(len(a), len(b)) <= _SHORT and pair != "ou" else 0.55 if strict else 0.0
    return max(costs.get(pair, _OTHER_VOWEL), least)


def _added(word: str, at: int) -> float:
    """What it costs that the other word lacks the sound at a place of this one."""
    sound, first, last = word[at], at == 0, at == len(word) - 1
    if sound == "h":
        return 0.6 if first else 0.15 if last else 0.5
    if sound == "y":
        return 0.3
    if sound not in _VOWELS:
        return _OTHER_CONSONANT
    if last:
        return {"a": 2.0, "e": 0.4, "o": 0.5}.get(sound, _OTHER_VOWEL)
    if first:
        return 0.9 if sound == "e" else _OTHER_VOWEL
    return 0.65 if {word[at - 1], word[at + 1]} & _VOWELS else 0.4


@lru_cache(maxsize=65536)
def genders_differ(one: str, other: str) -> bool:
    """Whether two words are a man's and a woman's form of one surname, as Белоусов and Belousova are."""
    return any(
        woman in {f"{man}a", f"{man.removesuffix('i')}aia", f"{man.removesuffix('i')}a"} and man[-1] in "vni"
        for one_way in ((one, other), (other, one))
        for woman in sounds(one_way[0])
        if woman[-1] == "a"
        for man in sounds(one_way[1])
    )
