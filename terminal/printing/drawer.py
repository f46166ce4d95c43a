"""The cash drawer that hangs on the printer, and when it opens by itself."""

import json

from terminal.model.request import Kind
from terminal.store import Store
from terminal.store.slips import Slip, SlipKind


class OpensForSales:
    """Says of a slip whether the drawer is to open with it: with a sale's first, and never with a reprint."""

    def __init__(self, store: Store) -> None:
        """Look sales up in ``store``."""
        self._records = store.records

    def __call__(self, slip: Slip) -> bool:
        """Return whether this slip, as it was taken from the journal, opens the drawer."""
        if slip.kind is not SlipKind.RECORD or slip.copy > 1 or slip.sent_percent is not None:
            return False
        record = self._records.find(slip.record_id)
        return record is not None and json.loads(record.received)["kind"] == Kind.SALE


def never(_slip: Slip) -> bool:
    """Leave the drawer shut."""
    return False
