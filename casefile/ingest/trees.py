"""Sentences to walk in: what hangs from a word, what clause it is in, whether a phrase stands here."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from functools import cached_property

from casefile.ingest.analysis import Sentence, Token
from casefile.ingest.forms import fold

#: Relations by which a clause of its own hangs from a word.
_CLAUSES = frozenset({"ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj", "csubj:pass", "root"})
#: What belongs to a noun phrase to the left of its head, and to the right.
_LEFT = frozenset(
    {"amod", "det", "nummod", "nummod:gov", "nummod:entity", "compound", "nmod:poss", "advmod", "flat:name"}
)
_RIGHT = frozenset(
    {
        "nmod",
        "appos",
        "flat",
        "flat:name",
        "flat:foreign",
        "fixed",
        "case",
        "amod",
        "det",
        "compound",
        "nummod",
        "conj",
        "cc",
    }
)
#: Parts of speech of what can be called by a noun.
NOUNS = frozenset({"NOUN", "PROPN"})
#: Marks that may stand inside a noun phrase.
_INNER = frozenset("«»“”„\"'’-‑()")


class Tree:
    """One sentence; tokens are called by their index in it.

    A word is known by its lemma or by its text, both folded: see `casefile.ingest.rules`.
    """

    def __init__(self, sentence: Sentence, number: int) -> None:
        self.number = number
        self.start, self.stop = sentence.start, sentence.stop
        self.tokens = sentence.tokens
        self.lemmas = [fold(token.lemma) for token in self.tokens]
        self.words = [fold(token.text) for token in self.tokens]
        self.kids: list[list[int]] = [[] for _ in self.tokens]
        for index, token in enumerate(self.tokens):
            if token.head >= 0:
                self.kids[token.head].append(index)

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, index: int) -> Token:
        return self.tokens[index]

    def has(self, index: int, words: Container[str]) -> bool:
        """Whether the token is one of `words`."""
        return self.lemmas[index] in words or self.words[index] in words

    def look(self, index: int, words: Mapping[str, object]) -> str:
        """The key of `words` that the token is, its text before its lemma; empty where it is none."""
        return (
            self.words[index]
            if self.words[index] in words
            else self.lemmas[index]
            if self.lemmas[index] in words
            else ""
        )

    def feat(self, index: int, name: str) -> str:
        """A feature of the token, or ""."""
        return self.tokens[index].feats.get(name, "")

    def under(self, index: int) -> list[int]:
        """The token and all that hangs from it, in order."""
        found, waiting = [], [index]
        while waiting:
            at = waiting.pop()
            found.append(at)
            waiting += self.kids[at]
        return sorted(found)

    def ups(self, index: int) -> Iterator[int]:
        """What the token hangs from, and so on to the root."""
        at = self.tokens[index].head
        while at >= 0:
            yield at
            at = self.tokens[at].head

    def kids_by(self, index: int, *rels: str) -> list[int]:
        """What hangs from the token by one of the relations, or by a subtype of it."""
        return [
            kid
            for kid in self.kids[index]
            if self.tokens[kid].rel in rels or self.tokens[kid].rel.split(":")[0] in rels
        ]

    def compound_head(self, index: int) -> int:
        """The noun that a noun before it belongs to: of "prison director" the second, of "Iran's consul" too."""
        at = index
        while at < len(self.tokens) and self.tokens[at].rel in {"compound", "nmod:poss"} and self.tokens[at].head > at:
            at = self.tokens[at].head
        return at

    def preposition(self, index: int) -> str:
        """The folded text of the preposition of a noun ("в", "со ссылкой на" as its last word), or ""."""
        cases = self.kids_by(index, "case")
        return self.words[cases[0]] if cases else ""

    def finite(self, index: int) -> bool:
        """Whether the token is a verb that can head a sentence."""
        token = self.tokens[index]
        if token.pos not in {"VERB", "AUX"}:
            return False
        form = token.feats.get("VerbForm", "Fin")
        return form == "Fin" or (form == "Part" and token.feats.get("Variant") == "Short")

    @cached_property
    def clauses(self) -> list[int]:
        """For each token the head of the clause that it is in."""
        return [self._clause(index) for index in range(len(self.tokens))]

    def _clause(self, index: int) -> int:
        at = index
        while not self._heads_clause(at):
            at = self.tokens[at].head
        return at

    def _heads_clause(self, index: int) -> bool:
        token = self.tokens[index]
        if token.head < 0:
            return True
        if token.rel in {"acl", "acl:relcl", "parataxis"}:
            return token.pos in {"VERB", "AUX"} and (token.rel != "acl" or self.finite(index) or self._set_off(index))
        if token.rel == "conj":
            return self.finite(index)
        return token.rel in _CLAUSES and token.pos in {"VERB", "AUX", "ADJ", "NOUN", "PROPN", "ADV"}

    def _set_off(self, index: int) -> bool:
        """Whether a participle stands after its noun and a comma ("журналиста, задержанного в мае")."""
        if self.tokens[index].head < index and not self.feat(index, "Case") and self.feat(index, "VerbForm") == "Part":
            return True  # without cases no comma parts them: "citizens convicted by a court in 2023"
        return (
            index > 0
            and self.tokens[index].head < index
            and "," in (self.words[index - 1], self.words[max(index - 2, 0)])
        )

    def in_clause(self, index: int) -> list[int]:
        """The tokens of the clause that the token is in, in order."""
        head = self.clauses[index]
        return [at for at, clause in enumerate(self.clauses) if clause == head]

    def phrase(self, index: int, words: tuple[str, ...]) -> bool:
        """Whether the set phrase `words` begins at the token."""
        if index < 0 or index + len(words) > len(self.tokens):
            return False
        return all(self.lemmas[index + n] == word or self.words[index + n] == word for n, word in enumerate(words))

    def noun_phrase(self, index: int, *, conj: bool = False) -> tuple[int, int]:
        """First token of the noun phrase with its head at `index`, and the token after its last; commas end it."""
        inside = {index}
        for at in self.under(index):
            head = self.tokens[at].head
            if at != index and self._within(at, index, head, conj=conj):
                inside.add(at)
        low = high = index
        while low - 1 in inside or (low - 1 >= 0 and self.words[low - 1] in _INNER and low - 2 in inside):
            low -= 1
        while high + 1 in inside or (high + 1 < len(self) and self.words[high + 1] in _INNER and high + 2 in inside):
            high += 1
        while high + 2 in inside and self.words[high + 1] == "," and self.tokens[high + 2].rel == "conj":
            high += 2
            while high + 1 in inside:
                high += 1
        if high + 1 < len(self) and self.words[high + 1] in "»”" and self._opens(low, high):
            high += 1
        return low, high + 1

    def _after_adjective(self, at: int, head: int) -> bool:
        """Whether it belongs to an adjective behind its noun: "a source close to the family"."""
        adjective = self.tokens[head]
        return (
            adjective.rel == "amod"
            and adjective.pos == "ADJ"
            and adjective.head < head < at
            and not self.feat(head, "Case")
        )

    def _opens(self, low: int, high: int) -> bool:
        return any(self.words[at] in "«“„" for at in range(low, high + 1))

    def _within(self, at: int, index: int, head: int, *, conj: bool) -> bool:
        """Whether what hangs at `at` still belongs to the noun phrase: by relations of phrases all the way up."""
        while True:
            rel = self.tokens[at].rel
            if rel in {"conj", "cc"} and head == index and not conj:
                return False
            if rel == "punct" and self.words[at] in ",;:–—.":
                return False
            if rel in {"obl", "nmod"} and self._after_adjective(at, head):
                at, head = head, self.tokens[head].head
                if at == index:
                    return True
                continue
            left = at < head
            if (
                rel not in (_LEFT if left else _RIGHT)
                and not (left and rel in {"case", "punct", "cc"})
                and rel != "punct"
            ):
                return False
            if rel == "case" and head == index:
                return False
            at, head = head, self.tokens[head].head
            if at == index:
                return True
            if head < 0:
                return False
