"""casefile: who is held, since when, on whose word, and what was said about it."""

__version__ = "0.1.0"
