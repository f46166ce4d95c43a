"""Records are exported: named, read back, never over another file, and told of in the journal."""

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from terminal.clock import Clock
from terminal.evidence.bundle import SIGNED_PDF, open_bundle
from terminal.exporting import ExportError
from terminal.exporting.choosing import Standing, Wanted, one_record
from terminal.exporting.forms import Form
from terminal.exporting.index import write_index
from terminal.exporting.naming import safe
from terminal.exporting.placing import place
from terminal.exporting.running import Export, Outcome
from terminal.model.impression import Impression
from terminal.model.journal import Fact, Happening
from terminal.model.record import Part, SealedRecord
from terminal.store import Store
from terminal.store.history import Sought as Days
from terminal.store.journal import Sought

Keep = Callable[..., SealedRecord]
Run = Callable[..., Outcome]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def run(store: Store, out: Path) -> Run:
    def export(*forms: Form, wanted: Wanted | None = None, folder: Path = out) -> Outcome:
        records = list((wanted or Wanted()).records(store))
        return Export(forms or (Form.BUNDLE,), folder, "the folder", Clock.zone("Asia/Shanghai")).run(
            store, records
        )

    return export


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def exported(store: Store) -> list[dict[str, Fact]]:
    lines = store.journal.latest(Sought(happening=Happening.EXPORTED.value))
    return [{"record": line.record_id, **line.facts} for line in lines][::-1]


def test_files_are_named_so_that_a_shop_owner_finds_them(
    keep: Keep, run: Run, out: Path, store: Store
) -> None:
    record = keep()
    outcome = run(*Form)
    stem = "2026-11-23_INV-2041_557A8226"
    assert names(out) == sorted(
        [
            "2026-11-23_1-records.csv",
            *(f"{stem}{suffix}" for suffix in (".ink.json", ".inkml", ".jbg", ".png", ".signpost", ".svg")),
        ]
    )
    assert open_bundle((out / f"{stem}.signpost").read_bytes()).seal.jws_sha256 == record.jws_sha256
    for part in record.parts:
        assert part.content in [file.read_bytes() for file in out.iterdir()]
    [missing] = outcome.wanting  # the signed PDF is not made yet
    assert (missing.form, missing.absent.expected) == (Form.PDF, False)
    assert not outcome.well
    assert exported(store) == [
        {"record": record.id, "format": "bundle png svg inkml json jbig", "place": "the folder"}
    ]
    assert {file.stat().st_mode & 0o777 for file in out.iterdir()} == {0o600}


def test_a_second_run_finds_all_there_and_writes_nothing(
    keep: Keep, run: Run, out: Path, store: Store
) -> None:
    for number in range(3):
        keep(f"INV-{number}")
    run(Form.BUNDLE, Form.CSV)
    before = {file: file.stat().st_mtime_ns for file in out.iterdir()}
    lines = store.journal.head()
    outcome = run(Form.BUNDLE, Form.CSV)
    assert [each.file.new for each in outcome.written] == [False] * 4
    assert {file: file.stat().st_mtime_ns for file in out.iterdir()} == before
    assert store.journal.head() == lines


def test_another_file_of_that_name_is_never_written_over(keep: Keep, run: Run, out: Path) -> None:
    out.mkdir()
    (out / "2026-11-23_INV-2041_557A8226.signpost").write_bytes(b"of another")
    first, second = keep(), keep()  # one sale that was signed twice: one name
    assert run().well
    assert (out / "2026-11-23_INV-2041_557A8226.signpost").read_bytes() == b"of another"
    found = {open_bundle(file.read_bytes()).record["id"] for file in out.glob("*-[23].signpost")}
    assert found == {first.id, second.id}
    assert run().written[0].file.new is False


def test_what_a_killed_export_left_is_not_taken_for_a_file(keep: Keep, run: Run, out: Path) -> None:
    out.mkdir()
    (out / ".signpost-export.part").write_bytes(b"half")
    keep()
    assert run().well
    assert names(out) == ["2026-11-23_INV-2041_557A8226.signpost"]


def test_a_disk_that_reads_back_something_else_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rot(descriptor: int) -> None:
        os.pwrite(descriptor, b"X", 3)

    monkeypatch.setattr(os, "fsync", rot)
    with pytest.raises(ExportError, match="do not trust that disk"):
        place(tmp_path, "name", ".bin", b"what was signed")
    assert names(tmp_path) == []


def test_a_full_disk_is_told_before_anything_is_written(
    keep: Keep, run: Run, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep()
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=4_100_000))
    with pytest.raises(ExportError, match="MB free"):
        run()
    assert names(out) == []


def test_a_folder_of_a_stick_that_is_not_there_is_not_made(keep: Keep, run: Run, tmp_path: Path) -> None:
    keep()
    with pytest.raises(ExportError, match="plugged in"):
        run(folder=tmp_path / "media" / "stick" / "out")
    assert not (tmp_path / "media").exists()


