"""Holds that what casefile makes is its owner's alone, and that it says so when others can get at a case."""

from __future__ import annotations

import os
import shutil
import stat

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="POSIX modes and links")


@pytest.fixture
def open_umask():
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.parametrize("place", ["a/b/c/case.json", "case.json"])
def test_folders_on_the_way_are_their_owners_alone(ok, case, open_umask, place):
    ok("init", place)
    ok("add-person", "Jane Roe", "--db", f"x/y/{place}")
    ok("export", "--csv", "-o", "far/away/tables", "--db", place)
    for path in case.parent.rglob("*"):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


def test_a_folder_that_others_can_write_to_is_told_at_each_change(ok, case):
    ok("add-person", "Jane Roe")
    assert ok("edit", "P1", "notes=x").err == ""
    case.parent.chmod(0o770)
    assert "Your group can write to the folder" in ok("edit", "P1", "notes=y").err
    case.parent.chmod(0o777)
    assert "Everybody can write to the folder" in ok("undo").err


@pytest.mark.parametrize("name", ["case.json", "case.json.journal"])
def test_a_second_name_is_told(ok, case, name):
    ok("add-person", "Jane Roe")
    (case.parent / "elsewhere").hardlink_to(case.parent / name)
    assert f"{name} has another name elsewhere" in ok("edit", "P1", "notes=x").err


def test_a_folder_swapped_while_the_editor_is_open_is_not_written_to(ok, run, case, monkeypatch):
    folder = case.parent / "mine"
    monkeypatch.setenv("CASEFILE_DB", str(folder / "case.json"))
    ok("add-person", "Jane Roe")
    planted = case.parent / "planted"
    shutil.copytree(folder, planted)
    before = {path.name: path.read_bytes() for path in planted.iterdir()}
    editor = case.parent / "editor"
    editor.write_text(
        f'#!/bin/sh\nsed -i "s/Jane Roe/Jane Doe/" "$1"\nmv "{folder}" "{folder}.away"\n'
        f'ln -s "{planted}" "{folder}"\nmkdir -p "$(dirname "$1")"\ncp "{folder}.away/$(basename "$(dirname "$1")")/"* "$1"\n'
    )
    editor.chmod(0o700)
    said = run("edit", "P1", env={"EDITOR": str(editor)})
    assert said.code == 5, said.err
    assert "was replaced by another since the case was read. Nothing was changed." in said.err
    assert {path.name: path.read_bytes() for path in planted.iterdir() if path.is_file()} == before
