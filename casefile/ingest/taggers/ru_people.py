"""What slovnet takes for people's names in Russian, weighed by the dictionary and by the other names of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from casefile.errors import IngestError
from casefile.ingest.analysis import Entity, Named, Sentence, Token

_MARKS = ("Name", "Surn", "Patr", "Geox")
_TWO, _THREE = 2, 3
_SHORT = 5  # letters of a Korean or Chinese name, or less
#: Family names of Korea, which stand before the other names.
_FAMILY_FIRST = re.compile(
    r"(?<!\w)(Пак|Ким|Чхве|Чой|Чон|Чан|Кан|Чо|Юн|Лим|Хан|Син|Шин|Квон|Хван|Сон|Пэ|Хон|Мун|Чжан|Чэнь|Чжао|Лю) $"
)
#: What comes before the name of whom a place or a prize is called after.
_NAMED_AFTER = re.compile(r"(?<!\w)(?:имени|им\.) $", re.IGNORECASE)
#: Words of a name for whose child somebody is.
_WHOSE_CHILD = re.compile(r" (?:кызы|гызы|оглы|оглу|углы|уулу)(?!\w)")
_OPENING = frozenset("«“„\"'(—–-:")


@lru_cache(maxsize=1)
def analyzer() -> Any:
    """pymorphy3's analyser, which takes a tenth of a second to load."""
    try:
        from pymorphy3 import MorphAnalyzer
    except ImportError as error:
        raise missing(error) from error
    return MorphAnalyzer()


def missing(error: ImportError | None) -> IngestError:
    """What to tell of a package that is not there."""
    what = getattr(error, "name", None) or "natasha"
    return IngestError(
        f"Russian texts need “{what}”, which is not installed.",
        "Install what Russian needs: pip install 'casefile[ingest-ru]'.",
    )


@lru_cache(maxsize=8192)
def known(word: str, mark: str) -> bool:
    """Whether the dictionary has `word` as one with the mark."""
    return any(mark in parse.tag for parse in analyzer().parse(word) if parse.is_known)


def bare(text: str, entity: Entity) -> Entity:
    """A person's name without the common noun that a capital at the beginning of a line made part of it."""
    words = text[entity.start : entity.stop].split(" ")
    if entity.kind is not Named.PERSON or len(words) < _TWO or not _common(words[0]):
        return entity
    begins = re.search(r"(?:^|[\n.!?…:«“„(—–-])\s*$", text[: entity.start])
    if not begins and len(words) == _TWO:
        return entity  # "министр Роза Вайс": so far from a capital that a sentence asks for, it is a name
    second_is_last = len(words) == _TWO and (known(words[1], "Name") or len(words[1].rstrip(".")) == 1)
    if second_is_last or not words[1][:1].isupper() or "." in words[1]:
        return entity  # "Скрипач Анна" may be a surname first
    return Entity(entity.start + len(words[0]) + 1, entity.stop, entity.kind)


@lru_cache(maxsize=8192)
def _common(word: str) -> bool:
    """Whether a word, and each part of a double one, is known as a noun of the language and as nobody's name."""
    for part in word.split("-"):
        parses = [parse for parse in analyzer().parse(part) if parse.is_known]
        if not parses or any(mark in parse.tag for parse in parses for mark in _MARKS):
            return False
        if not any(parse.tag.POS == "NOUN" for parse in parses):
            return False
        if not all(parse.tag.POS in {"NOUN", "ADJF", "PRTF"} for parse in parses):
            return False
    return True


@lru_cache(maxsize=8192)
def _participle(word: str) -> bool:
    """Whether a word is known as a participle and as nobody's name: "Обвиняемой", "Встретивший"."""
    parses = [parse for parse in analyzer().parse(word) if parse.is_known]
    named = any(mark in parse.tag for parse in parses for mark in _MARKS)
    return not named and any(parse.tag.POS == "PRTF" for parse in parses)


