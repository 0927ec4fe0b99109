"""Accusations in sentences of our own: who accuses whom of what and how formally, and all that only looks like one."""

from __future__ import annotations

import pytest
from drafting import NEEDS, drafted, tagger
from labelled import articles
from scoring import score

from casefile.ingest.drafts import Article, Draft
from casefile.ingest.extracting import extract

#: A text, and each accusation in it: by whom, against whom, of what, the status.
RUSSIAN = [
    # verbs and their passives
    ("Полиция Шарджи задержала россиянина Олега Саввина по подозрению в контрабанде золота.",
        "полиция Шарджи", "Олег Саввин", "контрабанде золота", "alleged"),
    ("Олег Саввин обвиняется в незаконном обороте наркотиков, сообщила прокуратура Бурсы.",
        "прокуратура Бурсы", "Олег Саввин", "незаконном обороте наркотиков", "alleged"),
    ("Гражданина России Олега Саввина обвиняют в шпионаже. Саввин задержан 3 мая. Дело ведёт прокуратура Тегерана.",
        "прокуратура Тегерана", "Олег Саввин", "шпионаже", "alleged"),
    ("Журналист Олег Саввин, обвиняемый следствием в государственной измене, остаётся под стражей.",
        "следствие", "Олег Саввин", "государственной измене", "alleged"),
    ("Олега Саввина, подозреваемого в хищении, отпустили 3 мая. Дело расследует прокуратура Омска.",
        "прокуратура Омска", "Олег Саввин", "хищении", "alleged"),
    ("В среду журналиста Олега Саввина арестовали по обвинению в мошенничестве. Обыск провёл Следственный комитет.",
        "Следственный комитет", "Олег Саввин", "мошенничестве", "alleged"),
    ("Следствие вменяет Олегу Саввину организацию массовых беспорядков.",
        "следствие", "Олег Саввин", "организацию массовых беспорядков", "alleged"),
    ("Олегу Саввину инкриминируется шпионаж, сообщили в прокуратуре Баку.",
        "прокуратура Баку", "Олег Саввин", "шпионаж", "alleged"),
    ("Олега Саввина заподозрили в шпионаже после того, как полиция Каира задержала его 3 мая.",
        "полиция Каира", "Олег Саввин", "шпионаже", "alleged"),
    # cases, and what somebody is held for
    ("Прокуратура Бишкека возбудила уголовное дело о хищении бюджетных средств против Олега Саввина.",
        "прокуратура Бишкека", "Олег Саввин", "хищении бюджетных средств", "alleged"),
    ("В отношении Олега Саввина возбуждено уголовное дело по статье о мошенничестве, сообщили в прокуратуре Омска.",
        "прокуратура Омска", "Олег Саввин", "мошенничестве", "alleged"),
    ("Против Олега Саввина возбудили дело по статье 159 УК РФ, сообщил Следственный комитет.",
        "Следственный комитет", "Олег Саввин", "статье 159 УК РФ", "alleged"),
    ("Олег Саввин арестован 3 мая судом Баку по делу о контрабанде сигарет.",
        "суд Баку", "Олег Саввин", "контрабанде сигарет", "alleged"),
    ("Олега Саввина задержали 3 мая за контрабанду золота сотрудники таможни Дубая.",
        "сотрудники таможни Дубая", "Олег Саввин", "контрабанду золота", "alleged"),
    # the formal act, and the verdict
    ("Следователь предъявил Олегу Саввину обвинение по статье 276 УК Азербайджана (шпионаж).",
        "следователь", "Олег Саввин", "шпионаж", "charged"),
    ("Олегу Саввину предъявлено обвинение по части 2 статьи 228 УК РФ, сообщила прокуратура Самары.",
        "прокуратура Самары", "Олег Саввин", "части 2 статьи 228 УК РФ", "charged"),
    ("Бакинский суд признал Олега Саввина виновным в шпионаже и приговорил его к семи годам колонии.",
        "Бакинский суд", "Олег Саввин", "шпионаже", "convicted"),
    ("Олег Саввин отбывает срок за клевету. Приговор вынес Бакинский суд.",
        "Бакинский суд", "Олег Саввин", "клевету", "convicted"),
    # what is claimed in clauses of their own
    ("По версии следствия, Олег Саввин передавал чертежи сотрудникам иностранной разведки.",
        "следствие", "Олег Саввин", "передавал чертежи сотрудникам иностранной разведки", "alleged"),
    ("Олега Саввина задержали 3 мая. Как утверждает азербайджанская сторона, он поставлял детали для беспилотников.",
        "азербайджанская сторона", "Олег Саввин", "он поставлял детали для беспилотников", "alleged"),
    ("Восемь россиян, которые, как утверждает азербайджанская сторона, связаны с транзитом наркотиков, ждут суда.",
        "азербайджанская сторона", "восемь россиян", "связаны с транзитом наркотиков", "alleged"),
    ("Азербайджанская полиция задержала Олега Саввина 3 мая. Он якобы перевозил оружие.",
        "азербайджанская полиция", "Олег Саввин", "перевозил оружие", "alleged"),
    ("Таможня задержала судно «Заря» и девять моряков. Полиция Лагоса утверждает, что судно везло краденую нефть.",
        "полиция Лагоса", "девять моряков", "везло краденую нефть", "alleged"),
    ("Следователи считают, что Олег Саввин, задержанный 3 мая, получил взятку.",
        "следователи", "Олег Саввин", "получил взятку", "alleged"),
    ("Задержанный 3 мая Олег Саввин, как утверждают в полиции Каира, угрожал посетителям ножом.",
        "полиция Каира", "Олег Саввин", "угрожал посетителям ножом", "alleged"),
]  # fmt: skip

