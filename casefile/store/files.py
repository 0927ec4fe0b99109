"""Reads a file only when it is a plain one, and replaces it so that the old or the new is there whole."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import stat
import sys
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

from casefile import plain
from casefile.errors import NoFileError, StoreError, UnknownOutcomeError

_UNTOUCHED = "It was left as it is."
_MOST_BYTES = 4 << 30


class FileExists(Exception):  # noqa: N818 - an answer, which the caller words
    """There is something at the path already."""


def read_plain(path: Path, *, start: int = 0, most: int = _MOST_BYTES) -> bytes:
    """The bytes of a plain file.

    Args:
        path: Where it is.
        start: The byte to begin with.
        most: How many bytes it may have.

    Raises:
        NoFileError: There is none.
        StoreError: It is something else (a folder, a link, a pipe), it may not be read, or it is too large.
    """
    try:
        with open_plain(path) as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > most:
                raise StoreError(
                    f"{path} is larger than {most >> 20} MiB. {_UNTOUCHED}",
                    "That is no file of casefile's. Check the path.",
                )
            stream.seek(start)
            # as much memory as is asked for is taken at once, so no more than there is to read
            return stream.read(max(size - start, 0))
    except OSError as error:
        raise _unreadable(path, error) from error


def read_start(path: Path, length: int) -> bytes:
    """The first bytes of a plain file, at most `length` of them; raises as `read_plain` does."""
    try:
        with open_plain(path) as stream:
            return stream.read(length)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{path} cannot be read: {error.strerror or error}. {_UNTOUCHED}",
        "Check the disk, and keep a copy of the file.",
    )


def open_plain(path: Path) -> BinaryIO:
    """A plain file, open for reading; no link is followed, and nothing is waited for.

    Raises:
        NoFileError: There is none.
        StoreError: It is something else (a folder, a link, a pipe), or it may not be read.
    """
    try:
        return plain.open_plain(path)
    except plain.NotPlain as answer:
        raise _not_plain(path, answer) from answer.__cause__


def _not_plain(path: Path, answer: plain.NotPlain) -> StoreError:
    match answer.obstacle:
        case plain.Obstacle.MISSING:
            return _missing(path)
        case plain.Obstacle.LINK:
            return StoreError(
                f"{path} is a link, to {answer.detail}; casefile reads only files themselves. {_UNTOUCHED}",
                f"The file itself is {os.path.realpath(path)}",
            )
        case plain.Obstacle.FOLDER:
            return StoreError(
                f"{path} is a folder, not a file. {_UNTOUCHED}", f"A case file in it: --db {path / 'casefile.json'}"
            )
        case plain.Obstacle.SPECIAL:
            return StoreError(
                f"{path} is not a plain file (a pipe, socket or device). {_UNTOUCHED}", "Name a case file with --db."
            )
        case plain.Obstacle.UNNAMEABLE:
            return StoreError(f"{str(path)!a} cannot be the name of a file.", "Take out the unprintable character.")
        case plain.Obstacle.REFUSED:
            return StoreError(
                f"{path} cannot be opened: {answer.detail}. {_UNTOUCHED}", "Check the path and its permissions."
            )


def _missing(path: Path) -> NoFileError:
    near = []
    with contextlib.suppress(OSError):
        near = sorted(other.name for other in path.parent.glob("*.json") if other.is_file())[:5]
    also = f" That folder holds: {', '.join(near)}." if near else ""
    return NoFileError(
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
    temporary = staged_name(path)
    try:
        write_new(temporary, data)
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
        sync_folder(path.parent)
    except OSError as error:
        raise UnknownOutcomeError(
            f"{path} was written, but the disk did not confirm it ({error.strerror}): whether it is saved is unknown.",
            "Run casefile verify, and look before you do it again.",
        ) from error


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, each for its owner alone, whatever the umask.

    Raises:
        OSError: It cannot be made, or something else is there.
    """
    for place in reversed((folder, *folder.parents)):
        if not place.is_dir():
            with contextlib.suppress(FileExistsError):  # made by another in between
                place.mkdir(mode=0o700)
    if not folder.is_dir():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))


