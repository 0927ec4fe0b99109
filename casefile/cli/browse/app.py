"""The browser itself: which list is shown, what is looked for, what is open, and the keys.

It only reads. Textual's ways of putting text elsewhere - the terminal's clipboard, screenshots, logs, a traceback with
the values of variables - are closed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import WorkerFailed

from casefile.casebook import Casebook
from casefile.casebook.queries import asked
from casefile.cli.browse.panes import Reader, RecordList
from casefile.cli.render.page import render_page
from casefile.cli.render.screen import Screen
from casefile.cli.render.timeline import render_timeline
from casefile.cli.text import safe
from casefile.errors import CasefileError
from casefile.model import BY_TABLE, Case, references
from casefile.views.card import card
from casefile.views.docket import docket, docket_table
from casefile.views.page import Page
from casefile.views.search import search, search_table
from casefile.views.table import Table
from casefile.views.tables import Filter, table_of

_LISTS = ("docket", *BY_TABLE)
_NARROW = 90  # columns below which the list and the card take turns
_PAUSE = 0.2  # seconds without a key before a search is run or a card is opened
_AT_ONCE = 0.001
_MOST = 1000  # hits that are listed: nobody looks through more
_KEYS = {
    "list": "↑↓ choose  Enter open  / search  1-6 lists  Tab  q quit",
    "search": "type to search  Enter to the list  Esc leave",
    "card": "↑↓ scroll  ←→ ids  Enter follow  b back  Tab  q quit",
}
_ASCII_ARROWS = {"↑↓": "arrows", "  ←→": " and"}


class Browser(App[None]):
    """A case to look through.

    Args:
        book: The case, as it was when the browser was started.
        signs: Whether signs beyond ASCII can be drawn.
        search: What to look for to begin with.
    """

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    AUTO_FOCUS = "#list"
    CSS = """
    * { background: ansi_default; color: ansi_default; scrollbar-size: 0 1; }
    .ascii * { scrollbar-size: 0 0; }
    Input, Input:focus { border: none; height: 1; padding: 0; background: ansi_default; }
    #ask, #title, #tabs, #keys { height: 1; }
    #prompt { width: 2; }
    #list { width: 2fr; min-width: 30; }
    #right { width: 3fr; padding-left: 1; }
    .narrow #right { display: none; width: 1fr; padding-left: 0; }
    .narrow #list { width: 1fr; }
    .narrow.reading #right { display: block; }
    .narrow.reading #list { display: none; }
    #timeline { display: none; }
    .timed #timeline { display: block; }
    .timed #card { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quit"),
        Binding("ctrl+c,ctrl+q", "quit", priority=True),
        Binding("escape", "leave", priority=True),
        Binding("slash", "search"),
        Binding("tab", "pane(1)", priority=True),
        Binding("shift+tab", "pane(-1)", priority=True),
        Binding("b,backspace", "before"),
        *(Binding(str(number), f"table('{name}')") for number, name in enumerate(_LISTS, 1)),
    ]

    def __init__(self, book: Casebook, *, signs: bool, search: str = "") -> None:
        super().__init__(ansi_color=True)
        self.features = frozenset()  # $TEXTUAL would connect to a console, or show more of a fault
        self.animation_level = "none"
        self._book, self._signs, self._begin = book, signs, search
        self._case: Case = book.case
        self._tables: dict[str, Table[Any]] = {}
        self._listed = "docket"
        self._said = ""  # what went wrong, in place of the keys
        self._open = ""
        self._before: list[str] = []
        self._waiting: dict[str, Timer] = {}
        self._turn, self._moments, self._wanted = 0, 0, ""

    def compose(self) -> ComposeResult:
        """The lines and panes, from top to bottom."""
        yield Static("", id="title", markup=False)
        with Horizontal(id="ask"):
            yield Static("/ ", id="prompt", markup=False)
            line = Input(id="search", select_on_focus=False, placeholder="words, kind:hearing, by:Name, when:2025-08")
            line.cursor_blink = False
            yield line
        with Horizontal():
            yield RecordList("list", signs=self._signs)
            with Vertical(id="right"):
                yield Static("", id="tabs", markup=False)
                yield Reader("card", signs=self._signs)
                yield Reader("timeline", signs=self._signs)
        yield Static("", id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin with the docket, or with what was asked for."""
        self.screen.set_class(not self._signs, "ascii")
        self.screen.set_class(self.size.width < _NARROW, "narrow")
        self.list.focus()
        self.action_table("docket")
        self.query_one("#search", Input).value = self._begin

    @property
    def list(self) -> RecordList:
        """The list."""
        return self.query_one("#list", RecordList)

    @property
    def reader(self) -> Reader:
        """The page that is shown: the card or the timeline."""
        return self.query_one("#timeline" if self.screen.has_class("timed") else "#card", Reader)

    def on_resize(self, event: Resize) -> None:
        """Let the panes take turns where they would be too narrow."""
        self.screen.set_class(event.size.width < _NARROW, "narrow")
        if event.size.width >= _NARROW and not self._open and self.list.chosen:
            self._open_now(self.list.chosen, keep=False)

    def on_descendant_focus(self) -> None:
        """Say which keys do something now."""
        self._tell()
        self.list.refresh()

    # what is listed

    def action_table(self, name: str) -> None:
        """Show one of the lists, or why it cannot be shown."""
        if name not in self._tables:
            try:
                self._tables[name] = self._made(name)
            except CasefileError as error:
                if name == "docket":
                    raise  # there is nothing else to look at yet
                self._tell(error.message)
                return
        self._listed = name
        self._turn += 1  # a search that still runs comes too late
        self._said = ""
        line = self.query_one("#search", Input)
        with line.prevent(Input.Changed):
            line.value = ""
        self._list(self._tables[name], name)
        self.screen.remove_class("reading")
        self.list.focus()

    def _made(self, name: str) -> Table[Any]:
        if name == "docket":
            return docket_table(docket(self._case, self._book.today), self._case)
        return table_of(self._case, BY_TABLE[name], Filter(), "")

    def _list(self, table: Table[Any], what: str) -> None:
        self.list.show(table)
        many = f"{len(table.items):,}" + (f" of {len(table.items) + table.cut:,}" if table.cut else "")
        lists = " ".join(f"[{name}: {many}]" if name == what else name for name in _LISTS)
        found = "" if what in _LISTS else f"{what}: {many}  "
        self.query_one("#title", Static).update(found + lists)

    def action_search(self) -> None:
        """Go to the line to search with."""
        self.screen.remove_class("reading")
        self.query_one("#search", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search when nothing has been typed for a moment."""
        clean = "".join(character for character in event.value if safe(character) == character)
        if clean != event.value:
            event.input.value = clean
            return
        self._soon("search", self._search)

    def on_input_submitted(self) -> None:
        """Go to what was found."""
        self.list.focus()

    async def _search(self) -> None:
        text = self.query_one("#search", Input).value.strip()
        self._turn += 1
        turn = self._turn
        if not text:
            self._list(self._tables[self._listed], self._listed)
            self._tell("")
            return
        try:
            found = await asyncio.to_thread(self._found, text)
        except CasefileError as error:  # half a query is none yet
            self._tell(error.message)
            return
        if turn == self._turn:
            self._tell("")
            self._list(found, "found")

    def _found(self, text: str) -> Table[Any]:
        spots = search(asked(self._book, text))
        best = {spot.id: spot for spot in reversed(spots)}  # a record is listed once, in the place of its first hit
        return search_table(self._case, [spot for spot in spots if best[spot.id] is spot], text).limited(_MOST)

    # what is open

    def on_record_list_chosen(self, event: RecordList.Chosen) -> None:
        """Show the card of what is chosen, beside the list or when it is opened."""
        if event.opened:
            self._open_now(event.record_id, keep=True)
            self.screen.add_class("reading")
            self.reader.focus()
        elif not self.screen.has_class("narrow"):
            self._soon("card", lambda: self._show(event.record_id))

    def on_reader_followed(self, event: Reader.Followed) -> None:
        """Open the record that an id leads to."""
        self._open_now(event.record_id, keep=True)

    def action_before(self) -> None:
        """Open what was open before."""
        if self._before:
            self._open_now(self._before.pop(), keep=False)
            self.list.find(self._open)

    def _open_now(self, record_id: str, *, keep: bool) -> None:
        if keep and self._open and self._open != record_id:
            self._before.append(self._open)
        self._open = record_id
        self._soon("card", lambda: self._show(record_id), pause=0)

    async def _show(self, record_id: str) -> None:
        self._wanted = record_id
        record = self._case.get(record_id) if record_id else None
        card_pane, time_pane = self.query_one("#card", Reader), self.query_one("#timeline", Reader)
        if record is None:
            for pane in (card_pane, time_pane):
                pane.show(lambda _: None)
            self._open = ""
            self._tabs()
            return
        try:
            page = await asyncio.to_thread(card, self._case, record, self._book.today)
        except CasefileError as error:
            self._tell(error.message)
            return
        if self._wanted != record_id:
            return
        self._open = record_id
        ids = _ids_on(page) | {mention.target for mention in references(record)}
        card_pane.show(lambda screen: render_page(page._replace(timeline=None), screen), ids)
        time_pane.show(lambda screen: _timeline(page, screen), ids)
        self._moments = len(page.timeline.moments) if page.timeline is not None else 0
        self._tabs()

    # moving about

    def action_pane(self, step: int) -> None:
        """Go to the next pane: list, card, timeline."""
        panes = ["list", "card", "timeline"]
        here = self.focused.id if self.focused is not None else "list"
        there = panes[(panes.index(here) + step) % len(panes)] if here in panes else "list"
        if here == "list" and there != "list" and self._open != self.list.chosen:
            self._open_now(self.list.chosen, keep=False)
        self.screen.set_class(there == "timeline", "timed")
        self.screen.set_class(there != "list", "reading")
        self.query_one(f"#{there}").focus()
        self._tabs()

    def action_leave(self) -> None:
        """Leave the card, then the search, then the browser."""
        here = self.focused.id if self.focused is not None else "list"
        searched = bool(self.query_one("#search", Input).value)
        if here == "list" and not searched:
            self.exit()
            return
        if here in {"list", "search"} and searched:
            self.action_table(self._listed)
        self.screen.remove_class("reading", "timed")
        self.list.focus()
        self._tabs()

    def _tabs(self) -> None:
        timed = self.screen.has_class("timed")
        words = [f"timeline: {self._moments}", "card"]
        words[not timed] = f"[{words[not timed]}]"
        self.query_one("#tabs", Static).update(f"{self._open}  {words[1]}  {words[0]}" if self._open else "")

    def _soon(self, what: str, do: Callable[[], Coroutine[Any, Any, None]], pause: float = _PAUSE) -> None:
        """Do something beside the keys, when nothing else of its sort has been asked for during a moment."""
        if what in self._waiting:
            self._waiting.pop(what).stop()
        self._waiting[what] = self.set_timer(
            max(pause, _AT_ONCE), lambda: self.run_worker(do(), group=what, exclusive=True)
        )

    def _tell(self, said: str | None = None) -> None:
        if said is not None:
            self._said = said
        here = self.focused.id if self.focused is not None else "list"
        keys = _KEYS.get(str(here), _KEYS["card"])
        if not self._signs:
            for sign, word in _ASCII_ARROWS.items():
                keys = keys.replace(sign, word)
        self.query_one("#keys", Static).update(self._spelled(self._said or keys))

    def _spelled(self, text: str) -> str:
        return self.list.spelled(text)

    # closed doors

    def copy_to_clipboard(self, text: str) -> None:
        """Nothing: the terminal's clipboard is open to other programs, and to the other end of a connection."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Nothing: a screenshot would be a file outside the case."""

    def _fatal_error(self) -> None:
        """End without printing anything: the command line tells of a fault, and puts no record's text into it."""
        self._close_messages_no_wait()

    @property
    def fault(self) -> Exception | None:
        """What made the browser end, if it was not the person."""
        error = self._exception
        return error.error if isinstance(error, WorkerFailed) and isinstance(error.error, Exception) else error


def _timeline(page: Page, screen: Screen) -> None:
    if page.timeline is not None:
        render_timeline(page.timeline, screen, empty="Nothing on record is dated, or nothing is on record.")


def _ids_on(page: Page) -> set[str]:
    """The records that a page mentions."""
    ids = {word for section in page.sections for fact in section.facts for word in fact.ids.replace(",", " ").split()}
    for moment in page.timeline.moments if page.timeline is not None else ():
        ids.update(moment.records, moment.sources, moment.people)
    return ids - {page.id}
