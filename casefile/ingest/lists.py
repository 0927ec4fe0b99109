"""Those who are named in a row: behind a colon, among a group, along with somebody, or all of a sentence."""

from __future__ import annotations

from casefile.ingest.actors import Actor
from casefile.ingest.partners import Partners
from casefile.ingest.trees import Tree
from casefile.vocabulary import PersonKind, Role

_BULLETS = frozenset("–—-•*")


class Lists(Partners):
    """Reads rows of names."""

    def _behind_colon(self, tree: Tree, at: int) -> list[Actor]:
        """Those listed after a colon behind a verb: "Задержаны: Иванов и Петров", also each in a line of its own."""
        colon = at + 1
        while colon < len(tree) and tree[colon].pos not in {"PUNCT", "VERB"}:
            colon += 1
        if colon >= len(tree) or tree.words[colon] != ":":
            return []
        found = self._named_after(tree, colon)
        for after in self.story.trees[tree.number + 1 :] if colon == len(tree) - 1 and not found else ():
            named = (self.cast.people.at(after, place) for place in range(min(3, len(after))))
            person = next((actor for actor in named if actor is not None), None)
            if person is None or after.words[0] not in _BULLETS:
                break
            found.append(person)
        return found

    def along(self, tree: Tree, at: int) -> list[Actor]:
        """To whom the same happened as to the people of a verb: "was detained together with his brother, Tom Roe"."""
        found: list[Actor] = []
        for phrase in self.story.rules.along:
            words = tuple(phrase.split())
            for begin in range(len(tree)):
                if not tree.phrase(begin, words) or tree.clauses[begin] != tree.clauses[at]:
                    continue
                for place in range(begin + len(words), len(tree)):
                    if tree.finite(place) or tree.words[place] in {";", ":"}:
                        break
                    actor = self.cast.people.at(tree, place) or self.cast.groups.counted_at(tree, place)
                    official = actor is not None and Role.OFFICIAL in actor.roles
                    if actor is not None and not official:
                        found.append(actor)
                        break
        return found

    def terms(self, tree: Tree, at: int) -> list[Actor]:
        """Others to whom a verb gives a term without being printed again: "jailed A for two years and B for three"."""
        rules = self.story.rules
        found: list[Actor] = []
        for place in range(at + 1, len(tree) - 2):
            if tree.finite(place) and tree[place].pos == "VERB":
                break
            person = self.cast.people.at(tree, place)
            if person is None or self.cast.people.at(tree, place + 1) is person:
                continue
            low = place
            while self.cast.people.at(tree, low - 1) is person:
                low -= 1
            joined = tree[low - 1].pos == "CCONJ" or tree.words[low - 1] == ","
            number = tree[place + 2].pos == "NUM" or bool(tree.look(place + 2, rules.numerals))
            if joined and tree[place + 1].pos == "ADP" and number and rules.by_tree:
                found.append(person)
        return found

    def _named_after(self, tree: Tree, place: int) -> list[Actor]:
        found: list[Actor] = []
        for at in range(place + 1, len(tree)):
            if tree[at].pos == "VERB" and tree.finite(at) and tree.kids_by(at, "nsubj"):
                break
            actor = self.cast.people.at(tree, at) or self.cast.groups.counted_at(tree, at)
            if actor is not None and actor not in found:
                found.append(actor)
        return found

    def included(self, tree: Tree, who: list[Actor]) -> list[Actor]:
        """The named people who are told to be among those of a group, here or in the next sentence."""
        groups = [actor for actor in who if actor.kind is PersonKind.GROUP]
        if not groups:
            return []
        rules = self.story.rules
        found: list[Actor] = []
        after = self.story.trees[tree.number + 1] if tree.number + 1 < len(self.story.trees) else None
        for where, phrases in ((tree, rules.including), (after, rules.identifying)):
            if where is None:
                continue
            ends = [
                at + len(p.split()) for p in phrases for at in range(len(where)) if where.phrase(at, tuple(p.split()))
            ]
            for begin in ends[:1]:
                for at in range(begin, len(where)):
                    if where.finite(at):
                        break
                    person = self.cast.people.at(where, at)
                    official = rules.by_tree and person is not None and Role.OFFICIAL in person.roles
                    if person is not None and person not in found and not (official and found):
                        found.append(person)
        return found

    def is_one_of(self, tree: Tree, at: int) -> bool:
        """Whether a participle stands for those of whom somebody is one: "среди задержанных", "один из задержанных"."""
        rules = self.story.rules
        if at > 0 and tree.words[at - 1] in rules.among:
            return True
        one = tree.look(at - 2, rules.numerals) if at > 1 and tree.words[at - 1] in rules.of_words else ""
        return bool(one) and rules.numerals[one] == 1 and tree.words[min(at + 1, len(tree) - 1)] == ","

    def one_of(self, tree: Tree, at: int) -> list[Actor]:
        """Who is told to be among those whom the participle at `at` stands for: "среди задержанных – капитан Лыков"."""
        found: list[Actor] = []
        for place in range(at + 1, len(tree)):
            if tree.words[place] in {";", ":"}:
                break
            person = self.cast.people.at(tree, place)
            if person is not None and self.cast.people.case_at(tree, place) in {"Nom", ""} and person not in found:
                found.append(person)
            if tree.words[at - 1] not in self.story.rules.among and (found or place > at + 2):
                break
        return found

    def _list_back(self, tree: Tree, place: int, low: int, found: list[Actor]) -> list[Actor]:
        """Those before a name in a list, up to the token `low`."""
        at = place
        while at - 1 >= low and self.cast.people.at(tree, at - 1) is self.cast.people.at(tree, place):
            at -= 1
        while at - 2 >= low and (tree[at - 1].pos == "CCONJ" or tree.words[at - 1] == ","):
            person = self.cast.people.at(tree, at - 2)
            if person is None:
                break
            found.insert(0, person)
            at -= 2
            while at - 1 >= low and self.cast.people.at(tree, at - 1) is person:
                at -= 1
        return found

    def _everybody(self, tree: Tree) -> list[Actor]:
        """All in a sentence who are named or counted and hold no office."""
        found: list[Actor] = []
        for at in range(len(tree)):
            actor = self.cast.people.at(tree, at) or self.cast.groups.counted_at(tree, at)
            if actor is not None and actor not in found and not actor.offices and not actor.roles - {Role.DETAINEE}:
                found.append(actor)
        return found
