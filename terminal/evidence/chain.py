"""The chain: each record names the one before it, so that none can vanish or change places."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .record import NO_PREVIOUS
from .seal import Seal


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold, in words."""

    seq: int
    sentence: str


def check_chain(seals: Iterable[Seal]) -> Iterator[Break]:
    """Yield every break in a terminal's records, given from the first on, in the order they are kept."""
    expected, previous = 1, NO_PREVIOUS
    for seal in seals:
        chain = seal.record["chain"]
        seq = int(chain["seq"])
        if seq != expected:
            yield Break(seq, f"record {expected} should come here, and {seq} does")
        elif chain["previous"] != previous:
            yield Break(seq, f"record {seq} names another record {seq - 1} than the one that is here")
        expected, previous = seq + 1, seal.jws_sha256
