"""Commands about what sources give differently: ``add-claim``, ``conflicts``, ``resolve``."""

from __future__ import annotations

from typing import Annotated

import typer

from casefile.cli import options
from casefile.cli.complete import people, records
from casefile.cli.people import attempt
from casefile.cli.session import Commands, Session

commands = Commands()

Record = Annotated[str | None, typer.Argument(metavar="ID", help="The record.", autocompletion=records)]


@commands.add(
    "add-claim", 'casefile add-claim P8 office="executive director" --source R1 --credibility 3', changes=True
)
def add_claim(
    session: Session,
    record: Record = None,
    assignments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIELD=VALUE...", help="What is claimed: any field that can be edited; name and office for short."
        ),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="SPEAKER", help="Who says so.", autocompletion=people)] = "",
    on: Annotated[str, typer.Option("--on", metavar="WHEN", help="When they said so.")] = "",
    create: options.Create = "",
    sources: options.Sources = None,
    quote: options.Quote = "",
    at: options.At = "",
    credibility: options.Credibility = None,
    note: options.Note = "",
) -> object:
    """Keep what another source gives for a field.

    The record keeps its own value, and both are kept as claims with who makes them; an empty field takes the claim.
    To take a claim out again: casefile edit ID claims-="FIELD=VALUE".
    """
    from casefile.casebook.citing import Cited
    from casefile.casebook.claims import ClaimDraft
    from casefile.casebook.claims import add_claim as enter

    record, first = session.require("add-claim", ID=record, FIELD_VALUE=(assignments or [""])[0])
    draft = ClaimDraft(assignments=[first, *(assignments or [])[1:]], by=by, on=on, note=note)
    cited = Cited(sources=sources or (), locator=at, quote=quote, credibility=credibility)
    book = session.book()
    return attempt(session, lambda _, made: enter(book, str(record), draft, cited, create=made), create=create)


@commands.add("conflicts", "casefile conflicts P8")
def conflicts(
    session: Session,
    record: Annotated[str, typer.Argument(metavar="[ID]", help="Only of that record.", autocompletion=records)] = "",
) -> object:
    """Show where sources differ, on whose word and how sure.

    Values that mean the same stand as one, with everybody who gives it. The grade is the Admiralty one: reliability of
    the source (A to F), credibility of what it says (1 to 6, - where nobody graded it). Unresolved fields come first.
    """
    from casefile.casebook.claims import conflicts as found

    return found(session.book(), record)


@commands.add(
    "resolve", 'casefile resolve P8 office "head of the editorial office" --reason "its own imprint"', changes=True
)
def resolve(
    session: Session,
    record: Record = None,
    field: Annotated[str | None, typer.Argument(metavar="FIELD", help="The disputed field.")] = None,
    value: Annotated[
        str | None, typer.Argument(metavar="VALUE|N", help="The value, or its number in casefile conflicts.")
    ] = None,
) -> object:
    """Prefer one of the values given for a field.

    The record takes it, with your reason; the others stay as claims. A later claim that differs opens it again.
    """
    from casefile.casebook.claims import resolve as prefer

    record, field, value, reason = session.require(
        "resolve", ID=record, FIELD=field, VALUE=value, reason=session.globals.reason
    )
    session.globals = session.globals._replace(reason=reason)
    return prefer(session.book(), str(record), str(field), str(value))
