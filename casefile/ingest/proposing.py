"""From a document to its drafts: read, corrected by what whoever gave it knows better, taken apart, extracted."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any, cast

import msgspec

from casefile.errors import IngestError
from casefile.ingest.analysis import Analysis, Tagger
from casefile.ingest.drafts import Article, DraftsFile
from casefile.ingest.reading import Documents

#: The languages whose texts are taken apart, each by the module of its name in `casefile.ingest.taggers`.
_TAGGED = ("en", "ru")
#: What the libraries of linear algebra ask how many threads to use: articles are read side by side, and each is short.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """What whoever gave a document says of it; what is empty is left to the document."""

    publisher: str = ""
    title: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    lang: str = ""

    def over(self, article: Article) -> Article:
        """`article` with these details in place of its own."""
        given = {field: getattr(self, field) for field in self.__struct_fields__ if getattr(self, field)}
        found = {**article.found, **dict.fromkeys(given, "given")}
        return msgspec.structs.replace(article, **given, found=found)


def propose(article: Article, known: Mapping[str, tuple[str, ...]]) -> DraftsFile:
    """The drafts of an article.

    Args:
        article: The article, with its language.
        known: The names of the people of the case, by id.

    Raises:
        IngestError: What its language needs is not installed.
    """
    extract = cast("Any", import_module("casefile.ingest.extracting")).extract
    return DraftsFile(article=article, drafts=tuple(extract(_analysed(article), article, known)))


def needs_date(file: DraftsFile) -> bool:
    """Whether an article without a date of publication tells anything that has to be dated."""
    return not file.article.published and any(draft.table != "people" for draft in file.drafts)


def no_date(article: Article) -> IngestError:
    """The error for an article of which nobody knows when it was published."""
    found = article.found.get("published", "")
    return IngestError(
        f"{article.name or 'The document'} does not say when it was published, and no year is guessed"
        + (f" (found: {found})." if found else "."),
        "Give the date: --published 2025-10-29",
    )


def _analysed(article: Article) -> Analysis:
    language = article.lang.split("-")[0].lower()
    if language not in _TAGGED:
        return Analysis(text=article.text, lang=language)
    return _tagger(language).analyse(article.text)


@lru_cache(maxsize=2)
def _tagger(language: str) -> Tagger:
    one_thread()
    return cast("Tagger", import_module(f"casefile.ingest.taggers.{language}").load())


def one_thread() -> None:
    """Have linear algebra use one thread, unless somebody has set another number; before it is loaded."""
    for variable in _THREADS:
        os.environ.setdefault(variable, "1")


class Reading:
    """Reads documents and proposes drafts of them, one after the other."""

    def __init__(self) -> None:
        self._documents = Documents()

    def read(self, data: bytes, name: str, details: Details) -> Article:
        """A document as an article; raises `IngestError`."""
        return details.over(self._documents.read(data, name=name))

    def close(self) -> None:
        """End what was started."""
        self._documents.close()
