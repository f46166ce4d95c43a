"""The doorbell: an empty datagram that says "look at the store".

A lost ring costs a polling interval, never data.
"""

import contextlib
import socket
from pathlib import Path

_SUFFIX = ".bell"


def ring_at(runtime: Path, name: str) -> bool:
    """Ring at one process's door without having one; returns whether that process is there to hear it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as caller:
        try:
            caller.sendto(b"", str(runtime / f"{name}{_SUFFIX}"))
        except BlockingIOError:  # there, and rung at so often that no more rings fit
            return True
        except OSError:
            return False
    return True


class Doorbell:
    """One process's bell, and the way to ring everybody else's.

    Every process binds a Unix datagram socket of its own name in the runtime directory. Ringing never blocks
    and never fails: whoever is not there will look at the store when it starts.
    """

    def __init__(self, runtime: Path, name: str) -> None:
        runtime.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._path = runtime / f"{name}{_SUFFIX}"
        self._path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._socket.bind(str(self._path))
        self._path.chmod(0o600)

    def fileno(self) -> int:
        """The descriptor that becomes readable when somebody rings."""
        return self._socket.fileno()

    def answer(self) -> bool:
        """Take all rings that have come; call it before looking at the store. Returns whether there were any."""
        rung = False
        with contextlib.suppress(BlockingIOError):
            while True:
                self._socket.recv(1)
                rung = True
        return rung

    def ring(self) -> None:
        """Ring at everybody else's door."""
        for other in self._path.parent.glob(f"*{_SUFFIX}"):
            if other != self._path:
                with contextlib.suppress(OSError):
                    self._socket.sendto(b"", str(other))

    def close(self) -> None:
        """Take the bell down."""
        self._socket.close()
        self._path.unlink(missing_ok=True)
