"""Adds to an encrypted case what whoever brings it cannot read again: no key is asked for, and none would help.

A deposit is a line of the journal like any other. It adds one document, to a table of its own, under the line's own
number, which nothing else can have; and files, to the evidence. The case file cannot be written without a key: it stays
behind its journal, and is brought up to it by whoever opens it next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from casefile.errors import BrokenJournalError, ConflictError, InputError
from casefile.interrupts import uninterrupted
from casefile.store._types import DEPOSITS, Stamp
from casefile.store.evidence import Kept, discard, take_in
from casefile.store.files import append, read_plain
from casefile.store.journal import BrokenLineError, Head, Tip, fingerprint, walk
from casefile.store.lines import make_difference, make_line
from casefile.store.opening import LOOK, Opened, whole_length
from casefile.store.tinydb_file import TinyDBFile
from casefile.store.vault import Vault


def deposit(
    store: TinyDBFile,
    stamp: Stamp,
    recipients: Sequence[str],
    files: Sequence[Path],
    document: Callable[[Sequence[Kept]], bytes],
) -> int:
    """Append a deposit to the journal of an encrypted case; returns the number of the change.

    Args:
        store: The case.
        stamp: Who deposits it, and why.
        recipients: The public keys of all who can open the case.
        files: What to keep with it.
        document: Makes the document, from the files that were kept.

    Raises:
        ConflictError: The case lies open.
        InputError: The recipients are not the case's, or a file is none.
        StoreError: The journal cannot be trusted or written.
    """
    vault = Vault(recipients)
    if not store.is_sealed():
        raise ConflictError(
            f"{store.path} is not encrypted: there is nothing to be kept from you.", "Put it in: casefile import FILE"
        )
    with store.alone():
        tip = _checked_tip(store, recipients)
        with ExitStack() as stack:
            kept = []
            for file in files:
                kept.append(take_in(store.places.evidence, file, vault))
                stack.callback(discard, store.places.evidence, kept[-1].name)
            head = Head(seq=0, prev="", time=stamp.time, author=stamp.author, command=stamp.command)
            parts = {(DEPOSITS, tip.seq + 1): make_difference(None, document(kept))}
            came = {one.name: one.sha256 for one in kept}
            line = make_line(head, parts, stamp.reason, vault, tip, files=came)
            with uninterrupted():
                stack.pop_all()  # whoever opens the case next gives them their names, or clears them away
                append(store.places.journal, line, tip.end)
                store.committed = tip.seq + 1
    return tip.seq + 1


def _checked_tip(store: TinyDBFile, recipients: Sequence[str]) -> Tip:
    """Where the journal stands, all of it checked as far as that goes without a key."""
    journal = read_plain(store.places.journal)
    whole = whole_length(journal)
    tip, known = Tip(), ""
    try:
        for line in walk(journal[:whole], tip):
            line.check_parts()
            tip, known = line.tip, line.sealed_for or known
    except BrokenLineError as error:
        raise BrokenJournalError(f"{store.path}: {error.message}. Nothing was changed.", LOOK) from error
    if not known:
        raise ConflictError(
            f"{store.path} was encrypted by an older casefile, and does not say how to tell its recipients.",
            "Whoever can open it encrypts it again: casefile encrypt",
        )
    if known != fingerprint(recipients):  # nobody could open the case any more
        raise InputError(
            f"These are not the public keys that {store.path} is encrypted for: all of them, and no others. "
            "Nothing was changed.",
            "Whoever can open the case prints them: casefile deposit --recipients",
        )
    if whole < len(journal):
        store.set_aside(Opened({}, tip, None, torn=len(journal) - whole))
    return tip
