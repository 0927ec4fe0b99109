"""The history of a case as a chain of lines: what a line says, how it hangs on the one before, how it is read back.

A line is a JSON object: ``head`` (who, when, which command, which documents), ``hash`` (SHA-256 of the head) and
``parts``. The head holds the hash of the line before it and, for every part, the SHA-256 of that part's bytes; a part
holds what a document was before and after, and 16 random bytes without which its hash tells nothing of it. So the chain
vouches for every part, and yet a part can be erased (it becomes ``null``) without breaking the chain; a later line says
which were erased, by whom and when. The reason of a change is a part as well, and so are the files of evidence that it
brought: the hash of a file tells of it to whoever has the file.

In an encrypted case a line is sealed: its head holds the original head as an age file in base64, so does each part, and
the chain runs over what is written, so that it can be checked and continued by those who cannot read it. ``inner`` is
the hash that the line would have unsealed; sealing and unsealing a journal changes no byte of what is inside.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec
from msgspec import Meta, Struct

from casefile.errors import CasefileError
from casefile.store._types import MOST_ID, EvidenceName, Sha256

if TYPE_CHECKING:
    from casefile.store.vault import Vault


#: Ends the name of an evidence file that is encrypted.
SEALED_SUFFIX = ".age"
#: Stands for the hash of a part that was erased before its line was sealed.
ERASED = hashlib.sha256(b"null").hexdigest()


class BrokenLineError(CasefileError):
    """A line of the journal that is not as it was written; `StoreError` is what people get to see of it.

    Args:
        number: The line's number, from 1.
        problem: What is wrong with it, as a clause.
    """

    def __init__(self, number: int, problem: str) -> None:
        super().__init__(f"line {number} of the journal {problem}")
        self.number = number
        self.problem = problem


class Mark(Struct, frozen=True, forbid_unknown_fields=True):
    """One document that a line changes, and the hash of the part that says how."""

    table: Annotated[str, Meta(pattern="^(?!_casefile$)")]
    doc: Annotated[int, Meta(ge=1, le=MOST_ID)]
    part: Sha256


class Folded(Struct, frozen=True, forbid_unknown_fields=True):
    """What a checkpoint stands for: the hashes of all lines before it, oldest first, and since when they ran."""

    hashes: tuple[str, ...]
    since: str


class Head(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a line says of its change.

    Attributes:
        seq: Number of the change, from 1.
        prev: The hash of the line before; "" in the first line ever.
        time: When, ISO 8601 in UTC, by the clock of whoever made the change.
        author: Who.
        command: With which command; never its arguments, as they may hold what has to be erased one day.
        changes: The documents that it changed.
        reason: Hash of the part that holds the reason, if one was given.
        last_ids: By table, the highest id that was ever given out.
        undoes: The numbers of the changes that it takes back.
        erases: The hashes of parts that it erased.
        files: Hash of the part that says which files of evidence came and went, if any did.
        folds: In a checkpoint, what it stands for.
        recipients: In the line that follows encryption, the public keys of those who can open the case from then on.
        sealed_as: Each time that the lines before this one were sealed otherwise than now, the hashes that they had.
        continues: Hash of the last line of a journal that this one goes on from and that has been lost.
    """

    seq: Annotated[int, Meta(ge=1)]
    prev: str
    time: str
    author: str
    command: str
    changes: tuple[Mark, ...] = ()
    reason: str | None = None
    last_ids: dict[str, Annotated[int, Meta(ge=0, le=MOST_ID)]] = {}
    undoes: tuple[int, ...] = ()
    erases: tuple[str, ...] = ()
    files: str | None = None
    folds: Folded | None = None
    recipients: tuple[str, ...] = ()
    sealed_as: tuple[tuple[str, ...], ...] = ()
    continues: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The hashes of its parts, in order: one for each document, then the reason and the files where it has them."""
        return (*(mark.part for mark in self.changes), *(part for part in (self.reason, self.files) if part))


class SealedHead(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a sealed line says to everybody.

    `keeps`, `drops`, `loses` and `finds` are names of evidence files; `sealed_for` tells of the recipients whether they
    are those that somebody has in mind (see `fingerprint`), and not who they are.
    """

    seq: int
    prev: str
    inner: str
    sealed: str
    parts: tuple[str, ...] = ()
    erases: tuple[str, ...] = ()
    keeps: tuple[EvidenceName, ...] = ()
    drops: tuple[EvidenceName, ...] = ()
    loses: tuple[EvidenceName, ...] = ()
    finds: tuple[EvidenceName, ...] = ()
    folds: tuple[str, ...] = ()
    sealed_as: tuple[tuple[str, ...], ...] = ()
    sealed_for: str = ""


class RawLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A line's JSON."""

    hash: str
    head: msgspec.Raw
    parts: list[msgspec.Raw]


