"""How much of a document is read before it is refused: every bound in one place, with the reason for its size."""

from __future__ import annotations

from msgspec import Struct


class Limits(Struct, frozen=True, kw_only=True):
    """What one document may cost.

    Attributes:
        size: Bytes. A saved news page has 0.1 to 3 MB, a PDF with pictures up to 20.
        characters: Characters of text read out of it: a book of a thousand pages has two million.
        depth: Elements within elements of a page. Browsers stop at 512; pages written by people stay below 100.
        parts: Parts of an e-mail, those of enclosed messages included.
        levels: Parts within parts of an e-mail.
        pages: Pages of a PDF.
        cpu: Seconds of computing.
        wait: Seconds by the clock; more than `cpu`, as a machine may be busy with other work.
        memory: Bytes that the process which reads may take: several times what a page of `size` needs.
    """

    size: int = 20 << 20
    characters: int = 2_000_000
    depth: int = 512
    parts: int = 1_000
    levels: int = 30
    pages: int = 1_000
    cpu: int = 20
    wait: float = 60
    memory: int = 1 << 30


LIMITS = Limits()
