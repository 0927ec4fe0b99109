"""Putting records and files into an encrypted case without its key, and what becomes of them, through the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyrage
import pytest

JOURNAL = "case.json.journal"


@pytest.fixture
def identity():
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def opened(identity, case):
    """The environment of somebody who can open the case."""
    Path("key.txt").write_text(f"{identity}\n", encoding="utf-8")
    return {"CASEFILE_IDENTITY": "key.txt"}


@pytest.fixture
def closed(ok, opened, identity):
    """An encrypted case, and beside it what an officer who cannot open it has written down: two records and a file."""
    ok("add-person", "Лейла Мамедова", "--role", "lawyer")
    ok("add-source", "--publisher", "Turan")
    ok("encrypt", "--recipient", str(identity.to_public()))
    Path("keys.txt").write_text(f"# the office\n{identity.to_public()}\n", encoding="utf-8")
    mine = ("--db", "mine.json")
    ok(*mine, "add-source", "--publisher", "Sahə")
    ok(*mine, "add-detainee", "Рашад Алиев", "--detained", "2026-03-04", "--place", "Bakı", "--source", "R1")
    ok(*mine, "export", "--json", "-o", "brought.json")
    Path("photo.jpg").write_text("фото", encoding="utf-8")
    return ok


def deposit(ok, *args):
    return ok("deposit", *args, "-R", "keys.txt", "--as", "Севда", "--reason", "met the family")


def listed(ok, table, env):
    return json.loads(ok("list", table, "--json", env=env).out)


def test_without_a_key_a_case_can_be_added_to_verified_and_backed_up_and_not_read(run, closed, case):
    before = case.read_bytes()
    said = deposit(closed, "brought.json", "--file", "photo.jpg")
    assert "Deposited 3 records and 1 file as change 4" in said.out
    assert case.read_bytes() == before  # it cannot be written without the key
    assert "Whole as far as can be told without a key: 4 changes" in closed("verify").out
    closed("backup", "kept.tar")
    assert run("list").code == run("import", "--deposits").code == 5


def test_nothing_of_a_deposit_can_be_read_in_the_files_of_the_case(closed, case):
    deposit(closed, "brought.json", "--file", "photo.jpg")
    lying = b"".join(path.read_bytes() for path in case.parent.rglob("case.json*") if path.is_file())
    lying += b"".join(path.read_bytes() for path in (case.parent / "case.json.evidence").iterdir())
    for hidden in ("Рашад", "Sahə", "photo", "фото", "Севда", "met the family"):
        assert hidden.encode() not in lying


def test_who_opens_the_case_is_told_and_takes_a_deposit_in_under_ids_of_the_case(closed, opened):
    deposit(closed, "brought.json", "--file", "photo.jpg")
    assert "1 deposit waits to be taken in" in closed("list", env=opened).err
    assert "1 deposit waits to be taken in" in closed("export", "--json", env=opened).err
    taken = closed("import", "--deposits", env=opened)
    assert [line.split()[0] for line in taken.out.splitlines()[1:]] == ["P2", "E1", "R2", "R3"]
    event = listed(closed, "events", opened)[0]
    assert (event["participants"][0]["person"], event["citations"][0]["source"]) == ("P2", "R2")
    closed("evidence", "export", "R3", "-o", "back.jpg", env=opened)
    assert Path("back.jpg").read_text(encoding="utf-8") == "фото"
    assert "wait" not in closed("list", env=opened).err
    entries = json.loads(closed("log", "--json", env=opened).out)
    assert [(entry["command"], entry["author"]) for entry in entries[-2:]] == [
        ("deposit", "Севда"),
        ("import", "Nigar"),
    ]
    assert "Whole: 5 changes" in closed("verify", env=opened).out


def test_ids_of_a_deposit_that_cross_those_of_the_case_are_not_mixed_up(closed, opened):
    other = ("--db", "other.json")
    for name in ("Первый", "Второй", "Третий"):
        closed(*other, "add-person", name)
    closed(*other, "add-person", "Группа", "--kind", "group")
    closed(*other, "edit", "P4", "members=P1,P2,P3")
    closed(*other, "export", "--json", "-o", "group.json")
    deposit(closed, "group.json")
    closed("import", "--deposits", env=opened)
    people = {person["id"]: person for person in listed(closed, "people", opened)}
    assert [people[member]["names"][0]["text"] for member in people["P5"]["members"]] == ["Первый", "Второй", "Третий"]


def test_a_file_that_a_record_names_stays_with_it(closed, opened):
    closed("--db", "mine.json", "attach", "P1", "photo.jpg", "--describe", "at the gate")
    closed("--db", "mine.json", "export", "--json", "-o", "brought.json", "--force")
    deposit(closed, "brought.json", "--file", "photo.jpg")
    closed("import", "--deposits", env=opened)
    assert len(listed(closed, "sources", opened)) == 2
    closed("evidence", "export", "P2", "-o", "back.jpg", env=opened)


def test_what_does_not_come_along_is_said_and_a_file_given_twice_is_one_source(closed, opened):
    mine = ("--db", "mine.json")
    closed(*mine, "attach", "P1", "photo.jpg")
    closed(*mine, "search", "--save", "soon", "kind:hearing")
    closed(*mine, "export", "--json", "-o", "brought.json", "--force")
    Path("note.txt").write_text("записка", encoding="utf-8")
    said = deposit(closed, "brought.json", "--file", "note.txt", "--file", "note.txt").err
    assert "P1 names the file photo.jpg, which is not among those deposited" in said
    assert "Saved searches stay behind" in said
    closed("import", "--deposits", env=opened)
    assert [source["title"] for source in listed(closed, "sources", opened)[2:]] == ["note.txt"]


def test_what_is_deposited_again_is_not_doubled(run, closed, opened):
    deposit(closed, "brought.json")
    closed("import", "--deposits", env=opened)
    deposit(closed, "brought.json")
    closed("import", "--deposits", env=opened)
    assert len(listed(closed, "people", opened)) == 2
    closed("--db", "mine.json", "edit", "P1", "occupation=photographer")
    closed("--db", "mine.json", "export", "--json", "-o", "brought.json", "--force")
    deposit(closed, "brought.json")
    refused = run("import", "--deposits", env=opened)
    assert refused.code == 4
    assert "P2  differs" in refused.err
    closed("import", "--deposits", "--update", env=opened)
    assert listed(closed, "people", opened)[1]["occupation"] == "photographer"


def test_a_deposit_can_be_turned_away_and_its_taking_in_undone(closed, opened):
    deposit(closed, "brought.json")
    closed("import", "--deposits", env=opened)
    assert "waits again" in closed("undo", env=opened).out
    assert "1 deposit waits" in closed("list", env=opened).err
    closed("undo", "4", env=opened)
    assert "wait" not in closed("list", env=opened).err
    assert "Whole" in closed("verify", env=opened).out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "nothing to deposit"),
        (("brought.json",), "public keys are needed"),
        (("brought.json", "--recipient", "age1nonsense"), "is not as age writes it"),
        (
            ("brought.json", "--recipient", "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"),
            "not the public keys",
        ),
        (("nothing.json", "-R", "keys.txt"), "does not exist"),
        (("--file", "photo.jpg", "--file", "nothing.jpg", "-R", "keys.txt"), "There is no file"),
        (("brought.json", "-R", "nothing.txt"), "There is no file of public keys at nothing.txt"),
    ],
)
def test_what_cannot_be_deposited_changes_nothing(run, closed, case, args, said):
    journal = Path(JOURNAL).read_bytes()
    done = run("deposit", *args)
    assert (done.code, said in done.err) == (2, True), done.err
    assert Path(JOURNAL).read_bytes() == journal
    assert not list(case.parent.glob("case.json.evidence/*"))


def test_with_a_key_that_is_not_the_cases_others_could_not_read_on_and_it_is_refused(run, closed, identity):
    second = pyrage.x25519.Identity.generate()
    keys = ("--recipient", str(identity.to_public()), "--recipient", str(second.to_public()))
    assert run("deposit", "brought.json", *keys).code == 2


def test_a_deposit_holds_all_that_its_records_mention(run, closed):
    whole = json.loads(Path("brought.json").read_text(encoding="utf-8"))
    whole["sources"] = []
    Path("part.json").write_text(json.dumps(whole), encoding="utf-8")
    done = run("deposit", "part.json", "-R", "keys.txt")
    assert (done.code, "mentions R1, which is not in it" in done.err) == (2, True)


def test_a_case_that_lies_open_takes_no_deposits(run, ok, identity):
    ok("add-person", "Лейла Мамедова")
    done = run("deposit", "--file", "x", "--recipient", str(identity.to_public()))
    assert (done.code, "casefile import FILE" in done.err) == (4, True)


def test_a_deposit_goes_through_all_that_rewrites_a_case(closed, opened):
    deposit(closed, "brought.json", "--file", "photo.jpg")
    closed("compact", "--reason", "agreed", "--yes", env=opened)
    deposit(closed, "--file", "brought.json")
    other = pyrage.x25519.Identity.generate()
    Path("other.txt").write_text(f"{other}\n", encoding="utf-8")
    closed("encrypt", "--recipient", str(other.to_public()), env=opened)
    renewed = {"CASEFILE_IDENTITY": "other.txt"}
    assert closed("deposit", "--recipients", env=renewed).out.strip() == str(other.to_public())
    closed("deposit", "--file", "keys.txt", "--recipient", str(other.to_public()))
    closed("backup", "kept.tar")
    closed("--db", "restored.json", "restore", "kept.tar")
    assert "3 deposits wait" in closed("--db", "restored.json", "list", env=renewed).err
    closed("decrypt", env=renewed)
    closed("import", "--deposits")
    assert len(listed(closed, "sources", {})) == 5
    assert "Whole" in closed("verify").out


def test_a_case_that_has_only_its_journal_left_still_takes_deposits_and_recovers(closed, opened, case):
    case.unlink()
    deposit(closed, "brought.json")
    closed("recover", env=opened)
    closed("import", "--deposits", env=opened)
    assert "Whole" in closed("verify", env=opened).out


def test_nothing_is_appended_to_a_journal_that_is_not_sound(run, closed):
    data = bytearray(Path(JOURNAL).read_bytes())
    data[len(data) // 3] ^= 1
    Path(JOURNAL).write_bytes(data)
    done = run("deposit", "--file", "photo.jpg", "-R", "keys.txt")
    assert (done.code, Path(JOURNAL).read_bytes()) == (5, bytes(data))


def test_what_is_purged_is_gone_from_the_deposit_that_brought_it_as_well(closed, opened, case):
    deposit(closed, "brought.json")
    closed("import", "--deposits", env=opened)
    closed("purge", "P2", "--cascade", "--reason", "asked for", "--yes", env=opened)
    closed("decrypt", env=opened)
    lying = b"".join(path.read_bytes() for path in case.parent.glob("case.json*") if path.is_file())
    assert "Рашад".encode() not in lying
    assert "Whole" in closed("verify").out


def test_a_deposit_that_waits_is_not_touched_by_the_purge_of_a_record_that_it_says_nothing_of(closed, opened):
    """Whatever it calls its own P1."""
    deposit(closed, "brought.json")
    closed("purge", "P1", "--reason", "asked for", "--yes", env=opened)
    assert "P2  Рашад Алиев" in closed("import", "--deposits", env=opened).out
    assert "Whole" in closed("verify", env=opened).out


def test_a_deposit_that_waits_keeps_what_it_tells_of_from_being_purged(run, closed, opened):
    deposit(closed, "brought.json")
    closed("import", "--deposits", env=opened)
    deposit(closed, "brought.json")
    refused = run("purge", "P2", "--cascade", "--reason", "asked for", "--yes", env=opened)
    assert (refused.code, "Deposit 6, which waits" in refused.err) == (4, True)


def test_a_deposit_that_somebody_has_spoilt_is_told(run, closed, opened, case):
    deposit(closed, "brought.json")
    closed("decrypt", env=opened)
    case.write_bytes(case.read_bytes().replace(b'"deposited_by"', b'"deposited_xx"'))
    done = run("adopt", "--reason", "by hand")
    assert (done.code, "deposit 4 is not as casefile writes it" in done.err) == (5, True)


def test_the_way_in_with_a_passphrase_has_a_public_key_too(ok, run):
    Path("pass").write_text("five words are much better\n", encoding="utf-8")
    Path("pass").chmod(0o600)
    opened = {"CASEFILE_PASSPHRASE_FILE": "pass"}
    ok("add-person", "Лейла Мамедова")
    ok("encrypt", env=opened)
    key = ok("deposit", "--recipients", env=opened).out.strip()
    Path("photo.jpg").write_text("фото", encoding="utf-8")
    shutil.move("pass", "hidden")
    ok("deposit", "--file", "photo.jpg", "--recipient", key)
    assert run("list").code == 5
    shutil.move("hidden", "pass")
    assert "R1  photo.jpg" in ok("import", "--deposits", env=opened).out
