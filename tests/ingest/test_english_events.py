"""What is told as having happened in English: by phrasal verbs and nouns, in lists, to one of a group, and when."""

from __future__ import annotations

import pytest
from drafting import read


def happened(text: str, published: str = "2025-03-05") -> set[tuple[str, str, str, bool]]:
    found = read("en", text, published)
    names = {f"@{draft.key}": draft.fields["names"][0]["text"] for draft in found if draft.table == "people"}
    return {
        (
            draft.fields["kind"],
            draft.fields["when"].get("edtf", ""),
            ", ".join(names[one["person"]] for one in draft.fields.get("participants", ())),
            draft.fields.get("planned", False),
        )
        for draft in found
        if draft.table == "events"
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Agents hauled John Porter off a train on 2 March.", ("detention", "2025-03-02", "John Porter", False)),
        ("John Porter has been in custody since 2 March.", ("detention", "2025-03-02", "John Porter", False)),
        ("A court found John Porter guilty on Monday.", ("verdict", "2025-03-03", "John Porter", False)),
        ("The court cleared John Porter of all charges on Monday.", ("verdict", "2025-03-03", "John Porter", False)),
        ("John Porter was condemned to six years on Monday.", ("sentence", "2025-03-03", "John Porter", False)),
        ("John Porter left prison on the 3rd.", ("release", "2025-03-03", "John Porter", False)),
        ("Freed on Monday, John Porter flew home.", ("release", "2025-03-03", "John Porter", False)),
        ("Also released on Monday was John Porter.", ("release", "2025-03-03", "John Porter", False)),
        (
            "A judge renewed John Porter's detention on Monday.",
            ("custody-extension", "2025-03-03", "John Porter", False),
        ),
        ("John Porter was banished to Rome on 03/03/2025.", ("deportation", "2025-03-03", "John Porter", False)),
        (
            "Ivan Petrov was arrested on 1 March. The consul had access to him on Monday.",
            ("consular-visit", "2025-03-03", "Ivan Petrov", False),
        ),
        ("John Porter was arrested on 30 January last year.", ("arrest", "2024-01-30", "John Porter", False)),
        ("John Porter is to be deported on 9 March.", ("deportation", "2025-03-09", "John Porter", True)),
        ("The trial of John Porter opens on 20 March.", ("hearing", "2025-03-20", "John Porter", True)),
        ("Police searched the flat on the night of 1 to 2 March.", ("search", "[2025-03-01..2025-03-02]", "", False)),
    ],
)
def test_what_happened(text: str, expected: tuple[str, str, str, bool]) -> None:
    assert expected in happened(text)


def test_two_verbs_with_one_auxiliary_are_of_the_same_people() -> None:
    found = happened("John Porter was released on Monday and deported the same evening.")
    assert ("release", "2025-03-03", "John Porter", False) in found
    assert ("deportation", "2025-03-03", "John Porter", False) in found


def test_two_dates_joined_by_and_are_two_visits() -> None:
    found = happened("The consul visited John Porter on 9 January and again on 13 February.")
    assert {when for kind, when, _, _ in found if kind == "consular-visit"} == {"2025-01-09", "2025-02-13"}


def test_a_date_is_counted_from_the_one_told_before() -> None:
    found = happened("John Porter was detained on 1 March. He was released two days later.")
    assert ("release", "2025-03-03", "John Porter", False) in found


def test_a_line_of_a_chronicle_has_the_year_above_it() -> None:
    found = happened("The case\n2023\n4 May – John Porter is detained.\n2024\n6 May – John Porter is released.\n")
    assert found == {
        ("detention", "2023-05-04", "John Porter", False),
        ("release", "2024-05-06", "John Porter", False),
    }


def test_what_happened_to_a_group_happened_to_one_of_it() -> None:
    found = happened("Six sailors were detained on 1 March. One of the six, Daniel Hope, wrote a letter.")
    assert ("detention", "2025-03-01", "Daniel Hope", False) in found


def test_a_charge_brought_since_has_not_the_day_of_the_arrest() -> None:
    found = happened("John Porter was detained on 1 March and has since been formally charged with theft.")
    assert ("charge", "", "John Porter", False) in found


@pytest.mark.parametrize(
    "text",
    [
        "Police picked up the phone of John Porter on Monday.",
        "The prosecutor said last month that the prisoners receive letters.",
        "John Porter moved to Canada in 2019.",
        "John Porter may be sent to prison.",
        "A lawyer filed a motion to have John Porter placed under house arrest.",
    ],
)
def test_what_only_sounds_like_it_is_no_event(text: str) -> None:
    assert happened(text) == set()