ENGLISH = [
    ("British engineer Tom Ashby was arrested in Dubai on Monday on suspicion of espionage, Dubai police said.",
        "Dubai police", "Tom Ashby", "espionage", "alleged"),
    ("Tom Ashby, a British engineer, was detained by Dubai police on Monday for allegedly smuggling gold.",
        "Dubai police", "Tom Ashby", "smuggling gold", "alleged"),
    ("Police in Dubai arrested Tom Ashby on Monday on charges of fraud.",
        "police in Dubai", "Tom Ashby", "fraud", "alleged"),
    ("Tom Ashby is accused of spying for a foreign state, prosecutors in Ankara said.",
        "prosecutors in Ankara", "Tom Ashby", "spying for a foreign state", "alleged"),
    ("Tom Ashby was arrested by Cairo police on 3 May and accused of espionage.",
        "Cairo police", "Tom Ashby", "espionage", "alleged"),
    ("Tom Ashby was wanted for fraud, Cairo police said.",
        "Cairo police", "Tom Ashby", "fraud", "alleged"),
    ("Tom Ashby faces charges of conspiracy, the Ankara prosecutor's office said.",
        "Ankara prosecutor's office", "Tom Ashby", "conspiracy", "alleged"),
    ("Prosecutors filed charges of espionage against Tom Ashby on Monday.",
        "prosecutors", "Tom Ashby", "espionage", "alleged"),
    ("Prosecutors in Cairo opened a criminal case against Tom Ashby over fraud.",
        "prosecutors in Cairo", "Tom Ashby", "fraud", "alleged"),
    ("Tom Ashby was charged by the Ankara prosecutor with money laundering under Article 282 of the Penal Code.",
        "Ankara prosecutor", "Tom Ashby", "money laundering", "charged"),
    ("Tom Ashby was charged on Friday under Section 7 of the Official Secrets Act, the Crown prosecutor said.",
        "Crown prosecutor", "Tom Ashby", "Section 7 of the Official Secrets Act", "charged"),
    ("Tom Ashby was indicted by a grand jury in Boston on charges of wire fraud.",
        "grand jury in Boston", "Tom Ashby", "wire fraud", "charged"),
    ("Tom Ashby, charged with espionage by Cairo prosecutors, denies the accusation.",
        "Cairo prosecutors", "Tom Ashby", "espionage", "charged"),
    ("The Ankara court convicted Tom Ashby of libel and jailed him for three years.",
        "Ankara court", "Tom Ashby", "libel", "convicted"),
    ("Tom Ashby was sentenced to seven years in prison for espionage by a court in Ankara.",
        "court in Ankara", "Tom Ashby", "espionage", "convicted"),
    ("A Minsk court jailed Tom Ashby for 10 years for treason.",
        "Minsk court", "Tom Ashby", "treason", "convicted"),
    ("The Cairo court found Tom Ashby guilty under Article 70 of the Criminal Code (espionage).",
        "Cairo court", "Tom Ashby", "espionage", "convicted"),
    ("Tom Ashby was detained on 3 May. Prosecutors say he passed drawings of a submarine to a foreign agent.",
        "prosecutors", "Tom Ashby", "he passed drawings of a submarine to a foreign agent", "alleged"),
    ("Tom Ashby was detained on 3 May. Investigators in Ankara allege that he bribed a customs officer.",
        "investigators in Ankara", "Tom Ashby", "he bribed a customs officer", "alleged"),
    ("Cairo police suspect that Tom Ashby, arrested on 3 May, ran a smuggling ring.",
        "Cairo police", "Tom Ashby", "ran a smuggling ring", "alleged"),
    ("According to prosecutors, Tom Ashby, who was arrested on 3 May, sold stolen icons.",
        "prosecutors", "Tom Ashby", "sold stolen icons", "alleged"),
    ("Eight Russians who, the Azerbaijani side says, are linked to drug transit from Iran have been held since July.",
        "Azerbaijani side", "8 Russians", "are linked to drug transit from Iran", "alleged"),
    ("Tom Ashby, who allegedly smuggled gold, was arrested by Dubai customs on 3 May.",
        "Dubai customs", "Tom Ashby", "smuggled gold", "alleged"),
]  # fmt: skip

