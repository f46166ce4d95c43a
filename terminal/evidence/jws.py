"""A JWS of the terminal's, opened by strict rules: what was signed, and by which key.

Flattened JSON serialisation (RFC 7515, 7.2.2), ES256, the certificate in ``x5c``, its key's RFC 7638 thumbprint
in ``kid``. Nothing may be beside what is signed, and of all the ways to write the same only one is right: a file
in which a single bit was turned never passes for the one that was kept.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from .errors import SealError

MAX_HEADER = 32 * 1024
MAX_PAYLOAD = 16 * 1024 * 1024

_MEMBERS = ("payload", "signature", "protected")
"""What a flattened JWS of ours holds, in this order. Another member would be outside the signature."""

_HEADER = {"alg", "kid", "x5c", "typ"}
"""What a header may say. Others (``crit``, ``b64``, ``jwk``) would change what is checked, or by which key."""

_HALF = 32
"""Bytes of each of the two numbers of a P-256 signature."""

_UNREADABLE = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    RecursionError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
)
"""What Python and its libraries raise for a header or a certificate that they cannot make sense of."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, as a header names them.

    Attributes:
        public: the key in the first certificate.
        thumbprint: its name, RFC 7638, SHA-256, as base64url.
        certificates: the chain in ``x5c``, DER, the signer's own first.
        typ: what the JWS says it is.
    """

    public: ec.EllipticCurvePublicKey
    thumbprint: str
    certificates: tuple[bytes, ...]
    typ: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A JWS whose signature fits."""

    payload: bytes
    signer: Signer


def open_jws(signed: bytes, typ: str, name: str, what: str) -> Opened:
    """Return what a JWS was signed around, and by whom.

    Args:
        signed: the JWS's bytes.
        typ: what it must say it is, in its header.
        name: of the file, for the error's sentence.
        what: is signed, for the error's sentence: "the record".

    Raises:
        SealError: where anything about it does not hold.
    """
    try:
        data = _members(signed)
        signer = _signer(data["protected"])
        payload = _decode(data["payload"], MAX_PAYLOAD)
        raw = _decode(data["signature"], 2 * _HALF)
    except _UNREADABLE as error:
        if isinstance(error, SealError):
            raise
        raise SealError(f"{name} is not a seal: {error}") from error
    if signer.typ != typ:
        raise SealError(f"{name} is sealed as {signer.typ!r:.60}, not as {typ}")
    pair = encode_dss_signature(int.from_bytes(raw[:_HALF], "big"), int.from_bytes(raw[_HALF:], "big"))
    message = f"{data['protected']}.{data['payload']}".encode("ascii")
    try:
        signer.public.verify(pair, message, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise SealError(f"the seal does not fit {what}: one of them was changed") from None
    if len(raw) != 2 * _HALF or signed != written(data):
        raise SealError(f"{name} was written anew: it is not byte for byte what the terminal kept")
    return Opened(payload, signer)


def written(data: dict[str, str]) -> bytes:
    """Return the bytes of a JWS, as they are kept."""
    return json.dumps({name: data[name] for name in _MEMBERS}, separators=(",", ":")).encode("ascii")


def thumbprint_of(public: ec.EllipticCurvePublicKey) -> str:
    """Return the name of a P-256 key by RFC 7638: SHA-256 of its JWK, as base64url."""
    numbers = public.public_numbers()
    x, y = (_text64(number.to_bytes(_HALF, "big")) for number in (numbers.x, numbers.y))
    return _text64(sha256(f'{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}'.encode("ascii")).digest())


@lru_cache(maxsize=16)
def p256_key(certificate: bytes) -> ec.EllipticCurvePublicKey:
    """Return the P-256 key in a certificate, DER.

    Raises:
        SealError: it holds another kind of key.
        ValueError: it is no certificate.
    """
    public = x509.load_der_x509_certificate(certificate).public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise SealError("the seal is not made with ES256")
    if not isinstance(public.curve, ec.SECP256R1):
        raise SealError(f"the seal's key is on the curve {public.curve.name}, which ES256 does not use")
    return public


@lru_cache(maxsize=16)
def _signer(protected: str) -> Signer:
    """Return who signed; a terminal's seals all have the same header, and it is read once."""
    header = json.loads(_decode(protected, MAX_HEADER))
    if not isinstance(header, dict) or header.get("alg") != "ES256":
        raise SealError("the seal is not made with ES256")
    certificates = tuple(base64.b64decode(each, validate=True) for each in header["x5c"])
    public = p256_key(certificates[0])
    if set(header) - _HEADER:
        raise SealError(
            f"the seal's header says more than it may: {', '.join(sorted(set(header) - _HEADER))}"
        )
    thumbprint = thumbprint_of(public)
    if header.get("kid") != thumbprint:
        raise SealError("the seal names another key than its certificate holds")
    return Signer(public, thumbprint, certificates, str(header.get("typ")))


def _members(signed: bytes) -> dict[str, str]:
    """Return the three texts that a JWS consists of."""
    data: Any = json.loads(signed)
    if not isinstance(data, dict) or set(data) != set(_MEMBERS):
        raise ValueError(f"it should hold {', '.join(sorted(_MEMBERS))}, and nothing else")
    if not all(isinstance(text, str) for text in data.values()):
        raise ValueError(f"{', '.join(sorted(_MEMBERS))} should be texts")
    return data


def _decode(text: str, most: int) -> bytes:
    """Return what a base64url text stands for; only its one proper writing is taken."""
    if len(text) > most * 4 // 3 + 4:
        raise ValueError(f"it holds more than {most} bytes where there can be no more")
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(f"a text in it is no base64url: {error}") from error
    if _text64(content) != text:
        raise ValueError("a text in it is base64url with a twist")
    return content


def _text64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode("ascii").rstrip("=")
