"""A case book for other eyes: it holds what an audience may see, and whatever is exported from it can hold no more."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from casefile.casebook.book import Casebook
from casefile.casebook.choosing import Copy
from casefile.errors import ConflictError, InputError
from casefile.model import BY_TABLE, Person, Record
from casefile.store import SCHEMA
from casefile.views.mentions import Leaks, Mention, leaks
from casefile.views.redaction import AUDIENCES, Redacted, redact
from casefile.views.wording import clip
from casefile.vocabulary import Confidentiality, pick

_LISTED = 20  # mentions, or consents, that a message lists


class RedactedBook(NamedTuple):
    """A case book to export from.

    Attributes:
        book: The records as the audience may see them; its place and header say nothing of the file behind it.
        lines: What whoever exports should know.
        originals: By its id there, the record that each stands for.
    """

    book: Casebook
    lines: list[str]
    originals: Mapping[str, Record]


def read_audience(text: str) -> Confidentiality:
    """The audience that `text` names.

    Raises:
        InputError: It is none, or one from which nothing is hidden.
    """
    known = ", ".join(AUDIENCES)
    if text.strip().lower() not in AUDIENCES:
        if text.strip().lower() == Confidentiality.CONFIDENTIAL:
            raise InputError(
                "Nothing is hidden from those who may see what is confidential.",
                f"Leave --redact out, or name another profile: {known}.",
            )
        raise InputError(f"“{text}” is not a profile to redact for.", f"Known: {known}.")
    return pick(Confidentiality, text)


def redacted(book: Casebook, profile: str, *, output: str = "", allow_mentions: bool = False) -> RedactedBook:
    """The case of `book` as those may see it whom `profile` names.

    Args:
        book: The whole case.
        profile: "public" or "internal".
        output: Where the export is to be written; its name is read by others too.
        allow_mentions: Go on although a text that is shown mentions what is hidden; the lines then list where.

    Raises:
        InputError: There is no such profile.
        ConflictError: A text mentions what is hidden, and `allow_mentions` is off; the error lists where.
    """
    audience = read_audience(profile)
    made = redact(book.case, audience, book.today, secrets.token_hex)
    found = leaks(made, Path(output).name)
    if found.hidden and not allow_mentions:
        raise ConflictError(
            "The export would still say what it is to hide; nothing was written:\n" + _listed(found.hidden),
            "Reword those texts (casefile edit ID FIELD=...), or give their records a --confidentiality of their own. "
            "Where each of them may be read, repeat with --allow-mentions.",
        )
    counts = {kind.table: sum(isinstance(record, kind) for record in made.records) for kind in BY_TABLE.values()}
    header = {"format": "casefile", "schema": SCHEMA, "last_ids": counts}
    copy = Copy("redacted", header, made.records).book(book)
    return RedactedBook(copy, _told(book, audience, made, found), made.originals)


def _told(book: Casebook, audience: Confidentiality, made: Redacted, found: Leaks) -> list[str]:
    concealed = {record.id for record in made.hidden}
    pseudonyms = sum(record.id in concealed for record in made.originals.values())
    left_out = len(made.hidden) - pseudonyms
    counts = f"{len(made.records)} records shown, {pseudonyms} of them under a pseudonym; {left_out} left out"
    lines = [f"Redacted for {audience.value}: {counts}."]
    day = f"{book.today.day} {book.today:%b %Y}"
    lines += [
        f"{person.id} is treated as confidential: the consent on record ended before {day}." for person in made.lapsed
    ]
    consents = [
        f"  {record.id}  {clip(record.consent.scope)}"
        for record in made.originals.values()
        if isinstance(record, Person) and record.consent and record.id not in concealed
    ]
    if consents and audience is Confidentiality.PUBLIC:
        lines.append("Shown by name; check that what they agreed to allows it:\n" + _cut(consents))
    if made.unmatched:
        lines.append(
            f"{len(made.unmatched)} records have no uid: their stand-ins cannot be matched with the full copy."
        )
    if found.hidden:
        lines.append("Exported although it says what is hidden:\n" + _listed(found.hidden))
    if found.stale:
        lines.append("Texts that name records by ids, which are others in the export:\n" + _listed(found.stale))
    return lines


def _listed(mentions: Sequence[Mention]) -> str:
    return _cut(
        [f"  {_where(mention)}: “{mention.excerpt}” ({mention.what} of {mention.hidden})" for mention in mentions]
    )


def _where(mention: Mention) -> str:
    return f"{mention.record} {mention.field}".strip()


def _cut(lines: Sequence[str]) -> str:
    more = [f"  … and {len(lines) - _LISTED} more"] if len(lines) > _LISTED else []
    return "\n".join([*lines[:_LISTED], *more])
