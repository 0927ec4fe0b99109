"""Many names at once: which of them one name may be a spelling of, or what was typed refers to, without a look at each.

A name is found under the bare bones of its words: the kinds of their consonants, which hardly any spelling changes.
What is found under them is then compared in earnest, so that nothing here makes two names one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from casefile.names.folding import Characters, fold, latin, unmarked, words_in
from casefile.names.matching import SAME, likeness
from casefile.names.parsing import ARTICLES
from casefile.names.referring import MIN_REFERENCE, reference_score, word_reference

T = TypeVar("T")

_KINDS = str.maketrans("aeiouybpfvwdtczsjgkqxhlmnr", "......PPPPPTTSSSSKKKKHLMNR")
#: Kinds that are written with two letters; an "h" by itself is like a "g": Гасан, Hasan.
_TWO = (("KH", "K"), ("SH", "S"), ("TH", "T"), ("PH", "P"), ("H", "K"), (".", ""), ("TS", "S"))
_ARTICLE = "ال"
_DOTTED = re.compile(r"\b[^\W\d_]{2,4}\.")
_FEW = 2  # words of which none may be missing


def _kinds(character: str) -> str:
    """The kinds of one character; in other alphabets than the Latin one, no two of them are written for one sound."""
    if character == "\n":
        return character
    kinds = re.sub("[^a-z]", "", latin(character)).translate(_KINDS)
    return kinds if character.isascii() else f"{kinds}."


_BARE = Characters(_kinds)


def _bones(words: Iterable[str]) -> list[tuple[str, ...]]:
    """For each word its bones; two where a letter has two sounds, or the article is written together with the word."""
    whole = list(words)
    others = [word.removeprefix(_ARTICLE).replace("j", "").replace("ch", "k").replace("c", "k") for word in whole]
    return [(one,) if one == other else (one, other) for one, other in zip(_bare(whole), _bare(others), strict=True)]


def _bare(words: list[str]) -> list[str]:
    kinds = "\n".join(words).translate(_BARE)
    for written, kind in _TWO:
        kinds = kinds.replace(written, kind)
    return re.sub(r"([A-Z])\1+", r"\1", kinds).split("\n") if words else []


def _words(name: str) -> list[str]:
    return [word.lower() for word in words_in(unmarked(name))]


def _joined(words: list[str]) -> list[str]:
    return [f"{one}a{other}" for one, other in pairwise(words)]  # Abd Karim is Abdulkarim


def _telling(words: list[str]) -> list[str]:
    return [word for word in words if word not in ARTICLES]


def _full(name: str, words: list[str]) -> int:
    """How many words of a name are more than initials."""
    full = sum(len(word) > 1 for word in words)
    return full - len(_DOTTED.findall(name)) if "." in name else full


def _enough(one: int, other: int) -> int:
    """How many words two names of so many must have in common, bar those that are left out of long ones."""
    least = min(one, other)
    return least - 1 if least > _FEW else max(1, least)


class Match(NamedTuple, Generic[T]):
    """A name that was found: how well it fits, whose it is, and its text."""

    score: float
    owner: T
    text: str


class NameIndex(Generic[T]):
    """Names, each with its owner, to be searched in any script.

    Args:
        names: Owners and names; an owner may have several.
    """

    def __init__(self, names: Iterable[tuple[T, str]]) -> None:
        self._names = list(names)
        self._folded = [fold(text) for _, text in self._names]
        self._full: list[int] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, (_, text) in enumerate(self._names):
            words = _words(text)
            telling = _telling(words)
            self._full.append(_full(text, telling))
            for word in {*words, *_joined(telling)}:
                self._by_word[word].append(number)
        self._by_bones: dict[str, list[str]] = defaultdict(list)
        for word, every in zip(self._by_word, _bones(self._by_word), strict=True):
            for bones in every:
                self._by_bones[bones].append(word)

    def alike(self, name: str, least: float = SAME) -> list[Match[T]]:
        """The names that `name` may be another spelling of, most alike first."""
        words = _telling(_words(name))
        units = [(word, {place}) for place, word in enumerate(words) if len(word) > 1]
        units += [(word, {place, place + 1}) for place, word in enumerate(_joined(words))]
        covered: dict[int, set[int]] = defaultdict(set)
        for (_, places), near in zip(units, self._near([word for word, _ in units]), strict=True):
            for number in {number for word in near for number in self._by_word[word]}:
                covered[number] |= places
        full = _full(name, words)
        likely = [number for number, places in covered.items() if len(places) >= _enough(full, self._full[number])]
        wanted = fold(name)
        likely += [number for number, folded in enumerate(self._folded) if folded == wanted]
        return self._scored({*likely}, lambda text: likeness(name, text), least)

    def referred(self, typed: str, least: float = MIN_REFERENCE) -> list[Match[T]]:
        """The names that what was typed may refer to, best first."""
        folded = fold(typed)
        if not folded:
            return []
        found = {number for number, known in enumerate(self._folded) if folded in known}
        words = _words(typed)
        if words:
            found |= set.intersection(*(self._of_word(word) for word in words))
        return self._scored(found, lambda text: reference_score(typed, text), least)

    def _of_word(self, typed: str) -> set[int]:
        """The names with a word that a typed one may refer to."""
        begun = fold(typed)
        near = {word for word in self._by_word if word.startswith(begun)}
        near |= self._near([typed])[0]
        for start in next(iter(_bones([typed]))):
            for bones, words in self._by_bones.items():
                if bones.startswith(start):
                    near.update(words)
        return {
            number for word in near if word_reference(typed, word) >= MIN_REFERENCE for number in self._by_word[word]
        }

    def _near(self, words: list[str]) -> list[set[str]]:
        """For each word, the words of names that it may be a spelling of."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        known = list(self._by_bones)
        return [
            {
                word
                for bones in every
                for near, _, _ in process.extract(bones, known, scorer=OSA.distance, score_cutoff=1, limit=None)
                if len(bones) > _FEW or len(bones) != len(near) or bones == near
                for word in self._by_bones[near]
            }
            for every in _bones(words)
        ]

    def _scored(self, numbers: Iterable[int], score: Callable[[str], float], least: float) -> list[Match[T]]:
        found = [Match(score(text), owner, text) for owner, text in (self._names[number] for number in sorted(numbers))]
        return sorted((match for match in found if match.score >= least), key=lambda match: -match.score)
