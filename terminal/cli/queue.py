"""``signpost queue``: what is still to be printed and sent, and why it has not been."""

from collections.abc import Sequence

from terminal.cli.shown import console, local_time, open_store, table
from terminal.config import load_config
from terminal.store.outbox import Outgoing
from terminal.store.slips import Slip


def queue() -> None:
    """Show what waits for the archive and the printer, with the reason."""
    config = load_config()
    with open_store(config) as store:
        outgoing = [each for each in store.outbox.all(200) if each.state.value != "acknowledged"]
        slips = [each for each in store.slips.all(200) if each.state.value != "printed"]
        sent = store.outbox.count_unsent()
    _show(f"For the archive: {sent} to send", outgoing, config.site.timezone)
    _show(f"For the printer: {len(slips)}", slips, config.site.timezone)


def _show(title: str, waiting: Sequence[Outgoing | Slip], timezone: str) -> None:
    """Print one queue, oldest first."""
    console.print(title, style="bold")
    if waiting:
        rows = table("record", "state", "tries", "since", "why")
        for each in reversed(waiting):
            since = local_time(each.updated_utc, timezone)
            rows.add_row(each.record_id, each.state.value, str(each.attempts), since, each.last_error or "-")
        console.print(rows)
