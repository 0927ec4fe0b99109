"""How dates of unequal precision stand to each other: their order, and what certainly or possibly lies in a span."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from casefile.dates.when import When


class Fit(StrEnum):
    """Whether a date lies in a span of time: certainly, possibly, or not."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    OUT = "out"


def sort_key(when: When | None) -> tuple[bool, date, bool, date]:
    """The place of a date on a line of time: by earliest day, then by latest; ties are left to the order of entry.

    A date without a first day ("on or before 1 July") stands at its only known bound, just before what is dated that
    very day. A date of which nothing is known stands last.
    """
    if when is None or (when.earliest is None and when.latest is None):
        return True, date.max, True, date.max
    anchor = when.earliest or when.latest or date.max
    return False, anchor, when.earliest is not None, when.latest or date.max


def within(when: When | None, start: date | None, end: date | None) -> Fit:
    """Whether `when` lies between `start` and `end`, both included; None leaves an end open.

    A date of which nothing is known may lie anywhere.
    """
    earliest = when.earliest if when else None
    latest = when.latest if when else None
    if (start is not None and latest is not None and latest < start) or (
        end is not None and earliest is not None and earliest > end
    ):
        return Fit.OUT
    begins = start is None or (earliest is not None and earliest >= start)
    ends = end is None or (latest is not None and latest <= end)
    return Fit.CERTAIN if begins and ends else Fit.POSSIBLE


def certainly_after(one: When | None, other: When | None) -> bool:
    """Whether `one` lies after `other`, however vague both are; not where nothing is known of either."""
    if one is None or other is None or one.earliest is None or other.latest is None:
        return False
    return one.earliest > other.latest


def days_between(start: When, end: date) -> tuple[int | None, int | None]:
    """The least and the most whole days from `start` to `end`, never negative; None where there is no limit."""
    least = max(0, (end - start.latest).days) if start.latest else 0
    most = max(0, (end - start.earliest).days) if start.earliest else None
    return least, most
