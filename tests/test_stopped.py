"""What stops a command half-way leaves the case whole, and what it says about that is true."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from warm import JOURNAL, LOCKED, WAITS, fork

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def test_a_first_change_whose_file_was_not_written_yet_is_whole(ok, case):
    ok("add-person", "Лейла Мамедова")
    case.unlink()
    assert "is not written yet" in ok("verify").out
    assert "Лейла Мамедова" in ok("list", "people").out


def test_a_file_that_is_missing_beside_a_longer_journal_was_taken_away(ok, run, case):
    ok("add-person", "Лейла Мамедова")
    ok("add-person", "Rəşad Əliyev")
    case.unlink()
    refused = run("verify")
    assert refused.code == 5
    assert "is missing; its journal holds it" in refused.out + refused.err


@forks
def test_the_file_is_written_before_the_journal_goes_on_without_it(ok, case):
    ok("add-person", "Лейла Мамедова")
    written = case.read_bytes()
    case.unlink()
    second = fork(case.parent, "add-person", "Rəşad Əliyev", stop_at=JOURNAL)
    assert second.wait_for(JOURNAL)
    assert case.read_bytes() == written
    second.send(signal.SIGKILL)
    assert second.end().code == -signal.SIGKILL
    assert "Rəşad" not in ok("list", "people").out
    ok("verify")
    ok("add-person", "Rəşad Əliyev")
    assert Path(f"{case}.journal").read_bytes().count(b"\n") == 2


@forks
def test_only_whoever_made_the_file_says_so(case):
    first = fork(case.parent, "add-person", "Лейла Мамедова", stop_at=LOCKED)
    assert first.wait_for(LOCKED)
    second = fork(case.parent, "add-person", "Rəşad Əliyev", number=2)
    assert second.wait_for(WAITS)
    first.send(signal.SIGCONT)
    assert "Made the case file" in first.end().err
    assert second.end().err == ""
