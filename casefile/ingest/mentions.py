"""Where a text names people: what the tagger found, without what is none, and in which case and gender it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from casefile.ingest.analysis import Named
from casefile.ingest.epithets import Epithet, epithet_before, kind_of_noun
from casefile.ingest.forms import NameForm, fold
from casefile.ingest.story import Story
from casefile.ingest.trees import Tree


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


def mentions(  # noqa: C901, PLR0912 - one branch a mistake of the tagger
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
        if not story.rules.by_tree:
            low = _with_initials(tree, low)
            goes_on = high - low == 2 and high < len(tree) and tree[high].rel == "flat:name"  # noqa: PLR2004 - "жена
            # Фаяда Рима Фаяд", of which the tagger found two words
            high += goes_on and _second_person(tree, low, high + 1) is not None
        while low < high - 1 and tree.has(low, story.rules.titles):
            low += 1
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
        if high - low == 1 and _first_of_family(story, tree, low):
            continue
        if high - low > 1 and (shared := _family(story, tree, low, high)):
            covered.update((tree.number, at) for mention in shared for at in range(mention.low, mention.high))
            yield from shared
            continue
        if (second := _second_person(tree, low, high)) is not None:
            yield _mention(story, tree, low, second)
            low = second
        yield _mention(story, tree, low, high)


def _with_initials(tree: Tree, low: int) -> int:
    """Where a name begins with the initials that the tagger left out of it: "А. В. Петров"."""
    while low > 1 and tree.words[low - 1] == "." and len(tree[low - 2].text) == 1 and tree[low - 2].text.isupper():
        low -= 2
    return low


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


def _first_of_family(story: Story, tree: Tree, at: int) -> bool:
    """Whether a first name alone is one of those whose common surname comes later, and is read with them there."""
    last = at + 3
    return (
        last < len(tree)
        and tree[at + 1].pos == "CCONJ"
        and (found := story.entity_at(tree[at + 2].start)) is not None
        and found.kind is Named.PERSON
        and found.start <= tree[last].start < found.stop
        and all(story.forms.family(tree[first], tree[last]) is not None for first in (at, at + 2))
    )


def _before_a_name(story: Story, tree: Tree, at: int) -> bool:
    """Whether a word that the tagger took for part of a name only stands before it: "Вертолётчик Нурлан Ахметов"."""
    joined = tree[at + 1].rel == "flat:name" and tree[at + 1].head == at
    names = story.forms
    opens = at == 0 or tree[at].start == story.body or tree.words[at - 1] in {"«", "–", "—", ":"}
    if names.common_noun(tree.words[at]) and (opens or names.first_name(tree.words[at + 1])):
        return True
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
    tokens = tree.tokens[low:high]
    form = story.forms.name(tokens, case=case, gender=gender)
    if not case and not form.sure:
        # the tagger and the name leave it open: the noun before it may tell
        found = epithet_before(story, tree, low, "")
        near = tree.feat(found.head, "Case") if found is not None and found.high == low else ""
        if near in {"Acc", "Dat", "Ins"} and kind_of_noun(story, tree, found.head if found else low) != "tie":
            told = story.forms.name(tokens, case=near, gender=gender)
            form = told if told.case == near else form
    return Mention(tree, low, high, form)


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
            bent = any(last.removeprefix(fold(token.text)) in _ENDINGS for last in lasts)  # Саар, where Саару was read
            if form.options & lasts or (bent and token.pos == "PROPN" and not story.rules.by_tree):
                yield _mention(story, tree, at if story.rules.by_tree else _with_initials(tree, at), at + 1)


#: What a case puts behind a man's surname.
_ENDINGS = frozenset({"а", "у", "ом", "ем", "е"})
#: Features of a noun that only a woman is called by: "журналистка", and not "адвокат", by which both are.
_A_WOMAN = {"Gender": "Fem", "Animacy": "Anim", "Number": "Sing"}.items()


def _hints(story: Story, tree: Tree, low: int, high: int) -> tuple[str, str]:
    """The case and gender that the words around a name tell of it, where they are plain."""
    case = gender = ""
    head = next((at for at in range(low, high) if not low <= tree[at].head < high), low)
    own = tree.feat(low, "Case")
    title = tree.look(low - 1, story.rules.titles) if low > 0 else ""
    if title:
        return tree.feat(low - 1, "Case"), story.rules.titles[title]
    if high - low > 1 and (_is_hers(story, tree, head) or _of_her(story, tree, low, head)):
        return "Nom", "Fem"
    found = epithet_before(story, tree, low, "")
    if found is not None and found.high == low:
        case = _told_by(story, tree, found, low, high)
        tie = kind_of_noun(story, tree, found.head) == "tie"  # "дочь Руслана Кутаева"
        if not story.rules.by_tree and not tie and tree[found.head].feats.items() >= _A_WOMAN:
            gender = "Fem"  # "словачку Петру Мразову": what she is called shows whose name it is
    above = tree[head].head
    subject = tree[head].rel.startswith("nsubj") and above >= 0 and not story.rules.by_tree
    if subject and high - low > 1 and not case and tree.finite(above) and tree.feat(above, "Number") == "Sing":
        told = tree.feat(above, "Gender")
        return "Nom", told if told in {"Masc", "Fem"} else gender
    alone = high - low == 1 and tree[head].rel == "nsubj" and above >= 0
    if alone and not gender and tree.feat(above, "Number") == "Sing":
        gender = tree.feat(above, "Gender")
        case = case or ("Nom" if own in {"Nom", ""} else "")
    return case, gender if gender in {"Masc", "Fem"} else ""


def _is_hers(story: Story, tree: Tree, head: int) -> bool:
    """Whether a verb shows that its subject is the woman named beside it: "сообщила уполномоченный Малика Хасиева"."""
    noun = tree[head].head
    if tree[head].rel == "nmod" and noun >= 0 and not story.rules.by_tree and not tree.preposition(head):
        verb = tree.clauses[noun]  # "о задержании сына Хабиба Юнусова узнала от соседей"
        alone = not tree.kids_by(verb, "nsubj") and tree.feat(verb, "Gender") == "Fem" and verb > head
        return alone and tree.feat(verb, "Number") == "Sing" and story.forms.womans_name(tree.words[head])
    if tree[head].rel != "appos" or noun < 0 or not tree[noun].rel.startswith("nsubj") or story.rules.by_tree:
        return False
    verb = tree[noun].head
    woman = tree.feat(verb, "Gender") == "Fem" and tree.feat(verb, "Number") == "Sing"
    fits = story.forms.womans_name(tree.words[head]) or (noun == head - 1 and tree.words[head][-1] in "еиоуэ")
    return woman and tree.feat(noun, "Case") == "Nom" and fits


def _of_her(story: Story, tree: Tree, low: int, head: int) -> bool:
    """Whether a name after "мать водителя" is the mother's: a woman's first name as it stands."""
    noun = tree[head].head
    if story.rules.by_tree or noun != low - 1 or tree.feat(noun, "Case") != "Gen" or tree[noun].pos != "NOUN":
        return False
    tie = tree[noun].head
    hers = tie == noun - 1 and kind_of_noun(story, tree, tie) == "tie" and tree.feat(tie, "Gender") == "Fem"
    return hers and tree.feat(tie, "Case") == "Nom" and story.forms.womans_name(tree.words[low])


def _told_by(story: Story, tree: Tree, found: Epithet, low: int, high: int) -> str:
    """The case that the noun before a name gives it, where plain; a genitive after a tie may be its other end."""
    case = tree.feat(found.head, "Case")
    own = {tree.feat(at, "Case") for at in range(low, high)}
    kind = kind_of_noun(story, tree, found.head)
    beside = found.head == low - 1
    if kind == "tie":
        possessives = story.rules.possessives
        whose = any(tree.has(kid, possessives) or tree.words[kid] in possessives for kid in tree.kids[found.head])
        unknown = high - low > 1 and not story.forms.first_name(tree.words[low])
        plain = beside and case == "Nom" and (whose or (unknown and tree.feat(high - 1, "Case") == "Nom"))
        return case if plain else ""
    if case in own:
        return case
    # "инженер Петру Чобану": what a person is governs no dative
    return case if beside and case == "Nom" and kind in {"occupation", "people"} and "Gen" not in own else ""
