"""What is read out of Russian stories: a whole one with every construction that matters here, and each by itself."""

import msgspec
import pytest
from drafting import tagger

from casefile.ingest.analysis import Analysis
from casefile.ingest.drafts import Article, Certainty, Draft
from casefile.ingest.extracting import extract
from casefile.model import BY_TABLE, decode

for module in ("slovnet", "navec", "razdel", "natasha", "pymorphy3"):
    if module == "natasha":
        from importlib.util import find_spec

        if find_spec(module) is None:
            pytest.skip("needs casefile[ingest-ru]: natasha", allow_module_level=True)
    else:
        pytest.importorskip(module, reason=f"needs casefile[ingest-ru]: {module}")

#: Facts and constructions of the sample case, in words of our own.
STORY = """\
Кремль оценил разговор президентов о судьбе россиян
МОСКВА, 29 окт – РАПСИ. Россия довольна тем, чем закончилась беседа президента РФ Владимира Путина и президента \
Азербайджана Ильхама Алиева о задержанных россиянах, заявил пресс-секретарь Кремля Дмитрий Песков.
«Разговор получился нужным. Теперь дело за будничной работой, и она не прекращается ни на день», – отметил Песков.
Встреча лидеров двух стран прошла 9 октября в Душанбе, а 24 октября президенты провели телефонные переговоры.
Как ранее сообщало РАПСИ, еще в августе о том, что с Баку ищут способ вернуть людей домой, говорил заместитель \
директора департамента информации и печати МИД РФ Алексей Фадеев.
«Мы перебираем варианты вместе с азербайджанской стороной. Хорошее решение помогло бы обеим странам», — сообщил \
Фадеев в ходе брифинга.
Он обратил внимание на то, что никаких доводов полиция не привела.
О задержании восьмерых россиян, которые, как утверждает азербайджанская сторона, замешаны в перевозке наркотиков и \
взломах, стало известно 1 июля. Ранее в Баку были задержаны двое российских журналистов – глава редакции «Спутника» \
Игорь Картавых и шеф-редактор Евгений Белоусов.
На этом фоне в посольстве РФ в Азербайджане заявили о потоке писем от встревоженных граждан.
"""


def article(text, published="2025-10-29", **more):
    return Article(sha256="0" * 64, size=len(text), published=published, text=text, **more)


def read(text, published="2025-10-29", **more):
    return extract(tagger("ru").analyse(text), article(text, published, **more))


def people(drafts):
    return {d.key: d.fields["names"][0]["text"] for d in drafts if d.table == "people"}


def statements(drafts):
    names = people(drafts)
    return [(names[d.fields["speaker"][1:]], d.fields["text"]) for d in drafts if d.table == "statements"]


def events(drafts):
    names = people(drafts)
    return [
        (
            d.fields["kind"],
            d.fields["when"].get("edtf", ""),
            d.fields.get("known", {}).get("edtf", ""),
            tuple(names[part["person"][1:]] for part in d.fields.get("participants", ())),
        )
        for d in drafts
        if d.table == "events"
    ]


@pytest.fixture(scope="module")
def story():
    return read(STORY, publisher="РАПСИ")


def test_six_people_are_found_with_the_offices_that_are_printed(story):
    offices = {
        draft.fields["names"][0]["text"]: [office["title"] for office in draft.fields.get("offices", ())]
        for draft in story
        if draft.table == "people" and "kind" not in draft.fields
    }
    assert offices == {
        "Владимир Путин": ["президент РФ"],
        "Ильхам Алиев": ["президент Азербайджана"],
        "Дмитрий Песков": ["пресс-секретарь Кремля"],
        "Алексей Фадеев": ["заместитель директора департамента информации и печати МИД РФ"],
        "Игорь Картавых": ["глава редакции «Спутника»"],
        "Евгений Белоусов": ["шеф-редактор"],
    }


def test_only_those_are_detainees_whom_the_grammar_says_to_be_held(story):
    held = {draft.fields["names"][0]["text"] for draft in story if "detainee" in draft.fields.get("roles", ())}
    assert held == {"восемь россиян", "Игорь Картавых", "Евгений Белоусов"}


def test_the_group_is_counted_and_has_its_nationality(story):
    group = next(draft.fields for draft in story if draft.fields.get("kind") == "group")
    assert group["count"] == {"exact": 8}
    assert group["nationality"] == ["RU"]


def test_journalists_who_are_named_are_no_group_and_have_what_is_said_of_both(story):
    found = {d.fields["names"][0]["text"]: d.fields for d in story if d.table == "people"}
    for name in ("Игорь Картавых", "Евгений Белоусов"):
        assert found[name]["occupation"] == "журналист"
        assert found[name]["nationality"] == ["RU"]


