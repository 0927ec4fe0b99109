"""Which rights of a detained person were honoured, delayed, denied or declined, as far as the record says.

An event bears on a right by its kind, or because the record says so (its ``rights``). One that took place honours the
right; one that was denied or declined says so; one that is planned, was put off or called off decides nothing, and no
event at all means that nothing is recorded. The latest that decides gives the state; all of them are told.

Days are counted from the detention to the first event that honoured a right. As dates of two days in a row may lie
minutes apart, a right to be honoured promptly counts as *delayed* only where more than a day has certainly passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from casefile import dates
from casefile.dates import When
from casefile.model import Case, Event, Person, Statement
from casefile.views.custody import custody
from casefile.views.groups import Groups, charges_by_person, source_of
from casefile.views.lives import lives
from casefile.views.treaties import ENTITLEMENTS, VIENNA, Entitlement
from casefile.vocabulary import (
    ChargeStatus,
    EventKind,
    EventResult,
    ParticipantRole,
    PersonKind,
    Right,
    Role,
    StanceKind,
    spoken,
)

_PROMPT = 2  # days between two dates of which it is certain that more than one day passed
#: Statuses of a charge that show no formal charge.
_INFORMAL = {ChargeStatus.ALLEGED, ChargeStatus.UNDER_INVESTIGATION, ChargeStatus.NOT_CHARGED, ChargeStatus.UNKNOWN}
_DISPUTES = {spoken(stance) for stance in (StanceKind.DENIES, StanceKind.ALTERNATIVE_ACCOUNT)}
#: Kinds of events that a checklist tells of by themselves.
_TOLD = frozenset[EventKind]().union(*(right.kinds | right.beside for right in ENTITLEMENTS))
_OF_CHARGED = {Right.COUNSEL, Right.INTERPRETER}


class State(StrEnum):
    """What the record says of a right."""

    HONOURED = "honoured"
    DELAYED = "delayed"
    DENIED = "denied"
    DECLINED = "declined"
    UNKNOWN = "unknown"


class Days(NamedTuple):
    """Least and most days from the detention to an event; None where no limit is known."""

    least: int | None = None
    most: int | None = None


class Bearing(NamedTuple):
    """An event that bears on a right.

    Attributes:
        event: The event.
        state: What it says of the right; None where it decides nothing.
        days: From the detention to it.
        statements: What was said about it, with the stance taken on it, if any.
        through: The group whose event it is, where it is not the person's own.
    """

    event: Event
    state: State | None
    days: Days
    statements: tuple[tuple[Statement, str], ...]
    through: str = ""


class Checked(NamedTuple):
    """What the record says of one right of one person."""

    right: Entitlement
    state: State
    states: tuple[State, ...]
    days: Days
    bearings: tuple[Bearing, ...]

    @property
    def disputed_by(self) -> tuple[str, ...]:
        """The statements that deny what decides, or give another account of it."""
        said = [said for bearing in self.bearings if bearing.state for said in bearing.statements]
        return tuple(dict.fromkeys(statement.id for statement, stance in said if stance in _DISPUTES))

    @property
    def possibly_delayed(self) -> bool:
        """Whether more than a day may have passed, but that is not certain."""
        late = self.days.most is None or self.days.most >= _PROMPT
        return bool(self.state is State.HONOURED and self.right.time and late)


class Applies(NamedTuple):
    """Whether a treaty or article is shown to apply, why or why not, and the ids that this rests on."""

    shown: bool
    why: str
    ids: tuple[str, ...] = ()


class Checklist(NamedTuple):
    """The rights of one person."""

    person: Person
    since: When | None
    consular: Applies
    charged: Applies
    rights: tuple[Checked, ...]

    def applies(self, right: Entitlement) -> Applies | None:
        """Whether a right is shown to apply; None where it is everybody's."""
        if right.treaty is VIENNA:
            return self.consular
        return self.charged if right.right in _OF_CHARGED else None


