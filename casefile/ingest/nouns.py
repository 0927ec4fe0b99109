"""Whom the nouns around a verb mean, and which of them is its subject."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from casefile.ingest.actors import Actor
from casefile.ingest.cast import Cast
from casefile.ingest.epithets import kind_of_noun
from casefile.ingest.story import Story
from casefile.ingest.trees import NOUNS, Tree
from casefile.vocabulary import PersonKind

#: Who can be held, met or visited.
HUMAN = frozenset({PersonKind.INDIVIDUAL, PersonKind.GROUP, PersonKind.UNIDENTIFIED})
#: Marks that part a clause from the next.
MARKS = frozenset(",;:–—.")


class Nouns:
    """Reads nouns as people."""

    def __init__(self, story: Story, cast: Cast) -> None:
        self.story = story
        self.cast = cast

    def subject(self, tree: Tree, at: int) -> Actor | None:
        """Who the clause of a word is about."""
        for kid in tree.kids_by(tree.clauses[at], "nsubj"):
            if (actor := self.cast.resolve(tree, kid)) is not None:
                return actor
        return None

    def subjects(self, tree: Tree, at: int) -> list[Actor]:
        """Who the subject of a verb is."""
        return self._all(tree, self._subjects(tree, at))

    def passive(self, tree: Tree, at: int) -> bool:
        """Whether a verb is in the passive."""
        token = tree[at]
        return (
            token.feats.get("Voice") == "Pass"
            or token.feats.get("Variant") == "Short"
            or bool(tree.kids_by(at, "aux:pass"))
            or any(tree[kid].rel == "nsubj:pass" for kid in tree.kids[at])
        )

    def participle(self, tree: Tree, at: int) -> bool:
        """Whether a word is a participle that no auxiliary makes the verb of its clause."""
        return (
            tree.feat(at, "VerbForm") == "Part"
            and tree.feat(at, "Variant") != "Short"
            and not (self.story.rules.by_tree and self._helped(tree, at))
        )

    def _helped(self, tree: Tree, at: int) -> bool:
        """Whether a participle has an auxiliary, or shares that of the verb it is joined to: "freed and deported"."""
        head = tree[at].head
        return bool(tree.kids_by(at, "aux")) or (tree[at].rel == "conj" and head >= 0 and tree.finite(head))

    def _subjects(self, tree: Tree, at: int) -> list[int]:
        given = tree.kids_by(at, "nsubj")
        if given:
            return given
        if self.story.rules.by_tree:
            above = tree[at].head
            if tree[at].rel == "xcomp" and not tree.kids_by(above, "obj", "iobj"):
                return self._subjects(tree, above)  # "is due to stand trial"
            if tree[at].rel == "conj" and tree[above].pos in {"VERB", "AUX", "ADJ"}:
                return self._subjects(tree, above)  # "was taken ill and died"
        return self._near(tree, at, {"Nom"})

    def _near(self, tree: Tree, at: int, cases: set[str]) -> list[int]:
        """The nearest noun in one of the cases between the marks around a verb, wherever the tree hung it."""
        found = []
        for step in (-1, 1) if "Nom" in cases else (1, -1):
            place = at + step
            while 0 <= place < len(tree) and tree.words[place] not in MARKS and not tree.finite(place):
                token = tree[place]
                if token.pos == "CCONJ" and step < 0:
                    break
                if token.pos in NOUNS | {"PRON"} and token.feats.get("Case") in cases and not tree.preposition(place):
                    actor = self.cast.resolve(tree, place)
                    if actor is not None and actor.kind in HUMAN:
                        found.append(place)
                        break
                place += step
            if found:
                break
        return found

    def _humans(self, tree: Tree, places: list[int]) -> list[Actor]:
        found: list[Actor] = []
        for place in places:
            for actor in self.meant(tree, place):
                if actor.kind in {PersonKind.INDIVIDUAL, PersonKind.GROUP} and actor not in found:
                    found.append(actor)
        return found

    def _all(self, tree: Tree, places: list[int]) -> list[Actor]:
        found: list[Actor] = []
        for place in map(partial(self._counted, tree), places):
            for actor in (*self.meant(tree, place), *self._listed(tree, place)):
                if actor.kind in HUMAN and actor not in found:
                    found.append(actor)
        return found

    def _counted(self, tree: Tree, place: int) -> int:
        """The noun that is counted where a word before its numeral stands for it in the tree: "более 20 человек"."""
        if tree[place].pos in NOUNS | {"PRON", "NUM"} or not tree.has(place, self.story.rules.bounds):
            return place
        below = [kid for kid in tree.under(place) if self.cast.groups.counted_at(tree, kid) is not None]
        return below[-1] if below else place

    def _listed(self, tree: Tree, place: int) -> list[Actor]:
        """Those in one list with a noun by commas and "and", in its case, whatever the tree joined them to."""
        case = self.cast.people.case_at(tree, place) or tree.feat(place, "Case")
        found: list[Actor] = []
        at = tree.noun_phrase(place)[1]
        while at < len(tree) and self.cast.people.at(tree, at) is not None:
            at += 1
        while at < len(tree) - 1 and (tree.words[at] == "," or tree[at].pos == "CCONJ"):
            at += 1
            while at < len(tree) and tree[at].pos in {"ADV", "CCONJ", "PART", "ADJ", "NUM", "DET"}:
                at += 1
            if at >= len(tree) or tree.preposition(at) or tree[at].pos not in NOUNS:
                break
            actor = self.cast.people.at(tree, at) or self.cast.groups.counted_at(tree, at)
            own = self.cast.people.case_at(tree, at) or tree.feat(at, "Case")
            same = own == case or {own, case} <= {"Gen", "Acc"}
            if actor is None:
                person = self.cast.person_in(tree, at)
                actor = person if person is not None else None
            if actor is None or not same:
                break
            found.append(actor)
            at = tree.noun_phrase(at)[1]
            while at < len(tree) and self.cast.people.at(tree, at) is not None:
                at += 1
        return found if case else []

    def meant(self, tree: Tree, place: int) -> Iterator[Actor]:  # noqa: C901, PLR0912 - one branch a construction
        """Whom a noun means, with those joined to it by "and"."""
        if tree.has(place, self.story.rules.relatives):
            if (antecedent := self.antecedent(tree, place)) is not None:
                yield from self.meant(tree, self._list_of(tree, antecedent))
            return
        named = self.cast.groups.named_in(tree, place) or self.cast.apposed(tree, place)
        several = self.cast.several(tree, place)
        if named:
            for person in named:
                self.cast.described_as(tree, place, person)
            yield from named
            return
        if not several and (held := self.cast.held(tree, place)):
            yield from held
            return
        if several:
            yield from several
        elif (actor := self.cast.resolve(tree, place)) is not None:
            yield actor
            if actor.kind is PersonKind.GROUP and tree[place].pos == "PRON":
                yield from self.beside_group(actor, tree[place].start)
        for kid in tree.kids_by(place, "conj"):
            if tree[kid].pos in NOUNS or (self.story.rules.by_tree and tree[kid].pos == "NUM"):
                yield from self.meant(tree, kid)
        for kid in tree.kids_by(place, "appos", "flat"):
            for joined in tree.kids_by(kid, "conj"):
                if tree[joined].pos in NOUNS:
                    yield from self.meant(tree, joined)

    def _list_of(self, tree: Tree, place: int) -> int:
        """The plural noun of whose people, named one by one, a relative clause tells after the last of them."""
        if not self.story.rules.by_tree or self.cast.people.at(tree, place) is None:
            return place
        for above in tree.ups(place):
            if self.cast.people.at(tree, above) is not None:
                continue
            plural = tree.feat(above, "Number") == "Plur" and tree.feat(above, "Animacy") == "Anim"
            return (
                above
                if plural and len(self.cast.groups.named_in(tree, above) or self._named_by(tree, above)) > 1
                else place
            )
        return place

    def _named_by(self, tree: Tree, noun: int) -> list[Actor]:
        """Those whose names hang from a noun in one list."""
        found = [self.cast.people.at(tree, at) for at in tree.under(noun)]
        return list(dict.fromkeys(actor for actor in found if actor is not None))

    def beside_group(self, group: Actor, before: int) -> Iterator[Actor]:
        """Who is named together with a group that "they" takes up: "Petrov and nine colleagues were held. They ..."."""
        start = group.last_before(before)
        tree = self.story.tree_at(start) if start >= 0 and self.story.rules.by_tree else None
        if tree is None:
            return
        low = next((n for n, token in enumerate(tree.tokens) if token.start >= start), 0)
        if low > 1 and tree[low - 1].pos == "CCONJ" and (person := self.cast.people.at(tree, low - 2)) is not None:
            yield person

    def antecedent(self, tree: Tree, place: int) -> int | None:
        """The noun that a relative pronoun stands for: before the comma of its clause, in its number."""
        for up in tree.ups(place):
            if tree[up].rel in {"acl:relcl", "acl"} and tree[up].head < place:
                return self._human(tree, tree[up].head, place)
        at = place
        while at > 0 and tree.words[at] != ",":
            at -= 1
        number = tree.feat(place, "Number")
        for before in range(at - 1, -1, -1):
            if tree.words[before] in MARKS:
                return None
            if tree[before].pos in NOUNS and tree.feat(before, "Number") in {number, ""}:
                if tree[before].rel.split(":")[0] == "flat" and tree[before].head < before:
                    continue
                return before
        return None

    def _human(self, tree: Tree, noun: int, relative: int) -> int:
        """The person that "who" stands for, where the tree gave it the noun of a place: "a clerk from Rome, who"."""
        if not tree.has(relative, self.story.rules.of_humans):
            return noun
        for at in (noun, *tree.ups(noun)):
            human = self.cast.people.at(tree, at) is not None or bool(kind_of_noun(self.story, tree, at))
            if human or tree.feat(at, "Animacy") == "Anim" or tree.has(at, self.story.rules.collectives):
                return at
            if tree[at].pos not in NOUNS:
                break
        return noun

    def _genitive(self, tree: Tree, kid: int) -> bool:
        case = tree.feat(kid, "Case")
        if case:
            return case == "Gen" and (not tree.preposition(kid) or tree.preposition(kid) in self.story.rules.bounds)
        return tree.preposition(kid) in self.story.rules.of_words or tree[kid].rel == "nmod:poss"
