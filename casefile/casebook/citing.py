"""From what a person types about where a fact was read to the citations that are stored with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from casefile.casebook.book import Casebook
from casefile.errors import InputError
from casefile.model import Citation, Locator, Source

_PART = re.compile(r"\s*(?P<word>[^\W\d]+)\.?\s*[:=]?\s*(?P<value>[^\s,;].*?)\s*")
_WORDS = {
    "page": "page",
    "pages": "page",
    "p": "page",
    "pp": "page",
    "paragraph": "paragraph",
    "para": "paragraph",
    "par": "paragraph",
    "line": "line",
    "lines": "line",
    "l": "line",
    "clip": "clip",
    "time": "clip",
    "offset": "offset",
    "char": "offset",
}


class Cited(msgspec.Struct, frozen=True, kw_only=True):
    """Where a fact was read, as typed: sources by id or name, one place and one quotation in the first of them.

    ``credibility`` is the Admiralty grade of the information, 1 to 6.
    """

    sources: Sequence[str] = ()
    locator: str = ""
    quote: str = ""
    credibility: int | None = None


def citations(book: Casebook, cited: Cited) -> tuple[Citation, ...]:
    """The citations for `cited`; place, quotation and grade go with the first source.

    Raises:
        InputError: A quotation, place or grade without a source, or a place that cannot be read.
        NotFoundError: No source fits.
        AmbiguousError: Several sources fit.
    """
    if not cited.sources:
        if cited.quote or cited.locator or cited.credibility is not None:
            raise InputError(
                "A quotation, a place or a grade was given without the source it belongs to.",
                "Add --source R1, or enter the source first: casefile add-source --publisher NAME",
            )
        return ()
    ids = dict.fromkeys(book.find(text, Source).id for text in cited.sources)
    first, *others = ids
    locator = read_locator(cited.locator) if cited.locator else None
    head = Citation(source=first, locator=locator, quote=cited.quote, credibility=cited.credibility)
    return (head, *(Citation(source=other) for other in others))


def read_locator(text: str) -> Locator:
    """A place in a source: "page 3", "p. 3, para 2", "line 14", "clip 00:13:05", "offset 120-340".

    Raises:
        InputError: `text` names no such place.
    """
    found: dict[str, str] = {}
    for piece in re.split(r"[,;]", text):
        match = _PART.fullmatch(piece)
        field = _WORDS.get(match["word"].lower()) if match else None
        if match is None or field is None:
            raise InputError(
                f"“{text}” is not a place in a source.",
                "Write page 3, paragraph 2, line 14, clip 00:13:05 or offset 120.",
            )
        found[field] = match["value"]
    return Locator(**found)
