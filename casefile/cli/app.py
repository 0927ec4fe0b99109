"""The list of commands, each loaded only when it is run, and the way from arguments to a running command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from casefile.cli.session import Globals, Session, unwrapped, use
from casefile.errors import EXIT_INTERRUPTED

_ENTER, _CHANGE, _READ, _BACK, _CARRY, _KEEP = "Enter", "Amend", "Read", "Look back", "Files", "Keep safe"


class _Entry(NamedTuple):
    module: str
    panel: str
    summary: str


#: Every command: the module that holds it, the help panel it stands in, and its summary. A test holds that each
#: summary is the first line of the command's own help.
COMMANDS: dict[str, _Entry] = {
    "add-detainee": _Entry("people", _ENTER, "Enter a detained person or group, with the detention that is reported."),
    "add-official": _Entry("people", _ENTER, "Enter an official and the office they hold or held."),
    "add-person": _Entry("people", _ENTER, "Enter a lawyer, relative, witness, organisation, state or anybody else."),
    "add-charge": _Entry("facts", _ENTER, "Enter what somebody is accused of, and by whom."),
    "add-statement": _Entry("facts", _ENTER, "Enter what somebody said, in the office held that day."),
    "add-event": _Entry("facts", _ENTER, "Enter something that happened or is planned."),
    "add-source": _Entry("facts", _ENTER, "Enter where facts were read."),
    "ingest": _Entry(
        "ingest", _ENTER, "Read articles, and propose the people, statements, events and allegations in them."
    ),
    "accept": _Entry(
        "ingest", _ENTER, 'Enter the drafts of a drafts file that are marked "accept"; remember those marked "reject".'
    ),
    "update-charge": _Entry("changing", _CHANGE, "Add a dated status to a charge."),
    "done": _Entry("agenda", _CHANGE, "Record how a planned event came out."),
    "edit": _Entry("changing", _CHANGE, "Change fields of a record, or the whole of it in an editor."),
    "remove": _Entry("changing", _CHANGE, "Take a record out of the file."),
    "add-claim": _Entry("claims", _CHANGE, "Keep what another source gives for a field."),
    "resolve": _Entry("claims", _CHANGE, "Prefer one of the values given for a field."),
    "split": _Entry("groups", _CHANGE, "Name members of a group."),
    "join": _Entry("groups", _CHANGE, "Say that a person in the file is one of a group."),
    "merge": _Entry("groups", _CHANGE, "Make two records of one person or source one."),
    "status": _Entry(
        "standing", _READ, "Tell who is held and how long, the status of charges, and how many people that makes."
    ),
    "due": _Entry(
        "agenda", _READ, "Show what is planned, and which custody orders and consents run out, overdue first."
    ),
    "rights": _Entry(
        "standing", _READ, "Check detainees' rights against the record: honoured, delayed, denied, declined, unknown."
    ),
    "list": _Entry("reading", _READ, "List the docket, or the records of one table."),
    "show": _Entry("reading", _READ, "Show everything known about one record."),
    "timeline": _Entry("reading", _READ, "Show what happened, was said and became known, on one line of time."),
    "positions": _Entry("positions", _READ, "Show who says what about a record: each side's stances in order of time."),
    "stats": _Entry("seeing", _READ, "Count what is in the file, with small bars."),
    "search": _Entry("searching", _READ, "Find records by words, by fields, and by what is missing."),
    "browse": _Entry("browsing", _READ, "Look through the case on a screen of its own, with the keyboard."),
    "conflicts": _Entry("claims", _READ, "Show where sources differ, on whose word and how sure."),
    "check": _Entry("check", _READ, "Find what is missing, stale or contradictory, with the command that mends it."),
    "changes": _Entry(
        "changes", _BACK, "Tell what is new and what changed, in words to paste into a situation report."
    ),
    "log": _Entry("history", _BACK, "Show who changed what, when, with which command and why."),
    "undo": _Entry("history", _BACK, "Take changes back; without a number, the last one."),
    "redo": _Entry("history", _BACK, "Take the last undo back, so that the change holds again."),
    "attach": _Entry("evidence", _KEEP, "Keep a copy of a file with a record."),
    "evidence": _Entry("evidence", _KEEP, "List, open or write out the files that are kept; say that one is lost."),
    "deposit": _Entry(
        "depositing", _KEEP, "Put records or files into an encrypted case without being able to read it."
    ),
    "verify": _Entry("safekeeping", _KEEP, "Prove that the case is whole, or name what is not."),
    "adopt": _Entry("safekeeping", _KEEP, "Take an edit made by hand into the history."),
    "recover": _Entry("safekeeping", _KEEP, "Rebuild a damaged case from its journal and backups."),
    "backup": _Entry("safekeeping", _KEEP, "Write the whole case into one file."),
    "restore": _Entry("safekeeping", _KEEP, "Make a case out of a backup."),
    "encrypt": _Entry("sealing", _KEEP, "Encrypt the case, its history and its evidence."),
    "decrypt": _Entry("sealing", _KEEP, "Open an encrypted case for good."),
    "purge": _Entry("safekeeping", _KEEP, "Erase a record from everywhere, history included."),
    "compact": _Entry("safekeeping", _KEEP, "Fold all history into one signed-off checkpoint."),
    "init": _Entry("files", _CARRY, "Make an empty case file."),
    "export": _Entry("files", _CARRY, "Write the case out as CSV or JSON."),
    "import": _Entry("files", _CARRY, "Take an exported case back in."),
}


class LazyCommand(TyperCommand):
    """Stands for a command in the list of commands; becomes the real one when it is run or asked for its help."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """The context of the real command."""
        return load(str(self.name)).make_context(info_name, args, parent=parent, **extra)


def load(name: str) -> Any:
    """The command `name`, with its module imported now."""
    module = import_module(f"casefile.cli.{COMMANDS[name].module}")
    return typer.main.get_command(module.commands[name])


class LazyGroup(TyperGroup):
    """A command group that knows what commands there are without having imported them."""

    def __init__(self, **settings: Any) -> None:
        """Stand in for every command."""
        super().__init__(**settings)
        for name, entry in COMMANDS.items():
            self.add_command(
                LazyCommand(
                    name, help=entry.summary, rich_help_panel=entry.panel, callback=None, rich_markup_mode="rich"
                )
            )


def _version(wanted: bool) -> None:
    if wanted:
        from casefile import __version__

        sys.stdout.write(f"casefile {__version__}\n")
        raise typer.Exit


app = typer.Typer(
    cls=LazyGroup,
    name="casefile",
    invoke_without_command=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=unwrapped(
        """Keep a case file on detained people: who is held, since when, on whose word, and what was said about it.

        The file is the one given with --db, else $CASEFILE_DB, else ./casefile.json where it exists, else one in your
        own data folder. Wherever a person, charge, statement, event or source is meant, type its id (p1) or part of
        its name.
        """
    ),
    epilog='Begin: casefile add-detainee "Jane Roe" --detained 2025-03-04 --place Baku   Then: casefile timeline',
)


@app.callback()
def casefile(
    context: typer.Context,
    db: Annotated[str | None, typer.Option("--db", metavar="PATH", help="The case file to use.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    form: Annotated[
        str | None, typer.Option("--format", metavar="table|json|csv", help="How to print records.")
    ] = None,
    identity: Annotated[
        str | None,
        typer.Option("--identity", metavar="FILE", help="What opens an encrypted case: a file of age identities."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the options that stand before the command; print the help where no command is named."""
    Session.current().globals = Globals(db, as_json, form, identity=identity)
    del version  # its callback has printed it
    if context.invoked_subcommand is None:
        sys.stdout.write(context.get_help() + "\n")


