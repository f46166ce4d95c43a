"""Places: where records say they stand in their terminal's chain, and where others saw that it had come to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from terminal.model.journal import JournalHead

from .agreement import said
from .chain import restored_after, restored_in
from .seal import Seal
from .stub import Stub

_HEAD = re.compile(
    r"(?:SIGNPOST-HEAD )?(?:(?P<terminal>\S+) )?(?P<seq>\d{1,15})[: ](?P<sha256>[0-9A-Fa-f]{64})"
    r"(?: (?P<line>\d{1,15})[: ](?P<line_sha256>[0-9A-Fa-f]{64}))?"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one record stands.

    Attributes:
        seq: its number; 0 where it names none.
        previous: what it says is the digest of the record before it.
        digest: of its own seal, hex SHA-256: what the next one names.
        journal: how far it says the journal had come; None in records from before there was one.
        restored: with which record (number, digest) a backup ended that this is the first record after.
    """

    source: str
    terminal_id: str
    record_id: str
    seq: int
    previous: str
    digest: str
    thumbprint: str
    journal: JournalHead | None
    restored: tuple[int, str] | None = None

    @classmethod
    def of(cls, seal: Seal, source: str = "") -> "Place":
        """Return the place that a sealed record says it has."""
        record = seal.record
        terminal_id, record_id = (str(said(record, *path)) for path in (("device", "terminal_id"), ("id",)))
        return cls._standing(
            source, (terminal_id, record_id), record, (seal.jws_sha256, seal.thumbprint), restored_after(seal)
        )

    @classmethod
    def of_stub(cls, stub: Stub, source: str = "") -> "Place":
        """Return the place that a record had whose content is not here any more."""
        record = {"chain": stub.chain, "journal": stub.journal}
        names, proofs = (stub.terminal_id, stub.record_id), (stub.sha256, stub.thumbprint)
        return cls._standing(source, names, record, proofs, restored_in(record))

    @classmethod
    def _standing(
        cls,
        source: str,
        names: tuple[str, str],
        record: Mapping[str, Any],
        proofs: tuple[str, str],
        restored: tuple[int, str] | None,
    ) -> "Place":
        match record.get("chain"):
            case {"seq": int(seq), "previous": str(previous)}:
                pass
            case _:
                seq, previous = 0, ""
        match record.get("journal"):
            case {"seq": int(line), "sha256": str(sha256)}:
                journal: JournalHead | None = JournalHead(line, sha256)
            case _:
                journal = None
        return cls(source, *names, seq, previous, *proofs, journal, restored)


@dataclass(frozen=True, slots=True)
class Head:
    """The last record of a chain as somebody saw it at some time: a chain that does not lead through it was cut.

    Attributes:
        sha256: hex, of the record's seal; empty where only its number is known.
        terminal_id: whose chain; empty where that was not said.
        said_by: who saw it, for people.
        journal: how far the journal had come then; None where that was not said.
    """

    seq: int
    sha256: str
    terminal_id: str = ""
    said_by: str = "the given head"
    journal: JournalHead | None = None

    def of(self, terminal_id: str) -> bool:
        """Whether it may be this terminal's; a slip's code writes names in capitals."""
        return not self.terminal_id or self.terminal_id.casefold() == terminal_id.casefold()

    @classmethod
    def read(cls, text: str) -> "Head":
        """Return the head in ``41:0f3a…`` or in what a scanner reads from the slip of a day's close.

        Raises:
            ValueError: in words, where there is none in it.
        """
        found = _HEAD.fullmatch(text.strip())
        if not found:
            raise ValueError(
                f"{text!r:.90} is no head: give a record's number and its seal's SHA-256, as 41:0f3a…, "
                "or what the code on a day's close says"
            )
        line = found["line"] and JournalHead(int(found["line"]), found["line_sha256"].lower())
        return cls(int(found["seq"]), found["sha256"].lower(), found["terminal"] or "", journal=line or None)
