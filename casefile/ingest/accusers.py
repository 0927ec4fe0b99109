"""Who makes an accusation: by the grammar of the word, by who says it or holds the accused, or whose business it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from casefile.ingest.actors import Actor
from casefile.ingest.cast import Cast
from casefile.ingest.forms import fold
from casefile.ingest.happened import Happening
from casefile.ingest.nouns import MARKS
from casefile.ingest.rules.accusing_words import Accusing, Whom
from casefile.ingest.slots import Slots
from casefile.ingest.speech import Said
from casefile.ingest.story import Story
from casefile.ingest.trees import NOUNS, Tree
from casefile.vocabulary import ChargeStatus, EventKind, PersonKind, Role, StatementKind

BODIES = frozenset({PersonKind.STATE, PersonKind.ORGANISATION})


@dataclass
class Accuser:
    """Whoever accuses; ``near`` is whether the sentence itself says so."""

    actor: Actor
    near: bool


class Accusers:
    """Finds who accuses in the sentences of a story."""

    def __init__(self, story: Story, cast: Cast, slots: Slots, said: list[Said], events: list[Happening]) -> None:
        self.story = story
        self.cast = cast
        self.slots = slots
        self.said = said
        self.events = events
        self._of_business: list[tuple[int, Actor, bool, int]] | None = None

    def of(
        self, tree: Tree, at: int, accusing: Accusing, against: list[Actor], words: tuple[int, int]
    ) -> Accuser | None:
        """Who accuses those `against` of `words` by the word at `at`."""
        court = accusing.status is ChargeStatus.CONVICTED
        found = (
            self._grammatical(tree, at, accusing, against)
            or (None if court or self._by_paper(tree, at) else self._says(tree, at, against))
            or self._holds(tree, at, against, court=court)
            or (None if court or self._by_paper(tree, at) else self._says(tree, at, against, official=True))
        )
        if found is not None:
            self._shorten(found, tree, words)
            return Accuser(self.fullest(found), near=True)
        elsewhere = self.elsewhere(tree[at].start, accusing.status, against)
        return Accuser(elsewhere, near=False) if elsewhere is not None else None

    def _shorten(self, actor: Actor, tree: Tree, words: tuple[int, int]) -> None:
        """Take the offence out of the name of whoever is known by a noun phrase that seemed to go on with it."""
        start = tree[max(words[0] - 1, 0)].start
        for span in [span for span in actor.spans if not actor.named]:
            printed = self.story.text[slice(*span)]
            dated = [re.search(rf"(?:{words})$", printed, re.IGNORECASE) for words in self.story.rules.dates.patterns]
            starts = [match.start() for match in dated if match is not None and match.start() > 0]
            if starts and actor.name.endswith(printed[min(starts) :]):
                less = len(printed) - len(printed[: min(starts)].rstrip())
                actor.name = actor.name[:-less]
                actor.spans[actor.spans.index(span)] = span[0], span[1] - less
        for span in [span for span in actor.spans if span[0] < start < span[1] and not actor.named]:
            cut = span[0], span[0] + len(self.story.text[span[0] : start].rstrip())
            actor.spans[actor.spans.index(span)] = cut
            if self.story.text[slice(*span)].endswith(actor.name[-5:]):
                actor.name = actor.name[: len(actor.name) - (span[1] - cut[1])]

    def accuses(self, actor: Actor) -> bool:
        """Whether it is somebody's business to accuse: police, prosecutors, courts, their heads and spokesmen."""
        rules = self.story.rules
        return self._is_of(actor, rules.alleging.offices | rules.accusers | rules.courts)

    def prosecutes(self, actor: Actor) -> bool:
        """Whether somebody is of the prosecution or of those who investigate."""
        return self._is_of(actor, self.story.rules.accusers - self.story.rules.courts)

    def _is_of(self, actor: Actor, words: frozenset[str]) -> bool:
        """Whether one of `words` is in the name of a body, or in the office of a person."""
        if actor.roles & {Role.LAWYER, Role.FAMILY}:
            return False
        spans = actor.spans if actor.kind is not PersonKind.INDIVIDUAL else [office.span for office in actor.offices]
        for start, stop in spans:
            tree = self.story.tree_at(start)
            if tree is None:
                continue
            for at, token in enumerate(tree.tokens):
                # a "high commissioner" is an ambassador
                high = at > 0 and tree.words[at - 1] in self.story.rules.alleging.no_offices
                if start <= token.start < stop and tree.has(at, words) and not high:
                    return True
        return False

    def may(self, actor: Actor, against: list[Actor]) -> bool:
        """Whether somebody can be who accuses: a side or state other than the accused's own, a body, an official."""
        if actor in against or actor.roles & {Role.LAWYER, Role.FAMILY}:
            return False
        if actor.kind is PersonKind.STATE:
            return not any(set(actor.nationality) & set(other.nationality) for other in against)
        if actor.kind is PersonKind.ORGANISATION:
            return True
        return self.accuses(actor) or (bool(actor.offices) and Role.OFFICIAL in actor.roles)

    def fullest(self, actor: Actor) -> Actor:
        """The body by the fullest name that the story has for it, where it was called by one noun alone."""
        if actor.kind is PersonKind.INDIVIDUAL or fold(actor.name) not in {actor.head, actor.head + "s"}:
            return actor
        place = min(actor.spans)[0]
        best: tuple[bool, int, Actor] | None = None
        for tree in self.story.trees:
            for at in range(len(tree)):
                if tree[at].start < self.story.body or not (
                    (tree.lemmas[at] == actor.head and self._described(tree, at)) or self._names_in_one(tree, at, actor)
                ):
                    continue
                if not self.story.rules.by_tree and self._names_offence(tree, at):
                    continue  # "обвинение в мошенничестве" is not "обвинение"
                other = self.cast.resolve(tree, at)
                if other is None and self._names_in_one(tree, at, actor):
                    other = self.cast.other(tree, at, actor.kind, tree[at].text, at, at + 1)
                if other is None or other is actor or other.kind is not actor.kind:
                    continue
                if other.head != actor.head and not self._names_in_one(tree, at, actor):
                    continue
                key = (tree[at].start > place, abs(tree[at].start - place))
                if best is None or key < best[:2]:
                    best = (*key, other)
        return best[2] if best else actor

    def _names_in_one(self, tree: Tree, at: int, actor: Actor) -> bool:
        """Whether a noun is the whole name of such a body in one word: "Мосгорсуд" for "суд"."""
        longer = tree.lemmas[at] != actor.head and tree.lemmas[at].endswith(actor.head)
        return longer and actor.head in self.story.rules.courts and tree[at].text[:1].isupper()

    def _described(self, tree: Tree, at: int) -> bool:
        """Whether the noun says whose or which body it is."""
        if tree[at].rel == "compound":
            return False
        return any(
            tree[kid].rel.split(":")[0] in {"amod", "nmod", "compound"}
            and not tree.has(kid, self.story.rules.possessives)
            for kid in tree.kids[at]
        )

    # -- by the sentence itself

    def _grammatical(self, tree: Tree, at: int, accusing: Accusing, against: list[Actor]) -> Actor | None:
        """The subject of the active verb, the doer of the passive."""
        verbs = [at] if not accusing.noun else [up for up in tree.ups(at) if tree[up].pos in {"VERB", "AUX"}][:1]
        for verb in verbs:
            if (doer := self._doer(tree, verb, against)) is not None:
                return doer
            if accusing.whom is Whom.SUBJECT or self.slots.passive(tree, verb) or self._turns_down(tree, verb):
                continue
            for kid in self._subjects(tree, verb):
                if tree.has(kid, self.story.rules.alleging.papers):
                    return None
                actor = self.body(tree, kid)
                if actor is not None and self.may(actor, against):
                    return actor
        return None

    def _turns_down(self, tree: Tree, verb: int) -> bool:
        """Whether a verb denies an accusation or says what to think of it: "назвал обвинения абсурдными"."""
        sayings = self.story.rules.sayings
        saying = sayings.get(tree.look(verb, sayings))
        if saying is None or self.story.rules.by_tree:
            return False
        return saying.kind is StatementKind.DENIAL or (saying.thing and not saying.clause)

    def _by_paper(self, tree: Tree, at: int) -> bool:
        """Whether it is an indictment or the like that accuses."""
        return any(tree.has(kid, self.story.rules.alleging.papers) for kid in tree.kids_by(at, "nsubj"))

    def _subjects(self, tree: Tree, at: int) -> list[int]:
        """The subjects of a verb or of the one that it is joined to, and of no passive."""
        seen = at
        for verb in (at, *tree.ups(at)):
            if verb != at and (tree[seen].rel != "conj" or self.slots.passive(tree, verb)):
                break
            found = [kid for kid in tree.kids_by(verb, "nsubj") if tree.feat(kid, "Case") in {"Nom", ""}]
            found = found or (self._in_stretch(tree, at) if verb == at else [])
            if found:
                return found
            seen = verb
        return []

    def _in_stretch(self, tree: Tree, at: int) -> list[int]:
        """An accusing body in the nominative before a verb, between its commas, wherever the tree hung it."""
        rules = self.story.rules
        place = at - 1
        while not rules.by_tree and place >= 0 and tree.words[place] not in MARKS and not tree.finite(place):
            named = tree.has(place, rules.accusers) or tree.has(place, rules.courts) or tree.has(place, rules.bodies)
            if named and tree.feat(place, "Case") == "Nom" and not tree.preposition(place):
                return [place]
            place -= 1
        return []

    def _doer(self, tree: Tree, verb: int, against: list[Actor]) -> Actor | None:
        for kid in tree.kids_by(verb, "obl", "nmod"):
            if tree.feat(kid, "Case") == "Ins" or tree.preposition(kid) in self.story.rules.by_words:
                actor = self.body(tree, kid)
                if actor is not None and self.may(actor, against):
                    return actor
        return None

    def body(self, tree: Tree, at: int) -> Actor | None:
        """Whom a noun means, or the body of whose business it is that the noun names and the cast does not know."""
        rules = self.story.rules
        actor = self.cast.resolve(tree, at)
        if (
            actor is not None
            and actor.named
            and tree.feat(at, "Number") == "Plur"
            and self.cast.people.at(tree, at) is None
        ):
            actor = None  # "prosecutors" is not the prosecutor who was named
        if (
            actor is None
            and tree[at].pos in NOUNS
            and (tree.has(at, rules.alleging.offices) or tree.has(at, rules.accusers) or tree.has(at, rules.courts))
        ):
            low, high = tree.noun_phrase(at)
            name = self.story.phrase(tree, low, high, at)
            return self.cast.described(tree, at) or self.cast.other(tree, at, PersonKind.ORGANISATION, name, low, high)
        return actor

    def _says(self, tree: Tree, at: int, against: list[Actor], *, official: bool = False) -> Actor | None:
        """Who, by the sentence, says that the accusation is made, where that is somebody who makes such.

        With `official`, also whoever speaks for a state, as spokesmen of those who hold somebody do.
        """
        for one in self.said:
            frame = one.frame
            if frame is None or frame.tree is not tree:
                continue
            within = one.span[0] <= tree[at].start < one.span[1] or (frame.low > at)
            court = self._is_of(one.speaker, self.story.rules.courts)  # which tells what others accuse somebody of
            makes = self.accuses(one.speaker) or (official and self._foreign(one.speaker, against))
            if within and not court and self.may(one.speaker, against) and makes:
                return one.speaker
        return None if official else self._tells(tree, at, against)

    def _foreign(self, speaker: Actor, against: list[Actor]) -> bool:
        """Whether somebody speaks for a state that is not known to be that of those accused."""
        own = any(set(speaker.nationality) & set(other.nationality) for other in against)
        own = own or any(
            office.country and office.country in other.nationality for office in speaker.offices for other in against
        )
        return self.story.rules.by_tree and bool(speaker.roles & {Role.OFFICIAL, Role.AUTHORITY}) and not own

    def _tells(self, tree: Tree, at: int, against: list[Actor]) -> Actor | None:
        """Whoever the verb over the clause has for its subject, whatever verb it is: "reminded the court that"."""
        seen = at
        for up in tree.ups(at):
            if tree[seen].rel.split(":")[0] not in {"ccomp", "conj", "xcomp"}:
                break
            for kid in tree.kids_by(up, "nsubj"):
                teller = self.body(tree, kid)
                if teller is not None and self.may(teller, against) and self.prosecutes(teller):
                    return teller
            seen = up
        return None

    def _holds(self, tree: Tree, at: int, against: list[Actor], *, court: bool) -> Actor | None:
        """The body that holds the accused by this sentence, or the court that sits in it."""
        rules = self.story.rules
        for place in sorted(range(len(tree)), key=lambda place: abs(place - at)):
            sits = court and tree.has(place, rules.courts) and tree[place].pos in NOUNS
            told = self.story.told(tree, place) or self.story.quoted(tree[at].start) is not None
            if not sits or self._higher(tree, place) or not told:
                continue
            if (actor := self.body(tree, place)) is not None:
                return actor
        if court:
            return None
        for event in self.events:
            if event.tree is not tree or event.kind is EventKind.CHARGE or not any(a in event.who for a in against):
                continue
            for kid in [*tree.kids_by(event.at, "obl"), *tree.kids_by(event.at, "nsubj")]:
                doer = tree.preposition(kid) in rules.by_words or tree.feat(kid, "Case") in {"Ins", "Nom"}
                doer = doer or (tree[kid].rel == "nsubj" and not self.slots.passive(tree, event.at))
                if (
                    doer
                    and (actor := self.body(tree, kid)) is not None
                    and actor not in against
                    and self.accuses(actor)
                ):
                    return actor
        return None

    def _higher(self, tree: Tree, at: int) -> bool:
        low, high = tree.noun_phrase(at)
        return any(tree.has(place, self.story.rules.alleging.higher) for place in range(low, high))

    def court(self, tree: Tree, at: int) -> Actor:
        """The court that a noun means, by its fullest name."""
        actor = self.body(tree, at)
        assert actor is not None  # noqa: S101 - a noun of courts always means one
        return self.fullest(actor)

    def _of_higher(self, actor: Actor) -> bool:
        words = self.story.rules.alleging.higher
        return any(
            start <= token.start < stop and tree.has(at, words)
            for start, stop in actor.spans
            if (tree := self.story.tree_at(start)) is not None
            for at, token in enumerate(tree.tokens)
        )

    # -- by the rest of the story

    def elsewhere(self, place: int, status: ChargeStatus, against: list[Actor]) -> Actor | None:
        """The authority named for the matter elsewhere: for a conviction a court, else whoever prosecutes or holds."""
        court = status is ChargeStatus.CONVICTED
        able = [one for one in self._authorities() if one[1] not in against and self.may(one[1], against)]
        fit = [one for one in able if one[2] == court] or ([] if court else able)
        tried = self._tried(against) if court else frozenset()

        def likely(one: tuple[int, Actor, bool, int]) -> tuple[int, bool, bool, int]:
            tree = self.story.tree_at(one[0])
            return one[3], tree is None or tree.number not in tried, one[0] > place, abs(one[0] - place)

        best = min(fit, key=likely, default=None)
        return self.fullest(best[1]) if best else None

    def _tried(self, against: list[Actor]) -> frozenset[int]:
        """The sentences that tell how any of them was tried, with the one after each."""
        kinds = {EventKind.SENTENCE, EventKind.VERDICT}
        told = [e.tree.number for e in self.events if e.kind in kinds and any(actor in e.who for actor in against)]
        return frozenset(number + after for number in told for after in (0, 1))

    def _authorities(self) -> list[tuple[int, Actor, bool, int]]:
        """Every mention of a court or an accusing body outside quotations: where, who, if a court, how far it is one.

        Whoever prosecutes comes before other authorities, and courts of first instance come before higher ones.
        """
        if self._of_business is None:
            self._of_business = [
                (tree[at].start, actor, court, 2 * self._of_higher(actor) if court else 1 - self._prosecutes(tree, at))
                for tree in self.story.trees
                for at in range(len(tree))
                if self._may_be_authority(tree, at)
                and (actor := self.body(tree, at)) is not None
                and not actor.named
                and self.accuses(actor)
                for court in [tree.has(at, self.story.rules.courts)]
                if court or not self._is_of(actor, self.story.rules.courts)
            ]
        return self._of_business

    def _prosecutes(self, tree: Tree, at: int) -> bool:
        """Whether a noun names those who prosecute: "prosecutors", "the prosecutor's office"."""
        return any(tree.has(place, self.story.rules.accusers) for place in range(*tree.noun_phrase(at)))

    def _may_be_authority(self, tree: Tree, at: int) -> bool:
        """Whether a noun of the article's own words can name a court or a body that accuses."""
        rules = self.story.rules
        if tree[at].pos not in NOUNS or tree[at].rel in {"compound", "nmod:poss"} or not self.story.told(tree, at):
            return False
        words = (rules.courts, rules.accusers, rules.bodies, rules.alleging.offices)
        if not any(tree.has(at, each) for each in words) or tree.has(at, rules.alleging.papers):
            return False
        if not rules.by_tree and tree.has(at, rules.courts) and tree.feat(at, "Number") == "Plur":
            return False  # "пресс-служба судов области"
        return not self._names_offence(tree, at) and self.cast.person_in(tree, at) is None

    def _names_offence(self, tree: Tree, at: int) -> bool:
        """Whether a noun such as "обвинение" is the accusation and not who makes it."""
        for accusing in self.story.rules.alleging.accusing:
            if accusing.noun and tree.has(at, accusing.words):
                after = at + 1 < len(tree) and any(tree.phrase(at + 1, tuple(p.split())) for p in accusing.offence)
                if after or tree[at].rel.split(":")[0] in {"obj", "nsubj", "obl"}:
                    return True
        return False
