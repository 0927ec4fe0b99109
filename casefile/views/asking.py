"""The fields that a search can ask for, found in the records' own declarations, and how the value of each is read.

Beside every field of a record under its own name (``place:``, ``offence:``, ``office:``, ``lang:`` ...) there are:

============== =======================================================================================================
is:            person, charge, statement, event, source
by:            who says so: the speaker or whom they speak for, a charge's accuser, an event's authority or speaker
about:         what it concerns: a statement about a charge concerns the accused as well
mentions:      any reference to that record, sources included
when:          its date: of an event or statement, any date of a charge, a source's publication, since when somebody is
               held; ``2025-08``, ``..2025-08-31``, ``2025-07..``, ``2025-07..2025-09``, ``"early July 2025"``,
               ``>2025-04-06`` (from the 7th on), ``>=2025-04-06``, ``<2025-04-06`` (up to the 5th),
               ``<=2025-04-06``. A date that may lie there counts.
status:        a charge's last status, a person's custody status today
place:         an event's place, the place where a person was last known to be held
name:          a person's name in any script, small slips allowed
missing:, has: a field that the record could hold and does not, or does: citation, place, accuser, office, stance ...
============== =======================================================================================================

A field that names records (``by:``, ``about:``, ``source:``, ``person:`` ...) takes an id, part of a name, or a search
in parentheses.
"""

from __future__ import annotations

import difflib
import typing
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, Union

from msgspec import Struct

from casefile import dates
from casefile.dates import When
from casefile.errors import InputError, TermError
from casefile.model import RECORD_TYPES, Charge, Event, Person, Record, Source, Statement
from casefile.model.records import ChargeId, Country, EventId, PersonId, RecordId, SourceId, StatementId
from casefile.model.shape import bare, element, field_types
from casefile.names import fold
from casefile.views.query import All, Either, Node, Not, QueryError, Saved, Term, Text, parse
from casefile.vocabulary import ChargeStatus, CustodyStatus, pick, terms


class Holds(NamedTuple):
    """The field holds this text, folded; `typed` is how it was typed."""

    text: str
    typed: str


class OneOf(NamedTuple):
    """The field holds one of these values."""

    values: frozenset[str]


class Within(NamedTuple):
    """The field's date lies, or may lie, between these days."""

    start: date | None
    end: date | None


class Names(NamedTuple):
    """The field names a record of one of these types that goes by that name or id, or that a query finds."""

    who: str | Wanted
    kinds: tuple[type[Record], ...]


class Lacks(NamedTuple):
    """The field is empty; or is not, where `filled` says so."""

    filled: bool


Test = Holds | OneOf | Within | Names | Lacks


class Ask(NamedTuple):
    """What a field must be.

    Attributes:
        field: What was asked for, under its proper name.
        keys: The names of the fields in the records that are looked at.
        kinds: The types of record that can answer at all.
        test: What the field must hold.
    """

    field: str
    keys: tuple[str, ...]
    kinds: frozenset[type[Record]]
    test: Test


Wanted = Union[Text, Ask, "All[Wanted]", "Either[Wanted]", "Not[Wanted]"]


class Reading(NamedTuple):
    """What is needed to read a query's values.

    Attributes:
        today: The day that "yesterday" is counted from.
        country: From a country's name to its code.
        saved: From the name of a saved query to its text; raises where there is none.
    """

    today: date
    country: Callable[[str], str]
    saved: Callable[[str], str]


_IDS: dict[Any, tuple[type[Record], ...]] = {
    PersonId: (Person,),
    ChargeId: (Charge,),
    StatementId: (Statement,),
    EventId: (Event,),
    SourceId: (Source,),
    RecordId: RECORD_TYPES,
}
#: Fields that are worked out, and the types of record that have them.
DERIVED: dict[str, tuple[type[Record], ...]] = {
    "is": RECORD_TYPES,
    "id": RECORD_TYPES,
    "by": (Statement, Charge, Event),
    "about": RECORD_TYPES,
    "mentions": RECORD_TYPES,
    "when": (Statement, Event, Charge, Source, Person),
    "status": (Charge, Person),
    "place": (Event, Person),
    "name": (Person,),
}
#: What people type for a field, beyond its own name and its plural.
_ALSO = {
    "accuser": ("alleged_by",),
    "citation": ("citations",),
    "source": ("source", "relays"),
    "country": ("country",),
    "on": ("when",),
    "date": ("when",),
    "office": ("office", "offices"),
    "offices": ("office", "offices"),
    "organization": ("organisation",),
    "org": ("organisation",),
    "language": ("lang",),
    "reply_to": ("in_reply_to",),
    "role": ("role", "roles"),
    "roles": ("role", "roles"),
    "table": ("is",),
    "type": ("is",),
}
_NOT_ASKED = {"uid"}


class Step(NamedTuple):
    """One step into a record: the attribute, its name in JSON, and whether it is a list."""

    attribute: str
    key: str
    many: bool


