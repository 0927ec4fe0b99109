"""Deposits: what somebody without a key has put into an encrypted case, and its way in among the records."""

from __future__ import annotations

import mimetypes
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from casefile.casebook.book import Casebook
from casefile.casebook.deposits import Deposit, read_deposit
from casefile.casebook.safekeeping import Outcome, files_of
from casefile.casebook.transfer import Imported, load
from casefile.errors import ConflictError, DamagedError, InputError, counted
from casefile.formats.json_case import Loaded
from casefile.model import BY_TABLE, Evidence, Record, Source, decode, references, renamed
from casefile.model.checking import explain
from casefile.store import DEPOSITS, depositing
from casefile.store.evidence import Kept
from casefile.vocabulary import SourceKind

_MOST_NAME = 200
_LISTED = 10
_PASSING = 999_000_000  # ids that stand in while others are given: no case comes as far


def waiting(book: Casebook) -> dict[int, Deposit]:
    """The deposits that have not been taken in, by number.

    Raises:
        DamagedError: One of them is not as casefile writes it.
    """
    return {
        number: read_deposit(number, document, book.case.location) for number, document in book.case.others(DEPOSITS)
    }


def deposit(book: Casebook, path: str, files: Sequence[str], recipients: Sequence[str]) -> Outcome:
    """Put records and files into an encrypted case, which stays closed.

    Args:
        book: The case.
        path: What `casefile export` made of a case of one's own; may be empty.
        files: Files to keep: those that a record names by their hash stay with it.
        recipients: The public keys of all who can open the case.

    Raises:
        InputError: There is nothing to deposit, it cannot be read, or the keys are not the case's.
        ConflictError: The case is not encrypted.
    """
    if not path and not files:
        raise InputError("There is nothing to deposit.", "Name an exported case, or a file: --file PATH")
    if not recipients:
        raise InputError(
            "A deposit is sealed for those who can open the case: their public keys are needed.",
            "Name them: -R KEYS.txt or --recipient age1… (they print them with casefile deposit --recipients)",
        )
    loaded = load(path) if path else Loaded({}, [], {})
    records = _closed(loaded.records, path)
    store, stamp = files_of(book), book.stamp()
    if loaded.others:
        store.tell("Saved searches stay behind: what is deposited are records and files.")

    def document(kept: Sequence[Kept]) -> bytes:
        for record, one in _not_brought(records, kept):
            store.tell(f"{record.id} names the file {one.name}, which is not among those deposited: --file PATH")
        held = tuple(_held(one, Path(file), stamp.author, stamp.time) for one, file in zip(kept, files, strict=True))
        tables = {
            table: [msgspec.Raw(msgspec.json.encode(record)) for record in records if record.table == table]
            for table in BY_TABLE
        }
        given = Deposit(
            deposited_by=stamp.author,
            deposited=stamp.time,
            note=stamp.reason,
            records={table: found for table, found in tables.items() if found},
            files=held,
        )
        return msgspec.json.encode(given)

    seq = depositing.deposit(store, stamp, recipients, [Path(file) for file in files], document)
    what = [counted(len(records), "record")] * bool(records) + [counted(len(files), "file")] * bool(files)
    lines = [
        f"Deposited {' and '.join(what)} as change {seq}",
        "Whoever can open the case takes it in: casefile import --deposits",
    ]
    return Outcome(lines, {"change": seq, "records": len(records), "files": len(files)})


def _not_brought(records: Sequence[Record], kept: Sequence[Kept]) -> Iterator[tuple[Record, Evidence]]:
    """The files that records name and that do not come with them."""
    there = {one.sha256 for one in kept}
    for record in records:
        for held in record.evidence:
            if held.sha256 not in there:
                yield record, held


def _closed(records: list[Record], path: str) -> list[Record]:
    """Hold that records mention one another and nothing else: ids of a case that cannot be read mean nothing here."""
    ids = Counter(record.id for record in records)
    if double := next((record_id for record_id, count in ids.items() if not record_id or count > 1), None):
        raise InputError(f"{path} holds {double or 'a record without an id'} more than once.", "Mend that line.")
    if path and not records:
        raise InputError(f"{path} holds no records.", "Enter some: casefile --db MINE.json add-person NAME")
    for record in records:
        for mention in references(record):
            if mention.target not in ids:
                raise InputError(
                    f"{path}: {record.noun} {record.id} mentions {mention.target}, which is not in it.",
                    "A deposit holds all that its records mention: export the whole case that they are from.",
                )
    return records


