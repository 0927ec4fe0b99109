"""Entering what a reviewer accepted of an article: one change, with the article kept, cited, and known from then on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from casefile import dates
from casefile.casebook.articles import KnownArticle, keep, known_articles
from casefile.casebook.book import Casebook
from casefile.casebook.choosing import Copy
from casefile.casebook.evidence import Naming, keep_bytes
from casefile.casebook.joining import gained, joined
from casefile.dates import When
from casefile.errors import InputError, counted
from casefile.ingest.drafts import Article, Certainty, Decision, Draft, DraftsFile
from casefile.ingest.fingerprints import fingerprint
from casefile.ingest.likeness import nearest, sketch
from casefile.ingest.matching import matched
from casefile.ingest.resolving import mentions, record_of, renamed, with_dependent, without
from casefile.model import BY_TABLE, Case, Citation, HeldFile, Locator, Person, Record, Source, build, references
from casefile.names import script_of
from casefile.views.wording import clip
from casefile.vocabulary import Confidentiality, Reliability, SourceKind

_ORDER = ("people", "events", "statements", "charges")
_TITLE = 160  # characters
_MOST_SAID = 12  # drafts that are left out are listed one by one up to here


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What is entered with an article that stands in no document: its kind, a grade, whom it relays, who may see it."""

    kind: SourceKind = SourceKind.NEWS
    reliability: Reliability = Reliability.F
    relays: str = ""
    confidentiality: Confidentiality = Confidentiality.PUBLIC


class Original(NamedTuple):
    """The document itself: its bytes, and the path where it lay (empty for standard input)."""

    data: bytes
    path: str = ""


class Standing(NamedTuple):
    """Whether the case has an article already.

    Attributes:
        number: The document that remembers it; 0 where none does.
        article: What became of it before; None where it is new.
        how: How it was recognised, in words; empty where it was not.
    """

    number: int = 0
    article: KnownArticle | None = None
    how: str = ""


class Entered(NamedTuple):
    """What became of an article.

    Attributes:
        lines: What people read.
        source: The record of the article; empty where nothing was entered.
        added: The ids of new records.
        cited: Those of records that the case had, which now cite it too.
        left_out: Drafts that were accepted and could not be entered, each with why.
        rejected: How many were refused.
        open: How many were left undecided.
    """

    lines: list[str]
    source: str = ""
    added: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    rejected: int = 0
    open: int = 0
    verb: str = ""

    @property
    def data(self) -> dict[str, Any]:
        """The same for machines."""
        return {field: getattr(self, field) for field in ("source", "added", "cited", "left_out", "rejected", "open")}


def readable(book: Casebook) -> Casebook:
    """`book`, or where there is no case yet one without records, to be looked at."""
    return book if book.store.exists() else Copy(book.store.location, {}, ()).book(book)


def recognise(case: Case, article: Article, *, alike: bool = True) -> Standing:
    """Whether `case` has an article: that very file, or one whose text is nearly the same.

    Args:
        case: The case.
        article: The article.
        alike: Whether a text that is nearly the same counts.
    """
    known = known_articles(case)
    found = kept_files(case, known).get(article.sha256)
    if found is not None:
        return found
    near = nearest(sketch(article.text), {str(number): one.sketch for number, one in known.items()}) if alike else None
    if near is not None:
        before = known[int(near.key)]
        return Standing(
            int(near.key), before, f"its text is nearly that of {before.source} ({near.share:.0%} the same)"
        )
    return Standing()


def kept_files(case: Case, known: Mapping[int, KnownArticle]) -> dict[str, Standing]:
    """The files that `case` keeps or has read, those of the articles that it knows among them, by their SHA-256."""
    found: dict[str, Standing] = {}
    by_source: dict[str, tuple[int, KnownArticle]] = {}
    for number, article in known.items():
        by_source.setdefault(article.source, (number, article))
        for sha256 in article.files:
            found.setdefault(sha256, Standing(number, article, f"that very file, by its SHA-256, is {article.source}"))
    for source in case.sources:
        number, article = by_source.get(source.id, (0, KnownArticle(source=source.id)))
        standing = Standing(number, article, f"that very file, by its SHA-256, is kept with {source.id}")
        for sha256 in (*((source.file.sha256,) if source.file else ()), *(each.sha256 for each in source.evidence)):
            found.setdefault(sha256, standing)
    return found


