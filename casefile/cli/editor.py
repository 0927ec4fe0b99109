"""Hands a text to the person's own editor, in a private file, and keeps it when it cannot be used."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from casefile.cli import _say
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
    """A text being edited: a file only its owner can read, in a folder of its own beside the case file, or in memory.

    As a context: at the end of the block the text goes, unless the block failed; then what was typed stays, and where.

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

    def __enter__(self) -> Self:
        """The text itself."""
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Remove the text, or say where it is kept."""
        if error is None:
            self.discard()
            return
        self._discard_unchanged()
        if not self._folder.exists():
            return
        kept = f"Your text is kept in {self.path}."
        if not isinstance(error, CasefileError):
            _say(kept)
        elif str(self.path) not in f"{error.message}{error.hint}":
            error.hint = f"{kept} {error.hint}".strip()

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
        code = self._run(editor_command())
        if code == -signal.SIGINT:
            raise KeyboardInterrupt
        if code:
            raise CasefileError(f"The editor left with exit code {code}; nothing was changed.")
        try:
            return self.path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise InputError("The saved text is not UTF-8.") from None
        except OSError as error:
            raise InputError(
                f"The saved text cannot be read: {error.strerror}.", f"Look for it in {self._folder}."
            ) from error

    def _run(self, command: list[str]) -> int:
        try:
            with _left_to_the_editor():
                return subprocess.run([*command, str(self.path)], check=False).returncode  # noqa: S603 - the person's
        except OSError as error:
            raise CasefileError(
                f"The editor {command[0]} cannot be run: {error.strerror}.", "Set $EDITOR to one that can."
            ) from error

    def _discard_unchanged(self) -> None:
        """Remove a text that nobody has put anything into; it may be that of an encrypted case.

        Not where the editor has put something beside it, which may be what was typed and not saved.
        """
        with contextlib.suppress(OSError):
            alone = [place.name for place in self._folder.iterdir()] == [self.path.name]
            if alone and self.path.read_bytes() == self._given.encode("utf-8", "surrogatepass"):
                self.discard()

    def discard(self) -> None:
        """Remove the text and its folder."""
        with contextlib.suppress(OSError):
            shutil.rmtree(self._folder)


@contextmanager
def _left_to_the_editor() -> Iterator[None]:
    """Leave Ctrl-C to the program that has the terminal; interrupted here, what is typed there would go with it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)  # the editor itself begins with the usual
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
