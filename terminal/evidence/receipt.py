"""The receipt's own proof: what a slip says of a record, signed, short enough for a QR code that phones read.

A line of a QR code's capitals (``0-9 A-Z $%*+-./:`` and spaces): ``SIGNPOST2``, eight claims, and the
signature (ES256: P-256 over SHA-256; r and s, 32 bytes each) in Base32. What is signed is the line up to the
space before the signature. Made with the record, where the key is; checked with the terminal's certificate.
"""

import base64
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import unquote

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from .errors import SealError
from .keys import DeviceKey

_FORM = "SIGNPOST2"
_PLAIN = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$+-./:")
"""What stands for itself; every other character is its UTF-8 in ``%`` and two hex digits."""

_NOTHING, _CUT = "*", "*"
"""A claim that there is none of, and the end of one that is too long; neither can be in a claim itself."""

_MOST = 72
"""So many characters of each claim fit: eight of the longest, and the signature, stay below 600 bytes in practice."""

_HALF = 32
_STAMP = "%Y%m%dT%H%M%SZ"


class ReceiptUnfit(SealError):
    """A receipt's line that is none, or was changed, or was signed by another key."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt claims of a record.

    Attributes:
        time: when the customer confirmed, UTC, to the second.
        digest: hex SHA-256 of the record's seal, ``record.jws``.
        reference: the till's; where it is long, its beginning and ``…``.
    """

    record_id: str
    terminal_id: str
    reference: str
    amount: str
    currency: str
    time: str
    match_code: str
    digest: str

    @classmethod
    def of(cls, record: Mapping[str, Any], digest: str) -> "Receipt":
        """Return what a sealed ``record.json`` says, whose seal has this SHA-256."""
        asked = record["request"]["received"]
        when = datetime.fromisoformat(record["times"]["confirmed"]["utc"]).astimezone(UTC)
        return cls(
            record["id"],
            record["device"]["terminal_id"],
            asked.get("reference") or "",
            asked.get("amount") or "",
            (asked.get("currency") or "") if asked.get("amount") else "",
            f"{when:{_STAMP}}",
            record["match_code"],
            digest,
        )


def claims_of(receipt: Receipt) -> str:
    """Return a receipt's line without its signature: what is signed."""
    spoken = (receipt.record_id.replace("-", "").upper(), *astuple(receipt)[1:-1], receipt.digest.upper())
    return " ".join([_FORM, *(_written(each) for each in spoken)])


def sign_receipt(receipt: Receipt, key: DeviceKey) -> str:
    """Return a receipt's line, signed with the terminal's key."""
    claims = claims_of(receipt)
    private = cast("ec.EllipticCurvePrivateKey", key.jwk.private_key)
    r, s = decode_dss_signature(private.sign(claims.encode("ascii"), ec.ECDSA(hashes.SHA256())))
    signature = r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")
    return f"{claims} {_text32(signature)}"


def check_receipt(line: str, certificate_pem: bytes) -> Receipt:
    """Return what a receipt claims, after making sure that the certificate's key signed exactly that.

    Raises:
        ReceiptUnfit: it did not, or the line is no receipt.
    """
    claims, _, signature = line.strip().rpartition(" ")
    fields = claims.split(" ")
    if fields[0] != _FORM or len(fields) != len(Receipt.__slots__) + 1:
        raise ReceiptUnfit(f"this is no receipt: it should be {_FORM}, eight claims, and a signature")
    try:
        public = x509.load_pem_x509_certificate(certificate_pem).public_key()
    except ValueError as error:
        raise ReceiptUnfit(f"the certificate cannot be read: {error}") from error
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise ReceiptUnfit("the receipt was not signed by a key of this kind")
    check_signature(claims, signature, public)
    digits, terminal, reference, amount, currency, time, code, digest = map(_read, fields[1:])
    record_id = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])).lower()
    return Receipt(record_id, terminal, reference, amount, currency, time, code, digest.lower())


def check_signature(claims: str, signature: str, public: ec.EllipticCurvePublicKey) -> None:
    """Make sure that a key signed exactly these claims.

    Raises:
        ReceiptUnfit: it did not.
    """
    try:
        raw = base64.b32decode(signature + "=" * (-len(signature) % 8))
    except ValueError as error:
        raise ReceiptUnfit(f"the receipt cannot be read: {error}") from error
    if len(raw) != 2 * _HALF or _text32(raw) != signature:
        raise ReceiptUnfit("the receipt was not signed by a key of this kind")
    pair = encode_dss_signature(int.from_bytes(raw[:_HALF], "big"), int.from_bytes(raw[_HALF:], "big"))
    try:
        public.verify(pair, claims.encode("utf-8", "surrogatepass"), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise ReceiptUnfit(
            "the receipt was changed, or another terminal signed it: its signature does not fit"
        ) from None


def _text32(content: bytes) -> str:
    return base64.b32encode(content).decode("ascii").rstrip("=")


def _written(claim: str) -> str:
    """Return a claim in a QR code's capitals, cut between two characters where it is too long."""
    written = ""
    for letter in claim:
        code = letter if letter in _PLAIN else "".join(f"%{byte:02X}" for byte in letter.encode())
        if len(written) + len(code) > _MOST - len(_CUT):
            return written + _CUT
        written += code
    return written or _NOTHING


def _read(written: str) -> str:
    if written == _NOTHING:
        return ""
    whole = unquote(written.removesuffix(_CUT))
    return f"{whole}…" if written.endswith(_CUT) else whole
