"""Encryption at rest, through the command line, and against the age tool where it is installed."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest

JOURNAL = "case.json.journal"
age = pytest.mark.skipif(shutil.which("age") is None, reason="the age tool is not installed")
posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")
SECRETS = ("Мамедова", "Mammadova", "advocate", "handed over", "asked her office", "Nigar", "scan.txt", "контент")


@pytest.fixture
def identity(case):
    made = pyrage.x25519.Identity.generate()
    Path("key.txt").write_text(f"# made for a test\n{made}\n", encoding="utf-8")
    return made


@pytest.fixture
def filled(ok, case):
    """A case with history, a reason, evidence and something undone."""
    ok("add-person", "Лейла Мамедова", "--role", "lawyer")
    ok("edit", "P1", "occupation=advocate", "--reason", "asked her office")
    Path("scan.txt").write_text("контент", encoding="utf-8")
    ok("attach", "P1", "scan.txt", "--origin", "handed over")
    ok("edit", "P1", "notes=x")
    ok("undo")
    return ok


@pytest.fixture
def sealed(filled, identity, monkeypatch):
    """The same, encrypted for an identity that every command is given."""
    filled("encrypt", "--recipient", str(identity.to_public()))
    monkeypatch.setenv("CASEFILE_IDENTITY", "key.txt")
    return filled


def case_bytes(folder):
    return b"".join(
        path.read_bytes()
        for path in sorted(folder.rglob("case.json*")) + sorted(folder.glob("*.evidence/*"))
        if path.is_file() and path.suffix != ".lock"
    )


def test_nothing_of_an_encrypted_case_can_be_read(sealed, case):
    lying = case_bytes(case.parent)
    for secret in SECRETS:
        assert secret.encode() not in lying, secret
    assert case.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert all(
        stat.S_IMODE(path.stat().st_mode) in (0o600, 0o400)
        for path in case.parent.rglob("case.json*")
        if path.is_file()
    )


def test_every_command_works_on_an_encrypted_case(sealed, case):
    sealed("add-person", "Rəşad Əliyev")
    sealed("edit", "P2", "occupation=clerk")
    sealed("undo")
    Path("b.txt").write_text("второй", encoding="utf-8")
    sealed("attach", "P2", "b.txt")
    sealed("evidence", "export", "P1", "-o", "back.txt")
    assert Path("back.txt").read_text(encoding="utf-8") == "контент"
    assert [change["command"] for change in json.loads(sealed("log", "--json").out)][-4:] == [
        "add-person",
        "edit",
        "undo",
        "attach",
    ]
    assert json.loads(sealed("show", "P1", "--at", "2", "--json").out)["record"]["occupation"] == "advocate"
    assert "Note" not in sealed("verify").out
    sealed("backup", "kept.tar")
    sealed("compact", "--reason", "agreed", "--yes")
    sealed("verify")
    assert b"clerk" not in case_bytes(case.parent) + Path("kept.tar").read_bytes()
    sealed("restore", "kept.tar", "--db", "again.json")
    assert sealed("list", "people", "--db", "again.json").out == sealed("list", "people").out


def test_decrypt_gives_back_the_very_bytes(filled, identity, monkeypatch, case):
    before = Path(JOURNAL).read_bytes()
    exported = filled("export", "--json").data
    anchor = filled("verify", "--anchor").out.strip()
    filled("encrypt", "--recipient", str(identity.to_public()))
    monkeypatch.setenv("CASEFILE_IDENTITY", "key.txt")
    sealed_anchor = filled("verify", "--anchor").out.strip()
    filled("verify", "--against", anchor)
    filled("decrypt")
    assert Path(JOURNAL).read_bytes().startswith(before)
    assert filled("export", "--json").data == exported
    assert "change 5" in filled("verify", "--against", anchor).out
    assert "change 6" in filled("verify", "--against", sealed_anchor).out
    monkeypatch.delenv("CASEFILE_IDENTITY")
    filled("edit", "P1", "notes=open again")
    filled("verify")


def test_verify_needs_no_key_and_still_finds_what_was_altered(sealed, run, monkeypatch, case):
    monkeypatch.delenv("CASEFILE_IDENTITY")
    assert "without opening it" in run("verify").out
    assert run("verify").code == 0
    anchor = run("verify", "--anchor").out.strip()
    assert run("verify", "--against", anchor).code == 0
    whole = Path(JOURNAL).read_bytes()
    lines = whole.splitlines(keepends=True)
    for altered in (
        [*lines[:2], *lines[3:]],
        [lines[0][:400] + b"A" + lines[0][401:], *lines[1:]],
        [*lines[:-1], lines[0]],
    ):
        Path(JOURNAL).write_bytes(b"".join(altered))
        assert run("verify").code == 5
    Path(JOURNAL).write_bytes(whole)
    (kept,) = Path("case.json.evidence").iterdir()
    kept.chmod(0o600)
    kept.write_bytes(kept.read_bytes()[:-1])
    assert "altered" in run("verify").out


def test_a_backup_of_an_encrypted_case_needs_no_key(sealed, run, monkeypatch):
    sealed("backup", "listed.tar")
    monkeypatch.delenv("CASEFILE_IDENTITY")
    made = run("backup", "kept.tar")
    assert made.code == 0, made.err
    assert "not on its list of backups" in made.err
    monkeypatch.setenv("CASEFILE_IDENTITY", "key.txt")
    assert "verified" in sealed("restore", "kept.tar", "--db", "again.json").out
    told = sealed("purge", "P1", "--reason", "asked for", "--yes").out
    assert "listed.tar was made anew" in told
    assert "kept.tar was made anew" in told  # it lies beside the case, and says whose it is


def test_a_purge_finds_backups_made_without_the_key_where_it_can_and_says_where_it_cannot(sealed, monkeypatch):
    Path("shelf").mkdir()
    Path("attic").mkdir()
    sealed("backup", "shelf/listed.tar")
    monkeypatch.delenv("CASEFILE_IDENTITY")
    sealed("backup", "shelf/unlisted.tar")
    sealed("backup", "attic/far.tar")
    sealed("--db", "other.json", "add-person", "Ильгар")
    sealed("--db", "other.json", "backup", "shelf/other.tar")
    Path("shelf/broken.tar").write_bytes(Path("shelf/other.tar").read_bytes()[:700])
    others = {name: Path(name).read_bytes() for name in ("shelf/other.tar", "shelf/broken.tar", "attic/far.tar")}
    monkeypatch.setenv("CASEFILE_IDENTITY", "key.txt")
    before = Path("shelf/unlisted.tar").read_bytes()
    said = sealed("purge", "P1", "--reason", "asked for", "--yes").out
    assert "unlisted.tar was made anew" in said
    assert "backups that were made without the key or moved to other folders" in said
    assert Path("shelf/unlisted.tar").read_bytes() != before
    assert {name: Path(name).read_bytes() for name in others} == others


@posix
@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="this machine has no folder in memory")  # noqa: S108
def test_a_purge_clears_what_editors_left_of_the_record_in_memory_and_beside_the_case(sealed, run, tmp_path, case):
    leaving = tmp_path / "leaving.py"
    leaving.write_text(
        "import sys, pathlib\npath = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text(encoding='utf-8') + '# typed', encoding='utf-8'); sys.exit(3)",
        encoding="utf-8",
    )
    env = {"EDITOR": f"{sys.executable} {leaving}", "XDG_RUNTIME_DIR": ""}
    sealed("add-person", "Rəşad Əliyev")
    failed = [run("edit", record, env=env).err for record in ("P1", "P2")]
    told, other = (Path(re.search(r"kept in (\S+)\.", err)[1]).parent for err in failed)
    beside = case.parent / ".casefile-edit-old" / "edit.txt"
    beside.parent.mkdir()
    beside.write_text("Лейла Мамедова сказала", encoding="utf-8")
    try:
        assert str(told).startswith(MEMORY)
        said = sealed("purge", "P1", "--reason", "asked for", "--yes", env=env).out
        assert f"left by an editor, and is deleted: {told}" in said
        assert (told.exists(), beside.exists(), other.exists()) == (False, False, True)
    finally:
        shutil.rmtree(told, ignore_errors=True)
        shutil.rmtree(other)


def test_a_wrong_key_changes_nothing(sealed, run, monkeypatch, case):
    other = pyrage.x25519.Identity.generate()
    Path("other.txt").write_text(str(other), encoding="utf-8")
    before = case_bytes(case.parent)
    for args in (
        ["list"],
        ["edit", "P1", "notes=x"],
        ["decrypt", "--yes"],
        ["undo"],
        ["recover"],
        ["log"],
        ["evidence", "export", "P1"],
    ):
        refused = run(*args, "--identity", "other.txt")
        assert refused.code == 5, args
        assert "decrypt" in refused.err
        assert case_bytes(case.parent) == before
    monkeypatch.delenv("CASEFILE_IDENTITY")
    refused = run("list")
    assert (refused.code, "--identity" in refused.err) == (5, True)
    Path("none.txt").write_text("hello", encoding="utf-8")
    assert run("list", "--identity", "none.txt").code == 2
    assert run("list", "--identity", "missing.txt").code == 2


def test_a_tampered_file_is_refused_whole(sealed, run, case):
    data = case.read_bytes()
    case.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    refused = run("list")
    assert refused.code == 5
    assert refused.out == ""
    case.unlink()
    assert "Лейла Мамедова" in sealed("list", "people").out  # from the journal
    sealed("recover")
    sealed("verify")


def test_an_encrypted_case_is_recovered(sealed, run, case):
    case.write_bytes(b"rubbish")
    assert "Nothing is lost" in sealed("recover").out
    sealed("verify")
    lines = Path(JOURNAL).read_bytes().splitlines(keepends=True)
    Path(JOURNAL).write_bytes(b"".join([lines[0], *lines[2:]]))
    assert run("recover").code == 5
    sealed("verify")
    assert json.loads(sealed("show", "P1", "--json").out)["record"]["occupation"] == "advocate"
    assert b"advocate" not in case_bytes(case.parent)


def test_purge_in_an_encrypted_case(sealed, case):
    sealed("add-person", "Rəşad Əliyev", "--note", "mentioned nobody")
    sealed("purge", "P1", "--reason", "asked for", "--yes")
    sealed("verify")
    assert list(Path("case.json.evidence").iterdir()) == []
    sealed("decrypt")
    for secret in ("Мамедова", "advocate", "handed over", "asked her office"):
        assert secret.encode() not in case_bytes(case.parent)
    sealed("verify")


def test_changing_who_can_open_it(sealed, run, identity, monkeypatch):
    other = pyrage.x25519.Identity.generate()
    Path("other.txt").write_text(str(other), encoding="utf-8")
    sealed("encrypt", "--recipient", str(other.to_public()))
    assert run("list").code == 5
    sealed("list", "--identity", "other.txt")
    sealed(
        "encrypt",
        "--recipient",
        str(other.to_public()),
        "--recipient",
        str(identity.to_public()),
        "--identity",
        "other.txt",
    )
    sealed("evidence", "export", "P1", "-o", "back.txt")
    sealed("verify")


def test_what_is_no_recipient_is_refused_and_nothing_is_changed(filled, run, case):
    before = case_bytes(case.parent)
    assert run("encrypt", "--recipient", "age1nonsense").code == 2
    assert run("encrypt").code == 2  # nobody is there to type a passphrase
    assert run("decrypt", "--yes").code == 4
    assert case_bytes(case.parent) == before


@posix
def test_a_passphrase_protects_an_identity_beside_the_case(filled, run, monkeypatch, case):
    Path("pass.txt").write_text("correct horse battery staple\n", encoding="utf-8")
    Path("pass.txt").chmod(0o644)
    monkeypatch.setenv("CASEFILE_PASSPHRASE_FILE", "pass.txt")
    refused = run("encrypt")
    assert (refused.code, "chmod 600" in refused.err) == (2, True)
    Path("pass.txt").chmod(0o600)
    filled("encrypt")
    assert Path("case.json.key").read_bytes().startswith(b"age-encryption.org/v1\n-> scrypt")
    assert "Лейла Мамедова" in filled("list", "people").out
    filled("edit", "P1", "notes=x")
    Path("pass.txt").write_text("another\n", encoding="utf-8")
    before = case_bytes(case.parent)
    refused = run("edit", "P1", "notes=y")
    assert (refused.code, "does not open" in refused.err) == (5, True)
    assert case_bytes(case.parent) == before
    monkeypatch.delenv("CASEFILE_PASSPHRASE_FILE")
    refused = run("list")
    assert (refused.code, "CASEFILE_PASSPHRASE_FILE" in refused.err) == (5, True)


def test_completion_asks_for_no_passphrase(filled, run, monkeypatch):
    Path("pass.txt").write_text("correct horse battery staple\n", encoding="utf-8")
    Path("pass.txt").chmod(0o600)
    monkeypatch.setenv("CASEFILE_PASSPHRASE_FILE", "pass.txt")
    filled("encrypt")
    done = run(env={"_CASEFILE_COMPLETE": "complete_bash", "COMP_WORDS": "casefile show P", "COMP_CWORD": "2"})
    assert (done.code, done.out.strip()) == (0, "")


@age
def test_the_age_tool_reads_all_that_is_written(sealed, case):
    def opened(data):
        return subprocess.run(["age", "-d", "-i", "key.txt"], input=data, capture_output=True, check=True).stdout

    assert "Лейла Мамедова".encode() in opened(case.read_bytes())
    (kept,) = Path("case.json.evidence").iterdir()
    assert opened(kept.read_bytes()).decode() == "контент"
    line = json.loads(Path(JOURNAL).read_bytes().splitlines()[1])
    assert json.loads(opened(base64.b64decode(line["head"]["sealed"])))["command"] == "edit"
    parts = [json.loads(opened(base64.b64decode(part))) for part in line["parts"]]
    assert parts[0]["now"]["occupation"] == "advocate"
    assert parts[1]["text"] == "asked her office"


@age
def test_what_the_age_tool_wrote_is_read(sealed, identity, case):
    recipient = str(identity.to_public())
    plain = subprocess.run(["age", "-d", "-i", "key.txt", str(case)], capture_output=True, check=True).stdout
    again = subprocess.run(["age", "-r", recipient], input=plain, capture_output=True, check=True).stdout
    case.write_bytes(again)
    assert "Лейла Мамедова" in sealed("list", "people").out
    sealed("verify")


@posix
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_no_plain_text_reaches_the_disk_on_the_way(sealed, case, tmp_path):
    """Everything that a command writes anywhere but to its own output, looked through for what is in the case."""
    secrets = ("Мамедова", "Rəşad", "advocate", "контент", "второй")
    Path("b.txt").write_text("второй", encoding="utf-8")
    for args in (
        ["edit", "P1", "notes=Rəşad"],
        ["attach", "P1", "b.txt"],
        ["undo"],
        ["compact", "--reason", "r", "--yes"],
        ["backup", "k.tar"],
    ):
        trace = tmp_path / "trace"
        subprocess.run(
            [
                *("strace", "-f", "-y", "-s", "100000", "-e", "trace=write,pwrite64,writev", "-o", str(trace)),
                *(sys.executable, "-m", "casefile", *args),
            ],
            check=True,
            capture_output=True,
        )
        for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
            if "write" in line and "write(1<" not in line and "write(2<" not in line:
                for secret in secrets:
                    octal = "".join(f"\\{byte:o}" if byte > 127 else chr(byte) for byte in secret.encode())
                    assert octal not in line, (args, line[:200])


def editor(tmp_path):
    """An editor that notes down where the text lay that it was given."""
    script = tmp_path / "ed.py"
    script.write_text(
        "import pathlib, sys\n"
        f"pathlib.Path({str(tmp_path / 'seen')!r}).write_text(sys.argv[1])\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text(encoding='utf-8').replace('advocate', 'barrister'), encoding='utf-8')\n",
        encoding="utf-8",
    )
    return f"{sys.executable} {script}"


MEMORY = "/dev/shm"  # noqa: S108 - it is where memory is to be found


@posix
@pytest.mark.skipif(not Path(MEMORY).is_dir(), reason="this machine has no folder in memory")
def test_the_editor_of_an_encrypted_record_works_in_memory_alone(sealed, tmp_path):
    sealed("edit", "P1", env={"EDITOR": editor(tmp_path), "XDG_RUNTIME_DIR": ""})
    assert (tmp_path / "seen").read_text(encoding="utf-8").startswith(MEMORY)
    assert not list(Path(MEMORY).glob(".casefile-edit-*"))
    assert json.loads(sealed("show", "P1", "--json").out)["record"]["occupation"] == "barrister"


@posix
@pytest.mark.skipif(
    subprocess.run(["unshare", "-m", "mount", "--bind", "/var", MEMORY], capture_output=True, check=False).returncode
    != 0
    if shutil.which("unshare")
    else True,
    reason="only where /dev/shm can be taken away from a process",
)
def test_without_memory_no_editor_is_opened_on_an_encrypted_record(sealed, tmp_path):
    (tmp_path / "disk").mkdir()
    command = f'mount --bind "{tmp_path}/disk" {MEMORY} && exec "{sys.executable}" -m casefile edit P1'
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", command],
        env=os.environ | {"EDITOR": editor(tmp_path), "XDG_RUNTIME_DIR": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "FIELD=VALUE" in done.stderr
    assert not (tmp_path / "seen").exists()


def test_every_hash_ever_noted_is_recognised_after_new_keys_compaction_and_opening_even_without_a_key(
    filled, identity, run, monkeypatch
):
    import pyrage

    anchors = [filled("verify", "--anchor").out.strip()]
    monkeypatch.setenv("CASEFILE_IDENTITY", "key.txt")
    other = pyrage.x25519.Identity.generate()

    def note_and_check():
        anchors.append(filled("verify", "--anchor").out.strip())
        for anchor in anchors:
            filled("verify", "--against", anchor)
        monkeypatch.delenv("CASEFILE_IDENTITY")
        for anchor in anchors:
            assert run("verify", "--against", anchor).code == 0
        monkeypatch.setenv("CASEFILE_IDENTITY", "key.txt")

    for _ in range(2):
        filled("encrypt", "--recipient", str(identity.to_public()))
        note_and_check()
        filled("encrypt", "--recipient", str(identity.to_public()), "--recipient", str(other.to_public()))
        note_and_check()
        filled("compact", "--reason", "agreed", "--yes")
        note_and_check()
        filled("decrypt", "--yes")
        note_and_check()
        filled("compact", "--reason", "agreed", "--yes")
        note_and_check()


def test_an_identity_may_be_named_before_the_command(sealed, monkeypatch):
    monkeypatch.delenv("CASEFILE_IDENTITY")
    assert (
        sealed("--identity", "key.txt", "list", "people").out == sealed("list", "people", "--identity", "key.txt").out
    )


def test_without_a_key_a_case_is_not_called_whole_without_reserve(sealed, monkeypatch):
    assert sealed("verify").out.startswith("Whole: ")
    monkeypatch.delenv("CASEFILE_IDENTITY")
    assert sealed("verify").out.startswith("Whole as far as can be told without a key")
    assert json.loads(sealed("verify", "--json").out)["opened"] is False


def test_backups_that_still_lie_open_are_named_when_a_case_is_encrypted(filled, identity):
    filled("backup", "kept.tar")
    said = filled("encrypt", "--recipient", str(identity.to_public())).out
    assert "kept.tar was made before and can be opened as before: make a new one, and delete it" in said


def test_texts_that_an_editor_left_in_the_open_are_named_when_a_case_is_encrypted(filled, identity, case):
    draft = case.parent / ".casefile-edit-abc" / "edit.toml"
    draft.parent.mkdir()
    draft.write_text("clerk", encoding="utf-8")
    assert f"unencrypted: {draft}" in filled("encrypt", "--recipient", str(identity.to_public())).out


def test_a_link_that_recovery_put_aside_does_not_keep_a_case_from_being_encrypted(filled, identity, monkeypatch):
    Path("elsewhere").write_text("{}", encoding="utf-8")
    Path(f"{JOURNAL}.damaged-1").symlink_to("elsewhere")
    filled("encrypt", "--recipient", str(identity.to_public()))
    assert Path("elsewhere").read_text(encoding="utf-8") == "{}"


def test_a_fault_in_casefile_quotes_nothing_of_an_encrypted_case(sealed, run, monkeypatch):
    """What a fault happens to hold in its hands is written down of an open case, and never of an encrypted one."""
    from casefile.views import card

    def faulty(case, record, on):
        raise RuntimeError(record.name)

    monkeypatch.setattr(card, "card", faulty)
    monkeypatch.setenv("TMPDIR", str(Path.cwd()))
    monkeypatch.setattr("tempfile.tempdir", None)
    refused = run("show", "P1")
    assert refused.code == 70
    (report,) = Path().glob("casefile-fault-*.txt")
    told = report.read_text(encoding="utf-8")
    assert "views" in told or "reading.py" in told
    for secret in SECRETS:
        assert secret not in told + refused.err, secret
