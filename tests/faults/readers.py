"""The readers of casefile that take what others may have written, each with good inputs and a way to spoil them."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from commands import NAME, small_case, well
from mutation import TOKENS, Mutator

from casefile import dates
from casefile.casebook.lookup import find
from casefile.errors import CasefileError
from casefile.formats import csv_tables, json_case
from casefile.model import BY_LETTER, Case, parse_id
from casefile.store import SCHEMA
from casefile.store.archive import Manifest, _opened, known
from casefile.store.journal import Tip, digest, open_line, read_line, walk
from casefile.store.layout import LazyTable, parse, serialise
from casefile.store.lines import write_line
from casefile.store.opening import whole_length
from casefile.store.sums import with_sum
from casefile.store.switching import pending
from casefile.store.tables import CaseStorage, TableSnapshot
from casefile.store.tinydb_file import TinyDBFile
from casefile.views.naming import NameFinder, Sought

SAMPLE = Path(__file__).parents[2] / "data" / "baku-2025.json"
TODAY = date(2026, 11, 23)
_HALF = 0.5
_RENAMES = {"moves": {f".{NAME}.0123456789ab.tmp": NAME}, "drops": [f"{NAME}.evidence/{'0' * 64}"]}
_BACKUPS = [{"path": "/home/nigar/backup.tar", "made": "2026-11-23T09:30:00Z"}]


class Target(NamedTuple):
    """A reader.

    Attributes:
        name: What it reads.
        make: A bad input.
        large: Inputs that hold a large piece, from the piece.
        read: Reads an input; raises `CasefileError` where it is none.
        share: Which part of the full number it is given: less where an input is a file of its own.
    """

    name: str
    make: Callable[[Mutator], Any]
    large: Callable[[bytes], list[Any]]
    read: Callable[[Any], object]
    share: float = 1.0


class Good:
    """Good inputs of every kind, made once by casefile itself.

    Args:
        folder: Where to make them.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        small_case(folder)
        well(folder, "backup", str(folder / "backup.tar"))
        small = (folder / NAME).read_bytes()
        well(folder, "import", str(self._exported(folder, SAMPLE)), "--update", "--db", str(folder / "sample.json"))
        sample = (folder / "sample.json").read_bytes()
        self.files = [small, sample, json.dumps(json.loads(small)).encode(), json.dumps(json.loads(sample)).encode()]
        self.trees = [json.loads(small), json.loads(sample)]
        self.journal = (folder / f"{NAME}.journal").read_bytes()
        self.lines = self.journal.splitlines(keepends=True)
        self.heads = [(json.loads(line)["head"], json.loads(line)["parts"]) for line in self.lines]
        exported = well(folder, "export", "--json", "--db", str(folder / "sample.json")).out
        self.exports = [well(folder, "export", "--json").out, exported]
        self.export_trees = [json.loads(data) for data in self.exports]
        well(folder, "export", "--csv", "--db", str(folder / "sample.json"), "-o", str(folder / "tables"))
        self.csvs = [path.read_bytes() for path in sorted((folder / "tables").glob("*.csv")) if path.stem != "docket"]
        self.backup = (folder / "backup.tar").read_bytes()
        self.manifest = json.loads(self.backup[512 : self.backup.index(b"\0", 512)])
        self.case = Case(TableSnapshot("sample", CaseStorage(parse(sample, SAMPLE).tables)))
        self.names = [name.text for person in self.case.people for name in person.names]
        self.texts = [statement.text for statement in self.case.statements] + self.names

    @staticmethod
    def _exported(folder: Path, sample: Path) -> Path:
        copy = folder / "copy.json"
        shutil.copyfile(sample, copy)
        copy.chmod(0o600)
        data = well(folder, "export", "--json", "--db", str(copy)).out
        (folder / "export.json").write_bytes(data)
        return folder / "export.json"


_DATES = (
    "2025-07-01", "1 July 2025", "в начале июля", "до 1 июля 2025", "between 3 and 5 March 2025", "about May 2024",
    "autumn 2024", "iyulun 1-i 2025", "yesterday", "unknown", "[..2025-07-01]", "2025-07~", "2025-07-01/2025-08", "1.07.25",
    "с 1 по 5 марта 2024 года", "3 days ago", "197X", "late 2024", "2025-1X-01", "1990s", "последний понедельник",
    "from 3 March to 5 April 2024", "payızda 2024", "10 martdan sonra", "2024-24?", "позавчера", "2025-07-01T10:00:00Z",
)  # fmt: skip
_DATE_WORDS = (
    "July", "июля", "iyul", "early", "mid", "конец", "before", "after", "до", "между", "и", "and", "from", "to", "-", "–",
    "about", "~", "?", "%", "[", "]", "..", "/", "X", "XX", "2025", "0000", "9999", "31", "30", "29", "February", "г.",
    "ago", "назад", "week", "недели", "in", "last", "Monday", "dək", "əvvəl", "summer", "весной", "of", "the", "T", "Z",
    "not", "≤", ">=", "s", "1-го", "1st", "99999999999999999999", "possibly", "возможно", "unknown",
)  # fmt: skip


