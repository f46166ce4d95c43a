"""The terminal's key and certificates as files: the one it seals with, and all that it ever had, which are kept.

A certificate is public. Those of old are read-only, beside the one in use, so that whatever was sealed with them
can be judged for ever; of a key that was replaced nothing but its certificate is left.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from .certificates import CertificateFacts, facts_of, read_chain, signing_request
from .key_change import make_key_change
from .keys import (
    DeviceKey,
    device_key,
    load_certificates,
    load_key,
    new_key,
    pem_of,
    read_device_key,
    self_signed,
    write_private,
)

_HISTORY = "old-certificates"


def own_certificates(certificate_file: Path) -> list[tuple[str, bytes]]:
    """Return all certificates that the terminal has or had, PEM, by the names of their files; the newest first."""
    history = sorted((certificate_file.parent / _HISTORY).glob("*.pem"))
    return [(str(file), file.read_bytes()) for file in (certificate_file, *history) if file.exists()]


class KeyRing:
    """One terminal's key and certificates.

    Args:
        key_file: the private key, PEM.
        certificate_file: the certificate in use, PEM, with its chain.
        terminal_id: the name in certificates.

    Raises:
        KeyUnfit: by every method, where a file is lost or damaged.
    """

    def __init__(self, key_file: Path, certificate_file: Path, terminal_id: str) -> None:
        self._key_file, self._certificate_file = key_file, certificate_file
        self._terminal_id = terminal_id

    @property
    def key(self) -> DeviceKey:
        """The key in use."""
        return read_device_key(self._key_file, self._certificate_file)

    def facts(self) -> CertificateFacts:
        """Return what the certificate in use says."""
        return facts_of(load_certificates(self._certificate_file))

    def csr(self) -> bytes:
        """Return a request for a certificate of the key in use, PEM."""
        return signing_request(load_key(self._key_file), self._terminal_id)

    def install(self, content: bytes, now: datetime) -> CertificateFacts:
        """Put a chain that an authority sent in place of the certificate in use, and return what it says.

        Raises:
            KeyUnfit: the chain does not hold, or is for another key; nothing is changed.
        """
        chain = read_chain(content, load_key(self._key_file).public_key(), self._terminal_id, now)
        self._put(chain)
        return facts_of(chain)

    def renew(self, now: datetime) -> CertificateFacts:
        """Put a new certificate, by which the same key vouches for itself, in place of the one in use."""
        chain = (self_signed(load_key(self._key_file), self._terminal_id, (), now),)
        self._put(chain)
        return facts_of(chain)

    def prepare_successor(self, now: datetime) -> "Successor":
        """Make a key that can follow the one in use, and the statement of both; nothing is changed yet."""
        private = new_key()
        certificate = self_signed(private, self._terminal_id, (), now)
        new = device_key(private, (certificate,))
        utc = now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return Successor(private, certificate, make_key_change(self._terminal_id, self.key, new, utc), new)

    def replace(self, successor: "Successor") -> None:
        """Put a new key in the place of the one in use, which is gone then.

        The certificate goes first: a key without one is given a certificate at the next start, so that a power
        cut anywhere leaves the old key or the new one, and never two that do not belong together.
        """
        self._remember()
        self._certificate_file.unlink()
        write_private(self._key_file, pem_of(successor.private))
        write_private(self._certificate_file, _pem((successor.certificate,)))

    def _put(self, chain: tuple[x509.Certificate, ...]) -> None:
        self._remember()
        write_private(self._certificate_file, _pem(chain))

    def _remember(self) -> None:
        """Keep the certificate in use, for ever."""
        content = self._certificate_file.read_bytes()
        own = load_certificates(self._certificate_file)[0]
        thumbprint = self.key.thumbprint
        name = f"{thumbprint}-{own.fingerprint(hashes.SHA256()).hex()[:16]}.pem"
        kept = self._certificate_file.parent / _HISTORY / name
        if not kept.exists():
            write_private(kept, content)
            kept.chmod(0o400)


@dataclass(frozen=True, slots=True)
class Successor:
    """A key that is to follow the one in use, its certificate, and the statement that both keys signed."""

    private: ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate
    statement: str
    key: DeviceKey = field(repr=False)


def _pem(chain: tuple[x509.Certificate, ...]) -> bytes:
    return b"".join(each.public_bytes(serialization.Encoding.PEM) for each in chain)
