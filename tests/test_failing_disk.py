"""Holds that what the system refuses is told truly, leaves no plain text behind, and never costs what was saved."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from pathlib import Path

import pytest
from commands import RECIPIENT, SECRET

from casefile.cli import main
from casefile.errors import UnknownOutcomeError, WrongKeyError
from casefile.store.files import append
from casefile.store.vault import Keys, Vault

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX calls")


class Failing(io.BytesIO):
    """A stream whose reads and writes fail from the `after`-th on."""

    def __init__(self, data: bytes = b"", *, after: int = 0) -> None:
        super().__init__(data)
        self._left = after

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise OSError(errno.ENOSPC, "No space left on device")

    def read(self, size=-1):
        self._count()
        return super().read(size)

    def write(self, data):
        self._count()
        return super().write(data)


def identities(tmp_path):
    key = tmp_path / "key.txt"
    key.write_text(SECRET)
    return lambda: Keys([str(key)]).identities(tmp_path / "none")


def writes_of(work) -> int:
    """How many writes it takes."""
    for after in range(1000):
        try:
            work(Failing(after=after))
        except OSError:
            continue
        return after
    raise AssertionError


def test_no_failed_write_of_an_encrypted_stream_is_passed_over(tmp_path):
    vault = Vault([RECIPIENT], identities(tmp_path))
    plain = os.urandom(200_000)
    sealed = io.BytesIO()
    vault.seal_stream(io.BytesIO(plain), sealed)
    for source, work in ((plain, vault.seal_stream), (sealed.getvalue(), vault.open_stream)):
        needed = writes_of(lambda target, source=source, work=work: work(io.BytesIO(source), target))
        whole = Failing(after=needed)
        work(io.BytesIO(source), whole)
        assert len(whole.getvalue()) >= len(plain)
        for after in range(needed):
            with pytest.raises(OSError, match="No space left"):
                work(io.BytesIO(source), Failing(after=after))


def test_a_source_that_cannot_be_read_on_is_not_taken_for_its_end(tmp_path):
    vault = Vault([RECIPIENT], identities(tmp_path))
    for after in range(3):
        with pytest.raises(OSError, match="No space left"):
            vault.seal_stream(Failing(b"x" * 300_000, after=after), io.BytesIO())
    sealed = io.BytesIO()
    vault.seal_stream(io.BytesIO(b"x" * 300_000), sealed)
    with pytest.raises(WrongKeyError):
        vault.open_stream(io.BytesIO(sealed.getvalue()[:-1] + b"?"), io.BytesIO())


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_evidence_that_cannot_be_encrypted_whole_stops_the_encryption(ok, run, case, monkeypatch):
    ok("add-person", "Jane Roe")
    (case.parent / "scan.txt").write_text("scan")
    ok("attach", "P1", "scan.txt")
    before = {path: path.read_bytes() for path in case.parent.rglob("*") if path.is_file() and path.suffix != ".lock"}
    write = os.write

    def failing(handle: int, data: bytes) -> int:
        if bytes(data[:4]) == b"age-" and ".evidence" in str(Path(f"/proc/self/fd/{handle}").readlink()):
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(handle, data)

    monkeypatch.setattr(os, "write", failing)
    said = run("encrypt", "--recipient", RECIPIENT)
    assert said.code == 5, said.err
    assert "No space left on device. Nothing was changed." in said.err
    assert {path: path.read_bytes() for path in before} == before
    assert {path.name for path in case.parent.rglob("*")} - {path.name for path in before} == {
        "case.json.evidence",
        "case.json.lock",
    }


def failing_on(kind, fsync, *, when=lambda: True):
    """An fsync that fails on folders or on files."""

    def wrapped(handle: int) -> None:
        if kind(os.fstat(handle).st_mode) and when():
            raise OSError(errno.EIO, "Input/output error")
        fsync(handle)

    return wrapped


def test_nobody_builds_on_a_line_that_the_disk_did_not_confirm(ok, run, case, monkeypatch):
    ok("add-person", "Jane Roe")
    journal = case.with_name("case.json.journal")
    before = journal.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", failing_on(stat.S_ISREG, os.fsync))
        said = run("add-person", "Rəşad Əliyev")
        with pytest.raises(UnknownOutcomeError):
            append(journal, b"{}\n", len(before))
    assert said.code == 5
    assert "whether it is saved is unknown" in said.err
    assert "casefile verify" in said.err
    assert journal.read_bytes() == before
    ok("add-person", "Лейла Мамедова")
    ok("verify")


def test_plain_text_goes_when_a_decryption_fails(ok, run, case, monkeypatch):
    key = case.with_name("key.txt")
    key.write_text(SECRET)
    monkeypatch.setenv("CASEFILE_IDENTITY", str(key))
    ok("add-person", "Jane Roe")
    (case.parent / "scan.txt").write_text("scan")
    ok("attach", "P1", "scan.txt")
    ok("encrypt", "--recipient", RECIPIENT)
    before = set(case.parent.rglob("*"))
    with monkeypatch.context() as patch:
        staged = lambda: any(path.suffix == ".tmp" for path in case.parent.iterdir())  # noqa: E731
        patch.setattr(os, "fsync", failing_on(stat.S_ISDIR, os.fsync, when=staged))
        said = run("decrypt")
    assert said.code == 5
    assert "Nothing was changed" in said.err
    assert set(case.parent.rglob("*")) == before


def test_a_restore_that_was_decided_is_not_taken_apart(ok, run, case, monkeypatch):
    ok("add-person", "Jane Roe")
    ok("backup", "backup.tar")
    monkeypatch.setenv("CASEFILE_DB", str(case.with_name("other.json")))
    with monkeypatch.context() as patch:
        decided = case.with_name("other.json.switch")
        patch.setattr(os, "fsync", failing_on(stat.S_ISDIR, os.fsync, when=decided.exists))
        said = run("restore", "backup.tar")
    assert said.code == 5
    assert "whether it is saved is unknown" in said.err
    assert "Jane Roe" in ok("list", "people").out
    ok("edit", "P1", "notes=x")
    ok("verify")


@posix
def test_a_lock_that_the_disk_does_not_have_is_named(ok, run, monkeypatch):
    import fcntl

    ok("add-person", "Jane Roe")

    def none(_handle: int, _operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", none)
    said = run("add-person", "Rəşad Əliyev")
    assert said.code == 5
    assert "cannot be locked: No locks available. Nothing was changed." in said.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_change_is_called_saved_when_its_report_cannot_be_written(ok, case, monkeypatch, capsys):
    ok("add-person", "Jane Roe")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        code = main(["add-person", "Rəşad Əliyev"])
        monkeypatch.undo()
    assert code == 1
    assert "Change 2 is saved" in capsys.readouterr().err


def test_what_the_system_says_of_a_path_comes_with_how_the_case_stands(ok, run, case, monkeypatch):
    ok("add-person", "Jane Roe")

    def failing(path: object, **_: object) -> os.stat_result:
        raise OSError(errno.EIO, "Input/output error", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", failing)
        said = run("add-person", "Rəşad Əliyev")
    assert said.code == 5
    assert "Input/output error" in said.err
    assert "The case is as it was." in said.err or "Nothing was changed." in said.err
    assert "P2" not in ok("list", "people").out


def test_what_is_yet_to_be_deleted_is_no_fault_of_the_case(ok, run, case, monkeypatch):
    ok("add-person", "Jane Roe")
    (case.parent / "scan.txt").write_text("scan")
    ok("attach", "P1", "scan.txt")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refused)
        ok("encrypt", "--recipient", RECIPIENT)
    assert case.with_name("case.json.switch").exists()
    key = case.with_name("key.txt")
    key.write_text(SECRET)
    monkeypatch.setenv("CASEFILE_IDENTITY", str(key))
    assert "the next change finishes it" in ok("verify").out
    ok("edit", "P1", "notes=x")
    assert "finishes" not in ok("verify").out
    assert len(list(case.with_name("case.json.evidence").iterdir())) == 1


def refused(*_: object, **__: object) -> None:
    raise OSError(errno.EROFS, "Read-only file system")


def test_a_file_that_cannot_be_attached_is_said_to_have_changed_nothing(ok, run, case):
    ok("add-person", "Jane Roe")
    for name in ("nowhere.txt", str(case.parent)):
        said = run("attach", "P1", name)
        assert said.code == 2
        assert "Nothing was changed." in said.err
