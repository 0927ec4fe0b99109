"""The controlled terms: every list of words that a field may be limited to, with the standard it comes from."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeVar

from casefile.errors import TermError


class PersonKind(StrEnum):
    """What a record in the people table stands for: one person, one nobody has named, or a body that speaks and acts.

    Source: FollowTheMoney's LegalEntity split (Person, Organization), with *unidentified* and *group* as HURIDOCS
    Events Standard Formats (3rd ed.) have them for victims who are counted but not named.
    """

    INDIVIDUAL = "individual"
    UNIDENTIFIED = "unidentified"
    GROUP = "group"
    ORGANISATION = "organisation"
    STATE = "state"


class Role(StrEnum):
    """What a person is to this case. Source: HURIDOCS Events Standard Formats, roles of persons."""

    DETAINEE = "detainee"
    OFFICIAL = "official"
    AUTHORITY = "authority"
    LAWYER = "lawyer"
    FAMILY = "family"
    WITNESS = "witness"
    PUBLISHER = "publisher"


class NameType(StrEnum):
    """How a spelling of a name relates to the person.

    casefile's own list, after what sanctions lists and passports tell apart.
    """

    PRIMARY = "primary"
    ALIAS = "alias"
    TRANSLITERATION = "transliteration"
    BIRTH = "birth"


class Confidentiality(StrEnum):
    """Who may see a record. Source: HURIDOCS Events Standard Formats, field "confidentiality"."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"


class CustodyStatus(StrEnum):
    """What has become of a detained person.

    Source: 7 FAM 400 Appendix B (US consular arrest statuses) and HURIDOCS Micro-thesaurus 25.
    *reported-detained* is what a bare report of a detention amounts to: somebody says so, and says nothing of charges.
    *on-trial* says nothing of where somebody is: whoever is on trial keeps the custody, or the freedom, they had.
    """

    REPORTED_DETAINED = "reported-detained"
    DETAINED_UNCHARGED = "detained-uncharged"
    PRETRIAL_CUSTODY = "pretrial-custody"
    HOUSE_ARREST = "house-arrest"
    BAIL = "bail"
    RESTRICTED_MOVEMENT = "restricted-movement"
    ON_TRIAL = "on-trial"
    SERVING_SENTENCE = "serving-sentence"
    SUSPENDED_SENTENCE = "suspended-sentence"
    PAROLE = "parole"
    RELEASED = "released"
    DEPORTED = "deported"
    PENDING_DEPORTATION = "pending-deportation"
    EXTRADITED = "extradited"
    TRANSFERRED = "transferred"
    EXCHANGED = "exchanged"
    PARDONED = "pardoned"
    ESCAPED = "escaped"
    MISSING = "missing"
    DIED_IN_CUSTODY = "died-in-custody"
    EXECUTED = "executed"
    UNKNOWN = "unknown"


#: The statuses under which a person is deprived of liberty, so that days are counted.
#: House arrest counts: UN Working Group on Arbitrary Detention, Deliberation No. 1.
HELD = frozenset(
    {
        CustodyStatus.REPORTED_DETAINED,
        CustodyStatus.DETAINED_UNCHARGED,
        CustodyStatus.PRETRIAL_CUSTODY,
        CustodyStatus.HOUSE_ARREST,
        CustodyStatus.SERVING_SENTENCE,
        CustodyStatus.PENDING_DEPORTATION,
        CustodyStatus.TRANSFERRED,
    }
)

#: The statuses with which a trial may still be going on.
DURING_TRIAL = HELD - {CustodyStatus.SERVING_SENTENCE, CustodyStatus.PENDING_DEPORTATION} | {
    CustodyStatus.ON_TRIAL,
    CustodyStatus.BAIL,
    CustodyStatus.RESTRICTED_MOVEMENT,
}


class ChargeStatus(StrEnum):
    """How far an accusation has come. Source: US Press Freedom Tracker, statuses of charges.

    *alleged* is what a side says; *charged* is a formal act of an authority. One never stands for the other.
    """

    ALLEGED = "alleged"
    UNDER_INVESTIGATION = "under-investigation"
    CHARGED = "charged"
    AMENDED = "amended"
    IN_COURT = "in-court"
    CONVICTED = "convicted"
    ACQUITTED = "acquitted"
    DROPPED = "dropped"
    APPEAL_PENDING = "appeal-pending"
    UPHELD = "upheld"
    OVERTURNED = "overturned"
    NOT_CHARGED = "not-charged"
    UNKNOWN = "unknown"


