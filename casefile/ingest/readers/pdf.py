"""PDF by pypdf: the text of its pages, with the lines of each paragraph put together again."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING

from casefile.errors import IngestError, counted
from casefile.ingest.about import About, tidy
from casefile.ingest.encodings import needs_extra
from casefile.ingest.limits import Limits
from casefile.ingest.paragraphs import rejoin, together
from casefile.ingest.readers import Given, Read
from casefile.ingest.readers.plain_text import first_line_title

if TYPE_CHECKING:
    from pypdf import PdfReader

MEDIA_TYPES = ("application/pdf",)
SUFFIXES = (".pdf",)
RANK = 10
ALONE = True

_MARK = b"%PDF-"
_WITHIN = 1_024  # bytes of other things that may stand before the mark
_NO_TITLE = re.compile(
    r"(?i)(untitled|без имени|microsoft (word|powerpoint)|document\d*$|.*\.(docx?|odt|rtf|pdf|indd)$)"
)
_REPEATED = 3  # pages on which a line must stand at the edge to be taken for a header or footer


def recognises(start: bytes) -> bool:
    """Whether the mark of PDF is near the beginning."""
    return _MARK in start[:_WITHIN]


def read(data: bytes, given: Given, limits: Limits) -> Read:  # noqa: ARG001 - a PDF says itself what it is in
    """The text of all pages, and what the file says of itself."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import LimitReachedError
    except ImportError as error:
        raise needs_extra("PDF", error) from error
    try:
        return _read(PdfReader(BytesIO(data)), limits)
    except LimitReachedError:
        raise IngestError(
            "The PDF unfolds to far more than its size: it is broken, or made to fill memory.",
            "Print it to a new PDF, or copy its text into a file, and give that.",
        ) from None


def _read(reader: PdfReader, limits: Limits) -> Read:
    from pypdf.errors import DependencyError

    if reader.is_encrypted:
        try:
            opened = bool(reader.decrypt(""))  # one that is only locked against printing opens without a password
        except (DependencyError, NotImplementedError):
            opened = False
        if not opened:
            raise IngestError(
                "The PDF is encrypted.", "Open it with its password, print it to a new PDF, and give that."
            )
    number = len(reader.pages)
    if number > limits.pages:
        raise IngestError(
            f"The PDF has {number:,} pages; an article has at most {limits.pages:,}.", "Give only the pages concerned."
        )
    pages: list[list[str]] = []
    room = limits.characters
    for page in reader.pages:
        text = page.extract_text()
        room -= len(text)
        if room < 0:
            raise IngestError(
                f"The PDF has more than {limits.characters:,} characters of text.", "Give only the pages concerned."
            )
        pages.append(text.splitlines())
    text = together(rejoin([line for lines in _without_edges(pages) for line in lines]))
    _check(text, number)
    about = _about(reader)
    if not about.title:
        about.take("title", first_line_title(text), "first line")
    return Read(text=text, media_type=MEDIA_TYPES[0], about=about)


def _check(text: str, pages: int) -> None:
    if not any(map(str.isalpha, text)):
        raise IngestError(
            f"No text comes out of the PDF ({counted(pages, 'page')}): it is made of pictures, or of signs of which it "
            "does not say what letters they are.",
            "Have its text recognised (ocrmypdf --force-ocr IN.pdf OUT.pdf), and give that.",
        )
    odd = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in text)
    if odd + 4 * text.count("/uni") + 5 * text.count("(cid:") > 0.2 * len(text):
        raise IngestError(
            "The PDF does not say which letters its text is made of: only signs come out of it.",
            "Have its text recognised (ocrmypdf --force-ocr IN.pdf OUT.pdf), or copy it into a file.",
        )


def _without_edges(pages: list[list[str]]) -> list[list[str]]:
    """Pages without headers, footers and numbers: what stands first or last on most of them."""
    pages = [[line for line in lines if line.strip()] or lines for lines in pages] if len(pages) > 1 else pages
    counts: Counter[str] = Counter()
    for lines in pages:
        counts.update({_edge(line) for line in (*lines[:1], *lines[-1:])})
    usual = {edge for edge, times in counts.items() if times >= max(_REPEATED, len(pages) / 2)}
    return [
        [line for at, line in enumerate(lines) if at not in {0, len(lines) - 1} or _edge(line) not in usual]
        for lines in pages
    ]


def _edge(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())


def _about(reader: PdfReader) -> About:
    about = About()
    information = reader.metadata
    if information is None:
        return about
    title = tidy(str(information.title or ""))
    if not _NO_TITLE.match(title):
        about.take("title", title, "PDF: Title")
    about.take("author", str(information.author or ""), "PDF: Author")
    made = str(information.get("/CreationDate") or "")
    if found := re.match(r"D:(\d{4})(\d\d)(\d\d)", made):
        # a page printed to PDF, or a scan, is made long after what it shows was published
        about.found["published"] = f"the PDF was made on {'-'.join(found.groups())}, which need not be the day"
    language = reader.root_object.get("/Lang") if hasattr(reader, "root_object") else None
    about.take("lang", str(language or ""), "PDF: Lang")
    return about
