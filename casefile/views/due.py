"""What is to come or should have: planned events, and the days on which custody orders and consents run out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from casefile import dates
from casefile.dates import Fit, When
from casefile.model import Case, Event, Person, Record, subjects_of
from casefile.views.custody import status_said
from casefile.views.groups import Groups
from casefile.views.lives import Life, lives
from casefile.views.table import Column, Table
from casefile.views.wording import names_of, source_ids
from casefile.vocabulary import HELD, CustodyStatus, EventKind, ParticipantRole, PersonKind, spoken

_EXPIRES = {
    CustodyStatus.HOUSE_ARREST: "house arrest expires",
    CustodyStatus.SERVING_SENTENCE: "sentence ends",
    CustodyStatus.SUSPENDED_SENTENCE: "suspended sentence ends",
    CustodyStatus.BAIL: "bail ends",
    CustodyStatus.PAROLE: "parole ends",
    CustodyStatus.RESTRICTED_MOVEMENT: "restriction of movement ends",
}
_UNKNOWN = When(text="unknown")


class Due(NamedTuple):
    """One thing that is due.

    Attributes:
        record: The record that says so: an event, or the person whose consent it is.
        what: What is due, in words.
        kind: The kind of event; "custody-expiry" or "consent-expiry" for what follows from a record.
        when: When.
        people: Whom it is about.
        others: Who else takes part.
        place: Where.
    """

    record: Record
    what: str
    kind: str
    when: When
    people: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    place: str = ""

    def days(self, today: date) -> tuple[int | None, int | None]:
        """Least and most days left from `today`, negative where it has passed; None where there is no limit."""
        first, last = self.when.earliest, self.when.latest
        return (first - today).days if first else None, (last - today).days if last else None

    def overdue(self, today: date) -> Fit:
        """Whether its day has passed: certainly, possibly or not."""
        least, most = self.days(today)
        if most is not None and most < 0:
            return Fit.CERTAIN
        return Fit.POSSIBLE if least is None or least < 0 else Fit.OUT


def due(case: Case, today: date, end: date | None = None) -> list[Due]:
    """What is due, overdue things first, then by date; what has no date last.

    Args:
        case: The file.
        today: The day from which days are counted.
        end: The last day to look ahead to; what may lie before or after it is in.
    """
    everything = [*_planned(case), *_expiring(case), *_consents(case)]
    wanted = [one for one in everything if dates.within(one.when, None, end) is not Fit.OUT]
    return sorted(wanted, key=lambda one: (one.overdue(today) is not Fit.CERTAIN, dates.sort_key(one.when)))


def _planned(case: Case) -> Iterator[Due]:
    for event in case.events:
        if event.pending:
            about = subjects_of(event)
            others = tuple(part.person for part in event.participants if part.person not in about)
            yield Due(event, spoken(event.kind), event.kind.value, event.when, tuple(about), others, event.place)


class _Order(NamedTuple):
    """The event that last said for how long somebody is held or bound, and under which status."""

    event: Event
    status: CustodyStatus


def _expiring(case: Case) -> Iterator[Due]:
    bound: dict[str, list[str]] = {}
    orders: dict[str, _Order] = {}
    groups = Groups(case)
    for person, life in lives(case, groups).items():
        for order in _last_orders(life):
            bound.setdefault(order.event.id, []).append(person)
            orders[order.event.id] = order
    for event_id, people in bound.items():
        event, status = orders[event_id]
        direct = [person for person in subjects_of(event) if person in people]
        if direct and not any(_binds(case, groups, person, people) for person in direct):
            continue
        inherited = [] if direct else people  # members of a group are told of with their group
        what = _EXPIRES.get(status, "custody expires")
        if event.until is None:
            what += f" (extended by {event.id}, which does not say until when)"
        authorities = [part.person for part in event.participants if part.role is ParticipantRole.AUTHORITY]
        end = event.until or _UNKNOWN
        yield Due(event, what, "custody-expiry", end, tuple(direct or inherited), tuple(authorities), event.place)


def _binds(case: Case, groups: Groups, person: str, bound: Sequence[str]) -> bool:
    """Whether an order on `person` binds anybody: not one on a group of which everybody is known and none is bound."""
    record = case.person(person)
    if record is None or record.kind is not PersonKind.GROUP or groups.rest(record).left != (0, 0):
        return True
    return any(member.id in bound for member in groups.members(record))


def _last_orders(life: Life) -> list[_Order]:
    """What somebody is bound by: by the last order of their own, and by the last one on their groups.

    An order on a group takes nothing from one on a member alone; what ends a custody ends both.
    """
    orders: dict[bool, _Order | None] = {True: None, False: None}
    status = CustodyStatus.UNKNOWN
    for event in life.mine():
        if not event.took_place:
            continue
        said = status_said(event)
        status = said or status
        own = life.own(event)
        ends = said is not None and (said not in HELD or said is CustodyStatus.SERVING_SENTENCE)
        if ends or event.kind is EventKind.DEATH:
            orders = {True: None, False: None}
        if event.until:
            orders[own] = _Order(event, status)
            if own:  # the day on which the group's order ends is not the member's any more
                orders[False] = None
        elif event.kind is EventKind.CUSTODY_EXTENSION and orders[own]:
            orders[own] = _Order(event, status)  # the old day no longer holds, and the new one is not known
    return [order for order in orders.values() if order]


def _consents(case: Case) -> Iterator[Due]:
    for person in case.people:
        if person.consent and person.consent.expires:
            yield Due(person, "consent expires", "consent-expiry", person.consent.expires, (person.id,))


def left_text(one: Due, today: date) -> str:
    """How much time is left: "today", "in 5 days", "in 5–12 days", "3 days overdue", "date unknown"."""
    least, most = one.days(today)
    if least is None and most is None:
        return "date unknown"
    late = one.overdue(today)
    if late is Fit.CERTAIN and most is not None:
        span = f"{-most}" if least == most else f"≥ {-most}" if least is None else f"{-most}–{-least}"
        return f"{span} {_noun(span)} overdue"
    if late is Fit.POSSIBLE:
        return f"by now, or within {most} {_noun(str(most))}" if most else "by today" if most == 0 else "any day"
    if least == most == 0:
        return "today"
    if least == most == 1:
        return "tomorrow"
    span = f"≥ {least}" if most is None else f"{least}" if least == most else f"{least}–{most}"
    return f"in {span} days"


def _noun(number: str) -> str:
    return "day" if number == "1" else "days"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A due thing for machines; the names of its fields are a contract.

    ``days_min`` and ``days_max`` are the least and the most days left, negative where overdue, None where no limit is
    known; ``overdue`` is yes, possibly or no; ``kind`` is that of the event, custody-expiry or consent-expiry.
    """

    id: str
    what: str
    kind: str
    when: When
    days_min: int | None
    days_max: int | None
    overdue: str
    people: tuple[str, ...]
    with_: tuple[str, ...] = msgspec.field(name="with")
    names: str
    place: str
    text: str
    confidentiality: str
    sources: tuple[str, ...]


