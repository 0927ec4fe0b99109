"""The five tables as lists: which records a filter lets through, in which order, and what each row shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar, cast

import msgspec

from casefile import dates
from casefile.dates import Fit, When
from casefile.errors import InputError
from casefile.model import Case, Charge, Event, Person, Record, Source, Statement, references, subjects_of
from casefile.model.claims import open_fields
from casefile.views.docket import Entry
from casefile.views.groups import Groups
from casefile.views.table import Column, Table
from casefile.views.wording import (
    DISPUTED,
    LEGEND,
    clip,
    count_text,
    last_status,
    names_of,
    offence_text,
    office_text,
    person_title,
    said_text,
    source_ids,
    speaker_text,
    title_of,
)
from casefile.vocabulary import EventKind, PersonKind, SourceKind, StatementKind, spoken

Item = TypeVar("Item")

_EXCERPT = 120  # characters of a long text in a row; `show` has the whole of it


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; an empty field lets everything through.

    ``about`` and ``source`` are ids that the record must mention (or be); ``text`` is not looked at here.
    """

    kind: str = ""
    status: str = ""
    role: str = ""
    nationality: str = ""
    about: str = ""
    source: str = ""
    start: date | None = None
    end: date | None = None


def table_of(case: Case, kind: type[Record], wanted: Filter, sort: str = "") -> Table[Any]:
    """The records of type `kind` that `wanted` lets through.

    Args:
        case: The file.
        kind: One of the five record types.
        wanted: The filter; a field that the table does not have lets nothing through.
        sort: A column's title, lower case ("when"), with ``-`` before it for the reverse; order of entry when empty.

    Raises:
        InputError: There is no such column.
    """
    columns, cells = _LAYOUTS[kind]
    rows: list[Record] = [record for record in case.all(kind) if _passes(record, wanted)]
    groups = Groups(case) if kind is Person else None
    made = Table(
        kind.table,
        columns,
        rows,
        lambda record: _marked(_titled(cells(case, record), record, groups), record, columns),
        kind,
        lambda record: record,
        empty=_EMPTY[kind],
        notes=lambda shown: (LEGEND,) if any(map(open_fields, shown)) else (),
    )
    return sorted_by(made, sort, _when)


def _titled(cells: tuple[str, ...], record: Record, groups: Groups | None) -> tuple[str, ...]:
    """A row of people with what a group counts and how many of it are named, and whose group somebody is of."""
    return (cells[0], groups.title(record), *cells[2:]) if groups and isinstance(record, Person) else cells


#: The column of a field, where it is not called the same.
_COLUMN_OF = {"offices": "office", "names": "name", "count": "name", "participants": "people", "reliability": "grade"}


def _marked(cells: tuple[str, ...], record: Record, columns: tuple[Column, ...]) -> tuple[str, ...]:
    """A row with a mark on what sources differ over; on what the record is called where no column has that."""
    if not (fields := open_fields(record)):
        return cells
    titles = [column.title.lower() for column in columns]
    names = [_COLUMN_OF.get(field, field).replace("_", " ") for field in fields]
    places = {titles.index(name) if name in titles and cells[titles.index(name)] else 1 for name in names}
    return tuple(f"{cell} {DISPUTED}" if place in places else cell for place, cell in enumerate(cells))


def sorted_by(table: Table[Item], sort: str, when: Callable[[Item], When | None]) -> Table[Item]:
    """`table` ordered by a column; dates by time, numbers by size, words by letter.

    Raises:
        InputError: `sort` names no column.
    """
    if not sort:
        return table
    name = sort.removeprefix("-").lower().replace("-", " ").replace("_", " ")
    titles = [column.title.lower() for column in table.columns]
    if name not in titles:
        raise InputError(f"There is no column “{name}” to sort by.", "Columns: " + ", ".join(titles) + ".")
    place = titles.index(name)
    key: Callable[[Item], Any]
    if name in {"when", "published", "held since"}:
        key = lambda item: dates.sort_key(when(item))  # noqa: E731 - one of three keys, named by the branch
    elif name == "id" or table.columns[place].number:
        key = lambda item: _leading_number(str(table.cells(item)[place]))  # noqa: E731 - as above
    else:
        from casefile.names import fold

        key = lambda item: fold(str(table.cells(item)[place]))  # noqa: E731 - as above
    return table._replace(items=sorted(table.items, key=key, reverse=sort.startswith("-")))


def _leading_number(cell: str) -> int:
    digits = ""
    for character in cell.lstrip("PCSER≥≤ "):
        if not character.isdigit():
            break
        digits += character
    return int(digits) if digits else -1


def _when(record: Record) -> When | None:
    if isinstance(record, Statement | Event):
        return record.when
    if isinstance(record, Charge):
        return record.updates[-1].when
    return record.published if isinstance(record, Source) else None


def held_when(entry: Entry) -> When | None:
    """The date by which a docket row is ordered."""
    return entry.custody.held_since


def _passes(record: Record, wanted: Filter) -> bool:
    if wanted.kind and str(getattr(record, "kind", None) or "") != wanted.kind:
        return False
    if wanted.status and not (isinstance(record, Charge) and last_status(record).value == wanted.status):
        return False
    if wanted.role and not (isinstance(record, Person) and wanted.role in record.roles):
        return False
    if wanted.nationality and not (isinstance(record, Person) and wanted.nationality in record.nationality):
        return False
    mentioned = {mention.target for mention in references(record)} if wanted.about or wanted.source else set()
    if wanted.about and wanted.about != record.id and wanted.about not in mentioned:
        return False
    if wanted.source and wanted.source not in mentioned:
        return False
    if wanted.start or wanted.end:
        when = _when(record)
        return when is not None and dates.within(when, wanted.start, wanted.end) is not Fit.OUT
    return True


