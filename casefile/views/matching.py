"""Tells which records of a case are as a query wants them, without decoding those that cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from casefile import dates
from casefile.dates import Fit, When
from casefile.errors import NotFoundError
from casefile.model import Case, Charge, Event, Person, Record, Source, Statement, parse_id, references, subjects_of
from casefile.names import MIN_REFERENCE, fold, reference_score
from casefile.views.asking import Ask, Holds, Lacks, Names, OneOf, Wanted, Within, values
from casefile.views.custody import Custody, custody
from casefile.views.lives import events_by_subject
from casefile.views.query import All, Either, Not, Text
from casefile.views.wording import last_status
from casefile.vocabulary import CustodyStatus, ParticipantRole, PersonKind

if TYPE_CHECKING:
    from casefile.names import NameIndex

#: How well what is typed must refer to a name: a slip is forgiven, a woman's form of a man's name is not.
_LIKE = 0.6
#: The same for groups and bodies, whose names are words like any other.
_LIKE_WORDS = 0.9
#: Shorter words are in too many names to be looked for in other spellings.
_LEAST = 3
_SPEAKS = (ParticipantRole.AUTHORITY, ParticipantRole.SPEAKER)


class Moment(NamedTuple):
    """One date of a record, and the status that a charge had then: what ``when:`` and ``status:`` are asked of it."""

    when: When
    status: str = ""


class Likeness(NamedTuple):
    """A name to which something typed refers: how well, and the field that it stands in."""

    score: float
    field: str


class Matcher:
    """Whether records are as `wanted`.

    Args:
        case: The file.
        wanted: What is asked for.
        today: The day for which custody is told.
    """

    def __init__(self, case: Case, wanted: Wanted, today: date) -> None:
        self.case, self.wanted, self.today = case, wanted, today
        self._plain: dict[str, str] = {}
        self._named: dict[str, dict[str, Likeness]] = {}
        self._found: dict[tuple[Any, ...], frozenset[str]] = {}

    def check(self) -> None:
        """Hold that every name in the query is of a record, whether or not a record would be asked for it.

        Raises:
            NotFoundError: One is not.
        """
        self._check(self.wanted)

    def _check(self, node: Wanted) -> None:
        if isinstance(node, Ask) and isinstance(node.test, Names):
            if isinstance(node.test.who, str):
                self._ids(node, node.test)
            else:
                self._check(node.test.who)
        elif isinstance(node, All | Either):
            for part in node.parts:
                self._check(part)
        elif isinstance(node, Not):
            self._check(node.part)

    def matches(self, record: Record, moment: Moment | None = None) -> bool:
        """Whether `record` is as wanted; `moment` narrows it to one of its dates."""
        return self._holds(self.wanted, record, moment)

    def could(self, kind: type[Record], record_id: str, document: bytes) -> bool:
        """Whether a document that nobody has decoded may be as wanted; only what certainly is not is ruled out."""
        return self._could(self.wanted, kind, record_id, document)

    def certain(self, record: Record) -> bool:
        """Whether the dates that were asked for certainly lie where they were asked to."""
        return all(
            any(
                dates.within(when, ask.test.start, ask.test.end) is Fit.CERTAIN
                for _, when in self.dates_in(ask, record)
            )
            for ask in asks_of(self.wanted)
            if isinstance(ask.test, Within) and type(record) in ask.kinds
        )

    def finding(self, kind: type[Record]) -> Iterator[Record]:
        """The records of a type that are as wanted, in order of entry."""
        for record_id, document in self.case.documents(kind):
            if self.could(kind, record_id, document):
                record = self.case.get(record_id)
                if record is not None and self.matches(record):
                    yield record

    def alike(self, words: str, record_id: str) -> Likeness | None:
        """The name of a person, or of a source's author, to which `words` refer best, in whatever script; or None."""
        return self._namesakes(words).get(record_id)

    def _could(self, node: Wanted, kind: type[Record], record_id: str, document: bytes) -> bool:
        if isinstance(node, Text):
            # within JSON, what is escaped is not spelled as it reads
            return b"\\" in document or self._spelled(node, record_id, document) or self._named_so(node, record_id)
        if isinstance(node, Ask):
            return kind in node.kinds
        if isinstance(node, Not):
            return True
        some = any if isinstance(node, Either) else all
        return some(self._could(part, kind, record_id, document) for part in node.parts)

    def _spelled(self, text: Text, record_id: str, document: bytes) -> bool:
        plain = self._plain.get(record_id)
        if plain is None:
            plain = self._plain[record_id] = fold(document.decode("utf-8", "replace"))
        return all(word in plain for word in text.words.split())

    def _holds(self, node: Wanted, record: Record, moment: Moment | None) -> bool:
        if isinstance(node, Text):
            return self._text(node, record)
        if isinstance(node, Ask):
            return type(record) in node.kinds and self._asked(node, record, moment)
        if isinstance(node, Not):
            return not self._holds(node.part, record, moment)
        some = any if isinstance(node, Either) else all
        return some(self._holds(part, record, moment) for part in node.parts)

    def _text(self, text: Text, record: Record) -> bool:
        document = self.case.raw(record.id)
        if self._named_so(text, record.id):
            return True
        if b"\\" not in document and not self._spelled(text, record.id, document):
            return False
        return any(text.words in fold(value) for _, value in texts_in(document))

    def _named_so(self, text: Text, record_id: str) -> bool:
        return not text.exact and record_id[0] in "PR" and record_id in self._namesakes(text.typed)

    def _namesakes(self, words: str) -> dict[str, Likeness]:
        """The people and authors to whose names `words` refer, each with the name that they refer to best."""
        if words not in self._named:
            found: dict[str, Likeness] = {}
            if len(words) >= _LEAST and any(character.isalpha() for character in words):
                for score, (record_id, field, least), _ in self._index.referred(words, _LIKE):
                    if score >= least and record_id not in found:
                        found[record_id] = Likeness(score, field)
            self._named[words] = found
        return self._named[words]

    @cached_property
    def _index(self) -> NameIndex[tuple[str, str, float]]:
        from casefile.names import NameIndex

        owned = []
        for person in self.case.people:
            least = _LIKE if person.kind is PersonKind.INDIVIDUAL else _LIKE_WORDS
            owned += [((person.id, f"names.{at}.text", least), name.text) for at, name in enumerate(person.names)]
        owned += [((source.id, "author", _LIKE), source.author) for source in self.case.sources if source.author]
        return NameIndex(owned)

    def answers(self, ask: Ask, record: Record) -> bool:
        """Whether one field alone is as asked."""
        return type(record) in ask.kinds and self._asked(ask, record, None)

    def fitting(self, ask: Ask, record: Record) -> Iterator[tuple[str, Any]]:
        """The values of a field that are as asked, each with the way to it."""
        test = ask.test
        if isinstance(test, Within):
            for path, when in self.dates_in(ask, record):
                if dates.within(when, test.start, test.end) is not Fit.OUT:
                    yield path, when
        elif isinstance(test, Names):
            ids = self._ids(ask, test)
            yield from ((path, value) for path, value in _named(ask, record, self.case) if value in ids)
        elif isinstance(test, Holds | OneOf):
            yield from ((path, value) for path, value in self.values_in(ask, record) if _fits(test, value))

    def _asked(self, ask: Ask, record: Record, moment: Moment | None) -> bool:
        test = ask.test
        if isinstance(test, Within):
            now = moment if ask.field == "when" else None
            whens = [now.when] if now else [when for _, when in self.dates_in(ask, record)]
            return any(dates.within(when, test.start, test.end) is not Fit.OUT for when in whens)
        if isinstance(test, Names):
            ids = self._ids(ask, test)
            return any(target in ids for _, target in _named(ask, record, self.case))
        if isinstance(test, Lacks):
            return test.filled != _lacks(record, ask.keys)
        if moment and moment.status and ask.field == "status":
            return isinstance(test, OneOf) and moment.status in test.values
        return any(_fits(test, value) for _, value in self.values_in(ask, record))

    def dates_in(self, ask: Ask, record: Record) -> Iterator[tuple[str, When]]:
        """The dates of a record that `ask` looks at, each with its field; for a person, since when they are held."""
        if ask.field != "when":
            yield from ((path, value) for key in ask.keys for path, value in values(record, key))
        elif isinstance(record, Statement | Event):
            yield "when", record.when
        elif isinstance(record, Charge):
            yield from ((f"updates.{number}.when", update.when) for number, update in enumerate(record.updates))
        elif isinstance(record, Source) and record.published:
            yield "published", record.published
        elif isinstance(record, Person) and (held := self._custody(record).held_since):
            yield "held_since", held

    def values_in(self, ask: Ask, record: Record) -> Iterator[tuple[str, Any]]:
        """What a record has in the fields that `ask` looks at, each value with the way to it."""
        if ask.field == "is":
            yield "", record.table
        elif ask.field == "status" and isinstance(record, Charge):
            yield "status", last_status(record)
        elif ask.field == "status" and isinstance(record, Person):
            state = self._custody(record)
            yield from [("status", state.status)] if state.events else []
            yield from [("status", CustodyStatus.ON_TRIAL)] if state.trial else []
        elif ask.field == "place" and isinstance(record, Person):
            yield "place", self._custody(record).place
        elif ask.field == "name" and isinstance(record, Person):
            alike = self.alike(ask.test.typed, record.id) if isinstance(ask.test, Holds) else None
            spelled = ((f"names.{number}.text", name.text) for number, name in enumerate(record.names))
            yield from ((path, _Alike(text) if alike else text) for path, text in spelled)
        else:
            for key in ask.keys:
                yield from values(record, key)

    def _custody(self, person: Person) -> Custody:
        return custody(self._events.get(person.id, ()), self.today)

    @cached_property
    def _events(self) -> dict[str, list[Event]]:
        return events_by_subject(self.case)

    def _ids(self, ask: Ask, test: Names) -> frozenset[str]:
        """The records that a name, an id or a query of a field means."""
        key = (test.who, test.kinds)
        if key not in self._found:
            self._found[key] = frozenset(self._means(ask, test))
        return self._found[key]

    def _means(self, ask: Ask, test: Names) -> Iterable[str]:
        if not isinstance(test.who, str):
            inner = Matcher(self.case, test.who, self.today)
            return [record.id for kind in test.kinds for record in inner.finding(kind)]
        if place := parse_id(test.who):
            record_id = test.who.strip().upper()
            if self.case.get(record_id) is None:
                raise NotFoundError(
                    f"There is no record {record_id} in the file ({ask.field}:{test.who}).",
                    f"See casefile list {place[0]}.",
                )
            return [record_id]
        found = list(self._namesakes(test.who)) if Person in test.kinds else []
        if Source in test.kinds and not found:
            found = [source.id for source in self.case.sources if _called_so(source, test.who)]
        if not found:
            text = Matcher(self.case, Text(fold(test.who), test.who, exact=True), self.today)
            found = [record.id for kind in test.kinds if kind is not Person for record in text.finding(kind)]
        if not found:
            noun = test.kinds[0].noun if len(test.kinds) == 1 else "record"
            raise NotFoundError(
                f"No {noun} in the file fits “{test.who}” ({ask.field}:).",
                f'To find the words wherever they stand: casefile search "{test.who}"',
            )
        return found


