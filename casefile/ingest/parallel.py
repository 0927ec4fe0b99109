"""Many documents at once: each is read in one of several processes, none of which can take the others with it.

A process loads its models once and reads one document after the other. One that dies, or does not come to an end, is
replaced, and only the document that it had fails. What comes back comes in the order in which it was asked for.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

import msgspec

from casefile.errors import CasefileError
from casefile.ingest.drafts import DraftsFile
from casefile.ingest.limits import LIMITS
from casefile.ingest.proposing import Details, Reading, one_thread, propose
from casefile.ingest.reading import bytes_of

#: Seconds in which a document must be read and taken apart; the longest article that is read takes a fraction.
_PATIENCE = 300.0


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


class _Answer(msgspec.Struct):
    file: DraftsFile | None = None
    message: str = ""
    hint: str = ""


class Asked(NamedTuple):
    """A document to be read: its path, and what it is called."""

    path: str
    name: str


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
    if jobs <= 1 or len(asked) == 1:
        reading = Reading()
        try:
            for number, one in enumerate(asked):
                answer = _answer(reading, one, details, known)
                yield Done(number, answer.file, answer.message, answer.hint)
        finally:
            reading.close()
        return
    crowd = _Crowd(min(jobs, len(asked)), details, known)
    try:
        yield from crowd.work(asked)
    finally:
        crowd.end()


class _Worker:
    """A process that reads, and the document that it has."""

    def __init__(self, details: Details, known: Mapping[str, tuple[str, ...]]) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, details, dict(known)), daemon=True)
        self.process.start()
        theirs.close()
        self.number = -1
        self.since = 0.0

    def give(self, number: int, one: Asked) -> None:
        self.number, self.since = number, time.monotonic()
        self.pipe.send(one)

    def end(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()


class _Crowd:
    def __init__(self, size: int, details: Details, known: Mapping[str, tuple[str, ...]]) -> None:
        self._details, self._known = details, known
        one_thread()
        self._workers = [_Worker(details, known) for _ in range(size)]

    def work(self, asked: Sequence[Asked]) -> Iterator[Done]:
        waiting = list(enumerate(asked))[::-1]
        done: dict[int, Done] = {}
        following = 0
        while following < len(asked):
            for place, worker in enumerate(self._workers):
                if worker.number < 0 and waiting:
                    number, one = waiting.pop()
                    try:
                        worker.give(number, one)
                    except OSError:  # it died while it had nothing to do
                        self._workers[place] = fresh = self._replaced(worker)
                        fresh.give(number, one)
            for found in self._finished():
                done[found.number] = found
            while following in done:
                yield done.pop(following)
                following += 1

    def _finished(self) -> Iterator[Done]:
        busy = {worker.pipe: place for place, worker in enumerate(self._workers) if worker.number >= 0}
        if not busy:
            return
        for pipe in wait(list(busy), timeout=1.0):
            place = busy[pipe]  # type: ignore[index]  # only these were waited for
            worker = self._workers[place]
            try:
                answer = msgspec.json.decode(worker.pipe.recv_bytes(), type=_Answer)
                yield Done(worker.number, answer.file, answer.message, answer.hint)
                worker.number = -1
            except (EOFError, OSError):
                worker.process.join(1)
                yield Done(worker.number, None, *_died(worker.process.exitcode))
                self._workers[place] = self._replaced(worker)
        now = time.monotonic()
        for place, worker in enumerate(self._workers):
            if worker.number >= 0 and now - worker.since > _PATIENCE:
                yield Done(worker.number, None, f"It was not read within {_PATIENCE:g} seconds.", "")
                self._workers[place] = self._replaced(worker)

    def _replaced(self, worker: _Worker) -> _Worker:
        worker.end()
        return _Worker(self._details, self._known)

    def end(self) -> None:
        for worker in self._workers:
            worker.end()


def _died(code: int | None) -> tuple[str, str]:
    why = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
    return f"The process that read it stopped ({why}); its memory may not have been enough.", "Try it by itself."


def _answer(reading: Reading, one: Asked, details: Details, known: Mapping[str, tuple[str, ...]]) -> _Answer:
    try:
        article = reading.read(bytes_of(Path(one.path), LIMITS), one.name, details)
        return _Answer(propose(article, known))
    except CasefileError as error:
        return _Answer(None, error.message, error.hint)
    except RecursionError:
        return _Answer(None, "It is nested too deeply to be read.", "")


def _serve(pipe: Connection, details: Details, known: Mapping[str, tuple[str, ...]]) -> None:
    """What a process does: read what it is given until nobody gives it anything."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was started; it ends this one
    reading = Reading()
    try:
        while True:
            one = pipe.recv()
            try:
                answer = _answer(reading, one, details, known)
            except Exception as error:  # noqa: BLE001 - one document must not take the others with it
                answer = _Answer(None, f"A fault in casefile stopped it ({type(error).__name__}).", "Please report it.")
            pipe.send_bytes(msgspec.json.encode(answer))
    except (EOFError, OSError):
        pass
    finally:
        reading.close()
