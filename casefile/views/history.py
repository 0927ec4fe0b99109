"""How a record came to be what it is: two versions of it compared field by field, and changes listed with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

_DATE_KEYS = {"text", "earliest"}


class FieldEdit(msgspec.Struct, frozen=True):
    """What a change did to one field: ``old`` and ``new`` are plain JSON values, null where there was none."""

    field: str
    old: Any
    new: Any


class Edit(msgspec.Struct, frozen=True):
    """What a change did to one record: ``did`` is added, changed, removed, erased or kept (stated anew)."""

    record: str
    did: str
    name: str = ""
    fields: tuple[FieldEdit, ...] = ()


class Change(msgspec.Struct, frozen=True):
    """One change of a case.

    Attributes:
        seq: Its number.
        time: When, ISO 8601 in UTC, by the author's clock.
        author: Who made it.
        command: With which command.
        reason: Why; null where it was erased.
        edits: What it did to each record.
        takes_back: The numbers of the changes that it takes back.
        taken_back_by: The number of the change that took it back, if one did that still holds.
        clock_went_back: Whether it is dated before the change before it.
        hash: The hash that stands for the history up to here.
    """

    seq: int
    time: str
    author: str
    command: str
    reason: str | None
    edits: tuple[Edit, ...]
    takes_back: tuple[int, ...] = ()
    taken_back_by: int | None = None
    clock_went_back: bool = False
    hash: str = ""


class History(msgspec.Struct, frozen=True):
    """Changes to be shown, and whether those of a single record were asked for."""

    changes: tuple[Change, ...]
    one: bool = False
    empty: str = ""


def compare(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[FieldEdit, ...]:
    """The fields in which two versions of a document differ, in the order of the later one."""
    old, new = before or {}, after or {}
    names = [*new, *(name for name in old if name not in new)]
    return tuple(
        FieldEdit(name, old.get(name), new.get(name))
        for name in names
        if old.get(name) != new.get(name) and name not in ("id", "uid")
    )


def field_lines(edit: FieldEdit) -> list[str]:
    """An edit of a field as people read it: old → new, or what a list gained and lost."""
    old, new = edit.old, edit.new
    if isinstance(old, list | None) and isinstance(new, list | None):
        before, after = old or [], new or []
        gained = [f"{edit.field}: + {value_text(item)}" for item in after if item not in before]
        lost = [f"{edit.field}: - {value_text(item)}" for item in before if item not in after]
        return [*lost, *gained] or [f"{edit.field}: in another order"]
    if old is None:
        return [f"{edit.field}: {value_text(new)}"]
    return [f"{edit.field}: {value_text(old)} → {value_text(new)}"]


def value_text(value: Any) -> str:
    """A plain JSON value in a few words: a date as it was given, a part by its own parts."""
    if value is None or value == "":
        return "(empty)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        if _DATE_KEYS & set(value) and ("edtf" in value or "earliest" in value or "latest" in value):
            return str(value.get("text") or value.get("edtf") or value.get("earliest") or value.get("latest"))
        return ", ".join(f"{key} {value_text(item)}" for key, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(value_text(item) for item in value)
    return str(value)


def name_in(document: Mapping[str, Any] | None) -> str:
    """What a document is about, from its own fields: no other record is looked at, as it may have changed since."""
    if not document:
        return ""
    for name in document.get("names", ()):
        if name.get("type") == "primary":
            return str(name["text"])
    if "deposited_by" in document:
        return f"a deposit of {document['deposited_by']}"
    if "query" in document:
        return f"@{document.get('name', '')} {document['query']}"
    if "files" in document:  # an article that was read, and what was made of it
        return f"article of {document.get('source', '')}"
    parts = [document.get(key, "") for key in ("offence", "publisher", "title", "place")]
    kind = document.get("kind", "")
    text = document.get("text", "")
    return " ".join(str(part) for part in (kind, *parts, f"“{text}”" if text else "") if part)
