"""TLS for an API that is reached over the LAN: a key of its own, made at the first start, pinned by its fingerprint."""

import ipaddress
import ssl
from hashlib import sha256
from pathlib import Path

from terminal.config import Config


def needs_tls(host: str) -> bool:
    """Whether an address can be reached from elsewhere, so that calls must be encrypted."""
    if host == "localhost":
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True


def tls_context(config: Config) -> ssl.SSLContext:
    """Return a TLS 1.3 server's context, making key and certificate where this is the first start."""
    key_file, certificate_file = _files(config)
    _ensure_files(config)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(certificate_file, key_file)
    return context


def certificate_fingerprint(config: Config) -> str:
    """Return the certificate's SHA-256 as tills pin it: 64 hex digits. Makes the certificate where there is none."""
    _ensure_files(config)
    pem = _files(config)[1].read_text(encoding="ascii")
    return sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


def _files(config: Config) -> tuple[Path, Path]:
    return config.paths.data / "till-key.pem", config.paths.data / "till-certificate.pem"


def _ensure_files(config: Config) -> None:
    key_file, certificate_file = _files(config)
    if not key_file.exists():
        certificate_file.unlink(missing_ok=True)
    if not certificate_file.exists():
        from .certificate import make_certificate  # noqa: PLC0415 - cryptography, once in a unit's life

        make_certificate(key_file, certificate_file, config.site.terminal_id, config.till.host)
