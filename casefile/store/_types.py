"""What every place that keeps records promises: the methods, and what each of them raises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

#: The tables of records, in the order in which they are written.
TABLES = ("people", "charges", "statements", "events", "sources")
#: The newest layout of the file that this casefile reads and the one it writes.
SCHEMA = 1


class Snapshot(Protocol):
    """One consistent reading of a whole case."""

    @property
    def location(self) -> str:
        """Where it was read."""

    @property
    def header(self) -> Mapping[str, Any]:
        """What the case says of itself: "format", "schema", "last_ids" by table."""

    def raw(self, table: str, doc_id: int) -> bytes | None:
        """One document as JSON in UTF-8, undecoded; None when the table has none of that id."""

    def items(self, table: str) -> Iterator[tuple[int, bytes]]:
        """Every document of a table, undecoded, ids ascending."""


class Change(Snapshot, Protocol):
    """A case opened for writing; sees what was written in it, and is kept only when its block ends well."""

    def reserve(self, table: str) -> int:
        """The next id of a table: one that no document ever had, removed ones included."""

    def put(self, table: str, doc_id: int, document: object) -> None:
        """Write a document (anything that msgspec encodes as a JSON object), new or in place of the one of that id."""

    def remove(self, table: str, doc_id: int) -> None:
        """Take a document out.

        Raises:
            NotFoundError: There is none of that id.
        """

    def set_header(self, **fields: Any) -> None:
        """Change what the case says of itself."""


class Store(Protocol):
    """A place that keeps one case.

    `read` and `change` raise `StoreError`: `DamagedError` where what is there is not whole, `ForeignError` where it is
    no case, `NewerSchemaError` where a newer casefile wrote it. Whatever was there is left untouched then.
    """

    @property
    def location(self) -> str:
        """How a person names the place."""

    def exists(self) -> bool:
        """Whether there is anything there at all, sound or not."""

    def create(self) -> None:
        """Make an empty case.

        Raises:
            ConflictError: Something is there already.
            StoreError: It cannot be made.
        """

    def read(self) -> Snapshot:
        """Read the case. Readers never wait for writers.

        Raises:
            StoreError: There is nothing, or nothing that can be read.
        """

    def change(self, *, create: bool = False) -> AbstractContextManager[Change]:
        """Open the case for writing, alone: one reading at the start, and one writing at the end if anything changed.

        Args:
            create: Make the case where there is none.

        Raises:
            LockedError: Another writer did not finish in time.
            StoreError: It cannot be read, or could not be written; the message says whether anything was saved.
        """
