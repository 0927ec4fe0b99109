"""Where a text says that somebody says something: the verb or set phrase."""

from __future__ import annotations

from casefile.ingest.rules import Attribution, Saying
from casefile.ingest.speakers import Frame, Speakers
from casefile.ingest.trees import NOUNS, Tree

#: How far from its verb the other words of a phrase such as "обратить внимание" may stand.
_PHRASE_REACH = 5
#: How far a noun such as "account" may stand from its preposition, with the name of its owner between them.
_OWNED_REACH = 10
#: Where a clause ends.
_STOPS = frozenset([".", ":", ";", "!", "?", "“", "«", '"'])


class Frames(Speakers):
    """Finds the frames of a story."""

    def of(self, tree: Tree) -> list[Frame]:
        """The frames in a sentence, in order, without their speakers."""
        found: list[Frame] = []
        for at in range(len(tree)):
            if not self.story.told(tree, at):
                continue
            frame = self._attribution(tree, at) or self._saying(tree, at)
            if frame is not None and not (found and found[-1].low <= at < found[-1].high and frame.saying is None):
                found.append(frame)
        return found

    def _saying(self, tree: Tree, at: int) -> Frame | None:
        sayings = self.story.rules.sayings
        token = tree[at]
        quoting = token.head >= 0 and tree.has(token.head, self.story.rules.quoting)
        form = token.feats.get("VerbForm")
        participle = form == "Part" and not self.story.rules.by_tree and self._tells(tree, at)
        if token.pos not in {"VERB", "AUX"} or (form in {"Inf", "Part", "Ger"} and not (quoting or participle)):
            return None
        if token.feats.get("Person") in {"1", "2"} or self._in_relative(tree, at):
            return None
        deniers = [at, *tree.kids_by(at, "nsubj")]
        negated = any(
            kid < at and tree.has(kid, self.story.rules.negations)
            for each in deniers
            for kid in (*tree.kids[each], *deniers[1:])
        ) or (at > 0 and tree.has(at - 1, self.story.rules.negations))
        if tree.feat(at, "Voice") == "Pass" and not tree.kids_by(at, "obl") and self._written(tree, at) is None:
            return None
        best = ""
        for lemma in {tree.lemmas[at], tree.words[at]}:
            for phrase in self._phrases(lemma):
                if len(phrase) > len(best) and self._stands(tree, at, phrase.split()[1:]):
                    best = phrase
        if not best or sayings[best].negated != negated:
            return None
        if tree.lemmas[at] in self.story.rules.impersonal_verbs and not self._of_document(tree, at):
            return None
        if (
            tree.has(at, self.story.rules.follows)
            and self._written(tree, at) is None
            and self._unowned(tree, at) is None
        ):
            return None
        return Frame(tree, at, at, at + 1, best, sayings[best])

    def _of_document(self, tree: Tree, at: int) -> bool:
        """Whether a document beside a verb says so."""
        return self._written(tree, at) is not None or self._unowned(tree, at) is not None

    def _tells(self, tree: Tree, at: int) -> bool:
        """Whether a participle of its noun's own doing opens a that-clause or an infinitive: "потребовавший уйти"."""
        if tree.feat(at, "Voice") != "Act" or tree[at].head < 0 or tree[tree[at].head].pos not in NOUNS:
            return False
        near = range(at + 1, min(at + 6, len(tree)))
        return any(tree.has(n, self.story.rules.complementizers) or tree.feat(n, "VerbForm") == "Inf" for n in near)

    def _in_relative(self, tree: Tree, at: int) -> bool:
        """Whether the verb is that of a relative clause ("о которой писали соцсети") that does not report."""
        for before in range(at - 1, max(-1, at - 6), -1):
            if tree.words[before] in {",", "–", "—"} or tree.has(before, self.story.rules.as_words):
                return False
            if tree.has(before, self.story.rules.relatives):
                return True
        return False

    def by_any_verb(self, offset: int) -> Frame | None:
        """A frame by whatever verb opens what follows a quotation and a dash: «...», – смеётся дед."""
        tree = self.story.tree_at(offset)
        if tree is None:
            return None
        begin = next((at for at, token in enumerate(tree.tokens) if token.start >= offset), len(tree))
        if self.story.rules.by_tree:
            return self._by_any_verb(tree, begin)
        for at in range(begin, min(begin + 4, len(tree))):
            if tree.words[at] in {",", ".", ":", "«"}:
                return None
            if tree.finite(at) and tree[at].pos == "VERB" and tree.feat(at, "Person") not in {"1", "2"}:
                return Frame(tree, at, at, at + 1, tree.lemmas[at], Saying(clause=False))
        return None

    def _by_any_verb(self, tree: Tree, begin: int) -> Frame | None:
        """A frame by the first verb after a quotation, where it has a subject beside it: “...,” grinned Ann."""
        for at in range(begin, len(tree)):
            if tree.words[at] in _STOPS:
                return None
            if tree.finite(at) and tree[at].pos == "VERB" and tree.feat(at, "Person") not in {"1", "2"}:
                subjects = [kid for kid in tree.kids_by(at, "nsubj") if kid >= begin] or self._adjacent(tree, at)
                passive = tree.feat(at, "Voice") == "Pass"
                whole = all(kid >= begin for kid in subjects)
                return (
                    Frame(tree, at, at, at + 1, tree.lemmas[at], Saying(clause=False))
                    if (subjects and whole and not passive)
                    else None
                )
        return None

    def _phrases(self, head: str) -> list[str]:
        return self._by_head.get(head, [])

    @property
    def _by_head(self) -> dict[str, list[str]]:
        cached: dict[str, list[str]] | None = getattr(self, "_heads", None)
        if cached is None:
            cached = {}
            for phrase in self.story.rules.sayings:
                cached.setdefault(phrase.split()[0], []).append(phrase)
            self._heads = cached
        return cached

    def _stands(self, tree: Tree, at: int, words: list[str]) -> bool:
        first = at + 1 if self.story.rules.by_tree else max(0, at - _PHRASE_REACH)
        near = range(first, min(len(tree), at + _PHRASE_REACH + 1))
        if self.story.rules.by_tree and len(words) == 1 and at + 1 < len(tree) and tree[at + 1].pos != "NOUN":
            particle = [place for place in near if tree.has(place, words) and tree[place].pos in {"ADP", "ADV"}]
            if particle:
                return particle[0] == at + 1
        return all(any(tree.has(place, (word,)) for place in near) for word in words)

    def _attribution(self, tree: Tree, at: int) -> Frame | None:
        rules = self.story.rules
        for attribution in rules.attributions:
            words = tuple(attribution.words.split())
            if tree.phrase(at, words):
                return self._attributed(tree, at, at + len(words), attribution)
            qualified = at + 1 < len(tree) and tree[at + 1].pos == "ADJ" and len(words) > 1
            if (
                qualified
                and not self.story.rules.by_tree
                and tree.phrase(at, words[:1])
                and tree.phrase(at + 2, words[1:])
            ):
                return self._attributed(tree, at, at + 1 + len(words), attribution)  # "по последним данным МВД"
            if (
                len(words) > 1
                and tree.phrase(at, words[:1])
                and (owned := self._owned(tree, at, words[1:])) is not None
            ):
                whose, high = owned
                frame = Frame(tree, at, at, high, attribution.words, None, attribution)
                frame.subject = whose
                return frame
        return None

    def _owned(self, tree: Tree, at: int, words: tuple[str, ...]) -> tuple[int, int] | None:
        """Whose words they are after a preposition, and where they end: "in her words", "by the consul's account"."""
        if at + 1 < len(tree) and tree.has(at + 1, self.story.rules.possessives) and tree.phrase(at + 2, words):
            return at + 1, at + 2 + len(words)
        if len(words) > 1 or not self.story.rules.by_tree:
            return None
        for noun in range(at + 2, min(at + _OWNED_REACH, len(tree))):
            if tree.has(noun, words):
                owners = [kid for kid in tree.kids_by(noun, "nmod") if tree[kid].rel == "nmod:poss" and kid > at]
                return (owners[0], noun + 1) if owners else None
        return None

    def _attributed(self, tree: Tree, at: int, after: int, attribution: Attribution) -> Frame | None:
        """The frame of a set phrase and the noun phrase after it."""
        head = after
        while head < len(tree) and (
            tree[head].pos in {"ADJ", "DET", "NUM", "ADP", "ADV"}
            or (tree.has(head, self.story.rules.possessives) and tree[head].head > head)
        ):
            head += 1
        head = tree.compound_head(head)
        if head >= len(tree) or tree[head].pos not in NOUNS | {"PRON"}:
            return None
        high = tree.noun_phrase(head)[1]
        while high < len(tree) and (
            self.cast.people.at(tree, high) is not None
            or (tree[high].pos in {"PROPN", "NOUN", "ADJ"} and tree.feat(high, "Case") in {"Gen", ""})
        ):
            high += 1
        frame = Frame(tree, at, at, high, attribution.words, None, attribution)
        frame.subject = head
        return frame
