"""Draws a history: one change after the other, newest last, each with what it did to which record."""

from __future__ import annotations

from casefile.cli.render.folding import fold
from casefile.cli.render.screen import Piece, Screen
from casefile.cli.text import safe
from casefile.views.history import Change, Edit, History, field_lines, value_text

_INDENT = 4
_MOST_FIELD = 300
_DID = {
    "added": "added",
    "changed": "changed",
    "removed": "removed",
    "erased": "erased from the history",
    "kept": "kept",
}
_MOST_RECORDS = 12


def render_history(history: History, screen: Screen) -> None:
    """Show `history`; where there is none, say so and what the next step is."""
    if not history.changes:
        screen.line((history.empty, "dim"))
    for number, change in enumerate(history.changes):
        if number:
            screen.line()
        _change(change, screen, whole=history.one)


def _change(change: Change, screen: Screen, *, whole: bool) -> None:
    when = change.time.replace("T", " ").removesuffix("Z")[:16] + " UTC"
    pieces: list[Piece] = [
        ("#" + str(change.seq), "id"),
        "  ",
        when,
        "  ",
        (change.author, "heading"),
        "  ",
        change.command,
    ]
    if change.takes_back:
        pieces.append(f" (takes back {', '.join(f'#{seq}' for seq in change.takes_back)})")
    if change.taken_back_by:
        pieces.append((f" (taken back by #{change.taken_back_by})", "dim"))
    screen.line(*pieces)
    if change.clock_went_back:
        _lines("dated before the change before it: a clock was wrong, or set back", screen, "error")
    if change.reason is None:
        _lines("the reason was erased", screen, "dim")
    elif change.reason:
        _lines(f"because: {change.reason}", screen)
    shown = change.edits if whole or len(change.edits) <= _MOST_RECORDS else change.edits[: _MOST_RECORDS - 1]
    for edit in shown:
        _edit(edit, screen, whole=whole)
    if len(shown) < len(change.edits):
        _lines(f"… and {len(change.edits) - len(shown)} more records (--json has them all)", screen, "dim")


def _edit(edit: Edit, screen: Screen, *, whole: bool) -> None:
    if edit.did == "changed":
        for field in edit.fields:
            for text in field_lines(field):
                _lines(f"{edit.record}  {text}", screen)
        return
    _lines(f"{edit.record}  {_DID[edit.did]}{': ' if edit.name else ''}{edit.name}", screen)
    for field in edit.fields if whole and edit.did == "added" else ():
        _lines(f"{edit.record}  {field.field}: {value_text(field.new)}", screen)


def _lines(text: str, screen: Screen, style: str = "") -> None:
    text = safe(text)
    if screen.terminal and len(text) > _MOST_FIELD:
        text = text[: _MOST_FIELD - 1] + "…"
    for number, line in enumerate(fold(text, None if screen.width is None else max(20, screen.width - _INDENT - 2))):
        screen.line(" " * (_INDENT + 2 * bool(number)), (line, style) if style else line)
