"""Commands that answer where people stand: ``status`` in custody, ``rights`` by the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from casefile.cli import options
from casefile.cli.complete import people
from casefile.cli.reading import Where, choice_of
from casefile.cli.session import Commands, Session
from casefile.errors import InputError

if TYPE_CHECKING:
    from casefile.views.standing import Vantage

commands = Commands()


@commands.add("status", "casefile status --as-of 2025-08-15 --known-by 2025-10-31")
def status(
    session: Session,
    persons: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PERSON]...", help="Only them, and the members of groups.", autocompletion=people),
    ] = None,
    as_of: options.AsOf = "",
    known_by: options.KnownBy = "",
    where: Where = "",
) -> object:
    """Tell who is held and how long, the status of charges, and how many people that makes.

    With --as-of for a day in the past: what may have happened before or after it is only "possibly" so. With
    --known-by only by what had been published. Totals never count a group and its named members twice; where it is not
    known whether people overlap they are a range, and the reason is told.
    """
    from casefile.model import Person
    from casefile.views.status import status as view

    at = vantage(session, as_of, known_by)
    book = session.book()
    asked = [book.find(text, Person) for text in persons or ()]
    choice = choice_of(book, where)
    if choice is not None:
        asked = [person for person in asked or book.case.people if choice.record(person)]
    return view(book.case, at, asked if asked or choice is not None else None)


def vantage(session: Session, as_of: str, known_by: str) -> Vantage:
    """The day that is asked about and the one by which things must have been public.

    Raises:
        InputError: A date has no last day, or the first lies in the future.
    """
    from casefile import dates
    from casefile.views.standing import Vantage

    found = []
    for option, text in (("--as-of", as_of), ("--known-by", known_by)):
        day = dates.bounds(text, today=session.today)[1] if text else None
        if text and day is None:
            raise InputError(f"{option} {text} names no last day.", "Give a day, a month or a year.")
        found.append(day)
    on, known = found
    if on and on > session.today:
        if dates.bounds(as_of, today=session.today)[0] != on:
            on = session.today  # "--as-of November", in November
        else:
            raise InputError(f"--as-of {as_of} lies in the future.", "What is planned is shown by: casefile due")
    return Vantage(on=on or session.today, today=session.today, known_by=known)


@commands.add("rights", "casefile rights P7")
def rights(
    session: Session,
    person: Annotated[
        str,
        typer.Argument(metavar="[PERSON]", help="Whose; everybody's in a table without one.", autocompletion=people),
    ] = "",
    limit: Annotated[int | None, typer.Option("--limit", min=0, metavar="N", help="At most that many.")] = None,
) -> object:
    """Check detainees' rights against the record: honoured, delayed, denied, declined, unknown.

    Consular access, notification and visits (Vienna Convention on Consular Relations, Art. 36(1)); reasons, charges, a
    judge, review by a court (ICCPR, Art. 9(2)-(4)); counsel and an interpreter (Art. 14(3)(b) and (f)). Each with the
    events it rests on and what was said about them. A right of which nothing is recorded is unknown, never denied.

    Consular visits and notifications, lawyers' visits and hearings bear on rights by themselves. Of any other event it
    is said with add-event --right, how it came out with --result: vccr-36-1-a, -b, -b-told, -c; iccpr-9-2-reasons,
    iccpr-9-2-charges, iccpr-9-3, iccpr-9-4, iccpr-14-3-b, iccpr-14-3-f.
    """
    from casefile.model import Person
    from casefile.views.checklist import checklist_page, rights_table
    from casefile.views.rights import Records

    book = session.book()
    if person:
        whose = book.find(person, Person)
        return checklist_page(Records(book.case, session.today).checklist(whose), book.case)
    records = Records(book.case, session.today)
    return rights_table([records.checklist(one) for one in records.detainees()]).limited(limit)
