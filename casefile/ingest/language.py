"""Which language a text is in: by its script, by letters that only one language has, and by its most frequent words."""

from __future__ import annotations

import re

_SAMPLE = 20_000  # characters from the beginning of a text
_FEW_WORDS = 2  # frequent words without which nothing is said

# Scripts that one language of the news has to itself, or nearly so.
_SCRIPTS = (
    ("ka", "\u10a0-\u10ff"),
    ("hy", "\u0530-\u058f"),
    ("el", "\u0370-\u03ff"),
    ("he", "\u0590-\u05ff"),
    ("ja", "\u3040-\u30ff"),
    ("ko", "\uac00-\ud7af"),
    ("zh", "\u4e00-\u9fff"),
    ("hi", "\u0900-\u097f"),
    ("th", "\u0e00-\u0e7f"),
)
_ALPHABETS = {"arabic": "\u0600-\u06ff", "cyrillic": "\u0400-\u052f", "latin": "A-Za-z\u00c0-\u024f\u0259\u018f"}

# The words a language cannot do without, but those that a neighbour has, too, only where it has others to outweigh it.
_WORDS = {
    "cyrillic": {
        "ru": "и в не на что с по как это он его из от было а о к у для при также который которые были после был "
        "она они ее ранее сообщил сообщила сказал сказала заявил году об или только еще уже до во со ее их если время",
        "uk": "і в у на що з не до та про як за від його це який які було був після також він вона вони щодо є "
        "або під час повідомив заявив року їх ще вже із зі має якщо проте бути серед",
        "be": "і ў у на што з не да як за ад яго гэта які якія было быў пасля таксама ён яна яны пра ці аб паведаміў "
        "заявіў годзе іх яшчэ ўжо са мае калі быць сярод",
        "bg": "и в на не че се за от да с са по е като това който които беше след си той тя те към но при още вече "
        "съобщи заяви година са или ще бъде са във със до",
        "mk": "и во на не дека се за од да со по е како ова кој кои беше по него тој таа тие кон но при уште веќе "
        "изјави соопшти година или ќе биде",
        "sr": "и у на не да се за од је са су као што ово који које био након такође он она они или али рекао изјавио "
        "године бити ће још већ према",
        "kk": "және мен бұл үшін деп да де бір осы туралы кейін бойынша болды еді оның ол қазақстан екен деді жылы "
        "арқылы жоқ бар ретінде",
        "az": "вә бу бир дә ки үчүн илә о олан едиб олуб сонра",
    },
    "latin": {
        "en": "the of and to in that is was for on with as by he his at from it said were has had been who which "
        "after not are be an they their this but or have will would about",
        "az": "və bu bir də ki üçün ilə olan edib olub sonra isə görə daha da deyib bildirib olduğunu həmin çox "
        "tərəfindən barədə kimi haqqında onun onların edilib idi əgər ancaq yox var",
        "tr": "ve bu bir de ki için ile olan etti oldu sonra ise göre daha da dedi belirtti olduğunu çok tarafından "
        "gibi hakkında onun onların edildi olarak ancak ama değil var yok kadar",
        "de": "der die das und in zu den von mit ist des auf für nicht ein eine dem sich im als auch es an wurde "
        "nach wie bei war sie er aus sind hat dass werden",
        "fr": "le la les de des et en un une du dans que qui pour par sur au il est pas avec plus ont été ne se "
        "son sa ce cette aux mais",
        "es": "el la los las de que y en un una del por con para se no su al es lo como más fue ha sus pero este "
        "entre sobre también tras",
        "it": "il la i gli le di che e in un una del della per con non si da al è sono stato nel dei ha anche come "
        "più alla",
        "pt": "o a os as de que e em um uma do da por com para se não no na ao é foi dos mais como sua seu também",
        "pl": "i w na z do nie się że to jest o za od po przez jak dla ale był została są oraz który które "
        "jego tym przed",
        "nl": "de het een en van in dat is op te voor met zijn niet aan er ook als bij door na om was werd die",
        "ro": "și în de la a cu pe că din nu pentru o un este au fost sa mai care după prin lui sunt dar ca",
        "cs": "a v na se že je do s z o i po pro za k byl bylo jeho jako ale podle také který které nebo při",
        "uz": "va bu bir uchun bilan ham deb edi bo'lgan esa keyin haqida tomonidan emas yo'q o'z",
    },
    "arabic": {
        "ar": "في من على إلى أن عن مع هذا التي الذي ما لا كان قال بعد وقال كما قد بين ذلك هذه إن لم كانت",
        "fa": "در از به که این را با است برای آن شده های می کرد بود شد گفت یک خود پس هم تا اما",
        "ur": "کے کی میں ہے اور سے کا کو نے پر کہ اس یہ ہیں تھا بھی",
    },
}
# Letters that settle it between neighbours.
_LETTERS = {
    "ru": "ыэъё", "uk": "іїєґ", "be": "ўі", "bg": "ъ", "sr": "ђћјљњџ", "mk": "ѓќѕј", "kk": "әғқңөұүһі",
    "az": "əƏ", "tr": "ğşıİ", "de": "äß", "pl": "ąęłńśźż", "cs": "ěřůčšž", "ro": "ăâîșț", "es": "ñ¿¡", "pt": "ãõ",
    "fa": "پچژگ", "ur": "ٹڈڑںے",
}  # fmt: skip
_NEVER = {
    "ru": "іїєґўђћјљњџѓќѕәғқңөұүһ", "uk": "ыэъёў", "be": "иїєщъ", "bg": "ыэёіїєў", "sr": "ыэъёйщьяю", "mk": "ыэъёйщьяю",
    "en": "əğşıñąęłß", "tr": "əwxq", "az": "w", "ar": "پچژگٹڈڑں",
}  # fmt: skip
_LETTER_WEIGHT = 12  # an own letter that every twelfth letter is counts as much as all words being frequent ones


