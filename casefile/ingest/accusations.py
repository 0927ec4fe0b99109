"""What somebody is accused of in a story, and by whom: always as what a side says, never as what is so."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from casefile.ingest.accused import HUMAN, Accused
from casefile.ingest.accusers import Accusers
from casefile.ingest.actors import Actor
from casefile.ingest.cast import Cast
from casefile.ingest.claiming import Claims
from casefile.ingest.drafts import Certainty, Span
from casefile.ingest.happened import Happening
from casefile.ingest.happenings import ONE_EACH
from casefile.ingest.offences import Offences
from casefile.ingest.reality import Reality
from casefile.ingest.rules import Saying, Trigger
from casefile.ingest.rules.accusing_words import Accusing, Whom
from casefile.ingest.slots import Slots
from casefile.ingest.speech import Said
from casefile.ingest.story import Story
from casefile.ingest.trees import Tree
from casefile.vocabulary import ChargeStatus, EventKind, PersonKind, Role, StatementKind

#: Relations of a clause to the verb that it completes.
_SUBORDINATE = frozenset({"ccomp", "xcomp", "csubj", "conj"})
#: Of two tellings in the same words, the formal one is kept.
_RANK = {ChargeStatus.ALLEGED: 0, ChargeStatus.CHARGED: 1, ChargeStatus.CONVICTED: 2}


@dataclass
class Accusation:
    """One accusation of one person or group, with every place that tells of it, the best first."""

    against: Actor
    by: Actor
    span: Span
    status: ChargeStatus
    tree: Tree
    certainty: Certainty
    reason: str
    article: str = ""
    code: str = ""
    again: list[Span] = field(default_factory=list)
    words: frozenset[str] = frozenset()
    lead: Span | None = None  # the words that lead to this offence and to others beside it

    @property
    def spans(self) -> list[Span]:
        """Where it stands: the words that lead to it where they are apart, its own, and where it is told again."""
        return [*filter(None, (self.lead,)), self.span, *self.again]


class Accusations:
    """Finds the accusations of a story."""

    def __init__(self, story: Story, cast: Cast, said: list[Said], events: list[Happening]) -> None:
        self.story = story
        self.cast = cast
        slots = Slots(story, cast)
        self.reality = Reality(story)
        self.offences = Offences(story)
        self.accused = Accused(story, cast, slots, events)
        self.accusers = Accusers(story, cast, slots, said, events)
        self.claims = Claims(story, cast, slots, self.accused, self.accusers, self.offences, said)
        self.found: list[Accusation] = []
        self._table = 0
        self._by_head: dict[str, list[tuple[tuple[str, ...], Accusing]]] = {}
        for accusing in story.rules.alleging.accusing:
            for phrase in accusing.words:
                words = tuple(phrase.split())
                self._by_head.setdefault(words[0], []).append((words, accusing))

    def read(self) -> list[Accusation]:
        """The accusations, in the order of the text, each once."""
        for tree in self.story.trees:
            formal: set[int] = set()
            for at in range(len(tree)):
                if tree[at].start < self.story.body or at in formal:
                    continue
                for words, accusing in self._standing(tree, at):
                    if self._accuse(tree, at, accusing, words):
                        formal |= {near for near in range(len(tree)) if tree.has(near, words[1:])}
                        break
        self._table = len(self.found)
        for claim in self.claims.read():
            for actor in claim.against:
                self._add(actor, claim.by, claim.tree, claim.words, ChargeStatus.ALLEGED, claim.reason, near=True)
        return self._once()

    def _standing(self, tree: Tree, at: int) -> list[tuple[tuple[str, ...], Accusing]]:
        """The words of the table that stand at a token, the longest phrase first."""
        found = []
        for key in {tree.lemmas[at], tree.words[at]}:
            for words, accusing in self._by_head.get(key, ()):
                noun = tree[at].pos in {"NOUN", "PROPN"}
                if accusing.noun != noun and not (accusing.noun and tree[at].pos == "ADJ"):
                    continue
                near = self.reality.stretch(tree, at)
                if all(any(tree.has(place, (word,)) for place in near if place != at) for word in words[1:]):
                    found.append((words, accusing))
        return sorted(found, key=lambda pair: -len(pair[0]))

    def _accuse(self, tree: Tree, at: int, accusing: Accusing, phrase: tuple[str, ...]) -> bool:
        """Note down what the word at `at` accuses somebody of; whether it does."""
        if not self._holds(tree, at, accusing, phrase):
            return False
        if accusing.whom is Whom.SAID:
            return self._proven(tree, at, accusing)
        words = self.offences.of(tree, at, accusing)
        against = self.accused.of(tree, at, accusing) if words is not None else []
        if words is None or not against:
            return False
        quoted = self.story.quoted(tree[at].start) is not None
        by = self.accusers.of(tree, at, accusing, against, words)
        if by is None or not self._weighs(tree, accusing, words, by.actor, against):
            return False
        status = ChargeStatus.ALLEGED if quoted else accusing.status
        for actor in against:
            if actor is not by.actor:
                self._add(actor, by.actor, tree, words, status, f"“{tree[at].text}”", near=by.near)
        return True

    def _holds(self, tree: Tree, at: int, accusing: Accusing, phrase: tuple[str, ...]) -> bool:
        """Whether the accusation is told as made: neither denied nor withdrawn, nor only possible."""
        rest = [near for near in self.reality.stretch(tree, at) if tree.has(near, phrase[1:])]
        if any(self.reality.denied(tree, place) for place in (at, *rest)):
            return False
        rules = self.story.rules
        near = (at, *tree.ups(at))
        if any(tree.has(place, rules.alleging.dropping) for place in near[:3]):
            return False
        if accusing.noun:
            verb = next((up for up in near[1:] if tree.finite(up)), None)
            return verb is None or not self.reality.denied(tree, verb)
        if any(saying.kind is StatementKind.DENIAL for saying in self._said_over(tree, at)):
            return False
        trigger = Trigger(EventKind.CHARGE, ())
        return self.reality.holds(tree, at, trigger, dated=False)

    def _said_over(self, tree: Tree, at: int) -> list[Saying]:
        """The verbs of saying in whose clauses a verb stands."""
        sayings, found, seen = self.story.rules.sayings, [], at
        for up in tree.ups(at):
            if tree[seen].rel.split(":")[0] not in _SUBORDINATE:
                break
            if word := tree.look(up, sayings):
                found.append(sayings[word])
            seen = up
        return found

    def _weighs(self, tree: Tree, accusing: Accusing, words: tuple[int, int], by: Actor, against: list[Actor]) -> bool:
        """Whether it is an accusation of an offence, and no reproach: by its words, by who makes it, of whom."""
        if self.offences.criminal(tree, *words):
            return True
        if accusing.status is not ChargeStatus.ALLEGED:
            nouns = [at for at in range(*words) if tree[at].pos == "NOUN"]
            return not nouns or not tree.has(nouns[0], self.story.rules.alleging.no_offences)
        if self.offences.law(tree, words)[0]:
            return True
        held = any(actor in self.accused.held for actor in against)
        if self.accusers.accuses(by):
            return held or any(actor.named and not actor.offices for actor in against)
        return held and by.kind is PersonKind.STATE

    def _proven(self, tree: Tree, at: int, accusing: Accusing) -> bool:
        """What a court holds to be proven of somebody."""
        subjects = [kid for kid in tree.kids_by(at, "nsubj") if tree.has(kid, self.story.rules.courts)]
        if not subjects:
            return False
        by = self.accusers.court(tree, subjects[0])
        for place in range(at + 1, len(tree)):
            if tree.has(place, self.story.rules.complementizers):
                claim = self.claims.clause(tree, place + 1, len(tree), by, f"“{tree[at].text}”", strict=accusing.crime)
                if claim is None:
                    return False
                for actor in claim.against:
                    self._add(actor, by, tree, claim.words, accusing.status, claim.reason, near=True)
                return True
        return False

    def _add(
        self,
        against: Actor,
        by: Actor,
        tree: Tree,
        words: tuple[int, int],
        status: ChargeStatus,
        reason: str,
        *,
        near: bool,
    ) -> None:
        if against.kind not in HUMAN:
            return
        sure = near and against.named and against.certainty is Certainty.CERTAIN
        certainty = Certainty.LIKELY if sure or near else Certainty.DOUBTFUL
        for part, lead in self.offences.each(tree, words):
            span = self.offences.span(tree, *part)
            if span is None:
                continue
            article, code = self.offences.law(tree, part)
            lemmas = frozenset(tree.lemmas[at] for at in range(*part) if tree[at].pos in _TELLING)
            made = Accusation(against, by, span, status, tree, certainty, reason, article, code, words=lemmas)
            made.lead = self.offences.span(tree, *lead) if lead is not None else None
            self.found.append(made)

    def _once(self) -> list[Accusation]:
        """Each accusation once: told again in the same or nearly the same words, it adds the place."""
        kept: list[Accusation] = []
        named = self.found[: self._table]  # what a word of the table accuses of is told best by its own words
        for one in [*sorted(named, key=_order), *sorted(self.found[self._table :], key=_order)]:
            same = next((other for other in kept if other.against is one.against and _same(other, one)), None)
            if same is None:
                kept.append(one)
                continue
            if one.span != same.span:
                same.again.append(one.span)
            same.article, same.code = same.article or one.article, same.code or one.code
        kept = [one for one in kept if not self._of_law_alone(one, kept)]
        for one in kept:
            one.against.drafted = one.by.drafted = True
            if one.by.kind in {PersonKind.STATE, PersonKind.ORGANISATION}:
                one.by.roles.discard(Role.OFFICIAL)
                one.by.roles.add(Role.AUTHORITY)
        return sorted(kept, key=_order)

    def _of_law_alone(self, one: Accusation, kept: list[Accusation]) -> bool:
        """Whether an accusation only repeats by its article of law what another has in words: "charged them under"."""
        printed = self.story.text[slice(*one.span)]
        bare = any(re.fullmatch(words, printed, re.IGNORECASE) for words in self.story.rules.alleging.laws)
        others = [other for other in kept if other is not one and other.against is one.against]
        same = [other for other in others if other.status is one.status]
        if not (self.story.rules.by_tree and bare and same):
            return False
        same[0].article, same[0].code = same[0].article or one.article, same[0].code or one.code
        return True


def _order(one: Accusation) -> tuple[Span, int]:
    return one.span, -_RANK[one.status]


def _same(one: Accusation, other: Accusation) -> bool:
    """Whether two tellings are of one accusation: their places overlap, or their words do, and nothing parts them."""
    if one.span[0] < other.span[1] and other.span[0] < one.span[1]:
        return True
    if one.status is not other.status:
        return False
    common, least = len(one.words & other.words), min(len(one.words), len(other.words))
    return bool(least) and common / least >= _ALIKE


_ALIKE = 0.75
#: Parts of speech of the words by which two tellings are compared.
_TELLING = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})


def untold(events: list[Happening], accusations: list[Accusation]) -> list[Happening]:
    """The events without those that only the words of an accusation tell of."""
    custody = ONE_EACH - {EventKind.DEATH}

    def of_accusation(event: Happening) -> bool:
        return any(
            one.status is ChargeStatus.ALLEGED
            and one.span[0] <= event.span[0] < one.span[1]
            and not (event.kind in custody and one.against in event.who)
            for one in accusations
        )

    return [event for event in events if not of_accusation(event)]
