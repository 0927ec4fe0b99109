"""What a web page says of itself to machines: JSON-LD and microdata of schema.org, OpenGraph, other meta elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from casefile.ingest.about import About, Detail, tidy
from casefile.ingest.days import read_day

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# kinds of schema.org, the likeliest to be the page's own article first
_ARTICLES = (
    *("newsarticle", "reportagenewsarticle", "analysisnewsarticle", "backgroundnewsarticle", "opinionnewsarticle"),
    *("liveblogposting", "article", "report", "blogposting", "socialmediaposting", "webpage"),
)
_MOST_JSON = 2 << 20
_MOST_OBJECTS = 5_000
_INTO = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")

_DATES = ("article:published_time", "og:article:published_time", "og:published_time", "mediator_published_time",
          "datepublished", "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued",
          "dcterms.date", "dc.date", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date",
          "publication_date", "publish_date", "article.published", "date")  # fmt: skip
_AUTHORS = ("author", "article:author", "mediator_author", "dc.creator", "dcterms.creator", "citation_author",
            "parsely-author", "sailthru.author", "byl")  # fmt: skip
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher", "application-name")
_METAS: tuple[tuple[Detail, tuple[str, ...]], ...] = (
    ("publisher", _PUBLISHERS),
    ("published", _DATES),
    ("author", _AUTHORS),
)
_ITEMS: tuple[tuple[Detail, str], ...] = (
    ("published", "datePublished"),
    ("author", "author"),
    ("publisher", "publisher"),
)
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title")
_SAVED = re.compile(r"saved from url=\(\d+\)(\S+)")


def read_about(tree: HtmlElement) -> tuple[About, str]:
    """What a page says of itself, and the text of the article where JSON-LD has it ("" where not)."""
    about = About()
    metas = _metas(tree)
    heading = _heading(tree)
    article, ids = _article(tree, heading or metas.get("og:title", ""))
    if article:
        _take_linked(article, ids, about)
    _take_meta(metas, about)
    _take_microdata(tree, about)
    _take_elements(tree, heading, about)
    return about, _text(article.get("articleBody"))


def _take_linked(article: dict[str, Any], ids: dict[str, dict[str, Any]], about: About) -> None:
    where = "JSON-LD"
    is_page = _types(article) <= {"webpage"}
    publisher = ", ".join(_names(article.get("publisher") or article.get("sourceOrganization"), ids))
    authors = [name for name in _names(article.get("author") or article.get("creator"), ids) if name != publisher]
    about.take("publisher", publisher, where)
    if not is_page:  # its name is that of the window
        about.take("title", _text(article.get("headline")) or _text(article.get("name")), where)
    about.take("author", ", ".join(authors), where)
    about.take("published", _text(article.get("datePublished")), where)
    of = article.get("mainEntityOfPage")
    for value in (article.get("url"), of.get("@id") if isinstance(of, dict) else of, article.get("@id")):
        about.take("url", _text(value).partition("#")[0], where)
    language = article.get("inLanguage")
    if isinstance(language, dict):
        language = language.get("alternateName") or language.get("name")
    about.take("lang", _text(language), where)


def _take_meta(metas: dict[str, str], about: About) -> None:
    for detail, names in _METAS:
        for name in names:
            value = metas.get(name, "")
            # an author's profile page instead of a name
            if value and not (detail == "author" and re.match(r"https?://|@|www\.", value)):
                about.take(detail, value, name)
    about.take("url", metas.get("og:url", ""), "og:url")


def _take_microdata(tree: HtmlElement, about: About) -> None:
    for detail, name in _ITEMS:
        for element in tree.iterfind(f".//*[@itemprop='{name}']"):
            named = element.find(".//*[@itemprop='name']")
            told = element if named is None else named
            value = told.get("content") or told.get("datetime") or _inside(told)
            about.take(detail, value, f"itemprop {name}")
            break


def _take_elements(tree: HtmlElement, heading: str, about: About) -> None:
    window = tidy(tree.findtext(".//title") or "")
    metas = _metas(tree)
    told = next((metas[name] for name in _TITLES if metas.get(name)), "")
    # what the page itself prints over the article, as other titles have the site's name or the section after them
    if heading and (heading in told or heading in window or not (told or window)):
        about.take("title", heading, "h1")
    about.take("title", _without_site(told, about.publisher), "og:title" if metas.get("og:title") else "meta")
    about.take("title", _without_site(window, about.publisher), "title")
    for link in tree.iterfind(".//link[@rel='canonical']"):
        about.take("url", link.get("href") or "", "canonical link")
    if "og:url" not in about.found.get("url", "") and not about.url:
        saved = _SAVED.search(_comments(tree))
        about.take("url", saved.group(1) if saved else "", "the browser that saved it")
    for name in ("og:locale", "content-language"):
        about.take("lang", metas.get(name, ""), name)
    about.take("lang", tree.get("lang") or "", "html lang")
    _take_time(tree, about)


def _take_time(tree: HtmlElement, about: About) -> None:
    """A day that <time> elements give: the one marked as that of publication, or the only one in the article."""
    if about.published:
        return
    times = list(tree.iterfind(".//time[@datetime]"))
    marked = [time for time in times if time.get("pubdate") is not None]
    within = marked or list(tree.iterfind(".//article//time[@datetime]")) or times
    days = {
        day.iso: time.get("datetime") for time in within if (day := read_day(time.get("datetime") or "")) and day.iso
    }
    if len(days) == 1:
        about.take("published", next(iter(days.values())) or "", "time element")


def _metas(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        value = tidy(meta.get("content") or "")
        if name and value:
            found.setdefault(name.strip().lower(), value)
    return found


def _heading(tree: HtmlElement) -> str:
    headings = {text for element in tree.iter("h1") if (text := _inside(element))}
    return headings.pop() if len(headings) == 1 else ""


def _inside(element: HtmlElement) -> str:
    return tidy("".join(map(str, element.itertext())))


def _comments(tree: HtmlElement) -> str:
    from lxml.etree import Comment

    before = tree.itersiblings(Comment, preceding=True)
    return " ".join((comment.text or "")[:3_000] for comment, _ in zip(before, range(5), strict=False))


def _without_site(title: str, publisher: str) -> str:
    found = re.fullmatch(r"(.{10,}?)\s+[-–—|/»•]\s+(.{2,60})", title)
    if found and (found[2].casefold() == publisher.casefold() or "|" in title):
        return found[1]
    return title


def _article(tree: HtmlElement, heading: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The object of JSON-LD that describes the page's article, and all objects by their ids."""
    ids: dict[str, dict[str, Any]] = {}
    best: tuple[bool, int, dict[str, Any]] | None = None
    for thing in _objects(tree):
        if isinstance(identity := thing.get("@id"), str) and len(thing) > 1:
            ids.setdefault(identity, thing)
        rank = min((_ARTICLES.index(kind) for kind in _types(thing) if kind in _ARTICLES), default=None)
        if rank is None:
            continue
        # of several articles the one with the page's heading; else the most like news, and the first of those
        other = not heading or tidy(_text(thing.get("headline"))).casefold() != heading.casefold()
        if best is None or (other, rank) < best[:2]:
            best = (other, rank, thing)
    return (best[2] if best else {}), ids


