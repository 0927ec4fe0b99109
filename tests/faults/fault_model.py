"""Holds casefile against a plain Python model: any sequence of changes, repairs and losses must leave the two equal.

After every step all records are equal, the history has as many changes as were acknowledged, the case verifies, and a
record as it stood after some earlier change is what the model remembers.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from commands import NAME, RECIPIENT, SECRET, Said, call
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from plain_case import ERASED, Document, PlainCase, Refused
from rows import Row

EXAMPLES = 200
STEPS = 40
#: Syllables that a name's number is spelled with, by script. All names of a case are in one, so that no two are alike
#: enough to be taken for one: a purge takes what is of one person and nothing else.
SYLLABLES = {
    "Latn": ("ba", "de", "fi", "ko", "lu", "ma", "ne", "ri", "so", "tu"),
    "Cyrl": ("ба", "де", "фи", "ко", "лу", "ма", "не", "ри", "со", "ту"),
    "Arab": ("با", "دي", "في", "كو", "لو", "ما", "ني", "ري", "سو", "تو"),
}
CONTENTS = (b"", "скан страницы".encode(), bytes(range(256)) * 300)
#: What is typed into notes; a line break is kept, blanks at the ends are not.
WORDS = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" \n«»\u200f"), max_size=20)
#: Which record or change; a few are taken again and again, so that changes stand on one another.
PICK = st.integers(0, 5)


class CaseMachine(RuleBasedStateMachine):
    """Changes a case and the model of it alike, and lets things happen to the files in between."""

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="casefile-model-"))
        self.model = PlainCase()
        self.sealed = False
        self.script = "Latn"
        self.made = 0
        self.lost_files: set[str] = set()
        #: The case file as it is, and as it was a change earlier, unless all was rewritten since.
        self.older: bytes | None = None
        self.newest: bytes | None = None

    def teardown(self) -> None:
        """Delete the case."""
        shutil.rmtree(self.folder, ignore_errors=True)

    # What is typed

    def run(self, *args: str) -> Said:
        """Run a command, whatever comes of it."""
        CaseMachine.steps += 1
        return call(self.folder, *args)

    def done(self, *args: str) -> Said:
        """Run a command that must succeed."""
        said = self.run(*args)
        assert said.code == 0, f"casefile {' '.join(args)}: {said.code} {said.err}"
        return said

    def commit(self, command: str, after: dict[str, Document | None], takes_back: tuple[int, ...] = ()) -> None:
        """Take in a change that was acknowledged; with it, a case file that was lost is there again."""
        self.model.commit(command, after, takes_back)
        self.older, self.newest = self.newest, (self.folder / NAME).read_bytes()

    def refused(self, code: int, *args: str) -> None:
        """Run a command that must be refused with `code`."""
        said = self.run(*args)
        assert said.code == code, f"casefile {' '.join(args)}: {said.code}, not {code}: {said.err}"

    def pick(self, number: int, letters: str = "PCER") -> str:
        """One of the records there are; empty where there is none."""
        there = sorted(key for key in self.model.records if key[0] in letters)
        return there[number % len(there)] if there else ""

    def number(self) -> str:
        """A text that no other has in it."""
        self.made += 1
        return f"{self.made:04}"

    def added(self, args: list[str], expected: Document, command: str) -> None:
        """Enter a record; the id and uid that are acknowledged are the model's from then on."""
        got = json.loads(self.done(command, *args, "--json").out)
        got = got[0] if isinstance(got, list) else got
        assert got["id"] not in self.model.given, f"{got['id']} was given out before"
        self.commit(command, {got["id"]: {"id": got["id"], "uid": got["uid"], **expected}})

    @initialize(script=st.sampled_from(sorted(SYLLABLES)))
    def choose(self, script: str) -> None:
        """Choose the script of all names."""
        self.script = script

    @rule(note=WORDS)
    def add_person(self, note: str) -> None:
        """Enter a lawyer."""
        number = self.number()
        name = spelled(number, self.script)
        expected: Document = {"names": [{"text": name, "script": self.script, "type": "primary"}], "roles": ["lawyer"]}
        note = f"{note.strip()} {number}".strip()
        self.added(
            [name, "--role", "lawyer", "--note", note, "--force"],
            {**expected, "notes": note},
            "add-person",
        )

    @rule()
    def add_source(self) -> None:
        """Enter a source."""
        publisher = f"Üçüncü Xəbər {self.number()}"
        self.added(["--publisher", publisher, "--force"], {"publisher": publisher}, "add-source")

    @precondition(lambda self: self.pick(0, "P") and self.pick(0, "R"))
    @rule(person=PICK, source=PICK)
    def add_event(self, person: int, source: int) -> None:
        """Enter an event that mentions a person and a source."""
        who, where = self.pick(person, "P"), self.pick(source, "R")
        self.added(
            ["meeting", "--on", "2025-03-04", "--with", who, "--source", where],
            {
                "citations": [{"source": where}],
                "kind": "meeting",
                "when": dict.fromkeys(("text", "edtf", "earliest", "latest"), "2025-03-04"),
                "participants": [{"person": who}],
            },
            "add-event",
        )

    @precondition(lambda self: self.pick(0, "P"))
    @rule(person=PICK, by=PICK)
    def add_charge(self, person: int, by: int) -> None:
        """Enter an accusation, which is void without the accused."""
        who, accuser = self.pick(person, "P"), self.pick(by, "P")
        offence = f"наблюдение {self.number()}"
        self.added(
            [who, offence, "--by", accuser],
            {
                "person": who,
                "offence": offence,
                "alleged_by": accuser,
                "updates": [{"status": "alleged", "when": {"text": "unknown"}}],
            },
            "add-charge",
        )

    @precondition(lambda self: self.model.records)
    @rule(which=PICK, note=WORDS, clear=st.booleans())
    def edit(self, which: int, note: str, clear: bool) -> None:
        """Change the notes of a record, or clear them."""
        key = self.pick(which)
        before = self.model.records[key]
        text = "" if clear else f"{note.strip()} {self.number()}".strip()
        after = {field: value for field, value in before.items() if field != "notes"} | (
            {"notes": text} if text else {}
        )
        self.done("edit", key, f"notes={text}", "--reason", "asked")
        if after != before:
            self.commit("edit", {key: after})

    @precondition(lambda self: self.model.records)
    @rule(which=PICK, cascade=st.booleans())
    def remove(self, which: int, cascade: bool) -> None:
        """Take a record out; without --cascade only one that nothing mentions."""
        key = self.pick(which)
        result = self.model.removed(key)
        if len(result) > 1 and not cascade:
            self.refused(4, "remove", key)
            return
        self.done("remove", key, *(["--cascade"] if cascade else []))
        self.commit("remove", result)

    @precondition(lambda self: self.model.changes)
    @rule()
    def undo(self) -> None:
        """Take the last change back."""
        self.taken_back("undo", [], lambda: self.model.undone(None))

    @precondition(lambda self: self.model.changes)
    @rule(back=PICK)
    def undo_earlier(self, back: int) -> None:
        """Take back one of the last changes, whatever stands on it by now."""
        seq = self.model.changes[-1 - back % len(self.model.changes)].seq
        self.taken_back("undo", [str(seq)], lambda: self.model.undone(seq))

    @precondition(lambda self: self.model.records)
    @rule(which=PICK)
    def undo_entry(self, which: int) -> None:
        """Take back what brought a record in, whatever mentions it by now."""
        key = self.pick(which)
        entries = (change.seq for change in reversed(self.model.changes) if change.edits.get(key, (0,))[0] is None)
        if seq := next(entries, 0):  # a purge has cleared the history of what had told of the erased
            self.taken_back("undo", [str(seq)], lambda: self.model.undone(seq))

    @precondition(lambda self: self.model.changes)
    @rule(away=st.integers(1, 3), ahead=st.booleans())
    def undo_unknown(self, away: int, ahead: bool) -> None:
        """Take back a change that is not there: not yet, or not any more."""
        seq = self.model.seq + away if ahead else max(0, self.model.changes[0].seq - away)
        self.taken_back("undo", [str(seq)], lambda: self.model.undone(seq))

    @precondition(lambda self: self.model.changes)
    @rule()
    def redo(self) -> None:
        """Do again what was undone last."""
        self.taken_back("redo", [], self.model.redone)

    def taken_back(self, command: str, args: list[str], expected: Any) -> None:
        """Run a command that takes a change back, where the model can."""
        try:
            seqs, result = expected()
        except Refused as refusal:
            self.refused(refusal.code, command, *args)
            return
        self.done(command, *args)
        self.commit(command, result, seqs)

    @precondition(lambda self: self.model.records)
    @rule(which=PICK, content=st.sampled_from(CONTENTS))
    def attach(self, which: int, content: bytes) -> None:
        """Keep a file with a record, or be told that it is there."""
        from hashlib import sha256

        key, name = self.pick(which), f"скан {self.number()}.txt"
        (self.folder / name).write_bytes(content)
        before = self.model.records[key]
        digest = sha256(content).hexdigest()
        if any(held["sha256"] == digest for held in before.get("evidence", ())):
            self.refused(4, "attach", key, str(self.folder / name))
            return
        self.done("attach", key, str(self.folder / name))
        held = {"sha256": digest, "name": name, "size": len(content), "media_type": "text/plain"}
        held |= {"attached": "2026-11-23T09:30:00Z", "by": "Nigar"}
        self.commit("attach", {key: {**before, "evidence": [*before.get("evidence", ()), held]}})
        self.lost_files.discard(digest)

    @precondition(lambda self: self.model.changes)
    @rule(taken=st.booleans(), number=PICK)
    def import_(self, taken: bool, number: int) -> None:
        """Take in a person from another file, whose id may be that of a record that was removed here."""
        gone = sorted(key for key in self.model.given - set(self.model.records) if key[0] == "P")
        key = gone[number % len(gone)] if taken and gone else f"P{1 + max(int(key[1:]) for key in self.top('P'))}"
        made = self.number()
        record = {
            "id": key,
            "uid": f"00000000-0000-7000-8000-{int(made):012x}",
            "names": [{"text": spelled(made, self.script), "script": self.script, "type": "primary"}],
        }
        other = self.folder / "other.json"
        header = {"format": "casefile", "last_ids": {"people": int(key[1:])}, "schema": 2}
        other.write_text(json.dumps({"casefile": header, "people": [record]}), encoding="utf-8")
        if key in self.model.given:
            self.refused(4, "import", str(other))
            return
        self.done("import", str(other))
        self.commit("import", {key: record})

    def top(self, letter: str) -> list[str]:
        """Every id that was given out of one kind, and a zeroth."""
        return [f"{letter}0", *(key for key in self.model.given if key[0] == letter)]

    @precondition(lambda self: self.model.changes)
    @rule()
    def compact(self) -> None:
        """Fold the history."""
        self.done("compact", "--reason", "agreed", "--yes")
        self.model.compacted()
        self.older = self.newest = None

    @precondition(lambda self: self.model.changes)
    @rule()
    def encrypt_or_decrypt(self) -> None:
        """Close the case, or open it."""
        (self.folder / "key.txt").write_text(f"{SECRET}\n", encoding="utf-8")
        if self.sealed:
            self.done("decrypt")
        else:
            self.done("encrypt", "--recipient", RECIPIENT)
        self.commit("decrypt" if self.sealed else "encrypt", {})
        self.sealed = not self.sealed
        self.older = self.newest = None

    @precondition(lambda self: self.model.records)
    @rule(which=PICK)
    def purge(self, which: int) -> None:
        """Erase a record with all that stands on it; no byte of its names may be left."""
        key = self.pick(which)
        gone = [other for other, state in self.model.removed(key).items() if state is None]
        states = [
            state
            for change in self.model.changes
            for other in gone
            for state in change.edits.get(other, ())
            if isinstance(state, dict)
        ]
        self.done("purge", key, "--cascade", "--reason", "asked for", "--yes")
        self.model.purged(key)
        self.older = self.newest = None
        kept = {held["sha256"] for record in self.model.records.values() for held in record.get("evidence", ())}
        self.lost_files |= {held["sha256"] for state in states for held in state.get("evidence", ())} - kept
        if not self.sealed:
            left = b"".join(path.read_bytes() for path in self.folder.glob(f"{NAME}*") if path.is_file())
            for state in states:
                for text in (*(name["text"] for name in state.get("names", ())), state["uid"], state.get("publisher")):
                    assert not text or text.encode() not in left, f"{text} is left of {state['id']}"

    # What happens to the files

    @precondition(lambda self: self.model.changes)
    @rule(part=st.integers(1, 99))
    def torn_tail(self, part: int) -> None:
        """Part of a line, as a writer leaves it that was killed before its change was acknowledged."""
        journal = self.folder / f"{NAME}.journal"
        last = journal.read_bytes().splitlines(keepends=True)[-1]
        with journal.open("ab") as stream:
            stream.write(last[: max(1, len(last) * part // 100)])

    @precondition(lambda self: self.model.changes and (self.folder / NAME).exists())
    @rule()
    def lost_file(self) -> None:
        """The case file is deleted."""
        (self.folder / NAME).unlink()

    @precondition(lambda self: self.older is not None)
    @rule()
    def older_file(self) -> None:
        """The case file of earlier comes back, as from a program that copies files about."""
        (self.folder / NAME).write_bytes(self.older or b"")

    @rule()
    def lost_lock(self) -> None:
        """The lock file is deleted."""
        (self.folder / f"{NAME}.lock").unlink(missing_ok=True)

    @precondition(lambda self: self.model.changes)
    @rule()
    def recover(self) -> None:
        """Repair what there is to repair; nothing may be lost by it, and no change be added."""
        said = self.done("recover")
        assert b"Nothing is lost." in said.out, said.out.decode()

    # What must hold

    @invariant()
    def equal(self) -> None:
        """Hold that casefile has the records and the changes of the model, and calls the case whole."""
        if not self.model.changes:
            return
        tables = json.loads(self.read("export", "--json").out)
        found = {record["id"]: record for rows in tables.values() if isinstance(rows, list) for record in rows}
        assert found == self.model.records
        log = json.loads(self.read("log", "--json").out)
        holds = self.model.holding()
        assert [(one["seq"], one["command"], one["taken_back_by"] is None) for one in log] == [
            (one.seq, one.command, holds[one.seq]) for one in self.model.changes
        ]
        said = self.run("verify", "--json")
        faults = json.loads(said.out)["faults"]
        # a journal of one line may be that of a case whose file was never written
        missing = not (self.folder / NAME).exists() and self.model.seq > 1
        assert [fault.split(" is missing;")[1:] != [] for fault in faults] == [True] * missing, faults
        assert json.loads(said.out)["changes"] == self.model.seq

    @invariant()
    def past(self) -> None:
        """Hold that a record as it stood, and a file that is kept, are what the model remembers."""
        if not self.model.given:
            return
        place = self.model.seq * 7 + self.made * 3
        seq = self.model.changes[place % len(self.model.changes)].seq
        key = sorted(self.model.given)[place % len(self.model.given)]
        expected = self.model.state(key, seq)
        said = self.run("show", key, "--at", f"#{seq}", "--json")
        if expected in (None, ERASED):
            assert said.code == 3, f"{key} after change {seq}: {said.code} {said.err}"
            assert expected is None or "erased" in said.err
        else:
            assert said.code == 0, f"{key} after change {seq}: {said.err}"
            assert _bare(json.loads(said.out)["record"]) == expected
        self.kept_file(key)

    def kept_file(self, key: str) -> None:
        """Hold that a kept file comes out as it went in."""
        record = self.model.records.get(key)
        if not record or not record.get("evidence"):
            return
        target = self.folder / "out.bin"
        target.unlink(missing_ok=True)
        digest = record["evidence"][-1]["sha256"]
        said = self.run("evidence", "export", key, str(len(record["evidence"])), "-o", str(target))
        if digest in self.lost_files:
            assert said.code == 3, said.err
        else:
            assert said.code == 0, said.err
            assert target.read_bytes() in CONTENTS

    def read(self, *args: str) -> Said:
        """Run a command that reads, which mends nothing."""
        said = self.run(*args)
        assert said.code == 0, f"casefile {' '.join(args)}: {said.code} {said.err}"
        return said


def spelled(number: str, script: str) -> str:
    """A number as a name."""
    return "".join(SYLLABLES[script][int(digit)] for digit in number).capitalize()


def _bare(value: Any) -> Any:
    """A record as it is printed, without the fields that hold nothing."""
    if isinstance(value, dict):
        return {field: _bare(inner) for field, inner in value.items() if _telling(field, inner)}
    return [_bare(entry) for entry in value] if isinstance(value, list) else value


def _telling(field: str, value: Any) -> bool:
    defaults = {
        "confidentiality": "public",
        "basis": "stated",
        "role": "participant",
        "reliability": "F",
        "kind": ("individual", "news"),
        "planned": False,
    }
    usual = defaults.get(field)
    return value not in (None, "", []) and value != usual and not (isinstance(usual, tuple) and value in usual)


def settled(examples: int, steps: int = STEPS) -> settings:
    """How long Hypothesis looks; the same way each time where a change is gated."""
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=bool(os.environ.get("CI")),
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # making a failing sequence shorter takes longer than reading it
        print_blob=True,
    )


def measure(scale: float) -> list[Row]:
    """Every sequence of steps that Hypothesis comes up with."""
    CaseMachine.steps = 0
    examples = max(2, round(EXAMPLES * scale))
    fault = "add / edit / remove / undo / torn tail / lost file against a model"
    try:
        run_state_machine_as_test(CaseMachine, settings=settled(examples))
    except AssertionError as error:
        print(f"{fault}: {error}\n{getattr(error, '__notes__', '')}", file=sys.stderr)
        return [Row(fault, examples, "not equal", met=False)]
    return [Row(fault, examples, f"equal after each of {CaseMachine.steps:,} commands", met=True)]
