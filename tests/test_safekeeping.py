"""Proof and repair, through the command line: verify, adopt, recover, backup, restore, compact."""

from __future__ import annotations

import json
import stat
import tarfile
from pathlib import Path

import pytest

from casefile.store.sums import with_sum

JOURNAL = "case.json.journal"


@pytest.fixture
def five(ok, case):
    """A case of five changes."""
    ok("add-person", "Лейла Мамедова", "--role", "lawyer")
    ok("edit", "P1", "occupation=advocate")
    ok("add-person", "Rəşad Əliyev")
    ok("edit", "P2", "occupation=clerk", "--reason", "from his family")
    ok("edit", "P2", "notes=held since March")
    return ok


def lines_of_journal():
    return Path(JOURNAL).read_bytes().splitlines(keepends=True)


def plant_switch(listed):
    Path("case.json.switch").write_bytes(with_sum(json.dumps(listed).encode()))


def write_journal(lines):
    Path(JOURNAL).write_bytes(b"".join(lines))


def people(ok):
    return {
        row["id"]: (row["names"][0]["text"], row["occupation"], row["notes"])
        for row in json.loads(ok("list", "people", "--json").out)
    }


FIVE = {"P1": ("Лейла Мамедова", "advocate", ""), "P2": ("Rəşad Əliyev", "clerk", "held since March")}


def test_a_whole_case_is_said_to_be_whole(five, run):
    report = json.loads(five("verify", "--json").out)
    assert (report["faults"], report["changes"], report["notes"]) == ([], 5, [])
    assert five("verify", "--anchor").out.strip() == report["head"] == json.loads(lines_of_journal()[-1])["hash"]


def test_verify_changes_nothing_and_needs_no_lock(five, case):
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in case.parent.iterdir()}
    five("verify")
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in case.parent.iterdir()} == before


def test_an_anchor_proves_that_history_goes_on_from_it(five, run):
    anchor = five("verify", "--anchor").out.strip()
    five("edit", "P1", "notes=new")
    assert "that of change 5" in five("verify", "--against", anchor).out
    assert "that of change 5" in five("verify", "--against", anchor[:12].upper()).out
    assert run("verify", "--against", "0123456789abcdef").code == 5
    assert run("verify", "--against", "hello").code == 2


def test_a_history_written_anew_is_whole_but_does_not_hold_the_anchor(five, run, case):
    anchor = five("verify", "--anchor").out.strip()
    for path in case.parent.glob("case.json*"):
        path.unlink()
    five("add-person", "Лейла Мамедова")
    five("verify")
    refused = run("verify", "--against", anchor)
    assert refused.code == 5
    assert "rewritten since, or is another case's" in refused.out


ALTERED = {
    "a byte in a line's head": (lambda lines: [lines[0], lines[1].replace(b'"edit"', b'"edix"'), *lines[2:]], "line 2"),
    "a byte in a line's part": (
        lambda lines: [lines[0], lines[1].replace(b"advocate", b"advokate"), *lines[2:]],
        "line 2",
    ),
    "a line taken out": (lambda lines: [*lines[:2], *lines[3:]], "line 3"),
    "two lines swapped": (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "line 2"),
    "a line twice": (lambda lines: [*lines[:2], lines[1], *lines[2:]], "line 3"),
    "a part taken out": (
        lambda lines: [
            json.dumps(json.loads(lines[0]) | {"parts": [None]}, ensure_ascii=False, separators=(",", ":")).encode()
            + b"\n",
            *lines[1:],
        ],
        "line 1",
    ),
    "spaces in a line": (lambda lines: [lines[0].replace(b'"head":', b'"head": '), *lines[1:]], "line 1"),
    "the end cut off": (lambda lines: lines[:3], "ends with 3"),
    "another case's line at the end": (lambda lines: [*lines, lines[0]], "line 6"),
}


@pytest.mark.parametrize(("alter", "named"), ALTERED.values(), ids=ALTERED)
def test_verify_names_the_first_thing_that_was_altered(five, run, alter, named):
    write_journal(alter(lines_of_journal()))
    report = run("verify")
    assert report.code == 5
    assert named.lower() in report.out.lower()
    assert "casefile recover" in report.out


@pytest.mark.parametrize("alter", [alter for alter, _ in ALTERED.values()], ids=ALTERED)
def test_recover_makes_an_altered_journal_whole_and_keeps_the_case(five, run, alter):
    altered = alter(lines_of_journal())
    write_journal(altered)
    done = run("recover", "--reason", "the disk")
    assert done.code in (0, 5)
    assert "The case is whole" in done.out
    assert people(five) == FIVE
    five("verify")
    assert Path(f"{JOURNAL}.damaged-1").read_bytes() == b"".join(altered)
    five("edit", "P1", "notes=goes on")
    five("verify")


