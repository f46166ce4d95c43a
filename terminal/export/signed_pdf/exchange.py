"""What passes between the process that makes signed PDFs and the one that asks for them: frames through two pipes.

A frame is its header's length (four bytes, big-endian), the header (JSON), and the files that it announces. A
*job* goes in; back come questions for a time stamp, each to be answered, and at the end what was made.
"""

import json
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from terminal.model.record import Part

_LENGTH = struct.Struct(">I")
MOST_BYTES = 256 * 1024 * 1024
"""No frame is longer: a bundle is half as long at the most."""


Stamp = Callable[[bytes], bytes]
"""Asks a time-stamp server: the DER of a TimeStampReq goes in, that of a TimeStampResp comes out (RFC 3161).

Raises:
    OSError: it did not answer, or not in time; the message says so.
"""


class PdfFailed(Exception):
    """A signed PDF cannot be made. The message says why, and what to do where somebody can do something."""


@dataclass(frozen=True, slots=True)
class Made:
    """A signed PDF.

    Attributes:
        content: the file.
        stamped: whether it has a time stamp (PAdES B-T), or not (B-B).
        note: what else there is to know of how it was made, in English; often nothing.
    """

    content: bytes = field(repr=False)
    stamped: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """A record to be made a PDF of.

    Attributes:
        jws: its seal.
        parts: its files.
        receipt: what the terminal signed for its slips.
        stamped: whether a time stamp is wanted.
        spare_document: whether its document is only attached and not read, because that was too much once.
    """

    jws: bytes = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)
    receipt: str = ""
    stamped: bool = False
    spare_document: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A header, and the files that go with it."""

    header: dict[str, Any]
    files: tuple[bytes, ...] = field(default=(), repr=False)

    def written(self) -> bytes:
        """Return the frame as bytes."""
        header = json.dumps({**self.header, "sizes": [len(each) for each in self.files]}).encode()
        return b"".join((_LENGTH.pack(len(header)), header, *self.files))


class Frames:
    """Puts frames together from whatever pieces a pipe gives."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, piece: bytes) -> None:
        """Take what was read."""
        self._bytes += piece
        if len(self._bytes) > MOST_BYTES:
            raise ValueError("a frame is too long")

    def next(self) -> Frame | None:
        """Return the next frame, or None while it is not whole.

        Raises:
            ValueError: what came is no frame.
        """
        start = _LENGTH.size
        if len(self._bytes) < start:
            return None
        end = start + _LENGTH.unpack_from(self._bytes)[0]
        if end > MOST_BYTES:
            raise ValueError("a frame is too long")
        if len(self._bytes) < end:
            return None
        header = json.loads(self._bytes[start:end])
        sizes = [int(size) for size in header.pop("sizes")]
        if len(self._bytes) < end + sum(sizes):
            return None
        files = []
        for size in sizes:
            files.append(bytes(self._bytes[end : end + size]))
            end += size
        del self._bytes[:end]
        return Frame(header, tuple(files))


def frame_of(job: Job) -> Frame:
    """Return a job as a frame."""
    header = {
        "parts": [[part.name, part.media_type] for part in job.parts],
        "receipt": job.receipt,
        "stamped": job.stamped,
        "spare_document": job.spare_document,
    }
    return Frame(header, (job.jws, *_contents(job.parts)))


def job_of(frame: Frame) -> Job:
    """Return the job that a frame is."""
    jws, *contents = frame.files
    said = frame.header
    named = zip(said["parts"], contents, strict=True)
    parts = (Part(name, media_type, content) for (name, media_type), content in named)
    return Job(jws, tuple(parts), said["receipt"], said["stamped"], said["spare_document"])


def _contents(parts: Iterable[Part]) -> Iterable[bytes]:
    return (part.content for part in parts)
