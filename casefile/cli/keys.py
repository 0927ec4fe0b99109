"""Gets what opens an encrypted case from the person, the environment or a file; never from the command line itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from casefile.cli.session import Session
    from casefile.store.vault import Keys


def keys(session: Session) -> Keys:
    """The identities and the way to a passphrase of a session: --identity, $CASEFILE_IDENTITY, a prompt, a file."""
    from casefile.store.vault import Keys

    named = session.globals.identity or os.environ.get("CASEFILE_IDENTITY", "")
    return Keys([named] if named else [], lambda _: passphrase(session))


def passphrase(session: Session, *, new: bool = False) -> str | None:
    """The passphrase: from the file that $CASEFILE_PASSPHRASE_FILE names, or asked for; None where nobody is there.

    Args:
        session: The command that needs it.
        new: Whether it is a new one, which is asked for twice.
    """
    if "_CASEFILE_COMPLETE" in os.environ:
        return None  # a press of Tab must not ask for anything, nor take seconds
    if place := os.environ.get("CASEFILE_PASSPHRASE_FILE", ""):
        from casefile.store.vault import passphrase_from_file

        return passphrase_from_file(place)
    if not session.interactive:
        return None
    question = "New passphrase" if new else "Passphrase"
    return str(typer.prompt(question, hide_input=True, confirmation_prompt=new, err=True))
