"""Carrying a case out and in: nothing lost, nothing doubled, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.formats.csv_tables import neutralise, restore

NASTY = [
    "=1+1",
    "+7 900",
    "-x",
    "@cmd",
    "'=quoted",
    "''",
    "a\r\nb",
    'with "quotes", and commas',
    "\t=tab",
    " =blank",
    "Ёлка; Əli; محمد",
    "＝wide",
    "[1] {2}",
]


@pytest.fixture
def nasty(ok, case):
    """A case whose every text is trouble."""
    ok("add-source", "--publisher", "=HYPERLINK(1)", "--title", "'@x", "--published", "2025-10-29")
    for number, text in enumerate(NASTY):
        ok(
            "add-person",
            "--note",
            text,
            "--alias",
            text,
            "--source",
            "R1",
            "--quote",
            text,
            "--force",
            "--",
            f"{text} {number}",
        )
    ok("add-charge", "--by", "P2", "--on", "~ May 2024", "--", "P1", "-theft")
    ok("add-statement", "=said", "--by", "P1", "--on", "[..2025-07-01]", "--stance", "denies:C1")
    ok(
        "add-event",
        "meeting",
        "--on",
        "unknown",
        "--known",
        "в августе",
        "--with",
        "P1:host",
        "--with",
        "P2",
        "--planned",
        "--source",
        "R1",
    )
    ok("add-detainee", "eight", "--count", "5-8")
    ok("remove", "P13")
    return case


def test_json_comes_back_to_the_byte(ok, nasty):
    first = ok("export", "--json", "-o", "whole.json")
    assert "Wrote whole.json" in first.out
    whole = Path("whole.json").read_bytes()
    ok("--db", "copy.json", "import", "whole.json")
    assert ok("--db", "copy.json", "export", "--json").data == whole
    copy, original = (path.read_text(encoding="utf-8").split("\n", 3)[3] for path in (Path("copy.json"), nasty))
    assert copy == original  # all but the header, which speaks of another journal
    assert ok("--db", "third.json", "import", "-", stdin=whole).code == 0
    assert ok("--db", "third.json", "export", "--json").data == whole


def test_an_id_that_was_used_stays_used_after_import(ok, nasty):
    ok("remove", "P14", "--cascade")
    ok("export", "--json", "-o", "whole.json")
    ok("--db", "copy.json", "import", "whole.json")
    assert json.loads(ok("--db", "copy.json", "add-person", "New", "--json").out)["id"] == "P15"


def test_csv_folder_comes_back_whole(ok, nasty):
    ok("export", "--csv")
    folder = Path("case-csv")
    assert sorted(file.name for file in folder.iterdir()) == [
        "charges.csv",
        "docket.csv",
        "events.csv",
        "people.csv",
        "sources.csv",
        "statements.csv",
    ]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    ok("--db", "copy.json", "import", "case-csv")
    rows = ok("export", "--json").out.split("\n", 1)[1]
    assert ok("--db", "copy.json", "export", "--json").out.split("\n", 1)[1] == rows


def test_csv_is_as_rfc_4180_has_it_and_runs_nothing(ok, nasty):
    data = ok("export", "--csv", "people").data
    assert data.count(b"\r\n") >= len(NASTY)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))
    assert rows[0]["notes"] == "'=1+1"
    for row in rows:
        for cell in row.values():
            assert not cell.lstrip().startswith(tuple("=+-@|%＝")), cell
    statements = list(csv.DictReader(io.StringIO(ok("export", "--csv", "statements").out, newline="")))
    assert (statements[0]["when_latest"], statements[0]["when_earliest"], statements[0]["when_edtf"]) == (
        "2025-07-01",
        "",
        "[..2025-07-01]",
    )
    assert statements[0]["speaker_name"] == "'=1+1 0"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=20) | st.text("'=+-@|%\t\r\n ＝x", max_size=8))
def test_what_is_neutralised_is_restored(cell):
    safe = neutralise(cell)
    assert restore(safe) == cell
    assert not safe.startswith(tuple("=+-@|%\t\r＝＋－＠"))


@pytest.mark.parametrize("table", ["people", "charges", "statements", "events", "sources", "docket", "timeline"])
def test_each_table_goes_to_standard_output(ok, sample, table):
    assert ok("export", "--csv", table).data.startswith(b"id," if table != "timeline" else b"when,")
    assert len(json.loads(ok("export", "--json", table).out)) == ok("export", "--csv", table).data.count(b"\r\n") - 1
    assert ok("export", "--csv", table, "--bom").data.startswith(b"\xef\xbb\xbf")


def test_nothing_is_written_over_without_force(ok, run, sample):
    ok("export", "--csv")
    refused = run("export", "--csv")
    assert refused.code == 4
    assert "--force" in refused.err
    ok("export", "--csv", "--force")
    ok("export", "--csv", "people", "-o", "people.csv")
    assert run("export", "--csv", "people", "-o", "people.csv").code == 4
    ok("export", "--csv", "people", "-o", "people.csv", "--force")
    Path("plain").write_text("mine")
    assert run("export", "--csv", "-o", "plain").code == 4
    assert Path("plain").read_text() == "mine"
    assert run("export", "--json", "-o", "no/such/folder.json").code == 5


def test_importing_again_changes_nothing_and_what_differs_is_a_conflict(ok, run, sample):
    ok("export", "--csv", "people", "-o", "people.csv")
    assert "0 new, 0 changed, 9 already here" in ok("import", "people.csv").out
    text = Path("people.csv").read_text(encoding="utf-8").replace("journalist", "editor")
    Path("people.csv").write_text(text, encoding="utf-8-sig", newline="")
    before = sample.read_bytes()
    refused = run("import", "people.csv")
    assert refused.code == 4
    assert "P8" in refused.err
    assert sample.read_bytes() == before
    assert "3 changed" in ok("import", "people.csv", "--update").out
    assert "editor" in ok("show", "P8").out


def test_another_case_with_the_same_ids_is_a_conflict(ok, run, sample):
    ok("--db", "other.json", "add-person", "Somebody Else")
    ok("--db", "other.json", "export", "--json", "-o", "other-export.json")
    before = sample.read_bytes()
    refused = run("import", "other-export.json")
    assert refused.code == 4
    assert "P1" in refused.err
    assert sample.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"", 2, "no column"),
        (b"hello", 2, "no column"),
        (b"{", 2, "not a case"),
        (b"{}", 2, "not a case"),
        (b'{"casefile": {"schema": 99}}', 5, "newer casefile"),
        (b'{"casefile": {"schema": "1"}}', 2, "schema"),
        (b'{"casefile": {"schema": 1, "last_ids": {"people": "x"}}}', 2, "last_ids"),
        (b'{"casefile": {"schema": 1, "last_ids": [1]}}', 2, "last_ids"),
        (b'{"casefile": [1]}', 2, "not a case"),
        (b'{"casefile": {"schema": 1}, "people": {"1": {}}}', 2, "not a case"),
        (b'{"casefile": {"schema": 1}, "people": [[]]}', 2, "object"),
        (b'{"casefile": {"schema": 1}, "people": [' + b"[" * 5000 + b"]" * 5000 + b"]}", 2, "not a case"),
        (b'{"casefile": {"schema": 1}, "animals": []}', 2, "animals"),
        (b'{"casefile": {"schema": 1}, "people": [{"id": "P1"}]}', 2, "names"),
        (b'{"casefile": {"schema": 1}, "people": [{"id": "P1", "names": [{"text": "a", "type": "primary"}], "colour": 1}]}', 2, "colour"),
        (b'{"casefile": {"schema": 1}, "charges": [{"id": "C1", "person": "P1", "offence": "x", "updates": [{"status": "alleged", "when": {"text": "x"}}]}]}', 3, "no P1"),
        (b'{"casefile": {"schema": 1}, "people": [{"id": "P1", "notes": "\\ud800", "names": [{"text": "a", "type": "primary"}]}]}', 2, "exported"),
        (b'{"casefile": {"schema": 1}, "people": [{"id": "P1", "names": [{"text": "a", "type": "nick"}]}]}', 2, "Known: primary, alias"),
        (b'{"casefile": {"schema": 1}, "people": [{"id": "P1", "kind": "cat", "names": [{"text": "a", "type": "primary"}]}]}', 2, "Known: individual"),
        (b"id,uid,kind\r\nP1,,individual\r\n", 2, "names"),
        (b"id,uid,kind\r\nP1,,individual,extra\r\n", 2, "line 2"),
        (b'id,uid,names\r\nP1,,"[{"\r\n', 2, "line 2"),
        (b"id,uid,kind\r\nX1,,individual\r\n", 2, "X1"),
        (b"id,uid\r\n\xff,\r\n", 2, "UTF-8"),
        (b'id,uid\r\n"P1', 2, "line"),
    ],
)  # fmt: skip
def test_broken_imports_are_refused_and_change_nothing(ok, run, case, content, code, says):
    ok("add-source", "--publisher", "Wire")
    before = case.read_bytes()
    Path("broken").write_bytes(content)
    result = run("import", "broken")
    assert result.code == code, result.err
    assert says in result.err
    assert case.read_bytes() == before


def _one_person(number, uid):
    person = {"id": f"P{number}", "uid": uid, "names": [{"text": "Əli", "script": "Latn", "type": "primary"}]}
    return json.dumps({"casefile": {"schema": 2}, "people": [person]}).encode()


@pytest.mark.parametrize("between", [[], ["compact", "--reason", "agreed", "--yes"]])
def test_an_import_does_not_give_the_id_of_a_removed_record_to_another(ok, run, between):
    ok("add-person", "Лейла Мамедова")
    ok("add-person", "Rəşad Əliyev")
    ok("remove", "P1")
    if between:
        ok(*between)
    refused = run("import", "-", stdin=_one_person(1, "00000000-0000-7000-8000-0000000000aa"))
    assert refused.code == 4
    assert "P1  was another record here" in refused.err


def test_a_removed_record_may_come_back_by_an_import(ok, case):
    ok("add-person", "Лейла Мамедова")
    ok("export", "--json", "-o", "before.json")
    ok("remove", "P1")
    assert "1 new" in ok("import", "before.json").out


def test_a_dash_means_standard_output(ok, run, sample):
    assert ok("export", "--json", "-o", "-").data == ok("export", "--json").data
    assert ok("export", "--csv", "people", "-o", "-").out.startswith("id,")
    assert run("export", "--csv", "-o", "-").code == 2
    assert not Path("-").exists()
