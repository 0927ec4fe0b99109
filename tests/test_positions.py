"""Who says what about a record, through the command line: sides, their stances over time, replies and corrections."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def made(ok, case):
    """A charge that one side makes, and that two sides confirm, deny, answer and correct."""
    ok("add-source", "--publisher", "Example Wire", "--published", "2026-05-20")
    ok("add-person", "Azerbaijani side", "--kind", "state", "--role", "authority", "--nationality", "AZ")
    ok("add-official", "Рашад Алиев", "--office", "spokesman", "--org", "Interior Ministry", "--country", "AZ")
    ok("add-official", "John Doe", "--office", "spokesman", "--org", "Foreign Office", "--country", "GB")
    ok("add-person", "Leyla Quliyeva", "--role", "lawyer")
    ok("add-person", "British Embassy", "--kind", "organisation", "--role", "official", "--nationality", "GB")
    ok("add-detainee", "Jane Roe", "--nationality", "GB", "--detained", "2026-03-01", "--place", "Baku")
    ok("add-charge", "Roe", "espionage", "--by", "P1", "--status", "alleged", "--on", "2026-03-02", "--source", "R1")
    say = ("add-statement", "--about", "P6")
    ok(*say, "Она задержана", "--by", "P2", "--on", "2026-03-03", "--stance", "confirms:C1", "--lang", "ru",
       "--translation", "She has been detained", "--source", "R1", "--quote", "a spokesman confirmed it")  # fmt: skip
    ok(*say, "there was no such case", "--by", "P2", "--on", "2026-04-09", "--stance", "denies:C1", "--paraphrase")
    ok(*say, "no comment on that", "--by", "P3", "--on", "2026-04-10", "--reply-to", "S2")
    ok(*say, "She is no spy", "--by", "P4", "--on", "2026-04-11", "--stance", "denies:C1", "--on-behalf-of", "P6")
    ok(*say, "The detention is unlawful", "--by", "P5", "--on", "April 2026", "--stance", "contests-legality:E1")
    ok(*say, "Once more: no such case", "--by", "P1", "--on", "2026-05-05", "--stance", "denies:C1")
    return ok


def told(ok, record):
    return json.loads(ok("positions", record, "--json").out)


def side(ok, record, name):
    return next(side for side in told(ok, record)["sides"] if side["side"].startswith(name))


def test_a_change_of_position_over_time_is_seen(made):
    out = made("positions", "C1").out
    assert "confirmed, 3 Mar 2026 (S1); denied since 9 Apr 2026, last 5 May 2026 (S2, S6)" in out
    position = side(made, "C1", "Azerbaijan")["positions"][0]
    assert (position["target"], position["stances"], position["statements"]) == ("C1", ["denies"], ["S2", "S6"])
    assert (position["since"]["edtf"], position["until"]["edtf"]) == ("2026-04-09", "2026-05-05")
    assert [(run["stances"], run["statements"]) for run in position["before"]] == [(["confirms"], ["S1"])]
    assert position["order_certain"] is True


def test_a_side_is_the_country_of_the_office_or_whom_they_speak_for(made):
    sides = {found["side"]: [said["id"] for said in found["statements"]] for found in told(made, "P6")["sides"]}
    assert sides == {
        "Azerbaijan (AZ)": ["S1", "S2", "S6"],  # an official and the state itself
        "United Kingdom of Great Britain and Northern Ireland (GB)": ["S5"],  # an embassy
        "Jane Roe (P6)": ["S4"],  # her lawyer speaks for her
    }
    made("add-statement", "I know nothing", "--by", "P4", "--on", "2026-05-06", "--stance", "no-position:C1",
         "--office", "head", "--about", "C1")  # fmt: skip
    assert side(made, "C1", "Leyla Quliyeva (P4)")["person"] == "P4"
    made("edit", "S7", "office.organisation=Bar Association")
    assert side(made, "C1", "Bar Association")["country"] is None


def test_each_statement_stands_with_speaker_office_translation_and_the_sources_words(made):
    out = made("positions", "C1").out
    assert "confirms C1. Рашад Алиев, spokesman, Interior Ministry, AZ: «Она задержана» [S1 R1]" in out
    assert "in translation: “She has been detained”" in out
    assert "as the source has it: “a spokesman confirmed it” [R1]" in out
    assert "there was no such case (paraphrase) [S2]" in out
    assert "on behalf of Jane Roe: “She is no spy”" in out
    said = side(made, "C1", "Azerbaijan")["statements"][0]
    assert (said["mode"], said["text"], said["translation"]) == (
        "direct-quote",
        "Она задержана",
        "She has been detained",
    )
    assert (said["speaker_name"], said["office"]["country"], said["sources"]) == ("Рашад Алиев", "AZ", ["R1"])


def test_without_a_recorded_stance_none_is_told(made):
    page = told(made, "P6")
    assert [said["id"] for said in page["no_stance"]] == ["S3"]
    assert page["no_stance"][0]["stances"] == []
    out = made("positions", "P6").out
    assert out.index("Said about it, no stance recorded") < out.rindex("no comment on that")
    made(
        "add-statement",
        "I deny that she is a spy",
        "--by",
        "P3",
        "--on",
        "2026-05-06",
        "--kind",
        "denial",
        "--about",
        "C1",
    )
    assert [said["id"] for said in told(made, "C1")["no_stance"]] == ["S3", "S7"]


def test_replies_and_corrections_are_linked_both_ways(made):
    made("add-statement", "We were misquoted", "--by", "P2", "--on", "2026-05-07", "--supersedes", "S6")
    out = made("positions", "C1").out
    assert "in reply to S2 (Рашад Алиев, 9 Apr 2026: there was no such case)" in out
    assert "answered by S3 (John Doe, 10 Apr 2026: no comment on that)" in out
    assert "corrected by S7 (Рашад Алиев, 7 May 2026: We were misquoted)" in out
    assert "denied since 9 Apr 2026, last 5 May 2026 (S2, S6); corrected by S7, with no stance recorded" in out
    assert side(made, "C1", "Azerbaijan")["positions"][0]["corrected_by"] == ["S7"]
    page = told(made, "C1")
    assert [said["id"] for said in page["no_stance"]] == ["S3", "S7"]  # neither is about the charge by itself
    assert page["no_stance"][1]["supersedes"] == "S6"
    made("edit", "S7", "stances+=confirms:C1")
    out = made("positions", "C1").out
    assert (
        "confirmed, 3 Mar 2026 (S1); denied, 9 Apr 2026 and 5 May 2026 (S2, S6); confirmed since 7 May 2026 (S7)" in out
    )


def test_an_order_that_dates_leave_open_is_said_to_be_open(made):
    made("add-statement", "Yes", "--by", "P3", "--on", "April 2026", "--stance", "confirms:C1")
    made("add-statement", "No", "--by", "P3", "--on", "2026-04-20", "--stance", "denies:C1")
    assert (
        "confirmed, Apr 2026 (S7); denied, 20 Apr 2026 (S8); in which order is not on record"
        in made("positions", "C1").out
    )
    assert side(made, "C1", "United Kingdom")["positions"][0]["order_certain"] is False
    made("edit", "S7", "in_reply_to=S8")
    assert "denied, 20 Apr 2026 (S8); confirmed since Apr 2026 (S7)" in made("positions", "C1").out


def test_a_person_is_told_with_charges_and_events(made):
    page = told(made, "P6")
    assert [target["id"] for target in page["targets"]] == ["P6", "C1", "E1"]
    assert "on E1" in made("positions", "Roe").out
    assert side(made, "P6", "United Kingdom")["positions"][0]["stances"] == ["contests-legality"]
    assert side(made, "P6", "Azerbaijan")["accusations"] == [
        {
            "charge": "C1",
            "person": "P6",
            "offence": "espionage",
            "status": "alleged",
            "when": side(made, "P6", "Azerbaijan")["accusations"][0]["when"],
        }
    ]
    assert "Azerbaijani side accuses Jane Roe: espionage; alleged, 2 Mar 2026 [C1 R1]" in made("positions", "C1").out


def test_two_stances_in_one_breath_are_one_position(made):
    made("add-statement", "In part", "--by", "P3", "--on", "2026-05-08", "--stance", "partly-confirms:C1",
         "--stance", "justifies:C1")  # fmt: skip
    assert "partly confirmed and justified, 8 May 2026 (S7)" in made("positions", "C1").out


def test_nothing_on_record_says_the_next_step_and_groups_are_pointed_to(made, ok, run):
    ok("add-person", "Omar Haddad", "--role", "detainee")
    out = ok("positions", "P7").out
    assert "Nothing that was said about it is on record." in out
    assert "--about P7 --stance denies:P7" in out
    ok("add-detainee", "five colleagues", "--group", "--count", "5", "--detained", "2026-03-01", "--place", "Baku")
    ok("edit", "P8", "members=P7")
    assert "casefile positions P8" in ok("positions", "P7").out
    assert run("positions").code == 2
    assert run("positions", "P99").code == 3


def test_statements_that_answer_each_other_in_a_circle_are_shown_once(made):
    made("edit", "S2", "in_reply_to=S3")
    ids = [said["id"] for found in told(made, "P6")["sides"] for said in found["statements"]]
    assert sorted(ids) == ["S1", "S2", "S4", "S5", "S6"]


@pytest.mark.parametrize("width", [60, 80])
def test_screen(made, snapshot, width):
    out = made("positions", "C1", env={"TTY_COMPATIBLE": "1", "NO_COLOR": "1", "COLUMNS": str(width)}).out
    assert all(len(line) <= width for line in out.splitlines() if line.isascii())
    assert out == snapshot
