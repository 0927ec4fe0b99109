"""Whom a pronoun of a story means: who spoke or was the subject last, who is held, the group or body told of."""

from __future__ import annotations

from casefile.ingest.actors import Actor, fits, latest
from casefile.ingest.groups import Groups
from casefile.ingest.people import People
from casefile.ingest.story import Story
from casefile.ingest.trees import Tree
from casefile.ingest.unnamed import Unnamed
from casefile.vocabulary import PersonKind, Role


class Pronouns(Unnamed):
    """Follows who is spoken of, so that a pronoun can take somebody up."""

    def __init__(self, story: Story, people: People, groups: Groups) -> None:
        super().__init__(story, people)
        self.groups = groups
        #: What was said in other words so far, and by whom.
        self.said_in: list[tuple[int, int, Actor]] = []

    def spoke(self, actor: Actor, place: int) -> None:
        """Note that somebody spoke, so that a pronoun after it can mean them."""
        self.spoke_at.append((place, actor))

    def of_pronoun(self, tree: Tree, index: int, last: Actor | None) -> Actor | None:  # noqa: C901 - a branch a way
        """Whom a pronoun means; `last` is who spoke last."""
        gender, number = tree.feat(index, "Gender"), tree.feat(index, "Number")
        place = tree[index].start
        by_tree = self.story.rules.by_tree
        if by_tree and tree[index].rel != "nsubj" and gender != "Neut" and number != "Plur":
            done_to = self._done_to(tree, index, gender)
            if done_to is not None:
                return done_to
        if gender == "Neut":
            return self._of_body(place, last)
        if number == "Plur":
            everybody = not by_tree and index > 0 and tree.has(index - 1, self.story.rules.definite)  # "все они"
            if everybody:
                self.groups.count_before(tree)
            return self._of_plural(place, last, done_to=everybody or tree.feat(index, "Case") not in {"Nom", ""})
        named = [(start, actor) for start, actor in self.people.subjects if start < place]
        spoke = [pair for pair in self.spoke_at if pair[0] < place]
        human = {PersonKind.INDIVIDUAL, PersonKind.UNIDENTIFIED}
        if tree.feat(index, "Case") not in {"Nom", ""}:
            return self._taken_up(tree, index, gender)
        fitting = [(at, a) for at, a in (*named, *spoke) if a.kind in human and fits(a, gender)]
        if not by_tree:
            fitting = [pair for pair in fitting if not self.in_speech(pair[0], gender)] or fitting
        if by_tree and gender:
            if last is not None and last.kind in human and fits(last, gender) and self._just_spoke(last, place):
                return last
            line = self.story.paragraph_at(place)
            recent = [pair for pair in fitting if line - self.story.paragraph_at(pair[0]) <= 1]
            fitting = [pair for pair in recent if pair[1].gender == gender] or fitting
        if not fitting and not by_tree:
            line = self.story.paragraph_at(place)
            fitting = [
                (at, actor)
                for actor in self.people.actors
                if fits(actor, gender)
                and (at := actor.last_before(place)) >= 0
                and line - self.story.paragraph_at(at) <= 1
            ]
        return max(fitting, key=lambda pair: pair[0], default=(0, None))[1]

    def in_speech(self, place: int, gender: str) -> bool:
        """Whether somebody is named in what another of that gender says, and so is not whom the story goes on about."""
        if any(start <= place < stop and fits(actor, gender) for start, stop, actor in self.said_in):
            return True
        return not self.story.rules.by_tree and self._after_colon(place, gender)

    def _after_colon(self, place: int, gender: str) -> bool:
        """Whether somebody stands after a colon that another of that gender leads up to: "он возмущён: судья ушёл"."""
        tree = self.story.tree_at(place)
        colons = [at for at in range(len(tree)) if tree.words[at] == ":" and tree[at].start < place] if tree else []
        if tree is None or not colons:
            return False
        start, stop = tree.start, tree[colons[-1]].start
        return any(start <= at < stop and fits(actor, gender) for at, actor in self.people.subjects)

    def whose(self, tree: Tree, index: int, last: Actor | None) -> Actor | None:
        """Whom the possessive in "по его словам" means: who spoke or was the subject last, by the gender it shows."""
        word = tree.look(index, self.story.rules.possessive_genders)
        if not word:
            return last
        gender, place = self.story.rules.possessive_genders[word], tree[index].start
        colon = max((at for at in range(index) if tree.words[at] == ":"), default=-1)
        before = place if self.story.rules.by_tree else tree[colon].start if colon >= 0 else tree.start
        told = [pair for pair in (*self.people.subjects, *self.spoke_at) if pair[0] < before and fits(pair[1], gender)]
        told = [pair for pair in told if not self.in_speech(pair[0], gender)] or told
        named = [pair for pair in told if pair[1].kind in {PersonKind.INDIVIDUAL, PersonKind.UNIDENTIFIED}]
        return max(named, key=lambda pair: pair[0], default=(0, last))[1]

    def _taken_up(self, tree: Tree, index: int, gender: str) -> Actor | None:
        """Whom a pronoun that is no subject means: who was named last and is neither official nor subject here."""
        place = tree[index].start
        subjects = {self.people.at(tree, kid) for kid in tree.kids_by(tree.clauses[index], "nsubj")}
        before = [
            actor
            for actor in self.people.actors
            if actor.last_before(place) >= 0 and fits(actor, gender) and actor not in subjects
        ]
        plain = [actor for actor in before if not actor.roles - {Role.DETAINEE} or Role.DETAINEE in actor.roles]
        plain += [
            actor
            for actor in self.others.values()
            if Role.DETAINEE in actor.roles and actor.last_before(place) >= 0 and fits(actor, gender)
        ]
        return latest(plain or before, place)

    def _of_plural(self, place: int, last: Actor | None, *, done_to: bool) -> Actor | None:
        """The group, or the body, that "they" means."""
        counted = (
            [a for a in self.groups.actors if a.last_before(place) >= 0] if self.story.rules.by_tree or done_to else []
        )
        if counted:
            return latest(counted, place)
        if last is None or (not self.story.rules.by_tree and not last.plural):
            return None
        return last if last.plural or last.kind is not PersonKind.INDIVIDUAL else None

    def _just_spoke(self, actor: Actor, place: int) -> bool:
        """Whether somebody spoke last in the paragraph of the character."""
        said = [start for start, each in self.spoke_at if each is actor and start < place]
        return bool(said) and self.story.paragraph_at(said[-1]) == self.story.paragraph_at(place)

    def _done_to(self, tree: Tree, index: int, gender: str) -> Actor | None:
        """Whom a pronoun means to whom something is done: who is named beside it, or is held, or is no official."""
        passive = tree[index].rel == "nsubj:pass"
        if not passive and (near := self._beside(tree, index, gender)) is not None:
            return near
        official = {Role.OFFICIAL, Role.LAWYER, Role.FAMILY}
        meant = [
            actor
            for actor in self.people.actors
            if actor.last_before(tree[index].start) >= 0
            and fits(actor, gender)
            and (not (actor.offices or actor.roles & official) if passive else Role.DETAINEE in actor.roles)
        ]
        held = [actor for actor in meant if Role.DETAINEE in actor.roles]
        return latest(held or meant, tree[index].start)

    def _citizen(self, tree: Tree, index: int) -> bool:
        """Whether a noun phrase says no more than of which country somebody is: "гражданин России"."""
        low, high = tree.noun_phrase(index)
        named = [at for at in range(index + 1, high) if not tree.has(at, self.story.rules.nationalities)]
        plain = low == index and not named and not self.story.rules.by_tree
        return plain and tree.has(index, self.story.rules.citizens)

    def _beside(self, tree: Tree, index: int, gender: str) -> Actor | None:
        """The person named nearest before a pronoun in its own sentence, but for the subject of its own verb."""
        verb = tree.clauses[index]
        subjects = [
            self.people.at(tree, named) or self.people.called_by(tree, named)
            for kid in tree.kids_by(verb, "nsubj")
            for named in (kid, *tree.kids_by(kid, "appos"))
            if tree[verb].pos == "VERB"
        ]
        for above in tree.ups(index):  # "is allowed to visit him"
            if tree[above].rel == "xcomp" and tree[above].head >= 0:
                subjects += [self.people.at(tree, kid) for kid in tree.kids_by(tree[above].head, "nsubj")]
        for at in range(index - 1, -1, -1):
            person = self.people.at(tree, at)
            if person is not None and fits(person, gender) and (person not in subjects or tree[index].pos == "DET"):
                return person
        return None

    def _to_come(self, tree: Tree, index: int, gender: str) -> Actor | None:
        """Whom a possessive in a phrase that opens a sentence means: its subject ("After his arrest, Petrov said")."""
        verb = tree.clauses[index]
        opens = not any(tree.finite(at) or tree[at].rel.startswith("nsubj") for at in range(index))
        for subject in tree.kids_by(verb, "nsubj") if opens else ():
            person = self.people.at(tree, subject)
            official = person is not None and bool(person.offices or person.roles & {Role.OFFICIAL, Role.LAWYER})
            if person is not None and subject > index and fits(person, gender) and not official:
                return person
        return None

    def _of_body(self, place: int, last: Actor | None) -> Actor | None:
        """The body or state that "it" means: who spoke last, or who was mentioned last."""
        bodies = {PersonKind.ORGANISATION, PersonKind.STATE}
        if last is not None and last.kind in bodies:
            return last
        before = [a for a in self.others.values() if a.kind in bodies and a.last_before(place) >= 0]
        return latest(before, place)

    def resolve_possessive(self, tree: Tree, index: int) -> Actor | None:
        """Whose something is: the person named last before "his", "её"; the group counted last before "their"."""
        place = tree[index].start
        if tree.has(index, self.story.rules.theirs):
            counted = [actor for actor in self.groups.actors if actor.last_before(place) >= 0]
            if counted:
                return latest(counted, place)
        if self.story.rules.by_tree:
            gender = tree.feat(index, "Gender")
            return (
                self._beside(tree, index, gender)
                or self._to_come(tree, index, gender)
                or self.of_pronoun(tree, index, None)
            )
        before = [actor for actor in self.people.actors if actor.last_before(place) >= 0]
        return latest(before, place)
