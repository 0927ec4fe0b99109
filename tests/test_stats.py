"""Counting: people as people, dates as vague as they are, and bars that show how sure a number is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.cli.render.folding import width_of
from casefile.cli.render.stats import bar


def screen(width: int) -> dict[str, str]:
    return {"TTY_COMPATIBLE": "1", "NO_COLOR": "1", "COLUMNS": str(width)}


def counts(ok, *args: str) -> dict[tuple[str, str], dict[str | None, tuple[int, int | None]]]:
    data = json.loads(ok("stats", *args, "--json").out)
    return {
        (part["what"], part["by"]): {line["label"]: (line["least"], line["most"]) for line in part["counts"]}
        for part in data["breakdowns"]
    }


@pytest.fixture
def several(ok, case):
    ok("add-source", "--publisher", "Example Wire", "--reliability", "B", "--published", "2025-03-05")
    ok("add-detainee", "восемь россиян", "--group", "--count", "8", "--nationality", "RU", "--detained", "2025-07-01",
       "--place", "Baku", "--source", "R1")  # fmt: skip
    ok("add-detainee", "Jane Roe", "--nationality", "GB", "--detained", "2025-03-04", "--place", "Baku")
    ok("add-event", "release", "--on", "2025-05-10", "--about", "Roe")
    ok("add-detainee", "Nicat Əliyev", "--nationality", "AZ", "--detained", "between 20 July and 10 August 2025")
    ok("add-event", "meeting", "--on", "unknown", "--about", "P1")
    ok("add-event", "hearing", "--on", "2027-01-05", "--planned", "--about", "P1")
    ok("add-official", "John Doe", "--office", "spokesman", "--country", "GB")
    ok("add-statement", "Words.", "--by", "Doe", "--on", "2025-03-10", "--about", "Roe", "--kind", "denial")
    ok("add-statement", "More.", "--by", "Doe", "--on", "2025-03", "--about", "Roe")
    ok("add-charge", "Roe", "theft", "--by", "Doe", "--on", "2025-03-06")
    ok("update-charge", "C1", "dropped", "--on", "2025-05-09")
    return case


@pytest.mark.parametrize("width", [60, 100])
def test_screen(ok, several, snapshot, width):
    out = ok("stats", env=screen(width)).out
    assert max(map(width_of, out.splitlines())) <= width
    assert out == snapshot


def test_sample(ok, sample, snapshot):
    everything = ("status", "nationality", "place", "month", "kind", "side", "source", "reliability")
    assert ok("stats", *(f"--by={by}" for by in everything), env=screen(80)).out == snapshot


def test_piped_counts_have_no_colour_and_ascii_terminals_get_ascii(ok, several):
    assert "\x1b" not in ok("stats").out
    out = ok("stats", "--by", "status", env=screen(80) | {"LANG": "C", "LC_ALL": ""}).out
    assert out.isascii()
    assert "  reported detained" in out
    assert "#" in out


def test_a_group_counts_as_many_people_as_it_is(ok, several):
    assert counts(ok, "--by", "status")["people", "status"] == {"reported detained": (9, 9), "released": (1, 1)}


def test_members_of_a_group_are_counted_once(ok, several):
    ok("add-detainee", "Игорь Картавых", "--nationality", "RU", "--detained", "2025-07-01")
    assert counts(ok, "--by", "status")["people", "status"]["reported detained"] == (9, 10)
    ok("edit", "P1", "members+=P5")
    assert counts(ok, "--by", "status")["people", "status"]["reported detained"] == (9, 9)


def test_a_date_that_spans_months_is_in_none_of_them(ok, several):
    found = counts(ok, "--by", "month")
    assert found["events", "month"] == {
        "Mar 2025": (1, 1),
        "Apr 2025": (0, 0),
        "May 2025": (1, 1),
        "Jun 2025": (0, 0),
        "Jul 2025": (1, 1),
        "vague: not within one month": (1, 1),
        "date unknown": (1, 1),
    }
    assert found["statements", "month"] == {"Mar 2025": (2, 2)}


def test_what_may_lie_outside_the_time_asked_for_makes_a_range(ok, several):
    found = counts(ok, "--by", "month", "--by", "status", "--from", "2025-07-25", "--to", "2025-12")
    assert found["events", "month"] == {"vague: not within one month": (0, 1), "date unknown": (0, 1)}
    assert found["charges", "status"] == {"dropped": (1, 1)}


def test_statuses_are_told_for_the_last_day_asked_for(ok, several):
    found = counts(ok, "--by", "status", "--to", "2025-04-30")
    assert found["people", "status"] == {"reported detained": (1, 1), "not on record": (9, 9)}
    assert found["charges", "status"] == {"alleged": (1, 1)}
    assert json.loads(ok("stats", "--to", "2025-04-30", "--json").out)["on"] == "2025-04-30"


def test_statements_are_counted_by_side_and_records_by_source(ok, several):
    found = counts(ok, "--by", "side", "--by", "source", "--by", "reliability", "--by", "kind")
    assert list(found["statements", "side"]) == ["United Kingdom of Great Britain and Northern Ireland (GB)"]
    assert found["records", "source"] == {"R1 Example Wire, B": (2, 2), "no source cited": (11, 11)}
    assert found["sources", "reliability"] == {"B usually reliable": (1, 1)}
    assert found["statements", "kind"] == {"denial": (1, 1), "not on record": (1, 1)}


def test_where_and_limit(ok, several):
    found = counts(ok, "--by", "nationality", "--where", "nationality:GB")
    assert list(found) == [("people", "nationality")]
    assert list(found["people", "nationality"].values()) == [(1, 1)]
    out = ok("stats", "--by", "month", "--limit", "2", env=screen(80)).out
    assert "… and 5 more (--limit 2 was given)" in out


def test_keys_and_columns_are_a_contract(ok, several):
    data = json.loads(ok("stats", "--json").out)
    assert list(data) == ["on", "from", "to", "breakdowns", "notes"]
    assert list(data["breakdowns"][0]) == ["what", "by", "counts", "cut"]
    keys = ["what", "by", "value", "label", "least", "most", "about", "records"]
    assert list(data["breakdowns"][0]["counts"][0]) == keys
    assert ok("stats", "--format", "csv").out.splitlines()[0] == ",".join(keys)


def test_a_wrong_word_names_the_nearest(run, several):
    result = run("stats", "--by", "monht")
    assert result.code == 2
    assert "Did you mean “month”?" in result.err


def test_an_empty_file_says_so(ok, case):
    ok("init", str(case))
    assert "Nothing to count" in ok("stats").out


def test_many_places_are_taken_together_and_answer_at_once(ok, case):
    people = [
        {"id": f"P{n}", "names": [{"text": f"Имя {n}", "type": "primary"}], "roles": ["detainee"]}
        for n in range(1, 3001)
    ]
    day = {"text": "2025-03", "edtf": "2025-03", "earliest": "2025-03-01", "latest": "2025-03-31"}
    events = [
        {"id": f"E{n}", "kind": "detention", "when": day, "place": f"Place {n}",
         "participants": [{"person": f"P{n}", "role": "subject"}]}
        for n in range(1, 3001)
    ]  # fmt: skip
    header = {"format": "casefile", "schema": 1, "last_ids": {"people": 3000, "events": 3000}}
    document = {"casefile": header, "people": people, "events": events}
    ok("import", "-", stdin=json.dumps(document, ensure_ascii=False).encode())
    found = counts(ok, "--by", "place")["people", "place"]
    assert found["2900 more, taken together"] == (2900, 2900)
    assert sum(least for least, _ in found.values()) == 3000


@given(
    least=st.integers(0, 500), more=st.none() | st.integers(0, 500), top=st.integers(0, 500), room=st.integers(1, 80),
    signs=st.booleans(),
)  # fmt: skip
def test_a_bar_fits_and_shows_whatever_is_not_nothing(least, more, top, room, signs):
    most = None if more is None else least + more
    top = max(top, least, most or 0)
    drawn = bar(least, most, top, room, signs=signs)
    assert width_of(drawn) <= room
    assert bool(drawn.strip()) is bool(least or most is None or most) or top == 0
    assert signs or drawn.isascii()
    shaded = "░" in drawn or ":" in drawn
    assert not shaded or most != least


def test_counts_are_those_of_status(ok, several):
    ok("add-event", "release", "--on", "2026-11", "--about", "Əliyev")
    for day in ("2025-04-30", "2025-08-01", "2026-11-10", "2026-11-23"):
        told = json.loads(ok("status", "--as-of", day, "--json").out)
        data = json.loads(ok("stats", "--by", "status", "--to", day, "--json").out)
        people, charges = (part["counts"] for part in data["breakdowns"])
        assert {line["value"]: (line["least"], line["most"]) for line in people} == {
            line["status"]: (line["least"], line["most"]) for line in told["statuses"]
        }
        assert {line["value"]: (line["least"], line["most"]) for line in charges} == {
            line["status"]: (line["least"], line["most"]) for line in told["charges"]
        }
