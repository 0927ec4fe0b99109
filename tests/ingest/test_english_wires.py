"""Plain sentences of English wires, and everything that is read of them as having happened, in the end.

Each is one construction: a verb or noun of custody, a way to print or reckon a date, people who are counted or named
in a row. What is expected is all that is drafted: nothing more may be.
"""

from __future__ import annotations

import pytest
from drafting import read

#: Sentences about one person, and what happened: kind, date ("-" where none is told), whom it is about.
CUSTODY = [
    ("Police in Minsk detained two German citizens on Monday.", ["detention 2025-03-03: 2 German citizens"]),
    ("Daniel Osei was picked up at Accra airport on 3 March.", ["detention 2025-03-03: Daniel Osei"]),
    ("Seven fishermen were seized by the coastguard off Larnaca on Friday.", ["detention 2025-02-28: 7 fishermen"]),
    (
        "The businessman, Karim Haddad, was stopped at the border on February 20 and taken into custody.",
        ["detention 2025-02-20: Karim Haddad"],
    ),
    ("Karim Haddad has been held since 20 February in Evin prison.", ["detention 2025-02-20: Karim Haddad"]),
    ("Maria Lopez, a nurse, has been in detention since last month.", ["detention 2025-02: Maria Lopez"]),
    (
        "Ivan Petrov, detained on 1 March at Sheremetyevo airport, is being held in Lefortovo.",
        ["detention 2025-03-01: Ivan Petrov"],
    ),
    ("Ten more people were detained overnight in Tbilisi.", ["detention -: 10 more people"]),
    (
        "Turkish police arrested a Swedish reporter, Olof Berg, on arrival in Istanbul on Thursday.",
        ["arrest 2025-02-27: Olof Berg"],
    ),
    ("The arrest of Olof Berg on 27 February drew protests.", ["arrest 2025-02-27: Olof Berg"]),
    ("A judge ordered that Ivan Petrov be held for 60 days on 1 March.", ["arrest 2025-03-01: Ivan Petrov"]),
    (
        "Lucy Adams and Mark Hill were remanded into custody on Tuesday.",
        ["arrest 2025-03-04: Lucy Adams", "arrest 2025-03-04: Mark Hill"],
    ),
    ("Lucy Adams was formally arrested on 24 February.", ["arrest 2025-02-24: Lucy Adams"]),
    ("Lucy Adams has been under house arrest since 24 February.", ["house-arrest 2025-02-24: Lucy Adams"]),
    (
        "A district court extended Ivan Petrov's pre-trial detention by three months on Tuesday.",
        ["custody-extension 2025-03-04: Ivan Petrov"],
    ),
    (
        "The court extended the detention of Ivan Petrov on 4 March until 30 June.",
        ["custody-extension 2025-03-04: Ivan Petrov"],
    ),
    ("Olof Berg was charged with spying on Monday.", ["charge 2025-03-03: Olof Berg"]),
    ("Olof Berg was indicted on two counts of fraud by a grand jury on Monday.", ["charge 2025-03-03: Olof Berg"]),
    ("Charges of spying were brought against Olof Berg on Monday.", ["charge 2025-03-03: Olof Berg"]),
    ("Olof Berg made his first court appearance on Monday.", ["hearing 2025-03-03: Olof Berg"]),
    ("The trial of Olof Berg opened on Monday in Ankara.", ["hearing 2025-03-03: Olof Berg"]),
    ("Olof Berg was hauled before a military court on Monday.", ["hearing 2025-03-03: Olof Berg"]),
    ("Olof Berg is due in court on 12 March.", ["hearing 2025-03-12 planned: Olof Berg"]),
    ("The next hearing is scheduled for 12 March.", ["hearing 2025-03-12 planned"]),
    ("The judge set the next hearing for 12 March.", ["hearing 2025-03-12 planned"]),
    ("A closed-door hearing took place on Monday.", ["hearing 2025-03-03"]),
    (
        "A court in Minsk sentenced Ivan Petrov to seven years in prison on Monday.",
        ["sentence 2025-03-03: Ivan Petrov"],
    ),
    ("Ivan Petrov was handed a seven-year term on Monday.", ["sentence 2025-03-03: Ivan Petrov"]),
    ("Ivan Petrov received a 12-year sentence on Monday.", ["sentence 2025-03-03: Ivan Petrov"]),
    (
        "A Minsk judge handed down a 12-year prison sentence to Ivan Petrov on Monday.",
        ["sentence 2025-03-03: Ivan Petrov"],
    ),
    (
        "Ivan Petrov was fined 2,000 euros and sentenced to 15 days of administrative arrest on Monday.",
        ["sentence 2025-03-03: Ivan Petrov"],
    ),
    (
        "Ivan Petrov was found guilty of treason and sentenced to 12 years on Monday.",
        ["sentence 2025-03-03: Ivan Petrov", "verdict 2025-03-03: Ivan Petrov"],
    ),
    ("Ivan Petrov, sentenced in 2022 to 12 years, is in poor health.", ["sentence 2022: Ivan Petrov"]),
    ("Ivan Petrov, who was jailed in June 2023, is in poor health.", []),
    ("The Supreme Court rejected the appeal of Ivan Petrov on Monday.", ["appeal 2025-03-03: Ivan Petrov"]),
    ("Her lawyers filed an appeal on 28 February.", ["appeal 2025-02-28"]),
    ("Ivan Petrov lost his appeal on Monday.", ["appeal 2025-03-03: Ivan Petrov"]),
    ("Ivan Petrov walked free on Monday after 300 days in custody.", ["release 2025-03-03: Ivan Petrov"]),
    ("Libya has released six Indian sailors, the embassy said.", ["release -: 6 Indian sailors"]),
    ("Ivan Petrov was pardoned and released on Monday.", ["release 2025-03-03: Ivan Petrov"]),
    ("The release of Ivan Petrov on Monday came after weeks of talks.", ["release 2025-03-03: Ivan Petrov"]),
    ("Ivan Petrov was freed in a prisoner swap on Monday.", ["exchange 2025-03-03: Ivan Petrov"]),
    ("Russia and Ukraine exchanged 150 prisoners each on Monday.", ["exchange 2025-03-03: 150 prisoners"]),
    ("Ivan Petrov was put on a plane to Moscow on Monday.", ["deportation 2025-03-03: Ivan Petrov"]),
    ("Ivan Petrov was flown out of the country on Monday.", ["deportation 2025-03-03: Ivan Petrov"]),
    ("Ivan Petrov was transferred to a prison in Mordovia on Monday.", ["transfer 2025-03-03: Ivan Petrov"]),
    ("Ivan Petrov was taken back to prison on Monday.", ["transfer 2025-03-03: Ivan Petrov"]),
    ("Ivan Petrov was found dead in his cell on Monday.", ["death 2025-03-03: Ivan Petrov"]),
    ("Consular officers visited Ivan Petrov on Monday.", ["consular-visit 2025-03-03: Ivan Petrov"]),
    ("Diplomats were granted consular access to Ivan Petrov on Monday.", ["consular-visit 2025-03-03: Ivan Petrov"]),
    ("Ivan Petrov was visited by consular officials on Monday.", ["consular-visit 2025-03-03: Ivan Petrov"]),
    ("A lawyer visited Ivan Petrov on Monday.", ["lawyer-visit 2025-03-03: Ivan Petrov"]),
    ("His lawyer was allowed to see Ivan Petrov on Monday.", ["lawyer-visit 2025-03-03: Ivan Petrov"]),
    (
        "Foreign Minister Jan Novak and his counterpart Igor Sokolov held talks in Vienna on Monday.",
        ["meeting 2025-03-03: Igor Sokolov + Jan Novak"],
    ),
    (
        "President Jan Novak held a phone call with President Igor Sokolov on Monday.",
        ["phone-call 2025-03-03: Igor Sokolov + Jan Novak"],
    ),
    ("The foreign ministry summoned the Iranian ambassador on Monday.", []),
    ("The embassy sent a diplomatic note to the foreign ministry on Monday.", ["diplomatic-note 2025-03-03"]),
    ("A petition with 12,000 signatures was handed to the embassy on Monday.", ["petition 2025-03-03"]),
    ("Officers raided her flat on Monday and seized two laptops.", ["search 2025-03-03"]),
]
#: People in numbers, lists and groups, and dates that are told by others.
SEVERAL = [
    (
        "Four crew members were detained on 3 March together with the captain, Luis Ortega.",
        ["detention 2025-03-03: 4 crew members", "detention 2025-03-03: Luis Ortega"],
    ),
    (
        "Ann Poe was arrested on Monday along with her colleague Tom Roe.",
        ["arrest 2025-03-03: Ann Poe", "arrest 2025-03-03: Tom Roe"],
    ),
    (
        (
            "A British couple were freed on Friday. Ann Poe, 60, and her husband, Tom Poe, 65, had been detained "
            "in January."
        ),
        [
            "detention 2025-01: Ann Poe",
            "detention 2025-01: Tom Poe",
            "release 2025-02-28: Ann Poe",
            "release 2025-02-28: Tom Poe",
        ],
    ),
    (
        "Five sailors were freed on Friday. The sailors had been detained on 2 January.",
        ["detention 2025-01-02: 5 sailors", "release 2025-02-28: 5 sailors"],
    ),
    (
        "Police detained 12 protesters on Friday. Five of them were released the next day.",
        ["detention 2025-02-28: 12 protesters", "release 2025-03-01: Five of them"],
    ),
    (
        "Three journalists were arrested on Monday. They were released on Tuesday.",
        ["arrest 2025-03-03: 3 journalists", "release 2025-03-04: 3 journalists"],
    ),
    (
        "More than 200 people were detained at rallies across the country on Sunday, according to OVD-Watch.",
        ["detention 2025-03-02: More than 200 people"],
    ),
    ("At least a dozen students were rounded up on Sunday.", ["detention 2025-03-02: At least a dozen students"]),
    ("Dozens of protesters were arrested on Sunday.", []),
    ("Some 30 migrants were deported on Monday.", ["deportation 2025-03-03: Some 30 migrants"]),
    ("All 14 crew were released on Monday.", ["release 2025-03-03: 14 crew"]),
    ("The 14-member crew was released on Monday.", ["release 2025-03-03: 14-member crew"]),
    (
        "Two Australians and a Canadian were arrested on Monday.",
        ["arrest 2025-03-03: 2 Australians", "arrest 2025-03-03: Canadian"],
    ),
    ("Nineteen of the 26 activists were deported on Monday.", ["deportation 2025-03-03: Nineteen of the 26 activists"]),
    ("Two men, aged 24 and 31, were arrested on Monday.", ["arrest 2025-03-03: 2 men"]),
    (
        "A woman and two children were detained on Monday.",
        ["detention 2025-03-03: 2 children", "detention 2025-03-03: woman"],
    ),
    ("Seven people, including two foreigners, were arrested on Monday.", ["arrest 2025-03-03: 7 people"]),
    (
        "Ann Poe, Tom Roe and Jan Kask were sentenced to two years each on Monday.",
        ["sentence 2025-03-03: Ann Poe", "sentence 2025-03-03: Jan Kask", "sentence 2025-03-03: Tom Roe"],
    ),
    (
        "The court jailed Ann Poe for two years and Tom Roe for three on Monday.",
        ["sentence 2025-03-03: Ann Poe", "sentence 2025-03-03: Tom Roe"],
    ),
    (
        "Ann Poe was jailed for two years and Tom Roe for three on Monday.",
        ["sentence 2025-03-03: Ann Poe", "sentence 2025-03-03: Tom Roe"],
    ),
    (
        "Ann Poe was detained on 1 March. The following day a court ordered her held for two months.",
        ["arrest 2025-03-02: Ann Poe", "detention 2025-03-01: Ann Poe"],
    ),
    (
        "Ann Poe was detained on 1 March. Two days later, a judge remanded her in custody.",
        ["arrest 2025-03-03: Ann Poe", "detention 2025-03-01: Ann Poe"],
    ),
    (
        "Ann Poe was detained on 1 March and, a day later, charged with fraud.",
        ["charge 2025-03-02: Ann Poe", "detention 2025-03-01: Ann Poe"],
    ),
    (
        "Ann Poe was detained last month. She was charged on Monday.",
        ["charge 2025-03-03: Ann Poe", "detention 2025-02: Ann Poe"],
    ),
    (
        "Ann Poe was released on Monday, a day after her arrest.",
        ["arrest 2025-03-02: Ann Poe", "release 2025-03-03: Ann Poe"],
    ),
    (
        "Ann Poe was released on Monday, three days after she was arrested.",
        ["arrest 2025-02-28: Ann Poe", "release 2025-03-03: Ann Poe"],
    ),
    (
        "Ann Poe, arrested in June 2023, was released on Monday.",
        ["arrest 2023-06: Ann Poe", "release 2025-03-03: Ann Poe"],
    ),
    (
        "Ann Poe, who was arrested in June 2023, was released on Monday.",
        ["arrest 2023-06: Ann Poe", "release 2025-03-03: Ann Poe"],
    ),
    (
        "On 1 March police detained Ann Poe. The same day they searched her flat.",
        ["detention 2025-03-01: Ann Poe", "search 2025-03-01"],
    ),
    (
        "Police detained Ann Poe on 1 March after searching her flat.",
        ["detention 2025-03-01: Ann Poe", "search 2025-03-01"],
    ),
    ("Ann Poe was detained on 1 March. She remains in custody.", ["detention 2025-03-01: Ann Poe"]),
    ("Ann Poe was detained on the evening of 1 March.", ["detention 2025-03-01: Ann Poe"]),
    ("Ann Poe was detained early on Monday.", ["detention 2025-03-03: Ann Poe"]),
    (
        "Ann Poe was arrested in 2022 and sentenced the following year to nine years.",
        ["arrest 2022: Ann Poe", "sentence 2023: Ann Poe"],
    ),
    ("Police denied that Ann Poe had been detained.", []),
    ("Ann Poe could be deported, her lawyer said.", []),
    ("The embassy called for the release of Ann Poe.", []),
    ("If convicted, Ann Poe faces up to ten years in prison.", []),
    ("Ann Poe faces trial on 20 March.", ["hearing 2025-03-20 planned: Ann Poe"]),
    ("Ann Poe will be released on 20 March.", ["release 2025-03-20 planned: Ann Poe"]),
    ("The verdict is expected on 20 March.", []),
    ("Ann Poe's lawyer, Tom Roe, visited her on Monday.", ["lawyer-visit 2025-03-03: Ann Poe"]),
    (
        (
            "Ann Poe was arrested on 1 March. “The consul visited her on Monday,” the ministry's spokeswoman, Eva "
            "Moll, said."
        ),
        ["arrest 2025-03-01: Ann Poe", "consular-visit 2025-03-03: Ann Poe"],
    ),
    (
        "Ann Poe was arrested on 1 March. Embassy staff have been granted consular access and visited her on Monday.",
        ["arrest 2025-03-01: Ann Poe", "consular-visit 2025-03-03: Ann Poe"],
    ),
    (
        "The arrests of Ann Poe and Tom Roe on Monday drew protests.",
        ["arrest 2025-03-03: Ann Poe", "arrest 2025-03-03: Tom Roe"],
    ),
    ("The deportation of Ann Poe took place on Monday.", ["deportation 2025-03-03: Ann Poe"]),
    (
        "The prisoner exchange took place at Ankara airport on Monday. Ann Poe and Tom Roe were among those freed.",
        ["exchange 2025-03-03: Ann Poe", "exchange 2025-03-03: Tom Roe"],
    ),
    (
        "Moscow and Washington swapped prisoners on Monday: Ann Poe was handed over for Ivan Petrov.",
        ["exchange 2025-03-03: Ann Poe", "exchange 2025-03-03: Ivan Petrov"],
    ),
    (
        (
            "Court notice: On 4 March 2025 the District Court extended the remand of the accused Petrov Ivan "
            "until 4 May 2025."
        ),
        ["custody-extension 2025-03-04: Petrov Ivan"],
    ),
    ("Ann Poe has been released.", ["release -: Ann Poe"]),
    ("Ann Poe has been missing since 1 March.", []),
    (
        (
            "Investigators detained Ann Poe, a director of the firm, and charged her with fraud, the "
            "Investigative Committee said on Monday."
        ),
        ["charge -: Ann Poe", "detention -: Ann Poe"],
    ),
]
#: Embassies, ministries, courts and campaigners in their own manner; and what is no event.
NOTICES = [
    (
        (
            "The Embassy of France confirms that a French national, Luc Martin, was arrested in Tehran on 2 "
            "March. Consular staff have requested access to him."
        ),
        ["arrest 2025-03-02: Luc Martin"],
    ),
    (
        "The embassy said its staff had been able to visit Luc Martin in Evin prison on Sunday.",
        ["consular-visit 2025-03-02: Luc Martin"],
    ),
    (
        (
            "The Foreign Ministry said it was in contact with the family of Luc Martin, who was detained in "
            "Tehran last week."
        ),
        ["detention [2025-02-24..2025-03-02]: Luc Martin"],
    ),
    (
        (
            "NGO alert: On 3 March, four plainclothes agents raided the office of lawyer Sara Amiri and took her "
            "to an unknown location."
        ),
        ["detention 2025-03-03: Sara Amiri", "search 2025-03-03"],
    ),
    ("Sara Amiri has been on trial since 10 February.", ["hearing 2025-02-10: Sara Amiri"]),
    (
        (
            "Amnesty called for the immediate release of Sara Amiri, who has been held in solitary confinement "
            "since 10 February."
        ),
        ["detention 2025-02-10: Sara Amiri"],
    ),
    ("The Kyiv court on Tuesday chose a measure of restraint for Ivan Koval in the form of detention for 60 days.", []),
    ("A Kyiv court on Tuesday ordered the arrest of Ivan Koval for 60 days.", ["arrest 2025-03-04: Ivan Koval"]),
    ("The prosecutor requested a sentence of nine years for Ivan Koval at Tuesday's hearing.", ["hearing 2025-03-04"]),
    ("Prosecutors on Tuesday asked the court to jail Ivan Koval for nine years.", []),
    (
        "The verdict in the case of Ivan Koval will be announced on 14 March.",
        ["verdict 2025-03-14 planned: Ivan Koval"],
    ),
    ("The court will deliver its verdict on 14 March.", []),
    ("The trial of Ivan Koval has been adjourned to 14 March.", ["hearing 2025-03-14 planned: Ivan Koval"]),
    (
        "The trial of Ivan Koval, adjourned from Monday, resumes on 14 March.",
        ["hearing 2025-03-14 planned: Ivan Koval"],
    ),
    ("The appeal of Ivan Koval will be heard on 14 March.", ["appeal 2025-03-14 planned: Ivan Koval"]),
    ("The Court of Appeal on Monday reduced the sentence of Ivan Koval to four years.", []),
    (
        "President Petr Hala pardoned Ivan Koval on Monday and he was freed the same evening.",
        ["release 2025-03-03: Ivan Koval"],
    ),
    ("Ivan Koval returned home on Monday after 14 months in a Russian prison.", []),
    (
        "The two sides exchanged 175 prisoners of war each on Wednesday, the Defence Ministry said.",
        ["exchange 2025-03-05: 175 prisoners of war"],
    ),
    ("Russia handed over 22 Ukrainian civilians on Wednesday.", ["exchange 2025-03-05: 22 Ukrainian civilians"]),
    (
        "Polish border guards handed Ivan Koval over to the Ukrainian police on Monday.",
        ["transfer 2025-03-03: Ivan Koval"],
    ),
    ("Ivan Koval was handed over to his relatives on Monday.", ["release 2025-03-03: Ivan Koval"]),
    (
        "Nepal deported 12 Chinese nationals on Sunday for overstaying their visas.",
        ["deportation 2025-03-02: 12 Chinese nationals"],
    ),
    (
        "Twelve Chinese nationals were put on a flight to Chengdu on Sunday.",
        ["deportation 2025-03-02: 12 Chinese nationals"],
    ),
    (
        "Foreign Minister Jan Novak summoned the Iranian chargé d'affaires on Monday and handed him a note of protest.",
        ["diplomatic-note 2025-03-03"],
    ),
    (
        "Jan Novak discussed the case of Luc Martin with Iranian Foreign Minister Reza Moini by phone on Monday.",
        ["phone-call 2025-03-03: Jan Novak + Reza Moini"],
    ),
    ("Jan Novak raised the case of Luc Martin with Iranian Foreign Minister Reza Moini in Geneva on Monday.", []),
    ("Jan Novak telephoned Reza Moini on Monday.", ["phone-call 2025-03-03: Jan Novak + Reza Moini"]),
    (
        "President Jan Novak received President Reza Moini in Prague on Monday.",
        ["meeting 2025-03-03: Jan Novak + Reza Moini"],
    ),
    (
        "Talks between Jan Novak and Reza Moini took place in Prague on Monday.",
        ["meeting 2025-03-03: Jan Novak + Reza Moini"],
    ),
    ("Jan Novak will meet Reza Moini in Prague on 14 March.", ["meeting 2025-03-14 planned: Jan Novak + Reza Moini"]),
    (
        "Ana Lima and four others were detained on Sunday. They were released without charge on Monday.",
        [
            "detention 2025-03-02: 4 others",
            "detention 2025-03-02: Ana Lima",
            "release 2025-03-03: 4 others",
            "release 2025-03-03: Ana Lima",
        ],
    ),
    ("Of the 40 people arrested on Sunday, 12 remain in custody.", ["arrest 2025-03-02: 40 people"]),
    (
        "Authorities arrested 40 people on Sunday and released 28 of them on Monday.",
        ["arrest 2025-03-02: 40 people", "release 2025-03-03: 28 of them"],
    ),
    (
        "Ana Lima, 33, died in a prison hospital on 1 March, a week after she was transferred there.",
        ["death 2025-03-01: Ana Lima", "transfer 2025-02-22: Ana Lima"],
    ),
    (
        "Ana Lima, a blogger sentenced to six years in 2023, was moved to another colony on Monday.",
        ["sentence 2023: Ana Lima", "transfer 2025-03-03: Ana Lima"],
    ),
    ("Ana Lima was sentenced in absentia to eight years on Monday.", ["sentence 2025-03-03: Ana Lima"]),
    ("Ana Lima was stopped at the airport on Monday and told that she could not leave.", []),
    ("A warrant for the arrest of Ana Lima was issued on Monday.", []),
    ("Ana Lima surrendered to police on Monday.", []),
    ("Interpol issued a red notice for Ana Lima on Monday.", []),
    ("A judge on Monday refused bail to Ana Lima.", []),
    ("Ana Lima was granted bail of 5,000 euros on Monday.", ["release 2025-03-03: Ana Lima"]),
    ("Ana Lima was not arrested on Monday, police said.", []),
    ("Reports that Ana Lima had been arrested are false, police said on Monday.", []),
    ("Lawyers for Ana Lima said on Monday that she had been beaten in custody.", []),
    ("More than 30 countries on Monday condemned the arrest of Ana Lima.", ["arrest -: Ana Lima"]),
]


def happened(text: str) -> set[str]:
    """All events of a text that is published on Wednesday, 5 March 2025, each of one name as in the lists above."""
    found = read("en", text, "2025-03-05")
    names = {f"@{draft.key}": draft.fields["names"][0]["text"] for draft in found if draft.table == "people"}
    made = set()
    for draft in found:
        if draft.table == "events":
            who = sorted(names[one["person"]] for one in draft.fields.get("participants", ()))
            planned = " planned" if draft.fields.get("planned") else ""
            day = f"{draft.fields['kind']} {draft.fields['when'].get('edtf') or '-'}{planned}"
            made.add(f"{day}: {' + '.join(who)}" if who else day)
    return made


@pytest.mark.parametrize(("text", "expected"), [*CUSTODY, *SEVERAL, *NOTICES])
def test_all_that_a_sentence_tells(text: str, expected: list[str]) -> None:
    assert happened(text) == set(expected)
