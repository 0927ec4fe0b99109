"""How well articles are read: python tests/bench/ingest.py [--dev] [--lang en] [--show KIND]

Reads the labelled articles with the taggers and the rules and prints precision and recall by kind, for each language
and both parts of the set: that which rules are written by, and that which is held out. `--dev` leaves the held-out part
alone, as must whoever writes rules; `--show statements` lists what was missed or made up in the other part, with the
name of the article.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "ingest"))

from drafting import drafted
from labelled import LANGUAGES, Labelled, articles, mistakes
from scoring import KINDS, Score, score

#: Precision and recall that must be reached.
BARS = {"people": (0.97, 0.95), "statements": (0.92, 0.90), "events": (0.90, 0.85)}


def told(lang: str, part: str, count: int, made: Score) -> int:
    """Print the figures of one part, and the number of bars that are missed."""
    sys.stdout.write(f"{lang}, {part}: {count} articles\n")
    missed = 0
    for kind in KINDS:
        counts = made.counts[kind]
        precision, recall = BARS.get(kind, (0.0, 0.0))
        failed = counts.precision < precision or counts.recall < recall
        bar = f"  bars {precision:g} / {recall:g}{', MISSED' if failed else ''}" if kind in BARS else ""
        sys.stdout.write(
            f"  {kind:<20} precision {counts.precision:.3f} ({counts.right}/{counts.drafted})"
            f"  recall {counts.recall:.3f} ({counts.found}/{counts.labelled}){bar}\n"
        )
        missed += failed
    sys.stdout.write(f"  allegations made facts or charges: {len(made.violations)}\n")
    return missed + len(made.violations)


def shown(kind: str, made: Score) -> None:
    """List what went wrong with one kind."""
    if kind == "violations":
        sys.stdout.writelines(f"    {text}\n" for text in made.violations)
        return
    for what, wrong in (("missed", made.counts[kind].missed), ("extra", made.counts[kind].extra)):
        sys.stdout.writelines(f"    {what}: {text}\n" for text in wrong)


def measured(found: list[Labelled]) -> Score:
    """What the drafts of these articles are worth together."""
    made = Score()
    for article in found:
        made.add(score(article, drafted(article)))
    return made


def main() -> int:
    """Measure, print, and return 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="leave the held-out part alone")
    parser.add_argument("--lang", choices=LANGUAGES, help="one language only")
    parser.add_argument("--show", choices=[*KINDS, "violations", "all"], help="list what went wrong")
    parser.add_argument("--name", help="only articles with this in their name; implies --dev")
    asked = parser.parse_args()
    missed = 0
    for lang in [asked.lang] if asked.lang else LANGUAGES:
        for held_out in (False,) if asked.dev or asked.name else (False, True):
            found = [each for each in articles(lang, held_out=held_out) if (asked.name or "") in each.name]
            wrong = [f"{each.name}: {problem}" for each in found for problem in mistakes(each)]
            if not held_out:
                sys.stderr.writelines(f"label at fault: {text}\n" for text in wrong)
            start = time.perf_counter()
            made = measured(found)
            missed += told(lang, "held out" if held_out else "to develop by", len(found), made)
            sys.stdout.write(f"  {time.perf_counter() - start:.1f} s with the loading of the models\n")
            if asked.show and not held_out:
                for kind in [*KINDS, "violations"] if asked.show == "all" else [asked.show]:
                    sys.stdout.write(f"  {kind}\n" if asked.show == "all" else "")
                    shown(kind, made)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
