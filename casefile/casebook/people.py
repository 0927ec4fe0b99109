"""Entering people: detainees with the detention that is reported, officials with their offices, groups and bodies."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from casefile import names
from casefile.casebook.book import Casebook
from casefile.casebook.citing import Cited, citations
from casefile.casebook.countries import country_code
from casefile.casebook.dating import read_when
from casefile.casebook.lookup import NearestError
from casefile.casebook.stored import Stored
from casefile.dates import Basis, When
from casefile.errors import ConflictError, InputError, NotFoundError
from casefile.model import Citation, Consent, Count, Event, Name, Office, Participant, Person, build, parse_id
from casefile.views.wording import clip, headline
from casefile.vocabulary import Confidentiality, EventKind, NameType, ParticipantRole, PersonKind, Role, pick

_NUMBER = r"(\d{1,7})"
#: How numbers of people are typed, and the fields of a count that the numbers in them fill.
_COUNTS = (
    (_NUMBER, ("exact",)),
    (rf"{_NUMBER}\s*(?:-|–|—|to|до)\s*{_NUMBER}", ("min", "max")),
    (rf"(?:about|around|some|~|около|примерно|təxminən)\s*{_NUMBER}", ("about",)),
    (rf"(?:at least|over|more than|не менее|более|>=|≥)\s*{_NUMBER}", ("min",)),
    (rf"{_NUMBER}\+", ("min",)),
    (rf"(?:at most|up to|не более|до|<=|≤)\s*{_NUMBER}", ("max",)),
)


class DuplicateError(ConflictError):
    """Somebody of that name is in the file already.

    Attributes:
        people: Who they are, most alike first.
    """

    def __init__(self, name: str, people: Sequence[Person], lines: Sequence[str]) -> None:
        listed = "\n".join(f"  {line}" for line in lines)
        super().__init__(
            f"“{name}” may be in the file already:\n{listed}",
            f"If it is the same person, add to {people[0].id} instead (casefile edit {people[0].id} names+=...). "
            "If it is somebody else, repeat with --force.",
        )
        self.people = tuple(people)


class UnknownPersonError(NotFoundError):
    """Somebody was named who is not in the file yet."""

    def __init__(self, name: str, role: Role | None) -> None:
        as_role = f" --role {role.value}" if role else ""
        super().__init__(
            f"Nobody in the file is called “{clip(name)}”.",
            f'Enter them first: casefile add-person "{name}"{as_role} --kind individual|organisation|state, '
            "or repeat with --create individual (or organisation, state, group).",
        )
        self.name = name


class PersonDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A person as typed: dates and countries as text, ``spellings`` as "LANG:NAME" or a bare name."""

    name: str
    kind: PersonKind = PersonKind.INDIVIDUAL
    roles: Sequence[Role] = ()
    aliases: Sequence[str] = ()
    spellings: Sequence[str] = ()
    count: str = ""
    nationality: Sequence[str] = ()
    occupation: str = ""
    office: str = ""
    organisation: str = ""
    country: str = ""
    office_from: str = ""
    office_to: str = ""
    born: str = ""
    note: str = ""
    confidentiality: Confidentiality = Confidentiality.PUBLIC
    consent: str = ""
    consent_expires: str = ""


class Detention(msgspec.Struct, frozen=True, kw_only=True):
    """A reported detention as typed; empty fields are what nobody said."""

    detained: str = ""
    known: str = ""
    place: str = ""
    by: str = ""

    def __bool__(self) -> bool:
        """Whether anything at all was said of custody."""
        return bool(self.detained or self.known or self.place or self.by)


def add_person(book: Casebook, draft: PersonDraft, cited: Cited, *, force: bool = False) -> Stored:
    """Enter a person, a group or a body.

    Raises:
        DuplicateError: Somebody of a like name, in any script, is in the file and `force` is off.
        InputError: A field cannot hold what it was given.
        NotFoundError: A source is not in the file.
    """
    with book.change(create=True):
        return Stored.of(book, enter(book, draft, citations(book, cited), force=force))


