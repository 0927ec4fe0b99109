"""Paragraphs out of lines that a page's width has broken, and characters out of what layout has made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

_SPACES = re.compile(r"[ \t\r\n\f\v\x1c-\x1f\x85\xa0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
# soft hyphens, zero-width spaces, marks of direction and byte order: they part names that are one word
_UNSEEN = re.compile(r"[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1b\x7f-\x84]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_FULL = 0.8  # of the usual width of a line: one that is shorter ended because its paragraph did
# What has its hyphen wherever the line ends: "пресс-секретарь", "vice-president", "Ростов-на-Дону".
_FIRST_PARTS = frozenset(
    (
        *("пресс", "шеф", "вице", "экс", "обер", "унтер", "штаб", "генерал", "премьер", "бизнес", "интернет", "онлайн"),
        *("веб", "видео", "медиа", "северо", "юго", "по", "кое", "из", "российско", "азербайджано", "общественно"),
        *("vice", "ex", "self", "anti", "non", "co", "pre", "post", "pro", "then", "so", "well", "half", "press"),
        *("attorney", "secretary", "editor", "commander", "director", "twenty", "thirty", "forty", "fifty", "sixty"),
    )
)
_SECOND_PARTS = re.compile(r"(?:на|де|ла|ле|аль|эль|либо|нибудь|то|таки|on|upon|sur|de|la|in|general|year)\b")
_ENDS = re.compile(r"[.!?:;…][)\]»”\"']*$")


def smooth(text: str) -> str:
    """One paragraph of extracted text: single spaces, nothing unseen, no half characters."""
    return _SPACES.sub(" ", _SURROGATES.sub("\ufffd", _UNSEEN.sub("", text))).strip()


def together(paragraphs: Iterable[str]) -> str:
    """Paragraphs as a text: smoothed, the empty left out, a newline between two."""
    return "\n".join(filter(None, map(smooth, paragraphs)))


def rejoin(lines: list[str]) -> list[str]:
    """The paragraphs that lines of a fixed width were broken from.

    An empty line parts paragraphs; so does a line that is much shorter than the others and ends as a sentence does, or
    is followed by a line that begins one.
    """
    lines = [line.strip() for line in lines]
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    paragraphs: list[str] = []
    for before, line in pairwise(["", *lines]):
        if not line:
            continue
        if before and not _parted(before, line, width):
            paragraphs[-1] = _glued(paragraphs[-1], line)
        else:
            paragraphs.append(line)
    return paragraphs


def _parted(before: str, after: str, width: int) -> bool:
    if len(before) >= _FULL * width:
        # a full line may still be a paragraph's last, where the next is a remark in dialogue
        return bool(_ENDS.search(before)) and after.startswith(("– ", "— ", "- ", "• "))
    return bool(_ENDS.search(before)) or not after[:1].islower()


def _glued(before: str, after: str) -> str:
    if not re.search(r"[^\W\d_][-\xad\u2010]$", before) or not after[:1].islower():
        return f"{before} {after}"
    first = re.split(r"[\s(«“\"]", before)[-1][:-1].lower()
    if before.endswith("-") and (first in _FIRST_PARTS or _SECOND_PARTS.match(after)):
        return before + after
    return before[:-1] + after
