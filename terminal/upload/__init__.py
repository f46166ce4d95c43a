"""The way out: each record's bundle goes to the archive, and is kept here until the archive acknowledged it."""

import random
from collections.abc import Callable

from terminal.clock import Clock
from terminal.config import Config
from terminal.store import Store

from .backoff import Backoff
from .https import HttpsArchive
from .sinks import Acknowledged, Outcome, Postponed, Refused, Sink, Unreachable
from .token_file import TokenFile
from .uploader import Uploader

__all__ = [
    "Acknowledged",
    "Backoff",
    "HttpsArchive",
    "Outcome",
    "Postponed",
    "Refused",
    "Sink",
    "TokenFile",
    "Unreachable",
    "Uploader",
    "build_uploader",
]


def build_uploader(config: Config, store: Store, clock: Clock, ring: Callable[[], None]) -> Uploader:
    """Return the uploader that a configuration describes; without an archive it has nothing to do and says so."""
    settings = config.upload
    sinks: list[Sink] = []
    if settings.archive:
        sinks.append(
            HttpsArchive(settings.archive, TokenFile(config.upload_token_file), timeout_s=settings.timeout_s)
        )
    backoff = Backoff(settings.backoff_cap_s, random.SystemRandom().random)
    return Uploader(store, sinks, clock, backoff, ring=ring, poll_s=settings.poll_s)
