"""Rewrites all files of a case in one step: to encrypt or open it, to erase a record from its past, to fold it up."""

from __future__ import annotations

import contextlib
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from casefile.errors import BrokenJournalError, StoreError
from casefile.interrupts import uninterrupted
from casefile.store._types import Stamp
from casefile.store.evidence import resealed
from casefile.store.files import read_plain
from casefile.store.history import Replay, changes_between, header_with
from casefile.store.journal import SEALED_SUFFIX, BrokenLineError, Entry, Folded, Head, Line, Tip, open_line, read_line
from casefile.store.layout import HEADER, encoded, serialise
from casefile.store.lines import make_difference, make_line, with_erased, write_line
from casefile.store.opening import LOOK, Opened
from casefile.store.switching import discard, stage, switch
from casefile.store.tinydb_file import TinyDBFile
from casefile.store.vault import Vault


class _Rewriting:
    """A case being rewritten: its lines as they are, its journal as it is to be."""

    def __init__(self, store: TinyDBFile, opened: Opened, stamp: Stamp) -> None:
        self.store, self.opened, self.stamp = store, opened, stamp
        self.journal = b""
        self.tip = Tip()
        self.moves: dict[Path, Path] = {}
        self.drops: list[Path] = []

    def old(self) -> list[tuple[Line, Entry]]:
        """Every line there is, whole and opened; a case without a history gets one first."""
        if not self.opened.tip.seq:
            tip = self.store.begin(self.opened.tables, self.opened, self.stamp)
            self.opened = self.opened._replace(tip=tip)
        try:
            return [(line, open_line(line, self.opened.vault)) for line in self.store.lines(self.opened.tip.end)]
        except BrokenLineError as error:
            raise BrokenJournalError(f"{self.store.path}: {error.message}. Nothing was changed.", LOOK) from error

    def add(self, line: bytes) -> None:
        """The next line of the new journal."""
        self.tip = read_line(self.tip.seq + 1, len(self.journal), line).tip
        self.journal += line

    def head(self, command: str, **fields: Any) -> Head:
        """The head of the line that says what was done."""
        last_ids = dict(self.opened.tables[HEADER]["1"]["last_ids"])
        return Head(
            seq=0, prev="", time=self.stamp.time, author=self.stamp.author, command=command, last_ids=last_ids, **fields
        )

    @property
    def files(self) -> dict[str, str]:
        """The evidence, by name."""
        return dict(self.opened.tables[HEADER]["1"].get("evidence", {}))

    @property
    def lost(self) -> dict[str, str]:
        """The evidence that is said to be lost, by name."""
        return dict(self.opened.tables[HEADER]["1"].get("lost", {}))

    def decide(self, vault: Vault | None, files: Mapping[str, str], lost: Mapping[str, str]) -> None:
        """Put file and journal in their places, and the rest with them."""
        tables, places = self.opened.tables, self.store.places
        header = tables[HEADER]["1"]
        tables[HEADER]["1"] = header_with(
            header,
            self.tip,
            last_ids=header["last_ids"],
            files=files,
            lost=lost,
            recipients=vault.recipients if vault is not None else (),
        )
        with uninterrupted():
            self.moves[stage(places.journal, self.journal)] = places.journal
            self.moves[stage(places.file, self.store.sealed(serialise(tables), vault))] = places.file
            switch(self.store.path, self.moves, self.drops)
            self.store.committed = self.tip.seq


@contextmanager
def _rewriting(store: TinyDBFile, stamp: Stamp) -> Iterator[_Rewriting]:
    """A case, whose lock is held, for rewriting; what was staged goes where nothing was decided."""
    with store.writing() as opened:
        work = _Rewriting(store, opened, stamp)
        try:
            yield work
        except BaseException:
            discard(store.path, work.moves)
            raise


