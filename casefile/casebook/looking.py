"""Remembers up to which change of a case somebody has looked: a number and a hash in the person's own state folder.

It is kept outside the case, so that looking writes nothing there and two people who share a case do not move each
other's mark. It says nothing of what is in the case: its name is a hash of the case's first change and of the person's
name, and it holds the number of a change and the beginning of that change's hash, by which a history that was rewritten
since is noticed. It follows a case that is moved, copied, encrypted or compacted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from casefile.errors import StoreError
from casefile.store.files import make_folder, read_plain, write_private
from casefile.store.journal import Entry

_DIGITS = 16


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last change that somebody has looked at."""

    seq: int
    hash: str


def mark_at(entries: Sequence[Entry], seq: int) -> Mark | None:
    """The mark for change `seq` of a history; None where the history does not know that change."""
    for entry in entries:
        if entry.tip.seq == seq:
            return Mark(seq, entry.tip.inner[:_DIGITS])
    folded = _folded(entries)
    return Mark(seq, folded[seq - 1][:_DIGITS]) if 0 < seq <= len(folded) else None


def recall(entries: Sequence[Entry], author: str) -> Mark | None:
    """Where `author` last looked at the case with this history; None where that is not known."""
    if not entries:
        return None
    try:
        return msgspec.json.decode(read_plain(_place(entries, author)), type=Mark)
    except (StoreError, msgspec.MsgspecError):  # it was never marked, or the mark cannot be read
        return None


def remember(entries: Sequence[Entry], author: str, mark: Mark) -> None:
    """Keep a mark.

    Raises:
        StoreError: It cannot be written.
    """
    place = _place(entries, author)
    try:
        make_folder(place.parent)
    except OSError as error:
        raise StoreError(f"The folder {place.parent} cannot be made: {error.strerror}.", "") from error
    write_private(place, msgspec.json.encode(mark) + b"\n", overwrite=True)


def _place(entries: Sequence[Entry], author: str) -> Path:
    from platformdirs import user_state_path

    first = (*_folded(entries), entries[0].tip.inner)[0]
    name = hashlib.sha256(f"{first}\0{author}".encode()).hexdigest()
    return user_state_path("casefile", appauthor=False) / "looked" / f"{name}.json"


def _folded(entries: Sequence[Entry]) -> tuple[str, ...]:
    folds = entries[0].head.folds if entries else None
    return folds.hashes if folds else ()
