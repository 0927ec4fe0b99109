"""Carrying a case out and in: folders of CSV, one JSON document, and back without losing or doubling a record."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from casefile.casebook import articles, queries
from casefile.casebook.articles import KnownArticle
from casefile.casebook.besides import BESIDES
from casefile.casebook.book import Casebook
from casefile.casebook.choosing import Choice
from casefile.casebook.queries import SavedQuery
from casefile.errors import ConflictError, InputError, StoreError
from casefile.formats import csv_tables, json_case
from casefile.formats.json_case import Loaded
from casefile.model import BY_LETTER, BY_TABLE, Case, Record, as_json, decode
from casefile.store import SCHEMA
from casefile.store.files import FileExists, make_folder, write_private
from casefile.views.docket import docket, docket_table
from casefile.views.tables import beside
from casefile.views.timeline import Moment, Wanted, timeline

_BOM = b"\xef\xbb\xbf"
_MOST_BYTES = 1 << 30
_LISTED = 10  # conflicts that a message lists


def csv_of(book: Casebook, table: str, choice: Choice | None = None, *, bom: bool = False) -> Iterator[bytes]:
    """One table (or "docket", "timeline") as CSV, narrowed to what `choice` wants."""
    rows, kind = _rows(book, table, choice)
    if issubclass(kind, Record):
        titles, cells = beside(book.case, kind)
        pieces = csv_tables.write(rows, kind, titles, cells)
    else:
        pieces = csv_tables.write(rows, kind)
    return chain([_BOM] if bom else [], pieces)


def json_of(book: Casebook, table: str = "", choice: Choice | None = None) -> Iterator[bytes]:
    """The whole case as JSON that `import_any` takes back to the byte; or one table as a plain list of rows.

    Args:
        book: The case.
        table: A table, "docket" or "timeline".
        choice: What of that table is wanted.
    """
    if not table:
        snapshot = book.read()
        others = {table: [msgspec.Raw(document) for _, document in snapshot.items(table)] for table in BESIDES}
        return json_case.dump(snapshot.header, Case(snapshot), others)
    return _listed(_rows(book, table, choice)[0])


def _rows(book: Casebook, table: str, choice: Choice | None) -> tuple[Iterable[Any], type[msgspec.Struct]]:
    case = book.case
    if table == "docket":
        entries = [entry for entry in docket(case, book.today) if choice is None or choice.record(entry.person)]
        made = docket_table(entries, case)
        return (made.data(entry) for entry in made.items), made.row_type
    if table == "timeline":
        return timeline(case, Wanted(), choice.moment if choice else None).moments, Moment
    kind = BY_TABLE[table]
    return [record for record in case.all(kind) if choice is None or choice.record(record)], kind


def _listed(rows: Iterable[Any]) -> Iterator[bytes]:
    yield b"["
    separator = b"\n"
    for row in rows:
        yield separator + msgspec.json.encode(as_json(row))
        separator = b",\n"
    yield b"\n]\n"


def export_folder(
    book: Casebook, output: str, *, force: bool, bom: bool = False, whole: Casebook | None = None
) -> tuple[str, list[str]]:
    """Every table and the docket as CSV files in a folder of their own.

    Args:
        book: The case.
        output: The folder; when empty, one named after the case file, in the working directory.
        force: Write over CSVs that are there.
        bom: Begin each file with a byte order mark.
        whole: The case that `book` is a part of: a docket is told by all events of those who are in it.

    Returns:
        The folder and the names of the files.

    Raises:
        ConflictError: One of the files is there and `force` is off; nothing was written.
        StoreError: The folder cannot be written.
    """
    folder = Path(output or f"{Path(book.store.location).stem}-csv")
    names = [f"{table}.csv" for table in (*BY_TABLE, "docket")]
    people = {person.id for person in book.case.people}
    contents = {name: b"".join(csv_of(book, name.removesuffix(".csv"), bom=bom)) for name in names}
    if whole is not None and whole is not book:
        rows = docket_table(
            [entry for entry in docket(whole.case, whole.today) if entry.person.id in people], whole.case
        )
        contents["docket.csv"] = (_BOM if bom else b"") + b"".join(
            csv_tables.write((rows.data(entry) for entry in rows.items), rows.row_type)
        )
    if folder.exists() and not folder.is_dir():
        raise ConflictError(f"{folder} is there and is not a folder.", "Name another with -o.")
    there = [name for name in names if (folder / name).exists()]
    if there and not force:
        raise ConflictError(
            f"{folder} already holds {', '.join(there)}.", "Name another folder with -o, or repeat with --force."
        )
    try:
        make_folder(folder)
    except OSError as error:
        raise StoreError(f"The folder {folder} cannot be made: {error.strerror}.", "Name another with -o.") from error
    for name, content in contents.items():
        write_file(str(folder / name), [content], force=force)
    return str(folder), names


def write_file(path: str, pieces: Iterable[bytes], *, force: bool) -> None:
    """Write a file that only its owner can read, whole or not at all.

    Raises:
        ConflictError: It is there and `force` is off.
        StoreError: It cannot be written.
    """
    try:
        write_private(Path(path), b"".join(pieces), overwrite=force)
    except FileExists:
        raise ConflictError(f"{path} is there already.", "Name another with -o, or repeat with --force.") from None


class Imported(NamedTuple):
    """What an import did.

    Attributes:
        lines: One line that sums it up.
        verb: "Imported".
        records: The records that were written.
    """

    lines: list[str]
    verb: str
    records: list[Record]
    data: dict[str, object]


def import_any(book: Casebook, path: str, *, update: bool = False) -> Imported:
    """Take in what `json_of` or `csv_of` made: a JSON file, a CSV file, or a folder of CSVs; "-" is standard input.

    Args:
        book: The case; made where there is none.
        path: What to read.
        update: Replace records that are in the case but differ.

    Raises:
        InputError: It cannot be read, or is not such a file.
        ConflictError: A record's id belongs to another record, or it differs and `update` is off; nothing was changed.
        NotFoundError: A record mentions one that is in neither the case nor the import.
    """
    loaded = load(path)
    others = {
        table: [read(number, document, path) for number, document in enumerate(loaded.others.get(table, ()), 1)]
        for table, read in BESIDES.items()
    }
    searches = [query for query in others[queries.TABLE] if isinstance(query, SavedQuery)]
    known = [article for article in others[articles.TABLE] if isinstance(article, KnownArticle)]
    with book.change(create=True):
        return _merge(book, loaded, _Others(searches, known), update=update)


class _Others(NamedTuple):
    """What an import holds beside records."""

    queries: list[SavedQuery]
    articles: list[KnownArticle]


def load(path: str) -> Loaded:
    """What an exported file, or a folder of them, holds; "-" is standard input. Raises `InputError`."""
    if path == "-":
        return _loaded(sys.stdin.buffer.read(), "standard input")
    place = Path(path)
    if place.is_dir():
        found = [place / f"{table}.csv" for table in BY_TABLE if (place / f"{table}.csv").is_file()]
        if not found:
            raise InputError(
                f"The folder {path} holds none of the CSVs that casefile exports.",
                "Make them with: casefile export --csv",
            )
        return Loaded({}, [record for file in found for record in _csv(_read(file), str(file))], {})
    return _loaded(_read(place), path)


def _loaded(data: bytes, name: str) -> Loaded:
    if data.lstrip(_BOM + b" \t\r\n")[:1] == b"{":
        return json_case.load(data, name, SCHEMA, BESIDES)
    return Loaded({}, _csv(data, name), {})


def _read(place: Path) -> bytes:
    return read_made(place, "export", _MOST_BYTES, ("1 GiB", "Split it by table: casefile export --csv"))


def read_made(place: Path, command: str, most: int, limit: tuple[str, str]) -> bytes:
    """A file that casefile has made.

    Args:
        place: Where it lies.
        command: What of casefile makes such files.
        most: How many bytes it may have.
        limit: That number in words, and what to do with a larger file.

    Raises:
        InputError: It is no file, too large, or cannot be read.
    """
    if not place.is_file():
        what = "is not a regular file" if place.exists() else "does not exist"
        raise InputError(f"{place} {what}.", f"Give a file that casefile {command} has made.")
    try:
        if place.stat().st_size > most:
            raise InputError(f"{place} is larger than {limit[0]}.", limit[1])
        return place.read_bytes()
    except OSError as error:
        raise InputError(f"{place} cannot be read: {error.strerror}.", "Check its permissions.") from error


def _csv(data: bytes, name: str) -> list[Record]:
    """The records of a CSV; which table it is, the ids in it tell."""
    rows = csv_tables.rows_of(data, name)
    if not rows:
        return []
    kind = BY_LETTER.get(rows[0].cells["id"][:1].upper())
    if kind is None:
        raise InputError(
            f"{name}: “{rows[0].cells['id']}” is not the id of a record.", "Compare with: casefile export --csv people"
        )
    return [csv_tables.record_of(kind, row, name) for row in rows]


def _merge(book: Casebook, loaded: Loaded, others: _Others, *, update: bool) -> Imported:
    by_uid = {record.uid: record for record in book.case.everything() if record.uid}
    merged = {former: record.id for record in book.case.everything() for former in record.merged}
    new, changed, same, conflicts = [], [], 0, []
    seen: set[str] = set()
    for record in loaded.records:
        if not record.id or record.id in seen or not record.id.startswith(record.letter):
            raise InputError(
                f"The import holds {record.id or 'a record without an id'} more than once or not as it should.",
                "Mend that line.",
            )
        seen.add(record.id)
        known = book.case.get(record.id)
        if known is None and record.id in merged:
            conflicts.append(f"  {record.id}  was merged into {merged[record.id]} here")
        elif known is None and record.uid not in by_uid:
            new.append(record)
        elif known is None or known.uid != record.uid:
            other = known or by_uid[record.uid]
            conflicts.append(f"  {record.id}  is {other.id} “{book.line(other)}” here")
        elif known == record:
            same += 1
        elif update:
            changed.append(record)
        else:
            conflicts.append(f"  {record.id}  differs from “{book.line(known)}” here")
    conflicts += [f"  {record.id}  was another record here, which is gone" for record in _given_to_others(book, new)]
    if conflicts:
        more = [f"  … and {len(conflicts) - _LISTED} more"] if len(conflicts) > _LISTED else []
        listed = "\n".join(conflicts[:_LISTED] + more)
        raise ConflictError(
            f"The import and the case disagree; nothing was changed:\n{listed}",
            "Where the same record differs, --update takes over the import's. "
            "Other records need a file of their own: --db NEW.json",
        )
    book.put_all([*new, *changed])
    taken = queries.take_in(book, others.queries, update=update)
    articles.take_in(book, others.articles)
    if loaded.header:
        book.raise_last_ids(loaded.header.get("last_ids", {}))
    line = f"{len(new)} new, {len(changed)} changed, {same} already here"
    line += f"; {taken} saved search{'es' * (taken != 1)}" if taken else ""
    data = {"new": [r.id for r in new], "changed": [r.id for r in changed], "same": same}
    return Imported([line], "Imported:", [*new, *changed], data)


def _given_to_others(book: Casebook, records: list[Record]) -> list[Record]:
    """Those of `records`, which the case does not hold, whose ids it has given to others: they stay the others'."""
    doubtful = {record.id: record for record in records if book.was_given(record.id)}
    if not doubtful:
        return []
    found: dict[str, Record] = {}
    for number, entry in enumerate(book.entries()):
        if not number and entry.head.command in ("begin", "compact", "adopt", "recover"):
            # what was before is not told any more, so that every id of then may have been another's
            last_ids = entry.head.last_ids
            found |= {key: one for key, one in doubtful.items() if int(key[1:]) <= last_ids.get(one.table, 0)}
        for mark, difference in zip(entry.head.changes, entry.differences, strict=True):
            record = doubtful.get(f"{BY_TABLE[mark.table].letter}{mark.doc}") if mark.table in BY_TABLE else None
            if record is None:
                continue
            known = (difference.after or difference.before) if difference is not None else None
            if known is not None and decode(BY_TABLE[mark.table], known).uid == record.uid:
                found.pop(record.id, None)
            else:
                found[record.id] = record
    return list(found.values())