class EventKind(StrEnum):
    """What kind of thing happened. Source: HURIDOCS Events Standard Formats, types of acts and of interventions."""

    DETENTION = "detention"
    ARREST = "arrest"
    SEARCH = "search"
    CHARGE = "charge"
    HEARING = "hearing"
    CUSTODY_EXTENSION = "custody-extension"
    VERDICT = "verdict"
    SENTENCE = "sentence"
    APPEAL = "appeal"
    TRANSFER = "transfer"
    HOUSE_ARREST = "house-arrest"
    RELEASE = "release"
    EXCHANGE = "exchange"
    DEPORTATION = "deportation"
    DEATH = "death"
    MEETING = "meeting"
    PHONE_CALL = "phone-call"
    BRIEFING = "briefing"
    PRESS_STATEMENT = "press-statement"
    DIPLOMATIC_NOTE = "diplomatic-note"
    CONSULAR_NOTIFICATION = "consular-notification"
    CONSULAR_VISIT = "consular-visit"
    LAWYER_VISIT = "lawyer-visit"
    FAMILY_CONTACT = "family-contact"
    MEDICAL = "medical"
    PETITION = "petition"
    PUBLICATION = "publication"
    OTHER = "other"


class EventResult(StrEnum):
    """How an event came out, or a planned one: it took place, was refused, was not wanted, or was put off.

    Source: HURIDOCS Events Standard Formats, field "intervention status", with *denied* and *declined* told apart as
    the Vienna Convention on Consular Relations, Art. 36(1), needs them: an authority denies, the person declines.
    """

    HELD = "held"
    DENIED = "denied"
    DECLINED = "declined"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


#: The results after which an event has not taken place.
NOT_HELD = frozenset(
    {EventResult.DENIED, EventResult.DECLINED, EventResult.POSTPONED, EventResult.CANCELLED, EventResult.UNKNOWN}
)


class Right(StrEnum):
    """A right of a detained person on which an event bears, named by treaty, article and paragraph.

    Source: Vienna Convention on Consular Relations (1963), Art. 36(1); International Covenant on Civil and Political
    Rights (1966), Arts. 9(2)-(4) and 14(3). `casefile.views.rights` says what each is.
    """

    CONSULAR_ACCESS = "vccr-36-1-a"
    CONSULAR_NOTIFICATION = "vccr-36-1-b"
    TOLD_OF_CONSUL = "vccr-36-1-b-told"
    CONSULAR_VISIT = "vccr-36-1-c"
    TOLD_REASONS = "iccpr-9-2-reasons"
    TOLD_CHARGES = "iccpr-9-2-charges"
    BEFORE_JUDGE = "iccpr-9-3"
    COURT_REVIEW = "iccpr-9-4"
    COUNSEL = "iccpr-14-3-b"
    INTERPRETER = "iccpr-14-3-f"


class ParticipantRole(StrEnum):
    """What somebody did in an event. Source: HURIDOCS Events Standard Formats, involvement and intervention roles."""

    SUBJECT = "subject"
    AUTHORITY = "authority"
    PARTICIPANT = "participant"
    HOST = "host"
    CALLER = "caller"
    CALLEE = "callee"
    SPEAKER = "speaker"
    MEDIATOR = "mediator"


class LinkKind(StrEnum):
    """How one event stands to another. Source: HURIDOCS Events Standard Formats, chain of events; OWL-Time order."""

    BEFORE = "before"
    AFTER = "after"
    DURING = "during"
    PART_OF = "part-of"
    CAUSES = "causes"


class StatementKind(StrEnum):
    """What a statement does. Source: HURIDOCS Micro-thesaurus 28, responses of the authorities and other parties."""

    ALLEGATION = "allegation"
    DENIAL = "denial"
    CONFIRMATION = "confirmation"
    ACKNOWLEDGEMENT = "acknowledgement"
    ANNOUNCEMENT = "announcement"
    PROGRESS_REPORT = "progress-report"
    ASSESSMENT = "assessment"
    PLEDGE = "pledge"
    DEMAND = "demand"
    PROTEST = "protest"
    APPEAL = "appeal"
    CORRECTION = "correction"
    NO_COMMENT = "no-comment"


