"""What happens, in English: the verbs, phrasal verbs and nouns of custody, courts, releases, meetings and visits.

The first word of a phrase is its head; the others must stand in its clause. A verb that is also used of things ("pick
up", "grab", "move to") tells of an event only where a person or a group is its object, so that such may stand here.
"""

from __future__ import annotations

from collections.abc import Iterable

from casefile.ingest.rules import Slot, Trigger
from casefile.vocabulary import EventKind


def _each(heads: str, others: Iterable[str]) -> tuple[str, ...]:
    """Phrases of each head with each of the other words."""
    return tuple(f"{head} {other}" for head in heads.split() for other in others)


_T = Trigger
_CONSULAR = ("consul", "vice-consul", "consular", "ambassador", "embassy", "diplomat", "consulate", "attaché",
             "chargé", "legation", "consul-general")  # fmt: skip
_LAWYERS = ("lawyer", "attorney", "client", "counsel", "solicitor", "barrister", "advocate", "defender")
_SITTINGS = ("trial", "hearing", "case", "court", "retrial", "proceeding", "session", "sitting")
_NO_DETENTION = ("extend", "pre-trial", "pretrial", "centre", "center", "immigration", "record", "facility", "renew",
                 "prolong", "camp")  # fmt: skip
_BENCHES = ("court", "judge", "tribunal", "magistrate", "bench", "justice", "panel")
_PRISONS = ("prison", "jail", "colony", "gaol", "penitentiary", "cell", "lockup", "remand")
_VEHICLES = ("bus", "flight", "plane", "train", "ship", "boat", "ferry", "ketch", "yacht", "vessel", "coach", "street")
_HOMES = ("flat", "home", "house", "apartment", "office", "room", "cell", "residence", "premise", "cottage", "newsroom")
_STAYS = ("detention", "custody", "arrest", "remand", "imprisonment", "incarceration")
_JUDGMENTS = ("conviction", "verdict", "sentence", "judgment", "judgement", "acquittal")

