"""How far the drafts of an article are what its labels ask for: the counts from which precision and recall are taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import msgspec
from labelled import Labelled

from casefile import dates
from casefile.ingest.drafts import Draft

#: Characters that a drafted and a labelled statement share, of those of both together.
SAME_WORDS = 0.6
#: Words that a drafted and a labelled office share, of the longer one.
SAME_OFFICE = 0.8
#: The events for which it matters whom they are about.
CUSTODY = frozenset(
    [
        "arrest",
        "charge",
        "consular-visit",
        "custody-extension",
        "death",
        "deportation",
        "detention",
        "exchange",
        "house-arrest",
        "lawyer-visit",
        "release",
        "sentence",
        "transfer",
        "verdict",
    ]
)
#: What is counted, in the order in which it is printed.
KINDS = (
    "people",
    "detainees",
    "offices",
    "groups",
    "statements",
    "events",
    "events and subjects",
    "allegations",
)
_SMALL = frozenset(["the", "a", "an", "of", "for", "s", "to", "и", "and", "at", "in"])


@dataclass
class Counts:
    """What was drafted and what was asked for, how many of each were right, and which were not."""

    drafted: int = 0
    right: int = 0
    labelled: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of the drafts that were asked for."""
        return self.right / self.drafted if self.drafted else 1.0

    @property
    def recall(self) -> float:
        """The share of the labels that were drafted."""
        return self.found / self.labelled if self.labelled else 1.0

    def add(self, other: Counts) -> None:
        """Count in what another article gave."""
        self.drafted += other.drafted
        self.right += other.right
        self.labelled += other.labelled
        self.found += other.found
        self.missed += other.missed
        self.extra += other.extra


@dataclass
class Score:
    """The counts by kind, and every draft that made a fact or a charge of what is only alleged."""

    counts: dict[str, Counts] = field(default_factory=lambda: {kind: Counts() for kind in KINDS})
    violations: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Count in what another article gave."""
        for kind, counts in other.counts.items():
            self.counts[kind].add(counts)
        self.violations += other.violations


def score(article: Labelled, drafts: Sequence[Draft]) -> Score:
    """What the drafts of an article are worth, each missed and extra one told with the article's name."""
    reading = _Reading(article, drafts)
    made = Score()
    for kind, counts in (
        ("people", reading.people()),
        ("detainees", reading.detainees()),
        ("offices", reading.offices()),
        ("groups", reading.groups()),
        ("statements", reading.statements()),
        ("events", reading.events(subjects=False)),
        ("events and subjects", reading.events(subjects=True)),
        ("allegations", reading.allegations()),
    ):
        made.counts[kind] = counts
        counts.missed = [f"{article.name}: {text}" for text in counts.missed]
        counts.extra = [f"{article.name}: {text}" for text in counts.extra]
    made.violations = [f"{article.name}: {text}" for text in reading.violations()]
    return made


def plain(name: str) -> str:
    """A name as it is compared: without case, ё, articles and the spaces and marks that are printed in several ways."""
    text = re.sub(r"[\"'«»“”„’]", "", name.casefold().replace("ё", "е"))
    return " ".join(re.sub(r"^(?:the|an?)\s+", "", text).replace("‑", "-").split())


def words(text: str) -> list[str]:
    """The words of an office or a body by which it is compared."""
    return [word for word in re.findall(r"[^\W_]+", text.casefold().replace("ё", "е")) if word not in _SMALL]


def _alike(one: str, other: str) -> bool:
    """Whether two words are the same but for their endings."""
    shortest = min(len(one), len(other))
    shared = next((n for n in range(shortest) if one[n] != other[n]), shortest)
    return one == other or (shared >= 3 and shared >= max(len(one), len(other)) - 4 and shared >= shortest - 3)


def share(one: str, other: str) -> float:
    """The share of the words of the longer of two texts that the other has as well, whatever their order and endings."""
    left, right = words(one), words(other)
    longest = max(len(left), len(right))
    common = 0
    for word in left:
        twin = next((each for each in right if _alike(word, each)), None)
        if twin is not None:
            right.remove(twin)
            common += 1
    return common / longest if longest else 0.0


