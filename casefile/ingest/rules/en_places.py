"""Countries as English news print them: name, what is of them and who, and the cities that speak for them."""

from __future__ import annotations

#: A line a country: ISO 3166 code: names | adjectives and names of nationals | capitals and seats of power. A word for
#: nationals that is no adjective stands after a "+".
_LINES = """
AF: afghanistan | afghan +afghans | kabul
AL: albania | albanian +albanians | tirana
DZ: algeria | algerian +algerians | algiers
AD: andorra | andorran +andorrans |
AO: angola | angolan +angolans | luanda
AR: argentina | argentine argentinian +argentines +argentinians | buenos aires
AM: armenia | armenian +armenians | yerevan
AU: australia | australian +australians | canberra
AT: austria | austrian +austrians | vienna
AZ: azerbaijan | azerbaijani azeri +azerbaijanis +azeris | baku
BH: bahrain | bahraini +bahrainis | manama
BD: bangladesh | bangladeshi +bangladeshis | dhaka
BY: belarus | belarusian belarussian +belarusians | minsk
BE: belgium | belgian +belgians | brussels
BJ: benin | beninese | porto-novo
BO: bolivia | bolivian +bolivians | la paz
BA: bosnia, bosnia and herzegovina | bosnian +bosnians | sarajevo
BW: botswana | botswanan | gaborone
BR: brazil | brazilian +brazilians | brasilia brasília
BN: brunei | bruneian |
BG: bulgaria | bulgarian +bulgarians | sofia
BF: burkina faso | burkinabe | ouagadougou
BI: burundi | burundian +burundians | bujumbura
KH: cambodia | cambodian +cambodians | phnom penh
CM: cameroon | cameroonian +cameroonians | yaounde yaoundé
CA: canada | canadian +canadians | ottawa
CF: central african republic | central african | bangui
TD: chad | chadian +chadians | n'djamena
CL: chile | chilean +chileans | santiago
CN: china, people's republic of china | chinese | beijing
CO: colombia | colombian +colombians | bogota bogotá
CD: congo, democratic republic of congo, drc | congolese | kinshasa
CR: costa rica | costa rican +costa ricans | san jose
CI: ivory coast, cote d'ivoire | ivorian +ivorians | abidjan
HR: croatia | croatian croat +croatians +croats | zagreb
CU: cuba | cuban +cubans | havana
CY: cyprus | cypriot +cypriots | nicosia
CZ: czechia, czech republic | czech +czechs | prague
DK: denmark | danish +dane +danes | copenhagen
DJ: djibouti | djiboutian |
DO: dominican republic | dominican +dominicans | santo domingo
EC: ecuador | ecuadorian ecuadorean +ecuadorians | quito
EG: egypt | egyptian +egyptians | cairo
SV: el salvador | salvadoran salvadorean +salvadorans | san salvador
GQ: equatorial guinea | equatoguinean | malabo
ER: eritrea | eritrean +eritreans | asmara
EE: estonia | estonian +estonians | tallinn
ET: ethiopia | ethiopian +ethiopians | addis ababa
FI: finland | finnish +finn +finns | helsinki
FR: france | french +frenchman +frenchmen +frenchwoman | paris elysee élysée
GA: gabon | gabonese | libreville
GM: gambia, the gambia | gambian +gambians | banjul
GE: georgia | georgian +georgians | tbilisi
DE: germany | german +germans | berlin
GH: ghana | ghanaian +ghanaians | accra
GR: greece | greek +greeks | athens
GT: guatemala | guatemalan +guatemalans |
GN: guinea | guinean +guineans | conakry
GW: guinea-bissau | bissau-guinean | bissau
HT: haiti | haitian +haitians | port-au-prince
HN: honduras | honduran +hondurans | tegucigalpa
HU: hungary | hungarian +hungarians | budapest
IS: iceland | icelandic +icelander +icelanders | reykjavik
IN: india | indian +indians | new delhi delhi
ID: indonesia | indonesian +indonesians | jakarta
IR: iran, islamic republic | iranian +iranians | tehran
IQ: iraq | iraqi +iraqis | baghdad
IE: ireland | irish +irishman +irishwoman | dublin
IL: israel | israeli +israelis | jerusalem
IT: italy | italian +italians | rome
JM: jamaica | jamaican +jamaicans | kingston
JP: japan | japanese | tokyo
JO: jordan | jordanian +jordanians | amman
KZ: kazakhstan | kazakh kazakhstani +kazakhs | astana nur-sultan
KE: kenya | kenyan +kenyans | nairobi
KP: north korea, dprk | north korean +north koreans | pyongyang
KR: south korea | south korean +south koreans | seoul
XK: kosovo | kosovan kosovar | pristina
KW: kuwait | kuwaiti +kuwaitis |
KG: kyrgyzstan | kyrgyz kyrgyzstani | bishkek
LA: laos | laotian lao +laotians | vientiane
LV: latvia | latvian +latvians | riga
LB: lebanon | lebanese | beirut
LR: liberia | liberian +liberians | monrovia
LY: libya | libyan +libyans | tripoli
LT: lithuania | lithuanian +lithuanians | vilnius
LU: luxembourg | luxembourger |
MG: madagascar | malagasy | antananarivo
MW: malawi | malawian +malawians | lilongwe
MY: malaysia | malaysian +malaysians | kuala lumpur
MV: maldives | maldivian +maldivians |
ML: mali | malian +malians | bamako
MT: malta | maltese | valletta
MR: mauritania | mauritanian +mauritanians | nouakchott
MX: mexico | mexican +mexicans | mexico city
MD: moldova | moldovan +moldovans | chisinau chișinău
MN: mongolia | mongolian +mongolians | ulaanbaatar
ME: montenegro | montenegrin +montenegrins | podgorica
MA: morocco | moroccan +moroccans | rabat
MZ: mozambique | mozambican +mozambicans | maputo
MM: myanmar, burma | burmese | naypyidaw yangon
NA: namibia | namibian +namibians | windhoek
NP: nepal | nepali nepalese +nepalis | kathmandu
NL: netherlands, holland | dutch +dutchman +dutchwoman | the hague amsterdam
NZ: new zealand | new zealander +new zealanders | wellington
NI: nicaragua | nicaraguan +nicaraguans | managua
NE: niger | nigerien | niamey
NG: nigeria | nigerian +nigerians | abuja
MK: north macedonia | macedonian +macedonians | skopje
NO: norway | norwegian +norwegians | oslo
OM: oman | omani +omanis | muscat
PK: pakistan | pakistani +pakistanis | islamabad
PS: palestine, gaza, west bank | palestinian +palestinians | ramallah
PA: panama | panamanian +panamanians |
PG: papua new guinea | papuan | port moresby
PY: paraguay | paraguayan +paraguayans | asuncion
PE: peru | peruvian +peruvians | lima
PH: philippines | filipino philippine +filipina +filipinos +filipinas | manila
PL: poland | polish +pole +poles | warsaw
PT: portugal | portuguese | lisbon
QA: qatar | qatari +qataris | doha
RO: romania | romanian +romanians | bucharest
RU: russia, russian federation | russian +russians | moscow kremlin
RW: rwanda | rwandan +rwandans | kigali
SA: saudi arabia | saudi +saudis | riyadh
SN: senegal | senegalese | dakar
RS: serbia | serbian serb +serbs | belgrade
SL: sierra leone | sierra leonean | freetown
SG: singapore | singaporean +singaporeans |
SK: slovakia | slovak slovakian +slovaks | bratislava
SI: slovenia | slovenian slovene +slovenians | ljubljana
SO: somalia | somali +somalis | mogadishu
ZA: south africa | south african +south africans | pretoria
SS: south sudan | south sudanese | juba
ES: spain | spanish +spaniard +spaniards | madrid
LK: sri lanka | sri lankan +sri lankans | colombo
SD: sudan | sudanese | khartoum
SE: sweden | swedish +swede +swedes | stockholm
CH: switzerland | swiss | bern berne
SY: syria | syrian +syrians | damascus
TW: taiwan | taiwanese | taipei
TJ: tajikistan | tajik tajikistani +tajiks | dushanbe
TZ: tanzania | tanzanian +tanzanians | dodoma
TH: thailand | thai +thais | bangkok
TG: togo | togolese | lome lomé
TN: tunisia | tunisian +tunisians | tunis
TR: turkey, turkiye, türkiye | turkish +turk +turks | ankara
TM: turkmenistan | turkmen +turkmens | ashgabat
UG: uganda | ugandan +ugandans | kampala
UA: ukraine | ukrainian +ukrainians | kyiv kiev
AE: united arab emirates, uae, emirates | emirati +emiratis | abu dhabi
GB: united kingdom, uk, u.k., britain, great britain, england, scotland, wales | british english scottish welsh +briton +britons +englishman +scot | london downing street
US: united states, us, u.s., usa, united states of america, america | american us u.s. +americans | washington white house
UY: uruguay | uruguayan +uruguayans | montevideo
UZ: uzbekistan | uzbek uzbekistani +uzbeks | tashkent
VA: vatican, holy see | vatican |
VE: venezuela | venezuelan +venezuelans | caracas
VN: vietnam | vietnamese | hanoi
YE: yemen | yemeni +yemenis | sanaa sana'a
ZM: zambia | zambian +zambians | lusaka
ZW: zimbabwe | zimbabwean +zimbabweans | harare
"""  # noqa: E501 - one country a line
#: Capitals of two words, which the lines above would take apart.
_TWO_WORDS = frozenset(
    [
        "buenos aires", "la paz", "phnom penh", "san jose", "santo domingo", "san salvador", "addis ababa", "new delhi",
        "kuala lumpur", "mexico city", "the hague", "port moresby", "abu dhabi", "downing street", "white house",
    ]
)  # fmt: skip


