"""Entering sources: who published what and when, and the fingerprint of the copy that is kept."""

from __future__ import annotations

from pathlib import Path

import msgspec

from casefile.casebook.book import Casebook
from casefile.casebook.stored import Stored
from casefile.errors import ConflictError, InputError
from casefile.model import HeldFile, Source, build
from casefile.vocabulary import Confidentiality, Reliability, SourceKind


class SourceDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A source as typed; ``file`` is the path of the copy that is kept."""

    publisher: str = ""
    title: str = ""
    author: str = ""
    url: str = ""
    kind: SourceKind = SourceKind.NEWS
    published: str = ""
    accessed: str = ""
    lang: str = ""
    reliability: Reliability = Reliability.F
    relays: str = ""
    file: str = ""
    note: str = ""
    confidentiality: Confidentiality = Confidentiality.PUBLIC


def add_source(book: Casebook, draft: SourceDraft, *, force: bool = False) -> Stored:
    """Enter a source.

    Args:
        book: The file.
        draft: The source.
        force: Enter although a source with the same address or the same file is there.

    Raises:
        ConflictError: A source with that address, or that very file, is in the file and `force` is off.
        InputError: A field cannot hold what it was given, or the file cannot be read.
    """
    held = fingerprint(Path(draft.file)) if draft.file else None
    with book.change(create=True):
        for known in book.case.sources:
            same_file = held is not None and known.file is not None and known.file.sha256 == held.sha256
            same_address = bool(draft.url) and known.url == draft.url
            if (same_file or same_address) and not force:
                what = "that very file" if same_file else "that address"
                raise ConflictError(
                    f"A source with {what} is in the file already:\n  {known.id}  {book.line(known)}",
                    f"Cite it as {known.id}, or repeat with --force.",
                )
        values = {
            "publisher": draft.publisher,
            "title": draft.title,
            "author": draft.author,
            "url": draft.url,
            "kind": draft.kind,
            "published": book.when(draft.published) if draft.published else None,
            "accessed": book.when(draft.accessed) if draft.accessed else None,
            "lang": draft.lang,
            "reliability": draft.reliability,
            "relays": book.find(draft.relays, Source).id if draft.relays else None,
            "file": held,
            "notes": draft.note,
            "confidentiality": draft.confidentiality,
        }
        return Stored.of(book, book.put(build(Source, values)))


def fingerprint(path: Path) -> HeldFile:
    """The SHA-256, size and media type of a file, read piece by piece.

    Raises:
        InputError: `path` is not a file that can be read.
    """
    import hashlib
    import mimetypes

    if not path.is_file():
        what = "is not a regular file" if path.exists() else "does not exist"
        raise InputError(f"The file {path} {what}.", "Give the path of the copy that you keep of the source.")
    digest = hashlib.sha256()
    size = 0
    try:
        with path.open("rb") as stream:
            while piece := stream.read(1 << 20):
                digest.update(piece)
                size += len(piece)
    except OSError as error:
        raise InputError(f"The file {path} cannot be read: {error.strerror}.", "Check its permissions.") from error
    media_type = mimetypes.guess_type(path.name)[0] or ""
    return HeldFile(sha256=digest.hexdigest(), path=str(path), media_type=media_type, size=size)
