"""Lists on a screen: Rich draws a screenful, longer ones stream in fixed columns, narrow terminals get blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from casefile.cli.render.folding import fold, pad, width_of
from casefile.cli.render.screen import STYLES, Screen
from casefile.views.table import Cell, Column, Marked, Table

#: Rich takes a quarter to half a millisecond a row: fine for what a person looks through, not for thousands.
_RICH_ROWS = 200
#: Characters of a cell that a list shows on a terminal; `casefile show` has the whole.
_CELL = 400
#: A column is not made narrower than its longest word, unless that is longer than this.
_WORD = 16
#: The columns that are left to a cell of a long list, where not every word is looked at.
_LEAST = 9
_GAP = 2
#: Rows at each end by which the widths of a long list's columns are set.
_SAMPLED = 500


def render_table(table: Table[Any], screen: Screen) -> None:
    """Show `table`; when it is empty, say so and what the next step is."""
    if not table.items:
        screen.line((table.empty, "dim"))
        return
    if not screen.terminal and screen.width is None:
        _fixed(table, screen, None)
        for note in _notes(table):
            screen.line(screen.spelling(note))
        return
    width = screen.width or 80
    sample = [table.cells(item) for item in table.items[:_RICH_ROWS]]
    sizes = _natural(table.columns, sample, screen)
    words = _longest_words(table.columns, sample, sizes, screen)
    if width < table.roomy or sum(words) + _GAP * sum(1 for size in words if size) > width:
        _blocks(table, screen, width)
    elif len(table.items) <= _RICH_ROWS and screen.terminal:
        _rich(table.columns, sample, _shrunk(sizes, words, width), screen, width)
    else:
        _fixed(table, screen, width)
    if table.cut:
        screen.line((f"… and {table.cut} more (--limit {len(table.items)} was given)", "dim"))
    for note in _notes(table):
        for number, line in enumerate(fold(screen.spelling(note), width)):
            screen.line((line if not number else f"  {line}", "dim"))


def _notes(table: Table[Any]) -> tuple[str, ...]:
    return table.notes(table.items) if table.notes else ()


def _plain(cell: Cell, screen: Screen) -> str:
    text = "".join(cell) if isinstance(cell, Marked) else cell
    if screen.terminal and len(text) > _CELL:
        text = text[: _CELL - 1] + "…"
    return screen.spelling(text)


def _natural(columns: Sequence[Column], rows: Iterable[tuple[Cell, ...]], screen: Screen) -> list[int]:
    """The width that each column would like; 0 for one that is empty in every row and so is left out."""
    sizes = [0] * len(columns)
    for row in rows:
        for place, cell in enumerate(row):
            if cell:
                sizes[place] = max(sizes[place], width_of(_plain(cell, screen)))
    return [max(size, len(column.title)) if size else 0 for size, column in zip(sizes, columns, strict=True)]


def _longest_words(
    columns: Sequence[Column], rows: Iterable[tuple[Cell, ...]], sizes: list[int], screen: Screen
) -> list[int]:
    """The width below which each column would break words; numbers and ids are never broken; 0 for empty columns."""
    words = [max(map(len, column.title.split())) if size else 0 for column, size in zip(columns, sizes, strict=True)]
    for row in rows:
        for place, cell in enumerate(row):
            if cell:
                longest = max(map(width_of, _plain(cell, screen).split()), default=0)
                words[place] = max(words[place], min(longest, _WORD))
    whole = [size if column.number or column.title == "Id" else 0 for column, size in zip(columns, sizes, strict=True)]
    return [max(pair) for pair in zip(words, whole, strict=True)]


def _rich(
    columns: Sequence[Column], rows: list[tuple[Cell, ...]], sizes: list[int], screen: Screen, width: int
) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    table = RichTable(
        box=box.SIMPLE_HEAD if screen.signs else box.ASCII2,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        show_edge=False,
        header_style=STYLES["heading"],
        highlight=False,
    )
    kept = [place for place, size in enumerate(sizes) if size]
    for place in kept:
        column = columns[place]
        table.add_column(
            Text(column.title),
            justify="right" if column.number else "left",
            overflow="fold",
            style=STYLES["id"] if column.title == "Id" else None,
            width=sizes[place],
        )
    for row in rows:
        cells = []
        for place in kept:
            cell = row[place]
            if isinstance(cell, Marked):
                before, hit, after = (_plain(part, screen) for part in cell)
                cells.append(Text.assemble(before, (hit, STYLES["hit"]), after))
            else:
                cells.append(Text(_plain(cell, screen)))
        table.add_row(*cells)
    console = Console(
        width=width,
        force_terminal=True,
        color_system="standard" if screen.colored else None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().splitlines():
        screen.raw(line.rstrip() + "\n")


def _fixed(table: Table[Any], screen: Screen, width: int | None) -> None:
    """Columns whose widths are set by the first and the last rows, so that the rest can stream past."""
    columns = table.columns
    edge = _SAMPLED if width is not None else len(table.items)
    sample = [table.cells(item) for item in (*table.items[:edge], *table.items[edge:][-edge:])]
    sizes = _natural(columns, sample, screen)
    if width is not None:
        sizes = _shrunk(sizes, [min(size, _LEAST) for size in sizes], width)
    kept = [place for place, size in enumerate(sizes) if size]
    folds = width is not None
    _row([columns[place].title for place in kept], kept, sizes, columns, screen, "heading", folds=folds)
    for item in table.items:
        row = table.cells(item)
        _row([_plain(row[place], screen) for place in kept], kept, sizes, columns, screen, "", folds=folds)


def _row(
    cells: list[str],
    kept: list[int],
    sizes: list[int],
    columns: Sequence[Column],
    screen: Screen,
    style: str,
    *,
    folds: bool,
) -> None:
    pieces = [fold(cell, sizes[place] if folds else None) for cell, place in zip(cells, kept, strict=True)]
    for number in range(max(map(len, pieces))):
        line = ""
        for lines, place in zip(pieces, kept, strict=True):
            text = lines[number] if number < len(lines) else ""
            line += pad(text, sizes[place], right=columns[place].number) + " " * _GAP
        screen.line((line, style) if style else line)


def _shrunk(sizes: list[int], floors: list[int], width: int) -> list[int]:
    """`sizes` taken from the widest column that is above its floor, a step at a time, until they fit."""
    sizes = list(sizes)
    spare = width - _GAP * sum(1 for size in sizes if size)
    while sum(sizes) > spare:
        above = [place for place, size in enumerate(sizes) if size > floors[place]]
        if not above:
            break
        sizes[max(above, key=lambda place: sizes[place])] -= 1
    return sizes


def _blocks(table: Table[Any], screen: Screen, width: int) -> None:
    """Each item as a block: its id and name on one line, the rest below it, label by label."""
    for item in table.items:
        cells = [_plain(cell, screen) for cell in table.cells(item)]
        filled = [(column.title, cell) for column, cell in zip(table.columns, cells, strict=True) if cell]
        (_, first), *rest = filled
        head, *more = fold(rest[0][1] if rest else "", width - width_of(first) - 2)
        screen.line((first, "id"), "  ", (head, "heading"))
        for line in more:
            screen.line(" " * (width_of(first) + 2), (line, "heading"))
        for title, cell in rest[1:]:
            label = f"    {title.lower()}: "
            lines = fold(cell, max(10, width - len(label)))
            screen.line((label, "dim"), lines[0])
            for line in lines[1:]:
                screen.line(" " * len(label), line)