_OVERDUE = {Fit.CERTAIN: "yes", Fit.POSSIBLE: "possibly", Fit.OUT: "no"}


def due_table(entries: list[Due], case: Case, today: date) -> Table[Due]:
    """What is due as a list to be shown."""

    def cells(one: Due) -> tuple[str, ...]:
        return (
            one.record.id,
            dates.show(one.when),
            left_text(one, today),
            one.what,
            names_of(case, one.people),
            names_of(case, one.others),
            one.place,
            _text(one.record),
            source_ids(one.record.citations),
        )

    def row(one: Due) -> Row:
        least, most = one.days(today)
        return Row(
            id=one.record.id,
            what=one.what,
            kind=one.kind,
            when=one.when,
            days_min=least,
            days_max=most,
            overdue=_OVERDUE[one.overdue(today)],
            people=one.people,
            with_=one.others,
            names=names_of(case, one.people),
            place=one.place,
            text=_text(one.record),
            confidentiality=one.record.confidentiality.value,
            sources=tuple(source_ids(one.record.citations).split()),
        )

    titles = ("Id", "When", "Left", "What", "Who", "With", "Place", "Text", "Sources")
    return Table(
        "due",
        tuple(Column(title) for title in titles),
        entries,
        cells,
        Row,
        row,
        empty="Nothing is due. Enter what is planned: casefile add-event hearing --planned --on WHEN --about PERSON",
    )


def _text(record: Record) -> str:
    if isinstance(record, Person) and record.consent:
        return record.consent.scope
    return record.text if isinstance(record, Event) else ""
