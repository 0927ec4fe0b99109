"""Replaces several files of a case at once: all are staged, one rename decides, and whoever comes next finishes.

The rename puts ``<file>.switch`` in place, a list of what to rename and delete. Until then nothing has happened; from
then on it has, however long the rest takes: readers look through the list to the staged files, and the next writer
carries it out to the end before anything else.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from casefile.errors import BrokenJournalError, NoFileError, StoreError
from casefile.store.files import read_plain, staged_name, sync_folder, write_new, write_private
from casefile.store.sums import with_sum, without_sum

_NAME = re.compile(r"[^/\\\x00]{1,255}")


class _Switch(msgspec.Struct, forbid_unknown_fields=True):
    """What is to be done: staged file to final name, and names to delete; all relative to the case's folder."""

    moves: dict[str, str]
    drops: list[str]


def switch_file(path: Path) -> Path:
    """Where the list for the case file `path` lies while there is one."""
    return path.with_name(path.name + ".switch")


def pending(path: Path) -> dict[Path, Path]:
    """By final place, the staged files that stand for it already; empty nearly always.

    Raises:
        StoreError: The list cannot be read.
    """
    found = _read(path)
    if found is None:
        return {}
    folder = path.parent
    return {folder / name: folder / staged for staged, name in found.moves.items() if (folder / staged).exists()}


def leaving(path: Path) -> set[Path]:
    """The files that it was decided to delete, whether or not they are gone; raises as `pending` does."""
    found = _read(path)
    return set() if found is None else {path.parent / name for name in found.drops}


def _read(path: Path) -> _Switch | None:
    place = switch_file(path)
    if not os.path.lexists(place):
        return None
    try:
        found = msgspec.json.decode(without_sum(read_plain(place)), type=_Switch)
        names = [*found.moves, *found.moves.values(), *found.drops]
        sound = all(_is_ours(path, name) for name in names)
    except NoFileError:
        return None  # finished by another in between
    except ValueError as error:  # as which msgspec, the checksum and UTF-8 complain
        raise BrokenJournalError(
            f"{place}, which says how to finish an interrupted change, is damaged: {error}.",
            "Nothing was changed. Go on from what is there: casefile recover",
        ) from error
    if not sound:
        raise BrokenJournalError(f"{place} names files that are not the case's.", "Nothing was changed. Look at it.")
    return found


def _is_ours(path: Path, name: str) -> bool:
    """Whether a name is one that a case file of that name may have beside it: a planted list must reach no other."""
    parts = name.split("/")
    return (
        len(parts) in (1, 2)
        and all(_NAME.fullmatch(part) and part not in (".", "..") for part in parts)
        and (parts[0].startswith((path.name, f".{path.name}.")) and (len(parts) == 1 or parts[0].endswith(".evidence")))
    )


def stage(final: Path, data: bytes) -> Path:
    """Write what is to stand at `final` beside it, under a name that `remove_leftovers` knows.

    Raises:
        StoreError: It cannot be written; nothing is left of it.
    """
    staged = staged_name(final)
    try:
        write_new(staged, data)
    except OSError as error:
        with contextlib.suppress(OSError):
            staged.unlink()
        raise StoreError(
            f"{final} could not be written: {error.strerror}. Nothing was changed.",
            "Free some space or check the permissions of the folder, then try again.",
        ) from error
    return staged


def switch(path: Path, moves: Mapping[Path, Path], drops: Sequence[Path] = ()) -> None:
    """Replace files of the case `path`, whose lock is held, all at once.

    Args:
        path: The case file.
        moves: Staged files, on disk already, and where each goes.
        drops: Files to delete.

    Raises:
        StoreError: Nothing was replaced.
        UnknownOutcomeError: The disk did not confirm it.
    """
    folder = path.parent
    listed = _Switch(
        {
            staged.relative_to(folder).as_posix(): final.relative_to(folder).as_posix()
            for staged, final in moves.items()
        },
        [drop.relative_to(folder).as_posix() for drop in drops],
    )
    try:
        sync_folder(folder)  # the list must not be there before what it names
    except OSError as error:
        raise StoreError(
            f"{folder} could not be written: {error.strerror}. Nothing was changed.", "Check the disk, then try again."
        ) from error
    write_private(switch_file(path), with_sum(msgspec.json.encode(listed)), overwrite=True)
    with contextlib.suppress(StoreError, OSError):  # it is decided; the next writer finishes what cannot be now
        finish(path)


def discard(path: Path, staged: Iterable[Path]) -> None:
    """Delete files that were staged for the case `path`, unless it was decided that they are to stand.

    They may be plain text of a case that stays encrypted, so they are not left for the next writer to clear away.
    """
    try:
        os.lstat(switch_file(path))
    except FileNotFoundError:
        for place in staged:
            with contextlib.suppress(OSError):
                place.unlink()
    except OSError:  # it cannot be told: the next writer will
        pass


def finish(path: Path) -> None:
    """Carry out what was decided, if anything is left of it; only for whoever holds the lock.

    Raises:
        StoreError: It cannot be done yet.
    """
    found = _read(path)
    if found is None:
        return
    folder = path.parent
    folders = {folder}
    try:
        for staged, final in found.moves.items():
            folders |= {(folder / staged).parent, (folder / final).parent}
            with contextlib.suppress(FileNotFoundError):  # renamed before an interruption
                (folder / staged).replace(folder / final)
        for drop in found.drops:
            folders.add((folder / drop).parent)
            (folder / drop).unlink(missing_ok=True)
        for touched in folders:
            if touched.is_dir():
                sync_folder(touched)
        switch_file(path).unlink(missing_ok=True)  # should it come back, there is nothing left in it to do
    except OSError as error:
        raise StoreError(
            f"An earlier change of all files of {path} was decided and cannot be finished: {error.strerror}. "
            "This one was not saved.",
            "Nothing is lost. Free some space or check the permissions, then try again.",
        ) from error