class _Alike(str):
    """A name that fits what was asked for although it is spelled otherwise."""

    __slots__ = ()


def asks_of(node: Wanted) -> list[Ask]:
    """The fields that what is found must answer to or may; not those that it must not."""
    if isinstance(node, Ask):
        return [node]
    if isinstance(node, All | Either):
        return [ask for part in node.parts for ask in asks_of(part)]
    return []


def texts_in(document: bytes) -> Iterator[tuple[str, str]]:
    """Every text of a document that is written in it, with the way to it ("names.0.text")."""
    return _texts(msgspec.json.decode(document), "")


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if path or key != "uid":
                yield from _texts(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, f"{path}.{number}")
    elif isinstance(value, str) and value:
        yield path, value


def texts_of(value: Any) -> Iterator[str]:
    """What a value of a field reads as: itself, or every text and number in its parts."""
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            held = getattr(value, name)
            for item in held if isinstance(held, tuple) else (held,):
                yield from texts_of(item) if item is not None else ()
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    else:
        yield str(value)


def _called_so(source: Source, who: str) -> bool:
    return any(reference_score(who, name) >= MIN_REFERENCE for name in (source.publisher, source.author) if name)


def _fits(test: Holds | OneOf | Any, value: Any) -> bool:
    if isinstance(test, OneOf):
        return any(text in test.values for text in texts_of(value))
    if isinstance(value, _Alike):
        return True
    if isinstance(value, int) or (isinstance(value, msgspec.Struct) and test.text.isdigit()):
        return test.text in texts_of(value)  # 8 is not in 18
    return any(test.text in fold(text) for text in texts_of(value))


