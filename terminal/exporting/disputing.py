"""A dispute's packet is made of a record, and put where it can be taken along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from terminal.evidence.key_ring import own_certificates
from terminal.evidence.trusted import Trusted
from terminal.model.journal import Happening
from terminal.store import Store
from terminal.store.records import StoredRecord

from .packet import SUFFIX, make_packet
from .placing import Placed, check_folder, check_room, place
from .taken import Taken
from .target import Target

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

DISPUTES = "disputes"
"""The folder for packets in the terminal's own data, where no other was named."""


@dataclass(frozen=True, slots=True)
class Given:
    """A packet that lies in its place.

    Attributes:
        record_id: whose.
        file: where.
        wrong: what does not hold of the record in it, in words.
    """

    record_id: str
    file: Placed
    wrong: tuple[str, ...]


def give_packet(  # noqa: PLR0917 - what, where to, and with which keys
    store: Store,
    stored: StoredRecord,
    where: Target,
    certificate_file: Path,
    zone: tzinfo | None,
    identities: Sequence["Identity"] = (),
) -> Given:
    """Make a record's packet and put it in its place; the journal tells of it.

    Args:
        store: that the record is in.
        stored: the record.
        where: the folder.
        certificate_file: this terminal's certificate, against which the record's key is compared.
        zone: of the shop.
        identities: open what is encrypted to its owner; none leave it closed.

    Raises:
        ExportError: it cannot be written there.
        AgeError: the keys do not open it.
    """
    record = Taken.of(store, stored, zone)
    if identities:
        record = record.open(identities)
    known = own_certificates(certificate_file)
    packet = make_packet(store, record, Trusted.read(known, "this terminal's") if known else Trusted())
    check_folder(where.folder)
    check_room(where.folder, len(packet.content))
    file = place(where.folder, packet.stem, SUFFIX, packet.content)
    if file.new:
        store.journal.add(
            Happening.EXPORTED, stored.id, format="dispute", place=where.place, sha256=file.sha256
        )
    return Given(stored.id, file, packet.verdict.wrong)
