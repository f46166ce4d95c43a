"""Ports of the loopback interface that nobody uses."""

import errno
import socket

from desk.errors import DeskError

_TRIES = 50


def free_port(wanted: int) -> int:
    """Return ``wanted``, or the next port above it that is free; any free one for 0.

    Raises:
        DeskError: where fifty in a row are taken.
    """
    for port in range(wanted, min(wanted + _TRIES, 65_536)) if wanted else (0,):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                    continue
                raise
            return int(probe.getsockname()[1])
    raise DeskError(f"Ports {wanted} to {wanted + _TRIES - 1} are all in use. Give another with --port.")
