"""Keeps files beside a case under the hash of what they hold: copied once, read-only, never taken for more than bytes.

A file comes in under a name that ends in ``.new``, and gets its own once the journal says that it belongs to the case;
whoever opens the case for writing next settles what an interruption left. In an encrypted case the name is the hash of
the age file with ``.age`` after it.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

from casefile.errors import InputError, NoFileError, NotFoundError, StoreError
from casefile.store.files import close, open_plain, staged_name, sync_folder
from casefile.store.journal import SEALED_SUFFIX
from casefile.store.vault import Vault

_PIECE = 1 << 20
_NEW = ".new"


class Kept(NamedTuple):
    """A file that has come in.

    Attributes:
        name: What it is called in the evidence folder.
        sha256: The hash of what it holds.
        size: How many bytes that is.
    """

    name: str
    sha256: str
    size: int


class _Reader:
    """Hands a file on piece by piece, and hashes and counts what it hands on.

    Args:
        stream: The file.
        most: How many bytes it had at the beginning; a file that grows meanwhile is not one file.
        progress: Takes the number of bytes of each piece.
    """

    def __init__(self, stream: BinaryIO, most: int | None, progress: Callable[[int], None]) -> None:
        self._stream, self._most, self._progress = stream, most, progress
        self.hash = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(_PIECE if size < 0 else min(size, _PIECE))
        self.size += len(piece)
        if self._most is not None and self.size > self._most:
            raise InputError("The file grew while it was being read.", "Wait until it is finished, then attach it.")
        self.hash.update(piece)
        self._progress(len(piece))
        return piece


class _Writer:
    """Takes a file piece by piece and hashes what lands on disk."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self.hash = hashlib.sha256()

    def write(self, data: bytes) -> int:
        view = memoryview(data)
        self.hash.update(view)
        while view:
            view = view[os.write(self._handle, view) :]
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


def take_in(folder: Path, source: Path, vault: Vault | None, progress: Callable[[int], None] = lambda _: None) -> Kept:
    """Copy a file into the evidence folder, under a name that it sheds when its change is saved.

    Args:
        folder: The evidence folder; made where there is none.
        source: The file; links, devices and pipes are refused.
        vault: What seals it, in an encrypted case.
        progress: Takes the number of bytes of each piece that is read.

    Raises:
        InputError: It is no plain file, or it changed while it was being read.
        StoreError: It cannot be copied.
    """
    try:
        stream = open_plain(source)
    except NoFileError:
        raise InputError(f"There is no file at {source}. Nothing was changed.", "Check the path.") from None
    except StoreError as error:
        message = error.message.replace(" It was left as it is.", "")
        raise InputError(f"{message} Nothing was changed.", "Give a plain file.") from error
    try:
        with stream:
            before = os.fstat(stream.fileno())
            reader = _Reader(stream, before.st_size, progress)
            name = _written(folder, lambda writer: _copy(reader, writer, vault), sealed=vault is not None)
            after = os.fstat(stream.fileno())
    except OSError as error:
        raise InputError(
            f"{source} cannot be read: {error.strerror}. Nothing was changed.", "Check the file, then try again."
        ) from error
    if reader.size != before.st_size or after.st_mtime_ns != before.st_mtime_ns or after.st_size != before.st_size:
        discard(folder, name)
        raise InputError(f"{source} changed while it was being read.", "Wait until it is finished, then attach it.")
    return Kept(name, reader.hash.hexdigest(), reader.size)


def take_in_bytes(folder: Path, data: bytes, vault: Vault | None) -> Kept:
    """Put `data` into the evidence folder as a file, without a copy of it anywhere else; as `take_in` otherwise.

    Raises:
        StoreError: It cannot be written.
    """
    reader = _Reader(io.BytesIO(data), None, lambda _: None)
    name = _written(folder, lambda writer: _copy(reader, writer, vault), sealed=vault is not None)
    return Kept(name, reader.hash.hexdigest(), reader.size)


def _copy(reader: _Reader, writer: _Writer, vault: Vault | None) -> None:
    if vault is not None:
        vault.seal_stream(reader, writer)  # type: ignore[arg-type]  # it reads and writes, and no more is asked
        return
    while piece := reader.read():
        writer.write(piece)


