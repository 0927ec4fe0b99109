"""English numerals, and words for so many people."""

from __future__ import annotations

#: Numerals, with those of two words that a hyphen joins.
_SIMPLE = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "thousand": 1000,
    "dozen": 12,
    "both": 2,
    "pair": 2,
    "couple": 2,
    "trio": 3,
    "duo": 2,
    "quartet": 4,
}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
NUMERALS = _SIMPLE | {f"{ten}-{unit}": _SIMPLE[ten] + _SIMPLE[unit] for ten in _TENS for unit in _UNITS}