def language_of(text: str) -> str:
    """The language of a text (BCP 47: "ru", "en", "az" ...), or empty where it cannot be told."""
    written = text[:_SAMPLE]
    sample = written.lower()
    counts = {name: len(re.findall(f"[{letters}]", sample)) for name, letters in _ALPHABETS.items()}
    counts |= {name: len(re.findall(f"[{letters}]", sample)) for name, letters in _SCRIPTS}
    if counts["ja"] and counts["zh"] < 20 * counts["ja"]:
        return "ja"  # it writes Chinese characters among its own
    most = max(counts, key=counts.__getitem__)
    if not counts[most]:
        return ""
    return _among(written, _WORDS[most]) if most in _WORDS else most


def _among(sample: str, languages: dict[str, str]) -> str:
    found = list(re.finditer(r"[^\W\d_]+(?:['’ʻ][^\W\d_]+)?", sample))
    words = [match.group().lower() for match in found]
    # names keep the letters of their own language, so that they say nothing of this one's
    common = "".join(match.group() for match in found if not _is_name(sample, match)) or "".join(words)
    letters = len(common)
    scores: dict[str, float] = {}
    for language, frequent in languages.items():
        known = set(frequent.split())
        hits = sum(word in known for word in words)
        own = sum(map(common.count, _LETTERS.get(language, "")))
        foreign = sum(map(common.count, _NEVER.get(language, "")))
        if hits < _FEW_WORDS and not own:
            continue
        scores[language] = hits / len(words) + _LETTER_WEIGHT * (own - 2 * foreign) / letters
    best = max(scores, key=scores.__getitem__, default="")
    return best if best and scores[best] > 0 else ""


def _is_name(text: str, word: re.Match[str]) -> bool:
    """Whether a word has a capital that no beginning of a sentence gives it."""
    before = text[max(0, word.start() - 2) : word.start()].rstrip(" ")
    return word.group()[0].isupper() and before[-1:] not in {"", ".", "!", "?", "«", "“", '"', "\n"}
