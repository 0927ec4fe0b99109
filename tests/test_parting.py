"""Members of a group who went free by an event of their own: what happens to the group later is not theirs any more."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def freed(ok, case):
    """A crew of five detained on 2 February 2026; Əli Quliyev (P2), one of them, was released on 1 April."""
    ok("add-detainee", "crew of the Zarya", "--count", "5", "--nationality", "RU", "--detained", "2026-02-02",
       "--place", "Baku")  # fmt: skip
    ok("split", "P1", "Əli Quliyev", "ru:Олег Сидоров")
    happened(ok, "release", "2026-04-01", "P2")  # E2
    return ok


def happened(ok, kind, on, about, *more):
    ok("add-event", kind, "--on", on, "--about", about, *more)


def stands(ok, person, *options):
    rows = json.loads(ok("status", "--json", *options).out)["persons"]
    return next(row for row in rows if row["id"] == person)


def status(ok, person, *options):
    row = stands(ok, person, *options)
    return row["status"], row["possible"], row["days_min"], row["days_max"]


GROUPS_LATER = [
    ["custody-extension", "2026-05-02", "P1", "--until", "2026-12-30"],
    ["hearing", "2026-05-02", "P1", "--custody", "pretrial-custody", "--until", "2026-12-30"],
    ["transfer", "2026-05-02", "P1", "--place", "Ganja"],
    ["arrest", "2026-05-02", "P1"],
    ["release", "2026-05-02", "P1"],
    ["custody-extension", "April 2026", "P1", "--until", "2026-12-30"],  # before or after the release
]


@pytest.mark.parametrize("event", GROUPS_LATER, ids=lambda event: " ".join(event[:2]))
def test_what_happens_to_the_group_later_does_not_detain_who_was_released(freed, event):
    happened(freed, *event)
    assert status(freed, "P2") == ("released", [], 58, 58)
    assert status(freed, "P2", "--as-of", "2026-06-01") == ("released", [], 58, 58)
    assert status(freed, "P2", "--as-of", "2026-03-01")[:2] == ("reported-detained", [])
    assert status(freed, "P3")[0] == ("released" if event[0] == "release" else stands(freed, "P1")["status"])


def test_the_members_own_rearrest_counts_and_names_no_one_else(freed):
    happened(freed, "arrest", "2026-06-01", "P2", "--place", "Sumqayit")
    assert status(freed, "P2") == ("reported-detained", [], 175, 175)
    happened(freed, "custody-extension", "2026-07-01", "P1", "--place", "Ganja")
    assert stands(freed, "P2")["place"] == "Sumqayit"


def test_whether_the_groups_release_is_that_of_a_member_detained_again_alone_is_left_open(freed):
    happened(freed, "arrest", "2026-06-01", "P2")
    happened(freed, "release", "2026-08-01", "P1")
    assert status(freed, "P2") == ("reported-detained", ["released"], 61, 175)
    assert status(freed, "P2", "--as-of", "2026-07-31") == ("reported-detained", [], 60, 60)
    assert "possibly released" in freed("list").out
    assert "reported detained, possibly released" in freed("show", "P2").out
    assert status(freed, "P3")[0] == "released"
    held = json.loads(freed("status", "--json").out)["held"]
    assert (held["least"], held["most"]) == (0, 1)


def test_a_new_detention_of_the_group_is_only_possibly_that_of_who_had_left_it(freed):
    happened(freed, "release", "2026-05-01", "P1")
    happened(freed, "detention", "2026-09-01", "P1")
    happened(freed, "custody-extension", "2026-10-01", "P1")
    assert status(freed, "P2")[:2] == ("released", ["reported-detained"])
    assert status(freed, "P3")[:2] == ("reported-detained", [])
    happened(freed, "detention", "2026-09-02", "P2")  # and now a source names them
    assert status(freed, "P2")[:2] == ("reported-detained", [])


def test_an_earlier_custody_that_ended_does_not_keep_somebody_out_of_the_groups(ok, freed):
    freed("split", "P1", "Leyla Həsənova")
    happened(freed, "detention", "2023-05-01", "P4")
    happened(freed, "release", "2023-06-01", "P4")
    assert status(freed, "P4") == ("reported-detained", [], 294, 294)
    assert status(freed, "P4", "--as-of", "2024-01-01")[:2] == ("released", [])


def test_where_the_earlier_custody_may_have_ended_after_the_groups_began_both_are_told(freed):
    freed("split", "P1", "Leyla Həsənova")
    happened(freed, "detention", "2025-12-01", "P4")
    happened(freed, "release", "between 20 January 2026 and 20 March 2026", "P4")
    row = stands(freed, "P4")
    assert {row["status"], *row["possible"]} == {"released", "reported-detained"}


def test_the_release_is_not_known_before_it_was_public(freed):
    freed("add-source", "--publisher", "Example Wire", "--published", "2026-02-03")
    freed("add-source", "--publisher", "Example Wire", "--published", "2026-08-01")
    for record in ("P1", "P2", "E1"):
        freed("edit", record, "citations+=R1")
    freed("edit", "E2", "citations+=R2")
    happened(freed, "hearing", "2026-05-02", "P1", "--custody", "pretrial-custody", "--known", "2026-05-02")
    early = status(freed, "P2", "--known-by", "2026-06-01", "--as-of", "2026-06-01")
    assert early == ("pretrial-custody", [], 119, 119)
    assert status(freed, "P2", "--known-by", "2026-09-01")[:2] == ("released", [])


def test_somebody_released_is_in_no_group_within_the_group_any_more(ok, case):
    ok("add-detainee", "crew", "--count", "9", "--detained", "2026-02-02", "--place", "Baku")
    ok("split", "P1", "engineers", "--unidentified")
    ok("edit", "P2", "kind=group")
    ok("split", "P2", "Олег Сидоров")
    happened(ok, "release", "2026-04-01", "P2")
    happened(ok, "custody-extension", "2026-05-02", "P1")
    assert status(ok, "P3")[:2] == ("released", [])


@pytest.mark.parametrize("event", GROUPS_LATER[:3], ids=lambda event: event[0])
def test_a_released_member_is_held_nowhere_else(freed, event):
    happened(freed, *event)
    card = json.loads(freed("show", "P2", "--json").out)
    assert (card["custody"]["status"], card["custody"]["events"]) == ("released", ["E1", "E2"])
    assert not [moment for moment in json.loads(freed("timeline", "P2", "--json").out) if "E3" in moment["records"]]
    assert [m for m in json.loads(freed("timeline", "P3", "--json").out) if "E3" in m["records"]]
    bar = next(bar for bar in json.loads(freed("timeline", "--chart", "--json").out) if bar["id"] == "P2")
    assert (bar["held"], bar["possible"], [spell["held"] for spell in bar["spells"]]) == (False, [], [True, False])
    assert freed("search", "status:released").out.count("P2")


def test_check_finds_no_overlap_and_no_life_after_death_through_the_group(run, freed):
    happened(freed, "detention", "2026-07-01", "P1")
    happened(freed, "death", "2026-08-01", "P3")
    happened(freed, "hearing", "2026-09-01", "P1")
    found = json.loads(run("check", "--json").out)
    assert not [row for row in found if row["kind"] == "contradiction"]
    assert [row["others"][0] for row in found if row["kind"] == "overlap"] == ["P1", "P3"]


def test_no_right_is_honoured_by_what_happened_to_the_group_after_the_release(freed):
    happened(freed, "consular-visit", "2026-06-01", "P1")
    rights = json.loads(freed("rights", "P2", "--json").out)
    assert "E3" not in json.dumps(rights)
    assert "E3" in json.dumps(json.loads(freed("rights", "P3", "--json").out))


def dues(ok):
    return {(row["id"], *row["people"]) for row in json.loads(ok("due", "--json").out)}


def test_a_members_own_order_stands_beside_the_groups(freed):
    happened(freed, "custody-extension", "2026-04-02", "P1", "--until", "2026-12-10")
    happened(freed, "hearing", "2026-04-10", "P3", "--custody", "house-arrest", "--until", "2026-12-20")
    assert dues(freed) == {("E3", "P1"), ("E4", "P3")}
    happened(freed, "custody-extension", "2026-05-10", "P1", "--until", "2027-01-10")
    assert dues(freed) == {("E5", "P1"), ("E4", "P3")}
    happened(freed, "release", "2026-06-10", "P3")
    assert dues(freed) == {("E5", "P1")}
    happened(freed, "arrest", "2026-07-10", "P3", "--until", "2026-12-24")
    happened(freed, "release", "2026-08-10", "P1")
    assert dues(freed) == {("E7", "P3")}


def test_an_order_on_a_group_of_which_nobody_is_left_is_not_due(freed):
    freed("edit", "P1", "count=2")
    happened(freed, "custody-extension", "2026-05-02", "P1", "--until", "2026-12-30")
    assert dues(freed) == {("E3", "P1")}
    happened(freed, "exchange", "2026-06-02", "P3")
    assert dues(freed) == set()
