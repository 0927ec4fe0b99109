"""The command that tells what is new: ``changes``."""

from __future__ import annotations

from typing import Annotated

import typer

from casefile.cli.session import Commands, Session

commands = Commands()


@commands.add("changes", "casefile changes --since 2025-11-01")
def changes(
    session: Session,
    since: Annotated[
        str,
        typer.Option(
            "--since",
            metavar="SEQ|WHEN|last",
            help="From that change (a number) or day on; last, as without it, is what came after your mark.",
        ),
    ] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="SEQ|WHEN", help="Up to that change or day, which is told too.")
    ] = "",
    confidential: Annotated[
        bool, typer.Option("--confidential", help="Tell confidential records too, each marked so.")
    ] = False,
    mark: Annotated[
        bool, typer.Option("--mark", help="Remember that you have seen this: last begins after it from then on.")
    ] = False,
    author: Annotated[
        str, typer.Option("--as", metavar="NAME", help="Who looks; else $CASEFILE_AUTHOR, git's user, or the login.")
    ] = "",
) -> object:
    """Tell what is new and what changed, in words to paste into a situation report.

    The net effect: what was entered and then edited is new, what was taken back is not told. By person, attributed,
    with sources. Confidential records, and whatever names confidential people, are left out. What serves your own work
    (notes, grades, kept files) is not told either: casefile log has it.

    Only --mark moves your mark, and only after everything was printed. It is kept in your own state folder, outside the
    case: a number and a hash, nothing of what is in the case.
    """
    from casefile.casebook.changes import changes as told
    from casefile.casebook.looking import remember
    from casefile.cli.author import author as who
    from casefile.errors import StoreError

    name = who(author)
    found = told(session.book(), since, until, name, confidential=confidential)
    session.emit(found.page)
    if mark and found.mark is not None:
        try:
            remember(found.entries, name, found.mark)
        except StoreError as error:
            session.tell(f"What you have seen could not be marked: {error.message}\nNext time the same is told again.")
        else:
            session.tell(f"Marked for {name}: seen up to change {found.mark.seq}.")
    return None
