"""Bytes to characters: by their mark, by what they declare, by what they must be - and never wrongly without a word."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from casefile.errors import IngestError

_MARKS = (  # the longer first: UTF-32's begins as UTF-16's does
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Python knows more, but those are no encodings of documents (punycode, unicode_escape, utf-7, rot13 ...).
_KNOWN = re.compile(
    r"(ascii|big5|cp\d|euc|gb|hp_roman|hz|iso2022|iso8859|johab|koi8|kz1048|latin|mac|ptcp|shift|tis|utf-(8|16|32))"
)
# As the encoding standard of the web has it: pages that say Latin-1 are in Windows-1252.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "gb2312": "gb18030"}
_NAMES = {"utf-8-sig": "UTF-8", "cp1251": "Windows-1251", "cp1252": "Windows-1252", "koi8-u": "KOI8-U"}
_CYRILLIC = ("cp1251", "koi8-r", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic")
_SAMPLE = 64 << 10
_GUESSED = "guessed; look whether the letters are right"
_CYRILLIC_ENOUGH = 1.7  # the score of text in Cyrillic; Greek or Arabic read as Cyrillic has up to 1.6
_MARGIN = 0.97  # of the best score: a table that comes as near as this might be the right one
_SHORT, _SHORT_MARGIN = 300, 0.9  # bytes, and what holds of so few: one line in capitals can be read as small letters
_BROKEN = "\ufffd"
_MOST_BROKEN = 10  # characters of a text that may be lost to damage before it counts as another encoding
_RARELY = 0.001  # share of a text that may be

# How often a letter comes in Russian (per 1,000); those of its neighbours count for less than none of it. It is enough
# to tell one table of Cyrillic letters from another, as a wrong one gives capitals, rare letters and signs.
_FREQUENT = dict(zip("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёъ", (
    110, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19, 17, 17, 16, 16, 14, 12, 10, 9, 7, 6, 5, 4, 3,
    3, 2, 1), strict=True)) | dict.fromkeys("іїєґўљњћђџјәғқңөұүһ", -20)  # fmt: skip
# Letters beyond ASCII that languages have, by the Windows table that holds them.
_ALPHABETS = {
    "cp1252": ("àâæçéèêëîïôùûüÿœ", "äöüß", "áéíñóúüªº", "ãâáàçéêíóôõúü", "àèéìíòóùú", "åæøéäö", "éèëïöüáó"),
    "cp1254": ("çğıöşüâîûi̇",),
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž"),
}
_ORDINARY = frozenset(" \t\r\n\xa0.,:;!?…'\"«»„“”‘’()[]{}-–—/\\%№§&+*=@#_|<>•·°€$£$©®™")
_CONTROL = frozenset(map(chr, (*range(9), *range(14, 27), *range(28, 32), *range(127, 160)))) - {"\x85"}

# UTF-8 read as Windows-1251 ("РњРѕСЃРєРІР°") or as Windows-1252 ("ÐœÐ¾Ñ�ÐºÐ²Ð°", "â€œ", "Ã©").
_TWICE = re.compile(
    "[РС][\u0402-\u040f\u0452-\u045f\u0490\u0491°±Ііґµ¶·№»«\u2018-\u203a€†‡‰™\xa0¤¦§©¬\xad®]"
    "|[ÐÑØÙÃÂÅÄ][\x80-\xbf\u0152-\u0178\u02c6\u02dc\u2013-\u203a€™]|â€.?"
)


class Decoded(NamedTuple):
    """What bytes say.

    Attributes:
        text: The characters.
        encoding: What they were in, as it is called ("Windows-1251").
        note: What the reader should know of it, or empty.
    """

    text: str
    encoding: str
    note: str = ""


def decode(data: bytes, *, declared: str = "") -> Decoded:
    """The characters of `data`; a mark at the beginning is no part of them.

    Args:
        data: The whole document.
        declared: The encoding that it says it is in, or that it came with.

    Raises:
        IngestError: They are no text, or in an encoding that cannot be told.
    """
    text, encoding, note = _decoded(data, declared)
    if _is_garbled(text):
        raise IngestError(
            "The document's letters are garbled: it was saved once in a wrong encoding (“Рњ” or “Ð” for “М”).",
            "Save it anew from where it came from, as UTF-8.",
        )
    if not _is_text(text):
        raise not_text()
    return Decoded(text, _NAMES.get(encoding, encoding.upper()), note)


def not_text() -> IngestError:
    """What is said of bytes that are no text."""
    return IngestError(
        "The document is not text: it holds bytes that no text has.",
        "Give a text, a saved web page, a PDF or an e-mail.",
    )


def _decoded(data: bytes, declared: str) -> Decoded:  # noqa: C901 - one step after the other
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    if wide := _wide(data):
        return _marked(data, wide)
    name = codec(declared)
    if data.isascii():
        # 7 bits can hold Japanese or Chinese too, which only the declaration tells
        if name.startswith(("iso2022", "hz")) and (text := _strictly(data, name)) is not None:
            return Decoded(text, name)
        return Decoded(data.decode("ascii"), "utf-8")
    if (text := _strictly(data, "utf-8")) is not None:
        return Decoded(text, "utf-8")  # whatever is declared: other encodings do not look like UTF-8 by chance
    if (damaged := _damaged(data)) is not None:
        return damaged
    if name and (text := _strictly(data, name)) is not None and _is_text(text) and not _is_improbable(text):
        return Decoded(text, name)
    text = _strictly(data, "cp1252") or ""
    if all(letter < "\x80" or letter in _ORDINARY for letter in text) and text:
        return Decoded(text, "cp1252")  # English with typographic quotes, which Windows has in one place in all tables
    if (cyrillic := _cyrillic(data)) is not None:
        return cyrillic
    return _guessed(data)


def codec(declared: str) -> str:
    """Python's name for a declared encoding, or empty where it is none that documents come in."""
    try:
        name = codecs.lookup(declared.strip(" \t\r\n\"';")).name
    except (LookupError, ValueError):  # an unknown one, or one that cannot be a name
        return ""
    return _MEANT.get(name, name) if _KNOWN.match(name) else ""


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _marked(data: bytes, encoding: str) -> Decoded:
    """What is in a Unicode encoding for certain, a few broken characters included."""
    text = _strictly(data, encoding)
    if text is not None:
        return Decoded(text, encoding)
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, _lost(text.count(_BROKEN), len(text), encoding))


