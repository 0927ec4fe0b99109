"""The two panes of the browser: a list of which only what is seen is made, and a page with ids to follow.

Both draw lines that went through the renderer's own door, `Screen.spelled`, so that outside text is shown spelled out
and never read as markup.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, NamedTuple

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from casefile.cli.render.folding import fold, pad, width_of
from casefile.cli.render.screen import STYLES, Piece, Screen
from casefile.views.table import Marked, Table

_ID = re.compile(r"\b[PCSER][1-9][0-9]{0,8}\b")
_SAMPLED = 100  # rows at each end by which the widths of a list's columns are set
_COLUMN = 26  # columns that a cell of a list takes at most, but for the last
_CHOSEN = Style(reverse=True)
_CHOSEN_ELSEWHERE = Style(underline=True)
_LINK = Style(underline=True)


class Lines(Screen):
    """A screen that keeps its lines instead of writing them.

    Args:
        width: Columns to fit into.
        signs: Whether signs beyond ASCII can be drawn.
    """

    def __init__(self, width: int, *, signs: bool) -> None:
        super().__init__(io.StringIO(), {"COLUMNS": str(width), "TTY_COMPATIBLE": "1", "NO_COLOR": "1"})
        self.signs = signs
        self.lines: list[list[tuple[str, str]]] = []

    def line(self, *pieces: Piece) -> None:
        """Keep one line."""
        self.lines.append(self.spelled(*pieces))


class _Pane(ScrollView, can_focus=True):
    """What both panes share: lines that are drawn when they are seen."""

    def __init__(self, name: str, *, signs: bool) -> None:
        super().__init__(id=name)
        self._signs = signs

    def spelled(self, text: str) -> str:
        """`text` as it can be shown."""
        return Lines(20, signs=self._signs).spelled(text)[0][0]


class RecordList(_Pane):
    """Rows of a table, one chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)"),
        Binding("down,j", "move(1)"),
        Binding("pageup", "page(-1)"),
        Binding("pagedown,space", "page(1)"),
        Binding("home,g", "to(0)"),
        Binding("end,G", "to(-1)"),
        Binding("enter", "open"),
    ]

    class Chosen(Message):
        """Another row is chosen, or the chosen one is to be opened."""

        def __init__(self, record_id: str, *, opened: bool) -> None:
            super().__init__()
            self.record_id, self.opened = record_id, opened

    def __init__(self, name: str, *, signs: bool) -> None:
        super().__init__(name, signs=signs)
        self._table: Table[Any] | None = None
        self._sizes: list[int] = []
        self.cursor = 0

    def show(self, table: Table[Any]) -> None:
        """Show another list from its beginning."""
        self._table, self.cursor = table, 0
        self._sizes = [0] * len(table.columns)
        for item in (*table.items[:_SAMPLED], *table.items[_SAMPLED:][-_SAMPLED:]):
            for place, cell in enumerate(self._cells(item)):
                self._sizes[place] = min(_COLUMN, max(self._sizes[place], width_of(cell)))
        self.virtual_size = Size(self.size.width, len(table.items))
        self.scroll_to(0, 0, animate=False)
        self.refresh()
        self._choose()

    @property
    def chosen(self) -> str:
        """The id of the chosen row; "" where there is none."""
        if self._table is None or not self._table.items:
            return ""
        return self._cells(self._table.items[self.cursor])[0]

    def find(self, record_id: str) -> None:
        """Choose the row of a record, where the list has it."""
        for place, item in enumerate(self._table.items if self._table is not None else ()):
            if self._cells(item)[0] == record_id:
                self.action_to(place)
                return

    def _cells(self, item: Any) -> list[str]:
        assert self._table is not None  # noqa: S101 - items come from there
        cells = self._table.cells(item)
        return [self.spelled("".join(cell) if isinstance(cell, Marked) else cell) for cell in cells]

    def render_line(self, y: int) -> Strip:
        """One row, made now."""
        place = y + self.scroll_offset.y
        width = self.size.width
        if self._table is not None and not self._table.items:
            lines = fold(self.spelled(self._table.empty), width)
            return (
                Strip([Segment(set_cell_size(lines[y], width), STYLES["dim"])])
                if y < len(lines)
                else Strip.blank(width)
            )
        if self._table is None or place >= len(self._table.items):
            return Strip.blank(width)
        cells = self._cells(self._table.items[place])
        last = max(place for place, size in enumerate(self._sizes) if size) if any(self._sizes) else 0
        shown = [
            cell if place == last else pad(_clipped(cell, size, signs=self._signs), size)
            for place, (cell, size) in enumerate(zip(cells, self._sizes, strict=True))
            if size
        ]
        text = set_cell_size(_clipped("  ".join(shown), width, signs=self._signs), width)
        if place == self.cursor:
            return Strip([Segment(text, _CHOSEN if self.has_focus else _CHOSEN_ELSEWHERE)])
        return Strip([Segment(text)])

    def action_move(self, rows: int) -> None:
        """Choose a row further up or down."""
        self._to(self.cursor + rows)

    def action_page(self, pages: int) -> None:
        """Choose a row a screenful further up or down."""
        self._to(self.cursor + pages * max(1, self.size.height - 1))

    def action_to(self, place: int) -> None:
        """Choose a row by its place; -1 is the last."""
        self._to(place if place >= 0 else len(self._table.items) - 1 if self._table else 0)

    def action_open(self) -> None:
        """Open the chosen row."""
        if self.chosen:
            self.post_message(self.Chosen(self.chosen, opened=True))

    def _to(self, place: int) -> None:
        if self._table is None or not self._table.items:
            return
        before, self.cursor = self.cursor, min(max(0, place), len(self._table.items) - 1)
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)
        self.refresh()
        if before != self.cursor:
            self._choose()

    def _choose(self) -> None:
        self.post_message(self.Chosen(self.chosen, opened=False))


