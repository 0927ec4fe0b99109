"""What a draft is known again by when its article, or one of the same text, is read another time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from casefile.ingest.drafts import Draft
from casefile.ingest.resolving import mentions
from casefile.names import fold


def fingerprint(draft: Draft, drafts: Mapping[str, Draft]) -> str:
    """What stands for a draft, whatever its key and wherever in the text it was read.

    Args:
        draft: The draft.
        drafts: All of its article, by key: those that it names count by what they are called.
    """
    if draft.fingerprint:
        return draft.fingerprint
    fields = draft.fields
    named = sorted(_called(drafts[found.key]) for found in mentions(draft) if found.key in drafts)
    if draft.table == "people":
        parts = [str(fields.get("kind", "")), _called(draft)]
    else:
        whens = (fields.get("when"), fields.get("known"), *(part.get("when") for part in fields.get("updates", ())))
        parts = [str(fields.get("kind", "")), str(fields.get("text", "")), str(fields.get("offence", ""))]
        parts += [str(when.get("edtf", "")) for when in whens if isinstance(when, dict)]
    told = "\n".join((draft.table, *map(fold, parts), *named))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


def _called(draft: Draft) -> str:
    """What a draft is called: the first name of a person, the words of anything else."""
    names = [str(name.get("text", "")) for name in draft.fields.get("names", ()) if isinstance(name, dict)]
    words = names[:1] or [str(draft.fields.get(field, "")) for field in ("kind", "offence", "text")]
    return fold(" ".join(words))
