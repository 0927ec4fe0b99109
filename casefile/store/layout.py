"""The bytes of a case file: TinyDB JSON, one document a line, with a header that vouches for them, read strictly."""

from __future__ import annotations

import gc
import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import msgspec

from casefile.errors import DamagedError, ForeignError, NewerSchemaError
from casefile.store._types import MOST_ID, SCHEMA, TABLES, EvidenceName, Sha256

HEADER = "_casefile"
KEEP = "The file was left as it is. Make it whole from its journal or a backup: casefile recover"
_DOC_ID = re.compile(r"[1-9][0-9]{0,17}")
_NO_SUM = b"0" * 64
_MOST_BYTES = 2 << 30
_MOST_DIGITS = 400  # of a number: more than any double has
_MOST_DEPTH = 64


class LazyTable(MutableMapping[str, Any]):
    """A table's documents by id, as TinyDB wants them, decoded one by one as they are asked for."""

    def __init__(self, documents: dict[int, Any]) -> None:
        self.documents = documents

    def __getitem__(self, key: str | int) -> Any:
        document = self.documents[int(key)]
        return msgspec.json.decode(document) if isinstance(document, msgspec.Raw) else document

    def __setitem__(self, key: str | int, document: Any) -> None:
        self.documents[int(key)] = document

    def __delitem__(self, key: str | int) -> None:
        del self.documents[int(key)]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str | int) and int(key) in self.documents

    def __iter__(self) -> Iterator[str]:
        return map(str, self.documents)

    def __len__(self) -> int:
        return len(self.documents)


class JournalMark(msgspec.Struct, forbid_unknown_fields=True):
    """What a header says of the journal: the fields of `casefile.store.journal.Tip`."""

    seq: Annotated[int, msgspec.Meta(ge=0)] = 0
    hash: str = ""
    inner: str = ""
    start: Annotated[int, msgspec.Meta(ge=0)] = 0
    end: Annotated[int, msgspec.Meta(ge=0)] = 0


class _Header(msgspec.Struct):
    """What a header must say of its case, and as what; what else it says is kept."""

    last_ids: dict[str, Annotated[int, msgspec.Meta(ge=0, le=MOST_ID)]]
    evidence: dict[EvidenceName, Sha256] = {}
    lost: dict[EvidenceName, Sha256] = {}
    recipients: tuple[str, ...] = ()
    journal: JournalMark | None = None
    sum: str = ""


class Parsed(NamedTuple):
    """What a file's bytes hold.

    Attributes:
        tables: The tables by name, the header's included; documents undecoded.
        sound: Whether the bytes are, to the last, what casefile wrote. None where they do not say (files from before
            there were sums); False where something else has written in between.
    """

    tables: dict[str, LazyTable]
    sound: bool | None


def encoded(document: Any) -> bytes:
    """A document as JSON: as it was read, where nobody has decoded it."""
    return bytes(document) if isinstance(document, msgspec.Raw) else msgspec.json.encode(document)


def new_header() -> dict[str, Any]:
    """What an empty case says of itself."""
    return {"format": "casefile", "schema": SCHEMA, "last_ids": dict.fromkeys(TABLES, 0)}


def empty_tables() -> dict[str, LazyTable]:
    """An empty case."""
    return {HEADER: LazyTable({1: new_header()})} | {table: LazyTable({}) for table in TABLES}


def serialise(tables: Mapping[str, LazyTable]) -> bytes:
    """The file's bytes: the header first, our tables in their order, foreign ones after, one document on each line.

    The header ends with "sum", the SHA-256 of all bytes of the file with that sum itself written as 64 zeros.
    """
    names = [HEADER, *TABLES, *(name for name in tables if name not in (HEADER, *TABLES))]
    header = {key: value for key, value in tables[HEADER]["1"].items() if key != "sum"} | {"sum": _NO_SUM.decode()}
    documents = {name: tables[name].documents if name in tables else {} for name in names}
    data = _layout((name, {1: header} if name == HEADER else documents[name]) for name in names)
    place = _sum_place(data)
    assert place is not None  # noqa: S101 - it was laid out so, two lines above
    return data[:place] + hashlib.sha256(data).hexdigest().encode() + data[place + 64 :]


def _layout(tables: Iterable[tuple[str, Mapping[int, Any]]]) -> bytes:
    parts = []
    for name, documents in tables:
        lines = b",\n".join([b'"%d": %b' % (doc_id, encoded(documents[doc_id])) for doc_id in sorted(documents)])
        parts.append(
            b"%b: {\n%b\n}" % (msgspec.json.encode(name), lines) if lines else msgspec.json.encode(name) + b": {}"
        )
    return b"{" + b",\n".join(parts) + b"}\n"


def _sum_place(data: bytes) -> int | None:
    """Where the sum's digits begin, in a file that is laid out as ours are."""
    end = data.find(b'"}\n}')
    return end - 64 if end > 64 and data[end - 71 : end - 64] == b'"sum":"' else None  # noqa: PLR2004 - its digits


def _is_sound(data: bytes) -> bool | None:
    place = _sum_place(data)
    if place is None:
        return False if b'"sum"' in data[: data.find(b"\n", 16) + 1] else None
    digest = hashlib.sha256(data[:place])
    digest.update(_NO_SUM)
    digest.update(memoryview(data)[place + 64 :])
    return digest.hexdigest().encode() == data[place : place + 64]


