"""What is said in a story, by whom: quotations with their frames, and what stands around a frame in other words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from casefile.ingest.actors import Actor
from casefile.ingest.cast import Cast
from casefile.ingest.clauses import TreeContents
from casefile.ingest.contents import Contents
from casefile.ingest.drafts import Certainty, Span
from casefile.ingest.frames import Frames
from casefile.ingest.leads import Leads
from casefile.ingest.quotes import Quotation
from casefile.ingest.speakers import Frame
from casefile.ingest.story import Story
from casefile.ingest.turns import Turn, turns
from casefile.vocabulary import Mode

_SENTENCE_END = re.compile(r"(?<![\s(“«\"][A-ZА-ЯЁ])[.!?…][»”\"]?\s+(?=[«“\"]?[A-ZА-ЯЁ])")
_OPENING = frozenset('«“„"')
_DASH = re.compile(r"\s*[,.!?…]?\s*[–—-]+\s*")


@dataclass
class Said:
    """One statement."""

    speaker: Actor
    span: Span
    mode: Mode
    frame: Frame | None
    verb: str
    sentence: Span
    certainty: Certainty
    reason: str


class Speech:
    """Goes through a story from frame to frame."""

    def __init__(self, story: Story, cast: Cast) -> None:
        self.story = story
        self.cast = cast
        self.frames = Frames(story, cast)
        self.leads = Leads(story, cast, self.frames)
        self.contents = (TreeContents if story.rules.by_tree else Contents)(story, cast)
        self.said: list[Said] = []
        self.turns: list[Turn] = []
        self._last: Actor | None = None
        self._last_line = -2
        self._outlet = -2

    def read(self) -> list[Said]:
        """The statements, in the order of the text."""
        by_tree = {tree.number: self.frames.of(tree) for tree in self.story.trees}
        self.turns = turns(self.story, self.cast)
        for number, found in by_tree.items():
            by_tree[number] = [frame for frame in found if not self._in_turn(frame.start)]
        frames = [frame for found in by_tree.values() for frame in found]
        spoken = [quotation for quotation in self.story.speech if not self._in_turn(quotation.start)]
        tags = {quotation: self._tag(quotation, frames) for quotation in spoken}
        for frame in tags.values():
            if frame is not None and frame not in frames:
                frames.append(frame)
                by_tree[frame.tree.number].append(frame)
        tagged: dict[int, list[Quotation]] = {}
        for quotation, frame in tags.items():
            if frame is not None:
                tagged.setdefault(id(frame), []).append(quotation)
        steps: list[tuple[int, Frame | Quotation]] = [(frame.start, frame) for frame in frames]
        steps += [(quotation.start, quotation) for quotation, frame in tags.items() if frame is None]
        at = 0
        for place, step in sorted(steps, key=lambda pair: pair[0]):
            while at < len(self.story.trees) and self.story.trees[at].start <= place:
                self.cast.note(self.story.trees[at])
                at += 1
            if isinstance(step, Frame):
                self._frame(step, by_tree[step.tree.number], tagged.get(id(step), []))
            else:
                self._untagged(step)
        self.said = [one for one in self.said if not self._within(one)]
        self.said += [self._turn(turn) for turn in self.turns]
        self.said.sort(key=lambda one: one.span)
        return self._once()

    def _in_turn(self, offset: int) -> bool:
        """Whether somebody whom a label names speaks here."""
        return any(turn.span[0] <= offset < turn.span[1] for turn in self.turns)

    def _turn(self, turn: Turn) -> Said:
        span = _trimmed(self.story.text, *turn.span)
        reason = "a line that opens with the name of its speaker"
        whole = (turn.label[0], turn.span[1])
        return Said(turn.speaker, span, Mode.DIRECT_QUOTE, None, "", whole, Certainty.LIKELY, reason)

    def _within(self, one: Said) -> bool:
        """Whether it is told within what another says in other words: then it is the other's to tell."""
        if one.frame is None:
            return False
        at = one.frame.start
        if not self.story.rules.by_tree:
            return one.mode is Mode.PARAPHRASE and any(
                other.frame is not None
                and (other.frame.attribution is not None or other.frame.start >= other.span[1])
                and one.frame.attribution is None
                and other.frame.tree is one.frame.tree
                and other.span[0] <= at < other.span[1]
                and other.speaker is not one.speaker
                and not one.span[0] <= other.frame.start < other.frame.tree[-1].stop < one.span[1]
                for other in self.said
            )
        return any(
            other.mode is Mode.PARAPHRASE
            and other.frame is not None
            and other.frame is not one.frame
            and other.frame.tree is one.frame.tree
            and other.span[0] <= at < other.span[1]
            and not one.span[0] <= other.frame.start < one.span[1]
            for other in self.said
        )

    def _frame(self, frame: Frame, others: list[Frame], quotations: list[Quotation]) -> None:
        if self._of_outlet(frame):
            return
        self.frames.speak(frame, self._last)
        if frame.outlet:
            self._outlet = frame.tree.number
            for quotation in quotations if not self.story.rules.by_tree else ():
                self._untagged(quotation)
            return
        speakers: list[Actor] = []
        if frame.subject >= 0:
            speakers = self.cast.several(frame.tree, frame.subject) or self.cast.jointly(frame.tree, frame.subject)
        if frame.speaker is None and not speakers:
            return
        if frame.speaker is not None:
            self.cast.spoke(frame.speaker, frame.start)
            self._last = frame.speaker
            self._last_line = self.story.paragraph_at(frame.start)
        for speaker in speakers or [one for one in (frame.speaker,) if one is not None]:
            self._say(speaker, frame, others, quotations)

    def _of_outlet(self, frame: Frame) -> bool:
        """Whether "it" speaks just after an outlet did: then the outlet reports on."""
        tree = frame.tree
        it = any(
            tree.feat(kid, "Gender") == "Neut" for kid in tree.kids_by(frame.at, "nsubj") if tree[kid].pos == "PRON"
        )
        return self.story.rules.by_tree and it and tree.number - self._outlet == 1

    def _say(self, speaker: Actor, frame: Frame, others: list[Frame], quotations: list[Quotation]) -> None:
        """Note what a frame has its speaker say."""
        if quotations and (frame.saying is None or frame.saying.quotes):
            for span in _merged(quotations):
                self._add(speaker, span, Mode.DIRECT_QUOTE, frame)
            if not self.contents.has_clause(frame):
                return
        if frame.attribution is not None and self._only_alleges(frame, speaker):
            return
        content = self.contents.of(frame, others)
        if content is not None:
            self._add(speaker, content, Mode.PARAPHRASE, frame)

    def _only_alleges(self, frame: Frame, speaker: Actor) -> bool:
        """Whether the frame is how accusations are passed on, which are no statements by themselves."""
        assert frame.attribution is not None  # noqa: S101 - asked only of those
        accuses = speaker.head in self.story.rules.accusers and not frame.attribution.spoken
        return frame.attribution.alleges or accuses

    def _untagged(self, quotation: Quotation) -> None:
        """A quotation without a frame is of whoever spoke just before."""
        line = self.story.paragraph_at(quotation.outer_start)
        whole = self.story.text[quotation.start].isupper()
        if self.story.text[: quotation.outer_start].rstrip().endswith(":"):
            tree = self.story.tree_at(quotation.outer_start - 1)
            for at in range(len(tree)) if tree is not None else ():
                if tree is not None and tree[at].stop <= quotation.outer_start and tree[at].rel.startswith("nsubj"):
                    actor = self.cast.people.at(tree, at) or self.cast.person_in(tree, at)
                    if actor is None and self.story.rules.by_tree:
                        within = (self.cast.people.at(tree, n) for n in range(*tree.noun_phrase(at)))
                        actor = next((one for one in within if one is not None), None) or self.cast.resolve(tree, at)
                    if actor is not None:
                        self.cast.spoke(actor, tree[at].start)
                        self._last, self._last_line = actor, line
        if self._last is None or not whole or line - self._last_line > 1 or quotation.start < self.story.body:
            return
        if self._goes_on(quotation):
            span = _trimmed(self.story.text, self.said[-1].span[0], quotation.stop)
            self.said[-1] = replace(self.said[-1], span=span)
            return
        tree = self.story.tree_at(quotation.start)
        sentence = (tree.start, tree.stop) if tree else (quotation.start, quotation.stop)
        certainty = Certainty.LIKELY if line == self._last_line else Certainty.DOUBTFUL
        self.said.append(
            Said(
                self._last,
                _trimmed(self.story.text, quotation.start, quotation.stop),
                Mode.DIRECT_QUOTE,
                None,
                "",
                sentence,
                certainty,
                "a quotation without a frame, after words of the same speaker",
            )
        )
        self._last_line = line

    def _goes_on(self, quotation: Quotation) -> bool:
        """Whether a quotation goes on with the one before it: only their frame stands between them."""
        last = self.said[-1] if self.said else None
        if last is None or last.mode is not Mode.DIRECT_QUOTE or last.speaker is not self._last:
            return False
        between = self.story.text[last.span[1] : quotation.outer_start].rstrip()
        if last.frame is None or not last.span[1] <= last.frame.start < quotation.start:
            return False
        return between[-1:] in {".", "!", "?"} and "\n" not in between and not _SENTENCE_END.search(between)

    def _add(self, speaker: Actor, span: Span, mode: Mode, frame: Frame) -> None:
        tree = frame.tree
        if mode is Mode.PARAPHRASE:
            self.cast.said_in.append((*span, speaker))
        certain = frame.sure and frame.subject >= 0 and self.cast.fully_named(tree, speaker)
        self.said.append(
            Said(
                speaker,
                _trimmed(self.story.text, *span),
                mode,
                frame,
                self.contents.verb(frame),
                (min(tree.start, span[0]), max(tree.stop, span[1])),
                Certainty.CERTAIN if certain else Certainty.LIKELY,
                f"“{self.contents.verb(frame)}”",
            )
        )

    def _tag(self, quotation: Quotation, frames: list[Frame]) -> Frame | None:  # noqa: C901, PLR0912 - one branch a construction
        """The frame that a quotation belongs to: within it, after it, or before it."""
        text = self.story.text
        for frame in frames:
            if quotation.start <= frame.start < quotation.stop:
                return frame
        dash = _DASH.match(text, quotation.outer_stop)
        comma = text[quotation.stop - 1 : quotation.stop] in {",", "?", "!"} or text[quotation.outer_stop :][:1] == ","
        after = dash.end() if dash else quotation.outer_stop if comma else -1
        if not dash and text[after : after + 2].strip()[:1].isupper() and not self.story.rules.by_tree:
            after = -1  # a new sentence: «Кто здесь?» Судья засмеялась
        if text[after : after + 1] in _OPENING and after >= 0 and dash and not self.story.rules.by_tree:
            after = -1  # another speaks after the dash
        line = self.story.paragraph_at(quotation.outer_start)
        if after >= 0:
            for frame in frames:
                if frame.start >= after and self.story.paragraph_at(frame.start) == line:
                    if not _SENTENCE_END.search(text, after, frame.start):
                        return frame
                    break
        if (framed := self._by_any_verb(quotation, after if dash else -1)) is not None:
            return framed
        before = text[: quotation.outer_start].rstrip()
        if not before.endswith((":", ",")) and not text[quotation.start].isupper():
            return None
        above = (
            line - 1 if before.endswith(":") and self.story.paragraphs[line].start >= quotation.outer_start else line
        )
        for frame in reversed(frames):
            if frame.start < quotation.outer_start and self.story.paragraph_at(frame.start) in {line, above}:
                between = text[frame.start : quotation.outer_start]
                goes_on = not _SENTENCE_END.search(between.rstrip() + " A") or before.endswith(":")
                if goes_on and self._opens(frame, quotation, colon=before.endswith(":")):
                    return frame
                break
        if before.endswith(":") and not self.story.rules.by_tree and quotation.outer_start > self.story.body:
            return self.leads.before(quotation)
        return None

    def _by_any_verb(self, quotation: Quotation, after: int) -> Frame | None:
        """The frame that a verb makes which is none of saying otherwise, within a quotation or after it and a dash."""
        text = self.story.text
        if self.story.rules.by_tree:
            last, next_ = text[quotation.stop - 1 : quotation.stop], text[quotation.outer_stop :].lstrip(" ,")[:1]
            if text[quotation.outer_stop :][:1] not in {" ", ","} or (last != "," and not next_.islower()):
                return None
            return self.frames.by_any_verb(quotation.outer_stop) if last in {",", "?", "!"} else None
        places = [start for start, _ in self.story.asides if quotation.start <= start < quotation.stop]
        places += [after] if after >= 0 else []
        return next((frame for place in places if (frame := self.leads.after(place)) is not None), None)

    def _opens(self, frame: Frame, quotation: Quotation, *, colon: bool) -> bool:
        """Whether a frame leads up to the quotation after it and is not done with before."""
        between = self.story.text[frame.start : quotation.outer_start]
        if colon:
            quotes = frame.saying is None or frame.saying.quotes or self.story.rules.by_tree
            return quotes and not _SENTENCE_END.search(between)
        return "," not in between.rstrip().rstrip(",") and frame.saying is not None and frame.saying.quotes

    def _once(self) -> list[Said]:
        """Each statement once: one that lies within another of the same speaker is a part of it."""
        kept: list[Said] = []
        spans = [(one, one.span) for one in self.said if one.mode is Mode.PARAPHRASE]
        for one in self.said:
            if one.frame is not None and any(
                span[0] <= one.frame.start < span[1]
                and other.speaker is not one.speaker
                and other is not one
                and span[0] <= one.span[0]
                and one.span[1] <= span[1]
                and other.frame is not None
                and not (one.span[0] <= other.frame.start < one.span[1])
                for other, span in spans
            ):
                continue
            inside = next(
                (
                    n
                    for n, other in enumerate(kept)
                    if other.speaker is one.speaker and other.span[0] < one.span[1] and one.span[0] < other.span[1]
                ),
                None,
            )
            if inside is None:
                kept.append(one)
            elif one.mode is Mode.DIRECT_QUOTE and kept[inside].mode is not Mode.DIRECT_QUOTE:
                if _length(one.span) * 2 >= _length(kept[inside].span):
                    kept[inside] = one
            elif one.mode is kept[inside].mode and _length(one.span) > _length(kept[inside].span):
                kept[inside] = one
        return kept


def _length(span: Span) -> int:
    return span[1] - span[0]


def _merged(quotations: list[Quotation]) -> list[Span]:
    """The quotations of one frame as one: it stands between them."""
    return [(min(q.start for q in quotations), max(q.stop for q in quotations))]


def _trimmed(text: str, start: int, stop: int) -> Span:
    """The span without the space and the marks of the sentence at its ends."""
    while start < stop and (text[start].isspace() or text[start] in ",;:–—-"):
        start += 1
    while start < stop and (text[stop - 1].isspace() or text[stop - 1] in ".,;:–—-"):
        stop -= 1
    if text[stop - 1 : stop] in {"”", '"'} and text[stop - 2 : stop - 1] == ".":
        stop -= 2  # the closing mark goes with the full stop before it
    return start, stop
