"""Everything a case knows about one record on a card, each fact beside whoever says so and where it was read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from casefile import dates
from casefile.dates import Basis, When
from casefile.errors import counted
from casefile.model import (
    Case,
    Charge,
    Citation,
    Event,
    Evidence,
    Office,
    Person,
    Record,
    Source,
    Statement,
    as_json,
    references,
)
from casefile.views.custody import days_text
from casefile.views.disputes import disputes, doubts, marked
from casefile.views.groups import Groups, charges_by_person, source_of, statements_through, through_text
from casefile.views.page import Fact, Page, Section
from casefile.views.redaction import consent_ended
from casefile.views.standing import Standings, Vantage, on_trial_too, standing_text
from casefile.views.timeline import Wanted, timeline, to_json
from casefile.views.wording import (
    charge_text,
    clip,
    event_text,
    headline,
    names_of,
    offence_text,
    office_text,
    said_text,
    source_ids,
    source_text,
    speaker_text,
    title_of,
)
from casefile.vocabulary import Confidentiality, Role, spoken


def card(case: Case, record: Record, on: date) -> Page:
    """The card of `record`; custody and days held are told for the day `on`."""
    wanted = Wanted(people=(record.id,)) if isinstance(record, Person) else Wanted(about=record.id)
    line = timeline(case, wanted)
    doubtful = disputes(case, record)
    facts = [fact for fact in facts_of(case, record, on) if fact.text]
    sections = [Section("", marked(facts, doubtful)), Section("Disputed", doubts(doubtful))]
    data: dict[str, Any] = {"record": as_json(record), "disputed": [as_json(one) for one in doubtful]}
    if isinstance(record, Person):
        more, extra = _person(case, record, on)
        sections += more
        data |= extra
    mentions = [found for found, _ in case.referring_to(record.id)]
    data["referred_to_by"] = [found.id for found in mentions]
    shown = {shown_id for section in sections for fact in section.facts for shown_id in fact.ids.split()}
    others = [
        Fact(found.noun, clip(headline(case, found), 160), found.id) for found in mentions if found.id not in shown
    ]
    sections.append(Section("Referred to by", others))
    cited = list(dict.fromkeys(mention.target for mention in references(record) if mention.target.startswith("R")))
    sections.append(Section("Files kept", [_kept(held) for held in record.evidence]))
    sections.append(Section("Cited for this record", list(_cited(case, record.citations))))
    data["sources"] = [as_json(source) for source in map(case.get, cited) if source]
    data["timeline"] = [to_json(moment) for moment in line.moments]
    shown_sections = [part for part in sections if part.facts]
    return Page(headline(case, record), shown_sections, data, id=record.id, timeline=line)


def facts_of(case: Case, record: Record, on: date) -> Iterable[Fact]:
    """What a record itself says, field by field; facts without a text are of fields that are empty."""
    if isinstance(record, Person):
        yield from _person_facts(case, record, on)
    elif isinstance(record, Charge):
        yield from _charge_facts(case, record)
    elif isinstance(record, Statement):
        yield from _statement_facts(case, record)
    elif isinstance(record, Event):
        yield from _event_facts(case, record)
    elif isinstance(record, Source):
        yield from _source_facts(case, record)
    for former in record.merged:
        yield Fact("merged", f"{former} turned out to be the same and was merged into this record")
    if record.confidentiality is not Confidentiality.PUBLIC:
        yield Fact("confidentiality", record.confidentiality.value)
    yield Fact("notes", record.notes)


def _person_facts(case: Case, person: Person, on: date) -> Iterable[Fact]:
    groups = Groups(case)
    size = groups.size_text(person)
    yield Fact("kind", spoken(person.kind) + (f"{' of ' if person.count else ', '}{size}" if size else ""))
    yield Fact("roles", ", ".join(spoken(role) for role in person.roles))
    yield Fact("nationality", ", ".join(person.nationality))
    yield Fact("occupation", person.occupation)
    for office in person.offices:
        yield Fact("office", _tenure(office))
    yield Fact("born", _date(person.born))
    yield Fact("died", _date(person.died))
    members = [member.id for member in groups.members(person)]
    yield Fact("members", names_of(case, members), " ".join(members))
    for through in groups.of.get(person.id, ()):
        until = " and ".join(dates.show(end) for end in through.until)
        words = title_of(case, through.group) + (f"; its record speaks for them up to {until}" if until else "")
        said = [claim for claim in person.claims if (claim.field, claim.value) == ("split_from", through.group)]
        cited = source_ids(citation for claim in said for citation in claim.citations)
        yield Fact("one of", words, f"{through.group} {cited}")
    if person.consent:
        limits = [f"given {dates.show(person.consent.given)}" if person.consent.given else ""]
        limits.append(f"expires {dates.show(person.consent.expires)}" if person.consent.expires else "")
        if consent_ended(person, on):
            limits.append(f"that date has passed on {on.day} {on:%b %Y}")
        yield Fact("consent", ", ".join(part for part in (person.consent.scope, *limits) if part))


def _kept(held: Evidence) -> Fact:
    """A file that is kept: what is to be seen in it, and who brought it when and from where."""
    brought = f"attached {held.attached[:10]} by {held.by}" if held.by else f"attached {held.attached[:10]}"
    parts = (
        held.description,
        brought,
        f"from {held.origin}" if held.origin else "",
        counted(held.size, "byte"),
        held.media_type,
        f"SHA-256 {held.sha256}",
    )
    return Fact(held.name, ", ".join(part for part in parts if part))


def _tenure(office: Office) -> str:
    spans = [
        f"from {dates.show(office.start)}" if office.start else "",
        f"to {dates.show(office.end)}" if office.end else "",
    ]
    span = " ".join(part for part in spans if part)
    return office_text(office) + (f" ({span})" if span else "")


def _charge_facts(case: Case, charge: Charge) -> Iterable[Fact]:
    yield Fact("against", title_of(case, charge.person), charge.person)
    yield Fact("offence, as worded", offence_text(charge))
    yield Fact(
        "alleged by",
        title_of(case, charge.alleged_by) if charge.alleged_by else "nobody on record",
        charge.alleged_by or "",
    )
    for update in charge.updates:
        known = f" (known {dates.show(update.known)})" if update.known else ""
        note = f": {update.note}" if update.note else ""
        yield Fact(
            spoken(update.status), _date(update.when) + known + note, source_ids(update.citations or charge.citations)
        )
    yield Fact("sentence", charge.sentence)


def _statement_facts(case: Case, statement: Statement) -> Iterable[Fact]:
    yield Fact("speaker", speaker_text(case, statement), statement.speaker)
    yield Fact("when", _date(statement.when))
    yield Fact("kind", spoken(statement.kind) if statement.kind else "")
    yield Fact("text" if not statement.lang else f"text ({statement.lang})", said_text(statement))
    yield Fact("verb as printed", statement.verb)
    yield Fact("translation", statement.translation)
    for stance in statement.stances:
        target = case.get(stance.target)
        yield Fact(spoken(stance.stance), clip(headline(case, target), 160) if target else "", stance.target)
    for label, target_ids in (
        ("about", statement.about),
        ("venue", (statement.venue,)),
        ("in reply to", (statement.in_reply_to,)),
        ("supersedes", (statement.supersedes,)),
    ):
        for target_id in filter(None, target_ids):
            target = case.get(target_id)
            yield Fact(label, clip(headline(case, target), 160) if target else "no longer in the file", target_id)


def _event_facts(case: Case, event: Event) -> Iterable[Fact]:
    yield Fact("planned for" if event.planned else "happened" if event.took_place else "dated", _date(event.when))
    yield Fact("became known", _date(event.known))
    yield Fact("place", event.place)
    for part in event.participants:
        yield Fact(spoken(part.role), title_of(case, part.person), part.person)
    yield Fact("custody stated", spoken(event.custody) if event.custody else "")
    yield Fact("charge", _charge_line(case, event.charge), event.charge or "")
    for link in event.links:
        target = case.get(link.event)
        yield Fact(
            spoken(link.kind), clip(headline(case, target), 160) if target else "no longer in the file", link.event
        )
    yield Fact("ordered until", _date(event.until))
    yield Fact("bears on", ", ".join(right.value for right in event.rights))
    yield Fact("result", spoken(event.result) if event.result else "")
    yield Fact("outcome", event.outcome)
    yield Fact("text", event.text)


def _charge_line(case: Case, charge_id: str | None) -> str:
    """A charge in one attributed line, by id; empty for None."""
    charge = case.get(charge_id) if charge_id else None
    return charge_text(case, charge) if isinstance(charge, Charge) else ""


def _source_facts(case: Case, source: Source) -> Iterable[Fact]:
    yield Fact("kind", spoken(source.kind))
    for label in ("publisher", "title", "author", "url", "lang"):
        yield Fact(label, getattr(source, label))
    yield Fact("published", _date(source.published))
    yield Fact("accessed", _date(source.accessed))
    grade = " (cannot be judged)" if source.reliability.value == "F" else ""
    yield Fact("reliability", f"{source.reliability.value}{grade}")
    if source.relays:
        relayed = case.get(source.relays)
        yield Fact("relays", source_text(relayed) if isinstance(relayed, Source) else "", source.relays)
    if source.file:
        yield Fact("file", f"{source.file.path}, {source.file.size} bytes, {source.file.media_type or 'type unknown'}")
        yield Fact("SHA-256", source.file.sha256)
    elif not source.url and not source.evidence:
        yield Fact("held", "not held: neither a file nor a link is recorded")


def _person(case: Case, person: Person, on: date) -> tuple[list[Section], dict[str, Any]]:
    names = [
        Fact(spoken(name.type), name.text, ", ".join(part for part in (name.lang, name.script) if part))
        for name in person.names
    ]
    groups = Groups(case)
    of = groups.of.get(person.id, [])
    standing = Standings(case, Vantage(on, on)).of(person)
    state = standing.custody
    via = {event.id: group for event in state.events if (group := source_of(of, event, person.id))}
    held: list[Fact] = []
    if state.events:
        held = [Fact("status", standing_text(standing) + _through(via.get(state.events[-1].id)))]
        held += [Fact("since", _date(state.since))]
        held += [
            Fact("held since", _date(state.held_since)),
            Fact("days held", days_text(state.days)),
            Fact("place", state.place),
        ]
        if state.trial and on_trial_too(state):
            trial = state.trial
            held.append(Fact("on trial", f"since {_date(trial.when)}", f"{trial.id} {source_ids(trial.citations)}"))
        held += [
            Fact(
                spoken(event.kind),
                f"{_date(event.when)}: {event_text(case, event)}{_through(via.get(event.id))}",
                f"{event.id} {source_ids(event.citations)}",
            )
            for event in state.events
        ]
    elif Role.DETAINEE in person.roles:
        held = [Fact("status", "not on record: no custody event is entered")]
    charges = charges_by_person(case, groups).get(person.id, [])
    accused = [
        Fact(
            dates.show(update.when),
            charge_text(case, charge, update.status) + _through(group),
            f"{charge.id} {source_ids(update.citations or charge.citations)}",
        )
        for charge, group in charges
        for update in charge.updates
    ]
    mine = sorted(
        (statement for statement in case.statements if statement.speaker == person.id),
        key=lambda statement: dates.sort_key(statement.when),
    )
    their_charges = {charge.id for charge, group in charges if not group}
    about = [
        (statement, "")
        for statement in case.statements
        if {person.id, *their_charges} & {*statement.about, *(stance.target for stance in statement.stances)}
    ]
    about_groups = statements_through(case, person.id, of)
    about = sorted([*about, *about_groups], key=lambda pair: dates.sort_key(pair[0].when))
    sections = [
        Section("Names", names),
        Section(f"Custody on {on.day} {on:%b %Y}", [fact for fact in held if fact.text]),
        Section("Charges and allegations", accused),
        Section("Statements by", [_said(case, statement) for statement in mine]),
        Section(
            "Statements about",
            [_said(case, statement, group) for statement, group in about],
        ),
    ]
    data = {
        "custody": {
            "on": on.isoformat(),
            "status": state.status.value,
            "possible": [term.value for term in standing.possible],
            "held": state.held,
            "since": as_json(state.since),
            "held_since": as_json(state.held_since),
            "days_min": state.days[0],
            "days_max": state.days[1],
            "place": state.place,
            "on_trial_since": as_json(state.trial.when) if state.trial else None,
            "events": [event.id for event in state.events],
        },
        "members": [member.id for member in groups.members(person)],
        "size": groups.size_text(person),
        "groups": [through.group for through in of],
        "through": {
            **via,
            **{charge.id: group for charge, group in charges if group},
            **{statement.id: group for statement, group in about_groups},
        },
        "charges": [as_json(charge) for charge, _ in charges],
        "statements_by": [as_json(statement) for statement in mine],
        "statements_about": [as_json(statement) for statement, _ in about],
    }
    return sections, data


def _through(group: str | None) -> str:
    """What marks a fact that is known of somebody only as one of a group."""
    return f" ({through_text(group)})" if group else ""


def _said(case: Case, statement: Statement, group: str = "") -> Fact:
    words = clip(f"{speaker_text(case, statement)}: {said_text(statement)}", 400) + _through(group)
    return Fact(dates.show(statement.when), words, f"{statement.id} {source_ids(statement.citations)}".strip())


def _cited(case: Case, citations: Iterable[Citation]) -> Iterable[Fact]:
    for citation in citations:
        source = case.get(citation.source)
        words = source_text(source) if isinstance(source, Source) else "no longer in the file"
        if citation.locator:
            places = [f"{name} {getattr(citation.locator, name)}" for name in citation.locator.__struct_fields__]
            words += ", " + ", ".join(place for place in places if not place.endswith(" "))
        if citation.quote:
            words += f": “{citation.quote}”"
        if isinstance(source, Source):
            words += f" [{source.reliability.value}{citation.credibility or '-'}]"
        yield Fact("source", words, citation.source)


def _date(when: When | None) -> str:
    """A date, with the words it was given in where those say more, and whether a part of it was inferred."""
    if when is None:
        return ""
    shown = dates.show(when)
    given = f" (given as “{when.text}”)" if when.text and when.text not in (shown, when.edtf) else ""
    return shown + given + (" [year or day inferred]" if when.basis is Basis.INFERRED else "")
