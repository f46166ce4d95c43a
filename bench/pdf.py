"""Signed PDF: from a record to a file that any PDF reader verifies, in the process that makes them."""

import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter

from terminal.export.signed_pdf.check import check_signed_pdf
from terminal.export.signed_pdf.exchange import Job
from terminal.export.signed_pdf.maker import PdfMaker
from terminal.model.record import SealedRecord

from .procfs import Work, pss_mb
from .rounds import Row, interleave, timed
from .signings import day, new_sealer

ROUNDS = 40
BEFORE = 5
"""PDFs that were made before, so that fonts and words are read."""


def measure() -> Iterator[Row]:
    """Make the PDFs of a day's sales in Chinese, each of another sale: a page of the sale and one of its proof."""
    with tempfile.TemporaryDirectory(prefix="signpost-") as folder:
        unit = Path(folder)
        records = iter(day(new_sealer(unit), BEFORE + 1 + ROUNDS))
        maker = PdfMaker(unit / "key.pem", unit / "certificate.pem", "Asia/Shanghai")
        try:
            began_s = perf_counter()
            made = [maker.make(_job(record)) for record in islice(records, 1)]
            cold_s = perf_counter() - began_s
            made += [maker.make(_job(record)) for record in islice(records, BEFORE - 1)]
            before = Work.of(maker.pid or 0)
            rounds = interleave({"warm": timed(lambda: maker.make(_job(next(records))))}, ROUNDS)
            work_s = (Work.of(maker.pid or 0).cpu_s - before.cpu_s) / (ROUNDS + 1)  # one more warms up
            held_mb = pss_mb([maker.pid or 0])
        finally:
            maker.close()
    content = made[-1].content
    checked = interleave({"checked": timed(lambda: check_signed_pdf(content))}, ROUNDS)
    yield rounds.row("making one, warm", "warm", "ms")
    yield Row("computing for it, by the kernel's account", work_s * 1e3, "ms")
    yield Row("making the first one, its process started", cold_s * 1e3, "ms")
    yield Row("memory of the process that makes them (PSS)", held_mb, "MB")
    yield Row("size of one", len(content) / 1e3, "kB")
    yield checked.row("checking one", "checked", "ms")


def _job(record: SealedRecord) -> Job:
    return Job(record.jws, record.parts, record.receipt)
