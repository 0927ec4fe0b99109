"""The dates in a text: found by the expressions of a language's table, read by `casefile.dates`."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, NamedTuple

from casefile.dates import Basis, When, parse
from casefile.errors import DateError
from casefile.ingest.drafts import Article
from casefile.ingest.forms import fold
from casefile.ingest.rules import DateWords

_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
#: A line that is nothing but a year; a day and month of which one is a word; a day and month in figures.
_YEAR_LINE = re.compile(r"(?m)^\W*((?:19|20)\d\d)\W*$")
_MONTH = re.compile(r"[^\W\d]{3}")
_FIGURES = re.compile(r"(\d{1,2})([./])(\d{1,2})(?:[./](\d{4}|\d{2}))?")
#: Stands in the words of a date for the year printed last before it.
THAT_YEAR = "(that year)"
_WEEK = 7
_MONTHS = 12


class DateSpan(NamedTuple):
    """A date at its place in the text.

    ``until``: it ends what was ordered. ``day``: it has no month. ``listed``: its month stands with the last of a list.
    """

    start: int
    stop: int
    words: str
    weekday: int | None
    year: int | None
    until: bool
    shift: int = 0
    months: int | None = None
    day: int = 0
    listed: bool = False


def find_dates(text: str, words: DateWords) -> list[DateSpan]:
    """The dates of `text` in order; where two patterns meet, the one that stands first in the table counts."""
    found: list[DateSpan] = []
    for pattern in words.patterns:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            if any(match.start() < known.stop and known.start < match.end() for known in found):
                continue
            groups = match.groupdict()
            weekday = groups.get("w")
            year = groups.get("y")
            found.append(
                DateSpan(
                    match.start(),
                    match.end(),
                    " ".join(filter(None, (groups.get("d"), groups.get("month"), groups.get("that") and THAT_YEAR))),
                    words.weekdays.get(fold(weekday)) if weekday else None,
                    words.years.get(fold(year)) if year else None,
                    bool(groups.get("until")),
                    day=int(groups.get("n") or 0),
                    listed=bool(groups.get("month")),
                )
            )
    found = _of_that_year([_under_year(text, span) for span in sorted(found)])
    found = _in_row(text, found, words)
    return _told_again(text, sorted(found), words)


def _under_year(text: str, span: DateSpan) -> DateSpan:
    """A day at the head of a line with the year that a line above it gives to all below, as chronicles do."""
    before = text[: span.start]
    opens = not any(char.isalnum() for char in before[before.rfind("\n") + 1 :])
    if not opens or not span.words or span.weekday is not None or _YEAR.search(span.words):
        return span
    years = _YEAR_LINE.findall(before)
    return span._replace(words=f"{span.words} {years[-1]}") if years and _MONTH.search(span.words) else span


def _of_that_year(found: list[DateSpan]) -> list[DateSpan]:
    """The dates, those of "that year" with the year that was printed last before them."""
    year, made = "", []
    for span in found:
        words = span.words.replace(THAT_YEAR, year).strip()
        years = _YEAR.findall(words)
        year = years[-1] if years else year
        made.append(span._replace(words=words))
    return made


def _in_row(text: str, found: list[DateSpan], words: DateWords) -> list[DateSpan]:
    """The days of verbs in a row of which the first prints the year: "held on 2 March 2024, charged on 5 March"."""
    made: list[DateSpan] = []
    for span in found:
        years = _YEAR.findall(made[-1].words) if made else []
        row = bool(words.row) and bool(years) and re.fullmatch(words.row, text[made[-1].stop : span.start])
        plain = span.weekday is None and span.year is None and not span.day and _MONTH.search(span.words)
        if row and plain and not _YEAR.search(span.words) and re.search(r"\d", span.words):
            span = span._replace(words=f"{span.words} {years[-1]}")  # noqa: PLW2901 - the same date, completed
        made.append(span)
    return made


def _told_again(text: str, found: list[DateSpan], words: DateWords) -> list[DateSpan]:
    """The dates with those that only point back to the one before them, or so many days from it."""
    found = [span for n, span in enumerate(found) if not _told_twice(text, span, found[n + 1 : n + 2])]
    made = [*found, *_shifted(text, found, words)]
    for pattern in words.again:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            before = [span for span in found if span.stop <= match.start()]
            before = [span for span in before if not _of_saying(text, span, words)] or before
            month = match.groupdict().get("m")
            year = _YEAR.search(before[-1].words) if before else None
            if not before or _meets(match, found):
                continue
            if month and year:
                made.append(DateSpan(match.start(), match.end(), f"{month} {year[0]}", None, None, until=False))
            elif not month:
                made.append(before[-1]._replace(start=match.start(), stop=match.end()))
    return sorted(made)


def _meets(match: re.Match[str], spans: list[DateSpan]) -> bool:
    """Whether a match overlaps a date."""
    return any(match.start() < span.stop and span.start < match.end() for span in spans)


def _shifted(text: str, found: list[DateSpan], words: DateWords) -> list[DateSpan]:
    """The dates that are told by so many days, months or years from the one before them."""
    made: list[DateSpan] = []
    shifts: list[tuple[str, int, int | None]] = [(pattern, days, None) for pattern, days in words.shifts.items()]
    shifts += [(pattern, 0, months) for pattern, months in words.month_shifts.items()]
    for pattern, days, months in shifts:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            before = [span for span in found if span.stop <= match.start() and not span.until]
            if days < 0:  # "on Monday, two days after"; of another sentence only "two days earlier"
                here = [span for span in before if ". " not in text[span.stop : match.start()]]
                before = here or ([] if "after" in match[0].split() else before)
            if before and not _meets(match, [*found, *made]):
                made.append(before[-1]._replace(start=match.start(), stop=match.end(), shift=days, months=months))
    for pattern, years in words.year_shifts.items():
        for match in re.finditer(pattern, text, re.IGNORECASE):
            told = [year for span in found if span.stop <= match.start() for year in _YEAR.findall(span.words)]
            if told and not _meets(match, [*found, *made]):
                made.append(DateSpan(match.start(), match.end(), str(int(told[-1]) + years), None, None, until=False))
    return made


def _of_saying(text: str, span: DateSpan, words: DateWords) -> bool:
    """Whether a verb of saying stands right beside a date: "сообщил в пятницу"."""
    if not words.said:
        return False
    before, after = text[max(0, span.start - _SAID) : span.start], text[span.stop : span.stop + _SAID]
    return bool(
        re.search(words.said + r"\s*$", before, re.IGNORECASE) or re.match(r"\s*" + words.said, after, re.IGNORECASE)
    )


def _told_twice(text: str, span: DateSpan, following: list[DateSpan]) -> bool:
    """Whether a day of the week only goes with the date after it: "в понедельник, 11 ноября"."""
    return (
        span.weekday is not None
        and bool(following)
        and following[0].weekday is None
        and not following[0].until
        and re.fullmatch(r"\s*,?\s*", text[span.stop : following[0].start]) is not None
    )


class Calendar:
    """The dates of one article, reckoned from its publication; without that day nothing is that needs it."""

    def __init__(self, text: str, article: Article, words: DateWords) -> None:
        self.text = text
        self.words = words
        self.spans = find_dates(text, words)
        self.published: date | None = None
        with suppress(ValueError):
            self.published = date.fromisoformat(article.published[:10])

    def read(self, span: DateSpan, *, ahead: bool = False) -> When:
        """What day or days the date is; with its words alone where that cannot be known."""
        if span.months is not None:
            return self._months_on(span)
        if span.shift:
            when = self.read(span._replace(shift=0))
            printed = " ".join(self.text[span.start : span.stop].split())
            if when.earliest is None or when.earliest != when.latest:
                return When(text=printed)
            day = when.earliest + timedelta(days=span.shift)
            return _on(printed, day)
        printed = " ".join(self.text[span.start : span.stop].split())
        words = self.words.read_as.get(fold(span.words), span.words)
        if span.weekday is not None:
            return self._weekday(printed, span.weekday, ahead=ahead)
        if span.day:
            return self._near(printed, span.day, None, ahead=ahead)
        if figures := _FIGURES.fullmatch(words):
            return self._in_figures(printed, figures, ahead=ahead)
        return self._in_words(printed, span, self._rewritten(words), ahead=ahead)

    def _months_on(self, span: DateSpan) -> When:
        """The month so many months from a date."""
        when = self.read(span._replace(months=None))
        printed = " ".join(self.text[span.start : span.stop].split())
        first = when.earliest
        if first is None or when.latest is None or (first.year, first.month) != (when.latest.year, when.latest.month):
            return When(text=printed)
        count = first.year * _MONTHS + first.month - 1 + (span.months or 0)
        words = f"{count // _MONTHS:04}-{count % _MONTHS + 1:02}"
        with suppress(DateError):
            made = parse(words, today=first, published=first)
            return When(text=printed, edtf=made.edtf, earliest=made.earliest, latest=made.latest, basis=Basis.INFERRED)
        return When(text=printed)

    def _rewritten(self, words: str) -> str:
        """The words of a date as `casefile.dates` reads them."""
        for pattern, instead in self.words.rewrites:
            if re.fullmatch(pattern, words, re.IGNORECASE):
                return re.sub(pattern, instead, words, flags=re.IGNORECASE)
        return words

    def _in_words(self, printed: str, span: DateSpan, words: str, *, ahead: bool) -> When:
        if span.year is not None:
            if self.published is None:
                return When(text=printed)
            words = f"{words} {self.published.year + span.year}"
        if self.published is None and not _YEAR.search(words):
            return When(text=printed)
        day = self.published or date(1, 1, 1)
        try:
            when = parse(words, today=day, published=day, ahead=ahead)
        except DateError:
            return When(text=printed)
        basis = Basis.INFERRED if span.year is not None else when.basis
        return When(text=printed, edtf=when.edtf, earliest=when.earliest, latest=when.latest, basis=basis)

    def end(self, span: DateSpan, since: When) -> When | None:
        """Up to when something is ordered that was ordered on `since`; None where no day follows from the words."""
        base = since.latest or self.published
        words = self.words.read_as.get(fold(span.words), span.words)
        if base is None or span.weekday is not None or span.shift or span.year is not None:
            return None
        try:
            when = parse(words, today=base, published=base, ahead=True)
        except DateError:
            return None
        if when.latest is None or (since.earliest is not None and when.latest < since.earliest):
            return None
        printed = " ".join(self.text[span.start : span.stop].split())
        return When(text=printed, edtf=when.edtf, earliest=when.earliest, latest=when.latest, basis=when.basis)

    def _weekday(self, printed: str, weekday: int, *, ahead: bool) -> When:
        if self.published is None:
            return When(text=printed)
        away = (
            (weekday - self.published.weekday()) % _WEEK if ahead else -((self.published.weekday() - weekday) % _WEEK)
        )
        day = self.published + timedelta(days=away)
        return _on(printed, day)

    def _in_figures(self, printed: str, figures: re.Match[str], *, ahead: bool) -> When:
        """A day and month in figures, where they can stand in one order only: 14/07, 03.12.24."""
        first, second = int(figures[1]), int(figures[3])
        if figures[2] == "/" and first <= _MONTHS and second <= _MONTHS and first != second:
            return When(text=printed)
        day, month = (first, second) if second <= _MONTHS else (second, first)
        if figures[4] is None:
            return self._near(printed, day, month, ahead=ahead)
        year = int(figures[4]) if len(figures[4]) > 2 else 2000 + int(figures[4])  # noqa: PLR2004 - "24"
        with suppress(ValueError):
            return _on(printed, date(year, month, day))
        return When(text=printed)

    def _near(self, printed: str, day: int, month: int | None, *, ahead: bool) -> When:
        """The last such day of a month up to publication, or the next one."""
        if self.published is None:
            return When(text=printed)
        step = timedelta(days=1 if ahead else -1)
        near = self.published
        for _ in range(_FOUR_YEARS if month else _TWO_MONTHS):
            if near.day == day and month in {None, near.month}:
                return _on(printed, near)
            near += step
        return When(text=printed)

    def before(self, when: When, text: str) -> When:
        """On or before the last day of `when`; unknown where that is not known."""
        if when.latest is None:
            return When(text=text)
        return When(text=text, edtf=f"[..{when.latest.isoformat()}]", latest=when.latest, basis=Basis.INFERRED)

    def by_publication(self) -> When:
        """On or before the day of publication, by which whatever is told had happened; unknown where there is none."""
        if self.published is None:
            return When(text="unknown")
        return When(
            text=self.published.isoformat(),
            edtf=f"[..{self.published.isoformat()}]",
            latest=self.published,
            basis=Basis.INFERRED,
        )


_FOUR_YEARS = 1461
#: Characters beside a date among which a verb of saying is looked for.
_SAID = 20
_TWO_MONTHS = 62


def _on(printed: str, day: date) -> When:
    return When(text=printed, edtf=day.isoformat(), earliest=day, latest=day, basis=Basis.INFERRED)


def plain(when: When) -> dict[str, Any]:
    """A date as a draft holds it: what its record's JSON has."""
    made: dict[str, Any] = {"text": when.text}
    if when.edtf:
        made["edtf"] = when.edtf
    if when.earliest is not None:
        made["earliest"] = when.earliest.isoformat()
    if when.latest is not None:
        made["latest"] = when.latest.isoformat()
    if when.basis is not Basis.STATED:
        made["basis"] = str(when.basis)
    return made
