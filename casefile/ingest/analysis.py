"""A text as its grammar has it, the same for every language: sentences of tokens in a tree, and the names in it.

The tree follows Universal Dependencies 2 (https://universaldependencies.org): its parts of speech, features and
relations (nsubj, nsubj:pass, obj, obl, nmod, appos, flat:name, acl, parataxis ...). A language whose tagger speaks
otherwise is translated into these before anything reads it. All offsets count characters of the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Named(StrEnum):
    """What a name in a text is the name of."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark: where it stands, what it is, and the token that it hangs from.

    ``head`` is the index of that token in the sentence, or -1 for the root; ``feats`` are UD features (Case, Number,
    Gender, Voice ...) as far as the tagger knows them.
    """

    start: int
    stop: int
    text: str
    lemma: str
    pos: str
    head: int
    rel: str
    feats: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its tokens, in the order of the text."""

    start: int
    stop: int
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """A name as it stands in the text, and what it is the name of."""

    start: int
    stop: int
    kind: Named


@dataclass(frozen=True, slots=True)
class Analysis:
    """A text, its language (BCP 47), its sentences and its names.

    ``sentences`` is empty for a language without a tagger: then only dates, quotes and names that the case knows are
    looked for.
    """

    text: str
    lang: str
    sentences: tuple[Sentence, ...] = ()
    entities: tuple[Entity, ...] = ()


class Tagger(Protocol):
    """What takes a text apart. Loading it is slow, so it is made once and asked often."""

    def analyse(self, text: str) -> Analysis:
        """Take `text` apart; any text, also an empty one, gives an analysis."""
        ...
