"""The shape of a language's table: which of its words mean that somebody speaks, holds, meets, accuses, counts.

One table a language (`casefile.ingest.rules.ru.RULES`), in which everything is data: the engine that reads a text by a
table knows no word of any language. Words stand as *lemmas*, casefolded and with е for ё; a *phrase* is several of them
with spaces between, each of which matches a token by its lemma or, where inflection matters, by its text. In a phrase
that begins with a verb or noun that governs ("взять под стража", "take into custody") the first word is the head; the
others must stand in its clause, in any order and not necessarily beside it. In phrases of set words (attributions,
hedges, "стать известно") all stand side by side, in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module, util

from casefile.ingest.rules.accusing_words import Alleging
from casefile.vocabulary import EventKind, PersonKind, Role, StatementKind


class Slot(StrEnum):
    """Where, in the grammar of a verb or noun, the person stands whom it is about.

    *object*: the object of an active verb, the subject of its passive, the noun that its participle belongs to; of a
    noun, the genitive or of-phrase or possessive ("задержание Иванова", "the detention of Ivanov", "his arrest").
    *subject*: the subject of an active verb ("скончался", "walked free"); of a noun as *object*.
    *indirect*: who the act is done to with another object ("предъявили Иванову обвинение", "extended for Ivanov"): the
    dative or indirect object, or a noun after one of ``Trigger.by_way_of``.
    *partners*: all who take part: the subjects, and those after "with" or "between"; of a noun also the genitive.
    *speaker*: nobody but whoever speaks at it (a briefing).
    *everybody*: all who are named or counted in the sentence and hold no office (an exchange).
    *handed*: who hands something over and who takes it (a note): the subjects and the indirect object, bodies too.
    *none*: the text names its people by no grammar of this word.
    """

    OBJECT = "object"
    SUBJECT = "subject"
    INDIRECT = "indirect"
    PARTNERS = "partners"
    SPEAKER = "speaker"
    EVERYBODY = "everybody"
    HANDED = "handed"
    NONE = "none"


class Bound(StrEnum):
    """What a word before a number makes of it: "около" about, "не менее" at least, "более" over, "до" at most."""

    ABOUT = "about"
    LEAST = "least"
    OVER = "over"
    MOST = "most"
    UNDER = "under"


@dataclass(frozen=True, slots=True)
class Saying:
    """A verb of saying.

    Attributes:
        kind: The kind of statement that the word alone makes certain ("опровергнуть" a denial), else None.
        clause: Whether what is said can be a that-clause.
        about: Prepositions after which what is said can stand ("заявить о", "обратить внимание на", "warn of").
        thing: Whether it can be the bare object ("подтвердил задержание", "denied the charges").
        infinitive: Whether it can be an infinitive ("пообещал вернуться", "promised to return").
        gerund: Whether it can be a gerund ("denied taking money").
        quotes: Whether the verb introduces a quotation. False for "обвинить" and the like.
        negated: Whether only its negation says something ("не исключил, что", "did not rule out").
        weak: Whether it is also used of what is no speech ("показать", "назвать"): then only a quotation or a
            that-clause makes a statement of it.
        judges: Whether its object and what it is called are what is said ("called the ruling “a disgrace”").
    """

    kind: StatementKind | None = None
    clause: bool = True
    about: tuple[str, ...] = ()
    thing: bool = False
    infinitive: bool = False
    gerund: bool = False
    quotes: bool = True
    weak: bool = False
    negated: bool = False
    judges: bool = False


@dataclass(frozen=True, slots=True)
class Attribution:
    """A set phrase that puts what stands around it into somebody's mouth: "по слово" (по словам), "according to".

    ``alleges`` where it is how accusations are passed on ("по версия": по версии следствия); ``spoken`` where it tells
    of words that were said, so that it makes a statement also of what prosecutors say.
    """

    words: str
    alleges: bool = False
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells of something that happened, and where its people stand.

    Attributes:
        kind: The kind of event.
        words: Phrases, the head first: "задержать", "взять под стража", "провести переговоры".
        slot: Where the person stands whom it is about.
        noun: Whether the head is a noun: "задержание", "встреча". What a noun tells of may not have happened, so it
            counts only under the words of `Rules.real`, with a date of its own, or where ``solid``.
        solid: For nouns that are named only once they are fact ("после ареста" is in `real`; "приговор" is solid).
        by_way_of: Prepositions after which the person stands where it is not the bare case ("в отношении": the last
            word before the noun, or the whole phrase).
        without: Phrases any of which in the same clause makes it something else.
        needs: Phrases one of which must be in the clause besides.
        by: Nouns one of which must be the subject or the doer, or be in the office of whoever is ("консул" посетил).
        ordered: Whether the future tense tells of what was ordered by now ("останется под стражей до марта").
        dated: Whether it counts only with a day of its own, and where no other word tells how custody began ("находится
            под стражей с марта").
        ahead: Whether it counts only for a day to come ("суд рассмотрит вопрос о мере пресечения 6 ноября").
        under: Verbs one of which must govern the head: "held" under "ordered that she be held".
    """

    kind: EventKind
    words: tuple[str, ...]
    slot: Slot = Slot.OBJECT
    noun: bool = False
    solid: bool = False
    by_way_of: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    by: frozenset[str] = frozenset()
    ordered: bool = False
    dated: bool = False
    ahead: bool = False
    under: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DateWords:
    """How dates are found; `casefile.dates.parse` then reads them.

    Attributes:
        patterns: Regular expressions, tried at each place in order, without regard to case. The group ``d`` is what is
            read as the date, the whole match is its place in the text. Groups that may stand besides: ``w`` a word of
            ``weekdays`` (then there is no ``d``), ``that`` words for the year printed last before, ``y`` a word of
            ``years``, ``n`` the number of a day whose month is not printed ("on the 21st"), ``month`` the month that a
            list of days shares ("5 и 12 марта"), ``until`` a word that makes it the end of something ordered ("до 26
            января"), which is no date of an event.
        read_as: Words that `casefile.dates` does not know, and those it does ("накануне": "вчера"); folded.
        again: Regular expressions for the date told last ("в тот же день", "the same evening"); a month in the group
            ``m`` is of its year ("that November").
        shifts: Regular expressions for so many days from the date told last ("двумя днями позже": 2); fewer than none
            reach back from a date in the same sentence ("on Monday, two days after": -2).
        year_shifts: Regular expressions for so many years from the year told last ("the following year": 1).
        weekdays: Folded words for days of the week, Monday 0: the last such day up to publication, or the next one.
        years: Folded words for a year told from that of publication ("прошлого": -1).
        earlier: Words that put something before the date told last ("ранее", "earlier").
        afterwards: Words that put something after what was told last, on a day of its own ("later", "since").
        rewrites: Regular expressions for words that `casefile.dates` does not know, each with what it reads instead.
    """

    patterns: tuple[str, ...] = ()
    read_as: Mapping[str, str] = field(default_factory=dict)
    weekdays: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[str, int] = field(default_factory=dict)
    earlier: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    shifts: Mapping[str, int] = field(default_factory=dict)
    year_shifts: Mapping[str, int] = field(default_factory=dict)
    afterwards: tuple[str, ...] = ()
    rewrites: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """A language's table. Sets and keys hold folded lemmas unless said otherwise."""

    lang: str

    # -- who speaks
    #: Verbs of saying by phrase: "заявить", "обратить внимание".
    sayings: Mapping[str, Saying]
    #: Words that open a that-clause: "что", "будто", "that".
    complementizers: frozenset[str]
    #: Verbs whose object speaks, where "as saying" follows: "quote", "cite".
    quoting: frozenset[str]
    #: "по слово", "по данные", "according to": with a noun phrase after them.
    attributions: tuple[Attribution, ...]
    #: Words that open an inserted report: "как" ("как утверждает ..."), "as".
    as_words: frozenset[str]
    #: Set phrases after which stands whom an outlet passes on: "со ссылка на", "citing".
    citing: tuple[str, ...]
    #: Phrases that stand for what was just told: "об это" in "об этом сообщил ...", "this" in "this was reported by".
    just_told: tuple[str, ...]
    #: Nouns of what says something in writing: "заявление" in "говорится в заявлении МИД", "statement"; whoever they
    #: belong to speaks.
    documents: frozenset[str]
    #: News outlets: their reports are no statements. Folded names.
    outlets: frozenset[str]
    #: Nouns of outlets: "агентство", "газета", "телеканал", "newspaper".
    outlet_nouns: frozenset[str]
    #: Relative pronouns: "который", "who".
    relatives: frozenset[str]
    #: Third-person pronouns that carry a speaker on.
    pronouns: frozenset[str]
    #: Possessives: "его", "её", "свой", "his", "their".
    possessives: frozenset[str]
    #: Prepositions of the doer in a passive ("by"); empty where a case does that.
    by_words: frozenset[str]

    # -- who people are
    #: Nouns that head an office: "президент", "пресс-секретарь", "spokesman". Hyphenated ones in full or by their
    #: first part.
    offices: frozenset[str]
    #: Adverbs and adjectives before an office that belong to it: "временно исполняющий обязанности", "former".
    office_prefixes: frozenset[str]
    #: Collective words for office holders: "лидер" -> the offices it can stand for.
    leaders: Mapping[str, tuple[str, ...]]
    #: Nouns of occupation: "журналист", "businessman".
    occupations: frozenset[str]
    #: People known by their tie to somebody: "адвокат" -> lawyer, "мать" -> family.
    ties: Mapping[str, Role]
    #: Nouns of bodies that speak and act: "посольство" -> organisation, "сторона" -> state, "власть" -> state.
    bodies: Mapping[str, PersonKind]
    #: Nouns among the bodies that mean a body only with an adjective of a nationality or of an office ("сторона").
    sides: frozenset[str]
    #: Names of bodies that are no places: "кремль" -> organisation; capitals and countries that speak: "баку" -> state.
    speaking_places: Mapping[str, PersonKind]
    #: Adjectives and nouns of nationality, and names of countries -> ISO 3166: "российский", "россиянин", "рф" -> RU.
    nationalities: Mapping[str, str]
    #: Those of them that name a person: "россиянин", "britons".
    nationals: frozenset[str]
    #: Nouns for people who are counted: "человек", "гражданин", "журналист", "detainee".
    people: frozenset[str]
    #: Nouns in the singular for people who were counted before: "экипаж", "группа", "crew".
    collectives: frozenset[str]
    #: Prepositions of a part of people: "из" in "девять из них", "of".
    of_words: frozenset[str]
    #: Participles and adjectives that say that somebody is held: "задержанный", "арестованный", "detained", "jailed".
    held: frozenset[str]

    # -- numbers
    #: Words that mark what is known already: "the", "both"; with a numeral they take up people named before.
    definite: frozenset[str]
    #: Numerals, collective numerals and words like "десяток" -> number.
    numerals: Mapping[str, int]
    #: Phrases before a number: "около" -> about, "не мало" (не менее) ... by the text of the words.
    bounds: Mapping[str, Bound]

    # -- what happened
    triggers: tuple[Trigger, ...]
    #: Phrases in whose scope a noun tells of fact: "после", "о" under a verb of saying, "состояться", "стать известно".
    real: frozenset[str]
    #: Words that negate: "не", "no".
    negations: frozenset[str]
    #: Words that govern what has not happened: "если", "требовать", "намеренный", "can", "should", "call for".
    unreal: frozenset[str]
    #: Verbs and adjectives after which an infinitive tells of what was done: "удаться", "manage", "be allowed".
    enabling: frozenset[str]
    #: Words that fix something for a day to come: "назначить", "запланировать", "состояться" (in the future), "due".
    planning: frozenset[str]
    #: Phrases of becoming known: "стать известно", "emerge", "came to light".
    became_known: tuple[str, ...]
    #: Prepositions of partners: "с", "между", "with", "between".
    with_words: frozenset[str]
    #: Prepositions of place: "в", "на", "in", "at".
    place_words: frozenset[str]
    dates: DateWords

    # -- what is alleged
    alleging: Alleging
    #: Bodies and people whose business is to accuse: "следствие", "прокуратура", "prosecutors".
    accusers: frozenset[str]
    #: Nouns of courts.
    courts: frozenset[str]
    #: Prepositions of what somebody or something is done or exchanged for: "за", "for".
    for_words: frozenset[str]

    # -- what not every language has
    #: Verbs that say something only of a document: "read" in "the statement read".
    document_verbs: frozenset[str] = frozenset()
    #: Adjectives before a post that tell it from no other: "senior", "former".
    plain_adjectives: frozenset[str] = frozenset()
    #: General nouns for bodies that have names, each with its kind: "watchdog" -> "group", "airline" -> "company".
    general_bodies: Mapping[str, str] = field(default_factory=dict)
    #: Words in the name of a publisher by which it is no outlet, and speaks for itself: "committee", "watch".
    speaking_publishers: frozenset[str] = frozenset()
    #: Prepositions of whoever put out a document: "by", "from".
    issued: frozenset[str] = frozenset()
    #: Prepositions of those of whom somebody is one: "среди" in "среди задержанных – капитан", "among".
    among: frozenset[str] = frozenset()
    #: Phrases that name some of a number: "в то число", "включая", "including".
    including: tuple[str, ...] = ()
    #: Numerals by which the number before them is multiplied: "two dozen".
    multipliers: frozenset[str] = frozenset()
    #: Verbs of custody that headlines and flashes print without "was": "Journalist Ann Poe detained at airport".
    done_to: frozenset[str] = frozenset()
    #: Phrases after which stands to whom the same happened: "together with", "along with".
    along: tuple[str, ...] = ()
    #: Possessives of several: "их", "their".
    theirs: frozenset[str] = frozenset()
    #: Possessives that show a gender: "его" -> Masc, "her" -> Fem.
    possessive_genders: Mapping[str, str] = field(default_factory=dict)
    #: Demonstratives: what is said of "these reports" is told before.
    pointing: frozenset[str] = frozenset()
    #: Verbs by which the press passes on: a name of an organisation that is no body before them is that of an outlet.
    press_verbs: frozenset[str] = frozenset()
    #: Nouns for what was told last: "инцидент", "incident"; a date with them is its date.
    incidents: frozenset[str] = frozenset()
    #: Pronouns for it, where one of the verbs of coming about is beside them: "это" in "это произошло", "это было".
    just_this: frozenset[str] = frozenset()
    occurring: frozenset[str] = frozenset()
    #: Nouns of what courts decide, and the verbs of deciding it: "решение" and "принять", "постановление", "огласить".
    decisions: frozenset[str] = frozenset()
    deciding: frozenset[str] = frozenset()
    #: Verbs of both aspects, whose present tense tells of what is to come: "обжаловать".
    biaspectual: frozenset[str] = frozenset()
    #: Nouns under which another names what is only asked for or talked of: "вопрос" об освобождении.
    asked: frozenset[str] = frozenset()
    #: Prepositions by which a noun of custody stands to what its person did then: "после" ареста, "при" задержании.
    upon: frozenset[str] = frozenset()
    #: Prepositions of what comes after: "накануне" переговоров.
    before: frozenset[str] = frozenset()
    #: Verbs by which a sitting is put off, which with no new day tell of none: "отложить".
    putting_off: frozenset[str] = frozenset()
    #: Adjectives that name those of a number one by one: "третий" in "третий, Георгий Мятлев,".
    ordinals: Mapping[str, int] = field(default_factory=dict)
    #: Verbs by which somebody told of by a noun is named in the next sentence: "оказаться" in "им оказался Иванов".
    naming: frozenset[str] = frozenset()
    #: Verbs of holding somebody, which tell of no event: "удерживать", "содержаться".
    holding: frozenset[str] = frozenset()
    #: General nouns for bodies -> the heads of those that they take up: "дипмиссия" -> посольство, консульство.
    bodies_taken_up: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Words for whoever is at the head of what stands after them: "глава", and for "министерство" the posts that are.
    heads_of_bodies: frozenset[str] = frozenset()
    heads_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Short names of bodies -> a word of the long one: "мид" -> "иностранный".
    spelled_out: Mapping[str, str] = field(default_factory=dict)
    #: Verbs that say so of a document and of nobody: "сообщаться".
    impersonal_verbs: frozenset[str] = frozenset()
    #: Trades any of which a text may call somebody by after another: репортер, журналист, корреспондент.
    trades: tuple[frozenset[str], ...] = ()
    #: Words that tell of no statement where somebody asks for what they say: "называть имя".
    unsaid: tuple[str, ...] = ()
    #: Verbs by which something is to be read in a document: "следовать" in "как следует из справки".
    follows: frozenset[str] = frozenset()
    #: Words for where something is said by a body told of before: "там".
    there: frozenset[str] = frozenset()
    #: Verbs by which what others said or wrote is read out: "цитировать".
    citing_verbs: frozenset[str] = frozenset()
    #: Phrases after whoever speaks in another's turn: "в свою очередь".
    in_turn: tuple[str, ...] = ()
    #: Words that only stress a noun: "сам" in "сам машинист".
    emphatic: frozenset[str] = frozenset()
    #: Words that open and close a range of numbers: ("от", "до").
    ranges: tuple[tuple[str, str], ...] = ()
    #: Adjectives for those of a number who are left: "остальной", "remaining".
    rest: frozenset[str] = frozenset()
    #: Adverbs and particles by which what they stand with is not so: "ошибочно", "ли", "falsely".
    untrue: frozenset[str] = frozenset()
    #: Prepositions of a purpose, under which a noun tells of nothing that happened: "для".
    purposes: frozenset[str] = frozenset()
    #: Phrases after which people counted before are named: "речь идти о".
    identifying: tuple[str, ...] = ()
    #: How verbs end that say so of a document: "говориться"; empty where a passive or plain verb does.
    impersonal: str = ""
    #: General words for office holders -> the heads of offices that they can take up: "дипломат" -> посол, консул ...
    takes_up: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Nouns of occupation and the like that bring in somebody new and take up nobody: "источник", "автор", "witness".
    strangers: frozenset[str] = frozenset()
    #: Nouns before names of places that may look like those of people: "район", "улица", "village".
    place_nouns: frozenset[str] = frozenset()

    #: Posts that are by themselves a state's, a court's, the police's: "министр", "судья", "ambassador".
    state_posts: frozenset[str] = frozenset()
    #: Words for posts that are one only beside another: "general" in "consul general".
    ranks: frozenset[str] = frozenset()
    #: Words that are a post only of or at something: "помощник", "director"; else they are a trade or nothing.
    vague_posts: frozenset[str] = frozenset()
    #: Posts that are a state's unless the body beside them is somebody else's: "президент", "king".
    rulers: frozenset[str] = frozenset()
    #: Posts that never are: "редактор", "founder".
    private_posts: frozenset[str] = frozenset()
    #: Words for bodies of states and of several states: "мид", "суд", "полиция", "parliament", "un".
    state_bodies: frozenset[str] = frozenset()
    #: Those of them that belong to no one country: "оон", "osce".
    world_bodies: frozenset[str] = frozenset()
    #: Words for bodies that are no state's: "редакция", "компания", "union".
    private_bodies: frozenset[str] = frozenset()
    #: Titles before a name, with the gender of its bearer: "господин", "mrs".
    titles: Mapping[str, str] = field(default_factory=dict)
    #: Verbs of staying and being kept, and nouns of where people are held: "находиться", "remain"; "сизо", "custody".
    staying: frozenset[str] = frozenset()
    captivity: frozenset[str] = frozenset()
    #: Those of the nouns that are also buildings which anybody can be in: only being kept or staying there counts.
    prisons: frozenset[str] = frozenset()
    #: Nouns for somebody who belongs to the country that stands after them: "гражданин", "national".
    citizens: frozenset[str] = frozenset()
    #: Nouns before a word for an occupation that belong to it: "aid" in "aid worker".
    occupation_fields: frozenset[str] = frozenset()

    # -- how it is printed
    #: Verbs by which an infinitive alone is fixed for a day: "be" in "is to open on Monday".
    bound_to: frozenset[str] = frozenset()
    #: Words that join a clause of the same time: "while".
    meanwhile: frozenset[str] = frozenset()
    #: Whether what is said is found by the grammar of the sentence and not by its commas (`casefile.ingest.clauses`).
    by_tree: bool = False
    #: A regular expression for the dateline that opens a story ("МОСКВА, 29 окт – РАПСИ.").
    dateline: str = ""
    #: Pairs of quotation marks, the outermost style first.
    quotes: tuple[tuple[str, str], ...] = (("«", "»"), ("“", "”"), ("„", "“"), ('"', '"'))
    #: Marks that may open a line of direct speech.
    questioned: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    speech_dashes: str = "–—-"


def rules_for(lang: str) -> Rules | None:
    """The table of the language with the BCP 47 tag `lang`; None where there is none."""
    name = lang.partition("-")[0].casefold()
    if not name.isalpha() or util.find_spec(f"{__name__}.{name}") is None:
        return None
    table: Rules = import_module(f"{__name__}.{name}").RULES
    return table
