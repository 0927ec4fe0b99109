"""How much there is of what: people by custody, charges by status, statements by side, events by month, and the like.

People are counted as people, nobody twice, and as a range where a file leaves open how many they are; everything else
is counted in records. What has no date, or one that spans months, is shown as such and never put into a month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec

from casefile import dates
from casefile.dates import MONTHS, Fit, When
from casefile.model import Case, Event, Person, Record, Source, Statement, references
from casefile.views.counting import Headcount, Number
from casefile.views.docket import Entry, docket
from casefile.views.sides import Side, Sides
from casefile.views.standing import Standings, Vantage, held
from casefile.vocabulary import ChargeStatus, CustodyStatus, Reliability, spoken

#: What things can be counted by, in the order in which they are told.
BY = ("status", "nationality", "place", "month", "kind", "side", "source", "reliability")
#: Months without anything are shown between others, unless there are more months than this.
_MONTHS_FILLED = 60
#: Values by which people are counted one by one: each takes a look at everybody.
_VALUES = 100
_RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}


Values = dict[str, dict[str | None, Fit]]
Found = tuple[str | None, Fit]


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """One line of ``stats``; the names of its fields are a contract.

    ``what`` is counted ``by`` something: people, charges, statements, events, sources or records. ``value`` is null
    where it is not on record, or where a date spans months; ``label`` puts it in words. ``least`` and ``most`` are how
    many there are (null: no limit known): of people as a range where the file leaves it open, of what is dated those
    that certainly and possibly lie in the time asked for. ``about`` says that a group of "about" so many is among them.
    ``records`` is how many records these are.
    """

    what: str
    by: str
    value: str | None
    label: str
    least: int
    most: int | None
    about: bool
    records: int


class Breakdown(NamedTuple):
    """One thing counted by one other, under a heading, with how many further lines ``--limit`` left out."""

    what: str
    by: str
    title: str
    counts: list[Count]
    cut: int = 0


class Stats(NamedTuple):
    """What was counted.

    Attributes:
        on: The day for which statuses are told.
        span: The first and the last day that was asked for.
        breakdowns: One after the other.
        notes: Why numbers are ranges, and what a reader must know.
    """

    on: date
    span: tuple[date | None, date | None]
    breakdowns: list[Breakdown]
    notes: list[str]

    def counts(self) -> Iterable[Count]:
        """All lines."""
        return (count for breakdown in self.breakdowns for count in breakdown.counts)

    @property
    def data(self) -> Any:
        """For machines: ``on from to``, ``breakdowns`` [{``what by counts`` [`Count`] ``cut``}] and ``notes``."""
        start, end = self.span
        return {
            "on": self.on.isoformat(),
            "from": start.isoformat() if start else None,
            "to": end.isoformat() if end else None,
            "breakdowns": [
                {"what": part.what, "by": part.by, "counts": msgspec.to_builtins(part.counts), "cut": part.cut}
                for part in self.breakdowns
            ],
            "notes": self.notes,
        }


class Scope(NamedTuple):
    """What is to be counted.

    Attributes:
        today: Today; statuses are told for the last day of `span` where that is earlier.
        span: The first and the last day; what certainly lies outside does not count.
        keep: Which records count.
        limit: At most that many lines of each sort.
    """

    today: date
    span: tuple[date | None, date | None] = (None, None)
    keep: Callable[[Record], bool] = lambda _: True
    limit: int | None = None


def stats(case: Case, scope: Scope, country_name: Callable[[str], str], by: Sequence[str] = ()) -> Stats:
    """Counts of what is in `case`.

    Args:
        case: The file.
        scope: Which part of it.
        country_name: From a country's code to its name.
        by: Some of `BY`; an overview when empty.
    """
    return _Counting(case, scope, country_name).stats(by)


class _Counting:
    def __init__(self, case: Case, scope: Scope, country_name: Callable[[str], str]) -> None:
        self._case, self._scope, self._country_name = case, scope, country_name
        last = scope.span[1]
        self._on = min(last, scope.today) if last else scope.today
        self._at = Vantage(self._on, scope.today)
        self._notes: list[str] = []
        self._docket: list[Entry] | None = None
        self._heads: Headcount | None = None

    def stats(self, by: Sequence[str]) -> Stats:
        made: dict[str, tuple[Callable[[], Breakdown], ...]] = {
            "status": (self._people_by_status, self._charges_by_status),
            "nationality": (self._people_by_nationality,),
            "place": (self._people_by_place, self._events_by_place),
            "month": (self._events_by_month, self._statements_by_month),
            "kind": (self._events_by_kind, self._statements_by_kind, self._sources_by_kind),
            "side": (self._statements_by_side,),
            "source": (self._records_by_source,),
            "reliability": (self._sources_by_reliability,),
        }
        overview = (
            self._people_by_status,
            self._charges_by_status,
            self._statements_by_kind,
            self._statements_by_side,
            self._events_by_month,
            self._sources_by_reliability,
        )
        wanted = [make for word in BY if word in by for make in made[word]] if by else overview
        breakdowns = [breakdown for make in wanted if (breakdown := make()).counts]
        if self._heads is not None:
            self._notes = [*self._heads.reasons, *self._notes]
        limit = self._scope.limit
        if limit is not None:
            breakdowns = [
                part._replace(counts=part.counts[:limit], cut=max(0, len(part.counts) - limit)) for part in breakdowns
            ]
        return Stats(self._on, self._scope.span, breakdowns, self._notes)

    def _day(self) -> str:
        return f"{self._on.day} {MONTHS[self._on.month - 1][:3]} {self._on.year}"

    # people

    def _detainees(self) -> tuple[list[Entry], Headcount]:
        if self._docket is None or self._heads is None:
            entries = docket(self._case, self._on, self._at)
            self._docket = [entry for entry in entries if self._scope.keep(entry.person)]
            since = {entry.person.id: entry.custody.held_since for entry in self._docket}
            self._heads = Headcount(self._case, [entry.person for entry in self._docket], since)
        return self._docket, self._heads

    def _people(self, by: str, title: str, values: Values, words: Callable[[str], str]) -> Breakdown:
        """People by what `values` has for them, by id; those whom it does not have are not counted."""
        _, heads = self._detainees()
        records: dict[str | None, int] = {}
        for found in values.values():
            for value in found:
                records[value] = records.get(value, 0) + 1
        order = sorted(records, key=lambda value: (value is None, -records[value]))
        counts = []
        for value in order[:_VALUES]:
            number = heads.count(_has(values, {value}))
            label = "not on record" if value is None else words(value)
            counts.append(_count("people", by, value, label, number, records[value]))
        if rest := set(order[_VALUES:]):
            number = heads.count(_has(values, rest))
            label = f"{len(rest)} more, taken together"
            counts.append(_count("people", by, None, label, number, sum(records[value] for value in rest)))
        return Breakdown("people", by, title, counts)

    def _people_by_status(self) -> Breakdown:
        entries, heads = self._detainees()
        values: Values = {}
        for entry in entries:
            found = [status and status.value for status in entry.standing.statuses]
            values[entry.person.id] = dict.fromkeys(found, Fit.CERTAIN if len(found) == 1 else Fit.POSSIBLE)
        tried = {entry.person.id for entry in entries if entry.custody.trial}
        made = self._people("status", f"People by custody status on {self._day()}", values, spoken)
        order = {term.value: place for place, term in enumerate(CustodyStatus)}
        if tried:
            number = heads.count(lambda person: Fit.CERTAIN if person.id in tried else Fit.OUT)
            self._notes.append(f"On trial, each under the custody they are in: {number}.")
        made.counts.sort(key=lambda count: order.get(count.value or "", len(order)))
        return made

    def _people_by_nationality(self) -> Breakdown:
        entries, _ = self._detainees()
        values: Values = {
            entry.person.id: dict.fromkeys(entry.person.nationality or (None,), Fit.CERTAIN) for entry in entries
        }
        if any(len(found) > 1 for found in values.values()):
            self._notes.append("Whoever has several nationalities is counted under each of them.")
        title = "Detainees by nationality, whether or not they are still held"
        return self._people("nationality", title, values, lambda code: f"{self._country_name(code)} ({code})")

    def _people_by_place(self) -> Breakdown:
        entries, _ = self._detainees()
        values: Values = {}
        for entry in entries:
            fit = held(entry.standing.statuses)
            if fit is not Fit.OUT:
                values[entry.person.id] = {entry.custody.place or None: fit}
        return self._people("place", f"People held on {self._day()}, by place last reported", values, str)

    # records

    def _tally(
        self, what: str, by: str, found: Iterable[tuple[str | None, Fit]], words: Callable[[str], str]
    ) -> Breakdown:
        """Records by value, the most frequent first, those of which nothing is on record last."""
        certain: dict[str | None, int] = {}
        possible: dict[str | None, int] = {}
        for value, fit in found:
            certain[value] = certain.get(value, 0) + (fit is Fit.CERTAIN)
            possible[value] = possible.get(value, 0) + 1
        order = sorted(possible, key=lambda value: (value is None, -possible[value]))
        counts = [
            _count(
                what,
                by,
                value,
                "not on record" if value is None else words(value),
                Number(certain[value], possible[value]),
                possible[value],
            )
            for value in order
        ]
        return Breakdown(what, by, f"{what.capitalize()} by {by}", counts)

    def _events(self) -> list[tuple[Event, Fit]]:
        """The events that count, without those that are still to come."""
        fitting = self._fitting(self._case.events)
        return [(event, fit) for event, fit in fitting if not event.pending]

    def _statements(self) -> list[tuple[Statement, Fit]]:
        return self._fitting(self._case.statements)

    def _fitting(self, records: Iterable[Any]) -> list[tuple[Any, Fit]]:
        found: list[tuple[Any, Fit]] = []
        for record in records:
            fit = dates.within(record.when, *self._scope.span)
            if fit is not Fit.OUT and self._scope.keep(record):
                found.append((record, fit))
        return found

    def _sources(self) -> list[tuple[Source, Fit]]:
        found: list[tuple[Source, Fit]] = []
        for source in self._case.sources:
            fit = dates.within(source.published, *self._scope.span)
            if fit is not Fit.OUT and self._scope.keep(source):
                found.append((source, fit))
        return found

    def _charges_by_status(self) -> Breakdown:
        standings = Standings(self._case, self._at)
        found: list[Found] = []
        for charge in self._case.charges:
            standing = standings.charge(charge)
            if standing is not None and self._scope.keep(charge):
                fit = Fit.CERTAIN if len(standing.statuses) == 1 else Fit.POSSIBLE
                found += [(status.value, fit) for status in standing.statuses if status is not None]
        made = self._tally("charges", "status", found, spoken)
        order = {term.value: place for place, term in enumerate(ChargeStatus)}
        made.counts.sort(key=lambda count: order.get(count.value or "", len(order)))
        return made._replace(title=f"Charges and allegations by status on {self._day()}")

    def _events_by_kind(self) -> Breakdown:
        found = [(event.kind.value, fit) for event, fit in self._events()]
        return self._tally("events", "kind", found, spoken)

    def _statements_by_kind(self) -> Breakdown:
        found = [(said.kind.value if said.kind else None, fit) for said, fit in self._statements()]
        return self._tally("statements", "kind", found, spoken)

    def _sources_by_kind(self) -> Breakdown:
        found = [(source.kind.value, fit) for source, fit in self._sources()]
        return self._tally("sources", "kind", found, spoken)

    def _events_by_place(self) -> Breakdown:
        found = [(event.place or None, fit) for event, fit in self._events()]
        return self._tally("events", "place", found, str)

    def _statements_by_side(self) -> Breakdown:
        sides = Sides(self._case, self._country_name)
        found = [(sides.of(said), fit) for said, fit in self._statements()]
        titles = {_side_value(side): side.title for side, _ in found}
        made = self._tally("statements", "side", [(_side_value(side), fit) for side, fit in found], titles.__getitem__)
        return made._replace(title="Statements by the side that they speak for")

    def _records_by_source(self) -> Breakdown:
        found: list[Found] = []
        for record in self._case.everything():
            if isinstance(record, Source) or not self._scope.keep(record):
                continue
            fit = dates.within(record.when, *self._scope.span) if isinstance(record, Event | Statement) else Fit.CERTAIN
            if fit is not Fit.OUT:
                cited = {mention.target for mention in references(record) if mention.field.endswith("citations")}
                found += [(source, fit) for source in sorted(cited)] or [(None, fit)]
        made = self._tally("records", "source", found, self._source_name)
        counts = [
            msgspec.structs.replace(count, label="no source cited") if count.value is None else count
            for count in made.counts
        ]
        return made._replace(title="Records by the source that they cite", counts=counts)

    def _source_name(self, source_id: str) -> str:
        source = self._case.get(source_id)
        return f"{source_id} {source.name}, {source.reliability.value}" if isinstance(source, Source) else source_id

    def _sources_by_reliability(self) -> Breakdown:
        found = [(source.reliability.value, fit) for source, fit in self._sources()]
        made = self._tally("sources", "reliability", found, lambda grade: f"{grade} {_RELIABILITY[grade]}")
        order = [term.value for term in Reliability]
        made.counts.sort(key=lambda count: order.index(count.value or "F"))
        return made._replace(title="Sources by reliability (Admiralty grade)")

    # months

    def _events_by_month(self) -> Breakdown:
        return self._months("events", [(event.when, fit) for event, fit in self._events()])

    def _statements_by_month(self) -> Breakdown:
        return self._months("statements", [(said.when, fit) for said, fit in self._statements()])

    def _months(self, what: str, found: Iterable[tuple[When, Fit]]) -> Breakdown:
        certain: dict[tuple[int, int], int] = {}
        possible: dict[tuple[int, int], int] = {}
        vague, undated = [0, 0], [0, 0]
        for when, fit in found:
            month = _month_of(when)
            if month is not None:
                certain[month] = certain.get(month, 0) + (fit is Fit.CERTAIN)
                possible[month] = possible.get(month, 0) + 1
            else:
                kind = undated if when.earliest is None and when.latest is None else vague
                kind[0] += fit is Fit.CERTAIN
                kind[1] += 1
        counts = [
            _count(
                what,
                "month",
                f"{year:04}-{month:02}",
                f"{MONTHS[month - 1][:3]} {year}",
                Number(certain.get((year, month), 0), possible.get((year, month), 0)),
                possible.get((year, month), 0),
            )
            for year, month in _filled(sorted(possible))
        ]
        for label, (least, most) in (("vague: not within one month", vague), ("date unknown", undated)):
            if most:
                counts.append(_count(what, "month", None, label, Number(least, most), most))
        return Breakdown(what, "month", f"{what.capitalize()} by month", counts)


def _has(values: Values, wanted: set[str | None]) -> Callable[[Any], Fit]:
    """Whether a person has one of the values."""

    def fits(person: Person) -> Fit:
        found = [fit for value, fit in values.get(person.id, {}).items() if value in wanted]
        if not found:
            return Fit.OUT
        return Fit.CERTAIN if Fit.CERTAIN in found else Fit.POSSIBLE

    return fits


def _count(what: str, by: str, value: str | None, label: str, number: Number, records: int) -> Count:
    return Count(
        what=what,
        by=by,
        value=value,
        label=label,
        least=number.least,
        most=number.most,
        about=number.about,
        records=records,
    )


def _side_value(side: Side) -> str:
    return side.country or side.person or side.title


def _month_of(when: When) -> tuple[int, int] | None:
    """The month in which a date certainly lies."""
    first, last = when.earliest, when.latest
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return None
    return first.year, first.month


def _filled(months: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`months` with those between them, unless there are too many."""
    if not months:
        return []
    (first, begin), (last, end) = months[0], months[-1]
    numbers = range(first * 12 + begin - 1, last * 12 + end)
    if len(numbers) > _MONTHS_FILLED:
        return months
    return [(number // 12, number % 12 + 1) for number in numbers]
