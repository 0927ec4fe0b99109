"""The second sample case: its chapters make it, and each answer casefile gives is seen on it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from casefile.store import layout

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "data" / "lazur-2026.json"
CREW, FISHERS, MARINA, ARKADY, LEYLA, CAPTAIN, NICAT, SAMIRA, YOUSEF, UVAROVSKY = (
    "P42", "P44", "P45", "P46", "P47", "P48", "P53", "P55", "P56", "P61",
)  # fmt: skip
PLANTED = [
    ("E48", "contradiction"),  # became known before it happened
    ("E49", "later-than-source"),
    ("E50", "overlap"),  # detained while held
    ("E47", "uncited"),
    ("C7", "no-accuser"),
    ("S244", "no-office"),  # the old spokeswoman
    ("E15", "no-place"),
    ("R21", "not-opened"),
    ("R37", "not-opened"),
]


@pytest.fixture(scope="module")
def history(tmp_path_factory) -> Path:
    """The case made by its script, with its history."""
    path = tmp_path_factory.mktemp("lazur") / "case.json"
    environ = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "data/lazur-2026/make.py", str(path)], cwd=ROOT, env=environ, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - began < 60
    return path


@pytest.fixture
def lazur(case) -> Path:
    """A copy of the case in the place of the case file."""
    shutil.copy(KEPT, case)
    case.chmod(0o600)
    return case


@pytest.fixture
def entered(history, case, tmp_path_factory, monkeypatch) -> Path:
    """A copy of the case with its history, and a state folder of the test's own."""
    for path in history.parent.iterdir():
        shutil.copy(path, case.parent / path.name)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    return case


def asked(ok, *args):
    return json.loads(ok(*args, "--json").out)


def ids(ok, *words):
    return list(dict.fromkeys(row["id"] for row in asked(ok, "search", *words)))


def test_script_makes_the_case(history):
    made = layout.parse(history.read_bytes(), history).tables
    del made[layout.HEADER]["1"]["journal"]
    assert layout.serialise(made) == KEPT.read_bytes()


def test_the_case_is_as_large_and_as_mixed_as_it_says(ok, lazur):
    counts = {table: len(asked(ok, "list", table)) for table in ("people", "charges", "statements", "events", "sources")}
    assert counts == {"people": 70, "charges": 11, "statements": 406, "events": 55, "sources": 38}
    said = asked(ok, "list", "statements")
    assert Counter(row["lang"] for row in said) == {"ru": 152, "az": 127, "en": 123, "ar": 4}
    assert len({row["text"] for row in said}) == len(said)
    assert {row["speaker"] for row in said} > {"P12", "P18", "P24", "P27", CAPTAIN}
    assert sum(row["mode"] == "paraphrase" for row in said) > 40


def test_nobody_in_it_is_of_a_state_that_is_there(ok, lazur):
    people = asked(ok, "list", "people")
    codes = {code for row in people for code in row["nationality"]}
    codes |= {office["country"] for row in people for office in row["offices"]}
    assert codes - {None} == {"XV", "XQ", "XH"}


def test_status_counts_a_group_and_its_members_once(ok, lazur):  # 1
    data = asked(ok, "status")
    assert data["people"] == {"least": 37, "most": 39, "about": True}
    assert data["held"] == {"least": 24, "most": 26, "about": True}
    found = {row["status"]: row for row in data["statuses"]}
    assert found["exchanged"]["ids"] == ["P49", "P58", "P59", "P62"]
    assert (found["pretrial-custody"]["least"], found["pretrial-custody"]["most"]) == (12, 13)
    assert found["missing"]["ids"] == ["P57"]  # though the custody of the crew was extended later
    assert CREW in found["pretrial-custody"]["ids"]
    out = ok("status").out
    assert "How many people P44 is: about 12." in out
    assert "Whether P46 belongs to P42, crew of the Albatros-7 (group of 20), is not" in out


def test_status_of_a_day_by_what_was_public_on_another(ok, lazur):  # 1
    def held(*args):
        return {row["status"]: row["ids"] for row in asked(ok, "status", *args)["statuses"]}

    assert MARINA in held("--as-of", "2026-03-13")["reported-detained"]
    assert MARINA not in held("--as-of", "2026-03-08").get("reported-detained", [])
    # she was held, and nobody had said so yet
    assert MARINA not in held("--as-of", "2026-03-13", "--known-by", "2026-03-10").get("reported-detained", [])
    assert held("--as-of", "2026-07-01")["released"] == [YOUSEF, "P65", "P66", "P67"]


