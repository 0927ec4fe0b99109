"""First names of many nations in Russian letters, which the dictionary of Russian does not have.

The lists ship inside natasha (``data/dict/first.txt``, ``maybe_first.txt``), beside the models that Russian texts are
read with; all names stand in the nominative.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from casefile.ingest.forms import fold

_LISTS = ("first.txt", "maybe_first.txt")


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """The names, folded; none where natasha is not installed."""
    place = find_spec("natasha")
    folder = Path(place.origin).parent / "data" / "dict" if place is not None and place.origin else None
    if folder is None:
        return frozenset()
    found = (path for name in _LISTS if (path := folder / name).is_file())
    return frozenset(fold(line.strip()) for path in found for line in path.read_text(encoding="utf-8").splitlines())
