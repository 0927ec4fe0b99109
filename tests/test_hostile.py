"""Text from outside is data: whatever is in it is shown, and nothing of it is obeyed, in any field, anywhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TROUBLE = {
    "markup": "[red]x[/red] [/] [a.k.a. Bo] [link=http://x]y[/link] :smile:",
    "ansi": "a\x1b[31mred\x1b[0m\x1b[2J",
    "osc8": "a\x1b]8;;http://evil.example\x07link\x1b]8;;\x07",
    "c1": "a\x9b31mred",
    "bidi": "abc\u202egnp.exe\u2066x\u2069",
    "nul": "a\x00b",
    "lines": "one\ntwo\r\nthree\u2028four",
    "invisible": "a\ufeffb\U000e0041c",
    "word": "x" * 5_000,
    "letters": "я" * 5_000,
    "emoji": "👩‍👩‍👧 текст 漢字" * 20,
    "combining": "e" + "\u0301" * 2_000,
}
OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
SCREENS = {
    "narrow terminal": {"TTY_COMPATIBLE": "1", "NO_COLOR": "1", "COLUMNS": "60"},
    "wide terminal": {"TTY_COMPATIBLE": "1", "NO_COLOR": "1", "COLUMNS": "160"},
    "pipe": {},
}
VIEWS = (
    ["list"],
    ["list", "people"],
    ["list", "charges"],
    ["list", "statements"],
    ["list", "events"],
    ["list", "sources"],
    ["timeline"],
    ["show", "P1"],
    ["show", "C1"],
    ["show", "S1"],
    ["show", "E1"],
    ["show", "R1"],
    ["search", "x"],
    ["positions", "P1"],
    ["changes"],
)


def case_of(text: str) -> bytes:
    """A case with `text` in every field that takes free text."""
    when = {"text": text[:100] or "x", "edtf": "2025-07-01", "earliest": "2025-07-01", "latest": "2025-07-01"}
    citation = {"source": "R1", "quote": text, "locator": {"page": text}}
    common = {"notes": text, "citations": [citation]}
    office = {"title": text, "organisation": text}
    return json.dumps(
        {
            "casefile": {"format": "casefile", "schema": 1, "last_ids": {}},
            "people": [
                {
                    "id": "P1",
                    "names": [{"text": text, "type": "primary"}, {"text": text}],
                    "roles": ["detainee"],
                    "occupation": text,
                    "offices": [office],
                    "consent": {"scope": text},
                    **common,
                }
            ],
            "charges": [
                {
                    "id": "C1",
                    "person": "P1",
                    "offence": text,
                    "code": text,
                    "article": text,
                    "sentence": text,
                    "alleged_by": "P1",
                    "updates": [{"status": "alleged", "when": when, "note": text}],
                    **common,
                }
            ],
            "statements": [
                {
                    "id": "S1",
                    "speaker": "P1",
                    "office": office,
                    "text": text,
                    "translation": text,
                    "verb": text,
                    "when": when,
                    "about": ["P1"],
                    **common,
                }
            ],
            "events": [
                {
                    "id": "E1",
                    "kind": "detention",
                    "when": when,
                    "known": when,
                    "place": text,
                    "text": text,
                    "outcome": text,
                    "participants": [{"person": "P1", "role": "subject"}],
                    **common,
                }
            ],
            "sources": [{"id": "R1", "publisher": text, "title": text, "author": text, "url": text, "published": when}],
        }
    ).encode()


@pytest.mark.parametrize("name", TROUBLE)
def test_everything_is_shown_and_nothing_obeyed(ok, case, name):
    text = TROUBLE[name]
    ok("import", "-", stdin=case_of(text))
    for view in VIEWS:
        for environ in SCREENS.values():
            out = ok(*view, env=environ).out
            assert not OBEYED.search(out), (view, OBEYED.search(out))
        for form in ("json", "csv"):
            ok(*view, "--format", form)
    if len(text) < 200:
        flat = ok("show", "P1").out
        for visible in re.findall(
            r"[\w.\[\]/=:]+", "".join(character if character.isprintable() else " " for character in text)
        ):
            assert visible in flat
    assert json.loads(ok("show", "S1", "--json").out)["record"]["text"] == text


def test_lines_of_a_narrow_terminal_are_not_too_long(ok, case):
    ok("import", "-", stdin=case_of("x" * 20_000))
    for view in (["list"], ["timeline"], ["show", "P1"], ["list", "statements"]):
        assert max(map(len, ok(*view, env=SCREENS["narrow terminal"]).out.splitlines())) <= 60, view


@pytest.mark.parametrize(
    "text",
    ["x" * 100_000, "я" * 100_000, "слово " * 160_000, "a\u0301" * 300_000],
    ids=["word", "letters", "megabyte", "accents"],
)
def test_a_text_of_any_length_is_shown(ok, case, text):
    ok("add-statement", "-", "--by", "somebody", "--create", "individual", "--on", "2025", stdin=text.encode())
    for view in (["list", "statements"], ["timeline"], ["show", "S1"], ["search", text[:5]]):
        out = ok(*view, env=SCREENS["narrow terminal"]).out
        assert max(map(len, out.splitlines())) < 400, view


def test_a_folded_word_loses_no_letter(ok, case):
    ok(
        "add-statement",
        "-",
        "--by",
        "somebody",
        "--create",
        "individual",
        "--on",
        "2025",
        stdin=("я" * 50_000).encode(),
    )
    assert ok("timeline", env=SCREENS["narrow terminal"]).out.count("я") == 50_000
    assert ok("show", "S1", env=SCREENS["narrow terminal"]).out.count("я") >= 50_000


@pytest.mark.parametrize("text", ["\udcff", "a\ud800b"])
def test_what_is_no_text_is_refused(run, case, text):
    result = run("add-detainee", text)
    assert result.code == 2
    assert not case.exists()
    assert run("add-statement", "-", "--by", "P1", "--on", "2025", stdin=b"\xff\xfe").code == 2


def test_an_output_without_unicode_gets_escapes_and_no_error(ok, sample):
    for view in (["timeline"], ["list"], ["show", "P8"], ["search", "россиян"], ["--help"], ["timeline", "--help"]):
        out = ok(*view, encoding="ascii").out
        assert out.isascii()
    assert "\\u0418" in ok("show", "P8", encoding="ascii").out
    assert json.loads(ok("show", "P8", "--json").data)["record"]["names"][1]["text"] == "Игорь Картавых"


COMMAND = [sys.executable, "-m", "casefile"]
posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell and devices")


@posix
@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LANG": "C"}]
)
def test_a_plain_locale_is_served(sample, locale):
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))} | locale
    for view in ("timeline", "list", "show Kartavykh", "show nobody"):
        done = subprocess.run([*COMMAND, *view.split()], env=environ, capture_output=True, check=False)
        assert done.returncode == (3 if "nobody" in view else 0), done.stderr
        assert b"Traceback" not in done.stderr
        assert "≤".encode() not in done.stdout


@posix
@pytest.mark.parametrize("view", ["timeline", "list people --json", "export --csv statements", "--help"])
def test_a_closed_pipe_is_left_quietly(sample, view):
    python = f"'{sys.executable}' -m casefile"
    done = subprocess.run(
        ["bash", "-c", f"{python} {view} | head -c 1 >/dev/null; exit ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("view", ["timeline", "list --json", "export --csv people", "--version", "add-person Somebody"])
def test_a_full_disk_behind_the_output_is_told(sample, view):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, *view.split()], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert "could not be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
