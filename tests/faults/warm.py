"""Runs casefile in forks of a process that has loaded it, so that a try costs little, and tells how far each one is.

What a fork does is what the console script does; a hook of Python's own audit events says, through a pipe, when it
waits for the lock, has it, has signed for it, writes the journal, writes the file and renames it.
"""

from __future__ import annotations

import contextlib
import io
import os
import select
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, NoReturn

from commands import ENVIRON, NAME

from casefile.cli import main

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
#: What people are called in the cases of this harness.
PEOPLE = (
    "Лейла Мамедова",
    "Rəşad Əliyev",
    "Севда Кулиева",
    "Jane Roe",
    "Игорь Картавых",
    "Tomris Həsənova",
    "سميرة حداد",
    "John Doe",
    "Kəmalə Quliyeva",
    "Анна Белоусова",
    "يوسف الخطيب",
    "Elnur Səfərov",
)
_LOCK_EX = 2  # of fcntl, which Windows has not
_MARK = struct.Struct("=cd")
#: How far a fork is, in the order in which it gets there.
BEGUN, WAITS, LOCKED, SIGNED, JOURNAL, STAGED, RENAMED = b"b", b"w", b"l", b"n", b"j", b"s", b"r"


class Mark(NamedTuple):
    """How far a fork was, and when (by the clock that all processes share)."""

    phase: bytes
    time: float


class Ended(NamedTuple):
    """What a fork left: its exit code (negative when a signal ended it), what it printed, and how far it had come."""

    code: int
    out: str
    err: str
    marks: list[Mark]

    @property
    def phase(self) -> bytes:
        """The last thing that it is known to have begun."""
        return self.marks[-1].phase if self.marks else b""


def run_main(folder: Path, args: Sequence[str], number: int) -> int:
    """Run a command as the `number`-th on a case: uids and times follow from that, so that it can be run twice."""
    count = iter(range(1, 1000))
    return main(
        list(args),
        today=TODAY,
        new_uid=lambda: f"00000000-0000-7000-8000-{number:06x}{next(count):06x}",
        now=lambda: NOW + timedelta(seconds=number),
    )


class Fork:
    """A command in a process of its own.

    Args:
        folder: Where the case is.
        work: What the process does; its exit code is what this returns.
        stop_at: The phase at which the process stops itself, as SIGSTOP would.
        environ: Variables of the environment.
    """

    def __init__(
        self,
        folder: Path,
        work: Callable[[], int],
        *,
        stop_at: bytes = b"",
        environ: dict[str, str] | None = None,
    ) -> None:
        self.folder, self.marks = folder, list[Mark]()
        self._waiting, self._stop_at = b"", stop_at
        pipes = [os.pipe() for _ in range(3)]
        sys.stdout.flush()
        sys.stderr.flush()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        self.pid = os.fork()
        if self.pid == 0:
            try:
                self._be(work, [end for _, end in pipes], stop_at, environ or {})
            finally:
                os._exit(99)  # whatever happens, a fork must not go on with what its parent was doing
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        self.out, self.err, self._marks = (start for start, _ in pipes)
        for _, end in pipes:
            os.close(end)

    def _be(self, work: Callable[[], int], ends: list[int], stop_at: bytes, environ: dict[str, str]) -> NoReturn:
        code = 99
        try:
            out, err, marks = ends
            os.dup2(out, 1)
            os.dup2(err, 2)
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb"), encoding="utf-8")
            sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb"), encoding="utf-8", line_buffering=True)
            key = self.folder / "key.txt"
            os.environ |= ENVIRON | {"CASEFILE_DB": str(self.folder / NAME)} | environ
            if key.exists():
                os.environ["CASEFILE_IDENTITY"] = str(key)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            _watch(str(self.folder), marks, stop_at)
            os.write(marks, _MARK.pack(BEGUN, time.monotonic()))
            code = work()  # Ctrl-C is blocked, until the work unblocks it
            sys.stdout.flush()
        except BaseException:  # noqa: BLE001 - whatever it is, the parent must see it, and nobody else's code run on
            os.write(2, traceback.format_exc().encode())
        os._exit(code)

    def wait_for(self, phase: bytes, timeout: float = 30) -> bool:
        """Wait until the fork is so far; False where it has ended before."""
        end = time.monotonic() + timeout
        while not any(mark.phase == phase for mark in self.marks):
            if time.monotonic() > end:
                raise TimeoutError(f"process {self.pid} did not get to {phase!r}")
            if select.select([self._marks], [], [], 0.1)[0] and not self._read_marks():
                return False
        if phase == self._stop_at:
            os.waitpid(self.pid, os.WUNTRACED)
        return True

    def _read_marks(self) -> bool:
        piece = os.read(self._marks, 65536)
        data = self._waiting + piece
        whole = len(data) // _MARK.size * _MARK.size
        self.marks += [Mark(*found) for found in _MARK.iter_unpack(data[:whole])]
        self._waiting = data[whole:]
        return bool(piece)

    def send(self, number: int) -> None:
        """Send a signal; a process that has ended is not there to get it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def end(self, timeout: float = 120) -> Ended:
        """Wait for its end, and say what it left; it is killed when it takes too long."""
        pieces: dict[int, bytes] = {self.out: b"", self.err: b""}
        opened = {self.out, self.err, self._marks}
        end = time.monotonic() + timeout
        while opened:
            ready = select.select(list(opened), [], [], max(0.0, end - time.monotonic()))[0]
            if not ready:
                self.send(signal.SIGKILL)
                end = time.monotonic() + 10
            for handle in ready:
                if handle == self._marks:
                    found = self._read_marks()
                else:
                    piece = os.read(handle, 65536)
                    pieces[handle] += piece
                    found = bool(piece)
                if not found:
                    opened.discard(handle)
                    os.close(handle)
        status = os.waitpid(self.pid, 0)[1]
        return Ended(
            os.waitstatus_to_exitcode(status),
            pieces[self.out].decode("utf-8", "replace"),
            pieces[self.err].decode("utf-8", "replace"),
            self.marks,
        )


def fork(folder: Path, *args: str, number: int = 1, stop_at: bytes = b"", **environ: str) -> Fork:
    """Run a command on the case in `folder`; `number` as in `run_main`."""
    return Fork(folder, lambda: run_main(folder, args, number), stop_at=stop_at, environ=environ)


def _watch(folder: str, marks: int, stop_at: bytes) -> None:
    """Say how far this process is, from what Python reports of every file that it opens, locks and renames."""

    def say(phase: bytes) -> None:
        os.write(marks, _MARK.pack(phase, time.monotonic()))
        if phase == stop_at:
            os.kill(os.getpid(), signal.SIGSTOP)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if phase := _phase(event, arguments, folder):
            say(phase)

    sys.addaudithook(hook)


def _phase(event: str, arguments: tuple[object, ...], folder: str) -> bytes:
    if event == "fcntl.flock":
        return WAITS if arguments[1] == _LOCK_EX else b""
    if event == "open":
        path, _, flags = arguments
        writing = isinstance(flags, int) and flags & os.O_ACCMODE
        if not (writing and isinstance(path, str) and path.startswith(folder)):
            return b""
        return JOURNAL if path.endswith(".journal") else STAGED if path.endswith(".tmp") else b""
    if event in ("os.scandir", "os.listdir"):  # the holder's first look at the folder, once its name is written down
        return SIGNED if str(arguments[0]) == folder else b""
    # what is truncated first is the lock file, for the holder's name to be written into it
    return {"os.truncate": LOCKED, "os.rename": RENAMED}.get(event, b"")
