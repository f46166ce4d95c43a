"""What each line of the print journal becomes: finds in the store what a slip is about, and has it composed."""

from dataclasses import dataclass

from PIL import Image

from terminal.clock import Clock
from terminal.store import Store
from terminal.store.slips import Slip, SlipKind

from .composer import Composer
from .trial import Bench


@dataclass(frozen=True, slots=True)
class Setting:
    """Makes the picture of any slip in the journal.

    Attributes:
        languages: the shop's, the first of them for what staff read.
    """

    store: Store
    composer: Composer
    bench: Bench
    languages: tuple[str, ...]
    clock: Clock

    def __call__(self, slip: Slip) -> Image.Image:
        """Return a slip as the paper will look; any error means that it cannot be printed at all."""
        if slip.kind is SlipKind.TEST:
            return self.composer.compose_trial(self.bench, self.languages, self.clock.now().utc)
        return self._record(slip)

    def _record(self, slip: Slip) -> Image.Image:
        records = self.store.records
        return self.composer.compose(
            records.jws(slip.record_id),
            records.parts(slip.record_id),
            slip.copy,
            again=slip.sent_percent is not None,
            receipt=records.receipt(slip.record_id),
        )
