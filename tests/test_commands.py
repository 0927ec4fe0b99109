"""Every command through the command line: what it stores, what it prints, and how it refuses."""

from __future__ import annotations

import hashlib
import json
import re

import pytest


def record(ok, *args):
    return json.loads(ok(*args, "--json").out)


def test_newcomer_records_a_case_and_reads_it_back(ok, case):
    first = ok("add-detainee", "Jane Roe", "--detained", "March 2025", "--place", "Baku")
    assert f"Made the case file {case}" in first.err
    assert first.out.splitlines()[0] == "Added P1  Jane Roe, detainee"
    assert "E1  detention, Mar 2025: Jane Roe, Baku" in first.out
    ok("add-person", "Prosecutor General's Office", "--kind", "organisation", "--role", "authority")
    ok(
        "add-charge",
        "Roe",
        "espionage",
        "--by",
        "Prosecutor",
        "--status",
        "charged",
        "--on",
        "2 April 2025",
        "--article",
        "276",
    )
    ok("add-official", "John Doe", "--office", "spokesman", "--org", "Foreign Office", "--from", "2024")
    ok(
        "add-statement",
        "She must be released.",
        "--by",
        "Doe",
        "--on",
        "3 April 2025",
        "--kind",
        "demand",
        "--about",
        "Roe",
    )
    out = ok("timeline").out
    assert re.search(r"Mar 2025 +● detention +Jane Roe, Baku +E1", out)
    assert "charged: espionage (art. 276) (alleged by Prosecutor General's Office)" in out
    assert "John Doe, spokesman, Foreign Office: “She must be released.”" in out


def test_add_detainee_takes_everything_it_offers(ok, case):
    ok("add-source", "--publisher", "Wire", "--published", "2025-10-29")
    ok("add-person", "Border Service", "--kind", "organisation")
    stored = record(
        ok, "add-detainee", "Igor Kartavykh", "--alias", "I. Kartavykh", "--name", "ru:Игорь Картавых", "--nationality", "Russia",
        "--occupation", "journalist", "--office", "editor", "--org", "Agency", "--country", "AZ", "--detained", "до 1 июля",
        "--known", "1 июля", "--place", "Баку", "--by", "Border Service", "--source", "R1", "--quote", "были задержаны", "--at", "paragraph 7",
        "--credibility", "3", "--note", "seen once",
    )  # fmt: skip
    assert stored["id"] == "P2"
    assert stored["also"] == ["E1"]
    assert [(name["text"], name["lang"], name["script"], name["type"]) for name in stored["names"]] == [
        ("Igor Kartavykh", "", "Latn", "primary"),
        ("I. Kartavykh", "", "Latn", "alias"),
        ("Игорь Картавых", "ru", "Cyrl", "transliteration"),
    ]
    assert stored["nationality"] == ["RU"]
    assert stored["offices"][0] == {
        "title": "editor",
        "organisation": "Agency",
        "country": "AZ",
        "from": None,
        "to": None,
    }
    citation = stored["citations"][0]
    assert (citation["source"], citation["quote"], citation["locator"]["paragraph"], citation["credibility"]) == (
        "R1",
        "были задержаны",
        "7",
        3,
    )
    event = json.loads(ok("show", "E1", "--json").out)["record"]
    assert event["when"] == {
        "text": "до 1 июля",
        "edtf": "[..2025-07-01]",
        "earliest": None,
        "latest": "2025-07-01",
        "basis": "inferred",
    }
    assert event["known"]["latest"] == "2025-07-01"
    assert [(part["person"], part["role"]) for part in event["participants"]] == [
        ("P2", "subject"),
        ("P1", "authority"),
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("8", {"exact": 8, "min": None, "max": None, "about": None, "text": ""}),
        ("5-8", {"exact": None, "min": 5, "max": 8, "about": None, "text": "5-8"}),
        ("about 20", {"exact": None, "min": None, "max": None, "about": 20, "text": "about 20"}),
        ("at least 3", {"exact": None, "min": 3, "max": None, "about": None, "text": "at least 3"}),
    ],
)
def test_groups_are_counted_as_printed(ok, case, text, count):
    assert record(ok, "add-detainee", "some people", "--group", "--count", text)["count"] == count


