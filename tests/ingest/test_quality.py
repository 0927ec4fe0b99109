"""What reading articles must not fall below, by both parts of the labelled set, and the labels themselves."""

from __future__ import annotations

import os
from functools import cache

import pytest
from drafting import drafted
from labelled import LANGUAGES, articles, mistakes
from scoring import Score, score

#: Precision and recall that are held today, by language and whether the part is held out; they only ever rise. What is
#: aimed at (people 0.97 / 0.95, statements 0.92 / 0.90, events 0.90 / 0.85) is met by the part to develop by in both
#: languages, and not yet by all of the other: tests/bench/ingest.py measures against it.
FLOORS = {
    ("ru", False): {"people": (0.98, 0.985), "statements": (0.97, 0.96), "events": (0.945, 0.88)},
    ("ru", True): {"people": (0.95, 0.96), "statements": (0.925, 0.915), "events": (0.91, 0.80)},
    ("en", False): {"people": (0.985, 0.99), "statements": (0.95, 0.91), "events": (0.93, 0.87)},
    ("en", True): {"people": (0.95, 0.96), "statements": (0.88, 0.83), "events": (0.875, 0.79)},
}
VIOLATIONS = 0
PARTS = [
    pytest.param(lang, held_out, id=f"{lang}-{'held-out' if held_out else 'dev'}")
    for lang in LANGUAGES
    for held_out in (False, True)
]


@cache
def measured(lang: str, *, held_out: bool) -> Score:
    """What the drafts of one part are worth; the held-out articles are named nowhere."""
    if held_out and not (os.environ.get("CI") or os.environ.get("CASEFILE_HELD_OUT")):
        pytest.skip("held out from whoever writes rules: scored in the gate, and where $CASEFILE_HELD_OUT is set")
    found = articles(lang, held_out=held_out)
    if not found:
        pytest.skip("this part of the labelled set has no articles")
    made = Score()
    for article in found:
        made.add(score(article, drafted(article)))
    return made


@pytest.mark.parametrize(("lang", "held_out"), PARTS)
def test_every_label_can_be_right(lang: str, held_out: bool) -> None:
    wrong = [f"{each.name}: {problem}" for each in articles(lang, held_out=held_out) for problem in mistakes(each)]
    assert (len(wrong) if held_out else wrong) == (0 if held_out else [])


@pytest.mark.parametrize("kind", ["people", "statements", "events"])
@pytest.mark.parametrize(("lang", "held_out"), PARTS)
def test_what_is_drafted_is_no_worse_than_it_was(lang: str, held_out: bool, kind: str) -> None:
    counts = measured(lang, held_out=held_out).counts[kind]
    precision, recall = FLOORS[lang, held_out][kind]
    assert counts.precision >= precision, f"{kind}: {counts.right} of {counts.drafted} drafts are right"
    assert counts.recall >= recall, f"{kind}: {counts.found} of {counts.labelled} are found"


@pytest.mark.parametrize(("lang", "held_out"), PARTS)
def test_no_allegation_becomes_a_fact_or_a_charge(lang: str, held_out: bool) -> None:
    found = measured(lang, held_out=held_out).violations
    assert len(found) == VIOLATIONS, "listed by tests/bench/ingest.py --dev --show violations" if held_out else found
