"""Kills casefile with SIGKILL at random moments of its life, mostly while it saves, and looks at what is left.

Before each kill the same command runs to its end on a copy, so that it is known what the case holds if the change is
saved. After it the case must hold that or what it held before, and that alone once the command had reported.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from commands import NAME, RECIPIENT, call, folder_for, records, small_case, whole
from rows import Row
from tinydb import TinyDB
from warm import BEGUN, JOURNAL, LOCKED, PEOPLE, RENAMED, Ended, Fork, fork

_KILLS, _STOCK = 1000, 100
_TRIES_PER_CASE = 50
#: Which part of the changes of an encrypted case are deposits, or take them in.
_DEPOSITS = 0.3
#: From where on the moment is drawn: mostly once the lock is held, so that not most kills hit the start.
_FROM = (BEGUN, LOCKED, JOURNAL, JOURNAL, RENAMED)


class Tally:
    """What was counted, and what was wrong."""

    def __init__(self) -> None:
        self.killed = self.reported = 0
        self.outcomes: Counter[str] = Counter()
        self.wrong: dict[str, list[str]] = {"lost": [], "unreadable": [], "broken": [], "half": []}

    def take(self, kind: str, text: str) -> None:
        """Note something wrong, and let people see the first few of its kind."""
        if len(self.wrong[kind]) < 5:
            print(f"{kind}: {text}", file=sys.stderr)
        self.wrong[kind].append(text)


class _Life:
    """How long commands take from each phase to their end, as seen so far: moments are drawn from within it."""

    def __init__(self) -> None:
        self._seen = {phase: [0.004] for phase in _FROM}

    def learn(self, ended: Ended, end: float) -> None:
        for phase in self._seen:
            for mark in ended.marks:
                if mark.phase == phase:
                    self._seen[phase] = [*self._seen[phase][-15:], end - mark.time]
                    break

    def moment(self, phase: bytes, chance: random.Random) -> float:
        seen = sorted(self._seen[phase])
        return chance.uniform(0, 1.1 * seen[len(seen) // 2])


def draw(found: bytes | None, chance: random.Random, *, sealed: bool = False) -> tuple[str, ...]:
    """A change that fits what the case holds."""
    if sealed and chance.random() < _DEPOSITS:
        return chance.choice((("deposit", "--file", "scan.txt", "--recipient", RECIPIENT), ("import", "--deposits")))
    case = json.loads(found) if found else {}
    people = [record["id"] for record in case.get("people", ())]
    everything = [
        record["id"] for table in ("people", "charges", "events", "sources") for record in case.get(table, ())
    ]
    name = f"{chance.choice(PEOPLE)} {chance.randrange(1000)}"
    kind = chance.choice(
        ("add", "add", "add two", "charge", "edit", "edit", "edit", "remove", "undo", "redo", "attach")
    )
    if not people or kind == "add":
        return ("add-person", name, "--force", "--note", "н" * chance.choice((10, 10, 3000)))
    if kind == "add two":  # a person and a detention, both or neither
        return ("add-detainee", name, "--force", "--detained", "2025-03-04", "--place", "Bakı")
    if kind == "charge":
        return ("add-charge", chance.choice(people), "illegal entry", "--by", "Azerbaijani side", "--create", "state")
    if kind == "edit":
        return ("edit", chance.choice(people), f"notes={name}", "--reason", "из письма")
    if kind == "remove":
        return ("remove", chance.choice(everything), "--cascade")
    return ("attach", chance.choice(people), "scan.txt") if kind == "attach" else (kind,)


def _copy(folder: Path, work: Path) -> None:
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder, work)


def _killed(folder: Path, args: Sequence[str], number: int, phase: bytes, delay: float) -> Ended:
    running = fork(folder, *args, number=number)
    if running.wait_for(phase):
        time.sleep(delay)
        running.send(signal.SIGKILL)
    return running.end()


def one_case(tally: Tally, life: _Life, wanted: int, seed: int) -> None:
    """Go on killing on one case until `wanted` were killed, or it has had its share."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    with folder_for("kill") as outer:
        folder, work = outer / "case", outer / "copy"
        folder.mkdir()
        if seed % 4:
            (folder / "scan.txt").write_text("скан", encoding="utf-8")
        else:
            small_case(folder, sealed=seed % 8 == 0)
        os.chdir(folder)
        found = records(folder)
        for number in range(_TRIES_PER_CASE):
            if tally.killed >= wanted:
                break
            args = draw(found, chance, sealed=(folder / "key.txt").exists())
            (folder / "scan.txt").write_text(f"скан {number}", encoding="utf-8")
            _copy(folder, work)
            meant = fork(work, *args, number=number).end()
            life.learn(meant, time.monotonic())
            after = records(work)
            phase = chance.choice(_FROM)
            ended = _killed(folder, args, number, phase, life.moment(phase, chance))
            where = f"seed {seed}, try {number}, casefile {' '.join(args)[:80]}, after {ended.phase.decode()}: "
            found = _judge(tally, folder, where, ended, meant, (found, after))
        done = call(folder, "add-person", "Последняя", "--force")
        if done.code:
            tally.take("unreadable", f"seed {seed}: takes no further change: {done.err}")
        if left := [path.name for path in folder.rglob("*.tmp")]:
            tally.take("half", f"seed {seed}: temporary files stay for good: {left}")
        os.chdir(outer.parent)


