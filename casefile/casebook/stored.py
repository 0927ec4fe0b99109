"""What a change has stored, told so that a person can check it at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from casefile.casebook.book import Casebook
from casefile.model import Record, as_json


class Stored(NamedTuple):
    """The outcome of a change.

    Attributes:
        records: The records that were asked for.
        also: Records that came with them.
        lines: One line a record: its id and what is stored in it.
        verb: "Added", "Changed", "Removed".
        location: The file.
    """

    records: list[Record]
    also: list[Record]
    lines: list[str]
    verb: str
    location: str

    @classmethod
    def of(cls, book: Casebook, *records: Record, also: Sequence[Record] = (), verb: str = "Added") -> Stored:
        """The outcome for `records`, worded while the change is still open."""
        lines = [f"{record.id}  {book.line(record)}" for record in (*records, *also)]
        return cls(list(records), list(also), lines, verb, book.store.location)

    @property
    def data(self) -> Any:
        """What ``--json`` prints: the record with the ids added beside it, or a list where several were asked for."""
        beside = [record.id for record in self.also]
        plain = [cast("dict[str, Any]", as_json(record)) | {"also": beside} for record in self.records]
        return plain[0] if len(plain) == 1 else plain
