"""Full-text search: every field of every record, with the place of each hit, and names that are like what is sought."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from casefile.model import Case, Person, Record, as_json
from casefile.names import fold, fold_spans
from casefile.views.table import Column, Marked, Table
from casefile.views.wording import clip, headline
from casefile.vocabulary import PersonKind

_AROUND = 40  # characters of context on each side of a hit
_LIKE = 0.6  # how well what is typed must refer to a name: a slip is forgiven, a woman's form of a man's name is not
_LIKE_WORDS = 0.9  # the same for groups and bodies, whose names are words like any other


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A field that holds what was searched for; ``start`` and ``end`` delimit the first hit in ``text``.

    ``alike`` tells a name that is but like it: in another script or case, or a slip away.
    """

    id: str
    record: str
    field: str
    text: str
    start: int
    end: int
    alike: bool = False

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
    """Every field that holds `text`, table by table, in order of entry; after them names that are like it, best first.

    All words of `text` must stand next to each other to be held; to be like a name, each must be like a word of it.
    A record that holds `text` is not found a second time for a name that is but like it.
    """
    wanted = fold(text).strip()
    if not wanted:
        return []
    hits = list(_holding(case, wanted))
    return [*hits, *_alike(case, text, {hit.id for hit in hits})]


def _holding(case: Case, wanted: str) -> Iterator[Hit]:
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
            yield Hit(id=record.id, record=what, field=field, text=value, start=origin[at], end=last + 1)


def _alike(case: Case, text: str, found: set[str]) -> Iterator[Hit]:
    """For each person and author not `found` yet, the name that is most like `text`, where one is."""
    from casefile.names import NameIndex

    index = NameIndex(((record, field), name) for record, field, name in _named(case) if record.id not in found)
    for score, (record, field), name in index.referred(text, _LIKE):
        described = isinstance(record, Person) and record.kind is not PersonKind.INDIVIDUAL
        if record.id not in found and (not described or score >= _LIKE_WORDS):
            found.add(record.id)
            what = clip(headline(case, record))
            yield Hit(id=record.id, record=what, field=field, text=name, start=0, end=len(name), alike=True)


def _named(case: Case) -> Iterator[tuple[Record, str, str]]:
    for person in case.people:
        for number, name in enumerate(person.names):
            yield person, f"names.{number}.text", name.text
    for source in case.sources:
        if source.author:
            yield source, "author", source.author


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
        lambda hit: (hit.id, hit.record, f"{hit.field} (alike)" if hit.alike else hit.field, Marked(*hit.excerpt)),
        Hit,
        lambda hit: hit,
        empty=f"Nothing in the file holds “{text}”, and no name is like it.",
    )
