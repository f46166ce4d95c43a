"""Has signed PDFs made by a process of its own, which is started when there is one to make, and can be lost.

A document comes from outside: whatever it does to those who read it, it does it there, within limits.
"""

import os
import select
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from terminal.model.document import DOCUMENT_PART

from .exchange import Frame, Frames, Job, Made, PdfFailed, Stamp, frame_of

_ENDS_S = 5.0


class _Lost(Exception):
    """The process ended, or said nothing in time; the message says which."""


class PdfMaker:
    """Makes signed PDFs; belongs to one thread, and keeps its process warm while there is work.

    Args:
        key_file: the terminal's private key.
        certificate_file: its certificate.
        zone: the shop's time zone; empty for the computer's.
        stamp: asks for time stamps; None where none are wanted.
        timeout_s: how long one PDF may take.
    """

    def __init__(
        self,
        key_file: Path,
        certificate_file: Path,
        zone: str = "",
        *,
        stamp: Stamp | None = None,
        timeout_s: float = 30.0,
    ) -> None:
        self._arguments = (str(key_file), str(certificate_file), zone)
        self._stamp, self._timeout_s = stamp, timeout_s
        self._process: subprocess.Popen[bytes] | None = None
        self._frames = Frames()

    @property
    def pid(self) -> int | None:
        """The process that makes them, if it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def make(self, job: Job) -> Made:
        """Return a record's signed PDF. A document that is too much is attached, without being read.

        Raises:
            PdfFailed: it cannot be made; the message says why.
        """
        job = replace(job, stamped=self._stamp is not None)
        try:
            return self._make(job)
        except _Lost as error:
            if job.spare_document or all(part.name != DOCUMENT_PART for part in job.parts):
                raise PdfFailed(str(error)) from error
        try:
            return self._make(replace(job, spare_document=True))
        except _Lost as error:
            raise PdfFailed(str(error)) from error

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()
        try:
            process.wait(_ENDS_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _make(self, job: Job) -> Made:
        late_s = time.monotonic() + self._timeout_s
        asked = frame_of(job).written()
        if self.pid is None or not self._send(asked, late_s):
            self._start()  # it had ended for having had nothing to do
            self._send(asked, late_s)  # one that ends at once has said why
        while True:
            answer = self._receive(late_s)
            if answer.header.get("made"):
                return Made(answer.files[0], answer.header["stamped"], answer.header["note"])
            if answer.header.get("stamp"):
                began_s = time.monotonic()
                self._send(self._stamped(answer.files[0]).written(), late_s)
                late_s += time.monotonic() - began_s  # which was not this process's time
            elif answer.header.get("too_much"):
                raise _Lost(answer.header["failed"])
            else:
                raise PdfFailed(str(answer.header.get("failed")))

    def _stamped(self, request: bytes) -> Frame:
        try:
            return Frame({}, (self._stamp(request) if self._stamp else b"",))
        except OSError as error:
            return Frame({"trouble": str(error) or type(error).__name__})

    def _start(self) -> None:
        self.close()
        self._frames = Frames()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "terminal.export.signed_pdf", *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        for pipe in (self._process.stdin, self._process.stdout):
            os.set_blocking(pipe.fileno(), False)  # type: ignore[union-attr]  # both are pipes

    def _send(self, content: bytes, late_s: float) -> bool:
        """Write to the process; returns whether it took it."""
        pipe, rest = self._process.stdin, memoryview(content)  # type: ignore[union-attr]  # it was started
        try:
            while rest:
                self._wait(pipe.fileno(), select.POLLOUT, late_s)  # type: ignore[union-attr]
                rest = rest[os.write(pipe.fileno(), rest[: 1 << 16]) :]  # type: ignore[union-attr]
        except BrokenPipeError:
            return False
        return True

    def _receive(self, late_s: float) -> Frame:
        """Read the next frame from the process."""
        fileno = self._process.stdout.fileno()  # type: ignore[union-attr]  # it was started
        while (frame := self._frames.next()) is None:
            self._wait(fileno, select.POLLIN, late_s)
            piece = os.read(fileno, 1 << 20)
            if not piece:
                raise self._lost()
            self._frames.feed(piece)
        return frame

    def _wait(self, fileno: int, for_what: int, late_s: float) -> None:
        poll = select.poll()
        poll.register(fileno, for_what)
        if not poll.poll(max(0.0, late_s - time.monotonic()) * 1000):
            self._kill()
            raise _Lost(f"It was not made within {self._timeout_s:.0f} s.")

    def _lost(self) -> _Lost:
        """Return how the process ended."""
        self._kill()
        return _Lost("The process that makes it ended: it needed more time or memory than it may.")

    def _kill(self) -> None:
        if self._process:
            self._process.kill()
        self.close()
