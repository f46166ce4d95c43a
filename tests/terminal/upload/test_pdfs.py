"""Each record's signed PDF is made before the record is sent, goes with it, and never holds it up."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import repeat
from pathlib import Path

import pytest

from terminal.clock import Clock
from terminal.evidence.bundle import make_bundle, open_bundle
from terminal.evidence.keys import open_device_key
from terminal.evidence.record import Device, Sealer
from terminal.export.parts import parts_of
from terminal.export.signed_pdf.maker import PdfMaker
from terminal.model.journal import Happening
from terminal.model.record import Confirmation
from terminal.store.journal import Sought
from terminal.upload import Backoff, SignedPdfs, Uploader
from tests.terminal.upload.conftest import Moody, Shop


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    folder = tmp_path / "unit"
    open_device_key(folder / "key.pem", folder / "certificate.pem", "SP-0031")
    return folder


@pytest.fixture
def maker(unit: Path) -> Iterator[PdfMaker]:
    maker = PdfMaker(unit / "key.pem", unit / "certificate.pem", "Asia/Shanghai")
    yield maker
    maker.close()


@pytest.fixture
def shop(tmp_path: Path, unit: Path, signing: Confirmation, archive: Moody) -> Iterator[Shop]:
    key = open_device_key(unit / "key.pem", unit / "certificate.pem", "SP-0031")
    sealer = Sealer(Device("SP-0031", "0.1.0", "Raspberry Pi 4", "R503", "800×480"), key)
    assert archive.url
    shop = Shop(tmp_path, signing, sealer, parts_of(signing))
    yield shop
    shop.close()


def uploader(shop: Shop, maker: PdfMaker, *urls: str) -> Uploader:
    pdfs = SignedPdfs(shop.store, maker, shop.ring)
    sinks = [shop.sink(url) for url in urls]
    return Uploader(
        shop.store, sinks, Clock(), Backoff(300.0, lambda: 1.0), ring=shop.ring, poll_s=5.0, pdfs=pdfs
    )


def happened(shop: Shop, happening: Happening) -> list[dict[str, object]]:
    lines = shop.store.journal.latest(Sought(happening=happening.value))
    return [{"record": line.record_id, **line.facts} for line in lines]


def test_the_pdf_goes_with_its_record(shop: Shop, maker: PdfMaker, archive: Moody) -> None:
    shop.sign("one")
    shop.run(uploader(shop, maker, archive.url), shop.all_acknowledged)
    (pdf,) = shop.store.made.of("one")
    bundle = make_bundle(shop.store.records.jws("one"), shop.store.files("one"))
    assert archive.kept == {"one": {sha256(bundle).hexdigest()}}
    assert open_bundle(bundle).files["signed.pdf"] == pdf.content
    assert happened(shop, Happening.PDF_SIGNED) == [{"record": "one", "sha256": pdf.sha256, "stamped": False}]


def test_what_is_sent_again_is_the_same_to_the_byte(shop: Shop, maker: PdfMaker, archive: Moody) -> None:
    archive.moods = iter([503, "closes before the reply", "is a portal"])
    shop.sign("one")
    shop.run(uploader(shop, maker, archive.url), shop.all_acknowledged)
    assert len(archive.arrived) == 4
    assert len(archive.kept["one"]) == 1


def test_a_backlog_is_made_ahead_while_the_line_is_down(shop: Shop, maker: PdfMaker, archive: Moody) -> None:
    archive.moods = repeat(503)
    for name in ("one", "two", "three"):
        shop.sign(name)
    way = uploader(shop, maker, archive.url)
    shop.run(way, lambda: all(shop.store.made.of(name) for name in ("one", "two", "three")))
    assert len(happened(shop, Happening.PDF_SIGNED)) == 3


def test_without_an_archive_pdfs_are_made_all_the_same(shop: Shop, maker: PdfMaker) -> None:
    shop.sign("one")
    way = uploader(shop, maker)
    shop.run(way, lambda: bool(shop.store.made.of("one")))
    assert way.step(shop.now_s) > shop.now_s, "and then there is nothing to do"


def test_one_that_cannot_be_made_holds_nothing_up(shop: Shop, archive: Moody, tmp_path: Path) -> None:
    lost = PdfMaker(tmp_path / "key.pem", tmp_path / "certificate.pem")
    record = shop.sign("one")
    shop.run(uploader(shop, lost, archive.url), shop.all_acknowledged)
    lost.close()
    without = sha256(make_bundle(record.jws, record.parts)).hexdigest()
    assert archive.kept == {"one": {without}}
    assert "key.pem is gone" in shop.store.made.trouble("one", "signed.pdf")
    (line,) = happened(shop, Happening.PDF_NOT_SIGNED)
    assert "key.pem is gone" in str(line["trouble"])


def test_one_that_was_sent_without_stays_without(shop: Shop, maker: PdfMaker, archive: Moody) -> None:
    record = shop.sign("one")
    archive.moods = iter([503])
    older = shop.uploader(archive.url)
    older.step(shop.now_s)
    shop.run(uploader(shop, maker, archive.url), shop.all_acknowledged)
    assert archive.kept == {"one": {sha256(make_bundle(record.jws, record.parts)).hexdigest()}}
    assert shop.store.made.of("one") == ()


def test_what_was_kept_first_stays(shop: Shop, maker: PdfMaker, archive: Moody) -> None:
    shop.sign("one")
    shop.run(uploader(shop, maker, archive.url), shop.all_acknowledged)
    (pdf,) = shop.store.made.of("one")
    shop.store.made.keep("one", replace(pdf, content=b"another"))
    assert shop.store.made.of("one") == (pdf,)
    assert len(happened(shop, Happening.PDF_SIGNED)) == 1


def test_one_that_shows_what_was_destroyed_is_let_go(shop: Shop, maker: PdfMaker, archive: Moody) -> None:
    shop.sign("one")
    shop.run(uploader(shop, maker, archive.url), shop.all_acknowledged)
    assert shop.store.made.destroy("one", "signed.pdf", "It showed the ink, which was destroyed.")
    assert shop.store.made.of("one") == ()
    assert shop.store.made.trouble("one", "signed.pdf") == "It showed the ink, which was destroyed."
    assert not shop.store.made.waits("one", "signed.pdf"), "and it is not made again"
