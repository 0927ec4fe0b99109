"""Words on the screen: what a report is called, quotation marks within others, claims on what is new, an empty feed."""

from __future__ import annotations

import json

import pytest


def test_a_report_is_about_somebody_and_a_detention_is_of_them(ok, case):
    ok("add-detainee", "Əli Quliyev", "--detained", "2026-02-02")
    ok("add-event", "publication", "--on", "2026-03-01", "--about", "P1")
    ok("add-statement", "He is well.", "--by", "P1", "--on", "2026-03-02", "--stance", "denies:E2", "--about", "E1")
    out = ok("positions", "P1").out
    assert "publication about Əli Quliyev" in out
    assert "detention of Əli Quliyev" in ok("changes").out or "reported detained" in ok("changes").out


@pytest.mark.parametrize(
    ("text", "lang", "shown"),
    [
        ("Мне ответили: «жив».", "ru", "„Мне ответили: «жив».“"),
        ("Он сказал «нет»", "ru", "„Он сказал «нет»“"),
        ("«Да» и «нет»", "ru", "„«Да» и «нет»“"),
        ("«Мы не согласны»", "ru", "«Мы не согласны»"),
        ("«Мы говорим «нет» войне»", "ru", "«Мы говорим «нет» войне»"),
        ("Мы не согласны", "ru", "«Мы не согласны»"),
        ("They said “alive”.", "en", "‘They said “alive”.’"),
        ("They said «жив».", "en", "“They said «жив».”"),
        ("“alive”", "en", "“alive”"),
    ],
)
def test_quotation_marks_of_one_kind_never_meet(ok, case, text, lang, shown):
    ok("add-person", "Əli Quliyev")
    ok("add-statement", text, "--by", "P1", "--on", "2026-03-02", "--lang", lang)
    assert f"Əli Quliyev: {shown}" in ok("timeline").out
    assert json.loads(ok("show", "S1", "--json").out)["record"]["text"] == text


def test_changes_tell_what_else_is_given_for_a_record_that_is_new(ok, case):
    ok("add-source", "--publisher", "Example Wire", "--published", "2026-02-03")
    ok("add-source", "--publisher", "Other Wire", "--published", "2026-02-04")
    ok("add-detainee", "Əli Quliyev", "--office", "editor", "--org", "Sputnik", "--detained", "2026-02-02", "--source", "R1")
    ok("add-claim", "P1", "office=director", "--source", "R2")
    ok("add-claim", "E1", "when=2026-02-01", "--source", "R2")
    told = ok("changes").out
    assert "director is also given (R2 Other Wire, 4 Feb 2026)" in told
    assert "1 Feb 2026 is also given (R2 Other Wire, 4 Feb 2026)" in told
    assert told.count("is also given") == 2


def test_a_feed_without_entries_is_a_calendar_that_clients_take(ok, case):
    ok("init")
    made = ok("due", "--ics")
    lines = made.data.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    begun = [line.removeprefix("BEGIN:") for line in lines if line.startswith("BEGIN:")]
    assert begun == ["VCALENDAR", "VTIMEZONE", "STANDARD"]  # one component at least, and nothing that is shown
    assert "empty" in made.err


def test_reasons_and_commands_stand_below_each_other_on_a_narrow_screen(run, sample):
    narrow = run("check", env={"COLUMNS": "80"}).out
    assert "\n    mend with: casefile " in narrow
    assert max(map(len, narrow.splitlines())) <= 80
    assert "mend with: " not in run("check", env={"COLUMNS": "140"}).out
