"""What stands around the names of people in English: nouns for people, titles, what only people do or suffer."""

from __future__ import annotations

import re

from casefile.ingest.rules.en_names import OCCUPATIONS, OFFICES, PEOPLE, TIES
from casefile.ingest.rules.en_places import NATIONALS

#: Nouns for people that stand by no name.
SEVERAL = frozenset(
    ["people", "person", "men", "women", "children", "crew", "other", "others", "staff", "youth", "leader"]
)
#: Nouns that stand by the name of a person and say what the person is.
PERSONS = (OFFICES | OCCUPATIONS | TIES.keys() | NATIONALS | (PEOPLE - SEVERAL) | {
    "national", "citizen", "man", "woman", "boy", "girl", "teenager", "prisoner", "detainee", "colleague", "friend",
    "native", "resident", "father-of-two", "mother-of-two", "expert", "member", "suspect", "defendant", "client",
    "fan", "supporter", "follower", "neighbour", "neighbor", "classmate", "owner", "heir", "survivor", "victim",
    "commander",
    "hacker", "smuggler", "spy", "killer", "rebel", "warlord", "tycoon", "oligarch", "magnate", "critic", "veteran",
}) - {"charge", "counsel"}  # fmt: skip
#: Verbs whose object, and others whose subject, is a human being.
PEOPLE_DO = frozenset(["die", "travel", "teach", "study", "live", "work", "smile", "weep", "marry", "plead", "walk"])
HAPPENS_TO_PEOPLE = PEOPLE_DO | {
    "detain", "arrest", "jail", "imprison", "sentence", "convict", "acquit", "deport", "transfer", "remand", "handcuff",
    "pardon", "charge", "accuse", "suspect", "interrogate", "question", "apprehend", "extradite", "release", "free",
}  # fmt: skip
#: Endings of nouns for people, and nouns that only look so.
ENDINGS = ("ist", "ian", "man", "woman", "men", "women", "ologer", "person", "persons", "crat")
NO_PERSONS = frozenset(
    ["list", "mist", "fist", "twist", "wrist", "checklist", "human", "talisman", "specimen", "regimen", "waist"]
)
#: Nouns after the name of a place.
PLACED = frozenset(
    ["airport", "prison", "jail", "station", "street", "square", "province", "region", "district", "harbour"]
)
GENDERS = {
    **dict.fromkeys(
        ["mr", "mr.", "sir", "lord", "monsieur", "king", "prince", "husband", "father", "son", "brother", "uncle",
         "nephew",
         "grandfather", "imam", "boyfriend"], "Masc"
    ),
    **dict.fromkeys(
        ["mrs", "mrs.", "ms", "ms.", "miss", "dame", "lady", "madame", "queen", "princess", "wife", "mother",
         "daughter",
         "sister", "aunt", "niece", "grandmother", "widow", "actress", "nun", "girlfriend"], "Fem"
    ),
}  # fmt: skip
#: Words before an office that are printed with a capital.
TITLE_WORDS = frozenset(
    ["former", "acting", "deputy", "vice", "interim", "first", "senior", "chief", "assistant", "prime", "foreign",
     "interior",
     "special", "permanent", "state", "district", "attorney", "defense", "defence"]
)  # fmt: skip
PLACE_WORDS = frozenset(["in", "at", "near", "from", "to", "outside", "towards", "into", "via"])
DAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
#: A part of a name that is printed small at its beginning: "al-Attar".
ARTICLED = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az|ul|ol)-[A-Z]")
WORD = re.compile(r"[^\W\d_]")
#: Words with which the names of states end.
STATES = frozenset(["republic", "federation", "kingdom", "emirates"])
#: Marks around what somebody is called among friends.
NICKNAMES = {'"': '"', "“": "”", "‘": "’", "'": "'", "(": ")"}
#: What happens to people alone, by which even one word is known for the name of a person.
HELD = frozenset(
    ["detain", "arrest", "jail", "imprison", "remand", "handcuff", "interrogate", "deport", "extradite", "sentence"]
)
#: Participles with which a headline opens.
HELD_NOW = frozenset(
    ["jailed", "detained", "arrested", "imprisoned", "freed", "released", "convicted", "exiled", "deported", "pardoned"]
)
#: Nouns after which "of" leads to a person.
OF_PEOPLE = frozenset(
    ["sign", "fate", "whereabouts", "arrest", "detention", "imprisonment", "deportation", "sentencing",
     "interrogation", "wife", "husband", "mother",
     "father", "son", "daughter", "brother", "sister", "widow", "lawyer", "lawyers", "relatives", "colleagues",
     "extradition", "re-arrest", "incarceration", "killing"]
)  # fmt: skip
#: Words of a name at most of which the first alone tells that it is a person's.
LONG_NAME = 4
#: How many words of an apposition are looked at for the noun that says what somebody is.
FAR = 6
#: Towns of which every word could be somebody's name.
CITIES = frozenset(
    ["dar es salaam", "ho chi minh city", "san francisco", "san diego", "san antonio", "los angeles", "santa cruz",
     "santa fe", "sao paulo", "são paulo", "rio de janeiro", "port louis", "saint petersburg", "st petersburg",
     "st. petersburg", "tel aviv", "ben gurion", "fort dimanche", "santiago de cuba", "ciudad juarez", "ciudad juárez"]
)  # fmt: skip
#: Nouns for what firms do, before the names of firms and of people: "the miner Northgate", "miner Ann Poe".
FIRMS = frozenset(
    ["miner", "carrier", "insurer", "lender", "retailer", "shipper", "refiner", "supplier", "manufacturer", "exporter",
     "shipowner", "operator"]
)  # fmt: skip
#: Nouns of bodies in what is said of a name after it: "Foro Nuevo, a rights group".
GROUPS = frozenset(
    ["group", "company", "firm", "organisation", "organization", "charity", "ngo", "watchdog", "association", "party",
     "movement", "network", "agency", "outlet", "newspaper", "website", "site", "bank", "airline", "airlines", "ship",
     "vessel", "tanker", "boat", "trawler", "manufacturer", "subsidiary", "union", "foundation", "magazine",
     "broadcaster", "startup", "start-up", "town", "city", "village", "port", "island", "province", "region",
     "prison", "base", "hotel", "river", "drugmaker", "carmaker", "militia", "coalition", "federation", "club", "app",
     "plant", "mine", "factory", "yard", "school", "monastery", "think-tank", "tank", "publication", "channel"]
)  # fmt: skip
