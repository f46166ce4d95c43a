"""Makes each record's signed PDF, once, before the record is sent for the first time."""

from collections.abc import Callable

from terminal.evidence.bundle import SIGNED_PDF
from terminal.export.signed_pdf.exchange import Job, Made, PdfFailed
from terminal.export.signed_pdf.maker import PdfMaker
from terminal.model.record import Part
from terminal.store import Store
from terminal.store.errors import StoreFull

PDF_TYPE = "application/pdf"


class SignedPdfs:
    """Decides for every record, in their order, what its signed PDF is: a file, or a reason why there is none.

    Args:
        store: the store, opened by this thread.
        maker: makes them, in a process of its own.
        news: called when there is one more, or one that cannot be made.
    """

    def __init__(self, store: Store, maker: PdfMaker, news: Callable[[], None]) -> None:
        self._store, self._maker, self._news = store, maker, news
        self._decided = 0

    def step(self) -> bool:
        """Make the oldest that is missing; returns whether there was one."""
        oldest = self._store.made.undecided(SIGNED_PDF, self._decided)
        if oldest is None:
            self._decided = self._store.records.head()[0]
            return False
        self._decided = oldest[0] - 1
        self._make(oldest[1])
        return True

    def make_for(self, record_id: str) -> None:
        """Make a record's, where it is still to be made: the record is about to be sent."""
        if self._store.made.waits(record_id, SIGNED_PDF):
            self._make(record_id)

    def close(self) -> None:
        """End the process that makes them."""
        self._maker.close()

    def _make(self, record_id: str) -> None:
        records, made = self._store.records, self._store.made
        try:
            job = Job(records.jws(record_id), records.parts(record_id), records.receipt(record_id))
            pdf = self._maker.make(job)
        except PdfFailed as error:
            made.failed(record_id, SIGNED_PDF, PDF_TYPE, str(error))
        else:
            self._keep(record_id, pdf)
        self._news()

    def _keep(self, record_id: str, pdf: Made) -> None:
        facts = {"note": pdf.note} if pdf.note else {}
        try:
            part = Part(SIGNED_PDF, PDF_TYPE, pdf.content)
            self._store.made.keep(record_id, part, stamped=pdf.stamped, **facts)
        except StoreFull:
            # A line of why not may still have room; the record must get out, so that room is made.
            self._store.made.failed(record_id, SIGNED_PDF, PDF_TYPE, "There was no room on the disk for it.")
