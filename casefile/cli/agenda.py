"""Commands for what is to come: ``due``, ``done``."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from casefile.cli import options
from casefile.cli.complete import events, words
from casefile.cli.reading import Where, choice_of
from casefile.cli.session import Commands, Session
from casefile.errors import InputError
from casefile.vocabulary import EventResult, pick, terms

commands = Commands()


@commands.add("due", "casefile due --within 3m")
def due(
    session: Session,
    within: Annotated[
        str, typer.Option("--within", metavar="30d|2w|3m", help="Only as far ahead; overdue things are always there.")
    ] = "",
    as_ics: Annotated[bool, typer.Option("--ics", help="Write an iCalendar feed.")] = False,
    output: Annotated[str, typer.Option("-o", "--output", metavar="PATH", help="Write the feed there.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
    include_confidential: Annotated[
        bool, typer.Option("--include-confidential", help="Put into the feed what is confidential, too.")
    ] = False,
    where: Where = "",
    limit: Annotated[int | None, typer.Option("--limit", min=0, metavar="N", help="At most that many.")] = None,
) -> object:
    """Show what is planned, and which custody orders and consents run out, overdue first.

    A vague date makes a range of days left. A custody order is due on the last day that its event was entered with
    (--until), unless a later extension, sentence or release has taken its place. --ics writes a feed for a calendar
    (RFC 5545): names and places, no texts, nothing confidential.
    """
    from casefile.casebook.agenda import agenda, feed
    from casefile.views.due import due_table

    if not as_ics and (output or force or include_confidential):
        raise InputError("-o, --force and --include-confidential go with the feed.", "Add --ics.")
    if as_ics and session.form != "table":
        raise InputError("A feed is neither JSON nor CSV.", "Leave out --ics, or --json and --format.")
    book = session.book()
    choice = choice_of(book, where)
    entries = [one for one in agenda(book, within) if choice is None or choice.record(one.record)]
    if not as_ics:
        return due_table(entries, book.case, session.today).limited(limit)
    made = feed(book, entries[:limit], session.now(), include_confidential=include_confidential)
    if made.confidential:
        session.tell(f"Left out as confidential: {made.confidential}. Add --include-confidential to have them in it.")
    if made.undated:
        session.tell(f"Left out as nothing dates them: {made.undated}. See: casefile due")
    if not made.entries:
        session.tell("The feed is empty: a calendar without entries, which clients take.")
    if output:
        from casefile.casebook.transfer import write_file

        write_file(output, made.pieces, force=force)
        session.written = output
        return f"Wrote {output}"
    from casefile.cli.render import Screen

    out = Screen(sys.stdout, os.environ)
    for piece in made.pieces:
        out.data(piece)
    out.flush()
    return None


@commands.add("done", 'casefile done E7 --result held --outcome "remanded until 5 March" --source R2', changes=True)
def done(
    session: Session,
    event: Annotated[
        str | None, typer.Argument(metavar="EVENT", help="The planned event.", autocompletion=events)
    ] = None,
    outcome: Annotated[str, typer.Option("--outcome", metavar="TEXT", help="What came of it.")] = "",
    result: Annotated[
        str,
        typer.Option(
            "--result", metavar="RESULT", help=", ".join(terms(EventResult)) + ".", autocompletion=words(EventResult)
        ),
    ] = "",
    on: Annotated[str, typer.Option("--on", metavar="WHEN", help="When it took place, where not as planned.")] = "",
    sources: options.Sources = None,
    quote: options.Quote = "",
    at: options.At = "",
    credibility: options.Credibility = None,
) -> object:
    """Record how a planned event came out.

    It is no longer due then. What was postponed gets its new date as an event of its own.
    """
    from casefile.casebook.agenda import done as finish
    from casefile.casebook.citing import Cited

    (event,) = session.require("done", EVENT=event)
    chosen = pick(EventResult, result) if result else None
    cited = Cited(sources=sources or (), locator=at, quote=quote, credibility=credibility)
    return finish(session.book(), str(event), cited, outcome=outcome, result=chosen, on=on)
