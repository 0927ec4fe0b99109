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
_WEEK = 7


class DateSpan(NamedTuple):
    """A date at its place in the text. ``until`` is where it is the end of what was ordered."""

    start: int
    stop: int
    words: str
    weekday: int | None
    year: int | None
    until: bool
    shift: int = 0


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
                    groups.get("d") or "",
                    words.weekdays.get(fold(weekday)) if weekday else None,
                    words.years.get(fold(year)) if year else None,
                    bool(groups.get("until")),
                )
            )
    return _told_again(text, sorted(found), words)


def _told_again(text: str, found: list[DateSpan], words: DateWords) -> list[DateSpan]:
    """The dates with those that only point back to the one before them, or so many days from it."""
    found = [span for n, span in enumerate(found) if not _told_twice(text, span, found[n + 1 : n + 2])]
    made = list(found)
    for pattern, days in words.shifts.items():
        for match in re.finditer(pattern, text, re.IGNORECASE):
            before = [span for span in found if span.stop <= match.start() and not span.until]
            if before and not any(match.start() < span.stop and span.start < match.end() for span in made):
                made.append(before[-1]._replace(start=match.start(), stop=match.end(), shift=days))
    for pattern in words.again:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            before = [span for span in found if span.stop <= match.start()]
            month = match.groupdict().get("m")
            year = _YEAR.search(before[-1].words) if before else None
            if not before or any(match.start() < span.stop and span.start < match.end() for span in found):
                continue
            if month and year:
                made.append(DateSpan(match.start(), match.end(), f"{month} {year[0]}", None, None, until=False))
            elif not month:
                made.append(before[-1]._replace(start=match.start(), stop=match.end()))
    return sorted(made)


def _told_twice(text: str, span: DateSpan, following: list[DateSpan]) -> bool:
    """Whether a day of the week only goes with the date after it: "в понедельник, 11 ноября"."""
    return (
        span.weekday is not None
        and bool(following)
        and following[0].weekday is None
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
        if span.shift:
            when = self.read(span._replace(shift=0))
            printed = " ".join(self.text[span.start : span.stop].split())
            if when.earliest is None or when.earliest != when.latest:
                return When(text=printed)
            day = when.earliest + timedelta(days=span.shift)
            return When(text=printed, edtf=day.isoformat(), earliest=day, latest=day, basis=Basis.INFERRED)
        printed = " ".join(self.text[span.start : span.stop].split())
        words = self.words.read_as.get(fold(span.words), span.words)
        if span.weekday is not None:
            return self._weekday(printed, span.weekday, ahead=ahead)
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
        return When(text=printed, edtf=day.isoformat(), earliest=day, latest=day, basis=Basis.INFERRED)

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
