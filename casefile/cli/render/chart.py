"""Custody as bars on a line of time: solid where it is certain, shaded where it is possible, with what was said below.

A column of a bar is solid only if every day in it that is possible at all is certain, so that no rounding makes a date
look better known than it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from casefile import dates
from casefile.cli.render.axis import Axis
from casefile.cli.render.folding import fold, pad
from casefile.cli.render.screen import Screen
from casefile.dates import When
from casefile.views.chart import Chart, Row, Said, Stretch
from casefile.views.custody import days_text
from casefile.views.standing import standing_text

#: Where nobody says how wide a line may be: what a page of A4 and most mail hold.
_PIPE = 100
_LABEL_LEAST, _LABEL_MOST = 8, 40
_SHARE = 3  # tenths of the width for labels
_AXIS_AGAIN = 12  # people from which on the axis stands below them too
_UNDATED_NAMED = 8  # statements without a date that are named


class Signs(NamedTuple):
    """What a chart is drawn with."""

    certain: str
    possible: str
    house: str
    no_first: str
    open: str
    ended: str
    said: str
    alleged: str
    range: str


SIGNS = Signs("█", "▒", "▄", "‹", "→", "◇", "”", "▲", "·")
ASCII = Signs("#", ":", "=", "<", ">", "x", '"', "!", ".")
_SEVERAL = 9  # more than so many statements in one column are a "+"


def render_chart(chart: Chart, screen: Screen, *, empty: str) -> None:
    """Show `chart`, a person at a time; when nobody is on it, say `empty`."""
    if not chart.rows:
        screen.line((empty, "dim"))
        return
    width = screen.width or _PIPE
    size = min(_LABEL_MOST, max(_LABEL_LEAST, width * _SHARE // 10))
    axis = Axis(chart.start, chart.end, width - size - 1)
    signs = SIGNS if screen.signs else ASCII
    upper, lower = axis.labels()
    screen.line((f"Custody, {_day(chart.start)} – {_day(chart.end)}", "heading"))
    for label in filter(None, (upper, lower)):
        screen.line(" " * (size + 1), (label, "dim"))
    for row in chart.rows:
        _person(row, axis, size, signs, screen)
    if len(chart.rows) >= _AXIS_AGAIN:
        for label in filter(None, (lower, upper)):
            screen.line(" " * (size + 1), (label, "dim"))
    for note in _notes(chart, signs):
        for number, line in enumerate(fold(screen.spelling(note), width)):
            screen.line((line if not number else f"  {line}", "dim"))


def _day(day: date) -> str:
    return f"{day.day} {dates.MONTHS[day.month - 1][:3]} {day.year}"


def _person(row: Row, axis: Axis, size: int, signs: Signs, screen: Screen) -> None:
    name = screen.spelling(f"{row.bar.id} {row.title}")
    state = standing_text(row.standing)
    days = days_text(row.custody.days)
    about = screen.spelling(f"{state}, {days} {'day' if days == '1' else 'days'}" if days else state)
    labels = [(line, "") for line in fold(name, size)] + [(line, "dim") for line in fold(about, size)]
    bar = bar_cells(row.held, row.house_arrest, axis, signs)
    marks = said_cells(row.bar.statements, axis, signs)
    drawn = [_styled(bar, "custody", {signs.ended: "end"})]
    if marks.strip():
        drawn.append(_styled(marks, "statement", {signs.alleged: "allegation", signs.range: "dim"}))
    for number in range(max(len(labels), len(drawn))):
        label, style = labels[number] if number < len(labels) else ("", "")
        pieces = drawn[number] if number < len(drawn) else []
        screen.line((pad(label, size + 1), style), *pieces)


def _styled(cells: str, style: str, special: dict[str, str]) -> list[tuple[str, str]]:
    return [("".join(run), name) for name, run in groupby(cells, lambda cell: special.get(cell, style))]


def bar_cells(held: Sequence[Stretch], house: Sequence[Stretch], axis: Axis, signs: Signs) -> str:
    """The line of a person's bars, a character a column.

    Args:
        held: The times in custody.
        house: Those of them under house arrest.
        axis: What the columns stand for.
        signs: What to draw with.
    """
    cells = [" "] * axis.width
    possible = _joined((stretch.first, stretch.last) for stretch in held)
    certain = _joined(stretch.certain for stretch in held if stretch.certain)
    at_home = _joined(stretch.certain for stretch in house if stretch.certain)
    for first, last in possible:
        for column in axis.columns(first, last):
            all_days = _days_in(possible, axis, column)
            cells[column] = signs.possible
            if _days_in(certain, axis, column) == all_days:
                inside = at_home and _days_in(at_home, axis, column) == all_days
                cells[column] = signs.house if inside else signs.certain
    for stretch in held:
        columns = axis.columns(stretch.first, stretch.last)
        if not columns:
            continue
        if stretch.first is None:
            cells[columns[0]] = signs.no_first
        if stretch.open:
            cells[columns[-1]] = signs.open
        if stretch.ended is not None and axis.start <= stretch.ended <= axis.end:
            cells[axis.columns(stretch.ended, stretch.ended)[-1]] = signs.ended
    return "".join(cells)


_Days = tuple[date | None, date]


def _joined(spans: Iterable[_Days]) -> list[_Days]:
    """The same days with no day in two spans."""
    joined: list[_Days] = []
    for first, last in sorted(spans, key=lambda span: (span[0] or date.min, span[1])):
        if joined and (first is None or first <= joined[-1][1]):
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined


def _days_in(spans: Sequence[_Days], axis: Axis, column: int) -> int:
    """How many of a column's days lie in `spans`."""
    low, high = axis.days_of(column)
    count = 0
    for first, last in spans:
        begin = low if first is None else max(low, (first - axis.start).days)
        count += max(0, min(high, (last - axis.start).days) - begin + 1)
    return count


