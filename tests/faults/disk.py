"""A model of a disk at the moment the power goes: what was forced to it is there, the rest may be, may be not, or half."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

_CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)(?:<(.*?)>)?(?: .*)?$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_HANDLE = re.compile(r"^(\d+|AT_FDCWD)<(.*?)>")
#: What may have become of bytes that were written and not forced to disk.
FATES = ("kept", "dropped", "torn", "torn at a sector", "zeroed")
_SECTOR = 512
#: What a process writes to that no power cut has to do with; a case may well lie in the memory behind /dev/shm.
_NO_FILES = ("pipe:", "socket:", "/dev/null", "/dev/full", "/dev/tty", "/dev/pts/")


class Call(NamedTuple):
    """A system call that succeeded: its name, the paths and bytes in it, and its numbers."""

    name: str
    paths: tuple[str, ...]
    data: bytes
    numbers: tuple[int, ...]
    flags: str


def read_trace(trace: Path) -> Iterator[Call]:
    """The calls in what ``strace -f -y -xx`` wrote."""
    for raw in _joined(trace.read_text(encoding="ascii", errors="replace").splitlines()):
        found = _CALL.match(raw)
        if found is None or int(found[3]) < 0:
            continue
        name, inside, result, opened = found[1], found[2], int(found[3]), found[4]
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(inside)]
        handles = [_unescaped(part[2]) for part in (_HANDLE.match(piece.strip()) for piece in _pieces(inside)) if part]
        numbers = tuple(int(piece) for piece in _pieces(inside) if re.fullmatch(r"-?\d+", piece.strip()))
        if name in ("write", "pwrite64"):
            yield Call(name, (handles[0],), texts[0][:result] if texts else b"", numbers, inside.split("<", 1)[0])
        elif name in ("open", "openat", "creat"):
            yield Call(name, (_unescaped(opened or ""),), b"", (result,), inside)
        elif name in ("fsync", "fdatasync", "ftruncate", "lseek"):
            yield Call(name, (handles[0],), b"", (*numbers, result), "")
        else:
            yield Call(name, tuple(_absolute(text.decode(), handles) for text in texts), b"", numbers, inside)


def _joined(lines: list[str]) -> Iterator[str]:
    """Calls that were interrupted by another thread's, put together again."""
    waiting: dict[str, str] = {}
    for line in lines:
        process = line.split(" ", 1)[0]
        if line.endswith("<unfinished ...>"):
            waiting[process] = line.removesuffix("<unfinished ...>").rstrip()
        elif "resumed>" in line and process in waiting:
            yield waiting.pop(process) + line.split("resumed>", 1)[1].lstrip(",").lstrip()
        else:
            yield line


def _pieces(inside: str) -> list[str]:
    return inside.split(", ")


def _unescaped(path: str) -> str:
    return bytes.fromhex(path.replace("\\x", "")).decode() if path.startswith("\\x") else path


def _absolute(path: str, handles: list[str]) -> str:
    return path if path.startswith("/") else str(PurePosixPath(handles[0] if handles else "/") / path)


class _File:
    """A file: its bytes as the system shows them, as they are on the disk, and what was written in between."""

    def __init__(self, data: bytes = b"") -> None:
        self.data, self.safe = data, data
        self.pending: list[tuple[int, bytes]] = []

    def write(self, place: int, data: bytes) -> None:
        self.pending.append((place, data))
        self.data = self._with(self.data, place, data)

    def cut(self, length: int) -> None:
        # shortening is taken to happen at once or not at all, as a file system's own journal has it
        self.data = self.data[:length]
        self.pending = [(place, data[: max(0, length - place)]) for place, data in self.pending if place < length]
        self.pending.append((-1, b""))

    def sync(self) -> None:
        self.safe, self.pending = self.data, []

    def after(self, fate: str) -> bytes:
        if not self.pending or fate == "kept":
            return self.data
        if fate == "dropped":
            return self.safe
        place, data = self.pending[-1]
        if place < 0:
            return self.safe if fate == "zeroed" else self.data
        if fate == "zeroed":
            start = min(place for place, _ in self.pending if place >= 0)
            return self.data[:start] + bytes(len(self.data) - start)
        half = len(data) // 2 if fate == "torn" else max(0, (place + len(data) - 1) // _SECTOR * _SECTOR - place)
        before = self.safe
        for earlier, piece in self.pending[:-1]:
            before = self._with(before, earlier, piece) if earlier >= 0 else before
        return self._with(before, place, data[:half])

    @staticmethod
    def _with(data: bytes, place: int, piece: bytes) -> bytes:
        return data[:place].ljust(place, b"\0") + piece + data[place + len(piece) :]


