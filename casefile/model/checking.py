"""Turns plain values into records, and a broken rule into an error that names the record and the field."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from casefile.errors import FieldError
from casefile.model.records import Record
from casefile.model.shape import bare, element, field_types
from casefile.vocabulary import called, terms

_READ = 300  # characters

AnyRecord = TypeVar("AnyRecord", bound=Record)

_PATH = re.compile(r"^(?P<problem>.*?)(?: - at `\$\.?(?P<path>.*)`)?$", re.DOTALL)
_HINTS = (
    (r"\^P\[1-9\]", "a person's id such as P1"),
    (r"\^C\[1-9\]", "a charge's id such as C1"),
    (r"\^S\[1-9\]", "a statement's id such as S1"),
    (r"\^E\[1-9\]", "an event's id such as E1"),
    (r"\^R\[1-9\]", "a source's id such as R1"),
    (r"\^\[PCSER\]", "a record's id such as P1, C1, S1, E1 or R1"),
    (r"\^\[A-Z\]\{2\}", "an ISO 3166 country code such as RU or AZ"),
    (r"\^\(\[A-Za-z\]\{2,3\}", "a language tag such as ru, en or az-Latn"),
    (r"\^\(\[0-9a-f\]\{8\}", "a UUID in lower case"),
    (r"\^\[0-9a-f\]\{64\}", "a SHA-256 in 64 lower-case hexadecimal digits"),
)


def build(kind: type[AnyRecord], values: dict[str, Any]) -> AnyRecord:
    """A record of type `kind` from field values (JSON types, Structs, enum members and dates may be mixed).

    Raises:
        FieldError: a value is missing, unknown, or not what its field may hold.
    """
    try:
        return msgspec.convert(msgspec.to_builtins(values, builtin_types=()), kind)
    except (msgspec.ValidationError, TypeError, RecursionError, UnicodeError) as error:
        raise explain(kind, values.get("id", ""), error) from error


def explain(kind: type[Record], record_id: str, error: Exception) -> FieldError:
    """What msgspec complained of, said so that a person can mend it."""
    match = _PATH.match(str(error))
    problem = match["problem"] if match else str(error)
    path = (match["path"] or "").replace("[", ".").replace("]", "") if match else ""
    hint = ""
    for pattern, wanted in _HINTS:
        if re.search(pattern, problem.replace("\\\\", "\\")):
            problem, hint = f"must be {wanted}", f"Give {wanted}."
            break
    if unknown := re.match(r"Object contains unknown field `(.*)`", problem):
        problem = f"there is no field “{unknown[1]}”"
        hint = "Fields: " + ", ".join(kind.__struct_encode_fields__) + "."
    elif missing := re.match(r"Object missing required field `(.*)`", problem):
        problem = f"“{missing[1]}” must be given"
    elif enum := re.match(r"Invalid enum value (.*)", problem):
        problem = f"{enum[1]} is not a known term"
        if vocabulary := _vocabulary_at(kind, path):
            problem = f"{enum[1]} is not a known {called(vocabulary)}"
            hint = "Known: " + ", ".join(terms(vocabulary)) + "."
    elif first := re.match(r"(\w+) (must .*|stands alone.*|belong.*)", problem):
        path = f"{path}.{first[1]}" if path else first[1]
        problem = first[2]
    where = f"{kind.noun} {record_id}".strip() + (f", {path}" if path else "")
    return FieldError(_shortened(where), _shortened(problem.rstrip(".")), hint)


def _shortened(text: str) -> str:
    """`text`, which may quote a whole file, as long as it is read."""
    return text if len(text) <= _READ else f"{text[:_READ]}…"


def _vocabulary_at(kind: type[Record], path: str) -> type[StrEnum] | None:
    """The list of terms that the field at `path` ("names.0.type") is limited to."""
    declared: Any = kind
    for step in path.split("."):
        if not step.isdigit() and step != "...":
            declared = field_types(declared).get(step) if hasattr(declared, "__struct_fields__") else None
        declared, _ = bare(declared)
        declared = element(declared) or declared
    return declared if isinstance(declared, type) and issubclass(declared, StrEnum) else None
