"""An article on its way through the engine: its sentences as trees, its quotations, headline and paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from casefile.ingest.analysis import Analysis, Entity
from casefile.ingest.drafts import Article
from casefile.ingest.forms import Forms, fold, forms_for
from casefile.ingest.quotes import Quotation, asides, paragraphs, quotations
from casefile.ingest.rules import Rules
from casefile.ingest.trees import Tree

#: A line without one of these at its end is a headline, if more follows.
_ENDS = re.compile(r"[.!?…:;»”\"]\s*$")
_ACRONYM = re.compile(r"\(([A-Z]{2,7})\)|\bor (?:the )?([A-Z]{2,7})\b")
_NAME_BEFORE = re.compile(r"(?:[A-Z][\w'’-]* (?:(?:of|for|and|the|on|de|du|des|in) )*){1,8}[A-Z][\w'’-]*$")
_ARTICLES = frozenset(["The", "A", "An"])
#: Characters that the name of a body has at most.
_LONGEST_NAME = 90
#: A quotation of fewer words, unless a frame of saying stands by it, is a name or a turn of phrase.
_SPEECH_WORDS = 4


class Story:
    """What the parts of the engine share about one article."""

    def __init__(self, analysis: Analysis, article: Article, rules: Rules) -> None:
        self.text = analysis.text
        self.rules = rules
        self.article = article
        self.forms: Forms = forms_for(analysis.lang)
        self.lang = analysis.lang
        self.entities = analysis.entities
        self.trees = [Tree(sentence, number) for number, sentence in enumerate(analysis.sentences)]
        self.paragraphs = paragraphs(self.text)
        self.quotations = quotations(self.text, rules.quotes, rules.speech_dashes)
        self._starts = [tree.start for tree in self.trees]

    @cached_property
    def headline(self) -> tuple[int, int]:
        """The first line, where it is a headline: statements and events in it are told again below."""
        if len(self.paragraphs) < 2:  # noqa: PLR2004 - a headline has a text under it
            return 0, 0
        first = self.paragraphs[0]
        line = self.text[first.start : first.stop]
        same = fold(line).strip(" .") == fold(self.article.title).strip(" .")
        return (first.start, first.stop) if same or not _ENDS.search(line) else (0, 0)

    @cached_property
    def body(self) -> int:
        """Where the text begins that tells: after the headline and the dateline."""
        start = self.headline[1]
        while start < len(self.text) and self.text[start].isspace():
            start += 1
        if self.rules.dateline and (match := re.compile(self.rules.dateline).match(self.text, start)):
            return match.end()
        return start

    def tree_at(self, offset: int) -> Tree | None:
        """The sentence that the character stands in, or the last before it."""
        place = bisect_right(self._starts, offset) - 1
        return self.trees[place] if place >= 0 else None

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph that the character stands in."""
        return bisect_right([line.start for line in self.paragraphs], offset) - 1

    @cached_property
    def speech(self) -> list[Quotation]:
        """The quotations that are long enough to be speech and not names or turns of phrase."""
        return [q for q in self.quotations if self._is_speech(q)]

    def _is_speech(self, quotation: Quotation) -> bool:
        words = re.findall(r"\w+", self.text[quotation.start : quotation.stop])
        before = self.text[: quotation.outer_start].rstrip()[-1:]
        if before == ":" or re.match(r"\s*,?\s*[–—-]\s", self.text[quotation.outer_stop : quotation.outer_stop + 4]):
            return bool(words)
        titled = before.isalnum() and self.text[quotation.start].isupper() and not self.rules.by_tree
        if titled and self.text[quotation.stop - 1] not in ".!?…,":
            return False  # "газета «Эль Фаро дель Сур»"
        led = before == "," or (len(words) > 1 and self.text[quotation.stop - 1] in ".,!?")
        if self.rules.by_tree and led and self.text[quotation.start].isupper():
            return bool(words)
        if self.rules.by_tree and len(words) == 1 and self.text[quotation.stop - 1] in ",?!":
            return self.text[quotation.start].isupper()  # “No,” he said
        if self.rules.by_tree and before == "," and self.text[quotation.stop - 1] in ".!?," and words:
            return self._resumed(quotation)
        return len(words) >= _SPEECH_WORDS and (
            self.text[quotation.start].isupper() or self.text[quotation.stop - 1] in ".!?…,"
        )

    def _resumed(self, quotation: Quotation) -> bool:
        """Whether it goes on from one that a frame broke off at a comma: “The list,” X said, “is final”."""
        before = [q for q in self.quotations if q.outer_stop < quotation.outer_start]
        if not before or self.text[before[-1].stop - 1] != ",":
            return False
        between = self.text[before[-1].outer_stop : quotation.outer_start]
        return "\n" not in between and not re.search(r"[.!?]\s", between)

    @cached_property
    def asides(self) -> list[tuple[int, int]]:
        """Frames of saying in the middle of a quotation: «..., – said so-and-so. – ...»."""
        heads = {phrase.split()[0] for phrase in self.rules.sayings}
        return [
            (start, stop)
            for quotation in self.speech
            for start, stop in asides(self.text, quotation)
            if any(
                start <= token.start < stop
                and (tree.has(at, heads) or (token.start == start and token.pos == "VERB" and tree.finite(at)))
                for tree in self.trees
                if tree.start < stop and start < tree.stop
                for at, token in enumerate(tree.tokens)
            )
        ]

    def in_name(self, offset: int) -> bool:
        """Whether the character stands in a name between quotation marks, which is no speech."""
        inside = next((q for q in self.quotations if q.outer_start <= offset < q.outer_stop), None)
        return inside is not None and inside not in self.speech

    def quoted(self, offset: int) -> Quotation | None:
        """The speech that the character stands in, if it does; a frame in the middle of speech is none of it."""
        if any(start <= offset < stop for start, stop in self.asides):
            return None
        return next((q for q in self.speech if q.outer_start <= offset < q.outer_stop), None)

    def told(self, tree: Tree, index: int) -> bool:
        """Whether the token is of what the article itself tells: neither of its headline nor of a quotation."""
        start = tree[index].start
        return start >= self.body and self.quoted(start) is None

    def phrase(self, tree: Tree, low: int, high: int, head: int) -> str:
        """A noun phrase in the nominative, without the capital that only the beginning of a sentence gave it."""
        made = self.forms.phrase(tree.tokens[low:high], head - low).strip(" ,")
        opens = low == 0 or tree.words[low - 1] in {"«", "“", '"', "–", "—", ":", "."} or tree[low].start == self.body
        opened = fold(made.split(" ")[0]) if made else ""
        first = next((at for at in range(low, high) if tree.words[at] == opened), low)
        following = tree[first + 1].text if first + 1 < high else ""
        capital = (
            self.rules.by_tree
            and (  # "Russian embassy", "Foreign Secretary"
                tree.has(first, self.rules.nationalities) or following[:1].isupper()
            )
        )
        if (
            opens
            and not capital
            and (tree[first].pos != "PROPN" or self.forms.common_noun(tree.words[first]))
            and not tree[first].text[1:2].isupper()
            and self.entity_at(tree[first].start) is None
        ):
            return made[:1].lower() + made[1:]
        return made

    def spelled_out(self, acronym: str) -> str:
        """The name that the text gives an abbreviation beside it: "Federal Security Service (FSB)"; or nothing."""
        return self._abbreviated.get(acronym, "")

    @cached_property
    def _abbreviated(self) -> dict[str, str]:
        """The names of bodies by their abbreviations, which the text prints in brackets or after "or"."""
        found: dict[str, str] = {}
        for match in _ACRONYM.finditer(self.text):
            before = self.text[max(0, match.start() - _LONGEST_NAME) : match.start()].rstrip(" ,")
            name = _NAME_BEFORE.search(before)
            words = name[0].split() if name else []
            while words and words[0] in _ARTICLES:
                words = words[1:]
            if len(words) > 1 and words[0][:1] == (match[1] or match[2])[:1]:
                found.setdefault(match[1] or match[2], " ".join(words))
        return found

    def entity_at(self, offset: int) -> Entity | None:
        """The name that the character stands in, if it does."""
        return next((entity for entity in self.entities if entity.start <= offset < entity.stop), None)
