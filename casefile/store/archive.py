"""Backups: one tar file that says what it holds (case file, journal, evidence) and how that hashes, and the way back.

The first member is ``casefile-backup.json``: format, schema, when and by whom it was made, at which change of which
history, and name, size and SHA-256 of every other member. Any tar program unpacks it; what is encrypted stays so.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from casefile.errors import (
    ConflictError,
    DamagedError,
    InputError,
    KeyMissingError,
    NoFileError,
    StoreError,
    WrongKeyError,
)
from casefile.interrupts import uninterrupted
from casefile.store._types import SCHEMA, Stamp
from casefile.store.evidence import place_of
from casefile.store.files import open_plain, read_plain, read_start, staged_name, sync_folder, write_private
from casefile.store.journal import SEALED_SUFFIX
from casefile.store.opening import Places
from casefile.store.sums import with_sum, without_sum
from casefile.store.switching import discard, switch
from casefile.store.tinydb_file import TinyDBFile
from casefile.store.vault import MAGIC
from casefile.store.verifying import Report, verify

MANIFEST = "casefile-backup.json"
_FILE, _JOURNAL, _KEY, _EVIDENCE = "case.json", "case.json.journal", "case.json.key", "case.json.evidence/"
#: What a backup begins with: the name of its first member, as tar has it.
_BEGINS = MANIFEST.encode() + b"\0"
_PIECE = 1 << 20
_MOST_MANIFEST = 64 << 20


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file in a backup."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup says of itself."""

    format: str
    schema: int
    made: str
    author: str
    seq: int
    head: str
    files: tuple[Member, ...]
    sum: str = "0" * 64

    def summed(self) -> Manifest:
        """The same with "sum", the SHA-256 of it all with that sum itself written as 64 zeros."""
        bare = msgspec.structs.replace(self, sum="0" * 64)
        return msgspec.structs.replace(bare, sum=hashlib.sha256(msgspec.json.encode(bare)).hexdigest())


class _Known(msgspec.Struct, frozen=True):
    path: str
    made: str


def backup(store: TinyDBFile, target: Path, stamp: Stamp, *, remember: bool = True) -> Manifest:
    """Write a backup of the case, as it is at one moment, to a new file that only its owner can read.

    Args:
        store: The case; it must be whole.
        target: Where; nothing is written over.
        stamp: Who makes it and when.
        remember: Put it on the list of backups, which recovery looks through and purging clears.

    Raises:
        ConflictError: Something is at `target`.
        StoreError: The case is not whole, or the backup cannot be written.
    """
    if os.path.lexists(target):
        raise ConflictError(f"There is something at {target} already.", "Name another path; nothing is written over.")
    with store.alone():
        report = verify(store.path, store.keys)
        for said in report.lost:
            store.tell(f"{said} It is not in the backup.")
        if report.faults:
            raise StoreError(
                f"The case is not whole: {report.faults[0]}", "See casefile verify, then casefile recover."
            )
        listed = _noted(store, _Known(str(target.absolute()), stamp.time)) if remember else None
        sources = _sources(store.places, report.files)
        members = tuple(_member(name, place) for name, place in sources)
        manifest = Manifest("casefile-backup", SCHEMA, stamp.time, stamp.author, report.changes, report.head, members)
        manifest = manifest.summed()
        staged = staged_name(target)
        try:
            _write(staged, manifest, sources)
            os.link(staged, target)
            sync_folder(target.parent)
        except OSError as error:
            if listed is not None:
                _remember(store, listed)
            raise StoreError(
                f"The backup cannot be written to {target}: {error.strerror}. There is none.",
                "Free some space or name another path.",
            ) from error
        finally:
            staged.unlink(missing_ok=True)
        return manifest


