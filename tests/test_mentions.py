"""A text that still says what is hidden stops the export, in whatever script and case it says it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from secret_case import CASE, UIDS

from casefile.views.naming import NameFinder, Sought

MENTIONS = [
    "Samir Quliyev was seen on the quay.",
    "Quliyev was seen on the quay.",
    "QULIYEV'S boat",
    "Quliyevin qayığı",
    "О Гулиеве больше не говорят.",
    "Самиром Гулиевым занимаются.",
    "Gouliev was seen on the quay.",
    "Guliyev, Samir",
    "قال سمير قولييف",
    "https://news.example/2026/03/free-quliyev-now.html",
    "https://news.example/%D0%93%D1%83%D0%BB%D0%B8%D0%B5%D0%B2",
    "#FreeQuliyev",
    "Qu\u00adli\u200byev",
    "Гули\u0301ев",
    "Ｑｕｌｉｙｅｖ",
    "&#1043;&#1091;&#1083;&#1080;&#1077;&#1074;",
    "as P12 told us",
    "told by S6",
    f"see {UIDS['P12']}",
    "They say that a boat without a name was there.",
    "They read: “the ARCHIVE was moved  by night.”",
    "See letters.example: https://letters.example/keeper#page2",
    "The letter by Sadiqov",
    "about Letter from the keeper, again",
    "Ткаченко уехал.",
    "The note says: call the family on Tuesdays!",
]


@pytest.mark.parametrize("text", MENTIONS)
def test_a_text_that_says_what_is_hidden_stops_the_export(ok, run, secret, text):
    stored = json.loads(ok("add-event", "other", "--on", "2026-03-09", "--text", text, "--json").out)
    for args in (["--csv"], ["--json", "-o", "out.json"], ["--json", "docket"]):
        refused = run("export", *args, "--redact", "public")
        assert (refused.code, refused.out) == (4, ""), refused.err
        assert f"{stored['id']} text: “" in refused.err
        assert "--allow-mentions" in refused.err
    assert not Path("out.json").exists()
    assert not Path("redacted-csv").exists()
    allowed = ok("export", "--json", "--redact", "public", "--allow-mentions")
    assert f"{stored['id']} text: “" in allowed.err
    assert "of an event" not in allowed.err
    assert json.loads(allowed.out)["events"]


@pytest.mark.parametrize(
    "text",
    [
        "Marchuk was seen on the quay.",
        "illegal landing",
        "The ministry knows nothing.",
        "Alat",
        "Person of the year",
        "They met on 3 March 2026.",
        "the keeper of the letter",
        "Tura and Sami went home.",
        "flight S71, route E80",
    ],
)
def test_a_text_that_says_nothing_hidden_stops_nothing(ok, secret, text):
    ok("add-event", "other", "--on", "2026-03-09", "--text", text)
    assert text in ok("export", "--json", "--redact", "public").out


@pytest.mark.parametrize(
    "change",
    [
        ["P23", "names+=widow of Quliyev"],
        ["P23", "occupation=driver of Samir Quliyev"],
        ["P23", "offices+=driver@Quliyev and Sons"],
        ["C3", "article=12 Quliyev"],
        ["S7", "translation=Quliyev is not here"],
        ["E2", "place=house of Quliyev"],
        ["R2", "title=Who is Quliyev?"],
        ["R2", "url=https://wire.example/quliyev"],
        ["S7", 'citations=[{"source":"R2","quote":"Quliyev","locator":{"page":"4"}}]'],
        ["S7", 'citations=[{"source":"R2","locator":{"page":"Quliyev column"}}]'],
        ["E2", 'when={"text":"the day Quliyev fell ill"}'],
    ],
    ids=lambda change: change[1].split("=")[0],
)
def test_every_field_that_is_shown_is_read(ok, run, secret, change):
    if change[1].startswith("when="):  # no date can be typed that holds a name, but a file from elsewhere may have one
        told = json.dumps(CASE).replace("3 March 2026", "the day Quliyev fell ill")
        ok("import", "-", "--update", stdin=told.encode())
    else:
        ok("edit", *change)
    refused = run("export", "--json", "--redact", "public")
    assert refused.code == 4
    assert "(name of P12)" in refused.err


def test_the_name_of_the_output_is_read_too(run, secret):
    refused = run("export", "--json", "--redact", "public", "-o", "quliyev.json")
    assert refused.code == 4
    assert "the name of the output" in refused.err


def test_ids_of_visible_records_in_notes_are_said_to_be_others(ok, secret):
    ok("edit", "P23", "notes=see S7")
    assert "P23 notes: “see S7” (id of S7)" in ok("export", "--json", "--redact", "internal").err
    assert "see S7" not in ok("export", "--json", "--redact", "public").err


def test_a_visible_namesake_may_be_named(ok, run, secret):
    ok("add-person", "Leyla Quliyeva", "--force")
    ok("add-person", "Samir Babayev", "--force")
    ok("add-statement", "Samir Babayev has left.", "--by", "P1", "--on", "2026-03-10")
    ok("add-statement", "Samir has left.", "--by", "P1", "--on", "2026-03-10")
    ok("export", "--json", "--redact", "public")
    ok("add-statement", "Quliyev Samir has left.", "--by", "P1", "--on", "2026-03-10")
    assert run("export", "--json", "--redact", "public").code == 4


@pytest.mark.parametrize(
    ("hide", "text", "blocked"),
    [
        (["add-person", "driver from Sumgait", "--kind", "unidentified"], "They left Sumgait.", False),
        (["add-person", "driver from Sumgait", "--kind", "unidentified"], "the Driver from Sumgait", True),
        (["add-person", "Driver from Sumgait"], "They left Sumgait.", True),
        (["add-source", "--title", "Seventh letter", "--author", "Coast Wire"], "by Coast Wire", False),
        (["add-source", "--title", "Seventh letter", "--author", "Inga Berg"], "by Berg", True),
        (["add-source", "--title", "我们都在里面等着"], "他说我们都在里面等着呢", True),
        (["add-event", "other", "--on", "2026", "--place", "the old mill"], "seen at the old mill", False),
        (
            ["add-event", "other", "--on", "2026", "--place", "the old mill behind the dam"],
            "at the old mill behind the dam",
            True,
        ),
    ],
)
def test_how_much_of_what_is_hidden_tells_of_it(ok, run, case, hide, text, blocked):
    ok("add-source", "--publisher", "Coast Wire")
    ok("add-event", "other", "--on", "2026", "--text", text)
    ok(*hide, "--confidentiality", "confidential")
    assert run("export", "--json", "--redact", "public").code == (4 if blocked else 0)


def test_an_offence_that_two_people_are_accused_of_stops_nothing(ok, case):
    ok("add-person", "Ana Sol")
    for level in ("public", "confidential"):
        ok("add-charge", "P1", "landing on the northern shore", "--by", "P1", "--confidentiality", level)
    ok("export", "--json", "--redact", "public")


def test_what_a_record_says_twice_stops_nothing(ok, case):
    ok("add-person", "Ana Sol")
    ok("add-source", "--title", "Seventh letter", "--confidentiality", "confidential")
    words = "Nobody has come back from there."
    ok("add-statement", words, "--by", "P1", "--on", "2026", "--source", "R1", "--quote", words)
    ok("export", "--json", "--redact", "public")


def test_a_value_that_is_preferred_and_shown_may_stand_elsewhere(ok, run, case):
    title, reason = "correspondent for the northern ports", "the paper names her in its own imprint"
    ok("add-source", "--publisher", "Daily")
    ok("add-detainee", "Ana Sol", "--office", title, "--source", "R1")
    ok("add-claim", "P1", "office=reporter", "--source", "R1", "--credibility", "3")
    ok("resolve", "P1", "office", title, "--reason", reason)
    ok("add-statement", f"She is our {title}.", "--by", "P1", "--on", "2026")
    ok("export", "--json", "--redact", "public")
    ok("add-statement", f"We know that {reason}.", "--by", "P1", "--on", "2026")  # why it is preferred stays inside
    assert run("export", "--json", "--redact", "public").code == 4


@pytest.mark.parametrize(
    ("name", "personal", "text", "found"),
    [
        ("State Security Service", False, "the state of service", False),
        ("State Security Service", False, "the State Security Service", True),
        ("Служба охраны моря", False, "в Службе охраны моря", True),
        ("Jane Roe", True, "Roe was seen", True),
        ("Jane Roe", True, "roe and deer", False),
        ("王小明", True, "王小明被拘留", True),
        ("Doc-17", True, "asked doc-17 again", True),
        ("Doc-17", True, "asked the doc", True),
        ("Mohammed Hassan", True, "محمد حسن", True),
        ("محمد حسن", True, "Mohammed Hassan", True),
        ("Hüseyn Hüseynov", True, "Гусейновым", True),
        ("Rustam Hasanov", True, "Гасанов", True),
        ("Rustam Hasanov", True, "Basanov", False),
        ("Игорь Павлов", True, "письмо Игоря", True),
        ("Лев Каменский", True, "письмо Каменского", True),
        ("Анна Каменская", True, "о Каменской", True),
        ("Hasan Hasanov", True, "сказал Гасанову", True),
        ("Maxim Belov", True, "Максим пришёл", True),
        ("Павел Каменский", True, "письмо Павла", True),
        ("Igor Pavlov", True, "Igorot", False),
        ("Igor Pavlov", True, "a picture", False),
        ("ab", True, "абсолютно", False),
        ("!!!", True, "They call him !!! here", False),
        ("", True, "anything", False),
    ],
)
def test_names_are_found_as_they_stand_in_texts(name, personal, text, found):
    assert bool(NameFinder([Sought("P1", name, personal)]).find(text)) is found


def test_two_words_of_a_longer_name_are_enough_where_each_is_shared():
    finder = NameFinder([Sought("P1", "Ivan Petrovich Orlov")], ["Ivan Belov", "Pavel Petrovich", "Anna Orlov"])
    assert finder.find("Ivan came, and Orlov left.") == []
    assert finder.find("Orlov, Ivan")
    assert not NameFinder([Sought("P1", "Guild of Salt Merchants", personal=False)]).find("a guild of merchants")


def test_long_texts_take_no_longer_than_their_length():
    finder = NameFinder([Sought("P1", "Igor Pavlov"), Sought("P2", "Doc-17")], ["Anna Orlova"])
    for text in ("x" * 400_000, "/" * 400_000, "Anna " * 80_000, "a/" * 200_000 + "pavlov"):
        assert bool(finder.find(text)) is text.endswith("pavlov")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30), st.text(max_size=60))
def test_looking_for_any_name_in_any_text_finds_places_in_it(name, text):
    for hit in NameFinder([Sought("P1", name)], [name]).find(text):
        assert 0 <= hit.start < hit.end <= len(text)
