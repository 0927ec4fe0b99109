"""Who says what about a record: each side's stances in order of time, what was said before, in reply and in correction.

A stance is what somebody recorded as one; none is ever read out of a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from casefile import dates
from casefile.model import Case, Charge, ChargeUpdate, Event, Person, Record, Statement, as_json, subjects_of
from casefile.names import fold
from casefile.views.page import Fact, Page, Section
from casefile.views.sides import Side, Sides
from casefile.views.wording import (
    clip,
    headline,
    known_text,
    offence_text,
    person_title,
    said_text,
    source_ids,
    speaker_text,
    title_of,
)
from casefile.vocabulary import StanceKind, spoken

#: A stance as something that was done: nobody here knows whether it is still held.
_DONE = {
    StanceKind.ASSERTS: "asserted",
    StanceKind.DENIES: "denied",
    StanceKind.CONFIRMS: "confirmed",
    StanceKind.PARTLY_CONFIRMS: "partly confirmed",
    StanceKind.CONTESTS_LEGALITY: "contested the legality",
    StanceKind.JUSTIFIES: "justified",
    StanceKind.ACCEPTS_RESPONSIBILITY: "accepted responsibility",
    StanceKind.DENIES_RESPONSIBILITY: "denied responsibility",
    StanceKind.ALTERNATIVE_ACCOUNT: "gave an alternative account",
    StanceKind.PROMISES: "promised",
    StanceKind.SUPPORTS: "supported",
    StanceKind.NO_POSITION: "took no position",
}
_EXCERPT = 60


class _Run(NamedTuple):
    """Statements of one side on one record that follow one another and take the same stance, or the same several."""

    stances: tuple[StanceKind, ...]
    statements: list[Statement]


class Position(NamedTuple):
    """A side's stances on one record, oldest first.

    Attributes:
        target: The record.
        runs: The stances that followed one another.
        certain: Whether the dates, or what corrects or answers what, say in which order.
        corrected_by: Statements that correct the last one and have no stance recorded themselves.
    """

    target: str
    runs: list[_Run]
    certain: bool
    corrected_by: list[str]


def positions(case: Case, record: Record, country_name: Callable[[str], str]) -> Page:
    """Each side's stances on `record`, and on a person's charges and events.

    The data have ``record``, ``targets`` [{``id what``}], ``sides`` [{``side country person positions accusations
    statements``}] and ``no_stance`` [statement].

    - A position: ``target stances since until statements before order_certain corrected_by``, where ``before``
      [{``stances since until statements``}] are the stances before the last, oldest first.
    - An accusation, which is a charge that the side makes: ``charge person offence status when``.
    - A statement: ``id when side speaker speaker_name office on_behalf_of kind mode text lang translation stances about
      in_reply_to answered_by supersedes superseded_by sources``.

    Args:
        case: The file.
        record: What it is about.
        country_name: From a country's code to its name.
    """
    return _Positions(case, record, country_name).page()


class _Positions:
    def __init__(self, case: Case, record: Record, country_name: Callable[[str], str]) -> None:
        self._case, self._record, self._sides = case, record, Sides(case, country_name)
        self._targets = list(_targets(case, record))
        self._answers: dict[str, list[Statement]] = {}
        self._corrections: dict[str, list[Statement]] = {}
        for statement in case.statements:
            if statement.in_reply_to:
                self._answers.setdefault(statement.in_reply_to, []).append(statement)
            if statement.supersedes:
                self._corrections.setdefault(statement.supersedes, []).append(statement)
        self._statements = self._relevant()

    def _relevant(self) -> list[Statement]:
        """What was said about it, with all that it answers and corrects, and that answers and corrects it; by time."""
        targets = set(self._targets)
        found = {
            statement.id: statement
            for statement in self._case.statements
            if targets & {*statement.about, *(stance.target for stance in statement.stances)}
        }
        if isinstance(self._record, Statement):
            found[self._record.id] = self._record
        todo = list(found.values())
        while todo:
            statement = todo.pop()
            before = (self._case.get(link) for link in (statement.in_reply_to, statement.supersedes) if link)
            after = (*self._answers.get(statement.id, ()), *self._corrections.get(statement.id, ()))
            for other in (*before, *after):
                if isinstance(other, Statement) and other.id not in found:
                    found[other.id] = other
                    todo.append(other)
        return _in_order(found.values())

    def page(self) -> Page:
        stances: dict[Side, list[Statement]] = {}
        silent: list[Statement] = []
        accusations: dict[Side, list[Charge]] = {}
        for statement in self._statements:
            if any(stance.target in self._targets for stance in statement.stances):
                stances.setdefault(self._sides.of(statement), []).append(statement)
            else:
                silent.append(statement)
        for target in self._targets:
            charge = self._case.get(target)
            if isinstance(charge, Charge) and charge.alleged_by:
                accusations.setdefault(self._sides.of_person(charge.alleged_by), []).append(charge)
        sections, data = [], []
        for side in dict.fromkeys([*stances, *accusations]):
            said, made = stances.get(side, []), accusations.get(side, [])
            held = list(self._positions(said))
            facts = [self._position_fact(position) for position in held]
            facts += [self._accusation_fact(charge) for charge in made]
            facts += [fact for statement in said for fact in self._statement_facts(statement)]
            sections.append(Section(side.title, facts))
            data.append(
                {
                    "side": side.title,
                    "country": side.country,
                    "person": side.person,
                    "positions": [_position_data(position) for position in held],
                    "accusations": [_accusation_data(charge) for charge in made],
                    "statements": [self._statement_data(statement) for statement in said],
                }
            )
        if silent:
            facts = [fact for statement in silent for fact in self._statement_facts(statement)]
            sections.append(Section("Said about it, no stance recorded", facts))
        taken = {stance.target for statement in self._statements for stance in statement.stances}
        taken |= {self._record.id, *(charge.id for made in accusations.values() for charge in made)}
        shown = [target for target in self._targets if target in taken]
        what = [Fact(target, self._what(target)) for target in shown if target != self._record.id]
        return Page(
            headline(self._case, self._record),
            [*([Section("Stances are on", what)] if what else []), *sections],
            {
                "record": self._record.id,
                "targets": [{"id": target, "what": self._what(target)} for target in shown],
                "sides": data,
                "no_stance": [self._statement_data(statement) for statement in silent],
            },
            id=self._record.id,
            notes=tuple(self._notes(nothing=not sections)),
        )

    def _notes(self, *, nothing: bool) -> Iterator[str]:
        record = self._record
        if nothing:
            yield (
                "Nothing that was said about it is on record. Enter it: casefile add-statement TEXT --by SPEAKER "
                f"--on WHEN --about {record.id} --stance denies:{record.id}"
            )
        if isinstance(record, Person):
            groups = [group.id for group in self._case.people if record.id in group.members]
            for group in dict.fromkeys([*groups, *([record.split_from] if record.split_from else [])]):
                said = f"What was said about {title_of(self._case, group)} is not repeated here"
                yield f"{said}: casefile positions {group}"

    def _positions(self, said: Sequence[Statement]) -> Iterator[Position]:
        for target in self._targets:
            chain = [(taken, statement) for statement in said if (taken := _stances_on(statement, target))]
            if not chain:
                continue
            runs = [
                _Run(stances, [statement for _, statement in items])
                for stances, items in groupby(chain, key=lambda pair: pair[0])
            ]
            certain = all(_follows(later.statements[0], earlier.statements[-1]) for earlier, later in pairwise(runs))
            last = runs[-1].statements[-1]
            corrected = [other.id for other in self._corrections.get(last.id, ()) if not _stances_on(other, target)]
            yield Position(target, runs, certain, corrected)

    def _position_fact(self, position: Position) -> Fact:
        label = "position" if len(self._targets) == 1 else f"on {position.target}"
        *before, last = position.runs
        words = [_run_text(run) for run in before]
        words.append(_run_text(last, since=bool(before) and position.certain))
        text = "; ".join(words)
        if not position.certain:
            text += "; in which order is not on record"
        if position.corrected_by:
            text += f"; corrected by {', '.join(position.corrected_by)}, with no stance recorded"
        return Fact(label, text)

    def _accusation_fact(self, charge: Charge) -> Fact:
        update = _last_update(charge)
        accuser = self._case.name(charge.alleged_by) if charge.alleged_by else ""
        text = f"{accuser} accuses {title_of(self._case, charge.person)}: {offence_text(charge)}"
        status = f"{spoken(update.status)}, {dates.show(update.when)}"
        return Fact("accusation", f"{text}; {status}", f"{charge.id} {source_ids(charge.citations)}".strip())

    def _statement_facts(self, statement: Statement) -> Iterator[Fact]:
        stances = ", ".join(
            f"{spoken(stance.stance)} {stance.target}" for stance in statement.stances if stance.target in self._targets
        )
        words = f"{speaker_text(self._case, statement)}: {said_text(statement)}"
        yield Fact(
            dates.show(statement.when),
            f"{stances}. {words}" if stances else words,
            f"{statement.id} {source_ids(statement.citations)}".strip(),
        )
        if statement.translation:
            yield Fact("", f"in translation: “{statement.translation.strip()}”")
        for citation in statement.citations:
            if citation.quote and fold(citation.quote) != fold(statement.text):
                yield Fact("", f"as the source has it: “{citation.quote}”", citation.source)
        for link, ids in self._links(statement):
            yield Fact("", f"{link} {'; '.join(self._short(other) for other in ids)}")

    def _links(self, statement: Statement) -> Iterator[tuple[str, list[str]]]:
        if statement.in_reply_to:
            yield "in reply to", [statement.in_reply_to]
        if statement.supersedes:
            yield "corrects", [statement.supersedes]
        for link, found in (("corrected by", self._corrections), ("answered by", self._answers)):
            if others := found.get(statement.id):
                yield link, [other.id for other in others]

    def _short(self, statement_id: str) -> str:
        other = self._case.get(statement_id)
        if not isinstance(other, Statement):
            return statement_id
        words = clip(other.text, _EXCERPT)
        return f"{statement_id} ({title_of(self._case, other.speaker)}, {dates.show(other.when)}: {words})"

    def _what(self, target: str) -> str:
        record = self._case.get(target)
        if isinstance(record, Charge):
            return f"accusation against {title_of(self._case, record.person)}: {offence_text(record)}"
        if isinstance(record, Event):
            return f"{known_text(self._case, record)}, {dates.show(record.when)}"
        if isinstance(record, Person):
            return person_title(record)
        return headline(self._case, record) if record else target

    def _statement_data(self, statement: Statement) -> dict[str, Any]:
        return {
            "id": statement.id,
            "when": as_json(statement.when),
            "side": self._sides.of(statement).title,
            "speaker": statement.speaker,
            "speaker_name": self._case.name(statement.speaker),
            "office": as_json(statement.office),
            "on_behalf_of": statement.on_behalf_of,
            "kind": statement.kind.value if statement.kind else None,
            "mode": statement.mode.value,
            "text": statement.text,
            "lang": statement.lang,
            "translation": statement.translation,
            "stances": [as_json(stance) for stance in statement.stances if stance.target in self._targets],
            "about": list(statement.about),
            "in_reply_to": statement.in_reply_to,
            "answered_by": [other.id for other in self._answers.get(statement.id, ())],
            "supersedes": statement.supersedes,
            "superseded_by": [other.id for other in self._corrections.get(statement.id, ())],
            "sources": source_ids(statement.citations).split(),
        }


def _targets(case: Case, record: Record) -> Iterator[str]:
    """What a stance on `record` may be recorded on: itself; of a person also charges and what happened to them."""
    yield record.id
    if isinstance(record, Person):
        yield from (charge.id for charge in case.charges if charge.person == record.id)
        yield from (event.id for event in case.events if record.id in subjects_of(event))


def _in_order(statements: Iterable[Statement]) -> list[Statement]:
    """By time, and what answers or corrects another after it, whatever the dates leave open."""
    waiting = sorted(statements, key=lambda statement: (dates.sort_key(statement.when), int(statement.id[1:])))
    ids = {statement.id for statement in waiting}
    placed: dict[str, Statement] = {}
    while waiting:
        later = []
        for statement in waiting:
            if all(link in placed or link not in ids for link in _links_of(statement)):
                placed[statement.id] = statement
            else:
                later.append(statement)
        if len(later) == len(waiting):  # they answer each other in a circle
            first = later.pop(0)
            placed[first.id] = first
        waiting = later
    return list(placed.values())


def _stances_on(statement: Statement, target: str) -> tuple[StanceKind, ...]:
    return tuple(dict.fromkeys(stance.stance for stance in statement.stances if stance.target == target))


def _last_update(charge: Charge) -> ChargeUpdate:
    """The status that holds: the latest by date, the one entered last where dates tie."""
    return max(enumerate(charge.updates), key=lambda item: (dates.sort_key(item[1].when), item[0]))[1]


def _links_of(statement: Statement) -> set[str]:
    return {link for link in (statement.in_reply_to, statement.supersedes) if link}


def _follows(later: Statement, earlier: Statement) -> bool:
    """Whether it is certain that one statement was made after another."""
    if earlier.id in _links_of(later):
        return True
    return dates.certainly_after(later.when, earlier.when)


def _run_text(run: _Run, *, since: bool = False) -> str:
    """A stance with its dates: "denied, 3 Mar 2025 (S1)"; after another one "denied since 9 Apr 2025 (S2, S3)"."""
    first, last = run.statements[0], run.statements[-1]
    days = list(dict.fromkeys(dates.show(one.when) for one in (first, last)))
    ids = ", ".join(statement.id for statement in run.statements)
    what = " and ".join(_DONE[stance] for stance in run.stances)
    if since:
        return f"{what} since {days[0]}" + (f", last {days[1]}" if len(days) > 1 else "") + f" ({ids})"
    joined = " and ".join(days) if len(run.statements) <= 2 else " to ".join(days)  # noqa: PLR2004 - first and last
    return f"{what}, {joined} ({ids})"


def _span(run: _Run) -> dict[str, Any]:
    first, last = run.statements[0].when, run.statements[-1].when
    return {
        "stances": [stance.value for stance in run.stances],
        "since": as_json(first),
        "until": as_json(last),
        "statements": [statement.id for statement in run.statements],
    }


def _position_data(position: Position) -> dict[str, Any]:
    *before, last = position.runs
    return (
        {"target": position.target}
        | _span(last)
        | {
            "before": [_span(run) for run in before],
            "order_certain": position.certain,
            "corrected_by": position.corrected_by,
        }
    )


def _accusation_data(charge: Charge) -> dict[str, Any]:
    update = _last_update(charge)
    return {
        "charge": charge.id,
        "person": charge.person,
        "offence": charge.offence,
        "status": update.status.value,
        "when": as_json(update.when),
    }
