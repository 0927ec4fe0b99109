"""The sample case is what its script makes, and holds the story without inventing or losing anything."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def documents(text: str) -> str:
    """The documents of a file, without its header (the sample comes without a journal) and without uids."""
    return re.sub(r'"uid":"[0-9a-f-]{36}",', "", text.split("\n", 3)[3])


@pytest.mark.skipif(shutil.which("sh") is None, reason="the sample's script needs a POSIX shell")
def test_script_makes_the_sample(tmp_path):
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    command = bin_folder / "casefile"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m casefile "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    made = tmp_path / "made.json"
    environ = os.environ | {"PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", "data/baku-2025.sh", str(made)], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    kept = (ROOT / "data" / "baku-2025.json").read_text(encoding="utf-8")
    assert documents(made.read_text(encoding="utf-8")) == documents(kept)


def rows(ok, *args):
    return json.loads(ok(*args, "--json").out)


def test_eight_people_nobody_named_are_a_group_of_exactly_eight(ok, sample):
    group = next(row for row in rows(ok, "list", "people") if row["kind"] == "group")
    assert group["count"]["exact"] == 8
    assert group["nationality"] == ["RU"]
    detention = next(
        row for row in rows(ok, "list", "events") if any(part["person"] == group["id"] for part in row["participants"])
    )
    assert detention["kind"] == "detention"
    assert detention["known"]["edtf"] == "2025-07-01"
    assert (detention["when"]["earliest"], detention["when"]["latest"]) == (None, "2025-07-01")


def test_allegations_are_no_charges(ok, sample):
    charges = rows(ok, "list", "charges")
    assert len(charges) == 2
    assert {update["status"] for charge in charges for update in charge["updates"]} == {"alleged"}
    assert "alleged by Azerbaijani side" in ok("timeline", "--kind", "allegation").out


def test_years_are_inferred_as_the_report_prints_none(ok, sample):
    for row in rows(ok, "timeline"):
        assert row["when"]["basis"] == "inferred", row["text"]


def test_speakers_stand_in_their_offices(ok, sample):
    offices = {row["speaker"]: row["office"] for row in rows(ok, "list", "statements")}
    titles = {office["title"] for office in offices.values() if office}
    assert titles == {"deputy director", "press secretary"}


def test_call_names_no_caller_and_source_relays_one_not_held(ok, sample):
    call = next(row for row in rows(ok, "list", "events") if row["kind"] == "phone-call")
    assert {part["role"] for part in call["participants"]} == {"participant"}
    held = {row["id"]: row for row in rows(ok, "list", "sources")}
    assert held["R2"]["relays"] == "R1"
    assert held["R1"]["file"] is None
    assert held["R1"]["url"] == ""
    assert "not held" in ok("show", "R1").out
