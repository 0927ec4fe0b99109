"""What one telling of an event lends another that lacks it: its day, or whom it is about."""

from __future__ import annotations

from casefile.ingest.actors import Actor, fits
from casefile.ingest.cast import Cast
from casefile.ingest.dating import Calendar, DateSpan
from casefile.ingest.event_dates import EventDates
from casefile.ingest.happened import Happening
from casefile.ingest.story import Story
from casefile.ingest.trees import NOUNS, Tree
from casefile.vocabulary import EventKind, PersonKind, Role

#: What a court decides, whose day that of the decision is.
_DECIDED = frozenset(
    {
        EventKind.ARREST, EventKind.CUSTODY_EXTENSION, EventKind.HOUSE_ARREST, EventKind.SENTENCE, EventKind.VERDICT,
        EventKind.RELEASE, EventKind.DEPORTATION, EventKind.APPEAL,
    }
)  # fmt: skip
#: What a court does to somebody whom the sentence need not name again: "наказание назначено 14 мая".
_BY_COURT = frozenset({EventKind.SENTENCE, EventKind.CUSTODY_EXTENSION, EventKind.CHARGE})
#: What happens to several at one time, and what happens one after the other on one day.
_TAKEN = frozenset({EventKind.DETENTION, EventKind.ARREST, EventKind.RELEASE, EventKind.DEPORTATION})
_GOING_ON = frozenset({EventKind.DETENTION, EventKind.SEARCH, EventKind.TRANSFER, EventKind.RELEASE})
#: Sentences back to which "this happened on" reaches, and those from a telling to the bare mention of its day.
_BACK = 2
_BESIDE = 3


