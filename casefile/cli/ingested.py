"""What became of articles: counted for a summary, with the reason for each that failed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from casefile import interrupts
from casefile.casebook.ingesting import Entered
from casefile.errors import CasefileError, StoreError, counted

_LISTED = 20  # failures that a summary lists


class Written(NamedTuple):
    """Drafts that were written to a file."""

    lines: list[str]
    data: dict[str, Any]
    verb: str = ""


@dataclass
class Summary:
    """What became of many articles."""

    total: int
    entered: list[Entered] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    known: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    verb: ClassVar[str] = ""

    def add(self, outcome: object) -> None:
        """Count what became of one."""
        if isinstance(outcome, Entered):
            self.entered.append(outcome)
        elif isinstance(outcome, Written):
            self.written.append(outcome)

    @contextmanager
    def failing(self, path: str) -> Iterator[None]:
        """Note why an article failed, and go on; what is wrong with the case itself stops all."""
        try:
            yield
        except CasefileError as error:
            if isinstance(error, StoreError) or interrupts.was_one(error):
                raise
            self.failed.append((path, f"{error.message} {error.hint}".strip()))

    @property
    def lines(self) -> list[str]:
        """What people read."""
        new = [one for one in self.entered if one.source and (one.added or one.cited or one.rejected)]
        parts = [
            f"{len(new)} entered" if self.entered else "",
            f"{len(self.written)} written to drafts files" if self.written else "",
            f"{self.known + len(self.entered) - len(new)} known already, or with nothing new",
            f"{len(self.failed)} failed",
        ]
        lines = [f"{counted(self.total, 'article')}: {', '.join(filter(None, parts))}"]
        if self.entered:
            lines.append(
                f"{counted(sum(len(one.added) for one in self.entered), 'record')} new, "
                f"{sum(len(one.cited) for one in self.entered)} matched with records of the case, "
                f"{sum(one.open + len(one.left_out) for one in self.entered)} doubtful and left open"
            )
        lines += [f"Failed: {path}: {why}" for path, why in self.failed[:_LISTED]]
        if len(self.failed) > _LISTED:
            lines.append(f"… and {len(self.failed) - _LISTED} more failed (--json lists them)")
        return lines

    @property
    def data(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "articles": self.total,
            "known": self.known,
            "entered": [one.data for one in self.entered],
            "written": [one.data for one in self.written],
            "failed": [{"file": path, "why": why} for path, why in self.failed],
        }
