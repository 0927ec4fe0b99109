"""Counts as small bars: solid as far as a number is certain, shaded on to the most that it can be."""

from __future__ import annotations

from casefile.cli.render.folding import fold, pad, width_of
from casefile.cli.render.screen import Screen
from casefile.views.stats import Breakdown, Count, Stats

_PIPE = 100  # columns where nobody says how many there are
_LABELS = 45  # hundredths of the width that labels may take
_BAR = 40  # columns of the longest bar: more tell no more
_EIGHTHS = " ▏▎▍▌▋▊▉"
_SOLID, _SHADED = "█", "░"
_ASCII_SOLID, _ASCII_SHADED = "#", ":"


def render_stats(stats: Stats, screen: Screen) -> None:
    """Show each breakdown under its heading."""
    width = screen.width or _PIPE
    for number, breakdown in enumerate(stats.breakdowns):
        if number:
            screen.line()
        for line in fold(screen.spelling(breakdown.title), width):
            screen.line((line, "heading"))
        _breakdown(breakdown, screen, width)
    if not stats.breakdowns:
        screen.line(("Nothing to count: no records fit. See what there is: casefile list", "dim"))
    ranged = any(count.most != count.least for count in stats.counts())
    notes = list(stats.notes)
    if ranged:
        solid, shaded = (_SOLID, _SHADED) if screen.signs else (_ASCII_SOLID, _ASCII_SHADED)
        notes.insert(0, f"{solid} at least, {shaded} at most; ≥ no upper limit is known")
    for number, note in enumerate(notes):
        if not number:
            screen.line()
        for line in fold(screen.spelling(note), width):
            screen.line((line, "dim"))


def _breakdown(breakdown: Breakdown, screen: Screen, width: int) -> None:
    counts = breakdown.counts
    labels = [screen.spelling(count.label) for count in counts]
    numbers = [screen.spelling(_number(count)) for count in counts]
    label_size = min(max(map(width_of, labels), default=0), width * _LABELS // 100)
    number_size = max(map(width_of, numbers), default=0)
    room = max(4, min(_BAR, width - label_size - number_size - 6))
    top = max((count.most if count.most is not None else count.least for count in counts), default=0)
    for count, label, number in zip(counts, labels, numbers, strict=True):
        lines = fold(label, label_size)
        screen.line(
            "  ", pad(lines[0], label_size), "  ", pad(number, number_size, right=True), "  ",
            (bar(count.least, count.most, top, room, signs=screen.signs), "event"),
        )  # fmt: skip
        for line in lines[1:]:
            screen.line("  ", line)
    if breakdown.cut:
        screen.line("  ", (f"… and {breakdown.cut} more (--limit {len(counts)} was given)", "dim"))


def _number(count: Count) -> str:
    if count.most is None:
        text = f"≥ {count.least}"
    else:
        text = str(count.least) if count.least == count.most else f"{count.least}–{count.most}"
    return f"~ {text}" if count.about else text


def bar(least: int, most: int | None, top: int, room: int, *, signs: bool) -> str:
    """A bar of at most `room` columns, in which `top` takes all of them; whatever is not nothing shows.

    Args:
        least: How far it is solid.
        most: How far it is shaded beyond that; None where there is no limit.
        top: The largest number beside it.
        room: Columns.
        signs: Whether signs beyond ASCII can be drawn.
    """
    if top <= 0:
        return ""
    eighths = max(least * room * 8 // top, 1 if least else 0)
    end = room if most is None else -(-most * room // top)
    if signs:
        whole, part = divmod(eighths, 8)
        solid = _SOLID * whole + (_EIGHTHS[part] if part else "")
        shaded = _SHADED
    else:
        solid = _ASCII_SOLID * max(least * room // top, 1 if least else 0)
        shaded = _ASCII_SHADED
    return solid + shaded * max(0, end - len(solid)) if most != least else solid
