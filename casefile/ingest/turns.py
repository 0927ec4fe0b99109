"""Who speaks in a transcript: lines that open with the name of their speaker, and the answers of an interview."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from casefile.ingest.actors import Actor
from casefile.ingest.cast import Cast
from casefile.ingest.drafts import Span
from casefile.ingest.forms import fold
from casefile.ingest.story import Story

#: A line that opens with a label and a colon, or with one in brackets, and what is said in it.
_LABELLED = re.compile(r"(?:[–—•*-]\s+)?(?:\[([^\]\n]{1,60})\]|([^:\n“”«»\"]{1,90}):)\s+(?=\S)")
#: As many lines with one label make a transcript.
_LINES = 2


class Turn(NamedTuple):
    """A line of a transcript."""

    speaker: Actor
    label: Span
    span: Span


def turns(story: Story, cast: Cast) -> list[Turn]:
    """The lines in which those speak whom their labels name, where labels come back or an interview is printed."""
    people = cast.people.actors
    found: list[Turn] = []
    lasting: Counter[int] = Counter()
    asked: Actor | None = None
    questions = False
    for line in story.paragraphs:
        match = _LABELLED.match(story.text, line.start, line.stop)
        if match is None or line.start < story.body or _tells(story, line.start, match.end()):
            continue
        bracketed = match[1] is not None
        label = match.span(1 if bracketed else 2)
        word = fold(story.text[slice(*label)]).strip(" .")
        if word in story.rules.questioned:
            questions = True
            continue
        speaker = _named(story, people, label)
        if speaker is None and word in story.rules.answered and questions:
            asked = asked or _interviewed(people, story.paragraphs[1].stop if len(story.paragraphs) > 1 else 0)
            speaker = asked
        quoted = next((q for q in story.quotations if q.outer_start == match.end()), None)
        if speaker is None or (bracketed and quoted is None):  # a script's own reporters read their report
            continue
        span = (quoted.start, quoted.stop) if quoted is not None else (match.end(), line.stop)
        found.append(Turn(speaker, label, span))
        lasting[id(speaker)] += _LINES if quoted is not None and quoted.outer_stop >= line.stop - 1 else 1
    return [turn for turn in found if lasting[id(turn.speaker)] >= _LINES]


def _tells(story: Story, start: int, stop: int) -> bool:
    """Whether a verb stands there: then it is a sentence and no label."""
    return any(
        start <= token.start < stop and tree.finite(at)
        for tree in story.trees
        if tree.start < stop and start < tree.stop
        for at, token in enumerate(tree.tokens)
    )


def _named(story: Story, people: list[Actor], label: Span) -> Actor | None:
    """The person whose name a label is, or ends with, or holds between brackets."""
    start, stop = label
    inside = [actor for actor in people if any(start <= begin and end <= stop for begin, end in actor.spans)]
    if inside:
        return max(inside, key=lambda actor: max(end for begin, end in actor.spans if start <= begin and end <= stop))
    words = fold(story.text[start:stop]).split()
    full = [actor for actor in people if fold(actor.name).split()[-len(words) :] == words]
    return full[0] if len(full) == 1 else None


def _interviewed(people: list[Actor], upto: int) -> Actor | None:
    """Whom an interview introduces: the first one named."""
    named = [actor for actor in people if any(start < upto for start, _ in actor.spans)]
    return min(named, key=lambda actor: min(start for start, _ in actor.spans), default=None)