class StanceKind(StrEnum):
    """Where a statement stands on a record. Source: HURIDOCS Micro-thesaurus 28."""

    ASSERTS = "asserts"
    DENIES = "denies"
    CONFIRMS = "confirms"
    PARTLY_CONFIRMS = "partly-confirms"
    CONTESTS_LEGALITY = "contests-legality"
    JUSTIFIES = "justifies"
    ACCEPTS_RESPONSIBILITY = "accepts-responsibility"
    DENIES_RESPONSIBILITY = "denies-responsibility"
    ALTERNATIVE_ACCOUNT = "alternative-account"
    PROMISES = "promises"
    SUPPORTS = "supports"
    NO_POSITION = "no-position"


class Mode(StrEnum):
    """How a source renders what was said: word for word, in its own words, or boiled down. casefile's own list."""

    DIRECT_QUOTE = "direct-quote"
    PARAPHRASE = "paraphrase"
    SUMMARY = "summary"


class SourceKind(StrEnum):
    """What sort of thing a source is. Source: Berkeley Protocol on Digital Open Source Investigations, source types."""

    NEWS = "news"
    AGENCY_WIRE = "agency-wire"
    OFFICIAL_SITE = "official-site"
    COURT = "court"
    SOCIAL_POST = "social-post"
    DOCUMENT = "document"
    INTERVIEW = "interview"


class Reliability(StrEnum):
    """How far a source can be trusted, from A, completely, to E, not; F: cannot be judged.

    Source: the Admiralty (NATO) system, STANAG 2511 / AJP-2.1, reliability of the source.
    """

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Review(StrEnum):
    """Where the checking of a citation stands. casefile's own list."""

    ACCEPTED = "accepted"
    CONFLICT = "conflict"
    WORK_NEEDED = "work-needed"


#: What each list is called in messages.
_CALLED: dict[type[StrEnum], str] = {
    PersonKind: "kind of person",
    Role: "role",
    NameType: "type of name",
    Confidentiality: "confidentiality",
    CustodyStatus: "custody status",
    ChargeStatus: "charge status",
    EventKind: "event kind",
    EventResult: "result of an event",
    Right: "right",
    ParticipantRole: "participant role",
    LinkKind: "link between events",
    StatementKind: "statement kind",
    StanceKind: "stance",
    Mode: "mode of a statement",
    SourceKind: "source kind",
    Reliability: "reliability (Admiralty grade)",
    Review: "review mark",
}

#: Words people type for a term, beyond its own spelling.
_SYNONYMS: dict[type[StrEnum], dict[str, str]] = {
    EventKind: {
        "call": "phone-call",
        "phone": "phone-call",
        "telephone-call": "phone-call",
        "extension": "custody-extension",
    },
    EventResult: {
        "took-place": "held",
        "done": "held",
        "refused": "denied",
        "adjourned": "postponed",
        "canceled": "cancelled",
    },
    PersonKind: {"person": "individual", "organization": "organisation", "org": "organisation", "country": "state"},
    SourceKind: {"agency": "agency-wire", "wire": "agency-wire", "official": "official-site", "social": "social-post"},
    Mode: {"quote": "direct-quote", "direct": "direct-quote"},
    ChargeStatus: {"allegation": "alleged", "investigation": "under-investigation", "court": "in-court"},
    StanceKind: {
        "denial": "denies",
        "deny": "denies",
        "assert": "asserts",
        "confirm": "confirms",
        "support": "supports",
    },
}

Term = TypeVar("Term", bound=StrEnum)


def terms(vocabulary: type[StrEnum]) -> list[str]:
    """Every term of `vocabulary`, in its own order."""
    return [member.value for member in vocabulary]


def called(vocabulary: type[StrEnum]) -> str:
    """What `vocabulary` is called in a message ("event kind")."""
    return _CALLED.get(vocabulary) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", vocabulary.__name__).lower()


def pick(vocabulary: type[Term], text: str) -> Term:
    """The term that `text` spells, whatever its case and whether it is joined by hyphens, spaces or underscores.

    Raises:
        TermError: `text` is not in the list; the error names the nearest term and the whole list.
    """
    key = "-".join(text.strip().replace("_", " ").replace("-", " ").lower().split())
    key = _SYNONYMS.get(vocabulary, {}).get(key, key)
    for member in vocabulary:
        if member.value.lower() == key:
            return member
    import difflib  # only a mistake needs it

    near = difflib.get_close_matches(key, terms(vocabulary), n=1, cutoff=0.6)
    raise TermError(text, called(vocabulary), terms(vocabulary), near[0] if near else None)


def spoken(term: StrEnum | str) -> str:
    """A term as it is printed in a sentence: ``reported-detained`` becomes "reported detained"."""
    return str(term).replace("-", " ")
