"""A review of an article's drafts: which is next, what it would be in the case, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from casefile import dates
from casefile.casebook.book import Casebook
from casefile.casebook.choosing import Copy
from casefile.casebook.form import from_form, to_form
from casefile.casebook.ingesting import drafted
from casefile.casebook.joining import gained, joined
from casefile.dates import When
from casefile.errors import CasefileError
from casefile.ingest.drafts import Certainty, Decision, Draft, DraftsFile, Match
from casefile.ingest.resolving import keyed, mentions, provisional, spelled, unspelled, with_dependent, without
from casefile.model import BY_TABLE, Citation, Documents, Name, Person, Record, Source
from casefile.views.card import facts_of
from casefile.views.page import Fact
from casefile.views.review import Excerpt, Leaf
from casefile.views.wording import clip, headline
from casefile.vocabulary import NameType, spoken

_LONGEST = 1_200  # characters of an article that are shown around what was read
#: Fields that come with entering, and are no part of a draft.
_ARTICLE = Citation(source="R900000000")
_LATER = ("id", "uid", "citations", "evidence", "claims", "resolutions", "merged")


class _Overlay(Copy):
    """A case with drafts in it as though they had been entered, under ids of their own; nothing is written to it."""

    def __init__(self, below: Documents, records: Iterable[Record]) -> None:
        super().__init__(below.location, {}, records)
        self._below = below

    def raw(self, table: str, doc_id: int) -> bytes | None:
        return super().raw(table, doc_id) or self._below.raw(table, doc_id)

    def items(self, table: str) -> Iterator[tuple[int, bytes]]:
        own = dict(super().items(table))
        yield from ((doc_id, document) for doc_id, document in self._below.items(table) if doc_id not in own)
        yield from own.items()


class Review:
    """A review that goes from draft to draft.

    Args:
        book: The case.
        file: The article and its drafts, matched with the case; decisions that were taken before hold.
    """

    def __init__(self, book: Casebook, file: DraftsFile) -> None:
        self.book, self.file = book, file
        self._drafts = {draft.key: draft for draft in file.drafts}
        self._order = [draft.key for draft in file.drafts]
        self._trail = [key for key in self._order if self._drafts[key].decision is not Decision.OPEN]
        self._drafted: Casebook | None = None
        self._gone: set[str] | None = None  # what fell with refused drafts

    @property
    def drafts(self) -> list[Draft]:
        """The drafts as they are by now."""
        return [self._drafts[key] for key in self._order]

    def result(self) -> DraftsFile:
        """The article with its drafts as decided so far; what fell with a refused draft is refused, too."""
        drafts = [
            msgspec.structs.replace(draft, decision=Decision.REJECT) if self._fallen(draft) else draft
            for draft in self.drafts
        ]
        return msgspec.structs.replace(self.file, drafts=tuple(drafts))

    def file_now(self) -> DraftsFile:
        """The article with its drafts as they are by now, to go on from another time."""
        return msgspec.structs.replace(self.file, drafts=tuple(self.drafts))

    def check(self, draft: Draft) -> None:
        """Hold that a draft could be entered as it stands.

        Raises:
            FieldError: A field cannot hold what it has.
            NotFoundError: It names a record that is neither in the case nor drafted.
        """
        self._drafted_book().check_mentions(self._record(draft))

    def next(self) -> Draft | None:
        """The draft that is to be decided now; None when all are."""
        for draft in self.drafts:
            if draft.decision is Decision.OPEN and not self._fallen(draft):
                return draft
        return None

    def count(self, decision: Decision) -> int:
        """How many drafts are decided so."""
        return sum(draft.decision is decision for draft in self.drafts)

    def fallen(self) -> list[Draft]:
        """The drafts that say nothing without one that was refused."""
        return [draft for draft in self.drafts if self._fallen(draft)]

    def _fallen(self, draft: Draft) -> bool:
        if self._gone is None:
            refused = {key for key in self._drafts if self._refused(key)}
            self._gone = with_dependent(self._drafts, refused) - refused
        return draft.key in self._gone

    def accept(self, draft: Draft) -> None:
        """Accept a draft as it stands."""
        self._decide(draft, Decision.ACCEPT)

    def reject(self, draft: Draft) -> None:
        """Refuse a draft."""
        self._decide(draft, Decision.REJECT)

    def accept_all(self, table: str) -> tuple[int, int]:
        """Accept every open draft of a table, bar those that may be of some record of the case.

        Returns:
            How many were accepted, and how many are still to be asked about.
        """
        done = left = 0
        for draft in self.drafts:
            if draft.table == table and draft.decision is Decision.OPEN and not self._fallen(draft):
                if draft.match.maybe and not draft.match.same:
                    left += 1
                else:
                    self.accept(draft)
                    done += 1
        return done, left

    def back(self) -> bool:
        """Take the last decision back; False where there is none."""
        if not self._trail:
            return False
        key = self._trail.pop()
        self._put(msgspec.structs.replace(self._drafts[key], decision=Decision.OPEN))
        return True

    def merge(self, draft: Draft, text: str) -> None:
        """Take a draft for a record of the case, or with an empty `text` for none of them.

        Raises:
            NotFoundError: Nothing fits `text`.
            AmbiguousError: Several records fit.
            InputError: It is a record of another kind.
        """
        if not text.strip():
            others = tuple(filter(None, (draft.match.same, *draft.match.maybe)))
            self._put(msgspec.structs.replace(draft, match=Match(maybe=others)))
            return
        found = self.book.find(text, BY_TABLE[draft.table])
        others = tuple(other for other in (draft.match.same, *draft.match.maybe) if other not in ("", found.id))
        self._put(msgspec.structs.replace(draft, match=Match(same=found.id, maybe=others)))

    def form(self, draft: Draft) -> str:
        """A draft as TOML to be edited; other drafts stand in it as @p2."""
        book = self._drafted_book()
        return spelled(to_form(book, self._record(draft)))

    def edit(self, draft: Draft, form: str) -> None:
        """Take over an edited form.

        Raises:
            InputError: The form is not TOML, or a value is nothing that its field can hold.
            FieldError: A rule of the record is broken.
            NotFoundError: It names a record that is neither in the case nor drafted.
        """
        book = self._drafted_book()
        cited = msgspec.structs.replace(self._record(draft), citations=(_ARTICLE,))  # which dates what has no year
        record = from_form(book, cited, unspelled(form))
        book.check_mentions(record)
        kept = {key: value for key, value in msgspec.to_builtins(record).items() if key not in _LATER}
        self._put(msgspec.structs.replace(draft, fields=keyed(draft.table, kept)))

    def leaf(self, draft: Draft) -> Leaf:
        """A draft as it is shown."""
        case = self._drafted_book().case
        record = self._record(draft)
        known = case.get(draft.match.same) if draft.match.same else None
        number = self._order.index(draft.key) + 1
        names = [Fact("name", _name_text(name)) for name in record.names] if isinstance(record, Person) else []
        facts = [fact for fact in (*names, *facts_of(case, record, self.book.today)) if fact.text]
        facts = [fact._replace(ids=spelled(fact.ids)) for fact in facts]
        return Leaf(
            place=f"{number} of {len(self._order)}",
            title=f"{record.noun}: {clip(headline(case, record), 140)}",
            certainty=draft.certainty.value,
            excerpts=tuple(self._excerpts(draft)),
            reason=draft.reason,
            facts=tuple(facts),
            notes=tuple(self._notes(draft, record, known)),
            keys=_keys(draft),
        )

    def _notes(self, draft: Draft, record: Record, known: Record | None) -> Iterator[str]:
        if known is not None:
            more = gained(known, joined(known, record, _ARTICLE))
            what = f"new there: {more}" if more else "nothing new but the citation"
            yield f"= {known.id}  {self.book.line(known)} ({what})"
        for number, other in enumerate(draft.match.maybe, 1):
            found = self.book.case.get(other)
            if found is not None:
                yield f"{number}? {found.id}  {self.book.line(found)}"
        if draft.certainty is Certainty.DOUBTFUL:
            yield "The reading is doubtful: compare it with the words."
        refused = [mention.key for mention in mentions(draft) if self._refused(mention.key)]
        if refused:
            yield f"Left out of it, as they were skipped: {', '.join(dict.fromkeys(refused))}"

    def _refused(self, key: str) -> bool:
        return key in self._drafts and self._drafts[key].decision is Decision.REJECT

    def _excerpts(self, draft: Draft) -> Iterator[Excerpt]:
        text = self.file.article.text
        start, stop = draft.sentence
        inside = sorted((max(a, start), min(b, stop)) for a, b in draft.spans if a < stop and b > start)
        if stop - start > _LONGEST and inside:
            start = max(start, inside[0][0] - _LONGEST // 2)
            stop = min(stop, start + _LONGEST)
        at = start
        for first, last in inside:
            if first < at or first >= stop:
                continue
            if first > at:
                yield Excerpt(text[at:first])
            yield Excerpt(text[first : min(last, stop)], marked=True)
            at = min(last, stop)
        if at < stop:
            yield Excerpt(text[at:stop])

    def _decide(self, draft: Draft, decision: Decision) -> None:
        self._put(msgspec.structs.replace(self._drafts[draft.key], decision=decision))
        self._trail.append(draft.key)

    def _put(self, draft: Draft) -> None:
        self._drafts[draft.key] = draft
        self._drafted = self._gone = None

    def _ids(self) -> dict[str, str]:
        return {key: provisional(key) for key in self._drafts}

    def _record(self, draft: Draft) -> Record:
        """A draft as a record, without mentions of refused ones."""
        refused = {key for key in self._drafts if self._refused(key)}
        vital = {mention.key for mention in mentions(draft) if mention.vital}
        return drafted(without(draft, refused - vital), self._ids(), self.book, self._published())

    def _published(self) -> When | None:
        text = self.file.article.published
        return dates.parse(text, today=self.book.today) if text else None

    def _drafted_book(self) -> Casebook:
        """The case as though every draft that was not refused had been entered."""
        if self._drafted is None:
            records: dict[str, Record] = {}
            for draft in self.drafts:
                if draft.decision is not Decision.REJECT:
                    try:
                        record = self._record(draft)
                    except CasefileError:
                        continue  # it is told when it is its turn
                    records[record.id] = record
            article = Source(id=_ARTICLE.source, title="-", published=self._published())
            self._drafted = _Overlay(self.book.case.source, [*records.values(), article]).book(self.book)
        return self._drafted


def _name_text(name: Name) -> str:
    kind = "" if name.type is NameType.PRIMARY else f" ({spoken(name.type)})"
    return f"{name.text}{kind}"


def _keys(draft: Draft) -> tuple[tuple[str, str], ...]:
    proposals = len(draft.match.maybe)
    numbers = f"1-{proposals}" if proposals > 1 else "1"
    return (
        ("a", "accept"),
        ("e", "edit"),
        *(((numbers, "it is that one"),) if proposals else ()),
        ("m", "merge with another"),
        *((("n", "it is none of them"),) if draft.match.same else ()),
        ("s", "skip"),
        ("A", f"accept all {draft.table}"),
        ("b", "back"),
        ("l", "later"),
        ("?", "help"),
    )
