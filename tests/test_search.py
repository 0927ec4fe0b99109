"""Finding records and narrowing lists, through the command line: one language for search, --where and saved searches."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import msgspec
import pytest
from conftest import TODAY
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.casebook.countries import country_code
from casefile.errors import CasefileError, InputError
from casefile.model import Case, Source
from casefile.names import fold
from casefile.views.asking import Reading, understand
from casefile.views.matching import Matcher
from casefile.views.query import Text
from casefile.views.search import search


@pytest.fixture
def made(ok, case):
    """A case in three scripts: two detainees, an official, a lawyer, hearings, and statements that answer each other."""
    ok("add-source", "--publisher", "Example Wire", "--published", "2025-11-20", "--reliability", "B")
    ok("add-official", "John Doe", "--office", "spokesman", "--org", "Foreign Office", "--country", "GB")
    ok("add-detainee", "Рашад Алиев", "--name", "az:Rəşad Əliyev", "--nationality", "AZ", "--detained", "2025-07-03",
       "--place", "Baku", "--source", "R1")  # fmt: skip
    ok("add-detainee", "Jane Roe", "--nationality", "GB", "--detained", "August 2025", "--place", "Gəncə")
    ok("add-person", "Olena Şahin", "--role", "lawyer", "--note", "met at the court in Baku; a court of law")
    ok("add-charge", "P2", "illegal entry", "--by", "Doe", "--status", "charged", "--on", "2025-07-10")
    ok("add-charge", "P3", "smuggling", "--by", "Doe", "--status", "alleged", "--on", "2025-09")
    ok("edit", "C2", "alleged_by=")
    ok("add-event", "hearing", "--on", "2025-08-12", "--with", "P2:subject", "--place", "Baku", "--source", "R1")
    ok("add-event", "hearing", "--on", "before 1 September 2025", "--with", "P3:subject")
    ok("add-statement", "The court has not decided.", "--by", "Doe", "--on", "2025-08-13", "--about", "P2",
       "--stance", "denies:C1", "--source", "R1", "--lang", "en")  # fmt: skip
    ok("add-statement", "Суд отложил решение\nпо делу «Роу»", "--by", "Şahin", "--on", "2025-10-01", "--about", "P3")
    return ok


def ids(ok, *query):
    return list(dict.fromkeys(hit["id"] for hit in json.loads(ok("search", "--json", "--", *query).out)))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("court", ["S1", "P4"]),  # in a text before a note
        ("court decided", ["S1"]),
        ('"court in Baku"', ["P4"]),
        ("“court in baku”", ["P4"]),
        ('"Baku court"', []),
        ("Baku court", ["P4"]),
        ("решение роу", ["S2"]),
        ('"решение по делу"', ["S2"]),  # across a line break, which JSON escapes
        ("is:event kind:hearing", ["E3", "E4"]),
        ("kind:hearing -place:Baku", ["E4"]),
        ("kind:hearing NOT place:Baku", ["E4"]),
        ("-is:person -is:event -is:statement -is:charge", ["R1"]),
        ("kind:detention OR kind:hearing place:Baku", ["E1", "E2", "E3"]),
        ("(kind:detention OR kind:hearing) place:Baku", ["E1", "E3"]),
        ("status:alleged", ["C2"]),
        ("status:reported-detained", ["P2", "P3"]),
        ("role:lawyer", ["P4"]),
        ("role:subject when:2025-07", ["E1", "E4"]),
        ("nationality:Azerbaijan", ["P2"]),
        ("by:doe", ["C1", "S1"]),
        ("by:(country:GB)", ["C1", "S1"]),
        ("about:алиев is:statement", ["S1"]),
        ("about:(nationality:GB role:detainee)", ["P3", "C2", "S2", "E2", "E4"]),
        ("source:wire", ["P2", "S1", "E1", "E3"]),
        ("mentions:R1 is:event", ["E1", "E3"]),
        ("stance:denies", ["S1"]),
        ("office:spokesman", ["P1", "S1"]),
        ("lang:en", ["S1"]),
        ("reliability:B", ["R1"]),
        ("when:2025-08-12", ["E3", "E2", "E4", "P3"]),  # what is certainly of that day comes first
        ("kind:hearing when:2025-08-12..2025-08-20", ["E3", "E4"]),
        ("kind:hearing when:2025-09-02..", []),
        ("kind:hearing when:..2025-08-12", ["E3", "E4"]),
        ('is:event when:"early July 2025"', ["E1", "E4"]),
        ("published:2025-11", ["R1"]),
        ("missing:citation is:event", ["E2", "E4"]),
        ("missing:source is:event", ["E2", "E4"]),
        ("missing:place", ["E4"]),
        ("missing:accuser", ["C2"]),
        ("missing:office is:statement", ["S2"]),
        ("has:stance", ["S1"]),
        ("id:e4", ["E4"]),
        ("https://example.org", []),
    ],
)
def test_the_language_finds(made, query, found):
    result = ids(made, query)
    assert sorted(result) == sorted(found)
    assert result[:1] == found[:1]


@pytest.mark.parametrize(
    ("typed", "person"),
    [
        ("Aliyev", "P2"),  # Cyrillic and Azerbaijani in the file
        ("Алыев", "P2"),
        ("əliyev", "P2"),
        ("Алиева", "P2"),  # the genitive
        ("Шахин", "P4"),
        ("Sahin", "P4"),
        ("name:Рашада", "P2"),
    ],
)
def test_names_are_found_in_other_scripts_cases_and_spellings(made, typed, person):
    assert ids(made, typed)[0] == person


def test_a_quoted_name_is_only_what_is_written(made):
    assert ids(made, '"Aliyev"') == []
    assert ids(made, '"Əliyev"') == ["P2"]


def test_hits_say_where_and_words_side_by_side_come_first(ok, case):
    ok("add-person", "A B", "--note", "the embassy was told by the consul")
    ok("add-person", "C D", "--note", "told the embassy")
    ok("add-person", "E F", "--note", "embassy", "--role", "witness")
    hits = json.loads(ok("search", "the", "embassy", "--json").out)
    assert [(hit["id"], hit["text"][hit["start"] : hit["end"]]) for hit in hits] == [
        ("P1", "the embassy"),
        ("P2", "the embassy"),
    ]
    assert [hit["id"] for hit in json.loads(ok("search", "embassy told", "--json").out)] == ["P1", "P2"]
    assert [hit["id"] for hit in json.loads(ok("search", "told the", "--json").out)] == ["P2", "P1"]
    hit = json.loads(ok("search", "role:witness", "--json").out)[0]
    assert hit == {"id": "P3", "record": "E F, witness", "field": "roles.0", "text": "witness", "start": 0, "end": 7, "alike": False}


def test_a_hit_is_marked_where_folding_changes_the_length(ok, case):
    ok("add-person", "A B", "--note", "Ⅷ  groß   Straße 5")
    hit = json.loads(ok("search", '"gross strasse"', "--json").out)[0]
    assert hit["text"][hit["start"] : hit["end"]] == "groß   Straße"


@pytest.mark.parametrize(
    ("query", "said", "next_step"),
    [
        ("kindd:hearing", "there is no field “kindd”", "Did you mean kind?"),
        ("kindd:hearing", "character 1", "Fields: about, accessed"),
        ("Baku frobnicate:x", "character 6", '"frobnicate:x"'),
        ("kind:hearng", "“hearng” is not a known", "Did you mean “hearing”?"),
        ('Baku "court', "never closed", "Add"),
        ("(Baku", "never closed", 'Add ")"'),
        ("Baku)", "nothing opens", "quote it"),
        ("Baku OR", "both sides of OR", "A OR B"),
        ("OR Baku", "both sides of OR", "A OR B"),
        ("kind:", "nothing follows kind:", "without a blank"),
        ("()", "nothing between", "Take them out"),
        ("when:soon", "not a date", "2025-07-01"),
        ("when:2025-09..2025-08", "ends before it begins", "Turn"),
        ("when:unknown", "asks for no time", "missing:when"),
        ("is:thing", "not a type of record", "statement"),
        ("kind:(a OR b)", "names no records", "kind:A OR kind:B"),
        ("missing:nothing", "no field “nothing”", "Fields:"),
        ("nationality:Atlantis", "Atlantis", "two-letter"),
        ("planned:maybe", "yes or no", "planned:yes"),
        ("NOT", "nothing follows NOT", "NOT word"),
        ("(" * 60 + "a" + ")" * 60, "nests too deep", "parentheses"),
        ("- " * 3000, "longer than", "Leave something out"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place_and_the_next_step(made, run, query, said, next_step):
    result = run("search", "--", query)
    assert result.code == 2
    assert said in result.err
    assert next_step in result.err


def test_a_name_that_nobody_has_is_an_error_and_not_an_empty_list(made, run):
    for query in ("by:Nemo", "about:P99", "source:Gazette", "-by:Nemo", "by:(by:Nemo)"):
        result = run("list", "statements", "--where", query)
        assert result.code == 3, query
        assert "in the file" in result.err


def test_nothing_found_is_said_with_a_next_step(made):
    assert "Nothing in the file holds" in made("search", "zzz").out
    assert "Nothing here fits" in made("list", "--where", "zzz").out
    assert "Nothing here fits" in made("list", "events", "--where", "zzz").out
    assert "Nothing in the file fits" in made("timeline", "--where", "zzz").out


def test_list_takes_the_same_language(made):
    def listed(*args):
        return [row["id"] for row in json.loads(made("list", *args, "--json").out)]

    assert listed("events", "--where", "missing:citation") == ["E2", "E4"]
    assert listed("--where", "place:Baku status:reported-detained") == ["P2"]
    assert listed("--where", "-nationality:GB") == ["P2"]
    assert listed("statements", "--where", "суд OR court", "--sort", "-when") == ["S2", "S1"]
    assert listed("charges", "--where", "about:Roe") == ["C2"]


def test_timeline_is_asked_line_by_line(made):
    made("update-charge", "C2", "dropped", "--on", "2025-12-01")

    def lines(query):
        rows = json.loads(made("timeline", "--where", query, "--json").out)
        return [(row["records"][0], row["kind"]) for row in rows]

    assert lines("is:charge when:2025-12") == [("C2", "dropped")]
    assert lines("is:charge status:alleged") == [("C2", "alleged")]
    assert lines("about:(nationality:AZ) -is:charge") == [("E1", "detention"), ("E3", "hearing"), ("S1", "statement")]


def test_export_takes_what_fits_and_what_that_mentions(made, ok):
    told = made("export", "--json", "--where", "id:S1", "-o", "part.json").err
    assert "1 of 13 records fit; 4 more come along" in told
    part = json.loads(Path("part.json").read_text(encoding="utf-8"))
    taken = {row["id"] for table, rows in part.items() if table != "casefile" for row in rows}
    assert taken == {"S1", "P1", "P2", "C1", "R1"}
    ok("--db", "other.json", "import", "part.json")
    rows = json.loads(made("export", "--json", "events", "--where", "missing:citation").out)
    assert [row["id"] for row in rows] == ["E2", "E4"]
    assert made("export", "--csv", "docket", "--where", "nationality:AZ").out.count("\n") == 2
    made("export", "--csv", "--where", "id:P2", "-o", "folder")
    assert "reported-detained" in Path("folder/docket.csv").read_text(encoding="utf-8")  # told by all there is on P2
    assert "E1" not in Path("folder/events.csv").read_text(encoding="utf-8")


def test_export_for_other_eyes_is_narrowed_by_what_the_file_says(made, ok):
    made("edit", "P3", "confidentiality=confidential")
    made("edit", "S2", "text=Суд отложил решение")
    out = made("export", "--json", "--redact", "public", "--where", "id:C2").out
    part = json.loads(out)
    assert [row["offence"] for row in part["charges"]] == ["smuggling"]
    assert "Roe" not in out
    assert len(part["people"]) == 1
    assert [row["offence"] for row in json.loads(
        made("export", "--json", "charges", "--redact", "public", "--where", "about:Roe").out)] == ["smuggling"]  # fmt: skip


def saved(ok):
    return {query["name"]: query["query"] for query in json.loads(ok("search", "--saved", "--json").out)}


def test_searches_are_kept_under_a_name_and_used_in_others(made, run):
    assert "No searches are saved" in made("search", "--saved").out
    made("search", "--save", "hearings", "kind:hearing", "place:Baku")
    made(
        "search", "--save", "mine", "@hearings OR @HEARINGS is:event", "--reason", "for the weekly call", "--as", "Rauf"
    )
    assert saved(made) == {"hearings": "kind:hearing place:Baku", "mine": "@hearings OR @HEARINGS is:event"}
    assert ids(made, "@mine") == ["E3"]
    assert [row["id"] for row in json.loads(made("list", "events", "--where", "-@mine", "--json").out)] == [
        "E1",
        "E2",
        "E4",
    ]
    change = json.loads(made("log", "--json").out)[-1]
    assert (change["author"], change["reason"], change["command"]) == ("Rauf", "for the weekly call", "search")
    made("search", "--save", "Hearings", "kind:hearing")
    assert ids(made, "@mine") == ["E3", "E4"]
    assert run("search", "--save", "hearings", "@mine").code == 2  # would go round in a circle
    assert saved(made)["Hearings"] == "kind:hearing"
    assert run("search", "@nobody").code == 3
    assert "Saved: @Hearings, @mine" in run("search", "@nobody").err
    assert run("search", "--save", "two words", "x").code == 2
    assert run("search", "--save", "bad", "kindd:x").code == 2
    made("search", "--forget", "@mine")
    assert list(saved(made)) == ["Hearings"]
    assert run("search", "--forget", "mine").code == 3
    assert run("search", "--saved", "x").code == 2
    assert run("search", "--saved", "--forget", "x").code == 2


def test_a_saved_search_is_undone_and_done_again(made):
    made("search", "--save", "one", "kind:hearing")
    made("search", "--save", "one", "kind:arrest")
    assert "back: @one kind:hearing" in made("undo").out
    assert saved(made) == {"one": "kind:hearing"}
    made("undo")
    assert saved(made) == {}
    made("redo")
    assert saved(made) == {"one": "kind:hearing"}
    made("verify")


def test_saved_searches_go_with_the_case_and_with_nothing_redacted(made, ok, case):
    made("search", "--save", "roe", "about:Roe")
    made("export", "--json", "-o", "whole.json")
    assert "about:Roe" not in made("export", "--json", "--redact", "public").out
    assert "about:Roe" not in made("export", "--json", "--where", "id:P1").out
    ok("--db", "copy.json", "import", "whole.json")
    assert ok("--db", "copy.json", "export", "--json").data == Path("whole.json").read_bytes()
    made("compact", "--reason", "old", "--yes")
    made("backup", "kept.tar")
    case.unlink()
    made("recover")
    assert saved(made) == {"roe": "about:Roe"}
    made("verify")


def test_an_import_does_not_write_over_a_saved_search_unasked(made, ok, run):
    made("search", "--save", "roe", "about:Roe")
    made("export", "--json", "-o", "whole.json")
    made("search", "--save", "roe", "about:Roe is:event")
    refused = run("import", "whole.json")
    assert refused.code == 4
    assert "@roe" in refused.err
    assert "1 saved search" in made("import", "whole.json", "--update").out
    assert saved(made) == {"roe": "about:Roe"}


def test_a_saved_search_edited_by_hand_is_adopted_or_refused(made, case, run):
    made("search", "--save", "one", "kind:hearing")
    text = case.read_text(encoding="utf-8")
    case.write_text(text.replace('"query":"kind:hearing"', '"query":"kind:arrest"'), encoding="utf-8")
    made("adopt", "--reason", "by hand")
    assert saved(made) == {"one": "kind:arrest"}
    text = case.read_text(encoding="utf-8")
    case.write_text(text.replace('"query":"kind:arrest"', '"query":7'), encoding="utf-8")
    assert run("adopt", "--reason", "by hand").code == 5


@pytest.mark.parametrize("query", ["about:P2", "about:Aliyev", "notes:Рашад", '"Rəşad Əliyev"'])
def test_a_purge_takes_searches_that_tell_of_the_record(made, case, query):
    made("search", "--save", "him", query)
    made("search", "--save", "him", "kind:hearing")
    made("search", "--save", "him", query)
    made("search", "--save", "other", "about:Roe")
    said = made("purge", "P2", "--reason", "asked for", "--yes", "--cascade", "--force").out
    assert "1 saved search that told of it" in said
    left = b"".join(path.read_bytes() for path in case.parent.rglob("*") if path.is_file())
    assert json.dumps(query, ensure_ascii=False).encode() not in left
    assert saved(made) == {"other": "about:Roe"}
    made("verify")


SPELLED = st.text(st.sampled_from('aAbБéЁіß İı"\\/\n\t«»:()-@\u0301😀'), max_size=12)
PIECES = st.lists(
    st.one_of(
        SPELLED, st.sampled_from(["OR", "AND", "NOT", "(", ")", "-", '"', "kind:", "when:", "by:", "@a", "has:", "x"])
    ),
    max_size=8,
)


@settings(max_examples=300, deadline=None)
@given(PIECES)
def test_whatever_is_typed_is_understood_or_refused_in_words(pieces):
    def refuse(name: str) -> str:
        raise InputError(name)

    with contextlib.suppress(CasefileError):
        understand(" ".join(pieces), Reading(TODAY, country_code, refuse))


class Documents:
    location = "here"

    def __init__(self, *texts: str) -> None:
        self.documents = {
            number: msgspec.json.encode(Source(id=f"R{number}", publisher="x", notes=text))
            for number, text in enumerate(texts, 1)
        }

    def raw(self, table: str, number: int) -> bytes | None:
        return self.documents.get(number) if table == "sources" else None

    def items(self, table: str):
        return iter(self.documents.items() if table == "sources" else ())


@settings(max_examples=300, deadline=None)
@given(SPELLED, SPELLED, SPELLED, st.booleans())
def test_looking_at_raw_documents_first_hides_nothing(before, wanted, after, exact):
    """Whatever JSON escapes and folding evens out: what stands in a field is found there, and marked where it stands."""
    words = fold(wanted)
    text = f"{before}{wanted}{after}"
    if not words or words not in fold(text):
        return
    case = Case(Documents(text, "nothing of it"))
    hits = search(Matcher(case, Text(words, wanted, exact=exact), TODAY))
    (hit,) = [hit for hit in hits if hit.field == "notes" and hit.id == "R1"]
    assert words in fold(text[hit.start : hit.end])


def test_ten_thousand_records_are_searched_at_once(ok, case):
    import time

    when = {"text": "2025", "edtf": "2025", "earliest": "2025-01-01", "latest": "2025-12-31"}
    people = [{"id": f"P{n}", "names": [{"text": f"Имя Фамилиев{n}", "type": "primary"}]} for n in range(1, 1001)]
    statements = [
        {"id": f"S{n}", "speaker": f"P{n % 1000 + 1}", "text": f"слово {n} о суде " * 8, "when": when}
        for n in range(1, 9001)
    ]
    header = {"format": "casefile", "schema": 1, "last_ids": {}}
    document = {"casefile": header, "people": people, "statements": statements}
    ok("import", "-", stdin=json.dumps(document, ensure_ascii=False).encode())
    start = time.perf_counter()
    assert ids(ok, "слово 4711") == ["S4711"]
    assert len(ids(ok, "by:P7 суде")) == 9
    assert time.perf_counter() - start < 3  # two searches; about a fifth of it where nothing else runs


def test_signs_before_a_date_leave_its_day_out_or_take_it_in(ok, case):
    for day in ("5", "6", "7"):
        ok("add-event", "hearing", "--on", f"2025-04-0{day}")
    for asked, found in ((">", "E3"), (">=", "E2 E3"), ("<", "E1"), ("<=", "E1 E2")):
        rows = json.loads(ok("search", f"when:{asked}2025-04-06", "--json").out)
        assert " ".join(sorted({row["id"] for row in rows})) == found
    assert [row["id"] for row in json.loads(ok("search", 'when:"after 6 April 2025"', "--json").out)] == ["E3"]


def test_what_became_known_on_a_day_happened_by_then(ok, case):
    ok("add-event", "arrest", "--on", "стало известно 3 мая 2025", "--known", "стало известно 3 мая 2025")
    record = json.loads(ok("show", "E1", "--json").out)["record"]
    assert (record["when"]["edtf"], record["known"]["edtf"]) == ("[..2025-05-03]", "2025-05-03")
