"""A case as a TinyDB JSON file and its journal: the fsynced line is the change, the file follows it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from casefile.errors import (
    BrokenJournalError,
    ConflictError,
    NoFileError,
    NotFoundError,
    StoreError,
    UnknownOutcomeError,
)
from casefile.interrupts import uninterrupted
from casefile.store._types import TABLES, Stamp
from casefile.store.evidence import settle
from casefile.store.files import (
    FileExists,
    append,
    cut,
    make_folder,
    read_plain,
    read_start,
    remove_leftovers,
    write_private,
)
from casefile.store.history import Replay, brought_up, header_with
from casefile.store.journal import BrokenLineError, Entry, Head, Line, Tip, open_line, read_line, walk
from casefile.store.layout import HEADER, LazyTable, empty_tables, encoded, serialise
from casefile.store.lines import make_difference, make_line
from casefile.store.locking import locked
from casefile.store.opening import LOOK, Opened, Opening, Places, has_lines, was_finished
from casefile.store.surroundings import check_folder, check_private, folder_of, identity
from casefile.store.switching import finish, switch_file
from casefile.store.tables import CaseStorage, TableSnapshot
from casefile.store.vault import MAGIC, Keys, Vault


class FileChange(TableSnapshot):
    """A case opened for writing.

    Args:
        location: The file's path.
        opened: The case.
        entries: Reads its history.
    """

    def __init__(self, location: str, opened: Opened, entries: Callable[[], Iterator[Entry]]) -> None:
        self.storage = CaseStorage(opened.tables)
        self.entries = entries
        self.vault = opened.vault
        super().__init__(location, self.storage)
        self.last_ids = dict(self.storage.header["last_ids"])
        self.undoes: tuple[int, ...] = ()
        self.files: dict[str, str | None] = {}
        self.lost: dict[str, str | None] = {}

    def take_back(self, *seqs: int) -> None:
        """Say that this change takes back those with the numbers `seqs`."""
        self.undoes = (*self.undoes, *seqs)
        self.storage.changed = True

    def keep_file(self, name: str, sha256: str | None) -> None:
        """Say that a file has come into the evidence folder, or that it does not belong there any more (None)."""
        self.files[name] = sha256
        self.storage.changed = True

    def lose_file(self, name: str, sha256: str | None) -> None:
        """Say that a file is lost and what was in it, or that it was found again (None)."""
        self.lost[name] = sha256
        self.storage.changed = True


class TinyDBFile:
    """A case in a TinyDB JSON file, with its journal and its evidence beside it.

    Args:
        path: The file.
        tell: Takes what a person should know beside the result.
        keys: What an encrypted case is opened with.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        tell: Callable[[str], None] = lambda _: None,
        keys: Keys | None = None,
    ) -> None:
        self.path = Path(path)
        self.places = Places(self.path)
        self.tell = tell
        self.keys = keys or Keys()
        self._folder: tuple[int, int] | None = None  # which folder was read from
        self._told: set[str] = set()
        #: Number of the last change that was committed through this object; 0 when it only made the file, else None.
        self.committed: int | None = None

    @property
    def location(self) -> str:
        """The file's path."""
        return str(self.path)

    def open(self) -> Opened:
        """The case as it is, with nothing written or waited for.

        Raises:
            StoreError: It cannot be read, or not be trusted.
        """
        self._folder = self._folder or identity(self.path)
        return Opening(self.places, self.keys).open()

    def exists(self) -> bool:
        """Whether there is anything at the path."""
        parts = (self.path, switch_file(self.path))
        return any(map(os.path.lexists, parts)) or has_lines(self.places.journal)

    def create(self) -> None:
        """Make an empty case file; raises `ConflictError` where something is, `StoreError` where none can be made."""
        self.make_folder()
        taken = ConflictError(
            f"There is something at {self.path} already.", "Name another path; nothing is written over."
        )
        if self.exists():
            raise taken
        self.places.check_no_remains()
        self._warn(check_folder(self.path))
        try:
            with uninterrupted():
                write_private(self.path, serialise(empty_tables()), overwrite=False)
                self.committed = 0
        except FileExists:
            raise taken from None

    def read(self) -> TableSnapshot:
        """Read the case, brought up to the end of its journal."""
        opened = self.open()
        for word in (opened.trouble, opened.notice):
            if word:
                self.tell(word)
        return TableSnapshot(self.location, CaseStorage(opened.tables))

    @contextmanager
    def change(self, stamp: Stamp, *, create: bool = False) -> Iterator[FileChange]:
        """Open the case for writing, alone."""
        with self.writing(create=create) as opened:
            change = FileChange(self.location, opened, lambda: self.entries_in(opened))
            yield change
            if change.storage.changed or not self.exists():
                with uninterrupted():
                    self._save(change, opened, stamp)

    @contextmanager
    def writing(self, *, create: bool = False) -> Iterator[Opened]:
        """Hold the lock and the case as it is, fit to be written to.

        Raises:
            StoreError: It is not fit for that.
        """
        fresh = create and not self.exists()
        if fresh:
            self.make_folder()
            self._warn(check_folder(self.path))
        elif not self.exists():
            self.places.check_no_remains()
            read_plain(self.path)
        elif self.path.is_symlink() or (self.path.exists() and not self.path.is_file()):
            read_plain(self.path)  # says what is wrong, before a lock file is made beside nothing
        with self.alone():
            fresh = create and not self.exists()
            if fresh:
                self.places.check_no_remains()
            opened = self._empty() if fresh else self.open()
            if opened.trouble:
                raise BrokenJournalError(opened.trouble + " Nothing was changed.", LOOK)
            if opened.notice:
                self.tell(opened.notice)
            if opened.torn:
                self.set_aside(opened)
            settle(self.places.evidence, opened.tables[HEADER]["1"].get("evidence", {}))
            if opened.behind and not self.path.exists():
                self._write_missing(opened)
            yield opened

    def _write_missing(self, opened: Opened) -> None:
        """Write the file of a case whose journal alone is there, before the journal goes on.

        So a file can only be missing beside a journal of one line because a writer was stopped; beside more, somebody
        has taken it away.
        """
        with uninterrupted():
            write_private(self.path, self.sealed(serialise(opened.tables), opened.vault), overwrite=True)

    def _empty(self) -> Opened:
        journal = self.places.journal
        return Opened(empty_tables(), Tip(), None, torn=journal.stat().st_size if journal.is_file() else 0)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock, with everything finished that an interrupted writer had decided."""
        with folder_of(self.path, self._folder), locked(self.path):
            finish(self.path)
            remove_leftovers(self.path)
            self.look_around()
            yield

    def look_around(self) -> None:
        """Tell what lets others at the case."""
        self._warn(check_private(self.places.file, self.places.journal, self.places.key))

    def _warn(self, sentences: Sequence[str]) -> None:
        for sentence in sentences:
            if sentence not in self._told:
                self._told.add(sentence)
                self.tell(sentence)

    def set_aside(self, opened: Opened) -> None:
        """Move an unfinished line from the journal's end into a file of its own."""
        said = self.keep_torn(read_plain(self.places.journal, start=opened.tip.end))
        cut(self.places.journal, opened.tip.end)
        self.tell(said)

    def keep_torn(self, torn: bytes) -> str:
        """Add an unreadable last line to those that were set aside before; returns what to say of it."""
        aside, before = self.places.torn, b""
        with suppress(NoFileError):
            before = read_plain(aside) + b"\n"
        write_private(aside, before + torn, overwrite=True)
        if was_finished(torn):
            return (
                f"The last line of the journal is damaged, and was set aside in {aside}. If a change is missing that "
                "was reported as saved, enter it again."
            )
        return f"An unfinished change, which was never reported as saved, was set aside in {aside}."

    def entries(self, *, since: int = 0) -> Iterator[Entry]:
        """The changes of the case, oldest first.

        Args:
            since: Leave out those up to this number; their lines are held to be whole all the same.

        Raises:
            BrokenJournalError: A line is not as it was written.
        """
        opened = self.open()
        yield from self.entries_in(opened, since=since)

    def entries_in(self, opened: Opened, *, since: int = 0) -> Iterator[Entry]:
        """The changes in the journal of a case that is open already; raises as `entries` does."""
        try:
            for line in self.lines(opened.tip.end):
                if line.tip.seq > since:
                    yield open_line(line, opened.vault)
        except BrokenLineError as error:
            raise BrokenJournalError(f"{self.path}: {error.message}.", LOOK) from error

    def lines(self, end: int) -> Iterator[Line]:
        """The lines of the journal up to byte `end`, each held to follow the one before; raises `BrokenLineError`."""
        if not end:
            return
        yield from walk(read_plain(self.places.now(self.places.journal))[:end], Tip())

    def at(self, seq: int) -> TableSnapshot:
        """The case as it stood after change `seq`.

        Raises:
            NotFoundError: The journal does not reach there.
        """
        replay = Replay()
        for entry in self.entries():
            if entry.tip.seq > seq:
                break
            replay.add(entry)
        if replay.tip.seq == 0 or replay.tip.seq > seq:
            raise NotFoundError(f"The journal of {self.path} does not go back to change {seq}.", "See: casefile log")
        return TableSnapshot(self.location, CaseStorage(replay.tables()))

    def _save(self, change: FileChange, opened: Opened, stamp: Stamp) -> None:
        storage = change.storage
        differences = {}
        order = {table: number for number, table in enumerate(TABLES)}
        touched = sorted(storage.before.items(), key=lambda item: (order.get(item[0][0], len(order)), item[0]))
        for (table, doc_id), before in touched:
            held = storage.tables[table].documents.get(doc_id) if table in storage.tables else None
            after = None if held is None else encoded(held)
            if before != after:
                differences[table, doc_id] = make_difference(before, after)
        header = storage.header
        if not (differences or change.undoes or change.files or change.lost or header["last_ids"] != change.last_ids):
            if not self.exists():
                write_private(self.path, serialise(storage.tables), overwrite=False)
                self.committed = 0
            return  # what was written is what was there
        if opened.tip.seq == 0:
            opened = opened._replace(tip=self.begin(storage.tables, opened, stamp, storage.before))
        head = Head(
            seq=0,
            prev="",
            time=stamp.time,
            author=stamp.author,
            command=stamp.command,
            last_ids=dict(header["last_ids"]),
            undoes=change.undoes,
        )
        files = brought_up(header.get("evidence", {}), change.files)
        lost = brought_up(header.get("lost", {}), change.lost)
        line = make_line(
            head, differences, stamp.reason, opened.vault, opened.tip, files=change.files, lost=change.lost
        )
        self.commit(storage.tables, line, opened, files, lost)

    def begin(
        self,
        tables: Mapping[str, LazyTable],
        opened: Opened,
        stamp: Stamp,
        before: Mapping[tuple[str, int], bytes | None] = MappingProxyType({}),
    ) -> Tip:
        """Begin the journal of a case that has none, with the documents that it has; returns where it stands.

        Args:
            tables: The case.
            opened: The case as it was found.
            stamp: Who is at work.
            before: Documents that have been changed since, as they were; None for new ones.
        """
        found = {
            (name, doc_id): encoded(document)
            for name, table in tables.items()
            if name != HEADER
            for doc_id, document in table.documents.items()
        }
        for place, document in before.items():
            if document is None:
                found.pop(place, None)
            else:
                found[place] = document
        if not found:
            return opened.tip
        last_ids = {table: max((doc for name, doc in found if name == table), default=0) for table in TABLES}
        head = Head(seq=0, prev="", time=stamp.time, author=stamp.author, command="begin", last_ids=last_ids)
        parts = {place: make_difference(None, document) for place, document in sorted(found.items())}
        line = make_line(head, parts, "", opened.vault, Tip())
        append(self.places.journal, line, 0)
        return read_line(1, 0, line).tip

    def commit(
        self, tables: dict[str, LazyTable], line: bytes, opened: Opened, files: dict[str, str], lost: dict[str, str]
    ) -> None:
        """Append a line to the journal, which saves the change, and bring the file up to it."""
        append(self.places.journal, line, opened.tip.end)
        tip = read_line(opened.tip.seq + 1, opened.tip.end, line).tip
        self.committed = tip.seq
        settle(self.places.evidence, files)
        header = tables[HEADER]["1"]
        tables[HEADER]["1"] = header_with(
            header,
            tip,
            last_ids=header["last_ids"],
            files=files,
            lost=lost,
            recipients=tuple(header.get("recipients", ())),
        )
        try:
            write_private(self.path, self.sealed(serialise(tables), opened.vault), overwrite=True)
        except UnknownOutcomeError:
            pass  # the journal's line is on disk, and the file is rolled forward from it if need be
        except StoreError as error:
            self.tell(
                f"The change is saved, in the journal. The case file itself could not be brought up to date yet: "
                f"{error.message.split(': ')[-1].split('. ')[0]}. The next change does that; type nothing again."
            )

    def is_sealed(self) -> bool:
        """Whether the case is encrypted, as far as its first bytes say; raises `StoreError` where there is none."""
        for place in (self.path, self.places.journal):
            with suppress(NoFileError):
                start = read_start(self.places.now(place), 4096)
                return start.startswith(MAGIC) or b'"sealed":"' in start
        read_plain(self.path)
        return False

    def sealed(self, data: bytes, vault: Vault | None) -> bytes:
        """`data` as it goes to disk."""
        return data if vault is None else vault.seal(data)

    def opening_vault(self) -> Vault:
        """What opens the case, and seals nothing."""
        return Vault([], lambda: self.keys.identities(self.places.key))

    def make_folder(self) -> None:
        """Make the folder that the case is to lie in, for its owner alone; raises `StoreError`."""
        try:
            make_folder(self.path.parent)
        except OSError as error:
            raise StoreError(
                f"The folder {self.path.parent} cannot be made: {error.strerror}. Nothing was changed.",
                "Name another path with --db.",
            ) from error


def open_location(
    location: str, *, tell: Callable[[str], None] = lambda _: None, keys: Keys | None = None
) -> TinyDBFile:
    """The store at a path."""
    return TinyDBFile(location, tell=tell, keys=keys)
