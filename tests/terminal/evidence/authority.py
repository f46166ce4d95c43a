"""An authority that issues certificates, as a shop's chain may have one."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NOW = datetime(2026, 11, 23, 6, 31, 7, tzinfo=UTC)
BEGINS, ENDS = NOW - timedelta(days=1), NOW + timedelta(days=365)


class Authority:
    """A root, or one that stands below another."""

    def __init__(self, name: str, above: "Authority | None" = None, *, ca: bool = True) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        issuer = above or self
        self.certificate = issuer.sign(self.name, self.key.public_key(), ca=ca)

    def issue(
        self, csr: bytes, name: str = "", begins: datetime = BEGINS, ends: datetime = ENDS
    ) -> x509.Certificate:
        """Issue what a request asks for, or a certificate for another name."""
        request = x509.load_pem_x509_csr(csr)
        assert request.is_signature_valid
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) if name else request.subject
        key = request.public_key()
        assert isinstance(key, ec.EllipticCurvePublicKey)
        return self.sign(subject, key, begins=begins, ends=ends)

    def sign(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePublicKey,
        *,
        ca: bool = False,
        begins: datetime = BEGINS,
        ends: datetime = ENDS,
    ) -> x509.Certificate:
        builder = x509.CertificateBuilder(
            self.name, subject, key, x509.random_serial_number(), begins, ends
        ).add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        return builder.sign(self.key, hashes.SHA256())


def pem(*certificates: x509.Certificate) -> bytes:
    """Return certificates as a file of them."""
    return b"".join(each.public_bytes(serialization.Encoding.PEM) for each in certificates)
