"""Whatever a document holds, it is read or refused with a next step: no traceback, no hang, no machine without memory."""

from __future__ import annotations

import io
import os
import random
import sys
import threading
import time
import zlib
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfs import assembled, of_lines, of_one_page, stream
from pypdf import PdfWriter

from casefile.errors import IngestError
from casefile.ingest.apart import Apart
from casefile.ingest.limits import LIMITS, Limits
from casefile.ingest.readers import Given
from casefile.ingest.reading import Documents, read_document

DOCUMENTS = Path(__file__).with_name("documents")
HEADERS = b"From: a@b.example\r\nTo: c@d.example\r\nDate: Wed, 3 Dec 2025 02:10:00 +0400\r\nSubject: s\r\nMIME-Version: 1.0\r\n"
LONGEST = LIMITS.wait + 30  # seconds, on a machine that is busy with other tests


@pytest.fixture(scope="module")
def documents():
    with Documents() as opened:
        yield opened


def laughs(name: str) -> bytes:
    entities = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    return f'<!DOCTYPE {name} [<!ENTITY l0 "lol">{entities}]><{name}><body><p>Before. &l9; After.</p></body></{name}>'.encode()


def nested_parts(levels: int) -> bytes:
    parts = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (at, at + 1) for at in range(levels)
    )
    return HEADERS + b"Content-Type: multipart/mixed; boundary=b0\r\n\r\n" + parts


def locked(password: str, algorithm: str = "RC4-128") -> bytes:
    writer = PdfWriter()
    writer.append(io.BytesIO(of_lines([["Held since May."]])))
    writer.encrypt(password, "owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def noise(seed: int) -> bytes:
    return random.Random(seed).randbytes(200_000)  # noqa: S311 - no secret


REFUSED = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n\t" * 50, "empty"),
    "NULs": (b"\0" * 5_000, "empty"),
    "NULs in text": (b"Some text\0and more", "not text"),
    "noise": (noise(5), "cannot be told|not text"),
    "noise called a page": (b"<html>" + noise(6), "cannot be told|not text"),
    "noise called a PDF": (b"%PDF-1.7\n" + noise(7), "broken"),
    "a ZIP": (b"PK\x03\x04" + bytes(100), "ZIP"),
    "gzip": (b"\x1f\x8b\x08" + bytes(100), "compressed"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
    "old Word": (b"\xd0\xcf\x11\xe0" + bytes(100), "old Office"),
    "RTF": (b"{\\rtf1 text}", "RTF"),
    "an age file": (b"age-encryption.org/v1\n->", "encrypted"),
    "laughs in XML": (b'<?xml version="1.0"?>' + laughs("lolz"), "XML"),
    "a feed": (b"<rss><channel><item><title>News</title></item></channel></rss>", "XML"),
    "100,000 elements deep": (b"<html>" + b"<div>" * 100_000 + b"text" + b"</div>" * 100_000, "nested too deeply"),
    "3 million elements open": (b"<html>" + b"<b>" * 3_000_000, "nested too deeply"),
    "tables in tables": (b"<html>" + b"<table><tr><td>" * 100_000, "nested too deeply"),
    "a page without text": (b"<html><body><script>go()</script></body></html>", "no text"),
    "a comment without end": (b"<html><!--" + b"-" * 10_000_000, "no text"),
    "one line of 50 MB": (b"a" * (50 << 20), "too large"),
    "one line of 10 MB": (b"a" * (10 << 20), "characters"),
    "10,000 parts": (HEADERS + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nhi\r\n" * 10_000, "more than 1,000 parts"),
    "parts in parts": (nested_parts(5_000), "more than 30 deep"),
    "letters in letters": (HEADERS + b"Content-Type: message/rfc822\r\n\r\n" * 50_000, "more than 30 deep"),
    "a header without end": (HEADERS + b"Content-Type: text/plain; " + b"a*0*=x; " * 200_000 + b"\r\n\r\ntext", "headers of more than"),
    "an e-mail of nothing": (HEADERS + b"\r\n", "no text"),
    "a stream of 1 GB": (of_one_page(zlib.compress(bytes(1 << 30), 9), b"/Filter/FlateDecode"), "unfolds"),
    "a stream in a stream": (of_one_page(zlib.compress(zlib.compress(b"(A)Tj " * (1 << 24), 9)), b"/Filter[/FlateDecode/FlateDecode]"), "unfolds"),
    "1,000 filters": (of_one_page(zlib.compress(b"x"), b"/Filter[" + b"/FlateDecode" * 1_000 + b"]"), "unfolds|broken"),
    "pages that hold themselves": (assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]), "broken"),
    "an array without end": (assembled([b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 200_000 + b">>", stream(b"")]), "broken|deeply"),
    "an array without end on a page": (of_one_page(b"BT /F1 12 Tf (A) Tj ET " + b"[" * 100_000), "broken"),
    "a PDF with a password": (locked("secret"), "encrypted"),
    "a PDF with a password in AES": (locked("secret", "AES-256"), "encrypted"),
    "a scan": (of_one_page(b""), "No text comes out"),
    "a font without letters": (of_lines([["Двое моряков"]], mapped=False), "No text comes out"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_next_step(documents, name):
    data, message = REFUSED[name]
    began = time.monotonic()
    with pytest.raises(IngestError, match=message) as error:
        documents.read(data, name="a.html" if name == "a ZIP" else "")
    assert error.value.hint
    assert error.value.exit_code == 6
    assert time.monotonic() - began < LONGEST


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (laughs("html"), "&l9;"),
        (b"<html><body><p " + b"a" * 5_000_000 + b">Still text.", "Still text."),
        (b"<p>Unclosed <b>and <i>crossed</b> tags</i> &#xD800; &#x110000; &bogus;", "Unclosed and crossed tags"),
        (
            b"<html><head><script type='application/ld+json'>"
            + b"[" * 500_000
            + b"</script></head><body><p>Still text.",
            "Still text.",
        ),
        (
            HEADERS + b"Content-Type: text/plain; charset=no-such\r\n\r\nStill a text of some length, as it seems.",
            "Still a text",
        ),
        (
            HEADERS + b"Content-Type: text/plain; charset=punycode\r\n\r\nStill a text of some length, as it seems.",
            "Still a text",
        ),
        (HEADERS + b"X-A: b\r\n" * 100_000 + b"\r\nStill a text of some length.", "Still a text"),
        (b"\xff\xfe" + "Held \ud800 since May.".encode("utf-16-le", "surrogatepass"), "Held \ufffd since May."),
        (locked(""), "Held since May."),
        (locked("", "AES-256"), "Held since May."),
    ],
)
def test_what_is_broken_but_has_a_text_is_read(documents, data, text):
    article = documents.read(data)
    assert text in article.text
    assert "lollol" not in article.text
    assert article.text.encode()