def add_detainee(
    book: Casebook, draft: PersonDraft, detention: Detention, cited: Cited, *, create: str = "", force: bool = False
) -> Stored:
    """Enter a detained person or group and, where anything is said of custody, the detention with it.

    Where only the day is given on which the detention became known, it happened on that day or before: the date is
    stored as such, and marked inferred.

    Args:
        book: The file.
        draft: Who.
        detention: What is said of the detention.
        cited: Where it was read.
        create: The kind of body to enter for an authority that is not in the file; empty to refuse.
        force: Enter although somebody of a like name is there.

    Raises:
        DuplicateError: As for `add_person`.
        UnknownPersonError: The authority is not in the file and `create` is empty.
        InputError: A field cannot hold what it was given.
    """
    with book.change(create=True):
        cites = citations(book, cited)
        roles = tuple(dict.fromkeys((Role.DETAINEE, *draft.roles)))
        person = enter(book, msgspec.structs.replace(draft, roles=roles), cites, force=force)
        if not detention:
            return Stored.of(book, person)
        parts = [Participant(person=person.id, role=ParticipantRole.SUBJECT)]
        entered = []
        if detention.by:
            authority, is_new = find_or_enter(book, detention.by, role=Role.AUTHORITY, create=create)
            entered += [authority] if is_new else []
            parts.append(Participant(person=authority.id, role=ParticipantRole.AUTHORITY))
        when = _when_detained(book, detention, cites)
        around = {"when": when}
        event = build(
            Event,
            {
                "kind": EventKind.DETENTION,
                "when": when,
                "known": read_when(book, "known", detention.known, cites, around) if detention.known else None,
                "place": detention.place,
                "confidentiality": person.confidentiality,
                "participants": parts,
                "citations": cites,
            },
        )
        return Stored.of(book, person, also=[*entered, book.put(event)])


def _when_detained(book: Casebook, detention: Detention, cites: tuple[Citation, ...]) -> When:
    if detention.detained:
        return read_when(book, "when", detention.detained, cites)
    if detention.known:
        known = book.when(detention.known, cites)
        if known.latest is not None:
            bound = book.when(f"[..{known.latest.isoformat()}]")
            return msgspec.structs.replace(bound, text=f"known {detention.known}", basis=Basis.INFERRED)
    return book.when("unknown")


def find_or_enter(book: Casebook, text: str, *, role: Role | None, create: str) -> tuple[Person, bool]:
    """The person that `text` names, entered now if the file has none and `create` says as what.

    Returns:
        The person, and whether they were entered just now.

    Raises:
        UnknownPersonError: Nobody fits, and `create` is empty.
        AmbiguousError: Several people fit.
    """
    try:
        return book.find(text, Person), False
    except NotFoundError as error:
        # an id that is not there, or a near miss, is a slip and never a new name
        if parse_id(text) is not None or (isinstance(error, NearestError) and not create):
            raise
        if not create:
            raise UnknownPersonError(text, role) from None
    draft = PersonDraft(name=text, kind=pick(PersonKind, create), roles=(role,) if role else ())
    return enter(book, draft, (), force=True), True


def enter(book: Casebook, draft: PersonDraft, cites: tuple[Citation, ...], *, force: bool) -> Person:
    """Store somebody, within a change that is open; raises as `add_person` does."""
    if not draft.name.strip():
        raise InputError("The name is empty.", "Give a name, or a description with --unidentified.")
    if not force and draft.kind not in (PersonKind.UNIDENTIFIED, PersonKind.GROUP):
        alike = book.namesakes(draft.name)
        if alike:
            lines = [f"{person.id}  {clip(headline(book.case, person))}" for person in alike[:5]]
            raise DuplicateError(draft.name, alike, lines)
    kind = PersonKind.GROUP if draft.count else draft.kind
    return book.put(
        build(
            Person,
            {
                "kind": kind,
                "names": read_names(draft.name, draft.aliases, draft.spellings),
                "count": read_count(draft.count) if draft.count else None,
                "roles": tuple(draft.roles),
                "nationality": [country_code(text) for text in draft.nationality],
                "occupation": draft.occupation,
                "offices": _offices(book, draft, cites),
                "born": read_when(book, "born", draft.born, cites) if draft.born else None,
                "consent": _consent(book, draft, cites),
                "notes": draft.note,
                "confidentiality": draft.confidentiality,
                "citations": cites,
            },
        )
    )


