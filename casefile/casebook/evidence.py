"""Files that are kept with records: taken in with word of who brought them and from where, listed, handed out again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from casefile.casebook.book import Casebook
from casefile.casebook.safekeeping import Outcome, files_of
from casefile.casebook.stored import Stored
from casefile.errors import AmbiguousError, ConflictError, InputError, NotFoundError, StoreError, counted
from casefile.model import Evidence, Record
from casefile.store import Stamp, archive
from casefile.store import evidence as folder
from casefile.store.files import FileExists, staged_name
from casefile.store.layout import HEADER
from casefile.store.tinydb_file import TinyDBFile
from casefile.views.table import Column, Table

_MOST_NAME = 200
AnyRecord = TypeVar("AnyRecord", bound=Record)


def attach(
    book: Casebook,
    text: str,
    path: str,
    *,
    description: str = "",
    origin: str = "",
    progress: Callable[[int], None] = lambda _: None,
) -> Stored:
    """Keep a copy of a file with a record.

    Args:
        book: The case.
        text: Which record.
        path: The file.
        description: What is to be seen in it.
        origin: Where it came from.
        progress: Takes the number of bytes of each piece that is copied.

    A file that the record has already, and that is missing from the evidence, was altered or is said to be lost, is put
    back; the record stays as it is.

    Raises:
        NotFoundError: There is no such record.
        InputError: The file is none, or changes while it is read.
        ConflictError: The record has that very file already, and it is whole.
    """
    store = files_of(book)
    with book.change():
        record = book.find_any(text)
        kept = folder.take_in(store.places.evidence, Path(path), book.vault(), progress)
        before = len(record.evidence)
        record, lines = _keep(book, store, record, kept, Naming(Path(path).name, description, origin))
        has = len(record.evidence) == before
        held = next(one for one in record.evidence if one.sha256 == kept.sha256)
        line = f"{record.id}  {held.name}, {counted(kept.size, 'byte')}, SHA-256 {kept.sha256}"
        verb = "Put back for" if has else "Attached to"
        return Stored([record], [], [line, *lines], verb, book.store.location)


def _whole_and_not(store: TinyDBFile, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Names of evidence files, parted into those that are there as they were and those that are not."""
    whole = [name for name in names if folder.is_whole(store.places.evidence / name, name)]
    return whole, [name for name in names if name not in whole]


def _put_away(store: TinyDBFile, name: str) -> str:
    """Keep a file of the evidence that was altered elsewhere; says where, or nothing where none lies there."""
    if not os.path.lexists(store.places.evidence / name):
        return ""
    return f"what lay in its place is kept as {folder.keep_damaged(store.places.evidence, name)}"


def lost(book: Casebook, text: str, number: str = "") -> Outcome:
    """Say of a file that is kept that it is lost for good, so that the case counts as whole without it.

    Args:
        book: The case.
        text: The record that has it, or the beginning of its hash.
        number: Which of the record's files.

    Raises:
        InputError: No reason was given.
        ConflictError: It is not lost, or a backup has it.
        NotFoundError: There is no such file.
    """
    if not book.stamp().reason:
        raise InputError("A loss needs a reason; it stays in the history.", "casefile evidence lost ID --reason WHY")
    store = files_of(book)
    with book.change():
        found = find(book, text, number)
        sha256, called = found.held.sha256, f"{found.held.name} of {found.record.id}"
        if book.kept_as(sha256, lost=True):
            raise ConflictError(f"That {called} is lost has been said already.", "See: casefile verify")
        there, gone = _whole_and_not(store, book.kept_as(sha256))
        if there and not gone:
            raise ConflictError(f"{called} is there, as it was when it was attached.", "Nothing was changed.")
        for name in gone:
            if backup := archive.evidence_back(store, name, look_only=True):
                raise ConflictError(f"{called} is in the backup {backup}.", "Take it from there: casefile recover")
        lines = [
            f"{called} is lost, and verify says so from now on. Found again: casefile attach {found.record.id} FILE"
        ]
        lines += filter(None, (_put_away(store, name) for name in gone))
        for name in gone:
            book.keep_file(name, None)
            if not there:  # nor under another name
                book.lose_file(name, sha256)
        if not (there or gone):  # it never came, as when only its record was imported
            book.lose_file(sha256, sha256)
    return Outcome(lines, {"record": found.record.id, "sha256": sha256, "lost": not there})


