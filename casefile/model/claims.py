"""What is claimed for the fields of a record: which field a claim is for, what stands there, what means the same."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from casefile.dates import When
from casefile.model.checking import build
from casefile.model.records import Claim, Count, Person, Record, Resolution
from casefile.model.shape import declared_at, plain
from casefile.vocabulary import NameType

AnyRecord = TypeVar("AnyRecord", bound=Record)

#: Fields that say how we keep a record rather than what is so; nobody outside claims anything about them.
UNCLAIMABLE = frozenset(
    {"id", "uid", "merged", "claims", "resolutions", "citations", "evidence", "notes", "confidentiality"}
)


def short_ways(record: Record) -> dict[str, str]:
    """Words that stand for the way to a field: a person's "name" and, where there is one at most, "office"."""
    if not isinstance(record, Person):
        return {}
    primary = next(place for place, name in enumerate(record.names) if name.type is NameType.PRIMARY)
    ways = {"name": f"names.{primary}.text"}
    return ways if len(record.offices) > 1 else ways | {"office": "offices.0.title"}


def label(record: Record, field: str) -> str:
    """What the field at the end of the way `field` is called, which can be typed in its place."""
    return next((word for word, way in short_ways(record).items() if way == field), field)


def claimed(record: Record, claim: Claim | Resolution) -> Any:
    """What is claimed, as the field itself would hold it."""
    return msgspec.convert(claim.value, declared_at(type(record), tuple(claim.field.split("."))))


def standing(record: Record, field: str) -> Any:
    """What `record` itself has at `field`; None where it has nothing."""
    value: Any = record
    for step in field.split("."):
        if isinstance(value, tuple):
            value = value[int(step)] if int(step) < len(value) else None
        elif isinstance(value, msgspec.Struct):
            names = dict(zip(value.__struct_encode_fields__, value.__struct_fields__, strict=True))
            value = getattr(value, names[step])
        else:
            return None
    return None if value in ("", ()) else value


def with_value(record: AnyRecord, field: str, value: Any) -> AnyRecord:
    """`record` with `value` at `field`; an entry that a list has not got yet is begun, if it is the next one.

    Raises:
        FieldError: The record cannot hold that.
    """
    values = plain(record)
    *way, last = field.split(".")
    held: Any = values
    for step, following in zip(way, field.split(".")[1:], strict=True):
        begun: Any = [] if following.isdigit() else {}
        if isinstance(held, list):
            if int(step) == len(held):
                held.append(begun)
            held = held[int(step)]
        else:
            held = held.setdefault(step, begun)
    if isinstance(held, list):
        held[int(last) :] = [plain(value), *held[int(last) + 1 :]]
    else:
        held[last] = plain(value)
    return build(type(record), values)


def meaning(value: Any) -> Any:
    """A key that two values share when they mean the same.

    Dates do by their first and last day, texts whatever their case and spacing, counts by their numbers, lists of
    terms in any order.
    """
    if isinstance(value, When):
        return (value.earliest, value.latest) if value.edtf else "unknown"
    if isinstance(value, Count):
        numbers = (value.exact, value.min, value.max, value.about)
        return numbers if any(number is not None for number in numbers) else meaning(value.text)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str):
        return " ".join(value.split()).casefold()
    if isinstance(value, tuple):
        parts = [meaning(part) for part in value]
        return frozenset(parts) if all(isinstance(part, str) for part in value) else tuple(parts)
    if isinstance(value, msgspec.Struct):
        return tuple(meaning(getattr(value, name)) for name in value.__struct_fields__)
    return value


def about(record: Record, field: str) -> list[Claim]:
    """The claims for `field`, in the order in which they were entered."""
    return [claim for claim in record.claims if claim.field == field]


def last_resolution(record: Record, field: str) -> Resolution | None:
    """The resolution of `field` that counts."""
    return next((made for made in reversed(record.resolutions) if made.field == field), None)


def in_doubt(record: Record, field: str) -> bool:
    """Whether the sources differ over `field` and no resolution holds that weighed all that they say."""
    given = {meaning(claimed(record, claim)) for claim in about(record, field)}
    now = standing(record, field)
    if now is not None:
        given.add(meaning(now))
    if len(given) < 2:  # noqa: PLR2004 - it takes two
        return False
    made = last_resolution(record, field)
    if made is None:
        return True
    preferred = meaning(claimed(record, made))
    differing = [claim for claim in about(record, field) if meaning(claimed(record, claim)) != preferred]
    return now is None or meaning(now) != preferred or not all(claim.weighed for claim in differing)


def disputed_fields(record: Record) -> list[str]:
    """The fields for which more than one value is given, in the order in which they came into dispute."""
    found = []
    for field in dict.fromkeys(claim.field for claim in record.claims):
        given = {meaning(claimed(record, claim)) for claim in about(record, field)}
        now = standing(record, field)
        if len(given | ({meaning(now)} if now is not None else set())) > 1:
            found.append(field)
    return found


def open_fields(record: Record) -> tuple[str, ...]:
    """The fields of a record over which sources differ, none being preferred: their first parts, "when", "offices"."""
    if not record.claims:
        return ()
    fields = (field.partition(".")[0] for field in disputed_fields(record) if in_doubt(record, field))
    return tuple(dict.fromkeys(fields))
