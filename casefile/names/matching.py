"""How likely two names are one person's, whatever script, order and case they stand in.

It proposes and never decides: people merge records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from casefile.names import consonants, sounds
from casefile.names.folding import LONGEST, fold, latin, script_of
from casefile.names.grammar import Reading, readings
from casefile.names.parsing import Word, parse, parse_word, written_together

#: At or above it two spellings are likely of one name, which is worth a warning before a second record is made.
SAME = 0.9
#: At or above it they may be.
MAYBE = 0.75

_INITIAL = 0.9  # an initial stands for the name that begins with it, and for others
_OTHER_CASE = 0.98
_TOGETHER = 0.97
_SHORTENED = 0.97  # a patronymic, or an initial, is left out
_LONGER = 0.85  # some other word is left out
_ONE_WORD = 0.7  # of several
_EITHER_GENDER = 0.85  # "Фарида Алиева" is Фарид in the genitive, and a woman as it stands
_HOPELESS = 0.5
_NEAR, _SHORT, _SHORT_NEAR = 0.45, 4, 0.3  # of the letters are the same in two cases of a word; fewer in a short one

#: For each word of a name, what it may be.
_Options = Sequence[Sequence[Word]]


def likeness(a: str, b: str) -> float:
    """How likely `a` and `b` are spellings of one name, from 0 to 1; see `SAME` and `MAYBE`.

    Words may stand in any order, a patronymic may be missing on one side, initials stand for names, and Russian and
    Ukrainian names may be in any case; a woman's form of a name is not the man's.
    """
    one, other = fold(a), fold(b)
    if one == other:
        return 1.0 if a.strip() and b.strip() else 0.0
    if max(len(a), len(b)) > LONGEST or _numbers(one) != _numbers(other):
        return 0.0
    left, right = sorted((parse(a), parse(b)), key=lambda words: (len(words), words))
    if not left or not right:
        return 0.0
    best = _compare([(word,) for word in left], [(word,) for word in right])
    if best < SAME and (len(left) > 1 or len(right) == 1):  # of one word among several, no case would tell more
        best = max(best, _in_other_cases(left, right))
    if best < SAME:
        best = max(best, _together(left, right))
    return best


@lru_cache(maxsize=65536)
def words_alike(one: str, other: str) -> float:
    """How likely two words are spellings of one, in any script."""
    if one == other:
        return 1.0
    if consonants.CONSONANTAL.isdisjoint((script_of(one), script_of(other))):
        return sounds.alike(one, other)
    return consonants.alike(one, other)


def _numbers(folded: str) -> list[str]:
    return re.findall(r"\d+", folded)


def _compare(one: _Options, other: _Options) -> float:
    left, right = (one, other) if len(one) <= len(other) else (other, one)
    table = []
    for some in left:
        row = [max(_pair(a, b) for a in some for b in others) for others in right]
        if max(row) < _HOPELESS:
            return 0.0
        table.append(row)
    best = 0.0
    for chosen in _assignments(table, ()):
        scores = [row[place] for row, place in zip(table, chosen, strict=True)]
        score = 0.6 * min(scores)
        if any(not left[at][0].initial and not right[place][0].initial for at, place in enumerate(chosen)):
            score += 0.4 * sum(scores) / len(scores)
        rest = [options for place, options in enumerate(right) if place not in chosen]
        if rest and len(left) == 1:
            score = min(score, _ONE_WORD)
        elif rest:
            optional = all(any(word.initial or word.whose for word in options) for options in rest)
            score = min(score, _SHORTENED) if optional else score * _LONGER
        best = max(best, score)
    return best


def _assignments(table: Sequence[Sequence[float]], chosen: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """The ways of giving each row a column of its own in which it scores at all."""
    if len(chosen) == len(table):
        yield chosen
        return
    for place, score in enumerate(table[len(chosen)]):
        if score >= _HOPELESS and place not in chosen:
            yield from _assignments(table, (*chosen, place))


def _in_other_cases(left: tuple[Word, ...], right: tuple[Word, ...]) -> float:
    """The likeness of two names when either or both are read as being in another case than the nominative."""
    texts = [tuple(word.text for word in words) for words in (left, right)]
    if not any(script_of(word) == "Cyrl" for words in texts for word in words) or not _near(*texts):
        return 0.0
    best = 0.0
    read = [[Reading(tuple((text,) for text in words), sure=True), *readings(words)] for words in texts]
    for one in read[0]:
        for other in read[1]:
            score = _OTHER_CASE * _compare(_read(left, one), _read(right, other))
            best = max(best, score if one.sure and other.sure else min(score, _EITHER_GENDER))
    return best


def _near(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether each word of the shorter name may be a case of one of the other: cheap, and rules most names out."""
    from rapidfuzz.distance import Levenshtein

    others = [latin(other) for other in right]
    return all(
        any(
            min(len(one), len(other)) == 1
            or Levenshtein.normalized_similarity(one, other) >= (_NEAR if len(one) > _SHORT else _SHORT_NEAR)
            for other in others
        )
        for one in map(latin, left)
    )


def _read(words: tuple[Word, ...], reading: Reading) -> list[list[Word]]:
    return [
        [word] if word.apart or options == (word.text,) else [parse_word(text) for text in options]
        for word, options in zip(words, reading.words, strict=True)
    ]


def _together(left: tuple[Word, ...], right: tuple[Word, ...]) -> float:
    """The likeness of two names when two words of one are written as one in the other: Jong-un, Jongun."""
    best = 0.0
    for one, other in ((left, right), (right, left)):
        for place in range(len(one) - 1):
            joined = written_together(one, place)
            if any(words_alike(joined.text, word.text) >= SAME for word in other):
                words = (*one[:place], joined, *one[place + 2 :])
                best = max(best, _TOGETHER * _compare([(word,) for word in words], [(word,) for word in other]))
    return best


def _pair(one: Word, other: Word) -> float:
    if one.initial or other.initial:
        return _INITIAL if _begins(one, other) or _begins(other, one) else 0.0
    if one.whose and other.whose:
        if one.whose != other.whose:
            return 0.0
        if one.apart != other.apart:
            return words_alike(one.father, other.father)
    elif one.apart or other.apart:  # a father's name is not the name of his son
        return 0.0
    best = words_alike(one.text, other.text)
    if best < 1.0 and (one.whole or other.whole):
        best = max(best, words_alike(one.whole or one.text, other.whole or other.text))
    return best


def _begins(one: Word, other: Word) -> bool:
    """Whether an initial may stand for a word."""
    if not one.initial:
        return False
    known = sounds.sounds(other.text)
    return any(whole.startswith(begun) for begun in sounds.sounds(one.text) for whole in known)