def weighed(text: str, sentences: tuple[Sentence, ...], entities: list[Entity]) -> Iterator[Entity]:
    """The entities, without the people who are none, and with those who were taken for places."""
    entities = [
        _whole(text, entity) if entity.kind is Named.PERSON else entity
        for entity in entities
        if entity.kind is not Named.PERSON or not _NAMED_AFTER.search(text, 0, entity.start)
    ]
    words = {entity: text[entity.start : entity.stop].split() for entity in entities}
    lasts = {_lemmas(found[-1]) for entity, found in words.items() if entity.kind is Named.PERSON and len(found) > 1}
    members = frozenset().union(*lasts)
    places = frozenset().union(
        *(_lemmas(found[0]) for each, found in words.items() if each.kind is Named.PLACE and len(found) == 1)
    )
    for entity in entities:
        found = words[entity]
        if len(found) == 1 and entity.kind is Named.PLACE and _lemmas(found[0]) & members:
            if not known(found[0], "Geox"):
                entity = Entity(entity.start, entity.stop, Named.PERSON)  # noqa: PLW2901 - the same, told better
        elif entity.kind is Named.PERSON and len(found) == 1:
            own = _lemmas(found[0])
            if not own & members and (own & places or _no_name(sentences, entity)):
                if own & places:
                    yield Entity(entity.start, entity.stop, Named.PLACE)
                continue
        yield entity


def _whole(text: str, entity: Entity) -> Entity:
    """A person's name with the words that the tagger left out of it, and without one that cannot be of it."""
    start, stop = entity.start, entity.stop
    words = text[start:stop].split()
    if (before := _FAMILY_FIRST.search(text, 0, start)) and all(len(word) <= _SHORT for word in words):
        start = before.start(1)
    elif len(words) >= _THREE and _loose(words):
        stop -= len(words[-1]) + 1
    if after := _WHOSE_CHILD.match(text, stop):
        stop = after.end()
    return Entity(start, stop, entity.kind)


@lru_cache(maxsize=8192)
def _lemmas(word: str) -> frozenset[str]:
    """What a name may be in the nominative, roughly: without the endings that a case or a gender may give it."""
    folded = word.casefold().replace("ё", "е").strip('«»"“”„.,')
    stem = re.sub(r"(?:ого|ому|ой|ым|ом|ем|ая|ую|[аеиоуыьюя])$", "", folded)
    return frozenset({folded, stem})


def _no_name(sentences: tuple[Sentence, ...], entity: Entity) -> bool:
    """Whether a word alone has its capital from where it stands, or is only what something is called after.

    A noun of the language at the beginning of a sentence; an adjective before what it describes ("Моздокский райсуд");
    an occasion on which somebody is congratulated.
    """
    for sentence in sentences:
        for at, token in enumerate(sentence.tokens):
            if token.start != entity.start:
                continue
            tokens = sentence.tokens
            begins = at == 0 or tokens[at - 1].text in _OPENING
            if begins and (_common(token.text) or _participle(token.text)):
                return True
            return _describes(tokens, at, begins=begins) or _is_occasion(tokens, at)
    return False


def _describes(tokens: tuple[Token, ...], at: int, *, begins: bool) -> bool:
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or following.pos != "NOUN":
        return False
    nouns = [parse.tag for parse in analyzer().parse(following.text) if parse.tag.POS == "NOUN"]
    return (
        following.text.islower()
        and any(parse.tag.POS == "ADJF" for parse in analyzer().parse(token.text))
        and (begins or all("inan" in tag for tag in nouns))
        and token.feats.get("Case") == following.feats.get("Case")
    )


def _is_occasion(tokens: tuple[Token, ...], at: int) -> bool:
    head = tokens[at].head
    above = {head, tokens[head].head} if head >= 0 else set()
    return (
        at > 0
        and tokens[at - 1].text.casefold() in {"с", "со"}
        and any(place >= 0 and tokens[place].lemma in {"поздравить", "поздравлять"} for place in above)
    )


def _loose(words: list[str]) -> bool:
    """Whether the last of a name's words cannot be of it: a man's in an oblique case would have an ending as well."""
    first = [parse.tag for parse in analyzer().parse(words[0]) if parse.is_known and "Name" in parse.tag]
    oblique = bool(first) and all("nomn" not in tag and "masc" in tag for tag in first)
    return oblique and words[-2][-1:] in "аяуюемо" and words[-1][-1:] in "бвгджзклмнпрстфхцчшщ"
