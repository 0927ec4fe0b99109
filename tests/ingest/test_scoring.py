"""What the scorer counts: everything right is 1, and each mistake costs what it should."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from labelled import Labelled, mistakes
from scoring import Score, numbers, score, share

from casefile.ingest.drafts import Draft

TEXT = (
    "Police detained John Roe on 3 May, said Ann Poe, spokeswoman for the ministry. “We know of eight Britons who are "
    "held,” she said. Investigators suspect Roe of spying."
)
LABELS: dict[str, Any] = {
    "lang": "en",
    "published": "2025-05-20",
    "people": [
        {"name": "John Roe", "offices": [], "detainee": True},
        {"name": "Ann Poe", "offices": ["spokeswoman for the ministry"], "detainee": False},
    ],
    "groups": [{"count": "8", "span": "eight Britons"}],
    "statements": [
        {"speaker": "Ann Poe", "span": "We know of eight Britons who are held", "mode": "direct-quote"},
    ],
    "events": [{"kind": "detention", "when": "2025-05-03", "known": "", "who": ["John Roe"], "planned": False}],
    "allegations": [
        {"against": "John Roe", "by": "Investigators", "span": "suspect Roe of spying", "status": "alleged"}
    ],
}
ARTICLE = Labelled("sample", "en", TEXT, LABELS)
MAY_3 = {"text": "on 3 May", "edtf": "2025-05-03", "earliest": "2025-05-03", "latest": "2025-05-03"}


def place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def draft(key: str, table: str, words: str, **fields: Any) -> Draft:
    return Draft(key=key, table=table, fields=fields, spans=(place(words),), sentence=(0, len(TEXT)))


def person(key: str, name: str, words: str, **fields: Any) -> Draft:
    return draft(key, "people", words, names=[{"text": name, "type": "primary"}], **fields)


def perfect() -> dict[str, Draft]:
    made = [
        person("p1", "John Roe", "John Roe", roles=["detainee"]),
        person("p2", "Ann Poe", "Ann Poe", offices=[{"title": "spokeswoman", "organisation": "ministry"}]),
        person("p3", "eight Britons", "eight Britons", kind="group", count={"exact": 8}),
        person("p4", "investigators", "Investigators", kind="organisation"),
        draft("s1", "statements", "We know of eight Britons who are held", speaker="@p2", text="We know of eight"),
        draft(
            "e1",
            "events",
            "detained",
            kind="detention",
            when=MAY_3,
            participants=[{"person": "@p1", "role": "subject"}],
        ),
        draft(
            "c1",
            "charges",
            "spying",
            person="@p1",
            alleged_by="@p4",
            offence="spying",
            updates=[{"status": "alleged", "when": MAY_3}],
        ),
    ]
    return {each.key: each for each in made}


def replace_fields(one: Draft, **fields: Any) -> Draft:
    return msgspec.structs.replace(one, fields=one.fields | fields)


def scored(**changed: Draft | None) -> Score:
    drafts = perfect() | changed
    return score(ARTICLE, [each for each in drafts.values() if each is not None])


def figures(made: Score, kind: str) -> tuple[float, float]:
    return made.counts[kind].precision, made.counts[kind].recall


def test_everything_right_is_one() -> None:
    made = scored()
    assert {kind: (counts.precision, counts.recall) for kind, counts in made.counts.items()} == dict.fromkeys(
        made.counts, (1.0, 1.0)
    )
    assert all(counts.drafted and counts.labelled for counts in made.counts.values())
    assert made.violations == []


def test_nothing_drafted_is_all_missed() -> None:
    made = score(ARTICLE, [])
    assert {figures(made, kind) for kind in made.counts} == {(1.0, 0.0)}
    assert made.counts["people"].missed == ["sample: John Roe", "sample: Ann Poe"]


def test_another_name_is_missed_and_extra() -> None:
    made = scored(p1=person("p1", "Roe", "Roe", roles=["detainee"]))
    assert figures(made, "people") == (0.5, 0.5)
    assert figures(made, "detainees") == (0.0, 0.0)
    assert figures(made, "events and subjects") == (0.0, 0.0)
    assert figures(made, "events") == (1.0, 1.0)


def test_case_and_yo_do_not_matter_to_a_name() -> None:
    made = score(
        Labelled(
            "sample", "ru", "Пётр Ёлкин задержан", {"published": "2025-05-20", "people": [{"name": "Пётр Ёлкин"}]}
        ),
        [
            Draft(
                key="p1", table="people", fields={"names": [{"text": "петр елкин"}]}, spans=((0, 11),), sentence=(0, 19)
            )
        ],
    )
    assert figures(made, "people") == (1.0, 1.0)


def test_an_office_needs_four_words_of_five() -> None:
    half = person("p2", "Ann Poe", "Ann Poe", offices=[{"title": "spokeswoman"}])
    assert figures(scored(p2=half), "offices") == (0.0, 0.0)
    other = person("p2", "Ann Poe", "Ann Poe", offices=[{"title": "ministry spokeswoman"}])
    assert figures(scored(p2=other), "offices") == (1.0, 1.0)


def test_the_endings_of_an_office_do_not_matter() -> None:
    assert share("пресс-секретарь Кремль", "пресс-секретарь Кремля") == 1.0
    assert share("посол", "министр") == 0.0


def test_a_group_is_told_by_its_number() -> None:
    about = person("p3", "eight Britons", "eight Britons", kind="group", count={"about": 8})
    assert figures(scored(p3=about), "groups") == (0.0, 0.0)
    elsewhere = person("p3", "eight Britons", "John Roe", kind="group", count={"exact": 8})
    assert figures(scored(p3=elsewhere), "groups") == (0.0, 0.0)


@pytest.mark.parametrize(
    ("count", "held"),
    [
        ("8", ("exact", 8)),
        ("about 20", ("about", 20)),
        ("5-7", ("min 5 max", 7)),
        (">10", ("min", 11)),
        (">10", ("min", 10)),
        ("≥5", ("min", 5)),
        ("<50", ("max", 49)),
        ("", ("none", 0)),
    ],
)
def test_counts_are_written_in_a_few_ways(count: str, held: tuple[str, int]) -> None:
    assert held in numbers(count)


def test_a_statement_needs_its_speaker() -> None:
    said = perfect()["s1"]
    wrong = replace_fields(said, speaker="@p1")
    assert figures(scored(s1=wrong), "statements") == (0.0, 0.0)


def test_a_statement_needs_six_characters_of_ten() -> None:
    for words, right in (("We know of eight Britons who", True), ("We know of eight", False)):
        said = draft("s1", "statements", words, speaker="@p2", text="-")
        assert figures(scored(s1=said), "statements") == ((1.0, 1.0) if right else (0.0, 0.0))


def test_a_broken_quotation_may_be_given_in_parts() -> None:
    parts = (place("“We know")[0] + 1, place("Britons")[1]), place("who are held")
    said = Draft(
        key="s1",
        table="statements",
        fields={"speaker": "@p2", "text": "We know of eight Britons […] who are held"},
        spans=parts,
        sentence=(0, 9),
    )
    assert figures(scored(s1=said), "statements") == (1.0, 1.0)


def test_an_event_needs_its_kind_and_its_date() -> None:
    held = perfect()["e1"]
    assert figures(scored(e1=replace_fields(held, kind="arrest")), "events") == (0.0, 0.0)
    assert figures(scored(e1=replace_fields(held, when=None)), "events") == (0.0, 0.0)
    month = {"text": "in May", "edtf": "2025-05", "earliest": "2025-05-01", "latest": "2025-05-31"}
    assert figures(scored(e1=replace_fields(held, when=month)), "events") == (0.0, 0.0)


def test_an_event_without_a_date_goes_by_when_it_became_known() -> None:
    event = {"kind": "detention", "when": "", "known": "2025-05-04", "who": ["John Roe"], "planned": False}
    article = replace(ARTICLE, labels=LABELS | {"events": [event]})
    until = {"text": "before it became known", "edtf": "[..2025-05-04]", "latest": "2025-05-04"}
    known = {"text": "4 May", "edtf": "2025-05-04", "earliest": "2025-05-04", "latest": "2025-05-04"}
    held = perfect()["e1"]
    for when in ({"text": "unknown"}, until):
        drafts = perfect() | {"e1": replace_fields(held, when=when, known=known)}
        assert figures(score(article, list(drafts.values())), "events and subjects") == (1.0, 1.0)
    drafts = perfect() | {"e1": replace_fields(held, when={"text": "unknown"})}
    assert figures(score(article, list(drafts.values())), "events") == (0.0, 0.0)


def test_an_event_is_drafted_once_for_each_of_its_people() -> None:
    event = LABELS["events"][0] | {"who": ["John Roe", "Ann Poe"]}
    article = replace(ARTICLE, labels=LABELS | {"events": [event]})
    made = score(article, list(perfect().values()))
    assert figures(made, "events and subjects") == (1.0, 0.5)


def test_an_allegation_needs_whose_it_is() -> None:
    charge = perfect()["c1"]
    assert figures(scored(c1=replace_fields(charge, alleged_by="@p2")), "allegations") == (0.0, 0.0)
    assert figures(scored(c1=replace_fields(charge, person="@p2")), "allegations") == (0.0, 0.0)


def test_an_allegation_may_be_drafted_in_parts() -> None:
    other = msgspec.structs.replace(perfect()["c1"], key="c2")
    made = score(ARTICLE, [*perfect().values(), other])
    assert figures(made, "allegations") == (1.0, 1.0)


def test_a_charge_made_of_an_allegation_is_a_violation() -> None:
    charge = replace_fields(perfect()["c1"], updates=[{"status": "charged", "when": MAY_3}])
    assert scored(c1=charge).violations == ["sample: “suspect Roe of spying” became a charge: spying (charged)"]


def test_an_event_made_of_an_allegation_is_a_violation() -> None:
    event = draft("e2", "events", "spying", kind="other", when=MAY_3)
    assert scored(e2=event).violations == ["sample: “suspect Roe of spying” became an event: other"]


def test_an_allegation_told_as_a_fact_of_a_person_is_a_violation() -> None:
    noted = person("p1", "John Roe", "John Roe", roles=["detainee"], notes="They suspect Roe of spying.")
    assert scored(p1=noted).violations == ["sample: “suspect Roe of spying” became a fact of p1"]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"groups": [{"count": "8", "span": "nine Britons"}]}, "groups: “nine Britons” stands 0 times in the text"),
        ({"groups": [{"count": "8", "span": "Roe"}]}, "groups: “Roe” stands 2 times in the text"),
        ({"groups": [{"count": "8", "span": "Roe", "at": 3}]}, "groups: “Roe” does not stand at 3"),
        ({"published": "May"}, "published is 'May', which is no day"),
        ({"lang": "ru"}, "lang is 'ru', the folder is en"),
        ({"persons": []}, "persons is no kind of label"),
        ({"people": [{"name": " "}]}, "people: name is blank in {'name': ' '}"),
        ({"events": [{"kind": "party", "when": ""}]}, "events: 'party' is no kind"),
    ],
)
def test_labels_that_cannot_be_right_are_told(changed: dict[str, Any], problem: str) -> None:
    assert problem in list(mistakes(replace(ARTICLE, labels=LABELS | changed)))


def test_labels_that_can_be_right_are_let_be() -> None:
    assert list(mistakes(ARTICLE)) == []
    twice = {"groups": [{"count": "1", "span": "Roe", "at": TEXT.index("Roe")}]}
    assert list(mistakes(replace(ARTICLE, labels=LABELS | twice))) == []
