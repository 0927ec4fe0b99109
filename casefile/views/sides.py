"""For whom something is said: a country, an organisation, or nobody but the speaker."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from casefile.model import Case, Statement
from casefile.names import fold
from casefile.views.wording import title_of
from casefile.vocabulary import PersonKind, Role


class Side(NamedTuple):
    """For whom something is said: a country by its code, or a person or body of the file, or an organisation's name."""

    key: str
    title: str
    country: str | None = None
    person: str | None = None


class Sides:
    """The sides of a case.

    A side is whom a statement speaks for: a country where the speaker held an office of it, or speaks for a state or an
    authority of it; else the organisation of the office, else the speaker, or the person on whose behalf they speak.

    Args:
        case: The file.
        country_name: From a country's code to its name.
    """

    def __init__(self, case: Case, country_name: Callable[[str], str]) -> None:
        self._case, self._country_name = case, country_name

    def of(self, statement: Statement) -> Side:
        """For whom a statement is made."""
        if statement.on_behalf_of:
            return self.of_person(statement.on_behalf_of)
        if statement.office and statement.office.country:
            return self._country(statement.office.country)
        if statement.office and statement.office.organisation:
            return Side(f"organisation {fold(statement.office.organisation)}", statement.office.organisation)
        return self.of_person(statement.speaker)

    def of_person(self, person_id: str) -> Side:
        """For whom somebody speaks who held no office then."""
        person = self._case.person(person_id)
        if person is not None and len(person.nationality) == 1:
            speaks_for_state = person.kind is PersonKind.STATE or (
                person.kind is PersonKind.ORGANISATION and {Role.OFFICIAL, Role.AUTHORITY} & set(person.roles)
            )
            if speaks_for_state:
                return self._country(person.nationality[0])
        return Side(person_id, f"{title_of(self._case, person_id)} ({person_id})", person=person_id)

    def _country(self, code: str) -> Side:
        name = self._country_name(code)
        if name == code:  # a code that ISO 3166 leaves to its users: what it stands for, only the file can say
            states = [one for one in self._case.people if one.kind is PersonKind.STATE and one.nationality == (code,)]
            name = states[0].name if len(states) == 1 else ""
        return Side(f"country {code}", f"{name} ({code})" if name else code, country=code)
