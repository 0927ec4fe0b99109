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
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from commands import MINE, NAME, RECIPIENT, SECRET, call, folder_for, records, small_case, started, well, whole
from disk import Disk, read_trace
from rows import Row

from casefile.store.sums import with_sum

_CALLS = (
    "open,openat,creat,write,pwrite64,ftruncate,lseek,rename,renameat,renameat2,link,linkat,unlink,unlinkat,"
    "mkdir,mkdirat,fsync,fdatasync"
)


#: What the file says that the small case keeps, and that a purge of its record must leave nowhere.
_KEPT = "скан".encode()


class Scene(NamedTuple):
    """A command and the case that it is run on (see `prepare`).

    Attributes:
        erases: Whether nothing of the kept file may outlive it.
        mends: Whether the case is not whole before it, so that it may have to be done again after a cut.
        makes: The backup that it makes, which must be there when it has reported.
    """

    name: str
    args: tuple[str, ...]
    case: str = "small"
    erases: bool = False
    mends: bool = False
    makes: str = ""

    def command(self, folder: Path) -> list[str]:
        """Its arguments, where the case is in `folder`."""
        return [arg.replace("FOLDER", str(folder)) for arg in self.args]


_DEPOSIT = ("deposit", "mine.json", "--file", "letter.txt", "--recipient", RECIPIENT)
SCENES = (
    Scene("init", ("init",), "none"),
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
    Scene("deposit", _DEPOSIT, "sealed"),
    Scene("deposit after a cut line", _DEPOSIT, "sealed, torn"),
    Scene("take deposits in", ("import", "--deposits"), "deposited"),
    Scene("compact", ("compact", "--reason", "agreed", "--yes")),
    Scene("purge", ("purge", "P1", "--reason", "asked for", "--yes"), erases=True),
    Scene("purge after a cut attach", ("purge", "P1", "--reason", "asked for", "--yes"), "unnamed", erases=True),
    Scene("change after a torn line", ("edit", "P1", "notes=x"), "torn"),
    Scene("first attach", ("attach", "P1", "letter.txt"), "bare"),
    Scene("recover", ("recover",), "damaged", mends=True),
    Scene("recover what was decided", ("recover",), "decided", mends=True),
    Scene("recover lost evidence", ("recover",), "evidence lost", mends=True),
    Scene("put evidence back", ("attach", "P1", "FOLDER/scan.txt"), "altered", mends=True),
    Scene("put evidence back, encrypted", ("attach", "P1", "FOLDER/scan.txt"), "sealed, altered", mends=True),
    Scene("own up to a loss", ("evidence", "lost", "P1", "--reason", "the disk is dead"), "altered", mends=True),
    Scene("adopt", ("adopt", "--reason", "typed by hand"), "edited", mends=True),
    Scene("backup", ("backup", "FOLDER/kept.tar"), "unnamed", makes="kept.tar"),
    Scene("restore", ("restore", "kept.tar"), "backed up"),
)


def available() -> str:
    """Why the simulation cannot run here; empty where it can."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return "needs strace"
    done = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    return "" if done.returncode == 0 else "strace may not trace here"


def prepare(folder: Path, case: str) -> bytes | None:
    """Make the case that a scene begins with; of one that cannot be read, returns the records it must be mended to."""
    (folder / "letter.txt").write_text("письмо", encoding="utf-8")
    (folder / "mine.json").write_text(MINE, encoding="utf-8")
    if case == "bare":
        call(folder, "add-person", "Лейла Мамедова")
    elif case != "none":
        small_case(folder, sealed=case.startswith("sealed") or case == "deposited")
    (folder / "key.txt").write_text(f"{SECRET}\n", encoding="utf-8")
    (folder / "scan.txt").unlink(missing_ok=True)
    spoil = _SPOILT.get(case)
    return spoil(folder) if spoil else None


def _unnamed(folder: Path) -> None:
    """The kept file has not got its name yet; beside it one whose change was never saved, and a killed writer's."""
    (kept,) = (folder / f"{NAME}.evidence").iterdir()
    kept.rename(kept.with_name(f".{kept.name}.new"))
    kept.with_name(f".{'0' * 64}.new").write_bytes(b"never saved")
    (folder / f".{NAME}.0123456789ab.tmp").write_bytes((folder / NAME).read_bytes())


