"""The case as a TinyDB JSON file: a storage of our own, whose documents stay undecoded until they are touched."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from casefile.errors import ConflictError, DamagedError, ForeignError, NewerSchemaError, NotFoundError, StoreError
from casefile.store._types import SCHEMA, TABLES
from casefile.store.files import FileExists, read_plain, remove_leftovers, write_private
from casefile.store.locking import locked

HEADER = "_casefile"
_DOC_ID = re.compile(r"[1-9][0-9]{0,17}")
_KEEP = "The file was left as it is. Keep it, and restore a copy: casefile never writes over what it cannot read."


class LazyTable(MutableMapping[str, Any]):
    """A table's documents by id, as TinyDB wants them, decoded one by one as they are asked for."""

    def __init__(self, documents: dict[int, Any]) -> None:
        self.documents = documents

    def __getitem__(self, key: str | int) -> Any:
        document = self.documents[int(key)]
        return msgspec.json.decode(document) if isinstance(document, msgspec.Raw) else document

    def __setitem__(self, key: str | int, document: Any) -> None:
        self.documents[int(key)] = document

    def __delitem__(self, key: str | int) -> None:
        del self.documents[int(key)]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str | int) and int(key) in self.documents

    def __iter__(self) -> Iterator[str]:
        return map(str, self.documents)

    def __len__(self) -> int:
        return len(self.documents)


class CaseStorage(Storage):
    """Where TinyDB reads and writes: the whole file once, then in memory until it is told to save.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tables: dict[str, LazyTable] | None = None
        self._changed = False

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The tables, read from the file the first time."""
        if self._tables is None:
            self._tables = parse(read_plain(self.path), self.path)
        return cast("dict[str, dict[str, Any]]", self._tables)  # a mapping is all that TinyDB needs

    @property
    def tables(self) -> dict[str, LazyTable]:
        """The tables by name."""
        self.read()
        return self._tables if self._tables is not None else {}

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Take over what TinyDB has changed; `save` puts it into the file."""
        self._tables = {
            name: table if isinstance(table, LazyTable) else LazyTable({int(key): item for key, item in table.items()})
            for name, table in data.items()
        }
        self._changed = True

    @property
    def header(self) -> dict[str, Any]:
        """The file's header, decoded and open to change."""
        header: dict[str, Any] = self.tables[HEADER].documents[1]
        return header

    def begin_empty(self) -> None:
        """Start with an empty case instead of a file."""
        self._tables = {HEADER: LazyTable({1: _new_header()})} | {table: LazyTable({}) for table in TABLES}
        self._changed = True

    def save(self) -> None:
        """Write the file, if anything has changed; raises `StoreError` when it cannot be written."""
        if self._changed and self._tables is not None:
            write_private(self.path, serialise(self._tables), overwrite=True)
            self._changed = False


class CaseTable(Table):
    """A TinyDB table that changes documents where they are and never gives out an id twice."""

    _storage: CaseStorage

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        """Make a table without TinyDB's query cache: its answers would outlive changes made around it."""
        super().__init__(storage, name, cache_size=cache_size, persist_empty=persist_empty)

    def raw(self, doc_id: int) -> bytes | None:
        """One document as JSON; None when there is none of that id."""
        documents = self._documents()
        return _encoded(documents[doc_id]) if doc_id in documents else None

    def raw_items(self) -> Iterator[tuple[int, bytes]]:
        """Every document as JSON, ids ascending."""
        documents = self._documents()
        return ((doc_id, _encoded(documents[doc_id])) for doc_id in sorted(documents))

    def put(self, doc_id: int, document: object) -> None:
        """Write a document that msgspec can encode, without decoding or copying any other."""
        self._update_table(lambda table: table.__setitem__(doc_id, cast("Mapping[str, Any]", document)))

    def reserve(self) -> int:
        """The next id, given out now."""
        self._storage.header["last_ids"][self.name] += 1
        return int(self._storage.header["last_ids"][self.name])

    def _documents(self) -> dict[int, Any]:
        table = self._storage.tables.get(self.name)
        return table.documents if table is not None else {}

    def _get_next_id(self) -> int:
        return self.reserve() if self.name in TABLES else int(super()._get_next_id())  # type: ignore[no-untyped-call]

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        tables = self._storage.tables
        keys = _IntKeys(tables.setdefault(self.name, LazyTable({})))
        updater(cast("dict[int, Mapping[str, Any]]", keys))  # a mapping is all that TinyDB's updaters need
        if self.name in TABLES:
            last_ids = self._storage.header["last_ids"]
            last_ids[self.name] = max(last_ids[self.name], keys.highest)
        self._storage.write(tables)


