"""How well names are told apart, and how fast one is found among ten thousand: python tests/bench/names.py

Prints precision and recall on both halves of the labelled pairs (bars 0.97 and 0.95), with what went wrong in the half
that may be developed by; then the time in which one name is compared with 10,000 people, everything counted from the
bare texts on and with nothing remembered, beside one pass of rapidfuzz over the same texts (bar 20 times).
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from rapidfuzz import fuzz, process

from casefile import names

sys.path.insert(0, str(Path(__file__).parent.parent))

from name_pairs import HALVES, Figures, figures, pairs

PRECISION, RECALL, RATIO = 0.97, 0.95, 20.0
PEOPLE = 10_000
GIVEN = (
    "Иван Пётр Сергей Анна Мария Ольга Эльвина Рашад Лейла Мухаммед Ахмед Юсуф Олександр Микола Оксана Igor Evgeny "
    "Mohammed Ahmed Fatima Əli Vüqar Şahin Günel محمد علي حسن فاطمة أحمد John Jane Pierre Giorgi"
)
SYLLABLES = {
    "ба ве го ду жи за ки ло му на пе ра со ту фо ха це чу ша ги дре мо ли стро": "ов ева ский енко ин их",
    "ba ve go du ji za ki lo mu na pe ra so tu fo kha tse chu sha gi dre": "ov eva sky enko zadə li yev",
    "ب و ج د ز ك ل م ن ر س ت ف خ ش": "ي ان ود ر",
}
WANTED = (
    "Игорь Картавых",
    "Ивану Махалову",
    "Mohammed Alizadə",
    "محمد علي",
    "Ли",
    "Мария Петровна Шакиева",
    "Ahmed Zaki",
)


def people(seed: int = 1) -> list[str]:
    """Made-up names of people, in several scripts."""
    chance, made = random.Random(seed), []  # noqa: S311 - names need no secrecy
    for _ in range(PEOPLE):
        syllables, endings = chance.choice(list(SYLLABLES.items()))
        surname = "".join(chance.choices(syllables.split(), k=chance.randint(1, 3))) + chance.choice(endings.split())
        made.append(f"{chance.choice(GIVEN.split())} {surname.capitalize()}")
    return made


def forget() -> None:
    """Empty what the matching remembers of words that it has met."""
    for module in iter_modules(names.__path__, "casefile.names."):
        for thing in vars(import_module(module.name)).values():
            if hasattr(thing, "cache_clear"):
                thing.cache_clear()


def seconds(known: list[str], wanted: str, *, referred: bool) -> float:
    """The time of the processor in which one name, or what was typed, is compared with all that are known."""
    forget()
    start = time.process_time()
    index = names.NameIndex(enumerate(known))
    (index.referred if referred else index.alike)(wanted)
    return time.process_time() - start


def one_pass(known: list[str], wanted: str) -> float:
    """The time of one pass of rapidfuzz."""
    start = time.process_time()
    process.extract(wanted, known, scorer=fuzz.WRatio, limit=10)
    return time.process_time() - start


def told(half: str, found: Figures) -> None:
    """Print the figures of a half, and what went wrong where that may be known."""
    sys.stdout.write(
        f"{half}: precision {found.precision:.3f} (bar {PRECISION}), recall {found.recall:.3f} (bar {RECALL})\n"
    )
    for what, wrong in (("taken for one", found.taken), ("not recognised", found.missed)):
        sys.stdout.write(f"  {what}: {len(wrong)}\n")
        for pair in wrong if half == "development" else ():
            sys.stdout.write(
                f"    {pair.one} | {pair.other} ({pair.kind}): {names.likeness(pair.one, pair.other):.2f}\n"
            )


def main() -> int:
    """Measure, print, and return 1 when a bar is missed."""
    missed = 0
    for half in HALVES:
        found = figures(pairs(half), lambda one, other: names.likeness(one, other) >= names.SAME)
        told(half, found)
        missed += found.precision < PRECISION or found.recall < RECALL
    known = people()
    for what, referred in (("alike", False), ("referred to", True)):
        times = [
            (seconds(known, wanted, referred=referred), one_pass(known, wanted)) for wanted in WANTED for _ in (1, 2)
        ]
        ratio = statistics.median(ours / theirs for ours, theirs in times)
        slowest, theirs = max(ours for ours, _ in times), statistics.median(theirs for _, theirs in times)
        sys.stdout.write(
            f"{what}, among {PEOPLE}: {ratio:.1f} times one pass of rapidfuzz (bar {RATIO:g}); slowest "
            f"{slowest * 1000:.0f} ms, that pass {theirs * 1000:.0f} ms\n"
        )
        missed += ratio > RATIO
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
