"""Which records of a case a draft is taken for, and which are only proposed: through ``accept``, as reviewers meet it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from stories import day, drafts_file, encoded, name

TEXT = "Кто-то сказал что-то о ком-то.\n"


@pytest.fixture
def proposed(run, case):
    """What the drafts file that is written for such drafts proposes, by key: the match of each."""

    def propose(*rows: dict) -> dict[str, dict]:
        file = drafts_file([whole(row) for row in rows], TEXT, sha256=hashlib.sha256(TEXT.encode()).hexdigest())
        Path("d.json").write_text(encoded(file), encoding="utf-8")
        from casefile.casebook.ingesting import prepared, readable, recognise
        from casefile.cli.session import Globals, Session
        from casefile.ingest.loading import load

        session = Session()
        session.globals = Globals(db=str(case))
        book = readable(session.book())
        loaded = load(Path("d.json").read_bytes(), "d.json", lambda text, _: pytest.fail(text))
        done = prepared(book.case, loaded, recognise(book.case, loaded.article))
        return {draft.key: draft.match for draft in done.drafts}

    return propose


def whole(row: dict) -> dict:
    return {"spans": [[0, 6]], "sentence": [0, len(TEXT) - 1], "certainty": "certain"} | row


def person(text: str, key: str = "p1", **fields) -> dict:
    return {"key": key, "table": "people", "fields": {"names": name(text)} | fields}


OFFICE = {"title": "пресс-секретарь Кремля"}


@pytest.mark.parametrize(
    ("entered", "drafted", "same"),
    [
        (("Игорь Картавых",), "Игорь Картавых", True),
        (("Igor Kartavykh",), "Игорь Картавых", True),
        (("İqor Kartavıx",), "Игорь Картавых", True),
        (("Эльчин Рзаев", "--name", "az:Elçin Rzayev"), "Elchin Rzayev", True),
        (("Петров Иван Сергеевич",), "Иван Петров", True),
        (("Иван Петрович Сидоров",), "Иван Сергеевич Петров", None),
        (("Evgenia Belousova",), "Евгений Белоусов", None),
        (("Иван Петров",), "Пётр Иванов", None),
        (("И. Петров",), "Иван Петров", False),
    ],
)
def test_names_across_scripts(ok, proposed, entered, drafted, same):
    ok("add-person", *entered)
    match = proposed(person(drafted))["p1"]
    assert (match.same, match.maybe) == (("P1", ()) if same else ("", ("P1",)) if same is False else ("", ()))


def test_a_namesake_on_the_other_side_of_a_cell_door_is_only_proposed(ok, proposed):
    ok("add-official", "Иван Петров", "--office", "prosecutor")
    match = proposed(person("Иван Петров", roles=["detainee"]))["p1"]
    assert (match.same, match.maybe) == ("", ("P1",))


def test_a_namesake_of_another_nation_is_only_proposed(ok, proposed):
    ok("add-person", "Руслан Алиев", "--country", "AZ")
    match = proposed(person("Руслан Алиев", nationality=["RU"]))["p1"]
    assert (match.same, match.maybe) == ("", ("P1",))


def test_of_two_namesakes_neither_is_taken(ok, proposed):
    ok("add-person", "Иван Петров")
    ok("add-person", "Иван Петров", "--force")
    match = proposed(person("Иван Петров"))["p1"]
    assert (match.same, set(match.maybe)) == ("", {"P1", "P2"})


def test_two_drafts_are_not_taken_for_one(ok, proposed):
    ok("add-person", "Иван Петров")
    found = proposed(person("Иван Петров"), person("Иван Сергеевич Петров", "p2"))
    assert [match.same for match in found.values()] == ["", ""]
    assert {match.maybe for match in found.values()} == {("P1",)}


def test_a_surname_alone_is_proposed_and_with_its_office_taken(ok, proposed):
    ok("add-official", "Дмитрий Песков", "--office", "пресс-секретарь", "--org", "Кремль")
    assert proposed(person("Песков"))["p1"].maybe == ("P1",)
    held = {"title": "пресс-секретарь", "organisation": "Кремль"}
    assert proposed(person("Песков", offices=[held]))["p1"].same == "P1"
    ok("add-person", "Анна Пескова")
    assert proposed(person("Песков", offices=[held]))["p1"].same == "P1"


def test_bodies_and_states(ok, proposed):
    ok("add-person", "Azerbaijani side", "--kind", "state", "--country", "AZ", "--name", "ru:азербайджанская сторона")
    ok("add-person", "посольство РФ в Азербайджане", "--kind", "organisation")
    found = proposed(
        person("азербайджанская сторона", kind="state"),
        person("Баку", "p2", kind="state", nationality=["AZ"]),
        person("Посольство РФ в Азербайджане", "p3", kind="organisation"),
        person("посольство РФ", "p4", kind="organisation"),
        person("Кремль", "p5", kind="organisation"),
    )
    assert (found["p1"].maybe, found["p2"].maybe) == (("P1",), ("P1",))  # two drafts, one state: the reviewer says
    assert [found[key].same for key in ("p3", "p4", "p5")] == ["P2", "", ""]
    assert found["p4"].maybe == ("P2",)
    assert proposed(person("Баку", kind="state", nationality=["AZ"]))["p1"].same == "P1"


def group(count: dict, key: str = "p1") -> dict:
    return person("восемь россиян", key, kind="group", count=count, nationality=["RU"])


def test_groups_are_only_proposed(ok, proposed):
    ok("add-detainee", "eight Russian nationals", "--count", "8", "--nationality", "RU", "--known", "2025-07-01")
    ok("add-detainee", "eight fishermen", "--count", "8", "--nationality", "GE", "--detained", "2024-01-05")
    ok("add-detainee", "nine Russian nationals", "--count", "9", "--nationality", "RU")
    told = {
        "key": "e1",
        "table": "events",
        "fields": {
            "kind": "detention",
            "when": {"text": "до 1 июля", "edtf": "[..2025-07-01]", "latest": "2025-07-01"},
            "participants": [{"person": "@p1", "role": "subject"}],
        },
    }
    match = proposed(group({"exact": 8}), told)["p1"]
    assert (match.same, match.maybe) == ("", ("P1",))
    later = json.loads(json.dumps(told))
    later["fields"] |= {"when": day("2025-10-05", "5 октября")}
    assert proposed(group({"exact": 8}), later)["p1"].maybe == ()
    assert proposed(group({"about": 8}), told)["p1"].maybe == ()


def event(**fields) -> dict:
    return {"key": "e1", "table": "events", "fields": {"kind": "detention"} | fields}


def test_events_are_known_by_kind_day_and_people(ok, proposed):
    ok("add-detainee", "Иван Петров", "--detained", "2025-11-12", "--place", "Baku")
    ok("add-detainee", "Анна Котова", "--detained", "November 2025")
    who = [{"person": "@p1", "role": "subject"}]
    same = event(when=day("2025-11-12", "12 ноября"), participants=who)
    assert proposed(person("Иван Петров"), same)["e1"].same == "E1"
    other_day = event(when=day("2025-11-13", "13 ноября"), participants=who)
    assert proposed(person("Иван Петров"), other_day)["e1"].maybe == ()
    nearer = event(when=day("2025-11-12", "12 ноября"), participants=who)
    match = proposed(person("Анна Котова"), nearer)["e1"]
    assert (match.same, match.maybe) == ("", ("E2",))
    other_kind = event(kind="release", when=day("2025-11-12", "12 ноября"), participants=who)
    assert proposed(person("Иван Петров"), other_kind)["e1"].maybe == ()
    both = [*who, {"person": "@p2", "role": "subject"}]
    match = proposed(
        person("Иван Петров"),
        person("Пётр Новый", "p2"),
        event(when=day("2025-11-12", "12 ноября"), participants=both),
    )["e1"]
    assert (match.same, match.maybe) == ("", ("E1",))


def test_meetings_are_known_by_who_met(ok, proposed):
    for who in ("Иван Петров", "Анна Котова"):
        ok("add-person", who)
    ok("add-event", "meeting", "--on", "2025-10-09", "--with", "P1", "--with", "P2")
    parts = [{"person": "@p1"}, {"person": "@p2"}]
    people = (person("Иван Петров"), person("Анна Котова", "p2"))
    met = {"kind": "meeting", "when": day("2025-10-09", "9 октября"), "participants": parts}
    assert proposed(*people, event(**met))["e1"].same == "E1"
    alone = proposed(person("Пётр Новый"), person("Ольга Новая", "p2"), event(**met))["e1"]
    assert (alone.same, alone.maybe) == ("", ())


def test_statements_and_charges_are_known_by_their_words(ok, proposed):
    ok("add-person", "Иван Петров")
    ok("add-statement", "Никто из них не видел документов, и никто их не подписывал", "--by", "P1", "--on", "2025-11-12")
    ok("add-charge", "P1", "незаконный сбор средств", "--by", "Court", "--create", "organisation", "--on", "2025-11-12")
    said = {
        "key": "s1",
        "table": "statements",
        "fields": {
            "speaker": "@p1",
            "text": "Никто из них не видел документов, и никто их не подписывал.",
            "when": day("2025-11-12", "12 ноября"),
        },
    }
    assert proposed(person("Иван Петров"), said)["s1"].same == "S1"
    part = json.loads(json.dumps(said))
    part["fields"]["text"] = "никто из них не видел документов"
    assert proposed(person("Иван Петров"), part)["s1"].same == "S1"
    later = json.loads(json.dumps(said))
    later["fields"]["when"] = day("2025-12-01", "1 декабря")
    assert proposed(person("Иван Петров"), later)["s1"].same == ""
    assert proposed(person("Пётр Новый"), said)["s1"].same == ""
    accused = {
        "key": "c1",
        "table": "charges",
        "fields": {
            "person": "@p1",
            "offence": "незаконный сбор средств",
            "updates": [{"status": "alleged", "when": day("2025-11-13", "13 ноября")}],
        },
    }
    assert proposed(person("Иван Петров"), accused)["c1"].same == "C1"
