"""PDFs made by hand, byte for byte, so that a test can have any text in them, and any fault."""

from __future__ import annotations

import zlib
from collections.abc import Sequence


def assembled(objects: Sequence[bytes], extra: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, extra, start)


def stream(data: bytes, filters: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), filters, data)


def of_one_page(content: bytes, filters: bytes = b"") -> bytes:
    """A PDF of one page with this content, in Helvetica (F1)."""
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            stream(content, filters),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )


def of_lines(pages: Sequence[Sequence[str]], *, mapped: bool = True, **information: str) -> bytes:
    """A PDF that shows these lines, in any script.

    Args:
        pages: The lines of each page.
        mapped: Whether the font says which letters its signs stand for.
        information: What the file says of itself (Title, Author, CreationDate).
    """
    letters = sorted({letter for lines in pages for line in lines for letter in line})
    signs = {letter: number for number, letter in enumerate(letters, 1)}
    pairs = "".join(f"<{signs[letter]:04x}> <{letter.encode('utf-16-be').hex()}>\n" for letter in letters)
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(letters)} beginbfchar\n{pairs}endbfchar\n"
        "endcmap end end"
    ).encode()
    first = 8  # the number of the first page's object
    kids = b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(pages)))
    described = "".join(f"/{key} <feff{value.encode('utf-16-be').hex()}>" for key, value in information.items())
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        b"<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/Identity-H/DescendantFonts[4 0 R]%s>>"
        % (b"/ToUnicode 5 0 R" if mapped else b""),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Own/DW 500/CIDSystemInfo 6 0 R>>",
        stream(to_unicode),
        b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
        f"<<{described}>>".encode(),
    ]
    for at, lines in enumerate(pages):
        shown = "".join(f"<{''.join(f'{signs[letter]:04x}' for letter in line)}> Tj 0 -14 Td\n" for line in lines)
        content = zlib.compress(f"BT /F1 12 Tf 50 750 Td {shown} ET".encode())
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % (first + 2 * at + 1),
            stream(content, b"/Filter/FlateDecode"),
        ]
    return assembled(objects, b"/Info 7 0 R")
