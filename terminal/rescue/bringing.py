"""What was rescued is brought to where it is safe: a folder of bundles, and the archive."""

import os
from dataclasses import dataclass
from pathlib import Path

from terminal.evidence.bundle import BundleError, open_bundle, pack
from terminal.model.journal import JournalLine
from terminal.upload.sinks import Acknowledged, Outcome, Postponed, Refused, Sink, Unreachable

from . import RescueError
from .rescuing import Fate, Rescued

BUNDLE = ".signpost"
DAMAGED = "damaged"
"""The folder for what is left of records that do not hold."""

_GOOD = {Fate.WHOLE, Fate.LET_GO}


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of sending a record: whether the archive has it, and in which words."""

    arrived: bool
    sentence: str


def write_record(rescued: Rescued, folder: Path) -> Path:
    """Write a record as its bundle, read it back, and return where it is; a damaged one apart from the whole ones.

    Raises:
        RescueError: the disk does not keep what is written to it.
    """
    place = folder if rescued.fate in _GOOD else folder / DAMAGED
    place.mkdir(parents=True, exist_ok=True)
    file = place / f"{_safe(rescued)}{BUNDLE}"
    beside = file.with_name(f".{file.name}.part")
    content = pack(rescued.files)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
        os.posix_fadvise(written.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    back = beside.read_bytes()
    if back != content:
        raise RescueError(f"what was written to {folder} is not what is read there: take another disk")
    if rescued.fate is Fate.WHOLE:
        try:
            open_bundle(back)
        except BundleError as error:
            raise RescueError(f"the bundle of record {rescued.seq} does not hold: {error}") from error
    beside.replace(file)
    return file


def write_journal(lines: list[JournalLine], folder: Path) -> Path:
    """Write the journal's lines as they were kept, one a line."""
    file = folder / "journal.jsonl"
    file.write_text("".join(f"{line.text}\n" for line in lines), encoding="utf-8")
    return file


def send(rescued: Rescued, sink: Sink) -> Sent:
    """Send a whole record to the archive. Sending one that it has does no harm."""
    outcome: Outcome = sink.put(rescued.id, pack(rescued.files), sent=lambda: None)
    match outcome:
        case Acknowledged():
            return Sent(True, "acknowledged")
        case Refused(sentence) | Postponed(sentence) | Unreachable(sentence):
            return Sent(False, sentence)


def _safe(rescued: Rescued) -> str:
    """Return a name for a record's file; a damaged id is no path."""
    name = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in rescued.id[:64])
    return name if rescued.fate in _GOOD else f"{rescued.seq:06d}-{name}"
