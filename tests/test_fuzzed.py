"""What random inputs were found to break: time that grows with the square, memory, what libraries print."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest


def test_a_key_that_stands_twice_among_very_many_is_found_at_once(run, case):
    keys = ",".join(f'"k{number}":1' for number in range(60_000))
    case.write_text(f'{{"people":{{"1":{{{keys},"k59999":2}}}}}}', encoding="utf-8")
    start = time.monotonic()
    refused = run("list")
    assert time.monotonic() - start < 2
    assert (refused.code, "“k59999” stands twice" in refused.err) == (5, True)


def test_a_date_that_the_library_fails_at_leaves_standard_output_alone(ok, run):
    ok("add-person", "Лейла Мамедова")
    refused = run("add-event", "meeting", "--with", "P1", "--on", "2025-1X")
    assert (refused.code, refused.out) == (2, "")


def test_a_cell_that_nests_without_end_is_refused_by_its_line(ok, run):
    ok("add-person", "Лейла Мамедова")
    ok("export", "people", "--csv", "-o", "people.csv")
    heading = Path("people.csv").read_text(encoding="utf-8").splitlines()[0]
    cells = ["P1" if name == "id" else "[" * 100_000 if name == "names" else "" for name in heading.split(",")]
    Path("people.csv").write_text(f"{heading}\n{','.join(cells)}\n", encoding="utf-8")
    refused = run("import", "people.csv")
    assert (refused.code, "line 2, column “names”" in refused.err) == (2, True)


def test_a_message_quotes_no_more_of_a_value_than_is_read(ok, run):
    ok("add-person", "Лейла Мамедова")
    whole = json.loads(ok("export", "--json").out)
    whole["people"][0]["kind"] = "x" * 100_000
    Path("whole.json").write_text(json.dumps(whole), encoding="utf-8")
    refused = run("import", "whole.json")
    assert refused.code == 2
    assert len(refused.err) < 2_000


def test_what_is_too_long_to_name_a_record_is_not_compared(ok, run):
    ok("add-person", "Лейла Мамедова")
    refused = run("show", "я" * 50_000)
    assert (refused.code, "too long to name a record" in refused.err) == (2, True)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit of address space")
def test_reading_takes_no_more_memory_than_there_is_to_read(ok, case):
    """A buffer as large as the largest file that is taken would be refused on a machine that hands out what it has."""
    ok("add-person", "Лейла Мамедова")
    done = subprocess.run(
        ["sh", "-c", f"ulimit -v 1500000; exec {sys.executable} -m casefile list people"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.returncode, "Лейла" in done.stdout) == (0, True), done.stderr


@pytest.mark.parametrize("name", ["P01", "P1\n", "P1 ", "p1", "P٣", "PX", "P", "P0", "P-1", "P1_0", "P1000000000", ""])
def test_an_import_brings_in_no_id_under_which_nothing_could_be_found(ok, run, case, name):
    person = {"id": name, "names": [{"text": "Лейла Мамедова"}]}
    whole = {"casefile": {"schema": 2, "last_ids": {}}, "people": [person]}
    Path("whole.json").write_text(json.dumps(whole), encoding="utf-8")
    refused = run("import", "whole.json")
    assert refused.code == 2
    assert "id" in refused.err
    assert not case.exists()


def test_a_mention_is_an_id_to_its_end(run, case):
    person = {"id": "P1", "names": [{"text": "the brothers"}], "kind": "group", "members": ["P1\n"]}
    whole = {"casefile": {"schema": 2, "last_ids": {}}, "people": [person]}
    Path("whole.json").write_text(json.dumps(whole), encoding="utf-8")
    assert "must be a person's id such as P1" in run("import", "whole.json").err
