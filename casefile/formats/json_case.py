"""A whole case as one JSON document, a record a line, from which the same file can be made again to the byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple

import msgspec

from casefile.errors import InputError, NewerSchemaError
from casefile.model import BY_TABLE, Case, Record, decode
from casefile.model.checking import explain

_NOTHING: Mapping[str, Iterable[object]] = MappingProxyType({})


class _Header(msgspec.Struct):
    """What an exported case says of itself, as far as an import uses it."""

    schema: Annotated[int, msgspec.Meta(ge=0)]
    last_ids: dict[str, Annotated[int, msgspec.Meta(ge=0, le=999_999_999)]] = {}


class Loaded(NamedTuple):
    """What a document held.

    Attributes:
        header: What the file that it was made of says of itself.
        records: The records of all tables.
        others: The documents of tables that hold no records, by table.
    """

    header: dict[str, Any]
    records: list[Record]
    others: dict[str, list[msgspec.Raw]]


def dump(header: Mapping[str, Any], case: Case, others: Mapping[str, Iterable[object]] = _NOTHING) -> Iterator[bytes]:
    """`case` as JSON: the file's header under "casefile", then each table as a list of records.

    Args:
        header: What the file says of itself; what concerns the file alone (its journal) is left out.
        case: The records.
        others: What there is beside records, by table; a table without documents is left out.
    """
    yield b'{"casefile": ' + msgspec.json.encode({key: header[key] for key in ("format", "last_ids", "schema")})
    for table, kind in BY_TABLE.items():
        yield f',\n"{table}": ['.encode()
        separator = b"\n"
        for record in case.all(kind):
            yield separator + msgspec.json.encode(record)
            separator = b",\n"
        yield b"\n]"
    for table, documents in others.items():
        if lines := [msgspec.json.encode(document) for document in documents]:
            yield f',\n"{table}": [\n'.encode() + b",\n".join(lines) + b"\n]"
    yield b"\n}\n"


def load(data: bytes, name: str, schema: int, others: Iterable[str] = ()) -> Loaded:
    """What a document holds that `dump` made.

    Args:
        data: The document.
        name: What to call it in messages.
        schema: The newest schema that this casefile reads.
        others: The tables without records that are known.

    Raises:
        InputError: It is not such a document.
        NewerSchemaError: A newer casefile made it.
        FieldError: A record in it breaks a rule.
    """
    try:
        tables = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=dict[str, msgspec.Raw])
        header = msgspec.to_builtins(msgspec.json.decode(tables.pop("casefile"), type=_Header))
        rows = {table: msgspec.json.decode(raw, type=list[msgspec.Raw]) for table, raw in tables.items()}
    except KeyError:
        raise InputError(
            f"{name} is JSON, but not a case that casefile exported.", "Make one with: casefile export --json"
        ) from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            f"{name} is not a case that casefile exported: {error}.", "Make one with: casefile export --json"
        ) from error
    made_by = header["schema"]
    if made_by > schema:
        raise NewerSchemaError(
            f"{name} was made by a newer casefile (schema {made_by}; this one reads up to {schema}).",
            "Update casefile.",
        )
    if unknown := sorted(set(rows) - set(BY_TABLE) - set(others)):
        raise InputError(
            f"{name} holds a table that casefile does not know: {unknown[0]}.", "Known: " + ", ".join(BY_TABLE) + "."
        )
    records = [_record(BY_TABLE[table], raw, name) for table in BY_TABLE for raw in rows.get(table, ())]
    return Loaded(header, records, {table: rows[table] for table in others if table in rows})


def _record(kind: type[Record], raw: msgspec.Raw, name: str) -> Record:
    try:
        return decode(kind, raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        found = explain(kind, "", error)
        start = bytes(memoryview(raw)[:80]).decode("utf-8", "replace")
        raise InputError(f"{name}, {found.message[:-1]} (in the record that begins {start}).", found.hint) from error
