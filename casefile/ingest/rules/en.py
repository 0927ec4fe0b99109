"""English: which words of a news story mean that somebody speaks, holds, meets, accuses, counts.

Lemmas are those of the tagger: lower case, verbs in the infinitive, nouns in the singular, hyphenated words whole.
"""

from __future__ import annotations

from casefile.ingest.rules import Accusing, Attribution, Bound, DateWords, Rules, Saying, Slot, Trigger
from casefile.ingest.rules.en_names import (
    BODIES,
    LEADERS,
    NATIONALITIES,
    OCCUPATIONS,
    OFFICE_PREFIXES,
    OFFICES,
    OUTLET_NOUNS,
    OUTLETS,
    PARTICLES,
    PEOPLE,
    SIDES,
    SPEAKING_PLACES,
    TIES,
)
from casefile.ingest.rules.en_places import NATIONALS
from casefile.vocabulary import ChargeStatus, EventKind, StanceKind, StatementKind

_SAID = Saying()
_DENIES = Saying(StatementKind.DENIAL, StanceKind.DENIES, infinitive=True)

#: What each verb of saying makes of what follows. "say" and "tell" first: the others are rarer.
SAYINGS = {
    "say": _SAID,
    "tell": _SAID,
    "add": _SAID,
    "state": _SAID,
    "note": Saying(weak=True),
    "explain": _SAID,
    "comment": Saying(clause=False),
    "remark": _SAID,
    "reply": _SAID,
    "respond": Saying(weak=True),
    "answer": Saying(weak=True),
    "write": Saying(weak=True),
    "post": Saying(weak=True),
    "tweet": _SAID,
    "recall": Saying(weak=True),
    "stress": _SAID,
    "emphasise": _SAID,
    "emphasize": _SAID,
    "underline": Saying(weak=True),
    "underscore": Saying(weak=True),
    "point out": _SAID,
    "go on": Saying(weak=True),
    "continue": Saying(weak=True),
    "conclude": Saying(weak=True),
    "repeat": Saying(weak=True),
    "reiterate": _SAID,
    "insist": Saying(),
    "maintain": Saying(weak=True),
    "argue": Saying(weak=True),
    "suggest": Saying(weak=True),
    "report": Saying(weak=True),
    "inform": _SAID,
    "disclose": _SAID,
    "reveal": Saying(weak=True),
    "acknowledge": Saying(StatementKind.ACKNOWLEDGEMENT),
    "admit": Saying(StatementKind.ACKNOWLEDGEMENT, weak=True),
    "concede": Saying(StatementKind.ACKNOWLEDGEMENT),
    "announce": Saying(StatementKind.ANNOUNCEMENT),
    "declare": Saying(weak=True),
    "claim": _SAID,
    "allege": Saying(StatementKind.ALLEGATION),
    "assert": _SAID,
    "contend": _SAID,
    "believe": Saying(quotes=False, weak=True),
    "confirm": Saying(StatementKind.CONFIRMATION, StanceKind.CONFIRMS),
    "deny": _DENIES,
    "reject": Saying(StatementKind.DENIAL, weak=True, judges=True, clause=False),
    "dismiss": Saying(StatementKind.DENIAL, weak=True, judges=True, clause=False),
    "refute": _DENIES,
    "promise": Saying(StatementKind.PLEDGE, StanceKind.PROMISES, infinitive=True),
    "pledge": Saying(StatementKind.PLEDGE, StanceKind.PROMISES, infinitive=True),
    "vow": Saying(StatementKind.PLEDGE, StanceKind.PROMISES, infinitive=True),
    "demand": Saying(StatementKind.DEMAND, infinitive=True, thing=True),
    "urge": Saying(StatementKind.DEMAND, clause=False, infinitive=True),
    "call on": Saying(StatementKind.DEMAND, clause=False, infinitive=True),
    "appeal": Saying(StatementKind.APPEAL, weak=True),
    "warn": Saying(),
    "complain": Saying(StatementKind.PROTEST),
    "ask for": Saying(StatementKind.DEMAND, clause=False, about=("for",), weak=True),
    "hint": Saying(weak=True),
    "laugh": Saying(clause=False, weak=True),
    "joke": Saying(weak=True),
    "sigh": Saying(clause=False, weak=True),
    "smile": Saying(clause=False, weak=True),
    "shout": Saying(weak=True),
    "whisper": Saying(weak=True),
    "recount": Saying(weak=True),
    "testify": _SAID,
    "draw attention": Saying(clause=False, about=("to",)),
    "protest": Saying(StatementKind.PROTEST, weak=True),
    "condemn": Saying(StatementKind.PROTEST, clause=False, weak=True, judges=True),
    "call": Saying(StatementKind.ASSESSMENT, clause=False, weak=True, judges=True),
    "describe": Saying(StatementKind.ASSESSMENT, clause=False, weak=True, judges=True),
    "thank": Saying(clause=False, weak=True, judges=True),
    "correct": Saying(StatementKind.CORRECTION, clause=False, weak=True),
}

