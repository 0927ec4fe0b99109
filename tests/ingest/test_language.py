"""Languages that resemble one another are told apart on a paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.ingest.language import language_of

PARAGRAPHS = {
    "ru": (
        "Москва. Задержаны двое россиян, сообщил адвокат.",
        "Суд оставил журналиста под стражей на два месяца. Защита подала жалобу, её рассмотрят во вторник.",
        "Представитель посольства отметил, что встреча была важной и что работа продолжается.",
    ),
    "uk": (
        "Суд у Києві залишив журналіста під вартою на два місяці, повідомив його адвокат. Захист подав апеляцію.",
        "Двох громадян затримали на кордоні.",
        "Міністр заявив, що переговори тривають і що він не бачить причин для затримання.",
    ),
    "be": ("Суд у Мінску пакінуў журналіста пад вартай на два месяцы, паведаміў яго адвакат. Абарона падала скаргу.",),
    "bg": (
        "Съдът в София остави журналиста в ареста за два месеца, съобщи неговият адвокат.",
        "Говорителят на министерството заяви, че задържаните са освободени.",
    ),
    "sr": ("Суд у Београду је одредио притвор новинару на два месеца, рекао је његов адвокат.",),
    "mk": ("Судот во Скопје му определи притвор на новинарот од два месеца, изјави неговиот адвокат.",),
    "kk": ("Астанадағы сот журналисті екі айға қамауға алды, деді оның адвокаты.",),
    "en": (
        "A court in Baku remanded two engineers in custody for four months, their lawyer said on Tuesday.",
        "The ministry denied that İlham Məmmədov and Elçin Quliyev had been detained at the border.",
    ),
    "az": (
        "Bakıda məhkəmə iki jurnalistin barəsində dörd ay müddətinə həbs qətimkan tədbiri seçib, vəkili bildirib.",
        "Nazirlik bildirib ki, saxlanılanlar azad edilib. Bu barədə rəsmi məlumat verilib.",
    ),
    "tr": (
        "Bakü'de mahkeme iki gazetecinin dört ay süreyle tutuklanmasına karar verdi, avukatları söyledi.",
        "Bakanlık, gözaltına alınanların serbest bırakıldığını açıkladı. Bu konuda resmi bilgi verildi.",
    ),
    "de": ("Ein Gericht hat zwei Journalisten für vier Monate in Untersuchungshaft genommen, sagte ihr Anwalt.",),
    "fr": ("Un tribunal de Bakou a placé deux journalistes en détention pour quatre mois, a déclaré leur avocat.",),
    "es": ("Un tribunal de Bakú ordenó prisión para dos periodistas por cuatro meses, dijo su abogado el martes.",),
    "it": ("Un tribunale di Baku ha disposto la custodia di due giornalisti per quattro mesi, ha detto l'avvocato.",),
    "pl": ("Sąd aresztował dwóch dziennikarzy na cztery miesiące, powiedział ich adwokat. Obrona złożyła zażalenie.",),
    "ar": ("قال المتحدث باسم الوزارة إن المحتجزين سيفرج عنهم قريبا وإن المفاوضات مستمرة",),
    "fa": ("دادگاهی در باکو دو روزنامه‌نگار را به چهار ماه بازداشت محکوم کرد، وکیل آنها گفت.",),
    "ka": ("ბაქოს სასამართლომ ორი ჟურნალისტი დააპატიმრა",),
    "hy": ("Բաքվի դատարանը կալանավորել է երկու լրագրողի",),
    "el": ("Δικαστήριο στο Μπακού προφυλάκισε δύο δημοσιογράφους",),
    "he": ("בית המשפט בבאקו עצר שני עיתונאים",),
    "zh": ("法院决定羁押两名记者四个月，律师说。",),
    "ja": ("記者は昨日拘束されたと弁護士が述べた。",),
    "": ("", "12345 — 67", "Baku"),
}


@pytest.mark.parametrize(("language", "text"), [(key, text) for key, texts in PARAGRAPHS.items() for text in texts])
def test_paragraphs(language, text):
    assert language_of(text) == language


def test_names_and_quotes_in_another_script_do_not_change_it():
    text = PARAGRAPHS["ru"][1] * 3 + " Reuters, Associated Press, Human Rights Watch. " + PARAGRAPHS["ru"][2]
    assert language_of(text) == "ru"


@given(st.text())
def test_any_text_has_a_language_or_none(text):
    assert language_of(text) in set(PARAGRAPHS) | {"nl", "ro", "cs", "pt", "uz", "ur", "ko", "hi", "th"}
