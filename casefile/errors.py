"""What can go wrong, in words a case worker can act on: a message, a next step, an exit code.

Every error that casefile raises on purpose derives from `CasefileError`. The command line prints
``message`` and, on its own line, ``hint``; it leaves with ``exit_code``:

==== =========================================================================
1    anything that has no code of its own
2    bad input: a wrong option, date, term or field (as Typer's usage errors)
3    a record was not found, or a name fits several
4    a conflict: the change contradicts what the file already holds
5    the case file itself: locked, damaged, foreign, newer, not permitted
6    a document that cannot be ingested: unreadable, too large, or in need of an extra
70   a bug in casefile (EX_SOFTWARE of sysexits.h)
130  interrupted with Ctrl-C
==== =========================================================================
"""

from __future__ import annotations

from collections.abc import Sequence

EXIT_GENERAL = 1
EXIT_INPUT = 2
EXIT_NOT_FOUND = 3
EXIT_CONFLICT = 4
EXIT_STORE = 5
EXIT_INGEST = 6
EXIT_BUG = 70
EXIT_INTERRUPTED = 130


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 change", "2 changes"."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


class CasefileError(Exception):
    """Base of every deliberate error.

    Args:
        message: What is wrong, as one sentence that names the thing concerned.
        hint: What to do next, as one sentence; empty when there is nothing to do.
    """

    exit_code = EXIT_GENERAL

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(CasefileError):
    """Something typed, piped or imported has no meaning here."""

    exit_code = EXIT_INPUT


class DateError(InputError):
    """A date that cannot be read, or that no calendar has.

    Args:
        text: The date as it was given.
        problem: Why it cannot be read, as a clause ("February 2025 has 28 days").
        hint: What would be read instead.
    """

    def __init__(self, text: str, problem: str, hint: str = "") -> None:
        super().__init__(f"“{text}” is not a date that casefile can keep: {problem}.", hint or DATE_HINT)
        self.text = text
        self.problem = problem


DATE_HINT = (
    "Dates may be as vague as their source: 2025-07-01, 2025-08, “early July 2025”, "
    "“before 1 July 2025”, “в августе 2025”, [..2025-07-01], or “unknown”."
)


class TermError(InputError):
    """A word that is not in a controlled vocabulary.

    Args:
        term: What was given.
        vocabulary: What the list is called ("event kind").
        allowed: Every term of the list.
        nearest: The term that was probably meant, if one is near.
    """

    def __init__(self, term: str, vocabulary: str, allowed: Sequence[str], nearest: str | None = None) -> None:
        super().__init__(f"“{term}” is not a known {vocabulary}.")
        self.hint = (f"Did you mean “{nearest}”? " if nearest else "") + "Known: " + ", ".join(allowed) + "."


class FieldError(InputError):
    """A record's field holds what it must not.

    Args:
        where: The record and field, as ``"person P1: count.min"``.
        problem: What is wrong with it, as a clause.
        hint: What would be right.
    """

    def __init__(self, where: str, problem: str, hint: str = "") -> None:
        super().__init__(f"{where}: {problem}.", hint)
        self.where = where
        self.problem = problem


class NotFoundError(CasefileError):
    """No record has that id, or fits that name."""

    exit_code = EXIT_NOT_FOUND


class AmbiguousError(CasefileError):
    """A name fits several records.

    Args:
        name: What was typed.
        candidates: One line a record ("P3  Jane Roe, detainee"), best match first.
        total: How many records fit, where `candidates` are only the first of them.
    """

    exit_code = EXIT_NOT_FOUND

    def __init__(self, name: str, candidates: Sequence[str], total: int) -> None:
        more = f", the first {len(candidates)} of them:" if total > len(candidates) else ":"
        super().__init__(f"“{name}” fits {total} records{more}\n" + "\n".join(f"  {line}" for line in candidates))
        self.hint = "Type the id of the one you mean."
        self.candidates = tuple(candidates)


class ConflictError(CasefileError):
    """The change contradicts what the file holds: a duplicate, or a record others refer to."""

    exit_code = EXIT_CONFLICT


class StoreError(CasefileError):
    """The case file cannot be read or written as it is; it was left untouched."""

    exit_code = EXIT_STORE


class NoFileError(StoreError):
    """There is nothing at the path."""


class LockedError(StoreError):
    """Another process is writing to the case file and did not finish in time."""


class DamagedError(StoreError):
    """The file is not whole: cut short, not UTF-8, not JSON, or holding what no record may hold."""


class ForeignError(StoreError):
    """The file is sound but is not a case file."""


class NewerSchemaError(StoreError):
    """The file was written by a newer casefile than this one."""


class ChangedError(StoreError):
    """The file is sound, but something other than casefile has changed it since casefile last wrote it."""


class BrokenJournalError(StoreError):
    """The journal beside the file is missing, cut short, or not as it was written."""


class KeyMissingError(StoreError):
    """The file is encrypted, and nothing was given to open it with."""


class WrongKeyError(StoreError):
    """What was given does not open it, or it was altered; the two cannot be told apart."""


class UnknownOutcomeError(StoreError):
    """The disk did not confirm a change: it may or may not be saved."""


class IngestError(CasefileError):
    """A document cannot be read, or not within the limits set for one, or needs what is not installed."""

    exit_code = EXIT_INGEST
