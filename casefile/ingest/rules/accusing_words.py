"""The shape of the part of a language's table by which accusations are known: who accuses whom, of what, how formally.

Words and phrases stand as in `casefile.ingest.rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from casefile.vocabulary import ChargeStatus


class Whom(StrEnum):
    """Where, in the grammar of a word that accuses, the accused stands.

    *object*: the object of the active verb, the subject of its passive, the noun that its participle belongs to.
    *subject*: the subject ("обвиняется", "faces charges", "is serving a sentence").
    *indirect*: the dative, or a noun after ``Accusing.against`` ("предъявили Иванову", "brought against Ivanov").
    *clause*: of a noun ("on suspicion of"): its own genitive or possessive, else whoever the verb over it is about.
    *said*: the subject of the that-clause ("held it proven that he ...").
    """

    OBJECT = "object"
    SUBJECT = "subject"
    INDIRECT = "indirect"
    CLAUSE = "clause"
    SAID = "said"


@dataclass(frozen=True, slots=True)
class Accusing:
    """A word that accuses.

    Attributes:
        words: Phrases, the head first: "обвинять", "предъявить обвинение", "find guilty".
        whom: Where the accused stands.
        offence: Phrases after which the offence stands ("в", "за", "with", "of"); empty where it is the bare object or
            the subject of the passive ("вменили шпионаж").
        case: The case of the offence after them, where the language has cases.
        status: What the word reports: ``alleged`` unless it is the formal act itself.
        noun: Whether the head is a noun ("обвинение в шпионаже").
        against: Prepositions after which the accused stands as well ("против", "against").
        crime: Whether it accuses only where the offence names a crime or an article of law: "обвинить в срыве
            переговоров", "arrested for a week" and "charged with finding a solution" do not.
    """

    words: tuple[str, ...]
    whom: Whom = Whom.OBJECT
    offence: tuple[str, ...] = ()
    case: str = ""
    status: ChargeStatus = ChargeStatus.ALLEGED
    noun: bool = False
    against: tuple[str, ...] = ()
    crime: bool = False


@dataclass(frozen=True, slots=True)
class Alleging:
    """All by which a language accuses. Sets hold folded lemmas."""

    accusing: tuple[Accusing, ...]
    #: Nouns, adjectives and verbs that name a crime or a part of one: "шпионаж", "незаконный", "smuggle".
    crimes: frozenset[str]
    #: How they begin, where many are made from one root ("контрабанд", "киберпреступ"); the beginning of a lemma.
    crime_roots: tuple[str, ...]
    #: Nouns of what one does, for which one can be held though they name no crime: "съёмка", "участие".
    deeds: frozenset[str]
    #: Nouns before the offence that are none of it: "статья", "дело", "факт", "charge", "count", "suspicion".
    headings: frozenset[str]
    #: Nouns that are no offence where one could stand: "обвинение в окончательной редакции", "в полном объёме".
    vague: frozenset[str]
    #: What stands between such a noun and the offence: "о", "об", "в", "of".
    about: frozenset[str]
    #: Verbs of saying by which a side claims something of those it holds: "утверждать", "allege".
    claims: frozenset[str]
    #: Those of them that are used of nothing but accusations: "allege".
    alleges: frozenset[str]
    #: Words that mark what is only claimed: "якобы", "allegedly".
    hedges: frozenset[str]
    #: Verbs and nouns by which an accusation is over: "снять" обвинения, "clear" of charges, "acquit".
    dropping: frozenset[str]
    #: Verbs that tell of no offence, whoever is their subject: "находиться", "признать", "receive", "feel".
    neutral: frozenset[str]
    #: Verbs of finding, which are the authorities' own deeds: "обнаружить", "seize".
    finding: frozenset[str]
    #: Words in the name or office of those whose words of a held person's deeds accuse: "полиция", "police".
    offices: frozenset[str]
    #: Nouns of papers that accuse for whoever wrote them: "indictment".
    papers: frozenset[str]
    #: Vessels and vehicles, whose acts are those of the people on board: "судно", "boat".
    vessels: frozenset[str]
    #: Words in the name of a court that tries no case first: "апелляционный", "supreme".
    higher: frozenset[str]
    #: Regular expressions of a term of punishment, which is no offence: "на пять лет", "for three years".
    terms: tuple[str, ...]
    #: Regular expressions of articles of law; the groups ``article`` and ``code`` are kept.
    laws: tuple[str, ...]
    #: Words before an office by which it is none that accuses: "high" commissioner.
    no_offices: frozenset[str] = frozenset()
    #: Verbs of what somebody only goes through, whatever their object is called: "suffered a heart attack".
    undergone: frozenset[str] = frozenset()
    #: Nouns that name no offence where one could stand: "jailed over protests", "for political reasons".
    no_offences: frozenset[str] = frozenset()
