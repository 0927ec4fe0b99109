"""Who meets, calls, visits and writes to whom, in English: talks, calls, visits to the held, notes, petitions."""

from __future__ import annotations

from collections.abc import Iterable

from casefile.ingest.rules import Slot, Trigger
from casefile.vocabulary import EventKind


def each(heads: str, others: Iterable[str]) -> tuple[str, ...]:
    """Phrases of each head with each of the other words."""
    return tuple(f"{head} {other}" for other in others for head in heads.split())


_T = Trigger
CONSULAR = ("consul", "vice-consul", "consular", "ambassador", "embassy", "diplomat", "consulate", "attaché",
            "attache", "chargé", "charge", "legation", "consul-general", "envoy", "high commissioner")  # fmt: skip
LAWYERS = ("lawyer", "attorney", "counsel", "solicitor", "barrister", "advocate", "defender")
_CONSULS = ("consul", "diplomat", "ambassador", "consular", "embassy", "attaché", "chargé")
#: Ways to see somebody who is held; whom, is the object or stands after one of `_TO`.
_SEES = (
    "visit", "see", "meet", "meet with", "call on", "check on", "look in on", "speak to", "speak with", "talk to",
    "talk with", "sit with", "sit from", "be with", "pay visit", "make visit", "have access", "gain access",
    "get access", "obtain access", "secure access", "win access", "receive access", "grant access", "give access",
    "allow access", "hold conversation", "have conversation", "hold meeting", "have meeting", "spend with", "interview",
    "reach in", "get in to see",
)  # fmt: skip
_TO = ("to", "with", "on", "from", "of", "in")
_IN_CALL = ("by phone", "by telephone", "on phone", "over phone", "in call", "in conversation", "during call",
            "on telephone", "over telephone", "on call")  # fmt: skip
_NOTES = ("note", "demarche", "démarche", "protest")

CONTACTS = (
    # -- talks
    _T(
        EventKind.MEETING,
        ("meet", "hold talks", "meet with", "receive", "confer", "sit down with", "have talks", "hold meeting",
         "have meeting", "hold consultation", "hold negotiation", "hold round", "host", "welcome to", "hold discussion",
         "have discussion", "conduct talk", "hold talk", "have talk"),
        slot=Slot.PARTNERS,
        without=("standard", "need", "rest", "boat", "sentence", "letter", "phone", "telephone", "deadline", "demand",
                 "requirement", "target", "condition", "criterion", "expectation", "visitor", "parcel", "medicine"),
    ),
    _T(
        EventKind.PHONE_CALL,
        (
            *each("speak talk confer discuss converse call tell urge ask assure inform press warn", _IN_CALL),
            *each("speak talk", ("telephone", "via video")),
            "phone", "telephone", "ring", "ring up", "take up telephone", "take up phone", "raise telephone",
            "raise call", "hold call", "have call", "make call", "place call", "hold conversation phone",
            "hold conversation telephone", "have conversation phone", "have conversation telephone",
        ),
        slot=Slot.PARTNERS,
        without=("bell", "roll call", "curtain"),
    ),
    # -- visits to the held
    _T(
        EventKind.CONSULAR_VISIT,
        _SEES,
        by_way_of=_TO,
        by=frozenset(CONSULAR),
        without=("appeal", "phone", "telephone", "reporter", "journalist", "note", "minister", "talk"),
    ),
    _T(
        EventKind.CONSULAR_VISIT,
        ("have access", "gain access", "get access", "obtain access", "grant access", "give access", "allow access",
         "pay visit", "make visit", "provide access", "offer access", "take place access", "take place visit"),
        by_way_of=("to", "with", "on"),
        needs=("consular", "consul", "embassy", "diplomat"),
    ),
    _T(
        EventKind.CONSULAR_VISIT,
        (*each("meet see receive", _CONSULS), *each("meet speak talk", (f"with {who}" for who in _CONSULS)),
         "receive visit consul", "receive visit consular", "get visit consul", "have visit consul",
         "receive visit embassy", "receive visit diplomat"),
        slot=Slot.SUBJECT,
        without=("phone", "telephone", "note", "family"),
    ),
    _T(EventKind.CONSULAR_VISIT, ("access", "visit"), noun=True, by_way_of=("to",), needs=("consular", "consul")),
    _T(
        EventKind.LAWYER_VISIT,
        _SEES,
        by_way_of=("to", "with", "on"),
        by=frozenset(LAWYERS),
        without=("phone", "telephone", "judge", "reporter", "journalist", "court"),
    ),
    _T(
        EventKind.LAWYER_VISIT,
        (*each("meet see receive", LAWYERS), *each("meet confer speak talk", (f"with {who}" for who in LAWYERS)),
         "have access lawyer", "have access counsel", "get access lawyer", "gain access lawyer",
         "have meeting lawyer", "receive visit lawyer", "grant access lawyer", "give access lawyer"),
        slot=Slot.SUBJECT,
        without=("phone", "telephone", "consular", "reporter"),
    ),
    _T(
        EventKind.LAWYER_VISIT,
        ("visit client", "see client", "meet client", "have access client", "talk to client", "spend with client",
         "meet with client"),
        by_way_of=("to", "with", "on"),
        needs=LAWYERS,
        without=("phone", "telephone", "judge"),
    ),
    # -- papers
    _T(
        EventKind.DIPLOMATIC_NOTE,
        (
            *each("hand send deliver give present serve pass submit address dispatch transmit issue", ("note",)),
            "hand over note", "pass on note",
            *each("lodge hand deliver make send present", ("protest", "demarche", "démarche")),
            "file protest", "serve protest", "communicate note",
        ),
        slot=Slot.NONE,
        without=("suicide", "investigator", "bank", "reporter"),
    ),
    _T(EventKind.DIPLOMATIC_NOTE, ("note", "protest"), noun=True, slot=Slot.NONE,
       needs=("of protest", "verbale", "its note", "diplomatic", "protest note")),
    _T(
        EventKind.PETITION,
        (
            *each("hand deliver submit present file send lodge", ("petition",)),
            *each("file submit lodge send", ("plea", "request clemency", "request pardon", "appeal clemency",
                                            "complaint un", "complaint rapporteur", "complaint nations",
                                            "application strasbourg", "complaint committee")),
            "petition for", "petition to",
        ),
        slot=Slot.NONE,
        without=("investigator", "court", "guilty"),
    ),
    # -- by nouns
    _T(
        EventKind.MEETING,
        ("meeting", "talk", "summit", "negotiation", "consultation", "encounter"),
        slot=Slot.PARTNERS,
        noun=True,
        without=("lawyer", "attorney", "phone", "telephone"),
    ),
    _T(
        EventKind.PHONE_CALL,
        ("phone call", "telephone call", "call", "phone conversation", "telephone conversation", "conversation phone",
         "conversation telephone", "phone talk", "telephone talk", "call video", "conversation video"),
        slot=Slot.PARTNERS,
        noun=True,
    ),
    _T(
        EventKind.BRIEFING,
        ("briefing", "press conference", "news conference", "press briefing", "news briefing"),
        slot=Slot.SPEAKER,
        noun=True,
        solid=True,
    ),
)  # fmt: skip
