"""``signpost journal``: what happened to records and to the unit, and whether that log is whole."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Annotated

import typer

from terminal.cli.shown import console, local_time, open_store, table, utc_of_day
from terminal.config import load_config
from terminal.i18n import Catalogue
from terminal.model.journal import JournalLine, journal_breaks
from terminal.store import Store
from terminal.store.journal import Sought
from terminal.telling import told

app = typer.Typer(help="What happened to records and to the unit.", invoke_without_command=True)

_TOLD = 20
"""So many breaks are told; behind the first few are only more of the same kind."""


@app.callback()
def journal(
    context: typer.Context,
    *,
    record: Annotated[str, typer.Option(help="Of one record: its id, match code, or reference.")] = "",
    what: Annotated[str, typer.Option(help="A word such as record.printed, or its first half: record.")] = "",
    since: Annotated[str, typer.Option(help="From this day on, by the shop's clock: 2026-11-23.")] = "",
    until: Annotated[str, typer.Option(help="Up to this day, and all of it.")] = "",
    text: Annotated[str, typer.Option(help="Anywhere in a line.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many at the most, newest first.")] = 50,
    language: Annotated[str, typer.Option(help="Of the sentences: en, zh-CN, de, ar.")] = "en",
    as_json: Annotated[
        bool, typer.Option("--json", help="For programs: the lines as they are kept.")
    ] = False,
) -> None:
    """List what happened, newest first."""
    if context.invoked_subcommand:
        return
    config = load_config()
    words = Catalogue().words(language)
    with open_store(config) as store:
        sought = Sought(
            record_id=_record(store, record) if record else "",
            happening=what,
            text=text,
            since=utc_of_day(since, config.site.timezone),
            until=utc_of_day(until, config.site.timezone, days=1),
        )
        lines = store.journal.latest(sought, limit)
        references = _references(store, lines)
    if as_json:
        typer.echo("\n".join(line.text for line in lines))
        return
    rows = table("#", "when", "what", "record")
    for line in lines:
        when = local_time(line.utc, config.site.timezone)
        rows.add_row(str(line.seq), when, told(line, words), references.get(line.record_id, ""))
    console.print(rows if lines else "The journal has no such line.")


@app.command("check")
def check() -> None:
    """Check that no line was changed, taken out or moved, and that the records say the same. Exits with 1 if not."""
    config = load_config()
    with open_store(config) as store:
        breaks = list(_breaks(store))
        head = store.journal.head()
    for sentence in breaks[:_TOLD]:
        console.print(sentence)
    if breaks:
        console.print(f"The journal does not hold: {len(breaks)} places.")
        raise typer.Exit(1)
    console.print(f"The journal holds: {head.seq} lines, and every record seals the part before it.")


def _breaks(store: Store) -> Iterator[str]:
    """Yield where the journal does not hold, by itself and against what the records have sealed of it."""
    from terminal.evidence.errors import SealError  # noqa: PLC0415 - cryptography, for this command alone
    from terminal.evidence.seal import check_seal  # noqa: PLC0415

    digests = {0: ""}

    def noted() -> Iterator[str]:
        for seq, text in enumerate(store.journal.texts(), 1):
            digests[seq] = sha256(text.encode()).hexdigest()
            yield text

    yield from (sentence for _, sentence in journal_breaks(noted()))
    for seq, jws in store.records.seals():
        try:
            anchor = check_seal(jws).record.get("journal")
        except SealError as error:
            yield f"record {seq} does not hold: {error}"
            continue
        match anchor:
            case {"seq": int(line), "sha256": str(digest)} if line and digests.get(line) != digest:
                what = "is gone" if line not in digests else "is another than it was then"
                yield f"record {seq} was sealed when the journal had come to line {line}: that line {what}"


def _record(store: Store, name: str) -> str:
    """Return the id of the record that is meant, or what was typed where none is here any more."""
    found = store.records.named(name, 2)
    if len(found) > 1:
        typer.echo(f"More than one record matches {name!r}: give its id.", err=True)
        raise typer.Exit(2)
    return found[0].id if found else name


def _references(store: Store, lines: list[JournalLine]) -> dict[str, str]:
    """Return what the records in some lines are called by tills, by their ids."""
    ids = {line.record_id for line in lines if line.record_id}
    found = ((record_id, store.records.find(record_id)) for record_id in sorted(ids))
    return {record_id: stored.reference if stored else record_id for record_id, stored in found}
