"""Whether what a person typed refers to a name: a word of it is enough, in another script or case, or with a slip."""

from __future__ import annotations

from functools import lru_cache

from casefile.names.folding import LONGEST, fold, script_of, unmarked, words_in
from casefile.names.grammar import bases
from casefile.names.matching import words_alike
from casefile.names.sounds import genders_differ, sounds

#: Below it what was typed does not refer to a name at all.
MIN_REFERENCE = 0.5
_BEGINNING = 3  # letters of a word from which on its beginning refers to it
_SLIP = 6  # letters of a word from which on one of them may be wrong: in short words it makes another name
_ALIKE = 0.9


def reference_score(query: str, name: str) -> float:
    """How well what a person typed refers to the name of a record, from 0 to 1; see `MIN_REFERENCE`.

    Every word typed must have a counterpart of its own in the name: the same word (in any script), its beginning
    (three letters or more), another spelling or case of it, or, at a lower score, a word one slip away.
    """
    typed, known = fold(query), fold(name)
    if not typed or len(query) > LONGEST or len(name) > 100 * LONGEST:
        return 0.0
    if typed == known:
        return 1.0
    words, targets = words_in(unmarked(query.lower())), words_in(unmarked(name.lower()))
    if not words or len(words) > len(targets):
        return 0.9 if len(typed) >= _BEGINNING and typed in known else 0.0  # numbers and signs have no words
    total, left = 0.0, list(targets)
    for word in words:
        scored = [(word_reference(word, target), target) for target in left]
        score, target = max(scored)
        if score < MIN_REFERENCE:
            return 0.0
        total += score
        left.remove(target)
    return 0.97 * total / len(words) if left else 0.99 * total / len(words)


@lru_cache(maxsize=65536)
def word_reference(word: str, target: str) -> float:
    """How well a typed word refers to a word of a name, from 0 to 1."""
    typed, known = fold(word), fold(target)
    if typed == known:
        return 1.0
    if len(typed) >= _BEGINNING and known.startswith(typed):
        return 0.9
    score = words_alike(word, target)
    if score == 1.0:
        return 0.95
    if genders_differ(word, target):
        return 0.72 if script_of(word) == "Cyrl" else 0.6  # in Russian it may be the genitive
    heard, others = sounds(word), sounds(target)
    if not others.isdisjoint(_sounds_of_bases(word)):
        return 0.9
    if len(typed) >= _BEGINNING and any(
        len(begun) >= _BEGINNING and whole.startswith(begun) for begun in heard for whole in others
    ):
        return 0.85
    if score >= _ALIKE:
        return 0.85
    if min(len(typed), len(known)) >= _SLIP and heard and others:
        from rapidfuzz.distance import OSA

        if min(OSA.distance(one, other, score_cutoff=1) for one in heard for other in others) <= 1:
            return 0.65
    return 0.0


@lru_cache(maxsize=4096)
def _sounds_of_bases(word: str) -> frozenset[str]:
    return frozenset(heard for base in bases(word) for heard in sounds(base))
