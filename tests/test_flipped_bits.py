"""Bits that flipped where no chain reaches: the lists beside a case, what a backup says of itself, the very last line."""

from __future__ import annotations

import json
from pathlib import Path

import pyrage
import pytest

from casefile.store.sums import with_sum

JOURNAL = Path("case.json.journal")
BACKUPS = Path("case.json.backups")


@pytest.fixture
def two(ok, case):
    """A case of two changes."""
    ok("add-person", "Лейла Мамедова", "--role", "lawyer")
    ok("edit", "P1", "occupation=advocate")
    return ok


def replace(place, old, new):
    data = place.read_bytes()
    assert data.count(old) >= 1
    place.write_bytes(data.replace(old, new, 1))


def test_a_list_of_backups_that_was_altered_is_noticed_and_not_written_over(two, run):
    two("backup", "one.tar")
    replace(BACKUPS, b"one.tar", b"ona.tar")
    altered = BACKUPS.read_bytes()
    assert "list of backups, is damaged" in run("verify").out
    for args in (
        ["backup", "two.tar"],
        ["purge", "P1", "--reason", "asked for", "--yes"],
        ["encrypt", "--recipient", str(pyrage.x25519.Identity.generate().to_public())],
    ):
        refused = run(*args)
        assert (refused.code, BACKUPS.read_bytes()) == (5, altered), args
        assert "list of backups" in refused.err
    assert not Path("two.tar").exists()
    assert json.loads(two("list", "people", "--json").out)[0]["occupation"] == "advocate"
    assert "of backups, is damaged" in run("recover").out


@pytest.mark.parametrize(("old", "new"), [(b"Nigar", b"Nigaz"), (b'"seq": 2', b'"seq": 3'), (b"2026", b"2027")])
def test_what_a_backup_says_of_itself_is_vouched_for(two, run, old, new):
    two("backup", "one.tar")
    replace(Path("one.tar"), old, new)
    refused = run("restore", "one.tar", "--db", "other.json")
    assert refused.code == 5
    assert "not as it was written" in refused.err
    assert not Path("other.json").exists()


def test_recover_does_not_call_a_damaged_last_line_unfinished(two, run, case):
    case.write_bytes(b"{" + case.read_bytes())
    replace(JOURNAL, b'"command":"edit"', b'"command":"edjt"')
    done = run("recover")
    assert done.code == 5
    assert "never reported as saved" not in done.out
    assert "Not recovered: Perhaps one change more" in done.out
    assert b"edjt" in Path("case.json.torn").read_bytes()


def test_nor_one_whose_very_end_is_damaged(two, run, case):
    case.unlink()
    JOURNAL.write_bytes(JOURNAL.read_bytes()[:-1] + b"\x0b")
    assert "Not recovered: Perhaps one change more" in run("recover").out


def test_recover_adds_to_lines_that_were_set_aside_before(two):
    for torn in (b'{"hash":"00', b'{"hash":"11'):
        JOURNAL.write_bytes(JOURNAL.read_bytes() + torn)
        two("recover")
    assert Path("case.json.torn").read_bytes() == b'{"hash":"00\n{"hash":"11'


def test_an_encrypted_case_is_recovered_when_the_line_that_says_for_whom_is_damaged(two, run, case, monkeypatch):
    own = pyrage.x25519.Identity.generate()
    Path("key.txt").write_text(f"{own}\n", encoding="utf-8")
    monkeypatch.setenv("CASEFILE_IDENTITY", "key.txt")
    two("encrypt", "--recipient", str(own.to_public()))
    case.unlink()
    lines = JOURNAL.read_bytes().splitlines(keepends=True)
    lines[-1] = lines[-1].replace(b'"sealed":"', b'"sealed":"x', 1)
    JOURNAL.write_bytes(b"".join(lines))
    done = run("recover")
    assert "Not recovered: For whom the case was encrypted besides you" in done.out
    assert json.loads(two("list", "people", "--json").out)[0]["occupation"] == "advocate"
    assert case.read_bytes().startswith(b"age-encryption.org")
    two("verify")


def test_a_list_of_renames_that_was_altered_stops_everything_but_recovery(two, run, case):
    staged = Path(".case.json.0123456789ab.tmp")
    staged.write_bytes(case.read_bytes())
    switch = Path("case.json.switch")
    switch.write_bytes(with_sum(json.dumps({"moves": {staged.name: case.name}, "drops": []}).encode()))
    replace(switch, b'"case.json"', b'"case.jsoo"')
    altered = switch.read_bytes()
    for args in (["list"], ["edit", "P1", "notes=x"], ["verify"]):
        refused = run(*args)
        assert (refused.code, switch.read_bytes()) == (5, altered), args
        assert "casefile recover" in refused.err
    two("recover")
    assert Path("case.json.switch.damaged-1").read_bytes() == altered
    two("verify")
