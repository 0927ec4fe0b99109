"""Makes the second sample case, data/lazur-2026.json, with casefile's own commands.

    python data/lazur-2026/make.py PATH     the file to make, with its history; it must not exist
    python data/lazur-2026/make.py          makes data/lazur-2026.json anew: the same records without their history

Everything in it is invented: the strait, the three states and their codes (ISO 3166 leaves XA to XZ to its users), all
people, bodies, outlets and words. Whatever resembles anybody is chance.

The chapters beside this script are commands as they would be typed, a day of work after another. `== DAY` is when what
follows was entered; `key other = command ...` gives names to the records that a command makes, in the order in which it
tells them; @key stands for such a record; a line that begins with a blank goes on with the line before.
`== feeds MONTH` stands for the sources in which a month's daily statements are read, `== briefings MONTH` for these
statements, as `briefings` puts them together.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import briefings

from casefile.cli import main
from casefile.store import layout

HERE = Path(__file__).parent
KEPT = HERE.with_name("lazur-2026.json")
AUTHOR = "Lazur desk"


class Command(NamedTuple):
    """A command of a chapter: on which day it is given, what its records are to be called, and where it stands."""

    day: date
    keys: list[str]
    args: list[str]
    place: str


def read(chapter: Path) -> Iterator[Command]:
    """The commands of a chapter, in order."""
    day = date.min
    text = re.sub(r"\n +", " ", chapter.read_text(encoding="utf-8"))
    for line in (line for line in text.splitlines() if line and not line.startswith("#")):
        place = f"{chapter.name}: {line}"
        word, *rest = line.removeprefix("== ").split()
        if not line.startswith("== "):
            keys, sign, command = line.partition(" = ")
            if not sign or not re.fullmatch(r"[\w -]+", keys):
                keys, command = "", line
            yield Command(day, keys.split(), shlex.split(command), place)
        elif word == "feeds":
            for key, args in briefings.feeds_of(rest[0], day):
                yield Command(day, [key], args, place)
        elif word == "briefings":
            for args in briefings.of_month(rest[0]):
                yield Command(day, [], args, f"{place}: {args}")
        else:
            day = date.fromisoformat(word)


class Maker:
    """Gives commands to one case file, and knows its records by the keys of the chapters."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ids: dict[str, str] = {}
        self.made = 0
        self.clock = datetime.min.replace(tzinfo=UTC)

    def give(self, command: Command) -> None:
        """Give a command, a minute after the one before, as on its day."""
        self.clock = max(
            self.clock + timedelta(minutes=1),
            datetime(command.day.year, command.day.month, command.day.day, 8, tzinfo=UTC),
        )
        args = [re.sub(r"@([a-z][\w-]*)", lambda found: self.ids[found[1]], arg) for arg in command.args]
        printed = io.StringIO()
        with redirect_stdout(printed):
            code = main(
                ["--db", str(self.path), "--json", *args], today=command.day, new_uid=self.uid, now=lambda: self.clock
            )
        if code:
            raise SystemExit(f"{command.place}\nleft with exit code {code}")
        answer = json.loads(printed.getvalue())
        records = answer if isinstance(answer, list) else [answer, *answer.get("also", ())]
        told = [record if isinstance(record, str) else record["id"] for record in records]
        self.ids |= dict(zip(command.keys, told, strict=False))

    def uid(self) -> str:
        """A UUIDv7 of the clock's time, with the number of records made so far where others are random."""
        self.made += 1
        stamp = f"{int(self.clock.timestamp() * 1000):012x}"
        return f"{stamp[:8]}-{stamp[8:]}-7000-8000-{self.made:012x}"


def make(path: Path) -> None:
    """Make the case at `path`, with its history."""
    os.environ["CASEFILE_AUTHOR"] = AUTHOR
    maker = Maker(path)
    for chapter in sorted(HERE.glob("[0-9]*.txt")):
        for command in read(chapter):
            maker.give(command)


def without_history(path: Path) -> bytes:
    """The file at `path` as one that has no history yet."""
    tables = layout.parse(path.read_bytes(), path).tables
    del tables[layout.HEADER]["1"]["journal"]
    return layout.serialise(tables)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        wanted = Path(sys.argv[1])
        if wanted.exists():
            raise SystemExit(f"{wanted} is there already")
        make(wanted)
    else:
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder) / "lazur.json")
            KEPT.write_bytes(without_history(Path(folder) / "lazur.json"))
