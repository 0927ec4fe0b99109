"""English words for speaking: verbs of saying by what may follow them, and set phrases that name a source."""

from __future__ import annotations

from casefile.ingest.rules import Attribution, Saying
from casefile.vocabulary import StatementKind


def _all(words: str, saying: Saying) -> dict[str, Saying]:
    """Each line of `words` that holds a comma, or each word of it, with the same meaning."""
    parts = words.split(",") if "," in words else words.split()
    return {" ".join(part.split()): saying for part in parts if part.strip()}


#: Verbs that hardly mean anything but speech, so that whatever clause stands beside them is what is said.
_PLAIN = _all(
    """
    say tell add state explain remark reply tweet stress emphasise emphasize reiterate inform disclose claim assert
    contend testify quip retort aver avow counter lament clarify specify swear assure reassure notify certify convey
    communicate attest opine reckon elaborate deplore relate insist profess reaffirm restate retweet rejoin confide
    divulge
    """,
    Saying(),
) | _all(
    "make known, make clear, make plain, let know, let slip, let on, let understand, let be known, give to understand,"
    "spell out, set out, lay out, point out",
    Saying(),
)
#: Those of which a quotation, or a clause that hangs from them, makes a statement, and nothing else.
_AT_TIMES = _all(
    """
    note comment respond answer write post recall underline underscore conclude repeat continue maintain argue suggest
    report reveal declare observe predict object submit propose signal affirm volunteer stipulate estimate mention cry
    cable text email blog scoff grumble mutter exclaim joke shout whisper recount concur demur bluster boast brag fume
    fret grouse groan growl interject intone jest moan mumble murmur muse posit proclaim prophesy protest rage rant
    rail reason recollect remember remonstrate ruminate scream shriek sneer snap snarl sob speculate stammer summarise
    summarize surmise taunt tease theorise theorize thunder utter venture verify vouch wail whimper whine wisecrack yell
    broadcast depose detail dictate echo enumerate explode forecast gloat hiss imply indicate insinuate intimate
    jibe justify narrate ponder preach proffer query question recite relay reminisce roar
    rebut chide scold snort sniff shrug spit splutter stutter sympathise sympathize telegraph tout trumpet wonder worry
    express voice own radio guarantee gasp giggle chuckle beam bark bellow
    bristle blurt croak drawl enthuse gush regret weep elucidate expound
    """,
    Saying(weak=True),
) | _all(
    "go on, go on to say, have it, shoot back, fire back, hit back, snap back, chime in, sum up, put it, own up,"
    "cry out, call out, blurt out, burst out, lash out, speak up, speak out, read out, put out word,"
    "phrase it, write back, hold forth, put on record",
    Saying(weak=True),
)
#: Those that only a quotation makes one.
_WITH_A_QUOTATION = _all("laugh sigh smile grin nod frown", Saying(clause=False, weak=True))
#: To ask for something, or of somebody to do something.
_ASKING = (
    _all("urge implore beseech", Saying(StatementKind.DEMAND, clause=False, infinitive=True, thing=True))
    | _all("call on, call upon, appeal to", Saying(StatementKind.DEMAND, clause=False, infinitive=True))
    | _all(
        "beg ask plead counsel exhort encourage press pressure instruct entreat admonish enjoin",
        Saying(StatementKind.DEMAND, clause=False, infinitive=True, weak=True),
    )
    | _all("request, recommend, advise", Saying(StatementKind.DEMAND, infinitive=True, weak=True))
    | _all("call for, appeal for", Saying(StatementKind.DEMAND, clause=False, about=("for",)))
    | {
        "demand": Saying(StatementKind.DEMAND, infinitive=True, thing=True),
        "appeal": Saying(StatementKind.APPEAL, infinitive=True, weak=True),
        "ask for": Saying(StatementKind.DEMAND, clause=False, about=("for",), weak=True),
    }
)
#: To take something upon oneself.
_PROMISING = _all("promise pledge vow", Saying(StatementKind.PLEDGE, infinitive=True)) | _all(
    "threaten undertake", Saying(StatementKind.PLEDGE, infinitive=True, weak=True)
)
#: To speak against what is told, or own to it.
_DENYING = (
    _all("deny refute", Saying(StatementKind.DENIAL, infinitive=True, gerund=True))
    | _all("dispute gainsay", Saying(StatementKind.DENIAL, weak=True))
    | _all("reject dismiss", Saying(StatementKind.DENIAL, weak=True, judges=True, clause=False))
    | _all("acknowledge concede", Saying(StatementKind.ACKNOWLEDGEMENT))
    | _all("admit confess", Saying(StatementKind.ACKNOWLEDGEMENT, weak=True, gerund=True))
)
#: To say what one thinks of something: the thing and what it is called are what is said.
_JUDGING = _all(
    """
    call describe qualify rate term brand label denounce characterise characterize recognise recognize hail slam blast
    praise deem pronounce dub portray depict decry deride mock ridicule criticise criticize lambast lambaste laud
    commend applaud liken welcome defend bemoan extol castigate lampoon style
    """,
    Saying(StatementKind.ASSESSMENT, clause=False, weak=True, judges=True),
) | {
    "condemn": Saying(StatementKind.PROTEST, clause=False, weak=True, judges=True),
    "thank": Saying(clause=False, weak=True, judges=True),
    "congratulate": Saying(clause=False, weak=True, judges=True),
}

