"""The change of a terminal's key: one statement, signed by the key that goes and by the one that comes.

Two seals (JWS, ES256) around the same words: the old key vouches for the new one, and the new one says that it
is there. Whoever knows the old key, an archive or a court, can follow it to the new one.
"""

import json
from dataclasses import asdict, dataclass

from .errors import SealError
from .jws import open_jws
from .keys import DeviceKey
from .seal import seal

KEY_CHANGE_TYP = "signpost-key-change+jws"
SCHEMA = "signpost.key-change/1"
MAX_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class KeyChange:
    """Which key follows which; both are named by RFC 7638 thumbprints, ``utc`` is by the terminal's clock."""

    terminal_id: str
    old: str
    new: str
    utc: str


def make_key_change(terminal_id: str, old: DeviceKey, new: DeviceKey, utc: str) -> str:
    """Return the statement that one key follows another, as it is kept and sent: JSON."""
    change = KeyChange(terminal_id, old.thumbprint, new.thumbprint, utc)
    words = json.dumps({"schema": SCHEMA, **asdict(change)}, separators=(",", ":")).encode()
    signed = {
        name: json.loads(seal(words, key, KEY_CHANGE_TYP)) for name, key in (("old", old), ("new", new))
    }
    return json.dumps(signed, separators=(",", ":"))


def check_key_change(text: str) -> KeyChange:
    """Return what a statement says, where both keys signed it.

    Raises:
        SealError: it is none, or one of the signatures does not hold.
    """
    try:
        signed = json.loads(text)
        old, new = (json.dumps(signed[name], separators=(",", ":")).encode() for name in ("old", "new"))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SealError(f"this is no change of a key: {error}") from error
    by_old = open_jws(old, KEY_CHANGE_TYP, "the old key's seal", "the change of the key")
    by_new = open_jws(new, KEY_CHANGE_TYP, "the new key's seal", "the change of the key")
    if by_old.payload != by_new.payload:
        raise SealError("the two keys signed different words")
    try:
        said = json.loads(by_old.payload)
        change = KeyChange(*(str(said[name]) for name in KeyChange.__slots__))
        schema = said["schema"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SealError(f"this is no change of a key: {error}") from error
    signers = (by_old.signer.thumbprint, by_new.signer.thumbprint)
    if schema != SCHEMA or (change.old, change.new) != signers or change.old == change.new:
        raise SealError("the change of the key names other keys than those that signed it")
    return change
