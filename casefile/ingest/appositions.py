"""What stands by a name and says who its bearer is, by the tree: "Kremlin spokesman X", "X, a lawyer for the family,".

For languages in which no case shows what belongs together, and whose tagger's trees are to be relied on
(`Rules.by_tree`); the others are read by agreement in `casefile.ingest.people`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from casefile.ingest.trees import NOUNS, Tree

_MARKS = frozenset([",", ")", ".", ";", "–", "—", ":", "“", "”", '"'])
_BEFORE = frozenset(["compound", "amod", "det", "nmod:poss", "nummod", "case", "advmod", "punct"])
#: What a phrase that reaches up to a comma consists of.
_PHRASE = NOUNS | {"DET", "ADJ", "ADP", "PART", "NUM", "CCONJ"}
#: Tokens before a name that a noun and a comma take.
_LEAST = 2
_ASIDE = frozenset([",", "(", "–", "—"])

#: Says what a noun is of a person ("office", "tie" ...), or "" where it is no such noun.
Kind = Callable[[Tree, int], str]
#: Whether a token is part of somebody's name.
Named = Callable[[Tree, int], bool]


class Found(NamedTuple):
    """The noun by a name, with the tokens of its phrase."""

    head: int
    low: int
    high: int


def before(tree: Tree, low: int, kind: Kind, named: Named) -> Found | None:
    """The phrase before the name that begins at `low`."""
    noun = tree[low].head
    if noun < 0 or noun > low or tree[low].rel.split(":")[0] not in {"appos", "flat"} or not kind(tree, noun):
        noun = _beside(tree, low, kind)
    if noun < 0:
        noun = _before_comma(tree, low, kind, named)
    if noun < 0 or named(tree, noun):
        return None
    if noun == low - 1 and kind(tree, noun) == "tie" and tree[noun].text[0].isupper():
        return None  # "Father Grzegorz"
    high = noun + 1
    if low > 0 and tree.words[low - 1] == ",":
        high = low - 1
        if any(named(tree, at) for at in range(noun, high)):
            high = noun + 1
    return Found(noun, _begin(tree, noun, named), high)


def _beside(tree: Tree, low: int, kind: Kind) -> int:
    """The noun right before a name, where the tree does not join them; a rank or "Mr" between them is passed over."""
    at = low - 1
    while at >= 0 and tree[at].rel in {"compound", "flat:name"} and tree[at].head >= low and not kind(tree, at):
        at -= 1
    return at if at >= 0 and kind(tree, at) and tree.words[at] not in _MARKS else -1


def _before_comma(tree: Tree, low: int, kind: Kind, named: Named) -> int:
    """The noun of a phrase that a comma parts from the name after it, where a mark closes that, whatever the tree says.

    "The head of the council, Ann Poe, said".
    """
    close = low
    while close < len(tree) and named(tree, close):
        close += 1
    if low < _LEAST or tree.words[low - 1] != "," or close >= len(tree) or tree.words[close] not in {",", ".", ")"}:
        return -1
    at = low - 2
    while at >= 0 and tree[at].pos in _PHRASE and tree.words[at] not in _MARKS and not named(tree, at):
        led = at == low - 2 or tree[at + 1].pos == "ADP"
        if kind(tree, at) and tree[at].pos in NOUNS and led:
            return at
        at -= 1
    return -1


def _begin(tree: Tree, noun: int, named: Named) -> int:
    """Where the phrase of a noun begins: with the first of the words before it that belong to it."""
    inside = set(tree.under(noun))
    at = noun
    while at - 1 in inside and tree[at - 1].rel in _BEFORE and not named(tree, at - 1):
        if tree.words[at - 1] in _MARKS or (tree[at - 1].rel == "case" and tree[at - 1].head == noun):
            break
        at -= 1
    return at


def after(tree: Tree, low: int, high: int, kind: Kind, named: Named) -> Found | None:
    """The apposition after the name that ends before `high`."""
    if high >= len(tree) or tree.words[high] not in _ASIDE:
        return None
    hung = [kid for kid in tree.kids_by(low, "appos") if kid > high and kind(tree, kid) and tree[kid].pos in NOUNS]
    noun = hung[0] if hung and not _crossed(tree, high + 1, hung[0]) else _first_noun(tree, high + 1, kind)
    if noun < 0 or named(tree, noun):
        return None
    begin = high + 1
    stop = noun + 1
    while stop < len(tree) and tree.words[stop] not in _MARKS and not tree.finite(stop):
        stop += 1
    if any(named(tree, at) for at in range(begin, stop)) and kind(tree, noun) != "tie":
        return None
    if stop < len(tree) and tree[noun].rel.startswith("nsubj") and tree[noun].head == stop:
        return None  # "..., of the novelist X, his lawyer said"
    return Found(noun, begin, stop)


def _crossed(tree: Tree, start: int, stop: int) -> bool:
    """Whether another apposition or an age stands between: then what follows may be somebody else."""
    return any(tree.finite(at) for at in range(start, stop))


def _first_noun(tree: Tree, start: int, kind: Kind) -> int:
    """The head of the noun phrase that begins at `start`, if it says what a person is."""
    at = start
    while at < len(tree) and tree[at].pos in {"DET", "ADJ", "NOUN", "PROPN", "PART", "NUM", "ADV"}:
        if kind(tree, at) and tree[at].pos in NOUNS:
            following = at + 1 < len(tree) and tree[at].rel in {"compound", "nmod:poss"} and tree[at].head > at
            if not following:
                return at
        at += 1
    return -1
