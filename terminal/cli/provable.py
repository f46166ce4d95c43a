"""Whether this terminal's key can seal, and whether its newest records still hang together."""

import itertools
from collections.abc import Iterator, Sequence

from terminal.cli.finding import Check, Finding
from terminal.config import Config
from terminal.evidence.chain import check_chain
from terminal.evidence.errors import KeyUnfit, SealError
from terminal.evidence.keys import read_device_key
from terminal.evidence.seal import Seal, check_seal
from terminal.store import Store
from terminal.store.errors import StoreError

_NEWEST = 300
"""How many seals are checked: a second's work on a small Pi. A whole chain is the archive's to check."""

_TOLD = 3
"""How many breaks are told; behind the first few are only more of the same kind."""


def key_and_chain(config: Config) -> Iterator[Check]:
    """Check the terminal's key, its certificate, and the newest records' seals and places."""
    kept = _newest(config)
    if not kept and not config.paths.device_key.exists() and not config.paths.device_certificate.exists():
        yield Check("device key", Finding.NOTE, "is made at the first start")
        return
    own, troubles = "", []
    if config.paths.device_key.exists() and (mode := config.paths.device_key.stat().st_mode & 0o777) != 0o600:
        troubles.append(f"mode {mode:o}: others may read it. chmod 600 {config.paths.device_key}")
    try:
        own = read_device_key(config.paths.device_key, config.paths.device_certificate).thumbprint
    except KeyUnfit as error:
        troubles.append(str(error))
    finding = Finding.TROUBLE if troubles else Finding.WELL
    yield Check("device key", finding, " ".join(troubles) or "private and whole")
    mistakes = list(itertools.islice(_mistakes(kept, own), _TOLD))
    for mistake in mistakes:
        yield Check("records", Finding.TROUBLE, mistake)
    if kept and not mistakes:
        last = min(len(kept), _NEWEST)
        yield Check("records", Finding.WELL, f"the chain of the last {last} holds")


def _newest(config: Config) -> Sequence[tuple[int, bytes, str]]:
    """Return the newest seals; none where the store is not there or cannot be read, which is said elsewhere."""
    if not config.paths.store.exists():
        return []
    try:
        with Store(config.paths.store) as store:
            return store.records.newest_seals(_NEWEST + 1)
    except StoreError:
        return []


def _mistakes(kept: Sequence[tuple[int, bytes, str]], own: str) -> Iterator[str]:
    """Yield, in words, what does not hold about the seals; ``own`` is the key that should have made them."""
    seals: list[Seal] = []
    for seq, jws, digest in kept:
        try:
            seal = check_seal(jws)
        except SealError as error:
            yield f"record {seq} does not hold: {error}"
            return
        if digest != seal.jws_sha256:
            yield f"record {seq} is not the one that was noted when it was sealed"
        if own and seal.thumbprint != own:
            yield f"record {seq} was sealed by another key than this terminal's"
        seals.append(seal)
    before = seals.pop(0) if len(kept) > _NEWEST else None
    yield from (found.sentence for found in check_chain(seals, after=before))