def _clipped(text: str, width: int, *, signs: bool) -> str:
    if width_of(text) <= width:
        return text
    mark = "…" if signs else "..."
    return set_cell_size(text, max(0, width - len(mark))).rstrip() + mark


class Link(NamedTuple):
    """An id on a page: its line, where in the line it begins and ends, and the record."""

    line: int
    start: int
    end: int
    record_id: str


class Reader(_Pane):
    """A page that is scrolled through, with ids that lead to other records."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll(-1)"),
        Binding("down,j", "scroll(1)"),
        Binding("pageup", "pages(-1)"),
        Binding("pagedown,space", "pages(1)"),
        Binding("home,g", "top"),
        Binding("end,G", "bottom"),
        Binding("right,n", "link(1)"),
        Binding("left,p", "link(-1)"),
        Binding("enter", "follow"),
    ]

    class Followed(Message):
        """A record is to be opened."""

        def __init__(self, record_id: str) -> None:
            super().__init__()
            self.record_id = record_id

    def __init__(self, name: str, *, signs: bool) -> None:
        super().__init__(name, signs=signs)
        self._draw: Callable[[Screen], None] = lambda _: None
        self._ids: frozenset[str] = frozenset()
        self._lines: list[list[tuple[str, str]]] = []
        self._links: list[Link] = []
        self._drawn_for = 0
        self.at = -1

    def show(self, draw: Callable[[Screen], None], ids: Iterable[str] = ()) -> None:
        """Show what `draw` writes, from its beginning; `ids` are the records that can be followed from there."""
        self._draw, self._ids = draw, frozenset(ids)
        self.at = -1
        self._redraw()
        self.scroll_to(0, 0, animate=False)

    @property
    def text(self) -> str:
        """All that is on the page."""
        return "\n".join("".join(text for text, _ in line) for line in self._lines)

    @property
    def links(self) -> list[Link]:
        """The ids on the page that can be followed, in reading order."""
        return self._links

    def _redraw(self) -> None:
        width = max(20, self.size.width - 1)
        screen = Lines(width, signs=self._signs)
        self._draw(screen)
        self._lines, self._drawn_for = screen.lines, width
        self._links = [
            Link(number, found.start(), found.end(), found[0])
            for number, line in enumerate(screen.lines)
            for found in _ID.finditer("".join(text for text, _ in line))
            if found[0] in self._ids
        ]
        self.at = min(self.at, len(self._links) - 1)
        self.virtual_size = Size(width, len(self._lines))
        self.refresh()

    def on_resize(self, event: Resize) -> None:
        """Fold anew when the width is another."""
        del event
        if max(20, self.size.width - 1) != self._drawn_for:
            self._redraw()

    def render_line(self, y: int) -> Strip:
        """One line, with the id that is chosen on it."""
        place, width = y + self.scroll_offset.y, self.size.width
        if place >= len(self._lines):
            return Strip.blank(width)
        segments = [Segment(text, STYLES[style] if style else None) for text, style in self._lines[place]]
        here = [(number, link) for number, link in enumerate(self._links) if link.line == place] if segments else []
        if here:
            segments = _marked(segments, [(link, _CHOSEN if number == self.at else _LINK) for number, link in here])
        return Strip(segments).adjust_cell_length(width)

    def action_scroll(self, lines: int) -> None:
        """Move the page by lines."""
        self.scroll_relative(y=lines, animate=False)

    def action_pages(self, pages: int) -> None:
        """Move the page by screenfuls."""
        self.scroll_relative(y=pages * max(1, self.size.height - 1), animate=False)

    def action_top(self) -> None:
        """Go to the beginning."""
        self.scroll_to(0, 0, animate=False)

    def action_bottom(self) -> None:
        """Go to the end."""
        self.scroll_to(0, self.max_scroll_y, animate=False)

    def action_link(self, step: int) -> None:
        """Choose the next or the last id."""
        if not self._links:
            return
        if self.at < 0:  # the first that is on the screen
            seen = [place for place, link in enumerate(self._links) if link.line >= self.scroll_offset.y]
            self.at = seen[0] if seen else 0
        else:
            self.at = min(max(0, self.at + step), len(self._links) - 1)
        self.scroll_to_region(Region(0, self._links[self.at].line, 1, 1), animate=False, force=True)
        self.refresh()

    def action_follow(self) -> None:
        """Open the record whose id is chosen."""
        if 0 <= self.at < len(self._links):
            self.post_message(self.Followed(self._links[self.at].record_id))


def _marked(segments: list[Segment], links: list[tuple[Link, Style]]) -> list[Segment]:
    """`segments` with the ids on their line drawn in styles of their own."""
    made: list[Segment] = []
    place = 0
    for text, style, _ in segments:
        start = 0
        for link, look in links:
            first, last = max(0, link.start - place), min(len(text), link.end - place)
            if first < last:
                made += [Segment(text[start:first], style), Segment(text[first:last], (style or Style()) + look)]
                start = last
        made.append(Segment(text[start:], style))
        place += len(text)
    return made
