"""Everything dated in a case on one line of time, told apart by what happened, what was said and what became known."""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, cast

import msgspec

from casefile import dates
from casefile.dates import Fit, When
from casefile.errors import TermError
from casefile.model import Case, Charge, ChargeUpdate, Citation, Event, Record, Statement, as_json, subjects_of
from casefile.model.claims import open_fields
from casefile.views.groups import Groups, Through, through_text
from casefile.views.lives import lives
from casefile.views.published import Published, known_by
from casefile.views.wording import (
    charge_text,
    event_text,
    known_text,
    source_ids,
    statement_text,
    title_of,
)
from casefile.vocabulary import ChargeStatus, EventKind, StatementKind, pick, spoken, terms

#: The sorts of moment, by which screens choose a sign and a colour.
CUSTODY_EVENTS = frozenset({"detention", "arrest", "house-arrest", "custody-extension", "transfer"})
END_EVENTS = frozenset({"release", "exchange", "deportation", "death"})
COURT_EVENTS = frozenset({"charge", "hearing", "verdict", "sentence", "appeal", "search"})


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a timeline.

    ``moment`` is event, known, statement or charge; ``kind`` the term within it; ``records`` the ids it stands for;
    ``people`` whom it concerns; ``through`` the group that it is told of, where it was asked for as one of that group's
    members; ``publicly_known`` when it became known, as far as the file says; ``fit`` is
    *possible* where its date may lie outside the time asked for; ``disputed`` the fields of its record over which
    sources differ, ``when`` being the date of this moment.
    """

    when: When
    moment: str
    kind: str
    label: str
    text: str
    records: tuple[str, ...]
    people: tuple[str, ...] = ()
    speaker: str | None = None
    sources: tuple[str, ...] = ()
    publicly_known: When | None = None
    fit: Fit = Fit.CERTAIN
    through: str | None = None
    disputed: tuple[str, ...] = ()


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """The moments asked for, in order, and how many more there are that nothing dates or publishes."""

    moments: tuple[Moment, ...]
    never_published: int = 0
    cut: int = 0


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which moments are asked for; an empty filter lets everything through.

    ``people``, ``about`` and ``speaker`` are ids; ``kinds`` are terms of any moment, or the sort of moment itself.
    """

    people: tuple[str, ...] = ()
    about: str = ""
    speaker: str = ""
    kinds: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    known_by: date | None = None
    reverse: bool = False
    limit: int | None = None


def timeline(case: Case, wanted: Wanted, keep: Callable[[Moment], bool] | None = None) -> Timeline:
    """The moments of `case` that `wanted` asks for, by earliest date, then latest, then order of entry.

    Args:
        case: The file.
        wanted: Which of them.
        keep: Narrows them further.
    """
    chosen: list[Moment] = []
    never_published = 0
    memberships = _Memberships(case, wanted.people) if wanted.people else None
    for told in _moments(case):
        moment = memberships.told(told) if memberships else told
        if moment is None or not _concerns(case, moment, wanted) or (keep is not None and not keep(moment)):
            continue
        fit = dates.within(moment.when, wanted.start, wanted.end)
        if fit is Fit.OUT:
            continue
        if wanted.known_by is not None:
            if moment.publicly_known is None:
                never_published += 1
                continue
            known = known_by(moment.publicly_known, wanted.known_by)
            if known is Fit.OUT:
                continue
            fit = known if fit is Fit.CERTAIN else fit
        chosen.append(msgspec.structs.replace(moment, fit=fit))
    chosen.sort(key=lambda moment: dates.sort_key(moment.when))
    if wanted.reverse:
        chosen.reverse()
    cut = max(0, len(chosen) - wanted.limit) if wanted.limit is not None else 0
    return Timeline(moments=tuple(chosen[: wanted.limit]), never_published=never_published, cut=cut)


def to_json(moment: Moment) -> dict[str, Any]:
    """A moment as it is printed by ``--json``."""
    return cast("dict[str, Any]", as_json(moment))


def _moments(case: Case) -> Iterator[Moment]:
    published = Published(case)
    for event in case.events:
        yield from _event_moments(case, event, published)
    for charge in case.charges:
        for update in charge.updates:
            yield _charge_moment(case, charge, update, published)
    for statement in case.statements:
        yield _statement_moment(case, statement, published)


def _event_moments(case: Case, event: Event, published: Published) -> Iterator[Moment]:
    people = tuple(dict.fromkeys(part.person for part in event.participants))
    sources = _ids(event.citations)
    moment = Moment(
        when=event.when,
        moment="event",
        kind=event.kind.value,
        label=spoken(event.kind),
        text=event_text(case, event),
        records=(event.id,),
        people=people,
        sources=sources,
        publicly_known=published.event(event),
        disputed=open_fields(event),
    )
    yield moment
    if event.known:
        dated = {"when": "happened", "known": "when"}
        yield msgspec.structs.replace(
            moment,
            when=event.known,
            moment="known",
            kind="known",
            label="known",
            text=known_text(case, event),
            disputed=tuple(dated.get(field, field) for field in moment.disputed),
        )


