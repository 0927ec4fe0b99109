"""The shape that every list takes: columns for a screen, plain data for machines, made row by row when asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

import msgspec

Item = TypeVar("Item")


class Column(NamedTuple):
    """A column of a screen table: its heading, and whether it holds numbers (set flush right)."""

    title: str
    number: bool = False


class Marked(NamedTuple):
    """A cell of which a part is to be highlighted."""

    before: str
    hit: str
    after: str


Cell = str | Marked


class Table(NamedTuple, Generic[Item]):
    """A list to be shown.

    Attributes:
        name: What the list is called ("docket").
        columns: The headings for a screen.
        items: What there is to show, in order.
        cells: One item's cells for a screen, one a column.
        row_type: The Struct whose fields are the documented keys of a row for machines.
        data: One item as such a row.
        empty: What to say when there are no items: why, and the next step.
        cut: How many further items ``--limit`` left out.
        roomy: The width below which each item is shown as a block: sentences in narrow columns cannot be read.
        notes: What to say below the list, by what is in it.
    """

    name: str
    columns: tuple[Column, ...]
    items: Sequence[Item]
    cells: Callable[[Item], tuple[Cell, ...]]
    row_type: type[msgspec.Struct]
    data: Callable[[Item], msgspec.Struct]
    empty: str = ""
    cut: int = 0
    roomy: int = 0
    notes: Callable[[Sequence[Item]], tuple[str, ...]] | None = None

    def limited(self, limit: int | None) -> Table[Item]:
        """The same list, no longer than `limit`."""
        if limit is None or limit >= len(self.items):
            return self
        return self._replace(items=self.items[:limit], cut=len(self.items) - limit)
