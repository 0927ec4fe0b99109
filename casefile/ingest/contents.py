"""What a frame of saying frames when nothing is quoted: the clause, phrase or infinitive that is said, in the text."""

from __future__ import annotations

from casefile.ingest.cast import Cast
from casefile.ingest.drafts import Span
from casefile.ingest.speakers import Frame
from casefile.ingest.story import Story
from casefile.ingest.trees import NOUNS, Tree

_MARKS = frozenset(",;:–—.")
#: A phrase of fewer words, or an infinitive, is no statement.
_PHRASE_WORDS = 3


class Contents:
    """Finds the words that are said around a frame."""

    def __init__(self, story: Story, cast: Cast) -> None:
        self.story = story
        self.cast = cast

    def verb(self, frame: Frame) -> str:
        """The verb or set phrase of a frame as printed."""
        tree = frame.tree
        if frame.attribution is not None:
            stop = frame.at + len(frame.attribution.words.split())
            return self.story.text[tree[frame.at].start : tree[min(stop, len(tree)) - 1].stop]
        words = frame.words.split()
        last = frame.at
        for word in words[1:]:
            place = next(
                (at for at in range(frame.at + 1, min(len(tree), frame.at + 6)) if tree.has(at, (word,))), last
            )
            last = max(last, place)
        return self.story.text[tree[frame.at].start : tree[last].stop]

    def has_clause(self, frame: Frame) -> bool:
        """Whether a that-clause hangs from the frame besides."""
        return frame.saying is not None and frame.saying.clause and self._that(frame) is not None

    def of(self, frame: Frame, others: list[Frame]) -> Span | None:  # noqa: C901 - one branch a construction
        """The words that the frame gives in other words; None where it gives none."""
        tree, saying = frame.tree, frame.saying
        if saying is None:
            return self._beside(frame, others)
        if tree.feat(frame.at, "VerbForm") == "Conv":
            that = self._that(frame) if saying.clause else None
            return self._span(tree, that, self._end(tree, that, frame, others)) if that is not None else None
        if tree.feat(frame.at, "VerbForm") == "Part":
            return self._of_participle(frame)
        if saying.clause and (colon := self._after_colon(frame)) is not None:
            return colon
        if saying.infinitive and self._that(frame) is None and (asked := self._after(frame, others)) is not None:
            return asked
        if saying.clause and (that := self._that(frame)) is not None:
            return self._span(tree, that, self._end(tree, that, frame, others))
        if (told := self._just_told(frame)) is not None:
            return told
        if saying.clause and (before := self._that_before(frame)) is not None:
            return before
        demanded = saying.infinitive and bool(tree.kids_by(frame.at, "obj"))
        if not saying.weak and not demanded and (beside := self._beside(frame, others)) is not None:
            return beside
        if saying.weak and saying.clause and frame.low > 0 and self._as_word(frame) is not None:
            return self._beside(frame, others)
        if (
            saying.weak
            and saying.quotes
            and self._closes(frame)
            and (beside := self._beside(frame, others)) is not None
        ):
            return beside
        return self._after(frame, others)

    def _closes(self, frame: Frame) -> bool:
        """Whether verb and speaker, in this order, close a sentence after a comma: "..., успокоил редактор"."""
        tree = frame.tree
        if self.story.rules.by_tree or frame.subject <= frame.at or self._left(frame) != frame.at:
            return False
        things = [kid for kid in tree.kids_by(frame.at, "obj") if tree.feat(kid, "Animacy") != "Anim"]
        return not things and any(tree.finite(at) for at in range(frame.at))

    def _of_participle(self, frame: Frame) -> Span | None:
        """What a participle says before the comma that closes its phrase: "настаивавший на том, что ..., ушёл"."""
        tree, saying = frame.tree, frame.saying
        begin = self._that(frame)
        if begin is None and saying is not None and saying.infinitive:
            begin = next(
                (at for at in range(frame.at + 1, min(frame.at + 6, len(tree))) if tree.feat(at, "VerbForm") == "Inf"),
                None,
            )
            if begin is not None:
                low = next((at for at in range(begin, frame.at, -1) if tree.words[at - 1] in _MARKS), begin)
                end = next((at for at in range(begin, len(tree)) if tree.words[at] in _MARKS), self._stop(tree))
                low = begin - 1 if tree.has(begin - 1, self.story.rules.negations) else max(low, begin)
                return self._phrase(tree, low, end)
        if begin is None:
            return None
        return self._span(tree, begin, self._clause_end(tree, begin))

    def _after_colon(self, frame: Frame) -> Span | None:
        """What stands after a colon without quotation marks: "уточнили: маршрут исправлен"."""
        tree = frame.tree
        at = frame.at + 1
        while at < len(tree) and at < frame.high + 4 and tree.words[at] not in _MARKS and not tree.finite(at):
            at += 1
        relative = any(tree.has(n, self.story.rules.relatives) for n in range(at + 1, min(at + 3, len(tree))))
        if at < len(tree) and tree.words[at] == "," and relative and " " in frame.words:
            at = next((n for n in range(at + 1, len(tree)) if tree.words[n] in _MARKS), len(tree))
        if at >= len(tree) - 1 or tree.words[at] != ":" or self.story.quoted(tree[at + 1].start) is not None:
            return None
        if tree.words[at + 1] in {"«", "“", "„", '"'}:
            return None
        return self._span(tree, at + 1, self._stop(tree))

    def _after(self, frame: Frame, others: list[Frame]) -> Span | None:  # noqa: C901, PLR0912 - one branch a construction
        """What is said as a phrase of the verb's own: about something, something, to do something."""
        tree, saying = frame.tree, frame.saying
        assert saying is not None  # noqa: S101 - asked only of verbs
        for at in range(frame.at + 1, len(tree)):
            if tree.words[at] in {";", ":"} or (tree.finite(at) and at != frame.at):
                break
            if tree.words[at] in saying.about and at + 1 < len(tree):  # with its preposition, so that it can be read
                return self._phrase(tree, at, self._phrase_end(tree, at + 1, frame, others))
            if saying.infinitive and tree.feat(at, "VerbForm") == "Inf":
                begin = min([at, *(kid for kid in tree.under(at) if kid > frame.at and kid >= frame.high)])
                begin = min([begin, *self._asked(frame, at)])
                return self._phrase(tree, begin, self._end(tree, begin, frame, others))
        if saying.clause and (clause := self._bare_clause(frame)) is not None:
            return self._span(tree, clause, self._end(tree, clause, frame, others))
        if saying.thing:
            for kid in tree.kids_by(frame.at, "obj", "xcomp"):
                judges = not saying.clause
                fronted = judges and kid < frame.at and tree[kid].pos in NOUNS and kid != frame.subject
                if fronted and (judged := self._judged_before(frame, kid, others)) is not None:
                    return judged
                if any(tree.has(under, self.story.rules.pointing) for under in tree.kids[kid]) and not judges:
                    return None
                if kid < frame.at and frame.subject > frame.at and tree[kid].pos in NOUNS:
                    return self._phrase(tree, *tree.noun_phrase(kid))
                if kid > frame.at and kid >= frame.high and tree[kid].pos in NOUNS | {"PRON", "ADJ", "VERB"}:
                    begin = min(tree.noun_phrase(kid)[0], kid)
                    while begin - 1 > frame.at and tree.has(begin - 1, self.story.rules.possessives):
                        begin -= 1
                    end = self._phrase_end(tree, begin, frame, others)
                    if judges and not self._judged(tree, begin, end):
                        return None
                    return self._phrase(tree, begin, end)
        return None

    def _judged_before(self, frame: Frame, kid: int, others: list[Frame]) -> Span | None:
        """What is called something, and what, around the verb: "доводы защиты он назвал «не относящимися к делу»"."""
        tree = frame.tree
        begin, end = tree.under(kid)[0], self._phrase_end(tree, frame.at + 1, frame, others)
        if 0 <= frame.subject < begin and not any(tree.words[at] == "," for at in range(frame.subject, begin)):
            return None
        return self._phrase(tree, begin, end) if self._judged(tree, max(frame.at + 1, frame.high), end) else None

    def _judged(self, tree: Tree, begin: int, end: int) -> bool:
        """Whether it is told what something is called: "назвал приговор ошибкой", and not only which: "назвал дату"."""
        return any(
            tree.feat(at, "Case") == "Ins"
            or tree.words[at] in {"«", "“", "„", '"'}
            or tree.has(at, self.story.rules.as_words)
            for at in range(begin, end)
        )

    def _phrase(self, tree: Tree, begin: int, end: int) -> Span | None:
        """The span of a phrase; of one or two words nothing is said."""
        words = [at for at in range(begin, min(end, len(tree))) if tree[at].text[0].isalnum()]
        if any(all(any(tree.has(at, {word}) for at in words) for word in p.split()) for p in self.story.rules.unsaid):
            return None
        return self._span(tree, begin, end) if len(words) >= _PHRASE_WORDS else None

    def _asked(self, frame: Frame, infinitive: int) -> list[int]:
        """Where those stand who are asked to do something, between the verb and the infinitive."""
        tree = frame.tree
        found = []
        for kid in tree.kids_by(frame.at, "obj", "iobj", "obl"):
            after = kid > frame.at and kid >= frame.high and kid < infinitive
            if after and not tree.preposition(kid) and tree.feat(kid, "Case") in {"Acc", "Gen", "Dat"}:
                found.append(min(tree.noun_phrase(kid)[0], kid))
        return found

    def _bare_clause(self, frame: Frame) -> int | None:
        """Where a clause begins that hangs from the verb without a word that opens it."""
        tree = frame.tree
        for kid in tree.kids_by(frame.at, "ccomp"):
            under = tree.under(kid)
            if kid > frame.at and under[0] > frame.at and tree.words[under[0]] not in {":", "«", "“", '"'}:
                return next((at for at in under if tree.words[at] not in _MARKS), None)
        return None

    def _that(self, frame: Frame) -> int | None:
        """The first token of the that-clause after the verb."""
        tree, words = frame.tree, self.story.rules.complementizers
        for at in range(frame.at + 1, len(tree) - 1):
            if (
                tree.has(at, words)
                and tree[at].pos in {"SCONJ", "PRON", "CCONJ", "DET"}
                and self._opens(tree, at, frame)
            ):
                return at + 1
            if (tree.finite(at) and at != frame.at) or tree.words[at] in {";", ":"} or self._says(tree, at):
                return None
        return None

    def _opens(self, tree: Tree, at: int, frame: Frame) -> bool:
        """Whether a word opens a clause here, and not after a participle of manner: "согласился, сочтя, что".

        Nor is it a relative pronoun: "in a letter that his wife made public".
        """
        if self.story.rules.by_tree:
            relative = tree[at].pos == "PRON" and tree[at].rel.split(":")[0] in {"nsubj", "obj"}
            return not (relative and tree[at].head > at)
        before = at - 1
        if before == frame.at or not (tree.words[before] in {",", "–", "—"} or tree[before].pos in {"CCONJ", "SCONJ"}):
            return before == frame.at
        at = before - 1
        while at > frame.at and tree.words[at] not in _MARKS and tree[at].pos != "VERB":
            at -= 1
        return at <= frame.at or tree.feat(at, "VerbForm") != "Conv"

    def _says(self, tree: Tree, at: int) -> bool:
        """Whether a participle of manner is of another verb of saying: "подтвердили, уточнив, что ..."."""
        return tree.feat(at, "VerbForm") == "Conv" and bool(tree.look(at, self.story.rules.sayings))

    def _that_before(self, frame: Frame) -> Span | None:
        """A that-clause that the frame closes: "о том, что ..., заявил ..."."""
        tree, words = frame.tree, self.story.rules.complementizers
        for at in range(frame.low - 1, 1, -1):
            if tree.has(at, words) and any(
                tree.phrase(at - 1 - len(p.split()), tuple(p.split())) for p in self.story.rules.just_told
            ):
                return self._span(tree, at + 1, self._left(frame))
        return None

    def _just_told(self, frame: Frame) -> Span | None:
        """The sentence before, where the frame points back to it."""
        tree = frame.tree
        first = self._first(tree)
        if self._points_back(frame) and tree.number > 0:
            before = self.story.trees[tree.number - 1]
            start = max(before.start, self.story.body)
            return (start, before.stop) if start < before.stop else None
        for phrase in self.story.rules.just_told:
            words = tuple(phrase.split())
            for at in range(first, min(first + 4, len(tree))):
                if tree.phrase(at, words) and at < frame.at and tree.number > 0:
                    if at + len(words) < len(tree) and tree.words[at + len(words)] == ",":
                        return None
                    before = self.story.trees[tree.number - 1]
                    start = max(before.start, self.story.body)
                    return (start, before.stop) if start < before.stop else None
        return None

    def _points_back(self, frame: Frame) -> bool:
        """Whether right after the verb stands what points back: "министр сообщил об этом журналистам"."""
        tree = frame.tree
        for phrase in self.story.rules.just_told if not self.story.rules.by_tree else ():
            words = tuple(phrase.split())
            for at in range(frame.at + 1, min(frame.at + 4, len(tree))):
                after = at + len(words)
                if tree.phrase(at, words) and not (after < len(tree) and tree.words[after] in {",", ":"}):
                    return not any(tree.finite(n) for n in range(frame.at + 1, at))
        return False

    def _as_word(self, frame: Frame) -> int | None:
        tree = frame.tree
        for at in range(frame.low - 1, max(-1, frame.low - 5), -1):
            if tree.words[at] in _MARKS:
                return None
            if tree.has(at, self.story.rules.as_words):
                return at
        return None

    def _left(self, frame: Frame) -> int:
        """Where the stretch of the frame begins: after the comma or dash before it, or with the sentence."""
        tree = frame.tree
        at = frame.low
        while at > 0 and tree.words[at - 1] not in {",", ";", ":", "–", "—"} and not tree.finite(at - 1):
            at -= 1
        return at

    def _right(self, frame: Frame) -> int:
        """Where it ends: at the comma, dash or full stop after it."""
        tree = frame.tree
        at = frame.high
        while at < len(tree) and tree.words[at] not in _MARKS:
            at += 1
        return at

    def _first(self, tree: Tree, before: int | None = None) -> int:
        """The first token of a sentence that is told: after the dateline, and a semicolon before `before`."""
        first = next((at for at, token in enumerate(tree.tokens) if token.start >= self.story.body), 0)
        if before is not None:
            first = max([first, *(at + 1 for at in range(first, before) if tree.words[at] == ";")])
        return first

    def _beside(self, frame: Frame, others: list[Frame]) -> Span | None:
        """What stands before, after or around a frame that is put into a sentence."""
        tree = frame.tree
        first, low = self._first(tree, frame.at), self._left(frame)
        if frame.attribution is not None and low > first and tree.words[low - 1] == ":":
            first = low  # "защита возражает: по словам адвоката, ..."
        high = self._right(frame) if frame.saying is not None else self._close(frame)
        goes_on = high < len(tree) - 1 and tree.words[high] == ","
        if low <= first:
            opened = frame.attribution is not None or self._as_word(frame) is not None
            if not opened:
                return None
            begin = high + 1 if goes_on or (high < len(tree) and tree.words[high] in _MARKS) else high
            return self._span(tree, begin, self._end(tree, begin, frame, others)) if begin < len(tree) else None
        if tree[low].pos == "CCONJ" or tree.has(low, self.story.rules.complementizers):
            return None
        if tree.words[low - 1] != "," and tree.words[low - 1] not in {"–", "—"}:
            return None
        if frame.saying is not None and frame.subject >= 0 and frame.subject < low:
            return None
        if not goes_on:
            return self._span(tree, first, low - 1)
        if any(tree.has(at, self.story.rules.relatives) for at in range(max(first, low - 4), low - 1)):
            return self._span(tree, high + 1, self._clause_end(tree, high + 1))
        first = self._after_introduction(tree, first, low - 1)
        before = any(tree.finite(at) for at in range(first, low - 1))
        inserted = frame.attribution is not None or self._as_word(frame) is not None
        if before and not inserted and not self._hangs_before(tree, high + 1, first, low - 1):
            return self._span(tree, first, low - 1)
        return self._span(tree, first, self._end(tree, high + 1, frame, others))

    def _hangs_before(self, tree: Tree, begin: int, first: int, stop: int) -> bool:
        """Whether what follows a frame belongs to the words before it: "похудел, подсчитала мать, на десять кило"."""
        rest = range(begin, self._stop(tree))
        if self.story.rules.by_tree or any(tree.finite(at) or tree.feat(at, "VerbForm") for at in rest):
            return False
        return any(first <= tree[at].head < stop and tree[at].pos != "PUNCT" for at in rest)

    def _after_introduction(self, tree: Tree, first: int, stop: int) -> int:
        """The token after a clause and its colon, or a dash right before a frame, that lead up to what is said."""
        for at in range(stop - 1, first, -1):
            leads = tree.words[at] == ":" or (tree.words[at] in {"–", "—"} and stop - at <= _PHRASE_WORDS)
            verbs = any(tree.finite(n) or tree.feat(n, "Variant") == "Short" for n in range(first, at))
            if leads and verbs and self.story.quoted(tree[at].start) is None:
                return at + 1
        return first

    def _close(self, frame: Frame) -> int:
        """Where the stretch of a set phrase ends: at the comma after its noun phrase, or with that."""
        tree = frame.tree
        at = self._past_whose(frame)
        while at < len(tree) and at < frame.high + 4 and tree.words[at] not in _MARKS and not tree.finite(at):
            at += 1
        return at if at < len(tree) and tree.words[at] in _MARKS else frame.high

    def _past_whose(self, frame: Frame) -> int:
        """The comma after what else is said of whom a set phrase names: "по словам адвоката, защищающего его, ..."."""
        tree, at = frame.tree, frame.high
        if self.story.rules.by_tree or at + 1 >= len(tree) or tree.words[at] != ",":
            return at
        close = next((n for n in range(at + 1, len(tree)) if tree.words[n] in _MARKS), len(tree))
        relative = any(tree.has(n, self.story.rules.relatives) for n in range(at + 1, min(at + 3, close)))
        apposed = tree.feat(at + 1, "Case") == "Gen" and not any(tree.finite(n) for n in range(at + 1, close))
        return close if (relative or apposed) and close < len(tree) and tree.words[close] == "," else at

    def _clause_end(self, tree: Tree, begin: int) -> int:
        """The comma that closes the clause which goes on at `begin`: before the verb of the clause around it."""
        verb = next(
            (at for at in range(begin, len(tree)) if tree.finite(at) or tree.feat(at, "Variant") == "Short"), None
        )
        for at in range((verb if verb is not None else begin) + 1, len(tree)):
            if tree.words[at] == "," and any(tree.finite(later) for later in range(at + 1, min(at + 5, len(tree)))):
                return at
        return self._stop(tree)

    def _stop(self, tree: Tree) -> int:
        stop = len(tree)
        while stop > 0 and tree.words[stop - 1] in {".", "!", "?", "…", ".."}:
            stop -= 1
        return stop

    def _end(  # noqa: C901 - one branch a construction
        self, tree: Tree, begin: int, frame: Frame, others: list[Frame]
    ) -> int:
        """Where what is said from `begin` on ends: before the next frame outside it, or with the sentence."""
        for other in others:
            if other is frame or other.at <= begin:
                continue
            low = self._left(other)
            if low <= begin:
                low = other.at
            border = low - 1
            joined = tree.words[border] == "," or tree[border].pos == "CCONJ" or tree.words[border] in {"–", "—"}
            if not joined or other.attribution is not None:
                continue
            own = tree.kids_by(other.at, "nsubj")
            if other.saying is not None and any(begin <= at < other.at for at in own):
                continue
            if tree.feat(other.at, "VerbForm") == "Conv" or self._with_frame(tree, other, frame):
                while border > begin and (tree.words[border] in _MARKS or tree[border].pos == "CCONJ"):
                    border -= 1
                return border + 1
        for at in range(begin + 1, len(tree)):
            if tree.words[at] == ";" or (tree.words[at] == ":" and self._before_speech(tree, at)):
                return at
            if (joint := self._joined(tree, frame, begin, at)) is not None:
                return joint
            if (back := self._back(tree, frame, begin, at)) is not None:
                return back
        return self._stop(tree)

    def _before_speech(self, tree: Tree, at: int) -> bool:
        """Whether a colon leads up to a quotation after what is said in other words."""
        after = at + 1
        if self.story.rules.by_tree or after >= len(tree) or self.story.quoted(tree[after].start) is None:
            return False
        low = next((n + 1 for n in range(at - 1, -1, -1) if tree.words[n] in _MARKS), 0)
        return not any(tree.has(n, self.story.rules.documents) for n in range(low, at))  # "прислал сообщение: «...»"

    def _joined(self, tree: Tree, frame: Frame, begin: int, at: int) -> int | None:
        """Where a verb that the tree joins to the verb of saying begins its part of the sentence."""
        if tree[at].head != frame.at or tree[at].rel != "conj" or not tree.finite(at) or at <= frame.at:
            return None
        border = tree.under(at)[0]
        while border > begin and (tree.words[border - 1] in _MARKS or tree[border - 1].pos == "CCONJ"):
            border -= 1
        parted = tree[at].pos == "VERB" and tree[border].pos in {"CCONJ", "PUNCT"}
        return border if parted and border > begin + 1 else None

    def _back(self, tree: Tree, frame: Frame, begin: int, at: int) -> int | None:
        """Where the sentence goes on from the verb of saying: "сообщил, что его перевели, но отказался назвать"."""
        if frame.at >= begin or tree[at].pos != "VERB" or not tree.finite(at) or tree.kids_by(at, "nsubj"):
            return None
        border = at
        while border > begin and tree[border - 1].pos in {"ADV", "PART"}:
            border -= 1
        if tree[border - 1].pos != "CCONJ" or tree.words[border - 2] != ",":
            return None
        first = next((n for n in range(begin, at) if tree.finite(n) or tree.feat(n, "Variant") == "Short"), None)
        if first is None:
            return None
        names = ("Tense", "Number", "Gender")
        one, own, other = (tuple(tree.feat(n, name) for name in names) for n in (frame.at, at, first))
        return border - 2 if one == own != other else None

    def _phrase_end(self, tree: Tree, begin: int, frame: Frame, others: list[Frame]) -> int:
        """Where a phrase that is said ends: also before a comma after which another clause begins."""
        end = self._end(tree, begin, frame, others)
        for at in range(begin + 1, end):
            if tree.words[at] not in {",", "–", "—", ";"}:
                continue
            upto = next((later for later in range(at + 1, end) if tree.words[later] in _MARKS), end)
            opens = tree.has(at + 1, self.story.rules.complementizers | self.story.rules.relatives) or any(
                tree.has(n, self.story.rules.relatives) for n in range(at + 1, min(at + 3, upto))
            )
            if not opens and any(tree.finite(n) for n in range(at + 1, upto)):
                return at
        return end

    def _with_frame(self, tree: Tree, other: Frame, frame: Frame) -> bool:
        """Whether another verb of saying goes on from the frame: joined to its verb, or with a subject after it."""
        if any(at > other.at for at in tree.kids_by(other.at, "nsubj")):
            return True
        if tree[other.at].head == frame.at and tree[other.at].rel in {"conj", "parataxis"}:
            return True
        one, two = tree[frame.at].feats, tree[other.at].feats
        return (
            all(one.get(name) == two.get(name) for name in ("Tense", "Number", "Gender")) and other.saying is not None
        )

    def _span(self, tree: Tree, begin: int, end: int) -> Span | None:
        if begin >= end or begin >= len(tree):
            return None
        return tree[begin].start, tree[min(end, len(tree)) - 1].stop