def test_recover_says_what_history_is_lost(five, run):
    lines = lines_of_journal()
    write_journal([*lines[:2], b"x" + lines[2], *lines[3:]])
    done = run("recover")
    assert done.code == 5
    assert "history of changes 3 to 5" in done.out
    assert people(five) == FIVE


def test_recover_takes_damaged_lines_from_a_backup(five, run):
    five("backup", "kept.tar")
    five("edit", "P2", "notes=held since April")
    lines = lines_of_journal()
    write_journal([*lines[:2], b"x" + lines[2], *lines[3:]])
    Path("case.json").write_bytes(b"{")
    done = run("recover")
    assert done.code == 0, done.out
    assert "taken from the backup" in done.out
    assert "Nothing is lost" in done.out
    assert people(five)["P2"] == ("Rəşad Əliyev", "clerk", "held since April")
    assert lines_of_journal() == lines


def test_recover_without_file_and_with_a_broken_journal_tells_what_it_could_not_find(five, run):
    lines = lines_of_journal()
    write_journal([*lines[:2], lines[2].replace("Rəşad".encode(), "Reşad".encode()), *lines[3:]])
    Path("case.json").unlink()
    done = run("recover")
    assert done.code == 5
    assert "P2 as change 3 left it" in done.out
    assert people(five) == FIVE  # later changes say how P2 is


def test_recover_from_nothing_says_so(run, case):
    case.write_bytes(b"{")
    done = run("recover")
    assert done.code == 5
    assert "neither its journal nor a backup" in done.err
    assert case.read_bytes() == b"{"


def test_recover_of_a_whole_case_does_nothing(five, case):
    before = case.read_bytes(), Path(JOURNAL).read_bytes()
    assert "nothing had to be done" in five("recover").out
    assert (case.read_bytes(), Path(JOURNAL).read_bytes()) == before


def test_a_lost_file_is_read_from_its_journal_and_written_again(five, case):
    case.unlink()
    assert people(five) == FIVE
    assert not case.exists()
    five("edit", "P1", "notes=there again")
    assert case.exists()
    five("verify")


def test_a_file_behind_its_journal_is_rolled_forward(five, case):
    earlier = case.read_bytes()
    five("edit", "P1", "notes=later")
    five("remove", "P2")
    case.write_bytes(earlier)
    case.chmod(0o600)
    assert people(five) == {"P1": ("Лейла Мамедова", "advocate", "later")}
    assert case.read_bytes() == earlier  # reading writes nothing
    assert "the next change brings it up" in five("verify").out
    five("add-person", "Кто-то ещё")
    assert [*people(five)] == ["P1", "P3"]
    assert "brings it up" not in five("verify").out


def test_a_torn_last_line_is_set_aside_by_the_next_writer(five, case):
    whole = Path(JOURNAL).read_bytes()
    torn = b'{"hash":"00'
    Path(JOURNAL).write_bytes(whole + torn)
    assert people(five) == FIVE
    assert "unfinished line" in five("verify").out
    told = five("edit", "P1", "notes=later").err
    assert "never reported as saved" in told
    assert Path("case.json.torn").read_bytes() == torn
    assert Path(JOURNAL).read_bytes().startswith(whole)
    assert len(lines_of_journal()) == 6
    five("verify")


@pytest.mark.parametrize("left", ["case.json.backups", "case.json.key", "case.json.evidence"])
def test_no_new_case_is_begun_over_what_is_left_of_another(five, run, case, left):
    five("backup", "kept.tar")
    for name in ("case.json", JOURNAL, "case.json.backups"):
        Path(name).unlink()
    if left == "case.json.evidence":
        Path(left).mkdir(exist_ok=True)
        (Path(left) / ("0" * 64)).write_bytes(b"x")
    else:
        Path(left).write_bytes(b"x")
    for args in (["list"], ["add-person", "Rəşad Əliyev"], ["init"], ["edit", "P1", "notes=x"]):
        refused = run(*args)
        assert refused.code == 5, args
        assert f"its journal are gone; {left} of it is there" in refused.err
        assert not case.exists()


def edit_by_hand(case, old="advocate", new="barrister"):
    text = case.read_text(encoding="utf-8")
    assert old in text
    case.write_text(text.replace(old, new), encoding="utf-8")