class Naming(NamedTuple):
    """What is said of a file that is kept: its name, what is to be seen in it, where it came from, its media type."""

    name: str
    description: str = ""
    origin: str = ""
    media_type: str = ""


def keep_bytes(book: Casebook, record: AnyRecord, data: bytes, naming: Naming) -> AnyRecord:
    """Keep `data` as a file with a record, within the change that is being made; nothing else of it is written.

    Returns:
        The record as it is then; as it was, where it has that very file already.
    """
    store = files_of(book)
    sha256 = hashlib.sha256(data).hexdigest()
    if any(held.sha256 == sha256 for held in record.evidence) and _whole_and_not(store, book.kept_as(sha256))[0]:
        return record
    kept = folder.take_in_bytes(store.places.evidence, data, book.vault())
    return _keep(book, store, record, kept, naming)[0]


def _keep(
    book: Casebook, store: TinyDBFile, record: AnyRecord, kept: folder.Kept, naming: Naming
) -> tuple[AnyRecord, list[str]]:
    """The record with the file that was taken in, and what became of files that lay in its place, in words."""
    there, gone = _whole_and_not(store, book.kept_as(kept.sha256))
    has = any(held.sha256 == kept.sha256 for held in record.evidence)
    if has and there:
        folder.discard(store.places.evidence, kept.name)
        raise ConflictError(f"{record.id} has that very file already.", f"See casefile show {record.id}.")
    try:
        if not has:
            record = book.put(_with(record, kept, naming, book.signed))
        lines = [_put_away(store, name) for name in gone]
        for name in gone if there or kept.name not in gone else ():
            book.keep_file(name, None)
        for name in book.kept_as(kept.sha256, lost=True):
            book.lose_file(name, None)
        if there:  # under another record
            folder.discard(store.places.evidence, kept.name)
        else:
            book.keep_file(kept.name, kept.sha256)
    except BaseException:
        folder.discard(store.places.evidence, kept.name)
        raise
    return record, [line for line in lines if line]


def _with(record: AnyRecord, kept: folder.Kept, naming: Naming, stamp: Stamp) -> AnyRecord:
    import mimetypes

    name = naming.name[:_MOST_NAME]
    held = Evidence(
        sha256=kept.sha256,
        name=name,
        size=kept.size,
        media_type=naming.media_type or mimetypes.guess_type(name)[0] or "application/octet-stream",
        attached=stamp.time,
        by=stamp.author,
        origin=naming.origin,
        description=naming.description,
    )
    return msgspec.structs.replace(record, evidence=(*record.evidence, held))


class Row(msgspec.Struct, frozen=True):
    """A file that is kept, with the record that it is kept with."""

    record: str
    number: int
    lost: bool
    sha256: str
    name: str
    size: int
    media_type: str
    attached: str
    by: str
    origin: str
    description: str


def listed(book: Casebook, text: str = "") -> Table[Row]:
    """The files that are kept: of one record, or of all."""
    wanted = book.find_any(text).id if text else ""
    lost = set(book.read().header.get("lost", {}).values())
    rows = [
        Row(record.id, number, held.sha256 in lost, *(getattr(held, name) for name in Row.__struct_fields__[3:]))
        for record in book.case.everything()
        for number, held in enumerate(record.evidence, 1)
        if not wanted or record.id == wanted
    ]
    return Table(
        "evidence",
        (
            Column("id"),
            Column("N", number=True),
            Column("name"),
            Column("size", number=True),
            Column("attached"),
            Column("by"),
            Column("SHA-256"),
        ),
        rows,
        lambda row: (
            row.record,
            str(row.number),
            row.name + " (lost)" * row.lost,
            f"{row.size:,}",
            row.attached[:10],
            row.by,
            row.sha256[:12] + "…",
        ),
        Row,
        lambda row: row,
        "No files are kept yet. Keep one: casefile attach ID FILE",
    )


