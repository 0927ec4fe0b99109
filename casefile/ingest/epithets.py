"""What a noun by a name says of its bearer: a post, a trade, a tie to somebody, a country; and how it is noted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from casefile.ingest import offices
from casefile.ingest.actors import Actor, PrintedOffice
from casefile.ingest.analysis import Named
from casefile.ingest.story import Story
from casefile.ingest.trees import NOUNS, Tree
from casefile.vocabulary import Role

if TYPE_CHECKING:
    from casefile.ingest.mentions import Mention


#: How far to the left of a name its office may begin.
_FAR = 18
_STOPS = frozenset(",;:–—-.")


class Known(Protocol):
    """Who is named at which token, and in what case."""

    def at(self, tree: Tree, index: int) -> Actor | None:
        """Whose name the token is of."""
        ...

    def case_at(self, tree: Tree, index: int) -> str:
        """The case in which that name stands."""
        ...


class Epithet(NamedTuple):
    """The noun by a name that says what its bearer is, with the tokens of its phrase."""

    head: int
    low: int
    high: int


def kind_of_noun(story: Story, tree: Tree, index: int) -> str:
    """What a noun says of a person: "office", "tie", "occupation", "people", or "" if it is no such noun."""
    rules = story.rules
    if tree[index].pos not in NOUNS and tree[index].pos != "ADJ" and tree[index].pos != "VERB":
        return ""
    for name, words in (
        ("office", rules.offices),
        ("tie", rules.ties),
        ("occupation", rules.occupations),
        ("people", rules.nationals | rules.people),
    ):
        if tree.has(index, words):
            if name == "office" and not _is_post(story, tree, index):
                continue
            senior = name == "occupation" and index > 0 and tree.has(index - 1, rules.office_prefixes)
            return "office" if senior else name
        parts = tree.lemmas[index].split("-")
        if name == "office" and len(parts) > 1 and (parts[0] in words or parts[-1] in words):
            return name
    return "people" if _held_one(story, tree, index) else ""


def _held_one(story: Story, tree: Tree, index: int) -> bool:
    """Whether a participle stands for whoever is held and for no noun: "консул посетил задержанного"."""
    noun = tree[index].rel.split(":")[0] in {"nsubj", "obj", "iobj", "obl", "nmod"}
    part = tree.feat(index, "VerbForm") == "Part" and bool(tree.feat(index, "Case"))
    return noun and part and tree.has(index, story.rules.held)


def _is_post(story: Story, tree: Tree, index: int) -> bool:
    """Whether a word that may be no post is one here: "general" after another, "director" and "aide" of something."""
    rules = story.rules
    if tree.has(index, rules.ranks):
        return index > 0 and tree.has(index - 1, rules.offices)
    if not tree.has(index, rules.vague_posts):
        return True
    if index > 0 and tree.has(index - 1, rules.occupation_fields):
        return False
    owned = [kid for kid in tree.kids[index] if tree[kid].rel.split(":")[0] in {"nmod", "compound"}]
    owned += [kid for kid in tree.kids_by(index, "amod") if not tree.has(kid, rules.nationalities)]
    if index + 1 < len(tree) and tree[index + 1].pos in NOUNS and tree.feat(index + 1, "Case") == "Gen":
        owned.append(index + 1)
    names = [kid for kid in owned if (entity := story.entity_at(tree[kid].start)) and entity.kind is Named.PERSON]
    return any(kid not in names and not tree.has(kid, rules.possessives | rules.definite) for kid in owned)


def same_case(tree: Tree, one: int, other: int) -> bool:
    """Whether two tokens stand in one case, as far as they show any."""
    first, second = tree.feat(one, "Case"), tree.feat(other, "Case")
    return first == second or not first or not second


def describe(story: Story, tree: Tree, actor: Actor, found: Epithet) -> None:
    """Note what the phrase `found` says of `actor`."""
    rules = story.rules
    kind = kind_of_noun(story, tree, found.head)
    if kind == "office" and found.low > 0 and tree.has(found.low - 1, rules.possessives):
        return
    if kind == "office":
        _add_office(actor, offices.printed(story, tree, offices.Phrase(*found)))
    elif kind == "tie" and _to_each_other(story, tree, found):
        actor.head = actor.head or tree.lemmas[found.head]
    elif kind == "tie":
        actor.roles.add(rules.ties[tree.look(found.head, rules.ties)])
        actor.head = actor.head or tree.lemmas[found.head]
    else:
        describe_plainly(story, tree, actor, found)


def _to_each_other(story: Story, tree: Tree, found: Epithet) -> bool:
    """Whether a plural says what several named people are to each other: "братья Олег и Пётр Сомовы"."""
    if tree.feat(found.head, "Number") != "Plur" or _tie(story, tree, found) is not Role.FAMILY:
        return False
    owned = {"nmod", "det"}
    return not any(
        tree[kid].rel.split(":")[0] in owned and (tree[kid].rel != "det" or tree.has(kid, story.rules.possessives))
        for kid in tree.kids[found.head]
        if found.low <= kid < found.high
    )


def _tie(story: Story, tree: Tree, found: Epithet) -> Role | None:
    """The role that a word for a tie gives."""
    return story.rules.ties.get(tree.look(found.head, story.rules.ties))


def _add_office(actor: Actor, office: PrintedOffice) -> None:
    """Keep an office, once: of two of which one holds the other's words the fuller."""
    words = office.words.casefold()
    known = [other.words.casefold() for other in actor.offices]
    if not any(words in other or other in words for other in known):
        actor.offices.append(office)
    elif all(other in words for other in known):
        actor.offices = [office]
    if office.official:
        actor.roles.add(Role.OFFICIAL)