TRIGGERS = (
    # -- taken
    _T(
        EventKind.DETENTION,
        (
            "detain", "take into custody", "seize", "apprehend", "round up", "take away", "pick up", "capture", "grab",
            "nab", "snatch", "intercept", "lock up", "haul off", "haul away", "cart off", "cart away", "carry off",
            "drag off", "drag away", "drag from", "lead away", "lead handcuffs", "march off to", "march away",
            "whisk away", "whisk off", "bundle into", "take prisoner", "take captive", "take in handcuffs",
            "place in detention", "put in cell", "put in detention", "catch at", "catch in", "fish out", "fetch from",
            "pick off", "hold since", "keep since", "nick", "collar", "bring in for", "swoop on",
            *_each("take haul pull drag", (f"off {vehicle}" for vehicle in _VEHICLES)),
        ),
        without=("question",),
    ),
    _T(EventKind.DETENTION, _each("take bring drive", ("jail", "prison", "lockup", "police cell")),
       without=("court", "hospital", "back", "transfer")),
    _T(
        EventKind.DETENTION,
        tuple(
            f"{verb} {where} since"
            for verb in ("be", "remain", "sit", "languish")
            for where in ("custody", "detention", "captivity", "jail", "prison", "bar", "inside")
        ),
        slot=Slot.SUBJECT,
        without=("immigration", "centre", "center"),
    ),
    _T(
        EventKind.ARREST,
        (
            "arrest", "rearrest", "re-arrest", "remand", "order held", "order jailed", "place under arrest",
            "put under arrest", "put behind bar", "jail pending", "hold pending trial", "send pending", "send prison",
            "send jail", "commit custody", "commit prison", "place pre-trial", "place pretrial",
        ),
        without=("bail", "house", "transfer"),
    ),
    _T(
        EventKind.ARREST,
        ("impose imprisonment", "impose detention", "impose custody", "order arrest", "order detention",
         "authorise arrest", "authorize arrest", "sanction arrest"),
        by_way_of=("on", "upon", "of", "for"),
        without=("house",),
    ),
    _T(
        EventKind.HOUSE_ARREST,
        (*_each("place put move transfer switch order confine send", ("house arrest",)), "confine home",
         "confine flat", "confine apartment"),
    ),
    _T(
        EventKind.CUSTODY_EXTENSION,
        (*_each("extend prolong renew stretch lengthen", _STAYS), "extend term", "prolong term", "tack detention",
         "tack custody", "add detention", "add custody", "remand further", "remand again"),
        Slot.INDIRECT,
        by_way_of=("of", "for"),
    ),
    _T(EventKind.SEARCH, ("search", "raid", "ransack"), slot=Slot.NONE, without=("search for", "in search of")),
    _T(
        EventKind.SEARCH,
        (*(f"go through {home}" for home in _HOMES), *(f"turn over {home}" for home in _HOMES),
         *(f"comb through {home}" for home in _HOMES), "carry out search", "conduct search"),
        slot=Slot.NONE,
    ),
    # -- tried
    _T(EventKind.CHARGE, ("charge with", "charge", "indict"), needs=("formally", "indict", "with")),
    _T(EventKind.CHARGE, ("charge under",)),
    _T(EventKind.CHARGE, ("bring charge", "press charge", "file charge", "lay charge"), by_way_of=("against",)),
    _T(EventKind.CHARGE, ("read charge",), slot=Slot.INDIRECT),
    _T(
        EventKind.SENTENCE,
        (
            "sentence", "give year", "give month", "give life", "give sentence", "give term", "hand sentence",
            "hand term", "hand down", "jail for", "jail year", "imprison for", "imprison year", "condemn to year",
            "condemn to death", "condemn to month", "order serve", "award year",
        ),
        without=("sentence hearing", "uphold"),
    ),
    _T(
        EventKind.SENTENCE,
        ("receive sentence", "receive year", "get year", "get off sentence", "get sentence", "draw sentence",
         "get month", "receive month"),
        slot=Slot.SUBJECT,
    ),
    _T(EventKind.SENTENCE, ("pronounce term", "pronounce sentence", "pass sentence"), by_way_of=("against", "on")),
    _T(EventKind.VERDICT, ("convict", "find guilty", "acquit", "clear of", "absolve", "exonerate", "find innocent")),
    _T(EventKind.VERDICT, ("clear",), needs=("court", "judge", "jury", "tribunal", "charge", "count", "everything")),
    _T(EventKind.VERDICT, ("verdict", "acquittal", "conviction"), noun=True,
       without=("appeal", "overturn", "uphold", "quash")),
    _T(
        EventKind.SENTENCE,
        ("sentence",),
        noun=True,
        needs=("court", "judge", "pass", "impose", "pronounce", "hand", "year", "tribunal"),
        without=("uphold", "reduce", "appeal", "serve", "commute", "overturn", "quash", "hearing", "death"),
    ),
    _T(
        EventKind.HEARING,
        (
            *_each("appear go come stand", (f"before {bench}" for bench in _BENCHES)),
            *(f"back before {bench}" for bench in _BENCHES),
            "appear in court", "appear before", "go on trial", "stand trial", "go before", "return court",
            "come to court", "face court", "face judge", "take plea", "enter plea", "next appear",
        ),
        slot=Slot.SUBJECT,
    ),
    _T(
        EventKind.HEARING,
        ("bring before", "bring court", "haul before", "take before", "produce before", "arraign", "try since",
         "try for", "put on trial", "hale before", "present before"),
    ),
    _T(EventKind.HEARING, ("adjourn", "postpone"), slot=Slot.NONE, needs=_SITTINGS),
    _T(
        EventKind.HEARING,
        ("adjourn until", "adjourn till", "adjourn to", "come up", "consider petition", "consider request",
         "consider motion", "hear case", "consider extension"),
        slot=Slot.NONE,
        without=("appeal",),
    ),
    _T(
        EventKind.HEARING,
        ("hearing", "trial", "retrial", "court session", "session", "sitting", "arraignment"),
        noun=True,
        without=("parliament", "training", "question"),
    ),
    _T(
        EventKind.APPEAL,
        (
            *_each("file lodge submit enter bring launch", ("appeal",)), "put in appeal", "appeal against",
            *_each("dismiss reject hear grant allow consider examine deny", ("appeal",)), "turn down appeal",
            "throw out appeal", *_each("uphold overturn quash annul reverse", _JUDGMENTS), "set aside conviction",
            "set aside verdict", "strike down conviction", "strike down verdict",
        ),
        slot=Slot.NONE,
        without=("consular",),
    ),
    # -- moved
    _T(
        EventKind.TRANSFER,
        (
            "transfer", "relocate", "shift to", "move to", "move from", "send colony", "send camp",
            *_each("return drive bus fly take", ("back prison", "back jail", "back colony", "back custody")),
            *_each("move", ("prison", "colony", "hospital", "jail")),
        ),
        place_is_target=True,
        without=("money", "house arrest"),
    ),
    # -- let go
    _T(
        EventKind.RELEASE,
        (
            "release", "free", "let go", "let out", "set free", "set at liberty", "allow home", "allow out",
            "allow leave prison", "send home", "turn loose", "bail", "grant bail", "admit bail", "free on bail",
            "give freedom", "let home", "discharge from",
        ),
        without=("statement", "report", "video", "film", "account", "refuse bail", "under house", "to house"),
    ),
    _T(
        EventKind.RELEASE,
        (
            "walk free", "go free", "regain freedom", "make bail", "post bail",
            *_each("walk", ("out prison", "out jail", "out court", "out custody", "gate", "from prison", "from jail")),
            *_each("step emerge", ("prison", "jail", "custody")),
            *_each("leave", (*_PRISONS, "custody", "detention centre", "detention center", "remand centre")),
        ),
        slot=Slot.SUBJECT,
    ),
    _T(
        EventKind.EXCHANGE,
        ("exchange", "swap", "hand over", "free exchange", "release exchange", "free swap", "release swap",
         "return exchange", "return swap", "trade for"),
        without=("view", "fire", "data", "note"),
    ),
    _T(EventKind.EXCHANGE, ("trade prisoner", "exchange prisoner", "swap prisoner"), slot=Slot.EVERYBODY),
    _T(
        EventKind.DEPORTATION,
        ("deport", "expel", "banish", "put across border", "push across border", "remove from country",
         "escort border", "drive across border", "send out country"),
        place_is_target=True,
    ),
    _T(EventKind.DEATH, ("die", "pass away", "succumb", "lose life"), slot=Slot.SUBJECT),
    _T(EventKind.DEATH, ("find dead", "pronounce dead", "find hanged")),
    # -- talks
    _T(
        EventKind.MEETING,
        ("meet", "hold talks", "meet with", "receive", "confer", "sit down with", "have talks", "hold meeting",
         "have meeting"),
        slot=Slot.PARTNERS,
        without=("standard", "need", "rest", "boat", "sentence", "letter", "phone"),
    ),
    _T(
        EventKind.PHONE_CALL,
        (
            *_each("speak talk confer discuss converse call", ("by phone", "by telephone", "on phone", "telephone",
                                                              "over phone", "by video")),
            "phone", "telephone", "ring", "ring up", "take up telephone", "take up phone", "raise telephone",
            "hold call", "have call", "hold conversation phone",
        ),
        slot=Slot.PARTNERS,
        without=("bell",),
    ),
    _T(
        EventKind.CONSULAR_VISIT,
        ("visit", "see", "meet", "call on", "have access", "gain access", "get access", "speak to", "speak with",
         "hold conversation", "have conversation", "sit with", "sit from", "be with", "talk to", "pay visit",
         "receive"),
        by_way_of=("to", "with", "on", "from", "of"),
        needs=_CONSULAR,
        without=("appeal", "phone", "telephone", "reporter", "journalist", "note"),
    ),
    _T(
        EventKind.LAWYER_VISIT,
        ("visit", "see", "meet", "have access", "gain access", "spend with", "talk to client"),
        by_way_of=("to", "with", "on"),
        needs=_LAWYERS,
        without=("phone", "telephone", "judge"),
    ),
    _T(
        EventKind.DIPLOMATIC_NOTE,
        (*_each("hand send deliver give present serve pass submit", ("note",)), "hand over note", "lodge protest",
         "hand protest", "deliver protest"),
        slot=Slot.NONE,
    ),
    _T(EventKind.DIPLOMATIC_NOTE, ("note",), noun=True, slot=Slot.NONE, needs=("of protest", "verbale", "its note",
                                                                             "diplomatic")),
    _T(
        EventKind.PETITION,
        _each("hand deliver submit present file send", ("petition",)),
        slot=Slot.NONE,
        without=("investigator", "court"),
    ),
    # -- by nouns
    _T(EventKind.DETENTION, ("detention", "capture", "apprehension"), noun=True, without=_NO_DETENTION),
    _T(EventKind.ARREST, ("arrest",), noun=True, without=("house", "extend", "warrant", "petition")),
    _T(EventKind.RELEASE, ("release",), noun=True, without=("press", "early")),
    _T(EventKind.DEPORTATION, ("deportation", "expulsion"), noun=True),
    _T(EventKind.TRANSFER, ("transfer",), noun=True),
    _T(EventKind.DEATH, ("death",), noun=True, without=("penalty", "sentence")),
    _T(EventKind.EXCHANGE, ("exchange", "swap"), noun=True, without=("view",)),
    _T(EventKind.MEETING, ("meeting", "talk", "summit"), slot=Slot.PARTNERS, noun=True),
    _T(
        EventKind.PHONE_CALL,
        ("phone call", "telephone call", "call", "phone conversation", "telephone conversation"),
        slot=Slot.PARTNERS,
        noun=True,
    ),
    _T(
        EventKind.BRIEFING,
        ("briefing", "press conference", "news conference"),
        slot=Slot.SPEAKER,
        noun=True,
        solid=True,
    ),
    _T(EventKind.CONSULAR_VISIT, ("consular visit",), noun=True),
)  # fmt: skip
