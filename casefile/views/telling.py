"""Sentences for what became of a record: entered, changed field by field, taken out; attributed, and never as fact."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from casefile import dates
from casefile.dates import When
from casefile.model import (
    Case,
    Charge,
    ChargeUpdate,
    Citation,
    Claim,
    Count,
    Event,
    EventLink,
    Office,
    Participant,
    Person,
    Record,
    Source,
    SpeakerOffice,
    Stance,
    Statement,
    parse_id,
    subjects_of,
)
from casefile.model.claims import claimed, label, meaning, standing
from casefile.model.shape import field_types
from casefile.views.disputes import value_text
from casefile.views.redaction import FIELDS
from casefile.views.wording import (
    clip,
    count_text,
    event_text,
    known_text,
    names_of,
    offence_text,
    office_text,
    person_title,
    said_text,
    source_text,
    speaker_text,
    title_of,
)
from casefile.vocabulary import ChargeStatus, EventKind, Role, StatementKind, spoken

#: How a detention is told in the line of a person who was entered with it: as a report, as nobody here has seen it.
REPORTED = {EventKind.DETENTION: "reported detained", EventKind.ARREST: "reported arrested"}
_EXCERPT = 80


def cited(record: Record) -> Iterator[Citation]:
    """The citations of a record, those of a charge's statuses included."""
    yield from record.citations
    if isinstance(record, Charge):
        for update in record.updates:
            yield from update.citations


def _is_its_own(before: Record, claim: Claim) -> bool:
    """Whether a claim is what the record had by itself: it is entered beside the first one that differs."""
    now = standing(before, claim.field)
    same = now is not None and meaning(now) == meaning(claimed(before, claim))
    return same and not claim.said_by and claim.citations == before.citations


