"""What recovery takes from backups, and what it says of that which nothing has any more."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pyrage
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
    assert "The file scan.txt of P1: no backup that can be reached has it. If you have it, attach it again" in done.out
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


@pytest.fixture(params=[False, True], ids=["open", "encrypted"])
def lost(request, ok, case, monkeypatch):
    """A case of which a file is gone that no backup has."""
    ok("add-person", "Лейла Мамедова", "--role", "lawyer")
    ok("add-person", "Rəşad Əliyev")
    Path("scan.txt").write_text("скан", encoding="utf-8")
    ok("attach", "P1", "scan.txt")
    if request.param:
        made = pyrage.x25519.Identity.generate()
        Path("key.txt").write_text(f"{made}\n", encoding="utf-8")
        monkeypatch.setenv("CASEFILE_IDENTITY", "key.txt")
        ok("encrypt", "--recipient", str(made.to_public()))
    (place,) = Path("case.json.evidence").iterdir()
    place.rename("gone")
    return place


def whole_both_ways(ok, monkeypatch):
    """With a key, where the case has one, and without."""
    said = [ok("verify").out]
    with monkeypatch.context() as patch:
        patch.delenv("CASEFILE_IDENTITY", raising=False)
        said.append(ok("verify").out)
    return said


@pytest.mark.parametrize("altered", [False, True], ids=["missing", "altered"])
def test_the_very_same_file_attached_again_puts_it_back(lost, ok, run, monkeypatch, altered):
    if altered:
        lost.write_text("что-то другое", encoding="utf-8")
    refused = run("verify")
    assert (refused.code, "casefile attach ID FILE puts it back" in refused.out) == (5, True)
    said = ok("attach", "P1", "scan.txt").out
    assert "Put back for P1" in said
    assert ("damaged-1" in said) == altered
    whole_both_ways(ok, monkeypatch)
    ok("evidence", "export", "P1", "-o", "back.txt")
    assert Path("back.txt").read_text(encoding="utf-8") == "скан"
    assert len(json.loads(ok("list", "people", "--json").out)[0]["evidence"]) == 1
    assert json.loads(ok("log", "--json").out)[-1]["command"] == "attach"
    ok("backup", "after.tar")
    assert run("attach", "P1", "scan.txt").code == 4  # now it is there


def test_attached_to_another_record_it_is_put_back_for_both(lost, ok, monkeypatch):
    ok("attach", "P2", "scan.txt")
    whole_both_ways(ok, monkeypatch)
    ok("evidence", "export", "P1", "-o", "back.txt")
    assert len(list(Path("case.json.evidence").iterdir())) == 1


def test_a_loss_that_is_owned_up_to_is_said_every_time_and_stops_nothing(lost, ok, run, monkeypatch):
    assert run("backup", "kept.tar").code == 5
    assert run("evidence", "lost", "P1").code == 2  # why?
    ok("evidence", "lost", "P1", "--reason", "the disk of 2024 is dead")
    for said in whole_both_ways(ok, monkeypatch):
        assert "Whole" in said
        assert "Lost: Evidence" in said
        assert "is lost, as change" in said
    assert "is not in the backup" in ok("backup", "kept.tar").err
    assert "the disk of 2024 is dead" in ok("log").out
    refused = run("evidence", "export", "P1", "-o", "back.txt")
    assert (refused.code, "scan.txt of P1 is lost" in refused.err) == (5, True)
    assert run("evidence", "lost", "P1", "--reason", "again").code == 4
    ok("--db", "restored.json", "restore", "kept.tar")
    assert "Lost: Evidence" in ok("--db", "restored.json", "verify").out


def test_a_loss_is_remembered_through_all_that_rewrites_a_case(lost, ok, case, monkeypatch):
    ok("evidence", "lost", "P1", "--reason", "the disk is dead")
    ok("edit", "P1", "notes=x")
    ok("compact", "--reason", "agreed", "--yes")
    case.unlink()
    ok("recover")
    assert all("Lost: Evidence" in said for said in whole_both_ways(ok, monkeypatch))
    made = pyrage.x25519.Identity.generate()
    Path("new.txt").write_text(f"{made}\n", encoding="utf-8")
    ok("encrypt", "--recipient", str(made.to_public()))
    monkeypatch.setenv("CASEFILE_IDENTITY", "new.txt")
    assert all("Lost: Evidence" in said for said in whole_both_ways(ok, monkeypatch))
    ok("purge", "P2", "--reason", "asked for", "--yes")
    assert all("Lost: Evidence" in said for said in whole_both_ways(ok, monkeypatch))
    ok("decrypt")
    assert "Lost: Evidence" in ok("verify").out
    case.write_text(case.read_text(encoding="utf-8").replace('"notes":"x"', '"notes":"y"'), encoding="utf-8")
    ok("adopt", "--reason", "by hand")
    assert "Lost: Evidence" in ok("verify").out
    ok("attach", "P1", "scan.txt")
    assert "Lost" not in ok("verify").out


def test_what_was_lost_and_is_found_again_is_attached_or_the_loss_undone(lost, ok, run, monkeypatch):
    ok("evidence", "lost", "P1", "--reason", "the disk is dead")
    refused = run("undo")
    assert (refused.code, "casefile attach ID FILE" in refused.err) == (4, True)
    Path("gone").rename(lost)
    assert all("is there again: casefile undo" in said for said in whole_both_ways(ok, monkeypatch))
    ok("undo")
    assert not any("Lost" in said for said in whole_both_ways(ok, monkeypatch))
    ok("evidence", "export", "P1", "-o", "back.txt")
    lost.unlink()
    ok("redo")
    assert all("Lost: Evidence" in said for said in whole_both_ways(ok, monkeypatch))
    ok("attach", "P1", "scan.txt")
    assert not any("Lost" in said for said in whole_both_ways(ok, monkeypatch))


def test_a_purge_takes_the_loss_of_a_file_with_it(lost, ok, monkeypatch):
    ok("evidence", "lost", "P1", "--reason", "the disk is dead")
    ok("purge", "P1", "--reason", "asked for", "--yes")
    assert not any("Lost" in said for said in whole_both_ways(ok, monkeypatch))


def test_what_is_there_or_in_a_backup_is_not_lost(evidenced, ok, run):
    whole = run("evidence", "lost", "P1", "--reason", "so")
    assert (whole.code, "is there, as it was" in whole.err) == (4, True)
    evidenced.unlink()
    saved = run("evidence", "lost", "P1", "--reason", "so")
    assert (saved.code, "casefile recover" in saved.err) == (4, True)


def test_verify_says_whose_file_is_missing_and_the_list_which_is_lost(lost, ok, run):
    assert "(scan.txt of P1) is missing" in run("verify").out
    ok("evidence", "lost", "P1", "--reason", "the disk is dead")
    assert "(scan.txt of P1) is lost" in ok("verify").out
    assert "scan.txt (lost)" in ok("evidence", "list").out
    assert [row["lost"] for row in json.loads(ok("evidence", "list", "--json").out)] == [True]


def test_one_of_several_files_is_named_by_its_number(ok, run, case):
    ok("add-person", "Лейла Мамедова")
    for name in ("a.txt", "b.txt"):
        Path(name).write_text(name, encoding="utf-8")
        ok("attach", "P1", name)
    refused = run("evidence", "export", "P1")
    assert (refused.code, "Add the number of the one you mean: P1 1" in refused.err) == (3, True)
    ok("evidence", "export", "P1", "2", "-o", "back.txt")
    assert Path("back.txt").read_text(encoding="utf-8") == "b.txt"
