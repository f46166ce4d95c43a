"""A serial line to an emulated device: a pseudo-terminal that is as slow as the real wire."""

import contextlib
import os
import pty
import select
import termios
import threading
import time
import tty
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

CHUNK_BYTES = 16
"""What a UART's queue holds: bytes arrive by about so many at a time."""
BITS_A_BYTE = 10
SPEEDS = {getattr(termios, f"B{baud}"): baud for baud in (9_600, 19_200, 38_400, 57_600, 115_200)}
"""What the kernel calls the speeds that sensors have; 28,800 has no name there."""
OUTPUT_SPEED = 5
"""Where ``tcgetattr`` has it."""
LOST_AFTER_S = 2.0
"""Bytes that nobody reads for so long fall off the end of the wire."""


@dataclass(slots=True)
class Sending:
    """Bytes on their way, not before ``not_before`` and at ``baud`` bits a second (None: at once)."""

    data: bytes
    baud: int | None
    not_before: float


class SerialLine:
    """The device's end of a pseudo-terminal. ``path`` is the other end, to be opened as a serial port.

    One thread reads and one writes: a single one could wait to write to a peer that waits to write to it.
    """

    def __init__(self, received: Callable[[bytes], None]) -> None:
        self._received = received
        # Holding the far end open keeps the line up while its user closes and opens it.
        self._near, self._far = pty.openpty()
        tty.setraw(self._near)
        tty.setraw(self._far)
        os.set_blocking(self._near, False)
        self.path = os.ttyname(self._far)
        self._wake_reader, self._wake_writer = os.pipe()
        self._to_send: deque[Sending] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self._threads = [
            threading.Thread(target=run, name=f"line {self.path} {run.__name__}", daemon=True)
            for run in (self._read, self._write)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def baud(self) -> int:
        """The speed that the other end was opened at, in bits a second; 0 for one that has no name."""
        return SPEEDS.get(termios.tcgetattr(self._far)[OUTPUT_SPEED], 0)

    def send(self, data: bytes, baud: int | None, after_s: float = 0.0) -> None:
        """Send ``data`` behind what is being sent, ``after_s`` seconds from now at the earliest."""
        with self._changed:
            self._to_send.append(Sending(data, baud, time.monotonic() + after_s))
            self._changed.notify()

    def drop_unsent(self) -> None:
        """Stop sending in the middle of a byte, as a device without power does."""
        with self._changed:
            self._to_send.clear()
            self._changed.notify()

    def close(self) -> None:
        """Pull the plug: whoever has the port open gets an error."""
        with self._changed:
            if self._closing:
                return
            self._closing = True
            self._changed.notify()
        os.write(self._wake_writer, b"x")
        for thread in self._threads:
            thread.join(timeout=5)
        for descriptor in (self._near, self._far, self._wake_reader, self._wake_writer):
            os.close(descriptor)

    def _read(self) -> None:
        while True:
            ready, _, _ = select.select([self._near, self._wake_reader], [], [])
            if self._wake_reader in ready:
                return
            with contextlib.suppress(BlockingIOError):
                self._received(os.read(self._near, 4096))

    def _write(self) -> None:
        free_at = 0.0
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closing or self._to_send)
                if self._closing:
                    return
                sending = self._to_send[0]
            free_at = self._send(sending, max(sending.not_before, free_at, time.monotonic()))
            with self._changed:
                if self._to_send and self._to_send[0] is sending:
                    self._to_send.popleft()

    def _send(self, sending: Sending, start: float) -> float:
        """Send by an absolute clock, so that no delay adds up; return when the last byte was due."""
        size = CHUNK_BYTES if sending.baud else max(len(sending.data), 1)
        due = start
        for begin in range(0, len(sending.data), size):
            end = min(begin + size, len(sending.data))
            if sending.baud:
                due = start + end * BITS_A_BYTE / sending.baud
            if not self._still_wanted(sending, until=due):
                break
            self._put(sending.data[begin:end])
        return due

    def _still_wanted(self, sending: Sending, until: float) -> bool:
        """Wait for the moment, and say whether these bytes are still to be sent then."""
        with self._changed:
            self._changed.wait_for(lambda: self._dropped(sending), timeout=max(0.0, until - time.monotonic()))
            return not self._dropped(sending)

    def _dropped(self, sending: Sending) -> bool:
        return self._closing or not self._to_send or self._to_send[0] is not sending

    def _put(self, chunk: bytes) -> None:
        lost_at = time.monotonic() + LOST_AFTER_S
        while chunk and not self._closing and time.monotonic() < lost_at:
            _, writable, _ = select.select([], [self._near], [], 0.05)
            if writable:
                with contextlib.suppress(BlockingIOError):
                    chunk = chunk[os.write(self._near, chunk) :]
