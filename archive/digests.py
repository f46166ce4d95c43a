"""``Content-Digest`` (RFC 9530): what the sender says the body's SHA-256 is."""

import base64
import binascii
import re
from hashlib import sha256

from .problems import Problem

_SHA_256 = re.compile(r"\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*")


def said_digest(header: str) -> bytes:
    """Return the SHA-256 that a Content-Digest header says; other algorithms beside it are passed over.

    Raises:
        Problem: 400, where it says none.
    """
    for item in header.split(","):
        if found := _SHA_256.fullmatch(item):
            try:
                return base64.b64decode(found[1], validate=True)
            except binascii.Error:
                continue
    raise Problem(
        400,
        "digest-required",
        "Send the body's SHA-256 as `Content-Digest: sha-256=:BASE64:` (RFC 9530).",
    )


def check_digest(said: bytes, content: bytes) -> None:
    """Refuse a body that is not what its sender sent.

    Raises:
        Problem: 400, where the digests differ.
    """
    if sha256(content).digest() != said:
        raise Problem(
            400, "digest-differs", "The body is not what its Content-Digest says: it was changed on the way."
        )
