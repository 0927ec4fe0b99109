"""What is drawn: the bars of ``timeline --chart``, and the ``stats`` command."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from casefile.cli.reading import End, Limit, Start, Where, choice_of, span_of
from casefile.cli.session import Commands, Session
from casefile.errors import InputError

if TYPE_CHECKING:
    from datetime import date

    from casefile.casebook import Casebook
    from casefile.model import Person, Record

commands = Commands()
_NOBODY = "No detainees yet. Enter one: casefile add-detainee NAME --detained WHEN --place PLACE"
_NOBODY_FITS = "Nobody on the docket fits that. Leave an option out to see more."


def chart(
    session: Session,
    book: Casebook,
    persons: Sequence[str],
    span: tuple[date | None, date | None],
    where: str,
    limit: int | None,
) -> None:
    """Show custody as bars on a line of time."""
    from casefile.model import Person
    from casefile.views.chart import chart as view

    ids = {book.find(text, Person).id for text in persons}
    choice = choice_of(book, where)

    def keep(person: Person) -> bool:
        return (not ids or person.id in ids) and (choice is None or choice.record(person))

    drawn = view(book.case, session.today, span, keep if ids or choice else None, limit)
    session.emit(drawn, empty=_NOBODY_FITS if drawn.filtered or drawn.outside else _NOBODY)


@commands.add("stats", "casefile stats --by month --by side")
def stats(
    session: Session,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="WHAT",
            help="status, nationality, place, month, kind, side, source or reliability; may be repeated.",
        ),
    ] = None,
    start: Start = "",
    end: End = "",
    where: Where = "",
    limit: Limit = None,
) -> object:
    """Count what is in the file, with small bars.

    Without --by an overview: people by custody status, charges by status, statements by kind and by side, events by
    month, sources by reliability. People are counted as people: nobody twice, a group as many as it is, a range where
    the record leaves it open. Everything else is counted in records; a date that spans months is in none of them.

    --from and --to count what happened, was said or was published then; statuses are told for the last day of it.
    """
    from casefile.casebook.countries import country_name
    from casefile.views.stats import Scope
    from casefile.views.stats import stats as view

    words = [_dimension(text) for text in by or ()]
    book = session.book()
    choice = choice_of(book, where)

    def keep(record: Record) -> bool:
        return choice is None or choice.record(record)

    scope = Scope(session.today, span_of(session, start, end), keep, limit)
    return view(book.case, scope, country_name, words)


def _dimension(text: str) -> str:
    from casefile.views.stats import BY

    word = text.strip().lower()
    for known in BY:
        if word and word in {known, f"{known}s", known.replace("y", "ies"), "country" if known == "side" else known}:
            return known
    import difflib

    near = difflib.get_close_matches(word, BY, n=1)
    hint = f"Did you mean “{near[0]}”? " if near else ""
    raise InputError(f"Nothing is counted by “{text}”.", f"{hint}It can be by {', '.join(BY)}.")
