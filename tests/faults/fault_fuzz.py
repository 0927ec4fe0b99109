"""Hands casefile's readers inputs that were changed at random, and holds them to its own errors, to 2 s and to 512 MB."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from commands import NAME, call, folder_for
from mutation import LARGE, SIZES, Mutator
from parallel import spread
from readers import Good, Readers, Target
from rows import Row

from casefile.errors import EXIT_BUG, CasefileError

_SECONDS = 2.0
_BYTES = 512 << 20
_WORDS = 4_000  # characters of a message that somebody might read
_FULL = 1_000_000
_CHUNK = 1_000
_WHOLE = 10_000  # imports through the whole command, in the full form


class _Slow(BaseException):
    """An input took longer than any may."""


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise _Slow


class Chunk(NamedTuple):
    """Some inputs for one reader, which the seed tells; below 0 it is the large input of that number, from the end."""

    target: int
    seed: int
    count: int


class Came(NamedTuple):
    """What came of a chunk: how many inputs were refused and read, the longest time, and what is wrong."""

    target: int
    refused: int
    read: int
    longest: float
    wrong: list[str]


#: What the processes that share the work see.
_TARGETS: list[Target] = []
_GOOD: list[Good] = []


@contextmanager
def _confined() -> Iterator[None]:
    """Let this process have 512 MB more than it has, and an alarm that rings; where there are such limits."""
    if sys.platform == "win32":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    with contextlib.suppress(OSError, ValueError):
        size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + _BYTES, before[1]))
    alarm = signal.signal(signal.SIGALRM, _ring)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, alarm)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, before)


def _clock(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def fuzz(chunk: Chunk) -> Came:
    """Hand a chunk of inputs to its reader."""
    target, mutator = _TARGETS[chunk.target], Mutator(chunk.seed)
    refused = read = 0
    longest = 0.0
    wrong: list[str] = []
    with _confined():
        inputs = (target.make(mutator) for _ in range(chunk.count)) if chunk.seed >= 0 else _large(target, chunk.seed)
        for number, made in enumerate(inputs):
            start = time.perf_counter()
            try:
                _clock(_SECONDS)
                target.read(made)
                read += 1
            except CasefileError as error:
                refused += 1
                if not 0 < len(error.message) < _WORDS or error.exit_code == EXIT_BUG:
                    wrong.append(
                        f"{target.name}, seed {chunk.seed}, input {number}: says {len(error.message)} characters, "
                        f"{error.message[:200]!r}, of {made[:80]!r}"
                    )
            except BaseException as error:  # noqa: BLE001 - whatever else comes out is what is looked for
                where = traceback.extract_tb(error.__traceback__)[-1]
                wrong.append(
                    f"{target.name}, seed {chunk.seed}, input {number}: {type(error).__name__}: {str(error)[:200]} "
                    f"({where.filename}:{where.lineno}) for {made[:120]!r}"
                )
            finally:
                _clock(0)
                longest = max(longest, time.perf_counter() - start)
    return Came(chunk.target, refused, read, longest, wrong)


def _large(target: Target, number: int) -> Iterator[Any]:
    for size in SIZES:
        yield from target.large(LARGE[number](size))


class Import(NamedTuple):
    """Imports through the whole command, which the seed tells."""

    seed: int
    count: int


def import_whole(chunk: Import) -> tuple[int, list[str]]:
    """Import cases with changed values: refused with words, or taken in, and then the case is whole and can be read."""
    good, mutator = _GOOD[0], Mutator(chunk.seed)
    folder = good.folder / f"import-{os.getpid()}"
    taken = 0
    wrong: list[str] = []
    for number in range(chunk.count):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        tree: Any = mutator.tree(good.export_trees)
        (folder / "changed.json").write_bytes(json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        said = call(folder, "import", str(folder / "changed.json"))
        where = f"import of changed values, seed {chunk.seed}, input {number}"
        if said.code == 0 and (folder / NAME).exists():
            taken += 1
            after = [call(folder, *args) for args in (("export", "--json"), ("verify",), ("list",), ("timeline",))]
            wrong += [f"{where}: taken, and then {one.out.decode()[:200]} {one.err[:200]}" for one in after if one.code]
        elif said.code not in (0, 2, 3, 4, 5) or (said.code and not said.err):
            wrong.append(f"{where}: {said}")
    return taken, wrong


def measure(scale: float) -> list[Row]:
    """A million inputs a reader, and some through the whole import; with a smaller scale, far fewer."""
    # a short form has time for a two-hundredth
    count = round(_FULL * scale) if scale >= 1 else max(200, round(_FULL * scale / 20))
    rows = []
    with folder_for("fuzz") as folder:
        good = Good(folder)
        _GOOD[:], _TARGETS[:] = [good], Readers(good).targets()
        for number, target in enumerate(_TARGETS):
            start = time.monotonic()
            mine = round(count * target.share)
            seeds = range(0, mine, _CHUNK)
            chunks = (Chunk(number, number * _FULL + seed, min(_CHUNK, mine - seed)) for seed in seeds)
            big = (Chunk(number, -place, 0) for place in range(1, len(LARGE) + 1))
            came = list(spread(fuzz, chain(big, chunks)))
            wrong = [problem for one in came for problem in one.wrong]
            _tell(wrong)
            rows.append(
                Row(
                    f"fuzzed inputs: {target.name}",
                    sum(one.refused + one.read for one in came) + len(wrong),
                    f"{sum(one.refused for one in came):,} refused, {sum(one.read for one in came):,} read, "
                    f"{len(wrong)} wrong; at most {max(one.longest for one in came):.2f} s and 512 MB each",
                    not wrong,
                )
            )
            print(f"fuzz, {target.name}: {time.monotonic() - start:.0f} s", file=sys.stderr)
        whole = round(_WHOLE * scale) if scale >= 1 else max(20, round(_WHOLE * scale / 20))
        outcomes = list(spread(import_whole, [Import(seed, min(50, whole - seed)) for seed in range(0, whole, 50)]))
    wrong = [problem for _, problems in outcomes for problem in problems]
    _tell(wrong)
    taken = sum(count for count, _ in outcomes)
    rows.append(
        Row(
            "import of cases with changed values, through the whole command",
            whole,
            f"{taken:,} taken, and whole afterwards; the others refused; {len(wrong)} wrong",
            not wrong,
        )
    )
    return rows


def _tell(wrong: list[str]) -> None:
    """Print one failure of each kind."""
    kinds: Counter[str] = Counter()
    for problem in wrong:
        kind = problem.split(": ", 1)[-1][:60]
        kinds[kind] += 1
        if kinds[kind] == 1 and len(kinds) <= 15:
            print(problem, file=sys.stderr)
