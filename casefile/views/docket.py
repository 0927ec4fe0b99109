"""The docket: a row for everyone detained, with status, time held, accusations and the last word said about them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import msgspec

from casefile import dates
from casefile.dates import When
from casefile.model import Case, Charge, Person, Statement
from casefile.views.custody import Custody, days_text
from casefile.views.standing import ChargeStanding, Standing, Standings, Vantage, standing_text
from casefile.views.table import Column, Table
from casefile.views.wording import count_text, person_title
from casefile.vocabulary import Role


class Entry(NamedTuple):
    """One detainee, or one group of detainees, as a docket has it; `standing` also has what may be instead."""

    person: Person
    custody: Custody
    charges: list[Charge]
    last_statement: Statement | None
    sources: list[str]
    standing: Standing
    accused: list[ChargeStanding]


def docket(case: Case, on: date, at: Vantage | None = None) -> list[Entry]:
    """Everyone who has the role of a detainee or was the subject of a custody event, in order of entry.

    Args:
        case: The file.
        on: The day for which status and days are told: the day on which it is asked.
        at: Another day, or what was public by a day, of which to tell instead; whatever nothing shows to have been
            reported by then is left out.
    """
    at = at or Vantage(on, on)
    standings = Standings(case, at)
    charges: dict[str, list[ChargeStanding]] = {}
    owner: dict[str, str] = {}
    for charge in case.charges:
        owner[charge.id] = charge.person
        found = standings.charge(charge)
        if found and found.statuses != {None}:
            charges.setdefault(charge.person, []).append(found)
    last_said = _last_said(case, owner, standings)
    entries = []
    for person in case.people:
        standing = standings.of(person)
        state = standing.custody
        if Role.DETAINEE not in person.roles and not state.events:
            continue
        accused = charges.get(person.id, [])
        if not (state.events or accused or standings.was_reported(person)):
            continue
        said = last_said.get(person.id)
        against = [found.charge for found in accused]
        sources = _sources(person, state, against, said)
        entries.append(Entry(person, state, against, said, sources, standing, accused))
    return entries


def _last_said(case: Case, owner: dict[str, str], standings: Standings) -> dict[str, Statement]:
    last_said: dict[str, Statement] = {}
    for statement in sorted(case.statements, key=lambda item: dates.sort_key(item.when)):
        if standings.was_said(statement):
            for target in (*statement.about, *(stance.target for stance in statement.stances)):
                last_said[owner.get(target, target)] = statement
    return last_said


def _sources(person: Person, state: Custody, charges: list[Charge], said: Statement | None) -> list[str]:
    cited = [
        *person.citations,
        *(citation for event in state.events for citation in event.citations),
        *(citation for charge in charges for citation in charge.citations),
        *(citation for charge in charges for update in charge.updates for citation in update.citations),
        *(said.citations if said else ()),
    ]
    return list(dict.fromkeys(citation.source for citation in cited))


def docket_table(entries: list[Entry], case: Case) -> Table[Entry]:
    """The docket as a list to be shown."""

    def cells(entry: Entry) -> tuple[str, ...]:
        state = entry.custody
        said = entry.last_statement
        return (
            entry.person.id,
            person_title(entry.person),
            standing_text(entry.standing),
            dates.show(state.held_since) if state.held_since else "",
            days_text(state.days),
            state.place,
            "; ".join(f"{found.charge.id} {found}" for found in entry.accused),
            f"{said.id} {dates.show(said.when)}" if said else "",
            " ".join(entry.sources),
        )

    columns = ("Id", "Name", "Status", "Held since", "Days", "Place", "Charges", "Last statement", "Sources")
    return Table(
        "docket",
        tuple(Column(title, number=title == "Days") for title in columns),
        entries,
        cells,
        Row,
        lambda entry: _row(entry, case),
        empty="No detainees yet. Enter one: casefile add-detainee NAME --detained WHEN --place PLACE",
    )


class Accusation(msgspec.Struct, frozen=True, kw_only=True):
    """A charge as a docket row has it."""

    id: str
    offence: str
    status: str
    alleged_by: str | None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A docket row for machines; the names of its fields are a contract.

    ``days_min`` and ``days_max`` are the least and the most days in custody; None where no limit is known.
    ``status_possible`` holds the statuses that there may be instead; where it holds ``status`` too, nothing is certain.
    """

    id: str
    name: str
    kind: str
    count: str
    nationality: tuple[str, ...]
    status: str
    status_possible: tuple[str, ...]
    status_since: When | None
    held: bool
    held_since: When | None
    days_min: int | None
    days_max: int | None
    place: str
    charges: tuple[Accusation, ...]
    last_statement: str | None
    last_statement_when: When | None
    sources: tuple[str, ...]


def _row(entry: Entry, case: Case) -> Row:
    person, state, said = entry.person, entry.custody, entry.last_statement
    return Row(
        id=person.id,
        name=person.name,
        kind=person.kind.value,
        count=count_text(person.count) if person.count else "",
        nationality=person.nationality,
        status=state.status.value,
        status_possible=tuple(term.value for term in entry.standing.possible),
        status_since=state.since,
        held=state.held,
        held_since=state.held_since,
        days_min=state.days[0],
        days_max=state.days[1],
        place=state.place,
        charges=tuple(
            Accusation(
                id=found.charge.id,
                offence=found.charge.offence,
                status=(found.status or found.possible[-1]).value,
                alleged_by=case.name(found.charge.alleged_by) if found.charge.alleged_by else None,
            )
            for found in entry.accused
        ),
        last_statement=said.id if said else None,
        last_statement_when=said.when if said else None,
        sources=tuple(entry.sources),
    )
