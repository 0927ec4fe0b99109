"""Keeping what sources give differently: claims for a field beside each other, and a preferred one with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec

from casefile.casebook.book import Casebook
from casefile.casebook.citing import Cited, citations
from casefile.casebook.fields import read_value
from casefile.casebook.people import build_name, find_or_enter
from casefile.casebook.stored import Stored
from casefile.dates import When
from casefile.errors import ConflictError, FieldError, InputError
from casefile.model import Citation, Claim, Person, Record, Resolution, build
from casefile.model.claims import (
    UNCLAIMABLE,
    about,
    claimed,
    disputed_fields,
    in_doubt,
    label,
    last_resolution,
    meaning,
    short_ways,
    standing,
    with_value,
)
from casefile.model.shape import declared_at, field_types, plain
from casefile.names import script_of
from casefile.views.disputes import all_disputes, conflicts_page, disputes, value_text, values_of
from casefile.views.page import Page
from casefile.vocabulary import NameType

AnyRecord = TypeVar("AnyRecord", bound=Record)


class ClaimDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Claims as typed: ``assignments`` are "FIELD=VALUE"; ``by`` is who says so, ``on`` when they said it."""

    assignments: Sequence[str]
    by: str = ""
    on: str = ""
    note: str = ""


def add_claim(book: Casebook, text: str, draft: ClaimDraft, cited: Cited, *, create: str = "") -> Stored:
    """Enter what somebody gives for fields of a record, beside what it has.

    The record keeps its own value, which becomes one of the claims with the sources of the record. A field that was
    empty takes the claim.

    Args:
        book: The file.
        text: Which record.
        draft: What is claimed.
        cited: Where it was read.
        create: What to enter a speaker as who is not in the file; empty to refuse.

    Raises:
        InputError: A claim cannot be read, or nobody is given who says so.
        FieldError: There is no such field, or nothing can be claimed for it.
        ConflictError: The very same claim is there already.
        NotFoundError: The record, or one that is named, is not in the file.
        UnknownPersonError: The speaker is not in the file and `create` is empty.
    """
    with book.change():
        record = book.find_any(text)
        cites = citations(book, cited)
        if not cites and not draft.by:
            raise InputError("A claim needs somebody who makes it.", "Add --source SOURCE, or --by SPEAKER, or both.")
        entered: list[Record] = []
        speaker: Person | None = None
        if draft.by:
            speaker, is_new = find_or_enter(book, draft.by, role=None, create=create)
            entered += [speaker] if is_new else []
        voice = Claim(
            field="",
            value=None,
            said_by=speaker.id if speaker else None,
            when=book.when(draft.on, cites) if draft.on else None,
            citations=cites,
            note=draft.note,
        )
        lines = []
        for assignment in draft.assignments:
            record, line = _claimed(book, record, assignment, voice)
            lines.append(f"{record.id}  {line}")
        record = book.put(record)
        lines += [f"{person.id}  {book.line(person)}" for person in entered]
        return Stored([record], entered, lines, "Added", book.store.location)


def _claimed(book: Casebook, record: Record, assignment: str, voice: Claim) -> tuple[Record, str]:
    """`record` with the claim that `assignment` says in the name of `voice`, and a line about it."""
    word, sign, given = assignment.partition("=")
    if not sign or not given.strip():
        raise InputError(f"“{assignment}” does not say what is claimed.", 'Write FIELD=VALUE, such as when="30 June".')
    field = way_to(record, word)
    value = _read(book, record, field, given.strip(), voice.citations)
    claim = msgspec.structs.replace(voice, field=field, value=plain(value), text=given.strip())
    if claim in (msgspec.structs.replace(known, weighed=False) for known in about(record, field)):
        raise ConflictError(f"{record.id} has that very claim already.", f"See: casefile conflicts {record.id}")
    record = own_claimed(record, field)
    was_settled = not in_doubt(record, field) and last_resolution(record, field) is not None
    now = standing(record, field)
    changed = msgspec.structs.replace(record, claims=(*record.claims, claim))
    if now is None:
        changed = with_value(changed, field, value)
    changed = build(type(record), msgspec.to_builtins(findable(changed, field, value)))
    shown = value_text(book.case, changed, field, value)
    line = f"{label(changed, field)}: {shown}"
    if now is None:
        return changed, f"{line} (the only value so far; it stands)"
    if meaning(now) == meaning(value):
        return changed, f"{line} (as it stands)"
    stands = value_text(book.case, changed, field, now)
    again = "; the resolution is open again" if was_settled else ""
    return changed, f"{line} (disputed: {stands} stands{again})"