def _noted(store: TinyDBFile, made: _Known) -> list[_Known] | None:
    """Put a backup on the list before it is there, as a copy left half written must be found by a purge, too.

    Returns:
        The list as it was; None where the case could not be opened for that, as a backup itself needs no key.
    """
    try:
        listed = known(store)
        _remember(store, [*listed, made])
    except (KeyMissingError, WrongKeyError):
        store.tell(
            "The case could not be opened, so this backup is not on its list of backups: recover will not find it by "
            "itself, and purge only beside the case or beside a backup that is on the list."
        )
        return None
    return listed


def _sources(places: Places, kept: Iterable[str]) -> list[tuple[str, Path]]:
    found = [(_FILE, places.file), (_JOURNAL, places.journal), (_KEY, places.key)]
    # under their own names, also where an interruption has left them without; what nobody's change kept stays out
    found += [(_EVIDENCE + name, place_of(places.evidence, name)) for name in sorted(kept)]
    return [(name, place) for name, place in found if os.path.lexists(place)]


def _member(name: str, place: Path) -> Member:
    digest, size = hashlib.sha256(), 0
    with open_plain(place) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return Member(name, size, digest.hexdigest())


def _write(staged: Path, manifest: Manifest, sources: list[tuple[str, Path]]) -> None:
    handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as stream:
        with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
            said = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
            _add(tar, MANIFEST, len(said), io.BytesIO(said))
            for (name, place), member in zip(sources, manifest.files, strict=True):
                with open_plain(place) as source:
                    _add(tar, name, member.size, source)
        stream.flush()
        os.fsync(stream.fileno())


def _add(tar: tarfile.TarFile, name: str, size: int, source: BinaryIO) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    tar.addfile(info, source)


def known(store: TinyDBFile) -> list[_Known]:
    """The backups that were made of the case, oldest first, wherever they are by now.

    Raises:
        DamagedError: The list of them is not as it was written.
        StoreError: It cannot be read, or not be opened.
    """
    place = store.places.backups
    try:
        data = read_plain(place)
    except NoFileError:
        return []
    try:
        if data.startswith(MAGIC):
            data = store.opening_vault().open(data)
        return msgspec.json.decode(without_sum(data), type=list[_Known])
    except ValueError as error:
        raise DamagedError(
            f"{place}, the list of backups, is damaged: {error}. Nothing was changed.",
            "Look in it for where your backups lie, move it away, and try again.",
        ) from error


def _remember(store: TinyDBFile, listed: list[_Known]) -> None:
    data = with_sum(msgspec.json.encode(listed))
    opened = store.open()
    write_private(store.places.backups, store.sealed(data, opened.vault), overwrite=True)


def journals(store: TinyDBFile) -> Iterator[tuple[str, bytes]]:
    """The journals in the backups that can be reached and are whole, newest first: path and bytes."""
    try:
        listed = known(store)
    except StoreError:  # whoever repairs says so; here is only what can be used
        return
    for backed_up in reversed(listed):
        try:
            with _opened(Path(backed_up.path)) as (tar, manifest):
                for member in manifest.files:
                    if member.name == _JOURNAL:
                        data = _content(tar, member)
                        yield backed_up.path, data
        except (StoreError, InputError):
            continue


def evidence_back(store: TinyDBFile, name: str, *, look_only: bool = False) -> str:
    """Put a file of the evidence folder that is not there back from the newest backup that has it; says from which.

    Args:
        store: The case.
        name: The file.
        look_only: Say which has it, and put nothing back.

    Raises:
        StoreError: It cannot be written.
    """
    try:
        listed = known(store)
    except StoreError:
        return ""
    for backed_up in reversed(listed):
        try:
            with _opened(Path(backed_up.path)) as (tar, manifest):
                for member in manifest.files:
                    if member.name == _EVIDENCE + name and member.sha256 == name.removesuffix(SEALED_SUFFIX):
                        folder = store.places.evidence
                        if not look_only:
                            _unpack(tar, member, folder / name, folder).replace(folder / name)
                            sync_folder(folder)
                        return backed_up.path
        except (DamagedError, NoFileError, InputError):
            continue
    return ""