def test_both_spokesmen_the_side_and_the_embassy_speak(story):
    said = statements(story)
    assert [speaker for speaker, _ in said] == [
        "Дмитрий Песков",
        "Дмитрий Песков",
        "Алексей Фадеев",
        "Алексей Фадеев",
        "Алексей Фадеев",
        "азербайджанская сторона",
        "посольство РФ в Азербайджане",
    ]
    assert said[1][1].startswith("Разговор получился нужным.")
    assert said[2][1] == "с Баку ищут способ вернуть людей домой"
    assert said[4][1] == "никаких доводов полиция не привела"
    assert said[5][1] == "замешаны в перевозке наркотиков и взломах"
    assert said[6][1] == "о потоке писем от встревоженных граждан"


def test_what_is_said_stands_in_the_story_character_by_character(story):
    for draft in story:
        for start, stop in draft.spans:
            assert 0 <= start < stop <= len(STORY)
        if draft.table == "statements":
            start, stop = draft.spans[0]
            assert STORY[start:stop] == draft.fields["text"]


def test_what_was_said_at_the_briefing_is_of_its_month(story):
    briefing = next(d for d in story if d.fields.get("kind") == "briefing")
    assert briefing.fields["when"]["edtf"] == "2025-08"
    fadeev = [d.fields for d in story if d.table == "statements"][2:5]
    assert [fields["when"]["edtf"] for fields in fadeev] == ["2025-08"] * 3
    assert [fields.get("venue") for fields in fadeev[1:]] == [f"@{briefing.key}"] * 2


def test_meeting_call_and_what_became_known_have_their_days(story):
    both = ("Владимир Путин", "Ильхам Алиев")
    assert events(story) == [
        ("meeting", "2025-10-09", "", both),
        ("phone-call", "2025-10-24", "", both),
        ("briefing", "2025-08", "", ("Алексей Фадеев",)),
        ("detention", "[..2025-07-01]", "2025-07-01", ("восемь россиян",)),
        ("detention", "[..2025-07-01]", "", ("Игорь Картавых",)),
        ("detention", "[..2025-07-01]", "", ("Евгений Белоусов",)),
    ]


def test_what_the_side_alleges_is_alleged_by_it_and_nothing_else(story):
    names = people(story)
    charges = [draft.fields for draft in story if draft.table == "charges"]
    assert [
        (names[c["person"][1:]], names[c["alleged_by"][1:]], c["offence"], c["updates"][0]["status"]) for c in charges
    ] == [
        ("восемь россиян", "азербайджанская сторона", "замешаны в перевозке наркотиков", "alleged"),
        ("восемь россиян", "азербайджанская сторона", "замешаны в взломах", "alleged"),
    ]


def test_every_draft_makes_a_record_once_its_keys_are_ids(story):
    ids = {draft.key: f"{draft.key[0].upper()}{number}" for number, draft in enumerate(story, 1)}

    def filled(value):
        if isinstance(value, str) and value.startswith("@"):
            return ids[value[1:]]
        if isinstance(value, dict):
            return {key: filled(part) for key, part in value.items()}
        return [filled(part) for part in value] if isinstance(value, list) else value

    for draft in story:
        fields = filled(draft.fields)
        cited = {"source": "R1", "quote": STORY[slice(*draft.sentence)]}
        fields |= {"id": ids[draft.key], "citations": [cited]}
        record = decode(BY_TABLE[draft.table], msgspec.json.encode(fields))
        assert record.id == ids[draft.key]
        assert msgspec.json.decode(msgspec.json.encode(draft), type=Draft) == draft


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Суд арестовал Евгения Белоусова.", "Евгений Белоусов"),
        ("Суд арестовал Анну Белоусову.", "Анна Белоусова"),
        ("Полиция задержала Ольгу Черных.", "Ольга Черных"),
        ("Полиция отпустила Игоря Картавых.", "Игорь Картавых"),
        ("Президент встретился с Николом Пашиняном.", "Никол Пашинян"),
        ("Адвокат Тараса Шевченко ушёл.", "Тарас Шевченко"),
        ("Защитник Льва Троцкого молчал.", "Лев Троцкий"),
        ("Суд выпустил под залог врача Юлия Абрамовича.", "Юлий Абрамович"),
        ("Министр встретился с Зораном Петковичем.", "Зоран Петкович"),
        ("Полицейские отпустили Марину Мунтяну.", "Марина Мунтяну"),
        ("В город вернулся инженер Петру Раду.", "Петру Раду"),
        ("Штукатура Ивана Лукина отпустили.", "Иван Лукин"),
    ],
)
def test_a_name_goes_back_to_the_nominative(text, name):
    assert name in people(read(text)).values()


def test_a_surname_alone_is_that_of_the_full_name():
    drafts = read("Песков опоздал. Позже пресс-секретарь Кремля Дмитрий Песков извинился.")
    assert list(people(drafts).values()) == ["Дмитрий Песков"]


