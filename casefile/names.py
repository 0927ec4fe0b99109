"""Names across scripts: keys to search by, transliteration, and how likely two spellings are of one name.

It proposes and never decides: people merge records.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import permutations

#: At or above it two spellings are likely of one name, which is worth a warning before a second record is made.
SAME = 0.9
#: At or above it they may be.
MAYBE = 0.75
#: Below it what was typed does not refer to a name at all.
MIN_REFERENCE = 0.5

_LONGEST = 300  # characters of a name that are compared; longer ones are no names, and time must stay bounded
MOST_WORDS = 6  # of a name; those beyond are not compared
_SAME_SIGN = str.maketrans(
    {
        "ı": "i",
        "’": "'",
        "ʼ": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
    }
)


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character.isspace():
        return " "
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(part for part in apart if not unicodedata.combining(part)).translate(_SAME_SIGN)


class _FoldedCharacters(dict[int, str]):
    """What each character folds to, found out when it is first met: `str.translate` reads it at the speed of C."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_FOLDED = _FoldedCharacters()


def fold(text: str) -> str:
    """`text` as a key for search whatever the case, the accents and the shape of quotes, dashes and spaces."""
    return " ".join((text.lower() if text.isascii() else text.translate(_FOLDED)).split())


def fold_spans(text: str) -> tuple[str, list[int]]:
    """`fold(text)`, and for each of its characters the place in `text` that it comes from."""
    folded: list[str] = []
    origin: list[int] = []
    blank = True  # so that leading blanks go
    for place, character in enumerate(text):
        for part in _fold_character(character):
            if part == " " and blank:
                continue
            blank = part == " "
            folded.append(part)
            origin.append(place)
    if folded and folded[-1] == " ":
        folded.pop()
        origin.pop()
    return "".join(folded), origin


#: Scripts by the first word of a letter's Unicode name, as ISO 15924 codes.
_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "ARABIC": "Arab", "ARMENIAN": "Armn", "GEORGIAN": "Geor", "HEBREW": "Hebr",
    "GREEK": "Grek", "CJK": "Hani", "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "HANGUL": "Hang", "DEVANAGARI": "Deva",
    "THAI": "Thai", "ETHIOPIC": "Ethi",
}  # fmt: skip


def script_of(text: str) -> str:
    """The script that most letters of `text` are in, as an ISO 15924 code; "Zyyy" (common) when it has no letters."""
    counts: dict[str, int] = {}
    for character in text[:_LONGEST]:
        if character.isalpha():
            code = _SCRIPTS.get(unicodedata.name(character, "").split(" ")[0], "Zzzz")
            counts[code] = counts.get(code, 0) + 1
    return max(counts, key=lambda code: counts[code]) if counts else "Zyyy"


def transliterate(text: str) -> str:
    """`text` in Latin letters: Cyrillic after BGN/PCGN (through iuliia), other scripts as anyascii has them."""
    script = script_of(text)
    if script == "Latn" or not text.strip():
        return text
    if script == "Cyrl":
        import iuliia

        return str(iuliia.BGN_PCGN.translate(text[:_LONGEST]))
    from anyascii import anyascii

    return str(anyascii(text[:_LONGEST]))


#: Spellings of one sound in Latin letters, longest first: English, German, French, Polish and Azerbaijani ways of
#: writing Russian and Azerbaijani names, brought to one. What is left is a key for comparing, not for reading.
_SOUNDS = (
    (r"shch|schtsch|stch|sch|sh", "s"), (r"tsch|tch|ch", "c"), (r"kh|x", "h"), (r"zh|dj|dzh", "j"), (r"ts|tz", "t"),
    (r"ph|ff", "f"), (r"gue(?=[iy])|gh", "g"), (r"ck|q", "k"), (r"ou|oo", "u"), (r"w", "v"), (r"f\b", "v"),
    (r"['ʹʺ\"]", ""), (r"(?:[iyj]+e|e)", "e"), (r"[iyj]+(?=[auo])", ""), (r"[iyj]+", "i"), (r"ei\b", "i"),
    (r"(.)\1+", r"\1"),
)  # fmt: skip
_AZERBAIJANI = str.maketrans({"ə": "a", "ş": "sh", "ç": "ch", "ğ": "g", "ı": "i", "ö": "o", "ü": "u", "x": "kh"})
#: A word: letters, and apostrophes within.
WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")


