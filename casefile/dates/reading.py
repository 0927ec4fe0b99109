"""Reads dates as people write them: EDTF, English, Russian, Azerbaijani, months of some more languages."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache

from casefile.dates import spans
from casefile.dates.showing import MONTHS, PARTS_OF_MONTH, PARTS_OF_YEAR, YEARS_IN_WORDS
from casefile.dates.spans import Span, Unreadable, YearOpen
from casefile.dates.when import Basis, When
from casefile.errors import DateError

_LONGEST = 200
_LANGUAGES = ["en", "ru", "az", "uk", "tr"]
_UNKNOWN = {"unknown", "date unknown", "неизвестно", "дата неизвестна", "naməlum", "namelum", "?"}

_BEFORE = (
    r"(?:≤|<=|before|by|until|till|up to|prior to|no later than|not later than|on or before|"
    r"до|не позднее|не позже|к|ранее|раньше)\s+(?P<d>.+)|(?:≤|<=)(?P<d2>.+)|"
    r"(?P<d3>.+?)(?:\s*-?\s*(?:dək|dek|d[əa]n əvvəl)|\s+qədər)"
)
_SINCE = (
    r"(?:≥|>=|since|from|not before|on or after|no earlier than|"
    r"с|со|начиная с|не ранее|не раньше)\s+(?P<d>.+?)(?: on(?:wards?)?)?|(?:≥|>=)(?P<d2>.+)|"
    r"(?P<d3>.+?)\s*-?\s*d[əa]n bəri"
)
#: Without the day itself. Of "before" people are not so sure: it is read as "by".
_AFTER = r"(?:after|после|після)\s+(?P<d>.+)|>(?!=)\s*(?P<d2>.+)|(?P<d3>.+?)\s*-?\s*d[əa]n sonra"
_LESS = r"<(?!=)\s*(?P<d>.+)"
_NIGHT = (
    r"(?:в ночь на|[ву] ніч на|(?:in |during |on )?(?:the )?night (?:to|into|before)|overnight (?:to|into))"
    r"\s+(?P<d>.+)|"
    r"(?:в ночь со?|[ву] ніч з)\s+(?P<a>.+?)\s+на\s+(?P<b>.+)|"
    r"(?:(?:in |during |on )?(?:the )?night of|overnight)\s+(?P<d2>.+)|(?P<d3>.+?) keçən gecə"
)
#: What is said of when something became known, before or after the date.
_KNOWN = re.compile(
    r"(?:(?:it |this |that )?(?:first )?(?:became|was made) (?:publicly )?known(?: on| in)?|"
    r"(?:(?:об этом|это) )?стало (?:об этом )?известно|стало відомо)[:,]?\s+(?P<d>.+)|(?P<d2>.+?)\s+məlum ol(?:du|ub)"
)
_ABOUT = r"(?:~|about|around|circa|ca\.?|c\.|approximately|roughly|около|примерно|приблизительно|təxminən)\s*(?P<d>.+)"
_BETWEEN = r"(?:(?:some time )?between\s+(?P<a>.+?)\s+(?:and|&)\s+(?P<b>.+)|между\s+(?P<c>.+?)\s+и\s+(?P<e>.+))"
_FROM_TO = (
    r"(?:from\s+(?P<a>.+?)\s+(?:to|till|until)\s+(?P<b>.+)|со?\s+(?P<c>.+?)\s+по\s+(?P<e>.+)|"
    r"(?P<f>.+?)\s*(?:–|—| - |(?<=\d)-(?=\d{1,2}\s+[^\W\d]))\s*(?P<g>.+))"
)
_PART = (
    r"(?:(?P<early>early(?: in)?|(?:at |in )?the beginning of|(?:в )?начал[оае]|"
    r"(?:in |during |on )?the (?:very )?first (?:few )?days of|(?:в )?первы(?:х числах|е числа|х днях|е дни))|"
    r"(?P<mid>mid(?:dle of)?|(?:in )?the middle of|(?:в )?середин[аеу])|"
    r"(?P<late>late(?: in)?|(?:at |in )?the end of|(?:в |к )?кон(?:ец|це|цу)|"
    r"(?:in |during |on )?the (?:very )?last (?:few )?days of|(?:в )?последни(?:х числах|е числа|х днях|е дни)))"
    r"[\s-]+(?P<d>.+)"
)
_PART_AZ = (
    r"(?P<d>.+?)\s+(?:(?P<early>əvvəl\w*|ilk günlər\w*)|(?P<mid>orta\w*)|"
    r"(?P<late>sonu\w*|son günlər\w*|axır\w*))"
)
_SEASON = (
    r"(?:in\s+(?:the\s+)?)?(?P<word>[^\W\d]+)(?:\s+of)?\s+(?P<year>\d{4})(?:\s*г(?:\.|ода?|оду)?)?|"
    r"(?P<y2>\d{4})(?:-?c[iıuü] il\w*)?\s+(?P<w2>[^\W\d]+)"
)
_SEASON_WORDS = {
    "spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4,
    "весна": 1, "весной": 1, "весны": 1, "лето": 2, "летом": 2, "лета": 2,
    "осень": 3, "осенью": 3, "осени": 3, "зима": 4, "зимой": 4, "зимы": 4,
    "yaz": 1, "yazda": 1, "yay": 2, "yayda": 2, "payız": 3, "payızda": 3, "qış": 4, "qışda": 4,
}  # fmt: skip
_NOISE = {
    "the",
    "of",
    "in",
    "on",
    "at",
    "в",
    "во",
    "на",
    "г",
    "года",
    "году",
    "год",
    "числа",
    "il",
    "ilin",
    "ildə",
    "ili",
    "year",
}
_TOKEN = re.compile(
    r"(\d+)(?:-?(?:st|nd|rd|th|го|ого|е|ое|му|м|c[iıuü]|d[aəe]|n[aə]|s?[iıuü](?:n[dəa]*)?))?(?![\w])|([^\W\d_]+)"
)
_RELATIVE = re.compile(
    r"\b(?:today|now|yesterday|tomorrow|ago|last|this|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*|сегодня|сейчас|вчера|"
    r"позавчера|завтра|назад|прошл\w+|понедельник|вторник|сред[уы]|четверг|пятниц[уы]|суббот[уы]|воскресенье|вчора|"
    r"сьогодні|dünən|bu gün|bugün|sabah|dün)\b"
)
_ENDINGS = (
    "indən",
    "ından",
    "undan",
    "ündən",
    "ında",
    "ində",
    "unda",
    "ündə",
    "ınadək",
    "dan",
    "dən",
    "da",
    "də",
    "ın",
    "in",
    "un",
    "ün",
    "a",
    "ə",
    "e",
    "nın",
    "nin",
)


def parse(
    text: str,
    *,
    today: date,
    published: When | date | None = None,
    ahead: bool = False,
    since: date | None = None,
    until: date | None = None,
) -> When:
    """A date from what a person typed.

    Args:
        text: EDTF (levels 0 and 1, open and closed sets), ISO 8601 dates and their beginnings, or words: "1 July 2025",
            "в августе 2025", "iyulun 1-i 2025", "before ...", "early July", "between ... and ...", "about ...",
            "autumn 2024", "yesterday", "unknown". Numbers with dots are day, month, year.
        today: What "yesterday" and a missing year are reckoned from when `published` is None.
        published: When the source was published, from which they are reckoned if it is given: the year is that of the
            latest such date not after it. The result is then marked inferred.
        ahead: Whether the date is of something to come: a missing year is then that of the first such date that does
            not end before it.
        since: What a date without a year cannot lie before; with `ahead`, it is the first such date from here on.
        until: What it cannot lie after. Without `ahead`, exactly one year must bring it between `since` and here.

    Raises:
        DateError: It is no date, or one that no calendar has, or its year is left open; the error says why.
    """
    cleaned = " ".join(text.split())
    if not cleaned:
        raise DateError("", "nothing was given")
    if len(text) > _LONGEST:
        raise DateError(f"{cleaned[:40]}…", f"it has more than {_LONGEST} characters")
    if not cleaned.isprintable():
        raise DateError(ascii(cleaned)[1:-1], "it holds characters that cannot be printed")
    if cleaned.lower() in _UNKNOWN:
        return When(text=text)
    reference = published
    if isinstance(published, When):
        reference = published.latest or published.earliest
    start = reference if isinstance(reference, date) else today
    try:
        span = spans.read_edtf(cleaned) or _Reading(start, ahead=ahead, since=since, until=until).read(cleaned)
    except YearOpen as error:
        raise DateError(cleaned, str(error), f"Give the year, too: “{cleaned} {(since or start).year}”.") from None
    except Unreadable as error:
        raise DateError(cleaned, str(error)) from None
    except OverflowError:
        raise DateError(cleaned, "it lies outside the calendar") from None
    basis = Basis.INFERRED if span.inferred else Basis.STATED
    return When(text=text, edtf=span.edtf, earliest=span.earliest, latest=span.latest, basis=basis)


def says_when_known(text: str) -> bool:
    """Whether `text` says when something became known ("it became known on 3 May"), and not when it happened."""
    return _KNOWN.fullmatch(" ".join(text.lower().split())) is not None


def bounds(text: str, *, today: date) -> tuple[date | None, date | None]:
    """First and last day of a date that limits a list ("--from August 2025"); raises `DateError` as `parse` does."""
    when = parse(text, today=today)
    return when.earliest, when.latest


class _Reading:
    """The reading of one text, with what a missing year is reckoned from."""

    def __init__(
        self, reference: date, *, ahead: bool = False, since: date | None = None, until: date | None = None
    ) -> None:
        self.reference = reference
        self.ahead = ahead
        self.since = since
        self.until = until

    def read(self, text: str) -> Span:
        """The span that `text` (one line) names; raises `Unreadable`."""
        words = text.replace("ё", "е").replace("İ", "i").lower().strip().rstrip(".,;")
        if uncertain := words.endswith("?"):
            words = words.rstrip("? ")
        if match := _KNOWN.fullmatch(words):
            words = match["d"] or match["d2"]
        for prefix in ("possibly ", "perhaps ", "возможно "):
            if words.startswith(prefix):
                words, uncertain = words.removeprefix(prefix), True
        span = self._vague(words)
        return spans.qualified(span, "?") if uncertain else span

    def _vague(self, words: str) -> Span:
        if re.match(r"\d+/\d+(/\d+)?$", words):
            raise Unreadable("day and month cannot be told apart; write 2025-07-01 or 1 July 2025")
        if match := re.fullmatch(_ABOUT, words):
            return spans.qualified(self._vague(match["d"]), "~")
        for pattern, lasting in ((_BETWEEN, False), (_FROM_TO, True)):
            if (match := re.fullmatch(pattern, words)) and not self._simple_or_none(words):
                first, last = [part for part in match.groups() if part]
                return self._between(first, last, lasting=lasting)
        if match := re.fullmatch(_NIGHT, words):
            return self._night(match)
        for pattern, make in (
            (_BEFORE, spans.before),
            (_SINCE, spans.after),
            (_AFTER, spans.later),
            (_LESS, spans.earlier),
        ):
            if match := re.fullmatch(pattern, words):
                return self._open(next(part for part in match.groups() if part), make)
        for pattern in (_PART, _PART_AZ):
            if match := re.fullmatch(pattern, words):
                return self._part(next(word for word in ("early", "mid", "late") if match[word]), match["d"])
        return self._simple(words)

    def _open(self, words: str, make: Callable[[Span], Span]) -> Span:
        inner = self._vague(words)
        if inner.edtf.startswith("[") and make in (spans.before, spans.after):
            # "before early July": the bound that matters is all that is kept
            bound = inner.latest if make is spans.before else inner.earliest
            if bound is None:
                raise Unreadable("one open date cannot be the end of another")
            return make(spans.of_day(bound)._replace(inferred=inner.inferred))
        return make(inner)

    def _night(self, match: re.Match[str]) -> Span:
        """A night: of two days nobody knows which."""
        if match["a"]:
            return self._between(match["a"], match["b"], lasting=False)
        words = match["d"] or match["d2"] or match["d3"]
        if match["d2"] and (two := re.fullmatch(r"(.+?)\s*(?:to|and|[-–—])\s*(.+)", words)):
            return self._between(two[1], two[2], lasting=False)
        span = self._simple(words)
        if span.earliest is None or span.earliest != span.latest:
            raise Unreadable("a night goes with a day")
        step = timedelta(days=1)
        first, last = (span.earliest, span.latest + step) if match["d2"] else (span.earliest - step, span.latest)
        made = spans.between(spans.of_day(first), spans.of_day(last), lasting=False)
        return made._replace(inferred=span.inferred)

    def _simple_or_none(self, words: str) -> Span | None:
        try:
            return self._simple(words)
        except Unreadable:
            return None

    def _between(self, first: str, last: str, *, lasting: bool) -> Span:
        end = self._simple(last)
        if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th|-?го|-?ого|-?е)?", first):
            if end.earliest is None or end.earliest != end.latest:
                raise Unreadable("the month of the first day is missing")
            number = int("".join(filter(str.isdigit, first)))
            start = spans.of_day(spans.day(end.earliest.year, end.earliest.month, number))
        else:
            year = end.latest.year if end.latest else self.reference.year
            start = self._simple(first, year=year)
            if start.inferred and start.earliest and end.latest and start.earliest > end.latest:
                start = self._simple(first, year=year - 1)
            if not end.inferred:
                start = start._replace(inferred=False)
        return spans.between(start, end, lasting=lasting)

    def _part(self, part: str, words: str) -> Span:
        whole = self._simple(words)
        if re.fullmatch(r"\d{4}", whole.edtf):
            low, high = PARTS_OF_YEAR[part]
            year = int(whole.edtf)
            return spans.between(spans.of_month(year, low), spans.of_month(year, high), lasting=False)
        if not re.fullmatch(r"\d{4}-(?:0\d|1[0-2])", whole.edtf) or whole.earliest is None or whole.latest is None:
            raise Unreadable("early, mid and late go with a month or a year")
        low, high = PARTS_OF_MONTH[part]
        first = whole.earliest.replace(day=low)
        last = whole.earliest.replace(day=min(high, whole.latest.day))
        return spans.between(spans.of_day(first), spans.of_day(last), lasting=False)._replace(inferred=whole.inferred)

    def _simple(self, words: str, *, year: int | None = None) -> Span:
        """One day, month, year or season; `year` is what a missing year is taken to be, where that is known."""
        words = words.strip(" ,")
        if found := spans.read_edtf(words.upper()):
            return found
        if match := re.fullmatch(r"(\d{3})0s|(\d{3})0-е(?:\s+годы)?", words):
            return Span(
                f"{match[1] or match[2]}X",
                spans.day(int((match[1] or match[2]) + "0"), 1, 1),
                spans.day(int((match[1] or match[2]) + "9"), 12, 31),
            )
        if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?:\s*г\.?)?", words):
            number, month, written = (int(part) for part in match.groups())
            if len(match[3]) == 2:  # noqa: PLR2004 - a year without its century is of this one, unless that lies far ahead
                written += 2000 if 2000 + written <= self.reference.year + 10 else 1900
            return spans.of_day(spans.day(written, month, number))
        if match := re.fullmatch(_SEASON, words):
            season = _SEASON_WORDS.get(match["word"] or match["w2"])
            if season:
                return spans.of_season(int(match["year"] or match["y2"]), season)
        if _RELATIVE.search(words):
            return self._relative(words)
        return self._day_month_year(words, year)

    def _day_month_year(self, words: str, year: int | None) -> Span:  # noqa: C901, PLR0912 - one branch a mistake
        number = month = written = None
        if words.startswith("-") or re.sub(_TOKEN, "", words).strip(" ,.’'-"):
            raise Unreadable("it is not written as a date")
        for token in _TOKEN.finditer(words):
            digits, word = token.groups()
            if digits is None:
                if word in _NOISE or (word == "ci" and written is None):
                    continue
                if month is not None:
                    raise Unreadable(f"“{word}” is one word too many")
                month = _month(word)
                if month is None:
                    raise Unreadable(f"“{word}” is no month")
            elif len(digits) == 4 and written is None:  # noqa: PLR2004 - a year
                written = int(digits)
            elif len(digits) <= 2 and number is None:  # noqa: PLR2004 - a day
                number = int(digits)
            else:
                raise Unreadable(f"“{digits}” is one number too many")
        if written is not None and written not in YEARS_IN_WORDS:
            raise Unreadable(f"the year {written} is not one that casefile expects in words; write it as EDTF")
        if month is None:
            if written is None or number is not None:
                raise Unreadable("a month is missing")
            return spans.of_year(written)
        if number == 0 or (number or 1) > 31:  # noqa: PLR2004 - days of a month
            raise Unreadable(f"{MONTHS[month - 1]} has no day {number}")
        if written is not None:
            return spans.of_day(spans.day(written, month, number)) if number else spans.of_month(written, month)
        return self._recent(number, month, year)._replace(inferred=True)

    def _recent(self, number: int | None, month: int, year: int | None) -> Span:
        """The latest such day or month that is not after the reference; of what lies ahead, the first not before it."""
        if year is not None:
            return spans.of_day(spans.day(year, month, number)) if number else spans.of_month(year, month)
        if self.since and not self.ahead:
            return self._only(number, month, self.since, self.until or self.reference)
        reference = self.since if self.since and self.ahead else self.reference
        step = 1 if self.ahead else -1
        for years in range(9):  # a leap day may be eight years away
            candidate = reference.year + step * years
            try:
                span = spans.of_day(spans.day(candidate, month, number)) if number else spans.of_month(candidate, month)
            except Unreadable:
                continue
            if self.ahead:
                fits = span.latest is not None and span.latest >= reference
            else:
                fits = span.earliest is not None and span.earliest <= reference
            if fits:
                return span
        raise Unreadable(f"{MONTHS[month - 1]} has no day {number}")

    def _only(self, number: int | None, month: int, since: date, until: date) -> Span:
        """The one such day or month that lies between two days."""
        found: list[Span] = []
        for year in range(since.year, max(since.year, until.year) + 1):
            with contextlib.suppress(Unreadable):
                span = spans.of_day(spans.day(year, month, number)) if number else spans.of_month(year, month)
                if span.latest and span.earliest and span.latest >= since and span.earliest <= until:
                    found.append(span)
        if len(found) == 1:
            return found[0]
        low, high = (f"{one.day} {MONTHS[one.month - 1]} {one.year}" for one in (since, until))
        between = f"between {low}, when it happened at the earliest, and {high}, when it was public or today"
        if not found:
            raise YearOpen(f"it has no year, and in none does it lie {between}")
        years = " or ".join(str(span.earliest.year) for span in found if span.earliest)
        raise YearOpen(f"it has no year, and {years} would bring it {between}")

    def _relative(self, words: str) -> Span:
        """A date told from the reference day, by dateparser; as exact as what was said, never more."""
        from dateparser.date import DateDataParser

        base = datetime(self.reference.year, self.reference.month, self.reference.day)  # noqa: DTZ001 - days have no zone
        turned = _TURNED_WEEKDAY.search(words)
        ahead = self.ahead or bool(turned and turned["next"])
        if turned:
            words = words.replace(turned[0], "", 1).strip()
        settings = {
            "RELATIVE_BASE": base,
            "PREFER_DATES_FROM": "future" if ahead else "past",
            "DATE_ORDER": "DMY",
            "RETURN_AS_TIMEZONE_AWARE": False,
        }
        try:
            found = DateDataParser(languages=_LANGUAGES, settings=settings).get_date_data(words)
        except (ValueError, OverflowError, TypeError, AttributeError, RecursionError):
            found = None
        if found is None or found.date_obj is None:
            raise Unreadable("it is not written as a date")
        day = found.date_obj.date()
        if re.search(r"\b\d{1,2}\b.*[^\W\d]", words) and not re.search(r"ago|назад", words):
            raise Unreadable("a day of the week and a date are told at once; leave the day of the week out")
        if found.period == "year":
            span = spans.of_year(day.year)
        elif found.period == "month":
            span = spans.of_month(day.year, day.month)
        elif found.period == "week":
            monday = day - timedelta(days=day.weekday())
            span = spans.between(spans.of_day(monday), spans.of_day(monday + timedelta(days=6)), lasting=False)
        else:
            if abs(day - base.date()) == timedelta(days=7) and not turned and _WEEKDAY.fullmatch(words):
                day = base.date()  # a report of a Wednesday that says "on Wednesday" means that very day
            span = spans.of_day(day)
        return span._replace(inferred=True)


_DAYS = r"(?:понедельник|вторник|сред[уы]|четверг|пятниц[уы]|суббот[уы]|воскресенье)"
#: A day of the week by itself, and what turns it to the week before or after.
_WEEKDAY = re.compile(rf"(?:on |во? |у )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|{_DAYS})")
_TURNED_WEEKDAY = re.compile(
    rf"\b(?:прошл|минувш|прошедш)(?:ый|ую|ое) (?={_DAYS}$)|\b(?P<next>(?:следующ|будущ)(?:ий|ую|ее)) (?={_DAYS}$)"
)


@lru_cache(maxsize=512)
def _month(word: str) -> int | None:
    """The month that `word` names in any of its cases; English without dateparser, which takes long to import."""
    if len(word) > 20:  # noqa: PLR2004 - no month has a longer name
        return None
    for number, name in enumerate(MONTHS, 1):
        if name.lower() == word or (3 <= len(word) <= 4 and name.lower().startswith(word)):  # noqa: PLR2004
            return number
    forms = [word]
    if re.search("[а-я]", word):
        # dateparser knows the nominative, the genitive and abbreviations, but not "в августе", "к сентябрю"
        stem = word.rstrip("еюямуо")
        forms += [stem, f"{stem}ь", f"{stem}й", f"{stem}я", f"{stem}а"]
    else:
        forms += [
            word.removesuffix(ending)
            for ending in _ENDINGS
            if word.endswith(ending) and len(word) - len(ending) > len("ma")
        ]
    return next(filter(None, map(_named, dict.fromkeys(forms))), None)


def _named(word: str) -> int | None:
    from dateparser.date import DateDataParser

    if len(word) < 3:  # noqa: PLR2004 - no month is abbreviated to fewer letters
        return None
    try:
        settings = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY", "RETURN_AS_TIMEZONE_AWARE": False}
        found = DateDataParser(languages=_LANGUAGES, settings=settings).get_date_data(f"1 {word} 2000").date_obj
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None
    return found.month if found is not None and (found.year, found.day) == (2000, 1) else None