def reseal(store: TinyDBFile, stamp: Stamp, recipients: Sequence[str], key: bytes | None) -> None:
    """Encrypt a case, encrypt it for others, or open it.

    Args:
        store: The case.
        stamp: Who does it and why.
        recipients: For whom; nobody opens it.
        key: The identity file that a passphrase protects, if there is to be one.

    Raises:
        InputError: A recipient is none.
        StoreError: The case is not whole, cannot be opened, or cannot be written; it is as it was.
    """
    new = Vault(recipients, lambda: store.keys.identities(store.places.key)) if recipients else None
    with _rewriting(store, stamp) as work:
        lines = work.old()
        old = work.opened.vault
        for line, _ in lines:
            head, parts = line.unsealed(old)
            work.add(write_line(head, parts, new, work.tip.hash))
        files = {}
        named: dict[str, str | None] = dict.fromkeys(work.files)
        for name, sha256 in work.files.items():
            fresh = resealed(store.places.evidence, name, sha256, old, new)
            waiting = store.places.evidence / f".{fresh}.new"
            work.moves[waiting] = store.places.evidence / fresh
            files[fresh] = named[fresh] = sha256
        work.drops += [store.places.evidence / name for name in work.files if name not in files]
        lost = {f"{secrets.token_hex(32)}{SEALED_SUFFIX}" if new else known: known for known in work.lost.values()}
        head_ = work.head(
            "encrypt" if new else "decrypt",
            recipients=new.recipients if new else (),
            sealed_as=(_hashes(lines),) if old else (),
        )
        inner = Tip(work.tip.seq, work.tip.hash, lines[-1][0].tip.inner) if lines else Tip()
        renamed = dict.fromkeys(work.lost) | lost
        work.add(make_line(head_, {}, stamp.reason, new, inner, files=named, lost=renamed))
        if key is not None:
            work.moves[stage(store.places.key, key)] = store.places.key
        elif store.places.key.exists():
            work.drops.append(store.places.key)
        for place in _aside(store):
            _reseal_beside(work, place, old, new)
        work.decide(new, files, lost)


def _aside(store: TinyDBFile) -> list[Path]:
    """What lies beside a case of its contents: torn lines, damaged files, drafts, the list of backups."""
    folder, name = store.path.parent, store.path.name
    kept = [place for place in folder.iterdir() if place.name.startswith(f"{name}.") and ".damaged-" in place.name]
    return [
        place
        for place in (store.places.torn, store.places.backups, store.places.drafts, *kept)
        if place.is_file() and not place.is_symlink()
    ]


def _reseal_beside(work: _Rewriting, place: Path, old: Vault | None, new: Vault | None) -> None:
    data = read_plain(place)
    with contextlib.suppress(StoreError):  # a damaged file need not be one that can be opened
        data = old.open(data) if old is not None else data
    work.moves[stage(place, data if new is None else new.seal(data))] = place


def compact(store: TinyDBFile, stamp: Stamp) -> int:
    """Fold all of a case's history into one line that says how everything stands; returns how many lines it stands for.

    Raises:
        StoreError: The case is not whole, or cannot be written; it is as it was.
    """
    with _rewriting(store, stamp) as work:
        lines = work.old()
        last, first = lines[-1][0], lines[0]
        inner = [
            known
            for _, entry in lines
            for known in (*(entry.head.folds.hashes if entry.head.folds else ()), entry.tip.inner)
        ]
        outer = _hashes(lines)
        since = first[1].head.folds.since if first[1].head.folds else first[1].head.time
        vault = work.opened.vault
        head = work.head(
            "compact",
            recipients=vault.recipients if vault else (),
            folds=Folded(tuple(inner), since),
            sealed_as=tuple(hashes for _, entry in lines for hashes in entry.head.sealed_as),
        )
        parts = {
            (name, doc_id): make_difference(None, encoded(document))
            for name, table in sorted(work.opened.tables.items())
            if name != HEADER
            for doc_id, document in sorted(table.documents.items())
        }
        work.tip = Tip(last.tip.seq, last.tip.hash, last.tip.inner)
        folds = outer if vault else ()
        line = make_line(head, parts, stamp.reason, vault, work.tip, files=work.files, lost=work.lost, folds=folds)
        work.add(line)
        work.decide(vault, work.files, work.lost)
        return len(outer)


def _hashes(lines: Sequence[tuple[Line, Entry]]) -> tuple[str, ...]:
    """The hashes of all changes as they lie in the journal, folded ones included, oldest first."""
    return tuple(known for line, _ in lines for known in (*line.folds, line.tip.hash))


