"""Looking back and taking back, through the command line: log, undo, redo, show --at."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casefile.cli import main


@pytest.fixture
def three(ok):
    """A person entered, described and described otherwise, by three people."""
    ok("add-person", "Лейла Мамедова", "--role", "lawyer")
    ok("edit", "P1", "occupation=advocate", "--reason", "asked her office", "--as", "Rauf")
    ok("edit", "P1", "occupation=defence counsel", "notes=met on Monday", "--as", "Sevda")
    return ok


def changes(ok, *args):
    return json.loads(ok("log", *args, "--json").out)


def occupation(ok):
    return json.loads(ok("show", "P1", "--json").out)["record"]["occupation"]


def test_log_says_who_changed_what_when_with_which_command_and_why(three):
    first, second, third = changes(three)
    assert (first["seq"], first["author"], first["command"], first["time"]) == (
        1,
        "Nigar",
        "add-person",
        "2026-11-23T09:30:00Z",
    )
    assert [(edit["record"], edit["did"], edit["name"]) for edit in first["edits"]] == [
        ("P1", "added", "Лейла Мамедова")
    ]
    assert (second["author"], second["reason"]) == ("Rauf", "asked her office")
    assert second["edits"][0]["fields"] == [{"field": "occupation", "old": None, "new": "advocate"}]
    assert third["edits"][0]["fields"] == [
        {"field": "notes", "old": None, "new": "met on Monday"},
        {"field": "occupation", "old": "advocate", "new": "defence counsel"},
    ]


def test_log_on_a_screen(three, snapshot):
    three("undo", "--reason", "typed into the wrong record")
    assert three("log", env={"TTY_COMPATIBLE": "1", "COLUMNS": "60", "NO_COLOR": "1"}).out == snapshot


def test_log_is_narrowed_by_record_author_number_and_day(three):
    three("add-person", "Rəşad Əliyev", "--as", "Rauf")
    assert [change["seq"] for change in changes(three, "P1")] == [1, 2, 3]
    assert [change["seq"] for change in changes(three, "Мамедова")] == [1, 2, 3]
    assert [change["seq"] for change in changes(three, "--by", "rau")] == [2, 4]
    assert [change["seq"] for change in changes(three, "--since", "3")] == [3, 4]
    assert [change["seq"] for change in changes(three, "--since", "#3")] == [3, 4]
    assert [change["seq"] for change in changes(three, "--since", "2026-11-23")] == [1, 2, 3, 4]
    assert changes(three, "--since", "2026-11-24") == []
    assert "No change is like that" in three("log", "--by", "nobody").out


def test_log_of_a_record_that_is_gone_still_tells_its_story(three):
    three("remove", "P1")
    told = three("log", "p1").out
    assert "removed: Лейла Мамедова" in told
    assert "occupation: advocate → defence counsel" in told


def test_log_of_a_case_without_history_says_so(run, sample, ok):
    assert "no history yet" in ok("log").out
    assert changes(ok) == []


def test_first_change_of_an_older_file_keeps_how_it_was_found(ok, sample):
    ok("edit", "P9", "occupation=journalist (deputy)")
    begin, edit = changes(ok)
    assert begin["command"] == "begin"
    assert len(begin["edits"]) == 25
    assert edit["edits"][0]["fields"] == [{"field": "occupation", "old": "journalist", "new": "journalist (deputy)"}]


def test_undo_and_redo_walk_back_and_forth(three):
    assert "occupation: defence counsel → advocate" in three("undo").out
    assert occupation(three) == "advocate"
    three("undo")
    assert occupation(three) == ""
    three("redo")
    assert occupation(three) == "advocate"
    three("redo")
    assert occupation(three) == "defence counsel"
    three("undo", "--last", "2")
    assert occupation(three) == ""
    three("redo")
    assert occupation(three) == "defence counsel"
    three("undo", "--last", "3")
    assert json.loads(three("list", "people", "--json").out) == []
    assert [change["taken_back_by"] for change in changes(three)][:3] == [10, 10, 10]


def test_undo_by_number_refuses_while_a_later_change_stands_on_it(three, run):
    refused = run("undo", "2")
    assert refused.code == 4
    assert "P1 was changed since, by change 3" in refused.err
    assert "newest first" in refused.err
    three("undo", "3", "2")
    assert occupation(three) == ""
    assert run("undo", "2").code == 4
    assert "has been taken back already" in run("undo", "2").err
    assert run("undo", "99").code == 3
    assert run("undo", "two").code == 2
    assert run("undo", "1", "--last", "1").code == 2


def test_undo_of_an_entry_that_others_refer_to_is_refused(ok, run):
    ok("add-person", "Rəşad Əliyev")
    ok("add-charge", "P1", "smuggling", "--by", "Customs", "--create", "organisation", "--on", "2025-03")
    refused = run("undo", "1")
    assert refused.code == 4
    assert "C1 refers to P1" in refused.err
    assert json.loads(ok("list", "charges", "--json").out)[0]["person"] == "P1"


def test_undo_brings_a_removed_record_back_under_its_own_id(three):
    three("remove", "P1")
    three("undo")
    assert occupation(three) == "defence counsel"
    three("add-person", "Rəşad Əliyev")
    assert [row["id"] for row in json.loads(three("list", "people", "--json").out)] == ["P1", "P2"]


def test_undo_of_a_removal_with_cascade_restores_every_mention(ok, sample):
    before = ok("export", "--json").data
    ok("remove", "P8", "--cascade")
    assert ok("export", "--json").data != before
    ok("undo")
    assert ok("export", "--json").data == before


def test_nothing_to_take_back_or_do_again_is_said(run, case, ok):
    ok("add-person", "Rəşad Əliyev")
    assert run("redo").code == 3
    ok("undo")
    refused = run("undo")
    assert (refused.code, "no change" in refused.err) == (3, True)


def test_show_at_a_change_or_a_day(three, run):
    three("add-person", "Rəşad Əliyev")
    at_two = json.loads(three("show", "P1", "--at", "2", "--json").out)["record"]
    assert (at_two["occupation"], at_two["notes"]) == ("advocate", "")
    assert "after change 1" in three("show", "P1", "--at", "#1").err
    assert json.loads(three("show", "P1", "--at", "23 November 2026", "--json").out)["record"]["notes"]
    assert run("show", "P2", "--at", "3").code == 3
    assert run("show", "P1", "--at", "2026-11-22").code == 3
    assert run("show", "P1", "--at", "77").code == 3
    assert run("show", "P1", "--at", "whenever").code == 2


def test_an_edit_that_changes_nothing_is_no_change(three, case):
    before = case.with_name("case.json.journal").read_bytes(), case.read_bytes()
    three("edit", "P1", "notes=met on Monday")
    assert (case.with_name("case.json.journal").read_bytes(), case.read_bytes()) == before


def test_author_is_what_was_given_else_the_environment_else_git_else_the_login(ok, case, monkeypatch, tmp_path):
    ok("add-person", "A B", "--as", "  Şəhla \n Quliyeva ")
    ok("add-person", "C D")
    monkeypatch.delenv("CASEFILE_AUTHOR")
    (tmp_path / "gitconfig").write_text("[user]\n\tname = Tomris\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    ok("add-person", "E F")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("LOGNAME", "kamran")
    ok("add-person", "G H")
    assert [change["author"] for change in changes(ok)] == ["Şəhla Quliyeva", "Nigar", "Tomris", "kamran"]


def test_a_clock_that_went_back_is_flagged_and_the_order_kept(ok, case):
    ok("add-person", "Rəşad Əliyev")
    early = datetime(2016, 11, 23, tzinfo=UTC)
    assert main(["edit", "P1", "occupation=clerk"], now=lambda: early) == 0
    first, second = changes(ok)
    assert (first["clock_went_back"], second["clock_went_back"]) == (False, True)
    assert second["time"].startswith("2016")
    assert "a clock was wrong" in ok("log").out
    assert "dated before" in ok("verify").out


def test_arguments_are_never_in_the_journal_except_in_what_can_be_erased(ok, case):
    ok("add-person", "Rəşad Əliyev", "--note", "hidden in a note", "--reason", "a secret reason")
    line = json.loads(case.with_name("case.json.journal").read_text(encoding="utf-8"))
    assert "Rəşad" not in json.dumps(line["head"], ensure_ascii=False)
    assert "secret" not in json.dumps(line["head"])
    assert "a secret reason" in json.dumps(line["parts"])


def test_history_survives_export_of_the_file_alone(ok, case, run):
    ok("add-person", "Rəşad Əliyev")
    Path("case.json.journal").rename("elsewhere")
    shown = run("list", "people")
    assert shown.code == 0
    assert "Rəşad Əliyev" in shown.out
    assert "journal of" in shown.err
    refused = run("edit", "P1", "occupation=clerk")
    assert refused.code == 5
    assert "casefile recover" in refused.err


def test_a_record_that_was_not_there_yet_is_not_looked_for_in_the_file_of_today(ok, run):
    ok("add-person", "Лейла Мамедова")
    ok("add-person", "Rəşad Əliyev")
    refused = run("show", "P2", "--at", "1")
    assert refused.code == 3
    assert "There was no P2 after change 1." in refused.err
    assert "only 2 changes" in run("undo", "--last", "3").err
