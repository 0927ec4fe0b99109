"""What may be the subject of a verb of saying: by the tree, by case and agreement, and by what stands beside it."""

from __future__ import annotations

from casefile.ingest.actors import fits
from casefile.ingest.cast import Cast
from casefile.ingest.forms import fold
from casefile.ingest.story import Story
from casefile.ingest.trees import NOUNS, Tree

#: How far from a verb a name may stand that the tree does not give it.
_REACH = 5


class Subjects:
    """Finds subjects, and the stretch between commas in which a verb stands."""

    def __init__(self, story: Story, cast: Cast) -> None:
        self.story = story
        self.cast = cast

    def around(self, tree: Tree, verb: int) -> tuple[int, int]:
        """The stretch between commas and the like in which a verb stands."""
        low = verb
        while low > 0 and (
            tree.words[low - 1] not in {",", ";", ":", "–", "—", "»", "”"} or self._of_name(tree, low - 1)
        ):
            low -= 1
        high = verb
        while high + 1 < len(tree) and (
            tree.words[high + 1] not in {",", ";", ":", "–", "—", ".", "«"} or self._of_name(tree, high + 1)
        ):
            high += 1
        return low, high + 1

    def _of_name(self, tree: Tree, at: int) -> bool:
        """Whether a mark is of a name in quotation marks, which is no speech: "сообщили «Вестнику» в посольстве"."""
        if self.story.rules.by_tree:
            return False
        return self.story.in_name(tree[at].start)

    def _before(self, tree: Tree, at: int) -> list[int]:
        """The token before a noun and its adjectives."""
        before = at - 1
        while before >= 0 and tree[before].pos in {"ADJ", "DET", "NUM"}:
            before -= 1
        return [before] if before >= 0 else []

    def _beside(self, tree: Tree, subject: int, verb: int) -> bool:
        """Whether no comma parts a subject from its verb."""
        return not any(tree.words[at] == "," for at in range(min(subject, verb), max(subject, verb)))

    def _agree(self, tree: Tree, noun: int, verb: int) -> bool:
        one, other = tree.feat(noun, "Number"), tree.feat(verb, "Number")
        return not one or not other or one == other

    def _past_aside(self, tree: Tree, at: int) -> int:
        """The token after a few words between commas: "сказал, в свою очередь, Юлдашев"."""
        if at >= len(tree) or tree.words[at] != ",":
            return at
        close = next((n for n in range(at + 1, min(at + 6, len(tree))) if tree.words[n] == ","), None)
        if close is None or any(tree.finite(n) or tree.feat(n, "Case") == "Nom" for n in range(at + 1, close)):
            return at
        return close + 1

    def _subjects(self, tree: Tree, verb: int) -> list[int]:  # noqa: C901 - a branch a construction
        """What may be the subject of a verb, the likeliest first: by the tree, then by case and place."""
        above = tree[verb].head
        if above >= 0 and tree.has(above, self.story.rules.quoting) and not tree.kids_by(verb, "nsubj"):
            passive = tree.feat(above, "Voice") == "Pass"
            return tree.kids_by(above, "nsubj")[::-1] if passive else tree.kids_by(above, "obj")
        given = [
            at
            for at in tree.kids_by(verb, "nsubj")
            if (
                (self.cast.people.case_at(tree, at) or tree.feat(at, "Case")) in {"Nom", ""}
                or self._as_nominative(tree, at)
            )
            and (
                self._agree(tree, at, verb)
                or tree.kids_by(at, "conj", "nummod")
                or any(tree[n].pos == "CCONJ" for n in range(at, verb))
            )
        ]
        if given and self.story.rules.by_tree:
            return sorted(given, key=lambda at: abs(at - verb))
        if given:
            return sorted(given, key=lambda at: tree.feat(at, "Case") != "Nom")
        if tree.feat(verb, "VerbForm") == "Conv":
            return []
        found = []
        at = self._past_aside(tree, verb + 1)
        while at < len(tree) and tree.words[at] not in {",", ".", ":", ";", "–", "—"} and not tree.finite(at):
            if tree.words[at] == "«" and "»" in tree.words[at:]:
                at = tree.words.index("»", at) + 1
                continue
            if tree.words[at] == "," and self._of_name(tree, at):
                at += 1
                continue
            if self.story.rules.by_tree and tree[at].rel.startswith("nsubj") and tree[at].head != verb:
                break  # "rejected the report and said it was following the case"
            if tree[at].pos in NOUNS | {"PRON"} and tree.feat(at, "Case") == "Nom" and self._agree(tree, at, verb):
                found.append(at)
                break
            body = tree[at].pos in NOUNS and tree.has(at, self.story.rules.bodies) and self._as_nominative(tree, at)
            if (
                body
                and not found
                and not self.story.rules.by_tree
                and not any(tree[n].pos == "ADP" for n in range(verb + 1, at))
            ):
                found.append(at)
                break
            at += 1
        return found or self._named_beside(tree, verb) or self._before_verb(tree, verb)

    def _before_verb(self, tree: Tree, verb: int) -> list[int]:
        """The noun in the nominative before a verb that the tree hung elsewhere: "Орлов, доставленный в суд, изрёк"."""
        if self.story.rules.by_tree or tree[verb].rel in {"acl", "acl:relcl"}:
            return []
        for at in range(verb - 1, -1, -1):
            if tree.finite(at) or tree.words[at] in {";", ":", "»", "”"}:
                return []
            gender = tree.feat(verb, "Gender")
            case = self.cast.people.case_at(tree, at) or tree.feat(at, "Case")
            free = tree[at].rel.split(":")[0] in {"nsubj", "root", "dep", "orphan"} and tree[at].pos in NOUNS
            if free and case == "Nom" and self._agree(tree, at, verb) and tree.feat(at, "Gender") in {gender, ""}:
                return [at]
        return []

    def _as_nominative(self, tree: Tree, at: int) -> bool:
        """Whether a word that the tagger put into another case looks as in the nominative: "МИД", "оркестр"."""
        if self.story.rules.by_tree or tree.preposition(at):
            return False
        return tree.words[at] == tree.lemmas[at] or (tree[at].text.isupper() and len(tree[at].text) > 1)

    def _named_beside(self, tree: Tree, verb: int) -> list[int]:
        """The name nearest to a verb between commas that can be its subject, wherever the tree has hung it."""
        if self.story.rules.by_tree:
            return []
        low, high = self.around(tree, verb)
        found = []
        for at in range(low, high):
            person = self.cast.people.at(tree, at)
            if person is None or (at > low and self.cast.people.at(tree, at - 1) is person):
                continue
            names = {fold(word) for word in person.name.split()}
            fitting = fits(person, tree.feat(verb, "Gender"))
            if fitting and tree.words[at] in names and not tree.preposition(at) and self._agree(tree, at, verb):
                found.append(at)
        return sorted(found, key=lambda at: abs(at - verb))[:1]

    def _elsewhere(self, tree: Tree, subject: int, verb: int) -> bool:
        """Whether what the tree takes for the subject stands in a quotation, or before a name that follows the verb."""
        if self.story.quoted(tree[subject].start) is not None:
            return True
        beside = verb + 1
        after = beside < len(tree) and self.cast.people.at(tree, beside) is not None
        after = after and not tree[beside].rel.startswith("nsubj")  # "noted Poe had gone"
        parted = "," in tree.words[subject:verb] and tree.words[verb - 1] == ","
        return after and parted and self.cast.people.at(tree, subject) is None

    def _adjacent(self, tree: Tree, verb: int) -> list[int]:
        """A name right beside a verb, before it and a comma or after it, where the tree gives no subject."""
        before = verb - 1 - (verb > 0 and tree.words[verb - 1] == ",")
        if before >= 0 and (person := self.cast.people.at(tree, before)) is not None:
            while before > 0 and self.cast.people.at(tree, before - 1) is person:
                before -= 1
            return [before]
        after = verb + 1
        while (
            after < len(tree)
            and after <= verb + _REACH
            and (
                tree[after].pos in {"DET", "ADJ", "NOUN", "PROPN"}
                or (tree.words[after] == "," and tree.has(after - 1, self.story.rules.ties))
            )
        ):
            if self.cast.people.at(tree, after) is not None:
                return [after]
            after += 1
        return self._behind_comma(tree, verb)

    def _behind_comma(self, tree: Tree, verb: int) -> list[int]:
        """The head of a noun phrase between a comma and a verb, wherever the tree hung it: "..., a source said"."""
        low = verb
        while low > 0 and tree.words[low - 1] not in {",", ";", ":", "–", "—", "”", '"'} and not tree.finite(low - 1):
            low -= 1
        if low == 0 or tree.words[low - 1] not in {",", "”", '"'} or tree[low].pos in {"ADP", "CCONJ", "SCONJ", "PRON"}:
            return []
        inside = range(low, verb)
        return [
            at for at in inside if tree[at].pos in NOUNS and tree[at].head not in inside and not tree.preposition(at)
        ]
