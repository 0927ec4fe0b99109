"""What casefile is held against: a case as plain Python dictionaries, with every change and what each one changed."""

from __future__ import annotations

import copy
import json
from typing import Any, NamedTuple

Document = dict[str, Any]
#: Stands for a state that a purge has erased from the history.
ERASED: Any = "erased"
#: Changes of the case as a whole, which cannot be taken back.
WHOLE = ("compact", "purge", "encrypt", "decrypt")


class Change(NamedTuple):
    """A change that was acknowledged: by id, the states before and after; None where there was no record."""

    seq: int
    command: str
    edits: dict[str, tuple[Any, Any]]
    takes_back: tuple[int, ...] = ()


class Refused(Exception):  # noqa: N818 - an answer, with the exit code that casefile must give
    """What the command must be refused with."""

    def __init__(self, code: int) -> None:
        super().__init__(f"exit {code}")
        self.code = code


class PlainCase:
    """The case as it must be."""

    def __init__(self) -> None:
        self.records: dict[str, Document] = {}
        self.changes: list[Change] = []
        #: Every id that any record ever had.
        self.given: set[str] = set()
        self.seq = 0

    def commit(self, command: str, after: dict[str, Document | None], takes_back: tuple[int, ...] = ()) -> None:
        """Take in an acknowledged change: by id, what became of each record that it changed."""
        edits = {key: (self.records.get(key), copy.deepcopy(state)) for key, state in after.items()}
        self.seq += 1
        self.changes.append(Change(self.seq, command, edits, takes_back))
        for key, (_, state) in edits.items():
            self._set(self.records, key, state)
        self.given |= {key for key, state in after.items() if state is not None}

    @staticmethod
    def _set(records: dict[str, Any], key: str, state: Any) -> None:
        if state is None:
            records.pop(key, None)
        else:
            records[key] = state

    def holding(self) -> dict[int, bool]:
        """By number, whether a change holds: nothing that holds itself has taken it back."""
        taken: set[int] = set()
        for change in reversed(self.changes):
            if change.seq not in taken:
                taken |= set(change.takes_back)
        return {change.seq: change.seq not in taken for change in self.changes}

    def undone(self, seq: int | None) -> tuple[tuple[int, ...], dict[str, Document | None]]:
        """What taking back change `seq` (the last one where None) must do; raises `Refused`."""
        holds = self.holding()
        if seq is None:
            able = [one for one in self.changes if holds[one.seq] and not one.takes_back and one.command not in WHOLE]
            if not able:
                raise Refused(3)
            seq = able[-1].seq
        change = next((one for one in self.changes if one.seq == seq), None)
        if change is None:
            raise Refused(3)
        if not holds[seq] or change.command in WHOLE:
            raise Refused(4)
        for key, (before, after) in change.edits.items():
            if ERASED in (before, after) or self.records.get(key) != after:
                raise Refused(4)
        result = {key: before for key, (before, _) in change.edits.items()}
        self._hold_together(result)
        return (seq,), result

    def redone(self) -> tuple[tuple[int, ...], dict[str, Document | None]]:
        """What doing the last undone change again must do; raises `Refused`."""
        holds = self.holding()
        depth: dict[int, int] = {}
        for change in self.changes:
            depth[change.seq] = 1 + depth.get(change.takes_back[0], 0) if change.takes_back else 0
        able = [change.seq for change in self.changes if holds[change.seq] and depth[change.seq] % 2]
        if not able:
            raise Refused(3)
        return self.undone(able[-1])

    def _hold_together(self, changed: dict[str, Document | None]) -> None:
        """Hold that nothing would mention what is not there."""
        outcome = dict(self.records)
        for key, state in changed.items():
            self._set(outcome, key, state)
        if any(target not in outcome for record in outcome.values() for target in mentions(record)):
            raise Refused(4)

    def removed(self, key: str) -> dict[str, Document | None]:
        """What removing a record with all that stands on it must do."""
        gone = {key} | {other for other, record in self.records.items() if record.get("person") == key}
        result: dict[str, Document | None] = dict.fromkeys(gone)
        for other, record in self.records.items():
            if other not in gone and mentions(record) & gone:
                result[other] = without(record, gone)
        return result

    def compacted(self) -> None:
        """Fold the history."""
        self.seq += 1
        self.changes = [Change(self.seq, "compact", {key: (None, state) for key, state in self.records.items()})]

    def purged(self, key: str) -> None:
        """Erase a record and all that stands on it, from now and from before."""
        result = self.removed(key)
        gone = {other for other, state in result.items() if state is None}
        marks = [f'"{other}"' for other in gone]
        self.changes = [change._replace(edits=_erased(change, set(result), marks)) for change in self.changes]
        told = {other for change in self.changes for other in change.edits if self._as_known(other) == ERASED}
        self.commit("purge", result | {other: result.get(other, self.records.get(other)) for other in told})

    def _as_known(self, key: str) -> Any:
        return self.state(key, self.seq)

    def state(self, key: str, seq: int) -> Any:
        """A record as it stood after change `seq`, ERASED where the history does not hold that any more."""
        found = None
        for change in self.changes:
            if change.seq <= seq and key in change.edits:
                found = change.edits[key][1]
        return found


def _erased(change: Change, concerned: set[str], marks: list[str]) -> dict[str, tuple[Any, Any]]:
    found = {}
    for key, (before, after) in change.edits.items():
        tells = any(mark in json.dumps([before, after]) for mark in marks)
        found[key] = (ERASED, ERASED) if key in concerned or tells else (before, after)
    return found


def mentions(record: Document) -> set[str]:
    """The ids of the records that a record mentions."""
    found = {citation["source"] for citation in record.get("citations", ())}
    found |= {participant["person"] for participant in record.get("participants", ())}
    return found | {record[field] for field in ("person", "alleged_by") if field in record}


def without(record: Document, gone: set[str]) -> Document:
    """A record without mentions of what is gone."""
    kept = dict(record)
    for field, target in (("citations", "source"), ("participants", "person")):
        if field in kept:
            kept[field] = [entry for entry in kept[field] if entry[target] not in gone]
    if kept.get("alleged_by") in gone:
        del kept["alleged_by"]
    return {field: value for field, value in kept.items() if value != []}
