import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID
from hypothesis import example, given
from hypothesis import strategies as st

from terminal.evidence.errors import SealError
from terminal.evidence.keys import open_device_key
from terminal.evidence.record import Sealer
from terminal.evidence.seal import check_seal, seal
from terminal.model.record import NO_PREVIOUS, Confirmation, Part


@pytest.fixture
def sealed(sealer: Sealer, signing: Confirmation, parts: tuple[Part, ...]) -> bytes:
    return sealer.seal(signing, parts, 1, NO_PREVIOUS).jws


def test_a_seal_holds_the_record_byte_for_byte(sealed: bytes, sealer: Sealer) -> None:
    checked = check_seal(sealed)
    assert checked.thumbprint == sealer.key.thumbprint
    assert checked.record["request"]["received"]["merchant"] == "晨光超市"
    assert json.loads(checked.record_json) == checked.record


def test_every_flipped_bit_of_the_payload_is_found(sealed: bytes) -> None:
    data = json.loads(sealed)
    payload = base64.urlsafe_b64decode(data["payload"] + "==")
    for position in range(0, len(payload), 17):
        flipped = bytearray(payload)
        flipped[position] ^= 1
        changed = data | {"payload": base64.urlsafe_b64encode(flipped).rstrip(b"=").decode()}
        with pytest.raises(SealError):
            check_seal(json.dumps(changed).encode())


def test_another_key_cannot_pose_as_the_terminal(sealed: bytes, tmp_path: Path) -> None:
    stranger = open_device_key(tmp_path / "key.pem", tmp_path / "certificate.pem", "SP-0031")
    forged = seal(check_seal(sealed).record_json, stranger)
    with pytest.raises(SealError, match="names another key"):
        check_seal(forged)


@pytest.mark.parametrize("rubbish", [b"", b"{}", b"[]", b"\xff", b'{"protected":1}', b'{"protected":"e30"}'])
def test_what_is_no_seal_is_said_so(rubbish: bytes) -> None:
    with pytest.raises(SealError, match="not a seal"):
        check_seal(rubbish)


def test_the_algorithm_cannot_be_talked_down(sealed: bytes) -> None:
    data = json.loads(sealed)
    header = json.loads(base64.urlsafe_b64decode(data["protected"] + "=="))
    data["protected"] = (
        base64.urlsafe_b64encode(json.dumps(header | {"alg": "none"}).encode()).decode().rstrip("=")
    )
    with pytest.raises(SealError, match="ES256"):
        check_seal(json.dumps(data).encode())


P256 = bytes.fromhex("06082a8648ce3d030107")  # the curve's object identifier, DER
UNKNOWN_CURVE = bytes.fromhex("06082a8648ce3d03017f")


def certificate_of(key: Any) -> bytes:
    """Return a self-signed certificate of any key, DER."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "SP-0031")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(datetime(2024, 12, 31, tzinfo=UTC))
    algorithm = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    certificate = builder.not_valid_after(datetime(2044, 12, 31, tzinfo=UTC)).sign(key, algorithm)
    return certificate.public_bytes(serialization.Encoding.DER)


def with_certificate(sealed: bytes, certificate: bytes) -> bytes:
    """Return the seal with another certificate in its header."""
    data = json.loads(sealed)
    header = json.loads(base64.urlsafe_b64decode(data["protected"] + "=="))
    header["x5c"] = [base64.b64encode(certificate).decode()]
    data["protected"] = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    "make",
    [
        lambda: ec.generate_private_key(ec.SECP256K1()),
        lambda: ec.generate_private_key(ec.SECP384R1()),
        lambda: ec.generate_private_key(ec.SECP521R1()),
        lambda: ec.generate_private_key(ec.BrainpoolP256R1()),
        lambda: rsa.generate_private_key(65537, 2048),
        ed25519.Ed25519PrivateKey.generate,
    ],
    ids=["secp256k1", "secp384r1", "secp521r1", "brainpoolP256r1", "RSA", "Ed25519"],
)
def test_a_key_of_another_kind_is_refused(sealed: bytes, make: Callable[[], Any]) -> None:
    with pytest.raises(SealError, match="ES256"):
        check_seal(with_certificate(sealed, certificate_of(make())))


def test_a_certificate_that_cannot_be_read_is_no_seal(sealed: bytes, sealer: Sealer) -> None:
    own = base64.b64decode(sealer.key.x5c[0])
    for forged in (
        own.replace(P256, UNKNOWN_CURVE),
        own.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x07"),  # version 8
    ):
        assert forged != own
        with pytest.raises(SealError, match="not a seal"):
            check_seal(with_certificate(sealed, forged))


@pytest.mark.filterwarnings("ignore:Parsed a serial number:cryptography.utils.CryptographyDeprecationWarning")
@given(position=st.integers(0, 10_000), byte=st.integers(0, 255))
@example(position=15, byte=0x80)  # a serial number below zero: cryptography still reads it, and warns
def test_no_forged_certificate_crashes_it(sealer: Sealer, position: int, byte: int) -> None:
    own = base64.b64decode(sealer.key.x5c[0])
    forged = bytearray(own)
    forged[position % len(own)] = byte
    sealed = seal(b"{}", sealer.key)
    with pytest.raises(SealError):  # an untouched one too: what is sealed here is no record
        check_seal(with_certificate(sealed, bytes(forged)))


@pytest.mark.parametrize(
    "more",
    [
        {"header": []},
        {"header": {"alg": "none"}},
        {"signatures": []},
        {"signature": 3},
        {"payload": None},
    ],
)
def test_nothing_rides_along_outside_the_signature(sealed: bytes, more: dict[str, Any]) -> None:
    with pytest.raises(SealError, match="not a seal"):
        check_seal(json.dumps(json.loads(sealed) | more).encode())
