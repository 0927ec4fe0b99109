"""Whom a verb or noun of an event is about, by grammar: its object, its subject, whose it is, or its partners."""

from __future__ import annotations

from casefile.ingest.actors import Actor
from casefile.ingest.lists import Lists
from casefile.ingest.nouns import HUMAN, MARKS
from casefile.ingest.rules import Slot, Trigger
from casefile.ingest.trees import NOUNS, Tree
from casefile.vocabulary import EventKind, PersonKind, Role


class Slots(Lists):
    """Fills the slots of the table of triggers."""

    def who(self, tree: Tree, at: int, trigger: Trigger) -> list[Actor]:
        """The people of a trigger at `at`; nobody where the grammar names nobody."""
        found = self._who(tree, at, trigger)
        if trigger.noun or self.story.rules.by_tree or trigger.slot not in {Slot.OBJECT, Slot.SUBJECT, Slot.INDIRECT}:
            return found
        return found or ([] if trigger.by else self._behind_colon(tree, at))

    def _who(self, tree: Tree, at: int, trigger: Trigger) -> list[Actor]:  # noqa: C901, PLR0912 - a branch a construction
        """Those whom the grammar of the word itself names."""
        if trigger.slot is Slot.NONE:
            return self._appellants(tree, at) if trigger.kind is EventKind.APPEAL and self.story.rules.by_tree else []
        if trigger.slot is Slot.EVERYBODY:
            found = self._everybody(tree)
            return found + [actor for actor in self.object(tree, at) if not trigger.noun and actor not in found]
        if trigger.kind is EventKind.EXCHANGE and self.story.rules.by_tree and not trigger.noun:
            swapped = [kid for kid in tree.kids_by(at, "obl") if tree.preposition(kid) in self.story.rules.for_words]
            inside = at >= _OPENING and self.participle(tree, at)
            found = (inside and self._of_participle(tree, at)) or self.object(tree, at)
            for kid in tuple(swapped):  # "in exchange for the release of Ivan Petrov"
                below = [*tree.kids_by(kid, "nmod"), kid] if tree[kid].pos == "NOUN" else [kid]
                swapped += [deep for noun in below for deep in tree.kids_by(noun, "nmod") if self._genitive(tree, deep)]
            return [*found, *(actor for actor in self._all(tree, swapped) if actor not in found)]
        if trigger.slot is Slot.OBJECT and trigger.by_way_of and not trigger.noun:
            ways = [kid for kid in tree.kids_by(at, "obl", "nmod") if tree.preposition(kid) in trigger.by_way_of]
            if self.story.rules.by_tree:  # "had access to her"
                things = tree.kids_by(at, "obj")
                ways += [
                    kid
                    for thing in things
                    for kid in tree.kids_by(thing, "nmod")
                    if tree.preposition(kid) in trigger.by_way_of
                ]
            if found := self._all(tree, ways):
                return found
        if trigger.slot is Slot.HANDED:
            return self._handed(tree, at)
        if trigger.slot is Slot.PARTNERS:
            return self._partners(tree, at, noun=trigger.noun)
        if trigger.noun and trigger.slot in {Slot.OBJECT, Slot.SUBJECT}:
            ways = [kid for kid in tree.kids_by(at, "nmod") if tree.preposition(kid) in trigger.by_way_of]
            return self._all(tree, ways) or self._of_noun(tree, at)
        if trigger.slot is Slot.INDIRECT:
            found = self._indirect(tree, at, trigger.by_way_of) or self._object_shared(tree, at)
            found = [actor for actor in found if Role.LAWYER not in actor.roles] or found
            return found or self._owners(tree, at)
        if self.participle(tree, at) and not self._does(tree, at, trigger):
            return self._of_participle(tree, at)
        if trigger.slot is Slot.SUBJECT and not self.story.rules.by_tree:
            found = self._all(tree, self._subjects(tree, at))
            return found or self._shared(tree, at)
        if trigger.slot is Slot.SUBJECT:
            return self._all(tree, self._subjects(tree, at))
        return self.object(tree, at)

    def _appellants(self, tree: Tree, at: int) -> list[Actor]:
        """Whose appeal, or whose judgment, a word tells of: of the noun, or whoever appeals for themselves."""
        things = [at] if tree[at].pos == "NOUN" else [*tree.kids_by(at, "obj", "nsubj", "obl"), at]
        for thing in things:
            found = [actor for actor in self._of_noun(tree, thing) if not actor.roles - {Role.DETAINEE}]
            if found and tree[thing].pos == "NOUN":
                return found
            for kid in tree.kids_by(thing, "acl"):  # "upheld the sentence handed to her"
                if found := self._humans(tree, tree.kids_by(kid, "obl", "iobj")):
                    return found
        subjects = [] if self.passive(tree, at) else self._humans(tree, self._subjects(tree, at))
        return [actor for actor in subjects if not actor.roles - {Role.DETAINEE}]

    def object(self, tree: Tree, at: int) -> list[Actor]:
        """The object of an active verb, the subject of a passive."""
        if self.passive(tree, at):
            found = self._and_before(tree, self._all(tree, self._subjects(tree, at)))
            found = found or self._shared(tree, at) or self._bound(tree, at)
            return found or self._far_subject(tree, at) or self._inverted(tree, at)
        objects = [kid for kid in tree.kids_by(at, "obj", "iobj") if tree.feat(kid, "Case") in {"Acc", "Gen", ""}]
        if not objects and not self.story.rules.by_tree:  # "одного из них, Иванова, отпустили"
            objects = [kid for kid in tree.kids_by(at, "nummod") if tree[kid].pos == "NUM"]
        found = self._all(tree, objects)
        if not found:
            found = self._all(tree, self._near(tree, at, {"Acc", "Gen"}))
        found = found or self._counted_after(tree, at) or self._misread(tree, at) or self._apart_from(tree, at)
        found = self._and_before(tree, found)
        return found or self._of_next(tree, at) or self._telegraphic(tree, at)

    def _of_next(self, tree: Tree, at: int) -> list[Actor]:
        """The object that a verb shares with the one joined to it: "detained and later released three activists"."""
        joined = [kid for kid in tree.kids_by(at, "conj") if tree[kid].pos == "VERB" and not tree.kids_by(kid, "nsubj")]
        if not self.story.rules.by_tree or tree.kids_by(at, "obj", "obl", "ccomp", "xcomp") or not joined:
            return []
        return self._all(tree, tree.kids_by(joined[0], "obj"))

    def _telegraphic(self, tree: Tree, at: int) -> list[Actor]:
        """The subject of a passive that is printed without its auxiliary: "Journalist Ann Poe detained at airport"."""
        plain = tree.has(at, self.story.rules.done_to) and not tree.kids_by(at, "obj", "ccomp", "xcomp", "aux")
        if not plain or tree.feat(at, "Tense") != "Past":
            return []
        found = self._humans(tree, tree.kids_by(at, "nsubj"))
        return [actor for actor in found if not actor.roles - {Role.DETAINEE}]

    def _and_before(self, tree: Tree, found: list[Actor]) -> list[Actor]:
        """Those found, with the names that "and" and commas join before the first of them, whatever the tree made."""
        if self.story.rules.by_tree or not found or not found[0].named:
            return found
        place = next((n for n in range(len(tree)) if self.cast.people.at(tree, n) is found[0]), -1)
        low = place
        while low > 0 and place - low < _AFTER_AND and tree[low - 1].pos in {"NOUN", "ADJ", "DET"}:
            low -= 1  # "Иванов и их знакомый Петров"
        if low < _WITH_COMMA or tree[low - 1].pos != "CCONJ":
            return found
        before: list[Actor] = []
        at = low - 2
        while at >= 0 and (person := self.cast.people.at(tree, at)) is not None:
            if person not in found and person not in before:
                before.insert(0, person)
            while at >= 0 and self.cast.people.at(tree, at) is person:
                at -= 1
            if at < 0 or tree.words[at] != ",":
                break
            at -= 1
        return [*before, *found]

    def _does(self, tree: Tree, at: int, trigger: Trigger) -> bool:
        """Whether a participle tells of what its noun does to somebody: "адвокат, посетивший Иванова"."""
        active = tree.feat(at, "Voice") == "Act" and not self.story.rules.by_tree
        return active and trigger.slot is Slot.OBJECT and bool(tree.kids_by(at, "obj"))

    def _apart_from(self, tree: Tree, at: int) -> list[Actor]:
        return self._of_small_clause(tree, at) or self._object_shared(tree, at) or self._inverted(tree, at)

    def _object_shared(self, tree: Tree, at: int) -> list[Actor]:
        """The object of the verb that this one is joined to: "освободили Иванова, а в среду депортировали"."""
        if not self.story.rules.by_tree:  # "троих, которые больны, отпустили и поселили": hung from the second verb
            later = [kid for verb in tree.kids_by(at, "conj") for kid in tree.kids_by(verb, "obj") if kid < at]
            if found := self._all(tree, later):
                return found
        if tree[at].rel != "conj" or tree[at].head < 0 or not tree.finite(tree[at].head) or tree.kids_by(at, "obj"):
            return []
        return self.object(tree, tree[at].head)

    def _bound(self, tree: Tree, at: int) -> list[Actor]:
        """The subject of the verb by which an infinitive is fixed: "they are to be deported"."""
        above = tree[at].head
        if tree[at].rel != "xcomp" or above < 0 or not tree.has(above, self.story.rules.bound_to):
            return []
        return self._all(tree, self._subjects(tree, above))

    def _of_small_clause(self, tree: Tree, at: int) -> list[Actor]:
        """Whom a verb finds or lets be something: "found Ivanov guilty", "let the traders go"."""
        if not self.story.rules.by_tree:
            return []
        inner = [kid for kid in tree.kids_by(at, "xcomp", "ccomp") if not tree.kids_by(kid, "mark", "aux", "cop")]
        return self._all(tree, [subject for kid in inner for subject in tree.kids_by(kid, "nsubj")])

    def _inverted(self, tree: Tree, at: int) -> list[Actor]:
        """Who stands after a participle that opens a sentence: "Freed on Friday: ...", "Also seized was ..."."""
        helpers = tree.kids_by(at, "aux")
        if not self.story.rules.by_tree or at >= _OPENING or any(kid < at for kid in helpers):
            return []
        if found := self._all(tree, [subject for kid in helpers for subject in tree.kids_by(kid, "nsubj")]):
            return found
        for place in range(at + 1, len(tree)):
            if tree.words[place] == ":":
                return [actor for actor in self._named_after(tree, place) if not actor.roles - {Role.DETAINEE}]
            if tree[place].pos == "AUX" and not tree.kids_by(place, "nsubj") and place < at + _REACH:
                return self._named_after(tree, place)[:1]
            if tree[place].pos == "PRON" or tree.words[place] in {";", "."}:
                break
        return []

    def _counted_after(self, tree: Tree, at: int) -> list[Actor]:
        """The people who are counted right after a verb, whatever "about" or "from ... to" did to the tree."""
        place = at + 1
        while place < len(tree) and tree.words[place] not in MARKS and not tree.finite(place):
            group = self.cast.groups.counted_at(tree, place)
            if group is not None:
                low = min(start for start, stop in group.spans if start <= tree[place].start < stop)
                first = next(n for n, token in enumerate(tree.tokens) if token.start >= low)
                return [group] if tree[first - 1].pos != "ADP" else []
            place += 1
        return []

    def _misread(self, tree: Tree, at: int) -> list[Actor]:  # noqa: C901 - one branch a construction
        """The object that the tagger took for a subject: in another case, or one person with a plural verb."""
        if not tree.feat(at, "Case") and tree.feat(at, "VerbForm") != "Fin":
            return []
        low, high = at, at + 1
        while low > 0 and tree.words[low - 1] not in MARKS and not tree.finite(low - 1):
            low -= 1
        while high < len(tree) and tree.words[high] not in MARKS and not tree.finite(high):
            high += 1
        plural = tree.feat(at, "Number") == "Plur"
        for place in [*range(at - 1, low - 1, -1), *range(at + 1, high)]:
            person = self.cast.people.at(tree, place)
            if tree.preposition(place) or (person is None and tree[place].pos not in NOUNS | {"NUM", "PRON"}):
                continue
            if person is not None and person.kind is PersonKind.INDIVIDUAL:
                case = self.cast.people.case_at(tree, place)
                if case in {"Acc", "Gen"} or (plural and tree[place].rel.startswith(("nsubj", "obj", "root"))):
                    return self._list_back(tree, place, low, list(self.meant(tree, place)))
            elif (
                plural and (group := self.cast.groups.at(tree, place)) is not None and tree.feat(place, "Case") != "Nom"
            ):
                return [group]
        if plural and low > 1 and tree.words[low - 1] == ",":
            for place in range(low - 1):
                if tree.finite(place) or tree.words[place] in {";", ":"}:
                    break
                if (group := self.cast.groups.counted_at(tree, place)) is not None:
                    return [group]
        return []

    def done_by(self, tree: Tree, at: int, words: frozenset[str]) -> bool:  # noqa: C901 - one branch a construction
        """Whether one of `words` is who does something, or an office or tie of whoever does."""
        subjects = self._subjects(tree, at)
        if not subjects and not self.story.rules.by_tree and tree[at].rel in {"conj", "ccomp"}:
            subjects = self._subjects(tree, tree[at].head)
        if self.participle(tree, at) and not self.story.rules.by_tree:
            subjects = [tree[at].head] if tree[at].head >= 0 else []
        if self.passive(tree, at):
            by = self.story.rules.by_words
            subjects = subjects + [
                kid
                for kid in tree.kids_by(at, "obl")
                if tree.feat(kid, "Case") in {"Ins", ""} and (not by or tree.preposition(kid) in by)
            ]
        for subject in subjects:
            low, high = tree.noun_phrase(subject)
            if not self.story.rules.by_tree:  # what an unknown noun was taken for, the genitive of its case shows
                while high < min(at, len(tree)) and tree.feat(high, "Case") == "Gen" and not tree.preposition(high):
                    high += 1
            if any(tree.has(place, words) for place in range(low, high)):
                return True
            for kid in tree.kids[subject]:  # "the embassy said its staff had visited him"
                owned = self.story.rules.by_tree and tree.has(kid, self.story.rules.possessives)
                owner = self.cast.resolve_possessive(tree, kid) if owned else None
                if owner is not None and owner.head in words:
                    return True
            actor = self.cast.resolve(tree, subject)
            if actor is not None and ({o.head for o in actor.offices} | {actor.head}) & words:
                return True
        return False

    def _far_subject(self, tree: Tree, at: int) -> list[Actor]:
        """A subject that phrases between commas part from its verb: "Горбунов, работавший на станции, был задержан"."""
        place = at - 1
        while (
            place >= 0
            and tree.words[place] not in {";", ":"}
            and not (tree.finite(place) and tree[place].pos == "VERB")
        ):
            if (
                self.cast.people.case_at(tree, place) == "Nom"
                and (actor := self.cast.people.at(tree, place)) is not None
            ):
                return [actor]
            if tree[place].rel.startswith("nsubj") and (group := self.cast.groups.counted_at(tree, place)) is not None:
                return [group]
            plain = not self.story.rules.by_tree and tree.feat(place, "Animacy") == "Anim"
            if plain and tree[place].rel.startswith("nsubj") and tree.feat(place, "Case") == "Nom":
                return self._all(tree, [place])
            place -= 1
        return []

    def by_pronoun(self, tree: Tree, at: int, trigger: Trigger) -> bool:
        """Whether only a pronoun says whom it is about: within a quotation nobody can tell whom that means."""
        rules = self.story.rules
        subject = trigger.slot is Slot.SUBJECT or self.passive(tree, at)
        kids = tree.kids_by(at, "nsubj") if subject else tree.kids_by(at, "obj", "iobj")
        return bool(kids) and all(tree[kid].pos == "PRON" and not tree.has(kid, rules.relatives) for kid in kids)

    def _shared(self, tree: Tree, at: int) -> list[Actor]:
        """The subject of the passive verb that this one is joined to."""
        seen = at
        for above in tree.ups(at):
            if tree[seen].rel not in {"conj", "parataxis", "advcl"}:
                break
            if tree.finite(above):
                found = self._all(tree, self._subjects(tree, above))
                if found:
                    return found
            seen = above
        return []

    def _of_noun(self, tree: Tree, at: int) -> list[Actor]:
        """Whom a noun is of: the genitive or of-phrase, a possessive, a relative clause's noun."""
        kids = [kid for kid in tree.kids_by(at, "nmod", "obl") if self._genitive(tree, kid)]
        found = self._all(tree, kids)
        if not found:
            found = self._counted_after(tree, at)
        if not found and at + 1 < len(tree):
            place = at + 1
            while place < len(tree) and tree[place].pos in {"ADJ", "DET", "NUM", "VERB"}:
                place += 1
            if place < len(tree) and self._genitive(tree, place) and tree[place].pos in NOUNS | {"PRON"}:
                found = self._all(tree, [place])
        if not found and self.story.rules.by_tree:
            found = self._in_matter(tree, at)
        if not found:
            for kid in tree.kids[at]:
                if tree.has(kid, self.story.rules.possessives) and (actor := self.cast.resolve_possessive(tree, kid)):
                    found = [actor]
        return found or self._whose_clause(tree, at)

    def _whose_clause(self, tree: Tree, at: int) -> list[Actor]:
        """Who did something upon what a noun names: "после ареста Иванов объявил голодовку"."""
        top = at
        while tree[top].rel == "nmod" and tree[tree[top].head].pos == "NOUN":
            top = tree[top].head
        verb = tree[top].head
        if tree[top].rel != "obl" or verb < 0 or tree.preposition(top) not in self.story.rules.upon:
            return []
        found = self._all(tree, tree.kids_by(verb, "nsubj"))
        return [a for a in found if a.kind is PersonKind.INDIVIDUAL and not (a.offices or a.roles - {Role.DETAINEE})]

    def _in_matter(self, tree: Tree, at: int) -> list[Actor]:
        """Who is tried by what a noun names: "the trial against X", "the verdict in the case of X"."""
        rules = self.story.rules
        matters = [at, *(kid for kid in tree.kids_by(at, "nmod", "obl") if tree.has(kid, rules.matters))]
        return self._all(
            tree,
            [
                kid
                for matter in matters
                for kid in tree.kids_by(matter, "nmod", "obl")
                if tree.preposition(kid) in rules.against or (matter != at and self._genitive(tree, kid))
            ],
        )

    def _of_participle(self, tree: Tree, at: int) -> list[Actor]:
        """The noun that a participle belongs to."""
        head = tree[at].head
        case, other = (tree.feat(at, "Case"), tree.feat(head, "Case")) if head >= 0 else ("", "")
        if head < 0 or (case and other not in {case, ""} and not {case, other} <= {"Gen", "Acc"}):
            return []
        if self.story.rules.by_tree and tree[at].rel == "advcl" and tree[head].pos == "VERB":
            return self._all(tree, self._subjects(tree, head))  # "freed on Saturday, he was expelled"
        if self.story.rules.by_tree and tree[head].pos not in NOUNS:
            return self._inverted(tree, at)
        found = self._all(tree, [head]) if tree[head].pos in NOUNS else []
        return found or self._holders(tree, head) or self._plural_before(tree, at) or self._before_comma(tree, at)

    def _before_comma(self, tree: Tree, at: int) -> list[Actor]:
        """Who is named right before the comma that a participle stands behind, wherever the tree hung it."""
        if self.story.rules.by_tree or at < _WITH_COMMA or tree.words[at - 1] != ",":
            return []
        person = self.cast.people.at(tree, at - 2)
        fits = tree.feat(at, "Number") == "Sing" and person is not None
        return [person] if person is not None and fits and person.gender in {tree.feat(at, "Gender"), ""} else []

    def _plural_before(self, tree: Tree, at: int) -> list[Actor]:
        """The people to whom a plural participle belongs that the tree hung from their ship or the like."""
        if self.story.rules.by_tree or tree.feat(at, "Number") != "Plur" or tree[at].head > at:
            return []
        for place in range(at - 1, -1, -1):
            if tree.finite(place) or tree.words[place] in {";", ":"}:
                break
            if tree.feat(place, "Number") == "Plur" and (group := self.cast.groups.counted_at(tree, place)) is not None:
                return [group]
        return []

    def _holders(self, tree: Tree, thing: int) -> list[Actor]:
        """Who has what a participle belongs to: "is serving a sentence handed down in 2023"."""
        if not self.story.rules.by_tree or tree[thing].rel not in {"obj", "obl"} or tree[thing].pos != "NOUN":
            return []
        verb = tree[thing].head
        return self._humans(tree, tree.kids_by(verb, "nsubj")) if not self.passive(tree, verb) else []

    def _indirect(self, tree: Tree, at: int, by_way_of: tuple[str, ...]) -> list[Actor]:
        """Who has something done to them: the dative, or the genitive of what it is done to."""
        stretch = [place for place in tree.under(at) if tree[place].pos in NOUNS | {"PRON", "NUM"}]
        datives = [place for place in stretch if tree.feat(place, "Case") == "Dat" and not self._governed(tree, place)]
        low, high = at, at
        while low > 0 and tree.words[low - 1] not in MARKS:
            low -= 1
        while high + 1 < len(tree) and tree.words[high + 1] not in MARKS:
            high += 1
        datives += [
            place
            for place in range(low, high + 1)
            if self.cast.people.case_at(tree, place) == "Dat"
            or (
                tree.has(place, self.story.rules.pronouns)
                and tree.feat(place, "Case") == "Dat"
                and not tree.preposition(place)
            )
        ]
        datives = [place for place in datives if not self._governed(tree, place)] or self._no_subjects(tree, at)
        found = self._humans(tree, datives)
        if found:
            return found
        by_way = [place for place in range(len(tree)) if tree.has(place, by_way_of)]
        for place in by_way:
            if abs(place - at) < _REACH:
                after = range(place + 1, min(len(tree), place + 6))
                near = [p for p in after if self._bare_genitive(tree, p) or self.cast.people.at(tree, p) is not None]
                if not self.story.rules.by_tree:
                    near += [
                        p for p in after if tree[p].pos == "PRON" or tree[p].head == place or tree[place].head == p
                    ]
                if found := self._humans(tree, near) or self._known_by_noun(tree, near):
                    return found
        found = self._humans(tree, [place for place in stretch if self._bare_genitive(tree, place)])
        return found or self._known_by_noun(tree, datives) or self._humans(tree, tree.kids_by(at, "iobj", "obj"))

    def _no_subjects(self, tree: Tree, at: int) -> list[int]:
        """Names that the tagger took for subjects though the verb stands in another number or gender."""
        if self.story.rules.by_tree:
            return []
        plural, neuter = tree.feat(at, "Number") == "Plur", tree.feat(at, "Gender") == "Neut"
        names = [kid for kid in tree.kids_by(at, "nsubj") if self.cast.people.at(tree, kid) is not None]
        return [kid for kid in names if (plural and not tree.kids_by(kid, "conj")) or neuter]

    def _known_by_noun(self, tree: Tree, places: list[int]) -> list[Actor]:
        """Those without a name or office whom nouns for people mean."""
        if self.story.rules.by_tree:
            return []
        people = [place for place in places if tree.feat(place, "Animacy") == "Anim" and tree[place].pos in NOUNS]
        return [
            a for a in self._all(tree, people) if a.kind is PersonKind.UNIDENTIFIED and not a.roles - {Role.DETAINEE}
        ]

    def _owners(self, tree: Tree, at: int) -> list[Actor]:
        """Whose the thing is that something is done to: "his remand was extended"."""
        if not self.story.rules.by_tree:
            below = [place for place in tree.under(at) if tree.has(place, self.story.rules.possessives)]
            whose = [self.cast.resolve_possessive(tree, place) for place in below]  # "продлил срок его ареста"
            found = [actor for actor in whose if actor is not None and actor.kind in HUMAN]
            head = tree[at].head if tree[at].rel == "conj" else -1
            return found or (self.object(tree, head) if head >= 0 and tree.finite(head) else [])
        things = tree.kids_by(at, "nsubj", "obj")
        return [actor for thing in things for actor in self._of_noun(tree, thing) if actor.kind in HUMAN]

    def _bare_genitive(self, tree: Tree, place: int) -> bool:
        return tree.feat(place, "Case") in {"Gen", ""} and tree[place].pos in NOUNS | {"PRON"}

    def _governed(self, tree: Tree, place: int) -> bool:
        return bool(tree.preposition(place))


_REACH = 14
_WITH_COMMA = 2
_AFTER_AND = 4
#: Before which token a participle stands that opens a sentence.
_OPENING = 4
