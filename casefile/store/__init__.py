"""Where records live: a store is opened by its location, and every store keeps the same promises."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from casefile.errors import InputError
from casefile.store._types import DEPOSITS, SCHEMA, TABLES, Change, Snapshot, Stamp, Store

if TYPE_CHECKING:
    from casefile.store.vault import Keys

__all__ = ["DEPOSITS", "SCHEMA", "TABLES", "Change", "Snapshot", "Stamp", "Store", "open_store"]


def open_store(
    location: str | os.PathLike[str], *, tell: Callable[[str], None] = lambda _: None, keys: Keys | None = None
) -> Store:
    """The store at `location`: a path is a TinyDB file; "NAME://..." is the store in the module ``NAME_store``.

    Nothing is read or made by opening.

    Args:
        location: Where it is.
        tell: Takes what a person should know beside the result of a command.
        keys: What an encrypted case is opened with.

    Raises:
        InputError: There is no such kind of store, or `location` is empty.
    """
    text = os.fspath(location)
    if not text.strip() or "\x00" in text:
        raise InputError("The path of the case file is empty or cannot be a path.", "Give one: --db PATH")
    scheme, colon, _ = text.partition("://")
    if not colon:
        from casefile.store.tinydb_file import open_location

        return open_location(text, tell=tell, keys=keys)
    kinds = [module.name.removesuffix("_store") for module in iter_modules(__path__) if module.name.endswith("_store")]
    if scheme not in kinds:
        known = ", ".join(f"{kind}://…" for kind in kinds)
        raise InputError(f"There is no store of the kind “{scheme}”.", f"Known: {known or 'a path to a file'}.")
    store: Store = import_module(f"casefile.store.{scheme}_store").open_location(text, tell=tell, keys=keys)
    return store
