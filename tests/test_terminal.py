"""On a terminal casefile asks: for what is missing, about likely duplicates, about people it does not know."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from keyboard import INTERRUPT, press


def talk(
    case: Path, *args: str, answers: tuple[tuple[str, str], ...] = (), env: dict[str, str] | None = None
) -> tuple[int, str]:
    """Run a command on a terminal; each answer is typed when the question before it has appeared."""
    keys = tuple((asked, answer if answer == INTERRUPT else f"{answer}\n") for asked, answer in answers)
    return press(case, *args, keys=keys, env={"TERM": "dumb", "COLUMNS": "100"} | (env or {}), patience=60)


def people(case: Path) -> list[str]:
    tables = json.loads(case.read_text(encoding="utf-8"))
    return [record["names"][0]["text"] for record in tables["people"].values()]


def test_what_is_missing_is_asked_for(case):
    code, screen = talk(case, "add-detainee", answers=(("Name:", "Игорь Картавых"),))
    assert code == 0, screen
    assert people(case) == ["Игорь Картавых"]


def test_what_cannot_be_read_is_asked_for_again(case):
    answers = (
        ("Kind:", "meetin"),
        ("Did you mean “meeting”", "meeting"),
        ("When", "32 July"),
        ("no day 32", "9 October 2025"),
    )
    code, screen = talk(case, "add-event", answers=answers)
    assert code == 0, screen
    assert "Added E1  meeting, 9 Oct 2025" in screen


@pytest.mark.parametrize(("answer", "code", "count"), [("n", 4, 1), ("y", 0, 2)])
def test_a_likely_duplicate_is_asked_about(ok, case, answer, code, count):
    ok("add-detainee", "Igor Kartavykh")
    done, screen = talk(case, "add-detainee", "Игорь Картавых", answers=(("[y/N]", answer),))
    assert (done, len(people(case))) == (code, count), screen
    assert "P1  Igor Kartavykh" in screen


def test_somebody_unknown_is_entered_as_what_the_person_says(ok, case):
    ok("add-detainee", "Jane Roe")
    code, screen = talk(
        case, "add-charge", "P1", "theft", "--by", "Supreme Court", answers=(("individual/organisation/state", "org"),)
    )
    assert code == 0, screen
    assert json.loads(ok("show", "P2", "--json").out)["record"]["kind"] == "organisation"
    code, screen = talk(
        case, "add-charge", "P1", "theft", "--by", "Somebody Else", answers=(("individual/organisation/state", "no"),)
    )
    assert code == 3, screen


def test_a_statement_without_text_opens_the_editor(ok, case, tmp_path):
    ok("add-official", "John Doe", "--office", "spokesman")
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text('Мы на связи.\\n', encoding='utf-8')",
        encoding="utf-8",
    )
    env = {"EDITOR": f"{sys.executable} {script}"}
    code, screen = talk(case, "add-statement", "--by", "Doe", "--on", "2025-11-15", env=env)
    assert code == 0, screen
    assert json.loads(ok("show", "S1", "--json").out)["record"]["text"] == "Мы на связи."


def test_an_invalid_form_can_be_mended(ok, case, tmp_path):
    ok("add-detainee", "Jane Roe")
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys, pathlib; path = pathlib.Path(sys.argv[1]); text = path.read_text(encoding='utf-8')\n"
        "bad = 'roles = [\"plumber\"]' in text.replace('\\n', '').replace('    ', '').replace(',]', ']')\n"
        "text = text.replace('plumber', 'witness') if bad else text.replace('detainee\"', 'plumber\"')\n"
        "path.write_text(text, encoding='utf-8')\n",
        encoding="utf-8",
    )
    code, screen = talk(case, "edit", "P1", answers=(("mend it?", "y"),), env={"EDITOR": f"{sys.executable} {script}"})
    assert code == 0, screen
    assert json.loads(ok("show", "P1", "--json").out)["record"]["roles"] == ["witness"]
    assert not list(case.parent.glob(".casefile-edit-*"))


@pytest.mark.parametrize(("answer", "left"), [("n", ["Jane Roe"]), ("y", [])])
def test_a_cascade_is_confirmed(ok, case, answer, left):
    ok("add-detainee", "Jane Roe", "--detained", "2025")
    _, screen = talk(case, "remove", "P1", "--cascade", answers=(("Remove all this?", answer),))
    assert "E1" in screen
    assert people(case) == left


@pytest.mark.parametrize(("answer", "code", "left"), [("n", 2, 3), ("y", 0, 2)])
def test_a_merge_is_confirmed_with_what_it_would_do_in_view(ok, case, answer, code, left):
    ok("add-detainee", "Jane Roe", "--detained", "2025")
    ok("add-person", "Jane Row", "--role", "witness", "--born", "1980", "--force")
    ok("add-charge", "P2", "theft", "--by", "Court", "--create", "organisation")
    done, screen = talk(case, "merge", "P1", "P2", answers=(("Merge them?", answer),))
    assert (done, len(people(case))) == (code, left), screen
    assert "P2  Jane Row, witness (goes into it)" in screen
    assert "will name P1 in its place: C1" in screen


def test_who_joins_is_asked_for_and_since_when(ok, case):
    ok("add-detainee", "two sailors", "--count", "2")
    ok("add-detainee", "Jane Roe")
    answers = (("Who (name or id):", "Roe"), ("Group:", "P1"), ("since", "32 July"), ("no day 32", ""))
    code, screen = talk(case, "join", answers=answers)
    assert code == 0, screen
    assert "2, of whom 1 named; 1 of 2 still unnamed" in screen


@pytest.mark.parametrize(("answer", "code", "count"), [("n", 4, 2), ("y", 0, 3)])
def test_a_member_who_may_be_in_the_file_is_asked_about(ok, case, answer, code, count):
    ok("add-detainee", "two sailors", "--count", "2")
    ok("add-detainee", "Igor Kartavykh")
    done, screen = talk(case, "split", "P1", "Игорь Картавых", answers=(("Do it all the same?", answer),))
    assert (done, len(people(case))) == (code, count), screen
    assert "casefile join P2 P1" in screen or answer == "y"


def test_a_reason_to_prefer_a_value_is_asked_for(ok, sample):
    ok("add-claim", "P8", "office=executive director", "--source", "R1")
    code, screen = talk(sample, "resolve", "P8", "office", "2", answers=(("Reason:", "his own card"),))
    assert code == 0, screen
    assert json.loads(ok("show", "P8", "--json").out)["record"]["resolutions"][0]["reason"] == "his own card"


def test_interrupting_leaves_with_130(case):
    code, screen = talk(case, "add-detainee", answers=(("Name:", INTERRUPT),))
    assert code == 130, screen
    assert "Interrupted" in screen
    assert not case.exists()


def test_hits_are_highlighted(ok, sample):
    env = {"TTY_COMPATIBLE": "1", "COLUMNS": "120", "TERM": "xterm"}
    assert "\x1b[1;7mстало бы\x1b[0m" in ok("search", "СТАЛО БЫ", env=env).out
