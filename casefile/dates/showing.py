"""Prints a date for people, exactly as vague as it is, in a form that can be read back."""

from __future__ import annotations

import re
from datetime import date

from casefile.dates.spans import of_month
from casefile.dates.when import When

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SEASONS = ("spring", "summer", "autumn", "winter")
#: Parts of a month by days and of a year by months, as "early", "mid" and "late" are understood.
PARTS_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
PARTS_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
#: Years that are printed, and read, in words; others stay EDTF, so that no number is taken for a year.
YEARS_IN_WORDS = range(1000, 2201)
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_ASCII = str.maketrans(
    {"≤": "<=", "≥": ">=", "≠": "!=", "–": "-", "—": "-", "…": "...", "«": "<<", "»": ">>"}
    | dict.fromkeys("“”„", '"')
    | dict.fromkeys("‘’", "'")
)


def ascii_signs(text: str) -> str:
    """`text` with the signs that casefile itself prints spelled in ASCII; letters stay what they are."""
    return text.translate(_ASCII)


def show(when: When, *, with_year: bool = True) -> str:
    """A date in English: "9 Oct 2025", "Aug 2025", "≤ 1 Jul 2025" (on or before), "3–5 Mar 2025", "~ May 2024".

    Args:
        when: The date.
        with_year: Whether to print the year of a date that lies within one year and is more exact than it; without,
            the line is meant to stand under a heading that has the year.

    Forms of EDTF that have no wording of their own are printed as they are. `parse` reads all of it back.
    """
    edtf = when.edtf
    if not edtf:
        return "date unknown"
    sign, body = "", edtf
    if edtf[-1] in "?~%":
        sign, body = edtf[-1], edtf[:-1]
    text = _body(body, with_year=with_year)
    if text is None or any(int(year) not in YEARS_IN_WORDS for year in re.findall(r"\b\d{4}\b", body)):
        return edtf
    if sign in {"~", "%"}:
        text = f"~ {text}"
    return f"{text} ?" if sign in {"?", "%"} else text


def _body(edtf: str, *, with_year: bool) -> str | None:
    if edtf.startswith("["):
        first, _, last = edtf[1:-1].partition("..")
        if not first or not last:
            one = _one(first or last, with_year=with_year)
            return one and f"{'≥' if first else '≤'} {one}"
        if part := _part_of(first, last, with_year=with_year):
            return part
        start = _one(first, with_year=first[:4] != last[:4] or len(first) == 4)  # noqa: PLR2004 - a year by itself
        end = _one(last, with_year=with_year or first[:4] != last[:4])
        return start and end and f"between {start} & {end}"
    if "/" in edtf:
        first, _, last = edtf.partition("/")
        return _interval(first, last, with_year=with_year)
    return _one(edtf, with_year=with_year)


def _one(edtf: str, *, with_year: bool) -> str | None:
    if len(edtf) == 7 and edtf[5] == "2" and edtf[6] in "1234":  # noqa: PLR2004 - 2025-21 to 2025-24
        return f"{SEASONS[int(edtf[6]) - 1]} {int(edtf[:4])}"
    if re.fullmatch(r"\d{3}X", edtf):
        return f"{edtf[:3]}0s"
    match = _DATE.fullmatch(edtf)
    if match is None:
        return None
    year, month, number = match.groups()
    if not month:
        return year  # with all its digits: the year 0099 is not 99
    name = MONTHS[int(month) - 1][:3]
    words = f"{int(number)} {name}" if number else name
    return f"{words} {year}" if with_year else words


def _interval(first: str, last: str, *, with_year: bool) -> str | None:
    start, end = _DATE.fullmatch(first), _DATE.fullmatch(last)
    if start is None or end is None:
        return None
    same_year = start[1] == end[1]
    if start[3] and end[3] and same_year and start[2] == end[2]:
        whole = _one(last, with_year=with_year)
        return f"{int(start[3])}–{whole}"
    left = _one(first, with_year=not same_year or not start[2])
    right = _one(last, with_year=with_year or not same_year)
    return f"{left} – {right}"


def _part_of(first: str, last: str, *, with_year: bool) -> str | None:
    """Say "early Jul 2025" for the first ten days of July, and so on; None when the span is no such part."""
    start, end = _DATE.fullmatch(first), _DATE.fullmatch(last)
    if start is None or end is None or start[1] != end[1]:
        return None
    if start[3] and end[3] and start[2] == end[2]:
        length = (of_month(int(start[1]), int(start[2])).latest or date.max).day
        for word, (low, high) in PARTS_OF_MONTH.items():
            if (int(start[3]), int(end[3])) == (low, min(high, length)):
                return f"{word} {_one(first[:7], with_year=with_year)}"
    if start[2] and end[2] and not start[3] and not end[3]:
        for word, (low, high) in PARTS_OF_YEAR.items():
            if (int(start[2]), int(end[2])) == (low, high):
                return f"{word} {start[1]}"
    return None
