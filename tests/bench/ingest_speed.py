"""What reading an article costs beyond its tagging: python tests/bench/ingest_speed.py [--lang ru]

For an article of 5,000 characters, made of the labelled ones, it prints the seconds that the models take to load and to
tag it, and the seconds of drafting on top; both parts in one run, so that a busy machine slows them alike. The whole
must take at most twice the bare loading and tagging.
"""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "ingest"))

from labelled import LANGUAGES, articles

from casefile.ingest.drafts import Article
from casefile.ingest.extracting import extract

LENGTH = 5000
#: How many times as long the whole may take as loading and tagging alone.
BAR = 2.0


def story(lang: str) -> str:
    """An article of that many characters."""
    text = ""
    for article in articles(lang, held_out=False):
        text += article.text.strip() + "\n"
        if len(text) >= LENGTH:
            return text[:LENGTH]
    return text


def main() -> int:
    """Measure each language, print, and return 1 when one takes too long."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lang", choices=LANGUAGES)
    asked = parser.parse_args()
    slow = False
    for lang in [asked.lang] if asked.lang else LANGUAGES:
        text = story(lang)
        article = Article(sha256="0" * 64, size=len(text), published="2025-10-29", lang=lang, text=text)
        start = time.perf_counter()
        tagger = import_module(f"casefile.ingest.taggers.{lang}").load()
        loaded = time.perf_counter()
        analysis = tagger.analyse(text)
        tagged = time.perf_counter()
        drafts = extract(analysis, article)
        done = time.perf_counter()
        ratio = (done - start) / (tagged - start)
        slow = slow or ratio > BAR
        sys.stdout.write(
            f"{lang}: {len(text)} characters, {len(drafts)} drafts: loading {loaded - start:.2f} s, tagging "
            f"{tagged - loaded:.2f} s, drafting {done - tagged:.2f} s: {ratio:.2f} times (bar {BAR:g})\n"
        )
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
