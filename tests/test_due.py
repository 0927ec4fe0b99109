"""What is due: planned events, custody orders and consents that run out; outcomes, and the calendar feed."""

from __future__ import annotations

import json
import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_screens import screen

from casefile.casebook.agenda import horizon
from casefile.errors import InputError
from casefile.formats import ics


def rows(ok, *args):
    return json.loads(ok("due", *args, "--json").out)


def plan(ok, kind, on, *args):
    return json.loads(ok("add-event", kind, "--on", on, "--planned", *args, "--json").out)["id"]


@pytest.fixture
def roe(ok):
    ok("add-source", "--publisher", "Wire", "--published", "2026-11-01")
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


@pytest.mark.parametrize(
    ("on", "days", "overdue", "left"),
    [
        ("2026-11-20", (-3, -3), "yes", "3 days overdue"),
        ("2026-11-22", (-1, -1), "yes", "1 day overdue"),
        ("2026-11-23", (0, 0), "no", "today"),
        ("2026-11-24", (1, 1), "no", "tomorrow"),
        ("5 December", (12, 12), "no", "in 12 days"),
        ("1 March", (98, 98), "no", "in 98 days"),
        ("tomorrow", (1, 1), "no", "tomorrow"),
        ("2026-10", (-53, -23), "yes", "23–53 days overdue"),
        ("before 2026-11-10", (None, -13), "yes", "≥ 13 days overdue"),
        ("November", (-22, 7), "possibly", "by now, or within 7 days"),
        ("by 30 November", (None, 7), "possibly", "by now, or within 7 days"),
        ("December", (8, 38), "no", "in 8–38 days"),
        ("since 2026-12-01", (8, None), "no", "in ≥ 8 days"),
        ("since 2026-11-01", (-22, None), "possibly", "any day"),
        ("unknown", (None, None), "possibly", "date unknown"),
    ],
)
def test_days_left_are_as_vague_as_the_date(ok, roe, on, days, overdue, left):
    plan(ok, "hearing", on, "--about", "P1")
    (row,) = rows(ok)
    assert ((row["days_min"], row["days_max"]), row["overdue"]) == (days, overdue)
    assert left in ok("due").out


def test_overdue_comes_first_then_by_date_and_undated_last(ok, roe):
    for on in ("unknown", "2026-12-24", "November", "2026-11-20", "2026-12-01", "2026-10-01"):
        plan(ok, "hearing", on, "--about", "P1")
    assert [row["id"] for row in rows(ok)] == ["E7", "E5", "E4", "E6", "E3", "E2"]


def test_within_keeps_what_is_overdue_and_what_may_lie_before_its_end(ok, roe):
    for on in ("2026-10-01", "2026-12-23", "December", "2026-12-24", "unknown"):
        plan(ok, "hearing", on, "--about", "P1")
    assert [row["id"] for row in rows(ok, "--within", "30d")] == ["E2", "E4", "E3", "E6"]
    assert [row["id"] for row in rows(ok, "--within", "1m")] == ["E2", "E4", "E3", "E6"]
    assert len(rows(ok)) == 5


@pytest.mark.parametrize(
    ("text", "end"),
    [("30d", "2024-02-29"), ("2w", "2024-02-13"), ("1m", "2024-02-29"), ("13 months", "2025-02-28"), ("1y", "2025-01-30"), ("7", "2024-02-06"), ("0d", "2024-01-30")],
)  # fmt: skip
def test_horizon(text, end):
    assert horizon(text, date(2024, 1, 30)) == date.fromisoformat(end)


@pytest.mark.parametrize("text", ["soon", "-3d", "3 fortnights", "9999y", "1.5w", ""])
def test_what_is_no_length_of_time_is_refused(text):
    with pytest.raises(InputError):
        horizon(text, date(2024, 1, 30))


def test_who_what_and_where_are_told(ok, roe):
    ok("add-person", "Anna Lind", "--role", "lawyer")
    plan(
        ok,
        "consular-visit",
        "2026-12-01",
        "--about",
        "P1",
        "--with",
        "Lind",
        "--place",
        "Kürdəxanı",
        "--text",
        "second try",
        "--source",
        "R1",
    )
    (row,) = rows(ok)
    assert (row["what"], row["names"], row["people"], row["with"]) == ("consular visit", "Jane Roe", ["P1"], ["P2"])
    assert (row["place"], row["text"], row["sources"], row["kind"]) == (
        "Kürdəxanı",
        "second try",
        ["R1"],
        "consular-visit",
    )


def extend(ok, on, until, *args):
    ok("add-event", "custody-extension", "--on", on, "--about", "P1", *(["--until", until] if until else []), *args)


