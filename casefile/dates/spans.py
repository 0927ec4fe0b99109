"""EDTF as casefile keeps it: from an EDTF text to bounds, with the days that each of its forms covers."""

from __future__ import annotations

import calendar
import contextlib
import re
import warnings
from datetime import date, timedelta
from typing import NamedTuple

_SIMPLE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)")
_SEASON = re.compile(r"(\d{4})-2([1-4])([?~%]?)")
#: What the edtf library is asked about: unspecified digits, times of day, qualifiers within intervals.
_OTHER = re.compile(r"[0-9X]{4}(-[0-9X]{2}){0,2}[?~%]?(T[0-9:]{5,8}(Z|[+-]\d\d(:?\d\d)?)?)?")


class Unreadable(ValueError):  # noqa: N818 - it becomes a DateError, which names the text
    """Why a text is no date, as a clause."""


class YearOpen(Unreadable):
    """Why a date without a year cannot be given one, as a clause."""


class Span(NamedTuple):
    """What a text says of a date: EDTF, first and last day (None where open), and whether a part was inferred."""

    edtf: str
    earliest: date | None
    latest: date | None
    inferred: bool = False


UNKNOWN = Span("", None, None)


def day(year: int, month: int, number: int) -> date:
    """A day of the calendar.

    Raises:
        Unreadable: There is no such day.
    """
    if not 1 <= year <= 9999:  # noqa: PLR2004 - what Python's calendar holds
        raise Unreadable(f"the year {year} is outside 1–9999")
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        raise Unreadable(f"there is no month {month}")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= number <= last:
        raise Unreadable(f"{calendar.month_name[month]} {year} has {last} days")
    return date(year, month, number)


def of_day(value: date) -> Span:
    """One day."""
    return Span(value.isoformat(), value, value)


def of_month(year: int, month: int) -> Span:
    """One month."""
    first = day(year, month, 1)
    return Span(f"{year:04}-{month:02}", first, date(year, month, calendar.monthrange(year, month)[1]))


def of_year(year: int) -> Span:
    """One year."""
    return Span(f"{year:04}", day(year, 1, 1), day(year, 12, 31))


def of_season(year: int, season: int) -> Span:
    """A season of the northern hemisphere by months: spring (1) March to May, ... winter (4) December to February.

    Winter is named after the year in which it begins.
    """
    if season == 4:  # noqa: PLR2004 - winter
        return Span(f"{year:04}-24", day(year, 12, 1), day(year + 1, 3, 1) - timedelta(days=1))
    first = day(year, 3 * season, 1)
    return Span(f"{year:04}-2{season}", first, of_month(year, 3 * season + 2).latest)


def before(end: Span) -> Span:
    """On or before `end`: "before 1 July" is used of that day too, so it is not left out."""
    return Span(f"[..{plain(end)}]", None, end.latest, end.inferred)


def after(start: Span) -> Span:
    """On or after `start`."""
    return Span(f"[{plain(start)}..]", start.earliest, None, start.inferred)


def later(start: Span) -> Span:
    """After `start`, which itself is left out, where its end is known: "after 6 April" begins on the 7th.

    Of a time of which no day is excluded for certain ("after early July", "after about May") only the first is.
    """
    exact = start.latest is not None and start.edtf[-1:] not in "?~%]"
    end = start.latest if exact else start.earliest
    if end is None:
        raise Unreadable("one open date cannot be the end of another")
    if not exact and start.edtf[-1:] != "]":
        return after(start)
    return after(of_day(end + timedelta(days=1)))._replace(inferred=start.inferred)


def earlier(end: Span) -> Span:
    """Before `end`, which itself is left out."""
    if end.earliest is None:
        raise Unreadable("one open date cannot be the end of another")
    return before(of_day(end.earliest - timedelta(days=1)))._replace(inferred=end.inferred)


def between(start: Span, end: Span, *, lasting: bool) -> Span:
    """From `start` to `end`, as a time that lasted or as one day of it.

    Raises:
        Unreadable: `end` lies before `start`.
    """
    if start.earliest is None or end.latest is None:
        raise Unreadable("both ends must be dates")
    if start.earliest > end.latest:
        raise Unreadable("it ends before it begins")
    first, last = plain(start), plain(end)
    edtf = f"{first}/{last}" if lasting else f"[{first}..{last}]"
    return Span(edtf, start.earliest, end.latest, start.inferred or end.inferred)


