"""Shuts a real ext4 down in the middle of adds, edits and removes, and looks at what its own recovery brings back.

The kernel drops what it had not written (EXT4_IOC_SHUTDOWN), as when the power goes. What had been acknowledged before,
and read by us before the shutdown, must be there; and what is there must be the case as it stood after some change.
"""

from __future__ import annotations

import fcntl
import os
import random
import select
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from commands import NAME, call, environment, folder_for, whole
from mounts import ext4, make_ext4, why_no_ext4
from rows import Row

from casefile.cli import main

if TYPE_CHECKING:
    from tinydb import TinyDB

_SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN
#: What becomes of ext4's journal: not flushed (as when the power goes), flushed, or all synced before.
_MANNERS = (2, 2, 2, 1, 1, 0)
_ROUNDS, _REFERENCE = 150, 30
_ANEW = 10  # rounds on one file system
_NAMES = ("Лейла Мамедова", "Rəşad Əliyev", "Jane Roe", "Иван Петров", "ليلى حسن", "Sevda Quliyeva")


class Step(NamedTuple):
    """A change: the command, and what the people of the case are after it, by id."""

    args: tuple[str, ...]
    after: dict[str, str]


def steps(seed: str) -> Iterator[Step]:
    """Changes without end, the same for the same seed; the first is from an empty case."""
    chance = random.Random(seed)  # noqa: S311 - a sequence, not a secret
    people: dict[str, str] = {}
    last = 0
    while True:
        pick = chance.random()
        note = f"{chance.getrandbits(64):016x}" * chance.choice((1, 10, 200))
        if len(people) > 1 and pick < 0.3:
            gone = chance.choice(sorted(people))
            people = {known: text for known, text in people.items() if known != gone}
            args: tuple[str, ...] = ("remove", gone)
        elif people and pick < 0.6:
            chosen = chance.choice(sorted(people))
            people = people | {chosen: note}
            args = ("edit", chosen, f"notes={note}")
        else:
            last += 1
            people = people | {f"P{last}": note}
            args = ("add-person", f"{chance.choice(_NAMES)} {last}", "--note", note, "--force")
        yield Step(args, people)


def _now() -> datetime:
    return datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def change_until_it_ends(folder: Path, chosen: Sequence[Step], start: int, report: int) -> None:
    """Make the changes one after the other, and report the number of each that casefile says is saved."""
    devnull = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(devnull, number)
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
    with environment(CASEFILE_DB=str(folder / NAME), CASEFILE_AUTHOR="Nigar"):
        for number in range(start, len(chosen)):
            if main(list(chosen[number].args), today=date(2026, 11, 23), now=_now):
                return
            os.write(report, struct.pack("I", number + 1))


def cut_off(disk: Path, work: Callable[[int], None], seconds: float, manner: int) -> int:
    """Run `work` in a fork, shut the file system down under it, and return the last number that it had reported."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            work(writing)
        finally:
            os._exit(0)
    os.close(writing)
    handle = os.open(disk, os.O_RDONLY)
    try:
        time.sleep(seconds)
        said = b""
        while select.select([reading], [], [], 0)[0] and (piece := os.read(reading, 65536)):
            said += piece
        fcntl.ioctl(handle, _SHUTDOWN, struct.pack("I", manner))
    finally:
        os.close(handle)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
    return struct.unpack("I", said[-4:])[0] if said else 0


def people_of(folder: Path) -> tuple[int, dict[str, str], str]:
    """How many changes the case has seen, the notes of its people by id, and what keeps it from being read."""
    if not any((folder / name).exists() for name in (NAME, f"{NAME}.journal")):
        return 0, {}, ""
    log, people = call(folder, "log", "--json"), call(folder, "list", "people", "--json")
    for said in (log, people):
        if said.code:
            if "There is no case file" in said.err:
                return 0, {}, ""
            return 0, {}, said.err
    found = {person["id"]: person["notes"] for person in msgspec.json.decode(people.out)}
    return len(msgspec.json.decode(log.out)), found, ""


def judge(folder: Path, chosen: Sequence[Step], reported: int) -> tuple[str, int]:
    """What is wrong with what came back (empty when nothing is), and how many of the changes are there."""
    count, found, problem = people_of(folder)
    if problem:
        return f"unreadable: {problem}", 0
    if count < reported:
        return f"{reported - count} acknowledged lost: {count} changes are there, {reported} were reported", count
    if found != (chosen[count - 1].after if count else {}):
        return f"not the case as it was after change {count}", count
    if count and (problem := whole(folder)):
        return f"not whole: {problem}", count
    return "", count


class Tally(NamedTuple):
    """What came of many shutdowns."""

    rounds: int
    acknowledged: int
    wrong: list[str]


def shut_down_often(rounds: int, seed: int = 1) -> Tally:
    """Shut an ext4 down `rounds` times under casefile."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    wrong, acknowledged = [], 0
    with folder_for("warm") as warm:  # import everything, here and not in every fork
        for step in _first(steps("warm"), 12):
            call(warm, *step.args)
    with folder_for("ext4") as outer:
        image, disk = outer / "image", outer / "disk"
        chosen: list[Step] = []
        done = 0
        for number in range(rounds):
            if number % _ANEW == 0:
                make_ext4(image)
                chosen, done = _first(steps(f"{seed} {number}"), 4000), 0
            with ext4(image, disk):
                folder = disk / "case"
                folder.mkdir(exist_ok=True)
                work = partial(change_until_it_ends, folder, tuple(chosen), done)
                manner = chance.choice(_MANNERS)
                reported = cut_off(disk, work, chance.uniform(0.02, 0.4), manner)
            reported = max(reported, done)
            acknowledged += reported - done
            with ext4(image, disk):
                problem, done = judge(folder, chosen, reported)
                if not problem and done:
                    step = chosen[done]
                    after = call(folder, *step.args)
                    done += 1
                    problem = f"the next change is refused: {after.err}" if after.code else whole(folder)
            if problem:
                wrong.append(f"seed {seed}, shutdown {number} (manner {manner}): {problem}")
                make_ext4(image)
                chosen, done = _first(steps(f"{seed} again {number}"), 4000), 0
    return Tally(rounds, acknowledged, wrong)


