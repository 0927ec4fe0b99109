"""The line that an agency's report opens with: from where, which day, which agency («МОСКВА, 29 окт – РАПСИ.»)."""

from __future__ import annotations

import re
from typing import NamedTuple

from casefile.ingest.days import DAY, printed_day

_HEAD = 3_000  # characters of a text among which a dateline can stand
_LINES = 12

_DASH = r"[-–—―]{1,2}"
# A place: words that begin with a capital, up to two more after a slash or comma ("БАКУ, Азербайджан", "PARIS/BAKU").
_NAME = r"[^\W\d_a-zа-яё][\w’'.-]{1,40}(?: [^\W\d_a-zа-яё][\w’'.-]{0,30}){0,3}"
_PLACE = rf"(?P<place>{_NAME}(?:[/,]\s?{_NAME}){{0,2}})"
# An agency: up to four words with capitals (РАПСИ, INTERFAX.RU, РИА Новости), or two of which only the first has one.
_LETTER = r"(?:[\w’'-]|\.(?=\w))"
_CAPITAL = rf"[^\W\d_a-zа-яё]{_LETTER}{{1,30}}"
_AGENCY = rf"(?P<agency>{_CAPITAL}(?: {_CAPITAL}){{0,3}}?|{_CAPITAL} [^\W\d_]{_LETTER}{{2,20}})"
_TAIL = r"(?:\s?г(?:ода|\.)?)?"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # МОСКВА, 29 окт – РАПСИ.   МОСКВА, 29 окт - РИА Новости.   Москва, 29 октября 2025 - ТАСС -
        rf"{_PLACE},\s+{DAY}{_TAIL}\.?\s*{_DASH}\s*{_AGENCY}(?:\.(?=\s|$)|\s*{_DASH}|\s+/)",
        # САНКТ-ПЕТЕРБУРГ, 3 мая — РАПСИ, Имя Автора.
        rf"{_PLACE},\s+{DAY}{_TAIL}\.?\s*{_DASH}\s*(?P<agency>[^\W\d_a-zа-яё]{{2,20}}),",
        # Москва. 12 марта. INTERFAX.RU -   Баку. 29 октября. Интерфакс-Азербайджан -
        rf"{_PLACE}\.\s+{DAY}{_TAIL}\.?\s+{_AGENCY}\s*(?:{_DASH}|\.\s)",
        # Баку, 29 октября, АЗЕРТАДЖ    КИШИНЁВ, 4 июня, «Правовой курьер».
        rf"{_PLACE},\s+{DAY}{_TAIL},\s+(?P<agency>[^\W\d_a-zа-яё]{{3,20}})(?!\w)",
        rf"{_PLACE},\s+{DAY}{_TAIL},\s+[«“\"](?P<agency>[^»”\"]{{2,40}})[»”\"]\.?\s",
        # МОСКВА, 29 октября. /ТАСС/.   БАКУ /Trend/   Baku, 29 October, /AZERTAC/
        rf"{_PLACE}(?:[,.]\s+{DAY}{_TAIL})?[.,]?\s*/\s?{_AGENCY}\s?/",
        # 29 октября, Минск /Корр. БЕЛТА/.
        rf"{DAY}{_TAIL},\s+{_PLACE},?\s*/\s?(?:[Кк]орр\.\s?)?{_AGENCY}\s?/",
        # LONDON, Oct 29 (Reuters) -   BAKU (AP) —   BAKU, Azerbaijan (AP) —   BAKU. Oct 29, 2025 (Interfax) -
        rf"{_PLACE}(?:[,.]\s+{DAY}{_TAIL})?,?\s*\(\s?[«“\"]?{_AGENCY}[»”\"]?\s?\)(?:\s*{_DASH}|\.)",
        # Oct 29 (Reuters) -
        rf"(?P<place>){DAY}{_TAIL},?\s*\(\s?{_AGENCY}\s?\)(?:\s*{_DASH}|\.)",
        # COLOMBO, Feb 12 – The navy   BAKU, Azerbaijan, October 29.   New York, June 11, 2025—A   ТАСС, 29 октября.
        rf"(?P<agency>){_PLACE},\s+{DAY}{_TAIL}(?:\s*{_DASH}|\.(?=\s))",
    )
)
_AGENCIES = {"ТАСС", "TASS", "РАПСИ", "ИНТЕРФАКС", "INTERFAX", "УКРИНФОРМ", "АЗЕРТАДЖ", "AZERTAC", "BELTA", "БЕЛТА"}


class Dateline(NamedTuple):
    """What a report opens with.

    Attributes:
        place: From where it is, or empty.
        agency: Whose report it is, or empty.
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
            place, agency = found["place"], found["agency"]
            if not agency and place.upper() in _AGENCIES:
                place, agency = "", place
            # else it is a name with a remark in brackets after it, or with a day
            telling = (dated and agency) or "/" in found.group() or (day is not None and day.iso)
            if telling or place.isupper() or agency.isupper() or place.partition(",")[0].isupper():
                return Dateline(place, agency, day.iso if day else "", day.printed if day else "")
    return None
