"""Drafts files, which a person may edit, and what comes of them in the case: ``casefile accept``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from stories import CAMERA, EDITOR, QUOTE, SPEAKER, STORY, draft, drafts, drafts_file, encoded, name


@pytest.fixture
def story(case: Path) -> Path:
    """A story and its drafts, side by side."""
    Path("story.txt").write_text(STORY, encoding="utf-8")
    return written(drafts_file())


def written(file: object, place: str = "story.drafts.json") -> Path:
    path = Path(place)
    path.write_text(encoded(file), encoding="utf-8")
    return path


def rows(ok: Callable, table: str) -> list[dict]:
    return json.loads(ok("list", table, "--json").out)


def names(ok: Callable) -> list[str]:
    return [row["names"][0]["text"] for row in rows(ok, "people")]


def test_all_of_an_article_is_one_change_that_can_be_taken_back(ok, story, case):
    said = ok("accept", str(story), "--all").out
    assert "Added R1" in said
    assert names(ok) == [EDITOR, CAMERA, SPEAKER, "полиция Гянджи"]
    log = json.loads(ok("log", "--json").out)
    assert [(change["command"], change["reason"]) for change in log] == [("accept", "ingest of story.txt")]
    ok("undo")
    assert rows(ok, "people") == rows(ok, "sources") == rows(ok, "statements") == []
    ok("redo")
    assert len(rows(ok, "events")) == 2
    ok("verify")


def test_every_record_cites_the_words_that_it_was_read_from(ok, story):
    ok("accept", str(story), "--all")
    count = 0
    for table in ("people", "events", "statements", "charges"):
        for row in rows(ok, table):
            (cited,) = row["citations"]
            start, stop = map(int, cited["locator"]["offset"].split("-"))
            assert cited["source"] == "R1"
            assert STORY[start:stop] == cited["quote"]
            count += 1
    assert count == 8


def test_ids_stand_in_the_places_of_keys(ok, story):
    ok("accept", str(story), "--all")
    (statement,) = rows(ok, "statements")
    assert (statement["speaker"], statement["about"]) == ("P3", ["P1", "P2"])
    assert statement["text"] == QUOTE
    assert statement["office"]["title"] == "представитель МВД Азербайджана"
    (charge,) = rows(ok, "charges")
    assert (charge["person"], charge["alleged_by"], charge["updates"][0]["status"]) == ("P1", "P3", "alleged")
    assert rows(ok, "events")[0]["participants"][1]["person"] == "P4"


def test_the_article_is_kept_as_it_was(ok, story):
    ok("accept", str(story), "--all")
    (source,) = rows(ok, "sources")
    assert source["publisher"] == "Вестник"
    assert source["published"]["edtf"] == "2025-11-12"
    (kept,) = source["evidence"]
    assert kept["sha256"] == source["file"]["sha256"]
    ok("evidence", "export", "R1", "-o", "copy.txt")
    assert Path("copy.txt").read_bytes() == Path("story.txt").read_bytes()


def test_the_text_is_kept_beside_an_article_that_is_no_plain_text(ok, case):
    page = f"<p>{STORY}</p>".encode()
    Path("story.html").write_bytes(page)
    import hashlib

    file = drafts_file(sha256=hashlib.sha256(page).hexdigest(), size=len(page), name="story.html", media_type="text/html")
    ok("accept", str(written(file)), "--all")
    (source,) = rows(ok, "sources")
    assert [kept["media_type"] for kept in source["evidence"]] == ["text/html", "text/plain"]
    ok("evidence", "export", "R1", "2", "-o", "text.txt")
    assert Path("text.txt").read_text(encoding="utf-8") == STORY


def test_only_what_is_decided_is_entered(ok, case, story):
    decided = drafts()
    for row in decided:
        row["decision"] = {"p1": "accept", "p2": "reject", "e1": "accept"}.get(row["key"], "")
    said = ok("accept", str(written(drafts_file(decided)))).out
    assert names(ok) == [EDITOR]
    assert "refused" in said
    assert [part["person"] for part in rows(ok, "events")[0]["participants"]] == ["P1"]
    assert rows(ok, "statements") == []


def test_a_draft_without_the_one_it_is_about_is_left_out_and_said_so(ok, story):
    decided = drafts()
    for row in decided:
        row["decision"] = "reject" if row["key"] == "p3" else "accept"
    result = ok("accept", str(written(drafts_file(decided))))
    assert "s1: its speaker is p3 (Эльчин Рзаев), which was not accepted" in result.out
    assert "c1: its alleged by is p3" in result.out  # nobody else would be the one who alleges it
    assert rows(ok, "statements") == rows(ok, "charges") == []
    assert len(rows(ok, "events")) == 2


def test_certain_takes_no_more_than_that(ok, story):
    ok("accept", str(story), "--certain")
    assert names(ok) == [EDITOR, CAMERA, SPEAKER]
    assert rows(ok, "charges") == []
    assert [part["person"] for part in rows(ok, "events")[0]["participants"]] == ["P1"]


def test_what_was_decided_does_not_come_again(ok, story):
    decided = drafts()
    for row in decided:
        row["decision"] = "reject" if row["key"] in ("p2", "e2") else "accept" if row["table"] != "charges" else ""
    ok("accept", str(written(drafts_file(decided))))
    before = json.loads(ok("export", "--json").out)
    said = ok("accept", str(story), "--all").out
    assert names(ok) == [EDITOR, SPEAKER, "полиция Гянджи"]
    assert [row["offence"] for row in rows(ok, "charges")] == ["связь с незаконным сбором средств"]
    assert "that very file" in said
    assert len(rows(ok, "statements")) == len(before["statements"]) == 1
    assert "nothing new" in ok("accept", str(story), "--all").out
    assert len(rows(ok, "sources")) == 1


def test_nearly_the_same_text_is_recognised_and_not_doubled(ok, story):
    ok("accept", str(story), "--all")
    text = STORY.replace("просит о встрече", "просит о новой встрече")
    import hashlib

    file = drafts_file([], text, sha256=hashlib.sha256(text.encode()).hexdigest(), name="reprint.txt")
    file["drafts"] = json.loads(json.dumps(drafts_file()["drafts"]))
    said = ok("accept", str(written(file, "reprint.drafts.json")), "--all").out
    assert "its text is nearly that of R1" in said
    assert len(names(ok)) == 4
    ok("accept", "reprint.drafts.json", "--all", "--relays", "R1")
    assert [row["relays"] for row in rows(ok, "sources")] == [None, "R1"]
    assert len(names(ok)) == 4  # the same people, cited once more
    assert {cited["source"] for cited in rows(ok, "people")[0]["citations"]} == {"R1", "R2"}


BROKEN = {
    "no json": (lambda text: text[:-40], "is not JSON"),
    "not a drafts file": (lambda text: text.replace("casefile-drafts", "something"), "is not a drafts file"),
    "a newer one": (lambda text: text.replace('"version": 1', '"version": 9'), "newer casefile"),
    "a wrong decision": (
        lambda text: text.replace('"key": "p2",', '"key": "p2", "decision": "yes",'),
        "draft p2, decision",
    ),
    "an unknown field of a draft": (lambda text: text.replace('"key": "e1",', '"key": "e1", "x": 1,'), "draft e1, x"),
    "an unknown field of a record": (lambda text: text.replace('"verb"', '"word"'), "draft s1"),
    "a kind that is none": (lambda text: text.replace('"kind": "detention"', '"kind": "detent"'), "draft e1, kind"),
    "a key that is none": (lambda text: text.replace('"key": "c1"', '"key": "charge"'), "draft charge, key"),
    "a key of another table": (lambda text: text.replace('"key": "c1"', '"key": "s2"'), "draft s2, key"),
    "a key twice": (lambda text: text.replace('"key": "p2"', '"key": "p1"'), "two drafts of that key"),
    "a reference to nothing": (lambda text: text.replace('"speaker": "@p3"', '"speaker": "@p9"'), "draft s1, speaker"),
    "a reference to another table": (
        lambda text: text.replace('"speaker": "@p3"', '"speaker": "@e1"'),
        "draft s1, speaker: must be a person's id",
    ),
    "no such record": (lambda text: text.replace('"speaker": "@p3"', '"speaker": "P77"'), "draft s1, speaker"),
    "a match that is none": (
        lambda text: text.replace('"key": "p2",', '"key": "p2", "match": {"same": "P12"},'),
        "draft p2, match.same",
    ),
    "a date that is none": (
        lambda text: text.replace('{"text": "12 ноя", "edtf": "2025-11-12"', '{"text": "12 ноя", "edtf": 5'),
        "draft e1, when.edtf",
    ),
    "bare words that are no date": (
        lambda text: text.replace(encoded_day(), '"someday soon"', 1),
        "draft e1: “someday soon” is no date",
    ),
    "words that are not in the text": (lambda text: text.replace('"spans": [[', '"spans": [[9', 1), "draft p1, spans"),
    "a hash that is none": (lambda text: text.replace('"size": ', '"size": "many", "x": '), "article, size"),
    "an article of another name": (lambda text: text.replace('"name": "story.txt"', '"name": "a.txt"'), ""),
}


def encoded_day() -> str:
    return encoded(drafts()[4]["fields"]["when"])


@pytest.mark.parametrize("what", [what for what, (_, told) in BROKEN.items() if told])
def test_a_broken_edit_is_told_by_draft_and_field(run, case, story, what):
    change, told = BROKEN[what]
    text = story.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    story.write_text(changed, encoding="utf-8")
    result = run("accept", str(story), "--all")
    assert result.code in (2, 5), result.err
    assert told in result.err, result.err
    assert not case.exists()
    assert not list(case.parent.glob("*.evidence/*"))


def test_dates_may_be_typed_as_people_write_them(ok, story):
    text = story.read_text(encoding="utf-8").replace(encoded_day(), '"12 ноября"', 1)
    story.write_text(text, encoding="utf-8")
    ok("accept", str(story), "--all")
    assert rows(ok, "events")[0]["when"]["edtf"] == "2025-11-12"


def test_the_article_itself_must_be_at_hand(run, ok, story):
    file = drafts_file(name="elsewhere.pdf", sha256="0" * 64)
    written(file)
    result = run("accept", str(story), "--all")
    assert result.code == 6
    assert "--original" in result.err
    assert run("accept", str(story), "--all", "--original", "story.txt").code == 6  # it is another
    ok("accept", str(story), "--all", "--text-only")
    (kept,) = rows(ok, "sources")[0]["evidence"]
    assert kept["media_type"] == "text/plain"


def test_nothing_decided_is_told(run, story, case):
    result = run("accept", str(story))
    assert result.code == 2
    assert "--certain or --all" in result.err
    assert not case.exists()


def test_a_folder_of_drafts_files_is_entered_one_change_each(ok, run, case):
    Path("drafts").mkdir()
    for number in range(3):
        text = STORY + f"Это {number}-е сообщение, и в нём сказано {'мало нового ' * (30 + 10 * number)}{number}.\n"
        import hashlib

        file = drafts_file(drafts(), text, sha256=hashlib.sha256(text.encode()).hexdigest(), name=f"{number}.txt")
        written(file, f"drafts/{number}.txt.drafts.json")
    Path("drafts/x.drafts.json").write_text("{", encoding="utf-8")
    result = ok("accept", "drafts", "--all")
    assert "4 articles" in result.out
    assert "Failed: drafts/x.drafts.json" in result.out
    Path("bad").mkdir()
    Path("bad/x.drafts.json").write_text("{", encoding="utf-8")
    Path("bad/y.drafts.json").write_text("[]", encoding="utf-8")
    assert run("accept", "bad", "--all").code == 6


def test_who_is_in_the_case_is_cited_and_not_doubled(ok, story):
    ok("add-detainee", "Sergei Markelov", "--name", "ru:Сергей Маркелов")
    ok("add-official", "Elchin Rzayev", "--office", "spokesman", "--country", "AZ")
    said = ok("accept", str(story), "--all").out
    assert names(ok) == ["Sergei Markelov", "Elchin Rzayev", CAMERA, "полиция Гянджи"]
    assert "Cited in P2" in said
    spokesman = rows(ok, "people")[1]
    assert [(one["text"], one["type"]) for one in spokesman["names"]] == [
        ("Elchin Rzayev", "primary"),
        ("Эльчин Рзаев", "transliteration"),
    ]
    assert [office["title"] for office in spokesman["offices"]] == ["spokesman", "представитель МВД Азербайджана"]


def test_what_differs_stands_beside_what_the_case_has(ok, story):
    ok("add-source", "--publisher", "Other Wire", "--published", "2025-11-13")
    ok("add-detainee", "Сергей Маркелов", "--occupation", "photographer", "--source", "R1")
    ok("accept", str(story), "--all")
    person = rows(ok, "people")[0]
    assert person["occupation"] == "photographer"
    assert [(claim["field"], claim["value"]) for claim in person["claims"]] == [
        ("occupation", "photographer"),
        ("occupation", "редактор"),
    ]
    assert [claim["citations"][0]["source"] for claim in person["claims"]] == ["R1", "R2"]


def test_what_the_case_was_told_by_another_article_is_cited_once_more(ok, story):
    ok("accept", str(story), "--all")
    text = "Другими словами о том же.\n" + "".join(f"{line} и ещё кое-что сверх того\n" for line in STORY.splitlines())
    import hashlib

    rows_ = [
        draft(row["key"], row["table"], row["fields"], text[slice(*span)], text)
        for row in drafts()
        for span in [[text.index(STORY[slice(*row["spans"][0])]), 0]]
        if span.__setitem__(1, span[0] + len(STORY[slice(*row["spans"][0])])) is None
    ]
    file = drafts_file(rows_, text, sha256=hashlib.sha256(text.encode()).hexdigest(), name="other.txt")
    ok("accept", str(written(file, "other.drafts.json")), "--all", "--relays", "R1")
    assert [len(rows(ok, table)) for table in ("people", "events", "statements", "charges")] == [4, 2, 1, 1]
    assert [cited["source"] for cited in rows(ok, "statements")[0]["citations"]] == ["R1", "R2"]
    assert [cited["source"] for cited in rows(ok, "events")[0]["citations"]] == ["R1", "R2"]


def test_what_is_remembered_goes_with_an_export(ok, story, case):
    decided = drafts()
    for row in decided:
        row["decision"] = "reject" if row["key"] == "p2" else "accept"
    ok("accept", str(written(drafts_file(decided))))
    exported = ok("export", "--json").data
    ok("--db", "copy.json", "import", "-", stdin=exported)
    assert ok("--db", "copy.json", "export", "--json").data == exported
    assert "nothing new" in ok("--db", "copy.json", "accept", str(written(drafts_file())), "--all").out
    ok("import", "-", stdin=exported)
    public = json.loads(ok("export", "--json", "--redact", "public", "--allow-mentions").out)
    assert "articles" not in public


def test_names_of_a_person_in_other_cases_are_not_needed(ok, case):
    assert name("x")[0]["text"] == "x"
