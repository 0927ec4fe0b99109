"""Russian nominatives: of names, with the gender that the name itself shows; of phrases, with what agrees in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from casefile.ingest.analysis import Token
from casefile.ingest.forms import NameForm, fold, joined, noun_as
from casefile.ingest.forms.ru_declension import (
    CASES,
    ENDINGS,
    FIXED,
    GENDERS,
    OF_WHOM,
    bent_from,
    capitalised,
    given_readings,
    in_nominative,
    is_first_name,
    name_readings,
    nominatives,
    read_by_ending,
    sex_of,
)
from casefile.ingest.taggers.ru_people import analyzer

#: How first names end that are a woman's, or a man's in the nominative.
_UNCHANGED = re.compile(r"[бвгджзклмнпрстфхцчшщ]$")
#: What a man's first name in another case can end in; of Зулайхо Рахимова it is hers, in the nominative.
_OPEN = "аеиуыюяьй"
#: How a man's name ends in the instrumental, and hardly one in the nominative.
_INSTRUMENTAL = re.compile(r"[бвгджзклмнпрстфхц]ом$|[жцчшщ]ем$")
#: Men's first names that never change, whatever the surname after them shows.
_HIS_FIXED = frozenset(
    """
    христо нико отто бруно марко паоло пабло пауло умберто роберто антонио гвидо хайро такео николо данило петро павло
    михайло гаврило дмитро вано марио серджо джорджо альберто фернандо эдуардо рикардо диего педро пьетро карло уго
    франсиско эрнесто лоренцо леонардо альфредо хулио эмилио ромео алессандро али аднан-али рафаэло жоау гиорги юхани
    раду кваме эмре джонни генри андре рене хосе жозе тецуо хидео кендзи синдзо микко пекка вели сидни бобби тони энди
    """.split()  # noqa: SIM905 - a list of words reads better without their quotes
)
_HERS = re.compile(r"(?:[оеё]в|[иы]н)а$|[сц]кая$")
_HIS = re.compile(r"(?:[оеё]в|[иы]н)$|[сц]кий$")
#: What tells one bearer of a surname from another of the same family.
_ELDER = re.compile(r"-(?:старш|младш)\w+$")
#: Surnames in the plural, with their endings.
_PLURAL = re.compile(r"(?:(?<=[сц]к)(?:ие|их|ими?)|(?:(?<=[оеё]в)|(?<=[иы]н))(?:ы|ых|ыми?))$")
#: From this number on a noun stands in the genitive plural with a plain numeral.
_FEW = {2: "двое", 3: "трое", 4: "четверо"}
_NUMBERS = {
    5: "пять", 6: "шесть", 7: "семь", 8: "восемь", 9: "девять", 10: "десять", 11: "одиннадцать", 12: "двенадцать",
    13: "тринадцать", 14: "четырнадцать", 15: "пятнадцать", 16: "шестнадцать", 17: "семнадцать", 18: "восемнадцать",
    19: "девятнадцать", 20: "двадцать", 30: "тридцать", 40: "сорок", 50: "пятьдесят", 100: "сто",
}  # fmt: skip


class RussianForms:
    """Word forms by pymorphy3 where it knows the word, and by endings where it does not."""

    def phrase(self, tokens: Sequence[Token], head: int) -> str:
        """The noun phrase with its head, and what agrees with it, in the nominative."""
        noun = tokens[head]
        if noun.feats.get("Case", "Nom") == "Nom":
            return joined(tokens)
        number = noun.feats.get("Number", "Sing")
        gender = _gender(noun)
        made = []
        for index, token in enumerate(tokens):
            agrees = (
                index < head
                and token.pos in {"ADJ", "DET", "VERB", "NUM"}
                and token.feats.get("Case") == noun.feats.get("Case")
            )
            text = token.text
            if index == head or agrees:
                text = _nominative(token, number, gender)
            made.append(noun_as(token, text))
        return joined(made)

    def family(self, first: Token, last: Token) -> NameForm | None:
        """The name of one of several who share a surname in the plural: "Анжела и Родион Сосновские"."""
        found = _PLURAL.search(fold(last.text))
        if found is None:
            return None
        cases = {"Nom"} if found[0] in {"ие", "ы"} else CASES.keys() - {"Nom"}
        readings = [reading for reading in name_readings(first.text, "Name") if reading[0] in cases]
        if not readings:
            return None
        told = first.feats.get("Case", "")
        case, gender, text = max(readings, key=lambda reading: reading[0] == told)
        stem = last.text[: found.start()]
        masculine, feminine = ("ий", "ая") if stem.endswith("к") else ("", "а")
        ending = feminine if gender == "Fem" else masculine
        made = f"{capitalised(text, first.text)} {stem}{ending}"
        return NameForm(made, gender, case, sure=True, options=frozenset({fold(stem + ending)}))

    def name(self, tokens: Sequence[Token], *, case: str = "", gender: str = "") -> NameForm:
        """The name in the nominative, by the case that its first name, its ending and the tagger agree on best."""
        words = [token.text for token in tokens]
        first = _first_name(words)
        told = case or _tagged(tokens, "Case")
        gender = gender or next((OF_WHOM[word] for word in map(fold, words) if word in OF_WHOM), "")
        gender = gender or ("Masc" if fold(words[0]) in _HIS_FIXED and len(words) > 1 else "")
        sex = gender or _tagged(tokens, "Gender")
        by_ending = frozenset() if _ELDER.search(words[-1]) else read_by_ending(words[-1])
        if len(words) == 1 and case == "Nom":
            # "его супруга Карине", a first name alone that looks like a surname in another case
            named = frozenset(r[:2] for r in name_readings(words[0], "Name") if r[0] == "Nom")
            by_ending = named or by_ending
        if len(words) > 1 and first is None and _UNCHANGED.search(fold(words[0])):
            # a man's name that ends so would have changed: "Джерен Атаева" is a woman
            by_ending = frozenset(r for r in by_ending if r[1] != "Masc" or r[0] == "Nom") or by_ending
        readings = name_readings(words[first], "Name") if first is not None else ()
        by_name = frozenset((reading[0], reading[1]) for reading in readings)
        if first != 0 and len(words) > 1 and (given := given_readings(words[0])):
            first, by_name = None, given
        last_is_first = first is not None and first == len(words) - 1
        nowhere = told == "Nom" and last_is_first and not any(case == "Nom" for case, _ in by_ending or by_name)
        if case == "Nom" and told == "Nom" and not by_ending and not any(reading[0] == "Nom" for reading in by_name):
            nowhere = True
        if not by_ending and first is None and {found for found, _ in by_name} == {"Nom"} and told != "Nom":
            by_name = frozenset()  # "блогера Нгуен Ван Тхиня", of whose names only the last changes
        if not by_ending and (not by_name or nowhere):
            return _unknown(tokens, told, gender, given=bool(case))

        unbent = words[-1][-1:].lower() not in _OPEN and not FIXED.search(fold(words[-1]))
        closed = len(words) > 1 and unbent  # a man's surname would have an ending, too: "Амину Шевчук"
        closed = closed or (gender != "Masc" and first != 0 and len(words) > 1 and words[0][-1:].lower() not in _OPEN)

        def worth(reading: tuple[str, str]) -> float:
            return (
                2 * (reading[0] == told)
                + (reading[1] == sex) * (3 if gender else 1)
                + (2 if first is not None else 3) * (reading in by_name)
                + _fit(reading, words[:-1] if first is None else words[first + 1 :]) / 4
                + (reading[0] == "Nom") / 10
                - 4 * (closed and reading[1] == "Masc" and reading[0] != "Nom")  # a man's name would have an ending
            )

        ranked = sorted(by_ending or by_name, key=worth, reverse=True)
        found_case, found_gender = ranked[0]
        # a man's accusative looks like his genitive, but for names in -а: "журналиста Садуллу Ашурова"
        hidden = ranked[0] == ("Gen", "Masc") and first is None and fold(words[0])[-1] in "ую"
        made = [
            in_nominative(
                word,
                "Acc" if hidden and place == 0 else found_case,
                found_gender,
                first_name=place <= (first if first is not None else 0) and len(words) > 1,
            )
            for place, word in enumerate(words)
        ]
        sure = worth(ranked[0]) >= 3 or len(ranked) == 1  # noqa: PLR2004 - case and one thing besides
        if len(words) == 1:
            sure = found_case == "Nom" == told and bool(_HIS.search(fold(words[0])))
        options = {fold(made[-1])}
        if len(words) == 1 or (found_case == "Nom" and told not in {"", "Nom"}):
            options |= nominatives(words[-1])
        return NameForm(_put(tokens, made), found_gender, found_case, sure=sure, options=frozenset(options))

    def bent(self, tokens: Sequence[Token], last: str, gender: str) -> NameForm | None:
        """The name, where its last word is the surname `last` in another case; None where no case makes that of it."""
        word, found = fold(tokens[-1].text), []
        for sex in [gender] if gender else ENDINGS:
            for case, endings in ENDINGS[sex].items():
                if any(word.endswith(old) and bent_from(word.removesuffix(old), new) == last for old, new in endings):
                    found.append((case, sex))
        if word == last:
            found += [("Nom", sex) for sex in ([gender] if gender else ("Masc", "Fem"))]
        if not found:
            return None
        told, sex = _tagged(tokens, "Case"), _tagged(tokens, "Gender")
        words = [token.text for token in tokens]
        by_name = {reading[:2] for reading in name_readings(words[0], "Name")} or given_readings(words[0])
        case, sex = max(found, key=lambda each: (2 * (each in by_name) + (each[0] == told), each[1] == sex))
        made = [in_nominative(each, case, sex, first_name=True) for each in words[:-1]]
        return NameForm(
            _put(tokens, [*made, capitalised(last, words[-1])]), sex, case, sure=True, options=frozenset({last})
        )

    def singular(self, tokens: Sequence[Token], head: int) -> str:
        """The noun phrase with its head, and what agrees with it, in the nominative of the singular."""
        noun = tokens[head]
        made = [
            noun_as(
                token,
                _inflected(token, "nomn", "sing")
                if index == head or (index < head and token.feats.get("Case") == noun.feats.get("Case"))
                else token.text,
            )
            for index, token in enumerate(tokens)
        ]
        return joined(made)

    def plural_name(self, word: str) -> bool:
        """Whether its ending is one of surnames in the plural."""
        return bool(_PLURAL.search(fold(word)))

    def first_name(self, word: str) -> bool:
        """Whether pymorphy3 knows it as one."""
        return is_first_name(word)

    def patronymic(self, word: str) -> bool:
        """Whether it ends as patronymics do."""
        return re.search(r"(?:[оеё]вич|ьич|[оеё]вна|и(?:нич)?на)$", word) is not None and len(word) > 5  # noqa: PLR2004

    def womans_name(self, word: str) -> bool:
        """Whether it is one in the nominative, or ends as one and is nobody's in another case alone."""
        readings = {reading[:2] for reading in name_readings(word, "Name")} or given_readings(word)
        return ("Nom", "Fem") in readings or (word.endswith(("а", "я")) and not readings)

    def common_noun(self, word: str) -> bool:
        """Whether pymorphy3 knows it as a noun for a living being and as no name."""
        parses = [parse for parse in analyzer().parse(word) if parse.is_known]
        names = {"Name", "Surn", "Patr", "Geox", "Orgn"}
        return any("anim" in parse.tag for parse in parses) and not any(names & parse.tag.grammemes for parse in parses)

    def counted(self, number: int, tokens: Sequence[Token], head: int) -> str:
        """A numeral and the noun phrase as it stands after one: "восемь россиян", "двое российских граждан"."""
        word = _FEW.get(number) or _NUMBERS.get(number) or str(number)
        made = []
        for index, token in enumerate(tokens):
            text = token.text
            if index == head or (index < head and token.pos in {"ADJ", "DET", "VERB"}):
                text = _inflected(token, "gent", "plur")
            made.append(noun_as(token, text))
        return f"{word} {joined(made)}"


