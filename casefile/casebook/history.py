"""Looking back and taking back: the changes of a case, the inverse of some of them, the case as it stood before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from casefile import dates
from casefile.casebook.articles import TABLE as ARTICLES
from casefile.casebook.articles import counts
from casefile.casebook.besides import BESIDES
from casefile.casebook.book import Casebook
from casefile.casebook.safekeeping import files_of
from casefile.casebook.stored import Stored
from casefile.errors import ConflictError, DamagedError, DateError, InputError, NotFoundError
from casefile.model import BY_TABLE, Case, Record, decode, parse_id
from casefile.store import DEPOSITS
from casefile.store.evidence import is_whole
from casefile.store.history import in_effect, same
from casefile.store.journal import Difference, Entry
from casefile.store.opening import name_of
from casefile.views.history import Change, Edit, History, compare, field_lines, name_in

#: Changes that concern the file as a whole: there is no record to be put back.
_WHOLE = ("begin", "compact", "purge", "encrypt", "decrypt")


def log(book: Casebook, record: str = "", since: str = "", by: str = "") -> History:
    """The changes of the case, oldest first.

    Args:
        book: The case.
        record: Only those of this record: its id, also of one that is gone, or part of its name.
        since: Not those before this change (a number) or this day.
        by: Only those of authors whose name holds this.

    Raises:
        NotFoundError: No record, and no change, is called so.
        BrokenJournalError: The history is not as it was written.
    """
    place = _place(book, record) if record else None
    first, earliest = read_since(book, since)
    entries = list(book.store.entries())
    holds = in_effect(entries)
    taken_back_by = {seq: entry.tip.seq for entry in entries if holds[entry.tip.seq] for seq in entry.head.undoes}
    found = []
    before = ""
    for entry in entries:
        head = entry.head
        wanted = head.seq >= first and head.time >= earliest and by.casefold() in head.author.casefold()
        touches = place is None or any((mark.table, mark.doc) == place for mark in head.changes)
        if wanted and touches:
            found.append(_change(entry, place, taken_back_by.get(head.seq), back=head.time < before))
        before = max(before, head.time)
    if place is not None and not entries:
        return History((), one=True, empty="There is no history yet; it begins with the first change.")
    empty = (
        "No change is like that. See them all: casefile log"
        if entries
        else ("There is no history yet; it begins with the first change.")
    )
    return History(tuple(found), one=place is not None, empty=empty)


def _place(book: Casebook, text: str) -> tuple[str, int]:
    return parse_id(text) or parse_id(book.find_any(text).id) or ("", 0)


def read_since(book: Casebook, text: str) -> tuple[int, str]:
    """The number of a change and the time from which changes are asked for; one of them is nought or empty."""
    if not text:
        return 0, ""
    number = text.removeprefix("#")
    if number.isdigit() and len(number) < 4:  # noqa: PLR2004 - four digits are a year
        return int(number), ""
    if text.startswith("#") and number.isdigit():
        return int(number), ""
    start, _ = dates.bounds(text, today=book.today)
    return 0, start.isoformat() if start else ""


def _change(entry: Entry, place: tuple[str, int] | None, taken_back_by: int | None, *, back: bool) -> Change:
    edits = [
        _edit(name_of(mark.table, mark.doc), difference, anew=entry.head.command in ("compact", "purge"))
        for mark, difference in zip(entry.head.changes, entry.differences, strict=True)
        if place is None or (mark.table, mark.doc) == place
    ]
    head = entry.head
    return Change(
        seq=head.seq,
        time=head.time,
        author=head.author,
        command=head.command,
        reason=entry.reason,
        edits=tuple(edits),
        takes_back=head.undoes,
        taken_back_by=taken_back_by,
        clock_went_back=back,
        hash=entry.tip.hash,
    )


def _edit(record: str, difference: Difference | None, *, anew: bool) -> Edit:
    if difference is None or (difference.before is None and difference.after is None):
        return Edit(record, "erased")
    before, after = _decoded(difference.before), _decoded(difference.after)
    if record.startswith(f"{ARTICLES} "):  # fingerprints tell nobody anything: their number does
        before, after = counts(before), counts(after)
    if anew:
        return Edit(record, "kept", name_in(after))
    did = "added" if before is None else "removed" if after is None else "changed"
    return Edit(record, did, name_in(after or before), compare(before, after))


def undo(book: Casebook, seqs: Sequence[int] = (), last: int = 1) -> Stored:
    """Take changes back, by a change that does the opposite.

    Args:
        book: The case.
        seqs: Their numbers; the last ones where there are none.
        last: How many of the last ones.

    Raises:
        NotFoundError: There is no such change, or none that could be taken back.
        ConflictError: A later change stands on one of them, or it cannot be taken back.
    """
    with book.change():
        entries = list(book.entries())
        holds = in_effect(entries)
        if not seqs:
            able = [entry for entry in entries if holds[entry.tip.seq] and not entry.head.undoes and _plain(entry)]
            seqs = [entry.tip.seq for entry in able[-last:]]
            if len(seqs) < max(last, 1):
                raise NotFoundError(
                    f"There {'is' if len(seqs) == 1 else 'are'} {f'only {len(seqs)}' if seqs else 'no'} "
                    f"change{'s' * (len(seqs) != 1)} to take back.",
                    "See: casefile log",
                )
        return _take_back(book, entries, holds, seqs)


def redo(book: Casebook) -> Stored:
    """Take the last undoing back, so that what it took back holds again; raises as `undo` does."""
    with book.change():
        entries = list(book.entries())
        holds = in_effect(entries)
        depth: dict[int, int] = {}
        for entry in entries:
            depth[entry.tip.seq] = 1 + depth.get(entry.head.undoes[0], 0) if entry.head.undoes else 0
        undone = [entry.tip.seq for entry in entries if holds[entry.tip.seq] and depth[entry.tip.seq] % 2]
        if not undone:
            raise NotFoundError("Nothing was taken back that could be done again.", "See: casefile log")
        return _take_back(book, entries, holds, undone[-1:])


def _plain(entry: Entry) -> bool:
    return entry.head.command not in _WHOLE


def _take_back(book: Casebook, entries: list[Entry], holds: dict[int, bool], seqs: Sequence[int]) -> Stored:
    by_seq = {entry.tip.seq: entry for entry in entries}
    lines: list[str] = []
    touched: dict[tuple[str, int], Record | None] = {}
    for seq in sorted(set(seqs), reverse=True):
        entry = by_seq.get(seq)
        if entry is None:
            raise NotFoundError(f"There is no change {seq}.", "See: casefile log")
        if not holds[seq]:
            raise ConflictError(f"Change {seq} has been taken back already.", "To do it again: casefile redo")
        if not _plain(entry):
            raise ConflictError(
                f"Change {seq} ({entry.head.command}) concerns the file as a whole and cannot be taken back.",
                "A backup from before it can be restored beside it: casefile restore",
            )
        later = [other for other in entries if other.tip.seq > seq and holds[other.tip.seq]]
        said = f"{seq} ({entry.head.command}, {entry.head.author})"
        lines += [f"{said}: {line}" for line in _inverse(book, entry, later, touched)]
        lines += [f"{said}: {line}" for line in _found_again(book, entry)]
    book.take_back(*seqs)
    _check_whole(book, touched)
    kept = [record for record in touched.values() if record is not None]
    return Stored(kept, [], lines, "Took back", book.store.location)


def _found_again(book: Casebook, entry: Entry) -> list[str]:
    """Have evidence that a change says is lost count as kept again, if it is there again; says so in lines."""
    for name in entry.lost if entry.head.undoes else ():  # the undoing of such a change is taken back itself
        book.keep_file(name, None)
        book.lose_file(name, entry.files[name])
    names = [name for name, sha256 in entry.lost.items() if sha256]
    for name in names:
        sha256 = entry.lost[name]
        folder = files_of(book).places.evidence
        if name not in book.kept_as(str(sha256), lost=True) or not is_whole(folder / name, name):
            raise ConflictError(
                f"Change {entry.tip.seq} cannot be taken back: there is no {folder / name} that is as it was.",
                "If you have the file: casefile attach ID FILE",
            )
        book.lose_file(name, None)
        book.keep_file(name, sha256)
    return [f"evidence {name[:12]}… is there again" for name in names]


def _inverse(
    book: Casebook, entry: Entry, later: Iterable[Entry], touched: dict[tuple[str, int], Record | None]
) -> list[str]:
    lines = []
    for mark, difference in zip(entry.head.changes, entry.differences, strict=True):
        place = (mark.table, mark.doc)
        name = name_of(*place)
        if difference is None:
            raise ConflictError(f"What change {entry.tip.seq} did to {name} was erased.", "It cannot be taken back.")
        before, after = difference.before, difference.after
        if not same(book.raw(*place), after):
            standing = [
                str(other.tip.seq)
                for other in later
                if not other.head.undoes and any((m.table, m.doc) == place for m in other.head.changes)
            ]
            raise ConflictError(
                f"Change {entry.tip.seq} cannot be taken back: {name} was changed since, by change "
                f"{', '.join(standing) or '(outside of the history)'}.",
                f"Take the later ones back first, newest first, or edit {name}.",
            )
        if mark.table in BESIDES:
            lines.append(f"{name}  {_put_other_back(book, place, before, after)}")
            continue
        if mark.table == DEPOSITS:
            lines.append(f"{name}  {_put_deposit_back(book, mark.doc, before, after)}")
            continue
        if mark.table not in BY_TABLE:
            raise ConflictError(f"{name} is another program's; casefile cannot take it back.", "")
        if before is None:
            book.drop(name)
            touched[place] = None
        else:
            record = _readable(mark.table, name, before)
            book.put_all([record], check=False)
            touched[place] = record
        edits = compare(_decoded(after), _decoded(before))
        if before is None or after is None:
            lines.append(f"{name}  {'removed' if before is None else 'back'}: {name_in(_decoded(before or after))}")
        else:
            lines += [f"{name}  {text}" for edit in edits for text in field_lines(edit)]
    return lines


def _put_other_back(book: Casebook, place: tuple[str, int], before: bytes | None, after: bytes | None) -> str:
    """Make a document that is no record what it was; says so in a line."""
    table, number = place
    if before is None:
        book.drop_other(table, number)
        return f"removed: {name_in(_decoded(after))}"
    try:
        document = BESIDES[table](number, before, book.store.location)
    except DamagedError as error:
        raise ConflictError(f"{name_of(*place)} was not one then and cannot be put back.", "") from error
    book.put_other(table, number, document)
    return f"back: {name_in(_decoded(before))}"


def _put_deposit_back(book: Casebook, number: int, before: bytes | None, after: bytes | None) -> str:
    """Have a deposit wait to be taken in again, or wait no more; says so in a line."""
    if before is None:
        book.drop_other(DEPOSITS, number)
        return f"waits no more: {name_in(_decoded(after))}"
    book.put_other(DEPOSITS, number, msgspec.Raw(before))
    return f"waits again: {name_in(_decoded(before))}"


def _decoded(document: bytes | None) -> Any:
    return None if document is None else msgspec.json.decode(document)


def _readable(table: str, name: str, document: bytes) -> Record:
    try:
        return decode(BY_TABLE[table], document)
    except msgspec.MsgspecError as error:
        raise ConflictError(f"{name} was not a record then ({error}) and cannot be put back.", "") from error


def _check_whole(book: Casebook, touched: dict[tuple[str, int], Record | None]) -> None:
    """Hold that nothing mentions what is gone, and nothing that came back mentions what is not there."""
    for place, record in touched.items():
        name = name_of(*place)
        if record is not None:
            try:
                book.check_mentions(record)
            except NotFoundError as error:
                raise ConflictError(
                    f"It cannot be taken back: {error.message}", "Take the removal back first."
                ) from error
        elif referring := [other.id for other, _ in book.case.referring_to(name)]:
            raise ConflictError(
                f"It cannot be taken back: {', '.join(referring[:5])} refer{'s' * (len(referring) == 1)} to {name}.",
                "Take back the later change that entered them first.",
            )


class Moment(NamedTuple):
    """A case as it stood: its records, and after which change that was."""

    case: Case
    seq: int
    time: str


def as_it_stood(book: Casebook, text: str) -> Moment:
    """The case as it stood after a change, or at the end of a day.

    Args:
        book: The case.
        text: The number of the change ("12", "#12"), or a date.

    Raises:
        InputError: `text` is neither.
        NotFoundError: The history does not reach there.
    """
    number = text.strip().removeprefix("#")
    wanted: Callable[[Entry], bool]
    if number.isdigit() and (len(number) < 4 or text.strip().startswith("#")):  # noqa: PLR2004 - four digits are a year
        wanted = lambda entry: entry.tip.seq <= int(number)  # noqa: E731 - one of two ways to ask
    else:
        try:
            _, end = dates.bounds(text, today=book.today)
        except DateError as error:
            raise InputError(f"“{text}” is neither the number of a change nor a date.", "See: casefile log") from error
        last = f"{end.isoformat()}T24" if end else "9999"
        wanted = lambda entry: entry.head.time < last  # noqa: E731
    seq, time = 0, ""
    for entry in book.store.entries():
        if wanted(entry):
            seq, time = entry.tip.seq, entry.head.time
    if not seq:
        raise NotFoundError(f"The history does not go back to {text}.", "See where it begins: casefile log")
    if number.isdigit() and len(number) < 4 and seq < int(number):  # noqa: PLR2004
        raise NotFoundError(f"There is no change {number} yet; the last is {seq}.", "See: casefile log")
    return Moment(Case(book.store.at(seq)), seq, time)


def find_as_it_stood(book: Casebook, moment: Moment, text: str) -> Record:
    """A record of the case as it stood; raises `NotFoundError` where there was none, or it was erased."""
    from casefile.casebook.lookup import find

    place = parse_id(text)
    if place is not None and moment.case.get(name_of(*place)) is None:
        for entry in book.store.entries():
            for mark, difference in zip(entry.head.changes, entry.differences, strict=True):
                if (mark.table, mark.doc) == place and entry.tip.seq <= moment.seq and difference is None:
                    raise NotFoundError(
                        f"What {name_of(*place)} was after change {moment.seq} has been erased.", "See: casefile log"
                    )
    try:
        return find(moment.case, text)
    except NotFoundError as error:
        if place is None:
            raise
        raise NotFoundError(
            f"There was no {name_of(*place)} after change {moment.seq}.", f"See: casefile log {name_of(*place)}"
        ) from error