def test_a_group_keeps_what_remains_and_its_members_what_it_went_through(ok, run, lazur):  # 2
    out = ok("show", CREW).out
    assert "group of 20, of whom 10 named and 1 described apart; 10 of 20 still" in out
    assert "group of about 12, of whom 4 named" in ok("show", FISHERS).out
    shown = asked(ok, "show", UVAROVSKY)
    assert (shown["custody"]["status"], shown["custody"]["held"]) == ("pretrial-custody", True)
    assert shown["through"]["E1"] == CREW
    assert [charge["id"] for charge in shown["charges"]] == ["C1"]
    # who was released is not held again by what later befell the group
    freed = asked(ok, "show", "P65")["custody"]
    assert (freed["status"], freed["days_min"], freed["days_max"]) == ("released", 79, 80)
    assert "E30" not in freed["events"]
    assert run("join", "P57", CREW).code == 4  # the radio operator is of the crew already
    ok("split", CREW, "Ilya Sukhoruk", "--source", "R34")
    assert "9 of 20 still" in ok("show", CREW).out
    ok("undo")
    assert "10 of 20 still" in ok("show", CREW).out


def test_a_ministry_confirms_denies_and_corrects(ok, lazur):  # 3
    data = asked(ok, "positions", "E5")
    side = next(side for side in data["sides"] if side["country"] == "XQ")
    assert side["side"] == "Qızılsahil (XQ)"
    position = side["positions"][0]
    runs = [(run["stances"], run["statements"][0]) for run in position["before"]]
    assert runs[:2] == [(["confirms"], "S7"), (["denies"], "S9")]
    chain = [*runs, (position["stances"], position["statements"][0])]
    assert chain[2] == (["partly-confirms"], "S11")
    said = {row["id"]: row for row in side["statements"]}
    assert (said["S9"]["superseded_by"], said["S9"]["answered_by"]) == (["S11"], ["S10"])
    assert said["S9"]["text"].startswith("Təcridxanalarımızda")
    assert said["S9"]["translation"].startswith("There is no citizen of Harrowmere")
    out = " ".join(ok("positions", "E5").out.split())
    assert "confirmed, 12 Mar 2026 (S7); denied, 15 Mar 2026 (S9); partly confirmed" in out


def test_a_death_that_was_reported_is_nobodys_fact(ok, lazur):  # 3
    sides = {side["side"]: side for side in asked(ok, "positions", UVAROVSKY)["sides"]}
    stances = {name: [position["stances"] for position in side["positions"]] for name, side in sides.items()}
    assert stances["Harbour Radio (P43)"] == [["asserts"]]
    assert stances["Qızılsahil (XQ)"] == [["denies"]]
    assert sides["Harbour Radio (P43)"]["positions"][0]["corrected_by"] == ["S102"]
    assert asked(ok, "show", UVAROVSKY)["custody"]["status"] == "pretrial-custody"
    assert "died-in-custody" not in {row["status"] for row in asked(ok, "status")["statuses"]}


def test_conflicts_are_kept_with_who_says_what_and_how_sure(ok, run, lazur):  # 4
    found = {(row["record"], row["label"]): row for row in asked(ok, "conflicts")}
    assert len(found) == 13
    assert Counter(row["state"] for row in found.values()) == {"unresolved": 10, "resolved": 2, "reopened": 1}
    count = found[CREW, "count"]
    assert count["state"] == "resolved"
    assert count["reason"] == "the port's own crew list; the radio counted from the shore"
    grades = {value["text"]: sorted(voice["grade"] for voice in value["voices"]) for value in count["values"]}
    assert grades == {"20": ["A1", "C-"], "22": ["D4"]}
    assert found["E4", "when"]["state"] == "reopened"
    assert [value["text"] for value in found["E4", "when"]["values"]] == ["≤ 11 Mar 2026", "9 Mar 2026", "10 Mar 2026", "8 Mar 2026"]
    offices = [value["text"] for value in found[MARINA, "office"]["values"]]
    assert offices == ["special correspondent", "head of the newsdesk", "reporter"]
    ok("resolve", "P50", "born", "2", "--reason", "the crew list gives the day")
    assert "2 Jun 1973" in ok("show", "P50").out
    assert len(asked(ok, "conflicts", "P50")[0]["values"]) == 2


