"""Commands for whole files: ``init``, ``export``, ``import``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from casefile.cli.session import Commands, Session
from casefile.errors import InputError

if TYPE_CHECKING:
    from casefile.casebook import Casebook
    from casefile.casebook.choosing import Choice

commands = Commands()

_PROFILES = ("public", "internal")
_EXPORTS = ("people", "charges", "statements", "events", "sources", "docket", "timeline")


@commands.add("init", "casefile init casefile.json")
def init(
    session: Session,
    path: Annotated[str | None, typer.Argument(metavar="[PATH]", help="Where; ./casefile.json without one.")] = None,
) -> object:
    """Make an empty case file.

    Only you can read it (mode 0600). Nothing is written over.
    """
    place = path or session.globals.db or os.environ.get("CASEFILE_DB") or "casefile.json"
    session.globals = session.globals._replace(db=place)
    session.store.create()
    where = "" if place == "casefile.json" else f' (use it with --db "{place}" or export CASEFILE_DB="{place}")'
    return f"Made an empty case file at {place}{where}. Next: casefile add-detainee NAME --detained WHEN --place PLACE"


@commands.add("export", "casefile export --csv people")
def export(
    session: Session,
    table: Annotated[
        str,
        typer.Argument(
            metavar="[TABLE]",
            help="people, charges, statements, events, sources, docket or timeline; everything without a word.",
            autocompletion=lambda incomplete: [name for name in _EXPORTS if name.startswith(incomplete)],
        ),
    ] = "",
    as_csv: Annotated[bool, typer.Option("--csv", help="Write CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, lossless.")] = False,
    where: Annotated[
        str,
        typer.Option(
            "--where", metavar="SEARCH", help="Only what fits a search, and what that mentions: casefile search --help."
        ),
    ] = "",
    output: Annotated[str, typer.Option("-o", "--output", metavar="PATH", help="Write there.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin CSV with a byte order mark: Excel needs it to read other alphabets.")
    ] = False,
    profile: Annotated[
        str | None,
        typer.Option(
            "--redact",
            metavar="PROFILE",
            help="For whom it is meant, public or internal: leave out all else.",
            autocompletion=lambda incomplete: [name for name in _PROFILES if name.startswith(incomplete)],
        ),
    ] = None,
    allow_mentions: Annotated[
        bool, typer.Option("--allow-mentions", help="With --redact: export although a text mentions what is hidden.")
    ] = False,
) -> object:
    """Write the case out as CSV or JSON.

    --csv alone writes a folder named after the case file, one CSV a table and the docket. --csv TABLE and --json go to
    standard output. -o PATH writes there instead (- is standard output); nothing is written over without --force.
    Cells that a spreadsheet would run as a formula are kept from it by an apostrophe, which import takes away again.

    --redact public leaves out internal and confidential records and what serves your own work (notes, grades, consent,
    dates of birth); confidential people get pseudonyms, and every record another id and uid. Where a text still names
    what is hidden, in any script, that is listed and nothing is written.
    """
    from casefile.casebook import transfer

    form = session.globals.form
    as_csv = as_csv or (form == "csv" and not as_json)
    as_json = as_json or session.globals.as_json or form == "json"
    if as_csv == as_json:
        raise InputError("Say which format to write.", "casefile export --csv, or casefile export --json")
    if table and table not in _EXPORTS:
        raise InputError(f"There is no table called “{table}”.", "Tables: " + ", ".join(_EXPORTS) + ".")
    if allow_mentions and profile is None:
        raise InputError("--allow-mentions says nothing without --redact.", "Add --redact public, or leave it out.")
    whole, choice = _readable_by(session, profile, output, where, allow_mentions=allow_mentions)
    book = whole if choice is None or table else _part(session, whole, choice)
    if output == "-":  # standard output, as other programs have it
        if as_csv and not table:
            raise InputError("A folder cannot go to standard output.", "Name a table: casefile export --csv people")
        output = ""
    if as_csv and not table:
        folder, names = transfer.export_folder(book, output, force=force, bom=bom, whole=whole)
        session.written = folder
        session.globals = session.globals._replace(as_json=False, form=None)
        return f"Wrote {', '.join(names)} to {folder}"
    pieces = transfer.csv_of(book, table, choice, bom=bom) if as_csv else transfer.json_of(book, table, choice)
    if output:
        transfer.write_file(output, pieces, force=force)
        session.written = output
        session.globals = session.globals._replace(as_json=False, form=None)
        return f"Wrote {output}"
    from casefile.cli.render import Screen

    out = Screen(sys.stdout, os.environ)
    for piece in pieces:
        out.data(piece)
    out.flush()
    return None


def _readable_by(
    session: Session, profile: str | None, output: str, where: str, *, allow_mentions: bool
) -> tuple[Casebook, Choice | None]:
    """The case to export, whole or as `profile` may see it, and what of it is wanted; every format is written from it.

    What is wanted is asked of the whole case, also where others stand in for its records.
    """
    from casefile.casebook.choosing import Choice
    from casefile.casebook.queries import asked

    book = session.book()
    matcher = asked(book, where) if where else None
    if profile is None:
        return book, Choice(matcher) if matcher else None
    from casefile.casebook.redacting import redacted

    made = redacted(book, profile, output=output, allow_mentions=allow_mentions)
    for line in made.lines:
        session.tell(line)
    return made.book, Choice(matcher, made.originals) if matcher else None


def _part(session: Session, book: Casebook, choice: Choice) -> Casebook:
    from casefile.casebook.choosing import part_of

    part = part_of(book, choice)
    session.tell(part.line)
    return part.book


@commands.add("import", "casefile import exported.json", changes=True)
def import_(
    session: Session,
    path: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE", help="A JSON or CSV file that export made, or its folder; - for standard input."
        ),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Take over what differs in records that the file has already.")
    ] = False,
    deposits: Annotated[
        bool, typer.Option("--deposits", help="No file: take in what was put in with casefile deposit.")
    ] = False,
) -> object:
    """Take an exported case back in.

    Into an empty or missing file everything goes as it was, ids included. Into a file with records only what is new is
    added; a record that is there but differs is a conflict unless --update is given. All of it is one change.
    """
    from casefile.casebook import transfer

    if deposits:
        from casefile.casebook.depositing import take_in

        if path:
            raise InputError("--deposits takes in what waits in the case, and no file.", "Leave one of them out.")
        return take_in(session.book(), update=update)
    (path,) = session.require("import", FILE=path)
    fresh = not session.exists()
    done = transfer.import_any(session.book(), str(path), update=update)
    if fresh and session.committed in (0, 1):  # another may have made it in between
        session.tell(f"Made the case file {session.location}")
    return done
