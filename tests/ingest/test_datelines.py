"""The opening of an agency's report is read, and no year is made up for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.ingest.datelines import find_dateline
from casefile.ingest.days import day_in_address, read_day


@pytest.mark.parametrize(
    ("text", "place", "printed", "agency"),
    [
        ("МОСКВА, 29 окт – РАПСИ. Суд", "МОСКВА", "29 окт", "РАПСИ"),
        ("МОСКВА, 29 окт - РИА Новости. Суд", "МОСКВА", "29 окт", "РИА Новости"),
        ("Москва. 12 марта. INTERFAX.RU - Суд", "Москва", "12 марта", "INTERFAX.RU"),
        ("Moscow. October 29. INTERFAX - A court", "Moscow", "October 29", "INTERFAX"),
        ("САНКТ-ПЕТЕРБУРГ, 3 мая — РАПСИ, Иван Орлов. Суд", "САНКТ-ПЕТЕРБУРГ", "3 мая", "РАПСИ"),
        ("РОСТОВ-НА-ДОНУ, 5 июн — РАПСИ. Суд", "РОСТОВ-НА-ДОНУ", "5 июн", "РАПСИ"),
        ("МОСКВА, 29 октября. /ТАСС/. Суд", "МОСКВА", "29 октября", "ТАСС"),
        ("БАКУ /Trend/ - Суд", "БАКУ", "", "Trend"),
        ("Баку, 29 октября, АЗЕРТАДЖ", "Баку", "29 октября", "АЗЕРТАДЖ"),
        ("Bakı, 29 oktyabr, AZƏRTAC", "Bakı", "29 oktyabr", "AZƏRTAC"),
        ("КИЕВ, 12 марта – Укринформ. Суд", "КИЕВ", "12 марта", "Укринформ"),
        ("LONDON, Oct 29 (Reuters) - A court", "LONDON", "Oct 29", "Reuters"),
        ("NEW YORK, Sept. 3 (Reuters) - A court", "NEW YORK", "Sept. 3", "Reuters"),
        ("PARIS/BAKU, Oct 29 (Reuters) - A court", "PARIS/BAKU", "Oct 29", "Reuters"),
        ("BAKU (AP) — A court", "BAKU", "", "AP"),
        ("BAKU, Azerbaijan (AP) — A court", "BAKU, Azerbaijan", "", "AP"),
        ("КРАСНОДАР, 27 мар. («Юг-Вест»). Медсестра", "КРАСНОДАР", "27 мар.", "Юг-Вест"),
        ("OSLO, Aug. 21 — Norway, Canada and Japan demanded", "OSLO", "Aug. 21", ""),
        ("Washington (CNN) — A court", "Washington", "", "CNN"),
        ("МОСКВА, 29 окт – Правовой курьер. Суд", "МОСКВА", "29 окт", "Правовой курьер"),
        ("МОСКВА, 29 окт – Азия-Пресс. Археолог Христо Ангелов. Он", "МОСКВА", "29 окт", "Азия-Пресс"),
        ("КИШИНЁВ, 4 июня, «Правовой курьер». Суд", "КИШИНЁВ", "4 июня", "Правовой курьер"),
        ("Dec 17 (Pacific Bureau) - A manager", "", "Dec 17", "Pacific Bureau"),
        ("COLOMBO, Feb 12 – The navy has arrested two men, he said.", "COLOMBO", "Feb 12", ""),
        ("BAKU. Oct 29 (Interfax) - A court", "BAKU", "Oct 29", "Interfax"),
        ("BAKU, Azerbaijan, October 29. A court", "BAKU, Azerbaijan", "October 29", ""),
        ("ТАСС, 29 октября. Суд", "", "29 октября", "ТАСС"),
        ("29 октября, Минск /Корр. БЕЛТА/. Суд", "Минск", "29 октября", "БЕЛТА"),
    ],
)
def test_datelines_of_agencies(text, place, printed, agency):
    assert find_dateline(f"Заголовок без даты\n\n{text}\nДальше.") == (place, agency, "", printed)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("МОСКВА, 29 октября 2025 г. /ТАСС/. Суд", "2025-10-29"),
        ("MOSCOW, October 29, 2025 (AFP) - A court", "2025-10-29"),
        ("New York, June 11, 2025—Two reporters were held", "2025-06-11"),
        ("Tbilisi, 12 May 2024 (Newsline) - A court", "2024-05-12"),
    ],
)
def test_a_year_is_taken_where_it_is_printed(text, day):
    found = find_dateline(text)
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize(
    "text",
    [
        "Иванов (Петров) — так его звали дома",
        "In London (where it rained) — he waited",
        "МОСКВА, 31 фев – РАПСИ. Суд",
        "29 октября 2025, Минск",
        "Петров, 29 мая – день рождения",
        "Он сказал, 29 окт – РАПСИ.",
        "",
    ],
)
def test_what_is_no_dateline(text):
    assert find_dateline(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-10-29", "2025-10-29"),
        ("2025-10-29T23:30:00-11:00", "2025-10-29"),  # the day as printed, whatever it was elsewhere
        ("2025-10-29T00:10:00+14:00", "2025-10-29"),
        ("2025-10-29 10:11:12", "2025-10-29"),
        ("20251029", "2025-10-29"),
        ("20251029T1011", "2025-10-29"),
        ("29.10.2025, 14:30", "2025-10-29"),
        ("Wed, 29 Oct 2025 23:50:00 +0400", "2025-10-29"),
        ("29 октября 2025 г.", "2025-10-29"),
        ("October 29, 2025", "2025-10-29"),
        ("29 oktyabr 2025", "2025-10-29"),
        ("29 жовтня 2025", "2025-10-29"),
        ("29 Ekim 2025", "2025-10-29"),
        ("29 iyul 2025", "2025-07-29"),
        ("3 мая", ""),
    ],
)
def test_days_in_metadata(text, day):
    found = read_day(text)
    assert found is not None
    assert found.iso == day


@pytest.mark.parametrize(
    "text", ["10/07/2025", "2025-10", "2025", "2025-02-30", "30 февраля 2025", "yesterday", "", "1761696000"]
)
def test_what_is_no_day_or_not_a_whole_one(text):
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://news.example/20251029/court-123.html", "2025-10-29"),
        ("https://news.example/2025/10/29/court", "2025-10-29"),
        ("https://news.example/world/2025-10-29-court", "2025-10-29"),
        ("https://news.example/2025/10/", ""),
        ("https://news.example/123456789012", ""),
        ("https://news.example/20251329/x", ""),
        ("https://news.example/x?date=/2025/10/29/", ""),
    ],
)
def test_days_in_addresses(url, day):
    found = day_in_address(url)
    assert (found.iso if found else "") == day


@given(st.text(alphabet="МОСКВАлд, .–-(/)29октOctReutersРАПСИ", max_size=2_000))
def test_nothing_at_the_beginning_of_a_text_keeps_it_long(text):
    found = find_dateline(text)
    assert found is None or found.agency in text
