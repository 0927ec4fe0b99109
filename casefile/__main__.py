"""Where the process begins and ends: it provides for Ctrl-C before it loads anything that takes time."""

import os
import sys
from collections.abc import Callable


def run(command: Callable[[], int] | None = None) -> int:
    """Run a command; the one that the process was started with when None. Returns the exit code."""
    try:
        from casefile.interrupts import heed

        heed()
        from casefile.cli import main

        code = (command or main)()
    except KeyboardInterrupt:  # before there was a command that could say so itself
        try:  # noqa: SIM105 - contextlib takes time to load
            os.write(2, b"Interrupted. Nothing was changed.\n")
        except OSError:  # nobody is listening
            pass
        code = 130
    from casefile.interrupts import end

    end()
    return code


if __name__ == "__main__":
    sys.exit(run())
