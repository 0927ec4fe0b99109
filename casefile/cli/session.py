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
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar

import typer

from casefile.errors import InputError

if TYPE_CHECKING:
    from casefile.casebook import Casebook

FORMATS = ("table", "json", "csv")
_current: ContextVar[Session] = ContextVar("session")
Answer = TypeVar("Answer")


class Globals(NamedTuple):
    """The options that may stand before a command or after it."""

    db: str | None = None
    as_json: bool = False
    form: str | None = None


class Session:
    """One run of a command.

    Args:
        today: The day that dates are counted from; the system's when None.
        new_uid: Makes uids; UUIDv7 when None.
    """

    def __init__(self, *, today: date | None = None, new_uid: Callable[[], str] | None = None) -> None:
        self.today = today or date.today()  # noqa: DTZ011 - the person's own day is what "yesterday" means
        self._new_uid = new_uid
        self.globals = Globals()

    @staticmethod
    def current() -> Session:
        """The session of the command that is running."""
        return _current.get()

    def add_globals(self, given: Globals) -> None:
        """Take the options that stood after the command; they win over those before it."""
        before = self.globals
        self.globals = Globals(given.db or before.db, given.as_json or before.as_json, given.form or before.form)
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
        from casefile.store import open_store

        return Casebook(open_store(self.location), today=self.today, new_uid=self._new_uid or _uuid7)

    def exists(self) -> bool:
        """Whether there is a case file yet."""
        from casefile.store import open_store

        return open_store(self.location).exists()

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
}


class Commands(dict[str, typer.Typer]):
    """The commands of one module, by name, each as a Typer application of its own."""

    def add(self, name: str, example: str) -> Callable[[Callable[..., object]], Callable[..., object]]:
        """Make a function a command: it gets the session, and what it returns is printed.

        Args:
            name: The command.
            example: A command line that works on the sample case; shown at the end of the help.
        """

        def register(function: Callable[..., object]) -> Callable[..., object]:
            app = typer.Typer(rich_markup_mode="rich", add_completion=False)
            settings = {"help_option_names": ["-h", "--help"]}
            epilog = "Example:  " + example.replace("[", "\\[")
            help_text = unwrapped(function.__doc__ or "")
            app.command(name, help=help_text, epilog=epilog, context_settings=settings)(_wrapped(function))
            self[name] = app
            return function

        return register


def unwrapped(docstring: str) -> str:
    """A docstring with each paragraph on one line, so that the terminal's width alone breaks it."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in docstring.split("\n\n"))


def _wrapped(function: Callable[..., object]) -> Callable[..., None]:
    """`function` with the shared options added to its own, as Typer reads them from a signature."""
    signature = inspect.signature(function)
    hints = typing.get_type_hints(function, include_extras=True)
    own = [parameter for name, parameter in signature.parameters.items() if name != "session"]
    taken = {parameter.name for parameter in own}
    shared = {name: kind for name, kind in _SHARED.items() if name not in taken}
    keyword = inspect.Parameter.KEYWORD_ONLY
    added = [
        inspect.Parameter(name, keyword, default=False if name == "as_json" else None, annotation=kind)
        for name, kind in shared.items()
    ]

    @functools.wraps(function)
    def run(**values: Any) -> None:
        session = Session.current()
        given = {name: values.pop(name) for name in shared}
        session.add_globals(Globals(given.get("db"), given.get("as_json", False), given.get("form")))
        session.emit(function(session, **values))

    parameters = [parameter.replace(annotation=hints[parameter.name], kind=keyword) for parameter in own]
    run.__signature__ = signature.replace(parameters=parameters + added, return_annotation=None)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters + added}
    return run
