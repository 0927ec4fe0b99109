"""Those of whom a sentence tells without its verb again: "Иванова задержали 3 мая, Петрова – 5 мая"."""

from __future__ import annotations

from casefile.ingest.actors import Actor
from casefile.ingest.cast import Cast
from casefile.ingest.dating import Calendar, DateSpan
from casefile.ingest.nouns import MARKS
from casefile.ingest.trees import Tree

_DASHES = frozenset("–—-")


class Gaps:
    """Finds them behind the verb that they share."""

    def __init__(self, cast: Cast, calendar: Calendar) -> None:
        self.cast = cast
        self.calendar = calendar

    def after(self, tree: Tree, at: int) -> list[tuple[Actor, DateSpan | None]]:
        """Each who stands between a comma and a dash behind a verb, with the day that follows the dash, if one does."""
        found: list[tuple[Actor, DateSpan | None]] = []
        for dash in range(at + 2, len(tree) - 1):
            if tree[dash].pos == "VERB" and tree.finite(dash):
                break
            person = self.cast.people.at(tree, dash - 1) if tree.words[dash] in _DASHES else None
            if person is None:
                continue
            low = dash - 1
            while low > at and self.cast.people.at(tree, low - 1) is person:
                low -= 1
            if low - 1 <= at or (tree.words[low - 1] not in {",", ";"} and tree[low - 1].pos != "CCONJ"):
                continue
            high = dash + 1
            while high < len(tree) and tree.words[high] not in MARKS:
                high += 1
            if not any(tree.finite(place) for place in range(dash, high)):
                found.append((person, self._date(tree, dash, high)))
        return found

    def _date(self, tree: Tree, low: int, high: int) -> DateSpan | None:
        start, stop = tree[low].start, tree[high - 1].stop
        return next((span for span in self.calendar.spans if start <= span.start < stop and not span.until), None)