def _lost(broken: int, length: int, encoding: str) -> str:
    name = _NAMES.get(encoding, encoding.upper())
    if broken > max(1, min(_MOST_BROKEN, int(length * _RARELY))):
        raise IngestError(
            f"The document is damaged: {broken:,} characters cannot be read as {name}, which the rest of it is in.",
            "Get it anew from where it came from.",
        )
    return f"{broken} damaged character{'s' * (broken != 1)}, shown as {_BROKEN}"


def _damaged(data: bytes) -> Decoded | None:
    """UTF-8 of which a little is broken, as at the end of a file that was cut; None where it is something else."""
    text = data.decode("utf-8", "replace")
    broken = text.count(_BROKEN)
    whole = len(text) - broken - sum(map(len, re.findall(r"[\x00-\x7f]+", text)))
    if whole < 5 * broken:  # in other encodings hardly anything comes out whole
        return None
    return Decoded(text, "utf-8", _lost(broken, len(text), "utf-8"))


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every second byte is one of very few."""
    sample = data[:_SAMPLE]
    if len(sample) < 4 or len(data) % 2:  # noqa: PLR2004 - two characters
        return ""
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        low = sample[::2] if encoding == "utf-16-le" else sample[1::2]
        # Latin and Cyrillic letters have 0 and 4 there, punctuation 0x20
        if sum(map(high.count, (0, 4, 0x20))) > 0.95 * len(high) and 0 in high and low.count(0) < 0.01 * len(low):
            text = _strictly(data, encoding)
            if text is not None and _is_text(text):
                return encoding
    return ""


def _cyrillic(data: bytes) -> Decoded | None:
    """What `data` says in the table of Cyrillic letters that makes Russian, Ukrainian ... of it; None if none does."""
    sample = data[:_SAMPLE]
    scores = sorted(
        (
            (_likely(text), -place, name)  # of equals the more usual one
            for place, name in enumerate(_CYRILLIC)
            if (text := _strictly(sample, name)) is not None
        ),
        reverse=True,
    )
    if not scores or scores[0][0] < _CYRILLIC_ENOUGH:
        return None
    best, _, encoding = scores[0]
    whole = _strictly(data, encoding)
    if whole is None:
        return None
    margin = _SHORT_MARGIN if len(data) < _SHORT else _MARGIN
    sure = all(
        score < best * margin or name == "mac-cyrillic" or _strictly(sample, name) == whole[: len(sample)]
        for score, _, name in scores[1:]  # the Mac has most small letters where Windows has them, and is rare
    )
    return Decoded(whole, encoding, "" if sure else _GUESSED)


def _likely(text: str) -> float:
    """How much a text looks like one in Cyrillic: about 2 where it is (1.8 all in capitals)."""
    high = [letter for letter in text if letter > "\x7f"]
    if not high:
        return 0.0
    score = 0.0
    for letter in high:
        if letter in _FREQUENT:
            score += 1 + _FREQUENT[letter] / 50
        elif letter.lower() in _FREQUENT:
            score += 0.7 + _FREQUENT[letter.lower()] / 50
        elif letter not in _ORDINARY:
            score -= 3
    for before, after in pairwise(text):
        if before.islower() and after.isupper():
            score -= 2  # caSe as no word has it
        elif before.isalpha() and after.isalpha() and (before > "\x7f") != (after > "\x7f"):
            score -= 2  # a word in two scripts
    return score / len(high)


def _latin(data: bytes) -> Decoded | None:
    """What `data` says in the first Western, Turkish or Central European table of which it has only one language's."""
    for encoding, alphabets in _ALPHABETS.items():
        text = _strictly(data, encoding)
        letters = {letter for letter in (text or "").lower() if letter > "\x7f" and letter not in _ORDINARY}
        if text and letters and any(letters <= set(alphabet) for alphabet in alphabets):
            return Decoded(text, encoding, _GUESSED)
    return None