def _written(folder: Path, fill: Callable[[_Writer], None], *, sealed: bool) -> str:
    """Write a new file of the evidence folder; returns the name that is its due."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink():
            raise StoreError(f"{folder} is a link.", "The evidence folder must be a folder itself.")
        staged = staged_name(folder / "evidence")
        handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        places = [staged]
        try:
            try:
                writer = _Writer(handle)
                fill(writer)
                os.fsync(handle)
            finally:
                close(handle)
            name = writer.hash.hexdigest() + (SEALED_SUFFIX if sealed else "")
            staged.chmod(0o400)
            places.append(folder / f".{name}{_NEW}")
            staged.replace(places[-1])
            sync_folder(folder)
            sync_folder(folder.parent)
        except BaseException:
            for place in places:
                with contextlib.suppress(OSError):
                    place.unlink()
            raise
    except OSError as error:
        raise StoreError(
            f"The file could not be copied: {error.strerror or error}. Nothing was changed.",
            "Free some space or check the permissions, then try again.",
        ) from error
    return name


def discard(folder: Path, name: str) -> None:
    """Delete a file that came in for a change that was not saved."""
    with contextlib.suppress(OSError):
        (folder / f".{name}{_NEW}").unlink()


def settle(folder: Path, names: Iterable[str]) -> None:
    """Give files that came in their names, and delete those whose change was never saved; only under the case's lock.

    Args:
        folder: The evidence folder.
        names: The files that belong to the case.
    """
    if folder.is_symlink():  # what lies there is none of the case's
        return
    try:
        waiting = [entry.name for entry in os.scandir(folder) if entry.name.endswith(_NEW)]
    except OSError:
        return
    known = set(names)
    with contextlib.suppress(OSError):  # they are found under either name; the next change tries again
        for entry in waiting:
            name = entry[1:].removesuffix(_NEW)
            if name in known and not (folder / name).exists():
                (folder / entry).replace(folder / name)
            else:
                (folder / entry).unlink()


def place_of(folder: Path, name: str) -> Path:
    """Where a file of the evidence folder lies, whether or not it has been given its name yet."""
    waiting = folder / f".{name}{_NEW}"
    return waiting if not (folder / name).exists() and waiting.exists() else folder / name


def content_hash(place: Path) -> str:
    """The SHA-256 of a file's bytes, read piece by piece; raises `StoreError` when it cannot be read."""
    found = hashlib.sha256()
    try:
        with open_plain(place) as stream:
            while piece := stream.read(_PIECE):
                found.update(piece)
    except OSError as error:
        raise StoreError(f"{place} cannot be read: {error.strerror}.", "Check the disk.") from error
    return found.hexdigest()


def is_whole(place: Path, name: str) -> bool:
    """Whether the file at `place` is there and is what the evidence called `name` was; raises as `content_hash`."""
    return os.path.lexists(place) and content_hash(place) == name.removesuffix(SEALED_SUFFIX)


def keep_damaged(folder: Path, name: str) -> Path:
    """Move a file of the evidence folder that is not what it was out of the way; returns where it is kept."""
    number, case = 1, folder.name.removesuffix(".evidence")
    while os.path.lexists(aside := folder.with_name(f"{case}.evidence.{name[:12]}.damaged-{number}")):
        number += 1
    place_of(folder, name).rename(aside)
    sync_folder(folder)  # it must not come back once the history says that something else is there, or nothing
    return aside


def stored_name(files: Mapping[str, str], sha256: str) -> str:
    """What a file is called in the evidence folder; raises `NotFoundError` where the case has none of that hash."""
    for name, known in files.items():
        if known == sha256:
            return name
    raise NotFoundError(f"The case keeps no file with the hash {sha256[:12]}….", "See: casefile evidence list")


def put_out(
    folder: Path,
    name: str,
    sha256: str,
    target: BinaryIO,
    vault: Vault | None,
    progress: Callable[[int], None] = lambda _: None,
) -> None:
    """Write what a file of the evidence folder holds to `target`.

    Args:
        folder: The evidence folder.
        name: The file.
        sha256: What its contents must hash to.
        target: Where to write; what was written before an error must not be used.
        vault: What opens it, in an encrypted case.
        progress: Takes the number of bytes of each piece that is written.

    Raises:
        StoreError: It is missing, was altered, or cannot be opened.
    """
    reader_hash = hashlib.sha256()

    class Out:
        def write(self, data: bytes) -> int:
            reader_hash.update(data)
            progress(len(data))
            return target.write(data)

        def flush(self) -> None:
            target.flush()

    try:
        stream = open_plain(place_of(folder, name))
    except NoFileError:
        raise StoreError(
            f"Evidence {name} is missing from {folder}.", "A backup may hold it: casefile recover looks there."
        ) from None
    with stream as source:
        if name.endswith(SEALED_SUFFIX):
            if vault is None:
                raise StoreError(f"Evidence {name} is encrypted, and the case is not.", "Run casefile verify.")
            vault.open_stream(source, Out())  # type: ignore[arg-type]  # it writes, and no more is asked
        else:
            out = Out()
            while piece := source.read(_PIECE):
                out.write(piece)
    if reader_hash.hexdigest() != sha256:
        raise StoreError(
            f"Evidence {name} was altered: it is not what was attached. Nothing of it was kept.",
            "Run casefile verify; a backup may hold it as it was.",
        )


def resealed(folder: Path, name: str, sha256: str, old: Vault | None, new: Vault | None) -> str:
    """Bring a file of the evidence folder from one vault into another, by way of memory alone; returns its new name."""

    def fill(writer: _Writer) -> None:
        reading, writing = os.pipe()
        problem: list[BaseException] = []

        def feed() -> None:
            try:
                with os.fdopen(writing, "wb") as pipe:
                    put_out(folder, name, sha256, pipe, old)
            except BaseException as error:  # noqa: BLE001 - carried over to the thread that waits
                problem.append(error)

        feeding = threading.Thread(target=feed)
        feeding.start()
        try:
            with os.fdopen(reading, "rb") as pipe:
                _copy(_Reader(pipe, None, lambda _: None), writer, new)
                while pipe.read(_PIECE):
                    pass
        finally:
            feeding.join()
        if problem:
            raise problem[0]

    return _written(folder, fill, sealed=new is not None)
