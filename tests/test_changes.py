"""What changed since somebody last looked, through the command line: net, in words, with nothing confidential in it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

KEY = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
SECRET = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"  # noqa: S105 - it opens nothing but this test's file


@pytest.fixture(autouse=True)
def state(tmp_path_factory, monkeypatch):
    """A state folder of the test's own."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture
def made(ok, sample):
    """The sample case with a week's work: a detainee, a charge, an official, what he said."""
    ok("add-source", "--publisher", "Example Wire", "--published", "2025-11-20", "--kind", "agency-wire")
    ok("add-detainee", "Jane Roe", "--nationality", "GB", "--detained", "early November 2026", "--place", "Baku",
       "--source", "R3")  # fmt: skip
    ok("add-charge", "Roe", "illegal entry", "--by", "Azerbaijani side", "--status", "charged", "--on", "2026-11-14",
       "--source", "R3")  # fmt: skip
    ok("add-official", "John Doe", "--office", "spokesman", "--org", "Foreign Office", "--country", "GB")
    ok("add-statement", "Она дома", "--by", "Doe", "--on", "2026-11-15", "--about", "Roe", "--stance", "denies:C3",
       "--lang", "ru", "--translation", "She is at home", "--source", "R3")  # fmt: skip
    return ok


def told(ok, *args):
    return json.loads(ok("changes", *args, "--json").out)


def lines(ok, *args):
    return [(change["id"], change["did"]) for change in told(ok, *args)["changes"]]


def test_what_is_new_is_told_in_words_with_whose_they_are_and_where_they_were_read(made):
    out = made("changes").out
    assert "\nJane Roe (P10)\n" in out
    source = "(R3 Example Wire, 20 Nov 2025)"
    for line in (
        f"New  Jane Roe, detainee, GB; reported detained early Nov 2026, Baku [E7] {source} [P10]",
        f"New  Jane Roe: “illegal entry”, alleged by Azerbaijani side; charged 14 Nov 2026 {source} [C3]",
        "New  15 Nov 2026, John Doe, spokesman, Foreign Office, GB: «Она дома» (in translation: “She is at home”); ",
        f"; denies C3 (illegal entry) {source} [S7]",
        "New  John Doe, official, spokesman, Foreign Office, GB (no source recorded) [P11]",
        "New  Example Wire, 20 Nov 2025 (agency wire, not graded) [R3]",
    ):
        assert line in out
    assert "25 records were in the file when its history began" in out
    assert "Nigar has not marked this case" in out


def test_a_case_without_history_says_so_and_one_without_changes_too(ok, sample, made):
    made("changes", "--mark")
    assert "Nothing has changed." in made("changes").out
    sample.with_name("case.json.journal").unlink()
    sample.write_bytes((Path(__file__).parent.parent / "data" / "baku-2025.json").read_bytes())
    assert "no history yet" in ok("changes").out


def test_changes_are_told_with_what_was_before(made):
    made("changes", "--mark")
    made("update-charge", "C3", "dropped", "--on", "2026-11-19", "--source", "R3")
    made("edit", "P10", "occupation=photographer", "names+=Джейн Роу")
    made("edit", "E2", "place=Gəncə", "participants+=P9:subject")
    made("edit", "E2", "citations-=R2", "citations+=R3")
    out = made("changes").out
    assert "Jane Roe: names: also Джейн Роу; occupation: photographer (R3" in out
    assert (
        "“illegal entry”, alleged by Azerbaijani side: dropped, 19 Nov 2026 (before: charged, 14 Nov 2026) (R3" in out
    )
    assert "place: Gəncə (before: Baku); participants: also Evgeny Belousov (subject) (R3" in out
    assert "also reported by R3 Example Wire, 20 Nov 2025; no longer cited: R2 РАПСИ, 29 Oct 2025" in out
    assert "\nIgor Kartavykh (P8) and Evgeny Belousov (P9)\n" in out


def test_only_what_came_of_it_in_the_end_is_told(made):
    made("changes", "--mark")
    made("add-person", "Лейла Мамедова", "--role", "lawyer")
    made("edit", "P12", "occupation=advocate")
    made("add-event", "hearing", "--on", "2026-11-20", "--with", "P10:subject")
    made("remove", "E8")
    made("edit", "E2", "place=Gəncə")
    made("edit", "E2", "place=Baku")
    made("update-charge", "C3", "dropped", "--on", "2026-11-19")
    made("undo")
    assert lines(made) == [("P12", "new")]
    assert "Лейла Мамедова, lawyer, advocate" in made("changes").out
    made("redo")
    assert lines(made) == [("P12", "new"), ("C3", "changed")]


