"""Dates that keep the precision of their source: read in several languages, printed, compared, never sharpened."""

from casefile.dates.order import Fit, certainly_after, days_between, sort_key, within
from casefile.dates.reading import bounds, parse, says_when_known
from casefile.dates.showing import MONTHS, ascii_signs, show
from casefile.dates.when import Basis, When

__all__ = [
    "MONTHS",
    "Basis",
    "Fit",
    "When",
    "ascii_signs",
    "bounds",
    "certainly_after",
    "days_between",
    "parse",
    "says_when_known",
    "show",
    "sort_key",
    "within",
]
