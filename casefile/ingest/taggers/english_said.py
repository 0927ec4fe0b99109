"""Mends the trees of English sentences around verbs of saying, where the small model hangs their words wrongly.

It takes the speaker who stands after a verb for its object ("..., complained one of the mothers"), the verb of a long
sentence for a participle ("The service alleged in a statement that ..."), and a second verb of the speaker's for one of
those spoken of ("said the talks were useful and promised to go on").
"""

from __future__ import annotations

from casefile.ingest.rules.en_speech import SAYINGS
from casefile.ingest.taggers.clearnlp import Word

_VERBS = frozenset(words.split()[0] for words in SAYINGS)
#: Verbs by which nothing but speech goes on from the speaker's first verb.
_PLAIN = frozenset(words for words, saying in SAYINGS.items() if " " not in words and not saying.weak) | {
    "order", "decline", "refuse", "accuse", "express", "apologise", "apologize", "summon", "adjourn", "ask", "call",
    "describe", "reject", "dismiss", "urge", "request", "condemn", "warn", "welcome", "offer",
}  # fmt: skip
_RELATIVES = frozenset(["who", "which", "that", "whose", "whom"])
_WEEKDAYS = frozenset(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
_CLOSING = frozenset(["”", '"', "’", "''", "»"])
_PAST = frozenset(["VBD", "VBN"])
_ONE = frozenset(["he", "she", "it"])
#: Verbs of a state, which hardly are joined to what somebody then said.
_STATES = frozenset(
    ["be", "feel", "know", "have", "want", "believe", "hope", "remain", "think", "understand", "need", "lack"]
)  # fmt: skip
_FINITE = frozenset(["VBD", "VBZ", "VBP"])


def mend(words: list[Word]) -> None:
    """Hang them rightly, in place; the tree is in Universal Dependencies already."""
    _aged(words)
    _days(words)
    _garden_path(words)
    _told_in(words)
    _inverted(words)
    _joined(words)
    _but(words)


def _kids(words: list[Word], head: int, *rels: str) -> list[int]:
    return [i for i, word in enumerate(words) if word.head == head and (not rels or word.rel.split(":")[0] in rels)]


def _garden_path(words: list[Word]) -> None:
    """Make a verb of saying the head of its sentence that was taken for a participle of the noun before it."""
    for at, word in enumerate(words):
        if word.rel != "acl" or word.tag not in _PAST or word.lemma not in _VERBS or word.head < 0:
            continue
        noun = words[word.head]
        if noun.rel != "root" or word.head > at or not _after_aside(words, word.head, at):
            continue
        if any(_finite(words, i) and _main(words, i, at) for i in range(len(words)) if i != at):
            continue
        that = any(w.lemma == "that" and w.rel == "mark" for w in words[at:])
        asks = any(words[i].tag == "VB" for i in _kids(words, at, "xcomp", "ccomp"))
        if not that and not asks and not _kids(words, at, "ccomp"):
            continue
        head = word.head
        word.rel, word.head, word.tag = "root", -1, "VBD"
        noun.rel, noun.head = "nsubj", at
        for i in _kids(words, head):
            if i > at:
                words[i].head = at
        if that and not asks and not _kids(words, at, "ccomp"):
            mark = next(i for i in range(at, len(words)) if words[i].lemma == "that" and words[i].rel == "mark")
            clause = words[mark].head
            if clause >= 0 and clause != at:
                words[clause].head, words[clause].rel = at, "ccomp"


def _after_aside(words: list[Word], noun: int, verb: int) -> bool:
    """Whether nothing but what stands between two commas parts a noun from a verb: "X, which owns it, denied that"."""
    marks = [i for i in range(noun, verb) if words[i].text in {",", ":", ";"}]
    return not marks or (len(marks) >= 2 and marks[-1] == verb - 1 and all(words[i].text == "," for i in marks))  # noqa: PLR2004


def _aged(words: list[Word]) -> None:
    """Make a noun of an age that stands for somebody: "the 34-year-old told the court"."""
    for word in words:
        if word.pos == "ADJ" and word.lemma.endswith("year-old") and word.rel.split(":")[0] in {"nsubj", "obj", "obl"}:
            word.pos = "NOUN"


def _days(words: list[Word]) -> None:
    """Hang a day under the verb that was taken to belong to its subject: "Experts on Wednesday called on ..."."""
    for word in words:
        noun = words[word.head] if word.head >= 0 else None
        if word.rel == "nmod" and word.text in _WEEKDAYS and noun is not None and noun.rel.startswith("nsubj"):
            word.head, word.rel = noun.head, "obl"


def _told_in(words: list[Word]) -> None:
    """Make what is said a clause of its verb where it was taken for one about a noun: "said in a statement it had"."""
    for at, word in enumerate(words):
        if word.rel != "acl:relcl" or word.head < 0 or word.pos not in {"VERB", "AUX", "ADJ", "NOUN"}:
            continue
        noun = words[word.head]
        verb = noun.head
        if verb < 0 or noun.rel not in {"obl", "nmod"} or words[verb].lemma not in _PLAIN or words[verb].pos != "VERB":
            continue
        kids = _kids(words, at)
        subject = next((i for i in kids if words[i].rel.startswith("nsubj")), None)
        if subject is None or words[subject].lemma in _RELATIVES:
            continue
        others = _kids(words, verb, "ccomp")
        if any(i < at or words[i].lemma not in _VERBS or not any(w.text == "," for w in words[at:i]) for i in others):
            continue
        whole = any(words[i].rel in {"obj", "cop", "aux:pass", "ccomp", "xcomp", "obl"} for i in kids)
        if whole and verb < word.head < min(kids):
            word.head, word.rel = verb, "ccomp"
            for i in others:  # "..., state media reported"
                words[i].rel = "parataxis"


def _main(words: list[Word], i: int, saying: int) -> bool:
    """Whether a verb is no part of a clause that hangs from the verb of saying or opens with a word for that."""
    seen = 0
    while i >= 0 and seen <= len(words):
        if i == saying or words[i].rel in {"ccomp", "acl:relcl", "advcl", "csubj", "acl"}:
            return False
        i, seen = words[i].head, seen + 1
    return True


def _finite(words: list[Word], i: int) -> bool:
    return (
        words[i].pos in {"VERB", "AUX"} and words[i].tag in _FINITE and words[i].rel not in {"aux", "aux:pass", "cop"}
    )


def _inverted(words: list[Word]) -> None:
    """Make what follows a verb of saying after a quotation its subject where it has none: “...,” recalled his wife."""
    for at, word in enumerate(words):
        if word.text.lower() == "read" and word.pos == "NOUN" and word.rel == "root" and _kids(words, at, "nsubj"):
            word.pos, word.tag, word.lemma = "VERB", "VBD", "read"
        if word.pos not in {"VERB", "NOUN"} or word.lemma not in _VERBS | {"read"} or at == 0:
            continue
        if words[at - 1].text not in _CLOSING or _kids(words, at, "nsubj"):
            continue
        following = [i for i in _kids(words, at, "obj", "iobj", "xcomp", "obl", "ccomp", "compound") if i > at]
        first = next((i for i in following if words[i].pos in {"NOUN", "PROPN", "NUM", "PRON", "DET"}), None)
        if first is None or any(words[i].rel == "case" and i < first for i in _kids(words, first)):
            continue
        low = min([first, *(i for i in _kids(words, first) if i > at)])
        if low != at + 1:
            continue
        words[first].rel = "nsubj"
        if word.tag not in _FINITE:
            word.pos, word.tag = "VERB", "VBD"


def _but(words: list[Word]) -> None:
    """Hang what a comma and "but" go on with under the verb of saying: "said he was well, but gave no details"."""
    for at, word in enumerate(words):
        if word.rel != "conj" or word.pos != "VERB" or word.head < 0 or _kids(words, at, "nsubj", "mark"):
            continue
        cc = next((i for i in range(at - 1, max(0, at - 6), -1) if words[i].rel == "cc" or words[i].lemma == "but"), -1)
        if cc < 1 or words[cc].lemma != "but" or words[cc - 1].text != ",":
            continue
        outer = _over(words, at)
        if outer < 0:
            continue
        helps = [words[i] for i in _kids(words, at, "aux")]
        past = word.tag == "VBD" or any(each.text.lower() in {"did", "had", "would"} for each in helps)
        if past == (words[outer].tag in _PAST):
            word.head, words[cc].head = outer, at


def _over(words: list[Word], at: int) -> int:
    """The verb of saying over the clause that a verb is joined to, if it stands before that; -1 where none does."""
    inner = words[at].head
    while inner >= 0 and words[inner].rel in {"conj", "xcomp", "acl:relcl", "advcl", "acl"}:
        inner = words[inner].head
    outer = words[inner].head if inner >= 0 and words[inner].rel == "ccomp" else -1
    return outer if outer >= 0 and words[outer].lemma in _VERBS and outer < words[at].head < at else -1


def _joined(words: list[Word]) -> None:
    """Hang a verb of saying joined to a verb of what is said under the one that says it, if it is the speaker's too."""
    for at, word in enumerate(words):
        if word.rel != "conj" or word.lemma not in _PLAIN or word.pos != "VERB" or word.head < 0:
            continue
        if _kids(words, at, "nsubj", "aux", "mark") or not any(
            words[i].lemma in {"and", "but"} for i in range(max(0, at - 3), at)
        ):
            continue
        if words[word.head].tag == "VB" and word.tag == "VBD" and words[word.head].rel == "xcomp":
            word.head = words[word.head].head  # "declined to comment but confirmed that ..."
            continue
        outer = _over(words, at)
        if outer < 0:
            continue
        if not _same_tense(words, outer, at) or not _apart(words, word.head, at):
            continue
        word.head = outer
        for i in range(at - 1, max(0, at - 3), -1):
            if words[i].rel == "cc":
                words[i].head = at
                break


def _same_tense(words: list[Word], outer: int, at: int) -> bool:
    one, other = words[outer].tag, words[at].tag
    if any(words[i].lemma in {"have", "be"} for i in _kids(words, outer, "aux")):
        return other in _PAST
    return (one == other and one in _FINITE) or {one, other} <= _PAST or (one in {"VBP", "VBZ"} and other == "VB")


def _apart(words: list[Word], first: int, at: int) -> bool:
    """Whether the verb of what is said cannot share its subject with the one joined to it, or need not."""
    helpers = {words[i].lemma for i in _kids(words, first, "aux", "cop")}
    if words[at].tag in {"VBD", "VBZ"} and helpers & {"have", "will", "would", "can", "could", "must", "should", "may"}:
        return True  # "had visited the men and promised": the auxiliary goes with a participle
    subject = next(iter(_kids(words, first, "nsubj")), None)
    if subject is None:
        return True
    spoken = words[subject]
    if words[at].tag in {"VB", "VBP"} and spoken.tag in {"NN", "NNP", "PRP"} and spoken.text.lower() in _ONE:
        return True  # "the lawyers say he was at home and deny that ..."
    if words[first].lemma in _STATES or "be" in helpers:
        return True
    human = spoken.pos in {"PRON", "PROPN"} and spoken.text.lower() not in {"it", "that", "this", "nothing", "none"}
    return not human
