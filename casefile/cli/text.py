"""Makes outside text harmless and fits it into columns: control characters shown escaped, words folded, never cut."""

from __future__ import annotations

import re

#: What a terminal would obey instead of showing: C0 and C1 controls, surrogates, line and paragraph separators,
#: bidirectional embeddings, overrides and isolates (UAX #9), and characters that show nothing but change what is
#: read: the byte order mark, interlinear marks, tags. Joiners and direction marks that spelling needs are left alone.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u2028\u2029\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]")
_SPACES = re.compile(r"[\t\n\r]+ *")


def safe(text: str) -> str:
    """`text` on one line with everything unsafe spelled out (ESC as ``\\x1b``, an override as ``\\u202e``)."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_spell, _SPACES.sub(" ", text))


def _spell(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def width_of(text: str) -> int:
    """How many terminal columns `text` takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # here, so that an error message needs no Rich

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
    from rich.cells import get_character_cell_size

    pieces, start, used = [], 0, 0
    for place, character in enumerate(word):
        size = get_character_cell_size(character)
        if used + size > width and place > start:
            pieces.append(word[start:place])
            start, used = place, 0
        used += size
    return [*pieces, word[start:]]
