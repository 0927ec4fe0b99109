"""What of a case an audience may see: other records, other ids, other names, and nothing that is not on a list.

**Who sees what.** An audience is a level of confidentiality. A record above it is *hidden*; so is, from the public, a
person whose consent has an end that has passed. Of every other record the fields in `FIELDS` are shown and no others:
a field that somebody adds to a record is hidden until it is put on the list. `FIELDS` is decided by these rules:

- What happened, what was said, by and about whom, when, and where it was read is what a case is for: public.
- How we work stays inside: notes, when we read a source, what our checking found, grades of single facts, consent
  (which speaks to the person, not to the reader), the level of confidentiality itself, copies of sources.
- A date of birth serves to find a person elsewhere and no reader's understanding: it stays inside.
- A source's reliability is public, though a grade of ours: left out, it would read as F, which nobody has given.
- What is claimed of a field is shown to whom the field is; which of the claims we prefer, and why, stays inside.
- The path of a copy, and where a file that is kept came from, can hold the names of people and machines: never shown.

**Hidden people.** A hidden person whom a visible record names is shown as a kind (an individual, a body) under a
pseudonym. What the person says is shown without the office and the verb of saying, as both may tell who speaks (a
Russian verb tells a woman from a man). Mentions of any other hidden record are left out; a record that cannot be
without one goes as well.

**Ids** say in which order, and how many, records were entered. Those shown are numbered anew, without gaps, in the
order of their stand-ins, which is no order at all.

**Stand-ins.** In place of its uid a record shows a hash of it, in the form of a UUIDv8 (RFC 9562), and pseudonyms are
made of its beginning. A uid is a UUIDv7, of which 74 bits are random: whoever holds the full copy can compute the
stand-in and so match the two, and nobody else can get from the one to the other, or try out names. Stand-ins of hidden
records are computed apart from those of visible ones, so that a person who was shown by name in an earlier export
cannot be found by it in a later one. A record without a uid has no secret of its own: its stand-in is a new one each
time, and matches nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from casefile.dates import When
from casefile.model import (
    BY_TABLE,
    Case,
    Charge,
    ChargeUpdate,
    Citation,
    Claim,
    Consent,
    Count,
    Event,
    EventLink,
    Evidence,
    HeldFile,
    Locator,
    Name,
    Office,
    Participant,
    Person,
    Record,
    Resolution,
    Source,
    SpeakerOffice,
    Stance,
    Statement,
    references,
)
from casefile.model.records import ID_TYPES
from casefile.model.references import ids_within
from casefile.model.shape import bare, declared_at, element, field_types, plain
from casefile.vocabulary import Confidentiality, NameType, PersonKind


class Fields(NamedTuple):
    """The fields of one type, by name in JSON: for everybody, for those inside too, and for nobody."""

    public: frozenset[str]
    internal: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()


def _fields(public: str, internal: str = "", never: str = "") -> Fields:
    return Fields(frozenset(public.split()), frozenset(internal.split()), frozenset(never.split()))


def _record_fields(public: str, internal: str = "") -> Fields:
    return _fields(
        f"id uid citations claims {public}", f"confidentiality notes evidence resolutions {internal}", "merged"
    )


#: Which fields are shown to whom. Ids and uids are listed as public because what is shown under them stands in.
FIELDS: dict[type[Struct], Fields] = {
    Person: _record_fields(
        "kind names count members split_from split_on roles nationality occupation died offices",
        "born consent checked",
    ),
    Name: _fields("text lang script type"),
    Count: _fields("exact min max about text"),
    Office: _fields("title organisation country from to"),
    Consent: _fields("", "scope given expires"),
    Charge: _record_fields("person offence code article alleged_by updates sentence"),
    ChargeUpdate: _fields("status when known citations", "note"),
    Statement: _record_fields(
        "speaker office on_behalf_of kind mode verb text lang translation when venue about stances in_reply_to "
        "supersedes"
    ),
    SpeakerOffice: _fields("title organisation country"),
    Stance: _fields("target stance"),
    Event: _record_fields(
        "kind when known place participants charge custody until planned result outcome rights links text"
    ),
    Participant: _fields("person role"),
    EventLink: _fields("kind event"),
    Source: _record_fields("kind publisher title author url published lang reliability relays", "accessed file"),
    HeldFile: _fields("", "sha256 media_type size", "path"),
    Citation: _fields("source locator quote", "credibility review"),
    Evidence: _fields("", "sha256 name size media_type attached by description", "origin"),
    Claim: _fields("field value text said_by when citations", "note weighed"),
    Resolution: _fields("", "field value text reason by made"),
    Locator: _fields("page paragraph line clip offset"),
    When: _fields("text edtf earliest latest basis"),
}

#: What is shown of a hidden person, whose name is a pseudonym.
PSEUDONYMOUS = frozenset({"id", "uid", "kind", "names"})
#: What may tell who a hidden speaker is.
_TELLS_SPEAKER: dict[str, Any] = {"office": None, "verb": ""}

AUDIENCES = (Confidentiality.PUBLIC, Confidentiality.INTERNAL)
_RANK = {level: rank for rank, level in enumerate(Confidentiality)}
_CALLED = {PersonKind.GROUP: "Group", PersonKind.ORGANISATION: "Organisation", PersonKind.STATE: "State"}
AnyRecord = TypeVar("AnyRecord", bound=Record)
AnyClaim = TypeVar("AnyClaim", Claim, Resolution)
_GONE: Any = object()  # in place of what is void, as it mentions what is not shown


class Redacted(NamedTuple):
    """A case as an audience sees it.

    Attributes:
        records: What is shown, in order of table and id.
        originals: For each id shown, the record behind it.
        hidden: The records of the case that are hidden, whether or not a pseudonym stands for them.
        lapsed: The people of them who are hidden because their consent has ended.
        unmatched: The records shown that have no uid, and so no lasting stand-in.
    """

    records: list[Record]
    originals: dict[str, Record]
    hidden: list[Record]
    lapsed: list[Person]
    unmatched: list[Record]


def consent_ended(person: Person, on: date) -> bool:
    """Whether the consent that is recorded of `person` certainly ended before the day `on`."""
    expires = person.consent.expires if person.consent else None
    return expires is not None and expires.latest is not None and expires.latest < on


def stand_in(uid: str, *, hidden: bool) -> str:
    """What is shown in place of `uid`; see the module's own text for what it keeps secret."""
    domain = "hidden" if hidden else "visible"
    digits = hashlib.sha256(f"casefile stand-in, {domain}\0{uid}".encode()).hexdigest()
    variant = "89ab"[int(digits[16], 16) % 4]
    return f"{digits[:8]}-{digits[8:12]}-8{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


