"""Files that are kept with records, through the command line: attach, evidence list, evidence export."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")
FOLDER = "case.json.evidence"


@pytest.fixture
def person(ok, case):
    ok("add-person", "Лейла Мамедова", "--role", "lawyer")
    return ok


def kept(ok, record="P1"):
    return json.loads(ok("show", record, "--json").out)["record"]["evidence"]


def in_folder():
    return sorted(path.name for path in Path(FOLDER).iterdir())


def test_a_file_is_kept_under_its_hash_with_who_when_and_from_where(person):
    Path("скан 1.pdf").write_bytes(b"%PDF-1.7 made up")
    said = person("attach", "P1", "скан 1.pdf", "--describe", "her licence", "--origin", "handed over in Baku").out
    sha256 = hashlib.sha256(b"%PDF-1.7 made up").hexdigest()
    assert sha256 in said
    assert kept(person) == [
        {
            "sha256": sha256,
            "name": "скан 1.pdf",
            "size": 16,
            "media_type": "application/pdf",
            "attached": "2026-11-23T09:31:00Z",
            "by": "Nigar",
            "origin": "handed over in Baku",
            "description": "her licence",
        }
    ]
    assert in_folder() == [sha256]
    assert (Path(FOLDER) / sha256).read_bytes() == b"%PDF-1.7 made up"
    assert stat.S_IMODE((Path(FOLDER) / sha256).stat().st_mode) == 0o400
    assert stat.S_IMODE(Path(FOLDER).stat().st_mode) == 0o700
    assert "her licence, attached 2026-11-23 by Nigar, from handed over in Baku" in person("show", "P1").out
    assert "скан 1.pdf" in person("evidence", "list").out
    person("verify")


def test_the_same_file_is_kept_once(person, run):
    person("add-person", "Rəşad Əliyev")
    Path("a.txt").write_text("same", encoding="utf-8")
    Path("b.txt").write_text("same", encoding="utf-8")
    person("attach", "P1", "a.txt")
    person("attach", "P2", "b.txt")
    assert len(in_folder()) == 1
    assert run("attach", "P1", "b.txt").code == 4
    assert len(in_folder()) == 1
    assert [row["name"] for row in json.loads(person("evidence", "list", "--json").out)] == ["a.txt", "b.txt"]


def test_export_hands_a_file_out_unchanged_and_writes_over_nothing(person, run):
    Path("a.txt").write_text("contents", encoding="utf-8")
    person("attach", "P1", "a.txt")
    person("evidence", "export", "P1", "-o", "back.txt")
    assert Path("back.txt").read_text(encoding="utf-8") == "contents"
    assert stat.S_IMODE(Path("back.txt").stat().st_mode) == 0o600
    assert run("evidence", "export", "P1", "-o", "back.txt").code == 4
    Path("into").mkdir()
    person("evidence", "export", kept(person)[0]["sha256"][:10], "-o", "into")
    assert Path("into/a.txt").read_text(encoding="utf-8") == "contents"
    assert run("evidence", "export", "P2").code == 3
    assert run("evidence", "burn", "P1").code == 2


def test_one_of_several_files_is_named_by_number(person, run):
    for name in ("a.txt", "b.txt"):
        Path(name).write_text(name, encoding="utf-8")
        person("attach", "P1", name)
    refused = run("evidence", "export", "P1", "-o", "x")
    assert refused.code == 3
    assert "2  b.txt" in refused.err
    person("evidence", "export", "P1", "2", "-o", "x")
    assert Path("x").read_text(encoding="utf-8") == "b.txt"
    assert run("evidence", "export", "P1", "3", "-o", "y").code == 3


def test_an_altered_file_is_never_handed_out(person, run):
    Path("a.txt").write_text("contents", encoding="utf-8")
    person("attach", "P1", "a.txt")
    place = Path(FOLDER) / in_folder()[0]
    place.chmod(0o600)
    place.write_text("contented", encoding="utf-8")
    refused = run("evidence", "export", "P1", "-o", "back.txt")
    assert refused.code == 5
    assert "altered" in refused.err
    assert not Path("back.txt").exists()
    assert "altered" in run("verify").out
    place.unlink()
    assert "missing" in run("verify").out
    place.write_text("contents", encoding="utf-8")
    (Path(FOLDER) / "stranger").write_text("x", encoding="utf-8")
    assert "nobody's" in run("verify").out


@posix
@pytest.mark.parametrize("kind", ["link", "dangling link", "folder", "pipe", "device", "nothing"])
def test_what_is_no_plain_file_is_refused(person, run, kind):
    target = Path("target")
    if kind == "link":
        Path("secret").write_text("s", encoding="utf-8")
        target.symlink_to("secret")
    elif kind == "dangling link":
        target.symlink_to("nowhere")
    elif kind == "folder":
        target.mkdir()
    elif kind == "pipe":
        os.mkfifo(target)
    elif kind == "device":
        target = Path("/dev/zero")
    refused = run("attach", "P1", str(target))
    assert refused.code == 2
    assert str(target) in refused.err
    assert kept(person) == []
    assert not Path(FOLDER).exists() or in_folder() == []


@pytest.mark.parametrize(
    "name", ["-rf", "a\nb.txt", "\x1b[31mred.txt", "..txt", "x" * 240, "\u202egpj.exe", "$(reboot)", "a;b|c.txt", " "]
)
@posix
def test_hostile_names_do_no_harm(person, name):
    Path(name).write_text("x", encoding="utf-8")
    person("attach", "P1", "--", name)
    held = kept(person)[0]
    assert held["name"] == name[:200]
    assert in_folder() == [held["sha256"]]
    shown = person("show", "P1").out + person("evidence", "list").out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    Path("out").mkdir()
    person("evidence", "export", "P1", "-o", "out")
    (written,) = Path("out").iterdir()
    assert written.name.isprintable()
    assert written.resolve().parent == Path("out").resolve()


@posix
def test_a_file_that_grows_while_it_is_read_is_not_kept(person):
    code = (
        "import sys, io\n"
        "from casefile.store import evidence\n"
        "from casefile.cli import main\n"
        "read = evidence._Reader.read\n"
        "def growing(self, size=-1):\n"
        "    open('log.txt', 'ab').write(b'more')\n"
        "    return read(self, size)\n"
        "evidence._Reader.read = growing\n"
        "sys.exit(main(['attach', 'P1', 'log.txt']))\n"
    )
    Path("log.txt").write_bytes(b"x" * 100)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert "while it was being read" in done.stderr
    assert in_folder() == []
    assert kept(person) == []


def test_an_attachment_that_was_never_saved_leaves_nothing(person, run):
    Path("a.txt").write_text("contents", encoding="utf-8")
    assert run("attach", "P7", "a.txt").code == 3
    assert not Path(FOLDER).exists() or in_folder() == []
    sha256 = hashlib.sha256(b"never saved").hexdigest()
    Path(FOLDER).mkdir(exist_ok=True)
    (Path(FOLDER) / f".{sha256}.new").write_bytes(b"never saved")
    (Path(FOLDER) / ".evidence.0123456789ab.tmp").write_bytes(b"half")
    person("edit", "P1", "notes=x")
    assert in_folder() == []


def test_a_saved_attachment_that_has_no_name_yet_gets_it(person):
    Path("a.txt").write_text("contents", encoding="utf-8")
    person("attach", "P1", "a.txt")
    (name,) = in_folder()
    (Path(FOLDER) / name).rename(Path(FOLDER) / f".{name}.new")
    person("verify")
    person("evidence", "export", "P1", "-o", "back.txt")
    person("edit", "P1", "notes=x")
    assert in_folder() == [name]


def test_undo_of_an_attachment_keeps_the_file_for_redo(person):
    Path("a.txt").write_text("contents", encoding="utf-8")
    person("attach", "P1", "a.txt")
    person("undo")
    assert kept(person) == []
    person("verify")
    person("redo")
    person("evidence", "export", "P1", "-o", "back.txt")


def test_a_source_with_a_kept_file_is_held(ok, case):
    ok("add-source", "--publisher", "Example Wire", "--published", "2025-11-20")
    assert "not held" in ok("show", "R1").out
    Path("page.html").write_text("<p>", encoding="utf-8")
    ok("attach", "R1", "page.html")
    assert "not held" not in ok("show", "R1").out + ok("list", "sources").out


def test_without_files_the_list_says_what_to_do(person):
    assert "casefile attach ID FILE" in person("evidence").out


@posix
def test_a_linked_evidence_folder_is_refused(person, run, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    Path(FOLDER).symlink_to(elsewhere)
    Path("a.txt").write_text("contents", encoding="utf-8")
    assert run("attach", "P1", "a.txt").code == 5
    assert list(elsewhere.iterdir()) == []


def test_a_file_that_is_not_there_is_called_a_file(ok, run, case):
    ok("add-person", "Лейла Мамедова")
    refused = run("attach", "P1", "nowhere.txt")
    assert refused.code == 2
    assert refused.err.startswith("Error: There is no file at nowhere.txt.")
