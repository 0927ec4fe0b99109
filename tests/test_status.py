"""Status at any time: who was held on a day, as far as was known by another, and how many people that makes."""

from __future__ import annotations

import json

import pytest
from test_screens import screen


def told(ok, *args):
    return json.loads(ok("status", *args, "--json").out)


def number(row):
    return row["least"], row["most"]


def totals(data):
    return {row["status"]: number(row) for row in data["statuses"]}


@pytest.fixture
def roe(ok):
    """Jane Roe: detained on 1 July 2025, extended, released some day in August, known in September."""
    ok("add-source", "--publisher", "Wire", "--published", "2025-07-03")
    ok("add-source", "--publisher", "Post", "--published", "2025-09-10")
    ok(
        "add-detainee",
        "Jane Roe",
        "--nationality",
        "GB",
        "--detained",
        "2025-07-01",
        "--place",
        "Baku",
        "--source",
        "R1",
    )
    ok("add-event", "release", "--on", "August 2025", "--about", "P1", "--source", "R2")
    ok(
        "add-charge",
        "P1",
        "espionage",
        "--by",
        "Prosecutor",
        "--create",
        "organisation",
        "--on",
        "2025-07-02",
        "--source",
        "R1",
    )
    ok("update-charge", "C1", "dropped", "--on", "August 2025", "--source", "R2")


@pytest.mark.parametrize(
    ("args", "status", "possible", "days", "charge"),
    [
        (["--as-of", "2025-06-30"], None, [], (None, None), {}),
        (["--as-of", "2025-07-01"], "reported-detained", [], (0, 0), {}),
        (["--as-of", "2025-07-31"], "reported-detained", [], (30, 30), {"alleged": (1, 1)}),
        (["--as-of", "2025-08-15"], "reported-detained", ["released"], (31, 45), {"alleged": (0, 1), "dropped": (0, 1)}),
        (["--as-of", "2025-08-31"], "released", [], (31, 61), {"dropped": (1, 1)}),
        ([], "released", [], (31, 61), {"dropped": (1, 1)}),
        (["--known-by", "2025-08-31"], "reported-detained", [], (510, 510), {"alleged": (1, 1)}),
        (["--known-by", "2025-09-10"], "released", [], (31, 61), {"dropped": (1, 1)}),
        (["--known-by", "2025-08-31", "--as-of", "2025-08-15"], "reported-detained", [], (45, 45), {"alleged": (1, 1)}),
        (["--known-by", "September 2025", "--as-of", "2025-08-15"], "reported-detained", ["released"], (31, 45), {"alleged": (0, 1), "dropped": (0, 1)}),
    ],
)  # fmt: skip
def test_the_world_and_what_was_known_of_it_are_asked_apart_and_together(ok, roe, args, status, possible, days, charge):
    data = told(ok, *args)
    person = data["persons"][0]
    assert (person["status"], person["possible"]) == (status, possible)
    assert (person["days_min"], person["days_max"]) == days
    assert {row["status"]: number(row) for row in data["charges"]} == charge
    row = json.loads(ok("list", *args, "--json").out)[0]
    assert (row["status"], tuple(row["status_possible"])) == (status or "unknown", tuple(possible))
    assert (row["days_min"], row["days_max"]) == days


def test_what_may_lie_before_or_after_the_day_is_only_possible_in_the_totals(ok, roe):
    data = told(ok, "--as-of", "2025-08-15")
    assert totals(data) == {"reported-detained": (0, 1), "released": (0, 1)}
    assert (number(data["held"]), number(data["people"])) == ((0, 1), (1, 1))
    out = ok("status", "--as-of", "2025-08-15").out
    assert "P1  Jane Roe: held since 1 Jul 2025, 31–45 days, Baku, possibly released [R1]" in out
    assert "reported detained, possibly released" in ok("list", "--as-of", "2025-08-15").out


def test_people_of_whom_nothing_was_public_are_left_out_and_named(ok, roe):
    ok("add-detainee", "John Doe", "--detained", "2025-07-01")
    data = told(ok, "--known-by", "2025-08-01")
    assert [row["id"] for row in data["persons"]] == ["P1"]
    assert data["left_out"]["people"] == ["P3"]
    assert (
        "Nothing shows that P3 had been reported by 1 Aug 2025: left out."
        in ok("status", "--known-by", "2025-08-01").out
    )
    assert "John Doe" not in ok("list", "--known-by", "2025-08-01").out
    assert len(told(ok)["persons"]) == 2


def test_a_fact_that_nothing_publishes_is_left_out_and_counted(ok, roe):
    ok("add-event", "transfer", "--on", "2025-07-05", "--about", "P1")
    assert told(ok, "--known-by", "2025-08-01")["left_out"]["events"] == 1
    assert "Left out: 1 events" in ok("status", "--known-by", "2025-08-01").out
    assert told(ok, "--known-by", "2025-08-01")["persons"][0]["status"] == "reported-detained"


