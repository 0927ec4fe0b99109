"""Commands that amend what is there: ``update-charge``, ``edit``, ``remove``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from casefile.cli import options
from casefile.cli.complete import charges, records, words
from casefile.cli.session import Commands, Session
from casefile.errors import CasefileError, InputError
from casefile.vocabulary import ChargeStatus, pick

if TYPE_CHECKING:
    from casefile.casebook import Casebook
    from casefile.casebook.stored import Stored

commands = Commands()


@commands.add("update-charge", "casefile update-charge C1 dropped --on 2025-11-03 --source R2", changes=True)
def update_charge(
    session: Session,
    charge: Annotated[
        str | None,
        typer.Argument(metavar="CHARGE", help="The charge: its id, or part of the offence.", autocompletion=charges),
    ] = None,
    status: Annotated[
        str | None,
        typer.Argument(
            metavar="STATUS",
            help=", ".join(term.value for term in ChargeStatus) + ".",
            autocompletion=words(ChargeStatus),
        ),
    ] = None,
    on: Annotated[str, typer.Option("--on", metavar="WHEN", help="Since when it has that status.")] = "",
    known: options.Known = "",
    sentence: Annotated[str, typer.Option("--sentence", metavar="TEXT", help="The sentence, as worded.")] = "",
    sources: options.Sources = None,
    quote: options.Quote = "",
    at: options.At = "",
    credibility: options.Credibility = None,
    note: options.Note = "",
) -> object:
    """Add a dated status to a charge.

    Nothing is overwritten: the charge keeps all its statuses, and the latest by date is the one that holds.
    """
    from casefile.casebook.citing import Cited
    from casefile.casebook.facts import update_charge as update

    charge, status, on = session.require(
        "update-charge",
        CHARGE=charge,
        STATUS=(status, lambda word: pick(ChargeStatus, word)),
        on=(on, session.check_date),
    )
    cited = Cited(sources=sources or (), locator=at, quote=quote, credibility=credibility)
    chosen = pick(ChargeStatus, str(status))
    return update(session.book(), str(charge), chosen, on, cited, known=known, note=note, sentence=sentence)


@commands.add("edit", 'casefile edit P2 occupation="photographer" names+="Ivan Petrov"', changes=True)
def edit(
    session: Session,
    record: Annotated[str | None, typer.Argument(metavar="ID", help="The record.", autocompletion=records)] = None,
    assignments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIELD=VALUE...",
            help="FIELD=VALUE sets, FIELD+=VALUE adds to a list, FIELD-=VALUE takes out of one, FIELD= clears.",
        ),
    ] = None,
) -> object:
    """Change fields of a record, or the whole of it in an editor.

    Without FIELD=VALUE the record opens in $EDITOR as a form. A form that cannot be stored can be mended there; it is
    never thrown away. Parts of a field are reached with dots: offices.0.to=2025.
    """
    from casefile.casebook import editing

    (record,) = session.require("edit", ID=record)
    book = session.book()
    if assignments:
        return editing.edit(book, str(record), assignments)
    return _edit_form(session, book, str(record))


def _edit_form(session: Session, book: Casebook, text: str) -> Stored | str:
    from casefile.casebook.editing import replace
    from casefile.casebook.form import from_form, to_form
    from casefile.cli.editor import Draft
    from casefile.cli.privately import make_folder

    old = book.find_any(text)
    form = to_form(book, old)
    with Draft(form, ".toml", make_folder(session)) as draft:
        while True:
            edited = draft.edit()
            if edited == form:
                return f"{old.id} is as it was: nothing was changed in the editor."
            try:
                return replace(book, old, from_form(book, old, edited))
            except CasefileError as error:
                if not session.interactive:
                    raise
                session.tell(f"Error: {error.message}\n{error.hint}")
                if not session.confirm("Open the editor again to mend it?"):
                    raise


@commands.add("remove", "casefile remove E7", changes=True)
def remove(
    session: Session,
    record: Annotated[str | None, typer.Argument(metavar="ID", help="The record.", autocompletion=records)] = None,
    cascade: Annotated[
        bool,
        typer.Option("--cascade", help="Also remove what is void without it, and take it out of what mentions it."),
    ] = False,
) -> object:
    """Take a record out of the file.

    Refused while other records refer to it. Its id is never used again.
    """
    from casefile.casebook import editing

    (record,) = session.require("remove", ID=record)
    book = session.book()
    if cascade and session.interactive:
        plan = editing.plan_removal(book, str(record))
        session.tell("\n".join([f"  {plan.record.id}  {book.line(plan.record)}", *editing.removal_lines(book, plan)]))
        if not session.confirm("Remove all this?"):
            raise InputError("Nothing was removed.", "")
    return editing.remove(book, str(record), cascade=cascade)
