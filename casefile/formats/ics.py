"""Whole days as an iCalendar feed (RFC 5545), which calendars on a desk or a phone subscribe to or take in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

_FOLD = 75  # octets of a line, its end not counted (RFC 5545, 3.1)


#: A calendar must have a component (RFC 5545, 3.6), or clients refuse it; of a time zone none of them shows anything.
_NOTHING = (
    "BEGIN:VTIMEZONE",
    "TZID:Etc/UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)


class Entry(NamedTuple):
    """One entry of a calendar.

    Attributes:
        uid: What tells it from all others, the same in every export, so that a calendar replaces and never doubles it.
        first: Its first day.
        last: Its last day.
        summary: Its title.
        description: More about it.
        location: Where.
        private: Whether others who share the calendar should not see it.
    """

    uid: str
    first: date
    last: date
    summary: str
    description: str = ""
    location: str = ""
    private: bool = False


def calendar(entries: Iterable[Entry], name: str, made: datetime, version: str) -> Iterator[bytes]:
    """A calendar, a line at a time.

    Args:
        entries: What is in it.
        name: What it is called.
        made: When it was made, in UTC.
        version: The version of casefile that makes it.
    """
    stamp = made.strftime("%Y%m%dT%H%M%SZ")
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//casefile//casefile {version}//EN", "CALSCALE:GREGORIAN")
    yield from map(_line, (*head, f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"))
    empty = True
    for entry in entries:
        empty = False
        yield from map(_line, _event(entry, stamp))
    if empty:
        yield from map(_line, _NOTHING)
    yield _line("END:VCALENDAR")


def _event(entry: Entry, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{_day(entry.first)}"
    if entry.last < date.max:  # the end is the day after the last; an entry without one lasts a day
        yield f"DTEND;VALUE=DATE:{_day(entry.last + timedelta(days=1))}"
    yield f"SUMMARY:{_text(entry.summary)}"
    if entry.description:
        yield f"DESCRIPTION:{_text(entry.description)}"
    if entry.location:
        yield f"LOCATION:{_text(entry.location)}"
    yield "TRANSP:TRANSPARENT"  # it takes nobody's whole day
    if entry.private:
        yield "CLASS:CONFIDENTIAL"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    """A text as a value: what has a meaning in the format is escaped, what no line may hold is left out."""
    lines = "\n".join(text.splitlines())
    kept = "".join(character for character in lines if character == "\n" or (character >= " " and character != "\x7f"))
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _line(line: str) -> bytes:
    """A content line, folded so that no line has more than 75 octets and no character is torn."""
    pieces, piece, room = [], b"", _FOLD
    for character in line:
        octets = character.encode("utf-8")
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", _FOLD - 1  # a further line begins with a blank
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
