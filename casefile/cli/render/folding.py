"""Fits safe text into columns of a terminal: measured as drawn, broken between words where possible, never cut."""

from __future__ import annotations

from rich.cells import cell_len, get_character_cell_size


def width_of(text: str) -> int:
    """How many terminal columns `text` takes."""
    if text.isascii():
        return len(text)
    return cell_len(text)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """`text` filled up with blanks to `width` columns, flush left or right."""
    blanks = " " * max(0, width - width_of(text))
    return blanks + text if right else text + blanks


def fold(text: str, width: int | None) -> list[str]:
    """`text` in lines of at most `width` columns, broken between words, or within a word that is longer than a line.

    Time grows with the length of the text alone, so that a word of a million letters is no trap.

    Args:
        text: One line of safe text.
        width: Columns to fit into; None leaves the text on one line.
    """
    if width is None or width_of(text) <= width:
        return [text]
    width = max(1, width)
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        size = width_of(word)
        if used and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if used:
            lines.append(line)
        if size <= width:
            line, used = word, size
        else:
            *full, line = _pieces(word, width)
            lines += full
            used = width_of(line)
    return [*lines, line] if line or not lines else lines


def _pieces(word: str, width: int) -> list[str]:
    if word.isascii():
        return [word[start : start + width] for start in range(0, len(word), width)]
    pieces, start, used = [], 0, 0
    for place, character in enumerate(word):
        size = get_character_cell_size(character)
        if used + size > width and place > start:
            pieces.append(word[start:place])
            start, used = place, 0
        used += size
    return [*pieces, word[start:]]