def test_a_surname_that_is_never_completed_stays_and_is_only_likely():
    (draft,) = [d for d in read("Вчера Песков промолчал.") if d.table == "people"]
    assert draft.fields["names"][0]["text"] == "Песков"
    assert draft.certainty is Certainty.LIKELY


@pytest.mark.parametrize(
    "text",
    [
        "Суд не арестовал Ивана Петрова.",
        "Если Ивана Петрова задержат, адвокат подаст жалобу.",
        "Газета ошибочно написала, что задержан Иван Петров.",
        "Президент Иван Петров говорил о задержании.",
    ],
)
def test_what_has_not_happened_is_no_event_and_makes_no_detainee(text):
    drafts = read(text)
    assert events(drafts) == []
    assert not [d for d in drafts if "detainee" in d.fields.get("roles", ())]


@pytest.mark.parametrize(
    "text", ["Родные требуют освободить Ивана Петрова.", "Стороны обсудили освобождение Ивана Петрова."]
)
def test_whose_release_is_asked_for_is_held_and_not_released(text):
    drafts = read(text)
    assert events(drafts) == []
    (held,) = [d for d in drafts if "detainee" in d.fields.get("roles", ())]
    assert held.fields["names"][0]["text"] == "Иван Петров"


def test_dates_without_a_year_stay_without_where_publication_is_not_known():
    (event,) = [d for d in read("Ивана Петрова задержали 5 мая.", published="") if d.table == "events"]
    assert event.fields["when"] == {"text": "5 мая"}


def test_a_charge_is_formal_only_by_the_formal_act():
    formal = read("Следствие работает. 5 мая Ивану Петрову предъявлено обвинение по статье 276 УК РФ.")
    charge = next(d.fields for d in formal if d.table == "charges")
    assert charge["updates"][0]["status"] == "charged"
    assert (charge["article"], charge["code"]) == ("статье 276", "УК РФ")
    loose = read("Следствие обвиняет Ивана Петрова в шпионаже.")
    charge = next(d.fields for d in loose if d.table == "charges")
    assert charge["updates"][0]["status"] == "alleged"
    assert charge["offence"] == "шпионаже"


def test_an_outlet_that_reports_says_nothing_itself():
    assert statements(read("Как сообщает ТАСС, суд закрыл заседание.")) == []
    relayed = statements(read("Иван Петров здоров, сообщает ТАСС со ссылкой на МИД."))
    assert relayed == [("МИД", "Иван Петров здоров")]


def test_speech_in_a_line_that_a_dash_opens_is_that_of_its_frame():
    said = statements(read("Жена Анна Петрова плакала.\n– Я ждала его три года, – сказала Анна Петрова. – И дождусь."))
    assert said == [("Анна Петрова", "Я ждала его три года, – сказала Анна Петрова. – И дождусь")]


def test_somebody_known_by_role_alone_speaks():
    drafts = read("Задержан Иван Петров. Он здоров, сообщил его адвокат.")
    names = people(drafts)
    lawyer = next(d.fields for d in drafts if "lawyer" in d.fields.get("roles", ()))
    assert lawyer["kind"] == "unidentified"
    assert [names[d.fields["speaker"][1:]] for d in drafts if d.table == "statements"] == [lawyer["names"][0]["text"]]


@pytest.mark.parametrize("text", ["", "\n\n", "«", "— — —", "а" * 5000, "Слово. " * 500, "«„“”»" * 50, "\u202eабв\x00"])
def test_any_text_is_read(text):
    for draft in read(text):
        assert all(0 <= start <= stop <= len(text) for start, stop in draft.spans)


def test_a_language_without_a_tagger_gives_doubtful_quotations_of_those_the_case_knows():
    text = "Vazirlik vakili Aziz Karimov shunday dedi: «Biz bu ishni diqqat bilan o‘rganyapmiz, shoshilmaymiz».\nTamom."
    made = extract(Analysis(text=text, lang="uz"), article(text, lang="uz"), {"P7": ("Aziz Karimov",)})
    (draft,) = made
    assert (draft.table, draft.fields["speaker"], draft.certainty) == ("statements", "P7", Certainty.DOUBTFUL)
    assert draft.fields["text"] == "Biz bu ishni diqqat bilan o‘rganyapmiz, shoshilmaymiz"
    assert extract(Analysis(text=text, lang="uz"), article(text, lang="uz")) == []


def test_the_end_of_an_order_is_kept_with_it_and_is_no_date_of_its_own():
    (event,) = [
        draft.fields
        for draft in read("Суд в Баку во вторник арестовал Ивана Петрова до 20 декабря.")
        if draft.table == "events"
    ]
    assert event["kind"] == "arrest"
    assert event["until"]["latest"] == "2025-12-20"
    assert event["when"]["edtf"] != event["until"]["edtf"]
