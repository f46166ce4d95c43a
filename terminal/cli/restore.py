"""``signpost restore``: a backup onto a new unit, or what is missing into one that has lost some."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from terminal.backup import BackupError
from terminal.backup.opening import open_backup
from terminal.backup.restoring import Restored, restore
from terminal.backup.unit_files import Unit
from terminal.cli.shown import console, local_time
from terminal.cli.working import shown_steps
from terminal.config import Config, load_config
from terminal.evidence.age import read_identities
from terminal.evidence.manifest import Manifest
from terminal.evidence.places import Head


def restore_backup(
    file: Annotated[Path, typer.Argument(help="A backup, as signpost backup wrote it.")],
    *,
    identity: Annotated[
        Path | None, typer.Option(help="The file with the age secret key that opens an encrypted one.")
    ] = None,
    head: Annotated[
        str,
        typer.Option(help="The last record that the archive or a day's close knows of: NUMBER:SHA256."),
    ] = "",
    complete: Annotated[
        bool,
        typer.Option("--complete", help="Nothing was signed since the backup: go on with the next number."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Restore a backup. Nothing that is here is overwritten. Stop the terminal first."""
    config = load_config()
    paths = config.paths
    unit = Unit(paths.store, paths.data, paths.device_key, paths.device_certificate, config.site.terminal_id)
    try:
        known = Head.read(head) if head else None
    except ValueError as error:
        raise BackupError(str(error)) from error
    paths.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    identities = read_identities(identity) if identity else ()
    with shown_steps() as steps, open_backup(file, identities, paths.data, steps) as opened:
        done = restore(opened, unit, known=known, complete=complete, steps=steps)
        manifest = opened.manifest
    if as_json:
        console.print_json(json.dumps(asdict(done), default=str))
    else:
        _show(done, manifest, config)
    if done.damaged:
        raise typer.Exit(1)


def _show(done: Restored, manifest: Manifest, config: Config) -> None:
    made = local_time(manifest.made_utc, config.site.timezone)
    console.print(f"The backup of {manifest.terminal_id} from {made} holds: {manifest.records:,} records.")
    if done.added:
        console.print(f"{done.added:,} put back; there are {done.here:,} here now.")
    else:
        console.print(f"This unit has all of them already, {done.here:,} in all; none was added.")
    if done.replaced:
        console.print(f"The store that was here, in which nothing was signed, is now {done.replaced.name}.")
    for sentence in done.damaged:
        console.print(f"Damaged already when it was backed up: {sentence}")
    if done.files:
        console.print(f"Put back as well: {', '.join(done.files)}.")
    if done.key:
        console.print(done.key)
    if done.going_on:
        console.print(_NEXT[done.going_on.known].format(next=done.going_on.seq, last=manifest.chain_seq))
    if manifest.terminal_id != config.site.terminal_id:
        console.print(
            f"The backup is {manifest.terminal_id}'s, and this unit is called {config.site.terminal_id}: set"
            f' site.terminal_id = "{manifest.terminal_id}" where it takes that one\'s place.'
        )


_NEXT = {
    "complete": "The next record is number {next}.",
    "head": "The next record is number {next}, behind the last one that is known elsewhere.",
    "skipped": "The next record is number {next}: between {last} and that are the numbers of records that may have been"
    " sealed since the backup. Where the archive knows the last one, restore once more with --head, before anybody"
    " signs.",
}
