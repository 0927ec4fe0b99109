from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from casefile.views.check import FindingKind


def found(run, *args):
    result = run("check", *args, "--json")
    assert result.code in (0, 1), result.err
    rows = json.loads(result.out)
    assert result.code == bool(rows)
    return [(row["id"], row["kind"]) for row in rows]


def text_of(run, *args):
    (row,) = json.loads(run("check", *args, "--json").out)
    return row["text"]


@pytest.fixture
def tidy(ok, run):
    """A case that nothing is wanting in."""
    ok("add-source", "--publisher", "Example Wire", "--published", "2026-11-20", "--accessed", "2026-11-21")
    ok("add-person", "Port authority", "--kind", "organisation", "--role", "authority", "--source", "R1")
    ok("add-detainee", "Лейла Мамедова", "--detained", "2026-11-03", "--place", "Gəncə", "--source", "R1")
    ok("add-charge", "P2", "illegal entry", "--by", "P1", "--on", "2026-11-04", "--source", "R1")
    ok("add-official", "Rəşad Əliyev", "--office", "spokesman", "--from", "2026-01-01", "--source", "R1")
    ok("add-statement", "No comment.", "--by", "P3", "--on", "2026-11-05", "--about", "P2", "--source", "R1")
    assert found(run) == []
    return ok


def test_nothing_wanting_is_said_and_leaves_with_0(tidy, run):
    result = run("check")
    assert result.code == 0
    assert "Nothing is missing" in result.out


def test_an_empty_file_is_checked(ok, run):
    ok("init")
    assert found(run) == []


def test_facts_without_a_source(tidy, run):
    tidy("add-event", "hearing", "--on", "2026-11-10", "--about", "P2")
    tidy("add-event", "hearing", "--on", "2026-12-10", "--about", "P2", "--planned")
    tidy("add-charge", "P2", "smuggling", "--by", "P1", "--on", "2026-11-06")
    assert found(run) == [("C2", "uncited"), ("E2", "uncited")]
    tidy("edit", "C2", "citations+=R1")
    tidy("edit", "E2", "citations+=R1")
    assert found(run) == []


def test_a_charge_that_nobody_is_on_record_as_making(tidy, run):
    tidy("edit", "C1", "alleged_by=")
    assert found(run) == [("C1", "no-accuser")]
    assert "alleged_by=" in run("check").out


def test_a_speaker_without_an_office_that_day(tidy, run):
    tidy("add-statement", "Nothing to add.", "--by", "P3", "--on", "2025-06-01", "--about", "P2", "--source", "R1")
    assert found(run) == [("S2", "no-office")]
    assert run("check", "--fix").code == 3  # no office of that day is known, so somebody must say
    tidy("edit", "S2", "office=adviser")
    assert found(run) == []
    tidy("edit", "S2", "office=spokesman")
    assert found(run) == [("S2", "no-office")]
    assert "not held on 1 Jun 2025" in text_of(run)


def test_the_one_office_of_that_day_is_entered_by_fix(tidy, run):
    tidy("edit", "S1", "office=")
    assert found(run) == [("S1", "no-office")]
    assert "S1" in tidy("check", "--fix").out
    assert found(run) == []
    assert json.loads(tidy("show", "S1", "--json").out)["record"]["office"]["title"] == "spokesman"
    tidy("undo")
    assert found(run) == [("S1", "no-office")]


def test_a_detention_without_a_place(tidy, run):
    tidy("edit", "E1", "place=")
    assert found(run) == [("E1", "no-place")]


def test_a_second_detention_with_no_release_between(tidy, run):
    tidy("add-event", "detention", "--on", "2026-11-12", "--about", "P2", "--place", "Bakı", "--source", "R1")
    assert found(run) == [("E2", "overlap")]
    tidy("add-event", "release", "--on", "between 5 and 11 November 2026", "--about", "P2", "--source", "R1")
    assert found(run) == []


def test_vague_dates_that_may_be_one_detention_are_no_overlap(tidy, run):
    tidy("add-event", "detention", "--on", "November 2026", "--about", "P2", "--place", "Bakı", "--source", "R1")
    assert found(run) == []


def test_what_is_dated_after_the_source_that_reports_it(tidy, run):
    tidy("add-event", "hearing", "--on", "2026-11-22", "--about", "P2", "--source", "R1")
    tidy("add-statement", "Done.", "--by", "P3", "--on", "2026-11-21", "--about", "P2", "--source", "R1")
    assert found(run) == [("S2", "later-than-source"), ("E2", "later-than-source")]
    tidy("add-source", "--publisher", "Other Wire", "--published", "2026-11-23", "--accessed", "2026-11-23")
    tidy("edit", "S2", "citations+=R2")
    tidy("edit", "E2", "when=November 2026")  # which may be before the source came out
    assert found(run) == []


def test_a_death_that_no_event_tells_of_does_not_end_custody(tidy, run, ok):
    ok("edit", "P2", "died=2026-11-20")

    assert found(run) == [("P2", "contradiction")]
    assert "of which no event tells, so that custody goes on" in run("check", "P2").out


@pytest.mark.parametrize(
    ("command", "where", "said"),
    [
        ("add-event release --on 2026-10-01 --about P2 --source R1", "E2", "before the first detention"),
        ("edit P2 died=2026-11-02", "E1", "after dying"),
        ("edit P2 born=2026-11-04", "E1", "before being born"),
        ("edit E1 known=2026-11-01", "E1", "became known"),
        ("add-event hearing --on 2026-11-10 --before E1 --about P2 --source R1", "E2", "said to be before E1"),
        ("add-event hearing --on 2026-11-01 --after E1 --about P2 --source R1", "E2", "said to be after E1"),
    ],
)
def test_dates_that_contradict_each_other(tidy, run, command, where, said):
    tidy(*command.split())
    assert found(run) == [(where, "contradiction")]
    assert said in text_of(run)


