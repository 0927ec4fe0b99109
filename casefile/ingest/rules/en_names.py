"""English words for who people are: offices, occupations, ties, bodies, outlets, nationalities."""

from __future__ import annotations

from casefile.ingest.rules.en_places import ADJECTIVES, CAPITALS, COUNTRIES, NATIONALS
from casefile.vocabulary import PersonKind, Role

OFFICES = frozenset(
    """
    president presidents vice-president premier minister secretary chancellor king queen prince princess emir
    sultan sheikh spokesman spokeswoman spokesperson spokespeople press-secretary ambassador consul envoy
    attache attaché chargé diplomat commissioner rapporteur representative ombudsman ombudswoman ombudsperson
    governor mayor prefect senator deputy lawmaker mp congressman congresswoman speaker chairman chairwoman
    chairperson chair head chief director deputy-director vice-chair member leader judge justice delegate
    prosecutor attorney-general prosecutor-general investigator inspector superintendent sheriff warden
    negotiator general d'affaires editor-in-chief editor aide adviser advisor counsellor counselor coordinator
    co-ordinator secretary-general commissioner-general under-secretary undersecretary treasurer registrar clerk
    imam bishop archbishop patriarch pope cardinal rector dean ceo founder co-founder manager president-elect
    deputy-minister vice-premier legislator councillor chieftain magistrate notary executive captain taoiseach tánaiste
    provost alderman alderwoman assemblyman assemblywoman marshal
    """.split()  # noqa: SIM905 - a list of words reads better without their quotes
)
OFFICE_PREFIXES = frozenset(["acting", "deputy", "vice", "interim", "assistant"])
LEADERS = {
    "leader": ("president", "prime minister", "king", "emir", "chancellor"),
    "head": ("president", "director", "chief", "head"),
}
OCCUPATIONS = frozenset(
    """
    journalist reporter correspondent photographer cameraman cameramen camerawoman photojournalist blogger
    columnist broadcaster producer presenter writer poet novelist author translator interpreter publisher
    activist campaigner dissident businessman businessmen businesswoman entrepreneur trader banker economist
    scientist physicist researcher scholar academic professor lecturer teacher schoolteacher schoolmaster
    headmaster student graduate doctor surgeon nurse physician engineer programmer pilot sailor seaman mariner
    skipper captain fisherman fishermen driver trucker cyclist hiker climber mountaineer tourist traveller
    traveler backpacker pilgrim priest missionary pastor nun monk musician singer rapper composer artist painter
    sculptor actor actress dancer filmmaker film-maker director athlete footballer player coach soldier
    serviceman veteran guard policeman worker volunteer observer consultant contractor analyst historian
    archaeologist geologist biologist linguist librarian farmer trader chef cook waiter carpenter mechanic
    technician miner oilman hydrologist medic manager contractor cook guide crewman stewardess steward model
    influencer youtuber comedian opposition-politician politician candidate unionist employee executive officer
    official pensioner retiree midwife paramedic pharmacist dentist psychologist psychiatrist chemist architect
    accountant auditor broker realtor shopkeeper butcher tailor hairdresser barber mechanic plumber electrician builder
    bricklayer welder mason gardener shepherd herder rancher hunter forester ranger miller weaver fitter courier
    postman firefighter lifeguard janitor cleaner nanny housekeeper maid bartender bouncer docker stevedore deckhand
    boatswain bosun helmsman navigator flight-engineer stuntman cartoonist illustrator choreographer conductor
    guitarist pianist violinist drummer cellist songwriter screenwriter playwright dramatist critic essayist memoirist
    journalist-activist newsreader anchor anchorwoman anchorman vlogger streamer podcaster tiktoker webmaster developer
    hacker cryptographer mathematician astronomer botanist zoologist ecologist ornithologist anthropologist sociologist
    philosopher theologian hydrologist surveyor cartographer seismologist ufologist wrestler boxer swimmer runner
    skier skater gymnast cyclist racer jockey goalkeeper striker midfielder defender referee umpire weightlifter
    footballer chess-player grandmaster surfer diver preacher evangelist imam cleric deacon seminarian monk abbot
    whistleblower lobbyist organizer organiser financier investor tycoon magnate oligarch billionaire millionaire
    landlord caretaker custodian conservationist environmentalist feminist separatist reformist secessionist
    ex-soldier ex-policeman ex-minister bodyguard conscript reservist paratrooper marine gunner
    """.split()  # noqa: SIM905
)
#: Posts that are by themselves a state's.
STATE_POSTS = frozenset(
    """
    premier minister deputy-minister vice-premier king queen emir sultan ambassador consul envoy attache attaché chargé
    d'affaires diplomat commissioner rapporteur ombudsman ombudswoman ombudsperson governor prefect senator lawmaker mp
    congressman congresswoman judge magistrate prosecutor attorney-general prosecutor-general inspector superintendent
    sheriff warden investigator legislator councillor mayor chancellor undersecretary under-secretary taoiseach tánaiste
    """.split()  # noqa: SIM905
)
VAGUE_POSTS = frozenset(
    ["captain", "director", "executive", "manager", "aide", "assistant", "member", "representative"]
)
RULERS = frozenset(["president", "president-elect", "vice-president", "prince", "princess", "sheikh"])
PRIVATE_POSTS = frozenset(
    """
    editor editor-in-chief founder co-founder ceo bishop archbishop patriarch pope imam cardinal rector dean notary
    chieftain owner captain
    """.split()  # noqa: SIM905
)
WORLD_BODIES = frozenset(
    """
    un u.n. eu e.u. nato osce unesco unicef unhcr interpol europol iaea icrc nations commonwealth icc european cross
    crescent
    """.split()  # noqa: SIM905
)
STATE_BODIES = WORLD_BODIES | frozenset(
    """
    ministry embassy consulate court tribunal prosecutors prosecution police gendarmerie army military navy customs
    parliament parliamentary senate duma congress cabinet presidency presidential government state federal authority
    authorities prison jail kremlin pentagon defence defense interior foreign justice immigration intelligence
    security border-guard guard junta council district city municipality province region republic district-attorney
    commission
    """.split()  # noqa: SIM905
)
PRIVATE_BODIES = frozenset(
    """
    company firm corporation corp inc ltd llc plc bank group foundation fund charity ngo union association league
    club party movement university college school academy institute church campaign network festival theatre theater
    museum watchdog newsroom site website portal app hospital clinic airline airport shipowner shipping society trust
    team front reporters watch organisation organization centre center opposition
    """.split()  # noqa: SIM905
)
#: Who belongs to the country after the word.
CITIZENS = frozenset(["citizen", "national", "subject", "soldier", "serviceman"])
#: Nouns before an occupation that say more of it; others may say what somebody is accused of ("drug trader").
OCCUPATION_FIELDS = frozenset(
    """
    aid film truck lorry taxi bus football basketball hockey tennis theatre theater rights factory construction charity
    rescue railway oil gas fishing market radio television tv opera ballet language university research crane bank
    dairy news sports tour ship health
    """.split()  # noqa: SIM905
)
TIES = {
    "lawyer": Role.LAWYER,
    "attorney": Role.LAWYER,
    "counsel": Role.LAWYER,
    "barrister": Role.LAWYER,
    "solicitor": Role.LAWYER,
    "advocate": Role.LAWYER,
    "wife": Role.FAMILY,
    "husband": Role.FAMILY,
    "spouse": Role.FAMILY,
    "partner": Role.FAMILY,
    "fiancee": Role.FAMILY,
    "fiancée": Role.FAMILY,
    "fiance": Role.FAMILY,
    "fiancé": Role.FAMILY,
    "girlfriend": Role.FAMILY,
    "boyfriend": Role.FAMILY,
    "mother": Role.FAMILY,
    "father": Role.FAMILY,
    "parent": Role.FAMILY,
    "son": Role.FAMILY,
    "daughter": Role.FAMILY,
    "child": Role.FAMILY,
    "brother": Role.FAMILY,
    "sister": Role.FAMILY,
    "sibling": Role.FAMILY,
    "cousin": Role.FAMILY,
    "uncle": Role.FAMILY,
    "aunt": Role.FAMILY,
    "nephew": Role.FAMILY,
    "niece": Role.FAMILY,
    "grandfather": Role.FAMILY,
    "grandmother": Role.FAMILY,
    "family": Role.FAMILY,
    "relative": Role.FAMILY,
    "widow": Role.FAMILY,
    "stepfather": Role.FAMILY,
    "stepmother": Role.FAMILY,
    "in-law": Role.FAMILY,
    "mother-in-law": Role.FAMILY,
    "father-in-law": Role.FAMILY,
    "witness": Role.WITNESS,
    "eyewitness": Role.WITNESS,
    "cellmate": Role.WITNESS,
}
_ORGANISATIONS = """
    ministry embassy consulate court tribunal prosecutor prosecutors office service agency department committee
    defence defense prosecution opposition leadership management
    commission council police gendarmerie army military navy intelligence customs directorate administration
    parliament senate duma cabinet presidency secretariat bureau authority prison jail union group organisation
    organization association federation foundation party company firm watchdog charity ngo mission delegation
    investigator force guard border-guard security-service commissioner hospital university institute centre
    center guild league club church campaign network alliance coalition embassy-spokesman owner shipowner
    operator aid
    """.split()  # noqa: SIM905
