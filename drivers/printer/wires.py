"""How an emulated printer is plugged in: a TCP port on the loopback interface, or a serial line (a PTY).

Replies never wait: a host that does not read them loses them, and does not lock up the printer.
"""

from __future__ import annotations

import contextlib
import os
import pty
import select
import socket
import threading
import time
import tty
from collections.abc import Callable
from typing import Protocol

from drivers.printer.parser import Parser

Reply = Callable[[bytes], None]
_PIECE_BYTES = 1024
_BITS_A_BYTE = 10  # 8N1


class Printer(Protocol):
    """What a wire needs of the printer at its end."""

    def wait_for_room(self) -> bool:
        """Wait until the printer takes bytes; False when it is being closed."""

    def receive(self, parser: Parser, data: bytes, reply: Reply) -> None:
        """Take bytes in, waiting where the buffer is full."""


class _Wake:
    """A way to end a ``select`` from another thread."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()

    def wait(self, file: int) -> bool:
        """Wait for the file to be readable; False when woken instead."""
        ready, _, _ = select.select([file, self._read], [], [])
        return self._read not in ready

    def wake(self) -> None:
        """End this wait and every later one."""
        os.write(self._write, b"!")

    def close(self) -> None:
        """Give the pipe back."""
        os.close(self._read)
        os.close(self._write)


class TcpServer:
    """A network printer's port 9100. One client at a time; others wait in the queue, as with real ones."""

    def __init__(self, printer: Printer, port: int) -> None:
        self._printer = printer
        self.port = port
        self.power_on()

    def power_on(self) -> None:
        """Listen, on the same port as before."""
        self._wake = _Wake()
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=4)
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name=f"printer tcp {self.port}", daemon=True)
        self._thread.start()

    def power_off(self) -> None:
        """Break the connection, and refuse new ones."""
        if self._thread.is_alive():
            self._wake.wake()
            self._thread.join(timeout=5)
            self._listener.close()
            self._wake.close()

    close = power_off

    def _serve(self) -> None:
        while self._wake.wait(self._listener.fileno()):
            client, _ = self._listener.accept()
            with client:
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._talk(client)

    def _talk(self, client: socket.socket) -> None:
        parser = Parser()

        def reply(data: bytes) -> None:
            with contextlib.suppress(OSError):
                client.send(data, socket.MSG_DONTWAIT)

        while self._printer.wait_for_room() and self._wake.wait(client.fileno()):
            try:
                data = client.recv(_PIECE_BYTES)
            except OSError:
                return
            if not data:
                return
            self._printer.receive(parser, data, reply)


class PtyServer:
    """A serial printer's line. The far end stays open when a program lets go of it, as a cable does."""

    def __init__(self, printer: Printer, baud: int | None) -> None:
        self._printer = printer
        self._parser = Parser()
        self._byte_s = _BITS_A_BYTE / baud if baud else 0.0
        self._wake = _Wake()
        self._ours, self._theirs = pty.openpty()
        tty.setraw(self._theirs)
        self.path = os.ttyname(self._theirs)
        self._thread = threading.Thread(target=self._serve, name=f"printer {self.path}", daemon=True)
        self._thread.start()

    def power_on(self) -> None:
        """Forget half a command that came while it was off."""
        self._parser = Parser()

    def power_off(self) -> None:
        """Forget half a command; the cable is still there, and nobody answers."""
        self._parser = Parser()

    def close(self) -> None:
        """Pull the cable out."""
        self._wake.wake()
        self._thread.join(timeout=5)
        os.close(self._ours)
        os.close(self._theirs)
        self._wake.close()

    def _serve(self) -> None:
        while self._printer.wait_for_room() and self._wake.wait(self._ours):
            data = os.read(self._ours, _PIECE_BYTES if not self._byte_s else 64)
            if self._byte_s:
                time.sleep(len(data) * self._byte_s)
            self._printer.receive(self._parser, data, self._reply)

    def _reply(self, data: bytes) -> None:
        _, writable, _ = select.select([], [self._ours], [], 0)
        if writable:
            os.write(self._ours, data)
