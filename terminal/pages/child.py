"""The owner's side of the child that reads a PDF: starts it, asks it, and ends it where it takes too long.

Belongs to one thread: the kernel ends the child with the thread that started it.
"""

import fcntl
import io
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO

from terminal.model.document import PagePicture, PageSize

from .wire import HEAD_BYTES, Answer, Ask, Asked, Head, unpack_sizes

_PIPE_BYTES = 1024 * 1024
"""As much as Linux lets anybody have: a picture comes in a few strokes, none of them long."""


class PagesError(Exception):
    """A document's pages cannot be had. The message is a sentence for people."""


class Refused(PagesError):
    """The document itself is the reason, and trying again would change nothing."""


class ChildFailed(PagesError):
    """The child ended or took too long. Another one may fare better."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a child may use.

    Attributes:
        answer_s: seconds from a question to the end of its answer.
        cpu_s: seconds of computing for it.
        memory_mb: of address space, beside the document itself; 60 of it are Python and pdfium.
    """

    answer_s: float = 10.0
    cpu_s: int = 10
    memory_mb: int = 384


def lay_down(content: Iterable[bytes]) -> tuple[int, int]:
    """Return a descriptor of a file in memory that nobody can change any more, and its size in bytes.

    Close it when the child was started: the child has its own.

    Raises:
        ChildFailed: there is no room for it.
    """
    try:
        descriptor = os.memfd_create("document", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        try:
            size = _fill(descriptor, content)
        except BaseException:
            os.close(descriptor)
            raise
    except OSError as error:
        raise ChildFailed(f"There is no room in memory for the document: {error.strerror}.") from error
    return descriptor, size


def _fill(descriptor: int, content: Iterable[bytes]) -> int:
    """Write a file in memory, let nobody change it any more, and return its size in bytes."""
    size = 0
    for piece in content:
        rest = memoryview(piece)
        while rest:
            written = os.write(descriptor, rest)
            rest, size = rest[written:], size + written
    unchanging = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, unchanging)
    return size


@dataclass(slots=True)
class Child:
    """A process that reads one PDF.

    Raises:
        ChildFailed: it cannot be started.

    Attributes:
        descriptor: of the document, from ``lay_down``.
        size: of it, in bytes.
        bounds: what the child may use.
    """

    descriptor: int
    size: int
    bounds: Bounds = field(default_factory=Bounds)
    _process: subprocess.Popen[bytes] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        memory_bytes = self.bounds.memory_mb * 1024 * 1024 + self.size
        figures = (self.descriptor, self.size, memory_bytes, self.bounds.cpu_s)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", "terminal.pages", *(str(figure) for figure in figures)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pass_fds=(self.descriptor,),
                cwd="/",
                env={"LC_ALL": "C.UTF-8"},
                bufsize=0,
                pipesize=_PIPE_BYTES,
            )
        except OSError as error:
            raise ChildFailed(f"What reads documents cannot be started: {error.strerror}.") from error

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def examine(self) -> tuple[PageSize, ...]:
        """Return the size of each page; every page was read to its end.

        Raises:
            Refused: the document cannot be shown and signed.
            ChildFailed: the child ended or took too long.
        """
        _, content = self._ask(Asked(Ask.EXAMINE), Answer.EXAMINED)
        try:
            return tuple(PageSize(width, height) for width, height in unpack_sizes(content))
        except (ValueError, TypeError) as error:
            raise ChildFailed("What reads the document answered nonsense.") from error

    def draw(self, asked: Asked) -> PagePicture:
        """Return a page, or a part of it, as a picture.

        Raises:
            Refused: there is no such page, or it cannot be drawn.
            ChildFailed: the child ended or took too long.
        """
        head, content = self._ask(asked, Answer.DRAWN)
        return PagePicture(asked.page, head.width_px, head.height_px, content, asked.region)

    def kill(self) -> None:
        """End the child, whatever it is doing. From any thread; ``close`` must follow."""
        self._process.kill()

    def close(self) -> None:
        """End the child, and let go of its lines."""
        self._process.kill()
        self._process.wait()
        for line in (self._process.stdin, self._process.stdout):
            if line:
                line.close()

    def _ask(self, asked: Asked, wanted: Answer) -> tuple[Head, bytes]:
        until_s = time.monotonic() + self.bounds.answer_s
        try:
            os.write(self._descriptor_of(self._process.stdin), asked.pack())
            head = Head.unpack(self._read(HEAD_BYTES, until_s))
            content = self._read(head.length, until_s)
        except BrokenPipeError as error:
            raise ChildFailed(self._how_it_ended()) from error
        except ValueError as error:
            raise ChildFailed("What reads the document answered nonsense.") from error
        if head.answer is Answer.REFUSED:
            raise Refused(content.decode("utf-8", "replace"))
        if head.answer is not wanted:
            raise ChildFailed("What reads the document answered something else.")
        return head, content

    def _read(self, length: int, until_s: float) -> bytes:
        """Return so many bytes of the child's, in pieces that hold up no other thread."""
        descriptor, content = self._descriptor_of(self._process.stdout), io.BytesIO()
        ready = select.poll()
        ready.register(descriptor, select.POLLIN | select.POLLHUP)
        while content.tell() < length:
            left_s = until_s - time.monotonic()
            if left_s <= 0 or not ready.poll(left_s * 1000):
                raise ChildFailed(f"The document takes longer than {self.bounds.answer_s:g} s to read.")
            piece = os.read(descriptor, min(length - content.tell(), _PIPE_BYTES))
            if not piece:
                raise ChildFailed(self._how_it_ended())
            content.write(piece)
        return content.getvalue()

    @staticmethod
    def _descriptor_of(line: IO[bytes] | None) -> int:
        if line is None:
            raise TypeError("a line that is not there")
        return line.fileno()

    def _how_it_ended(self) -> str:
        try:
            code = self._process.wait(1)
        except subprocess.TimeoutExpired:
            return "What reads the document hung up."
        if code == -signal.SIGXCPU:
            return f"The document takes more than {self.bounds.cpu_s} seconds of computing."
        if code < 0:
            return f"The document needs too much memory, or is broken ({signal.Signals(-code).name})."
        return "The document needs too much memory, or is broken."