def _charge_moment(case: Case, charge: Charge, update: ChargeUpdate, published: Published) -> Moment:
    alleged = update.status is ChargeStatus.ALLEGED
    citations = update.citations or charge.citations
    words = f"{title_of(case, charge.person)}: {charge_text(case, charge, update.status)}"
    return Moment(
        when=update.when,
        moment="charge",
        kind=update.status.value,
        label="allegation" if alleged else "charge",
        text=f"{words}. {update.note}" if update.note else words,
        records=(charge.id,),
        people=tuple(dict.fromkeys(person for person in (charge.person, charge.alleged_by) if person)),
        sources=_ids(citations),
        publicly_known=published.update(charge, update),
        disputed=open_fields(charge),
    )


def _statement_moment(case: Case, statement: Statement, published: Published) -> Moment:
    about = [*statement.about, *(stance.target for stance in statement.stances)]
    people = [statement.speaker, *(target for target in about if target.startswith("P"))]
    for target in about:
        record = case.get(target)
        if isinstance(record, Charge):
            people.append(record.person)
        elif isinstance(record, Event):
            people.extend(subjects_of(record))
    return Moment(
        when=statement.when,
        moment="statement",
        kind=statement.kind.value if statement.kind else "statement",
        label=spoken(statement.kind) if statement.kind else "statement",
        text=statement_text(case, statement),
        records=(statement.id,),
        people=tuple(dict.fromkeys(people)),
        speaker=statement.speaker,
        sources=_ids(statement.citations),
        publicly_known=published.statement(statement),
        disputed=open_fields(statement),
    )


def _ids(citations: Iterable[Citation]) -> tuple[str, ...]:
    return tuple(source_ids(citations).split())


class _Memberships:
    """What concerns some people as members of groups.

    Args:
        case: The file.
        people: Their ids.
    """

    def __init__(self, case: Case, people: Sequence[str]) -> None:
        self._case = case
        self._people = people
        self._groups = Groups(case)
        members = [person for person in people if self._groups.of.get(person)]
        everything = lives(case, self._groups, case.events) if members else {}
        self._events = {
            person: {event.id for event in everything[person].mine(perhaps=None)}
            for person in members
            if person in everything
        }

    def told(self, moment: Moment) -> Moment | None:
        """`moment` where it concerns these people: as it is, or marked as that of a group they are of."""
        if set(self._people) & set(moment.people):
            return moment
        record = self._case.get(moment.records[0])
        when = record.when if isinstance(record, Event) else moment.when  # what became known later happened before
        for person in self._people:
            for through in self._groups.of.get(person, ()):
                if through.group in moment.people and through.speaks(when) and self._shared(person, through, record):
                    words = f"{moment.text} ({through_text(through.group)})"
                    return msgspec.structs.replace(moment, text=words, through=through.group)
        return None

    def _shared(self, person: str, through: Through, record: Record | None) -> bool:
        """Whether what happened to a group may have happened to a member; what it took part in otherwise may have."""
        happened = isinstance(record, Event) and through.group in subjects_of(record)
        return not happened or (record is not None and record.id in self._events.get(person, ()))


def _concerns(case: Case, moment: Moment, wanted: Wanted) -> bool:
    if wanted.speaker and moment.speaker != wanted.speaker:
        return False
    if wanted.kinds and not {moment.kind, moment.moment, moment.label} & set(wanted.kinds):
        return False
    return not wanted.about or wanted.about in moment.records or wanted.about in _mentioned(case, moment)


def _mentioned(case: Case, moment: Moment) -> set[str]:
    ids = set(moment.people) | set(moment.sources)
    for record_id in moment.records:
        record: Record | None = case.get(record_id)
        if isinstance(record, Statement):
            ids.update(record.about, (stance.target for stance in record.stances))
            ids.update(filter(None, (record.venue, record.in_reply_to, record.supersedes)))
        elif isinstance(record, Event):
            ids.update(link.event for link in record.links)
            ids.update(filter(None, (record.charge,)))
    return ids


_SORTS = ("event", "known", "statement", "charge", "allegation")


def read_kind(text: str) -> str:
    """The word by which moments are filtered: a sort of moment, or a kind of event, statement or charge status.

    Raises:
        TermError: `text` is none of them; the error names the nearest and lists all.
    """
    word = text.strip().lower().replace("_", "-").replace(" ", "-")
    known = dict.fromkeys([*_SORTS, *terms(EventKind), *terms(StatementKind), *terms(ChargeStatus)])
    if word in known:
        return word
    for vocabulary in (EventKind, StatementKind, ChargeStatus):
        with contextlib.suppress(TermError):
            return pick(vocabulary, text).value
    near = difflib.get_close_matches(word, known, n=1)
    raise TermError(text, "kind of moment", list(known), near[0] if near else None)
