"""Each part of the fault harness in a short form: a fifth of it where CI is set, less at a desk."""

from __future__ import annotations

import os
from importlib import import_module

import pytest
from run import PARTS

SCALE = 0.2 if os.environ.get("CI") else 0.02


@pytest.mark.parametrize("part", PARTS)
def test_what_is_promised_holds_under_faults(part: str) -> None:
    rows = import_module(f"fault_{part}").measure(SCALE)
    skipped = [row.result for row in rows if row.result.startswith("skipped")]
    if len(skipped) == len(rows):
        pytest.skip(skipped[0])
    for row in rows:
        print(f"{row.fault}: {row.tried:,} tried, {row.result}")
    assert rows
    assert all(row.met for row in rows), [row for row in rows if not row.met]