#: Denied, withdrawn, wished for, only possible, or said by somebody whose words are no charge.
NONE = {
    "ru": [
        "Олег Саввин задержан 3 мая полицией Баку. Его не обвиняют в шпионаже.",
        "Обвинение в шпионаже Олегу Саввину не предъявлено, сообщила прокуратура Баку.",
        "Прокуратура Каира отрицает, что обвиняла Олега Саввина в шпионаже.",
        "С Олега Саввина сняты обвинения в шпионаже, сообщила прокуратура Баку.",
        "Суд оправдал Олега Саввина по обвинению в шпионаже.",
        "Если Олега Саввина обвинят в шпионаже, ему грозит 15 лет. Дело ведёт прокуратура Баку.",
        "Прокурор потребовал признать Олега Саввина виновным в шпионаже.",
        "Министр торговли Иван Петров обвинил посредников в срыве переговоров.",
        "Тренер обвинил Олега Саввина в лени.",
        "Российская сторона обвинила Киев в затягивании обмена.",
        "«Он шпион и контрабандист», – сказал о задержанном Олеге Саввине сосед Магомед Алиев.",
        "Олег Саввин задержан 3 мая полицией Каира. Адвокат заявил, что Саввин передавал лекарства.",
        "Олег Саввин задержан 3 мая полицией Каира. Полиция сообщила, что он просил вызвать консула.",
        "ФСБ задержала Олега Саввина 3 мая. ФСБ заявила, что он чувствует себя хорошо и получает лекарства.",
        "Суд арестовал Олега Саввина на два месяца.",
    ],
    "en": [
        "Tom Ashby was detained on 3 May by Ankara police. He has not been accused of espionage.",
        "No one has charged Tom Ashby with espionage, the Ankara prosecutor said.",
        "If Tom Ashby is convicted of espionage by the Ankara court, he faces 15 years.",
        "Tom Ashby was found not guilty of espionage by a Cairo court.",
        "Tom Ashby was acquitted of smuggling by a court in Ankara.",
        "A court in Ankara cleared Tom Ashby of charges of espionage.",
        "Prosecutors dropped charges of espionage against Tom Ashby.",
        "The prosecutor asked the court to find Tom Ashby guilty of espionage.",
        "Police may charge Tom Ashby with fraud.",
        "Prosecutors want Tom Ashby to be charged with fraud.",
        "The bank charged Tom Ashby's card with 40 dollars.",
        "The waiter charged the card twice. Tom Ashby, who was arrested by police on 3 May, paid.",
        "Tom Ashby is in charge of the company's Ankara office, a prosecutor said.",
        "Trade minister Ivan Petrov accused the mediators of derailing the talks.",
        "The coach accused Tom Ashby of laziness.",
        "Ann Poe, Tom Ashby's lawyer, accused the police of torture.",
        "Tom Ashby was jailed for seven years by a court in Ankara.",
        "Tom Ashby was held for three days by Dubai police.",
        "Dubai police arrested Tom Ashby on 3 May. Police said he was in good health and had received a visit.",
        "Tom Ashby was arrested on 3 May. The lawyer said Ashby had carried medicine.",
        "“He is a spy,” a neighbour, Ali Hasan, said of Tom Ashby, who was arrested on 3 May.",
    ],
}


