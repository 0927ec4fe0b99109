"""The human beings with names: every mention of each, its fullest form in the nominative, and what stands by it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from casefile.ingest import appositions, offices
from casefile.ingest.actors import Actor, PrintedOffice, latest
from casefile.ingest.drafts import Certainty
from casefile.ingest.epithets import Epithet, describe, describe_plainly, epithet_after, epithet_before, kind_of_noun
from casefile.ingest.forms import fold
from casefile.ingest.mentions import Mention, again, mentions
from casefile.ingest.story import Story
from casefile.ingest.trees import Tree
from casefile.names import likeness
from casefile.vocabulary import PersonKind, Role

#: From what likeness on two spellings of a name sound the same.
_ONE_SOUND = 0.94


class People:
    """Every named human being of a story, by the places of their names."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.actors: list[Actor] = []
        self._by_token: dict[tuple[int, int], Actor] = {}
        #: Who bears the office, tie or trade that a noun names, by the place of the noun.
        self._by_noun: dict[tuple[int, int], Actor] = {}
        self._cases: dict[tuple[int, int], str] = {}
        #: Where somebody is named as what a sentence is about, for pronouns after it.
        self.subjects: list[tuple[int, Actor]] = []
        covered: set[tuple[int, int]] = set()
        found = list(mentions(story, covered))
        lasts = {fold(m.form.text.split()[-1]) for m in found if m.high - m.low > 1}
        found += again(story, lasts, covered)
        found.sort(key=lambda mention: mention.span)
        found = _by_nominatives(story, found)
        full = [mention for mention in found if mention.high - mention.low > 1]
        # what stands in the nominative already can be doubted least, and names the others
        for mention in sorted(full, key=lambda m: (m.form.case != "Nom", not m.form.sure)):
            self._enter(mention, self._same(mention))
        for mention in found:
            if mention.high - mention.low == 1:
                self._enter(mention, self._of_surname(mention))
        for one, other in pairwise(found):
            self._part(one, other)
        for mention in found:
            self._describe(mention)
        self.actors.sort(key=lambda actor: min(actor.spans))
        for actor in self.actors:
            actor.spans.sort(key=lambda span: (span[0] - span[1], span[0]) if len(actor.name) else span)

    def case_at(self, tree: Tree, index: int) -> str:
        """The case in which the name stands that the token is of, by the form of the name itself."""
        return self._cases.get((tree.number, index), "")

    def at(self, tree: Tree, index: int) -> Actor | None:
        """Whose name the token is of."""
        return self._by_token.get((tree.number, index))

    def called_by(self, tree: Tree, index: int) -> Actor | None:
        """Whom a noun by a name is said of: "the editor of the site, Ann Poe, was freed"."""
        return self._by_noun.get((tree.number, index))

    def _take(self, tree: Tree, actor: Actor, found: Epithet) -> None:
        describe(self.story, tree, actor, found)
        if tree.feat(found.head, "Number") != "Plur":
            self._by_noun.setdefault((tree.number, found.head), actor)

    def _enter(self, mention: Mention, actor: Actor | None) -> None:
        tree, form = mention.tree, mention.form
        words = [fold(word) for word in form.text.split()]
        if actor is None:
            single = len(words) == 1
            actor = Actor(
                PersonKind.INDIVIDUAL,
                form.text,
                [],
                (tree.start, tree.stop),
                certainty=Certainty.CERTAIN if form.sure and not single else Certainty.LIKELY,
                reason="a surname that the text never completes" if single else "a name in the text",
                gender=form.gender,
                last=words[-1],
            )
            self.actors.append(actor)
        elif form.sure and _fullness(words) > _fullness(actor.name.split()):
            actor.name, actor.last = form.text, words[-1]
        if actor.gender and form.gender != actor.gender:
            form = self.story.forms.name(tree.tokens[mention.low : mention.high], gender=actor.gender)
        actor.gender = actor.gender or form.gender
        actor.mentioned(mention.span)
        for at in range(mention.low, mention.high):
            self._by_token[tree.number, at] = actor
            self._cases[tree.number, at] = form.case
        rels = {tree[at].rel.split(":")[0] for at in range(mention.low, mention.high)}
        head = tree[mention.low].head
        named = self.story.rules.by_tree and "appos" in rels and head >= 0 and tree[head].rel.startswith("nsubj")
        if self.story.rules.by_tree and tree[tree.clauses[mention.low]].rel.split(":")[0] in {"ccomp", "acl"}:
            return  # whom somebody's words are about is not whom the story goes on about
        if form.case == "Nom" or (not form.case and ("nsubj" in rels or named)):
            self.subjects.append((mention.span[0], actor))

    def _part(self, one: Mention, other: Mention) -> None:
        """Two names side by side after a noun: the first says whose the second is ("адвокат Петрова Анна Лапина")."""
        beside = one.tree is other.tree and one.high == other.low and other.form.case == "Nom" and one.low > 0
        if self.story.rules.by_tree or not beside or not kind_of_noun(self.story, one.tree, one.low - 1):
            return
        for at in range(one.low, one.high):
            self._cases[one.tree.number, at] = "Gen"

    def _same(self, mention: Mention) -> Actor | None:
        """The one who has been entered under this name, in whatever order, spelling or completeness its words stand."""
        words = [fold(word) for word in mention.form.text.split()]
        for actor in self.actors:
            known = [fold(word) for word in actor.name.split()]
            if set(words) <= set(known) or set(known) <= set(words):
                return actor
            if _abbreviated(words, known) or _abbreviated(known, words):
                return actor
            if self._by_patronymic(words, known) or self._by_patronymic(known, words):
                return actor
            if not mention.form.sure and actor.last in mention.form.options:
                first, mine = words[0], known[0]
                if first[: len(mine) - 1] == mine[: len(mine) - 1] or set(words[:-1]) <= set(known):
                    return actor
            if self._respelled(mention, actor, words, known):
                return actor
        return None

    def _by_patronymic(self, words: list[str], known: list[str]) -> bool:
        """Whether a first name with a patronymic is that of somebody named without one: "Юрий Петрович"."""
        alone = len(words) == len(known) == 2 and self.story.forms.patronymic(words[1])  # noqa: PLR2004 - two words each
        named = [a for a in self.actors if fold(a.name.split()[0]) == words[0] and len(a.name.split()) > 1]
        return alone and words[0] == known[0] and not self.story.forms.patronymic(known[1]) and len(named) == 1

    def _respelled(self, mention: Mention, actor: Actor, words: list[str], known: list[str]) -> bool:
        """Whether two full names are one in two spellings: "Aleksei" and "Alexei"; the other is kept as an alias."""
        if (
            len(words) != len(known)
            or not set(words) & set(known)
            or not (mention.form.sure or mention.form.case == "Nom")
        ):
            return False
        text = mention.form.text
        if likeness(text, actor.name) < _ONE_SOUND:
            return False
        if text not in actor.aliases:
            actor.aliases.append(text)
        return True

    def _of_surname(self, mention: Mention) -> Actor | None:
        """Whose full name ends in a surname that stands alone; of several the one whose gender fits, or the latest."""
        options = mention.form.options
        place = mention.span[0]
        bearers = [actor for actor in self.actors if actor.last in options or options & _words(actor)]
        if mention.low > 0 and mention.tree.look(
            mention.low - 1, self.story.rules.titles
        ):  # "госпожа Алиева" is no Алиев
            bearers = [actor for actor in bearers if actor.gender in {mention.form.gender, ""}]
        if len(bearers) > 1:
            bearers = [actor for actor in bearers if actor.last_before(place) >= 0] or bearers
            by_last = [actor for actor in bearers if actor.last in options]
            bearers = by_last or bearers
        if len(bearers) > 1 and mention.form.gender:
            bearers = [actor for actor in bearers if actor.gender in {mention.form.gender, ""}] or bearers
        if len(bearers) > 1:
            # news that has told of one bearer calls that one by the surname, but for those just named in full
            line = self.story.paragraph_at(place)
            here = [
                a
                for a in bearers
                if a.last_before(place) >= 0 and self.story.paragraph_at(a.last_before(place)) == line
            ]
            return latest(here, place) if here else min(bearers, key=lambda a: min(a.spans))
        if len(bearers) > 1:
            bearers = [actor for actor in bearers if actor.last_before(place) >= 0] or bearers
        return latest(bearers, place)

    def _describe(self, mention: Mention) -> None:
        """Take down what stands by a name: an office, an occupation, a tie, a nationality."""
        story, tree = self.story, mention.tree
        actor = self._by_token[tree.number, mention.low]
        if story.rules.by_tree:
            self._describe_by_tree(mention, actor)
            return
        case = self.case_at(tree, mention.low)  # which the gender of the full name may have put right
        before = epithet_before(story, tree, mention.low, case, taken=self)
        after = epithet_after(story, tree, mention, taken=self)
        for found in (before, after):
            if found is not None:
                self._take(tree, actor, found)
                if tree.feat(found.head, "Gender") == "Fem" and tree.feat(found.head, "Animacy") == "Anim":
                    actor.gender = "Fem"  # "гражданка", "журналистка", "певица"
                actor.called.add(tree.lemmas[found.head])
                if self._tells_gender(tree, found):
                    actor.gender = tree.feat(found.head, "Gender")
        beside = [mention.low - 1, tree[mention.low].head if tree[mention.low].rel == "appos" else -1]
        for at in beside:
            own, other = mention.form.case or tree.feat(mention.low, "Case"), tree.feat(at, "Case") if at >= 0 else ""
            plain = at >= 0 and (tree[at].pos == "NOUN" or story.forms.common_noun(tree.words[at]))
            if plain and tree.feat(at, "Animacy") == "Anim" and own == other:
                actor.called.add(tree.lemmas[at])
        if before is not None and tree.feat(before.head, "Number") == "Plur":
            if kind_of_noun(story, tree, before.head) == "office":
                self._share(tree, mention, before)
            else:
                self._share_plainly(mention, before)

    def _tells_gender(self, tree: Tree, found: Epithet) -> bool:
        """Whether a noun by a name shows its bearer's gender: "дочь", "брат", "журналистка", and not "адвокат"."""
        if tree.feat(found.head, "Number") == "Plur":
            return False
        gender = tree.feat(found.head, "Gender")
        kind = kind_of_noun(self.story, tree, found.head)
        if kind == "tie" and self.story.rules.ties.get(tree.look(found.head, self.story.rules.ties)) is Role.FAMILY:
            return gender in {"Masc", "Fem"}
        return gender == "Fem" and tree.feat(found.head, "Animacy") == "Anim"

    def _describe_by_tree(self, mention: Mention, actor: Actor) -> None:
        story, tree = self.story, mention.tree

        def kind(where: Tree, index: int) -> str:
            return kind_of_noun(story, where, index)

        def named(where: Tree, index: int) -> bool:
            return self.at(where, index) is not None

        for found in (
            appositions.before(tree, mention.low, kind, named),
            appositions.after(tree, mention.low, mention.high, kind, named),
        ):
            if found is not None:
                self._take(tree, actor, Epithet(*found))
                if found.head < mention.low and tree.feat(found.head, "Number") == "Plur":
                    self._share_plainly(mention, Epithet(*found))

    def _share_plainly(self, mention: Mention, found: Epithet) -> None:
        """Note of those who are named after somebody, joined by commas and "and", what a plural says of them all."""
        tree = mention.tree
        if kind_of_noun(self.story, tree, found.head) not in {"occupation", "people"}:
            return
        at = mention.high
        while at < len(tree) and (tree.words[at] == "," or tree[at].pos == "CCONJ" or self.at(tree, at) is not None):
            other = self.at(tree, at)
            if other is not None:
                describe_plainly(self.story, tree, other, found)
            at += 1

    def _share(self, tree: Tree, mention: Mention, found: Epithet) -> None:
        """Give each of two people named together their own office: "министры А и Б Иван Петров и Пётр Иванов"."""
        after = mention.high + 1
        if after >= len(tree) or tree[mention.high].pos != "CCONJ" or (other := self.at(tree, after)) is None:
            return
        joints = [at for at in range(found.head + 1, found.high) if tree[at].pos == "CCONJ"]
        first = self._by_token[tree.number, mention.low]
        title = self.story.forms.singular(tree.tokens[found.low : found.high], found.head - found.low)
        first.offices = [office for office in first.offices if office.head != tree.lemmas[found.head]]
        span = (tree[found.low].start, tree[found.high - 1].stop)
        ends = [(found.high, found.high)]
        if joints and tree[joints[-1] - 1].pos == "PROPN":
            ends = [(joints[-1], joints[-1]), (joints[-1] - 1, found.high)]
        for actor, (stop, resumed) in zip((first, other), (ends[0], ends[-1]), strict=True):
            words = title.split()
            phrase = offices.Phrase(*found)
            nation = offices.country(self.story, tree, phrase)
            if len(ends) > 1:
                kept = [
                    *range(found.low, min(stop, joints[-1])),
                    *range(joints[-1] + 1, resumed if actor is other else 0),
                ]
                kept = [at for at in kept if not (actor is other and at == joints[-1] - 1)]
                words = self.story.forms.singular([tree[at] for at in kept], kept.index(found.head)).split()
                nations = self.story.rules.nationalities
                nation = next((nations[word] for at in kept if (word := tree.look(at, nations))), "")
            made = " ".join(words)
            made = made[:1].lower() + made[1:] if found.low == 0 or tree[found.low].start == self.story.body else made
            state = offices.official(self.story, tree, phrase)
            actor.offices.append(PrintedOffice(made, span, nation, tree.lemmas[found.head], official=state))
            if state:
                actor.roles.add(Role.OFFICIAL)