@pytest.mark.parametrize(
    ("typed", "person"),
    [
        ("Лейла Хартвелл", LEYLA),
        ("Asgarli Leyla", LEYLA),
        ("Nijat", NICAT),
        ("Ниджата Гювенджли", NICAT),
        ("سميرة", SAMIRA),
        ("Аль-Хаттаби Самира", SAMIRA),
        ("Samira Khattabi", SAMIRA),
        ("Уваровского", UVAROVSKY),
        ("Eldar Kasymly", "P60"),
    ],
)
def test_people_are_found_in_any_script(ok, lazur, typed, person):  # 5
    assert asked(ok, "show", typed)["record"]["id"] == person


def test_due_has_what_is_overdue_first(ok, lazur):  # 6
    rows = asked(ok, "due")
    overdue = [(row["id"], row["what"]) for row in rows if row["overdue"] == "yes"]
    assert overdue == [("P34", "consent expires"), ("E51", "hearing"), ("E39", "custody expires")]
    assert [row["id"] for row in rows] == ["P34", "E51", "E39", "E33", "E53", "E25", "E55", "E52", "P41", "P33", "E54", "E46", "P47", "P36"]
    assert [row["id"] for row in asked(ok, "due", "--within", "20d")][-1] == "E55"
    ok("done", "E51", "--result", "postponed", "--source", "R35")
    ok("add-event", "custody-extension", "--on", "2026-11-20", "--until", "2027-01-20", "--about", CREW)
    rows = asked(ok, "due")
    assert [row["id"] for row in rows if row["overdue"] == "yes"] == ["P34"]
    assert ("E56", "2027-01-20") in [(row["id"], row["when"]["latest"]) for row in rows]
    feed = ok("due", "--ics").out
    assert feed.count("BEGIN:VEVENT") == 12  # one consent is confidential
    assert "interpreter" not in feed


def test_rights_are_told_from_the_record_and_no_further(ok, lazur):  # 7
    def checked(person):
        return {row["right"]: row for row in asked(ok, "rights", person)["rights"]}

    captain = checked(CAPTAIN)
    assert (captain["vccr-36-1-c"]["state"], captain["vccr-36-1-c"]["states"]) == ("honoured", ["denied", "honoured"])
    assert captain["vccr-36-1-c"]["disputed_by"] == ["S15"]
    row = captain["iccpr-9-3"]
    assert (row["state"], row["days_min"], row["days_max"]) == ("delayed", 20, 21)
    assert captain["iccpr-14-3-f"]["state"] == "denied"
    assert captain["iccpr-9-2-reasons"]["state"] == "unknown"
    assert checked(CREW)["vccr-36-1-c"]["state"] == "denied"
    yousef = checked(YOUSEF)["vccr-36-1-c"]
    assert (yousef["state"], yousef["disputed_by"]) == ("declined", ["S110"])
    assert asked(ok, "rights", LEYLA)["vccr"]["shown_to_apply"] is False  # she is a national of both
    assert {row["state"] for row in checked(ARKADY).values()} == {"unknown"}


def test_check_finds_the_slips_and_mends_what_is_mechanical(ok, run, lazur):  # 8
    result = run("check", "--json")
    assert result.code == 1
    findings = json.loads(result.out)
    assert [(row["id"], row["kind"]) for row in findings] == PLANTED
    assert all(row["mend"].startswith("casefile ") for row in findings)
    ok("edit", "E47", "citations+=R34")
    ok("edit", "C7", "alleged_by=P7")
    assert run("check", "C7").code == 0
    assert len(json.loads(run("check", "--json").out)) == len(PLANTED) - 2
    assert json.loads(run("check", "--stale", "5", "--only", "stale", "--json").out)


