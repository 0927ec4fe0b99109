"""A name as its words: which are initials or patronymics, which belong together, and which tell nobody from another."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from casefile.names.consonants import without_article
from casefile.names.folding import LONGEST, MOST_WORDS, WORD, latin, script_of, unmarked
from casefile.names.grammar import child, patronymic

#: What may stand or be missing before a name and does not tell it from another.
ARTICLES = {"al", "el", "ал", "эль", "аль", "the"}
#: The Arabic article as it is written before a hyphen, the last letter that of the word: as-Sadr, ar-Rahman.
_ARTICLE = re.compile("[aeu](?:l|[rsnztd]|sh|th|dh)")
#: Words between names that say no more than "son of", and may be missing.
_BETWEEN = {"bin", "ibn", "ben", "bint", "bn"}
#: "Servant of", which is no name by itself, and what is left of the article that follows it.
_SERVANT = re.compile(r"(abd|абд)(?:[aeuаеуэ]([lrsnztdлрснзтд]?)ь?)?")
_INITIAL = 4  # letters that a dotted initial has at most: "Shch."


class Word(NamedTuple):
    """A word of a name.

    Attributes:
        text: The word in lower case, without an article.
        initial: Whether it is but the beginning of one.
        whole: The word with its article; empty where there is none.
        father: The name that a patronymic is made of; empty for other words.
        whose: Whether it is a man's or a woman's patronymic ("man", "woman").
        apart: Whether the father's name stands by itself, as in "Heydər oğlu".
    """

    text: str
    initial: bool = False
    whole: str = ""
    father: str = ""
    whose: str = ""
    apart: bool = False


@lru_cache(maxsize=65536)
def parse(name: str) -> tuple[Word, ...]:
    """The words by which a name is compared."""
    words: list[Word] = []
    article = ""
    matches = list(WORD.finditer(unmarked(name[:LONGEST])))
    for place, match in enumerate(matches):
        text, after = match[0].lower().replace("̇", ""), match.string[match.end() : match.end() + 1]
        last = place == len(matches) - 1
        if not last and _stands_before(text, after, first=not words):
            article = text
            continue
        if words and not last and latin(text) in _BETWEEN:
            continue
        whose = child(text) if words else ""
        if whose:
            father = words.pop().text
            words.append(Word(father, father=father, whose=whose, apart=True))
            continue
        words.append(parse_word(text, article, dotted=after == "."))
        article = ""
    return tuple(_servants(words))[:MOST_WORDS]


def written_together(words: tuple[Word, ...], place: int) -> Word:
    """The word at `place` and the next as one: "Jong-un" is Jongun."""
    one, other = words[place], words[place + 1]
    return Word(one.text + (other.whole or other.text))


def _stands_before(text: str, after: str, *, first: bool) -> bool:
    if text == "the" or (text in ARTICLES and not first):
        return True
    return after == "-" and bool(_ARTICLE.fullmatch(latin(text).replace("'", "")))


def parse_word(text: str, article: str = "", *, dotted: bool = False) -> Word:
    """A word by itself."""
    if len(text) == 1 or (dotted and len(text) <= _INITIAL and not _syllable(text)):
        return Word(text, initial=True)
    if script_of(text) == "Arab":
        bare = without_article(text)
        return Word(bare, whole=text if bare != text else "")
    father, whose = patronymic(text)
    return Word(text, whole=article + text if article else "", father=father, whose=whose)


def _syllable(text: str) -> bool:
    """Whether a dotted word is more than an initial: "Yu." and "Shch." are none, "Abu." and "Жан." are."""
    return bool(re.search("[aeiou][a-z]|[^aeiouyi][aeiou]", latin(text).replace("'", "")))


def _servants(words: list[Word]) -> list[Word]:
    """`words` with "Abd al-Karim", "Abdul Karim", "Abdulkarim" and "عبد الكريم" brought to one."""
    found: list[Word] = []
    for word in words:
        if found and (found[-1].text == "عبد" or _SERVANT.fullmatch(found[-1].text)):
            first = found.pop().text[:3]
            rest = re.sub("^(?:al|ал)(?=la|ла)", "", word.text)
            found.append(Word(first + rest))
            continue
        match = _SERVANT.match(word.text)
        if match and match[2] and len(word.text) > match.end() + 1:
            word = word._replace(text=match[1] + word.text[match.end() :])  # noqa: PLW2901 - the same word, bare
        elif word.text.startswith("عبدال") and len(word.text) > 6:  # noqa: PLR2004 - more than the article follows
            word = word._replace(text="عبد" + word.text[5:])  # noqa: PLW2901 - as above
        found.append(word)
    return found
