"""A document as an article: found out what it is, read within bounds, and told what it says of itself."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from casefile.errors import IngestError
from casefile.ingest.about import look_into
from casefile.ingest.apart import Apart
from casefile.ingest.drafts import Article
from casefile.ingest.encodings import not_text
from casefile.ingest.language import language_of
from casefile.ingest.limits import LIMITS, Limits
from casefile.ingest.readers import Given, Read, every
from casefile.plain import NotPlain, Obstacle, open_plain

_START = 4_096
_PIECE = 1 << 20
# What else people give, by how it begins, and what to do about it.
_FOREIGN = (
    (rb"PK[\x03\x05\x07]", "a ZIP archive, or an office document", "Unpack it; export a document as PDF or text"),
    (rb"\xd0\xcf\x11\xe0", "a document of an old Office, or an Outlook message", "Save it as PDF, text or .eml"),
    (rb"\{\\rtf", "a document in RTF", "Save it as PDF or text"),
    (rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd", "a compressed file", "Unpack it"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\x00|MM\x00\*|RIFF....WEBP|BM....\x00\x00\x00\x00", "a picture",
     "Have its text recognised, and save that as text or PDF"),
    (rb"....ftyp|ID3|OggS|fLaC|RIFF|\x1aE\xdf\xa3", "a recording", "Write down what is said, and save it as text"),
    (rb"SQLite format 3|MZ|\x7fELF|\xca\xfe\xba\xbe", "a program or a database", "Give the document itself"),
    (rb"age-encryption\.org/v1|-----BEGIN AGE|-----BEGIN PGP|Salted__", "encrypted", "Decrypt it"),
)  # fmt: skip
_XML = re.compile(rb"\s*(?:<\?xml|<!DOCTYPE\s+(?!html)|<rss|<feed)", re.IGNORECASE)


class Documents:
    """Reads documents, one after the other, and ends what it started with the block.

    Args:
        limits: What one of them may cost.
    """

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._apart = Apart(limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process that reads."""
        self._apart.close()

    def read(self, source: Path | bytes | BinaryIO, *, name: str = "", media_type: str = "") -> Article:
        """One document as an article.

        Args:
            source: Where it is, or what it holds, or a stream of that (standard input); a link, a pipe or a device is
                not opened.
            name: What it is called, where `source` is no path; empty for standard input.
            media_type: What it was said to be ("text/html; charset=koi8-r"), if anything was.

        Raises:
            IngestError: It cannot be read, or not within the limits.
        """
        data = bytes_of(source, self._limits)
        # a name that is not UTF-8 is kept as far as it can be shown
        name = (source.name if isinstance(source, Path) else name).encode("utf-8", "replace").decode()
        kind, _, parameters = media_type.partition(";")
        charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", parameters, re.IGNORECASE)
        reader = _recognised(data, name, kind.strip().lower())
        given = Given(charset=charset.group(1) if charset else "")
        if every()[reader].ALONE:
            read = self._apart.read(reader, data, given)
        else:
            read = every()[reader].read(data, given, self._limits)
        return _article(data, name, read, self._limits)

    def start(self) -> None:
        """Start the process that reads web pages, PDF and e-mails already now, without waiting for it."""
        self._apart.start()


def read_document(
    source: Path | bytes | BinaryIO, *, name: str = "", media_type: str = "", limits: Limits = LIMITS
) -> Article:
    """One document as an article; for several, `Documents` saves the start of a process for each.

    Raises:
        IngestError: It cannot be read, or not within the limits.
    """
    with Documents(limits) as documents:
        return documents.read(source, name=name, media_type=media_type)


def _article(data: bytes, name: str, read: Read, limits: Limits) -> Article:
    if not read.text.strip():
        raise IngestError("The document is empty: there is no text in it.", "Check that it was saved whole.")
    if len(read.text) > limits.characters:
        raise IngestError(
            f"The document has {len(read.text):,} characters of text; an article has at most {limits.characters:,}.",
            "Cut out the article, and give that.",
        )
    about = read.about
    look_into(read.text, about)
    if language := language_of(read.text):
        about.lang, about.found["lang"] = language, "the text"
    return Article(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        name=name,
        media_type=read.media_type,
        encoding=read.encoding,
        publisher=about.publisher,
        title=about.title,
        author=about.author,
        published=about.published,
        url=about.url,
        lang=about.lang,
        text=read.text,
        found=dict(sorted(about.found.items())),
    )


