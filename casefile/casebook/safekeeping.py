"""What keeps a case whole and to oneself: proof, repair, backups, encryption, the folding of old history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import msgspec

from casefile.casebook.besides import BESIDES
from casefile.casebook.book import Casebook
from casefile.casebook.deposits import read_deposit
from casefile.errors import CasefileError, ConflictError, InputError, StoreError, counted
from casefile.model import BY_TABLE, Case, build, references
from casefile.model.checking import explain
from casefile.store import DEPOSITS, Snapshot, adopting, archive, drafts, repairing, rewriting, vault
from casefile.store.tinydb_file import TinyDBFile
from casefile.store.verifying import Report
from casefile.store.verifying import verify as verify_files

_LISTED = 10  # mentions that a message lists


@dataclass(frozen=True)
class Outcome:
    """What was done or found.

    Attributes:
        lines: What people read.
        data: The same for machines.
    """

    lines: list[str]
    data: dict[str, object]
    verb: ClassVar[str] = ""


def files_of(book: Casebook) -> TinyDBFile:
    """The case's files; raises `CasefileError` where the case lies on a server."""
    if not isinstance(book.store, TinyDBFile):
        raise CasefileError(
            f"{book.store.location} is not a case file.",
            "This is for cases that are files; use the server's own means.",
        )
    return book.store


def verify(book: Casebook, against: str = "") -> Report:
    """Check the case from its first change on; see `casefile.store.verifying.verify`."""
    return verify_files(files_of(book).path, files_of(book).keys, against)


def adopt(book: Casebook) -> Outcome:
    """Take edits that were made by hand into the history.

    Raises:
        ConflictError: There are none, or with them records would mention what is not there.
        FieldError: What was edited is not a record any more.
    """
    store = files_of(book)
    names = adopting.adopt(store, book.stamp(), _check, _check_mentions)
    said = ", ".join(names) if names else "the file as it is; its history begins here"
    return Outcome([f"Adopted {said}"], {"adopted": names})


def _check(table: str, doc_id: int, document: bytes) -> None:
    if table in BESIDES:
        BESIDES[table](doc_id, document, "The file")
    if table == DEPOSITS:
        read_deposit(doc_id, document, "The file")
    kind = BY_TABLE.get(table)
    if kind is None:
        return
    name = f"{kind.letter}{doc_id}"
    try:
        values = msgspec.json.decode(document)
        record = build(kind, values)
    except msgspec.MsgspecError as error:
        raise explain(kind, name, error) from error
    if record.id != name:
        raise InputError(f"{kind.noun} {name} calls itself {record.id or 'nothing'}.", "Mend that line by hand.")


def _check_mentions(before: Snapshot, after: Snapshot) -> None:
    """Hold that no record mentions one that is not there, unless it did so before."""
    known = set(_dangling(before))
    new = [mention for mention in _dangling(after) if mention not in known]
    if new:
        more = [f"  … and {len(new) - _LISTED} more"] if len(new) > _LISTED else []
        listed = "\n".join([f"  {record}  {field}: {target}" for record, field, target in new[:_LISTED]] + more)
        raise ConflictError(
            f"With that edit, records would mention what is not there; nothing was adopted:\n{listed}",
            "Take those mentions out by hand as well; or take the edit back (casefile recover) and use casefile: "
            "remove ID --cascade takes out what mentions a record.",
        )


def _dangling(snapshot: Snapshot) -> Iterator[tuple[str, str, str]]:
    """Every mention of a record that is not there: in which record, in which field, of which."""
    case = Case(snapshot)
    for record in case.everything():
        for mention in references(record):
            if case.get(mention.target) is None:
                yield record.id, mention.field, mention.target


