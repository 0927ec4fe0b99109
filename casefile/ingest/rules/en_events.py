"""What happens, in English: the verbs, phrasal verbs and nouns of custody, courts and releases.

The first word of a phrase is its head; the others must stand in its clause. A verb that is also used of things ("pick
up", "grab", "move to") tells of an event only where a person or a group is its object, so that such may stand here.
"""

from __future__ import annotations

from casefile.ingest.rules import Slot, Trigger
from casefile.ingest.rules.en_contacts import CONTACTS, each
from casefile.vocabulary import EventKind

_T = Trigger
_SITTINGS = ("trial", "hearing", "case", "court", "retrial", "proceeding", "session", "sitting", "sentencing",
             "arraignment", "ruling", "verdict")  # fmt: skip
_NO_DETENTION = ("extend", "pre-trial", "pretrial", "centre", "center", "immigration", "record", "facility", "renew",
                 "prolong", "camp", "condition")  # fmt: skip
_BENCHES = ("court", "judge", "tribunal", "magistrate", "bench", "justice", "panel")
_PRISONS = ("prison", "jail", "colony", "gaol", "penitentiary", "cell", "lockup", "remand")
_VEHICLES = ("bus", "flight", "plane", "train", "ship", "boat", "ferry", "ketch", "yacht", "vessel", "coach", "street",
             "aircraft", "airliner")  # fmt: skip
_HOMES = ("flat", "home", "house", "apartment", "office", "room", "cell", "residence", "premise", "cottage", "newsroom",
          "headquarters", "villa", "property", "studio")  # fmt: skip
_PLACES = ("flat", "home", "house", "apartment", "hotel", "dormitory", "office", "village", "street", "airport")
_STAYS = ("detention", "custody", "arrest", "remand", "imprisonment", "incarceration")
_JUDGMENTS = ("conviction", "verdict", "sentence", "judgment", "judgement", "acquittal", "ruling", "term")
_STATIONS = ("jail", "prison", "lockup", "police cell", "police station", "police headquarters", "precinct")
_LENGTHS = ("year", "month", "life", "day", "week", "decade")
_PROSECUTION = ("charge", "charges", "indictment")