class Lending:
    """Goes over what a story tells of, and completes it."""

    def __init__(self, story: Story, cast: Cast, calendar: Calendar, dates: EventDates) -> None:
        self.story = story
        self.cast = cast
        self.calendar = calendar
        self.dates = dates
        #: The sentence that dates what the next one tells of: "It happened on 3 May. Police ..."
        self._told: tuple[int, DateSpan] | None = None

    def note(self, tree: Tree, found: list[Happening]) -> None:
        """Date what was told last, or is told next, by a sentence that only says when it was."""
        if self._told is not None and self._told[0] == tree.number - 1:
            self._date([event for event in found if event.tree is tree][:1], self._told[1])
            self._told = None
        for at in range(len(tree)):
            kinds = self._dates_what(tree, at)
            date = self.dates.of(tree, [at]).get(at) if kinds is not None else None
            if date is None or kinds is None:
                continue
            last = [
                e for e in found if 0 <= tree.number - e.tree.number <= _BACK and e.tree[e.at].start < tree[at].start
            ]
            if not self._date([event for event in last if not kinds or event.kind in kinds], date) and not kinds:
                self._told = tree.number, date

    def _dates_what(self, tree: Tree, at: int) -> frozenset[EventKind] | None:
        """The kinds of events that a word with a date can date: all where empty; None where it dates none."""
        rules = self.story.rules
        verb = tree[at].head
        if verb < 0 or tree[at].start < self.story.body:
            return None
        if tree.has(at, rules.incidents) and tree[at].rel.startswith("nsubj"):
            return frozenset()
        verbs = (verb, max(tree[verb].head, 0), *tree.kids_by(verb, "cop"))
        if tree.has(at, rules.just_this) and tree[at].rel.startswith("nsubj"):
            return frozenset() if any(tree.has(place, rules.occurring) for place in verbs) else None
        decided = tree.has(at, rules.decisions) and tree[at].rel.split(":")[0] in {"nsubj", "obj"}
        return _DECIDED if decided and tree.has(verb, rules.deciding) else None

    def _date(self, events: list[Happening], date: DateSpan) -> bool:
        """Give those without a day this one; whether there are any."""
        undated = [event for event in events if not event.when.edtf and not event.planned]
        for event in undated:
            event.date, event.when = date, self.calendar.read(date)
        return bool(undated)

    def lend(self, kept: list[Happening], bare: list[Happening]) -> list[Happening]:
        """The events, completed by each other and by what is told of nobody."""
        kept = [event for event in kept if not (event.since and self._begun(event, kept))]
        self._by_bare(kept, bare)
        self._verdicts(kept)
        if not self.story.rules.by_tree:
            kept = self._name(kept)
            kept = kept + self._of_the_one(kept, bare)
            self._of_whom(kept)
            self._parts(kept)
            self._continued(kept)
        return kept

    def _name(self, kept: list[Happening]) -> list[Happening]:
        """Put the person whom the story names just after in the place of whom a noun alone told: "Им оказался ..."."""
        plural: list[Happening] = []
        for event in kept:
            for actor in [one for one in event.who if one.kind is PersonKind.UNIDENTIFIED and one.plural]:
                groups = [group for group in self.cast.groups.actors if group.head == actor.head]
                if len(groups) == 1:
                    plural.append(event)
                    event.who = [groups[0] if one is actor else one for one in event.who]
            for actor in [one for one in event.who if one.kind is PersonKind.UNIDENTIFIED and not one.plural]:
                person = None if actor.roles - {Role.DETAINEE} else self._named_after(event.tree, actor)
                if person is not None:
                    event.who = [person if one is actor else one for one in event.who]
        return [event for event in kept if event not in plural or event.when.edtf or not self._again(event, kept)]

    def _again(self, event: Happening, kept: list[Happening]) -> bool:
        """Whether another event is this one."""
        same = [other for other in kept if other.kind is event.kind and other.planned == event.planned]
        return any(other is not event and other.who == event.who for other in same)

    def _named_after(self, tree: Tree, actor: Actor) -> Actor | None:
        """Who is named in the next sentence for the first time, and is what the noun says or nothing else."""
        if tree.number + 1 >= len(self.story.trees):
            return None
        after = self.story.trees[tree.number + 1]
        rules = self.story.rules
        named = any(after.has(place, rules.naming) for place in range(len(after)))
        for place in range(len(after)):
            person = self.cast.people.at(after, place)
            if person is None or min(person.spans)[0] < tree.stop:
                continue
            plain = not person.offices and not person.roles - {Role.DETAINEE}
            subject = after[place].rel.startswith("nsubj") and person.head in {"", actor.head} and not self._says(after)
            return person if plain and fits(person, actor.gender) and (named or subject) else None
        return None

    def _says(self, tree: Tree) -> bool:
        return any(tree.has(place, self.story.rules.sayings) and tree.finite(place) for place in range(len(tree)))

    def _parts(self, kept: list[Happening]) -> None:
        """Give what happened to some the day on which, as was told before, it happened to all of a group."""
        for event in kept:
            if event.when.edtf or event.known or event.planned or event.kind not in _TAKEN or not self._plain(event):
                continue
            if not self._undated(event, kept):
                continue
            wholes = [e for e in kept if e.kind is event.kind and e.tree.number < event.tree.number and e.who[0].count]
            whole = max(wholes, key=lambda e: e.tree.number, default=None)
            if whole is not None and whole.when.earliest is not None and _size(whole.who[0]) > _size(event.who[0]):
                event.when, event.date = whole.when, whole.date

    def _continued(self, kept: list[Happening]) -> None:
        """Give what goes on from the sentence before the day of that, where it is the only one told there."""
        for event in kept:
            if event.when.edtf or event.known or event.planned or event.kind not in _GOING_ON or not self._plain(event):
                continue
            before = self.story.trees[event.tree.number - 1] if event.tree.number else None
            if before is not None and self._after_it(event.tree):
                told = [other for other in kept if other.tree is before and other.when.earliest and not other.planned]
                if told and not self._spans(event.tree) and len({other.when.edtf for other in told}) == 1:
                    event.when, event.date = told[0].when, told[0].date
                    continue
            if (
                before is None
                or self._spans(event.tree)
                or self.story.paragraph_at(before.start) != self.story.paragraph_at(event.tree.start)
            ):
                continue
            spans = self._spans(before)
            if len(spans) == 1 and not self.dates.of_saying(before, spans[0]):
                event.when, event.date = self.calendar.read(spans[0]), spans[0]

    def _after_it(self, tree: Tree) -> bool:
        """Whether a sentence opens with "after" what the one before it told, or goes on from one that does."""
        real = self.story.rules.real
        return tree.words[0] in real or any(
            tree.number - other.number == 1 and other.words[0] in real and not self._spans(tree)
            for other in self.story.trees[max(0, tree.number - 1) : tree.number]
        )

    def _plain(self, event: Happening) -> bool:
        """Whether a sentence without a day tells of an event by a verb in the past, and in no relative clause."""
        tree, at = event.tree, event.at
        own = tree.clauses[at]
        words = self.story.rules.dates.earlier + self.story.rules.dates.afterwards
        aside = any(tree.phrase(place, tuple(phrase.split())) for phrase in words for place in range(len(tree)))
        told = tree.finite(at) and tree.feat(at, "Tense") in {"Past", ""} and not tree[own].rel.startswith("acl")
        return told and not aside and self.story.quoted(tree[at].start) is None

    def _undated(self, event: Happening, kept: list[Happening]) -> bool:
        """Whether a sentence prints no day but those of other events."""
        taken = {other.date for other in kept if other.tree is event.tree}
        return all(span in taken for span in self._spans(event.tree))

    def _spans(self, tree: Tree) -> list[DateSpan]:
        spans = self.calendar.spans
        return [span for span in spans if tree.start <= span.start < tree.stop and span.start >= self.story.body]

    def _begun(self, event: Happening, kept: list[Happening]) -> bool:
        """Whether another telling says when the custody began that this one gives the length of."""
        kinds = {EventKind.DETENTION, EventKind.ARREST}
        others = [other for other in kept if other.kind in kinds and not other.since and not other.planned]
        return any(other.when.earliest is not None and set(other.who) & set(event.who) for other in others)

    def _by_bare(self, kept: list[Happening], bare: list[Happening]) -> None:
        """Give what was told without a day the day that a sentence by it tells without people."""
        for one in bare:
            after = 0 if self.story.rules.by_tree else -1
            for event in kept:
                near = after <= one.tree.number - event.tree.number <= _BESIDE
                if event.kind is one.kind and near and not event.when.edtf and not event.planned:
                    event.when, event.date = one.when, one.date

    def _verdicts(self, kept: list[Happening]) -> None:
        """A verdict without a day has that of the only sentence that the same person got, and the other way round."""
        both = {EventKind.VERDICT: EventKind.SENTENCE, EventKind.SENTENCE: EventKind.VERDICT}
        for event in kept:
            if event.kind not in both or event.when.edtf or event.planned:
                continue
            others = [o for o in kept if o.kind is both[event.kind] and o.who == event.who and not o.planned]
            if len(others) == 1 and others[0].when.earliest is not None:
                event.when, event.date = others[0].when, others[0].date

    def _of_the_one(self, kept: list[Happening], bare: list[Happening]) -> list[Happening]:
        """Chronicles' bare nouns with a day ("Арест – 1 июня"), of the only person or group that a story holds."""
        held = self._held(kept)
        made: list[Happening] = []
        for one in bare:
            known = [e for e in (*kept, *made) if e.kind is one.kind and not e.planned]
            noun = one.tree[one.at].pos in NOUNS
            if len(held) != 1 or known or (noun and self._under_verb(one)) or not (noun or one.kind in _BY_COURT):
                continue
            one.who = held
            made.append(one)
        return made

    def _of_whom(self, kept: list[Happening]) -> None:
        """Sittings and appeals of which nobody is told are those of the only person or group that a story holds."""
        held = self._held(kept)
        for event in kept:
            if event.kind in {EventKind.HEARING, EventKind.APPEAL} and not event.who and len(held) == 1:
                event.who = list(held)

    def _under_verb(self, event: Happening) -> bool:
        """Whether a verb governs the noun that tells of an event."""
        tree = event.tree
        return any(tree.finite(up) and not tree.has(up, self.story.rules.real) for up in tree.ups(event.at))

    def _held(self, kept: list[Happening]) -> list[Actor]:
        """Those whom the story holds."""
        people = {PersonKind.INDIVIDUAL, PersonKind.GROUP}
        told = [actor for event in kept if event.kind in _DECIDED | {EventKind.DETENTION} for actor in event.who]
        held = [actor for actor in self.cast.actors if Role.DETAINEE in actor.roles]
        return [actor for actor in dict.fromkeys([*told, *held]) if actor.kind in people]


def _size(actor: Actor) -> int:
    """How many people somebody is."""
    numbers = [number for number in actor.count.values() if isinstance(number, int)]
    return max(numbers, default=1)
