"""Names across scripts: folding for search, transliteration, and which names are likely of one person.

What compares names is loaded when it is first asked for: most commands only fold.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from casefile.names.folding import MOST_WORDS, WORD, fold, fold_spans, script_of, transliterate, words_in

if TYPE_CHECKING:
    from casefile.names.grammar import OBLIQUE, nominatives
    from casefile.names.index import Match, NameIndex
    from casefile.names.keys import wider_keys, word_keys
    from casefile.names.matching import MAYBE, SAME, likeness
    from casefile.names.parsing import ARTICLES
    from casefile.names.referring import MIN_REFERENCE, reference_score

__all__ = [
    "ARTICLES",
    "MAYBE",
    "MIN_REFERENCE",
    "MOST_WORDS",
    "OBLIQUE",
    "SAME",
    "WORD",
    "Match",
    "NameIndex",
    "fold",
    "fold_spans",
    "likeness",
    "nominatives",
    "reference_score",
    "script_of",
    "transliterate",
    "wider_keys",
    "word_keys",
    "words_in",
]

_LATER = {
    name: module
    for module, names in (
        ("grammar", ("OBLIQUE", "nominatives")),
        ("index", ("Match", "NameIndex")),
        ("keys", ("wider_keys", "word_keys")),
        ("matching", ("MAYBE", "SAME", "likeness")),
        ("parsing", ("ARTICLES",)),
        ("referring", ("MIN_REFERENCE", "reference_score")),
    )
    for name in names
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
