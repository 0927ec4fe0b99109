"""A line of time fitted into columns: which days a column stands for, and the two lines of labels above them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from casefile.dates import MONTHS

_MONTH = 4  # columns for "Jul" and a blank
_YEAR = 5  # columns for "2025" and a blank
_DAY = 3  # columns for "15" and a blank
_DAYS_NAMED = 93  # up to as many days an axis names days


class Axis(NamedTuple):
    """`width` columns for the days from `start` to `end`, both included.

    Where there are more days than columns, a day on the border of two columns belongs to both.
    """

    start: date
    end: date
    width: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def days_of(self, column: int) -> tuple[int, int]:
        """The first and the last day that a column stands for, counted from the start."""
        return column * self.days // self.width, ((column + 1) * self.days - 1) // self.width

    def columns(self, first: date | None, last: date | None) -> range:
        """The columns of the days from `first` to `last` that lie on the axis; None is without limit."""
        low = 0 if first is None else max(0, (first - self.start).days)
        high = self.days - 1 if last is None else min(self.days - 1, (last - self.start).days)
        if low > high:
            return range(0)
        return range(low * self.width // self.days, ((high + 1) * self.width - 1) // self.days + 1)

    def labels(self) -> tuple[str, str]:
        """Two lines of labels, each beginning in the first column of what it names."""
        if self.days <= _DAYS_NAMED and self.days / self.width * _DAY <= 7:  # noqa: PLR2004 - a day a week is named
            step = next(step for step in (1, 2, 5, 7) if step * self.width / self.days >= _DAY)
            small = self._placed(((day, str(day.day)) for day in self._days(step)), _DAY)
            return self._placed(self._months(1, years=True), len("May 2025 ")), small
        for step in (1, 2, 3, 6):
            if step * 30 * self.width / self.days >= _MONTH:
                return self._placed(self._years(1), _YEAR), self._placed(self._months(step, years=False), _MONTH)
        for step in (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500):
            if step * 365 * self.width / self.days >= _YEAR:
                break
        return "", self._placed(self._years(step), _YEAR)

    def _placed(self, names: Iterator[tuple[date, str]], room: int) -> str:
        found = [(self.columns(max(day, self.start), None).start, day, name) for day, name in names]
        if len(found) > 1 and found[0][1] < self.start and found[1][0] < max(room, len(found[0][2]) + 1):
            del found[0]  # what has begun before the axis makes room for what begins on it
        line, free = "", 0
        for place, _, name in found:
            if place >= free and place + len(name) <= self.width:
                line = line.ljust(place) + name
                free = place + max(room, len(name) + 1)
        return line

    def _days(self, step: int) -> Iterator[date]:
        for number in range(self.start.toordinal(), self.end.toordinal() + 1):
            day = date.fromordinal(number)
            if (day.day - 1) % step == 0 and (step == 1 or day.day <= 31 - step // 2):
                yield day

    def _months(self, step: int, *, years: bool) -> Iterator[tuple[date, str]]:
        """The beginnings of months; where they stand above days, also the month in which the axis begins."""
        year, month = self.start.year, self.start.month
        while (year, month) <= (self.end.year, self.end.month):
            first = date(year, month, 1)
            if (month - 1) % step == 0 and (first >= self.start or years):
                name = MONTHS[month - 1][:3]
                yield first, f"{name} {year}" if years else name
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004 - months of a year

    def _years(self, step: int) -> Iterator[tuple[date, str]]:
        """The beginnings of years; above months also the year in which the axis begins."""
        for year in range(self.start.year, self.end.year + 1):
            first = date(year, 1, 1)
            if year % step == 0 and (first >= self.start or step == 1):
                yield first, str(year)
