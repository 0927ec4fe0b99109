"""Which records of a case a draft may be of: people by their names in any script, what happened by who, what and when.

It takes a draft for a record only where the name, or the whole of what is told, leaves no doubt; all else it proposes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from casefile.dates import When, certainly_after
from casefile.ingest.drafts import Decision, Draft, Match
from casefile.ingest.resolving import resolved
from casefile.model import Case, Event, Person, Record, Statement, subjects_of
from casefile.names import MAYBE, SAME, fold, reference_score, words_in
from casefile.vocabulary import EventKind, PersonKind, Role

#: How well a name of one word must refer to a name of the case to be proposed.
_REFERS = 0.85
#: Share of the words of an office that must be in another for the two to be one.
_OFFICE = 0.6
#: How alike two texts are, of 100, that are one, and that may be.
_SAME_TEXT, _LIKE_TEXT = 90, 75
#: Letters from which on a text that stands within another one is the same, cut short.
_LONG = 25
_MOST = 5  # proposals
#: Events that a person can be the subject of and that are told by that: who else takes part tells nothing.
_OF_SUBJECTS = frozenset(
    {
        EventKind.DETENTION, EventKind.ARREST, EventKind.SEARCH, EventKind.CHARGE, EventKind.HEARING,
        EventKind.CUSTODY_EXTENSION, EventKind.VERDICT, EventKind.SENTENCE, EventKind.APPEAL, EventKind.TRANSFER,
        EventKind.HOUSE_ARREST, EventKind.RELEASE, EventKind.EXCHANGE, EventKind.DEPORTATION, EventKind.DEATH,
        EventKind.CONSULAR_VISIT, EventKind.LAWYER_VISIT,
    }
)  # fmt: skip
_BODIES = (PersonKind.ORGANISATION, PersonKind.STATE)


def matched(drafts: Sequence[Draft], case: Case) -> tuple[Draft, ...]:
    """`drafts`, each with the records of `case` that it may be of.

    What somebody has matched or decided already stays as it is.
    """
    people = _once(
        [
            draft if _settled(draft) else _matched(draft, _person(draft, case, drafts))
            for draft in drafts
            if draft.table == "people"
        ]
    )
    ids = {draft.key: draft.match.same for draft in people if draft.match.same}
    known = {draft.key: draft for draft in people}
    for table, find in _FINDERS.items():
        for draft in drafts:
            if draft.table == table:
                settled = _settled(draft)
                known[draft.key] = (
                    draft if settled else _matched(draft, find(draft, resolved(draft, ids, spare=True), case))
                )
                if same := known[draft.key].match.same:
                    ids[draft.key] = same
    return tuple(known.get(draft.key, draft) for draft in drafts)


def _settled(draft: Draft) -> bool:
    """Whether somebody has matched or decided it already."""
    return draft.decision is not Decision.OPEN or draft.match != Match()


def _matched(draft: Draft, found: Match) -> Draft:
    return draft if found == Match() else msgspec.structs.replace(draft, match=found)


def _once(drafts: Sequence[Draft]) -> list[Draft]:
    """`drafts`, of which no two are taken for one record: the article tells them apart."""
    taken = Counter(draft.match.same for draft in drafts if draft.decision is Decision.OPEN)
    return [
        msgspec.structs.replace(draft, match=Match(maybe=(draft.match.same, *draft.match.maybe)))
        if draft.decision is Decision.OPEN and taken[draft.match.same] > 1 and draft.match.same
        else draft
        for draft in drafts
    ]


def _person(draft: Draft, case: Case, drafts: Sequence[Draft]) -> Match:
    kind = draft.fields.get("kind", PersonKind.INDIVIDUAL)
    if kind == PersonKind.GROUP:
        return Match(maybe=tuple(_groups(draft, case, drafts))[:_MOST])
    names = [str(name.get("text", "")) for name in draft.fields.get("names", ()) if isinstance(name, dict)]
    if kind == PersonKind.UNIDENTIFIED:
        return Match(maybe=tuple(_called_so(names, case, PersonKind.UNIDENTIFIED))[:_MOST])
    if kind in _BODIES:
        return _body(draft, names, case)
    return _individual(draft, names, case)


class _Likely(NamedTuple):
    """Somebody whom a name may mean: how well it fits, and whether both names are full ones."""

    score: float
    person: Person
    full: bool


def _individual(draft: Draft, names: Sequence[str], case: Case) -> Match:
    found: dict[str, _Likely] = {}
    for name in names:
        for hit in case.names.alike(name, MAYBE):
            if hit.owner.kind is PersonKind.INDIVIDUAL:
                full = _full(name) and _full(hit.text)
                before = found.get(hit.owner.id)
                if before is None or (full, hit.score) > (before.full, before.score):
                    found[hit.owner.id] = _Likely(hit.score, hit.owner, full)
    sure = [likely for likely in found.values() if likely.score >= SAME]
    agreeing = [likely for likely in sure if not _apart(draft, likely.person)]
    if len(sure) == 1 and agreeing and (agreeing[0].full or _in_office(draft, agreeing[0].person)):
        return _of(agreeing[0].person.id, found)
    if not found:
        return _surname(draft, names, case)
    return Match(maybe=tuple(_ranked(draft, found.values()))[:_MOST])


def _surname(draft: Draft, names: Sequence[str], case: Case) -> Match:
    """Whom a name that is not a full one refers to: who holds the very office, if there is one such; else proposals."""
    found = {
        hit.owner.id: _Likely(hit.score, hit.owner, full=False)
        for name in names
        if not _full(name)
        for hit in reversed(case.names.referred(name, _REFERS))
        if hit.owner.kind is PersonKind.INDIVIDUAL and not _apart(draft, hit.owner)
    }
    holding = [likely for likely in found.values() if _in_office(draft, likely.person)]
    if len(holding) == 1:
        return _of(holding[0].person.id, found)
    return Match(maybe=tuple(_ranked(draft, found.values()))[:_MOST])


def _of(same: str, found: Iterable[str]) -> Match:
    return Match(same=same, maybe=tuple(other for other in found if other != same)[:_MOST])


def _ranked(draft: Draft, found: Iterable[_Likely]) -> list[str]:
    def key(likely: _Likely) -> tuple[bool, bool, float]:
        return _apart(draft, likely.person), not _in_office(draft, likely.person), -likely.score

    return [likely.person.id for likely in sorted(found, key=key)]


def _full(name: str) -> bool:
    """Whether a name has two words at least that are no initials."""
    return sum(len(word) > 1 for word in words_in(name)) > 1


def _apart(draft: Draft, person: Person) -> bool:
    """Whether what is told of the two speaks against their being one: other nationalities, or sides of a cell door."""
    theirs, ours = set(person.nationality), set(draft.fields.get("nationality", ()))
    if theirs and ours and not theirs & ours:
        return True
    roles, drafted = set(person.roles), set(draft.fields.get("roles", ()))
    return any(
        one in roles and other in drafted and not roles & drafted
        for one, other in ((Role.DETAINEE, Role.OFFICIAL), (Role.OFFICIAL, Role.DETAINEE))
    )


def _in_office(draft: Draft, person: Person) -> bool:
    """Whether the article prints an office that the person is on record with."""
    drafted = [_office_words(office) for office in draft.fields.get("offices", ()) if isinstance(office, dict)]
    held = [_office_words({"title": office.title, "organisation": office.organisation}) for office in person.offices]
    return any(
        one and other and len(one & other) / min(len(one), len(other)) >= _OFFICE for one in drafted for other in held
    )


def _office_words(office: Mapping[str, Any]) -> set[str]:
    return {fold(word) for word in words_in(f"{office.get('title', '')} {office.get('organisation', '')}")}


def _body(draft: Draft, names: Sequence[str], case: Case) -> Match:
    kind = draft.fields["kind"]
    exact = _called_so(names, case, *_BODIES)
    own = [found for found in exact if _kind(case, found) == kind]
    if len(own) == 1:
        return _of(own[0], exact)
    if kind == PersonKind.STATE and not exact:
        country = set(draft.fields.get("nationality", ()))
        states = [
            person.id
            for person in case.people
            if person.kind is PersonKind.STATE and country and set(person.nationality) == country
        ]
        if len(states) == 1:
            return Match(same=states[0])
        exact = states
    near = [
        hit.owner.id
        for name in names
        for hit in case.names.alike(name, MAYBE)
        if hit.owner.kind in _BODIES and hit.score >= SAME
    ]
    near += [
        person.id
        for person in case.people
        if person.kind in _BODIES
        and any(reference_score(name, known.text) >= _REFERS for name in names for known in person.names)
    ]
    return Match(maybe=tuple(dict.fromkeys((*exact, *near)))[:_MOST])


def _kind(case: Case, person_id: str) -> PersonKind | None:
    person = case.person(person_id)
    return person.kind if person else None


def _called_so(names: Sequence[str], case: Case, *kinds: PersonKind) -> list[str]:
    wanted = {fold(name) for name in names}
    return [
        person.id
        for person in case.people
        if person.kind in kinds and any(fold(name.text) in wanted for name in person.names)
    ]


def _groups(draft: Draft, case: Case, drafts: Sequence[Draft]) -> Iterator[str]:
    """Groups of the case that the drafted one may be: as many people, of no other nation, of whom the like is told."""
    told = [
        other
        for other in drafts
        if other.table == "events"
        and any(part.get("person") == f"@{draft.key}" for part in other.fields.get("participants", ()))
    ]
    count, nations = _numbers(draft.fields.get("count")), set(draft.fields.get("nationality", ()))
    for person in case.people:
        if person.kind is not PersonKind.GROUP:
            continue
        theirs = set(person.nationality)
        if count != _numbers(msgspec.to_builtins(person.count)) or (theirs and nations and not theirs & nations):
            continue
        events = [event for event in case.events if person.id in subjects_of(event)]
        similar = any(
            event.kind == other.fields.get("kind") and _near(other.fields, event) for event in events for other in told
        )
        if similar or not events or not told:
            yield person.id


def _numbers(count: Any) -> tuple[Any, ...] | None:
    if not isinstance(count, dict):
        return None
    return tuple(count.get(part) for part in ("exact", "min", "max", "about"))


def _when(value: Any) -> When | None:
    """A date of a draft; None where there is none, or nothing is known of it."""
    try:
        when = value if isinstance(value, When) else msgspec.convert(value, When)
    except msgspec.ValidationError:
        return None
    return when if when.earliest or when.latest else None


def _dates(fields: Mapping[str, Any]) -> When | None:
    """When something happened, or where nothing is told of that, when it became known."""
    return _when(fields.get("when")) or _when(fields.get("known"))


def _equal(fields: Mapping[str, Any], event: Event) -> bool:
    for name in ("when", "known"):
        drafted, held = _when(fields.get(name)), _when(getattr(event, name))
        if drafted and held and (drafted.earliest, drafted.latest) == (held.earliest, held.latest):
            return True
    return False


def _near(fields: Mapping[str, Any], event: Event) -> bool:
    drafted = _dates(fields)
    held = _when(event.when) or _when(event.known)
    return _overlap(drafted, held)


def _overlap(one: When | None, other: When | None) -> bool:
    """Whether two dates may be of one day; also where either is unknown."""
    return not (certainly_after(one, other) or certainly_after(other, one))


def _event(draft: Draft, fields: Mapping[str, Any], case: Case) -> Match:
    parts = [part for part in fields.get("participants", ()) if isinstance(part, dict)]
    drafted = [part for part in draft.fields.get("participants", ()) if isinstance(part, dict)]
    same, maybe = [], []
    for event in case.events:
        if event.kind != fields.get("kind") or event.planned is not bool(fields.get("planned", False)):
            continue
        who = _who_agree(event, parts, drafted)
        if who and _equal(fields, event):
            same.append(event.id)
        elif who is not None and _near(fields, event):
            maybe.append(event.id)
    return Match(same=same[0], maybe=tuple(maybe)[:_MOST]) if len(same) == 1 else Match(maybe=(*same, *maybe)[:_MOST])


def _who_agree(event: Event, parts: Sequence[Mapping[str, Any]], drafted: Sequence[Mapping[str, Any]]) -> bool | None:
    """Whether an event is of the same people as a drafted one; None where it is not, False where it may be."""
    if event.kind in _OF_SUBJECTS:
        wanted, held = {part["person"] for part in parts if part.get("role") == "subject"}, set(subjects_of(event))
        whole = wanted == held and len(wanted) == sum(part.get("role") == "subject" for part in drafted)
        return None if not wanted & held else whole
    ours, theirs = {part["person"] for part in parts}, {part.person for part in event.participants}
    if not drafted and not theirs:
        return False
    if not ours & theirs:
        return None
    return len(parts) == len(drafted) and (ours <= theirs or theirs <= ours)


def _statement(_: Draft, fields: Mapping[str, Any], case: Case) -> Match:
    speaker, text = fields.get("speaker"), fold(str(fields.get("text", "")))
    drafted = _when(fields.get("when"))
    found: list[tuple[float, Statement]] = []
    for statement in case.statements:
        held = _when(statement.when)
        if statement.speaker == speaker and _overlap(drafted, held):
            found.append((_alike(text, fold(statement.text)), statement))
    return _by_text(found)


def _charge(_: Draft, fields: Mapping[str, Any], case: Case) -> Match:
    offence = fold(str(fields.get("offence", "")))
    found = [
        (_alike(offence, fold(charge.offence)), charge)
        for charge in case.charges
        if charge.person == fields.get("person")
        and (not charge.alleged_by or charge.alleged_by == fields.get("alleged_by", charge.alleged_by))
    ]
    return _by_text(found)


def _by_text(found: Sequence[tuple[float, Record]]) -> Match:
    ranked = sorted((pair for pair in found if pair[0] >= _LIKE_TEXT), key=lambda pair: -pair[0])
    ids = [record.id for _, record in ranked]
    if ranked and ranked[0][0] >= _SAME_TEXT:
        return Match(same=ids[0], maybe=tuple(ids[1:])[:_MOST])
    return Match(maybe=tuple(ids)[:_MOST])


def _alike(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    if min(len(one), len(other)) >= _LONG and (one in other or other in one):
        return 100.0
    return float(fuzz.ratio(one, other))


_FINDERS: dict[str, Callable[[Draft, Mapping[str, Any], Case], Match]] = {
    "charges": _charge,
    "events": _event,
    "statements": _statement,
}
