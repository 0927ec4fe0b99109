"""What is said, found by the grammar of the sentence: the clause that hangs from a verb of saying, before or after it.

For languages that put no comma before such a clause, and whose tagger's trees are to be relied on (`Rules.by_tree`).
"""

from __future__ import annotations

from casefile.ingest.cast import Cast
from casefile.ingest.contents import Contents
from casefile.ingest.drafts import Span
from casefile.ingest.speakers import Frame
from casefile.ingest.story import Story
from casefile.ingest.trees import NOUNS, Tree

_MARKS = frozenset([",", ";", ":", "–", "—", "-", "“", "”", '"', "«", "»", "(", ")"])
#: A phrase that is no clause says something only if it has as many words.
_WORDS = 3
_OPENING = frozenset(["“", "«", "‘"])
#: What stands with a verb of saying and is not said: whom it is told, when, where, how.
_BESIDE = frozenset(["obl", "advmod", "obj", "iobj", "advcl", "compound", "nsubj", "aux", "punct", "mark", "discourse"])


class TreeContents(Contents):
    """Finds the words that are said around a frame by what hangs from its verb."""

    def __init__(self, story: Story, cast: Cast) -> None:
        super().__init__(story, cast)

    def has_clause(self, frame: Frame) -> bool:
        """Whether a clause hangs from the frame besides a quotation."""
        if frame.saying is None or not frame.saying.clause:
            return False
        clause = self._clause_after(frame)
        return clause is not None and self.story.quoted(frame.tree[clause[0]].start) is None

    def of(self, frame: Frame, others: list[Frame]) -> Span | None:  # noqa: ARG002 - what commas need
        """The words that the frame gives in other words; None where it gives none."""
        if frame.saying is None:
            return self._around(frame)
        if frame.saying.clause and self._put_in(frame):
            tree = frame.tree
            return self._closed(tree, self._first(tree, frame.at), self._stop_of(tree, frame.at))
        if frame.saying.clause and (led := self._led_up_to(frame)) is not None:
            return self._closed(frame.tree, *led)
        if frame.saying.clause:
            if (after := self._clause_after(frame)) is not None:
                return self._closed(frame.tree, *after)
            if (before := self._clause_before(frame)) is not None:
                return self._closed(frame.tree, *before)
        found = self._phrase_after(frame)
        if found is not None and sum(frame.tree[at].pos != "PUNCT" for at in range(*found)) < _WORDS:
            return None  # "announced an inquiry", "called him"
        if found is None and frame.saying.clause and (not frame.saying.weak or self._ends(frame)):
            found = self._before_comma(frame)
        if found is None and frame.saying.clause and not frame.saying.weak:
            found = self._rest(frame)
        return self._closed(frame.tree, *found) if found is not None else None

    def _led_up_to(self, frame: Frame) -> tuple[int, int] | None:
        """What follows a frame that "as" opens at the head of a sentence: "As the court reported, the hearing ..."."""
        tree = frame.tree
        first = self._first(tree, frame.at)
        if not tree.has(first, self.story.rules.as_words) or any(tree.finite(at) for at in range(first, frame.at)):
            return None
        comma = next((at for at in range(frame.at + 1, len(tree)) if tree.words[at] == ","), -1)
        if comma < 0 or tree.kids_by(frame.at, "ccomp"):
            return None
        end = self._stop_of(tree, comma)
        return (comma + 1, end) if any(tree.finite(at) for at in range(comma + 1, end)) else None

    # -- a clause after the verb

    def _clause_after(self, frame: Frame) -> tuple[int, int] | None:
        """First token and end of the clause that follows the verb."""
        tree, at = frame.tree, frame.at
        that = self._that(frame)
        if that is not None and tree[that - 2].pos == "CCONJ":
            rest = self._rest(frame)  # "said the ruling “copies the other one” and that she would appeal"
            that = rest[0] if rest is not None else that
        for kid in tree.kids_by(self._said_by(frame), "ccomp"):
            start = self._begin(tree, kid, frame)
            if kid > at and start is not None:
                first = that if that is not None and that <= start else start
                return first, self._cut(frame, kid, first)
        if that is not None:
            return that, self._cut(frame, None, that)
        return None

    def _said_by(self, frame: Frame) -> int:
        """The verb that a clause hangs from: of "let it be known" the last."""
        words = frame.words.split()
        for kid in frame.tree.kids_by(frame.at, "ccomp", "xcomp") if len(words) > 1 else []:
            if kid > frame.at and frame.tree.has(kid, words[-1:]):
                return kid
        return frame.at

    def _put_in(self, frame: Frame) -> bool:
        """Whether the frame stands between commas in what is said: "if it rains, he told them, they will stay"."""
        tree = frame.tree
        low = self._edge(frame)
        if frame.saying is None or low <= self._first(tree, frame.at) or tree.words[low] != ",":
            return False
        for kid in tree.kids_by(frame.at, "ccomp"):
            start = min((at for at in tree.under(kid) if at > frame.at and tree[at].pos != "PUNCT"), default=0)
            if kid > frame.at and start > 0 and tree.words[start - 1] == ",":
                return True
        return not frame.saying.weak and self._parts(frame, low)

    def _parts(self, frame: Frame, low: int) -> bool:
        """Whether it parts a subject from its verb, or a clause from one joined to it, between two commas."""
        tree, stop = frame.tree, self._stop_of(frame.tree, frame.at)
        close = next((at for at in range(max(frame.at, frame.high - 1) + 1, stop) if tree.words[at] in {",", ";"}), -1)
        if close < 0 or tree.words[close] == ";" or close + 1 >= stop:
            return False
        if any(tree.finite(at) for at in range(frame.at + 1, close)):
            return False
        main = any(tree.finite(at) and tree[at].pos == "VERB" for at in range(self._first(tree, frame.at), low))
        cop = any(tree[at].rel.split(":")[0] == "cop" for at in range(self._first(tree, frame.at), low))
        if not main and not cop:
            return any(tree[at].pos in NOUNS | {"PRON", "AUX"} for at in range(self._first(tree, frame.at), low)) and (
                close + 1 < stop
            )
        if tree[close + 1].pos == "ADP" and frame.subject >= 0 and frame.at + 1 == close:
            return True  # "she was allowed to see him once, she said, for ten minutes"
        joined = tree[close + 1].pos == "CCONJ" and close + 2 < stop
        return joined and (
            tree.words[close + 2] in _OPENING | {'"'}
            or any(tree[at].rel.startswith("nsubj") for at in range(close + 2, min(close + 5, stop)))
        )

    def _begin(self, tree: Tree, kid: int, frame: Frame) -> int | None:
        """Where the clause with its head at `kid` begins after the verb: past its "that" and what is no word."""
        for at in tree.under(kid):
            if at <= frame.at or (frame.low <= at < frame.high):
                continue
            if tree.words[at] in _MARKS - _OPENING or (
                tree[at].rel == "mark" and tree.has(at, self.story.rules.complementizers)
            ):
                continue
            return at
        return None

    def _cut(self, frame: Frame, kid: int | None, start: int) -> int:
        """Where what begins at `start` ends: with the sentence, or before what goes on from the verb of saying."""
        tree, end = frame.tree, self._stop_of(frame.tree, frame.at)
        end = self._passed_on(tree, frame, start, end)
        for at in range(start + 1, end):
            if tree.words[at] == ";":
                return at
            if tree[at].head != frame.at or at == kid:
                continue
            rel = tree[at].rel.split(":")[0]
            if any(q.outer_start < tree[at].start < q.outer_stop for q in self.story.quotations):
                continue
            goes_on = rel in {"conj", "parataxis"} or (rel == "advcl" and tree.feat(at, "VerbForm") == "Conv")
            left = tree.under(at)[0]
            while left > start and (tree.words[left - 1] == "," or tree[left - 1].pos == "CCONJ"):
                left -= 1
            if goes_on and left > start and not self._same_that(tree, left):
                return left
        return end

    def _passed_on(self, tree: Tree, frame: Frame, start: int, end: int) -> int:
        """Where a sentence goes over to who passed it on: "X said that he was well, state television reported"."""
        comma = next((at for at in range(end - 1, start, -1) if tree.words[at] == ","), -1)
        if comma <= start or self.story.quoted(tree[comma].start) is not None:
            return end
        verb = next((at for at in range(comma + 1, end) if tree.finite(at) and tree[at].pos == "VERB"), -1)
        if verb < 0 or verb == frame.at or not tree.look(verb, self.story.rules.sayings):
            return end
        before = all(tree[at].pos in NOUNS | {"DET", "ADJ", "PART", "ADP", "NUM"} for at in range(comma + 1, verb))
        after = any(tree.finite(at) or tree.has(at, self.story.rules.complementizers) for at in range(verb + 1, end))
        return comma if before and verb > comma + 1 and not after else end

    def _first(self, tree: Tree, before: int | None = None) -> int:
        """The first token that is told, after a semicolon if somebody is said to say what stands before that."""
        first = super()._first(tree)
        marks = [at for at in range(first, before or 0) if tree.words[at] == ";"]
        said = [at for at in range(first, before or 0) if tree.finite(at) and tree.look(at, self.story.rules.sayings)]
        return max([first, *(mark + 1 for mark in marks if said and said[0] < mark)])

    def _stop_of(self, tree: Tree, at: int) -> int:
        """Where the stretch between semicolons ends in which a frame stands."""
        stop = self._stop(tree)
        return next((n for n in range(at + 1, stop) if tree.words[n] == ";"), stop)

    def _same_that(self, tree: Tree, at: int) -> bool:
        """Whether another that-clause goes on here: "and that"."""
        while at < len(tree) and (tree[at].pos == "CCONJ" or tree.words[at] == ","):
            at += 1
        return at < len(tree) and tree.has(at, self.story.rules.complementizers)

    # -- a clause before or around it

    def _clause_before(self, frame: Frame) -> tuple[int, int] | None:
        """First token and end of what stands before the verb, and goes on after it if it does."""
        tree, at = frame.tree, frame.at
        first = self._first(tree, frame.at)
        said = next((kid for kid in tree.kids_by(at, "ccomp") if kid < at), None)
        inserted = tree[at].rel.split(":")[0] in {"parataxis", "ccomp", "advcl", "dep"} and tree[at].head >= 0
        if said is None and not inserted:
            return None
        low = self._edge(frame)
        if low <= first or tree.words[low] not in {",", "–", "—", "-"}:
            return None
        if said is None and tree[at].rel.split(":")[0] == "advcl" and self._as_word(frame) is None:
            return None
        while first < low and (tree[first].rel == "cc" or tree.words[first] in _MARKS - _OPENING):
            first += 1
        end = low
        rest = self._resumes(frame)
        return first, (self._stop_of(tree, frame.at) if rest else end)

    def _ends(self, frame: Frame) -> bool:
        """Whether nothing but the speaker and the verb stands after the last comma: "..., an aide volunteered"."""
        tree, stop = frame.tree, self._stop_of(frame.tree, frame.at)
        comma = max((at for at in range(stop) if tree.words[at] == ","), default=-1)
        return 0 < comma < frame.subject < frame.at and frame.at + 1 >= stop

    def _before_comma(self, frame: Frame) -> tuple[int, int] | None:
        """What stands before the frame and a comma, where the parser did not join them."""
        tree = frame.tree
        first, low = self._first(tree, frame.at), self._edge(frame)
        if low <= first or tree.words[low] not in {",", "–", "—", "-"}:
            return None
        beside = {
            kid
            for kid in tree.kids[frame.at]
            if tree[kid].rel.split(":")[0] in {"obl", "advcl", "advmod", "nsubj"}
            and (kid == frame.subject or not tree[kid].rel.startswith("nsubj"))
        }
        theirs = {at for kid in beside for at in tree.under(kid)}
        said = [at for at in range(first, low) if at not in theirs and tree[at].pos != "PUNCT"]
        if not any(tree.finite(at) for at in said):
            return None
        while first < low and (tree[first].rel == "cc" or tree.words[first] in _MARKS - _OPENING):
            first += 1
        return first, self._stop_of(tree, frame.at) if self._resumes(frame) else low

    def _edge(self, frame: Frame) -> int:
        """Where the frame begins: at its subject or verb, with the comma before it."""
        tree = frame.tree
        quoting = tree[frame.at].head if tree[frame.at].head >= 0 else frame.at
        if not tree.has(quoting, self.story.rules.quoting):
            quoting = frame.at
        subjects = [kid for verb in (quoting, frame.at) for kid in tree.kids_by(verb, "nsubj") if kid < verb]
        if frame.subject in subjects:
            subjects = [frame.subject]
        low = min([frame.at, quoting, *(tree.under(kid)[0] for kid in subjects)])
        if frame.low < low and tree[frame.low].pos in NOUNS | {"PRON", "DET"}:
            low = frame.low
        while (
            low > 0
            and tree.words[low - 1] not in {",", "–", "—", "-", ";", ":", "”", '"'}
            and tree[low - 1].head
            in {
                frame.at,
                frame.subject,
            }
        ):
            low -= 1
        while low > 0 and (tree.words[low - 1] in {",", "–", "—", "-"} or tree.has(low - 1, self.story.rules.as_words)):
            low -= 1
        return low

    def _resumes(self, frame: Frame) -> bool:
        """Whether what is said goes on after the frame: a word after it hangs neither from its verb nor its speaker."""
        tree = frame.tree
        own = set(tree.under(frame.at))
        said = [kid for kid in tree.kids_by(frame.at, "ccomp") if kid < frame.at]
        theirs = {at for kid in said for at in tree.under(kid)}
        return any(
            at not in own or at in theirs
            for at in range(frame.at + 1, self._stop_of(tree, frame.at))
            if tree[at].pos != "PUNCT" and not frame.low <= at < frame.high
        )

    # -- a phrase

    def _phrase_after(self, frame: Frame) -> tuple[int, int] | None:  # noqa: C901 - one branch a construction
        """An infinitive, a thing, or what stands after one of the verb's prepositions."""
        tree, saying, at = frame.tree, frame.saying, frame.at
        if saying is None:
            return None
        if saying.infinitive and tree.feat(at, "Voice") != "Pass":
            for kid in tree.kids_by(at, "xcomp", "ccomp", "advcl"):
                if kid > at and tree.feat(kid, "VerbForm") == "Inf":
                    begin = min([kid, *(each for each in tree.under(kid) if each > at and each >= frame.high)])
                    objects = [each for each in tree.kids_by(at, "obj", "iobj", "obl") if at < each < kid]
                    if objects:
                        begin = min(tree.noun_phrase(objects[0])[0], begin)
                    return begin, self._cut(frame, kid, begin)
        if saying.gerund:
            for kid in tree.kids_by(at, "xcomp", "ccomp", "obj", "advcl"):
                if kid == at + 1 and tree.words[kid].endswith("ing") and tree[kid].pos in {"VERB", "AUX"}:
                    return kid, self._cut(frame, kid, kid)
        for kid in tree.kids_by(at, "obl", "advcl"):
            if (
                kid > at
                and saying.about
                and (
                    tree.preposition(kid) in saying.about
                    or any(tree.words[mark] in saying.about for mark in tree.kids_by(kid, "mark"))
                )
            ):
                begin = min(each for each in tree.under(kid) if each > at and tree[each].rel not in {"case", "mark"})
                asked = [each for each in tree.kids_by(at, "obj") if at < each < begin]
                begin = tree.noun_phrase(asked[0])[0] if asked else begin  # "warned citizens against travelling"
                end = self._cut(frame, kid, begin)
                if not saying.weak or any(tree.words[each] in _OPENING | {'"'} for each in range(begin, end)):
                    return begin, end
        if saying.thing or saying.judges:
            return self._thing(frame)
        return None

    def _thing(self, frame: Frame) -> tuple[int, int] | None:
        """The object of the verb; where the verb only judges, with what it is called."""
        tree, saying, at = frame.tree, frame.saying, frame.at
        for kid in tree.kids_by(at, "obj", "nsubj", "ccomp", "xcomp"):
            if kid <= at or kid < frame.high - 1 or kid == frame.subject:
                continue
            begin = min(each for each in tree.under(kid) if each > at)
            while begin - 1 > at and tree.words[begin - 1] in _OPENING | {'"'}:
                begin -= 1
            end = self._cut(frame, kid, begin)
            judged = any(
                tree.words[each] in _OPENING | {'"'} or tree.has(each, self.story.rules.as_words)
                for each in range(begin, end)
            )
            if judged or (saying is not None and saying.thing):
                return begin, end
        return None

    def _rest(self, frame: Frame) -> tuple[int, int] | None:
        """Where the parser sees no clause: what follows the verb and those to whom it is said, if a verb is in it."""
        tree, at = frame.tree, frame.at
        begin = max(at + 1, frame.high if frame.subject > at else at + 1)
        moved = True
        while moved and begin < len(tree):
            moved = False
            for kid in tree.kids[at]:
                under = tree.under(kid)
                beside = tree[kid].rel.split(":")[0] in _BESIDE and not any(tree.finite(each) for each in under)
                if beside and under[0] == begin and tree.words[begin] not in _MARKS:
                    begin, moved = under[-1] + 1, True
        end = self._cut(frame, None, begin)
        if begin >= end or tree.words[begin] in {",", "."} or tree[begin].pos == "CCONJ":
            return None
        return (begin, end) if any(tree.finite(each) for each in range(begin, end)) else None

    # -- a set phrase

    def _around(self, frame: Frame) -> Span | None:
        """What an inserted set phrase ("according to ...") is about: what stands before it, after it, or around it."""
        tree = frame.tree
        first, low = self._first(tree, frame.at), frame.low
        end = self._set_phrase_end(frame)
        if low <= first:
            begin = end
            while begin < len(tree) and tree.words[begin] in _MARKS - _OPENING:
                begin += 1
            return (
                self._closed(tree, begin, self._stop_of(tree, frame.at))
                if begin < self._stop_of(tree, frame.at)
                else None
            )
        while first < low and tree[first].rel == "cc":
            first += 1
        rest = end < self._stop_of(tree, frame.at) and any(
            tree[at].pos != "PUNCT" for at in range(end, self._stop_of(tree, frame.at))
        )
        return self._closed(tree, first, self._stop_of(tree, frame.at) if rest else low)

    def _set_phrase_end(self, frame: Frame) -> int:
        """Where a set phrase ends, with all that belongs to its noun: "according to his wife, Ann, who had waited"."""
        tree = frame.tree
        head = frame.subject
        while head >= 0 and frame.low <= tree[head].head < frame.high:
            head = tree[head].head
        end = self._past_description(tree, frame, frame.high)
        for at in tree.under(head) if head >= frame.low else []:
            if at >= end and at - end <= len([",", "who"]):
                end = at + 1
        return end

    def _past_description(self, tree: Tree, frame: Frame, end: int) -> int:
        """The end of what is told of a source after a comma: "according to X, a rights group in Oslo,"."""
        while end + 1 < len(tree) and tree.words[end] == "," and self._describes(tree, end + 1):
            stop = self._stop_of(tree, frame.at)
            close = next((at for at in range(end + 1, stop) if tree.words[at] == ","), stop)
            relative = tree.has(end + 1, self.story.rules.relatives)
            if not relative and any(tree.finite(at) for at in range(end + 1, close)):
                inner = next((at for at in range(end + 1, close) if tree.has(at, self.story.rules.relatives)), None)
                if inner is None or any(tree.finite(at) for at in range(end + 1, inner)):
                    return end
            end = close
        return end

    def _describes(self, tree: Tree, at: int) -> bool:
        """Whether a phrase opens here that says who somebody is."""
        return tree.words[at] in {"a", "an", "the"} or tree.has(at, self.story.rules.relatives)

    def _closed(self, tree: Tree, begin: int, end: int) -> Span | None:
        """The span of tokens, with the mark that closes a quotation begun in it."""
        while end > begin and tree.words[end - 1] in _MARKS - {"”", '"', "»", ")"}:
            end -= 1
        text = [tree.words[at] for at in range(begin, end)]
        opened = text.count("“") - text.count("”")
        if opened > 0 and end < len(tree) and tree.words[end] == "”":
            end += 1
        if begin >= end:
            return None
        return tree[begin].start, tree[end - 1].stop
