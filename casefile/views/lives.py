"""What happened to each person: their own events, and those of their groups as long as they share the groups' custody.

Somebody whose own record ends their custody (released, exchanged, on bail ...) has parted from the group's: what
happened to the group afterwards did not happen to them. Three things are told apart:

- The group was not yet held when a member's earlier time in custody ended: that end has no bearing on what followed.
- The order of the member's end and of the group's event is open. Whichever came first, the member was not held after
  both; so the group's event is taken to lie before.
- The record cannot say whether it is about the member, too: the group was detained anew after the member had parted
  from it, or was let go after the member had been detained again alone. Such an event is possibly the member's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from casefile import dates
from casefile.model import Case, Event, subjects_of
from casefile.views.contested import Contested, contested
from casefile.views.custody import ends_custody, held_after, steps
from casefile.views.groups import Groups, Through, events_with_groups

_Key = tuple[tuple[object, ...], int]
#: Of what is dated alike, a person's own comes last: it is what their record itself says.
_GROUPS, _OWN, _AFTER = 1, 2, 3


class _Spell(NamedTuple):
    """Where in a group's custody an event of the group's lies: what began that spell, and its number."""

    start: Event | None = None
    number: int = 0


class Life(NamedTuple):
    """What happened to a person, with all that happened to their groups.

    Attributes:
        person: The person's id.
        events: All the events, by date, then by entry.
        groups: By event id, the group through which it reached the person; their own are not in it.
        contested: By event id, the deaths among them that are denied: they are only possibly so.
    """

    person: str
    events: tuple[Event, ...]
    groups: dict[str, Through]
    contested: dict[str, Contested]

    def own(self, event: Event) -> bool:
        """Whether an event is the person's own."""
        return event.id not in self.groups

    def mine(self, events: Iterable[Event] | None = None, perhaps: Collection[str] | None = ()) -> list[Event]:
        """Those of `events` that happened to the person, in order.

        Args:
            events: Events of this life that are to count, in order; all of them when None.
            perhaps: Ids of events that are to be in even where they are only possibly the person's; None for all.
        """
        told = [
            event
            for event in (self.events if events is None else events)
            if event.id not in self.contested or perhaps is None or event.id in perhaps
        ]
        if not self.groups or not any(ends_custody(event) for event in told):
            return told
        keys: dict[str, _Key] = {event.id: (dates.sort_key(event.when), _OWN) for event in told if self.own(event)}
        for through in dict.fromkeys(self.groups.values()):
            nearer = {self.person, *through.via}
            own = [event for event in told if not nearer.isdisjoint(subjects_of(event))]
            spells = _spells([event for event in told if through.group in subjects_of(event)])
            for event in told:
                if self.groups.get(event.id) == through:
                    key = _place(event, spells[event.id], own)
                    if key is not None and (key[1] != _AFTER or perhaps is None or event.id in perhaps):
                        keys[event.id] = key
        kept = [event for event in told if event.id in keys]
        return sorted(kept, key=lambda event: keys[event.id])


def _place(event: Event, spell: _Spell, own: Sequence[Event]) -> _Key | None:
    """Where an event of a group stands among a member's own; None where it is not the member's.

    At `_AFTER` stands what is only possibly theirs.
    """
    key = dates.sort_key(event.when)
    begun = spell.start.when if spell.start else None
    ends = [one for one in own if ends_custody(one) and not dates.certainly_after(one.when, event.when)]
    parting = [one for one in ends if not dates.certainly_after(begun, one.when)]
    if not parting or not spell.number:
        return key, (_AFTER if ends and spell.number > 1 else _GROUPS)
    last = max(dates.sort_key(one.when) for one in parting)
    unclear = (max(key, last), _AFTER)
    # it may have been another time in custody that ended, before the group's began
    before = [one for one in own if one not in parting and not dates.certainly_after(one.when, parting[0].when)]
    if begun and held_after(before) and any(not dates.certainly_after(one.when, begun) for one in parting):
        return unclear
    if spell.start is event and spell.number > 1:
        return unclear
    if not any(dates.certainly_after(event.when, one.when) for one in parting):
        first = min(dates.sort_key(one.when) for one in parting)
        return min((key, _GROUPS), (first, _GROUPS))
    until = [one for one in own if not dates.certainly_after(one.when, event.when)]
    if ends_custody(event) and held_after(until):
        return unclear
    return None


def _spells(events: Sequence[Event]) -> dict[str, _Spell]:
    """Where each event of a group, in order, lies in the group's custody."""
    found: dict[str, _Spell] = {}
    spell = _Spell()
    held = False
    for event, now_held in steps(events):
        if now_held and not held:
            spell = _Spell(event, spell.number + 1)
        found[event.id] = spell if now_held or held else _Spell(None, spell.number)
        held = now_held
    return found


def lives(
    case: Case, groups: Groups | None = None, events: Iterable[Event] | None = None, known_by: date | None = None
) -> dict[str, Life]:
    """The life of everybody to whom, or to whose groups, anything happened.

    Args:
        case: The file.
        groups: Who is of which group, where that is known already.
        events: The events to tell of; all but what is still planned when None.
        known_by: By when it must have been public that a death is denied; None lets everything count.
    """
    denied = contested(case, known_by)
    groups = groups or Groups(case)
    settled = [event for event in case.events if not event.pending] if events is None else list(events)
    found: dict[str, Life] = {}
    for person, happened in events_with_groups(groups, settled).items():
        through: dict[str, Through] = {}
        of = groups.of.get(person, ())
        for event in happened if of else ():
            subjects = subjects_of(event)
            if person not in subjects:
                through[event.id] = next(one for one in of if one.group in subjects)
        order = sorted(happened, key=lambda event: (dates.sort_key(event.when), event.id not in through))
        mine = {event.id: denied[event.id] for event in happened if event.id in denied} if denied else {}
        found[person] = Life(person, tuple(order), through, mine)
    return found


def events_by_subject(case: Case) -> dict[str, list[Event]]:
    """The events that happened to each person, in order; what is planned, or only possibly theirs, left out.

    What happened to a group happened to those who are of it, until they part from its custody.
    """
    return {person: life.mine() for person, life in lives(case).items()}