class _opened:  # noqa: N801 - used as a function
    """A backup, open, with its manifest; raises `InputError` where it is none, `DamagedError` where it is not whole."""

    def __init__(self, place: Path) -> None:
        self.place = place
        try:
            self.stream = open_plain(place)
        except NoFileError:
            raise NoFileError(f"There is no backup at {place}.", "Check the path.") from None

    def __enter__(self) -> tuple[tarfile.TarFile, Manifest]:
        try:
            self.tar = tarfile.open(fileobj=self.stream, mode="r:")
            first = self.tar.next()
            stream = self.tar.extractfile(first) if first is not None and first.name == MANIFEST else None
            data = stream.read(_MOST_MANIFEST) if stream is not None else b""
            manifest = msgspec.json.decode(data, type=Manifest)
        except (tarfile.TarError, msgspec.MsgspecError, UnicodeDecodeError, OSError, ValueError) as error:
            self.stream.close()
            raise InputError(
                f"{self.place} is not a backup that casefile made.", "Make one with: casefile backup PATH"
            ) from error
        if manifest.format != "casefile-backup" or manifest.schema > SCHEMA:
            self.stream.close()
            raise InputError(f"{self.place} was made by a newer casefile.", "Update casefile.")
        if manifest != manifest.summed():
            self.stream.close()
            raise DamagedError(
                f"What {self.place} says of itself is not as it was written. Nothing was restored.",
                "Use another backup.",
            )
        return self.tar, manifest

    def __exit__(self, *_: object) -> None:
        self.tar.close()
        self.stream.close()


def _content(tar: tarfile.TarFile, member: Member) -> bytes:
    with _stream(tar, member) as stream:
        data = stream.read()
    if hashlib.sha256(data).hexdigest() != member.sha256 or len(data) != member.size:
        raise DamagedError(f"The backup's {member.name} is not as it was written.", "Use another backup.")
    return data


def _stream(tar: tarfile.TarFile, member: Member) -> BinaryIO:
    try:
        found = tar.extractfile(member.name)
    except (KeyError, tarfile.TarError, OSError):
        found = None
    if found is None:
        raise DamagedError(f"The backup lacks {member.name}.", "Use another backup.")
    return found  # type: ignore[return-value]


def restore(store: TinyDBFile, source: Path) -> tuple[Manifest, Report]:
    """Make a case out of a backup, where there is none, and verify it.

    Args:
        store: The place for it.
        source: The backup.

    Returns:
        What the backup says of itself, and what verifying the restored case found.

    Raises:
        ConflictError: There is a case, or a part of one, already.
        InputError: `source` is no backup.
        DamagedError: The backup is not whole; nothing was made.
        StoreError: The case cannot be written.
    """
    places = store.places
    store.make_folder()
    with store.alone(), _opened(source) as (tar, manifest):
        parts = (places.file, places.journal, places.key)
        taken = [place for place in parts if os.path.lexists(place)]
        if not taken and os.path.lexists(places.evidence) and not _is_empty(places.evidence):
            taken = [places.evidence]
        if taken:
            raise ConflictError(
                f"There is something at {taken[0]} already.", "Name a new file: casefile restore BACKUP --db NEW.json"
            )
        targets = {_FILE: places.file, _JOURNAL: places.journal, _KEY: places.key}
        for member in manifest.files:
            name = member.name.removeprefix(_EVIDENCE)
            plain = member.name in targets or (member.name.startswith(_EVIDENCE) and _is_plain(name))
            if not plain:
                raise DamagedError(f"The backup holds {member.name}, which no backup does.", "Use another backup.")
        moves: dict[Path, Path] = {}
        try:
            for member in manifest.files:
                target = targets.get(member.name) or places.evidence / member.name.removeprefix(_EVIDENCE)
                moves[_unpack(tar, member, target, places.evidence)] = target
            with uninterrupted():
                switch(store.path, moves)
                store.committed = manifest.seq
        except BaseException:
            discard(store.path, moves)
            raise
    return manifest, verify(store.path, store.keys, manifest.head)


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())


