"""How the commands show things: one console, one way to write times and amounts."""

import json
from datetime import datetime

from rich.console import Console
from rich.table import Table

from terminal.clock import Clock
from terminal.config import Config, load_config
from terminal.store import Store

console = Console(markup=False, emoji=False)  # a till's reference is shown as it is, brackets and all


def open_store(config: Config | None = None) -> Store:
    """Open the store of the configured terminal."""
    return Store((config or load_config()).paths.store)


def table(*columns: str) -> Table:
    """Return an empty table in the commands' one style."""
    made = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 3, 0, 0))
    for column in columns:
        made.add_column(
            column, justify="right" if column in {"#", "amount", "tries"} else "left", no_wrap=True
        )
    return made


def local_time(utc: str, timezone: str) -> str:
    """Return a stored UTC time as the shop's wall shows it."""
    return f"{datetime.fromisoformat(utc).astimezone(Clock.zone(timezone)):%Y-%m-%d %H:%M:%S}"


def amount_of(received: str) -> str:
    """Return a request's amount with its currency, or nothing for a document without one."""
    said = json.loads(received)
    return f"{said.get('currency', '')} {said['amount']}".strip() if said.get("amount") else ""


def spaced(match_code: str) -> str:
    """Return a match code as people read it: ``557A 8226``."""
    return f"{match_code[:4]} {match_code[4:]}"
