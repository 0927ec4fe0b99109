"""The README is true: its reference is what the commands say, and each of its examples runs."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from stories import STORY, drafts_file, encoded

from casefile.cli.app import COMMANDS, load
from casefile.views.docket import Row
from casefile.views.search import Hit
from casefile.views.timeline import Moment

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands_in(text: str) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("casefile ")]


def test_reference_is_current():
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "-I", "tests", "README.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"run: python -m cogapp -r -I tests README.md\n{done.stdout}{done.stderr}"


def test_tour_runs_line_by_line(ok, run, case, monkeypatch):
    lines = commands_in(README)
    assert len(lines) > 15
    shutil.copy(ROOT / "data" / "baku-2025.json", case.parent / "casefile.json")
    wire = Path("data") / "wire-2026-11-21.txt"
    wire.parent.mkdir()
    shutil.copy(ROOT / wire, wire)
    monkeypatch.delenv("CASEFILE_DB")
    for line in lines:
        result = run(*shlex.split(line)[1:])
        assert result.code == (line == "casefile check"), f"{line}\n{result.err}"
    assert (case.parent / "casefile-csv" / "docket.csv").is_file()
    first = ok("export", "--json").data
    assert ok("--db", "copy.json", "export", "--json").data == first
    assert "dropped: illegal entry" in ok("timeline", "Roe").out


@pytest.mark.parametrize(("rows", "kind"), [("Docket rows have", Row), ("timeline moments", Moment), ("search hits", Hit)])
def test_the_names_in_json_are_those_that_the_readme_lists(rows, kind):
    listed = re.search(rf"{rows} `([^`]+)`", README)

    assert listed is not None
    assert tuple(listed[1].split()) == kind.__struct_fields__


def test_first_set_up_command_ends_with_the_sample_timeline(ok, monkeypatch):
    command = next(line for line in README.splitlines() if line.startswith("python3 -m venv") and "timeline" in line)
    monkeypatch.chdir(ROOT)
    out = ok(*shlex.split(command.split("casefile ")[-1])).out
    assert "eight Russian nationals (group of 8)" in out


EVENT = ("add-event", "hearing", "--on", "2025-12-01")
PERSON = ("add-person", "Ibrahim Karimov", "--role", "detainee")
SECRET = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"  # noqa: S105 - it opens nothing but this test's file
KEY = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
BEFORE = {
    "done": [(*EVENT, "--planned")],
    "remove": [EVENT],
    "undo": [EVENT],
    "resolve": [("add-claim", "P8", "office=executive director", "--source", "R1")],
    "join": [PERSON],
    "merge": [PERSON],
    "redo": [EVENT, ("undo",)],
    "verify": [EVENT],
    "restore": [EVENT, ("backup", "case-2025-11-24.tar")],
    "compact": [EVENT],
    "deposit": [
        ("export", "--json", "-o", "mine.json"),
        ("encrypt", "--recipient", KEY),
    ],
    "decrypt": [("encrypt", "--recipient", KEY)],
}

FILES = {
    "deposit": {"keys.txt": f"{KEY}\n", "photo.jpg": b"\xff\xd8"},
    "attach": {"article.html": "<p>copy</p>"},
    "ingest": {"article.txt": STORY},
    "accept": {"article.drafts.json": encoded(drafts_file())},
    "decrypt": {"key.txt": SECRET},
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_that_runs(name, run, sample, monkeypatch):
    command = load(name)
    assert command.help.splitlines()[0].strip() == COMMANDS[name].summary
    example = re.sub(r"\\\[", "[", command.epilog.removeprefix("Example:  "))
    assert example.startswith(f"casefile {name}")
    assert example.split(" ")[2] in run(name, "--help", env={"COLUMNS": "200"}).out
    if name == "import":
        run("export", "--json", "-o", "exported.json")
    for line in BEFORE.get(name, ()):
        assert run(*line).code == 0, line
    if name == "ingest" and find_spec("slovnet") is None:
        pytest.skip("needs the extra casefile[ingest-ru]")
    for file, content in FILES.get(name, {}).items():
        Path(file).write_bytes(content if isinstance(content, bytes) else content.encode())
        Path(file).chmod(0o600)
    if name == "decrypt":
        monkeypatch.setenv("CASEFILE_IDENTITY", "key.txt")
    if name == "browse":
        return  # it needs a terminal: tests/test_browse.py runs it on one
    arguments = shlex.split(example)[1:]
    if name == "encrypt":
        arguments[-1] = KEY
    result = run(*arguments)
    assert result.code == 0, result.err


def test_folder_holds_what_the_readme_names():
    for path in re.findall(r"`((?:tests|data|casefile|\.ci)/[\w./-]*|requirements\.lock)`", README):
        assert (ROOT / path).exists(), path
