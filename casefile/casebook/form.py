"""A record as a form for an editor (TOML), and the edited form back as a record."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any, cast

import msgspec

from casefile import dates
from casefile.casebook.book import Casebook
from casefile.casebook.fields import read_value
from casefile.dates import When
from casefile.errors import InputError
from casefile.model import Record, as_json, build
from casefile.model.shape import bare, element, field_types

#: What a form does not show, as it is not written by hand.
_KEPT = ("id", "uid", "merged", "claims", "resolutions")
_HEAD = """\
# {title}
# Change what you like, save and close. Lines that begin with # are left out.
# Dates may be as vague as their source: "1 July 2025", "в августе 2025", "before May 2024", "unknown".
"""


def to_form(book: Casebook, record: Record) -> str:
    """`record` as TOML to be edited; fields that are empty are named in a comment."""
    import tomli_w

    values = {key: value for key, value in _shown(record).items() if key not in _KEPT}
    empty = [field for field in field_types(type(record)) if field not in values and field not in _KEPT]
    head = _HEAD.format(title=book.line(record))
    if empty:
        head += f"# Empty so far: {', '.join(empty)}\n"
    return head + "\n" + tomli_w.dumps(values, multiline_strings=True)


def from_form(book: Casebook, record: Record, form: str) -> Record:
    """The record that an edited form describes; what was not touched stays as it was, to the letter.

    Raises:
        InputError: The form is not TOML, or a value is nothing that its field can hold.
        FieldError: A rule of the record is broken.
        NotFoundError: It names a record that is not in the file.
    """
    try:
        values = tomllib.loads(form)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"The form cannot be read: {error}.", 'Put texts in "quotes", lists in [brackets].') from error
    except RecursionError as error:
        raise InputError("The form is nested too deeply to be read.", "Take out the nested brackets.") from error
    old = cast("dict[str, Any]", as_json(record))
    kept = {field: old[field] for field in _KEPT if field in old}
    revived = _Reviver(book, record).revive(type(record), values, _shown(record), old)
    return build(type(record), {key: value for key, value in revived.items() if key not in kept} | kept)


def _shown(value: Any) -> Any:
    """A value as the form has it: dates as people read them, everything that is empty left out."""
    if isinstance(value, When):
        return dates.show(value)
    if isinstance(value, msgspec.Struct):
        names = zip(value.__struct_encode_fields__, value.__struct_fields__, strict=True)
        shown = {key: _shown(getattr(value, attribute)) for key, attribute in names}
        return {key: part for key, part in shown.items() if part not in (None, "", [], False)}
    if isinstance(value, tuple):
        return [_shown(item) for item in value]
    return str(value) if isinstance(value, str) else value


class _Reviver:
    """Turns the values of a form into those of a record, field by field, beside what they were before."""

    def __init__(self, book: Casebook, record: Record) -> None:
        self._book = book
        self._record = record

    def revive(
        self, declared: Any, new: Any, shown: Any, old: Any, field: str = "", around: Mapping[str, Any] | None = None
    ) -> Any:
        """The value that `new` stands for; `old` itself where the form still shows `shown`."""
        if shown is not None and new == shown:
            return old
        declared, _ = bare(declared)
        item = element(declared)
        if item is not None and isinstance(new, list):
            before = list(zip(shown or [], old or [], strict=False))
            return [self._entry(item, entry, before, place) for place, entry in enumerate(new)]
        if isinstance(new, dict) and isinstance(declared, type) and issubclass(declared, msgspec.Struct):
            types = field_types(declared)
            shown, old = shown or {}, old or {}
            made: dict[str, Any] = {}
            for key in sorted(new, key=lambda key: key != "when"):  # other dates may be told from it
                value = new[key]
                beside = {**new, **made}
                made[key] = (
                    self.revive(types[key], value, shown.get(key), old.get(key), key, beside) if key in types else value
                )
            return {key: made[key] for key in new}
        if isinstance(new, str):
            return msgspec.to_builtins(read_value(self._book, declared, new, self._record, field, around))
        return self.revive(declared, str(new), shown, old, field, around) if declared is When else new

    def _entry(self, item: Any, entry: Any, before: list[tuple[Any, Any]], place: int) -> Any:
        for shown, old in before:
            if shown == entry:
                return old
        shown, old = before[place] if place < len(before) else (None, None)
        return self.revive(item, entry, shown, old)