class Records:
    """What a checklist is made from, gathered once for any number of people.

    Args:
        case: The file.
        today: The day on which it is asked.
    """

    def __init__(self, case: Case, today: date) -> None:
        self.case = case
        self.today = today
        self.groups = Groups(case)
        self.custody_events: dict[str, list[Event]] = {}
        self._events: dict[str, dict[str, Event]] = {}
        for person, life in lives(case, self.groups, case.events).items():
            mine = life.mine()
            self.custody_events[person] = [event for event in mine if not event.pending]
            self._events[person] = {event.id: event for event in mine if _is_told(event)}
        told = [event for event in case.events if _is_told(event)]
        for event in told:
            for part in event.participants:
                if part.role is ParticipantRole.PARTICIPANT:
                    self._events.setdefault(part.person, {})[event.id] = event
        self._said = _said_about_events(case)
        self._charges = charges_by_person(case, self.groups)

    def detainees(self) -> list[Person]:
        """Everybody who is or was detained."""
        return [
            person
            for person in self.case.people
            if person.kind not in (PersonKind.ORGANISATION, PersonKind.STATE)
            and (Role.DETAINEE in person.roles or custody(self.custody_events.get(person.id, ()), self.today).events)
        ]

    def checklist(self, person: Person) -> Checklist:
        """What the record says of each right of `person`, for the latest time in custody."""
        state = custody(self.custody_events.get(person.id, ()), self.today)
        started = state.held_since
        everything = self._events.get(person.id, {})
        events = [
            event
            for event in sorted(everything.values(), key=lambda event: dates.sort_key(event.when))
            # what came before lies in another time in custody or in none
            if not dates.certainly_after(started, event.when)
        ]
        checked = tuple(self._check(right, person, events, started) for right in ENTITLEMENTS)
        return Checklist(person, started, self._consular(person, state.events), self._charged(person), checked)

    def _check(self, right: Entitlement, person: Person, events: list[Event], started: When | None) -> Checked:
        groups = self.groups.of.get(person.id, [])
        bearings = tuple(
            Bearing(
                event,
                _state(event) if right.right in _rights_of(event) else None,
                _days(started, event.when),
                tuple(self._said.get(event.id, ())),
                source_of(groups, event, person.id),
            )
            for event in events
            if right.right in _rights_of(event) or event.kind in right.beside
        )
        deciding = [bearing for bearing in bearings if bearing.state]
        first = next((bearing for bearing in deciding if bearing.state is State.HONOURED), None)
        honoured = State.HONOURED
        if first and right.time and (first.days.least or 0) >= _PROMPT:
            honoured = State.DELAYED
        states = [honoured if bearing.state is State.HONOURED else bearing.state for bearing in deciding]
        found = [state for state in states if state]
        days = first.days if first else Days()
        return Checked(right, found[-1] if found else State.UNKNOWN, tuple(dict.fromkeys(found)), days, bearings)

    def _consular(self, person: Person, events: Sequence[Event]) -> Applies:
        own = set(person.nationality)
        if not own:
            return Applies(shown=False, why="not shown to apply: nationality not recorded")
        holders: dict[str, list[str]] = {}
        for event in events:
            for part in event.participants:
                authority = self.case.person(part.person) if part.role is ParticipantRole.AUTHORITY else None
                for country in _countries(authority) if authority else ():
                    holders.setdefault(country, []).append(event.id)
        ids = tuple(dict.fromkeys(event for found in holders.values() for event in found))
        nationals, by = " and ".join(sorted(own)), " and ".join(sorted(holders))
        if not holders:
            return Applies(
                shown=False,
                why="not shown to apply: detaining country not recorded (no authority with a country takes part in the "
                "custody events)",
            )
        if own & set(holders):
            return Applies(False, f"not shown to apply: national of {nationals}, held by authorities of {by}", ids)
        return Applies(True, f"a national of {nationals} held by authorities of {by}, as recorded", ids)

    def _charged(self, person: Person) -> Applies:
        charges = [charge for charge, _ in self._charges.get(person.id, ())]
        formal = [charge.id for charge in charges if any(update.status not in _INFORMAL for update in charge.updates)]
        if not formal:
            return Applies(shown=False, why="not shown to apply: no formal charge recorded")
        return Applies(True, "formally charged, as recorded", tuple(dict.fromkeys(formal)))


def _said_about_events(case: Case) -> dict[str, list[tuple[Statement, str]]]:
    """The statements about each event, with the stance that they take on it."""
    said: dict[str, list[tuple[Statement, str]]] = {}
    for statement in case.statements:
        stances = {stance.target: spoken(stance.stance) for stance in statement.stances}
        for target in dict.fromkeys((*stances, *statement.about)):
            if target.startswith("E"):
                said.setdefault(target, []).append((statement, stances.get(target, "")))
    return said


def _rights_of(event: Event) -> set[Right]:
    """The rights that an event bears on."""
    return {*event.rights, *(right.right for right in ENTITLEMENTS if event.kind in right.kinds)}


def _is_told(event: Event) -> bool:
    """Whether a checklist tells of an event at all."""
    return bool(event.rights) or event.kind in _TOLD


def _state(event: Event) -> State | None:
    if event.result is EventResult.DENIED:
        return State.DENIED
    if event.result is EventResult.DECLINED:
        return State.DECLINED
    return State.HONOURED if event.took_place else None


def _countries(person: Person) -> list[str]:
    return list(person.nationality) or [office.country for office in person.offices if office.country]


def _days(started: When | None, when: When) -> Days:
    if started is None:
        return Days()
    least = max(0, (when.earliest - started.latest).days) if when.earliest and started.latest else 0
    most = max(0, (when.latest - started.earliest).days) if when.latest and started.earliest else None
    return Days(least, most)
