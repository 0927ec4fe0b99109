"""Which capitalised words of an English text name a person, a body or a place, where the model alone is often wrong.

The model takes unfamiliar surnames for places and bodies, and places and ships for people. What stands around the words
tells better: a title or an occupation, an age, "who", an apposition, or that the last word of a name is used alone
later, which nobody does with the name of a body.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casefile.ingest.analysis import Entity, Named
from casefile.ingest.rules.en_given import GIVEN
from casefile.ingest.rules.en_names import (
    HONORIFICS,
    NATIONALITIES,
    OUTLETS,
    PARTICLES,
    PEOPLE,
    SPEAKING_PLACES,
    THINGS,
)
from casefile.ingest.rules.en_numbers import NUMERALS
from casefile.ingest.rules.en_places import CAPITALS, COUNTRIES
from casefile.ingest.rules.en_speech import SPEAKERS
from casefile.ingest.taggers.clearnlp import Word
from casefile.ingest.taggers.english_name_words import (
    ARTICLED,
    DAYS,
    ENDINGS,
    FAR,
    GENDERS,
    HAPPENS_TO_PEOPLE,
    HELD,
    LONG_NAME,
    MONTHS,
    NICKNAMES,
    NO_PERSONS,
    OF_PEOPLE,
    PEOPLE_DO,
    PERSONS,
    PLACE_WORDS,
    PLACED,
    STATES,
    TITLE_WORDS,
    WORD,
)


@dataclass(slots=True)
class Run:
    """Capitalised words in a row, `first` to `last` of sentence `number`, that may be a name."""

    number: int
    first: int
    last: int
    texts: tuple[str, ...]

    @property
    def folded(self) -> tuple[str, ...]:
        """The words, folded."""
        return tuple(text.casefold() for text in self.texts)


class Names:
    """The names in the sentences of one text."""

    def __init__(self, sentences: Sequence[Sequence[Word]], found: Sequence[Entity]) -> None:
        self.sentences = sentences
        self.found = sorted(found, key=lambda entity: entity.start)
        self._starts = [entity.start for entity in self.found]
        #: Last words of the longer names, by which a word that opens a sentence is known for a name.
        self._lasts: frozenset[str] = frozenset()
        self.runs = [run for number in range(len(sentences)) for run in self._runs(number)]
        self._lasts = frozenset(run.folded[-1] for run in self.runs if len(run.texts) > 1) - THINGS - PERSONS
        self.runs = [run for number in range(len(sentences)) for run in self._runs(number)]
        #: Words that stand alone, but for "de la" and the like before them, with how many words those are.
        self.alone = {
            run.folded[-1]: len(run.texts) for run in self.runs if all(word in PARTICLES for word in run.folded[:-1])
        }

    def entities(self) -> list[Entity]:
        """Every name, corrected."""
        kinds = self._agreed([self._kind(run) for run in self.runs])
        surnames = {
            word
            for run, kind in zip(self.runs, kinds, strict=True)
            if kind is Named.PERSON and len(run.texts) > 1
            for word in (run.folded[-1], run.folded[0])
        }
        made = []
        for run, kind in zip(self.runs, kinds, strict=True):
            words = self.sentences[run.number]
            span = words[run.first].start, words[run.last].stop
            single = len(run.texts) == 1
            known = self._known_place(run)
            if kind is Named.PERSON or (single and run.folded[0] in surnames and not known):
                if not single or run.folded[0] in surnames or self._titled(run) or self._stands_alone(run):
                    made.append(Entity(*span, Named.PERSON))
                elif not known:  # a name alone that belongs to nobody in the text is mostly a town's
                    made.append(Entity(*span, Named.PLACE))
            elif single and not known and self._told_alone(run):
                made.append(Entity(*span, Named.PERSON))
            elif kind is not None and self._model(run) is Named.PERSON:
                made.append(Entity(*span, kind))
        taken = sorted((entity.start, entity.stop) for entity in made)
        starts = [start for start, _ in taken]

        def free(entity: Entity) -> bool:
            place = bisect_right(starts, entity.stop - 1) - 1
            return place < 0 or taken[place][1] <= entity.start

        made += (entity for entity in self.found if entity.kind is not Named.PERSON and free(entity))
        return sorted(made, key=lambda entity: entity.start)

    def _agreed(self, kinds: list[Named | None]) -> list[Named | None]:
        """The kinds of the runs, where a name that is a place's or a thing's at one place is so everywhere."""
        never = {
            run.folded
            for run, kind in zip(self.runs, kinds, strict=True)
            if kind is not Named.PERSON and (self._thing(run) or self._after_place_word(run))
        }
        sure = {run.folded for run in self.runs if self._titled(run)}
        return [
            Named.ORGANISATION if kind is Named.PERSON and run.folded in never - sure else kind
            for run, kind in zip(self.runs, kinds, strict=True)
        ]

    def _runs(self, number: int) -> Iterator[Run]:
        """The runs of capitalised words of a sentence, without titles and offices before them."""
        words = self.sentences[number]
        at = 0
        while at < len(words):
            if not self._capital(words, at):
                at += 1
                continue
            stop = at + 1
            while stop < len(words):
                if (self._capital(words, stop) and words[stop].text.casefold() not in HONORIFICS) or self._joins(
                    words, stop
                ):
                    stop += 1
                elif after := self._past_nickname(words, stop):
                    stop = after
                else:
                    break
            yield from self._cut(number, at, stop - 1)
            at = stop

    def _capital(self, words: Sequence[Word], at: int) -> bool:
        word = words[at]
        if at and ARTICLED.match(word.text) and words[at - 1].text[0].isupper():
            return True
        if not word.text[0].isupper() or word.pos in {"PRON", "DET", "ADP", "CCONJ", "SCONJ", "AUX", "PUNCT", "INTJ"}:
            return False
        if at == 0 or words[at - 1].text in {"“", '"', "‘", "«", ":"}:
            # the first word of a sentence is capital anyhow: only a name by what the tagger makes of it
            told = self._in_entity(word.start) is not None and word.tag not in {"VB", "VBP"}
            told = told or word.text.casefold() in self._lasts
            return word.pos == "PROPN" or told or self._opens_name(words, at)
        return word.pos in {"PROPN", "NOUN", "ADJ", "X", "VERB", "ADV"} or self._in_entity(word.start) is not None

    @staticmethod
    def _opens_name(words: Sequence[Word], at: int) -> bool:
        """Whether the first word of a sentence can be no word of English but only the first of a name."""
        after = words[at + 1].text if at + 1 < len(words) else ""
        then = words[at + 2].text if at + 2 < len(words) else ""
        foreign = not words[at].text.isascii() and after[:1].isupper()
        joined = after.casefold() in PARTICLES - {"e", "y", "st", "da", "do"} and then[:1].isupper()
        return foreign or (joined and words[at].pos not in {"VERB", "ADV"}) or words[at].text == after

    def _past_nickname(self, words: Sequence[Word], at: int) -> int:
        """Where a name goes on after what somebody is called among friends: Robert "Bobby" Callahan."""
        closes = NICKNAMES.get(words[at].text, "")
        stop = next((n for n in range(at + 2, min(at + 4, len(words))) if words[n].text == closes), 0)
        plain = stop and all(word.text[0].isupper() for word in words[at + 1 : stop])
        return stop + 1 if plain and stop + 1 < len(words) and self._capital(words, stop + 1) else 0

    def _joins(self, words: Sequence[Word], at: int) -> bool:
        """Whether a small word joins two parts of a name: "de la Cruz"."""
        after = at
        while after < len(words) and words[after].text.casefold() in PARTICLES and after - at < len(["de", "la"]):
            after += 1
        return at < after < len(words) and self._capital(words, after)

    def _cut(self, number: int, first: int, last: int) -> Iterator[Run]:
        """A run without what comes before the name: titles, offices, nationalities, months, all but a name."""
        words = self.sentences[number]
        low = first
        for at in range(first, last + 1):
            text = words[at].text.casefold()
            if at == last and low < at and self._ends_name(words, low, at):
                break  # "Martin Luther King"
            if at > first and words[at - 1].text in NICKNAMES:
                continue  # Gilberto "Boy" Reyes
            dated = text in MONTHS and at > 0 and words[at - 1].text.isdigit()
            if dated or text in HONORIFICS or text in PERSONS or text in TITLE_WORDS:
                low = at + 1
        low = self._past_adjectives(words, low, last)
        while low == first and low > 0 and words[low - 1].text in PARTICLES - {"e", "y", "st"} and low <= last:
            low = first = low - 1
        while last >= low and not WORD.search(words[last].text):
            last -= 1
        for at in range(low, last - 1):  # "citizen of the French Republic Ann Poe"
            if words[at].text.casefold() in STATES:
                yield Run(number, low, at, tuple(word.text for word in words[low : at + 1]))
                low = at + 1
        if low <= last and (low < last or len(words[low].text) > 1):
            yield Run(number, low, last, tuple(word.text for word in words[low : last + 1]))

    def _ends_name(self, words: Sequence[Word], low: int, last: int) -> bool:
        """Whether a word that could be a title is the last of what the model takes for a person's name."""
        found = self._in_entity(words[last].start)
        whole = found is not None and found.kind is Named.PERSON and found.start <= words[low].start
        return whole and words[last].text.casefold() not in HONORIFICS | TITLE_WORDS

    @staticmethod
    def _past_adjectives(words: Sequence[Word], low: int, last: int) -> int:
        """Where the name begins after an adjective of nationality that does not belong to a body ("Russian Igor X")."""
        if low < last and words[low].text.casefold() in NATIONALITIES and words[low].text.casefold() not in COUNTRIES:
            rest = {word.text.casefold() for word in words[low + 1 : last + 1]}
            if not rest & THINGS:
                return low + 1
        return low

    # -- what tells

    def _kind(self, run: Run) -> Named | None:
        model = self._model(run)
        if self._known_place(run):
            return Named.PLACE if model is not Named.ORGANISATION else model
        told = (self._honoured(run) and run.folded[-1] not in THINGS) or (len(run.texts) > 1 and self._aged(run))
        if self._thing(run) and not told:
            return Named.ORGANISATION if model is Named.PERSON else model
        if self._titled(run):
            return Named.PERSON
        if len(run.texts) > 1 and model is not Named.PERSON and self._told_a_person(run):
            return Named.PERSON
        placed = self._after_place_word(run) and self._before(run, 0) not in {"from", "to"}
        if 1 < len(run.texts) <= LONG_NAME and run.folded[0] in GIVEN and not placed:
            return Named.PERSON
        if model is Named.PERSON and len(run.texts) > 1 and self._loose(run):
            return Named.ORGANISATION
        if (
            model is Named.PERSON
            and len(run.texts) > 1
            and self._after_place_word(run)
            and not self._told_a_person(run)
        ):
            return Named.PERSON if self._before(run, 0) in {"from", "to"} else Named.PLACE
        return model

    def _loose(self, run: Run) -> bool:
        """Whether nothing tells that a name of several words is a person's, and they read as a firm's or a ship's."""
        words = self.sentences[run.number]
        after = run.last + 1
        ship = self._before(run, 0) == "the" and not (after < len(words) and words[after].pos == "NOUN")
        firm = words[run.last].tag in {"NNPS", "NNS"} or words[run.last].lemma in THINGS
        return (ship or firm) and not self._told_a_person(run)

    def _model(self, run: Run) -> Named | None:
        """What the model takes the run for, or the most of it."""
        words = self.sentences[run.number]
        kinds = [
            entity.kind
            for at in range(run.first, run.last + 1)
            if (entity := self._in_entity(words[at].start)) is not None
        ]
        return max(kinds, key=lambda kind: (kinds.count(kind), kind is Named.PERSON)) if kinds else None

    def _in_entity(self, offset: int) -> Entity | None:
        place = bisect_right(self._starts, offset) - 1
        return self.found[place] if place >= 0 and offset < self.found[place].stop else None

    def _before(self, run: Run, back: int) -> str:
        at = run.first - 1 - back
        return self.sentences[run.number][at].text.casefold() if at >= 0 else ""

    def _after(self, run: Run, ahead: int) -> str:
        words, at = self.sentences[run.number], run.last + 1 + ahead
        return words[at].text.casefold() if at < len(words) else ""

    @staticmethod
    def _known_place(run: Run) -> bool:
        name = " ".join(run.folded)
        return name in COUNTRIES or name in CAPITALS or name in SPEAKING_PLACES or name in NATIONALITIES

    def _thing(self, run: Run) -> bool:
        """Whether the words name a body, an outlet, a ship: by a word among them, or the noun before them."""
        name = " ".join(run.folded)
        if name in OUTLETS or not OUTLETS.isdisjoint(run.folded) or run.folded[-1] in COUNTRIES:
            return True
        if run.folded[0] in COUNTRIES or self._after(run, 0) in PLACED:
            return True
        if any(map(str.isdigit, name)) or any(word in THINGS for word in run.folded):
            return True
        before = self._before(run, 0)
        return before in THINGS and before not in PERSONS | STATES | {"guard", "security", "police"}

    def _honoured(self, run: Run) -> bool:
        at = run.first - 1
        words = self.sentences[run.number]
        return at >= 0 and words[at].text[0].isupper() and words[at].text.casefold() in HONORIFICS

    def _titled(self, run: Run) -> bool:
        """Whether a title, an office or an occupation stands right before the name ("border guard Tiit Raud")."""
        before = self._before(run, 0)
        person = before in PERSONS and before not in NATIONALITIES
        return self._honoured(run) or person or before in {"guard", "counsel"}

    def _told_a_person(self, run: Run) -> bool:
        """Whether what stands around the name says that it is a person's."""
        after, then = self._after(run, 0), self._after(run, 1)
        if self._aged(run) or (self._before(run, 0) == "of" and self._before(run, 1) in OF_PEOPLE):
            return True
        if after in {",", "(", "–", "-", "—"} and self._noun_of_person(run.number, run.last + 2):
            return True
        if after == "who" or (after == "," and then == "whose"):
            return True
        if self._before(run, 0) == "," and self._ends_with_person(run.number, run.first - 2):
            return True
        if self._beside_person(run) or self._acts_as_person(run):
            return True
        return (
            self.alone.get(run.folded[-1], len(run.texts)) < len(run.texts)
            and run.folded[-1] not in THINGS
            and run.folded[-1] not in NATIONALITIES
        )

    def _aged(self, run: Run) -> bool:
        """Whether an age or "who" follows, as only after the names of people."""
        after, then = self._after(run, 0), self._after(run, 1)
        aged = then.isdigit() and len(then) == len("44") and self._after(run, 2) in {",", ")", ".", ";"}
        return after in {",", "(", "–", "-", "—"} and (aged or then == "who" or then.endswith("year-old"))

    def _beside_person(self, run: Run) -> bool:
        """Whether the name is one of two with the name of a person: "Jane Roe and Viktor Samoilov"."""
        words = self.sentences[run.number]
        beside = []
        if self._after(run, 0) == "and" and run.last + 2 < len(words):
            beside.append(self._in_entity(words[run.last + 2].start))
        if self._before(run, 0) == "and" and run.first > 1:
            beside.append(self._in_entity(words[run.first - 2].start))
        return any(
            each is not None and each.kind is Named.PERSON and each.stop - each.start > len("Narva") for each in beside
        )

    def _acts_as_person(self, run: Run) -> bool:
        """Whether the grammar of the sentence puts the name where only people stand: "X was detained"."""
        words = self.sentences[run.number]
        top = next(
            (at for at in range(run.first, run.last + 1) if not run.first <= words[at].head <= run.last), run.last
        )
        while words[top].rel == "conj" and words[top].head >= 0 and words[words[top].head].pos == "PROPN":
            top = words[top].head
        above = words[top].head
        if above < 0 or words[above].lemma not in HAPPENS_TO_PEOPLE:
            return False
        passive = words[above].tag == "VBN"
        return words[top].rel in ({"nsubjpass", "dobj"} if passive or words[top].rel == "dobj" else {"nsubj"}) and (
            passive or words[top].rel == "dobj" or words[above].lemma in PEOPLE_DO
        )

    def _stands_alone(self, run: Run) -> bool:
        """Whether a name of one word that the model takes for a person's is one, though the text never completes it."""
        return self._called(run) or self._told_alone(run)

    def _told_alone(self, run: Run) -> bool:
        """Whether one word is told to be a person: "Budi, a 45-year-old fisherman", "Chen was detained"."""
        if run.folded[0] in THINGS | OUTLETS | MONTHS | DAYS or self._before(run, 0) in PLACE_WORDS | {"on", "the"}:
            return False
        words = self.sentences[run.number]
        above = words[run.last].head
        held = above >= 0 and words[above].lemma in HELD and self._acts_as_person(run)
        counted = self._after(run, 1).isdigit() or self._after(run, 1) in NUMERALS
        described = self._after(run, 0) in {",", "("} and not counted and self._noun_of_person(run.number, run.last + 2)
        return self._aged(run) or held or (described and words[run.last].pos == "PROPN")

    def _called(self, run: Run) -> bool:
        """Whether one word alone is what somebody is called: "his wife, Pamela"."""
        return (
            self._model(run) is Named.PERSON
            and self._before(run, 0) == ","
            and self._ends_with_person(run.number, run.first - 2)
        )

    def _noun_of_person(self, number: int, start: int) -> bool:
        """Whether the noun phrase that begins here says what a person is: "a lawyer for the family"."""
        words = self.sentences[number]
        for at in range(start, min(start + FAR, len(words))):
            text = words[at].text.casefold()
            if words[at].lemma in PERSONS or text in PERSONS:
                return True
            if words[at].pos in {"VERB", "AUX", "PUNCT", "ADP", "CCONJ"}:
                return False
        return False

    def _ends_with_person(self, number: int, last: int) -> bool:
        """Whether the noun phrase that ends here says what a person is: "the Polish foreign minister, ..."."""
        words = self.sentences[number]
        led = any(words[at].text == "of" for at in range(max(last - 3, 0), last))  # "the president of the court, X"
        for at in range(last, max(last - FAR, -1), -1):
            if words[at].lemma in PERSONS | {"counsel"}:
                return True
            if words[at].pos in {"VERB", "AUX", "PUNCT"} or (words[at].pos == "NOUN" and at == last and not led):
                return False
        return False

    def _after_place_word(self, run: Run) -> bool:
        out = self._before(run, 0) == "of" and self._before(run, 1) == "out"
        return out or self._before(run, 0) in PLACE_WORDS