@cache
def ways(kind: type[Struct], key: str) -> tuple[tuple[Step, ...], ...]:
    """The ways to every field called `key` in a record type; a field of the record itself hides those of its parts."""
    names = zip(kind.__struct_fields__, field_types(kind).items(), strict=True)
    steps = {name: (Step(attribute, name, element(bare(declared)[0]) is not None), declared)
             for attribute, (name, declared) in names}  # fmt: skip
    if key in steps:
        return ((steps[key][0],),)
    return tuple(
        (step, *way)
        for step, declared in steps.values()
        if (inner := _part(declared)) is not None
        for way in ways(inner, key)
    )


def _leaf(declared: Any) -> Any:
    """The type of a field's values, without lists and None."""
    plain, _ = bare(declared)
    return bare(element(plain) or plain)[0]


def _part(declared: Any) -> type[Struct] | None:
    """The part of a record that a field holds, if it is one that has fields of its own to ask for."""
    leaf = _leaf(declared)
    return leaf if isinstance(leaf, type) and issubclass(leaf, Struct) and leaf is not When else None


def values(record: Struct, key: str) -> Iterator[tuple[str, Any]]:
    """Everything that `record` holds under `key`, each value with the way to it ("offices.0.title")."""
    for way in ways(type(record), key):
        yield from _along(record, way, "")


def _along(holder: Any, way: tuple[Step, ...], path: str) -> Iterator[tuple[str, Any]]:
    (attribute, key, many), *rest = way
    held = getattr(holder, attribute)
    path = f"{path}.{key}" if path else key
    items = [(f"{path}.{number}", item) for number, item in enumerate(held)] if many else [(path, held)]
    for place, item in items:
        if item is None:
            continue
        if rest:
            yield from _along(item, tuple(rest), place)
        else:
            yield place, item


@cache
def _types() -> dict[str, set[Any]]:
    """Every field that records have, at whatever depth, with the types of its values."""
    found: dict[str, set[Any]] = {}
    todo: list[tuple[type[Struct], frozenset[str]]] = [(kind, frozenset()) for kind in RECORD_TYPES]
    while todo:
        kind, hidden = todo.pop()
        own = field_types(kind)
        for name, declared in own.items():
            if name not in hidden and name not in _NOT_ASKED:
                found.setdefault(name, set()).add(_leaf(declared))
            if inner := _part(declared):
                todo.append((inner, hidden | set(own)))
    return found


def known_fields() -> list[str]:
    """Every field that can be asked for, in alphabetical order."""
    return sorted({*DERIVED, *_types(), "missing", "has", "accuser", "citation"})


def understand(query: str, reading: Reading) -> Wanted:
    """What `query` asks for, with every value read.

    Raises:
        QueryError: It is not well formed, or names a field that there is not.
        InputError: A value is none that its field can hold.
        NotFoundError: No query is saved under a name.
    """
    return _Understanding(query, reading, ()).of(parse(query))


