"""``signpost export``: records as files that other programs and other people read."""

import json
from typing import Annotated

import typer

from terminal.cli.shown import console, open_store, utc_of_day
from terminal.cli.working import shown_steps
from terminal.clock import Clock
from terminal.config import load_config
from terminal.export.jbig import Size
from terminal.exporting import ExportError
from terminal.exporting.choosing import Standing, Wanted
from terminal.exporting.forms import Form
from terminal.exporting.running import Export, Outcome
from terminal.exporting.sticks import Sockets
from terminal.exporting.target import USB, Target, target
from terminal.store.history import Sought

_TOLD = 20
"""So many troubles are told one by one."""


def export(
    names: Annotated[
        list[str] | None, typer.Argument(help="Ids, match codes or references. None: all that fits the rest.")
    ] = None,
    *,
    to: Annotated[str, typer.Option(help=f"A folder, or {USB!r} for the stick that is plugged in.")],
    form: Annotated[
        list[Form] | None,
        typer.Option("--format", help="In which form; may be given again. csv is an index."),
    ] = None,
    reference: Annotated[str, typer.Option(help="Part of a till's reference.")] = "",
    match_code: Annotated[str, typer.Option(help="A match code, with or without its space.")] = "",
    since: Annotated[str, typer.Option(help="From this day on, such as 2026-11-23.")] = "",
    until: Annotated[str, typer.Option(help="Up to this day, and with it.")] = "",
    state: Annotated[Standing | None, typer.Option(help="Only those that have come so far.")] = None,
    jbig_size: Annotated[str, typer.Option(help="Of a jbig picture, as the acquirer wants it.")] = "240x120",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Export records to a folder or a stick, each file read back and checked.

    What lies there already stays: a second run goes on where the first one stopped. Exits with 1 where something
    could not be had or does not hold, 2 where nothing could be exported at all.
    """
    config = load_config()
    zone = config.site.timezone
    sought = Sought("", utc_of_day(since, zone), utc_of_day(until, zone, 1), reference, match_code)
    try:
        size = Size.read(jbig_size)
        with open_store(config) as store, shown_steps() as steps, target(to, Sockets()) as where:
            records = list(Wanted(tuple(names or ()), sought, state).records(store))
            forms = tuple(dict.fromkeys(form or [Form.BUNDLE]))
            run = Export(forms, where.folder, where.place, Clock.zone(zone), size)
            outcome = run.run(store, records, steps.of("exporting"))
    except (ExportError, ValueError) as error:
        typer.echo(f"signpost: {error}", err=True)
        raise typer.Exit(2) from error
    if as_json:
        console.print_json(json.dumps(_said(outcome, where)))
    else:
        _show(outcome, where)
    raise typer.Exit(0 if outcome.well and outcome.records else 1)


def _show(outcome: Outcome, where: Target) -> None:
    if not outcome.records and not outcome.wanting:
        console.print("No record fits.")
        return
    new = [each.file for each in outcome.written if each.file.new]
    told = f"{outcome.records:,} record{'s' * (outcome.records != 1)} in {where.folder}:"
    told += f" {len(new):,} file{'s' * (len(new) != 1)}"
    told += f", {sum(file.size for file in new) / 1e6:,.1f} MB, read back and whole."
    if there := len(outcome.written) - len(new):
        told += f" {there:,} were there already."
    if outcome.records:
        console.print(told, soft_wrap=True)
    troubles = [
        f"{each.file.path.name} does not hold: {each.trouble}" for each in outcome.written if each.trouble
    ]
    troubles += [f"{each.reference}, {each.form.value}: {each.absent.why}" for each in outcome.wanting]
    for sentence in troubles[:_TOLD]:
        console.print(f"  {sentence}")
    if len(troubles) > _TOLD:
        console.print(f"  and {len(troubles) - _TOLD:,} more; --json has all.")
    if where.stick:
        console.print(stick_told(where))


def stick_told(where: Target) -> str:
    """Return whether the stick may be pulled out, in words."""
    if where.stick is None:
        return ""
    if where.free:
        return f"You can pull the stick out now ({where.stick.name})."
    return f"All is on the stick ({where.stick.name}), which is still mounted: unmount it before you pull it out."


def _said(outcome: Outcome, where: Target) -> dict[str, object]:
    return {
        "folder": str(where.folder),
        "records": outcome.records,
        "files": [
            {
                "record": each.record_id,
                "format": each.form.value,
                "file": each.file.path.name,
                "size": each.file.size,
                "sha256": each.file.sha256,
                "new": each.file.new,
                "trouble": each.trouble,
            }
            for each in outcome.written
        ],
        "wanting": [
            {
                "record": each.record_id,
                "format": each.form.value,
                "why": each.absent.why,
                "expected": each.absent.expected,
            }
            for each in outcome.wanting
        ],
        **({"stick": where.stick.name, "can_be_pulled_out": where.free} if where.stick else {}),
    }