def recover(book: Casebook) -> Outcome:
    """Rebuild the case from whatever of it is sound, and verify what came out."""
    store = files_of(book)
    done = repairing.recover(store, book.stamp())
    report = verify_files(store.path, store.keys)
    lines = [*done.lines, *(f"Not recovered: {sentence}" for sentence in done.lost)]
    if not done.lost:
        lines.append("Nothing is lost.")
    if report.faults:
        lines += [f"Still not whole: {fault}" for fault in report.faults]
    else:
        lines.append(f"The case is whole: {counted(report.changes, 'change')}.")
    data = {"done": done.lines, "lost": done.lost, "faults": report.faults, "changes": report.changes}
    return Outcome(lines, data)


def backup(book: Casebook, path: str) -> Outcome:
    """Write a backup of the case."""
    made = archive.backup(files_of(book), Path(path), book.stamp())
    size = sum(member.size for member in made.files)
    what = f"{counted(made.seq, 'change')}, {counted(len(made.files), 'file')}, {size:,} bytes"
    line = f"Backed up to {path}: {what}" + (f"; head {made.head[:16]}…" if made.head else "; no history yet")
    return Outcome([line], msgspec.to_builtins(made))


def restore(book: Casebook, path: str) -> Outcome:
    """Make a case out of a backup, and verify it.

    Raises:
        ConflictError: There is a case already.
        InputError: `path` is no backup.
        StoreError: What came out is not whole.
    """
    store = files_of(book)
    made, report = archive.restore(store, Path(path))
    if report.faults:
        raise StoreError(
            f"The case was restored to {store.path}, but is not whole: {report.faults[0]}", "See casefile verify."
        )
    line = f"Restored {store.path}: {counted(made.seq, 'change')}, as backed up {made.made} by {made.author}; verified"
    return Outcome([line], msgspec.to_builtins(made))


def compact(book: Casebook) -> Outcome:
    """Fold the history into one line.

    Raises:
        InputError: No reason was given.
    """
    stamp = book.stamp()
    if not stamp.reason:
        raise InputError("Folding the history needs a reason.", "casefile compact --reason WHY")
    count = rewriting.compact(files_of(book), stamp)
    line = f"Folded {counted(count, 'change')} into a checkpoint, signed off by {stamp.author}"
    return Outcome([line], {"folded": count})


def encrypt(book: Casebook, recipients: list[str], passphrase: str) -> Outcome:
    """Encrypt the case for age recipients, for a passphrase, or for both.

    Args:
        book: The case.
        recipients: Public keys ("age1...").
        passphrase: May be empty.

    Raises:
        InputError: There is neither, or a recipient is none.
    """
    store = files_of(book)
    everybody, key = list(recipients), None
    if passphrase:
        secret, public = vault.new_identity()
        key = vault.wrapped(secret, passphrase)
        everybody.insert(0, public)
    if not everybody:
        raise InputError("For whom?", "Give a passphrase, or --recipient age1… (age-keygen makes one).")
    backups = archive.known(store)
    rewriting.reseal(store, book.stamp(), everybody, key)
    lines = [f"Encrypted {store.path} for {' and '.join(_for(recipients, passphrase))}"]
    lines += [
        f"The backup {backup.path} was made before and can be opened as before: make a new one, and delete it"
        for backup in backups
    ]
    texts = [text for folder in drafts.left(store.path) for text in sorted(folder.iterdir())]
    lines += [f"A text from an editor lies there unencrypted: {text}" for text in texts]
    return Outcome(lines, {"recipients": everybody, "passphrase": bool(passphrase)})


def _for(recipients: list[str], passphrase: str) -> list[str]:
    found = ["a passphrase"] if passphrase else []
    if recipients:
        found.append(f"{len(recipients)} recipient{'s' * (len(recipients) != 1)}")
    return found


def decrypt(book: Casebook) -> Outcome:
    """Open an encrypted case for good."""
    store = files_of(book)
    if not store.is_sealed():
        raise ConflictError(f"{store.path} is not encrypted.", "")
    rewriting.reseal(store, book.stamp(), [], None)
    return Outcome([f"Opened {store.path}: whoever can read the file can read the case"], {"encrypted": False})