_T = Trigger
_CONSULAR = ("consul", "consular", "ambassador", "embassy", "diplomat")
_SITTINGS = ("trial", "hearing", "case", "court", "retrial", "proceeding")
_NO_DETENTION = ("extend", "pre-trial", "pretrial", "centre", "center", "immigration", "record", "facility")

#: What happens, by verb and then by noun.
TRIGGERS = (
    _T(
        EventKind.DETENTION,
        (
            "detain", "take into custody", "seize", "apprehend", "round up", "take away", "pick up", "capture",
        ),
        without=("question", "weapon", "assets", "phone", "laptop", "boat"),
    ),
    _T(EventKind.DETENTION, ("hold since",)),
    _T(
        EventKind.ARREST,
        ("arrest", "rearrest", "re-arrest", "remand in custody", "place under arrest", "remand", "order held"),
    ),
    _T(
        EventKind.HOUSE_ARREST,
        ("place house arrest", "put house arrest", "move house arrest", "transfer house arrest", "confine home"),
    ),
    _T(EventKind.CUSTODY_EXTENSION, ("extend detention", "extend custody", "extend arrest", "prolong detention"), Slot.INDIRECT, by_way_of=("of", "for")),
    _T(EventKind.SEARCH, ("search", "raid"), slot=Slot.NONE),
    _T(EventKind.CHARGE, ("charge with", "charge", "indict"), needs=("formally", "indict", "with")),
    _T(EventKind.SENTENCE, ("sentence", "give years", "jail for", "imprison for", "jail years")),
    _T(EventKind.VERDICT, ("convict", "find guilty", "acquit")),
    _T(EventKind.TRANSFER, ("transfer", "move prison", "move colony", "move hospital", "move jail"), place_is_target=True, without=("money",)),
    _T(EventKind.RELEASE, ("release", "free", "let go", "set free"), without=("statement", "report", "video", "film", "account")),
    _T(EventKind.RELEASE, ("walk free", "go free"), slot=Slot.SUBJECT),
    _T(EventKind.EXCHANGE, ("exchange", "swap", "hand over", "free exchange", "release exchange", "free swap"), without=("view", "fire", "data", "note")),
    _T(EventKind.DEPORTATION, ("deport", "expel"), place_is_target=True),
    _T(EventKind.DEATH, ("die", "pass away"), slot=Slot.SUBJECT),
    _T(EventKind.MEETING, ("meet", "hold talks", "meet with", "receive"), slot=Slot.PARTNERS, without=("standard", "need", "rest", "boat")),
    _T(EventKind.PHONE_CALL, ("speak by phone", "speak by telephone", "speak telephone", "phone", "telephone"), slot=Slot.PARTNERS),
    _T(
        EventKind.HEARING,
        ("appear in court", "appear before", "go on trial", "stand trial", "bring before", "bring court"),
        slot=Slot.SUBJECT,
    ),
    _T(
        EventKind.APPEAL,
        (
            "file appeal", "lodge appeal", "appeal against", "dismiss appeal", "turn down appeal", "reject appeal",
            "uphold verdict", "uphold sentence", "overturn conviction", "overturn verdict", "quash conviction",
            "overturn sentence", "quash sentence", "hear appeal",
        ),
        slot=Slot.NONE,
    ),
    _T(EventKind.CONSULAR_VISIT, ("visit", "see", "meet"), needs=_CONSULAR, without=("appeal",)),
    _T(EventKind.LAWYER_VISIT, ("visit", "see", "meet"), needs=("lawyer", "attorney", "client")),
    _T(EventKind.DIPLOMATIC_NOTE, ("hand note", "send note", "deliver note", "hand over note"), slot=Slot.NONE),
    _T(EventKind.DETENTION, ("detention",), noun=True, without=_NO_DETENTION),
    _T(EventKind.ARREST, ("arrest",), noun=True, without=("house", "extend", "warrant")),
    _T(EventKind.RELEASE, ("release",), noun=True, without=("press",)),
    _T(EventKind.DEPORTATION, ("deportation", "expulsion"), noun=True),
    _T(EventKind.TRANSFER, ("transfer",), noun=True),
    _T(EventKind.DEATH, ("death",), noun=True, without=("penalty", "sentence")),
    _T(EventKind.EXCHANGE, ("exchange", "swap"), noun=True),
    _T(EventKind.MEETING, ("meeting", "talk", "summit"), slot=Slot.PARTNERS, noun=True),
    _T(
        EventKind.PHONE_CALL,
        ("phone call", "telephone call", "call", "phone conversation", "telephone conversation"),
        slot=Slot.PARTNERS,
        noun=True,
    ),
    _T(EventKind.HEARING, ("adjourn", "postpone"), slot=Slot.NONE, needs=_SITTINGS),
    _T(EventKind.HEARING, ("hearing", "trial", "retrial", "court session"), noun=True),
    _T(
        EventKind.BRIEFING,
        ("briefing", "press conference", "news conference"),
        slot=Slot.SPEAKER,
        noun=True,
        solid=True,
    ),
    _T(EventKind.CONSULAR_VISIT, ("consular visit",), noun=True),
)  # fmt: skip

