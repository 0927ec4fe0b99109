"""One deposit as it lies in an encrypted case until it is taken in: a document of a table of its own."""

from __future__ import annotations

import msgspec

from casefile.casebook.documents import read_strictly
from casefile.errors import counted
from casefile.model import Evidence


class Deposit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was deposited, by whom and when: records under ids of their own, by table, and files."""

    deposited_by: str
    deposited: str
    note: str = ""
    records: dict[str, list[msgspec.Raw]] = {}
    files: tuple[Evidence, ...] = ()

    @property
    def line(self) -> str:
        """What it is, in a line."""
        count = sum(map(len, self.records.values()))
        what = [counted(count, "record")] * bool(count) + [counted(len(self.files), "file")] * bool(self.files)
        return f"{' and '.join(what)}, deposited by {self.deposited_by} on {self.deposited[:10]}"


def read_deposit(number: int, document: bytes, location: str) -> Deposit:
    """One deposit from its document; raises `DamagedError`."""
    turn_away = f"Nothing was changed. Turn it away: casefile undo {number}"
    return read_strictly(Deposit, f"deposit {number}", document, location, turn_away)
