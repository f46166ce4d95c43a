"""Where tills find this terminal: told to the process that shows it with a pairing code and has no network."""

import contextlib
import ipaddress
import socket
import time

from terminal.store.errors import StoreError
from terminal.store.tills import TillAddress

from .stores import Stores

LOOK_S = 10.0
"""How often to look whether the network gave the terminal another address."""

_ANYWHERE = {4: "192.0.2.1", 6: "2001:db8::1"}
"""Addresses for documentation (RFC 5737, RFC 3849): nothing is sent there, the kernel only picks the way."""


def own_host(listening: str) -> str:
    """Return the address that others reach this computer at: the one listened on, or the LAN's where that is any."""
    try:
        address = ipaddress.ip_address(listening)
    except ValueError:
        return listening
    if not address.is_unspecified:
        return listening
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    with socket.socket(family, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect((_ANYWHERE[address.version], 9))
            return str(asking.getsockname()[0])
        except OSError:
            return socket.gethostname()  # not on any network yet


def till_url(listening: str, port: int, *, tls: bool) -> str:
    """Return where tills call."""
    host = own_host(listening)
    return f"{'https' if tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"


class Announcer:
    """Notes in the store where tills find this terminal, whenever that is another address than before."""

    def __init__(self, stores: Stores, listening: str, port: int, certificate_sha256: str) -> None:
        self._stores, self._listening, self._port = stores, listening, port
        self._certificate_sha256 = certificate_sha256
        self._said: TillAddress | None = None
        self._due_s = 0.0

    async def look(self) -> None:
        """Look now and then, and say what is new; what the store cannot take now is said later."""
        if time.monotonic() < self._due_s:
            return
        self._due_s = time.monotonic() + LOOK_S
        url = till_url(self._listening, self._port, tls=bool(self._certificate_sha256))
        address = TillAddress(url, self._certificate_sha256)
        if address != self._said:
            with contextlib.suppress(StoreError):
                await self._stores.ask(lambda store: store.tills.serve_at(address))
                self._said = address