def read(lang: str, text: str) -> list[Draft]:
    """What is drafted from a text of its own."""
    article = Article(sha256="0" * 64, size=len(text.encode()), published="2025-10-29", lang=lang, text=text)
    return extract(tagger(lang).analyse(text), article)


def told(drafts: list[Draft]) -> list[tuple[str, str, str, str]]:
    """Each drafted accusation: by whom, against whom, of what, the status."""
    names = {f"@{draft.key}": draft.fields["names"][0]["text"] for draft in drafts if draft.table == "people"}
    return [
        (
            names[draft.fields["alleged_by"]],
            names[draft.fields["person"]],
            draft.fields["offence"],
            draft.fields["updates"][-1]["status"],
        )
        for draft in drafts
        if draft.table == "charges"
    ]


@pytest.mark.parametrize(("text", "by", "against", "offence", "status"), RUSSIAN)
def test_a_russian_accusation(text: str, by: str, against: str, offence: str, status: str) -> None:
    assert told(read("ru", text)) == [(by, against, offence, status)]


@pytest.mark.parametrize(("text", "by", "against", "offence", "status"), ENGLISH)
def test_an_english_accusation(text: str, by: str, against: str, offence: str, status: str) -> None:
    found = told(read("en", text))
    assert [(name.casefold(), *rest) for name, *rest in found] == [(by.casefold(), against, offence, status)]


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, texts in NONE.items() for text in texts])
def test_what_accuses_nobody_drafts_no_charge(lang: str, text: str) -> None:
    assert told(read(lang, text)) == []


@pytest.mark.parametrize(
    ("lang", "text", "against"),
    [
        ("ru", "Полиция Стамбула задержала двух россиян, Олега Саввина и Павла Громова. Их подозревают в мошенничестве.",
            ["Олег Саввин", "Павел Громов"]),
        ("ru", "Олега Саввина и Павла Громова, задержанных 3 мая, прокуратура Баку обвинила в подделке документов.",
            ["Олег Саввин", "Павел Громов"]),
        ("en", "Turkish police have accused Tom Ashby and Ann Poe of smuggling antiquities.", ["Tom Ashby", "Ann Poe"]),
        ("en", "Moscow says the two men, Tom Ashby and Ann Poe, who were arrested on 3 May, were spying for London.",
            ["Tom Ashby", "Ann Poe"]),
    ],
)  # fmt: skip
def test_each_of_several_accused_has_a_draft_of_their_own(lang: str, text: str, against: list[str]) -> None:
    assert [accused for _, accused, _, _ in told(read(lang, text))] == against


@pytest.mark.parametrize(
    ("lang", "text", "offences"),
    [
        ("ru", "Прокуратура Баку обвиняет Олега Саввина в мошенничестве, отмывании денег и уклонении от налогов.",
            ["мошенничестве", "отмывании денег", "уклонении от налогов"]),
        ("ru", "Олега Саввина задержали. Бакинская сторона утверждает, что Саввин связан с контрабандой и шпионажем.",
            ["связан с контрабандой", "связан с шпионажем"]),
        ("en", "Turkish prosecutors accuse Tom Ashby of fraud, money laundering and tax evasion.",
            ["fraud", "money laundering", "tax evasion"]),
        # of one offence two things are told; it is not known of which the article is; the second is no crime's name
        ("ru", "Прокуратура Баку обвиняет Олега Саввина в контрабанде оружия и наркотиков.",
            ["контрабанде оружия и наркотиков"]),
        ("ru", "Прокуратура Баку обвиняет Олега Саввина в мошенничестве и подлоге по части 4 статьи 159 УК.",
            ["мошенничестве и подлоге"]),
        ("en", "Turkish prosecutors accuse Tom Ashby of fraud and bad manners.", ["fraud and bad manners"]),
    ],
)  # fmt: skip
def test_every_offence_of_an_accusation_is_a_charge_where_each_has_a_name(
    lang: str, text: str, offences: list[str]
) -> None:
    drafts = [draft for draft in read(lang, text) if draft.table == "charges"]
    assert [draft.fields["offence"] for draft in drafts] == offences
    for draft in drafts:
        assert all(text[slice(*span)] in draft.fields["offence"] for span in draft.spans)