@pytest.mark.parametrize("text", ["8-5", "many", "-3", "0x10"])
def test_what_is_no_number_of_people_is_refused(run, case, text):
    assert run("add-detainee", "some people", "--count", text).code == 2
    assert not case.exists()


def test_only_known_means_detained_on_that_day_or_before(ok, case):
    ok("add-detainee", "eight people", "--group", "--known", "2025-07-01")
    event = json.loads(ok("show", "E1", "--json").out)["record"]
    assert (event["when"]["edtf"], event["when"]["basis"]) == ("[..2025-07-01]", "inferred")


def test_likely_duplicate_is_said_before_it_is_added(ok, run, case):
    ok("add-detainee", "Igor Kartavykh")
    again = run("add-detainee", "Игорь Картавых")
    assert again.code == 4
    assert "P1  Igor Kartavykh, detainee" in again.err
    assert "--force" in again.err
    ok("add-detainee", "Игорь Картавых", "--force")
    assert len(json.loads(ok("list", "people", "--json").out)) == 2


def test_unknown_accuser_is_refused_or_entered_when_told_so(ok, run, case):
    ok("add-detainee", "Jane Roe")
    refused = run("add-charge", "P1", "theft", "--by", "the prosecutor", "--on", "2025")
    assert refused.code == 3
    assert "casefile add-person" in refused.err
    stored = record(
        ok, "add-charge", "P1", "theft", "--by", "the prosecutor", "--create", "organisation", "--on", "2025"
    )
    assert stored["alleged_by"] == "P2"
    assert stored["also"] == ["P2"]


def test_one_charge_for_each_person_so_that_fates_can_part(ok, case):
    ok("add-detainee", "Jane Roe")
    ok("add-detainee", "Ali Hasan")
    ok("add-person", "Azerbaijani side", "--kind", "state")
    made = record(ok, "add-charge", "P1", "P2", "illegal entry", "--by", "P3")
    assert [(charge["id"], charge["person"], charge["updates"][0]["status"]) for charge in made] == [
        ("C1", "P1", "alleged"),
        ("C2", "P2", "alleged"),
    ]
    ok("update-charge", "C2", "dropped", "--on", "2025-11-03")
    assert [row["updates"][-1]["status"] for row in json.loads(ok("list", "charges", "--json").out)] == [
        "alleged",
        "dropped",
    ]


def test_office_of_the_day_is_frozen_into_a_statement(ok, run, case):
    ok("add-official", "Anna Kim", "--office", "deputy minister", "--org", "MFA", "--from", "2020", "--to", "2024")
    ok(
        "edit",
        "P1",
        'offices+=[{"title": "minister", "from": {"text": "2025", "edtf": "2025", "earliest": "2025-01-01", "latest": "2025-12-31"}}]',
    )
    assert (
        record(ok, "add-statement", "No comment.", "--by", "Kim", "--on", "May 2022")["office"]["title"]
        == "deputy minister"
    )
    assert (
        record(ok, "add-statement", "No comment.", "--by", "Kim", "--on", "May 2026")["office"]["title"] == "minister"
    )
    ok("edit", "P1", "offices.0.title=state secretary")
    assert "deputy minister" in ok("show", "S1").out


def test_several_possible_offices_have_to_be_chosen_between(ok, run, case):
    ok("add-official", "Anna Kim", "--office", "judge")
    ok("edit", "P1", "offices+=senator")
    doubtful = run("add-statement", "No.", "--by", "Kim", "--on", "2025")
    assert doubtful.code == 2
    assert "judge; senator" in doubtful.err
    assert (
        record(ok, "add-statement", "No.", "--by", "Kim", "--on", "2025", "--office", "senat")["office"]["title"]
        == "senator"
    )


