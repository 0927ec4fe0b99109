"""Runs casefile in this process or another, on a folder of its own, and says what the case holds afterwards."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from casefile.cli import main

NAME = "case.json"
#: An age identity that opens nothing but the cases of this harness.
SECRET = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"  # noqa: S105
RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
#: What somebody who cannot open a case brings to it.
MINE = """{"casefile": {"format": "casefile", "schema": 2},
"people": [{"id": "P1", "uid": "0190c2f4-5b1e-7d10-8000-00000000c0de",
            "names": [{"text": "Севда Кулиева", "type": "primary"}]}]}"""
ENVIRON = {"CASEFILE_AUTHOR": "Nigar", "CASEFILE_LOCK_TIMEOUT": "20", "PYTHONDONTWRITEBYTECODE": "1"}


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: bytes
    err: str


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """Set variables of the environment for the length of the block."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def call(folder: Path, *args: str) -> Said:
    """Run a command on the case in `folder`, in this process."""
    out, err = io.BytesIO(), io.StringIO()
    text = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
    key = folder / "key.txt"
    chosen = ENVIRON | {"CASEFILE_DB": str(folder / NAME)} | ({"CASEFILE_IDENTITY": str(key)} if key.exists() else {})
    with environment(**chosen), contextlib.redirect_stdout(text), contextlib.redirect_stderr(err):
        code = main(list(args), today=date(2026, 11, 23), now=lambda: datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
        text.flush()
    return Said(code, out.getvalue(), err.getvalue())


def well(folder: Path, *args: str) -> Said:
    """Run a command that must succeed."""
    said = call(folder, *args)
    if said.code:
        raise AssertionError(f"casefile {' '.join(args)}: {said.code}\n{said.out.decode()}\n{said.err}")
    return said


def started(folder: Path, *args: str, before: Sequence[str] = (), **settings: object) -> subprocess.Popen[bytes]:
    """Start a command on the case in `folder`, as a process of its own; `before` goes before the interpreter."""
    key = folder / "key.txt"
    environ = os.environ | ENVIRON | {"CASEFILE_DB": str(folder / NAME)}
    environ |= {"CASEFILE_IDENTITY": str(key)} if key.exists() else {}
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        [*before, sys.executable, "-m", "casefile", *args],
        env=environ,
        cwd=folder,
        **({"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL} | settings),
    )


def records(folder: Path, heard: list[str] | None = None) -> bytes | None:
    """Every record of the case in `folder` and how many deposits wait; None where there is no case.

    What else is said beside them goes to `heard`.
    """
    said = call(folder, "export", "--json")
    if said.code == 5 and "There is no case file" in said.err:
        return None
    if said.code:
        raise AssertionError(said.err)
    waiting, others = [], []
    for line in said.err.splitlines(keepends=True):
        (waiting if line.endswith("casefile import --deposits\n") else others).append(line)
    if heard is not None:
        heard.append("".join(others))
    told = "".join(waiting).strip()
    return said.out.removesuffix(b"}\n") + f', "deposits": "{told}"}}\n'.encode() if told else said.out


def whole(folder: Path) -> str:
    """What keeps the case in `folder` from being whole; empty when it is."""
    said = call(folder, "verify")
    return "" if said.code == 0 else said.out.decode() + said.err


@contextmanager
def folder_for(name: str) -> Iterator[Path]:
    """A new folder, deleted afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=f"casefile-{name}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def small_case(folder: Path, *, sealed: bool = False) -> None:
    """A case of two people, an edit, a charge and a kept file; encrypted for the harness's identity where asked."""
    well(folder, "add-person", "Лейла Мамедова", "--role", "lawyer")
    well(folder, "add-detainee", "Rəşad Əliyev", "--detained", "2025-03-04", "--place", "Bakı")
    well(folder, "edit", "P1", "occupation=advocate", "--reason", "asked her office")
    (folder / "scan.txt").write_text("скан", encoding="utf-8")
    well(folder, "attach", "P1", str(folder / "scan.txt"))
    if sealed:
        (folder / "key.txt").write_text(f"{SECRET}\n", encoding="utf-8")
        well(folder, "encrypt", "--recipient", RECIPIENT)


class Standing(NamedTuple):
    """What a case holds: its records, and the commands of its history (the last says whether it is encrypted)."""

    records: bytes | None
    history: tuple[str, ...]


def standing(folder: Path) -> Standing:
    """What the case in `folder` holds now; raises `AssertionError` where it cannot be read."""
    found = records(folder)
    if found is None:
        return Standing(None, ())
    said = call(folder, "log", "--json")
    if said.code:
        raise AssertionError(said.err)
    return Standing(found, tuple(entry["command"] for entry in msgspec.json.decode(said.out)))