def _older(folder: Path) -> None:
    tables = json.loads((folder / NAME).read_text(encoding="utf-8"))
    tables["_casefile"]["1"] = {"format": "casefile", "schema": 1, "last_ids": tables["_casefile"]["1"]["last_ids"]}
    (folder / NAME).write_text(json.dumps(tables, ensure_ascii=False), encoding="utf-8")
    (folder / f"{NAME}.journal").unlink()
    shutil.rmtree(folder / f"{NAME}.evidence")


def _torn(folder: Path) -> None:
    with (folder / f"{NAME}.journal").open("ab") as stream:
        stream.write(b'{"hash":"00')


def _damaged(folder: Path) -> bytes | None:
    found = records(folder)
    (folder / NAME).write_bytes(b"{" + (folder / NAME).read_bytes()[:200])
    _torn(folder)
    return found


def _decided(folder: Path) -> bytes | None:
    """A purge was decided, and nothing of it carried out yet; the file has been damaged since."""
    names = (NAME, f"{NAME}.journal")
    old = [(folder / name).read_bytes() for name in names]
    call(folder, "purge", "P2", "--cascade", "--reason", "asked for", "--yes")
    found = records(folder)
    moves = {f".{name}.0123456789ab.tmp": name for name in names}
    for (staged, name), data in zip(moves.items(), old, strict=True):
        (folder / name).rename(folder / staged)
        (folder / name).write_bytes(data)
    (folder / NAME).write_bytes(old[0][:200])
    (folder / f"{NAME}.switch").write_bytes(with_sum(json.dumps({"moves": moves, "drops": []}).encode()))
    return found


def _edited(folder: Path) -> bytes | None:
    found = records(folder)
    data = (folder / NAME).read_bytes()
    (folder / NAME).write_bytes(data.replace(b"advocate", b"notary"))
    _torn(folder)
    return found and found.replace(b"advocate", b"notary")


def _evidence_lost(folder: Path) -> bytes | None:
    call(folder, "backup", str(folder / "kept.tar"))
    (kept,) = (folder / f"{NAME}.evidence").iterdir()
    kept.unlink()
    return records(folder)


def _altered(folder: Path) -> bytes | None:
    """The kept file is not what it was, and no backup has it; whoever attached it still does."""
    (kept,) = (folder / f"{NAME}.evidence").iterdir()
    kept.chmod(0o600)
    kept.write_bytes(b"something else")
    (folder / "scan.txt").write_bytes(_KEPT)
    return records(folder)


