"""Looks over casefile's shoulder as somebody else on the machine would: by modes, links, pipes and swapped folders.

Every call that makes a file or a folder is seen with the mode it asks for, under a umask that takes nothing away. Links
and pipes are planted in each place that a case uses, and the folder is swapped for a link at each moment of a change.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from commands import NAME, RECIPIENT, SECRET, call, folder_for, small_case, standing, whole
from rows import Row
from tracing import Ran, command, counted, traced, why_not

_MAKES = "trace=?open,?openat,?creat,?mkdir,?mkdirat,?mknod,?mknodat,?chmod,?fchmod,?fchmodat,?fchmodat2"
_PRIVATE = {0o600, 0o400}
_PASSPHRASE = "five words are quite enough\n"  # noqa: S105 - of cases of this harness
#: Everything that makes files, one after the other on one case; the working folder is the case's.
SESSION: tuple[tuple[str, ...], ...] = (
    ("init", "deep/down/other.json"),
    ("add-person", "Лейла Мамедова", "--role", "lawyer"),
    ("add-detainee", "Rəşad Əliyev", "--detained", "2025-03-04", "--place", "Bakı"),
    ("edit", "P1", "occupation=advocate"),
    ("edit", "P1"),
    ("attach", "P1", "scan.txt"),
    ("changes", "--since", "1"),
    ("export", "--csv"),
    ("export", "--csv", "-o", "far/away/tables"),
    ("export", "--csv", "people", "-o", "people.csv"),
    ("export", "--json", "-o", "whole.json"),
    ("export", "--json", "-o", "public.json", "--redact", "public", "--allow-mentions"),
    ("evidence", "export", "P1", "-o", "out.txt"),
    ("backup", "one.tar"),
    ("restore", "one.tar", "--db", "deep/er/restored.json"),
    ("import", "whole.json", "--db", "imported/case.json"),
    ("undo",),
    ("redo",),
    ("remove", "E1"),
    ("compact", "--reason", "agreed", "--yes"),
    ("encrypt", "--passphrase", "--recipient", RECIPIENT),
    ("edit", "P1", "occupation=barrister"),
    ("edit", "P1"),
    ("attach", "P2", "scan.txt"),
    ("evidence", "export", "P2", "-o", "out2.txt"),
    ("backup", "two.tar"),
    ("decrypt", "--yes"),
    ("purge", "P1", "--reason", "asked for", "--yes", "--force"),
)


def modes() -> tuple[int, list[str]]:
    """Every command under umask 000: how many files and folders were made, and which of them others could get at."""
    with folder_for("modes") as folder:
        (folder / "scan.txt").write_text("скан", encoding="utf-8")
        (folder / "secret.txt").write_text(_PASSPHRASE, encoding="utf-8")
        (folder / "secret.txt").chmod(0o600)
        (folder / "key.txt").write_text(f"{SECRET}\n", encoding="utf-8")
        ours = {path.name for path in folder.iterdir()}
        run = partial(_session, folder)
        ran = traced(run, ("-e", _MAKES))
        if ran.code:
            return 1, [f"the session failed: {ran.err}"]
        made, wrong = 0, []
        for one in counted(ran.trace):
            found = re.search(r"O_CREAT.*, (0\d*)\) +=|(?:mkdir|mkdirat|chmod|fchmod|fchmodat2?)\(.*?, (0\d*)[,)]", one.line)
            if found is None or "= -1" in one.line or "/dev/null" in one.line:
                continue
            made += 1
            allowed = {0o700} if one.name.startswith("mkdir") else _PRIVATE
            if int(found[1] or found[2], 8) not in allowed:
                wrong.append(one.line)
        for path in folder.rglob("*"):
            made += 1
            if path.name not in ours and stat.S_IMODE(path.lstat().st_mode) & 0o077:
                wrong.append(f"{path} is left with mode {stat.S_IMODE(path.lstat().st_mode):04o}")
        return made, wrong


def _session(folder: Path) -> int:
    os.environ["EDITOR"] = "true"
    os.environ["CASEFILE_PASSPHRASE_FILE"] = str(folder / "secret.txt")
    for name in ("HOME", "TMPDIR", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        os.environ[name] = str(folder / name.lower())
        if name == "TMPDIR":
            (folder / name.lower()).mkdir(mode=0o700)
    os.umask(0)
    for args in SESSION:
        code = command(folder, *args, umask=0)()
        if code:
            print(f"casefile {' '.join(args)}: {code}", file=sys.stderr)
            return code
    with (folder / f"{NAME}.journal").open("r+b") as stream:  # not "ab", which might make it, and this is traced
        stream.seek(0, os.SEEK_END)
        stream.write(b'{"hash":"00')  # a line that was never finished is set aside
    command(folder, "add-person", "Jane Roe", umask=0)()
    with (folder / NAME).open("r+b") as stream:
        stream.truncate(100)
    return command(folder, "recover", umask=0)()


class Planted(NamedTuple):
    """Something that lies where casefile looks for a file of its own.

    Attributes:
        name: What it is called in the report.
        plant: Lays it, given the case's folder and one elsewhere with the victim in it.
        commands: What is run then, one at a time.
        sealed: Whether the case is encrypted.
    """

    name: str
    plant: Callable[[Path, Path], None]
    commands: tuple[tuple[str, ...], ...]
    sealed: bool = False


_ADD = ("add-person", "Tomris Həsənova")
_LIST = ("list",)
_VERIFY = ("verify",)


def _link(name: str) -> Callable[[Path, Path], None]:
    """The case's own file, moved elsewhere and linked to."""

    def plant(folder: Path, away: Path) -> None:
        shutil.move(folder / name, away / name)
        (folder / name).symlink_to(away / name)

    return plant


