"""How English accuses. Lemmas are those of the tagger: lower case, verbs in the infinitive."""

from __future__ import annotations

from casefile.ingest.rules.accusing_words import Accusing, Alleging, Whom
from casefile.vocabulary import ChargeStatus

_AGAINST = ("against",)
_OF = ("of", "that")

ACCUSING = (
    Accusing(("charge",), offence=("with", "under", "over"), status=ChargeStatus.CHARGED),
    Accusing(("indict",), offence=("on", "for", "over", "under"), status=ChargeStatus.CHARGED),
    Accusing(("accuse", "suspect"), offence=("of", "over")),
    Accusing(("implicate",), offence=("in",), crime=True),
    Accusing(("charge", "count"), Whom.CLAUSE, ("of",), noun=True, against=_AGAINST, crime=True),
    Accusing(
        ("case", "investigation", "proceeding", "inquiry"),
        Whom.CLAUSE,
        ("of", "over", "into", "for"),
        noun=True,
        against=_AGAINST,
        crime=True,
    ),
    Accusing(("suspicion",), Whom.CLAUSE, ("of",), noun=True),
    Accusing(("accusation", "allegation"), Whom.CLAUSE, _OF, noun=True, against=_AGAINST, crime=True),
    Accusing(
        ("arrest", "detain", "hold", "seize", "remand", "pick up", "take into custody", "want", "investigate"),
        offence=("for allegedly", "for", "over", "in connection with"),
        crime=True,
    ),
    Accusing(("convict",), offence=("of", "for", "over", "under"), status=ChargeStatus.CONVICTED),
    Accusing(("find guilty",), offence=("of", "under"), status=ChargeStatus.CONVICTED),
    Accusing(
        ("sentence", "jail", "imprison", "give sentence", "give term", "give year", "give month", "hand sentence",
         "hand term"),
        offence=("on charges of", "on a charge of", "on charge of", "on counts of", "for", "over"),
        status=ChargeStatus.CONVICTED,
    ),
    Accusing(
        ("serve sentence", "serve term", "serve year", "serve month"),
        Whom.SUBJECT,
        ("for",),
        status=ChargeStatus.CONVICTED,
    ),
    Accusing(("find",), Whom.SAID, status=ChargeStatus.CONVICTED, crime=True),
)

_NUMBER = (
    r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|"
    r"[a-z]+teen|[a-z]+ty(?:-[a-z]+)?)"
)
_UNIT = r"[ -](?:years?|months?|days?|weeks?|hours?)\b"

