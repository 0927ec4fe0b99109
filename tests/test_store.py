"""The contract of a store, and what a case file does when it is damaged, foreign, locked, or not permitted."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb import Query, TinyDB

from casefile.errors import (
    ChangedError,
    ConflictError,
    DamagedError,
    ForeignError,
    LockedError,
    NewerSchemaError,
    NotFoundError,
    StoreError,
)
from casefile.model import Case
from casefile.store import SCHEMA, TABLES, Stamp, open_store
from casefile.store.adopting import adopt
from casefile.store.files import write_private

STAMP = Stamp("Nigar", "test", "2026-11-23T09:30:00Z")
HEADER = {"format": "casefile", "schema": SCHEMA, "last_ids": {"people": 2}}
posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files and signals")
root = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root can become somebody else to be refused"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.json"


@pytest.fixture
def store(path):
    made = open_store(path)
    made.create()
    return made


def put(store, table: str, document: dict[str, object]) -> int:
    with store.change(STAMP) as change:
        doc_id = change.reserve(table)
        change.put(table, doc_id, document)
    return doc_id


def held(store, table: str) -> dict[int, object]:
    return {doc_id: json.loads(bytes(raw)) for doc_id, raw in store.read().items(table)}


def test_what_is_put_is_there(store):
    assert put(store, "people", {"name": "Игорь"}) == 1
    assert held(store, "people") == {1: {"name": "Игорь"}}
    assert json.loads(bytes(store.read().raw("people", 1))) == {"name": "Игорь"}
    assert store.read().raw("people", 2) is None


def test_ids_are_never_used_again(store, path):
    for _ in range(3):
        put(store, "people", {})
    with store.change(STAMP) as change:
        change.remove("people", 3)
    assert put(open_store(path), "people", {}) == 4
    with store.change(STAMP) as change:
        for doc_id in (1, 2, 4):
            change.remove("people", doc_id)
    assert put(open_store(path), "people", {}) == 5


def test_an_id_given_from_outside_is_counted(store):
    with store.change(STAMP) as change:
        change.put("people", 7, {})
    assert put(store, "people", {}) == 8


def test_removing_what_is_not_there_is_an_error(store):
    with pytest.raises(NotFoundError), store.change(STAMP) as change:
        change.remove("people", 1)


def test_a_change_that_fails_changes_nothing(store, path):
    put(store, "people", {"kept": True})
    before = path.read_bytes()
    with pytest.raises(RuntimeError), store.change(STAMP) as change:
        change.put("people", 1, {"kept": False})
        raise RuntimeError
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".*.tmp"))


def test_a_change_sees_what_it_wrote_and_is_written_once(store, path):
    inode = path.stat().st_ino
    with store.change(STAMP) as change:
        change.put("people", 1, {"n": 1})
        assert json.loads(change.raw("people", 1)) == {"n": 1}
        change.put("people", 2, {"n": 2})
        assert path.stat().st_ino == inode
    assert path.stat().st_ino != inode


def test_nothing_is_written_when_nothing_has_changed(store, path):
    before = path.stat()
    with store.change(STAMP) as change:
        assert list(change.items("people")) == []
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_one_document_stands_on_each_line_and_the_rest_is_left_to_the_byte(store, path):
    put(store, "people", {"name": "Əli", "z": 1.50})
    put(store, "people", {"name": "Bo"})
    lines = path.read_text(encoding="utf-8").splitlines()
    assert '"1": {"name":"Əli","z":1.5},' in lines
    put(store, "events", {})
    after = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in lines][1:] == ['"events": {', '"1": {}']


documents = st.dictionaries(
    st.text(st.characters(codec="utf-8"), max_size=8),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8"), max_size=12),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=4), inner, max_size=3)
        ),
        max_leaves=6,
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.integers(1, 10**9), documents, max_size=5))
def test_any_documents_come_back_and_stock_tinydb_sees_them(given_documents):
    with tempfile.TemporaryDirectory() as folder:
        check_documents(Path(folder) / "any.json", given_documents)


def check_documents(path, given_documents):
    store = open_store(path)
    with store.change(STAMP, create=True) as change:
        for doc_id, document in given_documents.items():
            change.put("statements", doc_id, document)
    assert held(store, "statements") == given_documents
    with TinyDB(path, encoding="utf-8") as stock:
        assert {document.doc_id: dict(document) for document in stock.table("statements").all()} == given_documents
    if given_documents:
        path.unlink()
        assert held(store, "statements") == given_documents  # from the journal alone


def test_what_stock_tinydb_writes_is_taken_when_it_is_adopted_and_foreign_tables_stay(store, path):
    put(store, "people", {"name": "Bo"})
    with TinyDB(path, encoding="utf-8") as stock:
        stock.insert({"mine": 1})
        stock.table("people").insert({"name": "Ali"})
    with pytest.raises(ChangedError, match="P2"):
        store.read()
    adopt(store, STAMP, lambda *_: None, lambda *_: None)
    assert held(store, "people") == {1: {"name": "Bo"}, 2: {"name": "Ali"}}
    assert put(store, "people", {}) == 3
    path.unlink()  # the foreign table is in the journal too
    assert put(store, "people", {}) == 4
    with TinyDB(path, encoding="utf-8") as stock:
        assert [dict(document) for document in stock.all()] == [{"mine": 1}]


def test_a_file_that_says_the_same_in_other_words_is_taken_with_a_notice(path):
    said = []
    store = open_store(path, tell=said.append)
    store.create()
    put(store, "people", {"name": "Əli", "n": 1})
    with TinyDB(path, encoding="utf-8", indent=2) as stock:
        stock.table("people").insert({})
        stock.table("people").remove(doc_ids=[2])
    assert held(store, "people") == {1: {"name": "Əli", "n": 1}}
    assert "rewritten by another program" in said[-1]
    put(store, "people", {})
    assert held(store, "people") == {1: {"name": "Əli", "n": 1}, 2: {}}
    assert len(said) == 2  # by now it is ours again


def test_tinydb_over_our_storage_works_as_tinydb_does(store, path):
    with store.change(STAMP) as change:
        people = change.db.table("people")
        assert people.insert({"name": "Bo", "age": 3}) == 1
        assert people.insert_multiple([{"name": "Ali"}, {"name": "Eva"}]) == [2, 3]
        people.update({"age": 4}, Query().name == "Bo")
        people.remove(Query().name == "Eva")
        assert dict(people.get(Query().age == 4)) == {"name": "Bo", "age": 4}
        assert people.search(Query().name == "Eva") == []
    assert held(store, "people") == {1: {"name": "Bo", "age": 4}, 2: {"name": "Ali"}}
    assert put(store, "people", {}) == 4


def test_no_answer_of_tinydb_outlives_a_change(store):
    put(store, "people", {"name": "Bo"})
    with store.change(STAMP) as change:
        people = change.db.table("people")
        assert len(people.search(Query().name == "Bo")) == 1
        change.put("people", 1, {"name": "Ali"})
        assert people.search(Query().name == "Bo") == []


def case_bytes(**tables: object) -> bytes:
    return json.dumps({"_casefile": {"1": HEADER}, **tables}).encode()


DAMAGED = {
    "empty": b"",
    "blank": b"  \n",
    "cut short": case_bytes(people={"1": {"a": 1}})[:-20],
    "not JSON": b"hello",
    "trailing text": case_bytes() + b"x",
    "byte order mark": b"\xef\xbb\xbf" + case_bytes(),
    "UTF-16": case_bytes().decode().encode("utf-16"),
    "not UTF-8": case_bytes(people={"1": {"a": "x"}}).replace(b'"x"', b'"\xff"'),
    "NUL bytes": b"\x00" * 100,
    "zero-padded id": case_bytes(people={"01": {}}),
    "negative id": case_bytes(people={"-1": {}}),
    "id zero": case_bytes(people={"0": {}}),
    "id is a word": case_bytes(people={"x": {}}),
    "document is a list": case_bytes(people={"1": []}),
    "document is a text": case_bytes(people={"1": "x"}),
    "document is null": case_bytes(people={"1": None}),
    "id twice": case_bytes(people={"1": {}}).replace(b'{"1": {}}', b'{"1": {"a": 1}, "1": {"a": 2}}'),
    "id twice, a line each": b'{"_casefile": {\n"1": '
    + json.dumps(HEADER).encode()
    + b'\n},\n"people": {\n"1": {"a":1},\n"1": {"a":2}\n}}\n',
    "id twice on a line of our layout": b'{"_casefile": {\n"1": '
    + json.dumps(HEADER).encode()
    + b'\n},\n"people": {\n"1": {"a":1}, "1": {"a":2}\n}}\n',
    "table twice": case_bytes(people={"1": {}})[:-1] + b', "people": {}}',
    "no last ids": json.dumps({"_casefile": {"1": {"format": "casefile", "schema": 1}}}).encode(),
    "last id is a text": json.dumps({"_casefile": {"1": HEADER | {"last_ids": {"people": "x"}}}}).encode(),
    "schema is a text": json.dumps({"_casefile": {"1": HEADER | {"schema": "1"}}}).encode(),
    "nested too deep": b'{"a":' * 100_000,
}
FOREIGN = {
    "a list": b"[]",
    "a number": b"1",
    "another program's object": b'{"name": "x"}',
    "another TinyDB file": b'{"_default": {"1": {"a": 1}}}',
    "empty object": b"{}",
    "table is a list": case_bytes(people=[]),
    "other format": json.dumps({"_casefile": {"1": {"format": "other"}}}).encode(),
}


@pytest.mark.parametrize("content", [*DAMAGED.values(), *FOREIGN.values()], ids=[*DAMAGED, *FOREIGN])
def test_what_cannot_be_read_is_refused_and_left_alone(path, run, content):
    path.write_bytes(content)
    before = path.stat()
    for args in (["list"], ["add-detainee", "Jane Roe"], ["export", "--json"]):
        result = run("--db", str(path), *args)
        assert result.code == 5, result.err
        assert str(path) in result.err
        assert len(result.err.splitlines()) >= 2, "no next step"
    assert path.read_bytes() == content
    assert (path.stat().st_mtime_ns, path.stat().st_ino, path.stat().st_mode) == (
        before.st_mtime_ns,
        before.st_ino,
        before.st_mode,
    )


@pytest.mark.parametrize(
    ("content", "error"), [(DAMAGED["cut short"], DamagedError), (FOREIGN["a list"], ForeignError)]
)
def test_reading_leaves_nothing_beside_the_file(path, content, error):
    path.write_bytes(content)
    with pytest.raises(error):
        open_store(path).read()
    assert list(path.parent.iterdir()) == [path]


def test_a_document_that_is_no_record_is_named(run, path):
    path.write_bytes(
        case_bytes(
            people={"1": {"id": "P1", "names": [{"text": "Bo", "type": "primary"}]}, "2": {"id": "P2", "colour": "red"}}
        )
    )
    result = run("--db", str(path), "list", "people")
    assert result.code == 5
    assert "person P2" in result.err
    assert "colour" in result.err


def test_a_newer_file_is_refused_and_an_older_one_upgraded_on_write(path, store):
    newer = json.dumps({"_casefile": {"1": HEADER | {"schema": SCHEMA + 1}}}).encode()
    path.write_bytes(newer)
    for attempt in (store.read, lambda: store.change(STAMP).__enter__()):
        with pytest.raises(NewerSchemaError):
            attempt()
    assert path.read_bytes() == newer
    older = json.dumps({"_casefile": {"1": {"format": "casefile", "schema": 0}}, "people": {"4": {}}}).encode()
    path.write_bytes(older)
    assert held(store, "people") == {4: {}}
    assert path.read_bytes() == older
    assert put(store, "people", {}) == 5
    assert json.loads(path.read_bytes())["_casefile"]["1"]["schema"] == SCHEMA


def test_what_is_missing_is_named_and_not_made(path):
    (path.parent / "baku.json").write_text("{}")
    for attempt in (open_store(path).read, lambda: open_store(path).change(STAMP).__enter__()):
        with pytest.raises(StoreError, match="no case file"):
            attempt()
    assert not path.exists()
    with pytest.raises(StoreError, match=r"baku\.json"):
        open_store(path).read()


def test_create_writes_over_nothing(store, path):
    before = path.read_bytes()
    with pytest.raises(ConflictError):
        store.create()
    assert path.read_bytes() == before


@posix
@pytest.mark.parametrize("kind", ["folder", "link", "dangling link", "pipe", "device"])
def test_only_a_plain_file_is_opened(run, path, kind):
    target = path.parent / "real.json"
    open_store(target).create()
    if kind == "folder":
        path.mkdir()
    elif kind == "link":
        path.symlink_to(target)
    elif kind == "dangling link":
        path.symlink_to(path.parent / "gone.json")
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path = Path("/dev/null")
    before = target.read_bytes()
    for args in (["list"], ["add-detainee", "Jane Roe"]):
        assert run("--db", str(path), *args).code == 5
    assert target.read_bytes() == before


@posix
def test_everything_is_private_whatever_the_umask(path):
    before = os.umask(0)
    try:
        store = open_store(path.parent / "new" / "case.json")
        with store.change(STAMP, create=True) as change:
            change.put("people", 1, {})
        store.path.chmod(0o666)
        put(store, "people", {})
    finally:
        os.umask(before)
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in store.path.parent.iterdir()} == {0o600}


@root
@pytest.mark.parametrize("refused", ["file", "folder"])
def test_missing_permission_is_told(store, path, refused):
    put(store, "people", {})
    path.parent.chmod(0o755)
    path.chmod(0o000 if refused == "file" else 0o644)
    (path.parent / "case.json.lock").unlink()
    for folder in list(path.parents)[1:-1]:
        if not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o011)
    before = path.read_bytes()
    code = (
        "import os, sys; os.setgid(65534); os.setuid(65534)\n"
        "from casefile.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    preload = "import getpass, casefile.store.vault, casefile.store.surroundings, casefile.cli.author, casefile.cli.keys, casefile.cli.app, casefile.cli.people, casefile.casebook.people, casefile.cli.reading, casefile.store.tinydb_file, casefile.views.docket, casefile.views.tables, casefile.cli.render\n"
    args = ["list"] if refused == "file" else ["add-detainee", "Jane Roe"]
    done = subprocess.run(
        [sys.executable, "-c", preload + code, "--db", str(path), *args], capture_output=True, text=True, check=False
    )
    assert done.returncode == 5, done.stderr
    assert "Permission denied" in done.stderr
    assert path.read_bytes() == before


def test_two_processes_lose_nothing(path):
    code = (
        "import sys; from casefile.store import Stamp, open_store\n"
        "STAMP = Stamp(sys.argv[2], 'test', '2026-11-23T09:30:00Z')\n"
        "store = open_store(sys.argv[1])\n"
        "for number in range(200):\n"
        "    with store.change(STAMP, create=True) as change:\n"
        "        change.put('people', change.reserve('people'), {'by': sys.argv[2], 'number': number})\n"
    )
    workers = [subprocess.Popen([sys.executable, "-c", code, str(path), name]) for name in "ab"]
    assert [worker.wait(timeout=120) for worker in workers] == [0, 0]
    documents = held(open_store(path), "people")
    assert sorted(documents) == list(range(1, 401))
    assert {(document["by"], document["number"]) for document in documents.values()} == {
        (name, number) for name in "ab" for number in range(200)
    }


HOLDER = (
    "import sys, time; from casefile.store import Stamp, open_store\n"
    "with open_store(sys.argv[1]).change(Stamp('', '', '')):\n"
    "    print('held', flush=True); time.sleep(60)\n"
)


@pytest.fixture
def holder(store, path):
    worker = subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True)
    assert worker.stdout.readline() == "held\n"
    yield worker
    worker.kill()
    worker.wait()
    worker.stdout.close()


@posix
def test_a_writer_that_waits_in_vain_names_the_holder(store, path, holder, monkeypatch, run):
    monkeypatch.setenv("CASEFILE_LOCK_TIMEOUT", "0.2")
    start = time.monotonic()
    with pytest.raises(LockedError, match=f"process {holder.pid}"), store.change(STAMP):
        pass
    assert time.monotonic() - start < 5
    assert held(store, "people") == {}  # readers do not wait
    assert run("--db", str(path), "add-detainee", "Jane Roe").code == 5
    monkeypatch.setenv("CASEFILE_LOCK_TIMEOUT", "soon")
    assert run("--db", str(path), "add-detainee", "Jane Roe").code == 2


@posix
def test_a_killed_holder_frees_the_lock(store, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert put(store, "people", {}) == 1


@posix
def test_what_killed_writers_left_is_cleared_away(store, path):
    leftover = path.with_name(f".{path.name}.0123456789ab.tmp")
    leftover.write_bytes(b"half")
    put(store, "people", {})
    assert not leftover.exists()


@posix
def test_a_file_that_cannot_be_written_whole_stays_as_it_was(store, path):
    put(store, "people", {"kept": True})
    before = path.read_bytes()
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from casefile.cli import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (450, 450))\n"
        "sys.exit(main(['--db', sys.argv[1], 'add-event', 'meeting', '--on', '2025']))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 5, done.stderr
    assert "was not saved" in done.stderr
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".*.tmp"))


def test_an_unconfirmed_write_is_not_called_unsaved(path, monkeypatch):
    monkeypatch.setattr(os, "fsync", _fails_on_folders(os.fsync))
    with pytest.raises(StoreError, match="whether it is saved is unknown"):
        write_private(path, b"{}", overwrite=True)
    assert path.read_bytes() == b"{}"


def _fails_on_folders(fsync):
    def wrapped(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(5, "Input/output error")
        fsync(handle)

    return wrapped


def test_tables_are_the_five_of_the_model():
    from casefile.model import BY_TABLE

    assert tuple(BY_TABLE) == TABLES


def test_a_field_that_only_a_newer_casefile_knows_is_named(path, store):
    put(store, "charges", {"id": "C1", "person": "P1", "offence": "x", "updates": [], "mood": "y"})
    with pytest.raises(NewerSchemaError, match=r"charge C1 has a field that this casefile does not know .*mood"):
        Case(store.read()).get("C1")
