"""Makes outside text harmless: whatever a terminal would obey instead of showing is spelled out."""

from __future__ import annotations

import re

#: What a terminal would obey instead of showing: C0 and C1 controls, surrogates, line and paragraph separators,
#: bidirectional embeddings, overrides and isolates (UAX #9), and characters that show nothing but change what is
#: read: the byte order mark, interlinear marks, tags. Joiners and direction marks that spelling needs are left alone.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u2028\u2029\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"[\t\n\r]+ *")


def safe(text: str) -> str:
    """`text` on one line, with everything unsafe spelled out as Python would escape it."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_spell, _SPACES.sub(" ", text))


def _spell(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
