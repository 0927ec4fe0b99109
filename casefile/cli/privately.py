"""A folder for plain text that other programs must see: beside the case, or in memory where it is encrypted."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from casefile.errors import CasefileError

if TYPE_CHECKING:
    from casefile.cli.session import Session

_IN_MEMORY = ("tmpfs", "ramfs")


def make_folder(session: Session) -> Path:
    """A new folder that only its owner can look into, where the case's contents may lie.

    Raises:
        CasefileError: The case is encrypted, and this machine has no place that is in memory alone.
    """
    beside = Path(session.location).resolve().parent
    if session.is_sealed():
        return Path(tempfile.mkdtemp(prefix=".casefile-edit-", dir=_memory()))
    return Path(tempfile.mkdtemp(prefix=".casefile-edit-", dir=beside if beside.is_dir() else None))


def _memory() -> Path:
    from casefile.store.surroundings import file_system

    for place in (os.environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm", "/run/shm"):  # noqa: S108 - what is wanted is memory
        if place and Path(place).is_dir() and file_system(Path(place)) in _IN_MEMORY and os.access(place, os.W_OK):
            return Path(place)
    raise CasefileError(
        "The case is encrypted, and this machine has no folder in memory where plain text could be laid down.",
        "Give the fields on the command line: casefile edit ID FIELD=VALUE",
    )


@contextmanager
def private_folder(session: Session) -> Iterator[Path]:
    """Such a folder for the length of the block."""
    folder = make_folder(session)
    try:
        yield folder
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)
