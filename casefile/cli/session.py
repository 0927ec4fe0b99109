"""What every command shares: which file, which format, whether somebody is there to be asked, and how results leave."""

from __future__ import annotations

import functools
import inspect
import os
import sys
import typing
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar

import typer

from casefile.errors import InputError

if TYPE_CHECKING:
    from casefile.casebook import Casebook
    from casefile.store import Stamp, Store
    from casefile.store.vault import Keys

FORMATS = ("table", "json", "csv")
_current: ContextVar[Session] = ContextVar("session")
Answer = TypeVar("Answer")


class Globals(NamedTuple):
    """The options that may stand before a command or after it."""

    db: str | None = None
    as_json: bool = False
    form: str | None = None
    author: str | None = None
    reason: str | None = None
    identity: str | None = None

    def over(self, before: Globals) -> Globals:
        """These options, filled up with those that stood before the command."""
        return Globals(*[mine or theirs for mine, theirs in zip(self, before, strict=True)])  # type: ignore[arg-type]


class Session:
    """One run of a command.

    Args:
        today: The day that dates are counted from; the system's when None.
        new_uid: Makes uids; UUIDv7 when None.
        now: The time that changes are dated with; the system's when None.
    """

    def __init__(
        self,
        *,
        today: date | None = None,
        new_uid: Callable[[], str] | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self.today = today or date.today()  # noqa: DTZ011 - the person's own day is what "yesterday" means
        self._new_uid = new_uid
        self.now = now or (lambda: datetime.now(UTC))
        self.globals = Globals()
        self._author = ""
        #: The command that is running, as it is called in the history.
        self.command = ""
        #: What the process leaves with when the command has printed its result.
        self.exit_code = 0
        #: What the running command has written elsewhere than into the case, as a person names it.
        self.written = ""
        self._store: Store | None = None

    @staticmethod
    def current() -> Session:
        """The session of the command that is running."""
        return _current.get()

    def add_globals(self, given: Globals) -> None:
        """Take the options that stood after the command; they win over those before it."""
        self.globals = given.over(self.globals)
        if self.globals.form not in (None, *FORMATS):
            raise InputError(f"“{self.globals.form}” is not a format.", "Formats: table, json, csv.")

    @property
    def form(self) -> str:
        """How results are printed: table, json or csv."""
        return "json" if self.globals.as_json else self.globals.form or "table"

    @property
    def location(self) -> str:
        """Where the case file is: --db, $CASEFILE_DB, ./casefile.json where it exists, else the user's data folder."""
        if given := self.globals.db or os.environ.get("CASEFILE_DB"):
            return given
        here = Path("casefile.json")
        if os.path.lexists(here):
            return str(here)
        from platformdirs import user_data_path

        return str(user_data_path("casefile", appauthor=False) / "casefile.json")

    def book(self) -> Casebook:
        """The case file in use."""
        from casefile.casebook import Casebook

        new_uid = self._new_uid or _uuid7
        return Casebook(self.store, today=self.today, new_uid=new_uid, stamp=self.stamp, tell=self.tell)

    @property
    def store(self) -> Store:
        """Where the records of the case file in use live."""
        if self._store is None:
            from casefile.store import open_store

            self._store = open_store(self.location, tell=self.tell, keys=self.keys())
        return self._store

    @property
    def committed(self) -> int | None:
        """Number of the change that the running command has saved, if it has."""
        return self._store.committed if self._store is not None else None

    def is_sealed(self) -> bool:
        """Whether the case file in use is encrypted; also where that cannot be told."""
        from casefile.errors import CasefileError
        from casefile.store.tinydb_file import TinyDBFile

        try:
            return isinstance(self.store, TinyDBFile) and self.store.exists() and self.store.is_sealed()
        except (CasefileError, OSError):
            return True

    def keys(self) -> Keys | None:
        """What an encrypted case is opened with."""
        from casefile.cli.keys import keys

        return keys(self)

    def stamp(self) -> Stamp:
        """Who changes the case, with which command, when and why."""
        from casefile.cli.author import author
        from casefile.store import Stamp

        time = self.now().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        self._author = self._author or author(self.globals.author or "")  # once, however many changes are made
        return Stamp(self._author, self.command, time, self.globals.reason or "")

    def exists(self) -> bool:
        """Whether there is a case file yet."""
        return self.store.exists()

    def check_date(self, text: str) -> object:
        """Read a date, to see at once whether it can be read; raises `DateError` as the casebook would."""
        from casefile import dates

        return dates.parse(text, today=self.today)

    @property
    def interactive(self) -> bool:
        """Whether somebody is there to be asked."""
        return bool(sys.stdin and sys.stdin.isatty() and sys.stderr.isatty())

    def tell(self, message: str) -> None:
        """Say something beside the result, on standard error."""
        from casefile.cli import _say

        _say(message)

    def require(self, command: str, **values: Any) -> list[Any]:
        """The values of parameters that a command cannot do without, asked for where somebody is there.

        Args:
            command: The command, for the message.
            values: What was given, by parameter; None or empty where nothing was. A value may be paired with a
                function that reads it: ``on=(given, reader)``; what it refuses is asked for again.

        Raises:
            InputError: Something is missing and nobody is there to ask.
        """
        pairs = {name: value if isinstance(value, tuple) else (value, None) for name, value in values.items()}
        missing = [_shown(name) for name, (value, _) in pairs.items() if not value]
        if missing and not self.interactive:
            raise InputError(f"casefile {command} needs {_joined(missing)}.", f"See: casefile {command} --help")
        return [value or self._ask(_question(name), reader) for name, (value, reader) in pairs.items()]

    def _ask(self, question: str, reader: Callable[[str], object] | None) -> str:
        while True:
            answer = str(typer.prompt(question, err=True)).strip()
            try:
                answer.encode("utf-8")
                if reader is not None:
                    reader(answer)
            except InputError as error:
                self.tell(f"{error.message}\n{error.hint}")
            except UnicodeEncodeError:
                self.tell("That is not valid text. Type it again.")
            else:
                return answer

    def ask(self, question: str, reader: Callable[[str], object]) -> str:
        """Ask for something that may be left open; empty where it is, or where nobody is there."""
        if not self.interactive:
            return ""
        while True:
            answer = str(typer.prompt(question, default="", show_default=False, err=True)).strip()
            try:
                if answer:
                    reader(answer)
            except InputError as error:
                self.tell(f"{error.message}\n{error.hint}")
            else:
                return answer

    def confirm(self, question: str) -> bool:
        """Ask a yes-or-no question; no is the answer where nobody is there."""
        return self.interactive and typer.confirm(question, default=False, err=True)

    def choose(self, question: str, options: Mapping[str, Answer]) -> Answer | None:
        """Ask for one of `options` by its first letter or word; None for anything else, or where nobody is there."""
        if not self.interactive:
            return None
        answer = (
            str(typer.prompt(f"{question} [{'/'.join(options)}/no]", default="no", show_default=False, err=True))
            .strip()
            .lower()
        )
        for word, option in options.items():
            if answer and word.startswith(answer):
                return option
        return None

    def emit(self, result: object, *, empty: str = "") -> None:
        """Print what a command returned."""
        if result is None:
            return
        from casefile.cli.render import Screen, render

        out = Screen(sys.stdout, os.environ)
        render(result, self.form, out, empty=empty)
        out.flush()


def _uuid7() -> str:
    from uuid6 import uuid7

    return str(uuid7())


def _shown(name: str) -> str:
    return name if name.isupper() else "--" + name.replace("_", "-").strip("-")


_QUESTIONS = {
    "by": "Who says so (name or id)",
    "on": "When (as exactly as the source says)",
    "office": "Title of the office",
    "PERSON": "Who (name or id)",
    "OFFENCE": "Of what, as worded",
    "ID": "Which record (id or name)",
    "TEXT": "Text",
}


def _question(name: str) -> str:
    return _QUESTIONS.get(name) or name.replace("_", " ").capitalize()


def _joined(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


@contextmanager
def use(session: Session) -> Iterator[None]:
    """Make `session` the current one."""
    token = _current.set(session)
    try:
        yield
    finally:
        _current.reset(token)


_SHARED = {
    "db": Annotated[
        str | None, typer.Option("--db", metavar="PATH", help="The case file to use.", rich_help_panel="Everywhere")
    ],
    "as_json": Annotated[bool, typer.Option("--json", help="Print JSON.", rich_help_panel="Everywhere")],
    "form": Annotated[
        str | None,
        typer.Option("--format", metavar="table|json|csv", help="How to print records.", rich_help_panel="Everywhere"),
    ],
    "identity": Annotated[
        str | None,
        typer.Option(
            "--identity",
            metavar="FILE",
            help="What opens an encrypted case: a file of age identities.",
            rich_help_panel="Everywhere",
        ),
    ],
}
_CHANGING = {
    "author": Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="NAME",
            help="Who makes the change; else $CASEFILE_AUTHOR, git's user, or the login.",
            rich_help_panel="History",
        ),
    ],
    "reason": Annotated[
        str | None,
        typer.Option("--reason", metavar="TEXT", help="Why; kept in the history.", rich_help_panel="History"),
    ],
}


