"""Makes the lines of a journal: the parts that say what changed, the head over them, and the seal around both."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from casefile.store.journal import (
    ERASED,
    SEALED_SUFFIX,
    Difference,
    Files,
    Head,
    Line,
    Mark,
    Names,
    RawLine,
    Reason,
    SealedHead,
    Tip,
    digest,
    files_in,
    fingerprint,
)

if TYPE_CHECKING:
    from casefile.store.vault import Vault


def make_difference(before: bytes | None, after: bytes | None) -> bytes:
    """The part that says how a document changed."""
    was, now = (msgspec.Raw(b"null" if document is None else document) for document in (before, after))
    return msgspec.json.encode(Difference(secrets.token_hex(16), was, now))


def make_line(
    head: Head,
    changes: Mapping[tuple[str, int], bytes],
    reason: str,
    vault: Vault | None,
    tip: Tip,
    *,
    files: Mapping[str, str | None] | None = None,
    lost: Mapping[str, str | None] | None = None,
    erases: Sequence[str] = (),
    folds: Sequence[str] = (),
    drops: Sequence[str] = (),
) -> bytes:
    """The bytes of a new line.

    Args:
        head: What it says of itself; ``seq``, ``prev`` and the hashes of the parts are filled in here.
        changes: The part of each document, from `make_difference`.
        reason: Why; may be empty.
        vault: What seals it, in an encrypted case.
        tip: Where the journal stands now.
        files: Files of the evidence folder that come (with the SHA-256 of what is in them) and go (None).
        lost: Those that are said to be lost (with the SHA-256 of what was in them), or to be found again (None).
        erases: As `write_line` takes them.
        folds: As `write_line` takes them.
        drops: As `write_line` takes them.
    """
    why = msgspec.json.encode(Reason(secrets.token_hex(16), reason)) if reason else None
    which = (
        msgspec.json.encode(Files(secrets.token_hex(16), dict(files or {}), dict(lost or {})))
        if files or lost
        else None
    )
    marks = tuple(Mark(table, doc, digest(part)) for (table, doc), part in changes.items())
    full = msgspec.structs.replace(
        head,
        seq=tip.seq + 1,
        prev=tip.inner,
        changes=marks,
        reason=digest(why) if why else None,
        files=digest(which) if which else None,
    )
    parts = [*changes.values(), *(part for part in (why, which) if part)]
    return write_line(msgspec.json.encode(full), parts, vault, tip.hash, erases=erases, folds=folds, drops=drops)


def write_line(
    head_bytes: bytes,
    parts: Sequence[bytes | None],
    vault: Vault | None,
    prev: str,
    *,
    erases: Sequence[str] = (),
    folds: Sequence[str] = (),
    drops: Sequence[str] = (),
) -> bytes:
    """A line's bytes from what is inside it.

    Args:
        head_bytes: The head, unsealed.
        parts: The parts, unsealed; None for an erased one.
        vault: What seals it; None leaves it open.
        prev: The hash of the line before, as it lies in the same journal; used only where this one is sealed, as an
            unsealed head names it itself.
        erases: The hashes, as they lie in the journal, of sealed parts that it says were erased.
        folds: The hashes, as they lay in the journal, of the sealed lines that it stands for.
        drops: Sealed files of the evidence folder that it takes away, where its own parts do not say so.
    """
    inner = digest(head_bytes)
    if vault is None:
        raws = [msgspec.Raw(b"null" if part is None else part) for part in parts]
        return msgspec.json.encode(RawLine(inner, msgspec.Raw(head_bytes), raws)) + b"\n"
    sealed = [None if part is None else msgspec.json.encode(_base64(vault.seal(part))) for part in parts]
    head = msgspec.json.decode(head_bytes, type=Head)
    # files that lie open are called by the hash of what is in them, which is nobody's business any more
    names = Names(*(tuple(n for n in of if n.endswith(SEALED_SUFFIX)) for of in files_in(head, parts).names))
    outer = msgspec.json.encode(
        SealedHead(
            seq=head.seq,
            prev=prev,
            inner=inner,
            sealed=_base64(vault.seal(head_bytes)),
            parts=tuple(ERASED if part is None else digest(part) for part in sealed),
            erases=tuple(erases),
            keeps=names.keeps,
            drops=(*names.drops, *(name for name in drops if name.endswith(SEALED_SUFFIX))),
            loses=names.loses,
            finds=names.finds,
            folds=tuple(folds) or (head.folds.hashes if head.folds else ()),
            # with the hashes that they have unsealed, which were to be seen in the lines that are folded
            sealed_as=(*head.sealed_as, head.folds.hashes) if head.folds else head.sealed_as,
            sealed_for=fingerprint(head.recipients),
        )
    )
    raws = [msgspec.Raw(b"null" if part is None else part) for part in sealed]
    return msgspec.json.encode(RawLine(digest(outer), msgspec.Raw(outer), raws)) + b"\n"


def with_erased(line: Line, places: Sequence[int]) -> bytes:
    """A line's bytes without the parts at `places`; its hash stays what it was."""
    parts = [b"null" if number in places or part is None else part for number, part in enumerate(line.parts)]
    raw = RawLine(line.tip.hash, msgspec.Raw(line.head), [msgspec.Raw(part) for part in parts])
    return msgspec.json.encode(raw) + b"\n"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
