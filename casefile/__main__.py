"""Lets ``python -m casefile`` stand in where the console script is not on the PATH."""

import sys

from casefile.cli import main

if __name__ == "__main__":
    sys.exit(main())
