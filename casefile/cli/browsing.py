"""The ``browse`` command: what must be there before the browser takes over the terminal."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from casefile.cli.session import Commands, Session
from casefile.errors import CasefileError, InputError

commands = Commands()


@commands.add("browse", "casefile browse Картавых")
def browse(
    session: Session,
    text: Annotated[list[str] | None, typer.Argument(metavar="[SEARCH]...", help="Begin with what this finds.")] = None,
) -> None:
    """Look through the case on a screen of its own, with the keyboard.

    A list on the left, the card and the timeline of what is chosen on the right, and a line that searches as you type.
    Arrows choose, Enter opens, / searches, 1 to 6 change the list, Tab goes on to the card and to the timeline, left
    and right go from id to id, Enter follows one, b goes back, q or Esc leaves. Nothing can be changed, and nothing is
    written anywhere.

    It needs Textual: pip install 'casefile[browse]'.
    """
    if session.form != "table":
        raise InputError("casefile browse is a screen, and has no rows to print.", "See: casefile list --json")
    if find_spec("textual") is None:
        raise CasefileError(
            "casefile browse needs Textual, which is not installed.", "Install it: pip install 'casefile[browse]'"
        )
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        raise CasefileError("casefile browse needs a terminal.", "Elsewhere: casefile list, casefile show ID")
    book = session.book()
    _ = book.case  # an encrypted case asks for its passphrase while there still is a line to type it on
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]  # they are for developers: logs, screenshots, a console to connect to
    from casefile.cli.browse.app import Browser
    from casefile.cli.render import Screen

    browser = Browser(book, signs=Screen(sys.stdout, os.environ).signs, search=" ".join(text or ()))
    browser.run(mouse=False)
    if browser.fault is not None:
        raise browser.fault
