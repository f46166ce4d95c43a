"""How far a terminal has come: the last of its records, and the last line of its journal."""

from dataclasses import dataclass

from .journal import NO_LINE

HEADER = "Signpost-Heads"
"""The header that tells them with every upload."""

_DIGITS = frozenset("0123456789abcdef")
_LONGEST_NUMBER = 15


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
        match [part.split(":") for part in text.removeprefix("chain=").split(", journal=")]:
            case [[chain, chain_sha256], [journal, journal_sha256]] if (
                text.startswith("chain=")
                and _is_number(chain)
                and _is_number(journal)
                and _is_digest(chain_sha256)
                and _is_digest(journal_sha256)
            ):
                return cls(int(chain), chain_sha256, int(journal), journal_sha256)
        return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER


def _is_digest(text: str) -> bool:
    return len(text) == len(NO_LINE) and _DIGITS.issuperset(text)


NO_HEADS = Heads(0, NO_LINE, 0, NO_LINE)