def read_names(name: str, aliases: Sequence[str], spellings: Sequence[str]) -> list[Name]:
    """The names of a person: the primary one, then others, told apart by script.

    A spelling in another script than the primary name's is a transliteration, any other an alias.
    """
    primary = _name(name, NameType.PRIMARY)
    found = [primary]
    found += [_name(text, NameType.ALIAS) for text in aliases]
    for text in spellings:
        other = _name(text, NameType.ALIAS)
        same_script = other.script == primary.script
        found.append(other if same_script else msgspec.structs.replace(other, type=NameType.TRANSLITERATION))
    return found


def _name(text: str, kind: NameType) -> Name:
    lang, colon, rest = text.partition(":")
    if colon and re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", lang) and rest.strip():
        text = rest
    else:
        lang = ""
    return build_name(text.strip().strip('"'), lang, kind)


def build_name(text: str, lang: str, kind: NameType) -> Name:
    """A name with its script found out.

    Raises:
        InputError: The name is blank.
    """
    if not text.strip():
        raise InputError("A name is empty.", 'Write --name ru:"Игорь Картавых".')
    return Name(text=text, lang=lang, script=names.script_of(text), type=kind)


def read_count(text: str) -> Count:
    """A group's size as typed: "8", "5-8", "about 20", "at least 5", "up to 12".

    Raises:
        InputError: `text` is no number of people.
    """
    for pattern, fields in _COUNTS:
        if match := re.fullmatch(pattern, text.strip().lower()):
            numbers = {field: int(number) for field, number in zip(fields, match.groups(), strict=True)}
            try:
                return Count(**numbers, text="" if fields == ("exact",) else text)
            except ValueError:
                break  # limits the wrong way round
    raise InputError(f"“{text}” is not a number of people.", 'Write 8, 5-8, "about 20", "at least 5" or "up to 12".')


def _offices(book: Casebook, draft: PersonDraft, cites: tuple[Citation, ...]) -> list[Office]:
    if not draft.office:
        if draft.organisation or draft.country or draft.office_from or draft.office_to:
            raise InputError(
                "An organisation, country or term of office was given without the office.", "Add --office TITLE."
            )
        return []
    return [
        build_office(
            title=draft.office,
            organisation=draft.organisation,
            country=country_code(draft.country) if draft.country else None,
            start=book.when(draft.office_from, cites) if draft.office_from else None,
            end=book.when(draft.office_to, cites) if draft.office_to else None,
        )
    ]


def _consent(book: Casebook, draft: PersonDraft, cites: tuple[Citation, ...]) -> Consent | None:
    if not draft.consent.strip():
        if draft.consent_expires:
            raise InputError("The end of a consent was given without the consent.", "Add --consent SCOPE.")
        return None
    expires = read_when(book, "expires", draft.consent_expires, cites) if draft.consent_expires else None
    return Consent(scope=draft.consent, expires=expires)


def build_office(title: str, organisation: str, country: str | None, start: When | None, end: When | None) -> Office:
    """An office.

    Raises:
        InputError: It ends before it begins, or has no title.
    """
    try:
        return Office(title=title, organisation=organisation, country=country, start=start, end=end)
    except ValueError as error:
        raise InputError(f"The office “{title}” cannot be kept: {error}.", "Check --from and --to.") from error
