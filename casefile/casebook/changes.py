"""What became of a case between two moments of its history, whatever was done and undone on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from casefile import dates
from casefile.casebook.book import Casebook
from casefile.casebook.history import read_since
from casefile.casebook.looking import Mark, mark_at, recall
from casefile.errors import InputError, NotFoundError
from casefile.model import BY_TABLE, Case, Documents, Record, decode
from casefile.store.history import same
from casefile.store.journal import Entry
from casefile.store.opening import name_of
from casefile.views.changes import Net, Span, changes_page
from casefile.views.page import Page

_Place = tuple[str, int]


class Told(NamedTuple):
    """What changed, and the mark up to which whoever reads it has looked then."""

    page: Page
    entries: list[Entry]
    mark: Mark | None


class _State(NamedTuple):
    """A document before and after; `lost` where the history does not say any more what it was before."""

    before: bytes | None
    after: bytes | None
    lost: bool = False


def changes(book: Casebook, since: str, until: str, author: str, *, confidential: bool) -> Told:
    """What changed since a moment, net.

    Args:
        book: The case.
        since: A change's number or a day, told from that change or day on; "last" or "" for what came after the
            mark of `author`.
        until: A change's number or a day, both included; "" for now.
        author: Who looks.
        confidential: Whether confidential records are told too.

    Raises:
        InputError: `since` or `until` is neither a number nor a date, or they stand the wrong way round.
        NotFoundError: There is no such change.
        BrokenJournalError: The history is not as it was written.
    """
    entries = list(book.store.entries())
    if not entries:
        book.case  # noqa: B018 - a file that cannot be read must not pass for one without a history
        return Told(changes_page(book.case, [], Span.none(), book.today, confidential=confidential), [], None)
    notes: list[str] = []
    start = _start(book, entries, since, author, notes)
    end = _end(book, entries, until)
    if end < start:
        raise InputError(f"--since {since or 'last'} begins after --until {until} ends.", "Turn them round.")
    if entries[0].head.folds and start < entries[0].tip.seq:
        notes.append(
            f"Changes up to {entries[0].tip.seq} were folded into a checkpoint on {entries[0].head.time[:10]}: what "
            "they changed is no longer known, and not told here."
        )
    inside = [entry for entry in entries if start < entry.tip.seq <= end]
    states, erased, found = _net(inside)
    if found:
        notes.append(f"{found} records were in the file when its history began; they are not told as new.")
    if erased:
        notes.append(f"{erased} record{'s' * (erased != 1)} erased for good; nothing is told of them.")
    now = book.case if end == entries[-1].tip.seq else Case(book.store.at(end))
    case = Case(_Overlay(now, {place: state for place, state in states.items() if state.after is None}))
    nets = [_read(place, state) for place, state in sorted(states.items(), key=_order)]
    times = {entry.tip.seq: entry.head.time for entry in inside}
    span = Span(
        first=inside[0].tip.seq if inside else start + 1,
        last=end,
        from_time=times.get(inside[0].tip.seq, "") if inside else "",
        to_time=times.get(end, ""),
        notes=tuple(notes),
    )
    return Told(changes_page(case, nets, span, book.today, confidential=confidential), entries, mark_at(entries, end))


def _order(item: tuple[_Place, _State]) -> tuple[int, int]:
    (table, number), _ = item
    return list(BY_TABLE).index(table), number


def _start(book: Casebook, entries: Sequence[Entry], since: str, author: str, notes: list[str]) -> int:
    """The last change that is not told."""
    if since.strip().lower() not in ("", "last"):
        number, time = read_since(book, since.strip())
        if number > entries[-1].tip.seq:
            raise NotFoundError(f"There is no change {number} yet; the last is {entries[-1].tip.seq}.", "casefile log")
        if number:
            return number - 1
        return next((entry.tip.seq - 1 for entry in entries if entry.head.time >= time), entries[-1].tip.seq)
    mark = recall(entries, author)
    if mark is None:
        notes.append(f"{author} has not marked this case as looked at: all of its history is told.")
        return 0
    if mark_at(entries, mark.seq) != mark:
        notes.append(
            f"{author} had looked up to change {mark.seq}, which this history does not have: it was rewritten, or the "
            "case restored from an older backup. All of its history is told."
        )
        return 0
    return mark.seq


def _end(book: Casebook, entries: Sequence[Entry], until: str) -> int:
    """The last change that is told."""
    if not until.strip():
        return entries[-1].tip.seq
    number, _ = read_since(book, until.strip()) if until.strip().removeprefix("#").isdigit() else (0, "")
    if number:
        if number > entries[-1].tip.seq:
            raise NotFoundError(f"There is no change {number} yet; the last is {entries[-1].tip.seq}.", "casefile log")
        return number
    _, day = dates.bounds(until, today=book.today)
    if day is None:
        raise InputError(f"--until {until} has no end.", "Give a day, or the number of a change.")
    before = [entry.tip.seq for entry in entries if entry.head.time < f"{day.isoformat()}T24"]
    if not before:
        raise NotFoundError(f"The history does not go back to {until}.", "See where it begins: casefile log")
    return before[-1]


def _net(entries: Iterable[Entry]) -> tuple[dict[_Place, _State], int, int]:
    """What the entries did to each record in the end, how many they erased, and how many a history began with."""
    states: dict[_Place, _State] = {}
    erased: set[_Place] = set()
    found = 0
    for entry in entries:
        command = entry.head.command
        for mark, difference in zip(entry.head.changes, entry.differences, strict=True):
            place = (mark.table, mark.doc)
            if mark.table not in BY_TABLE or command == "compact":
                continue
            known = states.get(place)
            if command == "begin":
                found += 1
            elif difference is None:
                states[place] = _State(known.before if known else None, None, lost=True)
            elif command == "purge" and difference.before is None:
                if difference.after is None:
                    erased.add(place)
                elif known:  # told again, as what it was before was erased
                    states[place] = known._replace(after=difference.after)
            elif known:
                states[place] = known._replace(after=difference.after)
            else:
                states[place] = _State(difference.before, difference.after)
    kept = {
        place: state
        for place, state in states.items()
        if place not in erased and (state.lost or not same(state.before, state.after))
        if not (state.lost and state.after is None)
    }
    return kept, len(erased), found


def _read(place: _Place, state: _State) -> Net:
    return Net(name_of(*place), _record(place, state.before), _record(place, state.after), unknown_before=state.lost)


def _record(place: _Place, document: bytes | None) -> Record | None:
    if document is None:
        return None
    try:
        return decode(BY_TABLE[place[0]], document)
    except msgspec.MsgspecError:  # an older casefile may have kept what this one does not
        return None


class _Overlay:
    """A case with the records that have been removed from it still in it, so that they can be named."""

    def __init__(self, case: Case, removed: dict[_Place, _State]) -> None:
        self._documents: Documents = case.source
        self._removed = removed

    @property
    def location(self) -> str:
        """Where the case was read."""
        return self._documents.location

    def raw(self, table: str, doc_id: int) -> bytes | None:
        """One document, also one that has been removed."""
        found = self._documents.raw(table, doc_id)
        state = self._removed.get((table, doc_id))
        return found if found is not None or state is None else state.before

    def items(self, table: str) -> Iterator[tuple[int, bytes]]:
        """The documents that are there."""
        return iter(self._documents.items(table))