#: What each verb of saying makes of what follows.
SAYINGS = {
    **_PLAIN,
    **_AT_TIMES,
    **_WITH_A_QUOTATION,
    **_ASKING,
    **_PROMISING,
    **_DENYING,
    **_JUDGING,
    "read": Saying(weak=True),
    "allege": Saying(StatementKind.ALLEGATION),
    "announce": Saying(StatementKind.ANNOUNCEMENT, thing=True),
    "confirm": Saying(StatementKind.CONFIRMATION, thing=True),
    "caution": Saying(infinitive=True, about=("against",)),
    "remind": Saying(infinitive=True),
    "warn": Saying(infinitive=True, about=("of", "against")),
    "complain": Saying(StatementKind.PROTEST, about=("of", "about")),
    "protest": Saying(StatementKind.PROTEST, weak=True),
    "speak of": Saying(clause=False, about=("of",), weak=True),
    "tell of": Saying(clause=False, about=("of",)),
    "hint": Saying(about=("at",), weak=True),
    "draw attention": Saying(clause=False, about=("to",)),
    "correct": Saying(StatementKind.CORRECTION, clause=False, weak=True),
}

#: Set phrases with a source after them; between the words of those of two, a possessive may stand ("in her words").
ATTRIBUTIONS = (
    Attribution("accord to"),
    Attribution("according to"),
    Attribution("in the words of"),
    Attribution("in the view of"),
    Attribution("in the opinion of"),
    Attribution("in the telling of"),
    Attribution("by the account of"),
    Attribution("in words"),
    Attribution("in opinion"),
    Attribution("in telling"),
    Attribution("by account"),
    Attribution("per"),
    Attribution("in the version of", alleges=True),
    Attribution("in version", alleges=True),
)
#: After which stands whom an outlet passes on.
CITING = ("citing", "quoting", "with reference to", "referring to", "refer to", "on the authority of")
#: Verbs that say something of nobody but the things that say something in writing, and these.
DOCUMENT_VERBS = frozenset(["read"])
DOCUMENTS = frozenset(
    """
    statement communique communiqué release note post report letter message notice bulletin announcement tweet
    press-release declaration summary readout advisory memo email e-mail petition complaint filing appeal alert
    briefing document
    """.split()  # noqa: SIM905 - a list of words reads better without their quotes
)
#: Nouns for those whom news quotes without their names.
SPEAKERS = frozenset(
    """
    source insider neighbour neighbor acquaintance bystander onlooker passer-by counterpart opponent critic ally
    supporter backer mediator negotiator intermediary broker go-between interlocutor informant whistleblower
    landlord landlady employer owner boss superior subordinate roommate flatmate housemate classmate schoolmate
    teammate coworker co-worker workmate co-defendant codefendant accomplice survivor victim bereaved captor abductor
    kidnapper interrogator investigator guardian caretaker janitor concierge porter receptionist cashier shopkeeper
    clerk usher bailiff stenographer juror assessor monitor campaigner organiser organizer demonstrator marcher
    returnee evacuee deportee exile emigrant immigrant expatriate expat asylum-seeker inhabitant islander local elder
    chief headman chieftain veteran reservist commander fighter rebel militant gunman warlord paramedic orderly
    therapist psychologist psychiatrist midwife pathologist coroner undertaker parishioner worshipper believer vicar
    rabbi mufti sheikh preacher deacon abbot abbess staffer aide adviser advisor insider envoy emissary delegate
    """.split()  # noqa: SIM905 - a list of words reads better without their quotes
)
#: General nouns for bodies that have names, by kind.
GENERAL_BODIES = {
    **dict.fromkeys(
        """
        group organisation organization watchdog charity ngo nonprofit non-profit association federation foundation
        network movement coalition alliance campaign union league society initiative collective forum project
        committee council body centre center institute institution think-tank monitor mission party church
        """.split(),  # noqa: SIM905
        "group",
    ),
    **dict.fromkeys(
        """
        company firm miner maker drugmaker carmaker automaker manufacturer operator carrier airline bank employer owner
        shipowner shipper shipbuilder publisher developer contractor supplier business conglomerate corporation
        enterprise retailer producer refiner insurer broker start-up startup agency subsidiary studio
        """.split(),  # noqa: SIM905
        "company",
    ),
    **dict.fromkeys(["university", "college", "school", "academy", "hospital", "institute", "clinic"], "school"),
}
#: What a publisher that is no newsroom is called by.
SPEAKING_PUBLISHERS = frozenset(
    """
    watch shield shelter international committee union federation foundation defenders rights institute association
    without borders forum memorial amnesty embassy ministry consulate office government mission council commission
    campaign alliance coalition fund trust society centre center university
    """.split()  # noqa: SIM905
)
