"""What a document says of itself: publisher, title, author, day, address and language, each with where it was found."""

from __future__ import annotations

import re
from typing import Literal, get_args

from msgspec import Struct, field

from casefile.ingest.datelines import find_dateline
from casefile.ingest.days import DAY, day_in_address, printed_day, read_day

Detail = Literal["publisher", "title", "author", "published", "url", "lang"]

_LONGEST = {"url": 2_000}
_LONG = 500
_NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_LINES = 8  # in which a line with nothing but a day stands
_DAY_LINE = re.compile(
    r"(?:[^\W\d][\w ]{0,30}:\s*|(?i:published|posted|опубликовано|дата)(?: on)?\s+)?"
    r"(?:(?:[01]?\d|2[0-3])[:.][0-5]\d,?\s+)?"
    rf"{DAY}(?:\s?г(?:ода|\.)?)?(?:[^\w\n].{{0,30}})?"
)


class About(Struct, kw_only=True):
    """Details of a document, as far as they were found; the first that is taken for a detail stays."""

    publisher: str = ""
    title: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    lang: str = ""
    found: dict[str, str] = field(default_factory=dict)

    def take(self, detail: Detail, value: str, where: str) -> None:
        """Set a detail that is not known yet.

        Args:
            detail: Which.
            value: What the document has; for ``published`` a day in any writing, which is taken only if it is complete.
            where: Where it was found.
        """
        value = tidy(value, _LONGEST.get(detail, _LONG))
        if getattr(self, detail) or not value:
            return
        if detail == "published":
            self._take_day(value, where)
            return
        if detail == "url" and not re.match(r"https?://[^\s/]+", value, re.IGNORECASE):
            return
        if detail == "lang":
            value = value.replace("_", "-").partition("-")[0].lower()
            if not re.fullmatch(r"[a-z]{2,3}", value):
                return
        setattr(self, detail, value)
        self.found[detail] = where

    def _take_day(self, value: str, where: str) -> None:
        day = read_day(value)
        if day is not None and day.iso:
            self.published = day.iso
            self.found["published"] = where if value == day.iso else f"{where}: {value}"
        elif "published" not in self.found:
            self.found["published"] = f"{where}: {value}, not a whole day"

    def add(self, other: About) -> None:
        """Take from `other` what is not known yet."""
        for detail in get_args(Detail):
            if not getattr(self, detail) and getattr(other, detail):
                setattr(self, detail, getattr(other, detail))
                self.found.pop(detail, None)
        self.found = other.found | self.found


def tidy(value: str, longest: int = _LONG) -> str:
    """A detail as one line of characters that can be shown and stored."""
    return " ".join(_NOT_SHOWN.sub(" ", value[: 4 * longest]).split())[:longest].rstrip()


def look_into(text: str, about: About) -> None:
    """Complete `about` from the beginning of the text itself, and from the address."""
    line = find_dateline(text)
    if line is not None:
        about.found["dateline"] = ", ".join(filter(None, (line.place, line.printed, line.agency)))
        about.take("publisher", line.agency, "dateline")
    if about.published:
        return
    if line is not None and line.day:
        about.published, about.found["published"] = line.day, f"dateline: {line.printed}"
        return
    for row in text[:2_000].splitlines()[:_LINES]:
        if (found := _DAY_LINE.fullmatch(row.strip())) and (day := printed_day(found)) and day.iso:
            about.published, about.found["published"] = day.iso, f"line of its own: {tidy(row)}"
            return
        if len(row) < 60 and (day := read_day(row)) and day.iso and not re.search(r"[^\W\d_]", row):  # noqa: PLR2004
            about.published, about.found["published"] = day.iso, f"line of its own: {tidy(row)}"
            return
    if (day := day_in_address(about.url)) is not None:
        about.published, about.found["published"] = day.iso, f"the page's address: {day.printed}"
        return
    if line is not None and line.printed:
        seen = about.found.get("published", "")
        about.found["published"] = f"dateline: {line.printed}, no year{'; ' if seen else ''}{seen}"
