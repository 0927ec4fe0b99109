"""Draws one draft for a reviewer: the words of the article with what was read from them marked, and what that is."""

from __future__ import annotations

from casefile.cli.render.folding import fold, pad, width_of
from casefile.cli.render.screen import Piece, Screen
from casefile.views.page import Fact
from casefile.views.review import Excerpt, Leaf

_LABEL = 14
_WIDTH = 100


def render_leaf(leaf: Leaf, screen: Screen) -> None:
    """Show a draft with everything that its decision needs."""
    width = min(screen.width or _WIDTH, _WIDTH)
    screen.line()
    screen.line((leaf.place, "id"), "  ", (leaf.certainty, "error" if leaf.certainty == "doubtful" else "dim"))
    _text(leaf.title, "heading", screen, width, "")
    screen.line()
    for line in _marked(leaf.excerpts, screen, width - 2):
        screen.line("  ", *line)
    if leaf.reason:
        _text(f"read as: {leaf.reason}", "dim", screen, width, "  ")
    screen.line()
    render_facts(leaf.facts, screen, width)
    for note in leaf.notes:
        _text(note, "known", screen, width, "  ")
    screen.line()
    render_keys(leaf.keys, screen)


def render_facts(facts: tuple[Fact, ...], screen: Screen, width: int | None = None) -> None:
    """Show what would be stored, a fact a line, folded beside its label."""
    width = width or min(screen.width or _WIDTH, _WIDTH)
    size = min(_LABEL, max((width_of(screen.spelling(fact.label)) for fact in facts), default=0))
    for fact in facts:
        label = screen.spelling(fact.label)
        text = f"{fact.text} [{fact.ids.strip()}]" if fact.ids.strip() else fact.text
        taken = max(size, width_of(label)) + 4
        lines = fold(screen.spelling(text), max(10, width - taken))
        screen.line("  ", (pad(label, size), "dim"), "  ", lines[0])
        for line in lines[1:]:
            screen.line(" " * taken, line)


def render_keys(keys: tuple[tuple[str, str], ...], screen: Screen) -> None:
    """Show which keys there are, as many on a line as fit."""
    width = min(screen.width or _WIDTH, _WIDTH)
    line: list[Piece] = []
    used = 0
    for key, does in keys:
        size = width_of(screen.spelling(f"{key} {does}")) + 3 * bool(line)
        if line and used + size > width:
            screen.line(*line)
            line, used = [], 0
            size -= 3
        if line:
            line.append("   ")
        line += [(key, "heading"), " ", (does, "dim")]
        used += size
    if line:
        screen.line(*line)


def _text(text: str, style: str, screen: Screen, width: int, indent: str) -> None:
    for number, line in enumerate(fold(screen.spelling(text), width - len(indent) - 2)):
        screen.line(indent + "  " * bool(number), (line, style))


def _marked(excerpts: tuple[Excerpt, ...], screen: Screen, width: int) -> list[list[Piece]]:
    """An excerpt in lines that fit; what is marked stands in brackets where no colours are drawn."""
    lines: list[list[Piece]] = [[]]
    used = 0
    for excerpt in excerpts:
        text = screen.spelling(excerpt.text)
        if excerpt.marked and not screen.colored:
            text = f"[{text}]"
        style = "hit" if excerpt.marked else ""
        words = text.split(" ")
        for number, word in enumerate(words):
            blank = " " if number and used else ""
            if used and number and used + len(blank) + width_of(word) > width:
                lines.append([])
                blank, used = "", 0
            for place, piece in enumerate(fold(word, width)):
                if place:
                    lines.append([])
                    used = 0
                shown = (blank if not place else "") + piece
                lines[-1].append((shown, style) if style else shown)
                used += width_of(shown)
    return lines
