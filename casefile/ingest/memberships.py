"""Who is named as one of a group, and has part in what is told of it: "one of the six, Ann Poe, wrote home"."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.ingest.actors import Actor
from casefile.ingest.drafts import Certainty
from casefile.ingest.happened import Happening, may_be_one, of_one
from casefile.ingest.slots import Slots
from casefile.ingest.story import Story
from casefile.ingest.trees import Tree
from casefile.vocabulary import EventKind, PersonKind, Role

#: What happens to each of a group. A visit may be to some.
_SHARED = frozenset(
    {
        EventKind.DETENTION, EventKind.ARREST, EventKind.RELEASE, EventKind.EXCHANGE, EventKind.DEPORTATION,
        EventKind.CUSTODY_EXTENSION, EventKind.TRANSFER, EventKind.HOUSE_ARREST, EventKind.CHARGE, EventKind.SENTENCE,
        EventKind.VERDICT,
    }
)  # fmt: skip
#: Tokens after "one of" in which a name is told.
_NEAR = 12


class Memberships:
    """Finds those who belong to a group, and gives them its events."""

    def __init__(self, story: Story, slots: Slots) -> None:
        self.story = story
        self.slots = slots
        self.cast = slots.cast
        self._events: list[Happening] = []

    def share(self, events: list[Happening]) -> list[Happening]:
        """The events with those of the group for each who is named as one of it."""
        self._events = events
        made = list(events)
        members: dict[int, set[int]] = {}
        for tree in self.story.trees:
            for person, group in self._named(tree, [event for event in events if event.tree.number <= tree.number]):
                members.setdefault(id(group), set()).add(id(person))
                for event in [event for event in events if group in event.who and event.kind in _SHARED]:
                    own = [one for one in made if one.kind is event.kind and person in one.who]
                    if any(may_be_one(one, event) or self._once(one, event) for one in own):
                        continue
                    shared = of_one(event, person)
                    shared.certainty = Certainty.LIKELY
                    made.append(shared)
                    person.roles.add(Role.DETAINEE)
                    person.drafted = True
        if not self.story.rules.by_tree:  # all of whom are named, is no group
            made = [e for e in made if not e.who or len(members.get(id(e.who[0]), ())) != e.who[0].count.get("exact")]
        return sorted(made, key=lambda one: one.span)

    def _once(self, own: Happening, event: Happening) -> bool:
        """Whether what happened to somebody and to a group is hardly one thing and another."""
        return own.planned == event.planned and not (self.story.rules.by_tree and own.tree is not event.tree)

    def _named(  # noqa: C901 - one branch a way to tell it
        self, tree: Tree, events: list[Happening]
    ) -> Iterator[tuple[Actor, Actor]]:
        """Each who is named in a sentence as one of a group, with the group."""
        rules = self.story.rules
        if not rules.by_tree:
            yield from self._included(tree, events)
        for at in range(len(tree)):
            if tree[at].start < self.story.body:
                continue
            number = rules.numerals.get(tree.look(at, rules.numerals), 0)
            if not rules.by_tree and tree[at].rel == "nmod":
                continue  # "брат одного из водителей"
            part = at + 1 < len(tree) and tree.has(at + 1, rules.of_words)
            if part and number and (group := self._group(tree, at + 2, events)) is not None:
                people = self._one(tree, at) if number == 1 else self._listed_after(tree, at, number)
                yield from ((person, group) for person in people)
            elif tree.words[at] in rules.among and self._held_near(tree, at):
                group = self._group(tree, at + 1, events)
                people = self._listed(tree, at) if rules.by_tree else self._in_nominative(tree, at)
                yield from ((person, group) for person in people if group is not None)
            elif rules.by_tree and tree.words[at] in rules.among and (group := self._told(tree, at + 1)):
                yield from ((person, group) for person in self._listed(tree, at))
            elif rules.by_tree and any(tree.phrase(at, tuple(p.split())) for p in rules.including):
                if (group := self._before(tree, at)) is not None:
                    yield from ((person, group) for person in self._listed(tree, at))
            elif tree.has(at, rules.ordinals) and at + 2 < len(tree) and tree.words[at + 1] == ",":
                group = self._of_so_many(rules.ordinals[tree.look(at, rules.ordinals)], events)
                person = self.cast.people.at(tree, at + 2)
                if group is not None and person is not None:
                    yield person, group

    def _included(self, tree: Tree, events: list[Happening]) -> Iterator[tuple[Actor, Actor]]:
        """Each who is told to be of a group that something happened to: "в том числе капитан Бабич"."""
        for event in events:
            group = event.who[0] if event.who else None
            if event.tree is tree and group is not None and group.kind is PersonKind.GROUP:
                yield from ((person, group) for person in self.slots.included(tree, [group]))

    def _of_so_many(self, number: int, events: list[Happening]) -> Actor | None:
        """The last group of at least so many of which custody was told."""
        held = [event.who[0] for event in events if event.kind in _SHARED and event.who]
        return next((one for one in reversed(held) if int(one.count.get("exact") or 0) >= number), None)

    def _in_nominative(self, tree: Tree, at: int) -> list[Actor]:
        """All who are named up to the next verb as what somebody is, and not as whose."""
        named = self._after(tree, at, far=len(tree))
        return [person for person in named if self._cases(tree, at, person) <= {"Nom", ""}]

    def _cases(self, tree: Tree, at: int, person: Actor) -> set[str]:
        places = [place for place in range(at, len(tree)) if self.cast.people.at(tree, place) is person]
        return {self.cast.people.case_at(tree, place) for place in places}

    def _held_near(self, tree: Tree, at: int) -> bool:
        if not self.story.rules.by_tree and any(
            tree.feat(place, "VerbForm") == "Part" and tree.feat(place, "Number") == "Plur"
            for place in range(at + 1, min(at + 3, len(tree)))
        ):
            return True
        they = not self.story.rules.by_tree and at + 1 < len(tree) and tree.has(at + 1, self.story.rules.pronouns)
        return they or any(tree.has(place, self.story.rules.held) for place in range(at + 1, min(at + 4, len(tree))))

    def _group(self, tree: Tree, begin: int, events: list[Happening]) -> Actor | None:
        """The group that stands after "of", or else the last of which custody was told."""
        held = [event for event in events if event.kind in _SHARED and event.who]
        groups = [event.who[0] for event in held if event.who[0].kind is PersonKind.GROUP]
        if not groups:
            return None
        for place in range(begin, min(begin + 4, len(tree))):
            group = self.cast.groups.at(tree, place)
            if group is not None and group in groups:
                return group
        return groups[-1]

    def _groups(self) -> list[Actor]:
        """The groups of which custody is told anywhere."""
        held = [event.who[0] for event in self._events if event.kind in _SHARED and event.who]
        return [actor for actor in held if actor.kind is PersonKind.GROUP]

    def _told(self, tree: Tree, begin: int) -> Actor | None:
        """The group that is named right after "among"."""
        groups = self._groups()
        for place in range(begin, min(begin + 4, len(tree))):
            if (group := self.cast.groups.at(tree, place)) is not None and group in groups:
                return group
            if tree[place].pos in {"VERB", "AUX"}:
                break
        return None

    def _before(self, tree: Tree, at: int) -> Actor | None:
        """The group in the same sentence of which "including" names some."""
        groups = self._groups()
        for place in range(at - 1, -1, -1):
            if (group := self.cast.groups.at(tree, place)) is not None and group in groups:
                return group
        return None

    def _listed(self, tree: Tree, at: int) -> list[Actor]:
        """Those who are told to be among others: one, or all of a list that "are", a comma or "and" makes one."""
        found = self._after(tree, at, far=len(tree))
        if not found:
            before = self._plural_before(tree, at)
            return before or ([one] if at > 1 and (one := self.cast.people.at(tree, at - 2)) is not None else [])
        return [person for n, person in enumerate(found) if n == 0 or self._joined(tree, found[n - 1], person)]

    def _joined(self, tree: Tree, one: Actor, other: Actor) -> bool:
        """Whether two names are of one list: of what stands between them, an "and" or comma stands right before."""
        places = [n for n in range(len(tree)) if self.cast.people.at(tree, n) is other]
        del one
        low = tree.words[places[0] - 1] if places and places[0] else ""
        return low == "," or (bool(places) and places[0] > 0 and tree[places[0] - 1].pos == "CCONJ")

    def _plural_before(self, tree: Tree, at: int) -> list[Actor]:
        """Those whose names a comma sets off after "two Indonesians among the four"."""
        return self.cast.groups.named_in(tree, at - 1) if at > 0 else []

    def _one(self, tree: Tree, at: int) -> list[Actor]:
        """The one: before "one of" and a comma, its subject, or in apposition after it."""
        low = at - 2
        while low > 1 and (tree[low].pos == "NUM" or tree.words[low] == ","):
            low -= 1  # "Ann Poe, 36, one of the six,"
        if at > 1 and tree.words[at - 1] == "," and (before := self.cast.people.at(tree, low)) is not None:
            return [before]
        head = tree[at].head
        if head >= 0 and tree[head].pos == "AUX" and tree[at].rel != "nsubj":
            subjects = [self.cast.person_in(tree, kid) for kid in tree.kids_by(head, "nsubj")]
            if found := [actor for actor in subjects if actor is not None and actor.named]:
                return found[:1]
        return self._after(tree, at)[:1]

    def _after(self, tree: Tree, at: int, *, far: int = _NEAR) -> list[Actor]:
        """Those named within a few words; of the verbs only one without an object may stand between."""
        found: list[Actor] = []
        for place in range(at + 1, min(at + far, len(tree))):
            if tree[place].pos == "VERB" and tree.finite(place) and not self._passive(tree, place):
                break
            person = self.cast.people.at(tree, place)
            if person is not None and person not in found:
                found.append(person)
        return found

    def _passive(self, tree: Tree, place: int) -> bool:
        return self.slots.passive(tree, place) or tree.has(place, self.story.rules.held)

    def _listed_after(self, tree: Tree, at: int, number: int) -> list[Actor]:
        """So many who are listed after a colon: "two of the men were named: ..."."""
        marks = {":"} if self.story.rules.by_tree else {":", "–", "—"}
        colon = next((place for place in range(at, len(tree)) if tree.words[place] in marks), len(tree))
        aside = at + 2 + 1  # "двоих из них, студентов Иванова и Петрову, ..."
        if not self.story.rules.by_tree and aside < len(tree) and tree.words[aside] == ",":
            colon = aside
        found: list[Actor] = []
        for place in range(colon + 1, len(tree)):
            if not self.story.rules.by_tree and (tree.finite(place) or len(found) == number):
                break
            person = self.cast.people.at(tree, place)
            if person is not None and person not in found:
                found.append(person)
        return found if len(found) == number else []
