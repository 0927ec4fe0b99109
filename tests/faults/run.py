"""Runs every part of the fault harness in its full form and prints the table of what came out.

python tests/faults/run.py [--scale 0.2] [NAME ...]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
PARTS = sorted(path.stem.removeprefix("fault_") for path in HERE.glob("fault_*.py"))


def main() -> int:
    """Run the parts that were named, or all; returns 1 where a promise was not met."""
    sys.path.insert(0, str(HERE))
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="NAME", help=", ".join(PARTS))
    arguments.add_argument("--scale", type=float, default=1.0, help="1 is the full form")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="casefile-harness-", ignore_cleanup_errors=True) as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder  # whatever is left lying, by parts that kill as well, goes
        met = _measured(given.parts or PARTS, given.scale)
        for report in Path(folder).rglob("casefile-fault-*.txt"):
            print(f"a fault in casefile:\n{report.read_text(encoding='utf-8')}", file=sys.stderr)
    return 0 if met else 1


def _measured(parts: Sequence[str], scale: float) -> bool:
    """Run some parts, print their rows, and say whether all was met."""
    met = True
    print("| fault | tried | result | met |\n| --- | --- | --- | --- |")
    for part in parts:
        start = time.monotonic()
        for row in import_module(f"fault_{part}").measure(scale):
            print(f"| {row.fault} | {row.tried:,} | {row.result} | {'yes' if row.met else 'NO'} |", flush=True)
            met = met and row.met
        print(f"{part}: {time.monotonic() - start:.0f} s", file=sys.stderr)
    return met


if __name__ == "__main__":
    sys.exit(main())
