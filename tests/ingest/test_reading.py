"""Documents of every format become articles: their text, what they say of themselves, and offsets that hold."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from pdfs import of_lines

from casefile.errors import IngestError
from casefile.ingest.drafts import Article
from casefile.ingest.limits import LIMITS
from casefile.ingest.paragraphs import rejoin, together
from casefile.ingest.readers import Given, every
from casefile.ingest.reading import Documents, read_document

DOCUMENTS = Path(__file__).with_name("documents")


@pytest.fixture(scope="module")
def documents():
    with Documents() as opened:
        yield opened


def details(article: Article) -> tuple[str, ...]:
    return (article.publisher, article.title, article.author, article.published, article.url, article.lang)


def test_a_page_with_json_ld_is_its_article_and_nothing_around_it(documents):
    article = documents.read(DOCUMENTS / "json-ld.html")
    assert details(article) == (
        "Портовый вестник",
        "Двух инженеров освободили в Батуми после переговоров",
        "Нино Гелашвили, Пётр Лосев",
        "2025-11-04",
        "https://vestnik.example/2025/11/04/batumi-release",
        "ru",
    )
    assert article.found["published"] == "JSON-LD: 2025-11-04T00:40:00+04:00"
    assert article.text == (
        "Двух инженеров освободили в Батуми после переговоров\n"
        "Двое инженеров судоремонтной верфи, которых держали под стражей с сентября, вышли на свободу, сообщила их "
        "адвокат Мариам Долидзе.\n"
        "«Мы ждали этого решения два месяца», — сказала Долидзе журналистам у здания суда. По её словам, оба инженера "
        "уже встретились с семьями.\n"
        "«Никаких условий нам не ставили», – добавила она.\n"
        "Как утверждает обвинение, инженеры вывезли с верфи чертежи без разрешения. Защита это отрицает.\n"
        "Следующее заседание назначено на 18 ноября.\n"
        "Представитель министерства юстиции Георгий Цулая отметил, что расследование не закончено и что обвинения с "
        "инженеров не сняты."
    )


def test_a_page_with_opengraph_only(documents):
    article = documents.read(DOCUMENTS / "open-graph.html")
    assert details(article) == (
        "Harbour Times",
        "Two crew members detained in Poti",
        "Ann Keller",
        "2025-09-14",
        "https://harbour-times.example/world/two-crew-detained",
        "en",
    )
    assert article.found["dateline"] == "POTI, Sept 14, Harbour Times"
    assert "“They have not been told what they are accused of,” the owner, Leyla Aydın, said" in article.text
    assert "cookies" not in article.text
    assert "Home" not in article.text


def test_a_page_in_windows_1251_whose_dateline_has_no_year(documents):
    article = documents.read(DOCUMENTS / "windows-1251.html")
    assert details(article) == ("Примпорт", "Капитана буксира отпустили под подписку", "", "", "", "ru")
    assert article.encoding == "Windows-1251"
    assert article.found["published"] == "dateline: 3 мая, no year"
    assert article.text.endswith("\n«Мы довольны», – сказал он. – «Но дело не закрыто».")


def test_a_page_saved_as_one_file(documents):
    article = documents.read(DOCUMENTS / "saved.mhtml")
    assert details(article) == (
        "",
        "Ferry captain released",
        "",
        "2025-11-04",
        "https://vestnik.example/2025/11/04/ferry",
        "en",
    )
    assert article.found["published"] == "the page's address: 2025/11/04"
    assert article.text.startswith(
        "Ferry captain released\nThe captain of a ferry was released on Monday, his wife said. “He"
    )


def test_a_page_filled_in_by_a_script_is_read_from_its_json_ld(documents):
    page = (
        '<html><head><script type="application/ld+json">{"@type": "NewsArticle", "headline": "Двое на свободе", '
        '"articleBody": "Первый абзац о двух моряках.\\nВторой абзац."}</script></head><body><div id="root"></div></body></html>'
    )
    assert documents.read(page.encode()).text == "Двое на свободе\nПервый абзац о двух моряках.\nВторой абзац."


LAYOUTS = {
    "a block for each paragraph": '<div class="body">{}</div>',
    "one block with breaks": '<div class="text">{}</div>',
    "an article": "<article>{}</article>",
    "a table for the page": '<table width="100%"><tr><td class="main">{}</td></tr></table>',
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "paragraph", ["<p>{}</p>", "<div class='block'><div>{}</div></div>", "<span>{}</span><br><br>", "{}<br>"]
)
def test_paragraphs_are_told_apart_however_they_are_laid_out(documents, layout, paragraph):
    paragraphs = [
        "<b>МОСКВА, 29 окт - РИА Порт.</b> Суд оставил под стражей двух инженеров, сообщила его пресс-служба во вторник.",
        "«Мы подадим жалобу», — сказал адвокат Ильдар Ахметов. По его словам, доводов защиты суд не рассматривал вовсе.",
        "В посольстве заявили, что следят за ходом дела и готовы оказать задержанным всю необходимую помощь.",
    ]
    menu = "".join(f'<div><a href="/{at}">Раздел номер {at}</a></div>' for at in range(20))
    more = "".join(f'<li><a href="/n{at}">Другая новость {at}: суд и море</a></li>' for at in range(9))
    body = LAYOUTS[layout].format(
        "<h1>Инженеров оставили под стражей</h1>" + "".join(map(paragraph.format, paragraphs))
    )
    page = (
        f"<html><title>Инженеров оставили под стражей</title><body><nav>{menu}</nav>{body}<ul>{more}</ul></body></html>"
    )
    expected = ["Инженеров оставили под стражей", *(re.sub("</?b>", "", text) for text in paragraphs)]
    assert documents.read(page.encode()).text == "\n".join(expected)


def test_an_email_that_passes_an_article_on_is_the_article(documents):
    headers = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: Fwd: x\r\nDate: Wed, 3 Dec 2025 02:10:00 +0400\r\n\r\n"
    answer = "Посмотри.\r\n\r\n> Двое моряков вышли на свободу.\r\n>\r\n> «Мы рады», — сказал один.\r\n"
    assert (
        documents.read(headers + answer.encode()).text
        == "Посмотри.\nДвое моряков вышли на свободу.\n«Мы рады», — сказал один."
    )


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["задержан-", "ного моряка"], "задержанного моряка"),
        (["пресс-", "секретарь суда"], "пресс-секретарь суда"),
        (["вице-", "премьер"], "вице-премьер"),
        (["Ростов-", "на-Дону"], "Ростов-на-Дону"),
        (["Карта-", "вых сказал"], "Картавых сказал"),
        (["deten-", "tion"], "detention"),
        (["attorney-", "general"], "attorney-general"),
        (["сказал он –", "и ушёл"], "сказал он – и ушёл"),
        (["Это совсем недлинная строка.", "Конец.", "Начало."], "Это совсем недлинная строка. Конец.\nНачало."),
        (["без", "", "связи"], "без\nсвязи"),
    ],
)
def test_lines_are_put_together_as_the_words_are(lines, text):
    assert together(rejoin(lines)) == text


def test_an_email_is_its_plain_part_with_what_is_attached_named(documents):
    article = documents.read(DOCUMENTS / "message.eml")
    assert details(article) == ("", "Заседание перенесено", "Бюллетень защиты", "2025-12-03", "", "ru")
    assert article.found["attachments"] == "order.pdf (application/pdf), unnamed (message/rfc822) (not read)"
    assert article.text == (
        "Заседание по делу журналистки Айтен Мамедовой перенесено на неделю, сообщил её защитник Рустам Гулиев после "
        "встречи с судьёй в понедельник вечером.\n«Причину нам не назвали», — сказал он."
    )


def test_an_email_whose_plain_part_says_nothing_is_its_html(documents):
    article = documents.read(DOCUMENTS / "page-only.eml")
    assert article.text == "Заседание перенесли.\n«Причину не назвали», — сказал защитник."
    assert article.encoding == "Windows-1251"


def test_a_pdf_with_its_lines_put_together_again(documents):
    first = [
        "Вестник порта № 5",
        "Двоих моряков освободили в Сухуми",
        "СУХУМИ, 8 авг – Абхазпорт. Двое моряков, которых держали под стра-",
        "жей с июня, вышли на свободу, сообщил их адвокат Леон Ашуба из",
        "города Гагра.",
        "«Мы рады», — сказал он. По его словам, оба уже летят домой и ни в",
        "чём больше не обвиняются.",
        "стр. 1",
    ]
    rest = [
        ["Вестник порта № 5", f"Продолжение номер {word}.", f"стр. {page}"] for page, word in ((2, "один"), (3, "два"))
    ]
    article = documents.read(
        of_lines([first, *rest], Title="Двоих моряков освободили", Author="Л. Ашуба", CreationDate="D:20250809120000")
    )
    assert article.text == (
        "Двоих моряков освободили в Сухуми\n"
        "СУХУМИ, 8 авг – Абхазпорт. Двое моряков, которых держали под стражей с июня, вышли на свободу, сообщил их адвокат "
        "Леон Ашуба из города Гагра.\n"
        "«Мы рады», — сказал он. По его словам, оба уже летят домой и ни в чём больше не обвиняются.\n"
        "Продолжение номер один.\n"
        "Продолжение номер два."
    )
    assert details(article) == ("Абхазпорт", "Двоих моряков освободили", "Л. Ашуба", "", "", "ru")
    assert (
        article.found["published"]
        == "dateline: 8 авг, no year; the PDF was made on 2025-08-09, which need not be the day"
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("mark", "encoding"), [(b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"", "cp1251")]
)
def test_a_plain_text_is_the_file_itself(tmp_path, documents, newline, mark, encoding):
    text = (DOCUMENTS / "wire.txt").read_text(encoding="utf-8").replace(
        "\n", newline
    ) + f"{newline}\t  конец  {newline}"
    file = tmp_path / "wire.txt"
    file.write_bytes(mark + text.encode(encoding))
    article = documents.read(file)
    assert article.text == text
    assert (article.size, article.name) == (file.stat().st_size, "wire.txt")
    assert article.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert details(article)[:2] == ("Каспий-Инфо", "Суд в Актау оставил бурильщика под стражей")
    assert article.found["published"] == "dateline: 17 фев, no year"


@pytest.mark.parametrize(
    ("text", "title", "published"),
    [
        (
            "Суд оставил журналиста под стражей\n3 мая 2025, 14:30\nТекст.",
            "Суд оставил журналиста под стражей",
            "2025-05-03",
        ),
        (
            "Court keeps reporter in custody\nPublished: May 3, 2025\nText.",
            "Court keeps reporter in custody",
            "2025-05-03",
        ),
        ("Court keeps reporter in custody\n03.05.2025\nText.", "Court keeps reporter in custody", "2025-05-03"),
        ("Court keeps reporter in custody\n14:30 3 May 2025\nText.", "Court keeps reporter in custody", "2025-05-03"),
        ("Court keeps reporter in custody\nHe was held on May 3, 2025.\nText.", "Court keeps reporter in custody", ""),
        ("A court kept a reporter in custody on Monday.\nText.", "", ""),
        ("One line and nothing else", "", ""),
        ("- one\n- two", "", ""),
    ],
)
def test_title_and_day_of_a_plain_text(documents, text, title, published):
    article = documents.read(text.encode())
    assert (article.title, article.published) == (title, published)


def test_standard_input_and_bytes_are_read_as_files_are(documents):
    data = (DOCUMENTS / "json-ld.html").read_bytes()
    whole = documents.read(DOCUMENTS / "json-ld.html")
    for article in (documents.read(io.BytesIO(data)), documents.read(data), read_document(io.BytesIO(data))):
        assert article.name == ""
        assert msgspec.structs.replace(article, name=whole.name) == whole


def test_what_it_holds_counts_for_more_than_its_name(documents):
    page = (DOCUMENTS / "open-graph.html").read_bytes()
    assert documents.read(page, name="page.txt").media_type == "text/html"
    assert documents.read(of_lines([["Two were released."]]), name="a.html").media_type == "application/pdf"
    assert documents.read(b"Just a line of text here.", name="a.txt").media_type == "text/plain"
    assert documents.read("Просто строка текста.".encode("utf-16"), name="a").media_type == "text/plain"
    assert documents.read(page.decode().encode("utf-16")).media_type == "text/html"
    assert documents.read((DOCUMENTS / "message.eml").read_bytes()).media_type == "message/rfc822"


def test_a_name_or_media_type_decides_where_the_content_does_not(documents):
    fragment = b"Held since May. <b>Released</b> in June."
    assert documents.read(fragment, name="a.html").text == "Held since May. Released in June."
    assert documents.read(fragment, media_type="text/html; charset=utf-8").media_type == "text/html"
    assert documents.read(fragment).text == fragment.decode()


def test_the_charset_it_was_sent_with_is_heeded(documents):
    text = "Zatrzymano dziennikarzy w Mińsku; złożyli zażalenie."
    article = documents.read(text.encode("iso-8859-2"), media_type="text/plain; charset=iso-8859-2")
    assert (article.text, article.found.get("encoding")) == (text, None)


def test_a_page_declares_its_charset_in_either_way(documents):
    for head in ('<meta charset="koi8-r">', '<meta http-equiv=Content-Type content="text/html; charset=koi8-r">'):
        page = f"<html><head>{head}<title>Двое</title></head><body><p>Да, оба. Ещё нет.</p></body></html>"
        assert documents.read(page.encode("koi8-r")).text == "Двое\nДа, оба. Ещё нет."


def test_an_article_can_be_written_and_read_again(documents):
    for file in sorted(DOCUMENTS.iterdir()):
        article = documents.read(file)
        assert msgspec.json.decode(msgspec.json.encode(article), type=Article) == article


def test_a_name_that_is_not_utf_8_is_kept_as_far_as_it_can_be_shown(tmp_path):
    file = tmp_path / "caf\udce9.txt"
    try:
        file.write_bytes(b"Some words of text.")
    except (OSError, UnicodeError):
        pytest.skip("this file system has only names in UTF-8")
    assert read_document(file).name == "caf?.txt"


def test_every_reader_keeps_the_shape_of_one():
    assert list(every()) == ["pdf", "mail", "page", "plain_text"]
    for reader in every().values():
        assert reader.MEDIA_TYPES
        assert all(suffix.startswith(".") for suffix in reader.SUFFIXES)


@pytest.mark.parametrize(
    ("reader", "missing", "data"),
    [
        ("page", "trafilatura", b"<html><body><p>Text here.</p></body></html>"),
        ("page", "lxml", b"<html><p>Text."),
        ("pdf", "pypdf", b"%PDF-1.7"),
    ],
)
def test_without_the_extra_it_is_said_how_to_install_it(monkeypatch, reader, missing, data):
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(IngestError) as error:
        every()[reader].read(data, Given(), LIMITS)
    assert error.value.hint == "Install them: pip install 'casefile[ingest]'"
    assert error.value.exit_code == 6


def test_a_plain_text_loads_nothing_slow_and_starts_no_process():
    probe = (
        "import sys; from casefile.ingest.reading import read_document; "
        "read_document('Суд в Актау оставил бурильщика под стражей.'.encode('cp1251')); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert not {"trafilatura", "lxml", "pypdf", "charset_normalizer", "numpy"} & set(done.stdout.split())
