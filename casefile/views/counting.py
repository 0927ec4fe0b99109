"""How many people a list of individuals, groups and named members stands for: nobody twice, a range where needed.

A person counts as one, a group as many as it is recorded to be. Members of a group are among its number, so that "8, of
whom 2 are named" are 8: two named people and a *rest* of six. Whether somebody who is entered apart from a group is one
of its rest, and whether two groups have people in common, a file mostly does not say. It counts as possible unless

- both have a nationality on record and share none, or
- the times in which they can have been detained do not meet, or
- they are parts of one and the same group, which are told apart by being entered.

The most people there can be are then all of them together; the least are those who are named, and of each rest that
cannot overlap with another one the people whom nobody named can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from casefile.dates import Fit, When
from casefile.model import Case, Count, Person
from casefile.views.wording import count_text, person_title
from casefile.vocabulary import PersonKind

_LISTED = 5  # ids that a reason names
_REASONS = 20  # reasons that are told one by one
_COUNTED = {PersonKind.INDIVIDUAL, PersonKind.UNIDENTIFIED, PersonKind.GROUP}


class Number(NamedTuple):
    """A number of people: the least, the most (None where nothing limits it), and whether "about" is part of it."""

    least: int = 0
    most: int | None = 0
    about: bool = False

    def __str__(self) -> str:
        """The number as people read it: "8", "8–10", "≥ 3", "~ 20"."""
        if self.most is None:
            text = f"≥ {self.least}"
        else:
            text = str(self.least) if self.least == self.most else f"{self.least}–{self.most}"
        return f"~ {text}" if self.about else text


class _Rest(NamedTuple):
    """The people of a group whom nobody named, and how many of those named elsewhere may be among them."""

    group: Person
    number: Number
    outside: int


_Key = tuple[frozenset[str], date | None, date | None]


class Headcount:
    """The people that `people` stand for.

    Args:
        case: The file, which knows what the groups consist of.
        people: Who is to be counted; members that are not among them are part of their group's rest.
        detained: Since when each is held, by id, as far as known.
    """

    def __init__(self, case: Case, people: Sequence[Person], detained: dict[str, When | None]) -> None:
        self.people = [person for person in people if person.kind in _COUNTED]
        self.reasons: list[str] = []
        self._by_id = {person.id: person for person in self.people}
        self._detained = detained
        self._parts = self._members(case)
        self._parents: dict[str, set[str]] = {}
        for group, parts in self._parts.items():
            for part in parts:
                self._parents.setdefault(part, set()).add(group)
        self._roots = {person.id: self._roots_of(person.id) for person in self.people}
        self._named = [person for person in self.people if person.kind is not PersonKind.GROUP]
        self._rests = self._find_rests()

    def count(self, fits: Callable[[Person], Fit] = lambda _: Fit.CERTAIN) -> Number:
        """How many of the people fit.

        Args:
            fits: Whether a person, or the rest of a group, certainly, possibly or does not fit.
        """
        named = [fits(person) for person in self._named]
        sure = sum(fit is Fit.CERTAIN for fit in named)
        rests = [(rest, fit) for rest in self._rests if (fit := fits(rest.group)) is not Fit.OUT]
        most: int | None = sum(fit is not Fit.OUT for fit in named)
        for rest, _ in rests:
            most = None if most is None or rest.number.most is None else most + rest.number.most
        least = sure + self._apart([rest for rest, fit in rests if fit is Fit.CERTAIN])
        return Number(least, most, about=any(rest.number.about for rest, _ in rests))

    def _apart(self, rests: list[_Rest]) -> int:
        """The least number of people in `rests` who are nobody named: only of rests that cannot overlap."""
        sizes = {rest.group.id: max(0, rest.number.least - rest.outside) for rest in rests}
        chosen: list[_Rest] = []
        for rest in sorted(rests, key=lambda rest: -sizes[rest.group.id]):
            if not sizes[rest.group.id]:
                break
            if all(self._distinct(rest.group, other.group) for other in chosen):
                chosen.append(rest)
        return sum(sizes[rest.group.id] for rest in chosen)

    def _members(self, case: Case) -> dict[str, list[str]]:
        """The parts of each group that are counted themselves, without those that would make a group part of itself."""
        claimed: dict[str, dict[str, None]] = {}
        for person in self.people:
            if person.kind is PersonKind.GROUP:
                claimed.setdefault(person.id, {}).update(dict.fromkeys(person.members))
            origin = person.split_from and case.person(person.split_from)
            if origin and origin.kind is PersonKind.GROUP:
                claimed.setdefault(origin.id, {})[person.id] = None
        pairs = [(group, member) for group, members in claimed.items() for member in members]
        parts: dict[str, list[str]] = {}
        for group, member in pairs:
            if {group, member} <= self._by_id.keys() and group not in _reached(parts, member):
                parts.setdefault(group, []).append(member)
        return parts

    def _roots_of(self, person_id: str) -> frozenset[str]:
        return frozenset(one for one in _reached(self._parents, person_id) if one not in self._parents)

    def _size(self, person: Person, sizes: dict[str, Number]) -> Number:
        """How many people a record stands for, its parts included."""
        if person.id in sizes:
            return sizes[person.id]
        if person.kind is not PersonKind.GROUP:
            size = Number(1, 1)
        else:
            parts = [self._size(self._by_id[part], sizes) for part in self._parts.get(person.id, ())]
            inside = sum(part.least for part in parts)
            size = _counted(person.count)
            if size.most is not None and inside > size.most:
                self._say(f"{person.id} is recorded as {size} people, and has {inside} members.")
            most = None if size.most is None else max(size.most, inside)
            size = Number(max(size.least, inside), most, size.about)
        sizes[person.id] = size
        return size

    def _find_rests(self) -> list[_Rest]:
        sizes: dict[str, Number] = {}
        named: dict[_Key, list[str]] = {}
        for person in self._named:
            named.setdefault(self._key(person), []).append(person.id)
        meeting: dict[_Key, list[list[str]]] = {}
        rests: list[_Rest] = []
        for group in self.people:
            if group.kind is not PersonKind.GROUP:
                continue
            whole = self._size(group, sizes)
            parts = [self._size(self._by_id[part], sizes) for part in self._parts.get(group.id, ())]
            inside = [sum(part.least for part in parts), _sum(part.most for part in parts)]
            least = 0 if inside[1] is None else max(0, whole.least - inside[1])
            most = None if whole.most is None else max(0, whole.most - (inside[0] or 0))
            number = Number(least, most, whole.about)
            if whole.least != whole.most or whole.about:
                size = count_text(group.count) if group.count else "not recorded"
                self._say(f"How many people {group.id} is: {size}.")
            key = self._key(group)
            if key not in meeting:
                meeting[key] = [ids for other, ids in named.items() if _meet(key, other)]
            outside = 0
            if most != 0:
                own = self._roots[group.id]
                outside = sum(map(len, meeting[key]))
                others = [one for ids in meeting[key] for one in ids] if self._parts else []
                related = {one for one in others if not own.isdisjoint(self._roots[one])}
                outside -= len(related)
                if outside:
                    self._unsure(group, meeting[key], related, outside)
            rests.append(_Rest(group, number, outside))
        self._common(rests)
        return rests

    def _unsure(self, group: Person, meeting: list[list[str]], related: set[str], outside: int) -> None:
        first: list[str] = []
        for ids in meeting:
            first += [one for one in ids if one not in related][: _LISTED + 1]
            if len(first) > _LISTED:
                break
        *most, last = sorted(first, key=_number)
        listed = f"{', '.join(most)} or {last}" if most else last
        whose = listed if outside <= _LISTED else f"any of {outside} others"
        belong = "belongs" if outside == 1 else "belong"
        self._say(f"Whether {whose} {belong} to {group.id}, {person_title(group)}, is not recorded.")

    def _common(self, rests: list[_Rest]) -> None:
        open_rests = [rest.group for rest in rests if rest.number.most != 0]
        told = 0
        for place, group in enumerate(open_rests):
            for other in open_rests[place + 1 :]:
                if told > _REASONS:
                    return
                if not self._distinct(group, other):
                    told += 1
                    self._say(f"Whether {group.id} and {other.id} have people in common is not recorded.")

    def _distinct(self, one: Person, other: Person) -> bool:
        if not self._roots[one.id].isdisjoint(self._roots[other.id]):
            return True
        return not _meet(self._key(one), self._key(other))

    def _key(self, person: Person) -> _Key:
        when = self._detained.get(person.id)
        return frozenset(person.nationality), when.earliest if when else None, when.latest if when else None

    def _say(self, reason: str) -> None:
        if len(self.reasons) < _REASONS:
            self.reasons.append(reason)
        elif len(self.reasons) == _REASONS:
            self.reasons.append("There are more such reasons; ask for fewer people to see them.")


def _reached(steps: Mapping[str, Iterable[str]], start: str) -> set[str]:
    """Everything that is reached from `start`, itself included."""
    waiting, seen = [start], set()
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting += steps.get(here, ())
    return seen


def _counted(count: Count | None) -> Number:
    """A group's size as it is recorded; of one that is not counted only that there is somebody."""
    if count is None:
        return Number(1, None)
    if count.exact is not None:
        return Number(count.exact, count.exact)
    if count.about is not None and count.min is None and count.max is None:
        return Number(count.about, count.about, about=True)
    least = count.min if count.min is not None else min(1, count.max if count.max is not None else 1)
    return Number(least, count.max)


def _sum(numbers: Iterable[int | None]) -> int | None:
    total = 0
    for number in numbers:
        if number is None:
            return None
        total += number
    return total


def _meet(one: _Key, other: _Key) -> bool:
    """Whether two records may stand for the same person, by nationality and by when they can have been detained."""
    if one[0] and other[0] and one[0].isdisjoint(other[0]):
        return False
    return not ((one[2] and other[1] and one[2] < other[1]) or (other[2] and one[1] and other[2] < one[1]))


def _number(record_id: str) -> int:
    return int(record_id[1:])
