"""Those in a story who have no name of a person: bodies, states, and people known by role or description alone."""

from __future__ import annotations

from casefile.ingest import offices
from casefile.ingest.actors import Actor, latest
from casefile.ingest.analysis import Named
from casefile.ingest.body_names import BodyNames, Form
from casefile.ingest.drafts import Certainty
from casefile.ingest.epithets import Epithet, kind_of_noun, own_nationality
from casefile.ingest.forms import fold
from casefile.ingest.people import People
from casefile.ingest.story import Story
from casefile.ingest.trees import NOUNS, Tree
from casefile.vocabulary import PersonKind, Role

_REASONS = {
    PersonKind.UNIDENTIFIED: "known by role or description alone",
    PersonKind.ORGANISATION: "a body that speaks or acts",
    PersonKind.STATE: "a state, a side or its authorities",
}


#: Words of a name between quotation marks that a noun phrase may break off in.
_NAME_WORDS = 8


class Unnamed:
    """Makes each of them once, when something needs them."""

    def __init__(self, story: Story, people: People) -> None:
        self.story = story
        self.people = people
        self.others: dict[str, Actor] = {}
        self.body_names = BodyNames(story, people)
        #: Where somebody spoke or was what a sentence is about, besides where they are named.
        self.spoke_at: list[tuple[int, Actor]] = []

    @property
    def spoke_last(self) -> Actor | None:
        """Who spoke, or was what a sentence is about, last of all so far."""
        return max(self.spoke_at, key=lambda pair: pair[0], default=(0, None))[1]

    def phrase_of(self, tree: Tree, index: int) -> tuple[int, int]:
        """The noun phrase of somebody, without the short name of whom they told before it: "сказал РИА источник"."""
        low, high = tree.noun_phrase(index)
        if not self.story.rules.by_tree:
            low = max([low, *(at + 1 for at in range(low, index) if tree.finite(at))])
            while low < index and tree.has(low, self.story.rules.emphatic):
                low += 1
        short = low < index and tree[low].text.isupper() and len(tree[low].text) > 1 and not tree[index].text.isupper()
        return (low + 1 if short and not self.story.rules.by_tree else low), high

    def by_role(self, tree: Tree, index: int) -> Actor | None:
        """Somebody whom the text knows by office, tie or description alone."""
        low, high = self.phrase_of(tree, index)
        name = self.story.phrase(tree, low, high, index)
        if (known := self.met(tree, index, name)) is not None:
            return known
        return self.other(tree, index, PersonKind.UNIDENTIFIED, name, low, high)

    def body(self, tree: Tree, index: int) -> Actor | None:  # noqa: C901, PLR0912 - one branch a construction
        """A body or state that a noun names."""
        rules = self.story.rules
        if rules.by_tree and (named := self._named_body(tree, index) or self._fullest(tree, index)) is not None:
            return named
        word = tree.look(index, rules.bodies) or next(
            (part for part in tree.lemmas[index].split("-")[:1] if part in rules.bodies), ""
        )
        if word in rules.sides and word in rules.bodies_taken_up and not self.has_whose(tree, index):
            low, high = tree.noun_phrase(index)
            if (known := self.taken_up(tree, index, word, low, high)) is not None:
                known.mentioned((tree[low].start, tree[high - 1].stop))
                return known
        if word and (word not in rules.sides or self.has_whose(tree, index)):
            low, high = self._closed(tree, *self._with_place(tree, index, *tree.noun_phrase(index)))
            name = self.story.phrase(tree, low, high, index)
            bare = fold(name) in {tree.lemmas[index], tree.words[index]} or self.is_opening(tree, name)
            known = self.same_body(tree, index) if bare else None
            if known is None and rules.by_tree:
                known = self._last_named(tree, index)
            if known is None and (bare or word in rules.bodies_taken_up):
                known = self.taken_up(tree, index, word, low, high)
            if known is None and not bare:
                known = self._fuller(tree, index, low, high)
            if known is not None:
                known.mentioned((tree[low].start, tree[high - 1].stop))
                return known
            return self.other(tree, index, rules.bodies[word], name, low, high)
        if not rules.by_tree and (named := self._called_so(tree, index)) is not None:
            return named
        if word := tree.look(index, rules.speaking_places):
            kind = rules.speaking_places[word]
            low = index
            if index > 0 and tree[index - 1].pos == "ADJ" and tree[index - 1].head == index and not rules.by_tree:
                low = index - 1  # "официальный Баку"
            name = self.story.phrase(tree, low, index + 1, index)
            return self.other(tree, index, kind, name, low, index + 1)
        entity = self.story.entity_at(tree[index].start)
        if entity is not None and entity.kind is Named.ORGANISATION:
            low, high = self.body_names.extent(tree, index) if rules.by_tree else tree.noun_phrase(index)
            while rules.by_tree and low < index and not tree[low].text[0].isupper():
                low += 1  # "rights group Memorial"
            name = self.story.phrase(tree, low, high, index)
            return self.other(tree, index, PersonKind.ORGANISATION, name, low, high)
        return None

    def _last_named(self, tree: Tree, index: int) -> Actor | None:
        """The body told of last by a name that says nothing of its kind, which "the organisation" takes up."""
        rules = self.story.rules
        if not self.body_names.takes_up(tree, index):
            return None
        place = tree[index].start
        named = [
            actor
            for actor in self.others.values()
            if actor.kind is PersonKind.ORGANISATION
            and actor.name[:1].isupper()
            and actor.head not in rules.bodies
            and actor.last_before(place) >= 0
        ]
        known = latest(named, place)
        if known is not None:
            known.mentioned((tree[index].start, tree[index].stop))
        return known

    def _fullest(self, tree: Tree, index: int) -> Actor | None:
        """The body of whose name this is a part or an abbreviation, or which this noun describes."""
        form = self.body_names.full(tree, index)
        if form is None:
            return None
        again = self.body_names.full(form.tree, form.head)
        form = again if again is not None and again.high - again.low > form.high - form.low else form
        name = self.story.phrase(form.tree, form.low, form.high, form.head)
        known = self._body_of_kind(form, name)
        low, high = tree.noun_phrase(index)
        known.mentioned((tree[low].start, tree[high - 1].stop))
        return known

    def _body_of_kind(self, form: Form, name: str) -> Actor:
        rules = self.story.rules
        kind = rules.bodies.get(form.tree.look(form.head, rules.bodies), PersonKind.ORGANISATION)
        return self.other(form.tree, form.head, kind, name, form.low, form.high)

    def _with_place(self, tree: Tree, index: int, low: int, high: int) -> tuple[int, int]:
        """A court's noun phrase with the place right behind it, which tells courts apart: "суд в Бухаре"."""
        rules = self.story.rules
        if rules.by_tree or not tree.has(index, rules.courts):
            return low, high
        while low > 0 and tree[low - 1].pos == "ADJ" and tree.feat(low - 1, "Case") == tree.feat(index, "Case"):
            low -= 1  # an adjective that the tagger hung elsewhere
        if high - low > 1 or high + 1 >= len(tree):
            return low, high
        place = self.story.entity_at(tree[high + 1].start)
        if tree.words[high] not in rules.place_words or place is None or place.kind is not Named.PLACE:
            return low, high
        while high + 1 < len(tree) and tree[high + 1].start < place.stop:
            high += 1
        return low, high + 1

    def _called_so(self, tree: Tree, index: int) -> Actor | None:
        """The body whose name alone stands between quotation marks: "по данным «Защиты»" after "центр «Защита»"."""
        if index == 0 or tree.words[index - 1] not in {"«", "„", "“", '"'} or tree[index].start < self.story.body:
            return None
        for other in self.story.trees:
            for at in range(1, len(other)):
                if other.lemmas[at] != tree.lemmas[index] or other.words[at - 1] != tree.words[index - 1]:
                    continue
                noun = at - 2
                if noun >= 0 and other[noun].pos in NOUNS and other.has(noun, self.story.rules.bodies):
                    return self.body(other, noun)
        return None

    def _named_body(self, tree: Tree, index: int) -> Actor | None:
        """The body that an apposition names ("his company, Aérosecours"), or a place of several words that speaks."""
        rules = self.story.rules
        for kid in tree.kids_by(index, "appos"):
            entity = self.story.entity_at(tree[kid].start)
            if entity is not None and entity.kind is Named.ORGANISATION and not tree.has(kid, rules.bodies):
                return self.body(tree, kid)
            apart = tree[index].pos == "PROPN" and tree[kid].pos == "NOUN"  # "Haki Watch, a rights group, said"
            if tree.has(kid, rules.bodies) and not tree.has(index, rules.bodies) and not apart:
                return self.body(tree, kid)
            general = tree.has(index, rules.bodies) or tree.has(index, rules.general_bodies)
            if general and tree[kid].text[0].isupper() and self.people.at(tree, kid) is None:
                low, high = self.body_names.extent(tree, kid)
                return self.other(
                    tree, kid, PersonKind.ORGANISATION, self.story.phrase(tree, low, high, kid), low, high
                )
        low, high = tree.noun_phrase(index)
        name = self.story.text[tree[low].start : tree[high - 1].stop]
        for words in (fold(name), fold(name).removeprefix("the ")):
            if " " in words and words in rules.speaking_places:
                return self.other(tree, index, rules.speaking_places[words], name, low, high)
        return None

    def same_body(self, tree: Tree, index: int) -> Actor | None:
        """The body named in full before, which its noun alone takes up."""
        place = tree[index].start
        head = tree.lemmas[index]
        same = [
            a
            for a in self.others.values()
            if (a.head == head or (a.kind is PersonKind.ORGANISATION and head == a.head.split("-")[0]))
            and a.last_before(place) >= 0
        ]
        if not same:
            same = self.named_before(tree, index)
        return latest(same, place)

    def named_before(self, tree: Tree, index: int) -> list[Actor]:
        """The body that an earlier sentence names in full by the same noun, where nobody had to know it until now."""
        here = [] if self.story.rules.by_tree else [tree]
        for other in [*here, *reversed(self.story.trees[: tree.number])]:
            for at in range(len(other) if other is not tree else index):
                if (
                    other.lemmas[at] != tree.lemmas[index]
                    or other[at].pos not in NOUNS
                    or not self.has_whose(other, at)
                ):
                    continue
                if other[at].rel == "compound" or self.people.at(other, at) is not None:
                    continue
                actor = self.body(other, at)
                if actor is None and other[at].pos == "PROPN":
                    low, high = other.noun_phrase(at)
                    name = self.story.phrase(other, low, high, at)
                    actor = self.other(other, at, PersonKind.ORGANISATION, name, low, high)
                if actor is not None and actor.head == tree.lemmas[index]:
                    return [actor]
        return []

    def _closed(self, tree: Tree, low: int, high: int) -> tuple[int, int]:
        """A noun phrase up to the end of the name in quotation marks that it breaks off in."""
        if self.story.rules.by_tree or "«" not in tree.words[low:high] or "»" in tree.words[low:high]:
            return low, high
        close = next((at for at in range(high, min(high + _NAME_WORDS, len(tree))) if tree.words[at] == "»"), None)
        return low, high if close is None else close + 1

    def _fuller(self, tree: Tree, index: int, low: int, high: int) -> Actor | None:
        """The body of the same noun that another sentence names by all these words and more, if only one does."""
        if self.story.rules.by_tree:
            return None
        own = _telling(tree, low, high)
        found: dict[frozenset[str], tuple[Tree, int]] = {}
        for other in self.story.trees:
            for at in range(len(other)):
                if other is tree or other.lemmas[at] != tree.lemmas[index] or other[at].pos not in NOUNS:
                    continue
                theirs = _telling(other, *self._closed(other, *other.noun_phrase(at)))
                if own < theirs and self.people.at(other, at) is None:
                    found[frozenset(theirs)] = other, at
        longest = max(found, key=len, default=frozenset())
        if not longest or not all(words <= longest for words in found):
            return None
        other, at = found[longest]
        begin, end = self._closed(other, *other.noun_phrase(at))
        return self.other(other, at, PersonKind.ORGANISATION, self.story.phrase(other, begin, end, at), begin, end)

    def taken_up(self, tree: Tree, index: int, word: str, low: int, high: int) -> Actor | None:
        """The body told of last that another noun takes up: "в ведомстве" after "МИД России", or its fuller name."""
        rules = self.story.rules
        heads = rules.bodies_taken_up.get(word)
        if heads is None:
            return None
        bare = high - low == 1
        spoke = self.spoke_last
        if bare and spoke is not None and {spoke.head, *spoke.head.split("-")} & heads:
            return spoke
        own = _telling(tree, low, high, index)
        for other in [*reversed(self.story.trees[: tree.number]), *self.story.trees[tree.number + 1 :]]:
            if other.number > tree.number and (bare or not own):
                break
            for at in reversed(range(len(other))):
                if tree is other or other[at].pos not in NOUNS or not (other.has(at, heads)):
                    continue
                if other[at].rel == "nmod" and other.has(other[at].head, heads):
                    continue  # of "управление ФСИН" it is the whole
                if not self._is_named(other, at) or self.people.at(other, at) is not None:
                    continue
                begin, end = other.noun_phrase(at)
                # more words each time, so that two that take each other up come to an end
                if not bare and not (own < _telling(other, begin, end, at) and other.lemmas[at] in heads):
                    continue
                return self.body(other, at)
        return None

    def _is_named(self, tree: Tree, at: int) -> bool:
        """Whether a noun says whose it is or is a name by itself, and stands for the body and not for its building."""
        abbreviation = tree[at].text.isupper() and len(tree[at].text) > 1
        return self.has_whose(tree, at) or abbreviation or tree[at].rel.startswith("nsubj")

    def is_opening(self, tree: Tree, name: str) -> bool:
        """Whether an earlier noun phrase opens with the same words and goes on: "the press service of ..."."""
        if not self.story.rules.by_tree or " " not in name:
            return False
        before = fold(self.story.text[self.story.body : tree.start])
        return f"{fold(name)} of " in before and fold(name) not in self.others

    def met(self, tree: Tree, index: int, name: str) -> Actor | None:
        """Whoever a longer phrase with the same noun meant before: "the diplomat" after "a Western diplomat"."""
        rules = self.story.rules
        low, high = tree.noun_phrase(index)
        if fold(name) not in {tree.lemmas[index], tree.words[index]}:
            return None
        if not rules.by_tree:
            heads = {tree.lemmas[index], *rules.takes_up.get(tree.lemmas[index], ())}
            place = tree[index].start
            met = [a for a in self.others.values() if a.head in heads and a.last_before(place) >= 0 and not a.plural]
            return latest(met, place)
        if any(tree.has(kid, rules.possessives) or tree.has(kid, rules.strangers) for kid in tree.kids[index]):
            return None
        if (known := self.same_body(tree, index)) is not None:
            known.mentioned((tree[low].start, tree[high - 1].stop))
        return known

    def described(self, tree: Tree, index: int) -> Actor | None:
        """Somebody of whom the text has a description and nothing else: a person, or people where it is a plural."""
        low, high = tree.noun_phrase(index)
        if tree[index].pos == "PROPN":
            return self._bare_name(tree, index, low, high)
        if (named := self._capitals(tree, index, low, high)) is not None:
            return named
        heads = [index, *(kid for kid in tree.kids_by(index, "nmod") if tree[index].pos in {"NUM", "PRON"})]
        if not any(tree.feat(head, "Animacy") == "Anim" or self._of_several(tree, head) for head in heads):
            return None
        if (known := self.met(tree, index, self.story.phrase(tree, low, high, index))) is not None:
            return known
        name = self.story.phrase(tree, low, high, index)
        return self.other(tree, index, PersonKind.UNIDENTIFIED, name, low, high)

    def _of_several(self, tree: Tree, head: int) -> bool:
        """Whether it is the "them" of "one of them"."""
        return tree.has(head, self.story.rules.pronouns) and tree.feat(head, "Number") == "Plur"

    def _bare_name(self, tree: Tree, index: int, low: int, high: int) -> Actor | None:
        """Somebody or some body of whom the text has no more than a name that is none of a place."""
        entity = self.story.entity_at(tree[index].start)
        if not self.story.rules.by_tree or tree.has(index, self.story.rules.nationalities):
            return None
        subject = tree[index].rel.startswith("nsubj") or tree[index].rel == "obj"  # "quoted X as saying"
        if entity is not None and entity.kind is Named.PLACE and not subject:
            return None
        while low < index and not tree[low].text[0].isupper():
            low += 1
        for at in range(index, low, -1):
            if not tree[at - 1].text[0].isupper():  # "the de facto ministry's Ann Poe"
                low = at
                break
        name = self.story.phrase(tree, low, high, index)
        if (person := self._part_of_name(fold(name))) is not None:
            person.mentioned((tree[low].start, tree[high - 1].stop))
            return person
        body = (
            "-" in name or tree[index].text[1:].isupper() or (entity is not None and entity.kind is Named.ORGANISATION)
        )
        return self.other(tree, index, PersonKind.ORGANISATION if body else PersonKind.UNIDENTIFIED, name, low, high)

    def _capitals(self, tree: Tree, index: int, low: int, high: int) -> Actor | None:
        """A body whose name is made of common nouns, each with a capital: "Rights Without Borders"."""
        words = [tree[at] for at in range(low, high) if tree[at].pos not in {"ADP", "CCONJ", "PART", "PUNCT"}]
        whole = len(words) > 1 and all(word.text[0].isupper() and word.pos in NOUNS for word in words)
        if (
            not self.story.rules.by_tree
            or not whole
            or tree[index].pos != "NOUN"
            or tree.has(index, self.story.rules.people)
        ):
            return None
        name = self.story.text[tree[low].start : tree[high - 1].stop]
        return self.other(tree, index, PersonKind.ORGANISATION, name, low, high)

    def _part_of_name(self, name: str) -> Actor | None:
        """The one named person in whose full name these words stand: "Vadzim" after "Vadzim Klimovich"."""
        whole = [actor for actor in self.people.actors if f" {name} " in f" {fold(actor.name)} "]
        return whole[0] if len(whole) == 1 else None

    def has_whose(self, tree: Tree, index: int) -> bool:
        """Whether a noun says whose or of what kind it is."""
        return any(tree[kid].rel.split(":")[0] in {"amod", "nmod", "det", "compound"} for kid in tree.kids[index])

    def animate(self, tree: Tree, index: int) -> Actor | None:
        """Somebody or other whom a noun for a living being names ("судовладелец", "shipowner")."""
        if tree[index].pos not in NOUNS or tree.feat(index, "Animacy") != "Anim":
            return None
        low, high = self.phrase_of(tree, index)
        name = self.story.phrase(tree, low, high, index)
        if (known := self.met(tree, index, name)) is not None:
            return known
        return self.other(tree, index, PersonKind.UNIDENTIFIED, name, low, high)

    def other(self, tree: Tree, index: int, kind: PersonKind, name: str, low: int, high: int) -> Actor:
        """The actor of that name and kind, with one more mention."""
        span = (tree[low].start, tree[high - 1].stop)
        name = name.strip('«»“”„"') if name[:1] in '«“„"' else name
        if self.story.rules.by_tree and kind is PersonKind.ORGANISATION and (full := self.story.spelled_out(name)):
            name = full
        key = fold(name)
        actor = self.others.get(key)
        if actor is None:
            found = Epithet(index, low, high)
            nations = own_nationality(self.story, tree, found)
            if kind in {PersonKind.ORGANISATION, PersonKind.STATE}:
                nation = offices.country(self.story, tree, offices.Phrase(*found))
                nations = [nation] if nation else []
            actor = Actor(
                kind,
                name,
                [],
                (tree.start, tree.stop),
                certainty=Certainty.LIKELY,
                reason=_REASONS[kind],
                gender=tree.feat(index, "Gender") if kind is PersonKind.UNIDENTIFIED else "",
                plural=tree.feat(index, "Number") == "Plur",
                nationality=nations,
                drafted=False,
                head=tree.lemmas[index],
            )
            if word := tree.look(index, self.story.rules.ties):
                actor.roles.add(self.story.rules.ties[word])
            elif kind is PersonKind.STATE:
                actor.roles.add(Role.AUTHORITY)
            elif kind is PersonKind.ORGANISATION:
                if offices.official_body(self.story, tree, offices.Phrase(*found)):
                    actor.roles.add(Role.OFFICIAL)
            elif kind_of_noun(self.story, tree, index) == "office" and offices.official(
                self.story, tree, offices.Phrase(*found)
            ):
                actor.roles.add(Role.OFFICIAL)
            self.others[key] = actor
        actor.mentioned(span)
        return actor


def _telling(tree: Tree, low: int, high: int, head: int = -1) -> set[str]:
    """The words of a noun phrase by which one body is told from another, without its head where that is given."""
    return {tree.lemmas[at] for at in range(low, high) if tree[at].pos in {"NOUN", "PROPN", "ADJ"} and at != head}
