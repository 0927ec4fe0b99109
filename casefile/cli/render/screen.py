"""The terminal as it is: its width, whether it draws colours and signs, and the one function that writes text to it."""

from __future__ import annotations

import os
import shutil
from typing import TextIO

from rich.color import ColorSystem
from rich.style import Style

from casefile.cli.text import safe
from casefile.dates import ascii_signs

#: Colours by meaning; a terminal without colours loses nothing, as every colour has a word or a sign beside it.
STYLES = {
    "heading": Style(bold=True),
    "dim": Style(dim=True),
    "id": Style(color="cyan"),
    "hit": Style(bold=True, reverse=True),
    "custody": Style(color="red"),
    "end": Style(color="green"),
    "known": Style(color="yellow"),
    "allegation": Style(color="magenta"),
    "statement": Style(color="blue"),
    "court": Style(color="yellow", bold=True),
    "event": Style(color="cyan"),
    "error": Style(color="red", bold=True),
}
Piece = str | tuple[str, str]
_COLOR_SYSTEMS = {"truecolor": ColorSystem.TRUECOLOR, "24bit": ColorSystem.TRUECOLOR}


class Screen:
    """One output stream.

    Args:
        stream: Where to write.
        environ: The environment; NO_COLOR, FORCE_COLOR, TTY_COMPATIBLE, COLUMNS, TERM and the locale count.

    Attributes:
        terminal: Whether a person looks at it (TTY_COMPATIBLE=1 says so where the system cannot).
        width: Columns to fit into; None where lines may be as long as they like.
        signs: Whether signs beyond ASCII can be drawn.
    """

    def __init__(self, stream: TextIO, environ: os._Environ[str] | dict[str, str]) -> None:
        self._stream = stream
        self._encoding = (getattr(stream, "encoding", None) or "utf-8").lower()
        isatty = getattr(stream, "isatty", lambda: False)()
        self.terminal = environ.get("TTY_COMPATIBLE") == "1" or (isatty and environ.get("TTY_COMPATIBLE") != "0")
        self.width = self._measure(environ)
        self.signs = self._draws_signs(environ)
        wanted = bool(environ.get("FORCE_COLOR")) or (self.terminal and environ.get("TERM") != "dumb")
        self._colors = None
        if wanted and not environ.get("NO_COLOR"):
            self._colors = _COLOR_SYSTEMS.get(environ.get("COLORTERM", ""), ColorSystem.STANDARD)

    def _measure(self, environ: os._Environ[str] | dict[str, str]) -> int | None:
        columns = environ.get("COLUMNS", "")
        if columns.isdigit() and int(columns) > 0:
            return max(20, int(columns))
        return max(20, shutil.get_terminal_size((80, 24)).columns) if self.terminal else None

    def _draws_signs(self, environ: os._Environ[str] | dict[str, str]) -> bool:
        # Python itself turns LANG=C into UTF-8 and sets LC_CTYPE, so what the person asked for is read from LANG
        asked = environ.get("LC_ALL") or environ.get("LANG") or ""
        return self._encoding.replace("-", "").startswith("utf") and asked not in {"C", "POSIX"}

    @property
    def colored(self) -> bool:
        """Whether colours are written."""
        return self._colors is not None

    def line(self, *pieces: Piece) -> None:
        """Write one line: each piece is text, or text with the name of a style.

        All text comes through here: it is made safe, never read as markup, and spelled in ASCII signs where the
        terminal draws no others. What the encoding lacks is written as an escape.
        """
        written = []
        for text, style in self.spelled(*pieces):
            styled = style and self._colors and text.strip()
            written.append(STYLES[style].render(text, color_system=self._colors) if styled else text)
        self.raw("".join(written).rstrip(" ") + "\n")

    def spelled(self, *pieces: Piece) -> list[tuple[str, str]]:
        """Pieces of a line as text that can be shown, each with the name of its style or ""."""
        made = []
        for piece in pieces:
            text, style = (piece, "") if isinstance(piece, str) else piece
            made.append((self.spelling(text), style))
        return made

    def spelling(self, text: str) -> str:
        """`text` on one line, made safe, with the signs that casefile prints in ASCII where no others can be drawn."""
        text = safe(text)
        return text if self.signs else ascii_signs(text)

    def raw(self, text: str) -> None:
        """Write text that is already safe, such as a table drawn from safe cells."""
        if not self._encoding.replace("-", "").startswith("utf"):
            text = text.encode(self._encoding, "backslashreplace").decode(self._encoding)
        self._stream.write(text)

    def data(self, piece: bytes) -> None:
        """Write bytes for machines (CSV, JSON), always UTF-8 whatever the locale."""
        buffer = getattr(self._stream, "buffer", None)
        if buffer is None:
            self._stream.write(piece.decode("utf-8"))
        else:
            self._stream.flush()
            buffer.write(piece)

    def flush(self) -> None:
        """Hand everything over."""
        self._stream.flush()
