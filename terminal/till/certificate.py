"""The till API's own key and certificate, made where there are none: at the first start, and when one was removed."""

import ipaddress
import socket
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from terminal.evidence.errors import KeyUnfit
from terminal.evidence.keys import new_key_pem, self_signed, write_private


def make_certificate(key_file: Path, certificate_file: Path, terminal_id: str, host: str) -> None:
    """Write the certificate of the key in a file, and the key first where there is none.

    Raises:
        KeyUnfit: the file holds no EC key.
    """
    if not key_file.exists():
        write_private(key_file, new_key_pem())
    try:
        key = serialization.load_pem_private_key(key_file.read_bytes(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeyUnfit(f"{key_file} holds no EC key. Remove it, and a new one is made at the next start.")
    certificate = self_signed(key, terminal_id, _names(host))
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
