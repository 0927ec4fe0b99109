"""The command line: from an argument list to an exit code, with every error said in words and none as a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from io import TextIOWrapper
from typing import TYPE_CHECKING

from casefile import interrupts
from casefile.errors import (
    EXIT_BUG,
    EXIT_GENERAL,
    EXIT_INPUT,
    EXIT_INTERRUPTED,
    EXIT_STORE,
    CasefileError,
    InputError,
    UnknownOutcomeError,
)

if TYPE_CHECKING:
    from casefile.cli.session import Session

__all__ = ["main"]


def main(
    argv: Sequence[str] | None = None,
    *,
    today: date | None = None,
    new_uid: Callable[[], str] | None = None,
    now: Callable[[], datetime] | None = None,
) -> int:
    """Run one command.

    Args:
        argv: The arguments; the process's own when None.
        today: The day that dates are counted from; the system's when None.
        new_uid: Makes the uids of new records; UUIDv7 when None.
        now: The time that changes are dated with; the system's when None.

    Returns:
        The exit code; `casefile.errors` lists them.
    """
    args = list(sys.argv[1:] if argv is None else argv)
    with interrupts.uninterrupted():  # a stream that is interrupted while it changes takes no more text
        _replace_closed_streams()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # what the encoding lacks is spelled out, help included
    session: list[Session] = []
    try:
        code = _run(args, lambda: _session(session, today, new_uid, now), session)
        interrupts.too_late()
    except KeyboardInterrupt:
        interrupts.too_late()
        with suppress(OSError, ValueError):
            sys.stdout.flush()
        _say(f"Interrupted. {_outcome(session) or 'Nothing was changed.'}")
        code = EXIT_INTERRUPTED
    return code


def _replace_closed_streams() -> None:
    """Have something stand where whoever started this closed a standard stream (``casefile list >&-``).

    Else the next file to be opened - the case, its journal - would get the stream's number, and what is printed by
    anybody would go into it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - kept


def _session(
    made: list[Session],
    today: date | None,
    new_uid: Callable[[], str] | None,
    now: Callable[[], datetime] | None,
) -> Session:
    from casefile.cli.session import Session

    made.append(Session(today=today, new_uid=new_uid, now=now))
    return made[0]


def _outcome(session: list[Session]) -> str:
    """What the command has done to the case or written elsewhere, in a sentence; empty when nothing."""
    done = session[0].committed if session else None
    said = "" if done is None else f"Change {done} is saved." if done else "The case file is made, and empty."
    written = f"{session[0].written} is written, whole." if session and session[0].written else ""
    return f"{said} {written}".strip()


def _run(args: list[str], begin: Callable[[], Session], session: list[Session]) -> int:
    try:
        _check_encoding(args)
        from casefile.cli.app import run

        code = run(args, begin())
        sys.stdout.flush()
    except CasefileError as error:
        if interrupts.was_one(error) and not isinstance(error, UnknownOutcomeError):
            raise KeyboardInterrupt from None
        _say(f"Error: {error.message}", error.hint, "" if isinstance(error, UnknownOutcomeError) else _outcome(session))
        return error.exit_code
    except BrokenPipeError:
        return _closed_pipe()
    except OSError as error:
        return _system_failed(error, session)
    except Exception as error:  # noqa: BLE001 - the last net: a fault of ours must not end in a traceback
        if interrupts.was_one(error):
            raise KeyboardInterrupt from None
        return _report_bug(error, session)
    else:
        return code


def _check_encoding(args: list[str]) -> None:
    """Refuse what the shell passed on as bytes that are no text: it could not be stored, nor shown as it was meant."""
    for arg in args:
        try:
            arg.encode("utf-8")
        except UnicodeEncodeError as error:
            raise InputError(
                f"An argument is not valid text (character {error.start + 1} of “{arg}”).",
                "Type it again in UTF-8, or pipe it in as UTF-8.",
            ) from None


def _say(*lines: str) -> None:
    """Print lines for people to standard error, in whatever it can spell."""
    from casefile.cli.text import safe

    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    text = "".join(f"{safe(part)}\n" for line in lines if line for part in line.split("\n"))
    try:
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()
    except OSError:  # nobody is listening
        pass


def _closed_pipe() -> int:
    """Leave quietly when the reader has gone (``casefile list | head``)."""
    # Python would complain at exit when it flushes what nobody reads
    devnull = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(devnull, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):  # standard output is not a file
        pass
    finally:
        os.close(devnull)
    return 0


def _system_failed(error: OSError, session: list[Session]) -> int:
    """Say what the system refused, and how the case stands."""
    done = _outcome(session)
    why = error.strerror or error
    if error.filename is None:
        _closed_pipe()
        _say(
            f"Error: the output could not be written: {why}.",
            f"{done} Only the report of it is missing: type nothing again."
            if done
            else "Free some space, or write elsewhere.",
        )
        return EXIT_GENERAL
    of_case = bool(session) and str(error.filename).startswith(session[0].location)
    _say(
        f"Error: {error.filename}: {why}. {done or 'The case is as it was.'}",
        "Type nothing again." if done else "Check the path and its permissions, then try again.",
    )
    return EXIT_STORE if of_case else EXIT_GENERAL


def _report_bug(error: Exception, session: list[Session]) -> int:
    """Put the traceback into a private file and say where, as it may quote records.

    Of an encrypted case only the places in the code are written down: no plain text of it may reach the disk.
    """
    import tempfile
    import traceback

    _say(
        f"Error: casefile has a fault and stopped ({type(error).__name__}).",
        _outcome(session)
        or "If it was to change something: look whether it did (casefile list) before typing it again.",
    )
    try:
        handle, path = tempfile.mkstemp(prefix="casefile-fault-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
            sealed = bool(session) and session[0].is_sealed()
            lines = traceback.format_tb(error.__traceback__) if sealed else traceback.format_exception(error)
            stream.write("".join(lines))
        _say(f"Details are in {path}. Please report it; take names out first.")
    except OSError:
        _say("The details could not be written to a file.")
    return EXIT_BUG


def usage_error(message: str, hint: str) -> int:
    """Say what was wrong with the command line itself, and return its exit code."""
    _say(f"Error: {message}", hint)
    return EXIT_INPUT
