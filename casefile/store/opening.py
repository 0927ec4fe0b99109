"""Finds out how a case stands: whether its file is what casefile wrote, and what its journal has beyond it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from casefile.errors import BrokenJournalError, ChangedError, NoFileError, StoreError
from casefile.store.files import read_plain
from casefile.store.history import Replay, differing, header_with
from casefile.store.journal import BrokenLineError, Tip, open_line, read_line, walk
from casefile.store.layout import HEADER, LazyTable, encoded, parse
from casefile.store.switching import pending, switch_file
from casefile.store.vault import MAGIC, Keys, Vault

_LISTED = 5
_READ_AGAIN = 1 << 22  # a last line that is longer is taken at its length
_MEND = "See what differs: casefile verify. Keep the edit: casefile adopt --reason WHY. Take it back: casefile recover"
LOOK = "See what is wrong: casefile verify. Then: casefile recover"


class Places:
    """Where the parts of a case lie.

    Args:
        path: The case file.
    """

    def __init__(self, path: Path) -> None:
        self.file = path
        self.journal = self.beside("journal")
        #: The identity that a passphrase protects.
        self.key = self.beside("key")
        #: The folder of evidence.
        self.evidence = self.beside("evidence")
        #: Unfinished lines that were taken out of the journal.
        self.torn = self.beside("torn")
        #: The list of backups that were made.
        self.backups = self.beside("backups")
        #: What is under review of articles that were read.
        self.drafts = self.beside("drafts")

    def beside(self, suffix: str) -> Path:
        """The place beside the file that is called like it, with a suffix."""
        return self.file.with_name(f"{self.file.name}.{suffix}")

    def check_no_remains(self) -> None:
        """Hold that nothing is left of a case whose file and journal are gone; raises `NoFileError`, which names it."""
        found = [place.name for place in (self.backups, self.key) if os.path.lexists(place)]
        with suppress(OSError):
            # what an interrupted restore has staged there was never part of a case
            kept = [place for place in self.evidence.iterdir() if not place.name.startswith(".")]
            found += [self.evidence.name] if kept else []
        if found:
            raise NoFileError(
                f"The case file {self.file} and its journal are gone; {', '.join(found)} of it "
                f"{'is' if len(found) == 1 else 'are'} there. Nothing was changed.",
                "Get it back: casefile recover, or casefile restore BACKUP --db NEW.json. "
                "To begin a new case there, move what is left away.",
            )

    def now(self, place: Path) -> Path:
        """Where what belongs at `place` lies at this moment."""
        return pending(self.file).get(place, place)


class Opened(NamedTuple):
    """A case as it was found.

    Attributes:
        tables: Its tables, brought up to the end of its journal.
        tip: Where its journal stands.
        vault: What seals it; None where it lies open.
        behind: Whether the file is behind its journal.
        torn: Bytes of an unfinished line at the journal's end.
        trouble: What is wrong with the journal, if that leaves the case readable; then nothing may be written.
        notice: What else the person should know.
    """

    tables: dict[str, LazyTable]
    tip: Tip
    vault: Vault | None
    behind: bool = False
    torn: int = 0
    trouble: str = ""
    notice: str = ""


class Opening:
    """Reads a case.

    Args:
        places: Where it lies.
        keys: What an encrypted one is opened with.
    """

    def __init__(self, places: Places, keys: Keys) -> None:
        self.places = places
        self.keys = keys

    def open(self) -> Opened:
        """The case as it is, with nothing written or waited for.

        Raises:
            StoreError: It cannot be read, or not be trusted.
        """
        for _ in range(5):
            before = self._fingerprint()
            try:
                opened = self._open()
            except StoreError:
                if self._fingerprint() == before:
                    raise
            else:
                if not opened.trouble or self._fingerprint() == before:
                    return opened
        return self._open()

    def _fingerprint(self) -> tuple[object, ...]:
        """Changes when the files are replaced while they are being read."""
        marks: list[object] = [switch_file(self.places.file).exists()]
        for path in (self.places.file, self.places.journal):
            with suppress(OSError):
                found = path.lstat()
                marks.append((found.st_ino, found.st_mtime_ns if path == self.places.file else 0))
        return tuple(marks)

    def _open(self) -> Opened:
        staged = pending(self.places.file)
        file = staged.get(self.places.file, self.places.file)
        journal = staged.get(self.places.journal, self.places.journal)
        try:
            data = read_plain(file)
        except NoFileError:
            if not has_lines(journal):
                self.places.check_no_remains()
                raise
            return self._from_journal(journal)
        vault = None
        if data.startswith(MAGIC):
            vault = self.opening_vault()
            data = vault.open(data)
        parsed = parse(data, self.places.file)
        header = parsed.tables[HEADER]["1"]
        if vault is not None:
            vault = Vault(header.get("recipients", []), lambda: self.keys.identities(self.places.key))
        tip = self._tip(header)
        if parsed.sound is False and not (tip.seq and has_lines(journal)):
            raise ChangedError(
                f"{self.places.file} was changed by something other than casefile, and its journal is not beside it.",
                _MEND,
            )
        if not tip.seq:
            return self._older(parsed.tables, journal, vault)
        if not parsed.sound and has_lines(journal):
            return self._rewritten(parsed.tables, tip, journal, vault)
        if not os.path.lexists(journal):
            return Opened(
                parsed.tables, tip, vault, trouble=f"The journal of {self.places.file} is not beside it: no history."
            )
        return self._rolled_forward(parsed.tables, tip, journal, vault)

    def opening_vault(self) -> Vault:
        """What opens the case, and seals nothing."""
        return Vault([], lambda: self.keys.identities(self.places.key))

    def _tip(self, header: Mapping[str, Any]) -> Tip:
        return Tip(**(header.get("journal") or {}))

    def _rolled_forward(self, tables: dict[str, LazyTable], tip: Tip, journal: Path, vault: Vault | None) -> Opened:
        """A sound file, with the lines applied to it that its journal has beyond it."""
        again = tip.end - tip.start <= _READ_AGAIN
        data = read_plain(journal, start=tip.start if again else tip.end - 1)
        length = tip.end - tip.start if again else 1
        problem = ""
        if len(data) < length:
            problem = "is shorter than the case file says: lines of it are missing"
        elif again:
            try:
                line = read_line(tip.seq, tip.start, data[:length])
                line.check_parts()
                problem = "" if line.tip == tip else "does not end where the case file says"
            except BrokenLineError as error:
                problem = f"is damaged at its end: {error.problem}"
        elif data[:1] != b"\n":
            problem = "does not end where the case file says"
        if problem:
            trouble = f"The journal of {self.places.file} {problem}. What is shown is what the case file says."
            return Opened(tables, tip, vault, trouble=trouble)
        tail = data[length:]
        whole = whole_length(tail)
        replay = Replay()
        header = tables[HEADER]["1"]
        replay.documents = _Documents(tables)
        replay.last_ids = dict(header["last_ids"])
        replay.files, replay.lost = dict(header.get("evidence", {})), dict(header.get("lost", {}))
        replay.recipients = tuple(header.get("recipients", ()))
        replay.tip = tip
        try:
            for line in walk(tail[:whole], tip, tip.seq + 1):
                replay.add(open_line(line, vault))
        except BrokenLineError as error:
            raise BrokenJournalError(f"{self.places.file}: {error.message}.", LOOK) from error
        behind = replay.tip != tip
        if behind:
            self._take_header(tables, replay)
        return Opened(tables, replay.tip, vault, behind=behind, torn=len(tail) - whole)

    def _take_header(self, tables: dict[str, LazyTable], replay: Replay) -> None:
        tables[HEADER]["1"] = header_with(
            tables[HEADER]["1"],
            replay.tip,
            last_ids=replay.last_ids,
            files=replay.files,
            lost=replay.lost,
            recipients=replay.recipients,
        )

    def _from_journal(self, journal: Path) -> Opened:
        """The case from its journal alone: its file is gone, or was never written."""
        data = read_plain(journal)
        whole = whole_length(data)
        vault = self.opening_vault() if b'"sealed":"' in data[:4096] else None
        replay = Replay()
        try:
            for line in walk(data[:whole], Tip()):
                replay.add(open_line(line, vault))
        except BrokenLineError as error:
            raise BrokenJournalError(
                f"There is no case file at {self.places.file}, and {error.message}.", LOOK
            ) from error
        if vault is not None:
            vault = Vault(replay.recipients, lambda: self.keys.identities(self.places.key))
        notice = f"{self.places.file} was missing; the case was read from its journal." if replay.tip.seq > 1 else ""
        return Opened(replay.tables(), replay.tip, vault, behind=True, torn=len(data) - whole, notice=notice)

    def _older(self, tables: dict[str, LazyTable], journal: Path, vault: Vault | None) -> Opened:
        """A file from before its history began; its journal may have been begun since, and the file not written."""
        if not has_lines(journal):
            return Opened(tables, Tip(), vault, torn=journal.stat().st_size if journal.is_file() else 0)
        return self._reconciled(tables, 1, journal, vault, "")

    def _rewritten(self, tables: dict[str, LazyTable], tip: Tip, journal: Path, vault: Vault | None) -> Opened:
        """A file that something else has written: as good as ours when it says the same."""
        notice = f"{self.places.file} was rewritten by another program; what it says is what casefile wrote."
        return self._reconciled(tables, tip.seq, journal, vault, notice)

    def _reconciled(
        self, tables: dict[str, LazyTable], seq: int, journal: Path, vault: Vault | None, notice: str
    ) -> Opened:
        """The case from its journal, if the file says what the journal had at change `seq` or has at its end."""
        data = read_plain(journal)
        whole = whole_length(data)
        replay = Replay()
        equal = False
        try:
            for line in walk(data[:whole], Tip()):
                replay.add(open_line(line, vault))
                if replay.tip.seq == seq:
                    equal = next(differing(tables, replay), None) is None
        except BrokenLineError as error:
            raise ChangedError(
                f"{self.places.file} was changed by something other than casefile, and {error.message}.", LOOK
            ) from error
        if not equal and (differences := list(differing(tables, replay))):
            named = ", ".join(name_of(*place) for place in differences[:_LISTED])
            more = f" and {len(differences) - _LISTED} more" if len(differences) > _LISTED else ""
            raise ChangedError(
                f"{self.places.file} was changed by something other than casefile since change {replay.tip.seq}: "
                f"{named}{more} differ{'s' * (len(differences) == 1)} from its journal.",
                _MEND,
            )
        return Opened(replay.tables(), replay.tip, vault, behind=True, torn=len(data) - whole, notice=notice)


class _Documents(dict[tuple[str, int], Any]):
    """A file's tables under the keys of a replay, which so changes them where they are."""

    def __init__(self, tables: dict[str, LazyTable]) -> None:
        super().__init__()
        self._tables = tables

    def get(self, place: tuple[str, int], default: Any = None) -> Any:
        documents = self._tables[place[0]].documents if place[0] in self._tables else {}
        return encoded(documents[place[1]]) if place[1] in documents else default

    def __setitem__(self, place: tuple[str, int], document: bytes) -> None:
        self._tables.setdefault(place[0], LazyTable({})).documents[place[1]] = msgspec.Raw(document)

    def pop(self, place: tuple[str, int], *_default: Any) -> Any:
        return self._tables.setdefault(place[0], LazyTable({})).documents.pop(place[1], None)


