"""TinyDB over a case that is held in memory: tables that change documents in place and notice which ones changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any, cast

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from casefile.errors import NotFoundError, StoreError
from casefile.store._types import MOST_ID, TABLES
from casefile.store.layout import HEADER, LazyTable, encoded


class CaseStorage(Storage):
    """Where TinyDB reads and writes: tables in memory, with word of what was changed in them.

    Args:
        tables: The tables by name, the header's included.
    """

    def __init__(self, tables: dict[str, LazyTable]) -> None:
        self.tables = tables
        #: The documents that were written, by table and id, each as it was before (None: not there).
        self.before: dict[tuple[str, int], bytes | None] = {}
        self.changed = False

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The tables."""
        return cast("dict[str, dict[str, Any]]", self.tables)  # a mapping is all that TinyDB needs

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Take over what TinyDB has changed."""
        held = self.tables
        self.tables = {
            name: table if isinstance(table, LazyTable) else LazyTable({int(key): item for key, item in table.items()})
            for name, table in data.items()
        }
        for name in {*held, *self.tables} - {HEADER}:
            before = held[name].documents if name in held else {}
            after = self.tables[name].documents if name in self.tables else {}
            if before is not after:  # TinyDB has built the table anew
                for doc_id in {*before, *after}:
                    self.touch(name, doc_id, before)
        self.changed = True

    def touch(self, table: str, doc_id: int, documents: Mapping[int, Any]) -> None:
        """Remember how a document was, before it is written for the first time."""
        if table != HEADER and (table, doc_id) not in self.before:
            self.before[table, doc_id] = encoded(documents[doc_id]) if doc_id in documents else None

    @property
    def header(self) -> dict[str, Any]:
        """The header, decoded and open to change."""
        header: dict[str, Any] = self.tables[HEADER].documents[1]
        return header


class CaseTable(Table):
    """A TinyDB table that changes documents where they are and never gives out an id twice."""

    _storage: CaseStorage

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        """Make a table without TinyDB's query cache: its answers would outlive changes made around it."""
        super().__init__(storage, name, cache_size=cache_size, persist_empty=persist_empty)

    def raw(self, doc_id: int) -> bytes | None:
        """One document as JSON; None when there is none of that id."""
        documents = self._documents()
        return encoded(documents[doc_id]) if doc_id in documents else None

    def raw_items(self) -> Iterator[tuple[int, bytes]]:
        """Every document as JSON, ids ascending."""
        documents = self._documents()
        return ((doc_id, encoded(documents[doc_id])) for doc_id in sorted(documents))

    def put(self, doc_id: int, document: object) -> None:
        """Write a document that msgspec can encode, without decoding or copying any other."""
        self._update_table(lambda table: table.__setitem__(doc_id, cast("Mapping[str, Any]", document)))

    def reserve(self) -> int:
        """The next id, given out now."""
        last_ids = self._storage.header["last_ids"]
        if last_ids[self.name] >= MOST_ID:
            raise StoreError(
                f"The case says that {self.name} have got all the ids there are. Nothing was changed.",
                "Something has altered it: casefile verify",
            )
        last_ids[self.name] += 1
        return int(last_ids[self.name])

    def _documents(self) -> dict[int, Any]:
        table = self._storage.tables.get(self.name)
        return table.documents if table is not None else {}

    def _get_next_id(self) -> int:
        return self.reserve() if self.name in TABLES else int(super()._get_next_id())  # type: ignore[no-untyped-call]

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        tables = self._storage.tables
        keys = _IntKeys(self._storage, self.name, tables.setdefault(self.name, LazyTable({})))
        updater(cast("dict[int, Mapping[str, Any]]", keys))  # a mapping is all that TinyDB's updaters need
        if self.name in TABLES:
            last_ids = self._storage.header["last_ids"]
            last_ids[self.name] = max(last_ids[self.name], keys.highest)
        self._storage.changed = True


class _IntKeys(MutableMapping[int, Any]):
    """A table under the integer ids that TinyDB's updaters use; remembers what was written, and the highest id."""

    def __init__(self, storage: CaseStorage, name: str, table: LazyTable) -> None:
        self._storage, self._name, self._table = storage, name, table
        self.highest = 0

    def __getitem__(self, key: int) -> Any:
        document = self._table[key]
        self._storage.touch(self._name, key, self._table.documents)
        self._table[key] = document  # updates change the very document that they are handed
        return document

    def __setitem__(self, key: int, document: Any) -> None:
        self.highest = max(self.highest, key)
        self._storage.touch(self._name, key, self._table.documents)
        self._table[key] = document

    def __delitem__(self, key: int) -> None:
        self._storage.touch(self._name, key, self._table.documents)
        del self._table[key]

    def __iter__(self) -> Iterator[int]:
        return iter(list(self._table.documents))

    def __len__(self) -> int:
        return len(self._table)


class Database(TinyDB):
    """TinyDB with our tables."""

    table_class = CaseTable


class TableSnapshot:
    """A case in memory, as a snapshot or a change of it.

    Args:
        location: Where it comes from, for messages.
        storage: Its tables.
    """

    def __init__(self, location: str, storage: CaseStorage) -> None:
        self._location = location
        self._storage = storage
        self.db = Database(storage=lambda: storage)

    @property
    def location(self) -> str:
        """Where it comes from."""
        return self._location

    @property
    def header(self) -> Mapping[str, Any]:
        """What the case says of itself."""
        return self._storage.header

    def raw(self, table: str, doc_id: int) -> bytes | None:
        """One document, undecoded."""
        return self._table(table).raw(doc_id)

    def items(self, table: str) -> Iterator[tuple[int, bytes]]:
        """Every document of a table, undecoded, ids ascending."""
        return self._table(table).raw_items()

    def reserve(self, table: str) -> int:
        """The next id of a table."""
        return self._table(table).reserve()

    def put(self, table: str, doc_id: int, document: object) -> None:
        """Write a document."""
        self._table(table).put(doc_id, msgspec.Raw(msgspec.json.encode(document)))

    def remove(self, table: str, doc_id: int) -> None:
        """Take a document out; raises `NotFoundError` when there is none."""
        if self.raw(table, doc_id) is None:
            raise NotFoundError(f"There is no document {doc_id} in {table}.", "casefile list shows what there is.")
        self._table(table).remove(doc_ids=[doc_id])

    def set_header(self, **fields: Any) -> None:
        """Change what the case says of itself."""
        self._storage.header.update(fields)
        self._storage.changed = True

    def _table(self, name: str) -> CaseTable:
        table = self.db.table(name)
        assert isinstance(table, CaseTable)  # noqa: S101 - tells the type checker what Database makes
        return table