ALLEGING = Alleging(
    accusing=ACCUSING,
    crimes=frozenset({
        "smuggle", "smuggling", "spy", "espionage", "treason", "bribe", "bribery", "fraud", "defraud", "theft",
        "steal", "robbery", "rob", "murder", "kill", "sabotage", "slander", "libel", "defamation", "defame",
        "insult", "incite", "incitement", "subversion", "separatism", "sedition", "conspiracy", "conspire",
        "plot", "coup", "launder", "laundering", "embezzle", "embezzlement", "forge", "forgery", "counterfeit",
        "extort", "extortion", "blackmail", "hooliganism", "riot", "rioting", "unrest", "assault", "attack",
        "drug", "cocaine", "heroin", "weapon", "arm", "illegal", "illegally", "unlawful", "unlawfully", "false",
        "falsely", "propaganda", "violate", "violation", "breach", "crime", "trafficking", "traffic", "evasion",
        "evade", "desertion", "desert", "mercenary", "kidnap", "kidnapping", "abduct", "abduction", "rape",
        "violence", "arson", "bomb", "bombing", "hack", "hacking", "cybercrime", "corruption", "corrupt",
        "abuse", "misuse", "obstruct", "obstruction", "trespass", "poaching", "poach", "piracy", "banned",
        "secret", "leak", "disclose", "collude", "collusion", "collaborate", "undermine", "overthrow",
        "discredit", "damage", "vandalism", "perjury", "overstay", "intelligence", "licence", "license",
        "permit", "manslaughter", "negligence", "possession", "possess", "membership", "offence", "offense",
        "misconduct", "undeclared", "unlicensed", "disorder", "participate", "participation", "blasphemy",
        "torture", "genocide", "harassment", "stalking", "import", "rebel", "rebellion", "insurrection",
        "enemy", "crimes", "disrupt", "threaten", "threat", "aid", "fabricate", "unauthorised", "unauthorized",
        "resist", "photograph", "film",
    }),
    crime_roots=("terror", "extremis", "crimin", "cyber", "narcot", "militan", "insurgen", "money-laund", "drug-"),
    deeds=frozenset({
        "role", "part", "post", "refusal", "sale", "purchase", "entry", "attempt", "publication",
        "distribution", "link", "tie", "involvement", "support", "article",
    }),
    headings=frozenset({
        "charge", "count", "suspicion", "accusation", "allegation", "offence", "offense", "crime", "number",
        "connection", "article", "section", "paragraph", "variety", "series",
    }),
    vague=frozenset(),
    about=frozenset({"of", "with"}),
    claims=frozenset({"claim", "allege", "suspect", "maintain", "notify", "aver", "contend"}),
    alleges=frozenset({"allege", "suspect"}),
    hedges=frozenset({"allegedly", "supposedly", "purportedly"}),
    dropping=frozenset({
        "clear", "drop", "acquit", "dismiss", "withdraw", "exonerate", "innocent", "quash", "absolve",
    }),
    neutral=frozenset({
        "be", "have", "feel", "receive", "get", "stay", "remain", "ask", "request", "return", "arrive", "admit",
        "confess", "plead", "agree", "cooperate", "testify", "die", "live", "stand", "appear", "face", "await",
        "wait", "need", "want", "know", "say", "tell", "speak", "see", "meet", "leave", "go", "come", "fly",
        "travel", "land", "decline", "refuse", "deny", "sign", "sleep", "eat", "fall", "learn", "hope", "plan",
        "hire", "appeal", "complain", "become", "lapse", "undergo", "suffer", "walk", "work", "serve", "do",
        "lose", "begin", "start", "stop", "disappear", "vanish", "thank", "like", "choose", "expect",
        "understand", "seem", "stray", "call", "cross",
    }),
    finding=frozenset({"find", "discover", "seize", "recover", "confiscate", "intercept", "catch", "establish"}),
    offices=frozenset({
        "police", "prosecutor", "prosecution", "prosecuting", "customs", "investigator", "investigation",
        "investigative", "interior", "security", "intelligence", "gendarmerie", "coastguard", "guard", "navy",
        "naval", "superintendent", "sheriff", "detective", "constable", "magistrate", "attorney", "junta",
        "border", "fsb", "fbi", "kgb", "immigration", "bureau", "army", "military", "fisheries", "inspector",
        "officer", "anti-corruption", "counterintelligence", "governor", "commissioner", "government",
        "judiciary", "authority", "jury", "bench", "tribunal",
    }),
    undergone=frozenset({"suffer", "undergo", "receive", "survive", "die", "fear"}),
    no_offences=frozenset({
        "reason", "law", "protest", "case", "trial", "rally", "behaviour", "behavior", "time", "demonstration",
        "march", "questioning", "treatment", "safety",
    }),
    no_offices=frozenset({"high"}),
    papers=frozenset({"indictment", "notice", "charge-sheet", "warrant", "document", "sheet", "complaint"}),
    vessels=frozenset({
        "boat", "ship", "vessel", "trawler", "tanker", "yacht", "ferry", "plane", "aircraft", "truck", "van",
        "minibus", "bus", "convoy", "carrier", "freighter",
    }),
    higher=frozenset({"appeal", "appeals", "appellate", "supreme", "cassation", "constitutional"}),
    terms=(
        rf"(?:for |to )?(?:at least |up to |about |nearly |almost |more than |over )?{_NUMBER}(?: and a half)?{_UNIT}",
        r"(?:for |to )?life\b",
    ),
    laws=((
        r"(?P<article>(?:Part \d+ of )?\b(?:Articles?|Art\.|Sections?|Paragraphs?) \d+\w?(?:[.-]\d+)*(?:\(\d+\))?)"
        r"(?:,? (?:of|in) (?:the )?(?:[a-z]+'s )?(?P<code>(?:[A-Z]\w+ )*(?:(?:Penal |Criminal )?Code|(?:Criminal )?Law"
        r"|Act)(?: of [A-Z]\w+)?|(?:[a-z]+ ){0,2}(?:law|code|act)\b))?"
    ),),
)  # fmt: skip