def load() -> RussianForms:
    """Word forms of Russian."""
    return RussianForms()


def _put(tokens: Sequence[Token], words: Sequence[str]) -> str:
    made = [noun_as(token, word) for token, word in zip(tokens, words, strict=True)]
    return joined(made)


def _tagged(tokens: Sequence[Token], feature: str) -> str:
    """What the tagger says of a feature for most of the tokens."""
    values = [token.feats[feature] for token in tokens if feature in token.feats]
    return max(values, key=values.count) if values else ""


def _unknown(tokens: Sequence[Token], told: str, gender: str, *, given: bool) -> NameForm:
    """A name of which neither the first word is known nor the ending of the last."""
    words = [token.text for token in tokens]
    if told in {"", "Nom"} and len(words) > 1 and all(_INSTRUMENTAL.search(fold(word)) for word in words):
        told, gender = "Ins", "Masc"  # "с министром Кхампхэтом Синавонгом"
    if told in {"", "Nom"}:
        options = {fold(words[-1])}
        if len(words) == 1:
            options |= nominatives(words[-1])
        if "-" in words[-1]:
            options.add(fold(words[-1]).split("-")[0])
        return NameForm(joined(tokens), gender, "Nom", sure=given and len(words) > 1, options=frozenset(options))
    unchanged = len(words) > 1 and re.search(r"[бвгджзклмнпрстфхцчшщ]$", fold(words[-1]))
    hers = unchanged and re.search(r"[ыиуюе]$|[оеа]й$", fold(words[0]))  # "Лиану Саргсян": his would be Саргсяна
    sex = gender or ("Fem" if hers else sex_of(words[-1], told))
    made = [in_nominative(word, told, sex, first_name=False) for word in words]
    if elder := _ELDER.search(words[-1]):
        alone = nominatives(words[-1][: elder.start()])
        return NameForm(_put(tokens, made), gender, told, sure=False, options=alone)
    shown = gender or ("" if made[-1].endswith(("а", "я")) else sex)
    if len(words) > 1 and told in {"Dat", "Loc"} and all(fold(word)[-1] in "еиоэ" for word in words):
        made, shown = words, ""  # Кваме Асанте: nothing shows a case
    return NameForm(
        _put(tokens, made), shown, told, sure=False, options=frozenset({fold(made[-1])}) | nominatives(words[-1])
    )


