"""Commands for files that are kept with records: ``attach``, ``evidence``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casefile.cli.complete import records
from casefile.cli.session import Commands, Session
from casefile.errors import CasefileError, InputError

if TYPE_CHECKING:
    from casefile.casebook import Casebook

commands = Commands()
_ACTIONS = ("list", "open", "export", "lost")
_LARGE = 20 << 20  # bytes; what takes less than a blink needs no progress bar


@commands.add("attach", "casefile attach R2 article.html --describe 'the page as printed'", changes=True)
def attach(
    session: Session,
    record: Annotated[str | None, typer.Argument(metavar="ID", help="The record.", autocompletion=records)] = None,
    file: Annotated[str | None, typer.Argument(metavar="FILE", help="The file; it stays where it is.")] = None,
    describe: Annotated[str, typer.Option("--describe", metavar="TEXT", help="What is to be seen in it.")] = "",
    origin: Annotated[
        str, typer.Option("--origin", metavar="TEXT", help="Where it came from: an address, a person.")
    ] = "",
) -> object:
    """Keep a copy of a file with a record.

    The copy lies beside the case, read-only, under its SHA-256; the record says what it was called, how large it is,
    who attached it, when, and from where. The same file is kept once; attached again, one that is missing or was
    altered is put back.
    """
    from casefile.casebook.evidence import attach as keep

    record, file = session.require("attach", ID=record, FILE=file)
    size = Path(str(file)).stat().st_size if Path(str(file)).is_file() else 0
    with progress(session, f"Copying {Path(str(file)).name}", size) as advance:
        return keep(session.book(), str(record), str(file), description=describe, origin=origin, progress=advance)


@contextmanager
def progress(session: Session, what: str, size: int) -> Iterator[Callable[[int], None]]:
    """Show how far a long copy is, on a terminal; nothing for a short one."""
    if size < _LARGE or not session.interactive:
        yield lambda _: None
        return
    from casefile.cli.text import safe

    with typer.progressbar(length=size, label=safe(what), file=sys.stderr) as bar:
        yield bar.update


@commands.add("evidence", "casefile evidence list", changes=True)
def evidence(
    session: Session,
    action: Annotated[
        str,
        typer.Argument(
            metavar="list|open|export|lost",
            help="What to do.",
            autocompletion=lambda incomplete: [word for word in _ACTIONS if word.startswith(incomplete)],
        ),
    ] = "list",
    record: Annotated[
        str, typer.Argument(metavar="[ID]", help="The record, or the beginning of a hash.", autocompletion=records)
    ] = "",
    number: Annotated[str, typer.Argument(metavar="[N]", help="Which of the record's files, from 1.")] = "",
    output: Annotated[str, typer.Option("-o", "--output", metavar="PATH", help="Where export writes.")] = ".",
) -> object:
    """List, open or write out the files that are kept; say that one is lost.

    A file is checked against its hash whenever it is handed out. "open" shows a copy with the system's own program, and
    deletes the copy when you are done.

    "lost" says, with --reason, that a file is gone from the evidence for good and no backup has it: verify tells of it
    every time and counts the case as whole, and backup goes on without it. To put it back, attach the file again.
    """
    from casefile.casebook import evidence as kept

    if action not in _ACTIONS:
        raise InputError(f"There is no “evidence {action}”.", "casefile evidence list|open|export|lost [ID] [N]")
    book = session.book()
    if action == "list":
        return kept.listed(book, record)
    if not record:
        (record,) = session.require("evidence", ID=None)
    if action == "lost":
        return kept.lost(book, record, number)
    found = kept.find(book, record, number)
    if action == "open":
        return _open(session, book, found.held.name, found)
    with progress(session, f"Writing {found.held.name}", found.held.size) as advance:
        outcome = kept.export(book, found, output, progress=advance)
    session.written = str(outcome.data["path"])
    return outcome


def _open(session: Session, book: Casebook, name: str, found: object) -> str:
    from casefile.casebook import evidence as kept
    from casefile.cli.privately import private_folder

    if not session.interactive:
        raise InputError("Opening a file needs somebody at a terminal.", "Write it out: casefile evidence export ID")
    viewer = os.environ.get("CASEFILE_VIEWER") or next(
        (found for word in ("xdg-open", "open", "start") if (found := shutil.which(word))), ""
    )
    if not viewer:
        raise CasefileError("No program to open files with is known.", "Name one: export CASEFILE_VIEWER=program")
    assert isinstance(found, kept.Found)  # noqa: S101 - it is what evidence() found
    with private_folder(session) as folder:
        place = folder / kept.harmless(name)
        kept.export(book, found, str(place))
        place.chmod(0o400)
        try:
            subprocess.run([viewer, str(place)], check=False)  # noqa: S603 - the person's own viewer
        except OSError as error:
            raise CasefileError(f"{viewer} cannot be run: {error.strerror}.", "Set CASEFILE_VIEWER.") from error
        typer.prompt(
            "Press Enter when you are done; the copy is deleted then", default="", show_default=False, err=True
        )
    return f"Opened {name}; the copy is deleted"
