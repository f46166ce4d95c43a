"""Records are found wherever they are, and no file, however broken, does more than be named."""

import hashlib
import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terminal.backup.writing import Source, write_backup
from terminal.clock import Clock
from terminal.evidence.bundle import SEAL_NAME, make_bundle
from terminal.evidence.finding import PdfReport, broken, wrong
from terminal.evidence.keys import open_device_key
from terminal.evidence.places import Head
from terminal.evidence.record import Sealer
from terminal.evidence.tombstone import Tombstone, seal_tombstone
from terminal.evidence.trusted import Trusted
from terminal.export.signed_pdf.check import check_signed_pdf
from terminal.export.signed_pdf.faces import Faces
from terminal.export.signed_pdf.key import pdf_signer
from terminal.export.signed_pdf.make import Press
from terminal.export.signed_pdf.told import tell
from terminal.i18n import Catalogue
from terminal.model.journal import Happening
from terminal.store import Store
from terminal.store.reading import StoreReader
from terminal.verifying.opening import origins
from terminal.verifying.report import Asked, Report, report_on
from tests.terminal.verifying.conftest import COUNT, Terminal

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def verified(*paths: Path, asked: Asked | None = None) -> Report:
    asked = asked or Asked(check_pdf=check_signed_pdf)
    return report_on((each for path in paths for each in origins(path, asked.check_pdf)), asked)


def said(report: Report) -> str:
    """Return everything that does not hold, and what could not be read."""
    found = [each for line in report.records for each in line.wrong]
    found += [each for _, findings in report.together for each in wrong(findings)]
    return "; ".join([*found, *report.unread])


@pytest.fixture
def backup(terminal: Terminal, tmp_path: Path, sealer: Sealer) -> Path:
    folder, data = tmp_path / "stick", tmp_path / "data"
    folder.mkdir()
    data.mkdir()
    (data / "device-certificate.pem").write_bytes(terminal.certificate)
    source = Source(terminal.store, data, None, sealer.key, "SP-0031", "0.1.0")
    return write_backup(source, folder, NOW).path


@pytest.fixture
def pdf(terminal: Terminal, tmp_path: Path, sealer: Sealer) -> Path:
    record = terminal.records[2]
    press = Press(Faces(), Catalogue(), pdf_signer(sealer.key), Clock.zone("Asia/Shanghai"))
    file = tmp_path / "contract.pdf"
    file.write_bytes(press.make(tell(record.jws, record.parts, record.receipt)).content)
    return file


def test_everything_that_a_terminal_left_holds(terminal: Terminal, backup: Path, pdf: Path) -> None:
    report = verified(terminal.store, terminal.bundles, backup, pdf)
    assert said(report) == ""
    assert (report.exit_code, len(report.records)) == (0, 3 * COUNT + 1)
    assert {line.reference for line in report.records} == {f"INV-{2041 + number}" for number in range(COUNT)}


def test_the_certificate_says_whose_it_is(terminal: Terminal, tmp_path: Path) -> None:
    own = Trusted.read([("certificate", terminal.certificate)])
    report = verified(terminal.bundles, asked=Asked(own))
    keys = {each.outcome.value for line in report.records for each in line.findings if each.what == "key"}
    assert keys == {"holds"}
    open_device_key(tmp_path / "key.pem", tmp_path / "certificate.pem", "SP-0031")
    other = Trusted.read([("certificate", (tmp_path / "certificate.pem").read_bytes())])
    assert "another key than the given certificate's" in said(verified(terminal.bundles, asked=Asked(other)))


