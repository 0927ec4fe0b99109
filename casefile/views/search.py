"""Full-text search: every field of every record, whatever the case and the accents, with the place of each hit."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from casefile.model import Case, as_json
from casefile.names import fold, fold_spans
from casefile.views.table import Column, Marked, Table
from casefile.views.wording import clip, headline

_AROUND = 40  # characters of context on each side of a hit


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A field that holds what was searched for; ``start`` and ``end`` delimit the first hit in ``text``."""

    id: str
    record: str
    field: str
    text: str
    start: int
    end: int

    @property
    def excerpt(self) -> tuple[str, str, str]:
        """The hit with some of its surroundings: before, hit, after."""
        before = self.text[max(0, self.start - _AROUND) : self.start]
        after = self.text[self.end : self.end + _AROUND]
        if self.start > _AROUND:
            before = "…" + before
        if self.end + _AROUND < len(self.text):
            after += "…"
        return before, self.text[self.start : self.end], after


def search(case: Case, text: str) -> list[Hit]:
    """Every field that holds `text`, table by table, in order of entry; all words of it next to each other."""
    wanted = fold(text).strip()
    if not wanted:
        return []
    hits = []
    for record in case.everything():
        what = ""
        for field, value in _fields(as_json(record)):
            if field == "uid" or wanted not in fold(value):
                continue
            folded, origin = fold_spans(value)
            at = folded.find(wanted)
            if at < 0:
                continue
            what = what or clip(headline(case, record))
            last = origin[at + len(wanted) - 1]
            hits.append(Hit(id=record.id, record=what, field=field, text=value, start=origin[at], end=last + 1))
    return hits


def _fields(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _fields(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _fields(item, f"{path}.{number}")
    elif isinstance(value, str) and value:
        yield path, value


def search_table(hits: list[Hit], text: str) -> Table[Hit]:
    """The hits as a list to be shown."""
    return Table(
        "search",
        tuple(Column(title) for title in ("Id", "Record", "Field", "Found")),
        hits,
        lambda hit: (hit.id, hit.record, hit.field, Marked(*hit.excerpt)),
        Hit,
        lambda hit: hit,
        empty=f"Nothing in the file holds “{text}”. Names in another script: casefile show NAME finds those too.",
    )
