"""Flips a bit of every byte of every file that belongs to a case, then reads, changes, proves and repairs the case.

A command may refuse, with words; or give what it would have given without the flip. What it must not do is give
something else, end in a fault, or write over the byte that shows what happened.
"""

from __future__ import annotations

import base64
import json
import os
import random
import shutil
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from commands import NAME, RECIPIENT, SECRET, Said, call, environment, folder_for, small_case, started, well
from parallel import spread
from rows import Row

from casefile.store.tinydb_file import TinyDBFile

_READS = (("export", "--json"), ("list",), ("show", "P1"), ("log",))
_ADD = ("add-person", "Sevda Quliyeva", "--role", "witness")
_LOCK, _TORN, _KEY, _LIST = f"{NAME}.lock", f"{NAME}.torn", f"{NAME}.key", f"{NAME}.backups"
_JOURNAL, _BACKUP = f"{NAME}.journal", "backup.tar"
_SCAN = "скан".encode()
_DOTS = 4  # in the name of a case file that is staged: .case.json.0123456789ab.tmp
#: The harness's identity under a passphrase, as `encrypt --passphrase` leaves it beside a case, but with scrypt's
#: work factor at 1 in place of 18: so that it takes no second to open it again for every flip.
_PASSPHRASE = "сорок два кота"  # noqa: S105
_WRAPPED = base64.b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBqN2xFMnZocFhKaXdncUE0RDl2TnZRIDEKemlZOXlqK0hZbWk3LzV3a2ZFMTF4cXh5"
    "UWJUZGs4R2Nqbi9GNTd6cTJ3cwotLS0gSFEveU12dEdnRnRMK0ZrdGN0bi9ObEhyaDQ2SDE4ZkI1QzVjYkJaTzJVMAr/t4PgSZL68dd5OUle"
    "LtHSG9M6Kx8H3CBixeZhp4AOptnWDvEo0aTR+MOJoiyfnuwSu7U0G7tJb5b+gT9FLnELJ3cTGeAj7NWl1GyFwEaEKEn7suUoL91e/hGK0zRM"
    "Li7ES/j7AtLoII64lQ=="
)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@dataclass
class Subject:
    """A case whose bytes are flipped: its files, what commands say of it unharmed, every state its records ever had."""

    name: str
    files: dict[str, bytes]
    targets: list[str]
    states: set[tuple[str, str]]
    said: dict[tuple[str, ...], Said] = field(default_factory=dict)
    backup: bytes = b""
    told: bytes = b""  # what restoring that backup says

    @property
    def records(self) -> Any:
        """What the case holds."""
        return json.loads(self.said[_READS[0]].out)


def lay(work: Path, files: dict[str, bytes], **changed: bytes) -> None:
    """Make `work` hold just these files."""
    shutil.rmtree(work, ignore_errors=True)
    for name, data in (files | changed).items():
        place = work / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.write_bytes(data)
        place.chmod(0o600)


def safely(work: Path, *args: str) -> Said:
    """Run a command; a traceback out of it, a panic of a library included, is what it says."""
    try:
        said = call(work, *args)
    except BaseException:  # noqa: BLE001 - whatever comes out is what is looked for
        return Said(-1, b"", traceback.format_exc())
    return said


def refused(said: Said, *, codes: tuple[int, ...] = (5,)) -> bool:
    """Whether a command has refused as it should: by its code, with a sentence."""
    text = said.err + said.out.decode("utf-8", "replace")
    return said.code in codes and len(text) > len("Error: .") and "Traceback" not in text


def subjects(outer: Path) -> Iterator[Subject]:
    """Cases: open with all that may lie beside it, encrypted, behind a passphrase, and with a rewriting that was interrupted."""
    for name in ("open", "encrypted", "passphrase", "interrupted"):
        folder = outer / name
        folder.mkdir()
        small_case(folder)
        states = _states(folder)
        (folder / "scan.txt").unlink()
        if name in ("encrypted", "passphrase"):
            (folder / "key.txt").write_text(f"{SECRET}\n", encoding="utf-8")
            well(folder, "encrypt", "--recipient", RECIPIENT)
        with (folder / _JOURNAL).open("ab") as stream:
            stream.write(b'{"hash":"00')
        well(folder, "edit", "P1", "notes=asked again")
        states |= _states(folder)
        well(folder, "backup", str(folder / _BACKUP))
        if name == "interrupted" and not _interrupt(folder):
            continue
        if name == "passphrase":
            (folder / "key.txt").unlink()
            (folder / _KEY).write_bytes(_WRAPPED)
            (folder / "passphrase").write_text(f"{_PASSPHRASE}\n", encoding="utf-8")
            (folder / "passphrase").chmod(0o600)
        (folder / _BACKUP).unlink()  # what it could mend is not to hide what recovery does without
        targets = [path for path in _files(folder) if path not in ("key.txt", "passphrase")]
        if name == "passphrase":
            targets = [_KEY]
        elif name == "interrupted":
            targets = [path for path in targets if ".switch" in path or path.endswith(".tmp")]
        found = Subject(name, _files(folder), targets, states)
        work = outer / "work"
        with _key_at_hand(found, work):
            lay(work, found.files)
            found.said = {args: well(work, *args) for args in (*_READS, ("verify",))}
        if name in ("open", "encrypted"):
            well(work, "backup", str(work / _BACKUP))
            found.backup = (work / _BACKUP).read_bytes()
            lay(work, _bare(found, found.backup))
            found.told = well(work, "restore", str(work / _BACKUP)).out.replace(bytes(work), b"")
        yield found


