"""Bundles that no terminal makes: each is refused in words, and none makes a fault of the server."""

import base64
import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID

from archive.receiving import opened
from terminal.evidence.bundle import BundleError

Key = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


def packed(files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def text64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def jws(header: object, payload: object = None) -> bytes:
    return json.dumps(
        {
            "protected": text64(json.dumps(header).encode()),
            "payload": text64(json.dumps(payload or {}).encode()),
            "signature": text64(b"\0" * 64),
        }
    ).encode()


def certificate(key: Key) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "stranger")])
    begins, ends = datetime(2025, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, begins, ends)
    made = builder.sign(ed25519.Ed25519PrivateKey.generate(), None)
    return base64.b64encode(made.public_bytes(serialization.Encoding.DER)).decode()


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_compressed_file_is_refused(compression: int) -> None:
    content = packed({"record.jws": b"0123456789" * 400}, compression)
    name = len(b"record.jws") + 30
    for place in range(name, name + 40):
        spoiled = bytearray(content)
        spoiled[place] ^= 0x55
        with pytest.raises(BundleError):
            opened(bytes(spoiled))


@pytest.mark.parametrize(
    "key",
    [
        ed25519.Ed25519PrivateKey.generate(),
        ec.generate_private_key(ec.SECP224R1()),
        ec.generate_private_key(ec.SECP384R1()),
        ec.generate_private_key(ec.SECP256K1()),
        ec.generate_private_key(ec.BrainpoolP256R1()),
        rsa.generate_private_key(65537, 2048),
    ],
    ids=lambda key: getattr(getattr(key, "curve", None), "name", type(key).__name__),
)
def test_a_certificate_of_another_kind_is_refused(key: Key) -> None:
    header = {"alg": "ES256", "kid": "x", "x5c": [certificate(key)]}
    with pytest.raises(BundleError):
        opened(packed({"record.jws": jws(header)}))


@pytest.mark.parametrize(
    "sealed",
    [
        b"[" * 100_000,
        b'{"protected": "e30", "payload": "", "signature": ""}',
        jws([]),
        jws({"x5c": []}),
        jws({"x5c": "x"}),
        jws({"x5c": [7]}),
        jws({"x5c": ["AAAA"]}),
        jws({"alg": ["ES256"], "x5c": [certificate(ec.generate_private_key(ec.SECP256R1()))], "crit": 7}),
        b"\xff\xfe",
    ],
)
def test_what_is_no_seal_is_refused(sealed: bytes) -> None:
    with pytest.raises(BundleError):
        opened(packed({"record.jws": sealed}))


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    with pytest.raises(BundleError, match="unpacks to more"):
        opened(packed({"record.jws": b"\0" * (129 * 1024 * 1024)}, zipfile.ZIP_DEFLATED))