def test_a_custody_order_sets_the_day_on_which_it_runs_out(ok, roe):
    extend(ok, "2026-09-03", "3 January", "--custody", "pretrial-custody")
    (row,) = rows(ok)
    assert (row["id"], row["what"], row["kind"], row["days_max"]) == ("E2", "custody expires", "custody-expiry", 41)
    extend(ok, "2026-11-02", "2027-03-03")
    (row,) = rows(ok)
    assert (row["id"], row["when"]["latest"], row["people"]) == ("E3", "2027-03-03", ["P1"])
    assert "until 3 Mar 2027" in ok("show", "E3").out
    ok("edit", "E3", "until=2027-03-05")
    assert rows(ok)[0]["when"]["latest"] == "2027-03-05"


@pytest.mark.parametrize(
    "end",
    [
        ["release"],
        ["hearing", "--custody", "bail"],
        ["sentence", "--custody", "serving-sentence"],
        ["exchange"],
        ["death"],
        ["deportation"],
    ],
    ids=lambda end: end[-1],
)
def test_the_end_of_custody_takes_the_place_of_its_expiry(ok, roe, end):
    extend(ok, "2026-09-03", "2027-01-03")
    ok("add-event", *end, "--on", "2026-11-10", "--about", "P1")
    assert rows(ok) == []
    assert "Nothing is due." in ok("due").out


@pytest.mark.parametrize(
    "event",
    [
        ["release", "--result", "denied"],
        ["release", "--planned"],
        ["custody-extension", "--until", "2027-05-05", "--result", "denied"],
        ["transfer"],
        ["consular-visit"],
        ["hearing", "--custody", "pretrial-custody"],
    ],
    ids=" ".join,
)
def test_what_ends_nothing_leaves_the_expiry(ok, roe, event):
    extend(ok, "2026-09-03", "2027-01-03")
    ok("add-event", *event, "--on", "2026-11-10", "--about", "P1")
    assert ("E2", "2027-01-03") in [(row["id"], row["when"]["latest"]) for row in rows(ok)]


def test_an_extension_that_does_not_say_until_when_is_not_lost(ok, roe):
    extend(ok, "2026-09-03", "2026-11-03")
    extend(ok, "2026-11-01", "")
    (row,) = rows(ok, "--within", "3d")
    assert (row["id"], row["when"]["latest"]) == ("E3", None)
    assert row["what"] == "custody expires (extended by E3, which does not say until when)"


def test_an_expiry_is_told_once_for_all_whom_it_still_binds(ok, roe):
    ok("add-detainee", "Игорь Картавых")
    ok("add-event", "house-arrest", "--on", "2026-10-01", "--until", "2027-01-01", "--about", "P1", "--about", "P2")
    assert [(row["people"], row["what"]) for row in rows(ok)] == [(["P1", "P2"], "house arrest expires")]
    ok("add-event", "release", "--on", "2026-11-01", "--about", "P1")
    assert [row["people"] for row in rows(ok)] == [["P2"]]


def test_members_of_a_group_are_told_of_with_it_until_it_is_free(ok, sample):
    ok("add-event", "custody-extension", "--on", "2025-08-01", "--about", "P7", "--until", "2027-01-01")
    ok("split", "P7", "Ivan Petrov", "Анна Орлова")
    assert [row["people"] for row in rows(ok)] == [["P7"]]
    ok("add-event", "release", "--on", "2026-08-01", "--about", "P10")
    assert [row["people"] for row in rows(ok)] == [["P7"]]


def test_consents_run_out(ok, roe):
    ok("add-person", "Anna Lind", "--consent", "name may be published", "--consent-expires", "2026-11-30")
    (row,) = rows(ok)
    assert (row["id"], row["what"], row["days_max"]) == ("P2", "consent expires", 7)


def test_until_must_not_lie_before_the_event(run, ok, roe):
    result = run("add-event", "custody-extension", "--on", "2026-09-03", "--until", "2026-09-01", "--about", "P1")
    assert result.code == 2
    assert "until must not be earlier" in result.err or "must not be earlier than when" in result.err


def test_done_records_what_came_of_it(ok, roe):
    plan(ok, "hearing", "2026-11-20", "--about", "P1", "--source", "R1")
    ok("add-source", "--publisher", "Post", "--published", "2026-11-22")
    ok(
        "done",
        "E2",
        "--outcome",
        "remanded",
        "--result",
        "held",
        "--on",
        "21 November",
        "--source",
        "R2",
        "--quote",
        "was remanded",
        "--reason",
        "court's page",
    )
    event = json.loads(ok("show", "E2", "--json").out)["record"]
    assert (event["outcome"], event["result"], event["planned"]) == ("remanded", "held", True)
    assert event["when"]["latest"] == "2026-11-21"
    assert [cite["source"] for cite in event["citations"]] == ["R1", "R2"]
    assert rows(ok) == []
    assert "(outcome: held: remanded)" in ok("timeline", "P1").out
    assert "court's page" in ok("log", "E2").out
    ok("undo")
    assert [row["id"] for row in rows(ok)] == ["E2"]