def _first(many: Iterator[Step], count: int) -> list[Step]:
    return [next(many) for _ in range(count)]


def shut_down_tinydb(rounds: int, seed: int = 1) -> Tally:
    """The same under TinyDB's own storage, for comparison: how many files cannot be read, or have lost something."""
    from tinydb import TinyDB

    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    wrong, acknowledged = [], 0
    with folder_for("ext4") as outer:
        image, disk = outer / "image", outer / "disk"
        place = disk / "stock.json"
        for number in range(rounds):
            make_ext4(image)
            chosen = _first(steps(f"{seed} {number}"), 4000)

            def work(report: int, chosen: Sequence[Step] = tuple(chosen)) -> None:
                database = TinyDB(place, encoding="utf-8")
                for count, step in enumerate(chosen, 1):
                    _change_stock(database, step)
                    os.write(report, struct.pack("I", count))

            with ext4(image, disk):
                reported = cut_off(disk, work, chance.uniform(0.02, 0.4), chance.choice(_MANNERS))
            acknowledged += reported
            with ext4(image, disk):
                try:
                    found = {f"P{one.doc_id}": one["notes"] for one in TinyDB(place, encoding="utf-8")}
                except (ValueError, KeyError, OSError):
                    wrong.append("unreadable")
                else:
                    if reported and found not in [step.after for step in chosen[reported - 1 :]]:
                        wrong.append("lost")
    return Tally(rounds, acknowledged, wrong)


def _change_stock(database: TinyDB, step: Step) -> None:
    """Do to a TinyDB what a step does to a case."""
    from tinydb.table import Document

    command, first, *rest = step.args
    if command == "remove":
        database.remove(doc_ids=[int(first[1:])])
    elif command == "edit":
        database.update({"notes": rest[0].removeprefix("notes=")}, doc_ids=[int(first[1:])])
    else:
        database.insert(Document({"name": first, "notes": rest[1]}, doc_id=int(first.rsplit(" ", 1)[1])))


def measure(scale: float) -> list[Row]:
    """150 shutdowns under casefile, and a few under TinyDB's own storage to see that they bite."""
    name = "real ext4 shut down (EXT4_IOC_SHUTDOWN) amid adds, edits, removes"
    if reason := why_no_ext4():
        return [Row(name, 0, f"skipped: {reason}", met=True)]
    tally = shut_down_often(max(1, round(_ROUNDS * scale)))
    for problem in tally.wrong[:10]:
        print(problem, file=sys.stderr)
    stock = shut_down_tinydb(max(1, round(_REFERENCE * scale)))
    unreadable = stock.wrong.count("unreadable")
    said = (
        f"{len(tally.wrong)} lost, unreadable or not whole, of {tally.acknowledged:,} acknowledged changes "
        f"(stock TinyDB: {unreadable} of {stock.rounds} files unreadable, {len(stock.wrong) - unreadable} more with losses)"
    )
    return [Row(name, tally.rounds, said, met=not tally.wrong)]
