"""The tables of a case that hold no records, and how a document of each is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec

from casefile.casebook import articles, queries

#: By table, what reads a document of it: its number, its JSON, and what to call the case in an error.
BESIDES: Mapping[str, Callable[[int, bytes, str], msgspec.Struct]] = MappingProxyType(
    {queries.TABLE: queries.read_query, articles.TABLE: articles.read_article}
)
