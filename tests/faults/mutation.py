"""Makes bad inputs out of good ones: bytes, characters, words and JSON values changed, doubled, nested, blown up."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Sequence
from typing import Any

#: What has tripped readers of JSON, of text and of numbers before.
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**53 + 1, 2**63, 2**64, 10**30, -0.0, 1e308, 5e-324, 0.1, "", " ", "0", "-1",
    "null", "P1", "P01", "p1", "P0", "P9999999999", "C1", "E1", "R1", "S1", "2025-07-01", "2025-02-30", "9999-12-31",
    "0000-00-00", "P1\n", "P1 ", "PX", "P٣", "C1\n", "[..2025-07-01]", "\x00", "\x1b[31m", "\u202e", "\ufeff", "é", "é", "\U0001f600", "\u0661", "ﷺ",
    "=1+1", "'=1", "../../etc/passwd", "a" * 300, "١" * 50, [], {}, [None], [[]], {"": None}, {"id": "P1"}, ["P1", "P1"],
)  # fmt: skip
TOKENS: tuple[bytes, ...] = (
    b"{", b"}", b"[", b"]", b'"', b",", b":", b"null", b"true", b"NaN", b"Infinity", b"-", b"1e400", b"1E-400", b"0x1",
    b"9" * 400, b"\\", b"\\u0000", b"\\ud800", b"\\udc00\\ud800", b"\xed\xa0\x80", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf",
    b"\x00", b"\n", b"\r\n", b"\xe2\x80\xa8", b"'", b"''", b'""', b";", b"\t", b"=", b"@", b"[[[[", b'{"a":{"a":{"a":',
    b'"id":"P1"', b'"1":', b'"_casefile"', b'"sum":"', b'"sealed":"', b'"hash":"', b'"head":', b'"parts":[', b"age1",
    "я".encode(), "ə".encode(), "ع".encode(), b"\xcc\x81" * 20, b"/*", b"//", b"#",
)  # fmt: skip


class Mutator:
    """Bad inputs, the same for the same seed.

    Args:
        seed: Where it begins.
    """

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a sample, not a secret

    def bytes(self, corpus: Sequence[bytes], tokens: Sequence[bytes] = TOKENS) -> bytes:
        """One of a corpus with some of its bytes changed."""
        chance = self.chance
        data = bytearray(chance.choice(corpus))
        for _ in range(1 + int(chance.expovariate(0.7))):
            start = chance.randrange(len(data) + 1)
            end = min(len(data), start + int(chance.expovariate(0.1)))
            way = chance.randrange(9)
            if way == 0 and data:
                data[start % len(data)] ^= 1 << chance.randrange(8)
            elif way == 1 and data:
                data[start % len(data)] = chance.randrange(256)
            elif way == 2:
                del data[start:end]
            elif way == 3:
                data[start:start] = data[start:end] * chance.choice((1, 1, 2, 50))
            elif way == 4:
                data[start:end] = chance.choice(tokens)
            elif way == 5:
                data[start:start] = chance.choice(tokens)
            elif way == 6:
                other = chance.choice(corpus)
                place = chance.randrange(len(other) + 1)
                data[start:end] = other[place : place + end - start + 20]
            elif way == 7:
                del data[start:]
            else:
                data[start:end] = bytes(chance.choices(b'0123456789"{}[],:.-+eE\\u ', k=1 + chance.randrange(8)))
        return bytes(data)

    def text(self, corpus: Sequence[str], tokens: Sequence[str]) -> str:
        """One of a corpus with some of its characters or words changed; any character may come in."""
        chance = self.chance
        words = chance.choice(corpus).split(" ")
        for _ in range(1 + int(chance.expovariate(0.9))):
            place = chance.randrange(len(words) + 1)
            way = chance.randrange(8)
            if way == 0:
                words.insert(place, chance.choice(tokens))
            elif way == 1 and words:
                words[place % len(words)] = chance.choice(tokens)
            elif way == 2 and words:
                del words[place % len(words)]
            elif way == 3:
                words += chance.choice(corpus).split(" ")[:place]
            elif way == 4:
                words.insert(place, str(chance.choice((chance.randrange(40), chance.randrange(10_000), 10**20))))
            elif words:
                words[place % len(words)] = self._spoilt(words[place % len(words)])
        return chance.choice((" ", " ", " ", "", "-", ".", "/", "  ")).join(words)

    def _spoilt(self, word: str) -> str:
        chance = self.chance
        place = chance.randrange(len(word) + 1)
        sign = chance.choice(
            ("", "", "-", ".", "?", "~", "..", "X", "/", "0", "1", "9", "²", "٣", "\u0301", "\x00", "\ud800")
        )
        if chance.random() < 0.1:
            sign = chr(chance.randrange(0x110000))
        return word[:place] + sign + word[place + chance.randrange(2) :]

    def tree(self, corpus: Sequence[Any]) -> Any:
        """One of a corpus of JSON values with some of the values in it changed; the corpus stays as it is."""
        value = json.loads(json.dumps(self.chance.choice(corpus)))
        for _ in range(1 + int(self.chance.expovariate(0.9))):
            value = self._changed(value)
        return value

    def value(self) -> Any:
        """One of the values that have tripped readers before."""
        return copy.copy(self.chance.choice(VALUES))

    def _changed(self, value: Any) -> Any:
        chance = self.chance
        inner = value
        outer: Any = None
        key: Any = None
        while isinstance(inner, dict | list) and inner and chance.random() < 0.93:
            outer, key = inner, chance.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))
            inner = outer[key]
        if outer is None:
            return self.value()
        way = chance.randrange(6)
        if way == 0:
            del outer[key]
        elif way == 1 and isinstance(outer, dict):
            outer[str(chance.choice(VALUES))[:40]] = outer.pop(key)
        elif way == 2 and isinstance(outer, list):
            outer.append(inner)
        elif way == 3:
            outer[key] = [inner]
        else:
            outer[key] = self.value()
        return value


#: Big inputs of the kinds that slow readers are slow on, of about so many bytes: long, wide, deep, repetitive.
LARGE: tuple[Callable[[int], bytes], ...] = (
    lambda many: b"[" * many,
    lambda many: b"[" * (many // 2) + b"]" * (many // 2),
    lambda many: b'{"a":' * (many // 5),
    lambda many: b'{"a":' * (many // 5) + b"1" + b"}" * (many // 5),
    lambda many: b'{"people":{' + b",".join(b'"%d":{"id":"P%d"}' % (n, n) for n in range(1, many // 20)) + b"}}",
    lambda many: (
        b'{"people":{"1":{' + b",".join(b'"k%d":1' % n for n in range(many // 10)) + b',"k%d":2}}}' % (many // 20)
    ),
    lambda many: (
        b'{"people":{' + b",".join(b'"%d":{}' % n for n in range(1, many // 10)) + b',"%d":{}}}' % (many // 20)
    ),
    lambda many: b"{" + b",".join(b'"t%d":{}' % n for n in range(many // 10)) + b"}",
    lambda many: b'{"people":{"1":{"id":"' + b"x" * many + b'"}}}',
    lambda many: b'{"people":{"1":{"n":' + b"9" * many + b"}}}",
    lambda many: b'{"people":{"1":{"n":0.' + b"1" * many + b"}}}",
    lambda many: b'{"a":"' + b"\\u0041" * (many // 6) + b'"}',
    lambda many: b'{"a":"' + b"\\ud83d\\ude00" * (many // 12) + b'"}',
    lambda many: b"\n" * many,
    lambda many: b'"' * many,
    lambda many: b"," * many,
    lambda many: b"id,uid\n" + b"P1,\n" * (many // 4),
    lambda many: b"id,uid," + b",".join(b"c%d" % n for n in range(many // 8)) + b"\nP1" + b"," * (many // 8) + b"\n",
    lambda many: b'id,uid\n"' + b"x\n" * (many // 2),
    lambda many: b"'" * many + b"=1",
    lambda many: b" " * many + b"1",
    lambda many: b"a" * many,
    lambda many: b"Dr. " * (many // 4),
    lambda many: "Əli ".encode() * (many // 5),
    lambda many: "я ".encode() * (many // 3),
    lambda many: "я".encode() * (many // 2),
    lambda many: b"1-" * (many // 2),
    lambda many: b"1 July 2025 to " * (many // 15),
    lambda many: b"between " * (many // 8),
    lambda many: b"before early about " * (many // 19),
    lambda many: "до начала около ".encode() * (many // 30),
    lambda many: b"\xcc\x81" * (many // 2),
    lambda many: b"a\xcc\x81" * (many // 3),
    lambda many: "ﷺ".encode() * (many // 3),
    lambda many: "中".encode() * (many // 3),
    lambda many: b"\x00" * many,
    lambda many: b"@a." * (many // 3),
)
SIZES = (100, 190, 3_000, 100_000, 1_000_000)
