"""English trees in the dependencies of ClearNLP, which spaCy's models speak, turned into Universal Dependencies.

The two agree on most relations but for their names. They differ in what is the head: of a phrase with a preposition
("by police") ClearNLP makes it the preposition and UD the noun; of a predicate with "be" ClearNLP the verb and UD what
is said of the subject; of a list ClearNLP hangs each member under the one before it and UD all under the first; of a
name ClearNLP makes it the last word and UD the first.
https://github.com/clir/clearnlp-guidelines, https://universaldependencies.org/en/dep/.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

_RENAMED = {
    "acomp": "xcomp", "agent": "case", "attr": "xcomp", "auxpass": "aux:pass", "csubjpass": "csubj:pass",
    "dative": "iobj", "dobj": "obj", "intj": "discourse", "meta": "dep", "neg": "advmod", "npadvmod": "obl",
    "nsubjpass": "nsubj:pass", "oprd": "xcomp", "poss": "nmod:poss", "preconj": "cc:preconj", "predet": "det:predet",
    "prt": "compound:prt", "quantmod": "advmod", "relcl": "acl:relcl", "ROOT": "root",
}  # fmt: skip
_NOMINAL = frozenset(["NOUN", "PROPN", "PRON", "NUM", "DET", "SYM", "X"])
_TIMES = frozenset(["day", "evening", "night", "morning", "afternoon", "week", "month", "year"])
#: What stands before a noun and belongs to it.
_BEFORE_NOUN = frozenset(["compound", "amod", "det", "nmod:poss", "nummod", "det:predet"])
#: What a phrase carries as a whole, and not the name at its end.
_OF_PHRASE = frozenset(["case", "conj", "cc", "acl:relcl", "punct", "mark"])


#: What is done to people: after a passive, the past of these without an object is one, too.
_DONE_TO = frozenset(
    ["jail", "release", "free", "deport", "detain", "arrest", "charge", "sentence", "convict", "acquit", "expel",
     "extradite", "transfer", "remand", "fine", "question", "interrogate", "indict", "pardon", "imprison", "beat"]
)  # fmt: skip


@dataclass(slots=True)
class Word:
    """A word of a sentence on its way into the other tree; `head` is -1 for the root, `tag` of the Penn Treebank."""

    text: str
    lemma: str
    pos: str
    tag: str
    rel: str
    head: int
    start: int = 0
    stop: int = 0
    feats: dict[str, str] = field(default_factory=dict)


def translate(words: list[Word]) -> None:
    """Turn the tree of one sentence from ClearNLP's into UD's, in place."""
    _prepositions(words)
    for word in words:
        if word.rel == "aux" and word.lemma == "to":
            word.rel = "mark"
        word.rel = _RENAMED.get(word.rel, word.rel)
    _predicates(words)
    _verbs_before_nouns(words)
    _lists(words)
    unbroken(words)


def flatten_name(words: list[Word], first: int, last: int, office: int | None) -> None:
    """Make the first word of a name its head and the others flat under it.

    `office` is the noun before it that says what the person is ("spokesman Dmitry Peskov"): as in other languages the
    noun becomes the head, what stands before the name belongs to it, and the name is its apposition.
    """
    inside = range(first, last + 1)
    top = next((i for i in inside if words[i].head not in inside), last)
    place, rel = words[top].head, words[top].rel
    for i, word in enumerate(words):
        if i not in inside and word.head in inside:
            before = office is not None and i < office and word.rel in _BEFORE_NOUN
            word.head = office if before and office is not None else first
    for i in inside:
        words[i].head, words[i].rel = first, "flat:name"
    words[first].head, words[first].rel = place, rel
    if office is None:
        return
    if words[office].pos == "VERB":  # "let go businessman Jaan Kask": a noun that was taken for a verb
        words[office].pos, words[office].lemma = "NOUN", words[office].text.lower()
        words[office].rel = "obj" if words[office].rel in {"xcomp", "ccomp"} else words[office].rel
    if words[office].head == first:
        words[office].head, words[office].rel = place, rel
        for i, word in enumerate(words):
            if word.head == first and i not in inside and word.rel in _OF_PHRASE:
                word.head = office
    if words[office].head == place or place == office:
        words[first].head, words[first].rel = office, "appos"


def join_list(words: list[Word], firsts: set[int]) -> None:
    """Make one list of names that follow each other, which the parser takes for appositions ("A, B and C")."""
    for i in sorted(firsts):
        word = words[i]
        if word.rel == "appos" and word.head in firsts:
            word.rel = "conj"
            while words[word.head].rel == "conj" and words[word.head].head in firsts:
                word.head = words[word.head].head
            for member in _children(words, i):
                if words[member].rel == "conj":
                    words[member].head = word.head


def _children(words: list[Word], head: int) -> Iterator[int]:
    return (i for i, word in enumerate(words) if word.head == head)


def _prepositions(words: list[Word]) -> None:
    """Put the noun or clause after a preposition in its place, and the preposition under it."""
    governs = {i: found for i in range(len(words)) if (found := _governed(words, i))}
    inner = {found[0] for found in governs.values() if len(found) > 1}
    governs = {i: found for i, found in governs.items() if i not in inner}
    for at, found in governs.items():
        word, target = words[at], found[-1]
        outer = word.head
        while outer in governs:
            outer = governs[outer][-1]
        _hang(words, at, target, outer)
        for i in found[:-1]:
            _leave(words, i, target)
            words[i].head, words[i].rel = at, "fixed"


def _governed(words: list[Word], at: int) -> list[int]:
    """What a preposition governs, after the other preposition, if there is one, through which it does ("due to")."""
    if words[at].pos not in {"ADP", "SCONJ"} and words[at].rel not in {"prep", "agent"}:
        return []
    children = list(_children(words, at))
    for rel in ("pobj", "pcomp"):
        for i in children:
            if words[i].rel == rel:
                return [i]
    for i in children:
        if words[i].rel == "prep":
            found = _governed(words, i)
            return [i, *found] if len(found) == 1 else found
    return []


def _hang(words: list[Word], at: int, target: int, outer: int) -> None:
    """Put `target` where the preposition `at` stood, under `outer`."""
    word, noun = words[at], words[target]
    clause = noun.rel == "pcomp" and noun.pos in {"VERB", "AUX"}
    nominal = outer >= 0 and words[outer].pos in _NOMINAL
    if word.rel in {"conj", "ROOT"}:
        noun.rel = word.rel
    elif clause:
        noun.rel = "acl" if nominal else "advcl"
    else:
        noun.rel = "nmod" if nominal else "obl"
    noun.head = outer
    _leave(words, at, target)
    word.head, word.rel = target, "mark" if clause else "case"


def _leave(words: list[Word], at: int, target: int) -> None:
    """Give what hangs under a preposition to what it governs."""
    for i in list(_children(words, at)):
        if i != target and words[i].rel != "fixed":
            words[i].head = target


def _predicates(words: list[Word]) -> None:
    """Make what is said of the subject the head of a clause with "be"."""
    for at, word in enumerate(words):
        if word.lemma != "be" or word.rel in {"aux", "aux:pass"}:
            continue
        children = list(_children(words, at))
        if any(words[i].rel == "expl" for i in children):
            for i in children:
                if words[i].rel == "xcomp":
                    words[i].rel = "nsubj"
            continue
        said = next((i for i in children if words[i].rel == "xcomp" and words[i].pos not in {"VERB", "AUX"}), None)
        if said is None:
            continue
        words[said].head, words[said].rel = word.head, word.rel
        for i in children:
            if i != said:
                words[i].head = said
        word.head, word.rel = said, "cop"


def _verbs_before_nouns(words: list[Word]) -> None:
    """Make a verb of what has a subject and was taken for an adjective: "A court on Monday acquitted activist X"."""
    for at, word in enumerate(words):
        if word.rel != "amod" or word.tag not in {"VBD", "VBN"} or word.head < at:
            continue
        if not any(words[i].rel == "nsubj" and i < at for i in _children(words, at)):
            continue
        noun = words[word.head]
        word.tag, word.feats = "VBD", {**word.feats, "Tense": "Past", "VerbForm": "Fin"}
        place, rel = noun.head, noun.rel
        noun.head, noun.rel = at, "obj"
        word.head, word.rel = place, rel if rel in {"root", "ccomp", "conj", "advcl", "parataxis"} else "parataxis"


def _lists(words: list[Word]) -> None:
    """Hang every member of a list under the first, and each "and" under the member that follows it."""
    for word in words:
        while word.rel == "conj" and word.head >= 0 and words[word.head].rel == "conj":
            word.head = words[word.head].head
    for i, word in enumerate(words):
        above = words[word.head] if word.head >= 0 else None
        if (
            word.rel == "advcl"
            and (word.tag == "VBN" or (word.tag == "VBD" and word.lemma in _DONE_TO))
            and above is not None
            and above.tag == "VBN"
            and not any(words[n].rel in {"nsubj", "mark", "obj"} for n in _children(words, i))
            and (
                any(words[n].rel == "cc" for n in _children(words, word.head) if word.head < n < i)
                or (words[i - 1].text == "," and any(words[n].rel == "conj" for n in _children(words, i)))
            )
        ):
            word.rel = "conj"  # "is released and, the same night, deported"
    for i, word in enumerate(words):
        if word.rel == "cc":
            following = next((n for n in range(i + 1, len(words)) if words[n].rel == "conj"), None)
            if following is not None and words[following].head in {word.head, words[word.head].head}:
                word.head = following


def unbroken(words: list[Word]) -> None:
    """Hang every word under a root, whatever came before: no word may hang from itself, by however many others."""
    for at in range(len(words)):
        seen: set[int] = set()
        i = at
        while i >= 0 and i not in seen:
            seen.add(i)
            i = words[i].head
        if i >= 0:
            words[i].head = -1
    for word in words:
        if word.head < 0:
            word.rel = "root"


def passive(words: list[Word], at: int) -> bool:
    """Whether a word is a passive form: a participle with "be", or one that stands by a noun."""
    word = words[at]
    rels = {words[i].rel for i in _children(words, at)}
    if word.rel == "acl" and word.tag in {"VBN", "VBD"} and not rels & {"aux", "nsubj", "mark"}:
        return True  # "the men held there": the tagger takes some participles for the past tense
    joined = word.rel == "conj" and word.head >= 0 and not rels & {"aux", "nsubj"}
    objects = [words[i].lemma for i in _children(words, at) if words[i].rel == "obj"]
    if joined and word.tag == "VBD" and objects and _TIMES.issuperset(objects) and words[word.head].tag == "VBN":
        return passive(words, word.head)  # "were released and deported the same evening"
    shared = joined and word.tag == "VBD" and word.lemma in _DONE_TO and not objects
    if shared and words[word.head].tag in {"VBN", "VBD"} and passive(words, word.head):
        return True  # "was arrested, charged and jailed for five years"
    if word.tag != "VBN":
        return False
    return (
        bool(rels & {"aux:pass", "nsubj:pass"})
        or (word.rel == "amod" and "aux" not in rels)
        or (joined and passive(words, word.head))
    )


def verb_form(words: list[Word], at: int) -> str:
    """The form of a verb as it counts in its clause (UD's VerbForm): with an auxiliary, also a participle is finite.

    "Conv" is what stands by another verb as an adverb would: "..., adding that".
    """
    word = words[at]
    rels = {words[i].rel for i in _children(words, at)}
    if rels & {"aux", "aux:pass"} and not (word.tag == "VB" and "mark" in rels and "nsubj" not in rels):
        return "Fin"
    if word.tag in {"VBN", "VBD"} and word.rel == "conj" and word.head >= 0 and words[word.head].tag == word.tag:
        return verb_form(words, word.head)
    if word.rel == "conj" and word.lemma in _DONE_TO and word.head >= 0 and passive(words, at):
        return verb_form(words, word.head)
    if word.tag == "VBG":
        if "mark" in rels:
            return "Ger"  # "on exchanging them": it names an act, and does not tell of it
        return "Conv" if word.rel in {"advcl", "parataxis", "ccomp"} else "Part"
    if word.tag == "VBN" and "nsubj" in rels and not passive(words, at):
        return "Fin"  # a past tense that the tagger takes for a participle
    if word.tag == "VBN" or (word.tag == "VBD" and passive(words, at)):
        return "Part"
    bare = word.tag == "VB" and not ("nsubj" in rels and word.rel in {"root", "ROOT", "conj"} and "mark" not in rels)
    return "Inf" if bare else "Fin"


def mood(words: list[Word], at: int) -> dict[str, str]:
    """What the auxiliaries of a verb, or its place, say of whether it has happened (UD's Tense and Mood)."""
    word = words[at]
    children = list(_children(words, at))
    auxiliaries = [i for i in children if words[i].rel in {"aux", "aux:pass"}]
    if any(words[i].lemma in {"will", "shall", "'ll"} for i in auxiliaries):
        return {"Tense": "Fut"}
    above = words[word.head] if word.head >= 0 else None
    if word.lemma == "be" and any(
        words[i].rel == "xcomp" and any(words[n].rel == "mark" and words[n].lemma == "to" for n in _children(words, i))
        for i in children
    ):
        return {"Tense": "Fut"}
    infinitive = any(words[i].rel == "mark" and words[i].lemma == "to" for i in children)
    if infinitive and above is not None and above.lemma == "be" and word.rel == "xcomp":
        return {"Tense": "Fut", "VerbForm": "Fin"}  # "the trial is to open on Monday"
    subject = next((i for i in children if words[i].rel.startswith("nsubj")), None)
    if subject is not None and any(words[i].text.lower() in {"had", "should"} and i < subject for i in auxiliaries):
        return {"Mood": "Cnd"}  # "had he been arrested, ..."
    return {}
