"""``signpost records sealed``: the file of a record that was sealed to its owner, to be opened with the owner's key."""

from pathlib import Path
from typing import Annotated

import typer

from terminal.cli.shown import console, open_store


def write_sealed(
    name: Annotated[str, typer.Argument(help="A record's id, match code, or reference.")],
    *,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; by default <id>.signpost.age here.")
    ] = None,
) -> None:
    """Write a record that was sealed to its owner to a file. Only the owner's age key opens it."""
    with open_store() as store:
        found = store.records.named(name, 2)
        if len(found) != 1:
            console.print(f"{'Nothing is' if not found else 'More than one record is'} called {name!r}.")
            raise typer.Exit(1)
        sealed = store.destroyed.sealed_away(found[0].id)
        if sealed is None:
            became = store.destroyed.sentence(found[0].id)
            typer.echo(
                became or f"{found[0].reference} is not sealed to its owner: it can be read here.", err=True
            )
            raise typer.Exit(1)
    file = out or Path(sealed.name)
    file.write_bytes(sealed.content)
    bundle = file.name.removesuffix(".age")
    console.print(
        f"{file}: {len(sealed.content):,} bytes. Open it with: age --decrypt -i KEY -o {bundle} {file.name}"
    )
