"""The record of a date: the words it was given in, its EDTF, and the bounds that everything else is computed from."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec


class Basis(StrEnum):
    """Whether a date stands in the source as it is, or a part of it (mostly the year) was worked out."""

    STATED = "stated"
    INFERRED = "inferred"


class When(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A date as exact as its source.

    Attributes:
        text: The date as it was given.
        edtf: The same in the Extended Date/Time Format (Library of Congress, 2019; ISO 8601-2): levels 0 and 1, and of
            level 2 the sets ``[..2025-07-01]``, ``[2025-07-01..]``, ``[2025-07-03..2025-07-05]`` for "on one day of".
            Empty when nothing is known about the date.
        earliest: The first day it can be; None where nothing is known.
        latest: The last day it can be; None where nothing is known.
        basis: Whether a part of it was inferred.
    """

    text: str
    edtf: str = ""
    earliest: date | None = None
    latest: date | None = None
    basis: Basis = Basis.STATED

    def __post_init__(self) -> None:
        """Refuse bounds the wrong way round."""
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            raise ValueError("earliest must not be later than latest")
