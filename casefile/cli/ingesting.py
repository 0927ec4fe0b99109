"""What ``ingest`` and ``accept`` do: one article or many, with a reviewer, unasked, or by way of a drafts file."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import typer

from casefile import dates
from casefile.casebook.articles import known_articles
from casefile.casebook.ingesting import (
    Entered,
    Original,
    Settings,
    Standing,
    certain_only,
    decided,
    enter,
    kept_files,
    prepared,
    readable,
    recognise,
)
from casefile.casebook.transfer import read_made, write_file
from casefile.cli.ingested import Summary, Written
from casefile.cli.session import Session
from casefile.dates import Basis
from casefile.errors import EXIT_INGEST, IngestError, InputError, counted
from casefile.ingest.drafts import Article, Decision, DraftsFile, dump
from casefile.ingest.limits import LIMITS
from casefile.ingest.loading import load
from casefile.ingest.parallel import Asked, Done, cores, propose_all
from casefile.ingest.proposing import Details, Reading, needs_date, no_date, propose
from casefile.ingest.reading import bytes_of
from casefile.model import Case

_LEFT = "Left for another time. The same command goes on where you were."
_SUFFIX = ".drafts.json"
_MOST_DRAFTS = 64 << 20  # bytes of a drafts file


class Way(NamedTuple):
    """How drafts become records: by way of a file, those that are certain, all; by a reviewer where none is given."""

    drafts: str
    certain: bool
    everything: bool

    @property
    def reviewed(self) -> bool:
        """Whether a reviewer decides now."""
        return not (self.drafts or self.certain or self.everything)

    def check(self, session: Session) -> None:
        """Hold that there is one way, and somebody to go it; raises `InputError`."""
        if self.certain and self.everything:
            raise InputError("--accept-certain and --accept-all are two ways.", "Give one of them.")
        if self.drafts and self.everything:
            raise InputError("With --accept-all no drafts are left to write.", "Leave --drafts out.")
        if self.reviewed and not session.interactive:
            raise InputError(
                "Nobody is here to review the drafts.",
                "Write them to a file (--drafts FILE), or take them unasked: --accept-certain, --accept-all",
            )


def read_published(session: Session, text: str) -> str:
    """A date of publication as an article has it.

    Raises:
        InputError: It cannot be read, leaves the year open, or is no single day.
    """
    when = dates.parse(text, today=session.today)
    if when.basis is Basis.INFERRED or not when.edtf:
        raise InputError(f"“{text}” leaves the year open.", "Give the whole date: 2025-10-29.")
    if when.earliest is None or when.earliest != when.latest:
        raise InputError(
            f"“{text}” is no day, from which “on Tuesday” could be reckoned.",
            "Give the day; where only the month is known, its last one.",
        )
    return when.earliest.isoformat()


def expanded(files: Sequence[str]) -> list[Asked]:
    """The documents that `files` name: themselves, and those in folders, by their names.

    Raises:
        IngestError: A folder has nothing in it that could be read.
    """
    from casefile.ingest.readers import every

    suffixes = {suffix for reader in every().values() for suffix in reader.SUFFIXES}
    found: list[Asked] = []
    for name in files:
        place = Path(name)
        if name == "-" or not place.is_dir():
            found.append(Asked(name, "" if name == "-" else place.name))
            continue
        inside = [path for path in sorted(place.rglob("*")) if path.suffix.lower() in suffixes and path.is_file()]
        if not inside:
            raise IngestError(
                f"The folder {name} holds no articles.", f"Such files are read: {', '.join(sorted(suffixes))}"
            )
        found += [Asked(str(path), path.name) for path in inside]
    return list(dict.fromkeys(found))


class Work:
    """Articles on their way into a case.

    Args:
        session: The command.
        details: What whoever gave the articles says of them.
        settings: What is entered with each.
        way: How their drafts become records.
        anew: Read again what was decided before.
    """

    def __init__(self, session: Session, details: Details, settings: Settings, way: Way, *, anew: bool) -> None:
        self.session, self.details, self.settings, self.way, self.anew = session, details, settings, way, anew
        if session.form == "csv":
            raise InputError("There are no rows here to write as CSV.", "Use --json, or leave --format out.")
        self.book = session.book()
        self._fresh = not session.exists()
        self._below: list[str] | None = None  # what is to be said below a progress bar, while there is one
        self._reason = session.globals.reason
        self._kept: tuple[Case, dict[str, Standing]] | None = None

    @property
    def case(self) -> Case:
        """The case as it is now; one without records where there is none yet."""
        return readable(self.book).case

    def known(self) -> dict[str, tuple[str, ...]]:
        """The names of the people of the case, by id."""
        return {person.id: tuple(name.text for name in person.names) for person in self.case.people}

    def one(self, asked: Asked) -> object:
        """Read one article, and do with it what was asked for."""
        original = _original(asked)
        standing = self._by_hash(original.data)
        if standing is not None:
            return _known(standing)
        reading = Reading()
        try:
            article = reading.read(original.data, asked.name, self.details)
        finally:
            reading.close()
        if self.way.reviewed:
            return self.review(article, original)
        return self.finish(propose(article, self.known()), original, self.way.drafts)

    def _by_hash(self, data: bytes) -> Standing | None:
        """What became of a document, if it was read before and all in it was decided."""
        if self.anew:
            return None
        case = self.case
        if self._kept is None or self._kept[0] is not case:  # once for all the articles of a folder
            self._kept = (case, kept_files(case, known_articles(case)))
        standing = self._kept[1].get(hashlib.sha256(data).hexdigest(), Standing())
        known = standing.article
        return standing if known is not None and standing.number and not known.open else None

    def finish(self, file: DraftsFile, original: Original, drafts: str) -> Entered | Written | None:
        """Enter what may be entered unasked, and write the rest where it is to be written."""
        if needs_date(file):
            raise no_date(file.article)
        case = self.case
        standing = recognise(case, file.article, alike=not self.settings.relays)
        file = prepared(case, file, standing)
        entered = None
        if self.way.certain or self.way.everything:
            chosen = certain_only(file) if self.way.certain else decided(file)
            entered = self.enter(chosen, original, bare=self.way.everything)
        if not drafts:
            return entered
        if entered is not None:  # what is left
            case = self.case
            file = prepared(case, file, recognise(case, file.article, alike=not self.settings.relays))
        if drafts == "-":
            self._print(dump(file))
            return None
        write_file(drafts, [dump(file)], force=False)
        told = standing.how and f" ({standing.how}; only what is new)"
        line = f"Wrote {counted(len(file.drafts), 'draft')} to {drafts}{told}. Enter them: casefile accept {drafts}"
        lines = [*(entered.lines if entered else ()), line]
        return Written(lines, (entered.data if entered else {}) | {"drafts": drafts, "count": len(file.drafts)})

    def _print(self, data: bytes) -> None:
        from casefile.cli.render import Screen

        out = Screen(sys.stdout, os.environ)
        out.data(data)
        out.flush()

    def enter(self, file: DraftsFile, original: Original | None, *, bare: bool = False) -> Entered:
        """Enter what is accepted in `file`, as a change that says of which article it is."""
        if not self._reason:
            name = file.article.name or "standard input"
            self.session.globals = self.session.globals._replace(reason=f"ingest of {name}")
        entered = enter(self.book, file, original, self.settings, alike=not self.settings.relays, bare=bare)
        if self._fresh and self.session.committed in (0, 1):
            self._tell(f"Made the case file {self.session.location}")
        self._fresh = False
        return entered

    def _tell(self, text: str) -> None:
        """Say something beside the result, but not into a progress bar: that is said below it."""
        if self._below is None:
            self.session.tell(text)
        else:
            self._below.append(text)

    def review(self, article: Article, original: Original, file: DraftsFile | None = None) -> object:
        """Have a reviewer decide the drafts of an article, and enter what is accepted.

        Args:
            article: The article.
            original: The document.
            file: Its drafts, where it was taken apart already.
        """
        from casefile.casebook.shelving import fresh, laid_aside
        from casefile.cli.reviewing import Keys, Later, correct

        case = self.case
        standing = recognise(case, article, alike=not self.settings.relays)
        if standing.how:
            self.session.tell(f"Read before: {standing.how}. Only what is new is proposed.")
        before = None if self.anew else laid_aside(self.book, article.sha256)
        try:
            if before is not None:
                file = fresh(before, case)
                done = sum(draft.decision is not Decision.OPEN for draft in file.drafts)
                self.session.tell(f"Going on with the review: {done} of {len(file.drafts)} drafts are decided.")
            else:
                with Keys() as keys:
                    right = correct(self.session, article, lambda text: read_published(self.session, text), keys)
                if file is None or right != article:
                    self.session.tell("Reading it …")
                    file = propose(_read_date(self.session, right), self.known())
                file = prepared(case, file, standing)
            return self._walked(file, original)
        except Later:
            return _LEFT

    def _walked(self, file: DraftsFile, original: Original | None) -> Entered:
        """Have every open draft decided, and enter what is accepted; raises `Later` with all laid aside."""
        from casefile.casebook.reviewing import Review
        from casefile.casebook.shelving import forget, lay_aside
        from casefile.cli.reviewing import Keys, walk

        bare = False
        if not file.drafts and recognise(self.case, file.article).article is None:
            bare = self.session.confirm("Nothing was found in it. Keep the article as a source all the same?")
        elif file.drafts:
            review = Review(readable(self.book), file)
            with Keys() as keys:
                file = walk(self.session, review, lambda now: lay_aside(self.book, now), keys)
        entered = self.enter(file, original, bare=bare)
        forget(self.book, file.article.sha256)
        return entered

    def many(self, asked: Sequence[Asked], jobs: int) -> object:
        """Read many articles, several at a time, and do with each what was asked for."""
        if any(one.path == "-" for one in asked):
            raise InputError("Standard input is one article.", "Give - by itself.")
        if self.way.drafts == "-":
            raise InputError("Several drafts files cannot go to standard output.", "Name a folder: --drafts FOLDER")
        summary = Summary(len(asked))
        places = self._places(asked)
        todo = [one for one in asked if not self._done_before(one, places.get(one, ""), summary)]
        waiting: list[tuple[DraftsFile, Original]] = []
        done = 0
        self._below = []
        try:
            with _progress("Reading", len(todo)) as advance:
                for found in propose_all(todo, self.details, self.known(), jobs or cores()):
                    with summary.failing(todo[found.number].path):
                        file, original = _read(found, todo[found.number])
                        if self.way.reviewed:
                            waiting.append((file, original))
                        else:
                            summary.add(self.finish(file, original, places.get(todo[found.number], "")))
                    advance()
                    done += 1
        except KeyboardInterrupt:
            if not self.way.reviewed:
                self.session.tell(f"{done} of {counted(len(todo), 'article')} done; the same command does the others.")
            raise
        finally:
            below, self._below = self._below or [], None
            for text in below:
                self.session.tell(text)
        return self._reviewed(waiting, summary)

    def _reviewed(self, waiting: Sequence[tuple[DraftsFile, Original]], summary: Summary) -> object:
        """Have what waits for it reviewed; returns what became of all, or where the reviewer broke off."""
        for file, original in waiting:
            left = self.review(file.article, original, file)
            if isinstance(left, str):
                return f"{left} ({len(summary.entered)} of {len(waiting)} articles are done.)"
            summary.add(left)
        return self._summed(summary)

    def _summed(self, summary: Summary) -> Summary:
        if summary.failed and len(summary.failed) == summary.total:
            self.session.exit_code = EXIT_INGEST
        return summary

    def _places(self, asked: Sequence[Asked]) -> dict[Asked, str]:
        """Where the drafts of each article go, if they are to be written."""
        if not self.way.drafts:
            return {}
        folder = Path(self.way.drafts)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"{folder} is no folder: {error.strerror}.", "Name a folder: --drafts FOLDER") from error
        taken: dict[str, int] = {}
        places = {}
        for one in asked:
            taken[one.name] = number = taken.get(one.name, 0) + 1
            places[one] = str(folder / f"{one.name}{f'-{number}' if number > 1 else ''}{_SUFFIX}")
        return places

    def _done_before(self, one: Asked, place: str, summary: Summary) -> bool:
        """Whether nothing is left to do with an article."""
        if place and os.path.lexists(place):
            summary.known += 1
            return True
        with contextlib.suppress(IngestError):  # it fails again, and is told, when it is its turn
            if self._by_hash(bytes_of(Path(one.path), LIMITS)) is not None:
                summary.known += 1
                return True
        return False

    def accept(self, files: Sequence[str], original: str, *, text_only: bool) -> object:
        """Enter what is decided in drafts files."""
        places = [path for name in files for path in _drafts_files(name)]
        if len(places) == 1:
            return self._accept(places[0], original, text_only=text_only)
        if original:
            raise InputError("--original is of one article.", "Give each drafts file by itself.")
        summary = Summary(len(places))
        for place in places:
            with summary.failing(str(place)):
                summary.add(self._accept(place, "", text_only=text_only))
        return self._summed(summary)

    def _accept(self, place: Path, original: str, *, text_only: bool) -> object:
        data = _drafts_data(place)
        file = load(data, place.name or "standard input", self._read_date)
        case = self.case
        file = prepared(case, file, recognise(case, file.article, alike=not self.settings.relays))
        if self.way.certain:
            file = certain_only(file)
        elif self.way.everything:
            file = decided(file)
        elif self.session.interactive:
            return self._resumed(file, None if text_only else _found_original(file.article, place, original))
        if file.drafts and not any(draft.decision is not Decision.OPEN for draft in file.drafts):
            raise InputError(
                f"No draft in {place.name} is decided.",
                'Write "accept" or "reject" as the decision of each, or give --certain or --all.',
            )
        found = None if text_only else _found_original(file.article, place, original)
        return self.enter(file, found)

    def _resumed(self, file: DraftsFile, original: Original | None) -> object:
        """Have a reviewer decide what is open in a drafts file, from where they were."""
        from casefile.casebook.shelving import fresh, laid_aside
        from casefile.cli.reviewing import Later

        before = laid_aside(self.book, file.article.sha256)
        try:
            return self._walked(fresh(before, self.case) if before is not None else file, original)
        except Later:
            return _LEFT

    def _read_date(self, text: str, published: str) -> dates.When:
        day = dates.parse(published, today=self.session.today) if published else None
        return dates.parse(text, today=self.session.today, published=day)


def _read_date(session: Session, article: Article) -> Article:
    import msgspec

    if not article.published:
        return article
    return msgspec.structs.replace(article, published=read_published(session, article.published))


def _original(asked: Asked, sha256: str = "") -> Original:
    """A document; raises `IngestError` where it is not the one of that hash any more."""
    if asked.path == "-":
        return Original(bytes_of(sys.stdin.buffer, LIMITS))
    data = bytes_of(Path(asked.path), LIMITS)
    if sha256 and hashlib.sha256(data).hexdigest() != sha256:
        raise IngestError(
            f"{asked.path} changed while it was being read.", "Wait until it is finished, then try again."
        )
    return Original(data, asked.path)


def _read(found: Done, asked: Asked) -> tuple[DraftsFile, Original]:
    """What was read of a document, with the document; raises `IngestError` where nothing was."""
    if found.file is None:
        raise IngestError(found.message, found.hint)
    return found.file, _original(asked, found.file.article.sha256)


def _known(standing: Standing) -> Entered:
    source = standing.article.source if standing.article is not None else ""
    return Entered(
        [f"Known already: {standing.how}, and everything in it was decided. To read it again: --anew"], source
    )


def _drafts_files(name: str) -> list[Path]:
    place = Path(name)
    if not place.is_dir():
        return [place]
    found = sorted(path for path in place.iterdir() if path.name.endswith(_SUFFIX) and path.is_file())
    if not found:
        raise InputError(f"The folder {name} holds no drafts files ({_SUFFIX}).", "Give the files by their names.")
    return found


def _drafts_data(place: Path) -> bytes:
    if str(place) == "-":
        return sys.stdin.buffer.read(_MOST_DRAFTS)
    return read_made(place, "ingest --drafts", _MOST_DRAFTS, ("64 MiB", "It is none that casefile has made."))


def _found_original(article: Article, drafts: Path, given: str) -> Original:
    """The document that a drafts file was made of: where it was said to be, beside the drafts, or in this folder.

    Raises:
        IngestError: It is not there, or has changed since.
    """
    if given:
        data = bytes_of(Path(given), LIMITS)
        if hashlib.sha256(data).hexdigest() != article.sha256:
            raise IngestError(
                f"{given} is not the article that the drafts were read from.", f"That has SHA-256 {article.sha256}."
            )
        return Original(data, given)
    text = article.text.encode("utf-8", "replace")
    if hashlib.sha256(text).hexdigest() == article.sha256:
        return Original(text, article.name)
    for folder in dict.fromkeys((drafts.parent, Path(), drafts.parent.parent)) if article.name else ():
        with contextlib.suppress(IngestError):
            data = bytes_of(folder / article.name, LIMITS)
            if hashlib.sha256(data).hexdigest() == article.sha256:
                return Original(data, str(folder / article.name))
    raise IngestError(
        f"The article itself ({article.name or 'from standard input'}, SHA-256 {article.sha256[:12]}…) is not at hand.",
        "Say where it is: --original PATH. Where it is gone, --text-only keeps the text that was read from it.",
    )


@contextmanager
def _progress(what: str, size: int) -> Iterator[Callable[[], None]]:
    """Show how far it is, on a terminal."""
    if not sys.stderr.isatty() or not size:
        yield lambda: None
        return
    with typer.progressbar(length=size, label=what, file=sys.stderr) as bar:
        yield lambda: bar.update(1)
