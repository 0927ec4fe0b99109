"""Groups whose members become known: some are named and get records of their own, others are in the file already."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from casefile.casebook.book import Casebook
from casefile.casebook.citing import Cited, citations
from casefile.casebook.people import PersonDraft, enter, read_names
from casefile.casebook.stored import Stored
from casefile.errors import ConflictError, InputError
from casefile.model import Claim, Person, Record
from casefile.views.groups import Groups, limits
from casefile.vocabulary import PersonKind


class DoubtError(ConflictError):
    """Something speaks against a change which whoever makes it may know better."""


class Members(msgspec.Struct, frozen=True, kw_only=True):
    """Members of a group as typed; what is said of one is said of all. ``since`` is when they are followed apart."""

    names: Sequence[str]
    unidentified: bool = False
    since: str = ""
    nationality: Sequence[str] = ()
    occupation: str = ""
    note: str = ""


def split(book: Casebook, text: str, draft: Members, cited: Cited, *, force: bool = False) -> Stored:
    """Enter members of a group; the group keeps its count, and what is known of it holds for them.

    They take over what says how they are kept and found: the group's roles, confidentiality and, where none is given,
    nationality. All else that the group's record has is shown through it, and copied nowhere.

    Args:
        book: The file.
        text: Which group.
        draft: Who.
        cited: Where it was read.
        force: Do it although a like name is in the file, or the group was counted smaller.

    Raises:
        ConflictError: It is no group.
        DoubtError: Somebody of a like name is there, or there would be more members than people, and `force` is off.
        InputError: A name is empty or there twice, or a field cannot hold what it was given.
    """
    with book.change():
        group = _group(book, text)
        cites = citations(book, cited)
        alone = [name.text for given in draft.names for name in read_names(given, (), ())]
        if len(set(alone)) < len(alone):
            raise InputError("A name is given twice.", "Name each member once; spellings are added with casefile edit.")
        _check_room(book, group, len(draft.names), force=force)
        if not force and not draft.unidentified:
            _check_names(book, group, alone)
        until = book.when(draft.since, cites) if draft.since else None
        entered = []
        for name in draft.names:
            person = enter(
                book,
                PersonDraft(
                    name=name,
                    kind=PersonKind.UNIDENTIFIED if draft.unidentified else PersonKind.INDIVIDUAL,
                    roles=group.roles,
                    nationality=draft.nationality or group.nationality,
                    occupation=draft.occupation,
                    note=draft.note,
                    confidentiality=group.confidentiality,
                ),
                cites,
                force=True,
            )
            entered.append(book.put(msgspec.structs.replace(person, split_from=group.id, split_on=until)))
        members = (*group.members, *(person.id for person in entered))
        group = book.put(msgspec.structs.replace(group, members=members))
        lines = [f"Added {person.id}  {book.line(person)}, one of {group.id}" for person in entered]
        return Stored(list(entered), [group], [*lines, _told(book, group)], "", book.store.location)


def join(
    book: Casebook, who: str, text: str, cited: Cited, *, since: str = "", note: str = "", force: bool = False
) -> Stored:
    """Make somebody who is in the file a member of a group.

    Args:
        book: The file.
        who: The person, or a part of the group that is counted itself.
        text: The group.
        cited: Where it was read.
        since: From when on the person is followed apart; empty for all that the group goes through.
        note: A note on how that is known.
        force: Do it although the group was counted smaller.

    Raises:
        ConflictError: It is no group, the person is one of it already or of another, or one would be within itself.
        DoubtError: There would be more members than people, and `force` is off.
    """
    with book.change():
        group = _group(book, text)
        person = book.find(who, Person)
        check_member(book, person, group)
        if person.split_from or group.id in {through.group for through in Groups(book.case).of.get(person.id, ())}:
            of = person.split_from or group.id
            hint = f"To take them out of it: casefile edit {person.id} split_from=" if of != group.id else ""
            raise ConflictError(f"{person.id} is one of {of} already.", hint or f"See: casefile show {group.id}")
        size = limits(person.count)[0] or 1 if person.kind is PersonKind.GROUP else 1
        _check_room(book, group, size, force=force)
        cites = citations(book, cited)
        # the source says that they are of the group: it need not say anything else that the record holds
        said = Claim(field="split_from", value=group.id, text=group.id, citations=cites, note=note)
        changed = book.put(
            msgspec.structs.replace(
                person,
                split_from=group.id,
                split_on=book.when(since, cites) if since else None,
                claims=(*person.claims, said) if cites or note else person.claims,
            )
        )
        group = book.put(msgspec.structs.replace(group, members=(*group.members, person.id)))
        lines = [f"Changed {changed.id}  {book.line(changed)}, is one of {group.id}", _told(book, group)]
        return Stored([changed], [group], lines, "", book.store.location)


def _group(book: Casebook, text: str) -> Person:
    group = book.find(text, Person)
    if group.kind is not PersonKind.GROUP:
        raise ConflictError(
            f"{group.id} {group.name} is no group: nobody can be one of it.",
            f"If it is one: casefile edit {group.id} kind=group count=N",
        )
    return group


def _told(book: Casebook, group: Person) -> str:
    return f"{group.id}  {group.name}: {Groups(book.case).size_text(group)}"


def check_member(book: Casebook, person: Person, group: Person) -> None:
    """Hold that somebody can be one of a group.

    Raises:
        ConflictError: They are a body, the group is none, or one would be within itself.
    """
    if group.kind is not PersonKind.GROUP:
        raise ConflictError(f"{group.id} {group.name} is no group: nobody can be one of it.", "")
    if person.kind not in (PersonKind.INDIVIDUAL, PersonKind.UNIDENTIFIED, PersonKind.GROUP):
        raise ConflictError(
            f"{person.id} {person.name} is {'a state' if person.kind is PersonKind.STATE else 'an organisation'}: "
            "it is not one of a group of people.",
            "",
        )
    above = {through.group for through in Groups(book.case).of.get(group.id, ())}
    if person.id == group.id or person.id in above:
        raise ConflictError(
            f"{group.id} would be within itself: {group.id} is of {person.id} already."
            if person.id != group.id
            else f"{group.id} cannot be one of itself.",
            f"See: casefile show {group.id}",
        )


def _check_room(book: Casebook, group: Person, more: int, *, force: bool) -> None:
    most = limits(group.count)[1]
    apart = Groups(book.case).rest(group).apart[0] or 0
    if most is not None and apart + more > most and not force:
        raise DoubtError(
            f"{group.id} was counted as {most} at most, and {apart} of them have records: "
            f"there is no room for {more} more.",
            f"Mend the count (casefile edit {group.id} count=N, or add-claim), or repeat with --force.",
        )


def _check_names(book: Casebook, group: Person, names: Sequence[str]) -> None:
    lines = [
        f"  {person.id}  {book.line(person)}" for name in names for person in book.namesakes(name) if person != group
    ]
    if lines:
        listed = "\n".join(dict.fromkeys(lines))
        first = lines[0].split()[0]
        raise DoubtError(
            f"Somebody of that name may be in the file already:\n{listed}",
            f"If it is the same person: casefile join {first} {group.id}. If it is somebody else, repeat with --force.",
        )


def in_step(book: Casebook, old: Record, new: Record) -> list[Person]:
    """After an edit of `old` to `new`, make groups and members name each other again; returns who was changed for it.

    Raises:
        ConflictError: Somebody would be in a group that cannot be in it.
    """
    if not isinstance(old, Person) or not isinstance(new, Person):
        return []
    changed: list[Person] = []

    def put(person: Person, **fields: object) -> None:
        changed.append(book.put(msgspec.structs.replace(person, **fields)))

    if old.split_from != new.split_from:
        former = book.case.person(old.split_from) if old.split_from else None
        if former and new.id in former.members:
            put(former, members=tuple(member for member in former.members if member != new.id))
        group = book.case.person(new.split_from) if new.split_from else None
        if group and new.id not in group.members:
            check_member(book, msgspec.structs.replace(new, split_from=None), group)
            put(group, members=(*group.members, new.id))
    for member in map(book.case.person, dict.fromkeys((*old.members, *new.members))):
        if member is None or (member.id in old.members) == (member.id in new.members):
            continue
        if member.id not in new.members and member.split_from == new.id:
            put(member, split_from=None, split_on=None)
        elif member.id in new.members and member.split_from is None:
            check_member(book, member, new)
            put(member, split_from=new.id)
    return changed
