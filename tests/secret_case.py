"""A case in which every level of confidentiality is used, and the words in it that must not reach others."""

from __future__ import annotations

TABLES = ("people", "charges", "statements", "events", "sources")
DAY = {"text": "3 March 2026", "edtf": "2026-03-03", "earliest": "2026-03-03", "latest": "2026-03-03"}
PAST = {"text": "May 2026", "edtf": "2026-05", "earliest": "2026-05-01", "latest": "2026-05-31"}
AHEAD = {"text": "2030", "edtf": "2030", "earliest": "2030-01-01", "latest": "2030-12-31"}


def uid(number: int) -> str:
    return f"018f{number:04x}-77aa-7bcd-8e{number % 256:02x}-{number * 7919:012x}"


def names(primary: str, *others: str) -> list[dict[str, str]]:
    return [{"text": primary, "type": "primary"}, *({"text": other} for other in others)]


def born(year: int) -> dict[str, str]:
    return {"text": f"{year}-02-11", "edtf": f"{year}-02-11", "earliest": f"{year}-02-11", "latest": f"{year}-02-11"}


#: Everything that must not reach the public, and some of it nobody but those who see all.
SAMIR = ["Samir Quliyev", "Самир Гулиев", "سمير قولييف", "Şəmir Quliyev"]
FOR_NOBODY_BELOW = [
    *SAMIR,
    "lighthouse keeper of Alat",
    "chief archivist of the harbour",
    "note on the harbour archive",
    "1961-02-11",
    "smuggling of seals",
    "The archive was moved by night.",
    "a boat without a name",
    "Letter from the keeper",
    "https://letters.example/keeper",
    "Tural Sadıqov",
    "quoted from the letter",
    "/home/rena/letters",
    "/home/rena/passports",
]
FOR_INSIDERS = [
    "The ministry knows of two more.",
    "call the family on Tuesdays",
    "1979-02-11",
    "may be named in letters",
    "checked by phone",
    "Nadia Volynska",
    "9f" * 32,
    "2026-04-04",
    "7c" * 32,
    "scan of the passport.png",
    "Rena at the desk",
    "taken in the yard",
]
CASE = {
    "casefile": {"format": "casefile", "schema": 1, "last_ids": {"people": 90, "charges": 80}},
    "people": [
        {"id": "P1", "names": names("Ministry of Tides"), "kind": "state", "roles": ["authority"]},
        {
            "id": "P12",
            "confidentiality": "confidential",
            "names": names(*SAMIR),
            "roles": ["detainee"],
            "nationality": ["AZ"],
            "occupation": "lighthouse keeper of Alat",
            "offices": [{"title": "chief archivist of the harbour"}],
            "notes": "note on the harbour archive",
            "born": born(1961),
            "citations": [{"source": "R5", "quote": "quoted from the letter"}],
        },
        {
            "id": "P23",
            "names": names("Olena Marchuk", "Олена Марчук"),
            "roles": ["detainee"],
            "born": born(1979),
            "notes": "call the family on Tuesdays",
            "consent": {"scope": "may be named in letters", "expires": AHEAD},
            "citations": [{"source": "R2", "credibility": 2, "review": "accepted"}],
            "evidence": [
                {
                    "sha256": "7c" * 32,
                    "name": "scan of the passport.png",
                    "size": 41,
                    "by": "Rena at the desk",
                    "origin": "/home/rena/passports",
                    "description": "taken in the yard",
                }
            ],
        },
        {
            "id": "P31",
            "names": names("Bohdan Tkachenko", "Богдан Ткаченко"),
            "roles": ["detainee"],
            "consent": {"scope": "name may be published", "expires": PAST},
        },
        {"id": "P44", "names": names("Nadia Volynska"), "confidentiality": "internal", "roles": ["witness"]},
        {"id": "P45", "names": names("cell of four"), "kind": "group", "members": ["P12", "P23"]},
    ],
    "charges": [
        {
            "id": "C3",
            "person": "P12",
            "offence": "illegal landing",
            "alleged_by": "P1",
            "updates": [
                {"status": "alleged", "when": DAY, "note": "checked by phone", "citations": [{"source": "R5"}]}
            ],
        },
        {
            "id": "C9",
            "person": "P23",
            "offence": "smuggling of seals",
            "confidentiality": "confidential",
            "updates": [{"status": "charged", "when": DAY}],
        },
    ],
    "statements": [
        {
            "id": "S4",
            "speaker": "P12",
            "office": {"title": "chief archivist of the harbour"},
            "verb": "сказал он",
            "text": "We were ten in one room.",
            "when": DAY,
            "about": ["P23", "C9", "E8", "S6"],
            "stances": [{"target": "C9", "stance": "denies"}],
            "venue": "E8",
        },
        {
            "id": "S6",
            "speaker": "P1",
            "text": "The ministry knows of two more.",
            "when": DAY,
            "confidentiality": "internal",
        },
        {
            "id": "S7",
            "speaker": "P1",
            "text": "Nobody is held.",
            "when": DAY,
            "in_reply_to": "S6",
            "on_behalf_of": "P12",
            "citations": [{"source": "R5"}, {"source": "R2"}],
        },
    ],
    "events": [
        {
            "id": "E2",
            "kind": "detention",
            "when": DAY,
            "place": "Alat",
            "participants": [
                {"person": "P12", "role": "subject"},
                {"person": "P23", "role": "subject"},
                {"person": "P31", "role": "subject"},
            ],
            "links": [{"kind": "after", "event": "E8"}],
            "charge": "C9",
        },
        {
            "id": "E8",
            "kind": "transfer",
            "when": DAY,
            "text": "The archive was moved by night.",
            "outcome": "a boat without a name",
            "confidentiality": "confidential",
        },
    ],
    "sources": [
        {"id": "R2", "publisher": "Coast Wire", "reliability": "B", "accessed": born(1990) | {"text": "2026-04-04"}},
        {
            "id": "R5",
            "title": "Letter from the keeper",
            "url": "https://letters.example/keeper",
            "author": "Tural Sadıqov",
            "confidentiality": "confidential",
        },
        {
            "id": "R6",
            "publisher": "Harbour Post",
            "relays": "R5",
            "file": {"sha256": "9f" * 32, "path": "/home/rena/letters"},
        },
    ],
}
for number, row in enumerate((row for table in TABLES for row in CASE[table]), start=1):
    row["uid"] = uid(number)
UIDS = {row["id"]: row["uid"] for table in TABLES for row in CASE[table]}