def pseudonym(kind: PersonKind, uid_shown: str) -> str:
    """The name of a hidden person, of which nothing but the kind can be told."""
    return f"{_CALLED.get(kind, 'Person')} {uid_shown.partition('-')[0]}"


def redact(case: Case, audience: Confidentiality, on: date, fresh: Callable[[], str]) -> Redacted:
    """`case` as `audience` may see it.

    Args:
        case: The whole of it.
        audience: The highest level that is shown.
        on: The day on which consent must not have ended.
        fresh: Makes a secret that nothing else is made of, for records without a uid.
    """
    everything = list(case.everything())
    ended = [person for person in case.people if audience is Confidentiality.PUBLIC and consent_ended(person, on)]
    lapsed = [person for person in ended if _RANK[person.confidentiality] <= _RANK[audience]]
    hidden = {record.id: record for record in everything if _RANK[record.confidentiality] > _RANK[audience]}
    hidden |= {person.id: person for person in lapsed}
    uids = {record.id: stand_in(record.uid or fresh(), hidden=record.id in hidden) for record in everything}
    screen = _Screen(audience, {record.id: record.id for record in everything})
    mentioned = {
        mention.target
        for record in everything
        if record.id not in hidden and (seen := screen.of(record)) is not _GONE
        for mention in references(seen)
    }
    kept = [
        _pseudonymous(record, uids[record.id]) if isinstance(record, Person) and record.id in hidden else record
        for record in everything
        if record.id not in hidden or (isinstance(record, Person) and record.id in mentioned)
    ]
    while True:  # what is void may be what another record cannot be without
        numbers = _numbered(kept, uids)
        screen = _Screen(audience, numbers)
        seen = {record.id: screen.of(_unspoken(record, hidden)) for record in kept}
        void = {record_id for record_id, record in seen.items() if record is _GONE}
        if not void:
            break
        kept = [record for record in kept if record.id not in void]
    shown = [
        msgspec.structs.replace(seen[old], uid=uids[old])
        for old, _ in sorted(numbers.items(), key=lambda pair: int(pair[1][1:]))
    ]
    originals = {record.id: record for record in everything}
    return Redacted(
        records=[record for kind in BY_TABLE.values() for record in shown if isinstance(record, kind)],
        originals={new: originals[old] for old, new in numbers.items()},
        hidden=list(hidden.values()),
        lapsed=lapsed,
        unmatched=[originals[old] for old in numbers if not originals[old].uid],
    )