def _victim(name: str) -> Callable[[Path, Path], None]:
    """A link to a file that is none of casefile's."""

    def plant(folder: Path, away: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(away / "victim.txt")

    return plant


def _dangling(name: str) -> Callable[[Path, Path], None]:
    def plant(folder: Path, away: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(away / "nothing.txt")

    return plant


def _hard(name: str) -> Callable[[Path, Path], None]:
    def plant(folder: Path, away: Path) -> None:
        (away / "other-name").hardlink_to(folder / name)

    return plant


def _hard_victim(name: str) -> Callable[[Path, Path], None]:
    def plant(folder: Path, away: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).hardlink_to(away / "victim.txt")

    return plant


def _pipe(name: str) -> Callable[[Path, Path], None]:
    def plant(folder: Path, _away: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        os.mkfifo(folder / name)

    return plant


def _socket(name: str) -> Callable[[Path, Path], None]:
    def plant(folder: Path, _away: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        here = Path.cwd()
        os.chdir(folder)  # the path of a socket must be short
        try:
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(name)
        finally:
            os.chdir(here)

    return plant


def _evidence(plant: Callable[[str], Callable[[Path, Path], None]]) -> Callable[[Path, Path], None]:
    """As `plant`, in the place of the first file that is kept."""

    def in_place(folder: Path, away: Path) -> None:
        kept = next(iter((folder / f"{NAME}.evidence").iterdir()))
        (away / kept.parent.name).mkdir(exist_ok=True)
        plant(f"{kept.parent.name}/{kept.name}")(folder, away)

    return in_place


def _writable(mode: int) -> Callable[[Path, Path], None]:
    def plant(folder: Path, _away: Path) -> None:
        folder.chmod(mode)

    return plant


def plantings() -> Iterator[Planted]:
    """Everything that is planted."""
    journal, lock, evidence, key = (f"{NAME}.{part}" for part in ("journal", "lock", "evidence", "key"))
    writing = (_ADD, ("edit", "P1", "notes=x"), ("undo",), ("attach", "P2", "scan.txt"), ("encrypt", "--recipient", RECIPIENT))
    yield Planted("case file: a link", _link(NAME), (*writing, _LIST, _VERIFY, ("recover",), ("export", "--json")))
    yield Planted("case file: a link to nothing", _dangling(NAME), (*writing, ("init",), _LIST))
    yield Planted("case file: a second name", _hard(NAME), writing)
    yield Planted("case file: a pipe", _pipe(NAME), (*writing, ("init",), _LIST, _VERIFY))
    yield Planted("case file: a socket", _socket(NAME), (_ADD, _LIST))
    yield Planted("journal: a link", _link(journal), (*writing, _VERIFY, ("backup", "b.tar"), ("log",)))
    yield Planted("journal: a link to nothing", _dangling(journal), (*writing, _VERIFY, ("log",)))
    yield Planted("journal: a second name", _hard(journal), writing)
    yield Planted("journal: a pipe", _pipe(journal), (*writing, _VERIFY, ("log",)))
    for plant in (_victim, _dangling, _hard_victim, _pipe, _socket):
        yield Planted(f"lock: {plant.__name__.strip('_')}", plant(lock), (*writing, ("backup", "b.tar"), ("recover",)))
    yield Planted("evidence folder: a link", _link(evidence), (("attach", "P2", "other.txt"), _VERIFY))
    yield Planted("evidence: a link", _evidence(_link), (("evidence", "export", "P1", "-o", "out"), _VERIFY))
    yield Planted("evidence: a link to another's", _evidence(_victim), (("evidence", "export", "P1", "-o", "out"), _VERIFY))
    yield Planted("evidence: a pipe", _evidence(_pipe), (("evidence", "export", "P1", "-o", "out"), _VERIFY))
    yield Planted("key: a link", _link("key.txt"), (_ADD, _LIST), sealed=True)
    yield Planted("key: a pipe", _pipe("key.txt"), (_ADD, _LIST), sealed=True)
    yield Planted("wrapped key: a link to another's", _victim(key), (("encrypt", "--passphrase"),))
    yield Planted("wrapped key: a link to nothing", _dangling(key), (("encrypt", "--passphrase"),))
    for suffix in ("switch", "torn", "backups"):
        yield Planted(f"{suffix}: a link to another's", _victim(f"{NAME}.{suffix}"), (_ADD, ("backup", "b.tar")))
        yield Planted(f"{suffix}: a link to nothing", _dangling(f"{NAME}.{suffix}"), (_ADD, ("backup", "b.tar")))
    for plant in (_victim, _dangling, _pipe):
        name = plant.__name__.strip("_")
        yield Planted(f"attached file: {name}", plant("other.txt"), (("attach", "P2", "other.txt"),))
        outputs = (("export", "--json", "-o", "out"), ("backup", "out"), ("evidence", "export", "P1", "-o", "out"))
        yield Planted(f"output: {name}", plant("out"), (*outputs, ("export", "--json", "-o", "out", "--force")))
    for mode in (0o770, 0o777, 0o702):
        yield Planted(f"folder: mode {mode:o}", _writable(mode), (*writing, _VERIFY, ("recover",), ("backup", "b.tar")))


def followed(planted: Planted, args: Sequence[str]) -> str:
    """What casefile did wrong with something planted; empty when it refused, or warned, and left all else alone."""
    with folder_for("access") as outer:
        folder, away = outer / "case", outer / "away"
        folder.mkdir(mode=0o700)
        away.mkdir(mode=0o700)
        small_case(folder, sealed=planted.sealed)
        (folder / "other.txt").write_text("другое", encoding="utf-8")
        (folder / "secret.txt").write_text(_PASSPHRASE, encoding="utf-8")
        (folder / "secret.txt").chmod(0o600)
        (away / "victim.txt").write_text("чужое", encoding="utf-8")
        planted.plant(folder, away)
        before = _all_in(away)
        run = command(folder, *args)

        def work() -> int:
            os.environ["CASEFILE_PASSPHRASE_FILE"] = str(folder / "secret.txt")
            return run()

        ran = traced(work)
        if _all_in(away) != before:
            return f"wrote through: {sorted(set(_all_in(away).items()) ^ set(before.items()))} (exit {ran.code}: {ran.err})"
        return _silent(ran, anyway=planted.name.split(":")[0] in ("output", "torn", "backups", "wrapped key"))


def _silent(ran: Ran, *, anyway: bool) -> str:
    """What is wrong with how a command took it: it must refuse or warn, unless replacing a link is all it does."""
    if ran.code in (70, 99, -1000) or "Traceback" in ran.err:
        return f"exit {ran.code}: {ran.err}"
    told = ran.err or "Note:" in ran.out or " is a link" in ran.out
    if ran.code == 0 and not told and not anyway:
        return f"took it without a word: {ran.out}"
    return "" if ran.code == 0 or ran.err or ran.out else f"exit {ran.code} without a word"


def _all_in(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mode,
            path.read_bytes() if path.is_file() and path.name != "other-name" else b"",
        )
        for path in folder.rglob("*")
    }


_SWAPPED = (
    _ADD,
    ("edit", "P1", "notes=x"),
    ("edit", "P1"),
    ("undo",),
    ("attach", "P2", "scan.txt"),
    ("encrypt", "--recipient", RECIPIENT),
    ("compact", "--reason", "agreed", "--yes"),
    ("backup", "../b.tar"),
)


def swap(args: Sequence[str], every: int = 1) -> tuple[int, list[str]]:
    """Swap the case's folder for a link to a copy of it, at each moment of a command that Python tells of."""
    tried, wrong = 0, []
    moment, over = 1, False
    while not over:
        with folder_for("swap") as outer:
            folder, away, planted = outer / "case", outer / "mine", outer / "planted"
            folder.mkdir(mode=0o700)
            small_case(folder)
            shutil.copytree(folder, planted)
            before = standing(folder)
            ran = traced(partial(_swapping, folder, away, planted, moment, args))
            over = not away.exists()
            if over:
                break
            folder.unlink()
            away.rename(folder)
            (folder / "key.txt").write_text(f"{SECRET}\n", encoding="utf-8")
            problem = _silent(ran, anyway=False)
            if ran.code == 0 and not ran.err:  # it may have been over by then: it is all in the folder that was meant
                problem = "" if args[0] == "backup" or standing(folder) != before else "saved in the other folder, silently"
            problem = problem or whole(folder)
            added = call(folder, "add-person", "Jane Roe")
            problem = problem or (added.err if added.code else whole(folder))
            tried += 1
            if problem:
                wrong.append(f"folder swapped at moment {moment} of {' '.join(args)}: {problem}")
        moment += every
    return tried, wrong


def _swapping(folder: Path, away: Path, planted: Path, moment: int, args: Sequence[str]) -> int:
    seen = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event not in ("open", "os.rename", "os.remove", "os.mkdir", "os.link", "os.chmod", "os.scandir", "os.listdir"):
            return
        if arguments and isinstance(arguments[0], str | Path) and str(arguments[0]).startswith(str(folder)):
            seen += 1
            if seen == moment:
                seen += 1  # what comes now is ours
                folder.rename(away)
                folder.symlink_to(planted)

    def edit() -> None:
        editor = Path(planted.parent / "editor")
        editor.write_text('#!/bin/sh\nsed -i s/advocate/barrister/ "$1"\n', encoding="utf-8")
        editor.chmod(0o700)
        os.environ["EDITOR"] = str(editor)

    edit()
    run = command(folder, *args)
    sys.addaudithook(hook)
    return run()


def measure(scale: float) -> list[Row]:
    """Modes, links and pipes in every place, and the swapped folder."""
    names = ("modes under umask 000", "links, pipes, second names, open folders", "folder swapped for a link")
    if sys.platform == "win32":
        return [Row(name, 0, "skipped: needs POSIX", met=True) for name in names]
    rows = []
    if reason := why_not():
        rows.append(Row(names[0], 0, f"skipped: {reason}", met=True))
    else:
        made, wrong = modes()
        _tell(wrong)
        rows.append(Row(names[0], made, f"{len(wrong)} but for their owner alone (0600, 0400, 0700)", met=not wrong))
    pairs = [(planted, args) for planted in plantings() for args in planted.commands]
    pairs = pairs[:: max(1, round(0.6 / scale))]
    wrong = [f"{planted.name}, {' '.join(args)}: {said}" for planted, args in pairs if (said := followed(planted, args))]
    _tell(wrong)
    rows.append(Row(names[1], len(pairs), f"{len(pairs) - len(wrong)} refused or warned of, none followed", met=not wrong))
    tried, wrong = 0, []
    for args in _SWAPPED:
        count, problems = swap(args, max(1, round(0.6 / scale)))
        tried += count
        wrong += problems
    _tell(wrong)
    rows.append(Row(names[2], tried, f"{tried - len(wrong)} refused or told of, the case whole", met=not wrong))
    return rows


def _tell(wrong: Sequence[str]) -> None:
    for problem in wrong[:20]:
        print(problem, file=sys.stderr)