def _key_at_hand(subject: Subject, work: Path) -> AbstractContextManager[None]:
    return environment(CASEFILE_PASSPHRASE_FILE=str(work / "passphrase") if subject.name == "passphrase" else "")


def _states(folder: Path) -> set[tuple[str, str]]:
    """Every state of every record in the history, by id."""
    found = set()
    from casefile.store.vault import Keys

    key = folder / "key.txt"
    for entry in TinyDBFile(folder / NAME, keys=Keys([str(key)] if key.exists() else [])).entries():
        for difference in entry.differences:
            if difference is not None and difference.after is not None:
                found.add(_state(json.loads(difference.after)))
    return found


def _state(record: dict[str, Any]) -> tuple[str, str]:
    return record["id"], json.dumps(record, sort_keys=True)


def _interrupt(folder: Path) -> bool:
    """Kill a folding of the history just after it was decided; returns whether that could be done."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return False
    kill = ("strace", "-f", "-o", "/dev/null", "-e", "trace=rename", "-e", "inject=rename:signal=KILL:when=2")
    process = started(folder, "compact", "--reason", "agreed", "--yes", before=kill)
    try:
        process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
    return (folder / f"{NAME}.switch").exists()


@dataclass
class Tally:
    """What came of some flips."""

    counts: Counter[str] = field(default_factory=Counter)
    unnoticed: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take in what came of others."""
        self.counts += other.counts
        self.unnoticed += other.unnoticed
        self.wrong += other.wrong


class Flip(NamedTuple):
    """What is to be done to a case: a bit in one file, one in file and journal each, or one in its backup."""

    kind: str
    subject: int
    name: str
    place: int
    bit: int
    seed: int


def flipped(data: bytes, place: int, bit: int) -> bytes:
    """`data` with one bit the other way round."""
    return data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :]


def flips(cases: list[Subject], share: float, chance: random.Random) -> Iterator[Flip]:
    """Each byte of every file with one bit flipped (all bits take their turn), pairs of flips, flips of backups."""
    for number, subject in enumerate(cases):
        for name in subject.targets:
            for place in _places(subject.files[name], share, chance):
                yield Flip("single", number, name, place, chance.randrange(8), chance.randrange(1 << 30))
        for place in _places(subject.backup, share, chance):
            yield Flip("backup", number, _BACKUP, place, chance.randrange(8), 0)
        if subject.backup:
            for _ in range(round(1000 * share)):
                yield Flip("pair", number, NAME, 0, 0, chance.randrange(1 << 30))


def _places(data: bytes, share: float, chance: random.Random) -> list[int]:
    return [place for place in range(len(data)) if share >= 1 or chance.random() < share]


def judge(subject: Subject, name: str, data: bytes, work: Path, tally: Tally, chance: random.Random) -> Iterator[str]:
    """What is wrong with what casefile makes of a case, one of whose files now holds `data`."""
    files = subject.files | {name: data}
    lay(work, files)
    for args in (_READS[0], chance.choice(_READS[1:])):
        said = safely(work, *args)
        tally.counts["reads"] += 1
        if said.code == 0 and said.out == subject.said[args].out:
            tally.counts["right"] += 1
        elif refused(said, codes=(2, 5) if name == _KEY else (5,)):
            tally.counts["refused"] += 1
        else:
            yield f"{' '.join(args)} is wrong: {said}"
    handed = safely(work, "evidence", "export", "P1", "1", "-o", str(work / "out.txt"))
    written = _taken(work / "out.txt")
    if not ((handed.code == 0 and written == _SCAN) or (refused(handed, codes=(2, 5)) and written is None)):
        yield f"evidence that was handed out is wrong: {written!r} {handed}"
    verified = safely(work, "verify")
    if not (verified.code == 0 or refused(verified, codes=(2, 5) if name == _KEY else (5,))):
        yield f"verify fails: {verified}"
    noticed = verified.code != 0 or verified.out != subject.said["verify",].out
    if not noticed:
        tally.unnoticed[name] += 1
        if name not in (_LOCK, _TORN):
            yield "verify notices nothing"
    if _files(work) != files:
        yield "reading has changed a file"
    yield from _after_change(subject, name, data, work, tally, noticed=noticed)