def corrected(sentences: Sequence[Sequence[Word]], found: Sequence[Entity]) -> list[Entity]:
    """The names of a text: those that the model found in `sentences`, and those that it should have found."""
    return Names(sentences, found).entities()


def person(word: Word) -> bool:
    """Whether a noun names a human being, as far as its lemma tells."""
    last = word.lemma.rpartition("-")[2]
    known = last in PERSONS or last in PEOPLE or last in SPEAKERS
    return known or (last.endswith(ENDINGS) and last not in NO_PERSONS)


def gender_before(words: Sequence[Word], first: int) -> str:
    """What the title or noun before a name tells of the gender of its bearer: "Masc", "Fem" or nothing."""
    for at in range(first - 1, max(first - 4, -1), -1):
        text = words[at].text.casefold()
        if text in GENDERS:
            return GENDERS[text]
        if text.endswith("woman"):
            return "Fem"
        if text.endswith("man") and words[at].pos == "NOUN":
            return "Masc"
        if words[at].text != ",":
            break
    return ""


def office_before(words: Sequence[Word], first: int) -> int | None:
    """The noun before a name, and before its "Mr" or rank, that says what its bearer is, if one stands there."""
    at = first - 1
    while at >= 0 and words[at].text[0].isupper() and words[at].text.casefold() in HONORIFICS:
        at -= 1
    if at < 0:
        return None
    text = words[at].text.casefold()
    noun = text in PERSONS | {"guard"} or (words[at].lemma in PERSONS and words[at].tag not in {"VBD", "VBN"})
    return at if noun and words[at].pos in {"NOUN", "PROPN", "VERB", "ADJ"} else None
