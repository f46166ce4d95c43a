"""The seal: a JWS around ``record.json``, checked with anybody's JOSE tools.

Flattened JSON serialisation (RFC 7515, 7.2.2), ``alg`` ES256, ``kid`` the key's RFC 7638 thumbprint, ``x5c``
its certificate. The payload is ``record.json`` byte for byte as it was written.
"""

import base64
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from .errors import SealError
from .keys import DeviceKey


class _Registry(jws.JWSRegistry):
    """joserfc's rules for a JWS, with room for a certificate chain and a long document's text."""

    max_header_length = 32 * 1024
    max_payload_length = 16 * 1024 * 1024


_REGISTRY = _Registry(algorithms=["ES256"])

_MEMBERS = {"payload", "protected", "signature"}
"""What a flattened JWS of ours holds. Another member would be outside the signature."""

_UNREADABLE = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    RecursionError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
)
"""What Python and its libraries raise for a header or a certificate that they cannot make sense of."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal that holds: the record it is around, and the key that made it."""

    record: dict[str, Any]
    record_json: bytes
    thumbprint: str
    jws_sha256: str


def seal(record_json: bytes, key: DeviceKey) -> bytes:
    """Return the JWS around ``record_json``, as the bytes to keep."""
    protected = {"alg": "ES256", "kid": key.thumbprint, "x5c": list(key.x5c), "typ": "signpost-record+jws"}
    sealed = jws.serialize_json({"protected": protected}, record_json, key.jwk, registry=_REGISTRY)
    return json.dumps(sealed, separators=(",", ":")).encode("ascii")


def check_seal(sealed: bytes) -> Seal:
    """Return what a JWS is a seal around.

    It shows that the record is as it was sealed, by the key in its own certificate. Whether that key is the
    terminal's is for the caller to say: it is named by ``thumbprint``.

    Raises:
        SealError: where anything about it does not hold.
    """
    try:
        data = _members(sealed)
        header = json.loads(_decode(data["protected"]))
        certificate = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0], validate=True))
        public = certificate.public_key()
    except _UNREADABLE as error:
        raise SealError(f"record.jws is not a seal: {error}") from error
    if header.get("alg") != "ES256" or not isinstance(public, ec.EllipticCurvePublicKey):
        raise SealError("record.jws is not sealed with ES256")
    if not isinstance(public.curve, ec.SECP256R1):
        raise SealError(f"the seal's key is on the curve {public.curve.name}, which ES256 does not use")
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    key = ECKey.import_key(pem.decode("ascii"))
    thumbprint = key.thumbprint()
    if header.get("kid") != thumbprint:
        raise SealError("the seal names another key than its certificate holds")
    try:
        opened = jws.deserialize_json(
            {
                "payload": data["payload"],
                "protected": data["protected"],
                "signature": data["signature"],
            },
            key,
            registry=_REGISTRY,
        )
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise SealError("the seal does not fit the record: one of them was changed") from error
    return Seal(
        _read_record(opened.payload, thumbprint), opened.payload, thumbprint, sha256(sealed).hexdigest()
    )


def _members(sealed: bytes) -> dict[str, str]:
    """Return the three texts that a seal consists of."""
    data = json.loads(sealed)
    if not isinstance(data, dict) or set(data) != _MEMBERS:
        raise ValueError(f"it should hold {', '.join(sorted(_MEMBERS))}, and nothing else")
    if not all(isinstance(text, str) for text in data.values()):
        raise ValueError(f"{', '.join(sorted(_MEMBERS))} should be texts")
    return data


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


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