def plain(span: Span) -> str:
    """The EDTF of one date without its qualifier, to stand in a set or an interval.

    Raises:
        Unreadable: It is a set or an interval itself.
    """
    if "/" in span.edtf or "[" in span.edtf or not span.edtf:
        raise Unreadable("one vague date cannot be the end of another")
    return span.edtf.rstrip("?~%")


def qualified(span: Span, sign: str) -> Span:
    """`span` with an EDTF qualifier: ``~`` approximate, ``?`` uncertain, ``%`` both.

    The bounds stay what was said: how far "about" reaches nobody knows. A set or interval stays without one.
    """
    if "/" in span.edtf or "[" in span.edtf or not span.edtf:
        return span
    old = span.edtf[-1] if span.edtf[-1] in "?~%" else ""
    both = {old, sign} - {""}
    joined = "%" if len(both) > 1 or "%" in both else sign
    return span._replace(edtf=plain(span) + joined)


def read_edtf(text: str) -> Span | None:
    """An EDTF text as a span; None when it does not look like EDTF.

    Raises:
        Unreadable: It looks like EDTF but names no days of the calendar.
    """
    if text.startswith("[") and text.endswith("]"):
        return _set(text[1:-1])
    if "/" in text and re.fullmatch(r"[0-9XTZ:+?~%.-]*/[0-9XTZ:+?~%.-]*", text):
        return _interval(text)
    return _date(text)


def _set(inner: str) -> Span | None:
    first, dots, last = inner.partition("..")
    if not dots:
        return None
    if not first and not last:
        raise Unreadable("an open beginning and an open end say nothing; write unknown")
    if not first:
        return before(_part(last))
    if not last:
        return after(_part(first))
    return between(_part(first), _part(last), lasting=False)


def _interval(text: str) -> Span:
    first, _, last = text.partition("/")
    open_first, open_last = first in {"", ".."}, last in {"", ".."}
    if open_first and open_last:
        raise Unreadable("an open beginning and an open end say nothing; write unknown")
    if open_first:
        return before(_part(last))
    if open_last:
        return after(_part(first))
    start, end = _part(first), _part(last)
    made = between(start, end, lasting=True)
    return made._replace(edtf=f"{start.edtf}/{end.edtf}")


def _part(text: str) -> Span:
    found = _date(text)
    if found is None:
        raise Unreadable(f"“{text}” is no EDTF date")
    return found


def _date(text: str) -> Span | None:
    if match := _SEASON.fullmatch(text):
        span = of_season(int(match[1]), int(match[2]))
        return qualified(span, match[3]) if match[3] else span
    if match := _SIMPLE.fullmatch(text):
        year, month, number = int(match[1]), match[2], match[3]
        if number:
            span = of_day(day(year, int(month), int(number)))
        else:
            span = of_month(year, int(month)) if month else of_year(year)
        return qualified(span, match[4]) if match[4] else span
    return _by_library(text) if _OTHER.fullmatch(text) else None


def _by_library(text: str) -> Span:
    """The forms that are rare enough to leave to the edtf library, which takes long to import."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its grammar makes newer versions of pyparsing complain while it is imported
        from edtf import EDTFParseException, parse_edtf

    body, _, _time = text.partition("T")
    try:
        with contextlib.redirect_stdout(None):  # where the library prints what it fails at, among our results
            parse_edtf(text)  # whether the whole is EDTF
            found = parse_edtf(body)
        first, last = found.lower_strict(), found.upper_strict()
        earliest = day(first.tm_year, first.tm_mon, first.tm_mday)
        latest = day(last.tm_year, last.tm_mon, last.tm_mday)
    except (EDTFParseException, ValueError, AttributeError, OverflowError, TypeError, IndexError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("it looks like EDTF but is not of level 0 or 1") from error
    if earliest > latest:
        raise Unreadable("it ends before it begins")
    return Span(text, earliest, latest)
