"""Pairing: codes that let a till in, each for two minutes, for one till, and guessed at five times at most."""

import hmac
import secrets
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from terminal.model.moment import Moment

from .database import transaction
from .table import Table
from .tills import Tills

STANDS_S = 120
"""For how long a code is worth something."""

TRIES = 5
"""So often a code may be guessed at: of a hundred million codes, that finds one in twenty million."""

_FIGURES = 8


@dataclass(frozen=True, slots=True)
class Code:
    """A new code, to be shown and then forgotten; ``until_ns`` is CLOCK_MONOTONIC of this boot."""

    id: int
    code: str
    until_ns: int


class PairingState(StrEnum):
    """What became of a code."""

    OPEN = "open"
    USED = "used"
    SPENT = "spent"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Paired:
    """The code was right: the till is in, and this is its token."""

    token: str


@dataclass(frozen=True, slots=True)
class NoCode:
    """The code is wrong, used, or too old. ``counted``: it cost the code that stands one of its tries."""

    counted: bool


@dataclass(frozen=True, slots=True)
class NameTaken:
    """The code was right, but another till of this name is in. The code still stands."""


class Pairings(Table):
    """The codes. At most one stands at any time."""

    def offer(self, at: Moment) -> Code:
        """Make a code; the one before is worth nothing any more."""
        code = "".join(secrets.choice("0123456789") for _ in range(_FIGURES))
        until_ns = at.monotonic_ns + STANDS_S * 1_000_000_000
        with transaction(self._connection):
            self.withdraw()
            self._run(
                "INSERT INTO pairings (code_sha256, boot_id, until_ns, tries_left, created_utc)"
                " VALUES (?, ?, ?, ?, ?)",
                *(_digest(code), at.boot_id, until_ns, TRIES, self._now()),
            )
            return Code(self._connection.last_insert_rowid(), code, until_ns)

    def withdraw(self) -> None:
        """Let the code that stands, if one does, be worth nothing."""
        self._run("UPDATE pairings SET state = 'withdrawn', code_sha256 = '' WHERE state = 'open'")

    def standing(self, at: Moment) -> bool:
        """Whether a code stands now. Writes nothing, so strangers may ask as often as they like."""
        return self._open(at) is not None

    def outcome(self, pairing_id: int) -> tuple[PairingState, str]:
        """Return what became of a code, and the name of the till that used it."""
        row = self._row("SELECT state, till FROM pairings WHERE id = ?", pairing_id)
        return (PairingState(row[0]), str(row[1])) if row else (PairingState.WITHDRAWN, "")

    def pair(self, code: str, name: str, at: Moment) -> Paired | NoCode | NameTaken:
        """Let a till in that has the code that stands. A wrong code costs one of its tries."""
        if not self.standing(at):
            return NoCode(counted=False)
        with transaction(self._connection):
            standing = self._open(at)
            if standing is None:
                return NoCode(counted=False)
            pairing_id, code_sha256, tries_left = standing
            if not hmac.compare_digest(code_sha256, _digest(code)):
                spent = tries_left <= 1
                self._run(
                    "UPDATE pairings SET tries_left = tries_left - 1, state = ?, code_sha256 = ? WHERE id = ?",
                    *("spent" if spent else "open", "" if spent else code_sha256, pairing_id),
                )
                return NoCode(counted=True)
            if self._row("SELECT 1 FROM tills WHERE name = ? AND revoked_utc IS NULL", name):
                return NameTaken()
            token = Tills(self._connection, self._now).add(name, "pairing")
            self._run(
                "UPDATE pairings SET state = 'used', till = ?, code_sha256 = '' WHERE id = ?",
                *(name, pairing_id),
            )
            return Paired(token)

    def _open(self, at: Moment) -> tuple[int, str, int] | None:
        """Return the code that stands: its id, its digest, and how many tries are left."""
        row = self._row(
            "SELECT id, code_sha256, tries_left FROM pairings WHERE state = 'open' AND boot_id = ? AND until_ns > ?",
            *(at.boot_id, at.monotonic_ns),
        )
        return (int(row[0]), str(row[1]), int(row[2])) if row else None


def _digest(code: str) -> str:
    return sha256(code.encode()).hexdigest()
