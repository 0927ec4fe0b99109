"""What is drafted from English sentences: who speaks and what is said, what happened to whom and when, who accuses."""

from __future__ import annotations

from typing import Any

import pytest
from drafting import read

from casefile.ingest.drafts import Draft


def drafts(text: str, published: str = "2025-03-05") -> list[Draft]:
    return read("en", text, published)


def names(found: list[Draft]) -> dict[str, str]:
    return {f"@{draft.key}": draft.fields["names"][0]["text"] for draft in found if draft.table == "people"}


def people(text: str) -> dict[str, Any]:
    return {draft.fields["names"][0]["text"]: draft.fields for draft in drafts(text) if draft.table == "people"}


def said(text: str) -> list[tuple[str, str]]:
    found = drafts(text)
    return [(names(found)[d.fields["speaker"]], d.fields["text"]) for d in found if d.table == "statements"]


def happened(text: str) -> set[tuple[str, str, tuple[str, ...]]]:
    found = drafts(text)
    return {
        (
            draft.fields["kind"],
            draft.fields["when"].get("edtf", ""),
            tuple(names(found)[one["person"]] for one in draft.fields.get("participants", ())),
        )
        for draft in found
        if draft.table == "events"
    }


def accused(text: str) -> list[tuple[str, str, str, str]]:
    found = drafts(text)
    called = names(found)
    return [
        (
            called[draft.fields["person"]],
            called.get(draft.fields.get("alleged_by", ""), ""),
            draft.fields["offence"],
            draft.fields["updates"][-1]["status"],
        )
        for draft in found
        if draft.table == "charges"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Interior Minister Karl Weber said the two men were well.", [("Karl Weber", "the two men were well")]),
        ("The two men were well, Interior Minister Karl Weber said.", [("Karl Weber", "The two men were well")]),
        (
            "“He is innocent,” said Anna Weber, his lawyer. “We will appeal.”",
            [("Anna Weber", "He is innocent,” said Anna Weber, his lawyer. “We will appeal")],
        ),
        ("According to Foreign Minister Ivan Petrov, the man was ill.", [("Ivan Petrov", "the man was ill")]),
        (
            "The Swedish embassy in Minsk confirmed that one of its nationals was held.",
            [("Swedish embassy in Minsk", "one of its nationals was held")],
        ),
        (
            "Kremlin spokesman Pavel Orlov called the verdict “a disgrace”.",
            [("Pavel Orlov", "the verdict “a disgrace”")],
        ),
        (
            "If the court orders it, Judge Maria Lopez told reporters, he will be freed.",
            [("Maria Lopez", "If the court orders it, Judge Maria Lopez told reporters, he will be freed")],
        ),
    ],
)
def test_who_says_what(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_what_nobody_said_is_no_statement() -> None:
    assert said("Foreign Minister Ivan Petrov declined to comment. Neither side said whether it would appeal.") == []


def test_a_pronoun_carries_the_speaker_on() -> None:
    text = "Lawyer Anna Weber said her client was ill. She added that he had lost weight."
    assert said(text)[1] == ("Anna Weber", "he had lost weight")


def test_offices_are_as_printed_without_their_articles() -> None:
    found = people("Kremlin spokesman Pavel Orlov met Laura Smith, the head of the Baltic Aid Council, on Monday.")
    assert [office["title"] for office in found["Pavel Orlov"]["offices"]] == ["Kremlin spokesman"]
    assert found["Laura Smith"]["offices"] == [{"title": "head", "organisation": "Baltic Aid Council"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police detained John Miller in Minsk on 3 March.", ("detention", "2025-03-03", ("John Miller",))),
        ("John Miller was released on Tuesday.", ("release", "2025-03-04", ("John Miller",))),
        ("A court sentenced John Miller to seven years last month.", ("sentence", "2025-02", ("John Miller",))),
        (
            "It became known on 1 July that eight Russians had been detained.",
            ("detention", "[..2024-07-01]", ("8 Russians",)),
        ),
        ("John Miller was found guilty in February.", ("verdict", "2025-02", ("John Miller",))),
        ("John Miller will be deported on Sunday.", ("deportation", "2025-03-09", ("John Miller",))),
        ("At least five Britons were arrested on Monday.", ("arrest", "2025-03-03", ("At least five Britons",))),
    ],
)
def test_what_happened_to_whom_and_when(text: str, expected: tuple[str, str, tuple[str, ...]]) -> None:
    assert expected in happened(text)


def test_both_of_two_are_taken_up() -> None:
    text = "Anna Weber and John Miller left Minsk. Both were detained at the border on 1 March."
    assert {("detention", "2025-03-01", ("Anna Weber",)), ("detention", "2025-03-01", ("John Miller",))} <= happened(
        text
    )


@pytest.mark.parametrize(
    "text",
    [
        "John Miller was not arrested.",
        "No person of that name was detained.",
        "Iran denied that John Miller had been detained on Monday.",
        "If John Miller is arrested, his lawyer will appeal.",
        "Berlin demanded the release of John Miller.",
        "Had John Miller been detained, the embassy would have been told.",
    ],
)
def test_what_is_denied_or_only_wished_is_no_event(text: str) -> None:
    assert happened(text) == set()


def test_standing_near_the_word_makes_nobody_a_detainee() -> None:
    found = people("President Karl Weber spoke about the men detained in Minsk with Anna Lopez.")
    assert all("detainee" not in fields.get("roles", ()) for name, fields in found.items() if name.count(" "))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Federal Security Service accuses John Miller of spying.",
            ("John Miller", "Federal Security Service", "spying", "alleged"),
        ),
        (
            "Police arrested John Miller on Monday on suspicion of smuggling gold.",
            ("John Miller", "police", "smuggling gold", "alleged"),
        ),
        (
            "A court in Minsk convicted John Miller of espionage on Monday.",
            ("John Miller", "court in Minsk", "espionage", "convicted"),
        ),
    ],
)
def test_an_accusation_has_whose_it_is(text: str, expected: tuple[str, str, str, str]) -> None:
    assert expected in accused(text)


def test_an_accusation_is_no_event_and_no_trait() -> None:
    found = drafts("The Federal Security Service accuses the journalist John Miller of spying.")
    assert [draft.table for draft in found if draft.table == "events"] == []
    miller = next(draft.fields for draft in found if draft.table == "people" and "John" in str(draft.fields["names"]))
    assert "spy" not in str(miller)


def test_what_happened_to_those_who_are_told_of_on_the_side_is_not_of_the_sentence_s_day() -> None:
    text = "Six Georgian drivers who had been detained with Jane Roe were released on Tuesday, the ministry said."
    when = {kind: day for kind, day, _ in happened(text)}
    assert when["release"] == "2025-03-04"
    assert when["detention"] == ""


def test_the_end_of_an_order_is_the_next_such_day_after_it() -> None:
    text = "A court in Baku on Monday extended the custody of Jane Roe until 10 January, her lawyer Rustam Kerimov said."
    (event,) = [draft.fields for draft in drafts(text) if draft.table == "events"]
    assert (event["kind"], event["when"]["edtf"]) == ("custody-extension", "2025-03-03")
    assert event["until"] == {
        "text": "until 10 January",
        "edtf": "2026-01-10",
        "earliest": "2026-01-10",
        "latest": "2026-01-10",
        "basis": "inferred",
    }
