"""Whether this terminal's key can seal, and whether its newest records still hang together."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from terminal.cli.finding import Check, Finding
from terminal.config import Config
from terminal.evidence.certificates import WARN_DAYS
from terminal.evidence.chain import check_chain, restored_after
from terminal.evidence.errors import KeyUnfit, SealError
from terminal.evidence.key_ring import KeyRing, own_certificates
from terminal.evidence.keys import read_device_key
from terminal.evidence.places import Place
from terminal.evidence.seal import Seal, check_seal
from terminal.evidence.trusted import Trusted
from terminal.model.journal import journal_breaks
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
    known, troubles = frozenset[str](), []
    if config.paths.device_key.exists() and (mode := config.paths.device_key.stat().st_mode & 0o777) != 0o600:
        troubles.append(f"mode {mode:o}: others may read it. chmod 600 {config.paths.device_key}")
    try:
        own = read_device_key(config.paths.device_key, config.paths.device_certificate).thumbprint
        known = Trusted.read(own_certificates(config.paths.device_certificate)).thumbprints | {own}
    except KeyUnfit as error:
        troubles.append(str(error))
    finding = Finding.TROUBLE if troubles else Finding.WELL
    yield Check("device key", finding, " ".join(troubles) or f"private and whole: {own}")
    if not troubles:
        yield _certificate(config)
    mistakes = list(itertools.islice(_mistakes(kept, known), _TOLD))
    for mistake in mistakes:
        yield Check("records", Finding.TROUBLE, mistake)
    if kept and not mistakes:
        last = min(len(kept), _NEWEST)
        yield Check("records", Finding.WELL, f"the chain of the last {last} holds")
    yield from _journal(config)


def _certificate(config: Config) -> Check:
    """Say until when the certificate is valid: in time to get another."""
    paths = config.paths
    facts = KeyRing(paths.device_key, paths.device_certificate, config.site.terminal_id).facts()
    left, ends = facts.days_left(datetime.now(UTC)), f"{facts.ends:%Y-%m-%d}"
    another = "signpost key renew" if facts.self_signed else "signpost key csr, and signpost key install"
    if left < 0:
        sentence = f"ended on {ends}: what is sealed now may not be believed. Get another: {another}"
        return Check("certificate", Finding.TROUBLE, sentence)
    if left < WARN_DAYS:
        return Check("certificate", Finding.NOTE, f"ends on {ends}, in {left} days. Get another: {another}")
    whose = "self-signed" if facts.self_signed else f"issued by {facts.issuer}"
    return Check("certificate", Finding.WELL, f"{whose}, until {ends}")


def _journal(config: Config) -> Iterator[Check]:
    """Check the newest lines of the journal, and say how far chain and journal have come."""
    if not config.paths.store.exists():
        return
    try:
        with Store(config.paths.store) as store:
            (seq, digest), head = store.records.head(), store.journal.head()
            after = store.journal.head_at(head.seq - _NEWEST)
            breaks = list(journal_breaks(store.journal.texts(max(0, head.seq - _NEWEST)), after))
    except StoreError:
        return
    for _, sentence in breaks[:_TOLD]:
        yield Check("journal", Finding.TROUBLE, sentence)
    if not breaks:
        yield Check("journal", Finding.WELL, f"its last {min(head.seq, _NEWEST)} lines hold")
    yield Check("chain head", Finding.WELL, f"{seq} {digest}")
    yield Check("journal head", Finding.WELL, f"{head.seq} {head.sha256}")


def _newest(config: Config) -> Sequence[tuple[int, bytes, str]]:
    """Return the newest seals; none where the store is not there or cannot be read, which is said elsewhere."""
    if not config.paths.store.exists():
        return []
    try:
        with Store(config.paths.store) as store:
            return store.records.newest_seals(_NEWEST + 1)
    except StoreError:
        return []


def _mistakes(kept: Sequence[tuple[int, bytes, str]], known: frozenset[str]) -> Iterator[str]:
    """Yield, in words, what does not hold about the seals; ``known`` are the keys that may have made them."""
    runs, noted = [list[Seal]()], ""
    for seq, jws, digest in kept:
        if not jws:  # let go of: the next one still names it
            runs.append([])
            noted = digest
            continue
        try:
            seal = check_seal(jws)
        except SealError as error:
            yield f"record {seq} does not hold: {error}"
            return
        if digest != seal.jws_sha256:
            yield f"record {seq} is not the one that was noted when it was sealed"
        if known and seal.thumbprint not in known:
            yield f"record {seq} was sealed by another key than this terminal's"
        if noted and Place.of(seal).previous != noted and not restored_after(seal):
            yield f"record {seq} names another record {seq - 1} than the one that was here"
        runs[-1].append(seal)
        noted = ""
    before = runs[0].pop(0) if len(kept) > _NEWEST and runs[0] else None
    yield from (found.sentence for found in check_chain(runs[0], after=before))
    for run in filter(None, runs[1:]):
        yield from (found.sentence for found in check_chain(run[1:], after=run[0]))
