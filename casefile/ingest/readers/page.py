"""Saved web pages: the article without what stands around it, by trafilatura; where that finds none, every block."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from casefile.errors import IngestError
from casefile.ingest.encodings import codec, decode, needs_extra
from casefile.ingest.limits import Limits
from casefile.ingest.page_about import read_about
from casefile.ingest.paragraphs import smooth, together
from casefile.ingest.readers import Given, Read

MEDIA_TYPES = ("text/html", "application/xhtml+xml")
SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
RANK = 30
ALONE = True

_OPENING = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,3000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|article|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta\s[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})")
_HEAD = 4_096
_BREAK = "\ue00a"  # stands for <br>, which is lost on some ways through trafilatura
_SHORT = 150  # characters: less is a caption or a notice, where the page may well have more

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head"),
        *("header", "hr", "html", "item", "lb", "br", "li", "list", "main", "nav", "ol", "p", "pre", "quote", "row"),
        *("section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_INLINE_CELLS = frozenset(("td", "th", "cell"))
_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "button",
                     "textarea", "title", "nav"))  # fmt: skip


def recognises(start: bytes) -> bool:
    """Whether it begins with a declaration or an element of HTML."""
    return _OPENING.match(start) is not None


def read(data: bytes, given: Given, limits: Limits) -> Read:
    """The article of a page; its title is the first line."""
    extract = _extractor()  # loaded before the page takes memory
    head = data[:_HEAD]
    declared = given.charset or next(
        (found.group(1).decode() for found in (_CHARSET.search(head), _XML_CHARSET.search(head)) if found), ""
    )
    source, encoding, note = decode(data, declared="" if codec(declared).startswith("utf-16") else declared)
    tree = parse(source, limits)
    about, body = read_about(tree)
    for mark in tree.iter("br"):
        mark.tail = f"{_BREAK}{mark.tail or ''}"
    text = _article_text(tree, extract)
    if len(text) < _SHORT:
        # a page that is short in itself, or one whose text comes by a script and stands in its JSON-LD
        text = max(_main_text(tree), together(body.splitlines()), key=len)
    if not text:
        raise IngestError(
            "The page has no text; it may be one that a script fills in.",
            "Open it in a browser and save it from there (“complete page”), or copy its text into a file.",
        )
    title = smooth(about.title)
    if title and not text.startswith(title):
        text = f"{title}\n{_without_line(text, title)}"
    if note:
        about.found["encoding"] = note
    return Read(text=text, media_type=MEDIA_TYPES[0], encoding=encoding, about=about)


def parse(source: str, limits: Limits) -> Any:
    """The tree of a page, whatever its markup.

    Raises:
        IngestError: It has no elements, elements too deep within one another, or lxml is missing.
    """
    try:
        from lxml import etree, html
    except ImportError as error:
        raise needs_extra("web pages", error) from error
    # its bytes, as lxml takes no characters that begin with a declaration of an encoding; nothing is fetched, and no
    # entity that a page declares itself is known to HTML. Without huge_tree what is deeper than 256 elements would be
    # left out without a word.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        tree = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise IngestError("The page cannot be read: there are no elements of HTML in it.", _SAVE_ANEW) from error
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits.depth:
            raise IngestError(f"The page is nested too deeply: more than {limits.depth} elements.", _SAVE_ANEW)
    return tree


_SAVE_ANEW = "Open it in a browser and save it from there, or copy its text into a file."


def _extractor() -> Callable[..., Any]:
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise needs_extra("web pages", error) from error
    return bare_extraction


def _article_text(tree: Any, extract: Callable[..., Any]) -> str:
    document = extract(tree, include_comments=False, include_tables=True, with_metadata=False)
    body = getattr(document, "body", None)
    return "" if body is None else block_text(body)


def _main_text(tree: Any) -> str:
    """All blocks of the part that a page marks as its own, else of the whole page."""
    for path in (".//article", ".//main", ".//*[@itemprop='articleBody']"):
        marked = list(tree.iterfind(path))
        if len(marked) == 1 and (text := block_text(marked[0])):
            return text
    return block_text(tree)


def block_text(tree: Any) -> str:
    """All text of a tree, a line for each block; what is not shown is left out."""
    from lxml.etree import iterwalk

    paragraphs: list[list[str]] = [[]]
    silent = 0
    for event, element in iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        opens = event == "start"
        if tag in _SILENT:
            silent += 1 if opens else -1
        if tag in _INLINE_CELLS:
            paragraphs[-1].append(" ")
        elif tag in _BLOCKS and paragraphs[-1]:
            paragraphs.append([])
        if opens and element.text and not silent:
            paragraphs[-1].append(element.text)
        if not opens and element.tail and not silent and element is not tree:
            paragraphs[-1].append(element.tail)
    return together(line for pieces in paragraphs for line in "".join(pieces).split(_BREAK))


def _without_line(text: str, line: str) -> str:
    """The text without its heading further down, so that it stands in it once."""
    lines = text.split("\n")
    if line in lines[:5]:
        lines.remove(line)
    return "\n".join(lines)
