"""Whom a verb or noun of an event is about, by grammar: its object, its subject, whose it is, or its partners."""

from __future__ import annotations

from casefile.ingest.actors import Actor
from casefile.ingest.nouns import HUMAN, MARKS
from casefile.ingest.partners import Partners
from casefile.ingest.rules import Slot, Trigger
from casefile.ingest.trees import NOUNS, Tree
from casefile.vocabulary import EventKind, PersonKind, Role


class Slots(Partners):
    """Fills the slots of the table of triggers."""

    def who(self, tree: Tree, at: int, trigger: Trigger) -> list[Actor]:  # noqa: C901, PLR0912 - one branch a construction
        """The people of a trigger at `at`; nobody where the grammar names nobody."""
        if trigger.slot is Slot.NONE:
            return self._appellants(tree, at) if trigger.kind is EventKind.APPEAL and self.story.rules.by_tree else []
        if trigger.slot is Slot.EVERYBODY:
            found = self._everybody(tree)
            return found + [actor for actor in self.object(tree, at) if not trigger.noun and actor not in found]
        if trigger.kind is EventKind.EXCHANGE and self.story.rules.by_tree and not trigger.noun:
            swapped = [kid for kid in tree.kids_by(at, "obl") if tree.preposition(kid) in self.story.rules.for_words]
            found = self.object(tree, at)
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
            return found or self._owners(tree, at)
        if self.participle(tree, at):
            return self._of_participle(tree, at)
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
        subjects = [] if self.passive(tree, at) else self._humans(tree, self._subjects(tree, at))
        return [actor for actor in subjects if not actor.roles - {Role.DETAINEE}]

    def object(self, tree: Tree, at: int) -> list[Actor]:
        """The object of an active verb, the subject of a passive."""
        if self.passive(tree, at):
            found = self._all(tree, self._subjects(tree, at))
            found = found or self._shared(tree, at) or self._bound(tree, at)
            return found or self._far_subject(tree, at) or self._inverted(tree, at)
        objects = [kid for kid in tree.kids_by(at, "obj", "iobj") if tree.feat(kid, "Case") in {"Acc", "Gen", ""}]
        found = self._all(tree, objects)
        if not found:
            found = self._all(tree, self._near(tree, at, {"Acc", "Gen"}))
        found = found or self._counted_after(tree, at) or self._misread(tree, at) or self._apart_from(tree, at)
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

    def _named_after(self, tree: Tree, place: int) -> list[Actor]:
        found: list[Actor] = []
        for at in range(place + 1, len(tree)):
            if tree[at].pos == "VERB" and tree.finite(at) and tree.kids_by(at, "nsubj"):
                break
            actor = self.cast.people.at(tree, at) or self.cast.groups.counted_at(tree, at)
            if actor is not None and actor not in found:
                found.append(actor)
        return found

    def included(self, tree: Tree, who: list[Actor]) -> list[Actor]:
        """The named people who are told to be among those of a group, here or in the next sentence."""
        groups = [actor for actor in who if actor.kind is PersonKind.GROUP]
        if not groups:
            return []
        rules = self.story.rules
        found: list[Actor] = []
        after = self.story.trees[tree.number + 1] if tree.number + 1 < len(self.story.trees) else None
        for where, phrases in ((tree, rules.including), (after, rules.identifying)):
            if where is None:
                continue
            ends = [
                at + len(p.split()) for p in phrases for at in range(len(where)) if where.phrase(at, tuple(p.split()))
            ]
            for begin in ends[:1]:
                for at in range(begin, len(where)):
                    if where.finite(at):
                        break
                    person = self.cast.people.at(where, at)
                    official = self.story.rules.by_tree and person is not None and Role.OFFICIAL in person.roles
                    if person is not None and person not in found and not (official and found):
                        found.append(person)
        return found

    def along(self, tree: Tree, at: int) -> list[Actor]:
        """To whom the same happened as to the people of a verb: "was detained together with his brother, Tom Roe"."""
        found: list[Actor] = []
        for phrase in self.story.rules.along:
            words = tuple(phrase.split())
            for begin in range(len(tree)):
                if not tree.phrase(begin, words) or tree.clauses[begin] != tree.clauses[at]:
                    continue
                for place in range(begin + len(words), len(tree)):
                    if tree.finite(place) or tree.words[place] in {";", ":"}:
                        break
                    actor = self.cast.people.at(tree, place) or self.cast.groups.counted_at(tree, place)
                    official = actor is not None and Role.OFFICIAL in actor.roles
                    if actor is not None and not official:
                        found.append(actor)
                        break
        return found

    def terms(self, tree: Tree, at: int) -> list[Actor]:
        """Others to whom a verb gives a term without being printed again: "jailed A for two years and B for three"."""
        rules = self.story.rules
        found: list[Actor] = []
        for place in range(at + 1, len(tree) - 2):
            if tree.finite(place) and tree[place].pos == "VERB":
                break
            person = self.cast.people.at(tree, place)
            if person is None or self.cast.people.at(tree, place + 1) is person:
                continue
            low = place
            while self.cast.people.at(tree, low - 1) is person:
                low -= 1
            joined = tree[low - 1].pos == "CCONJ" or tree.words[low - 1] == ","
            number = tree[place + 2].pos == "NUM" or bool(tree.look(place + 2, rules.numerals))
            if joined and tree[place + 1].pos == "ADP" and number and rules.by_tree:
                found.append(person)
        return found

    def is_one_of(self, tree: Tree, at: int) -> bool:
        """Whether a participle stands for those of whom somebody is one: "среди задержанных", "один из задержанных"."""
        rules = self.story.rules
        if at > 0 and tree.words[at - 1] in rules.among:
            return True
        one = tree.look(at - 2, rules.numerals) if at > 1 and tree.words[at - 1] in rules.of_words else ""
        return bool(one) and rules.numerals[one] == 1 and tree.words[min(at + 1, len(tree) - 1)] == ","

    def one_of(self, tree: Tree, at: int) -> list[Actor]:
        """Who is told to be among those whom the participle at `at` stands for: "среди задержанных – капитан Лыков"."""
        found: list[Actor] = []
        for place in range(at + 1, len(tree)):
            if tree.words[place] in {";", ":"}:
                break
            person = self.cast.people.at(tree, place)
            if person is not None and self.cast.people.case_at(tree, place) in {"Nom", ""} and person not in found:
                found.append(person)
            if tree.words[at - 1] not in self.story.rules.among and (found or place > at + 2):
                break
        return found

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

    def _list_back(self, tree: Tree, place: int, low: int, found: list[Actor]) -> list[Actor]:
        """Those before a name in a list, up to the token `low`."""
        at = place
        while at - 1 >= low and self.cast.people.at(tree, at - 1) is self.cast.people.at(tree, place):
            at -= 1
        while at - 2 >= low and (tree[at - 1].pos == "CCONJ" or tree.words[at - 1] == ","):
            person = self.cast.people.at(tree, at - 2)
            if person is None:
                break
            found.insert(0, person)
            at -= 2
            while at - 1 >= low and self.cast.people.at(tree, at - 1) is person:
                at -= 1
        return found

    def _everybody(self, tree: Tree) -> list[Actor]:
        """All in a sentence who are named or counted and hold no office."""
        found: list[Actor] = []
        for at in range(len(tree)):
            actor = self.cast.people.at(tree, at) or self.cast.groups.counted_at(tree, at)
            if actor is not None and actor not in found and not actor.offices and not actor.roles - {Role.DETAINEE}:
                found.append(actor)
        return found

    def done_by(self, tree: Tree, at: int, words: frozenset[str]) -> bool:
        """Whether one of `words` is who does something, or an office or tie of whoever does."""
        subjects = self._subjects(tree, at)
        if self.passive(tree, at):
            by = self.story.rules.by_words
            subjects = subjects + [
                kid
                for kid in tree.kids_by(at, "obl")
                if tree.feat(kid, "Case") in {"Ins", ""} and (not by or tree.preposition(kid) in by)
            ]
        for subject in subjects:
            low, high = tree.noun_phrase(subject)
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
        return found or self._holders(tree, head)

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
        datives = [place for place in datives if not self._governed(tree, place)]
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
            return []
        things = tree.kids_by(at, "nsubj", "obj")
        return [actor for thing in things for actor in self._of_noun(tree, thing) if actor.kind in HUMAN]

    def _bare_genitive(self, tree: Tree, place: int) -> bool:
        return tree.feat(place, "Case") in {"Gen", ""} and tree[place].pos in NOUNS | {"PRON"}

    def _governed(self, tree: Tree, place: int) -> bool:
        return bool(tree.preposition(place))


_REACH = 14
#: Before which token a participle stands that opens a sentence.
_OPENING = 4
