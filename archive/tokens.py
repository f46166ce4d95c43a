"""Tokens: what a terminal or a reader shows to be let in. Only their SHA-256 is kept."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from terminal.evidence.keys import write_private


class Role(StrEnum):
    """What a token opens: a terminal may put bundles, a reader may look at records."""

    TERMINAL = "terminal"
    READER = "reader"


class TokenError(ValueError):
    """The tokens cannot be used, or changed so. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token as it is kept: everything but the token itself."""

    id: str
    name: str
    role: Role
    sha256: str
    created: str
    revoked: str = ""


class Tokens:
    """The tokens in one file, mode 0600, read again whenever it changed."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: tuple[int, int] | None = None
        self._known: tuple[Token, ...] = ()

    def all(self) -> tuple[Token, ...]:
        """Return every token ever added, revoked ones too, oldest first."""
        try:
            status = self._file.stat()
        except FileNotFoundError:
            return ()
        seen = (status.st_mtime_ns, status.st_ino)
        if seen != self._seen:
            self._known, self._seen = _read(self._file), seen
        return self._known

    def find(self, token: str) -> Token | None:
        """Return whose token this is, or None where it is unknown or revoked."""
        digest = sha256(token.encode()).hexdigest()
        return next((kept for kept in self.all() if kept.sha256 == digest and not kept.revoked), None)

    def by_id(self, token_id: str) -> Token | None:
        """Return the token of that id, or None where it is unknown or revoked."""
        return next((kept for kept in self.all() if kept.id == token_id and not kept.revoked), None)

    def add(self, name: str, role: Role, *, replacing: bool = False) -> str:
        """Make a token and return it; this is the only time that it is seen.

        Args:
            name: whose it is, such as ``terminal-SP-0001``.
            role: what it opens.
            replacing: revoke the one of the same name, rather than refuse.

        Raises:
            TokenError: where the name has a token already.
        """
        with self._changing() as known:
            if not replacing and any(kept.name == name and not kept.revoked for kept in known):
                raise TokenError(f"{name} has a token already. Revoke it first, or add with --replace.")
            token = secrets.token_urlsafe(32)
            digest = sha256(token.encode()).hexdigest()
            added = Token(secrets.token_hex(8), name, role, digest, _now())
            self._write([*_revoked(known, name), added])
        return token

    def revoke(self, name: str) -> None:
        """Let the token of that name open nothing from now on.

        Raises:
            TokenError: where there is none.
        """
        with self._changing() as known:
            if not any(kept.name == name and not kept.revoked for kept in known):
                raise TokenError(f"There is no token named {name}. `signpost-archive token list` shows all.")
            self._write(_revoked(known, name))

    @contextmanager
    def _changing(self) -> Iterator[list[Token]]:
        """Hold the file for oneself while reading and changing it."""
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(self._file.with_name(f"{self._file.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield list(self.all())
        finally:
            os.close(lock)

    def _write(self, tokens: list[Token]) -> None:
        values = {"tokens": [asdict(token) for token in tokens]}
        write_private(self._file, json.dumps(values, ensure_ascii=False, indent=1).encode())


def _read(file: Path) -> tuple[Token, ...]:
    try:
        said = json.loads(file.read_bytes())["tokens"]
        return tuple(Token(**{**values, "role": Role(values["role"])}) for values in said)
    except (ValueError, KeyError, TypeError) as error:
        raise TokenError(f"{file} is not a file of tokens: {error}. Put it back from a backup.") from error


def _revoked(known: list[Token], name: str) -> list[Token]:
    return [
        replace(kept, revoked=_now()) if kept.name == name and not kept.revoked else kept for kept in known
    ]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
