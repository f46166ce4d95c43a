"""What each line of the print journal becomes: finds in the store what a slip is about, and has it composed."""

from dataclasses import dataclass
from datetime import datetime

from terminal.clock import Clock
from terminal.model.dayclose import DayClose
from terminal.model.document import DOCUMENT_PART
from terminal.model.request import SigningRequest
from terminal.model.status import CancelReason
from terminal.store import Store
from terminal.store.requests import paper_code
from terminal.store.slips import Slip, SlipKind

from .closing import ClosingWriter
from .composer import Composed, Composer
from .privacy import PrivacyWriter
from .signed import read_signed
from .trial import Bench
from .unsigned import Unsigned, UnsignedWriter
from .voiding import Void, VoidWriter


@dataclass(frozen=True, slots=True)
class Setting:
    """Composes any slip in the journal.

    Attributes:
        languages: the shop's; the first is for what staff read, and for a request that names none.
    """

    store: Store
    composer: Composer
    bench: Bench
    languages: tuple[str, ...]
    clock: Clock

    def __call__(self, slip: Slip) -> Composed:
        """Return a slip as it goes to the printer; any error means that it cannot be printed at all."""
        match slip.kind:
            case SlipKind.RECORD:
                return self._record(slip)
            case SlipKind.PRIVACY:
                return self._privacy(slip)
            case SlipKind.CANCELLED | SlipKind.PAPER:
                return self._unsigned(slip)
            case SlipKind.CLOSE:
                return self._close(slip)
            case SlipKind.VOID:
                return self._void(slip)
            case SlipKind.TEST:
                return self.composer.compose_trial(self.bench, self.languages, self.clock.now().utc)

    def _record(self, slip: Slip) -> Composed:
        records = self.store.records
        return self.composer.compose(
            records.jws(slip.record_id),
            records.parts(slip.record_id, but=DOCUMENT_PART),
            slip.copy,
            again=_again(slip),
            receipt=records.receipt(slip.record_id),
        )

    def _privacy(self, slip: Slip) -> Composed:
        records = self.store.records
        signed = read_signed(records.jws(slip.record_id), records.parts(slip.record_id, but=DOCUMENT_PART))
        return self.composer.compose_written(
            signed.language, lambda *how: PrivacyWriter(*how).write(signed, again=_again(slip))
        )

    def _void(self, slip: Slip) -> Composed:
        records = self.store.records
        signed = read_signed(records.jws(slip.record_id), records.parts(slip.record_id, but=DOCUMENT_PART))
        voided = records.voided(slip.record_id)
        if voided is None:
            raise ValueError("the record was not voided")
        void = Void(datetime.fromisoformat(voided.utc), voided.reason)
        return self.composer.compose_written(
            signed.language, lambda *how: VoidWriter(*how).write(signed, void, again=_again(slip))
        )

    def _unsigned(self, slip: Slip) -> Composed:
        stored, again = self.store.requests.get(slip.about), _again(slip)
        unsigned = Unsigned(
            stored.request,
            self.bench.terminal_id,
            datetime.fromisoformat(stored.ended_utc or slip.created_utc),
            CancelReason(stored.reason) if stored.reason else None,
            paper_code(stored.id),
        )
        language = self._language(stored.request)
        if slip.kind is SlipKind.PAPER:
            return self.composer.compose_written(
                language, lambda *how: UnsignedWriter(*how).paper(unsigned, again=again)
            )
        return self.composer.compose_written(
            language, lambda *how: UnsignedWriter(*how).cancelled(unsigned, again=again)
        )

    def _close(self, slip: Slip) -> Composed:
        close, bench = DayClose.from_json(slip.about), self.bench
        again = slip.copy > 1 or _again(slip)
        return self.composer.compose_written(
            self.languages[0],
            lambda *how: ClosingWriter(*how).write(close, bench.merchant, bench.key(), again=again),
        )

    def _language(self, request: SigningRequest) -> str:
        return request.language if request.language in self.languages else self.languages[0]


def _again(slip: Slip) -> bool:
    """Tell whether something of a slip has gone to the printer before, so that there may be two of it."""
    return slip.sent_percent is not None