def _held(kept: Kept, file: Path, by: str, time: str) -> Evidence:
    return Evidence(
        sha256=kept.sha256,
        name=file.name[:_MOST_NAME],
        size=kept.size,
        media_type=mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        attached=time,
        by=by,
    )


def public_keys(book: Casebook) -> Outcome:
    """The public keys of those who can open the case, for people who are to deposit without opening it.

    Raises:
        ConflictError: The case is not encrypted.
    """
    opened = files_of(book).open()
    if opened.vault is None:
        raise ConflictError(f"{book.store.location} is not encrypted.", "To encrypt it: casefile encrypt")
    keys = list(opened.vault.recipients)
    return Outcome(keys, {"recipients": keys})


def take_in(book: Casebook, *, update: bool = False) -> Imported:
    """Make records of all that was deposited, under ids of the case's own; what is here already, by its uid, stays.

    Args:
        book: The case.
        update: Take over what differs in a record that is here already.

    Raises:
        ConflictError: Nothing waits, or a record differs and `update` is off; nothing was changed.
        DamagedError: A deposit is not as casefile writes it.
    """
    lines: list[str] = []
    new: list[Record] = []
    with book.change():
        found = waiting(book)
        if not found:
            raise ConflictError("No deposit waits.", "One is made with: casefile deposit FILE")
        for number, given in found.items():
            came = list(_records(book, number, given, update=update))
            book.put_all(came)
            book.drop_other(DEPOSITS, number)
            lines.append(f"change {number}: {given.line}")
            lines += [f"  {record.id}  {book.line(record)}" for record in came]
            new += came
    data: dict[str, object] = {"deposits": list(found), "records": [record.id for record in new]}
    return Imported(lines, "", new, data)


def _records(book: Casebook, number: int, given: Deposit, *, update: bool) -> Iterator[Record]:
    """The records of a deposit that are new here or differ, as they are to be written."""
    by_uid = {record.uid: record for record in book.case.everything() if record.uid}
    came = [_decoded(number, table, raw) for table in BY_TABLE for raw in given.records.get(table, ())]
    ids = {record.id: by_uid[record.uid].id if record.uid in by_uid else book.new_id(type(record)) for record in came}
    differing = []
    named = set()
    for one in came:
        named |= {held.sha256 for held in one.evidence}
        record = _moved(one, ids)
        known = by_uid.get(one.uid)
        record = msgspec.structs.replace(record, id=ids[one.id], merged=known.merged if known else ())
        if known is None or (update and record != known):
            yield record
        elif record != known:
            differing.append(f"  {known.id}  differs from “{book.line(known)}” here")
    if differing:
        more = [f"  … and {len(differing) - _LISTED} more"] if len(differing) > _LISTED else []
        raise ConflictError(
            f"Deposit {number} and the case disagree; nothing was changed:\n" + "\n".join(differing[:_LISTED] + more),
            f"To take over the deposit's: --update. To turn it away: casefile undo {number}",
        )
    for held in given.files:
        if held.sha256 not in named:
            named.add(held.sha256)  # the same file twice is one source
            yield Source(
                id=book.new_id(Source),
                uid=book.new_uid(),
                kind=SourceKind.DOCUMENT,
                title=held.name,
                notes=given.note,
                evidence=(held,),
            )


def _decoded(number: int, table: str, raw: msgspec.Raw) -> Record:
    try:
        return decode(BY_TABLE[table], raw)
    except msgspec.MsgspecError as error:
        problem = explain(BY_TABLE[table], "", error)
        raise DamagedError(
            f"Deposit {number}, {problem.message}", f"Nothing was changed. Turn it away: casefile undo {number}"
        ) from error


def _moved(record: Record, ids: dict[str, str]) -> Record:
    """`record` with the ids that it mentions made those of the case; by way of others, as one may be another's."""
    mentioned = list(dict.fromkeys(mention.target for mention in references(record)))
    passing = {old: f"{old[0]}{_PASSING + place}" for place, old in enumerate(mentioned)}
    for old, other in passing.items():
        record = renamed(record, old, other)
    for old, other in passing.items():
        record = renamed(record, other, ids[old])
    return record
