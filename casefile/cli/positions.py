"""The command that sets out who says what: ``positions``."""

from __future__ import annotations

from typing import Annotated

import typer

from casefile.cli.complete import records
from casefile.cli.session import Commands, Session

commands = Commands()


@commands.add("positions", "casefile positions P7")
def positions(
    session: Session,
    record: Annotated[
        str | None, typer.Argument(metavar="ID", help="The record: its id, or part of a name.", autocompletion=records)
    ] = None,
) -> object:
    """Show who says what about a record: each side's stances in order of time.

    A side is the country whose office the speaker held, or whom they speak for; else the organisation; else the
    speaker. Under it: its stances on the record (of a person also on charges and events) in order of time, then each
    statement with what it answers, corrects, and is answered and corrected by; original beside translation. A stance is
    only what was recorded as one (add-statement --stance); statements without are listed last.
    """
    from casefile.casebook.countries import country_name
    from casefile.views.positions import positions as view

    (record,) = session.require("positions", ID=record)
    book = session.book()
    return view(book.case, book.find_any(str(record)), country_name)