def test_memory_of_whoever_asks_is_not_counted_as_the_document_s():
    held = bytearray(b"\1") * (600 << 20)
    with Documents(Limits(memory=512 << 20)) as opened, pytest.raises(IngestError, match="broken"):
        opened.read(REFUSED["noise called a PDF"][0])
    assert held


def test_a_file_of_200_mb_is_refused_before_it_is_read(tmp_path):
    file = tmp_path / "large.html"
    with file.open("wb") as out:
        out.truncate(200 << 20)
    began = time.process_time()
    with pytest.raises(IngestError, match=r"200\.0 MiB"):
        read_document(file)
    assert time.process_time() - began < 0.1


def test_of_a_stream_without_end_little_more_is_read_than_may_be():
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"a" * size

    stream = Endless()
    with pytest.raises(IngestError, match="too large"):
        read_document(stream, limits=Limits(size=5 << 20))
    assert stream.given <= 7 << 20


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such files")
def test_links_pipes_and_devices_are_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/zero")
    (tmp_path / "real.txt").write_text("Some text.")
    (tmp_path / "link").symlink_to(tmp_path / "real.txt")
    for name, message in (
        ("pipe", "pipe, socket or device"),
        ("device", "is a link, to /dev/zero"),
        ("link", "is a link"),
        (".", "is a folder"),
        ("none", "no file"),
    ):
        with pytest.raises(IngestError, match=message) as error:
            read_document(tmp_path / name)
        assert error.value.hint
    with pytest.raises(IngestError, match="pipe, socket or device"):
        read_document(Path("/dev/zero"))
    with pytest.raises(IngestError, match="cannot be the name"):
        read_document(tmp_path / "a\0b")