def _guessed(data: bytes) -> Decoded:
    try:
        from charset_normalizer import from_bytes
    except ImportError as error:
        raise needs_extra("a text in an encoding that has to be guessed", error) from error
    if (latin := _latin(data)) is not None:
        return latin
    best = from_bytes(data[: 4 * _SAMPLE]).best()
    name = codec(best.encoding) if best is not None else ""
    if name.startswith("utf"):
        name = ""  # those were looked for above; what is short can be taken for UTF-16 in Chinese letters
    text = _strictly(data, name) if name else None
    if text is None or not _is_text(text) or _is_improbable(text):
        raise IngestError(
            "It cannot be told in which encoding the document is.", "Open it in an editor, and save it as UTF-8."
        )
    return Decoded(text, name, _GUESSED)


def needs_extra(what: str, error: ImportError) -> IngestError:
    """What is said where the packages that read a format are not installed, or cannot be loaded."""
    # jusText says in its own words that lxml_html_clean is missing
    if not isinstance(error, ModuleNotFoundError) and "clean" not in str(error):
        return IngestError(
            f"To read {what}, casefile could not load its readers: {error}.",
            "Check that there is memory left, and install them anew: pip install --force-reinstall 'casefile[ingest]'",
        )
    return IngestError(f"To read {what}, casefile needs its readers.", "Install them: pip install 'casefile[ingest]'")


def _is_text(text: str) -> bool:
    """Whether there are no characters but those that texts have; escape sequences pass, as they are shown escaped."""
    if "\0" in text:
        return False
    return sum(map(text[:_SAMPLE].count, _CONTROL)) <= len(text[:_SAMPLE]) * _RARELY


def _is_garbled(text: str) -> bool:
    """Whether a text in UTF-8 was taken for another encoding, and saved as that."""
    sample = text[:_SAMPLE]
    high = sum(letter > "\x7f" for letter in sample)
    twice = sum(len(match.group()) for match in _TWICE.finditer(sample))
    return twice >= 6 and twice > high / 2  # noqa: PLR2004 - three letters


def _is_improbable(text: str) -> bool:
    """Whether too many words mix scripts, or small letters and capitals, for the encoding to be right."""
    words: list[str] = re.findall(r"[^\W\d_]{2,}", text[:_SAMPLE])
    odd = sum(_is_odd(word) for word in words if not word.isascii())
    if odd > max(1, 0.3 * sum(not word.isascii() for word in words)):
        return True
    # "Ñóä â Àêòàó": no language in Latin letters has more of them with marks than without
    latin = [letter for word in words for letter in word if letter < "\u0250"]
    return 2 * sum(letter > "\x7f" for letter in latin) > len(latin)


def _is_odd(word: str) -> bool:
    if any(before.islower() and after.isupper() for before, after in pairwise(word)):
        return True
    return len({script for script in _scripts(word) if script}) > 1


def _scripts(word: str) -> Iterator[str]:
    for letter in word:
        yield "c" if "\u0400" <= letter <= "\u052f" else "l" if letter < "\u0250" else ""
