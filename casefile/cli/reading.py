"""Commands that only read: ``list``, ``show``, ``timeline``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from casefile.cli import options
from casefile.cli.complete import people, records, sources
from casefile.cli.session import Commands, Session
from casefile.errors import InputError

if TYPE_CHECKING:
    from datetime import date

    from casefile.casebook import Casebook
    from casefile.casebook.choosing import Choice
    from casefile.model import Record
    from casefile.views.standing import Vantage
    from casefile.views.tables import Filter

commands = Commands()

_NONE_FITS = "Nothing here fits that search. Leave a part of it out to see more: casefile search --help"
TABLES = ("people", "charges", "statements", "events", "sources")
Limit = Annotated[int | None, typer.Option("--limit", min=0, metavar="N", help="At most that many.")]
Where = Annotated[
    str, typer.Option("--where", metavar="SEARCH", help="Only what fits a search: see casefile search --help.")
]
Start = Annotated[str, typer.Option("--from", metavar="WHEN", help="Not earlier than.")]
End = Annotated[str, typer.Option("--to", metavar="WHEN", help="Not later than.")]


@commands.add("list", "casefile list charges --status alleged")
def list_(
    session: Session,
    table: Annotated[
        str,
        typer.Argument(
            metavar="[TABLE]",
            help="people, charges, statements, events or sources; the docket without a word.",
            autocompletion=lambda incomplete: [name for name in TABLES if name.startswith(incomplete)],
        ),
    ] = "docket",
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="Of that kind.")] = "",
    status: Annotated[str, typer.Option("--status", metavar="STATUS", help="With that custody or charge status.")] = "",
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="People with that role.")] = "",
    nationality: Annotated[
        str, typer.Option("--nationality", metavar="COUNTRY", help="People of that nationality.")
    ] = "",
    about: Annotated[
        str, typer.Option("--about", metavar="RECORD", help="Mentioning that record.", autocompletion=records)
    ] = "",
    source: Annotated[
        str, typer.Option("--source", metavar="SOURCE", help="Citing that source.", autocompletion=sources)
    ] = "",
    start: Start = "",
    end: End = "",
    as_of: options.AsOf = "",
    known_by: options.KnownBy = "",
    where: Where = "",
    sort: Annotated[
        str, typer.Option("--sort", metavar="COLUMN", help="Order by a column; -COLUMN turns it round.")
    ] = "",
    limit: Limit = None,
) -> object:
    """List the docket, or the records of one table.

    Without a word: the docket, a row for each detainee with status, held since, days held, place, charges, the last
    statement about them, and sources. The docket of another day is had with --as-of, what was public by then with
    --known-by.
    """
    from casefile.cli.standing import vantage
    from casefile.views.tables import Filter

    name = _table_name(table)
    book = session.book()
    first, last = span_of(session, start, end)
    wanted = Filter(
        kind=kind,
        status=status,
        role=role,
        nationality=_country(nationality),
        about=book.find_any(about).id if about else "",
        source=_source(book, source),
        start=first,
        end=last,
    )
    choice = choice_of(book, where)
    if name == "docket":
        return _docket(book, wanted, choice, vantage(session, as_of, known_by), sort, limit)
    if as_of or known_by:
        raise InputError("--as-of and --known-by go with the docket.", "Leave the table out, or see: casefile status")
    return _records(book, name, wanted, choice, sort, limit)


def choice_of(book: Casebook, where: str) -> Choice | None:
    """What --where asks for; None where it was not given."""
    if not where:
        return None
    from casefile.casebook.choosing import Choice
    from casefile.casebook.queries import asked

    return Choice(asked(book, where))


def _table_name(text: str) -> str:
    word = text.strip().lower()
    synonyms = {"persons": "people", "person": "people", "detainees": "docket", "references": "sources"}
    word = synonyms.get(word, word)
    names = ("docket", *TABLES)
    for name in names:
        if word in {name, name.removesuffix("s")}:
            return name
    import difflib

    near = difflib.get_close_matches(word, names, n=1)
    hint = f"Did you mean “{near[0]}”? " if near else ""
    raise InputError(f"There is no list called “{text}”.", f"{hint}Lists: {', '.join(names)}.")


def _country(text: str) -> str:
    if not text:
        return ""
    from casefile.casebook.countries import country_code

    return country_code(text)


def _source(book: Casebook, text: str) -> str:
    if not text:
        return ""
    from casefile.model import Source

    return book.find(text, Source).id


def span_of(session: Session, start: str, end: str) -> tuple[date | None, date | None]:
    """The first and the last day that --from and --to ask for; None where they were not given."""
    from casefile import dates

    first = dates.bounds(start, today=session.today)[0] if start else None
    last = dates.bounds(end, today=session.today)[1] if end else None
    if first and last and first > last:
        raise InputError(f"--from {start} is later than --to {end}.", "Turn them round.")
    return first, last


def _docket(book: Casebook, wanted: Filter, choice: Choice | None, at: Vantage, sort: str, limit: int | None) -> object:
    from casefile import dates
    from casefile.dates import Fit
    from casefile.views.docket import docket, docket_table
    from casefile.views.published import as_published
    from casefile.views.tables import held_when, sorted_by
    from casefile.vocabulary import CustodyStatus, pick

    status = pick(CustodyStatus, wanted.status) if wanted.status else None
    entries = [
        entry
        for entry in docket(book.case, at.today, at)
        if (status is None or status in entry.told)
        and (choice is None or choice.record(entry.person))
        and (not wanted.kind or entry.person.kind.value == wanted.kind)
        and (not wanted.role or wanted.role in entry.person.roles)
        and (not wanted.nationality or wanted.nationality in entry.person.nationality)
        and (not wanted.source or wanted.source in entry.sources)
        and (not wanted.about or wanted.about in {entry.person.id, *(charge.id for charge in entry.charges)})
        and (
            not (wanted.start or wanted.end)
            or (
                entry.custody.held_since
                and dates.within(entry.custody.held_since, wanted.start, wanted.end) is not Fit.OUT
            )
        )
    ]
    made = docket_table(entries, as_published(book.case, at.known_by))
    if choice is not None:
        made = made._replace(empty=_NONE_FITS)
    return sorted_by(made, sort, held_when).limited(limit)


def _records(book: Casebook, name: str, wanted: Filter, choice: Choice | None, sort: str, limit: int | None) -> object:
    import msgspec

    from casefile.model import BY_TABLE
    from casefile.views.tables import KINDS_OF, table_of
    from casefile.vocabulary import ChargeStatus, Role, pick

    kind: type[Record] = BY_TABLE[name]
    if wanted.kind:
        if name not in KINDS_OF:
            raise InputError(f"Records in {name} have no kind.", "Leave --kind out.")
        wanted = msgspec.structs.replace(wanted, kind=pick(KINDS_OF[name], wanted.kind).value)
    if wanted.status:
        if name != "charges":
            raise InputError(f"Records in {name} have no status.", "--status goes with the docket and with charges.")
        wanted = msgspec.structs.replace(wanted, status=pick(ChargeStatus, wanted.status).value)
    if wanted.role or wanted.nationality:
        if name != "people":
            raise InputError(f"Records in {name} have no role or nationality.", "These go with people.")
        wanted = msgspec.structs.replace(wanted, role=pick(Role, wanted.role).value if wanted.role else "")
    made = table_of(book.case, kind, wanted, sort)
    if choice is not None:
        made = made._replace(items=[record for record in made.items if choice.record(record)], empty=_NONE_FITS)
    return made.limited(limit)


@commands.add("show", "casefile show Картавых")
def show(
    session: Session,
    record: Annotated[
        str | None, typer.Argument(metavar="ID", help="The record: its id, or part of a name.", autocompletion=records)
    ] = None,
    at: Annotated[
        str, typer.Option("--at", metavar="SEQ|WHEN", help="As it stood after that change, or at the end of that day.")
    ] = "",
) -> object:
    """Show everything known about one record.

    A card with every fact beside whoever says so and the sources it was read in, names in all scripts, related
    records, and the record's own timeline.
    """
    from casefile.views.card import card

    (record,) = session.require("show", ID=record)
    book = session.book()
    if at:
        from casefile.casebook.history import as_it_stood, find_as_it_stood

        moment = as_it_stood(book, at)
        session.tell(f"As it stood after change {moment.seq}, made {moment.time[:16].replace('T', ' ')} UTC.")
        return card(moment.case, find_as_it_stood(book, moment, str(record)), session.today)
    return card(book.case, book.find_any(str(record)), session.today)


@commands.add("timeline", "casefile timeline --from 2025-07 --known-by 2025-08-31")
def timeline(
    session: Session,
    persons: Annotated[
        list[str] | None, typer.Argument(metavar="[PERSON]...", help="Only what concerns them.", autocompletion=people)
    ] = None,
    start: Start = "",
    end: End = "",
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="An event or statement kind, or event, known, statement, charge; may be repeated.",
        ),
    ] = None,
    about: Annotated[
        str, typer.Option("--about", metavar="RECORD", help="Only what mentions that record.", autocompletion=records)
    ] = "",
    speaker: Annotated[
        str, typer.Option("--speaker", metavar="PERSON", help="Only what that person said.", autocompletion=people)
    ] = "",
    known_by: options.KnownBy = "",
    where: Where = "",
    reverse: Annotated[bool, typer.Option("--reverse", help="Latest first.")] = False,
    limit: Limit = None,
    chart: Annotated[bool, typer.Option("--chart", help="Draw custody as a bar for each detainee.")] = False,
) -> object:
    """Show what happened, was said and became known, on one line of time.

    Dates keep the precision they were given: "≤ 1 Jul" is on or before that day, "*" marks a date of which a part was
    inferred, "?" one that may lie outside --from and --to.

    --chart draws custody as bars, solid where it is certain and shaded where it is only possible, with what was said
    about each person below. It takes PERSON, --from, --to, --limit, and --where to choose people.
    """
    from casefile import dates
    from casefile.model import Person
    from casefile.views.timeline import Wanted, read_kind
    from casefile.views.timeline import timeline as view

    book = session.book()
    first, last = span_of(session, start, end)
    if chart:
        from casefile.cli import seeing

        _chart_takes(kind=kinds, about=about, speaker=speaker, known_by=known_by, reverse=reverse)
        seeing.chart(session, book, persons or (), (first, last), where, limit)
        return None
    wanted = Wanted(
        people=tuple(book.find(text, Person).id for text in persons or ()),
        about=book.find_any(about).id if about else "",
        speaker=book.find(speaker, Person).id if speaker else "",
        kinds=tuple(read_kind(text) for text in kinds or ()),
        start=first,
        end=last,
        known_by=dates.bounds(known_by, today=session.today)[1] if known_by else None,
        reverse=reverse,
        limit=limit,
    )
    choice = choice_of(book, where)
    line = view(book.case, wanted, choice.moment if choice else None)
    if not line.moments and session.form == "table":
        filtered = bool(where) or wanted != Wanted(reverse=reverse, limit=limit)
        session.emit(line, empty=_nothing(filtered=filtered))
        return None
    return line


def _chart_takes(**given: object) -> None:
    for option, value in given.items():
        if value:
            name = f"--{option.replace('_', '-')}"
            raise InputError(
                f"{name} does not go with --chart.", "The chart takes PERSON, --from, --to, --where and --limit."
            )


def _nothing(*, filtered: bool) -> str:
    if filtered:
        return "Nothing in the file fits that. Leave an option out to see more."
    return "Nothing on the timeline yet. Enter a detainee: casefile add-detainee NAME --detained WHEN --place PLACE"
