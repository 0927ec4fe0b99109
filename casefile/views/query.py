"""The language of searches and filters: from what a person types to a tree of what is wanted.

- ``Baku journalist``: records that hold all of these words, in any field, whatever the case and the accents.
- ``"stood trial"``: these words next to each other; “…” and «…» do as well.
- ``field:value``, ``field:"two words"``: records whose field holds that. `casefile.views.asking` lists the fields.
- ``by:(country:AZ)``: a field that names records takes a search for them in its place.
- ``-word``, ``-field:value``, ``NOT word``: records that are not like that.
- ``A OR B``; ``AND`` may be written, and binds tighter; parentheses group.
- ``@name``: a search that was saved under that name.

Only the shape of a query is read here; what a field takes, `casefile.views.asking` knows.
"""

from __future__ import annotations

import re
from typing import Any, Generic, NamedTuple, TypeVar, Union

from casefile.errors import InputError
from casefile.names import fold

_QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»"}
_BLANK = re.compile(r"\s+")
_FIELD = re.compile(r"([A-Za-z][A-Za-z_-]*):(?!//)")
_SAVED = re.compile(r"@([\w.-]+)")
_WORD = re.compile(r"[^\s()]+")
#: What a tree is made of: fields as they were typed, or with their values read.
Part = TypeVar("Part")
_DEEPEST = 40
_LONGEST = 4000


class QueryError(InputError):
    """A query that cannot be read.

    Args:
        query: The whole of it.
        at: The character, from 0, where it goes wrong.
        problem: What is wrong there, as a clause.
        hint: What to write instead.
    """

    def __init__(self, query: str, at: int, problem: str, hint: str) -> None:
        rest = query[at : at + 20].strip()
        where = f"at “{rest}{'…' if len(query) > at + 20 else ''}” (character {at + 1})" if rest else "at its end"
        super().__init__(f"The search cannot be read {where}: {problem}.", hint)
        self.at = at


class Text(NamedTuple):
    """What a record must hold.

    Attributes:
        words: Words that stand next to each other, folded; a single one where no quotation marks were typed.
        typed: The same as it was typed: spellings of names are compared by letters that folding evens out.
        exact: Whether it was quoted, so that no other spelling will do.
        at: Its place in the query.
    """

    words: str
    typed: str
    exact: bool
    at: int = 0


class Term(NamedTuple):
    """A field and what it must hold: a text, or a query for the records that it must name."""

    field: str
    value: str | Node
    at: int = 0


class Saved(NamedTuple):
    """A saved query by its name."""

    name: str
    at: int = 0


class All(NamedTuple, Generic[Part]):
    """Every part must hold; without parts it lets everything through."""

    parts: tuple[Part, ...]


class Either(NamedTuple, Generic[Part]):
    """One of the parts must hold."""

    parts: tuple[Part, ...]


class Not(NamedTuple, Generic[Part]):
    """What must not hold."""

    part: Part


Node = Union[Text, Term, Saved, "All[Node]", "Either[Node]", "Not[Node]"]


def parse(query: str) -> Node:
    """The tree of what `query` asks for.

    Raises:
        QueryError: It is not well formed; the error names the place.
    """
    if len(query) > _LONGEST:
        raise QueryError(query, _LONGEST, f"it is longer than {_LONGEST} characters", "Leave something out.")
    reader = _Reader(query)
    node = reader.either()
    if reader.at < len(query):  # only a parenthesis ends a group
        raise QueryError(query, reader.at, "nothing opens this parenthesis", 'Take it out, or quote it: ")"')
    return node


