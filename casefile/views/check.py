"""What a case lacks and where it contradicts itself: findings, each with its record, reason and the way to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import pairwise

import msgspec

from casefile import dates
from casefile.dates import Fit, When
from casefile.model import Case, Charge, Citation, Event, Person, Record, Source, SpeakerOffice, Statement, references
from casefile.views.lives import events_by_subject
from casefile.views.staleness import stale
from casefile.views.table import Column, Table
from casefile.views.wording import clip, headline, office_text, person_title, speaker_text
from casefile.vocabulary import EventKind, PersonKind, Role, spoken

_DETENTIONS = frozenset({EventKind.DETENTION, EventKind.ARREST})
_ROOMY = 96  # columns from which on reasons and commands can be read side by side
_ENDS = frozenset({EventKind.RELEASE, EventKind.EXCHANGE, EventKind.DEPORTATION, EventKind.DEATH})


class FindingKind(StrEnum):
    """What is wrong, gravest first. casefile's own list, after what case reviews look for."""

    BROKEN_REFERENCE = "broken-reference"
    CONTRADICTION = "contradiction"
    LATER_THAN_SOURCE = "later-than-source"
    OVERLAP = "overlap"
    MEMBERSHIP = "membership"
    UNCITED = "uncited"
    NO_ACCUSER = "no-accuser"
    NO_OFFICE = "no-office"
    NO_PLACE = "no-place"
    STALE = "stale"
    NOT_OPENED = "not-opened"
    INCOMPLETE = "incomplete"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is missing or cannot be right; the names of these fields are a contract.

    ``id`` is the record concerned, ``others`` further records that play a part, ``mend`` the command to give, and
    ``fixable`` says whether ``check --fix`` can do it alone, as nothing has to be decided.
    """

    id: str
    kind: FindingKind
    text: str
    mend: str
    others: tuple[str, ...] = ()
    fixable: bool = False


def check(case: Case, on: date, stale_after: int) -> list[Finding]:
    """Everything that can be found wanting in `case`, gravest kinds first, in order of entry within each.

    Args:
        case: The file.
        on: Today.
        stale_after: After how many days without news of somebody held the record counts as stale.
    """
    found: list[Finding] = []
    for record in case.everything():
        found += _references(case, record)
        found += _uncited(record)
        for look in _LOOKS.get(type(record), ()):
            found += look(case, record)
    for person_id, events in events_by_subject(case).items():
        found += _spells(case, person_id, events)
    found += (
        Finding(
            id=person.id,
            kind=FindingKind.STALE,
            text=words,
            mend=f"casefile edit {person.id} checked=today, or enter what is known by now",
            others=others,
        )
        for person, words, others in stale(case, on, stale_after)
    )
    order = {kind: place for place, kind in enumerate(FindingKind)}
    return sorted(found, key=lambda finding: order[finding.kind])


def _references(case: Case, record: Record) -> Iterator[Finding]:
    seen = set()
    for mention in references(record):
        if case.get(mention.target) is None and (mention.field, mention.target) not in seen:
            seen.add((mention.field, mention.target))
            yield Finding(
                id=record.id,
                kind=FindingKind.BROKEN_REFERENCE,
                text=f"{mention.field} names {mention.target}, which is not in the file",
                mend=f"casefile edit {record.id} {mention.field}=…"
                if mention.vital
                else f"casefile check {record.id} --fix takes the mention out",
                others=(mention.target,),
                fixable=not mention.vital,
            )


def _uncited(record: Record) -> Iterator[Finding]:
    if record.citations or (isinstance(record, Charge) and all(update.citations for update in record.updates)):
        return
    wanted = isinstance(record, Charge | Statement) or (isinstance(record, Event) and not record.planned)
    if wanted or (isinstance(record, Person) and Role.DETAINEE in record.roles):
        yield Finding(
            id=record.id,
            kind=FindingKind.UNCITED,
            text=f"no source is cited for this {record.noun}",
            mend=f"casefile edit {record.id} citations+=SOURCE",
        )


def _charge(case: Case, record: Record) -> Iterator[Finding]:
    assert isinstance(record, Charge)  # noqa: S101 - chosen by its type
    if record.alleged_by is None:
        yield Finding(
            id=record.id,
            kind=FindingKind.NO_ACCUSER,
            text="nobody is on record as alleging this",
            mend=f"casefile edit {record.id} alleged_by=WHO",
        )
    for update in record.updates:
        what = f"status {spoken(update.status)}"
        yield from _known_before(record.id, what, update.when, update.known)
        yield from _published_before(case, record.id, what, update.when, update.citations or record.citations)


def _statement(case: Case, record: Record) -> Iterator[Finding]:
    assert isinstance(record, Statement)  # noqa: S101 - chosen by its type
    yield from _published_before(case, record.id, "the statement", record.when, record.citations)
    for field, verb in (("in_reply_to", "replies to"), ("supersedes", "supersedes")):
        other = case.get(getattr(record, field) or "")
        if isinstance(other, Statement) and dates.certainly_after(other.when, record.when):
            yield Finding(
                id=record.id,
                kind=FindingKind.CONTRADICTION,
                text=f"{verb} {other.id}, which is dated later ({dates.show(other.when)})",
                mend=f"casefile edit {record.id} when=…, or {field}=…",
                others=(other.id,),
            )
    speaker = case.person(record.speaker)
    if speaker is None or speaker.kind is not PersonKind.INDIVIDUAL:
        return
    if record.office is None:
        if Role.OFFICIAL in speaker.roles or speaker.offices:
            certain = offices_on(speaker, record.when)
            yield Finding(
                id=record.id,
                kind=FindingKind.NO_OFFICE,
                text=f"{speaker.name} spoke on {dates.show(record.when)}, and no office held then is in the statement",
                mend=f"casefile check {record.id} --fix enters “{office_text(certain[0])}”"
                if len(certain) == 1
                else f"casefile edit {record.id} office='TITLE@ORGANISATION'",
                others=(speaker.id,),
                fixable=len(certain) == 1,
            )
        return
    same = [office for office in speaker.offices if office.title == record.office.title]
    if same and all(
        dates.within(
            record.when,
            office.start.earliest if office.start else None,
            office.end.latest if office.end else None,
        )
        is Fit.OUT
        for office in same
    ):
        yield Finding(
            id=record.id,
            kind=FindingKind.NO_OFFICE,
            text=f"{speaker_text(case, record)}: by the record of {speaker.id} that office was not held on "
            f"{dates.show(record.when)}",
            mend=f"casefile edit {record.id} office=…, or casefile edit {speaker.id} offices.0.from=…",
            others=(speaker.id,),
        )


def offices_on(speaker: Person, when: When) -> list[SpeakerOffice]:
    """The offices that `speaker` certainly held at `when`, as a statement keeps them."""
    return [
        SpeakerOffice(title=office.title, organisation=office.organisation, country=office.country)
        for office in speaker.offices
        if dates.within(
            when, office.start.latest if office.start else None, office.end.earliest if office.end else None
        )
        is Fit.CERTAIN
    ]


def _event(case: Case, record: Record) -> Iterator[Finding]:
    assert isinstance(record, Event)  # noqa: S101 - chosen by its type
    if record.kind in _DETENTIONS and not record.place:
        yield Finding(
            id=record.id,
            kind=FindingKind.NO_PLACE,
            text=f"{spoken(record.kind)} without a place",
            mend=f"casefile edit {record.id} place=WHERE",
        )
    what = spoken(record.kind)
    yield from _known_before(record.id, what, record.when, record.known)
    if not record.planned:
        yield from _published_before(case, record.id, what, record.when, record.citations)
    for link in record.links:
        other = case.get(link.event)
        if not isinstance(other, Event):
            continue
        wrong = {
            "before": dates.certainly_after(record.when, other.when),
            "after": dates.certainly_after(other.when, record.when),
        }.get(link.kind.value, False)
        if wrong:
            yield Finding(
                id=record.id,
                kind=FindingKind.CONTRADICTION,
                text=f"said to be {spoken(link.kind)} {other.id} ({dates.show(other.when)}), and dated "
                f"{dates.show(record.when)}",
                mend=f"casefile edit {record.id} when=…, or links-={link.kind}:{other.id}",
                others=(other.id,),
            )


def _known_before(record_id: str, what: str, when: When, known: When | None) -> Iterator[Finding]:
    if known is not None and dates.certainly_after(when, known):
        yield Finding(
            id=record_id,
            kind=FindingKind.CONTRADICTION,
            text=f"{what}: became known ({dates.show(known)}) before it happened ({dates.show(when)})",
            mend=f"casefile edit {record_id}, and compare both dates with the source",
        )


def _published_before(
    case: Case, record_id: str, what: str, when: When, citations: Iterable[Citation]
) -> Iterator[Finding]:
    sources = [case.get(citation.source) for citation in citations]
    dated = [source for source in sources if isinstance(source, Source) and source.published]
    if dated and all(dates.certainly_after(when, source.published) for source in dated):
        last = max(dated, key=lambda source: dates.sort_key(source.published))
        yield Finding(
            id=record_id,
            kind=FindingKind.LATER_THAN_SOURCE,
            text=f"{what} is dated {dates.show(when)}, after {last.id}, which reports it, was published "
            f"({dates.show(last.published)})"
            if last.published
            else what,
            mend=f"casefile edit {record_id}, or cite a later source: casefile edit {record_id} citations+=SOURCE",
            others=(last.id,),
        )


def _person(case: Case, record: Record) -> Iterator[Finding]:
    assert isinstance(record, Person)  # noqa: S101 - chosen by its type
    if dates.certainly_after(record.born, record.died):
        yield Finding(
            id=record.id,
            kind=FindingKind.CONTRADICTION,
            text="died before being born",
            mend=f"casefile edit {record.id} born=…, or died=…",
        )
    for member_id in record.members:
        member = case.person(member_id)
        if member is not None and member.split_from != record.id:
            yield Finding(
                id=record.id,
                kind=FindingKind.MEMBERSHIP,
                text=f"counts {member_id} among its members, and {member_id} does not say so",
                mend=f"casefile check {record.id} --fix",
                others=(member_id,),
                fixable=member.split_from is None,
            )
    group = case.person(record.split_from) if record.split_from else None
    if group is not None and record.id not in group.members:
        yield Finding(
            id=record.id,
            kind=FindingKind.MEMBERSHIP,
            text=f"said to be one of {group.id}, which does not list them",
            mend=f"casefile check {record.id} --fix",
            others=(group.id,),
            fixable=group.kind is PersonKind.GROUP,
        )
    most = None
    if record.count is not None:
        most = record.count.exact if record.count.exact is not None else record.count.max
    if most is not None and len(record.members) > most:
        yield Finding(
            id=record.id,
            kind=FindingKind.MEMBERSHIP,
            text=f"has {len(record.members)} named members, more than the {most} it is reported to be",
            mend=f"casefile edit {record.id} count=…, or members-=…",
            others=record.members,
        )
    if any(not name.script for name in record.names):
        yield Finding(
            id=record.id,
            kind=FindingKind.INCOMPLETE,
            text="a name has no script on record",
            mend=f"casefile check {record.id} --fix",
            fixable=True,
        )


def _source(_: Case, record: Record) -> Iterator[Finding]:
    assert isinstance(record, Source)  # noqa: S101 - chosen by its type
    if record.accessed is None and record.file is None and not record.evidence:
        yield Finding(
            id=record.id,
            kind=FindingKind.NOT_OPENED,
            text="no date of access and no copy; by the record nobody has opened it",
            mend=f"casefile attach {record.id} FILE, or casefile edit {record.id} accessed=today",
        )


def _spells(case: Case, person_id: str, events: list[Event]) -> Iterator[Finding]:
    """What cannot be right about the order of what happened to somebody."""
    person = case.person(person_id)
    if person is None:
        return
    name = person_title(person)
    detentions = [event for event in events if event.kind in _DETENTIONS]
    death = next((event for event in events if event.kind is EventKind.DEATH), None)
    died = person.died or (death.when if death else None)
    late = any(dates.certainly_after(event.when, person.died) for event in events)
    if person.died and not death and detentions and not late:
        yield Finding(
            id=person_id,
            kind=FindingKind.CONTRADICTION,
            text=f"died on {dates.show(person.died)}, of which no event tells, so that custody goes on",
            mend=f"casefile add-event death --on “{person.died.text}” --about {person_id} --source SOURCE",
        )
    for event in events:
        what = f"{name}: {spoken(event.kind)} on {dates.show(event.when)}"
        if (
            event.kind in _ENDS
            and detentions
            and all(dates.certainly_after(one.when, event.when) for one in detentions)
        ):
            first = detentions[0]
            yield _out_of_order(
                event,
                f"{what}, before the first detention on record ({first.id}, {dates.show(first.when)})",
                "or enter the earlier detention",
                (person_id, first.id),
            )
        if died and event is not death and dates.certainly_after(event.when, died):
            yield _out_of_order(
                event, f"{what}, after dying ({dates.show(died)})", f"or casefile edit {person_id} died=…", (person_id,)
            )
        if dates.certainly_after(person.born, event.when):
            yield _out_of_order(
                event, f"{what}, before being born", f"or casefile edit {person_id} born=…", (person_id,)
            )
    for earlier, later in pairwise(detentions):
        ended = any(
            event.kind in _ENDS or event.kind is EventKind.TRANSFER
            for event in events
            if not dates.certainly_after(event.when, later.when) and not dates.certainly_after(earlier.when, event.when)
        )
        if earlier.kind is later.kind and dates.certainly_after(later.when, earlier.when) and not ended:
            yield Finding(
                id=later.id,
                kind=FindingKind.OVERLAP,
                text=f"{name}: {spoken(later.kind)} on {dates.show(later.when)} while, by the record, held since "
                f"{dates.show(earlier.when)} ({earlier.id})",
                mend=f"casefile add-event release --about {person_id} --on WHEN, or casefile remove {later.id}",
                others=(person_id, earlier.id),
            )


def _out_of_order(event: Event, text: str, other_way: str, others: tuple[str, ...]) -> Finding:
    mend = f"casefile edit {event.id} when=…, {other_way}"
    return Finding(id=event.id, kind=FindingKind.CONTRADICTION, text=text, mend=mend, others=others)


_LOOKS: dict[type[Record], tuple[Callable[[Case, Record], Iterator[Finding]], ...]] = {
    Person: (_person,),
    Charge: (_charge,),
    Statement: (_statement,),
    Event: (_event,),
    Source: (_source,),
}


def findings_table(case: Case, findings: list[Finding], *, filtered: bool) -> Table[Finding]:
    """Findings as a list to be shown."""

    def cells(finding: Finding) -> tuple[str, ...]:
        record = case.get(finding.id)
        about = clip(headline(case, record), 60) if record is not None else ""
        return (finding.id, spoken(finding.kind), finding.text, about, finding.mend)

    return Table(
        "findings",
        tuple(Column(title) for title in ("Id", "Finding", "Why", "Record", "Mend with")),
        findings,
        cells,
        Finding,
        lambda finding: finding,
        roomy=_ROOMY,
        empty="Nothing of that kind was found." if filtered else "Nothing is missing, stale or contradictory.",
    )
