"""Looks at where a case lies: who else can write there, what kind of disk it is, whether the folder stays the same."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from casefile.errors import StoreError, UnknownOutcomeError

#: File systems on which locks or fsync do not mean what they say (statfs(2), mount(8)).
_REMOTE = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "davfs", "afs")
#: Folders by which programs that copy files elsewhere can be told.
_SYNCED = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "icloud drive",
    "mobile documents",
    "nextcloud",
    "yandex.disk",
)
_MARKS = (".dropbox", ".stfolder", ".sync", ".owncloudsync.log", ".nextcloudsync.log")


def check_folder(path: Path) -> list[str]:
    """What speaks against keeping a case file at `path`: one sentence each."""
    folder = path.parent.resolve()
    found = check_private(path)
    kind = file_system(folder)
    if kind in _REMOTE:
        found.append(f"{folder} is on a network disk ({kind}): locks and confirmed writes may not hold there.")
    names = [part.lower() for part in folder.parts]
    evidence = path.with_name(f"{path.name}.evidence")
    if evidence.is_symlink():
        found.append(f"{evidence} is a link: nothing can be attached until it is a folder itself.")
    marked = any((place / mark).exists() for place in (folder, *folder.parents) for mark in _MARKS)
    if marked or any(synced in name for name in names for synced in _SYNCED):
        found.append(f"{folder} looks like a folder that is copied to other machines: so would the case be.")
    return found


def _other_writers(folder: Path) -> str:
    if os.name != "posix":
        return ""
    mode = folder.stat().st_mode
    if mode & stat.S_ISVTX:  # as in /tmp: only owners can delete there
        return ""
    return "Everybody" if mode & stat.S_IWOTH else "Your group" if mode & stat.S_IWGRP else ""


def file_system(folder: Path) -> str:
    """The kind of file system that a folder is on, as Linux calls it; empty where that is not known."""
    best, kind = "", ""
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    for line in lines:
        fields = line.split(" ")
        place = fields[1].replace("\\040", " ") if len(fields) > 2 else ""  # noqa: PLR2004 - device, place, kind
        if place and folder.is_relative_to(place) and len(place) >= len(best):
            best, kind = place, fields[2]
    return kind


def check_private(path: Path, *others: Path) -> list[str]:
    """What lets other people at a case file and the `others` that lie beside it: one sentence each."""
    folder = path.parent.resolve()
    found = []
    if writers := _other_writers(folder):
        found.append(
            f"{writers} can write to the folder {folder}: they can delete or replace the case file. chmod 700 it."
        )
    for place in (path, *others):
        with suppress(OSError):
            if place.lstat().st_nlink > 1:
                found.append(
                    f"{place} has another name elsewhere (a hard link), by which it can be read and changed. "
                    "Find it: find / -samefile FILE"
                )
    return found


def identity(path: Path) -> tuple[int, int] | None:
    """Which folder `path` is in at this moment; None where that cannot be told."""
    try:
        found = path.parent.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def folder_of(path: Path, known: tuple[int, int] | None) -> Iterator[None]:
    """Hold that the folder of `path` is the same at the end of the block as it was when it began, and before.

    Args:
        path: The case file.
        known: Which folder it was when the case was first read, if it was.

    Raises:
        StoreError: It has been replaced already, or is not to be used; nothing was changed.
        UnknownOutcomeError: It was replaced in between.
    """
    try:
        found = path.parent.stat()
    except OSError as error:
        raise StoreError(
            f"The folder {path.parent} cannot be used: {error.strerror}. Nothing was changed.", "Check the path."
        ) from error
    before = (found.st_dev, found.st_ino)
    if known not in (None, before):
        raise StoreError(
            f"The folder {path.parent} was replaced by another since the case was read. Nothing was changed.",
            "Look which of them is yours, and who else can write there.",
        )
    yield
    problem = ""
    try:
        found = path.parent.stat()
        if (found.st_dev, found.st_ino) != before:
            problem = "was replaced by another meanwhile"
    except OSError as error:
        problem = f"cannot be found any more ({error.strerror})"
    if problem:
        raise UnknownOutcomeError(
            f"The folder {path.parent} {problem}: whether the change is saved, and where, is unknown.",
            "Look for the old folder, and run casefile verify in it, before you type it again.",
        )
