"""What stands between quotation marks in a text: where it begins and ends, also over paragraphs and within itself."""

from __future__ import annotations

import re
from typing import NamedTuple

#: Marks that open and close, the usual ones of a language first.
Pairs = tuple[tuple[str, str], ...]
#: The marks of any language.
ANY_MARKS: Pairs = (("«", "»"), ("“", "”"), ("„", "“"), ('"', '"'))
_STRAIGHT = '"'
#: Over so many paragraphs a quotation may go on that opens none of them with a mark.
_PARAGRAPHS = 6
#: Where speech in a line that a dash opens stops for a frame of saying.
_TAG = re.compile(r"[,.!?…]\s*[–—-]\s+(?=[^\W\d_А-ЯЁA-Z])")
#: What stands between two dashes within speech, which may be a frame of saying.
_ASIDE = re.compile(r"[,.!?…]\s*[–—-]\s*((?:[^–—«»“”]|«[^«»]{1,40}»){3,160}?)[.,:!?]\s*[–—-]\s")
#: What may stand before a straight mark that opens.
_BEFORE_OPEN = re.compile(r"[\s(\[–—-]$|^$")


class Quotation(NamedTuple):
    """A quotation: the first character inside its marks and the one after the last, and the same with the marks.

    ``closed`` is False where the text never closes it: it then ends with its paragraph.
    """

    start: int
    stop: int
    outer_start: int
    outer_stop: int
    closed: bool = True


class Paragraph(NamedTuple):
    """A line of the text that holds something."""

    start: int
    stop: int


def paragraphs(text: str) -> list[Paragraph]:
    """The lines of `text` that are not blank, without the space around them."""
    return [Paragraph(match.start(), match.end()) for match in re.finditer(r"\S(?:[^\n]*\S)?", text)]


def quotations(text: str, pairs: Pairs, dashes: str = "") -> list[Quotation]:
    """The quotations of `text`, outermost ones only, in order.

    One that a paragraph leaves open goes on in the next if that opens with a mark too, as English prints it, or closes
    what it has not opened.
    """
    found: list[Quotation] = []
    lines = [line for line in paragraphs(text) if not _dashed(text, line, dashes)]
    number = 0
    while number < len(lines):
        whole, stopped = _of_paragraph(text, lines[number], pairs)
        found += whole
        if stopped is not None:
            opened = stopped
            last = number
            end, closed = lines[number].stop, False
            while last + 1 < len(lines):
                goes_on = _continues(text, lines[last + 1], pairs, text[opened])
                if goes_on is None or last - number > _PARAGRAPHS:
                    break
                last += 1
                end = lines[last].stop
                if goes_on >= 0:
                    end, closed = goes_on, True
                    break
            if closed:
                found.append(Quotation(opened + 1, end, opened, end + 1))
                rest = Paragraph(end + 1, lines[last].stop)
                if text[rest.start : rest.stop].strip():
                    lines[last] = rest
                    number = last
                    continue
                number = last + 1
                continue
            found.append(Quotation(opened + 1, lines[number].stop, opened, lines[number].stop, closed=False))
        number += 1
    found += [_spoken(text, line) for line in paragraphs(text) if _dashed(text, line, dashes)]
    return sorted(found)


def asides(text: str, quotation: Quotation) -> list[tuple[int, int]]:
    """What stands between dashes within a quotation, where its speaker may be named."""
    return [match.span(1) for match in _ASIDE.finditer(text, quotation.start, quotation.stop)]


def _dashed(text: str, line: Paragraph, dashes: str) -> bool:
    if text[line.start] not in dashes or not text[line.start + 1 : line.start + 2].isspace():
        return False
    led = text[: line.start].rstrip()[-1:] == ":" and text[line.stop - 1] in ".!?…"
    if led and text[line.stop :].lstrip()[:1] not in dashes:
        return True  # the only line after a colon is no list
    return _TAG.search(text, line.start + 2, line.stop) is not None  # else it is an item of a list


def _spoken(text: str, line: Paragraph) -> Quotation:
    """The speech in a line that a dash opens, up to a frame of saying that nothing follows."""
    start = line.start + 1
    while start < line.stop and text[start].isspace():
        start += 1
    tag = _TAG.search(text, start, line.stop)
    if tag is None or _ASIDE.match(text, tag.start(), line.stop):
        return Quotation(start, line.stop, line.start, line.stop)
    stop = tag.start() + (text[tag.start()] in "!?…")
    return Quotation(start, stop, line.start, stop)


def _of_paragraph(text: str, line: Paragraph, pairs: Pairs) -> tuple[list[Quotation], int | None]:
    """The quotations of one paragraph, and where one opens that it does not close."""
    closing = {close for _, close in pairs}
    opening = dict(reversed(pairs))
    found = []
    stack: list[tuple[int, str]] = []
    for at in range(line.start, line.stop):
        char = text[at]
        if char not in opening and char not in closing:
            continue
        if char == _STRAIGHT:
            opens = bool(_BEFORE_OPEN.search(text[line.start : at][-1:])) and not (stack and stack[-1][1] == _STRAIGHT)
        else:
            opens = char in opening and not (stack and stack[-1][1] == char)
        if opens:
            stack.append((at, opening[char]))
        elif char in closing:
            matching = next((n for n in range(len(stack) - 1, -1, -1) if stack[n][1] == char), None)
            if matching is None:
                continue
            opened = stack[matching][0]
            del stack[matching:]
            if not stack:
                found.append(Quotation(opened + 1, at, opened, at + 1))
    return found, stack[0][0] if stack else None


def _continues(text: str, line: Paragraph, pairs: Pairs, mark: str) -> int | None:
    """Where a quotation left open ends in the paragraph after it: -1 goes on beyond it, None it does not go on."""
    opening = {opened for opened, _ in pairs}
    closing = {close for _, close in pairs}
    begins = text[line.start] in opening
    depth = 0
    for at in range(line.start + begins, line.stop):
        char = text[at]
        if char in opening and (char not in closing or _BEFORE_OPEN.search(text[at - 1])):
            if not begins and char == mark:
                return None
            depth += 1
        elif char in closing:
            if depth == 0:
                return at
            depth -= 1
    return -1 if begins or mark != _STRAIGHT else None
