"""Puts a checksum under a short list that lies beside a case, so that a flipped bit in it does not pass for a name."""

from __future__ import annotations

import hashlib


def with_sum(data: bytes) -> bytes:
    """`data`, which holds no line break, and its SHA-256 on a line of its own."""
    return data + b"\n" + hashlib.sha256(data).hexdigest().encode() + b"\n"


def without_sum(listed: bytes) -> bytes:
    """What `with_sum` was given.

    Raises:
        ValueError: It is not as it was written.
    """
    data = listed.split(b"\n", 1)[0]
    if with_sum(data) != listed:
        raise ValueError("it does not fit its checksum")
    return data
