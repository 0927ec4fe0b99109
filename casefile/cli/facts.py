"""Commands that enter facts: ``add-charge``, ``add-statement``, ``add-event``, ``add-source``."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import Annotated, Any

import typer

from casefile.cli import options
from casefile.cli.complete import charges, events, people, records, statements, words
from casefile.cli.complete import sources as known_sources
from casefile.cli.people import attempt
from casefile.cli.session import Commands, Session
from casefile.errors import InputError
from casefile.vocabulary import (
    ChargeStatus,
    Confidentiality,
    CustodyStatus,
    EventKind,
    EventResult,
    LinkKind,
    Mode,
    Reliability,
    Right,
    SourceKind,
    StatementKind,
    pick,
    terms,
)

commands = Commands()


@commands.add(
    "add-charge",
    'casefile add-charge P8 "transit of narcotics" --by "Azerbaijani side" --status alleged --on 2025-07 --source R2',
    changes=True,
)
def add_charge(
    session: Session,
    words_given: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PERSON... OFFENCE", help="Who is accused, and of what, as worded.", autocompletion=people
        ),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who says so: a person, body or state.")] = "",
    create: options.Create = "",
    status: Annotated[
        str,
        typer.Option(
            "--status",
            metavar="STATUS",
            help="How far it has come; alleged is what a side says, charged a formal act.",
            autocompletion=words(ChargeStatus),
        ),
    ] = "alleged",
    on: Annotated[str, typer.Option("--on", metavar="WHEN", help="Since when it has that status.")] = "",
    known: options.Known = "",
    article: Annotated[str, typer.Option("--article", metavar="NO", help="The article of the code.")] = "",
    code: Annotated[str, typer.Option("--code", metavar="CODE", help="The code of law.")] = "",
    sources: options.Sources = None,
    quote: options.Quote = "",
    at: options.At = "",
    credibility: options.Credibility = None,
    note: options.Note = "",
    confidentiality: options.Level = Confidentiality.PUBLIC,
) -> object:
    """Enter what somebody is accused of, and by whom.

    One charge is stored for each person, so that their fates can part. Without --on the date is stored as unknown.
    """
    from casefile.casebook.citing import Cited
    from casefile.casebook.facts import ChargeDraft
    from casefile.casebook.facts import add_charge as enter

    given = list(words_given or ())
    accused, offence = (given[:-1], given[-1]) if len(given) > 1 else (given, "")
    person, offence, by = session.require("add-charge", PERSON=" ".join(accused), OFFENCE=offence, by=by)
    draft = ChargeDraft(
        people=accused or [person],
        offence=offence,
        by=by,
        status=pick(ChargeStatus, status),
        on=on or "unknown",
        known=known,
        code=code,
        article=article,
        note=note,
        confidentiality=confidentiality,
    )
    cited = Cited(sources=sources or (), locator=at, quote=quote, credibility=credibility)
    book = session.book()
    return attempt(session, lambda _, made: enter(book, draft, cited, create=made), create=create)


@commands.add(
    "add-statement",
    'casefile add-statement "Work on it goes on." --by Peskov --on "29 Oct 2025" --about P1 --source R1',
    changes=True,
)
def add_statement(
    session: Session,
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="What was said; - reads it from standard input.")
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="SPEAKER", help="Who said it.", autocompletion=people)] = "",
    on: Annotated[str, typer.Option("--on", metavar="WHEN", help="When it was said.")] = "",
    create: options.Create = "",
    kind: Annotated[
        str,
        typer.Option(
            "--kind", metavar="KIND", help=", ".join(terms(StatementKind)) + ".", autocompletion=words(StatementKind)
        ),
    ] = "",
    paraphrase: Annotated[bool, typer.Option("--paraphrase", help="The source gives it in other words.")] = False,
    summary: Annotated[bool, typer.Option("--summary", help="The source only sums it up.")] = False,
    stances: Annotated[
        list[str] | None,
        typer.Option("--stance", metavar="STANCE:ID", help="Where it stands on a record: denies:C1; may be repeated."),
    ] = None,
    about: Annotated[
        list[str] | None,
        typer.Option("--about", metavar="RECORD", help="What it is about; may be repeated.", autocompletion=records),
    ] = None,
    office: Annotated[
        str, typer.Option("--office", metavar="TITLE", help="The office spoken in, where several are on record.")
    ] = "",
    on_behalf_of: Annotated[
        str, typer.Option("--on-behalf-of", metavar="WHO", help="For whom the speaker speaks.", autocompletion=people)
    ] = "",
    verb: Annotated[str, typer.Option("--verb", metavar="WORD", help="The verb of saying, as printed.")] = "",
    lang: Annotated[str, typer.Option("--lang", metavar="TAG", help="The language of TEXT, such as ru.")] = "",
    translation: Annotated[str, typer.Option("--translation", metavar="TEXT", help="TEXT in another language.")] = "",
    venue: Annotated[
        str, typer.Option("--venue", metavar="EVENT", help="The event at which it was said.", autocompletion=events)
    ] = "",
    reply_to: Annotated[
        str,
        typer.Option("--reply-to", metavar="STATEMENT", help="The statement it answers.", autocompletion=statements),
    ] = "",
    supersedes: Annotated[
        str,
        typer.Option("--supersedes", metavar="STATEMENT", help="The statement it corrects.", autocompletion=statements),
    ] = "",
    sources: options.Sources = None,
    quote: options.Quote = "",
    at: options.At = "",
    credibility: options.Credibility = None,
    note: options.Note = "",
    confidentiality: options.Level = Confidentiality.PUBLIC,
) -> object:
    """Enter what somebody said, in the office held that day.

    TEXT stands for the very words unless --paraphrase or --summary is given. The office that the speaker held on that
    day is copied into the statement. Without TEXT, on a terminal, your editor opens.
    """
    from casefile.casebook.citing import Cited
    from casefile.casebook.facts import StatementDraft
    from casefile.casebook.facts import add_statement as enter

    if paraphrase and summary:
        raise InputError("--paraphrase and --summary cannot both be meant.", "Give one of the two.")
    by, on = session.require("add-statement", by=by, on=(on, session.check_date))
    with ExitStack() as stack:  # what is typed in an editor must outlive a word that is refused
        draft = StatementDraft(
            text=_text(session, text, stack),
            by=by,
            on=on,
            kind=pick(StatementKind, kind) if kind else None,
            mode=Mode.PARAPHRASE if paraphrase else Mode.SUMMARY if summary else Mode.DIRECT_QUOTE,
            verb=verb,
            lang=lang,
            translation=translation,
            office=office,
            on_behalf_of=on_behalf_of,
            venue=venue,
            about=about or (),
            stances=stances or (),
            reply_to=reply_to,
            supersedes=supersedes,
            note=note,
            confidentiality=confidentiality,
        )
        cited = Cited(sources=sources or (), locator=at, quote=quote, credibility=credibility)
        book = session.book()
        return attempt(session, lambda _, made: enter(book, draft, cited, create=made), create=create)


def _text(session: Session, text: str | None, stack: ExitStack) -> str:
    if text == "-":
        data = sys.stdin.buffer.read()
        try:
            return data.decode("utf-8-sig").strip()
        except UnicodeDecodeError as error:
            raise InputError(
                f"Standard input is not UTF-8 (byte {error.start}).", "Convert it first: iconv -t UTF-8"
            ) from error
    if text is None and session.interactive:
        from casefile.cli.editor import Draft
        from casefile.cli.privately import make_folder

        text = stack.enter_context(Draft("", ".txt", make_folder(session))).edit()
    if not (text or "").strip():
        raise InputError(
            "The statement has no text.", 'Give it in quotes: casefile add-statement "..." --by WHO --on WHEN'
        )
    return str(text).strip()


@commands.add(
    "add-event",
    'casefile add-event meeting --on "9 October 2025" --place Dushanbe --with Putin --with Aliyev --source R1',
    changes=True,
)
def add_event(
    session: Session,
    kind: Annotated[
        str | None,
        typer.Argument(metavar="KIND", help=", ".join(terms(EventKind)) + ".", autocompletion=words(EventKind)),
    ] = None,
    on: Annotated[str, typer.Option("--on", metavar="WHEN", help="When it happened, or is to happen.")] = "",
    known: options.Known = "",
    place: options.Place = "",
    participants: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="PERSON[:ROLE]",
            help="Who took part, as participant, host, caller, callee, speaker or mediator; may be repeated.",
            autocompletion=people,
        ),
    ] = None,
    about: Annotated[
        list[str] | None,
        typer.Option("--about", metavar="PERSON", help="Whom it happened to or was about.", autocompletion=people),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="AUTHORITY", help="Which authority acted.", autocompletion=people)
    ] = "",
    create: options.Create = "",
    charge: Annotated[
        str, typer.Option("--charge", metavar="CHARGE", help="The charge it belongs to.", autocompletion=charges)
    ] = "",
    custody: Annotated[
        str,
        typer.Option(
            "--custody",
            metavar="STATUS",
            help="The custody status that the source states from then on, such as pretrial-custody or bail.",
            autocompletion=words(CustodyStatus),
        ),
    ] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="WHEN", help="The last day for which the custody is ordered.")
    ] = "",
    planned: Annotated[bool, typer.Option("--planned", help="It has not happened yet.")] = False,
    result: Annotated[
        str,
        typer.Option(
            "--result",
            metavar="RESULT",
            help=", ".join(terms(EventResult)) + ".",
            autocompletion=words(EventResult),
        ),
    ] = "",
    rights: Annotated[
        list[str] | None,
        typer.Option(
            "--right",
            metavar="RIGHT",
            help="A right that it bears on, such as iccpr-9-3; may be repeated. See: casefile rights --help",
            autocompletion=words(Right),
        ),
    ] = None,
    outcome: Annotated[str, typer.Option("--outcome", metavar="TEXT", help="What came of it.")] = "",
    after: Annotated[
        list[str] | None, typer.Option("--after", metavar="EVENT", help="It came after.", autocompletion=events)
    ] = None,
    before: Annotated[
        list[str] | None, typer.Option("--before", metavar="EVENT", help="It came before.", autocompletion=events)
    ] = None,
    during: Annotated[
        list[str] | None, typer.Option("--during", metavar="EVENT", help="It came during.", autocompletion=events)
    ] = None,
    part_of: Annotated[
        list[str] | None, typer.Option("--part-of", metavar="EVENT", help="It was part of.", autocompletion=events)
    ] = None,
    causes: Annotated[
        list[str] | None, typer.Option("--causes", metavar="EVENT", help="It led to.", autocompletion=events)
    ] = None,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="What happened, in a sentence.")] = "",
    sources: options.Sources = None,
    quote: options.Quote = "",
    at: options.At = "",
    credibility: options.Credibility = None,
    note: options.Note = "",
    confidentiality: options.Level = Confidentiality.PUBLIC,
) -> object:
    """Enter something that happened or is planned."""
    from casefile.casebook.citing import Cited
    from casefile.casebook.facts import EventDraft
    from casefile.casebook.facts import add_event as enter

    kind, on = session.require(
        "add-event", KIND=(kind, lambda word: pick(EventKind, word)), on=(on, session.check_date)
    )
    chosen = pick(EventKind, str(kind))
    pairs: list[tuple[LinkKind, list[str] | None]] = [
        (LinkKind.AFTER, after),
        (LinkKind.BEFORE, before),
        (LinkKind.DURING, during),
        (LinkKind.PART_OF, part_of),
        (LinkKind.CAUSES, causes),
    ]
    draft = EventDraft(
        kind=chosen,
        on=on,
        known=known,
        place=place,
        participants=participants or (),
        about=about or (),
        by=by,
        charge=charge,
        custody=pick(CustodyStatus, custody) if custody else None,
        until=until,
        planned=planned,
        result=pick(EventResult, result) if result else None,
        outcome=outcome,
        rights=[pick(Right, text) for text in rights or ()],
        links=[(link, event) for link, named in pairs for event in named or ()],
        text=text,
        note=note,
        confidentiality=confidentiality,
    )
    cited = Cited(sources=sources or (), locator=at, quote=quote, credibility=credibility)
    book = session.book()
    return attempt(session, lambda _, made: enter(book, draft, cited, create=made), create=create)


@commands.add(
    "add-source",
    'casefile add-source --publisher RAPSI --title "Talks go on" --published 2025-10-29 --kind agency-wire --lang ru',
    changes=True,
)
def add_source(
    session: Session,
    publisher: Annotated[str, typer.Option("--publisher", metavar="NAME", help="Who published it.")] = "",
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="Its title.")] = "",
    writer: Annotated[str, typer.Option("--author", metavar="NAME", help="Who wrote it.")] = "",
    url: Annotated[str, typer.Option("--url", metavar="URL", help="Its address.")] = "",
    published: Annotated[
        str,
        typer.Option(
            "--published", metavar="WHEN", help="When it was published; dates without a year take theirs from it."
        ),
    ] = "",
    accessed: Annotated[str, typer.Option("--accessed", metavar="WHEN", help="When you read it.")] = "",
    kind: Annotated[
        str,
        typer.Option(
            "--kind", metavar="KIND", help=", ".join(terms(SourceKind)) + ".", autocompletion=words(SourceKind)
        ),
    ] = "news",
    lang: Annotated[str, typer.Option("--lang", metavar="TAG", help="Its language, such as ru.")] = "",
    reliability: Annotated[
        str,
        typer.Option("--reliability", metavar="A-F", help="Admiralty grade of the source; F: cannot be judged."),
    ] = "F",
    file: Annotated[str, typer.Option("--file", metavar="PATH", help="Your copy; its SHA-256 is recorded.")] = "",
    relays: Annotated[
        str,
        typer.Option("--relays", metavar="SOURCE", help="The source that it passes on.", autocompletion=known_sources),
    ] = "",
    note: options.Note = "",
    confidentiality: options.Level = Confidentiality.PUBLIC,
    force: Annotated[bool, typer.Option("--force", help="Enter although that address or file is there.")] = False,
) -> object:
    """Enter where facts were read."""
    from casefile.casebook.sources import SourceDraft
    from casefile.casebook.sources import add_source as enter

    if not (title or url):
        (publisher,) = session.require("add-source", publisher=publisher)
    draft = SourceDraft(
        publisher=publisher,
        title=title,
        author=writer,
        url=url,
        kind=pick(SourceKind, kind),
        published=published,
        accessed=accessed,
        lang=lang,
        reliability=pick(Reliability, reliability),
        relays=relays,
        file=file,
        note=note,
        confidentiality=confidentiality,
    )
    book = session.book()
    result: Any = attempt(session, lambda forced, _: enter(book, draft, force=forced), force=force)
    return result
