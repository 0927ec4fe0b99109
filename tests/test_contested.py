"""A death that one side reports and another denies: nobody is dead by it, and status says who says what."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def reported(ok, case):
    """Held since 2 February 2026; a station reports a death, which the detaining side denies two days later."""
    ok("add-source", "--publisher", "Harbour Radio", "--published", "2026-04-28")
    ok("add-detainee", "Əli Quliyev", "--detained", "2026-02-02", "--place", "Baku", "--source", "R1")
    ok("add-person", "Harbour Radio", "--kind", "organisation")
    ok("add-person", "Azerbaijani side", "--kind", "state", "--country", "AZ", "--role", "authority")
    ok("add-event", "death", "--on", "2026-04-26", "--about", "P1", "--source", "R1")
    ok("add-statement", "He died.", "--by", "P2", "--on", "2026-04-28", "--paraphrase", "--stance", "asserts:E2")
    return ok


def deny(ok, on="2026-04-30", by="P3", stance="denies"):
    ok("add-statement", "He is alive.", "--by", by, "--on", on, "--stance", f"{stance}:E2")


def person(ok, *options):
    (row,) = json.loads(ok("status", "--json", *options).out)["persons"]
    return row


def test_a_death_that_nobody_denies_is_told_as_it_was_entered(reported):
    assert person(reported)["status"] == "died-in-custody"
    assert person(reported)["contested"] == []


def test_a_death_that_is_denied_makes_nobody_dead(run, reported):
    deny(reported)
    row = person(reported)
    assert (row["status"], row["possible"], row["days_min"], row["days_max"]) == (
        "reported-detained", ["died-in-custody"], 83, 294)  # fmt: skip
    (told,) = row["contested"]
    assert (told["event"], told["statements"]) == ("E2", ["S1", "S2"])
    words = "reported dead by Harbour Radio (P2), denied by Azerbaijani side (AZ)"
    for command in (("status",), ("list",), ("show", "P1")):
        out = " ".join(reported(*command, env={"COLUMNS": "400"}).out.split())
        assert words in out
        assert "possibly died in custody" in out
    held = json.loads(reported("status", "--json").out)["held"]
    assert (held["least"], held["most"]) == (0, 1)
    reported("add-event", "custody-extension", "--on", "2026-05-02", "--about", "P1", "--until", "2026-12-24")
    assert [row["id"] for row in json.loads(reported("due", "--json").out)] == ["E3"]
    found = json.loads(run("check", "P1", "--json").out)
    assert not [row for row in found if row["kind"] == "contradiction"]
    assert json.loads(reported("search", "status:died-in-custody", "--json").out) == []


def test_without_anybody_who_says_so_it_is_the_source_that_reports(reported):
    reported("edit", "S1", "stances=")
    deny(reported)
    assert person(reported)["contested"][0]["reported_by"] == ["Harbour Radio (R1)"]


def test_who_confirms_later_denies_no_more(reported):
    deny(reported)
    deny(reported, on="2026-05-03", stance="confirms")
    assert person(reported)["status"] == "died-in-custody"


def test_a_report_that_was_withdrawn_leaves_the_denial(reported):
    deny(reported)
    reported("add-statement", "We withdraw it.", "--by", "P2", "--on", "2026-05-04", "--supersedes", "S1")
    row = person(reported)
    assert row["status"] == "reported-detained"
    assert row["contested"][0]["reported_by"] == ["Harbour Radio (R1)"]


def test_a_denial_counts_from_when_it_was_public(reported):
    deny(reported)
    assert person(reported, "--known-by", "2026-04-29")["status"] == "died-in-custody"
    assert person(reported, "--known-by", "2026-04-30")["status"] == "reported-detained"
    assert person(reported, "--as-of", "2026-04-29")["status"] == "reported-detained"


def test_the_bar_is_certain_up_to_the_day_of_the_report(reported):
    deny(reported)
    drawn = reported("timeline", "--chart", env={"COLUMNS": "100"}).out
    line = next(line for line in drawn.splitlines() if line.startswith("P1"))
    assert "█" in line
    assert line.rstrip().endswith("▒→")