def test_statement_keeps_stances_replies_and_text_from_standard_input(ok, case):
    ok("add-detainee", "Jane Roe")
    ok("add-person", "Court", "--kind", "organisation")
    ok("add-charge", "P1", "theft", "--by", "Court")
    ok(
        "add-statement",
        "It was her.",
        "--by",
        "Court",
        "--on",
        "2025-05-01",
        "--kind",
        "allegation",
        "--stance",
        "asserts:C1",
    )
    stored = json.loads(
        ok(
            "add-statement", "-", "--by", "Roe", "--on", "2025-05-02", "--stance", "denies:C1", "--reply-to", "S1", "--lang", "en",
            "--paraphrase", "--verb", "denied", "--translation", "Это не я", "--json", stdin=b"It was not me.\n",
        ).out
    )  # fmt: skip
    assert stored["text"] == "It was not me."
    assert stored["mode"] == "paraphrase"
    assert stored["stances"] == [{"target": "C1", "stance": "denies"}]
    assert stored["in_reply_to"] == "S1"
    out = ok("timeline").out
    assert "Court alleges: “It was her.”" in out
    assert "It was not me. (paraphrase)" in out


def test_event_with_roles_links_and_custody(ok, case):
    ok("add-detainee", "Jane Roe", "--detained", "2025-03-01")
    ok("add-official", "Anna Kim", "--office", "envoy")
    ok("add-event", "house-arrest", "--on", "2025-04-01", "--about", "Roe")
    stored = record(
        ok,
        "add-event",
        "call",
        "--on",
        "2025-04-02",
        "--with",
        "Kim:caller",
        "--about",
        "P1",
        "--after",
        "E2",
        "--planned",
        "--custody",
        "bail",
    )
    assert stored["kind"] == "phone-call"
    assert stored["links"] == [{"kind": "after", "event": "E2"}]
    assert {"person": "P2", "role": "caller"} in stored["participants"]
    assert json.loads(ok("list", "--json").out)[0]["status"] == "house-arrest"  # what is planned has not happened


