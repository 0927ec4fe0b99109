"""Documents of the tables that hold no records: JSON that only casefile writes, read strictly."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from casefile.errors import DamagedError

T = TypeVar("T", bound=msgspec.Struct)
_MEND = "The file was left as it is. Restore a copy, or mend that line by hand in a text editor."


def read_strictly(kind: type[T], name: str, document: bytes, location: str, hint: str = _MEND) -> T:
    """A document of a table without records.

    Args:
        kind: What it must be.
        name: What to call it in an error ("saved query 3").
        document: Its JSON.
        location: What to call the case in an error.
        hint: What to do where it is not.

    Raises:
        DamagedError: It is not as casefile writes it.
    """
    try:
        return msgspec.json.decode(document, type=kind)
    except msgspec.MsgspecError as error:
        raise DamagedError(f"{location}: {name} is not as casefile writes it: {error}.", hint) from error