def staged_name(path: Path) -> Path:
    """A new name beside `path`, that `remove_leftovers` knows."""
    return path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")


def append(path: Path, data: bytes, end: int) -> None:
    """Add `data` to the file at `path`, which is `end` bytes long, and force it to disk; make it where `end` is 0.

    Raises:
        StoreError: Nothing was added.
        UnknownOutcomeError: It was added, but the disk did not confirm it. That is never tried again: a disk that has
            failed to write may say at the second asking that there is nothing left to write.
    """
    flags = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        handle = os.open(path, flags if end else flags | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be opened: {error.strerror}. The change was not saved.",
            "Check the permissions of the folder and the files in it, then try again.",
        ) from error
    try:
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode) or found.st_size != end:
                raise StoreError(
                    f"{path} is not as it was a moment ago. The change was not saved.",
                    "See what it is: casefile verify",
                )
            os.lseek(handle, end, os.SEEK_SET)
            write_all(handle, data)
        except OSError as error:
            _cut_off(handle, end)
            raise StoreError(
                f"{path} could not be written: {error.strerror}. The change was not saved; all is as it was.",
                "Free some space or check the permissions, then try again.",
            ) from error
        try:
            os.fsync(handle)
            if not end:
                sync_folder(path.parent)
        except OSError as error:
            # The system may take for written what the disk refused. Whoever comes next must not build on it, but write
            # those bytes anew, and force them to disk with their own.
            _cut_off(handle, end)
            raise UnknownOutcomeError(
                f"The disk did not confirm the change ({error.strerror}): whether it is saved is unknown.",
                "Run casefile verify, and look before you type it again.",
            ) from error
    finally:
        close(handle)


def _cut_off(handle: int, end: int) -> None:
    with contextlib.suppress(OSError):  # what cannot be cut off is a line without an end, or one nobody was promised
        os.ftruncate(handle, end)


def close(handle: int) -> None:
    """Close a file of which all is on disk, or nothing matters: there is nothing left that could fail."""
    with contextlib.suppress(OSError):
        os.close(handle)


def cut(path: Path, end: int) -> None:
    """Shorten the file at `path` to `end` bytes; raises `StoreError` when it cannot be done.

    It is not forced to disk: what is cut off counts for nothing, and comes back as that.
    """
    try:
        handle = os.open(path, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0))
        try:
            os.ftruncate(handle, end)
        finally:
            close(handle)
    except OSError as error:
        raise StoreError(
            f"{path} could not be shortened: {error.strerror}. Nothing was changed.", "Check the disk, then try again."
        ) from error


def write_all(handle: int, data: bytes) -> None:
    """Write all of `data`, however many pieces the system takes it in."""
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def write_new(path: Path, data: bytes) -> None:
    """Write `data` to a file that is not there yet and that its owner alone can read, and force it to disk.

    Raises:
        OSError: It cannot be written; a part of it may be there.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        write_all(handle, data)
        os.fsync(handle)
    finally:
        close(handle)


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
        _unlink(temporary)  # it is there; a second name that cannot be taken away goes with the next change


def _unlink(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to disk."""
    if sys.platform == "win32":
        return  # Windows opens no folder for that; NTFS journals the rename itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        close(handle)


def remove_leftovers(path: Path, keep: Collection[Path] = ()) -> None:
    """Delete what killed writers left of the case `path`, but for `keep`; only for whoever holds its lock."""
    parts = r"(\.(journal|key|switch|torn|backups|damaged-[0-9]+))?"
    ours = re.compile(rf"\.{re.escape(path.name)}{parts}\.[0-9a-f]{{12}}\.tmp")
    with contextlib.suppress(OSError):
        for leftover in path.parent.glob(".*.tmp"):
            if ours.fullmatch(leftover.name) and leftover not in keep:
                _unlink(leftover)
        evidence = path.with_name(f"{path.name}.evidence")
        for leftover in [] if evidence.is_symlink() else evidence.glob(".*.tmp"):
            if leftover not in keep:
                _unlink(leftover)
