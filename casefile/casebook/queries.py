"""Searches kept under a name: documents of the case in a table of their own, with its history and encryption."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from casefile.casebook.book import Casebook
from casefile.casebook.countries import country_code
from casefile.casebook.documents import read_strictly
from casefile.errors import ConflictError, InputError, NotFoundError
from casefile.model import Case
from casefile.views.asking import Reading, understand
from casefile.views.matching import Matcher
from casefile.views.query import All
from casefile.views.table import Column, Table

TABLE = "queries"
_NAME = re.compile(r"[\w.-]{1,60}")


class SavedQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A search under a name; ``name`` and ``query`` are a contract of ``search --saved --json``."""

    name: str
    query: str


def saved_queries(case: Case) -> dict[int, SavedQuery]:
    """The searches that are kept in a case, by the number of their document.

    Raises:
        DamagedError: One of them is not as casefile writes it.
    """
    return {number: read_query(number, document, case.location) for number, document in case.others(TABLE)}


def read_query(number: int, document: bytes, location: str) -> SavedQuery:
    """One kept search from its document; raises `DamagedError`."""
    return read_strictly(SavedQuery, f"saved query {number}", document, location)


def asked(book: Casebook, query: str) -> Matcher:
    """What `query` asks for, ready to be held against the records of the case.

    Raises:
        InputError: It cannot be read; the error names the place.
        NotFoundError: It names a saved search, or a record, that there is not.
    """
    wanted = understand(query, Reading(book.today, country_code, lambda name: _text_of(book.case, name)))
    if wanted == All(()):
        raise InputError("The search asks for nothing.", "casefile search --help says what can be asked.")
    matcher = Matcher(book.case, wanted, book.today)
    matcher.check()
    return matcher


def _text_of(case: Case, name: str) -> str:
    found = _by_name(saved_queries(case)).get(name.casefold())
    if found is None:
        known = ", ".join(f"@{query.name}" for query in saved_queries(case).values())
        raise NotFoundError(
            f"No search is saved as @{name}.",
            f"Saved: {known}." if known else f"Save one: casefile search --save {name} 'kind:hearing place:Baku'",
        )
    return found[1].query


def _by_name(queries: Mapping[int, SavedQuery]) -> dict[str, tuple[int, SavedQuery]]:
    return {query.name.casefold(): (number, query) for number, query in queries.items()}


class Kept(NamedTuple):
    """What became of saved searches.

    Attributes:
        lines: A line each.
        verb: "Saved", "Forgot".
        data: The searches, for machines.
    """

    lines: list[str]
    verb: str
    data: Any


def save(book: Casebook, name: str, query: str) -> Kept:
    """Keep a search under a name; one that has the name already is replaced.

    Raises:
        InputError: The name or the search cannot be used.
        NotFoundError: It names a saved search that there is not.
    """
    name = name.strip().removeprefix("@")
    if not _NAME.fullmatch(name):
        raise InputError(
            f"“{name}” cannot be the name of a search.", "Letters, digits, points and hyphens, without blanks."
        )
    with book.change():
        number, before = _by_name(saved_queries(book.case)).get(name.casefold(), (0, None))
        kept = SavedQuery(name=name, query=query.strip())
        place = number or max((taken for taken, _ in book.case.others(TABLE)), default=0) + 1
        book.put_other(TABLE, place, kept)
        asked(book, f"@{name}")  # may go round in a circle only now
    instead = f" (it was: {before.query})" if before and before != kept else ""
    return Kept([f"@{kept.name}  {kept.query}{instead}"], "Saved", msgspec.to_builtins(kept))


def forget(book: Casebook, name: str) -> Kept:
    """Take a saved search out; raises `NotFoundError` where there is none of that name."""
    wanted = name.strip().removeprefix("@")
    with book.change():
        _text_of(book.case, wanted)
        number, query = _by_name(saved_queries(book.case))[wanted.casefold()]
        book.drop_other(TABLE, number)
    return Kept([f"@{query.name}  {query.query}"], "Forgot", msgspec.to_builtins(query))


def saved_table(case: Case) -> Table[SavedQuery]:
    """The saved searches as a list to be shown."""
    return Table(
        "queries",
        (Column("Name"), Column("Search")),
        sorted(saved_queries(case).values(), key=lambda query: query.name.casefold()),
        lambda query: (f"@{query.name}", query.query),
        SavedQuery,
        lambda query: query,
        empty="No searches are saved. Save one: casefile search --save NAME 'kind:hearing place:Baku'",
    )


def take_in(book: Casebook, queries: Iterable[SavedQuery], *, update: bool) -> int:
    """Keep the searches of an import that are new here, within the change that is being made; returns how many.

    Args:
        book: The case that they come into.
        queries: What comes.
        update: Take over one that differs from the one of that name here.

    Raises:
        ConflictError: One differs, and `update` is off.
    """
    here = _by_name(saved_queries(book.case))
    last = max((taken for taken, _ in book.case.others(TABLE)), default=0)
    count = 0
    for query in queries:
        number, known = here.get(query.name.casefold(), (0, None))
        if known == query:
            continue
        if known is not None and not update:
            raise ConflictError(
                f"The search @{query.name} is “{query.query}” in the import and “{known.query}” here.",
                "--update takes over the import’s.",
            )
        last += not number
        book.put_other(TABLE, number or last, query)
        count += 1
    return count
