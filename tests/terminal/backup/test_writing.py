"""A backup: whole, of one instant, while signing goes on; and nothing of it where it cannot be."""

import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from pyrage import x25519

from terminal.backup import BackupError
from terminal.backup.opening import open_backup
from terminal.backup.schedule import is_due
from terminal.backup.steps import Steps
from terminal.backup.target import drop_older
from terminal.evidence.age import AgeError, read_identities, read_recipients
from terminal.model.record import SealedRecord
from terminal.store import Store
from terminal.store.errors import StoreDamaged

from .conftest import Shop


def test_a_backup_says_what_it_holds_and_any_tool_opens_it(shop: Shop, stick: Path) -> None:
    last = shop.sign_many(3)[-1]
    made = shop.back_up(stick)
    assert made.path.name == "signpost-SP-0031-20261123T033000Z.backup"
    assert (made.manifest.records, made.manifest.chain_seq, made.manifest.chain_sha256) == (
        3,
        3,
        last.jws_sha256,
    )
    with zipfile.ZipFile(made.path) as packed:
        assert packed.testzip() is None
        assert set(packed.namelist()) == {
            "store.sqlite", "manifest.json", "manifest.jws", "device-certificate.pem",
        }  # fmt: skip
    with open_backup(made.path) as opened:
        assert opened.signer == shop.key.thumbprint


def test_who_signs_while_the_backup_is_made_is_not_held_up_and_is_not_in_it(shop: Shop, stick: Path) -> None:
    shop.sign_many(6, bytes(1_000_000))
    signed: list[SealedRecord] = []
    with Store(shop.store) as store:
        store._connection.set_busy_timeout(0)

        def told(what: str, done: int, of: int) -> None:
            if what == "taking a snapshot" and done < of and not signed:
                signed.append(shop.sign(store))

        made = shop.back_up(stick, steps=Steps(told))
        assert [record.seq for record in signed] == [7]
        assert made.manifest.records == 6
        assert store.records.count() == 7


def test_what_was_destroyed_is_not_in_a_backup_although_the_store_has_its_bytes_still(
    shop: Shop, stick: Path
) -> None:
    canary = b"a finger that was let go of" * 300
    with Store(shop.store) as store:
        record = shop.sign(store, canary)
        store._connection.execute("PRAGMA secure_delete = OFF")
        store._connection.execute("UPDATE parts SET content = x'' WHERE record_id = ?", (record.id,))
    assert canary[:27] in shop.store.read_bytes()
    assert canary[:27] not in shop.back_up(stick).path.read_bytes()


def test_keys_are_in_encrypted_backups_only(shop: Shop, stick: Path, tmp_path: Path) -> None:
    shop.sign_many(1)
    (shop.data / "archive.token").write_text("a secret")
    plain = shop.back_up(stick)
    assert b"a secret" not in plain.path.read_bytes()
    assert b"PRIVATE KEY" not in plain.path.read_bytes()
    owner, other = x25519.Identity.generate(), x25519.Identity.generate()
    sealed = shop.back_up(stick, str(owner.to_public()))
    assert sealed.path.suffixes[-2:] == [".backup", ".age"]
    assert b"store.sqlite" not in sealed.path.read_bytes()
    with open_backup(sealed.path, [owner], tmp_path) as opened:
        assert opened.files["archive.token"] == b"a secret"
        assert "device-key.pem" in opened.files
    with pytest.raises(AgeError, match="other keys"), open_backup(sealed.path, [other], tmp_path):
        pass
    with pytest.raises(BackupError, match="--identity"), open_backup(sealed.path):
        pass
    assert not [file for file in tmp_path.rglob("*") if file.name == "backup"]


def test_a_folder_that_is_not_there_is_not_made(shop: Shop, tmp_path: Path) -> None:
    shop.sign_many(1)
    with pytest.raises(BackupError, match="plugged in"):
        shop.back_up(tmp_path / "no-stick")
    assert not (tmp_path / "no-stick").exists()


def test_a_disk_without_room_is_told_before_anything_is_written(
    shop: Shop, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.sign_many(1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1_000_000))
    with pytest.raises(BackupError, match="1 MB free"):
        shop.back_up(stick)
    assert list(stick.iterdir()) == []


def test_a_store_that_is_damaged_leaves_no_backup_behind(shop: Shop, stick: Path) -> None:
    shop.sign_many(40, bytes(9_000))
    content = bytearray(shop.store.read_bytes())
    for page in range(4, len(content) // 4096, 3):
        content[page * 4096 : (page + 1) * 4096] = b"\xff" * 4096
    shop.store.write_bytes(content)
    with pytest.raises(StoreDamaged):
        shop.back_up(stick)
    assert list(stick.iterdir()) == []


@pytest.mark.parametrize("where", [200, 5000, 40_000, -700])
def test_a_bit_turned_anywhere_is_found(shop: Shop, stick: Path, where: int) -> None:
    shop.sign_many(3, bytes(5000))
    path = shop.back_up(stick).path
    content = bytearray(path.read_bytes())
    content[where] ^= 1
    path.write_bytes(content)
    with pytest.raises((BackupError, StoreDamaged)), open_backup(path):
        pass


def test_the_newest_are_kept_and_the_one_just_made_whatever_its_name(shop: Shop, stick: Path) -> None:
    shop.sign_many(1)
    made = [shop.back_up(stick, at=second).path for second in range(4)]
    (stick / "signpost-SP-0099-20261123T033000Z.backup").touch()
    (stick / "holiday.backup").touch()
    assert drop_older(stick, "SP-0031", 2, made[0]) == [made[1], made[2]]
    left = {file.name for file in stick.iterdir()}
    assert left == {made[0].name, made[3].name, "signpost-SP-0099-20261123T033000Z.backup", "holiday.backup"}
    assert drop_older(stick, "SP-0031", 0, made[0]) == []


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        ("2026-11-24T03:29", "2026-11-23T03:40", False),
        ("2026-11-24T03:30", "2026-11-23T03:40", True),
        ("2026-11-24T09:00", "2026-11-24T03:31", False),
        ("2026-11-24T02:00", "2026-11-22T03:31", True),
        ("2026-11-24T09:00", "2027-11-24T03:31", True),
    ],
)
def test_one_is_due_a_day_and_a_clock_that_was_ahead_stops_none(now: str, last: str, due: bool) -> None:  # noqa: FBT001
    instants = [datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (now, last)]
    assert is_due(instants[0], "03:30", instants[1]) is due
    assert is_due(instants[0], "03:30", None)


def test_a_secret_key_among_the_recipients_is_never_repeated(tmp_path: Path) -> None:
    secret = str(x25519.Identity.generate())
    with pytest.raises(AgeError, match="secret key stands") as refused:
        read_recipients([secret])
    assert secret not in str(refused.value)
    file = tmp_path / "key.txt"
    file.write_text(f"# mine\n{secret}x\n")
    with pytest.raises(AgeError, match="line 2") as unread:
        read_identities(file)
    assert secret not in str(unread.value)
    file.write_text(f"# mine\n{secret}\n")
    assert len(read_identities(file)) == 1
