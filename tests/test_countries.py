"""Codes that ISO 3166 leaves to its users: they are taken as typed, and only the file says what they stand for."""

from __future__ import annotations

import json

import pytest

from casefile.casebook.countries import country_code
from casefile.errors import InputError


@pytest.mark.parametrize("code", ["AA", "QM", "QZ", "XA", "XK", "XZ", "ZZ"])
def test_user_assigned_codes_are_taken_in_any_case(code):
    assert country_code(code) == country_code(f" {code.lower()} ") == code


@pytest.mark.parametrize("code", ["AB", "QL", "ZY", "WX", "XAA", "X", "Q", "AАA"])
def test_other_codes_that_no_country_has_are_refused(code):
    with pytest.raises(InputError):
        country_code(code)


def test_people_states_and_offices_can_be_of_an_invented_country(ok):
    ok("add-detainee", "Gleb Storozhev", "--nationality", "xv")
    ok("add-official", "Zoya Lapshintseva", "--office", "spokeswoman", "--country", "XV")
    rows = json.loads(ok("list", "people", "--nationality", "XV", "--json").out)
    assert [(row["id"], row["nationality"]) for row in rows] == [("P1", ["XV"])]
    assert json.loads(ok("show", "P2", "--json").out)["record"]["offices"][0]["country"] == "XV"
    assert "XV" in ok("show", "P1").out
    assert [row["id"] for row in json.loads(ok("search", "nationality:XV", "--json").out)] == ["P1"]


def test_a_side_has_the_name_that_the_file_gives_its_state(ok):
    def sides():
        return [side["side"] for side in json.loads(ok("positions", "P1", "--json").out)["sides"]]

    ok("add-detainee", "Gleb Storozhev", "--nationality", "XV")
    ok("add-official", "Zoya Lapshintseva", "--office", "spokeswoman", "--country", "XV")
    ok("add-statement", "He must be freed.", "--by", "P2", "--on", "2026-03-01", "--stance", "no-position:P1")
    assert sides() == ["XV"]
    ok("add-person", "Veldania", "--kind", "state", "--nationality", "XV")
    assert sides() == ["Veldania (XV)"]
    ok("add-person", "Free Veldania", "--kind", "state", "--nationality", "XV", "--force")
    assert sides() == ["XV"]
