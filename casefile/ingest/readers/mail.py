"""E-mails (.eml) and pages saved as one file (.mhtml): the message itself; what is attached is named, not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from casefile.errors import IngestError
from casefile.ingest.about import About, tidy
from casefile.ingest.encodings import codec, decode
from casefile.ingest.limits import Limits
from casefile.ingest.paragraphs import rejoin, together
from casefile.ingest.readers import Given, Read

MEDIA_TYPES = ("message/rfc822", "multipart/related")
SUFFIXES = (".eml", ".mht", ".mhtml")
RANK = 20
ALONE = True

_HEADER = re.compile(rb"(?m)^([A-Za-z][A-Za-z0-9-]{1,60}):(?: |\t|\r?\n[ \t])")
_USUAL = frozenset((b"from", b"date", b"subject", b"to", b"message-id", b"mime-version", b"received", b"content-type",
                    b"return-path", b"delivered-to", b"reply-to"))  # fmt: skip
_ENOUGH = 3
_TRIVIAL = 40  # characters of a plain part that only says that there is another one
_REMARK = 200  # characters of an answer that is only passing on what it quotes
_LONGEST_HEADER = 50_000  # what takes a header apart takes four times as long for one that is twice as long
_NAMED = 20  # attachments that are listed; of more, how many


def recognises(start: bytes) -> bool:
    """Whether it begins with headers as e-mails have them, and hardly anything else has."""
    head = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    first = head.split(b"\n", 1)[0]
    if not (_HEADER.match(first + b"\n") or first.startswith(b"From ")):
        return False
    found = {name.lower() for name in _HEADER.findall(head)}
    return b"from" in found and len(found & _USUAL) >= _ENOUGH


def read(data: bytes, given: Given, limits: Limits) -> Read:  # noqa: ARG001 - each part says itself what it is in
    """The text of a message, from its plain part or else its HTML, and a list of what is attached."""
    try:
        message = message_from_bytes(data, policy=policy.compat32)
        parts = list(_parts(message, limits))
    except RecursionError:
        raise _too_many(f"parts within parts more than {limits.levels} deep") from None
    except MessageError as error:
        raise IngestError("The e-mail's structure is broken.", "Save it anew from the mail program.") from error
    about = About()
    plain = next((part for part in parts if _is_body(part, "text/plain")), None)
    page = next((part for part in parts if _is_body(part, "text/html")), None)
    saved = message.get("Snapshot-Content-Location") or _saved_from(message, page)
    if page is not None and saved:
        return _saved_page(page, str(saved), limits)
    _headers(message, about)
    text, encoding, note = _plain(plain) if plain is not None else ("", "", "")
    if page is not None and len(text) < _TRIVIAL:
        text, encoding, note = _html(page, limits)
    if not text:
        raise IngestError("The e-mail has no text of its own.", "Save what is attached to it, and give that.")
    if note:
        about.found["encoding"] = note
    attached = [_named(part) for part in parts if part not in (plain, page) and _is_attached(part)]
    if attached:
        more = f" and {len(attached) - _NAMED} more" if len(attached) > _NAMED else ""
        about.found["attachments"] = f"{', '.join(attached[:_NAMED])}{more} (not read)"
    return Read(text=text, media_type=MEDIA_TYPES[0], encoding=encoding, about=about)


def _parts(message: Message, limits: Limits) -> Iterator[Message]:
    """The parts that are no groups of parts, in order; an enclosed message is one of them."""
    queue = [(message, 0)]
    seen = 0
    while queue:
        part, level = queue.pop()
        seen += 1
        if seen > limits.parts:
            raise _too_many(f"more than {limits.parts:,} parts")
        if level > limits.levels:
            raise _too_many(f"parts within parts more than {limits.levels} deep")
        if any(len(str(value)) > _LONGEST_HEADER for value in part.values()):
            raise _too_many(f"headers of more than {_LONGEST_HEADER:,} characters")
        if part.is_multipart() and (level == 0 or part.get_content_maintype() == "multipart"):
            inner = [one for one in part.get_payload() if isinstance(one, Message)]
            queue.extend((one, level + 1) for one in reversed(inner))
        else:
            yield part


def _too_many(what: str) -> IngestError:
    return IngestError(f"The e-mail has {what}.", "Save the part that matters from the mail program, and give that.")


def _is_body(part: Message, kind: str) -> bool:
    return part.get_content_type() == kind and part.get_content_disposition() != "attachment" and not _filename(part)


def _is_attached(part: Message) -> bool:
    return (
        bool(_filename(part)) or part.get_content_disposition() == "attachment" or "message/" in part.get_content_type()
    )


def _filename(part: Message) -> str:
    try:
        return tidy(_header(part.get_filename() or ""))
    except (ValueError, LookupError, TypeError):  # broken in its encoding
        return "unnamed"


def _named(part: Message) -> str:
    return f"{_filename(part) or 'unnamed'} ({part.get_content_type()})"


def _bytes(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        payload = None
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset() or ""
    except (ValueError, LookupError, TypeError):
        return ""


def _plain(part: Message) -> tuple[str, str, str]:
    data = _bytes(part)
    if not data.strip():
        return "", "", ""
    text, encoding, note = decode(data, declared=_charset(part))
    lines = text.splitlines()
    if part.get_param("format") == "flowed":
        lines = "\n".join(lines).replace(" \n", " ").splitlines()
        return together(lines), encoding, note
    own = together(rejoin([line for line in lines if not line.startswith(">")]))
    if len(own) < _REMARK:  # what is passed on with a remark stands in it as a quotation
        own = together(rejoin([re.sub(r"^(?:> ?)+", "", line) for line in lines]))
    return own, encoding, note


def _html(part: Message, limits: Limits) -> tuple[str, str, str]:
    from casefile.ingest.readers.page import block_text, parse

    source, encoding, note = decode(_bytes(part), declared=_charset(part))
    return block_text(parse(source, limits)), encoding, note


def _saved_from(message: Message, page: Message | None) -> str:
    if page is None or message.get_content_type() != "multipart/related" or message.get("To"):
        return ""
    return str(page.get("Content-Location") or "")


def _saved_page(part: Message, address: str, limits: Limits) -> Read:
    from casefile.ingest.readers import page

    given = Given(charset=_charset(part) if codec(_charset(part)) else "")
    read = page.read(_bytes(part), given, limits)
    read.about.take("url", address, "the browser that saved it")
    return read


def _headers(message: Message, about: About) -> None:
    subject = re.sub(r"(?i)^(?:(?:re|fwd?|fw|на|отв|пер|irt|ynt)\s?(?:\[\d+\])?:\s*)+", "", _text(message, "Subject"))
    about.take("title", subject, "e-mail: Subject")
    name, address = parseaddr(_text(message, "From"))
    about.take("author", name or address, "e-mail: From")
    sent = _text(message, "Date")
    try:
        about.take("published", parsedate_to_datetime(sent).date().isoformat(), f"e-mail: Date: {sent}")
    except (ValueError, TypeError, OverflowError, IndexError):
        about.take("published", sent, "e-mail: Date")
    about.take("lang", _text(message, "Content-Language"), "e-mail: Content-Language")


def _text(message: Message, name: str) -> str:
    value = message.get(name)
    return "" if value is None else tidy(_header(str(value)))


def _header(value: str) -> str:
    """A header's characters; its own words for its encoding are heeded, and raw bytes decoded as a text's are."""
    pieces: list[str] = []
    try:
        for piece, charset in decode_header(value[:5_000]):
            if isinstance(piece, str):
                pieces.append(_raw(piece))
            else:
                pieces.append(decode(piece, declared=charset or "").text if piece else "")
    except (ValueError, LookupError, MessageError, IngestError):
        return value.encode("ascii", "replace").decode()
    return "".join(pieces)


def _raw(piece: str) -> str:
    data = piece.encode("utf-8", "surrogateescape")
    return piece if data.isascii() else decode(data).text
