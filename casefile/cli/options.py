"""Options that several commands have in common, each declared once with its help and its shell completion."""

from __future__ import annotations

from typing import Annotated

import typer

from casefile.cli.complete import sources, words
from casefile.vocabulary import Confidentiality, PersonKind, pick

_CITED = "Where it was read"

Sources = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="SOURCE",
        help="A source that says so; may be repeated.",
        autocompletion=sources,
        rich_help_panel=_CITED,
    ),
]
Quote = Annotated[
    str, typer.Option("--quote", metavar="TEXT", help="The source's own words for it.", rich_help_panel=_CITED)
]
At = Annotated[
    str,
    typer.Option("--at", metavar="PLACE", help='Where in the source: "page 3", "paragraph 2".', rich_help_panel=_CITED),
]
Credibility = Annotated[
    int | None,
    typer.Option(
        "--credibility", min=1, max=6, metavar="1-6", help="Admiralty grade of the information.", rich_help_panel=_CITED
    ),
]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="A note of your own.")]
Level = Annotated[
    Confidentiality,
    typer.Option(
        "--confidentiality",
        metavar="LEVEL",
        help="Who may see it: public, internal or confidential.",
        parser=lambda text: pick(Confidentiality, text),
        autocompletion=words(Confidentiality),
    ),
]
Consent = Annotated[
    str, typer.Option("--consent", metavar="SCOPE", help='What the person agreed to: "name may be published".')
]
ConsentExpires = Annotated[
    str, typer.Option("--consent-expires", metavar="WHEN", help="The last day of that consent, with its year.")
]
Known = Annotated[str, typer.Option("--known", metavar="WHEN", help="When it became known.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="WHEN", help="How things stood on that day; today without it.")]
KnownBy = Annotated[str, typer.Option("--known-by", metavar="WHEN", help="Only what was publicly known by then.")]
Force = Annotated[bool, typer.Option("--force", help="Do it although something speaks against it.")]
Create = Annotated[
    str,
    typer.Option(
        "--create",
        metavar="KIND",
        help="Enter whoever --by names, if not in the file, as: individual, organisation, state, group.",
        autocompletion=words(PersonKind),
    ),
]
Aliases = Annotated[list[str] | None, typer.Option("--alias", metavar="NAME", help="Another name; may be repeated.")]
Spellings = Annotated[
    list[str] | None,
    typer.Option("--name", metavar="[LANG:]NAME", help='The name in another language: --name ru:"Игорь Петров".'),
]
Nationality = Annotated[
    list[str] | None, typer.Option("--nationality", metavar="COUNTRY", help="Country or ISO code; may be repeated.")
]
Occupation = Annotated[str, typer.Option("--occupation", metavar="TEXT", help="What the person does for a living.")]
Office = Annotated[str, typer.Option("--office", metavar="TITLE", help="An office held.")]
Organisation = Annotated[str, typer.Option("--org", metavar="ORG", help="The organisation the office is in.")]
Country = Annotated[str, typer.Option("--country", metavar="COUNTRY", help="The country the office is of.")]
OfficeFrom = Annotated[str, typer.Option("--from", metavar="WHEN", help="Held the office since.")]
OfficeTo = Annotated[str, typer.Option("--to", metavar="WHEN", help="Held the office until.")]
Place = Annotated[str, typer.Option("--place", metavar="PLACE", help="Where.")]
