"""How the commands show things: one console, one way to write times and amounts."""

import json
import os
import sys
from datetime import UTC, datetime, timedelta

import typer
from rich.console import Console
from rich.table import Table

from terminal.clock import Clock
from terminal.config import Config, load_config
from terminal.model.moment import utc_text
from terminal.store import Store
from terminal.store.errors import StoreError

_WIDE = 200
"""How wide a table may be where nobody looks: in a pipe nothing is cut."""

console = Console(  # a till's reference is shown as it is, brackets and all
    markup=False, emoji=False, width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else _WIDE
)


def open_store(config: Config | None = None, *, may_make: bool = False) -> Store:
    """Open the store of the configured terminal.

    Raises:
        StoreError: there is none, and it is not to be made: more likely, another terminal is meant.
    """
    path = (config or load_config()).paths.store
    if not may_make and not path.exists():
        raise StoreError(
            f"there is no store at {path}: this terminal was never started. SIGNPOST_CONFIG names another one's"
            " configuration, such as build/run/signpost.toml of a desk."
        )
    return Store(path)


def table(*columns: str) -> Table:
    """Return an empty table in the commands' one style."""
    made = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 3, 0, 0))
    for column in columns:
        right = column in {"#", "amount", "tries"}
        made.add_column(column, justify="right" if right else "left", overflow="fold")
    return made


def local_time(utc: str, timezone: str) -> str:
    """Return a stored UTC time as the shop's wall shows it."""
    return f"{datetime.fromisoformat(utc).astimezone(Clock.zone(timezone)):%Y-%m-%d %H:%M:%S}"


def utc_of_day(day: str, timezone: str, days: int = 0) -> str:
    """Return a day's beginning in the shop's own time, some days later, as UTC text; empty for no day."""
    if not day:
        return ""
    try:
        began = datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=Clock.zone(timezone)) + timedelta(days)
        return utc_text(began.astimezone(UTC))
    except ValueError:
        typer.echo(f"{day!r} is no day, such as 2026-11-23.", err=True)
        raise typer.Exit(2) from None


def amount_of(received: str) -> str:
    """Return a request's amount with its currency, or nothing for a document without one."""
    said = json.loads(received)
    return f"{said.get('currency', '')} {said['amount']}".strip() if said.get("amount") else ""