def whole_length(data: bytes) -> int:
    """How many bytes of `data` are finished lines; what follows was being written when something stopped it."""
    start = data.rfind(b"\n", 0, max(len(data) - 1, 0)) + 1
    try:
        if data:
            read_line(0, 0, data[start:]).check_parts()
    except BrokenLineError:
        return start
    return len(data)


def was_finished(torn: bytes) -> bool:
    """Whether what is unreadable at a journal's end was written to its end once, and so perhaps reported as saved."""
    if torn.endswith(b"\n"):
        return True
    try:
        read_line(0, 0, torn[:-1] + b"\n")  # its end is what was damaged
    except BrokenLineError:
        return False
    return True


def has_lines(journal: Path) -> bool:
    """Whether a journal is there and has a line that was ever finished."""
    if not journal.is_file() or journal.is_symlink():
        return os.path.lexists(journal) and not journal.is_file()  # whoever opens it will say what it is
    data = read_plain(journal)
    return whole_length(data) > 0


def name_of(table: str, doc_id: int) -> str:
    """What people call a document: "P3"; documents of other programs' tables by table and number."""
    letters = {"people": "P", "charges": "C", "statements": "S", "events": "E", "sources": "R"}
    return f"{letters[table]}{doc_id}" if table in letters else f"{table} {doc_id}"