def prepared(case: Case, file: DraftsFile, standing: Standing) -> DraftsFile:
    """`file` as it is put before a reviewer: what was decided before is taken out, the rest matched with the case.

    A draft that was accepted before gives its place to the record that it went into; one that names somebody who was
    refused before goes with them.
    """
    drafts = {draft.key: draft for draft in file.drafts}
    marks = {key: fingerprint(draft, drafts) for key, draft in drafts.items()}
    before = standing.article
    ids: dict[str, str] = {}
    gone: set[str] = set()
    if before is not None:
        heirs = {former: record.id for record in case.everything() for former in record.merged}
        for key, mark in marks.items():
            record = before.accepted.get(mark, "")
            record = heirs.get(record, record)
            if record and case.get(record) is not None:
                ids[key] = record
        gone = {key for key, mark in marks.items() if mark in before.rejected} - ids.keys()
    gone = with_dependent({key: draft for key, draft in drafts.items() if key not in ids}, gone)
    left = [
        msgspec.structs.replace(without(renamed(draft, ids), gone), fingerprint=marks[key])
        for key, draft in drafts.items()
        if key not in ids and key not in gone
    ]
    left.sort(key=lambda draft: _ORDER.index(draft.table))  # who is spoken of is decided before what is said of them
    return msgspec.structs.replace(file, drafts=matched(left, case))


def certain_only(file: DraftsFile) -> DraftsFile:
    """`file` with all accepted that is read beyond doubt, names nobody in doubt, and may be of no other record."""
    drafts = {draft.key: draft for draft in file.drafts}
    sure = {
        key
        for key, draft in drafts.items()
        if draft.decision is Decision.ACCEPT
        or (
            draft.decision is Decision.OPEN
            and draft.certainty is Certainty.CERTAIN
            and (draft.match.same or not draft.match.maybe)
        )
    }
    known = {key: draft.match.same for key, draft in drafts.items() if _stands(draft)}
    unsure = with_dependent(drafts, drafts.keys() - sure - known.keys())
    return decided(file, sure - unsure)


def decided(file: DraftsFile, keys: Sequence[str] | set[str] | None = None) -> DraftsFile:
    """`file` with those of the open drafts accepted that `keys` names; all of them where it is None."""
    drafts = [
        msgspec.structs.replace(draft, decision=Decision.ACCEPT)
        if draft.decision is Decision.OPEN and (keys is None or draft.key in keys)
        else draft
        for draft in file.drafts
    ]
    return msgspec.structs.replace(file, drafts=tuple(drafts))


def enter(
    book: Casebook,
    file: DraftsFile,
    original: Original | None,
    settings: Settings,
    *,
    alike: bool = True,
    bare: bool = False,
) -> Entered:
    """Enter what was accepted of an article, and remember what was refused: all of it one change.

    Args:
        book: The case; made where there is none.
        file: The article and its drafts, as decided.
        original: The document, to be kept; None keeps the text that was read from it alone.
        settings: What is entered with it.
        alike: Whether a text that is nearly the same as that of an article of the case is that article.
        bare: Whether a new article in which nothing was found is kept all the same.

    Raises:
        InputError: A draft names a record that the case does not have, or one of another kind.
        FieldError: A field of a draft cannot hold what it was given; the error names the draft.
        StoreError: The article cannot be kept.
    """
    with book.change(create=True):
        standing = recognise(book.case, file.article, alike=alike)
        file = prepared(book.case, file, standing)
        taken, left_out = _takeable(file)
        refused = [draft for draft in file.drafts if draft.decision is Decision.REJECT]
        still_open = sum(draft.decision is Decision.OPEN for draft in file.drafts)
        if not taken and not refused and not (bare and not file.drafts and standing.article is None):
            return Entered([_nothing(file, standing, still_open)], left_out=tuple(left_out), open=still_open)
        source, lines = _source(book, file.article, original, settings, standing)
        made = _Entering(book, file, source).enter(taken)
        before = standing.article or KnownArticle(source=source.id)
        article = msgspec.structs.replace(
            before,
            source=source.id,
            sketch=before.sketch or sketch(file.article.text),
            files=tuple(dict.fromkeys((*before.files, file.article.sha256))),
            accepted=before.accepted | {draft.fingerprint: made.ids[draft.key] for draft in taken},
            rejected=tuple(dict.fromkeys((*before.rejected, *(draft.fingerprint for draft in refused)))),
            open=still_open + len(left_out),
        )
        keep(book, standing.number, article)
        _keep(book, source.id, file.article, original)  # last, so that a draft that cannot be entered leaves no file
        lines += made.lines
        lines += [f"Left out {line}" for line in left_out[:_MOST_SAID]]
        if len(left_out) > _MOST_SAID:
            lines.append(f"… and {len(left_out) - _MOST_SAID} more were left out for the same reason")
        if refused:
            lines.append(f"Remembered {counted(len(refused), 'draft')} as refused")
        if still_open:
            lines.append(f"Left {counted(still_open, 'draft')} open")
        return Entered(
            lines,
            source.id,
            tuple(made.added),
            tuple(made.cited),
            tuple(left_out),
            len(refused),
            still_open,
        )


