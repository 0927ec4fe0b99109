"""What changed in a case, in plain words that can be pasted into a situation report: by person, attributed, sourced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from casefile import dates
from casefile.model import Case, Charge, Event, Person, Record, Source, Statement, parse_id, references, subjects_of
from casefile.views.naming import NameFinder, Sought
from casefile.views.page import Fact, Page, Section
from casefile.views.telling import REPORTED, Telling, cited
from casefile.views.wording import title_of
from casefile.vocabulary import Confidentiality, PersonKind

_LABELS = {"new": "New", "changed": "Changed", "removed": "Removed"}
#: Fields that are told by names, so that a change of them is left out only where it names somebody confidential.
_NAMED_ELSEWHERE = ("members", "split_from")
_NAMED = 3  # people whom the heading of a group of changes names


class Net(NamedTuple):
    """What became of a record: before and after; None where it was not there, or cannot be read any more."""

    id: str
    before: Record | None
    after: Record | None
    unknown_before: bool = False

    @property
    def did(self) -> str:
        """In a word: new, changed or removed."""
        if self.after is None:
            return "removed"
        return "changed" if self.before is not None or self.unknown_before else "new"

    @property
    def record(self) -> Record | None:
        """The record as it stands, or as it stood last."""
        return self.after or self.before


class Span(NamedTuple):
    """The changes that were looked at: the first and the last by number and time, and what the reader must know."""

    first: int
    last: int
    from_time: str
    to_time: str
    notes: tuple[str, ...] = ()

    @classmethod
    def none(cls) -> Span:
        """Of a case without a history."""
        return cls(0, 0, "", "", ("There is no history yet; it begins with the first change.",))


class _Item(NamedTuple):
    net: Net
    people: tuple[str, ...]
    text: str
    fields: list[dict[str, str]]
    also: tuple[str, ...] = ()


def changes_page(case: Case, nets: Sequence[Net], span: Span, today: date, *, confidential: bool) -> Page:
    """What changed, as a page.

    Its data have ``since`` and ``until`` (numbers of the first and the last change), ``from`` and ``to`` (their
    times), ``changes`` [{``id did people text fields with sources confidentiality``}], ``left_out`` {``confidential``:
    how many, ``internal``: ids of records of which only working notes changed} and ``notes``. ``did`` is new, changed
    or removed; ``fields`` [{``field text``}] are those of a change; ``with`` are records told in the same line.

    Args:
        case: The case as it stands at the end, with what was removed still to be found by its id.
        nets: What became of each record.
        span: The changes that were looked at.
        today: The day on which it is told.
        confidential: Whether what is confidential is told too, and marked.
    """
    hidden = _Hidden(case, nets, told=confidential)
    telling = Telling(case, hidden.ids)
    items: list[_Item] = []
    left_out, internal = 0, []
    detentions = _told_with_people([net for net in nets if not hidden.hides(net)])
    for net in nets:
        if net.record is None or hidden.hides(net):
            left_out += 1
            continue
        if any(net.id == event.id for events in detentions.values() for event in events):
            continue
        item = _item(telling, net, detentions.get(net.id, []))
        if not item.text:
            internal.append(net.id)
        elif hidden.named_in(item.text):
            left_out += 1 + len(item.also)
        else:
            items.append(item)
    notes = [*span.notes]
    if left_out:
        notes.append(
            f"Left out as confidential: {left_out} change{'s' * (left_out != 1)}. To tell and mark them: --confidential"
        )
    if internal:
        notes.append(f"Only working notes, grades or files changed: {' '.join(internal)}. See casefile log ID")
    if not items and not notes:
        notes.append("Nothing has changed.")
    heading = f"What changed by {today.day} {today:%b %Y}" if not span.last else _heading(span)
    data = {
        "since": span.first,
        "until": span.last,
        "from": span.from_time or None,
        "to": span.to_time or None,
        "changes": [_data(item) for item in items],
        "left_out": {"confidential": left_out, "internal": internal},
        "notes": notes,
    }
    return Page(heading, _sections(case, items), data, notes=tuple(notes))


def _told_with_people(nets: Sequence[Net]) -> dict[str, list[Event]]:
    """The detentions that are told in the line of a person who was entered with them: theirs alone, same sources."""
    people = {net.id: net.after for net in nets if net.did == "new" and isinstance(net.after, Person)}
    found: dict[str, list[Event]] = {}
    for net in nets:
        event = net.after
        if not isinstance(event, Event) or net.did != "new" or event.planned or event.kind not in REPORTED:
            continue
        subjects = subjects_of(event)
        person = people.get(subjects[0]) if len(subjects) == 1 else None
        if (
            person is not None
            and {citation.source for citation in event.citations} == {citation.source for citation in person.citations}
            and event.confidentiality is person.confidentiality
        ):
            found.setdefault(person.id, []).append(event)
    return found


def _item(telling: Telling, net: Net, detentions: Sequence[Event]) -> _Item:
    """A change in words; without any where only what is for inside has changed."""
    record = net.record
    assert record is not None  # noqa: S101 - the caller has passed over what cannot be read
    level = record.confidentiality
    fields: list[dict[str, str]] = []
    if net.did == "new":
        text = telling.new(record, detentions)
    elif net.did == "removed":
        text = f"taken out of the file: {telling.called(record)}"
    elif net.before is None or net.after is None:
        text = f"{telling.called(record)} (what it was before has been erased)"
    else:
        text, fields = telling.changed(net.before, net.after)
    if text:
        marked = "" if level is Confidentiality.PUBLIC else f"[{level.value}] "
        text = f"{marked}{text} {telling.sources(record)}".strip()
    people = tuple(dict.fromkeys(telling.concerned(record)))
    return _Item(net, people, text, fields, tuple(event.id for event in detentions))


def _heading(span: Span) -> str:
    if span.first > span.last:
        return f"What changed after change {span.last}"
    if span.first == span.last:
        return f"What changed: change {span.last}, {_day(span.to_time)}"
    days = dict.fromkeys((_day(span.from_time), _day(span.to_time)))
    return f"What changed: changes {span.first} to {span.last}, {' to '.join(days)}"


def _day(time: str) -> str:
    if not time:
        return ""
    day = date.fromisoformat(time[:10])
    return f"{day.day} {day:%b %Y}"


def _data(item: _Item) -> dict[str, Any]:
    record = item.net.record
    return {
        "id": item.net.id,
        "did": item.net.did,
        "people": list(item.people),
        "text": item.text,
        "fields": item.fields,
        "with": list(item.also),
        "sources": list(dict.fromkeys(citation.source for citation in cited(record))) if record else [],
        "confidentiality": record.confidentiality.value if record else None,
    }


def _sections(case: Case, items: Sequence[_Item]) -> list[Section]:
    """The changes under the people whom they concern; what concerns nobody held comes last."""
    groups: dict[tuple[str, ...], list[_Item]] = {}
    for item in items:
        key = item.people or (("sources",) if isinstance(item.net.record, Source) else ("others",))
        groups.setdefault(key, []).append(item)

    def place(key: tuple[str, ...]) -> tuple[bool, bool, list[int], int]:
        numbers = [parsed[1] for part in key if (parsed := parse_id(part))]
        return key == ("sources",), key == ("others",), numbers[:1], len(key)

    sections = []
    for key in sorted(groups, key=place):
        title = key[0].capitalize() if key in (("sources",), ("others",)) else _people(case, key)
        facts = [Fact(_LABELS[item.net.did], item.text, item.net.id) for item in sorted(groups[key], key=_place)]
        sections.append(Section(title, facts))
    return sections


def _people(case: Case, ids: tuple[str, ...]) -> str:
    named = [f"{title_of(case, person)} ({person})" for person in ids[:_NAMED]]
    more = [f"{len(ids) - _NAMED} more"] if len(ids) > _NAMED else []
    *first, last = [*named, *more]
    return f"{', '.join(first)} and {last}" if first else last


def _place(item: _Item) -> tuple[int, int, Any]:
    """New before changed before removed; a person before events, charges and statements; then by date."""
    record = item.net.record
    order = [Person, Event, Charge, Statement, Source]
    when = record.when if isinstance(record, Event | Statement) else None
    if isinstance(record, Charge):
        when = record.updates[-1].when
    return list(_LABELS).index(item.net.did), order.index(type(record)) if record else 0, dates.sort_key(when)


class _Hidden:
    """What is confidential: records, whatever refers to them, and the names of people wherever they stand."""

    def __init__(self, case: Case, nets: Iterable[Net], *, told: bool) -> None:
        records = {record.id: record for record in case.everything()}
        records |= {net.id: net.record for net in nets if net.record is not None}
        confidential = Confidentiality.CONFIDENTIAL
        #: Confidential records, and what cannot be told without them: charges against and events with somebody.
        self.ids = {record.id for record in records.values() if record.confidentiality is confidential and not told}
        self.ids |= {
            record.id
            for record in records.values()
            if (isinstance(record, Charge) and record.person in self.ids)
            or (isinstance(record, Event) and any(part.person in self.ids for part in record.participants))
        }
        people = [record for record in records.values() if isinstance(record, Person)]
        sought = [
            Sought(person.id, name.text, person.kind is PersonKind.INDIVIDUAL)
            for person in people
            if person.id in self.ids
            for name in person.names
        ]
        known = [name.text for person in people if person.id not in self.ids for name in person.names]
        self._finder = NameFinder(sought, known) if sought else None

    def hides(self, net: Net) -> bool:
        """Whether nothing may be told of a record: it is confidential, or cannot be told without one that is."""
        sides = [side for side in (net.before, net.after) if side is not None]
        return net.id in self.ids or any(
            mention.target in self.ids
            and mention.field not in _NAMED_ELSEWHERE
            and not mention.field.endswith("citations")
            for side in sides
            for mention in references(side)
        )

    def named_in(self, text: str) -> bool:
        """Whether a text names somebody confidential."""
        return self._finder is not None and bool(self._finder.find(text))
