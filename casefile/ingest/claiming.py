"""What authorities and sides claim that somebody did: "police say he ...", "по версии следствия, он ..."."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casefile.ingest.accused import HUMAN, Accused
from casefile.ingest.accusers import Accusers
from casefile.ingest.actors import Actor
from casefile.ingest.cast import Cast
from casefile.ingest.offences import Offences
from casefile.ingest.reality import Reality
from casefile.ingest.slots import Slots
from casefile.ingest.speech import Said
from casefile.ingest.story import Story
from casefile.ingest.trees import Tree
from casefile.vocabulary import ChargeStatus, Mode, PersonKind, Role, StatementKind


@dataclass
class Claim:
    """What is claimed: the tokens of the words in their sentence, against whom, by whom."""

    tree: Tree
    words: tuple[int, int]
    against: list[Actor]
    by: Actor
    reason: str


class Claims:
    """Finds the claims of a story."""

    def __init__(
        self,
        story: Story,
        cast: Cast,
        slots: Slots,
        accused: Accused,
        accusers: Accusers,
        offences: Offences,
        said: list[Said],
    ) -> None:
        self.story = story
        self.cast = cast
        self.slots = slots
        self.reality = Reality(story)
        self.accused = accused
        self.accusers = accusers
        self.offences = offences
        self.said = said

    def read(self) -> Iterator[Claim]:
        """The claims, in the order of the text."""
        for one in self.said:
            if (claim := self._said(one)) is not None:
                yield claim
                yield from self._go_on(claim)
        for tree in self.story.trees:
            for at in range(len(tree)):
                if self.story.told(tree, at) and (
                    claim := self._claimed(tree, at) or self._passed_on(tree, at) or self._hedged(tree, at)
                ):
                    yield claim
                    yield from self._go_on(claim)

    def _go_on(self, claim: Claim) -> Iterator[Claim]:
        """What the same clause claims of others by name: "Иванов скопировал базу, а Петров продал её"."""
        tree, stop = claim.tree, claim.words[1]
        if self.story.rules.by_tree:
            return
        for verb in range(stop, len(tree)):
            if not tree.finite(verb) or tree[verb].rel.split(":")[0] not in {"conj", "parataxis"}:
                continue
            named = [kid for kid in tree.kids_by(verb, "nsubj") if self.cast.people.at(tree, kid) is not None]
            if not named or tree.clauses[tree[verb].head] not in range(claim.words[0], stop):
                continue
            end = self._end(tree, verb, len(tree))
            other = self.clause(tree, min(tree.under(verb)), end, claim.by, claim.reason)
            if other is not None and not set(other.against) & set(claim.against):
                yield other

    def _said(self, one: Said) -> Claim | None:
        """What a side or authority says that those it holds did."""
        frame, rules = one.frame, self.story.rules
        if frame is None or one.mode is not Mode.PARAPHRASE:
            return None
        claims = frame.words in rules.alleging.claims
        if not self.accusers.may(one.speaker, []) and not (claims and self._for_a_side(one.speaker)):
            return None
        speaks = claims or one.speaker.kind is PersonKind.STATE or self.accusers.accuses(one.speaker)
        official = self.story.rules.by_tree and bool(one.speaker.roles & {Role.OFFICIAL, Role.AUTHORITY})
        if not speaks and not official:
            return None
        tree = self.story.tree_at(one.span[0]) or frame.tree
        begin = next((at for at, token in enumerate(tree.tokens) if token.start >= one.span[0]), len(tree))
        end = next((at for at, token in enumerate(tree.tokens) if token.start >= one.span[1]), len(tree))
        skip = (frame.low, frame.high) if frame.tree is tree else (0, 0)
        by, alleges = self.accusers.fullest(one.speaker), frame.words in rules.alleging.alleges
        return self.clause(
            tree, begin, end, by, one.reason, skip=skip, claims=claims, alleges=alleges, strict=not speaks
        )

    def _for_a_side(self, speaker: Actor) -> bool:
        """Whether somebody named may speak for a side: no relative, lawyer or witness, nor one of those held."""
        return speaker.named and not speaker.roles and not speaker.occupation and speaker not in self.accused.held

    def _claimed(self, tree: Tree, at: int) -> Claim | None:
        """What a word that claims says where it makes no statement ("suspect that") or was taken for a noun."""
        claims = tree.has(at, self.story.rules.alleging.claims)
        alleges = tree.has(at, self.story.rules.alleging.alleges)
        sayings = self.story.rules.sayings
        saying = sayings.get(tree.look(at, sayings))
        denies = self.reality.denied(tree, at) or (saying is not None and saying.kind is StatementKind.DENIAL)
        if denies or not (claims or tree[at].pos == "VERB"):
            return None
        if any(one.frame is not None and one.frame.tree is tree and one.frame.at == at for one in self.said):
            return None
        subjects, clauses = tree.kids_by(at, "nsubj"), tree.kids_by(at, "ccomp")
        by = self.accusers.body(tree, subjects[0]) if subjects and clauses else None
        if by is None or not (claims or self.accusers.accuses(by)):
            return None
        begin = next((n + 1 for n in range(at, len(tree)) if tree.has(n, self.story.rules.complementizers)), at + 1)
        return self.clause(
            tree, begin, len(tree), self.accusers.fullest(by), f"“{tree[at].text}”", claims=claims, alleges=alleges
        )

    def clause(
        self,
        tree: Tree,
        begin: int,
        end: int,
        by: Actor,
        reason: str,
        *,
        skip: tuple[int, int] = (0, 0),
        claims: bool = True,
        alleges: bool = False,
        strict: bool = False,
    ) -> Claim | None:
        """What the clause from `begin` says that somebody held did; None where it tells of no deed of theirs."""
        after = skip[1] if begin < skip[1] <= end else begin
        for verb in [at for at in range(after, end) if self._verb(tree, at)] + [
            at for at in range(begin, min(skip[0], end)) if self._verb(tree, at)
        ]:
            subject, against = self._doers(tree, verb, by)
            opens = self.cast.people.at(tree, begin) if subject is None and begin < skip[0] else None
            against = [opens] if opens is not None else against
            crime = self.accusers.accuses(by) and self.offences.criminal(tree, verb, self._end(tree, verb, end))
            sure = claims or self.accusers.prosecutes(by) or crime
            known = (a in self.accused.held or a.kind is PersonKind.GROUP or (a.named and sure) for a in against)
            against = [a for a, is_known in zip(against, list(known), strict=True) if is_known and a is not by]
            against = [a for a in against if by.named or self.accusers.may(by, [a])]
            if not against or not self._deed(tree, verb, end, claims=claims, alleges=alleges):
                if (subject is None and not against) or self._joined(tree, verb, end) or self._relative(tree, verb):
                    continue
                return None
            first = self._first(tree, verb, begin, subject, skip)
            stop = self._end(tree, verb, end)
            if strict and not self.offences.criminal(tree, first, stop):
                return None
            return Claim(tree, (first, stop), against, by, reason)
        return None

    def _verb(self, tree: Tree, at: int) -> bool:
        if tree[at].pos == "AUX":
            return False
        if tree.finite(at) or tree.kids_by(at, "aux", "cop"):
            return True
        predicate = tree.feat(at, "VerbForm") == "Part" or tree[at].pos == "ADJ"  # "замешаны в перевозке"
        return predicate and tree.feat(at, "Variant") == "Short"

    def _joined(self, tree: Tree, verb: int, end: int) -> bool:
        """Whether another verb of the same subject follows: "had come on tourist visas and were gathering data"."""
        return any(tree[kid].rel == "conj" and verb < kid < end for kid in tree.kids[verb])

    def _relative(self, tree: Tree, verb: int) -> bool:
        """Whether the verb is that of a clause about one of the nouns, which is not what is claimed."""
        return any(tree[at].rel == "acl:relcl" for at in (verb, *tree.ups(verb)))

    def _doers(self, tree: Tree, verb: int, by: Actor) -> tuple[int | None, list[Actor]]:
        """The subject of a verb, and whom it means; nobody printed goes on with whom the story is about."""
        subjects = self.accused.subjects(tree, verb)
        for subject in subjects:
            for kid in tree.kids[subject]:
                if tree.has(kid, self.story.rules.relatives) and (noun := self.slots.antecedent(tree, kid)) is not None:
                    return subject, self.accused.meant(tree, noun, by)
            found = self.accused.meant(tree, subject, by)
            if found:
                return subject, found
        if not subjects and tree[verb].rel == "acl:relcl" and tree[verb].head >= 0:
            return tree[verb].head, self.accused.meant(tree, tree[verb].head, by)
        if not subjects:
            objects = [
                kid
                for kid in tree.kids_by(verb, "obj")
                if tree.feat(verb, "Number") == "Plur" and tree.feat(kid, "Case") in {"Acc", "Gen"}
            ]
            if objects and self.offences.criminal(tree, verb, len(tree)):  # "её уличили в подделке"
                return objects[0], self.accused.meant(tree, objects[0], by)
            return None, self.accused.continued(tree)
        return subjects[0], []

    def _deed(self, tree: Tree, verb: int, end: int, *, claims: bool, alleges: bool = False) -> bool:
        """Whether the verb tells of something done, that could be an offence."""
        rules = self.story.rules
        if self.reality.denied(tree, verb) or tree.feat(verb, "Mood") in {"Imp", "Cnd"} or self._modal(tree, verb):
            return False
        if self._custody(tree, verb) or tree.has(verb, rules.alleging.finding | rules.alleging.undergone):
            return False
        if any(tree.has(verb, words.words) for words in rules.alleging.accusing):
            return False
        stop = self._end(tree, verb, end)
        if self.offences.criminal(tree, verb, stop):
            return True
        if self._passive(tree, verb):
            return claims
        past = tree.feat(verb, "Tense") == "Past" or any(
            tree.feat(kid, "Tense") == "Past" or tree.has(kid, {"have"}) for kid in tree.kids_by(verb, "aux")
        )
        return past and (alleges or not tree.has(verb, rules.alleging.neutral)) and tree[verb].pos == "VERB"

    def _passive(self, tree: Tree, verb: int) -> bool:
        """Whether a verb is in the passive, also where only the verb that it is joined to shows it."""
        if self.slots.passive(tree, verb):
            return True
        joined = tree[verb].rel == "conj" and not tree.kids_by(verb, "nsubj", "aux")
        objects = [kid for kid in tree.kids_by(verb, "obj") if self.cast.resolve(tree, kid) is not None]
        return joined and not objects and tree[verb].head >= 0 and self.slots.passive(tree, tree[verb].head)

    def _modal(self, tree: Tree, verb: int) -> bool:
        """Whether it is what may be or will be."""
        aux = tree.kids_by(verb, "aux")
        if tree.feat(verb, "Tense") == "Fut" or any(tree.has(kid, self.story.rules.unreal) for kid in aux):
            return True
        return any(tree.feat(kid, "Tense") == "Fut" for kid in aux)

    def _custody(self, tree: Tree, verb: int) -> bool:
        """Whether it tells of what was done to whoever is held: detained, freed, moved."""
        return self._passive(tree, verb) and any(
            tree.has(verb, {phrase.split()[0] for phrase in trigger.words})
            for trigger in self.story.rules.triggers
            if not trigger.noun
        )

    def _first(self, tree: Tree, verb: int, begin: int, subject: int | None, skip: tuple[int, int]) -> int:
        """Where the words that carry it begin: at a pronoun that is the subject, else after the subject."""
        low = max(begin, skip[1]) if skip[1] <= verb else begin
        if subject is not None and begin <= subject < verb:
            if tree[subject].pos == "PRON" and not tree.has(subject, self.story.rules.relatives):
                return max(subject, low) if subject >= low else low
            high = tree.noun_phrase(subject)[1]
            while high < verb and self.cast.people.at(tree, high) is not None:
                high += 1
            low = max(low, high)
        own = [at for at in tree.under(verb) if low <= at <= verb]
        marks = [at for at in range(low, verb) if tree.words[at] in {",", "–", "—"} and at not in range(*skip)]
        first = min(own, default=verb)
        chain = [at for at in range(first, verb) if tree[at].rel == "conj" and tree.finite(at)]
        if chain or (marks and marks[-1] > first):
            first = max([marks[-1] + 1 if marks else first, *(at + 1 for at in chain)])
        while first < verb and (tree[first].pos in {"CCONJ", "PUNCT"} or tree.words[first] == ","):
            first += 1
        return first

    def _end(self, tree: Tree, verb: int, end: int) -> int:
        inside = set(tree.under(verb))
        above = set(tree.ups(verb))
        for at in range(verb + 1, end):
            if tree.words[at] in {";", ":"}:
                return at
            if at not in inside and tree[at].pos in {"AUX", "VERB"} and {at, tree[at].head} & above - {tree[verb].head}:
                return at
            if at not in inside and tree[at].pos == "AUX" and tree[at].head in above:
                return at
            if tree.words[at] in {",", "–", "—"} and self._another(tree, at, verb):
                return at
        while end > verb + 1 and tree.words[end - 1] in {".", "!", "?", ","}:
            end -= 1
        return end

    def _another(self, tree: Tree, comma: int, verb: int) -> bool:
        """Whether a comma opens another clause with a subject of its own."""
        for at in range(comma + 1, len(tree)):
            if tree.words[at] in {",", ";", ":"}:
                return False
            if tree.finite(at):
                return tree[at].rel.split(":")[0] in {"conj", "parataxis", "root"} and bool(tree.kids_by(at, "nsubj"))
        del verb
        return False

    def _passed_on(self, tree: Tree, at: int) -> Claim | None:
        """What stands around "по версии следствия" or "according to prosecutors"."""
        rules = self.story.rules
        for attribution in rules.attributions:
            words = tuple(attribution.words.split())
            if not tree.phrase(at, words):
                continue
            head = at + len(words)
            while head < len(tree) and tree[head].pos in {"ADJ", "DET", "NUM"}:
                head += 1
            head = tree.compound_head(head)
            if head >= len(tree):
                return None
            by = self.accusers.body(tree, head)
            if by is None or not self.accusers.may(by, []):
                return None
            if not attribution.alleges and not self.accusers.accuses(by):
                return None
            by = self.accusers.fullest(by)
            high = tree.noun_phrase(head)[1]
            reason = f"“{self.story.text[tree[at].start : tree[high - 1].stop]}”"
            if (claim := self._participle(tree, high, by, reason)) is not None:
                return claim
            return self.clause(
                tree,
                0,
                len(tree),
                by,
                reason,
                skip=(at, high),
                claims=attribution.alleges or by.head in rules.accusers,
                alleges=attribution.alleges,
            )
        return None

    def _participle(self, tree: Tree, after: int, by: Actor, reason: str) -> Claim | None:
        """What a participle after the phrase says: "инженер, по версии следствия, получивший взятку"."""
        place = after + 1 if after < len(tree) and tree.words[after] == "," else after
        if place >= len(tree) or tree.feat(place, "VerbForm") != "Part" or not tree.feat(place, "Case"):
            return None
        against = [a for a in self.accused.meant(tree, tree[place].head, by) if a.kind in HUMAN]
        if not against and tree[place].head >= 0:
            verb = tree.clauses[place]
            against = [a for s in self.accused.subjects(tree, verb) for a in self.accused.meant(tree, s, by)]
        words = place, self.offences.end(tree, place, place)
        return Claim(tree, words, against, by, reason) if against else None

    def _hedged(self, tree: Tree, at: int) -> Claim | None:
        """What the story itself tells with "allegedly" of somebody held."""
        if not tree.has(at, self.story.rules.alleging.hedges):
            return None
        verb = tree[at].head
        if verb < 0 or tree[verb].pos != "VERB" or not (tree.finite(verb) or tree.feat(verb, "VerbForm") == "Part"):
            return None
        _, against = self._doers(tree, verb, _NOBODY)
        against = [actor for actor in against if actor in self.accused.held]
        if not against or not self._deed(tree, verb, len(tree), claims=False) or self.slots.passive(tree, verb):
            return None
        by = next(
            (
                one.speaker
                for one in self.said
                if one.frame is not None
                and one.span[0] <= tree[at].start < one.span[1]
                and self.accusers.may(one.speaker, against)
            ),
            None,
        ) or self.accusers.elsewhere(tree[at].start, ChargeStatus.ALLEGED, against)
        if by is None:
            return None
        return Claim(tree, (verb, self.offences.end(tree, verb, verb)), against, by, f"“{tree[at].text}”")


_NOBODY = Actor(PersonKind.UNIDENTIFIED, "", [], (0, 0))
