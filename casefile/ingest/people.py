"""The human beings with names: every mention of each, its fullest form in the nominative, and what stands by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from casefile.ingest import appositions, offices
from casefile.ingest.actors import Actor, PrintedOffice
from casefile.ingest.analysis import Named
from casefile.ingest.drafts import Certainty
from casefile.ingest.epithets import Epithet, describe, describe_plainly, kind_of_noun, same_case
from casefile.ingest.forms import NameForm, fold
from casefile.ingest.story import Story
from casefile.ingest.trees import Tree
from casefile.names import likeness
from casefile.vocabulary import PersonKind, Role

#: From what likeness on two spellings of a name sound the same.
_ONE_SOUND = 0.94
#: How far to the left of a name its office may begin.
_FAR = 18
_STOPS = frozenset(",;:–—-.")


class Mention(NamedTuple):
    """A name at one place: tokens `low` up to but without `high` of a sentence, and its reading."""

    tree: Tree
    low: int
    high: int
    form: NameForm

    @property
    def span(self) -> tuple[int, int]:
        """Its characters."""
        return self.tree[self.low].start, self.tree[self.high - 1].stop


def mentions(  # noqa: C901 - one branch a mistake of the tagger
    story: Story, covered: set[tuple[int, int]]
) -> Iterator[Mention]:
    """The names of people, as the tagger found them, where they consist of words; their tokens go into `covered`."""
    for entity in story.entities:
        if entity.kind is not Named.PERSON:
            continue
        tree = story.tree_at(entity.start)
        if tree is None:
            continue
        inside = [at for at, token in enumerate(tree.tokens) if entity.start <= token.start < entity.stop]
        inside = [at for at in inside if any(char.isalpha() for char in tree[at].text)]
        if not inside:
            continue
        low, high = inside[0], inside[-1] + 1
        while (
            low < high - 1
            and tree[low].feats.get("Case") == tree[low + 1].feats.get("Case")
            and _is_epithet(story, tree, low)
        ):
            low += 1
        if high - low == 1 and low > 0 and _called_so(story, tree, low):
            continue
        if fold(story.text[entity.start : entity.stop]) == fold(story.article.publisher).strip('«»"'):
            continue
        while high - low > 2 and _before_a_name(story, tree, low):  # noqa: PLR2004 - a word, and two of a name
            low += 1
        if high - low == 1 and tree.has(low, story.rules.speaking_places):
            continue
        if high - low > 1 and tree.has(low, story.rules.outlets) and tree.has(high - 1, story.rules.nationalities):
            continue  # "Sputnik Azerbaijan"
        covered.update((tree.number, at) for at in range(low, high))
        if high - low > 1 and (shared := _family(story, tree, low, high)):
            covered.update((tree.number, at) for mention in shared for at in range(mention.low, mention.high))
            yield from shared
            continue
        if (second := _second_person(tree, low, high)) is not None:
            yield _mention(story, tree, low, second)
            low = second
        yield _mention(story, tree, low, high)


def _called_so(story: Story, tree: Tree, at: int) -> bool:
    """Whether a word alone is what the noun before it is called: a place, or several people ("супруги Сосновские")."""
    if tree.has(at - 1, story.rules.place_nouns):
        # "начальник колонии Урусов"
        return not (at > 1 and kind_of_noun(story, tree, at - 2) == "office" and _in_nominative(story, tree, at))
    several = tree.feat(at - 1, "Number") == "Plur" and tree[at - 1].pos == "NOUN" and not story.rules.by_tree
    return several and bool(kind_of_noun(story, tree, at - 1)) and story.forms.plural_name(tree.words[at])


def _in_nominative(story: Story, tree: Tree, at: int) -> bool:
    return story.forms.name([tree[at]]).case == "Nom"


def _family(story: Story, tree: Tree, low: int, high: int) -> list[Mention]:
    """Those who share the surname in the plural after the last of their first names: "Анжела и Родион Сосновские"."""
    first = low
    if first < 2 or tree[first - 1].pos != "CCONJ":  # noqa: PLR2004 - another first name, and the conjunction
        return []
    made = []
    for at in (first - 2, first):
        form = story.forms.family(tree[at], tree[high - 1])
        if form is None:
            return []
        made.append(Mention(tree, at, at + 1 if at < first else high, form))
    return made


def _before_a_name(story: Story, tree: Tree, at: int) -> bool:
    """Whether a word that the tagger took for part of a name only stands before it: "Вертолётчик Нурлан Ахметов"."""
    joined = tree[at + 1].rel == "flat:name" and tree[at + 1].head == at
    names = story.forms
    return not joined and names.first_name(tree.words[at + 1]) and not names.first_name(tree.words[at])


def _is_epithet(story: Story, tree: Tree, at: int) -> bool:
    """Whether a word that the tagger took for part of a name is what its bearer is ("Профессор Рагимов")."""
    return bool(kind_of_noun(story, tree, at)) and not story.forms.first_name(tree.words[at])


def _second_person(tree: Tree, low: int, high: int) -> int | None:
    """Where the name of another begins in what the tagger took for one: "мать Соукупа Радка Соукупова"."""
    cases = [tree.feat(at, "Case") for at in range(low, high)]
    for at in range(1, high - low - 1):
        if set(cases[:at]) == {"Gen"} and set(cases[at:]) == {"Nom"}:
            return low + at
    return None


def _mention(story: Story, tree: Tree, low: int, high: int) -> Mention:
    case, gender = _hints(story, tree, low, high)
    return Mention(tree, low, high, story.forms.name(tree.tokens[low:high], case=case, gender=gender))


def again(story: Story, lasts: set[str], covered: set[tuple[int, int]]) -> Iterator[Mention]:
    """Surnames of people whom the text names in full, where the tagger saw no name in them."""
    starts = {last[:3] for last in lasts}
    for tree in story.trees:
        for at, token in enumerate(tree.tokens):
            if (
                (tree.number, at) in covered
                or not token.text[:1].isupper()
                or token.pos not in {"PROPN", "NOUN", "ADJ", "VERB", "X"}
            ):
                continue
            found = story.entity_at(token.start)
            if found is not None and found.kind is not Named.PERSON:
                continue
            if fold(token.text)[:3] not in starts:
                continue
            form = story.forms.name([token])
            if form.options & lasts:
                yield _mention(story, tree, at, at + 1)


def _hints(story: Story, tree: Tree, low: int, high: int) -> tuple[str, str]:
    """The case and gender that the words around a name tell of it, where they are plain."""
    case = gender = ""
    head = next((at for at in range(low, high) if not low <= tree[at].head < high), low)
    own = tree.feat(low, "Case")
    title = tree.look(low - 1, story.rules.titles) if low > 0 else ""
    if title:
        return tree.feat(low - 1, "Case"), story.rules.titles[title]
    found = epithet_before(story, tree, low, "")
    if found is not None and found.high == low:
        case = _told_by(story, tree, found, low, high)
    above = tree[head].head
    if high - low == 1 and tree[head].rel == "nsubj" and above >= 0 and tree.feat(above, "Number") == "Sing":
        gender = tree.feat(above, "Gender")
        case = case or ("Nom" if own in {"Nom", ""} else "")
    return case, gender if gender in {"Masc", "Fem"} else ""


def _told_by(story: Story, tree: Tree, found: Epithet, low: int, high: int) -> str:
    """The case that the noun before a name gives it, where that is plain; a genitive after a tie may be its other end."""
    case = tree.feat(found.head, "Case")
    own = {tree.feat(at, "Case") for at in range(low, high)}
    kind = kind_of_noun(story, tree, found.head)
    beside = found.head == low - 1
    if kind == "tie":
        whose = any(tree.has(kid, story.rules.possessives) for kid in tree.kids[found.head])
        plain = beside and case == "Nom" and (whose or (high - low > 1 and tree.feat(high - 1, "Case") == "Nom"))
        return case if plain else ""
    if case in own:
        return case
    # "инженер Петру Чобану": what a person is governs no dative
    return case if beside and case == "Nom" and kind in {"occupation", "people"} and "Gen" not in own else ""


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
        full = [mention for mention in found if mention.high - mention.low > 1]
        # what stands in the nominative already can be doubted least, and names the others
        for mention in sorted(full, key=lambda m: (m.form.case != "Nom", not m.form.sure)):
            self._enter(mention, self._same(mention))
        for mention in found:
            if mention.high - mention.low == 1:
                self._enter(mention, self._of_surname(mention))
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

    def _same(self, mention: Mention) -> Actor | None:
        """The one who has been entered under this name, in whatever order, spelling or completeness its words stand."""
        words = [fold(word) for word in mention.form.text.split()]
        for actor in self.actors:
            known = [fold(word) for word in actor.name.split()]
            if set(words) <= set(known) or set(known) <= set(words):
                return actor
            if _abbreviated(words, known) or _abbreviated(known, words):
                return actor
            if not mention.form.sure and actor.last in mention.form.options:
                first, mine = words[0], known[0]
                if first[: len(mine) - 1] == mine[: len(mine) - 1]:
                    return actor
            if self._respelled(mention, actor, words, known):
                return actor
        return None

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
            return max(here, key=lambda a: a.last_before(place)) if here else min(bearers, key=lambda a: min(a.spans))
        if len(bearers) > 1:
            bearers = [actor for actor in bearers if actor.last_before(place) >= 0] or bearers
        return max(bearers, key=lambda actor: actor.last_before(place), default=None)

    def _describe(self, mention: Mention) -> None:
        """Take down what stands by a name: an office, an occupation, a tie, a nationality."""
        story, tree = self.story, mention.tree
        actor = self._by_token[tree.number, mention.low]
        if story.rules.by_tree:
            self._describe_by_tree(mention, actor)
            return
        before = epithet_before(story, tree, mention.low, mention.form.case, taken=self)
        after = _epithet_after(story, tree, mention, taken=self)
        for found in (before, after):
            if found is not None:
                self._take(tree, actor, found)
        if before is not None and tree.feat(before.head, "Number") == "Plur":
            if kind_of_noun(story, tree, before.head) == "office":
                self._share(tree, mention, before)
            else:
                self._share_plainly(mention, before)

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


def epithet_before(story: Story, tree: Tree, low: int, case: str, taken: People | None = None) -> Epithet | None:  # noqa: C901 - one branch a construction
    """The noun phrase to the left of a name that says what its bearer is, by agreement in case."""
    left = low - 1
    aside = left >= 0 and tree.words[left] == ","
    if aside:
        left -= 1
    found: Epithet | None = None
    at = left
    while at >= 0 and at > low - _FAR:
        if taken is not None and taken.at(tree, at) is not None:
            beside = all(taken.at(tree, between) is not None for between in range(at, low))
            if not beside or taken.case_at(tree, at) in {case, ""}:
                break
            at -= 1  # "адвокат Петрова Анна Лапина": whose tie it is
            continue
        if tree.words[at] in _STOPS or tree.finite(at) or tree[at].pos == "SCONJ":
            break
        if found is None and tree.has(at, story.rules.held):
            break  # "следователь о продлении ареста обвиняемого Иванова"
        if found is not None and (not case or tree[at].pos == "ADP" or tree.has(found.head, story.rules.held)):
            break
        if kind_of_noun(story, tree, at) and _agrees(tree, at, low, case):
            begin = at
            while begin - 1 >= 0 and tree[begin - 1].pos in {"ADJ", "DET", "NUM"} and same_case(tree, begin - 1, at):
                if tree.feat(begin - 1, "Variant") == "Short":
                    break  # "помещён декан ..."
                begin -= 1
            while begin - 1 >= 0 and tree.has(begin - 1, story.rules.office_prefixes):
                begin -= 1
            high = low - 1 if aside else low
            if found is not None and _is_another(story, tree, at, found.head):
                high = found.low  # "глава миссии наблюдателей швед Ларс Нюгорд"
            found = Epithet(at, begin, high)
            if aside:
                break
            at = begin
        at -= 1
    if found is not None and aside and not _fills(tree, found, low):
        return None
    return found


def _fills(tree: Tree, found: Epithet, low: int) -> bool:
    """Whether an apposition set off by commas is one: the noun's phrase reaches the comma, and one stands after too."""
    inside = set(tree.under(found.head))
    if not all(at in inside or at == found.head for at in range(found.head, found.high)):
        return False
    after = low
    while after < len(tree) and tree[after].pos == "PROPN":
        after += 1
    return after < len(tree) and tree.words[after] in _STOPS


