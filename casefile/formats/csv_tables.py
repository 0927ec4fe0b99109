"""Tables as CSV (RFC 4180, UTF-8): a column a field, four more beside each date, nothing that a spreadsheet would run.

A record goes out and comes back whole: plain values stand as they are, lists of ids and terms are separated by
blanks, and what has parts of its own (names, citations, participants) is JSON within its cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec

from casefile.dates import When
from casefile.errors import InputError
from casefile.model import Record, build
from casefile.model.shape import bare, element, field_types

AnyRecord = TypeVar("AnyRecord", bound=Record)

#: Characters with which a cell becomes a formula in a spreadsheet (OWASP, "CSV Injection"), their full-width forms
#: included. A cell that begins so gets an apostrophe before it; so does one that already has apostrophes there,
#: which is what makes the way back unambiguous.
_FORMULA = re.compile(r"'*[\s\x00]*[=+\-@|%\t\r\n＝＋－＠]")
_DATE_PARTS = ("edtf", "earliest", "latest", "basis")


def neutralise(cell: str) -> str:
    """`cell` so that a spreadsheet shows it and does not run it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def restore(cell: str) -> str:
    """What `neutralise` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def columns(row_type: type[msgspec.Struct]) -> list[str]:
    """The headings for rows of `row_type`: its fields, id first, a date's parts beside it."""
    found: list[str] = []
    for field, declared in _fields(row_type):
        found.append(field)
        if bare(declared)[0] is When:
            found += [f"{field}_{part}" for part in _DATE_PARTS]
    return found


def _fields(row_type: type[msgspec.Struct]) -> list[tuple[str, Any]]:
    return sorted(
        field_types(row_type).items(), key=lambda item: ("id", "uid").index(item[0]) if item[0] in ("id", "uid") else 2
    )


def write(
    rows: Iterable[msgspec.Struct],
    row_type: type[msgspec.Struct],
    titles: Sequence[str] = (),
    beside: Callable[[Any], tuple[str, ...]] = lambda _: (),
) -> Iterator[bytes]:
    """`rows` as CSV, a piece at a time.

    Args:
        rows: What to write, all of `row_type`.
        row_type: The Struct that says which columns there are.
        titles: Headings of further columns, after the others.
        beside: What makes a row's cells for them.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([*columns(row_type), *titles])
    fields = _fields(row_type)
    attributes = dict(zip(row_type.__struct_encode_fields__, row_type.__struct_fields__, strict=True))
    for row in rows:
        cells = [cell for field, declared in fields for cell in _cells(declared, getattr(row, attributes[field]))]
        writer.writerow([neutralise(cell) for cell in (*cells, *beside(row))])
        if buffer.tell() > 1 << 16:
            yield _drain(buffer)
    yield _drain(buffer)


def write_pairs(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Plain rows of text under `titles` as CSV."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(titles)
    for row in rows:
        writer.writerow([neutralise(cell) for cell in row])
    yield _drain(buffer)


def _drain(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode("utf-8")
    buffer.seek(0)
    buffer.truncate()
    return piece


def _cells(declared: Any, value: Any) -> list[str]:
    if bare(declared)[0] is When:
        if value is None:
            return [""] * (1 + len(_DATE_PARTS))
        bounds = [bound.isoformat() if bound else "" for bound in (value.earliest, value.latest)]
        return [value.text, value.edtf, *bounds, value.basis.value]
    if value is None:
        return [""]
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        return [" ".join(value)]
    if isinstance(value, tuple | msgspec.Struct):
        return [msgspec.json.encode(value).decode("utf-8")]
    return [str(value)]


class Row(NamedTuple):
    """A row that was read: the line it ended on, and its cells by heading, as they were before `neutralise`."""

    line: int
    cells: dict[str, str]


def rows_of(data: bytes, name: str) -> list[Row]:
    """The rows of a CSV that `write` made of records, whether or not it has been through a spreadsheet.

    Args:
        data: The file's bytes.
        name: What to call the file in messages.

    Raises:
        InputError: It is not such a CSV; the message names the line.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is not UTF-8 (byte {error.start}).", "Save it as CSV UTF-8 in the spreadsheet."
        ) from error
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found = []
    try:
        heading = next(reader, [])
        for field in ("id", "uid"):
            if field not in heading:
                raise InputError(
                    f"{name} has no column “{field}”: it is not a table that casefile exported.",
                    "Compare with: casefile export --csv people",
                )
        for cells in reader:
            if len(cells) != len(heading) and any(cells):
                raise InputError(
                    f"{name}, line {reader.line_num}: {len(cells)} cells under {len(heading)} headings.",
                    "Mend that line, or export the table again.",
                )
            if any(cells):
                found.append(Row(reader.line_num, dict(zip(heading, map(restore, cells), strict=True))))
    except csv.Error as error:
        raise InputError(
            f"{name}, line {reader.line_num}: {error}.", "Save it again as CSV (comma separated, UTF-8)."
        ) from error
    return found


def record_of(kind: type[AnyRecord], row: Row, name: str) -> AnyRecord:
    """The record of type `kind` that a row holds.

    Raises:
        InputError: A cell cannot be read.
        FieldError: The row breaks a rule of its record.
    """
    cells = row.cells
    values: dict[str, Any] = {}
    for field, declared in _fields(kind):
        cell = cells.get(field, "")
        plain, _ = bare(declared)
        if plain is When:
            if cell or cells.get(f"{field}_edtf"):
                parts = {part: cells.get(f"{field}_{part}", "") for part in _DATE_PARTS}
                values[field] = {"text": cell} | {part: text for part, text in parts.items() if text}
        elif not cell:
            continue
        elif plain is bool:
            values[field] = cell.strip().lower() in {"yes", "true", "1"}
        elif cell[0] in "[{" and (element(plain) is not None or _has_parts(plain)):
            try:
                values[field] = msgspec.json.decode(cell)
            except (msgspec.DecodeError, RecursionError) as error:
                raise InputError(
                    f"{name}, line {row.line}, column “{field}”: {error}.", "That cell must hold JSON."
                ) from error
        elif element(plain) is not None:
            values[field] = cell.split()
        else:
            values[field] = cell
    return build(kind, values)


def _has_parts(declared: Any) -> bool:
    return isinstance(declared, type) and issubclass(declared, msgspec.Struct)