def test_source_records_the_file_it_was_read_in(ok, run, case):
    kept = case.parent / "article.html"
    kept.write_bytes(b"<p>text</p>")
    stored = record(
        ok,
        "add-source",
        "--publisher",
        "Wire",
        "--file",
        str(kept),
        "--reliability",
        "b",
        "--url",
        "https://example.org/1",
    )
    assert stored["file"]["sha256"] == hashlib.sha256(b"<p>text</p>").hexdigest()
    assert (stored["file"]["size"], stored["file"]["media_type"], stored["reliability"]) == (11, "text/html", "B")
    assert run("add-source", "--publisher", "Other", "--file", str(kept)).code == 4
    assert run("add-source", "--publisher", "Other", "--url", "https://example.org/1").code == 4
    assert run("add-source", "--publisher", "Other", "--file", str(case.parent)).code == 2


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["add-detainee"], 2, "needs NAME"),
        (["add-detainee", " "], 2, "name is empty"),
        (["add-detainee", "X", "--detained", "32 July"], 2, "July has no day 32"),
        (["add-detainee", "X", "--detained", "2025-02-30"], 2, "February 2025 has 28 days"),
        (["add-detainee", "X", "--nationality", "Narnia"], 2, "Narnia"),
        (["add-detainee", "X", "--source", "R9"], 3, "R9"),
        (["add-detainee", "X", "--quote", "q"], 2, "--source"),
        (["add-detainee", "X", "--group", "--unidentified"], 2, "one person"),
        (["add-official", "X"], 2, "--office"),
        (["add-official", "X", "--office", "judge", "--from", "2025", "--to", "2024"], 2, "earlier"),
        (["add-person", "X", "--role", "plumber"], 2, "Known: detainee"),
        (["add-charge", "P1"], 2, "OFFENCE and --by"),
        (["add-charge", "P9", "theft", "--by", "P1"], 3, "no person P9"),
        (["add-charge", "P1", "theft", "--by", "R1"], 2, "is a source"),
        (["add-charge", "P1", "theft", "--by", "P1", "--status", "chargd"], 2, "Did you mean “charged”"),
        (["add-statement", "text", "--by", "P1"], 2, "--on"),
        (["add-statement", "text", "--by", "P1", "--on", "Moscow"], 2, "Moscow"),
        (["add-statement", "text", "--by", "P1", "--on", "2025", "--stance", "denies"], 2, "denies:C1"),
        (["add-statement", "--by", "P1", "--on", "2025"], 2, "no text"),
        (["add-statement", "text", "--by", "P1", "--on", "2025", "--lang", "Russian!"], 2, "language tag"),
        (["add-event", "meetin", "--on", "2025"], 2, "Did you mean “meeting”"),
        (["add-event", "meeting"], 2, "--on"),
        (["add-event", "meeting", "--on", "2025", "--with", "P1:cook"], 2, "participant role"),
        (["add-event", "meeting", "--on", "2025", "--after", "E9"], 3, "E9"),
        (["add-source"], 2, "--publisher"),
        (["add-source", "--publisher", "W", "--reliability", "Z"], 2, "reliability"),
        (["update-charge", "C9", "dropped", "--on", "2025"], 3, "C9"),
        (["show", "nobody"], 3, "nobody"),
        (["show", "P99"], 3, "P99"),
        (["list", "peeple"], 2, "Did you mean “people”"),
        (["list", "people", "--sort", "colour"], 2, "Columns:"),
        (["list", "sources", "--status", "alleged"], 2, "no status"),
        (["timeline", "--kind", "metting"], 2, "Did you mean “meeting”"),
        (["timeline", "--from", "2025", "--to", "2024"], 2, "later than"),
        (["timeline", "--limit", "-1"], 2, "limit"),
        (["timeline", "--format", "yaml"], 2, "table, json, csv"),
        (["export"], 2, "--csv"),
        (["import", "missing.json"], 2, "does not exist"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_words_and_changes_nothing(ok, run, case, args, code, says):
    ok("add-detainee", "Jane Roe")
    ok("add-source", "--publisher", "Wire")
    before = case.read_bytes()
    result = run(*args)
    assert result.code == code, result.err
    assert says in result.err
    assert "Traceback" not in result.err
    assert case.read_bytes() == before


def test_ambiguous_name_lists_the_candidates(ok, run, case):
    ok("add-detainee", "Igor Kartavykh")
    ok("add-detainee", "Igor Belousov")
    result = run("show", "Igor")
    assert result.code == 3
    assert "P1  Igor Kartavykh" in result.err
    assert "P2  Igor Belousov" in result.err


@pytest.mark.parametrize(
    "name", ["p1", "P1", "Картавых", "картавых", "Kartavıx", "kartav", "Картавыха", "Igor Kartavykh"]
)
def test_records_are_found_by_id_and_by_name_in_any_script(ok, case, name):
    ok("add-detainee", "Igor Kartavykh")
    ok("add-detainee", "Jane Roe")
    assert ok("show", name).out.startswith("P1  Igor Kartavykh")


def test_reading_a_file_that_is_not_there_is_an_error(run, case):
    for args in (
        ["list"],
        ["timeline"],
        ["show", "P1"],
        ["export", "--json"],
        ["edit", "P1", "notes=x"],
        ["remove", "P1"],
    ):
        result = run(*args)
        assert result.code == 5, args
        assert "no case file" in result.err
    assert not case.exists()
    assert list(case.parent.iterdir()) == []


def test_init_makes_a_private_file_and_writes_over_nothing(ok, run, case):
    assert "casefile add-detainee" in ok("init", str(case)).out
    assert case.stat().st_mode & 0o777 == 0o600
    assert run("init", str(case)).code == 4


def test_options_may_stand_before_the_command(ok, sample, case):
    before = ok("--db", str(case), "--json", "list").out
    assert json.loads(before) == json.loads(ok("list", "--json", "--db", str(case)).out)


def test_list_filters_sorts_and_limits(ok, sample):
    assert [row["id"] for row in json.loads(ok("list", "people", "--role", "official", "--json").out)] == [
        "P2",
        "P3",
        "P4",
        "P5",
        "P6",
    ]
    assert [row["id"] for row in json.loads(ok("list", "statements", "--kind", "protest", "--json").out)] == ["S3"]
    assert [row["id"] for row in json.loads(ok("list", "events", "--sort", "-when", "--limit", "1", "--json").out)] == [
        "E6"
    ]
    assert [row["id"] for row in json.loads(ok("list", "charges", "--status", "alleged", "--json").out)] == ["C1", "C2"]
    assert [row["id"] for row in json.loads(ok("list", "events", "--about", "Путин", "--json").out)] == ["E5", "E6"]
    assert ok("list", "people", "--nationality", "Azerbaijan", "--format", "csv").out.count("\r\n") == 2


def test_docket_counts_days_as_a_range(ok, case):
    ok("add-detainee", "Jane Roe", "--detained", "October 2026")
    ok("add-event", "release", "--on", "2026-11-20", "--about", "P1")
    row = json.loads(ok("list", "--json").out)[0]
    assert (row["status"], row["held"], row["days_min"], row["days_max"]) == ("released", False, 20, 50)
    assert "20–50" in ok("list").out


def test_timeline_filters(ok, sample):
    def ids(*args):
        return [row["records"][0] for row in json.loads(ok("timeline", *args, "--json").out)]

    assert ids("--kind", "meeting") == ["E5"]
    assert ids("--speaker", "Peskov") == ["S4", "S5"]
    assert ids("--about", "E1") == ["E1", "E1", "S3"]
    assert ids("Kartavykh") == ["E2"]
    assert ids("--from", "2025-10-09", "--to", "2025-10-09") == ["E5", "C1", "C2", "S6"]
    assert ids("--reverse")[0] == "S6"
    fits = {
        row["records"][0]: row["fit"]
        for row in json.loads(ok("timeline", "--from", "2025-10-09", "--to", "2025-10-09", "--json").out)
    }
    assert fits == {"E5": "certain", "C1": "possible", "C2": "possible", "S6": "possible"}
    assert "E5" not in ids("--known-by", "2025-08-31")
    assert ids("--known-by", "2025-07-01") == ["E1", "E1", "S6"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Kartavıx", ["P8"]),
        ("Картавыхом", ["P8"]),
        ("Kartavyhk", ["P8"]),
        ("belousow evgenij", ["P9"]),
        ("Belousova", []),
        ("Əliyevlər", []),
        ("embassies", []),
    ],
)
def test_search_finds_people_by_names_that_are_like_it(ok, sample, typed, found):
    hits = json.loads(ok("search", typed, "--json").out)
    assert [hit["id"] for hit in hits] == found
    assert all(hit["alike"] and hit["text"][hit["start"] : hit["end"]] == hit["text"] for hit in hits)
    assert ok("search", typed).out.count(" (alike)") == len(found)


