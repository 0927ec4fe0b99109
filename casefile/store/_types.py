"""What every place that keeps records promises: the methods, and what each of them raises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Protocol

from msgspec import Meta

if TYPE_CHECKING:
    from casefile.store.journal import Entry
    from casefile.store.vault import Vault

#: The tables of records, in the order in which they are written.
TABLES = ("people", "charges", "statements", "events", "sources")
#: The table of what was deposited by people without a key, and has not been taken in yet.
DEPOSITS = "deposits"
#: The newest layout of the file that this casefile reads and the one it writes.
SCHEMA = 2
#: The highest id of a document: 18 digits.
MOST_ID = 10**18 - 1
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
#: A file of the evidence folder: the hash of its bytes; never a path that leads elsewhere.
EvidenceName = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}(\.age)?\Z")]


class Stamp(NamedTuple):
    """Who changes the case, and why; it goes into the history with the change.

    Attributes:
        author: Who.
        command: With which command, without its arguments.
        time: When, ISO 8601 in UTC.
        reason: Why, in the author's words; may be empty.
    """

    author: str
    command: str
    time: str
    reason: str = ""


class Snapshot(Protocol):
    """One consistent reading of a whole case."""

    @property
    def location(self) -> str:
        """Where it was read."""

    @property
    def header(self) -> Mapping[str, Any]:
        """What the case says of itself: "format", "schema", "last_ids", and "evidence", "lost", "journal" if any."""

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

    @property
    def vault(self) -> Vault | None:
        """What seals the case, if it is encrypted."""

    def entries(self) -> Iterator[Entry]:
        """The changes of the case so far, oldest first.

        Raises:
            BrokenJournalError: The history is not as it was written.
        """

    def take_back(self, *seqs: int) -> None:
        """Say that this change takes back those with the numbers `seqs`."""

    def keep_file(self, name: str, sha256: str | None) -> None:
        """Say that a file has come into the evidence folder, or that it does not belong there any more.

        Args:
            name: Its name there.
            sha256: The SHA-256 of what is in it; None where it goes.
        """

    def lose_file(self, name: str, sha256: str | None) -> None:
        """Say that a file is lost, and the SHA-256 of what was in it; or that it was found again (None)."""


class Store(Protocol):
    """A place that keeps one case.

    `read` and `change` raise `StoreError`: `DamagedError` where what is there is not whole, `ForeignError` where it is
    no case, `NewerSchemaError` where a newer casefile wrote it. Whatever was there is left untouched then.
    """

    @property
    def committed(self) -> int | None:
        """Number of the last change that was saved through this object; 0 when it only made the file, else None."""

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

    def change(self, stamp: Stamp, *, create: bool = False) -> AbstractContextManager[Change]:
        """Open the case for writing, alone: one reading at the start, and one writing at the end if anything changed.

        Args:
            stamp: Who changes it and why.
            create: Make the case where there is none.

        Raises:
            LockedError: Another writer did not finish in time.
            UnknownOutcomeError: The disk did not say whether the change is saved.
            StoreError: It cannot be read, or the change could not be saved.
        """

    def entries(self, *, since: int = 0) -> Iterator[Entry]:
        """The changes of the case, oldest first, without those up to number `since`.

        Raises:
            BrokenJournalError: The history is not as it was written.
        """

    def at(self, seq: int) -> Snapshot:
        """The case as it stood after change `seq`.

        Raises:
            NotFoundError: The history does not reach there.
        """
