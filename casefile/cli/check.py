"""The command that goes over a case: ``check``, with an exit code that scripts can ask."""

from __future__ import annotations

from typing import Annotated

import typer

from casefile.cli.complete import records
from casefile.cli.session import Commands, Session

commands = Commands()
_FOUND = 1  # the exit code where something is wanting


def _kinds(incomplete: str) -> list[str]:
    from casefile.views.check import FindingKind

    return [kind.value for kind in FindingKind if kind.value.startswith(incomplete)]


@commands.add("check", "casefile check --only uncited", changes=True)
def check(
    session: Session,
    record: Annotated[
        str, typer.Argument(metavar="[ID]", help="Only what concerns that record.", autocompletion=records)
    ] = "",
    only: Annotated[
        str, typer.Option("--only", metavar="KIND", help="Only findings of that kind.", autocompletion=_kinds)
    ] = "",
    stale: Annotated[
        int, typer.Option("--stale", min=0, metavar="DAYS", help="How old the last word on somebody held may be.")
    ] = 90,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what needs no decision.")] = False,
) -> object:
    """Find what is missing, stale or contradictory, with the command that mends it.

    Facts without a source, charges without an accuser, statements without the office held that day, detentions without
    a place, custody that overlaps, events dated after the source that reports them, dates that contradict each other,
    people not heard of for too long, mentions of records that are gone, sources that nobody has opened. Exit code 1
    where something was found, 0 where nothing was.
    """
    from casefile.casebook.checkup import findings
    from casefile.casebook.checkup import fix as mend
    from casefile.views.check import FindingKind, findings_table
    from casefile.vocabulary import pick

    book = session.book()
    kind = pick(FindingKind, only) if only else None
    if fix:
        return mend(book, stale_after=stale, record=record, kind=kind)
    found = findings(book, stale_after=stale, record=record, kind=kind)
    session.exit_code = _FOUND if found else 0
    return findings_table(book.case, found, filtered=bool(record or kind))
