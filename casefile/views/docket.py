"""The docket: a row for everyone detained, with status, time held, accusations and the last word said about them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import msgspec

from casefile import dates
from casefile.dates import When
from casefile.model import Case, Charge, Person, Statement
from casefile.model.claims import open_fields
from casefile.views.custody import Custody, days_text
from casefile.views.groups import Groups, Through, charges_by_person, source_of
from casefile.views.published import as_published
from casefile.views.standing import ChargeStanding, Standing, Standings, Vantage, standing_text
from casefile.views.table import Column, Table
from casefile.views.wording import DISPUTED, LEGEND, count_text
from casefile.vocabulary import CustodyStatus, PersonKind, Role


class Entry(NamedTuple):
    """One detainee, or one group of detainees, as a docket has it.

    ``through`` has the group by the id of each event, charge and statement that is known of the person only as one
    of that group; ``standing`` also has what may be instead, ``accused`` each charge with its status.
    """

    person: Person
    custody: Custody
    charges: list[Charge]
    last_statement: Statement | None
    sources: list[str]
    through: dict[str, str]
    standing: Standing
    accused: list[ChargeStanding]

    @property
    def told(self) -> set[CustodyStatus]:
        """The statuses under which the person is looked for: the one they have, and whether they are on trial."""
        return {self.custody.status} | ({CustodyStatus.ON_TRIAL} if self.custody.trial else set())

    @property
    def status_through(self) -> str:
        """The group whose record says how the person stands; "" where their own does."""
        last = self.custody.events[-1:]
        return self.through.get(last[0].id, "") if last else ""


def docket(case: Case, on: date, at: Vantage | None = None) -> list[Entry]:
    """Everyone who has the role of a detainee or was the subject of a custody event, in order of entry.

    Args:
        case: The file.
        on: The day for which status and days are told: the day on which it is asked.
        at: Another day, or what was public by a day, of which to tell instead; whatever nothing shows to have been
            reported by then is left out.
    """
    at = at or Vantage(on, on)
    case = as_published(case, at.known_by)
    standings = Standings(case, at)
    groups = Groups(case)
    charges = charges_by_person(case, groups)
    said = _statements(case, standings)
    entries = []
    for person in case.people:
        of = groups.of.get(person.id, [])
        standing = standings.of(person)
        state = standing.custody
        if Role.DETAINEE not in person.roles and not state.events:
            continue
        told = [(found, group) for charge, group in charges.get(person.id, ()) if (found := standings.charge(charge))]
        told = [(found, group) for found, group in told if found.statuses != {None}]
        if not (state.events or told or standings.was_reported(person)):
            continue
        last, via = _last_said(said, person.id, of)
        through = {event.id: group for event in state.events if (group := source_of(of, event, person.id))}
        through |= {found.charge.id: group for found, group in told if group}
        if last and via:
            through[last.id] = via
        accused = [found for found, _ in told]
        mine = [found.charge for found in accused]
        sources = _sources(person, state, mine, last)
        entries.append(Entry(person, state, mine, last, sources, through, standing, accused))
    return entries


def _statements(case: Case, standings: Standings) -> dict[str, list[tuple[int, Statement]]]:
    """What was said about each person, or charges against them, numbered by date and then by entry."""
    owner = {charge.id: charge.person for charge in case.charges}
    found: dict[str, list[tuple[int, Statement]]] = {}
    for place, statement in enumerate(sorted(case.statements, key=lambda item: dates.sort_key(item.when))):
        if standings.was_said(statement):
            for target in (*statement.about, *(stance.target for stance in statement.stances)):
                found.setdefault(owner.get(target, target), []).append((place, statement))
    return found


def _last_said(
    said: dict[str, list[tuple[int, Statement]]], person: str, groups: list[Through]
) -> tuple[Statement | None, str]:
    """The last statement about somebody or a group of theirs, and the group; their own where both are one."""
    found = [(place, statement, "") for place, statement in said.get(person, ())[-1:]]
    for through in groups:
        speaking = [item for item in said.get(through.group, ()) if through.speaks(item[1].when)]
        found += [(place, statement, through.group) for place, statement in speaking[-1:]]
    best = max(found, key=lambda item: (item[0], not item[2]), default=None)
    return (best[1], best[2]) if best else (None, "")


def _sources(person: Person, state: Custody, charges: list[Charge], said: Statement | None) -> list[str]:
    cited = [
        *person.citations,
        *(citation for event in state.events for citation in event.citations),
        *(state.trial.citations if state.trial else ()),
        *(citation for charge in charges for citation in charge.citations),
        *(citation for charge in charges for update in charge.updates for citation in update.citations),
        *(said.citations if said else ()),
    ]
    return list(dict.fromkeys(citation.source for citation in cited))


def docket_table(entries: list[Entry], case: Case) -> Table[Entry]:
    """The docket as a list to be shown."""
    groups = Groups(case)

    def cells(entry: Entry) -> tuple[str, ...]:
        state = entry.custody
        said = entry.last_statement
        return (
            entry.person.id,
            groups.title(entry.person) + _mark(bool(open_fields(entry.person))),
            standing_text(entry.standing) + _via(entry.status_through),
            _since(entry),
            days_text(state.days),
            state.place + _mark(bool(state.place) and _differ(entry, "place")),
            "; ".join(_accusation(entry, found) for found in entry.accused),
            f"{said.id} {dates.show(said.when)}{_via(entry.through.get(said.id, ''))}" if said else "",
            " ".join(entry.sources),
        )

    columns = ("Id", "Name", "Status", "Held since", "Days", "Place", "Charges", "Last statement", "Sources")
    return Table(
        "docket",
        tuple(Column(title, number=title == "Days") for title in columns),
        entries,
        cells,
        Row,
        lambda entry: _row(entry, case, groups),
        notes=lambda shown: (LEGEND,) if any(map(_disputed, shown)) else (),
        empty="No detainees yet. Enter one: casefile add-detainee NAME --detained WHEN --place PLACE",
    )


def _since(entry: Entry) -> str:
    if entry.custody.held_since is None:
        return ""
    mark = _mark(_differ(entry, "when"))
    return dates.show(entry.custody.held_since) + mark + _via(_held_through(entry), entry.status_through)


def _mark(differs: bool) -> str:
    return f" {DISPUTED}" if differs else ""


def _differ(entry: Entry, field: str) -> bool:
    """Whether sources differ on a field of any of the events behind somebody's custody."""
    return any(field in open_fields(event) for event in entry.custody.events)