@lru_cache(maxsize=65536)
def word_keys(word: str) -> frozenset[str]:
    """The keys by which a word is compared; several where a letter has several sounds (German "ch")."""
    script = script_of(word)
    lowered = word.lower().replace("i̇", "i")
    if script == "Latn":
        spellings = {lowered}
        if re.search("[əışçğxq]", lowered):
            base = lowered.translate(_AZERBAIJANI)
            spellings = {base, lowered.replace("ə", "e").translate(_AZERBAIJANI), base.replace("q", "g")}
        if "c" in lowered:
            spellings |= {re.sub(r"c(?!h)", "j", lowered), lowered.replace("ch", "kh")}
        spellings = {fold(spelling) for spelling in spellings}
    else:
        spellings = {fold(transliterate(lowered))}
    return frozenset(_key(re.sub("[^a-z]", "", _ascii(spelling))) for spelling in spellings) - {""}


def _ascii(text: str) -> str:
    if text.isascii():
        return text
    from anyascii import anyascii

    return str(anyascii(text)).lower()


def _key(text: str) -> str:
    for pattern, sound in _SOUNDS:
        text = re.sub(pattern, sound, text)
    return text


def words_in(name: str) -> list[str]:
    """The words of a name, as many as are compared."""
    return WORD.findall(name[:_LONGEST].replace("-", " "))[:MOST_WORDS]


#: What may stand or be missing before a name and does not tell it from another.
ARTICLES = {"al", "el", "ал", "эль", "аль", "the"}
_PATRONYMIC = re.compile(
    r"(?:ovich|evich|yevich|ich|ovna|evna|yevna|ichna|oglu|ogly|oghlu|kyzy|gyzy|gizi|qizi|оглы|кызы|oğlu|qızı)$"
)
#: Endings of Russian surnames by gender, in Latin letters: what makes a woman's name of a man's.
_FEMININE = (
    ("ova", "ov"),
    ("eva", "ev"),
    ("ina", "in"),
    ("yna", "yn"),
    ("aya", "iy"),
    ("skaya", "skiy"),
    ("aia", "ii"),
)
#: Endings of Russian nouns and adjectives in the singular, other than in the nominative.
OBLIQUE = ("ого", "ему", "ому", "ыми", "ым", "им", "ом", "ем", "ой", "ою", "а", "у", "ю", "я", "е", "и", "ы")
#: Women's names that are also oblique cases of men's: nothing can be told from them.
_EITHER = {"евгения", "валерия", "александра", "валентина", "юлия"}


@lru_cache(maxsize=65536)
def _word_likeness(left: str, right: str) -> float:
    """How likely two words are spellings or cases of one; initials count for the word they stand for."""
    if left == right:
        return 1.0
    if min(len(left), len(right)) == 1:
        return 0.9 if _first_sounds(left) & _first_sounds(right) else 0.0
    keys, others = word_keys(left), word_keys(right)
    if not keys or not others:
        return 0.0
    if _gender_differs(left, right):
        return 0.5
    if keys & others:
        return 1.0
    if any(word_keys(case) & others for case in nominatives(left)) or any(
        word_keys(case) & keys for case in nominatives(right)
    ):
        return 0.95
    from rapidfuzz.distance import Levenshtein

    return max(Levenshtein.normalized_similarity(key, other) for key in keys for other in others)


def _first_sounds(word: str) -> set[str]:
    return {key[0] for key in word_keys(word)} | {key[0] for key in word_keys(word[0])}


def nominatives(word: str) -> list[str]:
    """What a Russian word in another case may be in the nominative, whether or not grammar declines such a name."""
    lowered = word.lower()
    if script_of(word) != "Cyrl":
        return []
    found = []
    for ending in OBLIQUE:
        stem = lowered.removesuffix(ending)
        if stem != lowered and len(stem) >= 3:  # noqa: PLR2004 - shorter is no name
            found += [stem, f"{stem}ь", f"{stem}й", f"{stem}ий"]
    return found


def _gender_differs(left: str, right: str) -> bool:
    one, other = (transliterate(word).lower() for word in (left, right))
    if one.endswith(("qızı", "kyzy", "gyzy")) != other.endswith(("qızı", "kyzy", "gyzy")):
        return one.endswith(("oğlu", "ogly", "oglu", "qızı", "kyzy", "gyzy")) and other.endswith(
            ("oğlu", "ogly", "oglu", "qızı", "kyzy", "gyzy")
        )
    for feminine, masculine in _FEMININE:
        for woman, man in ((one, other), (other, one)):
            if woman.endswith(feminine) and man.endswith(masculine) and len(woman) > len(feminine):
                return _key(_ascii(woman[: -len(feminine)])) == _key(_ascii(man[: -len(masculine)]))
    return _is_woman_patronymic(one) != _is_woman_patronymic(other) and _is_man_patronymic(one) != _is_man_patronymic(
        other
    )


def _is_woman_patronymic(word: str) -> bool:
    return word.endswith(("ovna", "evna", "ichna"))


