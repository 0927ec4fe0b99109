"""Who takes part in what two sides do, a meeting, a call or the handing over of a note; and where something was."""

from __future__ import annotations

from casefile.ingest.actors import Actor
from casefile.ingest.analysis import Named
from casefile.ingest.nouns import Nouns
from casefile.ingest.trees import NOUNS, Tree
from casefile.vocabulary import PersonKind


class Partners(Nouns):
    """Reads the nouns around a verb of meeting or handing over."""

    def _handed(self, tree: Tree, at: int) -> list[Actor]:
        """Who hands something over, and who takes it: the subjects, the dative, a body that it goes to."""
        places = [
            kid for kid in tree.kids_by(at, "nsubj") if tree.feat(kid, "Animacy") != "Inan" or self._body(tree, kid)
        ]
        for kid in tree.kids_by(at, "iobj", "obl", "nmod", "obj"):
            into = tree.preposition(kid) in self.story.rules.place_words and tree.feat(kid, "Case") in {"Acc", ""}
            if (tree.feat(kid, "Case") == "Dat" and not tree.preposition(kid)) or (into and self._body(tree, kid)):
                places.append(kid)
        found = [self.cast.resolve(tree, place) for place in places if not tree.has(place, self.story.rules.documents)]
        return list(dict.fromkeys(actor for actor in found if actor is not None))

    def _body(self, tree: Tree, at: int) -> bool:
        entity = self.story.entity_at(tree[at].start)
        named = entity is not None and entity.kind is Named.ORGANISATION
        return named or tree.has(at, self.story.rules.bodies)

    def _partners(self, tree: Tree, at: int, *, noun: bool) -> list[Actor]:  # noqa: C901 - one branch a construction
        """All who take part in a meeting or call."""
        places: list[int] = []
        verb = tree.clauses[at]
        if noun:
            places += tree.kids_by(at, "nmod", "obl", "nsubj")
        places += tree.kids_by(at, "nsubj", "obl", "nmod")
        if not noun and self.story.rules.by_tree:
            things = tree.kids_by(at, "obj")  # "held talks with him"
            beside = self.story.rules.with_words
            things += [kid for kid in tree.kids_by(at, "obl") if tree.preposition(kid) not in beside]
            below = [kid for thing in things for kid in tree.under(thing) if tree.preposition(kid) in beside]
            places += [*tree.kids_by(at, "obj"), *below]  # "spoke by telephone with him"
        if noun and self.story.rules.by_tree and verb != at and tree[at].head == verb and tree[at].rel == "obl":
            said = tree.look(verb, self.story.rules.sayings)
            if said and not self.story.rules.sayings[said].judges:  # "in a call, he told the minister that"
                places += tree.kids_by(verb, "obj", "iobj")
        received = [] if noun or self.story.rules.by_tree else tree.kids_by(at, "obj")  # "принял посла"
        places += received
        if verb != at and (tree[at].head == verb or not noun):
            places += tree.kids_by(verb, "nsubj", "obl")
        if not noun and self.story.rules.by_tree and tree[verb].rel == "advcl" and not tree.kids_by(verb, "obj"):
            above = tree[verb].head  # "raised it with the president when the two met"
            places += [
                kid
                for kid in tree.kids_by(above, "nsubj", "obl")
                if tree[kid].rel.startswith("nsubj") or tree.preposition(kid) in self.story.rules.with_words
            ]
            places += [
                kid
                for thing in tree.kids_by(above, "obj")
                for kid in tree.kids_by(thing, "nmod")
                if tree.preposition(kid) in self.story.rules.with_words
            ]
        found: list[Actor] = []
        for place in dict.fromkeys(places):
            preposition = tree.preposition(place)
            own = not preposition and (
                tree.feat(place, "Case") in {"Nom", "Gen", ""}
                or tree[place].rel.startswith("nsubj")
                or place in received
            )
            if (
                preposition
                and preposition not in self.story.rules.with_words
                and preposition not in self.story.rules.of_words
            ):
                continue
            if not preposition and not own:
                continue
            for actor in self.meant(tree, place):
                if actor not in found and actor.kind in {PersonKind.INDIVIDUAL, PersonKind.UNIDENTIFIED}:
                    found.append(actor)
        return found + self._who_met(tree, at, found) if noun else found

    def _who_met(self, tree: Tree, at: int, found: list[Actor]) -> list[Actor]:
        """Those named as the subject of what was done at a meeting: "по итогам встречи с А. министр Б. заявил"."""
        rules = self.story.rules
        subject = tree[at].rel.startswith("nsubj")
        whose = [kid for kid in tree.kids_by(at, "nmod") if tree[kid].pos in NOUNS and not tree.preposition(kid)]
        if rules.by_tree or len(found) > 1 or subject or whose:
            return []
        verb = next((up for up in tree.ups(at) if tree.finite(up)), -1)
        people = [a for kid in (tree.kids_by(verb, "nsubj") if verb >= 0 else ()) for a in self.meant(tree, kid)]
        return [actor for actor in people if actor.named and actor not in found]

    def place(self, tree: Tree, at: int) -> str:
        """Where it took place: a name of a place after a preposition of place in the same clause, nearest to it."""
        best: tuple[int, str] | None = None
        for kid in tree.in_clause(at):
            if tree.preposition(kid) not in self.story.rules.place_words or tree.feat(kid, "Case") not in {"Loc", ""}:
                continue
            entity = self.story.entity_at(tree[kid].start)
            if entity is None or entity.kind is not Named.PLACE:
                continue
            tokens = [token for token in tree.tokens if entity.start <= token.start < entity.stop]
            head = next((n for n, token in enumerate(tokens) if token.start == tree[kid].start), 0)
            name = self.story.forms.phrase(tokens, head)
            if best is None or abs(kid - at) < best[0]:
                best = abs(kid - at), name
        return best[1] if best else ""
