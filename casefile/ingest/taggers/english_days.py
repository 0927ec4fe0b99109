"""Days and terms beside English verbs ("A court on Monday jailed activist X"), which mislead the parser.

It takes the verb after such a day for a participle that belongs to a noun: "a Monday jailed activist". With "today" in
its place it reads the sentence right; so it is given that, and the day is put back into what it made.
"""

from __future__ import annotations

import re
from dataclasses import replace

from casefile.ingest.taggers.clearnlp import Word

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|"
    r"Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
#: Verbs of the past that do not end in "ed", and auxiliaries.
_IRREGULAR = (
    "found|held|gave|took|let|met|set|sent|put|led|swore|freed|told|sought|brought|caught|made|upheld|overturned|began|"
    "threw|has|had|was|were|read|heard|won|lost|left|saw|withdrew|shut|struck|said|laid|handed"
)
_DATE = rf"(?:{_WEEKDAY}|{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})"
_SINCE = rf"since (?:{_DATE}|(?:(?:early|mid|late)[ -])?{_MONTH}(?: \d{{4}})?|\d{{4}})"
_TERM = r"by (?:an? |another |a further )?(?:[a-z]+(?:-[a-z]+)? |\d+ )(?:days|weeks|months|years)"
_PATTERNS = (
    # "A court on Monday jailed"
    rf"(?<=[\w’'”\"])(?<!\b(?:on|of|in|by)) (?P<day>on {_DATE}|{_WEEKDAY})(?= (?:[a-z]+ed|{_IRREGULAR})\b)",
    # "A couple held since February were freed"
    rf"(?<=[\w’'”\"]) (?P<day>{_SINCE})(?= (?:was|were|has|have|had)\b)",
    # "extended by three months the detention of"
    rf"(?:(?<=extended)|(?<=prolonged)|(?<=renewed)) (?P<day>{_TERM})(?= (?:the|his|her|their|[A-Z]))",
)
#: What stands in a day's place while the sentence is parsed.
STAND_IN = "today"


class Days:
    """A line as the parser is given it, and the days that were taken out of it."""

    def __init__(self, line: str) -> None:
        self.taken: list[tuple[int, str]] = []
        parts, seen, length = [], 0, 0
        matches = (match for pattern in _PATTERNS for match in re.finditer(pattern, line))
        found = sorted(matches, key=lambda match: match.start("day"))
        for match in found:
            parts += [line[seen : match.start("day")], STAND_IN]
            length += match.start("day") - seen
            self.taken.append((length, match["day"]))
            length += len(STAND_IN)
            seen = match.end("day")
        self.line = "".join((*parts, line[seen:]))

    def offset(self, place: int) -> int:
        """Where in the line as it was a character stands."""
        return place + sum(len(day) - len(STAND_IN) for at, day in self.taken if at < place)

    def put_back(self, words: list[Word], start: int) -> list[Word]:
        """The words of a sentence of the line, which begins at `start`, with the days, and where they stood."""
        if not self.taken:
            return words
        stood = {start + at: day for at, day in self.taken}
        made: list[Word] = []
        inner: set[int] = set()  # words of days under the first of their day: their heads are told already
        places: list[int] = []
        for word in words:
            begin = start + self.offset(word.start - start)
            day = stood.get(word.start)
            places.append(len(made))
            if day is None:
                made.append(replace(word, start=begin, stop=start + self.offset(word.stop - start)))
                continue
            inner |= set(range(len(made) + 1, len(made) + len(day.split())))
            made += _day(day, begin, len(made), word)
            if day.startswith("since "):  # it is of the participle before it: "held since February"
                made[places[-1]].head = _participle(words, len(places) - 1, word.head)
        for at, word in enumerate(made):
            if at not in inner and word.head >= 0:
                word.head = places[word.head]
        return made


def _participle(words: list[Word], before: int, head: int) -> int:
    """The last participle before a word, or else what the word hangs from."""
    return next((at for at in range(before - 1, -1, -1) if words[at].tag in {"VBN", "VBD"}), head)


def _day(day: str, begin: int, first: int, stood: Word) -> list[Word]:
    """The words of a day ("on 5 June") from place `first` on; the first hangs where what stood for it did."""
    made: list[Word] = []
    texts = day.split()
    if len(texts) == 1:  # "a judge Tuesday ordered"
        return [replace(stood, text=day, lemma=day.lower(), pos="PROPN", tag="NNP", start=begin, stop=begin + len(day))]
    noun = max(n for n, text in enumerate(texts) if not text.isdigit() or n == 1 == len(texts) - 1)
    at = begin
    for number, text in enumerate(texts):
        rel, head, pos, tag = "pobj", first, "PROPN", "NNP"
        if number == 0:
            rel, head, pos, tag = "prep", stood.head, "ADP", "IN"
        elif number != noun:
            rel, head, pos, tag = "nummod", first + noun, "NUM", "CD"
        made.append(Word(text, text.lower().rstrip("."), pos, tag, rel, head, at, at + len(text)))
        at += len(text) + 1
    return made