def _first_name(words: Sequence[str]) -> int | None:
    """Where the first name stands; None where the name is a surname alone or of a language that is not known."""
    if len(words) == 1:
        return None
    if all(is_first_name(word) for word in words[:2]) and name_readings(words[0], "Surn"):
        return 1 if not name_readings(words[1], "Surn") else 0
    return next((place for place, word in enumerate(words) if is_first_name(word)), None)


def _fit(reading: tuple[str, str], others: Sequence[str]) -> int:
    """How many of the words after a first name can stand in the case and gender that it is read as."""
    case, gender = reading
    score = 0
    for word in others:
        lowered = fold(word)
        if case == "Nom":
            score += not (_HERS if gender == "Masc" else _HIS).search(lowered)
        else:
            score += any(lowered.endswith(ending) for ending, _new in ENDINGS[gender][case]) and not _HIS.search(
                lowered
            )
            score += any(reading == found[:2] for found in name_readings(word, "Surn"))
    return score


def _gender(noun: Token) -> str:
    """The gender of a noun, as the dictionary has it."""
    for parse in analyzer().parse(noun.text):
        for grammeme, gender in (*GENDERS.items(), ("neut", "Neut")):
            if parse.tag.POS == "NOUN" and grammeme in parse.tag:
                return gender
    return noun.feats.get("Gender", "")


