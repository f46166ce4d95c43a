"""The way out: each record's bundle goes to the archive, and is kept here until the archive acknowledged it."""

import random
from collections.abc import Callable

from terminal.clock import Clock
from terminal.config import Config
from terminal.export.signed_pdf.maker import PdfMaker
from terminal.retention import build_retention, build_sealing_away
from terminal.store import Store

from .backoff import Backoff
from .https import HttpsArchive
from .pdfs import SignedPdfs
from .sinks import Acknowledged, Outcome, Postponed, Refused, Sink, Unreachable
from .stamping import StampServer
from .token_file import TokenFile
from .uploader import Uploader

__all__ = [
    "Acknowledged",
    "Backoff",
    "HttpsArchive",
    "Outcome",
    "Postponed",
    "Refused",
    "SignedPdfs",
    "Sink",
    "StampServer",
    "TokenFile",
    "Unreachable",
    "Uploader",
    "build_sinks",
    "build_uploader",
]


def build_uploader(config: Config, store: Store, clock: Clock, ring: Callable[[], None]) -> Uploader:
    """Return the uploader that a configuration describes; without an archive it has nothing to do and says so."""
    settings, sinks = config.upload, build_sinks(config)
    backoff = Backoff(settings.backoff_cap_s, random.SystemRandom().random)
    pdfs = SignedPdfs(store, build_pdf_maker(config), ring) if config.evidence.signed_pdf else None
    sealing_away = build_sealing_away(config, store)
    return Uploader(
        *(store, sinks, clock, backoff),
        ring=ring,
        poll_s=settings.poll_s,
        pdfs=pdfs,
        housekeeping=[*([sealing_away] if sealing_away else []), build_retention(config, store, clock)],
    )


def build_sinks(config: Config) -> list[Sink]:
    """Return the places that a configuration has records sent to."""
    settings = config.upload
    if not settings.archive:
        return []
    token = TokenFile(config.upload_token_file)
    return [HttpsArchive(settings.archive, token, timeout_s=settings.timeout_s)]


def build_pdf_maker(config: Config) -> PdfMaker:
    """Return what makes signed PDFs as a configuration says."""
    evidence = config.evidence
    stamp = StampServer(evidence.timestamp_url, timeout_s=evidence.timestamp_timeout_s)
    return PdfMaker(
        config.paths.device_key,
        config.paths.device_certificate,
        config.site.timezone,
        stamp=stamp if evidence.timestamp_url else None,
        timeout_s=evidence.pdf_timeout_s,
    )
