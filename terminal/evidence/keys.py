"""The terminal's own key: made at the first start, mode 0600, and it never leaves."""

import base64
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from joserfc.jwk import ECKey

from .errors import KeyUnfit

_CERTIFICATE_YEARS = 20
"""A self-signed certificate only carries the key; it should outlive the unit."""

_MEND = "Put the file back from the backup."


@dataclass(frozen=True, slots=True)
class DeviceKey:
    """A P-256 key and its certificate.

    Attributes:
        jwk: the private key, for JWS.
        x5c: the certificate (chain), base64 DER, as RFC 7515 wants it in a header.
        thumbprint: the key's name, RFC 7638, SHA-256.
    """

    jwk: ECKey
    x5c: tuple[str, ...]
    thumbprint: str


def open_device_key(
    key_file: Path, certificate_file: Path, terminal_id: str, *, may_make: bool = True
) -> DeviceKey:
    """Return the terminal's key, made now if this is its first start.

    Both files are written completely and flushed before they get their names, the key first, so that a power
    cut leaves none of a key, or the key, or both. A certificate without its key is therefore a loss.

    Args:
        key_file: the private key, PEM.
        certificate_file: its certificate, PEM; made again where it is lost, for it can be.
        terminal_id: the name in a new certificate.
        may_make: whether a key may be made where there is none; not where records were sealed with it.

    Raises:
        KeyUnfit: the key is lost, damaged, or not the one in the certificate.
    """
    if not key_file.exists():
        if not may_make or certificate_file.exists():
            raise KeyUnfit(f"{key_file} is gone: this terminal has sealed with it. {_MEND}")
        write_private(key_file, new_key_pem())
    private = load_key(key_file)
    if not certificate_file.exists():
        certificate = self_signed(private, terminal_id, ())
        write_private(certificate_file, certificate.public_bytes(serialization.Encoding.PEM))
    return read_device_key(key_file, certificate_file)


def read_device_key(key_file: Path, certificate_file: Path) -> DeviceKey:
    """Return the terminal's key as it is kept; nothing is made.

    Raises:
        KeyUnfit: a file is lost or damaged, or the two do not belong together.
    """
    private, certificates = load_key(key_file), load_certificates(certificate_file)
    if _public_key(certificates[0], certificate_file) != private.public_key():
        raise KeyUnfit(
            f"{key_file} holds another key than {certificate_file}: records would not be provable. {_MEND}"
        )
    return device_key(private, certificates)


def device_key(private: ec.EllipticCurvePrivateKey, certificates: Sequence[x509.Certificate]) -> DeviceKey:
    """Return a private key and its certificates as what seals."""
    jwk = ECKey.import_key(pem_of(private).decode("ascii"))
    x5c = tuple(
        base64.b64encode(each.public_bytes(serialization.Encoding.DER)).decode("ascii")
        for each in certificates
    )
    return DeviceKey(jwk, x5c, jwk.thumbprint())


def certificate_thumbprint(certificate_file: Path) -> str:
    """Return the RFC 7638 name of the key in a certificate, as records carry it.

    Raises:
        KeyUnfit: the file is lost or damaged, or its key is none of ours.
    """
    public = _public_key(load_certificates(certificate_file)[0], certificate_file)
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    return ECKey.import_key(
        public.public_bytes(serialization.Encoding.PEM, spki).decode("ascii")
    ).thumbprint()


def load_key(file: Path) -> ec.EllipticCurvePrivateKey:
    """Return the private key in a file.

    Raises:
        KeyUnfit: there is none, or none of ours.
    """
    content = _content(file)
    try:
        key = serialization.load_pem_private_key(content, None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnfit(f"{file} is damaged: it holds no private key. {_MEND}") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeyUnfit(f"{file} holds a key of another kind than P-256. {_MEND}")
    return key


def load_certificates(file: Path) -> list[x509.Certificate]:
    """Return the certificates in a file, the key's own first.

    Raises:
        KeyUnfit: there are none.
    """
    content = _content(file)
    try:
        return x509.load_pem_x509_certificates(content)
    except (ValueError, x509.InvalidVersion) as error:
        raise KeyUnfit(f"{file} is damaged: it holds no certificate. {_MEND}") from error


def _public_key(certificate: x509.Certificate, file: Path) -> ec.EllipticCurvePublicKey:
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyUnfit(f"{file} holds a key that cannot be read: {error}. {_MEND}") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeyUnfit(f"{file} holds a key of another kind than P-256. {_MEND}")
    return key


def _content(file: Path) -> bytes:
    if not file.exists():
        raise KeyUnfit(f"{file} is gone. {_MEND}")
    return file.read_bytes()


def self_signed(
    key: ec.EllipticCurvePrivateKey,
    name: str,
    hosts: tuple[x509.GeneralName, ...],
    now: datetime | None = None,
) -> x509.Certificate:
    """Return a certificate by which the key vouches for itself; ``hosts`` make it one for a TLS server.

    It begins a day before 2025, not now: a unit's clock may be wrong at its first start, and a certificate
    from the future would be refused for the wrong reason. It ends twenty years from then, or from ``now`` (UTC)
    where that is given and later.
    """
    subject = subject_of(name)
    begins = datetime(2024, 12, 31, tzinfo=UTC)
    ends = max(begins, now or begins) + timedelta(days=365 * _CERTIFICATE_YEARS)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if hosts:
        builder = builder.add_extension(x509.SubjectAlternativeName(hosts), critical=False)
    return builder.sign(key, hashes.SHA256())


def subject_of(name: str) -> x509.Name:
    """Return what certificates call a terminal."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Signpost"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def new_key() -> ec.EllipticCurvePrivateKey:
    """Return a new P-256 private key."""
    return ec.generate_private_key(ec.SECP256R1())


def new_key_pem() -> bytes:
    """Return a new P-256 private key, PEM."""
    return pem_of(new_key())


def pem_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return a private key as its file holds it."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, so that after a power cut it is whole or not there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
