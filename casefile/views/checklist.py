"""The rights of detained people as they are shown: one person's with all evidence, or everybody's in a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from casefile import dates
from casefile.dates import When
from casefile.model import Case, Statement, as_json
from casefile.views.custody import days_text
from casefile.views.groups import through_text
from casefile.views.page import Fact, Page, Section
from casefile.views.rights import Bearing, Checked, Checklist, State
from casefile.views.table import Column, Table
from casefile.views.treaties import COVENANT, VIENNA
from casefile.views.wording import clip, event_text, person_title, said_text, source_ids, speaker_text
from casefile.vocabulary import spoken

_TREATIES = ((VIENNA, "Art. 36(1)"), (COVENANT, "Arts. 9(2)-(4), 14(3)"))
_NOTES = (
    "Delay is counted from the detention to the first such event that is recorded; there may have been an earlier one.",
    "Whether a delay was lawful is not judged here, and which treaties bind a state is not looked at.",
    "Where nothing is recorded, nothing follows.",
)


def checklist_page(found: Checklist, case: Case) -> Page:
    """One person's rights with their evidence.

    The keys of the data are a contract: ``id name detained_since``; ``vccr`` and ``iccpr_14_3`` with ``shown_to_apply
    why ids``; ``rights``, each with ``right treaty article words shown_to_apply`` (null: it is everybody's) ``state
    states disputed_by possibly_delayed days_min days_max time benchmark events``; an event has ``id kind when says``
    (null: it decides nothing) ``through`` (the group, where it is not the person's own) ``days_min days_max sources
    statements``, a statement ``id speaker stance``.
    """
    since = f"since {dates.show(found.since)}, as recorded" if found.since else "no detention on record"
    sections = [Section("", [Fact("detained", since)])]
    for treaty, articles in _TREATIES:
        facts: list[Fact] = []
        if treaty is VIENNA:
            label = "applies" if found.consular.shown else ""
            facts.append(Fact(label, found.consular.why, " ".join(found.consular.ids)))
        for checked in found.rights:
            if checked.right.treaty is treaty:
                facts += _facts(found, checked, case)
        sections.append(Section(f"{treaty}, {articles}", facts))
    person = found.person
    data = {
        "id": person.id,
        "name": person.name,
        "detained_since": as_json(found.since),
        "vccr": {"shown_to_apply": found.consular.shown, "why": found.consular.why, "ids": found.consular.ids},
        "iccpr_14_3": {"shown_to_apply": found.charged.shown, "why": found.charged.why, "ids": found.charged.ids},
        "rights": [_plain(found, checked) for checked in found.rights],
    }
    return Page(f"{person_title(person)}: rights, as far as recorded", sections, data, id=person.id, notes=_NOTES)


def _facts(found: Checklist, checked: Checked, case: Case) -> list[Fact]:
    facts = [Fact(checked.right.article, _state_text(checked)), Fact("", checked.right.words)]
    applies = found.applies(checked.right)
    if applies and checked.right.treaty is COVENANT:
        facts.append(Fact("", applies.why, " ".join(applies.ids)))
    if checked.right.time:
        reference = f"; for reference: {checked.right.benchmark}" if checked.right.benchmark else ""
        facts.append(Fact("", f"to be done {checked.right.time}{reference}"))
    for bearing in checked.bearings:
        facts.append(_evidence(bearing, case))
        facts += [_said(case, statement, stance) for statement, stance in bearing.statements]
    return facts


def _state_text(checked: Checked) -> str:
    """The state of a right with the words that keep it from saying more than the record does."""
    if checked.state is State.UNKNOWN:
        return "unknown: nothing recorded that decides it" if checked.bearings else "unknown: nothing recorded"
    deciding = [bearing for bearing in checked.bearings if bearing.state]
    first = next((bearing for bearing in deciding if bearing.state is State.HONOURED), None)
    if checked.state is State.DELAYED and first:
        text = f"delayed by {_days(checked.days)} as far as recorded, {_according(first)}"
    elif checked.state is State.HONOURED and first:
        late = f", possibly delayed ({_days(checked.days)})" if checked.possibly_delayed and checked.days.most else ""
        text = f"honoured{late}, {_according(first)}"
    else:
        text = f"{checked.state.value}, {_according(deciding[-1])}"
    before = [state.value for state in checked.states if state is not checked.state]
    text += f"; also recorded: {', '.join(before)}" if before else ""
    return text + (f"; disputed in {' and '.join(checked.disputed_by)}" if checked.disputed_by else "")


def _days(days: tuple[int | None, int | None]) -> str:
    text = days_text(days)
    return f"{text} day" if text == "1" else f"{text} days"


def _according(bearing: Bearing) -> str:
    sources = source_ids(bearing.event.citations).split()
    return f"according to {' and '.join(sources)}" if sources else "no source recorded"


def _evidence(bearing: Bearing, case: Case) -> Fact:
    event = bearing.event
    text = f"{spoken(event.kind)}, {dates.show(event.when)}: {clip(event_text(case, event), 240)}"
    if bearing.state and any(bearing.days):
        text += f"; {_days(bearing.days)} after the detention"
    if bearing.through:
        text += f"; {through_text(bearing.through)}"
    if bearing.state is None and not event.pending:
        text += "; decides nothing here"
    return Fact("", text, f"{event.id} {source_ids(event.citations)}".strip())


def _said(case: Case, statement: Statement, stance: str) -> Fact:
    words = f"{speaker_text(case, statement)}{f' {stance} this' if stance else ''}: {said_text(statement)}"
    ids = f"{statement.id} {source_ids(statement.citations)}".strip()
    return Fact("", f"{dates.show(statement.when)}, {clip(words, 240)}", ids)


def _plain(found: Checklist, checked: Checked) -> dict[str, Any]:
    applies = found.applies(checked.right)
    return {
        "right": checked.right.right.value,
        "treaty": checked.right.treaty,
        "article": checked.right.article,
        "words": checked.right.words,
        "shown_to_apply": applies.shown if applies else None,
        "state": checked.state.value,
        "states": [state.value for state in checked.states],
        "disputed_by": checked.disputed_by,
        "possibly_delayed": checked.possibly_delayed,
        "days_min": checked.days.least,
        "days_max": checked.days.most,
        "time": checked.right.time,
        "benchmark": checked.right.benchmark,
        "events": [
            {
                "id": bearing.event.id,
                "kind": bearing.event.kind.value,
                "when": as_json(bearing.event.when),
                "says": bearing.state.value if bearing.state else None,
                "through": bearing.through or None,
                "days_min": bearing.days.least,
                "days_max": bearing.days.most,
                "sources": source_ids(bearing.event.citations).split(),
                "statements": [
                    {"id": statement.id, "speaker": statement.speaker, "stance": stance}
                    for statement, stance in bearing.statements
                ],
            }
            for bearing in checked.bearings
        ],
    }


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """What the record says of one right, as in the data of a checklist."""

    right: str
    shown_to_apply: bool | None
    state: str
    states: tuple[str, ...]
    disputed_by: tuple[str, ...]
    possibly_delayed: bool
    days_min: int | None
    days_max: int | None
    events: tuple[str, ...]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A person's rights for machines; the names of its fields are a contract."""

    id: str
    name: str
    kind: str
    detained_since: When | None
    rights: tuple[Cell, ...]


def rights_table(lists: Sequence[Checklist]) -> Table[Checklist]:
    """Everybody's rights by state, each named by its article."""

    def cells(found: Checklist) -> tuple[str, ...]:
        unknown = [checked for checked in found.rights if checked.state is State.UNKNOWN]
        moot = [checked for checked in unknown if (applies := found.applies(checked.right)) and not applies.shown]
        return (
            found.person.id,
            person_title(found.person),
            dates.show(found.since) if found.since else "",
            *("; ".join(_articles(found.rights, state)) for state in (State.HONOURED, State.DELAYED)),
            *("; ".join(_articles(found.rights, state)) for state in (State.DENIED, State.DECLINED)),
            str(len(unknown) - len(moot)),
            "; ".join(dict.fromkeys(_short(checked) for checked in moot)),
        )

    columns = ("Id", "Name", "Held since", "Honoured", "Delayed", "Denied", "Declined", "Unknown", "Not shown to apply")
    return Table(
        "rights",
        tuple(Column(title, number=title == "Unknown") for title in columns),
        lists,
        cells,
        Row,
        _row,
        empty="No detainees yet. Enter one: casefile add-detainee NAME --detained WHEN --place PLACE",
    )


def _articles(rights: Iterable[Checked], state: State) -> list[str]:
    found = []
    for checked in rights:
        if checked.state is state:
            days = f" by {_days(checked.days)}" if state is State.DELAYED else ""
            found.append(f"{checked.right.article}{days}{' (possibly delayed)' if checked.possibly_delayed else ''}")
    return found


def _short(checked: Checked) -> str:
    return "36(1)" if checked.right.treaty is VIENNA else checked.right.article[: len("14(3)")]


def _row(found: Checklist) -> Row:
    cells = []
    for checked in found.rights:
        applies = found.applies(checked.right)
        cells.append(
            Cell(
                right=checked.right.right.value,
                shown_to_apply=applies.shown if applies else None,
                state=checked.state.value,
                states=tuple(state.value for state in checked.states),
                disputed_by=checked.disputed_by,
                possibly_delayed=checked.possibly_delayed,
                days_min=checked.days.least,
                days_max=checked.days.most,
                events=tuple(bearing.event.id for bearing in checked.bearings),
            )
        )
    person = found.person
    return Row(id=person.id, name=person.name, kind=person.kind.value, detained_since=found.since, rights=tuple(cells))
