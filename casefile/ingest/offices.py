"""What a phrase with an office in it says: its title, the body it is a post of, and whether that is a state's."""

from __future__ import annotations

from typing import NamedTuple

from casefile.ingest.actors import PrintedOffice
from casefile.ingest.analysis import Named
from casefile.ingest.story import Story
from casefile.ingest.trees import NOUNS, Tree

#: In these a name is not as the body is called.
_OTHER_CASES = frozenset({"Gen", "Dat", "Ins", "Loc"})
_QUOTES = "«»“”„\"'"


class Phrase(NamedTuple):
    """The noun of a phrase and the tokens of it all, from `low` up to but without `high`."""

    head: int
    low: int
    high: int


def printed(story: Story, tree: Tree, found: Phrase) -> PrintedOffice:
    """The office that a phrase prints, with the name of its body apart where that is a name that stands unchanged."""
    split = _name_of_body(story, tree, found)
    if split is None:
        title, organisation = story.phrase(tree, found.low, found.high, found.head), ""
    else:
        stop, low, high = split
        title = story.phrase(tree, found.low, stop, found.head)
        organisation = story.text[tree[low].start : tree[high - 1].stop].strip(_QUOTES)
    return PrintedOffice(
        title,
        (tree[found.low].start, tree[found.high - 1].stop),
        country(story, tree, found),
        head=tree.words[found.head] if tree.words[found.head] in story.rules.offices else tree.lemmas[found.head],
        organisation=organisation,
        official=official(story, tree, found),
    )


def official(story: Story, tree: Tree, found: Phrase) -> bool:
    """Whether a post is one of a state, a court, the police, a parliament, an embassy or a body of several states.

    Some posts are by themselves (a judge); of others the body decides that stands nearest to them in the grammar: the
    head of a ministry is one, and the head of a newsroom is none, wherever that is.
    """
    rules = story.rules
    if tree.has(found.head, rules.private_posts):
        return False
    if tree.has(found.head, rules.state_posts):
        return True
    for at in nearest(tree, found):
        if _private(story, tree, at):
            return False
        if tree.has(at, rules.state_bodies) or tree.has(at, rules.state_posts):
            return True
        entity = story.entity_at(tree[at].start)
        if entity is not None and entity.kind is Named.ORGANISATION:
            if state := _of_state(story, tree, entity.start, entity.stop):
                return state
            if not tree.has(at, rules.nationalities):
                return False
    return tree.has(found.head, rules.rulers) or bool(country(story, tree, found))


def official_body(story: Story, tree: Tree, found: Phrase) -> bool:
    """Whether the body that a phrase names is one of a state or of several."""
    if _private(story, tree, found.head):
        return False
    rules = story.rules
    return tree.has(found.head, rules.state_bodies) or official(story, tree, found)


def country(story: Story, tree: Tree, found: Phrase) -> str:
    """The country whose post it is: not the one that a company is called after, nor where an ambassador is sent."""
    rules = story.rules
    if tree.has(found.head, rules.private_posts):
        return ""
    for at in nearest(tree, found, itself=True):
        if _private(story, tree, at) or tree.has(at, rules.world_bodies):
            return ""
        entity = story.entity_at(tree[at].start)
        named = entity is not None and entity.kind is Named.ORGANISATION
        if entity is not None and named and not _of_state(story, tree, entity.start, entity.stop):
            word = tree.look(at, rules.nationalities)
            if not word or entity.stop - entity.start > tree[at].stop - tree[at].start:
                return ""
        if (word := tree.look(at, rules.nationalities)) and not _sent_to(tree, at, found, rules.of_words):
            return rules.nationalities[word]
    return ""


def nearest(tree: Tree, found: Phrase, *, itself: bool = False) -> list[int]:
    """The tokens of a phrase by how few steps of the grammar part them from its noun, then by how near they stand."""
    inside = range(found.low, found.high)

    def steps(at: int) -> tuple[int, int]:
        above = [at, *tree.ups(at)]
        far = above.index(found.head) if found.head in above else len(inside)
        return far, abs(at - found.head)

    return sorted((at for at in inside if itself or at != found.head), key=steps)


