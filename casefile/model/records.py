"""The five records of a case file, what each field holds, and what must be true of a record by itself.

Every record is a frozen msgspec Struct. In JSON a field that holds its default is left out; dates are ISO 8601;
references to other records are ids ("P1"). A record that breaks a rule cannot be built: decoding raises
`msgspec.ValidationError`, constructing raises `ValueError`, and `casefile.model.checking` turns both into a
`casefile.errors.FieldError` that names the field.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta, Struct, field

from casefile.dates import When
from casefile.model.shape import declared_at
from casefile.vocabulary import (
    NOT_HELD,
    ChargeStatus,
    Confidentiality,
    CustodyStatus,
    EventKind,
    EventResult,
    LinkKind,
    Mode,
    NameType,
    ParticipantRole,
    PersonKind,
    Reliability,
    Review,
    Right,
    Role,
    SourceKind,
    StanceKind,
    StatementKind,
)

PersonId = Annotated[str, Meta(pattern=r"^P[1-9][0-9]{0,8}\Z")]
ChargeId = Annotated[str, Meta(pattern=r"^C[1-9][0-9]{0,8}\Z")]
StatementId = Annotated[str, Meta(pattern=r"^S[1-9][0-9]{0,8}\Z")]
EventId = Annotated[str, Meta(pattern=r"^E[1-9][0-9]{0,8}\Z")]
SourceId = Annotated[str, Meta(pattern=r"^R[1-9][0-9]{0,8}\Z")]
RecordId = Annotated[str, Meta(pattern=r"^[PCSER][1-9][0-9]{0,8}\Z")]
#: Every type of field that mentions another record.
ID_TYPES = (PersonId, ChargeId, StatementId, EventId, SourceId, RecordId)

#: ISO 3166-1 alpha-2; `casefile.casebook.countries` accepts names and writes codes.
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}\Z")]
#: A BCP 47 language tag, or "" where nobody said.
Language = Annotated[str, Meta(pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?\Z")]
#: A UUIDv7 (RFC 9562), by which two people's files can be merged; in redacted copies a UUIDv8 in its place.
Uid = Annotated[str, Meta(pattern=r"^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?\Z")]
Natural = Annotated[int, Meta(ge=0, le=10_000_000)]


class Part(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of everything a record is made of: immutable, and with no room for fields that nobody knows."""


def _must(holds: object, rule: str) -> None:
    if not holds:
        raise ValueError(rule)


class Locator(Part, frozen=True, kw_only=True):
    """Where in a source a citation points; each part as the source counts it."""

    page: str = ""
    paragraph: str = ""
    line: str = ""
    clip: str = ""
    offset: str = ""


class Citation(Part, frozen=True, kw_only=True):
    """The tie between one fact and the source that it was read in.

    ``credibility`` is the Admiralty (STANAG 2511) grade of the information, 1 confirmed to 6 cannot be judged;
    None means that nobody has graded it.
    """

    source: SourceId
    locator: Locator | None = None
    quote: str = ""
    credibility: Annotated[int, Meta(ge=1, le=6)] | None = None
    review: Review | None = None


class Name(Part, frozen=True, kw_only=True):
    """One spelling of a name. ``lang`` is BCP 47, ``script`` ISO 15924 ("Cyrl")."""

    text: str
    lang: Language = ""
    script: str = ""
    type: NameType = NameType.ALIAS

    def __post_init__(self) -> None:
        """Refuse a blank name."""
        _must(self.text.strip(), "text must not be blank")


class Count(Part, frozen=True, kw_only=True):
    """How many people a group has: exactly, within limits, or only as printed ("about 20" sets ``about``)."""

    exact: Natural | None = None
    min: Natural | None = None
    max: Natural | None = None
    about: Natural | None = None
    text: str = ""

    def __post_init__(self) -> None:
        """Refuse numbers that contradict each other."""
        _must(
            self.exact is None or (self.min is None and self.max is None and self.about is None),
            "exact stands alone: leave out min, max and about",
        )
        _must(self.min is None or self.max is None or self.min <= self.max, "min must not exceed max")


