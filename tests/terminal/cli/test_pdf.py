"""``signpost records pdf``, and what ``records show`` says of a signed PDF."""

from typing import Any

from terminal.export.signed_pdf.check import check_signed_pdf
from terminal.model.record import Part, SealedRecord
from terminal.store import Store


def test_the_kept_one_is_written(unit: Any, signed: SealedRecord) -> None:
    with Store(unit.folder / "data" / "store.sqlite") as store:
        store.made.keep(signed.id, Part("signed.pdf", "application/pdf", b"%PDF-1.7 signed"))
    out = unit.folder / "one.pdf"
    assert unit.run("records", "pdf", signed.match_code, "--out", str(out)).returncode == 0
    assert out.read_bytes() == b"%PDF-1.7 signed"
    assert out.stat().st_mode & 0o777 == 0o600
    assert "15 bytes" in unit.run("records", "show", signed.id).stdout


def test_one_that_was_not_kept_is_made_now(unit: Any, signed: SealedRecord) -> None:
    out = unit.folder / "one.pdf"
    said = unit.run("records", "pdf", "INV-2041", "--out", str(out)).stdout
    assert "Made now: none was kept." in said
    assert check_signed_pdf(out.read_bytes()).attached["record.jws"] == signed.jws


def test_why_there_is_none_is_shown(unit: Any, signed: SealedRecord) -> None:
    with Store(unit.folder / "data" / "store.sqlite") as store:
        store.made.failed(signed.id, "signed.pdf", "application/pdf", "A font is missing.")
    assert "none: A font is missing." in unit.run("records", "show", signed.id).stdout


def test_one_that_cannot_be_made_is_said_so(unit: Any, signed: SealedRecord) -> None:
    unit.break_store("UPDATE parts SET content = x'00' WHERE name = 'ink.json'")
    said = unit.run("records", "pdf", signed.id, "--out", str(unit.folder / "one.pdf"))
    assert said.returncode == 1
    assert "The PDF cannot be made" in said.stderr
    assert "Traceback" not in said.stderr
