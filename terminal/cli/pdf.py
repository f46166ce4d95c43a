"""``signpost records pdf``: a record's signed PDF, as it was sent, or made now."""

import os
from pathlib import Path
from typing import Annotated

import typer

from terminal.cli.shown import console, open_store
from terminal.config import load_config
from terminal.evidence.bundle import SIGNED_PDF
from terminal.export.signed_pdf.exchange import Job, PdfFailed
from terminal.upload import build_pdf_maker


def write_pdf(
    name: Annotated[str, typer.Argument(help="A record's id, match code, or reference.")],
    *,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; by default <match code>.pdf here.")
    ] = None,
) -> None:
    """Write a record's signed PDF to a file. One that was sent without is made now, and not kept."""
    config = load_config()
    with open_store(config) as store:
        found = store.records.named(name, 2) or store.records.latest(2, name)
        if len(found) != 1:
            console.print(f"{'Nothing matches' if not found else 'More than one record matches'} {name!r}.")
            raise typer.Exit(1)
        record = found[0]
        kept = store.made.named(record.id, SIGNED_PDF)
        job = Job(
            store.records.jws(record.id), store.records.parts(record.id), store.records.receipt(record.id)
        )
    if kept:
        content, note = kept.content, ""
    else:
        maker = build_pdf_maker(config)
        try:
            made = maker.make(job)
        except PdfFailed as error:
            typer.echo(f"The PDF cannot be made: {error}", err=True)
            raise typer.Exit(1) from error
        finally:
            maker.close()
        content, note = made.content, " ".join(filter(None, ("Made now: none was kept.", made.note)))
    file = out or Path(f"{record.match_code}.pdf")
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as written:
        written.write(content)  # for its owner alone: the ink is in it
    console.print(" ".join(filter(None, (f"{file}: {len(content):,} bytes.", note))), soft_wrap=True)
