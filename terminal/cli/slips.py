"""``signpost day-close``, ``signpost paper`` and ``signpost receipt``: what a shop does with slips later."""

import contextlib
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from terminal.cli.shown import console, local_time, open_store, table
from terminal.config import Config, load_config
from terminal.evidence.errors import SealError
from terminal.evidence.key_ring import own_certificates
from terminal.evidence.receipt import Receipt, check_receipt
from terminal.model.dayclose import DayClose

paper = typer.Typer(help="Sales that customers signed on paper.", no_args_is_help=True)

_PAPER_CODE = "SIGNPOST-PAPER"
"""What a scanner reads before the code."""


def day_close(
    sales: Annotated[
        Path | None, typer.Option(help="A file with the references of all that was sold, one a line.")
    ] = None,
) -> None:
    """Close the day: count what was signed since the last close, and print it."""
    config = load_config()
    sold = None
    if sales:
        lines = (line.strip() for line in sales.read_text(encoding="utf-8").splitlines())
        sold = tuple(filter(None, lines))
    with open_store(config) as store:
        close = store.closing.close(config.site.terminal_id, sold)
    _show(close, config.site.timezone)
    if not config.printer.port:
        console.print("No printer is configured: the slip waits for one.")


@paper.command("close")
def close_on_paper(
    code: Annotated[str, typer.Argument(help="The code on the slip, or what a scanner reads from it.")],
) -> None:
    """Note that a sale which the terminal could not take was signed on paper."""
    config = load_config()
    sought = code.strip().upper().removeprefix(_PAPER_CODE)
    with open_store(config) as store:
        closed = store.papers.close(sought)
    if closed is None:
        console.print("No sale with this code waits to be signed on paper.")
        raise typer.Exit(1)
    console.print(f"{closed.request.reference} is signed on paper.")


def receipt(
    line: Annotated[str, typer.Argument(help="What a scanner reads from the code on a slip.")],
    certificate: Annotated[
        Path | None, typer.Option(help="The certificate of the terminal that signed; else this one's.")
    ] = None,
) -> None:
    """Say whether a slip is genuine: whether its claims are what the terminal signed, and the record is here."""
    config = load_config()
    claims = _claims(line, certificate, config)
    rows = table("claim", "says")
    for name in Receipt.__slots__:
        rows.add_row(name.replace("_", " "), getattr(claims, name) or "-")
    console.print(rows)
    console.print("The signature holds: the terminal with this certificate signed exactly this.")
    if certificate:
        return
    with open_store(config) as store:
        found = store.records.find(claims.record_id)
        same = found is not None and sha256(store.records.jws(found.id)).hexdigest() == claims.digest
    if not same:
        console.print("The record itself is not in this terminal's store.")
        raise typer.Exit(1)
    console.print("The record is in this terminal's store, unchanged.")


def _claims(line: str, certificate: Path | None, config: Config) -> Receipt:
    """Return what a slip says, judged by the certificate that was given, or any that this terminal ever had.

    Raises:
        SealError: none of them holds.
    """
    if certificate:
        return check_receipt(line, certificate.read_bytes())
    own = own_certificates(config.paths.device_certificate)
    if not own:
        raise SealError(
            "This terminal has no certificate yet. Name that of the terminal that signed: --certificate"
        )
    newest, *older = own
    for _, content in older:
        with contextlib.suppress(SealError):
            return check_receipt(line, content)
    return check_receipt(line, newest[1])


def _show(close: DayClose, timezone: str) -> None:
    rows = table("day close", str(close.number))
    since = local_time(close.since_utc, timezone) if close.since_utc else "the first start"
    for name, said in (
        ("from", since),
        ("until", local_time(close.until_utc, timezone)),
        ("signed", str(close.signed)),
        ("signed on paper", str(close.paper)),
        ("cancelled", str(close.cancelled)),
        ("not signed, for trouble", str(close.failed)),
        ("still waiting", str(close.waiting)),
        ("voided", str(close.voided)),
        *(("total", f"{currency} {amount}") for currency, amount in close.sums),
        *(("voided amount", f"{currency} {amount}") for currency, amount in close.voided_sums),
        ("records", f"{close.first_seq} to {close.last_seq}" if close.first_seq else "none"),
        ("chain head", f"{close.head_seq} {close.head_sha256}"),
        ("journal head", f"{close.journal_seq} {close.journal_sha256}"),
        *(("without a signature", reference) for reference in close.unsigned or ()),
    ):
        rows.add_row(name, said)
    console.print(rows)
