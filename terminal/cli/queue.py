"""``signpost queue``: what is still to be printed and sent, and why it has not been."""

from collections.abc import Sequence

from terminal.cli.shown import console, local_time, open_store, table
from terminal.config import load_config
from terminal.model.status import Printed
from terminal.store.outbox import Outgoing
from terminal.store.slips import Slip

_MOST = 200
"""More than this nobody reads; the oldest are what is stuck."""


def queue() -> None:
    """Show what waits for the archive and the printer, oldest first, with the reason."""
    config = load_config()
    with open_store(config) as store:
        outgoing, slips = store.outbox.unacknowledged(_MOST), store.slips.unprinted(_MOST)
        to_send, refused = store.outbox.count_unsent(), store.outbox.count_refused()
        to_print, failed = store.slips.count_unprinted(), store.slips.count_failed()
    _show(f"For the archive: {to_send} to send, {refused} refused", outgoing, config.site.timezone)
    _show(f"For the printer: {to_print} to print, {failed} failed", slips, config.site.timezone)


def _about(slip: Slip | Outgoing) -> str:
    """Return what a slip about no record is about."""
    return f"{slip.kind.value} slip" if isinstance(slip, Slip) else ""


def _state(each: Slip | Outgoing) -> str:
    """Return how something stands; of a slip, how much of it has gone to the printer as well."""
    if not isinstance(each, Slip) or each.sent_percent is None:
        return each.state.value
    if each.state is Printed.PRINTING:
        return f"{each.state.value}, {each.sent_percent} % sent"
    return f"{each.state.value}, stopped at {each.sent_percent} %"


def _show(title: str, waiting: Sequence[Outgoing | Slip], timezone: str) -> None:
    """Print one queue."""
    console.print(title, style="bold")
    if waiting:
        rows = table("record", "state", "tries", "since", "why")
        rows.columns[4].no_wrap = False
        for each in waiting:
            since = local_time(each.updated_utc, timezone)
            rows.add_row(
                each.record_id or _about(each),
                _state(each),
                str(each.attempts),
                since,
                each.last_error or "-",
            )
        console.print(rows)
    if len(waiting) == _MOST:
        console.print(f"Only the oldest {_MOST} are shown.")