class Office(Part, frozen=True, kw_only=True):
    """A post that a person held: title, organisation, ISO 3166 country, and since and until when, as far as known."""

    title: str
    organisation: str = ""
    country: Country | None = None
    start: When | None = field(default=None, name="from")
    end: When | None = field(default=None, name="to")

    def __post_init__(self) -> None:
        """Refuse an office without a title, or one that ended before it began."""
        _must(self.title.strip(), "title must not be blank")
        start = self.start.earliest if self.start else None
        end = self.end.latest if self.end else None
        _must(start is None or end is None or start <= end, "to must not be earlier than from")


class Consent(Part, frozen=True, kw_only=True):
    """What the person (or the family) agreed to have recorded or published."""

    scope: str
    given: When | None = None
    expires: When | None = None


class Evidence(Part, frozen=True, kw_only=True):
    """A file that is kept with a record, as the Berkeley Protocol (2022) asks: what, from where, by whom, when, hash.

    ``sha256`` is of the file's bytes; ``name`` is what it was called, ``size`` is in bytes, ``attached`` ISO 8601,
    UTC, ``origin`` where it came from (a URL, a person, a path), ``description`` what is to be seen in it.
    """

    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    name: str
    size: Annotated[int, Meta(ge=0)]
    media_type: str = ""
    attached: str = ""
    by: str = ""
    origin: str = ""
    description: str = ""


class Claim(Part, frozen=True, kw_only=True):
    """What somebody gives for one field of the record that the claim stands in, beside what others give for it.

    ``field`` is the way to the field, as it is edited ("born", "offices.0.title"); ``value`` what is claimed, as the
    field itself would hold it in JSON, and ``text`` the same as it was typed. ``said_by`` is who says so and ``when``
    they did; ``weighed`` whether the last resolution of the field took this claim into account.
    """

    field: str
    value: Any
    text: str = ""
    said_by: PersonId | None = None
    when: When | None = None
    citations: tuple[Citation, ...] = ()
    note: str = ""
    weighed: bool = False


class Resolution(Part, frozen=True, kw_only=True):
    """Which of the values claimed for a field was preferred: why, by whom, and when (ISO 8601, UTC).

    The claims all stay; the last resolution of a field is the one that counts, until a later claim differs from it.
    """

    field: str
    value: Any
    text: str = ""
    reason: str
    by: str = ""
    made: str = ""

    def __post_init__(self) -> None:
        """Refuse to prefer without a reason."""
        _must(self.reason.strip(), "reason must not be blank")


