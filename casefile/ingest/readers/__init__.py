"""Formats of documents, one file each, found by its name: what recognises a format, and what reads it.

A reader is a module with

- ``MEDIA_TYPES`` and ``SUFFIXES``, what such documents are called;
- ``RANK``, its place in the order in which readers are asked, the lowest first;
- ``ALONE``, whether it reads in a process of its own, with bounds on time and memory: true of all that a library reads;
- ``recognises(start)``, whether a document begins as the format does (NULs and a byte order mark are taken out);
- ``read(data, given, limits)``, which gives what the document holds.

Slow modules are imported in ``read``.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from msgspec import Struct

from casefile.ingest.about import About
from casefile.ingest.limits import Limits


class Given(Struct, frozen=True, kw_only=True):
    """What came with a document: the character set that it was sent with, if that was told."""

    charset: str = ""


class Read(Struct, frozen=True, kw_only=True):
    """What was read out of a document: its text, and what it says of itself."""

    text: str
    media_type: str
    encoding: str = ""
    about: About


class Reader(Protocol):
    """What a module here has."""

    MEDIA_TYPES: tuple[str, ...]
    SUFFIXES: tuple[str, ...]
    RANK: int
    ALONE: bool

    def recognises(self, start: bytes) -> bool:
        """Whether a document that begins like this is of the format."""
        ...

    def read(self, data: bytes, given: Given, limits: Limits) -> Read:
        """What the document holds; raises `IngestError` where it cannot be read."""
        ...


@cache
def every() -> dict[str, Reader]:
    """Every reader by its name, in the order in which they are asked."""
    found = {
        module.name: cast("Reader", import_module(f"{__name__}.{module.name}"))
        for module in pkgutil.iter_modules(__path__)
    }
    return dict(sorted(found.items(), key=lambda item: item[1].RANK))
