"""``signpost records void``: a record that does not count any more, said so and kept."""

from typing import Annotated

import typer

from terminal.cli.shown import amount_of, console, local_time, open_store
from terminal.config import load_config
from terminal.doorbell import ring_at
from terminal.model.journal import MAX_REASON
from terminal.store import Store
from terminal.store.records import StoredRecord


def void_record(
    name: Annotated[str, typer.Argument(help="A record's id, match code, or reference.")],
    reason: Annotated[str, typer.Option(help="Why it does not count, as the journal and the slip say it.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask, for scripts.")] = False,
) -> None:
    """Void a record: it stays as it is, and everybody who looks at it is told. This cannot be taken back."""
    reason = reason.strip()
    if not reason or len(reason) > MAX_REASON or not reason.isprintable():
        typer.echo(f"A reason has 1 to {MAX_REASON} letters, on one line.", err=True)
        raise typer.Exit(2)
    config = load_config()
    with open_store(config) as store:
        record = _one(store, name)
        if not yes:
            signed = local_time(record.confirmed_utc, config.site.timezone)
            typer.confirm(
                f"Void {record.reference}, {amount_of(record.received)}, signed {signed}?", abort=True
            )
        if not store.records.void(record.id, reason, by="shell", prints=bool(config.printer.port)):
            console.print(f"{record.reference} was voided before.")
            raise typer.Exit(1)
    ring_at(config.paths.runtime, "printer")
    console.print(f"{record.reference} is voided: {reason}")


def _one(store: Store, name: str) -> StoredRecord:
    """Return the record that is meant."""
    found = store.records.named(name, 2)
    if len(found) != 1:
        console.print(f"{'Nothing is' if not found else 'More than one record is'} called {name!r}.")
        raise typer.Exit(1)
    return found[0]
