"""Dates typed without a year: on which side of what they lie is told by their field, and no year is guessed."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def held(ok, case):
    """Somebody detained on 20 September 2026 (E1), by a source published the day after."""
    ok("add-source", "--publisher", "Example Wire", "--published", "2026-09-21")
    ok("add-detainee", "Əli Quliyev", "--detained", "2026-09-20", "--place", "Baku", "--source", "R1")
    return ok


def field(ok, record, *names):
    value = json.loads(ok("show", record, "--json").out)["record"]
    for name in names:
        value = value[name]
    return value and value["edtf"]


def test_an_order_runs_to_the_next_such_day_after_its_own(held):
    held("add-event", "custody-extension", "--on", "2026-10-01", "--about", "P1", "--source", "R1")
    for typed, read in (("5 March", "2027-03-05"), ("20 ноября", "2026-11-20"), ("October", "2026-10")):
        held("edit", "E2", f"until={typed}")
        assert field(held, "E2", "until") == read
    held("edit", "E2", "until=1 February", "when=2025-12-24")
    assert field(held, "E2", "until") == "2026-02-01"
    held("add-event", "custody-extension", "--on", "2025-12-24", "--about", "P1", "--until", "1 February")
    assert field(held, "E3", "until") == "2026-02-01"


def test_what_is_planned_lies_ahead_and_what_came_out_lies_behind(held):
    held("add-event", "hearing", "--planned", "--on", "2026-12-10", "--about", "P1")
    held("edit", "E2", "when=5 March")
    assert field(held, "E2", "when") == "2027-03-05"
    held("done", "E2", "--outcome", "adjourned")
    held("edit", "E2", "when=5 March")
    assert field(held, "E2", "when") == "2026-03-05"


def test_what_became_known_did_so_between_the_event_and_the_publication(held):
    held("edit", "E1", "known=21 September")
    assert field(held, "E1", "known") == "2026-09-21"
    held("edit", "E1", "when=2025-12-30", "known=2 January")
    assert field(held, "E1", "known") == "2026-01-02"


NO_YEAR = [
    ("edit", "E1", "known=1 August"),
    ("edit", "E1", "known=1 October"),
    ("add-event", "arrest", "--on", "2026-09-20", "--known", "1 October", "--about", "P1", "--source", "R1"),
    ("add-event", "arrest", "--on", "2024-06-01", "--known", "1 August", "--about", "P1", "--source", "R1"),
    ("add-detainee", "Олег", "--detained", "2026-09-20", "--known", "1 августа", "--source", "R1"),
    ("add-charge", "P1", "espionage", "--by", "P1", "--on", "2026-09-20", "--known", "1 August", "--source", "R1"),
    ("add-claim", "E1", "known=1 August", "--source", "R1"),
    ("edit", "P1", "born=5 March"),
    ("add-detainee", "Олег", "--consent", "publication", "--consent-expires", "5 марта"),
    ("edit", "P1", 'consent={"scope": "publication"}', "consent.expires=5 марта"),
]


@pytest.mark.parametrize("command", NO_YEAR, ids=lambda command: " ".join(command[:3]))
def test_where_no_year_follows_it_is_asked_for(run, held, command):
    before = held("export", "--json").data
    result = run(*command)
    assert result.code == 2
    assert "year" in result.err
    assert "Give the" in result.err
    assert held("export", "--json").data.partition(b"\n")[2] == before.partition(b"\n")[2]


def test_the_refusal_names_both_ends(run, held):
    told = " ".join(run("edit", "E1", "known=1 October").err.split())
    assert "20 September 2026" in told
    assert "21 September 2026" in told
    told = " ".join(run("add-event", "arrest", "--on", "2024-06-01", "--known", "1 August", "--source", "R1").err.split())
    assert "2024 or 2025 or 2026" in told
