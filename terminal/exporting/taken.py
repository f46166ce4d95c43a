"""A record as it is taken out of the store: its row, its seal, and all its files."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any

from terminal.evidence.age import MEDIA_TYPE as AGE_TYPE
from terminal.evidence.age import SUFFIX, AgeError, decrypt
from terminal.evidence.bundle import SEAL_NAME, make_bundle
from terminal.evidence.errors import SealError
from terminal.evidence.seal import Seal, check_seal
from terminal.export.ink_json import read_ink
from terminal.model.ink import Ink
from terminal.model.record import Part
from terminal.store import Store
from terminal.store.records import StoredRecord

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

INK = "ink.json"
PLAIN_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class Taken:
    """One record.

    Attributes:
        stored: how lists show it.
        jws: its seal.
        files: its parts, what was made of it later, and what stands for a part that was destroyed.
        zone: of the shop; None is the computer's own.
        receipt: what its slips say of it; empty where that was not kept.
        opened: parts that are encrypted to their owner, and were opened with the owner's key.
        no_pdf: why it has no signed PDF, in words; empty where it has one, and where nobody tried yet.
    """

    stored: StoredRecord
    jws: bytes = field(repr=False)
    files: tuple[Part, ...]
    zone: tzinfo | None = None
    receipt: str = ""
    no_pdf: str = ""
    opened: tuple[Part, ...] = ()

    @classmethod
    def of(cls, store: Store, stored: StoredRecord, zone: tzinfo | None) -> "Taken":
        """Take a record out of the store."""
        records, made = store.records, store.made
        no_pdf = made.trouble(stored.id, "signed.pdf")
        return cls(
            stored,
            records.jws(stored.id),
            store.files(stored.id),
            zone,
            records.receipt(stored.id),
            no_pdf,
        )

    @property
    def asked(self) -> dict[str, Any]:
        """What the till asked for."""
        asked: dict[str, Any] = json.loads(self.stored.received)
        return asked

    @property
    def amount(self) -> str:
        """The amount with its currency, or nothing for a document without one."""
        asked = self.asked
        return f"{asked.get('currency') or ''} {asked['amount']}".strip() if asked.get("amount") else ""

    @property
    def signed(self) -> datetime:
        """When it was confirmed, in the shop's own time."""
        return datetime.fromisoformat(self.stored.confirmed_utc).astimezone(self.zone)

    @cached_property
    def seal(self) -> Seal | None:
        """The seal, where it holds."""
        with suppress(SealError):
            return check_seal(self.jws)
        return None

    @cached_property
    def ink(self) -> Ink | None:
        """The signature, where it was drawn and can be read: not one that is encrypted to its owner."""
        part = self.readable(INK)
        with suppress(KeyError, TypeError, ValueError):
            return read_ink(part.content) if part else None
        return None

    @property
    def bundle(self) -> bytes:
        """The record in one file."""
        return make_bundle(self.jws, self.files)

    @property
    def by_name(self) -> dict[str, bytes]:
        """The seal and all files, by name."""
        return {SEAL_NAME: self.jws, **{part.name: part.content for part in self.files}}

    def readable(self, name: str) -> Part | None:
        """Return a file by its name, or what an encrypted one holds, where it was opened; else None."""
        return self.part(name) or next((part for part in self.opened if part.name == name), None)

    def open(self, identities: Sequence["Identity"]) -> "Taken":
        """Return the record with what is encrypted to its owner opened; the seal stays around what was encrypted.

        Raises:
            AgeError: these keys do not open it, or it does not hold what was sealed.
        """
        opened = []
        for part in self.files:
            if part.media_type == AGE_TYPE:
                plain = Part(part.name.removesuffix(SUFFIX), PLAIN_TYPE, decrypt(part.content, identities))
                if plain.sha256 != self._sealed_digest(part.name):
                    raise AgeError(f"{part.name} does not hold what the record says was encrypted")
                opened.append(plain)
        return replace(self, opened=tuple(opened))

    def _sealed_digest(self, name: str) -> str:
        """Return the digest that the record gives of what is inside an encrypted part."""
        listed = self.seal.record.get("parts", ()) if self.seal else ()
        return next((str(part.get("plain_sha256")) for part in listed if part.get("name") == name), "")

    def part(self, name: str) -> Part | None:
        """Return a file by its name, or None."""
        return next((part for part in self.files if part.name == name), None)
