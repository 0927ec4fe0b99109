"""Whether what is left of a redacted case still says what was hidden: names in any script, ids, and whole passages."""

from __future__ import annotations

import bisect
import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from msgspec import Struct

from casefile.dates import When
from casefile.model import Charge, Count, Event, Locator, Name, Office, Person, Record, Source, SpeakerOffice, Statement
from casefile.names import fold, script_of
from casefile.views.naming import UNSPACED, NameFinder, Sought
from casefile.views.redaction import Redacted, Text, texts
from casefile.vocabulary import PersonKind

#: Fields whose words many records share (a place, an offence, a publisher): only long ones tell of one record.
_SHARED: frozenset[tuple[type[Struct], str]] = frozenset(
    {
        (Person, "occupation"),
        (Charge, "offence"),
        (Charge, "code"),
        (Charge, "article"),
        (Statement, "verb"),
        (Event, "place"),
        (Source, "publisher"),
        *((kind, field) for kind in (Office, SpeakerOffice) for field in ("title", "organisation")),
    }
)
#: Types whose texts tell nothing by themselves: "page 3", "early July".
_UNTELLING = (When, Count, Locator)
_SHORTEST = 8
_SHORTEST_SHARED = 20
_ID = re.compile(r"(?<![\w-])[PCSER][1-9][0-9]{0,8}(?![\w-])")
_UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_AROUND = 30  # characters shown on either side


class Mention(NamedTuple):
    """Where something that is shown says something that is hidden.

    Attributes:
        record: The record that is shown, by its id in the whole case; empty for the name of the output.
        field: The way to the text.
        excerpt: The words concerned and what stands around them.
        hidden: The record of which it tells, by its id in the whole case.
        what: What it holds of it: "name", "id", "uid" or the field that says the same.
    """

    record: str
    field: str
    excerpt: str
    hidden: str
    what: str


class Leaks(NamedTuple):
    """What was found: mentions of hidden records, and ids of visible ones, which are others in the redacted copy."""

    hidden: list[Mention]
    stale: list[Mention]


def leaks(redacted: Redacted, output: str = "") -> Leaks:
    """Every mention of something hidden in the texts that are shown, and in the name of the `output`."""
    concealed = {record.id for record in redacted.hidden}
    shown = [
        (redacted.originals[record.id].id, text)
        for record in redacted.records
        if redacted.originals[record.id].id not in concealed  # a pseudonym tells nothing
        for text in texts(record)
    ]
    if output:
        shown.append(("", Text(Struct, "", "the name of the output", output)))
    found = [*_names(redacted, concealed, shown), *_passages(redacted, shown)]
    visible = {record.id for record in redacted.originals.values()} - concealed
    by_uid = {record.uid: record.id for record in (*redacted.hidden, *redacted.originals.values()) if record.uid}
    stale = []
    for record_id, (_, _, path, text) in shown:
        for match in _ID.finditer(text):
            mention = Mention(record_id, path, _excerpt(text, match.start(), match.end()), match[0], "id")
            if match[0] in concealed:
                found.append(mention)
            elif match[0] in visible:
                stale.append(mention)
        found += [
            Mention(record_id, path, _excerpt(text, *match.span()), by_uid[match[0].lower()], "uid")
            for match in _UID.finditer(text)
            if match[0].lower() in by_uid
        ]
    return Leaks(found, stale)


def _names(redacted: Redacted, concealed: set[str], shown: Sequence[tuple[str, Text]]) -> Iterator[Mention]:
    visible = [record for record in redacted.originals.values() if record.id not in concealed]
    sought = [
        Sought(person.id, name.text, person.kind is PersonKind.INDIVIDUAL)
        for person in _people(redacted.hidden)
        for name in person.names
    ]
    named = {fold(name.text) for person in _people(visible) for name in person.names}
    named |= {
        fold(name) for record in visible if isinstance(record, Source) for name in (record.author, record.publisher)
    }
    sought += [
        Sought(record.id, record.author)
        for record in redacted.hidden
        if isinstance(record, Source) and record.author and fold(record.author) not in named
    ]
    if not sought:
        return
    known = [name.text for person in _people(visible, PersonKind.INDIVIDUAL) for name in person.names]
    finder = NameFinder(sought, known)
    for record_id, (_, _, path, text) in shown:
        told: set[str] = set()
        for spelled in _spellings(text):
            for hit in finder.find(spelled):
                if hit.owner not in told:
                    told.add(hit.owner)
                    yield Mention(record_id, path, _excerpt(spelled, hit.start, hit.end), hit.owner, "name")


def _people(records: Iterable[Record], *kinds: PersonKind) -> Iterator[Person]:
    for record in records:
        if isinstance(record, Person) and (not kinds or record.kind in kinds):
            yield record


def _spellings(text: str) -> list[str]:
    """`text`, and what it spells where it is encoded as in an address or on a page."""
    spelled = [text]
    if "%" in text:
        spelled.append(unquote(text))
    if "&" in text:
        spelled.append(html.unescape(text))
    return list(dict.fromkeys(spelled))


def _passages(redacted: Redacted, shown: Sequence[tuple[str, Text]]) -> Iterator[Mention]:
    """Texts of hidden records, and of hidden fields, that stand within one that is shown.

    What a visible record holds whole in the very same field was entered as visible for its own sake (the offence that
    two people are accused of, the publisher of two sources), and tells nothing of the hidden one; nor does what a
    record says twice (a statement and the quotation that it was read in), nor what it also says where it is shown (an
    office, and that it was preferred to others).
    """
    folded = [fold(text.text) for _, text in shown]
    own = {(text.owner, text.field, key) for (_, text), key in zip(shown, folded, strict=True)}
    said = {(record_id, key) for (record_id, _), key in zip(shown, folded, strict=True)}
    starts: list[int] = []
    length = 0
    for key in folded:
        starts.append(length)
        length += len(key) + 1
    everything = "\n".join(folded)  # a folded text holds no line break, so that nothing is found across two of them
    concealed = {record.id: record for record in redacted.hidden}
    for record in (concealed | {record.id: record for record in redacted.originals.values()}).values():
        for text in texts(record):
            key = fold(text.text)
            if not _telling(text, key) or (text.owner, text.field, key) in own or (record.id, key) in said:
                continue
            for place in _places(everything, key):
                record_id, where = shown[bisect.bisect_right(starts, place) - 1]
                if record_id != record.id:
                    yield Mention(record_id, where.path, _excerpt(text.text, 0, len(text.text)), record.id, text.path)


def _telling(text: Text, key: str) -> bool:
    if text.owner in _UNTELLING or text.owner is Name or text.field == "author":  # names are looked for on their own
        return False
    shortest = _SHORTEST_SHARED if (text.owner, text.field) in _SHARED else _SHORTEST
    return len(key) >= shortest and (not key.isalpha() or script_of(key) in UNSPACED)


def _places(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + len(wanted))


def _excerpt(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _AROUND), min(len(text), max(end, start + 1) + _AROUND)
    line = " ".join(text[first:last].split())
    return ("…" if first else "") + line + ("…" if last < len(text) else "")
