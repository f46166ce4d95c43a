"""TLS for an API that is reached over the LAN: a key of its own, made at the first start, pinned by its fingerprint."""

import ipaddress
import socket
import ssl
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from terminal.config import Config
from terminal.evidence.errors import KeyUnfit
from terminal.evidence.keys import new_key_pem, self_signed, write_private


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
    certificate = x509.load_pem_x509_certificate(_files(config)[1].read_bytes())
    return sha256(certificate.public_bytes(serialization.Encoding.DER)).hexdigest()


def _files(config: Config) -> tuple[Path, Path]:
    return config.paths.data / "till-key.pem", config.paths.data / "till-certificate.pem"


def _ensure_files(config: Config) -> None:
    key_file, certificate_file = _files(config)
    if not key_file.exists():
        write_private(key_file, new_key_pem())
        certificate_file.unlink(missing_ok=True)
    if not certificate_file.exists():
        try:
            key = serialization.load_pem_private_key(key_file.read_bytes(), None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            key = None
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise KeyUnfit(f"{key_file} holds no EC key. Remove it, and a new one is made at the next start.")
        certificate = self_signed(key, config.site.terminal_id, _names(config.till.host))
        write_private(certificate_file, certificate.public_bytes(serialization.Encoding.PEM))


def _names(host: str) -> tuple[x509.GeneralName, ...]:
    """Return what the server can be called by: its host name, and its address where one is given."""
    names: list[x509.GeneralName] = [x509.DNSName(socket.gethostname()), x509.DNSName("localhost")]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        names.append(x509.DNSName(host))
    else:
        if not address.is_unspecified:
            names.append(x509.IPAddress(address))
    return tuple(names)