def test_an_edit_by_hand_is_neither_taken_nor_written_over(five, run, case):
    edit_by_hand(case)
    before = case.read_bytes(), Path(JOURNAL).read_bytes()
    for args in (["list", "people"], ["edit", "P2", "notes=x"], ["export", "--json"], ["undo"], ["log"]):
        refused = run(*args)
        assert refused.code == 5, args
        assert "P1 differ" in refused.err
        assert "casefile adopt" in refused.err
    assert "P1 in the file is not what the journal says" in run("verify").out
    assert (case.read_bytes(), Path(JOURNAL).read_bytes()) == before


def test_an_edit_by_hand_can_be_adopted_and_taken_back(five, run, case):
    edit_by_hand(case)
    assert run("adopt").code == 2  # why?
    assert "Adopted P1" in five("adopt", "--reason", "typed in a hurry").out
    assert people(five)["P1"][1] == "barrister"
    told = json.loads(five("log", "P1", "--json").out)[-1]
    assert (told["command"], told["reason"]) == ("adopt", "typed in a hurry")
    assert told["edits"][0]["fields"] == [{"field": "occupation", "old": "advocate", "new": "barrister"}]
    five("verify")
    five("undo")
    assert people(five) == FIVE
    assert run("adopt", "--reason", "again").code == 4


@pytest.mark.parametrize("how", ["the record goes", "a mention comes"])
def test_an_edit_by_hand_that_leaves_mentions_of_nothing_is_not_adopted(ok, run, case, how):
    ok("add-detainee", "Rəşad Əliyev", "--detained", "2025-03-04", "--place", "Bakı")
    ok("add-person", "Лейла Мамедова", "--role", "lawyer")
    ok("add-statement", "Связь есть", "--by", "P2", "--on", "2025-11-15", "--about", "P1")
    data = json.loads(case.read_text(encoding="utf-8"))
    if how == "the record goes":
        del data["people"]["1"]
    else:
        data["statements"]["1"]["about"] = ["P1", "E9"]
    case.write_text(json.dumps(data), encoding="utf-8")
    kept = case.read_bytes(), Path(JOURNAL).read_bytes()
    refused = run("adopt", "--reason", "by hand")
    assert refused.code == 4
    named = ["E1  participants: P1", "S1  about: P1"] if how == "the record goes" else ["S1  about: E9"]
    assert all(line in refused.err for line in named)
    assert (case.read_bytes(), Path(JOURNAL).read_bytes()) == kept
    if how == "the record goes":
        data["events"] = {}
    data["statements"]["1"]["about"] = []
    case.write_text(json.dumps(data), encoding="utf-8")
    ok("adopt", "--reason", "by hand")
    assert not [finding for finding in json.loads(run("check", "--json").out) if "broken" in str(finding)]
    ok("verify")


def test_an_edit_by_hand_that_is_no_record_is_not_adopted(five, run, case):
    edit_by_hand(case, '"occupation":"advocate"', '"occupation":7')
    refused = run("adopt", "--reason", "typed in a hurry")
    assert refused.code == 2
    assert "person P1" in refused.err
    edit_by_hand(case, '"occupation":7', '"id":"P7"')
    assert run("adopt", "--reason", "typed in a hurry").code == 5


def test_an_edit_by_hand_can_be_taken_back_by_recover(five, case):
    edit_by_hand(case)
    by_hand = case.read_bytes()
    assert "Nothing is lost" in five("recover").out
    assert people(five) == FIVE
    assert Path("case.json.damaged-1").read_bytes() == by_hand
    assert stat.S_IMODE(Path("case.json.damaged-1").stat().st_mode) == 0o600
    five("verify")


def test_a_file_whose_journal_is_lost_goes_on_when_it_is_adopted(five, run):
    Path(JOURNAL).unlink()
    assert "journal is missing" in run("verify").out.lower()
    assert run("edit", "P1", "notes=x").code == 5
    assert "its history begins here" in five("adopt", "--reason", "only the file was sent to me").out or people(five)
    five("verify")
    five("edit", "P1", "notes=x")
    assert [change["command"] for change in json.loads(five("log", "--json").out)] == ["adopt", "edit"]


