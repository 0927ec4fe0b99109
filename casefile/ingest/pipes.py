"""How casefile talks with a process of its own: Python with this one's path, and messages with their length first."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import IO

_BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); import {module} as module; module.serve()"
_LENGTH = 8  # bytes of a number before each message


def started(module: str) -> subprocess.Popen[bytes]:
    """A process that does what `serve` of `module` does, with pipes to it and back.

    It takes nothing from its surroundings but where Python's modules lie.

    Raises:
        OSError: It cannot be started.
    """
    path = json.dumps([entry or os.getcwd() for entry in sys.path])  # noqa: PTH109 - as Python itself takes it
    return subprocess.Popen(  # noqa: S603 - it is Python itself
        [sys.executable, "-I", "-c", _BOOT.format(module=module), path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def send(pipe: IO[bytes], data: bytes) -> None:
    """Send a message; raises `OSError` where nobody takes it."""
    pipe.write(len(data).to_bytes(_LENGTH, "big"))
    pipe.write(data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes:
    """The next message; raises `EOFError` where there is none any more."""
    length = pipe.read(_LENGTH)
    data = pipe.read(int.from_bytes(length, "big")) if len(length) == _LENGTH else b""
    if len(length) < _LENGTH or len(data) < int.from_bytes(length, "big"):
        raise EOFError
    return data
