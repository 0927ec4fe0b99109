"""Custody as spells of time: from when to when each person was in which status, and what was said about them meanwhile.

A spell lasts from the event that began it to the first event that says something else. It is certain from the last day
that its beginning can be to the first that its end can be, and possible from the first to the last. Where nothing on
record ends a spell, it is taken to last to the day that is asked about, as everywhere in casefile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import msgspec

from casefile import dates
from casefile.dates import Fit, When
from casefile.model import Case, Charge, Event, Person, Record, subjects_of
from casefile.views.custody import Custody, statuses
from casefile.views.groups import Groups
from casefile.views.standing import Standing, Standings, Vantage, is_held
from casefile.views.wording import count_text
from casefile.vocabulary import HELD, CustodyStatus, Role

#: What an axis shows before the first date that is known, in parts of its length, where something began before it.
_BEFORE = 12
_A_MONTH = 30
_MONTHS_SHOWN = 62  # days from which on an axis begins with a whole month


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The first and the last day that something can be; None where nothing is known."""

    earliest: date | None
    latest: date | None


class Spell(msgspec.Struct, frozen=True, kw_only=True):
    """A time in one custody status.

    ``to`` is None where nothing on record ends it; ``events`` are the events that say so, without the one that ends it.
    """

    status: str
    held: bool
    start: Limits = msgspec.field(name="from")
    to: Limits | None
    events: tuple[str, ...]


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A statement about a person, about a charge against them, or about what happened to them.

    ``through`` is the group that it is about, where it is told of the person as one of that group.
    """

    id: str
    kind: str | None
    speaker: str
    when: When
    through: str | None = None


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One person on the chart; the names of its fields are a contract of ``timeline --chart --json``.

    ``status``, what it is ``possible`` that holds instead, and ``days_min`` to ``days_max`` are for today; ``spells``
    are in order of time, those in freedom included; ``statements`` are those made about the person.
    """

    id: str
    name: str
    kind: str
    count: str
    status: str | None
    possible: tuple[str, ...]
    held: bool
    days_min: int | None
    days_max: int | None
    spells: tuple[Spell, ...]
    statements: tuple[Said, ...]


class Stretch(NamedTuple):
    """A time in custody without a break, through all its statuses, up to the day asked about.

    Attributes:
        first: The first day that it can have begun; None where nothing limits it.
        last: The last day that it can have ended, or the day asked about.
        certain: The first and the last day on which the person certainly was held.
        open: Whether nothing on record ends it.
        ended: The last day that its end can be, where that is on record and not later than the day asked about.
    """

    first: date | None
    last: date
    certain: tuple[date, date] | None
    open: bool
    ended: date | None


class Row(NamedTuple):
    """A person as drawn: what machines get, and the times in custody, with those under house arrest."""

    bar: Bar
    title: str
    standing: Standing
    held: list[Stretch]
    house_arrest: list[Stretch]

    @property
    def custody(self) -> Custody:
        """Where the person stands, but for what may hold instead."""
        return self.standing.custody


class Chart(NamedTuple):
    """Bars for people on one axis.

    Attributes:
        rows: The people, in order of entry.
        start: The first day of the axis.
        end: The last day of the axis.
        on: The day up to which custody lasts that nothing on record ends.
        cut: How many further people ``--limit`` left out.
        outside: How many people have nothing on this axis.
        filtered: Whether only some of the people were asked for.
    """

    rows: list[Row]
    start: date
    end: date
    on: date
    cut: int = 0
    outside: int = 0
    filtered: bool = False


def chart(
    case: Case,
    on: date,
    span: tuple[date | None, date | None] = (None, None),
    keep: Callable[[Person], bool] | None = None,
    limit: int | None = None,
) -> Chart:
    """The custody of everyone who is on the docket, as spells of time.

    Args:
        case: The file.
        on: Today.
        span: The first and the last day of the axis; None takes what there is to show.
        keep: Whom to show; everybody when None.
        limit: At most that many people.
    """
    standings, groups = Standings(case, Vantage(on, on)), Groups(case)
    said = _said_about(case, groups)
    rows = []
    for person in case.people:
        found = standings.of(person)
        if (Role.DETAINEE in person.roles or found.custody.events) and (keep is None or keep(person)):
            rows.append(_row(person, groups.title(person), found, said.get(person.id, ()), on))
    inside = [row for row in rows if _touches(row, *span)] if any(span) else rows
    shown = inside[:limit]
    start, end = _axis(shown, on, span)
    return Chart(shown, start, end, on, len(inside) - len(shown), len(rows) - len(inside), keep is not None)


def _row(person: Person, title: str, found: Standing, said: Iterable[Said], on: date) -> Row:
    state = found.custody
    steps = list(statuses(state.events))
    bar = Bar(
        id=person.id,
        name=person.name,
        kind=person.kind.value,
        count=count_text(person.count) if person.count else "",
        status=state.status.value if state.events else None,
        possible=tuple(status.value for status in found.possible),
        held=state.held,
        days_min=state.days[0],
        days_max=state.days[1],
        spells=tuple(_spells(steps)),
        statements=tuple(said),
    )
    held = list(_stretches(steps, HELD, on))
    if any(is_held(status) is not state.held for status in found.possible if status is not CustodyStatus.ON_TRIAL):
        held = _doubtful(held, steps, on, state.days[0])
    return Row(bar, title, found, held, list(_stretches(steps, {CustodyStatus.HOUSE_ARREST}, on)))


