"""Entering what is alleged, said and done: charges, statements and events, each tied to people and sources."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from casefile import dates
from casefile.casebook.book import Casebook
from casefile.casebook.citing import Cited, citations
from casefile.casebook.dating import read_when
from casefile.casebook.people import find_or_enter
from casefile.casebook.stored import Stored
from casefile.dates import Fit, When
from casefile.errors import InputError
from casefile.model import (
    Charge,
    ChargeUpdate,
    Citation,
    Event,
    EventLink,
    Participant,
    Person,
    Record,
    SpeakerOffice,
    Stance,
    Statement,
    build,
)
from casefile.views.wording import office_text
from casefile.vocabulary import (
    ChargeStatus,
    Confidentiality,
    CustodyStatus,
    EventKind,
    EventResult,
    LinkKind,
    Mode,
    ParticipantRole,
    Right,
    Role,
    StanceKind,
    StatementKind,
    pick,
)


class ChargeDraft(msgspec.Struct, frozen=True, kw_only=True):
    """An accusation as typed."""

    people: Sequence[str]
    offence: str
    by: str
    status: ChargeStatus = ChargeStatus.ALLEGED
    on: str = "unknown"
    known: str = ""
    code: str = ""
    article: str = ""
    note: str = ""
    confidentiality: Confidentiality = Confidentiality.PUBLIC


class StatementDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as typed. ``stances`` are "denies:C1"; ``office`` picks or states the speaker's office then."""

    text: str
    by: str
    on: str
    kind: StatementKind | None = None
    mode: Mode = Mode.DIRECT_QUOTE
    verb: str = ""
    lang: str = ""
    translation: str = ""
    office: str = ""
    on_behalf_of: str = ""
    venue: str = ""
    about: Sequence[str] = ()
    stances: Sequence[str] = ()
    reply_to: str = ""
    supersedes: str = ""
    note: str = ""
    confidentiality: Confidentiality = Confidentiality.PUBLIC


class EventDraft(msgspec.Struct, frozen=True, kw_only=True):
    """An event as typed.

    ``participants`` are "P3" or "P4:host"; ``links`` pair a kind of link with an event. Dates without a year lie ahead
    where something is planned or ordered, and behind otherwise.
    """

    kind: EventKind
    on: str
    known: str = ""
    place: str = ""
    participants: Sequence[str] = ()
    about: Sequence[str] = ()
    by: str = ""
    charge: str = ""
    custody: CustodyStatus | None = None
    until: str = ""
    planned: bool = False
    result: EventResult | None = None
    outcome: str = ""
    rights: Sequence[Right] = ()
    links: Sequence[tuple[LinkKind, str]] = ()
    text: str = ""
    note: str = ""
    confidentiality: Confidentiality = Confidentiality.PUBLIC


def add_charge(book: Casebook, draft: ChargeDraft, cited: Cited, *, create: str = "") -> Stored:
    """Enter an accusation: one charge for each person, so that their fates can part.

    Args:
        book: The file.
        draft: The accusation.
        cited: Where it was read.
        create: What to enter an accuser as who is not in the file; empty to refuse.

    Raises:
        UnknownPersonError: The accuser is not in the file and `create` is empty.
        NotFoundError: A person or a source is not in the file.
        InputError: A field cannot hold what it was given.
    """
    with book.change(create=True):
        cites = citations(book, cited)
        people = list(dict.fromkeys(book.find(text, Person).id for text in draft.people))
        accuser, is_new = find_or_enter(book, draft.by, role=Role.AUTHORITY, create=create)
        when = book.when(draft.on, cites)
        update = ChargeUpdate(status=draft.status, when=when, known=_known(book, draft.known, cites, when))
        charges = [
            book.put(
                build(
                    Charge,
                    {
                        "person": person,
                        "offence": draft.offence,
                        "code": draft.code,
                        "article": draft.article,
                        "alleged_by": accuser.id,
                        "updates": [update],
                        "notes": draft.note,
                        "confidentiality": draft.confidentiality,
                        "citations": cites,
                    },
                )
            )
            for person in people
        ]
        return Stored.of(book, *charges, also=[accuser] if is_new else [])


def update_charge(
    book: Casebook,
    charge_text: str,
    status: ChargeStatus,
    on: str,
    cited: Cited,
    *,
    known: str = "",
    note: str = "",
    sentence: str = "",
) -> Stored:
    """Add a dated status to a charge; what was recorded before stays.

    Raises:
        NotFoundError: The charge or a source is not in the file.
        InputError: A date cannot be read.
    """
    with book.change():
        charge = book.find(charge_text, Charge)
        cites = citations(book, cited)
        when = book.when(on, cites)
        update = ChargeUpdate(
            status=status,
            when=when,
            known=_known(book, known, cites, when),
            note=note,
            citations=cites,
        )
        changed = msgspec.structs.replace(
            charge, updates=(*charge.updates, update), sentence=sentence or charge.sentence
        )
        return Stored.of(book, book.put(changed), verb="Changed")


