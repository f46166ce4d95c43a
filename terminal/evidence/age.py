"""Encryption to people: what is sealed here can be opened by who has the key, and not by the terminal.

The format is age's (age-encryption.org/v1); the plain ``age`` program opens and makes the same files. A recipient
(``age1…``) is public and may stand in the configuration; the identity (``AGE-SECRET-KEY-1…``) that opens what is
encrypted to it stays with its owner, away from the terminal.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pyrage.x25519 import Identity, Recipient

SUFFIX = ".age"
MEDIA_TYPE = "application/age"
_IDENTITY = "AGE-SECRET-KEY-1"


class AgeError(ValueError):
    """Something cannot be encrypted or opened. The message says what to do, and never holds a secret."""


def read_recipients(names: Iterable[str]) -> tuple["Recipient", ...]:
    """Return the recipients that are meant.

    Raises:
        AgeError: one is none, or a secret key stands where a public one should.
    """
    from pyrage import RecipientError, x25519  # noqa: PLC0415 - in the process that encrypts only

    found = []
    for name in names:
        if name.strip().upper().startswith(_IDENTITY):
            raise AgeError(
                "an age secret key stands where a recipient should: whoever reads it opens everything. Make a new"
                " pair with age-keygen, and give the line that begins with age1."
            )
        try:
            found.append(x25519.Recipient.from_str(name.strip()))
        except RecipientError as error:
            raise AgeError(
                f"{name!r:.80} is no age recipient: it should be age1 and 58 letters and digits, as"
                " age-keygen prints it"
            ) from error
    return tuple(found)


def read_identities(file: Path) -> tuple["Identity", ...]:
    """Return the secret keys in a file as ``age-keygen`` writes it: one a line, ``#`` before a comment.

    Raises:
        AgeError: there is none in it.
    """
    from pyrage import IdentityError, x25519  # noqa: PLC0415

    found = []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise AgeError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise AgeError(f"{file} is no file of age keys, as age-keygen writes it: it is no text") from error
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            found.append(x25519.Identity.from_str(line.strip()))
        except IdentityError:
            raise AgeError(
                f"{file}, line {number}: no age secret key. It should begin with {_IDENTITY}"
            ) from None  # the reason may quote the line
    if not found:
        raise AgeError(f"{file} holds no age secret key: age-keygen writes one")
    return tuple(found)


def encrypt(content: bytes, recipients: Iterable["Recipient"]) -> bytes:
    """Return a content that only the recipients can open, each of them alone.

    Raises:
        AgeError: there is no recipient.
    """
    import pyrage  # noqa: PLC0415

    try:
        return bytes(pyrage.encrypt(content, list(recipients)))
    except pyrage.EncryptError as error:
        raise AgeError(f"it cannot be encrypted: {error}") from error


def decrypt(content: bytes, identities: Iterable["Identity"]) -> bytes:
    """Return what was encrypted.

    Raises:
        AgeError: no identity fits, or it was changed.
    """
    import pyrage  # noqa: PLC0415

    try:
        return bytes(pyrage.decrypt(content, list(identities)))
    except pyrage.DecryptError as error:
        raise _unopened(error) from error


def encrypt_stream(source: BinaryIO, target: BinaryIO, recipients: Iterable["Recipient"]) -> None:
    """Write what can be read from ``source``, encrypted; 64 KiB of it are in memory at a time.

    Raises:
        AgeError: there is no recipient.
    """
    import pyrage  # noqa: PLC0415

    try:
        pyrage.encrypt_io(source, target, list(recipients))
    except pyrage.EncryptError as error:
        raise AgeError(f"it cannot be encrypted: {error}") from error


def decrypt_stream(source: BinaryIO, target: BinaryIO, identities: Iterable["Identity"]) -> None:
    """Write what was encrypted in ``source``. What was written before an error is not to be believed.

    Raises:
        AgeError: no identity fits, or it was changed or cut.
    """
    import pyrage  # noqa: PLC0415

    try:
        pyrage.decrypt_io(source, target, list(identities))
    except pyrage.DecryptError as error:
        raise _unopened(error) from error
    except OSError as error:
        if error.errno is not None:
            raise  # the disk's trouble, not the file's
        raise _unopened(error) from error


def _unopened(error: Exception) -> AgeError:
    """Say why something could not be opened; age tells a key that does not fit from a file that was changed."""
    if "matching keys" in str(error):
        return AgeError("it is encrypted to other keys than the one given: only their owners can open it")
    return AgeError(f"it cannot be opened: it was changed, or cut short, or is no age file ({error})")