def test_changes_since_a_day_are_told_in_words(ok, entered):  # 9
    data = asked(ok, "changes", "--since", "2026-11-10", "--until", "2026-11-20")
    assert [change["id"] for change in data["changes"]] == ["E4"]
    assert data["left_out"]["internal"] == [CREW, MARINA, CAPTAIN]  # a preference, a preference, a check
    text = data["changes"][0]["text"]
    assert "when: 8 Mar 2026 is also given by Arkady Pelevtsov, 14 Nov 2026 (R34 Моревск-Информ, Nov 2026)" in text
    first = ok("changes", "--since", "2026-03-03", "--until", "2026-03-03").out
    assert "crew of the Albatros-7 (group of 20), detainee, sailors, XV; reported detained" in " ".join(first.split())
    # the interpreter in danger is in no report
    whole = ok("changes", "--since", "1")
    assert "second floor" not in whole.out
    assert "interpreter at the remand" not in whole.out
    assert "second floor" in ok("changes", "--since", "1", "--confidential").out
    ok("changes", "--mark")
    ok("add-event", "lawyer-visit", "--on", "2026-11-22", "--about", CAPTAIN, "--source", "R34")
    assert [change["id"] for change in asked(ok, "changes")["changes"]] == ["E56"]


def test_the_history_can_be_proved_and_told(ok, entered):
    ok("verify")
    log = asked(ok, "log")
    assert len(log) > 600
    assert {entry["author"] for entry in log} == {"Lazur desk"}
    entered = next(entry["seq"] for entry in log if CREW in json.dumps(entry))
    assert len(asked(ok, "show", CREW)["record"]["members"]) == 11
    assert asked(ok, "show", CREW, "--at", str(entered))["record"]["members"] == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("kind:custody-extension about:P42", ["E6", "E19", "E30", "E39"]),
        ("is:event missing:citation", ["E47"]),
        ("kind:correction", ["S11", "S102", "S105", "S285"]),
        ("lang:ar is:statement", ["S58", "S151", "S155", "S286"]),
        ("stance:denies by:(country:XQ) when:2026-03", ["S9", "S15"]),
        ("is:charge status:dropped -about:P47", ["C4", "C6", "C8"]),
        ("“нейтральных водах”", ["S2"]),
        ("Uvarovski when:2026-04-29", ["S61"]),
        ("planned:yes -kind:meeting kind:hearing when:2026-12", ["E52", "E55"]),
        ("reliability:E", ["R37"]),
    ],
)
def test_search_finds(ok, lazur, words, found):  # 10
    assert sorted(ids(ok, words), key=lambda one: int(one[1:])) == found


def test_the_same_words_filter_a_timeline_and_are_saved(ok, lazur):  # 10
    rows = asked(ok, "timeline", CAPTAIN, "--where", "is:event kind:hearing")
    assert [row["records"] for row in rows] == [["E10"], ["E40"], ["E43"], ["E51"]]
    ok("search", "kind:release", "--save", "freed")
    assert ids(ok, "@freed") == ["E20", "E28", "E34", "E44"]


def test_a_public_copy_hides_whoever_is_in_danger(ok, lazur):
    out = ok("export", "--json", "--redact", "public").out
    assert "emptied in a hurry" not in out
    assert "conversation with R." not in out
    assert "In danger if found out" not in out


def test_custody_is_drawn_and_counted_as_status_tells_it(ok, lazur):
    """Point 11: bars that end where custody does, statements below them, and counts of people."""
    (bar,) = json.loads(ok("timeline", "--chart", "Ostrovetskaya", "--json").out)
    spells = [(one["status"], one["from"]["earliest"], one["to"] and one["to"]["latest"]) for one in bar["spells"]]
    assert spells == [
        ("reported-detained", "2026-03-09", "2026-06-10"),
        ("house-arrest", "2026-06-10", None),
    ]
    assert "S292" in {said["id"] for said in bar["statements"] if said["kind"] == "allegation"}
    drawn = ok("timeline", "--chart", "Ostrovetskaya", env={"COLUMNS": "100"}).out
    assert "█▄" in drawn
    assert "▄→" in drawn
    assert "▲" in drawn
    released = ok("timeline", "--chart", "Pelevtsov", env={"COLUMNS": "100"}).out
    assert "‹▒" in released
    assert "█◇" in released
    told = {row["status"]: (row["least"], row["most"]) for row in json.loads(ok("status", "--json").out)["statuses"]}
    (counted,) = json.loads(ok("stats", "--by", "status", "--json").out)["breakdowns"][:1]
    assert {count["value"]: (count["least"], count["most"]) for count in counted["counts"]} == told
