"""The rights checklist: what the record says of each right, on whose word, and never more than that."""

from __future__ import annotations

import json

import pytest
from test_screens import screen

from casefile.views.treaties import ENTITLEMENTS
from casefile.vocabulary import Right


def checked(ok, right, person="P1"):
    data = json.loads(ok("rights", person, "--json").out)
    return next(row for row in data["rights"] if row["right"] == right)


def happen(ok, kind, on, *args):
    return json.loads(ok("add-event", kind, "--on", on, "--about", "P1", *args, "--json").out)["id"]


@pytest.fixture
def roe(ok):
    """Jane Roe of Britain, held by the Azerbaijani side since 1 September 2026; two sources."""
    ok("add-source", "--publisher", "Wire", "--published", "2026-10-01")
    ok("add-source", "--publisher", "Post", "--published", "2026-10-02")
    ok(
        "add-detainee",
        "Jane Roe",
        "--nationality",
        "GB",
        "--detained",
        "2026-09-01",
        "--place",
        "Baku",
        "--source",
        "R1",
    )
    ok("add-person", "Azerbaijani side", "--kind", "state", "--nationality", "AZ", "--role", "authority")
    ok("edit", "E1", "participants+=P2:authority")


def test_each_right_of_the_vocabulary_is_on_the_list_once():
    assert [entry.right for entry in ENTITLEMENTS] == list(Right)
    assert all(entry.words and entry.article and entry.treaty for entry in ENTITLEMENTS)


def test_what_is_not_recorded_is_unknown_and_never_denied(ok, roe):
    data = json.loads(ok("rights", "P1", "--json").out)
    assert {row["state"] for row in data["rights"]} == {"unknown"}
    assert all(row["events"] == [] and row["days_min"] is None for row in data["rights"])
    out = ok("rights", "P1").out
    assert out.count("unknown: nothing recorded\n") == len(Right)
    for word in ("denied", "declined", "delayed by", "honoured"):
        assert word not in out


@pytest.mark.parametrize(
    ("right", "kind", "on", "state", "days", "possibly"),
    [
        ("iccpr-9-3", "hearing", "2026-09-01", "honoured", (0, 0), False),
        ("iccpr-9-3", "hearing", "2026-09-02", "honoured", (1, 1), False),
        ("iccpr-9-3", "hearing", "2026-09-03", "delayed", (2, 2), False),
        ("iccpr-9-3", "hearing", "September 2026", "honoured", (0, 29), True),
        ("iccpr-9-3", "hearing", "between 5 and 9 September 2026", "delayed", (4, 8), False),
        ("iccpr-9-3", "hearing", "before 2026-09-05", "honoured", (0, 4), True),
        ("iccpr-9-3", "hearing", "since 2026-09-05", "delayed", (4, None), False),
        ("iccpr-9-3", "hearing", "unknown", "honoured", (0, None), True),
        ("vccr-36-1-b", "consular-notification", "2026-09-11", "delayed", (10, 10), False),
        ("vccr-36-1-a", "consular-visit", "2026-09-11", "honoured", (10, 10), False),
        ("vccr-36-1-c", "consular-visit", "2026-09-11", "honoured", (10, 10), False),
        ("iccpr-14-3-b", "lawyer-visit", "2026-09-11", "honoured", (10, 10), False),
    ],
)
def test_days_from_the_detention_are_as_vague_as_the_dates(ok, roe, right, kind, on, state, days, possibly):
    happen(ok, kind, on, "--source", "R2")
    row = checked(ok, right)
    assert (row["state"], (row["days_min"], row["days_max"]), row["possibly_delayed"]) == (state, days, possibly)
    assert row["events"][0]["sources"] == ["R2"]


def test_a_vague_detention_makes_a_range_too(ok, roe):
    ok("edit", "E1", "when=before 2026-09-01")
    happen(ok, "hearing", "2026-09-05")
    row = checked(ok, "iccpr-9-3")
    assert (row["state"], row["days_min"], row["days_max"]) == ("delayed", 4, None)
    assert "delayed by ≥ 4 days as far as recorded, no source recorded" in ok("rights", "P1").out


@pytest.mark.parametrize(
    ("result", "words"), [("denied", "denied, according to R2"), ("declined", "declined, according to R2")]
)
def test_what_a_source_says_was_refused_is_told_on_its_word(ok, roe, result, words):
    happen(ok, "consular-visit", "2026-09-11", "--result", result, "--source", "R2", "--outcome", "no permit")
    row = checked(ok, "vccr-36-1-c")
    assert (row["state"], row["days_min"], row["events"][0]["says"]) == (result, None, result)
    out = ok("rights", "P1").out
    assert words in out
    assert f"consular visit, 11 Sep 2026: Jane Roe (outcome: {result}: no permit)" in out


