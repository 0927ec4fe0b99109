"""Who was in which custody on a day, for how long, accused how, and how many people that makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from casefile import dates
from casefile.dates import Fit
from casefile.model import Case, Charge, Person, as_json
from casefile.views.counting import Headcount, Number
from casefile.views.custody import days_text
from casefile.views.groups import Groups, source_of, through_text
from casefile.views.page import Fact, Page, Section
from casefile.views.published import as_published
from casefile.views.standing import ChargeStanding, Standing, Standings, Vantage, held, on_trial_too
from casefile.views.wording import names_of, person_title, source_ids
from casefile.vocabulary import ChargeStatus, CustodyStatus, PersonKind, Role, spoken

_NONE = "nothing on record"
_IDS = 10  # charges whose ids a line names


class _Entry(NamedTuple):
    person: Person
    standing: Standing


def status(case: Case, at: Vantage, people: Sequence[Person] | None = None) -> Page:
    """Where everybody who is or was detained stood, and every charge, with totals.

    Args:
        case: The file.
        at: The day, and by when things must have been public.
        people: Whom to tell of; everybody when None. With a group come its members.

    The keys of the data are a contract: ``as_of``, ``known_by``; ``people``, ``held`` and each of ``statuses`` have
    ``least``, ``most`` (null: no limit known) and ``about``; ``statuses`` also ``status`` (null: nothing on record) and
    ``ids``; ``persons`` are rows of ``id name kind count status status_through`` (the group whose record says so)
    ``certain possible since held_since days_min days_max place contested on_trial_since sources``, where ``contested``
    are deaths that are denied [{``event what reported_by denied_by statements``}]; ``on_trial`` are ``least most about
    ids`` of those on trial, whatever their custody; ``charges`` are ``status least most ids``; ``reasons`` tell why
    totals are ranges; ``left_out`` has ``people``, ``events`` and ``charges`` that nothing shows to have been public
    by then, and ``bodies``.
    """
    case = as_published(case, at.known_by)
    standings = Standings(case, at)
    wanted = _wanted(case, people)
    entries: list[_Entry] = []
    unknown: list[Person] = []
    bodies: list[Person] = []
    charges = [charge for charge in case.charges if wanted is None or charge.person in wanted]
    accused = [(charge, standings.charge(charge)) for charge in charges]
    spoken_of = {charge.person for charge, found in accused if (found and found.status) or (found and found.possible)}
    for person in case.people:
        if wanted is not None and person.id not in wanted:
            continue
        found = standings.of(person)
        if wanted is None and Role.DETAINEE not in person.roles and not found.custody.events and not found.unpublished:
            continue
        if person.kind in {PersonKind.ORGANISATION, PersonKind.STATE}:
            bodies.append(person)
        elif not (found.custody.events or person.id in spoken_of or standings.was_reported(person)):
            unknown.append(person)
        else:
            entries.append(_Entry(person, found))
    return _page(case, at, entries, [found for _, found in accused if found], unknown, bodies)


def _wanted(case: Case, people: Sequence[Person] | None) -> set[str] | None:
    if people is None:
        return None
    wanted = {person.id for person in people}
    waiting = [person for one in people if (person := case.person(one.id))]
    while waiting:
        group = waiting.pop()
        for member in filter(None, map(case.person, group.members)):
            if member.id not in wanted:
                wanted.add(member.id)
                waiting.append(member)
    return wanted


def _page(
    case: Case,
    at: Vantage,
    entries: list[_Entry],
    accused: list[ChargeStanding],
    unknown: list[Person],
    bodies: list[Person],
) -> Page:
    groups = Groups(case)
    by_id = {entry.person.id: entry.standing for entry in entries}
    count = Headcount(
        case, [entry.person for entry in entries], {key: found.custody.held_since for key, found in by_id.items()}
    )
    everybody = count.count()
    in_custody = count.count(lambda person: held(by_id[person.id].statuses))
    tried = [entry for entry in entries if entry.standing.custody.trial]
    on_trial = count.count(lambda person: Fit.CERTAIN if by_id[person.id].custody.trial else Fit.OUT)
    order: list[CustodyStatus | None] = [*CustodyStatus, None]
    totals: dict[CustodyStatus | None, Number] = {}
    for term in order:
        if any(term in entry.standing.statuses for entry in entries):
            totals[term] = count.count(_fits(by_id, term))
    sections = [Section("", [Fact("people", str(everybody)), Fact("held", str(in_custody))])]
    for term, number in totals.items():
        title = f"{_heading(term)}: {number}"
        rows = [_fact(entry, at, groups) for entry in entries if _shown_under(entry.standing) is term]
        rows += [_instead(entry) for entry in entries if _shown_under(entry.standing) is not term
                 and term in entry.standing.statuses and term is not None]  # fmt: skip
        sections.append(Section(title, rows))
    if also := [entry for entry in tried if on_trial_too(entry.standing.custody)]:
        sections.append(Section(f"On trial, whatever their custody: {on_trial}", [_trial(entry) for entry in also]))
    charges = _charges(accused)
    sections.append(Section("Charges and allegations", [_charge_fact(case, term, found) for term, found in charges]))
    left_events = sum(entry.standing.unpublished for entry in entries)
    left_charges = sum(1 for found in accused if found.status is None and not found.possible and found.unpublished)
    data = {
        "as_of": at.on.isoformat(),
        "known_by": at.known_by.isoformat() if at.known_by else None,
        "people": everybody._asdict(),
        "held": in_custody._asdict(),
        "statuses": [
            {"status": term and term.value, **number._asdict(), "ids": _ids_under(entries, term)}
            for term, number in totals.items()
        ],
        "on_trial": {**on_trial._asdict(), "ids": [entry.person.id for entry in tried]},
        "persons": [_row(entry, groups) for entry in entries],
        "charges": [_charge_row(term, found) for term, found in charges],
        "reasons": count.reasons,
        "left_out": {
            "people": [person.id for person in unknown],
            "events": left_events,
            "charges": left_charges,
            "bodies": [person.id for person in bodies],
        },
    }
    if not entries and not charges:
        sections = [Section("", [Fact("people", "nobody on record")])]
    notes = [*count.reasons, *_left_out(at, unknown, bodies, left_events, left_charges)]
    return Page(_title(at), [part for part in sections if part.facts], data, notes=tuple(notes))


def _title(at: Vantage) -> str:
    title = f"Status on {_day(at.on)}"
    return f"{title}, by what was public on {_day(at.known_by)}" if at.known_by else title


def _day(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def _fit(statuses: frozenset[Any] | set[Any], *, wanted: object) -> Fit:
    if wanted not in statuses:
        return Fit.OUT
    return Fit.CERTAIN if len(statuses) == 1 else Fit.POSSIBLE


def _fits(by_id: dict[str, Standing], term: CustodyStatus | None) -> Callable[[Person], Fit]:
    return lambda person: _fit(by_id[person.id].statuses, wanted=term)


def _shown_under(found: Standing) -> CustodyStatus | None:
    return found.custody.status if found.custody.events else None


def _heading(term: CustodyStatus | None) -> str:
    return spoken(term).capitalize() if term else _NONE.capitalize()


def _ids_under(entries: list[_Entry], term: CustodyStatus | None) -> list[str]:
    return [entry.person.id for entry in entries if term in entry.standing.statuses]


def _fact(entry: _Entry, at: Vantage, groups: Groups) -> Fact:
    person, found = entry
    state = found.custody
    words = groups.title(person)
    told: list[str] = []
    if not state.events:
        told.append(f"no custody event by {_day(at.on)}" if at.on < at.today or at.known_by else "no custody event")
    else:
        if state.held_since:
            told.append(f"held since {dates.show(state.held_since)}")
        if not state.held and state.since:
            told.append(f"{spoken(state.status)} {dates.show(state.since)}")
        if days := days_text(state.days):
            told.append(f"{days} day" if days == "1" else f"{days} days")
        told += [state.place] if state.place else []
        if not found.certain:
            told[0] = f"possibly {told[0]}"
        if through := _through(entry, groups):
            told.append(through_text(through))
        told += [f"{denied} [{' '.join((denied.event, *denied.statements))}]" for denied in found.contested]
        others = [one for one in found.possible if one is not state.status]
        told += [f"possibly {' or '.join(spoken(one) for one in others)}"] if others else []
    cited = source_ids(citation for event in state.events for citation in event.citations)
    return Fact(person.id, f"{words}: {', '.join(told)}", cited)


def _trial(entry: _Entry) -> Fact:
    trial = entry.standing.custody.trial
    words = person_title(entry.person)
    if trial is None:
        return Fact(entry.person.id, words)
    cited = f"{trial.id} {source_ids(trial.citations)}".strip()
    return Fact(entry.person.id, f"{words}: on trial since {dates.show(trial.when)}", cited)


def _through(entry: _Entry, groups: Groups) -> str:
    """The group whose record says how somebody stands; "" where their own does."""
    last = entry.standing.custody.events[-1:]
    return source_of(groups.of.get(entry.person.id, []), last[0], entry.person.id) if last else ""


def _instead(entry: _Entry) -> Fact:
    return Fact(entry.person.id, f"{person_title(entry.person)}: possibly", "")


def _row(entry: _Entry, groups: Groups) -> dict[str, Any]:
    person, found = entry
    state = found.custody
    return {
        "id": person.id,
        "name": person.name,
        "kind": person.kind.value,
        "count": as_json(person.count),
        "status": state.status.value if state.events else None,
        "status_through": _through(entry, groups) or None,
        "certain": found.certain,
        "possible": [term.value for term in found.possible],
        "since": as_json(state.since),
        "held_since": as_json(state.held_since),
        "days_min": state.days[0],
        "days_max": state.days[1],
        "place": state.place,
        "contested": [
            {
                **denied._asdict(),
                "reported_by": list(denied.reported_by),
                "denied_by": list(denied.denied_by),
                "statements": list(denied.statements),
            }
            for denied in found.contested
        ],
        "on_trial_since": as_json(state.trial.when) if state.trial else None,
        "sources": source_ids(citation for event in state.events for citation in event.citations).split(),
    }


def _charges(accused: list[ChargeStanding]) -> list[tuple[ChargeStatus, list[ChargeStanding]]]:
    return [
        (term, found) for term in ChargeStatus if (found := [charge for charge in accused if term in charge.statuses])
    ]


def _charge_number(term: ChargeStatus, found: list[ChargeStanding]) -> Number:
    return Number(sum(charge.statuses == {term} for charge in found), len(found))


def _charge_fact(case: Case, term: ChargeStatus, found: list[ChargeStanding]) -> Fact:
    charges: list[Charge] = [standing.charge for standing in found]
    against = list(dict.fromkeys(charge.person for charge in charges))
    whom = names_of(case, against) if len(against) <= _IDS else f"{len(against)} people or groups"
    ids = " ".join(charge.id for charge in charges[:_IDS])
    more = f" and {len(charges) - _IDS} more" if len(charges) > _IDS else ""
    return Fact(spoken(term), f"{_charge_number(term, found)}, against {whom}", ids + more)


def _charge_row(term: ChargeStatus, found: list[ChargeStanding]) -> dict[str, Any]:
    number = _charge_number(term, found)
    ids = [standing.charge.id for standing in found]
    return {"status": term.value, "least": number.least, "most": number.most, "ids": ids}


def _left_out(at: Vantage, unknown: list[Person], bodies: list[Person], events: int, charges: int) -> list[str]:
    notes = []
    if unknown and at.known_by:
        listed = ", ".join(person.id for person in unknown[:_IDS]) + (" …" if len(unknown) > _IDS else "")
        notes.append(f"Nothing shows that {listed} had been reported by {_day(at.known_by)}: left out.")
    if events:
        notes.append(f"Left out: {events} events of which nothing says when they became public.")
    if charges:
        notes.append(f"Left out: {charges} charges of which nothing says when they became public.")
    if bodies:
        notes.append(f"Not counted, as they are no people: {', '.join(person.id for person in bodies)}.")
    return notes
