"""Mends what a check has found where nothing has to be decided: dangling mentions, membership told by one side only."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from casefile.casebook.book import Casebook
from casefile.casebook.stored import Stored
from casefile.errors import NotFoundError
from casefile.model import Person, Record, Statement, without
from casefile.names import script_of
from casefile.views.check import Finding, FindingKind, check, offices_on


def findings(book: Casebook, *, stale_after: int, record: str = "", kind: FindingKind | None = None) -> list[Finding]:
    """What is wanting in the case.

    Args:
        book: The case.
        stale_after: As `casefile.views.check.check` takes it.
        record: Only what concerns this record.
        kind: Only findings of this kind.

    Raises:
        NotFoundError: There is no such record.
    """
    wanted = book.find_any(record).id if record else ""
    return [
        finding
        for finding in check(book.case, book.today, stale_after)
        if (not wanted or wanted in (finding.id, *finding.others)) and (kind is None or finding.kind is kind)
    ]


def fix(book: Casebook, *, stale_after: int, record: str = "", kind: FindingKind | None = None) -> Stored:
    """Mend what can be mended without a decision, as one change; takes what `findings` takes.

    Raises:
        NotFoundError: There is nothing of that sort.
    """
    with book.change():
        todo = [
            finding for finding in findings(book, stale_after=stale_after, record=record, kind=kind) if finding.fixable
        ]
        if not todo:
            raise NotFoundError("There is nothing that can be mended without a decision.", "See: casefile check")
        changed = {mended.id: mended for finding in todo for mended in _mended(book, finding)}
        return Stored.of(book, *changed.values(), verb="Mended")


def _mended(book: Casebook, finding: Finding) -> Sequence[Record]:
    record = book.case.get(finding.id)
    assert record is not None  # noqa: S101 - it was found a moment ago, under the same lock
    if finding.kind is FindingKind.BROKEN_REFERENCE:
        return [book.put(without(record, finding.others[0]))]
    if isinstance(record, Statement) and finding.kind is FindingKind.NO_OFFICE:
        speaker = book.find(record.speaker, Person)
        return [book.put(msgspec.structs.replace(record, office=offices_on(speaker, record.when)[0]))]
    assert isinstance(record, Person)  # noqa: S101 - the other kinds concern people
    if finding.kind is FindingKind.MEMBERSHIP:
        other = book.find(finding.others[0], Person)
        if other.id in record.members:
            return [book.put(msgspec.structs.replace(other, split_from=record.id))]
        return [book.put(msgspec.structs.replace(other, members=(*other.members, record.id)))]
    names = tuple(msgspec.structs.replace(name, script=name.script or script_of(name.text)) for name in record.names)
    return [book.put(msgspec.structs.replace(record, names=names))]
