"""Whether a noun for a post and what stands with it speak of somebody's office: "Kenya's foreign minister"."""

from __future__ import annotations

from casefile.ingest.actors import PrintedOffice
from casefile.ingest.story import Story
from casefile.ingest.trees import Tree


def fits_names(story: Story, names: set[str], span: tuple[int, int]) -> bool:
    """Whether the names by a noun for a post are among those of an office at `span`."""
    tree = story.tree_at(span[0])
    if tree is None:
        return not names
    have = {tree.lemmas[at] for at, token in enumerate(tree.tokens) if span[0] <= token.start < span[1]}
    known = story.rules.spelled_out
    if story.rules.by_tree:
        nations = story.rules.nationalities
        names = {name for name in names if name not in nations}  # "Kenya's" and "Kenyan" are compared as countries
    return all(name in have or known.get(name, name) in have for name in names)


def fits_kind(story: Story, tree: Tree, index: int, office: PrintedOffice) -> bool:
    """Whether the words before a post, and its country, are those of an office: "prime" or "foreign" minister."""
    rules = story.rules
    other = story.tree_at(office.span[0])
    if not rules.by_tree or other is None:
        return True
    have = {other.lemmas[at] for at, t in enumerate(other.tokens) if office.span[0] <= t.start < office.span[1]}
    low = tree.noun_phrase(index)[0]
    nations = {rules.nationalities[word] for at in range(low, index) if (word := tree.look(at, rules.nationalities))}
    theirs = {rules.nationalities[word] for word in have if word in rules.nationalities} | {office.country} - {""}
    if nations and theirs and not nations & theirs:
        return False
    words = {
        tree.lemmas[at]
        for at in range(low, index)
        if tree[at].head == index and tree[at].rel in {"compound", "amod"} and not tree.look(at, rules.nationalities)
    }
    bare = have <= {office.head, *rules.plain_adjectives}
    return bare or words <= have | rules.plain_adjectives
