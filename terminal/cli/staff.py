"""``signpost staff``: the PIN that staff mode is behind."""

import getpass
import sys
from typing import Annotated

import typer

from terminal.cli.shown import open_store
from terminal.clock import Clock
from terminal.config import load_config
from terminal.model.journal import Happening
from terminal.pin import PinRefused, StaffPin
from terminal.session.staff.states import LEAST_PIN, MOST_PIN
from terminal.session.states import PinTrouble

_WHY = {
    PinTrouble.TOO_SHORT: f"A PIN has {LEAST_PIN} to {MOST_PIN} digits.",
    PinTrouble.TOO_SIMPLE: "All the same digit, or a run such as 1234, is what anyone tries first. Take another.",
}

app = typer.Typer(help="Set the staff's PIN, and unlock the terminal.", no_args_is_help=True)


@app.command("pin")
def pin(
    *,
    from_stdin: Annotated[
        bool, typer.Option("--from-stdin", help="Read it from the standard input, for scripts.")
    ] = False,
) -> None:
    """Set the PIN that staff mode asks for. It is asked for twice and not shown; only its digest is kept."""
    config = load_config()
    staff = StaffPin(config.paths.data, Clock())
    known = staff.standing().is_set
    chosen = sys.stdin.readline().strip() if from_stdin else _asked()
    try:
        staff.set(chosen)
    except PinRefused as refused:
        typer.echo(_WHY[refused.trouble], err=True)
        raise typer.Exit(2) from refused
    with open_store(config, may_make=True) as store:
        store.journal.add(Happening.SETTING, name="PIN", value="new", before="", by="shell")
    said = "The PIN is another now" if known else "The PIN is set"
    typer.echo(f"{said}: terminal {config.site.terminal_id}, {config.paths.data}")


@app.command("unlock")
def unlock() -> None:
    """Let staff try again at once, after too many wrong PINs."""
    config = load_config()
    staff = StaffPin(config.paths.data, Clock())
    locked_s = staff.standing().locked_s
    staff.unlock()
    with open_store(config, may_make=True) as store:
        store.journal.add(Happening.SETTING, name="lock", value="open", before="", by="shell")
    was = f"was locked for {locked_s} s more, and is open" if locked_s else "was not locked"
    typer.echo(f"Terminal {config.site.terminal_id} {was}.")
    if not staff.standing().is_set:
        typer.echo("There is no PIN yet. Set one with: signpost staff pin", err=True)


def _asked() -> str:
    """Ask for the PIN twice."""
    first = getpass.getpass("New PIN: ")
    if first != getpass.getpass("Once more: "):
        typer.echo("The two were different. The PIN is as it was.", err=True)
        raise typer.Exit(2)
    return first
