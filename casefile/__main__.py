"""Where the process begins and ends: it provides for Ctrl-C before it loads anything that takes time."""

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
        sys.stderr.write("Interrupted. Nothing was changed.\n")
        code = 130
    from casefile.interrupts import end

    end()
    return code


if __name__ == "__main__":
    sys.exit(run())