def _private(story: Story, tree: Tree, at: int) -> bool:
    """Whether a word is one for bodies that are nobody's state: a company, a newsroom, a union; or an outlet's name."""
    rules = story.rules
    if tree[at].pos not in NOUNS or tree.has(at, rules.nationalities):
        return False
    entity = story.entity_at(tree[at].start)
    if entity is not None and entity.kind is Named.ORGANISATION and _of_state(story, tree, entity.start, entity.stop):
        return False
    return tree.has(at, rules.private_bodies) or tree.has(at, rules.outlet_nouns) or tree.has(at, rules.outlets)


def _of_state(story: Story, tree: Tree, start: int, stop: int) -> bool:
    return any(
        start <= token.start < stop and tree.has(at, story.rules.state_bodies) for at, token in enumerate(tree.tokens)
    )


def _sent_to(tree: Tree, at: int, found: Phrase, of_words: frozenset[str]) -> bool:
    """Whether a country is where somebody is sent or what a post is about: "посол в Кении", "Taiwan affairs office"."""
    noun = tree[at].head if tree[at].pos == "ADJ" and tree[at].head >= 0 else at
    if noun != found.head and any(
        tree[kid].rel == "case" and kid < at and tree.words[kid] not in of_words for kid in tree.kids[noun]
    ):
        return noun == at or tree[noun].pos != "NOUN"
    if tree[at].rel == "compound" and tree[at].pos != "ADJ" and tree[at].head != found.head:
        return True
    before = at - 1
    while before > found.head and tree[before].pos in {"ADJ", "DET"}:
        before -= 1
    return noun == at and before > found.head and tree[before].pos == "ADP" and tree.words[before] not in of_words


def _name_of_body(story: Story, tree: Tree, found: Phrase) -> tuple[int, int, int] | None:
    """Where the title ends, and the first and last token of a body's name that ends the phrase; None if none does.

    The name must stand unchanged by what is before it: between quotation marks, in another script or as an apposition
    to a word for what it is ("глава редакции Sputnik Азербайджан"), or after a preposition in a language without cases.
    """
    low = None if tree.has(found.head, story.rules.state_posts) else _begin_of_name(story, tree, found)
    if low is None or not all(_in_name(tree, at) for at in range(low, found.high)):
        return None
    stop = low
    while stop - 1 > found.head and (tree.words[stop - 1] in _QUOTES or tree[stop - 1].pos in {"DET", "ADP"}):
        stop -= 1
    if stop == low and not _apposed(story, tree, low - 1):
        return None
    if stop < low and tree.words[stop] in _QUOTES and not _apposed(story, tree, stop - 1):
        return None
    return stop, low, found.high


def _in_name(tree: Tree, at: int) -> bool:
    first = tree[at].text[:1]
    return first.isupper() or first.isdigit() or tree[at].pos in {"ADP", "PUNCT", "DET", "CCONJ", "PART"}


def _unchanged(tree: Tree, at: int, stop: int) -> bool:
    """Whether a token is of the name that ends before `stop`, or goes on with it unchanged: a branch's country."""
    return tree[at].start < stop or (tree[at].pos == "PROPN" and tree.feat(at, "Case") == "Nom")


def _begin_of_name(story: Story, tree: Tree, found: Phrase) -> int | None:
    """The first token of the body's name, after the noun of the post and a word or preposition that leads to it."""
    for at in range(found.head + 1, found.high):
        entity = story.entity_at(tree[at].start)
        if tree.words[at] in '«“„"' and at + 1 < found.high:
            return at + 1 if tree.feat(at + 1, "Case") not in _OTHER_CASES else None
        if entity is None or entity.kind is not Named.ORGANISATION:
            continue
        if not all(_unchanged(tree, after, entity.stop) for after in range(at, found.high)):
            continue
        low = at + (tree[at].pos == "DET" and at < found.high - 1)
        led = tree[low - 1].pos in {"ADP", "DET"} or _apposed(story, tree, low - 1)
        return low if led and (story.rules.by_tree or tree[low].text.isascii()) else None
    return None


def _apposed(story: Story, tree: Tree, at: int) -> bool:
    """Whether a word says what the name after it is: a newsroom, a company, a party."""
    rules = story.rules
    return tree.has(at, rules.private_bodies) or tree.has(at, rules.outlet_nouns) or tree.has(at, rules.bodies)
