"""What a command does not need it does not load."""

from __future__ import annotations

import subprocess
import sys

import pytest
from stories import STORY, drafts_file, encoded

SLOW = (
    "rich",
    "tinydb",
    "dateparser",
    "edtf",
    "rapidfuzz",
    "iuliia",
    "anyascii",
    "iso3166",
    "tomli_w",
    "pydantic",
    "click",
    "textual",
    "multiprocessing",
)
#: What reads articles, and nothing else: readers, taggers, and what those stand on.
READS = (
    "numpy",
    "slovnet",
    "navec",
    "razdel",
    "pymorphy3",
    "spacy",
    "trafilatura",
    "lxml",
    "pypdf",
    "casefile.ingest.reading",
    "casefile.ingest.extracting",
)
PROBE = """
import sys
from casefile.cli import main
code = main(sys.argv[1:])
print("\\n".join(sorted(sys.modules)), file=sys.stderr)
sys.exit(code)
"""


def loaded(*args: str) -> tuple[int, set[str]]:
    done = subprocess.run([sys.executable, "-c", PROBE, *args], capture_output=True, text=True, check=False)
    return done.returncode, set(done.stderr.splitlines())


@pytest.mark.parametrize(
    ("args", "code"),
    [(["--version"], 0), (["frobnicate"], 2), (["--no-such-option"], 2)],
)
def test_version_and_bad_usage_load_no_command_and_nothing_slow(args, code):
    done, modules = loaded(*args)
    assert done == code
    assert not modules & set(SLOW)
    own = {name for name in modules if name.startswith("casefile")}
    assert own <= {
        "casefile",
        "casefile.errors",
        "casefile.interrupts",
        "casefile.cli",
        "casefile.cli.app",
        "casefile.cli.session",
        "casefile.cli.text",
    }


def test_a_bad_option_loads_its_command_but_nothing_slow():
    code, modules = loaded("timeline", "--no-such-option")
    assert code == 2
    assert not modules & set(SLOW)
    assert "casefile.cli.facts" not in modules


def test_reading_loads_no_date_parsing(tmp_path):
    path = str(tmp_path / "case.json")
    assert loaded("--db", path, "add-event", "meeting", "--on", "2025-10-09")[0] == 0
    code, modules = loaded("--db", path, "timeline")
    assert code == 0
    assert "tinydb" in modules
    assert not modules & {"dateparser", "edtf", "rapidfuzz", "iuliia", "pydantic", "textual"}


@pytest.mark.parametrize(
    "args",
    [
        ["add-person", "Jane Roe"],
        ["show", "E1"],
        ["log"],
        ["undo"],
        ["export", "--json"],
        ["search", "Baku"],
        ["check"],
        ["ingest", "--help"],
        ["ingest", "--no-such-option"],
    ],
    ids=" ".join,
)
def test_only_ingest_loads_what_reads_articles(tmp_path, args):
    path = str(tmp_path / "case.json")
    assert loaded("--db", path, "add-event", "meeting", "--on", "2025-10-09", "--place", "Baku")[0] == 0
    code, modules = loaded("--db", path, *args)
    assert code in (0, 1, 2)
    assert not modules & {*READS, "multiprocessing"}


def test_drafts_are_entered_without_what_reads_articles(tmp_path):
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "story.drafts.json").write_text(encoded(drafts_file()), encoding="utf-8")
    path = str(tmp_path / "case.json")
    code, modules = loaded("--db", path, "accept", str(tmp_path / "story.drafts.json"), "--all")
    assert code == 0
    assert not modules & {name for name in READS if not name.startswith("casefile")}


def test_the_browser_loads_textual_only_when_it_has_a_terminal(tmp_path):
    path = str(tmp_path / "case.json")
    assert loaded("--db", path, "init", path)[0] == 0
    code, modules = loaded("--db", path, "browse")
    assert code == 1
    assert not modules & {"textual", "casefile.cli.browse"}


def test_only_the_renderer_loads_rich_for_a_pipe(tmp_path):
    path = str(tmp_path / "case.json")
    _, modules = loaded("--db", path, "init", path)
    assert "rich.table" not in modules