@pytest.mark.parametrize("args", [["--outcome", "called off"], ["--result", "denied"], ["--result", "refused"]])
def test_either_the_outcome_or_its_term_will_do(ok, roe, args):
    plan(ok, "consular-visit", "2026-11-20", "--about", "P1")
    ok("done", "E2", *args)
    assert rows(ok) == []


def test_done_refuses_what_makes_no_sense_and_names_the_next_step(run, ok, roe):
    plan(ok, "hearing", "2026-11-20", "--about", "P1")
    assert (run("done", "E2").code, run("done", "E9", "--outcome", "x").code) == (2, 3)
    result = run("done", "E1", "--outcome", "x")
    assert (result.code, "casefile edit E1 outcome=" in result.err) == (2, True)
    result = run("done", "E2", "--result", "postponed", "--on", "2026-12-01")
    assert (result.code, "casefile add-event hearing --planned --on WHEN --after E2" in result.err) == (2, True)
    ok("done", "E2", "--result", "postponed")
    result = run("done", "E2", "--outcome", "x")
    assert (result.code, "E2 has an outcome already: postponed." in result.err) == (4, True)
    assert run("done").code == 2


def test_new_fields_go_out_and_come_back(ok, case, roe):
    extend(ok, "2026-09-03", "2027-01-03", "--result", "held", "--right", "iccpr-9-3", "--right", "iccpr-9-4")
    exported = ok("export", "--json").data
    ok("export", "--csv", "events", "-o", "events.csv")
    ok("--db", "copy.json", "import", "-", stdin=exported)
    ok("edit", "E2", "until=", "result=", "rights=")
    ok("import", "events.csv", "--update")
    assert ok("export", "--json").data == ok("--db", "copy.json", "export", "--json").data == exported


def unfolded(data: bytes) -> list[str]:
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    for line in data.split(b"\r\n"):
        line.decode("utf-8")  # no character is torn by a fold
    return data.decode().replace("\r\n ", "").split("\r\n")[:-1]


def events_in(data: bytes) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for line in unfolded(data):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name != "END":
            found[-1][name] = value
    return found


def test_feed_holds_whole_days_and_says_when_they_are_vague(ok, roe):
    plan(ok, "hearing", "2026-12-01", "--about", "P1", "--place", "Baku; court, room 4", "--source", "R1")
    plan(ok, "consular-visit", "December", "--about", "P1")
    plan(ok, "petition", "by 5 December", "--about", "P1")
    plan(ok, "meeting", "unknown", "--about", "P1")
    plan(ok, "medical", "~2026-12-09", "--about", "P1")
    result = ok("due", "--ics")
    lines = unfolded(result.data)
    assert lines[:4] == ["BEGIN:VCALENDAR", "VERSION:2.0", lines[2], "CALSCALE:GREGORIAN"]
    assert lines[2].startswith("PRODID:-//casefile//")
    assert lines[-1] == "END:VCALENDAR"
    assert "Left out as nothing dates them: 1." in result.err
    by_id = {event["DESCRIPTION"].split("casefile ")[1][:2]: event for event in events_in(result.data)}
    hearing, visit, petition, medical = (by_id[one] for one in ("E2", "E3", "E4", "E6"))
    assert (hearing["DTSTART;VALUE=DATE"], hearing["DTEND;VALUE=DATE"]) == ("20261201", "20261202")
    assert hearing["SUMMARY"] == "hearing: Jane Roe"
    assert hearing["LOCATION"] == r"Baku\; court\, room 4"
    assert hearing["DESCRIPTION"] == r"casefile E2\nsources: R1"
    assert hearing["DTSTAMP"].startswith("20261123T")
    assert (petition["DTSTART;VALUE=DATE"], petition["DTEND;VALUE=DATE"]) == ("20261205", "20261206")
    assert petition["SUMMARY"] == "petition: Jane Roe (date not exact: ≤ 5 Dec 2026)"
    assert (visit["DTSTART;VALUE=DATE"], visit["DTEND;VALUE=DATE"]) == ("20261201", "20270101")
    assert visit["SUMMARY"] == "consular visit: Jane Roe (date not exact: Dec 2026)"
    assert medical["SUMMARY"] == "medical: Jane Roe (date not sure: ~ 9 Dec 2026)"


