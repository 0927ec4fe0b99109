"""Kills and stops the process that has the lock, and times those who wait for it and those who only read."""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import time
from pathlib import Path

from commands import call, environment, folder_for, records, small_case, whole
from rows import Row
from warm import JOURNAL, LOCKED, RENAMED, SIGNED, STAGED, WAITS, Ended, Fork, fork

_KILLS, _STOPS, _EDGES = 200, 40, 60
_PROMISED = 0.1  # seconds until a waiter has the lock
_TIMEOUT = 0.4
_PHASES = (SIGNED, JOURNAL, STAGED, RENAMED)
_READERS = (
    ("list",),
    ("list", "people", "--json"),
    ("show", "P1"),
    ("timeline",),
    ("search", "Bakı"),
    ("log",),
    ("verify",),
    ("export", "--json"),
    ("evidence", "list"),
)


class _Wrong(list[str]):
    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what

    def add(self, text: str) -> None:
        if len(self) < 5:
            print(f"{self.what}: {text}", file=sys.stderr)
        self.append(text)


def _at(ended: Ended, phase: bytes) -> float:
    return next((mark.time for mark in ended.marks if mark.phase == phase), 0.0)


def _stopped(folder: Path, number: int) -> Fork:
    """A writer that has stopped itself while it has the lock: before it saves, while it does, or after."""
    phase = _PHASES[number % len(_PHASES)]
    holder = fork(folder, "edit", "P1", f"notes=holder {number}", number=number, stop_at=phase)
    if not holder.wait_for(phase):
        raise AssertionError(f"the holder did not get as far as {phase!r}: {holder.end()}")
    return holder


def killed(count: int) -> Row:
    """Kill the holder while two wait."""
    wrong, worst = _Wrong("holder killed"), 0.0
    with folder_for("holder") as folder:
        small_case(folder)
        for number in range(count):
            holder = _stopped(folder, number)
            waiters = [fork(folder, "edit", "P1", f"occupation=waiter {number} {one}") for one in range(2)]
            for waiter in waiters:
                waiter.wait_for(WAITS)
            time.sleep(0.003)  # the kernel has them in its queue by now
            at = time.monotonic()
            holder.send(signal.SIGKILL)
            holder.end()
            ended = [waiter.end() for waiter in waiters]
            wait = min(_at(one, LOCKED) for one in ended) - at
            worst = max(worst, wait)
            if wait > _PROMISED:
                wrong.add(f"try {number}: {wait:.3f} s")
            for one in ended:
                if one.code:
                    wrong.add(f"try {number}: a waiter left with {one.code}: {one.err}")
        if problem := whole(folder):
            wrong.add(problem)
    return Row(
        "holder of the lock killed while two wait",
        count,
        f"the next has the lock after at most {worst:.3f} s, all of them save",
        not wrong,
    )


