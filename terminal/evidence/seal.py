"""The seal: a JWS around ``record.json``, checked with anybody's JOSE tools.

Flattened JSON serialisation (RFC 7515, 7.2.2), ``alg`` ES256, ``kid`` the key's RFC 7638 thumbprint, ``x5c``
its certificate. The payload is ``record.json`` byte for byte as it was written.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from joserfc import jws

from .errors import SealError
from .jws import MAX_HEADER, MAX_PAYLOAD, open_jws, written
from .keys import DeviceKey

RECORD_TYP = "signpost-record+jws"


class _Registry(jws.JWSRegistry):
    """joserfc's rules for a JWS, with room for a certificate chain and a long document's text."""

    max_header_length = MAX_HEADER
    max_payload_length = MAX_PAYLOAD


_REGISTRY = _Registry(algorithms=["ES256"])


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal that holds: the record it is around, and the key that made it.

    ``certificates`` are those in the seal, DER: the key's own, then who vouches for it.
    """

    record: dict[str, Any]
    record_json: bytes
    thumbprint: str
    jws_sha256: str
    certificates: tuple[bytes, ...] = ()


def seal(content: bytes, key: DeviceKey, typ: str = RECORD_TYP) -> bytes:
    """Return the JWS around a ``record.json``, or around what ``typ`` says, as the bytes to keep."""
    protected = {"alg": "ES256", "kid": key.thumbprint, "x5c": list(key.x5c), "typ": typ}
    signed = jws.serialize_json({"protected": protected}, content, key.jwk, registry=_REGISTRY)
    return written({name: str(text) for name, text in signed.items()})


def check_seal(sealed: bytes) -> Seal:
    """Return what a JWS is a seal around.

    It shows that the record is as it was sealed, by the key in its own certificate. Whether that key is the
    terminal's is for the caller to say: it is named by ``thumbprint``.

    Raises:
        SealError: where anything about it does not hold.
    """
    opened = open_jws(sealed, RECORD_TYP, "record.jws", "the record")
    signer = opened.signer
    return Seal(
        record=_read_record(opened.payload, signer.thumbprint),
        record_json=opened.payload,
        thumbprint=signer.thumbprint,
        jws_sha256=sha256(sealed).hexdigest(),
        certificates=signer.certificates,
    )


def _read_record(record_json: bytes, thumbprint: str) -> dict[str, Any]:
    """Return the sealed record as values."""
    try:
        record = json.loads(record_json)
        named = record["device"]["key_thumbprint"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SealError(f"what is sealed is no record: {error}") from error
    if named != thumbprint:
        raise SealError("the record names another key than the one that sealed it")
    return record  # type: ignore[no-any-return]