def test_a_record_that_was_changed_is_exported_and_complained_of(keep: Keep, run: Run, store: Store) -> None:
    record = keep()
    store._connection.execute("UPDATE parts SET content = x'00' WHERE name = 'ink.json'")
    outcome = run()
    assert [each.trouble for each in outcome.written] == ["ink.json is not the file that was sealed"]
    assert outcome.written[0].record_id == record.id
    assert not outcome.well


def test_a_finger_has_no_strokes_and_that_is_no_trouble(
    keep: Keep, run: Run, out: Path, finger: Impression
) -> None:
    record = keep(finger=finger)
    outcome = run(Form.PNG, Form.SVG, Form.JSON, Form.INKML, Form.JBIG)
    assert outcome.well
    assert {each.form for each in outcome.wanting} == {Form.SVG, Form.JSON, Form.INKML, Form.JBIG}
    [picture] = out.iterdir()
    assert picture.read_bytes() == record.parts[0].content


def test_why_there_is_no_signed_pdf_is_said(keep: Keep, run: Run, store: Store) -> None:
    store.made.failed(keep().id, SIGNED_PDF, "application/pdf", "There was no room.")
    [missing] = run(Form.PDF).wanting
    assert missing.absent.why == "There was no room."


def test_a_pdf_that_nobody_signed_is_not_called_well(keep: Keep, run: Run, store: Store) -> None:
    store.made.keep(keep().id, Part(SIGNED_PDF, "application/pdf", b"%PDF-1.7 of somebody"))
    [written] = run(Form.PDF).written
    assert written.trouble


def test_records_are_chosen_by_name_reference_code_day_and_state(keep: Keep, store: Store) -> None:
    one, two, three = keep("INV-1"), keep("INV-2"), keep("茶-3", settle_date="", ref_no="")
    store.records.void(two.id, "returned", by="staff", prints=False)

    def found(**how: object) -> list[str]:
        return [record.id for record in Wanted(**how).records(store)]  # type: ignore[arg-type]

    assert found() == [one.id, two.id, three.id]
    assert found(names=("INV-2", three.id)) == [two.id, three.id]
    assert found(sought=Days(reference="INV")) == [one.id, two.id]
    assert found(sought=Days(match_code="557a 8226")) == [one.id, two.id, three.id]
    assert found(sought=Days(since_utc="2026-11-24")) == []
    assert found(sought=Days(since_utc="2026-11-23", before_utc="2026-11-24"), names=("INV-1",)) == [one.id]
    assert found(standing=Standing.VOIDED) == [two.id]
    assert found(standing=Standing.VALID) == [one.id, three.id]
    assert found(standing=Standing.UNSENT) == [one.id, two.id, three.id]
    assert found(standing=Standing.ACKNOWLEDGED) == found(standing=Standing.PRINTED) == []
    with pytest.raises(ExportError, match="INV-9"):
        found(names=("INV-1", "INV-9"))
    assert one_record(store, "INV-2").id == two.id
    with pytest.raises(ExportError, match="more than one"):
        one_record(store, "INV")


def test_more_records_than_are_read_at_once_are_all_found_in_order(
    keep: Keep, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.store.history._PIECE", 2)
    kept = [keep(f"INV-{number}").id for number in range(5)]
    assert [record.id for record in store.history.every(Days())] == kept


def test_the_index_opens_in_a_spreadsheet_and_calculates_nothing(keep: Keep, run: Run, out: Path) -> None:
    keep("=cmd|' /C calc'!A0", merchant="晨光,超市")
    run(Form.BUNDLE, Form.CSV)
    content = next(out.glob("*.csv")).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert row["reference"] == "'=cmd|' /C calc'!A0"
    assert (row["merchant"], row["amount"], row["signed"]) == ("晨光,超市", "1280.00", "2026-11-23 14:31:07")
    assert (out / row["files"]).exists()
    assert b"\r\n" in content


@pytest.mark.parametrize("cell", ["+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1", "=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert write_index([[cell]]).decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")


def test_a_negative_amount_stays_a_number() -> None:
    assert write_index([["-12.50"]]).decode("utf-8-sig").splitlines()[1] == "-12.50"


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("INV/2041:7", "INV-2041-7"),
        ("茶礼盒 3", "茶礼盒-3"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("...", ""),
        ("x" * 200, "x" * 48),
        ("new\nline\x00", "new-line"),
    ],
)
def test_no_reference_leads_out_of_the_folder(reference: str, name: str) -> None:
    assert safe(reference) == name


def test_the_longest_name_fits_every_file_system(keep: Keep, run: Run, out: Path) -> None:
    keep("𠮷" * 64)
    assert run().well
    assert len(names(out)[0].encode()) <= 255