def _taken(place: Path) -> bytes | None:
    data = place.read_bytes() if place.exists() else None
    place.unlink(missing_ok=True)
    return data


def _after_change(
    subject: Subject, name: str, data: bytes, work: Path, tally: Tally, *, noticed: bool
) -> Iterator[str]:
    before = _files(work)
    said = safely(work, *_ADD)
    tally.counts["changes"] += 1
    after = _files(work)
    after.pop(_LOCK, None)
    if said.code:
        tally.counts["changes refused"] += 1
        if not refused(said, codes=(2, 5) if name == _KEY else (5,)):
            yield f"an addition fails: {said}"
        before.pop(_LOCK, None)
        # what had been decided before is finished all the same, but for the flipped byte
        if after != before and not (subject.name == "interrupted" and data in after.values()):
            yield f"a refused addition has changed {min({*before.items()} ^ {*after.items()})[0]}"
        return
    found = json.loads(well(work, *_READS[0]).out)
    found["people"] = [person for person in found["people"] if person["id"] != "P3"]
    found["casefile"]["last_ids"]["people"] = 2
    if found != subject.records:
        yield "after an addition the other records are not what they were"
    again = safely(work, "verify")
    is_file = name == NAME or (name.endswith(".tmp") and name.count(".") == _DOTS)
    if is_file and not said.err:
        yield "an addition has written over the flipped byte without a word"
    if noticed and not is_file and not again.code:
        yield "an addition has done away with what verify found"


def judge_recovery(subject: Subject, changed: dict[str, bytes], work: Path) -> Iterator[str]:
    """What is wrong with what recovery makes of a case with these files in place of its own."""
    lay(work, subject.files | changed)
    said = safely(work, "recover")
    text = said.out.decode("utf-8", "replace")
    if said.code not in (0, 5) or "Traceback" in said.err or not (text or said.err):
        yield f"recover fails: {said}"
        return
    kept = set(_files(work).values())
    for name, data in changed.items():
        last = data.rfind(b"\n", 0, len(data) - 1) + 1
        in_parts = any(one.endswith(data[last:]) for one in kept) and any(one.startswith(data[:last]) for one in kept)
        if data not in kept and not in_parts:
            yield f"the damaged {name} was not kept"
    if "can be rebuilt" in said.err:  # nothing is: that is what it says
        return
    read = safely(work, *_READS[0])
    if read.code:
        yield f"after recover the case cannot be read: {read.err}"
        return
    found = json.loads(read.out)
    held = {_state(record) for table, rows in found.items() if table != "casefile" for record in rows}
    if invented := held - subject.states:
        yield f"recover has invented {invented}"
    if found != subject.records and (said.code == 0 or "Not recovered" not in text):
        yield f"recover has lost something and names nothing: {text}"
    if len(changed) == 1 and found != subject.records:
        yield f"recover has lost something that was whole in the other file: {text}"
    verified = safely(work, "verify")
    if said.code == 0 and verified.code:
        yield f"recover says the case is whole, verify that it is not: {verified.out.decode()}"


def judge_backup(subject: Subject, data: bytes, work: Path, tally: Tally) -> Iterator[str]:
    """What is wrong with what `restore` makes of a backup, one byte of which is flipped."""
    lay(work, _bare(subject, data))
    said = safely(work, "restore", str(work / _BACKUP))
    if said.code == 0:
        tally.counts["restored"] += 1
        read = safely(work, *_READS[0])
        if read.out != subject.said[_READS[0]].out or read.code:
            yield f"the restored case is not what was backed up: {read}"
        if said.out.replace(bytes(work), b"") != subject.told:
            yield f"restore tells something else of the backup: {said.out.decode()}"
        if (work / NAME).exists() and safely(work, "verify").code:
            yield "a case that is not whole was restored without a word"
    elif not refused(said, codes=(2, 5)):
        yield f"restore fails: {said}"
    elif any(NAME in name and name != _LOCK for name in _files(work)):
        yield f"a refused restore has left {sorted(_files(work))}"
    if (work / _BACKUP).read_bytes() != data:
        yield "restore has changed the backup"


