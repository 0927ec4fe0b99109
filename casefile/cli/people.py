"""Commands that enter people: ``add-detainee``, ``add-official``, ``add-person``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from casefile.cli import options
from casefile.cli.complete import words
from casefile.cli.session import Commands, Session
from casefile.errors import ConflictError, InputError
from casefile.vocabulary import Confidentiality, PersonKind, Role

if TYPE_CHECKING:
    from casefile.casebook.stored import Stored

commands = Commands()


@commands.add(
    "add-detainee",
    'casefile add-detainee "Jane Roe" --detained "early March 2025" --place Baku --source R1',
    changes=True,
)
def add_detainee(
    session: Session,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="The name, or a description of a group.")] = None,
    aliases: options.Aliases = None,
    spellings: options.Spellings = None,
    group: Annotated[bool, typer.Option("--group", help="Several people whom nobody has named.")] = False,
    count: Annotated[str, typer.Option("--count", metavar="N", help='How many: 8, 5-8, "about 20".')] = "",
    unidentified: Annotated[bool, typer.Option("--unidentified", help="One person whom nobody has named.")] = False,
    nationality: options.Nationality = None,
    occupation: options.Occupation = "",
    office: options.Office = "",
    organisation: options.Organisation = "",
    country: options.Country = "",
    detained: Annotated[str, typer.Option("--detained", metavar="WHEN", help="When the person was detained.")] = "",
    known: Annotated[str, typer.Option("--known", metavar="WHEN", help="When the detention became known.")] = "",
    place: Annotated[str, typer.Option("--place", metavar="PLACE", help="Where the person was detained.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="AUTHORITY", help="Who detained the person.")] = "",
    create: options.Create = "",
    sources: options.Sources = None,
    quote: options.Quote = "",
    at: options.At = "",
    credibility: options.Credibility = None,
    note: options.Note = "",
    confidentiality: options.Level = Confidentiality.PUBLIC,
    consent: options.Consent = "",
    consent_expires: options.ConsentExpires = "",
    force: Annotated[bool, typer.Option("--force", help="Enter although the name may be in the file.")] = False,
) -> object:
    """Enter a detained person or group, with the detention that is reported.

    Anything said of custody (--detained, --known, --place, --by) is stored as a detention event. Where only --known is
    given, the detention is dated "on or before" that day.
    """
    from casefile.casebook.citing import Cited
    from casefile.casebook.people import Detention, PersonDraft
    from casefile.casebook.people import add_detainee as enter

    if unidentified and (group or count):
        raise InputError("--unidentified is one person, --group several.", "Give one of the two.")
    (name,) = session.require("add-detainee", NAME=name)
    kind = PersonKind.GROUP if group or count else PersonKind.UNIDENTIFIED if unidentified else PersonKind.INDIVIDUAL
    draft = PersonDraft(
        name=str(name),
        kind=kind,
        aliases=aliases or (),
        spellings=spellings or (),
        count=count,
        nationality=nationality or (),
        occupation=occupation,
        office=office,
        organisation=organisation,
        country=country,
        note=note,
        confidentiality=confidentiality,
        consent=consent,
        consent_expires=consent_expires,
    )
    detention = Detention(detained=detained, known=known, place=place, by=by)
    cited = Cited(sources=sources or (), locator=at, quote=quote, credibility=credibility)
    book = session.book()
    return attempt(
        session,
        lambda forced, made: enter(book, draft, detention, cited, create=made, force=forced),
        force=force,
        create=create,
    )


@commands.add(
    "add-official",
    'casefile add-official "Maria Petrova" --office spokeswoman --org "Foreign Ministry" --country RU --from 2024',
    changes=True,
)
def add_official(
    session: Session,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="The official's name.")] = None,
    office: options.Office = "",
    organisation: options.Organisation = "",
    country: options.Country = "",
    office_from: options.OfficeFrom = "",
    office_to: options.OfficeTo = "",
    aliases: options.Aliases = None,
    spellings: options.Spellings = None,
    nationality: options.Nationality = None,
    sources: options.Sources = None,
    quote: options.Quote = "",
    at: options.At = "",
    credibility: options.Credibility = None,
    note: options.Note = "",
    confidentiality: options.Level = Confidentiality.PUBLIC,
    force: Annotated[bool, typer.Option("--force", help="Enter although the name may be in the file.")] = False,
) -> object:
    """Enter an official and the office they hold or held."""
    from casefile.casebook.citing import Cited
    from casefile.casebook.people import PersonDraft, add_person

    name, office = session.require("add-official", NAME=name, office=office)
    draft = PersonDraft(
        name=str(name),
        roles=(Role.OFFICIAL,),
        aliases=aliases or (),
        spellings=spellings or (),
        nationality=nationality or (),
        office=office,
        organisation=organisation,
        country=country,
        office_from=office_from,
        office_to=office_to,
        note=note,
        confidentiality=confidentiality,
    )
    cited = Cited(sources=sources or (), locator=at, quote=quote, credibility=credibility)
    book = session.book()
    return attempt(session, lambda forced, _: add_person(book, draft, cited, force=forced), force=force)


@commands.add("add-person", 'casefile add-person "Leyla Məmmədova" --role lawyer --nationality AZ', changes=True)
def add_person(
    session: Session,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="The name.")] = None,
    roles: Annotated[
        list[str] | None,
        typer.Option(
            "--role",
            metavar="ROLE",
            help="detainee, official, authority, lawyer, family, witness, publisher; may be repeated.",
            autocompletion=words(Role),
        ),
    ] = None,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="individual, unidentified, group, organisation or state.",
            autocompletion=words(PersonKind),
        ),
    ] = "individual",
    aliases: options.Aliases = None,
    spellings: options.Spellings = None,
    count: Annotated[str, typer.Option("--count", metavar="N", help='How many, for a group: 8, 5-8, "about 20".')] = "",
    nationality: options.Nationality = None,
    occupation: options.Occupation = "",
    office: options.Office = "",
    organisation: options.Organisation = "",
    country: options.Country = "",
    office_from: options.OfficeFrom = "",
    office_to: options.OfficeTo = "",
    born: Annotated[str, typer.Option("--born", metavar="WHEN", help="Date of birth.")] = "",
    sources: options.Sources = None,
    quote: options.Quote = "",
    at: options.At = "",
    credibility: options.Credibility = None,
    note: options.Note = "",
    confidentiality: options.Level = Confidentiality.PUBLIC,
    consent: options.Consent = "",
    consent_expires: options.ConsentExpires = "",
    force: Annotated[bool, typer.Option("--force", help="Enter although the name may be in the file.")] = False,
) -> object:
    """Enter a lawyer, relative, witness, organisation, state or anybody else."""
    from casefile.casebook.citing import Cited
    from casefile.casebook.people import PersonDraft
    from casefile.casebook.people import add_person as enter
    from casefile.vocabulary import pick

    (name,) = session.require("add-person", NAME=name)
    chosen = pick(PersonKind, kind)
    if country and not office:  # a state or an organisation is of a country without holding an office
        nationality, country = [*(nationality or ()), country], ""
    draft = PersonDraft(
        name=str(name),
        kind=chosen,
        roles=[pick(Role, role) for role in roles or ()],
        aliases=aliases or (),
        spellings=spellings or (),
        count=count,
        nationality=nationality or (),
        occupation=occupation,
        office=office,
        organisation=organisation,
        country=country,
        office_from=office_from,
        office_to=office_to,
        born=born,
        note=note,
        confidentiality=confidentiality,
        consent=consent,
        consent_expires=consent_expires,
    )
    cited = Cited(sources=sources or (), locator=at, quote=quote, credibility=credibility)
    book = session.book()
    return attempt(session, lambda forced, _: enter(book, draft, cited, force=forced), force=force)


def attempt(session: Session, enter: Callable[[bool, str], Stored], *, force: bool = False, create: str = "") -> Stored:
    """Enter something; where a name is doubtful and somebody is there, ask, and enter it again as they say.

    Args:
        session: Who may be asked.
        enter: Does it, given whether to force it and what to enter an unknown person as.
        force: What --force says.
        create: What --create says.
    """
    from casefile.casebook.people import DuplicateError, UnknownPersonError

    fresh = not session.exists()
    while True:
        try:
            stored = enter(force, create)
        except DuplicateError as error:
            if force or not session.interactive:
                raise
            session.tell(error.message)
            if not session.confirm("Enter another person of that name?"):
                raise ConflictError("Nothing was added.", "") from None
            force = True
        except UnknownPersonError as error:
            options = {"individual": "individual", "organisation": "organisation", "state": "state", "group": "group"}
            if session.interactive:
                session.tell(error.message)
            chosen = session.choose(f"Enter “{error.name}” now, as", options)
            if create or chosen is None:
                raise
            create = chosen
        else:
            if fresh and session.committed in (0, 1):  # another may have made it in between
                session.tell(f"Made the case file {stored.location}")
            return stored
