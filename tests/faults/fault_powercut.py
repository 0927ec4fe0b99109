"""Cuts the power after every system call of every kind of change, in every way that a disk may lose what was not forced.

A command runs under strace; its calls drive a model of the disk, and every state that the model says a power cut may
leave is laid out in a folder and opened with casefile: it must hold the records from before or from after the command
(only those from after, once the command has reported), take a further change, and verify.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from commands import NAME, RECIPIENT, SECRET, call, folder_for, records, small_case, started, whole
from disk import Disk, read_trace
from rows import Row

_CALLS = (
    "open,openat,creat,write,pwrite64,ftruncate,lseek,rename,renameat,renameat2,link,linkat,unlink,unlinkat,"
    "mkdir,mkdirat,fsync,fdatasync"
)


#: What the file says that the small case keeps, and that a purge of its record must leave nowhere.
_KEPT = "скан".encode()


class Scene(NamedTuple):
    """A command, the case that it is run on (see `prepare`), and whether nothing of the kept file may outlive it."""

    name: str
    args: tuple[str, ...]
    case: str = "small"
    erases: bool = False


SCENES = (
    Scene("first add", ("add-person", "Кто-то"), "none"),
    Scene("first change of an older file", ("edit", "P1", "notes=x"), "older"),
    Scene("add", ("add-person", "Sevda Quliyeva", "--note", "n" * 1500)),
    Scene("edit", ("edit", "P1", "occupation=barrister", "notes=met on Monday")),
    Scene("remove", ("remove", "P2", "--cascade")),
    Scene("undo", ("undo",)),
    Scene("attach", ("attach", "P2", "letter.txt")),
    Scene("encrypt", ("encrypt", "--recipient", RECIPIENT)),
    Scene("edit, encrypted", ("edit", "P1", "occupation=barrister"), "sealed"),
    Scene("attach, encrypted", ("attach", "P2", "letter.txt"), "sealed"),
    Scene("decrypt", ("decrypt",), "sealed"),
    Scene("compact", ("compact", "--reason", "agreed", "--yes")),
    Scene("purge", ("purge", "P1", "--reason", "asked for", "--yes"), erases=True),
    Scene("purge after a cut attach", ("purge", "P1", "--reason", "asked for", "--yes"), "unnamed", erases=True),
    Scene("change after a torn line", ("edit", "P1", "notes=x"), "torn"),
    Scene("recover", ("recover",), "damaged"),
)


def available() -> str:
    """Why the simulation cannot run here; empty where it can."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return "needs strace"
    done = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    return "" if done.returncode == 0 else "strace may not trace here"


def prepare(folder: Path, case: str) -> None:
    """Make the case that a scene begins with."""
    if case != "none":
        small_case(folder, sealed=case == "sealed")
    (folder / "letter.txt").write_text("письмо", encoding="utf-8")
    (folder / "key.txt").write_text(f"{SECRET}\n", encoding="utf-8")
    (folder / "scan.txt").unlink(missing_ok=True)
    journal = folder / f"{NAME}.journal"
    if case == "unnamed":
        (kept,) = (folder / f"{NAME}.evidence").iterdir()
        kept.rename(kept.with_name(f".{kept.name}.new"))
    elif case == "older":
        tables = json.loads((folder / NAME).read_text(encoding="utf-8"))
        tables["_casefile"]["1"] = {"format": "casefile", "schema": 1, "last_ids": tables["_casefile"]["1"]["last_ids"]}
        (folder / NAME).write_text(json.dumps(tables, ensure_ascii=False), encoding="utf-8")
        journal.unlink()
        shutil.rmtree(folder / f"{NAME}.evidence")
    elif case == "torn":
        with journal.open("ab") as stream:
            stream.write(b'{"hash":"00')
    elif case == "damaged":
        (folder / NAME).write_bytes(b"{" + (folder / NAME).read_bytes()[:200])
        with journal.open("ab") as stream:
            stream.write(b'{"hash":"00')


class Cut(NamedTuple):
    """A state that a power cut may leave: after which call, in which way, the files, and what had been reported."""

    after: str
    how: str
    files: dict[str, bytes | None]
    acknowledged: bool


