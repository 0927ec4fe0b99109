"""A folder for plain text that other programs must see, for as long as they need it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casefile.cli.session import Session


def make_folder(session: Session) -> Path:
    """A new folder that only its owner can look into, where the case's contents may lie.

    Raises:
        CasefileError: The case is encrypted, and this machine has no place that is in memory alone.
    """
    from casefile.store.drafts import new_folder

    return new_folder(Path(session.location), sealed=session.is_sealed())


@contextmanager
def private_folder(session: Session) -> Iterator[Path]:
    """Such a folder for the length of the block."""
    folder = make_folder(session)
    try:
        yield folder
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)
