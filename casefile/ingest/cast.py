"""Whom a noun or pronoun of a story means: a named person, somebody known by role alone, a body, a state, a group."""

from __future__ import annotations

import re

from casefile.ingest.actors import Actor
from casefile.ingest.analysis import Named
from casefile.ingest.drafts import Certainty
from casefile.ingest.epithets import Epithet, describe_plainly, kind_of_noun
from casefile.ingest.forms import fold
from casefile.ingest.groups import Groups
from casefile.ingest.people import People
from casefile.ingest.story import Story
from casefile.ingest.taking_up import TakenUp
from casefile.ingest.trees import NOUNS, Tree
from casefile.vocabulary import PersonKind, Role


class Cast(TakenUp):
    """All whom a story speaks of. Those without a name are made when something needs them."""

    def __init__(self, story: Story) -> None:
        people = People(story)
        super().__init__(story, people, Groups(story, people))

    def fully_named(self, tree: Tree, actor: Actor) -> bool:
        """Whether a sentence names somebody in full, of whose name there is no doubt."""
        if not actor.named or actor.certainty is not Certainty.CERTAIN:
            return False
        text = self.story.text
        return any(tree.start <= start < tree.stop and len(text[start:stop].split()) > 1 for start, stop in actor.spans)

    def note(self, tree: Tree) -> None:
        """Note whom a sentence is about by a noun that takes somebody up, for pronouns after it."""
        for at in range(len(tree)):
            if tree.feat(at, "Case") != "Nom" or self.people.at(tree, at) is not None:
                continue
            kind = kind_of_noun(self.story, tree, at)
            if kind and tree[at].rel.startswith("nsubj") and self.story.quoted(tree[at].start) is None:
                actor = self._called(tree, at, None) or self._known_by_role(tree, at) or self._described(tree, at, kind)
                if actor is not None:
                    self.spoke_at.append((tree[at].start, actor))

    @property
    def actors(self) -> list[Actor]:
        """Everybody, in the order of the text."""
        found = [*self.people.actors, *self.groups.actors, *self.others.values()]
        return sorted(found, key=lambda actor: min(actor.spans))

    def resolve(  # noqa: C901 - one branch a construction
        self, tree: Tree, index: int, last: Actor | None = None
    ) -> Actor | None:
        """Whom the noun phrase with its head at `index` means; `last` is who spoke last, for pronouns."""
        rules = self.story.rules
        if person := self.person_in(tree, index):
            return person
        if tree.has(index, rules.pronouns):
            return self.of_pronoun(tree, index, last)
        if self.is_outlet(tree, index):
            return None
        if group := self.groups.at(tree, index):
            return group
        if tree.has(index, rules.collectives):
            below = [deep for kid in tree.kids_by(index, "nmod") for deep in tree.kids_by(kid, "appos")]
            for kid in (*tree.kids_by(index, "appos"), *below):  # "the crew of the Konotop, 27 sailors,"
                if group := self.groups.at(tree, kid):
                    return group
        kind = kind_of_noun(self.story, tree, index)
        plural = tree.feat(index, "Number") == "Plur"
        if not plural and (called := self._called(tree, index, last)) is not None:
            return called
        if kind == "office" and plural and not self.story.rules.by_tree:
            return self.by_role(tree, index)
        if kind == "people" and not plural and self._goes_on(tree, index, last):
            return last
        if (
            kind == "people"
            and not plural
            and last is not None
            and (told := self._about_before(tree, index)) is not None
        ):
            return told
        if kind and (not plural or kind == "office"):
            known = self._known_by_role(tree, index) or self._described(tree, index, kind)
            return known or self._held_before(tree, index, kind) or self.by_role(tree, index)
        return self.body(tree, index) or self.animate(tree, index)

    def person_in(self, tree: Tree, index: int) -> Actor | None:
        """The named person whom a noun phrase means: its name, or the one in apposition to its head."""
        if person := self.people.at(tree, index):
            return person
        if person := self.people.called_by(tree, index):
            return person
        head = tree[index].head
        if tree[index].rel == "appos" and head >= 0 and (person := self.people.at(tree, head)):
            return person
        if self.story.rules.by_tree:
            for kid in tree.kids_by(index, "appos"):
                if person := self.people.at(tree, kid):
                    return person
            if (person := self._after_comma(tree, index)) is not None:
                return person
        nouns = {"NOUN"} if self.story.rules.by_tree else NOUNS
        animate = tree[index].pos in nouns and tree.feat(index, "Animacy") == "Anim"
        participle = () if self.story.rules.by_tree or tree.feat(index, "VerbForm") != "Part" else ("VERB",)
        if not (
            kind_of_noun(self.story, tree, index) or animate or tree[index].pos in {"ADJ", "DET", "NUM", *participle}
        ):
            return None
        return self._apposed_to(tree, index) or self._behind(tree, index) or self._parted(tree, index)

    def _parted(self, tree: Tree, index: int) -> Actor | None:
        """Whose name a comma parts from a noun that says what they are: "мать студентки, Гульнара Петрова, ..."."""
        numeral = tree.has(index, self.story.rules.numerals)
        animate = tree[index].pos == "NOUN" and tree.feat(index, "Animacy") == "Anim"
        if self.story.rules.by_tree or not (kind_of_noun(self.story, tree, index) or numeral or animate):
            return None
        high = tree.noun_phrase(index)[1]
        if high >= len(tree) - 1 or tree.words[high] != ",":
            return None
        case = tree.feat(index, "Case")
        for at in range(high + 1, min(high + 4, len(tree))):
            person = self.people.at(tree, at)
            if person is not None:
                end = next((n for n in range(at, len(tree)) if self.people.at(tree, n) is not person), len(tree))
                closed = end >= len(tree) or tree.words[end] in {",", ".", "–", "—"}
                return person if closed and tree.feat(at, "Case") == case else None
            if tree[at].pos not in {"NOUN", "ADJ", "DET"} or tree.feat(at, "Case") != case:
                return None
        return None

    def _apposed_to(self, tree: Tree, index: int) -> Actor | None:
        """Whose name hangs from a noun, or from that of which a numeral counts one: "one of her lawyers, Ann Poe"."""
        heads = [index]
        if tree[index].pos == "NUM" or tree.has(index, self.story.rules.numerals):
            heads = [*tree.kids_by(index, "nmod"), index]
        for head in heads:
            for kid in tree.kids_by(head, "appos", "flat"):
                if kid < head and not self.story.rules.by_tree:
                    continue
                if self._whose(tree, kid, tree.feat(index, "Case")):
                    continue
                if person := self.people.at(tree, kid):
                    return person
        return None

    def _whose(self, tree: Tree, at: int, case: str) -> bool:
        """Whether a name between a noun in the nominative and another name is of whom the noun's bearer is one."""
        if self.story.rules.by_tree or case != "Nom" or self.people.case_at(tree, at) != "Gen":
            return False
        person, after = self.people.at(tree, at), at
        while after < len(tree) and self.people.at(tree, after) is person:
            after += 1
        other = self.people.at(tree, after) if after < len(tree) else None
        return other is not None and self.people.case_at(tree, after) == "Nom"

    def _behind(self, tree: Tree, index: int) -> Actor | None:
        """Whose name follows a noun in its case, wherever the tree hung it."""
        case = tree.feat(index, "Case")
        at = index + 1
        while at < len(tree) and at < index + _NEAR and tree.words[at] not in _BORDERS and not tree.finite(at):
            person = self.people.at(tree, at)
            if person is not None and self._whose(tree, at, case):
                at += 1  # "адвокат Петрова Анна Лапина"
                continue
            if person is not None:
                own = tree.feat(at, "Case")
                if not self.story.rules.by_tree and case == "Nom":
                    own = self.people.case_at(tree, at) or own
                return person if self._names_it(tree, at, case, own) else None
            if tree.has(at, self.story.rules.held) and tree.feat(at, "Case") == case and not self.story.rules.by_tree:
                return None  # "ходатайство следователя о продлении срока обвиняемого Скрипача"
            at += 1
        return None

    def _after_comma(self, tree: Tree, index: int) -> Actor | None:
        """The name set off by a comma right after a noun phrase: "its envoy in Cyprus, X", "one of them, nurse Y"."""
        numeral = tree[index].pos == "NUM" or tree.has(index, self.story.rules.numerals)
        tied = tree.has(index, self.story.rules.ties)
        if not numeral and not tied and not kind_of_noun(self.story, tree, index):
            return None
        under = set(tree.under(index))
        at = next((n for n in range(index, len(tree)) if tree.words[n] == "," or tree.finite(n)), len(tree))
        if at >= len(tree) or tree.words[at] != "," or not under.issuperset(range(index, at)):
            return None
        at += 1
        while at < len(tree) and kind_of_noun(self.story, tree, at) and self.people.at(tree, at) is None:
            at += 1
        person = self.people.at(tree, at) if at < len(tree) else None
        if person is None:
            return None
        while at < len(tree) and self.people.at(tree, at) is person:
            at += 1
        return person if at >= len(tree) or tree.words[at] in _BORDERS or tree.finite(at) else None

    def _names_it(self, tree: Tree, at: int, case: str, own: str) -> bool:
        return bool(case) and own == case and tree.words[at - 1] not in self.story.rules.with_words

    def body_last(self, tree: Tree) -> Actor | None:
        """The body that spoke or was told of last before a sentence."""
        bodies = {PersonKind.ORGANISATION, PersonKind.STATE}
        told = [(place, actor) for place, actor in self.spoke_at if actor.kind in bodies and place < tree.start]
        told += [(actor.last_before(tree.start), actor) for actor in self.others.values() if actor.kind in bodies]
        for before in (*self.story.trees[: tree.number][-1:], tree):
            for at in range(len(before)):
                placed = before.preposition(at) in self.story.rules.place_words and before.feat(at, "Case") in {
                    "Loc",
                    "Acc",
                }
                if placed and before.has(at, self.story.rules.bodies) and (actor := self.body(before, at)) is not None:
                    told.append((before[at].start, actor))
        place, actor = max(told, key=lambda pair: pair[0], default=(-1, None))
        return actor if place >= 0 else None

    def is_outlet(self, tree: Tree, index: int) -> bool:
        """Whether the noun is a news outlet, whose reports are no statements."""
        rules = self.story.rules
        if rules.by_tree and self.person_in(tree, index) is not None:
            return False
        if tree.has(index, rules.outlet_nouns) or tree.has(index, rules.outlets):
            return True
        kinds = tree.kids_by(index, "compound") if rules.by_tree and tree[index].pos == "PROPN" else []
        if any(tree.has(kid, rules.outlet_nouns) for kid in kinds):  # "broadcaster NTV"
            return True
        low, high = self.phrase_of(tree, index)
        printed = fold(self.story.text[tree[low].start : tree[high - 1].stop])
        publisher = fold(self.story.article.publisher).strip('«»"“” ')
        if set(re.findall(r"\w+", publisher)) & rules.speaking_publishers:
            publisher = ""
        return bool(publisher and publisher in printed) or any(
            tree.has(at, rules.outlets) and tree[at].rel.split(":")[0] in {"appos", "flat", "compound"}
            for at in range(low, high)
        )

    def is_name(self, tree: Tree, index: int) -> bool:
        """Whether a noun is the bare name of an organisation: it says nothing of what that is."""
        entity = self.story.entity_at(tree[index].start)
        named = entity is not None and entity.kind is Named.ORGANISATION
        return named and not tree.has(index, self.story.rules.bodies) and self.person_in(tree, index) is None

    def jointly(self, tree: Tree, index: int) -> list[Actor]:
        """The named people, bodies or states that speak together, where several are the subject of one verb."""
        bodies = {PersonKind.ORGANISATION, PersonKind.STATE}
        if not self.story.rules.by_tree:
            return self._joined(tree, index)
        bodies.add(PersonKind.INDIVIDUAL)
        members = [index, *(kid for kid in tree.kids_by(index, "conj") if tree[kid].pos in NOUNS)]
        found = [actor for at in members if (actor := self.resolve(tree, at)) is not None and actor.kind in bodies]
        return found if len(found) > 1 else []

    def _joined(self, tree: Tree, index: int) -> list[Actor]:
        """Those whom "and" or commas join to the subject of a verb in the plural, wherever the tree hung them."""
        verb = tree[index].head
        if verb < index or tree.feat(verb, "Number") != "Plur":
            return []
        found: list[Actor] = []
        if tree.feat(index, "Number") == "Plur":
            for at in range(index, verb):
                person = self.people.at(tree, at)
                if person is not None and person not in found and self.people.case_at(tree, at) in {"Nom", ""}:
                    found.append(person)
            return found if len(found) > 1 else []
        for at in range(index, verb):
            after = any(tree[n].pos == "CCONJ" for n in range(index, at))
            after = after and (tree[at - 1].pos in {"CCONJ", "ADJ", "PRON", "DET"} or tree.words[at - 1] == ",")
            if self.story.in_name(tree[at].start):
                continue
            own = tree[at].pos in NOUNS and (tree.feat(at, "Case") == "Nom" or tree[at].text.isupper())
            own = own or self.people.at(tree, at) is not None
            if (at == index or (after and own)) and (actor := self.resolve(tree, at)) is not None:
                found += [actor] if actor not in found else []
        return found if len(found) > 1 else []

    def court(self, tree: Tree) -> Actor | None:
        """The court that a story names nearest to a sentence."""
        found: list[tuple[int, Tree, int]] = [
            (abs(other.number - tree.number), other, at)
            for other in self.story.trees
            for at in range(len(other))
            if other[at].start >= self.story.body and other.has(at, self.story.rules.courts)
        ]
        for _, other, at in sorted(found, key=lambda item: (item[0], item[2])):
            actor = self.resolve(other, at)
            if actor is not None and actor.kind is PersonKind.ORGANISATION:
                return actor
        return None

    def described_as(self, tree: Tree, index: int, person: Actor) -> None:
        """Note of one of several people what the noun for all of them says: "двое российских журналистов – А и Б"."""
        describe_plainly(self.story, tree, person, Epithet(index, *tree.noun_phrase(index)))

    def held(self, tree: Tree, index: int) -> list[Actor]:
        """The named people who are held, whom a plural without a number takes up where no group was counted."""
        rules = self.story.rules
        if tree.feat(index, "Number") != "Plur" or self.groups.at(tree, index) is not None:
            return []
        if not tree.has(index, rules.held) and kind_of_noun(self.story, tree, index) not in {"people", "occupation"}:
            return []
        place = tree[index].start
        found = [a for a in self.people.actors if Role.DETAINEE in a.roles and a.last_before(place) >= 0]
        return found if len(found) > 1 else []

    def several(self, tree: Tree, index: int) -> list[Actor]:
        """The named people whom a plural means, if there are several: "президенты", "both", "they"."""
        if together := self.together(tree, index):
            return together
        if tree.feat(index, "Number") != "Plur":
            return []
        leaders = self.story.rules.leaders
        word = tree.look(index, leaders)
        if not word:
            return []
        place = tree[index].start
        held = [
            actor
            for actor in self.people.actors
            if actor.last_before(place) >= 0 and any(office.head in leaders[word] for office in actor.offices)
        ]
        return held if len(held) > 1 else []

    def apposed(self, tree: Tree, index: int) -> list[Actor]:
        """Those whose names stand before a plural that says what they are: "A and B, Russian citizens held"."""
        if not self.story.rules.by_tree or tree.feat(index, "Number") != "Plur":
            return []
        low = tree.noun_phrase(index)[0]
        if low < _BEFORE_COMMA or tree.words[low - 1] != "," or self.people.at(tree, low - 2) is None:
            return []
        found: list[Actor] = []
        for at in range(low - 2, -1, -1):
            person = self.people.at(tree, at)
            if person is not None and person not in found:
                found.insert(0, person)
            elif (
                person is None
                and tree[at].pos not in {"CCONJ", "PUNCT"}
                and tree[at].rel not in {"compound", "amod", "det"}
            ):
                break
        return found if len(found) > 1 else []

    def together(self, tree: Tree, index: int) -> list[Actor]:  # noqa: C901 - one branch a construction
        """Those named last, side by side, whom "they", "both" or "the two men" takes up, by their number."""
        rules = self.story.rules
        number = rules.numerals.get(tree.look(index, rules.numerals), 0)
        for kid in tree.kids[index]:
            number = number or rules.numerals.get(tree.look(kid, rules.numerals), 0)
        pronoun = tree.has(index, rules.pronouns) and tree.feat(index, "Number") == "Plur"
        counted = number > 1 and any(tree.has(at, rules.definite) for at in (index, *tree.kids[index]))
        if not pronoun and not counted:
            return []
        place = tree[index].start
        held = [a for a in self.people.actors if Role.DETAINEE in a.roles and a.last_before(place) >= 0]
        if counted and len(held) == number:
            return held
        found: list[Actor] = []
        here = 0 if pronoun or rules.by_tree else 1
        for sentence in reversed(self.story.trees[: tree.number + here]):
            if tree.number - sentence.number > (_FAR_BACK if pronoun else 2 * _FAR_BACK):
                break
            if pronoun and any(
                sentence.start <= start < min(sentence.stop, place) for a in self.groups.actors for start, _ in a.spans
            ):
                return []
            for at in range(len(sentence)):
                person = self.people.at(sentence, at)
                if sentence[at].start >= place or person is None or person in found:
                    continue
                own = person.roles & {Role.OFFICIAL, Role.LAWYER} or person.offices
                if not own or (not rules.by_tree and Role.DETAINEE in person.roles):
                    found.append(person)
            if len(found) == number or (pronoun and len(found) > 1):
                return found
            if number and len(found) > number:
                return []
        return []


#: How far behind its head noun a name in apposition may stand.
_NEAR = 15
_BEFORE_COMMA = 2
#: Sentences back in which those stand whom "they" or "the two" takes up.
_FAR_BACK = 4
_BORDERS = frozenset(",;:–—.")
