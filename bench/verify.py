"""Verify: whether a record still holds."""

import base64
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from terminal.evidence.bundle import make_bundle
from terminal.evidence.chain import check_chain
from terminal.evidence.lineage import Kept, trace
from terminal.evidence.places import Place
from terminal.evidence.seal import check_seal
from terminal.evidence.verify import judge
from terminal.verifying.loose import bundled

from .rounds import Row, interleave, timed
from .signings import chain, new_sealer

RECORDS = 200
ROUNDS = 15

Signed = tuple[ec.EllipticCurvePublicKey, bytes, bytes]
"""A key, a signature by it (DER), and what is signed."""


def measure() -> Iterator[Row]:
    """Check a terminal's first records, over and over."""
    plain = "P-256 verify alone"
    with tempfile.TemporaryDirectory(prefix="signpost-") as folder:
        records = chain(new_sealer(Path(folder)), RECORDS)
    seals = [record.jws for record in records]
    bundles = [make_bundle(record.jws, record.parts) for record in records]
    signed = [_signed(sealed) for sealed in seals]
    contenders = {
        "checked": timed(lambda: _check(seals), RECORDS),
        "judged": timed(lambda: _judge(bundles), RECORDS),
        plain: timed(lambda: _verify(signed), RECORDS),
    }
    rounds = interleave(contenders, ROUNDS)
    yield rounds.rate("seal and chain checked, on one core", "checked", "records/s", plain)
    yield rounds.rate("bundles judged: seal, parts, words, place", "judged", "records/s", plain)


def _check(seals: list[bytes]) -> None:
    assert not list(check_chain(check_seal(sealed) for sealed in seals))


def _judge(bundles: list[bytes]) -> None:
    verdicts = [judge(bundled("bundle", content)) for content in bundles]
    places = [Place.of(verdict.seal) for verdict in verdicts if verdict.seal]
    lineage = trace([Kept("bundles", places, whole=True)])
    assert all(verdict.holds for verdict in verdicts)
    assert len(lineage.of_records) == RECORDS


def _verify(signed: list[Signed]) -> None:
    for key, signature, message in signed:
        key.verify(signature, message, ec.ECDSA(SHA256()))


def _signed(sealed: bytes) -> Signed:
    """Return what there is to verify at the least."""
    data = json.loads(sealed)
    header = json.loads(_decode(data["protected"]))
    key = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0])).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    raw = _decode(data["signature"])
    signature = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    return key, signature, f"{data['protected']}.{data['payload']}".encode("ascii")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
