"""The life of a key: certified, renewed, replaced; what it sealed stays provable."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from terminal.evidence.errors import KeyUnfit, SealError
from terminal.evidence.key_change import check_key_change, make_key_change
from terminal.evidence.key_ring import KeyRing, own_certificates
from terminal.evidence.keys import open_device_key
from terminal.evidence.own import own_thumbprint
from terminal.evidence.record import Sealer
from terminal.evidence.seal import check_seal, seal
from terminal.evidence.trusted import Trusted
from terminal.model.record import NO_PREVIOUS, Confirmation, Part
from tests.terminal.evidence.authority import NOW, Authority, pem


class Ring(KeyRing):
    """The key and certificates of a terminal, with their files."""

    def __init__(self, folder: Path) -> None:
        self.key_file, self.certificate_file = folder / "key.pem", folder / "certificate.pem"
        open_device_key(self.key_file, self.certificate_file, "SP-0031")
        super().__init__(self.key_file, self.certificate_file, "SP-0031")


@pytest.fixture
def ring(tmp_path: Path) -> Ring:
    return Ring(tmp_path / "data")


@pytest.fixture
def root() -> Authority:
    return Authority("Tea Chain Root")


@pytest.fixture
def shops(root: Authority) -> Authority:
    return Authority("Tea Chain Shops", root)


def test_an_authoritys_chain_is_installed_and_sealed_with(
    ring: Ring, root: Authority, shops: Authority
) -> None:
    before = ring.key
    facts = ring.install(pem(shops.issue(ring.csr()), shops.certificate, root.certificate), NOW)
    assert (facts.issuer, facts.chain, facts.self_signed) == ("CN=Tea Chain Shops", 3, False)
    assert facts.subject == "CN=SP-0031,O=Signpost"
    assert facts.days_left(NOW) == 365
    after = ring.key
    assert (after.thumbprint, len(after.x5c)) == (before.thumbprint, 3)
    assert ring.certificate_file.stat().st_mode & 0o777 == 0o600


Spoil = Callable[[Ring, Authority, Authority], bytes]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda _ring, _root, _shops: b"nothing", "no certificate in it"),
        (
            lambda ring, _root, shops: pem(shops.certificate, shops.issue(ring.csr())),
            "is not for this terminal's",
        ),
        (
            lambda ring, root, shops: pem(shops.issue(ring.csr()), root.certificate, shops.certificate),
            "put each certificate before the one that issued it",
        ),
        (
            lambda ring, root, _shops: pem(
                Authority("Tea Chain Shops", root).issue(ring.csr()),
                Authority("Tea Chain Shops", root).certificate,
            ),
            "the signature does not hold",
        ),
        (
            lambda ring, root, _shops: pem(
                (clerk := Authority("Clerk", root, ca=False)).issue(ring.csr()), clerk.certificate
            ),
            "it may issue no certificates",
        ),
        (
            lambda ring, _root, shops: pem(shops.issue(ring.csr(), "SP-0032")),
            "is for SP-0032, and this is SP-0031",
        ),
        (
            lambda ring, _root, shops: pem(
                shops.issue(ring.csr(), begins=NOW - timedelta(9), ends=NOW - timedelta(1))
            ),
            "ended on 2026-11-22",
        ),
        (
            lambda ring, _root, shops: pem(
                shops.issue(ring.csr(), begins=NOW + timedelta(1), ends=NOW + timedelta(9))
            ),
            "Is the clock right",
        ),
        (lambda ring, _root, shops: pem(*[shops.issue(ring.csr())] * 7), "7 certificates"),
        (lambda ring, _root, shops: pem(*[shops.issue(ring.csr())] * 2), "in two of the certificates"),
    ],
)
def test_a_chain_that_does_not_hold_is_refused_in_words_and_changes_nothing(
    ring: Ring, root: Authority, shops: Authority, spoil: Spoil, why: str
) -> None:
    before = ring.certificate_file.read_bytes()
    with pytest.raises(KeyUnfit, match=why):
        ring.install(spoil(ring, root, shops), NOW)
    assert ring.certificate_file.read_bytes() == before
    assert len(own_certificates(ring.certificate_file)) == 1


def test_a_renewed_certificate_lasts_longer_and_the_one_before_is_kept_read_only(ring: Ring) -> None:
    before, key = ring.facts(), ring.key
    facts = ring.renew(NOW)
    assert facts.ends > before.ends
    assert facts.sha256 != before.sha256
    assert ring.key.thumbprint == key.thumbprint
    (newest, _), (older, content) = own_certificates(ring.certificate_file)
    assert newest == str(ring.certificate_file)
    assert Path(older).stat().st_mode & 0o777 == 0o400
    assert x509.load_pem_x509_certificate(content).not_valid_after_utc == before.ends
    for _ in range(2):
        ring.renew(NOW)
    assert len(own_certificates(ring.certificate_file)) == 4


def test_what_a_replaced_key_sealed_is_still_the_terminals(
    ring: Ring, sealer: Sealer, signing: Confirmation, parts: tuple[Part, ...]
) -> None:
    old = ring.key
    sealed = Sealer(sealer.device, old).seal(signing, parts, 1, NO_PREVIOUS)
    successor = ring.prepare_successor(NOW)
    assert ring.key.thumbprint == old.thumbprint, "nothing is changed before it is in the journal"
    ring.replace(successor)
    assert ring.key.thumbprint == successor.key.thumbprint != old.thumbprint
    assert own_thumbprint(ring.certificate_file) == successor.key.thumbprint
    assert ring.key_file.stat().st_mode & 0o777 == 0o600
    trusted = Trusted.read(own_certificates(ring.certificate_file))
    assert trusted.thumbprints == {old.thumbprint, successor.key.thumbprint}
    assert check_seal(sealed.jws).thumbprint in trusted.thumbprints
    assert "PRIVATE" not in "".join(
        content.decode() for _, content in own_certificates(ring.certificate_file)
    )


@pytest.mark.parametrize("lost", ["certificate", "new key without one"])
def test_a_power_cut_while_a_key_is_replaced_leaves_one_that_seals(ring: Ring, lost: str) -> None:
    old, successor = ring.key, ring.prepare_successor(NOW)
    if lost == "certificate":
        ring.certificate_file.unlink()
    else:
        ring.replace(successor)
        ring.certificate_file.unlink()
    opened = open_device_key(ring.key_file, ring.certificate_file, "SP-0031", may_make=False)
    assert opened.thumbprint == (old if lost == "certificate" else successor.key).thumbprint


def test_a_change_of_keys_is_signed_by_both(ring: Ring, tmp_path: Path) -> None:
    successor = ring.prepare_successor(NOW)
    change = check_key_change(successor.statement)
    assert (change.terminal_id, change.utc) == ("SP-0031", "2026-11-23T06:31:07Z")
    assert (change.old, change.new) == (ring.key.thumbprint, successor.key.thumbprint)
    stranger = Ring(tmp_path / "other")
    signed, theirs = (
        json.loads(successor.statement),
        json.loads(make_key_change("SP-0031", stranger.key, successor.key, change.utc)),
    )
    forged = {
        "one key alone": {"old": signed["old"], "new": signed["old"]},
        "the other way round": {"old": signed["new"], "new": signed["old"]},
        "a stranger's": {"old": theirs["old"], "new": signed["new"]},
        "half": {"old": signed["old"]},
        "text": "text",
        "changed": {**signed, "old": {**signed["old"], "payload": theirs["old"]["payload"]}},
    }
    for how, statement in forged.items():
        with pytest.raises(SealError):
            pytest.fail(f"{how}: {check_key_change(json.dumps(statement))}")


def test_a_record_is_no_change_of_keys(ring: Ring) -> None:
    words = b'{"schema":"signpost.key-change/1"}'
    record = json.loads(seal(words, ring.key))
    with pytest.raises(SealError, match="signpost-key-change"):
        check_key_change(json.dumps({"old": record, "new": record}))