class _Understanding:
    def __init__(self, query: str, reading: Reading, within: tuple[str, ...]) -> None:
        self._query, self._reading, self._within = query, reading, within

    def of(self, node: Node) -> Wanted:
        if isinstance(node, Text):
            return node
        if isinstance(node, All):
            return All(tuple(self.of(part) for part in node.parts))
        if isinstance(node, Either):
            return Either(tuple(self.of(part) for part in node.parts))
        if isinstance(node, Not):
            return Not(self.of(node.part))
        if isinstance(node, Saved):
            return self._saved(node)
        return self._ask(node)

    def _saved(self, node: Saved) -> Wanted:
        name = node.name.casefold()
        if name in self._within:
            chain = " → ".join(f"@{step}" for step in (*self._within, name))
            raise QueryError(self._query, node.at, f"it goes round in a circle ({chain})", "Save one of them anew.")
        text = self._reading.saved(node.name)
        return _Understanding(text, self._reading, (*self._within, name)).of(parse(text))

    def _ask(self, node: Term) -> Wanted:
        field = node.field.lower().replace("-", "_")
        if field in ("missing", "has"):
            return self._lacking(node, filled=field == "has")
        keys = _keys(field)
        if not keys:
            raise self._unknown(node, node.field)
        kinds = _kinds(keys)
        named = _named_kinds(keys)
        if not isinstance(node.value, str):
            if not named:
                raise QueryError(
                    self._query,
                    node.at,
                    f"{node.field}: names no records, so no search can stand in its place",
                    f"Write ({node.field}:A OR {node.field}:B).",
                )
            return Ask(keys[0], keys, kinds, Names(self.of(node.value), named))
        return Ask(keys[0], keys, kinds, self._test(keys, named, node.value))

    def _test(self, keys: tuple[str, ...], named: tuple[type[Record], ...], value: str) -> Test:
        key = keys[0]
        if key == "id":
            return OneOf(frozenset({value.strip().upper()}))
        if key == "is":
            return OneOf(frozenset({_table(value)}))
        if key == "status":
            return OneOf(_picked([ChargeStatus, CustodyStatus], value))
        if named:
            return Names(value, named)
        types = set().union(*(_types().get(one, set()) for one in keys)) if key not in ("when", "name", "place") else {}
        if key == "when" or types == {When}:
            return self._within_days(value, key)
        if types and all(isinstance(one, type) and issubclass(one, StrEnum) for one in types):
            return OneOf(_picked(sorted(types, key=lambda one: str(one.__name__)), value))
        if types == {Country}:
            return OneOf(frozenset({self._reading.country(value)}))
        if types == {bool}:
            word = value.strip().lower()
            if word not in {"yes", "no", "true", "false"}:
                raise InputError(f"{key}: is yes or no, not “{value}”.", f"Write {key}:yes or {key}:no.")
            return OneOf(frozenset({"yes" if word in {"yes", "true"} else "no"}))
        return Holds(fold(value), value)

    def _within_days(self, value: str, key: str) -> Within:
        first, dots, last = value.partition("..") if not value.startswith("[") else (value, "", "")
        if not dots:
            start, end = dates.bounds(value, today=self._reading.today)
            if start is None and end is None:
                raise InputError(f"{key}:{value} asks for no time.", f"For records without a date: missing:{key}")
            return Within(start, end)
        start = dates.bounds(first, today=self._reading.today)[0] if first.strip() else None
        end = dates.bounds(last, today=self._reading.today)[1] if last.strip() else None
        if start and end and start > end:
            raise InputError(f"{key}:{value} ends before it begins.", "Turn the dates round.")
        return Within(start, end)

    def _lacking(self, node: Term, *, filled: bool) -> Ask:
        if not isinstance(node.value, str):
            raise QueryError(self._query, node.at, f"{node.field}: takes the name of a field", "Write missing:place")
        name = node.value.lower().replace("-", "_")
        keys = ("citations",) if name in ("source", "sources", "citation") else _keys(name)
        stored = tuple(key for key in keys if key in _types())
        if not stored:
            raise self._unknown(node, node.value)
        kinds = {kind for kind in RECORD_TYPES if any(ways(kind, key) for key in stored)}
        if stored == ("citations",):
            kinds.discard(Source)  # what facts are read in needs no source itself
        return Ask("has" if filled else "missing", stored, frozenset(kinds), Lacks(filled))

    def _unknown(self, node: Term, field: str) -> QueryError:
        known = known_fields()
        near = difflib.get_close_matches(field.lower().replace("-", "_"), known, n=1, cutoff=0.7)
        meant = f"Did you mean {near[0]}? " if near else ""
        text = f"{node.field}:{node.value}" if isinstance(node.value, str) else f"{node.field}:"
        return QueryError(
            self._query,
            node.at,
            f"there is no field “{field}”",
            f'{meant}Fields: {", ".join(known)}. To search for the text itself, quote it: "{text}"',
        )


def _keys(field: str) -> tuple[str, ...]:
    """The names under which records have a field that was asked for; none where there is no such field."""
    if field in _ALSO:
        return _ALSO[field]
    for name in (field, f"{field}s", field.removesuffix("s"), f"{field.removesuffix('y')}ies"):
        if name in DERIVED or name in _types():
            return (name,)
    return ()


def _kinds(keys: tuple[str, ...]) -> frozenset[type[Record]]:
    derived = {kind for key in keys for kind in DERIVED.get(key, ())}
    return frozenset(derived or {kind for kind in RECORD_TYPES if any(ways(kind, key) for key in keys)})


def _named_kinds(keys: tuple[str, ...]) -> tuple[type[Record], ...]:
    """The types of record that a field names; none where it names no records."""
    if keys[0] in ("about", "mentions"):
        return RECORD_TYPES
    if keys[0] == "by":
        return (Person,)
    if keys[0] in DERIVED:
        return ()
    types = {one for key in keys for one in _types().get(key, ())}
    if not types or any(typing.get_origin(one) is not typing.Annotated or one not in _IDS for one in types):
        return ()
    return tuple(dict.fromkeys(kind for one in types for kind in _IDS[one]))


def _table(value: str) -> str:
    word = value.strip().lower()
    for kind in RECORD_TYPES:
        if word in {kind.noun, f"{kind.noun}s", kind.table, kind.letter.lower()}:
            return kind.table
    raise InputError(
        f"“{value}” is not a type of record.", "Types: " + ", ".join(kind.noun for kind in RECORD_TYPES) + "."
    )


def _picked(vocabularies: list[type[StrEnum]], value: str) -> frozenset[str]:
    """The term that `value` spells in whichever of the lists have it."""
    found: set[str] = set()
    for vocabulary in vocabularies:
        try:
            found.add(pick(vocabulary, value).value)
        except TermError:
            continue
    if found:
        return frozenset(found)
    known = list(dict.fromkeys(term for vocabulary in vocabularies for term in terms(vocabulary)))
    near = difflib.get_close_matches(value.lower(), known, n=1, cutoff=0.6)
    from casefile.vocabulary import called

    raise TermError(value, " or ".join(called(one) for one in vocabularies), known, near[0] if near else None)
