"""Reads the dates of a record as each of its fields means them: a day that is left without a year is never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from casefile import dates
from casefile.casebook.book import Casebook
from casefile.dates import Basis, When
from casefile.errors import DateError
from casefile.model import Citation

#: Fields of which a year cannot be told from anything else that a record has.
_YEAR_NEEDED = {"born": "a birthday comes every year", "expires": "the end of a consent may lie years ahead"}


def read_when(
    book: Casebook, field: str, text: str, cites: tuple[Citation, ...], around: Mapping[str, Any] | None = None
) -> When:
    """`text` as a date for a field.

    Args:
        book: The file.
        field: The field's own name, "when" or "until".
        text: The date as it was typed.
        cites: Where it was read.
        around: What stands beside the field: ``when``, and of an event ``planned``, ``result`` and ``outcome``.

    Raises:
        DateError: It is no date, or leaves out a year that does not follow from the rest.
    """
    beside = around or {}
    if field in _YEAR_NEEDED:
        when = book.when(text, cites)
        if when.basis is Basis.INFERRED:
            why = f"the year is left open, and {_YEAR_NEEDED[field]}"
            raise DateError(text, why, "Give the whole date: 1987-12-31.")
        return when
    happened = _happened(beside)
    first = happened.earliest if happened else None
    if field == "until":
        return book.when(text, cites, ahead=True, since=first)
    if field == "known" and first is not None:
        return book.when(text, cites, since=first, until=_published(book, cites))
    if field == "when" and dates.says_when_known(text):  # it happened by then
        known = book.when(text, cites)
        by_then = book.when(f"[..{known.latest.isoformat()}]" if known.latest else "unknown")
        return msgspec.structs.replace(by_then, text=text, basis=Basis.INFERRED)
    came_out = beside.get("result") or beside.get("outcome")
    return book.when(text, cites, ahead=field == "when" and bool(beside.get("planned")) and not came_out)


def _happened(around: Mapping[str, Any]) -> When | None:
    when = around.get("when")
    return msgspec.convert(when, When) if isinstance(when, dict) else when if isinstance(when, When) else None


def _published(book: Casebook, cites: tuple[Citation, ...]) -> date:
    """The last day on which the sources of a fact can have been published; today where that is not known."""
    found = [when for cite in cites if (when := getattr(book.case.get(cite.source), "published", None))]
    days = [when.latest for when in found]
    return max((day for day in days if day), default=book.today) if days and all(days) else book.today