def test_what_was_removed_is_named_as_it_stood(made):
    made("changes", "--mark")
    made("remove", "P10", "--cascade")
    found = dict(lines(made))
    assert found == {"P10": "removed", "C3": "removed", "E7": "changed", "S7": "changed"}
    assert "taken out of the file: Jane Roe: “illegal entry”, alleged by Azerbaijani side" in made("changes").out


def test_working_notes_are_counted_and_never_told(made):
    made("changes", "--mark")
    made("edit", "P8", "notes=call the family on Tuesday")
    made("edit", "R2", "accessed=2026-11-20")
    out = made("changes").out
    assert "Tuesday" not in out
    assert "Only working notes, grades or files changed: P8 R2." in out
    assert told(made)["left_out"] == {"confidential": 0, "internal": ["P8", "R2"]}


def test_confidential_records_and_whoever_names_them_are_left_out_unless_asked_for(made):
    made("changes", "--mark")
    made("edit", "P9", "confidentiality=confidential")
    made("add-event", "hearing", "--on", "2026-11-20", "--with", "P9:subject")
    made("add-statement", "Консул навестил Белоусова", "--by", "Peskov", "--on", "2026-11-21", "--about", "P8")
    made("add-source", "--publisher", "Letter of Tural", "--confidentiality", "confidential")
    made("add-charge", "P8", "espionage", "--by", "P1", "--status", "alleged", "--on", "2026-11", "--source", "R4")
    made("add-statement", "A denial", "--by", "Peskov", "--on", "2026-11-22", "--confidentiality", "internal",
         "--about", "P8")  # fmt: skip
    whole = made("changes")
    page = json.dumps(told(made), ensure_ascii=False)
    for hidden in ("Belousov", "Белоусов", "Tural", "P9", "E8"):
        assert hidden not in whole.out, hidden
        assert hidden not in page, hidden
    assert "(a confidential source)" in whole.out
    assert "[internal] 22 Nov 2026" in whole.out
    assert "Left out as confidential: 4 changes." in whole.out
    asked = made("changes", "--confidential").out
    assert "[confidential] Letter of Tural" in asked
    assert "Консул навестил Белоусова" in asked
    assert "R4 Letter of Tural" in asked


def test_what_is_said_on_a_charge_against_somebody_confidential_is_left_out_too(made):
    made("add-charge", "P9", "forgery", "--by", "P1", "--status", "alleged", "--on", "2026-11")
    made("edit", "P9", "confidentiality=confidential")
    made("edit", "P7", "members+=P9")
    made("changes", "--mark")
    made("add-statement", "Not so", "--by", "Peskov", "--on", "2026-11-21", "--about", "C4", "--stance", "denies:C4")
    made("edit", "P7", "occupation=various")
    assert lines(made) == [("P7", "changed")]
    out = made("changes").out
    assert "forgery" not in out
    assert "Belousov" not in out
    assert "Left out as confidential: 1 change." in out


def test_last_begins_where_each_looked_and_only_mark_moves_it(made, run):
    made("changes", "--as", "Rauf", "--mark")
    made("edit", "P8", "occupation=editor")
    assert lines(made, "--as", "Rauf", "--since", "last") == [("P8", "changed")]
    assert lines(made, "--as", "Rauf") == [("P8", "changed")]
    assert len(lines(made)) > 5  # Nigar has not looked
    assert "seen up to change 6" in made("changes", "--until", "6", "--mark").err
    assert lines(made) == [("P8", "changed")]
    said = made("changes", "--mark").err
    assert "Marked for Nigar: seen up to change 7." in said
    assert lines(made) == []


def test_a_mark_says_nothing_of_the_case_and_follows_it(made, case, state, monkeypatch):
    made("changes", "--mark")
    (mark,) = (path for path in state.rglob("*") if path.is_file())
    kept = mark.read_text(encoding="utf-8") + str(mark)
    assert json.loads(mark.read_text(encoding="utf-8"))["seq"] == 6
    assert not any(word in kept for word in ("Roe", "Nigar", "case.json", "Baku"))
    assert mark.stat().st_mode & 0o777 == 0o600
    made("edit", "P8", "occupation=editor")
    expected = [("P8", "changed")]
    assert lines(made) == expected
    made("compact", "--reason", "old", "--yes")
    found = told(made)
    assert found["changes"] == []
    assert "Changes up to 8 were folded into a checkpoint" in found["notes"][0]
    made("changes", "--mark")
    made("edit", "P8", "occupation=chief editor")
    made("encrypt", "--recipient", KEY)
    Path("key.txt").write_text(SECRET, encoding="utf-8")
    Path("key.txt").chmod(0o600)
    monkeypatch.setenv("CASEFILE_IDENTITY", "key.txt")
    assert lines(made) == expected
    Path("moved").mkdir()
    for path in case.parent.glob("case.json*"):
        shutil.move(path, Path("moved") / path.name)
    assert lines(made, "--db", "moved/case.json") == expected


