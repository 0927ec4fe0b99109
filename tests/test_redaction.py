"""What is exported for other eyes: nothing hidden is in it, in no format, script or place."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from secret_case import CASE, FOR_INSIDERS, FOR_NOBODY_BELOW, TABLES, UIDS, names

from casefile.model import BY_TABLE, decode, references
from casefile.store import SCHEMA
from casefile.views import redaction

EXPORTS = [
    ["--json"],
    *(["--json", table] for table in (*TABLES, "docket", "timeline")),
    *(["--csv", table] for table in (*TABLES, "docket", "timeline")),
    ["--csv"],
]


@pytest.fixture
def export(ok, secret):
    """Everything that one export puts out: standard output, or the names and bytes of the files it writes."""

    def made(*args: str) -> bytes:
        before = set(secret.parent.rglob("*"))
        data = ok("export", *args, "--force").data
        written = sorted(set(secret.parent.rglob("*")) - before)
        for path in written:
            data += path.relative_to(secret.parent).as_posix().encode() + b"\n"
            data += path.read_bytes() if path.is_file() else b""
        for path in reversed(written):
            path.rmdir() if path.is_dir() else path.unlink()
        return data

    return made


def whole(ok, *args: str) -> dict[str, list[dict[str, object]]]:
    return json.loads(ok("export", "--redact", "public", "--json", *args).out)


def in_place_of(uid: str, *, hidden: bool = False) -> str:
    return redaction.stand_in(uid, hidden=hidden)


def test_the_full_copy_holds_all_that_is_looked_for(export):
    full = export("--json").decode()
    for text in [*FOR_NOBODY_BELOW, *FOR_INSIDERS, "Bohdan Tkachenko", *UIDS.values(), '"people":90']:
        assert text in full, text


@pytest.mark.parametrize("args", EXPORTS, ids=" ".join)
def test_nothing_hidden_is_in_any_public_export(export, args):
    made = export(*args, "--redact", "public").decode()
    assert len(made) > 100
    for text in [*FOR_NOBODY_BELOW, *FOR_INSIDERS, *UIDS.values(), "Bohdan", "Ткаченко", "quliyev", "сказал он"]:
        assert text.lower() not in made.lower(), text
    assert not re.search(r'"?(confidentiality|review|credibility)"?:"?(internal|confidential|accepted|2)', made)
    assert not re.search(r"\b(P12|P23|P31|P44|P45|C9|S7|E8|R5|R6|90|80)\b", made.replace("2026-", ""))


@pytest.mark.parametrize("args", EXPORTS, ids=" ".join)
def test_insiders_see_what_is_internal_and_nothing_above(export, args):
    made = export(*args, "--redact", "internal").decode()
    for text in [*FOR_NOBODY_BELOW, *UIDS.values(), "quliyev"]:
        assert text.lower() not in made.lower(), text


def test_insiders_see_notes_and_internal_records(export):
    made = export("--json", "--redact", "internal").decode()
    for text in [*FOR_INSIDERS, "Bohdan Tkachenko"]:
        assert text in made, text


def test_what_is_public_is_all_there(export):
    made = export("--json", "--redact", "public").decode()
    for text in ("Olena Marchuk", "Олена Марчук", "Coast Wire", "illegal landing", "We were ten in one room.", "Alat"):
        assert text in made, text
    assert '"reliability":"B"' in made


def test_the_folder_is_not_called_after_the_file(ok, secret):
    assert "redacted-csv" in ok("export", "--csv", "--redact", "public").out
    assert {path.name for path in Path().iterdir() if "quliyev" not in path.name} == {"redacted-csv"}


def test_ids_have_no_gaps_and_the_header_counts_what_is_there(ok, secret):
    made = whole(ok)
    assert made["casefile"] == {
        "format": "casefile",
        "schema": SCHEMA,
        "last_ids": {table: len(made[table]) for table in TABLES},
    }
    for table, kind in BY_TABLE.items():
        assert [row["id"] for row in made[table]] == [f"{kind.letter}{n + 1}" for n in range(len(made[table]))]


def test_order_is_that_of_the_stand_ins_and_not_of_entry(ok, secret):
    made = whole(ok)
    for table in TABLES:
        shown = [row["uid"] for row in made[table]]
        assert shown == sorted(shown)
    entered = [in_place_of(UIDS[row["id"]]) for row in CASE["people"]]
    assert [row["uid"] for row in made["people"] if row["uid"] in entered] != [
        one for one in entered if one in {row["uid"] for row in made["people"]}
    ]


def test_hidden_people_are_a_kind_and_a_pseudonym(ok, secret):
    people = {row["uid"]: row for row in whole(ok)["people"]}
    for old in ("P12", "P31"):
        shown = in_place_of(UIDS[old], hidden=True)
        row = people[shown]
        assert row == {
            "id": row["id"],
            "uid": shown,
            "names": [{"text": f"Person {shown[:8]}", "script": "Latn", "type": "primary"}],
        }
    assert in_place_of(UIDS["P44"], hidden=True) not in people  # nothing visible mentions them
    assert in_place_of(UIDS["P44"]) not in people


@pytest.mark.parametrize(("kind", "word"), [("group", "Group"), ("organisation", "Organisation"), ("state", "State")])
def test_a_hidden_body_is_called_what_it_is(ok, case, kind, word):
    ok("add-person", "Committee of Sand", "--kind", kind, "--confidentiality", "internal")
    ok("add-statement", "We meet on Mondays.", "--by", "P1", "--on", "2026-03-01")
    (row,) = whole(ok)["people"]
    assert row["names"][0]["text"] == f"{word} {row['uid'][:8]}"
    assert row["kind"] == kind


def test_references_hold_together_and_those_to_what_is_left_out_are_gone(ok, secret):
    made = whole(ok)
    ids = {row["id"] for table in TABLES for row in made[table]}
    by_uid = {row["uid"]: row for table in TABLES for row in made[table]}
    for table, kind in BY_TABLE.items():
        for row in made[table]:
            assert {mention.target for mention in references(decode(kind, json.dumps(row).encode()))} <= ids
    samir = by_uid[in_place_of(UIDS["P12"], hidden=True)]["id"]
    olena = by_uid[in_place_of(UIDS["P23"])]["id"]
    assert by_uid[in_place_of(UIDS["C3"])]["person"] == samir
    said = by_uid[in_place_of(UIDS["S4"])]
    assert said["about"] == [olena]
    assert not {"venue", "stances", "office", "verb"} & set(said)
    denied = by_uid[in_place_of(UIDS["S7"])]
    assert "in_reply_to" not in denied
    assert denied["on_behalf_of"] == samir
    assert denied["citations"] == [{"source": by_uid[in_place_of(UIDS["R2"])]["id"]}]
    assert by_uid[in_place_of(UIDS["P45"])]["members"] == [samir, olena]
    detained = by_uid[in_place_of(UIDS["E2"])]
    assert not {"links", "charge"} & set(detained)
    assert [part["person"] for part in detained["participants"]][:2] == [samir, olena]


def test_tables_of_one_export_go_by_the_same_ids(ok, secret):
    people = {row["uid"]: row["id"] for row in whole(ok)["people"]}
    listed = list(csv.DictReader(io.StringIO(ok("export", "--csv", "people", "--redact", "public").out, newline="")))
    assert {row["uid"]: row["id"] for row in listed} == people
    docket = json.loads(ok("export", "--json", "docket", "--redact", "public").out)
    assert people[in_place_of(UIDS["P12"], hidden=True)] in [row["id"] for row in docket]


def test_pseudonyms_and_stand_ins_last(ok, secret):
    first, again = whole(ok), whole(ok)
    assert again == first
    ok("add-person", "Zofia Lis", "--role", "lawyer")
    later = {row["uid"]: row["names"] for row in whole(ok)["people"]}
    assert len(later) == len(first["people"]) + 1
    for row in first["people"]:
        assert later[row["uid"]] == row["names"]


def test_who_was_shown_before_is_not_found_by_the_stand_in_once_hidden(ok, secret):
    before = {row["uid"] for row in whole(ok)["people"]}
    ok("edit", "P23", "confidentiality=confidential")
    after = {row["uid"] for row in whole(ok)["people"]}
    assert before - after == {in_place_of(UIDS["P23"])}
    assert after - before == {in_place_of(UIDS["P23"], hidden=True)}


def test_whoever_holds_the_full_copy_can_match_every_record(ok, secret):
    full = json.loads(ok("export", "--json").out)
    keys = {
        in_place_of(row["uid"], hidden=hidden) for table in TABLES for row in full[table] for hidden in (True, False)
    }
    for table in TABLES:
        assert {row["uid"] for row in whole(ok)[table]} <= keys


def test_records_without_a_uid_are_shown_but_match_nothing(ok, case):
    row = {"id": "P1", "names": names("Ana Sol")}
    ok("import", "-", stdin=json.dumps({"casefile": {"schema": 1}, "people": [row]}).encode())
    first = ok("export", "--json", "--redact", "public")
    assert "1 records have no uid" in first.err
    assert whole(ok)["people"][0]["uid"] not in first.out
    assert in_place_of("") not in first.out


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_redacted_copy_imports_into_a_file_of_its_own(ok, secret, form):
    ok("export", f"--{form}", "--redact", "public", "-o", f"for-others.{form}")
    ok("--db", "other.json", "import", f"for-others.{form}")
    records = json.loads(ok("--db", "other.json", "export", "--json").out)
    assert records == whole(ok)
    assert "Person " in ok("--db", "other.json", "list").out


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["secret"], "Known: public, internal."),
        (["confidential"], "Leave --redact out"),
        ([""], "Known: public, internal."),
    ],
)
def test_other_profiles_are_refused(run, secret, args, says):
    refused = run("export", "--json", "--redact", *args)
    assert (refused.code, refused.out) == (2, "")
    assert says in refused.err


def test_allowing_mentions_without_redacting_is_refused(run, secret):
    assert run("export", "--json", "--allow-mentions").code == 2


def test_ended_consent_hides_from_the_public_alone(ok, secret):
    said = ok("export", "--json", "--redact", "public").err
    assert "P31 is treated as confidential: the consent on record ended before 23 Nov 2026." in said
    assert "P23  may be named in letters" in said
    assert "P31" not in ok("export", "--json", "--redact", "internal").err
    ok("edit", "P31", "consent.expires=2026-11-23")  # the day itself is still covered
    assert "Bohdan Tkachenko" in ok("export", "--json", "--redact", "public").out


@pytest.mark.parametrize(
    "args",
    [
        ["add-detainee", "Ana Sol"],
        ["add-official", "Ana Sol", "--office", "judge"],
        ["add-person", "Ana Sol"],
        ["add-charge", "P1", "theft", "--by", "P1"],
        ["add-statement", "No.", "--by", "P1", "--on", "2026"],
        ["add-event", "meeting", "--on", "2026"],
        ["add-source", "--publisher", "Wire"],
    ],
    ids=lambda args: args[0],
)
def test_confidentiality_is_given_when_a_record_is_entered(ok, run, case, args):
    ok("add-person", "Basis")
    stored = json.loads(ok(*args, "--confidentiality", "Internal", "--json").out)
    assert stored["confidentiality"] == "internal"
    assert (
        json.loads(ok(*args, "--json", *(["--force"] if args[0].endswith(("son", "nee", "ial")) else [])).out)[
            "confidentiality"
        ]
        == "public"
    )
    refused = run(*args, "--confidentiality", "secret")
    assert refused.code == 2
    assert "Known: public, internal, confidential." in refused.err


def test_the_detention_of_a_confidential_person_is_as_confidential(ok, case):
    ok("add-detainee", "Ana Sol", "--detained", "2026-03-01", "--confidentiality", "confidential")
    assert json.loads(ok("show", "E1", "--json").out)["record"]["confidentiality"] == "confidential"
    assert whole(ok)["people"] == []


@pytest.mark.parametrize("command", ["add-detainee", "add-person"])
def test_consent_is_entered_and_shown_with_its_end(ok, run, case, command):
    ok(command, "Ana Sol", "--consent", "name may be published", "--consent-expires", "2026-11-22")
    ok(command, "Eva Mond", "--consent", "name may be published", "--consent-expires", "2026-11-23")
    assert "expires 22 Nov 2026, that date has passed on 23 Nov 2026" in ok("show", "P1").out
    assert "passed" not in ok("show", "P2").out
    assert run(command, "Other", "--consent-expires", "2027").code == 2
    assert run(command, "Other", "--consent", "yes", "--consent-expires", "12 May").code == 2


def test_new_ids_are_not_taken_for_mentions_of_oneself(ok, case):
    """Records get other ids, and one that is linked to may get the very id that its link had."""
    ok("add-event", "hearing", "--on", "2026-01-01")
    for number in range(1, 12):
        ok("add-event", "hearing", "--on", f"2026-01-{number + 1:02}", "--after", f"E{number}")
    events = json.loads(ok("export", "--json", "events", "--redact", "public").out)
    by_id = {event["id"]: event for event in events}
    linked = {(event["when"]["edtf"], by_id[link["event"]]["when"]["edtf"]) for event in events for link in event["links"]}
    assert linked == {(f"2026-01-{number + 1:02}", f"2026-01-{number:02}") for number in range(1, 12)}
