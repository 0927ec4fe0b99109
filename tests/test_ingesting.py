"""From an article to records, through the command line: read, taken apart, entered, recognised; one or many at once."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from email.message import EmailMessage
from importlib.util import find_spec
from pathlib import Path

import pytest
from keyboard import press
from stories import STORY

pytestmark = pytest.mark.skipif(
    any(find_spec(name) is None for name in ("slovnet", "navec", "razdel", "natasha", "pymorphy3")),
    reason="needs the extra casefile[ingest-ru]",
)
PEOPLE = {"Сергей Маркелов", "Лейла Гасымова", "Эльчин Рзаев"}
DAY = ("--published", "2025-11-12")


@pytest.fixture
def article(case):
    path = Path("story.txt")
    path.write_text(STORY, encoding="utf-8")
    return str(path)


def rows(ok, table):
    return json.loads(ok("list", table, "--json").out)


def named(ok):
    return {row["names"][0]["text"] for row in rows(ok, "people") if row["kind"] == "individual"}


def test_a_story_is_entered_whole(ok, article):
    ok("ingest", article, *DAY, "--publisher", "Вестник", "--accept-all")
    assert named(ok) == PEOPLE
    held = {row["names"][0]["text"] for row in rows(ok, "people") if "detainee" in row["roles"]}
    assert held == {"Сергей Маркелов", "Лейла Гасымова"}
    assert {row["kind"] for row in rows(ok, "events")} >= {"detention"}
    quotes = [row["text"] for row in rows(ok, "statements") if row["mode"] == "direct-quote"]
    assert quotes == ["Обоих проверяют на связь с незаконным сбором средств"]
    (source,) = rows(ok, "sources")
    assert (source["publisher"], source["lang"], source["published"]["edtf"]) == ("Вестник", "ru", "2025-11-12")
    for table in ("people", "events", "statements", "charges"):
        for row in rows(ok, table):
            for cited in row["citations"]:
                start, stop = map(int, cited["locator"]["offset"].split("-"))
                assert STORY[start:stop] == cited["quote"]
    assert len(json.loads(ok("log", "--json").out)) == 1
    ok("verify")


def test_no_year_is_guessed(run, ok, article, case):
    result = run("ingest", article, "--accept-all")
    assert result.code == 6
    assert "--published" in result.err
    assert not case.exists()
    assert run("ingest", article, "--accept-all", "--published", "12 November").code == 2
    assert run("ingest", article, "--accept-all", "--published", "November 2025").code == 2


def test_nobody_to_review_is_told(run, article, case):
    result = run("ingest", article, *DAY)
    assert result.code == 2
    assert "--accept-certain" in result.err
    assert not case.exists()


def test_an_article_is_recognised_by_its_bytes_and_by_its_text(ok, run, article):
    ok("ingest", article, *DAY, "--accept-all")
    before = ok("export", "--json").data
    for more in ((), ("--anew",)):
        said = ok("ingest", article, *DAY, "--accept-all", *more).out
        assert "that very file" in said
        assert "R1" in said
    Path("page.html").write_text(
        f"<html><body><article>{''.join(f'<p>{line}</p>' for line in STORY.splitlines())}</article></body></html>",
        encoding="utf-8",
    )
    said = ok("ingest", "page.html", *DAY, "--accept-all").out
    assert "its text is nearly that of R1" in said
    assert ok("export", "--json").data == before
    assert len(rows(ok, "sources")) == 1


def test_drafts_go_to_a_file_and_come_back_from_it(ok, run, article, case):
    said = ok("ingest", article, *DAY, "--drafts", "d.json").out
    assert "casefile accept d.json" in said
    assert not case.exists()
    assert Path("d.json").stat().st_mode & 0o777 == 0o600
    assert run("ingest", article, *DAY, "--drafts", "d.json").code == 4  # what was decided there is not written over
    assert "--certain or --all" in run("accept", "d.json").err
    ok("accept", "d.json", "--all")
    assert named(ok) == PEOPLE
    assert "nothing new" in ok("accept", "d.json", "--all").out


GERMAN = "Der Hafen bleibt geschlossen\nDie Stadt teilte mit, dass der Hafen und das Lager bis auf Weiteres geschlossen sind.\n"


def test_an_article_in_which_nothing_is_found_is_kept_if_all_of_it_is_accepted(ok, case):
    Path("de.txt").write_text(GERMAN, encoding="utf-8")
    assert "Nothing was found" in ok("ingest", "de.txt", *DAY, "--accept-certain").out
    assert rows(ok, "sources") == []
    said = ok("ingest", "de.txt", *DAY, "--accept-all").out
    assert "Added R1" in said
    assert rows(ok, "sources")[0]["evidence"]
    assert "Known already" in ok("ingest", "de.txt", *DAY, "--accept-all").out
    ok("undo")
    code, screen = press(case, "ingest", "de.txt", *DAY, keys=(("that is right", "a"), ("all the same?", "n\n")))
    assert code == 0, screen
    assert rows(ok, "sources") == []


def test_standard_input_and_standard_output(ok, case):
    piped = ok("ingest", "-", *DAY, "--drafts", "-", stdin=STORY.encode())
    file = json.loads(piped.out)
    assert file["format"] == "casefile-drafts"
    for draft in file["drafts"]:
        start, stop = draft["spans"][0]
        assert file["article"]["text"][start:stop].strip()
    ok("accept", "-", "--all", stdin=piped.data)
    assert named(ok) == PEOPLE


def test_what_is_certain_is_entered_and_the_rest_written(ok, article):
    ok("ingest", article, *DAY, "--accept-certain", "--drafts", "rest.json")
    entered = {table: len(rows(ok, table)) for table in ("people", "events", "statements", "charges")}
    rest = json.loads(Path("rest.json").read_text(encoding="utf-8"))["drafts"]
    assert not [draft for draft in rest if draft["table"] == "people" and draft.get("certainty") == "certain"]
    ok("accept", "rest.json", "--all")
    for table, count in entered.items():
        new = sum(draft["table"] == table for draft in rest)
        assert len(rows(ok, table)) == count + new
    assert len(rows(ok, "sources")) == 1


def test_an_encrypted_case_keeps_nothing_in_plain(ok, article, case, monkeypatch):
    ok("add-source", "--publisher", "Other Wire")
    Path("pass").write_text("six words that nobody would guess", encoding="utf-8")
    Path("pass").chmod(0o600)
    monkeypatch.setenv("CASEFILE_PASSPHRASE_FILE", "pass")
    ok("encrypt")
    ok("ingest", article, *DAY, "--accept-all")
    assert named(ok) == PEOPLE
    Path(article).unlink()
    left = b"".join(path.read_bytes() for path in case.parent.rglob("*") if path.is_file() and path.name != "pass")
    assert "Маркелов".encode() not in left
    assert b"story.txt" not in left


def test_nothing_of_a_purged_article_is_left_in_any_byte(ok, article, case):
    Path("story.eml").write_bytes(mail("Письмо из Гянджи", STORY))
    ok("ingest", "story.eml", "--accept-certain", "--reliability", "B")
    import hashlib

    digest = hashlib.sha256(Path("story.eml").read_bytes()).hexdigest()
    for path in (Path(article), Path("story.eml")):
        path.unlink()
    assert digest.encode() in case.read_bytes()
    sketch = json.loads(ok("export", "--json").out)["articles"][0]["sketch"]
    assert sketch
    ok("purge", "R1", "--reason", "asked for", "--yes", "--cascade", "--force")
    left = b"".join(path.read_bytes() for path in case.parent.rglob("*") if path.is_file())
    # records that were entered from it stay, as from any source; that they were read there does not
    for word in (digest, sketch, "story.eml", "просит о встрече", "сказал Рзаев", "Письмо из Гянджи"):
        assert word.encode() not in left.replace(b"\\", b""), word
    assert "articles" not in json.loads(ok("export", "--json").out)
    ok("verify")


def test_what_went_into_a_purged_record_is_forgotten(ok, article, case):
    ok("ingest", article, *DAY, "--accept-all")
    person = next(row["id"] for row in rows(ok, "people") if row["names"][0]["text"] == "Лейла Гасымова")
    said = ok("purge", person, "--reason", "asked for", "--yes", "--cascade", "--force").out
    assert "R1 keeps story.txt, which may tell of it" in said
    assert person not in json.loads(ok("export", "--json").out)["articles"][0]["accepted"].values()
    ok("verify")


def mail(subject, text):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "desk@vestnik.example", "case@example.org", subject
    message["Date"] = "Wed, 12 Nov 2025 10:00:00 +0400"
    message.set_content(text)
    return message.as_bytes()


def stories(folder: Path, count: int) -> None:
    """As many articles, each of other people."""
    folder.mkdir()
    towns = ("Гяндже", "Шеки", "Баку", "Ленкорани", "Сумгаите")
    for number in range(count):
        surname = f"{'БВГДЖЗКЛМНПРСТ'[number % 14]}{'аоуие'[number // 14 % 5]}{'рлмнк'[number // 70 % 5]}ычев"
        (folder / f"{number:03}.txt").write_text(
            f"В {towns[number % 5]} задержан журналист\n"
            f"БАКУ, {number % 28 + 1} ноя – Вестник. Журналист Андрей {surname} задержан в {towns[number % 5]}, сообщил "
            f"адвокат Рустам {surname.replace('ычев', 'иев')}.\n«Моему доверителю {number} не дали позвонить домой», – "
            f"сказал он.\n",
            encoding="utf-8",
        )


def test_a_folder_is_read_in_parallel_and_one_bad_file_stops_nothing(ok, run, case):
    stories(Path("news"), 6)
    Path("news/bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    Path("news/empty.txt").write_bytes(b"")
    result = ok("ingest", "news", *DAY, "--accept-all", "--jobs", "2")
    assert "8 articles: 6 entered" in result.out
    assert "2 failed" in result.out
    assert "Failed: news/bad.pdf" in result.out
    log = json.loads(ok("log", "--json").out)
    assert [change["reason"] for change in log] == [f"ingest of {number:03}.txt" for number in range(6)]
    again = ok("ingest", "news", *DAY, "--accept-all", "--json")
    data = json.loads(again.out)
    assert (data["known"], len(data["failed"]), data["entered"]) == (6, 2, [])
    assert run("ingest", "news/bad.pdf", "news/empty.txt", *DAY, "--accept-all").code == 6


def test_one_process_or_several_give_the_same(ok, case):
    stories(Path("news"), 4)
    ok("ingest", "news", *DAY, "--drafts", "one", "--jobs", "1")
    ok("ingest", "news", *DAY, "--drafts", "two", "--jobs", "2")
    names = sorted(path.name for path in Path("one").iterdir())
    assert names == [f"{number:03}.txt.drafts.json" for number in range(4)]
    for name in names:
        assert (Path("one") / name).read_bytes() == (Path("two") / name).read_bytes()
    assert "4 known already" in ok("ingest", "news", *DAY, "--drafts", "one").out
    ok("accept", "one", "--all")
    assert len(rows(ok, "sources")) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts are sent as signals")
def test_ctrl_c_leaves_what_was_finished_whole(ok, case):
    stories(Path("news"), 40)
    environ = os.environ | {"CASEFILE_DB": str(case)}
    process = subprocess.Popen(
        [sys.executable, "-m", "casefile", "ingest", "news", *DAY, "--accept-all", "--jobs", "2"],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    end = time.monotonic() + 300
    while time.monotonic() < end and not case.exists():
        time.sleep(0.05)
    assert case.exists(), "not one article was finished"
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said
    assert b"articles done" in said, said
    done = int(re.search(rb"(\d+) of 40 articles done", said)[1])
    ok("verify")
    assert done <= len(rows(ok, "sources")) <= done + 1
    for row in rows(ok, "sources"):
        assert row["evidence"]
    ok("ingest", "news", *DAY, "--accept-all")
    assert len(rows(ok, "sources")) == 40


@pytest.mark.skipif(sys.platform != "linux", reason="reads the children of a process from /proc")
def test_a_process_that_dies_takes_one_document_with_it(ok, case):
    stories(Path("news"), 40)
    process = subprocess.Popen(
        [sys.executable, "-m", "casefile", "ingest", "news", *DAY, "--accept-all", "--jobs", "2", "--json"],
        env=os.environ | {"CASEFILE_DB": str(case)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    end = time.monotonic() + 60
    while time.monotonic() < end and not (case.exists() and len(children.read_text().split()) == 2):
        time.sleep(0.01)
    time.sleep(0.1)
    os.kill(int(children.read_text().split()[0]), signal.SIGKILL)
    out, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    (failed,) = json.loads(out)["failed"]
    assert "signal 9" in failed["why"]
    assert len(rows(ok, "sources")) == 39
    assert "1 entered" in ok("ingest", "news", *DAY, "--accept-all").out


def test_on_a_terminal_the_date_is_asked_for_and_details_corrected(ok, case, article):
    keys = (
        ("12 ноя, no year", "12 November\n"),
        ("leaves the year open", "2025-11-12\n"),
        ("that is right", "1"),
        ("Publisher", "Вестник\n"),
        ("1 publisher  Вестник", "a"),
        ("? help", "A"),
        ("? help", "l"),
    )
    code, screen = press(case, "ingest", article, keys=keys)
    assert code == 0, screen
    code, screen = press(case, "ingest", article, keys=(("decided", "b"), ("? help", "l")))
    assert "Going on with the review" in screen
    keys = [("? help", "A")] * 4
    shown = press(case, "ingest", article, keys=(("? help", "l"),))[1]
    assert "event" in shown or "statement" in shown or "person" in shown


def test_a_review_that_is_left_before_its_first_decision_keeps_what_was_corrected(case, article):
    keys = (("12 ноя, no year", "2025-11-12\n"), ("that is right", "a"), ("? help", "l"))
    assert "Left for another time" in press(case, "ingest", article, keys=keys)[1]
    code, screen = press(case, "ingest", article, keys=(("? help", "l"),))
    assert code == 0, screen
    assert "Going on with the review: 0 of" in screen
    assert "no year" not in screen


def test_progress_is_shown_on_a_terminal_only(ok, case):
    stories(Path("news"), 3)
    _, screen = press(case, "ingest", "news", *DAY, "--accept-all", "--jobs", "2")
    assert "Reading" in screen
    assert "3 articles: 3 entered" in screen
    assert "Reading" not in ok("ingest", "news", *DAY, "--accept-all").err
