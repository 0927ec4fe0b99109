"""Makes each system call of a change fail, one at a time, in each way a disk can fail it, and fills the disk byte by byte.

A command runs once to have its calls on the case counted; then once for each call and each error, with that call failing
(strace -e inject). What must hold then: the case is as before or as after; the command said which, or that it is not
known; no forced write that failed was tried again; and the next change works as if nothing had been.
"""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from commands import RECIPIENT, Standing, call, folder_for, standing, whole
from fault_powercut import Scene, prepare
from mounts import tiny_disk
from mounts import why_not as why_no_mounts
from rows import Row
from tracing import Counted, Ran, command, counted, traced, why_not

_WRITING = ("ENOSPC", "EIO", "EDQUOT", "EROFS", "EINTR", "SIGKILL")
_READING = ("EIO", "EINTR")
_CHANGES = (
    "write,pwrite64,ftruncate,lseek,rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,mkdir,mkdirat,fsync,"
    "fdatasync,flock,chmod,fchmod,fchmodat,close"
)
_READS = (
    "open,openat,creat,read,pread64,fstat,stat,lstat,newfstatat,statx,getdents64,readlink,readlinkat,access,faccessat,"
    "faccessat2"
)
_CALLS = "trace=?" + f"{_CHANGES},{_READS}".replace(",", ",?")
SCENES = (
    Scene("first add", ("add-person", "Кто-то"), "none"),
    Scene("add", ("add-person", "Sevda Quliyeva", "--note", "n" * 1500)),
    Scene("edit", ("edit", "P1", "occupation=barrister", "notes=met on Monday")),
    Scene("undo", ("undo",)),
    Scene("attach", ("attach", "P2", "letter.txt")),
    Scene("encrypt", ("encrypt", "--recipient", RECIPIENT)),
    Scene("edit, encrypted", ("edit", "P1", "occupation=barrister"), "sealed"),
    Scene("attach, encrypted", ("attach", "P2", "letter.txt"), "sealed"),
    Scene("decrypt", ("decrypt",), "sealed"),
    Scene("compact", ("compact", "--reason", "agreed", "--yes")),
)
#: What does not go to a disk in one piece.
LARGE = Scene("large add", ("add-person", "Elnur Səfərov", "--note", "n" * 60_000))

_UNKNOWN = re.compile(r"whether [^.]*\bsaved\b[^.]* is unknown")
_SAVED = re.compile(r"\bis saved\b")
_NOT_SAVED = re.compile(r"[Nn]othing was (changed|saved)|\bwas not saved\b|was left as it is|case is as it was|There is no case file")
_LEFT = (".tmp", ".new", ".switch")
_BEHIND = "could not be brought up to date"


def judge(folder: Path, ran: Ran, before: Standing, after: Standing) -> str:
    """What is wrong with what a command that met a fault left and said; empty when nothing is."""
    if "Traceback" in ran.err + ran.out or ran.code in (70, 99, -1000):
        return f"left with {ran.code}: {ran.err}"
    try:
        found = standing(folder)
    except AssertionError as error:
        return f"the case cannot be read: {error}"
    if found not in (before, after):
        return "the case is neither as before nor as after"
    if problem := _untrue(ran, saved=found == after, unsaved=found == before):
        return f"{problem} (exit {ran.code}): {ran.err}{ran.out}"
    added = call(folder, "add-person", "Tomris Əliyeva")
    if added.code:
        return f"the next change is refused: {added.err}"
    if problem := whole(folder):
        return f"not whole: {problem}"
    left = [path.name for path in folder.rglob("*") if path.name.endswith(_LEFT)]
    return f"left behind: {left}" if left else ""


def _untrue(ran: Ran, *, saved: bool, unsaved: bool) -> str:
    """What is not so in what a command said; where a change alters nothing it is both saved and not."""
    if ran.code == -9:
        return ""  # the dead say nothing
    if ran.code == 0:
        return "" if saved else "success was reported, and nothing is saved"
    unknown = bool(_UNKNOWN.search(ran.err))
    rest = _UNKNOWN.sub("", ran.err)
    claims = [name for name, mark in (("saved", _SAVED), ("not saved", _NOT_SAVED)) if mark.search(rest)]
    if unknown:
        return "both unknown and known" if claims else "" if "verify" in ran.err else "unknown, and no word of verify"
    if len(claims) != 1:
        return "nobody is told whether it is saved" if not claims else "said both saved and not saved"
    return "" if (saved if claims == ["saved"] else unsaved) else f"said “{claims[0]}”, which is not so"


def retried(trace: list[str]) -> str:
    """The forced write that failed and was tried again, if there is one.

    One that was interrupted (EINTR) has neither succeeded nor failed; Python takes such calls up again by itself.
    """
    failed: set[str] = set()
    for found in counted(trace):
        if found.name in ("fsync", "fdatasync") and (place := re.search(r"\(\d+(<.*?>)", found.line)):
            if place[1] in failed:
                return found.line
            if " = -1 E" in found.line and "EINTR" not in found.line:
                failed.add(place[1])
    return ""


def faults(calls: list[Counted], folder: Path) -> Iterator[tuple[Counted, str]]:
    """Every call on the case, and on the command's output, with every way to make it fail."""
    seen = set()
    for one in calls:
        on_case = f"{folder}" in one.line or one.line.partition("(")[2].startswith("1<")
        if not on_case or (one.name, one.number) in seen:
            continue
        seen.add((one.name, one.number))
        changes = one.name in _CHANGES.split(",") or re.search(r"O_(WRONLY|RDWR|CREAT)", one.line)
        for kind in _WRITING if changes else _READING:
            yield one, kind