def _by_nominatives(story: Story, found: list[Mention]) -> list[Mention]:
    """The mentions, with full names read so that they fit the surnames that stand as subjects: of Саару then Саар."""
    alone = {
        fold(mention.tree[mention.low].text): mention.form.gender
        for mention in found
        if mention.high - mention.low == 1
        and mention.form.case == "Nom"
        and mention.tree[mention.low].rel.startswith("nsubj")
    }
    lasts = {fold(mention.form.text.split()[-1]) for mention in found if mention.high - mention.low > 1}
    made = []
    for mention in found:
        last = fold(mention.tree[mention.high - 1].text)
        form = None
        if mention.high - mention.low > 1 and fold(mention.form.text.split()[-1]) not in alone:
            near = [word for word in alone.keys() - lasts if word[:_STEM] == last[:_STEM]]
            near = [word for word in near if word != last or word[-1] not in "ая"]  # or misread
            tokens = mention.tree.tokens[mention.low : mention.high]
            form = next((bent for word in near if (bent := story.forms.bent(tokens, word, alone[word]))), None)
        made.append(mention if form is None else mention._replace(form=form))
    return made


#: Letters that a surname keeps in all its cases, at least.
_STEM = 3


def _fullness(words: Sequence[str]) -> tuple[int, int]:
    """How full a name is: by the words that are written out, then by the initials."""
    return sum(len(word.rstrip(".")) > 1 for word in words), len(words)


def _abbreviated(short: list[str], full: list[str]) -> bool:
    """Whether a name of initials and one word is short for another: "И. И. Петров", "I. Petrov"."""
    written = [word for word in short if len(word.rstrip(".")) > 1]
    initials = [word[0] for word in short if len(word.rstrip(".")) == 1]
    rest = [word for word in full if word not in written]
    if len(written) != 1 or not initials or len(rest) != len(full) - 1:
        return False
    return all(word[0] == initial for word, initial in zip(rest, initials, strict=False))


def _words(actor: Actor) -> set[str]:
    return {fold(word) for word in actor.name.split()}
