"""How a language's nouns and names get back to the form that a case file keeps: the nominative, or what is printed."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module, util
from typing import NamedTuple, Protocol

from casefile.ingest.analysis import Token


class NameForm(NamedTuple):
    """A name as it is read from a mention.

    Attributes:
        text: The nominative.
        gender: "Masc" or "Fem", or "" where the name does not tell.
        case: The case it stands in (UD), or "".
        sure: Whether hardly another nominative can be meant.
        options: Folded nominatives of the last word, in which a fuller form of the name elsewhere can be known again.
    """

    text: str
    gender: str
    case: str
    sure: bool
    options: frozenset[str]


class Forms(Protocol):
    """What the engine asks of a language's word forms."""

    def phrase(self, tokens: Sequence[Token], head: int) -> str:
        """The noun phrase `tokens`, whose head stands at the index `head` of them, in the nominative."""
        ...

    def name(self, tokens: Sequence[Token], *, case: str = "", gender: str = "") -> NameForm:
        """The name `tokens`, with the case and gender that its surroundings tell, if they do."""
        ...

    def bent(self, tokens: Sequence[Token], last: str, gender: str) -> NameForm | None:
        """The name `tokens`, where its last word is `last` in another case; None where no case fits.

        Args:
            tokens: The name.
            last: A surname in the nominative, folded.
            gender: That of its bearer, where it is known.
        """
        ...

    def family(self, first: Token, last: Token) -> NameForm | None:
        """The name of one of several people who share a surname that is printed in the plural, if it is."""
        ...

    def singular(self, tokens: Sequence[Token], head: int) -> str:
        """The noun phrase in the nominative of the singular."""
        ...

    def plural_name(self, word: str) -> bool:
        """Whether `word` can be a surname in the plural."""
        ...

    def first_name(self, word: str) -> bool:
        """Whether `word`, folded, can be the first name of somebody."""
        ...

    def patronymic(self, word: str) -> bool:
        """Whether `word`, folded, is a name after one's father."""
        ...

    def womans_name(self, word: str) -> bool:
        """Whether `word`, folded, can be a woman's first name as it stands."""
        ...

    def common_noun(self, word: str) -> bool:
        """Whether `word`, folded, is a noun for what people are and is nobody's name."""
        ...

    def counted(self, number: int, tokens: Sequence[Token], head: int) -> str:
        """So many of what the noun phrase `tokens` (without its numeral) names, in the nominative."""
        ...


def joined(tokens: Sequence[Token]) -> str:
    """`tokens` as they are printed, with one space wherever the text has any."""
    pieces = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is not None and before.stop < token.start:
            pieces.append(" ")
        pieces.append(token.text)
    return "".join(pieces)


def fold(text: str) -> str:
    """`text` as words are compared: without case, е for ё."""
    return text.casefold().replace("ё", "е")


def noun_as(token: Token, text: str) -> Token:
    """`token` with another text at the same place."""
    return Token(token.start, token.stop, text, token.lemma, token.pos, token.head, token.rel, token.feats)


class Plain:
    """For languages whose nouns and names do not change."""

    def phrase(self, tokens: Sequence[Token], head: int) -> str:  # noqa: ARG002 - what other languages ask for
        """As printed."""
        return joined(tokens)

    def name(self, tokens: Sequence[Token], *, case: str = "", gender: str = "") -> NameForm:
        """As printed."""
        text = joined(tokens)
        return NameForm(text, gender, case, sure=True, options=frozenset({fold(tokens[-1].text)}))

    def bent(self, tokens: Sequence[Token], last: str, gender: str) -> NameForm | None:  # noqa: ARG002 - as above
        """None: nothing changes."""
        return None

    def family(self, first: Token, last: Token) -> NameForm | None:  # noqa: ARG002 - what other languages ask for
        """Nobody's: surnames have no plural here."""
        return None

    def singular(self, tokens: Sequence[Token], head: int) -> str:
        """The head as its lemma."""
        noun = tokens[head]
        return joined([*tokens[:head], noun_as(noun, noun.lemma), *tokens[head + 1 :]])

    def plural_name(self, word: str) -> bool:  # noqa: ARG002 - as above
        """None are."""
        return False

    def first_name(self, word: str) -> bool:  # noqa: ARG002 - as above
        """Nobody knows."""
        return False

    def patronymic(self, word: str) -> bool:  # noqa: ARG002 - as above
        """None are known."""
        return False

    def womans_name(self, word: str) -> bool:  # noqa: ARG002 - as above
        """Nobody knows."""
        return False

    def common_noun(self, word: str) -> bool:  # noqa: ARG002 - as above
        """Nobody knows."""
        return False

    def counted(self, number: int, tokens: Sequence[Token], head: int) -> str:  # noqa: ARG002 - as above
        """A number in digits before the words as printed."""
        return f"{number} {joined(tokens)}"


def forms_for(lang: str) -> Forms:
    """The word forms of the language with the BCP 47 tag `lang`."""
    name = lang.partition("-")[0].casefold()
    if not name.isalpha() or util.find_spec(f"{__name__}.{name}") is None:
        return Plain()
    made: Forms = import_module(f"{__name__}.{name}").load()
    return made