def _disputed(entry: Entry) -> bool:
    return bool(open_fields(entry.person)) or _differ(entry, "when") or _differ(entry, "place")


def _accusation(entry: Entry, found: ChargeStanding) -> str:
    return f"{found.charge.id} {found}{_via(entry.through.get(found.charge.id, ''))}"


def _via(group: str, said: str = "") -> str:
    """The mark of what is known through a group, unless it has been `said` already."""
    return f" (through {group})" if group and group != said else ""


def _held_through(entry: Entry) -> str:
    """The group whose event began the time in custody; "" where an event of the person's own is dated so too."""
    since = entry.custody.held_since
    began = [event for event in entry.custody.events if since and dates.sort_key(event.when) == dates.sort_key(since)]
    groups = [entry.through.get(event.id, "") for event in began]
    return groups[0] if groups and all(groups) else ""


class Accusation(msgspec.Struct, frozen=True, kw_only=True):
    """A charge as a docket row has it; ``through`` is the group that it was brought against, if not the person."""

    id: str
    offence: str
    status: str
    alleged_by: str | None
    through: str | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A docket row for machines; the names of its fields are a contract.

    ``days_min`` and ``days_max`` are the least and the most days in custody; None where no limit is known.
    ``status_possible`` holds the statuses that there may be instead; where it holds ``status`` too, nothing is certain.
    ``group`` is the group that the person is of; ``status_through``, ``held_since_through`` and
    ``last_statement_through`` the groups that these are known through, None where they are of the person alone.
    ``named`` is how many of a group have names, ``unnamed_min`` and ``unnamed_max`` how many have not; None for all but
    groups, and where no limit is known.
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
    group: str | None = None
    status_through: str | None = None
    held_since_through: str | None = None
    last_statement_through: str | None = None
    named: int | None = None
    unnamed_min: int | None = None
    unnamed_max: int | None = None
    on_trial_since: When | None = None


def _row(entry: Entry, case: Case, groups: Groups) -> Row:
    person, state, said = entry.person, entry.custody, entry.last_statement
    rest = groups.rest(person) if person.kind is PersonKind.GROUP else None
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
        on_trial_since=state.trial.when if state.trial else None,
        charges=tuple(
            Accusation(
                id=found.charge.id,
                offence=found.charge.offence,
                status=(found.status or found.possible[-1]).value,
                alleged_by=case.name(found.charge.alleged_by) if found.charge.alleged_by else None,
                through=entry.through.get(found.charge.id),
            )
            for found in entry.accused
        ),
        last_statement=said.id if said else None,
        last_statement_when=said.when if said else None,
        sources=tuple(entry.sources),
        group=person.split_from,
        status_through=entry.status_through or None,
        held_since_through=_held_through(entry) or None,
        last_statement_through=entry.through.get(said.id) if said else None,
        named=rest.named if rest else None,
        unnamed_min=rest.unnamed[0] if rest else None,
        unnamed_max=rest.unnamed[1] if rest else None,
    )
