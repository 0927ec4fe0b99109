"""Encryption at rest in the age format: who can open a case, and the way in with a passphrase or an identity.

The format is age v1 (https://age-encryption.org/v1), through pyrage; everything that is written can be opened with the
``age`` tool. A case is sealed to X25519 recipients. A passphrase protects an identity and nothing else: the identity
lies, sealed with the passphrase, beside the case (``<file>.key``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from casefile.errors import InputError, KeyMissingError, NoFileError, StoreError, WrongKeyError
from casefile.store.files import read_plain

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

#: What an age file begins with.
MAGIC = b"age-encryption.org/v1\n"
_MOST_KEY_BYTES = 1 << 20


class Keys:
    """What a person has to open a case with; asked for only when something encrypted is met.

    Args:
        identity_files: Files of age identities.
        passphrase: Returns the passphrase, asking for it where somebody is there; None where there is no way to get it.
    """

    def __init__(
        self, identity_files: Sequence[str] = (), passphrase: Callable[[str], str | None] = lambda _: None
    ) -> None:
        self._files = tuple(identity_files)
        self._passphrase = passphrase
        self._known: dict[str, list[Identity]] = {}

    def identities(self, key_file: Path) -> list[Identity]:
        """Every identity at hand for the case whose wrapped identity is `key_file`, where it has one.

        Raises:
            KeyMissingError: There is none.
            WrongKeyError: The passphrase is not the one.
            InputError: An identity file cannot be read.
        """
        place = str(key_file)
        if place not in self._known:
            self._known[place] = self._find(key_file)
        return self._known[place]

    def _find(self, key_file: Path) -> list[Identity]:
        found = [identity for name in self._files for identity in self._from_file(Path(name))]
        if found:
            return found
        if key_file.is_file():
            return self._from_file(key_file)
        raise KeyMissingError(
            "The case file is encrypted, for the owner of an age identity.",
            "Name the identity's file: --identity FILE, or $CASEFILE_IDENTITY",
        )

    def _from_file(self, path: Path) -> list[Identity]:
        try:
            data = read_plain(path, most=_MOST_KEY_BYTES)
        except NoFileError:
            raise InputError(f"There is no identity file at {path}.", "Check the path.") from None
        except StoreError as error:
            raise InputError(f"The identity file cannot be used. {error.message}", "Check the path.") from error
        if data.startswith(MAGIC):
            data = self._unwrapped(data, path)
        found = _identities_in(data)
        if not found:
            raise InputError(
                f"{path} holds no age identity (a line that begins with AGE-SECRET-KEY-1).",
                "Name the file that age-keygen made, or the case's own .key file.",
            )
        return found

    def _unwrapped(self, data: bytes, path: Path) -> bytes:
        import pyrage

        given = self._passphrase(str(path))
        if not given:
            raise KeyMissingError(
                "The case file is encrypted, and no passphrase was given.",
                "Type it at a terminal, or put it into a file that only you can read: $CASEFILE_PASSPHRASE_FILE",
            )
        try:
            return bytes(pyrage.passphrase.decrypt(data, given))
        except pyrage.DecryptError as error:
            raise WrongKeyError(
                f"The passphrase does not open {path}. Nothing was changed.", "Try again, or use an identity file."
            ) from error


def _identities_in(data: bytes) -> list[Identity]:
    import pyrage

    found = []
    for line in data.decode("utf-8", "replace").splitlines():
        if line.startswith("AGE-SECRET-KEY-1"):
            try:
                found.append(pyrage.x25519.Identity.from_str(line.strip()))
            except pyrage.IdentityError as error:
                raise InputError("An age identity is not as age writes it.", "Compare it with a copy.") from error
    return found


class _Watch:
    """A stream that remembers what it raised."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.problem: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except BaseException as error:
            self.problem = self.problem or error
            raise

    def write(self, data: bytes) -> int:
        try:
            return self._stream.write(data)
        except BaseException as error:
            self.problem = self.problem or error
            raise

    def flush(self) -> None:
        try:
            self._stream.flush()
        except BaseException as error:
            self.problem = self.problem or error
            raise


