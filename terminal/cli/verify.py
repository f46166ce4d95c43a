"""``signpost verify``: whether what was signed still holds, on any computer."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.text import Text

from terminal.cli.shown import console, table
from terminal.evidence.finding import Finding, Outcome, PdfChecker, PdfReport
from terminal.evidence.places import Head
from terminal.evidence.trusted import Trusted
from terminal.model.codes import spaced
from terminal.verifying.opening import origins
from terminal.verifying.origin import Origin, Unreadable
from terminal.verifying.report import Asked, Line, Report, report_on

_FEW, _MANY = 3, 50
"""Of so few records everything is told; of so many only those with something to say against them are listed."""

_COLOURS = {Outcome.HOLDS: "green", Outcome.BROKEN: "bold red", Outcome.UNKNOWN: "yellow"}


def verify(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Bundles, signed PDFs, backups, stores, exports, or folders with any of these."),
    ],
    *,
    certificate: Annotated[
        list[Path] | None,
        typer.Option(help="The terminal's certificate, or its authority's, as you got it from elsewhere."),
    ] = None,
    head: Annotated[
        list[str] | None,
        typer.Option(help="Where the chain had come to: NUMBER:SHA256, or the code on a day's close."),
    ] = None,
    complete: Annotated[
        bool, typer.Option("--complete", help="No record may be missing, from the terminal's first one on.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say, of every record, what holds and what does not.

    Needs neither this terminal's configuration nor its store. Exits with 0 where all holds, 1 where something
    does not, 2 where something could not be read.
    """
    check_pdf = _pdf_checker()
    try:
        trusted = Trusted.read((str(file), file.read_bytes()) for file in certificate or ())
        heads = tuple(Head.read(text) for text in head or ())
    except (ValueError, OSError) as error:
        typer.echo(f"signpost: {error}", err=True)
        raise typer.Exit(2) from error
    asked = Asked(trusted, heads, whole=complete, check_pdf=check_pdf)
    report = _with_progress((each for path in paths for each in origins(path, check_pdf)), asked)
    if as_json:
        console.print_json(json.dumps(_said(report), default=str, ensure_ascii=True))
    else:
        _show(report)
    raise typer.Exit(report.exit_code)


def _pdf_checker() -> PdfChecker:
    """Return what checks a signed PDF; the library for it is imported with the first one."""

    @lru_cache(maxsize=2)  # a PDF is asked for what it carries, and then for its own signature
    def check(content: bytes) -> PdfReport:
        from terminal.export.signed_pdf.check import check_signed_pdf  # noqa: PLC0415 - half a second

        return check_signed_pdf(content)

    return check


def _with_progress(found: Iterable[Origin | Unreadable], asked: Asked) -> Report:
    """Judge everything; where somebody looks, with a bar that says how far it is."""
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        bar = progress.add_task("verifying", total=0)
        return report_on(_counted(found, progress, bar), asked, lambda: progress.advance(bar))


def _counted(
    found: Iterable[Origin | Unreadable], progress: Progress, bar: TaskID
) -> Iterator[Origin | Unreadable]:
    """Pass on what was found, one after the other, and let the bar grow by what is in it."""
    total = 0
    for each in found:
        total += 0 if isinstance(each, Unreadable) else each.count()
        progress.update(bar, total=total)
        yield each


def _show(report: Report) -> None:
    """Print the verdicts: of few records everything, of many what speaks against them."""
    if len(report.records) > _FEW:
        _list_records([line for line in report.records if line.wrong or len(report.records) <= _MANY])
    else:
        for line in report.records:
            _show_record(line)
    for source, findings in report.together:
        console.print(Text(source, style="bold"))
        _show_findings(findings)
    for sentence in report.unread:
        console.print(Text(f"Could not be read: {sentence}", style=_COLOURS[Outcome.BROKEN]))
    console.print(Text(_summary(report), style="bold green" if report.exit_code == 0 else "bold red"))


def _list_records(lines: Iterable[Line]) -> None:
    """Print a row a record: what it is, and whether it holds."""
    rows = table("#", "terminal", "signed, UTC", "reference", "match code", "", "found in")
    for line in lines:
        colour = _COLOURS[Outcome.BROKEN if line.wrong else Outcome.HOLDS]
        verdict = Text("; ".join(line.wrong) or line.let_go or Outcome.HOLDS.value, style=colour)
        when = line.confirmed_utc[:19].replace("T", " ")
        rows.add_row(
            str(line.seq or ""),
            line.terminal_id,
            when,
            line.reference,
            spaced(line.match_code),
            verdict,
            line.source,
        )
    if rows.row_count:
        console.print(rows)


def _show_record(line: Line) -> None:
    """Print everything that is to be said of a record."""
    title = Text(f"{line.reference or line.record_id or 'record'}  ", style="bold")
    if line.digest:
        facts = f"{spaced(line.match_code)}  number {line.seq} of {line.terminal_id}  {line.confirmed_utc}  "
        title.append(facts, style="dim")
    console.print(title.append(line.source, style="dim"))
    _show_findings(line.findings)


def _show_findings(findings: Iterable[Finding]) -> None:
    rows = table("", "", "")
    rows.show_header = False
    for finding in findings:
        rows.add_row(
            Text(f"  {finding.what}"),
            Text(finding.outcome.value, style=_COLOURS[finding.outcome]),
            finding.sentence,
        )
    console.print(rows)


def _summary(report: Report) -> str:
    """Return the last line: how many hold."""
    count, bad = len(report.records), sum(bool(line.wrong) for line in report.records)
    unread = f" {len(report.unread)} could not be read." if report.unread else ""
    if not count:
        return f"No record was found.{unread}"
    noun = "record" if count == 1 else "records"
    if bad:
        return f"{bad} of {count} {noun} {'does' if bad == 1 else 'do'} not hold.{unread}"
    if not report.holds:
        return f"{count} {noun} {'holds' if count == 1 else 'hold'} alone, and not all is as it should be.{unread}"
    gone = sum(bool(line.let_go) for line in report.records)
    let_go = f" The content of {gone} was let go of, as the terminal signed." if gone else ""
    return f"{count} {noun}: {'it holds' if count == 1 else 'all hold'}.{let_go}{unread}"


def _said(report: Report) -> dict[str, object]:
    """Return the report for programs."""
    return {
        "holds": report.holds,
        "records": [
            {
                **{name: value for name, value in asdict(line).items() if name != "digest"},
                "holds": not line.wrong,
            }
            | {"seal_sha256": line.digest}
            for line in report.records
        ],
        "together": [
            {"source": source, "findings": [asdict(each) for each in findings]}
            for source, findings in report.together
        ],
        "unread": list(report.unread),
    }
