"""What stops a command half-way leaves the case whole, and what it says about that is true."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from warm import JOURNAL, LOCKED, RENAMED, WAITS, Fork, fork, run_main

from casefile.__main__ import run as start
from casefile.cli import main

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


@forks
@pytest.mark.parametrize(
    ("phase", "said", "saved"),
    [
        (LOCKED, "Interrupted. Nothing was changed.", False),
        (JOURNAL, "Interrupted. Change 2 is saved.", True),
        (RENAMED, "Interrupted. Change 2 is saved.", True),
    ],
)
def test_what_ctrl_c_says_of_the_change_is_true(ok, case, phase, said, saved):
    ok("add-person", "Лейла Мамедова")

    def command() -> int:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        return run_main(case.parent, ["add-person", "Rəşad Əliyev"], 2)

    writer = Fork(case.parent, lambda: start(command), stop_at=phase)
    assert writer.wait_for(phase)
    writer.send(signal.SIGINT)
    writer.send(signal.SIGINT)
    writer.send(signal.SIGCONT)
    ended = writer.end()
    assert (ended.code, ended.err) == (130, f"{said}\n")
    assert ("Rəşad" in ok("list", "people").out) == saved
    ok("verify")


def process(code: str, *before: str) -> tuple[int, str]:
    """Run a command made of `code` as the process of its own that casefile is."""
    lines = [
        "import atexit, os, signal, sys, time",
        "from casefile.__main__ import run",
        "strike = lambda: os.kill(os.getpid(), signal.SIGINT)",
        "def command():",
        *(f"    {line}" for line in code.splitlines()),
        "    return 0",
        "sys.exit(run(command))",
    ]
    # what runs in the background of a script has SIGINT ignored, and passes that on
    default = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        done = subprocess.run(
            [*before, sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False, timeout=60
        )
    finally:
        signal.signal(signal.SIGINT, default)
    return done.returncode, done.stderr


posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")


@posix
def test_ctrl_c_where_python_cannot_raise_it_comes_again():
    code = "class Gone:\n    def __del__(self):\n        strike()\n        time.sleep(0.01)\nGone()\ntime.sleep(30)"
    assert process(code) == (130, "Interrupted. Nothing was changed.\n")


@posix
def test_a_second_ctrl_c_does_not_strike_what_cleans_up_after_the_first():
    code = (
        "try:\n    strike()\n    time.sleep(30)\n"
        "finally:\n    strike()\n    time.sleep(0.01)\n    sys.stderr.write('cleaned up\\n')"
    )
    assert process(code) == (130, "cleaned up\nInterrupted. Nothing was changed.\n")


@posix
@pytest.mark.parametrize("where", ["threading.main_thread()", "other"])
def test_ctrl_c_waits_for_a_change_to_be_made_whichever_thread_the_system_gives_it_to(where):
    code = f"""\
import threading
from casefile.interrupts import uninterrupted
other = threading.Thread(target=time.sleep, args=(30,), daemon=True)
other.start()
with uninterrupted():
    signal.pthread_kill({where}.ident, signal.SIGINT)
    time.sleep(0.05)
    sys.stderr.write('made\\n')
time.sleep(30)"""
    assert process(code) == (130, "made\nInterrupted. Nothing was changed.\n")


@posix
def test_ctrl_c_while_a_change_is_made_does_not_hide_that_it_failed():
    code = """\
from casefile.errors import UnknownOutcomeError
from casefile.interrupts import uninterrupted
try:
    with uninterrupted():
        strike()
        raise UnknownOutcomeError("the disk did not say")
except UnknownOutcomeError as error:
    sys.stderr.write(error.message)"""
    assert process(code) == (0, "the disk did not say")


@posix
def test_ctrl_c_that_comes_when_all_is_done_changes_nothing():
    assert process("atexit.register(strike)") == (0, "")


@posix
def test_ctrl_c_that_was_ignored_by_whoever_started_casefile_stays_ignored():
    code = "strike()\ntime.sleep(0.05)\nsys.stderr.write('went on')"
    assert process(code, "sh", "-c", 'trap "" INT; exec "$@"', "sh") == (0, "went on")


def test_an_error_that_ctrl_c_was_turned_into_is_not_taken_for_a_fault(case, capsys):
    def struck() -> datetime:
        raise RuntimeError("Error calling __set_name__") from KeyboardInterrupt()  # as Python up to 3.11 does

    assert main(["add-person", "Лейла Мамедова"], now=struck) == 130
    assert capsys.readouterr().err == "Interrupted. Nothing was changed.\n"
    assert not case.exists()


full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")


@full
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["add-person", "Лейла Мамедова"], "Change 1 is saved. Only the report of it is missing: type nothing again."),
        (["init"], "The case file is made, and empty. Only the report of it is missing: type nothing again."),
        (["--help"], "Free some space, or write elsewhere."),
    ],
)
def test_a_report_that_cannot_be_written_says_what_became_of_the_change(ok, case, args, said):
    with Path("/dev/full").open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "casefile", *args], stdout=out, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-2:] == ["Error: the output could not be written: No space left on device.", said]


@full
@pytest.mark.parametrize(
    "args",
    [["backup", "kept.tar"], ["export", "--json", "-o", "whole.json"], ["export", "--csv", "-o", "tables"]],
    ids=" ".join,
)
def test_a_file_that_was_written_is_not_passed_over_where_the_report_cannot_be(ok, case, args):
    ok("add-person", "Лейла Мамедова")
    with Path("/dev/full").open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "casefile", *args], stdout=out, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    said = f"{args[-1]} is written, whole. Only the report of it is missing: type nothing again."
    assert done.stderr.splitlines()[-1] == said
    assert Path(args[-1]).exists()


@posix
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_standard_streams_are_as_if_nobody_looked(ok, case, closed):
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-m", "casefile", "add-person", "Лейла Мамедова"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert "Лейла Мамедова" in ok("list", "people").out
    ok("verify")
