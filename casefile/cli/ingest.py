"""Commands that read articles: ``ingest``, ``accept``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from casefile.cli.complete import sources as known_sources
from casefile.cli.complete import words
from casefile.cli.session import Commands, Session
from casefile.errors import InputError
from casefile.vocabulary import Confidentiality, Reliability, SourceKind, pick, terms

if TYPE_CHECKING:
    from casefile.casebook.ingesting import Settings

commands = Commands()

_ARTICLE = "What the article is"

Published = Annotated[
    str,
    typer.Option(
        "--published",
        metavar="WHEN",
        help="When it was published; dates without a year take theirs from it.",
        rich_help_panel=_ARTICLE,
    ),
]
Publisher = Annotated[
    str, typer.Option("--publisher", metavar="NAME", help="Who published it.", rich_help_panel=_ARTICLE)
]
Title = Annotated[str, typer.Option("--title", metavar="TEXT", help="Its title.", rich_help_panel=_ARTICLE)]
Author = Annotated[str, typer.Option("--author", metavar="NAME", help="Who wrote it.", rich_help_panel=_ARTICLE)]
Url = Annotated[str, typer.Option("--url", metavar="URL", help="Its address.", rich_help_panel=_ARTICLE)]
Lang = Annotated[str, typer.Option("--lang", metavar="TAG", help="Its language, such as ru.", rich_help_panel=_ARTICLE)]
Kind = Annotated[
    str,
    typer.Option(
        "--kind",
        metavar="KIND",
        help=", ".join(terms(SourceKind)) + ".",
        autocompletion=words(SourceKind),
        rich_help_panel=_ARTICLE,
    ),
]
Grade = Annotated[
    str,
    typer.Option(
        "--reliability",
        metavar="A-F",
        help="Admiralty grade of the source; F: cannot be judged.",
        autocompletion=words(Reliability),
        rich_help_panel=_ARTICLE,
    ),
]
Relays = Annotated[
    str,
    typer.Option(
        "--relays",
        metavar="SOURCE",
        help="It passes on what that source had: a source of its own, though the text be the same.",
        autocompletion=known_sources,
        rich_help_panel=_ARTICLE,
    ),
]
Level = Annotated[
    Confidentiality,
    typer.Option(
        "--confidentiality",
        metavar="LEVEL",
        help="Who may see the source: public, internal or confidential.",
        parser=lambda text: pick(Confidentiality, text),
        autocompletion=words(Confidentiality),
        rich_help_panel=_ARTICLE,
    ),
]


@commands.add("ingest", "casefile ingest article.txt --published 2025-10-29 --accept-all", changes=True)
def ingest(
    session: Session,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE...", help="Articles, or folders of them; - for standard input."),
    ] = None,
    published: Published = "",
    publisher: Publisher = "",
    title: Title = "",
    writer: Author = "",
    url: Url = "",
    lang: Lang = "",
    kind: Kind = "news",
    reliability: Grade = "F",
    relays: Relays = "",
    confidentiality: Level = Confidentiality.PUBLIC,
    drafts: Annotated[
        str,
        typer.Option(
            "--drafts",
            metavar="FILE",
            help="Write the drafts there, to be decided and entered later; a folder for several articles, - to print.",
        ),
    ] = "",
    certain: Annotated[bool, typer.Option("--accept-certain", help="Enter what is beyond doubt, unasked.")] = False,
    everything: Annotated[
        bool, typer.Option("--accept-all", "--yes", help="Enter all that was read, unasked.")
    ] = False,
    anew: Annotated[
        bool, typer.Option("--anew", help="Read again what was decided before, and begin a review anew.")
    ] = False,
    jobs: Annotated[
        int, typer.Option("--jobs", metavar="N", min=0, help="How many articles to read at a time; 0: one a core.")
    ] = 0,
) -> object:
    """Read articles, and propose the people, statements, events and allegations in them.

    Text, saved web pages, PDF and e-mails; nothing is fetched. On a terminal you see what the article says of itself,
    to correct it, and then each draft with the words that it was read from: a accepts, e edits, m merges it with a
    record of the case, s skips it, l leaves the rest for another time. Nothing enters the case unless you say so. All
    that you accept of an article is one change, with the article kept as evidence and its words cited.

    An article that was read before, or one of nearly the same text, is recognised: only what is new in it is proposed,
    and what was skipped does not come again. Without a terminal give --drafts, --accept-certain or --accept-all.
    """
    from casefile.cli.ingesting import Way, Work, expanded, read_published
    from casefile.ingest.proposing import Details

    way = Way(drafts, certain, everything)
    way.check(session)
    (files,) = session.require("ingest", FILE=files)
    asked = expanded(files)
    if len(asked) > 1 and (title or url or writer):
        raise InputError("--title, --author and --url are of one article.", "Give them with each article by itself.")
    details = Details(
        publisher=publisher,
        title=title,
        author=writer,
        published=read_published(session, published) if published else "",
        url=url,
        lang=lang,
    )
    work = Work(session, details, _settings(kind, reliability, relays, confidentiality), way, anew=anew)
    return work.one(asked[0]) if len(asked) == 1 else work.many(asked, jobs)


@commands.add("accept", "casefile accept article.drafts.json --all", changes=True)
def accept(
    session: Session,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE...", help="Drafts files that ingest has made, or folders of them."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also all drafts that nobody has decided.")] = False,
    certain: Annotated[bool, typer.Option("--certain", help="Also those of them that are beyond doubt.")] = False,
    original: Annotated[
        str,
        typer.Option(
            "--original", metavar="PATH", help="The article itself, where it does not lie beside the drafts file."
        ),
    ] = "",
    text_only: Annotated[
        bool, typer.Option("--text-only", help="Keep only the text that was read: the article itself is gone.")
    ] = False,
    kind: Kind = "news",
    reliability: Grade = "F",
    relays: Relays = "",
    confidentiality: Level = Confidentiality.PUBLIC,
) -> object:
    """Enter the drafts of a drafts file that are marked "accept"; remember those marked "reject".

    A drafts file is JSON, to be read and edited by hand: in each draft, "decision" is "accept", "reject" or "" (open),
    "fields" are those of the record that it would be, where "@p2" stands for another draft; "match" names the record of
    the case that it is the same as. Dates may be written as text ("9 October"). On a terminal, what is open is put
    before you. All that is accepted of an article is one change.
    """
    from casefile.cli.ingesting import Way, Work
    from casefile.ingest.proposing import Details

    (files,) = session.require("accept", FILE=files)
    if everything and certain:
        raise InputError("--all and --certain are two ways.", "Give one of them.")
    work = Work(
        session,
        Details(),
        _settings(kind, reliability, relays, confidentiality),
        Way("", certain, everything),
        anew=False,
    )
    return work.accept(files, original, text_only=text_only)


def _settings(kind: str, reliability: str, relays: str, confidentiality: Confidentiality) -> Settings:
    from casefile.casebook.ingesting import Settings

    return Settings(
        kind=pick(SourceKind, kind),
        reliability=pick(Reliability, reliability),
        relays=relays,
        confidentiality=confidentiality,
    )
