import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.evidence.bundle import BundleError, make_bundle, open_bundle
from terminal.evidence.chain import check_chain
from terminal.evidence.record import Sealer
from terminal.evidence.seal import check_seal
from terminal.model.record import NO_PREVIOUS, Confirmation, Part, SealedRecord


@pytest.fixture
def record(sealer: Sealer, signing: Confirmation, parts: tuple[Part, ...]) -> SealedRecord:
    return sealer.seal(signing, parts, 1, NO_PREVIOUS)


def repack(bundle: bytes, changes: dict[str, bytes | None]) -> bytes:
    """Return the bundle with files replaced, added, or (None) left out."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        files: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    files |= changes
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            if content is not None:
                archive.writestr(name, content)
    return packed.getvalue()


def test_the_same_record_gives_the_same_bytes(record: SealedRecord) -> None:
    assert make_bundle(record.jws, record.parts) == make_bundle(record.jws, tuple(reversed(record.parts)))


def test_a_bundle_opens_to_what_was_sealed(record: SealedRecord) -> None:
    bundle = open_bundle(make_bundle(record.jws, record.parts))
    assert bundle.record["id"] == record.id
    assert bundle.files["signature.png"] == b"PNG"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ink.json": b"[1]"}, "ink.json is not the file that was sealed"),
        ({"ink.json": None}, "ink.json is missing"),
        ({"extra.txt": b"!"}, "extra.txt: not sealed"),
        ({"record.jws": None}, "no record.jws"),
        ({"../up": b"!"}, "outside itself"),
    ],
)
def test_whatever_was_changed_is_named(
    record: SealedRecord, changes: dict[str, bytes | None], said: str
) -> None:
    bundle = repack(make_bundle(record.jws, record.parts), changes)
    with pytest.raises(BundleError, match=said):
        open_bundle(bundle)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_is_said_so(method: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("record.jws", bytes(range(256)) * 40)
    damaged = bytearray(packed.getvalue())
    damaged[45:75] = b"\xff" * 30
    with pytest.raises(BundleError, match="is damaged"):
        open_bundle(bytes(damaged))


@given(st.binary(max_size=400))
def test_no_input_crashes_it(content: bytes) -> None:
    with pytest.raises(BundleError):
        open_bundle(content)


def test_the_chain_finds_what_is_missing_or_moved(
    sealer: Sealer, signing: Confirmation, parts: tuple[Part, ...]
) -> None:
    seals, previous = [], NO_PREVIOUS
    for seq in range(1, 6):
        record = sealer.seal(signing, parts, seq, previous)
        seals.append(check_seal(record.jws))
        previous = record.jws_sha256
    assert list(check_chain(seals)) == []
    for missing in range(4):
        assert list(check_chain(seals[:missing] + seals[missing + 1 :]))
    assert list(check_chain([seals[0], seals[2], seals[1], *seals[3:]]))
    other = check_seal(sealer.seal(signing, parts, 3, "f" * 64).jws)
    assert list(check_chain([*seals[:2], other, *seals[3:]]))


def test_a_part_of_a_chain_is_checked_from_its_first_record_on(
    sealer: Sealer, signing: Confirmation, parts: tuple[Part, ...]
) -> None:
    seals, previous = [], NO_PREVIOUS
    for seq in range(1, 5):
        record = sealer.seal(signing, parts, seq, previous)
        seals.append(check_seal(record.jws))
        previous = record.jws_sha256
    assert list(check_chain(seals[2:], after=seals[1])) == []
    assert [each.seq for each in check_chain(seals[3:], after=seals[1])] == [4]


def test_a_record_without_a_place_breaks_the_chain(
    sealer: Sealer, signing: Confirmation, parts: tuple[Part, ...]
) -> None:
    first = check_seal(sealer.seal(signing, parts, 1, NO_PREVIOUS).jws)
    homeless = replace(first, record={"chain": 5})
    [found] = check_chain([first, homeless])
    assert found.sentence == "record 2 should come here, and one without a place does"
