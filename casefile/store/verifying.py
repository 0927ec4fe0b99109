"""Proves a case whole, or names what is not: its chain from the first line, file and evidence against the chain."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from casefile.errors import DamagedError, ForeignError, InputError, KeyMissingError, NoFileError, StoreError
from casefile.store._types import TABLES
from casefile.store.evidence import is_whole, place_of
from casefile.store.files import read_plain
from casefile.store.history import Replay, differing
from casefile.store.journal import ERASED, BrokenLineError, Line, Tip, open_line, read_line, split
from casefile.store.layout import HEADER, Parsed, parse
from casefile.store.opening import Places, name_of, whole_length
from casefile.store.sums import without_sum
from casefile.store.surroundings import check_folder
from casefile.store.switching import leaving, switch_file
from casefile.store.vault import MAGIC, Keys, Vault

_LISTED = 20


class Report(NamedTuple):
    """What was found.

    Attributes:
        faults: What is not as it should be, a sentence each; empty when the case is whole.
        notes: What else is to be known.
        changes: How many changes the journal holds.
        head: The hash of its last line, which stands for all of it.
        anchored: Number of the change that the hash asked for belongs to, if one was asked for and is there.
        files: The names of the files that belong into the evidence folder.
        lost: What is to be said of evidence that somebody has said is lost, a sentence each.
        opened: Whether an encrypted case could be looked into; True for all others.
        stranger: Whether the hash asked for is not in the journal.
    """

    faults: list[str]
    notes: list[str]
    changes: int
    head: str
    anchored: int | None = None
    files: frozenset[str] = frozenset()
    lost: tuple[str, ...] = ()
    opened: bool = True
    stranger: bool = False


class _Walk:
    """One pass over the journal: the first fault ends what can be said of the lines after it."""

    def __init__(self, vault: Vault | None) -> None:
        self.vault = vault
        self.replay: Replay | None = Replay()
        self.tip = Tip()
        self.inner = ""
        self.lost: dict[str, int] = {}
        self.names: set[str] = set()
        self.lost_files: dict[str, int] = {}  # by name, the change that says so
        self.hashes: dict[str, int] = {}
        self.last_time = ""
        self.notes: list[str] = []
        self.opened = True

    def take(self, line: Line) -> None:
        if line.tip.start == 0 and line.folds:
            for number, known in enumerate(line.folds, 1):
                self.hashes[known] = number
            self.notes.append(f"Changes 1 to {len(line.folds)} were folded into a checkpoint.")
        elif line.tip.seq != self.tip.seq + 1 or line.prev != self.tip.hash:
            raise BrokenLineError(
                line.number, "does not follow the line before it: lines were taken out, added or moved"
            )
        line.check_parts()
        for known in line.erases:
            self.lost.pop(known, None)
        for part, known in zip(line.parts, line.hashes, strict=True):
            if part is None and known not in (ERASED, *line.erases):
                self.lost[known] = line.number
        self.names |= set(line.names.keeps)
        self.names -= set(line.names.drops)
        for name in (*line.names.finds, *line.names.drops):
            self.lost_files.pop(name, None)
        self.lost_files |= dict.fromkeys(line.names.loses, line.tip.seq)
        for hashes in line.sealed_as:
            self.hashes |= {known: number for number, known in enumerate(hashes, 1)}
        self.hashes[line.tip.hash] = self.hashes[line.tip.inner] = line.tip.seq
        if self.replay is not None:
            self._look_inside(line)
        self.tip = line.tip

    def _look_inside(self, line: Line) -> None:
        try:
            entry = open_line(line, self.vault)
        except KeyMissingError:
            self.replay, self.opened = None, False
            self.notes.append(
                "The case is encrypted, and was checked without opening it: chain and evidence, not the case file."
            )
            return
        if entry.head.folds:
            self.hashes |= {known: number for number, known in enumerate(entry.head.folds.hashes, 1)}
        elif entry.head.prev != self.tip.inner:
            raise BrokenLineError(line.number, "seals a line that does not follow the one before it")
        for name in entry.lost:  # also those that are called by what was in them, which a sealed line keeps to itself
            if entry.lost[name]:
                self.lost_files[name] = line.tip.seq
            else:
                self.lost_files.pop(name, None)
        if entry.head.continues:
            self.hashes[entry.head.continues] = line.tip.seq - 1
        if entry.head.time < self.last_time:
            self.notes.append(
                f"Change {line.tip.seq} is dated before the one before it: a clock was wrong, or set back."
            )
        self.last_time = max(self.last_time, entry.head.time)
        assert self.replay is not None  # noqa: S101 - asked by the caller
        self.replay.add(entry)


def verify(path: Path, keys: Keys, against: str = "") -> Report:
    """Check everything that there is of the case at `path`, from its first line on; nothing is changed.

    Args:
        path: The case file.
        keys: What opens an encrypted case; without, its chain and evidence are checked and its contents are not.
        against: A hash that was kept elsewhere, which the journal must hold: then its history up to there is the same.

    Raises:
        NoFileError: There is no case.
    """
    places = Places(path)
    faults: list[str] = []
    data, journal = _bytes(places.now(path), faults), _bytes(places.now(places.journal), faults)
    if data is None and journal is None and not faults:
        read_plain(path)
    sealed = (data or b"").startswith(MAGIC)
    if sealed != (b'"sealed":"' in (journal or b"")[:4096]) and data is not None and journal:
        faults.append("The file is encrypted and the journal is not, or the other way round.")
    walk = _Walk(Vault([], lambda: keys.identities(places.key)))
    if journal is not None:
        _check_journal(journal, walk, faults)
    if data is not None:
        _check_file(data, path, journal, walk, faults, None if not sealed or walk.replay is None else walk.vault)
    elif journal is not None and walk.tip.seq == 1:
        walk.notes.append(f"{path} is not written yet, as its first change was interrupted; the next change writes it.")
    elif journal is not None:
        faults.append(f"{path} is missing; its journal holds it.")
    names = set(walk.replay.files) if walk.replay is not None else walk.names
    called = _Called(walk.replay)
    faults += _check_evidence(places.evidence, called, names, walk.lost_files, leaving(path))
    lost = tuple(_lost(places.evidence, called, name, seq) for name, seq in sorted(walk.lost_files.items()))
    faults += _check_list(places.now(places.backups), walk.vault)
    notes = walk.notes + _notes(places)
    anchored = None
    if against:
        anchored = next((seq for known, seq in walk.hashes.items() if known.startswith(against.lower().strip())), None)
        if anchored is None:
            faults.append(
                f"The journal does not hold {against}: its history was rewritten since, or is another case's."
            )
    stranger = bool(against) and anchored is None
    return Report(faults, notes, walk.tip.seq, walk.tip.hash, anchored, frozenset(names), lost, walk.opened, stranger)


def _bytes(place: Path, faults: list[str]) -> bytes | None:
    try:
        return read_plain(place)
    except NoFileError:
        return None
    except StoreError as error:
        faults.append(error.message)
        return None


def _check_journal(journal: bytes, walk: _Walk, faults: list[str]) -> None:
    whole = whole_length(journal)
    try:
        for number, start, piece in split(journal[:whole]):
            walk.take(read_line(number, start, piece))
    except BrokenLineError as error:
        faults.append(f"{error.message[0].upper()}{error.message[1:]}; the lines after it were not looked at.")
        walk.replay = None
        return
    except StoreError as error:
        faults.append(error.message)
        walk.replay = None
        return
    if whole < len(journal):
        walk.notes.append("The journal ends with an unfinished line, which was never reported as saved.")
    faults += [
        f"Line {number} of the journal lacks a part that no later line says was erased."
        for number in sorted(set(walk.lost.values()))
    ]


def _check_file(
    data: bytes, path: Path, journal: bytes | None, walk: _Walk, faults: list[str], vault: Vault | None
) -> None:
    try:
        if vault is not None:
            data = vault.open(data)
        elif data.startswith(MAGIC):
            return
        parsed = parse(data, path)
    except (DamagedError, ForeignError, StoreError) as error:
        faults.append(error.message)
        return
    header = parsed.tables[HEADER]["1"]
    if journal is None:
        if header.get("journal"):
            faults.append("The journal is missing: there is no history to check the file against.")
        else:
            walk.notes.append("The case has no history yet; it begins with the first change.")
        if parsed.sound is False:
            faults.append(f"{path} was changed by something other than casefile.")
    elif walk.replay is not None:
        _compare(parsed, path, walk, walk.replay, faults)


def _compare(parsed: Parsed, path: Path, walk: _Walk, replay: Replay, faults: list[str]) -> None:
    header = parsed.tables[HEADER]["1"]
    seq = (header.get("journal") or {}).get("seq", 0)
    if seq > walk.tip.seq:
        faults.append(f"The file reflects change {seq}, but the journal ends with {walk.tip.seq}: lines were cut off.")
    elif seq < walk.tip.seq and parsed.sound:
        walk.notes.append(f"The file is at change {seq} of {walk.tip.seq}; the next change brings it up.")
        return
    differences = list(differing(parsed.tables, replay))
    faults += [_difference(parsed, replay, table, doc_id) for table, doc_id in differences[:_LISTED]]
    if len(differences) > _LISTED:
        faults.append(f"So are {len(differences) - _LISTED} more.")
    given, known = (
        {table: last for table, last in ids.items() if last} for ids in (header["last_ids"], replay.last_ids)
    )
    if not parsed.sound and not differences:
        walk.notes.append(f"{path} was rewritten by another program; what it says is what the journal says.")
    elif parsed.sound and given != known:
        faults.append("The file says of the ids that were given out what the journal does not say.")


def _difference(parsed: Parsed, replay: Replay, table: str, doc_id: int) -> str:
    held = table in parsed.tables and doc_id in parsed.tables[table].documents
    known = replay.documents.get((table, doc_id))
    if held and known is None:
        return f"{name_of(table, doc_id)} is in the file, and the journal knows nothing of it."
    if known is not None and not held:
        return f"{name_of(table, doc_id)} is missing from the file; the journal has it."
    return f"{name_of(table, doc_id)} in the file is not what the journal says."


class _Called:
    """What people call a file of the evidence, where the case could be looked into: its name and that of its record."""

    def __init__(self, replay: Replay | None) -> None:
        self._documents = replay.documents if replay is not None else {}
        self._hashes = replay.files | replay.lost if replay is not None else {}
        self._by_hash: dict[str, str] | None = None

    def __call__(self, name: str) -> str:
        if self._by_hash is None:  # most evidence is whole, and nothing has to be called anything
            self._by_hash = dict(self._all())
        called = self._by_hash.get(self._hashes.get(name, ""))
        return f"{name} ({called})" if called else name

    def _all(self) -> Iterator[tuple[str, str]]:
        """What each file is called, by its hash; the first record that has it comes last, and counts."""
        for place, document in reversed(self._documents.items()):
            if place[0] in TABLES and isinstance(document, bytes) and b'"evidence"' in document:
                for held in reversed(msgspec.json.decode(document).get("evidence", ())):
                    yield held["sha256"], f"{held['name']} of {name_of(*place)}"


def _lost(folder: Path, called: _Called, name: str, seq: int) -> str:
    said = f"Evidence {called(name)} is lost, as change {seq} says."
    if os.path.lexists(folder / name):
        return f"{said} A file of that name is there again: casefile undo {seq}"
    return said


def _check_evidence(
    folder: Path, called: _Called, names: set[str], lost: Collection[str], gone: set[Path]
) -> Iterator[str]:
    try:
        there = {entry.name: entry for entry in os.scandir(folder)} if os.path.lexists(folder) else {}
    except OSError as error:
        yield f"The evidence folder cannot be read: {error.strerror}."
        return
    for name in sorted(names):
        place = place_of(folder, name)
        if place.name not in there:
            yield f"Evidence {called(name)} is missing."
            continue
        try:
            if not is_whole(place, name):
                yield f"Evidence {called(name)} was altered: it is not what it was when it was attached."
        except StoreError as error:
            yield error.message
    for name in sorted(set(there) - names - set(lost)):
        # what an interrupted writer left, or had decided to delete, the next one clears away
        if not name.endswith((".tmp", ".new")) and folder / name not in gone:
            yield f"{name} in the evidence folder is nobody's: no record was ever given it."


def _check_list(place: Path, vault: Vault | None) -> Iterator[str]:
    """Whether the list of backups is as it was written; one that is encrypted can be told only by who has a key."""
    try:
        data = read_plain(place)
        without_sum(vault.open(data) if vault is not None and data.startswith(MAGIC) else data)
    except (NoFileError, KeyMissingError, InputError):
        return
    except (StoreError, ValueError):
        yield f"{place.name}, the list of backups, is damaged."


def _notes(places: Places) -> list[str]:
    found = list(check_folder(places.file))
    if os.path.lexists(switch_file(places.file)):
        found.append("A change of all files was decided and interrupted; the next change finishes it.")
    if places.torn.exists():
        found.append(
            f"{places.torn.name} holds unfinished changes that were set aside; delete it when you have looked."
        )
    kept = sorted(kept.name for kept in places.file.parent.glob(f"{places.file.name}.*damaged-*"))
    if kept:
        found.append(f"Damaged files that were kept: {', '.join(kept)}.")
    return found