def test_a_history_that_lacks_what_was_seen_is_told_from_its_beginning(made, case):
    made("backup", "kept.tar")
    made("edit", "P8", "occupation=editor")
    made("changes", "--mark")
    for path in case.parent.glob("case.json*"):
        path.unlink()
    made("restore", "kept.tar")
    found = told(made)
    assert "had looked up to change 7, which this history does not have" in found["notes"][0]
    assert len(found["changes"]) == 5
    made("edit", "P8", "occupation=printer")  # another change 7
    assert "which this history does not have" in told(made)["notes"][0]


def test_a_mark_that_cannot_be_kept_is_said_and_nothing_is_lost(made, monkeypatch, state):
    (state / "casefile").write_text("in the way", encoding="utf-8")
    result = made("changes", "--mark")
    assert "could not be marked" in result.err
    assert "Jane Roe" in result.out
    assert "Jane Roe" in made("changes").out


def test_a_span_is_given_by_numbers_and_days(made, run):
    assert lines(made, "--since", "3", "--until", "4") == [("P10", "new"), ("C3", "new")]
    assert lines(made, "--since", "#6") == [("S7", "new")]
    assert len(lines(made, "--since", "2026-11-23")) == 5
    assert lines(made, "--since", "2026-11-24") == []
    assert len(lines(made, "--until", "2026-11-23", "--since", "1")) == 5
    made("edit", "P10", "names.0.text=Jane Q. Roe")
    assert "Jane Roe, detainee" in made("changes", "--since", "3", "--until", "3").out  # as she was called then
    for args, code in (
        (("--since", "99"), 3),
        (("--until", "99"), 3),
        (("--until", "2020"), 3),
        (("--since", "5", "--until", "2"), 2),
        (("--since", "whenever"), 2),
        (("--until", "unknown"), 2),
    ):
        assert run("changes", *args).code == code, args


def test_what_was_erased_is_counted_and_never_told(made):
    made("changes", "--mark")
    made("edit", "P11", "occupation=spokesman for Jane Roe")
    made("purge", "P10", "--reason", "asked for", "--yes", "--cascade", "--force")
    found = told(made)
    assert any("erased for good" in note for note in found["notes"])
    assert "P10" not in {change["id"] for change in found["changes"]}
    assert told(made, "--since", "1")["changes"]
    made("verify")


def test_saved_searches_are_not_part_of_a_report(made):
    made("changes", "--mark")
    made("search", "--save", "roe", "about:Roe")
    assert lines(made) == []


@pytest.mark.parametrize("width", [60, 80])
def test_screen(made, snapshot, width):
    made("changes", "--mark")
    made("update-charge", "C3", "dropped", "--on", "2026-11-19", "--source", "R3")
    made("edit", "P9", "confidentiality=confidential")
    made("add-statement", "Работа идёт", "--by", "Peskov", "--on", "2026-11-20", "--about", "P7", "--lang", "ru")
    out = made("changes", env={"TTY_COMPATIBLE": "1", "NO_COLOR": "1", "COLUMNS": str(width)}).out
    assert out == snapshot


def test_keys_of_the_json_are_a_contract(made):
    found = told(made)
    assert list(found) == ["since", "until", "from", "to", "changes", "left_out", "notes"]
    assert list(found["changes"][0]) == [
        "id", "did", "people", "text", "fields", "with", "sources", "confidentiality",
    ]  # fmt: skip
    person = found["changes"][0]
    assert (person["people"], person["with"], person["sources"]) == (["P10"], ["E7"], ["R3"])


def test_what_another_source_gives_is_told_with_who_says_so_and_what_we_prefer_is_not(made):
    made("add-claim", "P10", "nationality=IE", "born=1990", "--by", "Doe", "--on", "2026-11-16", "--source", "R3")
    seq = str(told(made)["until"])
    fields = [change["fields"] for change in told(made, "--since", seq)["changes"]]
    given = "given by John Doe, 16 Nov 2026 (R3 Example Wire, 20 Nov 2025)"
    texts = " ".join(field["text"] for record in fields for field in record)
    assert f"nationality: IE is also {given}" in texts
    assert f"born: 1990 is {given}" in texts  # nothing else was given before
    assert "GB is also" not in texts  # what the record had by itself is no news
    made("resolve", "P10", "nationality", "GB", "--reason", "her passport")
    after = told(made, "--since", str(int(seq) + 1))
    assert (after["changes"], after["left_out"]["internal"]) == ([], ["P10"])
    made("edit", "P10", "claims-=nationality=IE")
    after = made("changes", "--since", str(int(seq) + 1)).out
    assert f"nationality: IE is no longer recorded as {given}" in " ".join(after.split())
