"""Names of people in English news, from many countries: titles before them, nicknames, one-word names, no firms."""

from __future__ import annotations

import pytest
from drafting import read

NAMES = [
    ("Police in Bogotá arrested Juan Carlos de la Torre Mendoza on Monday.", {"Juan Carlos de la Torre Mendoza"}),
    ("Mullah Abdul Rahim Akhundzada was released on Monday.", {"Abdul Rahim Akhundzada"}),
    (
        "Ayatollah Hossein Karimi-Rad criticised the arrest of Sheikh Yusuf al-Qahtani on Monday.",
        {"Hossein Karimi-Rad", "Yusuf al-Qahtani"},
    ),
    (
        "Taoiseach Conor Brannigan spoke to reporters; Tánaiste Aoife Ní Dhomhnaill did not.",
        {"Aoife Ní Dhomhnaill", "Conor Brannigan"},
    ),
    ("Dato' Seri Ahmad Faizal bin Osman was charged on Monday.", {"Ahmad Faizal bin Osman"}),
    ("Nguyễn Văn Hùng, a blogger, was sentenced to six years on Monday.", {"Nguyễn Văn Hùng"}),
    ("Trần Thị Mai was arrested on Monday in Hanoi.", {"Trần Thị Mai"}),
    ("The detained man was identified as Oumar Diallo, a trader from Conakry.", {"Oumar Diallo"}),
    ("Hajia Aisha Bello-Usman was freed on Monday.", {"Aisha Bello-Usman"}),
    ("Chief Emeka Okonkwo was granted bail on Monday.", {"Emeka Okonkwo"}),
    ("Barrister Ngozi Eze told the court that her client, Chinedu Obi, was ill.", {"Chinedu Obi", "Ngozi Eze"}),
    ("Ustaz Ibrahim Musa was arrested on Monday.", {"Ibrahim Musa"}),
    ("Maulana Fazlur Karim was released on Monday.", {"Fazlur Karim"}),
    ("Pandit Ramesh Joshi was detained on Monday.", {"Ramesh Joshi"}),
    ("Shri Anil Deshmukh-Patil met the families on Monday.", {"Anil Deshmukh-Patil"}),
    ("Engr. Bashir Sani was arrested on Monday.", {"Bashir Sani"}),
    ("Senhor José Maria dos Anjos was deported on Monday.", {"José Maria dos Anjos"}),
    ("Señora Lucía Fernández de Kirchmayr was freed on Monday.", {"Lucía Fernández de Kirchmayr"}),
    (
        "Lt. Col. Pavel Sidorenko and Capt. Oleg Hrytsenko were swapped on Monday.",
        {"Oleg Hrytsenko", "Pavel Sidorenko"},
    ),
    ("Brig. Gen. Peter Malong Deng was detained in Juba on Monday.", {"Peter Malong Deng"}),
    ("Sgt. 1st Class Daniel Ruiz was handed over on Monday.", {"Daniel Ruiz"}),
    (
        "Ebrahim Qaderi, Shirin Alizadeh and Mohammad-Reza Taheri were executed on Monday.",
        {"Ebrahim Qaderi", "Mohammad-Reza Taheri", "Shirin Alizadeh"},
    ),
    ("Aye Aye Thin and Nay Lin Htun were arrested on Monday.", {"Aye Aye Thin", "Nay Lin Htun"}),
    ("Abdulrahman bin Khalid al-Otaibi was sentenced to 20 years on Monday.", {"Abdulrahman bin Khalid al-Otaibi"}),
    ("Umm Khaled, the wife of Abu Bakr al-Masri, was freed on Monday.", {"Abu Bakr al-Masri", "Umm Khaled"}),
    ("Erlan uulu Bakyt was detained on Monday in Bishkek.", {"Erlan uulu Bakyt"}),
    ("Gulnara Kyzy Asan was detained on Monday in Bishkek.", {"Gulnara Kyzy Asan"}),
    ("Zoltán Szabó-Kovács was released on Monday, his lawyer Péter Nagy said.", {"Péter Nagy", "Zoltán Szabó-Kovács"}),
    ("Þórdís Jónsdóttir was released on Monday.", {"Þórdís Jónsdóttir"}),
    ("Pieter van der Meer, 44, was arrested on Monday. Van der Meer denies the charge.", {"Pieter van der Meer"}),
    (
        "Ludwig von Braunfels was arrested on Monday, and von Braunfels was released on Tuesday.",
        {"Ludwig von Braunfels"},
    ),
    ("Chen was detained on Monday. His wife, Liu Fang, said police took him.", {"Chen", "Liu Fang"}),
    ("Tshewang, who goes by one name, was detained on Monday.", {"Tshewang"}),
    ("Suharto, a 45-year-old fisherman who like many Indonesians uses one name, was released on Monday.", {"Suharto"}),
    ("The fisherman, Budi, was released on Monday.", {"Budi"}),
    (
        "Prime Minister Datuk Ismail Hamzah met President Ferdinand Aquino-Cruz on Monday.",
        {"Ferdinand Aquino-Cruz", "Ismail Hamzah"},
    ),
    (
        "Foreign Minister Marja-Leena Virtanen called for the release of Timo Koskinen.",
        {"Marja-Leena Virtanen", "Timo Koskinen"},
    ),
    (
        "State Department spokeswoman Dana Perlmutter said the U.S. was aware of the case of Michael T. Hargrove.",
        {"Dana Perlmutter", "Michael T. Hargrove"},
    ),
    ("J.P. McAllister was arrested on Monday.", {"J.P. McAllister"}),
    ("Sean O'Leary and Siobhán Ní Bhriain were deported on Monday.", {"Sean O'Leary", "Siobhán Ní Bhriain"}),
    ("Ivan Ivanovich Petrov was sentenced in Samara on Monday.", {"Ivan Ivanovich Petrov"}),
    ("Defendant PETROV Ivan was sentenced on Monday.", {"PETROV Ivan"}),
    (
        "Mr Justice Thornbury adjourned the case of Mrs Olusola Adeyemi until 12 March.",
        {"Olusola Adeyemi", "Thornbury"},
    ),
    ("Bishop Rolando Álvarez-Núñez was put on a plane to Rome on Monday.", {"Rolando Álvarez-Núñez"}),
    ("Sister Inés Caballero and Brother Gabriel Ochoa were expelled on Monday.", {"Gabriel Ochoa", "Inés Caballero"}),
    ("Brother Gabriel was arrested on Monday. His sister Ana spoke to reporters.", {"Ana", "Gabriel"}),
    ("Princess Haya bint Rashid was detained on Monday.", {"Haya bint Rashid"}),
    ("Prophet Emmanuel Makandiwa was charged on Monday.", {"Emmanuel Makandiwa"}),
    ("Pastor Andrew Brunsdale and Elder Samuel Koh were arrested on Monday.", {"Andrew Brunsdale", "Samuel Koh"}),
    ("Ms. Prisca Mukamana and Madam Esther Nakato were freed on Monday.", {"Esther Nakato", "Prisca Mukamana"}),
    ("Nana Akufo Mensah, a chief, was arrested on Monday.", {"Nana Akufo Mensah"}),
    ("Ato Girma Tadesse was detained on Monday.", {"Girma Tadesse"}),
    ("Dr Yonas Gebremariam and W/ro Selam Assefa were released on Monday.", {"Selam Assefa", "Yonas Gebremariam"}),
]


def named(text: str) -> set[str]:
    found = read("en", text, "2025-03-05")
    return {
        draft.fields["names"][0]["text"]
        for draft in found
        if draft.table == "people" and draft.fields.get("kind", "individual") == "individual"
    }


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_everybody_with_a_name(text: str, expected: set[str]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mali on Thursday released four employees of the Canadian miner Northgate Lode.",
        "The coast guard stopped the Kyra Eleni and detained six sailors.",
        "Jailed Tajik lawyers will appeal.",
        "Lotus Leisure, a casino operator, declined to comment.",
        "He was flown out of Ben Gurion on Monday.",
    ],
)
def test_firms_ships_and_places_are_nobody(text: str) -> None:
    assert named(text) == set()
