"""What a reviewer looks at: the words an article has, marked where something was read in them, and what that is."""

from __future__ import annotations

from typing import NamedTuple

from casefile.views.page import Fact


class Excerpt(NamedTuple):
    """A piece of an article: its text, and whether something was read from these very words."""

    text: str
    marked: bool = False


class Leaf(NamedTuple):
    """One draft as it is put before a reviewer.

    Attributes:
        place: Where in the review this is: "5 of 24".
        title: What is proposed, in a line.
        certainty: How sure the reading is.
        excerpts: The words that it was read from.
        reason: How it was read.
        facts: What would be stored.
        notes: What it may be of, what stands against it.
        keys: What may be pressed, and what each key does.
    """

    place: str
    title: str
    certainty: str
    excerpts: tuple[Excerpt, ...]
    reason: str
    facts: tuple[Fact, ...]
    notes: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]
