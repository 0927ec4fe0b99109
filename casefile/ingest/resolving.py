"""From the fields of a draft to a record: what "@p2" stands for is put in its place, and bare dates are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

import msgspec

from casefile.dates import When
from casefile.errors import InputError
from casefile.ingest.drafts import Draft
from casefile.model import BY_TABLE, Record, build
from casefile.model.records import ID_TYPES
from casefile.model.shape import bare, element, field_types

#: A drafted record's number while nobody has entered it: high above all that a case has given out.
_PROVISIONAL = 900_000_000
#: The fields without which a record says nothing, or says it in nobody's name, by table.
_VITAL = {"people": (), "charges": ("person", "alleged_by"), "statements": ("speaker",), "events": (), "sources": ()}
_PROVISIONAL_ID = re.compile(r"\b[PCSER]9[0-9]{8}\b")
_SPELLED = re.compile(r'"@([pcser][1-9][0-9]{0,5})"')
_GONE: Any = object()


class Mention(NamedTuple):
    """A place in a draft that names another draft: the field, the other's key, and whether it cannot do without."""

    field: str
    key: str
    vital: bool


def provisional(key: str) -> str:
    """The id that stands for a draft as long as it has none of its own: "p2" is P900000002."""
    return f"{key[0].upper()}{_PROVISIONAL + int(key[1:])}"


def key_of(record_id: str) -> str:
    """The draft whose provisional id that is; empty for the id of a record."""
    number = int(record_id[1:]) if record_id[1:].isdigit() else 0
    return f"{record_id[0].lower()}{number - _PROVISIONAL}" if number > _PROVISIONAL else ""


def mentions(draft: Draft) -> Iterator[Mention]:
    """Every place of `draft` that names another draft, in the order of its fields.

    An event that is about somebody says nothing without them: its subjects are vital, other participants are not.
    """
    types = field_types(BY_TABLE[draft.table])
    for field, value in draft.fields.items():
        found: list[str] = []
        _mapped(value, types.get(field), lambda text, found=found: found.append(text) or text)  # type: ignore[misc]
        vital = field in _VITAL[draft.table]
        subjects = {
            part.get("person") for part in (value if field == "participants" else ()) if part.get("role") == "subject"
        }
        for text in found:
            if text.startswith("@"):
                yield Mention(field, text[1:], vital or text in subjects)


def resolved(
    draft: Draft, ids: Mapping[str, str], read: Callable[[str], When] | None = None, *, spare: bool = False
) -> dict[str, Any]:
    """The fields of `draft` with ids in the places of keys.

    Args:
        draft: The draft.
        ids: By the key of a draft, the id that it stands for.
        read: Reads a date that stands there as bare text.
        spare: Leave out what names a draft that `ids` does not have.

    Raises:
        InputError: A key stands for nothing, and `spare` is off; or a date cannot be read.
    """

    def change(text: str) -> Any:
        if not text.startswith("@"):
            return text
        if text[1:] in ids:
            return ids[text[1:]]
        if spare:
            return _GONE
        raise InputError(f"draft {draft.key}: there is no draft “{text[1:]}” that {text} could stand for.", "")

    types = field_types(BY_TABLE[draft.table])
    fields = {field: _mapped(value, types.get(field), change, read) for field, value in draft.fields.items()}
    return {field: value for field, value in fields.items() if value is not _GONE}


def record_of(draft: Draft, ids: Mapping[str, str], read: Callable[[str], When] | None = None) -> Record:
    """`draft` as the record that it would be, under its provisional id.

    Raises:
        FieldError: A field cannot hold what it was given.
        InputError: As `resolved`.
    """
    return build(BY_TABLE[draft.table], resolved(draft, ids, read) | {"id": provisional(draft.key)})


def renamed(draft: Draft, ids: Mapping[str, str]) -> Draft:
    """`draft` with the ids of records in the places of the keys that `ids` has."""
    if not ids:
        return draft
    keys = {mention.key: f"@{mention.key}" for mention in mentions(draft)}
    return msgspec.structs.replace(draft, fields=resolved(draft, keys | dict(ids)))


def keyed(table: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a record as those of a draft: where the provisional id of a draft stands, its key."""
    types = field_types(BY_TABLE[table])
    return {
        field: _mapped(value, types.get(field), lambda text: f"@{key}" if (key := key_of(text)) else text)
        for field, value in fields.items()
    }


def spelled(text: str) -> str:
    """`text` with the provisional ids of drafts written as people read them: @p2."""
    return _PROVISIONAL_ID.sub(lambda match: f"@{key_of(match[0])}", text)


def unspelled(text: str) -> str:
    """`text` with what `spelled` writes, between quotation marks, back as ids."""
    return _SPELLED.sub(lambda match: f'"{provisional(match[1])}"', text)


def without(draft: Draft, keys: frozenset[str] | set[str]) -> Draft:
    """`draft` with every mention of the drafts `keys` left out."""
    if not keys:
        return draft
    ids = {mention.key: f"@{mention.key}" for mention in mentions(draft) if mention.key not in keys}
    return msgspec.structs.replace(draft, fields=resolved(draft, ids, spare=True))


def with_dependent(drafts: Mapping[str, Draft], gone: AbstractSet[str]) -> set[str]:
    """`gone` and the key of every one of `drafts` that says nothing without one of them."""
    found = set(gone)
    if not found:
        return found
    needs = {key: {mention.key for mention in mentions(draft) if mention.vital} for key, draft in drafts.items()}
    while more := {key for key, needed in needs.items() if key not in found and needed & found}:
        found |= more
    return found


def letter_of(table: str) -> str:
    """The letter with which the keys of a table's drafts begin."""
    return BY_TABLE[table].letter.lower()


def _mapped(value: Any, declared: Any, change: Callable[[str], Any], read: Callable[[str], When] | None = None) -> Any:
    declared, _ = bare(declared)
    item = element(declared)
    if item is not None and isinstance(value, list | tuple):
        parts = [_mapped(part, item, change, read) for part in value]
        return [part for part in parts if part is not _GONE]
    if declared is When:
        return read(value) if isinstance(value, str) and read is not None else value
    if isinstance(value, dict) and isinstance(declared, type) and issubclass(declared, msgspec.Struct):
        types = field_types(declared)
        fields = {key: _mapped(part, types.get(key), change, read) for key, part in value.items()}
        return _GONE if any(part is _GONE for part in fields.values()) else fields
    return change(value) if declared in ID_TYPES and isinstance(value, str) else value