class _IntKeys(MutableMapping[int, Any]):
    """A table under the integer ids that TinyDB's updaters use; remembers the highest id that was written."""

    def __init__(self, table: LazyTable) -> None:
        self._table = table
        self.highest = 0

    def __getitem__(self, key: int) -> Any:
        document = self._table[key]
        self._table[key] = document  # updates change the very document that they are handed
        return document

    def __setitem__(self, key: int, document: Any) -> None:
        self.highest = max(self.highest, key)
        self._table[key] = document

    def __delitem__(self, key: int) -> None:
        del self._table[key]

    def __iter__(self) -> Iterator[int]:
        return iter(list(self._table.documents))

    def __len__(self) -> int:
        return len(self._table)


def _encoded(document: Any) -> bytes:
    return bytes(document) if isinstance(document, msgspec.Raw) else msgspec.json.encode(document)


def _new_header() -> dict[str, Any]:
    return {"format": "casefile", "schema": SCHEMA, "last_ids": dict.fromkeys(TABLES, 0)}


def serialise(tables: Mapping[str, LazyTable]) -> bytes:
    """The file's bytes: the header first, our tables in their order, foreign ones after, one document on each line."""
    names = [HEADER, *TABLES, *(name for name in tables if name not in (HEADER, *TABLES))]
    return _layout((name, tables[name].documents if name in tables else {}) for name in names)


def _layout(tables: Iterable[tuple[str, Mapping[int, Any]]]) -> bytes:
    parts = []
    for name, documents in tables:
        lines = b",\n".join([b'"%d": %b' % (doc_id, _encoded(documents[doc_id])) for doc_id in sorted(documents)])
        parts.append(
            b"%b: {\n%b\n}" % (msgspec.json.encode(name), lines) if lines else msgspec.json.encode(name) + b": {}"
        )
    return b"{" + b",\n".join(parts) + b"}\n"


def parse(data: bytes, path: Path) -> dict[str, LazyTable]:
    """The tables in a file's bytes, every document left undecoded.

    Raises:
        DamagedError: It is not whole.
        ForeignError: It is sound JSON but no case.
        NewerSchemaError: A newer casefile wrote it.
    """
    if not data:
        raise DamagedError(f"{path} is empty (0 bytes).", f"{_KEEP} To start afresh, delete it first.")
    for mark, name in (
        (b"\xef\xbb\xbf", "begins with a byte order mark"),
        (b"\xff\xfe", "is UTF-16"),
        (b"\xfe\xff", "is UTF-16"),
    ):
        if data.startswith(mark):
            raise DamagedError(
                f"{path} {name}: another program has rewritten it.", f"{_KEEP} Or save it as plain UTF-8."
            )
    tables = _decode(data, path)
    header = tables.get(HEADER)
    if header is None or 1 not in header.documents:
        raise ForeignError(
            f"{path} is JSON but not a case file.", "It was left as it is. Name a case file with --db, or a new one."
        )
    _check_header(header, path)
    for name in TABLES:
        documents = tables.setdefault(name, LazyTable({})).documents
        last_ids = header["1"]["last_ids"]
        # TinyDB itself may have added documents without counting them
        last_ids[name] = max(last_ids[name], max(documents, default=0))
    return tables


def _decode(data: bytes, path: Path) -> dict[str, LazyTable]:
    collecting = gc.isenabled()
    gc.disable()  # looking for cycles among documents that cannot have any would cost a quarter of the time
    try:
        text = data.decode("utf-8")  # msgspec does not look into what it leaves undecoded
        raw = msgspec.json.decode(text, type=dict[str, dict[str, msgspec.Raw]])
        tables = {name: LazyTable(_by_number(documents, path)) for name, documents in raw.items()}
        _check_unique(data, tables)
    except UnicodeDecodeError as error:
        raise DamagedError(f"{path} is damaged: byte {error.start} is not UTF-8.", _KEEP) from error
    except msgspec.ValidationError as error:
        raise ForeignError(
            f"{path} is not a case file: {error}.", "It was left as it is. Name a case file with --db."
        ) from error
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise DamagedError(f"{path} is damaged: {error}.", _KEEP) from error
    else:
        return tables
    finally:
        if collecting:
            gc.enable()


def _check_unique(data: bytes, tables: dict[str, LazyTable]) -> None:
    """Refuse a file in which an id stands twice, as all but the last of them would be lost without a word.

    A file that is to the byte what we would write of what was read has lost nothing; others get a slow reading.
    """
    if _layout((name, table.documents) for name, table in tables.items()) != data:
        import json

        json.loads(data, object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"“{double}” stands twice in one object")
    return found


def _by_number(documents: dict[str, msgspec.Raw], path: Path) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for key, document in documents.items():
        if not _DOC_ID.fullmatch(key):
            raise DamagedError(f"{path} is damaged: “{key}” is no document id.", _KEEP)
        if bytes(memoryview(document)[:1]) != b"{":
            raise DamagedError(f"{path} is damaged: document {key} is not an object.", _KEEP)
        found[int(key)] = document
    return found


