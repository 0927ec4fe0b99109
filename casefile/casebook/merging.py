"""Making one record of two that turn out to be of one person, or of one source, without dropping anything of either."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

import msgspec

from casefile.casebook.book import Casebook
from casefile.casebook.claims import own_claimed
from casefile.casebook.stored import Stored
from casefile.errors import ConflictError
from casefile.model import Claim, Name, Person, Record, Resolution, Source, build, renamed
from casefile.model.claims import disputed_fields, label, meaning, standing
from casefile.model.shape import element, field_types
from casefile.views.groups import Groups
from casefile.vocabulary import Confidentiality, NameType, PersonKind, Reliability

AnyRecord = TypeVar("AnyRecord", bound=Record)

#: Values of a field that say that nobody knows: the other record's is taken over without a conflict.
_OPEN: dict[str, Any] = {"reliability": Reliability.F}
_RANK = list(Confidentiality)
#: How two values become one that loses nothing of either.
_TOGETHER: dict[str, Callable[[Any, Any], Any]] = {
    "notes": lambda mine, theirs: "\n\n".join(dict.fromkeys(text for text in (mine, theirs) if text)),
    "confidentiality": lambda mine, theirs: max(mine, theirs, key=_RANK.index),
}


class _Merger(NamedTuple):
    kept: Record
    gone: Record
    united: Record


def merge(book: Casebook, kept_text: str, gone_text: str) -> Stored:
    """Merge the second record into the first, and make all that mentions it mention the first.

    Lists are united. Where both have a value for a field and the two differ, that of the first stands and both are
    claims. The id of the second leads to the first from then on.

    Raises:
        ConflictError: They are one already, of different tables, no people or sources, one is a group and the other is
            not, or one is within the other or relays it.
        NotFoundError: One of them is not in the file.
    """
    with book.change():
        made = _merger(book, kept_text, gone_text)
        old, new = made.gone.id, made.kept.id
        name = book.line(made.gone)
        touched = {other.id: other for other, _ in book.case.referring_to(old) if other.id not in (old, new)}
        changed = [renamed(other, old, new) for other in touched.values()]
        book.put_all([made.united, *changed], check=False)
        book.drop(old)
        for record in (made.united, *changed):
            book.check_mentions(record)
        lines = [f"Merged {old} into {new}: {name}", *_told(made)]
        lines += [f"Changed {record.id}  {book.line(record)} (now names {new})" for record in changed]
        return Stored([made.united], changed, lines, "", book.store.location)


def plan(book: Casebook, kept_text: str, gone_text: str) -> list[str]:
    """What merging would do, a line each; raises as `merge` does."""
    made = _merger(book, kept_text, gone_text)
    touched = [other.id for other, _ in book.case.referring_to(made.gone.id) if other.id != made.kept.id]
    lines = [f"  {made.kept.id}  {book.line(made.kept)} (stays)"]
    lines.append(f"  {made.gone.id}  {book.line(made.gone)} (goes into it)")
    lines += [f"  {line}" for line in _told(made)]
    return [*lines, f"  will name {made.kept.id} in its place: {' '.join(touched)}"] if touched else lines


def _told(made: _Merger) -> list[str]:
    before = {*disputed_fields(made.kept), *disputed_fields(made.gone)}
    fields = [label(made.united, field) for field in disputed_fields(made.united) if field not in before]
    if not fields:
        return []
    kept = made.kept.id
    return [f"{kept}  the two differ, and both are kept: {', '.join(fields)} (casefile conflicts {kept})"]


def _merger(book: Casebook, kept_text: str, gone_text: str) -> _Merger:
    kept, gone = book.find_any(kept_text), book.find_any(gone_text)
    _check(book, kept, gone)
    # what each says of the other becomes what the one says of itself
    return _Merger(kept, gone, _united(renamed(kept, gone.id, kept.id), renamed(gone, gone.id, kept.id)))


def _check(book: Casebook, kept: Record, gone: Record) -> None:
    if kept.id == gone.id:
        raise ConflictError(f"Both are {kept.id}: there is nothing to merge.", "Name two records.")
    if type(kept) is not type(gone) or not isinstance(kept, Person | Source):
        raise ConflictError(
            f"{kept.id} is a {kept.noun} and {gone.id} a {gone.noun}: only two people, or two sources, can be merged.",
            "Records that say the same of one event or charge can stand side by side.",
        )
    if isinstance(kept, Person) and isinstance(gone, Person):
        if (kept.kind is PersonKind.GROUP) != (gone.kind is PersonKind.GROUP):
            group, person = (kept, gone) if kept.kind is PersonKind.GROUP else (gone, kept)
            raise ConflictError(
                f"{group.id} is a group and {person.id} is none: they are not the same.",
                f"If {person.id} is one of them: casefile join {person.id} {group.id}",
            )
        groups = Groups(book.case).of
        for inner, outer in ((kept, gone), (gone, kept)):
            if outer.id in {through.group for through in groups.get(inner.id, ())}:
                raise ConflictError(f"{inner.id} is one of {outer.id}: they are not the same.", "")
    if isinstance(kept, Source) and isinstance(gone, Source) and (kept.relays == gone.id or gone.relays == kept.id):
        raise ConflictError(f"One of {kept.id} and {gone.id} relays the other: they are two sources.", "")


def _united(kept: AnyRecord, gone: AnyRecord) -> AnyRecord:
    """One record of two: lists joined, texts one after the other, differing values as claims."""
    moved: dict[str, dict[int, int]] = {}
    values: dict[str, Any] = {}
    differing: list[str] = []
    for field, declared in field_types(type(kept)).items():
        mine, theirs = standing(kept, field), standing(gone, field)
        if field in ("id", "uid", "claims", "resolutions") or theirs is None:
            continue
        if element(declared) is not None:
            theirs = _aliases(theirs) if field == "names" else theirs
            values[field], moved[field] = _joined(mine or (), theirs, names=field == "names")
        elif field in _TOGETHER:
            values[field] = _TOGETHER[field](mine, theirs)
        elif mine is None or _OPEN.get(field, ...) == mine:
            values[field] = theirs
        elif meaning(mine) != meaning(theirs) and _OPEN.get(field, ...) != theirs:
            differing.append(field)
    values["merged"] = (*kept.merged, gone.id, *gone.merged)
    values |= _claims_united(kept, gone, differing, moved)
    plain = {key: value for key, value in msgspec.to_builtins(kept).items() if key not in values}
    return build(type(kept), plain | values)


def _claims_united(
    kept: Record, gone: Record, differing: list[str], moved: dict[str, dict[int, int]]
) -> dict[str, tuple[Any, ...]]:
    """The claims and resolutions of both, and what each record itself has where they differ or either has claims."""
    claimed = [claim.field for claim in (*kept.claims, *gone.claims) if "." not in claim.field]
    settled = {made.field for made in kept.resolutions}
    for field in dict.fromkeys((*differing, *claimed)):
        kept = own_claimed(kept, field)
        gone = own_claimed(gone, field, note=f"recorded as {gone.id} before it was merged")
    theirs = [_moved(claim, moved, settled) for claim in gone.claims]
    return {
        "claims": (*kept.claims, *(claim for claim in theirs if claim not in kept.claims)),
        # those of the record that stays come last: they count
        "resolutions": (*(_renumbered(made, moved) for made in gone.resolutions), *kept.resolutions),
    }


def _aliases(names: Iterable[Name]) -> tuple[Name, ...]:
    return tuple(
        msgspec.structs.replace(name, type=NameType.ALIAS) if name.type is NameType.PRIMARY else name for name in names
    )


def _joined(mine: tuple[Any, ...], theirs: tuple[Any, ...], *, names: bool) -> tuple[tuple[Any, ...], dict[int, int]]:
    """Both lists as one without what is there already, and where each entry of the second stands in it."""
    both = list(mine)
    places: dict[int, int] = {}
    for number, entry in enumerate(theirs):
        same = next((place for place, known in enumerate(both) if _alike(known, entry, names=names)), None)
        if same is None:
            same = len(both)
            both.append(entry)
        elif names and entry.lang and not both[same].lang:
            both[same] = msgspec.structs.replace(both[same], lang=entry.lang)
        places[number] = same
    return tuple(both), places


def _alike(known: Any, entry: Any, *, names: bool) -> bool:
    if not names:
        return bool(known == entry)
    return bool(known.text == entry.text and (not entry.lang or not known.lang or known.lang == entry.lang))


def _moved(claim: Claim, moved: dict[str, dict[int, int]], settled: set[str]) -> Claim:
    """A claim of the record that goes, where it is now; a resolution of the record that stays has not weighed it."""
    found = _renumbered(claim, moved)
    return msgspec.structs.replace(found, weighed=False) if found.field in settled else found


AnyClaim = TypeVar("AnyClaim", Claim, Resolution)


def _renumbered(part: AnyClaim, moved: dict[str, dict[int, int]]) -> AnyClaim:
    name, _, rest = part.field.partition(".")
    number, dot, inner = rest.partition(".")
    if not number.isdigit():
        return part
    place = moved.get(name, {}).get(int(number), int(number))
    return msgspec.structs.replace(part, field=f"{name}.{place}{dot}{inner}")