TRIGGERS = (
    # -- taken
    _T(
        EventKind.DETENTION,
        (
            "detain", "take into custody", "take in custody", "seize", "apprehend", "round up", "take away", "pick up",
            "capture", "grab", "nab", "snatch", "intercept", "lock up", "haul off", "haul away", "haul in", "pull in",
            "cart off", "cart away", "carry off", "drag off", "drag away", "drag from", "drag out", "lead away",
            "lead handcuffs", "lead off", "march off to", "march away", "whisk away", "whisk off", "bundle into",
            "bundle off", "take prisoner", "take captive", "take in handcuffs", "place in detention", "put in cell",
            "put in detention", "catch at", "catch in", "fish out", "fetch from", "pick off", "jail since",
            "imprison since", "incarcerate since", "hold since",
            "keep since", "nick", "collar", "bring in for", "take in for", "swoop on", "sweep up", "scoop up",
            "take to unknown", "take to undisclosed", "take in unknown",
            "escort away", "escort from", "escort off", "remove from plane", "remove from flight",
            "hold overnight", "throw into", "throw behind bar", "clap in", "hold on suspicion", "re-detain",
            *each("take haul pull drag remove", (f"off {vehicle}" for vehicle in _VEHICLES)),
            *each("take seize snatch", (f"from {place}" for place in _PLACES)),
        ),
        without=("exhibit", "picture", "pre-trial", "pretrial"),
    ),
    _T(EventKind.DETENTION, each("take bring drive haul", _STATIONS),
       without=("court", "hospital", "back", "transfer", "bail")),
    _T(
        EventKind.DETENTION,
        tuple(
            f"{verb} {where} since"
            for verb in ("be", "remain", "sit", "languish", "stay")
            for where in ("custody", "detention", "captivity", "jail", "prison", "bar", "inside", "remand")
        ),
        slot=Slot.SUBJECT,
        without=("immigration", "centre", "center"),
    ),
    _T(
        EventKind.ARREST,
        (
            "arrest", "rearrest", "re-arrest", "remand", "order held", "order jailed", "order detained",
            "order imprisoned", "order arrested", "order kept", "order hold", "place under arrest", "put under arrest",
            "put behind bar", "hold pending trial", "send pending", "send prison", "send jail", "send detention centre",
            "send detention center", "commit custody", "commit prison", "place pre-trial", "place pretrial",
            "put pre-trial", "put pretrial", "place in custody", "put in custody",
            *each("jail imprison hold keep", ("pending", "await", "ahead of trial", "until trial")),
        ),
        without=("bail", "house", "transfer"),
    ),
    _T(
        EventKind.ARREST,
        ("hold", "keep", "stay", "remain", "jail", "detain"),
        under=frozenset({"order", "rule", "direct", "decide"}),
        needs=("custody", "detention", "jail", "prison", "bar", "day", "month", "trial", "hold", "detain", "week"),
        without=("house", "at home", "secret"),
    ),
    _T(
        EventKind.ARREST,
        ("impose imprisonment", "impose detention", "impose custody", "order arrest", "order detention",
         "authorise arrest", "authorize arrest", "sanction arrest", "approve arrest", "authorise detention",
         "authorize detention", "order remand", "order custody", "sanction detention"),
        by_way_of=("on", "upon", "of", "for"),
        without=("house", "extend", "warrant"),
    ),
    _T(
        EventKind.HOUSE_ARREST,
        (*each("place put move transfer switch order confine send", ("house arrest", "home detention")),
         "release to house arrest", "release under house arrest", "release into house arrest",
         "confine home", "confine flat", "confine apartment", "confine house"),
    ),
    _T(
        EventKind.HOUSE_ARREST,
        (*each("be remain", ("house arrest since",)), "be under house arrest from"),
        slot=Slot.SUBJECT,
    ),
    _T(
        EventKind.CUSTODY_EXTENSION,
        (*each("extend prolong renew stretch lengthen", (*_STAYS, "order", "stay")), "extend term", "prolong term",
         "tack detention", "tack custody", "add detention", "add custody", "remand further", "remand again",
         "remand another", "keep custody another", "keep custody further", "order custody another"),
        Slot.INDIRECT,
        by_way_of=("of", "for"),
        without=("house",),
    ),
    _T(EventKind.CUSTODY_EXTENSION, ("order remain custody", "order stay custody", "order remain jail",
                                     "order remain detention", "order stay jail", "order remain prison")),
    _T(EventKind.CUSTODY_EXTENSION, ("extension", "renewal", "prolongation"), noun=True, slot=Slot.INDIRECT,
       by_way_of=("of", "for"), needs=("custody", "detention", "arrest", "remand")),
    _T(EventKind.SEARCH, ("search", "raid", "ransack"), slot=Slot.NONE,
       without=("search for", "in search of", "rescue", "missing", "survivor")),
    _T(
        EventKind.SEARCH,
        (*(f"go through {home}" for home in _HOMES), *(f"turn over {home}" for home in _HOMES),
         *(f"comb through {home}" for home in _HOMES), "carry out search", "conduct search", "storm home",
         "storm office", "storm house", "storm flat", "burst into", "break into home"),
        slot=Slot.NONE,
    ),
    _T(EventKind.SEARCH, ("search", "raid"), noun=True, slot=Slot.NONE, needs=_HOMES, without=("rescue", "air")),
    # -- tried
    _T(EventKind.CHARGE, ("charge with", "charge", "indict", "charge under", "charge over", "recharge"),
       without=("fee", "euro", "dollar", "phone", "battery", "uncharged")),
    _T(EventKind.CHARGE, each("bring press file lay lodge level prefer announce", _PROSECUTION),
       by_way_of=("against",), without=("drop",)),
    _T(EventKind.CHARGE, ("read charge", "present charge", "hand charge", "serve charge"), slot=Slot.INDIRECT),
    _T(EventKind.CHARGE, ("place formal investigation", "put formal investigation", "slap charge", "hit charge")),
    _T(EventKind.SENTENCE, ("slap sentence", "slap term", "hit sentence", "hit term", "put behind bar year",
                            "send behind bar year", "put behind bar life")),
    _T(
        EventKind.SENTENCE,
        (
            "sentence", *each("give hand award", (*_LENGTHS, "sentence", "term")), "hand down",
            *each("jail imprison", _LENGTHS),
            *each("condemn", ("to year", "to death", "to month", "to life")),
            "order serve", *each("send put lock", ("prison for year", "away for year", "up for year", "jail for year")),
            *each("send", ("prison for month", "jail for month", "prison for life", "colony for")),
        ),
        without=("sentence hearing", "uphold", "pending", "trial"),
    ),
    _T(
        EventKind.SENTENCE,
        (*each("receive get draw", (*_LENGTHS, "sentence", "term")), "get off sentence"),
        slot=Slot.SUBJECT,
        without=("letter", "money", "visit", "release", "parcel"),
    ),
    _T(EventKind.SENTENCE, ("pronounce term", "pronounce sentence", "pass sentence", "impose sentence", "impose term",
                            "hand down sentence", "hand down term", "hand down year", "impose year"),
       by_way_of=("against", "on", "to", "upon")),
    _T(EventKind.VERDICT, ("convict", "find guilty", "acquit", "clear of", "absolve", "exonerate", "find innocent",
                           "declare guilty", "pronounce guilty", "hold guilty", "rule guilty", "find not guilty",
                           "declare innocent")),
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
            *each("appear go come stand be", (f"before {bench}" for bench in _BENCHES)),
            *(f"back before {bench}" for bench in _BENCHES), *each("due", (f"before {bench}" for bench in _BENCHES)),
            "appear in court", "appear at court", "appear by video", "appear via video", "appear hearing",
            "be in court", "be back court", "due in court", "due back court", "expect in court", "go on trial",
            "stand trial", "return court", "come to court", "face court", "face judge", "face trial", "take plea",
            "enter plea", "next appear", "make appearance", "attend hearing", "attend trial", "be on trial",
        ),
        slot=Slot.SUBJECT,
        without=("lawyer", "diplomat", "observer", "television"),
    ),
    _T(
        EventKind.HEARING,
        (
            *each("bring haul take produce present hale march lead", (f"before {bench}" for bench in _BENCHES)),
            "bring court", "bring to court", "take to court", "produce in court", "produce court", "lead into court",
            "arraign", "try since", "try for", "try in", "try on", "try by", "put on trial", "hear in court",
        ),
        without=("case", "complaint"),
    ),
    _T(EventKind.HEARING, ("adjourn", "postpone", "suspend", "delay", "put off", "reschedule"),
       slot=Slot.NONE, needs=_SITTINGS, without=("appeal",)),
    _T(
        EventKind.HEARING,
        (
            "adjourn until", "adjourn till", "adjourn to", "come up", "consider petition", "consider request",
            "consider motion", "consider bail", "hear case", "hear motion", "hear petition", "hear argument",
            "hear statement", "hear testimony", "hear evidence", "consider extension", "consider case", "try case",
            "list for", "begin try",
        ),
        slot=Slot.NONE,
        without=("appeal", "parliament", "say"),
    ),
    _T(
        EventKind.HEARING,
        ("hearing", "trial", "retrial", "court session", "session", "sitting", "arraignment", "sentencing",
         "court appearance", "appearance court", "appearance before", "court date"),
        noun=True,
        without=("parliament", "training", "question", "council", "photo", "fair", "clinical", "appeal hearing"),
    ),
    _T(
        EventKind.APPEAL,
        (
            *each("file lodge submit enter bring launch lose win", ("appeal",)), "put in appeal", "appeal against",
            *each("dismiss reject hear grant allow consider examine deny refuse accept uphold review",
                   ("appeal", "appeals")), "turn down appeal", "throw out appeal",
            *each("uphold overturn quash annul reverse confirm affirm cancel vacate", _JUDGMENTS),
            "set aside conviction", "set aside verdict", "strike down conviction", "strike down verdict",
            *each("appeal", ("verdict", "sentence", "conviction", "ruling", "decision", "court", "detention")),
            "appeal arrest",
        ),
        slot=Slot.NONE,
        without=("consular", "for help", "public"),
    ),
    _T(EventKind.APPEAL, ("appeal hearing", "hearing appeal", "appeal"), noun=True, slot=Slot.NONE,
       without=("public", "urgent", "court", "help", "mercy", "fund", "president")),
    # -- moved
    _T(
        EventKind.TRANSFER,
        (
            "transfer", "relocate", "shift to", "move to", "move from", "send colony", "send camp",
            *each("return drive bus fly take send bring", ("back prison", "back jail", "back colony", "back custody",
                                                           "back cell")),
            *each("move", ("prison", "colony", "hospital", "jail")),
            *each("return", ("to prison", "to jail", "to colony", "to custody", "to cell", "to detention")),
            *each("take rush", ("hospital from prison", "hospital from cell", "prison hospital")),
        ),
        without=("money", "house arrest", "fund"),
    ),
    _T(EventKind.TRANSFER, ("hand over", "turn over"),
       needs=("police", "prosecutor", "authority", "custody", "security service", "gendarmerie")),
    # -- let go
    _T(
        EventKind.RELEASE,
        (
            "release", "free", "let go", "let out", "set free", "set at liberty", "allow home", "allow out",
            "allow leave prison", "send home", "turn loose", "bail", "grant bail", "admit bail", "free on bail",
            "give freedom", "let home", "discharge from", "liberate", "let leave", "give bail",
            "grant freedom", "release from", "allow go home",
        ),
        without=("statement", "report", "video", "film", "account", "refuse bail", "under house", "to house", "footage",
                 "photo", "image", "record"),
    ),
    _T(EventKind.RELEASE, ("hand over", "turn over"),
       needs=("family", "relative", "embassy", "consul", "red cross", "diplomat", "parent", "consulate")),
    _T(
        EventKind.RELEASE,
        (
            "walk free", "go free", "regain freedom", "make bail", "post bail", "go home from", "win release",
            *each("walk", ("out prison", "out jail", "out court", "out custody", "gate", "from prison", "from jail",
                            "out of")),
            *each("step emerge", ("prison", "jail", "custody")),
            *each("leave", (*_PRISONS, "custody", "detention centre", "detention center", "remand centre")),
            *each("be", ("free since", "out on bail since")),
        ),
        slot=Slot.SUBJECT,
        without=("diplomat", "lawyer"),
    ),
    _T(
        EventKind.EXCHANGE,
        (
            "exchange", "swap", "hand over", "trade for", "give up exchange",
            *each("free release return come fly hand", ("exchange", "swap")),
        ),
        without=("view", "fire", "data", "note", "letter", "list", "greeting", "gift", "visit", "shot", "police",
                 "embassy", "family", "relative", "message",
                 "information", "word", "consul", "red cross"),
    ),
    _T(EventKind.EXCHANGE, each("trade exchange swap", ("prisoner", "captive", "detainee", "pow")),
       slot=Slot.EVERYBODY),
    _T(
        EventKind.DEPORTATION,
        (
            "deport", "expel", "banish", "put across border", "push across border", "remove from country",
            "escort border", "drive across border", "send out country", "extradite", "fly out", "fly deport",
            "kick out", "throw out", "drive to border", "escort to plane", "escort airport",
            *each("put", ("on plane", "on flight", "aboard plane", "aboard flight", "on aircraft")),
            "surrender to", "send out of", "send back to",
        ),
        without=("parliament", "party", "diplomat", "class", "appeal", "case", "prison", "jail", "colony", "cell",
                 "custody", "hospital", "school", "trial"),
    ),
    _T(EventKind.DEATH, ("die", "pass away", "succumb", "lose life", "take life", "hang himself", "hang herself",
                         "commit suicide"), slot=Slot.SUBJECT),
    _T(EventKind.DEATH, ("find dead", "pronounce dead", "find hanged", "find unresponsive", "execute", "put to death",
                         "beat to death", "find hang", "declare dead", "hang")),
    _T(EventKind.DEATH, ("kill",), needs=("custody", "prison", "jail", "cell", "colony", "captivity")),
    # -- by nouns
    _T(EventKind.DETENTION, ("detention", "capture", "apprehension"), noun=True, without=_NO_DETENTION),
    _T(EventKind.ARREST, ("arrest", "rearrest", "re-arrest"), noun=True,
       without=("house", "extend", "warrant", "petition", "days of")),
    _T(EventKind.RELEASE, ("release", "liberation"), noun=True, without=("press", "early")),
    _T(EventKind.DEPORTATION, ("deportation", "expulsion", "extradition"), noun=True, without=("request", "order")),
    _T(EventKind.TRANSFER, ("transfer",), noun=True),
    _T(EventKind.DEATH, ("death", "execution"), noun=True, without=("penalty", "sentence", "row")),
    _T(EventKind.EXCHANGE, ("exchange", "swap"), noun=True, without=("view", "letter", "fire")),
    *CONTACTS,
)  # fmt: skip
