"""Opens a file only when it is a plain one: no link is followed, no device touched, and nothing is waited for."""

from __future__ import annotations

import contextlib
import os
import stat
from enum import Enum, auto
from pathlib import Path
from typing import BinaryIO


class Obstacle(Enum):
    """Why a path was not opened."""

    MISSING = auto()
    LINK = auto()
    FOLDER = auto()
    SPECIAL = auto()  # a pipe, socket or device
    UNNAMEABLE = auto()  # no file can be called that
    REFUSED = auto()  # the system says no


class NotPlain(Exception):  # noqa: N818 - an answer, which the caller words
    """There is no plain file to open.

    Args:
        obstacle: Why not.
        detail: Where a link leads, or what the system said.
    """

    def __init__(self, obstacle: Obstacle, detail: str = "") -> None:
        super().__init__(obstacle.name, detail)
        self.obstacle = obstacle
        self.detail = detail


def open_plain(path: Path) -> BinaryIO:
    """A plain file, open for reading.

    Raises:
        NotPlain: It is something else, it may not be read, or there is none.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    try:
        if path.is_symlink():  # said by name where the system would only say "too many links"
            raise NotPlain(Obstacle.LINK, str(path.readlink()))
        if path.is_dir():
            raise NotPlain(Obstacle.FOLDER)
        handle = os.open(path, flags)
        try:
            plain = stat.S_ISREG(os.fstat(handle).st_mode)
            stream = os.fdopen(handle, "rb") if plain else None
        except BaseException:
            _close(handle)
            raise
    except FileNotFoundError:
        raise NotPlain(Obstacle.MISSING) from None
    except OSError as error:
        raise NotPlain(Obstacle.REFUSED, error.strerror or str(error)) from error
    except ValueError:
        raise NotPlain(Obstacle.UNNAMEABLE) from None
    if stream is None:
        _close(handle)
        raise NotPlain(Obstacle.SPECIAL)
    return stream


def _close(handle: int) -> None:
    with contextlib.suppress(OSError):
        os.close(handle)
