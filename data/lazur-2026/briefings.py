"""Puts together the daily statements of the case: what was said month by month beside the turns of the story.

The sentences are ours, in a file a language, told of whomever the speaker speaks about at the time. A fixed seed
chooses, so that the same case comes out each time, and no sentence is used twice about the same people.

The files have a part for each kind of speaker, `== KIND`, and a sentence a line: kind of statement, verb of saying,
maybe the stance it takes on the detention, and the text. One that begins with ~ is told in the source's own words. {0}
to {3} are the forms of whom it is about.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

LAST = date(2026, 11, 22)
MONTHS = [f"2026-{month:02}" for month in range(3, 12)]
SEED = 20260228
#: How many daily statements a month there are in each language, and which share of them has a vague date.
A_MONTH = {"ru": 14, "az": 12, "en": 12}
VAGUE = 0.15


class Row(NamedTuple):
    """A sentence of a table: what kind of statement it is, and how it was said."""

    kind: str
    verb: str
    stance: str
    text: str


class Subject(NamedTuple):
    """Whom statements are about: records, the detentions that are contested or justified, names, from when to when."""

    about: str
    event: str
    ru: str
    az: str
    en: str
    first: date
    last: date = LAST


#: Forms in Russian: genitive / dative / instrumental / prepositional; in Azerbaijani: as it is / genitive / dative /
#: accusative.
SUBJECTS = {
    "crew": Subject(
        "crew", "seizure",
        "экипажа «Альбатроса-7»/экипажу «Альбатроса-7»/экипажем «Альбатроса-7»/экипаже «Альбатроса-7»",
        "«Albatros-7»un heyəti/«Albatros-7»un heyətinin/«Albatros-7»un heyətinə/«Albatros-7»un heyətini",
        "the crew of the Albatros-7", date(2026, 3, 4),
    ),
    "captain": Subject(
        "captain", "",
        "капитана Сторожева/капитану Сторожеву/капитаном Сторожевым/капитане Сторожеве",
        "kapitan Storojev/kapitan Storojevin/kapitan Storojevə/kapitan Storojevi",
        "Captain Storozhev", date(2026, 3, 24),
    ),
    "press": Subject(
        "marina arkady", "marinadet arkadydet",
        "журналистов «Лазурь сегодня»/журналистам «Лазурь сегодня»/журналистами «Лазурь сегодня»/"
        "журналистах «Лазурь сегодня»",
        "veldaniyalı jurnalistlər/veldaniyalı jurnalistlərin/veldaniyalı jurnalistlərə/veldaniyalı jurnalistləri",
        "the two journalists", date(2026, 3, 17), date(2026, 10, 19),
    ),
    "uvarovsky": Subject(
        "uvarovsky", "",
        "моториста Уваровского/мотористу Уваровскому/мотористом Уваровским/мотористе Уваровском",
        "motorçu Uvarovski/motorçu Uvarovskinin/motorçu Uvarovskiyə/motorçu Uvarovskini",
        "Stepan Uvarovsky", date(2026, 5, 13),
    ),
    "lyadov": Subject("lyadov", "", "", "", "Matvei Lyadov", date(2026, 3, 24)),
    "leyla": Subject(
        "leyla", "leyladet",
        "Лейлы Хартвелл/Лейле Хартвелл/Лейлой Хартвелл/Лейле Хартвелл",
        "Leyla Əsgərli/Leyla Əsgərlinin/Leyla Əsgərliyə/Leyla Əsgərlini",
        "Leyla Hartwell", date(2026, 3, 24),
    ),
    "fishers": Subject(
        "fishers", "raid",
        "рыбаков из Дузлимана/рыбакам из Дузлимана/рыбаками из Дузлимана/рыбаках из Дузлимана",
        "Duzliman balıqçıları/Duzliman balıqçılarının/Duzliman balıqçılarına/Duzliman balıqçılarını",
        "the fishermen of Duzliman", date(2026, 3, 10),
    ),
    "nicat": Subject(
        "nicat", "nicatdet",
        "редактора Гювенджли/редактору Гювенджли/редактором Гювенджли/редакторе Гювенджли",
        "Nicat Güvəncli/Nicat Güvənclinin/Nicat Güvəncliyə/Nicat Güvənclini",
        "Nijat Guvanjli", date(2026, 4, 8),
    ),
    "relief": Subject(
        "thomas samira yousef", "thomasdet samiradet yousefdet",
        "сотрудников гуманитарной миссии/сотрудникам гуманитарной миссии/сотрудниками гуманитарной миссии/"
        "сотрудниках гуманитарной миссии",
        "", "the relief workers", date(2026, 4, 17), date(2026, 6, 23),
    ),
    "samira": Subject(
        "samira", "samiradet",
        "Самиры аль-Хаттаби/Самире аль-Хаттаби/Самирой аль-Хаттаби/Самире аль-Хаттаби",
        "", "Samira al-Khattabi", date(2026, 6, 26),
    ),
}  # fmt: skip


class Voice(NamedTuple):
    """Somebody who speaks day by day: in which language, which sentences, about whom, and from when to when."""

    who: str
    lang: str
    sentences: str
    subjects: str
    first: date = date.min
    last: date = LAST


VOICES = (
    Voice("lapshintseva", "ru", "ministry", "crew captain press", last=date(2026, 8, 13)),
    Voice("tugarinov", "ru", "ministry", "crew captain press", first=date(2026, 8, 18)),
    Voice("kadomtsev", "ru", "consul", "crew captain press uvarovsky"),
    Voice("chernoskutov", "ru", "prosecution", "fishers nicat relief samira"),
    Voice("beregova", "ru", "ombudswoman", "crew press fishers nicat samira relief"),
    Voice("zasyadko", "ru", "lawyer", "crew captain uvarovsky"),
    Voice("dubrovina", "ru", "lawyer", "nicat samira", first=date(2026, 5, 4)),
    Voice("storozheva", "ru", "wife", "captain"),
    Voice("lyadova", "ru", "mother", "lyadov"),
    Voice("uvarovskaya", "ru", "mother", "uvarovsky"),
    Voice("safarzade", "az", "ministry", "fishers nicat"),
    Voice("adaletli", "az", "prosecution", "crew captain press leyla"),
    Voice("qalali", "az", "governor", "crew uvarovsky"),
    Voice("haqverdi", "az", "ombudswoman", "crew press leyla fishers nicat"),
    Voice("orxan", "az", "legal-aid", "fishers nicat press leyla"),
    Voice("guvanclim", "az", "sister", "nicat"),
    Voice("finch", "en", "ministry", "leyla relief samira"),
    Voice("thackwray", "en", "ministry", "leyla relief samira"),
    Voice("ellingdon", "en", "consul", "relief samira"),
    Voice("marwani", "en", "mediator", "crew fishers press"),
    Voice("sayegh", "en", "mediator", "crew fishers nicat"),
    Voice("camberwell", "en", "monitor", "crew captain press leyla fishers nicat relief samira uvarovsky"),
    Voice("hartwell", "en", "husband", "leyla"),
    Voice("wetherell", "en", "lawyer", "relief samira"),
    Voice("openhands", "en", "mission", "relief samira"),
)
OUTLETS = {"ru": "wire", "az": "xeber", "en": "courier"}
_FEEDS = {
    "wire": ("Моревск-Информ", "лента за {}", "agency-wire", "ru", "C",
             "март апрель май июнь июль август сентябрь октябрь ноябрь"),
    "xeber": ("Qızılsahil Xəbər", "{} xəbərləri", "agency-wire", "az", "C",
              "mart aprel may iyun iyul avqust sentyabr oktyabr noyabr"),
    "courier": ("Calder Quay Courier", "the strait in {}", "news", "en", "B",
                "March April May June July August September October November"),
}  # fmt: skip
_MONTH_OF = {
    "ru": ("марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября"),
    "az": ("martın", "aprelin", "mayın", "iyunun", "iyulun", "avqustun", "sentyabrın", "oktyabrın", "noyabrın"),
}


class Said(NamedTuple):
    """A daily statement, before it is entered."""

    day: date
    vague: bool
    voice: Voice
    subject: Subject
    row: Row


def feeds_of(month: str, opened: date) -> Iterator[tuple[str, list[str]]]:
    """The commands that enter the sources of a month, with the key of each."""
    for key, (publisher, title, kind, lang, reliability, names) in _FEEDS.items():
        name = names.split()[int(month[5:]) - 3]
        command = [
            "add-source",
            "--publisher",
            publisher,
            "--title",
            title.format(name),
            "--kind",
            kind,
            "--lang",
            lang,
        ]
        command += ["--published", month, "--accessed", opened.isoformat(), "--reliability", reliability]
        yield f"{key}-{month[5:]}", command


def of_month(month: str) -> list[list[str]]:
    """The commands that enter the daily statements of a month, by day."""
    return [_command(said) for said in sorted(_all()[month], key=lambda said: said.day)]


@cache
def _all() -> dict[str, list[Said]]:
    chance = random.Random(SEED)  # noqa: S311 - nothing is kept secret with it
    told: set[tuple[str, str]] = set()  # which sentence of whom
    uses: Counter[str] = Counter()
    made: dict[str, list[Said]] = {}
    for month in MONTHS:
        made[month] = []
        for lang, wanted in A_MONTH.items():
            found = [one for voice in VOICES if voice.lang == lang for one in _possible(voice, month)]
            chance.shuffle(found)
            heard: Counter[str] = Counter()
            for _ in range(wanted):
                fresh = [one for one in found if _key(one[1], one[2]) not in told]
                # the sentence that was used least, of the speaker who was heard least this month
                voice, subject, row, days = min(fresh, key=lambda one: (uses[one[2].text], heard[one[0].who]))
                told.add(_key(subject, row))
                uses[row.text] += 1
                heard[voice.who] += 1
                made[month].append(Said(chance.choice(days), chance.random() < VAGUE, voice, subject, row))
    return made


def _key(subject: Subject, row: Row) -> tuple[str, str]:
    """What must not come twice: a sentence of the same people, or one that names nobody."""
    return (subject.about if "{" in row.text else "", row.text)


def _possible(voice: Voice, month: str) -> Iterator[tuple[Voice, Subject, Row, list[date]]]:
    first = date.fromisoformat(f"{month}-01")
    for key in voice.subjects.split():
        subject = SUBJECTS[key]
        days = [
            day
            for day in (first + timedelta(days=number) for number in range(31))
            if day.month == first.month and max(voice.first, subject.first) <= day <= min(voice.last, subject.last)
        ]
        if not days:
            continue
        for row in _rows(voice.lang)[voice.sentences]:
            yield voice, subject, row, days


@cache
def _rows(lang: str) -> dict[str, list[Row]]:
    """The sentences of a language, by kind of speaker."""
    rows: dict[str, list[Row]] = {}
    for line in Path(__file__).with_name(f"sentences-{lang}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            rows[line.removeprefix("== ")] = []
        else:
            said, text = line.split(": ", 1)
            kind, verb, *stance = said.split(", ")
            rows[list(rows)[-1]].append(Row(kind, verb, stance[0] if stance else "", text))
    return rows


def _command(said: Said) -> list[str]:
    kind, verb, stance, text = said.row
    mode, text = ("--paraphrase", text[1:]) if text.startswith("~") else ("", text)
    forms = getattr(said.subject, said.voice.lang).split("/")
    text = re.sub(r"\b([Оо]) (?=[аиоуэ])", r"\1б ", text.format(*forms))  # the preposition before a vowel
    command = ["add-statement", text[0].upper() + text[1:], "--by", f"@{said.voice.who}", "--on", _date(said)]
    command += ["--kind", kind, "--lang", said.voice.lang, "--source", f"@{OUTLETS[said.voice.lang]}-{said.day:%m}"]
    command += ["--verb", verb] if verb else []
    command += [mode] if mode else []
    for key in said.subject.about.split():
        command += ["--about", f"@{key}"]
    if stance:
        for key in said.subject.event.split():
            command += ["--stance", f"{stance}:@{key}"]
    return command


def _date(said: Said) -> str:
    """The day as the source has it; some only as the part of the month, unless that would say too much."""
    place, lang, month = said.day.month - 3, said.voice.lang, f"{said.day:%B}"
    for part, (first, last) in enumerate(((1, 10), (11, 20))):
        days = [said.day.replace(day=number) for number in (first, last)]
        if said.vague and first <= said.day.day <= last and said.voice.first <= days[0] and days[1] <= said.voice.last:
            return {
                "ru": f"{('в начале', 'в середине')[part]} {_MONTH_OF['ru'][place]}",
                "az": f"{_MONTH_OF['az'][place]} {('əvvəlində', 'ortalarında')[part]}",
                "en": f"{('early', 'mid')[part]} {month}",
            }[lang]
    words = {"ru": _MONTH_OF["ru"][place], "az": _FEEDS["xeber"][5].split()[place], "en": month}
    return f"{said.day.day} {words[lang]}"