def _pseudonymous(person: Person, uid_shown: str) -> Person:
    name = Name(text=pseudonym(person.kind, uid_shown), script="Latn", type=NameType.PRIMARY)
    kept = {field: getattr(person, field) for field in PSEUDONYMOUS}
    return Person(**kept | {"names": (name,)})


def _unspoken(record: Record, hidden: Mapping[str, Record]) -> Record:
    if isinstance(record, Statement) and record.speaker in hidden:
        claims = tuple(claim for claim in record.claims if claim.field.split(".")[0] not in _TELLS_SPEAKER)
        resolutions = tuple(made for made in record.resolutions if made.field.split(".")[0] not in _TELLS_SPEAKER)
        return msgspec.structs.replace(record, **_TELLS_SPEAKER, claims=claims, resolutions=resolutions)
    return record


def _numbered(records: Sequence[Record], uids: Mapping[str, str]) -> dict[str, str]:
    """New ids by old ones: each table counts from 1, in the order of the stand-ins."""
    numbers: dict[str, str] = {}
    for kind in BY_TABLE.values():
        ordered = sorted((record for record in records if isinstance(record, kind)), key=lambda item: uids[item.id])
        numbers |= {record.id: f"{kind.letter}{number}" for number, record in enumerate(ordered, start=1)}
    return numbers


class _Screen:
    """Lets through what is on the list, and mentions of records that are shown, under their new ids.

    It goes by the declared types of fields, so that a mention in a field nobody has thought of is no way round it.
    """

    def __init__(self, audience: Confidentiality, numbers: Mapping[str, str]) -> None:
        self._audience = audience
        self._numbers = numbers

    def of(self, value: Struct) -> Any:
        """A record, or a part of one, as it is shown; `_GONE` where it cannot be without what is not."""
        allowed = self._allowed(type(value))
        seen: dict[str, Any] = {}
        if isinstance(value, Record):
            value = self._with_claims_shown(value)
        for field in _slots(type(value)):
            shown = self._value(getattr(value, field.name), field) if field.key in allowed else _GONE
            if shown is not _GONE:
                seen[field.name] = shown
            elif field.required and field.key in allowed:
                return _GONE
            elif field.required:
                seen[field.name] = ""  # the only such field is a text; any other would fail to be read back
        if isinstance(value, Record):
            seen["id"] = self._numbers.get(value.id, value.id)  # else a mention may look like one of itself
        return type(value)(**seen)

    def _with_claims_shown(self, record: AnyRecord) -> AnyRecord:
        """`record` with the claims of fields that are shown, each with as much of its value as the field would show."""
        claims, made = self._claims(record, record.claims), self._claims(record, record.resolutions)
        return msgspec.structs.replace(record, claims=tuple(claims), resolutions=tuple(made))

    def _claims(self, record: Record, parts: Sequence[AnyClaim]) -> Iterator[AnyClaim]:
        for part in parts:
            way = tuple(part.field.split("."))
            if not self._is_shown(type(record), way):
                continue
            declared = declared_at(type(record), way)
            value = msgspec.convert(part.value, declared)
            holds_ids = any(True for _ in ids_within(value, declared))
            shown = self._claimed(value, declared)
            if shown is not _GONE:
                # a text that stands for an id is a name, or an id that is another record's here
                yield msgspec.structs.replace(part, value=plain(shown), text="" if holds_ids else part.text)

    def _claimed(self, value: Any, declared: Any) -> Any:
        declared = bare(declared)[0]
        item = bare(element(declared))[0] if element(declared) else None
        if item is not None and value:
            items = [self._claimed(part, item) for part in value]
            return tuple(part for part in items if part is not _GONE) or _GONE
        if declared in ID_TYPES:
            return self._numbers.get(value, _GONE)
        return self.of(value) if isinstance(value, Struct) else value

    def _is_shown(self, kind: type[Struct], way: Sequence[str]) -> bool:
        """Whether every field on the way to what is claimed is shown."""
        declared: Any = kind
        for step in way:
            if step.isdigit():
                declared = element(bare(declared)[0])
                continue
            declared = bare(declared)[0]
            if step not in self._allowed(declared):
                return False
            declared = field_types(declared)[step]
        return True

    def _allowed(self, kind: type[Struct]) -> frozenset[str]:
        listed = FIELDS.get(kind, Fields(frozenset()))
        return listed.public if self._audience is Confidentiality.PUBLIC else listed.public | listed.internal

    def _value(self, value: Any, field: _Slot) -> Any:
        if isinstance(value, tuple):
            items = [self._value(item, field) for item in value]
            return tuple(item for item in items if item is not _GONE)
        if value is None:
            return None
        if field.is_id:
            return self._numbers.get(value, _GONE)
        return self.of(value) if isinstance(value, Struct) else value


