"""A person's custody status follows from dated events, and says no more than they do."""

from __future__ import annotations

import json

import pytest


@pytest.mark.parametrize(
    ("events", "status", "held", "days"),
    [
        ([], "unknown", False, (None, None)),
        (["detention 2026-11-01"], "reported-detained", True, (22, 22)),
        (["arrest 2026-11-01"], "reported-detained", True, (22, 22)),
        (["detention 2026-11"], "reported-detained", True, (0, 22)),
        (["detention before 2026-11-01"], "reported-detained", True, (22, None)),
        (["detention 2026-11-01", "custody-extension 2026-11-10"], "reported-detained", True, (22, 22)),
        (["custody-extension 2026-11-10"], "reported-detained", True, (13, 13)),
        (["detention 2026-11-01", "hearing 2026-11-02 pretrial-custody"], "pretrial-custody", True, (22, 22)),
        (["detention 2026-11-01", "house-arrest 2026-11-10"], "house-arrest", True, (22, 22)),
        (["detention 2026-11-01", "transfer 2026-11-10"], "transferred", True, (22, 22)),
        (["detention 2026-11-01", "release 2026-11-11"], "released", False, (10, 10)),
        (["release 2026-11-11", "detention 2026-11-01"], "released", False, (10, 10)),
        (["detention 2026-11-01", "release 2026-11-11", "detention 2026-11-20"], "reported-detained", True, (3, 3)),
        (["detention 2026-11-01", "release 2026-11-05/2026-11-11"], "released", False, (4, 10)),
        (["detention 2026-11-01", "exchange 2026-11-11"], "exchanged", False, (10, 10)),
        (["detention 2026-11-01", "deportation 2026-11-11"], "deported", False, (10, 10)),
        (["detention 2026-11-01", "death 2026-11-11"], "died-in-custody", False, (10, 10)),
        (["death 2026-11-11"], "unknown", False, (None, None)),
        (["detention 2026-11-01", "hearing 2026-11-11 bail"], "bail", False, (10, 10)),
        (["detention 2026-11-01", "meeting 2026-11-11"], "reported-detained", True, (22, 22)),
        (["detention 2027-01-01"], "unknown", False, (None, None)),
        (["detention unknown"], "reported-detained", True, (0, None)),
    ],
)
def test_status_is_what_the_last_custody_event_says(ok, case, events, status, held, days):
    ok("add-detainee", "Jane Roe")
    for event in events:
        kind, *rest = event.split(" ")
        custody = ["--custody", rest.pop()] if rest[-1] in {"pretrial-custody", "bail"} else []
        ok("add-event", kind, "--on", " ".join(rest), "--about", "P1", *custody)
    row = json.loads(ok("list", "--json").out)[0]
    assert (row["status"], row["held"], (row["days_min"], row["days_max"])) == (status, held, days)
