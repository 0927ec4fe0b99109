"""Many documents at once: each is read in one of several processes, none of which can take the others with it.

A process loads its models once and reads one document after the other. One that dies, or does not come to an end, is
replaced, and only the document that it had fails. What comes back comes in the order in which it was asked for. The
processes are started anew, not forked, so that they begin without this one's threads, files and case.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, NamedTuple

import msgspec

from casefile.errors import CasefileError
from casefile.ingest.drafts import DraftsFile
from casefile.ingest.limits import LIMITS
from casefile.ingest.proposing import Details, Reading, one_thread, propose
from casefile.ingest.reading import bytes_of

_BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from casefile.ingest import parallel; parallel.serve()"
#: Seconds in which a document must be read and taken apart; the longest article that is read takes a fraction.
_PATIENCE = 300.0
_LENGTH = 8  # bytes of a number before each message
_GLANCE = 0.2  # seconds after which whoever waits looks up, so that Ctrl-C is heeded


class Asked(NamedTuple):
    """A document to be read: its path, and what it is called."""

    path: str
    name: str


class Done(NamedTuple):
    """What came of a document.

    Attributes:
        number: Its place among those asked for.
        file: Its drafts; None where it failed.
        message: Why it failed.
        hint: What to do about it.
    """

    number: int
    file: DraftsFile | None = None
    message: str = ""
    hint: str = ""


class _Begin(msgspec.Struct):
    """What a process is told first: what is known of all documents, and the names of the people of the case."""

    details: Details
    known: dict[str, tuple[str, ...]]


class _Answer(msgspec.Struct):
    file: DraftsFile | None = None
    message: str = ""
    hint: str = ""


def cores() -> int:
    """How many processes there is room for."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def propose_all(
    asked: Sequence[Asked], details: Details, known: Mapping[str, tuple[str, ...]], jobs: int
) -> Iterator[Done]:
    """Read documents and propose drafts of them, in order.

    Args:
        asked: The documents.
        details: What is known of all of them.
        known: The names of the people of the case, by id.
        jobs: How many are read at a time; one is read in this process.
    """
    if jobs <= 1 or len(asked) <= 1:
        reading = Reading()
        try:
            for number, one in enumerate(asked):
                answer = _answer(reading, one, details, known)
                yield Done(number, answer.file, answer.message, answer.hint)
        finally:
            reading.close()
        return
    crowd = _Crowd(asked, _Begin(details, dict(known)))
    try:
        yield from crowd.work(min(jobs, len(asked)))
    finally:
        crowd.end()


class _Crowd:
    """The processes, each with a thread that hands it documents and takes what comes back."""

    def __init__(self, asked: Sequence[Asked], begin: _Begin) -> None:
        self._asked = asked
        self._begin = msgspec.json.encode(begin)
        self._left = iter(range(len(asked)))
        self._lock = threading.Lock()
        self._answers: SimpleQueue[Done] = SimpleQueue()
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._over = False

    def work(self, size: int) -> Iterator[Done]:
        one_thread()
        for _ in range(size):
            threading.Thread(target=self._hand_out, daemon=True).start()
        done: dict[int, Done] = {}
        for number in range(len(self._asked)):
            while number not in done:
                with contextlib.suppress(Empty):
                    found = self._answers.get(timeout=_GLANCE)
                    done[found.number] = found
            yield done.pop(number)

    def end(self) -> None:
        """End every process, whatever it is doing."""
        with self._lock:
            self._over = True
            for process in self._processes:
                process.kill()

    def _next(self) -> int | None:
        with self._lock:
            return None if self._over else next(self._left, None)

    def _hand_out(self) -> None:
        process: subprocess.Popen[bytes] | None = None
        while (number := self._next()) is not None:
            try:
                process = process or self._started()
                answer = self._ask(process, self._asked[number])
            except OSError as error:
                answer = _Answer(message=f"The process that was to read it did not start: {error.strerror or error}.")
            if answer is None:
                answer = self._dead(process)
                process = None
            self._answers.put(Done(number, answer.file, answer.message, answer.hint))
        if process is not None:
            self._let_go(process)

    def _started(self) -> subprocess.Popen[bytes]:
        path = json.dumps([entry or os.getcwd() for entry in sys.path])  # noqa: PTH109 - as Python itself takes it
        process = subprocess.Popen(  # noqa: S603 - it is Python itself
            [sys.executable, "-c", _BOOT, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        with self._lock:
            self._processes.add(process)
            if self._over:
                process.kill()
        if process.stdin is not None:
            _send(process.stdin, self._begin)
        return process

    def _ask(self, process: subprocess.Popen[bytes], one: Asked) -> _Answer | None:
        """What the process makes of a document; None where it is no more."""
        if process.stdin is None or process.stdout is None:
            return None
        alarm = threading.Timer(_PATIENCE, process.kill)
        alarm.daemon = True
        alarm.start()
        try:
            _send(process.stdin, msgspec.json.encode(one))
            data = _receive(process.stdout)
        except (BrokenPipeError, EOFError):
            return None
        finally:
            alarm.cancel()
        return msgspec.json.decode(data, type=_Answer)

    def _dead(self, process: subprocess.Popen[bytes] | None) -> _Answer:
        code = self._let_go(process) if process is not None else None
        why = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        return _Answer(
            message=f"The process that read it stopped ({why}): memory, or {_PATIENCE:g} seconds, were not enough.",
            hint="Try it by itself.",
        )

    def _let_go(self, process: subprocess.Popen[bytes]) -> int:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        code = process.wait()
        with self._lock:
            self._processes.discard(process)
        return code


def _answer(reading: Reading, one: Asked, details: Details, known: Mapping[str, tuple[str, ...]]) -> _Answer:
    try:
        article = reading.read(bytes_of(Path(one.path), LIMITS), one.name, details)
        return _Answer(propose(article, known))
    except CasefileError as error:
        return _Answer(None, error.message, error.hint)
    except RecursionError:
        return _Answer(None, "It is nested too deeply to be read.")


def serve() -> None:
    """What a process does: read what it is given until nobody gives it anything."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was started; it ends this one
    there, back = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not come between
    reading = Reading()
    with contextlib.suppress(EOFError, OSError), contextlib.closing(reading):
        begin = msgspec.json.decode(_receive(there), type=_Begin)
        while True:
            one = msgspec.json.decode(_receive(there), type=Asked)
            try:
                answer = _answer(reading, one, begin.details, begin.known)
            except Exception as error:  # noqa: BLE001 - one document must not take the others with it
                answer = _Answer(None, f"A fault in casefile stopped it ({type(error).__name__}).", "Please report it.")
            _send(back, msgspec.json.encode(answer))


def _send(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(len(data).to_bytes(_LENGTH, "big") + data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    """The next message; raises `EOFError` where there is none any more."""
    length = pipe.read(_LENGTH)
    data = pipe.read(int.from_bytes(length, "big")) if len(length) == _LENGTH else b""
    if len(length) < _LENGTH or len(data) < int.from_bytes(length, "big"):
        raise EOFError
    return data