def _is_another(story: Story, tree: Tree, noun: int, later: int) -> bool:
    """Whether a noun after the phrase of an office is another that stands by the same name, in its case."""
    plain = kind_of_noun(story, tree, later) in {"occupation", "people"}
    return plain and later > noun + 1 and tree.feat(noun, "Case") == tree.feat(later, "Case") != "Gen"


def _agrees(tree: Tree, noun: int, low: int, case: str) -> bool:
    linked = tree[low].head == noun and tree[low].rel.split(":")[0] in {"appos", "flat"}
    above = tree[noun].head == low and tree[noun].rel.split(":")[0] in {"compound", "appos", "flat", "nmod"}
    own = tree.feat(noun, "Case")
    if case and own:
        return own == case
    return linked or above or (noun == low - 1)


def _epithet_after(story: Story, tree: Tree, mention: Mention, taken: People) -> Epithet | None:
    """An apposition after a name: ", глава отдела,", "(адвокат ...)"."""
    at = mention.high
    if at >= len(tree) or tree.words[at] not in {",", "(", "–", "—", "-"}:
        return None
    begin = at = at + 1
    while at < len(tree) and (
        (tree[at].pos in {"ADJ", "DET"} and not kind_of_noun(story, tree, at))
        or tree.has(at, story.rules.office_prefixes)
    ):
        at += 1
    if at >= len(tree) or not kind_of_noun(story, tree, at) or tree[at].pos == "VERB":
        return None
    if mention.form.case and tree.feat(at, "Case") not in {mention.form.case, ""}:
        return None
    stop = at + 1
    while stop < len(tree) and tree.words[stop] not in {",", ")", ".", ";", "–", "—"} and not tree.finite(stop):
        stop += 1
    if (
        any(taken.at(tree, inside) is not None for inside in range(begin, stop))
        and kind_of_noun(story, tree, at) != "tie"
    ):
        return None
    if stop < len(tree) and tree.words[stop] not in {",", ")", ".", ";", "–", "—"}:
        return None
    return Epithet(at, begin, stop)
