"""Whom some words speak of: the named and counted in them, and the held whom "those detained" can only mean."""

from __future__ import annotations

from casefile.ingest.actors import Actor
from casefile.ingest.cast import Cast
from casefile.ingest.drafts import Span
from casefile.ingest.epithets import Epithet, kind_of_noun, own_nationality
from casefile.ingest.trees import Tree
from casefile.vocabulary import PersonKind, Role


def spoken_of(cast: Cast, span: Span) -> list[Actor]:
    """Those whom some words name or count, and the one group that "those detained" in them can mean."""
    human = {PersonKind.INDIVIDUAL, PersonKind.GROUP}
    found = [a for a in cast.actors if a.kind in human and any(span[0] <= at < span[1] for at, _ in a.spans)]
    for tree in cast.story.trees:
        for at, token in enumerate(tree.tokens):
            if span[0] <= token.start < span[1]:
                meant = cast.groups.counted_at(tree, at)
                meant = meant or _antecedent(cast, tree, at, span)
                for actor in [meant] if meant is not None else _captives(cast, tree, at):
                    if actor not in found:
                        found.append(actor)
    return found


def _antecedent(cast: Cast, tree: Tree, at: int, span: Span) -> Actor | None:
    """Of whom a relative clause that is said speaks: "eight Russians who, the police claim, are linked to ..."."""
    head = tree[at].head
    for kid in tree.kids[at]:  # the tree may not join the clause to its noun: then that stands before the comma
        if (
            tree.has(kid, cast.story.rules.relatives)
            and tree[kid].start < span[0]
            and tree.words[max(0, kid - 1)] == ","
        ):
            head = kid - 2
            break
    else:
        if not tree[at].rel.startswith("acl"):
            return None
    if head < 0 or span[0] <= tree[head].start < span[1]:
        return None
    return cast.people.at(tree, head) or cast.groups.counted_at(tree, head)


def _captives(cast: Cast, tree: Tree, index: int) -> list[Actor]:
    """The only people of a story who are held whom a plural such as "the detained Russians" fits.

    They are a group, or where none was counted all who are named; with two groups nobody can tell.
    """
    rules = cast.story.rules
    kids = [kid for kid in tree.kids[index] if tree[kid].rel.split(":")[0] in {"amod", "acl"}]
    if tree.feat(index, "Number") != "Plur" or tree.preposition(index) in rules.of_words:
        return []
    person = tree.has(index, rules.held) or kind_of_noun(cast.story, tree, index) in {"people", "occupation"}
    noun = tree[index].rel.split(":")[0] not in {"amod", "acl"}
    if not (person and noun and any(tree.has(at, rules.held) for at in (index, *kids))):
        return []
    nations = own_nationality(cast.story, tree, Epithet(index, *tree.noun_phrase(index)))
    held = [
        actor
        for actor in (*cast.groups.actors, *cast.people.actors)
        if Role.DETAINEE in actor.roles
        and (not nations or not actor.nationality or set(nations) & set(actor.nationality))
    ]
    groups = [actor for actor in held if actor.kind is PersonKind.GROUP]
    return groups if len(groups) == 1 else [] if groups else held if len(held) > 1 else []