def _all(book: Casebook) -> Iterator[tuple[Record, Evidence]]:
    for record in book.case.everything():
        for held in record.evidence:
            yield record, held


class Found(NamedTuple):
    """A file that somebody asked for."""

    record: Record
    held: Evidence


def find(book: Casebook, text: str, number: str = "") -> Found:
    """The file that `text` names: a record that has one file (or its `number`-th), or the beginning of a hash.

    Raises:
        NotFoundError: There is none.
        AmbiguousError: There are several.
    """
    word = text.strip().lower()
    by_hash = {held.sha256: Found(record, held) for record, held in _all(book) if held.sha256.startswith(word)}
    if len(word) >= 6 and len(by_hash) == 1:  # noqa: PLR2004 - shorter beginnings may be ids
        return next(iter(by_hash.values()))
    record = book.find_any(text)
    if number:
        if not number.isdigit() or not 0 < int(number) <= len(record.evidence):
            raise NotFoundError(
                f"{record.id} has no file number {number}; it has {len(record.evidence)}.",
                f"See: casefile evidence list {record.id}",
            )
        return Found(record, record.evidence[int(number) - 1])
    if len(record.evidence) == 1:
        return Found(record, record.evidence[0])
    if not record.evidence:
        raise NotFoundError(f"No file is kept with {record.id}.", f"Keep one: casefile attach {record.id} FILE")
    several = [f"{place}  {held.name} ({held.sha256[:12]}…)" for place, held in enumerate(record.evidence, 1)]
    doubt = AmbiguousError(text, several, len(several))
    doubt.message = doubt.message.replace("records", "files", 1)
    doubt.hint = f"Add the number of the one you mean: {record.id} 1"
    raise doubt


def export(book: Casebook, found: Found, target: str, *, progress: Callable[[int], None] = lambda _: None) -> Outcome:
    """Write a kept file out, checked against its hash, for its owner alone.

    Args:
        book: The case.
        found: The file.
        target: Where to; a folder takes it under a harmless form of its own name. Nothing is written over.
        progress: Takes the number of bytes of each piece.

    Raises:
        ConflictError: Something is there.
        StoreError: The file is missing, was altered, or cannot be written.
    """
    store = files_of(book)
    place = Path(target)
    if place.is_dir():
        place /= harmless(found.held.name)
    if os.path.lexists(place):
        raise ConflictError(f"There is something at {place} already.", "Name another path; nothing is written over.")
    opened = store.open()
    header = opened.tables[HEADER]["1"]
    if found.held.sha256 in header.get("lost", {}).values():
        raise StoreError(
            f"{found.held.name} of {found.record.id} is lost; who said so, and why: casefile log",
            f"If you have it: casefile attach {found.record.id} FILE",
        )
    files = header.get("evidence", {})
    name = folder.stored_name(files, found.held.sha256)
    staged = staged_name(place)
    try:
        handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as out:
            folder.put_out(store.places.evidence, name, found.held.sha256, out, opened.vault, progress)
        try:
            os.link(staged, place)
        except FileExistsError:
            raise FileExists from None
    except FileExists:
        raise ConflictError(f"There is something at {place} already.", "Name another path.") from None
    except OSError as error:
        raise StoreError(f"{place} cannot be written: {error.strerror}.", "Name another path.") from error
    finally:
        staged.unlink(missing_ok=True)
    return Outcome(
        [f"Wrote {place} ({counted(found.held.size, 'byte')})"], {"path": str(place), "sha256": found.held.sha256}
    )


def harmless(name: str) -> str:
    """A file's name without anything that a path or a terminal would obey."""
    kept = "".join(letter if letter.isprintable() and letter not in '/\\:*?"<>|' else "_" for letter in name)
    return kept.strip(". ")[:_MOST_NAME] or "file"