def _nothing(file: DraftsFile, standing: Standing, still_open: int) -> str:
    if still_open:
        return f"Nothing was entered: {counted(still_open, 'draft')} left open"
    if standing.how:
        return f"Known already: {standing.how}. There is nothing new in it"
    return f"Nothing was found in {file.article.name or 'it'}"


def _takeable(file: DraftsFile) -> tuple[list[Draft], list[str]]:
    """The accepted drafts that can be entered, without mentions of others that cannot; and why the rest cannot."""
    drafts = {draft.key: draft for draft in file.drafts}
    known = {key: draft.match.same for key, draft in drafts.items() if _stands(draft)}
    drafts = {key: renamed(draft, known) for key, draft in drafts.items() if key not in known}
    refused = {key for key, draft in drafts.items() if draft.decision is not Decision.ACCEPT}
    fallen = with_dependent(drafts, refused)
    why = []
    for key in (key for key in drafts if key in fallen - refused):
        names = next(found for found in mentions(drafts[key]) if found.vital and found.key in fallen)
        what = "was not accepted" if names.key in refused else "was left out"
        why.append(
            f"{key}: its {names.field.replace('_', ' ')} is {names.key} ({_label(drafts[names.key])}), which {what}"
        )
    return [without(draft, fallen) for key, draft in drafts.items() if key not in fallen], why


def _stands(draft: Draft) -> bool:
    """Whether a draft that nobody has decided is of a record of the case, which others may name meanwhile."""
    return draft.decision is Decision.OPEN and bool(draft.match.same)


def _label(draft: Draft) -> str:
    names = draft.fields.get("names") or ()
    words = names[0].get("text", "") if names else ""
    for field in ("offence", "text", "kind"):
        words = words or str(draft.fields.get(field, ""))
    return clip(str(words), 60)


def _source(
    book: Casebook, article: Article, original: Original | None, settings: Settings, standing: Standing
) -> tuple[Source, list[str]]:
    """The record of the article, entered now where the case has none; and lines about it."""
    known = book.case.get(standing.article.source) if standing.article is not None else None
    if isinstance(known, Source):
        source, lines = known, [f"Read {known.id} again: {standing.how}"]
    else:
        path = original.path if original is not None else article.name
        source = book.put(
            build(
                Source,
                {
                    "kind": settings.kind,
                    "publisher": article.publisher,
                    "title": article.title or _title(article),
                    "author": article.author,
                    "url": article.url,
                    "published": book.when(article.published) if article.published else None,
                    "lang": article.lang,
                    "reliability": settings.reliability,
                    "relays": book.find(settings.relays, Source).id if settings.relays else None,
                    "confidentiality": settings.confidentiality,
                    "file": HeldFile(
                        sha256=article.sha256, path=path, media_type=article.media_type, size=article.size
                    ),
                },
            )
        )
        lines = [f"Added {source.id}  {book.line(source)}"]
    return source, lines


