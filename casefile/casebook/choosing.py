"""A part of a case by a query: rows of lists, moments of a timeline, records to export with all that they mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import msgspec

from casefile.casebook.book import Casebook
from casefile.model import BY_TABLE, Case, Record, references
from casefile.store import TABLES
from casefile.views import timeline
from casefile.views.matching import Matcher, Moment

if TYPE_CHECKING:
    from casefile.store import Store


class Copy:
    """Some records as a store that is read once.

    Args:
        location: What to call it.
        header: What it says of itself.
        records: What it holds; documents of tables without records are none of it.
    """

    def __init__(self, location: str, header: Mapping[str, Any], records: Iterable[Record]) -> None:
        self.location, self.header = location, header
        self._tables: dict[str, dict[int, bytes]] = {table: {} for table in TABLES}
        for record in records:
            self._tables[record.table][int(record.id[1:])] = msgspec.json.encode(record)

    def read(self) -> Copy:
        """The records; nothing can change them."""
        return self

    def raw(self, table: str, doc_id: int) -> bytes | None:
        """One document."""
        return self._tables.get(table, {}).get(doc_id)

    def items(self, table: str) -> Iterator[tuple[int, bytes]]:
        """All documents of a table, ids ascending."""
        return iter(sorted(self._tables.get(table, {}).items()))

    def book(self, behind: Casebook) -> Casebook:
        """The records as a case book; nothing can be entered there."""
        return Casebook(cast("Store", self), today=behind.today, new_uid=lambda: "", stamp=behind.stamp)


class Choice:
    """What of a case is wanted.

    Args:
        matcher: What is asked for.
        originals: Where what is shown stands in for other records, those by the ids that they are shown under.
    """

    def __init__(self, matcher: Matcher, originals: Mapping[str, Record] | None = None) -> None:
        self._matcher, self._originals = matcher, originals

    def record(self, record: Record) -> bool:
        """Whether a record is wanted."""
        return self._matcher.matches(self._original(record.id) or record)

    def moment(self, moment: timeline.Moment) -> bool:
        """Whether a moment is wanted: its record is, at that date and with the status that it had then."""
        status = moment.kind if moment.moment == "charge" else ""
        records = (self._original(record_id) for record_id in moment.records)
        return any(
            self._matcher.matches(record, Moment(moment.when, status)) for record in records if record is not None
        )

    def _original(self, record_id: str) -> Record | None:
        if self._originals is not None:
            return self._originals.get(record_id)
        return self._matcher.case.get(record_id)


class Part(NamedTuple):
    """A case book that holds a part of another, and what there is to say of it, in a line."""

    book: Casebook
    line: str


def part_of(book: Casebook, choice: Choice) -> Part:
    """The records that are wanted with all that they mention, so that what is exported can be taken in elsewhere."""
    case = book.case
    wanted = {record.id: record for record in case.everything() if choice.record(record)}
    found = _with_mentioned(case, wanted)
    total = sum(len(case.all(kind)) for kind in BY_TABLE.values())
    line = f"{len(wanted)} of {total} records fit"
    line += f"; {len(found) - len(wanted)} more come along as those mention them." if len(found) > len(wanted) else "."
    ordered = [record for kind in BY_TABLE.values() for record in case.all(kind) if record.id in found]
    return Part(Copy(book.store.location, book.store.read().header, ordered).book(book), line)


def _with_mentioned(case: Case, wanted: Mapping[str, Record]) -> dict[str, Record]:
    found = dict(wanted)
    todo = list(wanted.values())
    while todo:
        for mention in references(todo.pop()):
            other = case.get(mention.target)
            if other is not None and other.id not in found:
                found[other.id] = other
                todo.append(other)
    return found