def add_statement(book: Casebook, draft: StatementDraft, cited: Cited, *, create: str = "") -> Stored:
    """Enter what somebody said, with the office that the speaker held on that day.

    Raises:
        UnknownPersonError: The speaker is not in the file and `create` is empty.
        NotFoundError: Another record that it names is not in the file.
        InputError: A field cannot hold what it was given, or the speaker held several offices that day.
    """
    with book.change(create=True):
        cites = citations(book, cited)
        speaker, is_new = find_or_enter(book, draft.by, role=None, create=create)
        when = book.when(draft.on, cites)
        values = {
            "speaker": speaker.id,
            "office": office_on(speaker, when, draft.office),
            "on_behalf_of": book.find(draft.on_behalf_of, Person).id if draft.on_behalf_of else None,
            "kind": draft.kind,
            "mode": draft.mode,
            "verb": draft.verb,
            "text": draft.text,
            "lang": draft.lang,
            "translation": draft.translation,
            "when": when,
            "venue": book.find(draft.venue, Event).id if draft.venue else None,
            "about": list(dict.fromkeys(book.find_any(text).id for text in draft.about)),
            "stances": [read_stance(book, text) for text in draft.stances],
            "in_reply_to": book.find(draft.reply_to, Statement).id if draft.reply_to else None,
            "supersedes": book.find(draft.supersedes, Statement).id if draft.supersedes else None,
            "notes": draft.note,
            "confidentiality": draft.confidentiality,
            "citations": cites,
        }
        return Stored.of(book, book.put(build(Statement, values)), also=[speaker] if is_new else [])


def office_on(speaker: Person, when: When, wanted: str) -> SpeakerOffice | None:
    """The office that `speaker` held at `when`, as a copy that later changes leave alone.

    Args:
        speaker: Who speaks.
        when: When.
        wanted: A part of the title of the office spoken in; one that is not on record is taken as it is.

    Raises:
        InputError: Several offices are on record for that time, and `wanted` does not choose one.
    """
    fits = []
    for office in speaker.offices:
        start = office.start.earliest if office.start else None
        end = office.end.latest if office.end else None
        fits.append((dates.within(when, start, end), office))
    offices = [office for fit, office in fits if fit is Fit.CERTAIN] or [
        office for fit, office in fits if fit is Fit.POSSIBLE
    ]
    if wanted:
        offices = [office for office in offices if wanted.casefold() in office_text(office).casefold()]
        if not offices:
            return SpeakerOffice(title=wanted)
    if len(offices) > 1:
        listed = "; ".join(office_text(office) for office in offices)
        raise InputError(
            f"{speaker.name} may have held several offices then: {listed}.",
            f"Say which with --office, or date the offices: casefile edit {speaker.id} offices.0.to=WHEN",
        )
    if not offices:
        return None
    held = offices[0]
    return SpeakerOffice(title=held.title, organisation=held.organisation, country=held.country)


def read_stance(book: Casebook, text: str) -> Stance:
    """A stance as typed, "denies:C1".

    Raises:
        InputError: There is no colon, or no such stance.
        NotFoundError: The target is not in the file.
    """
    word, colon, target = text.partition(":")
    if not colon:
        raise InputError(f"“{text}” is not a stance.", "Write the stance, a colon and the record: --stance denies:C1")
    return Stance(target=book.find_any(target).id, stance=pick(StanceKind, word))


def read_participant(book: Casebook, text: str) -> Participant:
    """A participant as typed: "P3", a name, or either with a role, "P4:host".

    Raises:
        InputError: There is no such role.
        NotFoundError: Nobody in the file fits.
    """
    who, colon, word = text.rpartition(":")
    if not colon:
        return Participant(person=book.find(text, Person).id)
    return Participant(person=book.find(who, Person).id, role=pick(ParticipantRole, word))


def add_event(book: Casebook, draft: EventDraft, cited: Cited, *, create: str = "") -> Stored:
    """Enter something that happened, or is planned.

    Raises:
        UnknownPersonError: The authority is not in the file and `create` is empty.
        NotFoundError: Somebody or something that it names is not in the file.
        InputError: A field cannot hold what it was given.
    """
    with book.change(create=True):
        cites = citations(book, cited)
        parts = [read_participant(book, text) for text in draft.participants]
        subjects = dict.fromkeys(book.find(text, Person).id for text in draft.about)
        parts += [Participant(person=person, role=ParticipantRole.SUBJECT) for person in subjects]
        entered: list[Record] = []
        if draft.by:
            authority, is_new = find_or_enter(book, draft.by, role=Role.AUTHORITY, create=create)
            entered += [authority] if is_new else []
            parts.append(Participant(person=authority.id, role=ParticipantRole.AUTHORITY))
        around = {"planned": draft.planned, "result": draft.result, "outcome": draft.outcome}
        when = read_when(book, "when", draft.on, cites, around)
        values = {
            "kind": draft.kind,
            "when": when,
            "known": _known(book, draft.known, cites, when),
            "place": draft.place,
            "participants": parts,
            "charge": book.find(draft.charge, Charge).id if draft.charge else None,
            "custody": draft.custody,
            "until": read_when(book, "until", draft.until, cites, {"when": when}) if draft.until else None,
            "planned": draft.planned,
            "result": draft.result,
            "outcome": draft.outcome,
            "rights": list(dict.fromkeys(draft.rights)),
            "links": [EventLink(kind=kind, event=book.find(text, Event).id) for kind, text in draft.links],
            "text": draft.text,
            "notes": draft.note,
            "confidentiality": draft.confidentiality,
            "citations": cites,
        }
        return Stored.of(book, book.put(build(Event, values)), also=entered)


def _known(book: Casebook, text: str, cites: tuple[Citation, ...], happened: When) -> When | None:
    return read_when(book, "known", text, cites, {"when": happened}) if text else None
