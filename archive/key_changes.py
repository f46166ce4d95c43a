"""A terminal's change of key: taken where the key that goes is known here, and both keys signed it."""

from datetime import UTC, datetime

from terminal.evidence.errors import SealError
from terminal.evidence.key_change import KeyChange, check_key_change

from .database import Database
from .problems import Problem
from .tables import BindingRow, KeyRow
from .tokens import Token


def take_key_change(database: Database, token: Token, statement: str) -> KeyChange:
    """Let a new key be a terminal's, because its old key says so; the same change again changes nothing.

    Raises:
        Problem: in words, where it is not believed.
    """
    try:
        change = check_key_change(statement)
    except SealError as error:
        raise Problem(
            422, "key-change-does-not-hold", f"The change of the key does not hold: {error}."
        ) from error
    now = datetime.now(UTC)
    with database.writing() as session:
        binding = session.get(BindingRow, token.id)
        if binding and binding.terminal_id != change.terminal_id:
            raise Problem(
                403,
                "other-terminal",
                f"This token belongs to terminal {binding.terminal_id}, and the key is {change.terminal_id}'s.",
            )
        old, new = session.get(KeyRow, change.old), session.get(KeyRow, change.new)
        if old is None or old.terminal_id != change.terminal_id:
            raise Problem(
                409, "unknown-key", f"The key that goes is not known here as terminal {change.terminal_id}'s."
            )
        if new is None:
            session.add(KeyRow(thumbprint=change.new, terminal_id=change.terminal_id, known_since=now))
        elif new.terminal_id != change.terminal_id:
            raise Problem(403, "other-key", f"The key that comes is terminal {new.terminal_id}'s.")
    return change
