"""Whom a noun takes up that names nobody: "дипломат", "защитница", "шкипер", "муж" after whoever was called so."""

from __future__ import annotations

from casefile.ingest import posts
from casefile.ingest.actors import Actor, fits, latest
from casefile.ingest.epithets import Epithet, own_nationality
from casefile.ingest.pronouns import Pronouns
from casefile.ingest.trees import NOUNS, Tree
from casefile.vocabulary import Role


class TakenUp(Pronouns):
    """Finds them, by office, tie, trade or description."""

    def _called(self, tree: Tree, index: int, last: Actor | None) -> Actor | None:
        """Who was called by the same noun when named ("шкипер Ян Хоогланд": "шкипер"), where the noun stands bare."""
        rules = self.story.rules
        if rules.by_tree or tree[index].pos not in NOUNS | {"ADJ", "VERB"} or tree.has(index, rules.bodies):
            return None
        word, place = tree.lemmas[index], tree[index].start
        own = [kid for kid in tree.kids[index] if tree[kid].rel.split(":")[0] in {"nmod", "amod", "det", "acl"}]
        if any(not tree.has(kid, rules.emphatic | rules.pointing | rules.held | rules.nationals) for kid in own):
            return None
        bearers = [actor for actor in self.people.actors if word in actor.called and actor.last_before(place) >= 0]
        known = bearers or any(actor.head == word for actor in self.people.actors)
        alike = set() if known else {each for trade in rules.trades if word in trade for each in trade}
        for actor in self.people.actors if alike else ():
            of_trade = alike & {actor.head, actor.occupation, *actor.called}
            woman = tree.feat(index, "Gender") == "Fem"
            if of_trade and actor.last_before(place) >= 0 and (not woman or actor.gender == "Fem"):
                bearers.append(actor)
        if len(bearers) > 1 and self._in_turn(tree, index):
            bearers = [actor for actor in bearers if actor is not last] or bearers
        return latest(bearers, place)

    def _in_turn(self, tree: Tree, index: int) -> bool:
        """Whether another than who spoke last is said to speak: "дипломат, в свою очередь, указал"."""
        near = range(index + 1, min(index + 4, len(tree)))
        return any(tree.phrase(at, tuple(phrase.split())) for at in near for phrase in self.story.rules.in_turn)

    def _goes_on(self, tree: Tree, index: int, last: Actor | None) -> bool:
        """Whether "женщина" and the like is who spoke last: somebody of that gender without a post or a client."""
        rules = self.story.rules
        if rules.by_tree or last is None or not last.named or last.offices or Role.LAWYER in last.roles:
            return False
        if any(tree[kid].rel.split(":")[0] in {"nmod", "amod", "acl", "nummod"} for kid in tree.kids[index]):
            return False
        return not tree.has(index, rules.held) and last.gender == tree.feat(index, "Gender")

    def _about_before(self, tree: Tree, index: int) -> Actor | None:
        """Whom the story told of last, where "женщина" and the like says something: the subject just before."""
        rules = self.story.rules
        if rules.by_tree or not tree[index].rel.startswith("nsubj") or tree.has(index, rules.held):
            return None
        if any(tree[kid].rel.split(":")[0] in {"nmod", "amod", "acl", "nummod"} for kid in tree.kids[index]):
            return None
        place, gender = tree[index].start, tree.feat(index, "Gender")
        line = self.story.paragraph_at(place)
        told = [
            (at, actor)
            for at, actor in self.people.subjects
            if at < place and line - self.story.paragraph_at(at) <= 1 and actor.gender == gender
        ]
        told = [pair for pair in told if not self.in_speech(pair[0], gender)] or told
        actor = max(told, key=lambda pair: pair[0], default=(0, None))[1]
        return actor if actor is not None and not actor.offices and Role.LAWYER not in actor.roles else None

    def _shown(self, tree: Tree, index: int) -> str | None:
        """The gender of a woman or man whom the verb shows: "дипломат отметила"; None where it shows none."""
        verb = tree[index].head
        if self.story.rules.by_tree or verb < 0 or not tree[index].rel.startswith("nsubj"):
            return None
        gender = tree.feat(verb, "Gender")
        return gender if gender == "Fem" or tree.feat(index, "Gender") == gender == "Masc" else None

    def _known_by_role(self, tree: Tree, index: int) -> Actor | None:  # noqa: C901 - one branch a construction
        """The named person whose office or tie the noun repeats, if the words with it do not speak of another."""
        rules = self.story.rules
        place = tree[index].start
        head = tree.lemmas[index]
        if (tied := self._tied(tree, index)) is not None:
            return tied
        low, high = tree.noun_phrase(index)
        names = {tree.lemmas[at] for at in range(low, high) if tree[at].pos == "PROPN" and at != index}
        strange = rules.by_tree and any(tree.has(kid, rules.strangers) for kid in tree.kids[index])
        heads = {head} if strange else {head, *rules.takes_up.get(head, ())}
        if head in rules.heads_of_bodies:
            of = [word for at in range(low, high) if (word := tree.look(at, rules.heads_of)) and at != index]
            heads |= {post for word in of for post in rules.heads_of[word]}
        tie = rules.ties.get(tree.look(index, rules.ties))
        if tie is not None and tree.has(index, rules.strangers):
            return None
        bearers = []
        for actor in self.people.actors:
            held = [
                o
                for o in actor.offices
                if heads & {o.head, *o.head.split("-")}
                and posts.fits_names(self.story, names, o.span)
                and posts.fits_kind(self.story, tree, index, o)
            ]
            if held or (actor.head == head and not names) or (tie is Role.LAWYER and not names and tie in actor.roles):
                bearers.append(actor)
        if (gender := self._shown(tree, index)) is not None:
            bearers = [actor for actor in bearers if fits(actor, gender)]
        bare = high - low == 1 and head in rules.takes_up
        if not bearers and bare and not self.story.rules.by_tree:
            spoke = self.spoke_last
            bearers = [spoke] if spoke is not None and Role.OFFICIAL in spoke.roles and spoke.named else []
        earlier = [actor for actor in bearers if actor.last_before(place) >= 0]
        if self._in_turn(tree, index) and len(earlier) > 1:
            spoke = self.spoke_last
            earlier = [actor for actor in earlier if actor is not spoke] or earlier
        if rules.by_tree and tie is not None and not earlier:
            return self._named_next(bearers, place)
        if len(bearers) > 1 and len(earlier) != 1 and not names:
            return latest(earlier, place)
        return latest(earlier or bearers, place)

    def _described(self, tree: Tree, index: int, kind: str) -> Actor | None:
        """Whom a noun such as "женщина", "россиянин" or "инженер" takes up: the last one named who is no official.

        A numeral or a pronoun of indefiniteness introduces somebody new, and a nationality must not differ.
        """
        rules = self.story.rules
        if (
            kind not in {"people", "occupation"}
            or tree.feat(index, "Number") == "Plur"
            or tree.has(index, rules.strangers)
            or (rules.by_tree and any(tree.has(kid, rules.strangers) for kid in tree.kids[index]))
        ):
            return None
        rels = {tree[kid].rel.split(":")[0] for kid in tree.kids[index] if not tree.has(kid, rules.emphatic)}
        held = any(tree.has(kid, rules.held) for kid in tree.kids[index])
        whose = rels & {"nummod", "nmod"} and not self._citizen(tree, index)
        if whose or (rels & {"acl", "amod"} and tree.feat(index, "Case") == "Nom" and not held):
            return None
        place, gender = tree[index].start, tree.feat(index, "Gender")
        nation = self.story.rules.nationalities.get(tree.look(index, self.story.rules.nationalities), "")
        if not nation and self._citizen(tree, index):
            nation = next(iter(own_nationality(self.story, tree, Epithet(index, *tree.noun_phrase(index)))), "")
        alike = [
            actor
            for actor in self.people.actors
            if actor.last_before(place) >= 0
            and (fits(actor, gender) or kind == "occupation")
            and (not nation or not actor.nationality or nation in actor.nationality)
        ]
        fitting = [a for a in alike if not (a.roles - {Role.DETAINEE} or (a.offices and not a.roles))]
        if held and not fitting:
            fitting = [actor for actor in alike if not actor.roles - {Role.DETAINEE, Role.OFFICIAL}]
        if (rules.by_tree and kind == "people") or tree.has(index, rules.held):
            fitting = [actor for actor in fitting if Role.DETAINEE in actor.roles] or fitting
        same = [actor for actor in fitting if actor.head == tree.lemmas[index]]
        others = [actor for actor in fitting if not actor.occupation or kind == "people"]
        return latest(same or others, place)

    def _tied(self, tree: Tree, index: int) -> Actor | None:
        """Whom a word like "муж" means in a sentence that somebody's wife speaks in: the one she is the wife of."""
        rules = self.story.rules
        if rules.ties.get(tree.look(index, rules.ties)) is not Role.FAMILY or tree.feat(index, "Number") == "Plur":
            return None
        if any(tree[kid].rel.split(":")[0] == "nmod" for kid in tree.kids[index]):
            return None
        here = [self.people.at(tree, at) for at in range(len(tree))]
        relatives = [a for a in here if a is not None and Role.FAMILY in a.roles and a.head != tree.lemmas[index]]
        if not relatives and not rules.by_tree and any(tree.has(at, rules.pronouns) for at in range(index)):
            spoke = self.spoke_last
            relatives = [spoke] if spoke is not None and Role.FAMILY in spoke.roles else []
        if not relatives:
            return None
        gender, place = tree.feat(index, "Gender"), tree[index].start
        others = [
            actor
            for actor in self.people.actors
            if actor not in relatives
            and actor.last_before(place) >= 0
            and fits(actor, gender)
            and (not actor.roles - {Role.DETAINEE, Role.OFFICIAL})
        ]
        same = [actor for actor in others if actor.last[:4] == relatives[0].last[:4]]
        return latest(same or [a for a in others if not a.offices], place)

    def _held_before(self, tree: Tree, index: int, kind: str) -> Actor | None:
        """Whoever is held and has no name, whom "женщина" or "россиянин" alone takes up."""
        if self.story.rules.by_tree or kind != "people" or tree.noun_phrase(index) != (index, index + 1):
            return None
        place, gender = tree[index].start, tree.feat(index, "Gender")
        held = [a for a in self.others.values() if Role.DETAINEE in a.roles and not a.plural and fits(a, gender)]
        before = [actor for actor in held if actor.last_before(place) >= 0]
        return latest(before, place)

    def _named_next(self, bearers: list[Actor], place: int) -> Actor | None:
        """The first of them that is named after the character: "her lawyer said" leads up to "the lawyer, Ann Poe"."""
        after = [(min(start for start, _ in actor.spans if start > place), actor) for actor in bearers]
        return min(after, key=lambda pair: pair[0], default=(0, None))[1]