def parse(data: bytes, path: Path) -> Parsed:
    """The tables in a file's bytes, every document left undecoded.

    Raises:
        DamagedError: It is not whole.
        ForeignError: It is sound JSON but no case.
        NewerSchemaError: A newer casefile wrote it.
    """
    if not data:
        raise DamagedError(f"{path} is empty (0 bytes).", f"{KEEP} - to start afresh, delete it first.")
    if len(data) > _MOST_BYTES:
        raise DamagedError(f"{path} is larger than 2 GiB.", "No case is. It was left as it is.")
    for mark, name in (
        (b"\xef\xbb\xbf", "begins with a byte order mark"),
        (b"\xff\xfe", "is UTF-16"),
        (b"\xfe\xff", "is UTF-16"),
    ):
        if data.startswith(mark):
            raise DamagedError(
                f"{path} {name}: another program has rewritten it.", f"{KEEP} - or save it as plain UTF-8."
            )
    sound = _is_sound(data)
    tables = _decode(data, path, strictly=not sound)
    header = tables.get(HEADER)
    if header is None or 1 not in header.documents:
        raise ForeignError(
            f"{path} is JSON but not a case file.", "It was left as it is. Name a case file with --db, or a new one."
        )
    if len(header.documents) > 1:  # written anew, it would be the header alone
        raise DamagedError(f"{path} is damaged: {len(header.documents)} documents stand where its header does.", KEEP)
    _check_header(header, path)
    for name in TABLES:
        documents = tables.setdefault(name, LazyTable({})).documents
        last_ids = header["1"]["last_ids"]
        # TinyDB itself may have added documents without counting them
        last_ids[name] = max(last_ids[name], max(documents, default=0))
    if sound is None and "sum" in header["1"]:
        sound = False
    return Parsed(tables, sound)


def _decode(data: bytes, path: Path, *, strictly: bool) -> dict[str, LazyTable]:
    collecting = gc.isenabled()
    gc.disable()  # looking for cycles among documents that cannot have any would cost a quarter of the time
    try:
        text = data.decode("utf-8")  # msgspec does not look into what it leaves undecoded
        raw = msgspec.json.decode(text, type=dict[str, dict[str, msgspec.Raw]])
        if strictly:
            check_strictly(text)
        return {name: LazyTable(_by_number(documents, path)) for name, documents in raw.items()}
    except UnicodeDecodeError as error:
        raise DamagedError(f"{path} is damaged: byte {error.start} is not UTF-8.", KEEP) from error
    except msgspec.ValidationError as error:
        raise ForeignError(
            f"{path} is not a case file: {error}.", "It was left as it is. Name a case file with --db."
        ) from error
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise DamagedError(f"{path} is damaged: {error or 'it nests too deep'}.", KEEP) from error
    finally:
        if collecting:
            gc.enable()


def check_strictly(text: str) -> None:
    """Hold that a JSON text says one thing to every reader.

    Raises:
        ValueError: A key stands twice in one object; a number is none (NaN), or has no double; a text is none (half a
            surrogate pair); or it nests deeper than any record.
        RecursionError: It nests deeper still.
    """
    _check_depth(
        json.loads(text, object_pairs_hook=_unique, parse_constant=_refused, parse_float=_finite, parse_int=_bounded)
    )
    if "\\ud" in text.lower():
        json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        double = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise ValueError(f"“{double}” stands twice in one object")
    return found


def _refused(constant: str) -> float:
    raise ValueError(f"{constant} is no number of JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number) or len(digits) > _MOST_DIGITS:
        raise ValueError(f"the number {digits[:20]} is too large")
    return number


def _bounded(digits: str) -> int:
    if len(digits) > 20:  # noqa: PLR2004 - the digits of 2**64
        raise ValueError(f"the number {digits[:20]}… is too large")
    return int(digits)


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(_MOST_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
    raise ValueError(f"it nests deeper than {_MOST_DEPTH} levels")


def _by_number(documents: dict[str, msgspec.Raw], path: Path) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for key, document in documents.items():
        if not _DOC_ID.fullmatch(key):
            raise DamagedError(f"{path} is damaged: “{key}” is no document id.", KEEP)
        if bytes(memoryview(document)[:1]) != b"{":
            raise DamagedError(f"{path} is damaged: document {key} is not an object.", KEEP)
        found[int(key)] = document
    return found


def _check_header(table: LazyTable, path: Path) -> None:
    try:
        header = table["1"]
    except msgspec.DecodeError as error:
        raise DamagedError(f"{path} is damaged: its header cannot be read: {error}.", KEEP) from error
    table["1"] = header
    if header.get("format") != "casefile":
        raise ForeignError(f"{path} is JSON but not a case file.", "It was left as it is. Name a case file with --db.")
    schema = header.get("schema")
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 0:
        raise DamagedError(f"{path} is damaged: its header has no schema number.", KEEP)
    if schema > SCHEMA:
        raise NewerSchemaError(
            f"{path} was written by a newer casefile (schema {schema}; this one reads up to {SCHEMA}).",
            "The file was left as it is. Update casefile, or use the one that wrote it.",
        )
    for step in range(schema, SCHEMA):
        _UPGRADES[step](header)
    try:
        told = msgspec.convert(header, type=_Header)
    except msgspec.ValidationError as error:
        raise DamagedError(f"{path} is damaged: what its header says cannot be: {error}.", KEEP) from error
    header["last_ids"] = dict.fromkeys(TABLES, 0) | told.last_ids


def _count_ids(header: dict[str, Any]) -> None:
    header["schema"] = 1
    header.setdefault("last_ids", {})  # filled up from the documents that are there


def _expect_journal(header: dict[str, Any]) -> None:
    header["schema"] = 2  # from here on a change is a line in the journal, and the header says which one it reflects


#: What turns the header of a schema into that of the next one; the file gets it with the next change.
_UPGRADES: dict[int, Callable[[dict[str, Any]], None]] = {0: _count_ids, 1: _expect_journal}
