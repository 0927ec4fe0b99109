"""The walk through an article's drafts, as somebody at a terminal goes it: one key a decision, and nothing before the end."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from keyboard import INTERRUPT, press
from stories import CAMERA, EDITOR, QUOTE, SPEAKER, STORY, drafts_file, encoded

KEYS = "? help"
SPEAKS = "Эльчин Рзаев"


@pytest.fixture
def story(case):
    Path("story.txt").write_text(STORY, encoding="utf-8")
    path = Path("story.drafts.json")
    path.write_text(encoded(drafts_file()), encoding="utf-8")
    return str(path)


def at(number: int, key: str) -> tuple[str, str]:
    """Press a key when draft `number` of eight is there, with what can be pressed."""
    return f"{number} of 8", key


def ready(*keys: str) -> tuple[tuple[str, str], ...]:
    return tuple((KEYS, key) for key in keys)


def rows(ok, table):
    return json.loads(ok("list", table, "--json").out)


def names(ok):
    return [row["names"][0]["text"] for row in rows(ok, "people")]


def test_what_is_accepted_is_entered_at_the_end_as_one_change(ok, case, story):
    code, screen = press(case, "accept", story, keys=(*ready(*"aaaaaaaa"), ("8 to enter", "a")))
    assert code == 0, screen
    assert names(ok) == [EDITOR, CAMERA, SPEAKER, "полиция Гянджи"]
    assert [len(rows(ok, table)) for table in ("events", "statements", "charges")] == [2, 1, 1]
    assert len(json.loads(ok("log", "--json").out)) == 1
    assert not case.with_name("case.json.drafts").exists()


def test_words_that_something_was_read_from_are_marked(case, story):
    _, screen = press(case, "accept", story, keys=(*ready(*"aaaaaa"), (KEYS, "l")))
    assert f"«[{QUOTE}]»" in screen.replace("\n  ", " ")
    _, screen = press(case, "accept", story, keys=(("later", "l"),), env={"NO_COLOR": "", "COLORTERM": ""})
    assert "\x1b[1;7mОбоих" in screen


def test_nothing_is_entered_before_the_last_draft_is_decided(ok, case, story):
    code, screen = press(case, "accept", story, keys=ready(*"aaal"))
    assert code == 0, screen
    assert not case.exists()
    code, screen = press(case, "accept", story, keys=((KEYS, "s"), *ready(*"aaaa"), ("7 to enter", "a")))
    assert "4 of 8" in screen
    assert "1 of 8" not in screen
    assert code == 0, screen
    assert names(ok) == [EDITOR, CAMERA, SPEAKER]
    assert len(json.loads(ok("log", "--json").out)) == 1


def test_ctrl_c_keeps_what_was_decided(ok, case, story):
    code, screen = press(case, "accept", story, keys=(*ready(*"aa"), (KEYS, INTERRUPT)))
    assert code == 130, screen
    assert "Nothing was changed" in screen
    assert not case.exists()
    _, screen = press(case, "accept", story, keys=((KEYS, "l"),))
    assert "3 of 8" in screen


def test_back_takes_the_last_decision_back(ok, case, story):
    keys = (*ready("s", "a", "b", "b"), ("1 of 8", "a"), *ready(*"aaaaaaa"), ("8 to enter", "a"))
    code, screen = press(case, "accept", story, keys=keys)
    assert code == 0, screen
    assert EDITOR in names(ok)


def test_all_of_a_kind_are_accepted_but_for_those_that_may_be_there(ok, case, story):
    ok("add-person", "Лейла Гасымова", "--role", "witness", "--country", "TR")
    ok("add-person", "Лейла Гасымова", "--role", "lawyer", "--force")
    keys = ((KEYS, "A"), ("2? P2", "n"), ("2 of 8", "2"), ("= P2", "a"), *ready("A"), ("7 of 8", "a"), *ready("a"))
    keys = ((KEYS, "A"), ("2? P2", "2"), ("= P2", "a"), (KEYS, "A"), ("7 of 8", "a"), (KEYS, "a"), ("to enter", "a"))
    code, screen = press(case, "accept", story, keys=keys)
    assert code == 0, screen
    assert "3 drafts of people accepted; 1 may be in the case already" in screen
    assert names(ok) == [CAMERA, CAMERA, EDITOR, SPEAKER, "полиция Гянджи"]
    cited = rows(ok, "people")[1]["citations"]
    assert [one["source"] for one in cited] == ["R1"]


def test_a_draft_is_merged_with_a_record_that_nobody_proposed(ok, case, story):
    ok("add-person", "S. Markeloff", "--role", "detainee")
    keys = ((KEYS, "m"), ("Which record", "Nobody At All\n"), ("fits", "m"), ("Which record", "markeloff\n"), ("= P1", "a"))
    code, screen = press(case, "accept", story, keys=(*keys, *ready(*"aaaaaaa"), ("to enter", "a")))
    assert code == 0, screen
    assert names(ok) == ["S. Markeloff", CAMERA, SPEAKER, "полиция Гянджи"]
    assert [one["text"] for one in rows(ok, "people")[0]["names"]] == ["S. Markeloff", EDITOR]
    assert rows(ok, "events")[0]["participants"][0]["person"] == "P1"


def test_what_fell_with_somebody_skipped_is_not_asked_about(ok, case, story):
    keys = (*ready("a", "a"), ("3 of 8", "s"), *ready("a", "a", "a"), ("2 fallen with those", "a"))
    code, screen = press(case, "accept", story, keys=keys)
    assert code == 0, screen
    assert rows(ok, "statements") == rows(ok, "charges") == []
    _, screen = press(case, "accept", story)
    assert "nothing new" in screen


def test_a_draft_is_edited_as_a_form(ok, case, story, tmp_path):
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys, pathlib; path = pathlib.Path(sys.argv[1]); text = path.read_text(encoding='utf-8')\n"
        "assert '\"@p1\"' in text, text\n"
        "text = text.replace('@p2', 'P77') if 'P77' not in text else text.replace('P77', 'Рзаев')\n"
        "text = text.replace('[..2025-11-12]', '11 ноября').replace('по 12 ноя', '11 ноября').replace('≤ 12 Nov 2025', '11 ноября')\n"
        "path.write_text(text, encoding='utf-8')\n",
        encoding="utf-8",
    )
    keys = (*ready(*"aaaaaae"), ("Open the editor again", "y\n"), ("11 Nov 2025", "a"), *ready("a"))
    code, screen = press(
        case, "accept", story, keys=(*keys, ("8 to enter", "a")), env={"EDITOR": f"{sys.executable} {script}"}
    )
    assert code == 0, screen
    (statement,) = rows(ok, "statements")
    assert statement["when"]["edtf"] == "2025-11-11"
    assert statement["about"] == ["P1", "P3"]
    assert statement["text"] == QUOTE
    assert not list(case.parent.glob(".casefile-edit-*"))


def test_keys_of_a_russian_layout_do_the_same(ok, case, story):
    code, screen = press(case, "accept", story, keys=(*ready(*"фффффффф"), ("8 to enter", "ф")))
    assert code == 0, screen
    assert len(names(ok)) == 4


def test_help_is_at_hand_and_other_keys_do_nothing(case, story):
    code, screen = press(case, "accept", story, keys=((KEYS, "x"), (KEYS[:0], "?"), ("Nothing is entered before", "l")))
    assert code == 0, screen
    assert screen.count("1 of 8") == 1
    assert "Nothing is entered before" in screen


@pytest.fixture
def sealed(ok, case, monkeypatch):
    """An encrypted case with nothing in it to speak of."""
    ok("add-source", "--publisher", "Other Wire", "--published", "2025-11-13")
    Path("pass").write_text("six words that nobody would guess", encoding="utf-8")
    Path("pass").chmod(0o600)
    monkeypatch.setenv("CASEFILE_PASSPHRASE_FILE", "pass")
    ok("encrypt")
    return case


def all_bytes(folder: Path, but: tuple[str, ...] = ()) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in but)


def test_an_editor_that_cannot_be_run_leaves_no_text_behind(case, story):
    keys = (*ready("e"), ("cannot be run", "l"))
    code, screen = press(case, "accept", story, keys=keys, env={"VISUAL": "", "EDITOR": "no-such-editor"})
    assert code == 0, screen
    assert list(case.parent.glob(".casefile-edit-*")) == []


SECRETS = (EDITOR, QUOTE, "Двое журналистов", "Markelov")


def test_a_review_of_an_encrypted_case_leaves_no_plain_text(ok, sealed, story):
    given = ("story.txt", "story.drafts.json", "pass")
    code, screen = press(sealed, "accept", story, keys=ready(*"aaal"))
    assert code == 0, screen
    assert sealed.with_name("case.json.drafts").read_bytes().startswith(b"age-encryption.org/v1")
    code, screen = press(sealed, "accept", story, keys=(*ready(*"aaaaa"), ("8 to enter", "a")))
    assert code == 0, screen
    assert names(ok) == [EDITOR, CAMERA, SPEAKER, "полиция Гянджи"]
    left = all_bytes(sealed.parent, given)
    for secret in SECRETS:
        assert secret.encode() not in left
    ok("evidence", "export", "R2", "-o", "copy.txt")
    assert Path("copy.txt").read_text(encoding="utf-8") == STORY
    ok("verify")


def test_what_is_under_review_is_sealed_and_opened_with_the_case(ok, case, story, monkeypatch):
    ok("add-source", "--publisher", "Other Wire")
    press(case, "accept", story, keys=ready(*"aal"))
    place = case.with_name("case.json.drafts")
    assert EDITOR.encode() in place.read_bytes()
    assert place.stat().st_mode & 0o777 == 0o600
    Path("pass").write_text("six words that nobody would guess", encoding="utf-8")
    Path("pass").chmod(0o600)
    monkeypatch.setenv("CASEFILE_PASSPHRASE_FILE", "pass")
    ok("encrypt")
    assert EDITOR.encode() not in place.read_bytes()
    _, screen = press(case, "accept", story, keys=((KEYS, "l"),))
    assert "3 of 8" in screen, screen
    ok("decrypt", "--yes")
    assert EDITOR.encode() in place.read_bytes()


def test_erasing_anything_erases_what_is_under_review(ok, case, story):
    ok("add-source", "--publisher", "Other Wire")
    press(case, "accept", story, keys=ready(*"aal"))
    ok("purge", "R1", "--reason", "asked for", "--yes")
    assert not case.with_name("case.json.drafts").exists()


@pytest.mark.parametrize("width", [60, 80])
def test_screen(case, story, snapshot, width):
    _, screen = press(case, "accept", story, keys=(*ready(*"aaaaaa"), (KEYS, "l")), env={"COLUMNS": str(width)})
    assert screen == snapshot
    assert max(map(len, screen.splitlines())) <= max(width, 75)


def test_terminal_that_draws_no_signs_gets_ascii(case, story):
    _, screen = press(
        case, "accept", story, keys=(*ready(*"aaaaaa"), (KEYS, "l")), env={"LANG": "C", "LC_ALL": "", "PYTHONUTF8": "1"}
    )
    assert "<= 12 Nov 2025" in screen
    assert not set("≤“”–") & set(screen.replace("«", ""))
