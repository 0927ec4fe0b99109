"""What somebody is accused of in a story, and by whom: always as what a side says, never as what is so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from casefile.ingest.actors import Actor
from casefile.ingest.cast import Cast
from casefile.ingest.drafts import Certainty, Span
from casefile.ingest.happenings import Happening
from casefile.ingest.reality import Reality
from casefile.ingest.rules import Accusing, Slot, Trigger
from casefile.ingest.slots import Slots
from casefile.ingest.speech import Said
from casefile.ingest.story import Story
from casefile.ingest.trees import NOUNS, Tree
from casefile.vocabulary import ChargeStatus, EventKind, Mode, PersonKind, Role

_MARKS = frozenset(",;:–—.")
_HUMAN = frozenset({PersonKind.INDIVIDUAL, PersonKind.GROUP, PersonKind.UNIDENTIFIED})
_ACCUSERS = frozenset({PersonKind.STATE, PersonKind.ORGANISATION})


@dataclass
class Accusation:
    """One accusation of one person or group. ``by`` is None where the text names nobody who makes it."""

    against: Actor
    by: Actor | None
    span: Span
    status: ChargeStatus
    tree: Tree
    certainty: Certainty
    reason: str
    article: str = ""
    code: str = ""


class Accusations:
    """Finds the accusations of a story."""

    def __init__(self, story: Story, cast: Cast, said: list[Said], events: list[Happening]) -> None:
        self.story = story
        self.cast = cast
        self.said = said
        self.events = events
        self.slots = Slots(story, cast)
        self.reality = Reality(story)
        self.found: list[Accusation] = []
        self._offence_words = frozenset(word for accusing in story.rules.accusing for word in accusing.offence)

    def read(self) -> list[Accusation]:
        """The accusations, in the order of the text."""
        for tree in self.story.trees:
            for at in range(len(tree)):
                if tree[at].start < self.story.body:
                    continue
                self._accused(tree, at)
                self._passed_on(tree, at)
        for one in self.said:
            self._alleged(one)
        for event in self.events:
            self._sentenced(event)
        return self._once()

    def _accused(self, tree: Tree, at: int) -> None:
        """A verb or noun that accuses."""
        for accusing in self.story.rules.accusing:
            for phrase in accusing.words:
                words = tuple(phrase.split())
                if not tree.has(at, words[:1]) or not self._stands(tree, at, words, accusing):
                    continue
                if self.reality.denied(tree, at):
                    return
                convicted = accusing.status is ChargeStatus.CONVICTED
                if accusing.slot is Slot.NONE:
                    self._found_proven(tree, at, accusing)
                    return
                offence = self._offence(tree, at, accusing)
                against = [
                    actor
                    for actor in self._whom(tree, at, accusing)
                    if actor.kind is not PersonKind.UNIDENTIFIED or Role.DETAINEE in actor.roles
                ]
                if offence is None or not against:
                    return
                by = self.cast.court(tree) if convicted else self._by(tree, at, accusing, words)
                quoted = self.story.quoted(tree[at].start) is not None
                formal = not quoted and (convicted or (accusing.status is ChargeStatus.CHARGED and tree.finite(at)))
                status = accusing.status if formal else ChargeStatus.ALLEGED
                for actor in against:
                    self._add(actor, by, offence, status, tree, f"“{tree[at].text}”")
                return

    def _found_proven(self, tree: Tree, at: int, accusing: Accusing) -> None:
        """What a court holds to be proven of somebody."""
        by = self.slots.subject(tree, at)
        for place in range(at + 1, len(tree)):
            if tree.has(place, self.story.rules.complementizers):
                if by is not None and by.kind in _ACCUSERS:
                    self._clause(tree, place + 1, by, f"“{tree[at].text}”", accusing.status)
                return

    def _stands(self, tree: Tree, at: int, words: tuple[str, ...], accusing: Accusing) -> bool:
        noun = tree[at].pos == "NOUN"
        if accusing.noun != noun:
            return False
        near = self.reality.stretch(tree, at)
        return all(any(tree.has(place, (word,)) for place in near if place != at) for word in words[1:])

    def _offence(self, tree: Tree, at: int, accusing: Accusing) -> Span | None:
        """The words that say what somebody is accused of."""
        for place in range(at + 1, len(tree)):
            if tree.finite(place) or tree.words[place] in {";", ":", "."}:
                break
            if tree.words[place] in accusing.offence and place + 1 < len(tree) and self._is_offence(tree, place + 1):
                return self._span(tree, place + 1, self._offence_end(tree, place + 1))
            if accusing.clause and tree.words[place] in self.story.rules.complementizers:
                return self._span(tree, place + 1, self._offence_end(tree, place + 1))
        if not accusing.offence:
            for kid in tree.kids_by(at, "obj", "nsubj"):
                if tree[kid].pos in NOUNS and self.slots.passive(tree, at) == tree[kid].rel.startswith("nsubj"):
                    low, _ = tree.noun_phrase(kid)
                    return self._span(tree, low, self._offence_end(tree, low))
        return None

    def _is_offence(self, tree: Tree, place: int) -> bool:
        """Whether what follows a preposition is no place, day or court."""
        head = place
        while head < len(tree) and tree[head].pos in {"ADJ", "DET", "NUM", "ADV", "PRON"}:
            head += 1
        if head >= len(tree):
            return False
        if self.story.entity_at(tree[head].start) is not None or tree.has(head, self.story.rules.bodies):
            return False
        return not any(
            True for words in self.story.rules.dates.patterns if re.match(words, self._from(tree, place), re.IGNORECASE)
        )

    def _from(self, tree: Tree, place: int) -> str:
        return self.story.text[tree[max(place - 1, 0)].start : tree.stop]

    def _offence_end(self, tree: Tree, begin: int) -> int:
        """Where the words of an offence end: before a comma that opens another clause, or with the sentence."""
        depth = 0
        if self.story.rules.by_tree and (end := self._subtree_end(tree, begin)) is not None:
            return end
        for at in range(begin + 1, len(tree)):
            word = tree.words[at]
            depth += (word in "(«“") - (word in ")»”")
            if depth > 0:
                continue
            if word in {";", ":"} or (word == "." and at >= len(tree) - 1):
                return at
            if word in {",", "–", "—"} and not self._enumerates(tree, at):
                return at
        stop = len(tree)
        while stop > begin and tree.words[stop - 1] in {".", "!", "?", "»"}:
            stop -= 1
        return stop

    def _subtree_end(self, tree: Tree, begin: int) -> int | None:
        """Where the phrase ends that begins at `begin`, by the tree: before what hangs from a word before it."""
        for at in range(begin + 1, len(tree)):
            outside = 0 <= tree[at].head < begin and begin not in tree.under(at)
            verb = tree[at].rel in {"conj", "parataxis"} and tree[at].pos in {"VERB", "AUX"}
            if outside and (verb or tree[at].rel == "obl"):
                left = at
                while left > begin + 1 and (
                    left - 1 in tree.under(at) or tree.words[left - 1] == "," or tree[left - 1].pos == "CCONJ"
                ):
                    left -= 1
                return left
        return None

    def _enumerates(self, tree: Tree, comma: int) -> bool:
        """Whether a comma stands within what is listed or described, and opens no other clause."""
        after = comma + 1
        if after >= len(tree):
            return False
        if tree.feat(after, "VerbForm") == "Part" or tree.has(after, self.story.rules.relatives):
            return True
        upto = next((at for at in range(after, len(tree)) if tree.words[at] in _MARKS), len(tree))
        return not any(tree.finite(at) or tree.feat(at, "VerbForm") == "Conv" for at in range(after, upto)) and not (
            tree.has(after, self.story.rules.as_words)
        )

    def _whom(self, tree: Tree, at: int, accusing: Accusing) -> list[Actor]:
        """The accused: by the slot of the word; of a noun also whom the verb is about that it hangs from."""
        trigger = Trigger(EventKind.CHARGE, (), accusing.slot, noun=False)
        if not accusing.noun:
            reflexive = self._reflexive(tree, at)
            slot = Slot.SUBJECT if reflexive and accusing.slot is Slot.OBJECT else accusing.slot
            found = self.slots.who(tree, at, Trigger(EventKind.CHARGE, (), slot))
            return [actor for actor in found if actor.kind in _HUMAN] or self._continued(tree, at)
        found = [
            a
            for a in self.slots.who(tree, at, Trigger(EventKind.CHARGE, (), Slot.OBJECT, noun=True))
            if a.kind in _HUMAN
        ]
        if found:
            return found
        del trigger
        for event in self.events:
            if event.tree is tree and event.at in (*tree.ups(at), tree.clauses[at]) and event.kind in _CUSTODY:
                return [a for e in self.events if e.tree is tree and e.at == event.at for a in e.who]
        return []

    def _reflexive(self, tree: Tree, at: int) -> bool:
        return bool(tree.kids_by(at, "nsubj")) and tree.feat(at, "Voice") in {"Pass", "Mid"}

    def _continued(self, tree: Tree, at: int) -> list[Actor]:
        """The subject of a sentence without one of its own: who the sentence before was about."""
        if tree.kids_by(at, "nsubj", "obj"):
            return []
        earlier = [
            e for e in self.events if e.tree.number in {tree.number, tree.number - 1} and e.who and e.kind in _CUSTODY
        ]
        return list(earlier[-1].who) if earlier else []

    def _by(self, tree: Tree, at: int, accusing: Accusing, words: tuple[str, ...]) -> Actor | None:
        """Who accuses: the subject of the active verb, the doer of the passive, or the authority of the text."""
        if accusing.by_subject and not accusing.noun and not self.slots.passive(tree, at):
            for kid in tree.kids_by(at, "nsubj"):
                actor = self.cast.resolve(tree, kid) if tree.feat(kid, "Case") in {"Nom", ""} else None
                if actor is None or tree.has(kid, words):
                    continue
                if actor.kind not in _HUMAN or actor.offices or actor.roles & {Role.OFFICIAL, Role.AUTHORITY}:
                    return actor
        for kid in tree.kids_by(at, "obl"):
            doer = tree.feat(kid, "Case") == "Ins" or tree.preposition(kid) in self.story.rules.by_words
            actor = self.cast.resolve(tree, kid) if doer else None
            official = actor is not None and self.story.rules.by_tree and Role.OFFICIAL in actor.roles
            if actor is not None and (actor.kind in _ACCUSERS or official):
                return actor
        return self._attributed(tree) or self._authority(tree[at].start)

    def _attributed(self, tree: Tree) -> Actor | None:
        """Whom the sentence itself puts it into the mouth of."""
        for one in self.said:
            if one.frame is not None and one.frame.tree is tree and one.speaker.kind in _ACCUSERS:
                return one.speaker
        return None

    def _authority(self, place: int) -> Actor | None:
        """The authority that the story names nearest, where one is named whose business is to accuse."""
        best: tuple[int, Actor] | None = None
        for tree in self.story.trees:
            for at in range(len(tree)):
                names_offence = at + 1 < len(tree) and any(
                    tree.words[at + 1] in accusing.offence and accusing.noun and tree.has(at, accusing.words)
                    for accusing in self.story.rules.accusing
                )
                if (
                    tree.has(at, self.story.rules.accusers)
                    and tree[at].start >= self.story.body
                    and not names_offence
                    and self.story.quoted(tree[at].start) is None
                ):
                    actor = self.cast.resolve(tree, at)
                    if actor is not None and actor.kind in _ACCUSERS:
                        away = abs(tree[at].start - place)
                        if best is None or away < best[0]:
                            best = away, actor
        return best[1] if best else None

    def _passed_on(self, tree: Tree, at: int) -> None:
        """A set phrase by which accusations are passed on: "по версии следствия, он передавал ..."."""
        rules = self.story.rules
        if self.story.quoted(tree[at].start) is not None:
            return
        for attribution in rules.attributions:
            words = tuple(attribution.words.split())
            if not tree.phrase(at, words):
                continue
            head = at + len(words)
            while head < len(tree) and tree[head].pos in {"ADJ", "DET", "NUM"}:
                head += 1
            if head >= len(tree):
                return
            if not attribution.alleges and not tree.has(head, rules.accusers):
                return
            by = self.cast.resolve(tree, head)
            if by is None:
                return
            high = tree.noun_phrase(head)[1]
            begin = high + 1 if high < len(tree) and tree.words[high] == "," else high
            self._clause(tree, begin, by, f"“{self.story.text[tree[at].start : tree[at + len(words) - 1].stop]}”")
            return

    def _clause(  # noqa: C901 - one branch a construction
        self, tree: Tree, begin: int, by: Actor, reason: str, status: ChargeStatus = ChargeStatus.ALLEGED
    ) -> None:
        """What a clause from `begin` on says of its subject, as an accusation of that."""
        verb = next((at for at in range(begin, len(tree)) if self._heads(tree, at)), None)
        if verb is None:
            return
        subjects = [at for at in tree.kids_by(verb, "nsubj") if tree.feat(at, "Case") in {"Nom", ""}]
        if not subjects:
            subjects = [
                at
                for at in range(begin, verb)
                if tree[at].pos in NOUNS | {"PRON"} and tree.feat(at, "Case") == "Nom" and self.cast.resolve(tree, at)
            ][:1]
        actors: list[Actor] = []
        start = begin
        for subject in subjects[:1]:
            actors = [a for a in self.slots.meant(tree, subject) if a.kind in _HUMAN]
            high = tree.noun_phrase(subject)[1]
            while high < len(tree) and self.cast.people.at(tree, high) is not None:
                high += 1
            if subject >= begin and subject < verb:
                start = high
        if not actors and not subjects:
            actors = self._continued(tree, verb)
        stop = len(tree)
        while stop > start and tree.words[stop - 1] in {".", "!", "?"}:
            stop -= 1
        inner = self._offence_end(tree, start)
        if any(tree.feat(n, "VerbForm") == "Part" for n in range(start, min(start + 2, stop))):
            stop = inner
        span = self._span(tree, start, stop)
        for actor in actors:
            if span is not None:
                self._add(actor, by, span, status, tree, reason)

    def _heads(self, tree: Tree, at: int) -> bool:
        """Whether a verb heads a clause: its auxiliaries, of which the first can be finite too, do not."""
        return tree.finite(at) and not (self.story.rules.by_tree and tree[at].rel.startswith(("aux", "cop")))

    def _alleged(self, one: Said) -> None:
        """What a side or authority says of somebody who is held, in words that claim."""
        frame = one.frame
        if frame is None or frame.saying is None or one.mode is not Mode.PARAPHRASE:
            return
        tree = frame.tree
        claims = one.speaker.kind in _ACCUSERS and (
            frame.words in self.story.rules.claims or self._hedged(tree, one.span)
        )
        if not claims and not self._accuses(one.speaker):
            return
        first = next((at for at, token in enumerate(tree.tokens) if token.start >= one.span[0]), len(tree))
        relative = [at for at in range(first) if tree.has(at, self.story.rules.relatives)]
        if (
            claims
            and relative
            and relative[-1] > first - 9
            and (noun := self.slots.antecedent(tree, relative[-1])) is not None
        ):
            for actor in self.slots.meant(tree, noun):
                if actor.kind in _HUMAN:
                    self._add(actor, one.speaker, one.span, ChargeStatus.ALLEGED, tree, one.reason)
            return
        where = self.story.tree_at(one.span[0]) or tree
        begin = next((at for at, token in enumerate(where.tokens) if token.start >= one.span[0]), len(where))
        if claims or self._of_a_deed(where, begin):
            self._clause(where, begin, one.speaker, one.reason)

    def _accuses(self, speaker: Actor) -> bool:
        """Whether it is somebody's business to accuse: police, prosecutors, their spokesmen."""
        words = self.story.rules.accusing_offices
        spans = speaker.spans[:1] if speaker.kind in _ACCUSERS else [office.span for office in speaker.offices]
        for start, stop in spans:
            tree = self.story.tree_at(start)
            if tree is not None and any(
                start <= token.start < stop and tree.has(at, words) for at, token in enumerate(tree.tokens)
            ):
                return True
        return False

    def _of_a_deed(self, tree: Tree, begin: int) -> bool:
        """Whether a clause tells of something that a detained person did, and not of what was done to them."""
        verb = next((at for at in range(begin, len(tree)) if self._heads(tree, at)), None)
        if verb is None or self.slots.passive(tree, verb) or self.reality.denied(tree, verb):
            return False
        rules = self.story.rules
        past = self.reality.past(tree, verb) or tree.feat(verb, "Tense") in {"Past", ""}
        if tree.has(verb, rules.neutral) or not past:
            return False
        if any(tree.has(verb, {phrase.split()[0] for phrase in trigger.words}) for trigger in rules.triggers):
            return False
        subjects = [at for at in tree.kids_by(verb, "nsubj") if tree.feat(at, "Case") in {"Nom", ""}]
        meant = [actor for at in subjects for actor in self.slots.meant(tree, at)]
        return bool(meant) and all(Role.DETAINEE in actor.roles for actor in meant)

    def _hedged(self, tree: Tree, span: Span) -> bool:
        return any(
            span[0] <= token.start < span[1] and tree.has(at, self.story.rules.hedges)
            for at, token in enumerate(tree.tokens)
        )

    def _sentenced(self, event: Happening) -> None:
        """What somebody was sentenced or found guilty for."""
        if event.kind not in {EventKind.SENTENCE, EventKind.VERDICT} or event.planned:
            return
        tree = event.tree
        for place in range(event.at + 1, len(tree) - 1):
            guilty = event.kind is EventKind.VERDICT and tree.words[place] in self._offence_words
            if (tree.words[place] in self.story.rules.for_words or guilty) and self._is_offence(tree, place + 1):
                span = self._span(tree, place + 1, self._offence_end(tree, place + 1))
                by = next(
                    (
                        a
                        for kid in tree.kids_by(event.at, "nsubj")
                        if (a := self.cast.resolve(tree, kid)) and a.kind in _ACCUSERS
                    ),
                    None,
                ) or self.cast.court(tree)
                for actor in event.who:
                    if span is not None:
                        self._add(actor, by, span, ChargeStatus.CONVICTED, tree, event.reason)
                return

    def _add(self, against: Actor, by: Actor | None, span: Span, status: ChargeStatus, tree: Tree, reason: str) -> None:
        words = self.story.text[span[0] : span[1]]
        article = code = ""
        for pattern in self.story.rules.laws:
            if match := re.search(pattern, words + " ", re.IGNORECASE):
                article = (match.groupdict().get("article") or "").strip()
                code = (match.groupdict().get("code") or "").strip()
                break
        against.drafted = True
        if by is not None:
            by.drafted = True
            if by.kind in _ACCUSERS:
                by.roles.discard(Role.OFFICIAL)
                by.roles.add(Role.AUTHORITY)
        certainty = Certainty.LIKELY if by is not None else Certainty.DOUBTFUL
        self.found.append(Accusation(against, by, span, status, tree, certainty, reason, article, code))

    def _span(self, tree: Tree, begin: int, end: int) -> Span | None:
        while begin < end and tree.words[begin] in _MARKS:
            begin += 1
        return (tree[begin].start, tree[end - 1].stop) if begin < end <= len(tree) else None

    def _once(self) -> list[Accusation]:
        kept: list[Accusation] = []
        for one in sorted(self.found, key=lambda found: found.span):
            if not any(
                other.against is one.against and other.span[0] < one.span[1] and one.span[0] < other.span[1]
                for other in kept
            ):
                kept.append(one)
        return kept


_CUSTODY = frozenset({EventKind.DETENTION, EventKind.ARREST, EventKind.HOUSE_ARREST, EventKind.CUSTODY_EXTENSION})
