"""When somebody who is held was last heard of: the newest dated thing that the record says about them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from casefile.dates import When
from casefile.model import Case, Charge, Event, Person, Statement, subjects_of
from casefile.views.custody import custody
from casefile.views.groups import Groups
from casefile.views.lives import events_by_subject


def stale(case: Case, on: date, after: int) -> Iterator[tuple[Person, str, tuple[str, ...]]]:
    """Everyone who by the record is held and of whom it has nothing newer than `after` days.

    Args:
        case: The file.
        on: Today.
        after: How many days may pass.

    Yields:
        The person, what is to be said, and the ids of the records that it rests on.
    """
    events = events_by_subject(case)
    groups = Groups(case)
    news = _news(case, on)
    for person in case.people:
        if not custody(events.get(person.id, ()), on).held:
            continue
        # what is said of a group is said of its members
        about = [person.id, *(through.group for through in groups.of.get(person.id, ()))]
        last = max((news[one] for one in about if one in news), default=(None, ""))
        checked = _latest(person.checked, on)
        if checked is not None and (last[0] is None or checked > last[0]):
            last = (checked, "")
        day, record_id = last
        if day is None:
            yield person, "held, and nothing that the record says of them has a date", ()
        elif (on - day).days > after:
            what = f"the last word is of {day.day} {day:%b %Y}" if record_id else f"last checked {day.day} {day:%b %Y}"
            yield (
                person,
                f"held; {what}, {(on - day).days} days ago" + (f" ({record_id})" if record_id else ""),
                (record_id,) if record_id else (),
            )


def _news(case: Case, on: date) -> dict[str, tuple[date, str]]:
    """By person, the day of the newest event, statement or charge update about them, and the id of its record."""
    found: dict[str, tuple[date, str]] = {}
    owner = {charge.id: charge.person for charge in case.charges}

    def take(people: list[str], record: Event | Statement | Charge, *whens: When | None) -> None:
        days = [day for day in (_latest(when, on) for when in whens) if day is not None]
        for person in people:
            if days and (person not in found or max(days) > found[person][0]):
                found[person] = max(days), record.id

    for event in case.events:
        if not event.planned or event.outcome:
            take(subjects_of(event), event, event.when, event.known)
    for statement in case.statements:
        targets = [*statement.about, *(stance.target for stance in statement.stances)]
        take([owner.get(target, target) for target in targets], statement, statement.when)
    for charge in case.charges:
        for update in charge.updates:
            take([charge.person], charge, update.when, update.known)
    return found


def _latest(when: When | None, on: date) -> date | None:
    """The last day that `when` can be, and no later than today."""
    if when is None or (when.earliest is not None and when.earliest > on):
        return None
    return None if when.latest is None else min(when.latest, on)
