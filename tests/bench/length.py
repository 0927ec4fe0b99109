"""Whether time grows with the length of a text alone: python tests/bench/length.py

Shows a statement of a quarter of a megabyte and one of a whole, in one word and in many, and prints how many times as
long the longer one takes; the bar is 5 for four times the text.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5
BAR = 5.0
SHORT, LONG = 250_000, 1_000_000
TEXTS = {"one Latin word": "x", "one Cyrillic word": "я", "many words": "слово ", "accents": "e\u0301"}
COMMAND = [sys.executable, "-m", "casefile"]


def made(folder: Path, unit: str, length: int) -> Path:
    """A case with one statement of `length` characters."""
    path = folder / f"{length}.json"
    path.unlink(missing_ok=True)
    arguments = ["--db", str(path), "add-statement", "-", "--by", "somebody", "--create", "individual", "--on", "2025"]
    text = (unit * length)[:length].encode()
    subprocess.run([*COMMAND, *arguments], input=text, check=True, capture_output=True)
    return path


def seconds(path: Path, view: str) -> float:
    """The wall time of showing the case at `path`."""
    start = time.perf_counter()
    environ = os.environ | {"TTY_COMPATIBLE": "1", "COLUMNS": "60"}
    subprocess.run([*COMMAND, "--db", str(path), *view.split()], check=True, stdout=subprocess.DEVNULL, env=environ)
    return time.perf_counter() - start


def main() -> int:
    """Measure, print, and return 1 when a bar is missed."""
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, unit in TEXTS.items():
            short, long = made(Path(folder), unit, SHORT), made(Path(folder), unit, LONG)
            for view in ("timeline", "show S1", "search somebody"):
                ratio = statistics.median(seconds(long, view) / seconds(short, view) for _ in range(ROUNDS))
                sys.stdout.write(f"{name}, {view}: {ratio:.2f} times (bar {BAR:g})\n")
                missed += ratio > BAR
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