def _read() -> tuple[dict[str, str], set[str], dict[str, str], dict[str, str]]:
    """Countries by name, nationals, adjectives, and capitals, each with its code."""
    names: dict[str, str] = {}
    nationals: set[str] = set()
    adjectives: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for line in _LINES.strip().splitlines():
        code, _, rest = line.partition(": ")
        countries, people, seats = (part.strip() for part in rest.split("|"))
        names |= dict.fromkeys(countries.split(", "), code)
        for word in people.replace(" +", ";+").split(";"):
            for each in [word] if word.startswith("+") or word.count(" ") == 0 else _apart(word):
                adjectives[each.lstrip("+")] = code
                if each.startswith("+"):
                    nationals.add(each[1:])
                    nationals.add(each[1:].removesuffix("s"))
                    adjectives.setdefault(each[1:].removesuffix("s"), code)
        if seats in _TWO_WORDS:
            capitals[seats] = code
        else:
            two = next((word for word in _TWO_WORDS if word in seats), "")
            capitals |= dict.fromkeys([word for word in (two, *seats.replace(two, "").split()) if word], code)
    return names, nationals, adjectives, capitals


def _apart(words: str) -> list[str]:
    """The adjectives of a country, of which "south korean" is one and "azerbaijani azeri" are two."""
    first = words.split(maxsplit=1)[0]
    return [words] if first in {"north", "south", "central", "costa", "sri", "new", "sierra"} else words.split()


COUNTRIES, _NATIONALS, ADJECTIVES, CAPITALS = _read()
#: Words that name a person by nationality, alone: "a Briton", "three Russians".
NATIONALS = frozenset(_NATIONALS)