def test_a_folder_is_searched_and_what_is_of_no_concern_passed_over(
    terminal: Terminal, tmp_path: Path, pdf: Path
) -> None:
    deep = tmp_path / "archive" / "2026" / "11"
    deep.mkdir(parents=True)
    for file in terminal.bundles.iterdir():
        shutil.copy(file, deep)
    shutil.copy(pdf, deep)
    (deep / "index.csv").write_text("a,b")
    (deep / "photo.png").write_bytes(b"\x89PNG")
    (deep / "letter.pdf").write_bytes(b"%PDF-1.7\nnobody signed this")
    unpacked = deep / "unpacked"
    unpacked.mkdir()
    record = terminal.records[0]
    for name, content in {SEAL_NAME: record.jws, **{p.name: p.content for p in record.parts}}.items():
        (unpacked / name).write_bytes(content)
    report = verified(tmp_path / "archive")
    assert (said(report), report.exit_code, len(report.records)) == ("", 0, COUNT + 2)
    (unpacked / "ink.json").write_bytes(b"[]")
    assert "ink.json is not the file that was sealed" in said(verified(tmp_path / "archive"))


def test_an_export_in_a_zip_is_looked_into(terminal: Terminal, tmp_path: Path, pdf: Path) -> None:
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in terminal.bundles.iterdir():
            archive.write(file, f"2026/{file.name}")
        archive.write(pdf, "contract.pdf")
        archive.writestr("index.csv", "a,b")
    report = verified(packed)
    assert (said(report), report.exit_code, len(report.records)) == ("", 0, COUNT + 1)


def test_a_bundle_under_another_records_name_is_named(terminal: Terminal) -> None:
    first, second = sorted(terminal.bundles.iterdir())[:2]
    first.write_bytes(second.read_bytes())
    assert "its name is that of record" in said(verified(terminal.bundles))


def test_what_is_missing_is_told_and_counts_where_all_should_be_here(terminal: Terminal) -> None:
    (terminal.bundles / f"{terminal.records[3].id}.signpost").unlink()
    report = verified(terminal.bundles)
    assert (said(report), report.exit_code) == ("", 0)
    [(_, findings)] = report.together
    assert "record 4 is not here" in findings[0].sentence
    report = verified(terminal.bundles, asked=Asked(whole=True))
    assert "record 4 is missing" in said(report)
    assert report.exit_code == 1


def test_a_cut_end_is_seen_by_a_known_head(terminal: Terminal) -> None:
    (terminal.bundles / f"{terminal.records[-1].id}.signpost").unlink()
    known = Asked(heads=(Head.read(terminal.head),))
    assert "the end is cut off" in said(verified(terminal.bundles, asked=known))
    seq, _, digest = terminal.head.partition(":")
    scanned = Head.read(f"SIGNPOST-HEAD sp-0031 {seq} {digest.upper()} 3 {'0' * 64}")
    assert "the end is cut off" in said(verified(terminal.bundles, asked=Asked(heads=(scanned,))))
    assert "line 3 is missing, or was another one" in said(
        verified(terminal.store, asked=Asked(heads=(scanned,)))
    )


def test_a_close_of_the_day_in_the_store_is_a_known_head(terminal: Terminal) -> None:
    with Store(terminal.store) as store:
        store.closing.close("SP-0031")
    assert said(verified(terminal.store)) == ""
    with sqlite3.connect(terminal.store) as raw:
        raw.execute("UPDATE slips SET about = replace(about, '\"head_seq\":8', '\"head_seq\":9')")
    assert "the close of day 1: there were 9 records" in said(verified(terminal.store))


def test_a_destroyed_part_is_told_by_its_tombstone(terminal: Terminal, sealer: Sealer) -> None:
    record = terminal.records[0]
    ink = next(part for part in record.parts if part.name == "ink.json")
    rest = tuple(part for part in record.parts if part is not ink)
    stone = seal_tombstone(
        Tombstone(record.id, ink.name, ink.sha256, "2027-01-02T00:00:00Z", "retention"), sealer.key
    )
    file = terminal.bundles / f"{record.id}.signpost"
    file.write_bytes(make_bundle(record.jws, (*rest, stone)))
    report = verified(file)
    assert said(report) == ""
    assert "ink.json was destroyed on 2027-01-02: retention" in [
        each.sentence for each in report.records[0].findings
    ]
    file.write_bytes(make_bundle(record.jws, (*rest, replace(stone, content=stone.content[:-9]))))
    assert "its tombstone does not hold" in said(verified(file))


