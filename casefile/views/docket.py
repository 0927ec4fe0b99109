"""The docket: a row for everyone detained, with status, time held, accusations and the last word said about them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import msgspec

from casefile import dates
from casefile.dates import When
from casefile.model import Case, Charge, Person, Statement
from casefile.views.custody import Custody, custody, days_text, events_by_subject
from casefile.views.table import Column, Table
from casefile.views.wording import count_text, last_status, person_title
from casefile.vocabulary import Role, spoken


class Entry(NamedTuple):
    """One detainee, or one group of detainees, as a docket has it."""

    person: Person
    custody: Custody
    charges: list[Charge]
    last_statement: Statement | None
    sources: list[str]


def docket(case: Case, on: date) -> list[Entry]:
    """Everyone who has the role of a detainee or was the subject of a custody event, in order of entry.

    Args:
        case: The file.
        on: The day for which status and days are told.
    """
    events = events_by_subject(case)
    charges: dict[str, list[Charge]] = {}
    owner: dict[str, str] = {}
    for charge in case.charges:
        charges.setdefault(charge.person, []).append(charge)
        owner[charge.id] = charge.person
    last_said: dict[str, Statement] = {}
    for statement in sorted(case.statements, key=lambda item: dates.sort_key(item.when)):
        for target in (*statement.about, *(stance.target for stance in statement.stances)):
            last_said[owner.get(target, target)] = statement
    entries = []
    for person in case.people:
        state = custody(events.get(person.id, ()), on)
        if Role.DETAINEE not in person.roles and not state.events:
            continue
        said = last_said.get(person.id)
        entries.append(Entry(person, state, charges.get(person.id, []), said, _sources(person, state, charges, said)))
    return entries


def _sources(person: Person, state: Custody, charges: dict[str, list[Charge]], said: Statement | None) -> list[str]:
    cited = [
        *person.citations,
        *(citation for event in state.events for citation in event.citations),
        *(citation for charge in charges.get(person.id, ()) for citation in charge.citations),
        *(
            citation
            for charge in charges.get(person.id, ())
            for update in charge.updates
            for citation in update.citations
        ),
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
            spoken(state.status) if state.events else "not on record",
            dates.show(state.held_since) if state.held_since else "",
            days_text(state.days),
            state.place,
            "; ".join(f"{charge.id} {spoken(last_status(charge))}" for charge in entry.charges),
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
    """

    id: str
    name: str
    kind: str
    count: str
    nationality: tuple[str, ...]
    status: str
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
        status_since=state.since,
        held=state.held,
        held_since=state.held_since,
        days_min=state.days[0],
        days_max=state.days[1],
        place=state.place,
        charges=tuple(
            Accusation(
                id=charge.id,
                offence=charge.offence,
                status=last_status(charge).value,
                alleged_by=case.name(charge.alleged_by) if charge.alleged_by else None,
            )
            for charge in entry.charges
        ),
        last_statement=said.id if said else None,
        last_statement_when=said.when if said else None,
        sources=tuple(entry.sources),
    )
