"""Reads a file only when it is a plain one, and replaces it so that the old or the new is there whole."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import sys
from pathlib import Path

from casefile.errors import StoreError

_UNTOUCHED = "It was left as it is."


class FileExists(Exception):  # noqa: N818 - an answer, which the caller words
    """There is something at the path already."""


def read_plain(path: Path) -> bytes:
    """The bytes of a plain file.

    Raises:
        StoreError: There is none, it is something else (a folder, a link, a pipe), or it may not be read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    try:
        if path.is_symlink():  # said by name where the system would only say "too many links"
            raise StoreError(
                f"{path} is a link, to {path.readlink()}; a case file must be the file itself. {_UNTOUCHED}",
                f"Use the file: --db {os.path.realpath(path)}",
            )
        if path.is_dir():
            raise StoreError(
                f"{path} is a folder, not a case file.", f"Name the file in it: --db {path / 'casefile.json'}"
            )
        handle = os.open(path, flags)
    except FileNotFoundError:
        raise _missing(path) from None
    except (PermissionError, NotADirectoryError, OSError) as error:
        raise StoreError(
            f"{path} cannot be opened: {error.strerror}. {_UNTOUCHED}", "Check the path and its permissions."
        ) from error
    except ValueError:
        raise StoreError(
            f"{str(path)!a} cannot be the name of a file.", "Take out the unprintable character."
        ) from None
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise StoreError(
                f"{path} is not a plain file (a pipe, socket or device). {_UNTOUCHED}", "Name a case file with --db."
            )
        try:
            return stream.read()
        except OSError as error:
            raise StoreError(
                f"{path} cannot be read: {error.strerror}. {_UNTOUCHED}", "Check the disk, and keep a copy of the file."
            ) from error


def _missing(path: Path) -> StoreError:
    near = []
    with contextlib.suppress(OSError):
        near = sorted(other.name for other in path.parent.glob("*.json") if other.is_file())[:5]
    also = f" That folder holds: {', '.join(near)}." if near else ""
    return StoreError(
        f"There is no case file at {path}.{also}",
        "Enter a first record (casefile add-detainee NAME), make an empty file (casefile init), "
        "or name another with --db.",
    )


def write_private(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Put `data` at `path`, readable by its owner alone, whole or not at all.

    It is written to a new file beside it (mode 0600 whatever the umask), forced to disk, and renamed; then the folder
    is forced to disk.

    Args:
        path: Where.
        data: What.
        overwrite: Whether something may be there already.

    Raises:
        FileExists: Something is there and `overwrite` is off.
        StoreError: It could not be written; the message says whether anything was saved.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    try:
        _write_new(temporary, data)
        if overwrite:
            temporary.replace(path)
        else:
            _place(temporary, path)
    except OSError as error:
        _unlink(temporary)
        if isinstance(error, FileExistsError) and not overwrite:
            raise FileExists from error
        raise StoreError(
            f"{path} could not be written: {error.strerror}. Nothing was saved, and what was there is as it was.",
            "Free some space or check the permissions of the folder, then try again.",
        ) from error
    except BaseException:
        _unlink(temporary)
        raise
    try:
        _sync_folder(path.parent)
    except OSError as error:
        raise StoreError(
            f"{path} was written, but the disk did not confirm it ({error.strerror}): it may or may not be saved.",
            "Look before you type it again: casefile list",
        ) from error


def _write_new(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _place(temporary: Path, path: Path) -> None:
    """Give a finished file its name, unless the name is taken: a link fails where a rename would replace."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError, AttributeError):  # a file system without hard links
        if os.path.lexists(path):
            raise FileExistsError(17, "File exists", str(path)) from None
        temporary.replace(path)
    else:
        temporary.unlink()


def _unlink(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # Windows opens no folder for that; NTFS journals the rename itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_leftovers(path: Path) -> None:
    """Delete what killed writers left beside `path`; only for whoever holds its lock."""
    with contextlib.suppress(OSError):
        for leftover in path.parent.glob(f".{_escaped(path.name)}.????????????.tmp"):
            _unlink(leftover)


def _escaped(name: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)
