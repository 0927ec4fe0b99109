"""Finds the names of given people in running text, in whatever script, order and grammatical case they stand there.

`casefile.names` says how likely two names are one; here a text is searched for any of many names at once, so every
word of it is looked up under the keys by which names compare.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from casefile.names import (
    ARTICLES,
    MOST_WORDS,
    OBLIQUE,
    WORD,
    fold,
    fold_spans,
    nominatives,
    script_of,
    transliterate,
    wider_keys,
    word_keys,
    words_in,
)

#: Endings that languages in Latin letters hang on a name: English -s, Azerbaijani and Turkish cases and plurals.
_HUNG_ON = re.compile(r"(?:s|l[ae]r)?(?:n?[iıuü]n|n?[iıuü]|y?[aəe]|n?d[aəe]n?|l[aəe]|d[iıuü]r)?$")
_NOMINATIVE = ("", "а", "я", "ая", "ое")
_PLURAL = ("ых", "их", "ами", "ам", "ах")
#: Sounds that Arabic has no letter for, and those whose letters are written for them.
_LIKE_IN_ARABIC = str.maketrans({"v": "f", "p": "b", "g": "j"})
_CONSONANTAL = {"Arab", "Hebr"}  # scripts that leave short vowels out
#: Scripts that do not part words.
UNSPACED = {"Hani", "Jpan", "Thai"}
_ADDRESS = re.compile(r"[@#/]|www\.", re.IGNORECASE)  # what stands in addresses and handles, where words run together
_TELLING = 4  # letters from which on a word of a name tells of somebody by itself
_SURE_KEY = 7  # letters of a key that may be one letter off in another script: Hüseynov, Гусейнов


class Sought(NamedTuple):
    """A name that is looked for in texts.

    Attributes:
        owner: What it is reported under.
        text: The name.
        personal: Whether a part of it tells of its owner already, as a surname does; of a body's name it takes all.
    """

    owner: str
    text: str
    personal: bool = True


class Found(NamedTuple):
    """Where a text names somebody: whom, and from which character of the text to which."""

    owner: str
    start: int
    end: int


class _Word(NamedTuple):
    name: int
    place: int
    telling: bool


class NameFinder:
    """Finds names in running text, in any script, order and grammatical case.

    It would rather find too much than too little: what it finds is shown to a person, who decides.

    Args:
        sought: The names to find.
        known: Names of other people, who may be called the same: a word that both share is no finding by itself.
    """

    def __init__(self, sought: Sequence[Sought], known: Iterable[str] = ()) -> None:
        self._sought = sought
        self._known = _Index([words for name in known if (words := _words_of(name)) and not _described(words)])
        self._index = _Index([_words_of(name.text) for name in sought], wide=True)
        self._verbatim = [(name.owner, key) for name in sought if (key := _verbatim_key(name.text))]

    def find(self, text: str) -> list[Found]:
        """Every naming in `text`, each owner once, in order of appearance."""
        plain, origin = _without_marks(text)
        tokens = [(match.start(), match.end()) for match in WORD.finditer(plain)]
        words = [plain[start:end] for start, end in tokens]
        named = [self._index.named(word) for word in words]
        found: dict[str, Found] = {}
        for place, entries in enumerate(named):
            for entry in entries:
                last = self._last(words, named, place, entry)
                if last is not None:
                    owner = self._sought[entry.name].owner
                    span = Found(owner, origin[tokens[place][0]], origin[tokens[last][1] - 1] + 1)
                    found.setdefault(owner, span)
        for owner, start in self._spelled(plain):
            found.setdefault(owner, Found(owner, origin[start], origin[start] + 1))
        return sorted(found.values(), key=lambda item: item.start)

    def _last(self, words: list[str], named: list[set[_Word]], place: int, entry: _Word) -> int | None:
        """The place of the last word of the naming that begins at `place`; None where it is none."""
        size = self._index.sizes[entry.name]
        personal = self._sought[entry.name].personal
        telling = size == 1 or (
            personal and entry.telling and not self._known.shares(self._index.words[entry.name][entry.place])
        )
        if telling and not self._of_another(words, place):
            return place
        if size == 1:
            return None
        needed = 2 if personal else size
        met = {entry.place}
        for ahead in range(place + 1, min(place + needed + 1, len(named))):
            met |= {other.place for other in named[ahead] if other.name == entry.name}
            if len(met) >= needed:
                return ahead
        return None

    def _of_another(self, words: list[str], place: int) -> bool:
        """Whether the word at `place` is part of the name of somebody known."""
        for entry in self._known.named(words[place]):
            beside = [words[near] for near in (place - 1, place + 1) if 0 <= near < len(words)]
            others = {other for word in beside for other in self._known.named(word)}
            if any(other.name == entry.name and other.place != entry.place for other in others):
                return True
        return False

    def _spelled(self, plain: str) -> Iterator[tuple[str, int]]:
        """Names that hold more than words, and, in addresses and handles, words of names that run into others."""
        if not self._verbatim and not _ADDRESS.search(plain):
            return
        folded, origin = fold_spans(plain)
        for owner, name in self._verbatim:
            edge = "" if script_of(name) in UNSPACED else r"(?:\b|(?<=_)|(?=_))"
            if match := re.search(f"{edge}{re.escape(name)}{edge}", folded):
                yield owner, origin[match.start()]
        for address in re.finditer(r"\S+", folded):
            if not _ADDRESS.search(address[0]):
                continue
            for entry, spelling in self._index.spellings():
                personal = self._sought[entry.name].personal
                at = address[0].find(spelling) if personal else -1
                if at >= 0 and not self._known.shares(self._index.words[entry.name][entry.place]):
                    yield self._sought[entry.name].owner, origin[address.start() + at]


class _Index:
    """Names by the keys of their words; by wider ones, too, where rather too much is to be found than too little."""

    def __init__(self, names: list[list[str]], *, wide: bool = False) -> None:
        self.words = names
        self._wide = wide
        self.sizes = [len(words) for words in names]
        self._by_key: dict[str, set[_Word]] = {}
        for number, words in enumerate(names):
            for place, word in enumerate(words):
                telling = len(word) >= _TELLING and not word.islower()
                keys = word_keys(word) | (wider_keys(word) if wide else frozenset())
                for key in keys | _skeletons(word, sought=True):
                    self._by_key.setdefault(key, set()).add(_Word(number, place, telling and key[0] != "="))
        self._long = [key for key in self._by_key if len(key) >= _SURE_KEY and key[0] not in "=~"]
        self._found: dict[str, set[_Word]] = {}

    def named(self, word: str) -> set[_Word]:
        """The words of names that `word` may be a form of."""
        if word not in self._found:
            self._found[word] = self._look_up(word)
        return self._found[word]

    def _look_up(self, word: str) -> set[_Word]:
        keys = _forms(word)
        found = {entry for key in keys for entry in self._by_key.get(key, ())}
        if not found and self._long and any(len(key) >= _SURE_KEY for key in keys):
            from rapidfuzz import process
            from rapidfuzz.distance import OSA

            for key in keys:
                if len(key) >= _SURE_KEY:
                    for near, _, _ in process.extract(key, self._long, scorer=OSA.distance, score_cutoff=1):
                        found |= {entry for entry in self._by_key[near] if self._in_other_script(entry, word)}
        if self._wide:
            found |= {entry for key in wider_keys(word) for entry in self._by_key.get(key, ())}
        short = fold(transliterate(word))
        for entry in list(found):  # a short word is too easily another one: it must be spelled alike
            own = self.words[entry.name][entry.place]
            if not entry.telling and len(own) < _TELLING and fold(transliterate(own)) == short and not word.islower():
                found.add(entry._replace(telling=len(own) == _TELLING - 1 and not own.islower()))
        return found

    def _in_other_script(self, entry: _Word, word: str) -> bool:
        return script_of(self.words[entry.name][entry.place]) != script_of(word)

    def shares(self, word: str) -> bool:
        """Whether a name here has this very word, in any script."""
        return any(key in self._by_key for key in word_keys(word) | _skeletons(word, sought=False))

    def spellings(self) -> Iterator[tuple[_Word, str]]:
        """Each long word of a name as it would stand in an address."""
        for number, words in enumerate(self.words):
            for place, word in enumerate(words):
                spelling = fold(transliterate(word))
                if len(spelling) > _TELLING:
                    yield _Word(number, place, telling=True), spelling


def _without_marks(text: str) -> tuple[str, list[int]]:
    """`text` without marks of their own and what is invisible, and where in it each character stands."""
    kept: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        if character.isascii():
            kept.append(character)
            origin.append(place)
        elif not unicodedata.combining(character) and unicodedata.category(character) != "Cf":
            parts = unicodedata.normalize("NFKC", character)  # up to 18 for one
            kept.append(parts)
            origin += [place] * len(parts)
    return "".join(kept), origin


def _words_of(name: str) -> list[str]:
    return [word for word in words_in(_without_marks(name)[0]) if word.lower() not in ARTICLES]


def _described(words: list[str]) -> bool:
    """Whether a name is rather a description: "brother of Jane Roe" makes nothing that it holds a known name."""
    return any(word.islower() and script_of(word) in {"Latn", "Cyrl"} for word in words)


def _verbatim_key(name: str) -> str:
    """The key of a name that holds what its words leave out (digits, signs, an unspaced script); empty for others."""
    plain = _without_marks(name)[0]
    more = any(character.isdigit() or character in "_@" for character in plain)
    too_long = len(WORD.findall(plain)) > MOST_WORDS
    none = not any(character.isalpha() for character in plain)
    return fold(plain) if more or too_long or none or script_of(plain) in UNSPACED else ""


@lru_cache(maxsize=65536)
def _forms(word: str) -> frozenset[str]:
    """The keys of everything that `word` in a text may be a form of."""
    base = re.split("['’ʼ]", word)[0]
    spellings = {word, base}
    if script_of(word) == "Cyrl":
        lowered = word.lower()
        stems = {lowered.removesuffix(ending) for ending in (*OBLIQUE, *_PLURAL) if lowered.endswith(ending)}
        spellings |= {*nominatives(word)}
        spellings |= {stem + end for stem in stems if len(stem) > 2 for end in _NOMINATIVE}  # noqa: PLR2004 - shorter is no name
    elif script_of(word) == "Latn":
        for start in range(max(_TELLING, len(base) - 7), len(base)):
            if _HUNG_ON.fullmatch(base[start:].lower()):
                spellings.add(base[:start])
    keys = {key for spelling in spellings if spelling for key in word_keys(spelling)}
    return frozenset(keys | _skeletons(base, sought=False))


def _skeletons(word: str, *, sought: bool) -> frozenset[str]:
    """Keys without vowels, by which a word in a script that leaves them out is compared with one in another.

    Those of words in such a script begin with "~" where they are sought, those of others with "=": a text in such a
    script is looked up under both, any other text under the first alone. Short ones tell nothing by themselves.
    """
    consonantal = script_of(word) in _CONSONANTAL
    keys = set(word_keys(word))
    if consonantal:  # the article and "and" are written together with the word
        bare = {word.removeprefix(start) for start in ("ال", "و", "ה", "ו")}
        keys |= {key for spelling in bare if spelling for key in word_keys(spelling)}
    bones = {re.sub("[aeiou]", "", key).translate(_LIKE_IN_ARABIC) for key in keys}
    signs = ("~",) if sought and consonantal else ("=",) if sought else ("~", "=") if consonantal else ("~",)
    return frozenset(sign + bone for bone in bones if len(bone) > 2 for sign in signs)  # noqa: PLR2004 - two consonants fit too much
