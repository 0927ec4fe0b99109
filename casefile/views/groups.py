"""Groups and who has been found to be of them: what a group's record says of a member, and how many are left of it."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from casefile import dates
from casefile.dates import Fit, When
from casefile.model import Case, Charge, Count, Event, Person, Statement, subjects_of
from casefile.views.wording import count_text, person_title
from casefile.vocabulary import PersonKind


class Through(NamedTuple):
    """A group that somebody is of, directly or through another group, and until when its record speaks for them.

    Attributes:
        group: The group's id.
        until: Days after which it no longer does; all of them count.
        via: The groups between them, the nearest first.
    """

    group: str
    until: tuple[When, ...] = ()
    via: tuple[str, ...] = ()

    def speaks(self, when: When) -> bool:
        """Whether what the group's record has at `when` holds for the member: unless it certainly came after."""
        return all(end.latest is None or dates.within(when, None, end.latest) is not Fit.OUT for end in self.until)


class Rest(NamedTuple):
    """How a group stands to the members of it that have records of their own.

    Attributes:
        named: How many people of it are entered by name, in whatever part of it.
        unnamed: Least and most who are not; None where there is no limit, or none is known.
        apart: Least and most people that its members' records stand for.
        left: Least and most people that stand in no record but its own.
    """

    named: int
    unnamed: tuple[int | None, int | None]
    apart: tuple[int | None, int | None]
    left: tuple[int | None, int | None]


class Groups:
    """Who is of which group in a case, found out once.

    A group names its members, and a member its group; either is enough. A group's groups are its members' too.
    """

    def __init__(self, case: Case) -> None:
        self._case = case
        self._members: dict[str, dict[str, None]] = {}
        for person in case.people:
            for member in person.members:
                self._members.setdefault(person.id, {})[member] = None
            if person.split_from:
                self._members.setdefault(person.split_from, {})[person.id] = None
        direct: dict[str, list[str]] = {}
        for group, members in self._members.items():
            for member in members:
                direct.setdefault(member, []).append(group)
        #: The groups of everybody who is of one, the nearest first.
        self.of: dict[str, list[Through]] = {member: self._reached(member, direct) for member in direct}

    def _reached(self, member: str, direct: dict[str, list[str]]) -> list[Through]:
        reached: dict[str, Through] = {}
        todo = [Through(member)]
        while todo:
            at = todo.pop(0)
            person = self._case.person(at.group)
            until = (*at.until, person.split_on) if person and person.split_on else at.until
            via = (*at.via, at.group) if at.group != member else ()
            for group in direct.get(at.group, ()):
                if group not in reached and group != member:
                    reached[group] = Through(group, until, via)
                    todo.append(reached[group])
        return list(reached.values())

    def members(self, group: Person) -> list[Person]:
        """Those who are of `group` and have records of their own, each once, in order."""
        people = map(self._case.person, self._members.get(group.id, ()))
        return [person for person in people if person is not None and person.id != group.id]

    def rest(self, group: Person) -> Rest:
        """What remains of `group` when its members are taken out: its count stays as it was reported."""
        size = limits(group.count)
        named, low, high = self._entered(group, {group.id})
        return Rest(named, _minus(size, (named, named)), (low, high), _minus(size, (low, high)))

    def _entered(self, group: Person, seen: set[str]) -> tuple[int, int, int | None]:
        """How many of a group are named, and the least and most people that its members' records stand for."""
        named = low = 0
        high: int | None = 0
        for member in self.members(group):
            if member.id in seen:
                continue
            seen.add(member.id)
            if member.kind is PersonKind.GROUP:
                inner, least, _ = self._entered(member, seen)
                own_low, own_high = limits(member.count)
                named += inner
                low += max(own_low or 0, least)
                high = None if high is None or own_high is None else high + own_high
            else:
                named += member.kind is PersonKind.INDIVIDUAL
                low += 1
                high = None if high is None else high + 1
        return named, low, high

    def size_text(self, group: Person) -> str:
        """A group's count with how many of it are named: "8, of whom 2 named; 6 of 8 still unnamed".

        Where the count is a range so is the rest; where it is about some number, no rest is worked out.
        """
        counted = count_text(group.count) if group.count else ""
        members = self.members(group)
        if not members:
            return counted
        rest = self.rest(group)
        others = len(members) - sum(member.kind is PersonKind.INDIVIDUAL for member in members)
        entered = f"{rest.named} named" if rest.named or not others else ""
        if others:
            entered += f"{' and ' if entered else ''}{others} described apart"
        words = f"{counted}, of whom {entered}" if counted else entered
        unnamed = _range(rest.unnamed)
        if not unnamed:
            return words
        exact = group.count is not None and group.count.exact is not None
        return f"{words}; {unnamed} of {counted} still unnamed" if exact else f"{words}; {unnamed} still unnamed"

    def title(self, person: Person) -> str:
        """A person's name with the group they are of; a group's, with its count and how many of it are named."""
        if person.kind is not PersonKind.GROUP or not self.members(person):
            title = person_title(person)
        else:
            title = f"{person.name} (group{' of ' if person.count else ', '}{self.size_text(person)})"
        return f"{title} (of {self.of[person.id][0].group})" if person.id in self.of else title


