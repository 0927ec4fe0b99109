"""Articles under review: laid aside with every decision, so that a review that is broken off goes on where it was."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from casefile.casebook.book import Casebook
from casefile.casebook.safekeeping import files_of
from casefile.errors import DamagedError
from casefile.ingest.drafts import Decision, Draft, DraftsFile, Match
from casefile.ingest.matching import matched
from casefile.model import Case
from casefile.store.shelf import Shelf


def laid_aside(book: Casebook, sha256: str) -> DraftsFile | None:
    """The review of the article of that hash, if one was broken off.

    Raises:
        StoreError: What was laid aside cannot be read.
    """
    return _read(Shelf(files_of(book)), book.store.location).get(sha256)


def lay_aside(book: Casebook, file: DraftsFile) -> None:
    """Keep how far the review of an article has come."""
    shelf = Shelf(files_of(book))
    with shelf.alone():
        _write(shelf, _read(shelf, book.store.location) | {file.article.sha256: file})


def forget(book: Casebook, sha256: str) -> None:
    """Keep nothing of the review of the article of that hash."""
    store = files_of(book)
    if not store.places.drafts.exists():
        return
    shelf = Shelf(store)
    with shelf.alone():
        found = _read(shelf, book.store.location)
        if found.pop(sha256, None) is not None:
            _write(shelf, found)


def _read(shelf: Shelf, location: str) -> dict[str, DraftsFile]:
    data = shelf.read()
    if not data:
        return {}
    try:
        files = msgspec.json.decode(data, type=list[DraftsFile])
    except msgspec.MsgspecError as error:
        raise DamagedError(
            f"{location}.drafts, where reviews are laid aside, is not as casefile writes it: {error}.",
            "Nothing of the case is in it: delete it, and review those articles anew.",
        ) from error
    return {file.article.sha256: file for file in files}


def _write(shelf: Shelf, files: Mapping[str, DraftsFile]) -> None:
    shelf.write(msgspec.json.encode(list(files.values())) if files else b"")


def fresh(file: DraftsFile, case: Case) -> DraftsFile:
    """`file` with nothing in it of records that have gone since: what was to go into them is open again."""
    drafts = [_fresh(draft, case) for draft in file.drafts]
    return msgspec.structs.replace(file, drafts=matched(drafts, case))


def _fresh(draft: Draft, case: Case) -> Draft:
    ids = (*filter(None, (draft.match.same,)), *draft.match.maybe)
    if all(case.get(record_id) is not None for record_id in ids):
        return draft
    return msgspec.structs.replace(draft, match=Match(), decision=Decision.OPEN)
