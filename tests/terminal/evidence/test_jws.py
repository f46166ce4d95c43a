"""Of all the ways to write a seal only the kept one is right."""

import base64
import json
from collections.abc import Callable

import pytest

from terminal.evidence.errors import SealError
from terminal.evidence.jws import open_jws, thumbprint_of
from terminal.evidence.record import Sealer
from terminal.evidence.seal import seal

TYP = "signpost-test+jws"


def opened(signed: bytes, typ: str = TYP) -> bytes:
    return open_jws(signed, typ, "test.jws", "the test").payload


@pytest.fixture
def signed(sealer: Sealer) -> bytes:
    return seal(b'{"said": "yes"}', sealer.key, TYP)


def test_what_was_signed_is_returned_with_its_signer(signed: bytes, sealer: Sealer) -> None:
    found = open_jws(signed, TYP, "test.jws", "the test")
    assert found.payload == b'{"said": "yes"}'
    assert found.signer.thumbprint == sealer.key.thumbprint == thumbprint_of(found.signer.public)
    assert [base64.b64encode(each).decode() for each in found.signer.certificates] == list(sealer.key.x5c)


def test_what_is_sealed_as_one_thing_does_not_pass_for_another(signed: bytes) -> None:
    with pytest.raises(SealError, match="sealed as 'signpost-test"):
        opened(signed, "signpost-record+jws")


def twisted(signed: bytes, name: str) -> bytes:
    """Return the JWS with a bit turned that stands for nothing: the last letter's of a base64url text."""
    data = json.loads(signed)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    data[name] = data[name][:-1] + letters[letters.index(data[name][-1]) ^ 1]
    return json.dumps(data, separators=(",", ":")).encode()


def with_header(signed: bytes, key: Sealer, **more: object) -> bytes:
    del signed
    head = {"alg": "ES256", "kid": key.key.thumbprint, "x5c": list(key.key.x5c), "typ": TYP, **more}
    protected = base64.urlsafe_b64encode(json.dumps(head).encode()).decode().rstrip("=")
    return json.dumps({"payload": "e30", "signature": "A" * 86, "protected": protected}).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda signed: signed + b"\n",
        lambda signed: signed.replace(b":", b": ", 1),
        lambda signed: json.dumps(dict(reversed(json.loads(signed).items())), separators=(",", ":")).encode(),
        lambda signed: signed.replace(b'"payload"', b'"p\\u0061yload"'),
        lambda signed: b'{"payload":"e30",' + signed[1:],
        lambda signed: twisted(signed, "signature"),
        lambda signed: signed.replace(b'","signature"', b'=","signature"'),
        lambda signed: signed.replace(b'","signature"', b'*","signature"'),
        lambda signed: signed.replace(b'"signature":"', b'"signature":"AAAA'),
    ],
    ids=["end", "space", "order", "escape", "twice", "bits", "padding", "stray", "long"],
)
def test_written_in_another_way_it_does_not_hold(signed: bytes, change: Callable[[bytes], bytes]) -> None:
    changed = change(signed)
    assert changed != signed
    with pytest.raises(SealError):
        opened(changed)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"crit": ["exp"], "exp": 1}, "says more than it may: crit, exp"),
        ({"jwk": {}}, "says more than it may: jwk"),
        ({"b64": False}, "says more than it may: b64"),
        ({"alg": "none"}, "ES256"),
        ({"kid": "x"}, "names another key"),
        ({"x5c": []}, "not a seal"),
        ({"x5c": 5}, "not a seal"),
        ({}, "does not fit"),
    ],
)
def test_a_header_says_who_signed_and_nothing_else(
    signed: bytes, sealer: Sealer, more: dict[str, object], said: str
) -> None:
    with pytest.raises(SealError, match=said):
        opened(with_header(signed, sealer, **more))