def inject(scene: Scene, scale: float, seed: int = 1) -> tuple[int, list[str]]:
    """Run a scene with each of its calls failing; returns how many runs there were, and what was wrong with them."""
    chance = random.Random(f"{scene.name} {seed}")  # noqa: S311 - a sample, not a secret
    tried, wrong = 0, []
    with folder_for("inject") as outer:
        made, folder = _made(outer, scene)
        before, after, ran = _both(made, folder, scene)
        for one, kind in faults(list(counted(ran.trace)), folder):
            if scale < 1 and chance.random() >= scale / 3:
                continue
            how = "signal" if kind.startswith("SIG") else "error"
            options = ("-e", _CALLS, "-e", f"inject={one.name}:{how}={kind}:when={one.number}")
            for _ in range(3):  # on a busy machine strace now and then attaches too late
                _lay_out(made, folder)
                hit = traced(command(folder, *scene.args), options)
                met = how == "signal" or any("(INJECTED)" in line for line in hit.trace)
                if met:
                    break
            if not met:
                problem = "strace met no such call"
            else:
                problem = judge(folder, hit, before, after)
                again = retried(hit.trace)
                problem = problem or (again and f"a forced write that failed was tried again: {again}")
            tried += 1
            if problem:
                wrong.append(f"{scene.name}, {kind} at {one.line.partition(' ')[2].strip()[:160]}: {problem}")
    return tried, wrong


def _made(outer: Path, scene: Scene) -> tuple[Path, Path]:
    """The case that a scene begins with, to be laid out again and again, and the folder for that."""
    made, folder = outer / "made", outer / "case"
    made.mkdir()
    prepare(made, scene.case)
    return made, folder


def _lay_out(made: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made, folder)


def _both(made: Path, folder: Path, scene: Scene) -> tuple[Standing, Standing, Ran]:
    """How the case stands before the command and after, and the command's trace."""
    _lay_out(made, folder)
    call(folder, *scene.args)  # imports what it needs, here and not in every fork
    _lay_out(made, folder)
    before = standing(folder)
    ran = traced(command(folder, *scene.args), ("-e", _CALLS))
    if ran.code:
        raise AssertionError(f"{scene.name}: {ran}")
    return before, standing(folder), ran


def full(scene: Scene, scale: float) -> tuple[int, list[str]]:
    """Run a scene on a disk with room for ever so many pages more, and for ever so many files, until it all fits."""
    tried, wrong = 0, []
    step = 1 if scale >= 1 else 2
    with folder_for("full") as outer:
        made, folder = _made(outer, scene)
        before, after, _ = _both(made, folder, scene)
        shutil.rmtree(folder)
        with tiny_disk(folder, 16 << 20):
            for what, fill in (("pages", _fill_pages), ("files", _fill_files)):
                for free in range(0, 1000, step):
                    _empty(folder)
                    shutil.copytree(made, folder, dirs_exist_ok=True)
                    fill(folder, free)
                    ran = traced(command(folder, *scene.args))
                    shutil.rmtree(folder / "ballast")
                    problem = judge(folder, ran, before, after)
                    tried += 1
                    if problem:
                        wrong.append(f"{scene.name}, {free} {what} free: {problem}")
                    if ran.code == 0 and _BEHIND not in ran.err:
                        break
    return tried, wrong


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _fill_pages(folder: Path, free: int) -> None:
    """Take all room but `free` pages."""
    (folder / "ballast").mkdir()
    found = os.statvfs(folder)
    with (folder / "ballast" / "pages").open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, max(1, (found.f_bavail - free) * found.f_frsize))


def _fill_files(folder: Path, free: int) -> None:
    """Take the room for all files but `free`."""
    (folder / "ballast").mkdir()
    for number in range(os.statvfs(folder).f_favail - free):
        (folder / "ballast" / str(number)).touch()


def limited(scene: Scene, scale: float) -> tuple[int, list[str]]:
    """Run a scene with files held to ever so many bytes (ulimit -f), from none until it all fits."""
    tried, wrong = 0, []
    with folder_for("limit") as outer:
        made, folder = _made(outer, scene)
        before, after, _ = _both(made, folder, scene)
        run = command(folder, *scene.args)
        step = 64 if scale >= 1 else round(160 / max(scale, 0.02))
        for most in range(0, 1 << 20, step):
            _lay_out(made, folder)

            def held(most: int = most) -> int:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
                return run()

            ran = traced(held)
            problem = judge(folder, ran, before, after)
            tried += 1
            if problem:
                wrong.append(f"{scene.name}, files held to {most} bytes: {problem}")
            if ran.code == 0 and _BEHIND not in ran.err:
                break
    return tried, wrong


def measure(scale: float) -> list[Row]:
    """Every call and every error; every size of a disk that is too small; every limit."""
    rows = []
    reason = why_not()
    parts: list[tuple[str, Callable[[Scene, float], tuple[int, list[str]]], str]] = [
        ("each system call failing: ENOSPC, EIO, EDQUOT, EROFS, EINTR, SIGKILL", inject, reason),
        ("disk full (tmpfs), at every size that is too small", full, why_no_mounts()),
        ("files held to a size (ulimit -f), at many sizes", limited, "" if sys.platform == "linux" else "needs Linux"),
    ]
    for name, part, missing in parts:
        if missing:
            rows.append(Row(name, 0, f"skipped: {missing}", met=True))
            continue
        tried, wrong = 0, []
        for scene in (*SCENES, LARGE) if part is full else SCENES:
            count, problems = part(scene, scale)
            tried += count
            wrong += problems
        for problem in wrong[:20]:
            print(problem, file=sys.stderr)
        said = f"{tried - len(wrong):,} before or after, truly reported, next change works"
        rows.append(Row(name, tried, said, met=not wrong))
    return rows
