"""What English news says in the words of others: rarer verbs, transcripts, frames in the middle of a sentence."""

from __future__ import annotations

import pytest
from test_english import said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The lawyer Ann Poe retorted that the file was empty.",
            ("Ann Poe", "the file was empty"),
        ),
        (
            "“The door was never locked,” grinned Ann Poe on the steps of the court.",
            ("Ann Poe", "The door was never locked"),
        ),
        (
            "The lawyer Ann Poe warned against “turning a clerk into a spy”.",
            ("Ann Poe", "“turning a clerk into a spy”"),
        ),
        (
            "The lawyer Ann Poe branded the hearing “a puppet show for adults”.",
            ("Ann Poe", "the hearing “a puppet show for adults”"),
        ),
        (
            "Ann Poe, his lawyer, begged reporters not to print his address.",
            ("Ann Poe", "reporters not to print his address"),
        ),
        (
            "The foreign ministry declined to confirm the report but said it was following the case closely.",
            ("foreign ministry", "it was following the case closely"),
        ),
    ],
)
def test_any_verb_of_saying_serves(text: str, expected: tuple[str, str]) -> None:
    assert expected in said(text)


def test_a_transcript_names_its_speakers() -> None:
    text = (
        "Briefing of the ministry\n\nSpokeswoman Ann Poe: Good morning. The consul saw him on Monday.\n\n"
        "Question: Is he well?\n\nPoe: He has asked for books.\n"
    )
    assert said(text) == [
        ("Ann Poe", "Good morning. The consul saw him on Monday"),
        ("Ann Poe", "He has asked for books"),
    ]


def test_an_interview_is_of_whom_it_introduces() -> None:
    text = (
        "An interview\nAnn Poe, the ombudsman, spoke to us in May.\n\nQ: Who is held?\nA: Nine men, as far as I know.\n\n"
        "Q: And is there a trial?\nA: It opens in June.\n"
    )
    assert said(text) == [("Ann Poe", "Nine men, as far as I know"), ("Ann Poe", "It opens in June")]


def test_a_list_of_names_is_no_transcript() -> None:
    text = "Who is held\n\nAnn Poe: a teacher from Gomel.\n\nJohn Miller: a driver from Brest.\n"
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ann Poe said the talks were useful and promised to raise the case again.",
            [("Ann Poe", "the talks were useful"), ("Ann Poe", "to raise the case again")],
        ),
        (
            "The suspect will be extradited soon, Ann Poe said, adding that he had not asked for a lawyer.",
            [("Ann Poe", "The suspect will be extradited soon"), ("Ann Poe", "he had not asked for a lawyer")],
        ),
        (
            "The service alleged in a statement carried by state media that the two had photographed a base.",
            [("service", "the two had photographed a base")],
        ),
        (
            "“Nobody told us anything,” complained one of the mothers.",
            [("one of the mothers", "Nobody told us anything")],
        ),
        (
            "The mission called on both sides to let its doctors into the prisons.",
            [("mission", "both sides to let its doctors into the prisons")],
        ),
        (
            "Moscow has repeatedly denied holding the children against their will.",
            [("Moscow", "holding the children against their will")],
        ),
        (
            "By his own account, John Miller spent four months in a cell without a window.",
            [("John Miller", "John Miller spent four months in a cell without a window")],
        ),
        (
            "President John Miller said the release was “a gesture of goodwill”, state television reported.",
            [("John Miller", "the release was “a gesture of goodwill”")],
        ),
        (
            "The foreign ministry published a statement on Friday. The statement said the two would be flown home.",
            [("foreign ministry", "the two would be flown home")],
        ),
        (
            "He was allowed to see her once, Ann Poe said, for ten minutes.",
            [("Ann Poe", "He was allowed to see her once, Ann Poe said, for ten minutes")],
        ),
        (
            "As the press service of the court reported, the hearing has been put off until May.",
            [("press service of the court", "the hearing has been put off until May")],
        ),
        (
            "Under the deal the company will pay $160 million in instalments, a source close to the talks said.",
            [("source close to the talks", "Under the deal the company will pay $160 million in instalments")],
        ),
    ],
)
def test_plain_frames_of_newswire(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "The Federal Security Service (FSB) detained him in June. The FSB said that he had sold a map.",
            ["Federal Security Service"],
        ),
        ("Haki Watch, a rights group in Nairobi, said ten men were held.", ["Haki Watch"]),
        (
            "Haki Watch, a rights group in Nairobi, went to court. The group said ten men were held.",
            ["Haki Watch"],
        ),
        (
            "Ten men were held, the Greek shipping ministry said. The shipping ministry said they were well.",
            ["Greek shipping ministry", "Greek shipping ministry"],
        ),
        (
            "A court freed the novelist Karim Haddad, his lawyer said. “He is ill,” the lawyer, Nadia Saadi, told reporters.",
            ["Nadia Saadi", "Nadia Saadi"],
        ),
        (
            "The two were freed, Kenya's foreign minister said. Kenyan Foreign Minister Peter Otieno met their families.",
            ["Peter Otieno"],
        ),
        ("Ann Poe and John Miller said the border would stay closed.", ["Ann Poe", "John Miller"]),
        ("The Ministry of Defence announced an inquiry.", []),
    ],
)
def test_speakers_are_called_by_their_fullest_names(text: str, speakers: list[str]) -> None:
    assert [speaker for speaker, _ in said(text)] == speakers
