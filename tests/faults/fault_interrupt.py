"""Presses Ctrl-C at random moments, from the first line of casefile's code to the end of the process.

Whole processes show what happens while modules are loaded; forks of a loaded one, which are cheap, what happens while a
change is made. Whatever is said then - nothing was changed, or change N is saved - must be what the case holds.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from commands import ENVIRON, NAME, RECIPIENT, SECRET, call, environment, folder_for, records, small_case, well, whole
from rows import Row
from warm import BEGUN, JOURNAL, LOCKED, PEOPLE, RENAMED, STAGED, Ended, Fork, fork, run_main

import casefile
from casefile.__main__ import run

_STARTS, _CHANGES = 400, 1200
_SAID = re.compile(
    r"Interrupted\. (?:Change (\d+) is saved\.|Nothing was changed\.|(The case file is made, and empty\.))"
)
_OURS = f'File "{Path(casefile.__file__).parent}{os.sep}'
_TOML = Path(__file__).parents[2] / "pyproject.toml"


class _Tally:
    def __init__(self, what: str) -> None:
        self.what, self.wrong = what, list[str]()
        self.outcomes: Counter[str] = Counter()

    def take(self, text: str) -> None:
        if len(self.wrong) < 5:
            print(f"{self.what}: {text}", file=sys.stderr)
        self.wrong.append(text)


class _Command(NamedTuple):
    """A command, the kind of case that it is run on, and whether it changes the case."""

    args: tuple[str, ...]
    case: str = "small"
    changes: bool = True


_COMMANDS = (
    _Command(("add-person", "Лейла Мамедова", "--force"), "none"),
    _Command(("init",), "none"),
    _Command(("add-detainee", "Jane Roe", "--detained", "2025-03-04", "--place", "Bakı")),
    _Command(("edit", "P1", "notes=met on Monday")),
    _Command(("edit", "P1", "notes=met on Monday"), "sealed"),
    _Command(("remove", "P2", "--cascade")),
    _Command(("undo",)),
    _Command(("attach", "P2", "scan.txt")),
    _Command(("attach", "P2", "scan.txt"), "sealed"),
    _Command(("encrypt", "--recipient", RECIPIENT)),
    _Command(("decrypt",), "sealed"),
    _Command(("compact", "--reason", "agreed", "--yes")),
    _Command(("purge", "P2", "--cascade", "--reason", "asked for", "--yes")),
    _Command(("recover",), "damaged"),
    _Command(("adopt", "--reason", "typed"), "edited"),
    _Command(("restore", "kept.tar"), "backup"),
    _Command(("timeline",), changes=False),
    _Command(("list", "people", "--json"), changes=False),
    _Command(("verify",), changes=False),
)


def _prepare(folder: Path, case: str) -> None:
    folder.mkdir()
    if case != "none":
        small_case(folder, sealed=case == "sealed")
    (folder / "key.txt").write_text(f"{SECRET}\n", encoding="utf-8")
    (folder / "scan.txt").write_text("второй скан", encoding="utf-8")
    path = folder / NAME
    if case == "damaged":
        path.write_bytes(b"{" + path.read_bytes()[:200])
    elif case == "edited":
        path.write_bytes(path.read_bytes().replace(b"advocate", b"barrister"))
    elif case == "backup":
        well(folder, "backup", str(folder / "kept.tar"))
        for place in folder.glob(f"{NAME}*"):
            shutil.rmtree(place) if place.is_dir() else place.unlink()


def _as_it_is(folder: Path) -> tuple[bytes | str | None, int]:
    """What a case holds, or why that cannot be told, and the number of its last change."""
    try:
        held: bytes | str | None = records(folder)
    except AssertionError as error:
        held = str(error).replace(str(folder), "")
    said = call(folder, "log", "--json")
    return held, max((change["seq"] for change in json.loads(said.out)), default=0) if said.code == 0 else 0


class _Scene:
    """A command with the states before and after it, interrupted again and again on copies of one case."""

    def __init__(self, command: _Command, outer: Path) -> None:
        self.command, self.origin, self.work = command, outer / "origin", outer / "work"
        _prepare(self.origin, command.case)
        self.before = _as_it_is(self.origin)
        self._lay_out()
        self.lengths: dict[bytes, float] = {}
        meant = self._start().end()
        end = time.monotonic()
        if meant.code:
            raise AssertionError(f"{command.args}: {meant}")
        self.lengths = {mark.phase: end - mark.time for mark in reversed(meant.marks)}
        self.out = meant.out
        self.after = _as_it_is(self.work)

    def _lay_out(self) -> None:
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.origin, self.work)
        os.chdir(self.work)

    def _start(self) -> Fork:
        def command() -> int:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            return run_main(self.work, self.command.args, 1)

        return Fork(self.work, lambda: run(command))

    def interrupt(self, chance: random.Random, tally: _Tally) -> bool:
        """Press Ctrl-C once, or a few times; returns whether it came when the command was running."""
        self._lay_out()
        phase = chance.choice([phase for phase in (BEGUN, LOCKED, JOURNAL, STAGED, RENAMED) if phase in self.lengths])
        delay = chance.uniform(0, self.lengths[phase])
        presses = chance.choice((1, 1, 1, 2, 4))
        running = self._start()
        if running.wait_for(phase):
            time.sleep(delay)
            for _ in range(presses):
                running.send(signal.SIGINT)
                time.sleep(0.0002)
        ended = running.end()
        where = f"{' '.join(self.command.args)[:60]} ({self.command.case}), {delay:.4f} s after {phase.decode()}: "
        problem = self._judge(ended, tally)
        if problem:
            tally.take(f"{where}{problem}: {ended.code} {ended.out[-300:]}{ended.err[-1500:]}")
        if ended.code == 0 and not problem:
            self.lengths[phase] *= 0.97  # it came too late: the machine is less busy than it was
        return ended.code == 130

    def _judge(self, ended: Ended, tally: _Tally) -> str:
        if "Traceback" in ended.err or "Exception ignored" in ended.err:
            return "a traceback"
        now = _as_it_is(self.work)
        if ended.code == 0:
            tally.outcomes["too late"] += 1
            return "" if now == self.after and ended.out == self.out else "done, and not as it should be"
        said = _SAID.search(ended.err)
        if ended.code != 130 or said is None:
            return "neither done nor said to be interrupted"
        if said[1] or said[2]:
            tally.outcomes["saved"] += 1
            if now != self.after or (said[1] and int(said[1]) != self.after[1]):
                return f"said to be saved, and is not (change {now[1]}, not {self.after[1]})"
        else:
            tally.outcomes["nothing changed"] += 1
            if now != self.before:
                return "said to be as it was, and is not"
        if isinstance(now[0], bytes) and (problem := whole(self.work)) and not isinstance(self.before[0], str):
            return problem
        return ""


def changes(wanted: int, seed: int) -> Row:
    """Ctrl-C while a command runs, in forks."""
    chance, tally, tried = random.Random(seed), _Tally("Ctrl-C"), 0  # noqa: S311 - a sample, not a secret
    share = max(1, round(wanted / len(_COMMANDS)))
    here = Path.cwd()
    for command in _COMMANDS:
        with folder_for("interrupt") as outer, environment(CASEFILE_IDENTITY=str(outer / "origin" / "key.txt")):
            scene = _Scene(command, outer)
            came = tries = 0
            while came < share and tries < 4 * share:
                tries += 1
                came += scene.interrupt(chance, tally)
            tried += tries
            os.chdir(here)
    return Row(
        f"Ctrl-C (once or several times) at a random moment of {len(_COMMANDS)} commands",
        tried,
        f"{tally.outcomes['nothing changed']} said truly that nothing was changed, {tally.outcomes['saved']} that the "
        f"change is saved, {tally.outcomes['too late']} came too late; {len(tally.wrong)} otherwise",
        not tally.wrong,
    )


def _entries(folder: Path) -> list[list[str]]:
    """The two ways in which casefile is started: as a module, and by the script that an installer writes."""
    target = tomllib.loads(_TOML.read_text(encoding="utf-8"))["project"]["scripts"]["casefile"]
    module, _, function = target.partition(":")
    script = folder / "script.py"
    script.write_text(
        f"import re\nimport sys\nfrom {module} import {function}\n"
        f"if __name__ == '__main__':\n    sys.argv[0] = 'casefile'\n    sys.exit({function}())\n",
        encoding="utf-8",
    )
    return [[sys.executable, "-m", "casefile"], [sys.executable, str(script)]]


def starts(wanted: int, seed: int) -> Row:
    """Ctrl-C in whole processes, most of whose life is loading."""
    chance, tally = random.Random(seed), _Tally("Ctrl-C in a process")  # noqa: S311 - as above
    counted = early = 0
    with folder_for("interrupt") as folder:
        small_case(folder)
        ways = _entries(folder)
        bare = min(_timed([sys.executable, "-c", "pass"], folder) for _ in range(3))
        full = sorted(_timed([*ways[0], "add-source", "--publisher", "warm"], folder) for _ in range(3))[1]
        seq = _as_it_is(folder)[1]
        while counted < wanted and early < 4 * wanted:
            name = f"{chance.choice(PEOPLE)} {counted + early}"
            args = chance.choice((("add-person", name, "--force"), ("add-source", "--publisher", name), ("list",)))
            running = _process([*chance.choice(ways), *args], folder)
            time.sleep(chance.uniform(0.8 * bare, 1.05 * full))
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=120)
            before, (held, seq) = seq, _as_it_is(folder)
            there = isinstance(held, bytes) and name.encode() in held
            silent = running.returncode < 0 and not _SAID.search(err.decode())
            if (silent or (b"Traceback" in err and _OURS not in err.decode())) and not there and seq == before:
                early += 1  # Python itself was starting; no line of ours had been read
                continue
            counted += 1
            # Python leaves by the signal itself, which a shell calls 130, where the interrupt went through its exec
            code = 128 - running.returncode if running.returncode == -signal.SIGINT else running.returncode
            if problem := _truth(code, out.decode(), err.decode(), (there, seq - before, seq), args, tally):
                tally.take(f"{args}: {problem}: {running.returncode} {out.decode()}{err.decode()[-2500:]}")
        if problem := whole(folder):
            tally.take(problem)
    return Row(
        "Ctrl-C at a random moment of a process, from our first line to its end (start-up included)",
        counted,
        f"{tally.outcomes['130']} left with 130 and a true word, {tally.outcomes['0']} were done before; "
        f"{len(tally.wrong)} otherwise (not counted: {early} before any line of ours)",
        not tally.wrong and tally.outcomes["130"] > 0,
    )


def _truth(code: int, out: str, err: str, case: tuple[bool, int, int], args: tuple[str, ...], tally: _Tally) -> str:
    """What is untrue of what a process said: about the case (holds the record, changes since, last change)."""
    there, more, seq = case
    tally.outcomes[str(code)] += 1
    adds = args[0] != "list"
    if "Traceback" in err or "Exception ignored" in err or code not in (0, 130):
        return "a traceback, or another exit code"
    if code == 0:
        return "" if out and not err and (there, more) == (adds, int(adds)) else "done, and not as it should be"
    said = _SAID.search(err)
    if said is None:
        return "not said to be interrupted"
    if said[1]:
        return "" if there and int(said[1]) == seq else "said to be saved, and is not"
    return "" if not there and not more else "said to be as it was, and is not"


def _process(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        env=os.environ | ENVIRON | {"CASEFILE_DB": str(folder / NAME)},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _timed(command: list[str], folder: Path) -> float:
    start = time.monotonic()
    _process(command, folder).communicate(timeout=120)
    return time.monotonic() - start


def measure(scale: float) -> list[Row]:
    """Ctrl-C in forks, and in whole processes."""
    if sys.platform == "win32" or not hasattr(os, "fork"):
        return [Row("Ctrl-C", 0, "skipped: needs fork", True)]
    with folder_for("interrupt") as folder:  # loaded once, so that the forks have it
        small_case(folder)
        fork(folder, "list").end()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background has it ignored
    try:
        return [changes(max(1, round(_CHANGES * scale)), 1), starts(max(1, round(_STARTS * scale)), 1)]
    finally:
        signal.signal(signal.SIGINT, before)
