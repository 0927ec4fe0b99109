"""The row that every part of the fault harness reports: what was done to casefile, how often, and how it came out."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One line of the table.

    Attributes:
        fault: What was done.
        tried: How many times.
        result: What came of it, in figures.
        met: Whether that is what was promised.
    """

    fault: str
    tried: int
    result: str
    met: bool
