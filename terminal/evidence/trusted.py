"""Whose key it was: the certificates that whoever verifies got from elsewhere than from the record itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from .errors import KeyUnfit
from .finding import Finding, broken, holds, unknown
from .jws import p256_key, thumbprint_of

_UNREADABLE = (ValueError, TypeError, x509.InvalidVersion, UnsupportedAlgorithm)


@dataclass(frozen=True, slots=True)
class Trusted:
    """Certificates that are believed.

    Attributes:
        certificates: DER; terminals' own, or those of who vouches for terminals.
        whose: they are, in a sentence about a key.
    """

    certificates: tuple[bytes, ...] = ()
    whose: str = "the given certificate's"

    @classmethod
    def read(cls, contents: Iterable[tuple[str, bytes]], whose: str = "the given certificate's") -> "Trusted":
        """Return the certificates in files (name and content), PEM or DER.

        Raises:
            KeyUnfit: a file holds none.
        """
        found: list[bytes] = []
        for name, content in contents:
            try:
                if b"-----BEGIN" in content:
                    loaded = x509.load_pem_x509_certificates(content)
                else:
                    loaded = [x509.load_der_x509_certificate(content)]
            except _UNREADABLE as error:
                raise KeyUnfit(f"{name} is damaged: it holds no certificate") from error
            found += [each.public_bytes(Encoding.DER) for each in loaded]
        return cls(tuple(found), whose)

    @property
    def thumbprints(self) -> frozenset[str]:
        """The names of all keys in the certificates."""
        return _thumbprints(self.certificates)

    def judge(self, thumbprint: str, certificates: tuple[bytes, ...], terminal_id: str, utc: str) -> Finding:
        """Say whether a record's key is one that is believed.

        Args:
            thumbprint: of the key that sealed the record.
            certificates: as they are in the seal, DER, the key's own first.
            terminal_id: as the record names its terminal.
            utc: when the record was confirmed, as it says.
        """
        if not self.certificates:
            return unknown(
                "key", f"sealed by the key {thumbprint}: give its terminal's certificate to compare"
            )
        if thumbprint in self.thumbprints:
            return holds("key", f"sealed by {self.whose} key")
        name, begins, ends = _vouched(certificates, self.certificates)
        if not name:
            return broken("key", f"sealed by another key than {self.whose}: {thumbprint}")
        if name != terminal_id:
            return broken(
                "key", f"the certificate of who sealed it is {name}'s, and the record says {terminal_id}"
            )
        if not begins <= utc[:10] <= ends:
            return broken("key", f"sealed on {utc[:10]}, and its certificate is from {begins} to {ends}")
        return holds("key", f"sealed by {name}, for whom the certificate that was given vouches")


@lru_cache(maxsize=16)
def _thumbprints(certificates: tuple[bytes, ...]) -> frozenset[str]:
    found = set()
    for each in certificates:
        try:
            found.add(thumbprint_of(p256_key(each)))
        except _UNREADABLE:
            continue  # an authority's key may be of any kind
    return frozenset(found)


@lru_cache(maxsize=64)
def _vouched(chain: tuple[bytes, ...], trusted: tuple[bytes, ...]) -> tuple[str, str, str]:
    """Return for whom a chain of certificates vouches, and from and until which day; empty where for nobody.

    A seal's chain leads from the terminal's certificate to one that a trusted certificate issued, or is.
    """
    try:
        own, *others = [x509.load_der_x509_certificate(each) for each in chain]
        roots = [x509.load_der_x509_certificate(each) for each in trusted]
    except _UNREADABLE:
        return "", "", ""
    below = own
    for above in (*others, None):
        if any(_issued(below, root) for root in roots):
            names = own.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
            name = str(names[0].value) if names else ""
            return name, _day(own.not_valid_before_utc), _day(own.not_valid_after_utc)
        if above is None or not _issued(below, above):
            break
        below = above
    return "", "", ""


def _issued(below: x509.Certificate, above: x509.Certificate) -> bool:
    """Tell whether one certificate was issued by another, which is one that may."""
    try:
        below.verify_directly_issued_by(above)
        constraints = above.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (*_UNREADABLE, InvalidSignature, x509.ExtensionNotFound, x509.DuplicateExtension):
        return False
    return constraints.ca


def _day(when: datetime) -> str:
    return f"{when:%Y-%m-%d}"
