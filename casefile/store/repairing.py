"""Makes a damaged case whole again, from its journal, its backups and whatever else of it is sound."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from casefile.errors import BrokenJournalError, KeyMissingError, NoFileError, StoreError, counted
from casefile.interrupts import uninterrupted
from casefile.store._types import Stamp
from casefile.store.archive import evidence_back, journals, known
from casefile.store.evidence import is_whole, keep_damaged, place_of
from casefile.store.files import read_plain, write_private
from casefile.store.history import ERASED, Replay, brought_up, changes_between, differing, header_with
from casefile.store.journal import ERASED as NOTHING
from casefile.store.journal import (
    BrokenLineError,
    Difference,
    Head,
    Line,
    Tip,
    digest,
    files_in,
    open_line,
    read_line,
    split,
)
from casefile.store.layout import HEADER, LazyTable, Parsed, encoded, parse, serialise
from casefile.store.lines import make_difference, make_line
from casefile.store.locking import locked
from casefile.store.opening import name_of, was_finished, whole_length
from casefile.store.surroundings import folder_of
from casefile.store.switching import discard, finish, stage, switch, switch_file
from casefile.store.tinydb_file import TinyDBFile
from casefile.store.vault import MAGIC, Vault


class Recovered(NamedTuple):
    """What a recovery did.

    Attributes:
        lines: What was found and done, a sentence each.
        lost: What could not be recovered, a sentence each; empty when nothing is lost.
    """

    lines: list[str]
    lost: list[str]


class File(NamedTuple):
    """A case file that could be read, whatever else is true of it."""

    parsed: Parsed
    vault: Vault | None
    tip: Tip

    @property
    def tables(self) -> dict[str, LazyTable]:
        """Its tables."""
        return self.parsed.tables


def read_file(store: TinyDBFile) -> File:
    """The case file, if it can be read; raises `StoreError`."""
    data = read_plain(store.path)
    vault = None
    if data.startswith(MAGIC):
        vault = Vault([], lambda: store.keys.identities(store.places.key))
        data = vault.open(data)
    parsed = parse(data, store.path)
    header = parsed.tables[HEADER]["1"]
    if vault is not None:
        vault = _vault(store, header.get("recipients", ()))
    return File(parsed, vault, Tip(**(header.get("journal") or {})))


def _vault(store: TinyDBFile, recipients: Sequence[str]) -> Vault:
    return Vault(recipients, lambda: store.keys.identities(store.places.key))


def parts_between(
    known: Replay, tables: dict[str, LazyTable], places: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], bytes]:
    """How documents get from what the journal says to what `tables` hold."""
    found = {}
    for table, doc_id in places:
        before = known.documents.get((table, doc_id))
        held = tables[table].documents.get(doc_id) if table in tables else None
        found[table, doc_id] = make_difference(
            None if before is None or before == ERASED else bytes(before), None if held is None else encoded(held)
        )
    return found


class _Chain:
    """The longest unbroken history that journal and backups have between them, and what lies beyond its end."""

    def __init__(self, store: TinyDBFile, journal: bytes, vault: Vault | None) -> None:
        self.replay = Replay()
        self.bytes = b""
        self.beyond: list[tuple[Line, bool]] = []  # later lines; whether all their parts are whole
        self.used_backup = ""
        self.doubtful = False  # whether the journal ends with an unreadable line that may have been reported as saved
        self.hashes: dict[int, str] = {}
        self.touched: dict[tuple[str, int], int] = {}  # by document, the last change of it
        self.gaps: list[tuple[str, str, str]] = []  # parts that nobody erased: hash inside, hash outside, whose
        self._erased: set[str] = set()
        self._vault = vault
        pool = self._pool(journal, "")
        for name, other in journals(store):
            for prev, found in self._pool(other, name).items():
                if prev not in pool or (self._lacks(pool[prev][0]) and not self._lacks(found[0])):
                    pool[prev] = found
        self._follow(pool)
        mine = [line for line, _, name in pool.values() if not name and line.tip.seq > self.replay.tip.seq]
        self.beyond += [(line, True) for line in mine]
        self.beyond.sort(key=lambda pair: pair[0].tip.seq)

    def _pool(self, journal: bytes, name: str) -> dict[str, tuple[Line, bytes, str]]:
        found: dict[str, tuple[Line, bytes, str]] = {}
        for number, start, piece in split(journal):
            try:
                line = read_line(number, start, piece)
            except BrokenLineError:
                self.doubtful = self.doubtful or (
                    not name and start + len(piece) == len(journal) and was_finished(piece)
                )
                continue
            self._erased |= {*line.erases} if not name else set()
            try:
                line.check_parts()
            except BrokenLineError:
                if not name:
                    self.beyond.append((line, False))
                continue
            found["" if line.tip.start == 0 and line.folds else line.prev] = (line, piece, name)
        return found

    def _lacks(self, line: Line) -> list[int]:
        """Which parts of a line are gone without anybody having erased them."""
        return [
            number
            for number, (part, known) in enumerate(zip(line.parts, line.hashes, strict=True))
            if part is None and known not in self._erased and known != NOTHING
        ]

    def _follow(self, pool: dict[str, tuple[Line, bytes, str]]) -> None:
        tip = Tip()
        while tip.hash in pool:
            _, piece, name = pool[tip.hash]
            line = read_line(tip.seq + 1, len(self.bytes), piece)
            try:
                entry = open_line(line, self._vault)
                self.replay.add(entry)
            except BrokenLineError:
                return
            for number in self._lacks(line):
                marks = entry.head.changes
                whose = (
                    name_of(marks[number].table, marks[number].doc) if number < len(marks) else "its reason or files"
                )
                told = f"What change {entry.tip.seq} says of {whose}."
                self.gaps.append((entry.head.parts[number], line.hashes[number], told))
            self.touched |= {(mark.table, mark.doc): entry.tip.seq for mark in entry.head.changes}
            self.hashes[entry.tip.seq] = entry.tip.hash
            tip = line.tip
            self.bytes += piece
            self.used_backup = self.used_backup or name


def recover(store: TinyDBFile, stamp: Stamp) -> Recovered:
    """Rebuild a case from its journal, its backups and whatever else of it is sound; what is damaged is kept beside it.

    Args:
        store: The case.
        stamp: Who does it and why.

    Raises:
        NoFileError: There is nothing at all to recover from.
        StoreError: It is encrypted and cannot be opened, or the disk does not take what was recovered.
    """
    if not store.exists() and not any(True for _ in journals(store)):
        read_plain(store.path)
    with folder_of(store.path, None), locked(store.path):
        store.look_around()
        lines: list[str] = []
        lost: list[str] = []
        try:
            finish(store.path)
        except BrokenJournalError as error:
            _keep(switch_file(store.path), lines, error.message, move=True)
        try:
            known(store)
        except StoreError as error:
            lines.append(f"{error.message.removesuffix(' Nothing was changed.')} No backup was looked at.")
        file = _file_if_readable(store, lines)
        journal = _journal_if_any(store, lines)
        sealed = b'"sealed":"' in journal[:4096] if journal else file is not None and file.vault is not None
        vault = (
            _vault(store, ()) if sealed or any(b'"sealed":"' in other[:4096] for _, other in journals(store)) else None
        )
        chain = _Chain(store, journal, vault)
        if not chain.replay.tip.seq and (file is None or not file.parsed.sound) and not chain.beyond:
            raise StoreError(
                f"Nothing of {store.path} can be rebuilt: neither its journal nor a backup has a whole first line.",
                "What is there was left as it is. Look for a copy: casefile restore BACKUP",
            )
        tables = _best(file, chain, lines, lost)
        if vault is not None:
            recipients = chain.replay.recipients or tuple(tables[HEADER]["1"].get("recipients", ()))
            if not recipients:
                recipients = tuple(str(own.to_public()) for own in store.keys.identities(store.places.key))
                lost.append("For whom the case was encrypted besides you: casefile encrypt --recipient")
            vault = _vault(store, recipients)
        if not journal and chain.used_backup and (file is None or not file.parsed.sound):
            lost.append("What was changed after that backup was made, if anything was.")
        _write(store, stamp, _Outcome(file, journal, chain, tables, vault), lines)
        _mend_evidence(store, tables, lines, lost)
    return Recovered(lines, lost)


def _file_if_readable(store: TinyDBFile, lines: list[str]) -> File | None:
    try:
        file = read_file(store)
    except NoFileError:
        lines.append(f"{store.path} is missing.")
        return None
    except StoreError as error:
        if isinstance(error, KeyMissingError):
            raise
        lines.append(error.message)
        return None
    return file


def _journal_if_any(store: TinyDBFile, lines: list[str]) -> bytes:
    try:
        return read_plain(store.places.journal)
    except NoFileError:
        lines.append("The journal is missing.")
        return b""
    except StoreError as error:
        if store.places.journal.is_file() and not store.places.journal.is_symlink():
            raise  # it is one, and may be sound: only that it cannot be read now
        lines.append(error.message)
        return b""


def _best(file: File | None, chain: _Chain, lines: list[str], lost: list[str]) -> dict[str, LazyTable]:
    """The newest state of every document that something sound says, and word of where that comes from."""
    replay = chain.replay
    if chain.used_backup:
        lines.append(f"Lines that were damaged or missing were taken from the backup {chain.used_backup}.")
    lost += [whose for _, _, whose in chain.gaps]
    newest = max([replay.tip.seq, *(line.tip.seq for line, _ in chain.beyond)])
    if chain.doubtful and not (file is not None and file.parsed.sound and file.tip.seq > newest):
        lost.append(
            "Perhaps one change more: the last line of the journal is damaged, and whether it was ever reported as "
            "saved cannot be told."
        )
    if file is not None and file.parsed.sound and file.tip.seq >= newest and file.tip.seq > replay.tip.seq:
        lost.append(
            f"The history of changes {replay.tip.seq + 1} to {file.tip.seq}. Their outcome, in the case file, is kept."
        )
        return file.tables
    base = file if file is not None and file.parsed.sound and file.tip.seq > replay.tip.seq else None
    since = base.tip.seq if base else replay.tip.seq
    tables = base.tables if base else replay.tables()
    if base is None and file is not None:
        lines += _filled(tables, file, chain)
    seen = {since}
    for line, whole in chain.beyond:
        if line.tip.seq > since:
            _salvage(line, whole, tables, lost, chain)
            seen.add(line.tip.seq)
    lost += [
        f"Change {seq}: what it changed, and no later change, is as it was before."
        for seq in range(since + 1, newest + 1)
        if seq not in seen
    ]
    if chain.beyond and newest > since:
        lost.append(f"The proof that changes {since + 1} to {newest} followed one another. What could be read is kept.")
    return tables


def _filled(tables: dict[str, LazyTable], file: File, chain: _Chain) -> list[str]:
    """Take from a sound file what its journal has lost of documents that have not changed since; says which."""
    if not file.parsed.sound or chain.hashes.get(file.tip.seq) != file.tip.hash:
        return []
    found = []
    for (table, doc_id), state in sorted(chain.replay.documents.items()):
        held = file.tables[table].documents.get(doc_id) if table in file.tables else None
        if state == ERASED and held is not None and chain.touched[table, doc_id] <= file.tip.seq:
            tables.setdefault(table, LazyTable({})).documents[doc_id] = held
            found.append(name_of(table, doc_id))
    return [f"The case file still had {', '.join(found)}."] if found else []


def _salvage(line: Line, whole: bool, tables: dict[str, LazyTable], lost: list[str], chain: _Chain) -> None:
    """Apply what can be read of a line that does not hang on the chain."""
    try:
        if whole:
            entry = open_line(line, chain._vault)  # noqa: SLF001 - one thing in two parts
            pairs = list(zip(entry.head.changes, entry.differences, strict=True))
            head, came, gone = entry.head, entry.files, entry.lost
        else:
            head = msgspec.json.decode(line.head, type=Head)  # of a sealed line nothing can be told part by part
            parts = [
                msgspec.json.decode(part, type=Difference) if part is not None and digest(part) == mark.part else None
                for mark, part in zip(head.changes, line.parts, strict=False)
            ]
            both = zip(line.parts, line.hashes, strict=True)
            pairs = list(zip(head.changes, parts, strict=True))
            sound = [part if part is not None and digest(part) == known else None for part, known in both]
            told = files_in(head, sound)
            came, gone = told.files, told.lost
    except (StoreError, BrokenLineError, msgspec.MsgspecError):
        lost.append(f"Change {line.tip.seq}: it cannot be read.")
        return
    for mark, difference in pairs:
        if difference is None:
            lost.append(f"{name_of(mark.table, mark.doc)} as change {line.tip.seq} left it.")
        elif difference.after is None:
            tables.setdefault(mark.table, LazyTable({})).documents.pop(mark.doc, None)
        else:
            tables.setdefault(mark.table, LazyTable({})).documents[mark.doc] = msgspec.Raw(difference.after)
    header = tables[HEADER]["1"]
    header["last_ids"] = {table: max(last, head.last_ids.get(table, 0)) for table, last in header["last_ids"].items()}
    if head.recipients:
        header["recipients"] = list(head.recipients)
    header["evidence"] = brought_up(header.get("evidence", {}), came)
    header["lost"] = brought_up(header.get("lost", {}), gone)


class _Outcome(NamedTuple):
    file: File | None
    journal: bytes
    chain: _Chain
    tables: dict[str, LazyTable]
    vault: Vault | None


def _write(store: TinyDBFile, stamp: Stamp, outcome: _Outcome, lines: list[str]) -> None:
    file, chain, tables = outcome.file, outcome.chain, outcome.tables
    replay, history = chain.replay, chain.bytes
    places = list(differing(tables, replay))
    header = tables[HEADER]["1"]
    files = changes_between(replay.files, header.get("evidence", {}))
    gone = changes_between(replay.lost, header.get("lost", {}))
    if places or files or gone or chain.gaps or not replay.tip.seq:
        head = Head(
            seq=0,
            prev="",
            time=stamp.time,
            author=stamp.author,
            command="recover",
            last_ids=dict(tables[HEADER]["1"]["last_ids"]),
            erases=tuple(inner for inner, _, _ in chain.gaps),
            continues="" if file is None else file.tip.hash,
            recipients=() if outcome.vault is None else outcome.vault.recipients,
        )
        erases = [outer for _, outer, _ in chain.gaps] if outcome.vault is not None else []
        parts = parts_between(replay, tables, places)
        line = make_line(head, parts, stamp.reason, outcome.vault, replay.tip, files=files, lost=gone, erases=erases)
        replay.add(open_line(read_line(replay.tip.seq + 1, len(history), line), outcome.vault))
        history += line
    tables[HEADER]["1"] = header_with(
        tables[HEADER]["1"],
        replay.tip,
        last_ids=dict(replay.last_ids),
        files=replay.files,
        lost=replay.lost,
        recipients=replay.recipients,
    )
    moves = {}
    torn = outcome.journal[whole_length(outcome.journal) :]
    if torn:
        lines.append(store.keep_torn(torn))
    if history != outcome.journal:
        if outcome.journal[: whole_length(outcome.journal)] != history:
            _keep(store.places.journal, lines, "")
        moves[stage(store.places.journal, history)] = store.places.journal
        lines.append(f"The journal was rebuilt: {counted(replay.tip.seq, 'change')}.")
    if file is None or not file.parsed.sound or file.tip != replay.tip or list(differing(file.tables, replay)):
        _keep(store.path, lines, "")
        moves[stage(store.path, store.sealed(serialise(tables), outcome.vault))] = store.path
        lines.append(f"{store.path} was rebuilt from {'its journal' if not places else 'all that could be read'}.")
    if moves:
        try:
            with uninterrupted():
                switch(store.path, moves)
                store.committed = replay.tip.seq
        except BaseException:
            discard(store.path, moves)
            raise
    else:
        lines.append("File and journal are whole; nothing had to be done.")


def _mend_evidence(store: TinyDBFile, tables: dict[str, LazyTable], lines: list[str], lost: list[str]) -> None:
    """Take evidence that is missing or altered from a backup; what was altered is kept beside the case."""
    for name, sha256 in tables[HEADER]["1"].get("evidence", {}).items():
        place = place_of(store.places.evidence, name)
        if is_whole(place, name):
            continue
        called = _called(tables, sha256)
        if os.path.lexists(place):
            aside = keep_damaged(store.places.evidence, name)
            lines.append(f"{called} was altered; as it was, it is kept as {aside}.")
        if backup := evidence_back(store, name):
            lines.append(f"{called} was taken from the backup {backup}.")
        else:
            lost.append(
                f"{called}: no backup that can be reached has it. If you have it, attach it again (casefile attach); "
                "if it is gone for good, say so: casefile evidence lost"
            )


def _called(tables: dict[str, LazyTable], sha256: str) -> str:
    """What people call a file that is kept: its own name, and the record that it is kept with."""
    for table, kept in tables.items():
        for doc_id, document in kept.documents.items() if table != HEADER else ():
            if sha256.encode() in (data := encoded(document)):
                for held in msgspec.json.decode(data).get("evidence", ()):
                    if held["sha256"] == sha256:
                        return f"The file {held['name']} of {name_of(table, doc_id)}"
    return f"The file {sha256[:12]}…"


def _keep(place: Path, lines: list[str], why: str, *, move: bool = False) -> None:
    """Keep a damaged file beside the case, under a name of its own."""
    if not os.path.lexists(place):
        return
    number = 1
    while os.path.lexists(kept := place.with_name(f"{place.name}.damaged-{number}")):
        number += 1
    if move or place.is_symlink() or not place.is_file():
        place.rename(kept)
    else:
        write_private(kept, read_plain(place), overwrite=False)
    lines.append(f"{why} {place.name} as it was is kept as {kept}.".strip())
