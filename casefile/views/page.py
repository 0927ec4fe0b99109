"""The shape of an answer in prose: a heading, facts under headings with the ids they rest on, and the same as data."""

from __future__ import annotations

from typing import Any, NamedTuple

from casefile.views.timeline import Timeline


class Fact(NamedTuple):
    """One line: what it is about, what is recorded, and the ids it rests on."""

    label: str
    text: str
    ids: str = ""


class Section(NamedTuple):
    """A part of a page under its own heading."""

    title: str
    facts: list[Fact]


class Page(NamedTuple):
    """An answer to be read from top to bottom.

    Attributes:
        heading: What it is about.
        sections: What there is to say; shown whole, never cut.
        data: The same as plain JSON values, whose keys are a contract.
        id: The record that it is about, if it is about one.
        timeline: A line of time to end with.
        notes: What the reader must know to read it right: signs explained, things left out.
    """

    heading: str
    sections: list[Section]
    data: Any
    id: str = ""
    timeline: Timeline | None = None
    notes: tuple[str, ...] = ()
