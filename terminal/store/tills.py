"""The tills that may call, by the digests of their tokens."""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

from terminal.model.journal import Happening

from .database import together
from .journal import Journal
from .table import Table


@dataclass(frozen=True, slots=True)
class Till:
    """A till that was given a token."""

    name: str
    created_utc: str
    revoked_utc: str | None


@dataclass(frozen=True, slots=True)
class TillAddress:
    """Where tills call, and by what they know that it is this terminal; without TLS there is no certificate."""

    url: str
    certificate_sha256: str


class Tills(Table):
    """Who may call. A token is shown once, when it is made; only its SHA-256 is kept."""

    def add(self, name: str, how: str = "") -> str:
        """Let a till in, and return its token. A till of that name before loses its old one.

        ``how`` it came in, for the journal.
        """
        token = secrets.token_urlsafe(32)
        with together(self._connection):
            self._run(
                "INSERT INTO tills VALUES (?, ?, ?, NULL) ON CONFLICT (name) DO UPDATE SET"
                " token_sha256 = excluded.token_sha256, created_utc = excluded.created_utc, revoked_utc = NULL",
                *(name, _digest(token), self._now()),
            )
            Journal(self._connection, self._now).add(Happening.TILL_ADMITTED, till=name, how=how)
        return token

    def whose(self, token: str) -> str | None:
        """Return the name of the till that a token belongs to, or None."""
        digest = _digest(token)
        row = self._row(
            "SELECT name, token_sha256 FROM tills WHERE token_sha256 = ? AND revoked_utc IS NULL", digest
        )
        return str(row[0]) if row and hmac.compare_digest(str(row[1]), digest) else None

    def revoke(self, name: str) -> bool:
        """Shut a till out; returns whether there was one."""
        with together(self._connection):
            revoked = self._run(
                "UPDATE tills SET revoked_utc = ? WHERE name = ? AND revoked_utc IS NULL", self._now(), name
            )
            if revoked:
                Journal(self._connection, self._now).add(Happening.TILL_REVOKED, till=name)
        return bool(revoked)

    def all(self) -> list[Till]:
        """Return every till, by name."""
        return [
            Till(*row) for row in self._rows("SELECT name, created_utc, revoked_utc FROM tills ORDER BY name")
        ]

    def serve_at(self, address: TillAddress) -> None:
        """Note where tills find this terminal, for staff to see with a pairing code."""
        self._run(
            "INSERT INTO till_address VALUES (1, ?, ?, ?) ON CONFLICT (one) DO UPDATE SET url = excluded.url,"
            " certificate_sha256 = excluded.certificate_sha256, updated_utc = excluded.updated_utc",
            *(address.url, address.certificate_sha256, self._now()),
        )

    def address(self) -> TillAddress | None:
        """Return where tills find this terminal, or None where their process has never run."""
        row = self._row("SELECT url, certificate_sha256 FROM till_address")
        return TillAddress(*row) if row else None


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