def _doubtful(
    held: list[Stretch], steps: Sequence[tuple[Event, CustodyStatus]], on: date, least: int | None
) -> list[Stretch]:
    """The same where it is open which event came last, or whether it happened, and with it if the person is held.

    Args:
        held: The times in custody as they would be without that.
        steps: The events behind them.
        on: The day asked about.
        least: How many days the last of them has lasted at least.
    """
    if held and held[-1].open:
        certain = held[-1].certain
        end = certain[0] + timedelta(days=least or 0) if certain else on
        sure = (certain[0], end) if certain and least and end < certain[1] else None
        return [*held[:-1], held[-1]._replace(certain=sure)]
    return [*held, Stretch(steps[-1][0].when.earliest, on, None, open=False, ended=None)]


def _spells(steps: Sequence[tuple[Event, CustodyStatus]]) -> Iterable[Spell]:
    """One spell for each run of events with the same status."""
    place = 0
    while place < len(steps):
        begun, status = steps[place]
        after = place
        while after < len(steps) and steps[after][1] is status:
            after += 1
        yield Spell(
            status=status.value,
            held=status in HELD,
            start=_limits(begun.when),
            to=_limits(steps[after][0].when) if after < len(steps) else None,
            events=tuple(event.id for event, _ in steps[place:after]),
        )
        place = after


def _stretches(
    steps: Sequence[tuple[Event, CustodyStatus]], wanted: Iterable[CustodyStatus], on: date
) -> Iterable[Stretch]:
    """One stretch for each run of events whose status is one of `wanted`."""
    begun: When | None = None
    freed: When | None = None  # the last event before it that says otherwise
    for event, status in steps:
        if status in wanted:
            begun = begun or event.when
        else:
            if begun is not None:
                yield _stretch(begun, event.when, freed, on)
            begun, freed = None, event.when
    if begun is not None:
        yield _stretch(begun, None, freed, on)


def _stretch(begun: When, over: When | None, freed: When | None, on: date) -> Stretch:
    last = on if over is None or over.latest is None else min(over.latest, on)
    certain_to = on if over is None else over.earliest and min(over.earliest, on)
    certain = (begun.latest, certain_to) if begun.latest and certain_to and begun.latest <= certain_to else None
    if freed is not None and not _before(freed, begun):
        certain = None  # they may have been freed after it
    ended = over.latest if over is not None and over.latest is not None and over.latest <= on else None
    return Stretch(begun.earliest, last, certain, over is None, ended)


def _limits(when: When) -> Limits:
    return Limits(earliest=when.earliest, latest=when.latest)


def _before(one: When, other: When) -> bool:
    """Whether it is certain that one thing came no later than another."""
    return one.latest is not None and other.earliest is not None and one.latest <= other.earliest


def _said_about(case: Case, groups: Groups) -> dict[str, list[Said]]:
    """The statements about each person, about charges against them and about what happened to them, by date.

    What is said of a group is said of those who are of it.
    """
    own: dict[str, dict[str, Said]] = {}
    for statement in sorted(case.statements, key=lambda item: dates.sort_key(item.when)):
        kind = statement.kind.value if statement.kind else None
        said = Said(id=statement.id, kind=kind, speaker=statement.speaker, when=statement.when)
        for target in (*statement.about, *(stance.target for stance in statement.stances)):
            record = case.get(target)
            for person in _concerned(record):
                own.setdefault(person, {})[said.id] = said
    found = {person: list(said.values()) for person, said in own.items()}
    for person, through in groups.of.items():
        mine = dict(own.get(person, {}))
        for group in through:
            for said in own.get(group.group, {}).values():
                if said.id not in mine and group.speaks(said.when):
                    mine[said.id] = msgspec.structs.replace(said, through=group.group)
        found[person] = sorted(mine.values(), key=lambda said: dates.sort_key(said.when))
    return found


def _concerned(record: Record | None) -> Iterable[str]:
    if isinstance(record, Person):
        return (record.id,)
    if isinstance(record, Charge):
        return (record.person,)
    return subjects_of(record) if isinstance(record, Event) else ()


def _touches(row: Row, start: date | None, end: date | None) -> bool:
    """Whether anything of a row can lie between two days."""
    bars = any(
        (end is None or stretch.first is None or stretch.first <= end) and (start is None or stretch.last >= start)
        for stretch in row.held
    )
    return bars or any(dates.within(said.when, start, end) is not Fit.OUT for said in row.bar.statements)


def _axis(rows: Iterable[Row], on: date, span: tuple[date | None, date | None]) -> tuple[date, date]:
    days: list[date] = []
    whens = [limits for row in rows for limits in _dated(row)]
    for limits in whens:
        days += [day for day in limits if day is not None and day <= on]
    lasting = any(stretch.last == on for row in rows for stretch in row.held)
    end = span[1] or (on if lasting or not days else max(days))
    start = span[0] or min(days, default=_back(end, _A_MONTH))
    if start > end:  # one end was asked for, and lies beyond all that is dated
        start, end = (start, max(start, on)) if span[0] else (_back(end, _A_MONTH), end)
    if span[0] is None:
        length = (end - start).days + 1
        if any(first is None and last is not None and last <= on for first, last in whens):
            start = _back(start, max(1, length // _BEFORE))
        if length >= _MONTHS_SHOWN:
            start = start.replace(day=1)
    return start, end


def _dated(row: Row) -> Iterable[tuple[date | None, date | None]]:
    for event in row.custody.events:
        yield event.when.earliest, event.when.latest
    for said in row.bar.statements:
        yield said.when.earliest, said.when.latest


def _back(day: date, days: int) -> date:
    return date.fromordinal(max(1, day.toordinal() - days))
