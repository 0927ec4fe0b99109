"""Whether a word tells of something that happened, and is not denied, wished for or only named; how near a date is."""

from __future__ import annotations

from casefile.ingest.rules import Trigger
from casefile.ingest.story import Story
from casefile.ingest.trees import Tree
from casefile.vocabulary import EventKind

_BORDERS = frozenset(",;:–—")
#: Relations along which what governs a word decides whether it is real.
_GOVERNED = frozenset({"xcomp", "ccomp", "csubj", "obj", "iobj", "obl", "nmod", "nsubj", "conj", "advcl", "acl"})
_NEAR = 9
#: Relations of the words of a date to its last.
_INTO_DATE = frozenset({"case", "nummod", "amod", "det", "compound", "advmod", "fixed"})
#: How many tokens after a noun a date stands that is the noun's.
_BY_NOUN = 3


class Reality:
    """Asks the clause around a word."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._places = story.rules.place_words - story.rules.purposes
        self._known = [tuple(phrase.split()) for phrase in story.rules.became_known]

    def stretch(self, tree: Tree, at: int) -> list[int]:
        """The tokens of the clause of a word, and those near it up to the next comma."""
        found = set(tree.in_clause(at))
        found |= set(range(*self.between_borders(tree, at)))
        verbs = [
            other for other in range(len(tree)) if other != at and tree.finite(other) and tree[other].pos == "VERB"
        ]
        low = max((verb for verb in verbs if verb < at), default=-1) if tree.finite(at) else -1
        high = min((verb for verb in verbs if verb > at), default=len(tree)) if tree.finite(at) else len(tree)
        return sorted(place for place in found if abs(place - at) <= _NEAR * 2 and low < place < high)

    def between_borders(self, tree: Tree, at: int) -> tuple[int, int]:
        """From the mark before a word to the mark after it."""
        low = high = at
        while low > 0 and tree.words[low - 1] not in _BORDERS:
            low -= 1
        while high + 1 < len(tree) and tree.words[high + 1] not in _BORDERS:
            high += 1
        return low, high + 1

    def holds(self, tree: Tree, at: int, trigger: Trigger, *, dated: bool) -> bool:
        """Whether what the trigger at `at` tells of is told as having happened."""
        if self.denied(tree, at) or self._unreal(tree, at):
            return False
        token = tree[at]
        if trigger.noun and self.story.rules.by_tree and tree.preposition(at) in self.story.rules.for_words:
            # "sent the case back for a retrial"; but "travelled to Vienna on Monday for talks"
            meant = tree.preposition(at) not in self.story.rules.of_words and trigger.kind is EventKind.MEETING
            return meant and dated and self.past(tree, tree.clauses[at])
        if trigger.noun:
            return trigger.solid or dated or self._real(tree, at)
        form = token.feats.get("VerbForm", "Fin")
        if form == "Inf" and token.head >= 0 and tree.has(token.head, self.story.rules.enabling):
            return not self.denied(tree, token.head) and not self._unreal(tree, token.head)
        if form == "Conv" and not self.story.rules.by_tree and tree.feat(at, "Aspect") == "Perf" and token.head >= 0:
            above = token.head  # "приговорил его, признав виновным"
            return not (self.denied(tree, above) or self._unreal(tree, above) or self._future(tree, above))
        if form == "Ger" and any(tree.has(mark, self.story.rules.real) for mark in tree.kids_by(at, "mark")):
            return True  # "after searching the flat"
        if form in {"Inf", "Conv", "Ger"} or tree.feat(at, "Mood") in {"Imp", "Cnd"}:
            return False
        return trigger.ordered or not self._future(tree, at)

    def _future(self, tree: Tree, at: int) -> bool:
        both = tree.has(at, self.story.rules.biaspectual)
        perfective = (both or tree.feat(at, "Aspect") == "Perf") and tree.feat(at, "Tense") in {"Pres", "Fut"}
        return (
            perfective
            or tree.feat(at, "Tense") == "Fut"
            or any(tree.feat(kid, "Tense") == "Fut" for kid in tree.kids_by(at, "aux"))
        )

    def past(self, tree: Tree, at: int) -> bool:
        """Whether a verb with a subject of its own, or its auxiliary, is in the past tense."""
        if not self.story.rules.by_tree or not tree.finite(at):
            return False
        helpers = tree.kids_by(at, "aux")
        return (
            any(tree.feat(place, "Tense") == "Past" for place in helpers)
            if helpers
            else (tree.feat(at, "Tense") == "Past")
        )

    def denied(self, tree: Tree, at: int) -> bool:
        """Whether it is said not to have happened."""
        words = self.story.rules.negations
        subjects = tree.kids_by(at, "nsubj")
        if any(tree.has(kid, words) for subject in subjects for kid in (subject, *tree.kids_by(subject, "det"))):
            return True
        places = {at, *tree.kids_by(at, "aux"), *tree.kids_by(at, "cop")}
        return any(
            tree.has(near, words)
            for place in places
            for near in (place - 1, *[kid for kid in tree.kids[place] if abs(kid - place) <= 3])  # noqa: PLR2004
            if near >= 0
        )

    def _unreal(self, tree: Tree, at: int) -> bool:  # noqa: C901 - one branch a way to say so
        words = self.story.rules.unreal
        low, _ = self.between_borders(tree, at)
        if self._untrue(tree, at) or (tree[at].pos == "NOUN" and self._for_purpose(tree, at)):
            return True
        if self.past(tree, at) and any(tree.has(kid, self.story.rules.up_to) for kid in tree.kids_by(at, "mark")):
            words = words - self.story.rules.up_to
        if any(tree.has(kid, words) for kid in tree.kids_by(at, "mark", "advmod", "aux", "discourse")) or any(
            tree.has(place, words)
            for place in range(max(low, at - _NEAR), at)
            if tree[place].pos in {"SCONJ", "PART", "AUX"}
        ):
            return True
        if any(tree.has(above, self.story.rules.refuting) for above in tree.ups(at)):
            return True
        seen = at
        for above in tree.ups(at):
            if tree[seen].rel.split(":")[0] not in _GOVERNED or tree[seen].rel == "acl:relcl":
                return False
            if tree[seen].rel == "acl" and tree.feat(seen, "VerbForm") == "Part":
                return False  # "asked about the men held since May"
            if self.story.rules.by_tree and tree[seen].rel == "conj" and tree.kids_by(seen, "nsubj"):
                return False  # "had asked for access and that a consul had seen her"
            if tree[seen].pos == "NOUN" and tree.preposition(seen) in self._places and self._is_time(tree, seen):
                return False  # "refused her bail at a hearing"
            governs = tree[seen].rel.split(":")[0] not in {"nsubj", "acl", "conj"}
            if tree[seen].rel == "acl" and tree.finite(seen) and tree[above].pos == "NOUN":
                governs = any(tree[kid].pos == "SCONJ" for kid in tree.kids_by(seen, "mark"))  # "слухи, что ..."
            if governs and tree[above].pos != "PROPN" and tree.has(above, words):
                return True
            seen = above
        return False

    def _is_time(self, tree: Tree, at: int) -> bool:
        """Whether a noun after a preposition of place says where or when something was, and is no aim: "на встрече"."""
        return self.story.rules.by_tree or tree.feat(at, "Case") == "Loc"

    def _untrue(self, tree: Tree, at: int) -> bool:
        """Whether a word says that what stands with it, or under it, is not so."""
        words = self.story.rules.untrue
        return bool(words) and any(
            tree.has(kid, words)
            for above in (at, *tree.ups(at))
            for kid in (*tree.kids[above], above - 1, *range(max(0, at - _NEAR), at))
            if 0 <= kid < at
        )

    def _for_purpose(self, tree: Tree, at: int) -> bool:
        """Whether a noun names what something is for."""
        words = self.story.rules.purposes
        before = at - 1
        while before >= 0 and tree[before].pos in {"ADJ", "DET"}:
            before -= 1
        return (before >= 0 and tree.words[before] in words) or tree.preposition(at) in words

    def _real(self, tree: Tree, at: int) -> bool:
        """Whether a noun stands under a word that makes what it names a fact."""
        low, high = self.between_borders(tree, at)
        for phrase in self.story.rules.real:
            words = tuple(phrase.split())
            if any(tree.phrase(place, words) for place in range(max(low, at - 4), at)):
                return True
            if any(
                tree.phrase(place, words) for place in (*tree.ups(at), *range(at, high)) if tree[place].pos == "VERB"
            ):
                return True
        return self.became_known(tree, at)

    def took_place(self, tree: Tree, at: int) -> bool:
        """Whether a noun is what took place, or what was held, by the verb that it stands with."""
        verb = tree.clauses[at]
        return any(
            tree.phrase(place, tuple(p.split())) for p in self.story.rules.real for place in (verb, tree[at].head)
        )

    def became_known(self, tree: Tree, at: int) -> bool:
        """Whether it became known: a noun with the phrase in its sentence, or a verb in the clause that did."""
        return self.known_at(tree, at) is not None

    def known_at(self, tree: Tree, at: int) -> int | None:
        """Where the phrase stands by which it became known; None where there is none for it."""
        places = [place for place in range(len(tree)) for words in self._known if tree.phrase(place, words)]
        clauses = {tree.clauses[at], *(tree.clauses[up] for up in tree.ups(at))}
        for place in places:
            if tree.clauses[place] in clauses or tree[at].pos == "NOUN" or self._subordinate(tree, at, place):
                return place
            if place > 0 and tree.has(place - 1, self.story.rules.as_words) and tree.finite(at):
                return place  # "как стало известно 16 марта, арестован Иванов"
        return None

    def _subordinate(self, tree: Tree, at: int, place: int) -> bool:
        """Whether a verb stands in a that-clause which the phrase closes, whatever the tree says."""
        return at < place and any(
            tree.has(before, self.story.rules.complementizers) and tree.words[before - 1] == ","
            for before in range(1, at)
        )

    def planned(self, tree: Tree, at: int, trigger: Trigger) -> bool:
        """Whether it is fixed for a day to come."""
        if self.denied(tree, at):
            return False
        if tree[at].pos == "NOUN" and any(tree.has(up, self.story.rules.asked) for up in self._nouns_over(tree, at)):
            return False
        if self._bound(tree, at):
            return True
        sits = trigger.kind in {EventKind.HEARING, EventKind.APPEAL}
        if self.story.rules.by_tree and tree.has(at, self.story.rules.planning) and not tree.kids_by(at, "obj"):
            return sits  # "the trial resumes"; but "was set free"
        if tree[at].pos == "VERB" and self.past(tree, at) and not tree.has(at, self.story.rules.planning):
            return False
        clause = set(tree.in_clause(at)) | set(tree.ups(at))
        if any(tree.has(place, self.story.rules.planning) for place in clause if place != at):
            return True
        verb = tree.clauses[at]
        return self._future(tree, verb) or self._future(tree, at)

    def _nouns_over(self, tree: Tree, at: int) -> list[int]:
        """The nouns that a noun hangs from, up to the first verb."""
        found: list[int] = []
        for up in tree.ups(at):
            if tree[up].pos != "NOUN":
                break
            found.append(up)
        return found

    def _bound(self, tree: Tree, at: int) -> bool:
        """Whether a word is, or is the subject of, an infinitive that is fixed: "is to open on Monday"."""
        words = self.story.rules.bound_to
        return bool(words) and any(
            tree[place].rel == "xcomp"
            and tree.has(tree[place].head, words)
            and any(tree[kid].rel == "mark" for kid in tree.kids[place])
            and tree.feat(tree[place].head, "Tense") != "Past"
            for place in (at, *tree.kids_by(max(tree[at].head, 0), "xcomp"))
            if tree[place].head >= 0 and (place == at or tree[at].rel.startswith("nsubj"))
        )

    def still_to_come(self, tree: Tree, at: int) -> bool:
        """Whether the present tense tells of it, which with a day to come fixes it: "the trial opens on Monday"."""
        if not self.story.rules.by_tree:
            return False
        verb = tree.clauses[at] if tree[at].pos == "NOUN" else at
        helpers = tree.kids_by(verb, "aux", "aux:pass", "cop")
        return tree.finite(verb) and tree.feat(verb, "Tense") != "Past" and not helpers

    def earlier(self, tree: Tree, at: int) -> bool:
        """Whether a word puts it before what was told last."""
        clause = self.stretch(tree, at)
        return any(
            tree.phrase(place, tuple(phrase.split())) for phrase in self.story.rules.dates.earlier for place in clause
        )

    def apart(self, tree: Tree, at: int, place: int, triggers: list[int]) -> int | None:  # noqa: C901, PLR0912 - cases
        """How far a date at `place` is from belonging to the word at `at`: 0 in its clause ... None not its own."""
        low, high = min(at, place), max(at, place)
        if self._of_next(tree, at, place, triggers):
            return None
        if self._of_modifier(tree, at, place):
            return None
        if tree[tree.clauses[place]].head == at and tree[tree.clauses[place]].rel.startswith("acl"):
            return 1  # "the hearing, which is set for 2 December"
        aside = self.relative(tree, place, at) or (self.relative(tree, at, place) and tree[place].head != at)
        if aside:
            # "talks about the men whose boat was seized in May"; "six who had been held with her were freed on Friday"
            return None
        between = [other for other in triggers if low < other < high]
        if self._named_after(tree, at, place):
            return None  # "was flown home on Monday after her release"
        if self.story.rules.by_tree and self._hangs_from(tree, place, at):
            return 0  # "sentenced to ten days of arrest on Monday"
        by_noun = at < place and between and tree[between[-1]].pos == "NOUN" and place - between[-1] <= _BY_NOUN
        if self.story.rules.by_tree and by_noun:
            return None  # "held until her hearing, on June 23"
        if tree.clauses[at] == tree.clauses[place] and not between:
            return 0
        first, last = self.between_borders(tree, at)
        if first <= place < last:
            return 2 if between else 1
        verbs = [other for other in range(low + 1, high) if tree.finite(other)]
        that = any(tree[n].pos == "SCONJ" and tree.has(n, self.story.rules.complementizers) for n in range(low, high))
        if not between and not verbs and not that:
            return 3
        if not between and self.became_known(tree, at):
            return 3
        head = tree.clauses[at]
        joined = tree[head].rel == "conj" and not tree.kids_by(head, "nsubj") and tree[head].head == tree.clauses[place]
        if joined and place < tree[head].head:
            return 4  # "on Friday she summoned him and handed him a note"
        if self.story.rules.by_tree and self._shares(tree, at, place, triggers):
            return 5
        return 4 if tree.clauses[at] == tree.clauses[place] and not verbs else None

    def _named_after(self, tree: Tree, at: int, place: int) -> bool:
        """Whether a noun stands behind "after" or the like, and a date before that, but not "a day after"."""
        cases = tree.kids_by(at, "case")
        after = bool(cases) and tree.words[cases[0]] in self.story.rules.past_words
        return (
            after
            and tree[at].pos == "NOUN"
            and place < cases[0]
            and not (tree[place].pos in {"DET", "NUM"} and cases[0] - place <= len(("a", "day")))
        )

    def _hangs_from(self, tree: Tree, place: int, verb: int) -> bool:
        """Whether the date that begins at `place` stands after a verb and hangs from it."""
        head = place
        while head + 1 < len(tree) and tree[head].rel.split(":")[0] in _INTO_DATE and tree[head].head > head:
            head += 1
        after = place > verb and tree.words[place - 1] not in _BORDERS  # "held until her hearing, on June 23"
        return after and tree[verb].pos == "VERB" and tree[head].head == verb and tree[head].rel == "obl"

    def _of_next(self, tree: Tree, at: int, place: int, triggers: list[int]) -> bool:
        """Whether a date stands in a stretch of its own with another verb: "задержали троих, утром их отпустили"."""
        if self.story.rules.by_tree or not tree.finite(at):
            return False
        first, last = self.between_borders(tree, place)
        others = [other for other in triggers if first <= other < last and other != at and tree.finite(other)]
        return bool(others) and not first <= at < last

    def _of_modifier(self, tree: Tree, at: int, place: int) -> bool:
        """Whether a date is that of a participle before a noun, or cannot be: "умер задержанный в мае капитан"."""
        if self.story.rules.by_tree:
            return False
        if self._modifies(tree, at):
            return not (at < place < tree[at].head or place == at - 1)
        above = next((up for up in tree.ups(place) if tree[up].pos == "VERB"), at)
        return above != at and self._modifies(tree, above) and above < place < tree[above].head

    def _modifies(self, tree: Tree, at: int) -> bool:
        """Whether a word is a participle before the noun that it belongs to."""
        part = tree.feat(at, "VerbForm") == "Part" and tree.feat(at, "Variant") != "Short"
        return part and tree[at].rel in {"amod", "acl"} and tree[at].head > at

    def relative(self, tree: Tree, inner: int, outer: int) -> bool:
        """Whether `inner` stands in a relative clause that `outer` stands outside of."""
        own = tree.clauses[inner]
        if own == tree.clauses[outer] or not tree[own].rel.startswith("acl") or own in tree.ups(outer):
            return False
        participle = tree[own].rel == "acl" and tree.feat(own, "VerbForm") == "Part"
        if participle and not self.story.rules.by_tree:
            low, high = self.between_borders(tree, inner)
            return low <= own < high  # else the tree hung it from a participle that a comma had closed
        return participle or any(tree.has(kid, self.story.rules.relatives) for kid in tree.kids[own])

    def _shares(self, tree: Tree, at: int, place: int, triggers: list[int]) -> bool:
        """Whether a date in another clause of the sentence is a word's, too, as the clauses are joined and equal."""
        own, other = tree.clauses[at], tree.clauses[place]
        if tree[other].rel == "acl:relcl" and any(
            tree.has(kid, self.story.rules.relatives) for kid in tree.kids[other] if kid < other
        ):
            return False
        if place > at:  # "freed 16 prisoners and took them to the border on Wednesday"
            return tree[other].rel == "conj" and tree[other].head == own and other not in triggers
        marks = [n for n in range(place, at) if tree[n].pos == "SCONJ"]
        return all(tree.has(mark, self.story.rules.meanwhile) for mark in marks) and not any(
            tree[n].pos == "ADP" and tree.has(n, self.story.rules.real) and tree.clauses[n] == own
            for n in range(place, at)
        )