class _Slot(NamedTuple):
    name: str
    key: str
    required: bool
    is_id: bool


@cache
def _slots(kind: type[Struct]) -> tuple[_Slot, ...]:
    """The fields of a type, and which of them mention records."""
    types = {key: bare(declared)[0] for key, declared in field_types(kind).items()}
    return tuple(
        _Slot(
            field.name,
            field.encode_name,
            field.required,
            bare(element(types[field.encode_name]) or types[field.encode_name])[0] in ID_TYPES,
        )
        for field in msgspec.structs.fields(kind)
    )


class Text(NamedTuple):
    """A free text of a record: the type and name of its field, the way to it, and what it says."""

    owner: type[Struct]
    field: str
    path: str
    text: str


def texts(value: Struct, path: str = "") -> Iterator[Text]:
    """Every text of `value` that somebody has worded: not ids, terms, codes of countries and languages."""
    if isinstance(value, Record):
        yield from _claimed_texts(value)
    for name, key, worded in _texts_of(type(value)):
        held = getattr(value, name)
        way = f"{path}.{key}" if path else key
        if isinstance(held, Struct):
            yield from texts(held, way)
        elif isinstance(held, tuple):
            for number, item in enumerate(held):
                if isinstance(item, Struct):
                    yield from texts(item, f"{way}.{number}")
        elif worded and held:
            yield Text(type(value), key, way, held)


def _claimed_texts(record: Record) -> Iterator[Text]:
    """The texts in what is claimed, as texts of the fields that they are claimed for."""
    for name in ("claims", "resolutions"):
        for number, part in enumerate(getattr(record, name)):
            way = tuple(part.field.split("."))
            value = msgspec.convert(part.value, declared_at(type(record), way))
            if isinstance(value, Struct):
                yield from texts(value, f"{name}.{number}.value")
            elif isinstance(value, str) and value:
                owner = declared_at(type(record), way[:-1]) if len(way) > 1 else type(record)
                yield Text(owner or type(record), way[-1], f"{name}.{number}.value", value)


_NAMING = ("id", "field")  # what a record and a field are called here, in words of ours


@cache
def _texts_of(kind: type[Struct]) -> tuple[tuple[str, str, bool], ...]:
    """Each field of a type by its own name and by that in JSON, and whether it is worded by somebody."""
    names = zip(kind.__struct_fields__, field_types(kind).items(), strict=True)
    return tuple((name, key, bare(declared)[0] is str and key not in _NAMING) for name, (key, declared) in names)
