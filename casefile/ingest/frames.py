"""Where a text says that somebody says something: the verb or set phrase, and who speaks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from casefile.ingest.actors import Actor
from casefile.ingest.cast import Cast
from casefile.ingest.forms import fold
from casefile.ingest.rules import Attribution, Saying
from casefile.ingest.story import Story
from casefile.ingest.trees import NOUNS, Tree
from casefile.vocabulary import PersonKind

#: How far from its verb the other words of a phrase such as "обратить внимание" may stand.
_PHRASE_REACH = 5
#: Sentences back in which a document is told of that speaks.
_JUST_BEFORE = 3
#: How far a noun such as "account" may stand from its preposition, with the name of its owner between them.
_OWNED_REACH = 10
#: Sentences back in which a document is told of with its author.
_DOCUMENT_REACH = 6
#: Where a clause ends.
_STOPS = frozenset([".", ":", ";", "!", "?", "“", "«", '"'])


@dataclass(eq=False)
class Frame:
    """A frame of saying: tokens `low` up to but without `high` of its sentence, around the verb or phrase at `at`.

    ``sure`` is whether the grammar itself gives the speaker; ``outlet`` is whether it is an outlet that reports.
    """

    tree: Tree
    at: int
    low: int
    high: int
    words: str
    saying: Saying | None
    attribution: Attribution | None = None
    speaker: Actor | None = None
    sure: bool = True
    outlet: bool = False
    subject: int = -1

    @property
    def start(self) -> int:
        """Where its verb or phrase begins in the text."""
        return self.tree[self.at].start


class Frames:
    """Finds the frames of a story, and their speakers one after another: pronouns carry on from frame to frame."""

    def __init__(self, story: Story, cast: Cast) -> None:
        self.story = story
        self.cast = cast

    def of(self, tree: Tree) -> list[Frame]:
        """The frames in a sentence, in order, without their speakers."""
        found: list[Frame] = []
        for at in range(len(tree)):
            if not self.story.told(tree, at):
                continue
            frame = self._attribution(tree, at) or self._saying(tree, at)
            if frame is not None and not (found and found[-1].low <= at < found[-1].high and frame.saying is None):
                found.append(frame)
        return found

    def _saying(self, tree: Tree, at: int) -> Frame | None:
        sayings = self.story.rules.sayings
        token = tree[at]
        quoting = token.head >= 0 and tree.has(token.head, self.story.rules.quoting)
        if token.pos not in {"VERB", "AUX"} or (token.feats.get("VerbForm") in {"Inf", "Part", "Ger"} and not quoting):
            return None
        if token.feats.get("Person") in {"1", "2"} or self._in_relative(tree, at):
            return None
        deniers = [at, *tree.kids_by(at, "nsubj")]
        negated = any(
            kid < at and tree.has(kid, self.story.rules.negations)
            for each in deniers
            for kid in (*tree.kids[each], *deniers[1:])
        ) or (at > 0 and tree.has(at - 1, self.story.rules.negations))
        if tree.feat(at, "Voice") == "Pass" and not tree.kids_by(at, "obl") and self._written(tree, at) is None:
            return None
        best = ""
        for lemma in {tree.lemmas[at], tree.words[at]}:
            for phrase in self._phrases(lemma):
                if len(phrase) > len(best) and self._stands(tree, at, phrase.split()[1:]):
                    best = phrase
        if not best or sayings[best].negated != negated:
            return None
        if (
            tree.has(at, self.story.rules.follows)
            and self._written(tree, at) is None
            and self._unowned(tree, at) is None
        ):
            return None
        return Frame(tree, at, at, at + 1, best, sayings[best])

    def _in_relative(self, tree: Tree, at: int) -> bool:
        """Whether the verb is that of a relative clause ("о которой писали соцсети") that does not report."""
        for before in range(at - 1, max(-1, at - 6), -1):
            if tree.words[before] in {",", "–", "—"} or tree.has(before, self.story.rules.as_words):
                return False
            if tree.has(before, self.story.rules.relatives):
                return True
        return False

    def _says(self, tree: Tree, at: int) -> bool:
        """Whether a participle of its noun's own doing opens a that-clause or an infinitive."""
        if tree.feat(at, "Voice") != "Act" or tree[at].head < 0 or tree[tree[at].head].pos not in NOUNS:
            return False
        near = range(at + 1, min(at + 6, len(tree)))
        return any(tree.has(n, self.story.rules.complementizers) or tree.feat(n, "VerbForm") == "Inf" for n in near)

    def by_any_verb(self, offset: int) -> Frame | None:
        """A frame by whatever verb opens what follows a quotation and a dash: «...», – смеётся дед."""
        tree = self.story.tree_at(offset)
        if tree is None:
            return None
        begin = next((at for at, token in enumerate(tree.tokens) if token.start >= offset), len(tree))
        if self.story.rules.by_tree:
            return self._by_any_verb(tree, begin)
        for at in range(begin, min(begin + 4, len(tree))):
            if tree.words[at] in {",", ".", ":", "«"}:
                return None
            if tree.finite(at) and tree[at].pos == "VERB" and tree.feat(at, "Person") not in {"1", "2"}:
                return Frame(tree, at, at, at + 1, tree.lemmas[at], Saying(clause=False))
        return None

    def _by_any_verb(self, tree: Tree, begin: int) -> Frame | None:
        """A frame by the first verb after a quotation, where it has a subject beside it: “...,” grinned Ann."""
        for at in range(begin, len(tree)):
            if tree.words[at] in _STOPS:
                return None
            if tree.finite(at) and tree[at].pos == "VERB" and tree.feat(at, "Person") not in {"1", "2"}:
                subjects = [kid for kid in tree.kids_by(at, "nsubj") if kid >= begin] or self._adjacent(tree, at)
                passive = tree.feat(at, "Voice") == "Pass"
                whole = all(kid >= begin for kid in subjects)
                return (
                    Frame(tree, at, at, at + 1, tree.lemmas[at], Saying(clause=False))
                    if (subjects and whole and not passive)
                    else None
                )
        return None

    def _phrases(self, head: str) -> list[str]:
        return self._by_head.get(head, [])

    @property
    def _by_head(self) -> dict[str, list[str]]:
        cached: dict[str, list[str]] | None = getattr(self, "_heads", None)
        if cached is None:
            cached = {}
            for phrase in self.story.rules.sayings:
                cached.setdefault(phrase.split()[0], []).append(phrase)
            self._heads = cached
        return cached

    def _stands(self, tree: Tree, at: int, words: list[str]) -> bool:
        near = range(max(0, at - _PHRASE_REACH), min(len(tree), at + _PHRASE_REACH + 1))
        if self.story.rules.by_tree and len(words) == 1 and at + 1 < len(tree) and tree[at + 1].pos != "NOUN":
            particle = [place for place in near if tree.has(place, words) and tree[place].pos in {"ADP", "ADV"}]
            if particle:
                return particle[0] == at + 1
        return all(any(tree.has(place, (word,)) for place in near) for word in words)

    def _attribution(self, tree: Tree, at: int) -> Frame | None:
        rules = self.story.rules
        for attribution in rules.attributions:
            words = tuple(attribution.words.split())
            if tree.phrase(at, words):
                return self._attributed(tree, at, at + len(words), attribution)
            if len(words) > 1 and tree.phrase(at, words[:1]) and (owned := self._owned(tree, at, words[1:])) is not None:
                whose, high = owned
                frame = Frame(tree, at, at, high, attribution.words, None, attribution)
                frame.subject = whose
                return frame
        return None

    def _owned(self, tree: Tree, at: int, words: tuple[str, ...]) -> tuple[int, int] | None:
        """Whose words they are after a preposition, and where they end: "in her words", "by the consul's own account"."""
        if at + 1 < len(tree) and tree.has(at + 1, self.story.rules.possessives) and tree.phrase(at + 2, words):
            return at + 1, at + 2 + len(words)
        if len(words) > 1 or not self.story.rules.by_tree:
            return None
        for noun in range(at + 2, min(at + _OWNED_REACH, len(tree))):
            if tree.has(noun, words):
                owners = [kid for kid in tree.kids_by(noun, "nmod") if tree[kid].rel == "nmod:poss" and kid > at]
                return (owners[0], noun + 1) if owners else None
        return None

    def _attributed(self, tree: Tree, at: int, after: int, attribution: Attribution) -> Frame | None:
        """The frame of a set phrase and the noun phrase after it."""
        head = after
        while head < len(tree) and (
            tree[head].pos in {"ADJ", "DET", "NUM", "ADP", "ADV"}
            or (tree.has(head, self.story.rules.possessives) and tree[head].head > head)
        ):
            head += 1
        head = tree.compound_head(head)
        if head >= len(tree) or tree[head].pos not in NOUNS | {"PRON"}:
            return None
        high = tree.noun_phrase(head)[1]
        while high < len(tree) and (
            self.cast.people.at(tree, high) is not None
            or (tree[high].pos in {"PROPN", "NOUN", "ADJ"} and tree.feat(high, "Case") in {"Gen", ""})
        ):
            high += 1
        frame = Frame(tree, at, at, high, attribution.words, None, attribution)
        frame.subject = head
        return frame

    def speak(self, frame: Frame, last: Actor | None) -> None:
        """Find out who speaks in `frame`; `last` is who did before."""
        tree = frame.tree
        if frame.attribution is None and frame.subject >= 0:
            self._given(frame, last)
        elif frame.attribution is not None:
            if tree.has(frame.subject, self.story.rules.possessives):
                frame.speaker, frame.sure = self._named_after(frame) or self.cast.whose(tree, frame.subject, last), False
            else:
                if not self.story.rules.by_tree and tree.has(frame.subject, self.story.rules.documents):
                    owner = self.owner(tree, frame.subject)
                    if owner is None:
                        frame.speaker, frame.sure = self._wrote(tree, frame.subject, last), False
                        return
                    frame.subject = owner
                    self._reach(frame, owner)
                frame.outlet = self.cast.is_outlet(tree, frame.subject)
                if not frame.outlet:
                    frame.speaker = self.cast.resolve(tree, frame.subject, last)
                    if frame.speaker is None and self.story.rules.by_tree:
                        self._described(frame, [frame.subject])
        else:
            self._of_verb(frame, frame.at, last)
        if frame.outlet:
            self._cited(frame, last)

    def _named_after(self, frame: Frame) -> Actor | None:
        """Whom "his" means as the subject of its clause, before or after it: "By his own account, X spent ..."."""
        tree = frame.tree
        if not self.story.rules.by_tree:
            return None
        for at in tree.kids_by(tree.clauses[frame.subject], "nsubj"):
            gender = self.story.rules.possessive_genders.get(tree.words[frame.subject], "")
            person = self.cast.people.at(tree, at) or self.cast.person_in(tree, at)
            if person is not None and (not gender or person.gender in {gender, ""}):
                return person
        return None

    def _given(self, frame: Frame, last: Actor | None) -> None:
        """The speaker of a frame whose subject was found with it."""
        tree = frame.tree
        frame.sure = self.cast.people.at(tree, frame.subject) is not None
        if self.cast.is_outlet(tree, frame.subject):
            frame.outlet = True
            return
        frame.speaker = self.cast.resolve(tree, frame.subject, last)
        self._reach(frame, frame.subject)

    def _of_verb(self, frame: Frame, verb: int, last: Actor | None) -> None:  # noqa: C901, PLR0912 - one branch a construction
        tree = frame.tree
        participle = tree.feat(verb, "VerbForm") == "Part" and tree.feat(verb, "Variant") != "Short"
        if participle and not self.story.rules.by_tree:
            head = tree[verb].head
            frame.speaker = None if self.cast.is_outlet(tree, head) else self.cast.resolve(tree, head, last)
            return
        if (quoted := self._read_out(tree, verb)) is not None:
            document = tree.has(quoted, self.story.rules.documents)
            owner = self.owner(tree, quoted) if document else quoted
            actor = self._wrote(tree, quoted, last) if owner is None else self.cast.resolve(tree, owner, last)
            frame.speaker, frame.sure, frame.subject = actor, False, quoted if owner is None else owner
            return
        if not self.story.rules.by_tree and (document := self._unowned(tree, verb)) is not None:
            frame.speaker, frame.sure, frame.subject = self._wrote(tree, document, last), False, document
            frame.low, frame.high = min(frame.low, document), max(frame.high, document + 1)
            return
        if (written := self._written(tree, verb)) is not None:
            frame.subject = written
            frame.speaker = self.cast.resolve(tree, written, last)
            frame.outlet = frame.speaker is None and self.cast.is_outlet(tree, written)
            self._reach(frame, written)
            return
        cited = any(tree.phrase(at, tuple(p.split())) for at in range(len(tree)) for p in self.story.rules.citing)
        subjects = self._subjects(tree, verb)
        if self.story.rules.by_tree:
            subjects = [at for at in subjects if not self._elsewhere(tree, at, verb)]
            if tree.feat(verb, "Voice") == "Pass":
                subjects = [
                    kid for kid in tree.kids_by(verb, "obl") if tree.preposition(kid) in self.story.rules.by_words
                ]
            elif not subjects and tree.feat(verb, "VerbForm") != "Conv":
                subjects = self._adjacent(tree, verb)
            document = bool(subjects) and tree.has(subjects[0], self.story.rules.documents)
            if document:
                owners = self._owners(tree, subjects[0], verb)
                if not owners:
                    frame.speaker, frame.sure, frame.subject = self._issuer(tree, subjects[0]) or last, False, subjects[0]
                    return
                subjects = owners
            elif tree.has(verb, self.story.rules.document_verbs):
                return
        if (
            not self.story.rules.by_tree
            and not any(self._beside(tree, subject, verb) for subject in subjects)
            and (body := self._where(tree, verb)) is not None
        ):
            subjects = []  # "как отметили в ведомстве, родственники ..."
        if not self.story.rules.by_tree:
            subjects = [
                at
                for at in subjects
                if at < verb or self._beside(tree, at, verb) or self._past_aside(tree, verb + 1) > verb + 1
            ]
        for subject in subjects:
            if not self.story.rules.by_tree and tree.has(subject, self.story.rules.documents):
                if (owner := self.owner(tree, subject)) is not None:
                    subject = owner  # noqa: PLW2901 - the document is not who speaks
            press = tree.has(verb, self.story.rules.press_verbs) and self.cast.is_name(tree, subject)
            if press or self.cast.is_outlet(tree, subject) or (cited and self.cast.people.at(tree, subject) is None):
                frame.outlet = True
                self._reach(frame, subject)
                return
            actor = self.cast.resolve(tree, subject, last)
            if actor is None and tree.has(subject, self.story.rules.pronouns):
                return
            if actor is not None:
                frame.speaker = actor
                frame.subject = subject
                frame.sure = not tree.has(subject, self.story.rules.pronouns)
                self._reach(frame, subject)
                return
        if (body := self._where(tree, verb)) is not None:
            frame.speaker, frame.subject = body
            self._reach(frame, frame.subject)
            return
        if self._shared(frame, verb, last):
            return
        if self.story.rules.by_tree:
            self._described(frame, subjects)
            return
        if tree.feat(verb, "Number") != "Plur" and last is not None and tree.feat(verb, "Person") in {"", "3"}:
            gender = tree.feat(verb, "Gender")
            if not gender or not last.gender or gender == last.gender:
                frame.speaker, frame.sure = last, False

    def _owners(self, tree: Tree, document: int, verb: int) -> list[int]:
        """Whose document it is: "the ministry's statement", "a report by the mission", "read a note from the consul"."""
        issued = self.story.rules.issued
        owners = [
            kid
            for kid in tree.kids_by(document, "nmod")
            if tree[kid].pos in NOUNS and (tree[kid].rel == "nmod:poss" or tree.preposition(kid) in issued)
        ]
        high = tree.noun_phrase(document)[1]
        if not owners and high < len(tree) and tree.words[high] in issued and tree[high].head >= 0:
            owner = tree[high].head
            if tree[owner].pos in NOUNS and tree[owner].head == verb and document > verb:
                owners = [owner]
        return owners

    def _issuer(self, tree: Tree, document: int) -> Actor | None:
        """Who put out a document that was told of just before: "the ministry published a statement"."""
        for other in reversed(self.story.trees[max(0, tree.number - _JUST_BEFORE) : tree.number]):
            for at in range(len(other) - 1, -1, -1):
                if other.lemmas[at] != tree.lemmas[document] or not self.story.told(other, at):
                    continue
                subjects = self._owners(other, at, other.clauses[at]) or other.kids_by(other.clauses[at], "nsubj")
                for subject in subjects:
                    if (actor := self.cast.resolve(other, subject)) is not None:
                        return actor
        return None

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
            and after <= verb + _PHRASE_REACH
            and (
                tree[after].pos in {"DET", "ADJ", "NOUN", "PROPN"}
                or (tree.words[after] == "," and tree.has(after - 1, self.story.rules.ties))
            )
        ):
            if self.cast.people.at(tree, after) is not None:
                return [after]
            after += 1
        return []

    def _described(self, frame: Frame, subjects: list[int]) -> None:
        """Somebody who is known by a description alone: "one of the wives", "a person close to the talks"."""
        tree = frame.tree
        for subject in subjects:
            if tree[subject].pos in NOUNS | {"NUM"} and not tree.has(subject, self.story.rules.pronouns):
                actor = self.cast.described(tree, subject)
                if actor is not None:
                    frame.speaker, frame.subject = actor, subject
                    self._reach(frame, subject)
                    return

    def _written(self, tree: Tree, verb: int) -> int | None:
        """Whose document says something: "говорится в заявлении МИД", "сообщается в докладе центра"."""
        if self.story.rules.by_tree:
            return None
        if not self._tells_itself(tree, verb):
            return None
        low, high = self.around(tree, verb)
        for at in range(low, high):
            if not tree.has(at, self.story.rules.documents) or tree[at].pos not in NOUNS:
                continue
            for owner in range(at + 1, high):
                if tree[owner].pos in NOUNS and tree.feat(owner, "Case") in {"Gen", ""}:
                    return owner
        return None

    def _read_out(self, tree: Tree, verb: int) -> int | None:
        """Whom somebody quotes, or whose letter or words: "цитирует министра агентство", "приводит издание слова Х"."""
        rules = self.story.rules
        if not tree.has(verb, rules.citing_verbs):
            return None
        for kid in tree.kids_by(verb, "obj"):
            if tree.preposition(kid):
                continue
            if tree.has(kid, rules.documents) or (
                tree[kid].pos in NOUNS and self.cast.people.at(tree, kid) is not None
            ):
                return kid
        return None

    def _unowned(self, tree: Tree, verb: int) -> int | None:
        """A document that says something, where it is not told whose: "говорится в сообщении", "в его письме"."""
        if not self._tells_itself(tree, verb) or self._written(tree, verb) is not None:
            return None
        low, high = self.around(tree, verb)
        return next(
            (
                at
                for at in range(low, high)
                if tree[at].pos in NOUNS
                and tree.has(at, self.story.rules.documents)
                and any(
                    tree.words[before] in self.story.rules.place_words | self.story.rules.of_words
                    for before in self._before(tree, at)
                )
            ),
            None,
        )

    def _tells_itself(self, tree: Tree, verb: int) -> bool:
        """Whether a verb is one that says so of a document: "говорится", "указано", "следует из"."""
        rules = self.story.rules
        passive = tree.feat(verb, "Voice") in {"Pass", "Mid"} or tree.lemmas[verb].endswith(rules.impersonal)
        return passive or tree.has(verb, rules.follows)

    def _wrote(self, tree: Tree, document: int, last: Actor | None) -> Actor | None:
        """Whose document it is: of whoever a possessive means, whose it was when last told of, or who spoke last."""
        rules = self.story.rules
        bodies = {PersonKind.ORGANISATION, PersonKind.STATE}
        if any(tree.has(kid, rules.possessives) for kid in tree.kids[document]):
            for at in range(document - 1, -1, -1):
                actor = self.cast.body(tree, at) if tree.feat(at, "Case") == "Nom" else None
                if actor is not None and actor.kind in bodies:
                    return actor
            return last
        for other in reversed(self.story.trees[: tree.number][-_DOCUMENT_REACH:]):
            for at in range(len(other)):
                if other.has(at, {tree.lemmas[document]}) and (owner := self.owner(other, at)) is not None:
                    if (actor := self.cast.resolve(other, owner, last)) is not None:
                        return actor
        return last if last is not None and last.kind in bodies | {PersonKind.UNIDENTIFIED} else last

    def owner(self, tree: Tree, document: int) -> int | None:
        """The noun of whose document it is."""
        owned = [kid for kid in tree.kids_by(document, "nmod") if tree[kid].pos in NOUNS and not tree.preposition(kid)]
        if owned:
            return owned[0]
        after = document + 1
        while after < len(tree) and tree[after].pos in {"ADJ", "DET"}:
            after += 1
        if after < len(tree) and tree[after].pos in NOUNS and tree.feat(after, "Case") == "Gen":
            return after
        return None

    def _subjects(self, tree: Tree, verb: int) -> list[int]:
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
        if given:
            return given
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
            if tree[at].pos in NOUNS | {"PRON"} and tree.feat(at, "Case") == "Nom" and self._agree(tree, at, verb):
                found.append(at)
                break
            at += 1
        return found or self._named_beside(tree, verb)

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
            gender = tree.feat(verb, "Gender")
            if tree.words[at] in names and not tree.preposition(at) and self._agree(tree, at, verb):
                if not gender or not person.gender or person.gender == gender:
                    found.append(at)
        return sorted(found, key=lambda at: abs(at - verb))[:1]

    def _past_aside(self, tree: Tree, at: int) -> int:
        """The token after a few words between commas: "сказал, в свою очередь, Юлдашев"."""
        if at >= len(tree) or tree.words[at] != ",":
            return at
        close = next((n for n in range(at + 1, min(at + 6, len(tree))) if tree.words[n] == ","), None)
        if close is None or any(tree.finite(n) or tree.feat(n, "Case") == "Nom" for n in range(at + 1, close)):
            return at
        return close + 1

    def _agree(self, tree: Tree, noun: int, verb: int) -> bool:
        one, other = tree.feat(noun, "Number"), tree.feat(verb, "Number")
        return not one or not other or one == other

    def _where(self, tree: Tree, verb: int) -> tuple[Actor, int] | None:
        """The body in which something is said by nobody in particular: "в посольстве заявили"."""
        if tree.feat(verb, "Number") != "Plur":
            return None
        low, high = self.around(tree, verb)
        if any(tree.has(at, self.story.rules.there) for at in range(low, high)):
            told = self.cast.body_last(tree)
            return None if told is None else (told, verb)
        places = [
            at
            for at in range(low, high)
            if (tree.feat(at, "Case") == "Loc" or tree[at].text.isupper())
            and tree[at].pos in NOUNS | {"X"}
            and any(tree.words[before] in self.story.rules.place_words for before in self._before(tree, at))
        ]
        inside = {at for other in places for at in range(other + 1, tree.noun_phrase(other)[1])}
        for at in sorted(places, key=lambda at: (at in inside, abs(at - verb))):
            actor = self.cast.resolve(tree, at)
            if actor is not None and actor.kind in {PersonKind.ORGANISATION, PersonKind.STATE}:
                return actor, at
        return None

    def _beside(self, tree: Tree, subject: int, verb: int) -> bool:
        """Whether no comma parts a subject from its verb."""
        return not any(tree.words[at] == "," for at in range(min(subject, verb), max(subject, verb)))

    def _before(self, tree: Tree, at: int) -> list[int]:
        """The token before a noun and its adjectives."""
        before = at - 1
        while before >= 0 and tree[before].pos in {"ADJ", "DET", "NUM"}:
            before -= 1
        return [before] if before >= 0 else []

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
        start = tree[at].start
        inside = next((q for q in self.story.quotations if q.outer_start <= start < q.outer_stop), None)
        return inside is not None and inside not in self.story.speech

    def _shared(self, frame: Frame, verb: int, last: Actor | None) -> bool:
        """Take the subject of the verb that this one is joined to, or hangs from as a participle of manner."""
        tree = frame.tree
        seen = verb
        for above in tree.ups(verb):
            one, two = tree.feat(verb, "Number"), tree.feat(above, "Number")
            if one and two and one != two:
                return False
            joined = tree[seen].rel in {"conj", "advcl", "xcomp", "parataxis"} or tree.feat(verb, "VerbForm") == "Conv"
            if not joined:
                return False
            if self._told_of(tree, above, verb):
                seen = above
                continue
            for subject in self._subjects(tree, above):
                actor = None if self.cast.is_outlet(tree, subject) else self.cast.resolve(tree, subject, last)
                if actor is not None:
                    frame.speaker, frame.sure = actor, True
                    return True
            if (body := self._where(tree, above)) is not None:
                frame.speaker = body[0]
                return True
            seen = above
        return False

    def _told_of(self, tree: Tree, above: int, verb: int) -> bool:
        """Whether a verb that the tree joins to one in what is said goes on from the verb of saying: "и попросил"."""
        if self.story.rules.by_tree or not tree.finite(verb):
            return False
        frame = next((at for at in tree.ups(above) if tree.look(at, self.story.rules.sayings) and tree.finite(at)), -1)
        names = ("Tense", "Number", "Gender")
        one, own, other = (tuple(tree.feat(n, name) for name in names) for n in (frame, verb, above))
        return frame >= 0 and one == own != other

    def _reach(self, frame: Frame, subject: int) -> None:
        """Widen the frame over its subject."""
        low, high = frame.tree.noun_phrase(subject)
        while high < len(frame.tree) and self.cast.people.at(frame.tree, high) is not None:
            high += 1
        frame.low, frame.high = min(frame.low, low), max(frame.high, high)

    def _cited(self, frame: Frame, last: Actor | None) -> None:
        """Whom an outlet passes on, where it says so: "со ссылкой на МИД"."""
        tree = frame.tree
        for at in range(len(tree)):
            for phrase in self.story.rules.citing:
                words = tuple(phrase.split())
                if not tree.phrase(at, words):
                    continue
                head = at + len(words)
                while head < len(tree) and (
                    tree[head].pos in {"ADJ", "DET", "ADP"} or tree.has(head, self.story.rules.possessives)
                ):
                    head += 1
                head = tree.compound_head(head)
                if head < len(tree) and not self.cast.is_outlet(tree, head):
                    actor = self.cast.resolve(tree, head, last)
                    if actor is None and self.story.rules.by_tree:
                        actor = self.cast.described(tree, head)
                    if actor is not None:
                        frame.speaker, frame.outlet, frame.subject = actor, False, head
                        if frame.saying is not None and not self.story.rules.by_tree:
                            frame.saying = replace(frame.saying, weak=False)  # the press passes on what was said
                        frame.high = max(frame.high, tree.noun_phrase(head)[1])
                        return
