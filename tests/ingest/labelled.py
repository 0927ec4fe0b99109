"""The labelled articles: the text of each, what must be read from it, and whether its labels can be right at all.

`NAME.txt` holds the article, `NAME.json` the labels. A third of the articles stands in the folder `held-out`: it is
scored, but what goes wrong there is never listed, so that no rule is written for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from casefile import dates
from casefile.errors import CasefileError
from casefile.vocabulary import ChargeStatus, EventKind, Mode, terms

ARTICLES = Path(__file__).parent / "articles"
LANGUAGES = ("ru", "en")
#: Each kind of label, and the fields that it has.
FIELDS = {
    "people": {"name", "offices", "detainee"},
    "groups": {"count", "span", "at"},
    "statements": {"speaker", "span", "at", "mode"},
    "events": {"kind", "when", "known", "who", "planned"},
    "allegations": {"against", "by", "span", "at", "status"},
}
HEAD = {"lang", "published", "publisher", "title"}


@dataclass(frozen=True)
class Labelled:
    """An article and what must be read from it."""

    name: str
    lang: str
    text: str
    labels: dict[str, Any]

    @property
    def published(self) -> date:
        """The day it was published."""
        return date.fromisoformat(self.labels["published"])

    def places(self, label: dict[str, Any]) -> frozenset[int]:
        """The characters of the text that a label's span covers."""
        start = label["at"] if "at" in label else self.text.find(label["span"])
        return frozenset(range(start, start + len(label["span"]))) if start >= 0 else frozenset()


def articles(lang: str, *, held_out: bool = False) -> list[Labelled]:
    """The labelled articles in a language: those to develop by, or those held out."""
    folder = (ARTICLES / "held-out" if held_out else ARTICLES) / lang
    return [
        Labelled(path.stem, lang, path.with_suffix(".txt").read_text("utf-8"), json.loads(path.read_text("utf-8")))
        for path in sorted(folder.glob("*.json"))
    ]


def mistakes(article: Labelled) -> Iterator[str]:
    """What cannot be right about the labels of an article, each as a sentence."""
    labels, text = article.labels, article.text
    yield from (f"{name} is no kind of label" for name in labels.keys() - FIELDS.keys() - HEAD)
    if labels.get("lang") != article.lang:
        yield f"lang is {labels.get('lang')!r}, the folder is {article.lang}"
    try:
        date.fromisoformat(labels.get("published", ""))
    except ValueError:
        yield f"published is {labels.get('published')!r}, which is no day"
        return
    for kind, fields in FIELDS.items():
        for label in labels.get(kind, ()):
            yield from (f"{kind}: {name} is no field of {label}" for name in label.keys() - fields)
            if "span" in fields:
                yield from (f"{kind}: {problem}" for problem in _misplaced(text, label))
    yield from _unreadable(article)


def _misplaced(text: str, label: dict[str, Any]) -> Iterator[str]:
    span = label.get("span", "")
    found = text.count(span) if span else 0
    if "at" in label:
        if not span or not text.startswith(span, label["at"]):
            yield f"“{span}” does not stand at {label['at']}"
    elif found != 1:
        yield f"“{span}” stands {found} times in the text"


def _unreadable(article: Labelled) -> Iterator[str]:
    labels = article.labels
    for kind, name in (("people", "name"), ("statements", "speaker"), ("allegations", "against")):
        for label in labels.get(kind, ()):
            if not label.get(name, "").strip():
                yield f"{kind}: {name} is blank in {label}"
    for kind, name, allowed in (
        ("statements", "mode", Mode),
        ("allegations", "status", ChargeStatus),
        ("events", "kind", EventKind),
    ):
        for label in labels.get(kind, ()):
            if label.get(name) not in terms(allowed):
                yield f"{kind}: {label.get(name)!r} is no {name}"
    for event in labels.get("events", ()):
        for name in ("when", "known"):
            try:
                dates.parse(event.get(name) or "unknown", today=article.published)
            except CasefileError as error:
                yield f"events: {name}: {error}"
