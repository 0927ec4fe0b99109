"""Reads a drafts file that a person may have edited, and says of every broken edit in which draft and field it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from casefile.dates import When
from casefile.errors import DateError, FieldError, InputError, NewerSchemaError
from casefile.ingest.drafts import FORMAT, VERSION, Article, Decision, Draft, DraftsFile
from casefile.ingest.resolving import letter_of, mentions, provisional, record_of
from casefile.model import BY_TABLE

AnyStruct = TypeVar("AnyStruct", bound=msgspec.Struct)

_PATH = re.compile(r"^(?P<problem>.*?)(?: - at `(?P<key>key in )?\$\.?(?P<path>.*)`)?$", re.DOTALL)
_HINT = "Mend it in the file, or make the file anew: casefile ingest ARTICLE --drafts FILE"
_DECISIONS = "Write accept, reject, or leave it empty."


def load(data: bytes, name: str, read: Callable[[str, str], When]) -> DraftsFile:
    """The drafts file in `data`.

    Args:
        data: The file.
        name: What to call it in messages.
        read: Reads a date that was typed into a field as bare text, by the date of publication.

    Raises:
        InputError: It is no drafts file.
        FieldError: Something in it is not as it must be; the error names the draft and the field.
        NewerSchemaError: A newer casefile made it.
    """
    values = _document(data, name)
    article = _converted(values["article"], Article, f"{name}, article")
    rows = values.get("drafts", [])
    if not isinstance(rows, list):
        raise FieldError(f"{name}, drafts", "must be a list", _HINT)
    drafts = [_draft(row, number, name) for number, row in enumerate(rows, 1)]
    if twice := [key for key, count in Counter(draft.key for draft in drafts).items() if count > 1]:
        raise FieldError(f"{name}, draft {twice[0]}", "there are two drafts of that key", "Give one of them another.")
    keys = {draft.key: provisional(draft.key) for draft in drafts}
    for draft in drafts:
        _check(draft, article, keys, name, lambda text: read(text, article.published))
    return DraftsFile(article=article, drafts=tuple(drafts))


def _document(data: bytes, name: str) -> dict[str, Any]:
    try:
        values = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        place = re.search(r"byte (\d+)", str(error))
        line = f", in line {data[: int(place[1])].count(10) + 1}" if place else ""
        raise InputError(f"{name} is not JSON: {error}{line}.", _HINT) from error
    if not isinstance(values, dict) or values.get("format") != FORMAT or "article" not in values:
        raise InputError(f"{name} is not a drafts file.", "Make one with: casefile ingest ARTICLE --drafts FILE")
    version = values.get("version")
    if isinstance(version, int) and version > VERSION:
        raise NewerSchemaError(
            f"{name} was made by a newer casefile (version {version}; this one reads up to {VERSION}).",
            "Update casefile.",
        )
    return values


def _converted(value: Any, kind: type[AnyStruct], where: str) -> AnyStruct:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        match = _PATH.match(str(error))
        problem, path = (match["problem"], match["path"] or "") if match else (str(error), "")
        path = path.replace("[", ".").replace("]", "").lstrip(".")
        if missing := re.match(r"Object missing required field `(.*)`", problem):
            path, problem = missing[1], "must be given"
        elif unknown := re.match(r"Object contains unknown field `(.*)`", problem):
            path, problem = unknown[1], "there is no such field here"
        elif enum := re.match(r"Invalid enum value (.*)", problem):
            hint = _DECISIONS if path == "decision" else "Write certain, likely or doubtful."
            raise FieldError(f"{where}, {path}", f"{enum[1]} is not known", hint) from error
        raise FieldError(f"{where}, {path}" if path else where, problem, _HINT) from error


def _draft(row: Any, number: int, name: str) -> Draft:
    key = row.get("key") if isinstance(row, dict) else None
    where = f"{name}, draft {key}" if isinstance(key, str) and key else f"{name}, draft number {number}"
    draft = _converted(row, Draft, where)
    if draft.table not in BY_TABLE or draft.table == "sources":
        tables = ", ".join(table for table in BY_TABLE if table != "sources")
        raise FieldError(f"{where}, table", f"“{draft.table}” is no table", f"Tables: {tables}.")
    if draft.key[0] != letter_of(draft.table):
        raise FieldError(
            f"{where}, key", f"a draft of {draft.table} has a key with {letter_of(draft.table)}", "Such as p1 or s3."
        )
    return draft


def _check(draft: Draft, article: Article, keys: dict[str, str], name: str, read: Callable[[str], When]) -> None:
    where = f"{name}, draft {draft.key}"
    for field, (start, stop) in (("sentence", draft.sentence), *(("spans", span) for span in draft.spans)):
        if not start <= stop <= len(article.text):
            raise FieldError(
                f"{where}, {field}",
                f"{start} to {stop} lies outside of the text",
                f"It has {len(article.text)} characters.",
            )
    if draft.decision is Decision.REJECT:
        return  # what is refused need not be mended
    for mention in mentions(draft):
        if mention.key not in keys:
            raise FieldError(
                f"{where}, {mention.field}", f"there is no draft “{mention.key}” in the file", "Name one that there is."
            )
    try:
        record_of(draft, keys, read)
    except FieldError as error:
        _, comma, field = error.where.partition(", ")
        raise FieldError(f"{where}, {field}" if comma else where, error.problem, error.hint) from error
    except DateError as error:
        raise FieldError(where, f"“{error.text}” is no date: {error.problem}", error.hint) from error
