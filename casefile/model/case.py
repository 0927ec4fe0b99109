"""A whole case file as read at one moment: records by id, decoded when they are first asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

import msgspec

from casefile.errors import DamagedError, NewerSchemaError
from casefile.model.records import BY_TABLE, Charge, Event, Person, Record, Source, Statement, decode
from casefile.model.references import Reference, parse_id, references

if TYPE_CHECKING:
    from casefile.names import NameIndex

AnyRecord = TypeVar("AnyRecord", bound=Record)
_UNKNOWN = re.compile(r"unknown field `([^`]*)`")


class Documents(Protocol):
    """What a case is read from: tables of undecoded JSON documents (a store's snapshot, or an import)."""

    @property
    def location(self) -> str:
        """Where the documents were read, for messages."""

    def raw(self, table: str, doc_id: int) -> bytes | None:
        """One document, or None when the table has none of that id."""

    def items(self, table: str) -> Iterable[tuple[int, bytes]]:
        """All documents of a table, ids ascending."""


class Case:
    """The records of one case file.

    Args:
        documents: Where they come from; read lazily, so keep it for as long as the case.

    Every method that decodes raises `DamagedError` when a document is not a record of its table.
    """

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._known: dict[str, Record] = {}
        self._whole: dict[str, dict[str, Record]] = {}
        self._names: NameIndex[Person] | None = None

    @property
    def location(self) -> str:
        """Where the case was read."""
        return self._documents.location

    @property
    def source(self) -> Documents:
        """What the case is read from."""
        return self._documents

    def get(self, record_id: str) -> Record | None:
        """The record with that id, or None. Ids are upper case here; `parse_id` takes what people type."""
        if record_id in self._known:
            return self._known[record_id]
        place = parse_id(record_id)
        if place is None:
            return None
        document = self._documents.raw(*place)
        return None if document is None else self._decode(*place, document)

    def raw(self, record_id: str) -> bytes:
        """A record's document, undecoded; empty where there is none."""
        place = parse_id(record_id)
        return (self._documents.raw(*place) if place else None) or b""

    def documents(self, kind: type[Record]) -> Iterator[tuple[str, bytes]]:
        """Every record of type `kind` by its id, undecoded, in order of entry."""
        return ((f"{kind.letter}{doc_id}", document) for doc_id, document in self._documents.items(kind.table))

    def others(self, table: str) -> Iterator[tuple[int, bytes]]:
        """The documents of a table that holds no records, undecoded."""
        return iter(self._documents.items(table))

    def person(self, record_id: str) -> Person | None:
        """The person with that id, or None where the file has lost it."""
        found = self.get(record_id)
        return found if isinstance(found, Person) else None

    def name(self, person_id: str) -> str:
        """The name of a person, or the bare id where the file has lost the person."""
        person = self.person(person_id)
        return person.name if person else person_id

    def all(self, kind: type[AnyRecord]) -> list[AnyRecord]:
        """Every record of type `kind`, in order of entry."""
        table = kind.table
        if table not in self._whole:
            self._whole[table] = {
                f"{kind.letter}{doc_id}": self._known.get(f"{kind.letter}{doc_id}")
                or self._decode(table, doc_id, document)
                for doc_id, document in self._documents.items(table)
            }
        return cast("list[AnyRecord]", list(self._whole[table].values()))

    @property
    def people(self) -> list[Person]:
        """All people."""
        return self.all(Person)

    @property
    def names(self) -> NameIndex[Person]:
        """All names of all people, to be searched in any script; made once, as a command may look up several."""
        if self._names is None:
            from casefile.names import NameIndex

            self._names = NameIndex((person, name.text) for person in self.people for name in person.names)
        return self._names

    @property
    def charges(self) -> list[Charge]:
        """All charges."""
        return self.all(Charge)

    @property
    def statements(self) -> list[Statement]:
        """All statements."""
        return self.all(Statement)

    @property
    def events(self) -> list[Event]:
        """All events."""
        return self.all(Event)

    @property
    def sources(self) -> list[Source]:
        """All sources."""
        return self.all(Source)

    def everything(self) -> Iterator[Record]:
        """Every record of every table."""
        for kind in BY_TABLE.values():
            yield from self.all(kind)

    def referring_to(self, record_id: str) -> list[tuple[Record, list[Reference]]]:
        """Every record that mentions `record_id`, with the mentions."""
        wanted = f'"{record_id}"'.encode()
        found = []
        for table, kind in BY_TABLE.items():
            for doc_id, document in self._documents.items(table):
                if bytes(document).count(wanted) > (parse_id(record_id) == (table, doc_id)):
                    record = self.get(f"{kind.letter}{doc_id}")
                    mentions = (
                        [mention for mention in references(record) if mention.target == record_id] if record else []
                    )
                    if record and mentions:
                        found.append((record, mentions))
        return found

    def seen_with(self, records: Iterable[Record]) -> Case:
        """The same case where some of its records are seen as they are given; nothing is stored."""
        other = Case(self._documents)
        changed = {record.id: record for record in records}
        tables = {record.table for record in changed.values()}
        other._known = {**self._known, **changed}
        other._whole = {table: found for table, found in self._whole.items() if table not in tables}
        return other

    def forget(self, record_id: str) -> None:
        """Drop what was decoded for `record_id`, because the document below has changed."""
        self._known.pop(record_id, None)
        if place := parse_id(record_id):
            self._whole.pop(place[0], None)
            if place[0] == Person.table:
                self._names = None

    def _decode(self, table: str, doc_id: int, document: bytes) -> Record:
        kind = BY_TABLE[table]
        record_id = f"{kind.letter}{doc_id}"
        try:
            record = decode(kind, document)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            if found := _UNKNOWN.search(str(error)):
                raise NewerSchemaError(
                    f"{self.location}: {kind.noun} {record_id} has a field that this casefile does not know "
                    f"(“{found[1]}”).",
                    "The file was left as it is. If a newer casefile wrote it, update this one; else mend that line.",
                ) from error
            raise DamagedError(
                f"{self.location}: {kind.noun} {record_id} is not as casefile writes it: {error}.",
                "The file was left as it is. Restore a copy, or mend that line by hand in a text editor.",
            ) from error
        if record.id != record_id:
            raise DamagedError(
                f"{self.location}: {kind.noun} {record_id} calls itself {record.id or 'nothing'}.",
                "The file was left as it is. Restore a copy, or mend that line by hand in a text editor.",
            )
        self._known[record_id] = record
        return record
