"""Adding what an article tells of somebody or something to the record that the case has, without losing a word of it.

Lists grow, empty fields are filled, and where the article gives another value than the record has, the record keeps its
own and the article's stands beside it as a claim, as for any two sources that differ.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from casefile.casebook.claims import own_claimed
from casefile.casebook.people import build_name
from casefile.dates import When
from casefile.model import Charge, Citation, Claim, Event, Name, Office, Person, Record, Statement, build
from casefile.model.claims import about, claimed, meaning, standing
from casefile.model.shape import element, field_types, plain
from casefile.names import fold, script_of
from casefile.vocabulary import NameType

AnyRecord = TypeVar("AnyRecord", bound=Record)

#: What is of the record that a draft would have been, and tells nothing of the one that is there.
_OWN = frozenset({"id", "uid", "merged", "claims", "resolutions", "citations", "evidence", "confidentiality", "notes"})
#: Fields in which an article's wording is not another value: the record was found by them, or words them for itself.
_SETTLED: dict[type[Record], frozenset[str]] = {
    Person: frozenset({"kind", "members", "split_from"}),
    Charge: frozenset({"person", "offence", "alleged_by"}),
    Statement: frozenset({"speaker", "office", "text", "lang", "mode", "verb", "translation"}),
    Event: frozenset({"kind", "planned", "text"}),
}


def joined(record: AnyRecord, drafted: AnyRecord, cite: Citation) -> AnyRecord:
    """`record` with all that `drafted` tells beyond it, and `cite` as where that was read."""
    result = record
    for field, declared in field_types(type(record)).items():
        told = standing(drafted, field)
        if field in _OWN or told is None or field in _SETTLED.get(type(record), ()):
            continue
        if element(declared) is not None:
            values = _together(result, field, told, cite)
            if values is not None:
                result = build(type(record), plain(result) | {field: plain(values)})
        else:
            result = _filled(result, field, told, cite)
    known = {(held.source, held.locator, held.quote) for held in result.citations}
    if (cite.source, cite.locator, cite.quote) not in known:
        result = msgspec.structs.replace(result, citations=(*result.citations, cite))
    return result


def gained(before: Record, after: Record) -> str:
    """What a record has gained, in a few words: the fields that have changed, citations aside."""
    changed = [
        field
        for field in field_types(type(after))
        if field != "citations" and standing(before, field) != standing(after, field)
    ]
    return ", ".join("another value" if field == "claims" else field for field in changed)


def _together(record: Record, field: str, told: tuple[Any, ...], cite: Citation) -> tuple[Any, ...] | None:
    """A list of the record with what the article adds to it; None where it adds nothing."""
    mine = standing(record, field) or ()
    new = [entry for entry in told if not any(_alike(known, entry) for known in mine)]
    if field == "names":
        new = [_other_name(record, entry) for entry in new]
    if field == "updates":
        new = [msgspec.structs.replace(entry, citations=(*entry.citations, cite)) for entry in new]
    return (*mine, *new) if new else None


def _other_name(record: Record, name: Name) -> Name:
    assert isinstance(record, Person)  # noqa: S101 - nothing else has names
    other_script = script_of(name.text) not in {script_of(known.text) for known in record.names}
    return build_name(name.text, name.lang, NameType.TRANSLITERATION if other_script else NameType.ALIAS)


def _alike(known: Any, entry: Any) -> bool:
    if isinstance(entry, Name):
        return fold(known.text) == fold(entry.text)
    if isinstance(entry, Office):
        return {fold(known.title), fold(f"{known.title} {known.organisation}")} >= {
            fold(f"{entry.title} {entry.organisation}")
        }
    if hasattr(entry, "status"):  # an update of a charge
        return bool(known.status is entry.status and _vaguer(entry.when, known.when))
    return bool(known == entry)


def _filled(record: AnyRecord, field: str, told: Any, cite: Citation) -> AnyRecord:
    """`record` with a value of the article where it has none, or with a claim where the two differ."""
    mine = standing(record, field)
    unknown = isinstance(mine, When) and not mine.edtf
    if mine is None or unknown:
        return build(type(record), plain(record) | {field: plain(told)})
    if meaning(mine) == meaning(told) or (isinstance(told, When) and isinstance(mine, When) and _vaguer(told, mine)):
        return record
    text = told.text if isinstance(told, When) else told if isinstance(told, str) else ""
    claim = Claim(field=field, value=plain(told), text=text, citations=(cite,))
    if meaning(told) in {meaning(claimed(record, held)) for held in about(record, field)}:
        return record
    result = own_claimed(record, field)
    return msgspec.structs.replace(result, claims=(*result.claims, claim))


def _vaguer(told: When, mine: When) -> bool:
    """Whether a date says no more than the one that is there, nor anything else."""
    return (told.earliest is None or (mine.earliest is not None and told.earliest <= mine.earliest)) and (
        told.latest is None or (mine.latest is not None and mine.latest <= told.latest)
    )