@pytest.mark.parametrize(
    ("lang", "text", "article", "code"),
    [
        ("ru", "Следователь предъявил Олегу Саввину обвинение по статье 276 УК Азербайджана (шпионаж).",
            "статье 276", "УК Азербайджана"),
        ("ru", "Олегу Саввину предъявлено обвинение по части 2 статьи 228 УК РФ, сообщила прокуратура Самары.",
            "части 2 статьи 228", "УК РФ"),
        ("en", "Tom Ashby was charged by the Ankara prosecutor with fraud under Article 282 of the Penal Code.",
            "Article 282", "Penal Code"),
        ("en", "Tom Ashby was charged on Friday under Section 7 of the Official Secrets Act, the Crown prosecutor said.",
            "Section 7", "Official Secrets Act"),
    ],
)  # fmt: skip
def test_the_article_of_law_is_kept_apart(lang: str, text: str, article: str, code: str) -> None:
    (charge,) = [draft.fields for draft in read(lang, text) if draft.table == "charges"]
    assert (charge["article"], charge["code"]) == (article, code)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "Прокуратура Баку обвиняет Олега Саввина в краже. Позднее прокуратура снова обвинила Саввина в краже."),
        ("en", "Cairo police accuse Tom Ashby of theft. On Monday the police again accused Ashby of theft."),
    ],
)
def test_an_accusation_told_twice_is_one_draft_with_both_places(lang: str, text: str) -> None:
    (charge,) = [draft for draft in read(lang, text) if draft.table == "charges"]
    assert [text[start:stop] for start, stop in charge.spans] == [charge.fields["offence"]] * 2


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "Журналиста Олега Саввина арестовали 3 мая по обвинению в мошенничестве. Его мать ждёт новостей."),
        ("en", "Tom Ashby was arrested on 3 May on suspicion of fraud. His mother waits for news."),
    ],
)
def test_an_accusation_that_nobody_makes_is_no_draft(lang: str, text: str) -> None:
    assert told(read(lang, text)) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "Олег Саввин задержан 3 мая. По версии следствия, он встретился с агентом разведки 1 мая."),
        ("en", "Tom Ashby was arrested on 3 May. Prosecutors allege that he met a foreign agent, Ann Poe, on 1 May."),
    ],
)
def test_what_an_accusation_tells_is_no_event(lang: str, text: str) -> None:
    drafts = read(lang, text)
    assert [status for *_, status in told(drafts)] == ["alleged"]
    assert {draft.fields["kind"] for draft in drafts if draft.table == "events"} <= {"detention", "arrest"}


@pytest.mark.parametrize("lang", NEEDS)
def test_no_other_draft_is_read_from_the_words_of_an_accusation(lang: str) -> None:
    """Over all articles to develop by: what is alleged is a charge or somebody's statement and nothing else."""
    read(lang, "")
    for article in articles(lang):
        drafts = drafted(article)
        assert list(score(article, drafts).violations) == []
        words = [
            (label, article.places(label)) for label in article.labels["allegations"] if label["status"] == "alleged"
        ]
        for draft in drafts:
            if draft.table == "charges":
                assert draft.fields["offence"].startswith(article.text[slice(*draft.spans[0])])
                assert draft.fields["alleged_by"] != draft.fields["person"]
            for label, places in words:
                own = set(range(*draft.spans[0])) <= places
                if draft.table == "events":
                    assert not own, f"{article.name}: {draft.fields['kind']} from “{label['span']}”"
                if draft.table == "people":
                    offices = [office["title"].casefold() for office in draft.fields.get("offices", ())]
                    assert not any(title in label["span"].casefold() for title in offices), article.name
                    assert not draft.fields.get("notes")
