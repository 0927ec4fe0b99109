"""Articles that were read before: documents of the case that say what was made of each draft, so that none comes twice.

They lie in a table of their own, without records, as saved searches do: with the case's history and encryption, carried
along by a lossless export, erased with the source. Of the article itself they hold no more than hashes, and a sketch
of its text by which a reprint is known again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from casefile.casebook.book import Casebook
from casefile.casebook.documents import read_strictly
from casefile.errors import ConflictError
from casefile.model import Case, Source
from casefile.model.records import RecordId, SourceId

TABLE = "articles"
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class KnownArticle(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What became of an article.

    ``source`` is its record, ``files`` the SHA-256 of the files that it came in, ``sketch`` what stands for its text.
    ``accepted`` has, by the fingerprint of a draft, the record that it went into; ``rejected`` the fingerprints of
    those that were refused. ``open`` is how many were left undecided.
    """

    source: SourceId
    files: tuple[Sha256, ...] = ()
    sketch: str = ""
    accepted: dict[str, RecordId] = {}
    rejected: tuple[str, ...] = ()
    open: int = 0


def read_article(number: int, document: bytes, location: str) -> KnownArticle:
    """One of them from its document; raises `DamagedError`."""
    return read_strictly(KnownArticle, f"article {number}", document, location)


def known_articles(case: Case) -> dict[int, KnownArticle]:
    """The articles that were read before, by the number of their document, each with the source as it is called now.

    Those whose source is gone are none: they are as new.

    Raises:
        DamagedError: One of them is not as casefile writes it.
    """
    heirs = {former: source.id for source in case.sources for former in source.merged}
    found = {}
    for number, document in case.others(TABLE):
        article = read_article(number, document, case.location)
        source = heirs.get(article.source, article.source)
        if isinstance(case.get(source), Source):
            found[number] = msgspec.structs.replace(article, source=source)
    return found


def keep(book: Casebook, number: int, article: KnownArticle) -> None:
    """Write what became of an article, within the change that is being made; number 0 is one that is new."""
    last = max((taken for taken, _ in book.case.others(TABLE)), default=0)
    book.put_other(TABLE, number or last + 1, article)


def counts(document: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What a history tells of such a document: how many drafts were accepted, refused and left open, and of what."""
    if document is None:
        return None
    lists = {field: len(document.get(field, ())) for field in ("files", "accepted", "rejected")}
    return {"source": document.get("source", ""), **lists, "open": document.get("open", 0)}


def without_records(article: KnownArticle, ids: Iterable[str]) -> KnownArticle:
    """`article` without word of what went into records that are to be erased."""
    gone = set(ids)
    kept = {mark: record for mark, record in article.accepted.items() if record not in gone}
    return msgspec.structs.replace(article, accepted=kept)


def take_in(book: Casebook, articles: Iterable[KnownArticle]) -> int:
    """Keep those of an import that are new here, or know more, within the change being made; returns how many."""
    here = {article.source: (number, article) for number, article in known_articles(book.case).items()}
    count = 0
    for article in articles:
        if book.case.get(article.source) is None:
            raise ConflictError(
                f"The import knows an article of {article.source}, and has no such source.", "Export the case again."
            )
        number, known = here.get(article.source, (0, article))
        united = msgspec.structs.replace(
            known,
            files=tuple(dict.fromkeys((*known.files, *article.files))),
            accepted=article.accepted | known.accepted,
            rejected=tuple(dict.fromkeys((*known.rejected, *article.rejected))),
        )
        if not number or united != known:
            keep(book, number, united)
            count += 1
    return count
