"""What the archive is told at its start."""

from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

MAX_BODY_BYTES = 64 * 1024 * 1024
"""The largest bundle taken: a 50 MB document and its record, with room to spare."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the archive keeps things, and what it allows.

    Attributes:
        data: the folder for everything that has no place of its own.
        database: an SQLAlchemy URL; empty for SQLite in ``data``.
        objects: an object store's URL (``file://``, ``s3://``, …); empty for a folder in ``data``.
        tokens: the file of tokens; None for the one in ``data``.
        timezone: the zone that pages tell times in; None for the computer's.
        secure: whether visitors come over TLS, so that cookies may insist on it.
        max_body_bytes: the largest bundle taken.
        body_deadline_s: how long one bundle may take to arrive.
    """

    data: Path
    database: str = ""
    objects: str = ""
    tokens: Path | None = None
    timezone: tzinfo | None = None
    secure: bool = False
    max_body_bytes: int = MAX_BODY_BYTES
    body_deadline_s: float = 120.0

    @property
    def database_url(self) -> str:
        """The database to use."""
        return self.database or f"sqlite:///{self.data.absolute() / 'index.sqlite'}"

    @property
    def objects_url(self) -> str:
        """The object store to use."""
        return self.objects or (self.data.absolute() / "objects").as_uri()

    @property
    def tokens_file(self) -> Path:
        """The file of tokens to use."""
        return self.tokens or self.data / "tokens.json"
