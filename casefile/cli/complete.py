"""What the shell offers when Tab is pressed: ids with the names they stand for, and the words of each vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum

from casefile.errors import CasefileError
from casefile.model import BY_LETTER, Person, Record, Source
from casefile.vocabulary import terms

Offer = Callable[[str], list[tuple[str, str]]]
_MOST = 200


def words(vocabulary: type[StrEnum]) -> Callable[[str], list[str]]:
    """Completion by the terms of `vocabulary`."""

    def offer(incomplete: str) -> list[str]:
        return [term for term in terms(vocabulary) if term.startswith(incomplete.lower())]

    return offer


def _records(*letters: str) -> Offer:
    def offer(incomplete: str) -> list[tuple[str, str]]:
        try:
            return list(_found(incomplete, letters))[:_MOST]
        except CasefileError:  # no file, or none that can be read: nothing to offer, and no place to say so
            return []

    return offer


def _found(incomplete: str, letters: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    from casefile.cli.session import Session
    from casefile.names import fold
    from casefile.views.wording import clip, headline

    case = Session.current().book().case
    wanted = fold(incomplete)
    offered = set()
    # Typer drops what does not begin with the very letters that were typed, whatever their case
    for letter in letters:
        for record in case.all(BY_LETTER[letter]):
            line = clip(headline(case, record), 60)
            if record.id.lower().startswith(incomplete.lower()):
                yield incomplete + record.id[len(incomplete) :], line
            for word in _callable_by(record) if wanted else ():
                whole = incomplete + word[len(incomplete) :]
                if fold(word).startswith(wanted) and whole not in offered:
                    offered.add(whole)
                    yield whole, f"{record.id}  {line}"


def _callable_by(record: Record) -> list[str]:
    """The single words by which a record can be called: they need no quoting in a shell."""
    if isinstance(record, Person):
        return [word for name in record.names for word in name.text.split()]
    return record.publisher.split()[:1] if isinstance(record, Source) else []


people = _records("P")
charges = _records("C")
sources = _records("R")
events = _records("E")
statements = _records("S")
records = _records("P", "C", "S", "E", "R")