class Readers:
    """Each reader, and what makes bad inputs for it.

    Args:
        good: What they are made from.
    """

    def __init__(self, good: Good) -> None:
        self.good = good
        self.finder = NameFinder([Sought(str(number), name) for number, name in enumerate(good.names)])

    def targets(self) -> list[Target]:
        """All of them."""
        return [
            Target("case file", self.make_case_file, self.large_case_file, self.case_file),
            Target("journal", self.make_journal, self.large_journal, self.journal),
            Target("line of the journal", self.make_line, self.large_journal, self.line),
            Target("import of JSON", self.make_export, self.large_export, self.export),
            Target("import of CSV", self.make_csv, self.large_csv, self.rows),
            Target("dates", lambda m: m.text(_DATES, _DATE_WORDS), _as_text, self.date),
            Target("references", self.make_reference, _as_text, self.reference),
            Target("names in running text", self.make_running, _as_text, self.finder.find),
            Target(
                "manifest of a backup", self.make_manifest, lambda piece: [piece, _tar_with(piece)], self.manifest, 0.1
            ),
            Target(
                "lists of renames and of backups",
                self.make_list,
                lambda piece: [piece, with_sum(piece)],
                self.lists,
                0.1,
            ),
        ]

    def make_case_file(self, m: Mutator) -> bytes:
        """Bytes changed, or values; and then half the time with a sum that fits."""
        if m.chance.random() < _HALF:
            return m.bytes(self.good.files)
        tables = m.tree(self.good.trees)
        if m.chance.random() < _HALF:
            with contextlib.suppress(ValueError, TypeError, AttributeError, KeyError, AssertionError):
                lazy = {name: LazyTable({int(key): row for key, row in rows.items()}) for name, rows in tables.items()}
                return serialise(lazy)
        return _compact(tables)

    def large_case_file(self, piece: bytes) -> list[bytes]:
        """A file, a field, a key, a record."""
        field = self.good.files[2].replace(b'"advocate"', json.dumps(piece.decode("utf-8", "replace")).encode(), 1)
        record = self.good.files[2].replace(b'"advocate"', piece, 1)
        return [piece, field, record, b'{"_casefile":{"1":' + piece + b"}}"]

    @staticmethod
    def case_file(data: bytes) -> None:
        """What is read can be written, and read again."""
        found = parse(data, SAMPLE)
        sizes = {name: len(table) for name, table in found.tables.items()}
        again = {name: len(table) for name, table in parse(serialise(found.tables), SAMPLE).tables.items()}
        if sizes != again:
            raise AssertionError(f"{sizes} were read, written, and read as {again}")
        list(Case(TableSnapshot("x", CaseStorage(found.tables))).everything())

    def make_journal(self, m: Mutator) -> bytes:
        """Bytes changed; or a line with changed values, whose hashes fit for the most part, after those before it."""
        if m.chance.random() < _HALF:
            return m.bytes([self.good.journal])
        number = m.chance.randrange(len(self.good.heads))
        return b"".join(self.good.lines[:number]) + self._signed(m, number)

    def make_line(self, m: Mutator) -> bytes:
        """One line by itself."""
        if m.chance.random() < _HALF:
            return m.bytes(self.good.lines)
        return self._signed(m, m.chance.randrange(len(self.good.heads)))

    def _signed(self, m: Mutator, number: int) -> bytes:
        while True:
            with contextlib.suppress(TypeError, ValueError, AttributeError, LookupError):  # not every value is a line
                head, parts = m.tree([self.good.heads[number]])
                texts = [_compact(part) for part in parts]
                for mark, text in zip(head.get("changes", ()), texts, strict=False):
                    mark["part"] = digest(text) if m.chance.random() < 0.9 else mark["part"]
                return write_line(_compact(head), texts, None, "")

    def large_journal(self, piece: bytes) -> list[bytes]:
        """A journal, a head, a part, a field of a record in a part."""
        head, parts = self.good.heads[0]
        text = json.dumps(piece.decode("utf-8", "replace")).encode()
        part = b'{"salt":"00","was":null,"now":{"id":"P1","notes":%b}}' % text
        marked = head | {"changes": [head["changes"][0] | {"part": digest(part)}]}
        return [
            piece,
            write_line(piece, [], None, ""),
            write_line(_compact(head), [piece] * len(parts), None, ""),
            write_line(_compact(marked), [part], None, ""),
        ]

    @staticmethod
    def journal(data: bytes) -> None:
        """All lines, each after the one before."""
        for line in walk(data, Tip()):
            open_line(line, None)
        whole_length(data)

    @staticmethod
    def line(data: bytes) -> None:
        """One line."""
        open_line(read_line(1, 0, data), None)

    def make_export(self, m: Mutator) -> bytes:
        """Bytes changed, or values."""
        if m.chance.random() < _HALF:
            return m.bytes(self.good.exports)
        return _compact(m.tree(self.good.export_trees))

    def large_export(self, piece: bytes) -> list[bytes]:
        """A file, a field, a table."""
        text = json.dumps(piece.decode("utf-8", "replace")).encode()
        head = b'{"casefile":{"format":"casefile","schema":2,"last_ids":{}},"people":'
        person = b'[{"id":"P1","names":[{"text":"x"}],"notes":%b}]}'
        return [piece, head + piece + b"}", head + person % text, head + person % piece]

    @staticmethod
    def export(data: bytes) -> None:
        """What an import takes."""
        json_case.load(data, "x.json", SCHEMA)

    def make_csv(self, m: Mutator) -> bytes:
        """Bytes changed, or cells."""
        if m.chance.random() < _HALF:
            return m.bytes(self.good.csvs, (*TOKENS, b'","', b"=cmd", b"id,uid"))
        table = list(csv.reader(io.StringIO(m.chance.choice(self.good.csvs).decode("utf-8-sig"), newline="")))[:4]
        for _ in range(1 + m.chance.randrange(3)):
            row = m.chance.choice(table)
            value = m.value()
            row[m.chance.randrange(len(row))] = value if isinstance(value, str) else json.dumps(value)
        out = io.StringIO(newline="")
        csv.writer(out).writerows(table)
        return out.getvalue().encode("utf-8", "surrogatepass")

    def large_csv(self, piece: bytes) -> list[bytes]:
        """A file, and a cell in each column of a person."""
        heading = next(data for data in self.good.csvs if b"\nP1," in data).split(b"\n")[0].rstrip(b"\r")
        cell = b'"' + piece.replace(b'"', b'""') + b'"'
        rows = [
            b",".join([b"P1", *(cell if number == place else b"" for number in range(1, heading.count(b",") + 1))])
            for place in range(1, heading.count(b",") + 1, 5)
        ]
        return [piece, *(heading + b"\n" + row + b"\n" for row in rows)]

    @staticmethod
    def rows(data: bytes) -> None:
        """What an import takes; beyond 50 rows they are all alike."""
        for row in csv_tables.rows_of(data, "x.csv")[:50]:
            kind = BY_LETTER.get(row.cells["id"][:1].upper())
            if kind is not None:
                csv_tables.record_of(kind, row, "x.csv")

    @staticmethod
    def date(text: str) -> None:
        """A date that is read means the same when it is read in the form in which it is kept."""
        when = dates.parse(text, today=TODAY)
        dates.show(when)
        if when.edtf:
            again = dates.parse(when.edtf, today=TODAY)
            if (again.earliest, again.latest) != (when.earliest, when.latest):
                raise AssertionError(f"{when} is kept as {again}")

    def make_reference(self, m: Mutator) -> str:
        """What is typed for a record."""
        return m.text(self.good.texts, [*self.good.names, "P1", "p01", "C1", "«", "ё", "Mr"])

    def reference(self, text: str) -> None:
        """From what is typed to the record."""
        parse_id(text)
        find(self.good.case, text)

    def make_running(self, m: Mutator) -> str:
        """A text with names in it."""
        return m.text(self.good.texts, [*self.good.names, "«", "ов", "oğlu", "P1", ",", "@", "#", "\u200f", "ع"])

    def make_manifest(self, m: Mutator) -> bytes:
        """Bytes changed, or values; and then half the time with a sum that fits."""
        if m.chance.random() < _HALF:
            return m.bytes([self.good.backup[:3072]])
        tree = m.tree([self.good.manifest])
        if m.chance.random() < _HALF:
            with contextlib.suppress(msgspec.ValidationError):
                tree = msgspec.to_builtins(msgspec.convert(tree, Manifest).summed())
        return _tar_with(_compact(tree))

    def manifest(self, data: bytes) -> None:
        """The beginning of a backup."""
        place = self.good.folder / f"{os.getpid()}.tar"
        place.write_bytes(data)
        with _opened(place):
            pass

    def make_list(self, m: Mutator) -> bytes:
        """Values changed, with a sum that fits; now and then bytes as well."""
        listed = with_sum(_compact(m.tree([_RENAMES, _BACKUPS])))
        return m.bytes([listed]) if m.chance.random() < 0.3 else listed

    def lists(self, data: bytes) -> None:
        """The list of renames, and that of backups."""
        case = self.good.folder / f"{os.getpid()}.json"
        refused = []
        for suffix, read in (("switch", pending), ("backups", lambda place: known(TinyDBFile(place)))):
            place = case.with_name(f"{case.name}.{suffix}")
            place.write_bytes(data.replace(NAME.encode(), case.name.encode()))
            try:
                read(case)
            except CasefileError as error:
                refused.append(error)
            finally:
                place.unlink()
        if len(refused) > 1:  # what is the one list is not the other
            raise refused[0]


def _as_text(piece: bytes) -> list[str]:
    return [piece.decode("utf-8", "replace")]


def _compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _tar_with(said: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        info = tarfile.TarInfo("casefile-backup.json")
        info.size = len(said)
        tar.addfile(info, io.BytesIO(said))
    return out.getvalue()
