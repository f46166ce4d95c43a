"""``signpost backup``: the whole store, in one file that proves itself, on another disk."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from terminal.backup import BackupError
from terminal.backup.schedule import is_due
from terminal.backup.target import drop_older, same_disk
from terminal.backup.writing import Source, Written, write_backup
from terminal.cli.finding import Check, Finding
from terminal.cli.shown import console, open_store
from terminal.cli.working import shown_steps
from terminal.clock import Clock
from terminal.config import SITE_FILE, Config, load_config
from terminal.evidence.age import read_recipients
from terminal.evidence.keys import read_device_key
from terminal.model.journal import Happening
from terminal.store import Store
from terminal.store.errors import StoreError
from terminal.store.journal import Sought

_STALE = timedelta(days=3)
"""A weekend without the stick may be; after that the shop should hear of it."""


def backup(
    to: Annotated[
        Path | None, typer.Argument(help="A folder, such as a mounted stick's. [backup] to")
    ] = None,
    *,
    recipient: Annotated[
        list[str] | None,
        typer.Option(help="An age public key that can open it; may be given again. [backup] recipients"),
    ] = None,
    keep: Annotated[
        int | None, typer.Option(help="Keep so many there, delete older ones; 0: all. [backup] keep", min=0)
    ] = None,
    scheduled: Annotated[bool, typer.Option("--scheduled", help="Only where one is due.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Back the whole store up, while the terminal goes on. Exits with 1 where that is not possible."""
    config = load_config()
    folder = to or (Path(config.backup.to) if config.backup.to else None)
    if scheduled and (not folder or not _due(config)):
        return
    if not folder:
        raise BackupError("say where to: signpost backup FOLDER, or [backup] to in the configuration")
    recipients = read_recipients(recipient or config.backup.recipients)
    with open_store(config) as store, shown_steps() as steps:
        made = write_backup(_source(config), folder, datetime.now(UTC), recipients, steps)
        _tell(store, made, encrypted=bool(recipients))
    kept = config.backup.keep if keep is None else keep
    dropped = drop_older(folder, config.site.terminal_id, kept, made.path)
    if as_json:
        said = {"path": str(made.path), "size": made.size, "sha256": made.sha256}
        counts = {"records": made.manifest.records, "seq": made.manifest.chain_seq, "dropped": len(dropped)}
        console.print_json(json.dumps({**said, **counts}))
        return
    console.print(
        f"{made.path}: {made.manifest.records:,} records, {made.size / 1e6:,.1f} MB, read back and whole.",
        soft_wrap=True,
    )
    if dropped:
        console.print(f"{len(dropped)} older one{'s' * (len(dropped) > 1)} deleted, {kept} kept.")
    if not recipients:
        console.print("The terminal's key and tokens are in encrypted backups only: --recipient age1…")
    if same_disk(folder, config.paths.data):
        console.print("It lies on the same card as the store, and is lost with it: copy it to another disk.")


def _source(config: Config) -> Source:
    paths = config.paths
    named = os.environ.get("SIGNPOST_CONFIG")
    return Source(
        store=paths.store,
        data=paths.data,
        settings=Path(named) if named else SITE_FILE,
        key=read_device_key(paths.device_key, paths.device_certificate),
        terminal_id=config.site.terminal_id,
        version=version("signpost"),
    )


def _tell(store: Store, made: Written, *, encrypted: bool) -> None:
    store.journal.add(
        Happening.BACKED_UP,
        file=made.path.name,
        folder=str(made.path.parent.resolve()),
        sha256=made.sha256,
        records=made.manifest.records,
        head_seq=made.manifest.chain_seq,
        encrypted=encrypted,
    )


def _last(store: Store) -> tuple[datetime, str] | None:
    """Return when the last backup was made, and where."""
    for line in store.journal.latest(Sought(happening=Happening.BACKED_UP.value), 1):
        return datetime.fromisoformat(line.utc), str(line.facts.get("folder", ""))
    return None


def _due(config: Config) -> bool:
    with open_store(config) as store:
        last = _last(store)
    now = datetime.now(UTC).astimezone(Clock.zone(config.site.timezone))
    return is_due(now, config.backup.at, last[0] if last else None)


def last_backup(config: Config) -> Iterator[Check]:
    """Say when the store was last backed up, and whether that would help."""
    if not config.paths.store.exists():
        return
    try:
        with Store(config.paths.store) as store:
            last, records = _last(store), store.records.count()
    except StoreError:
        return  # said elsewhere
    if last is None:
        how = (
            "they are by themselves as soon as the stick is there"
            if config.backup.to
            else "signpost backup FOLDER"
        )
        finding = Finding.TROUBLE if records and config.backup.to else Finding.NOTE
        yield Check("backup", finding, f"none was made yet: {how}")
        return
    when, folder = last
    age = datetime.now(UTC) - when
    told = f"the last one is from {when.astimezone(Clock.zone(config.site.timezone)):%Y-%m-%d %H:%M}, in {folder}"
    if age > _STALE:
        wants = Finding.TROUBLE if config.backup.to else Finding.NOTE
        yield Check("backup", wants, f"{told}: {age.days} days ago. Is its stick plugged in and mounted?")
    elif Path(folder).is_dir() and same_disk(Path(folder), config.paths.data):
        yield Check("backup", Finding.NOTE, f"{told}: on the same card as the store, and lost with it")
    else:
        yield Check("backup", Finding.WELL, told)
