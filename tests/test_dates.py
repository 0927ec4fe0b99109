"""Dates: what people write is read, nothing becomes more exact, and order and spans hold as laws."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile import dates
from casefile.dates import Basis, Fit, When
from casefile.errors import DateError

TODAY = date(2026, 11, 23)
PUBLISHED = date(2025, 10, 29)

STATED = """
2025-07-01                       | 2025-07-01              | 2025-07-01 | 2025-07-01
2025-07                          | 2025-07                 | 2025-07-01 | 2025-07-31
2024-02                          | 2024-02                 | 2024-02-01 | 2024-02-29
2025                             | 2025                    | 2025-01-01 | 2025-12-31
1 July 2025                      | 2025-07-01              | 2025-07-01 | 2025-07-01
July 1, 2025                     | 2025-07-01              | 2025-07-01 | 2025-07-01
the 1st of July 2025             | 2025-07-01              | 2025-07-01 | 2025-07-01
  9   ОКТЯБРЯ   2025 г.          | 2025-10-09              | 2025-10-09 | 2025-10-09
9 октября 2025 года              | 2025-10-09              | 2025-10-09 | 2025-10-09
1-го июля 2025                   | 2025-07-01              | 2025-07-01 | 2025-07-01
29 окт 2025                      | 2025-10-29              | 2025-10-29 | 2025-10-29
август 2025                      | 2025-08                 | 2025-08-01 | 2025-08-31
в августе 2025                   | 2025-08                 | 2025-08-01 | 2025-08-31
в мае 2024                       | 2024-05                 | 2024-05-01 | 2024-05-31
iyulun 1-i 2025                  | 2025-07-01              | 2025-07-01 | 2025-07-01
1 iyul 2025                      | 2025-07-01              | 2025-07-01 | 2025-07-01
2025-ci il avqust                | 2025-08                 | 2025-08-01 | 2025-08-31
9 жовтня 2025                    | 2025-10-09              | 2025-10-09 | 2025-10-09
10.07.2025                       | 2025-07-10              | 2025-07-10 | 2025-07-10
10.07.25                         | 2025-07-10              | 2025-07-10 | 2025-07-10
10.07.85                         | 1985-07-10              | 1985-07-10 | 1985-07-10
до 1 июля 2025                   | [..2025-07-01]          |            | 2025-07-01
before 1 July 2025               | [..2025-07-01]          |            | 2025-07-01
by 1 July 2025                   | [..2025-07-01]          |            | 2025-07-01
не позднее 1 июля 2025           | [..2025-07-01]          |            | 2025-07-01
1 iyul 2025-dək                  | [..2025-07-01]          |            | 2025-07-01
before May 2024                  | [..2024-05]             |            | 2024-05-31
after 1 July 2025                | [2025-07-02..]          | 2025-07-02 |
after 6 April 2025               | [2025-04-07..]          | 2025-04-07 |
после 6 апреля 2025              | [2025-04-07..]          | 2025-04-07 |
6 aprel 2025-dən sonra           | [2025-04-07..]          | 2025-04-07 |
>2025-04-06                      | [2025-04-07..]          | 2025-04-07 |
> 6 April 2025                   | [2025-04-07..]          | 2025-04-07 |
since 6 April 2025               | [2025-04-06..]          | 2025-04-06 |
from 6 April 2025                | [2025-04-06..]          | 2025-04-06 |
from 6 April 2025 onwards        | [2025-04-06..]          | 2025-04-06 |
с 6 апреля 2025                  | [2025-04-06..]          | 2025-04-06 |
не ранее 6 апреля 2025           | [2025-04-06..]          | 2025-04-06 |
on or after 6 April 2025         | [2025-04-06..]          | 2025-04-06 |
6 aprel 2025-dən bəri            | [2025-04-06..]          | 2025-04-06 |
>=2025-04-06                     | [2025-04-06..]          | 2025-04-06 |
<2025-04-06                      | [..2025-04-05]          |            | 2025-04-05
<=2025-04-06                     | [..2025-04-06]          |            | 2025-04-06
с 1 июля 2025                    | [2025-07-01..]          | 2025-07-01 |
после августа 2025               | [2025-09-01..]          | 2025-09-01 |
after early July 2025            | [2025-07-02..]          | 2025-07-02 |
after about May 2024             | [2024-05..]             | 2024-05-01 |
after 2025-12-31                 | [2026-01-01..]          | 2026-01-01 |
в ночь на 28 февраля 2025        | [2025-02-27..2025-02-28]| 2025-02-27 | 2025-02-28
в ночь на 1 марта 2025           | [2025-02-28..2025-03-01]| 2025-02-28 | 2025-03-01
в ночь с 27 на 28 февраля 2025   | [2025-02-27..2025-02-28]| 2025-02-27 | 2025-02-28
the night of 27 February 2025    | [2025-02-27..2025-02-28]| 2025-02-27 | 2025-02-28
in the night to 28 February 2025 | [2025-02-27..2025-02-28]| 2025-02-27 | 2025-02-28
on the night of 27 to 28 February 2025 | [2025-02-27..2025-02-28]| 2025-02-27 | 2025-02-28
28 fevral 2025-nə keçən gecə     | [2025-02-27..2025-02-28]| 2025-02-27 | 2025-02-28
it became known on 3 May 2025    | 2025-05-03              | 2025-05-03 | 2025-05-03
стало известно 3 мая 2025        | 2025-05-03              | 2025-05-03 | 2025-05-03
стало известно в мае 2025        | 2025-05                 | 2025-05-01 | 2025-05-31
3 may 2025 məlum oldu            | 2025-05-03              | 2025-05-03 | 2025-05-03
in the first days of April 2025  | [2025-04-01..2025-04-10]| 2025-04-01 | 2025-04-10
в первых числах апреля 2025      | [2025-04-01..2025-04-10]| 2025-04-01 | 2025-04-10
в последних числах апреля 2025   | [2025-04-21..2025-04-30]| 2025-04-21 | 2025-04-30
aprel 2025 ilk günlərində        | [2025-04-01..2025-04-10]| 2025-04-01 | 2025-04-10
early July 2025                  | [2025-07-01..2025-07-10]| 2025-07-01 | 2025-07-10
в начале июля 2025               | [2025-07-01..2025-07-10]| 2025-07-01 | 2025-07-10
mid-July 2025                    | [2025-07-11..2025-07-20]| 2025-07-11 | 2025-07-20
в конце февраля 2025             | [2025-02-21..2025-02-28]| 2025-02-21 | 2025-02-28
early 2025                       | [2025-01..2025-04]      | 2025-01-01 | 2025-04-30
between 3 and 5 March 2025       | [2025-03-03..2025-03-05]| 2025-03-03 | 2025-03-05
между 3 и 5 марта 2025           | [2025-03-03..2025-03-05]| 2025-03-03 | 2025-03-05
from 3 to 5 March 2025           | 2025-03-03/2025-03-05   | 2025-03-03 | 2025-03-05
3-5 March 2025                   | 2025-03-03/2025-03-05   | 2025-03-03 | 2025-03-05
с 3 по 5 марта 2025              | 2025-03-03/2025-03-05   | 2025-03-03 | 2025-03-05
30 June - 2 July 2025            | 2025-06-30/2025-07-02   | 2025-06-30 | 2025-07-02
about May 2024                   | 2024-05~                | 2024-05-01 | 2024-05-31
около мая 2024                   | 2024-05~                | 2024-05-01 | 2024-05-31
autumn 2024                      | 2024-23                 | 2024-09-01 | 2024-11-30
осенью 2024                      | 2024-23                 | 2024-09-01 | 2024-11-30
зимой 2024                       | 2024-24                 | 2024-12-01 | 2025-02-28
1 July 2025 ?                    | 2025-07-01?             | 2025-07-01 | 2025-07-01
2025-07-01?                      | 2025-07-01?             | 2025-07-01 | 2025-07-01
2025-07~                         | 2025-07~                | 2025-07-01 | 2025-07-31
2024-05%                         | 2024-05%                | 2024-05-01 | 2024-05-31
[..2025-07-01]                   | [..2025-07-01]          |            | 2025-07-01
[2025-07-01..]                   | [2025-07-01..]          | 2025-07-01 |
../2025-07-01                    | [..2025-07-01]          |            | 2025-07-01
2025-07-01/..                    | [2025-07-01..]          | 2025-07-01 |
/2025-07-01                      | [..2025-07-01]          |            | 2025-07-01
2025-07-01/                      | [2025-07-01..]          | 2025-07-01 |
2004-06/2006-08                  | 2004-06/2006-08         | 2004-06-01 | 2006-08-31
201X                             | 201X                    | 2010-01-01 | 2019-12-31
1990s                            | 199X                    | 1990-01-01 | 1999-12-31
2004-XX                          | 2004-XX                 | 2004-01-01 | 2004-12-31
1985-04-XX                       | 1985-04-XX              | 1985-04-01 | 1985-04-30
2025-21                          | 2025-21                 | 2025-03-01 | 2025-05-31
2025-07-01T14:30:00              | 2025-07-01T14:30:00     | 2025-07-01 | 2025-07-01
unknown                          |                         |            |
неизвестно                       |                         |            |
"""

INFERRED = """
1 июля                           | 2025-07-01              | 2025-07-01 | 2025-07-01
29 окт                           | 2025-10-29              | 2025-10-29 | 2025-10-29
30 октября                       | 2024-10-30              | 2024-10-30 | 2024-10-30
в августе                        | 2025-08                 | 2025-08-01 | 2025-08-31
December                         | 2024-12                 | 2024-12-01 | 2024-12-31
avqustda                         | 2025-08                 | 2025-08-01 | 2025-08-31
до 1 июля                        | [..2025-07-01]          |            | 2025-07-01
после 6 апреля                   | [2025-04-07..]          | 2025-04-07 |
в ночь на 28 февраля             | [2025-02-27..2025-02-28]| 2025-02-27 | 2025-02-28
стало известно 3 мая             | 2025-05-03              | 2025-05-03 | 2025-05-03
в первых числах апреля           | [2025-04-01..2025-04-10]| 2025-04-01 | 2025-04-10
в начале июля                    | [2025-07-01..2025-07-10]| 2025-07-01 | 2025-07-10
between 28 June and 2 July       | [2025-06-28..2025-07-02]| 2025-06-28 | 2025-07-02
between 28 December and 3 January| [2024-12-28..2025-01-03]| 2024-12-28 | 2025-01-03
29 February                      | 2024-02-29              | 2024-02-29 | 2024-02-29
yesterday                        | 2025-10-28              | 2025-10-28 | 2025-10-28
вчера                            | 2025-10-28              | 2025-10-28 | 2025-10-28
позавчера                        | 2025-10-27              | 2025-10-27 | 2025-10-27
dünən                            | 2025-10-28              | 2025-10-28 | 2025-10-28
last Friday                      | 2025-10-24              | 2025-10-24 | 2025-10-24
3 days ago                       | 2025-10-26              | 2025-10-26 | 2025-10-26
two weeks ago                    | [2025-10-13..2025-10-19]| 2025-10-13 | 2025-10-19
last month                       | 2025-09                 | 2025-09-01 | 2025-09-30
в прошлом году                   | 2024                    | 2024-01-01 | 2024-12-31
"""


def table(text: str) -> list[tuple[str, str, str, str]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.splitlines() if line.strip()]


def iso(bound: date | None) -> str:
    return bound.isoformat() if bound else ""


@pytest.mark.parametrize(("text", "edtf", "earliest", "latest"), table(STATED))
def test_what_says_its_year_is_stated(text, edtf, earliest, latest):
    when = dates.parse(text, today=TODAY, published=PUBLISHED)
    assert (when.edtf, iso(when.earliest), iso(when.latest), when.basis) == (edtf, earliest, latest, Basis.STATED)
    assert when.text == text


@pytest.mark.parametrize(("text", "edtf", "earliest", "latest"), table(INFERRED))
def test_what_leaves_its_year_out_takes_it_from_the_publication(text, edtf, earliest, latest):
    when = dates.parse(text, today=TODAY, published=PUBLISHED)
    assert (when.edtf, iso(when.earliest), iso(when.latest), when.basis) == (edtf, earliest, latest, Basis.INFERRED)


def test_without_a_publication_the_year_is_reckoned_from_today():
    assert dates.parse("1 December", today=TODAY).edtf == "2025-12-01"
    assert dates.parse("yesterday", today=TODAY).edtf == "2026-11-22"
    vague = When(text="2025-08", edtf="2025-08", earliest=date(2025, 8, 1), latest=date(2025, 8, 31))
    assert dates.parse("20 августа", today=TODAY, published=vague).edtf == "2025-08-20"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2025-02-30", "February 2025 has 28 days"),
        ("30 февраля 2025", "February 2025 has 28 days"),
        ("32 July", "July has no day 32"),
        ("31 April", "April has no day 31"),
        ("0 July 2025", "no day 0"),
        ("2025-13", "no month 13"),
        ("2025-07-05/2025-07-01", "ends before it begins"),
        ("between 5 and 3 March 2025", "ends before it begins"),
        ("1/7/2025", "cannot be told apart"),
        ("[..]", "unknown"),
        ("../..", "unknown"),
        ("Moscow", "no month"),
        ("may be", "too many"),
        ("12", "month is missing"),
        ("99", "month is missing"),
        ("1700 people", "no month"),
        ("now then", "not written as a date"),
        ("-1985", "not written as a date"),
        ("0000", "outside"),
        ("early 1 July 2025", "month or a year"),
        ("1 2 July 2025", "too many"),
        ("", "nothing was given"),
        ("x" * 201, "200 characters"),
        ("1 July\x00 2025", "cannot be printed"),
        ("Tuesday 1 July 2025", "day of the week"),
    ],
)
def test_what_no_calendar_has_is_refused_in_words(text, why):
    with pytest.raises(DateError) as caught:
        dates.parse(text, today=TODAY)
    assert why in caught.value.message
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "shown", "under_year"),
    [
        ("2025-10-09", "9 Oct 2025", "9 Oct"),
        ("2025-08", "Aug 2025", "Aug"),
        ("2025", "2025", "2025"),
        ("[..2025-07-01]", "≤ 1 Jul 2025", "≤ 1 Jul"),
        ("[2025-07..]", "≥ Jul 2025", "≥ Jul"),
        ("2025-03-03/2025-03-05", "3–5 Mar 2025", "3–5 Mar"),
        ("2025-06-30/2025-07-02", "30 Jun – 2 Jul 2025", "30 Jun – 2 Jul"),
        ("2024-12-30/2025-01-02", "30 Dec 2024 – 2 Jan 2025", "30 Dec 2024 – 2 Jan 2025"),
        ("[2025-03-03..2025-03-05]", "between 3 Mar & 5 Mar 2025", "between 3 Mar & 5 Mar"),
        ("early July 2025", "early Jul 2025", "early Jul"),
        ("2024-05~", "~ May 2024", "~ May"),
        ("2024-23", "autumn 2024", "autumn 2024"),
        ("2025-07-01?", "1 Jul 2025 ?", "1 Jul ?"),
        ("199X", "1990s", "1990s"),
        ("unknown", "date unknown", "date unknown"),
    ],
)
def test_dates_are_shown_as_exactly_as_they_are(text, shown, under_year):
    when = dates.parse(text, today=TODAY)
    assert dates.show(when) == shown
    assert dates.show(when, with_year=False) == under_year


def test_signs_have_a_spelling_in_ascii():
    assert dates.ascii_signs("≤ 1 Jul – ≥ 2 Jul…") == "<= 1 Jul - >= 2 Jul..."


days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
months = days.map(lambda day: day.isoformat()[:7])
points = days.map(date.isoformat) | months | days.map(lambda day: day.isoformat()[:4])
pairs = st.tuples(days, days).map(sorted)
written = st.one_of(
    points,
    points.map(lambda point: f"before {point}"),
    points.map(lambda point: f"after {point}"),
    points.map(lambda point: f"about {point}"),
    points.map(lambda point: f"{point}?"),
    st.tuples(
        st.sampled_from(["early", "mid", "late"]), months.map(lambda month: month) | days.map(lambda day: str(day.year))
    ).map(" ".join),
    pairs.map(lambda pair: f"{pair[0]}/{pair[1]}"),
    pairs.map(lambda pair: f"[{pair[0]}..{pair[1]}]"),
    st.tuples(st.integers(1900, 2199), st.integers(21, 24)).map(lambda pair: f"{pair[0]}-{pair[1]}"),
    st.just("unknown"),
)
whens = written.map(lambda text: dates.parse(text, today=TODAY))


@settings(max_examples=300, deadline=None)
@given(whens)
def test_what_is_shown_is_read_back(when):
    again = dates.parse(dates.show(when), today=TODAY)
    assert (again.edtf, again.earliest, again.latest) == (when.edtf, when.earliest, when.latest)
    assert again.basis is Basis.STATED


@settings(max_examples=200, deadline=None)
@given(whens)
def test_bounds_are_in_order_and_edtf_gives_them_again(when):
    assert when.earliest is None or when.latest is None or when.earliest <= when.latest
    if when.edtf:
        again = dates.parse(when.edtf, today=TODAY)
        assert (again.edtf, again.earliest, again.latest) == (when.edtf, when.earliest, when.latest)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.none() | whens, max_size=8))
def test_order_is_total_and_stable(some):
    ordered = sorted(enumerate(some), key=lambda item: dates.sort_key(item[1]))
    assert sorted(ordered, key=lambda item: dates.sort_key(item[1])) == ordered
    for (place, one), (other_place, other) in pairwise(ordered):
        assert dates.sort_key(one) <= dates.sort_key(other)
        if dates.sort_key(one) == dates.sort_key(other):
            assert place < other_place


def test_order_puts_the_open_before_the_exact_and_the_vague_after_it():
    texts = ["unknown", "2025-08", "2025-08-01", "[..2025-08-01]", "2025", "2025-08-02"]
    ordered = sorted(texts, key=lambda text: dates.sort_key(dates.parse(text, today=TODAY)))
    assert ordered == ["2025", "[..2025-08-01]", "2025-08-01", "2025-08", "2025-08-02", "unknown"]


@settings(max_examples=200, deadline=None)
@given(whens, pairs, st.integers(0, 400))
def test_a_wider_span_never_loses_what_was_in(when, pair, more):
    start, end = pair
    wider = dates.within(when, start - timedelta(days=more), end + timedelta(days=more))
    narrow = dates.within(when, start, end)
    rank = {Fit.OUT: 0, Fit.POSSIBLE: 1, Fit.CERTAIN: 2}
    assert rank[wider] >= rank[narrow]


def test_a_span_tells_certain_from_possible():
    august = dates.parse("August 2025", today=TODAY)
    assert dates.within(august, date(2025, 8, 1), date(2025, 8, 31)) is Fit.CERTAIN
    assert dates.within(august, date(2025, 8, 15), None) is Fit.POSSIBLE
    assert dates.within(august, date(2025, 9, 1), None) is Fit.OUT
    assert dates.within(None, date(2025, 9, 1), None) is Fit.POSSIBLE
    assert dates.within(dates.parse("before 1 July 2025", today=TODAY), None, date(2025, 7, 1)) is Fit.CERTAIN


def test_days_are_a_range_where_dates_are():
    august = dates.parse("August 2025", today=TODAY)
    assert dates.days_between(august, date(2025, 9, 1)) == (1, 31)
    assert dates.days_between(dates.parse("before 1 July 2025", today=TODAY), date(2025, 7, 11)) == (10, None)
    assert dates.days_between(august, date(2025, 8, 1)) == (0, 0)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40) | st.text("0123456789-/.[]X~?% июляJulyдопосле", max_size=25))
def test_no_text_at_all_breaks_the_reader(text):
    try:
        when = dates.parse(text, today=TODAY)
    except DateError:
        return
    assert dates.show(when)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([row[0] for row in table(STATED) + table(INFERRED)]), st.integers(0, 30), st.characters())
def test_a_slip_of_the_finger_breaks_nothing(text, place, character):
    slipped = text[:place] + character + text[place + 1 :]
    with contextlib.suppress(DateError):
        dates.parse(slipped, today=TODAY, published=PUBLISHED)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("on Wednesday", "2026-11-25"),
        ("в среду", "2026-11-25"),
        ("last Wednesday", "2026-11-18"),
        ("в прошлую среду", "2026-11-18"),
        ("в следующую среду", "2026-12-02"),
        ("во вторник", "2026-11-24"),
        ("в прошлый четверг", "2026-11-19"),
    ],
)
def test_day_of_the_week_may_be_the_very_day_of_the_report(text, edtf):
    wednesday = date(2026, 11, 25)

    assert dates.parse(text, today=wednesday).edtf == edtf
