"""From a country's name, as people write it, to its ISO 3166-1 alpha-2 code."""

from __future__ import annotations

import re

from casefile.errors import InputError
from casefile.names import fold

#: Names that the standard does not print but people use; the rest comes from the standard's own list.
_ALSO = {
    "uk": "GB",
    "britain": "GB",
    "england": "GB",
    "usa": "US",
    "россия": "RU",
    "рф": "RU",
    "азербайджан": "AZ",
    "azərbaycan": "AZ",
    "rusiya": "RU",
    "беларусь": "BY",
    "украина": "UA",
    "україна": "UA",
    "грузия": "GE",
    "армения": "AM",
    "иран": "IR",
    "турция": "TR",
    "казахстан": "KZ",
    "сша": "US",
    "south korea": "KR",
    "north korea": "KP",
}
#: Codes that the standard leaves to its users and will never give to a country: for territories that it does not list,
#: and for invented ones.
_USER_ASSIGNED = re.compile(r"AA|Q[M-Z]|X[A-Z]|ZZ")


def country_code(text: str) -> str:
    """The code of the country that `text` names: a two- or three-letter code, its name in English, or the start of it.

    Codes that the standard leaves to its users (AA, QM to QZ, XA to XZ, ZZ) are taken as they are: nobody else says
    what they mean.

    Raises:
        InputError: No country, or more than one, is called that.
    """
    from iso3166 import countries

    word = text.strip()
    wanted = fold(word)
    if _USER_ASSIGNED.fullmatch(word.upper()):
        return word.upper()
    for name, code in _ALSO.items():
        if fold(name) == wanted:
            return code
    known = list(countries)
    for country in known:
        if wanted in {
            country.alpha2.lower(),
            country.alpha3.lower(),
            fold(country.name),
            fold(country.apolitical_name),
        }:
            return str(country.alpha2)
    starting = {
        str(country.alpha2): country.name
        for country in known
        if len(wanted) > len("RU") and fold(country.name).startswith(wanted)
    }
    if len(starting) == 1:
        return next(iter(starting))
    if starting:
        listed = "; ".join(f"{code} {name}" for code, name in starting.items())
        raise InputError(f"“{word}” may be several countries: {listed}.", "Give the two-letter code.")
    raise InputError(f"“{word}” is not a country that ISO 3166 knows.", "Give its two-letter code, such as RU or AZ.")


def country_name(code: str) -> str:
    """The name of the country with an ISO 3166 code, without what it claims of itself; the code where there is none."""
    from iso3166 import countries_by_alpha2

    country = countries_by_alpha2.get(code)
    return str(country.apolitical_name) if country else code
