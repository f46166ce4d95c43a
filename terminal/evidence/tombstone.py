"""A tombstone: the terminal's signed word that it destroyed a part of a record, when, and why.

The record keeps the part's name, size and SHA-256, so its seal and the chain hold as before; the tombstone says
that the content is missing because it was let go of. In a bundle it is ``<part>.tombstone.jws``.
"""

import json
from dataclasses import asdict, dataclass

from terminal.model.record import Part

from .errors import SealError
from .jws import open_jws
from .keys import DeviceKey
from .seal import seal

TOMBSTONE_TYP = "signpost-tombstone+jws"
TOMBSTONE_SUFFIX = ".tombstone.jws"
TOMBSTONE_TYPE = "application/jose+json"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What was destroyed.

    Attributes:
        record_id: of the record it was a part of.
        part: its name.
        sha256: hex, of the content that is gone, as the record has it.
        utc: when, by the terminal's clock.
        why: in words: the policy, or who asked for it.
    """

    record_id: str
    part: str
    sha256: str
    utc: str
    why: str


def seal_tombstone(tombstone: Tombstone, key: DeviceKey) -> Part:
    """Return a tombstone as the file that takes the part's place."""
    text = json.dumps(asdict(tombstone), ensure_ascii=False, separators=(",", ":")).encode()
    return Part(f"{tombstone.part}{TOMBSTONE_SUFFIX}", TOMBSTONE_TYPE, seal(text, key, TOMBSTONE_TYP))


def check_tombstone(signed: bytes) -> tuple[Tombstone, str]:
    """Return what a tombstone says, and the thumbprint of the key that signed it.

    Raises:
        SealError: it is none, or was changed.
    """
    opened = open_jws(signed, TOMBSTONE_TYP, "the tombstone", "what it says")
    try:
        said = json.loads(opened.payload)
        texts = {name: said[name] for name in Tombstone.__slots__}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SealError(f"what is sealed is no tombstone: {error}") from error
    if not all(isinstance(text, str) for text in texts.values()):
        raise SealError("what is sealed is no tombstone: it should hold texts")
    return Tombstone(**texts), opened.signer.thumbprint