def _lacks(record: Record, keys: tuple[str, ...]) -> bool:
    """Whether every field of a record that goes by one of `keys` is empty."""
    if keys == ("citations",) and isinstance(record, Charge):
        return not record.citations and not all(update.citations for update in record.updates)
    held = [value for key in keys for _, value in values(record, key)]
    return not any(
        (value.earliest or value.latest) if isinstance(value, When) else value not in ("", False) for value in held
    )


def _named(ask: Ask, record: Record, case: Case) -> Iterator[tuple[str, str]]:
    """The ids of the records that a field of `record` names, each with that field."""
    if ask.field == "by":
        yield from _speaking(record)
    elif ask.field == "about":
        yield from _concerned(record, case)
    elif ask.field == "mentions":
        yield "id", record.id
        yield from ((mention.field, mention.target) for mention in references(record))
    else:
        for key in ask.keys:
            yield from values(record, key)


def _speaking(record: Record) -> Iterator[tuple[str, str]]:
    if isinstance(record, Statement):
        yield "speaker", record.speaker
        if record.on_behalf_of:
            yield "on_behalf_of", record.on_behalf_of
    elif isinstance(record, Charge) and record.alleged_by:
        yield "alleged_by", record.alleged_by
    elif isinstance(record, Event):
        yield from (("participants", part.person) for part in record.participants if part.role in _SPEAKS)


def _concerned(record: Record, case: Case) -> Iterator[tuple[str, str]]:
    """Whom and what a record is about: itself, all that it mentions but for who speaks and where it was read."""
    yield "id", record.id
    says = ("speaker", "on_behalf_of", "alleged_by")
    for field, target, _ in references(record):
        if field in says or field.endswith("citations"):
            continue
        yield field, target
        other = case.get(target) if isinstance(record, Statement) else None
        if isinstance(other, Charge):
            yield field, other.person
        elif isinstance(other, Event):
            yield from ((field, subject) for subject in subjects_of(other))
