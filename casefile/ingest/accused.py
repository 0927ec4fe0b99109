"""Whom an accusation is against: by the grammar of the word that accuses, and whom pronouns and bare nouns take up."""

from __future__ import annotations

from casefile.ingest.actors import Actor
from casefile.ingest.cast import Cast
from casefile.ingest.happenings import ONE_EACH, Happening
from casefile.ingest.people import kind_of_noun
from casefile.ingest.rules.accusing_words import Accusing, Whom
from casefile.ingest.slots import Slots
from casefile.ingest.story import Story
from casefile.ingest.trees import NOUNS, Tree
from casefile.vocabulary import EventKind, PersonKind, Role

HUMAN = frozenset({PersonKind.INDIVIDUAL, PersonKind.GROUP, PersonKind.UNIDENTIFIED})
_NOT_HELD = frozenset({Role.OFFICIAL, Role.AUTHORITY, Role.LAWYER, Role.FAMILY})
#: Sentences back to which a subject that is not printed can reach.
_BACK = 2


class Accused:
    """Finds the accused of the words that accuse."""

    def __init__(self, story: Story, cast: Cast, slots: Slots, events: list[Happening]) -> None:
        self.story = story
        self.cast = cast
        self.slots = slots
        self.events = events
        kinds = ONE_EACH - {EventKind.DEATH} | {EventKind.HEARING}
        held = [actor for event in events if event.kind in kinds for actor in event.who]
        held += [actor for actor in cast.actors if Role.DETAINEE in actor.roles]
        self.held = [a for a in dict.fromkeys(held) if a.kind in HUMAN and not a.roles & _NOT_HELD]

    def of(self, tree: Tree, at: int, accusing: Accusing) -> list[Actor]:
        """Those whom the word at `at` accuses."""
        if found := self._after(tree, at, accusing.against):
            return found
        if accusing.noun:
            return self._of_noun(tree, at)
        if accusing.whom is Whom.INDIRECT:
            return self._dative(tree, at)
        if accusing.whom is Whom.SUBJECT or self._passive(tree, at):
            return self._of_subject(tree, at)
        return self._of_object(tree, at)

    def meant(self, tree: Tree, place: int, speaker: Actor | None = None) -> list[Actor]:
        """Whom a noun or pronoun means, the held before others; `speaker` speaks of others than themselves."""
        rules = self.story.rules
        if tree.has(place, rules.relatives) and (noun := self.slots.antecedent(tree, place)) is not None:
            return self.meant(tree, noun, speaker) if noun != place else []
        if tree[place].rel == "appos" and tree[place].head >= 0 and self.cast.people.at(tree, tree[place].head):
            return self.meant(tree, tree[place].head, speaker)
        if together := self.cast.together(tree, place):
            return together
        if tree[place].pos in {"PRON", "DET"} or tree.has(place, rules.pronouns):
            return self._by_pronoun(tree, place, speaker)
        found = [actor for actor in self.slots.meant(tree, place) if actor.kind in HUMAN and actor is not speaker]
        real = [actor for actor in found if actor in self.held or actor.kind is not PersonKind.UNIDENTIFIED]
        return real or self._taken_up(tree, place) or found

    def _by_pronoun(self, tree: Tree, place: int, speaker: Actor | None) -> list[Actor]:
        start = tree[place].start
        if tree.feat(place, "Number") == "Plur":
            groups = [a for a in self.held if a.kind is PersonKind.GROUP and a.last_before(start) >= 0]
            if groups:
                return [max(groups, key=lambda actor: actor.last_before(start))]
            return [a for a in self.held if a.named and a.last_before(start) >= 0]
        fitting = [a for a in self._single(tree, place) if a is not speaker]
        if fitting:
            return [max(fitting, key=lambda actor: actor.last_before(start))]
        return [a for a in self.slots.meant(tree, place) if a.kind in HUMAN and a is not speaker]

    def _single(self, tree: Tree, place: int) -> list[Actor]:
        start, gender = tree[place].start, tree.feat(place, "Gender")
        return [
            a
            for a in self.held
            if a.kind is not PersonKind.GROUP
            and a.last_before(start) >= 0
            and (not gender or not a.gender or a.gender == gender)
        ]

    def _taken_up(self, tree: Tree, place: int) -> list[Actor]:
        """Those held before whom a noun such as "the man", "иностранцы", "the boat" or "художница" takes up."""
        rules = self.story.rules
        vessel = tree.has(place, rules.alleging.vessels)
        kind = kind_of_noun(self.story, tree, place)
        if not vessel and kind not in {"people", "occupation"} and not tree.has(place, rules.collectives | rules.held):
            return []
        start = tree[place].start
        before = [actor for actor in self.held if actor.last_before(start) >= 0] or self.held
        groups = [actor for actor in before if actor.kind is PersonKind.GROUP]
        named = [actor for actor in before if actor.kind is not PersonKind.GROUP]
        if vessel or tree.feat(place, "Number") == "Plur" or tree.has(place, rules.collectives):
            same = [actor for actor in groups if actor.head == tree.lemmas[place]]
            if groups:
                return [max(same or groups, key=lambda actor: actor.last_before(start))]
            return named if len(named) > 1 or vessel else []
        nation = rules.nationalities.get(tree.look(place, rules.nationalities), "")
        single = [
            actor for actor in self._single(tree, place) if not nation or not actor.nationality or nation in actor.nationality
        ]
        return [max(single, key=lambda actor: actor.last_before(start))] if single else []

    def _passive(self, tree: Tree, at: int) -> bool:
        return self.slots.passive(tree, at)

    def subjects(self, tree: Tree, at: int) -> list[int]:
        """The subjects of a verb, or of that which it is joined to."""
        given = [kid for kid in tree.kids_by(at, "nsubj") if tree.feat(kid, "Case") in {"Nom", ""}]
        if given:
            return given
        seen = at
        for above in tree.ups(at):
            if tree[seen].rel.split(":")[0] not in {"conj", "xcomp", "advcl", "aux"}:
                break
            given = [kid for kid in tree.kids_by(above, "nsubj") if tree.feat(kid, "Case") in {"Nom", ""}]
            if given:
                return given
            seen = above
        return []

    def _all(self, tree: Tree, places: list[int]) -> list[Actor]:
        return list(dict.fromkeys(actor for place in places for actor in self.meant(tree, place)))

    def _of_subject(self, tree: Tree, at: int) -> list[Actor]:
        if self._attributive(tree, at):
            return self.meant(tree, tree[at].head)
        if found := self._all(tree, self.subjects(tree, at)):
            return found
        return [] if tree.kids_by(at, "nsubj") else self.continued(tree)

    def _attributive(self, tree: Tree, at: int) -> bool:
        """Whether a participle belongs to a noun: "citizens convicted of", «журналист, обвинённый в»."""
        if tree.feat(at, "VerbForm") != "Part" or tree.feat(at, "Variant") == "Short" or tree[at].head < 0:
            return False
        rel = tree[at].rel.split(":")[0]
        return (rel in {"acl", "amod"} and not tree.kids_by(at, "nsubj")) and tree[tree[at].head].pos in NOUNS | {"PRON"}

    def _of_object(self, tree: Tree, at: int) -> list[Actor]:
        if self._attributive(tree, at) and not tree.kids_by(at, "obj"):
            return self.meant(tree, tree[at].head)
        objects = [kid for kid in tree.kids_by(at, "obj", "iobj") if tree.feat(kid, "Case") in {"Acc", "Gen", ""}]
        if found := self._all(tree, objects):
            return found
        near = [
            place
            for place in range(max(0, at - 4), min(len(tree), at + 5))
            if tree.feat(place, "Case") in {"Acc", "Gen"}
            and not tree.preposition(place)
            and (self.cast.people.at(tree, place) or tree[place].pos == "PRON")
        ]
        return self._all(tree, near[:1])

    def _dative(self, tree: Tree, at: int) -> list[Actor]:
        """Who stands in the dative, or takes the charges as an indirect object."""
        near = [*tree.under(at), *tree.in_clause(at)]
        places = [
            place
            for place in dict.fromkeys(near)
            if tree.feat(place, "Case") == "Dat" and tree[place].pos in NOUNS | {"PRON"} and not tree.preposition(place)
        ]
        return self._all(tree, places[:1] if places else tree.kids_by(at, "iobj")) or (
            [] if places else self.continued(tree)
        )

    def _after(self, tree: Tree, at: int, prepositions: tuple[str, ...]) -> list[Actor]:
        """Who stands after "against"."""
        for place in range(len(tree)):
            if tree.has(place, prepositions) and abs(place - at) < _NEAR:
                for noun in range(place + 1, min(place + 6, len(tree))):
                    if tree[noun].pos in NOUNS | {"PRON"} and (found := self.meant(tree, noun)):
                        return found
        return []

    def _of_noun(self, tree: Tree, at: int) -> list[Actor]:
        """Whose accusation a noun is: in its genitive or possessive, else whoever its clause is about."""
        for kid in tree.kids[at]:
            if tree.has(kid, self.story.rules.possessives) and tree[kid].rel.split(":")[0] in {"det", "nmod"}:
                if found := self._by_pronoun(tree, kid, None):
                    return found
        named = [
            kid
            for kid in tree.kids_by(at, "nmod", "appos")
            if (tree.feat(kid, "Case") == "Gen" or tree[kid].rel in {"nmod:poss", "appos"}) and not tree.preposition(kid)
        ]
        found = [a for a in self._all(tree, named) if a.named or a.kind is PersonKind.GROUP]
        return found or self._of_clause(tree, at)

    def _of_clause(self, tree: Tree, at: int) -> list[Actor]:
        """Whom the verb over a noun is about: its object, or the subject of the passive or of a plain verb."""
        for verb in tree.ups(at):
            if tree[verb].pos not in {"VERB", "AUX", "ADJ"} and not tree.kids_by(verb, "nsubj"):
                if tree[verb].pos in NOUNS and (named := self.cast.person_in(tree, verb)) is not None:
                    return [named]
                genitive = [kid for kid in tree.kids_by(verb, "nmod") if tree.feat(kid, "Case") == "Gen"]
                if found := [a for a in self._all(tree, genitive) if a.named or a in self.held]:
                    return found
                continue
            if self._attributive(tree, verb):
                return self.meant(tree, tree[verb].head)
            if not self._passive(tree, verb):
                objects = [kid for kid in tree.kids_by(verb, "obj") if tree.feat(kid, "Case") in {"Acc", "Gen", ""}]
                if found := [a for a in self._all(tree, objects) if a.named or a in self.held or a.kind is PersonKind.GROUP]:
                    return found
                datives = [kid for kid in tree.kids_by(verb, "iobj", "obl") if tree.feat(kid, "Case") == "Dat"]
                if found := [a for a in self._all(tree, datives) if a.named or a in self.held]:
                    return found
            if found := self._all(tree, self.subjects(tree, verb)):
                return [a for a in found if not a.roles & _NOT_HELD]
            if tree.finite(verb):
                break
        return self.continued(tree)

    def continued(self, tree: Tree) -> list[Actor]:
        """Who a sentence without a subject of its own goes on about: whom the one before it was about."""
        for number in range(tree.number, max(-1, tree.number - _BACK), -1):
            earlier = [e for e in self.events if e.tree.number == number and any(a in self.held for a in e.who)]
            if earlier:
                return [actor for actor in earlier[-1].who if actor in self.held]
        return []


_NEAR = 8
