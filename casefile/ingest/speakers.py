"""Who speaks in a frame: its subject, the body in which it is said, whoever an outlet cites, whoever spoke before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from casefile.ingest.actors import Actor, fits
from casefile.ingest.authors import Authors
from casefile.ingest.rules import Attribution, Saying
from casefile.ingest.trees import NOUNS, Tree
from casefile.vocabulary import PersonKind


@dataclass(eq=False)
class Frame:
    """A frame of saying: tokens `low` up to but without `high` of its sentence, around the verb or phrase at `at`.

    ``sure`` is whether the grammar itself gives the speaker; ``outlet`` is whether it is an outlet that reports.
    """

    tree: Tree
    at: int
    low: int
    high: int
    words: str
    saying: Saying | None
    attribution: Attribution | None = None
    speaker: Actor | None = None
    sure: bool = True
    outlet: bool = False
    subject: int = -1

    @property
    def start(self) -> int:
        """Where its verb or phrase begins in the text."""
        return self.tree[self.at].start


class Speakers(Authors):
    """Finds the speakers of frames one after another: pronouns carry on from frame to frame."""

    def speak(self, frame: Frame, last: Actor | None) -> None:
        """Find out who speaks in `frame`; `last` is who did before."""
        tree = frame.tree
        if frame.attribution is None and frame.subject >= 0:
            self._given(frame, last)
        elif frame.attribution is not None:
            if tree.has(frame.subject, self.story.rules.possessives):
                named = self._subject_named(frame) or self.cast.whose(tree, frame.subject, last)
                frame.speaker, frame.sure = named, False
            else:
                if not self.story.rules.by_tree and tree.has(frame.subject, self.story.rules.documents):
                    owner = self.owner(tree, frame.subject)
                    if owner is None:
                        frame.speaker, frame.sure = self._wrote(tree, frame.subject, last), False
                        return
                    frame.subject = owner
                    self._reach(frame, owner)
                frame.outlet = self.cast.is_outlet(tree, frame.subject)
                pronoun = self.story.rules.by_tree and tree.has(frame.subject, self.story.rules.pronouns)
                if pronoun and last is not None and fits(last, tree.feat(frame.subject, "Gender")):
                    frame.speaker, frame.sure = last, False  # "according to him": who spoke just before
                    return
                if not frame.outlet:
                    frame.speaker = self.cast.resolve(tree, frame.subject, last)
                    if frame.speaker is None and self.story.rules.by_tree:
                        self._described(frame, [frame.subject, *self._issued(tree, frame.subject, frame.at)])
        else:
            self._of_verb(frame, frame.at, last)
        if frame.outlet:
            self._cited(frame, last)

    def _subject_named(self, frame: Frame) -> Actor | None:
        """Whom "his" means as the subject of its clause, before or after it: "By his own account, X spent ..."."""
        tree = frame.tree
        if not self.story.rules.by_tree:
            return None
        for at in tree.kids_by(tree.clauses[frame.subject], "nsubj"):
            person = self.cast.people.at(tree, at) or self.cast.person_in(tree, at)
            if person is not None and fits(person, tree.feat(frame.subject, "Gender")):
                return person
        return None

    def _likely(self, tree: Tree, verb: int, subjects: list[int]) -> list[int]:
        """Those of the subjects that no comma after the verb parts from it; of a document whoever wrote it."""
        apart = not any(self._beside(tree, subject, verb) for subject in subjects)
        if apart and self._where(tree, verb) is not None:
            return []  # "как отметили в ведомстве, родственники ..."
        past_aside = self._past_aside(tree, verb + 1) > verb + 1
        near = [at for at in subjects if at < verb or self._beside(tree, at, verb) or past_aside]
        owners = {at: self.owner(tree, at) for at in near if tree.has(at, self.story.rules.documents)}
        return [at if (owner := owners.get(at)) is None else owner for at in near]

    def _given(self, frame: Frame, last: Actor | None) -> None:
        """The speaker of a frame whose subject was found with it."""
        tree = frame.tree
        frame.sure = self.cast.people.at(tree, frame.subject) is not None
        if self.cast.is_outlet(tree, frame.subject):
            frame.outlet = True
            return
        frame.speaker = self.cast.resolve(tree, frame.subject, last)
        self._reach(frame, frame.subject)

    def _of_verb(self, frame: Frame, verb: int, last: Actor | None) -> None:  # noqa: C901, PLR0912, PLR0915 - one branch a construction
        tree = frame.tree
        participle = tree.feat(verb, "VerbForm") == "Part" and tree.feat(verb, "Variant") != "Short"
        if participle and not self.story.rules.by_tree:
            head = tree[verb].head
            frame.speaker = None if self.cast.is_outlet(tree, head) else self.cast.resolve(tree, head, last)
            return
        if (quoted := self._read_out(tree, verb)) is not None:
            document = tree.has(quoted, self.story.rules.documents)
            owner = self.owner(tree, quoted) if document else quoted
            actor = self._wrote(tree, quoted, last) if owner is None else self.cast.resolve(tree, owner, last)
            frame.speaker, frame.sure, frame.subject = actor, False, quoted if owner is None else owner
            return
        if not self.story.rules.by_tree and (unowned := self._unowned(tree, verb)) is not None:
            frame.speaker, frame.sure, frame.subject = self._wrote(tree, unowned, last), False, unowned
            frame.low, frame.high = min(frame.low, unowned), max(frame.high, unowned + 1)
            return
        if (written := self._written(tree, verb)) is not None:
            frame.subject = written
            frame.speaker = self.cast.resolve(tree, written, last)
            frame.outlet = frame.speaker is None and self.cast.is_outlet(tree, written)
            self._reach(frame, written)
            return
        cited = any(tree.phrase(at, tuple(p.split())) for at in range(len(tree)) for p in self.story.rules.citing)
        subjects = self._subjects(tree, verb)
        if self.story.rules.by_tree:
            subjects = [at for at in subjects if not self._elsewhere(tree, at, verb)]
            if tree.feat(verb, "Voice") == "Pass":
                subjects = [
                    kid for kid in tree.kids_by(verb, "obl") if tree.preposition(kid) in self.story.rules.by_words
                ]
            elif not subjects and tree.feat(verb, "VerbForm") != "Conv":
                subjects = self._adjacent(tree, verb)
            if subjects and tree.has(subjects[0], self.story.rules.documents):
                owners = self._issued(tree, subjects[0], verb)
                if not owners:
                    issuer = self._issuer(tree, subjects[0])
                    frame.speaker, frame.sure, frame.subject = issuer or last, False, subjects[0]
                    return
                subjects = owners
            elif tree.has(verb, self.story.rules.document_verbs):
                return
        if not self.story.rules.by_tree:
            subjects = self._likely(tree, verb, subjects)
        for subject in subjects:
            press = tree.has(verb, self.story.rules.press_verbs) and self.cast.is_name(tree, subject)
            if press or self.cast.is_outlet(tree, subject) or (cited and self.cast.people.at(tree, subject) is None):
                frame.outlet = True
                self._reach(frame, subject)
                return
            actor = self.cast.resolve(tree, subject, last)
            if actor is None and tree.has(subject, self.story.rules.pronouns):
                return
            if actor is not None:
                frame.speaker = actor
                frame.subject = subject
                frame.sure = not tree.has(subject, self.story.rules.pronouns)
                self._reach(frame, subject)
                return
        if (body := self._where(tree, verb)) is not None:
            frame.speaker, frame.subject = body
            self._reach(frame, frame.subject)
            return
        if self._shared(frame, verb, last):
            return
        if self.story.rules.by_tree:
            self._described(frame, subjects)
            return
        third = tree.feat(verb, "Number") != "Plur" and tree.feat(verb, "Person") in {"", "3"}
        if third and last is not None and fits(last, tree.feat(verb, "Gender")):
            frame.speaker, frame.sure = last, False

    def _described(self, frame: Frame, subjects: list[int]) -> None:
        """Somebody who is known by a description alone: "one of the wives", "a person close to the talks"."""
        tree = frame.tree
        for subject in subjects:
            if tree[subject].pos in NOUNS | {"NUM"} and not tree.has(subject, self.story.rules.pronouns):
                actor = self.cast.described(tree, subject)
                if actor is None and subject != subjects[0]:
                    actor = None if self.cast.is_outlet(tree, subject) else self.cast.resolve(tree, subject)
                if actor is not None:
                    frame.speaker, frame.subject = actor, subject
                    self._reach(frame, subject)
                    return

    def _where(self, tree: Tree, verb: int) -> tuple[Actor, int] | None:
        """The body in which something is said by nobody in particular: "в посольстве заявили"."""
        if tree.feat(verb, "Number") != "Plur":
            return None
        low, high = self.around(tree, verb)
        if any(tree.has(at, self.story.rules.there) for at in range(low, high)):
            told = self.cast.body_last(tree)
            return None if told is None else (told, verb)
        places = [
            at
            for at in range(low, high)
            if (tree.feat(at, "Case") == "Loc" or tree[at].text.isupper())
            and tree[at].pos in NOUNS | {"X"}
            and any(tree.words[before] in self.story.rules.place_words for before in self._before(tree, at))
        ]
        inside = {at for other in places for at in range(other + 1, tree.noun_phrase(other)[1])}
        for at in sorted(places, key=lambda at: (at in inside, abs(at - verb))):
            actor = self.cast.resolve(tree, at)
            if actor is not None and actor.kind in {PersonKind.ORGANISATION, PersonKind.STATE}:
                return actor, at
        return None

    def _shared(self, frame: Frame, verb: int, last: Actor | None) -> bool:
        """Take the subject of the verb that this one is joined to, or hangs from as a participle of manner."""
        tree = frame.tree
        seen = verb
        for above in tree.ups(verb):
            one, two = tree.feat(verb, "Number"), tree.feat(above, "Number")
            if one and two and one != two:
                return self._shared_before(frame, verb, last)
            joined = tree[seen].rel in {"conj", "advcl", "xcomp", "parataxis"} or tree.feat(verb, "VerbForm") == "Conv"
            if not joined:
                return self._shared_before(frame, verb, last)
            if self._told_of(tree, above, verb):
                seen = above
                continue
            for subject in self._subjects(tree, above):
                actor = None if self.cast.is_outlet(tree, subject) else self.cast.resolve(tree, subject, last)
                if actor is None and self.story.rules.by_tree and not self.cast.is_outlet(tree, subject):
                    noun = tree[subject].pos in NOUNS and tree.look(above, self.story.rules.sayings)
                    actor = self.cast.described(tree, subject) if noun else None
                if actor is not None:
                    frame.speaker, frame.sure = actor, True
                    return True
            if (body := self._where(tree, above)) is not None:
                frame.speaker = body[0]
                return True
            seen = above
        return self._shared_before(frame, verb, last)

    def _shared_before(self, frame: Frame, verb: int, last: Actor | None) -> bool:
        """Take the subject of the verb before in the same tense and form, where the tree hung this one elsewhere."""
        tree = frame.tree
        if self.story.rules.by_tree or not tree.finite(verb):
            return False
        names = ("Tense", "Number", "Gender")
        for at in range(verb - 1, -1, -1):
            if tree.words[at] in {";", ":", "»", "”"}:
                return False
            if tree.finite(at) and all(tree.feat(at, name) == tree.feat(verb, name) for name in names):
                for subject in tree.kids_by(at, "nsubj"):
                    actor = self.cast.resolve(tree, subject, last) if subject < at else None
                    if actor is not None:
                        frame.speaker, frame.sure = actor, False
                        return True
        return False

    def _told_of(self, tree: Tree, above: int, verb: int) -> bool:
        """Whether a verb that the tree joins to one in what is said goes on from the verb of saying: "и попросил"."""
        if self.story.rules.by_tree or not tree.finite(verb):
            return False
        frame = next((at for at in tree.ups(above) if tree.look(at, self.story.rules.sayings) and tree.finite(at)), -1)
        names = ("Tense", "Number", "Gender")
        one, own, other = (tuple(tree.feat(n, name) for name in names) for n in (frame, verb, above))
        return frame >= 0 and one == own != other

    def _reach(self, frame: Frame, subject: int) -> None:
        """Widen the frame over its subject."""
        low, high = frame.tree.noun_phrase(subject)
        while high < len(frame.tree) and self.cast.people.at(frame.tree, high) is not None:
            high += 1
        frame.low, frame.high = min(frame.low, low), max(frame.high, high)

    def _cited(self, frame: Frame, last: Actor | None) -> None:
        """Whom an outlet passes on, where it says so: "со ссылкой на МИД"."""
        tree = frame.tree
        for at in range(len(tree)):
            for phrase in self.story.rules.citing:
                words = tuple(phrase.split())
                if not tree.phrase(at, words):
                    continue
                head = at + len(words)
                while head < len(tree) and (
                    tree[head].pos in {"ADJ", "DET", "ADP"} or tree.has(head, self.story.rules.possessives)
                ):
                    head += 1
                head = tree.compound_head(head)
                if head < len(tree) and not self.cast.is_outlet(tree, head):
                    actor = self.cast.resolve(tree, head, last)
                    if actor is None and self.story.rules.by_tree:
                        actor = self.cast.described(tree, head)
                    if actor is not None:
                        frame.speaker, frame.outlet, frame.subject = actor, False, head
                        if frame.saying is not None and not self.story.rules.by_tree:
                            frame.saying = replace(frame.saying, weak=False)  # the press passes on what was said
                        frame.high = max(frame.high, tree.noun_phrase(head)[1])
                        return
