"""The words in which an accusation names the offence: where they begin and end, if they name a crime, which law."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casefile.ingest.analysis import Named
from casefile.ingest.drafts import Span
from casefile.ingest.rules.accusing_words import Accusing
from casefile.ingest.story import Story
from casefile.ingest.trees import NOUNS, Tree

_CLOSERS = {"«": "»", "“": "”", "„": "“", "(": ")", '"': '"'}
_ENDS = frozenset(".!?…")
#: Parts of speech by which somebody is called.
_CALLED = frozenset({"PROPN", "PRON"})
_DASHES = frozenset(["–", "—", "-"])
#: Parts of speech that stand before the noun of an offence.
_BEFORE = frozenset({"ADJ", "DET", "NUM", "ADV", "PRON", "PART"})
#: Relations by which something goes on from the word that accuses and not from the offence.
_GOES_ON = frozenset({"conj", "parataxis", "acl", "aux", "cc"})


class Offences:
    """Finds the words of offences in the sentences of a story."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.words = story.rules.alleging
        self._against = frozenset(word for accusing in self.words.accusing for word in accusing.against)

    def of(self, tree: Tree, at: int, accusing: Accusing) -> tuple[int, int] | None:
        """First token and end of the offence of the word at `at`; None where it names none."""
        if not accusing.offence:
            return self._bare(tree, at)
        stop = self._reach(tree, at)
        law: tuple[int, int] | None = None
        past = 0
        for place in (*range(at + 1, stop), *self._ahead(tree, at)):
            for phrase in accusing.offence:
                words = tuple(phrase.split())
                if not tree.phrase(place, words):
                    continue
                begin = self._begin(tree, place, len(words))
                if begin is None or not self._fits(tree, begin, accusing.case):
                    continue
                end = self.end(tree, begin, at) if place > at else tree.noun_phrase(self._head(tree, begin))[1]
                if end <= begin or place < past:
                    continue
                if self._is_law(tree, begin):
                    past = end
                    law = law or self._in_brackets(tree, begin) or (begin, end)
                elif not accusing.crime or self.criminal(tree, begin, end) or self._deed(tree, begin):
                    return begin, end
        return law

    def _deed(self, tree: Tree, begin: int) -> bool:
        """Whether the words begin with something that one does: "for filming", "за съёмку"."""
        head = self._head(tree, begin)
        gerund = tree[begin].pos == "VERB" and tree.feat(begin, "VerbForm") == "Part" and not tree.feat(begin, "Case")
        return gerund or (head < len(tree) and tree.has(head, self.words.deeds))

    def _is_law(self, tree: Tree, begin: int) -> bool:
        """Whether the words are the number of an article and no name of an offence."""
        text = self.story.text[tree[begin].start : tree.stop]
        return any(re.match(words, text, re.IGNORECASE) for words in self.words.laws)

    def _in_brackets(self, tree: Tree, begin: int) -> tuple[int, int] | None:
        """The offence that stands in brackets behind an article of law: "по статье 276 (шпионаж)"."""
        for place in range(begin, len(tree)):
            if tree.words[place] in {",", ";"}:
                return None
            if tree.words[place] in {"(", "«", "“"}:
                closes = [at for at in range(place + 1, len(tree)) if tree.words[at] == _CLOSERS[tree.words[place]]]
                return (place + 1, closes[0]) if closes and closes[0] > place + 1 else None
        return None

    def _reach(self, tree: Tree, at: int) -> int:
        """How far from a word its offence may begin: up to a mark or another verb."""
        for place in range(at + 1, len(tree)):
            word = tree.words[place]
            if word in {";", ":", "."} or (word == "," and tree[at].pos not in {"VERB", "AUX"}):
                return place
            other = tree.finite(place) and tree[place].pos != "AUX" and place not in tree.kids[at]
            if other and not any(tree[up].rel.startswith("acl") for up in (place, *tree.ups(place)) if up > at):
                return place
        return len(tree)

    def _ahead(self, tree: Tree, at: int) -> Iterator[int]:
        """The prepositions before a word of what hangs from it: "за клевету он был осуждён"."""
        for kid in tree.kids_by(at, "obl", "nmod"):
            if kid < at:
                yield from tree.kids_by(kid, "case")[:1]

    def _begin(self, tree: Tree, place: int, length: int) -> int | None:
        """Where the offence begins after the preposition at `place`, past the nouns that only lead to it."""
        begin = place + length
        for _ in range(_LEADING):
            begin = self._past(tree, begin)
            head = self._head(tree, begin)
            if head >= len(tree):
                return None
            if (that := self._that(tree, head)) is not None:
                return that
            if not tree.has(head, self.words.headings) or self._is_law(tree, begin):
                return begin
            further = self._behind(tree, head)
            if not further:
                return begin
            begin = further
        return begin

    def _behind(self, tree: Tree, heading: int) -> int:
        """Where the offence begins behind a noun that leads to it ("статья о", "counts of"); 0 where none does."""
        after = heading + 1
        while after < len(tree) and (tree[after].pos == "NUM" or tree.words[after] in {"№", "."}):
            after += 1
        if after >= len(tree):
            return 0
        if (that := self._that(tree, after)) is not None:
            return that
        if tree.words[after] in self.words.about:
            return after + 1
        genitive = tree.feat(after, "Case") == "Gen" and not tree.has(after, self.words.headings)  # "признакам подлога"
        return after if tree.words[after] in {"«", "“"} or (after == heading + 1 and genitive) else 0

    def _past(self, tree: Tree, begin: int) -> int:
        """Past the adverbs that only say that it is claimed: "for allegedly smuggling"."""
        while begin < len(tree) and tree.has(begin, self.words.hedges):
            begin += 1
        return begin

    def _that(self, tree: Tree, comma: int) -> int | None:
        """The first word of the clause that a comma and "that" open; None where they do not stand at `comma`."""
        after = comma + 1
        if tree.words[comma] == "," and after < len(tree) - 1 and tree.has(after, self.story.rules.complementizers):
            return after + 1
        return None

    def _head(self, tree: Tree, begin: int) -> int:
        head = begin
        while head < len(tree) and (
            tree[head].pos in _BEFORE or tree.words[head] in {"«", "“", '"'} or tree.feat(head, "VerbForm") == "Part"
        ):
            if tree[head].pos == "VERB" and not tree.feat(head, "Case"):
                break  # "of smuggling", which stands for itself
            head += 1
        return head

    def _fits(self, tree: Tree, begin: int, case: str) -> bool:
        """Whether what follows a preposition is no place, day, body, person or stretch of time."""
        head = self._head(tree, begin)
        if head >= len(tree) or (tree.has(head, self.story.rules.complementizers) and head == begin and case):
            return False
        if case and tree.feat(head, "Case") not in {case, ""} and tree[head].pos in NOUNS:
            return False
        if tree.has(head, self.words.vague):
            return False
        if (tree.has(head, self.story.rules.bodies) and not tree.has(head, self.words.deeds)) or tree.has(
            head, self.story.rules.courts
        ):
            return False
        if tree[head].pos in NOUNS and tree[head].text[:1].isupper():
            entity = self.story.entity_at(tree[head].start)
            if entity is not None and entity.kind in {Named.PERSON, Named.PLACE}:
                return False
        after = self.story.text[tree[max(begin - 1, 0)].start : tree.stop]
        return not any(
            re.match(words, text, re.IGNORECASE)
            for words in (*self.story.rules.dates.patterns, *self.words.terms)
            for text in (after, self.story.text[tree[begin].start : tree.stop])
        )

    def _bare(self, tree: Tree, at: int) -> tuple[int, int] | None:
        """The offence that is the object of the verb, or the subject of its passive."""
        for rels in (("obj",), ("nsubj",)):
            for kid in tree.kids_by(at, *rels):
                if (
                    tree[kid].pos in NOUNS
                    and tree.feat(kid, "Animacy") != "Anim"
                    and self.story.entity_at(tree[kid].start) is None
                ):
                    low = tree.noun_phrase(kid)[0]
                    begin = low
                    if self._is_law(tree, low) and (crime := self._in_brackets(tree, low)) is not None:
                        return crime
                    if tree.has(kid, self.words.headings):
                        found = self._begin(tree, kid, 0)
                        begin = low if found is None else found
                    return begin, self.end(tree, begin, at) if kid > at else tree.noun_phrase(kid)[1]
        return None

    def end(self, tree: Tree, begin: int, at: int) -> int:
        """Where the words from `begin` end: with the sentence, or before what goes on from the word that accuses."""
        stops = self._stops(tree, begin, at)
        closing: list[str] = []
        for place in range(begin, len(tree)):
            word = tree.words[place]
            if closing and word == closing[-1]:
                closing.pop()
                continue
            if (
                word in _CLOSERS
                and place + 1 < len(tree)
                and any(tree.words[later] == _CLOSERS[word] for later in range(place + 1, len(tree)))
            ):
                if word == "(" and place > begin and not self._names_law(tree, place):
                    return place
                closing.append(_CLOSERS[word])
                continue
            if closing or place == begin:
                continue
            if word in {";", ":", ")", "»", "”"} or place in stops:
                return place
            if (word == "," or word in _DASHES) and not self._enumerates(tree, place):
                return place
        stop = len(tree)
        while stop > begin and tree.words[stop - 1] in _ENDS:
            stop -= 1
        return stop

    def _names_law(self, tree: Tree, place: int) -> bool:
        return any(
            re.match(words, self.story.text[tree[place].stop : tree.stop], re.IGNORECASE) for words in self.words.laws
        )

    def _stops(self, tree: Tree, begin: int, at: int) -> set[int]:
        """The tokens at which something begins that belongs to the word that accuses, or to one above it."""
        stops = {
            left
            for above in (at, *tree.ups(at))
            if above < begin
            for kid in tree.kids[above]
            if (left := self._left(tree, kid, begin)) > begin and self._goes_on(tree, kid, left)
        }
        return stops | {
            place - (tree[place].pos == "NOUN" and tree.has(place, self._against))
            for place in range(begin + 1, len(tree) - 1)
            if self._stops_at(tree, place, begin, at)
        }

    def _left(self, tree: Tree, kid: int, begin: int) -> int:
        """Where what hangs from a word begins, if it begins behind the offence's first word and does not hold it."""
        inside = tree.under(kid)
        if inside[0] > begin:
            return inside[0]
        return kid if kid > begin and begin not in inside else -1

    def _goes_on(self, tree: Tree, kid: int, left: int) -> bool:
        """Whether what hangs from a word is none of its offence: another verb, a subject, a doer, a date."""
        rel = tree[kid].rel.split(":")[0]
        if rel == "obl":
            doer = tree.preposition(kid) in self.story.rules.by_words or tree.feat(kid, "Case") == "Ins"
            return (doer and self._body(tree, kid)) or self.dated(tree, left)
        return rel == "nsubj" or (rel in _GOES_ON and tree[kid].pos in {"VERB", "AUX", "CCONJ"})

    def _stops_at(self, tree: Tree, place: int, begin: int, at: int) -> bool:
        """Whether an offence ends before a token, whatever the tree says."""
        pos = tree[place].pos
        if pos == "ADP" and (
            self._is_law(tree, place + 1)
            or (tree[place + 1].pos == "PRON" and tree.words[min(place + 2, len(tree) - 1)] == ",")
            or (tree.words[place] in self.story.rules.by_words and self._body(tree, tree[place].head))
        ):
            return True
        if tree.has(place, self._against) and {token.pos for token in tree.tokens[place + 1 : place + 3]} & _CALLED:
            return True
        if pos == "CCONJ" and self._verb_after(tree, place) and not self._within_clause(tree, begin):
            return True
        text = self.story.text[tree[place].start : tree.stop]
        return (place in tree.ups(at) and tree.finite(place)) or any(
            re.match(words, text, re.IGNORECASE) for words in self.words.terms
        )

    def _within_clause(self, tree: Tree, begin: int) -> bool:
        """Whether the offence is told in a clause of its own, of which "and" joins the parts."""
        return begin > 0 and tree.has(begin - 1, self.story.rules.complementizers)

    def _verb_after(self, tree: Tree, place: int) -> bool:
        """Whether "and" joins another verb than those of the offence."""
        for after in range(place + 1, min(place + 4, len(tree))):
            if tree.finite(after):
                return True
            if tree.words[after] in {",", ".", ";"}:
                return False
        head = tree[place].head
        return head > place and tree[head].pos in {"VERB", "AUX"} and tree[head].feats.get("Voice") == "Pass"

    def _body(self, tree: Tree, at: int) -> bool:
        words = self.story.rules
        return at >= 0 and (
            tree.has(at, words.courts)
            or tree.has(at, words.bodies)
            or tree.has(at, words.accusers)
            or tree.has(at, words.offices)
        )

    def dated(self, tree: Tree, left: int) -> bool:
        """Whether a date begins at a token."""
        text = self.story.text[tree[left].start : tree.stop]
        return any(re.match(words, text, re.IGNORECASE) for words in self.story.rules.dates.patterns)

    def _enumerates(self, tree: Tree, comma: int) -> bool:
        """Whether a comma stands within what is listed or described, and opens no other clause."""
        after = comma + 1
        if after >= len(tree) or tree.has(after, self.story.rules.as_words):
            return False
        if tree.has(after, self.story.rules.relatives):
            return bool(tree.feat(after, "Case"))
        if tree.feat(after, "VerbForm") == "Part" and tree.feat(after, "Case"):
            return True
        upto = next(
            (
                at
                for at in range(after, len(tree))
                if tree.words[at] in {",", ";", ":", "."} or tree.words[at] in _DASHES
            ),
            len(tree),
        )
        if tree.words[comma] in _DASHES:
            return False
        plain = not any(
            tree.finite(at) or tree.feat(at, "VerbForm") in {"Conv", "Inf"} or tree[at].pos in {"SCONJ", "PRON"}
            for at in range(after, upto)
        )
        joined = any(tree[at].rel == "conj" for at in range(after, upto))
        return plain and joined

    def criminal(self, tree: Tree, begin: int, end: int) -> bool:
        """Whether the words name a crime."""
        return any(
            tree.has(at, self.words.crimes) or tree.lemmas[at].startswith(self.words.crime_roots)
            for at in range(begin, end)
        )

    def span(self, tree: Tree, begin: int, end: int) -> Span | None:
        """The characters of the words, without marks at their ends nor quotation marks around them."""
        while begin < end and (tree.words[begin] in {",", ";", ":"} or tree.words[begin] in _DASHES):
            begin += 1
        while end > begin and (tree.words[end - 1] in {",", ";", ":"} or tree.words[end - 1] in _ENDS | _DASHES):
            end -= 1
        closer = _CLOSERS.get(self.story.text[tree[begin].start], "") if begin < end else ""
        if closer and closer != ")":
            closes = [at for at in range(begin + 1, end) if self.story.text[tree[at].start] in {closer, "”", '"'}]
            if closes and closes[-1] == end - 1 and len(closes) == 1:
                begin, end = begin + 1, end - 1
            elif not closes:
                begin += 1
            elif closes[0] + 1 < end and self.story.text[tree[closes[0] + 1].start] == "(":
                begin, end = begin + 1, closes[0]
        while end > begin and (tree.words[end - 1] == "," or tree.words[end - 1] in _ENDS):
            end -= 1
        return (tree[begin].start, tree[end - 1].stop) if begin < end <= len(tree) else None

    def each(self, tree: Tree, words: tuple[int, int]) -> list[tuple[tuple[int, int], tuple[int, int] | None]]:
        """The offences in the words of an accusation, each a charge of its own: "fraud, theft and tax evasion".

        They are told apart only where every one of them is the name of a crime, and no article of law stands with
        them, which may be of one or of all.

        Returns:
            First token and end of each; where they hang together from a verb ("are linked to A and B"), with those of
            the words that lead to all of them.
        """
        begin, end = words
        head = next((at for at in range(begin, end) if tree[at].pos in NOUNS and tree[at].rel != "compound"), end)
        heads = [at for at in range(head, end) if at == head or self._beside(tree, at, head, begin, end)]
        if len(heads) == 1 or head == end:
            return [(words, None)]
        starts = [self._start(tree, at, begin) for at in heads]
        parts = list(zip(starts, [*(self._before_joint(tree, at) for at in starts[1:]), end], strict=True))
        lead = (begin, starts[0]) if starts[0] > begin else None
        leads = lead is None or any(tree[at].pos in {"VERB", "ADJ"} for at in range(*lead))
        named = all(low < high and self.criminal(tree, low, high) for low, high in parts)
        return (
            [(part, lead) for part in parts] if leads and named and not any(self.law(tree, words)) else [(words, None)]
        )

    def _beside(self, tree: Tree, at: int, head: int, begin: int, end: int) -> bool:
        """Whether a noun is listed beside the first offence, and not beside a noun within its words."""
        above = tree[at].head
        joined = (
            tree[at].rel == "conj"
            and tree[at].pos in NOUNS
            and any(tree.words[near] == "," or tree[near].pos == "CCONJ" for near in range(head, at))
        )
        return joined and (above == head or not begin <= above < end or self._beside(tree, above, head, begin, end))

    def _start(self, tree: Tree, head: int, begin: int) -> int:
        """Where the name of an offence begins: with what stands before its noun."""
        own = [kid for kid in tree.kids_by(head, "amod", "det", "compound", "nummod") if begin <= kid < head]
        return min([head, *own])

    def _before_joint(self, tree: Tree, at: int) -> int:
        """Where the words before a listed one end, without the comma and the "and" between them."""
        while at > 0 and (tree.words[at - 1] == "," or tree[at - 1].pos == "CCONJ"):
            at -= 1
        return at

    def law(self, tree: Tree, words: tuple[int, int]) -> tuple[str, str]:
        """The article of law and the code that stand with an offence, as printed, nearest to it in its sentence."""
        start, stop = tree[words[0]].start, tree[words[1] - 1].stop
        found: list[tuple[int, str, str]] = []
        for pattern in self.words.laws:
            for match in re.finditer(pattern, self.story.text[tree.start : tree.stop], re.IGNORECASE):
                low, high = tree.start + match.start(), tree.start + match.end()
                away = 0 if low < stop and start < high else min(abs(low - stop), abs(start - high))
                groups = match.groupdict()
                found.append((away, (groups.get("article") or "").strip(), (groups.get("code") or "").strip()))
        near = min(found, default=(0, "", ""))
        return (near[1], near[2]) if near[0] <= _NEAR else ("", "")


#: Nouns at most that lead to an offence one after another: "по делу по обвинению в".
_LEADING = 4
#: Characters within which an article of law belongs to an offence.
_NEAR = 60
