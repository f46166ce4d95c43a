"""The way of a bundle into the archive: checked, kept, indexed, acknowledged, in that order."""

import lzma
import zlib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import UnsupportedAlgorithm
from sqlalchemy.exc import IntegrityError

from terminal.evidence.bundle import Bundle, BundleError, open_bundle
from terminal.model.heads import Heads
from terminal.model.moment import utc_text

from .database import Database
from .entry import Entry, EntryError, entry_of
from .heads import remember
from .objects import ObjectConflictError, Objects
from .problems import Problem
from .tables import RecordRow
from .terminals import check_known, make_known
from .tokens import Token

_FOREIGN = (zlib.error, lzma.LZMAError, UnsupportedAlgorithm)
"""What the libraries below raise for members and certificates that no terminal makes."""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The archive's word that a record is on its disk and in its index."""

    record_id: str
    bundle_sha256: str
    seq: int
    received: str


@dataclass(frozen=True, slots=True)
class Received:
    """A bundle's answer: the acknowledgement, and whether the record is new here."""

    acknowledgement: Acknowledgement
    new: bool


def receive(
    database: Database,
    objects: Objects,
    token: Token,
    record_id: str,
    content: bytes,
    *,
    heads: Heads | None = None,
) -> Received:
    """Take a terminal's bundle in and acknowledge it; the same bytes again get the same answer.

    ``heads`` is how far the terminal says that it has come.

    The object is flushed before the row is committed. A crash between the two leaves an object that no
    row names; the terminal was told nothing, sends again, and finds it healed.

    Raises:
        Problem: in words, where the bundle is refused; nothing is changed then.
    """
    digest = sha256(content).hexdigest()
    with database.reading() as session:
        kept = session.get(RecordRow, record_id)
    if kept and kept.bundle_sha256 != digest:
        raise _conflict(record_id)
    entry = _checked(content, record_id)
    with database.reading() as session:
        check_known(session, entry, token)
    _keep(objects, entry.object_key, content, acknowledged=kept is not None)
    if kept:
        if heads:
            with database.writing() as session:
                remember(session, entry.terminal_id, heads, _now())
        return Received(_acknowledgement(kept), new=False)
    try:
        return Received(_enter(database, entry, token, content, digest, heads), new=True)
    except IntegrityError:
        # Another upload was first, of this record or of this terminal's first key: ask again who is known.
        return _after_another(database, entry, token, content, digest)


def _checked(content: bytes, record_id: str) -> Entry:
    """Open the bundle, check all of it, and return what the index will say of it."""
    try:
        entry = entry_of(opened(content))
    except BundleError as error:
        raise Problem(422, "bundle-does-not-hold", f"The bundle does not hold: {error}.") from error
    except EntryError as error:
        raise Problem(422, "record-unreadable", f"The record cannot be indexed: {error}.") from error
    if entry.id != record_id:
        raise Problem(422, "other-record", f"The bundle holds record {entry.id}, and was put as {record_id}.")
    return entry


def opened(content: bytes) -> Bundle:
    """Open a bundle with every check, whatever its bytes are.

    Raises:
        BundleError: naming what does not hold.
    """
    try:
        return open_bundle(content)
    except _FOREIGN as error:
        raise BundleError(f"the bundle cannot be read: {error}") from error


def _keep(objects: Objects, key: str, content: bytes, *, acknowledged: bool) -> None:
    """Put the bundle into the object store, in the place of damaged bytes if there are such.

    Other bytes may be there for two reasons: they rotted after being acknowledged, or a power cut tore them
    before. In both cases they are no bundle that holds, and these are.
    """
    try:
        objects.keep(key, content)
    except ObjectConflictError as error:
        if not acknowledged and _holds(objects.read(key)):
            raise _conflict(key.rpartition("/")[2].removesuffix(".signpost")) from error
        objects.keep(key, content, repair=True)


def _holds(content: bytes | None) -> bool:
    try:
        opened(content or b"")
    except BundleError:
        return False
    return True


def _now() -> datetime:
    """Return the time to the millisecond, as rows keep it."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _enter(  # noqa: PLR0917 - what arrived, whole
    database: Database, entry: Entry, token: Token, content: bytes, digest: str, heads: Heads | None = None
) -> Acknowledgement:
    """Write the record's row, and who sent it, in one transaction."""
    now = _now()
    with database.writing() as session:
        check_known(session, entry, token)
        make_known(session, entry, token, now)
        row = RecordRow(
            **asdict(entry),
            bundle_sha256=digest,
            bundle_bytes=len(content),
            object_key=entry.object_key,
            received=now,
        )
        session.add(row)
        if heads:
            session.flush()
            remember(session, entry.terminal_id, heads, now)
    return _acknowledgement(row)


def _after_another(database: Database, entry: Entry, token: Token, content: bytes, digest: str) -> Received:
    """Answer after a collision with another upload of the same moment."""
    with database.reading() as session:
        kept = session.get(RecordRow, entry.id)
    if kept is None:
        return Received(_enter(database, entry, token, content, digest), new=True)
    if kept.bundle_sha256 != digest:
        raise _conflict(entry.id)
    return Received(_acknowledgement(kept), new=False)


def _acknowledgement(row: RecordRow) -> Acknowledgement:
    return Acknowledgement(row.id, row.bundle_sha256, row.seq, utc_text(row.received))


def _conflict(record_id: str) -> Problem:
    return Problem(
        409,
        "record-differs",
        f"Record {record_id} is here already, with other bytes. Nothing was overwritten.",
    )
