"""A page on a screen: heading, facts with the ids they rest on, a line of time, and what the reader must know."""

from __future__ import annotations

from casefile.cli.render.folding import fold, pad, width_of
from casefile.cli.render.screen import Screen
from casefile.cli.render.timeline import render_timeline
from casefile.cli.text import safe
from casefile.views.page import Page, Section

_LABEL = 20  # columns for labels; a longer one pushes its text along
_LABEL_NARROW = 14  # the same on a terminal narrower than _WIDE
_WIDE = 70


def render_page(page: Page, screen: Screen) -> None:
    """Show `page`, folded to the screen and never cut: it is the place where everything can be read."""
    width = screen.width
    beside = f"{page.id}  " if page.id else ""
    first, *more = fold(safe(page.heading), width - len(beside) if width else None)
    screen.line((beside, "id"), (first, "heading"))
    for line in more:
        screen.line(" " * len(beside), (line, "heading"))
    for section in page.sections:
        screen.line()
        _section(section, screen, width)
    if page.timeline is not None and page.timeline.moments:
        screen.line()
        screen.line(("Timeline", "heading"))
        render_timeline(page.timeline, screen, empty="", indent=" ")
    for number, note in enumerate(page.notes):
        if not number:
            screen.line()
        for line in fold(screen.spelling(note), width):
            screen.line((line, "dim"))


def _section(section: Section, screen: Screen, width: int | None) -> None:
    if section.title:
        for line in fold(screen.spelling(section.title), width):
            screen.line((line, "heading"))
    longest = max((width_of(safe(fact.label)) for fact in section.facts), default=0)
    label_size = min(longest, _LABEL if width is None or width >= _WIDE else _LABEL_NARROW)
    for fact in section.facts:
        text = f"{fact.text} [{fact.ids.strip()}]" if fact.ids else fact.text
        text = screen.spelling(text)
        label = safe(fact.label)
        room = None if width is None else max(10, width - max(label_size, width_of(label)) - 4)
        lines = fold(text, room)
        screen.line("  ", (pad(label, label_size), "dim"), "  ", lines[0])
        for line in lines[1:]:
            screen.line(" " * (max(label_size, width_of(label)) + 4), line)
