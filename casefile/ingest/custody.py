"""Those who are held though the story tells no day of it: they remain in custody, or their release is asked for."""

from __future__ import annotations

from casefile.ingest.actors import Actor
from casefile.ingest.happenings import Happenings
from casefile.ingest.reality import Reality
from casefile.ingest.rules import Slot, Trigger
from casefile.ingest.slots import Slots
from casefile.ingest.story import Story
from casefile.ingest.trees import Tree
from casefile.vocabulary import EventKind, PersonKind, Role

#: Whoever something of these kinds is only asked for or refused for is held all the same.
_OUT = frozenset({EventKind.RELEASE, EventKind.EXCHANGE})
#: Who may be in a prison and not be held.
_VISITORS = frozenset({Role.OFFICIAL, Role.LAWYER, Role.FAMILY, Role.AUTHORITY})
_STATE = Trigger(EventKind.DETENTION, ())


class Custody:
    """Finds them by grammar, and marks them as held."""

    def __init__(self, story: Story, happenings: Happenings) -> None:
        self.story = story
        self.happenings = happenings
        self.slots: Slots = happenings.slots
        self.reality: Reality = happenings.reality

    def mark(self) -> None:
        """Give everybody who is held that role; a group that is held is to be proposed."""
        for tree in self.story.trees:
            for at in range(len(tree)):
                if tree[at].start < self.story.body:
                    continue
                self._among(tree, at)
                self._one_of(tree, at)
                if tree.has(at, self.story.rules.staying):
                    self._kept(tree, at)
            for at, trigger in self.happenings.triggers(tree):
                if trigger.kind in _OUT and trigger.slot is Slot.OBJECT:
                    self._not_out(tree, at, trigger)

    def _kept(self, tree: Tree, at: int) -> None:
        """The subject of "remain in custody", "находятся под стражей"."""
        rules = self.story.rules
        where = [
            kid
            for kid in tree.kids_by(at, "obl", "nmod")
            if tree.has(kid, rules.captivity) and tree.preposition(kid) and not self._building(tree, at, kid)
        ]
        if not where or not self.reality.holds(tree, at, _STATE, dated=True):
            return
        passive = self.slots.passive(tree, at)
        who = self.slots.object(tree, at) if passive else self.slots.subjects(tree, at)
        if any(tree.has(kid, rules.prisons) for kid in where):
            who = [actor for actor in who if not actor.roles & _VISITORS]
        self._held([*who, *(actor for actor in self.slots.included(tree, who) if actor not in who)])

    def _among(self, tree: Tree, at: int) -> None:
        """Who is named after "among those held is", "среди задержанных –", up to the next verb."""
        beside = {tree.words[kid] for kid in tree.kids[at] if tree[kid].pos == "ADP"}
        if not beside & self.story.rules.among:
            return
        if not any(tree.has(n, self.story.rules.held) for n in (at, *tree.kids[at])):
            return
        who: list[Actor] = []
        for place in range(at + 1, len(tree)):
            if who and (tree.finite(place) or tree.words[place] in {";", ":"}):
                break
            person = self.slots.cast.people.at(tree, place)
            if person is not None and self.slots.cast.people.case_at(tree, place) in {"Nom", ""} and person not in who:
                who.append(person)
        self._held(who)

    def _one_of(self, tree: Tree, at: int) -> None:
        """Who is named as one of those who are held: "one of the six, Ann Poe, wrote home"."""
        rules, cast = self.story.rules, self.slots.cast
        if rules.numerals.get(tree.look(at, rules.numerals)) != 1:
            return
        for kid in tree.kids_by(at, "nmod"):
            group = cast.groups.at(tree, kid) if tree.preposition(kid) in rules.of_words else None
            if group is not None and Role.DETAINEE in group.roles and (who := cast.person_in(tree, at)) is not None:
                self._held([who])

    def _building(self, tree: Tree, at: int, place: int) -> bool:
        """Whether somebody is only in a building: "was in the prison" on a visit."""
        rules = self.story.rules
        plain = tree.has(at, ("be",)) and any(tree[kid].rel == "det" for kid in tree.kids[place])
        return plain and tree.has(place, rules.prisons)

    def _not_out(self, tree: Tree, at: int, trigger: Trigger) -> None:
        """Whose release is demanded, refused or hoped for."""
        if self.reality.holds(tree, at, trigger, dated=True) or self.slots.by_pronoun(tree, at, trigger):
            return
        if any(tree.has(kid, self.story.rules.possessives) for kid in tree.kids[at]):
            return  # "his release": whose, only nearness could tell
        self._held(self.slots.who(tree, at, trigger))

    def _held(self, who: list[Actor]) -> None:
        for actor in who:
            if actor.kind in {PersonKind.INDIVIDUAL, PersonKind.GROUP}:
                actor.roles.add(Role.DETAINEE)
                actor.drafted = True
