"""People who are counted and not named: "восьмерых россиян", "about twenty sailors", "nine of them"."""

from __future__ import annotations

import re

from casefile.ingest.actors import Actor
from casefile.ingest.drafts import Certainty
from casefile.ingest.epithets import Epithet, kind_of_noun, own_nationality
from casefile.ingest.people import People
from casefile.ingest.rules import Bound
from casefile.ingest.story import Story
from casefile.ingest.trees import NOUNS, Tree
from casefile.vocabulary import PersonKind

#: Sentences back in which the people are counted of whom a bare numeral counts some.
_WHOLE_WITHIN = 2
#: Of how many people a story gives the names all at once; sentences within which it does.
_MOST_NAMED = 12
#: Numbers from which on one word with an article stands for them: "a dozen".
_A_NUMBER = 11
_TAKEN_UP = 12
_NUMBERED = ("nummod", "nummod:gov", "nummod:entity")


class Groups:
    """The groups of a story; one is made when it is first asked for."""

    def __init__(self, story: Story, people: People) -> None:
        self.story = story
        self.people = people
        self.actors: list[Actor] = []
        self._at: dict[tuple[int, int], Actor] = {}
        self._counted = 0
        self._naming = frozenset(phrase.split()[0] for phrase in story.rules.identifying)

    def at(self, tree: Tree, index: int) -> Actor | None:  # noqa: C901, PLR0912 - one branch a construction
        """The group that the noun or numeral at `index` names, unless its people are named one by one."""
        if (known := self._at.get((tree.number, index))) is not None:
            return known
        if self.story.rules.by_tree and tree[index].pos == "ADJ" and tree[index].rel == "amod":
            return None  # "two other citizens": the noun is counted
        if not self._countable(tree, index):
            again = self._bare_number(tree, index) or self._counted_before(tree, index)
            return again or self._part_of(tree, index) or self._again(tree, index)
        numeral = self._numeral(tree, index)
        if numeral is None:
            return self._again(tree, index)
        if self.named_in(tree, index):
            return None
        low, high = tree.noun_phrase(index)
        low = min(low, numeral[0])
        if low > 0 and tree.has(low - 1, self.story.rules.rest):
            low -= 1
        if (
            tree[index].pos == "NUM"
            and high == index + 1
            and high + 1 < len(tree)
            and tree.has(high, self.story.rules.of_words)
        ):
            high += 2
        count, low = self._count(tree, numeral, low)
        if count.get("exact") == 1:
            return None
        noun = [at for at in range(low, high) if at > numeral[1] or at == index] or [index]
        tokens = tree.tokens[noun[0] : high] if noun[0] <= index else tree.tokens[index:high]
        span = (tree[low].start, tree[high - 1].stop)
        exact = count.get("exact")
        head = index - noun[0] if noun[0] <= index else 0
        if isinstance(exact, int) and tree[index].pos != "NUM":
            name = self.story.forms.counted(exact, tokens, head)
        else:
            name = self.story.text[span[0] : span[1]]
        known = self._same(count, tree.lemmas[index])
        if known is None:
            known = self._made(tree, name, count, tree.lemmas[index])
            known.nationality = own_nationality(self.story, tree, Epithet(index, low, high))
            self._first_told(tree, index, known)
        known.mentioned(span)
        for at in range(low, high):
            if at == index or tree[at].head == index:
                self._at[tree.number, at] = known
        if tree.has(low, self.story.rules.rest):
            known.drafted = True
        return known

    def _made(self, tree: Tree, name: str, count: dict[str, int | str], head: str) -> Actor:
        made = Actor(
            PersonKind.GROUP,
            name,
            [],
            (tree.start, tree.stop),
            certainty=Certainty.LIKELY,
            reason="people who are counted and not named",
            plural=True,
            count=count,
            drafted=False,
            head=head,
        )
        self.actors.append(made)
        return made

    def _part_of(self, tree: Tree, index: int) -> Actor | None:
        """Those of more people just counted whom a numeral alone counts: "47 people were held, of whom 39 are free"."""
        if tree[index].pos != "NUM" or not tree[index].rel.startswith(("nsubj", "obj")) or not self.story.rules.by_tree:
            return None
        number = self._number(tree, index, index) if self._is_number(tree, index) else None
        if number is None or number == 1 or tree.kids_by(index, "nmod"):
            return None
        for other in reversed(self.story.trees[max(0, tree.number - _WHOLE_WITHIN) : tree.number + 1]):
            for at in reversed(range(len(other) if other is not tree else index)):
                numeral = self._numeral(other, at) if self._countable(other, at) else None
                whole = self._number(other, *numeral) if numeral is not None else None
                if whole is not None and whole > number and other[at].start >= self.story.body:
                    made = self._made(tree, tree[index].text, {"exact": number}, other.lemmas[at])
                    made.mentioned((tree[index].start, tree[index].stop))
                    self._at[tree.number, index] = made
                    return made
        return None

    def count_before(self, tree: Tree) -> None:
        """Find the people who are counted in the sentences before one, whom nothing has asked for yet."""
        for number in range(self._counted, tree.number):
            self._counted = number + 1
            other = self.story.trees[number]
            for at in range(len(other)):
                if self.story.told(other, at) and other[at].pos == "NOUN":
                    self.counted_at(other, at)

    def _bare_animate(self, tree: Tree, index: int) -> bool:
        """Whether a noun for living beings stands alone: "артисты" after a band was counted."""
        rules = self.story.rules
        if tree.feat(index, "Animacy") != "Anim" or tree[index].pos != "NOUN" or tree.has(index, rules.strangers):
            return False
        low, high = tree.noun_phrase(index)
        return high - low == 1 and not kind_of_noun(self.story, tree, index)

    def _bare_number(self, tree: Tree, index: int) -> Actor | None:
        """The group of which a numeral alone says the number again: "Пятерых отпустили"."""
        if tree[index].pos != "NUM" or not tree.look(index, self.story.rules.numerals):
            return None
        head = tree[index].head
        if tree[index].rel in _NUMBERED and (self.story.rules.by_tree or head < 0 or tree[head].pos in NOUNS):
            return None
        number = self._number(tree, index, index)
        return next((actor for actor in self.actors if actor.count.get("exact") == number), None)

    def counted_at(self, tree: Tree, index: int) -> Actor | None:
        """The group that is counted here with a numeral of its own."""
        return self.at(tree, index) if self._countable(tree, index) and self._numeral(tree, index) is not None else None

    def named_in(self, tree: Tree, index: int) -> list[Actor]:
        """Those whose names stand in apposition to a counted noun ("двое журналистов – Игорь Картавых и ...")."""
        numeral = self._numeral(tree, index)
        if numeral is None and self.story.rules.by_tree:
            return self._set_off(tree, index)
        number = self._number(tree, *numeral) if numeral else None
        found: list[Actor] = []
        at = index + 1
        opened = False
        while at < len(tree) and not (tree.finite(at) and not opened):
            if tree.words[at] in {"–", "—", "-", ":", "("}:
                opened = True
            person = self.people.at(tree, at)
            if (
                person is not None
                and person not in found
                and (opened or tree.feat(at, "Case") == tree.feat(index, "Case"))
            ):
                found.append(person)
            at += 1
        if number is not None and len(found) != number:
            return self._identified(tree, index, number)
        return found if number is not None or (opened and tree.feat(index, "Number") == "Plur") else []

    def _set_off(self, tree: Tree, index: int) -> list[Actor]:
        """Those whose names, and nothing else, a comma sets off after a plural: "the drivers, Ann Poe and Tom Roe,"."""
        high = tree.noun_phrase(index)[1]
        plain = tree.feat(index, "Number") == "Plur" and kind_of_noun(self.story, tree, index)
        if not plain or high >= len(tree) or tree.words[high] not in {",", ":", "("}:
            return []
        found: list[Actor] = []
        for at in range(high + 1, len(tree)):
            person = self.people.at(tree, at)
            named = not found and (tree[at].pos == "ADP" or tree.has(at, self._naming))  # "the men, identified as"
            if person is None and not named and tree.words[at] != "," and tree[at].pos not in {"CCONJ", "NUM"}:
                break
            if person is not None and person not in found:
                found.append(person)
        return found if len(found) > 1 else []

    def _named_later(self, tree: Tree, index: int, number: int) -> list[Actor]:
        """So many whom a later sentence names beside the noun that takes them up: "the drivers, A, B and C, were"."""
        if number > _MOST_NAMED or tree[index].start < self.story.body:
            return []
        for other in self.story.trees[tree.number : tree.number + _TAKEN_UP]:
            for at in range(len(other) - 1):
                again = other.lemmas[at] == tree.lemmas[index] and other.feat(at, "Number") == "Plur"
                begun = other is not tree or at > index
                if not (again and begun) or other.words[at + 1] not in {",", ":", "("} or self._counts(other, at):
                    continue
                found: list[Actor] = []
                for place in range(at + 1, len(other)):
                    if other.finite(place) or other.words[place] in {";", ")"}:
                        break
                    person = self.people.at(other, place)
                    if person is not None and person not in found:
                        found.append(person)
                if len(found) == number:
                    return found
        return []

    def _counts(self, tree: Tree, at: int) -> bool:
        """Whether a noun has a numeral of its own."""
        return any(tree[kid].rel in _NUMBERED for kid in tree.kids[at])

    def _opening_names(self, tree: Tree) -> list[Actor]:
        """Those with whose names, joined by commas and "and", a sentence begins; ages and ties may stand between."""
        rules = self.story.rules
        found: list[Actor] = []
        for at in range(len(tree)):
            person = self.people.at(tree, at)
            tied = tree.has(at, rules.possessives) or tree.has(at, rules.ties)
            aside = rules.by_tree and bool(found) and (tree[at].pos == "NUM" or tied)
            if person is None and not aside and tree.words[at] != "," and tree[at].pos != "CCONJ":
                break
            if person is not None and person not in found:
                found.append(person)
        return found

    def _identified(self, tree: Tree, index: int, number: int) -> list[Actor]:
        """So many people whom the next sentence names after "речь идёт о" and the like."""
        if tree.number + 1 >= len(self.story.trees):
            return []
        after = self.story.trees[tree.number + 1]
        if len(opening := self._opening_names(after)) == number:
            return opening
        if self.story.rules.by_tree and (named := self._named_later(tree, index, number)):
            return named
        for at in range(len(after)):
            for phrase in self.story.rules.identifying:
                words = tuple(phrase.split())
                if not after.phrase(at, words):
                    continue
                found: list[Actor] = []
                for place in range(at + len(words), len(after)):
                    person = self.people.at(after, place)
                    if person is not None and person not in found:
                        found.append(person)
                    if after.finite(place):
                        break
                return found if len(found) == number else []
        return []

    def _counted_before(self, tree: Tree, index: int) -> Actor | None:
        """The group that "the six" or "all six" takes up: the people whom an earlier sentence counted so."""
        rules = self.story.rules
        number = rules.numerals.get(tree.look(index, rules.numerals)) or (
            int(tree.words[index]) if tree.words[index].isdecimal() else None
        )
        known = number and any(tree.has(at, rules.definite) for at in (index - 1, *tree.kids[index]) if at >= 0)
        if not known or not rules.by_tree:
            return None
        for other in reversed(self.story.trees[: tree.number]):
            for at in range(len(other)):
                numeral = self._numeral(other, at) if self._countable(other, at) else None
                if numeral is None or self._number(other, *numeral) != number or other[at].start < self.story.body:
                    continue
                if (group := self.at(other, at)) is not None:
                    group.mentioned((tree[index].start, tree[index].stop))
                    return group
        return None

    def _first_told(self, tree: Tree, index: int, group: Actor) -> None:
        """Note where an earlier sentence counted the same people, in more words."""
        if not self.story.rules.by_tree:
            return
        for other in self.story.trees[: tree.number]:
            for at in range(len(other)):
                if other.lemmas[at] != tree.lemmas[index] or other[at].start < self.story.body:
                    continue
                numeral = self._numeral(other, at)
                if numeral is not None and self._number(other, *numeral) == group.count.get("exact"):
                    low, high = other.noun_phrase(at)
                    group.mentioned((other[min(low, numeral[0])].start, other[high - 1].stop))

    def _countable(self, tree: Tree, index: int) -> bool:
        rules = self.story.rules
        if kind_of_noun(self.story, tree, index) or tree.has(index, rules.held) or self._some_of(tree, index):
            return True
        if tree[index].pos == "NOUN" and tree.feat(index, "Animacy") == "Anim":
            return True
        if tree[index].pos == "NUM" and index > 0 and tree.has(index - 1, rules.rest):
            return True
        if rules.by_tree and self._held_by_number(tree, index):
            return True
        if rules.by_tree and tree.has(index, rules.collectives) and tree.look(index, rules.numerals):
            return any(tree.has(kid, rules.strangers) for kid in tree.kids[index])  # "a British couple"
        return (
            bool(tree.look(index, rules.numerals))
            and any(tree.preposition(kid) in rules.of_words for kid in tree.kids_by(index, "nmod", "obl"))
        ) or (bool(tree.look(index, rules.numerals)) and index + 1 < len(tree) and tree.has(index + 1, rules.of_words))

    def _held_by_number(self, tree: Tree, index: int) -> bool:
        """Whether a counted noun, whatever it means, stands where only people do: "four deckhands were arrested"."""
        token = tree[index]
        held = self.story.rules.done_to
        place = token.rel in {"nsubj:pass", "obj"} and token.head >= 0 and tree.has(token.head, held)
        place = place or any(tree.has(kid, held) for kid in tree.kids_by(index, "acl"))
        plain = token.pos == "NOUN" and tree.feat(index, "Number") == "Plur"
        thing = tree.has(index, self.story.rules.alleging.vessels | self.story.rules.documents)
        return place and plain and self._counts(tree, index) and not thing

    def _some_of(self, tree: Tree, index: int) -> bool:
        """Whether digits stand for people of whom the phrase after them tells: "16 of its men"."""
        if tree[index].pos != "NUM" or not _digits(tree.words[index]):
            return False
        return any(
            tree.preposition(kid) in self.story.rules.of_words
            and (kind_of_noun(self.story, tree, kid) or (self.story.rules.by_tree and tree[kid].pos == "PRON"))
            for kid in tree.kids_by(index, "nmod")
        )

    def _numeral(self, tree: Tree, index: int) -> tuple[int, int] | None:
        """First and last token of the numeral of a noun; the noun itself where it is one ("девять из них")."""
        if (tree.look(index, self.story.rules.numerals) and self._is_number(tree, index)) or self._some_of(tree, index):
            return index, index
        kids = [kid for kid in tree.kids[index] if tree[kid].rel in _NUMBERED and self._is_number(tree, kid)]
        if not kids:
            near = index - 1
            while near >= 0 and tree[near].pos in {"ADJ", "DET", "VERB"} and not self._is_number(tree, near):
                near -= 1
            kids = [near] if near >= 0 and self._is_number(tree, near) else []
        if not kids:
            return None
        low = high = kids[0]
        while low - 1 >= 0 and self._is_number(tree, low - 1):
            low -= 1
        while high + 1 < len(tree) and high + 1 != index and self._is_number(tree, high + 1):
            high += 1
        return low, high

    def _is_number(self, tree: Tree, index: int) -> bool:
        vague = self.story.rules.by_tree and tree.words[index] not in self.story.rules.numerals
        known = bool(tree.look(index, self.story.rules.numerals))
        return bool(_digits(tree.words[index])) or (known and not vague)  # "dozens" is no number

    def _number(self, tree: Tree, low: int, high: int) -> int | None:
        total = 0
        for at in range(low, high + 1):
            word = tree.look(at, self.story.rules.numerals)
            number = int(digits) if (digits := _digits(tree.words[at])) else self.story.rules.numerals.get(word, 0)
            times = bool(total) and word in self.story.rules.multipliers  # "two dozen"
            total = total * number if times else total + number
        return total or None

    def _count(self, tree: Tree, numeral: tuple[int, int], low: int) -> tuple[dict[str, int | str], int]:
        """The count as a record holds it, and where its words begin."""
        number = self._number(tree, *numeral) or 0
        begin = numeral[0]
        text = self.story.text
        article = begin > 0 and tree.has(begin - 1, self.story.rules.strangers) and number > _A_NUMBER
        if self.story.rules.by_tree and article and tree.words[begin - 1] not in self.story.rules.bounds:
            begin -= 1  # "at least a dozen"
        for opening, closing in self.story.rules.ranges:
            other = self._numeral_before(tree, begin - 2) if begin > 0 and tree.words[begin - 1] == closing else None
            if other is not None:
                start = other[0] - 1
                if start >= 0 and tree.words[start] == opening:
                    least = self._number(tree, *other) or 0
                    printed = text[tree[start].start : tree[numeral[1]].stop]
                    return {"min": least, "max": number, "text": printed}, min(start, low)
        for phrase, bound in self.story.rules.bounds.items():
            words = tuple(phrase.split())
            first = begin - len(words)
            loose = self.story.rules.by_tree and len(words) == 1 and not numeral[0] <= tree[first].head <= numeral[1]
            loose = loose or self._of_noun_before(tree, first)
            if tree.phrase(first, words) and not loose:  # "talks about six fishermen"
                printed = text[tree[first].start : tree[numeral[1]].stop]
                return _BOUNDS[bound](number) | {"text": printed}, min(first, low)
        return {"exact": number}, low

    def _of_noun_before(self, tree: Tree, at: int) -> bool:
        """Whether a word that could make a number vague is a preposition: "talks with Libya about six fishermen"."""
        if not self.story.rules.by_tree or tree[at].pos != "ADP":
            return False
        return tree[at].rel == "case" or (at > 0 and tree[at - 1].pos in NOUNS)

    def _numeral_before(self, tree: Tree, high: int) -> tuple[int, int] | None:
        low = high
        while low >= 0 and self._is_number(tree, low):
            low -= 1
        return (low + 1, high) if low < high else None

    def _same(self, count: dict[str, int | str], head: str) -> Actor | None:
        numbers = {key: value for key, value in count.items() if key != "text"}
        for actor in self.actors:
            if {key: value for key, value in actor.count.items() if key != "text"} == numbers:
                return actor
        del head
        return None

    def _again(self, tree: Tree, index: int) -> Actor | None:
        """The group that a plural or collective noun without a number takes up again, where there is only one."""
        rules = self.story.rules
        token = tree[index]
        plural = tree.feat(index, "Number") == "Plur" and (
            kind_of_noun(self.story, tree, index) in {"people", "occupation"}
            or tree.has(index, rules.held)
            or self._bare_animate(tree, index)
        )
        if not plural and not tree.has(index, rules.collectives):
            return None
        if not rules.by_tree:
            self.count_before(tree)
        earlier = [
            actor for actor in self.actors if actor.last_before(token.start) >= 0 and actor.count.get("exact") != 1
        ]
        same = [actor for actor in earlier if actor.head == tree.lemmas[index]]
        if len(same) == 1:
            return same[0]
        return max(
            earlier, key=lambda actor: int(actor.count.get("exact") or actor.count.get("min") or 0), default=None
        )


def _digits(word: str) -> str:
    """The digits of a number without what parts its thousands; "" where it is none."""
    return _GROUPED.sub("", word) if word.isdigit() or _THOUSANDS.fullmatch(word) else ""


_GROUPED = re.compile(r"[,.\u00a0\u202f]")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[,.\u00a0\u202f][0-9]{3})+")
_BOUNDS = {
    Bound.ABOUT: lambda number: {"about": number},
    Bound.LEAST: lambda number: {"min": number},
    Bound.OVER: lambda number: {"min": number + 1},
    Bound.MOST: lambda number: {"max": number},
    Bound.UNDER: lambda number: {"max": number - 1},
}