class Commands(dict[str, typer.Typer]):
    """The commands of one module, by name, each as a Typer application of its own."""

    def add(
        self, name: str, example: str, *, changes: bool = False
    ) -> Callable[[Callable[..., object]], Callable[..., object]]:
        """Make a function a command: it gets the session, and what it returns is printed.

        Args:
            name: The command.
            example: A command line that works on the sample case; shown at the end of the help.
            changes: Whether it writes to the history, and so takes --as and --reason.
        """

        def register(function: Callable[..., object]) -> Callable[..., object]:
            app = typer.Typer(rich_markup_mode="rich", add_completion=False)
            settings = {"help_option_names": ["-h", "--help"]}
            epilog = "Example:  " + example.replace("[", "\\[")
            help_text = unwrapped(function.__doc__ or "")
            app.command(name, help=help_text, epilog=epilog, context_settings=settings)(
                _wrapped(function, name, _SHARED | _CHANGING if changes else _SHARED)
            )
            self[name] = app
            return function

        return register


def unwrapped(docstring: str) -> str:
    """A docstring with each paragraph on one line, so that the terminal's width alone breaks it."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in docstring.split("\n\n"))


def _wrapped(function: Callable[..., object], name: str, options: Mapping[str, Any]) -> Callable[..., None]:
    """`function` with the shared options added to its own, as Typer reads them from a signature."""
    signature = inspect.signature(function)
    hints = typing.get_type_hints(function, include_extras=True)
    own = [parameter for own_name, parameter in signature.parameters.items() if own_name != "session"]
    taken = {parameter.name for parameter in own}
    shared = {option: kind for option, kind in options.items() if option not in taken}
    keyword = inspect.Parameter.KEYWORD_ONLY
    added = [
        inspect.Parameter(option, keyword, default=False if option == "as_json" else None, annotation=kind)
        for option, kind in shared.items()
    ]

    @functools.wraps(function)
    def run(**values: Any) -> None:
        session = Session.current()
        session.command = name
        session.add_globals(Globals(**{option: values.pop(option) for option in shared}))
        session.emit(function(session, **values))

    parameters = [parameter.replace(annotation=hints[parameter.name], kind=keyword) for parameter in own]
    run.__signature__ = signature.replace(parameters=parameters + added, return_annotation=None)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters + added}
    return run
