"""Whom an accusation is against: by the grammar of the word that accuses, and whom pronouns and bare nouns take up."""

from __future__ import annotations

from casefile.ingest.actors import Actor
from casefile.ingest.cast import Cast
from casefile.ingest.epithets import kind_of_noun
from casefile.ingest.happened import Happening
from casefile.ingest.happenings import ONE_EACH
from casefile.ingest.rules.accusing_words import Accusing, Whom
from casefile.ingest.slots import Slots
from casefile.ingest.story import Story
from casefile.ingest.trees import NOUNS, Tree
from casefile.vocabulary import EventKind, PersonKind, Role

HUMAN = frozenset({PersonKind.INDIVIDUAL, PersonKind.GROUP, PersonKind.UNIDENTIFIED})
_NOT_HELD = frozenset({Role.AUTHORITY, Role.LAWYER})
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
        able = [
            a
            for a in dict.fromkeys(held)
            if a.kind in HUMAN and (not a.roles & _NOT_HELD or (story.rules.by_tree and Role.DETAINEE in a.roles))
        ]
        self.held = list(dict.fromkeys(self._named_after(actor) for actor in able))

    def of(self, tree: Tree, at: int, accusing: Accusing) -> list[Actor]:
        """Those whom the word at `at` accuses."""
        found = self._of(tree, at, accusing)
        return found if self.story.rules.by_tree else list(dict.fromkeys(self._named_after(actor) for actor in found))

    def _of(self, tree: Tree, at: int, accusing: Accusing) -> list[Actor]:
        """Those whom its grammar shows."""
        if found := self._after(tree, at, accusing.against):
            return found
        if accusing.noun:
            return self._of_noun(tree, at)
        if accusing.whom is Whom.INDIRECT:
            return self._dative(tree, at)
        if accusing.whom is Whom.SUBJECT or self._passive(tree, at):
            return self._of_subject(tree, at)
        return self._of_object(tree, at) or [
            actor for event in self.events if event.tree is tree and event.at == at for actor in event.who
        ]

    def meant(self, tree: Tree, place: int, speaker: Actor | None = None) -> list[Actor]:
        """Whom a noun or pronoun means, the held before others; `speaker` speaks of others than themselves."""
        return self._whole(self._meant(tree, place, speaker))

    def _meant(self, tree: Tree, place: int, speaker: Actor | None) -> list[Actor]:
        rules = self.story.rules
        if tree.has(place, rules.relatives) and (noun := self.slots.antecedent(tree, place)) is not None:
            return self.meant(tree, noun, speaker) if noun != place else []
        if tree[place].rel == "appos" and tree[place].head >= 0 and self.cast.people.at(tree, tree[place].head):
            return self.meant(tree, tree[place].head, speaker)
        if rules.by_tree and (named := self.cast.groups.named_in(tree, place)):
            return named
        if (several := self._several(tree, place)) or (several := self._named_before(tree, place)):
            return several
        if tree[place].pos in {"PRON", "DET"} or tree.has(place, rules.pronouns):
            return self._by_pronoun(tree, place, speaker)
        found = [actor for actor in self.slots.meant(tree, place) if actor.kind in HUMAN and actor is not speaker]
        if tree.feat(place, "Number") == "Sing" and not tree.has(place, rules.collectives):
            found = [actor for actor in found if actor.kind is not PersonKind.GROUP]
        bare = tree.feat(place, "Number") == "Plur" and not any(tree[kid].pos == "NUM" for kid in tree.kids[place])
        if bare and (taken := self._taken_up(tree, place)):
            return taken
        real = [actor for actor in found if actor in self.held or actor.kind is not PersonKind.UNIDENTIFIED]
        return real or self._taken_up(tree, place) or found

    def _whole(self, found: list[Actor]) -> list[Actor]:
        """The accused, each group with the place where it was first counted, and without the parts of another."""
        for group in [actor for actor in found if actor.kind is PersonKind.GROUP]:
            self._first_counted(group)
            parts = [other for other in found if other is not group and other.kind is PersonKind.GROUP]
            if parts and _size(group) >= sum(_size(other) for other in parts):
                return [actor for actor in found if actor not in parts]
        return found

    def _first_counted(self, group: Actor) -> None:
        """Have the group know where so many people were first counted, if nothing has asked for that place yet."""
        numerals = self.story.rules.numerals
        for tree in self.story.trees:
            for at in range(len(tree)):
                number = int(tree.words[at]) if tree.words[at].isdecimal() else numerals.get(tree.look(at, numerals), 0)
                if number == _size(group) and tree[at].head > at and tree[at].start < min(group.spans)[0]:
                    self.cast.groups.counted_at(tree, tree[at].head)

    def _by_pronoun(self, tree: Tree, place: int, speaker: Actor | None) -> list[Actor]:
        start = tree[place].start
        if tree.feat(place, "Number") == "Plur":
            groups = [a for a in self.held if a.kind is PersonKind.GROUP and a.last_before(start) >= 0]
            groups = groups or ([] if self.held else self._counted(start))
            named = self._together(tree, place)
            if groups and not self.story.rules.by_tree:  # members named beside their group are no others
                last = self.story.tree_at(max(g.last_before(start) for g in groups))
                inside = [a for a in named if last is not None and last.start <= a.last_before(start) < last.stop]
                named = [] if len(inside) == len(named) else named
            if groups and not any(a.last_before(start) > max(g.last_before(start) for g in groups) for a in named):
                group = max(groups, key=lambda actor: actor.last_before(start))
                return [*self.slots.beside_group(group, start), group]
            return named
        if best := self._likeliest([a for a in self._single(tree, place) if a is not speaker], start):
            return best
        meant = [a for a in self.slots.meant(tree, place) if a.kind in HUMAN and a is not speaker]
        return meant or self._named_last(tree, place, speaker)

    def _named_last(self, tree: Tree, place: int, speaker: Actor | None) -> list[Actor]:
        """The person named last whom a pronoun fits, rather one without an office, where the story holds nobody."""
        start, gender = tree[place].start, tree.feat(place, "Gender")
        fitting = [
            a
            for a in self.cast.people.actors
            if a is not speaker
            and not a.roles & {Role.LAWYER, Role.FAMILY}
            and a.last_before(start) >= 0
            and gender != "Neut"
            and (not gender or not a.gender or a.gender == gender)
        ]
        plain = [a for a in fitting if not a.offices] or fitting
        return [max(plain, key=lambda actor: actor.last_before(start))] if plain else []

    def _likeliest(self, fitting: list[Actor], start: int) -> list[Actor]:
        """The one mentioned last of those who fit: rather the named, and rather those who are nobody's relatives."""
        named = [actor for actor in fitting if actor.named] or fitting
        own = [actor for actor in named if Role.FAMILY not in actor.roles] or named
        if not own:
            return []
        best = max(own, key=lambda actor: actor.last_before(start))
        return [best]

    def _named_after(self, actor: Actor) -> Actor:
        """The person without an office or tie whom a story names just after it brought somebody in by a noun alone."""
        if actor.kind is not PersonKind.UNIDENTIFIED or actor.plural or not actor.spans:
            return actor
        brought = self.story.tree_at(min(actor.spans)[0])
        for tree in self.story.trees[brought.number + 1 : brought.number + 1 + _BACK] if brought is not None else ():
            for at in range(len(tree)):
                person = self.cast.people.at(tree, at)
                if person is not None and not person.roles - {Role.DETAINEE} and not person.offices:
                    return person
        return actor

    def _several(self, tree: Tree, place: int) -> list[Actor]:
        """So many of those held as "both" or "the two men" takes up."""
        numerals = self.story.rules.numerals
        number = max((numerals.get(tree.look(at, numerals), 0) for at in (place, *tree.kids[place])), default=0)
        definite = any(tree.has(at, self.story.rules.definite) for at in (place, *tree.kids[place]))
        found = self._together(tree, place) if definite and number > 1 else []
        return found if len(found) == number else []

    def _together(self, tree: Tree, place: int) -> list[Actor]:
        """Those held who were named last, in one sentence."""
        start = tree[place].start
        for sentence in reversed(self.story.trees[: tree.number + 1]):
            found = [
                actor
                for actor in self.held
                if actor.named and any(sentence.start <= low < min(sentence.stop, start) for low, _ in actor.spans)
            ]
            if len(found) > 1:
                return found
        return []

    def _named_before(self, tree: Tree, place: int) -> list[Actor]:
        """Those whose names stand before a comma and the noun that says what they are: "A. and B., citizens of"."""
        low = tree.noun_phrase(place)[0]
        if low <= 1 or tree.words[low - 1] != "," or self.cast.people.at(tree, place) is not None:
            return []
        found: list[Actor] = []
        at = low - 2
        while at >= 0:
            person = self.cast.people.at(tree, at)
            if person is not None and person not in found:
                found.insert(0, person)
            elif person is None and tree[at].pos != "CCONJ" and tree.words[at] != ",":
                break
            at -= 1
        if tree.feat(place, "Number") == "Plur":
            return found if len(found) > 1 else []
        return found[-1:] if tree[place].rel == "appos" else []

    def _single(self, tree: Tree, place: int) -> list[Actor]:
        start, gender = tree[place].start, tree.feat(place, "Gender")
        if gender == "Neut" and tree[place].pos == "PRON":
            return []
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
        if tree.has(place, rules.strangers):
            return []
        kind = kind_of_noun(self.story, tree, place)
        same = [
            a for a in self.cast.groups.actors if a.head == tree.lemmas[place] and tree.feat(place, "Number") == "Plur"
        ]
        if same:
            return [min(same, key=lambda actor: min(actor.spans))]
        couple = kind == "tie" and rules.ties.get(tree.look(place, rules.ties)) is Role.FAMILY
        if couple and tree.feat(place, "Number") == "Plur":
            return self._together(tree, place)
        if not vessel and kind not in {"people", "occupation"} and not tree.has(place, rules.collectives | rules.held):
            return []
        start = tree[place].start
        before = [actor for actor in self.held if actor.last_before(start) >= 0] or self.held
        groups = [actor for actor in before if actor.kind is PersonKind.GROUP]
        crew = tree.has(place, rules.collectives)
        groups = (self._counted(start) if crew or not groups else []) or groups
        named = [actor for actor in before if actor.kind is not PersonKind.GROUP]
        if vessel or tree.feat(place, "Number") == "Plur" or tree.has(place, rules.collectives):
            if groups:  # those told first are all, those after them a part; a crew is the most of them
                most = max(_size(group) for group in groups)
                whole = (
                    [group for group in groups if _size(group) == most]
                    if tree.has(place, rules.collectives)
                    else groups
                )
                return [min(whole, key=lambda actor: min(actor.spans))]
            return named if len(named) > 1 or vessel else []
        nation = rules.nationalities.get(tree.look(place, rules.nationalities), "")
        single = [
            actor
            for actor in self._single(tree, place)
            if not nation or not actor.nationality or nation in actor.nationality
        ]
        return self._likeliest(single, start)

    def _counted(self, start: int) -> list[Actor]:
        """All who were counted before, also where nothing has asked for them yet."""
        for tree in self.story.trees:
            for at in range(len(tree)):
                if self.story.body <= tree[at].start < start:
                    self.cast.groups.counted_at(tree, at)
        return [actor for actor in self.cast.groups.actors if actor.last_before(start) >= 0]

    def _passive(self, tree: Tree, at: int) -> bool:
        return self.slots.passive(tree, at)

    def subjects(self, tree: Tree, at: int) -> list[int]:
        """The subjects of a verb, or of that which it is joined to."""
        given = [kid for kid in tree.kids_by(at, "nsubj") if self._nominative(tree, kid, at)]
        if given:
            return given
        seen = at
        for above in tree.ups(at):
            if tree[seen].rel.split(":")[0] not in {"conj", "xcomp", "advcl", "aux"}:
                break
            given = [kid for kid in tree.kids_by(above, "nsubj") if self._nominative(tree, kid, above)]
            if given:
                return given
            seen = above
        return self._before(tree, at)

    def _nominative(self, tree: Tree, kid: int, verb: int) -> bool:
        """Whether a noun that the tree has for a subject can be it, by its case and number."""
        if not tree.feat(kid, "Case"):
            return True
        if tree.feat(kid, "Case") != "Nom":
            return False
        one, other = tree.feat(kid, "Number"), tree.feat(verb, "Number")
        return not (one == "Sing" and other == "Plur") or bool(tree.kids_by(kid, "conj", "nummod"))

    def _before(self, tree: Tree, at: int) -> list[int]:
        """The noun in the nominative right before a verb, which a mistaken tree hung elsewhere."""
        for place in range(at - 1, -1, -1):
            if tree.words[place] in {",", ";", ":", "–", "—"} or tree.finite(place):
                return []
            fits = tree.feat(place, "Case") == "Nom" and tree[place].pos in NOUNS | {"PRON"}
            if fits and tree.feat(place, "Number") == tree.feat(at, "Number"):
                return [place]
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
        return (rel in {"acl", "amod"} and not tree.kids_by(at, "nsubj")) and tree[tree[at].head].pos in NOUNS | {
            "PRON"
        }

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
        if found := self._all(tree, near[:1]):
            return found
        for predicate in tree.kids_by(at, "ccomp", "xcomp"):  # "found Ashby guilty"
            if not tree.finite(predicate) and (found := self._all(tree, tree.kids_by(predicate, "nsubj"))):
                return found
        subjects = tree.kids_by(at, "nsubj")
        named = [kid for kid in subjects if self.cast.people.at(tree, kid) is not None]
        return self._all(tree, named) if len(subjects) > len(named) else []

    def _dative(self, tree: Tree, at: int) -> list[Actor]:
        """Who stands in the dative, or takes the charges as an indirect object."""
        near = [*tree.under(at), *tree.in_clause(at)]
        places = [
            place
            for place in dict.fromkeys(near)
            if tree.feat(place, "Case") == "Dat" and tree[place].pos in NOUNS | {"PRON"} and not tree.preposition(place)
        ]
        wrong = [
            kid
            for kid in tree.kids_by(at, "nsubj")
            if self.cast.people.at(tree, kid) and not self._nominative(tree, kid, at)
        ]
        return self._all(tree, places[:1] or wrong[:1] or tree.kids_by(at, "iobj")) or (
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
            owner = tree.has(kid, self.story.rules.possessives) and tree[kid].rel.split(":")[0] in {"det", "nmod"}
            if owner and (found := self._by_pronoun(tree, kid, None)):
                return found
        named = [
            kid
            for kid in tree.kids_by(at, "nmod", "appos")
            if (tree.feat(kid, "Case") == "Gen" or tree[kid].rel in {"nmod:poss", "appos"})
            and not tree.preposition(kid)
        ]
        found = [a for a in self._all(tree, named) if a.named or a.kind is PersonKind.GROUP]
        return found or self._of_clause(tree, at)

    def _of_clause(self, tree: Tree, at: int) -> list[Actor]:
        """Whom the verb over a noun is about: its object, or the subject of the passive or of a plain verb."""
        for verb in tree.ups(at):
            if tree[verb].pos not in {"VERB", "AUX", "ADJ"} and not tree.kids_by(verb, "nsubj"):
                if tree[verb].pos in NOUNS and (named := self.cast.person_in(tree, verb)) is not None:
                    return [named]
                owners = tree.kids_by(verb, "nmod")
                genitive = [kid for kid in owners if tree.feat(kid, "Case") == "Gen" or tree[kid].rel == "nmod:poss"]
                if found := [a for a in self._all(tree, genitive) if a.named or a in self.held]:
                    return found
                continue
            if self._attributive(tree, verb):
                return self.meant(tree, tree[verb].head)
            if not self._passive(tree, verb) and (found := self._objects(tree, verb)):
                return found
            if found := self._all(tree, self.subjects(tree, verb)):
                return [a for a in found if not a.roles & _NOT_HELD]
            if tree.finite(verb):
                break
        return self.continued(tree)

    def _objects(self, tree: Tree, verb: int) -> list[Actor]:
        """Whom the object of a verb means, or its dative, where that is somebody known."""
        objects = [kid for kid in tree.kids_by(verb, "obj") if tree.feat(kid, "Case") in {"Acc", "Gen", ""}]
        datives = [kid for kid in tree.kids_by(verb, "iobj", "obl") if tree.feat(kid, "Case") == "Dat"]
        for places in (objects, datives):
            known = [a for a in self._all(tree, places) if a.kind is not PersonKind.UNIDENTIFIED or a in self.held]
            if known:
                return known
        return []

    def continued(self, tree: Tree) -> list[Actor]:
        """Who a sentence without a subject of its own goes on about: whom the one before it was about."""
        for number in range(tree.number, max(-1, tree.number - _BACK), -1):
            earlier = [e for e in self.events if e.tree.number == number and any(a in self.held for a in e.who)]
            if earlier:
                return [actor for actor in earlier[-1].who if actor in self.held]
        return []


def _size(group: Actor) -> int:
    numbers = [number for number in group.count.values() if isinstance(number, int)]
    return max(numbers, default=0)


_NEAR = 8
