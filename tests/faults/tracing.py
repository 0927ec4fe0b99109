"""Runs commands in forks of a process that has imported everything, under strace where asked: cheap enough for thousands.

strace is attached to the fork before it begins, so that what it counts are the calls of the command and of nothing else.
"""

from __future__ import annotations

import ctypes
import itertools
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from commands import ENVIRON, NAME

from casefile.cli import main

_SECONDS = 60.0
_ANY_TRACER = 0x59616D61  # PR_SET_PTRACER: where only parents may trace, strace is a sister
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)$")


class Ran(NamedTuple):
    """What became of a command: its exit code (minus the signal that killed it), what it said, and its system calls."""

    code: int
    out: str
    err: str
    trace: list[str]


class Counted(NamedTuple):
    """A system call as strace counts it: the how-manieth of its name in its thread, and the line that tells of it."""

    name: str
    number: int
    line: str


def why_not() -> str:
    """Why nothing can be traced here; empty where it can."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return "needs strace"
    ran = traced(lambda: 0, ("-e", "trace=exit_group"))
    return "" if any("exit_group" in line for line in ran.trace) else "strace may not trace here"


def command(folder: Path, *args: str, umask: int = 0o077) -> Callable[[], int]:
    """A command on the case in `folder`, to be run in a fork; its uids are the same whenever it runs."""
    key = folder / "key.txt"
    sealed = key.exists()

    def run() -> int:
        os.umask(umask)
        os.chdir(folder)
        os.environ.update(ENVIRON | {"CASEFILE_DB": str(folder / NAME)})
        if sealed:
            os.environ["CASEFILE_IDENTITY"] = str(key)
        uids = (f"01932f00-0000-7000-8000-{number:012x}" for number in itertools.count(1))
        return main(
            list(args),
            today=date(2026, 11, 23),
            now=lambda: datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
            new_uid=lambda: next(uids),
        )

    return run


def traced(work: Callable[[], int], options: Sequence[str] = ()) -> Ran:
    """Run `work` in a fork, under strace with `options` where there are any.

    What it says goes into pipes, as no limit on files holds these; it must fit into them (64 KiB).
    """
    with tempfile.TemporaryDirectory(prefix="casefile-warm-") as place:
        trace = Path(place) / "trace"
        gate, opener = os.pipe()
        out, out_end = os.pipe()
        err, err_end = os.pipe()
        waiting, ready = os.pipe()
        child = os.fork()
        if not child:
            _be_child(work, gate, ready, out_end, err_end)
        for handle in (gate, ready, out_end, err_end):
            os.close(handle)
        os.read(waiting, 1)
        os.close(waiting)
        strace = None
        try:
            if options:
                call = ["strace", "-f", "-y", "-s", "200", "-o", str(trace), *options, "-p", str(child)]
                strace = subprocess.Popen(call, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                _await_tracer(child, strace)
            os.write(opener, b"x")
            code = _ended(child)
        finally:
            os.close(opener)
            if strace is not None:
                strace.communicate(timeout=_SECONDS)
        said = []
        for handle in (out, err):
            with os.fdopen(handle, "rb") as stream:
                said.append(stream.read().decode(errors="replace"))
        lines = trace.read_text(encoding="utf-8", errors="replace").splitlines() if trace.exists() else []
        return Ran(code, said[0], said[1], list(_joined(lines)))


def _be_child(work: Callable[[], int], gate: int, ready: int, out: int, err: int) -> None:
    code = 99
    try:
        ctypes.CDLL(None).prctl(_ANY_TRACER, ctypes.c_ulong(-1 & (2**64 - 1)), 0, 0, 0)
        for handle, number in ((os.open(os.devnull, os.O_RDONLY), 0), (out, 1), (err, 2)):
            os.dup2(handle, number)
        os.write(ready, b"x")
        select.select([gate], [], [])  # not read: that call is one of those that are made to fail
        os.closerange(3, 64)
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - the fork's own streams
            for number, mode in ((0, "r"), (1, "w"), (2, "w"))
        )
        code = work()
    except BaseException as error:  # noqa: BLE001 - whatever gets out of a command is a finding, and is told as such
        import traceback

        os.write(2, "".join(traceback.format_exception(error)).encode())
    finally:
        os._exit(code)


def _await_tracer(child: int, strace: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _SECONDS
    status = Path(f"/proc/{child}/status")
    while "TracerPid:\t0" in status.read_text(encoding="utf-8"):
        if strace.poll() is not None or time.monotonic() > end:
            return  # the trace is empty, which whoever asked for it sees
        time.sleep(0.001)


def _ended(child: int) -> int:
    end = time.monotonic() + _SECONDS
    while True:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > end:
            os.kill(child, 9)
            os.waitpid(child, 0)
            return -1000  # it hung
        time.sleep(0.001)


def _joined(lines: list[str]) -> Iterator[str]:
    """Calls that another thread's interrupted, put together again, in the order in which they began."""
    made: list[str] = []
    waiting: dict[str, int] = {}
    for line in lines:
        thread = line.split(" ", 1)[0]
        if line.endswith("<unfinished ...>"):
            waiting[thread] = len(made)
            made.append(line.removesuffix("<unfinished ...>").rstrip())
        elif "resumed>" in line and thread in waiting:
            made[waiting.pop(thread)] += line.split("resumed>", 1)[1]
        else:
            made.append(line)
    return iter(made)


def counted(trace: Sequence[str]) -> Iterator[Counted]:
    """The calls of a trace, numbered as strace's ``when`` counts them."""
    counts: dict[tuple[str, str], int] = {}
    for line in trace:
        if found := _LINE.match(line):
            place = (found[1], found[2])
            counts[place] = counts.get(place, 0) + 1
            yield Counted(found[2], counts[place], line)
