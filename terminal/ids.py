"""Names for requests and records: UUIDv7, so that they sort by the time they were made."""

import secrets
import time
from uuid import UUID


def new_id() -> str:
    """Return a new UUIDv7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, the rest random."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76  # version 7
    value = value & ~(0x3 << 62) | 0x2 << 62  # variant of RFC 9562
    return str(UUID(int=value))