def test_search_shows_what_holds_the_words_before_what_is_like_them(ok, case):
    ok("add-person", "Sergey Ivanov")
    ok("add-person", "Leyla Hüseynova", "--note", "knows Сергій")
    ok("add-source", "--publisher", "Wire", "--author", "Serhii Koval")
    hits = json.loads(ok("search", "сергій", "--json").out)
    assert [(hit["id"], hit["field"], hit["alike"]) for hit in hits] == [
        ("P2", "notes", False),
        ("P1", "names.0.text", True),
        ("R1", "author", True),
    ]


def test_search_finds_every_field_whatever_case_and_accents(ok, case):
    ok("add-detainee", "Ruhollah Əliyev", "--note", "Ёлка у тюрьмы")
    assert json.loads(ok("search", "ЕЛКА", "--json").out)[0]["field"] == "notes"
    assert json.loads(ok("search", "əLIYEV", "--json").out)[0]["field"] == "names.0.text"
    assert "Nothing in the file holds" in ok("search", "nothing of the kind").out


def test_show_gives_each_kind_of_record_a_card(ok, sample):
    for record_id in ("P1", "P7", "C1", "S3", "E1", "E5", "R1", "R2"):
        assert ok("show", record_id).out.startswith(f"{record_id}  ")
        assert json.loads(ok("show", record_id, "--json").out)["record"]["id"] == record_id
        assert ok("show", record_id, "--format", "csv").out.startswith("section,label,text,ids\r\n")


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("show kart", "kartavykh"),
        ("show Карт", "Картавых"),
        ("show p", "p8"),
        ("timel", "timeline"),
        ("add-event meet", "meeting"),
    ],
)
def test_completion_offers_commands_terms_ids_and_names(run, sample, line, offered):
    words = f"casefile {line}"
    result = run(
        env={"_CASEFILE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    )
    assert offered in result.out.split()