def _check_header(table: LazyTable, path: Path) -> None:
    try:
        header = table["1"]
    except msgspec.DecodeError as error:
        raise DamagedError(f"{path} is damaged: its header cannot be read: {error}.", _KEEP) from error
    table["1"] = header
    if header.get("format") != "casefile":
        raise ForeignError(f"{path} is JSON but not a case file.", "It was left as it is. Name a case file with --db.")
    schema = header.get("schema")
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 0:
        raise DamagedError(f"{path} is damaged: its header has no schema number.", _KEEP)
    if schema > SCHEMA:
        raise NewerSchemaError(
            f"{path} was written by a newer casefile (schema {schema}; this one reads up to {SCHEMA}).",
            "The file was left as it is. Update casefile, or use the one that wrote it.",
        )
    for step in range(schema, SCHEMA):
        _UPGRADES[step](header)
    last_ids = header.get("last_ids")
    sound = isinstance(last_ids, dict) and all(isinstance(last, int) and last >= 0 for last in last_ids.values())
    if not sound:
        raise DamagedError(f"{path} is damaged: its header does not say which ids were given out.", _KEEP)
    header["last_ids"] = dict.fromkeys(TABLES, 0) | last_ids


def _count_ids(header: dict[str, Any]) -> None:
    header["schema"] = 1
    header.setdefault("last_ids", {})  # filled up from the documents that are there


#: What turns the header of a schema into that of the next one; the file gets it with the next change.
_UPGRADES: dict[int, Callable[[dict[str, Any]], None]] = {0: _count_ids}


class FileSnapshot:
    """One reading of a case file, and within a change what is written on top of it.

    Args:
        storage: The storage that holds the file's tables.
    """

    def __init__(self, storage: CaseStorage) -> None:
        self._storage = storage
        self.db = _Database(storage=lambda: storage)
        storage.read()

    @property
    def location(self) -> str:
        """The file's path."""
        return str(self._storage.path)

    @property
    def header(self) -> Mapping[str, Any]:
        """What the file says of itself."""
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
        self._table(table).put(doc_id, document)

    def remove(self, table: str, doc_id: int) -> None:
        """Take a document out; raises `NotFoundError` when there is none."""
        if self.raw(table, doc_id) is None:
            raise NotFoundError(f"There is no document {doc_id} in {table}.", "casefile list shows what there is.")
        self._table(table).remove(doc_ids=[doc_id])

    def set_header(self, **fields: Any) -> None:
        """Change what the file says of itself."""
        self._storage.header.update(fields)
        self._storage.write(self._storage.tables)

    def _table(self, name: str) -> CaseTable:
        table = self.db.table(name)
        assert isinstance(table, CaseTable)  # noqa: S101 - tells the type checker what _Database makes
        return table


class _Database(TinyDB):
    """TinyDB with our tables."""

    table_class = CaseTable


class TinyDBFile:
    """A case in a TinyDB JSON file.

    Args:
        path: The file.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    @property
    def location(self) -> str:
        """The file's path."""
        return str(self.path)

    def exists(self) -> bool:
        """Whether there is anything at the path."""
        return os.path.lexists(self.path)

    def create(self) -> None:
        """Make an empty case file; raises `ConflictError` where something is, `StoreError` where none can be made."""
        self._make_folder()
        storage = CaseStorage(self.path)
        storage.begin_empty()
        try:
            write_private(self.path, serialise(storage.tables), overwrite=False)
        except FileExists:
            raise ConflictError(
                f"There is something at {self.path} already.", "Name another path; nothing is written over."
            ) from None

    def read(self) -> FileSnapshot:
        """Read the file."""
        return FileSnapshot(CaseStorage(self.path))

    @contextmanager
    def change(self, *, create: bool = False) -> Iterator[FileSnapshot]:
        """Open the file for writing, alone."""
        if create and not self.exists():
            self._make_folder()
        elif not self.exists():
            self.read()  # says what is wrong, before a lock file is made beside nothing
        elif self.path.is_symlink() or not self.path.is_file():
            self.read()
        with locked(self.path):
            remove_leftovers(self.path)
            storage = CaseStorage(self.path)
            if create and not self.exists():
                storage.begin_empty()
            change = FileSnapshot(storage)
            yield change
            storage.save()

    def _make_folder(self) -> None:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"The folder {self.path.parent} cannot be made: {error.strerror}. Nothing was changed.",
                "Name another path with --db.",
            ) from error


def open_location(location: str) -> TinyDBFile:
    """The store at a path."""
    return TinyDBFile(location)