class Disk:
    """The folder of a case, call after call.

    Args:
        folder: The folder as it is before the first call; all of it is on the disk.
    """

    def __init__(self, folder: Path) -> None:
        self._root = str(folder)
        self.names: dict[str, _File | None] = {}
        for path in folder.rglob("*"):
            self.names[str(path)] = _File(path.read_bytes()) if path.is_file() else None
        self.safe_names = dict(self.names)
        self.pending: list[dict[str, _File | str | None]] = []  # each a change of names that happens as one
        self._places: dict[str, int] = {}
        self.acknowledged = False

    def apply(self, call: Call) -> bool:
        """Take in a call; returns whether it may have changed what a power cut leaves."""
        if call.name == "write" and call.paths[0].startswith(_NO_FILES):
            self.acknowledged = self.acknowledged or call.flags == "1"
            return call.flags == "1"
        paths = [path for path in call.paths if path.startswith(self._root + "/") or path == self._root]
        if not paths:
            return False
        return bool(getattr(self, f"_{call.name.rstrip('0123456789').removesuffix('at') or call.name}")(call, paths))

    def _open(self, call: Call, paths: list[str]) -> bool:
        path = paths[0]
        self._places[path] = 0
        if "O_TRUNC" in call.flags and isinstance(known := self.names.get(path), _File):
            known.cut(0)
        if path not in self.names and "O_CREAT" in call.flags:
            self._rename_all({path: _File()})
            return True
        return False

    _openat = _creat = _open

    def _write(self, call: Call, paths: list[str]) -> bool:
        known = self.names.get(paths[0])
        if isinstance(known, _File):
            place = self._places.get(paths[0], 0)
            known.write(place, call.data)
            self._places[paths[0]] = place + len(call.data)
        return True

    def _lseek(self, call: Call, paths: list[str]) -> bool:
        self._places[paths[0]] = call.numbers[-1]
        return False

    def _ftruncate(self, call: Call, paths: list[str]) -> bool:
        known = self.names.get(paths[0])
        if isinstance(known, _File):
            known.cut(call.numbers[0])
        return True

    def _fsync(self, _call: Call, paths: list[str]) -> bool:
        known = self.names.get(paths[0])
        if isinstance(known, _File):
            known.sync()
            return True
        folder = paths[0]
        rest = []
        for change in self.pending:
            if any(str(PurePosixPath(path).parent) == folder for path in change):
                self._settle(self.safe_names, change)
            else:
                rest.append(change)
        self.pending = rest
        return True

    _fdatasync = _fdatasy = _fsy = _fsync

    def _rename(self, _call: Call, paths: list[str]) -> bool:
        old, new = paths
        self._rename_all({new: self.names.get(old), old: "gone"})
        return True

    def _link(self, _call: Call, paths: list[str]) -> bool:
        self._rename_all({paths[1]: self.names.get(paths[0])})
        return True

    def _unlink(self, _call: Call, paths: list[str]) -> bool:
        self._rename_all({paths[0]: "gone"})
        return True

    def _mkdir(self, _call: Call, paths: list[str]) -> bool:
        self._rename_all({paths[0]: None})
        return True

    def _chmod(self, _call: Call, _paths: list[str]) -> bool:
        return False

    _fchmod = _fchmodat = _chmod

    def _rename_all(self, change: dict[str, _File | str | None]) -> None:
        self.pending.append(change)
        self._settle(self.names, change)

    @staticmethod
    def _settle(names: dict[str, _File | None], change: dict[str, _File | str | None]) -> None:
        for path, what in change.items():
            if isinstance(what, str):
                names.pop(path, None)
            else:
                names[path] = what

    def states(self) -> Iterator[tuple[str, dict[str, bytes | None]]]:
        """What a power cut now may leave: a description, and every path with its bytes (None: a folder)."""
        seen = set()
        for (said, names), fate in itertools.product(self._namings(), FATES):
            found = {path: None if file is None else file.after(fate) for path, file in names.items()}
            kept = {path: data for path, data in found.items() if _has_folder(path, found, self._root)}
            mark = tuple(sorted((path, data or b"") for path, data in kept.items()))
            if mark not in seen:
                seen.add(mark)
                yield f"{said}, bytes {fate}", kept

    def _namings(self) -> Iterator[tuple[str, dict[str, _File | None]]]:
        yield "all names kept", self.names
        if self.pending:
            yield "all names dropped", self.safe_names
        for number in range(len(self.pending)) if len(self.pending) > 1 else ():
            for said, chosen in (
                ("kept", [self.pending[number]]),
                ("dropped", [change for place, change in enumerate(self.pending) if place != number]),
            ):
                names = dict(self.safe_names)
                for change in chosen:
                    self._settle(names, change)
                yield f"name {number} alone {said}", names


def _has_folder(path: str, found: dict[str, bytes | None], root: str) -> bool:
    parent = str(PurePosixPath(path).parent)
    return parent == root or (parent in found and found[parent] is None)
