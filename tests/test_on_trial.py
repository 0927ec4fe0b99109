"""On trial: it says nothing of where somebody is, who keeps the custody or the freedom they had, with days unbroken."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def tried(ok, case):
    """Held since 1 January 2026 in Baku, on trial since 1 March; and somebody on bail, on trial since then, too."""
    for name in ("Əli Quliyev", "Олег Сидоров"):
        ok("add-detainee", name, "--detained", "2026-01-01", "--place", "Baku")
    ok("edit", "E1", "custody=pretrial-custody")
    ok("add-event", "release", "--on", "2026-02-01", "--about", "P2", "--custody", "bail", "--until", "2026-12-30")
    on_trial(ok, "P1")  # E4
    on_trial(ok, "P2")  # E5
    return ok


def on_trial(ok, person, on="2026-03-01"):
    ok("add-event", "hearing", "--on", on, "--about", person, "--custody", "on-trial", "--place", "Ganja")


def stands(ok, person, *options):
    data = json.loads(ok("status", "--json", *options).out)
    return next(row for row in data["persons"] if row["id"] == person)


def test_who_is_on_trial_keeps_the_custody_they_had(tried):
    held, free = stands(tried, "P1"), stands(tried, "P2")
    assert (held["status"], held["days_min"], held["days_max"], held["place"]) == ("pretrial-custody", 326, 326, "Baku")
    assert (held["since"]["edtf"], held["on_trial_since"]["edtf"]) == ("2026-01-01", "2026-03-01")
    assert (free["status"], free["days_max"], free["since"]["edtf"]) == ("bail", 31, "2026-02-01")
    assert stands(tried, "P1", "--as-of", "2026-02-28")["on_trial_since"] is None
    data = json.loads(tried("status", "--json").out)
    assert (data["held"]["least"], data["held"]["most"]) == (1, 1)
    assert data["on_trial"] == {"least": 2, "most": 2, "about": False, "ids": ["P1", "P2"]}
    out = tried("status").out
    assert "Pretrial custody: 1" in out
    assert "On trial, whatever their custody: 2" in out
    assert "pretrial custody, on trial" in tried("list").out
    assert "bail, on trial" in tried("show", "P2").out


def test_days_go_on_unbroken_in_the_chart_the_counts_and_the_card(tried):
    bars = {bar["id"]: bar for bar in json.loads(tried("timeline", "--chart", "--json").out)}
    assert [(spell["status"], spell["to"]) for spell in bars["P1"]["spells"]] == [("pretrial-custody", None)]
    assert bars["P1"]["days_max"] == 326
    assert [spell["held"] for spell in bars["P2"]["spells"]] == [True, False]
    stats = tried("stats").out
    assert "On trial, each under the custody they are in: 2." in stats
    card = json.loads(tried("show", "P1", "--json").out)["custody"]
    assert (card["held"], card["days_max"], card["on_trial_since"]["edtf"]) == (True, 326, "2026-03-01")
    for asked, who in (("status:on-trial", "P1 P2"), ("status:bail", "P2"), ("status:pretrial-custody", "P1")):
        found = json.loads(tried("list", "people", "--where", asked, "--json").out)
        assert " ".join(row["id"] for row in found) == who


def test_an_order_runs_on_through_the_trial(tried):
    tried("add-event", "custody-extension", "--on", "2026-02-20", "--about", "P1", "--until", "2026-12-20")
    due = {row["id"]: row["what"] for row in json.loads(tried("due", "--json").out)}
    assert due == {"E3": "bail ends", "E6": "custody expires"}


@pytest.mark.parametrize(
    ("then", "status", "trial"),
    [
        (("custody-extension",), "pretrial-custody", True),
        (("hearing", "--custody", "house-arrest"), "house-arrest", True),
        (("sentence", "--custody", "serving-sentence"), "serving-sentence", False),
        (("release",), "released", False),
    ],
)
def test_what_ends_a_trial_ends_it_and_nothing_else_does(tried, then, status, trial):
    tried("add-event", *then, "--on", "2026-05-01", "--about", "P1")
    row = stands(tried, "P1")
    assert (row["status"], bool(row["on_trial_since"])) == (status, trial)
    assert row["days_max"] == (120 if status == "released" else 326)


def test_of_whom_nothing_but_the_trial_is_known_it_is_not_known_whether_they_are_held(ok, case):
    ok("add-detainee", "Leyla Həsənova")
    on_trial(ok, "P1")
    row = stands(ok, "P1")
    assert (row["status"], row["held_since"], row["days_max"]) == ("on-trial", None, None)
    held = json.loads(ok("status", "--json").out)["held"]
    assert (held["least"], held["most"]) == (0, 1)
    assert "on trial, on trial" not in ok("list").out
