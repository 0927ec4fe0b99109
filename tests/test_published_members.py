"""What was public of a group by a day: neither the names of its members nor that somebody is of it before that."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def crew(ok, case):
    """Eight people detained, known on 1 July 2025; two of them named in November, and P4, known alone, found to be one."""
    ok("add-source", "--publisher", "Example Wire", "--published", "2025-07-02")
    ok("add-source", "--publisher", "Example Wire", "--published", "2025-11-20")
    ok("add-detainee", "crew of the Zarya", "--count", "8", "--nationality", "RU", "--detained", "2025-07-01",
       "--place", "Baku", "--source", "R1")  # fmt: skip
    ok("split", "P1", "Əli Quliyev", "ru:Олег Сидоров", "--source", "R2")
    ok("add-detainee", "Leyla Həsənova", "--nationality", "RU", "--source", "R1")
    ok("join", "P4", "P1", "--source", "R2")
    return ok


def told(ok, *options):
    return json.loads(ok("status", "--json", *options).out)


def test_names_published_later_are_not_told(crew):
    early = told(crew, "--known-by", "2025-09-01")
    assert [row["id"] for row in early["persons"]] == ["P1", "P4"]
    assert early["left_out"]["people"] == ["P2", "P3"]
    out = crew("status", "--known-by", "2025-09-01").out
    assert "Сидоров" not in out
    assert "named" not in out
    late = told(crew, "--known-by", "2025-12-01")
    assert [row["id"] for row in late["persons"]] == ["P1", "P2", "P3", "P4"]
    assert "5 of 8 still unnamed" in crew("status", "--known-by", "2025-12-01").out


def test_totals_count_what_was_public(crew):
    early, late = told(crew, "--known-by", "2025-09-01"), told(crew, "--known-by", "2025-12-01")
    # that P4 is one of the eight was not public, so there may have been nine
    assert (early["people"]["least"], early["people"]["most"]) == (8, 9)
    assert (late["people"]["least"], late["people"]["most"]) == (8, 8)
    assert (late["held"]["least"], late["held"]["most"]) == (8, 8)
    row = next(row for row in early["persons"] if row["id"] == "P4")
    assert (row["status"], row["status_through"]) == (None, None)


def test_the_docket_tells_the_same(crew):
    rows = json.loads(crew("list", "--known-by", "2025-09-01", "--json").out)
    assert [(row["id"], row["group"], row["named"]) for row in rows] == [("P1", None, 0), ("P4", None, None)]
    rows = json.loads(crew("list", "--known-by", "2025-12-01", "--json").out)
    assert [row["group"] for row in rows] == [None, "P1", "P1", "P1"]


def test_the_same_query_narrows_status_and_due(crew):
    crew("add-event", "hearing", "--planned", "--on", "2026-12-10", "--about", "P2")
    crew("add-event", "consular-visit", "--planned", "--on", "2026-12-11", "--about", "P3")
    assert [row["id"] for row in told(crew, "--where", "name:Quliyev")["persons"]] == ["P2"]
    assert told(crew, "--where", "name:Nobody")["persons"] == []
    assert "nobody on record" in crew("status", "--where", "name:Nobody").out
    due = json.loads(crew("due", "--where", "kind:hearing", "--json").out)
    assert [row["id"] for row in due] == ["E2"]
    assert [row["id"] for row in json.loads(crew("due", "--where", "about:P3", "--json").out)] == ["E3"]
