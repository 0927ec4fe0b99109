"""A person's custody status on a day, derived from the dated events and stored nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from casefile import dates
from casefile.dates import When
from casefile.model import Event
from casefile.vocabulary import DURING_TRIAL, HELD, CustodyStatus, EventKind

#: What an event of this kind says of its subjects when it states no custody status itself. A bare detention or
#: arrest says no more than that somebody was reported detained: nothing follows about charges.
_STATED_BY = {
    EventKind.DETENTION: CustodyStatus.REPORTED_DETAINED,
    EventKind.ARREST: CustodyStatus.REPORTED_DETAINED,
    EventKind.HOUSE_ARREST: CustodyStatus.HOUSE_ARREST,
    EventKind.TRANSFER: CustodyStatus.TRANSFERRED,
    EventKind.RELEASE: CustodyStatus.RELEASED,
    EventKind.EXCHANGE: CustodyStatus.EXCHANGED,
    EventKind.DEPORTATION: CustodyStatus.DEPORTED,
}


class Custody(NamedTuple):
    """Where a person stands.

    Attributes:
        status: The custody status, `unknown` where no event says anything.
        since: When that status began; None where no event says anything.
        held_since: When the current, or else the latest, unbroken time in custody began.
        days: Least and most days of that time up to the day asked about or its end; None where no limit is known.
        place: Where the last custody event that names a place puts the person.
        events: The custody events behind all this, in order.
        trial: The event since which the person is on trial; None where no trial goes on by the record.
    """

    status: CustodyStatus = CustodyStatus.UNKNOWN
    since: When | None = None
    held_since: When | None = None
    days: tuple[int | None, int | None] = (None, None)
    place: str = ""
    events: tuple[Event, ...] = ()
    trial: Event | None = None

    @property
    def held(self) -> bool:
        """Whether the status means deprivation of liberty."""
        return self.status in HELD


def custody(events: Iterable[Event], on: date) -> Custody:
    """What `events`, in order, say of their subject's custody on the day `on`.

    An event that certainly lies after `on` does not count; one that may lie before or after does. One that was refused
    or put off changed nothing.
    """
    state = Custody()
    spell_end: When | None = None
    for event in events:
        if not event.took_place or (event.when.earliest is not None and event.when.earliest > on):
            continue
        if event.custody is CustodyStatus.ON_TRIAL:
            state = state._replace(trial=state.trial or event)
            if state.events:  # wherever the person was
                continue
        status = _status_after(event, state.status if state.events else None)
        if status is None:
            continue
        continues = state.held and status in HELD
        begins = status in HELD and not state.held
        if state.held and status not in HELD:
            spell_end = event.when
        state = state._replace(
            status=status,
            since=state.since if continues and status is state.status else event.when,
            held_since=event.when if begins else state.held_since,
            place=event.place or (state.place if continues else ""),
            events=(*state.events, event),
            trial=state.trial if status in DURING_TRIAL else None,
        )
        if begins:
            spell_end = None
    if state.held_since is None:
        return state
    return state._replace(days=_days(state.held_since, spell_end, on))


def steps(events: Iterable[Event]) -> Iterator[tuple[Event, bool]]:
    """Each of `events`, in order, with whether its subject is held from it on."""
    status: CustodyStatus | None = None
    for event in events:
        if event.took_place:
            status = _status_after(event, status) or status
        yield event, status in HELD


def held_after(events: Iterable[Event]) -> bool:
    """Whether the subject of `events`, in order, is held after all of them."""
    held = False
    for _, held in steps(events):  # noqa: B007 - the last one is wanted
        pass
    return held


def ends_custody(event: Event) -> bool:
    """Whether an event says by itself that its subjects are not, or no longer, held."""
    said = status_said(event)
    return event.took_place and (event.kind is EventKind.DEATH or (said is not None and said not in HELD))


def statuses(events: Iterable[Event]) -> Iterator[tuple[Event, CustodyStatus]]:
    """Each of the custody events behind somebody's `Custody`, in order, with the status from it on."""
    status: CustodyStatus | None = None
    for event in events:
        after = _status_after(event, status)
        if after is not None:
            status = after
            yield event, status


def status_said(event: Event) -> CustodyStatus | None:
    """The custody status that an event gives its subjects by itself, whatever came before it; None for no change."""
    said = event.custody or _STATED_BY.get(event.kind)
    return None if said is CustodyStatus.ON_TRIAL else said


def _status_after(event: Event, before: CustodyStatus | None) -> CustodyStatus | None:
    """The status that an event leaves somebody in who was in `before`; None for one that says nothing of custody."""
    if event.custody is CustodyStatus.ON_TRIAL:
        return before or event.custody
    if event.custody is not None:
        return event.custody
    if event.kind is EventKind.DEATH:
        return CustodyStatus.DIED_IN_CUSTODY if before in HELD else None
    if event.kind is EventKind.CUSTODY_EXTENSION:
        # to prolong custody says that it lasts, but not of what sort it is
        return before if before in HELD else CustodyStatus.REPORTED_DETAINED
    return _STATED_BY.get(event.kind)


def _days(start: When, end: When | None, on: date) -> tuple[int | None, int | None]:
    if end is None:
        return dates.days_between(start, on)
    least = dates.days_between(start, end.earliest)[0] if end.earliest else 0
    most = dates.days_between(start, min(end.latest, on) if end.latest else on)[1]
    return least, most


def days_text(days: tuple[int | None, int | None]) -> str:
    """Days held as a number or a range: "145", "85–115", "≥ 145", "≤ 20"; empty when nothing is known."""
    least, most = days
    if least is None and most is None:
        return ""
    if most is None:
        return f"≥ {least}" if least else ""
    if least is None or least == most:
        return str(most)
    return f"{least}–{most}"
