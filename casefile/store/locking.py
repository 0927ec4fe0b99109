"""Lets one writer in at a time, through an exclusive lock on a file beside the case that readers never touch."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import stat
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from casefile.errors import InputError, LockedError, StoreError
from casefile.store.files import close

_DEFAULT_TIMEOUT = 10.0
_POLL = 0.02  # seconds; only where waiting cannot be interrupted by a signal


class _TimeUp(Exception):  # noqa: N818 - a signal that the wait is over, not an error anybody sees
    pass


def timeout_from_environment() -> float:
    """How many seconds to wait for another writer: $CASEFILE_LOCK_TIMEOUT, else 10.

    Raises:
        InputError: The variable is no number of seconds.
    """
    text = os.environ.get("CASEFILE_LOCK_TIMEOUT", "")
    try:
        seconds = float(text) if text else _DEFAULT_TIMEOUT
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 86_400:  # noqa: PLR2004 - a day
        raise InputError(
            f"CASEFILE_LOCK_TIMEOUT is “{text}”, which is no number of seconds.", "Set it to 10, or unset it."
        )
    return seconds


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of the case file `path` for the length of the block.

    The lock is on a file of its own, as replacing the case file would take a lock on it away. That file is never
    deleted: a waiting process may have it open, and would then hold a lock that nobody else can see.

    Raises:
        LockedError: Another process held it for too long; the error names that process.
        StoreError: The lock file cannot be made or is not a plain file.
    """
    sidecar = path.with_name(path.name + ".lock")
    timeout = timeout_from_environment()
    handle = _open(sidecar)
    try:
        if not _acquired(handle, sidecar, timeout):
            raise LockedError(
                f"{path} is being written by another ({_holder(sidecar)}), who did not finish within {timeout:g} s.",
                "Try again when it has finished. Nothing was changed.",
            )
        _sign(handle)
        yield
    finally:
        with contextlib.suppress(OSError):  # closing it, or the end of the process, takes it off as well
            _release(handle)
        close(handle)


def _acquired(handle: int, sidecar: Path, timeout: float) -> bool:
    try:
        return _acquire(handle, timeout)
    except OSError as error:
        raise StoreError(
            f"The lock file {sidecar} cannot be locked: {error.strerror}. Nothing was changed.",
            "A case must lie on a disk that has locks; not every network disk does.",
        ) from error


def _open(sidecar: Path) -> int:
    flags = (
        os.O_RDWR
        | os.O_CREAT
        | getattr(os, "O_NOFOLLOW", 0)
        | getattr(os, "O_NONBLOCK", 0)
        | getattr(os, "O_CLOEXEC", 0)
    )
    try:
        handle = os.open(sidecar, flags, 0o600)
        plain = _is_plain(handle)
    except OSError as error:
        raise StoreError(
            f"The lock file {sidecar} cannot be opened: {error.strerror}. Nothing was changed.",
            "Writing needs a folder that you may write to. To read only, use list, show, timeline, search or export.",
        ) from error
    if not plain:
        close(handle)
        raise StoreError(
            f"The lock file {sidecar} is not a plain file of its own. Nothing was changed.",
            "Move it away and try again.",
        )
    if hasattr(os, "fchmod"):
        with contextlib.suppress(OSError):  # somebody else's lock file keeps the mode they gave it
            os.fchmod(handle, 0o600)
    return handle


def _is_plain(handle: int) -> bool:
    try:
        found = os.fstat(handle)
        return stat.S_ISREG(found.st_mode) and found.st_nlink == 1  # a file of another name would be written over
    except BaseException:
        close(handle)
        raise


def _holder(sidecar: Path) -> str:
    try:
        return sidecar.read_text(encoding="utf-8", errors="replace").strip()[:200] or "unknown"
    except OSError:
        return "unknown"


def _sign(handle: int) -> None:
    """Leave word of who holds the lock, for those who wait in vain."""
    with contextlib.suppress(OSError):  # a full disk must not keep anybody from reading on; the lock itself holds
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(
            handle, f"process {os.getpid()} on {socket.gethostname()} since {time.strftime('%H:%M:%S')}\n".encode()
        )


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # the locked byte lies beyond the text, which stays readable

    def _try(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _acquire(handle: int, timeout: float) -> bool:
        return _poll(handle, timeout)

    def _release(handle: int) -> None:
        with contextlib.suppress(OSError):  # it is not held when acquiring failed
            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _acquire(handle: int, timeout: float) -> bool:
        if _try(handle):
            return True
        if timeout <= 0:
            return False
        if threading.current_thread() is not threading.main_thread():
            return _poll(handle, timeout)  # only the main thread is woken by signals
        return _wait(handle, timeout)

    def _wait(handle: int, timeout: float) -> bool:
        """Wait in the kernel, which serves waiters in turn where polling would starve them, until an alarm rings."""
        waiting = True

        def ring(_number: int, _frame: FrameType | None) -> None:
            if waiting:  # an alarm may ring when the wait has just ended, and must not strike what comes after it
                raise _TimeUp

        before = signal.signal(signal.SIGALRM, ring)
        remaining = interval = 0.0
        try:
            remaining, interval = signal.setitimer(signal.ITIMER_REAL, timeout)
            fcntl.flock(handle, fcntl.LOCK_EX)
            waiting = False
        except _TimeUp:
            return False
        finally:
            waiting = False
            signal.setitimer(signal.ITIMER_REAL, remaining, interval)
            signal.signal(signal.SIGALRM, before)
        return True

    def _release(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _poll(handle: int, timeout: float) -> bool:
    end = time.monotonic() + timeout
    while not _try(handle):
        if time.monotonic() >= end:
            return False
        time.sleep(_POLL)
    return True
