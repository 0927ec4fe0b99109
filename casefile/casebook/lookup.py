"""From what a person types - ``p1``, ``Картавых``, part of a title - to the one record it means."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.errors import AmbiguousError, InputError, NotFoundError
from casefile.model import BY_TABLE, Case, Charge, Event, Person, Record, Source, Statement, parse_id
from casefile.names import fold
from casefile.views.wording import clip, headline, last_status, title_of
from casefile.vocabulary import spoken

#: A name must fit at least this well to be used without asking: below it, somebody else may be meant.
_SURE = 0.7
#: Records that fit nearly as well as the best are candidates too.
_MARGIN = 0.1
_MOST_CANDIDATES = 10
_LONGEST = 2_000  # characters of what is typed for a record


class NearestError(NotFoundError):
    """Nothing fits well enough to be used unasked, but something comes near."""


def find(case: Case, text: str, *kinds: type[Record]) -> Record:
    """The one record that `text` names.

    Args:
        case: The file.
        text: An id in any case, or an unambiguous part of a name, offence, title or text.
        kinds: The record types that may be meant; all of them when none is given.

    Raises:
        InputError: `text` is blank, or the id of a record of another type.
        NotFoundError: Nothing fits.
        AmbiguousError: Several records fit; the error lists them.
    """
    kinds = kinds or tuple(BY_TABLE.values())
    wanted = " or ".join(kind.noun for kind in kinds) if len(kinds) < len(BY_TABLE) else "record"
    if not text.strip():
        raise InputError(f"An empty name stands where a {wanted} was expected.", "Type an id such as P1, or a name.")
    if len(text) > _LONGEST:
        raise InputError(f"“{clip(text)}” is too long to name a {wanted}.", "Type its id, or a part of it.")
    place = parse_id(text)
    if place is not None:
        return _by_id(case, place, kinds, wanted)
    from casefile.names import MIN_REFERENCE

    scored = [(score, record) for score, record in _scored(case, kinds, text) if score >= MIN_REFERENCE]
    if not scored:
        listing = f"casefile list {kinds[0].table}" if len(kinds) == 1 else "casefile search TEXT"
        raise NotFoundError(f"No {wanted} in the file fits “{clip(text)}”.", f"See what there is: {listing}")
    scored.sort(key=lambda item: -item[0])
    best = scored[0][0]
    close = [record for score, record in scored if score >= best - (_MARGIN if best < 1.0 else 0.0)]
    # a bare name means the person, not what else has that name in it
    close = [record for record in close if isinstance(record, Person)] or close
    if len(close) > 1:
        listed = [_candidate(case, record) for record in close[:_MOST_CANDIDATES]]
        raise AmbiguousError(clip(text), listed, len(close))
    if best < _SURE:
        raise NearestError(
            f"No {wanted} in the file is called “{clip(text)}”. The nearest is:\n  {_candidate(case, close[0])}",
            f"If that is the one, type {close[0].id}.",
        )
    return close[0]


def _by_id(case: Case, place: tuple[str, int], kinds: tuple[type[Record], ...], wanted: str) -> Record:
    kind = BY_TABLE[place[0]]
    record_id = f"{kind.letter}{place[1]}"
    if kind not in kinds:
        raise InputError(
            f"{record_id} is a {kind.noun}; a {wanted} is expected here.", f"See casefile show {record_id}."
        )
    record = case.get(record_id) or _merged(case, kind, record_id)
    if record is None:
        raise NotFoundError(f"There is no {kind.noun} {record_id} in the file.", f"See casefile list {kind.table}.")
    return record


def _merged(case: Case, kind: type[Record], record_id: str) -> Record | None:
    """The record into which that with the id was merged."""
    return next((record for record in case.all(kind) if record_id in record.merged), None)


def _scored(case: Case, kinds: tuple[type[Record], ...], text: str) -> Iterator[tuple[float, Record]]:
    for kind in kinds:
        if kind is Person:
            best = {match.owner.id: match for match in reversed(case.names.referred(text))}
            yield from ((best[person.id].score, person) for person in case.people if person.id in best)
        else:
            yield from ((_score(case, record, text), record) for record in case.all(kind))


def _candidate(case: Case, record: Record) -> str:
    return f"{record.id}  {clip(headline(case, record))}"


def _score(case: Case, record: Record, text: str) -> float:
    wanted = fold(text).strip()
    best = 0.0
    for label in _labels(case, record):
        folded = fold(label).strip()
        if folded == wanted:
            return 1.0
        if wanted in folded:
            best = max(best, 0.9 if f" {wanted} " in f" {folded} " else 0.8)
    return best


def _labels(case: Case, record: Record) -> list[str]:
    if isinstance(record, Charge):
        person = title_of(case, record.person)
        return [record.offence, f"{person} {record.offence}", spoken(last_status(record))]
    if isinstance(record, Statement):
        return [record.text, record.translation]
    if isinstance(record, Event):
        return [f"{spoken(record.kind)} {record.place}".strip(), spoken(record.kind), record.place, record.text]
    if isinstance(record, Source):
        return [record.publisher, record.title, record.url, f"{record.publisher} {record.title}"]
    return []