def test_a_reply_to_what_was_said_later(tidy, run):
    tidy(
        "add-statement", "We heard that.", "--by", "P3", "--on", "2026-11-04", "--reply-to", "S1", "--about", "P2",
        "--source", "R1",
    )  # fmt: skip
    assert found(run) == [("S2", "contradiction")]
    tidy("edit", "P3", "born=2000-01-02", "died=2000-01-01")
    assert ("P3", "contradiction") in found(run)


def test_people_not_heard_of_for_too_long(tidy, run):
    assert found(run, "--stale", "17") == [("P2", "stale")]
    assert "18 days ago (S1)" in text_of(run, "--stale", "17")
    assert found(run, "--stale", "18") == []
    tidy("edit", "P2", "checked=2026-11-20")
    assert found(run, "--stale", "17") == []
    tidy("add-event", "release", "--on", "2026-11-19", "--about", "P2", "--source", "R1")
    assert found(run, "--stale", "0") == []  # nobody is held any more


def test_news_of_a_group_is_news_of_its_members(tidy, run):
    tidy("add-detainee", "two sailors", "--group", "--count", "2", "--detained", "2026-10-03", "--place", "Poti",
         "--source", "R1")  # fmt: skip
    tidy("split", "P4", "Orxan Kərimli", "--source", "R1")
    assert found(run, "--stale", "30") == [("P4", "stale"), ("P5", "stale")]
    tidy("add-statement", "All are well.", "--by", "P3", "--on", "2026-11-20", "--about", "P4", "--source", "R1")
    assert found(run, "--stale", "30") == []


def test_a_mention_of_what_is_gone_is_found_and_taken_out(tidy, run, case):
    data = json.loads(case.read_text(encoding="utf-8"))
    data["statements"]["1"]["about"] = ["P2", "E9"]
    data["charges"]["1"]["person"] = "P8"
    case.write_text(json.dumps(data), encoding="utf-8")
    case.with_name(f"{case.name}.journal").unlink()  # with its history beside it, it would not be adopted
    tidy("adopt", "--reason", "as another program left it")
    assert found(run) == [("C1", "broken-reference"), ("S1", "broken-reference")]
    tidy("check", "--fix")
    assert found(run) == [("C1", "broken-reference")]  # whose charge it is, somebody must say
    assert json.loads(tidy("show", "S1", "--json").out)["record"]["about"] == ["P2"]


def test_a_source_that_nobody_has_opened(tidy, run, tmp_path):
    tidy("add-source", "--publisher", "Third Wire", "--url", "https://example.org/1")
    assert found(run) == [("R2", "not-opened")]
    (tmp_path / "page.html").write_text("<p>сайт", encoding="utf-8")
    tidy("attach", "R2", "page.html")
    assert found(run) == []


def by_hand(ok, case, change):
    """Change the file as another program would, and take that into the history."""
    data = json.loads(case.read_text(encoding="utf-8"))
    change(data["people"])
    case.write_bytes(msgspec.json.encode(data))
    ok("adopt", "--reason", "as another program left it")


def test_a_group_and_its_members_must_agree(tidy, run, case):
    tidy("add-detainee", "two sailors", "--group", "--count", "2", "--detained", "2026-11-03", "--place", "Poti",
         "--source", "R1")  # fmt: skip
    by_hand(tidy, case, lambda people: people["2"].update(split_from="P4"))
    assert found(run) == [("P2", "membership")]
    tidy("check", "--fix")
    assert json.loads(tidy("show", "P4", "--json").out)["record"]["members"] == ["P2"]
    assert found(run) == []
    by_hand(tidy, case, lambda people: people["4"].update(members=["P2", "P3", "P1"]))
    assert found(run, "P4") == [("P4", "membership")] * 3
    tidy("check", "P4", "--fix")
    assert found(run, "P4") == [("P4", "membership")]
    assert "3 named members, more than the 2" in text_of(run, "P4")


def test_findings_can_be_narrowed_down(tidy, run):
    tidy("edit", "C1", "alleged_by=")
    tidy("edit", "E1", "place=")
    assert found(run, "C1") == [("C1", "no-accuser")]
    assert found(run, "--only", "no place") == [("E1", "no-place")]
    assert run("check", "--only", "nonsense").code == 2
    assert run("check", "P9").code == 3
    assert "Nothing of that kind" in run("check", "--only", "stale").out


def test_every_kind_of_finding_has_a_test():
    covered = Path(__file__).read_text(encoding="utf-8")
    assert [kind.value for kind in FindingKind if f'"{kind.value}")' not in covered] == []


def test_a_name_without_its_script_is_completed(tidy, run, case):
    data = json.loads(case.read_text(encoding="utf-8"))
    del data["people"]["2"]["names"][0]["script"]
    case.write_bytes(msgspec.json.encode(data))
    tidy("adopt", "--reason", "as another program left it")
    assert found(run) == [("P2", "incomplete")]
    tidy("check", "--fix")
    assert json.loads(tidy("show", "P2", "--json").out)["record"]["names"][0]["script"] == "Cyrl"


def test_the_sample_case(sample, run):
    assert found(run) == [("P7", "stale"), ("P8", "stale"), ("P9", "stale"), ("R1", "not-opened"), ("R2", "not-opened")]


def test_the_screen(sample, run, snapshot):
    screen = {"TTY_COMPATIBLE": "1", "NO_COLOR": "1"}
    assert run("check", env=screen | {"COLUMNS": "100"}).out == snapshot
    assert run("check", env=screen | {"COLUMNS": "60"}).out == snapshot
