"""The certificate of the terminal's key: what it says, a request for one, and whether a chain is fit for the key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from .errors import KeyUnfit
from .keys import subject_of

WARN_DAYS = 60
"""So long before its end an authority's certificate is worth a word: time enough to get another."""

_LONGEST_CHAIN = 6
"""Every seal carries the chain; no authority's is longer."""

_UNREADABLE = (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm)


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says.

    Attributes:
        subject, issuer: their names, RFC 4514.
        begins, ends: when it is valid, UTC.
        self_signed: nobody but the key itself vouches.
        sha256: of the certificate, DER, hex.
        chain: how many certificates there are, its own among them.
    """

    subject: str
    issuer: str
    begins: datetime
    ends: datetime
    self_signed: bool
    sha256: str
    chain: int

    def days_left(self, now: datetime) -> int:
        """Return for how many whole days it is still valid; negative where it has ended."""
        return (self.ends - now) // timedelta(days=1)


def facts_of(chain: Sequence[x509.Certificate]) -> CertificateFacts:
    """Return what a certificate says, the first of its chain."""
    own = chain[0]
    return CertificateFacts(
        own.subject.rfc4514_string(),
        own.issuer.rfc4514_string(),
        own.not_valid_before_utc,
        own.not_valid_after_utc,
        own.issuer == own.subject,
        own.fingerprint(hashes.SHA256()).hex(),
        len(chain),
    )


def signing_request(key: ec.EllipticCurvePrivateKey, terminal_id: str) -> bytes:
    """Return what an authority needs to issue a certificate: a PKCS #10 request, PEM."""
    request = x509.CertificateSigningRequestBuilder().subject_name(subject_of(terminal_id))
    return request.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def read_chain(
    content: bytes, key: ec.EllipticCurvePublicKey, terminal_id: str, now: datetime
) -> tuple[x509.Certificate, ...]:
    """Return the chain that an authority sent, where all of it holds.

    Args:
        content: the certificates, PEM: the terminal's own first, then each that vouches for the one before.
        key: the terminal's.
        terminal_id: what the certificate must call it.
        now: UTC.

    Raises:
        KeyUnfit: in words, where it does not.
    """
    try:
        chain = tuple(x509.load_pem_x509_certificates(content))
    except (ValueError, x509.InvalidVersion) as error:
        raise KeyUnfit(f"There is no certificate in it: {error}. It should be PEM.") from error
    if len(chain) > _LONGEST_CHAIN:
        raise KeyUnfit(f"There are {len(chain)} certificates in it; no chain has more than {_LONGEST_CHAIN}.")
    own, *above = chain
    _check_own(own, key, terminal_id)
    if any(_has_key(each, key) for each in above):
        raise KeyUnfit("The terminal's key is in two of the certificates.")
    for below, issuer in pairwise(chain):
        _check_link(below, issuer)
    for each in chain:
        _check_time(each, now)
    return chain


def _check_own(own: x509.Certificate, key: ec.EllipticCurvePublicKey, terminal_id: str) -> None:
    if not _has_key(own, key):
        raise KeyUnfit(
            f"The first certificate ({_name(own)}) is not for this terminal's key. Put the terminal's own first, "
            "issued for what signpost key csr wrote."
        )
    names = [str(each.value) for each in own.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
    if names != [terminal_id]:
        raise KeyUnfit(f"The certificate is for {', '.join(names) or 'nobody'}, and this is {terminal_id}.")
    try:
        usage = own.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    except (ValueError, x509.DuplicateExtension) as error:
        raise KeyUnfit(f"The certificate cannot be read: {error}.") from error
    if not usage.digital_signature:
        raise KeyUnfit("The certificate does not allow digital signatures, which is all that the key is for.")


def _has_key(certificate: x509.Certificate, key: ec.EllipticCurvePublicKey) -> bool:
    try:
        return certificate.public_key() == key
    except _UNREADABLE:
        return False


def _check_link(below: x509.Certificate, issuer: x509.Certificate) -> None:
    """Refuse a certificate that the next one did not issue, or may not have."""
    if below.issuer != issuer.subject:
        raise KeyUnfit(
            f"{_name(below)} was issued by {below.issuer.rfc4514_string()}, and {_name(issuer)} comes next: "
            "put each certificate before the one that issued it."
        )
    try:
        below.verify_directly_issued_by(issuer)
    except _UNREADABLE as error:
        raise KeyUnfit(
            f"{_name(issuer)} did not sign {_name(below)}: the signature does not hold."
        ) from error
    try:
        may = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError, x509.DuplicateExtension):
        may = False
    if not may:
        raise KeyUnfit(f"{_name(issuer)} is no authority: it may issue no certificates.")


def _check_time(certificate: x509.Certificate, now: datetime) -> None:
    if now > certificate.not_valid_after_utc:
        raise KeyUnfit(f"{_name(certificate)} ended on {certificate.not_valid_after_utc:%Y-%m-%d}.")
    if now < certificate.not_valid_before_utc:
        raise KeyUnfit(
            f"{_name(certificate)} begins on {certificate.not_valid_before_utc:%Y-%m-%d}, and here it is "
            f"{now:%Y-%m-%d}. Is the clock right?"
        )


def _name(certificate: x509.Certificate) -> str:
    return certificate.subject.rfc4514_string() or "a certificate without a name"