@contextmanager
def _watched(source: BinaryIO, target: BinaryIO) -> Iterator[tuple[_Watch, _Watch]]:
    """Two streams for pyrage, which words what they raise as its own, and at the end of a file drops it altogether."""
    watches = _Watch(source), _Watch(target)
    failure: BaseException | None = None
    try:
        yield watches
    except BaseException as error:  # noqa: BLE001 - raised again below, unless a stream has raised before
        failure = error
    if problem := watches[0].problem or watches[1].problem or failure:
        raise problem


class Vault:
    """Seals for the recipients of a case and opens with an identity of one of them.

    Args:
        recipients: Their public keys ("age1...").
        identities: Returns what opens it; None where nothing has to be opened.

    Raises:
        InputError: A recipient is none.
    """

    def __init__(self, recipients: Sequence[str], identities: Callable[[], list[Identity]] | None = None) -> None:
        import pyrage

        self.recipients = tuple(recipients)
        self._identities = identities
        try:
            self._keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
        except pyrage.RecipientError as error:
            raise InputError(
                f"An age recipient is not as age writes it: {error}.",
                "A recipient begins with age1 and is what age-keygen prints as the public key.",
            ) from error

    def seal(self, data: bytes) -> bytes:
        """`data` as an age file."""
        import pyrage

        return bytes(pyrage.encrypt(data, self._keys))

    def open(self, data: bytes) -> bytes:
        """What is in an age file, all of it authenticated before any of it is returned.

        Raises:
            WrongKeyError: No identity at hand opens it, or it is not as it was written.
            KeyMissingError: There is no identity at hand.
        """
        import pyrage

        try:
            return bytes(pyrage.decrypt(data, self._identities() if self._identities else []))
        except pyrage.DecryptError as error:
            raise WrongKeyError(
                f"It cannot be decrypted: {error}. Either the identity is not a recipient's, or it was altered.",
                "Nothing was changed. Try the right passphrase or identity; casefile verify needs neither.",
            ) from error

    def seal_stream(self, source: BinaryIO, target: BinaryIO) -> None:
        """Write what `source` holds to `target`, as an age file, piece by piece; raises what either of them raises."""
        import pyrage

        with _watched(source, target) as (reading, writing):
            pyrage.encrypt_io(reading, writing, self._keys)

    def open_stream(self, source: BinaryIO, target: BinaryIO) -> None:
        """Write what is in the age file `source` to `target`; on an error what was written there is not to be used.

        Raises:
            WrongKeyError: As `open`.
            OSError: One of them cannot be read or written.
        """
        import pyrage

        identities = self._identities() if self._identities else []
        with _watched(source, target) as (reading, writing):
            try:
                pyrage.decrypt_io(reading, writing, identities)
            except (pyrage.DecryptError, OSError) as error:
                raise WrongKeyError(
                    f"It cannot be decrypted: {error}. Nothing of it was kept.", "Run casefile verify."
                ) from error


def new_identity() -> tuple[str, str]:
    """A fresh X25519 identity: the secret, and its recipient."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def wrapped(identity: str, passphrase: str) -> bytes:
    """An identity's file, sealed with a passphrase (scrypt; opening takes a second or two, on purpose)."""
    import pyrage

    return bytes(pyrage.passphrase.encrypt(f"{identity}\n".encode(), passphrase))


def passphrase_from_file(path: str) -> str:
    """The passphrase in a file: its first line.

    Raises:
        InputError: The file cannot be read, is empty, or other people can read it.
    """
    try:
        data = read_plain(Path(path), most=_MOST_KEY_BYTES)
    except NoFileError:
        raise InputError(f"There is no passphrase file at {path}.", "See $CASEFILE_PASSPHRASE_FILE") from None
    except StoreError as error:
        raise InputError(
            f"The passphrase file cannot be read. {error.message}", "See $CASEFILE_PASSPHRASE_FILE"
        ) from error
    if os.name == "posix" and Path(path).stat().st_mode & 0o077:
        raise InputError(f"Other people can read the passphrase file {path}.", f"chmod 600 {path}")
    line = data.decode("utf-8", "replace").split("\n")[0].rstrip("\r")
    if not line:
        raise InputError(f"The passphrase file {path} is empty.", "Its first line is the passphrase.")
    return line
