"""``signpost records``: what was signed here."""

import json
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.table import Table

from terminal.cli.destroying import destroy_record
from terminal.cli.judge import judge
from terminal.cli.pdf import write_pdf
from terminal.cli.sealed import write_sealed
from terminal.cli.shown import amount_of, console, local_time, open_store, table
from terminal.cli.voiding import void_record
from terminal.config import load_config
from terminal.evidence.agreement import said
from terminal.evidence.bundle import SIGNED_PDF
from terminal.evidence.verify import Verdict
from terminal.model.codes import spaced
from terminal.model.record import Part
from terminal.store import Store
from terminal.store.records import StoredRecord

app = typer.Typer(help="Show what was signed here.", no_args_is_help=True)
app.command("void")(void_record)
app.command("pdf")(write_pdf)
app.command("destroy")(destroy_record)
app.command("sealed")(write_sealed)


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
            "voided_utc",
            "became",
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
            _marked(record),
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


def _marked(record: StoredRecord) -> str:
    """Return a record's reference, and what is to be known of it at once."""
    marks = (["voided"] if record.voided_utc else []) + ([record.became] if record.became else [])
    return f"{record.reference} ({', '.join(marks)})" if marks else record.reference


@app.command("show")
def show_record(
    name: Annotated[str, typer.Argument(help="A record's id, match code, or reference.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="record.json as it was sealed.")] = False,
) -> None:
    """Show one record, and whether its seal holds. Exits with 1 where it does not."""
    config = load_config()
    with open_store(config) as store:
        found = store.records.named(name, 2) or store.records.latest(2, name)
        if len(found) != 1:
            console.print(f"{'Nothing matches' if not found else 'More than one record matches'} {name!r}.")
            raise typer.Exit(1)
        record = found[0]
        if record.became:
            _show_gone(store, record, config.site.timezone, as_json=as_json)
            return
        parts = store.records.parts(record.id)
        verdict = judge(
            record, store.records.jws(record.id), store.files(record.id), config.paths.device_certificate
        )
        gone = store.destroyed.parts(record.id)
        voided = store.records.voided(record.id)
        pdf = store.made.named(record.id, SIGNED_PDF)
        trouble = store.made.trouble(record.id, SIGNED_PDF)
    if as_json:
        if verdict.seal:
            typer.echo(verdict.seal.record_json)
    else:
        rows = _facts(record, parts, verdict, config.site.timezone)
        size = f"{len(pdf.content):,} bytes" if pdf else "not made yet"
        for part, (utc, why) in gone.items():
            rows.add_row("destroyed", f"{part}, {local_time(utc, config.site.timezone)}: {why}")
        rows.add_row("signed PDF", f"none: {trouble}" if trouble else size)
        if voided:
            since = local_time(voided.utc, config.site.timezone)
            rows.add_row("voided", f"{since}, by {voided.by}: {voided.reason}")
        console.print(rows)
    if verdict.wrong:
        typer.echo(f"The record {verdict}.", err=True)
        raise typer.Exit(1)


def _show_gone(store: Store, record: StoredRecord, timezone: str, *, as_json: bool) -> None:
    """Show a record whose content is not here any more, or only encrypted to its owner."""
    sentence = store.destroyed.sentence(record.id)
    if as_json:
        typer.echo(json.dumps({"id": record.id, "seq": record.seq, "became": record.became, "why": sentence}))
        return
    rows = table("", "")
    rows.show_header = False
    rows.columns[1].no_wrap = False
    for label, value in (
        ("record", f"{record.id}, number {record.seq} of this terminal"),
        ("reference", f"{record.reference} from {record.till}"),
        ("amount", amount_of(record.received)),
        ("match code", spaced(record.match_code)),
        ("signed", local_time(record.confirmed_utc, timezone)),
        ("method", record.method),
        ("content", sentence),
        ("uploaded", record.uploaded.value),
    ):
        rows.add_row(label, value)
    console.print(rows)


def _facts(record: StoredRecord, parts: tuple[Part, ...], verdict: Verdict, timezone: str) -> Table:
    """Return a record's facts as a table; what is sealed is known only where the seal is one."""
    rows = table("", "")
    rows.show_header = False
    rows.columns[1].no_wrap = False
    sealed = verdict.seal.record if verdict.seal else {}
    for label, value in (
        ("record", f"{record.id}, number {record.seq} of this terminal"),
        ("reference", f"{record.reference} from {record.till}"),
        ("amount", amount_of(record.received)),
        ("match code", spaced(record.match_code)),
        ("signed", local_time(record.confirmed_utc, timezone)),
        ("clock", said(sealed, "times", "clock") or "-"),
        ("method", record.method),
        ("language", said(sealed, "shown", "language") or "-"),
        *_document(said(sealed, "request", "received", "document")),
        ("parts", ", ".join(f"{part.name} ({len(part.content):,} bytes)" for part in parts)),
        ("seal", str(verdict)),
        ("key", verdict.seal.thumbprint if verdict.seal else "-"),
        ("printed", record.printed.value),
        ("uploaded", record.uploaded.value),
    ):
        rows.add_row(label, str(value))
    return rows


def _document(document: object) -> Iterator[tuple[str, str]]:
    """Yield what is to be said of the PDF that was signed; nothing where there was none."""
    if isinstance(document, dict):
        pages = document.get("pages")
        count = len(pages) if isinstance(pages, list) else 0
        yield "document", f"{count} page{'' if count == 1 else 's'}, SHA-256 {document.get('sha256')}"
