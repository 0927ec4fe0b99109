"""Whoever an article speaks of, as it is found out: people, groups, bodies and states, and where each is mentioned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from casefile.ingest.drafts import Certainty, Span
from casefile.vocabulary import PersonKind, Role


@dataclass(eq=False)
class PrintedOffice:
    """An office as it is printed, in the nominative, with where; ``country`` is ISO 3166 or "".

    ``official`` is whether the post is one of a state, a court, the police or the like, and not of a firm or newsroom.
    """

    title: str
    span: Span
    country: str = ""
    head: str = ""
    organisation: str = ""
    official: bool = False

    @property
    def words(self) -> str:
        """The title and the body as they are printed one after the other."""
        return f"{self.title} {self.organisation}".rstrip()


@dataclass(eq=False)
class Actor:
    """One of them.

    ``spans`` are its mentions, the fullest first; ``drafted`` is whether it is to be proposed as a record: a body only
    where it speaks, accuses or acts. ``given`` is the id of the case's own record where it is known by name.
    """

    kind: PersonKind
    name: str
    spans: list[Span]
    sentence: Span
    certainty: Certainty = Certainty.LIKELY
    reason: str = ""
    gender: str = ""
    plural: bool = False
    last: str = ""
    count: dict[str, int | str] = field(default_factory=dict)
    offices: list[PrintedOffice] = field(default_factory=list)
    roles: set[Role] = field(default_factory=set)
    nationality: list[str] = field(default_factory=list)
    occupation: str = ""
    aliases: list[str] = field(default_factory=list)
    drafted: bool = True
    head: str = ""
    #: Every noun that stands by the name, for one that takes it up later ("шкипер Ян Хоогланд": "шкипер").
    called: set[str] = field(default_factory=set)

    @property
    def named(self) -> bool:
        """Whether it is a human being with a name."""
        return self.kind is PersonKind.INDIVIDUAL

    def mentioned(self, span: Span) -> None:
        """Note one more mention."""
        if span not in self.spans:
            self.spans.append(span)

    def last_before(self, offset: int) -> int:
        """Where it was last mentioned before the character; -1 where it was not."""
        return max((start for start, _ in self.spans if start < offset), default=-1)


def fits(actor: Actor, gender: str) -> bool:
    """Whether somebody can be of a gender."""
    return not gender or not actor.gender or actor.gender == gender


def latest(actors: Iterable[Actor], place: int) -> Actor | None:
    """Which of them was mentioned last before a character of the text; None where there are none."""
    return max(actors, key=lambda actor: actor.last_before(place), default=None)