def _person_cells(_: Case, record: Record) -> tuple[str, ...]:
    person = cast("Person", record)
    return (
        person.id,
        person_title(person),
        spoken(person.kind),
        ", ".join(spoken(role) for role in person.roles),
        " ".join(person.nationality),
        "; ".join([*(office_text(office) for office in person.offices), *filter(None, (person.occupation,))]),
        "; ".join(name.text for name in person.names if name.text != person.name),
        source_ids(person.citations),
    )


def _charge_cells(case: Case, record: Record) -> tuple[str, ...]:
    charge = cast("Charge", record)
    latest = max(charge.updates, key=lambda update: dates.sort_key(update.when))
    return (
        charge.id,
        title_of(case, charge.person),
        spoken(last_status(charge)),
        offence_text(charge),
        case.name(charge.alleged_by) if charge.alleged_by else "",
        dates.show(latest.when),
        source_ids([*charge.citations, *(citation for update in charge.updates for citation in update.citations)]),
    )


def _statement_cells(case: Case, record: Record) -> tuple[str, ...]:
    statement = cast("Statement", record)
    return (
        statement.id,
        dates.show(statement.when),
        speaker_text(case, statement),
        spoken(statement.kind) if statement.kind else "",
        clip(said_text(statement), _EXCERPT),
        " ".join(dict.fromkeys([*statement.about, *(stance.target for stance in statement.stances)])),
        source_ids(statement.citations),
    )


def _event_cells(case: Case, record: Record) -> tuple[str, ...]:
    event = cast("Event", record)
    return (
        event.id,
        dates.show(event.when),
        dates.show(event.known) if event.known else "",
        spoken(event.kind),
        names_of(case, subjects_of(event)) or names_of(case, (part.person for part in event.participants)),
        event.place,
        clip(event.text, _EXCERPT),
        source_ids(event.citations),
    )


def _source_cells(_: Case, record: Record) -> tuple[str, ...]:
    source = cast("Source", record)
    return (
        source.id,
        source.publisher,
        source.title,
        spoken(source.kind),
        dates.show(source.published) if source.published else "",
        source.lang,
        source.reliability.value,
        source.relays or "",
        "file" if source.file or source.evidence else "link" if source.url else "not held",
    )


def beside(case: Case, kind: type[Record]) -> tuple[tuple[str, ...], Callable[[Record], tuple[str, ...]]]:
    """Columns that a spreadsheet wants beside a record's own fields: names for ids, and what is derived.

    Returns:
        The titles, and what makes the cells of one record. An import passes over these columns.
    """
    return _BESIDE[kind][0], lambda record: _BESIDE[kind][1](case, record)


_Cells = Callable[[Case, Any], tuple[str, ...]]
_BESIDE: dict[type[Record], tuple[tuple[str, ...], _Cells]] = {
    Person: (("name", "size"), lambda _, person: (person.name, count_text(person.count) if person.count else "")),
    Charge: (
        ("person_name", "status", "alleged_by_name"),
        lambda case, charge: (
            case.name(charge.person),
            last_status(charge).value,
            case.name(charge.alleged_by) if charge.alleged_by else "",
        ),
    ),
    Statement: (("speaker_name",), lambda case, statement: (case.name(statement.speaker),)),
    Event: (("subjects",), lambda case, event: ("; ".join(case.name(person) for person in subjects_of(event)),)),
    Source: ((), lambda _case, _source: ()),
}


def _columns(*titles: str) -> tuple[Column, ...]:
    return tuple(Column(title) for title in titles)


_LAYOUTS: dict[type[Record], tuple[tuple[Column, ...], Callable[[Case, Record], tuple[str, ...]]]] = {
    Person: (_columns("Id", "Name", "Kind", "Roles", "Nationality", "Office", "Other names", "Sources"), _person_cells),
    Charge: (_columns("Id", "Person", "Status", "Offence", "Alleged by", "When", "Sources"), _charge_cells),
    Statement: (_columns("Id", "When", "Speaker", "Kind", "Text", "About", "Sources"), _statement_cells),
    Event: (_columns("Id", "When", "Known", "Kind", "People", "Place", "Text", "Sources"), _event_cells),
    Source: (
        _columns("Id", "Publisher", "Title", "Kind", "Published", "Lang", "Grade", "Relays", "Held"),
        _source_cells,
    ),
}

#: The vocabulary of ``kind`` in the tables that have one.
KINDS_OF: dict[str, type[StrEnum]] = {
    "people": PersonKind,
    "statements": StatementKind,
    "events": EventKind,
    "sources": SourceKind,
}

_EMPTY: dict[type[Record], str] = {
    Person: "No people to show. Enter one: casefile add-detainee NAME, or casefile add-person NAME --role witness",
    Charge: "No charges to show. Enter one: casefile add-charge PERSON OFFENCE --by WHO --on WHEN",
    Statement: "No statements to show. Enter one: casefile add-statement TEXT --by SPEAKER --on WHEN",
    Event: "No events to show. Enter one: casefile add-event KIND --on WHEN",
    Source: "No sources to show. Enter one: casefile add-source --publisher NAME --published WHEN",
}