@pytest.mark.parametrize(
    "args",
    [["--planned"], ["--result", "postponed"], ["--result", "cancelled"], ["--result", "unknown"]],
    ids=" ".join,
)
def test_what_is_planned_or_put_off_decides_nothing(ok, roe, args):
    happen(ok, "hearing", "2026-12-11", *args)
    row = checked(ok, "iccpr-9-3")
    assert (row["state"], row["events"][0]["says"]) == ("unknown", None)
    assert "unknown: nothing recorded that decides it" in ok("rights", "P1").out


def test_the_latest_decides_and_all_are_told(ok, roe):
    happen(ok, "consular-visit", "2026-09-11", "--result", "denied", "--source", "R1")
    happen(ok, "consular-visit", "2026-09-21", "--source", "R2")
    row = checked(ok, "vccr-36-1-c")
    assert (row["state"], row["states"], row["days_min"]) == ("honoured", ["denied", "honoured"], 20)
    assert "honoured, according to R2; also recorded: denied" in ok("rights", "P1").out
    happen(ok, "consular-visit", "2026-10-01", "--result", "denied", "--source", "R1")
    row = checked(ok, "vccr-36-1-c")
    assert (row["state"], row["states"]) == ("denied", ["denied", "honoured"])


def test_the_first_of_several_counts_the_days(ok, roe):
    happen(ok, "hearing", "2026-09-20")
    happen(ok, "hearing", "2026-09-10")
    assert checked(ok, "iccpr-9-3")["days_min"] == 9


@pytest.mark.parametrize("right", [right.value for right in Right])
def test_any_event_can_be_said_to_bear_on_a_right(ok, roe, right):
    happen(ok, "other", "2026-09-09", "--right", right, "--result", "denied", "--source", "R1")
    assert [
        row["right"] for row in json.loads(ok("rights", "P1", "--json").out)["rights"] if row["state"] == "denied"
    ] == [right]


def test_a_charge_shows_not_that_the_person_was_told_of_it(ok, roe):
    happen(ok, "charge", "2026-09-09")
    row = checked(ok, "iccpr-9-2-charges")
    assert (row["state"], [event["says"] for event in row["events"]]) == ("unknown", [None])
    happen(ok, "charge", "2026-09-19", "--right", "iccpr-9-2-charges")
    assert checked(ok, "iccpr-9-2-charges")["state"] == "delayed"


def test_claims_about_the_event_stay_with_whoever_makes_them(ok, roe):
    happen(ok, "consular-visit", "2026-09-11", "--result", "denied", "--source", "R1")
    ok(
        "add-statement",
        "Access was never refused.",
        "--by",
        "Azerbaijani side",
        "--on",
        "2026-09-12",
        "--stance",
        "denies:E2",
        "--source",
        "R2",
    )
    row = checked(ok, "vccr-36-1-c")
    assert (row["state"], row["disputed_by"]) == ("denied", ["S1"])
    assert "denied, according to R1; disputed in S1" in ok("rights", "P1").out
    assert row["events"][0]["statements"] == [{"id": "S1", "speaker": "P2", "stance": "denies"}]
    assert "Azerbaijani side denies this: “Access was never refused.” [S1 R2]" in ok("rights", "P1").out


def consular(ok, person="P1"):
    return json.loads(ok("rights", person, "--json").out)["vccr"]


def test_the_vienna_convention_is_shown_to_apply_by_nationality_and_authority(ok, roe):
    assert consular(ok) == {
        "shown_to_apply": True,
        "why": "a national of GB held by authorities of AZ, as recorded",
        "ids": ["E1"],
    }
    ok("edit", "P1", "nationality=")
    assert consular(ok)["why"] == "not shown to apply: nationality not recorded"
    ok("edit", "P1", "nationality=GB,AZ")
    assert consular(ok)["why"] == "not shown to apply: national of AZ and GB, held by authorities of AZ"
    ok("edit", "P1", "nationality=GB")
    ok("edit", "P2", "nationality=")
    assert "detaining country not recorded" in consular(ok)["why"]
    ok("edit", "P2", 'offices=[{"title":"prosecutor","country":"AZ"}]')
    assert consular(ok)["shown_to_apply"] is True
    out = ok("rights", "P1").out
    assert "applies" in out
    assert "a national of GB held by authorities of AZ, as recorded [E1]" in out


def test_what_is_recorded_is_told_even_where_the_treaty_is_not_shown_to_apply(ok, roe):
    ok("edit", "P1", "nationality=")
    happen(ok, "consular-visit", "2026-09-11", "--result", "denied")
    row = checked(ok, "vccr-36-1-c")
    assert (row["state"], row["shown_to_apply"]) == ("denied", False)


