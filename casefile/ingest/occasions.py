"""When somebody said something, by the date that stands with the verb of saying and is no event's."""

from __future__ import annotations

from casefile.ingest.dating import Calendar, DateSpan
from casefile.ingest.happened import Happening
from casefile.ingest.reality import Reality
from casefile.ingest.speech import Said
from casefile.ingest.story import Story
from casefile.ingest.trees import Tree
from casefile.vocabulary import PersonKind

#: Sentences back in which a speaker is brought in with a date that holds for what is said next.
_JUST_BEFORE = 3


class Occasions:
    """Finds these dates; `found` are the events so far, which take theirs first."""

    def __init__(
        self, story: Story, calendar: Calendar, reality: Reality, said: list[Said], found: list[Happening]
    ) -> None:
        self.story = story
        self.calendar = calendar
        self.reality = reality
        self.said = said
        self.found = found

    def of_speaker(self, said: Said, tree: Tree) -> DateSpan | None:
        """The date of the same speaker's words just before, in the sentence in which they are introduced."""
        for other in reversed([one for one in self.said if one.span < said.span]):
            unnamed = self.story.rules.by_tree and other.speaker.kind is PersonKind.UNIDENTIFIED
            if other.frame is None or (other.speaker is not said.speaker and not unnamed):
                return None
            if tree.number - other.frame.tree.number <= _JUST_BEFORE and (date := self.of_frame(other)) is not None:
                return date
        return None

    def of_frame(self, said: Said) -> DateSpan | None:
        """The date that stands with the frame of a statement, outside what is said."""
        if said.frame is None:
            return None
        tree, frame = said.frame.tree, said.frame
        taken = {event.date for event in self.found if event.tree is tree}
        for span in self.calendar.spans:
            if not tree.start <= span.start < tree.stop or span.start < self.story.body or span.until or span in taken:
                continue
            if said.span[0] <= span.start < said.span[1] or self.story.quoted(span.start) is not None:
                continue
            place = next((n for n, token in enumerate(tree.tokens) if token.stop > span.start), 0)
            low, high = self.reality.between_borders(tree, frame.at)
            if (
                low <= place < high
                or tree.clauses[place] == tree.clauses[frame.at]
                or self._asked_then(tree, tree.clauses[place], frame.at)
                or self._frames_it(tree, place, said)
            ):
                return span
        return None

    def _asked_then(self, tree: Tree, clause: int, frame: int) -> bool:
        """Whether a participle beside the verb of saying has a date: "asked on Monday about him, she told ..."."""
        beside = tree[clause].rel == "advcl" and tree[clause].head == frame and clause < frame
        return self.story.rules.by_tree and beside and not tree.kids_by(clause, "nsubj", "mark")

    def _frames_it(self, tree: Tree, place: int, said: Said) -> bool:
        """Whether a date stands with the frame though not in its clause: "еще в августе о том, что"."""
        if said.frame is None or said.frame.attribution is not None:
            return False
        low, high = sorted((place, said.frame.at))
        inside = [n for n in range(low, high) if said.span[0] <= tree[n].start < said.span[1]]
        outside = [n for n in range(low, high) if n not in inside and tree.finite(n)]
        return bool(inside) and not outside