def test_today_is_the_default(ok, sample):
    assert ok("status").out == ok("status", "--as-of", "2026-11-23").out == ok("status", "--as-of", "November 2026").out
    assert ok("list").out == ok("list", "--as-of", "today").out


@pytest.mark.parametrize("args", [["status"], ["list"]])
def test_a_day_to_come_or_without_an_end_is_refused(run, sample, args):
    result = run(*args, "--as-of", "2027-01-01")
    assert result.code == 2
    assert "casefile due" in result.err
    assert run(*args, "--known-by", "after 2025").code == 2
    assert run("list", "people", "--as-of", "2025").code == 2


def test_sample_people_may_be_among_the_group_and_the_reason_is_told(ok, sample):
    data = told(ok)
    assert number(data["people"]) == (8, 10)
    assert totals(data) == {"reported-detained": (8, 10)}
    assert data["reasons"] == ["Whether P8 or P9 belong to P7, eight Russian nationals (group of 8), is not recorded."]


def test_named_members_are_counted_within_their_group(ok, sample):
    ok("edit", "P7", "members=P8,P9")
    data = told(ok)
    assert number(data["people"]) == (8, 8)
    assert data["reasons"] == []
    ok("add-event", "release", "--on", "2026-01-05", "--about", "P8")
    data = told(ok)
    assert number(data["people"]) == (8, 8)
    assert totals(data) == {"reported-detained": (7, 7), "released": (1, 1)}


def test_a_member_of_whom_nothing_else_is_recorded_stands_where_the_group_does(ok, sample):
    ok("add-detainee", "Ivan Petrov")
    assert totals(told(ok))[None] == (1, 1)
    ok("edit", "P10", "split_from=P7")
    assert totals(told(ok)) == {"reported-detained": (8, 10)}
    ok("edit", "P10", "split_from=")
    ok("edit", "P7", "members+=P10")
    assert totals(told(ok)) == {"reported-detained": (8, 10)}
    assert told(ok, "P7")["people"] == {"least": 8, "most": 8, "about": False}


def test_splitting_and_joining_change_no_total(ok, sample):
    before = told(ok, "--as-of", "2025-07-05", "P7")
    ok("split", "P7", "Ivan Petrov", "Анна Орлова")
    after = told(ok, "--as-of", "2025-07-05", "P7")
    for key in ("people", "held", "charges"):
        assert after[key] == before[key]
    assert totals(after) == totals(before) == {"reported-detained": (8, 8)}
    assert [row["status_through"] for row in after["persons"]] == [None, "P7", "P7"]
    assert (
        "P10  Ivan Petrov (of P7): held since ≤ 1 Jul 2025, ≥ 510 days, Baku?, through P7, the group [R2]"
        in ok("status").out
    )
    ok("join", "P8", "P7")
    ok("join", "P9", "P7")
    assert number(told(ok)["people"]) == (8, 8)
    ok("add-event", "release", "--on", "2026-02-01", "--about", "P10")
    assert totals(told(ok)) == {"reported-detained": (7, 7), "released": (1, 1)}


@pytest.mark.parametrize(
    ("assignments", "people"),
    [
        ([], (8, 10)),
        (["nationality=UA"], (9, 10)),
        (["nationality=UA,RU"], (8, 10)),
        (["nationality="], (8, 10)),
    ],
)
def test_other_nationals_are_not_among_them(ok, sample, assignments, people):
    if assignments:
        ok("edit", "P8", *assignments)
    assert number(told(ok)["people"]) == people


def test_those_detained_at_another_time_are_not_among_them(ok, sample):
    ok("edit", "E2", "when=2025-08-05")
    assert number(told(ok)["people"]) == (9, 10)
    ok("edit", "E3", "when=2025-07-01")
    assert number(told(ok)["people"]) == (9, 10)


@pytest.mark.parametrize(
    ("count", "people", "shown"),
    [
        ("5-8", (5, 8), "5–8"),
        ("at least 5", (5, None), "≥ 5"),
        ("about 20", (20, 20), "~ 20"),
        ("", (1, None), "≥ 1"),
        ("0", (0, 0), "0"),
    ],
)
def test_a_vague_count_stays_vague(ok, case, count, people, shown):
    ok("add-detainee", "sailors", "--group", *(["--count", count] if count else []), "--detained", "2026-01-05")
    data = told(ok)
    assert number(data["people"]) == people
    assert f"people  {shown}\n" in ok("status").out
    assert bool(data["reasons"]) is (count != "0")


