"""Amending and removing: field by field, in an editor, and never leaving a reference that dangles."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest


def record(ok, record_id):
    return json.loads(ok("show", record_id, "--json").out)["record"]


@pytest.mark.parametrize(
    ("target", "assignment", "path", "value"),
    [
        ("P8", "occupation=photographer", ["occupation"], "photographer"),
        ("P8", "occupation=", ["occupation"], ""),
        ("P8", "name=Igor K.", ["names", 0, "text"], "Igor K."),
        ("P8", "names+=Игорь К.", ["names", 2, "script"], "Cyrl"),
        ("P8", "names-=Игорь Картавых", ["names"], 1),
        ("P8", "nationality+=Azerbaijan", ["nationality"], ["RU", "AZ"]),
        ("P8", "nationality=GE,AM", ["nationality"], ["GE", "AM"]),
        ("P8", "roles+=witness", ["roles"], ["detainee", "witness"]),
        ("P8", "born=May 1980", ["born", "edtf"], "1980-05"),
        ("P8", "offices.0.to=2025", ["offices", 0, "to", "edtf"], "2025"),
        ("P8", "offices+=editor @ Daily", ["offices", 1, "organisation"], "Daily"),
        ("P8", "confidentiality=internal", ["confidentiality"], "internal"),
        ("P8", "citations+=R1", ["citations", 1, "source"], "R1"),
        ("P8", "citations.0.locator=page 3", ["citations", 0, "locator", "page"], "3"),
        ("P8", "citations.0.credibility=2", ["citations", 0, "credibility"], 2),
        ("P7", "count=5-9", ["count", "max"], 9),
        ("C1", "alleged_by=Peskov", ["alleged_by"], "P4"),
        ("C1", "updates.0.status=dropped", ["updates", 0, "status"], "dropped"),
        ("S1", "stances+=denies:C1", ["stances", 0, "target"], "C1"),
        ("S1", "about+=E1,C2", ["about"], ["P7", "E1", "C2"]),
        ("E5", "participants+=Peskov:mediator", ["participants", 2, "role"], "mediator"),
        ("E5", "links+=before:E6", ["links", 0, "event"], "E6"),
        ("E5", "planned=yes", ["planned"], True),
        ("E5", "when=8 октября", ["when", "edtf"], "2025-10-08"),
        ("R1", "reliability=B", ["reliability"], "B"),
    ],
)
def test_a_field_takes_what_its_type_allows(ok, sample, target, assignment, path, value):
    assert ok("edit", target, assignment).out.startswith(f"Changed {target}")
    found = record(ok, target)
    for step in path:
        found = found[step]
    assert (len(found) if isinstance(value, int) and isinstance(found, list) else found) == value


@pytest.mark.parametrize(
    ("target", "assignment", "code", "says"),
    [
        ("P8", "colour=red", 2, "Fields:"),
        ("P8", "id=P9", 2, "cannot be changed"),
        ("P8", "occupation", 2, "FIELD=VALUE"),
        ("P8", "occupation+=x", 2, "one value"),
        ("P8", "occupation.x=y", 2, "no parts"),
        ("P8", "names.7.text=x", 2, "no entry 7"),
        ("P8", "names-=Nobody", 2, "not among"),
        ("P8", "names=", 2, "names"),
        ("P8", "roles=plumber", 2, "plumber"),
        ("P8", "nationality=Narnia", 2, "Narnia"),
        ("P8", "born=32 July", 2, "no day 32"),
        ("P8", "count=3", 2, "group"),
        ("P8", "citations.0.credibility=9", 2, "credibility"),
        ("P8", "citations.0.credibility=x", 2, "whole number"),
        ("P8", "citations+=R9", 3, "R9"),
        ("P8", "names+=[{broken", 2, "JSON"),
        ("E5", "planned=maybe", 2, "yes or no"),
        ("E5", "kind=meetin", 2, "meeting"),
        ("E5", "links+=after:E5", 2, "itself"),
        ("S1", "lang=Russian!", 2, "language tag"),
        ("P99", "notes=x", 3, "P99"),
    ],
)
def test_what_a_field_cannot_hold_is_refused_and_changes_nothing(run, sample, target, assignment, code, says):
    before = sample.read_bytes()
    result = run("edit", target, assignment)
    assert result.code == code, result.err
    assert says in result.err
    assert sample.read_bytes() == before


def test_all_assignments_of_one_edit_are_stored_or_none(run, sample):
    before = sample.read_bytes()
    assert run("edit", "P8", "occupation=x", "roles=plumber").code == 2
    assert sample.read_bytes() == before


def editor(folder: Path, code: str) -> dict[str, str]:
    """An editor that runs `code` on the form: `text` is what it holds, and what it holds afterwards is saved."""
    script = folder / "editor.py"
    script.write_text(
        "import sys, pathlib\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text(encoding='utf-8')\n"
        f"{code}\npath.write_text(text, encoding='utf-8')\n",
        encoding="utf-8",
    )
    return {"EDITOR": f"{sys.executable} {script}"}


posix = pytest.mark.skipif(os.name != "posix", reason="the editor of these tests is a POSIX command")


@posix
def test_a_form_is_edited_and_what_was_not_touched_stays(ok, sample, tmp_path):
    before = record(ok, "P8")
    env = editor(tmp_path, "text = 'notes = \"new\"\\n' + text.replace('journalist', 'photographer')")
    ok("edit", "P8", env=env)
    after = record(ok, "P8")
    assert (after["occupation"], after["notes"]) == ("photographer", "new")
    assert {key: value for key, value in after.items() if key not in {"occupation", "notes"}} == {
        key: value for key, value in before.items() if key not in {"occupation", "notes"}
    }
    assert not list(sample.parent.glob(".casefile-edit-*"))


@posix
@pytest.mark.parametrize("target", ["P1", "P7", "C1", "S3", "E1", "E6", "R2"])
def test_a_form_saved_as_it_was_changes_nothing(ok, sample, tmp_path, target):
    before = sample.read_bytes()
    assert "nothing was changed" in ok("edit", target, env=editor(tmp_path, "")).out
    ok("edit", target, env=editor(tmp_path, "text += '\\n# a remark\\n'"))
    assert sample.read_bytes() == before


@posix
def test_a_date_in_a_form_is_read_again_only_when_changed(ok, sample, tmp_path):
    ok("edit", "E1", env=editor(tmp_path, "text = text.replace('≤ 1 Jul 2025', 'before 30 June 2025')"))
    event = record(ok, "E1")
    assert (event["when"]["edtf"], event["when"]["basis"]) == ("[..2025-06-30]", "stated")
    assert event["known"]["basis"] == "inferred"


@posix
@pytest.mark.parametrize(
    "code",
    ["text = text.replace('detainee', 'plumber')", "text = 'not = = toml'", "text = ''", "text += 'colour = 1\\n'"],
)
def test_a_form_that_cannot_be_stored_is_kept(run, sample, tmp_path, code):
    before = sample.read_bytes()
    result = run("edit", "P8", env=editor(tmp_path, code))
    assert result.code == 2, result.err
    kept = next(sample.parent.glob(".casefile-edit-*/edit.toml"))
    assert str(kept) in result.err
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert sample.read_bytes() == before


@posix
def test_an_editor_that_fails_loses_nothing(run, sample, tmp_path):
    failed = run("edit", "P8", env=editor(tmp_path, "sys.exit(3)"))
    assert failed.code == 1
    assert "exit code 3" in failed.err
    missing = run("edit", "P8", env={"EDITOR": "/no/such/editor"})
    assert missing.code == 1
    assert "cannot be run" in missing.err
    assert not list(sample.parent.glob(".casefile-edit-*"))  # nobody has put anything into the text
    none = run("edit", "P8", env={"EDITOR": "", "PATH": ""})
    assert none.code == 1
    assert "No editor is known" in none.err
    assert not list(sample.parent.glob(".casefile-edit-*"))


@posix
def test_what_was_typed_into_an_editor_that_fails_is_kept(run, sample, tmp_path):
    failing = "path.write_text(text + '# typed', encoding='utf-8'); sys.exit(3)"
    failed = run("edit", "P8", env=editor(tmp_path, failing))
    (kept,) = sample.parent.glob(".casefile-edit-*/edit.toml")
    assert f"Your text is kept in {kept}" in failed.err
    assert kept.read_text(encoding="utf-8").endswith("# typed")


def test_a_record_others_refer_to_stays_until_told_otherwise(ok, run, sample):
    before = sample.read_bytes()
    refused = run("remove", "P7")
    assert refused.code == 4
    for line in ("C1", "C2", "E1", "S1", "would be removed", "would lose it in: participants"):
        assert line in refused.err
    assert sample.read_bytes() == before
    out = ok("remove", "P7", "--cascade").out
    assert "Removed C1" in out
    assert "E1  no longer mentions P7, C1, C2" in out
    assert run("show", "C1").code == 3
    assert record(ok, "S1")["about"] == []
    assert "P7" not in ok("export", "--json").out.split("\n", 1)[1]


def test_removed_ids_are_not_used_again(ok, run, sample):
    ok("add-person", "Short Lived")
    ok("remove", "P10")
    assert run("show", "P10").code == 3
    assert json.loads(ok("add-person", "Next", "--json").out)["id"] == "P11"


def test_a_charge_keeps_all_its_statuses(ok, sample):
    ok("update-charge", "C1", "charged", "--on", "2025-11-01", "--source", "R2", "--note", "in court")
    ok("update-charge", "cyber", "dropped", "--on", "before 2025-12", "--sentence", "")
    ok("update-charge", "C1", "under investigation", "--on", "2025-10-30")
    updates = record(ok, "C1")["updates"]
    assert [update["status"] for update in updates] == ["alleged", "charged", "under-investigation"]
    assert "charged" in ok("list", "charges", "--about", "C1", "--format", "csv").out
    row = ok("list", "charges", "--about", "C1").out
    assert "charged" in row.splitlines()[1]  # the latest by date holds, not the last typed