def _is_plain(name: str) -> bool:
    return bool(name) and not set(name) & set("/\\\x00") and name not in (".", "..") and not name.startswith(".")


def _unpack(tar: tarfile.TarFile, member: Member, target: Path, evidence: Path) -> Path:
    """Write a member beside where it is to stand, as it was when it was backed up; returns where."""
    staged = staged_name(target)
    try:
        if target.parent == evidence:
            evidence.mkdir(mode=0o700, exist_ok=True)
        _copy_out(tar, member, staged)
        if target.parent == evidence:
            staged.chmod(0o400)
            sync_folder(evidence)
    except BaseException as error:
        with contextlib.suppress(OSError):
            staged.unlink()
        if not isinstance(error, OSError | tarfile.TarError):
            raise
        said = getattr(error, "strerror", None) or error
        raise StoreError(f"{target} cannot be written: {said}.", "Free some space, or name another path.") from error
    return staged


def _copy_out(tar: tarfile.TarFile, member: Member, staged: Path) -> None:
    digest, size = hashlib.sha256(), 0
    handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as out, _stream(tar, member) as source:
        while piece := source.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    if (digest.hexdigest(), size) != (member.sha256, member.size):
        raise DamagedError(
            f"The backup's {member.name} is not as it was written. Nothing was restored.", "Use another backup."
        )


def remake(store: TinyDBFile, stamp: Stamp) -> list[str]:
    """Replace every backup that can be reached by one of the case as it is now; what cannot be is named.

    Returns:
        A sentence for each backup.
    """
    said, kept = [], []
    listed = known(store)
    for one in [*listed, *_unlisted(store, listed)]:
        place = Path(one.path)
        _clear_halves(place)
        if not os.path.lexists(place):
            said.append(f"The backup {place} is not there. If it still exists elsewhere, delete it.")
            kept.append(one)
            continue
        try:
            place.unlink()
            backup(store, place, stamp, remember=False)
            kept.append(_Known(one.path, stamp.time))
            said.append(f"The backup {place} was made anew.")
        except (StoreError, OSError) as error:
            kept.append(one)
            said.append(f"The backup {place} could not be made anew ({error}). Delete it.")
    if kept:
        _remember(store, kept)
    return said


def _unlisted(store: TinyDBFile, listed: list[_Known]) -> list[_Known]:
    """Backups of the case that are not on its list, as whoever made them had no key: beside it, or beside others."""
    there = {os.path.realpath(one.path) for one in listed}
    folders = {store.path.resolve().parent, *(Path(place).parent for place in there)}
    hashes = set()
    for line in store.lines(store.open().tip.end):
        hashes |= {line.tip.hash, line.tip.inner, *line.folds}.union(*line.sealed_as)
    found = []
    for place in sorted(place for folder in folders for place in _files_in(folder)):
        with contextlib.suppress(StoreError, InputError):  # it is none, or not one that says whose it is
            if os.path.realpath(place) not in there and read_start(place, len(_BEGINS)) == _BEGINS:
                with _opened(place) as (_, manifest):
                    found += [_Known(str(place), manifest.made)] if manifest.head in hashes else []
    return found


def _files_in(folder: Path) -> list[Path]:
    try:
        return [place for place in folder.iterdir() if place.is_file() and not place.is_symlink()]
    except OSError:
        return []


def _clear_halves(place: Path) -> None:
    """Delete what interrupted backups to `place` have left half written."""
    half = re.compile(rf"\.{re.escape(place.name)}\.[0-9a-f]{{12}}\.tmp")
    with contextlib.suppress(OSError):
        for leftover in place.parent.glob(".*.tmp"):
            if half.fullmatch(leftover.name):
                leftover.unlink()