class _Reader:
    def __init__(self, query: str) -> None:
        self._query = query
        self._depth = 0
        self.at = 0
        self._skip()

    def either(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise QueryError(self._query, self.at, "it nests too deep", "Take parentheses out.")
        parts = [self._all()]
        while self._take("OR"):
            parts.append(self._all(after="OR"))
        self._depth -= 1
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _all(self, after: str = "") -> Node:
        start = self.at
        parts: list[Node] = []
        while self.at < len(self._query) and self._query[self.at] != ")" and not self._is("OR"):
            if self._take("AND"):
                after = "AND"
                continue
            parts.append(self._one())
            after = ""
        if after or (not parts and self._is("OR")):
            word = after or "OR"
            raise QueryError(
                self._query,
                self.at if after else start,
                f"something must stand on both sides of {word}",
                f'Write A {word} B; to search for the word itself, quote it: "{word}"',
            )
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self) -> Node:
        query, start = self._query, self.at
        if self._take("NOT"):
            return Not(self._operand("NOT"))
        if query[start] == "-" and start + 1 < len(query) and not query[start + 1].isspace():
            self.at += 1
            return Not(self._operand("-"))
        if query[start] == "(":
            return self._group()
        if query[start] in _QUOTES:
            return self._text(self._quoted(), start, exact=True)
        if match := _FIELD.match(query, start):
            return self._term(match)
        if match := _SAVED.match(query, start):
            self._move(match.end())
            return Saved(match[1], start)
        match = _WORD.match(query, start)
        assert match is not None  # noqa: S101 - neither a blank nor a parenthesis begins here
        self._move(match.end())
        return self._text(match[0], start, exact=False)

    def _operand(self, sign: str) -> Node:
        if self.at >= len(self._query) or self._query[self.at] == ")":
            hint = f'Write {"-" if sign == "-" else "NOT "}word; or quote it: "{sign}"'
            raise QueryError(self._query, self.at, f"nothing follows {sign}", hint)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise QueryError(self._query, self.at, "it nests too deep", f"Take {sign} out.")
        node = self._one()
        self._depth -= 1
        return node

    def _group(self) -> Node:
        start = self.at
        self._move(start + 1)
        inside = self.either()
        if self.at >= len(self._query):
            raise QueryError(self._query, start, "this parenthesis is never closed", 'Add ")", or quote it: "("')
        if inside == All(()):
            raise QueryError(self._query, start, "there is nothing between the parentheses", "Take them out.")
        self._move(self.at + 1)
        return inside

    def _term(self, match: re.Match[str]) -> Node:
        field, start = match[1], self.at
        self.at = match.end()
        after = self._query[self.at : self.at + 1]
        if not after or after.isspace() or after == ")":
            raise QueryError(
                self._query,
                start,
                f"nothing follows {field}:",
                f'Write {field}:VALUE without a blank; to search for the text itself, quote it: "{field}:"',
            )
        if after == "(":
            return Term(field, self._group(), start)
        if after in _QUOTES:
            return Term(field, self._quoted(), start)
        value = _WORD.match(self._query, self.at)
        assert value is not None  # noqa: S101 - neither a blank nor a parenthesis begins here
        self._move(value.end())
        return Term(field, value[0], start)

    def _quoted(self) -> str:
        """What stands between the quotation marks that begin here."""
        start = self.at
        closing = _QUOTES[self._query[start]]
        ends = [place for mark in closing if (place := self._query.find(mark, start + 1)) > 0]
        if not ends:
            raise QueryError(self._query, start, "this quotation mark is never closed", f"Add {closing[0]} at its end.")
        self._move(min(ends) + 1)
        return self._query[start + 1 : min(ends)]

    def _text(self, words: str, start: int, *, exact: bool) -> Node:
        folded = fold(words)
        if not folded:
            if exact:
                raise QueryError(self._query, start, "nothing stands between the quotation marks", "Take them out.")
            return All(())  # a sign that folding leaves nothing of, such as a lone accent
        return Text(folded, words, exact, start)

    def _is(self, operator: str) -> bool:
        end = self.at + len(operator)
        return self._query.startswith(operator, self.at) and (
            end == len(self._query) or self._query[end].isspace() or self._query[end] in "()"
        )

    def _take(self, operator: str) -> bool:
        if not self._is(operator):
            return False
        self._move(self.at + len(operator))
        return True

    def _move(self, at: int) -> None:
        self.at = at
        self._skip()

    def _skip(self) -> None:
        if match := _BLANK.match(self._query, self.at):
            self.at = match.end()


def words_of(node: Any) -> list[Text]:
    """The texts of a tree that what is found must hold or may hold, in the order typed; not those that it must not."""
    if isinstance(node, Text):
        return [node]
    if isinstance(node, All | Either):
        return [text for part in node.parts for text in words_of(part)]
    return []
