"""Lets two, four and eight processes add to one case at once, and counts what survives."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from commands import NAME, RECIPIENT, call, folder_for, small_case, well, whole
from rows import Row
from tinydb import TinyDB
from warm import BEGUN, LOCKED, PEOPLE, WAITS, Ended, Fork, Mark, run_main

_ADDS = 2000
_WRITERS = (2, 4, 8)
_STOCK = 200
_DEPOSITS = 200


def _adding(folder: Path, writer: int, count: int) -> int:
    """Add `count` records, one command after the other; what fails ends it."""
    for number in range(count):
        name = f"{PEOPLE[(writer + number) % len(PEOPLE)]} {writer}-{number}"
        if code := run_main(folder, ("add-source", "--publisher", name, "--force"), writer * 10_000 + number):
            return code
    return 0


def together(folder: Path, writers: int, adds: int) -> tuple[list[Ended], float]:
    """Have `writers` processes make `adds` adds altogether; returns what they left, and how long it took."""
    start = time.monotonic()
    forks = [
        Fork(
            folder,
            lambda writer=writer: _adding(folder, writer, adds // writers),
            environ={"CASEFILE_LOCK_TIMEOUT": "60"},
        )
        for writer in range(writers)
    ]
    return [running.end(timeout=1200) for running in forks], time.monotonic() - start


def worst_wait(marks: Sequence[Mark]) -> float:
    """The longest that a process waited for the lock."""
    worst = since = 0.0
    for mark in marks:
        if mark.phase == WAITS:
            since = mark.time
        elif mark.phase == LOCKED and since:
            worst, since = max(worst, mark.time - since), 0.0
    return worst


def one_run(writers: int, adds: int) -> Row:
    """Have some processes write at once, and look at what is there afterwards."""
    with folder_for("writers") as folder:
        ended, took = together(folder, writers, adds)
        wrong = [f"a writer left with {one.code}: {one.err[-500:]}" for one in ended if one.code or "Error" in one.err]
        said = [found for one in ended for found in re.findall(r"^Added (R\d+)  (.+)$", one.out, re.MULTILINE)]
        records = json.loads(well(folder, "export", "--json").out)["sources"]
        made = sum("Made the case file" in one.err for one in ended)
        if made != 1:
            wrong.append(f"{made} writers say that they made the file")
        held = {record["id"]: record["publisher"] for record in records}
        uids = {record["uid"] for record in records}
        lost = [(name, text) for name, text in said if held.get(name, "") not in text or not held.get(name)]
        wrong += [f"acknowledged and not there: {name} {text}" for name, text in lost]
        if len(said) != adds or len({name for name, _ in said}) != adds or len(uids) != adds:
            wrong.append(f"{len(said)} acknowledged, {len({name for name, _ in said})} ids, {len(uids)} uids")
        broken = whole(folder)
        wrong += [broken] if broken else []
        changes = len(json.loads(call(folder, "log", "--json").out or b"[]"))
        if changes != adds:
            wrong.append(f"{changes} changes in the history")
    for problem in wrong[:5]:
        print(f"{writers} writers: {problem}", file=sys.stderr)
    wait = max(worst_wait(one.marks) for one in ended)
    return Row(
        f"{writers} processes writing at once",
        adds,
        f"{len(held)} of {adds} survive, {len(said) - len(lost)} of {len(said)} acknowledged, ids distinct, "
        f"{'chain broken' if broken else 'one chain'}; longest wait for the lock {wait:.2f} s, "
        f"{took / adds * 1000:.0f} ms an add",
        not wrong,
    )


def deposits(adds: int) -> Row:
    """Have two processes add to an encrypted case, and two more deposit in it without its key, all at once."""
    with folder_for("writers") as folder:
        small_case(folder, sealed=True)
        before = len(json.loads(well(folder, "export", "--json").out)["sources"])
        (folder / "brought.txt").write_text("принесено", encoding="utf-8")
        ended = [running.end(timeout=1200) for running in _adding_and_depositing(folder, adds // 4)]
        wrong = [f"a writer left with {one.code}: {one.err[-500:]}" for one in ended if one.code]
        said = sum(len(re.findall(r"^(?:Added|Deposited) ", one.out, re.MULTILINE)) for one in ended)
        broken = whole(folder)
        well(folder, "import", "--deposits")
        held = len(json.loads(well(folder, "export", "--json").out)["sources"]) - before
        wrong += [text for text in (broken, whole(folder)) if text]
        if not said == held == adds:
            wrong.append(f"{said} acknowledged, {held} there")
    for problem in wrong[:5]:
        print(f"deposits: {problem}", file=sys.stderr)
    return Row(
        "2 processes adding to an encrypted case, and 2 depositing in it without a key",
        adds,
        f"{held} of {said} acknowledged are there once taken in, {'chain broken' if broken else 'one chain'}",
        not wrong,
    )


def _adding_and_depositing(folder: Path, count: int) -> list[Fork]:
    patience = {"CASEFILE_LOCK_TIMEOUT": "60"}
    adding = [
        Fork(folder, lambda writer=writer: _adding(folder, writer, count), environ=patience) for writer in range(2)
    ]
    return adding + [
        Fork(folder, lambda writer=writer: _depositing(folder, writer, count), environ=patience) for writer in (2, 3)
    ]


def _depositing(folder: Path, writer: int, count: int) -> int:
    """Deposit a file, one command after the other; what fails ends it."""
    os.environ.pop("CASEFILE_IDENTITY")
    command = ("deposit", "--file", str(folder / "brought.txt"), "--recipient", RECIPIENT)
    for number in range(count):
        if code := run_main(folder, command, writer * 10_000 + number):
            return code
    return 0


def _stock_adding(path: Path, writer: int, count: int) -> int:
    for number in range(count):
        with TinyDB(path, encoding="utf-8") as opened:
            opened.table("sources").insert({"publisher": f"{PEOPLE[number % len(PEOPLE)]} {writer}-{number}"})
    return 0


def stock(writers: int, adds: int) -> str:
    """What stock TinyDB keeps of the same."""
    with folder_for("stock") as folder:
        path = folder / NAME
        path.touch()
        forks = [
            Fork(folder, lambda writer=writer: _stock_adding(path, writer, adds // writers))
            for writer in range(writers)
        ]
        for running in forks:
            running.wait_for(BEGUN)
            running.end()
        try:
            with TinyDB(path, encoding="utf-8") as opened:
                return f"{len(opened.table('sources'))} of {adds} survive"
        except ValueError:
            return "unreadable"


def measure(scale: float) -> list[Row]:
    """Two, four and eight writers, and stock TinyDB with fewer adds for comparison."""
    if sys.platform == "win32" or not hasattr(os, "fork"):
        return [Row("several processes writing at once", 0, "skipped: needs fork", True)]
    rows = []
    for writers in _WRITERS:
        row = one_run(writers, round(_ADDS * scale) // 8 * 8)
        rows.append(row._replace(result=f"{row.result} (stock TinyDB: {stock(writers, _STOCK)})"))
    rows.append(deposits(max(8, round(_DEPOSITS * scale) // 4 * 4)))
    return rows
