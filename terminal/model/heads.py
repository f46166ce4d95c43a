"""How far a terminal has come: the last of its records, and the last line of its journal."""

import re
from dataclasses import dataclass

from .journal import NO_LINE

HEADER = "Signpost-Heads"
"""The header that tells them with every upload."""

_SAID = re.compile(r"chain=(\d{1,15}):([0-9a-f]{64}), journal=(\d{1,15}):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of chain and journal: numbers, 0 before the first, and SHA-256 of seal and line."""

    chain_seq: int
    chain_sha256: str
    journal_seq: int
    journal_sha256: str

    def __str__(self) -> str:
        """Return them as the header says them."""
        chain, journal = f"{self.chain_seq}:{self.chain_sha256}", f"{self.journal_seq}:{self.journal_sha256}"
        return f"chain={chain}, journal={journal}"

    @classmethod
    def read(cls, text: str) -> "Heads | None":
        """Return what a header says, or None where that is no heads."""
        said = _SAID.fullmatch(text)
        return cls(int(said[1]), said[2], int(said[3]), said[4]) if said else None


NO_HEADS = Heads(0, NO_LINE, 0, NO_LINE)
