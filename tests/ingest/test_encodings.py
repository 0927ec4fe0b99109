"""Which encoding a text is in is found out, or said to be unknown; wrong letters are never taken for right ones."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.errors import IngestError
from casefile.ingest.encodings import decode

RUSSIAN = (
    "Суд в Актау на два месяца оставил под стражей бурильщика Серика Жумабаева, сообщила его сестра.\r\n"
    "«Он ни в чём не виноват», — сказала она. Защита подала жалобу, её рассмотрят во вторник."
)
UKRAINIAN = "Її заарештували у Києві, повідомив адвокат: суд залишив журналістку під вартою ще на два місяці."
BULGARIAN = "Говорителят на министерството заяви, че задържаните са освободени и че делото срещу тях е прекратено."
ENGLISH = "“They were never told why,” the lawyer said — twice. It’s the family’s third appeal…"
TURKISH = "Gazeteciler gözaltına alındı, avukatları açıkladı. Duruşma yarın yapılacak; savcılık iddiaları reddetti."
POLISH = "Zatrzymano dziennikarzy w Mińsku; ich adwokaci złożyli zażalenie. Sąd odroczył rozprawę na wtorek."
ARABIC = "قال المتحدث باسم الوزارة إن المحتجزين سيفرج عنهم قريبا وإن المفاوضات مستمرة"
JAPANESE = "記者は昨日拘束されたと弁護士が述べた。裁判は来週行われる予定である。"


@pytest.mark.parametrize("text", [RUSSIAN, UKRAINIAN, ENGLISH, ARABIC, JAPANESE])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_unicode_with_its_mark_and_utf_8_without(text, mark, encoding):
    decoded = decode(mark + text.encode(encoding))
    assert decoded == (text, encoding.upper(), "")


@pytest.mark.parametrize("text", [RUSSIAN, UKRAINIAN, ENGLISH, "Да."])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(text, encoding):
    assert decode(text.encode(encoding)) == (text, encoding.upper(), "")


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (RUSSIAN, "cp1251", "Windows-1251"),
        (RUSSIAN.upper(), "cp1251", "Windows-1251"),
        (UKRAINIAN, "cp1251", "Windows-1251"),
        (BULGARIAN, "cp1251", "Windows-1251"),
        (RUSSIAN.replace("«", '"').replace("»", '"').replace("—", "-"), "koi8-r", "KOI8-R"),
        (RUSSIAN.replace("«", '"').replace("»", '"').replace("—", "-").upper(), "koi8-r", "KOI8-R"),
        (UKRAINIAN, "koi8-u", "KOI8-U"),
        (RUSSIAN.replace("«", '"').replace("»", '"').replace("—", "-"), "cp866", "CP866"),
        (ENGLISH, "cp1252", "Windows-1252"),
    ],
)
def test_encodings_that_are_told_without_a_declaration(text, encoding, name):
    assert decode(text.encode(encoding)) == (text, name, "")


@pytest.mark.parametrize(
    ("text", "encoding"), [(TURKISH, "cp1254"), (POLISH, "cp1250"), (ARABIC, "cp1256"), (JAPANESE, "shift_jis")]
)
def test_what_is_guessed_says_so_and_what_is_declared_does_not(text, encoding):
    guessed = decode(text.encode(encoding))
    assert guessed.text == text
    assert "guessed" in guessed.note
    declared = decode(text.encode(encoding), declared=encoding)
    assert (declared.text, declared.note) == (text, "")


def test_utf_8_is_utf_8_whatever_is_declared():
    assert decode(RUSSIAN.encode(), declared="windows-1251").text == RUSSIAN


def test_a_wrong_declaration_is_not_believed():
    assert decode(RUSSIAN.encode("cp1251"), declared="utf-8").text == RUSSIAN
    assert decode(RUSSIAN.encode("cp1251"), declared="iso-8859-1").text == RUSSIAN


@pytest.mark.parametrize(
    "declared", ["punycode", "unicode_escape", "rot13", "utf-7", "base64", "no such", "\0", "x" * 99]
)
def test_what_is_no_encoding_of_documents_is_passed_over(declared):
    assert decode(RUSSIAN.encode("cp1251"), declared=declared).text == RUSSIAN


@pytest.mark.parametrize("wrong", ["cp1251", "latin-1", "cp1252"])
def test_letters_garbled_by_an_earlier_program_are_refused(wrong):
    garbled = RUSSIAN.encode().decode(wrong, "replace").replace("\ufffd", "?")
    with pytest.raises(IngestError, match="garbled"):
        decode(garbled.encode())


@pytest.mark.parametrize("text", ["Đà Nẵng, São Tomé, Ñandú — “Ångström”", "СССР, РФ и РЁ: «СЃ»", "Ð"])
def test_letters_that_look_garbled_but_are_few_pass(text):
    assert decode(text.encode()).text == text


def test_a_file_that_was_cut_within_a_letter_is_read_and_says_so():
    decoded = decode(RUSSIAN.encode()[:42])
    assert decoded.text == RUSSIAN.encode()[:42].decode(errors="replace")
    assert "1 damaged character" in decoded.note


def test_a_file_that_is_damaged_all_over_is_refused():
    data = bytearray((RUSSIAN * 20).encode())
    data[3::97] = b"\xff" * len(data[3::97])
    with pytest.raises(IngestError, match="damaged"):
        decode(bytes(data))


@pytest.mark.parametrize("data", [b"text\0text", bytes(range(1, 32)) * 10, b"\x00\x01\x02\x03" * 50])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(IngestError, match="not text"):
        decode(data)


@given(st.text(st.characters(codec="cp1251"), min_size=1))
def test_whatever_comes_out_of_utf_8_is_what_went_in(text):
    try:
        decoded = decode(text.encode())
    except IngestError:
        return
    assert decoded.text == text.removeprefix("\ufeff")


@given(st.binary(max_size=400), st.sampled_from(["", "utf-8", "windows-1251", "koi8-r", "shift_jis", "utf-16"]))
def test_no_bytes_end_in_anything_but_text_or_a_refusal(data, declared):
    try:
        text = decode(data, declared=declared).text
    except IngestError as error:
        text = error.hint
    assert text.encode() or not data.strip(codecs.BOM_UTF16 + codecs.BOM_UTF8)
    assert "\0" not in text
