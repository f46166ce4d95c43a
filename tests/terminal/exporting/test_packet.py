"""A dispute's packet: all there is about one signature, which anybody can check, and which plays."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from pyrage.x25519 import Identity

from terminal.clock import Clock
from terminal.evidence.age import AgeError, encrypt
from terminal.evidence.bundle import open_bundle
from terminal.exporting.__main__ import main
from terminal.exporting.disputing import Given, give_packet
from terminal.exporting.target import Target
from terminal.model.impression import Impression
from terminal.model.journal import Happening
from terminal.model.record import SealedRecord
from terminal.store import Store
from terminal.store.journal import Sought

Keep = Callable[..., SealedRecord]
Give = Callable[..., Given]
Socket = Any


@pytest.fixture
def give(store: Store, data: Path, tmp_path: Path) -> Give:
    def given(record: SealedRecord, identities: tuple[Identity, ...] = (), folder: str = "out") -> Given:
        stored = store.records.find(record.id)
        assert stored
        where = Target(tmp_path / folder)
        certificate, zone = data / "device-certificate.pem", Clock.zone("Asia/Shanghai")
        return give_packet(store, stored, where, certificate, zone, identities)

    return given


def opened(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def test_it_holds_all_there_is_byte_for_byte(keep: Keep, give: Give, store: Store) -> None:
    record = keep()
    given = give(record)
    assert given.wrong == ()
    assert given.file.path.name == "2026-11-23_INV-2041_557A8226_dispute.zip"
    files = opened(given.file.path)
    bundle = open_bundle(files[f"{record.id}.signpost"])
    assert bundle.seal.jws_sha256 == record.jws_sha256
    assert files["shown.txt"].decode() == bundle.record["shown"]["text"]
    assert files["record.json"] == bundle.seal.record_json
    assert files["sealed/record.jws"] == record.jws
    for part in record.parts:
        assert files[f"sealed/{part.name}"] == part.content
    assert files["signature.png"] == files["sealed/signature.png"]
    assert files["certificate.pem"].startswith(b"-----BEGIN CERTIFICATE-----")
    assert {"README.txt", "audit.txt", "audit.json", "replay.html", "strokes.inkml", "verify.html"} <= set(
        files
    )
    [line] = store.journal.latest(Sought(happening=Happening.EXPORTED.value))
    assert (line.record_id, line.facts["format"], line.facts["sha256"]) == (
        record.id,
        "dispute",
        given.file.sha256,
    )


def test_the_readme_names_every_file_in_both_languages(keep: Keep, give: Give) -> None:
    files = opened(give(keep()).file.path)
    text = files["README.txt"].decode("utf-8-sig")
    for name in files:
        if name != "README.txt":
            assert text.count("sealed/" if name.startswith("sealed/") else name) >= 2, name
    assert "没有签名 PDF" in text
    assert "There is no signed PDF" in text


def test_the_audit_says_what_holds_and_what_happened(keep: Keep, give: Give, store: Store) -> None:
    record = keep()
    store.records.void(record.id, "returned goods", by="staff", prints=False)
    files = opened(give(record).file.path)
    audit = json.loads(files["audit.json"])
    assert audit["holds"] is True
    assert [line["line"]["happening"] for line in audit["journal"]] == ["record.sealed", "record.voided"]
    text = files["audit.txt"].decode("utf-8-sig")
    assert "sealed by this terminal's key" in text
    for sentence in (
        "2026-11-23 14:31:07 +0800",
        "returned goods",
        "Signed, and sealed as record 1",
        "已签名",
    ):
        assert sentence in text


def test_a_record_that_does_not_hold_is_packed_with_the_reason(keep: Keep, give: Give, store: Store) -> None:
    record = keep()
    store._connection.execute("UPDATE parts SET content = x'00' WHERE name = 'signature.png'")
    given = give(record)
    assert given.wrong == ("signature.png is not the file that was sealed",)
    assert "signature.png is not the file that was sealed" in opened(given.file.path)["audit.txt"].decode()


def test_the_same_record_and_journal_give_the_same_bytes(keep: Keep, give: Give) -> None:
    record = keep()
    first = give(record, folder="a").file
    again = give(record, folder="b").file  # the journal tells of the first one by now
    before, after = opened(first.path), opened(again.path)
    assert {name for name in before if before[name] != after[name]} == {"audit.txt", "audit.json"}


def test_signpost_verify_judges_the_packet_and_what_was_unpacked(
    keep: Keep, give: Give, tmp_path: Path
) -> None:
    file = give(keep()).file.path
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(file) as packed:
        packed.extractall(folder)
    signpost = Path(sys.executable).with_name("signpost")
    certificate = folder / "certificate.pem"
    words = [str(signpost), "verify", str(file), str(folder), "--certificate", str(certificate), "--json"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout
    assert all(record["holds"] for record in json.loads(done.stdout)["records"])


def test_a_finger_has_its_picture_and_no_replay(keep: Keep, give: Give, finger: Impression) -> None:
    files = opened(give(keep(finger=finger)).file.path)
    assert files["impression.png"] == files["sealed/impression.png"]
    assert "replay.html" not in files
    assert "没有回放" not in files["README.txt"].decode()


def test_what_is_encrypted_is_opened_by_its_owner_s_key_alone(keep: Keep, give: Give) -> None:
    owner, other = Identity.generate(), Identity.generate()
    recipients = (str(owner.to_public()),)
    record = keep(recipients=recipients)
    closed = opened(give(record).file.path)
    assert "replay.html" not in closed
    assert "没有回放" in closed["README.txt"].decode()
    assert "sealed/ink.json.age" in closed
    assert not any(b'"strokes":[{' in content for content in closed.values())
    with pytest.raises(AgeError):
        give(record, (other,))
    files = opened(give(record, (owner,)).file.path)
    assert b'"strokes":[{' in files["replay.html"]
    assert (
        open_bundle(files[f"{record.id}.signpost"]).files
        == open_bundle(closed[f"{record.id}.signpost"]).files
    )


def test_another_ink_encrypted_to_the_same_owner_is_not_shown_as_the_customer_s(
    keep: Keep, give: Give, store: Store
) -> None:
    owner = Identity.generate()
    record = keep(recipients=(str(owner.to_public()),))
    forged = encrypt(b'{"strokes":[]}', (owner.to_public(),))
    store._connection.execute("UPDATE parts SET content = ? WHERE name = 'ink.json.age'", (forged,))
    with pytest.raises(AgeError, match="does not hold what the record says"):
        give(record, (owner,))


@pytest.mark.browser
def test_the_packet_s_own_pages_play_it_and_verify_it(
    keep: Keep, give: Give, chromium: Browser, tmp_path: Path
) -> None:
    record = keep()
    files = opened(give(record).file.path)
    for name in ("replay.html", "verify.html"):
        (tmp_path / name).write_bytes(files[name])
    with chromium.new_context(locale="en-GB", offline=True) as context:
        page = context.new_page()
        page.goto((tmp_path / "replay.html").as_uri())
        assert page.locator("#ink").get_attribute("data-drawn") == "100"
        page.goto((tmp_path / "verify.html").as_uri())
        name = f"{record.id}.signpost"
        page.set_input_files("#file", {"name": name, "mimeType": "application/zip", "buffer": files[name]})
        page.wait_for_selector(".verdict")
        assert page.locator(".verdict").inner_text().startswith("It holds")


def made_for_staff(
    capsys: pytest.CaptureFixture[str], data: Path, record_id: str, socket: Socket
) -> tuple[int, dict[str, Any]]:
    words = [str(data / name) for name in ("store.sqlite", "device-certificate.pem", "disputes")]
    code = main([*words, "", record_id], socket.sockets)
    said = capsys.readouterr().out
    return code, json.loads(said) if said else {}


def test_staff_get_it_on_the_stick(
    keep: Keep, data: Path, socket: Socket, capsys: pytest.CaptureFixture[str], store: Store
) -> None:
    record = keep()
    code, said = made_for_staff(capsys, data, record.id, socket)
    assert (code, said["place"], said["holds"]) == (0, "stick", True)
    with zipfile.ZipFile(socket.folder / "signpost" / said["file"]) as packed:
        assert f"{record.id}.signpost" in packed.namelist()
    assert not (data / "disputes").exists()
    [line] = store.journal.latest(Sought(happening=Happening.EXPORTED.value))
    assert line.facts["place"] == "usb: SanDisk Ultra"


@pytest.mark.parametrize(("trouble", "place"), [("busy", "stick held"), ("broken", "stick unfit")])
def test_a_stick_in_trouble_is_told_and_the_packet_is_made_all_the_same(
    keep: Keep, data: Path, socket: Socket, capsys: pytest.CaptureFixture[str], trouble: str, place: str
) -> None:
    getattr(socket, trouble).touch()
    code, said = made_for_staff(capsys, data, keep().id, socket)
    assert (code, said["place"]) == (0, place)
    folder = socket.folder / "signpost" if trouble == "busy" else data / "disputes"
    assert (folder / said["file"]).exists()


def test_without_a_stick_it_is_kept_in_the_terminal(
    keep: Keep, data: Path, socket: Socket, capsys: pytest.CaptureFixture[str]
) -> None:
    (socket.sockets.blocks / "sda" / "size").write_text("0")
    code, said = made_for_staff(capsys, data, keep().id, socket)
    assert (code, said["place"]) == (0, "terminal")
    assert (data / "disputes" / said["file"]).stat().st_mode & 0o777 == 0o600


def test_a_record_that_is_not_there_is_said(
    store: Store, data: Path, socket: Socket, capsys: pytest.CaptureFixture[str]
) -> None:
    assert store.records.count() == 0
    assert made_for_staff(capsys, data, "019885f2", socket) == (1, {})
