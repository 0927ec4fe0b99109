"""Reads a field's new value from text, as the field's own type demands: dates, terms, names, ids, numbers."""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from casefile.casebook.book import Casebook
from casefile.casebook.citing import read_locator
from casefile.casebook.countries import country_code
from casefile.casebook.dating import read_when
from casefile.casebook.facts import read_participant, read_stance
from casefile.casebook.people import build_name, read_count
from casefile.dates import When
from casefile.errors import InputError
from casefile.model import (
    BY_LETTER,
    Citation,
    Consent,
    Count,
    Event,
    EventLink,
    Locator,
    Name,
    Office,
    Participant,
    Record,
    Source,
    SpeakerOffice,
    Stance,
)
from casefile.model.records import Country
from casefile.model.shape import bare, element
from casefile.vocabulary import LinkKind, NameType, pick


def read_value(
    book: Casebook,
    declared: Any,
    text: str,
    record: Record,
    field: str = "",
    around: Mapping[str, Any] | None = None,
) -> Any:
    """`text` as a value of the type `declared`.

    Args:
        book: The file, for ids, names and dates.
        declared: The field's type.
        text: What was typed; empty clears the field. Lists take several values separated by commas, or JSON.
        record: The record being edited; its citations date what has no year.
        field: The field's own name, and
        around: what stands beside it: they say on which side of what a date without a year lies.

    Raises:
        InputError: `text` is nothing that the field can hold.
        NotFoundError: It names a record that is not in the file.
    """
    declared, optional = bare(declared)
    item = element(declared)
    if text.strip()[:1] in {"[", "{"} and (item is not None or _is_struct(declared)) and declared is not When:
        return _from_json(text)
    if not text.strip():
        return () if item is not None else None if optional else ""
    if item is not None:
        return tuple(read_value(book, item, part, record) for part in text.split(",") if part.strip())
    if declared is When:
        return read_when(book, field, text, record.citations, around)
    if isinstance(declared, type) and issubclass(declared, StrEnum):
        return pick(declared, text)
    if reader := _READERS.get(declared):
        return reader(book, text.strip())
    return _plain(book, declared, text)


def _is_struct(declared: Any) -> bool:
    return isinstance(declared, type) and issubclass(declared, msgspec.Struct)


def _from_json(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise InputError(f"“{text}” begins like JSON but is not: {error}.", "Mend it, or give plain values.") from error


def _plain(book: Casebook, declared: Any, text: str) -> Any:
    kinds = _wanted_records(declared)
    if kinds is not None:
        return (book.find(text, kinds) if kinds is not Record else book.find_any(text)).id
    base = typing.get_args(declared)[0] if typing.get_origin(declared) is typing.Annotated else declared
    if base is bool:
        word = text.strip().lower()
        if word not in {"yes", "no", "true", "false"}:
            raise InputError(f"“{text}” is neither yes nor no.", "Write yes or no.")
        return word in {"yes", "true"}
    if base is int:
        if not text.strip().lstrip("-").isdigit():
            raise InputError(f"“{text}” is not a whole number.", "Write it in digits.")
        return int(text)
    return text


def _wanted_records(declared: Any) -> type[Record] | None:
    """The record type that an id type points to; `Record` for ids of any."""
    if typing.get_origin(declared) is not typing.Annotated:
        return None
    pattern = next((str(part.pattern) for part in typing.get_args(declared)[1:] if getattr(part, "pattern", None)), "")
    if pattern.startswith("^[PCSER]"):
        return Record
    return BY_LETTER.get(pattern[1:2]) if pattern.startswith("^") and "[1-9]" in pattern else None


def _office(_: Casebook, text: str) -> Office:
    title, _comma, organisation = text.partition("@")
    return Office(title=title.strip(), organisation=organisation.strip())


def _link(book: Casebook, text: str) -> EventLink:
    word, _, target = text.partition(":")
    return EventLink(kind=pick(LinkKind, word), event=book.find(target, Event).id)


def _speaker_office(book: Casebook, text: str) -> SpeakerOffice:
    office = _office(book, text)
    return SpeakerOffice(title=office.title, organisation=office.organisation)


#: Parts of a record that have a short spelling of their own.
_READERS: dict[Any, Callable[[Casebook, str], Any]] = {
    Country: lambda _, text: country_code(text),
    Count: lambda _, text: read_count(text),
    Name: lambda _, text: build_name(text, "", NameType.ALIAS),
    Office: _office,
    SpeakerOffice: _speaker_office,
    Consent: lambda _, text: Consent(scope=text),
    Citation: lambda book, text: Citation(source=book.find(text, Source).id),
    Locator: lambda _, text: read_locator(text),
    Participant: read_participant,
    Stance: read_stance,
    EventLink: _link,
}