def bytes_of(source: Path | bytes | BinaryIO, limits: Limits) -> bytes:
    """What a document holds, whole; raises `IngestError` where it is too large, or is no plain file."""
    if isinstance(source, bytes):
        if len(source) > limits.size:
            raise _too_large(limits, len(source))
        return source
    if not isinstance(source, Path):
        return _drained(source, limits)
    try:
        stream = open_plain(source)
    except NotPlain as answer:
        raise _not_plain(source, answer) from answer.__cause__
    with stream:
        try:
            size = os.fstat(stream.fileno()).st_size
            if size > limits.size:
                raise _too_large(limits, size)
            return _drained(stream, limits)
        except OSError as error:
            raise IngestError(
                f"{source} cannot be read: {error.strerror or error}.", "Check the disk, then try again."
            ) from error


def _drained(stream: BinaryIO, limits: Limits) -> bytes:
    """All of a stream, as long as it is no more than a document may have: of an endless one little more is read."""
    pieces: list[bytes] = []
    room = limits.size
    while piece := stream.read(_PIECE):
        room -= len(piece)
        if room < 0:
            raise _too_large(limits)
        pieces.append(piece)
    return b"".join(pieces)


def _too_large(limits: Limits, size: int | None = None) -> IngestError:
    has = f"{size / (1 << 20):,.1f} MiB" if size is not None else "more"
    return IngestError(
        f"The document is too large: it has {has}, and at most {limits.size / (1 << 20):g} MiB are read.",
        "Save the article alone, without pictures, or copy its text into a file.",
    )


def _not_plain(path: Path, answer: NotPlain) -> IngestError:
    match answer.obstacle:
        case Obstacle.MISSING:
            return IngestError(f"There is no file at {path}.", "Check the path.")
        case Obstacle.LINK:
            return IngestError(
                f"{path} is a link, to {answer.detail}; casefile reads only files themselves.",
                f"The file itself is {os.path.realpath(path)}",
            )
        case Obstacle.FOLDER:
            return IngestError(f"{path} is a folder, not a document.", "Give the documents in it.")
        case Obstacle.SPECIAL:
            return IngestError(
                f"{path} is not a plain file (a pipe, socket or device).", "Give - to read from standard input."
            )
        case Obstacle.UNNAMEABLE:
            return IngestError(f"{str(path)!a} cannot be the name of a file.", "Take out the unprintable character.")
        case Obstacle.REFUSED:
            return IngestError(f"{path} cannot be opened: {answer.detail}.", "Check the path and its permissions.")


def _recognised(data: bytes, name: str, media_type: str) -> str:
    """The name of the reader for a document: by what it holds, and only where that leaves it open by what it is called.

    Raises:
        IngestError: It is empty, or of a format that is not read.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise IngestError("The document is empty: there is no text in it.", "Check that it was saved whole.")
    start = data[:_START]
    for pattern, what, do in _FOREIGN:
        if re.match(pattern, start, re.DOTALL):
            raise IngestError(f"The document is no article but {what}.", f"{do}, and give that.")
    # a text in UTF-16 begins as one in ASCII does, with NULs and a mark in between
    letters = re.sub(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)", b"", start).replace(b"\0", b"")
    readers = every()
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 - a name need not be a path that this system can have
    called = next(
        (key for key, reader in readers.items() if media_type in reader.MEDIA_TYPES or suffix in reader.SUFFIXES), ""
    )
    for key, reader in readers.items():
        if reader.ALONE and reader.recognises(letters):
            return key
    if _XML.match(letters) and called != "page":
        raise IngestError(
            "The document is XML, and no web page.", "Open it in a browser, and save what it shows as a page or text."
        )
    if called == "pdf":
        raise IngestError("The document is called a PDF and is none.", "Get it anew from where it came from.")
    if b"\0" in start and b"\0\0\0" in start:
        raise not_text()
    return called or "plain_text"
