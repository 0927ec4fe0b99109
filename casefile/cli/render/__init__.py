"""Turns whatever a command returns into a screen, JSON or CSV, the same way for every command."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from casefile.cli.render.screen import Screen
from casefile.errors import InputError
from casefile.views.chart import Chart
from casefile.views.history import Change, History
from casefile.views.page import Page
from casefile.views.stats import Count, Stats
from casefile.views.table import Table
from casefile.views.timeline import Timeline

__all__ = ["Screen", "render"]


_FURTHER = "  "  # before what goes on on another line


def render(result: object, form: str, out: Screen, *, empty: str = "") -> None:
    """Write `result` to `out`.

    Args:
        result: A list, timeline, chart, page, outcome of a change, or one line of text.
        form: "table" for people; "json" or "csv" for machines.
        out: Standard output.
        empty: What to say of a timeline or chart with nothing on it.

    Raises:
        InputError: `result` has no rows to be written as CSV.
    """
    if form == "json":
        for piece in _json(result):
            out.data(piece)
    elif form == "csv":
        for piece in _csv(result):
            out.data(piece)
    elif isinstance(result, Table):
        from casefile.cli.render.tables import render_table

        render_table(result, out)
    elif isinstance(result, Timeline):
        from casefile.cli.render.timeline import render_timeline

        render_timeline(result, out, empty=empty)
    elif isinstance(result, Chart | Stats | History):
        _drawing(result, out, empty)
    elif isinstance(result, Page):
        from casefile.cli.render.page import render_page

        render_page(result, out)
    elif isinstance(result, str):
        out.line(result)
    else:
        _changes(result, out)


def _drawing(result: Chart | Stats | History, out: Screen, empty: str) -> None:
    if isinstance(result, History):
        from casefile.cli.render.history import render_history

        render_history(result, out)
    elif isinstance(result, Chart):
        from casefile.cli.render.chart import render_chart

        render_chart(result, out, empty=empty)
    else:
        from casefile.cli.render.stats import render_stats

        render_stats(result, out)


def _changes(result: Any, out: Screen) -> None:
    from casefile.cli.render.folding import fold

    for line in result.lines:
        text = out.spelling(f"{result.verb} {line}" if result.verb else line)
        first, *rest = fold(text, None if out.width is None else out.width - len(_FURTHER))
        if result.verb and first.startswith(f"{result.verb} "):
            out.line((result.verb, "heading"), first.removeprefix(result.verb))
        else:
            out.line(first)
        for part in rest:
            out.line(_FURTHER, part)


def _json(result: object) -> Iterator[bytes]:
    from casefile.model import as_json

    if isinstance(result, Table):
        yield from _array(as_json(result.data(item)) for item in result.items)
    elif isinstance(result, Timeline):
        yield from _array(as_json(moment) for moment in result.moments)
    elif isinstance(result, Chart):
        yield from _array(as_json(row.bar) for row in result.rows)
    elif isinstance(result, History):
        yield from _array(as_json(change) for change in result.changes)
    else:
        data = {"message": result} if isinstance(result, str) else getattr(result, "data")  # noqa: B009 - any outcome
        yield msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"


def _array(rows: Iterator[object]) -> Iterator[bytes]:
    """Rows as a JSON array, one a line, so that it streams and can be cut by line."""
    yield b"["
    separator = b"\n"
    for row in rows:
        yield separator + msgspec.json.encode(row)
        separator = b",\n"
    yield b"\n]\n"


def _csv(result: object) -> Iterator[bytes]:
    from casefile.formats import csv_tables

    if isinstance(result, Table):
        yield from csv_tables.write((result.data(item) for item in result.items), result.row_type)
    elif isinstance(result, Timeline):
        from casefile.views.timeline import Moment

        yield from csv_tables.write(result.moments, Moment)
    elif isinstance(result, Chart):
        from casefile.views.chart import Bar

        yield from csv_tables.write((row.bar for row in result.rows), Bar)
    elif isinstance(result, Stats):
        yield from csv_tables.write(result.counts(), Count)
    elif isinstance(result, History):
        yield from csv_tables.write(result.changes, Change)
    elif isinstance(result, Page):
        yield from csv_tables.write_pairs(
            ("section", "label", "text", "ids"),
            ((section.title, *fact) for section in result.sections for fact in section.facts),
        )
    elif hasattr(result, "records"):
        records = result.records
        yield from csv_tables.write(records, type(records[0]))
    else:
        raise InputError("There are no rows here to write as CSV.", "Use --json, or leave --format out.")