class Record(Part, frozen=True, kw_only=True):
    """What all five records share.

    ``id`` is the table's letter and the TinyDB document id; it is empty only while a record is being made.
    ``merged`` are the ids of records that turned out to be this one and were merged into it; they are used for
    nothing else. Where a field is disputed, its own value is one of ``claims``.
    """

    letter: ClassVar[str] = ""
    table: ClassVar[str] = ""
    noun: ClassVar[str] = "record"

    id: str = ""
    uid: Uid = ""
    confidentiality: Confidentiality = Confidentiality.PUBLIC
    notes: str = ""
    citations: tuple[Citation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    claims: tuple[Claim, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    merged: tuple[RecordId, ...] = ()

    def __post_init__(self) -> None:
        """Hold that each claim, and what was preferred, is for a field there is and fits it."""
        parts: tuple[Claim | Resolution, ...] = (*self.claims, *self.resolutions)
        for part in parts:
            declared = declared_at(type(self), tuple(part.field.split(".")))
            _must(declared is not None, f"claims must be for a field of the record; “{part.field}” is none")
            try:
                msgspec.convert(part.value, declared)
            except msgspec.ValidationError as error:
                raise ValueError(f"claims must fit their fields, “{part.field}”: {error}") from error


class Person(Record, frozen=True, kw_only=True):
    """A detainee, an official, a lawyer; a group counted but not named; an organisation or a state that speaks.

    A group keeps the ``count`` that was reported; its ``members`` are those of it who have records of their own, each
    with the group as ``split_from``. After ``split_on``, where it is given, the record of the group no longer speaks
    for the member.

    ``checked`` is when somebody last went over the record and found that it still holds.
    """

    letter: ClassVar[str] = "P"
    table: ClassVar[str] = "people"
    noun: ClassVar[str] = "person"

    kind: PersonKind = PersonKind.INDIVIDUAL
    names: tuple[Name, ...] = ()
    count: Count | None = None
    members: tuple[PersonId, ...] = ()
    split_from: PersonId | None = None
    split_on: When | None = None
    roles: tuple[Role, ...] = ()
    nationality: tuple[Country, ...] = ()
    occupation: str = ""
    born: When | None = None
    died: When | None = None
    offices: tuple[Office, ...] = ()
    consent: Consent | None = None
    checked: When | None = None

    def __post_init__(self) -> None:
        """Hold that somebody is named once as primary, and that only groups are counted."""
        Record.__post_init__(self)
        primary = sum(name.type is NameType.PRIMARY for name in self.names)
        _must(self.names, "names must hold at least one name")
        _must(primary == 1, "names must hold exactly one of type primary")
        _must(
            self.count is None or self.kind is PersonKind.GROUP,
            "count belongs to a group: set kind=group or leave count out",
        )
        _must(not self.members or self.kind is PersonKind.GROUP, "members belong to a group: set kind=group")

    @property
    def name(self) -> str:
        """The primary name, as it was entered."""
        return next(name.text for name in self.names if name.type is NameType.PRIMARY)


class ChargeUpdate(Part, frozen=True, kw_only=True):
    """One step in the life of an accusation: its status from a day on, and when that became known."""

    status: ChargeStatus
    when: When
    known: When | None = None
    note: str = ""
    citations: tuple[Citation, ...] = ()


class Charge(Record, frozen=True, kw_only=True):
    """What one person is accused of. ``alleged_by`` is who says so: a person, a body or a state of the file."""

    letter: ClassVar[str] = "C"
    table: ClassVar[str] = "charges"
    noun: ClassVar[str] = "charge"

    person: PersonId
    offence: str
    code: str = ""
    article: str = ""
    alleged_by: PersonId | None = None
    updates: tuple[ChargeUpdate, ...]
    sentence: str = ""

    def __post_init__(self) -> None:
        """Hold that an accusation says what it is about and has a status."""
        Record.__post_init__(self)
        _must(self.offence.strip(), "offence must not be blank")
        _must(self.updates, "updates must hold at least one update")


class SpeakerOffice(Part, frozen=True, kw_only=True):
    """The office a speaker held when speaking, copied so that a later change of office does not rewrite the past."""

    title: str
    organisation: str = ""
    country: Country | None = None


class Stance(Part, frozen=True, kw_only=True):
    """Where a statement stands on one record."""

    target: RecordId
    stance: StanceKind


class Statement(Record, frozen=True, kw_only=True):
    """What somebody said, word for word or in other words. ``verb`` is the verb of saying as printed."""

    letter: ClassVar[str] = "S"
    table: ClassVar[str] = "statements"
    noun: ClassVar[str] = "statement"

    speaker: PersonId
    office: SpeakerOffice | None = None
    on_behalf_of: PersonId | None = None
    kind: StatementKind | None = None
    mode: Mode = Mode.DIRECT_QUOTE
    verb: str = ""
    text: str
    lang: Language = ""
    translation: str = ""
    when: When
    venue: EventId | None = None
    about: tuple[RecordId, ...] = ()
    stances: tuple[Stance, ...] = ()
    in_reply_to: StatementId | None = None
    supersedes: StatementId | None = None

    def __post_init__(self) -> None:
        """Hold that something was said, and that a statement does not answer itself."""
        Record.__post_init__(self)
        _must(self.text.strip(), "text must not be blank")
        _must(not self.id or self.in_reply_to != self.id, "in_reply_to must not be the statement itself")
        _must(not self.id or self.supersedes != self.id, "supersedes must not be the statement itself")


class Participant(Part, frozen=True, kw_only=True):
    """Somebody's part in an event."""

    person: PersonId
    role: ParticipantRole = ParticipantRole.PARTICIPANT


class EventLink(Part, frozen=True, kw_only=True):
    """How this event stands to another: it came before or after it, during it, was part of it, or caused it."""

    kind: LinkKind
    event: EventId


class Event(Record, frozen=True, kw_only=True):
    """Something that happened or is planned.

    ``when`` is when it happened, ``known`` when that became known: two dates that never stand in for each other.
    ``custody`` is the custody status that the source states for the subjects from then on, where it states one, and
    ``until`` the last day for which it is ordered. ``result`` is how the event came out, ``outcome`` the same in words;
    ``rights`` are those that the source says it bears on, beyond what its kind says.
    """

    letter: ClassVar[str] = "E"
    table: ClassVar[str] = "events"
    noun: ClassVar[str] = "event"

    kind: EventKind
    when: When
    known: When | None = None
    place: str = ""
    participants: tuple[Participant, ...] = ()
    charge: ChargeId | None = None
    custody: CustodyStatus | None = None
    until: When | None = None
    planned: bool = False
    result: EventResult | None = None
    outcome: str = ""
    rights: tuple[Right, ...] = ()
    links: tuple[EventLink, ...] = ()
    text: str = ""

    def __post_init__(self) -> None:
        """Hold that an event is not linked to itself."""
        Record.__post_init__(self)
        _must(not self.id or all(link.event != self.id for link in self.links), "links must not name the event itself")
        start = self.when.earliest
        end = self.until.latest if self.until else None
        _must(start is None or end is None or start <= end, "until must not be earlier than when")

    @property
    def pending(self) -> bool:
        """Whether it is planned and nothing is recorded of how it came out."""
        return self.planned and self.result is None and not self.outcome

    @property
    def took_place(self) -> bool:
        """Whether the record has it as something that happened: not planned, refused, put off or called off."""
        return not self.pending and self.result not in NOT_HELD


class HeldFile(Part, frozen=True, kw_only=True):
    """A source's own file: its SHA-256 (hex), where it lay, its media type and its size in bytes."""

    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    path: str
    media_type: str = ""
    size: Annotated[int, Meta(ge=0)] = 0


class Source(Record, frozen=True, kw_only=True):
    """Where facts were read. ``relays`` is the source that this one passes on; F reliability is "cannot be judged"."""

    letter: ClassVar[str] = "R"
    table: ClassVar[str] = "sources"
    noun: ClassVar[str] = "source"

    kind: SourceKind = SourceKind.NEWS
    publisher: str = ""
    title: str = ""
    author: str = ""
    url: str = ""
    published: When | None = None
    accessed: When | None = None
    lang: Language = ""
    reliability: Reliability = Reliability.F
    relays: SourceId | None = None
    file: HeldFile | None = None

    def __post_init__(self) -> None:
        """Hold that a source can be told from others, and does not relay itself."""
        Record.__post_init__(self)
        _must(
            self.publisher.strip() or self.title.strip() or self.url.strip(),
            "publisher, title or url must be given: at least one of the three",
        )
        _must(not self.id or self.relays != self.id, "relays must not be the source itself")

    @property
    def name(self) -> str:
        """How to call the source in a line: publisher and title, or what there is of them."""
        return ", ".join(part for part in (self.publisher, self.title) if part) or self.url


RECORD_TYPES: tuple[type[Record], ...] = (Person, Charge, Statement, Event, Source)
BY_TABLE: dict[str, type[Record]] = {kind.table: kind for kind in RECORD_TYPES}
BY_LETTER: dict[str, type[Record]] = {kind.letter: kind for kind in RECORD_TYPES}

_decoders = {kind: msgspec.json.Decoder(kind) for kind in RECORD_TYPES}


def decode(kind: type[Record], document: bytes | bytearray | memoryview | msgspec.Raw) -> Record:
    """One stored JSON document as a record of type `kind`.

    Raises:
        msgspec.ValidationError: a field holds what it must not.
        msgspec.DecodeError: the document is not JSON.
    """
    return _decoders[kind].decode(document)


def as_json(value: object) -> object:
    """A record, or any part of one, as plain JSON values with *every* key present.

    This is what ``--json`` prints: files leave out what holds a default, but whoever reads the output can rely on
    each key.
    """
    if isinstance(value, Struct):
        names = dict(zip(value.__struct_encode_fields__, value.__struct_fields__, strict=True))
        if isinstance(value, Record):  # msgspec puts inherited fields last; people look for the id first
            names = {"id": "id", "uid": "uid"} | names
        return {key: as_json(getattr(value, attribute)) for key, attribute in names.items()}
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    return msgspec.to_builtins(value)
