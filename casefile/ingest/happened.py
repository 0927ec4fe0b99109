"""An event as it was told, and whether two tellings are of one."""

from __future__ import annotations

from dataclasses import dataclass, field

from casefile.dates import When
from casefile.ingest.actors import Actor
from casefile.ingest.dating import DateSpan
from casefile.ingest.drafts import Certainty, Span
from casefile.ingest.trees import Tree
from casefile.vocabulary import EventKind, ParticipantRole


@dataclass
class Happening:
    """One event.

    ``weak`` is where only a participle tells of it ("the detained journalist"), ``since`` where only how long custody
    lasts ("held since March").
    """

    kind: EventKind
    tree: Tree
    at: int
    span: Span
    who: list[Actor] = field(default_factory=list)
    others: list[tuple[Actor, ParticipantRole]] = field(default_factory=list)
    date: DateSpan | None = None
    when: When = field(default_factory=lambda: When(text="unknown"))
    known: When | None = None
    planned: bool = False
    place: str = ""
    weak: bool = False
    since: bool = False
    certainty: Certainty = Certainty.LIKELY
    reason: str = ""


def told_by_exchange(kept: list[Happening]) -> None:
    """Make exchanges of those let go without a day in the sentence after an exchange: the other side's."""
    swaps = [event.tree.number for event in kept if event.kind is EventKind.EXCHANGE]
    swapped = [actor for event in kept if event.kind is EventKind.EXCHANGE for actor in event.who]
    for event in kept:
        after = any(event.tree.number - number in {0, 1} for number in swaps)
        if event.kind is EventKind.RELEASE and not event.when.edtf and after and event.who[0] not in swapped:
            event.kind = EventKind.EXCHANGE


def go_on(kept: list[Happening]) -> None:
    """Give a search without a day that of the arrest told in the sentence before: "They searched the flat"."""
    taken = {EventKind.DETENTION, EventKind.ARREST}
    for event in kept:
        if event.kind is not EventKind.SEARCH or event.when.edtf or event.planned:
            continue
        for other in kept:
            near = event.tree.number - other.tree.number in {0, 1}
            if other.kind in taken and near and other.when.earliest is not None and not other.planned:
                event.when, event.date = other.when, other.date


def date_exchange(kept: list[Happening], bare: list[Happening]) -> None:
    """Give the people of an exchange its date, where a story tells of one exchange and dates it once."""
    swaps = [event for event in kept if event.kind is EventKind.EXCHANGE and not event.planned]
    named = [event for event in bare if event.kind is EventKind.EXCHANGE]
    dated = {event.when.edtf: event for event in swaps if event.when.earliest is not None}
    dated = dated or {event.when.edtf: event for event in named if event.when.earliest is not None}
    if len(dated) == 1:
        one = next(iter(dated.values()))
        for event in swaps:
            if not event.when.edtf:
                event.when, event.date = one.when, one.date


def all_named(event: Happening, named: list[Happening]) -> bool:
    """Whether an event is of so many people as are named in others of the same kind and day: it is these again."""
    count = event.who[0].count.get("exact") if len(event.who) == 1 else None
    same = [n for n in named if n.kind is event.kind and n.planned == event.planned and same_day(n, event)]
    return isinstance(count, int) and count > 1 and bool(event.when.edtf) and len(same) == count


def same_day(named: Happening, other: Happening) -> bool:
    """Whether what happened to somebody unnamed may be what happened to somebody named."""
    if not other.when.edtf:
        return True
    return (named.when.earliest, named.when.latest) == (other.when.earliest, other.when.latest)


def of_one(event: Happening, actor: Actor) -> Happening:
    """The event as one of its people has it."""
    made = Happening(**{name: getattr(event, name) for name in event.__dataclass_fields__})
    made.who = [actor]
    if not (actor.named and actor.certainty is Certainty.CERTAIN):
        made.certainty = Certainty.LIKELY
    return made


def may_be_one(one: Happening, other: Happening) -> bool:
    """Whether two tellings can be of one event: their dates do not part them."""
    if one.planned != other.planned:
        return False
    first, second = one.when, other.when
    if not first.edtf or not second.edtf or other.weak:
        return True
    if first.latest is None or second.latest is None or first.earliest is None or second.earliest is None:
        return (
            first.latest is None or second.latest is None or first.latest == second.latest or one.known != other.known
        )
    return first.earliest <= second.latest and second.earliest <= first.latest


def meet(one: Happening, other: Happening) -> bool:
    """Whether two tellings can be of the same people."""
    return not one.who or not other.who or any(actor in one.who for actor in other.who)


def _within(narrow: When, wide: When) -> bool:
    """Whether a date lies inside another that is longer: "on 4 September" in "last week"."""
    if narrow.earliest is None or narrow.latest is None or wide.earliest is None or wide.latest is None:
        return False
    inside = wide.earliest <= narrow.earliest and narrow.latest <= wide.latest
    return inside and narrow.latest - narrow.earliest < wide.latest - wide.earliest


def complete(one: Happening, other: Happening) -> None:
    """Add what a second telling of an event knows."""
    dated = (not one.when.edtf or one.when.earliest is None) and other.when.earliest is not None
    if dated or _within(other.when, one.when):
        one.when, one.date = other.when, other.date
    one.known = one.known or other.known
    one.place = one.place or other.place
