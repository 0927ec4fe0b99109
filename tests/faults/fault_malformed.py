"""Puts what is no case file in the place of one, and what is no journal beside one, and runs every kind of command on it.

Reading must give what the case holds, or refuse with exit code 5 and words; writing must refuse wherever reading does,
and leave what it met as it was. Nothing may hang, and nothing may end in a fault of casefile's own.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from commands import NAME, RECIPIENT, SECRET, Said, call, environment, folder_for, small_case, started, well
from malformed import BYTES, JSON, LINES, TABLES, Kind, vouched
from parallel import spread
from rows import Row

_JOURNAL = f"{NAME}.journal"
_READS: tuple[tuple[str, ...], ...] = (
    ("export", "--json"),
    ("list",),
    ("list", "people", "--json"),
    ("show", "P1"),
    ("show", "P1", "--at", "1"),
    ("timeline",),
    ("search", "advocate"),
    ("log",),
    ("log", "P1"),
    ("evidence", "list"),
    ("verify",),
)
_WRITES: tuple[tuple[str, ...], ...] = (
    ("add-person", "Sevda Quliyeva", "--role", "witness"),
    ("edit", "P1", "notes=asked again"),
    ("remove", "P2", "--cascade"),
    ("undo",),
    ("attach", "P1", "letter.txt"),
    ("import", "whole.json", "--update"),
    ("backup", "backup.tar"),
    ("encrypt", "--recipient", RECIPIENT),
    ("compact", "--reason", "agreed", "--yes"),
    ("purge", "P2", "--cascade", "--force", "--reason", "asked for", "--yes"),
    ("adopt", "--reason", "by hand"),
    ("init",),
    ("recover",),
)
#: Beside 5: what some commands say of themselves before, or in place of, looking at the case.
_ALSO = {"adopt": (2, 4), "init": (4,), "undo": (2, 3, 4), "log": (3,), "compact": (4,)}
_ALSO |= dict.fromkeys(("show", "edit", "remove", "attach", "purge"), (3,))
_SECONDS = 20


class _Hung(BaseException):
    """A command took longer than any of them may."""


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise _Hung


@contextmanager
def _bounded() -> Iterator[None]:
    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Setting(NamedTuple):
    """A case, one of whose files is not what it should be.

    Attributes:
        name: What is wrong, and where.
        place: The file that is wrong, within the folder.
        put: Makes it so in a folder that holds the whole case.
        held: What the bad file holds, for an oracle; None where it is no file of bytes.
    """

    name: str
    place: str
    put: Callable[[Path], None]
    held: bytes | None = None
    files: str = "whole"


#: The files of the cases that are spoilt, by name; and where they are laid out.
_FILES: dict[str, dict[str, bytes]] = {}
_OUTER: list[Path] = []


def _alone(data: bytes) -> bytes:
    """A case file as stock TinyDB leaves it: without history, without a sum."""
    tables = json.loads(data)
    tables["_casefile"]["1"] = {"format": "casefile", "schema": 2, "last_ids": {"people": 2, "events": 1}}
    for person in tables["people"].values():
        person.pop("evidence", None)  # it has none beside it
    text = json.dumps(tables, ensure_ascii=False)
    return text.replace('": "', '":"').replace('", "', '","').replace('"people":{', '"people": {').encode()


def _good(folder: Path) -> None:
    small_case(folder)
    (folder / "whole.json").write_bytes(well(folder, "export", "--json").out)
    (folder / "letter.txt").write_text("письмо", encoding="utf-8")
    (folder / "key.txt").write_text(f"{SECRET}\n", encoding="utf-8")


def _lay(work: Path, files: dict[str, bytes]) -> None:
    _clear(work)
    for name, data in files.items():
        place = work / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.write_bytes(data)
        place.chmod(0o600)


def _clear(work: Path) -> None:
    if work.is_dir() and not work.is_symlink():
        for entry in os.scandir(work):
            if entry.is_dir(follow_symlinks=False):
                _clear(Path(entry.path))
            else:
                Path(entry.path).unlink()
        work.rmdir()


def _writing(name: str, data: bytes) -> Callable[[Path], None]:
    def put(work: Path) -> None:
        (work / name).write_bytes(data)

    return put


def settings() -> Iterator[Setting]:
    """Every way, at every place where it makes sense."""
    whole, alone = _FILES["whole"][NAME], _FILES["alone"][NAME]
    for kind in (*BYTES, *JSON, *TABLES):
        for beside, data in (("beside its journal", whole), ("alone", alone)):
            made = kind.make(data)
            files = "whole" if data is whole else "alone"
            yield Setting(f"{kind.name}, {beside}", NAME, _writing(NAME, made), made, files)
            if data is whole and kind not in BYTES and (signed := vouched(made)) is not None:
                yield Setting(f"{kind.name}, with a sum that fits", NAME, _writing(NAME, signed), signed)
    journal = _FILES["whole"][_JOURNAL]
    for kind in (*BYTES, *LINES, *_in_journal()):
        made = kind.make(journal)
        yield Setting(f"journal: {kind.name}", _JOURNAL, _writing(_JOURNAL, made), made)
        yield Setting(f"journal without a case file: {kind.name}", _JOURNAL, _writing(_JOURNAL, made), made, "no file")
    for suffix in ("", ".journal", ".evidence", ".lock", ".torn", ".backups", ".key", ".switch"):
        yield from _special(f"{NAME}{suffix}")


def _in_journal() -> Iterator[Kind]:
    """What can be wrong with a document of one reader, in a line of the journal."""
    for kind in JSON:
        yield Kind(f"{kind.name}, in a line", kind.make)


def _special(name: str) -> Iterator[Setting]:
    """What can stand where a file should."""

    def aside(work: Path) -> Path:
        place, kept = work / name, work / "elsewhere"
        if place.exists():
            place.rename(kept)
        else:
            kept.write_bytes(b"mine\n")
        return kept

    def special(make: Callable[[Path, Path], object]) -> Callable[[Path], None]:
        def put(work: Path) -> None:
            kept = aside(work)
            make(work / name, kept)

        return put

    yield Setting(f"{name} is a link", name, special(lambda place, kept: place.symlink_to(kept)))
    yield Setting(f"{name} is a link to nothing", name, special(lambda place, _: place.symlink_to("nothing")))
    yield Setting(f"{name} is a link to itself", name, special(lambda place, _: place.symlink_to(place.name)))
    yield Setting(f"{name} is a folder", name, special(lambda place, _: place.mkdir()))
    yield Setting(f"{name} is a full folder", name, special(lambda place, _: (place.mkdir(), (place / "a").mkdir())))
    if name != f"{NAME}.evidence":
        yield Setting(f"{name} is a hard link", name, special(lambda place, kept: place.hardlink_to(kept)))
    else:
        yield Setting(f"{name} is a file", name, special(lambda place, _: place.write_bytes(b"x")))
    if hasattr(os, "mkfifo"):
        yield Setting(f"{name} is a FIFO", name, special(lambda place, _: os.mkfifo(place)))
    if hasattr(socket, "AF_UNIX"):
        yield Setting(f"{name} is a socket", name, special(lambda place, _: _listen(place)))
    if hasattr(os, "geteuid") and os.geteuid() == 0 and _may_make_devices():
        for what, minor in (("/dev/null", 3), ("/dev/zero", 5)):
            yield Setting(
                f"{name} is {what}",
                name,
                special(lambda place, _, minor=minor: os.mknod(place, stat.S_IFCHR | 0o600, os.makedev(1, minor))),
            )


def _listen(place: Path) -> None:
    here = Path.cwd()
    os.chdir(place.parent)  # the name of a socket may not be long
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(place.name)
    finally:
        os.chdir(here)


def _may_make_devices() -> bool:
    place = _OUTER[0] / "device"
    try:
        os.mknod(place, stat.S_IFCHR | 0o600, os.makedev(1, 3))
        place.read_bytes()
    except OSError:
        return False
    finally:
        place.unlink(missing_ok=True)
    return True


def _safely(work: Path, args: tuple[str, ...]) -> Said:
    paths = {"letter.txt", "whole.json", "backup.tar"}
    given = [str(work / arg) if arg in paths else arg for arg in args]
    try:
        with _bounded():
            return call(work, *given)
    except BaseException:  # noqa: BLE001 - whatever comes out is what is looked for
        return Said(-1, b"", traceback.format_exc())


def _refused(said: Said, *also: int) -> bool:
    text = said.err + said.out.decode("utf-8", "replace")
    return said.code in (5, *also) and len(text) > len("Error: .") and "Traceback" not in text


def _found(place: Path) -> object:
    """What is at a place: its kind, its bytes or what it points to, and how it may be used."""
    try:
        known = place.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(known.st_mode):
        return "link", str(place.readlink())
    if stat.S_ISDIR(known.st_mode):
        return "folder", sorted((entry.name, _found(Path(entry.path))) for entry in os.scandir(place))
    return stat.S_IFMT(known.st_mode), known.st_ino, place.read_bytes() if place.is_file() else known.st_rdev


def _tables_in(data: bytes | None) -> Any:
    """The records that a plain reader finds in a file, by table; None where there are none to be told."""
    try:
        tables = json.loads((data or b"").decode("utf-8"))
        return {
            name: [rows[key] for key in sorted(rows, key=int)]
            for name, rows in tables.items()
            if name not in ("_casefile", "ships", "")
        }
    except (ValueError, AttributeError, RecursionError, TypeError):
        return None


def _records(out: bytes) -> Any:
    return {name: rows for name, rows in json.loads(out).items() if name != "casefile"}


class _Judging:
    """Runs the commands on a setting, and keeps what came of them.

    Attributes:
        counts: How many commands did what.
        wrong: What is wrong, a line each.
        readable: Whether the case can be exported.
        told: What it said where it cannot.
    """

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.work = _OUTER[0] / f"work-{os.getpid()}"
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.readable = False
        self.told = ""

    @property
    def one_record(self) -> bool:
        """Whether only one record cannot be read: that keeps no other from being changed, so long as it stays."""
        words = (" is not as casefile writes it", " has a field that this casefile does not know", "calls itself")
        return any(word in self.told for word in words)

    def may_write(self, args: tuple[str, ...], again: Said) -> bool:
        """Whether a command may succeed although the case cannot be exported, and this is what exporting says then."""
        mends = args[0] in ("adopt", "undo")
        stays = self.one_record and again.err.split("Error: ")[-1] == self.told.split("Error: ")[-1]
        return stays or (mends and (again.code == 0 or args[0] == "adopt"))

    def complain(self, args: tuple[str, ...], problem: object) -> None:
        self.wrong.append(f"{self.setting.name}; {' '.join(args[:2])}: {problem}"[:900])

    def lay(self) -> None:
        _lay(self.work, _FILES[self.setting.files])
        self.setting.put(self.work)

    def read(self) -> None:
        self.lay()
        before = _found(self.work)
        for args in _READS:
            said = _safely(self.work, args)
            self.counts["reads"] += 1
            if said.code == 0:
                self.counts["read"] += 1
            elif not _refused(said, *_ALSO.get(args[0], ())):
                self.complain(args, said)
            if args == _READS[0]:
                self.readable, self.told = said.code == 0, said.err
                if self.readable and not _is_right(self.setting, said.out):
                    self.complain(args, f"it gives other records than there are: {said.out.decode()}")
        if _found(self.work) != before:
            self.complain(("reading",), "has changed a file")

    def write(self, args: tuple[str, ...]) -> None:
        self.lay()
        place = self.work / self.setting.place
        before = _found(place)
        said = _safely(self.work, args)
        self.counts["writes"] += 1
        if args[0] == "recover":
            for problem in _recovered(self.setting, said, self.work):
                self.complain(args, problem)
        elif said.code:
            if not _refused(said, *_ALSO.get(args[0], ())):
                self.complain(args, said)
            # an unfinished line is set aside before anything else is looked at
            if _found(place) != before and not (place.name == _JOURNAL and _kept(self.setting.held, self.work)):
                self.complain(args, "refused, and has changed what it met")
        else:
            self.counts["written"] += 1
            again = _safely(self.work, _READS[0])
            if self.readable and again.code:
                self.complain(args, f"leaves what cannot be read: {again.err}")
            if not self.readable and self.told.startswith("Error: There is no case file"):
                if not _kept(self.setting.held, self.work):
                    self.complain(args, "has begun a case, and done away with what it met")
            elif not (self.readable or self.may_write(args, again)):
                self.complain(args, f"writes where nothing can be read: {self.told} - and then: {again.err}")


def judge(setting: Setting) -> tuple[Counter[str], list[str]]:
    """What came of every command in a setting, and what is wrong with it."""
    judging = _Judging(setting)
    with environment(CASEFILE_LOCK_TIMEOUT="1"):
        judging.read()
        for args in _WRITES:
            judging.write(args)
    _clear(judging.work)
    return judging.counts, judging.wrong


def _earlier() -> list[Any]:
    """What the case held after each of its changes."""
    return [_records(_FILES["earlier"][name]) for name in _FILES["earlier"]]


def _kept(held: bytes | None, work: Path) -> bool:
    """Whether bytes are still in the folder: in one file, or all but their last line in one and that in another."""
    if not held:
        return True
    there = [path.read_bytes() for path in work.iterdir() if path.is_file() and path.name.startswith(NAME)]
    last = held.rfind(b"\n", 0, len(held) - 1) + 1
    return all(any(part in one for one in there) for part in (held[:last], held[last:]))


def _is_right(setting: Setting, out: bytes) -> bool:
    """Whether an export gives what the case held, or what the file that is in its place holds to a plain reader."""
    good = _records(_FILES["alone" if setting.files == "alone" else "whole"]["whole.json"])
    tables = _tables_in(setting.held)
    if setting.files == "no file" and setting.held and _records(out) in _earlier():
        return True  # of a journal that was cut off nothing tells how long it was
    return _records(out) in (good, None if tables is None else {name: [] for name in good} | tables)


#: The settings that are judged, which are no data that could be sent to another process.
_CHOSEN: list[Setting] = []


def _numbered(number: int) -> tuple[Counter[str], list[str]]:
    return judge(_CHOSEN[number])


def _recovered(setting: Setting, said: Said, work: Path) -> Iterator[str]:
    """What is wrong with a recovery: what was there is kept, and what comes out is the case, or what is lost is named."""
    if said.code not in (0, 5) or "Traceback" in said.err or not (said.out or said.err):
        yield str(said)
        return
    if not _kept(setting.held, work):
        yield "what was damaged was not kept"
    if said.code == 0:
        again = _safely(work, _READS[0])
        if again.code or not _is_right(setting, again.out):
            yield f"it is content, and has lost something: {again}"
        if (verified := _safely(work, ("verify",))).code:
            yield f"it is content, and verify is not: {verified.out.decode()}"


_PLAIN_USER = "-dac_override,-dac_read_search"


def _as_anybody() -> tuple[str, ...] | None:
    """What makes a process obey the modes of files, also that of root; None where nothing does."""
    if not hasattr(os, "geteuid"):
        return None
    before = ("setpriv", "--bounding-set", _PLAIN_USER, "--inh-caps", _PLAIN_USER) if os.geteuid() == 0 else ()
    place = _OUTER[0] / "closed"
    place.write_bytes(b"")
    place.chmod(0)
    with suppress(OSError):
        refused = subprocess.run([*before, "cat", str(place)], capture_output=True, check=False).returncode
        return before if refused == 1 else None
    return None


def _unreadable(before: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with commands run on a file that may not be read."""
    work = _OUTER[0] / "unreadable"
    for name in (NAME, _JOURNAL):
        _lay(work, _FILES["whole"])
        (work / name).chmod(0)
        kept = (work / name).lstat()
        for args in (("list",), ("export", "--json"), ("verify",), ("edit", "P1", "notes=x"), ("recover",)):
            process = started(work, *args, before=before)
            out, err = process.communicate(timeout=60)
            said = Said(process.returncode, out, err.decode())
            if not _refused(said) and not (said.code == 0 and name == _JOURNAL):
                yield f"{name} may not be read; {args[0]}: {said}"
            now = (work / name).lstat()
            if (now.st_ino, now.st_size, now.st_mtime_ns) != (kept.st_ino, kept.st_size, kept.st_mtime_ns):
                yield f"{name} may not be read; {args[0]} has changed it"