def said_cells(statements: Iterable[Said], axis: Axis, signs: Signs) -> str:
    """The line of what was said about a person: a sign on its day, or amid dots on all days that it can have been."""
    cells = [" "] * axis.width
    placed: dict[int, list[str]] = {}
    for said in statements:
        if said.when.earliest is None and said.when.latest is None:
            continue
        columns = axis.columns(said.when.earliest, said.when.latest)
        if not columns:
            continue
        if len(columns) > 1 and said.when.earliest != said.when.latest:
            for column in columns:
                cells[column] = signs.range
        middle = columns[len(columns) // 2]
        placed.setdefault(middle, []).append(signs.alleged if said.kind == "allegation" else signs.said)
    for column, found in placed.items():
        cells[column] = found[0] if len(found) == 1 else str(len(found)) if len(found) <= _SEVERAL else "+"
    return "".join(cells)


def _notes(chart: Chart, signs: Signs) -> Iterable[str]:
    used = f"{signs.certain} held, {signs.possible} possibly held"
    if any(row.house_arrest for row in chart.rows):
        used += f", {signs.house} under house arrest"
    if any(stretch.first is None for row in chart.rows for stretch in row.held):
        used += f", {signs.no_first} first day not on record"
    if any(stretch.open for row in chart.rows for stretch in row.held):
        used += f", {signs.open} no end on record by {_day(chart.on)}"
    if any(stretch.ended for row in chart.rows for stretch in row.held):
        used += f", {signs.ended} end of custody"
    yield used
    everything = [said for row in chart.rows for said in row.bar.statements]
    if everything:
        yield (
            f"below, what was said about them: {signs.said} statement, {signs.alleged} allegation, 2–9 and + several; "
            f"{signs.range} on one of these days"
        )
    undated = list(dict.fromkeys(said.id for said in everything if not _dated(said.when)))
    if undated:
        more = f" and {len(undated) - _UNDATED_NAMED} more" if len(undated) > _UNDATED_NAMED else ""
        yield f"not drawn, as nothing dates them: {', '.join(undated[:_UNDATED_NAMED])}{more}"
    if chart.outside:
        yield f"{chart.outside} left out: nothing about them lies in this time"
    if chart.cut:
        yield f"… and {chart.cut} more (--limit {len(chart.rows)} was given)"


def _dated(when: When) -> bool:
    return when.earliest is not None or when.latest is not None