def _bare(subject: Subject, backup: bytes) -> dict[str, bytes]:
    """A folder with a backup, and what opens it."""
    return {_BACKUP: backup} | {name: data for name, data in subject.files.items() if name == "key.txt"}


#: What the processes that share the work see: the cases, and where each may lay them out.
_CASES: list[Subject] = []
_OUTER: list[Path] = []


def _done(flip: Flip) -> dict[str, Tally]:
    """Do one flip; what came of it, by the row that it counts for."""
    subject, work = _CASES[flip.subject], _OUTER[0] / f"work-{os.getpid()}"
    chance = random.Random(flip.seed)  # noqa: S311 - a sample, not a secret
    found = {flip.kind: Tally()}
    where = f"{subject.name} case, {flip.name}, byte {flip.place}, bit {flip.bit}"
    if flip.kind == "backup":
        data = flipped(subject.backup, flip.place, flip.bit)
        _note(found["backup"], where, judge_backup(subject, data, work, found["backup"]))
        return found
    with _key_at_hand(subject, work):
        if flip.kind == "pair":
            changed = {
                name: flipped(data, chance.randrange(len(data)), chance.randrange(8))
                for name, data in subject.files.items()
                if name in (NAME, _JOURNAL)
            }
            _note(found["pair"], f"{subject.name} case, pair {flip.seed}", judge_recovery(subject, changed, work))
            return found
        data = flipped(subject.files[flip.name], flip.place, flip.bit)
        _note(found["single"], where, judge(subject, flip.name, data, work, found["single"], chance))
        if flip.name in (NAME, _JOURNAL, f"{NAME}.switch"):
            found["recovery"] = Tally()
            _note(found["recovery"], where, judge_recovery(subject, {flip.name: data}, work))
    return found


def _note(tally: Tally, where: str, problems: Iterator[str]) -> None:
    tally.counts["tried"] += 1
    tally.wrong += [f"{where}: {problem}" for problem in problems]


def measure(scale: float, seed: int = 1) -> list[Row]:
    """Every flip of every file, recovery after those in file and journal, after two at once, and backups."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    share = scale if scale >= 1 else scale / 10  # a tenth of a fifth is what the short form has time for
    found = {kind: Tally() for kind in ("single", "recovery", "pair", "backup")}
    with folder_for("flip") as outer:
        _CASES[:], _OUTER[:] = list(subjects(outer)), [outer]
        for one in spread(_done, flips(_CASES, share, chance)):
            for kind, tally in one.items():
                found[kind].add(tally)
    for kind, tally in found.items():
        for problem in tally.wrong[:10]:
            print(f"{kind}, seed {seed}: {problem}", file=sys.stderr)
    return _rows(found, [subject.name for subject in _CASES])


def _rows(found: dict[str, Tally], names: list[str]) -> list[Row]:
    single, recovery, pair, backup = found.values()
    counts = single.counts
    unseen = ", ".join(f"{count} in {name}" for name, count in single.unnoticed.items())
    return [
        Row(
            f"a bit flipped in every byte of every file of a small case ({', '.join(names)}); then export, show or "
            "list, hand out evidence, add",
            counts["tried"],
            f"{counts['reads']:,} readings: {counts['refused']:,} refused, {counts['right']:,} right; "
            f"{counts['changes refused']:,} additions refused, {counts['changes'] - counts['changes refused']:,} right; "
            f"{len(single.wrong)} wrong"
            + ("" if "interrupted" in names else "; skipped, for want of strace: interrupted"),
            not single.wrong,
        ),
        Row(
            "the same flips; then verify",
            counts["tried"],
            f"{counts['tried'] - single.unnoticed.total():,} noticed; of no consequence: {unseen or 'none'} (who held "
            "the lock; unfinished lines that were set aside)",
            not set(single.unnoticed) - {_LOCK, _TORN},
        ),
        Row(
            "the same flips in file, journal or list of renames; then recover without a backup",
            recovery.counts["tried"],
            f"every record back; {len(recovery.wrong)} wrong",
            not recovery.wrong,
        ),
        Row(
            "a bit in the file and one in the journal at once; then recover without a backup",
            pair.counts["tried"],
            f"back, or named as lost; {len(pair.wrong)} invented or lost without a word",
            not pair.wrong,
        ),
        Row(
            "a bit flipped in every byte of a backup (open, encrypted); then restore",
            backup.counts["tried"],
            f"{backup.counts['restored']:,} right (padding), the others refused, {len(backup.wrong)} wrong",
            not backup.wrong,
        ),
    ]
