"""Dates that keep the precision of their source: read in several languages, printed, compared, never made more exact."""

from casefile.dates.order import Fit, days_between, sort_key, within
from casefile.dates.reading import bounds, parse
from casefile.dates.showing import ascii_signs, show
from casefile.dates.when import Basis, When

__all__ = ["Basis", "Fit", "When", "ascii_signs", "bounds", "days_between", "parse", "show", "sort_key", "within"]
