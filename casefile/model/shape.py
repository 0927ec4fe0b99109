"""What sort of value each field of a record takes, asked of the declarations so that nothing is listed twice."""

from __future__ import annotations

import types
import typing
from functools import cache
from typing import Any, Union

import msgspec


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
