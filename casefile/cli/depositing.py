"""The command for those who may add to an encrypted case and not read it: ``deposit``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from casefile.cli.session import Commands, Session
from casefile.errors import InputError, NoFileError, StoreError

commands = Commands()
_MOST_BYTES = 1 << 20


@commands.add("deposit", "casefile deposit mine.json --file photo.jpg -R keys.txt", changes=True)
def deposit(
    session: Session,
    path: Annotated[
        str,
        typer.Argument(metavar="[FILE]", help="What casefile export made of a case of yours; - for standard input."),
    ] = "",
    files: Annotated[
        list[str] | None,
        typer.Option(
            "--file",
            metavar="PATH",
            help="A file to be kept; may be repeated. What no record names becomes a source of its own.",
        ),
    ] = None,
    recipients: Annotated[
        list[str] | None,
        typer.Option(
            "--recipient", metavar="AGE1...", help="A public key that the case is encrypted for; all are needed."
        ),
    ] = None,
    key_files: Annotated[
        list[str] | None,
        typer.Option("-R", "--recipients-file", metavar="KEYS", help="A file of them, one a line, as age has it."),
    ] = None,
    show: Annotated[
        bool, typer.Option("--recipients", help="Print these public keys, which takes a key, for those who deposit.")
    ] = False,
) -> object:
    """Put records or files into an encrypted case without being able to read it.

    No passphrase or identity is needed, and nothing of the deposit stays readable: it is sealed for those who can open
    the case, and chained into its journal, where verify proves it and log shows it. Enter the records in a case of your
    own, export that, deposit it, and delete both. Whoever can open the case is told that it waits, and takes it in with
    casefile import --deposits: the records get new ids then. To turn it away: casefile undo.
    """
    from casefile.casebook import depositing

    if show:
        return depositing.public_keys(session.book())
    keys = [*(recipients or ()), *(key for name in key_files or () for key in _keys_in(name))]
    return depositing.deposit(session.book(), path, files or [], keys)


def _keys_in(name: str) -> list[str]:
    from casefile.store.files import read_plain

    try:
        text = read_plain(Path(name), most=_MOST_BYTES).decode("utf-8", "replace")
    except NoFileError:
        raise InputError(f"There is no file of public keys at {name}.", "Check the path.") from None
    except StoreError as error:
        raise InputError(f"The public keys cannot be read. {error.message}", "Check the path.") from error
    found = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not found:
        raise InputError(f"{name} holds no public keys.", "One a line, each begins with age1.")
    return found
