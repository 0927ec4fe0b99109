"""Whose letter, statement or post it is that says something, or that somebody reads out."""

from __future__ import annotations

from casefile.ingest.actors import Actor
from casefile.ingest.subjects import Subjects
from casefile.ingest.trees import NOUNS, Tree
from casefile.vocabulary import PersonKind

#: Sentences back in which a document is told of with its author.
_DOCUMENT_REACH = 6
#: Those back to which "the statement" takes one up that somebody is told to have made.
_JUST_BEFORE = 3


class Authors(Subjects):
    """Finds them."""

    def _written(self, tree: Tree, verb: int) -> int | None:
        """Whose document says something: "говорится в заявлении МИД", "сообщается в докладе центра"."""
        if self.story.rules.by_tree:
            return None
        if not self._tells_itself(tree, verb):
            return None
        low, high = self.around(tree, verb)
        for at in range(low, high):
            if not tree.has(at, self.story.rules.documents) or tree[at].pos not in NOUNS:
                continue
            for owner in range(at + 1, high):
                if tree[owner].pos in NOUNS and tree.feat(owner, "Case") in {"Gen", ""}:
                    return owner
        return None

    def _unowned(self, tree: Tree, verb: int) -> int | None:
        """A document that says something, where it is not told whose: "говорится в сообщении", "в его письме"."""
        if not self._tells_itself(tree, verb) or self._written(tree, verb) is not None:
            return None
        low, high = self.around(tree, verb)
        return next(
            (
                at
                for at in range(low, high)
                if tree[at].pos in NOUNS
                and tree.has(at, self.story.rules.documents)
                and any(
                    tree.words[before] in self.story.rules.place_words | self.story.rules.of_words
                    for before in self._before(tree, at)
                )
            ),
            None,
        )

    def _tells_itself(self, tree: Tree, verb: int) -> bool:
        """Whether a verb is one that says so of a document: "говорится", "указано", "следует из"."""
        rules = self.story.rules
        if any(tree.feat(kid, "Case") == "Nom" and tree[kid].pos in NOUNS for kid in tree.kids_by(verb, "nsubj")):
            return False  # "посольство откликнулось на письмо"
        passive = tree.feat(verb, "Voice") in {"Pass", "Mid"} or tree.lemmas[verb].endswith(rules.impersonal)
        return passive or tree.has(verb, rules.follows)

    def _read_out(self, tree: Tree, verb: int) -> int | None:
        """Whom somebody quotes, or whose letter or words: "цитирует министра агентство", "приводит издание слова Х"."""
        rules = self.story.rules
        if not tree.has(verb, rules.citing_verbs):
            return None
        for kid in tree.kids_by(verb, "obj"):
            if tree.preposition(kid):
                continue
            if tree.has(kid, rules.documents) or (
                tree[kid].pos in NOUNS and self.cast.people.at(tree, kid) is not None
            ):
                return kid
        return None

    def _wrote(self, tree: Tree, document: int, last: Actor | None) -> Actor | None:
        """Whose document it is: of whoever a possessive means, whose it was when last told of, or who spoke last."""
        rules = self.story.rules
        bodies = {PersonKind.ORGANISATION, PersonKind.STATE}
        if any(tree.has(kid, rules.possessives) for kid in tree.kids[document]):
            for at in range(document - 1, -1, -1):
                actor = self.cast.body(tree, at) if tree.feat(at, "Case") == "Nom" else None
                if actor is not None and actor.kind in bodies:
                    return actor
            return (self._subject_before(tree) if tree.number > 0 else None) or last
        for other in reversed(self.story.trees[: tree.number][-_DOCUMENT_REACH:]):
            for at in range(len(other)):
                owner = self.owner(other, at) if other.has(at, {tree.lemmas[document]}) else None
                actor = self.cast.resolve(other, owner, last) if owner is not None else None
                if actor is not None:
                    return actor
        return last if last is not None or tree.number == 0 else self._subject_before(tree)

    def _subject_before(self, tree: Tree) -> Actor | None:
        """The body that the sentence before is about: "фонд направил жалобу. В документе сказано"."""
        before = self.story.trees[tree.number - 1]
        nouns = [at for at in range(len(before)) if before[at].rel.startswith("nsubj") and before[at].pos in NOUNS]
        found = (self.cast.body(before, at) for at in nouns if before[at].start >= self.story.body)
        return next((actor for actor in found if actor is not None), None)

    def _issued(self, tree: Tree, document: int, verb: int) -> list[int]:
        """Whose document it is: "the ministry's statement", "a report by the mission", "read a note from her"."""
        issued = self.story.rules.issued
        owners = [
            kid
            for kid in tree.kids_by(document, "nmod")
            if tree[kid].pos in NOUNS and (tree[kid].rel == "nmod:poss" or tree.preposition(kid) in issued)
        ]
        high = tree.noun_phrase(document)[1]
        if not owners and high < len(tree) and tree.words[high] in issued and tree[high].head >= 0:
            owner = tree[high].head
            if tree[owner].pos in NOUNS and tree[owner].head == verb and document > verb:
                owners = [owner]
        return owners

    def _issuer(self, tree: Tree, document: int) -> Actor | None:
        """Who put out a document that was told of just before: "the ministry published a statement"."""
        for other in reversed(self.story.trees[max(0, tree.number - _JUST_BEFORE) : tree.number]):
            for at in range(len(other) - 1, -1, -1):
                if other.lemmas[at] != tree.lemmas[document] or not self.story.told(other, at):
                    continue
                subjects = self._issued(other, at, other.clauses[at]) or other.kids_by(other.clauses[at], "nsubj")
                for subject in subjects:
                    if (actor := self.cast.resolve(other, subject)) is not None:
                        return actor
        return None

    def owner(self, tree: Tree, document: int) -> int | None:
        """The noun of whose document it is."""
        owned = [kid for kid in tree.kids_by(document, "nmod") if tree[kid].pos in NOUNS and not tree.preposition(kid)]
        if owned:
            return owned[0]
        after = document + 1
        while after < len(tree) and tree[after].pos in {"ADJ", "DET"}:
            after += 1
        if after < len(tree) and tree[after].pos in NOUNS and tree.feat(after, "Case") == "Gen":
            return after
        return None
