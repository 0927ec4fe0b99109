"""Erasing a record for good, through the command line: nothing of it is left in any byte, and the chain still holds."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

SECRETS = (
    "Fərid",
    "Quliyev",
    "Фарид",
    "Гулиев",
    "+994",
    "met at the station",
    "two witnesses",
    "контент",
    "quli.example",
)


@pytest.fixture
def informed(ok, case):
    """A source in danger, what it told, and records that have nothing to do with it."""
    ok(
        "add-source",
        "--publisher",
        "Interview",
        "--title",
        "Fərid Quliyev",
        "--author",
        "Fərid Quliyev",
        "--note",
        "+994 50",
    )
    ok("add-source", "--publisher", "Example Wire", "--published", "2025-11-20")
    ok("edit", "R1", "notes=+994 55", "--reason", "Quliyev called")
    ok("add-detainee", "Rəşad Əliyev", "--detained", "2025-03-04", "--source", "R1", "--quote", "met at the station")
    ok("edit", "P1", "notes=two witnesses", "--reason", "seen by two")
    ok("edit", "P1", "notes=")
    ok("add-person", "Фарид Гулиев", "--role", "witness", "--name", "az:Fərid Quliyev", "--note", "quli.example")
    Path("tape.txt").write_text("контент", encoding="utf-8")
    ok("attach", "R1", "tape.txt")
    Path("tape.txt").unlink()
    ok("add-person", "Лейла Мамедова", "--role", "lawyer", "--source", "R2")
    return ok


def all_bytes(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_nothing_of_a_purged_record_is_left_in_any_byte(informed, case, run):
    informed("backup", "kept.tar")
    assert run("purge", "R1", "--reason", "asked for by a source", "--yes").code == 4
    refused = run("purge", "R1", "--reason", "asked for by a source", "--yes", "--cascade")
    assert refused.code == 4
    assert "P2" in refused.err  # the witness has the name of the source's title
    informed("purge", "P2", "--reason", "asked for by a source", "--yes", "--force")
    said = informed("purge", "R1", "--reason", "asked for by a source", "--yes", "--cascade").out
    assert "made anew" in said
    assert "Not in my hands" in said
    left = all_bytes(case.parent)
    for secret in SECRETS:
        assert secret.encode() not in left, secret
    informed("verify")
    informed("restore", "kept.tar", "--db", "again.json")
    assert list(Path("case.json.evidence").iterdir()) == []


def test_what_remains_is_whole_and_says_that_something_was_erased(informed):
    informed("purge", "R1", "--reason", "asked for", "--yes", "--cascade", "--force")
    person = json.loads(informed("show", "P1", "--json").out)["record"]
    assert person["names"][0]["text"] == "Rəşad Əliyev"
    assert person["citations"] == []
    log = json.loads(informed("log", "R1", "--json").out)
    assert {edit["did"] for change in log for edit in change["edits"]} == {"erased"}
    assert (log[-1]["command"], log[-1]["reason"]) == ("purge", "asked for")
    assert log[1]["reason"] is None
    Path("case.json").unlink()
    assert json.loads(informed("show", "P1", "--json").out)["record"] == person  # from the journal alone
    informed("recover")
    informed("verify")


def test_a_purged_id_is_never_used_again_and_a_purge_not_taken_back(informed, run):
    informed("purge", "P3", "--reason", "asked for", "--yes")
    assert "P4" in informed("add-person", "Кто-то ещё").out
    purge = json.loads(informed("log", "--json").out)[-2]
    assert run("undo", str(purge["seq"])).code == 4
    entry = next(change["seq"] for change in json.loads(informed("log", "P3", "--json").out))
    refused = run("undo", str(entry))
    assert refused.code == 4
    assert "erased" in refused.err
    refused = run("show", "P3", "--at", str(entry))
    assert refused.code == 3
    assert "erased" in refused.err


def test_a_record_that_was_removed_before_can_still_be_purged(informed, case):
    informed("remove", "P2")
    assert "Фарид".encode() in all_bytes(case.parent)
    informed("purge", "P2", "--reason", "asked for", "--yes", "--force")
    assert "Фарид".encode() not in all_bytes(case.parent)
    informed("verify")


def test_a_purge_needs_a_reason_that_gives_nothing_away_and_a_yes(informed, run, case):
    before = all_bytes(case.parent)
    assert run("purge", "P2", "--yes").code == 2
    assert run("purge", "P2", "--reason", "Фарид asked", "--yes", "--force").code == 2
    assert run("purge", "P2", "--reason", "asked for").code == 2
    assert run("purge", "P9", "--reason", "asked for", "--yes").code == 3
    assert all_bytes(case.parent) == before


def test_torn_lines_and_damaged_files_go_as_well(informed, case):
    Path("case.json.torn").write_text("Фарид", encoding="utf-8")
    Path("case.json.damaged-1").write_text("Фарид", encoding="utf-8")
    informed("purge", "P2", "--reason", "asked for", "--yes", "--force")
    assert "Фарид".encode() not in all_bytes(case.parent)


def test_evidence_that_another_record_has_too_stays(informed):
    Path("both.txt").write_text("общее", encoding="utf-8")
    informed("attach", "P1", "both.txt")
    informed("attach", "P2", "both.txt")
    informed("purge", "P2", "--reason", "asked for", "--yes", "--force")
    informed("evidence", "export", "P1", "-o", "back.txt")
    assert Path("back.txt").read_text(encoding="utf-8") == "общее"
    informed("verify")


def test_backups_that_cannot_be_reached_are_named(informed):
    informed("backup", "kept.tar")
    Path("kept.tar").rename("moved.tar")
    said = informed("purge", "P3", "--reason", "asked for", "--yes").out
    assert "kept.tar is not there" in said


def test_a_name_goes_from_the_past_of_other_records_in_whatever_script_it_stood_there(ok, case):
    ok("add-detainee", "Rəşad Əliyev", "--detained", "2025-03-04")
    ok("edit", "P1", "notes=told to me by Sabina Guseynova", "--reason", "Guseynovas letter")
    ok("edit", "P1", "notes=")
    ok("add-person", "Сабина Гусейнова", "--role", "witness")
    said = ok("purge", "P2", "--reason", "asked for", "--yes").out
    assert "P1 had it in its past: 2 pieces" in said
    left = all_bytes(case.parent)
    for secret in ("Сабина", "Гусейнов", "Sabina", "Guseynov"):
        assert secret.encode() not in left
    ok("verify")


def test_the_same_name_in_another_script_is_found_in_a_record_that_stays(ok, run):
    ok("add-detainee", "Rəşad Əliyev", "--detained", "2025-03-04")
    ok("edit", "P1", "notes=told to me by Sabina Guseynova")
    ok("add-person", "Сабина Гусейнова", "--role", "witness")
    refused = run("purge", "P2", "--reason", "asked for", "--yes")
    assert refused.code == 4
    assert "holds “Sabina" in refused.err


def test_dates_usual_file_names_and_words_that_hold_a_name_neither_stop_a_purge_nor_lose_their_past(ok, case):
    ok("add-source", "--publisher", "Wire", "--title", "news of August 2025", "--note", "на диване, examination")
    ok("edit", "R1", "notes=")
    ok("add-person", "Иван Amin", "--role", "witness")
    ok("add-event", "meeting", "--on", "August 2025", "--with", "P1")
    for record in ("R1", "E1", "P1"):
        Path("scan.pdf").write_text(record, encoding="utf-8")
        ok("attach", record, "scan.pdf")
    ok("purge", "E1", "--reason", "asked for", "--yes")
    said = ok("purge", "P1", "--reason", "asked for", "--yes").out
    assert "in its past" not in said
    assert json.loads(ok("show", "R1", "--at", "1", "--json").out)["record"]["notes"] == "на диване, examination"


def test_the_hash_of_erased_evidence_is_left_nowhere_and_other_evidence_stays(informed, case, monkeypatch):
    digest = hashlib.sha256("контент".encode()).hexdigest()
    Path("other.txt").write_text("прочее", encoding="utf-8")
    informed("attach", "P1", "other.txt")
    assert digest.encode() in all_bytes(case.parent)
    informed("compact", "--reason", "agreed", "--yes")
    informed("purge", "R1", "--reason", "asked for", "--yes", "--cascade", "--force")
    assert digest.encode() not in all_bytes(case.parent)
    log = json.loads(informed("log", "--json").out)
    assert log[0]["reason"] == "agreed"
    informed("verify")
    Path("case.json").unlink()
    informed("evidence", "export", "P1", "-o", "back.txt")
    assert Path("back.txt").read_text(encoding="utf-8") == "прочее"


def test_an_encrypted_case_keeps_no_hash_of_erased_evidence_under_its_seal(informed, case, monkeypatch):
    pyrage = pytest.importorskip("pyrage")
    identity = pyrage.x25519.Identity.generate()
    Path("key.txt").write_text(f"{identity}\n", encoding="utf-8")
    monkeypatch.setenv("CASEFILE_IDENTITY", "key.txt")
    informed("encrypt", "--recipient", str(identity.to_public()))
    informed("purge", "R1", "--reason", "asked for", "--yes", "--cascade", "--force")
    informed("verify")
    monkeypatch.delenv("CASEFILE_IDENTITY")
    assert "without opening it" in informed("verify").out
    monkeypatch.setenv("CASEFILE_IDENTITY", "key.txt")
    informed("decrypt", "--yes")
    left = all_bytes(case.parent)
    for secret in (*SECRETS, hashlib.sha256("контент".encode()).hexdigest()):
        if secret not in ("Фарид", "Гулиев", "Fərid", "Quliyev", "quli.example"):  # the witness of that name stays
            assert secret.encode() not in left, secret
    informed("verify")


def test_what_other_evidence_went_through_is_not_lost_with_erased_evidence(informed, monkeypatch):
    pyrage = pytest.importorskip("pyrage")
    identity = pyrage.x25519.Identity.generate()
    Path("key.txt").write_text(f"{identity}\n", encoding="utf-8")
    monkeypatch.setenv("CASEFILE_IDENTITY", "key.txt")
    Path("other.txt").write_text("прочее", encoding="utf-8")
    informed("purge", "R1", "--reason", "asked for", "--yes", "--cascade", "--force")
    informed("attach", "P1", "other.txt")
    informed("encrypt", "--recipient", str(identity.to_public()))
    Path("tape.txt").write_text("плёнка", encoding="utf-8")
    informed("attach", "P2", "tape.txt")
    informed("decrypt", "--yes")
    informed("purge", "P2", "--reason", "asked for", "--yes", "--cascade", "--force")
    informed("verify")
    informed("evidence", "export", "P1", "-o", "back.txt")
