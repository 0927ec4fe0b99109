"""English texts as trees of Universal Dependencies, their names, and the model that is looked at before it is loaded."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from casefile.errors import EXIT_INGEST, IngestError
from casefile.ingest.analysis import Analysis, Tagger
from casefile.ingest.taggers.clearnlp import Word, flatten_name, translate
from casefile.ingest.taggers.en import FOLDER, PACKAGE, SUMS, checked, load

needs_model = pytest.mark.skipif(
    find_spec("spacy") is None or find_spec(PACKAGE) is None,
    reason="English is not installed: pip install 'casefile[ingest-en]'",
)


@cache
def tagger() -> Tagger:
    return load()


def arcs(read: Analysis) -> set[tuple[str, str, str]]:
    """The relations of all sentences, as (word, relation, head)."""
    return {
        (token.text, token.rel, sentence.tokens[token.head].text if token.head >= 0 else "")
        for sentence in read.sentences
        for token in sentence.tokens
    }


def named(text: str) -> set[tuple[str, str]]:
    return {(text[entity.start : entity.stop], entity.kind.value) for entity in tagger().analyse(text).entities}


# -- trees


@needs_model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ann Poe was detained in Baku by police.",
            {("Ann", "nsubj:pass", "detained"), ("Poe", "flat:name", "Ann"), ("was", "aux:pass", "detained"),
             ("police", "obl", "detained"), ("by", "case", "police"), ("Baku", "obl", "detained")},
        ),
        (
            "According to his lawyer, John Roe denies the charge.",
            {("lawyer", "obl", "denies"), ("According", "case", "lawyer"), ("to", "fixed", "According"),
             ("his", "nmod:poss", "lawyer"), ("charge", "obj", "denies")},
        ),
        (
            "Kremlin spokesman Pavel Orlov told reporters that the men were well.",
            {("spokesman", "nsubj", "told"), ("Pavel", "appos", "spokesman"), ("Orlov", "flat:name", "Pavel"),
             ("Kremlin", "compound", "spokesman"), ("well", "ccomp", "told"), ("were", "cop", "well")},
        ),
        (
            "Ann Poe, John Roe and Mary Moe were released.",
            {("John", "conj", "Ann"), ("Mary", "conj", "Ann"), ("and", "cc", "Mary")},
        ),
        (
            "He was accused of smuggling gold.",
            {("smuggling", "advcl", "accused"), ("of", "mark", "smuggling"), ("gold", "obj", "smuggling")},
        ),
        ("The arrest of Ann Poe angered London.", {("Ann", "nmod", "arrest"), ("of", "case", "Ann")}),
    ],
)  # fmt: skip
def test_a_sentence_is_a_tree_of_universal_dependencies(text: str, expected: set[tuple[str, str, str]]) -> None:
    found = arcs(tagger().analyse(text))
    assert expected <= found, found


@needs_model
def test_a_passive_says_that_it_is_one() -> None:
    read = tagger().analyse("Ann Poe was detained in Baku. Police detained John Roe. The men held there are well.")
    voices = {token.text: token.feats.get("Voice") for sentence in read.sentences for token in sentence.tokens}
    assert (voices["held"], voices["are"]) == ("Pass", None)
    assert [
        token.feats.get("Voice") for sentence in read.sentences for token in sentence.tokens if token.text == "detained"
    ] == ["Pass", None]


@needs_model
def test_tokens_stand_where_the_text_has_them() -> None:
    text = "BAKU, Sept 12 (Wire) - A 34-year-old editor-in-chief was held.\n\n  “No comment,” said Anne-Marie Roe.\n"
    read = tagger().analyse(text)
    tokens = [token for sentence in read.sentences for token in sentence.tokens]
    assert all(text[token.start : token.stop] == token.text for token in tokens)
    assert {"34-year-old", "editor-in-chief", "Anne-Marie"} <= {token.text for token in tokens}
    assert "".join(token.text for token in tokens) == "".join(text.split())


@needs_model
@pytest.mark.parametrize(
    "text", ["", "\n \n", ".", "ALL CAPITALS", "«»", "a" * 5000, "x\u0000y \U0001f600", "Привет, мир."]
)
def test_any_text_gives_an_analysis(text: str) -> None:
    read = tagger().analyse(text)
    assert read.text == text
    for sentence in read.sentences:
        assert all(-1 <= token.head < len(sentence.tokens) for token in sentence.tokens)


@needs_model
def test_a_dateline_is_no_part_of_the_first_sentence() -> None:
    text = "Two held in Baku\nBAKU, Sept 12 (Wire) - Police detained two men.\n"
    starts = [text[sentence.start :].split(maxsplit=1)[0] for sentence in tagger().analyse(text).sentences]
    assert starts == ["Two", "BAKU,", "Police"]


# -- names


@needs_model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Foreign Minister Marek Zawadzki left for Warsaw.", {("Marek Zawadzki", "person"), ("Warsaw", "place")}),
        ("Mr Hassan Al-Rashid's lawyer was not there.", {("Hassan Al-Rashid", "person")}),
        ("Leyla Akhundova was held. Akhundova denies it.", {("Leyla Akhundova", "person"), ("Akhundova", "person")}),
        ("He was arrested in Yazd on 3 May.", {("Yazd", "place")}),
        ("The carrier Asteria Dawn was stopped.", {("Asteria Dawn", "organisation")}),
        (
            "Engineer Ramil de la Cruz is free. Mr de la Cruz is ill.",
            {("Ramil de la Cruz", "person"), ("de la Cruz", "person")},
        ),
        ("On 1 December Zhao Meiling was transferred.", {("Zhao Meiling", "person")}),
    ],
)
def test_names_are_told_apart_by_what_stands_around_them(text: str, expected: set[tuple[str, str]]) -> None:
    found = named(text)
    assert expected <= found, found


@needs_model
def test_a_capital_is_no_person() -> None:
    assert ("Tallinn", "person") not in named("Tallinn handed over two men, and Moscow let go one.")


# -- trees that no model was needed for


def words(*rows: tuple[str, str, str, int]) -> list[Word]:
    return [Word(text=text, lemma=text.lower(), pos=pos, tag="", rel=rel, head=head) for text, pos, rel, head in rows]


def test_a_phrase_of_two_prepositions_hangs_by_its_noun() -> None:
    sentence = words(
        ("Left", "VERB", "ROOT", -1),
        ("because", "ADP", "prep", 0),
        ("of", "ADP", "prep", 1),
        ("Ann", "PROPN", "pobj", 2),
    )
    translate(sentence)
    assert [(word.rel, word.head) for word in sentence] == [("root", -1), ("case", 3), ("fixed", 1), ("obl", 0)]


def test_trees_that_run_in_a_circle_are_broken() -> None:
    sentence = words(("a", "X", "dep", 1), ("b", "X", "dep", 2), ("c", "X", "dep", 0))
    translate(sentence)
    assert sum(word.rel == "root" and word.head == -1 for word in sentence) == 1


def test_a_name_under_its_title_is_the_apposition_of_it() -> None:
    sentence = words(
        ("spokesman", "NOUN", "compound", 2),
        ("Ivan", "PROPN", "compound", 2),
        ("Orlov", "PROPN", "nsubj", 3),
        ("left", "VERB", "root", -1),
    )
    flatten_name(sentence, 1, 2, 0)
    assert [(word.rel, word.head) for word in sentence] == [("nsubj", 3), ("appos", 0), ("flat:name", 1), ("root", -1)]


# -- the model


@needs_model
def test_nothing_of_the_package_is_run() -> None:
    code = f"from casefile.ingest.taggers.en import load; import sys; load(); print({PACKAGE!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@needs_model
@pytest.mark.parametrize("name", ["ner/model", "config.cfg", "vocab/strings.json"])
def test_a_changed_model_is_refused(name: str, tmp_path: Path) -> None:
    found = find_spec(PACKAGE)
    assert found is not None
    folder = tmp_path / FOLDER
    shutil.copytree(Path((found.submodule_search_locations or [""])[0]) / FOLDER, folder)
    checked(folder)
    file = folder / name
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    with pytest.raises(IngestError, match=f"“{name}”") as refused:
        checked(folder)
    assert refused.value.exit_code == EXIT_INGEST


def test_a_model_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="not whole"):
        checked(tmp_path)


@needs_model
def test_every_file_that_is_loaded_was_checked() -> None:
    found = find_spec(PACKAGE)
    assert found is not None
    folder = Path((found.submodule_search_locations or [""])[0]) / FOLDER
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    unread = {"LICENSE", "LICENSES_SOURCES", "README.md", "accuracy.json", "senter/cfg", "senter/model"}
    assert there - unread == set(SUMS)


@needs_model
def test_no_name_makes_a_tree_run_in_a_circle() -> None:
    for sentence in tagger().analyse("Ras Dawit Haile and Woizero Tsehay Bekele were detained on Monday.").sentences:
        for at in range(len(sentence.tokens)):
            seen: set[int] = set()
            while at >= 0:
                assert at not in seen
                seen.add(at)
                at = sentence.tokens[at].head  # noqa: PLW2901 - up to the root


@needs_model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Tbilisi City Court on June 10 sentenced actor Ann Poe to two years.",
            {("Court", "nsubj", "sentenced"), ("June", "obl", "sentenced"), ("on", "case", "June"),
             ("10", "nummod", "June"), ("actor", "obj", "sentenced")},
        ),
        (
            "A judge Tuesday sentenced reporter Ann Poe to a year.",
            {("judge", "nsubj", "sentenced"), ("Tuesday", "obl", "sentenced"), ("reporter", "obj", "sentenced")},
        ),
        (
            "A court extended by three months the detention of Ann Poe.",
            {("detention", "obj", "extended"), ("months", "obl", "extended"), ("three", "nummod", "months")},
        ),
        ("A couple held in Rome since May were freed.", {("couple", "nsubj:pass", "freed"), ("May", "obl", "held")}),
    ],
)  # fmt: skip
def test_a_day_beside_a_verb_does_not_mislead(text: str, expected: set[tuple[str, str, str]]) -> None:
    read = tagger().analyse(text)
    assert expected <= arcs(read)
    assert all(text[token.start : token.stop] == token.text for sentence in read.sentences for token in sentence.tokens)
