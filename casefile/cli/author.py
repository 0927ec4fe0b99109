"""Finds out who is at work, for the history: as told, as set, as git has it, or as the system calls the login."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable

_MOST_LETTERS = 200
_PATIENCE = 2  # seconds; git reads two small files


def author(given: str) -> str:
    """Who makes a change.

    Args:
        given: What ``--as`` says; wins over $CASEFILE_AUTHOR, git's user and the login, which follow in that order.
    """
    ways: tuple[Callable[[], str], ...] = (
        lambda: given,
        lambda: os.environ.get("CASEFILE_AUTHOR", ""),
        _git_user,
        _login,
    )
    for find in ways:
        if found := " ".join(find().split())[:_MOST_LETTERS]:
            return found.encode("utf-8", "replace").decode("utf-8")
    return "unknown"


def _git_user() -> str:
    try:
        done = subprocess.run(
            ["git", "config", "--get", "user.name"],  # noqa: S607 - wherever the person's own git is
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return ""
