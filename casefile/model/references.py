"""Which records a record refers to, field by field, and what becomes of it when one of them goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar

import msgspec

from casefile.model.records import BY_LETTER, Charge, Citation, Event, Person, Record, Source, Statement

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


def _cited(field: str, citations: tuple[Citation, ...]) -> Iterator[Reference]:
    return (Reference(field, citation.source) for citation in citations)


def without(record: AnyRecord, target: str) -> AnyRecord:
    """`record` with every mention of `target` taken out; only for records that are not void without it."""
    changes: dict[str, Any] = {"citations": _other(record.citations, target)}
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


def subjects_of(event: Event) -> list[str]:
    """The ids of the people whom `event` happened to or is about."""
    return [part.person for part in event.participants if part.role == "subject"]
