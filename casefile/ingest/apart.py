"""Reads documents in a process of its own, which can be stopped whatever it is doing, and cannot take all memory.

Whoever writes a document decides what the libraries that read it are put through. A thread cannot be stopped, an alarm
does not interrupt a library in C, and memory that one document took is not given back; a process is ended from
outside, is bounded by the system (address space and seconds of computing, where it has such bounds), and takes nothing
with it but the one document. It is started anew, not forked, so that it begins without this process's threads, models
and case, and it serves one document after the other, so that the libraries are loaded once.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import msgspec
from msgspec import Struct

from casefile.errors import IngestError
from casefile.ingest.limits import LIMITS, Limits
from casefile.ingest.pipes import receive, send, started
from casefile.ingest.readers import Given, Read, every

_READY = b"ready\n"
_MEMORY = "memory"
_NEARLY = 0.6  # of the bound, which counts what is reserved, too
_BREATH = 5.0  # seconds in which an idle process ends by itself before it is ended


class _Order(Struct):
    reader: str
    given: Given
    limits: Limits


class _Answer(Struct):
    """What came of it: what was read, or an error to raise, or a word for what the library itself ran into."""

    read: Read | None = None
    message: str = ""
    hint: str = ""
    broke: str = ""


class Apart:
    """The process, started with the first document or before it, and ended with the block."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._late = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start it without waiting, so that it comes up while this process does other things."""
        if self._process is not None and self._process.poll() is None:
            return
        self._end()
        try:
            self._process = started(__name__)
        except OSError as error:
            raise _not_started(error.strerror or str(error)) from error

    def read(self, reader: str, data: bytes, given: Given) -> Read:
        """Have `reader` read `data`.

        Raises:
            IngestError: It could not, or not within the limits.
        """
        self.start()
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise _not_started("no pipe to it")
        self._late = False
        alarm = threading.Timer(self._limits.wait, self._too_late, (process,))
        alarm.daemon = True
        alarm.start()
        try:
            answer = self._asked(process.stdin, process.stdout, reader, data, given)
        except BaseException:
            self._kill()
            raise
        finally:
            alarm.cancel()
        if answer.read is not None:
            return answer.read
        if answer.broke:
            self._kill()  # what broke may have left anything behind
            raise _too_big(self._limits) if answer.broke == _MEMORY else _broken(answer.broke)
        raise IngestError(answer.message, answer.hint)

    def close(self) -> None:
        """End the process."""
        self._end()

    def _asked(self, there: IO[bytes], back: IO[bytes], reader: str, data: bytes, given: Given) -> _Answer:
        ready = False
        try:
            ready = back.read(len(_READY)) == _READY
            if ready:
                order = msgspec.json.encode(_Order(reader, given, self._limits))
                for message in (order, data):
                    send(there, message)
                return msgspec.json.decode(receive(back), type=_Answer)
        except (OSError, EOFError, ValueError):
            pass  # it has ended; how, is seen below
        code = self._kill()
        if self._late or (sys.platform != "win32" and code == -signal.SIGXCPU):
            raise _too_slow(self._limits)
        if not ready:
            raise _not_started(f"it ended with code {code}")
        raise _broken(f"the process that read it ended with code {code}")

    def _too_late(self, process: subprocess.Popen[bytes]) -> None:
        self._late = True
        process.kill()

    def _kill(self) -> int:
        if self._process is not None:
            self._process.kill()
        return self._end()

    def _end(self) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        with contextlib.ExitStack() as pipes:
            for pipe in filter(None, (process.stdout, process.stdin)):
                pipes.callback(_closed, pipe)
            if process.stdin is not None:
                _closed(process.stdin)  # which ends it: it has nothing more to read
            try:
                return process.wait(_BREATH)
            except subprocess.TimeoutExpired:
                process.kill()
                return process.wait()


def _closed(pipe: IO[bytes]) -> None:
    with contextlib.suppress(OSError):
        pipe.close()


def _too_slow(limits: Limits) -> IngestError:
    return IngestError(
        f"The document takes too long to read: more than {limits.cpu} seconds of computing.",
        "Save it anew from where it came from, or copy its text into a file and give that.",
    )


def _too_big(limits: Limits) -> IngestError:
    return IngestError(
        f"The document takes too much memory to read: more than {limits.memory >> 20:,} MiB.",
        "Copy its text into a file, and give that.",
    )


def _broken(what: str) -> IngestError:
    return IngestError(
        f"The document cannot be read: its structure is broken, or made to break readers ({what}).",
        "Save it anew from where it came from, or copy its text into a file and give that.",
    )


def _not_started(what: str) -> IngestError:
    return IngestError(
        f"The process that reads documents could not be started: {what}.",
        "Check that there is memory left, and that casefile is installed whole.",
    )


def serve() -> None:
    """Read documents for another process until it sends no more; the other end of `Apart`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asked
    there, back = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # nothing that a library prints or asks for may get in between
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    while True:
        back.write(_READY)
        back.flush()
        try:
            order = msgspec.json.decode(receive(there), type=_Order)
            data = receive(there)
        except EOFError:
            return
        send(back, msgspec.json.encode(_answer(order, data)))


def _answer(order: _Order, data: bytes) -> _Answer:
    _bound(order.limits)
    try:
        return _Answer(read=every()[order.reader].read(data, order.given, order.limits))
    except IngestError as error:
        return _Answer(message=error.message, hint=error.hint)
    except MemoryError:
        return _Answer(broke=_MEMORY)
    except RecursionError:
        return _Answer(broke="it is nested too deeply")
    except Exception as error:  # noqa: BLE001 - a library's error on a hostile document is an answer, not a bug
        return _Answer(broke=_MEMORY if _full(order.limits) else type(error).__name__)


def _full(limits: Limits) -> bool:
    """Whether memory has come near its bound: a library in C tells of that in many ways.

    Not by getrusage, whose peak on Linux is also that of the process that started this one.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:  # a system that does not say
        return False
    peak = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return peak is not None and int(peak[1]) * 1024 > limits.memory * _NEARLY


def _bound(limits: Limits) -> None:
    """Have the system end this process when it takes too much."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + limits.cpu
    for what, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):  # a system that has no such bound, or a lower one already
            _, hard = resource.getrlimit(what)
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
