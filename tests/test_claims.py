"""Where sources differ, through the command line: claims beside each other, one preferred with a reason, none lost."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def posts(ok, sample):
    """A journalist whose post three sources give differently, and whose arrest two of them date differently."""
    ok("add-source", "--publisher", "Example Wire", "--published", "2025-11-20", "--reliability", "B")
    ok("add-claim", "P8", "office=executive director", "--source", "R3", "--credibility", "2", "--at", "page 3")
    ok("add-claim", "P8", "office=head of newsdesk", "--by", "Peskov", "--on", "1 Nov 2025", "--source", "R1")
    ok("add-claim", "E2", "when=30 June 2025", "--source", "R3")
    return ok


def record(ok, record_id):
    return json.loads(ok("show", record_id, "--json").out)["record"]


def disputes(ok, *args):
    return json.loads(ok("conflicts", *args, "--json").out)


def values(dispute):
    return [(value["text"], [voice["source"] for voice in value["voices"]]) for value in dispute["values"]]


def test_each_value_stands_beside_the_others_with_who_gives_it_and_how_sure(posts):
    office, arrest = disputes(posts)
    assert (office["record"], office["field"], office["label"], office["state"]) == (
        "P8",
        "offices.0.title",
        "office",
        "unresolved",
    )
    assert values(office) == [
        ("head of the editorial office", ["R2"]),
        ("executive director", ["R3"]),
        ("head of newsdesk", ["R1"]),
    ]
    assert [value["stands"] for value in office["values"]] == [True, False, False]
    wire, spokesman = office["values"][1]["voices"][0], office["values"][2]["voices"][0]
    assert (wire["reliability"], wire["credibility"], wire["grade"]) == ("B", 2, "B2")
    assert (spokesman["said_by"], spokesman["said_by_name"], spokesman["grade"]) == ("P4", "Dmitry Peskov", "F-")
    assert spokesman["when"]["edtf"] == "2025-11-01"
    assert (arrest["record"], arrest["field"]) == ("E2", "when")
    assert values(arrest) == [("≤ 1 Jul 2025", ["R2"]), ("30 Jun 2025", ["R3"])]


def test_the_field_itself_stays_until_somebody_decides(posts):
    person, event = record(posts, "P8"), record(posts, "E2")
    assert person["offices"] == [
        {"title": "head of the editorial office", "organisation": "Sputnik Azerbaijan", "country": None}
        | {"from": None, "to": None}
    ]
    assert event["when"]["edtf"] == "[..2025-07-01]"
    assert [claim["text"] for claim in person["claims"]][1:] == ["executive director", "head of newsdesk"]
    assert person["claims"][1]["citations"][0]["locator"]["page"] == "3"


def test_show_marks_what_is_disputed(posts):
    out = posts("show", "P8").out
    assert "head of the editorial office, Sputnik Azerbaijan (disputed)" in out
    assert "executive director [R3]; head of newsdesk [P4 R1]. Unresolved" in out
    assert "(disputed)" in posts("show", "E2").out.partition("Disputed")[0]
    assert json.loads(posts("show", "E2", "--json").out)["disputed"][0]["field"] == "when"
    assert "disputed" not in posts("show", "E3").out


@pytest.mark.parametrize(
    ("target", "claim", "field", "value"),
    [
        ("P8", "born=May 1980", "born", "1980-05"),
        ("P8", "name=Igor Kartavych", "names.0.text", "Igor Kartavych"),
        ("P8", "nationality=Russia,Azerbaijan", "nationality", ["RU", "AZ"]),
        ("P8", "kind=unidentified", "kind", "unidentified"),
        ("P8", "offices.0.organisation=Sputnik", "offices.0.organisation", "Sputnik"),
        ("P8", "offices.0.to=July 2025", "offices.0.to", "2025-07"),
        ("P7", "count=6-9", "count", {"min": 6, "max": 9, "text": "6-9"}),
        ("C1", "article=234", "article", "234"),
        ("C1", "alleged-by=Peskov", "alleged_by", "P4"),
        ("C1", "updates.0.when=28 October", "updates.0.when", "2025-10-28"),
        ("S1", "when=29 August", "when", "2025-08-29"),
        ("E5", "place=Khujand", "place", "Khujand"),
        ("E5", "planned=yes", "planned", True),
        ("R1", "published=1 August 2025", "published", "2025-08-01"),
    ],
)
def test_any_field_can_be_claimed_in_its_own_type(ok, sample, target, claim, field, value):
    ok("add-claim", target, claim, "--source", "R2", "--by", "P2")
    last = record(ok, target)["claims"][-1]
    found = last["value"]["edtf"] if isinstance(last["value"], dict) and "edtf" in last["value"] else last["value"]
    assert (last["field"], found, last["text"], last["said_by"]) == (field, value, claim.partition("=")[2], "P2")


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("P8", "office=x"), 2, "--source"),
        (("P8", "office", "--source", "R2"), 2, "FIELD=VALUE"),
        (("P8", "office=", "--source", "R2"), 2, "FIELD=VALUE"),
        (("P8", "colour=red", "--source", "R2"), 2, "Fields: name, office, kind"),
        (("P8", "notes=x", "--source", "R2"), 2, "nobody claims it"),
        (("P8", "uid=x", "--source", "R2"), 2, "nobody claims it"),
        (("P8", "born.edtf=1980", "--source", "R2"), 2, "is not a field"),
        (("P8", "born=32 July", "--source", "R2"), 2, "no day 32"),
        (("P8", "offices.3.title=x", "--source", "R2"), 2, "no entry 3"),
        (("P8", "offices.00.title=x", "--source", "R2"), 2, "is not a field"),
        (("P8", "kind=plumber", "--source", "R2"), 2, "plumber"),
        (("P8", "nationality=Narnia", "--source", "R2"), 2, "Narnia"),
        (("P8", "count=9", "--source", "R2"), 2, "group"),
        (("P8", "office=x", "--source", "R9"), 3, "R9"),
        (("P8", "office=x", "--by", "Nobody Known"), 3, "Nobody Known"),
        (("P99", "office=x", "--source", "R2"), 3, "P99"),
        (("P8", "office=x", "office=x", "--source", "R2"), 4, "that very claim"),
    ],
)
def test_what_cannot_be_claimed_is_refused_and_changes_nothing(run, sample, args, code, says):
    before = sample.read_bytes()
    result = run("add-claim", *args)
    assert result.code == code, result.err
    assert says in result.err
    assert sample.read_bytes() == before


def test_a_claim_of_a_list_is_known_again(ok, run, sample):
    ok("add-claim", "P8", "nationality=RU,AZ", "--source", "R1")
    assert run("add-claim", "P8", "nationality=RU,AZ", "--source", "R1").code == 4


def test_several_offices_ask_which_is_meant(ok, run, sample):
    ok("edit", "P8", "offices+=columnist @ Daily")
    result = run("add-claim", "P8", "office=x", "--source", "R2")
    assert (result.code, "offices.1.title (columnist)" in result.err) == (2, True)
    ok("add-claim", "P8", "offices.1.title=editor", "--source", "R1")
    assert disputes(ok)[0]["label"] == "offices.1.title"
    facts = [line for line in ok("show", "P8").out.splitlines() if line.strip().startswith("office ")]
    assert [fact.endswith("(disputed)") for fact in facts] == [False, True]
    assert run("edit", "P8", "offices-=head of the editorial office").code == 4


def test_an_empty_field_takes_the_first_claim_and_says_on_whose_word(ok, sample):
    out = ok("add-claim", "P8", "born=1980", "--source", "R2").out
    assert "the only value so far; it stands" in out
    assert record(ok, "P8")["born"]["edtf"] == "1980"
    assert "No field is disputed." in ok("conflicts").out
    ok("add-claim", "P8", "born=May 1981", "--source", "R1")
    assert values(disputes(ok)[0]) == [("1980", ["R2"]), ("May 1981", ["R1"])]
    ok("add-person", "Leyla Məmmədova", "--role", "witness")
    ok("add-claim", "P10", "office=editor", "--source", "R1")
    assert record(ok, "P10")["offices"][0]["title"] == "editor"


@pytest.mark.parametrize(
    ("target", "first", "same", "other"),
    [
        ("P8", "born=1980-05-03", "born=3 мая 1980", "born=May 1980"),
        ("P8", "office=Head of  newsdesk", "office=head of Newsdesk", "office=head of desk"),
        ("P8", "nationality=RU,AZ", "nationality=Azerbaijan,Russia", "nationality=AZ"),
        ("P7", "count=at least 5", "count=over 5", "count=5"),
        ("E5", "when=[..2025-10-01]", "when=до 1 октября 2025", "when=before 2 October 2025"),
    ],
)
def test_values_that_mean_the_same_are_one_with_several_voices(ok, sample, target, first, same, other):
    for claim, source in ((first, "R1"), (same, "R2"), (other, "R1")):
        ok("add-claim", target, claim, "--source", source)
    given = values(disputes(ok, target)[0])
    assert [sources for _, sources in given if sources == ["R1", "R2"]] == [["R1", "R2"]]
    assert len(given) == (2 if target == "P8" and first.startswith("born") else 3)


def test_a_voice_that_agrees_makes_no_dispute(ok, sample):
    assert "(as it stands)" in ok("add-claim", "E5", "when=9.10.2025", "--source", "R1").out
    assert disputes(ok) == []


def test_one_value_is_preferred_with_a_reason_and_all_are_kept(posts, run):
    assert run("resolve", "P8", "office", "2").code == 2
    out = posts("resolve", "P8", "office", "2", "--reason", "its own imprint", "--as", "Rauf").out
    assert "executive director is preferred; kept beside it: head of the editorial office; head of newsdesk" in out
    person = record(posts, "P8")
    assert (person["offices"][0]["title"], person["offices"][0]["organisation"]) == (
        "executive director",
        "Sputnik Azerbaijan",
    )
    assert len(person["claims"]) == 3
    (made,) = person["resolutions"]
    assert (made["value"], made["reason"], made["by"], made["made"][:10]) == (
        "executive director",
        "its own imprint",
        "Rauf",
        "2026-11-23",
    )
    first, last = disputes(posts)
    assert (first["state"], last["state"], last["reason"], last["resolved_by"]) == (
        "unresolved",
        "resolved",
        "its own imprint",
        "Rauf",
    )
    assert [value["preferred"] for value in last["values"]] == [False, True, False]
    assert "(disputed, resolved)" in posts("show", "P8").out
    posts("undo")
    assert record(posts, "P8")["offices"][0]["title"] == "head of the editorial office"
    assert {dispute["state"] for dispute in disputes(posts)} == {"unresolved"}


def test_a_later_claim_that_differs_opens_it_again_and_one_that_agrees_does_not(posts):
    posts("resolve", "P8", "office", "2", "--reason", "its own imprint")
    posts("add-claim", "P8", "office=Executive Director", "--source", "R1")
    assert disputes(posts, "P8")[0]["state"] == "resolved"
    out = posts("add-claim", "P8", "office=head of newsdesk", "--source", "R3").out
    assert "the resolution is open again" in out
    (again,) = disputes(posts, "P8")
    assert (again["state"], again["reason"]) == ("reopened", "its own imprint")
    assert "reopened" in posts("conflicts", "P8").out
    posts("resolve", "P8", "office", "head of newsdesk", "--reason", "two sources by now")
    assert disputes(posts, "P8")[0]["state"] == "resolved"
    assert len(record(posts, "P8")["resolutions"]) == 2
    posts("edit", "P8", "offices.0.title=night editor")
    assert disputes(posts, "P8")[0]["state"] == "reopened"
    assert values(disputes(posts, "P8")[0])[0] == ("night editor", [])


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("P8", "office", "9"), 2, "1 head of the editorial office; 2 executive director"),
        (("P8", "office", "night editor"), 2, "none of the values"),
        (("P8", "occupation", "1"), 4, "not disputed"),
        (("E5", "place", "1"), 4, "not disputed"),
        (("P8", "colour", "1"), 2, "is not a field"),
        (("P7", "count", "2"), 2, "value and the number of another"),
    ],
)
def test_what_cannot_be_resolved_is_refused(posts, run, sample, args, code, says):
    for count, source in (("2", "R1"), ("5", "R3")):
        posts("add-claim", "P7", f"count={count}", "--source", source)
    posts("edit", "P7", "count=5")
    posts("edit", "P7", "claims-=count=2")
    posts("add-claim", "P7", "count=2", "--source", "R1")
    before = sample.read_bytes()
    result = run("resolve", *args, "--reason", "because")
    assert result.code == code, result.out + result.err
    assert says in result.err
    assert sample.read_bytes() == before


@pytest.mark.parametrize("chosen", ["#2", "2", "30 June 2025", "30 Jun 2025", "2025-06-30"])
def test_a_value_is_chosen_by_number_or_by_what_it_means(posts, chosen):
    posts("resolve", "E2", "when", chosen, "--reason", "the wire had it first")
    assert record(posts, "E2")["when"]["edtf"] == "2025-06-30"


def test_a_spelling_that_is_claimed_is_found_and_one_that_is_preferred_keeps_the_other(ok, sample):
    ok("add-claim", "P8", "name=Igor Kartavych", "--source", "R1")
    assert '"P8"' in ok("show", "Kartavych", "--json").out
    ok("resolve", "P8", "name", "Igor Kartavych", "--reason", "as in his passport")
    names = record(ok, "P8")["names"]
    assert [(name["text"], name["type"]) for name in names] == [
        ("Igor Kartavych", "primary"),
        ("Игорь Картавых", "transliteration"),
        ("Igor Kartavykh", "alias"),
    ]


def test_a_claim_is_taken_out_again_by_what_it_says(posts, run):
    posts("edit", "P8", "claims-=office=head of newsdesk")
    assert [text for text, _ in values(disputes(posts, "P8")[0])] == [
        "head of the editorial office",
        "executive director",
    ]
    assert run("edit", "P8", "claims-=office=night editor").code == 2
    assert run("edit", "P8", "claims+=office=night editor").code == 2
    assert run("edit", "P8", "claims.0.text=x").code == 2


def test_removing_a_speaker_or_a_source_takes_it_out_of_claims(posts, run):
    assert run("remove", "R3").code == 4
    posts("remove", "R3", "--cascade")
    posts("remove", "P4", "--cascade")
    person = record(posts, "P8")
    assert [len(claim["citations"]) for claim in person["claims"]] == [1, 0, 1]
    assert {claim["said_by"] for claim in person["claims"]} == {None}
    posts("add-claim", "C1", "alleged_by=P5", "--source", "R2")
    posts("remove", "P5", "--cascade")
    assert [claim["value"] for claim in record(posts, "C1")["claims"]] == ["P1"]


def test_nothing_of_a_purged_source_or_speaker_is_left_in_claims(posts, sample):
    posts("add-claim", "P8", "born=1980", "--source", "R3", "--quote", "born in the year of the flood")
    posts("purge", "R3", "--cascade", "--yes", "--reason", "asked for")
    left = b"".join(path.read_bytes() for path in sample.parent.iterdir() if path.is_file())
    assert b"year of the flood" not in left
    assert b"Example Wire" not in left
    assert {cite["source"] for claim in record(posts, "P8")["claims"] for cite in claim["citations"]} == {"R1", "R2"}
    posts("verify")


def test_claims_go_out_and_come_back(posts, case):
    posts("resolve", "P8", "office", "2", "--reason", "its own imprint")
    whole = posts("export", "--json").data
    posts("--db", "again.json", "import", "-", stdin=whole)
    assert posts("--db", "again.json", "export", "--json").data == whole
    people = posts("export", "--csv", "people").data
    assert (
        "1 changed"
        in posts("import", "-", "--update", stdin=people.replace(b'""weighed"":true', b'""weighed"":false')).out
    )


def redacted(ok, level="public"):
    return json.loads(ok("export", "--redact", level, "--json", "--allow-mentions").out)


def test_others_see_claims_of_what_they_may_see_and_not_why_one_is_preferred(posts):
    posts("add-claim", "P8", "born=1980", "--source", "R2")
    posts("add-claim", "P8", "born=1981", "--source", "R3", "--note", "call her on Tuesdays")
    posts("add-claim", "C1", "alleged_by=P5", "--source", "R3")
    posts("resolve", "P8", "office", "2", "--reason", "its own imprint")
    said = json.dumps(redacted(posts), ensure_ascii=False)
    for hidden in ("1981", "Tuesdays", "imprint", "weighed", "resolutions"):
        assert hidden not in said, hidden
    made = redacted(posts)
    claims = [claim for person in made["people"] for claim in person.get("claims", ())]
    assert {claim["field"] for claim in claims} == {"offices.0.title"}
    fadeev = next(person["id"] for person in made["people"] if person["names"][0]["text"] == "Aleksei Fadeev")
    (accused,) = [charge for charge in made["charges"] if "claims" in charge]
    assert [(claim["value"], claim.get("text", "")) for claim in accused["claims"]][1] == (fadeev, "")
    inside = json.dumps(redacted(posts, "internal"), ensure_ascii=False)
    assert all(text in inside for text in ("1981", "Tuesdays", "imprint"))


def test_what_a_hidden_person_or_source_claims_is_told_without_them(posts, run):
    posts("edit", "P4", "confidentiality=confidential")
    posts("edit", "R3", "confidentiality=confidential")
    posts("edit", "P5", "confidentiality=confidential")
    posts("add-claim", "S1", "office.title=head of department", "--source", "R2")
    posts("add-claim", "C1", "alleged_by=P3", "--by", "Fadeev", "--source", "R2")
    made = redacted(posts)
    said = json.dumps(made, ensure_ascii=False)
    for hidden in ("Peskov", "Example Wire", "head of department"):
        assert hidden not in said, hidden
    claims = [claim for person in made["people"] for claim in person.get("claims", ())]
    assert [len(claim.get("citations", ())) for claim in claims] == [1, 0, 1]
    speakers = {person["id"]: person["names"][0]["text"] for person in made["people"]}
    assert speakers[claims[2]["said_by"]].startswith("Person ")
    posts("add-claim", "P8", "occupation=driver of Dmitry Peskov", "--source", "R2")
    refused = run("export", "--redact", "public", "--json")
    assert refused.code == 4
    assert "claims.4.value: “driver of Dmitry Peskov” (name of P4)" in refused.err


@pytest.mark.parametrize("width", [60, 80])
def test_screen(posts, snapshot, width):
    posts("resolve", "E2", "when", "2", "--reason", "the wire names the day, and the other report does not deny it")
    env = {"TTY_COMPATIBLE": "1", "NO_COLOR": "1", "COLUMNS": str(width)}
    out = posts("conflicts", env=env).out
    assert all(len(line) <= width for line in out.splitlines() if line.isascii())
    assert out == snapshot


def test_a_file_without_claims_says_how_to_make_one(ok, case):
    ok("init", str(case))
    assert "casefile add-claim" in ok("conflicts").out
    assert json.loads(ok("conflicts", "--json").out) == []
    assert ok("conflicts", "--format", "csv").out.splitlines() == ["section,label,text,ids"]


def test_lists_and_timelines_mark_what_sources_differ_on(ok, sample):
    legend = "≠ sources differ on this; see: casefile conflicts"
    for command in (("list",), ("list", "people"), ("list", "events"), ("timeline",)):
        assert "≠" not in ok(*command).out
    ok("add-source", "--publisher", "Example Wire", "--published", "2025-11-20")
    ok("add-claim", "P8", "office=executive director", "--source", "R3")
    ok("add-claim", "E2", "when=30 June 2025", "--source", "R3")
    people = ok("list", "people").out
    assert "head of the editorial office, Sputnik Azerbaijan; journalist ≠" in people
    assert people.count("≠") == 2
    assert people.rstrip().endswith(legend)
    docket = ok("list").out
    assert "Igor Kartavykh ≠" in docket
    assert "≤ 1 Jul 2025 ≠" in docket
    assert "Evgeny Belousov ≠" not in docket
    assert "≠" in next(line for line in ok("list", "events").out.splitlines() if line.startswith("E2"))
    line = ok("timeline").out
    assert next(one for one in line.splitlines() if "Igor" in one and "detention" in one).count("≠") == 1
    assert legend in line
    moments = json.loads(ok("timeline", "--json").out)
    assert [m["disputed"] for m in moments if "E2" in m["records"]] == [["when"]]
    assert "!= sources differ" in ok("list", env={"LANG": "C"}, encoding="ascii").out
    ok("resolve", "P8", "office", "2", "--reason", "he told us")
    ok("resolve", "E2", "when", "1", "--reason", "the earlier report")
    for command in (("list",), ("list", "people"), ("list", "events"), ("timeline",)):
        assert "≠" not in ok(*command).out
