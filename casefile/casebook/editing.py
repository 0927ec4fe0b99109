"""Amending and removing records: field by field, by a form in an editor, and never leaving a reference that dangles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from casefile.casebook.book import Casebook
from casefile.casebook.claims import withdrawn
from casefile.casebook.fields import read_value
from casefile.casebook.groups import in_step
from casefile.casebook.stored import Stored
from casefile.errors import ConflictError, FieldError, InputError
from casefile.model import Person, Record, Reference, build, without
from casefile.model.claims import standing
from casefile.model.shape import bare, element, field_types
from casefile.names import script_of
from casefile.vocabulary import NameType

_ASSIGNMENT = re.compile(r"(?P<path>[A-Za-z_][\w.-]*?)\s*(?P<sign>\+=|-=|=)(?P<value>.*)", re.DOTALL)
_FIXED = {"id", "uid", "merged"}


def edit(book: Casebook, text: str, assignments: Sequence[str]) -> Stored:
    """Change fields of a record.

    Args:
        book: The file.
        text: Which record.
        assignments: "FIELD=VALUE" sets, "FIELD+=VALUE" adds to a list, "FIELD-=VALUE" takes out of one, "FIELD="
            clears. Parts of a field are reached with dots and, in lists, numbers from 0: "offices.0.title=...".

    Raises:
        InputError: An assignment cannot be read.
        FieldError: There is no such field, or it cannot hold that value.
        NotFoundError: The record, or one that a value names, is not in the file.
    """
    with book.change():
        record = book.find_any(text)
        return _stored(book, record, _amended(book, record, assignments))


def _stored(book: Casebook, old: Record, new: Record) -> Stored:
    """Store `new`, and with it what stands or falls with the difference: the other side of a membership."""
    _check_disputed(old, new)
    if isinstance(new, Person) and new.split_on and not new.split_from:
        new = msgspec.structs.replace(new, split_on=None)
    record = book.put(new)
    return Stored.of(book, record, also=in_step(book, old, record), verb="Changed")


def _check_disputed(old: Record, new: Record) -> None:
    """Refuse to shorten a list of which an entry is disputed: claims call entries by their numbers."""
    for claim in new.claims:
        name, _, rest = claim.field.partition(".")
        if rest and len(standing(new, name) or ()) < len(standing(old, name) or ()):
            raise ConflictError(
                f"{old.id}: the {name} cannot lose an entry while one of them is disputed.",
                f"See casefile conflicts {old.id}; an entry itself can be set: {claim.field}=VALUE",
            )


def _amended(book: Casebook, record: Record, assignments: Sequence[str]) -> Record:
    values = msgspec.to_builtins(record)
    for assignment in sorted(assignments, key=_by_what_it_rests_on):
        match = _ASSIGNMENT.fullmatch(assignment.strip())
        if match is None:
            raise InputError(f"“{assignment}” does not say what to change.", "Write FIELD=VALUE, such as place=Baku.")
        path = match["path"].replace("-", "_").split(".")
        if path == ["name"] and isinstance(record, Person):
            primary = next(place for place, name in enumerate(record.names) if name.type is NameType.PRIMARY)
            path = ["names", str(primary), "text"]
        _assign(_Edit(book, record, match["sign"], match["value"]), values, type(record), path)
        if path[0] == "names":
            for name in values["names"]:  # a new spelling may be in a new script
                name["script"] = script_of(name.get("text", ""))
    return build(type(record), values)


def _by_what_it_rests_on(assignment: str) -> bool:
    """Puts first what is reckoned from: other dates that have no year are told from when it happened."""
    return assignment.partition("=")[0].strip() not in {"when", "planned", "result", "outcome"}


class _Edit(NamedTuple):
    book: Casebook
    record: Record
    sign: str
    value: str


def _assign(change: _Edit, values: dict[str, Any], kind: type[msgspec.Struct], path: list[str]) -> None:
    name, *rest = path
    types = field_types(kind)
    if name not in types or name in _FIXED:
        what = "cannot be changed" if name in _FIXED else "is not a field"
        fields = ", ".join(field for field in types if field not in _FIXED)
        raise FieldError(f"{change.record.noun} {change.record.id}", f"“{name}” {what} here", f"Fields: {fields}.")
    declared, _ = bare(types[name])
    item = element(declared)
    if name == "claims" and change.sign == "-=":
        values[name] = withdrawn(change.record, change.value)
    elif name in ("claims", "resolutions") and (rest or change.value.strip()):
        raise InputError(
            f"“{name}” are not written by hand.",
            f"Use casefile add-claim and casefile resolve; to take a claim out: {name}-=FIELD=VALUE"
            if name == "claims"
            else "Use casefile resolve; to take all resolutions out: resolutions=",
        )
    elif rest and item is not None:
        _assign_in_list(change, values.get(name, []), item, path)
    elif rest and isinstance(declared, type) and issubclass(declared, msgspec.Struct):
        inner = values.setdefault(name, {})
        _assign(change, inner, declared, rest)
    elif rest:
        raise InputError(f"“{name}” has no parts: “{'.'.join(path)}” names nothing.", f"Write {name}=VALUE.")
    elif change.sign == "=":
        value = read_value(change.book, types[name], change.value, change.record, name, values)
        values[name] = msgspec.to_builtins(value)
    elif item is None:
        raise InputError(f"“{name}” holds one value: {change.sign} is for lists.", f"Write {name}=VALUE.")
    else:
        given = msgspec.to_builtins(read_value(change.book, declared, change.value, change.record))
        held = list(values.get(name, []))
        values[name] = held + list(given) if change.sign == "+=" else _taken_out(change, name, held, given)


def _assign_in_list(change: _Edit, held: list[Any], item: Any, path: list[str]) -> None:
    name, number, *rest = path
    if not number.isdigit() or int(number) >= len(held):
        raise InputError(f"“{name}” has no entry {number}.", f"It has {len(held)}, numbered from 0.")
    if rest and isinstance(held[int(number)], dict):
        _assign(change, held[int(number)], item, rest)
    elif rest or change.sign != "=":
        raise InputError(f"“{'.'.join(path)}” names nothing.", f"Write {name}.{number}=VALUE.")
    else:
        held[int(number)] = msgspec.to_builtins(read_value(change.book, item, change.value, change.record))


def _taken_out(change: _Edit, name: str, held: list[Any], given: Sequence[Any]) -> list[Any]:
    for wanted in given:
        key = _key(wanted)
        kept = [entry for entry in held if _key(entry) != key]
        if len(kept) == len(held):
            raise InputError(f"“{change.value}” is not among the {name}.", f"See casefile show {change.record.id}.")
        held = kept
    return held


def _key(entry: Any) -> Any:
    """What tells one entry of a list from another when it is to be taken out."""
    if isinstance(entry, dict):
        for field in ("source", "person", "target", "event", "text", "title"):
            if field in entry:
                return entry[field]
    return entry


def replace(book: Casebook, old: Record, new: Record) -> Stored:
    """Store `new` in place of `old`, unless somebody has changed the record since `old` was read.

    Raises:
        ConflictError: The record is not as it was.
    """
    with book.change():
        if book.case.get(old.id) != old:
            raise ConflictError(
                f"{old.noun} {old.id} was changed by somebody else while you were editing it.",
                f"See casefile show {old.id}, then edit it again.",
            )
        return _stored(book, old, new)


class Removal(NamedTuple):
    """What removing a record means: the records that go with it, and those that only lose a mention of it."""

    record: Record
    void: list[Record]
    mentioning: list[tuple[Record, list[Reference]]]


def plan_removal(book: Casebook, text: str) -> Removal:
    """Find out what stands on a record: all that would be void without it, and all that mentions those."""
    record = book.find_any(text)
    void: dict[str, Record] = {record.id: record}
    mentioning: dict[str, tuple[Record, list[Reference]]] = {}
    todo = [record.id]
    while todo:
        for other, mentions in book.case.referring_to(todo.pop()):
            if any(mention.vital for mention in mentions):
                if other.id not in void:
                    void[other.id] = other
                    todo.append(other.id)
            else:
                earlier = mentioning.get(other.id, (other, []))[1]
                mentioning[other.id] = (other, earlier + mentions)
    return Removal(
        record,
        [other for other in void.values() if other.id != record.id],
        [pair for other_id, pair in mentioning.items() if other_id not in void],
    )


def remove(book: Casebook, text: str, *, cascade: bool = False) -> Stored:
    """Take a record out of the file.

    Args:
        book: The file.
        text: Which record.
        cascade: Also remove the records that are void without it (a person's charges and own statements), and take
            every other mention of it out of the records that have one.

    Raises:
        NotFoundError: Nothing fits `text`.
        ConflictError: Other records refer to it and `cascade` is off; the error lists them.
    """
    with book.change():
        plan = plan_removal(book, text)
        if (plan.void or plan.mentioning) and not cascade:
            raise ConflictError(
                f"{plan.record.id} cannot be removed while other records refer to it:\n"
                + "\n".join(removal_lines(book, plan)),
                "Change those first, or repeat with --cascade to do what is written beside each.",
            )
        stored = Stored.of(book, plan.record, *plan.void, verb="Removed")
        gone = [plan.record, *plan.void]
        for other, _ in plan.mentioning:
            changed = other
            for record in gone:
                changed = without(changed, record.id)
            book.put(changed)
            stored.lines.append(f"{other.id}  no longer mentions {', '.join(record.id for record in gone)}")
        for record in gone:
            book.drop(record.id)
        return stored


def removal_lines(book: Casebook, plan: Removal) -> list[str]:
    """What stands on a record, a line each, with what removing it would do."""
    lines = [f"  {other.id}  {book.line(other)} (would be removed)" for other in plan.void]
    for other, mentions in plan.mentioning:
        fields = ", ".join(dict.fromkeys(mention.field for mention in mentions))
        lines.append(f"  {other.id}  {book.line(other)} (would lose it in: {fields})")
    return lines
