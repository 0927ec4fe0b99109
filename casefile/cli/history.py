"""Commands that look back: ``log``, ``undo``, ``redo``."""

from __future__ import annotations

from typing import Annotated

import typer

from casefile.cli.complete import records
from casefile.cli.session import Commands, Session
from casefile.errors import InputError

commands = Commands()


@commands.add("log", "casefile log --since 2025-11")
def log(
    session: Session,
    record: Annotated[
        str, typer.Argument(metavar="[ID]", help="Only changes of that record.", autocompletion=records)
    ] = "",
    since: Annotated[
        str, typer.Option("--since", metavar="SEQ|WHEN", help="From that change (a number) or day on.")
    ] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Only changes made by them.")] = "",
) -> object:
    """Show who changed what, when, with which command and why.

    Every change is there, field by field, oldest first; times are UTC, by the clock of whoever made the change. With
    an id also of a record that was removed.
    """
    from casefile.casebook.history import log as changes

    return changes(session.book(), record, since, by)


@commands.add("undo", 'casefile undo --reason "entered twice"', changes=True)
def undo(
    session: Session,
    seqs: Annotated[
        list[str] | None, typer.Argument(metavar="[SEQ]...", help="The changes' numbers, as casefile log shows them.")
    ] = None,
    last: Annotated[int | None, typer.Option("--last", min=1, metavar="N", help="The last N changes.")] = None,
) -> object:
    """Take changes back; without a number, the last one.

    Nothing is deleted from the history: a change that does the opposite is added. Refused while a later change stands
    on it.
    """
    from casefile.casebook.history import undo as take_back

    if seqs and last:
        raise InputError("Give either numbers or --last.", "See: casefile log")
    return take_back(session.book(), [_number(text) for text in seqs or ()], last or 1)


@commands.add("redo", 'casefile redo --reason "it was right"', changes=True)
def redo(session: Session) -> object:
    """Take the last undo back, so that the change holds again."""
    from casefile.casebook.history import redo as do_again

    return do_again(session.book())


def _number(text: str) -> int:
    digits = text.strip().removeprefix("#")
    if not digits.isdigit() or len(digits) > 12:  # noqa: PLR2004 - more than anybody will make
        raise InputError(f"“{text}” is not the number of a change.", "See: casefile log")
    return int(digits)
