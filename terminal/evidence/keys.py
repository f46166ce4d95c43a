"""The terminal's own key: made at the first start, mode 0600, and it never leaves."""

import base64
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from joserfc.jwk import ECKey

_CERTIFICATE_YEARS = 20
"""A self-signed certificate only carries the key; it should outlive the unit."""


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


def open_device_key(key_file: Path, certificate_file: Path, terminal_id: str) -> DeviceKey:
    """Return the terminal's key, made now if this is its first start.

    Both files are written completely and flushed before they get their names, so that a power cut leaves
    either none or all of a key.
    """
    if not key_file.exists():
        write_private(key_file, _new_key_pem())
    private = serialization.load_pem_private_key(key_file.read_bytes(), None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise TypeError(
            f"{key_file} holds no EC key. Put the P-256 key back that this terminal was set up with."
        )
    if not certificate_file.exists():
        certificate = self_signed(private, terminal_id, ())
        write_private(certificate_file, certificate.public_bytes(serialization.Encoding.PEM))
    certificates = x509.load_pem_x509_certificates(certificate_file.read_bytes())
    jwk = ECKey.import_key(key_file.read_bytes().decode("ascii"))
    x5c = tuple(
        base64.b64encode(each.public_bytes(serialization.Encoding.DER)).decode("ascii")
        for each in certificates
    )
    return DeviceKey(jwk, x5c, jwk.thumbprint())


def self_signed(
    key: ec.EllipticCurvePrivateKey, name: str, hosts: tuple[x509.GeneralName, ...]
) -> x509.Certificate:
    """Return a certificate by which the key vouches for itself; ``hosts`` make it one for a TLS server.

    It begins a day before 2025, not now: a unit's clock may be wrong at its first start, and a certificate
    from the future would be refused for the wrong reason.
    """
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Signpost"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    begins = datetime(2024, 12, 31, tzinfo=UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=365 * _CERTIFICATE_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if hosts:
        builder = builder.add_extension(x509.SubjectAlternativeName(hosts), critical=False)
    return builder.sign(key, hashes.SHA256())


def _new_key_pem() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
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