def way_to(record: Record, word: str) -> str:
    """The way to the field that `word` names: "office", "born", "offices.1.to".

    Raises:
        FieldError: There is no such field, or nothing can be claimed for it.
    """
    way = word.strip().replace("-", "_")
    field = short_ways(record).get(way, way)
    path = tuple(field.split("."))
    types = field_types(type(record))
    fields = ", ".join([*short_ways(record), *(name for name in types if name not in UNCLAIMABLE)])
    where = f"{record.noun} {record.id}"
    if way == "office" and isinstance(record, Person) and field == way:
        ways = ", ".join(f"offices.{place}.title ({office.title})" for place, office in enumerate(record.offices))
        raise FieldError(where, "holds several offices, and it is not said which is meant", f"Write one of: {ways}.")
    if UNCLAIMABLE & set(path):
        raise FieldError(where, f"“{way}” is how we keep the record: nobody claims it", f"Fields: {fields}.")
    if declared_at(type(record), path) is None:
        raise FieldError(where, f"“{way}” is not a field", f"Fields: {fields}.")
    above: Any = record
    for place, step in enumerate(path):
        above = standing(record, ".".join(path[:place])) if place else record
        if step.isdigit() and int(step) > len(above or ()):
            raise FieldError(where, f"“{path[place - 1]}” has no entry {step}", f"It has {len(above or ())}.")
    return field


def _read(book: Casebook, record: Record, field: str, given: str, cites: tuple[Citation, ...]) -> Any:
    """A value for a field as its type demands; a year that is left out is that of the claim's own source."""
    declared = declared_at(type(record), tuple(field.split(".")))
    dated = msgspec.structs.replace(record, citations=cites or record.citations)
    way, _, name = field.rpartition(".")
    holder = standing(record, way) if way else record
    around = msgspec.to_builtins(holder) if isinstance(holder, msgspec.Struct) else {}
    value = read_value(book, declared, given, dated, name, around)
    try:
        return msgspec.convert(msgspec.to_builtins(value), declared)
    except msgspec.ValidationError as error:
        raise FieldError(f"{record.noun} {record.id}, {field}", str(error)) from error


def own_claimed(record: AnyRecord, field: str, note: str = "") -> AnyRecord:
    """`record` with what it has at `field` among the claims, by the sources of the record, if it is not there yet."""
    now = standing(record, field)
    if now is None or meaning(now) in {meaning(claimed(record, claim)) for claim in about(record, field)}:
        return record
    text = now.text if isinstance(now, When) else now if isinstance(now, str) else ""
    own = Claim(field=field, value=plain(now), text=text, citations=record.citations, note=note)
    first = next((place for place, claim in enumerate(record.claims) if claim.field == field), len(record.claims))
    return msgspec.structs.replace(record, claims=(*record.claims[:first], own, *record.claims[first:]))


def findable(record: Record, field: str, value: Any) -> Record:
    """`record` with a spelling that is claimed among its names, so that it is found by it."""
    if not isinstance(record, Person) or field != short_ways(record)["name"]:
        return record
    if value in {name.text for name in record.names}:
        return record
    return msgspec.structs.replace(record, names=(*record.names, build_name(value, "", NameType.ALIAS)))


def conflicts(book: Casebook, text: str = "") -> Page:
    """Every disputed field of the case, or of one record, with each value and who gives it."""
    if not text:
        return conflicts_page(book.case, all_disputes(book.case))
    record = book.find_any(text)
    return conflicts_page(book.case, disputes(book.case, record), record)


class _Choice(NamedTuple):
    text: str
    value: Any


