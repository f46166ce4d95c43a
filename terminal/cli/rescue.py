"""``signpost rescue``: the records of a dead unit, out of its folder, its store, a backup, or an image of its card."""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from terminal.cli.shown import console, local_time, table
from terminal.cli.working import shown_steps
from terminal.config import Config, load_config
from terminal.evidence.age import read_identities
from terminal.rescue import RescueError
from terminal.rescue.bringing import Sent, send, write_journal, write_record
from terminal.rescue.finding import Copied, copy_store
from terminal.rescue.rescuing import Fate, Rescue, Rescued
from terminal.upload import build_sinks
from terminal.upload.sinks import Sink

_LISTED = 50
"""More lines than this nobody reads; --json has all of them."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One record, and what became of it."""

    rescued: Rescued
    file: str = ""
    sent: Sent | None = None

    @property
    def bad(self) -> bool:
        """Whether it is not safe now."""
        unsent = self.sent is not None and not self.sent.arrived
        return unsent or self.rescued.fate in {Fate.DAMAGED, Fate.MISSING}

    def said(self) -> dict[str, object]:
        """Return it for programs."""
        each = self.rescued
        facts = {
            "seq": each.seq,
            "id": each.id,
            "reference": each.reference,
            "confirmed_utc": each.confirmed_utc,
        }
        sent = {"sent": self.sent.sentence, "arrived": self.sent.arrived} if self.sent else {}
        known = {"fate": each.fate.value, "why": each.sentence, "acknowledged": each.acknowledged}
        return {**facts, **known, "file": self.file, **sent}


def rescue(
    path: Annotated[
        Path,
        typer.Argument(
            help="A data folder, a mounted partition, a store.sqlite, a backup, or an image of a card.",
            exists=True,
        ),
    ],
    *,
    out: Annotated[Path | None, typer.Option(help="Write a bundle of each record into this folder.")] = None,
    upload: Annotated[
        bool, typer.Option("--upload", help="Send to this unit's archive what that never acknowledged.")
    ] = False,
    identity: Annotated[Path | None, typer.Option(help="The age secret key of an encrypted backup.")] = None,
    work: Annotated[
        Path | None, typer.Option(help="Where there is room for a copy to work on; else --out, else TMPDIR.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Rescue records from a dead unit. Its disk is only read. Exits with 1 where some are damaged or missing."""
    config = load_config()
    sinks = _sinks(config) if upload else []
    if out:
        out.mkdir(parents=True, exist_ok=True)
    identities = read_identities(identity) if identity else ()
    with shown_steps() as steps, tempfile.TemporaryDirectory(prefix=".rescue-", dir=work or out) as folder:
        copied = copy_store(path, Path(folder), identities)
        rescued = Rescue(copied, steps.of("verifying the records"))
        lines = list(_brought(rescued, out, sinks))
        if out:
            write_journal(list(rescued.lines), out)
    lines += [_Line(each) for each in rescued.missing()]
    lines.sort(key=lambda line: line.rescued.seq)
    if as_json:
        console.print_json(
            json.dumps(
                {
                    "source": copied.name,
                    "carved": rescued.carved,
                    "remarks": copied.remarks,
                    "records": [line.said() for line in lines],
                }
            )
        )
    else:
        _show(copied, rescued, lines, config, out)
    if any(line.bad for line in lines):
        raise typer.Exit(1)


def _sinks(config: Config) -> list[Sink]:
    sinks = build_sinks(config)
    if not sinks:
        raise RescueError("this unit has no archive: set [upload] archive, or leave --upload away")
    return sinks


def _brought(rescued: Rescue, out: Path | None, sinks: list[Sink]) -> Iterator[_Line]:
    """Yield what was found, each record brought to safety; its contents are let go of then."""
    for each in rescued.records():
        file = str(write_record(each, out)) if out else ""
        wanted = each.fate is Fate.WHOLE and not each.acknowledged
        sent = [send(each, sink) for sink in sinks] if wanted else []
        each.files.clear()
        failed = next((one for one in sent if not one.arrived), None)
        yield _Line(each, file, failed or next(iter(sent), None))


def _show(copied: Copied, rescued: Rescue, lines: list[_Line], config: Config, out: Path | None) -> None:
    for remark in copied.remarks:
        console.print(f"{copied.name}: {remark}.")
    if rescued.carved:
        console.print("SQLite cannot read this store to its end; it was read page by page.")
    bad = [line for line in lines if line.bad]
    if bad:
        rows = table("#", "record", "reference", "signed", "how it is")
        rows.columns[4].no_wrap = False
        for line in bad[:_LISTED]:
            each = line.rescued
            signed = local_time(each.confirmed_utc, config.site.timezone) if each.confirmed_utc else "-"
            sent = f"not sent: {line.sent.sentence}" if line.sent and not line.sent.arrived else ""
            how = "; ".join(filter(None, (each.fate.value, each.sentence, sent)))
            rows.add_row(str(each.seq), each.id or "-", each.reference or "-", signed, how)
        console.print(rows)
    if len(bad) > _LISTED:
        console.print(f"and {len(bad) - _LISTED} more: --json lists all.")
    fates = Counter(line.rescued.fate for line in lines)
    console.print(
        f"{copied.name}: {fates[Fate.WHOLE]:,} records whole, {fates[Fate.DAMAGED]:,} damaged,"
        f" {fates[Fate.MISSING]:,} missing."
    )
    if gone := fates[Fate.LET_GO]:
        console.print(
            f"{gone:,} {'was' if gone == 1 else 'were'} let go of: the unit's signed word stands in the place."
        )
    waiting = sum(1 for line in lines if line.rescued.fate is Fate.WHOLE and not line.rescued.acknowledged)
    sent_count = sum(1 for line in lines if line.sent and line.sent.arrived)
    console.print(
        f"{waiting:,} of the whole ones were never acknowledged by the archive"
        + (f"; {sent_count:,} of them are there now." if any(line.sent for line in lines) else ".")
    )
    if out:
        console.print(
            f"The bundles are in {out}, what is left of damaged records in {out / 'damaged'}.", soft_wrap=True
        )
