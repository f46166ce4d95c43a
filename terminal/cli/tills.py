"""``signpost tills``: who may call."""

import time
from typing import Annotated

import typer

from terminal.cli.shown import console, open_store, table
from terminal.clock import Clock
from terminal.config import load_config
from terminal.model.codes import spaced
from terminal.store import Store
from terminal.store.pairings import Code, PairingState

_LONGEST_NAME = 40
_LOOK_S = 0.3

app = typer.Typer(help="Let tills in, and shut them out.", no_args_is_help=True)


@app.command("add")
def add(name: Annotated[str, typer.Argument(help="What to call the till, such as till-3.")]) -> None:
    """Let a till in, and print its token. It is shown this once; only its digest is kept.

    A till that was in already gets a new token, and its old one is shut out.
    """
    if not name.strip() or len(name) > _LONGEST_NAME:
        typer.echo(f"A till's name has 1 to {_LONGEST_NAME} letters, such as till-3.", err=True)
        raise typer.Exit(2)
    config = load_config()
    with open_store(config, may_make=True) as store:
        known = any(till.name == name and not till.revoked_utc for till in store.tills.all())
        token = store.tills.add(name, "shell")
    said = "has a new token; its old one is shut out" if known else "may call now"
    typer.echo(f"{name} {said}: terminal {config.site.terminal_id}, {config.paths.store}", err=True)
    typer.echo(token)


@app.command("pair")
def pair(
    *,
    wait: Annotated[
        bool, typer.Option(help="Wait until a till has used the code, or nobody can any more.")
    ] = True,
) -> None:
    """Show a code that lets a till in: for two minutes, for one till. Ctrl-C takes it back."""
    config, clock = load_config(), Clock()
    with open_store(config, may_make=True) as store:
        offered, address = store.pairings.offer(clock.now()), store.tills.address()
        typer.echo(spaced(offered.code))
        typer.echo(
            f"for two minutes, at {address.url if address else 'the address of signpost-till'}", err=True
        )
        if address and address.certificate_sha256:
            typer.echo(f"certificate, SHA-256: {address.certificate_sha256}", err=True)
        if wait:
            _await(store, clock, offered)


def _await(store: Store, clock: Clock, offered: Code) -> None:
    """Say what became of a code. Exits with 1 where nobody was let in."""
    state, till = PairingState.OPEN, ""
    try:
        while state is PairingState.OPEN and clock.now().monotonic_ns < offered.until_ns:
            time.sleep(_LOOK_S)
            state, till = store.pairings.outcome(offered.id)
    finally:
        if state is PairingState.OPEN:
            store.pairings.withdraw()
    if state is PairingState.USED:
        typer.echo(f"{till} may call now.", err=True)
        return
    guessed = (
        "Somebody guessed at the code five times." if state is PairingState.SPENT else "Nobody used the code."
    )
    typer.echo(f"{guessed} It is worth nothing any more.", err=True)
    raise typer.Exit(1)


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
