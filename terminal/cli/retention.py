"""``signpost retention``: what is let go of because its time has come, and what is held although it has."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from terminal.cli.shown import console, open_store, table
from terminal.clock import Clock
from terminal.config import load_config
from terminal.model.moment import ClockState
from terminal.retention import Due, NothingToDestroy, build_retention
from terminal.store.errors import StillNeeded


def retention(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go, and why.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    trust_clock: Annotated[
        bool, typer.Option("--trust-clock", help="Also where nobody set the clock since it was started.")
    ] = False,
) -> None:
    """Let go of what was kept long enough, as the terminal does every day by itself."""
    config, clock = load_config(), Clock()
    if not dry_run and not trust_clock and clock.state() is ClockState.UNSYNCHRONISED:
        typer.echo(
            "The clock is not synchronised: by a wrong day, what should stay would go. Nothing is let go of."
            " With --trust-clock it is.",
            err=True,
        )
        raise typer.Exit(1)
    with open_store(config) as store:
        keeping = build_retention(config, store, clock)
        found = list(keeping.all_due())
        if not dry_run:
            for each in found:
                if not each.held:
                    try:
                        keeping.let_go(each)
                    except (NothingToDestroy, StillNeeded):
                        continue  # somebody else was first
            store.destroyed.flush()
    if as_json:
        console.print_json(json.dumps([_facts(each) for each in found]))
    else:
        _show(found, dry_run=dry_run)


def _facts(each: Due) -> dict[str, object]:
    return {name: value for name, value in asdict(each).items() if name != "unsent"}


def _show(found: list[Due], *, dry_run: bool) -> None:
    if not found:
        console.print("Nothing has been kept for longer than it should be.")
        return
    rows = table("what", "reference", "record or request", "why", "goes" if dry_run else "went")
    for each in found:
        rows.add_row(
            each.kind.value, each.reference, each.id, each.why, f"held: {each.held}" if each.held else "yes"
        )
    console.print(rows)
