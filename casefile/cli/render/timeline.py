"""The timeline on a screen: years, months, and one line of time with a sign and a colour for each sort of moment."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from casefile import dates
from casefile.cli.render.folding import fold, pad, width_of
from casefile.cli.render.screen import Screen
from casefile.dates import MONTHS, Basis, Fit, When
from casefile.views.timeline import COURT_EVENTS, CUSTODY_EVENTS, END_EVENTS, Moment, Timeline
from casefile.views.wording import DISPUTED, LEGEND

#: Below this width the kind and the ids stand in the text: columns for them would leave no room to read.
_NARROW = 76
_MOST_OF_A_YEAR = 300  # days; a date that vague stands under no month


class _Look(NamedTuple):
    sign: str
    ascii: str
    style: str


_LOOKS = {
    "custody": _Look("●", "*", "custody"),
    "end": _Look("◇", "<", "end"),
    "court": _Look("◆", "#", "court"),
    "known": _Look("○", "o", "known"),
    "allegation": _Look("▲", "!", "allegation"),
    "statement": _Look("”", '"', "statement"),
    "event": _Look("■", "+", "event"),
}


def _look(moment: Moment) -> _Look:
    if moment.moment == "known":
        return _LOOKS["known"]
    if moment.moment == "charge":
        return _LOOKS["allegation"] if moment.kind == "alleged" else _LOOKS["court"]
    if moment.moment == "statement":
        return _LOOKS["allegation"] if moment.kind == "allegation" else _LOOKS["statement"]
    for name, kinds in (("custody", CUSTODY_EVENTS), ("end", END_EVENTS), ("court", COURT_EVENTS)):
        if moment.kind in kinds:
            return _LOOKS[name]
    return _LOOKS["event"]


class _Line(NamedTuple):
    """A moment made ready for a screen: its place under the headings, and its columns."""

    year: str
    month: str
    date: str
    sign: str
    style: str
    label: str
    text: str
    ids: str


def render_timeline(line: Timeline, screen: Screen, *, empty: str, indent: str = "") -> None:
    """Show `line`; when it is empty, say `empty`.

    Off a terminal each moment is one line with its whole date, so that it can be searched and cut.
    """
    if not line.moments:
        screen.line(indent, (empty, "dim"))
    rows = [_ready(moment, screen) for moment in line.moments]
    if rows:
        _rows(rows, screen, indent)
    notes = []
    if any(moment.when.basis is Basis.INFERRED for moment in line.moments):
        notes.append("* a part of the date (mostly the year) was inferred, not stated")
    if any(moment.fit is Fit.POSSIBLE for moment in line.moments):
        notes.append("? the date may lie outside the time that was asked for")
    if any(moment.disputed for moment in line.moments):
        notes.append(screen.spelling(LEGEND))
    if line.never_published:
        notes.append(f"{line.never_published} left out: nothing on record says when they became known")
    if line.cut:
        notes.append(f"… and {line.cut} more (--limit {len(line.moments)} was given)")
    for note in notes:
        for number, part in enumerate(fold(note, screen.width)):
            screen.line(indent, (part if not number else f"  {part}", "dim"))


def _ready(moment: Moment, screen: Screen) -> _Line:
    look = _look(moment)
    year, month, same_year = _heading(moment.when)
    folds = screen.width is not None
    shown = dates.show(moment.when, with_year=not (folds and same_year))
    if moment.when.basis is Basis.INFERRED:
        shown += "*"
    if "when" in moment.disputed:
        shown += f" {DISPUTED}"
    if moment.fit is Fit.POSSIBLE:
        shown = f"? {shown}"
    others = [field for field in moment.disputed if field != "when"]
    text = screen.spelling(f"{moment.text} {DISPUTED}" if others else moment.text)
    label = screen.spelling(moment.label)
    sources = " ".join(moment.sources)
    ids = "  ".join(part for part in (" ".join(moment.records), sources) if part)
    return _Line(
        year, month, screen.spelling(shown), look.sign if screen.signs else look.ascii, look.style, label, text, ids
    )


def _heading(when: When) -> tuple[str, str, bool]:
    """The year and month under which a date stands, and whether the year need not be repeated beside it."""
    anchor: date | None = when.earliest or when.latest
    if anchor is None:
        return "date unknown", "", False
    other = when.latest or anchor
    if when.earliest and when.latest and (when.latest - when.earliest).days > _MOST_OF_A_YEAR:
        return str(anchor.year), "some time in the year", False
    return str(anchor.year), MONTHS[anchor.month - 1], anchor.year == other.year


def _rows(rows: list[_Line], screen: Screen, indent: str) -> None:
    width = None if screen.width is None else max(20, screen.width - width_of(indent))
    date_size = min(max(width_of(row.date) for row in rows), 22)
    label_size = min(max(width_of(row.label) for row in rows), 21)
    ids_size = min(max(len(row.ids) for row in rows), 18)
    narrow = width is not None and width < _NARROW
    if narrow:
        date_size = min(date_size, 13)
        rest: int | None = (width or 0) - date_size - 7
    else:
        rest = None if width is None else width - date_size - label_size - ids_size - 11
    year = month = ""
    for row in rows:
        if row.year != year:
            year, month = row.year, ""
            screen.line(indent, (year, "heading"))
        if row.month != month:
            month = row.month
            screen.line(indent, " ", (month, "dim"))
        date_lines = fold(row.date, date_size)
        if narrow:
            body = f"{row.label}: {row.text}" + (f" [{row.ids}]" if row.ids else "")
            lines, ids_lines = fold(body, rest), [""]
        else:
            lines, ids_lines = fold(row.text, rest), fold(row.ids, ids_size)
        for number in range(max(len(lines), len(date_lines), len(ids_lines))):
            first = number == 0
            when = pad(date_lines[number] if number < len(date_lines) else "", date_size, right=True)
            text = lines[number] if number < len(lines) else ""
            ids = ids_lines[number] if number < len(ids_lines) else ""
            pieces: list[str | tuple[str, str]] = [indent, f"   {when}  ", (row.sign if first else " ", row.style), " "]
            if not narrow:
                pieces.append((pad(row.label if first else "", label_size), row.style))
                pieces += ["  ", pad(text, rest) if rest is not None else text, "  ", (ids, "dim")]
            else:
                pieces.append(text)
            screen.line(*pieces)
