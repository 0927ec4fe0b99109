"""The line that an agency's report opens with: from where, which day, which agency («МОСКВА, 29 окт – РАПСИ.»)."""

from __future__ import annotations

import re
from typing import NamedTuple

from casefile.ingest.days import DAY, printed_day

_HEAD = 3_000  # characters of a text among which a dateline can stand
_LINES = 12

_DASH = r"[-–—―]{1,2}"
# A place: words that begin with a capital, up to two more after a slash or comma ("БАКУ, Азербайджан", "PARIS/BAKU").
_NAME = r"[^\W\d_a-zа-яё][\w’'.-]{1,30}(?:[ -][^\W\d_][\w’'.-]{0,30}){0,3}"
_PLACE = rf"(?P<place>{_NAME}(?:[/,]\s?{_NAME}){{0,2}})"
# An agency: what stands between marks, or a word with a capital: RAPSI, INTERFAX.RU, ТАСС, Sputnik Азербайджан.
_AGENCY = r"(?P<agency>[^\W\d_a-zа-яё][\w.’'-]{1,30}(?: [^\W\d_a-zа-яё][\w.’'-]{0,30}){0,3}?)"
_TAIL = r"(?:\s?г(?:ода|\.)?)?"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # МОСКВА, 29 окт – РАПСИ.   МОСКВА, 29 окт - РИА Новости.   Москва, 29 октября 2025 - ТАСС -
        rf"{_PLACE},\s+{DAY}{_TAIL}\.?\s*{_DASH}\s*{_AGENCY}(?:\.(?=\s|$)|,|\s*{_DASH}|\s+/)",
        # Москва. 12 марта. INTERFAX.RU -   Баку. 29 октября. Интерфакс-Азербайджан -
        rf"{_PLACE}\.\s+{DAY}{_TAIL}\.?\s+{_AGENCY}\s*(?:{_DASH}|\.\s)",
        # Баку, 29 октября, АЗЕРТАДЖ
        rf"{_PLACE},\s+{DAY}{_TAIL},\s+(?P<agency>[^\W\d_a-zа-яё]{{3,20}})(?!\w)",
        # МОСКВА, 29 октября. /ТАСС/.   БАКУ /Trend/   Baku, 29 October, /AZERTAC/
        rf"{_PLACE}(?:[,.]\s+{DAY}{_TAIL})?[.,]?\s*/\s?{_AGENCY}\s?/",
        # LONDON, Oct 29 (Reuters) -   BAKU (AP) —   BAKU, Azerbaijan (AP) —   MOSCOW, October 29, 2025 (AFP) -
        rf"{_PLACE}(?:,\s+{DAY}{_TAIL})?,?\s*\(\s?{_AGENCY}\s?\)(?:\s*{_DASH}|\.)",
    )
)


class Dateline(NamedTuple):
    """What a report opens with.

    Attributes:
        place: From where it is.
        agency: Whose report it is.
        day: The day, where it is complete (ISO 8601).
        printed: The day as printed.
    """

    place: str
    agency: str
    day: str
    printed: str


def find_dateline(text: str) -> Dateline | None:
    """The dateline at the beginning of one of the first lines of a text."""
    for line in text[:_HEAD].splitlines()[:_LINES]:
        for pattern in _PATTERNS:
            found = pattern.match(line.strip()[:300])
            if found is None:
                continue
            dated = bool(found["d"] or found["d2"])
            day = printed_day(found) if dated else None
            if dated and day is None:
                continue
            if not dated and not (found["place"].isupper() or found["agency"].isupper() or "/" in found.group()):
                continue  # a name with a remark in brackets after it
            return Dateline(found["place"], found["agency"], day.iso if day else "", day.printed if day else "")
    return None
