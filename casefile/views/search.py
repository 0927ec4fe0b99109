"""What a search finds: record by record the fields that hold it, those first that hold it best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from casefile import dates
from casefile.dates import When
from casefile.model import BY_TABLE, Case, Record
from casefile.names import fold, fold_spans
from casefile.views.asking import Ask, Lacks, OneOf
from casefile.views.matching import Matcher, asks_of, texts_in, texts_of
from casefile.views.query import Text, words_of
from casefile.views.table import Column, Marked, Table
from casefile.views.wording import clip, headline

_AROUND = 40  # characters of context on each side of a hit
#: From here on a name is the same in another script or another case, and not a slip away.
_SAME_NAME = 0.9
#: How much a field tells of what its record is about.
_TELLING = {"names": 2, "offence": 1, "title": 1, "publisher": 1, "place": 1, "text": 1, "translation": 1}


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A field that holds what was searched for; ``start`` and ``end`` delimit the first hit in ``text``.

    Where a field was asked for and no words, it is the field and what it holds; a record that is found for what it does
    not hold has ``text`` empty. ``alike`` tells a name that is but like what was typed: in another script or case, or a
    slip away.
    """

    id: str
    record: str
    field: str
    text: str
    start: int
    end: int
    alike: bool = False


class _Spot(NamedTuple):
    """Where in a record something was found."""

    id: str
    field: str
    text: str
    start: int
    end: int
    alike: bool = False

    @property
    def excerpt(self) -> Marked:
        """The hit with some of its surroundings."""
        before = self.text[max(0, self.start - _AROUND) : self.start]
        after = self.text[self.end : self.end + _AROUND]
        if self.start > _AROUND:
            before = "…" + before
        if self.end + _AROUND < len(self.text):
            after += "…"
        return Marked(before, self.text[self.start : self.end], after)


class _Found(NamedTuple):
    """A record's hits, and by what it is ranked: the lower the better."""

    rank: tuple[int, ...]
    spots: list[_Spot]


def search(matcher: Matcher) -> list[_Spot]:
    """Every hit in the records that are as wanted.

    Records come in this order: where all words stand next to each other, where most of them stand in one field, where
    they are whole words and not parts of longer ones, in a name before a title or text before anything else; then by
    table, in order of entry. Where a date was asked for, records that are certainly of that time come first of all.
    """
    texts = words_of(matcher.wanted)
    found = []
    for kind in BY_TABLE.values():
        for record in matcher.finding(kind):
            spots, rank = _spots_of_words(matcher, record, texts)
            if not spots:
                spots, rank = [_spot_of_field(matcher, record)], (0, 0, 0, 0)
            found.append(_Found((0 if matcher.certain(record) else 1, *rank), spots))
    found.sort(key=lambda item: item.rank)
    return [spot for item in found for spot in item.spots]


def _spots_of_words(
    matcher: Matcher, record: Record, texts: Sequence[Text]
) -> tuple[list[_Spot], tuple[int, int, int, int]]:
    run = " ".join(text.words for text in texts)
    spots: list[_Spot] = []
    runs, most, whole, telling = 0, 0, 0, 0
    for field, value in texts_in(matcher.case.raw(record.id)) if texts else ():
        folded = fold(value)
        held = [text for text in texts if text.words in folded]
        if run in folded:
            runs = 1
            spot, quality = _literal(record.id, field, value, run)
        elif held:
            spot, quality = _literal(record.id, field, value, *(text.words for text in held))
        elif (alike := _alike(matcher, record, field, value, texts)) is not None:
            spot, quality, held = alike
        else:
            continue
        spots.append(spot)
        most = max(most, len(texts) if run in folded else len(held))
        whole = max(whole, quality)
        telling = max(telling, _TELLING.get(field.partition(".")[0], 0) if quality else 0)
    return spots, (-runs, -most, -whole, -telling)


def _literal(record_id: str, field: str, value: str, *wanted: str) -> tuple[_Spot, int]:
    """The first place at which `value` holds one of `wanted`, and whether whole words (2) or their beginning (1)."""
    folded = fold(value)
    best = (-1, 0, 0)  # quality, place turned round, length
    for words in wanted:
        at = folded.find(words)
        while at >= 0:
            begins = at == 0 or not folded[at - 1].isalnum()
            end = at + len(words)
            quality = begins + (begins and (end == len(folded) or not folded[end].isalnum()))
            best = max(best, (quality, -at, len(words)))
            if quality:
                break
            at = folded.find(words, at + 1)
    quality, place, length = best
    start, end = _unfolded(value, folded, -place, -place + length)
    return _Spot(record_id, field, value, start, end), quality


def _unfolded(value: str, folded: str, start: int, end: int) -> tuple[int, int]:
    """Where in `value` a part of its folded form stands."""
    if len(folded) == len(value) and fold(value[start:end]) == folded[start:end]:
        return start, end  # as nearly always; to trace every letter takes a hundred times as long
    _, origin = fold_spans(value)
    return origin[start], origin[end - 1] + 1


def _alike(
    matcher: Matcher, record: Record, field: str, value: str, texts: Sequence[Text]
) -> tuple[_Spot, int, list[Text]] | None:
    """The name that is what was typed in another script, another case or a slip away."""
    scores = {
        text: found.score
        for text in texts
        if not text.exact and (found := matcher.alike(text.typed, record.id)) and found.field == field
    }
    if not scores:
        return None
    spot = _Spot(record.id, field, value, 0, len(value), alike=True)
    return spot, 2 if max(scores.values()) >= _SAME_NAME else 0, list(scores)


def _spot_of_field(matcher: Matcher, record: Record) -> _Spot:
    """The field for which a record was found, where no words were asked for."""
    for ask in asks_of(matcher.wanted):
        if type(record) not in ask.kinds or not matcher.answers(ask, record):
            continue
        if isinstance(ask.test, Lacks):
            if not ask.test.filled:
                return _Spot(record.id, ask.keys[0], "", 0, 0)
            continue
        for field, text in _shown(matcher, ask, record):
            if text:
                return _Spot(record.id, field, text, 0, len(text))
    return _Spot(record.id, "", "", 0, 0)


def _shown(matcher: Matcher, ask: Ask, record: Record) -> Iterator[tuple[str, str]]:
    for field, value in matcher.fitting(ask, record):
        if isinstance(value, When):
            yield field, dates.show(value)
        elif isinstance(ask.test, OneOf) and ask.field == "is":
            yield field, ""
        else:
            yield field, ", ".join(text for text in texts_of(value) if text)


def search_table(case: Case, spots: list[_Spot], text: str) -> Table[_Spot]:
    """The hits as a list to be shown."""

    def what(spot: _Spot) -> str:
        record = case.get(spot.id)
        return clip(headline(case, record)) if record is not None else ""

    return Table(
        "search",
        tuple(Column(title) for title in ("Id", "Record", "Field", "Found")),
        spots,
        lambda spot: (spot.id, what(spot), f"{spot.field} (alike)" if spot.alike else spot.field, spot.excerpt),
        Hit,
        lambda spot: Hit(record=what(spot), **spot._asdict()),
        empty=f"Nothing in the file holds “{text}”. Fewer words find more, as does A OR B: casefile search --help",
    )
