"""Sets the clock ten years back (libfaketime) between changes, and looks at what the history says of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from commands import call, environment, folder_for, records, started, whole
from rows import Row

_LIBRARIES = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1")


def library() -> Path | None:
    """Where libfaketime lies."""
    for pattern in _LIBRARIES:
        for found in sorted(Path("/").glob(pattern.removeprefix("/"))):
            return found
    return None


def _add(folder: Path, name: str, back: str) -> str:
    """Add somebody, by a clock that is `back` off; what went wrong, or empty."""
    found = library()
    fake = {"LD_PRELOAD": str(found), "FAKETIME": back} if back and found else {}
    with environment(**fake):
        process = started(folder, "add-person", name, "--force")
        out, err = process.communicate(timeout=120)
    problem = err.decode() if process.returncode else ""
    return problem or ("" if name.encode() in out else f"{name} was not reported")


def _history(folder: Path, names: list[str], clocks: list[str]) -> tuple[int, list[str]]:
    """How many jumps the history shows, and what is wrong with it."""
    wrong = []
    changes = json.loads(call(folder, "log", "--json").out)
    if [edit["name"] for change in changes for edit in change["edits"]] != names:
        wrong.append("the order is not kept")
    times = [change["time"] for change in changes]
    jumped = [max(times[:number], default="") > time for number, time in enumerate(times)]
    if sum(jumped) < sum(back == "-10y" for back in clocks):
        wrong.append(f"the clock was not set back: {times}")  # else this would prove nothing
    if [change["clock_went_back"] for change in changes] != jumped:
        wrong.append("casefile log --json does not flag every jump, or flags others")
    said = call(folder, "log").out.decode()
    if said.count("a clock was wrong, or set back") != sum(jumped):
        wrong.append(f"casefile log says otherwise: {said}")
    proof = call(folder, "verify").out.decode()
    flagged = zip(changes, jumped, strict=True)
    unsaid = [one["seq"] for one, jump in flagged if jump != (f"Change {one['seq']} is dated before" in proof)]
    if unsaid:
        wrong.append(f"verify is wrong about changes {unsaid}: {proof}")
    return sum(jumped), wrong


def measure(scale: float) -> list[Row]:
    """Changes by clocks that differ by ten years, there and back again."""
    what = "clock set 10 years back between changes"
    if sys.platform != "linux" or library() is None:
        return [Row(what, 0, "skipped: needs libfaketime", True)]
    clocks = ["", "-10y", "", "-10y", "-10y", "+1d", ""] * max(1, round(4 * scale))
    names = [f"Севда {number}" for number in range(len(clocks))]
    with folder_for("clock") as folder:
        wrong = [problem for pair in zip(names, clocks, strict=True) if (problem := _add(folder, *pair))]
        jumps, found = _history(folder, names, clocks)
        wrong += found
        if problem := whole(folder):
            wrong.append(problem)
        held = [person["names"][0]["text"] for person in json.loads(records(folder) or b"{}").get("people", ())]
        if held != names:
            wrong.append(f"not all that was added is there: {held}")
    for problem in wrong[:5]:
        print(problem, file=sys.stderr)
    order = "order kept" if not wrong else f"{len(wrong)} faults"
    return [Row(what, len(clocks), f"{order}, {jumps} jumps flagged in log and noted by verify", not wrong)]
