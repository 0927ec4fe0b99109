"""Takes one safeguard after the other out of a copy of casefile, and holds that the power-cut simulation notices each."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from commands import folder_for
from fault_powercut import available
from rows import Row

import casefile

HERE = Path(__file__).parent


class Rewording(NamedTuple):
    """A safeguard that is no single call, taken out: where, which text by which."""

    name: str
    module: str
    old: str
    new: str

    def apply(self, text: str) -> str:
        """The module's text without it."""
        if text.count(self.old) != 1:
            raise AssertionError(f"{self.name}: {self.module} has the text {text.count(self.old)} times")
        return text.replace(self.old, self.new)


class Removal(NamedTuple):
    """A call that forces something to disk, gives a file its name or repairs, taken out."""

    name: str
    module: str
    lines: tuple[int, int]

    def apply(self, text: str) -> str:
        """The module's text with the call's statement replaced by nothing."""
        lines = text.splitlines(keepends=True)
        first, last = self.lines
        indent = len(lines[first - 1]) - len(lines[first - 1].lstrip())
        return "".join([*lines[: first - 1], " " * indent + "pass\n", *lines[last:]])


REWORDINGS = (
    Rewording(
        "the file is written where it lies",
        "files",
        "            temporary.replace(path)\n        else:",
        "            path.write_bytes(temporary.read_bytes())\n            temporary.unlink()\n        else:",
    ),
    Rewording(
        "the list is not looked at by readers",
        "opening",
        "        staged = pending(self.places.file)\n",
        "        staged: dict[Path, Path] = {}\n",
    ),
    Rewording(
        "the journal is not rolled forward",
        "opening",
        "            for line in walk(tail[:whole], tip, tip.seq + 1):",
        '            for line in walk(b"", tip, tip.seq + 1):',
    ),
    Rewording(
        "a torn line is taken for a broken one",
        "opening",
        "        if data:\n            read_line(0, 0, data[start:]).check_parts()",
        "        if False:\n            pass",
    ),
    Rewording(
        "the file is written before the journal",
        "tinydb_file",
        "        append(self.places.journal, line, opened.tip.end)\n        tip =",
        "        write_private(self.path, self.sealed(serialise(tables), opened.vault), overwrite=True)\n        append(self.places.journal, line, opened.tip.end)\n        tip =",
    ),
)

#: Functions whose calls are safeguards, wherever the store makes them as a statement of its own.
_SAFEGUARDS = {"fsync", "sync_folder", "replace", "link", "settle", "finish", "remove_leftovers", "cut", "set_aside"}
#: Calls that are not reached on this kind of disk, and where they would be.
_ELSEWHERE = {
    "files._place: replace 2": "only on file systems without hard links",
}


def mutants() -> list[Rewording | Removal]:
    """Every safeguard of the store, each taken out by itself."""
    found: list[Rewording | Removal] = [*REWORDINGS]
    for path in sorted((Path(casefile.__file__).parent / "store").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            calls = [
                node
                for node in ast.walk(function)
                if isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Call)
                and _called(node.value) in _SAFEGUARDS
            ]
            for number, call in enumerate(calls, 1):
                name = f"{path.stem}.{function.name}: {_called(call.value)} {number}"
                if name not in _ELSEWHERE:
                    found.append(Removal(name, path.stem, (call.lineno, call.end_lineno or call.lineno)))
    return found


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def caught(mutant: Rewording | Removal) -> bool:
    """Whether the simulation finds something wrong with a casefile that lacks a safeguard.

    Raises:
        AssertionError: The text that was to be taken out is not there exactly once.
    """
    with folder_for("mutant") as folder:
        package = folder / "casefile"
        shutil.copytree(Path(casefile.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
        module = package / "store" / f"{mutant.module}.py"
        module.write_text(mutant.apply(module.read_text(encoding="utf-8")), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(HERE / "fault_powercut.py")],
            env=os.environ | {"PYTHONPATH": str(folder), "TMPDIR": str(folder)},  # what it leaves lying goes with it
            capture_output=True,
            check=False,
        )
    return done.returncode != 0


def measure(scale: float) -> list[Row]:
    """Every mutant; with a smaller scale, every few."""
    if reason := available():
        return [Row("safeguards taken out", 0, f"skipped: {reason}", True)]
    chosen = mutants()[:: max(1, round(1 / scale))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # each waits for a process of its own
        missed = [mutant.name for mutant, noticed in zip(chosen, pool.map(caught, chosen), strict=True) if not noticed]
    for name in missed:
        print(f"not noticed: {name}", file=sys.stderr)
    return [
        Row(
            "any one safeguard taken out of the store (fsync, rename, recovery step)",
            len(chosen),
            f"{len(chosen) - len(missed)} noticed by the simulation",
            not missed,
        )
    ]
