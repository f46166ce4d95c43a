import base64
import json
from pathlib import Path

import pytest
from cryptography import x509

from terminal.evidence.keys import open_device_key
from terminal.evidence.record import NO_PREVIOUS, Sealer
from terminal.evidence.seal import SealError, check_seal, seal
from terminal.model.record import Part, Signing


@pytest.fixture
def sealed(sealer: Sealer, signing: Signing, parts: tuple[Part, ...]) -> bytes:
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


def test_the_key_is_private_and_stays_the_same(tmp_path: Path) -> None:
    first = open_device_key(tmp_path / "data" / "key.pem", tmp_path / "data" / "certificate.pem", "SP-0031")
    again = open_device_key(tmp_path / "data" / "key.pem", tmp_path / "data" / "certificate.pem", "SP-0031")
    assert first.thumbprint == again.thumbprint
    assert first.x5c == again.x5c
    assert (tmp_path / "data" / "key.pem").stat().st_mode & 0o777 == 0o600
    certificate = x509.load_der_x509_certificate(base64.b64decode(first.x5c[0]))
    assert "SP-0031" in certificate.subject.rfc4514_string()
