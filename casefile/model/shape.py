"""What sort of value each field of a record takes, asked of the declarations so that nothing is listed twice."""

from __future__ import annotations

import types
import typing
from functools import cache
from typing import Any, Union

import msgspec

from casefile.dates import When


@cache
def field_types(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The declared type of each field of `kind`, under its name in JSON."""
    hints = typing.get_type_hints(kind, include_extras=True)
    names = zip(kind.__struct_encode_fields__, kind.__struct_fields__, strict=True)
    return {key: hints[attribute] for key, attribute in names}


def bare(declared: Any) -> tuple[Any, bool]:
    """A type without its ``| None``, and whether it had one."""
    if typing.get_origin(declared) in (Union, types.UnionType):
        inner = [part for part in typing.get_args(declared) if part is not type(None)]
        return inner[0], True
    return declared, False


def element(declared: Any) -> Any | None:
    """The type of a list's items; None when `declared` is not a list."""
    return typing.get_args(declared)[0] if typing.get_origin(declared) is tuple else None


def plain(value: Any) -> Any:
    """`value` as JSON has it: what is read back is equal to it."""
    return msgspec.json.decode(msgspec.json.encode(value))


@cache
def declared_at(kind: type[msgspec.Struct], path: tuple[str, ...]) -> Any | None:
    """The declared type of what stands at `path` ("offices", "0", "title") in a `kind`; None where nothing can.

    A date is one value: no path leads into it.
    """
    declared: Any = kind
    for step in path:
        declared, _ = bare(declared)
        if step.isdigit():
            declared = element(declared) if step == str(int(step)) else None
        elif isinstance(declared, type) and issubclass(declared, msgspec.Struct) and declared is not When:
            declared = field_types(declared).get(step)
        else:
            return None
        if declared is None:
            return None
    return declared
