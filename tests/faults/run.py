"""Runs every part of the fault harness in its full form and prints the table of what came out.

python tests/faults/run.py [--scale 0.2] [NAME ...]
"""

from __future__ import annotations

import argparse
import sys
import time
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
    met = True
    print("| fault | tried | result | met |\n| --- | --- | --- | --- |")
    for part in given.parts or PARTS:
        start = time.monotonic()
        for row in import_module(f"fault_{part}").measure(given.scale):
            print(f"| {row.fault} | {row.tried:,} | {row.result} | {'yes' if row.met else 'NO'} |", flush=True)
            met = met and row.met
        print(f"{part}: {time.monotonic() - start:.0f} s", file=sys.stderr)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
