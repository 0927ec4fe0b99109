"""How long the sample's timeline takes beside bare imports: python tests/bench/startup.py

Prints the median wall time of both, in turn, and the ratio pair by pair; the bar is a median ratio of 3.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 15
BAR = 3.0
SAMPLE = Path(__file__).parent.parent.parent / "data" / "baku-2025.json"
BARE = [sys.executable, "-c", "import typer, rich.table, tinydb, msgspec"]
TIMELINE = [sys.executable, "-m", "casefile", "--db", str(SAMPLE), "timeline"]


def seconds(command: list[str]) -> float:
    """The wall time of one run of `command`."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> int:
    """Measure, print, and return 1 when the bar is missed."""
    seconds(BARE), seconds(TIMELINE)
    pairs = [(seconds(TIMELINE), seconds(BARE)) for _ in range(ROUNDS)]
    ratio = statistics.median(ours / bare for ours, bare in pairs)
    ours, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    sys.stdout.write(
        f"timeline {ours * 1000:.0f} ms, bare imports {bare * 1000:.0f} ms, ratio {ratio:.2f} (bar {BAR:g})\n"
    )
    return int(ratio > BAR)


if __name__ == "__main__":
    sys.exit(main())
