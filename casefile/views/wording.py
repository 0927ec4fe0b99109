"""How records are put into words: attributed, never as fact, and always the same way."""

from __future__ import annotations

from collections.abc import Iterable

from casefile import dates
from casefile.model import (
    Case,
    Charge,
    Citation,
    Count,
    Event,
    Office,
    Person,
    Record,
    Source,
    SpeakerOffice,
    Statement,
    subjects_of,
)
from casefile.vocabulary import ChargeStatus, EventKind, Mode, ParticipantRole, PersonKind, StatementKind, spoken

#: What marks a field over which sources differ, and nobody has said which is preferred; and what is said of the mark.
DISPUTED = "≠"
LEGEND = f"{DISPUTED} sources differ on this; see: casefile conflicts"
#: Quotation marks by language (CLDR delimiters); English ones elsewhere.
_QUOTES = {"ru": ("«", "»"), "uk": ("«", "»"), "be": ("«", "»"), "fr": ("«", "»"), "ar": ("”", "“")}
#: What quotation marks are written within or around others, so that two of a kind never meet.
_OTHER_QUOTES = {"«": ("„", "“"), "“": ("‘", "’"), "”": ("’", "‘")}
_CLOSED_BY = {"«": "»", "“": "”", "„": "“", '"': '"'}
#: Kinds of events that are about somebody, and do not happen to them.
_ABOUT = {
    EventKind.MEETING,
    EventKind.PHONE_CALL,
    EventKind.BRIEFING,
    EventKind.PRESS_STATEMENT,
    EventKind.DIPLOMATIC_NOTE,
    EventKind.PETITION,
    EventKind.PUBLICATION,
    EventKind.OTHER,
}


def count_text(count: Count) -> str:
    """A group's size as exactly as the record has it: "8", "5–8", "at least 5", "about 20"."""
    if count.exact is not None:
        return str(count.exact)
    if count.min is not None and count.max is not None:
        return f"{count.min}–{count.max}"
    if count.min is not None:
        return f"at least {count.min}"
    if count.max is not None:
        return f"at most {count.max}"
    if count.about is not None:
        return f"about {count.about}"
    return count.text or "unknown number"


def person_title(person: Person) -> str:
    """A person's name, with what keeps a group or an unnamed person from being taken for one named person."""
    if person.kind is PersonKind.GROUP:
        return f"{person.name} (group of {count_text(person.count)})" if person.count else f"{person.name} (group)"
    if person.kind is PersonKind.UNIDENTIFIED:
        return f"{person.name} (unidentified)"
    return person.name


def title_of(case: Case, person_id: str) -> str:
    """`person_title` by id; the bare id where the file has lost the person."""
    person = case.person(person_id)
    return person_title(person) if person else person_id


def names_of(case: Case, ids: Iterable[str]) -> str:
    """Several people in one phrase, in the order given."""
    return ", ".join(title_of(case, person_id) for person_id in ids)


def office_text(office: Office | SpeakerOffice) -> str:
    """An office in one phrase: title, organisation, country code."""
    return ", ".join(part for part in (office.title, office.organisation, office.country) if part)


def speaker_text(case: Case, statement: Statement) -> str:
    """Who speaks, in the office held then, and for whom."""
    words = title_of(case, statement.speaker)
    if statement.office:
        words += f", {office_text(statement.office)}"
    if statement.on_behalf_of:
        words += f", on behalf of {case.name(statement.on_behalf_of)}"
    return words


def said_text(statement: Statement) -> str:
    """What was said: in quotation marks only when the source quotes it, else marked as other words."""
    if statement.mode is Mode.DIRECT_QUOTE:
        text = statement.text.strip()
        if _is_quoted(text):
            return text
        opening, closing = _QUOTES.get(statement.lang.split("-")[0].lower(), ("“", "”"))
        if opening in text or closing in text:
            opening, closing = _OTHER_QUOTES[opening]
        return f"{opening}{text}{closing}"
    return f"{statement.text.strip()} ({statement.mode.value})"


def _is_quoted(text: str) -> bool:
    """Whether a text stands in quotation marks as a whole: «a» и «b» does not."""
    opening = text[:1]
    closing = _CLOSED_BY.get(opening, "")
    if len(text) <= 1 or not closing or text[-1] != closing:
        return False
    if opening == closing:
        return text.count(opening) == 2  # noqa: PLR2004 - at both ends
    depth = 0
    for place, character in enumerate(text):
        depth += (character == opening) - (character == closing)
        if depth == 0 and place < len(text) - 1:
            return False
    return depth == 0


