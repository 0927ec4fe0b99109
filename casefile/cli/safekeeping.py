"""Commands that prove, repair, copy, fold and erase: ``verify``, ``adopt``, ``recover``, ``backup``, ``purge`` ..."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from casefile.cli.complete import records
from casefile.cli.session import Commands, Session
from casefile.errors import EXIT_STORE, InputError, counted

if TYPE_CHECKING:
    from casefile.store.verifying import Report

commands = Commands()


@commands.add("verify", "casefile verify --anchor")
def verify(
    session: Session,
    anchor: Annotated[
        bool,
        typer.Option("--anchor", help="Print only the hash that stands for the whole history, to be kept elsewhere."),
    ] = False,
    against: Annotated[
        str, typer.Option("--against", metavar="HASH", help="Prove that the history goes on from that hash.")
    ] = "",
) -> object:
    """Prove that the case is whole, or name what is not.

    Replays the journal from its first line, checks the chain, and compares it with the case file and the evidence. An
    encrypted case is checked without opening it unless an identity is given. Nothing is changed.

    Keep the hash of --anchor on paper or in an e-mail: a chain alone catches accidents and partial edits, not somebody
    who rewrites the whole folder; --against HASH does.
    """
    from casefile.casebook.safekeeping import Outcome
    from casefile.casebook.safekeeping import verify as check

    if against and (len(against.strip()) < 8 or set(against.strip().lower()) - set("0123456789abcdef")):  # noqa: PLR2004
        raise InputError(
            f"“{against}” is not a hash.", "Give what casefile verify --anchor printed, or its first digits."
        )
    report = check(session.book(), against)
    data: dict[str, object] = report._asdict()
    if report.faults:
        session.exit_code = EXIT_STORE
        lines = [f"Not whole: {fault}" for fault in report.faults]
        lines += [f"Lost: {said}" for said in report.lost]
        lines += [f"Note: {note}" for note in report.notes]
        lines.append(_next(report))
        return Outcome(lines, data)
    for said in report.lost if anchor else ():
        session.tell(said)
    if anchor:
        if not report.head:
            raise InputError("There is no history yet.", "It begins with the first change.")
        return Outcome([report.head], data)
    changes = counted(report.changes, "change")
    agree = (
        f"Whole: {changes}, chain, file and evidence agree."
        if report.opened
        else f"Whole as far as can be told without a key: {changes}, chain and evidence agree."
    )
    lines = [agree, *(f"Lost: {said}" for said in report.lost), *(f"Note: {note}" for note in report.notes)]
    if report.anchored:
        lines.append(f"The hash is that of change {report.anchored}: the history up to there is the same.")
    elif report.head:
        lines.append(f"Head: {report.head}")
    return Outcome(lines, data)


def _next(report: Report) -> str:
    if report.stranger and len(report.faults) == 1:
        return "Next: keep this folder as it is, and compare it with an older backup: casefile restore --db NEW.json."
    if all(fault.startswith("Evidence ") for fault in report.faults):
        return (
            "Next: casefile recover looks for it in backups; casefile attach ID FILE puts it back; casefile evidence "
            "lost ID --reason WHY says that it is gone for good."
        )
    return "Next: casefile recover rebuilds from journal and backups; casefile adopt keeps an edit made by hand."


@commands.add("adopt", 'casefile adopt --reason "corrected by hand"', changes=True)
def adopt(session: Session) -> object:
    """Take an edit made by hand into the history.

    Until then every other command refuses to go on from a file that something else has changed.
    """
    from casefile.casebook.safekeeping import adopt as take

    if not session.globals.reason:
        (reason,) = session.require("adopt", reason=None)
        session.globals = session.globals._replace(reason=str(reason))
    return take(session.book())


@commands.add("recover", 'casefile recover --reason "disk failed"', changes=True)
def recover(session: Session) -> object:
    """Rebuild a damaged case from its journal and backups.

    What is damaged is kept beside it (.damaged-1). Says exactly what, if anything, could not be recovered.
    """
    from casefile.casebook.safekeeping import recover as rebuild

    outcome = rebuild(session.book())
    if outcome.data["lost"] or outcome.data["faults"]:
        session.exit_code = EXIT_STORE
    return outcome


@commands.add("backup", "casefile backup case-2025-11-24.tar", changes=True)
def backup(
    session: Session,
    path: Annotated[str | None, typer.Argument(metavar="PATH", help="Where; nothing is written over.")] = None,
) -> object:
    """Write the whole case into one file.

    A tar file with the case file, its journal and its evidence, and a list that says how each of them hashes. An
    encrypted case stays encrypted. Refused while the case is not whole.
    """
    from casefile.casebook.safekeeping import backup as write

    (path,) = session.require("backup", PATH=path)
    outcome = write(session.book(), str(path))
    session.written = str(path)
    return outcome


@commands.add("restore", "casefile restore case-2025-11-24.tar --db restored.json")
def restore(
    session: Session,
    backup: Annotated[str | None, typer.Argument(metavar="BACKUP", help="What casefile backup made.")] = None,
) -> object:
    """Make a case out of a backup.

    Where no case is yet: nothing is written over. What comes out is verified.
    """
    from casefile.casebook.safekeeping import restore as make

    (backup,) = session.require("restore", BACKUP=backup)
    return make(session.book(), str(backup))


@commands.add("compact", 'casefile compact --reason "three years old, agreed with the team" --yes', changes=True)
def compact(
    session: Session,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> object:
    """Fold all history into one signed-off checkpoint.

    The case stays as it is; who changed what before now is gone, and nothing from before can be taken back. Hashes kept
    elsewhere are still recognised. Make a backup first.
    """
    from casefile.casebook.safekeeping import compact as fold

    if not yes and not session.confirm("Give up the history before now?"):
        raise InputError("Nothing was folded.", "To do it without being asked: --yes")
    return fold(session.book())


@commands.add("purge", 'casefile purge E6 --reason "asked for by a source" --yes', changes=True)
def purge(
    session: Session,
    record: Annotated[str | None, typer.Argument(metavar="ID", help="The record.", autocompletion=records)] = None,
    cascade: Annotated[
        bool,
        typer.Option("--cascade", help="Also erase what is void without it, and take it out of what mentions it."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Although records that stay hold words of it; these stay there.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> object:
    """Erase a record from everywhere, history included.

    For a source in danger: its contents are erased from the file, every line of the journal, the evidence, and the
    backups that can be reached (they are made anew). That something was erased, by whom, when and why stays, and the
    chain still verifies. This cannot be taken back.
    """
    from casefile.casebook.purging import purge as erase

    (record,) = session.require("purge", ID=record)
    if not session.globals.reason:
        (reason,) = session.require("purge", reason=None)
        session.globals = session.globals._replace(reason=str(reason))
    book = session.book()
    if not yes:
        if session.interactive and (found := book.case.get(str(record).strip().upper())):
            session.tell(f"  {found.id}  {book.line(found)}")
        if not session.confirm("Erase it for good?"):
            raise InputError("Nothing was erased.", "To do it without being asked: --yes")
    return erase(book, str(record), cascade=cascade, force=force)
