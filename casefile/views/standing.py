"""Where people and charges stood on a day, by what had been published by another: certainly, and what else may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from casefile import dates
from casefile.dates import Fit, When
from casefile.model import Case, Charge, ChargeUpdate, Event, Person, Statement
from casefile.views.contested import Contested
from casefile.views.custody import Custody, custody, ends_custody
from casefile.views.lives import Life, lives
from casefile.views.published import Published, known_by
from casefile.vocabulary import HELD, ChargeStatus, CustodyStatus, EventKind, spoken


class Vantage(NamedTuple):
    """What a question is asked about.

    Attributes:
        on: The day in the world.
        today: The day on which it is asked, by which everything has happened that is recorded as past.
        known_by: The day by which things must have been public; None lets everything count.
    """

    on: date
    today: date
    known_by: date | None = None

    def happened(self, when: When) -> Fit:
        """Whether what is recorded as past and dated `when` lies on or before the day."""
        if self.on >= self.today and (when.earliest is None or when.earliest <= self.on):
            return Fit.CERTAIN
        return dates.within(when, None, self.on)


class Standing(NamedTuple):
    """Where a person stands, as far as that can be told.

    Attributes:
        custody: By all that certainly counts; where nothing does, by what may.
        certain: Whether anything does; if not, even `custody` is only possible.
        possible: Statuses that may hold instead.
        unpublished: Events left out because nothing says when they became public.
        contested: Deaths that are reported and denied.
    """

    custody: Custody = Custody()
    certain: bool = True
    possible: tuple[CustodyStatus, ...] = ()
    unpublished: int = 0
    contested: tuple[Contested, ...] = ()

    @property
    def statuses(self) -> frozenset[CustodyStatus | None]:
        """Every status that may hold; None is that there is nothing on record."""
        own = {self.custody.status} if self.custody.events else {None}
        return frozenset({*own, *self.possible} | (set() if self.certain else {None}))


class ChargeStanding(NamedTuple):
    """The status of a charge, None where nothing certainly says it yet, and what it may be instead."""

    charge: Charge
    status: ChargeStatus | None
    possible: tuple[ChargeStatus, ...] = ()
    unpublished: int = 0

    @property
    def statuses(self) -> frozenset[ChargeStatus | None]:
        """Every status that may hold; None is that it was not on record yet."""
        return frozenset({self.status, *self.possible})

    def __str__(self) -> str:
        """The status in words, with what it may be instead."""
        may_be = f"possibly {' or '.join(map(spoken, self.possible))}" if self.possible else ""
        return ", ".join(filter(None, (spoken(self.status) if self.status else "", may_be)))


class Standings:
    """Where everybody stands, each worked out when it is asked for.

    Args:
        case: The file.
        at: What is asked about.
    """

    def __init__(self, case: Case, at: Vantage) -> None:
        self.at = at
        self.published = Published(case)
        self._lives = lives(case, known_by=at.known_by)

    def of(self, person: Person) -> Standing:
        """Where a person stands."""
        return standing(self._lives.get(person.id, Life(person.id, (), {}, {})), self.at, self.published)

    def charge(self, charge: Charge) -> ChargeStanding | None:
        """Where a charge stands; None where nothing of it was on record yet."""
        return charge_standing(charge, self.at, self.published)

    def was_reported(self, person: Person) -> bool:
        """Whether the sources cited for a person may have been public by then."""
        return known_by(self.published.by(person.citations), self.at.known_by) is not Fit.OUT

    def was_said(self, statement: Statement) -> bool:
        """Whether a statement had certainly been made by that day, and been public by the other."""
        if self.at.happened(statement.when) is not Fit.CERTAIN:
            return False
        return known_by(self.published.statement(statement), self.at.known_by) is Fit.CERTAIN


def standing(life: Life, at: Vantage, published: Published) -> Standing:
    """Where somebody stands, by what happened to them and to their groups."""
    counted: list[Event] = []
    sure: set[str] = set()
    unpublished = 0
    for event in life.events:
        known = published.event(event) if at.known_by else None
        if at.known_by and known is None:
            unpublished += event.took_place
            continue
        fits = {at.happened(event.when), known_by(known, at.known_by)}
        if event.took_place and Fit.OUT not in fits:
            counted.append(event)
            if Fit.POSSIBLE not in fits:
                sure.add(event.id)
    certain = life.mine([event for event in counted if event.id in sure])
    whole = life.mine(counted, perhaps=None)
    denied = tuple(life.contested[event.id] for event in counted if event.id in life.contested)
    state = custody(certain, at.on)
    found = [state.status] if state.events else []
    if whole != certain:
        trials = [*_trials(life, counted, sure, {event.id for event in certain}), whole]
        others = [custody(trial, at.on) for trial in trials]
        found += [other.status for other in others if other.events]
        late = [_may_be_last(trial, other, at) for trial, other in zip(trials, others, strict=True)]
        found += [status for status in late if status]
        if not state.events:
            only = others[-1]
            only = only._replace(days=(0 if only.held_since else None, only.days[1]))
            possible = tuple(dict.fromkeys(found))
            return Standing(only, certain=False, possible=possible, unpublished=unpublished, contested=denied)
        state = state._replace(days=_widest([state, *(one for one in others if one.held_since == state.held_since)]))
    if last := _may_be_last(certain, state, at):
        found.append(last)
    possible = tuple(status for status in dict.fromkeys(found) if status is not state.status)
    return Standing(state, possible=possible, unpublished=unpublished, contested=denied)


def _trials(life: Life, counted: Sequence[Event], sure: set[str], certain: set[str]) -> Iterator[list[Event]]:
    """What certainly counts with each of the events that may count as well, one at a time."""
    for event in counted:
        if event.id not in certain:
            tried = [one for one in counted if one.id in sure or one is event]
            yield life.mine(tried, perhaps={event.id})


def _may_be_last(events: list[Event], state: Custody, at: Vantage) -> CustodyStatus | None:
    """The status after an event that is dated so vaguely that it may have come after the last one, and matter."""
    last = state.events[-1] if state.events else None
    for place, event in enumerate(state.events[:-1]):
        begins = event.kind in {EventKind.DETENTION, EventKind.ARREST}
        # who is held stays so after whatever does not end it
        if last is None or not (ends_custody(event) if state.held else begins):
            continue
        rest = [one for one in events if one is not event]
        changed = custody([*rest, event], at.on)
        if changed.held is state.held:
            continue
        if state.held and not custody(state.events[:place], at.on).held:
            # who is not held cannot be released: more likely the release belongs after a detention that stands later
            start = last.when.earliest
            if event.when.latest is None or start is None or event.when.latest >= start:
                return changed.status
        elif _may_follow(event.when, last.when) and (
            # nor can somebody be detained again who was not detained before
            state.held or custody([one for one in rest if one is not last], at.on).held
        ):
            return changed.status
    return None


def _widest(states: list[Custody]) -> tuple[int | None, int | None]:
    least = [state.days[0] for state in states]
    most = [state.days[1] for state in states]
    return (
        None if None in least else min(days for days in least if days is not None),
        None if None in most else max(days for days in most if days is not None),
    )


def charge_standing(charge: Charge, at: Vantage, published: Published) -> ChargeStanding | None:
    """Where `charge` stands by its dated updates; None where none of them counts yet."""
    sure: ChargeUpdate | None = None
    possible: list[ChargeUpdate] = []
    unpublished = 0
    order = sorted(enumerate(charge.updates), key=lambda item: (dates.sort_key(item[1].when), item[0]))
    for _, update in order:
        known = published.update(charge, update) if at.known_by else None
        if at.known_by and known is None:
            unpublished += 1
            continue
        fits = {at.happened(update.when), known_by(known, at.known_by)}
        if fits == {Fit.CERTAIN}:
            sure = update
            possible = [other for other in possible if _may_follow(other.when, update.when)]
        elif Fit.OUT not in fits:
            possible.append(update)
    if sure is None and not possible:
        return ChargeStanding(charge, None, (), unpublished) if unpublished else None
    status = sure.status if sure else None
    others = tuple(dict.fromkeys(update.status for update in possible if update.status is not status))
    return ChargeStanding(charge, status, others, unpublished)


def _may_follow(when: When, other: When) -> bool:
    """Whether what is dated `when` may have come after `other`, before which it stands in order."""
    anchor = other.earliest or other.latest
    return when != other and (when.latest is None or anchor is None or when.latest > anchor)


def standing_text(found: Standing) -> str:
    """A custody status in words, with what it may be instead, and whether the person is on trial."""
    if not found.custody.events:
        return "not on record"
    if not found.certain:
        words = f"possibly {' or '.join(map(spoken, found.possible))}"
    else:
        may_be = f", possibly {' or '.join(map(spoken, found.possible))}" if found.possible else ""
        words = spoken(found.custody.status) + may_be
    words += "".join(f", {denied}" for denied in found.contested)
    return f"{words}, on trial" if on_trial_too(found.custody) else words


def on_trial_too(state: Custody) -> bool:
    """Whether somebody is on trial, and there is more on record of their custody than that."""
    return state.trial is not None and state.status is not CustodyStatus.ON_TRIAL


def is_held(status: CustodyStatus | None) -> bool:
    """Whether a status, or none on record, means deprivation of liberty."""
    return status in HELD


def held(statuses: Iterable[CustodyStatus | None]) -> Fit:
    """Whether somebody of whom only these statuses may hold is held: certainly, possibly or not.

    Of who is on trial, and of whose custody nothing else is on record, either may be.
    """
    found = set(statuses)
    answers = {is_held(status) for status in found} | ({True, False} if CustodyStatus.ON_TRIAL in found else set())
    return Fit.OUT if True not in answers else Fit.POSSIBLE if False in answers else Fit.CERTAIN
