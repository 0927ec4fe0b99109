"""What is due leaves the list here: its outcome is recorded, or it goes out as a calendar feed."""

from __future__ import annotations

import calendar as months
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec

from casefile import __version__, dates
from casefile.casebook.book import Casebook
from casefile.casebook.citing import Cited, citations
from casefile.casebook.stored import Stored
from casefile.errors import ConflictError, InputError
from casefile.formats import ics
from casefile.model import Event
from casefile.views.due import Due, due
from casefile.views.wording import names_of, source_ids
from casefile.vocabulary import Confidentiality, EventResult, spoken

_SPAN = re.compile(r"(\d{1,4})\s*(d|days?|w|weeks?|m|months?|y|years?)?", re.IGNORECASE)
_UNMOVED = (EventResult.POSTPONED, EventResult.CANCELLED)


def horizon(text: str, today: date) -> date:
    """The last day of a time to look ahead: "30d", "2w", "3m", "1y".

    Raises:
        InputError: It is no such time, or ends after the calendar does.
    """
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise InputError(f"“{text}” is no length of time.", "Write days, weeks or months: 30d, 2w, 3m.")
    number, unit = int(match[1]), (match[2] or "d")[0].lower()
    try:
        if unit in "dw":
            return today + timedelta(days=number * (7 if unit == "w" else 1))
        month = today.month - 1 + number * (12 if unit == "y" else 1)
        year, month = today.year + month // 12, month % 12 + 1
        return date(year, month, min(today.day, months.monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        raise InputError(f"{text} from today lies outside the calendar.", "Give a shorter time.") from None


def done(
    book: Casebook,
    text: str,
    cited: Cited,
    *,
    outcome: str = "",
    result: EventResult | None = None,
    on: str = "",
) -> Stored:
    """Record how a planned event came out, after which it is no longer due.

    Args:
        book: The file.
        text: Which event.
        cited: Where the outcome was read; added to what is cited for the event.
        outcome: What came of it, in words.
        result: The same as a term.
        on: When it took place, where that is not as planned.

    Raises:
        NotFoundError: There is no such event, or a source is not in the file.
        InputError: The event was not planned, nothing is said of how it came out, or a date is given for an event that
            did not take place.
        ConflictError: It has an outcome already.
    """
    with book.change():
        event = book.find(text, Event)
        if not (outcome.strip() or result):
            raise InputError("How it came out is not said.", 'Give --outcome "what came of it", or --result held.')
        if not event.planned:
            raise InputError(
                f"{event.id} was not planned, so it is not waiting for an outcome.",
                f'To say how it came out: casefile edit {event.id} outcome="..." result=held',
            )
        if not event.pending:
            came = ": ".join(filter(None, (spoken(event.result) if event.result else "", event.outcome)))
            raise ConflictError(
                f"{event.id} has an outcome already: {came}.",
                f'To change it: casefile edit {event.id} outcome="..."',
            )
        if on and result in _UNMOVED:
            raise InputError(
                f"An event that was {result} has no day on which it took place.",
                "Leave --on out. Its new date is another event: casefile add-event "
                f"{event.kind} --planned --on WHEN --after {event.id}",
            )
        cites = citations(book, cited)
        known = {cite.source for cite in event.citations}
        changed = msgspec.structs.replace(
            event,
            outcome=outcome.strip(),
            result=result,
            when=book.when(on, cites or event.citations) if on else event.when,
            citations=(*event.citations, *(cite for cite in cites if cite.source not in known or cite.quote)),
        )
        return Stored.of(book, book.put(changed), verb="Changed")


class Feed(NamedTuple):
    """A calendar feed, how many entries it has, and what is not in it: what is confidential, and what has no date."""

    pieces: Iterator[bytes]
    entries: int
    confidential: int
    undated: int


def feed(book: Casebook, entries: Iterable[Due], made: datetime, *, include_confidential: bool) -> Feed:
    """What is due as an iCalendar feed.

    No text of the case is in it but names of people and places: who shares a calendar reads less than who has the
    file. An entry is confidential when its record, or anybody whom it names, is.
    """
    shown: list[ics.Entry] = []
    hidden = undated = 0
    for one in entries:
        secret = _is_secret(book, one)
        if secret and not include_confidential:
            hidden += 1
        elif one.when.earliest is None and one.when.latest is None:
            undated += 1
        else:
            shown.append(_entry(book, one, private=secret))
    return Feed(ics.calendar(shown, "casefile: due", made, __version__), len(shown), hidden, undated)


def _is_secret(book: Casebook, one: Due) -> bool:
    named = [book.case.person(person) for person in (*one.people, *one.others)]
    records = [one.record, *(person for person in named if person)]
    return any(record.confidentiality is Confidentiality.CONFIDENTIAL for record in records)


def _entry(book: Casebook, one: Due, *, private: bool) -> ics.Entry:
    first = one.when.earliest or one.when.latest or book.today
    last = one.when.latest or first
    who = names_of(book.case, one.people or one.others)
    summary = f"{one.what}: {who}" if who else one.what
    if first != last or one.when.earliest is None or one.when.latest is None:
        summary += f" (date not exact: {dates.show(one.when)})"
    elif one.when.edtf[-1:] in {"?", "~", "%"}:
        summary += f" (date not sure: {dates.show(one.when)})"
    with_ = names_of(book.case, one.others) if one.people else ""
    cited = source_ids(one.record.citations)
    about = [f"with {with_}" if with_ else "", f"casefile {one.record.id}", f"sources: {cited}" if cited else ""]
    suffix = "" if one.kind not in {"custody-expiry", "consent-expiry"} else f"-{one.kind}"
    return ics.Entry(
        uid=f"{one.record.uid or one.record.id}{suffix}@casefile",
        first=first,
        last=last,
        summary=summary,
        description="\n".join(filter(None, about)),
        location=one.place,
        private=private,
    )


def agenda(book: Casebook, within: str) -> list[Due]:
    """What is due, as far ahead as `within` says; everything where it is empty."""
    return due(book.case, book.today, horizon(within, book.today) if within else None)