def _backed_up(folder: Path) -> None:
    call(folder, "backup", str(folder / "kept.tar"))
    for path in folder.glob(f"{NAME}*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _deposited(folder: Path) -> None:
    well(folder, "deposit", str(folder / "mine.json"), "--file", str(folder / "letter.txt"), "--recipient", RECIPIENT)


_SPOILT: dict[str, Callable[[Path], bytes | None]] = {
    "unnamed": _unnamed,
    "older": _older,
    "torn": _torn,
    "sealed, torn": _torn,
    "deposited": _deposited,
    "damaged": _damaged,
    "decided": _decided,
    "edited": _edited,
    "evidence lost": _evidence_lost,
    "altered": _altered,
    "sealed, altered": _altered,
    "backed up": _backed_up,
}


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
        *scene.command(folder),
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


def judge(cut: Cut, scene: Scene, root: str, outcomes: tuple[bytes | None, bytes | None], work: Path) -> str:
    """What is wrong with what casefile makes of a cut; empty when nothing is.

    Args:
        cut: The state of the disk.
        scene: What was cut.
        root: The folder that it is a state of.
        outcomes: The records before the command, and after it.
        work: Where to lay the state out.
    """
    before, after = outcomes
    _lay_out(cut, root, work)
    problem = _looked_at(cut, scene, before, after, work)
    if problem.startswith(("unreadable", "not whole")) and scene.mends and not cut.acknowledged:
        _lay_out(cut, root, work)
        call(work, *scene.command(work))
        problem = _looked_at(cut._replace(acknowledged=True), scene, before, after, work)
    return f"after {cut.after}, {cut.how}: {problem}" if problem else ""


def _lay_out(cut: Cut, root: str, work: Path) -> None:
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    for path, data in sorted(cut.files.items()):
        place = work / Path(path).relative_to(root)
        if data is None:
            place.mkdir(exist_ok=True)
        else:
            place.write_bytes(data)


def _looked_at(cut: Cut, scene: Scene, before: bytes | None, after: bytes | None, work: Path) -> str:
    said: list[str] = []
    try:
        found = records(work, said)
    except AssertionError as error:
        return f"unreadable: {error}"
    if (alarm := "".join(said)) and not scene.mends:
        return f"a false alarm: {alarm}"
    if found not in ([after] if cut.acknowledged else [before, after]):
        return "the reported change is lost" if found == before else "neither before nor after"
    if scene.erases and cut.acknowledged and (left := _left(work)):
        return f"reported as erased, and still in {left}"
    if scene.makes and cut.acknowledged and (problem := _no_backup(work, scene.makes, after)):
        return problem
    added = call(work, "add-person", "Tomris")
    if added.code:
        return f"takes no further change: {added.err}"
    if problem := whole(work):
        return f"not whole: {problem}"
    if scene.erases and found == after and (left := _left(work)):
        return f"erased, and still in {left}"
    ours = [path.name for path in work.rglob("*") if NAME in str(path.relative_to(work))]
    lying = [name for name in ours if name.endswith((".tmp", ".new", ".switch"))]
    return f"left lying: {', '.join(lying)}" if lying else ""


def _left(work: Path) -> str:
    """The names of the files that hold what the kept file says."""
    return ", ".join(path.name for path in work.rglob("*") if path.is_file() and _KEPT in path.read_bytes())


def _no_backup(work: Path, name: str, after: bytes | None) -> str:
    """What is wrong with a backup that was reported."""
    other = work / "other"
    other.mkdir()
    restored = call(other, "restore", str(work / name))
    found = records(other) if not restored.code else None
    shutil.rmtree(other)
    return "" if found == after else f"the reported backup is not to be had: {restored.err}"


def simulate(scene: Scene, scale: float = 1.0, seed: int = 1, *, hasty: bool = False) -> tuple[int, list[str]]:
    """Run a scene; returns how many cuts were judged, and what was wrong with them.

    Args:
        scene: The command and its case.
        scale: Which part of the cuts is judged; those at the end of a kind are never left out.
        seed: Chooses them.
        hasty: Stop at the first that is wrong.
    """
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    with folder_for("cut") as outer:
        folder, work = outer / "case", outer / "work"
        folder.mkdir()
        before = after = prepare(folder, scene.case)
        if not scene.mends:
            before = records(folder)
        found = list(cuts(scene, folder))
        after = after or records(folder)
        if after is None:
            return len(found), ["there is no case when the command has ended"]
        chosen = [cut for cut in found if scale >= 1 or chance.random() < scale]
        problems = []
        for cut in chosen:
            problem = judge(cut, scene, str(folder), (before, after), work)
            if problem:
                problems.append(problem)
                if hasty:
                    break
        return len(chosen), problems


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
    sys.exit(1 if any(simulate(scene, hasty=True)[1] for scene in SCENES) else 0)