@pytest.mark.parametrize(
    ("status", "shown"), [("alleged", False), ("under-investigation", False), ("charged", True), ("convicted", True)]
)
def test_rights_of_the_charged_need_a_formal_charge(ok, roe, status, shown):
    ok("add-charge", "P1", "espionage", "--by", "Azerbaijani side", "--status", status, "--on", "2026-09-05")
    assert checked(ok, "iccpr-14-3-b")["shown_to_apply"] is shown
    assert checked(ok, "iccpr-9-3")["shown_to_apply"] is None


def test_only_the_latest_time_in_custody_counts(ok, roe):
    happen(ok, "hearing", "2026-09-02")
    happen(ok, "release", "2026-09-03")
    happen(ok, "detention", "2026-10-01")
    row = checked(ok, "iccpr-9-3")
    assert (row["state"], row["events"]) == ("unknown", [])
    happen(ok, "hearing", "2026-10-09")
    assert (checked(ok, "iccpr-9-3")["state"], checked(ok, "iccpr-9-3")["days_min"]) == ("delayed", 8)


def test_without_a_detention_no_days_are_counted(ok, case):
    ok("add-detainee", "Jane Roe")
    happen(ok, "hearing", "2026-09-02")
    row = checked(ok, "iccpr-9-3")
    assert (row["state"], row["days_min"], row["days_max"]) == ("honoured", None, None)
    assert "no detention on record" in ok("rights", "P1").out


def test_what_happened_to_a_group_is_told_of_its_members_as_such(ok, sample):
    ok("split", "P7", "Ivan Petrov")
    ok("add-event", "consular-visit", "--on", "2025-08-20", "--about", "P7", "--result", "denied", "--source", "R2")
    ok("add-event", "hearing", "--on", "2027-08-20", "--about", "P7", "--planned")
    row = checked(ok, "vccr-36-1-c", "P10")
    assert (row["state"], row["events"][0]["through"]) == ("denied", "P7")
    assert checked(ok, "iccpr-9-3", "P10")["events"][0]["id"] == "E8"
    assert "through P7, the group" in ok("rights", "P10").out


def test_a_visit_counts_for_whoever_took_part_but_not_for_the_visitor_by_office(ok, roe):
    ok("add-event", "consular-visit", "--on", "2026-09-11", "--with", "P1", "--by", "P2")
    assert checked(ok, "vccr-36-1-c")["state"] == "honoured"
    assert checked(ok, "vccr-36-1-c", "P2")["state"] == "unknown"


def test_table_names_articles_by_state(ok, roe):
    happen(ok, "consular-visit", "2026-09-11", "--result", "denied")
    happen(ok, "hearing", "between 5 and 9 September 2026")
    ok("add-person", "Trading House", "--kind", "organisation", "--role", "detainee")
    (row,) = json.loads(ok("rights", "--json").out)
    states = {cell["right"]: cell["state"] for cell in row["rights"]}
    assert (row["id"], states["vccr-36-1-c"], states["iccpr-9-3"], states["iccpr-9-4"]) == (
        "P1",
        "denied",
        "delayed",
        "unknown",
    )
    out = ok("rights").out
    assert "9(3) by 4–8 days" in out
    assert "36(1)(a); 36(1)(c)" in out
    assert "rights" in ok("rights", "--format", "csv").out.splitlines()[0]


def test_rights_are_asked_of_people_in_the_file(run, ok, roe):
    assert run("rights", "P9").code == 3
    assert run("add-event", "other", "--on", "2026-09-09", "--right", "vccr-36").code == 2


def test_empty_file_says_the_next_step(ok, case):
    ok("init", str(case))
    assert "casefile add-detainee" in ok("rights").out


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("args", [[], ["P1"]], ids=" ".join)
def test_screen_of_rights(ok, roe, snapshot, width, args):
    happen(ok, "consular-visit", "2026-09-11", "--result", "denied", "--source", "R1", "--outcome", "no permit")
    ok(
        "add-statement",
        "Access was never refused.",
        "--by",
        "Azerbaijani side",
        "--on",
        "2026-09-12",
        "--stance",
        "denies:E2",
        "--source",
        "R2",
    )
    happen(ok, "hearing", "between 5 and 9 September 2026", "--source", "R1")
    happen(ok, "lawyer-visit", "2026-12-01", "--planned")
    ok("add-charge", "P1", "espionage", "--by", "Azerbaijani side", "--status", "charged", "--on", "2026-09-05")
    out = ok("rights", *args, env=screen(width)).out
    assert all(len(line) <= width for line in out.splitlines())
    assert out == snapshot
