"""Who speaks in words around a quotation without a verb of saying: what leads up to its colon, or follows its dash."""

from __future__ import annotations

import re

from casefile.ingest.cast import Cast
from casefile.ingest.frames import Frames
from casefile.ingest.quotes import Quotation
from casefile.ingest.rules import Saying
from casefile.ingest.speakers import Frame
from casefile.ingest.story import Story
from casefile.ingest.trees import NOUNS, Tree

_ENDS = frozenset([".", "!", "?", "…", "«", "„", "“", '"'])
_PARTS = frozenset([",", ";", ":", "–", "—"])
#: A frame of whatever verb has nothing to say but the quotation.
_ONLY_QUOTES = Saying(clause=False)


class Leads:
    """Makes frames of them."""

    def __init__(self, story: Story, cast: Cast, frames: Frames) -> None:
        self.story = story
        self.cast = cast
        self.frames = frames

    def before(self, quotation: Quotation) -> Frame | None:
        """The frame of a clause that ends in a colon before a quotation: "министр развёл руками: «...»"."""
        tree = self.story.tree_at(quotation.outer_start - 1)
        if tree is None:
            return None
        stop = next((at for at in range(len(tree)) if tree[at].start >= quotation.outer_start), len(tree))
        while stop > 0 and tree.words[stop - 1] in _PARTS:
            stop -= 1
        start = stop
        while start > 0 and tree.words[start - 1] not in {";", "»", "”"} | _ENDS and self._in_body(tree, start - 1):
            start -= 1
        verbs = [at for at in range(start, stop) if self._predicate(tree, at) and not self._relative(tree, at, start)]
        for verb in reversed(verbs):
            if (subject := self._subject(tree, verb, start, stop)) is not None:
                return self._frame(tree, verb, subject)
        if verbs and tree[verbs[-1]].pos == "VERB" and not any(tree.kids_by(verb, "nsubj") for verb in verbs):
            return Frame(tree, verbs[-1], verbs[-1], verbs[-1] + 1, tree.lemmas[verbs[-1]], _ONLY_QUOTES)
        subject = next((at for at in range(start, stop) if self._speaks(tree, at)), None) if not verbs else None
        return self._frame(tree, subject, subject) if subject is not None else None

    def after(self, offset: int) -> Frame | None:
        """The frame of what follows a quotation and a dash: «...», – не унывает дед; «...» – таков ответ посла."""
        tree = self.story.tree_at(offset)
        if tree is None or not self.story.text[offset : offset + 1].islower():
            return None
        start = next((at for at, token in enumerate(tree.tokens) if token.start >= offset), len(tree))
        stop = start
        while stop < len(tree) and tree.words[stop] not in _ENDS | {"–", "—"}:
            stop += 1
        verbs = [at for at in range(start, stop) if self._predicate(tree, at) and not self._relative(tree, at, start)]
        for verb in verbs:
            if (subject := self._subject(tree, verb, start, stop)) is not None:
                return self._frame(tree, verb, subject)
        if verbs and tree[verbs[0]].pos == "VERB" and not tree.kids_by(verbs[0], "nsubj"):
            return Frame(tree, verbs[0], verbs[0], verbs[0] + 1, tree.lemmas[verbs[0]], _ONLY_QUOTES)
        nouns = range(start, stop)
        subject = next((at for at in nouns if self._speaks(tree, at)), None)
        if subject is None:
            subject = next((at for at in nouns if tree.has(at, self.story.rules.pronouns)), None)
        if subject is None and not verbs:
            subject = next((at for at in nouns if tree[at].pos in NOUNS and self._somebody(tree, at)), None)
        return self._frame(tree, start, subject) if subject is not None else None

    def _in_body(self, tree: Tree, at: int) -> bool:
        return tree[at].start >= self.story.body

    def _frame(self, tree: Tree, at: int, subject: int) -> Frame:
        return Frame(tree, at, at, at + 1, tree.lemmas[at], _ONLY_QUOTES, subject=subject)

    def _predicate(self, tree: Tree, at: int) -> bool:
        if tree[at].pos == "AUX" or tree.feat(at, "Person") in {"1", "2"}:
            return False
        short = tree.feat(at, "Variant") == "Short" and tree[at].pos in {"ADJ", "VERB"}
        return tree.finite(at) or short or bool(tree.kids_by(at, "cop"))

    def _relative(self, tree: Tree, at: int, start: int) -> bool:
        """Whether a verb is that of a clause about a noun, or of what was asked."""
        for before in range(at - 1, start - 1, -1):
            if tree.words[before] in _PARTS:
                break
            if tree.has(before, self.story.rules.relatives):
                return True
        return tree[at].rel in {"acl", "acl:relcl"} or bool(re.search(r"\bли$", " ".join(tree.words[at : at + 2])))

    def _subject(self, tree: Tree, verb: int, start: int, stop: int) -> int | None:
        """The subject of a verb, or of the verb that it is joined to, within the stretch, if that is somebody."""
        seen = verb
        while True:
            for kid in sorted(tree.kids_by(seen, "nsubj"), key=lambda kid: (tree.feat(kid, "Case") != "Nom", kid)):
                if start <= kid < stop and self._speaks(tree, kid):
                    return kid
                if start <= kid < stop and (owner := self._owner(tree, kid, stop)) is not None:
                    return owner
            above = tree[seen].head
            joined = tree[seen].rel.split(":")[0] in {"conj", "advcl", "xcomp", "parataxis"}
            if above < start or above >= stop or not joined:
                break
            seen = above
        near = sorted(range(start, stop), key=lambda at: (at < verb, abs(at - verb)))
        return next(
            (
                at
                for at in near
                if self._speaks(tree, at)
                and not self._below_noun(tree, at)
                and not self._another(tree, at, verb)
                and tree.feat(at, "Number") == tree.feat(verb, "Number")
            ),
            None,
        )

    def _another(self, tree: Tree, at: int, verb: int) -> bool:
        """Whether it is the subject of another verb."""
        return tree[at].rel.startswith("nsubj") and tree[at].head != verb and tree[tree[at].head].pos == "VERB"

    def _below_noun(self, tree: Tree, at: int) -> bool:
        return tree[at].head >= 0 and tree[at].rel.split(":")[0] in {"nmod", "flat", "amod"}

    def _speaks(self, tree: Tree, at: int) -> bool:
        """Whether a token in the nominative means somebody."""
        case = self.cast.people.case_at(tree, at) or tree.feat(at, "Case")
        if case not in {"Nom", ""} or tree[at].pos not in NOUNS | {"PRON", "ADJ", "NUM", "VERB"}:
            return False
        if tree.has(at, self.story.rules.pronouns) and tree.feat(at, "Person") not in {"1", "2"}:
            return True
        if tree[at].pos not in NOUNS and not (tree[at].rel.startswith("nsubj")):
            return False
        return self._somebody(tree, at)

    def _somebody(self, tree: Tree, at: int) -> bool:
        if self.cast.people.at(tree, at) is not None:
            return True
        rules = self.story.rules
        animate = tree[at].pos in NOUNS and tree.feat(at, "Animacy") == "Anim"
        body = tree.has(at, rules.bodies) and (tree.look(at, rules.bodies) not in rules.sides or bool(tree.kids[at]))
        return animate or body or tree.has(at, rules.held)

    def _owner(self, tree: Tree, at: int, stop: int) -> int | None:
        """Whose words a noun stands for: "ответ министра был краток: «...»"."""
        if tree[at].pos not in NOUNS or not tree.has(at, self.story.rules.documents):
            return None
        return next((kid for kid in tree.kids_by(at, "nmod") if kid < stop and self._somebody(tree, kid)), None)