def resolve(book: Casebook, text: str, word: str, chosen: str) -> Stored:
    """Prefer one of the values given for a field, and keep all of them; the record takes the preferred one.

    Args:
        book: The file; its change must have a reason.
        text: Which record.
        word: Which field.
        chosen: The value, or its number as `conflicts` shows it ("2", or "#2").

    Raises:
        InputError: No reason is given, or `chosen` is none of the values.
        ConflictError: The field is not disputed.
    """
    with book.change():
        signed = book.signed
        if not signed.reason.strip():
            raise InputError("Preferring a value needs a reason; it is kept with it.", "Add --reason WHY.")
        record = book.find_any(text)
        field = way_to(record, word)
        if field not in disputed_fields(record):
            raise ConflictError(
                f"{record.id} {label(record, field)} is not disputed: there is nothing to choose from.",
                f"Enter what another source gives: casefile add-claim {record.id} {word}=VALUE --source SOURCE",
            )
        record = own_claimed(record, field)
        choice = _chosen(book, record, field, chosen)
        made = Resolution(
            field=field,
            value=plain(choice.value),
            text=choice.text,
            reason=signed.reason,
            by=signed.author,
            made=signed.time,
        )
        weighed = tuple(
            msgspec.structs.replace(claim, weighed=True) if claim.field == field else claim for claim in record.claims
        )
        settled = msgspec.structs.replace(record, claims=weighed, resolutions=(*record.resolutions, made))
        settled = _scripted(with_value(_kept_name(settled, field, choice.value), field, choice.value))
        others = [value.text for value in values_of(book.case, settled, field) if not value.preferred]
        name = label(settled, field)
        line = f"{record.id}  {name}: {choice.text} is preferred; kept beside it: {'; '.join(others)}"
        return Stored([book.put(settled)], [], [line], "Resolved", book.store.location)


def _chosen(book: Casebook, record: Record, field: str, chosen: str) -> _Choice:
    values = values_of(book.case, record, field)
    declared = declared_at(type(record), tuple(field.split(".")))
    choices = [_Choice(value.text, msgspec.convert(value.value, declared)) for value in values]
    listed = "; ".join(f"{value.number} {value.text}" for value in values)
    word = chosen.strip().removeprefix("#")
    numbered = choices[int(word) - 1] if word.isascii() and word.isdigit() and 0 < int(word) <= len(choices) else None
    named = None if chosen.strip().startswith("#") else _named(book, record, field, chosen, choices)
    if numbered and named and numbered != named:
        raise InputError(
            f"“{chosen}” is a value and the number of another.", f"Write “#{word}” for the number. Values: {listed}."
        )
    if choice := named or numbered:
        return choice
    raise InputError(
        f"“{chosen}” is none of the values given for {label(record, field)}.",
        f"Values: {listed}. Another one first needs somebody who gives it: casefile add-claim",
    )


def _named(book: Casebook, record: Record, field: str, chosen: str, choices: Sequence[_Choice]) -> _Choice | None:
    shown = [choice for choice in choices if meaning(choice.text) == meaning(chosen)]
    if shown:
        return shown[0]
    try:
        key = meaning(_read(book, record, field, chosen.strip(), ()))
    except (InputError, ValueError):
        return None
    return next((choice for choice in choices if meaning(choice.value) == key), None)


def _kept_name(record: Record, field: str, value: str) -> Record:
    """A person keeps the spelling that another is preferred to: the two change places, or it becomes an alias."""
    if not isinstance(record, Person) or field != short_ways(record)["name"]:
        return record
    names = list(record.names)
    place = int(field.split(".")[1])
    was = names[place]
    other = next((number for number, name in enumerate(names) if name.text == value and number != place), None)
    if other is not None:
        names[place] = msgspec.structs.replace(names[other], type=NameType.PRIMARY)
        names[other] = msgspec.structs.replace(was, type=NameType.ALIAS)
    elif was.text != value:
        names.append(msgspec.structs.replace(was, type=NameType.ALIAS))
    return msgspec.structs.replace(record, names=tuple(names))


def _scripted(record: Record) -> Record:
    if not isinstance(record, Person):
        return record
    names = tuple(msgspec.structs.replace(name, script=script_of(name.text)) for name in record.names)
    return msgspec.structs.replace(record, names=names)


def withdrawn(record: Record, typed: str) -> list[Any]:
    """The claims of `record` without that which `typed`, "FIELD=VALUE", says, in JSON.

    Raises:
        InputError: There is no such claim.
    """
    word, _, given = typed.partition("=")
    field = way_to(record, word)
    kept = [
        claim for claim in record.claims if claim.field != field or meaning(claim.text) != meaning(given.strip("\"' "))
    ]
    if len(kept) == len(record.claims):
        raise InputError(f"“{typed}” is not among the claims.", f"See: casefile conflicts {record.id}")
    return [msgspec.to_builtins(claim) for claim in kept]
