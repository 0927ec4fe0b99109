"""Erasing a record for good: what goes with it, what must not stay behind in other records, what cannot be promised."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from casefile.casebook import articles
from casefile.casebook.book import Casebook
from casefile.casebook.editing import plan_removal, removal_lines
from casefile.casebook.queries import TABLE as QUERIES
from casefile.casebook.queries import saved_queries
from casefile.casebook.safekeeping import Outcome, files_of
from casefile.dates import When
from casefile.errors import ConflictError, InputError, counted
from casefile.interrupts import uninterrupted
from casefile.model import BY_TABLE, Case, Count, Locator, Person, Record, Source, decode, parse_id, without
from casefile.names import fold
from casefile.store import DEPOSITS, archive, drafts, rewriting
from casefile.store.opening import name_of
from casefile.views.naming import NameFinder, Sought
from casefile.views.redaction import texts
from casefile.vocabulary import PersonKind

_LISTED = 10
_LEAST = 4  # letters; shorter texts are in everything
#: Fields whose text is a record's own, and would give it away in another record or in the history.
_OWN = {
    *("notes", "text", "translation", "quote", "url", "title", "author", "path", "offence", "outcome", "name"),
    *("publisher", "description", "origin", "value"),
}
#: Those of them that tell of the record even where another one has the very same.
_TELLING = {"text of a name", "author", "title", "url", "path"}
#: Types whose texts tell nothing by themselves: "August 2025", "page 3".
_UNTELLING = (When, Count, Locator)


class _Telltale:
    """What the erased records, and their past, can be told by: their names in any script, and texts of their own.

    Args:
        words: The texts, folded.
        names: The names.
        known: The names of other people, who may be called the same.
    """

    def __init__(self, words: set[str], names: Sequence[Sought], known: Sequence[str]) -> None:
        self._words = sorted(words)
        self._finder = NameFinder(names, known) if names else None

    def in_text(self, text: str) -> str:
        """What of it stands in `text`; empty when nothing does."""
        folded = fold(text)
        for word in self._words:
            if word in folded or word in text:
                return word
        for found in self._finder.find(text) if self._finder else ():
            return text[found.start : found.end]
        return ""

    def in_document(self, document: bytes) -> str:
        """What of it stands in a document's JSON, or in a bare text; empty when nothing does."""
        return next((told for text in _texts_in(document) if (told := self.in_text(text))), "")


class _Plan(NamedTuple):
    gone: list[Record]
    changed: list[Record]
    tells: _Telltale
    files: set[str]
    former: list[str]


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
    if plan.tells.in_text(stamp.reason) or plan.tells.in_text(stamp.author):
        raise InputError(
            "The reason, or your name, holds words of the record that is to be erased.",
            "Word them so that they can stay: --reason WHY, --as NAME",
        )
    staying = _holding(book, plan)
    if staying and not force:
        listed = [f"  {record.id}  {book.line(record)} (holds “{told}”)" for record, told in staying]
        more = [f"  … and {len(listed) - _LISTED} more"] if len(listed) > _LISTED else []
        raise ConflictError(
            "Other records hold words of what is to be erased:\n" + "\n".join(listed[:_LISTED] + more),
            "Edit or purge those first (their own history is cleared with this one), or leave the words there: --force",
        )
    ids = [*(record.id for record in plan.gone), *plan.former]
    places = [place for place in (parse_id(record_id) for record_id in ids) if place is not None]
    changed = {
        place: msgspec.json.encode(record) for record in plan.changed if (place := parse_id(record.id)) is not None
    }
    wanted = {f'"{record_id}"'.encode() for record_id in ids}
    read, kept = _articles(book.case, ids)
    changed |= kept
    spared = {parse_id(record.id) for record, _ in staying}

    _check_deposits(book.case, plan.tells)
    searches = [
        (QUERIES, number)
        for number, query in saved_queries(book.case).items()
        if _asks_for(f"{query.name}\n{query.query}", ids, plan.tells)
    ]

    def telling(place: tuple[str, int] | None, document: bytes) -> bool:
        if place is not None and place[0] == DEPOSITS:  # which has ids of its own
            return bool(plan.tells.in_document(document))
        if any(mark in document for mark in wanted):
            return True
        if place is not None and place[0] == articles.TABLE:
            return False  # it holds hashes and ids; a word that stands in a hash is none
        if place is not None and place[0] == QUERIES:
            return _asks_for("\n".join(_texts_in(document)), ids, plan.tells)
        return place not in spared and bool(plan.tells.in_document(document))

    archive.known(store)  # backups that could not be named would keep what is to be erased
    with uninterrupted():  # a backup that still holds what was erased must not be left because of Ctrl-C
        done = rewriting.purge(store, stamp, [*places, *searches, *read], changed, telling, sorted(plan.files))
        remade = [*archive.remake(store, stamp), *_clear_drafts(store.path, ids, plan)]
    pieces = sum(done.values())
    also = f"{counted(pieces, 'piece')} of the history and {counted(len(plan.files), 'file')}"
    lines = [f"Erased {', '.join(ids)}, with {also}"]
    lines += (
        [f"{len(searches)} saved search{'es' * (len(searches) != 1)} that told of it went with it"] if searches else []
    )
    lines += [f"{record.id} no longer mentions it; its own history before now went with it" for record in plan.changed]
    mentioned = {*ids, *(record.id for record in plan.changed)}
    lines += [
        f"{name_of(*place)} had it in its past: {counted(count, 'piece')} of its history went as well"
        for place, count in sorted(done.items())
        if place[0] in BY_TABLE and name_of(*place) not in mentioned
    ]
    lines += [f"{record.id} still holds “{told}”, now and in its history" for record, told in staying]
    lines += _kept_beside(book.case, plan)
    lines += remade
    lines += [f"By author’s name only: {line}" for line in _authors(book, plan.tells)]
    lines.append(
        "Not in my hands: copies and exports that were made, backups that were made without the key or moved to other "
        "folders, what an editor keeps of its own (swap, undo and history files), deleted blocks on a disk (SSDs keep "
        "them for a while; an encrypted disk or case helps), and what people remember."
    )
    return Outcome(lines, {"erased": ids, "pieces": pieces, "files": sorted(plan.files)})


