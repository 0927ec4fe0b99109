"""What tests share: running a command as its users do, and looking at what it left behind."""

from __future__ import annotations

import io
import itertools
import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings
from secret_case import CASE

from casefile.cli import main

# a check that gates a change gives the same answer twice; at a desk Hypothesis goes on looking
settings.register_profile("gate", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("gate")

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class Result(NamedTuple):
    """What a command did: its exit code, standard output (text and bytes) and standard error."""

    code: int
    out: str
    err: str
    data: bytes


@pytest.fixture(autouse=True, scope="session")
def _temporary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What casefile or a part of the harness puts into the temporary folder - a report of a fault that a test has
    forced, the folder of a process that was killed - goes where pytest keeps and clears its own."""
    folder = str(tmp_path_factory.mktemp("temporary"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", folder)
        patch.setattr("tempfile.tempdir", folder)
        yield


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a case file that is not there yet."""
    path = tmp_path / "case.json"
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TTY_COMPATIBLE", "COLORTERM", "EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("CASEFILE_IDENTITY", "CASEFILE_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CASEFILE_DB", str(path))
    monkeypatch.setenv("CASEFILE_AUTHOR", "Nigar")
    return path


@pytest.fixture
def run(case: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run `casefile` with the arguments given, in this process; `stdin` is what is piped in, `env` what is set.

    The day is 23 November 2026, each command comes a minute after the one before, and uids count up from 1, so that
    what is printed is exact.
    """
    numbers, minutes = itertools.count(1), itertools.count()

    def run_command(
        *args: str, stdin: bytes = b"", env: dict[str, str] | None = None, encoding: str = "utf-8"
    ) -> Result:
        out, err = io.BytesIO(), io.BytesIO()
        with monkeypatch.context() as patch:
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding=encoding, write_through=True))
            patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding=encoding, write_through=True))
            code = main(
                list(args),
                today=TODAY,
                new_uid=lambda: f"00000000-0000-7000-8000-{next(numbers):012x}",
                now=lambda: NOW + timedelta(minutes=next(minutes)),
            )
            sys.stdout.flush()
            sys.stderr.flush()
            data, said = out.getvalue(), err.getvalue()
        return Result(code, data.decode(encoding), said.decode(encoding), data)

    return run_command


@pytest.fixture
def ok(run: Callable[..., Result]) -> Callable[..., Result]:
    """Run `casefile` and hold that it succeeded."""

    def run_well(*args: str, **settings: object) -> Result:
        result = run(*args, **settings)
        assert result.code == 0, f"casefile {' '.join(args)}: {result.code}\n{result.out}\n{result.err}"
        return result

    return run_well


@pytest.fixture
def sample(case: Path) -> Path:
    """A copy of the sample case in the place of the case file."""
    case.write_bytes((Path(__file__).parent.parent / "data" / "baku-2025.json").read_bytes())
    case.chmod(0o600)
    return case


@pytest.fixture
def secret(ok: Callable[..., Result], case: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case with something to hide, in a file whose name is itself a name."""
    path = case.parent / "quliyev-brothers.json"
    monkeypatch.setenv("CASEFILE_DB", str(path))
    ok("import", "-", stdin=json.dumps(CASE).encode())
    return path
