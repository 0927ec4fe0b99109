"""When each fact of a case became public, as far as the file says, and which facts that leaves on a given day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from casefile import dates
from casefile.dates import Fit, When
from casefile.model import Case, Charge, ChargeUpdate, Citation, Event, Person, Source, Statement


class Published:
    """Remembers when each source was published, so that a case is not searched once a fact."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._dates: dict[str, When | None] = {}

    def event(self, event: Event) -> When | None:
        """When an event became known, else when the first source that reports it was published."""
        return event.known or self.by(event.citations)

    def update(self, charge: Charge, update: ChargeUpdate) -> When | None:
        """When a step of a charge became known, else when the first source that reports it was published."""
        return update.known or self.by(update.citations or charge.citations)

    def statement(self, statement: Statement) -> When | None:
        """When a statement became public: what is said in public is known from the day that it was said."""
        return statement.when if statement.when.latest else self.by(statement.citations)

    def by(self, citations: Iterable[Citation]) -> When | None:
        """When the earliest of the cited sources was published, as far as the file says."""
        found = [when for when in (self._of(citation.source) for citation in citations) if when is not None]
        return min(found, key=dates.sort_key, default=None)

    def _of(self, source_id: str) -> When | None:
        if source_id not in self._dates:
            source = self._case.get(source_id)
            self._dates[source_id] = source.published if isinstance(source, Source) else None
        return self._dates[source_id]


def as_published(case: Case, day: date | None) -> Case:
    """`case` without the memberships of groups of which nothing shows that they were public by `day`.

    That somebody is of a group is public with the source that says so, else with those of their own record.
    """
    if day is None:
        return case
    published = Published(case)
    seen: list[Person] = []
    gone: dict[str, set[str]] = {}
    for group in case.people:
        for member in group.members:
            _part(case, published, day, gone, group.id, member)
    for person in case.people:
        if person.split_from:
            _part(case, published, day, gone, person.split_from, person.id)
    for person in case.people:
        lost = gone.get(person.id, set())
        members = tuple(member for member in person.members if member not in lost)
        apart = person.split_from is not None and person.id in gone.get(person.split_from, ())
        if apart or members != person.members:
            of = None if apart else person.split_from
            seen.append(msgspec.structs.replace(person, members=members, split_from=of))
    return case.seen_with(seen) if seen else case


def _part(case: Case, published: Published, day: date, gone: dict[str, set[str]], group: str, member_id: str) -> None:
    member = case.person(member_id)
    if member is None:
        return
    said = [claim for claim in member.claims if (claim.field, claim.value) == ("split_from", group)]
    cites = [citation for claim in said for citation in claim.citations] or member.citations
    if known_by(published.by(cites), day) is Fit.OUT:
        gone.setdefault(group, set()).add(member_id)


def known_by(publicly_known: When | None, day: date | None) -> Fit:
    """Whether something was public by `day`: certainly, possibly or not; what nothing publishes never is."""
    if day is None:
        return Fit.CERTAIN
    return Fit.OUT if publicly_known is None else dates.within(publicly_known, None, day)
