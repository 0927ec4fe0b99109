"""Folders for plain text that other programs must see, an editor or a viewer: where they are made, and found again."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from pathlib import Path

from casefile.errors import CasefileError
from casefile.store.surroundings import file_system

_PREFIX = ".casefile-edit-"
_MARKED = re.compile(rf"{re.escape(_PREFIX)}[0-9a-f]{{12}}-")
_IN_MEMORY = ("tmpfs", "ramfs")


def new_folder(path: Path, *, sealed: bool) -> Path:
    """A new folder for a text of the case `path`, that only its owner can look into: in memory where it is encrypted.

    Its name tells whose it is, to whoever knows the case's path.

    Raises:
        CasefileError: The case is encrypted, and this machine has no place that is in memory alone.
    """
    beside = path.resolve().parent
    if not sealed:
        return Path(tempfile.mkdtemp(prefix=_prefix(path), dir=beside if beside.is_dir() else None))
    for place in _memory():
        if os.access(place, os.W_OK):
            return Path(tempfile.mkdtemp(prefix=_prefix(path), dir=place))
    raise CasefileError(
        "The case is encrypted, and this machine has no folder in memory where plain text could be laid down.",
        "Give the fields on the command line: casefile edit ID FIELD=VALUE",
    )


def _prefix(path: Path) -> str:
    return f"{_PREFIX}{hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]}-"


def _memory() -> list[Path]:
    named = (os.environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm", "/run/shm")  # noqa: S108 - what is wanted is memory
    return [Path(place) for place in named if place and Path(place).is_dir() and file_system(Path(place)) in _IN_MEMORY]


def left(path: Path) -> list[Path]:
    """The folders of texts of the case `path` that are there now, wherever they may have been made."""
    beside = path.resolve().parent
    found = []
    for place in dict.fromkeys((beside, *_memory(), Path(tempfile.gettempdir()))):
        with contextlib.suppress(OSError):
            for folder in sorted(place.glob(f"{_PREFIX}*")):
                mine = folder.name.startswith(_prefix(path))
                unmarked = place == beside and not _MARKED.match(folder.name)
                if (mine or unmarked) and folder.is_dir() and not folder.is_symlink():
                    found.append(folder)
    return found
