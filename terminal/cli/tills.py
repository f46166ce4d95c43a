"""``signpost tills``: who may call."""

from typing import Annotated

import typer

from terminal.cli.shown import console, open_store, table

app = typer.Typer(help="Let tills in, and shut them out.", no_args_is_help=True)


@app.command("add")
def add(name: Annotated[str, typer.Argument(help="What to call the till, such as till-3.")]) -> None:
    """Let a till in, and print its token. It is shown this once; only its digest is kept."""
    with open_store() as store:
        typer.echo(store.tills.add(name))


@app.command("list")
def list_tills() -> None:
    """List the tills that were let in."""
    with open_store() as store:
        rows = table("till", "since", "revoked")
        for till in store.tills.all():
            rows.add_row(till.name, till.created_utc, till.revoked_utc or "-")
    console.print(rows)


@app.command("revoke")
def revoke(name: Annotated[str, typer.Argument(help="The till to shut out.")]) -> None:
    """Shut a till out, at once."""
    with open_store() as store:
        if not store.tills.revoke(name):
            console.print(f"There is no till {name!r} with a token. See: signpost tills list")
            raise typer.Exit(1)
    console.print(f"{name} is shut out.")
