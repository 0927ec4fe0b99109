"""What the lines of a journal add up to: the case after each of them, and where one contradicts those before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec

from casefile.store._types import TABLES
from casefile.store.journal import BrokenLineError, Entry, Tip
from casefile.store.layout import HEADER, LazyTable, encoded, new_header

#: Stands for a document whose content was erased from the history.
Erased = Literal["erased"]
ERASED: Erased = "erased"
#: What a header says that follows from the journal.
_OF_JOURNAL = ("evidence", "lost", "recipients", "journal", "sum")


class Replay:
    """The case as the journal has it, line after line.

    Attributes:
        documents: By table and id, each document's JSON, or ERASED where the history does not hold it any more.
        last_ids: By table, the highest id that was ever given out.
        files: By name, the SHA-256 of what each file of the evidence folder holds.
        lost: By name, the SHA-256 of what was in each that is said to be lost.
        recipients: Who the case is encrypted for.
        tip: Where the journal stands.
    """

    def __init__(self) -> None:
        self.documents: dict[tuple[str, int], bytes | Erased] = {}
        self.last_ids: dict[str, int] = dict.fromkeys(TABLES, 0)
        self.files: dict[str, str] = {}
        self.lost: dict[str, str] = {}
        self.recipients: tuple[str, ...] = ()
        self.tip = Tip()

    def add(self, entry: Entry) -> None:
        """Take in the next entry.

        Raises:
            BrokenLineError: It says of a document that it was as it was not.
        """
        for mark, difference in zip(entry.head.changes, entry.differences, strict=True):
            known = self.documents.get((mark.table, mark.doc))
            if difference is not None and known not in (difference.before, ERASED):
                raise BrokenLineError(entry.tip.seq, f"changes {mark.table} {mark.doc}, which was not as it says")
        for mark, difference in zip(entry.head.changes, entry.differences, strict=True):
            place = (mark.table, mark.doc)
            if difference is None:
                self.documents[place] = ERASED
                continue
            if difference.after is None:
                self.documents.pop(place, None)
            else:
                self.documents[place] = difference.after
        for table, last in entry.head.last_ids.items():  # never fewer than before: no id is given out twice
            self.last_ids[table] = max(last, self.last_ids.get(table, 0))
        self.files = brought_up(self.files, entry.files)
        self.lost = brought_up(self.lost, entry.lost)
        if entry.head.recipients or entry.head.command == "decrypt":
            self.recipients = entry.head.recipients
        self.tip = entry.tip

    def tables(self) -> dict[str, LazyTable]:
        """The case as tables, as if it had been read from its file; documents that were erased are left out."""
        found = {HEADER: LazyTable({1: self.header()})} | {table: LazyTable({}) for table in TABLES}
        for (table, doc_id), document in sorted(self.documents.items()):
            if document != ERASED:
                found.setdefault(table, LazyTable({})).documents[doc_id] = msgspec.Raw(document)
        return found

    def header(self) -> dict[str, Any]:
        """The header of the case's file."""
        return header_with(
            new_header(),
            self.tip,
            last_ids=dict(self.last_ids),
            files=self.files,
            lost=self.lost,
            recipients=self.recipients,
        )


def brought_up(known: Mapping[str, str], changes: Mapping[str, str | None]) -> dict[str, str]:
    """What is known by name once some of it has come and gone (None)."""
    return {name: told for name, told in (dict(known) | dict(changes)).items() if told}


def changes_between(known: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str | None]:
    """What has to come and go for `known` to become `wanted`."""
    gone: dict[str, str | None] = dict.fromkeys(known.keys() - wanted.keys())
    return gone | {name: told for name, told in wanted.items() if known.get(name) != told}


def header_with(
    header: dict[str, Any],
    tip: Tip,
    *,
    last_ids: dict[str, int],
    files: Mapping[str, str],
    lost: Mapping[str, str],
    recipients: tuple[str, ...],
) -> dict[str, Any]:
    """`header` brought up to where the journal stands; what is empty is left out."""
    kept = {key: value for key, value in header.items() if key not in _OF_JOURNAL}
    kept["last_ids"] = last_ids
    if files:
        kept["evidence"] = dict(sorted(files.items()))
    if lost:
        kept["lost"] = dict(sorted(lost.items()))
    if recipients:
        kept["recipients"] = list(recipients)
    kept["journal"] = tip._asdict()
    return kept


def in_effect(entries: Iterable[Entry]) -> dict[int, bool]:
    """By number of the change, whether it holds: nothing that holds itself has taken it back."""
    undone: dict[int, bool] = {}
    listed = list(entries)
    for entry in reversed(listed):
        holds = not undone.get(entry.tip.seq, False)
        for seq in entry.head.undoes if holds else ():
            undone[seq] = True
    return {entry.tip.seq: not undone.get(entry.tip.seq, False) for entry in listed}


def differing(tables: dict[str, LazyTable], replay: Replay) -> Iterator[tuple[str, int]]:
    """The documents that a file's tables hold otherwise than the journal says: by meaning, not by spelling."""
    places = {(name, doc_id) for name, table in tables.items() if name != HEADER for doc_id in table.documents}
    for table, doc_id in sorted(places | set(replay.documents)):
        known = replay.documents.get((table, doc_id))
        held = tables[table].documents.get(doc_id) if table in tables else None
        if known == ERASED:
            if held is not None:
                yield table, doc_id
        elif not same(None if held is None else encoded(held), known):
            yield table, doc_id


def same(one: bytes | None, other: bytes | None) -> bool:
    """Whether two documents say the same, however they are spelled."""
    if one == other:
        return True
    return one is not None and other is not None and _canonical(one) == _canonical(other)


def _canonical(document: bytes) -> bytes:
    try:
        return msgspec.json.encode(msgspec.json.decode(document), order="sorted")
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):  # it says nothing, so nothing that another says
        return document