def statement_text(case: Case, statement: Statement) -> str:
    """A whole statement: speaker, office, and what was said, an allegation worded as one."""
    verb = " alleges" if statement.kind is StatementKind.ALLEGATION else ""
    return f"{speaker_text(case, statement)}{verb}: {said_text(statement)}"


def charge_text(case: Case, charge: Charge, status: ChargeStatus | None = None) -> str:
    """An accusation with who makes it; nothing here reads as if it were so.

    Args:
        case: The file it stands in.
        charge: The accusation.
        status: The status to word it for; its last one when None.
    """
    status = status or last_status(charge)
    accuser = case.name(charge.alleged_by) if charge.alleged_by else ""
    if status is ChargeStatus.ALLEGED:
        return f"alleged by {accuser or 'nobody on record'}: {offence_text(charge)}"
    return f"{spoken(status)}: {offence_text(charge)}" + (f" (alleged by {accuser})" if accuser else "")


def offence_text(charge: Charge) -> str:
    """The offence as worded, with the article and code of law where they are known."""
    law = " ".join(part for part in (f"art. {charge.article}" if charge.article else "", charge.code) if part)
    return f"{charge.offence} ({law})" if law else charge.offence


def last_status(charge: Charge) -> ChargeStatus:
    """A charge's status: its latest dated update, the one entered last where dates tie."""
    return max(enumerate(charge.updates), key=lambda item: (dates.sort_key(item[1].when), item[0]))[1].status


def event_text(case: Case, event: Event) -> str:
    """What happened, to whom, with whom and where, as far as the record says."""
    by_role: dict[str, list[str]] = {}
    for part in event.participants:
        by_role.setdefault(part.role.value, []).append(part.person)
    subjects = names_of(case, by_role.pop(ParticipantRole.SUBJECT.value, ()))
    authorities = names_of(case, by_role.pop(ParticipantRole.AUTHORITY.value, ()))
    others = ", ".join(
        title_of(case, person) + ("" if role == ParticipantRole.PARTICIPANT.value else f" ({spoken(role)})")
        for role, people in by_role.items()
        for person in people
    )
    if others and subjects:
        subjects = f"about {subjects}"
    words = "; ".join(part for part in (others, subjects) if part)
    if authorities:
        words = f"{words}, by {authorities}" if words else f"by {authorities}"
    if event.place:
        words = f"{words}, {event.place}" if words else event.place
    if event.text:
        words = f"{words}: {event.text}" if words else event.text
    if event.until:
        words = f"{words}, until {dates.show(event.until)}" if words else f"until {dates.show(event.until)}"
    if event.pending:
        words = f"planned: {words}"
    if came := ": ".join(filter(None, (spoken(event.result) if event.result else "", event.outcome))):
        words = f"{words} (outcome: {came})"
    return words or spoken(event.kind)


def source_ids(citations: Iterable[Citation]) -> str:
    """The ids of the cited sources, each once, in order."""
    return " ".join(dict.fromkeys(citation.source for citation in citations))


def source_text(source: Source) -> str:
    """A source in one line: publisher, title, date."""
    parts = [source.name]
    if source.published:
        parts.append(dates.show(source.published))
    return ", ".join(parts)


def known_text(case: Case, event: Event) -> str:
    """What it was that became known: "detention of eight Russian nationals (group of 8), Baku"."""
    subjects = names_of(case, subjects_of(event))
    joined = "about" if event.kind in _ABOUT else "of"
    words = spoken(event.kind) + (f" {joined} {subjects}" if subjects else "")
    return f"{words}, {event.place}" if event.place else words


def headline(case: Case, record: Record) -> str:
    """One line that tells a person which record this is."""
    if isinstance(record, Person):
        roles = ", ".join(spoken(role) for role in record.roles)
        return f"{person_title(record)}, {roles}" if roles else person_title(record)
    if isinstance(record, Charge):
        return f"{title_of(case, record.person)}: {charge_text(case, record)}"
    if isinstance(record, Statement):
        return f"{dates.show(record.when)}, {statement_text(case, record)}"
    if isinstance(record, Event):
        what = event_text(case, record)
        kind = spoken(record.kind)
        return f"{kind}, {dates.show(record.when)}" + (f": {what}" if what != kind else "")
    if isinstance(record, Source):
        return source_text(record)
    return record.id


def clip(text: str, length: int = 90) -> str:
    """`text` on one line, at most `length` characters, an ellipsis where it was cut."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