def sha256_of_tree(folder: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_store_of_a_dead_unit_is_not_touched_and_its_last_commits_are_read(
    terminal: Terminal, tmp_path: Path
) -> None:
    """The power went: the last records are still in the write-ahead log, which nobody has put away."""
    dead = tmp_path / "dead"
    dead.mkdir()
    with Store(terminal.store) as store:
        store.journal.add(Happening.STARTED)
        for end in ("", "-wal", "-shm"):
            shutil.copy(f"{terminal.store}{end}", dead / f"store.sqlite{end}")
    assert (dead / "store.sqlite-wal").stat().st_size
    before = sha256_of_tree(dead)
    dead.chmod(0o500)
    report = verified(dead)
    dead.chmod(0o700)
    assert (said(report), len(report.records)) == ("", COUNT)
    assert f"{COUNT + 1} lines" in str(report.together)
    assert sha256_of_tree(dead) == before


def test_a_store_that_is_in_use_is_read_where_it_is(terminal: Terminal) -> None:
    with Store(terminal.store) as store, StoreReader(terminal.store) as reader:
        store.journal.add(Happening.STARTED)
        assert reader.count() == COUNT


def test_the_signed_pdf_in_a_store_is_checked_and_one_that_could_not_be_made_is_none(
    terminal: Terminal, pdf: Path
) -> None:
    third, fourth = terminal.records[2].id, terminal.records[3].id
    row = "INSERT INTO made (record_id, name, media_type, content, created_utc) VALUES (?, 'signed.pdf', '', ?, '')"
    with sqlite3.connect(terminal.store) as raw:
        raw.execute(row, (third, pdf.read_bytes()))
        raw.execute(row, (fourth, None))
    assert said(verified(terminal.store)) == ""
    with sqlite3.connect(terminal.store) as raw:
        raw.execute("UPDATE made SET record_id = ? WHERE content IS NULL", ("",))
        raw.execute("UPDATE made SET record_id = ? WHERE content IS NOT NULL", (fourth,))
    assert "signed.pdf carries another seal than this record's" in said(verified(terminal.store))


def test_a_store_of_an_older_version_is_read_as_it_is(terminal: Terminal) -> None:
    with sqlite3.connect(terminal.store) as raw:
        raw.executescript("DROP TABLE journal; DROP TABLE slips; ALTER TABLE records DROP COLUMN receipt;")
        raw.executescript("DROP TABLE outbox; PRAGMA user_version = 1; PRAGMA journal_mode = DELETE")
    report = verified(terminal.store)
    assert (said(report), len(report.records)) == ("", COUNT)


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE records SET jws = x'00' WHERE seq = 3", "record.jws is not a seal"),
        ("DELETE FROM parts WHERE name = 'ink.json'", "ink.json is missing"),
        ("UPDATE requests SET reference = 'INV-1'", "reference is INV-1 in the store and"),
        (
            "UPDATE records SET receipt = replace(receipt, 'CNY', 'USD')",
            "says something else than the record",
        ),
        (
            "PRAGMA foreign_keys = OFF; DELETE FROM records WHERE seq = 8",
            "it tells of records that are not here: 8",
        ),
        ("PRAGMA foreign_keys = OFF; DELETE FROM records WHERE seq = 2", "record 2 is missing"),
        ("DROP TRIGGER journal_is_not_deleted; DELETE FROM journal WHERE seq = 2", "line 2 of the journal"),
        ("DROP TRIGGER journal_is_not_changed; UPDATE journal SET text = ' ' || text WHERE seq = 8", "noted"),
    ],
)
def test_whatever_was_changed_in_a_store_is_said(terminal: Terminal, sql: str, told: str) -> None:
    with sqlite3.connect(terminal.store) as raw:
        raw.executescript(sql)
    report = verified(terminal.store)
    assert told in said(report)
    assert report.exit_code == 1


