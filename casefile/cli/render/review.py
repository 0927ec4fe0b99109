"""Draws one draft for a reviewer: the words of the article with what was read from them marked, and what that is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from casefile.cli.render.folding import fold, pad, width_of
from casefile.cli.render.screen import Piece, Screen
from casefile.views.page import Fact
from casefile.views.review import Excerpt, Leaf

_LABEL = 18
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


def _marked(excerpts: tuple[Excerpt, ...], screen: Screen, width: int) -> list[list[tuple[str, str]]]:
    """An excerpt in lines that fit; what is marked stands in brackets where no colours are drawn."""
    lines: list[list[tuple[str, str]]] = [[]]
    used = 0
    for blank, pieces in _words(excerpts, screen):
        size = sum(width_of(text) for text, _ in pieces)
        if used and used + 1 + size > width:
            lines.append([])
            used = 0
        if used:
            lines[-1].append((" ", blank))
            used += 1
        for text, style in pieces:
            for place, part in enumerate(fold(text, width)):  # a word may be longer than a line
                if place:
                    lines.append([])
                    used = 0
                lines[-1].append((part, style))
                used += width_of(part)
    return [
        [("".join(text for text, _ in run), style) for style, run in groupby(line, key=lambda piece: piece[1])]
        for line in lines
    ]


def _words(excerpts: tuple[Excerpt, ...], screen: Screen) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The words, each with the style of the blank before it, in pieces with their styles: a mark may end within one."""
    word: list[tuple[str, str]] = []
    blank = ""
    for excerpt in excerpts:
        text = screen.spelling(excerpt.text)
        if excerpt.marked and not screen.colored:
            text = f"[{text}]"
        style = "hit" if excerpt.marked else ""
        for number, part in enumerate(text.split(" ")):
            if number:
                if word:
                    yield blank, word
                word, blank = [], style
            if part:
                word.append((part, style))
    if word:
        yield blank, word
