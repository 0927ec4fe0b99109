"""Ctrl-C, from the first line of the process to its last: raised once, where it is not lost, and never shown.

Python raises KeyboardInterrupt wherever it happens to be. In a callback (importing a module runs many) it is printed as
a traceback and forgotten; a second one strikes while the first is being cleaned up after; one that comes when all is
done and said turns a success into a failure.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_PATIENCE = 1.0  # seconds in which a second Ctrl-C is taken for the same as the first
_AGAIN = 0.001  # seconds after which one that was lost is raised again


class _Interrupts:
    """What SIGINT does in a process that is casefile's own."""

    def __init__(self) -> None:
        self.last = -_PATIENCE
        self.came = self.over = self.waits = False
        self.held = 0

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        if self.held:
            self.waits = True
            return
        now = time.monotonic()
        if not self.over and now - self.last >= _PATIENCE:
            self.last = now
            self.came = True
            raise KeyboardInterrupt

    def release(self, *, failed: bool) -> None:
        """Raise what has waited; not where an error is on its way, which says more of what became of the change."""
        self.held -= 1
        if not self.held and self.waits:
            self.waits = False
            if not failed:
                self(signal.SIGINT, None)

    def lost(self, what: sys.UnraisableHookArgs) -> None:
        """Take what Python could not raise where it came up: an interrupt comes again, all else is shown as ever."""
        if not issubclass(what.exc_type, KeyboardInterrupt):
            # one that comes while the handler is changed is told by Python as an error, and there is nothing to it
            if not (self.over and what.exc_type is OSError and "race condition" in str(what.exc_value)):
                sys.__unraisablehook__(what)
        elif not self.over and sys.platform != "win32":
            self.last = -_PATIENCE
            signal.signal(signal.SIGALRM, self)
            signal.setitimer(signal.ITIMER_REAL, _AGAIN)


_interrupts = _Interrupts()


def heed() -> None:
    """Begin to listen for Ctrl-C; not where whoever started this process has it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        sys.unraisablehook = _interrupts.lost
        signal.signal(signal.SIGINT, _interrupts)


def too_late() -> None:
    """Say that all is done: from now on Ctrl-C changes nothing. Without `heed` before, neither does this."""
    _interrupts.over = signal.getsignal(signal.SIGINT) is _interrupts


def end() -> None:
    """Have the system itself ignore Ctrl-C, until Python has taken itself down."""
    if signal.getsignal(signal.SIGINT) is _interrupts:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait for the length of the block: until a change is either saved or not.

    The system is asked to hold it back, which it does for this thread; where another has it - encryption runs some - it
    is our own handler that waits. On Windows there is only the latter.
    """
    _interrupts.held += 1
    failed = True
    try:
        with _blocked():
            yield
        failed = False
    finally:
        _interrupts.release(failed=failed)


@contextmanager
def _blocked() -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def was_one(error: BaseException) -> bool:
    """Whether an error came of an interrupt that something on its way has turned into another error.

    Code in other languages (age's) passes on no cause, so that any error after an interrupt is taken for one.
    """
    if _interrupts.came:
        return True
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        if isinstance(at, KeyboardInterrupt):
            return True
        seen.add(id(at))
        at = at.__cause__ or at.__context__
    return False
