"""Mounts small file systems that nobody else sees, and that go with this process however it ends."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from commands import folder_for

_NEW_NAMESPACE = 0x00020000  # CLONE_NEWNS
_entered: list[int] = []


def why_not() -> str:
    """Why nothing can be mounted here; empty where it can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs root on Linux"
    try:
        _enter()
        with folder_for("mount") as outer, tiny_disk(outer / "disk", 65536):
            return ""
    except (OSError, subprocess.CalledProcessError) as error:
        return f"nothing can be mounted: {error}"


def why_no_ext4() -> str:
    """Why no ext4 can be made and mounted here; empty where it can."""
    if missing := [name for name in ("mkfs.ext4", "mount", "umount") if shutil.which(name) is None]:
        return f"needs {', '.join(missing)}"
    if reason := why_not():
        return reason
    try:
        with folder_for("mount") as outer:
            make_ext4(outer / "image")
            with ext4(outer / "image", outer / "disk"):
                return ""
    except (OSError, subprocess.CalledProcessError) as error:
        return f"no loop device: {error}"


def _enter() -> None:
    """Have mounts of one's own from now on: the last process that sees them takes them with it."""
    if os.getpid() not in _entered:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_NEW_NAMESPACE):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        _run("mount", "--make-rprivate", "/")
        _entered.append(os.getpid())


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@contextmanager
def _mounted(place: Path, *command: str) -> Iterator[None]:
    _enter()
    place.mkdir(exist_ok=True)
    _run(*command, str(place))
    try:
        yield
    finally:
        _unmount(place)


def _unmount(place: Path) -> None:
    if subprocess.run(["umount", str(place)], check=False, capture_output=True).returncode:
        _run("umount", "-l", str(place))  # somebody still looks: it goes with the last who does


@contextmanager
def tiny_disk(place: Path, size: int, files: int = 100) -> Iterator[None]:
    """A file system in memory of `size` bytes and for so many files at `place`, for the length of the block."""
    options = f"size={size},nr_inodes={files},mode=0700"
    with _mounted(place, "mount", "-t", "tmpfs", "-o", options, "casefile-faults"):
        yield


def make_ext4(image: Path, size: int = 24 << 20) -> None:
    """Make a new, empty ext4, with a journal, in a file."""
    with image.open("wb") as stream:
        stream.truncate(size)
    _run("mkfs.ext4", "-q", "-F", "-O", "has_journal", str(image))


@contextmanager
def ext4(image: Path, place: Path) -> Iterator[None]:
    """The ext4 in a file, at `place`, for the length of the block; what its journal has is replayed first."""
    with _mounted(place, "mount", "-t", "ext4", "-o", "loop", str(image)):
        yield
