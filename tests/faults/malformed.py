"""Ways in which a case file or a journal can be no such thing: each a name, and what it makes of the bytes of a good one."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from casefile.store.journal import Head, digest
from casefile.store.lines import write_line

Text = Callable[[str], str]
_DEEP = 100_000
_FIELD = '"occupation":"advocate"'


class Kind(NamedTuple):
    """One way.

    Attributes:
        name: What is wrong.
        make: From the bytes of a good file to those of a bad one.
    """

    name: str
    make: Callable[[bytes], bytes]


def _text(change: Text) -> Callable[[bytes], bytes]:
    return lambda data: change(data.decode()).encode("utf-8", "surrogatepass")


def _swap(old: str, new: str) -> Callable[[bytes], bytes]:
    """Put a text, which must be there, in the place of another."""

    def change(text: str) -> str:
        if not re.search(old, text):
            raise AssertionError(f"{old} is not in the file that is to be made bad")
        return re.sub(old, lambda _: new, text, count=1)

    return _text(change)


def _field(new: str) -> Callable[[bytes], bytes]:
    return _swap(re.escape(_FIELD), new)


def _note(value: str) -> Callable[[bytes], bytes]:
    return _field(f'{_FIELD},"more":{value}')


def _tree(change: Callable[[Any], object]) -> Callable[[bytes], bytes]:
    """Change the tables as Python sees them, and write them as stock TinyDB would."""

    def make(data: bytes) -> bytes:
        tables = json.loads(data)
        return json.dumps(tables if (found := change(tables)) is None else found, ensure_ascii=False).encode()

    return make


def _header(**fields: Any) -> Callable[[bytes], bytes]:
    return _tree(lambda tables: tables["_casefile"]["1"].update(fields))


def _without(*path: str) -> Callable[[bytes], bytes]:
    def change(tables: Any) -> None:
        for step in path[:-1]:
            tables = tables[step]
        tables.pop(path[-1], None)

    return _tree(change)


def _at(value: Any, *path: str) -> Callable[[bytes], bytes]:
    def change(tables: Any) -> None:
        for step in path[:-1]:
            tables = tables[step]
        tables[path[-1]] = value

    return _tree(change)


def _id(new: str) -> Callable[[bytes], bytes]:
    return _swap(r'(?<="people": \{)\s*"1"', f'"{new}"')


#: What can be wrong with any file of text.
BYTES = (
    Kind("begins with a byte order mark", lambda data: b"\xef\xbb\xbf" + data),
    Kind("UTF-16 LE with its mark", lambda data: b"\xff\xfe" + data.decode().encode("utf-16-le")),
    Kind("UTF-16 BE with its mark", lambda data: b"\xfe\xff" + data.decode().encode("utf-16-be")),
    Kind("UTF-16 LE", lambda data: data.decode().encode("utf-16-le")),
    Kind("UTF-16 BE", lambda data: data.decode().encode("utf-16-be")),
    Kind("UTF-32", lambda data: data.decode().encode("utf-32")),
    Kind("Windows-1251", lambda data: data.decode().encode("cp1251", "replace")),
    Kind("UTF-8 twice", lambda data: data.decode("latin-1").encode()),
    Kind("a byte that is not UTF-8", lambda data: data[:300] + b"\xff" + data[300:]),
    Kind("an overlong sequence", lambda data: data.replace(b"advocate", b"advoc\xc1\xa1te", 1)),
    Kind("half a surrogate pair, raw", lambda data: data.replace(b"advocate", b"\xed\xa0\x80", 1)),
    Kind("a raw control character", lambda data: data.replace(b"advocate", b"advo\x01cate", 1)),
    Kind("a raw line break in a text", lambda data: data.replace(b"advocate", b"advo\ncate", 1)),
    Kind("0 bytes", lambda _: b""),
    Kind("white space only", lambda _: b" \n\t \n"),
    Kind("a line break", lambda _: b"\n"),
    Kind("NUL bytes only", lambda data: bytes(len(data))),
    Kind("NUL bytes at the end", lambda data: data + bytes(4096)),
    Kind("NUL bytes in the middle", lambda data: data[:512] + bytes(256) + data[768:]),
    Kind("NUL bytes at the start", lambda data: bytes(512) + data[512:]),
    Kind("cut off after a byte", lambda data: data[:1]),
    Kind("cut off after a quarter", lambda data: data[: len(data) // 4]),
    Kind("cut off in the middle", lambda data: data[: len(data) // 2]),
    Kind("cut off within a character", lambda data: data[: data.index("Л".encode()) + 1]),
    Kind("cut off before its end", lambda data: data[:-2]),
    Kind("cut off at its start", lambda data: data[200:]),
    Kind("CRLF", lambda data: data.replace(b"\n", b"\r\n")),
    Kind("CR", lambda data: data.replace(b"\n", b"\r")),
    Kind("blank lines at the end", lambda data: data + b"\n\n"),
    Kind("rubbish at the end", lambda data: data + b"}]"),
    Kind("a word at the start", lambda data: b"data = " + data),
    Kind("itself twice", lambda data: data + data),
    Kind("an array", lambda data: b"[" + data.replace(b"\n", b" ") + b"]\n"),
    Kind("a string", lambda data: json.dumps(data.decode()).encode()),
    Kind("a number", lambda _: b"17\n"),
    Kind("null", lambda _: b"null\n"),
    Kind("true", lambda _: b"true\n"),
    Kind("an empty object", lambda _: b"{}\n"),
    Kind("foreign JSON", lambda _: b'{"name":"left-pad","version":"1.3.0"}\n'),
    Kind("HTML", lambda _: b"<!doctype html><title>Sign in</title>\n"),
    Kind("a gzip file", lambda _: b"\x1f\x8b\x08\x00" + bytes(range(256))),
    Kind("depth of arrays", lambda _: b"[" * _DEEP + b"]" * _DEEP),
    Kind("depth of arrays, unclosed", lambda _: b"[" * _DEEP),
    Kind("depth of objects", lambda _: b'{"a":' * _DEEP + b"1" + b"}" * _DEEP),
    Kind("a line of 20 MB", lambda _: b'{"people":{"1":"' + b"x" * 20_000_000),
)

#: What can be wrong with a JSON document that one reader would take.
JSON = (
    Kind("a key twice in a record", _field(f'{_FIELD},"occupation":"judge"')),
    Kind("a key twice within a record", _field(f'{_FIELD},"more":{{"a":1,"a":2}}')),
    Kind("a key twice, once escaped", _field(f'{_FIELD},"\\u006fccupation":"judge"')),
    Kind("NaN", _note("NaN")),
    Kind("Infinity", _note("Infinity")),
    Kind("-Infinity", _note("-Infinity")),
    Kind("1e400", _note("1e400")),
    Kind("a number of 5,000 digits", _note("9" * 5000)),
    Kind("a number of 5,000 decimals", _note(f"0.{'1' * 5000}")),
    Kind("half a surrogate pair, escaped", _field('"occupation":"\\ud800"')),
    Kind("the other half, escaped", _field('"occupation":"a\\uDC00"')),
    Kind("half a surrogate pair in a key", _field(f'{_FIELD},"\\udfff":1')),
    Kind("depth of arrays in a record", _note("[" * _DEEP + "]" * _DEEP)),
    Kind("depth of objects in a record", _note('{"a":' * _DEEP + "1" + "}" * _DEEP)),
    Kind("65 levels in a record", _note("[" * 65 + "]" * 65)),
    Kind("900 levels in a record", _note("[" * 900 + "]" * 900)),
    Kind("a trailing comma", _field(f"{_FIELD},,")),
    Kind("single quotes", _field("'occupation':'advocate'")),
    Kind("a comment", _field(f"{_FIELD}/* asked */")),
    Kind("a field that no record has", _note('"?"')),
    Kind("a field of another type", _field('"occupation":["advocate"]')),
    Kind("a field without a value", _field('"occupation":')),
    Kind("null in a field", _field('"occupation":null')),
)

#: What can be wrong with the tables of a case file.
TABLES = (
    Kind("a table twice", _swap(r"^\{", '{"people": {},')),
    Kind(
        "the header twice", _swap(r"^\{", '{"_casefile": {"1": {"format": "casefile", "schema": 2, "last_ids": {}}},')
    ),
    Kind("a record twice", _swap(r'(?<="people": \{)', '"1": {"id": "P1"},')),
    Kind("the header's record twice", _swap(r'(?<="_casefile": \{)', '"1": {},')),
    Kind("ids 01 and 1", _swap(r'(?<="people": \{)', '"01": {"id": "P1"},')),
    *(
        Kind(f"the id {new!r}", _id(new))
        for new in (
            "0",
            "-1",
            "+1",
            " 1",
            "1 ",
            "1.0",
            "1e0",
            "１",
            "",
            "P1",
            "9" * 30,
            "999999999999999999",
            "\\u0031 ",
        )
    ),
    Kind("no header", _without("_casefile")),
    Kind("an empty header", _at({}, "_casefile")),
    Kind("a record among the header", _tree(lambda t: t["_casefile"].update({"2": t["people"]["2"]}))),
    Kind("the records among the header", _tree(lambda t: t.update(_casefile=t.pop("people") | t["_casefile"]))),
    Kind("the header under another id", _tree(lambda t: t.update(_casefile={"2": t["_casefile"]["1"]}))),
    *(Kind(f"the header is {value!r}", _at(value, "_casefile")) for value in ([], None, "1", 1)),
    *(Kind(f"the header's record is {value!r}", _at(value, "_casefile", "1")) for value in ([], None, "1", 1, {})),
    *(
        Kind(f"the schema is {value!r}", _header(schema=value))
        for value in (3, -1, True, "2", 2.0, None, 10**30, [2], 0)
    ),
    *(Kind(f"the format is {value!r}", _header(format=value)) for value in ("tinydb", None, 1, ["casefile"])),
    Kind("no schema", _without("_casefile", "1", "schema")),
    Kind("no last_ids", _without("_casefile", "1", "last_ids")),
    *(
        Kind(f"last_ids is {value!r}", _header(last_ids=value))
        for value in ([], None, "2", 2, {"people": "2"}, {"people": -1}, {"people": True}, {"people": 2.5})
    ),
    Kind("last_ids says too little", _header(last_ids={"people": 1})),
    Kind("last_ids says 10**30", _header(last_ids={"people": 10**30})),
    Kind("last_ids of a table that is none", _header(last_ids={"ships": 3})),
    *(
        Kind(f"the header's journal is {value!r}", _header(journal=value))
        for value in (
            [],
            None,
            "x",
            5,
            {"seq": "5"},
            {"seq": -1},
            {"seq": True},
            {"seq": 10**30},
            {"seq": 1, "start": -5, "end": -1},
            {"seq": 1, "start": 0, "end": 10**15},
            {"seq": 3, "hash": "ab", "inner": "ab", "start": 900, "end": 100},
            {"seq": 3, "hash": 7},
            {"seq": 3, "more": 1},
            {},
        )
    ),
    *(
        Kind(f"the header's evidence is {value!r}", _header(evidence=value))
        for value in ([], None, "x", 5, {"x": 5}, {"../x": "ab"}, {"a/b": None}, [["a", "b"]])
    ),
    *(
        Kind(f"the header's recipients are {value!r}", _header(recipients=value))
        for value in ("age1", 5, [5], {"a": 1}, ["age1x"], None)
    ),
    *(Kind(f"the header's sum is {value!r}", _header(sum=value)) for value in ("", "0" * 64, 5, None, ["0"])),
    *(Kind(f"a table is {value!r}", _at(value, "people")) for value in ([], None, "x", 5, [{"id": "P1"}])),
    *(Kind(f"a record is {value!r}", _at(value, "people", "1")) for value in ([], None, "x", 5, {}, {"id": "P1"})),
    Kind("a record calls itself another", _at("P7", "people", "1", "id")),
    Kind("a record's id is a number", _at(1, "people", "1", "id")),
    Kind("no name", _at([], "people", "1", "names")),
    Kind("a date that is none", _at({"text": "x", "edtf": "x"}, "people", "1", "born")),
    Kind("a table of another program", _at({"1": {"name": "Aurora"}}, "ships")),
    Kind("a table without a name", _at({"1": {"name": "Aurora"}}, "")),
    Kind("a table is missing", _without("people")),
    Kind("a record is missing", _without("people", "1")),
    Kind("stock TinyDB's own", _tree(lambda _: {"_default": {"1": {"name": "Aurora"}}})),
    Kind("written anew by stock TinyDB", _tree(lambda _: None)),
)


def vouched(data: bytes) -> bytes | None:
    """A bad case file with the sum that fits it, as if casefile had written it so; None where it has no place for one."""
    found = re.search(rb'(?<="sum":")[0-9a-f]{64}(?="\}\n\})|(?<="sum": ")[0-9a-f]{64}(?="\}\})', data)
    if found is None:
        return None
    data = data.replace(b'"sum": "' + found[0] + b'"}}', b'"sum":"' + found[0] + b'"}\n}', 1)
    place = data.index(found[0])
    zeroed = data[:place] + b"0" * 64 + data[place + 64 :]
    return zeroed[:place] + hashlib.sha256(zeroed).hexdigest().encode() + zeroed[place + 64 :]


def _line(number: int, change: Callable[[dict[str, Any]], object]) -> Callable[[bytes], bytes]:
    """Change a line of a journal as Python sees it, and leave its hash as it is."""

    def make(data: bytes) -> bytes:
        lines = data.splitlines(keepends=True)
        line = json.loads(lines[number])
        change(line)
        lines[number] = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        return b"".join(lines)

    return make


def _lines(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
    return lambda data: b"".join(change(data.splitlines(keepends=True)))


def _signed(parts: list[bytes], **fields: Any) -> Callable[[bytes], bytes]:
    """Add a line whose hashes fit, and that follows the one before, and that says what no casefile would."""

    def make(data: bytes) -> bytes:
        last = json.loads(data.splitlines()[-1])
        head = {"seq": last["head"]["seq"] + 1, "prev": last["hash"], "time": "2026-11-23T09:30:00Z"}
        head |= {"author": "Nigar", "command": "edit"} | fields
        places = zip(head.pop("on", ()), parts, strict=True)
        marks = [{"table": table, "doc": doc, "part": digest(part)} for (table, doc), part in places]
        ordered = {name: (head | {"changes": marks}).get(name) for name in Head.__struct_fields__}
        said = {name: value for name, value in ordered.items() if value not in (None, [])}
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        return data + write_line(text, parts, None, last["hash"])

    return make


def _part(was: str, now: str) -> bytes:
    return b'{"salt":"00","was":%b,"now":%b}' % (was.encode(), now.encode())


#: What can be wrong with the lines of a journal. Those that are "signed" fit their hashes: nobody's casefile wrote them.
LINES = (
    Kind("the first line is missing", _lines(lambda lines: lines[1:])),
    Kind("a line is missing", _lines(lambda lines: lines[:1] + lines[2:])),
    Kind("the last line is missing", _lines(lambda lines: lines[:-1])),
    Kind("a line twice", _lines(lambda lines: [*lines[:2], *lines[1:]])),
    Kind("the last line twice", _lines(lambda lines: [*lines, lines[-1]])),
    Kind("two lines swapped", _lines(lambda lines: [lines[1], lines[0], *lines[2:]])),
    Kind("an empty line between", _lines(lambda lines: [lines[0], b"\n", *lines[1:]])),
    Kind("a line that is an array", _lines(lambda lines: [*lines, b"[]\n"])),
    Kind("a line that is a string", _lines(lambda lines: [*lines, b'"x"\n'])),
    Kind("a line of another program", _lines(lambda lines: [*lines, b'{"level":"info"}\n'])),
    *(
        Kind(
            f"line {number + 1} with the {key} {value!r}",
            _line(number, lambda line, k=key, v=value: line.update({k: v})),
        )
        for number in (0, -1)
        for key in ("hash", "head", "parts")
        for value in (None, 5, [], {}, "x", "0" * 64)
    ),
    *(
        Kind(
            f"the last line with the {key} {value!r} in its head",
            _line(-1, lambda line, k=key, v=value: line["head"].update({k: v})),
        )
        for key in ("seq", "prev", "changes", "last_ids", "files", "time")
        for value in (None, 5, True, "x", [5], {"people": "x"}, 10**30)
    ),
    Kind("a line more that says nothing", _signed([])),
    Kind("signed: a number for a record", _signed([_part("null", "5")], on=[("people", 9)])),
    Kind("signed: an array for a record", _signed([_part("null", "[1]")], on=[("people", 9)])),
    Kind("signed: a string for a record", _signed([_part("null", '"x"')], on=[("people", 9)])),
    Kind("signed: an empty record", _signed([_part("null", "{}")], on=[("people", 9)])),
    Kind("signed: not JSON for a record", _signed([b"{"], on=[("people", 9)])),
    Kind("signed: NaN in a record", _signed([_part("null", '{"id":NaN}')], on=[("people", 9)])),
    Kind("signed: a key twice in a record", _signed([_part("null", '{"id":"P9","id":"P9"}')], on=[("people", 9)])),
    Kind("signed: half a surrogate pair", _signed([_part("null", '{"id":"\\ud800"}')], on=[("people", 9)])),
    Kind("signed: depth", _signed([_part("null", "[" * _DEEP + "]" * _DEEP)], on=[("people", 9)])),
    *(
        Kind(f"signed: the id {doc}", _signed([_part("null", '{"id":"P9"}')], on=[("people", doc)]))
        for doc in (0, -1, 2**63 - 1)
    ),
    Kind("signed: a record in the header", _signed([_part("null", '{"format":"x"}')], on=[("_casefile", 1)])),
    Kind("signed: a header of its own", _signed([_part("null", '{"format":"x"}')], on=[("_casefile", 2)])),
    Kind("signed: a table of another program", _signed([_part("null", '{"name":"Aurora"}')], on=[("ships", 1)])),
    Kind("signed: a table without a name", _signed([_part("null", '{"name":"Aurora"}')], on=[("", 1)])),
    Kind("signed: a record that was otherwise", _signed([_part('{"id":"P1"}', "null")], on=[("people", 1)])),
    Kind("signed: a record that was not there", _signed([_part("null", "null")], on=[("people", 1)])),
    Kind("signed: a record twice", _signed([_part("null", '{"id":"P9"}')] * 2, on=[("people", 9)] * 2)),
    Kind("signed: ids that were given out, negative", _signed([], last_ids={"people": -4})),
    Kind("signed: ids that were given out, of no table", _signed([], last_ids={"ships": 4})),
    Kind("signed: fewer ids given out", _signed([], last_ids={"people": 0})),
    Kind("signed: takes back what was not", _signed([], undoes=[77, -1])),
    Kind("signed: takes back itself", _signed([], undoes=[5])),
    Kind("signed: a file elsewhere", _signed([], files={"../../etc/hostname": "ab"})),
    Kind("signed: a file without a name", _signed([], files={"": "ab"})),
    Kind("signed: recipients that are none", _signed([], recipients=["x"])),
    Kind("signed: a checkpoint in the middle", _signed([], folds={"hashes": ["ab"], "since": "x"})),
    Kind("signed: a time that is none", _signed([], time="yesterday")),
    Kind("signed: a reason of another type", _signed([b'{"salt":"00","text":5}'], on=[("people", 9)])),
)
