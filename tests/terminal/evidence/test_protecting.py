"""What is biometric in a record is encrypted to its owner: they can open it with the plain ``age``, nobody else can."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from terminal.evidence.age import AgeError, decrypt, read_identities
from terminal.evidence.bundle import make_bundle, open_bundle
from terminal.evidence.protecting import protect
from terminal.evidence.record import Sealer
from terminal.evidence.seal import check_seal
from terminal.model.record import NO_PREVIOUS, Confirmation, Part

INK = Part("ink.json", "application/json", b'{"strokes": "how a hand moved"}')
FLAT = Part("signature.png", "image/png", b"a picture of it")


def program(name: str, *arguments: str | Path) -> bytes:
    """Run one of age's own programs, Debian's, and return what it says."""
    found = shutil.which(name)
    assert found, "apt install age"
    return subprocess.run([found, *arguments], check=True, capture_output=True).stdout


@pytest.fixture
def owner(tmp_path: Path) -> Path:
    """The file in which an owner keeps their secret key."""
    file = tmp_path / "owner.txt"
    program("age-keygen", "-o", file)
    return file


def public(identity: Path) -> str:
    return program("age-keygen", "-y", identity).decode().strip()


def test_the_owner_opens_it_with_age_itself(owner: Path, tmp_path: Path) -> None:
    sealed, flat = protect((INK, FLAT), (public(owner),))
    assert (sealed.name, sealed.media_type, flat) == ("ink.json.age", "application/age", FLAT)
    assert INK.content not in sealed.content
    (tmp_path / sealed.name).write_bytes(sealed.content)
    opened = program("age", "--decrypt", "-i", owner, tmp_path / sealed.name)
    assert opened == INK.content == decrypt(sealed.content, read_identities(owner))
    assert sealed.plain_sha256 == INK.sha256


def test_each_recipient_opens_it_alone_and_a_stranger_does_not(owner: Path, tmp_path: Path) -> None:
    escrow, stranger = tmp_path / "escrow.txt", tmp_path / "stranger.txt"
    for file in (escrow, stranger):
        program("age-keygen", "-o", file)
    (sealed,) = protect((replace(INK, name="impression.png"),), (public(owner), public(escrow)))
    assert sealed.name == "impression.png.age"
    for file in (owner, escrow):
        assert decrypt(sealed.content, read_identities(file)) == INK.content
    with pytest.raises(AgeError, match="only their owners can open it"):
        decrypt(sealed.content, read_identities(stranger))
    with pytest.raises(AgeError, match="changed, or cut short"):
        decrypt(sealed.content[:-3], read_identities(owner))


def test_without_an_owner_parts_stay_as_they_are() -> None:
    assert protect((INK, FLAT), ()) == (INK, FLAT)


def test_what_is_no_recipient_is_said_before_anything_is_kept() -> None:
    with pytest.raises(AgeError, match="is no age recipient"):
        protect((INK,), ("age1" + "q" * 58,))


def test_the_record_proves_what_was_inside(owner: Path, sealer: Sealer, signing: Confirmation) -> None:
    hand = replace(sealer, recipients=(public(owner),))
    record = hand.seal(signing, hand.protect((INK, FLAT)), 1, NO_PREVIOUS)
    listed = {part["name"]: part for part in check_seal(record.jws).record["parts"]}
    assert set(listed) == {"ink.json.age", "signature.png"}
    assert listed["ink.json.age"]["plain_sha256"] == INK.sha256
    assert "plain_sha256" not in listed["signature.png"]
    bundle = open_bundle(make_bundle(record.jws, record.parts))
    assert b"how a hand moved" not in b"".join(bundle.files.values())
    assert json.loads(decrypt(bundle.files["ink.json.age"], read_identities(owner))) == json.loads(
        INK.content
    )
