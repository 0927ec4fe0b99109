"""Which records a record refers to, field by field, and what becomes of it when one of them goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar

import msgspec

from casefile.model.records import (
    BY_LETTER,
    ID_TYPES,
    Charge,
    Citation,
    Claim,
    Event,
    EventLink,
    Participant,
    Person,
    Record,
    Resolution,
    Source,
    Stance,
    Statement,
)
from casefile.model.shape import bare, declared_at, element, field_types, plain

AnyRecord = TypeVar("AnyRecord", bound=Record)
_LONGEST = 9  # digits of an id; the same limit stands in the id types of the records


class Reference(NamedTuple):
    """One mention of another record: the field it stands in, the id, and whether the record is void without it."""

    field: str
    target: str
    vital: bool = False


def parse_id(text: str) -> tuple[str, int] | None:
    """``"p12"`` as ``("people", 12)``; None when `text` is not shaped like an id."""
    text = text.strip()
    kind = BY_LETTER.get(text[:1].upper())
    digits = text[1:]
    if kind is None or not (digits.isascii() and digits.isdigit()) or digits.startswith("0") or len(digits) > _LONGEST:
        return None
    return kind.table, int(digits)


def references(record: Record) -> Iterator[Reference]:  # noqa: C901 - one branch a type of record
    """Every mention of another record in `record`, in reading order."""
    if isinstance(record, Person):
        yield from (Reference("members", member) for member in record.members)
        if record.split_from:
            yield Reference("split_from", record.split_from)
    elif isinstance(record, Charge):
        yield Reference("person", record.person, vital=True)
        if record.alleged_by:
            yield Reference("alleged_by", record.alleged_by)
        for number, update in enumerate(record.updates):
            yield from _cited(f"updates.{number}.citations", update.citations)
    elif isinstance(record, Statement):
        yield Reference("speaker", record.speaker, vital=True)
        yield from (Reference("about", target) for target in record.about)
        yield from (Reference("stances", stance.target) for stance in record.stances)
        for name in ("on_behalf_of", "venue", "in_reply_to", "supersedes"):
            if target := getattr(record, name):
                yield Reference(name, target)
    elif isinstance(record, Event):
        yield from (Reference("participants", participant.person) for participant in record.participants)
        yield from (Reference("links", link.event) for link in record.links)
        if record.charge:
            yield Reference("charge", record.charge)
    elif isinstance(record, Source) and record.relays:
        yield Reference("relays", record.relays)
    yield from _cited("citations", record.citations)
    yield from _in_claims(record)


def _in_claims(record: Record) -> Iterator[Reference]:
    for claim in record.claims:
        if claim.said_by:
            yield Reference("claims", claim.said_by)
        yield from (Reference("claims", target) for target in _claimed_ids(record, claim))
        yield from _cited("claims", claim.citations)
    for made in record.resolutions:
        yield from (Reference("resolutions", target) for target in _claimed_ids(record, made))


def _cited(field: str, citations: tuple[Citation, ...]) -> Iterator[Reference]:
    return (Reference(field, citation.source) for citation in citations)


def without(record: AnyRecord, target: str) -> AnyRecord:
    """`record` with every mention of `target` taken out; only for records that are not void without it.

    Whoever claims something is taken out of the claim; a claim that `target` itself is what stands in a field goes.
    """
    changes: dict[str, Any] = {
        "citations": _other(record.citations, target),
        "merged": tuple(former for former in record.merged if former != target),
        "resolutions": tuple(made for made in record.resolutions if target not in _claimed_ids(record, made)),
        "claims": tuple(
            msgspec.structs.replace(
                claim,
                said_by=None if claim.said_by == target else claim.said_by,
                citations=_other(claim.citations, target),
            )
            for claim in record.claims
            if target not in _claimed_ids(record, claim)
        ),
    }
    for field in ("split_from", "alleged_by", "on_behalf_of", "venue", "in_reply_to", "supersedes", "charge", "relays"):
        if getattr(record, field, None) == target:
            changes[field] = None
    for field in ("members", "about"):
        if hasattr(record, field):
            changes[field] = tuple(item for item in getattr(record, field) if item != target)
    if isinstance(record, Charge):
        changes["updates"] = tuple(
            msgspec.structs.replace(update, citations=_other(update.citations, target)) for update in record.updates
        )
    elif isinstance(record, Statement):
        changes["stances"] = tuple(stance for stance in record.stances if stance.target != target)
    elif isinstance(record, Event):
        changes["participants"] = tuple(part for part in record.participants if part.person != target)
        changes["links"] = tuple(link for link in record.links if link.event != target)
    return msgspec.structs.replace(record, **changes)


def _other(citations: tuple[Citation, ...], target: str) -> tuple[Citation, ...]:
    return tuple(citation for citation in citations if citation.source != target)


def renamed(record: AnyRecord, old: str, new: str) -> AnyRecord:
    """`record` with every mention of `old` made one of `new`, and what is then in a list twice left there once."""
    changes = {}
    for key, attribute in _names(type(record)):
        held = getattr(record, attribute)
        if key in ("claims", "resolutions"):
            changed: Any = tuple(_renamed_claim(record, part, old, new) for part in held)
        elif key == "merged":
            continue
        else:
            changed = _renamed(held, field_types(type(record))[key], old, new)
        if changed != held:
            changes[attribute] = changed
    return msgspec.structs.replace(record, **changes) if changes else record


#: What says nothing more when it is in a list twice.
_ONCE = (*ID_TYPES, Citation, EventLink, Participant, Stance)


def _renamed(value: Any, declared: Any, old: str, new: str) -> Any:
    declared, _ = bare(declared)
    item = element(declared)
    if item is not None:
        parts = tuple(_renamed(part, item, old, new) for part in value or ())
        return tuple(dict.fromkeys(parts)) if item in _ONCE and parts != value else parts
    if isinstance(value, msgspec.Struct):
        types = field_types(type(value))
        changes = {name: _renamed(getattr(value, name), types[key], old, new) for key, name in _names(type(value))}
        return msgspec.structs.replace(value, **changes)
    return new if declared in ID_TYPES and value == old else value


def _renamed_claim(record: Record, part: Any, old: str, new: str) -> Any:
    declared = declared_at(type(record), tuple(part.field.split(".")))
    value = _renamed(msgspec.convert(part.value, declared), declared, old, new)
    text = new if part.text.strip().upper() == old else part.text
    changed = msgspec.structs.replace(part, value=plain(value), text=text)
    return _renamed(changed, type(part), old, new)


def _claimed_ids(record: Record, part: Claim | Resolution) -> set[str]:
    declared = declared_at(type(record), tuple(part.field.split(".")))
    return set(ids_within(msgspec.convert(part.value, declared), declared))


def ids_within(value: Any, declared: Any) -> Iterator[str]:
    """Every id in a value of the type `declared`."""
    declared, _ = bare(declared)
    item = element(declared)
    if item is not None:
        for part in value or ():
            yield from ids_within(part, item)
    elif isinstance(value, msgspec.Struct):
        types = field_types(type(value))
        for key, name in _names(type(value)):
            yield from ids_within(getattr(value, name), types[key])
    elif declared in ID_TYPES and value:
        yield value


def _names(kind: type[msgspec.Struct]) -> list[tuple[str, str]]:
    """The fields of a type by their names in JSON and in Python."""
    return list(zip(kind.__struct_encode_fields__, kind.__struct_fields__, strict=True))


def subjects_of(event: Event) -> list[str]:
    """The ids of the people whom `event` happened to or is about."""
    return [part.person for part in event.participants if part.role == "subject"]
