"""Which body of a story a short or general name stands for: "the FSB", "the shipping ministry", "the rights group".

For languages in which a tagger's trees are to be relied on (`Rules.by_tree`). What is found is where the story has the
fullest form of the name.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from casefile.ingest.analysis import Named
from casefile.ingest.people import People
from casefile.ingest.story import Story
from casefile.ingest.trees import NOUNS, Tree

_SMALL = r"(?:(?:of|for|the|and|to|on|in|against|without|de|des|la|du)\s+)*"
_CAPITAL = r"[A-Z][\w'’-]*"
#: Letters of an abbreviation.
_ABBREVIATION = re.compile(r"[A-Z]{2,7}\Z")
_ARTICLES = frozenset(["the", "a", "an"])
_ASIDE = frozenset([",", "(", "–", "—"])
#: Tokens after a name and a comma within which the noun that describes it stands.
_NEAR = 8


class Form(NamedTuple):
    """Where a name stands: its sentence, its head, its first token and the one after its last."""

    tree: Tree
    head: int
    low: int
    high: int


class BodyNames:
    """Looks for the fullest form of a name in a story."""

    def __init__(self, story: Story, people: People) -> None:
        self.story = story
        self.people = people

    def full(self, tree: Tree, index: int) -> Form | None:
        """The fullest form of the name with its head at `index`, where the story has a fuller one."""
        if _ABBREVIATION.match(tree[index].text) and not tree.has(index, self.story.rules.nationalities):
            return self._written_out(tree[index].text)
        if tree.has(index, self.story.rules.bodies) or tree.has(index, self.story.rules.general_bodies):
            return self._longer(tree, index) or self._described(tree, index)
        return None

    def extent(self, tree: Tree, index: int) -> tuple[int, int]:
        """The tokens of a name: its noun phrase, or what the tagger takes for the name of a body where it is more."""
        low, high = tree.noun_phrase(index)
        under = set(tree.under(index))
        while low - 1 in under and tree[index].pos == "PROPN":  # "Immigration and Customs Enforcement"
            joined = tree[low - 1].pos == "CCONJ" or tree.words[low - 1] == ","
            more = low - 1 - joined
            listed = tree[more].pos == "PROPN" and tree[more].rel in {"conj", "compound"}
            if (
                not (joined or listed)
                or more not in under
                or not tree[more].text[:1].isupper()
                or tree.words[more] in _ARTICLES
            ):
                break
            low = more
        entity = self.story.entity_at(tree[index].start)
        if entity is None or entity.kind is not Named.ORGANISATION:
            return low, high
        inside = [at for at, token in enumerate(tree.tokens) if entity.start <= token.start < entity.stop]
        while inside and tree.words[inside[-1]] in {"'s", "’s", "'", "’"}:
            inside.pop()
        return (min(low, inside[0]), max(high, inside[-1] + 1)) if inside else (low, high)

    # -- abbreviations

    def _written_out(self, letters: str) -> Form | None:
        """The name whose words begin with the letters, or after which they stand in brackets."""
        text = self.story.text
        words = rf"(?:\s+|-){_SMALL}".join(rf"\b{letter}[\w'’]+" for letter in letters)
        name = rf"(?:{_CAPITAL}\s+{_SMALL})+{_CAPITAL}"
        for pattern in (rf"({words})", rf"({name})\s*\({letters}\)", rf"({name}),? or {letters}\b"):
            match = re.search(pattern, text)
            if match is not None and (form := self._form(*match.span(1))) is not None:
                return form
        return None

    def _form(self, start: int, stop: int) -> Form | None:
        tree = self.story.tree_at(start)
        if tree is None:
            return None
        inside = [at for at, token in enumerate(tree.tokens) if start <= token.start < stop]
        while inside and tree.words[inside[0]] in _ARTICLES:
            inside.pop(0)
        head = next((at for at in inside if tree[at].head not in inside and tree[at].pos in NOUNS), None)
        if head is None or self.people.at(tree, head) is not None:
            return None
        return Form(tree, head, inside[0], inside[-1] + 1)

    # -- the same noun with more words

    def _longer(self, tree: Tree, index: int) -> Form | None:
        """A noun phrase with the same noun and these words and more: "the Greek shipping ministry"."""
        low, high = self._phrase(tree, index)
        before, after = tree.words[low:index], tree.words[index + 1 : high]
        if not before:
            return None  # a noun alone is taken up by whoever is the last of that kind
        for other in self._others(tree):
            for at in reversed(range(len(other))):
                if other.words[at] != tree.words[index] or other[at].pos not in NOUNS:
                    continue
                begin, end = self._phrase(other, at)
                front, back = other.words[begin:at], other.words[at + 1 : end]
                if len(front) + len(back) <= len(before) + len(after) or self.people.at(other, at) is not None:
                    continue
                owned = any(other.has(n, self.story.rules.possessives) for n in range(begin, at))
                if not owned and front[len(front) - len(before) :] == before and back[: len(after)] == after:
                    return Form(other, at, begin, end)
        return None

    def _phrase(self, tree: Tree, index: int) -> tuple[int, int]:
        low, high = tree.noun_phrase(index)
        while low < index and tree.words[low] in _ARTICLES:
            low += 1
        return low, high

    def _others(self, tree: Tree) -> list[Tree]:
        """The other sentences, those before the nearest first."""
        trees = [each for each in self.story.trees if each.stop > self.story.body]
        before = [each for each in reversed(trees) if each.number < tree.number]
        return [*before, *(each for each in trees if each.number > tree.number)]

    # -- general nouns

    def _described(self, tree: Tree, index: int) -> Form | None:
        """The named body that a general noun takes up: one that it describes, or one of its kind."""
        rules = self.story.rules
        if not self.takes_up(tree, index):
            return None
        kind = rules.general_bodies[tree.look(index, rules.general_bodies)]
        place = tree[index].start
        same = [form for word, form in self.descriptions if word == tree.lemmas[index]]
        like = [form for word, form in self.descriptions if rules.general_bodies.get(word) == kind]
        for forms in (same, like):
            earlier = [form for form in forms if form.tree[form.head].start < place]
            if earlier or len(forms) == 1:
                return (earlier or forms)[-1]
        return None

    def takes_up(self, tree: Tree, index: int) -> bool:
        """Whether it is a general noun with an article that says of what is named elsewhere: "the group"."""
        rules, own = self.story.rules, tree.kids[index]
        if not tree.look(index, rules.general_bodies) or any(
            tree[kid].rel in {"nmod:poss", "nmod", "appos"} for kid in own
        ):
            return False
        definite = any(tree.has(kid, rules.definite) for kid in own)
        return definite and not any(tree.has(kid, rules.strangers) for kid in own)

    @cached_property
    def descriptions(self) -> list[tuple[str, Form]]:
        """Nouns that say what a named body is, with where its name stands: "X, a rights group", "the miner X"."""
        general = self.story.rules.general_bodies
        found = []
        for tree in self.story.trees:
            for at in range(len(tree)):
                if tree[at].pos != "PROPN" or self.people.at(tree, at) is not None or tree[at].start < self.story.body:
                    continue
                if tree[at].rel in {"compound", "flat:name", "flat"}:
                    continue
                low, high = self.extent(tree, at)
                while low < at and not tree[low].text[:1].isupper():
                    low += 1
                nouns = [kid for kid in tree.kids_by(at, "appos", "compound") if tree[kid].pos == "NOUN"]
                if tree[at].rel == "appos":
                    nouns.append(tree[at].head)
                nouns += self._aside(tree, high)
                words = [word for noun in nouns if (word := tree.look(noun, general))]
                found += [(word, Form(tree, at, low, high)) for word in words]
        return found

    def _aside(self, tree: Tree, high: int) -> list[int]:
        """The nouns of what stands after a name between commas, wherever the tree hangs it."""
        if high + 1 >= len(tree) or tree.words[high] not in _ASIDE or tree.words[high + 1] not in _ARTICLES:
            return []
        nouns: list[int] = []
        for at in range(high + 2, min(high + 2 + _NEAR, len(tree))):
            if tree[at].pos not in {"NOUN", "ADJ", "PROPN", "VERB", "PUNCT"} or tree.words[at] in _ASIDE:
                break
            nouns.append(at)
        return nouns[-1:]
