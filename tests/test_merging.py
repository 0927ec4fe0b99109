"""Two records of one person, or of one source, made one through the command line: nothing of either is dropped."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def twice(ok, sample):
    """Somebody entered twice, from two sources that differ, and all sorts of records that mention the second entry."""
    ok("add-source", "--publisher", "Example Wire", "--published", "2025-11-20", "--reliability", "B")
    ok("edit", "P8", "born=1980", "notes=first note")
    ok(
        *("add-person", "Igor Kartavych", "--role", "witness", "--born", "May 1981", "--occupation", "Journalist"),
        *("--office", "executive director", "--source", "R3", "--note", "second note", "--name", "de:Igor Kartawych"),
        "--force",
    )
    ok("edit", "P10", "nationality=RU,AZ", "died=2026", "confidentiality=internal")
    ok("add-charge", "P10", "espionage", "--by", "P1", "--source", "R3")
    ok("add-event", "hearing", "--on", "2025-11-03", "--about", "P10", "--with", "P8", "--source", "R3")
    ok("add-statement", "I did nothing.", "--by", "P10", "--on", "2025-11-04", "--about", "P10", "--about", "P8")
    ok("add-claim", "C1", "alleged_by=P10", "--by", "P10", "--source", "R3")
    return ok


def record(ok, record_id):
    return json.loads(ok("show", record_id, "--json").out)["record"]


def test_lists_are_joined_and_what_differs_becomes_claims(twice):
    out = twice("merge", "P8", "P10", "--reason", "the same man").out
    assert out.startswith("Merged P10 into P8: Igor Kartavych")
    assert "the two differ, and both are kept: born (casefile conflicts P8)" in out
    person = record(twice, "P8")
    assert [(name["text"], name["type"]) for name in person["names"]] == [
        ("Igor Kartavykh", "primary"),
        ("Игорь Картавых", "transliteration"),
        ("Igor Kartavych", "alias"),
        ("Igor Kartawych", "alias"),
    ]
    assert (person["roles"], person["nationality"]) == (["detainee", "witness"], ["RU", "AZ"])
    assert [office["title"] for office in person["offices"]] == ["head of the editorial office", "executive director"]
    assert [cite["source"] for cite in person["citations"]] == ["R2", "R3"]
    assert person["notes"] == "first note\n\nsecond note"
    assert (person["born"]["edtf"], person["died"]["edtf"], person["occupation"]) == ("1980", "2026", "journalist")
    assert (person["confidentiality"], person["merged"]) == ("internal", ["P10"])
    (born,) = json.loads(twice("conflicts", "P8", "--json").out)
    assert [(value["text"], value["voices"][0]["source"]) for value in born["values"]] == [
        ("1980", "R2"),
        ("May 1981", "R3"),
    ]
    assert born["values"][1]["voices"][0]["note"] == "recorded as P10 before it was merged"


def test_whatever_mentioned_the_one_mentions_the_other(twice):
    twice("merge", "P8", "P10")
    assert record(twice, "C3")["person"] == "P8"
    assert [(part["person"], part["role"]) for part in record(twice, "E7")["participants"]] == [
        ("P8", "participant"),
        ("P8", "subject"),
    ]
    statement = record(twice, "S7")
    assert (statement["speaker"], statement["about"]) == ("P8", ["P8"])
    claim = record(twice, "C1")["claims"][-1]
    assert (claim["value"], claim["said_by"]) == ("P8", "P8")
    whole = json.loads(twice("export", "--json").out)
    assert [
        row["id"]
        for table in ("people", "charges", "events", "statements")
        for row in whole[table]
        if '"P10"' in json.dumps(row)
    ] == ["P8"]
    twice("verify")


def test_the_old_id_leads_to_the_record_that_stayed_and_is_not_used_again(twice, run):
    twice("merge", "P8", "P10")
    shown = twice("show", "p10")
    assert shown.err == "P10 was merged into P8.\n"
    assert "P10 turned out to be the same and was merged into this record" in shown.out
    twice("add-event", "medical", "--on", "2025-12-01", "--about", "P10")
    assert record(twice, "E8")["participants"][0]["person"] == "P8"
    twice("add-person", "Somebody Else", "--role", "witness")
    assert record(twice, "P11")["names"][0]["text"] == "Somebody Else"
    assert run("edit", "P8", "merged=").code == 2
    twice("merge", "P9", "P8")
    assert record(twice, "P9")["merged"] == ["P8", "P10"]
    assert "P10 was merged into P9." in twice("show", "P10").err


def test_a_merge_is_one_change_that_can_be_taken_back(twice):
    before = twice("export", "--json").data.partition(b"\n")[2]
    twice("merge", "P8", "P10")
    twice("undo")
    assert twice("export", "--json").data.partition(b"\n")[2] == before


def test_claims_of_both_are_kept_for_the_entries_they_are_about(twice):
    twice("add-claim", "P10", "office=head of newsdesk", "--source", "R1")
    twice("add-claim", "P8", "office=night editor", "--source", "R1")
    twice("resolve", "P8", "office", "night editor", "--reason", "so he says")
    twice("resolve", "P10", "office", "head of newsdesk", "--reason", "so they say")
    twice("merge", "P8", "P10")
    found = {one["field"]: one for one in json.loads(twice("conflicts", "P8", "--json").out)}
    assert [value["text"] for value in found["offices.0.title"]["values"]] == [
        "head of the editorial office",
        "night editor",
    ]
    assert [value["text"] for value in found["offices.1.title"]["values"]] == ["executive director", "head of newsdesk"]
    assert (found["offices.0.title"]["state"], found["offices.1.title"]["state"]) == ("resolved", "resolved")


def test_a_resolution_of_one_record_does_not_settle_what_the_other_brings(twice):
    twice("add-claim", "P8", "born=1979", "--source", "R1")
    twice("resolve", "P8", "born", "1979", "--reason", "his passport")
    twice("merge", "P8", "P10")
    (born,) = json.loads(twice("conflicts", "P8", "--json").out)
    assert (born["state"], [value["text"] for value in born["values"]]) == ("reopened", ["1980", "1979", "May 1981"])
    assert record(twice, "P8")["born"]["edtf"] == "1979"


def test_a_member_that_is_merged_stays_one_member(ok, sample):
    ok("split", "P7", "Ivan Petrov", "Ivan Petroff", "--force")
    ok("merge", "P10", "P11")
    assert record(ok, "P7")["members"] == ["P10"]
    assert "8, of whom 1 named; 7 of 8 still unnamed" in ok("show", "P7").out


def test_sources_are_merged_and_what_cites_one_cites_the_other(ok, sample):
    ok(
        "add-source",
        "--title",
        "РФ и Азербайджан",
        "--url",
        "https://rapsi.example/1",
        "--reliability",
        "B",
        "--lang",
        "en",
    )
    ok("edit", "C1", "citations+=R3")
    ok("add-claim", "P8", "born=1980", "--source", "R3")
    ok("merge", "R2", "R3")
    source = record(ok, "R2")
    assert (source["url"], source["reliability"], source["merged"]) == ("https://rapsi.example/1", "B", ["R3"])
    assert {one["field"] for one in json.loads(ok("conflicts", "--json").out)} == {"kind", "title", "lang"}
    assert [cite["source"] for cite in record(ok, "C1")["citations"]] == ["R2"]
    assert record(ok, "P8")["claims"][0]["citations"][0]["source"] == "R2"
    assert "R3 was merged into R2." in ok("show", "R3").err


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("P8", "P8"), "nothing to merge"),
        (("P8", "R1"), "only two people"),
        (("E1", "E2"), "only two people"),
        (("P8", "P7"), "casefile join P8 P7"),
        (("P7", "P8"), "casefile join P8 P7"),
        (("P7", "P10"), "P10 is one of P7"),
        (("R1", "R2"), "relays the other"),
    ],
)
def test_what_cannot_be_one_is_refused_and_changes_nothing(ok, run, sample, args, says):
    ok("add-detainee", "the crew", "--count", "3")
    ok("join", "P10", "P7")
    before = sample.read_bytes()
    result = run("merge", *args)
    assert result.code == 4, result.err
    assert says in result.err
    assert sample.read_bytes() == before


def test_a_merged_record_does_not_come_back_with_an_import(twice, run):
    old = twice("export", "--json").data
    twice("merge", "P8", "P10")
    result = run("import", "-", "--update", stdin=old)
    assert (result.code, "P10  was merged into P8 here" in result.err) == (4, True)


def test_others_do_not_see_which_ids_were_merged(twice):
    twice("merge", "P8", "P10")
    twice("edit", "P8", "confidentiality=public")
    assert "merged" not in twice("export", "--redact", "internal", "--json", "--allow-mentions").out.replace(
        "before it was merged", ""
    )


def test_purging_who_was_merged_erases_what_was_recorded_under_the_other_id_too(ok, sample):
    ok("add-person", "Ibrahim Karimov", "--role", "witness", "--note", "lives by the harbour")
    ok("add-person", "Ибрагим Каримов", "--role", "witness", "--note", "speaks of a boat", "--force")
    ok("merge", "P10", "P11")
    ok("edit", "P10", "notes=", "names-=Ибрагим Каримов")
    ok("purge", "P10", "--yes", "--reason", "asked for")
    left = b"".join(path.read_bytes() for path in sample.parent.iterdir() if path.is_file()).decode()
    for text in ("Karimov", "Каримов", "harbour", "a boat"):
        assert text not in left, text
    ok("verify")


def test_purging_a_former_id_erases_its_history_and_leaves_the_record(ok, sample):
    ok("add-person", "Ibrahim Karimov", "--role", "witness")
    ok("add-person", "Garabaghi the Boatman", "--role", "witness")
    ok("merge", "P10", "P11")
    ok("edit", "P10", "names-=Garabaghi the Boatman")
    ok("purge", "P11", "--yes", "--reason", "asked for")
    left = b"".join(path.read_bytes() for path in sample.parent.iterdir() if path.is_file()).decode()
    assert "Boatman" not in left
    assert record(ok, "P10")["merged"] == []
    ok("verify")
