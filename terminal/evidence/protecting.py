"""Biometric parts, encrypted to the shop's owner before they touch the disk: the terminal can never read them again."""

from terminal.model.record import Part

from .age import MEDIA_TYPE, SUFFIX, encrypt, read_recipients

BIOMETRIC = frozenset({"ink.json", "impression.png"})
"""How a hand moved, and what a finger looks like. The flat picture of a signature is none of them: it is printed."""


def protect(parts: tuple[Part, ...], recipients: tuple[str, ...]) -> tuple[Part, ...]:
    """Return a record's parts, the biometric ones encrypted; without recipients all as they are.

    What is encrypted is named ``ink.json.age`` and keeps, for a later proof, the digest of what is inside.

    Args:
        parts: as they were made.
        recipients: age's public keys, ``age1…``.

    Raises:
        AgeError: a recipient is none.
    """
    if not recipients or not any(part.name in BIOMETRIC for part in parts):
        return parts
    keys = read_recipients(recipients)
    return tuple(
        Part(f"{part.name}{SUFFIX}", MEDIA_TYPE, encrypt(part.content, keys), part.sha256)
        if part.name in BIOMETRIC
        else part
        for part in parts
    )