def test_feed_keeps_uids_from_one_export_to_the_next(ok, roe):
    plan(ok, "hearing", "2026-12-01", "--about", "P1")
    extend(ok, "2026-09-03", "2027-01-03")
    ok("edit", "P1", "consent.scope=name", "consent.expires=2027-02-01")
    before = {event["UID"] for event in events_in(ok("due", "--ics").data)}
    ok("edit", "E2", "when=2026-12-03", "place=Gəncə")
    assert before == {event["UID"] for event in events_in(ok("due", "--ics").data)}
    assert len(before) == 3
    uid = json.loads(ok("show", "E2", "--json").out)["record"]["uid"]
    assert f"{uid}@casefile" in before


def test_feed_has_nothing_confidential_unless_asked(ok, roe):
    ok("add-detainee", "Şəmir Quliyev", "--confidentiality", "confidential")
    plan(ok, "hearing", "2026-12-01", "--about", "P1", "--confidentiality", "confidential")
    plan(ok, "hearing", "2026-12-02", "--about", "P2")
    plan(ok, "consular-visit", "2026-12-03", "--about", "P1", "--with", "P2")
    plan(ok, "hearing", "2026-12-04", "--about", "P1", "--text", "with Quliyev's lawyer")
    result = ok("due", "--ics")
    assert [event["DTSTART;VALUE=DATE"] for event in events_in(result.data)] == ["20261204"]
    assert "Quliyev" not in result.out
    assert "Left out as confidential: 3." in result.err
    whole = ok("due", "--ics", "--include-confidential")
    assert [event.get("CLASS") for event in events_in(whole.data)] == ["CONFIDENTIAL"] * 3 + [None]
    assert not whole.err


def test_feed_is_written_privately_and_nothing_is_written_over(ok, run, case, roe):
    plan(ok, "hearing", "2026-12-01", "--about", "P1")
    assert ok("due", "--ics", "-o", "due.ics").out == "Wrote due.ics\n"
    path = Path("due.ics")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(events_in(path.read_bytes())) == 1
    assert run("due", "--ics", "-o", "due.ics").code == 4
    ok("due", "--ics", "-o", "due.ics", "--force")
    assert run("due", "-o", "due.txt").code == 2
    assert run("due", "--ics", "--json").code == 2


@given(st.text(max_size=300), st.dates(), st.integers(0, 4000))
def test_any_text_is_folded_escaped_and_read_back(text, first, days):
    from datetime import UTC, datetime, timedelta

    last = min(first.toordinal() + days, date.max.toordinal())
    text = text.encode("utf-8", "ignore").decode()
    entry = ics.Entry("u", first, date.fromordinal(last), text)
    data = b"".join(ics.calendar([entry], "x", datetime(2026, 11, 23, tzinfo=UTC), "1"))
    (event,) = events_in(data)
    kept = "".join(c for c in "\n".join(text.splitlines()) if c == "\n" or (c >= " " and c != "\x7f"))
    value = (
        event["SUMMARY"]
        .replace("\\\\", "\0")
        .replace("\\n", "\n")
        .replace("\\;", ";")
        .replace("\\,", ",")
        .replace("\0", "\\")
    )
    assert value == kept
    if last < date.max.toordinal():
        assert event["DTEND;VALUE=DATE"] == (date.fromordinal(last) + timedelta(days=1)).isoformat().replace("-", "")


def test_the_lists_are_empty_on_an_empty_file(ok, case):
    ok("init", str(case))
    assert "casefile add-event hearing --planned" in ok("due").out
    assert unfolded(ok("due", "--ics").data)[-1] == "END:VCALENDAR"


@pytest.mark.parametrize("width", [60, 80])
def test_screen_of_due(ok, roe, snapshot, width):
    plan(ok, "hearing", "2026-11-20", "--about", "P1", "--place", "Baku", "--source", "R1")
    plan(ok, "consular-visit", "December", "--about", "P1", "--text", "asked for by note")
    extend(ok, "2026-09-03", "2027-01-03", "--custody", "pretrial-custody", "--source", "R1")
    assert ok("due", env=screen(width)).out == snapshot


def test_ten_thousand_events_are_no_trouble(ok, case):
    people = [{"id": "P1", "names": [{"text": "Jane Roe", "type": "primary"}]}]
    when = {"text": "2026-12", "edtf": "2026-12", "earliest": "2026-12-01", "latest": "2026-12-31"}
    planned = [
        {
            "id": f"E{n}",
            "kind": "hearing",
            "when": when,
            "planned": True,
            "participants": [{"person": "P1", "role": "subject"}],
        }
        for n in range(1, 10_001)
    ]
    document = {"casefile": {"format": "casefile", "schema": 1, "last_ids": {"events": 10_000}}}
    ok("import", "-", stdin=json.dumps(document | {"people": people, "events": planned}).encode())
    assert len(rows(ok)) == 10_000
    assert "and 9995 more" in ok("due", "--limit", "5", env=screen(80)).out
