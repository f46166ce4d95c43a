"""A stub: the terminal's signed word on a record that it does not keep any more, or not so that it could read it.

It takes the place of ``record.jws`` and repeats what the chain needs: the record's number, the digest of its seal,
and the digest that it named. So the records before and behind it hang together as before, and whoever looks is told
that nothing was lost by accident. In a store, a backup or a bundle it is ``record.stub.jws``.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from terminal.model.record import Part

from .agreement import said
from .errors import SealError
from .jws import open_jws
from .keys import DeviceKey
from .seal import Seal, seal

STUB_NAME = "record.stub.jws"
STUB_TYP = "signpost-stub+jws"
STUB_TYPE = "application/jose+json"

DESTROYED, SEALED = "destroyed", "sealed"


@dataclass(frozen=True, slots=True)
class Stub:
    """What a record was, and what became of it.

    Attributes:
        record_id: its id.
        terminal_id: whose it is.
        sha256: hex, of its seal: what the next record names.
        thumbprint: of the key that sealed it.
        chain, journal: as the record has them.
        became: ``destroyed``, or ``sealed`` where one file, encrypted to its owner, holds all of it.
        utc: when, by the terminal's clock.
        why: in words: the policy, or who asked for it.
        file_sha256: hex, of the encrypted file; empty where there is none.
    """

    record_id: str
    terminal_id: str
    sha256: str
    thumbprint: str
    chain: dict[str, Any]
    journal: dict[str, Any]
    became: str
    utc: str
    why: str
    file_sha256: str = ""

    @classmethod
    def of(cls, record: Seal, became: str, utc: str, why: str, file_sha256: str = "") -> "Stub":
        """Return the stub of a sealed record."""
        terminal_id, record_id = (
            str(said(record.record, *path)) for path in (("device", "terminal_id"), ("id",))
        )
        chain, journal = (dict(record.record.get(name) or {}) for name in ("chain", "journal"))
        digest, thumbprint = record.jws_sha256, record.thumbprint
        return cls(record_id, terminal_id, digest, thumbprint, chain, journal, became, utc, why, file_sha256)

    def __str__(self) -> str:
        day = self.utc[:10]
        if self.became == SEALED:
            return f"the record was sealed to its owner on {day}: only the owner's age key opens it"
        return f"the record was destroyed on {day}: {self.why}"


def seal_stub(stub: Stub, key: DeviceKey) -> Part:
    """Return a stub as the file that takes the place of ``record.jws``."""
    text = json.dumps(asdict(stub), ensure_ascii=False, separators=(",", ":")).encode()
    return Part(STUB_NAME, STUB_TYPE, seal(text, key, STUB_TYP))


def check_stub(signed: bytes) -> tuple[Stub, str]:
    """Return what a stub says, and the thumbprint of the key that signed it.

    Raises:
        SealError: it is none, or was changed.
    """
    opened = open_jws(signed, STUB_TYP, "the stub", "what it says")
    try:
        values = json.loads(opened.payload)
        stub = Stub(**values)
    except (ValueError, TypeError, RecursionError) as error:
        raise SealError(f"what is sealed is no stub: {error}") from error
    for name, value in values.items():
        wanted = dict if name in {"chain", "journal"} else str
        if not isinstance(value, wanted):
            raise SealError(f"what is sealed is no stub: its {name} is none")
    if stub.became not in {DESTROYED, SEALED}:
        raise SealError(f"what is sealed is no stub: a record does not become {stub.became!r:.40}")
    return stub, opened.signer.thumbprint