class Difference(Struct, frozen=True, forbid_unknown_fields=True):
    """How one document changed: its JSON before and after, ``null`` where it was not there."""

    salt: str
    was: msgspec.Raw
    now: msgspec.Raw

    @property
    def before(self) -> bytes | None:
        """The document before; None where there was none."""
        return None if bytes(self.was) == b"null" else bytes(self.was)

    @property
    def after(self) -> bytes | None:
        """The document after; None where there is none."""
        return None if bytes(self.now) == b"null" else bytes(self.now)


class Reason(Struct, frozen=True, forbid_unknown_fields=True):
    """Why a change was made."""

    salt: str
    text: str


class Files(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Files of the evidence folder by name: the SHA-256 of what is in each, or null where it was taken away.

    ``lost`` has those of which somebody has said that they are lost: the SHA-256 of what was in each, or null where
    that was found again.
    """

    salt: str
    files: dict[EvidenceName, Sha256 | None]
    lost: dict[EvidenceName, Sha256 | None] = {}

    @property
    def names(self) -> Names:
        """The names in it."""
        return Names(
            tuple(name for name, sha256 in self.files.items() if sha256),
            tuple(name for name, sha256 in self.files.items() if not sha256),
            tuple(name for name, sha256 in self.lost.items() if sha256),
            tuple(name for name, sha256 in self.lost.items() if not sha256),
        )


class Names(NamedTuple):
    """Names of evidence files that a change adds, takes away, says to be lost, and says to be found again."""

    keeps: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    loses: tuple[str, ...] = ()
    finds: tuple[str, ...] = ()


class Tip(NamedTuple):
    """Where a journal stands.

    Attributes:
        seq: Number of its last change; 0 where there is none yet.
        hash: Hash of its last line.
        inner: Hash of that line unsealed; the same where it is not sealed.
        start: Byte at which that line begins.
        end: Byte after it.
    """

    seq: int = 0
    hash: str = ""
    inner: str = ""
    start: int = 0
    end: int = 0


class Line(NamedTuple):
    """A line as it lies in the journal, with its own hash checked; its parts are checked by `check_parts`.

    Attributes:
        number: Its number in the file, from 1.
        tip: Where the journal stands after it.
        prev: The hash that it claims for the line before.
        head: The head's bytes; sealed or not.
        sealed: Whether it is sealed.
        parts: Its parts' bytes; None for an erased one.
        hashes: What the parts must hash to.
        erases: The hashes of earlier parts that it says were erased.
        names: The evidence files that it speaks of.
        folds: Hashes of the lines that it stands for.
        sealed_as: As in its head.
        sealed_for: The fingerprint of the recipients whom the case is encrypted for from here on, if it says so.
    """

    number: int
    tip: Tip
    prev: str
    head: bytes
    sealed: bool
    parts: tuple[bytes | None, ...]
    hashes: tuple[str, ...]
    erases: tuple[str, ...]
    names: Names
    folds: tuple[str, ...]
    sealed_as: tuple[tuple[str, ...], ...]
    sealed_for: str = ""

    def check_parts(self) -> None:
        """Hold that the parts are those the head speaks of; raises `BrokenLineError`."""
        for part, wanted in zip(self.parts, self.hashes, strict=True):
            if part is not None and digest(part) != wanted:
                raise BrokenLineError(self.number, "holds a part that is not as it was written")

    def unsealed(self, vault: Vault | None) -> tuple[bytes, list[bytes | None]]:
        """The bytes of head and parts as they are in a case that lies open.

        Raises:
            BrokenLineError: What is sealed is not what the line says.
            StoreError: It cannot be opened.
        """
        if not self.sealed:
            return self.head, list(self.parts)
        if vault is None:
            raise BrokenLineError(self.number, "is encrypted, and the case is not")
        sealed = msgspec.json.decode(self.head, type=SealedHead)
        try:
            head = vault.open(base64.b64decode(sealed.sealed))
            parts = [
                None if part is None else vault.open(base64.b64decode(msgspec.json.decode(part, type=str)))
                for part in self.parts
            ]
        except (ValueError, msgspec.MsgspecError) as error:
            raise BrokenLineError(self.number, f"cannot be read ({error})") from error
        if digest(head) != self.tip.inner:
            raise BrokenLineError(self.number, "does not hold what it says it seals")
        return head, parts


def digest(data: bytes) -> str:
    """SHA-256, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def fingerprint(recipients: Iterable[str]) -> str:
    """A hash by which whoever has all public keys of a case can tell that those are its recipients; "" for none."""
    keys = "\n".join(sorted(set(recipients)))
    return digest(keys.encode()) if keys else ""


def split(data: bytes, start: int = 0, number: int = 1) -> Iterator[tuple[int, int, bytes]]:
    """The lines in `data`: number, byte at which each begins, and bytes; a last one without its end included.

    Args:
        data: A journal from byte `start` on.
        start: Where in the journal it begins.
        number: The number of its first line.
    """
    place = 0
    while place < len(data):
        end = data.find(b"\n", place) + 1 or len(data)
        yield number, start + place, data[place:end]
        place, number = end, number + 1


def walk(data: bytes, tip: Tip, number: int = 1) -> Iterator[Line]:
    """The lines in `data`, each held to follow the one before.

    Args:
        data: A journal from byte ``tip.end`` on.
        tip: Where the journal stands there.
        number: The number of its first line.

    Raises:
        BrokenLineError: A line is not as it was written, or does not follow the one before it.
    """
    for count, start, piece in split(data, tip.end, number):
        line = read_line(count, start, piece)
        if start == 0 and line.folds:
            if line.tip.seq != len(line.folds) + 1:
                raise BrokenLineError(count, "does not stand for the lines that it says it folds")
        elif line.tip.seq != tip.seq + 1 or line.prev != tip.hash:
            raise BrokenLineError(count, "does not follow the line before it: lines were taken out, added or moved")
        tip = line.tip
        yield line


def read_line(number: int, start: int, data: bytes) -> Line:
    """One line from its bytes.

    Raises:
        BrokenLineError: It is not as it was written.
    """
    if not data.endswith(b"\n"):
        raise BrokenLineError(number, "has no end: it was never finished")
    try:
        line = msgspec.json.decode(data, type=RawLine)
        head = bytes(line.head)
        sealed = b'"sealed":"' in head
        known = msgspec.json.decode(head, type=SealedHead) if sealed else msgspec.json.decode(head, type=Head)
        data.decode("utf-8")
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BrokenLineError(number, f"cannot be read ({error})") from error
    if msgspec.json.encode(line) + b"\n" != data or msgspec.json.encode(known) != head:
        raise BrokenLineError(number, "is not written as casefile writes")
    if digest(head) != line.hash:
        raise BrokenLineError(number, "does not fit its own hash")
    parts = tuple(None if bytes(part) == b"null" else bytes(part) for part in line.parts)
    if len(parts) != len(known.parts):
        raise BrokenLineError(number, "has lost or gained a part")
    if isinstance(known, SealedHead):
        inner, folds = known.inner, known.folds
        names = Names(known.keeps, known.drops, known.loses, known.finds)
    else:
        inner = line.hash
        folds = known.folds.hashes if known.folds else ()
        names = Names()
        with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError):  # whoever checks the parts will say so
            names = files_in(known, parts).names
    tip = Tip(known.seq, line.hash, inner, start, start + len(data))
    sealed_for = known.sealed_for if isinstance(known, SealedHead) else ""
    hashes, erases, before = known.parts, known.erases, known.sealed_as
    return Line(number, tip, known.prev, head, sealed, parts, hashes, erases, names, folds, before, sealed_for)


