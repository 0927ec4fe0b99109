"""Stories in our own words, and drafts of them as somebody could have written them by hand."""

from __future__ import annotations

import hashlib
import json
from typing import Any

STORY = """\
Двое журналистов задержаны в Гяндже
БАКУ, 12 ноя – Вестник. Полиция Гянджи задержала редактора портала «Берег» Сергея Маркелова и оператора Лейлу Гасымову, \
заявил представитель МВД Азербайджана Эльчин Рзаев.
«Обоих проверяют на связь с незаконным сбором средств», – сказал Рзаев.
Посольство России просит о встрече с Маркеловым.
"""
SPEAKER, EDITOR, CAMERA = "Эльчин Рзаев", "Сергей Маркелов", "Лейла Гасымова"
QUOTE = "Обоих проверяют на связь с незаконным сбором средств"


def sentence(text: str, part: str) -> list[int]:
    """Where the line of `text` that holds `part` begins and ends."""
    at = text.index(part)
    start = text.rfind("\n", 0, at) + 1
    return [start, text.index("\n", at)]


def span(text: str, part: str) -> list[int]:
    return [text.index(part), text.index(part) + len(part)]


def name(text: str) -> list[dict[str, str]]:
    return [{"text": text, "lang": "ru", "type": "primary"}]


def day(edtf: str, text: str) -> dict[str, str]:
    return {"text": text, "edtf": edtf, "earliest": edtf, "latest": edtf}


def draft(key: str, table: str, fields: dict[str, Any], words: str, text: str = STORY, **more: Any) -> dict[str, Any]:
    """A draft that was read from `words`, in the line that they stand in."""
    first = words if words in text else words[: len(words) - 2]
    return {
        "key": key,
        "table": table,
        "fields": fields,
        "spans": [span(text, first)],
        "sentence": sentence(text, first),
        "certainty": "certain",
    } | more


def drafts() -> list[dict[str, Any]]:
    """What the story proposes."""
    office = {"title": "представитель МВД Азербайджана"}
    return [
        draft("p1", "people", {"names": name(EDITOR), "roles": ["detainee"], "occupation": "редактор"}, "Сергея Маркелова"),
        draft("p2", "people", {"names": name(CAMERA), "roles": ["detainee"]}, "Лейлу Гасымову"),
        draft("p3", "people", {"names": name(SPEAKER), "roles": ["official"], "offices": [office]}, "Эльчин Рзаев"),
        draft(
            "p4",
            "people",
            {"kind": "organisation", "names": name("полиция Гянджи"), "roles": ["authority"]},
            "Полиция Гянджи",
            certainty="likely",
        ),
        draft(
            "e1",
            "events",
            {
                "kind": "detention",
                "when": day("2025-11-12", "12 ноя"),
                "place": "Гянджа",
                "participants": [{"person": "@p1", "role": "subject"}, {"person": "@p4", "role": "authority"}],
            },
            "задержала",
        ),
        draft(
            "e2",
            "events",
            {
                "kind": "detention",
                "when": day("2025-11-12", "12 ноя"),
                "place": "Гянджа",
                "participants": [{"person": "@p2", "role": "subject"}, {"person": "@p4", "role": "authority"}],
            },
            "задержала",
        ),
        draft(
            "s1",
            "statements",
            {
                "speaker": "@p3",
                "office": office,
                "mode": "direct-quote",
                "verb": "сказал",
                "text": QUOTE,
                "lang": "ru",
                "when": {"text": "по 12 ноя", "edtf": "[..2025-11-12]", "latest": "2025-11-12", "basis": "inferred"},
                "about": ["@p1", "@p2"],
            },
            QUOTE,
        ),
        draft(
            "c1",
            "charges",
            {
                "person": "@p1",
                "offence": "связь с незаконным сбором средств",
                "alleged_by": "@p3",
                "updates": [{"status": "alleged", "when": day("2025-11-12", "12 ноя")}],
            },
            "связь с незаконным сбором средств",
            certainty="likely",
        ),
    ]


def drafts_file(rows: list[dict[str, Any]] | None = None, text: str = STORY, **article: Any) -> dict[str, Any]:
    """A drafts file, as JSON, of a story that lies in a file of UTF-8."""
    data = text.encode()
    return {
        "article": {
            "sha256": hashlib.sha256(data).hexdigest(),
            "size": len(data),
            "name": "story.txt",
            "media_type": "text/plain",
            "publisher": "Вестник",
            "title": "Двое журналистов задержаны в Гяндже",
            "published": "2025-11-12",
            "lang": "ru",
            "text": text,
        }
        | article,
        "drafts": drafts() if rows is None else rows,
        "format": "casefile-drafts",
        "version": 1,
    }


def encoded(file: dict[str, Any]) -> str:
    return json.dumps(file, ensure_ascii=False)
