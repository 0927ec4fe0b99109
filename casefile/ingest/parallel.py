"""Many documents at once: each is read in one of several processes, none of which can take the others with it.

A process reads one document after the other. One that dies, or does not come to an end, is replaced, and only the
document that it had fails. What comes back comes in the order in which it was asked for.

The first document is read here, which loads the models of its language. On Linux the processes are then forked, as long
as there is no other thread: they have the models in common, which saves a third of a gigabyte and a second for each.
Elsewhere, and in place of one that died, a process is started anew and loads its own.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, NamedTuple, cast

import msgspec

from casefile.errors import CasefileError
from casefile.ingest.drafts import DraftsFile
from casefile.ingest.limits import LIMITS
from casefile.ingest.pipes import receive, send, started
from casefile.ingest.proposing import Details, Reading, one_thread, propose
from casefile.ingest.reading import bytes_of
from casefile.interrupts import uninterrupted

#: Seconds in which a document must be read and taken apart; the longest article that is read takes a fraction.
_PATIENCE = 300.0
_BREATH = 5.0  # seconds in which threads whose processes are gone come to their end
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
    here = len(asked) if jobs <= 1 else 1
    with contextlib.closing(Reading()) as reading:
        for number, one in enumerate(asked[:here]):
            answer = _answer(reading, one, details, known)
            yield Done(number, answer.file, answer.message, answer.hint)
    if here < len(asked):
        crowd = _Crowd(asked, here, _Begin(details, dict(known)))
        try:
            yield from crowd.work(min(jobs, len(asked) - here))
        finally:
            crowd.end()


class _Fresh:
    """A process that was started anew."""

    def __init__(self) -> None:
        self._process = started(__name__)
        self.there = cast("IO[bytes]", self._process.stdin)
        self.back = cast("IO[bytes]", self._process.stdout)

    def kill(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()

    def wait(self) -> int:
        """Its exit code, or the number of the signal that ended it with a minus before it."""
        return self._process.wait()


class _Forked:
    """A process that has in common with this one what was loaded before.

    Args:
        others: Those that were forked before: their pipes are none of its business.
    """

    def __init__(self, others: Sequence[_Forked]) -> None:
        if sys.platform != "linux":  # elsewhere a library may not outlive it
            raise OSError("there is no fork here")
        reading, there = os.pipe()
        back, writing = os.pipe()
        self._lock = threading.Lock()
        self._code: int | None = None
        self._process = os.fork()
        if not self._process:
            try:
                for handle in (there, back, *(pipe.fileno() for other in others for pipe in (other.there, other.back))):
                    os.close(handle)
                _serve(os.fdopen(reading, "rb"), os.fdopen(writing, "wb"))
            finally:
                os._exit(0)
        os.close(reading)
        os.close(writing)
        self.there: IO[bytes] = os.fdopen(there, "wb")
        self.back: IO[bytes] = os.fdopen(back, "rb")

    def kill(self) -> None:
        """End it, whatever it is doing."""
        if sys.platform != "linux":
            return
        with self._lock, contextlib.suppress(ProcessLookupError):
            if self._code is None:
                os.kill(self._process, signal.SIGKILL)

    def wait(self) -> int:
        """Its exit code, or the number of the signal that ended it with a minus before it."""
        if sys.platform != "linux":
            return 0
        os.waitid(os.P_PID, self._process, os.WEXITED | os.WNOWAIT)
        with self._lock:  # from now on the number may be another process's
            if self._code is None:
                self._code = os.waitstatus_to_exitcode(os.waitpid(self._process, 0)[1])
            return self._code


_Process = _Fresh | _Forked


class _Crowd:
    """The processes, each with a thread that hands it documents and takes what comes back."""

    def __init__(self, asked: Sequence[Asked], first: int, begin: _Begin) -> None:
        self._asked, self._first = asked, first
        self._begin = msgspec.json.encode(begin)
        self._left = iter(range(first, len(asked)))
        self._lock = threading.Lock()
        self._answers: SimpleQueue[Done] = SimpleQueue()
        self._processes: set[_Process] = set()
        self._threads: list[threading.Thread] = []
        self._over = False

    def work(self, size: int) -> Iterator[Done]:
        with uninterrupted():  # or a process would be interrupted before it has learned to leave that to this one
            self._begin_with(size)
        done: dict[int, Done] = {}
        for number in range(self._first, len(self._asked)):
            while number not in done:
                with contextlib.suppress(Empty):
                    found = self._answers.get(timeout=_GLANCE)
                    done[found.number] = found
            yield done.pop(number)

    def _begin_with(self, size: int) -> None:
        one_thread()
        forked: list[_Forked] = []
        if sys.platform == "linux" and threading.active_count() == 1:
            gc.freeze()  # what is collected is written to, and what is written to is in common no more
            for _ in range(size):
                forked.append(_Forked(forked))
            gc.unfreeze()
            self._processes.update(forked)
        for place in range(size):
            process = forked[place] if forked else None
            thread = threading.Thread(target=self._hand_out, args=(process,), daemon=True)
            thread.start()
            self._threads.append(thread)

    def end(self) -> None:
        """End every process, whatever it is doing."""
        with self._lock:
            self._over = True
            for process in self._processes:
                process.kill()
        for thread in self._threads:
            thread.join(_BREATH)

    def _next(self) -> int | None:
        with self._lock:
            return None if self._over else next(self._left, None)

    def _hand_out(self, forked: _Forked | None) -> None:
        process: _Process | None = forked
        if forked is not None:
            with contextlib.suppress(OSError):  # if it is gone already, the first document tells
                send(forked.there, self._begin)
        while (number := self._next()) is not None:
            try:
                process = process or self._started()
                answer = self._ask(process, self._asked[number])
                if answer is None:
                    answer, process = self._dead(process), None
            except OSError as error:
                answer = _Answer(message=f"The process that was to read it did not start: {error.strerror or error}.")
            self._answers.put(Done(number, answer.file, answer.message, answer.hint))
        if process is not None:
            self._let_go(process)

    def _started(self) -> _Process:
        process = _Fresh()
        with self._lock:
            self._processes.add(process)
            if self._over:
                process.kill()
        send(process.there, self._begin)
        return process

    def _ask(self, process: _Process, one: Asked) -> _Answer | None:
        """What the process makes of a document; None where it is no more."""
        alarm = threading.Timer(_PATIENCE, process.kill)
        alarm.daemon = True
        alarm.start()
        try:
            send(process.there, msgspec.json.encode(one))
            data = receive(process.back)
        except (BrokenPipeError, EOFError):
            return None
        finally:
            alarm.cancel()
        return msgspec.json.decode(data, type=_Answer)

    def _dead(self, process: _Process) -> _Answer:
        process.kill()
        code = self._let_go(process)
        why = f"signal {-code}" if code < 0 else f"exit code {code}"
        return _Answer(
            message=f"The process that read it stopped ({why}): memory, or {_PATIENCE:g} seconds, were not enough.",
            hint="Try it by itself.",
        )

    def _let_go(self, process: _Process) -> int:
        for pipe in (process.there, process.back):
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
    there, back = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not come between
    _serve(there, back)


def _serve(there: IO[bytes], back: IO[bytes]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was started; it ends this one
    reading = Reading()
    with contextlib.suppress(EOFError, OSError), contextlib.closing(reading):
        begin = msgspec.json.decode(receive(there), type=_Begin)
        while True:
            one = msgspec.json.decode(receive(there), type=Asked)
            try:
                answer = _answer(reading, one, begin.details, begin.known)
            except Exception as error:  # noqa: BLE001 - one document must not take the others with it
                answer = _Answer(None, f"A fault in casefile stopped it ({type(error).__name__}).", "Please report it.")
            send(back, msgspec.json.encode(answer))
