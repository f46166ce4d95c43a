"""``signpost records destroy``: a part of a record, or all of it, goes for good, and the terminal signs that it did."""

from typing import Annotated

import typer

from terminal.cli.shown import amount_of, console, local_time, open_store
from terminal.config import Config, load_config
from terminal.model.journal import MAX_REASON
from terminal.model.status import Uploaded
from terminal.retention import NothingToDestroy, build_destroyer
from terminal.store import Store
from terminal.store.records import StoredRecord


def destroy_record(
    name: Annotated[str, typer.Argument(help="A record's id, match code, or reference.")],
    reason: Annotated[str, typer.Option(help="Why, as the signed word in its place says it.")],
    part: Annotated[
        list[str] | None,
        typer.Option(help="Only this part, such as impression.png; may be given again. Without: all of it."),
    ] = None,
    *,
    even_unsent: Annotated[
        bool, typer.Option("--even-unsent", help="Also where no archive has it; asks once more.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask, for scripts.")] = False,
) -> None:
    """Destroy a record's content on this terminal, and sign that it was. This cannot be taken back."""
    reason = reason.strip()
    if not reason or len(reason) > MAX_REASON or not reason.isprintable():
        typer.echo(f"A reason has 1 to {MAX_REASON} letters, on one line.", err=True)
        raise typer.Exit(2)
    config = load_config()
    with open_store(config) as store:
        record = _one(store, name)
        names = _names(store, record.id, part or [])
        unsent = record.uploaded is not Uploaded.ACKNOWLEDGED
        if unsent and not even_unsent:
            typer.echo(
                "No archive has acknowledged this record: what is destroyed here would be nowhere."
                " With --even-unsent it is destroyed all the same.",
                err=True,
            )
            raise typer.Exit(1)
        if not yes:
            _ask(config, record, names, unsent=unsent)
        destroyer = build_destroyer(config, store)
        try:
            if names:
                destroyer.parts(record.id, names, reason, even_unsent=unsent)
            else:
                destroyer.record(record.id, reason, even_unsent=unsent)
        except NothingToDestroy as error:
            typer.echo(f"{str(error)[0].upper()}{str(error)[1:]}", err=True)
            raise typer.Exit(1) from None
        overwritten = store.destroyed.flush()
    console.print(f"{record.reference}: {', '.join(names) or 'all of it'} is destroyed: {reason}")
    if not overwritten:
        console.print(
            "The store's log still holds it while another process reads; it is emptied within a day."
        )


def _ask(config: Config, record: StoredRecord, names: tuple[str, ...], *, unsent: bool) -> None:
    signed = local_time(record.confirmed_utc, config.site.timezone)
    what = ", ".join(names) or "all"
    typer.confirm(
        f"Destroy {what} of {record.reference}, {amount_of(record.received)}, signed {signed}?", abort=True
    )
    if unsent:
        typer.confirm("No archive has it: then nobody has it any more. Destroy it all the same?", abort=True)


def _names(store: Store, record_id: str, asked: list[str]) -> tuple[str, ...]:
    """Return the parts that are meant, as they are kept: one that is encrypted to its owner has another name."""
    if not asked:
        return ()
    here = {part.name for part in store.records.parts(record_id)}
    return tuple(f"{name}.age" if name not in here and f"{name}.age" in here else name for name in asked)


def _one(store: Store, name: str) -> StoredRecord:
    """Return the record that is meant."""
    found = store.records.named(name, 2)
    if len(found) != 1:
        console.print(f"{'Nothing is' if not found else 'More than one record is'} called {name!r}.")
        raise typer.Exit(1)
    return found[0]
