"""The index's database: SQLite beside the bundles, or PostgreSQL by URL; and how its schema moves on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from .tables import Table


class SchemaError(RuntimeError):
    """The database is not one that this version can use. The message says what to do."""


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (Table.metadata.create_all, Table.metadata.create_all)
"""What leads from each schema version to the next: tables that are new are made. Append, never edit."""


class Database:
    """The index's database."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _settle_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)
        self._writer = self._engine.execution_options(signpost_writes=True)
        with self._writer.begin() as connection:
            _migrate(connection)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a view of the database that changes nothing."""
        with Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction, committed at the end unless something went wrong."""
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def check(self) -> None:
        """Ask the database for a sign of life."""
        with self._engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine."""
        return self._engine


def _settle_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Make a commit mean that the row is on the disk.

    A rollback journal rather than WAL: Python's own SQLite may be one of 3.7.0 to 3.51.2, whose WAL can lose
    a commit when a checkpoint resets it. EXTRA also flushes the folder when the journal's removal commits.
    """
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=DELETE", "synchronous=EXTRA", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once where it will be needed, so that two writers queue rather than collide."""
    writes = connection.get_execution_options().get("signpost_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(connection: Connection) -> None:
    """Bring the schema to this version's, step by step, in one transaction."""
    if "schema_version" not in inspect(connection).get_table_names():
        connection.execute(text("CREATE TABLE schema_version (version INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO schema_version VALUES (0)"))
    version = int(connection.execute(text("SELECT version FROM schema_version")).scalar_one())
    if version > len(MIGRATIONS):
        raise SchemaError(
            f"The database has schema {version}; this version of Signpost knows up to {len(MIGRATIONS)}. "
            "Install the newer version that wrote it."
        )
    for step in MIGRATIONS[version:]:
        step(connection)
    connection.execute(text("UPDATE schema_version SET version = :now"), {"now": len(MIGRATIONS)})