def _is_man_patronymic(word: str) -> bool:
    return word.endswith(("ovich", "evich"))


def likeness(a: str, b: str) -> float:
    """How likely `a` and `b` are spellings of one name, from 0 to 1; see `SAME` and `MAYBE`.

    Words may stand in any order, a patronymic may be missing on one side, initials stand for names, and Russian names
    may be in any case; a woman's form of a name is not the man's.
    """
    if fold(a) == fold(b):
        return 1.0 if a.strip() and b.strip() else 0.0
    if max(len(a), len(b)) > _LONGEST:
        return 0.0
    left, right = ([word.lower() for word in words_in(name) if word.lower() not in ARTICLES] for name in (a, b))
    if not left or not right:
        return 0.0
    if len(left) > len(right):
        left, right = right, left
    best = max(_aligned(left, list(order)) for order in permutations(right, len(left)))
    extra = len(right) - len(left)
    if len(left) == 1 and extra:
        return min(best, 0.7)
    if extra:
        patronymics = sum(bool(_PATRONYMIC.search(transliterate(word).lower())) for word in right)
        best = min(best, 0.97) if patronymics >= extra else best * 0.85
    return best


def _aligned(left: list[str], right: list[str]) -> float:
    scores = [_word_likeness(*sorted((one, other))) for one, other in zip(left, right, strict=True)]
    for place, (one, other) in enumerate(zip(left, right, strict=True)):
        if one != other and _gender_differs(one, other) and _is_genitive(one, other, left, right):
            scores[place] = 0.95
    full = [score for score, word, other in zip(scores, left, right, strict=True) if min(len(word), len(other)) > 1]
    if not full:
        return 0.6 * min(scores)
    return 0.6 * min(scores) + 0.4 * sum(scores) / len(scores)


def _is_genitive(one: str, other: str, left: list[str], right: list[str]) -> bool:
    """Whether "Белоусова" stands for a man because the name beside it is a man's in an oblique case ("Игоря")."""
    words = left if one.endswith("а") and script_of(one) == "Cyrl" else right
    marked = one if words is left else other
    others = right if words is left else left
    if not (marked.endswith("а") and script_of(marked) == "Cyrl"):
        return False
    return any(
        word not in _EITHER
        and word != marked
        and any(word_keys(case) & word_keys(name) for case in nominatives(word) for name in others)
        and not any(word_keys(word) & word_keys(name) for name in others)
        for word in words
    )


def reference_score(query: str, name: str) -> float:
    """How well what a person typed refers to the name of a record, from 0 to 1; see `MIN_REFERENCE`.

    Every word typed must have a counterpart of its own in the name: the same word (in any script), its beginning
    (three letters or more), another spelling or case of it, or, at a lower score, a word one slip away.
    """
    typed, known = fold(query), fold(name)
    if not typed or len(query) > _LONGEST or len(name) > 100 * _LONGEST:
        return 0.0
    if typed == known:
        return 1.0
    words, targets = words_in(query.lower()), words_in(name.lower())
    if not words or len(words) > len(targets):
        return 0.9 if len(typed) > 2 and typed in known else 0.0  # noqa: PLR2004 - numbers and signs have no words
    total, left = 0.0, list(targets)
    for word in words:
        scored = [(_word_reference(word, target), target) for target in left]
        score, target = max(scored)
        if score < MIN_REFERENCE:
            return 0.0
        total += score
        left.remove(target)
    return 0.97 * total / len(words) if left else 0.99 * total / len(words)


@lru_cache(maxsize=65536)
def _word_reference(word: str, target: str) -> float:
    typed, known = fold(word), fold(target)
    if typed == known:
        return 1.0
    if len(typed) >= 3 and known.startswith(typed):  # noqa: PLR2004 - two letters fit too much
        return 0.9
    keys, targets = word_keys(word), word_keys(target)
    if not keys or not targets or not {key[0] for key in keys} & {key[0] for key in targets}:
        return 0.0
    if _gender_differs(word, target):
        return 0.72 if script_of(word) == "Cyrl" else 0.6  # in Russian it may be the genitive
    if keys & targets:
        return 0.95
    if any(word_keys(case) & targets for case in nominatives(word)):
        return 0.9
    if len(typed) >= 3 and any(len(key) >= 3 and other.startswith(key) for key in keys for other in targets):  # noqa: PLR2004 - as above
        return 0.85
    if min(len(typed), len(known)) >= 6:  # noqa: PLR2004 - in short words one letter makes another name
        from rapidfuzz.distance import OSA

        if min(OSA.distance(key, other, score_cutoff=1) for key in keys for other in targets) <= 1:
            return 0.65
    return 0.0
