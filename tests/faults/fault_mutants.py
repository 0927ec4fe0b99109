"""Takes one safeguard after the other out of a copy of casefile, and holds that the power-cut simulation notices each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from commands import folder_for
from fault_powercut import available
from rows import Row

import casefile

HERE = Path(__file__).parent


class Mutant(NamedTuple):
    """A safeguard that is taken out: where, which text by which, and the scenes that must notice."""

    name: str
    module: str
    old: str
    new: str
    scenes: tuple[str, ...]


MUTANTS = (
    Mutant(
        "the journal's line is not forced",
        "files",
        "            os.fsync(handle)\n            if not end:",
        "            if not end:",
        ("edit",),
    ),
    Mutant(
        "a new journal's name is not forced",
        "files",
        "            if not end:\n                sync_folder(path.parent)\n",
        "",
        ("first add",),
    ),
    Mutant(
        "a file is renamed before its bytes are forced",
        "files",
        "        write_all(handle, data)\n        os.fsync(handle)\n    finally:",
        "        write_all(handle, data)\n    finally:",
        ("edit",),
    ),
    Mutant(
        "the file is written where it lies",
        "files",
        "            temporary.replace(path)\n        else:",
        "            path.write_bytes(temporary.read_bytes())\n            temporary.unlink()\n        else:",
        ("edit",),
    ),
    Mutant(
        "the list of a change of all files is not forced",
        "files",
        '    try:\n        sync_folder(path.parent)\n    except OSError as error:\n        raise UnknownOutcomeError(\n            f"{path} was written',
        '    try:\n        pass\n    except OSError as error:\n        raise UnknownOutcomeError(\n            f"{path} was written',
        ("encrypt", "compact", "purge"),
    ),
    Mutant(
        "the list is deleted before the renames are forced",
        "switching",
        "        for touched in folders:\n            if touched.is_dir():\n                sync_folder(touched)\n        switch_file(path).unlink(missing_ok=True)",
        "        switch_file(path).unlink(missing_ok=True)",
        ("encrypt", "compact", "purge"),
    ),
    Mutant(
        "the list is not looked at by readers",
        "opening",
        "        staged = pending(self.places.file)\n",
        "        staged: dict[Path, Path] = {}\n",
        ("encrypt", "compact"),
    ),
    Mutant(
        "what was decided is not finished",
        "tinydb_file",
        "            finish(self.path)\n            remove_leftovers",
        "            remove_leftovers",
        ("encrypt", "compact"),
    ),
    Mutant(
        "the journal is not rolled forward",
        "opening",
        "            for line in walk(tail[:whole], tip, tip.seq + 1):",
        '            for line in walk(b"", tip, tip.seq + 1):',
        ("edit", "add"),
    ),
    Mutant(
        "a torn line is taken for a broken one",
        "opening",
        "        if data:\n            read_line(0, 0, data[start:]).check_parts()",
        "        if False:\n            pass",
        ("edit", "add"),
    ),
    Mutant(
        "a torn line is left where it is",
        "tinydb_file",
        "            if opened.torn:\n                self.set_aside(opened)\n",
        "",
        ("change after a torn line", "edit"),
    ),
    Mutant(
        "the file is written before the journal",
        "tinydb_file",
        "        append(self.places.journal, line, opened.tip.end)\n        tip =",
        "        write_private(self.path, self.sealed(serialise(tables), opened.vault), overwrite=True)\n        append(self.places.journal, line, opened.tip.end)\n        tip =",
        ("add", "edit", "remove"),
    ),
    Mutant(
        "a kept file is not forced",
        "evidence",
        "            fill(writer)\n            os.fsync(handle)",
        "            fill(writer)",
        ("attach",),
    ),
    Mutant(
        "a kept file's name is not forced",
        "evidence",
        "        sync_folder(folder)\n        sync_folder(folder.parent)\n    except",
        "    except",
        ("attach",),
    ),
    Mutant(
        "kept files are not settled",
        "tinydb_file",
        "            settle(self.places.evidence, opened.tables",
        "            list(opened.tables) or (self.places.evidence, opened.tables",
        ("purge after a cut attach",),
    ),
)


def caught(mutant: Mutant, scale: float = 1.0) -> bool:
    """Whether the simulation finds something wrong with a casefile that lacks a safeguard.

    Raises:
        AssertionError: The text that was to be taken out is not there exactly once.
    """
    with folder_for("mutant") as folder:
        package = folder / "casefile"
        shutil.copytree(Path(casefile.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
        module = package / "store" / f"{mutant.module}.py"
        text = module.read_text(encoding="utf-8")
        if text.count(mutant.old) != 1:
            raise AssertionError(f"{mutant.name}: {mutant.module} has the text {text.count(mutant.old)} times")
        module.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(HERE / "fault_powercut.py"), str(scale), *mutant.scenes],
            env=os.environ | {"PYTHONPATH": str(folder)},
            capture_output=True,
            check=False,
        )
    return done.returncode != 0


def measure(scale: float) -> list[Row]:
    """Every mutant; with a smaller scale, every few."""
    if reason := available():
        return [Row("safeguards taken out", 0, f"skipped: {reason}", True)]
    chosen = MUTANTS[:: max(1, round(1 / scale))]
    missed = [mutant.name for mutant in chosen if not caught(mutant)]
    for name in missed:
        print(f"not noticed: {name}", file=sys.stderr)
    return [
        Row(
            "one safeguard taken out of casefile (fsync, rename, recovery step)",
            len(chosen),
            f"{len(chosen) - len(missed)} noticed by the simulation",
            not missed,
        )
    ]
