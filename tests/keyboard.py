"""A command on a terminal of its own, with somebody at the keyboard."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

INTERRUPT = "Ctrl-C"
pty = pytest.importorskip("pty", reason="needs a POSIX terminal")


def press(
    case: Path, *args: str, keys: tuple[tuple[str, str], ...] = (), env: dict[str, str] | None = None, patience: float = 20
) -> tuple[int, str]:
    """Run a command; each of `keys` is pressed when the text before it has appeared. Returns its exit code and screen."""
    ours, theirs = pty.openpty()
    environ = os.environ | {"TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "80", "CASEFILE_DB": str(case)} | (env or {})
    process = subprocess.Popen(
        [sys.executable, "-m", "casefile", *args], stdin=theirs, stdout=theirs, stderr=theirs, env=environ
    )
    os.close(theirs)
    waiting, screen, end = list(keys), "", time.monotonic() + patience
    seen, raw, interrupting = 0, b"", False
    while time.monotonic() < end:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                raw += os.read(ours, 65536)
            except OSError:  # the other side has closed
                break
            screen = raw.decode("utf-8", "replace")
        elif process.poll() is not None:
            break
        elif interrupting:  # a signal just before the system call that waits is noticed only when it comes again
            process.send_signal(signal.SIGINT)
        if waiting and waiting[0][0] in screen[seen:]:
            seen = len(screen)
            key = waiting.pop(0)[1]
            if key == INTERRUPT:
                process.send_signal(signal.SIGINT)
                interrupting = True
            else:
                os.write(ours, key.encode())
    if process.poll() is None:
        process.kill()
    code = process.wait()
    os.close(ours)
    screen = screen.replace("\r\n", "\n")
    assert not waiting, f"never saw {waiting[0][0]}:\n{screen}"
    return code, screen
