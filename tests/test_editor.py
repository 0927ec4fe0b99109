"""What becomes of a text in an editor when Ctrl-C is pressed, or when it is refused: it is saved, kept and named, or gone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from test_terminal import INTERRUPT, talk

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the editor of these tests is a POSIX command")


@pytest.fixture
def editor(tmp_path):
    """Makes an editor out of Python code that has `path` and `text`."""

    def made(code):
        script = tmp_path / "editor.py"
        script.write_text(
            "import os, pathlib, signal, sys\npath = pathlib.Path(sys.argv[1])\n"
            f"text = path.read_text(encoding='utf-8')\n{code}\n",
            encoding="utf-8",
        )
        return {"EDITOR": f"{sys.executable} {script}"}

    return made


def run_as_group(env, *args):
    """Run casefile as the leader of a group of processes, as a terminal has it: Ctrl-C reaches the editor as well."""
    done = subprocess.run(
        [sys.executable, "-m", "casefile", *args],
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    return done.returncode, done.stdout + done.stderr


def drafts(folder):
    return list(folder.glob(".casefile-edit-*"))


CTRL_C = "os.killpg(0, signal.SIGINT)"


def test_ctrl_c_belongs_to_the_editor_while_it_is_open(ok, case, editor):
    """Else what is typed there would go with casefile."""
    ok("add-person", "Лейла Мамедова", "--note", "x")
    heeded = (
        f"signal.signal(signal.SIGINT, signal.SIG_IGN)\n{CTRL_C}\npath.write_text(text.replace('\"x\"', '\"typed\"'))"
    )
    code, said = run_as_group(editor(heeded), "edit", "P1")
    assert code == 0, said
    assert json.loads(ok("show", "P1", "--json").out)["record"]["notes"] == "typed"
    assert not drafts(case.parent)


@pytest.mark.parametrize("typed", [True, False])
def test_an_editor_that_ctrl_c_ends_leaves_what_was_typed_and_says_where_and_nothing_else(ok, case, editor, typed):
    ok("add-person", "Лейла Мамедова", "--note", "x")
    ends = "signal.signal(signal.SIGINT, signal.SIG_DFL)\n" + CTRL_C
    code, said = run_as_group(editor(f"path.write_text(text + '# typed')\n{ends}" if typed else ends), "edit", "P1")
    assert (code, "Nothing was changed" in said) == (130, True), said
    kept = [folder / "edit.toml" for folder in drafts(case.parent)]
    assert len(kept) == typed
    assert all(f"Your text is kept in {place}." in said for place in kept)


def test_what_the_editor_has_not_saved_but_put_beside_the_text_is_kept(ok, case, editor):
    ok("add-person", "Лейла Мамедова", "--note", "x")
    swap = "(path.parent / '.edit.toml.swp').write_text('typed')\nsys.exit(1)"
    code, said = run_as_group(editor(swap), "edit", "P1")
    (folder,) = drafts(case.parent)
    assert (code, str(folder) in said) == (1, True)


def test_ctrl_c_at_the_question_whether_to_mend_a_text_names_it(ok, case, editor):
    ok("add-person", "Лейла Мамедова", "--role", "lawyer")
    env = editor("path.write_text(text.replace('lawyer', 'plumber'), encoding='utf-8')")
    code, screen = talk(case, "edit", "P1", answers=(("mend it?", INTERRUPT),), env=env)
    (folder,) = drafts(case.parent)
    assert code == 130, screen
    assert f"Your text is kept in {folder}/edit.toml." in re.sub(r"\s+", " ", screen)


def test_a_statement_typed_in_an_editor_outlives_a_word_that_is_refused(ok, case, editor):
    ok("add-official", "John Doe", "--office", "spokesman")
    env = editor("path.write_text('Мы на связи.', encoding='utf-8')")
    code, screen = talk(
        case, "add-statement", "--by", "Nobody Known", "--on", "2025-11-15", answers=(("[", "no"),), env=env
    )
    assert code == 3, screen
    (folder,) = drafts(case.parent)
    assert str(folder) in screen
    assert (folder / "edit.txt").read_text(encoding="utf-8") == "Мы на связи."
