"""Files that are kept with records: taken in with word of who brought them and from where, listed, handed out again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from casefile.casebook.book import Casebook
from casefile.casebook.safekeeping import Outcome, files_of
from casefile.casebook.stored import Stored
from casefile.errors import AmbiguousError, ConflictError, NotFoundError, StoreError, counted
from casefile.model import Evidence, Record
from casefile.store import Stamp
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

    Raises:
        NotFoundError: There is no such record.
        InputError: The file is none, or changes while it is read.
        ConflictError: The record has that very file already.
    """
    store = files_of(book)
    with book.change():
        record = book.find_any(text)
        kept = folder.take_in(store.places.evidence, Path(path), book.vault(), progress)
        stored = _keep(book, store, record, kept, Naming(Path(path).name, description, origin))
        line = f"{record.id}  {stored.evidence[-1].name}, {counted(kept.size, 'byte')}, SHA-256 {kept.sha256}"
        return Stored([stored], [], [line], "Attached to", book.store.location)


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
    if any(held.sha256 == hashlib.sha256(data).hexdigest() for held in record.evidence):
        return record
    store = files_of(book)
    return _keep(book, store, record, folder.take_in_bytes(store.places.evidence, data, book.vault()), naming)


def _keep(book: Casebook, store: TinyDBFile, record: AnyRecord, kept: folder.Kept, naming: Naming) -> AnyRecord:
    try:
        stored = book.put(_with(record, kept, naming, book.signed))
        if not book.keeps(kept.sha256):
            book.keep_file(kept.name, kept.sha256)
        else:  # under another record already
            folder.discard(store.places.evidence, kept.name)
    except BaseException:
        folder.discard(store.places.evidence, kept.name)
        raise
    return stored


def _with(record: AnyRecord, kept: folder.Kept, naming: Naming, stamp: Stamp) -> AnyRecord:
    import mimetypes

    name = naming.name[:_MOST_NAME]
    if any(held.sha256 == kept.sha256 for held in record.evidence):
        raise ConflictError(f"{record.id} has that very file already.", f"See casefile show {record.id}.")
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
    rows = [
        Row(record.id, *(getattr(held, name) for name in Row.__struct_fields__[1:]))
        for record, held in _all(book)
        if not wanted or record.id == wanted
    ]
    return Table(
        "evidence",
        (
            Column("id"),
            Column("name"),
            Column("size", number=True),
            Column("attached"),
            Column("by"),
            Column("SHA-256"),
        ),
        rows,
        lambda row: (row.record, row.name, f"{row.size:,}", row.attached[:10], row.by, row.sha256[:12] + "…"),
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
    raise AmbiguousError(
        text,
        [f"{place}  {held.name} ({held.sha256[:12]}…)" for place, held in enumerate(record.evidence, 1)],
        len(record.evidence),
    )


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
    files = opened.tables[HEADER]["1"].get("evidence", {})
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