def purge(
    store: TinyDBFile,
    stamp: Stamp,
    gone: Sequence[tuple[str, int]],
    changed: Mapping[tuple[str, int], bytes],
    telling: Callable[[tuple[str, int] | None, bytes], bool],
    files: Sequence[str],
) -> dict[tuple[str, int], int]:
    """Erase documents, and what tells of them, from the whole of a case's history.

    Args:
        store: The case.
        stamp: Who does it, and why.
        gone: The documents to erase.
        changed: Documents that mention them, as they are to be from now on.
        telling: Whether a text of the history must go as well: the JSON of the document at a place, or a reason (at no
            place).
        files: The SHA-256 of evidence to delete.

    Returns:
        By document, how many pieces of its history were erased; reasons under ("", 0).

    Raises:
        StoreError: The case is not whole, or cannot be written; it is as it was.
    """
    with _rewriting(store, stamp) as work:
        vault = work.opened.vault
        known = Replay()
        names = {name for name, sha256 in (work.files | work.lost).items() if sha256 in files}
        inner_erased: list[str] = []
        counts: Counter[tuple[str, int]] = Counter()
        outer_erased: list[str] = []
        for line, entry in work.old():
            drop = _to_erase(entry, set(gone), set(changed), telling)
            kept_files = (entry.files, entry.lost)
            told = (*entry.files.items(), *entry.lost.items())
            if any(sha256 in files or name in names for name, sha256 in told):
                drop.append(len(entry.head.parts) - 1)
                kept_files = ({}, {})
            of = [(mark.table, mark.doc) for mark in entry.head.changes] + [("", 0), ("", 0)]
            counts.update(of[place] for place in drop)
            for place in drop:
                inner_erased.append(entry.head.parts[place])
                outer_erased.append(line.hashes[place])
            work.add(with_erased(line, drop))
            kept = tuple(None if number in drop else one for number, one in enumerate(entry.differences))
            known.add(entry._replace(differences=kept, files=kept_files[0], lost=kept_files[1]))
        parts = {}
        tables = work.opened.tables
        for table, doc_id in gone:
            tables[table].documents.pop(doc_id, None)
            parts[table, doc_id] = make_difference(None, None)
        for (table, doc_id), document in changed.items():
            tables[table].documents[doc_id] = msgspec.Raw(document)
        for (table, doc_id), state in known.documents.items():
            if isinstance(state, str) and (table, doc_id) not in parts:  # erased, and to be told again
                held = tables[table].documents.get(doc_id)
                parts[table, doc_id] = make_difference(None, None if held is None else encoded(held))
        remaining = {name: sha256 for name, sha256 in work.files.items() if name not in names}
        lost = {name: sha256 for name, sha256 in work.lost.items() if name not in names}
        again, lost_again = changes_between(known.files, remaining), changes_between(known.lost, lost)
        head = work.head("purge", erases=tuple(inner_erased))
        inner = Tip(work.tip.seq, work.tip.hash, work.tip.inner)
        changes = dict(sorted(parts.items()))
        work.add(
            make_line(
                head,
                changes,
                stamp.reason,
                vault,
                inner,
                files=again,
                lost=lost_again,
                erases=outer_erased,
                drops=sorted(names),
            )
        )
        work.drops += [store.places.evidence / name for name in names]
        work.drops += [place for place in _aside(store) if place != store.places.backups]
        work.decide(vault, remaining, lost)
        return dict(counts)


def _to_erase(
    entry: Entry,
    gone: set[tuple[str, int]],
    changed: set[tuple[str, int]],
    telling: Callable[[tuple[str, int] | None, bytes], bool],
) -> list[int]:
    """Which parts of an entry must go, by their place in it."""
    found = []
    touched = False
    for number, (mark, difference) in enumerate(zip(entry.head.changes, entry.differences, strict=True)):
        if difference is None:
            continue
        sides = [side for side in (difference.before, difference.after) if side is not None]
        place = (mark.table, mark.doc)
        touched = touched or place in gone
        if place in gone or place in changed or any(telling(place, side) for side in sides):
            found.append(number)
    # what compacts and purges gives its reason for the case as a whole
    touched = touched and entry.head.command not in ("compact", "purge")
    if entry.reason and (touched or telling(None, entry.reason.encode())):
        found.append(len(entry.head.changes))
    return found
