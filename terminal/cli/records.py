"""``signpost records``: what was signed here."""

import json
from typing import Annotated, Any

import typer

from terminal.cli.shown import amount_of, console, local_time, open_store, spaced, table
from terminal.config import load_config
from terminal.evidence.seal import check_seal

app = typer.Typer(help="Show what was signed here.", no_args_is_help=True)


@app.command("list")
def list_records(
    query: Annotated[str, typer.Argument(help="Part of a reference, a match code or a record's id.")] = "",
    limit: Annotated[int, typer.Option(help="How many at the most.")] = 20,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List signature records, newest first."""
    config = load_config()
    with open_store(config) as store:
        found = store.records.latest(limit, query)
    if as_json:
        facts = (
            "seq",
            "id",
            "match_code",
            "method",
            "confirmed_utc",
            "till",
            "reference",
            "printed",
            "uploaded",
        )
        console.print_json(json.dumps([{fact: getattr(record, fact) for fact in facts} for record in found]))
        return
    rows = table(
        "#", "signed", "reference", "amount", "match code", "method", "printed", "uploaded", "record"
    )
    for record in found:
        rows.add_row(
            str(record.seq),
            local_time(record.confirmed_utc, config.site.timezone),
            record.reference,
            amount_of(record.received),
            spaced(record.match_code),
            record.method,
            record.printed.value,
            record.uploaded.value,
            record.id,
        )
    console.print(
        rows if found else "Nothing was signed here yet." if not query else f"Nothing matches {query!r}."
    )


@app.command("show")
def show_record(
    name: Annotated[str, typer.Argument(help="A record's id, match code, or reference.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="record.json as it was sealed.")] = False,
) -> None:
    """Show one record, and whether its seal holds."""
    config = load_config()
    with open_store(config) as store:
        found = store.records.latest(2, name)
        if len(found) != 1:
            console.print(f"{'Nothing matches' if not found else 'More than one record matches'} {name!r}.")
            raise typer.Exit(1)
        record = found[0]
        seal = check_seal(store.records.jws(record.id))
        parts = store.records.parts(record.id)
    if as_json:
        typer.echo(seal.record_json.decode())
        return
    broken = [
        part.name for part, sealed in zip(parts, _sealed(seal.record), strict=False) if part.sha256 != sealed
    ]
    rows = table("", "")
    rows.show_header = False
    shown = seal.record["shown"]
    for label, value in (
        ("record", f"{record.id}, number {record.seq} of this terminal"),
        ("reference", f"{record.reference} from {record.till}"),
        ("amount", amount_of(record.received)),
        ("match code", spaced(record.match_code)),
        ("signed", local_time(record.confirmed_utc, config.site.timezone)),
        ("clock", seal.record["times"]["clock"]),
        ("method", record.method),
        ("language", shown["language"]),
        ("parts", ", ".join(f"{part.name} ({len(part.content):,} bytes)" for part in parts)),
        ("seal", "holds" if not broken else f"does not hold: {', '.join(broken)} changed"),
        ("key", seal.thumbprint),
        ("printed", record.printed.value),
        ("uploaded", record.uploaded.value),
    ):
        rows.add_row(label, value)
    console.print(rows)


def _sealed(record: dict[str, Any]) -> list[str]:
    """Return the parts' sealed digests, in the order of their names."""
    return [part["sha256"] for part in sorted(record["parts"], key=lambda part: str(part["name"]))]