def rezipped(path: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    with zipfile.ZipFile(path) as packed:
        files = {name: change(name, packed.read(name)) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in files.items():
            if content is not None:
                packed.writestr(name, content)


def test_a_backup_is_held_to_its_manifest(backup: Path) -> None:
    report = verified(backup)
    assert (said(report), report.exit_code, len(report.records)) == ("", 0, COUNT)
    good = backup.read_bytes()
    for change, told in (
        (
            lambda name, each: each.replace(b"0.1.0", b"0.1.1") if name == "manifest.json" else each,
            "manifest.jws was",
        ),
        (
            lambda name, each: each + b"\n" if name.endswith(".pem") else each,
            "is not the file that was backed up",
        ),
        (lambda name, each: None if name.endswith(".pem") else each, "device-certificate.pem is missing"),
        (
            lambda name, each: each + bytes(4096) if name == "store.sqlite" else each,
            "store.sqlite is not the one",
        ),
    ):
        backup.write_bytes(good)
        rezipped(backup, change)
        assert told in said(verified(backup)), told
    backup.write_bytes(good[: len(good) // 2])
    assert verified(backup).exit_code == 2


def test_what_is_encrypted_is_to_be_opened_first(tmp_path: Path) -> None:
    file = tmp_path / "signpost-SP-0031.backup.age"
    file.write_bytes(b"age-encryption.org/v1\n-> X25519 abc\n")
    for path in (file, tmp_path):
        report = verified(path)
        assert report.exit_code == 2
        assert "open it first" in said(report)


def test_a_pdf_that_was_changed_or_carries_nothing_is_said(pdf: Path, tmp_path: Path) -> None:
    content = pdf.read_bytes()
    pdf.write_bytes(content.replace(b"/Pages", b"/Bages", 1))
    assert verified(pdf).exit_code in {1, 2}
    nothing = tmp_path / "letter.pdf"
    nothing.write_bytes(b"%PDF-1.7\n")
    assert (verified(nothing).exit_code, "carries no record" in said(verified(nothing))) == (2, True)


def test_nothing_at_all_is_not_all_well(tmp_path: Path) -> None:
    assert verified(tmp_path).exit_code == 2
    assert verified(tmp_path / "nowhere").exit_code == 2


def fake_pdf(content: bytes) -> PdfReport:
    return PdfReport((broken("pdf", "it is none"),), {SEAL_NAME: content[8:]})


@given(st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_input_makes_it_fail(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("any")
    kind = data.draw(st.sampled_from(["raw", "zip", "jws", "named"]))
    content = data.draw(st.binary(max_size=300))
    if kind == "raw":
        start = data.draw(
            st.sampled_from([b"", b"PK\3\4", b"%PDF-", b"SQLite format 3\0", b"age-encryption.org/"])
        )
        name = data.draw(st.sampled_from(["a", "a.signpost", "a.pdf", "a.backup", "a.sqlite"]))
        (folder / name).write_bytes(start + content)
    else:
        text = st.text(max_size=8)
        values = st.recursive(
            text | st.integers() | st.none() | st.floats(),
            lambda each: st.lists(each) | st.dictionaries(text, each),
        )
        said = data.draw(
            st.fixed_dictionaries({}, optional={"payload": values, "protected": values, "signature": values})
        )
        jws = json.dumps(said).encode() if kind != "named" else content
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(SEAL_NAME, jws)
            archive.writestr(
                data.draw(st.sampled_from(["x.signpost", "manifest.jws", "ink.json", "a.pdf"])), content
            )
            if data.draw(st.booleans()):
                archive.writestr("manifest.json", content)
                archive.writestr("store.sqlite", b"SQLite format 3\0" + content)
        (folder / data.draw(st.sampled_from(["a.signpost", "a.zip", "a.backup"]))).write_bytes(
            packed.getvalue()
        )
    [file] = folder.iterdir()
    for path in (file, folder):
        assert verified(path, asked=Asked(check_pdf=fake_pdf)).exit_code in {0, 1, 2}