def run(args: Sequence[str], session: Session) -> int:
    """Run the command that `args` names, in `session`.

    Returns:
        The exit code.

    Raises:
        CasefileError: The command refused.
    """
    streams = sys.stdout, sys.stderr
    with use(session):
        try:
            code = app(args=list(args), prog_name="casefile", standalone_mode=False)
        except SystemExit as done:
            # Typer leaves so after completing a word for the shell, and when nobody reads its output any more
            sys.stdout, sys.stderr = streams
            if done.code == 1 and "_CASEFILE_COMPLETE" not in os.environ:
                raise BrokenPipeError from None
            return done.code if isinstance(done.code, int) else 0
        except typer.Abort:
            raise KeyboardInterrupt from None
        except Exception as error:
            # Typer's own errors carry their text in format_message(), wherever it keeps their classes
            message = getattr(error, "format_message", None)
            if message is None:
                raise
            from casefile.cli import usage_error

            context = getattr(error, "ctx", None)
            path = context.command_path if context is not None else "casefile"
            said = message()
            begins = ". A text that begins with - goes last, after --." if said.startswith("No such option") else ""
            return usage_error(said, f"See: {path} --help{begins}")
        if code == EXIT_INTERRUPTED:  # as Typer has it, which says nothing of what has become of the change
            raise KeyboardInterrupt
        return session.exit_code or (code if isinstance(code, int) else 0)
