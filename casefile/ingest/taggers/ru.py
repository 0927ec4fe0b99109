"""Russian texts taken apart by slovnet's models, as they ship inside natasha, with the lemmas of pymorphy3.

natasha itself is not imported: its pymorphy2 asks for a `pkg_resources` that new Pythons do not have, and nothing of
it is needed but the models in its folder. A paragraph is tagged by itself, so that a headline without a full stop does
not run into the line after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

from casefile.ingest.analysis import Analysis, Entity, Named, Sentence, Token
from casefile.ingest.taggers.ru_people import analyzer, bare, known, missing, weighed

_KINDS = {"PER": Named.PERSON, "ORG": Named.ORGANISATION, "LOC": Named.PLACE}
#: How pymorphy3 calls what Universal Dependencies call otherwise: a reading of a word is preferred that has them all.
_GRAMMEMES = {
    ("Case", "Nom"): "nomn", ("Case", "Gen"): "gent", ("Case", "Dat"): "datv", ("Case", "Acc"): "accs",
    ("Case", "Ins"): "ablt", ("Case", "Loc"): "loct", ("Number", "Sing"): "sing", ("Number", "Plur"): "plur",
    ("Gender", "Masc"): "masc", ("Gender", "Fem"): "femn", ("Gender", "Neut"): "neut",
}  # fmt: skip
_POS = {
    "NOUN": {"NOUN"}, "PROPN": {"NOUN"}, "ADJ": {"ADJF", "ADJS", "COMP"}, "VERB": {"VERB", "INFN", "PRTF", "PRTS",
    "GRND"},
    "AUX": {"VERB", "INFN"}, "ADV": {"ADVB", "COMP", "PRED"}, "PRON": {"NPRO"}, "DET": {"ADJF", "NPRO"},
    "NUM": {"NUMR"}, "ADP": {"PREP"}, "CCONJ": {"CONJ"}, "SCONJ": {"CONJ"}, "PART": {"PRCL"},
}  # fmt: skip
_TENSES = {"past": "Past", "pres": "Pres", "futr": "Fut"}
_LONGEST = 400  # words of a sentence that the parser is given at once: its memory grows with the square


class RussianTagger:
    """Slovnet's tagger, parser and name finder on one set of word vectors. Loading takes most of a second."""

    def __init__(self) -> None:
        try:
            from navec import Navec
            from razdel import sentenize, tokenize
            from slovnet import NER, Morph, Syntax

            place = find_spec("natasha")
        except ImportError as error:
            raise missing(error) from error
        if place is None or not place.submodule_search_locations:
            raise missing(None)
        data = Path(place.submodule_search_locations[0]) / "data"
        vectors = Navec.load(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar")
        models = data / "model"
        self._names = NER.load(models / "slovnet_ner_news_v1.tar").navec(vectors)
        self._parser = Syntax.load(models / "slovnet_syntax_news_v1.tar").navec(vectors)
        self._forms = Morph.load(models / "slovnet_morph_news_v1.tar").navec(vectors)
        self._sentenize = sentenize
        self._tokenize = tokenize
        analyzer()

    def analyse(self, text: str) -> Analysis:
        """Take `text` apart; any text, also an empty one, gives an analysis."""
        pieces = [
            (start, [(start + token.start, start + token.stop, token.text) for token in self._tokenize(words)])
            for start, words in self._sentences(text)
        ]
        pieces = [
            (start, tokens[first : first + _LONGEST])
            for start, tokens in pieces
            for first in range(0, len(tokens), _LONGEST)
        ]
        words = [[token[2] for token in tokens] for _, tokens in pieces]
        forms = self._forms.map(words)
        trees = self._parser.map(words)
        sentences = tuple(
            _sentence(tokens, form.tokens, tree.tokens)
            for (_, tokens), form, tree in zip(pieces, forms, trees, strict=True)
        )
        entities = list(weighed(text, sentences, list(self._entities(text))))
        entities = [_with_first_name(sentences, entities, entity) for entity in entities]
        entities += _overlooked(sentences, entities)
        return Analysis(text=text, lang="ru", sentences=sentences, entities=tuple(sorted(entities, key=_place)))

    def _sentences(self, text: str) -> Iterator[tuple[int, str]]:
        for start, line in _lines(text):
            for sentence in self._sentenize(line):
                if sentence.text.strip():
                    yield start + sentence.start, sentence.text

    def _entities(self, text: str) -> Iterator[Entity]:
        lines = list(_lines(text))
        for (start, _), found in zip(lines, self._names.map([line for _, line in lines]), strict=True):
            last: Entity | None = None
            for span in found.spans:
                entity = bare(text, Entity(start + span.start, start + span.stop, _KINDS[span.type]))
                if entity.kind is Named.PERSON and _is_place(text[entity.start : entity.stop]):
                    entity = Entity(entity.start, entity.stop, Named.PLACE)
                if last is not None and _goes_on(text, last, entity):
                    entity = Entity(last.start, entity.stop, entity.kind)
                elif last is not None:
                    yield last
                last = entity
            if last is not None:
                yield last


def load() -> RussianTagger:
    """A tagger for Russian.

    Raises:
        IngestError: What it needs is not installed.
    """
    return RussianTagger()


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for match in re.finditer(r"[^\n]+", text):
        if match[0].strip():
            yield match.start(), match[0]


def _is_place(word: str) -> bool:
    """Whether a single word is known as the name of a place and as nobody's."""
    return " " not in word and known(word, "Geox") and not known(word, "Name") and not known(word, "Surn")


def _place(entity: Entity) -> int:
    return entity.start


def _overlooked(sentences: tuple[Sentence, ...], entities: list[Entity]) -> Iterator[Entity]:
    """Names that the name finder did not see: a first name that is known, and a word with a capital in its case."""
    covered = {at for entity in entities for at in range(entity.start, entity.stop)}
    for sentence in sentences:
        for one, other in pairwise(sentence.tokens):
            if one.start in covered or other.start in covered or other.start != one.stop + 1:
                continue
            proper = one.pos == other.pos == "PROPN" and other.text[:1].isupper() and one.text[:1].isupper()
            if proper and known(one.text, "Name") and one.feats.get("Case") == other.feats.get("Case"):
                yield Entity(one.start, other.stop, Named.PERSON)


def _with_first_name(sentences: tuple[Sentence, ...], entities: list[Entity], entity: Entity) -> Entity:
    """A surname with the first name that the name finder left out, where the parser has joined the two."""
    if entity.kind is not Named.PERSON:
        return entity
    sentence = next((each for each in sentences if each.start <= entity.start < each.stop), None)
    tokens = sentence.tokens if sentence is not None else ()
    at = next((place for place, token in enumerate(tokens) if token.start == entity.start), 0)
    if at < 2 or tokens[at].rel != "flat:name" or tokens[at].head != at - 1:  # noqa: PLR2004 - a name, and a word before
        return entity
    first = tokens[at - 1]
    plain = first.pos == "PROPN" and first.text[:1].isupper() and first.text[1:].islower()
    free = not any(each.start <= first.start < each.stop for each in entities)
    return Entity(first.start, entity.stop, Named.PERSON) if plain and free else entity


def _goes_on(text: str, one: Entity, other: Entity) -> bool:
    """Whether two names side by side are one: a first name, and a patronymic or surname that stands in its case."""
    if one.kind is not Named.PERSON or other.kind is not Named.PERSON or text[one.stop : other.start] != " ":
        return False
    first, second = text[one.start : one.stop], text[other.start : other.stop].split(maxsplit=1)[0]
    return " " not in first and known(first, "Name") and not known(second, "Name")


def _sentence(tokens: list[tuple[int, int, str]], forms: Any, tree: Any) -> Sentence:
    heads = [int(node.head_id) - 1 for node in tree]
    heads = [head if head < len(heads) and head != index else -1 for index, head in enumerate(heads)]
    _break_circles(heads)
    made = tuple(
        Token(
            start,
            stop,
            text,
            lemma(text, pos, frozenset(form.feats.items())),
            pos,
            head,
            node.rel if head >= 0 else "root",
            dict(_of_verb(text)) if _mistaken(text, form) else _feats(text, form),
        )
        for (start, stop, text), form, node, head in zip(tokens, forms, tree, heads, strict=True)
        for pos in ("VERB" if _mistaken(text, form) else form.pos,)
    )
    return Sentence(tokens[0][0], tokens[-1][1], made)


@lru_cache(maxsize=65536)
def _of_verb(word: str) -> tuple[tuple[str, str], ...]:
    """The features of a word that the dictionary knows as a finite verb and as nothing else ("клянётся"), else none."""
    if not word.islower():
        return ()
    parses = analyzer().parse(word)
    if not all(parse.is_known and parse.tag.POS == "VERB" and "impr" not in parse.tag for parse in parses):
        return ()
    tag = parses[0].tag
    made = {name: value for (name, value), grammeme in _GRAMMEMES.items() if grammeme in tag and name != "Case"}
    made |= {"VerbForm": "Fin", "Voice": "Act", "Tense": _TENSES.get(str(tag.tense), "Past")}
    if tag.person:
        made["Person"] = str(tag.person)[0]
    return tuple(made.items())


def _mistaken(word: str, form: Any) -> bool:
    """Whether the tagger takes a finite verb for something else."""
    finite = form.pos in {"AUX", "PUNCT"} or (form.pos == "VERB" and form.feats.get("VerbForm", "Fin") == "Fin")
    return not finite and bool(_of_verb(word))


def _feats(word: str, form: Any) -> dict[str, str]:
    """The features of a word; the present of a perfective verb is what Russian has for a future."""
    feats = dict(form.feats)
    if feats.get("Tense") == "Pres" and feats.get("VerbForm", "Fin") == "Fin" and _is_future(word):
        feats["Tense"] = "Fut"
    return feats


@lru_cache(maxsize=8192)
def _is_future(word: str) -> bool:
    verbs = [parse.tag for parse in analyzer().parse(word) if parse.tag.POS == "VERB"]
    return bool(verbs) and all("futr" in tag for tag in verbs)


def _break_circles(heads: list[int]) -> None:
    """Hang every token under a root: the parser picks each token's head by itself, and may pick in a circle."""
    for index in range(len(heads)):
        seen = set()
        at = index
        while at >= 0 and at not in seen:
            seen.add(at)
            at = heads[at]
        if at >= 0:
            heads[at] = -1


@lru_cache(maxsize=65536)
def lemma(word: str, pos: str, feats: frozenset[tuple[str, str]]) -> str:
    """The dictionary form of `word`, by the reading of it that fits its part of speech and features best."""
    if not word[0].isalpha():
        return word
    wanted = {_GRAMMEMES[item] for item in feats if item in _GRAMMEMES}
    parses = analyzer().parse(word)
    best = max(parses, key=lambda parse: (parse.tag.POS in _POS.get(pos, ()), len(wanted & parse.tag.grammemes)))
    made = str(best.normal_form).replace("ё", "е")
    left, _, right = made.partition("-")
    if right and left == word.casefold().partition("-")[0] and pos in {"NOUN", "PROPN"}:
        halves = [parse for parse in analyzer().parse(left) if parse.is_known and parse.tag.POS == "NOUN"]
        changed = all(parse.normal_form != left for parse in halves)
        if (
            halves and changed and wanted & {"gent", "datv", "accs", "ablt", "loct", "plur"}
        ):  # "в компании-судовладельце"
            first = max(halves, key=lambda parse: len(wanted & parse.tag.grammemes))
            return f"{first.normal_form}-{right}".replace("ё", "е")
    return made
