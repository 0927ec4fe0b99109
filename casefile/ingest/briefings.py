"""A briefing or press conference, told of by what is said at it."""

from __future__ import annotations

from casefile.ingest.dating import Calendar, DateSpan
from casefile.ingest.happened import Happening
from casefile.ingest.occasions import Occasions
from casefile.ingest.rules import Trigger
from casefile.ingest.slots import Slots
from casefile.ingest.speech import Said
from casefile.ingest.story import Story
from casefile.ingest.trees import Tree
from casefile.vocabulary import PersonKind

#: Characters from a briefing to the date that is its own.
_BESIDE = 24


class Briefings:
    """Takes down the briefings of a story, among what else was found in it."""

    def __init__(
        self,
        story: Story,
        slots: Slots,
        occasions: Occasions,
        calendar: Calendar,
        said: list[Said],
        found: list[Happening],
    ) -> None:
        self.story = story
        self.slots = slots
        self.occasions = occasions
        self.calendar = calendar
        self.said = said
        self.found = found

    def tell(self, tree: Tree, at: int, trigger: Trigger, date: DateSpan | None) -> None:
        """A briefing is told of where something is said at it."""
        speakers = [one for one in self.said if one.frame is not None and one.frame.tree is tree]
        speaker = next(iter(self.slots.who(tree, at, Trigger(trigger.kind, (), noun=True))), None)
        speaker = speaker if speaker is not None and speaker.named else self.slots.subject(tree, at)
        own = date is not None and self.story.rules.by_tree and 0 < date.start - tree[at].stop < _BESIDE
        who = [speaker] if speaker is not None and speaker.named else []
        if not speakers and (who or own) and date is not None:
            when = self.calendar.read(date)
            place = (tree[at].start, tree[at].stop)
            reason = f"“{tree[at].text}”"
            event = Happening(trigger.kind, tree, at, place, who=who, date=date, when=when, reason=reason)
            self.found.append(event)
        if date is not None and self.story.quoted(date.start) is not None:
            date = None
        for one in speakers:
            if one.speaker.kind is PersonKind.INDIVIDUAL:
                event = Happening(trigger.kind, tree, at, (tree[at].start, tree[at].stop), reason=f"“{tree[at].text}”")
                event.who = [one.speaker]
                if self.story.rules.by_tree:
                    date = self.occasions.of_frame(one)
                if date is None:
                    date = self.occasions.of_speaker(one, tree)
                if date is not None:
                    event.date = date
                    event.when = self.calendar.read(date)
                self.found.append(event)
                return
