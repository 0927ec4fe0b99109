"""What a review has come to so far, in a file beside the case: for its owner alone, and sealed where the case is.

It is no part of the case: it has no history, and no backup holds it. It goes when the review is finished, and with
whatever is erased from the case; encrypting the case, for whom ever, seals it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from casefile.errors import NoFileError
from casefile.interrupts import uninterrupted
from casefile.store.files import read_plain, write_private
from casefile.store.locking import locked
from casefile.store.vault import MAGIC

if TYPE_CHECKING:
    from casefile.store.tinydb_file import TinyDBFile
    from casefile.store.vault import Vault


class Shelf:
    """The file beside a case that holds what is under review.

    Args:
        store: The case.
    """

    def __init__(self, store: TinyDBFile) -> None:
        self._store = store
        self._place = store.places.drafts

    def read(self) -> bytes:
        """What it holds; empty where nothing is under review.

        Raises:
            StoreError: It cannot be read or opened.
        """
        try:
            data = read_plain(self._store.places.now(self._place))
        except NoFileError:
            return b""
        return self._store.opening_vault().open(data) if data.startswith(MAGIC) else data

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the case's lock, so that no other review is written over."""
        self._store.make_folder()
        with locked(self._store.path):
            yield

    def write(self, data: bytes) -> None:
        """Hold `data` from now on, under the case's lock; nothing where it is empty.

        Raises:
            StoreError: It cannot be written.
        """
        with uninterrupted():
            if not data:
                with suppress(FileNotFoundError):
                    self._place.unlink()
                return
            vault = self._sealing()
            write_private(self._place, data if vault is None else vault.seal(data), overwrite=True)

    def _sealing(self) -> Vault | None:
        """What seals the case at this moment."""
        if not self._store.exists() or not self._store.is_sealed():
            return None
        return self._store.open().vault
