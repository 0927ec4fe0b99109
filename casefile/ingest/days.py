"""Days as documents print them, read only where they are complete: no year is guessed."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

# Stems in the order of the months. Azerbaijani, Turkish and Ukrainian months that are written as Russian or English
# ones stand with those.
_MONTHS = (
    ("jan", "янв", "yan", "січ", "oca"),
    ("feb", "фев", "fev", "лют", "şub"),
    ("mar", "мар", "бер"),
    ("apr", "апр", "кві", "nis"),
    ("may", "май", "мая", "тра"),
    ("jun", "июн", "iyun", "i̇yun", "чер", "haz"),
    ("jul", "июл", "iyul", "i̇yul", "лип", "tem"),
    ("aug", "авг", "avq", "сер", "ağu"),
    ("sep", "сен", "sen", "вер", "eyl"),
    ("oct", "окт", "okt", "жов", "eki"),
    ("nov", "ноя", "noy", "лис", "kas"),
    ("dec", "дек", "dek", "гру", "ara"),
)
_WORD = r"(?i:" + "|".join(stem for stems in _MONTHS for stem in stems) + r")[^\W\d_]{0,8}\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"

#: A day and a month in words, with a year or without: "29 окт", "Oct 29", "12 марта 2025", "October 29, 2025".
DAY = rf"(?:(?P<d>[0-3]?\d)\s{{0,3}}(?P<m>{_WORD})|(?P<m2>{_WORD})\s{{0,3}}(?P<d2>[0-3]?\d))(?:,?\s{{0,3}}{_YEAR})?"

_IN_WORDS = re.compile(rf"(?<!\w){DAY}(?!\w)", re.IGNORECASE)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?:[T ].{0,40})?", re.DOTALL)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?:T.{0,40})?")
_DOTTED = re.compile(r"(?<!\d)(?P<d>[0-3]?\d)\.(?P<m>[01]?\d)\.(?P<year>(?:19|20)\d\d)(?!\d)")
_IN_PATH = (
    re.compile(r"/(?P<year>20\d\d|19\d\d)/(?P<m>[01]?\d)/(?P<d>[0-3]?\d)(?=/|$)"),
    re.compile(r"[/_-](?P<year>20\d\d)-?(?P<m>[01]\d)-?(?P<d>[0-3]\d)(?=[/._-]|$)"),
)
_MOST = 200  # characters of what is looked at for a day


class Day(NamedTuple):
    """A day that was read: whole, or as printed without its year."""

    iso: str
    printed: str


def read_day(text: str) -> Day | None:
    """The day that a metadata field gives, as printed in its own time zone; None where it gives none.

    A day whose numbers may stand in two orders (10/07/2025) is none.
    """
    text = text.strip()[:_MOST]
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text) or _DOTTED.search(text):
        return _day(found["year"], int(found["m"]), found["d"], text)
    if found := _IN_WORDS.search(text):
        return printed_day(found)
    return None


def printed_day(found: re.Match[str]) -> Day | None:
    """The day that a match of a pattern with `DAY` in it holds."""
    month = _month(found["m"] or found["m2"])
    number = found["d"] or found["d2"]
    printed = " ".join(f"{number} {found['m']}".split() if found["d"] else f"{found['m2']} {number}".split())
    if len(printed.rpartition(" ")[2]) > len("Sept."):
        printed = printed.rstrip(".")  # the end of a sentence, not of a shortened word
    if found["year"]:
        return _day(found["year"], month, number, printed)
    # 2000 had a 29 February
    return Day("", printed) if _day("2000", month, number, printed) else None


def day_in_address(url: str) -> Day | None:
    """The day in the address of a page ("/2025/10/29/", "/20251029/"), as most news sites have it."""
    path = url[:2_000].partition("?")[0].partition("#")[0]
    for pattern in _IN_PATH:
        if found := pattern.search(path):
            return _day(found["year"], int(found["m"]), found["d"], found.group().strip("/_-"))
    return None


def _month(word: str) -> int:
    word = word.casefold()
    return next(number for number, stems in enumerate(_MONTHS, 1) if any(map(word.startswith, stems)))


def _day(year: str, month: int, number: str, printed: str) -> Day | None:
    try:
        return Day(date(int(year), month, int(number)).isoformat(), printed)
    except ValueError:
        return None