def files_in(head: Head, parts: Sequence[bytes | None]) -> Files:
    """The files that came and went by a line; none where that was erased. Raises `msgspec.MsgspecError`."""
    part = parts[-1] if head.files else None
    return Files("", {}) if part is None else msgspec.json.decode(part, type=Files)


class Entry(NamedTuple):
    """A line that has been opened: who changed what, and how.

    Attributes:
        tip: Where the journal stands after it.
        head: What it says of itself.
        differences: How each document in ``head.changes`` changed; None where that was erased.
        reason: Why, in the author's words; None where that was erased.
        files: Files of the evidence folder by name: the SHA-256 of what is in it, or None where it was taken away.
        lost: Such files that it says are lost: the SHA-256 of what was in it, or None where it was found again.
    """

    tip: Tip
    head: Head
    differences: tuple[Difference | None, ...]
    reason: str | None
    files: Mapping[str, str | None]
    lost: Mapping[str, str | None]


def open_line(line: Line, vault: Vault | None) -> Entry:
    """The entry in a line.

    Args:
        line: The line; its parts are checked here.
        vault: What opens sealed ones.

    Raises:
        BrokenLineError: It is not as it was written.
        StoreError: It is sealed, and cannot be opened.
    """
    line.check_parts()
    head_bytes, parts = line.unsealed(vault)
    try:
        head = msgspec.json.decode(head_bytes, type=Head)
        if len(head.parts) != len(parts) or head.seq != line.tip.seq:
            raise BrokenLineError(line.number, "does not hold what it says it seals")
        for part, expected in zip(parts, head.parts, strict=True):
            if part is not None and digest(part) != expected:
                raise BrokenLineError(line.number, "holds a part that is not as it was written")
        opened = [
            None if part is None else msgspec.json.decode(part, type=Difference) for part in parts[: len(head.changes)]
        ]
        for difference in opened:
            for side in (difference.before, difference.after) if difference is not None else ():
                if side is not None and not side.startswith(b"{"):
                    raise BrokenLineError(line.number, "holds a document that is none")
        reason: str | None = ""
        if head.reason:
            text = parts[len(head.changes)]
            reason = None if text is None else msgspec.json.decode(text, type=Reason).text
        files = files_in(head, parts)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BrokenLineError(line.number, f"cannot be read ({error})") from error
    return Entry(line.tip, head, tuple(opened), reason, files.files, files.lost)
