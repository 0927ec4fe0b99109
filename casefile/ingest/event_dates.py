"""Which date of a sentence belongs to which of the events that it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from casefile.ingest.dating import Calendar, DateSpan
from casefile.ingest.reality import Reality
from casefile.ingest.story import Story
from casefile.ingest.trees import Tree


class EventDates:
    """Hands the dates of each sentence out."""

    def __init__(self, story: Story, calendar: Calendar, reality: Reality) -> None:
        self.story = story
        self.calendar = calendar
        self.reality = reality
        self._saying = frozenset(phrase for phrase in story.rules.sayings if " " not in phrase)
        self._phrases = [(tuple(phrase.split()), how) for phrase, how in story.rules.sayings.items() if " " in phrase]

    def of(self, tree: Tree, triggers: list[int]) -> dict[int, DateSpan]:  # noqa: C901, PLR0912 - one branch a construction
        """The date of each trigger of a sentence that has one.

        It is that of its own clause or stretch; or of when it became known; or shared with the verb that it is joined
        to; or the one date of the sentence that nothing else takes.
        """
        dates = self._dates(tree, triggers)
        found: dict[int, DateSpan] = {}
        for at in triggers:
            chosen = self._known(tree, at, dates) or self._nearest(tree, at, dates, triggers)
            if chosen is not None:
                found[at] = chosen
        for at in triggers:
            if self._afterwards(tree, at):
                continue
            if at not in found and (shared := self._shared(tree, at, dates)) is not None:
                found[at] = shared
        free = [
            (place, span)
            for place, span in dates
            if span not in found.values() and not self._says(tree, tree.clauses[place])
        ]
        for at in triggers:
            if at in found or not tree.finite(at) or self.story.quoted(tree[at].start) is not None:
                continue
            if len(free) == 1 and not self._elsewhere(tree, at, free[0][0]) and not self._aside(tree, at, free[0][0]):
                found[at] = free[0][1]
            elif (before := self._after_which(tree, at, found)) is not None:
                found[at] = before
        for at in triggers if self.story.rules.by_tree else ():
            if at not in found and tree.finite(at) and (sitting := self._sitting(tree, at, found)) is not None:
                found[at] = sitting
        if (heading := self.heading(tree)) is not None:
            for at in triggers:
                if at not in found and (tree.finite(at) or self._leads(tree, at)):
                    found[at] = heading
        return found

    def _aside(self, tree: Tree, at: int, place: int) -> bool:
        """Whether a date stands in what a participle set off by commas says of a noun, and a word does not."""
        return not self.story.rules.by_tree and self.reality.relative(tree, place, at)

    def _sitting(self, tree: Tree, at: int, found: dict[int, DateSpan]) -> DateSpan | None:
        """The date of the hearing at which something was decided: "was ordered held at a hearing on Monday"."""
        for noun, date in found.items():
            at_it = tree.preposition(noun) in self.story.rules.place_words and tree.clauses[noun] == tree.clauses[at]
            if at_it and tree[noun].pos == "NOUN" and noun > at:
                return date
        return None

    def _leads(self, tree: Tree, at: int) -> bool:
        """Whether a noun is what a line tells of, and not only named in it."""
        if tree[at].pos != "NOUN":
            return False
        return not self.story.rules.by_tree or tree[at].rel.split(":")[0] in {"root", "nsubj"} or at < _FIRST

    def joined(self, tree: Tree, date: DateSpan | None) -> list[DateSpan]:
        """The dates that are joined to one by "and": "had access on 9 October and again on 13 November"."""
        if date is None or not self.story.rules.by_tree:
            return [] if date is None else self._listed(tree, date)
        found: list[DateSpan] = []
        for (_, one), (place, other) in pairwise(self._dates(tree)):
            between = [n for n, token in enumerate(tree.tokens) if one.stop <= token.start and n < place]
            plain = all(tree[n].pos in {"CCONJ", "ADV", "ADP"} for n in between)
            if (one is date or one in found) and plain and any(tree[n].pos == "CCONJ" for n in between):
                found.append(other)
        return found

    def _listed(self, tree: Tree, date: DateSpan) -> list[DateSpan]:
        """The other days of a list that share their month: "5, 8 и 12 марта"."""
        run: list[DateSpan] = []
        for _, span in self._dates(tree):
            if run and not run[-1].listed:
                if date in run:
                    break
                run = []
            run.append(span)
        return [other for other in run if other is not date] if date in run else []

    def _elsewhere(self, tree: Tree, at: int, place: int) -> bool:
        """Whether a verb tells of another time than its sentence: in a relative clause, or "and has since been ..."."""
        if not self.story.rules.by_tree:
            return False
        own = tree.clauses[at]
        aside = tree[own].rel == "acl:relcl" and tree.clauses[place] != own
        return aside or self._afterwards(tree, at)

    def _afterwards(self, tree: Tree, at: int) -> bool:
        words = self.story.rules.dates.afterwards
        return any(tree[kid].rel == "advmod" and tree.has(kid, words) for kid in tree.kids[at])

    def heading(self, tree: Tree) -> DateSpan | None:
        """The date with which the paragraph of a sentence opens, as chronicles do: "17 января. Суд ..."."""
        line = self.story.paragraphs[self.story.paragraph_at(tree.start)]
        for span in self.calendar.spans:
            if span.start >= self.story.body and line.start <= span.start < line.stop:
                before = self.story.text[line.start : span.start]
                after = self.story.text[span.stop : line.stop].lstrip(" \t,0123456789:")
                opens = not any(char.isalnum() for char in before)
                return span if opens and not span.until and after[:1] in {".", ":", "–", "—"} else None
        return None

    def _dates(self, tree: Tree, triggers: Sequence[int] = ()) -> list[tuple[int, DateSpan]]:
        """The dates of a sentence that can be of an event, each with its first token."""
        found = [
            (next((n for n, token in enumerate(tree.tokens) if token.stop > span.start), 0), span)
            for span in self.calendar.spans
            if tree.start <= span.start < tree.stop and not span.until and span.start >= self.story.body
        ]
        if not self.story.rules.by_tree:
            return found
        # "Baku said on Monday, two days after they met": the day is that of the saying
        return [pair for pair in found if not self._of_saying(tree, pair[0], triggers)]

    def _of_saying(self, tree: Tree, place: int, triggers: Sequence[int]) -> bool:
        """Whether a date hangs from a verb of saying."""
        at = place
        while at + 1 < len(tree) and tree[at].pos in {"ADP", "DET", "ADV", "SCONJ"}:
            at += 1
        while tree[at].rel.split(":")[0] in {"compound", "nummod", "flat"} and tree[at].head >= 0:
            at = tree[at].head
        above = tree[at].head
        return above >= 0 and above not in triggers and self._says(tree, above) and tree[above].pos == "VERB"

    def of_saying(self, tree: Tree, span: DateSpan) -> bool:
        """Whether a date is that of a verb of saying."""
        place = next((n for n, token in enumerate(tree.tokens) if token.stop > span.start), 0)
        return self._of_saying(tree, place, []) or self._says(tree, tree.clauses[place])

    def _says(self, tree: Tree, at: int) -> bool:
        """Whether a word is a verb of saying, all of it, and not said of something itself ("will be continued")."""
        if self.story.rules.by_tree and tree.kids_by(at, "aux:pass"):
            return False
        return tree.has(at, self._saying) or any(
            tree.phrase(at, words) and not (how.clause and tree[at + len(words) - 1].rel == "case")
            for words, how in self._phrases  # "went on", but not "went on trial"
        )

    def _known(self, tree: Tree, at: int, dates: list[tuple[int, DateSpan]]) -> DateSpan | None:
        """The date on which it became known."""
        phrase = self.reality.known_at(tree, at)
        if phrase is None:
            return None
        low, high = self.reality.between_borders(tree, phrase)
        near = [(place, span) for place, span in dates if low <= place < high]
        return min(near, key=lambda pair: abs(pair[0] - phrase), default=(0, None))[1]

    def besides(self, tree: Tree, at: int, known: DateSpan) -> DateSpan | None:
        """The date in the clause of a word besides that on which it became known."""
        clause = tree.clauses[at]
        own = [span for place, span in self._dates(tree) if span is not known and tree.clauses[place] == clause]
        return own[0] if len(own) == 1 else None

    def _nearest(self, tree: Tree, at: int, dates: list[tuple[int, DateSpan]], triggers: list[int]) -> DateSpan | None:
        best: tuple[int, int] | None = None
        chosen = None
        for place, span in dates:
            rank = self.reality.apart(tree, at, place, triggers)
            if rank and self._afterwards(tree, at):
                continue
            if rank is not None and (best is None or (rank, abs(place - at)) < best):
                best, chosen = (rank, abs(place - at)), span
        return chosen

    def _shared(self, tree: Tree, at: int, dates: list[tuple[int, DateSpan]]) -> DateSpan | None:
        """The date of the verb that this one is joined to, where it stands before both."""
        head = tree.clauses[at]
        while tree[head].rel == "conj" and tree[head].head >= 0:
            head = tree.clauses[tree[head].head]
            before = [span for place, span in dates if tree.clauses[place] == head and place < at]
            if before:
                return before[0]
        return None

    def _after_which(self, tree: Tree, at: int, found: dict[int, DateSpan]) -> DateSpan | None:
        """The date of what it came after, told as "после которого", "after which"."""
        low, _ = self.reality.between_borders(tree, at)
        rules = self.story.rules
        for place in range(low, min(low + 3, len(tree) - 1)):
            which = tree.has(place + 1, rules.relatives)
            which = which or (not rules.by_tree and tree.has(place + 1, rules.complementizers))  # "после чего"
            if tree.words[place] in rules.real and which:
                earlier = [other for other in found if other < at]
                return found[earlier[-1]] if earlier else None
        return None


#: Tokens of a line of a chronicle among which a noun is what it tells of.
_FIRST = 4
