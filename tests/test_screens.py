"""What people see, at three widths: read the difference before approving it (pytest --snapshot-update)."""

from __future__ import annotations

import pytest


def screen(width: int) -> dict[str, str]:
    return {"TTY_COMPATIBLE": "1", "NO_COLOR": "1", "COLUMNS": str(width)}


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize(
    "command",
    [
        ["list"],
        ["list", "people"],
        ["list", "statements"],
        ["list", "sources"],
        ["show", "P7"],
        ["show", "S3"],
        ["show", "C1"],
        ["timeline"],
        ["timeline", "--from", "2025-10", "--reverse", "--limit", "3"],
        ["search", "россиян"],
    ],
    ids=" ".join,
)
def test_screen(ok, sample, snapshot, command, width):
    out = ok(*command, env=screen(width)).out
    assert all(len(line) <= width for line in out.splitlines() if line.isascii())
    assert out == snapshot


@pytest.mark.parametrize("command", ["list", "timeline", "show P8"])
def test_piped_screen_is_flat(ok, sample, snapshot, command):
    out = ok(*command.split()).out
    assert "\x1b" not in out
    assert not set("─│╭┃━") & set(out)
    assert out == snapshot


def test_terminal_that_draws_no_signs_gets_ascii(ok, sample):
    out = ok("timeline", env=screen(80) | {"LANG": "C", "LC_ALL": ""}).out
    assert "<= 1 Jul" in out
    assert not set("≤●○▲■”–") & set(out)
    assert "стороной" in out


def test_colours_are_written_to_a_terminal_and_not_with_no_color(ok, sample):
    colored = {"TTY_COMPATIBLE": "1", "COLUMNS": "80", "TERM": "xterm"}
    assert "\x1b[" in ok("timeline", env=colored).out
    assert "\x1b[" not in ok("timeline", env=colored | {"NO_COLOR": "1"}).out
    assert "\x1b[" in ok("list", env=colored).out
    assert "\x1b[" not in ok("list", env=colored | {"NO_COLOR": "1"}).out


@pytest.mark.parametrize("args", [["--help"], ["timeline", "--help"], ["add-charge", "--help"]], ids=" ".join)
def test_help(ok, snapshot, args):
    assert ok(*args, env={"COLUMNS": "80"}).out == snapshot


def test_empty_file_says_the_next_step(ok, case):
    ok("init", str(case))
    for command in (["list"], ["timeline"], ["list", "charges"]):
        assert "casefile add-" in ok(*command).out


def test_ten_thousand_records_stream(ok, case, run):
    import json

    people = [
        {"id": f"P{number}", "names": [{"text": f"Имя {number}", "type": "primary"}], "roles": ["detainee"]}
        for number in range(1, 10_001)
    ]
    document = {"casefile": {"format": "casefile", "schema": 1, "last_ids": {"people": 10_000}}, "people": people}
    ok("import", "-", stdin=json.dumps(document, ensure_ascii=False).encode())
    out = ok("list", "people", env=screen(80)).out
    assert "Имя 10000" in out
    assert len(ok("list", "people", "--limit", "5", env=screen(80)).out.splitlines()) == 8