_YEAR = r"(?:19|20)\d\d"
_TH = r"(?:st|nd|rd|th)?"
_MONTHS = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|"
    r"sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
#: Words before a date; after "until" it is the end of something ordered.
_ON = r"(?:(?P<until>until|till)|on|by|before|after|since|from|as of)"
_IN = r"(?:(?P<until>until|till)|in|of|since|by|from|during)"
_SPAN = r"(?:week|month|year)"
_PART = r"(?:early|mid|late|the beginning of|the middle of|the end of)"

_UPPER = r"[A-ZÀ-Þ]{2}[A-ZÀ-Þ.'/ -]*"
_DAY_OR_MONTH = rf"(?:(?i:{_MONTHS}) \d{{1,2}}|\d{{1,2}} (?i:{_MONTHS}))"
_CODE = r"(?:[A-Z]\w+ )*(?:(?:Penal |Criminal )?Code|(?:Criminal )?Law|Act)(?: of [A-Z]\w+)?"

RULES = Rules(
    lang="en",
    sayings=SAYINGS,
    complementizers=frozenset(["that", "whether", "if"]),
    attributions=(
        Attribution("accord to"),
        Attribution("according to"),
        Attribution("in the words of"),
        Attribution("in the view of"),
        Attribution("in the version of", alleges=True),
    ),
    as_words=frozenset(["as"]),
    citing=("citing", "quoting", "with reference to"),
    just_told=("this", "that", "it", "so"),
    outlets=OUTLETS,
    outlet_nouns=OUTLET_NOUNS,
    pronouns=frozenset(["he", "she", "they", "it", "him", "her", "them"]),
    possessives=frozenset(["his", "her", "their", "its"]),
    by_words=frozenset(["by"]),
    offices=OFFICES,
    office_prefixes=OFFICE_PREFIXES,
    leaders=LEADERS,
    occupations=OCCUPATIONS,
    ties=TIES,
    bodies=BODIES,
    sides=SIDES,
    speaking_places=SPEAKING_PLACES,
    nationalities=NATIONALITIES,
    nationals=NATIONALS,
    people=PEOPLE,
    held=frozenset(["detained", "arrested", "jailed", "imprisoned", "held", "detain", "arrest", "jail", "imprison"]),
    definite=frozenset(["the", "both", "these", "those", "all"]),
    quoting=frozenset(["quote", "cite"]),
    numerals={
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "eleven": 11,
        "twelve": 12,
        "thirteen": 13,
        "fourteen": 14,
        "fifteen": 15,
        "sixteen": 16,
        "seventeen": 17,
        "eighteen": 18,
        "nineteen": 19,
        "twenty": 20,
        "thirty": 30,
        "forty": 40,
        "fifty": 50,
        "sixty": 60,
        "seventy": 70,
        "eighty": 80,
        "ninety": 90,
        "hundred": 100,
        "dozen": 12,
        "both": 2,
        "pair": 2,
        "couple": 2,
        "trio": 3,
    },
    bounds={
        "about": Bound.ABOUT,
        "around": Bound.ABOUT,
        "some": Bound.ABOUT,
        "roughly": Bound.ABOUT,
        "approximately": Bound.ABOUT,
        "nearly": Bound.ABOUT,
        "almost": Bound.ABOUT,
        "at least": Bound.LEAST,
        "no fewer than": Bound.LEAST,
        "no less than": Bound.LEAST,
        "not less than": Bound.LEAST,
        "more than": Bound.OVER,
        "over": Bound.OVER,
        "upwards of": Bound.OVER,
        "up to": Bound.MOST,
        "at most": Bound.MOST,
        "no more than": Bound.MOST,
        "fewer than": Bound.UNDER,
        "less than": Bound.UNDER,
    },
    triggers=TRIGGERS,
    real=frozenset(
        ["after", "since", "follow", "following", "before", "during", "become known", "emerge", "take place", "report"]
    ),
    negations=frozenset(["not", "n't", "no", "never", "nobody", "without", "neither", "nor", "deny"]),
    unreal=frozenset(
        [
            "if",
            "unless",
            "would",
            "could",
            "might",
            "may",
            "should",
            "can",
            "must",
            "demand",
            "urge",
            "call for",
            "want",
            "hope",
            "seek",
            "plan",
            "intend",
            "expect",
            "try",
            "threaten",
            "ask",
            "request",
            "refuse",
            "avoid",
            "fear",
            "risk",
            "possible",
            "until",
            "whether",
            "possibility",
            "insist",
            "deny",
            "reject",
            "bar",
            "prevent",
            "halt",
            "warn",
            "withdraw",
            "retract",
            "discuss",
            "negotiate",
            "option",
        ]
    ),  # fmt: skip
    enabling=frozenset(["allow", "able", "permit", "manage"]),
    planning=frozenset(["adjourn", "postpone", "set", "fix", "schedule", "due", "plan", "slate", "next", "resume"]),
    collectives=frozenset(["crew", "group", "team", "delegation", "party", "trio", "pair", "duo", "quartet", "convoy"]),
    of_words=frozenset(["of", "among"]),
    documents=frozenset(
        ["statement", "communique", "communiqué", "release", "note", "post", "report", "letter", "message"]
    ),
    relatives=frozenset(["who", "which", "that", "whose", "whom"]),
    accusers=frozenset(
        [
            "investigator",
            "investigation",
            "prosecutor",
            "prosecution",
            "police",
            "officer",
            "indictment",
            "court",
            "judge",
        ]
    ),
    accusing_offices=frozenset(
        [
            "police", "prosecutor", "prosecution", "investigator", "investigation", "security", "intelligence", "customs",
            "interior", "judge", "detective", "gendarmerie", "government", "side", "authority",
        ]
    ),
    neutral=frozenset(
        [
            "be", "have", "remain", "stay", "receive", "want", "ask", "deny", "refuse", "wish", "admit", "confess", "get",
            "feel", "look", "need", "eat", "sleep", "live", "die", "seem", "appear", "suffer", "speak", "see", "meet",
            "serve", "face", "return", "leave", "arrive", "come", "become", "know", "say", "tell", "plead", "agree", "cross",
        ]
    ),
    courts=frozenset(["court", "tribunal", "judge"]),
    claims=frozenset(["claim", "allege"]),
    for_words=frozenset(["for", "of"]),
    became_known=("become known", "emerge", "come to light", "it emerge", "be made public", "became known"),
    with_words=frozenset(["with", "between"]),
    place_words=frozenset(["in", "at", "near", "outside"]),
    place_nouns=frozenset(["prison", "jail", "colony", "airport", "embassy", "court", "hospital", "centre", "center"]),
    dates=DateWords(
        patterns=(
            rf"(?P<d>between \d{{1,2}} and \d{{1,2}} {_MONTHS}(?:,? {_YEAR})?)(?!\w)",
            rf"(?:adjourned|postponed) (?:until|to) (?P<d>\d{{1,2}} {_MONTHS}|{_MONTHS} \d{{1,2}})(?!\w)",
            rf"(?:{_ON} )?(?P<d>(?:{_DAYS},? )?{_MONTHS} \d{{1,2}}{_TH}(?:,? {_YEAR})?)(?![\d\w])",
            rf"(?:{_ON} )?(?P<d>(?:{_DAYS},? )?(?:the )?\d{{1,2}}{_TH}(?: of)? {_MONTHS}(?:,? {_YEAR})?)(?!\w)",
            r"(?P<d>(?:19|20)\d\d-\d\d-\d\d)",
            rf"(?:{_IN} )?(?P<d>{_PART}[ -](?:in )?{_MONTHS}(?:,? {_YEAR})?)(?!\w)",
            rf"(?:{_IN} )(?P<d>{_MONTHS}(?:,? {_YEAR})?)(?!\w)",
            rf"(?:last|this) (?P<d>{_MONTHS})(?!\w)",
            rf"(?P<d>{_MONTHS},? {_YEAR})(?!\w)",
            rf"(?:{_ON} )?(?:last |this |early |late )*(?P<w>{_DAYS})(?: (?:morning|afternoon|evening|night))?(?![\w-])",
            rf"(?P<d>yesterday|today|tomorrow|last (?:night|{_SPAN})|(?:earlier |later )?this {_SPAN})(?!\w)",
            r"(?P<d>(?:a|one|two|three|four|five|six|seven|\d+) (?:day|week|month|year)s? ago)(?!\w)",
            r"(?:in |since |of |until )(?P<d>(?:19|20)\d\d)(?!\w)",
        ),
        read_as={
            "last night": "yesterday",
            "earlier this week": "this week",
            "later this week": "this week",
            "earlier this month": "this month",
            "later this month": "this month",
            "earlier this year": "this year",
            "later this year": "this year",
        },
        weekdays={
            "monday": 0,
            "tuesday": 1,
            "wednesday": 2,
            "thursday": 3,
            "friday": 4,
            "saturday": 5,
            "sunday": 6,
        },
        years={"last year": -1, "this year": 0, "next year": 1},
        earlier=("earlier", "previously", "before that"),
        again=(
            r"\b(?:the same|later that|that) (?:day|evening|night|morning|afternoon)\b",
            rf"\bthat (?P<m>{_MONTHS})(?!\w)",
        ),
    ),
    accusing=(
        Accusing(("accuse",), offence=("of",)),
        Accusing(("suspect",), offence=("of",)),
        Accusing(("allege",), slot=Slot.NONE, clause=True),
        Accusing(("claim",), slot=Slot.NONE, clause=True),
        Accusing(("charge",), offence=("with",), status=ChargeStatus.CHARGED),
        Accusing(("indict",), offence=("for", "of"), status=ChargeStatus.CHARGED),
        Accusing(("charge",), offence=("of",), noun=True),
        Accusing(("suspicion",), offence=("of",), noun=True),
        Accusing(("accusation", "allegation"), offence=("of",), noun=True),
        Accusing(("convict",), offence=("of",), status=ChargeStatus.CONVICTED),
        Accusing(("find guilty",), offence=("of",), status=ChargeStatus.CONVICTED),
        Accusing(("sentence",), offence=("for",), status=ChargeStatus.CONVICTED),
    ),
    hedges=frozenset(["allegedly", "alleged", "reportedly", "supposedly", "purportedly"]),
    laws=(
        (
            r"(?P<article>(?:Part \d+ of )?(?:Articles?|Art\.|Sections?|Paragraphs?) \d+(?:[.-]\d+)*(?:\(\d+\))?)"
            rf"(?:,? (?:of|in) (?:the )?(?P<code>{_CODE}))?"
        ),
    ),
    by_tree=True,
    strangers=frozenset(["a", "an", "another", "one", "some"]),
    meanwhile=frozenset(["while", "that"]),
    name_particles=PARTICLES,
    dateline=(
        rf"(?:{_UPPER}[\w.' -]*(?:, [A-Z][\w. ]+)?(?:,? \(?{_DAY_OR_MONTH}(?:,? {_YEAR})?\)?)?(?: \([^)\n]{{2,40}}\))?"
        rf"|[A-Z]\w+(?: [A-Z]\w+)?(?:, [A-Z]\w+)?, {_DAY_OR_MONTH}(?:,? {_YEAR})?(?: \([^)\n]{{2,40}}\))?"
        rf"|{_DAY_OR_MONTH}(?:,? {_YEAR})? \([^)\n]{{2,40}}\))"
        r"\s*[-–—]+\s*"
    ),
    quotes=(("“", "”"), ("‘", "’"), ('"', '"'), ("«", "»")),
)