def _judge(
    tally: Tally, folder: Path, where: str, ended: Ended, meant: Ended, states: tuple[bytes | None, bytes | None]
) -> bytes | None:
    before, after = states
    killed = ended.code == -signal.SIGKILL
    reported = bool(meant.code == 0 and ended.out == meant.out)
    if ended.code not in (-signal.SIGKILL, meant.code) or (not killed and ended.out != meant.out):
        tally.take("half", f"{where}{ended.code} {ended.out}{ended.err}, not {meant.code} {meant.out}{meant.err}")
    tally.killed += killed
    tally.reported += reported
    try:
        now = records(folder)
    except AssertionError as error:
        tally.take("unreadable", f"{where}{error}")
        return before
    if now not in (before, after):
        tally.take("half", f"{where}neither before nor after")
    elif now != after and (reported or not killed):
        tally.take("lost", f"{where}reported, and not there")
    if killed:
        tally.outcomes["saved" if now == after != before else "not saved"] += 1
    if now is not None and (problem := whole(folder)):
        tally.take("broken", f"{where}{problem}")
    return now


def stock(count: int, seed: int) -> int:
    """How many of `count` files TinyDB's own storage leaves unreadable, under kills of the same kind."""
    chance = random.Random(seed)  # noqa: S311 - as above
    bad = 0
    for _ in range(count):
        with folder_for("stock") as folder:
            path = folder / NAME
            running = Fork(folder, lambda path=path: _insert_and_remove(path))
            running.wait_for(BEGUN)
            time.sleep(chance.uniform(0.005, 0.1))
            running.send(signal.SIGKILL)
            running.end()
            try:
                with TinyDB(path, encoding="utf-8") as found:
                    found.tables()
            except ValueError:
                bad += 1
    return bad


def _insert_and_remove(path: Path) -> int:
    people = TinyDB(path, encoding="utf-8").table("people")
    for number in range(2000):
        last = people.insert({"names": PEOPLE, "notes": "н" * 3000, "number": number})
        if number % 2:
            people.update({"notes": ""}, doc_ids=[last - 1])
            people.remove(doc_ids=[last])
    return 0


def measure(scale: float) -> list[Row]:
    """A thousand kills, and as a measure of how they bite a hundred of stock TinyDB."""
    if sys.platform == "win32":
        return [Row("kill -9", 0, "skipped: needs fork", True)]
    wanted, tally, life, seed = max(1, round(_KILLS * scale)), Tally(), _Life(), 0
    here = Path.cwd()
    try:
        while tally.killed < wanted and seed < _KILLS:
            seed += 1
            one_case(tally, life, wanted, seed)
    finally:
        os.chdir(here)
    tried = max(1, round(_STOCK * scale))
    counts = {kind: len(found) for kind, found in tally.wrong.items()}
    return [
        Row(
            "kill -9 at a random moment of an add, edit, remove, undo, redo, attach or deposit",
            tally.killed,
            f"{counts['lost']} acknowledged lost, {counts['unreadable']} unreadable, {counts['broken']} chains broken, "
            f"{counts['half']} half done (killed before the change was saved {tally.outcomes['not saved']}, after "
            f"{tally.outcomes['saved']}; {tally.reported} changes acknowledged; stock TinyDB: {stock(tried, 1)} of {tried} "
            "files unreadable)",
            not any(counts.values()),
        )
    ]
