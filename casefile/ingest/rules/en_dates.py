"""How English news print dates, and the dateline that opens a story."""

from __future__ import annotations

from casefile.ingest.rules import DateWords

_YEAR = r"(?:19|20)\d\d"
_TH = r"(?:st|nd|rd|th)?"
_MONTHS = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|"
    r"sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
#: Words before a date; after "until" it is the end of something ordered.
_ON = r"(?:(?P<until>until|till)|on|by|before|after|since|from|as of)"
_IN = r"(?:(?P<until>until|till)|in|of|since|by|from|during)"
_HOURS = "morning|afternoon|evening|night"
_SPAN = r"(?:week|month|year)"
_PART = r"(?:early|mid|late|the beginning of|the middle of|the end of)"

_UPPER = r"[A-ZÀ-Þ]{2}[A-ZÀ-Þ.'/ -]{0,40}"
_CITY = r"[A-Z]\w{1,30}"
_DAY_OR_MONTH = rf"(?:(?i:{_MONTHS}) \d{{1,2}}|\d{{1,2}} (?i:{_MONTHS}))"

DATES = DateWords(
    patterns=(
        rf"(?P<d>between \d{{1,2}} and \d{{1,2}} {_MONTHS}(?:,? {_YEAR})?)(?!\w)",
        rf"(?:adjourned|postponed) (?:until|to) (?P<d>\d{{1,2}} {_MONTHS}|{_MONTHS} \d{{1,2}})(?!\w)",
        rf"(?:{_ON} )?(?P<d>(?:{_DAYS},? )?{_MONTHS} \d{{1,2}}{_TH}(?:,? {_YEAR})?)(?![\d\w])",
        rf"(?:{_ON} )?(?P<d>(?:{_DAYS},? )?(?:the )?\d{{1,2}}{_TH}(?: of)? {_MONTHS}(?:,? {_YEAR})?)(?!\w)",
        r"(?P<d>(?:19|20)\d\d-\d\d-\d\d)",
        rf"(?:{_IN} )?(?P<d>{_PART}[ -](?:in )?{_MONTHS}(?:,? {_YEAR})?)(?!\w)",
        rf"(?:{_IN} )(?P<d>{_MONTHS}(?:,? {_YEAR})?)(?!\w)",
        rf"(?:last|this) (?P<d>{_MONTHS})(?!\w)",
        rf"(?P<d>{_MONTHS},? {_YEAR})(?!\w)",
        rf"(?:{_ON} )?(?:last |this |early |late )*(?P<w>{_DAYS})(?: (?:{_HOURS}))?(?![\w-])",
        rf"(?P<d>yesterday|today|tomorrow|last (?:night|{_SPAN})|(?:earlier |later )?this {_SPAN})(?!\w)",
        r"(?P<d>(?:a|one|two|three|four|five|six|seven|\d+) (?:day|week|month|year)s? ago)(?!\w)",
        r"(?:in |since |of |until )(?P<d>(?:19|20)\d\d)(?!\w)",
    ),
    read_as={
        "last night": "yesterday",
        "earlier this week": "this week",
        "later this week": "this week",
        "earlier this month": "this month",
        "later this month": "this month",
        "earlier this year": "this year",
        "later this year": "this year",
    },
    weekdays={
        "monday": 0,
        "tuesday": 1,
        "wednesday": 2,
        "thursday": 3,
        "friday": 4,
        "saturday": 5,
        "sunday": 6,
    },
    years={"last year": -1, "this year": 0, "next year": 1},
    earlier=("earlier", "previously", "before that"),
    again=(
        r"\b(?:the same|later that|that) (?:day|evening|night|morning|afternoon)\b",
        rf"\bthat (?P<m>{_MONTHS})(?!\w)",
    ),
)

#: "MOSCOW, Oct 29 (Wire) - ", "New York, June 11, 2025—", "Dec 17 (Wire) - ".
_WIRE = r"(?: \([^)\n]{2,40}\))"
DATELINE = (
    rf"(?:{_UPPER}[\w.' -]{{0,40}}(?:, [A-Z][\w. ]{{1,40}})?(?:,? \(?{_DAY_OR_MONTH}(?:,? {_YEAR})?\)?)?{_WIRE}?"
    rf"|{_CITY}(?: {_CITY})?(?:, {_CITY})?, {_DAY_OR_MONTH}(?:,? {_YEAR})?{_WIRE}?"
    rf"|{_DAY_OR_MONTH}(?:,? {_YEAR})?{_WIRE})"
    r"\s*[-–—]+\s*"
)