def test_a_page_that_takes_too_long_is_given_up():
    page = b"<html><body><p " + b" ".join(b"a%d=1" % number for number in range(500_000)) + b">x"
    began = time.monotonic()
    with Documents(Limits(cpu=1)) as documents:
        with pytest.raises(IngestError, match="takes too long"):
            documents.read(page)
        assert time.monotonic() - began < 30
        assert documents.read(b"<html><body><p>The next is read.").text == "The next is read."


def test_where_the_system_has_no_bounds_the_clock_has():
    page = b"<html><body><p " + b" ".join(b"a%d=1" % number for number in range(500_000)) + b">x"
    with Documents(Limits(cpu=600, wait=1.5)) as documents, pytest.raises(IngestError, match="takes too long"):
        documents.read(page)


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="the system does not bound memory")
def test_a_page_that_takes_too_much_memory_is_given_up():
    with Documents(Limits(memory=400 << 20)) as documents:
        with pytest.raises(IngestError, match="takes too much memory"):
            documents.read(b"<html><body>" + b"<p>word " * 600_000)
        assert documents.read(b"<html><body><p>The next is read.").text == "The next is read."


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="the system does not bound memory")
def test_where_the_readers_do_not_fit_into_memory_nobody_is_told_to_install_them():
    with pytest.raises(IngestError) as error:
        read_document(b"<html><body><p>Some text.", limits=Limits(memory=60 << 20))
    assert "needs its readers" not in error.value.message
    assert "memory" in error.value.message + error.value.hint


def test_a_process_that_is_killed_is_told_and_replaced():
    with Apart() as apart:
        apart.start()
        process = apart._process
        assert process is not None
        killer = threading.Timer(0.05, process.kill)
        killer.start()
        with pytest.raises(IngestError, match=r"could not be started|ended with code"):
            for _ in range(2_000):
                apart.read("page", b"<html><body><p>Some text.", Given())
        killer.join()
        assert apart.read("page", b"<html><body><p>Some text.", Given()).text == "Some text."


def test_no_process_is_left_behind():
    with Documents() as documents:
        documents.read(b"<html><body><p>Some text.")
        process = documents._apart._process
    assert process is not None
    assert process.returncode == 0


STARTS = [
    b"",
    b"%PDF-1.7\n",
    b"<html>",
    b"<!doctype html><p>",
    HEADERS + b"\r\n",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"<?xml",
]
WHOLE = [file.read_bytes() for file in sorted(DOCUMENTS.iterdir())] + [
    of_lines([["Двое моряков", "на свободе."]]),
    locked(""),
]


@st.composite
def damaged(draw):
    """A good document with pieces cut, doubled, or overwritten."""
    data = bytearray(draw(st.sampled_from(WHOLE)))
    for _ in range(draw(st.integers(1, 6))):
        at, to = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
        what = draw(st.integers(0, 2))
        data[at:to] = (
            b"" if what == 0 else data[at:to] * 2 if what == 1 and to - at < 5_000 else draw(st.binary(max_size=20))
        )
    return bytes(data)


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    data=damaged() | st.tuples(st.sampled_from(STARTS), st.binary(max_size=2_000)).map(b"".join),
    name=st.sampled_from(["", "a.html", "a.eml", "a.pdf", "a.txt"]),
)
def test_any_bytes_are_an_article_or_a_refusal_within_a_time(documents, data, name):
    began = time.monotonic()
    try:
        article = documents.read(data, name=name)
    except IngestError as error:
        told = [error.message, error.hint]
        assert all(told)
    else:
        assert article.text.strip()
        assert article.size == len(data)
        assert msgspec.json.encode(article)
        if article.media_type == "text/plain" and not article.found.get("encoding"):
            assert article.text.encode(article.encoding) == data.removeprefix(b"\xef\xbb\xbf").removeprefix(
                b"\xff\xfe"
            ).removeprefix(b"\xfe\xff")
    assert time.monotonic() - began < LONGEST