def _at(outer: Path, files: dict[str, bytes], seq: int) -> bytes:
    """An export of the case as its journal has it after a change."""
    lines = files[_JOURNAL].splitlines(keepends=True)[:seq]
    _lay(outer / "earlier", {_JOURNAL: b"".join(lines)})
    return well(outer / "earlier", "export", "--json").out


def measure(scale: float) -> list[Row]:
    """Every way at every place; with a smaller scale, every few."""
    with folder_for("malformed") as outer:
        _OUTER[:] = [outer]
        whole = outer / "whole"
        whole.mkdir()
        _good(whole)
        files = {path.relative_to(whole).as_posix(): path.read_bytes() for path in whole.rglob("*") if path.is_file()}
        alone = {NAME: _alone(files[NAME]), "letter.txt": files["letter.txt"], "key.txt": files["key.txt"]}
        _lay(outer / "alone", alone)
        alone["whole.json"] = well(outer / "alone", "export", "--json").out
        _FILES.update(whole=files, alone=alone)
        _FILES["earlier"] = {str(seq): _at(outer, files, seq) for seq in range(1, 6)}
        _FILES["no file"] = {name: data for name, data in files.items() if name != NAME}
        chosen = list(settings())[:: max(1, round(0.8 / scale))]
        counts: Counter[str] = Counter()
        wrong: list[str] = []
        _CHOSEN[:] = chosen
        for tally, problems in spread(_numbered, range(len(chosen))):
            counts += tally
            wrong += problems
        before = _as_anybody()
        wrong += [] if before is None else list(_unreadable(before))
    for problem in wrong[:40]:
        print(problem, file=sys.stderr)
    return [
        Row(
            f"malformed files ({len((*BYTES, *JSON, *TABLES))} kinds of case file, "
            f"{len((*BYTES, *LINES, *JSON))} of journal, links, folders, FIFOs, devices ... in the place of each file)",
            len(chosen),
            f"{counts['reads'] + counts['writes']:,} commands: {counts['reads'] - counts['read']:,} readings refused, "
            f"{counts['read']:,} right; {counts['written']:,} changes of what is right; {len(wrong)} wrong"
            + ("; skipped: a file that may not be read (needs a user)" if before is None else ""),
            not wrong,
        )
    ]
