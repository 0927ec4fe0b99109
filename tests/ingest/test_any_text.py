"""Whatever a text is made of, reading it comes to an end, stays inside it, and makes drafts that can be entered."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest
from drafting import NEEDS, read
from labelled import articles

from casefile.ingest.resolving import mentions, provisional, record_of
from casefile.vocabulary import ChargeStatus

COUNT = 40  # texts a language


def broken(lang: str) -> Iterator[str]:
    """Texts put together of the sentences of several articles, and spoiled as documents that were scanned or cut are."""
    chance = random.Random(5)  # noqa: S311 - the same texts each time
    sentences = [each for article in articles(lang) for each in re.split(r"(?<=[.!?…])\s+", article.text) if each]
    for number in range(COUNT):
        chosen = chance.choices(sentences, k=chance.randint(1, 12))
        text = chance.choice((" ", "\n", "\n\n")).join(chosen)
        match number % 6:
            case 1:
                text = re.sub(r"[«»“”„\"(),.]", lambda mark: mark[0] * chance.randint(0, 2), text)
            case 2:
                words = text.split(" ")
                chance.shuffle(words)
                text = " ".join(words)
            case 3:
                text = chance.choice((text.upper(), text.lower(), text.title()))
            case 4:
                text = text[chance.randrange(len(text)) :][: chance.randint(1, 900)]
            case 5:
                text = "".join(mark for mark in text if chance.random() > 0.03)
        yield text


@pytest.mark.parametrize("lang", NEEDS)
def test_a_text_of_any_making_is_read_to_its_end(lang: str) -> None:
    for text in broken(lang):
        drafts = read(lang, text, "2025-10-29")
        ids = {draft.key: provisional(draft.key) for draft in drafts}
        assert len(ids) == len(drafts), text
        for draft in drafts:
            assert all(0 <= start < stop <= len(text) for start, stop in (*draft.spans, draft.sentence)), text
            assert {mention.key for mention in mentions(draft)} <= ids.keys(), text
            assert record_of(draft, ids).id == ids[draft.key], text
            if draft.table == "charges":
                assert draft.fields["alleged_by"], text
                assert {update["status"] for update in draft.fields["updates"]} <= set(map(str, ChargeStatus)), text