def _clear_drafts(path: Path, ids: Sequence[str], plan: _Plan) -> list[str]:
    """Delete what an editor or a viewer has left of the case that tells of erased records; a sentence for each."""
    said = []
    for folder in drafts.left(path):
        try:
            told = any(_tells(text.read_bytes(), ids, plan) for text in folder.rglob("*") if text.is_file())
            if told:
                shutil.rmtree(folder)
                said.append(f"A text that told of it was left by an editor, and is deleted: {folder}")
        except OSError as error:
            said.append(f"What an editor left in {folder} cannot be looked into ({error.strerror}). Delete it.")
    return said


def _tells(data: bytes, ids: Sequence[str], plan: _Plan) -> bool:
    """Whether a file that was made for an editor or a viewer tells of erased records, or is a file of theirs."""
    return hashlib.sha256(data).hexdigest() in plan.files or _asks_for(data.decode("utf-8", "replace"), ids, plan.tells)


def _check_deposits(case: Case, tells: _Telltale) -> None:
    for number, given in case.others(DEPOSITS):
        if tells.in_document(given):
            raise ConflictError(
                f"Deposit {number}, which waits to be taken in, holds words of what is to be erased.",
                f"Take it in (casefile import --deposits) or turn it away (casefile undo {number}), and then purge.",
            )


def _articles(case: Case, ids: Sequence[str]) -> tuple[list[tuple[str, int]], dict[tuple[str, int], bytes]]:
    """What is remembered of articles from erased sources, and of others without what went into erased records."""
    gone, kept = [], {}
    for number, document in case.others(articles.TABLE):
        article = articles.read_article(number, document, case.location)
        if article.source in ids:
            gone.append((articles.TABLE, number))
        elif (without := articles.without_records(article, ids)) != article:
            kept[articles.TABLE, number] = msgspec.json.encode(without)
    return gone, kept


def _asks_for(text: str, ids: Sequence[str], tells: _Telltale) -> bool:
    """Whether a saved search, with its name, gives erased records away: by their words, their ids, or a name."""
    words = {word.upper() for word in re.findall(r"\w+", text)}
    return bool(set(ids) & words or tells.in_text(text))


