"""What recovery takes from backups, and what it says of that which nothing has any more."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

JOURNAL = "case.json.journal"


@pytest.fixture
def evidenced(ok, case):
    """A case with a file of evidence, and a backup of it all."""
    ok("add-person", "Лейла Мамедова", "--role", "lawyer")
    ok("add-person", "Rəşad Əliyev")
    Path("scan.txt").write_text("скан", encoding="utf-8")
    ok("attach", "P1", "scan.txt")
    ok("backup", "kept.tar")
    (place,) = Path("case.json.evidence").iterdir()
    return place


@pytest.mark.parametrize("altered", [False, True], ids=["missing", "altered"])
def test_recovery_takes_evidence_from_a_backup(evidenced, ok, altered):
    evidenced.unlink()
    if altered:
        evidenced.write_text("что-то другое", encoding="utf-8")
    said = ok("recover").out
    assert "The file scan.txt of P1 was taken from the backup" in said
    assert "Nothing is lost." in said
    assert evidenced.read_text(encoding="utf-8") == "скан"
    assert stat.S_IMODE(evidenced.stat().st_mode) == 0o400
    kept = [path.read_text(encoding="utf-8") for path in Path().glob("case.json.evidence.*.damaged-1")]
    assert kept == ["что-то другое"] * altered
    ok("verify")


def test_evidence_that_no_backup_has_is_said_to_be_lost_and_can_be_put_back_by_hand(evidenced, ok, run):
    evidenced.unlink()
    Path("kept.tar").unlink()
    refused = run("evidence", "export", "P1", "-o", "back.txt")
    assert refused.code == 5
    assert f"is missing from {evidenced.parent.resolve()}" in refused.err
    done = run("recover")
    assert done.code == 5
    assert "Nothing is lost" not in done.out
    assert f"The file scan.txt of P1: no backup that can be reached has it. If you have it, copy it to {evidenced}" in (
        done.out.replace(str(evidenced.resolve()), str(evidenced))
    )
    evidenced.write_text("скан", encoding="utf-8")
    ok("verify")


def test_what_came_after_the_backup_is_not_said_to_be_saved(evidenced, ok, run, case):
    ok("edit", "P1", "notes=after the backup")
    case.unlink()
    Path(JOURNAL).unlink()
    done = run("recover")
    assert done.code == 5
    assert "Not recovered: What was changed after that backup was made, if anything was." in done.out
    ok("verify")


def test_a_backup_that_is_not_there_is_called_a_backup(ok, run):
    refused = run("restore", "nowhere.tar", "--db", "again.json")
    assert refused.code == 5
    assert refused.err.startswith("Error: There is no backup at nowhere.tar.")
    ok("init", "--db", "empty.json")
    assert ok("backup", "empty.tar", "--db", "empty.json").out.endswith("bytes; no history yet\n")


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_recovery_puts_aside_what_stands_in_the_place_of_the_journal(evidenced, ok, run, kind):
    Path(JOURNAL).rename("elsewhere")
    if kind == "folder":
        Path(JOURNAL).mkdir()
    else:
        Path(JOURNAL).symlink_to("elsewhere")
    refused = run("list", "people")
    assert refused.code == 5
    assert "not a case file" not in refused.err
    assert run("recover").code == 0  # from the backup
    assert len(json.loads(ok("list", "people", "--json").out)) == 2
    assert Path("case.json.journal.damaged-1").is_dir() or Path("case.json.journal.damaged-1").is_symlink()
    ok("verify")