def stopped(count: int) -> list[Row]:
    """Stop the holder while another wants the lock, and let it go on later; read meanwhile."""
    wrong, slow = _Wrong("holder stopped"), _Wrong("reading while the holder is stopped")
    longest = longest_read = 0.0
    reads = 0
    with folder_for("holder") as folder:
        small_case(folder)
        for number in range(count):
            before = records(folder)
            holder = _stopped(folder, number)
            start = time.monotonic()
            waiter = fork(folder, "edit", "P1", "occupation=never", CASEFILE_LOCK_TIMEOUT=str(_TIMEOUT))
            held, took = _read(folder, _READERS[number % len(_READERS)], slow)
            reads, longest_read = reads + 1, max(longest_read, took)
            ended = waiter.end(timeout=20)
            longest = max(longest, waited := time.monotonic() - start)
            if ended.code != 5 or not _names(ended.err, holder.pid) or "Nothing was changed" not in ended.err:
                wrong.add(f"try {number}: {ended.code}, holder {holder.pid}: {ended.err}")
            if not _TIMEOUT <= waited < _TIMEOUT + 2:
                wrong.add(f"try {number}: it waited for {waited:.2f} s")
            if held not in (None, before) and holder.marks[-1].phase == SIGNED:
                wrong.add(f"try {number}: something is changed, and the holder had not begun to save")
            holder.send(signal.SIGCONT)
            went_on = holder.end()
            if went_on.code or f"holder {number}".encode() not in (records(folder) or b""):
                wrong.add(f"try {number}: the holder, let go on, left with {went_on.code}: {went_on.err}")
        if b"never" in (records(folder) or b"") or (problem := whole(folder)):
            wrong.add(f"a writer that was refused has written, or {problem}")
    return [
        Row(
            f"holder stopped (SIGSTOP), $CASEFILE_LOCK_TIMEOUT={_TIMEOUT:g}",
            count,
            f"exit 5 naming the holder {count - len(wrong)} times, after at most {longest:.2f} s; the holder goes on whole",
            not wrong,
        ),
        Row(
            "reading while the holder is stopped",
            reads,
            f"{reads - len(slow)} read without waiting, at most {longest_read:.2f} s",
            not slow,
        ),
    ]


def _names(text: str, pid: int) -> bool:
    return re.search(rf"\bprocess {pid}\b", text) is not None


def _read(folder: Path, args: tuple[str, ...], slow: _Wrong) -> tuple[bytes | None, float]:
    """Run a reading command beside a stopped writer; what the case holds, if that is what it asked, and how long."""
    start = time.monotonic()
    reader = fork(folder, *args, CASEFILE_LOCK_TIMEOUT="30")
    ended = reader.end(timeout=20)
    took = time.monotonic() - start
    if ended.code or not ended.out or any(mark.phase in (WAITS, LOCKED) for mark in ended.marks):
        slow.add(f"casefile {' '.join(args)}: {ended.code} after {took:.2f} s, {ended.marks}: {ended.err}")
    return (ended.out.encode() if args == ("export", "--json") else None), took


def at_the_edge(count: int) -> Row:
    """Let the holder go on at the very moment at which the waiter's patience ends: it saves, or it says that it did not."""
    chance, wrong, saved = random.Random(1), _Wrong("lock free when the time is up"), 0  # noqa: S311 - a sample
    with folder_for("holder") as folder:
        small_case(folder)
        for number in range(count):
            holder = _stopped(folder, len(_PHASES) * number)
            waiter = fork(folder, "edit", "P1", f"occupation=waiter {number}", CASEFILE_LOCK_TIMEOUT="0.05")
            waiter.wait_for(WAITS)
            time.sleep(chance.uniform(0.044, 0.052))
            holder.send(signal.SIGKILL)
            ended = waiter.end()
            holder.end()
            there = f"waiter {number}".encode() in (records(folder) or b"")
            saved += there
            if (ended.code, there) not in ((0, True), (5, False)):
                wrong.add(f"try {number}: {ended.code}, saved {there}: {ended.err}")
        if problem := whole(folder):
            wrong.add(problem)
    return Row(
        "lock set free just when a waiter's time is up",
        count,
        f"{saved} saved, {count - saved} refused, {len(wrong)} otherwise",
        not wrong,
    )


def measure(scale: float) -> list[Row]:
    """The holder killed, stopped, and killed at the worst moment."""
    if sys.platform == "win32" or not hasattr(os, "fork"):
        return [Row("holder of the lock killed or stopped", 0, "skipped: needs fork", True)]
    with folder_for("holder") as folder, environment(CASEFILE_AUTHOR="Nigar"):
        small_case(folder)
        for args in _READERS:  # loaded once, so that the forks have it
            call(folder, *args)
    return [
        killed(max(4, round(_KILLS * scale))),
        *stopped(max(9, round(_STOPS * scale))),
        at_the_edge(max(4, round(_EDGES * scale))),
    ]
