"""How long articles take to be read: python tests/bench/ingest_many.py

Prints two ratios. *One article*: `casefile ingest` of 5,000 characters, drafts to a file, beside loading the models and
tagging the same text, each as a process; the bar is 2. *A hundred*: a folder of that many articles read with two
processes and with one; the bar is that two are 1.7 times as fast, and says nothing on a machine with one core.
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
ARTICLES = 100
SLOWER, FASTER = 2.0, 1.7
ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted((ROOT / "tests" / "ingest" / "articles" / "ru").glob("*.txt"))
TAGGING = """
import sys
from pathlib import Path
from casefile.ingest.proposing import one_thread
one_thread()
from casefile.ingest.taggers.ru import load
load().analyse(Path(sys.argv[1]).read_text(encoding="utf-8"))
"""


def seconds(*command: str) -> float:
    """The wall time of one run of `command`."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def text_of(length: int, first: int) -> str:
    """Whole articles, one after the other from the `first` on, until they have `length` characters."""
    text, number = "", first
    while len(text) < length:
        text += SOURCES[number % len(SOURCES)].read_text(encoding="utf-8") + f"\nСообщение № {first}-{number}.\n"
        number += 1
    return text


def ingest(*args: str) -> float:
    """The wall time of `casefile ingest`."""
    return seconds(sys.executable, "-m", "casefile", "ingest", *args, "--published", "2025-11-12")


def one_article(folder: Path) -> bool:
    """Measure one article; whether the bar is met."""
    article = folder / "article.txt"
    article.write_text(text_of(5_000, 0), encoding="utf-8")
    ingest(str(article), "--drafts", str(folder / "warm.json"))
    pairs = [
        (
            ingest(str(article), "--drafts", str(folder / f"{number}.json")),
            seconds(sys.executable, "-c", TAGGING, str(article)),
        )
        for number in range(ROUNDS)
    ]
    ratio = statistics.median(ours / bare for ours, bare in pairs)
    ours, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    sys.stdout.write(
        f"one article of {len(article.read_text(encoding='utf-8')):,} characters: {ours:.2f} s, loading and tagging "
        f"{bare:.2f} s, ratio {ratio:.2f} (bar {SLOWER:g})\n"
    )
    return ratio <= SLOWER


def hundred(folder: Path) -> bool:
    """Measure a folder; whether the bar is met."""
    news = folder / "news"
    news.mkdir()
    for number in range(ARTICLES):
        (news / f"{number:03}.txt").write_text(text_of(3_000, number), encoding="utf-8")
    taken = {
        jobs: ingest(str(news), "--drafts", str(folder / f"jobs-{jobs}"), "--jobs", str(jobs)) for jobs in (1, 2)
    }
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    sys.stdout.write(
        f"{ARTICLES} articles: {taken[1]:.1f} s with one process, {taken[2]:.1f} s with two, "
        f"{taken[1] / taken[2]:.2f} times as fast (bar {FASTER:g}, {cores} cores)\n"
    )
    return cores == 1 or taken[1] / taken[2] >= FASTER


def main() -> int:
    """Measure, print, and return 1 when a bar is missed."""
    with tempfile.TemporaryDirectory(prefix="casefile-bench-") as made:
        folder = Path(made)
        os.environ["CASEFILE_DB"] = str(folder / "case.json")
        met = [one_article(folder), hundred(folder)]
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
