"""Plain text: the file itself, decoded and nothing else, so that an offset into it is an offset into the original."""

from __future__ import annotations

import re

from casefile.ingest.about import About
from casefile.ingest.encodings import decode
from casefile.ingest.limits import Limits
from casefile.ingest.readers import Given, Read

MEDIA_TYPES = ("text/plain", "text/markdown")
SUFFIXES = (".txt", ".text", ".md")
RANK = 100  # the last: anything may be text
ALONE = False  # what reads it is short, and ours

_LONGEST_TITLE = 250
_BEGINNING = 10_000
_SENTENCE = re.compile(r"[.:;,]$|^https?://|^[-–—•*]")


def recognises(start: bytes) -> bool:
    """Anything is taken for text that is nothing else; what it is not shows when it is decoded."""
    return bool(start)


def read(data: bytes, given: Given, limits: Limits) -> Read:  # noqa: ARG001 - it has no bounds but those on all text
    """The text of a file, with the newlines that it has."""
    text, encoding, note = decode(data, declared=given.charset)
    about = About()
    about.take("title", first_line_title(text), "first line")
    if note:
        about.found["encoding"] = note
    return Read(text=text, media_type=MEDIA_TYPES[0], encoding=encoding, about=about)


def first_line_title(text: str) -> str:
    """The first line of a text where it reads as a headline: short, no sentence, and text after it."""
    first, _, rest = re.sub(r"\r\n?", "\n", text.lstrip()[:_BEGINNING]).partition("\n")
    first = first.strip()
    if " " not in first or len(first) > _LONGEST_TITLE or not rest.strip() or _SENTENCE.search(first):
        return ""
    return first if first[0].isupper() or not first[0].isalpha() else ""