def limits(count: Count | None) -> tuple[int | None, int | None]:
    """The least and the most people that a count allows; "about 20" sets no limit."""
    if count is None:
        return None, None
    return (count.exact, count.exact) if count.exact is not None else (count.min, count.max)


def _minus(size: tuple[int | None, int | None], part: tuple[int | None, int | None]) -> tuple[int | None, int | None]:
    (least, most), (low, high) = size, part
    fewest = None if least is None else max(0, least - high) if high is not None else 0
    return fewest, None if most is None else max(0, most - (low or 0))


def _range(span: tuple[int | None, int | None]) -> str:
    least, most = span
    if least is None:
        return f"at most {most}" if most is not None else ""
    if most is None:
        return f"at least {least}"
    if least == most:
        return str(least) if least else "none"
    return f"{least}–{most}"


def through_text(group: str) -> str:
    """Words for what is known of somebody only as one of a group."""
    return f"through {group}, the group"


def charges_by_person(case: Case, groups: Groups) -> dict[str, list[tuple[Charge, str]]]:
    """The accusations against each person, their own and those against their groups.

    Each with the group it comes through, or ""; of a group's charge a member has the updates that its record still
    speaks for the member at.
    """
    own: dict[str, list[Charge]] = {}
    for charge in case.charges:
        own.setdefault(charge.person, []).append(charge)
    found = {person: [(charge, "") for charge in charges] for person, charges in own.items()}
    for member, of in groups.of.items():
        for through in of:
            for charge in own.get(through.group, ()):
                updates = tuple(update for update in charge.updates if through.speaks(update.when))
                if updates:
                    mine = msgspec.structs.replace(charge, updates=updates)
                    found.setdefault(member, []).append((mine, through.group))
    return found


def events_with_groups(groups: Groups, events: list[Event]) -> dict[str, list[Event]]:
    """`events` by the people they happened to: their own, and those of their groups; each list in the order given."""
    members: dict[str, list[tuple[str, Through]]] = {}
    for member, of in groups.of.items():
        for through in of:
            members.setdefault(through.group, []).append((member, through))
    found: dict[str, list[Event]] = {}
    for event in events:
        subjects = dict.fromkeys(subjects_of(event))
        reached = dict(subjects)
        for subject in subjects:
            for member, through in members.get(subject, ()):
                if through.speaks(event.when):
                    reached[member] = None
        for person in reached:
            found.setdefault(person, []).append(event)
    return found


def source_of(groups: list[Through], event: Event, person: str) -> str:
    """The group through which `event` is `person`'s, by the groups that the person is of; "" where it is their own."""
    subjects = set(subjects_of(event))
    if person in subjects:
        return ""
    return next((through.group for through in groups if through.group in subjects), "")


def statements_through(case: Case, person: str, groups: list[Through]) -> list[tuple[Statement, str]]:
    """What was said about the groups of `person`, or about charges against these, and through which group."""
    owner = {charge.id: charge.person for charge in case.charges}
    by_group = {through.group: through for through in groups}
    found = []
    for statement in case.statements:
        targets = [*statement.about, *(stance.target for stance in statement.stances)]
        people = [owner.get(target, target) for target in targets]
        if person not in people:
            through = next((by_group[one] for one in people if one in by_group), None)
            if through is not None and through.speaks(statement.when):
                found.append((statement, through.group))
    return found
