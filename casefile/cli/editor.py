"""Hands a text to the person's own editor, in a private file, and keeps it when it cannot be used."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from casefile.errors import CasefileError, InputError


def editor_command() -> list[str]:
    """The person's editor: $VISUAL, $EDITOR, else what the system has.

    Raises:
        CasefileError: There is none.
    """
    for variable in ("VISUAL", "EDITOR"):
        if command := os.environ.get(variable, "").strip():
            return shlex.split(command, posix=sys.platform != "win32")
    for name in ("notepad",) if sys.platform == "win32" else ("sensible-editor", "nano", "vi"):
        if found := shutil.which(name):
            return [found]
    raise CasefileError(
        "No editor is known.", "Name yours: export EDITOR=nano - or give the fields: casefile edit ID FIELD=VALUE"
    )


class Draft:
    """A text being edited: a file only its owner can read, in a folder of its own beside the case file.

    Args:
        text: What to begin with.
        suffix: The file's ending, by which editors choose colours.
        folder: A folder of its own, where records are allowed to lie; removed with the text.
    """

    def __init__(self, text: str, suffix: str, folder: Path) -> None:
        self._folder = folder
        self._given = text
        self.path = self._folder / f"edit{suffix}"
        self.write(text)

    def write(self, text: str) -> None:
        """Replace the text."""
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as stream:
            stream.write(text)

    def edit(self) -> str:
        """Let the person edit, and return the text as saved.

        Raises:
            CasefileError: The editor could not be run or failed; a text that was changed is kept, and the error says
                where.
            InputError: What was saved is not UTF-8.
        """
        try:
            code = self._run(editor_command())
        except BaseException:  # no editor, or Ctrl-C
            self._discard_unchanged()
            raise
        if code:
            self._discard_unchanged()
            raise CasefileError(
                f"The editor left with exit code {code}; nothing was changed.",
                f"Your text is in {self.path}." if self.path.exists() else "",
            )
        try:
            return self.path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise InputError("The saved text is not UTF-8.", f"It is kept in {self.path}.") from None
        except OSError as error:
            raise InputError(
                f"The saved text cannot be read: {error.strerror}.", f"Look for it in {self._folder}."
            ) from error

    def _run(self, command: list[str]) -> int:
        try:
            return subprocess.run([*command, str(self.path)], check=False).returncode  # noqa: S603 - the person's choice
        except OSError as error:
            raise CasefileError(
                f"The editor {command[0]} cannot be run: {error.strerror}.", "Set $EDITOR to one that can."
            ) from error

    def _discard_unchanged(self) -> None:
        """Remove a text that nobody has put anything into; it may be that of an encrypted case."""
        with contextlib.suppress(OSError):
            if self.path.read_bytes() == self._given.encode("utf-8", "surrogatepass"):
                self.discard()

    def discard(self) -> None:
        """Remove the text and its folder."""
        with contextlib.suppress(OSError):
            shutil.rmtree(self._folder)


def edit_text(text: str, *, suffix: str, folder: Path) -> str:
    """`text` after the person has edited it."""
    draft = Draft(text, suffix, folder)
    edited = draft.edit()
    draft.discard()
    return edited