def _plan(book: Casebook, text: str, *, cascade: bool) -> _Plan:
    place = parse_id(text)
    former = text.strip().upper()
    if place is not None and book.case.get(former) is None:
        past = _versions(book, {place})
        if not past:
            book.find_any(text)
        heirs = [without(record, former) for record in book.case.everything() if former in record.merged]
        return _Plan([past[-1]], heirs, _telltale(book.case, [past[-1]], past), _files(book.case, past), [])
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
    return _Plan(gone, changed, _telltale(book.case, gone, versions), files, merged)


def _versions(book: Casebook, places: set[tuple[str, int]]) -> list[Record]:
    """Every state that records ever had, as far as they can still be read."""
    found: list[Record] = []
    for entry in book.store.entries():
        for mark, difference in zip(entry.head.changes, entry.differences, strict=True):
            if (mark.table, mark.doc) in places and difference is not None:
                sides = (difference.before, difference.after)
                found += [decode(BY_TABLE[mark.table], side) for side in sides if side is not None]
    return found


def _telltale(case: Case, gone: Iterable[Record], versions: Iterable[Record]) -> _Telltale:
    """What the erased records can be told by.

    A word, an offence or a publisher that other records have as well tells nothing of them; a name does.
    """
    ids = {record.id for record in gone}
    others = [record for record in case.everything() if record.id not in ids]
    shared = {fold(text) for record in others for _, text in _own(record)}
    called = {
        fold(name) for record in others if isinstance(record, Source) for name in (record.author, record.publisher)
    }
    people = [person for person in others if isinstance(person, Person)]
    called |= {fold(name.text) for person in people for name in person.names}
    words = {record.uid for record in versions if record.uid}
    names: dict[str, Sought] = {}
    for record in versions:
        words |= {key for field, text in _own(record) if (key := fold(text)) not in shared or field in _TELLING}
        if isinstance(record, Person):
            personal = record.kind is PersonKind.INDIVIDUAL
            names |= {name.text: Sought(record.id, name.text, personal) for name in record.names}
        elif isinstance(record, Source) and record.author and fold(record.author) not in called:
            names[record.author] = Sought(record.id, record.author)
    known = [name.text for person in people if person.kind is PersonKind.INDIVIDUAL for name in person.names]
    return _Telltale({word for word in words if len(word) >= _LEAST}, list(names.values()), known)


def _own(record: Record) -> Iterator[tuple[str, str]]:
    for text in texts(record):
        if text.field in _OWN and text.owner not in _UNTELLING:
            yield "text of a name" if text.path.startswith("names.") else text.field, text.text


def _texts_in(document: bytes) -> Iterator[str]:
    """Every text of a document, or a bare text as it is."""
    try:
        value = msgspec.json.decode(document)
    except msgspec.DecodeError:
        yield document.decode("utf-8", "replace")
        return
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            todo += item.values()
        elif isinstance(item, list):
            todo += item
        else:
            yield str(item)


def _files(case: Case, versions: Iterable[Record], but: set[str] = frozenset()) -> set[str]:  # type: ignore[assignment]
    """The evidence that no other record has."""
    mine = {held.sha256 for record in versions for held in record.evidence}
    ids = {record.id for record in versions} | but
    return mine - {held.sha256 for record in case.everything() if record.id not in ids for held in record.evidence}


def _holding(book: Casebook, plan: _Plan) -> list[tuple[Record, str]]:
    """The records that stay and hold something of what is to be erased, and what."""
    gone = {record.id for record in plan.gone}
    changed = {record.id: record for record in plan.changed}
    staying = [record for record in book.case.everything() if record.id not in gone]
    return [
        (record, told)
        for record in staying
        if (told := plan.tells.in_document(msgspec.json.encode(changed.get(record.id, record))))
    ]


def _kept_beside(case: Case, plan: _Plan) -> list[str]:
    """The files of sources that stay, in which what is erased was read: what is in them is not looked into."""
    gone = {record.id for record in plan.gone}
    cited = dict.fromkeys(citation.source for record in plan.gone for citation in record.citations)
    found = [case.get(source) for source in cited if source not in gone]
    return [
        f"{source.id} keeps {', '.join(held.name for held in source.evidence)}, which may tell of it: "
        f"casefile evidence open {source.id}"
        for source in found
        if source is not None and source.evidence
    ]


def _authors(book: Casebook, tells: _Telltale) -> list[str]:
    return [
        f"change {entry.tip.seq} is by {entry.head.author}"
        for entry in book.store.entries()
        if tells.in_text(entry.head.author)
    ]
