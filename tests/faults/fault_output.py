"""Takes casefile's output away: a full disk behind it, a reader that has seen enough, nobody there at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from commands import RECIPIENT, SECRET, call, folder_for, records, small_case, started, well, whole
from rows import Row
from warm import PEOPLE

_FULL = Path("/dev/full")
_PIPE = 65536  # bytes that a pipe holds: only more than that shows whether the reader has gone
_MANY = 2500  # records of a kind, for that
_READERS = (
    ("list",),
    ("list", "people", "--json"),
    ("list", "people", "--format", "csv"),
    ("show", "P1"),
    ("show", "P1", "--json"),
    ("timeline",),
    ("search", "а"),
    ("log",),
    ("log", "--json"),
    ("verify",),
    ("evidence", "list"),
    ("export", "--json"),
    ("export", "--json", "people"),
    ("--help",),
    ("add-charge", "--help"),
    ("--version",),
)


_ELSEWHERE = (
    ("backup", "kept.tar"),
    ("export", "--json", "-o", "whole.json"),
    ("export", "--csv", "people", "-o", "people.csv"),
    ("export", "--csv", "-o", "tables"),
    ("due", "--ics", "-o", "due.ics"),
    ("evidence", "export", "P1", "-o", "back.txt"),
)


class _Writer(NamedTuple):
    """A command that changes a case, and what the case must be for it."""

    args: tuple[str, ...]
    case: str = "small"


_WRITERS = (
    _Writer(("add-person", "Tomris Həsənova")),
    _Writer(("add-person", "Tomris Həsənova", "--json")),
    _Writer(("add-detainee", "سميرة حداد", "--detained", "2025-03-04")),
    _Writer(("add-person", "Первый"), "none"),
    _Writer(("init",), "none"),
    _Writer(("add-charge", "P2", "illegal entry", "--by", "Azerbaijani side", "--create", "state")),
    _Writer(("add-statement", "Связь с семьёй есть", "--by", "P1", "--on", "2025-11-15")),
    _Writer(("add-event", "meeting", "--on", "2025-11-15")),
    _Writer(("add-source", "--publisher", "Example Wire")),
    _Writer(("edit", "P1", "notes=x")),
    _Writer(("remove", "P2", "--cascade")),
    _Writer(("undo",)),
    _Writer(("attach", "P2", "scan.txt")),
    _Writer(("compact", "--reason", "agreed", "--yes")),
    _Writer(("purge", "P2", "--cascade", "--reason", "asked for", "--yes")),
    _Writer(("encrypt", "--recipient", RECIPIENT)),
    _Writer(("decrypt",), "sealed"),
)


def _prepare(folder: Path, case: str) -> None:
    if case != "none":
        small_case(folder, sealed=case == "sealed")
    (folder / "scan.txt").write_text("второй", encoding="utf-8")
    (folder / "key.txt").write_text(f"{SECRET}\n", encoding="utf-8")


def _into(folder: Path, target: Path, args: Sequence[str]) -> tuple[int, str]:
    with target.open("wb") as out:
        process = started(folder, *args, stdout=out)
        return process.wait(timeout=120), (process.communicate()[1] or b"").decode()


def _last(folder: Path) -> int:
    said = call(folder, "log", "--json")
    return max((change["seq"] for change in json.loads(said.out)), default=0) if said.code == 0 else 0


def _bad_words(err: str) -> bool:
    return "Traceback" in err or "Exception ignored" in err or "has a fault" in err


def full_reading(chosen: Sequence[tuple[str, ...]]) -> Row:
    """Every reading command into a full disk."""
    wrong = []
    with folder_for("full") as folder:
        small_case(folder)
        for args in chosen:
            code, err = _into(folder, _FULL, args)
            if code != 1 or "the output could not be written: No space left on device" not in err or _bad_words(err):
                wrong.append(f"casefile {' '.join(args)} > /dev/full: {code} {err}")
    return _row("reading, > /dev/full", len(chosen), "say so and leave with 1", wrong)


def full_writing(chosen: Sequence[_Writer]) -> Row:
    """Every change with its report into a full disk: it is saved, and that is what is said."""
    wrong = []
    for writer in chosen:
        with folder_for("full") as folder:
            _prepare(folder, writer.case)
            before = records(folder)
            code, err = _into(folder, _FULL, writer.args)
            where = f"casefile {' '.join(writer.args)[:60]} > /dev/full: {code} {err}"
            said = (
                "The case file is made, and empty." if writer.args == ("init",) else f"Change {_last(folder)} is saved."
            )
            if code != 1 or f"{said} Only the report of it is missing" not in err or _bad_words(err):
                wrong.append(where)
            elif records(folder) == before and writer.args[0] not in ("compact", "encrypt", "decrypt"):
                wrong.append(f"said to be saved, and is not: {where}")
            elif problem := whole(folder):
                wrong.append(f"{where}: {problem}")
    return _row("changing, > /dev/full", len(chosen), "are saved, and say that only the report is missing", wrong)


def full_elsewhere(chosen: Sequence[tuple[str, ...]]) -> Row:
    """Every command that writes a file elsewhere, with its report into a full disk: the file is there, and is said to be."""
    wrong = []
    with folder_for("full") as folder:
        small_case(folder)
        for args in chosen:
            code, err = _into(folder, _FULL, args)
            said = f"{args[-1]} is written, whole. Only the report of it is missing"
            there = (folder / args[-1]).exists()
            if code != 1 or said not in err or not there or "No space left" not in err or _bad_words(err):
                wrong.append(f"casefile {' '.join(args)} > /dev/full: {code} {err}, there: {there}")
    return _row("writing a file, > /dev/full", len(chosen), "write it, and say that only the report is missing", wrong)


def _large_case(folder: Path) -> None:
    people = [
        {
            "id": f"P{number}",
            "names": [{"type": "primary", "text": f"{PEOPLE[number % len(PEOPLE)]} {number}"}],
            "roles": ["detainee"],
        }
        for number in range(1, _MANY + 1)
    ]
    events = [
        {"id": f"E{n}", "kind": "detention", "when": _when(n), "participants": [{"person": f"P{n}", "role": "subject"}]}
        for n in range(1, _MANY + 1)
    ]
    path = folder / "large.json"
    case = {"casefile": {"format": "casefile", "schema": 1, "last_ids": {}}, "people": people, "events": events}
    path.write_text(json.dumps(case), encoding="utf-8")
    well(folder, "import", str(path))


def _when(number: int) -> dict[str, str]:
    day = f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}"
    return {"text": day, "edtf": day, "earliest": day, "latest": day}


def head(chosen: Sequence[tuple[str, ...]]) -> Row:
    """Reading commands with more to say than ``head -1`` wants to hear."""
    wrong, tried = [], 0
    with folder_for("head") as folder:
        _large_case(folder)
        for args in chosen:
            if len(call(folder, *args).out) < 2 * _PIPE:
                continue  # it fits into the pipe: nothing would be noticed
            tried += 1
            with started(folder, *args) as process:
                reader = subprocess.run(["head", "-1"], stdin=process.stdout, capture_output=True, check=False)
                assert process.stdout is not None
                process.stdout.close()
                code = process.wait(timeout=120)
                err = process.stderr.read().decode() if process.stderr else ""
            if code or err or reader.stdout.count(b"\n") != 1:
                wrong.append(f"casefile {' '.join(args)} | head -1: {code} {err} {reader.stdout[:200]!r}")
    return _row("piped into head -1", tried, "are quiet and leave with 0", wrong)


def nobody(chosen: Sequence[tuple[str, ...]]) -> Row:
    """A reader that has gone before the first byte, and standard streams that are closed."""
    wrong, names = [], ["Анна Белоусова", "John Doe"]
    with folder_for("nobody") as folder:
        small_case(folder)
        commands = [*chosen, *(("add-person", name) for name in names)]
        for args in commands:
            ours, theirs = os.pipe()
            os.close(ours)
            process = started(folder, *args, stdout=theirs)
            os.close(theirs)
            err = process.communicate(timeout=120)[1].decode()
            if process.returncode or err:
                wrong.append(f"casefile {' '.join(args)}, nobody reading: {process.returncode} {err}")
            again = [*args, "--force"] if args[-1] in names else args
            closed = started(folder, *again, before=("sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh"))
            closed.communicate(timeout=120)
            if closed.returncode:
                wrong.append(f"casefile {' '.join(again)} <&- >&- 2>&-: {closed.returncode}")
        if problem := whole(folder):
            wrong.append(problem)
        held = [person["names"][0]["text"] for person in json.loads(records(folder) or b"{}").get("people", ())]
        if any(held.count(name) != 2 for name in names):
            wrong.append(f"not all that was added is there: {held}")
    return _row("nobody reading, standard streams closed", 2 * len(commands), "are quiet and leave with 0", wrong)


def _row(what: str, tried: int, outcome: str, wrong: list[str]) -> Row:
    for problem in wrong[:5]:
        print(problem, file=sys.stderr)
    return Row(f"output: {what}", tried, f"{tried - len(wrong)} {outcome}", not wrong)


def _rows(scale: float) -> Iterator[Row]:
    step = max(1, round(1 / scale / 2))
    if _FULL.exists():
        yield full_reading(_READERS[::step])
        yield full_writing(_WRITERS[::step])
        yield full_elsewhere(_ELSEWHERE)
    else:
        yield Row("output: > /dev/full", 0, "skipped: there is no /dev/full", True)
    yield head(_READERS)
    yield nobody(_READERS[:: 2 * step])


def measure(scale: float) -> list[Row]:
    """Reading and changing commands, with their output going nowhere."""
    if sys.platform == "win32":
        return [Row("output: > /dev/full, head", 0, "skipped: needs a POSIX system", True)]
    return list(_rows(scale))