def test_backup_and_restore_bring_back_the_same_case(five, run, tmp_path):
    Path("scan.txt").write_text("скан", encoding="utf-8")
    five("attach", "P1", "scan.txt")
    exported, log = five("export", "--json").data, five("log", "--json").data
    assert "6 changes" in five("backup", "kept.tar").out
    assert stat.S_IMODE(Path("kept.tar").stat().st_mode) == 0o600
    with tarfile.open("kept.tar") as tar:
        assert tar.getnames()[0] == "casefile-backup.json"
    assert run("backup", "kept.tar").code == 4
    assert run("restore", "kept.tar").code == 4  # there is a case
    assert "verified" in five("restore", "kept.tar", "--db", "again.json").out
    assert five("export", "--json", "--db", "again.json").data == exported
    assert five("log", "--json", "--db", "again.json").data == log
    five("evidence", "export", "P1", "-o", "back.txt", "--db", "again.json")
    assert Path("back.txt").read_text(encoding="utf-8") == "скан"
    modes = {stat.S_IMODE(path.stat().st_mode) for path in Path().glob("again.json*") if path.is_file()}
    assert modes == {0o600}


def test_a_damaged_backup_restores_nothing(five, run):
    five("backup", "kept.tar")
    data = Path("kept.tar").read_bytes()
    Path("kept.tar").write_bytes(data.replace("Rəşad".encode(), "Reşad".encode()))
    refused = run("restore", "kept.tar", "--db", "again.json")
    assert refused.code == 5
    assert not [path for path in Path().glob("again.json*") if not path.name.endswith(".lock")]
    Path("kept.tar").write_bytes(data[: len(data) // 2])
    assert run("restore", "kept.tar", "--db", "again.json").code == 5
    Path("kept.tar").write_bytes(b"hello")
    assert run("restore", "kept.tar", "--db", "again.json").code == 2
    assert run("restore", "nowhere.tar", "--db", "again.json").code == 5


def test_a_backup_holds_what_was_kept_and_nothing_that_was_not(five):
    """An attach that was cut off after its change was saved, and one that was cut off before."""
    Path("scan.txt").write_text("скан", encoding="utf-8")
    five("attach", "P1", "scan.txt")
    (kept,) = Path("case.json.evidence").iterdir()
    kept.rename(kept.with_name(f".{kept.name}.new"))
    kept.with_name(f".{'0' * 64}.new").write_bytes(b"never saved")
    five("backup", "kept.tar")
    five("restore", "kept.tar", "--db", "again.json")
    assert [path.name for path in Path("again.json.evidence").iterdir()] == [kept.name]
    five("verify", "--db", "again.json")


def test_a_restore_that_fails_leaves_nothing_to_stand_in_the_way(five, run):
    Path("scan.txt").write_text("скан", encoding="utf-8")
    five("attach", "P1", "scan.txt")
    five("backup", "kept.tar")
    data = Path("kept.tar").read_bytes()
    Path("bad.tar").write_bytes(data.replace("скан".encode(), "скин".encode()))
    assert run("restore", "bad.tar", "--db", "again.json").code == 5
    assert "verified" in five("restore", "kept.tar", "--db", "again.json").out


def test_a_purge_finds_a_backup_that_was_left_half_written(five):
    five("backup", "kept.tar")
    half = Path(".kept.tar.0123456789ab.tmp")
    Path("kept.tar").rename(half)
    five("purge", "P2", "--cascade", "--reason", "asked for", "--yes")
    assert not half.exists()


def test_a_backup_with_a_path_in_it_writes_nowhere_else(five, run, tmp_path):
    five("backup", "kept.tar")
    with tarfile.open("kept.tar") as tar, tarfile.open("evil.tar", "w") as evil:
        for member in tar.getmembers():
            data = tar.extractfile(member).read()
            if member.name == "casefile-backup.json":
                data = data.replace(b'"case.json.journal"', b'"../../escaped.json"')
                member.size = len(data)
            if member.name == "case.json.journal":
                member.name = "../../escaped.json"
            import io

            evil.addfile(member, io.BytesIO(data))
    assert run("restore", "evil.tar", "--db", "again.json").code == 5
    assert not (tmp_path.parent.parent / "escaped.json").exists()


def test_no_backup_of_a_case_that_is_not_whole(five, run, case):
    edit_by_hand(case)
    assert run("backup", "kept.tar").code == 5
    assert not Path("kept.tar").exists()


def test_compact_folds_history_and_still_knows_its_hashes(five, run):
    anchor = five("verify", "--anchor").out.strip()
    exported = five("export", "--json").data
    assert run("compact", "--yes").code == 2  # why?
    assert run("compact", "--reason", "agreed").code == 2  # nobody said yes
    assert "5 changes" in five("compact", "--reason", "agreed", "--yes").out
    assert len(lines_of_journal()) == 1
    assert b"held since" in lines_of_journal()[0]
    assert b"from his family" not in lines_of_journal()[0]
    assert five("export", "--json").data == exported
    assert "change 5" in five("verify", "--against", anchor).out
    assert run("undo").code == 3
    five("edit", "P2", "notes=free")
    five("undo")
    assert people(five) == FIVE
    Path("case.json").unlink()
    assert people(five) == FIVE
    five("compact", "--reason", "again", "--yes")
    assert "change 5" in five("verify", "--against", anchor).out
    assert people(five) == FIVE


@pytest.mark.parametrize("step", ["staged", "decided", "half done"])
def test_a_change_of_all_files_that_was_interrupted_is_old_or_new(five, case, step):
    """The three places at which folding can stop: before the decision, after it, and in the middle of carrying it out."""
    old = {path.name: path.read_bytes() for path in case.parent.glob("case.json*")}
    five("compact", "--reason", "agreed", "--yes")
    new = {path.name: path.read_bytes() for path in case.parent.glob("case.json*")}
    staged = {name: f".{name}.0123456789a{place}.tmp" for place, name in enumerate(("case.json", JOURNAL))}
    for name, data in old.items():
        Path(name).write_bytes(data)
    for name, hidden in staged.items():
        Path(hidden).write_bytes(new[name])
    moves = {hidden: name for name, hidden in staged.items()}
    if step != "staged":
        plant_switch({"moves": moves, "drops": []})
    if step == "half done":
        Path(staged[JOURNAL]).replace(JOURNAL)
    assert people(five) == FIVE
    assert json.loads(five("verify", "--json").out)["changes"] == (5 if step == "staged" else 6)
    five("edit", "P1", "notes=later")
    assert json.loads(five("verify", "--json").out)["changes"] == (6 if step == "staged" else 7)
    assert not list(case.parent.glob(".case.json*"))
    assert not Path("case.json.switch").exists()


def test_a_planted_switch_reaches_no_file_but_the_cases(five, run, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("mine", encoding="utf-8")
    for drop in ("other.txt", "../other.txt", "/etc/hostname", ".."):
        plant_switch({"moves": {}, "drops": [drop]})
        refused = run("edit", "P1", "notes=x")
        assert refused.code == 5
        assert "not the case's" in refused.err
    assert other.read_text(encoding="utf-8") == "mine"
    five("recover")
    assert people(five) == FIVE


def test_a_rewritten_history_is_not_answered_with_a_repair(five, run):
    refused = run("verify", "--against", "0123456789abcdef")
    assert refused.code == 5
    assert "recover" not in refused.out
    assert "keep this folder as it is" in refused.out


def test_a_record_whose_history_is_lost_is_kept_where_the_case_file_has_it(five, run, case):
    lines = lines_of_journal()
    last = json.loads(lines[-1])
    last["parts"] = [None]
    write_journal([*lines[:-1], json.dumps(last, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"])
    assert "lacks a part" in run("verify").out
    done = run("recover")
    assert done.code == 5
    assert "The case file still had P2." in done.out
    assert people(five) == FIVE
    five("verify")


def test_verify_says_which_records_are_altered_missing_or_extra(five, run, case):
    tables = json.loads(case.read_text(encoding="utf-8"))
    tables["people"]["1"]["notes"] = "by hand"
    tables["people"]["3"] = tables["people"].pop("2") | {"id": "P3"}
    case.write_text(json.dumps(tables), encoding="utf-8")
    said = run("verify").out
    assert "P1 in the file is not what the journal says." in said
    assert "P2 is missing from the file; the journal has it." in said
    assert "P3 is in the file, and the journal knows nothing of it." in said


def test_an_edit_by_hand_is_not_adopted_under_the_id_of_a_record_that_is_gone(five, run, case):
    tables = json.loads(case.read_text(encoding="utf-8"))
    five("remove", "P2")
    kept = json.loads(case.read_text(encoding="utf-8"))
    kept["people"]["2"] = tables["people"]["2"] | {"uid": "00000000-0000-7000-8000-0000000000aa"}
    case.write_text(json.dumps(kept), encoding="utf-8")
    refused = run("adopt", "--reason", "by hand")
    assert refused.code == 4
    assert "P2 was another record before" in refused.err
    kept["people"]["2"] = tables["people"]["2"]
    case.write_text(json.dumps(kept), encoding="utf-8")
    assert "Adopted P2" in five("adopt", "--reason", "it was right").out
