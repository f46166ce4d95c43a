"""Which terminal a token belongs to, and which keys are a terminal's: trusted at the first upload."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .entry import Entry
from .problems import Problem
from .tables import BindingRow, KeyRow, TerminalRow
from .tokens import Token


def check_known(session: Session, entry: Entry, token: Token) -> None:
    """Refuse a record that is not the token's terminal's, or is sealed by a key that is not that terminal's.

    Raises:
        Problem: 403, with what to do.
    """
    binding = session.get(BindingRow, token.id)
    if binding and binding.terminal_id != entry.terminal_id:
        raise Problem(
            403,
            "other-terminal",
            f"This token belongs to terminal {binding.terminal_id}, and the record is from "
            f"{entry.terminal_id}. Give each terminal a token of its own.",
        )
    key = session.get(KeyRow, entry.thumbprint)
    if key and key.terminal_id != entry.terminal_id:
        raise Problem(
            403,
            "other-key",
            f"This record is sealed by the key of terminal {key.terminal_id}. A key belongs to one terminal.",
        )
    if not key and (since := _known_since(session, entry.terminal_id)):
        raise Problem(
            403,
            "other-key",
            f"Terminal {entry.terminal_id} is known here by another key since {since:%Y-%m-%d}. If its key "
            "was lost, set the unit up under a new terminal id; its old records stay provable.",
        )


def make_known(session: Session, entry: Entry, token: Token, now: datetime) -> None:
    """Remember terminal, key and token as belonging together, as far as they are new."""
    if session.get(TerminalRow, entry.terminal_id) is None:
        session.add(TerminalRow(id=entry.terminal_id, known_since=now))
        session.flush()
    if session.get(KeyRow, entry.thumbprint) is None:
        session.add(KeyRow(thumbprint=entry.thumbprint, terminal_id=entry.terminal_id, known_since=now))
    if session.get(BindingRow, token.id) is None:
        session.add(BindingRow(token_id=token.id, terminal_id=entry.terminal_id))
    session.flush()


def _known_since(session: Session, terminal_id: str) -> datetime | None:
    """Return since when the terminal has had a key here, or None where it is new."""
    return session.scalar(
        select(KeyRow.known_since).where(KeyRow.terminal_id == terminal_id).order_by(KeyRow.known_since)
    )