class Telling:
    """Puts records and what became of them into sentences.

    Args:
        case: The case as it stands at the end, with what was removed still to be found by its id.
        hidden: Ids of confidential records, of which no name is to be told.
    """

    def __init__(self, case: Case, hidden: Container[str]) -> None:
        self._case = case
        self._hidden = hidden

    def concerned(self, record: Record) -> Iterator[str]:
        """The people in custody or accused whom a record concerns."""
        if isinstance(record, Person):
            yield from [record.id] if Role.DETAINEE in record.roles else []
        elif isinstance(record, Charge):
            yield record.person
        elif isinstance(record, Event):
            yield from subjects_of(record)
        elif isinstance(record, Statement):
            for target in (*record.about, *(stance.target for stance in record.stances)):
                other = self._case.get(target)
                if isinstance(other, Charge | Event | Person):
                    yield from self.concerned(other)

    def sources(self, record: Record) -> str:
        """Where a record was read, in parentheses; none of a source itself."""
        if isinstance(record, Source):
            return ""
        named = dict.fromkeys(self._source(citation.source) for citation in cited(record))
        return f"({'; '.join(named)})" if named else "(no source recorded)"

    def new(self, record: Record, detentions: Sequence[Event] = ()) -> str:
        """A record that was entered.

        Args:
            record: The record.
            detentions: The detentions of a person that are to be told in the same line.
        """
        claims = "".join(f"; {told}" for told in self._claimed_of_new(record))
        return self._new(record, detentions) + claims

    def _claimed_of_new(self, record: Record) -> Iterator[str]:
        """What is given for fields of a new record beside what it has itself."""
        for claim in record.claims:
            now = standing(record, claim.field)
            if now is None or meaning(now) != meaning(claimed(record, claim)):
                yield f"{self._claim(record, claim)} is also given{self._by(claim)}"

    def _new(self, record: Record, detentions: Sequence[Event]) -> str:
        if isinstance(record, Person):
            return self._new_person(record, detentions)
        if isinstance(record, Charge):
            steps = [f"{spoken(update.status)} {self._day(update.when)}" for update in record.updates]
            return f"{self._charge(record)}; {', '.join(steps)}"
        if isinstance(record, Statement):
            return self._statement(record)
        if isinstance(record, Event):
            known = f"; became known {self._day(record.known)}" if record.known else ""
            what = event_text(self._case, record)
            named = f": {what}" if what != spoken(record.kind) else ""
            return f"{spoken(record.kind)} {self._day(record.when)}{named}{self._stated(record)}{known}"
        assert isinstance(record, Source)  # noqa: S101 - there are five types
        grade = "not graded" if record.reliability.value == "F" else f"reliability {record.reliability.value}"
        return f"{source_text(record)} ({spoken(record.kind)}, {grade})"

    def _new_person(self, person: Person, detentions: Sequence[Event]) -> str:
        words = [
            person_title(person),
            *(spoken(role) for role in person.roles),
            person.occupation,
            "/".join(person.nationality),
            *(office_text(office) for office in person.offices),
        ]
        text = ", ".join(word for word in words if word)
        return "; ".join([text, *(f"{self._reported(event)} [{event.id}]" for event in detentions)])

    def _reported(self, event: Event) -> str:
        by = [part.person for part in event.participants if part.role == "authority"]
        words = f"{REPORTED[event.kind]} {self._day(event.when)}"
        words += f", {event.place}" if event.place else ""
        words += f", by {names_of(self._case, by)}" if by else ""
        words += f": {event.text}" if event.text else ""
        words += self._stated(event)
        words += f"; became known {self._day(event.known)}" if event.known else ""
        return words + "".join(f"; {told}" for told in self._claimed_of_new(event))

    def _stated(self, event: Event) -> str:
        return f"; custody status stated: {spoken(event.custody)}" if event.custody else ""

    def _day(self, when: When) -> str:
        return dates.show(when)

    def _charge(self, charge: Charge) -> str:
        accuser = self._case.name(charge.alleged_by) if charge.alleged_by else "nobody on record"
        return f"{title_of(self._case, charge.person)}: “{offence_text(charge)}”, alleged by {accuser}"

    def _statement(self, statement: Statement) -> str:
        verb = " alleges" if statement.kind is StatementKind.ALLEGATION else ""
        words = f"{self._day(statement.when)}, {speaker_text(self._case, statement)}{verb}: {said_text(statement)}"
        if statement.translation:
            words += f" (in translation: “{statement.translation.strip()}”)"
        stances = "; ".join(self.value(stance) for stance in statement.stances)
        return f"{words}; {stances}" if stances else words

    def called(self, record: Record) -> str:
        """Which record it is, in a few words that are no claim of ours."""
        if isinstance(record, Person):
            return person_title(record)
        if isinstance(record, Charge):
            return self._charge(record)
        if isinstance(record, Statement):
            return f"{self._day(record.when)}, {speaker_text(self._case, record)}: {clip(said_text(record), _EXCERPT)}"
        if isinstance(record, Event):
            return f"{known_text(self._case, record)}, {self._day(record.when)}"
        return source_text(record) if isinstance(record, Source) else record.id

    def changed(self, before: Record, after: Record) -> tuple[str, list[dict[str, str]]]:
        """What differs, in words and field by field; nothing of what is for inside, as how a citation is graded."""
        parts: list[str] = []
        fields: list[dict[str, str]] = []
        names = zip(after.__struct_fields__, field_types(type(after)), strict=True)
        for attribute, field in names:
            old, new = getattr(before, attribute), getattr(after, attribute)
            if old == new or field not in FIELDS[type(after)].public or field in ("id", "uid"):
                continue
            is_claims = field == "claims"
            if told := list(self._claims(before, after) if is_claims else self._field(field, old, new)):
                parts += told
                fields.append({"field": field, "text": "; ".join(told)})
        return (f"{self.called(after)}: {'; '.join(parts)}" if parts else ""), fields

    def _field(self, field: str, old: Any, new: Any) -> Iterator[str]:
        name = spoken(field.replace("_", " "))
        if field == "citations":
            yield from self._citations(old, new)
        elif field == "updates":
            yield from self._updates(old, new)
        elif isinstance(new, tuple):
            gained = [self.value(item) for item in new if item not in old]
            lost = [self.value(item) for item in old if item not in new]
            if gained:
                yield f"{name}: {'also ' if len(gained) < len(new) else ''}{', '.join(gained)}"
            if lost:
                yield f"{name}: no longer {', '.join(lost)}"
        elif new in (None, ""):
            yield f"{name}: no longer given (before: {self.value(old)})"
        elif old in (None, ""):
            yield f"{name}: {self.value(new)}"
        else:
            yield f"{name}: {self.value(new)} (before: {self.value(old)})"

    def _claims(self, before: Record, after: Record) -> Iterator[str]:
        """What is given for a field beside what the record has; which of it was weighed or preferred stays inside."""
        old, new = (
            [msgspec.structs.replace(claim, weighed=False) for claim in record.claims] for record in (before, after)
        )
        for claim in new:
            if claim not in old and not _is_its_own(before, claim):
                also = "also " if standing(before, claim.field) is not None else ""
                yield f"{self._claim(after, claim)} is {also}given{self._by(claim)}"
        for claim in old:
            if claim not in new:
                yield f"{self._claim(before, claim)} is no longer recorded as given{self._by(claim)}"

    def _claim(self, record: Record, claim: Claim) -> str:
        name = label(record, claim.field).replace("_", " ")
        return f"{name}: {value_text(self._case, record, claim.field, claimed(record, claim))}"

    def _by(self, claim: Claim) -> str:
        """Who gives it, when, and where it was read."""
        who = title_of(self._case, claim.said_by) if claim.said_by else ""
        named = "; ".join(dict.fromkeys(self._source(citation.source) for citation in claim.citations))
        by = f" by {who}{f', {self._day(claim.when)}' if claim.when else ''}" if who else ""
        return f"{by} ({named})" if named else by

    def _citations(self, old: tuple[Citation, ...], new: tuple[Citation, ...]) -> Iterator[str]:
        before, after = ({citation.source for citation in side} for side in (old, new))
        for word, sources in (("also reported by", after - before), ("no longer cited:", before - after)):
            if sources:
                yield f"{word} {', '.join(self._source(source) for source in sorted(sources))}"

    def _source(self, source_id: str) -> str:
        """A source by its id, publisher and date."""
        if source_id in self._hidden:
            return "a confidential source"
        source = self._case.get(source_id)
        if not isinstance(source, Source):
            return source_id
        published = f", {self._day(source.published)}" if source.published else ""
        return f"{source_id} {source.publisher or source.name}{published}"

    def _updates(self, old: tuple[ChargeUpdate, ...], new: tuple[ChargeUpdate, ...]) -> Iterator[str]:
        def steps(updates: Iterable[ChargeUpdate]) -> list[tuple[ChargeStatus, When]]:
            return [(update.status, update.when) for update in updates]

        for status, when in steps(new):
            if (status, when) not in steps(old):
                yield f"{spoken(status)}, {self._day(when)} (before: {self._last(old)})"
        for status, when in steps(old):
            if (status, when) not in steps(new):
                yield f"no longer recorded: {spoken(status)}, {self._day(when)}"

    def _last(self, updates: tuple[ChargeUpdate, ...]) -> str:
        last = max(enumerate(updates), key=lambda item: (dates.sort_key(item[1].when), item[0]))[1]
        return f"{spoken(last.status)}, {self._day(last.when)}"

    def value(self, value: Any) -> str:
        """A field's value, or an item of one, as people read it; ids of people as their names."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, When):
            return self._day(value)
        if isinstance(value, Struct):
            return self._part(value)
        if type(value) is not str:  # a term
            return spoken(value)
        record = self._case.get(value) if parse_id(value) else None
        return person_title(record) if isinstance(record, Person) else value

    def _part(self, part: Struct) -> str:
        if isinstance(part, Office | SpeakerOffice):
            held = [dates.show(when) for when in (getattr(part, "start", None), getattr(part, "end", None)) if when]
            return office_text(part) + (f" ({' to '.join(held)})" if held else "")
        if isinstance(part, Stance):
            return f"{spoken(part.stance)} {self._target(part.target)}"
        if isinstance(part, Participant):
            return f"{title_of(self._case, part.person)} ({spoken(part.role)})"
        if isinstance(part, EventLink):
            return f"{spoken(part.kind)} {self._target(part.event)}"
        return count_text(part) if isinstance(part, Count) else str(getattr(part, "text", part))

    def _target(self, record_id: str) -> str:
        """A record that something stands to, by its id and what it is."""
        record = self._case.get(record_id)
        if isinstance(record, Charge):
            return f"{record_id} ({offence_text(record)})"
        if isinstance(record, Event):
            return f"{record_id} ({known_text(self._case, record)})"
        return title_of(self._case, record_id) if isinstance(record, Person) else record_id