def _keep(book: Casebook, source_id: str, article: Article, original: Original | None) -> None:
    """Keep the article with its record, and beside it the text that offsets count in, where that is another file."""
    source = book.find(source_id, Source)
    name = article.name or "article.txt"
    text = article.text.encode("utf-8", "replace")
    if original is not None:
        source = keep_bytes(book, source, original.data, Naming(name, "as it was read", media_type=article.media_type))
    if original is None or original.data != text:
        said = "the text that was read from it; the offsets of citations count its characters"
        keep_bytes(book, source, text, Naming(f"{name}.text.txt", said, media_type="text/plain"))


def _title(article: Article) -> str:
    lines = (line.strip() for line in article.text.splitlines())
    return clip(next(filter(None, lines), "") or article.name or "article without words", _TITLE)


class _Entering:
    """Accepted drafts on their way into a case, within its change."""

    def __init__(self, book: Casebook, file: DraftsFile, source: Source) -> None:
        self.book, self.file, self.source = book, file, source
        self.ids: dict[str, str] = {}
        self.lines: list[str] = []
        self.added: list[str] = []
        self.cited: list[str] = []

    def enter(self, drafts: Sequence[Draft]) -> _Entering:
        """Enter them all; they may name each other."""
        for draft in drafts:
            self.ids[draft.key] = self._same(draft) or self.book.new_id(BY_TABLE[draft.table])
        own = frozenset(self.ids.values())
        records: dict[str, Record] = {}
        before: dict[str, Record | None] = {}
        for draft in drafts:
            record_id = self.ids[draft.key]
            drafted = self._drafted(draft, own)
            known = records.get(record_id) or self.book.case.get(record_id)
            before.setdefault(record_id, self.book.case.get(record_id))
            if known is None:
                cited = (self._citation(draft),)
                records[record_id] = msgspec.structs.replace(
                    drafted, id=record_id, uid=self.book.new_uid(), citations=cited
                )
            else:
                records[record_id] = joined(known, drafted, self._citation(draft))
        self.book.put_all(list(records.values()))
        for record_id, record in records.items():
            old = before[record_id]
            if old is None:
                self.added.append(record_id)
                self.lines.append(f"Added {record_id}  {self.book.line(record)}")
            else:
                self.cited.append(record_id)
                more = gained(old, record)
                self.lines.append(
                    f"Cited in {record_id}  {self.book.line(record)}" + (f" (new: {more})" if more else "")
                )
        return self

    def _same(self, draft: Draft) -> str:
        same = draft.match.same.strip().upper()
        if not same:
            return ""
        known = self.book.case.get(same)
        if known is None or known.table != draft.table:
            what = "there is no such record" if known is None else f"that is a {known.noun}"
            raise InputError(
                f"draft {draft.key}, match.same: {same}: {what}.", "Name a record of the case, or leave it out."
            )
        return same

    def _drafted(self, draft: Draft, own: frozenset[str]) -> Record:
        record = drafted(draft, self.ids, self.book, self.source.published)
        for mention in references(record):
            if mention.target not in own and self.book.case.get(mention.target) is None:
                raise InputError(
                    f"draft {draft.key}, {mention.field}: there is no {mention.target} in the file.",
                    "Name a record that there is, or a draft (@p1).",
                )
        return record

    def _citation(self, draft: Draft) -> Citation:
        start, stop = draft.sentence
        return Citation(
            source=self.source.id,
            locator=Locator(offset=f"{start}-{stop}"),
            quote=self.file.article.text[start:stop],
        )


def drafted(draft: Draft, ids: Mapping[str, str], book: Casebook, published: When | None) -> Record:
    """`draft` as a record with the ids of others in it; raises as `record_of`, with the draft named."""

    def read(text: str) -> When:
        return dates.parse(text, today=book.today, published=published)

    record = record_of(draft, ids, read)
    if isinstance(record, Person):
        names = tuple(msgspec.structs.replace(name, script=script_of(name.text)) for name in record.names)
        return msgspec.structs.replace(record, names=names)
    return record
