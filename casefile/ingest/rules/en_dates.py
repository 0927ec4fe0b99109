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
_ON = r"(?:(?P<until>until|till|up to(?: and including)?)|on|by|before|after|since|from|as of)"
_IN = r"(?:(?P<until>until|till)|in|of|since|by|from|during)"
_DAY = rf"(?:{_MONTHS} \d{{1,2}}{_TH}|\d{{1,2}}{_TH}(?: of)? {_MONTHS})"
_HOURS = "morning|afternoon|evening|night"
_SPAN = r"(?:week|month|year)"
_PART = r"(?:early|mid|late|(?:the )?(?:beginning|start|middle|end) of)"
_COUNTS = {"one": 1, "a": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}

_UPPER = r"[A-ZÀ-Þ]{2}[A-ZÀ-Þ.'/ -]{0,40}"
_CITY = r"[A-Z]\w{1,30}"
_DAY_OR_MONTH = rf"(?:(?i:{_MONTHS}) \d{{1,2}}|\d{{1,2}} (?i:{_MONTHS}))"

DATES = DateWords(
    patterns=(
        rf"(?P<d>(?:(?:the )?night of )?\d{{1,2}}{_TH} (?:to|and|or) \d{{1,2}}{_TH} {_MONTHS}(?:,? {_YEAR})?)(?!\w)",
        rf"(?P<d>{_MONTHS} \d{{1,2}} ?(?:[–-]|to|and) ?\d{{1,2}}(?:,? {_YEAR})?)(?![\d\w])",
        rf"(?P<d>\d{{1,2}} ?[–-] ?\d{{1,2}} {_MONTHS}(?:,? {_YEAR})?)(?!\w)",
        rf"(?:{_ON} )?(?P<d>{_DAY}),? (?:of )?(?P<that>that year|the same year)",
        rf"(?:{_IN} )?(?P<d>{_MONTHS}),? (?:of )?(?P<that>that year|the same year)",
        rf"(?:{_ON} )?(?P<d>{_DAY}),? (?:of )?(?P<y>last year|this year)",
        rf"(?:{_IN} )?(?P<d>{_MONTHS}),? (?:of )?(?P<y>last year|this year)",
        rf"(?P<d>between \d{{1,2}} and \d{{1,2}} {_MONTHS}(?:,? {_YEAR})?)(?!\w)",
        (
            rf"(?:adjourned|postponed|put off)(?: (?:the|her|his|their) \w+)? (?:until|till|to) "
            rf"(?P<d>(?:{_DAYS},? )?{_DAY})(?!\w)"
        ),
        (
            rf"(?:adjourned|postponed|put off)(?: (?:the|her|his|their) \w+)? (?:until|till|to) "
            rf"(?P<w>{_DAYS})(?!\w)"
        ),
        rf"(?:{_ON} )?(?P<d>(?:{_DAYS},? )?{_MONTHS} \d{{1,2}}{_TH}(?:,? {_YEAR})?)(?![\d\w])",
        rf"(?:{_ON} )?(?P<d>(?:{_DAYS},? )?(?:the )?\d{{1,2}}{_TH}(?: of)? {_MONTHS}(?:,? {_YEAR})?)(?!\w)",
        r"(?P<d>(?:19|20)\d\d-\d\d-\d\d)",
        (
            r"(?:(?P<until>until|till|up to(?: and including)?) )?(?<![\d.])"
            r"(?P<d>\d{2}\.\d{2}\.(?:\d{4}|\d{2}))(?![\d.]\d)"
        ),
        r"(?<![\d/])(?P<d>\d{2}/\d{2}(?:/(?:\d{4}|\d{2}))?)(?![\d/])",
        r"\b(?:on|from|by) the (?P<n>\d{1,2})(?:st|nd|rd|th)(?! \w+ (?:floor|day|time|anniversary))(?!\w)",
        r"(?:on )?(?P<d>christmas day|christmas eve|new year's (?:eve|day))(?!\w)",
        rf"(?:{_IN} )?(?P<d>{_PART}[ -](?:in )?{_MONTHS}(?:,? {_YEAR})?)(?!\w)",
        rf"(?:{_IN} )(?P<d>{_MONTHS}(?:,? {_YEAR})?)(?!\w)",
        rf"(?:last|this) (?P<d>{_MONTHS})(?!\w)",
        rf"(?P<d>{_MONTHS},? {_YEAR})(?!\w)",
        rf"(?:{_ON} )?(?:last |this |early |late )*(?P<w>{_DAYS})(?: (?:{_HOURS}))?(?![\w-])",
        (
            rf"(?P<d>yesterday|today|tomorrow|tonight|this (?:morning|afternoon|evening)|"
            rf"last (?:night|{_SPAN})|(?:earlier |later )?this {_SPAN})(?!\w)"
        ),
        r"(?P<d>(?:a|one|two|three|four|five|six|seven|\d+) (?:day|week|month|year)s? ago)(?!\w)",
        r"(?:in |since |of |until )(?P<d>(?:19|20)\d\d)(?!\w)",
    ),
    read_as={
        "last night": "yesterday",
        "tonight": "today",
        "this afternoon": "today",
        "this evening": "today",
        "christmas day": "25 December",
        "christmas eve": "24 December",
        "new year's eve": "31 December",
        "new year's day": "1 January",
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
    afterwards=("since", "later", "subsequently", "afterwards"),
    earlier=("earlier", "previously", "before that"),
    rewrites=(
        (rf"(?:(?:the )?night of )?(\d+){_TH} (?:to|and|or) (\d+){_TH} (.+)", r"between \1 and \2 \3"),
        (r"(\d+) ?[–-] ?(\d+) ([^\W\d].+)", r"between \1 and \2 \3"),
        (rf"({_MONTHS}) (\d+) ?(?:[–-]|to|and) ?(\d+)(.*)", r"between \2 and \3 \1\4"),
        (r"(?:the )?(?:beginning|start) of (?:in )?(.+)", r"early \1"),
        (r"(?:the )?end of (?:in )?(.+)", r"late \1"),
    ),
    year_shifts={
        r"\b(?:in )?(?:that|the) same year\b": 0,
        r"\blater that year\b": 0,
        r"\b(?:the (?:following|next) year|a year later|one year later)\b": 1,
        r"\btwo years later\b": 2,
    },
    row=r",? (?:and )?(?:then )?[a-z]+(?:ed|en|ght) (?:[\w'’-]+ ){0,6}",
    month_shifts={
        rf"\b{word} months? (?:later|afterwards?|after that|on)\b": count for word, count in _COUNTS.items()
    }
    | {r"\bthe (?:following|next) month\b": 1, r"\bthat (?:same )?month\b": 0}
    | {rf"\b{word} months? (?:earlier|before)\b": -count for word, count in _COUNTS.items()},
    shifts={
        r"\b(?:the (?:next|following) (?:day|morning|evening)|the day after)\b": 1,
        **{
            rf"\b{word} days? (?:later|afterwards?|after that|on(?=,| [a-z]+ was))\b": count
            for word, count in _COUNTS.items()
        },
        r"\ba week later\b": 7,
        **{rf"\b{word} days? after\b": -count for word, count in _COUNTS.items()},
        r"\ba week after\b": -7,
        **{rf"\b{word} days? (?:earlier|before|previously|prior)\b": -count for word, count in _COUNTS.items()},
        r"\b(?:the previous day|the day before|the night before)\b": -1,
        r"\ba week earlier\b": -7,
        r"\btwo weeks after\b": -14,
        r"\bthe day after\b(?= (?:his|her|their|he|she|they|the)\b)": -1,
    },
    again=(
        r"\b(?:that very|(?:later )?(?:the|that) same|later that|that) (?:day|evening|night|morning|afternoon)\b",
        r"\b(?:in the (?:evening|afternoon)(?! (?:of|on))|by (?:nightfall|dusk|midnight)|later in the day)\b",
        r"\b(?:an hour|(?:two|three|four|several|some) hours|(?:\w+ )?minutes) later\b",
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
    rf"|{_UPPER},? {_DAY_OR_MONTH}(?:,? {_YEAR})?{_WIRE}?:\s*"
    rf"|{_UPPER}(?: \([A-Z]{{2,6}}\)) \d\d\.\d\d\.\d\d(?:\d\d)? [–—-] \d\d:\d\d [–—-]\s*"
)
