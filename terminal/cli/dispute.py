"""``signpost dispute``: everything about one signature in one ZIP, for whoever has to judge it."""

import json
from pathlib import Path
from typing import Annotated

import typer

from terminal.cli.export import stick_told
from terminal.cli.shown import console, open_store
from terminal.clock import Clock
from terminal.config import load_config
from terminal.evidence.age import read_identities
from terminal.exporting import ExportError
from terminal.exporting.choosing import one_record
from terminal.exporting.disputing import DISPUTES, Given, give_packet
from terminal.exporting.sticks import Sockets
from terminal.exporting.target import USB, target


def dispute(
    name: Annotated[str, typer.Argument(help="A record's id, match code, or reference.")],
    *,
    to: Annotated[
        str, typer.Option(help=f"A folder, or {USB!r} for the stick; else the terminal's {DISPUTES!r}.")
    ] = "",
    identity: Annotated[
        Path | None, typer.Option(help="The age key that opens what is encrypted to the shop's owner.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Make a dispute's packet: what was shown, the signature, how it was written, and all proof, in one ZIP.

    Exits with 1 where the record in it does not hold, 2 where none could be made.
    """
    config = load_config()
    identities = read_identities(identity) if identity else ()
    try:
        with open_store(config) as store, target(to or str(config.paths.data / DISPUTES), Sockets()) as where:
            record = one_record(store, name)
            zone = Clock.zone(config.site.timezone)
            given = give_packet(store, record, where, config.paths.device_certificate, zone, identities)
    except ExportError as error:
        typer.echo(f"signpost: {error}", err=True)
        raise typer.Exit(2) from error
    if as_json:
        console.print_json(json.dumps(_said(given)))
    else:
        console.print(
            f"{given.file.path}: {given.file.size / 1e6:,.1f} MB, read back and whole.", soft_wrap=True
        )
        console.print("Whoever has it can see the signature. README.txt in it says what each file is.")
        if where.stick:
            console.print(stick_told(where))
    for sentence in given.wrong:
        typer.echo(f"The record does not hold: {sentence}", err=True)
    raise typer.Exit(1 if given.wrong else 0)


def _said(given: Given) -> dict[str, object]:
    file = given.file
    facts = {"record": given.record_id, "file": str(file.path), "size": file.size, "sha256": file.sha256}
    return {**facts, "holds": not given.wrong, "wrong": list(given.wrong)}
