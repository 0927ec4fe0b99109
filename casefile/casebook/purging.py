"""Erasing a record for good: what goes with it, what must not stay behind in other records, what cannot be promised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from casefile.casebook.book import Casebook
from casefile.casebook.editing import plan_removal, removal_lines
from casefile.casebook.queries import TABLE as QUERIES
from casefile.casebook.queries import SavedQuery, saved_queries
from casefile.casebook.safekeeping import Outcome, files_of
from casefile.errors import ConflictError, InputError
from casefile.interrupts import uninterrupted
from casefile.model import BY_TABLE, Case, Person, Record, Source, decode, parse_id, without
from casefile.names import fold
from casefile.store import archive, rewriting
from casefile.views.naming import NameFinder, Sought
from casefile.vocabulary import PersonKind

_LISTED = 10
_LEAST = 4  # letters; shorter texts are in everything
#: Fields whose text is a record's own, and would give it away in another record or in the history.
_OWN = {"notes", "text", "translation", "quote", "url", "title", "author", "path", "offence", "outcome", "name"}
_TELLING = {"name", "author", "title", "url", "path"}


class _Plan(NamedTuple):
    gone: list[Record]
    changed: list[Record]
    secrets: set[str]
    files: set[str]
    former: list[str]


class _Queries:
    """Finds saved searches that would give erased records away: by their words, their ids, or a name in any script."""

    def __init__(self, plan: _Plan) -> None:
        self._plan = plan
        self._ids = {record.id for record in plan.gone}
        names = [name.text for record in plan.gone if isinstance(record, Person) for name in record.names]
        self._finder = NameFinder([Sought(name, name) for name in names])

    def tell(self, text: str) -> bool:
        """Whether the text of a search, or its name, gives one of them away."""
        words = {word.upper() for word in re.findall(r"\w+", text)}
        return bool(self._ids & words or _tells(text, self._plan.secrets) or self._finder.find(text))

    def in_document(self, document: bytes) -> bool:
        """The same of a document, which need not be a search."""
        return document.startswith(b'{"name":') and b'"query":' in document and self.tell(_texts_joined(document))


def purge(book: Casebook, text: str, *, cascade: bool = False, force: bool = False) -> Outcome:
    """Erase a record: from the file, its history, its evidence and its backups.

    Args:
        book: The case.
        text: Which record; an id also of one that was removed before.
        cascade: Also erase records that are void without it, and take it out of those that mention it.
        force: Erase although records that stay hold words of it; these words stay there.

    Raises:
        InputError: No reason was given, or the reason would give the record away.
        ConflictError: Other records refer to it and `cascade` is off, or hold its name or words and `force` is off.
        NotFoundError: There is, and was, no such record.
    """
    stamp = book.stamp()
    if not stamp.reason:
        raise InputError("Erasing needs a reason; it stays in the history.", "casefile purge ID --reason WHY")
    store = files_of(book)
    plan = _plan(book, text, cascade=cascade)
    if _tells(stamp.reason, plan.secrets) or _tells(stamp.author, plan.secrets):
        raise InputError(
            "The reason, or your name, holds words of the record that is to be erased.",
            "Word it so that it can stay: --reason WHY",
        )
    plan = _despite_others(book, plan, force=force)
    ids = [*(record.id for record in plan.gone), *plan.former]
    places = [place for place in (parse_id(record_id) for record_id in ids) if place is not None]
    changed = {
        place: msgspec.json.encode(record) for record in plan.changed if (place := parse_id(record.id)) is not None
    }
    wanted = {f'"{record_id}"'.encode() for record_id in ids}

    queries = _Queries(plan)
    searches = {number: query for number, query in saved_queries(book.case).items() if queries.tell(_words(query))}
    places += [(QUERIES, number) for number in searches]

    def telling(document: bytes) -> bool:
        return (
            any(mark in document for mark in wanted)
            or _tells(_texts_joined(document), plan.secrets)
            or queries.in_document(document)
        )

    archive.known(store)  # backups that could not be named would keep what is to be erased
    with uninterrupted():  # a backup that still holds what was erased must not be left because of Ctrl-C
        pieces = rewriting.purge(store, stamp, places, changed, telling, sorted(plan.files))
        remade = archive.remake(store, stamp)
    lines = [f"Erased {', '.join(ids)}: {pieces} pieces of the history and {len(plan.files)} files were erased"]
    lines += [f"{len(searches)} saved searches that told of it went with it"] if searches else []
    lines += [f"{record.id} no longer mentions it; its own history before now went with it" for record in plan.changed]
    lines += remade
    lines += [f"By author’s name only: {line}" for line in _authors(book, plan.secrets)]
    lines.append(
        "Not in my hands: copies and exports that were made, deleted blocks on a disk (SSDs keep them for a while; "
        "an encrypted disk or case helps), and what people remember."
    )
    return Outcome(lines, {"erased": ids, "pieces": pieces, "files": sorted(plan.files)})


def _words(query: SavedQuery) -> str:
    return f"{query.name}\n{query.query}"


def _plan(book: Casebook, text: str, *, cascade: bool) -> _Plan:
    place = parse_id(text)
    former = text.strip().upper()
    if place is not None and book.case.get(former) is None:
        past = _versions(book, {place})
        if not past:
            book.find_any(text)
        heirs = [without(record, former) for record in book.case.everything() if former in record.merged]
        return _Plan([past[-1]], heirs, _secrets(book.case, [past[-1]], past), _files(book.case, past), [])
    found = plan_removal(book, text)
    if (found.void or found.mentioning) and not cascade:
        raise ConflictError(
            f"{found.record.id} cannot be erased while other records refer to it:\n"
            + "\n".join(removal_lines(book, found)),
            "Repeat with --cascade to do what is written beside each.",
        )
    gone = [found.record, *found.void]
    changed = []
    for other, _ in found.mentioning:
        kept = other
        for record in gone:
            kept = without(kept, record.id)
        changed.append(kept)
    merged = [former for record in gone for former in record.merged]
    ids = [*(record.id for record in gone), *merged]
    places = {place for place in map(parse_id, ids) if place is not None}
    versions = [*_versions(book, places), *gone]
    files = _files(book.case, versions, but={record.id for record in gone})
    return _Plan(gone, changed, _secrets(book.case, gone, versions), files, merged)


def _versions(book: Casebook, places: set[tuple[str, int]]) -> list[Record]:
    """Every state that records ever had, as far as they can still be read."""
    found: list[Record] = []
    for entry in book.store.entries():
        for mark, difference in zip(entry.head.changes, entry.differences, strict=True):
            if (mark.table, mark.doc) in places and difference is not None:
                sides = (difference.before, difference.after)
                found += [decode(BY_TABLE[mark.table], side) for side in sides if side is not None]
    return found


def _secrets(case: Case, gone: Iterable[Record], versions: Iterable[Record]) -> set[str]:
    """Texts, folded, by which the erased records and their past can be told.

    A word, an offence or a publisher that other records have as well tells nothing of them; a name does.
    """
    ids = {record.id for record in gone}
    others = {fold(text) for record in case.everything() if record.id not in ids for _, text in _own(record)}
    found = {record.uid for record in versions if record.uid}
    for record in versions:
        found |= {key for field, text in _own(record) if (key := fold(text)) not in others or field in _TELLING}
    return {text for text in found if len(text) >= _LEAST}


def _own(record: Record) -> Iterator[tuple[str, str]]:
    if isinstance(record, Person):
        for name in record.names:
            yield "name", name.text
            parts = name.text.split()
            if record.kind is PersonKind.INDIVIDUAL and len(parts) > 1:
                yield from (("part of a name", part) for part in parts if len(part) >= _LEAST)
    if isinstance(record, Source) and record.publisher:
        yield "publisher", record.publisher
    yield from _texts(msgspec.to_builtins(record))


def _texts(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, key)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner, field)
    elif isinstance(value, str) and field in _OWN:
        yield field, value


def _texts_joined(document: bytes) -> str:
    """All text of a document, or a bare text as it is."""
    try:
        value = msgspec.json.decode(document)
    except msgspec.DecodeError:
        return document.decode("utf-8", "replace")
    found: list[str] = []
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            todo += item.values()
        elif isinstance(item, list):
            todo += item
        elif isinstance(item, str):
            found.append(item)
    return "\n".join(found)


def _tells(text: str, secrets: set[str]) -> bool:
    folded = fold(text)
    return any(secret in folded or secret in text for secret in secrets)


def _files(case: Case, versions: Iterable[Record], but: set[str] = frozenset()) -> set[str]:  # type: ignore[assignment]
    """The evidence that no other record has."""
    mine = {held.sha256 for record in versions for held in record.evidence}
    ids = {record.id for record in versions} | but
    return mine - {held.sha256 for record in case.everything() if record.id not in ids for held in record.evidence}


def _despite_others(book: Casebook, plan: _Plan, *, force: bool) -> _Plan:
    """The plan without words that staying records hold; raises `ConflictError` where there are any, unless forced."""
    gone = {record.id for record in plan.gone}
    changed = {record.id: record for record in plan.changed}
    found, shared = [], set()
    for record in book.case.everything():
        if record.id in gone:
            continue
        held = _texts_joined(msgspec.json.encode(changed.get(record.id, record)))
        mine = {secret for secret in plan.secrets if _tells(held, {secret})}
        if mine:
            found.append(f"  {record.id}  {book.line(record)} (holds “{min(mine)}”)")
            shared |= mine
    if found and not force:
        listed = "\n".join(found[:_LISTED] + ([f"  … and {len(found) - _LISTED} more"] if len(found) > _LISTED else []))
        raise ConflictError(
            f"Other records hold words of what is to be erased:\n{listed}",
            "Edit or purge those first (their own history is cleared with this one), or leave the words there: --force",
        )
    return plan._replace(secrets=plan.secrets - shared)


def _authors(book: Casebook, secrets: set[str]) -> list[str]:
    return [
        f"change {entry.tip.seq} is by {entry.head.author}"
        for entry in book.store.entries()
        if _tells(entry.head.author, secrets)
    ]