def matched(
    drafted: Sequence[Any], labelled: Sequence[Any], likeness: Callable[[Any, Any], float]
) -> tuple[set[int], set[int]]:
    """Which drafts and which labels belong to each other, one to one, the likest first."""
    pairs = sorted(
        ((likeness(d, one), i, n) for i, d in enumerate(drafted) for n, one in enumerate(labelled)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    right: set[int] = set()
    found: set[int] = set()
    for worth, i, n in pairs:
        if worth > 0 and i not in right and n not in found:
            right.add(i)
            found.add(n)
    return right, found


def counted(
    drafted: Sequence[Any], labelled: Sequence[Any], right: set[int], found: set[int], told: Callable[[Any], str]
) -> Counts:
    """The counts of one kind."""
    return Counts(
        drafted=len(drafted),
        right=len(right),
        labelled=len(labelled),
        found=len(found),
        missed=[told(one) for n, one in enumerate(labelled) if n not in found],
        extra=[told(one) for i, one in enumerate(drafted) if i not in right],
    )


class Happening(NamedTuple):
    """An event as it is compared: what it is, its date, and one of the people it is about."""

    kind: str
    dated: tuple[str, date | None, date | None]
    subjects: tuple[str, ...]
    told: str


class _Reading:
    """The drafts of one article beside its labels."""

    def __init__(self, article: Labelled, drafts: Sequence[Draft]) -> None:
        self.article = article
        self.labels = article.labels
        self.by_key = {draft.key: draft for draft in drafts}
        self.drafts = {
            table: [draft for draft in drafts if draft.table == table]
            for table in ("people", "statements", "events", "charges")
        }

    # -- people

    def _individuals(self) -> list[Draft]:
        return [draft for draft in self.drafts["people"] if draft.fields.get("kind", "individual") == "individual"]

    def people(self) -> Counts:
        """People by their primary names."""
        drafted = [_names(draft)[0] for draft in self._individuals()]
        labelled = [one["name"] for one in self.labels.get("people", ())]
        return counted(drafted, labelled, *matched(drafted, labelled, _same_name), str)

    def detainees(self) -> Counts:
        """Those of the people who are held, or were."""
        drafted = [_names(each)[0] for each in self._individuals() if "detainee" in each.fields.get("roles", ())]
        labelled = [one["name"] for one in self.labels.get("people", ()) if one.get("detainee")]
        return counted(drafted, labelled, *matched(drafted, labelled, _same_name), str)

    def offices(self) -> Counts:
        """Offices by person and words."""
        drafted = [
            (_names(each)[0], _office(office))
            for each in self._individuals()
            for office in each.fields.get("offices", ())
        ]
        labelled = [(one["name"], office) for one in self.labels.get("people", ()) for office in one.get("offices", ())]

        def likeness(one: tuple[str, str], other: tuple[str, str]) -> float:
            worth = share(one[1], other[1]) if plain(one[0]) == plain(other[0]) else 0.0
            return worth if worth >= SAME_OFFICE else 0.0

        return counted(drafted, labelled, *matched(drafted, labelled, likeness), ": ".join)

    def groups(self) -> Counts:
        """Groups by how many they are, and where."""
        drafted = [draft for draft in self.drafts["people"] if draft.fields.get("kind") == "group"]
        labelled = list(self.labels.get("groups", ()))

        def likeness(draft: Draft, label: dict[str, Any]) -> float:
            same = bool(numbers(label["count"]) & _numbers(draft.fields.get("count") or {}))
            return float(same and bool(_places(draft, first=False) & self.article.places(label)))

        def told(one: Any) -> str:
            return f"{one['count']}: {one['span']}" if isinstance(one, dict) else f"{_count(one)}: {_names(one)[0]}"

        return counted(drafted, labelled, *matched(drafted, labelled, likeness), told)

    def _known_as(self, reference: Any) -> tuple[str, ...]:
        """What the person that a field refers to is called: their names, and as they stand in the text."""
        draft = self.by_key.get(str(reference).removeprefix("@"))
        if draft is None:
            return ()
        printed = (self.article.text[start:stop] for start, stop in draft.spans)
        return (*_names(draft), *printed)

    def _is(self, called: Sequence[str], label: str) -> bool:
        """Whether somebody with these names is who a label means."""
        wanted = plain(label)
        if any(plain(name) == wanted for name in called):
            return True
        if wanted in {plain(group["span"]) for group in self.labels.get("groups", ())}:
            return any(f" {wanted} " in f" {plain(name)} " for name in called)
        named = {plain(one["name"]) for one in self.labels.get("people", ())}
        if wanted in named or any(plain(name) in named for name in called):
            return False
        return any(share(name, label) >= SAME_OFFICE for name in called)

    # -- what is said

    def statements(self) -> Counts:
        """Statements by speaker and words."""
        drafted, labelled = self.drafts["statements"], list(self.labels.get("statements", ()))

        def likeness(draft: Draft, label: dict[str, Any]) -> float:
            worth = max(_overlap(places, self.article.places(label)) for places in self._said(draft))
            if worth < SAME_WORDS or not self._is(self._known_as(draft.fields.get("speaker")), label["speaker"]):
                return 0.0
            return worth

        def told(one: Any) -> str:
            if isinstance(one, dict):
                return f"{one['speaker']}: {one['span']}"
            return f"{(self._known_as(one.fields.get('speaker')) or ('?',))[0]}: {one.fields.get('text')}"

        return counted(drafted, labelled, *matched(drafted, labelled, likeness), told)

    def _said(self, draft: Draft) -> Iterator[frozenset[int]]:
        """The characters of a statement: of its first span, of all that hold words of it, and all between these."""
        yield _places(draft, first=True)
        said = draft.fields.get("text", "")
        parts = [each for each in draft.spans if self.article.text[slice(*each)] in said]
        yield frozenset().union(*(range(*each) for each in parts))
        if parts:
            yield frozenset(range(min(start for start, _ in parts), max(stop for _, stop in parts)))

    # -- what happened

    def events(self, *, subjects: bool) -> Counts:
        """Events by kind and date, and where it matters by whom they are about."""
        drafted = _once(one for draft in self.drafts["events"] for one in self._happenings(draft))
        labelled = _once(one for label in self.labels.get("events", ()) for one in self._labelled(label))

        def likeness(one: Happening, other: Happening) -> float:
            if (one.kind, one.dated) != (other.kind, other.dated):
                return 0.0
            alike = not other.subjects or self._is(one.subjects, other.subjects[0])
            return 1.0 + alike if alike or not subjects else 0.0

        return counted(drafted, labelled, *matched(drafted, labelled, likeness), lambda one: one.told)

    def _happenings(self, draft: Draft) -> Iterator[Happening]:
        kind, dated = draft.fields["kind"], self._dated(draft.fields.get("when"), draft.fields.get("known"))
        who = [
            self._known_as(one.get("person"))
            for one in draft.fields.get("participants", ())
            if one.get("role") == "subject"
        ]
        for subject in who if kind in CUSTODY and who else [()]:
            yield Happening(kind, dated, subject, f"{kind} {_shown(dated)} {subject[0] if subject else ''}".strip())

    def _labelled(self, label: dict[str, Any]) -> Iterator[Happening]:
        kind, today = label["kind"], self.article.published
        when, known = (
            msgspec.to_builtins(dates.parse(label[name], today=today)) if label.get(name) else None
            for name in ("when", "known")
        )
        dated = self._dated(when, known)
        for name in (label.get("who") or [""]) if kind in CUSTODY else [""]:
            yield Happening(kind, dated, (name,) if name else (), f"{kind} {_shown(dated)} {name}".strip())

    def _dated(self, when: Any, known: Any) -> tuple[str, date | None, date | None]:
        """The date by which an event is compared: when it was, else when it became known, else none."""
        happened, heard = _bounds(when), _bounds(known)
        told = happened is not None and not (
            happened[0] is None and happened[1] in {self.article.published, heard and heard[1]}
        )
        if told and happened is not None:
            return ("", *happened)
        return ("known", *heard) if heard is not None else ("no date", None, None)

    # -- what is alleged

    def allegations(self) -> Counts:
        """Allegations by whom they are against, whose they are, and where they stand; one may be drafted in parts."""
        drafted, labelled = self.drafts["charges"], list(self.labels.get("allegations", ()))
        pairs = [
            (i, n)
            for i, draft in enumerate(drafted)
            for n, label in enumerate(labelled)
            if _places(draft, first=False) & self.article.places(label)
            and self._is(self._known_as(draft.fields.get("person")), label["against"])
            and (not label.get("by") or self._is(self._known_as(draft.fields.get("alleged_by")), label["by"]))
        ]

        def told(one: Any) -> str:
            if isinstance(one, dict):
                return f"{one['by']} against {one['against']}: {one['span']} ({one['status']})"
            by, against = ((self._known_as(one.fields.get(name)) or ("?",))[0] for name in ("alleged_by", "person"))
            return f"{by} against {against}: {one.fields.get('offence')} ({_status(one)})"

        return counted(drafted, labelled, {i for i, _ in pairs}, {n for _, n in pairs}, told)

    def violations(self) -> Iterator[str]:
        """Every draft by which an allegation becomes a fact or a formal charge."""
        alleged = [label for label in self.labels.get("allegations", ()) if label["status"] == "alleged"]
        happened = [one for label in self.labels.get("events", ()) for one in self._labelled(label)]
        for label in alleged:
            places = self.article.places(label)
            for draft in self.drafts["charges"]:
                if _places(draft, first=False) & places and _status(draft) != "alleged":
                    yield f"“{label['span']}” became a charge: {draft.fields.get('offence')} ({_status(draft)})"
            for draft in self.drafts["events"]:
                kinds = {(one.kind, one.dated) for one in self._happenings(draft)}
                told = any((one.kind, one.dated) in kinds for one in happened)
                if _places(draft, first=True) <= places and not told:
                    yield f"“{label['span']}” became an event: {draft.fields['kind']}"
            for draft in self.by_key.values():
                if any(label["span"] in text for text in _facts(draft)):
                    yield f"“{label['span']}” became a fact of {draft.key}"


def _once(happenings: Iterable[Happening]) -> list[Happening]:
    """The events, those for which it does not matter whom they are about once for their kind and date."""
    kept: dict[tuple[Any, ...], Happening] = {}
    for number, one in enumerate(happenings):
        kept.setdefault((one.kind, one.dated, number if one.kind in CUSTODY else -1), one)
    return list(kept.values())


def _same_name(one: str, other: str) -> float:
    return float(plain(one) == plain(other))


def _names(draft: Draft) -> tuple[str, ...]:
    """The names of a drafted person, the primary one first."""
    named = sorted(draft.fields.get("names", ()), key=lambda name: name.get("type") != "primary")
    return tuple(name["text"] for name in named) or ("?",)


def _office(office: dict[str, Any]) -> str:
    """An office in one line; its organisation only where the title does not have it."""
    title, body = office.get("title", ""), office.get("organisation", "")
    printed = all(any(_alike(word, each) for each in words(title)) for word in words(body))
    return title if printed else f"{title} {body}"


def _places(draft: Draft, *, first: bool) -> frozenset[int]:
    """The characters of the text that a draft was read from, or those of them that say it best."""
    return frozenset().union(*(range(*each) for each in (draft.spans[:1] if first else draft.spans)))


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def _bounds(when: Any) -> tuple[date | None, date | None] | None:
    """The bounds of a date as a draft holds it; None where nothing is known."""
    if not when:
        return None
    held = msgspec.convert(when, dates.When)
    return (held.earliest, held.latest) if held.edtf else None


def _shown(dated: tuple[str, date | None, date | None]) -> str:
    name, earliest, latest = dated
    if earliest is None and latest is None:
        return name
    span = str(earliest) if earliest == latest else f"{earliest or ''}..{latest or ''}"
    return f"{name} {span}".strip()


def _status(draft: Draft) -> str:
    """The last status of a drafted charge."""
    updates = draft.fields.get("updates") or [{}]
    return str(updates[-1].get("status", "?"))


def _facts(draft: Draft) -> Iterator[str]:
    """What a draft would have the file say without saying who says so."""
    fields = draft.fields
    if draft.table == "people":
        yield fields.get("notes", "")
        yield fields.get("occupation", "")
        yield from fields.get("roles", ())
        yield from (office.get("title", "") for office in fields.get("offices", ()))
    elif draft.table == "events":
        yield from (fields.get(name, "") for name in ("text", "outcome", "notes", "place"))


def numbers(count: str) -> frozenset[tuple[str, int]]:
    """A labelled count ("8", "about 20", "5-7", ">10", "≥5", "<50") as what it may be in a draft."""
    text = count.strip().casefold()
    if not text:
        return frozenset([("none", 0)])
    if span := re.fullmatch(r"(\d+)\s*[-–]\s*(\d+)", text):
        return frozenset([(f"min {span[1]} max", int(span[2]))])
    word, number = re.sub(r"\d+", "", text).strip(), int(re.findall(r"\d+", text)[0])
    return {
        "": frozenset([("exact", number)]),
        "about": frozenset([("about", number)]),
        "~": frozenset([("about", number)]),
        # more than ten is at least eleven, and is also kept as "at least ten" with its words beside it
        ">": frozenset([("min", number), ("min", number + 1)]),
        "<": frozenset([("max", number), ("max", number - 1)]),
    }.get(word, frozenset([("max" if "<" in word or "≤" in word else "min", number)]))


def _numbers(count: dict[str, Any]) -> frozenset[tuple[str, int]]:
    if count.get("min") is not None and count.get("max") is not None:
        return frozenset([(f"min {count['min']} max", count["max"])])
    held = [(name, count[name]) for name in ("exact", "about", "min", "max") if count.get(name) is not None]
    return frozenset(held or [("none", 0)])


def _count(draft: Draft) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(_numbers(draft.fields.get("count") or {})))
