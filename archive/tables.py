"""The index's tables. The bundles are the records; these rows only find them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, ForeignKey, Index, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """A time in UTC, also in a database whose times know no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Write a time as UTC."""
        del dialect
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401
        """Read a time as UTC."""
        del dialect
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


class Table(DeclarativeBase):
    """What all tables share."""


class TerminalRow(Table):
    """A terminal that has uploaded here."""

    __tablename__ = "terminals"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    known_since: Mapped[datetime] = mapped_column(UtcTime)


class KeyRow(Table):
    """A key that is known to be a terminal's, by its RFC 7638 thumbprint."""

    __tablename__ = "keys"

    thumbprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    terminal_id: Mapped[str] = mapped_column(ForeignKey("terminals.id"), index=True)
    known_since: Mapped[datetime] = mapped_column(UtcTime)


class BindingRow(Table):
    """Which terminal a token belongs to, since its first upload."""

    __tablename__ = "bindings"

    token_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    terminal_id: Mapped[str] = mapped_column(ForeignKey("terminals.id"))


class RecordRow(Table):
    """One record that is in the object store and was acknowledged.

    ``amount`` is as the till wrote it, ``amount_plain`` the same number without trailing zeros, to search by.
    ``confirmed`` is the terminal's time of the signature, ``received`` the archive's own.
    """

    __tablename__ = "records"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    terminal_id: Mapped[str] = mapped_column(ForeignKey("terminals.id"))
    thumbprint: Mapped[str] = mapped_column(ForeignKey("keys.thumbprint"))
    seq: Mapped[int] = mapped_column(BigInteger)
    previous: Mapped[str] = mapped_column(String(64))
    jws_sha256: Mapped[str] = mapped_column(String(64))
    bundle_sha256: Mapped[str] = mapped_column(String(64))
    bundle_bytes: Mapped[int] = mapped_column(BigInteger)
    object_key: Mapped[str] = mapped_column(String(160))
    received: Mapped[datetime] = mapped_column(UtcTime)
    confirmed: Mapped[datetime] = mapped_column(UtcTime)
    clock: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(16))
    method: Mapped[str] = mapped_column(String(16))
    reference: Mapped[str] = mapped_column(String(500), index=True)
    merchant: Mapped[str] = mapped_column(String(500))
    amount: Mapped[str] = mapped_column(String(64))
    amount_plain: Mapped[str] = mapped_column(String(64), index=True)
    currency: Mapped[str] = mapped_column(String(16))
    match_code: Mapped[str] = mapped_column(String(16), index=True)

    __table_args__ = (
        Index("records_newest_first", "confirmed", "id"),
        Index("records_chain", "terminal_id", "seq"),
    )


class HeadsRow(Table):
    """How far a terminal said it had come, the furthest it ever was: chain and journal."""

    __tablename__ = "heads"

    terminal_id: Mapped[str] = mapped_column(ForeignKey("terminals.id"), primary_key=True)
    chain_seq: Mapped[int] = mapped_column(BigInteger)
    chain_sha256: Mapped[str] = mapped_column(String(64))
    journal_seq: Mapped[int] = mapped_column(BigInteger)
    journal_sha256: Mapped[str] = mapped_column(String(64))
    seen: Mapped[datetime] = mapped_column(UtcTime)


class ComplaintRow(Table):
    """A head that went backwards or came to a fork: what was known, and what the terminal said then."""

    __tablename__ = "complaints"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    terminal_id: Mapped[str] = mapped_column(ForeignKey("terminals.id"), index=True)
    what: Mapped[str] = mapped_column(String(32))
    known: Mapped[str] = mapped_column(String(200))
    said: Mapped[str] = mapped_column(String(200))
    seen: Mapped[datetime] = mapped_column(UtcTime)


class SessionRow(Table):
    """A reader's visit by browser: the SHA-256 of the cookie's value, and whose token began it."""

    __tablename__ = "sessions"

    cookie_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    token_id: Mapped[str] = mapped_column(String(32))
    expires: Mapped[datetime] = mapped_column(UtcTime, index=True)
