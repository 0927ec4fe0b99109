"""Coarse keys of words, for looking names up in running text: better one too many than one too few."""

from __future__ import annotations

import re
from functools import lru_cache

from casefile.names.folding import fold, latin, script_of, transliterate
from casefile.names.grammar import bases

#: Spellings of one sound in Latin letters, longest first: English, German, French, Polish and Azerbaijani ways of
#: writing Russian and Azerbaijani names, brought to one. What is left is a key for comparing, not for reading.
_SOUNDS = (
    (r"shch|schtsch|stch|sch|sh", "s"), (r"tsch|tch|ch", "c"), (r"kh|x", "h"), (r"zh|dj|dzh", "j"), (r"ts|tz", "t"),
    (r"ph|ff", "f"), (r"gue(?=[iy])|gh", "g"), (r"ck|q", "k"), (r"ou|oo", "u"), (r"w", "v"), (r"f\b", "v"),
    (r"['ʹʺ\"]", ""), (r"(?:[iyj]+e|e)", "e"), (r"[iyj]+(?=[auo])", ""), (r"[iyj]+", "i"), (r"ei\b", "i"),
    (r"(.)\1+", r"\1"),
)  # fmt: skip
_AZERBAIJANI = str.maketrans({"ə": "a", "ş": "sh", "ç": "ch", "ğ": "g", "ı": "i", "ö": "o", "ü": "u", "x": "kh"})


@lru_cache(maxsize=65536)
def word_keys(word: str) -> frozenset[str]:
    """The keys by which a word is compared; several where a letter has several sounds (German "ch")."""
    script = script_of(word)
    lowered = word.lower().replace("i̇", "i")
    if script == "Latn":
        spellings = {lowered}
        if re.search("[əışçğxq]", lowered):
            base = lowered.translate(_AZERBAIJANI)
            spellings = {base, lowered.replace("ə", "e").translate(_AZERBAIJANI), base.replace("q", "g")}
        if "c" in lowered:
            spellings |= {re.sub(r"c(?!h)", "j", lowered), lowered.replace("ch", "kh")}
        spellings = {fold(spelling) for spelling in spellings}
    else:
        spellings = {fold(transliterate(lowered))}
    return frozenset(_key(re.sub("[^a-z]", "", latin(spelling))) for spelling in spellings) - {""}


@lru_cache(maxsize=65536)
def wider_keys(word: str) -> frozenset[str]:
    """The keys of what a word may be in another language or case: Гасанов is Hasanov, Maxim is Максим, Льва is Лев."""
    lowered = word.lower()
    spellings = {lowered.replace("г", "х"), lowered.replace("x", "ks"), *bases(word)}
    return frozenset(key for spelling in spellings for key in word_keys(spelling))


def _key(text: str) -> str:
    for pattern, sound in _SOUNDS:
        text = re.sub(pattern, sound, text)
    return text
