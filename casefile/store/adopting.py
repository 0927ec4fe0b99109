"""Takes what another program or a person has written into the case file into its history."""

from __future__ import annotations

import os
from collections.abc import Callable

import msgspec

from casefile.errors import BrokenJournalError, ConflictError
from casefile.interrupts import uninterrupted
from casefile.store._types import Snapshot, Stamp
from casefile.store.files import read_plain
from casefile.store.history import Replay, differing
from casefile.store.journal import BrokenLineError, Entry, Head, open_line
from casefile.store.layout import HEADER, encoded
from casefile.store.lines import make_line
from casefile.store.opening import Opened, name_of, whole_length
from casefile.store.repairing import parts_between, read_file
from casefile.store.tables import CaseStorage, TableSnapshot
from casefile.store.tinydb_file import TinyDBFile


def adopt(
    store: TinyDBFile,
    stamp: Stamp,
    check: Callable[[str, int, bytes], None],
    check_whole: Callable[[Snapshot, Snapshot], None],
) -> list[str]:
    """Take what was changed in the file by hand into its history, or begin a history for a file that has lost it.

    Args:
        store: The case.
        stamp: Who adopts it and why.
        check: Takes table, id and JSON of each document that differs; raises where it must not be kept.
        check_whole: Takes the case as its history has it and as the file does; raises where the one must not become
            the other.

    Returns:
        The documents that differed, as people call them.

    Raises:
        ConflictError: Nothing differs, or a new record has the id of one that is gone.
        DamagedError: The file cannot be read.
        StoreError: The journal cannot be trusted, or the change cannot be saved.
    """
    with store.alone():
        file = read_file(store)
        known, torn = Replay(), 0
        gone: dict[tuple[str, int], bytes | None] = {}
        if os.path.lexists(store.places.journal):
            journal = read_plain(store.places.journal)
            torn = len(journal) - whole_length(journal)
            try:
                for line in store.lines(len(journal) - torn):
                    entry = open_line(line, file.vault)
                    gone |= _gone(entry)
                    known.add(entry)
            except BrokenLineError as error:
                raise BrokenJournalError(f"{store.path}: {error.message}.", "First: casefile recover") from error
        places = list(differing(file.tables, known))
        if not places and known.tip.seq:
            raise ConflictError("The file says what its journal says: there is nothing to adopt.", "")
        for table, doc_id in places:
            if table in file.tables and doc_id in file.tables[table].documents:
                document = encoded(file.tables[table].documents[doc_id])
                check(table, doc_id, document)
                if (table, doc_id) not in known.documents and doc_id <= known.last_ids.get(table, 0):
                    _check_same(table, doc_id, document, gone.get((table, doc_id)))
        if known.tip.seq:
            before, after = (
                TableSnapshot(store.location, CaseStorage(tables)) for tables in (known.tables(), file.tables)
            )
            check_whole(before, after)
        opened = Opened(file.tables, known.tip, file.vault, torn=torn)
        if torn:
            store.set_aside(opened)
        header = file.tables[HEADER]["1"]
        header["last_ids"] = {
            table: max(last, known.last_ids.get(table, 0)) for table, last in header["last_ids"].items()
        }
        head = Head(
            seq=0,
            prev="",
            time=stamp.time,
            author=stamp.author,
            command="adopt",
            last_ids=header["last_ids"],
            continues="" if known.tip.seq else file.tip.hash,
        )
        parts = parts_between(known, file.tables, places)
        with uninterrupted():
            store.commit(
                file.tables,
                make_line(head, parts, stamp.reason, file.vault, known.tip),
                opened,
                known.files,
                known.lost,
            )
        return [name_of(*place) for place in places]


def _gone(entry: Entry) -> dict[tuple[str, int], bytes | None]:
    """The documents that an entry removes, as they were; None for what was erased."""
    return {
        (mark.table, mark.doc): None if difference is None else difference.before
        for mark, difference in zip(entry.head.changes, entry.differences, strict=True)
        if difference is None or difference.after is None
    }


def _check_same(table: str, doc_id: int, document: bytes, before: bytes | None) -> None:
    """Hold that a document which comes in under an id that was given out is the one that had it; or `ConflictError`."""
    uids = [msgspec.json.decode(one).get("uid") for one in (document, before) if one is not None]
    if len(uids) < 2 or uids[0] != uids[1]:  # noqa: PLR2004 - now and before
        raise ConflictError(
            f"{name_of(table, doc_id)} was another record before, which is gone, and its id stays with it.",
            "Take that line out of the file by hand, and enter the record with casefile.",
        )
