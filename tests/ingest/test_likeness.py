"""Nearly the same text is known by its sketch, and another report of the same event is not taken for it."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.errors import InputError
from casefile.ingest.likeness import NEARLY_THE_SAME, likeness, nearest, sketch

WIRE = (
    "Двое инженеров судоремонтной верфи, которых держали под стражей с сентября, вышли на свободу, сообщила их "
    "адвокат Мариам Долидзе. «Мы ждали этого решения два месяца», — сказала она журналистам у здания суда. Как "
    "утверждает обвинение, инженеры вывезли с верфи чертежи без разрешения. Защита это отрицает. Следующее заседание "
    "назначено на 18 ноября. Представитель министерства отметил, что расследование не закончено."
)
OTHER_WIRE = (
    "Суд в Батуми отпустил двух сотрудников верфи, задержанных осенью, передаёт корреспондент с места. «Мы ждали этого "
    "решения два месяца», — цитирует адвоката телеканал. По версии следствия, чертежи были вывезены незаконно; "
    "задержанные вину не признают. Дело вернутся слушать через две недели, сказали в пресс-службе суда."
)


def varied(words: list[str], changes: int, seed: int) -> str:
    chance = random.Random(seed)  # noqa: S311 - no secret
    words = list(words)
    for place in chance.sample(range(len(words)), changes):
        words[place] = f"иное{place}"
    return " ".join(words)


def test_a_sketch_is_small_and_the_same_in_every_process():
    assert len(sketch(WIRE * 1)) <= 684
    assert len(sketch(" ".join(str(number) for number in range(10_000)))) == 684
    assert sketch("Ещё одно слово") == "EHT21w=="


def test_case_marks_and_layout_do_not_matter():
    assert likeness(sketch(WIRE), sketch(WIRE.upper().replace(". ", ".\r\n\r\n").replace("«", "“"))) == 1


def test_a_paragraph_more_is_nearly_the_same():
    more = sketch(WIRE + " Напомним, летом на той же верфи сменился директор, и часть цехов остановили.")
    found = nearest(sketch(WIRE), {"R1": sketch(OTHER_WIRE), "R2": more})
    assert found is not None
    assert found.key == "R2"
    assert NEARLY_THE_SAME <= found.share < 1


def test_another_report_with_the_same_quotation_is_another():
    assert nearest(sketch(WIRE), {"R1": sketch(OTHER_WIRE)}) is None
    assert 0 < likeness(sketch(WIRE), sketch(OTHER_WIRE)) < 0.3


@pytest.mark.parametrize("changes", [0, 5, 20, 60, 150])
def test_the_share_is_near_the_true_one(changes):
    words = [f"слово{number}" for number in range(1_500)]
    other = varied(words, changes, seed=changes).split()
    runs, others = ({tuple(text[at : at + 3]) for at in range(len(text) - 2)} for text in (words, other))
    true = 2 * len(runs & others) / (len(runs) + len(others))
    assert likeness(sketch(" ".join(words)), sketch(" ".join(other))) == pytest.approx(true, abs=0.09)


def test_hundreds_of_kept_articles_are_looked_through_at_once():
    words = [f"слово{number}" for number in range(800)]
    kept = {f"R{number}": sketch(varied(words, 700, seed=number)) for number in range(500)} | {
        "R999": sketch(" ".join(words))
    }
    began = time.process_time()
    found = nearest(sketch(varied(words, 3, seed=1)), kept)
    assert time.process_time() - began < 0.5
    assert found is not None
    assert found.key == "R999"


@pytest.mark.parametrize("kept", ["?", "AAA", "AAAAAAA=", "A" * 4_000, "é"])
def test_what_is_no_sketch_is_said_to_be_none(kept):
    with pytest.raises(InputError, match="no sketch"):
        likeness(sketch(WIRE), kept)


@given(st.text(), st.text())
def test_likeness_is_the_same_both_ways_and_whole_with_oneself(one, other):
    first, second = sketch(one), sketch(other)
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1
    assert likeness(first, first) == (1 if first else 0)