def describe_plainly(story: Story, tree: Tree, actor: Actor, found: Epithet) -> None:
    """Note the occupation and the nationality that a noun and what belongs to it say of `actor`."""
    if kind_of_noun(story, tree, found.head) == "occupation":
        actor.occupation = actor.occupation or _occupation(story, tree, found)
    actor.head = actor.head or tree.lemmas[found.head]
    for nation in own_nationality(story, tree, found):
        if nation not in actor.nationality:
            actor.nationality.append(nation)


def _occupation(story: Story, tree: Tree, found: Epithet) -> str:
    """The word for an occupation in the singular, with the nouns before it that say no more than of what it is one."""
    low = found.head
    while low - 1 >= found.low and tree.has(low - 1, story.rules.occupation_fields):
        low -= 1
    return " ".join([*tree.words[low : found.head], tree.lemmas[found.head]])


def own_nationality(story: Story, tree: Tree, found: Epithet) -> list[str]:
    """The countries that a phrase says its bearer is of: by its noun, an adjective of that, or "citizen of".

    A country further off is that of a paper, a court or somebody else ("журналист российского издания").
    """
    rules = story.rules
    codes = []
    for at in range(found.low, found.high):
        before = at < found.head and (tree[at].head == found.head or tree[at].pos == "ADJ")
        belongs = tree[at].rel.split(":")[0] == "nmod" or tree.feat(at, "Case") == "Gen"
        of = at > found.head and tree.has(found.head, rules.citizens) and belongs
        if at != found.head and not before and not of:
            continue
        if (at < found.head and tree.feat(at, "Case") and not same_case(tree, at, found.head)) or (
            before and tree[at].rel == "nmod:poss"
        ):
            continue
        for word in (tree.words[at], tree.lemmas[at], *tree.words[at].split("-")):
            if (code := rules.nationalities.get(word)) and code not in codes:
                codes.append(code)
        if of and codes:
            break
    return codes


def epithet_before(story: Story, tree: Tree, low: int, case: str, taken: Known | None = None) -> Epithet | None:  # noqa: C901, PLR0912 - a branch a construction
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
        if found is None and tree.has(at, story.rules.held) and not (case == "Nom" and tree.feat(at, "Case") == "Gen"):
            break  # "следователь о продлении ареста обвиняемого Иванова"
        if found is not None and (not case or tree[at].pos == "ADP" or tree.has(found.head, story.rules.held)):
            break
        if found is not None and tree[at].pos == "CCONJ" and _each_by_itself(tree, found.head):
            break  # "ждали жена и консул Ли Сын Мин"
        if kind_of_noun(story, tree, at) and _agrees(tree, at, low, case):
            begin = at
            while begin - 1 >= 0 and tree[begin - 1].pos in {"ADJ", "DET", "NUM"} and same_case(tree, begin - 1, at):
                if tree[begin - 1].pos == "ADJ" and not tree.feat(begin - 1, "Case"):
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


def _each_by_itself(tree: Tree, noun: int) -> bool:
    """Whether a noun is joined to another as one of the subjects of a verb in the plural."""
    first = tree[noun].head
    joined = tree[noun].rel == "conj" and first >= 0 and tree[first].rel.startswith("nsubj")
    return joined and tree.feat(tree[first].head, "Number") == "Plur" and tree.feat(first, "Number") == "Sing"


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


def epithet_after(story: Story, tree: Tree, mention: Mention, taken: Known) -> Epithet | None:
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