def cuts(scene: Scene, folder: Path) -> Iterator[Cut]:
    """Every power cut of a scene, whose command is run to its end in `folder`."""
    disk = Disk(folder)
    trace = folder.parent / f"{folder.name}.trace"
    process = started(
        folder,
        *scene.args,
        before=("strace", "-f", "-y", "-xx", "-s", "9999999", "-o", str(trace), "-e", f"trace={_CALLS}"),
    )
    out, err = process.communicate(timeout=120)
    if process.returncode:
        raise AssertionError(f"{scene.name}: {process.returncode} {out!r} {err!r}")
    seen = set()
    for number, found in enumerate(read_trace(trace)):
        if not disk.apply(found):
            continue
        for how, files in disk.states():
            mark = (disk.acknowledged, *sorted((path, data or b"") for path, data in files.items()))
            if mark not in seen:
                seen.add(mark)
                yield Cut(f"call {number} ({found.name})", how, files, disk.acknowledged)
    trace.unlink()


def judge(cut: Cut, root: str, before: bytes | None, after: bytes | None, work: Path, *, erases: bool = False) -> str:
    """What is wrong with what casefile makes of a cut; empty when nothing is.

    Args:
        cut: The state of the disk.
        root: The folder that it is a state of.
        before: The records before the command.
        after: The records after it.
        work: Where to lay the state out.
        erases: Whether nothing of the kept file may be left once the records are those from after.
    """
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    for path, data in sorted(cut.files.items()):
        place = work / Path(path).relative_to(root)
        if data is None:
            place.mkdir(exist_ok=True)
        else:
            place.write_bytes(data)
    where = f"after {cut.after}, {cut.how}: "
    said: list[str] = []
    try:
        found = records(work, said)
    except AssertionError as error:
        return f"{where}unreadable: {error}"
    if alarm := "".join(said):
        return f"{where}a false alarm: {alarm}"
    if found not in ([after] if cut.acknowledged else [before, after]):
        return f"{where}{'the reported change is lost' if found == before else 'neither before nor after'}"
    if erases and cut.acknowledged and (left := _left(work)):
        return f"{where}reported as erased, and still in {left}"
    added = call(work, "add-person", "Tomris")
    if added.code:
        return f"{where}takes no further change: {added.err}"
    if problem := whole(work):
        return f"{where}not whole: {problem}"
    return f"{where}erased, and still in {left}" if erases and found == after and (left := _left(work)) else ""


def _left(work: Path) -> str:
    """The names of the files that hold what the kept file says."""
    return ", ".join(path.name for path in work.rglob("*") if path.is_file() and _KEPT in path.read_bytes())


def simulate(scene: Scene, scale: float = 1.0, seed: int = 1) -> tuple[int, list[str]]:
    """Run a scene; returns how many cuts were judged, and what was wrong with them.

    Args:
        scene: The command and its case.
        scale: Which part of the cuts is judged; those at the end of a kind are never left out.
        seed: Chooses them.
    """
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    with folder_for("cut") as outer:
        folder, work = outer / "case", outer / "work"
        folder.mkdir()
        prepare(folder, scene.case)
        before = after = None
        if scene.case == "damaged":
            shutil.copytree(folder, work)
            call(work, "recover")
            before = after = records(work)
        else:
            before = records(folder)
        found = list(cuts(scene, folder))
        after = after or records(folder)
        chosen = [cut for cut in found if scale >= 1 or chance.random() < scale]
        if scene.case == "damaged":
            return len(chosen), [wrong for cut in chosen if (wrong := _recovered(cut, str(folder), after, work))]
        problems = [judge(cut, str(folder), before, after, work, erases=scene.erases) for cut in chosen]
        return len(chosen), [problem for problem in problems if problem]


def _recovered(cut: Cut, root: str, after: bytes | None, work: Path) -> str:
    """As `judge`, for a recovery that was cut: it can be done again."""
    laid = judge(cut, root, after, after, work)
    if "unreadable" not in laid or cut.acknowledged:
        return laid
    call(work, "recover")
    if records(work) != after:
        return f"after {cut.after}, {cut.how}: a second recovery does not bring it back"
    return whole(work)


def measure(scale: float) -> list[Row]:
    """Every scene."""
    if reason := available():
        return [Row("power cut", 0, f"skipped: {reason}", True)]
    tried, wrong = 0, []
    for scene in SCENES:
        count, problems = simulate(scene, scale)
        tried += count
        wrong += [f"{scene.name} {problem}" for problem in problems]
    for problem in wrong[:20]:
        print(problem, file=sys.stderr)
    return [
        Row(
            "power cut after each system call, unsynced kept / dropped / torn / zeroed",
            tried,
            f"{tried - len(wrong):,} recover to before or after",
            not wrong,
        )
    ]


if __name__ == "__main__":  # as the mutants are judged: by this very module, over a changed casefile
    counts = [simulate(scene, float(sys.argv[1])) for scene in SCENES if scene.name in sys.argv[2:]]
    sys.exit(1 if any(problems for _, problems in counts) else 0)
