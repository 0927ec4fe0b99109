"""Headers and lines of history that are well formed, fit their sums and hashes, and say what cannot be."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path

import pytest

from casefile.store.journal import Head, digest
from casefile.store.lines import write_line

JOURNAL = Path("case.json.journal")


@pytest.fixture
def one(ok, case):
    """A case of one person."""
    ok("add-person", "Лейла Мамедова", "--role", "lawyer")
    return ok


def with_header(case, **fields):
    """Change the header, and have the sum fit it."""
    tables = json.loads(case.read_text(encoding="utf-8"))
    header = json.dumps(tables["_casefile"]["1"] | fields, separators=(",", ":"))
    data = re.sub(rb'(?m)^"1": .*"sum":.*$', b'"1": ' + header.encode(), case.read_bytes(), count=1)
    place = data.index(b'"sum":"') + 7
    zeroed = data[:place] + b"0" * 64 + data[place + 64 :]
    case.write_bytes(zeroed[:place] + hashlib.sha256(zeroed).hexdigest().encode() + zeroed[place + 64 :])


def add_line(parts=(), **fields):
    """Add a line that fits its hashes to the journal."""
    last = json.loads(JOURNAL.read_bytes().splitlines()[-1])
    head = {"seq": last["head"]["seq"] + 1, "prev": last["hash"], "time": "2026-11-23T09:31:00Z", "author": "Nigar"}
    head |= {"command": "edit"} | fields
    text = json.dumps({name: head[name] for name in Head.__struct_fields__ if name in head}, separators=(",", ":"))
    JOURNAL.write_bytes(JOURNAL.read_bytes() + write_line(text.encode(), list(parts), None, ""))


@pytest.mark.parametrize(
    "fields",
    [
        {"evidence": []},
        {"evidence": {"../victim": "0" * 64}},
        {"evidence": {"0" * 64: "x"}},
        {"recipients": 5},
        {"journal": {"seq": "1"}},
        {"journal": {"seq": 1, "start": -5}},
        {"last_ids": {"people": 10**30}},
        {"last_ids": {"people": True}},
    ],
)
def test_a_header_that_says_what_cannot_be_is_damage(one, run, case, fields):
    with_header(case, **fields)
    data = case.read_bytes()
    for args in (["list"], ["edit", "P1", "notes=x"], ["adopt", "--reason", "mine"], ["verify"]):
        refused = run(*args)
        assert refused.code == 5, (args, refused)
        assert "header" in refused.out + refused.err
    assert case.read_bytes() == data
    one("recover")
    assert Path("case.json.damaged-1").read_bytes() == data
    assert json.loads(one("list", "people", "--json").out)[0]["names"][0]["text"] == "Лейла Мамедова"


@pytest.mark.parametrize(
    "fields",
    [
        {"files": {"../../victim": "0" * 64}},
        {"last_ids": {"people": -1}},
        {"changes": [{"table": "_casefile", "doc": 1, "part": digest(b"{}")}], "parts": [b"{}"]},
        {"changes": [{"table": "people", "doc": 0, "part": digest(b"{}")}], "parts": [b"{}"]},
    ],
)
def test_a_line_that_says_what_cannot_be_is_no_line(one, run, fields):
    add_line(**fields)
    assert "was never reported" in run("verify").out or run("verify").code == 5
    assert len(json.loads(one("list", "people", "--json").out)) == 1
    one("edit", "P1", "notes=x")
    one("verify")


def test_records_that_have_come_among_the_header_stop_casefile(one, run, case):
    tables = json.loads(case.read_text(encoding="utf-8"))
    tables["_casefile"] = {
        "1": {"format": "casefile", "schema": 2, "last_ids": {"people": 1}},
        "2": tables["people"]["1"],
    }
    case.write_text(json.dumps(tables), encoding="utf-8")
    JOURNAL.unlink()
    data = case.read_bytes()
    for args in (["list"], ["add-person", "Rəşad Əliyev"], ["adopt", "--reason", "mine"]):
        assert (run(*args).code, case.read_bytes()) == (5, data), args


def test_a_line_whose_document_is_none_is_refused(one, run):
    part = b'{"salt":"00","was":null,"now":5}'
    add_line([part], changes=[{"table": "people", "doc": 9, "part": digest(part)}])
    data = JOURNAL.read_bytes()
    for args in (["log"], ["list"], ["undo"], ["edit", "P1", "notes=x"], ["verify"]):
        refused = run(*args)
        assert (refused.code, "document that is none" in refused.out + refused.err) == (5, True), args
    assert JOURNAL.read_bytes() == data


def test_no_line_can_have_an_id_given_out_twice(one):
    add_line(last_ids={"people": 0})
    assert one("add-person", "Rəşad Əliyev").out.startswith("Added P2")


def test_there_is_a_last_id(one, run, case):
    with_header(case, last_ids={"people": 10**18 - 1})
    data = case.read_bytes()
    refused = run("add-person", "Rəşad Əliyev")
    assert refused.code == 5
    assert case.read_bytes() == data


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")
def test_a_lock_file_that_is_also_another_file_is_left_alone(one, run):
    victim = Path("victim.txt")
    victim.write_text("mine", encoding="utf-8")
    Path("case.json.lock").unlink()
    Path("case.json.lock").hardlink_to(victim)
    assert run("edit", "P1", "notes=x").code == 5
    assert victim.read_text(encoding="utf-8") == "mine"


def test_recover_keeps_a_file_that_it_replaces_though_its_sum_fits(one, case):
    with_header(case, last_ids={"people": 7})
    data = case.read_bytes()
    text = data.replace("Мамедова".encode(), "Мамедов_".encode())
    place = text.index(b'"sum":"') + 7
    zeroed = text[:place] + b"0" * 64 + text[place + 64 :]
    case.write_bytes(zeroed[:place] + hashlib.sha256(zeroed).hexdigest().encode() + zeroed[place + 64 :])
    altered = case.read_bytes()
    one("recover")
    assert Path("case.json.damaged-1").read_bytes() == altered
