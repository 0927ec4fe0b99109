"""A record's card on a screen: heading, facts with the ids they rest on, and the record's own timeline."""

from __future__ import annotations

from casefile.cli.render.folding import fold, pad, width_of
from casefile.cli.render.screen import Screen
from casefile.cli.render.timeline import render_timeline
from casefile.cli.text import safe
from casefile.dates import ascii_signs
from casefile.views.card import Card, Section

_LABEL = 20  # columns for labels; a longer one pushes its text along
_LABEL_NARROW = 14  # the same on a terminal narrower than _WIDE
_WIDE = 70


def render_card(card: Card, screen: Screen) -> None:
    """Show `card`, folded to the screen and never cut: it is the place where everything can be read."""
    width = screen.width
    first, *more = fold(safe(card.heading), width - len(card.id) - 2 if width else None)
    screen.line((card.id, "id"), "  ", (first, "heading"))
    for line in more:
        screen.line(" " * (len(card.id) + 2), (line, "heading"))
    for section in card.sections:
        screen.line()
        _section(section, screen, width)
    if card.timeline.moments:
        screen.line()
        screen.line(("Timeline", "heading"))
        render_timeline(card.timeline, screen, empty="", indent=" ")


def _section(section: Section, screen: Screen, width: int | None) -> None:
    if section.title:
        screen.line((section.title, "heading"))
    longest = max((width_of(safe(fact.label)) for fact in section.facts), default=0)
    label_size = min(longest, _LABEL if width is None or width >= _WIDE else _LABEL_NARROW)
    for fact in section.facts:
        text = f"{fact.text} [{fact.ids.strip()}]" if fact.ids else fact.text
        text = safe(text) if screen.signs else ascii_signs(safe(text))
        label = safe(fact.label)
        room = None if width is None else max(10, width - max(label_size, width_of(label)) - 4)
        lines = fold(text, room)
        screen.line("  ", (pad(label, label_size), "dim"), "  ", lines[0])
        for line in lines[1:]:
            screen.line(" " * (max(label_size, width_of(label)) + 4), line)