BODIES = dict.fromkeys(_ORGANISATIONS, PersonKind.ORGANISATION) | {
    "government": PersonKind.STATE,
    "junta": PersonKind.STATE,
    "regime": PersonKind.STATE,
    "authorities": PersonKind.STATE,
    "side": PersonKind.STATE,
    "official": PersonKind.ORGANISATION,
}
SIDES = frozenset(["side", "party", "official", "force", "guard", "aid", "owner", "group", "company", "union"])
#: Kremlin and White House speak as bodies; capitals and countries as states.
SPEAKING_PLACES = (
    dict.fromkeys(CAPITALS, PersonKind.STATE)
    | dict.fromkeys(COUNTRIES, PersonKind.STATE)
    | dict.fromkeys(
        ["kremlin", "white house", "downing street", "elysee", "élysée", "pentagon", "vatican", "un", "u.n.", "eu",
         "united nations", "european union", "nato", "osce", "red cross", "icrc", "interpol", "europol",
         "state department", "foreign office", "scotland yard", "council of europe"],
        PersonKind.ORGANISATION,
    )
)  # fmt: skip
NATIONALITIES = COUNTRIES | ADJECTIVES | {"kremlin": "RU"}
PEOPLE = (
    frozenset(
        """
    people person man men woman women child children citizen national resident detainee prisoner inmate suspect
    defendant hostage captive sailor seaman crew member crewmember crewman journalist reporter activist
    protester demonstrator worker student teacher tourist soldier serviceman observer volunteer lawyer doctor
    employee staff officer official driver engineer fisherman pilot passenger migrant refugee believer pilgrim
    monk priest colleague businessman scientist teenager boy girl youth relative civilian villager trader
    dissident convict other others conscript recruit medic seeker leader farmhand trainee manager organiser
    docker trawlerman cleric farmer surfer singer poet artist lecturer scholar bishop clergyman carpenter cook
    baker mechanic geologist economist translator skipper deckhand courier warder guest conscript
    organizer staffer aid-worker nun missionary blogger photographer cameraman mariner nurse medic politician
    """.split()  # noqa: SIM905
    )
    | NATIONALS
)
OUTLETS = frozenset(
    """
    reuters afp ap upi tass ria rapsi interfax bbc cnn nyt bloomberg dpa ansa efe kyodo xinhua yonhap irna
    tasnim fars sana wam spa anadolu azertac turan belta ukrinform unian meduza novaya kommersant vedomosti rbc
    izvestia sputnik rt guardian times telegraph independent politico axios aljazeera al-jazeera france24 rferl
    svoboda euronews nhk
    """.split()  # noqa: SIM905
) | {
    "associated press",
    "agence france-presse",
    "al jazeera",
    "deutsche welle",
    "news",
    "newswire",
    "radio free europe",
    "the guardian",
}
OUTLET_NOUNS = frozenset(
    """
    newspaper newswire paper magazine daily weekly tabloid broadcaster channel television tv radio station site
    website portal outlet media wire telegram podcast programme program
    """.split()  # noqa: SIM905
)
PARTICLES = frozenset(
    """
    de del della di da dos das do du la le van von der den ter ten af av al el bin ibn bint ben abu oglu oğlu
    ogly uulu kyzy qizi qızı zu y e st ag abd ould mac o' wa ibni binti ap ní nic ó uí mhac fitz kızı
    """.split()  # noqa: SIM905
)
#: Words before a name that are no office and no part of it.
HONORIFICS = frozenset(
    """
    mr mrs ms miss dr prof professor sir dame lord lady madame monsieur mx messrs mr. mrs. ms. dr. prof. rev
    rev. fr father sister brother sheikh shaykh imam ayatollah hajj sayyid rabbi capt capt. col col. gen gen. lt
    lt. maj maj. sgt sgt. sen sen. gov gov. rep rep. maître maitre excellency hon hon. general major colonel
    captain commander brigadier lieutenant sergeant private corporal admiral don doña herr frau signor signora
    mister madam mme mme. mlle mlle. mssrs baron baroness count countess viscount duke duchess marquess
    monsignor msgr msgr. padre abbé abba abune deacon archdeacon canon elder prophet apostle evangelist venerable
    ven. geshe khenpo swami lama mullah maulana mawlana maulvi molvi mufti ustaz ustad ustadh hojatoleslam
    hojjatoleslam sheikha shaikh sheik hajji haji hajia alhaji alhaja hadj shri smt smt. kumari pandit datuk dato dato'
    datin seri ato woizero wayzero w/ro w/o ras engr engr. barr barr. comrade chief oba mzee bwana
    senhor senhora señor señora señorita sr. sra. sra dona dom lola lolo aling mang lt.-gen. maj.-gen.
    brig brig. cmdr cmdr. adm adm. cpl cpl. pvt pvt. pfc spc spc. insp insp. supt supt. det det. marshal
    lieutenant-colonel lieutenant-general major-general colonel-general ensign cadet airman class staff warrant
    """.split()  # noqa: SIM905
)
#: Nouns before or in a name that make it the name of a thing or a body, and not of a person.
THINGS = (
    frozenset(_ORGANISATIONS)
    | OUTLET_NOUNS
    | frozenset(
        """
        news press watch rights international national republic city town village region province district
        street airport station bridge river sea island mountain mount lake port harbour harbor hotel square
        park road highway ship vessel tanker carrier freighter trawler yacht boat airline airways bank
        corporation corp inc ltd llc plc gmbh limited holdings group oil gas steel energy college school
        academy museum theatre theater club fc united house palace tower code law act article constitution
        convention treaty agreement protocol prize award day war world cup games olympics festival programme
        program project operation action alert front brigade battalion division regiment unit colony camp
        valley county state kingdom federation emirates ocean gulf bay strait cape staff coordination
        monitor tribune herald gazette post journal observer chronicle today now network reporters seafarers
        lawyers desk matin amnesty memorial fund trust society movement initiative defenders criminal penal security
        foreign interior justice health labour labor defence defense finance affairs information public
        general supreme high appeal constitutional cassation assizes regional central northern southern
        eastern western university avenida calle rue rua plaza piazza avenue boulevard lane quarter prospekt
        ulitsa strasse ledger bulletin digest review standard mail sun star echo voice daily weekly agency shipping
        solutions systems services technologies consulting logistics trading industries enterprises
        pharma pharmaceuticals chemicals cells batteries semiconductors electronics tankers lines freight leisure
        resorts casino hotels lode mines mining minerals resources petroleum petrochemicals cement textiles garments
        foods farms fisheries plantations motors autos aerospace aviation telecom telecommunications networks software
        labs laboratories biotech capital partners ventures investments properties estates contractors construction
        engineering airlines ferries ports terminals docks shipyard refinery pipeline
        """.split()  # noqa: SIM905
    )
)
