"""What holds of counting any case: the truth lies within the range, and naming people makes no more of them."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from test_redaction_laws import Kept

from casefile.dates import Fit, When
from casefile.model import BY_TABLE, Case, Event, Participant, Person, decode
from casefile.views.counting import Headcount
from casefile.views.custody import custody
from casefile.views.lives import events_by_subject
from casefile.views.standing import Standings, Vantage
from casefile.vocabulary import EventKind, ParticipantRole

TODAY = date(2026, 11, 23)


def person(number: int, **fields: object) -> Person:
    document = {"id": f"P{number}", "names": [{"text": f"Имя {number}", "type": "primary"}], **fields}
    return decode(Person, msgspec.json.encode(document))


def case_of(people: list[Person], events: list[Event] = ()) -> Case:
    tables = {table: {} for table in BY_TABLE}
    for record in (*people, *events):
        tables[record.table][int(record.id[1:])] = msgspec.to_builtins(record)
    return Case(Kept(tables))


def when(earliest: date | None, latest: date | None) -> When:
    return When(text="x", edtf="x", earliest=earliest, latest=latest)


class Truth:
    """People as they are, and what of them is entered: some by name, some as groups, some as members of groups."""

    def __init__(self, draw: st.DrawFn) -> None:
        count = draw(st.integers(1, 9))
        self.nations = [draw(st.sampled_from(["RU", "AZ"])) for _ in range(count)]
        self.days = [draw(st.integers(0, 1)) for _ in range(count)]
        self.free = [draw(st.booleans()) for _ in range(count)]
        entered = [number for number in range(count) if draw(st.booleans())]
        self.records: list[Person] = []
        self.status: dict[str, bool] = {}
        self.since: dict[str, When | None] = {}
        self.there = set(entered)
        ids: dict[int, str] = {}
        for number in entered:
            shown = draw(st.sampled_from([[], [self.nations[number]], ["RU", "AZ"]]))
            self.enter(draw, self.free[number], self.days[number], nationality=shown)
            ids[number] = self.records[-1].id
        for day in (0, 1):
            alike = [number for number in range(count) if self.days[number] == day]
            for _ in range(draw(st.integers(0, 2))):
                self.enter_group(draw, alike, ids, entered, day)

    def enter(self, draw: st.DrawFn, free: bool, day: int, **fields: object) -> None:
        record = person(len(self.records) + 1, **fields)
        self.records.append(record)
        self.status[record.id] = free
        exact = date(2026, 1, 1) + timedelta(days=100 * day)
        vague = [when(exact, exact), when(None, exact), when(exact - timedelta(days=120), exact), None]
        self.since[record.id] = draw(st.sampled_from(vague))

    def enter_group(self, draw: st.DrawFn, alike: list[int], ids: dict[int, str], entered: list[int], day: int) -> None:
        inside = [number for number in alike if draw(st.booleans())]
        if not inside:
            return
        unnamed = [number for number in inside if number not in entered]
        for number in unnamed:  # of whom nothing else is recorded stand where the group does
            self.free[number] = day == 1
        nations = sorted({self.nations[number] for number in inside})
        members = [ids[number] for number in inside if number in ids and draw(st.booleans())]
        size = draw(
            st.sampled_from(
                [{"exact": len(inside)}, {"min": len(inside) - 1, "max": len(inside) + 2}, {"min": 1}, None]
            )
        )
        fields = {
            "kind": "group",
            "count": size,
            "members": members,
            "nationality": draw(st.sampled_from([[], nations])),
        }
        self.enter(draw, day == 1, day, **fields)
        self.there |= set(inside)


@st.composite
def truths(draw: st.DrawFn) -> Truth:
    return Truth(draw)


def lies_in(number: int, found) -> bool:
    return found.least <= number and (found.most is None or number <= found.most)


@settings(max_examples=400, deadline=None)
@given(truths())
def test_the_true_number_lies_within_every_range(truth):
    count = Headcount(case_of(truth.records), truth.records, truth.since)
    assert lies_in(len(truth.there), count.count())
    for free in (True, False):
        found = count.count(lambda one, free=free: Fit.CERTAIN if truth.status[one.id] is free else Fit.OUT)
        assert lies_in(sum(truth.free[number] is free for number in truth.there), found), (free, found)
    whole = count.count()
    if whole.least != whole.most:
        assert count.reasons


@settings(max_examples=200, deadline=None)
@given(truths(), st.data())
def test_what_is_only_possible_never_raises_the_least(truth, data):
    doubtful = {record.id for record in truth.records if data.draw(st.booleans())}
    count = Headcount(case_of(truth.records), truth.records, truth.since)
    sure = count.count(lambda one: Fit.OUT if one.id in doubtful else Fit.CERTAIN)
    found = count.count(lambda one: Fit.POSSIBLE if one.id in doubtful else Fit.CERTAIN)
    whole = count.count()
    assert found.least == sure.least <= whole.least
    assert found.most == whole.most


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 4))
def test_splitting_a_group_changes_no_total(size, named, others):
    named = min(size, named)
    apart = [person(number, nationality=["AZ"]) for number in range(100, 100 + others)]
    group = person(1, kind="group", count={"exact": size}, nationality=["RU"])
    before = Headcount(case_of([group, *apart]), [group, *apart], {}).count()
    parts = [person(2 + number, split_from="P1", nationality=["RU"]) for number in range(named)]
    split = msgspec.structs.replace(group, members=tuple(part.id for part in parts))
    for whole in ([split, *parts, *apart], [group, *parts, *apart]):
        assert Headcount(case_of(whole), whole, {}).count() == before == (size + others, size + others, False)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9))
def test_splitting_never_widens_a_range(size, named, others):
    named = min(size, named)
    apart = [person(number) for number in range(100, 100 + others)]
    group = person(1, kind="group", count={"exact": size})
    before = Headcount(case_of([group, *apart]), [group, *apart], {}).count()
    parts = [person(2 + number, split_from="P1") for number in range(named)]
    after = Headcount(case_of([group, *parts, *apart]), [group, *parts, *apart], {}).count()
    assert before.least <= after.least <= after.most == before.most


def test_a_group_that_is_part_of_itself_is_counted_once():
    groups = [person(n, kind="group", count={"exact": 4}, members=[f"P{3 - n}"]) for n in (1, 2)]
    assert Headcount(case_of(groups), groups, {}).count() == (4, 4, False)


def some_days() -> st.SearchStrategy[When]:
    days = st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2027, 3, 1)))
    return st.tuples(days, days).map(lambda pair: when(*(sorted(pair) if all(pair) else pair)))


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    kinds = st.sampled_from(
        [EventKind.DETENTION, EventKind.RELEASE, EventKind.CUSTODY_EXTENSION, EventKind.HOUSE_ARREST]
    )
    about = (Participant(person="P1", role=ParticipantRole.SUBJECT),)
    return [
        Event(id=f"E{number}", kind=draw(kinds), when=draw(some_days()), participants=about)
        for number in range(1, draw(st.integers(0, 5)) + 1)
    ]


@settings(max_examples=300, deadline=None)
@given(events())
def test_today_is_what_the_docket_always_said(made):
    case = case_of([person(1)], made)
    found = Standings(case, Vantage(TODAY, TODAY)).of(case.people[0])
    assert found.custody == custody(events_by_subject(case).get("P1", ()), TODAY)


@settings(max_examples=300, deadline=None)
@given(st.dates(date(2025, 1, 1), TODAY), st.data())
def test_whatever_the_true_days_are_the_status_is_among_those_left_open(on, data):
    about = (Participant(person="P1", role=ParticipantRole.SUBJECT),)
    apart = [
        Event(id=f"E{number}", kind=kind, when=data.draw(some_days()), participants=about)
        for number, kind in enumerate([EventKind.DETENTION, EventKind.RELEASE], start=1)
    ]
    bounds = [(one.when.earliest or date(2024, 1, 1), min(one.when.latest or TODAY, TODAY)) for one in apart]
    assume(all(low <= high for low, high in bounds))
    detained, freed = (data.draw(st.dates(low, high)) for low, high in bounds)
    assume(detained < freed)
    case = case_of([person(1)], apart)
    found = Standings(case, Vantage(on, TODAY)).of(case.people[0])
    expected = "released" if freed <= on else "reported-detained" if detained <= on else None
    assert expected in {one and one.value for one in found.statuses}, (bounds, found)
