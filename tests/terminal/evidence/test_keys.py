import base64
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from terminal.evidence.errors import KeyUnfit
from terminal.evidence.keys import DeviceKey, certificate_thumbprint, open_device_key, read_device_key


@dataclass
class Files:
    """A terminal's key and certificate."""

    key: Path
    certificate: Path

    def open(self, *, may_make: bool = True) -> DeviceKey:
        return open_device_key(self.key, self.certificate, "SP-0031", may_make=may_make)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "data" / "key.pem", tmp_path / "data" / "certificate.pem")


def pem(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def test_the_key_is_private_and_stays_the_same(files: Files) -> None:
    first, again = files.open(), files.open(may_make=False)
    assert first.thumbprint == again.thumbprint
    assert first.x5c == again.x5c
    assert files.key.stat().st_mode & 0o777 == 0o600
    certificate = x509.load_der_x509_certificate(base64.b64decode(first.x5c[0]))
    assert "SP-0031" in certificate.subject.rfc4514_string()
    assert certificate_thumbprint(files.certificate) == first.thumbprint


def test_a_lost_key_is_not_made_again_beside_its_certificate(files: Files) -> None:
    files.open()
    files.key.unlink()
    with pytest.raises(KeyUnfit, match=rf"{files.key} is gone.*Put the file back from the backup"):
        files.open()
    assert not files.key.exists()


def test_no_key_is_made_where_records_were_sealed(files: Files) -> None:
    with pytest.raises(KeyUnfit, match=rf"{files.key} is gone"):
        files.open(may_make=False)
    assert not files.key.exists()


def test_a_lost_certificate_is_made_again_for_the_same_key(files: Files) -> None:
    first = files.open()
    files.certificate.unlink()
    with pytest.raises(KeyUnfit, match=rf"{files.certificate} is gone"):
        read_device_key(files.key, files.certificate)
    assert files.open(may_make=False).thumbprint == first.thumbprint


def test_the_key_of_another_terminal_is_refused(files: Files) -> None:
    files.open()
    files.key.write_bytes(pem(ec.generate_private_key(ec.SECP256R1())))
    with pytest.raises(KeyUnfit, match=rf"{files.key} holds another key than {files.certificate}"):
        files.open()


@pytest.mark.parametrize(
    "key",
    [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)],
    ids=["P-384", "RSA"],
)
def test_only_a_p256_key_can_seal(files: Files, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> None:
    files.key.parent.mkdir()
    files.key.write_bytes(pem(key))
    with pytest.raises(KeyUnfit, match=rf"{files.key} holds a key of another kind than P-256"):
        files.open()
    assert not files.certificate.exists()


@pytest.mark.parametrize("which", ["key", "certificate"])
@pytest.mark.parametrize("damage", ["empty", "cut", "binary"])
def test_a_damaged_file_is_named(files: Files, which: str, damage: str) -> None:
    files.open()
    file: Path = getattr(files, which)
    whole = file.read_bytes()
    file.write_bytes({"empty": b"", "cut": whole[: len(whole) // 2], "binary": b"\xff" * 100}[damage])
    with pytest.raises(KeyUnfit, match=rf"{file} is damaged.*Put the file back"):
        files.open()


def test_an_encrypted_key_is_refused_in_words(files: Files) -> None:
    files.open()
    locked = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"secret"),
    )
    files.key.write_bytes(locked)
    with pytest.raises(KeyUnfit, match=str(files.key)):
        files.open()
