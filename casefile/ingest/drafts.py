"""What an article proposes, as it goes to a reviewer: drafts of records, each tied to the words it was read from.

The same structs are the drafts file (`casefile ingest FILE --drafts`): one JSON object that holds the article, its
text and the drafts. A draft's ``fields`` are those of the record in a case file, without ``id``, ``uid`` and
``citations``, which come when it is accepted; where a field holds the id of another record, it holds "@" and the key
of a draft of the same file ("@p2"), or the id of a record that the case has already ("P7").
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

FORMAT = "casefile-drafts"
VERSION = 1

#: A letter for the table, as in ids, and a number: "p2", "s1". It names a draft within its file and nowhere else.
Key = Annotated[str, Meta(pattern=r"^[pcser][1-9][0-9]{0,5}\Z")]
#: Characters of the article's text, from the first up to but without the last.
Span = tuple[Annotated[int, Meta(ge=0)], Annotated[int, Meta(ge=0)]]


class Certainty(StrEnum):
    """How sure the reading of the text is; it says nothing about whether what the text says is true."""

    CERTAIN = "certain"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"


class Decision(StrEnum):
    """What the reviewer made of a draft."""

    OPEN = ""
    ACCEPT = "accept"
    REJECT = "reject"


class Match(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which records of the case a draft may be of: a drafted person, or what another article told already.

    ``same`` is the id of the one that it is taken for on acceptance, which then cites this article too: proposed where
    the name, or what is told, leaves no doubt, or set by the reviewer. ``maybe`` are others that it could be, the
    likeliest first.
    """

    same: str = ""
    maybe: tuple[str, ...] = ()


class Draft(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One record that the article proposes.

    ``table`` is the table it would go to ("people"); ``spans`` are the words that it was read from, those that say it
    best first, and ``sentence`` is what they stand in; ``reason`` says in plain words how it was read ("subject of
    “были задержаны”"). ``fingerprint`` stands for what is proposed, whatever the draft's key, so that a draft that was
    rejected once is known again.
    """

    key: Key
    table: str
    fields: dict[str, Any]
    spans: tuple[Span, ...]
    sentence: Span
    certainty: Certainty = Certainty.LIKELY
    reason: str = ""
    match: Match = Match()
    decision: Decision = Decision.OPEN
    fingerprint: str = ""


class Article(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A document that was read, and what it says of itself.

    ``sha256`` and ``size`` (bytes) are of the file as it came; ``name`` is what it was called, and empty for standard
    input. ``text`` is what was read out of it: offsets count its characters. ``published`` is a date as the document
    has it, in ISO 8601 where it was complete, else empty; ``found`` says where each detail was found ("JSON-LD",
    "dateline").
    """

    sha256: str
    size: int
    name: str = ""
    media_type: str = ""
    encoding: str = ""
    publisher: str = ""
    title: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    lang: str = ""
    text: str = ""
    found: dict[str, str] = {}


class DraftsFile(Struct, frozen=True, kw_only=True):
    """A drafts file: the article and what was read in it."""

    article: Article
    drafts: tuple[Draft, ...] = ()
    format: str = FORMAT
    version: int = VERSION


def dump(file: DraftsFile) -> bytes:
    """`file` as the JSON of a drafts file, laid out for people."""
    return msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n"