def _nominative(token: Token, number: str, gender: str) -> str:
    if number == "Plur":
        return _inflected(token, "nomn", "plur")
    wanted = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}.get(gender, "")
    return _inflected(token, "nomn", "sing", wanted if token.pos in {"ADJ", "DET", "VERB", "NUM"} else "")


def _inflected(token: Token, case: str, number: str, gender: str = "") -> str:
    """`token` in another case, by the reading of it that fits its own case and number; as printed where none does."""
    if token.text.isupper() and len(token.text) > 1:
        return token.text
    left, _, right = token.text.partition("-")
    if right and case == "nomn" and _known_noun(left):  # "компании-судовладельце"
        halves = (noun_as(token, half) for half in (left, right))
        return "-".join(_inflected(half, case, number, gender) for half in halves)
    wanted = {
        CASES.get(token.feats.get("Case", ""), ""),
        {"Sing": "sing", "Plur": "plur"}.get(token.feats.get("Number", ""), ""),
    } - {""}
    parses = [p for p in analyzer().parse(token.text) if wanted & p.tag.grammemes] or analyzer().parse(token.text)
    best: Any = max(parses, key=lambda parse: (len(wanted & parse.tag.grammemes), parse.score))
    made = best.inflect({case, number} | ({gender} if gender else set())) or best.inflect({case, number})
    return capitalised(str(made.word), token.text) if made is not None else token.text


@lru_cache(maxsize=8192)
def _known_noun(word: str) -> bool:
    """Whether a word is known as a noun in another case than the nominative of the singular."""
    parses = [parse for parse in analyzer().parse(word) if parse.is_known]
    return bool(parses) and all(parse.tag.POS == "NOUN" and parse.normal_form != word.lower() for parse in parses)


