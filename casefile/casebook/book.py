"""The one door to a store: reads a case, opens a change, hands out ids, and looks up what people type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, TypeVar, cast

import msgspec

from casefile import dates
from casefile.casebook.lookup import find
from casefile.errors import CasefileError, InputError, NotFoundError, counted
from casefile.model import Case, Citation, Person, Record, Source, decode, parse_id, references
from casefile.store import DEPOSITS
from casefile.views.wording import clip, headline

if TYPE_CHECKING:
    from casefile.store import Change, Snapshot, Stamp, Store
    from casefile.store.journal import Entry
    from casefile.store.vault import Vault

AnyRecord = TypeVar("AnyRecord", bound=Record)


class Casebook:
    """A case file in use.

    Args:
        store: Where the records live.
        today: The day that "today", "yesterday" and days in custody are counted from.
        new_uid: Makes the uid of a new record (UUIDv7).
        stamp: Says who changes the file, with which command, when and why; asked once for each change.
        tell: Takes what whoever is at work should know beside the result.

    Reading raises the store's errors (`StoreError` and its kinds) when the file cannot be read as it is.
    """

    def __init__(
        self,
        store: Store,
        *,
        today: date,
        new_uid: Callable[[], str],
        stamp: Callable[[], Stamp],
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.store = store
        self.today = today
        self.stamp = stamp
        self._new_uid = new_uid
        self._tell = tell
        self._change: Change | None = None
        self._signed: Stamp | None = None
        self._case: Case | None = None
        self._told = False  # that deposits wait

    @property
    def case(self) -> Case:
        """The records as they were when the command began reading, or within a change as they are by now."""
        if self._case is None:
            self._case = Case(self.read())
        return self._case

    def read(self) -> Snapshot:
        """The store's own reading of the case, with a word to whoever is at work where deposits wait in it."""
        snapshot = self.store.read()
        count = sum(1 for _ in snapshot.items(DEPOSITS))
        if count and not self._told:
            self._told = True
            self._tell(
                f"{counted(count, 'deposit')} wait{'s' * (count == 1)} to be taken in: casefile import --deposits"
            )
        return snapshot

    @contextmanager
    def change(self, *, create: bool = False) -> Iterator[None]:
        """Open the file for writing: everything put or removed inside is written at once at the end, or not at all.

        Args:
            create: Make the file where there is none.

        A change inside a change is part of it.
        """
        if self._change is not None:
            yield
            return
        signed = self.stamp()
        with self.store.change(signed, create=create) as change:
            self._change, self._case, self._signed = change, Case(change), signed
            try:
                yield
            finally:
                self._change = self._case = self._signed = None

    def put(self, record: AnyRecord) -> AnyRecord:
        """Store `record` and return it; one without an id gets its id and uid here.

        Raises:
            InputError: A text in it cannot be written as UTF-8.
            NotFoundError: It mentions a record that the file does not hold.
        """
        if not record.id:
            record = msgspec.structs.replace(record, id=self.new_id(type(record)), uid=record.uid or self._new_uid())
        self.check_mentions(record)
        self._write(record)
        return record

    def new_id(self, kind: type[Record]) -> str:
        """An id that no record ever had, given out now."""
        return f"{kind.letter}{self._writing().reserve(kind.table)}"

    def new_uid(self) -> str:
        """A uid that no record ever had, in any case."""
        return self._new_uid()

    def put_all(self, records: Sequence[Record], *, check: bool = True) -> None:
        """Store records that have ids already and may mention each other; raises as `put` does.

        Args:
            records: What to store.
            check: Whether to look now for records that they mention; if not, the caller does so before the end.
        """
        for record in records:
            self._write(record)
        for record in records if check else ():
            self.check_mentions(record)

    def put_other(self, table: str, number: int, document: object) -> None:
        """Write a document that is no record."""
        self._writing().put(table, number, document)

    def drop_other(self, table: str, number: int) -> None:
        """Take out a document that is no record."""
        self._writing().remove(table, number)

    def raw(self, table: str, doc_id: int) -> bytes | None:
        """A document as the change sees it by now, undecoded."""
        return self._writing().raw(table, doc_id)

    def entries(self) -> Iterator[Entry]:
        """The changes so far, oldest first, without the one that is being made."""
        return self._writing().entries()

    @property
    def signed(self) -> Stamp:
        """Who makes the change that is being made, and when."""
        return self._signed or self.stamp()

    def vault(self) -> Vault | None:
        """What seals the case, if it is encrypted."""
        return self._writing().vault

    def kept_as(self, sha256: str, *, lost: bool = False) -> list[str]:
        """The names that files of that hash have in the evidence folder, or had there before they were `lost`."""
        known = self._writing().header.get("lost" if lost else "evidence", {})
        return [name for name, told in known.items() if told == sha256]

    def keep_file(self, name: str, sha256: str | None) -> None:
        """Say that a file has come into the evidence folder, under `name`; or that it goes (None)."""
        self._writing().keep_file(name, sha256)

    def lose_file(self, name: str, sha256: str | None) -> None:
        """Say that a file is lost, and what was in it; or that it was found again (None)."""
        self._writing().lose_file(name, sha256)

    def take_back(self, *seqs: int) -> None:
        """Say that the change being made takes back those with the numbers `seqs`."""
        self._writing().take_back(*seqs)

    def was_given(self, record_id: str) -> bool:
        """Whether an id was given out before, to a record that may be gone by now."""
        table, number = parse_id(record_id) or ("", 0)
        return number <= int(self._writing().header["last_ids"].get(table, 0))

    def raise_last_ids(self, last_ids: Mapping[str, int]) -> None:
        """Never give out an id up to those in `last_ids` (by table), as another file has used them."""
        change = self._writing()
        held = dict(change.header["last_ids"])
        change.set_header(last_ids={table: max(last, int(last_ids.get(table, 0))) for table, last in held.items()})

    def _write(self, record: Record) -> None:
        place = parse_id(record.id)
        if place is None or record.id != f"{record.letter}{place[1]}":
            raise InputError(
                f"“{record.id}” is not the id of a {record.noun}.",
                f"It is {record.letter} and a number, such as {record.letter}1.",
            )
        try:
            document = msgspec.json.encode(record)
        except UnicodeEncodeError as error:
            raise InputError(
                f"{record.noun} {record.id} holds a character that is no text ({error.object[error.start]!a}).",
                "Take it out, or convert the text to UTF-8 first.",
            ) from error
        decode(type(record), document)  # what cannot be read back must not be written
        self._writing().put(record.table, place[1], msgspec.Raw(document))
        self.case.forget(record.id)

    def drop(self, record_id: str) -> None:
        """Take a record out of the file."""
        place = parse_id(record_id)
        if place is None:
            raise NotFoundError(f"There is no record {record_id}.", "casefile list shows what there is.")
        self._writing().remove(*place)
        self.case.forget(record_id)

    def _writing(self) -> Change:
        if self._change is None:
            raise CasefileError("A record can only be written inside a change.", "This is a fault in casefile.")
        return self._change

    def check_mentions(self, record: Record) -> None:
        """Hold that the file has every record that `record` mentions; raises `NotFoundError`."""
        for mention in references(record):
            if mention.target != record.id and self.case.get(mention.target) is None:
                raise NotFoundError(
                    f"{record.noun} {record.id}, {mention.field}: there is no {mention.target} in the file.",
                    "Enter that record first, or name another.",
                )

    def find(self, text: str, kind: type[AnyRecord]) -> AnyRecord:
        """The one record of type `kind` that `text` names, by id or by a part of its name in any script.

        Raises:
            NotFoundError: Nothing fits.
            AmbiguousError: Several records fit.
        """
        return cast("AnyRecord", self._noted(text, find(self.case, text, kind)))

    def find_any(self, text: str) -> Record:
        """The one record of any type that `text` names; raises as `find` does."""
        return self._noted(text, find(self.case, text))

    def _noted(self, text: str, found: Record) -> Record:
        """`found`, with a word to whoever typed the id of a record that was merged into it."""
        former = text.strip().upper()
        if former in found.merged:
            self._tell(f"{former} was merged into {found.id}.")
        return found

    def when(
        self,
        text: str,
        citations: tuple[Citation, ...] = (),
        *,
        ahead: bool = False,
        since: date | None = None,
        until: date | None = None,
    ) -> dates.When:
        """`text` as a date; a missing year is taken from the first cited source's publication, else from today.

        Args:
            text: The date as it was given.
            citations: Where it was read.
            ahead: Whether it is of something to come, so that "5 March" is the next and not the last one.
            since: What a date without a year does not lie before.
            until: What a date without a year does not lie after.

        Raises:
            DateError: `text` is not a date, or no year or several would bring it between `since` and `until`.
        """
        published = None
        if citations:
            source = self.case.get(citations[0].source)
            published = source.published if isinstance(source, Source) else None
        return dates.parse(text, today=self.today, published=published, ahead=ahead, since=since, until=until)

    def line(self, record: Record) -> str:
        """One line that says which record this is."""
        return clip(headline(self.case, record), 160)

    def namesakes(self, name: str) -> list[Person]:
        """People of the file who may be the same as somebody called `name`, most alike first."""
        return list({match.owner.id: match.owner for match in self.case.names.alike(name)}.values())
