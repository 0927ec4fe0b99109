"""Texts in a language without a tagger: their quotations, and the people of the case who are named beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from casefile.dates import Basis, When
from casefile.ingest.analysis import Analysis
from casefile.ingest.dating import plain
from casefile.ingest.drafts import Article, Certainty, Draft
from casefile.ingest.quotes import ANY_MARKS, Quotation, paragraphs, quotations

_WORDS = 4


def extract_untagged(analysis: Analysis, article: Article, known: Mapping[str, tuple[str, ...]]) -> list[Draft]:
    """Doubtful drafts of statements: a quotation, and the known name that stands nearest to it in its paragraph."""
    text = analysis.text
    mentions = sorted(_mentions(text, known))
    drafts: list[Draft] = []
    for quotation in quotations(text, ANY_MARKS):
        if len(re.findall(r"\w+", text[quotation.start : quotation.stop])) < _WORDS:
            continue
        line = next((p for p in paragraphs(text) if p.start <= quotation.outer_start < p.stop), None)
        if line is None:
            continue
        near = [m for m in mentions if line.start <= m[0] < line.stop and not quotation.start <= m[0] < quotation.stop]
        if not near:
            continue
        start, stop, speaker = min((_away(m, quotation), m) for m in near)[1]
        fields: dict[str, Any] = {
            "speaker": speaker,
            "mode": "direct-quote",
            "text": text[quotation.start : quotation.stop].strip(),
            "lang": analysis.lang,
            "when": plain(_by(article)),
        }
        drafts.append(
            Draft(
                key=f"s{len(drafts) + 1}",
                table="statements",
                fields=fields,
                spans=((quotation.start, quotation.stop), (start, stop)),
                sentence=(line.start, line.stop),
                certainty=Certainty.DOUBTFUL,
                reason="a quotation in a paragraph that names somebody of the case",
            )
        )
    return drafts


def _away(mention: tuple[int, int, str], quotation: Quotation) -> int:
    return min(abs(mention[0] - quotation.outer_stop), abs(quotation.outer_start - mention[1]))


def _mentions(text: str, known: Mapping[str, tuple[str, ...]]) -> list[tuple[int, int, str]]:
    found = []
    lowered = text.casefold()
    for record, names in known.items():
        for name in names:
            if not name.strip():
                continue
            at = lowered.find(name.casefold())
            while at >= 0 and len(lowered) == len(text):
                found.append((at, at + len(name), record))
                at = lowered.find(name.casefold(), at + 1)
    return found


def _by(article: Article) -> When:
    try:
        day = date.fromisoformat(article.published[:10])
    except ValueError:
        return When(text="unknown")
    return When(text=day.isoformat(), edtf=f"[..{day.isoformat()}]", latest=day, basis=Basis.INFERRED)
