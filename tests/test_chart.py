"""Custody drawn as bars: what is drawn solid is certain, what is drawn at all is possible, and nothing is drawn elsewhere."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.cli.render.axis import Axis
from casefile.cli.render.chart import ASCII, SIGNS, bar_cells, said_cells
from casefile.dates import When
from casefile.model import Event
from casefile.views.chart import Said, _stretches
from casefile.vocabulary import HELD, CustodyStatus, EventKind

TODAY = date(2026, 11, 23)


def screen(width: int) -> dict[str, str]:
    return {"TTY_COMPATIBLE": "1", "NO_COLOR": "1", "COLUMNS": str(width)}


@pytest.fixture
def several(ok, case):
    """Held, released on a vague day, under house arrest, detained twice, and somebody nobody dates."""
    ok("add-detainee", "Игорь Картавых", "--detained", "before 2025-07-01")
    ok("add-detainee", "Jane Roe", "--detained", "2025-03-04")
    ok("add-event", "house-arrest", "--on", "2025-09", "--about", "P2")
    ok("add-detainee", "Nicat Əliyev", "--detained", "2025-02")
    ok("add-event", "release", "--on", "between 3 May 2025 and 20 June 2025", "--about", "P3")
    ok("add-event", "arrest", "--on", "2026-01-10", "--about", "P3")
    ok("add-event", "exchange", "--on", "2026-08-14", "--about", "P3")
    ok("add-detainee", "محمد علي", "--detained", "unknown")
    ok("add-detainee", "Anna Petrova")
    ok("add-official", "John Doe", "--office", "spokesman", "--country", "GB")
    for number, when in enumerate(("2025-03-10", "2025-03-11", "2025-08", "before 2025-02-01", "unknown")):
        kind = "allegation" if number == 2 else "denial"
        ok("add-statement", f"Words {number}.", "--by", "Doe", "--on", when, "--about", "Jane Roe", "--kind", kind)
    return case


@pytest.mark.parametrize("width", [60, 80, 160])
def test_screen(ok, several, snapshot, width):
    out = ok("timeline", "--chart", env=screen(width)).out
    assert out == snapshot


def test_sample(ok, sample, snapshot):
    assert ok("timeline", "--chart", env=screen(80)).out == snapshot


def test_piped_chart_is_as_wide_as_a_page_and_without_colour(ok, several, snapshot):
    out = ok("timeline", "--chart", "--from", "2025", "--to", "2025").out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 100
    assert out == snapshot


def test_terminal_that_draws_no_signs_gets_ascii(ok, several):
    out = ok("timeline", "--chart", "--limit", "3", env=screen(80) | {"LANG": "C", "LC_ALL": ""}).out
    bars = [line[24:] for line in out.splitlines()]
    assert all(line.isascii() for line in bars)
    assert any("<:::" in line and line.endswith(">") for line in bars)
    assert any("#==" in line.replace(":", "") for line in bars)
    assert any("x" in line for line in bars)


def test_a_span_of_days_names_days(ok, several):
    out = ok("timeline", "--chart", "Roe", "--from", "2025-03-01", "--to", "2025-03-18", env=screen(80)).out
    lines = out.splitlines()
    assert "Mar 2025" in lines[1]
    assert lines[2].split()[:3] == ["1", "2", "3"]
    assert lines[3][lines[2].index("4") :].startswith("█")
    assert not lines[3][25 : lines[2].index("4")].strip()


def test_whoever_has_nothing_in_that_time_is_left_out(ok, several):
    out = ok("timeline", "--chart", "--from", "2026-09", "--to", "2026-10", env=screen(80)).out
    assert "P3" not in out
    assert "2 left out: nothing about them lies in this time" in out


def test_nobody_to_draw_says_the_next_step(ok, case, several):
    assert "Nobody on the docket fits" in ok("timeline", "--chart", "John Doe").out
    ok("--db", "new.json", "init", "new.json")
    assert "casefile add-detainee" in ok("--db", "new.json", "timeline", "--chart").out


def test_spells_for_machines(ok, several):
    rows = {row["id"]: row for row in json.loads(ok("timeline", "--chart", "--json").out)}
    assert [(spell["status"], spell["held"]) for spell in rows["P3"]["spells"]] == [
        ("reported-detained", True),
        ("released", False),
        ("reported-detained", True),
        ("exchanged", False),
    ]
    assert rows["P3"]["spells"][0]["to"] == {"earliest": "2025-05-03", "latest": "2025-06-20"}
    assert rows["P1"]["spells"][0]["from"] == {"earliest": None, "latest": "2025-07-01"}
    assert rows["P1"]["spells"][0]["to"] is None
    assert rows["P2"]["spells"][1]["events"] == ["E3"]
    assert [said["id"] for said in rows["P2"]["statements"]] == ["S4", "S1", "S2", "S3", "S5"]
    assert rows["P5"] == rows["P5"] | {"status": None, "held": False, "spells": [], "statements": []}
    assert list(rows["P1"]) == [
        "id", "name", "kind", "count", "status", "possible", "held", "days_min", "days_max", "spells", "statements",
    ]  # fmt: skip


def test_csv_has_a_row_for_each_person(ok, several):
    lines = ok("timeline", "--chart", "--format", "csv").out.splitlines()
    assert lines[0] == "id,name,kind,count,status,possible,held,days_min,days_max,spells,statements"
    assert len(lines) == 6


def test_where_chooses_people(ok, several):
    rows = json.loads(ok("timeline", "--chart", "--where", "name:Əliyev", "--json").out)
    assert [row["id"] for row in rows] == ["P3"]


@pytest.mark.parametrize(
    "option", [["--kind", "event"], ["--reverse"], ["--known-by", "2025"], ["--about", "P1"], ["--speaker", "P1"]]
)
def test_what_does_not_go_with_a_chart_is_refused(run, several, option):
    result = run("timeline", "--chart", *option)
    assert result.code == 2
    assert f"{option[0]} does not go with --chart" in result.err


DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))


@st.composite
def whens(draw) -> When:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    shape = draw(st.sampled_from(["day", "span", "short", "before", "after", "unknown"]))
    if shape == "day":
        first = last = draw(DAYS)
    elif shape == "short":
        last = first + timedelta(days=draw(st.integers(0, 20)))
    bounds = {"before": (None, last), "after": (first, None), "unknown": (None, None)}.get(shape, (first, last))
    return When(text="x", edtf="x", earliest=bounds[0], latest=bounds[1])


@st.composite
def lives(draw) -> list[tuple[Event, CustodyStatus]]:
    """Custody events of one person in the order in which casefile has them, as of today, with the status from each on."""
    from casefile.dates import sort_key
    from casefile.views.custody import custody, statuses

    events = [
        Event(id=f"E{number}", kind=draw(st.sampled_from([EventKind.DETENTION, EventKind.RELEASE,
              EventKind.HOUSE_ARREST, EventKind.CUSTODY_EXTENSION])), when=draw(whens()))
        for number in range(1, draw(st.integers(1, 5)) + 1)
    ]  # fmt: skip
    events.sort(key=lambda event: sort_key(event.when))
    return list(statuses(custody(events, TODAY).events))


@st.composite
def axes(draw) -> Axis:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return Axis(first, last, draw(st.integers(1, 120)))


@given(life=lives(), axis=axes())
def test_every_bar_lies_within_what_is_possible(life, axis):
    held = list(_stretches(life, HELD, TODAY))
    house = list(_stretches(life, {CustodyStatus.HOUSE_ARREST}, TODAY))
    cells = bar_cells(held, house, axis, SIGNS)
    assert len(cells) == axis.width
    for stretch in held:
        assert stretch.first is None or stretch.first <= stretch.last <= TODAY
        if stretch.certain:
            assert stretch.first is None or stretch.first <= stretch.certain[0]
            assert stretch.certain[0] <= stretch.certain[1] <= stretch.last
    for column, cell in enumerate(cells):
        low, high = (axis.start + timedelta(days=day) for day in axis.days_of(column))
        days = [low + timedelta(days=day) for day in range((high - low).days + 1)]
        assert axis.start <= low <= high <= axis.end
        possible = [day for day in days if any((s.first is None or s.first <= day) and day <= s.last for s in held)]
        certain = [day for day in days if any(s.certain and s.certain[0] <= day <= s.certain[1] for s in held)]
        at_home = [day for day in days if any(s.certain and s.certain[0] <= day <= s.certain[1] for s in house)]
        if cell != " ":
            assert possible
        else:
            assert not possible
        if cell in (SIGNS.certain, SIGNS.house):
            assert certain == possible
        if cell == SIGNS.house:
            assert at_home == possible
        if cell == SIGNS.possible:
            assert certain != possible
        if cell == SIGNS.ended:
            assert any(s.ended in days for s in held)


@given(found=st.lists(whens(), max_size=6), axis=axes())
def test_statements_stand_only_where_they_can_have_been_made(found, axis):
    said = [Said(id=f"S{number}", kind=None, speaker="P1", when=when) for number, when in enumerate(found, 1)]
    cells = said_cells(said, axis, ASCII)
    assert len(cells) == axis.width
    for column, cell in enumerate(cells):
        low, high = (axis.start + timedelta(days=day) for day in axis.days_of(column))
        dated = [when for when in found if when.earliest or when.latest]
        there = [w for w in dated if (w.earliest or date.min) <= high and (w.latest or date.max) >= low]
        assert there or cell == " "
    for when in found:
        columns = axis.columns(when.earliest, when.latest) if when.earliest or when.latest else range(0)
        assert not columns or any(cells[column] != " " for column in columns)


@given(axis=axes())
def test_labels_stand_at_the_beginning_of_what_they_name(axis):
    for label in axis.labels():
        assert len(label) <= axis.width


@given(axis=axes(), day=DAYS)
def test_a_day_is_drawn_in_the_columns_that_hold_it_and_in_no_others(axis, day):
    columns = axis.columns(day, day)
    offset = (day - axis.start).days
    for column in range(axis.width):
        low, high = axis.days_of(column)
        assert (column in columns) is (low <= offset <= high)


def test_ten_thousand_people_answer_at_once(ok, case):
    people = [
        {"id": f"P{n}", "names": [{"text": f"Имя {n}", "type": "primary"}], "roles": ["detainee"]}
        for n in range(1, 5001)
    ]
    day = {"text": "2025-03", "edtf": "2025-03", "earliest": "2025-03-01", "latest": "2025-03-31"}
    events = [
        {"id": f"E{n}", "kind": "detention", "when": day, "participants": [{"person": f"P{n}", "role": "subject"}]}
        for n in range(1, 5001)
    ]
    header = {"format": "casefile", "schema": 1, "last_ids": {"people": 5000, "events": 5000}}
    document = {"casefile": header, "people": people, "events": events}
    ok("import", "-", stdin=json.dumps(document, ensure_ascii=False).encode())
    out = ok("timeline", "--chart", "--limit", "4", env=screen(80)).out
    assert "… and 4996 more (--limit 4 was given)" in out
    assert "P5000" in ok("timeline", "--chart", env=screen(80)).out


@pytest.mark.parametrize(
    ("events", "drawn"),
    [
        (["release 2025-11", "detention 2025-11-10"], "▒→"),
        (["detention 2025-11", "release 2025-11-10"], "◇▒"),
        (["detention 2025-11-01", "release 2025-11-10"], "█◇"),
    ],
)
def test_dates_that_leave_open_what_came_last_make_custody_only_possible(ok, case, events, drawn):
    ok("add-detainee", "Jane Roe")
    for event in events:
        kind, when = event.split()
        ok("add-event", kind, "--on", when, "--about", "P1")
    line = ok("timeline", "--chart", "--from", "2025-11-01", "--to", "2026-01-31").out.splitlines()[3]
    bar = line[31:]
    assert set(drawn) <= set(bar)
    assert ("█" in bar) is ("█" in drawn)
    shown = json.loads(ok("timeline", "--chart", "--json").out)[0]
    status = json.loads(ok("status", "--json").out)["persons"][0]
    assert (shown["status"], shown["possible"]) == (status["status"], status["possible"])


def test_what_happened_to_a_group_and_was_said_of_it_is_told_of_its_members(ok, case):
    ok("add-detainee", "восемь россиян", "--group", "--count", "8", "--detained", "2025-07-01")
    ok("add-official", "John Doe", "--office", "spokesman")
    ok("add-statement", "Words.", "--by", "Doe", "--on", "2025-08-02", "--about", "P1")
    ok("split", "P1", "Игорь Картавых")
    rows = {row["id"]: row for row in json.loads(ok("timeline", "--chart", "--json").out)}
    assert [spell["events"] for spell in rows["P3"]["spells"]] == [["E1"]]
    assert [(said["id"], said["through"]) for said in rows["P3"]["statements"]] == [("S1", "P1")]
    assert [(said["id"], said["through"]) for said in rows["P1"]["statements"]] == [("S1", None)]
    assert "P3 Игорь Картавых (of P1)" in " ".join(ok("timeline", "--chart").out.split())
