"""The browser: a list, a card, a timeline and a search, by keyboard alone, and nothing left behind."""

from __future__ import annotations

import asyncio
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from casefile.casebook import Casebook
from casefile.errors import DamagedError
from casefile.model import Case
from casefile.store import open_store

needs_textual = pytest.mark.skipif(find_spec("textual") is None, reason="needs Textual: pip install 'casefile[browse]'")


def book_of(path: Path) -> Casebook:
    return Casebook(open_store(str(path)), today=date(2026, 11, 23), new_uid=str, stamp=lambda: None)


def browse(
    path: Path,
    steps: Callable,
    *,
    size: tuple[int, int] = (120, 30),
    signs: bool = True,
) -> object:
    """Run the browser on a case without a terminal, and let `steps` press keys and look."""
    from casefile.cli.browse.app import Browser

    async def run() -> object:
        browser = Browser(book_of(path), signs=signs)
        async with browser.run_test(size=size) as pilot:
            await settled(pilot)
            await steps(browser, pilot)
        return browser

    return asyncio.run(run())


async def settled(pilot) -> None:
    """Wait until what was asked for after a pause is there."""
    for _ in range(3):
        await pilot.pause(0.25)
        await pilot.app.workers.wait_for_complete()


async def press(pilot, *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


def lines(browser) -> str:
    """What is on the screen."""
    width, height = browser.size
    strips = browser.screen._compositor.render_strips(browser.size)
    return "\n".join(strip.text[:width].rstrip() for strip in strips[:height])


@needs_textual
@pytest.mark.parametrize("size", [(120, 24), (60, 16)], ids=["wide", "narrow"])
def test_screen(sample, snapshot, size):
    seen = []

    async def steps(browser, pilot):
        seen.append(lines(browser))
        await press(pilot, "down", "enter")
        seen.append(lines(browser))
        await press(pilot, "tab")
        seen.append(lines(browser))

    browse(sample, steps, size=size)
    assert "\n\f\n".join(seen) == snapshot


@needs_textual
def test_a_list_is_chosen_and_a_card_opened(sample):
    async def steps(browser, pilot):
        assert browser.list.chosen == "P7"
        await press(pilot, "end")
        assert browser.list.chosen == "P9"
        assert "Evgeny Belousov" in browser.reader.text  # beside the list, without being opened
        await press(pilot, "3", "enter")
        assert browser.list.chosen == "C1"
        assert "alleged by" in browser.reader.text
        assert browser.focused is browser.reader

    browse(sample, steps)


@needs_textual
def test_ids_are_followed_and_left_again(sample):
    async def steps(browser, pilot):
        await press(pilot, "4", "enter")
        first = browser.reader.text
        assert browser.reader.links
        await press(pilot, "right")
        target = browser.reader.links[browser.reader.at].record_id
        await press(pilot, "enter")
        assert browser.reader.text.startswith(f"{target}  ")
        await press(pilot, "b")
        assert browser.reader.text == first
        assert first.startswith("S1  ")

    browse(sample, steps)


@needs_textual
def test_what_only_looks_like_an_id_leads_nowhere(ok, case):
    ok("add-detainee", "Jane Roe", "--note", "visa of type P2, not E1")
    ok("add-official", "John Doe", "--office", "spokesman")

    async def steps(browser, pilot):
        assert "visa of type P2" in browser.reader.text
        assert not browser.reader.links

    browse(case, steps)


@needs_textual
def test_search_as_you_type_finds_names_in_other_scripts(sample):
    async def steps(browser, pilot):
        await press(pilot, "slash", *"Картавых")
        assert browser.list.chosen == "P8"
        await press(pilot, *" by:")
        assert "cannot be read" in lines(browser)
        await press(pilot, "escape")
        assert browser.list.chosen == "P7"
        assert "cannot be read" not in lines(browser)
        await press(pilot, "slash", *"xyzzy")
        assert "Nothing in the file holds" in lines(browser)

    browse(sample, steps)


@needs_textual
def test_it_begins_with_what_was_asked_for(sample):
    async def run() -> str:
        from casefile.cli.browse.app import Browser

        browser = Browser(book_of(sample), signs=True, search="Belousov")
        async with browser.run_test(size=(100, 20)) as pilot:
            await settled(pilot)
            assert browser.focused is browser.list
            return browser.list.chosen

    assert asyncio.run(run()) == "P9"


@needs_textual
def test_the_timeline_of_what_is_open(sample):
    async def steps(browser, pilot):
        await press(pilot, "tab", "tab")
        assert browser.reader.id == "timeline"
        assert "Aleksei Fadeev" in browser.reader.text
        assert "Dushanbe" not in browser.reader.text
        await press(pilot, "tab")
        assert browser.focused is browser.list

    browse(sample, steps)


@needs_textual
@pytest.mark.parametrize("key", ["q", "escape", "ctrl+c"])
def test_it_is_left_by(sample, key):
    async def steps(browser, pilot):
        await pilot.press(key)

    assert browse(sample, steps).return_code == 0


@needs_textual
def test_escape_goes_back_a_step_at_a_time(sample):
    async def steps(browser, pilot):
        await press(pilot, "slash", *"Fadeev", "enter", "enter")
        assert browser.focused is browser.reader
        await press(pilot, "escape")
        assert browser.focused is browser.list
        await press(pilot, "escape")
        assert "[docket: 3]" in lines(browser)
        assert browser.is_running

    browse(sample, steps, size=(60, 20))


@needs_textual
def test_outside_text_is_shown_and_never_obeyed(ok, case):
    name = "[bold red]Evil[/] \x1b[31m\x1b]52;c;eA==\x07 \u202egnp.exe [@click=app.quit]x[/]"
    document = {
        "casefile": {"format": "casefile", "schema": 1, "last_ids": {"people": 1}},
        "people": [{"id": "P1", "names": [{"text": name, "type": "primary"}], "roles": ["detainee"], "notes": name}],
    }
    ok("import", "-", stdin=json.dumps(document).encode())

    async def steps(browser, pilot):
        shown = lines(browser)
        assert "[bold red]Evil[/] \\x1b[31m\\x1b]52;c;eA==\\x07 \\u202egnp.exe [@click=app.quit]x[/]" in shown
        assert not set("\x1b\x07\u202e") & set(shown)
        await press(pilot, "slash")
        browser.focused.value = "\u202ea\x1b[b"
        await settled(pilot)
        assert browser.focused.value == "a[b"

    browse(case, steps, size=(200, 20))


@needs_textual
def test_a_terminal_that_draws_no_signs_gets_ascii(sample):
    async def steps(browser, pilot):
        await press(pilot, "end", "tab")
        shown = lines(browser)
        assert "<= 1 Jul 2025" in shown
        assert not set("≤…●▄▅↑↓←→") & set(shown)

    browse(sample, steps, signs=False)


@needs_textual
def test_an_empty_case_says_the_next_step(ok, case):
    ok("init", str(case))

    async def steps(browser, pilot):
        assert "casefile add-detainee" in " ".join(lines(browser).split())
        await press(pilot, "down", "enter", "tab", "right", "enter", "b", "tab", "tab", "2", "end")

    browse(case, steps, size=(60, 10))


@needs_textual
def test_the_panes_follow_the_size_of_the_terminal(sample):
    async def steps(browser, pilot):
        await pilot.resize_terminal(50, 12)
        await settled(pilot)
        assert "nationality" not in lines(browser)
        await press(pilot, "enter")
        assert all(len(line) <= 50 for line in lines(browser).splitlines())
        assert "nationality" in lines(browser)
        await pilot.resize_terminal(140, 30)
        await settled(pilot)
        assert "P9" in lines(browser)

    browse(sample, steps)


@needs_textual
def test_ten_thousand_records_are_listed_and_searched_without_waiting(ok, case):
    people = [
        {"id": f"P{n}", "names": [{"text": f"Имя {n}", "type": "primary"}], "roles": ["detainee"]}
        for n in range(1, 10_001)
    ]
    document = {"casefile": {"format": "casefile", "schema": 1, "last_ids": {"people": 10_000}}, "people": people}
    ok("import", "-", stdin=json.dumps(document, ensure_ascii=False).encode())
    made = []

    async def steps(browser, pilot):
        cells = browser.list._cells
        browser.list._cells = lambda item: made.append(item) or cells(item)
        await press(pilot, "end")
        assert browser.list.chosen == "P10000"
        assert "Имя 10000" in lines(browser)
        await press(pilot, "slash", *"9999")
        assert browser.list.chosen == "P9999"

    browse(case, steps)
    assert len(made) < 500  # rows are made when they are seen


@needs_textual
def test_looking_writes_nothing(sample, monkeypatch, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(home))

    def files() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    before = files()

    async def steps(browser, pilot):
        await press(pilot, "down", "enter", "right", "enter", "tab", "slash", *"Fadeev", "ctrl+a", "ctrl+x", "ctrl+p")
        browser.copy_to_clipboard("Igor")
        assert browser.clipboard == ""
        browser.action_screenshot()

    browse(sample, steps)
    assert files() == before


@needs_textual
def test_a_fault_ends_it_without_printing_what_it_knew(sample, capfd, monkeypatch):
    async def steps(browser, pilot):
        def broken(name: str) -> None:
            raise RuntimeError(f"secret about {name}")

        browser.action_table = broken
        await press(pilot, "2")

    with pytest.raises(RuntimeError):
        browse(sample, steps)
    said = capfd.readouterr()
    assert "secret" not in said.out + said.err


@needs_textual
def test_a_damaged_record_is_told_and_the_rest_goes_on(sample):
    tables = json.loads(sample.read_text(encoding="utf-8"))
    tables["sources"]["1"]["kind"] = "rumour"

    class Documents:
        location = "case.json"

        def raw(self, table, doc_id):
            found = tables.get(table, {}).get(str(doc_id))
            return None if found is None else json.dumps(found).encode()

        def items(self, table):
            return [(int(number), json.dumps(found).encode()) for number, found in tables.get(table, {}).items()]

    with pytest.raises(DamagedError):
        list(Case(Documents()).everything())
    from casefile.cli.browse.app import Browser

    book = book_of(sample)
    book._case = Case(Documents())

    async def run() -> None:
        browser = Browser(book, signs=True)
        async with browser.run_test(size=(120, 24)) as pilot:
            await settled(pilot)
            await press(pilot, "6")
            assert "source R1 is not as casefile writes it" in lines(browser)
            await press(pilot, "5")
            assert browser.list.chosen == "E1"

    asyncio.run(run())


@pytest.mark.parametrize("option", ["--json", "--format=csv"])
def test_a_screen_has_no_rows_to_print(run, sample, option):
    assert run("browse", option).code == 2


def test_without_a_terminal_or_textual_it_says_what_to_do(run, sample):
    result = run("browse")
    assert result.code == 1
    assert "casefile browse needs" in result.err
    assert "Traceback" not in result.err


def test_without_textual_it_names_the_command_that_installs_it(sample):
    code = (
        "import importlib.util, sys\n"
        "find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *rest: None if name == 'textual' else find(name, *rest)\n"
        "from casefile.cli import main\n"
        "sys.exit(main(['browse']))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "pip install 'casefile[browse]'" in done.stderr


def on_terminal(case: Path, keys: tuple[tuple[str, str], ...], env: dict[str, str]) -> tuple[int, str]:
    """Run the browser on a terminal; each key is pressed when what is awaited before it has been drawn."""
    pty = pytest.importorskip("pty", reason="needs a POSIX terminal")
    import termios
    ours, theirs = pty.openpty()
    environ = os.environ | {"TERM": "xterm", "COLUMNS": "80", "LINES": "24", "CASEFILE_DB": str(case)} | env
    process = subprocess.Popen(
        [sys.executable, "-m", "casefile", "browse"], stdin=theirs, stdout=theirs, stderr=theirs, env=environ
    )
    os.close(theirs)
    waiting, seen, end = list(keys), "", time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                seen += os.read(ours, 65536).decode("utf-8", "replace")
            except OSError:
                break
        elif process.poll() is not None:
            break
        # what is typed before the echo is off is thrown away
        if waiting and waiting[0][0] in seen and not termios.tcgetattr(ours)[3] & termios.ECHO:
            os.write(ours, waiting.pop(0)[1].encode())
    if process.poll() is None and time.monotonic() >= end:
        process.kill()
    os.close(ours)
    return process.wait(), seen


@needs_textual
def test_on_a_terminal_it_starts_and_leaves_no_log_and_no_colour(sample, tmp_path):
    log = tmp_path / "textual.log"
    env = {"TEXTUAL_LOG": str(log), "TEXTUAL": "devtools,debug", "TEXTUAL_SCREENSHOT": "0", "NO_COLOR": "1"}
    code, seen = on_terminal(sample, (("[docket: 3]", "q"),), env)
    assert code == 0, seen
    assert "Igor Kartavykh" in seen
    assert not log.exists()
    assert not list(tmp_path.glob("*.svg"))
    assert "\x1b]52" not in seen
    assert "\x1b[31m" not in seen


@needs_textual
def test_an_encrypted_case_asks_for_its_passphrase_first(ok, sample, tmp_path, monkeypatch):
    words = tmp_path / "words"
    words.write_text("correct horse battery staple", encoding="utf-8")
    words.chmod(0o600)
    ok("encrypt", "--passphrase", env={"CASEFILE_PASSPHRASE_FILE": str(words)})
    keys = (("Passphrase:", "correct horse battery staple\n"), ("[docket: 3]", "q"))
    code, seen = on_terminal(sample, keys, {})
    assert code == 0, seen
    assert "Igor Kartavykh" in seen
    code, seen = on_terminal(sample, (("Passphrase:", "wrong\n"),), {})
    assert code == 5, seen
    assert "Igor" not in seen


@needs_textual
def test_the_second_case_can_be_looked_through(case):
    case.write_bytes((Path(__file__).parent.parent / "data" / "lazur-2026.json").read_bytes())
    case.chmod(0o600)

    async def steps(browser, pilot):
        assert "crew of the Albatros-7 (group of 20)" in lines(browser)
        await press(pilot, "slash", *"Лейла")
        assert "Leyla Hartwell, detainee" in lines(browser)

    browse(case, steps)