def test_groups_may_overlap_but_parts_of_one_group_do_not(ok, case):
    for name, count in (("sailors", "10"), ("stokers", "4"), ("cooks", "3")):
        ok("add-detainee", name, "--group", "--count", count, "--detained", "January 2026")
    data = told(ok)
    assert number(data["people"]) == (10, 17)
    assert "Whether P1 and P2 have people in common is not recorded." in data["reasons"]
    ok("edit", "P1", "members=P2,P3")
    data = told(ok)
    assert (number(data["people"]), data["reasons"]) == ((10, 10), [])


def test_more_members_than_a_group_counts_are_a_reason(ok, case):
    ok("add-detainee", "sailors", "--group", "--count", "1", "--detained", "January 2026")
    ok("add-detainee", "Əli Məmmədov")
    ok("add-detainee", "Ирина Соколова")
    ok("edit", "P1", "members=P2,P3")
    data = told(ok)
    assert number(data["people"]) == (2, 2)
    assert data["reasons"] == ["P1 is recorded as 1 people, and has 2 members."]


def test_bodies_are_not_counted_as_people(ok, case):
    ok("add-person", "Trading House", "--kind", "organisation", "--role", "detainee")
    data = told(ok)
    assert (number(data["people"]), data["left_out"]["bodies"]) == ((0, 0), ["P1"])
    assert "Not counted, as they are no people: P1." in ok("status").out


@pytest.mark.parametrize(
    ("events", "status", "possible"),
    [
        (["detention 2025-07-10", "release 2025"], "reported-detained", ["released"]),
        (["detention 2025-07", "release 2025-07-15"], "released", []),
        (["detention 2025-01-05", "release 2025-07-15", "detention 2025-07"], "released", ["reported-detained"]),
        (["detention 2025-07-10", "release 2025-07-10"], "released", []),
        (["detention 2025-03-01", "release before 2025-03-20"], "released", []),
        (["detention unknown"], "reported-detained", []),
        (["detention 2026-11"], "reported-detained", []),
    ],
)
def test_an_order_that_dates_leave_open_is_told(ok, case, events, status, possible):
    ok("add-detainee", "Jane Roe")
    for event in events:
        kind, _, on = event.partition(" ")
        ok("add-event", kind, "--on", on, "--about", "P1")
    person = told(ok)["persons"][0]
    assert (person["status"], person["possible"]) == (status, possible)
    assert json.loads(ok("list", "--json").out)[0]["status"] == status


@pytest.mark.parametrize("result", ["denied", "declined", "postponed", "cancelled", "unknown"])
def test_a_release_that_did_not_come_about_frees_nobody(ok, sample, result):
    ok("add-event", "release", "--on", "2026-01-05", "--about", "P8", "--result", result)
    assert totals(told(ok, "P8")) == {"reported-detained": (1, 1)}


def test_only_those_asked_for_and_members_of_groups(ok, sample):
    ok("edit", "P7", "members=P8")
    assert [row["id"] for row in told(ok, "P7")["persons"]] == ["P7", "P8"]
    assert [row["id"] for row in told(ok, "Kartavykh")["persons"]] == ["P8"]
    assert told(ok, "P8")["charges"] == []


def test_empty_file_says_so(ok, case):
    ok("init", str(case))
    assert "nobody on record" in ok("status").out
    assert number(told(ok)["people"]) == (0, 0)


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("args", [[], ["--as-of", "2025-06-15"], ["--known-by", "2025-08-31"]], ids=" ".join)
def test_screen_of_status(ok, sample, snapshot, width, args):
    ok("add-event", "custody-extension", "--on", "2026-10-05", "--about", "P8", "--custody", "pretrial-custody")
    ok("add-event", "release", "--on", "November 2026", "--about", "P9")
    out = ok("status", *args, env=screen(width)).out
    assert all(len(line) <= width for line in out.splitlines())
    assert out == snapshot


def test_ten_thousand_people_are_counted_and_listed(ok, case):
    day = {"text": "2026-01-05", "edtf": "2026-01-05", "earliest": "2026-01-05", "latest": "2026-01-05"}
    people = [
        {"id": f"P{n}", "names": [{"text": f"Имя {n}", "type": "primary"}], "roles": ["detainee"]}
        | ({"kind": "group", "count": {"exact": 3}} if n % 1000 == 0 else {})
        for n in range(1, 10_001)
    ]
    events = [
        {"id": f"E{n}", "kind": "detention", "when": day, "participants": [{"person": f"P{n}", "role": "subject"}]}
        for n in range(1, 10_001)
    ]
    document = {"casefile": {"format": "casefile", "schema": 1, "last_ids": {"people": 10_000}}}
    ok("import", "-", stdin=json.dumps(document | {"people": people, "events": events}).encode())
    out = ok("status").out
    assert "people  9990–10020\n" in out
    assert "P9999   Имя 9999: held since 5 Jan 2026" in out
    assert "belong to P1000, Имя 1000 (group of 3), is not recorded." in out
