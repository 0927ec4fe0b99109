"""Commands about who is who: ``split`` and ``join`` for groups whose members become known, ``merge`` for doubles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from casefile.cli import options
from casefile.cli.complete import people, records
from casefile.cli.session import Commands, Session
from casefile.errors import ConflictError, InputError

if TYPE_CHECKING:
    from casefile.casebook.stored import Stored

commands = Commands()

Since = Annotated[
    str,
    typer.Option("--since", metavar="WHEN", help="Followed apart: what the group's record has later is not theirs."),
]


@commands.add("split", 'casefile split P7 "Ivan Petrov" ru:"Олег Сидоров" --source R2', changes=True)
def split(
    session: Session,
    group: Annotated[str | None, typer.Argument(metavar="GROUP", help="The group.", autocompletion=people)] = None,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[LANG:]NAME...", help="The members who are now known.")
    ] = None,
    unidentified: Annotated[
        bool, typer.Option("--unidentified", help="They are described, each one person, but not named.")
    ] = False,
    since: Since = "",
    nationality: options.Nationality = None,
    occupation: options.Occupation = "",
    sources: options.Sources = None,
    quote: options.Quote = "",
    at: options.At = "",
    credibility: options.Credibility = None,
    note: options.Note = "",
    force: options.Force = False,
) -> object:
    """Name members of a group.

    They get records of their own. The group keeps the count that was reported. What is known of it (events, charges,
    statements) holds for its members and is shown as such, not copied. They take over its roles and confidentiality
    and, without --nationality, its nationality.
    """
    from casefile.casebook.citing import Cited
    from casefile.casebook.groups import Members
    from casefile.casebook.groups import split as part

    group, first = session.require("split", GROUP=group, NAME=(names or [""])[0])
    draft = Members(
        names=[str(first), *(names or [])[1:]],
        unidentified=unidentified,
        since=since,
        nationality=nationality or (),
        occupation=occupation,
        note=note,
    )
    cited = Cited(sources=sources or (), locator=at, quote=quote, credibility=credibility)
    book = session.book()

    def attempt(*, forced: bool) -> Stored:
        return part(book, str(group), draft, cited, force=forced)

    return _attempt(session, attempt, force=force)


def _attempt(session: Session, change: object, *, force: bool) -> object:
    """Do what may be refused as doubtful; where somebody is there, ask, and do it all the same if they say so."""
    from casefile.casebook.groups import DoubtError

    try:
        return change(forced=force)  # type: ignore[operator]
    except DoubtError as error:
        if not session.interactive:
            raise
        session.tell(error.message)
        if not session.confirm("Do it all the same?"):
            raise ConflictError("Nothing was changed.", error.hint) from None
    return change(forced=True)  # type: ignore[operator]


@commands.add("join", "casefile join P10 P7 --source R2", changes=True)
def join(
    session: Session,
    person: Annotated[str | None, typer.Argument(metavar="PERSON", help="Who.", autocompletion=people)] = None,
    group: Annotated[str | None, typer.Argument(metavar="GROUP", help="One of whom.", autocompletion=people)] = None,
    since: Since = "",
    sources: options.Sources = None,
    quote: options.Quote = "",
    at: options.At = "",
    credibility: options.Credibility = None,
    note: options.Note = "",
    force: options.Force = False,
) -> object:
    """Say that a person in the file is one of a group.

    What is known of the group then holds for the person too, beside the person's own. To take somebody out again:
    casefile edit PERSON split_from=
    """
    from casefile.casebook.citing import Cited
    from casefile.casebook.groups import join as add

    asked = session.interactive and not (person and group)
    person, group = session.require("join", PERSON=person, GROUP=group)
    if asked and not since:
        since = session.ask("Followed apart from the group since (empty: all that it goes through)", session.check_date)
    cited = Cited(sources=sources or (), locator=at, quote=quote, credibility=credibility)
    book = session.book()

    def attempt(*, forced: bool) -> Stored:
        return add(book, str(person), str(group), cited, since=since, note=note, force=forced)

    return _attempt(session, attempt, force=force)


@commands.add("merge", 'casefile merge P8 P10 --reason "the same man, spelled twice"', changes=True)
def merge(
    session: Session,
    kept: Annotated[
        str | None, typer.Argument(metavar="KEPT", help="The record that stays.", autocompletion=records)
    ] = None,
    gone: Annotated[
        str | None, typer.Argument(metavar="OTHER", help="The one that goes into it.", autocompletion=records)
    ] = None,
) -> object:
    """Make two records of one person or source one.

    Nothing is dropped: names, offices, citations and files are joined, what mentions OTHER mentions KEPT, and where
    the two differ both values stay as claims (casefile conflicts). The id of OTHER leads to KEPT from then on. Charges
    and events stay as they are, also where they look alike.
    """
    from casefile.casebook.merging import merge as unite
    from casefile.casebook.merging import plan

    kept, gone = session.require("merge", KEPT=kept, OTHER=gone)
    book = session.book()
    if session.interactive:
        session.tell("\n".join(plan(book, str(kept), str(gone))))
        if not session.confirm("Merge them?"):
            raise InputError("Nothing was merged.", "")
    return unite(book, str(kept), str(gone))
