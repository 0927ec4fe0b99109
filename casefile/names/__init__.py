"""Names across scripts: folding for search, transliteration, and how likely two spellings are of one name."""

from casefile.names.folding import MOST_WORDS, WORD, fold, fold_spans, script_of, transliterate, words_in
from casefile.names.grammar import OBLIQUE, nominatives
from casefile.names.index import Match, NameIndex
from casefile.names.keys import word_keys
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
    "word_keys",
    "words_in",
]
