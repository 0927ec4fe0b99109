"""Commands that close a case to everybody else, and open it: ``encrypt``, ``decrypt``."""

from __future__ import annotations

from typing import Annotated

import typer

from casefile.cli.keys import passphrase
from casefile.cli.session import Commands, Session
from casefile.errors import ConflictError, InputError

commands = Commands()
_SHORT = 12  # characters


@commands.add("encrypt", "casefile encrypt --recipient age1…", changes=True)
def encrypt(
    session: Session,
    recipients: Annotated[
        list[str] | None,
        typer.Option("--recipient", metavar="AGE1...", help="An age public key; may be repeated. Then no passphrase."),
    ] = None,
    also_passphrase: Annotated[bool, typer.Option("--passphrase", help="A passphrase beside the recipients.")] = False,
) -> object:
    """Encrypt the case, its history and its evidence.

    In the age format, for a passphrase (asked for, or the first line of the file that $CASEFILE_PASSPHRASE_FILE names)
    or for age recipients. Every later command works on it and asks for the passphrase, or takes --identity FILE or
    $CASEFILE_IDENTITY. Given on an encrypted case, it is encrypted anew for those named now. A lost passphrase cannot
    be recovered.
    """
    from casefile.casebook.safekeeping import encrypt as seal

    book = session.book()
    book.store.read()  # a case that cannot be opened is not worth a passphrase
    given = ""
    if also_passphrase or not recipients:
        given = passphrase(session, new=True) or ""
        if not given:
            raise InputError(
                "There is no passphrase.",
                "Type it at a terminal, put it into the file that $CASEFILE_PASSPHRASE_FILE names, or use --recipient.",
            )
        if len(given) < _SHORT:
            session.tell(
                f"That passphrase has {len(given)} characters: a thief can try all short ones. Use five words."
            )
    return seal(book, list(recipients or ()), given)


@commands.add("decrypt", "casefile decrypt --reason shared", changes=True)
def decrypt(
    session: Session,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> object:
    """Open an encrypted case for good.

    From then on whoever can read the file can read the case.
    """
    from casefile.casebook.safekeeping import decrypt as unseal
    from casefile.casebook.safekeeping import files_of

    book = session.book()
    if not files_of(book).is_sealed():
        raise ConflictError(f"{session.location} is not encrypted.", "To encrypt it: casefile encrypt")
    if session.interactive and not yes and not session.confirm("Write the case to disk in the open?"):
        raise InputError("Nothing was changed.", "To do it without being asked: --yes")
    return unseal(book)
