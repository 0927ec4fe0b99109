"""The labelled pairs of names in name_pairs.tsv, and how well a matcher tells them apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "name_pairs.tsv"
HALVES = ("development", "held-out")


class Pair(NamedTuple):
    half: str
    same: bool
    kind: str
    one: str
    other: str


class Figures(NamedTuple):
    """Precision, recall and what went wrong: pairs that were taken for one, and pairs that were not recognised."""

    precision: float
    recall: float
    taken: list[Pair]
    missed: list[Pair]


def pairs(half: str = "") -> list[Pair]:
    rows = [line.split("\t") for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [
        Pair(of, label == "same", kind, one, other) for of, label, kind, one, other in rows if not half or of == half
    ]


def figures(of: list[Pair], judged_same: Callable[[str, str], bool]) -> Figures:
    judged = [(pair, judged_same(pair.one, pair.other)) for pair in of]
    hits = sum(pair.same and same for pair, same in judged)
    taken = [pair for pair, same in judged if same and not pair.same]
    missed = [pair for pair, same in judged if pair.same and not same]
    return Figures(hits / max(1, hits + len(taken)), hits / max(1, hits + len(missed)), taken, missed)