def _objects(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    room = _MOST_JSON
    queue: list[Any] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower().startswith("application/ld+json"):
            source = script.text_content()
            room -= len(source)
            if room < 0:
                break
            queue.append(_parsed(source))
    seen = 0
    while queue and seen < _MOST_OBJECTS:
        seen += 1
        thing = queue.pop(0)
        if isinstance(thing, list):
            queue[:0] = thing[:_MOST_OBJECTS]
        elif isinstance(thing, dict):
            yield thing
            queue[:0] = [thing[key] for key in _INTO if isinstance(thing.get(key), dict | list)]


def _parsed(source: str) -> Any:
    source = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", source.strip())
    try:
        return json.loads(source.rstrip("; \n"), strict=False)
    except (ValueError, RecursionError):  # as it is often written by hand
        return None


def _types(thing: dict[str, Any]) -> set[str]:
    kinds = thing.get("@type")
    return {
        re.split(r"[/:#]", kind)[-1].lower()
        for kind in (kinds if isinstance(kinds, list) else [kinds])
        if isinstance(kind, str)
    }


def _names(value: Any, ids: dict[str, dict[str, Any]], depth: int = 3) -> list[str]:
    """The names that a property gives: of a string, an object, a reference to one, or a list of those."""
    if isinstance(value, list):
        names = [name for one in value[:20] for name in _names(one, ids, depth - 1)] if depth else []
        return list(dict.fromkeys(names))
    if isinstance(value, dict):
        if not value.get("name") and isinstance(value.get("@id"), str):
            value = ids.get(value["@id"], value)
        return _names(value.get("name"), ids, depth - 1) if depth else []
    name = tidy(value) if isinstance(value, str) else ""
    return [] if not name or re.match(r"https?://|#", name) else [name]


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value", "")
    return value if isinstance(value, str) else ""
