"""Deaths that one side reports and another denies: by the record nobody can say that somebody has died.

What counts is each side's last stance on the event: a side that denied and later confirms denies no more, and one that
was corrected does not report it any more. Where nobody is on record as saying so, the cited sources report it.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from casefile import dates
from casefile.dates import Fit
from casefile.model import Case, Event, Source, Statement
from casefile.views.published import Published, known_by
from casefile.views.sides import Sides
from casefile.vocabulary import CustodyStatus, EventKind, StanceKind, spoken

_DEATHS = {CustodyStatus.DIED_IN_CUSTODY, CustodyStatus.EXECUTED}
_REPORT = {StanceKind.ASSERTS, StanceKind.CONFIRMS}
_DENY = {StanceKind.DENIES, StanceKind.ALTERNATIVE_ACCOUNT}


class Contested(NamedTuple):
    """A death that is denied: the event, who reports it and who denies it (names), and the statements that do."""

    event: str
    what: str
    reported_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    statements: tuple[str, ...]

    def __str__(self) -> str:
        """The same in words: "reported dead by Harbour Radio, denied by Qızılsahil"."""
        reported = " and ".join(self.reported_by) or "nobody on record"
        return f"{self.what} by {reported}, denied by {' and '.join(self.denied_by)}"


def is_death(event: Event) -> bool:
    """Whether an event says that its subjects died."""
    return event.kind is EventKind.DEATH or event.custody in _DEATHS


def contested(case: Case, day: date | None = None) -> dict[str, Contested]:
    """The deaths that somebody denies, by the id of the event.

    Args:
        case: The file.
        day: By when statements must have been public; None lets all count.
    """
    deaths = {event.id: event for event in case.events if is_death(event) and event.took_place}
    if not deaths:
        return {}
    said: dict[str, list[tuple[Statement, StanceKind]]] = {}
    published = Published(case)
    for statement in sorted(case.statements, key=lambda one: dates.sort_key(one.when)):
        for stance in statement.stances:
            if stance.target in deaths and known_by(published.statement(statement), day) is not Fit.OUT:
                said.setdefault(stance.target, []).append((statement, stance.stance))
    corrected = {statement.supersedes for statement in case.statements if statement.supersedes} if said else set()
    sides = Sides(case, lambda code: code)
    found = {}
    for event_id, stances in said.items():
        last: dict[str, tuple[str, Statement, StanceKind]] = {}
        for statement, taken in stances:
            side = sides.of(statement)
            last[side.key] = (side.title, statement, taken)
        standing = [one for one in last.values() if one[1].id not in corrected]
        denied = [one for one in standing if one[2] in _DENY]
        if denied:
            reported = [one for one in standing if one[2] in _REPORT]
            names = tuple(title for title, _, _ in reported) or _sources(case, deaths[event_id])
            found[event_id] = Contested(
                event_id,
                _what(deaths[event_id]),
                names,
                tuple(title for title, _, _ in denied),
                tuple(statement.id for _, statement, _ in (*reported, *denied)),
            )
    return found


def _what(event: Event) -> str:
    return "reported dead" if event.custody is None else f"reported {spoken(event.custody)}"


def _sources(case: Case, event: Event) -> tuple[str, ...]:
    """Who reports an event of which nobody on record says that it is so."""
    cited = dict.fromkeys(citation.source for citation in event.citations)
    named = (case.get(source_id) for source_id in cited)
    return tuple(f"{one.publisher or one.name} ({one.id})" for one in named if isinstance(one, Source))
